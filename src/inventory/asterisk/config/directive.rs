//! Lines with `#` that are none of Asterisk's directives: a misspelt one, or a comment with the wrong sign.

use super::reader::{Reader, Spot};
use crate::diag::Words;
use crate::inventory::asterisk::codes::grammar as codes;
use crate::policy::keys::nearest_name;

/// The directive that a misspelt word means. `#exten` is a dialplan line that somebody has switched off, and no `#exec`.
fn meant(word: &str) -> Option<&'static str> {
    nearest_name(word, ["include", "tryinclude"])
}

impl Reader<'_> {
    pub(super) fn unknown_directive(&mut self, spot: Spot<'_>, offset: usize, word: &str) {
        if let Some(meant) = meant(word) {
            let words = Words::new(
                format!("`#{word}` is no directive; the line is ignored, and what it should include is missing"),
                format!("`#{word}` ist keine Anweisung; die Zeile wird übergangen, und was sie einbinden soll, fehlt"),
            );
            if let Some(finding) = self.report(spot, offset, &codes::DIRECTIVE_UNKNOWN, words) {
                finding.todo = Some(Words::new(format!("write `#{meant}`"), format!("`#{meant}` schreiben")));
            }
            return;
        }
        let words = if word.is_empty() {
            Words::new(
                "`#` and a blank: Asterisk ignores the line with a warning",
                "`#` und ein Leerzeichen: Asterisk übergeht die Zeile mit einer Warnung",
            )
        } else {
            Words::new(
                format!("`#{word}` is no directive; Asterisk ignores the line with a warning"),
                format!("`#{word}` ist keine Anweisung; Asterisk übergeht die Zeile mit einer Warnung"),
            )
        };
        if let Some(finding) = self.report(spot, offset, &codes::HASH_COMMENT, words) {
            finding.todo = Some(Words::new("write comments with `;`", "Kommentare mit `;` schreiben"));
        }
    }
}
