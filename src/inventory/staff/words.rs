//! Small vocabularies of cells: home, notebook, names, MAC addresses.

use std::borrow::Cow;

use super::codes;
use crate::diag::{Finding, Place, Words};
use crate::domain::Mac;
use crate::inventory::model::{Employment, HomeSuitability};
use crate::inventory::table::normal;

/// None: not understood.
#[must_use]
pub(super) fn home(text: &str) -> Option<HomeSuitability> {
    Some(match normal(text).as_str() {
        "ja" | "j" | "yes" | "y" | "x" | "1" | "wahr" | "true" | "geeignet" | "moeglich" | "ok" | "gern" | "gerne" => {
            HomeSuitability::Yes
        }
        "nein" | "n" | "no" | "0" | "falsch" | "false" | "ungeeignet" | "nichtgeeignet" | "unmoeglich" | "nichtmoeglich"
        | "nie" | "nurbuero" | "keinhomeoffice" => HomeSuitability::No,
        "immer" | "always" | "dauerhaft" | "staendig" | "risikogruppe" | "risiko" | "nurhomeoffice" | "vollstaendig" => {
            HomeSuitability::Always
        }
        _ => return None,
    })
}

/// The words of a column that says whether somebody is still there.
#[must_use]
pub(super) fn employment(text: &str) -> Option<Employment> {
    Some(match normal(text).as_str() {
        "aktiv" | "active" | "beschaeftigt" | "angestellt" | "employed" | "enabled" => Employment::Active,
        "gesperrt" | "inaktiv" | "deaktiviert" | "disabled" | "inactive" | "ruhend" | "beurlaubt" | "elternzeit" | "onleave" => {
            Employment::Disabled
        }
        "ausgeschieden" | "ausgetreten" | "austritt" | "gekuendigt" | "pensioniert" | "rente" | "ruhestand" | "left"
        | "leaver" | "retired" | "terminated" => Employment::Leaver,
        _ => return None,
    })
}

/// Yes and no in the words of lists.
#[must_use]
pub(in crate::inventory) fn yes_no(text: &str) -> Option<bool> {
    match normal(text).as_str() {
        "ja" | "j" | "yes" | "y" | "x" | "1" | "wahr" | "true" => Some(true),
        "nein" | "n" | "no" | "0" | "falsch" | "false" => Some(false),
        _ => None,
    }
}

/// The words below `ausgeschieden`.
#[must_use]
pub(super) fn left(text: &str) -> Option<Employment> {
    let word = yes_no(text).map(|left| if left { Employment::Leaver } else { Employment::Active });
    word.or_else(|| employment(text))
}

/// Whether the notebook is the person's own.
#[must_use]
pub(super) fn own_notebook(text: &str) -> Option<bool> {
    yes_no(text).or_else(|| match normal(text).as_str() {
        "privat" | "eigenes" | "eigen" | "eigener" => Some(true),
        "dienstlich" | "dienst" | "dienstgeraet" | "kein" | "keines" | "keins" => Some(false),
        _ => None,
    })
}

