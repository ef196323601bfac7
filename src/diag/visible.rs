//! Text from files on its way to a terminal: what moves the cursor, colours, beeps or turns the reading direction is made visible.
//!
//! The form is `\u001b`, so that a JSON text stays the same text.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The colours that our own messages use; everything else that begins with an escape is somebody else's.
const STYLES: [&str; 6] = ["\x1b[1;31m", "\x1b[1;32m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[2m", "\x1b[0m"];

/// Controls of C0 and C1, DEL, marks of the reading direction, and the two line ends that only some programs know.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A value inside a line: line breaks and tabs are shown too, so that it cannot forge a line.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    shown(text, |_| false, false)
}

/// Whole lines without colour: line breaks and tabs are ours.
#[must_use]
pub fn screen(text: &str) -> Cow<'_, str> {
    shown(text, |c| matches!(c, '\n' | '\t'), false)
}

/// [`screen`] for text that was coloured after its values had been made [`visible`].
#[must_use]
pub fn styled(text: &str) -> Cow<'_, str> {
    shown(text, |c| matches!(c, '\n' | '\t'), true)
}

fn shown(text: &str, plain: impl Fn(char) -> bool, styles: bool) -> Cow<'_, str> {
    if !text.contains(|c| is_hidden(c) && !plain(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(style) = STYLES.iter().find(|style| styles && rest.starts_with(**style)) {
            out.push_str(style);
            rest = &rest[style.len()..];
            continue;
        }
        match c {
            c if plain(c) || !is_hidden(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
        }
        rest = &rest[c.len_utf8()..];
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NASTY: &str = "a\x1b]0;t\x07b\x1b[1;31mc\r\nd\te\u{7f}\u{9b}\u{202e}\u{2028}ä";

    #[test]
    fn a_value_keeps_to_its_line() {
        assert_eq!(visible(NASTY), "a\\u001b]0;t\\u0007b\\u001b[1;31mc\\r\\nd\\te\\u007f\\u009b\\u202e\\u2028ä");
        assert!(matches!(visible("Müller–Lüdenscheidt 🏠"), Cow::Borrowed(_)));
    }

    #[test]
    fn only_our_colours_pass_and_only_where_asked() {
        assert_eq!(screen(NASTY), "a\\u001b]0;t\\u0007b\\u001b[1;31mc\\r\nd\te\\u007f\\u009b\\u202e\\u2028ä");
        assert_eq!(styled("\x1b[1;31mx\x1b[0m\x1b[2J\n"), "\x1b[1;31mx\x1b[0m\\u001b[2J\n");
    }

    #[test]
    fn json_stays_the_same_text() {
        let value = serde_json::json!({ "name": NASTY, "back\\slash\u{85}": "\\\u{202e}" });
        let text = serde_json::to_string(&value).unwrap();
        let safe = screen(&text);
        assert!(!safe.contains(is_hidden), "{safe}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).unwrap(), value);
    }
}
