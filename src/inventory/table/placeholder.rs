//! Words and signs that stand in cells where nothing is known. A key that is one of them joins people who have nothing in common.

use super::columns::normal;

/// A cell of any column that means "nothing here".
#[must_use]
pub(in crate::inventory) fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    text.chars().all(|c| matches!(c, '-' | '–' | '—' | '/' | '_' | '.')) || is_not_told(text)
}

/// `k. A.`, `n/a`, `#NV`: only with their signs, because `na` and `ka` may be somebody's short name.
fn is_not_told(text: &str) -> bool {
    if !text.contains(['.', '/', '#']) || text.chars().count() > 8 {
        return false;
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    matches!(bare.as_str(), "k.a." | "k.a" | "k/a" | "n/a" | "n.a." | "n.a" | "#nv" | "#n/a" | "n.v." | "n.n.")
}

/// What people and programs write into a column of keys (staff number, login, mail address, room, label, serial number) where there is
/// no key: zeros, crosses, question marks, `unbekannt`, and what manufacturers forget to fill in.
#[must_use]
pub(in crate::inventory) fn is_placeholder(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "unbekannt",
        "unbek",
        "unknown",
        "keine",
        "keiner",
        "kein",
        "keines",
        "none",
        "null",
        "nil",
        "nan",
        "nichts",
        "fehlt",
        "fehlend",
        "missing",
        "entfaellt",
        "offen",
        "leer",
        "empty",
        "ohne",
        "tbd",
        "tba",
        "todo",
        "folgt",
        "wirdnachgereicht",
        "nachzutragen",
        "nichtvorhanden",
        "nichtbekannt",
        "nichtvergeben",
        "nichtbenoetigt",
        "nichtzutreffend",
        "keineangabe",
        "keineangaben",
        "keinenummer",
        "platzhalter",
        "placeholder",
        "dummy",
        "notavailable",
        "notapplicable",
        "notspecified",
        "notassigned",
        "nicht",
        "defaultstring",
        "tobefilledbyoem",
        "systemserialnumber",
        "osn",
    ];
    // None of them has a digit but zero, and most keys have one.
    if text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        return false;
    }
    let word = normal(text);
    let all = |test: fn(char) -> bool| word.chars().all(test);
    // Signs alone, zeros alone, crosses alone: `-`, `?`, `00000`, `xxx`.
    is_nothing(text) || all(|c| c == '0') || all(|c| c == 'x') || WORDS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_key() {
        for text in [
            "",
            "0",
            "0000",
            "0.0",
            "x",
            "XXX",
            "-",
            "--",
            "–",
            "?",
            "???",
            "unbekannt",
            "Unbekannt!",
            "n/a",
            "N/A",
            "k. A.",
            "k.A.",
            "#NV",
            "keine",
            "o. SN",
            "To be filled by O.E.M.",
            "Default string",
            "nicht vorhanden",
            "…",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in
            ["4711", "0047", "100", "ka", "na", "nn", "huber", "x1", "1.07", "A-0", "NULLMEIER", "K7", "00-00-5E-00-53-01"]
        {
            assert!(!is_placeholder(text), "{text}");
        }
        for text in ["k. A.", "n/a", "-", "", "…"] {
            assert!(is_nothing(text) || text == "…", "{text}");
        }
        // Words of other columns: at home yes or no, no days off.
        for text in ["x", "0", "keine", "?", "ka"] {
            assert!(!is_nothing(text), "{text}");
        }
    }
}