/// Without outer blanks, one blank between words. Most cells are so already.
#[must_use]
pub(super) fn single_spaced(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let mut blank = false;
    let clean = text.chars().all(|c| {
        let fits = !c.is_whitespace() || (c == ' ' && !blank);
        blank = c == ' ';
        fits
    });
    if clean { Cow::Borrowed(text) } else { Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")) }
}

/// Words before a name at birth.
const BORN: [&str; 5] = [" geb. ", " geb.", " geborene ", " geborener ", " née "];

/// A number of digits without what a spreadsheet adds to it: `4711.0`, `4711,00`, `4 711`.
#[must_use]
pub(in crate::inventory) fn whole_number(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let whole = match text.split_once(['.', ',']) {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') => whole,
        _ => text,
    };
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
    if !digits(whole) {
        Cow::Borrowed(text)
    } else if whole.contains(char::is_whitespace) {
        Cow::Owned(whole.split_whitespace().collect())
    } else {
        Cow::Borrowed(whole)
    }
}

/// Last and first name of one cell with both: `Müller, Hans` or `Hans von der Au`.
#[must_use]
pub(in crate::inventory) fn split_display(text: &str) -> (String, Option<String>) {
    if let Some((last, first)) = text.split_once(',') {
        let first = first.trim();
        return (last.trim().to_owned(), (!first.is_empty()).then(|| first.to_owned()));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let particle =
        |w: &str| matches!(w.to_lowercase().as_str(), "von" | "van" | "zu" | "zum" | "zur" | "vom" | "de" | "v." | "der" | "den");
    let start = words.iter().skip(1).position(|w| particle(w)).map_or(words.len().saturating_sub(1), |at| at + 1);
    if start == 0 {
        return (text.trim().to_owned(), None);
    }
    (words[start..].join(" "), Some(words[..start].join(" ")))
}

/// The name without remarks in brackets (`Müller (Tz)`) or a name at birth (`Weiß, geb. Schwarz`), and the remark.
#[must_use]
pub(super) fn without_note(name: &str) -> (String, Option<String>) {
    if let Some((own, born)) = BORN.iter().find_map(|word| name.split_once(word))
        && !own.contains('(')
        && !born.contains(',')
    {
        let (own, born) = (own.trim().trim_end_matches(',').trim(), born.trim());
        if !own.is_empty() && !born.is_empty() {
            return (own.to_owned(), Some(format!("geb. {born}")));
        }
    }
    let Some(open) = name.find('(') else { return (name.trim().to_owned(), None) };
    let Some(close) = name[open..].find(')') else { return (name.trim().to_owned(), None) };
    let note = name[open + 1..open + close].trim().to_owned();
    let rest = format!("{} {}", name[..open].trim(), name[open + close + 1..].trim());
    let rest = rest.trim().to_owned();
    if rest.is_empty() { (name.trim().to_owned(), None) } else { (rest, Some(note)) }
}

/// A cell that should hold a MAC address and does not.
#[must_use]
pub(in crate::inventory) fn no_mac(text: &str, at: Place) -> Finding {
    codes::MAC_MALFORMED
        .finding(Some(at), Words::new(format!("`{text}` is no MAC address"), format!("`{text}` ist keine MAC-Adresse")))
        .todo(Words::new(
            "write twelve hexadecimal digits as text, such as `00-00-5E-00-53-01`; a spreadsheet makes numbers of some",
            "zwölf hexadezimale Stellen als Text schreiben, etwa `00-00-5E-00-53-01`; Tabellenkalkulationen machen aus manchen Zahlen",
        ))
}

/// Any usual notation to the canonical one.
#[must_use]
pub(in crate::inventory) fn mac(text: &str) -> Option<Mac> {
    let mut hex = String::new();
    for c in text.trim().chars() {
        match c {
            c if c.is_ascii_hexdigit() => hex.push(c.to_ascii_lowercase()),
            ':' | '-' | '.' | ' ' => {}
            _ => return None,
        }
    }
    if hex.len() != 12 {
        return None;
    }
    let pairs: Vec<&str> = (0..6).map(|i| &hex[2 * i..2 * i + 2]).collect();
    pairs.join(":").parse().ok()
}

/// `MÃ¼ller`: UTF-8 that was encoded once more.
#[must_use]
pub(super) fn is_garbled(text: &str) -> bool {
    text.contains(['Ã', 'â'])
        && ["Ã¤", "Ã¶", "Ã¼", "ÃŸ", "Ã„", "Ã–", "Ãœ", "Ã©", "â‚¬", "Ã\u{9f}", "Ã\u{84}", "Ã\u{96}", "Ã\u{9c}"]
            .iter()
            .any(|bad| text.contains(bad))
}

/// U+FFFD anywhere, or `?` inside a word.
#[must_use]
pub(super) fn has_lost_letters(text: &str) -> bool {
    if text.contains('\u{fffd}') {
        return true;
    }
    if !text.contains('?') {
        return false;
    }
    let chars: Vec<char> = text.chars().collect();
    chars.windows(2).any(|w| w[0] == '?' && w[1].is_alphabetic())
        || chars.windows(3).any(|w| w[0].is_alphabetic() && w[1] == '?' && w[2].is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_one_cell() {
        for (text, last, first) in [
            ("Müller, Hans", "Müller", Some("Hans")),
            ("Hans Müller", "Müller", Some("Hans")),
            ("Maria von der Au", "von der Au", Some("Maria")),
            ("Hans Peter Huber-Groß", "Huber-Groß", Some("Hans Peter")),
            ("Müller", "Müller", None),
            ("Müller,", "Müller", None),
        ] {
            assert_eq!(split_display(text), (last.to_owned(), first.map(ToOwned::to_owned)), "{text}");
        }
        assert_eq!(without_note("Müller (Tz)"), ("Müller".to_owned(), Some("Tz".to_owned())));
        assert_eq!(without_note("Müller"), ("Müller".to_owned(), None));
        for born in ["Weiß, geb. Schwarz", "Weiß geb.Schwarz", "Weiß geborene Schwarz"] {
            assert_eq!(without_note(born), ("Weiß".to_owned(), Some("geb. Schwarz".to_owned())), "{born}");
        }
        assert_eq!(without_note("geb. Schwarz").0, "geb. Schwarz");
        assert_eq!(without_note("(unbesetzt)").0, "(unbesetzt)");
    }

    #[test]
    fn mac_addresses_in_all_notations() {
        for text in ["00:00:5E:00:53:01", "00-00-5e-00-53-01", "00005E005301", "0000.5e00.5301"] {
            assert_eq!(mac(text).map(|m| m.to_string()).as_deref(), Some("00:00:5e:00:53:01"), "{text}");
        }
        for text in ["5,34E+03", "00:00:5e:00:53", "00:00:5e:00:53:zz", "00:00:5e:00:53:01:02"] {
            assert_eq!(mac(text), None, "{text}");
        }
    }

    #[test]
    fn blanks_are_made_single() {
        for (text, clean) in [("", ""), (" a ", "a"), ("a b", "a b"), ("a  b", "a b"), ("a\tb\n", "a b"), ("a\u{a0}b", "a b")] {
            assert_eq!(single_spaced(text), clean);
        }
    }

    #[test]
    fn damaged_letters() {
        assert!(is_garbled("MÃ¼ller") && !is_garbled("Müller"));
        assert!(has_lost_letters("M?ller") && has_lost_letters("M\u{fffd}ller") && has_lost_letters("?ahin"));
        assert!(!has_lost_letters("wirklich?") && !has_lost_letters("ab 1.4. ?"));
    }
}
