//! What a scan is: told by what is known, then by its form, then by what is asked.

use super::check::{Field, Known};
use super::file::meaning;
use super::keyboard;
use crate::inventory::table;

/// Longest scan; a bar code holds some dozens of signs.
pub const LONGEST: usize = 200;

/// What is typed instead of scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    Help,
    Status,
    /// Leaves the device that is half scanned.
    Skip,
    /// Takes the last scan or assignment back, or that of a label.
    Undo(Option<String>),
    Quit,
    /// One scan or several, in the order of the line.
    Scans(Vec<String>),
}

/// Reads one line of the desk. Scanners end a code with CR, LF or TAB.
#[must_use]
pub fn line(text: &str) -> Typed {
    const ENDS: [char; 4] = ['\t', '\r', '\n', ';'];
    let clean: String = text.chars().filter(|c| ENDS.contains(c) || !c.is_control()).take(4 * LONGEST).collect();
    let clean = clean.trim();
    let (word, rest) = clean.split_once(' ').unwrap_or((clean, ""));
    let rest = Some(rest.trim()).filter(|rest| !rest.is_empty()).map(str::to_owned);
    match (word.to_lowercase().as_str(), &rest) {
        ("?" | "help" | "hilfe", None) => return Typed::Help,
        ("status" | "stand", None) => return Typed::Status,
        ("skip" | "weiter", None) => return Typed::Skip,
        ("undo" | "zurück" | "zurueck", _) => return Typed::Undo(rest),
        ("quit" | "q" | "exit" | "ende", None) => return Typed::Quit,
        _ => {}
    }
    let cells = clean.split(ENDS).map(|cell| cell.trim().chars().take(LONGEST).collect::<String>());
    Typed::Scans(cells.filter(|cell| !cell.is_empty()).collect())
}

/// What the text is, where `asked` is asked for, and the value in it.
#[must_use]
pub fn recognise<'t>(text: &'t str, asked: Field, known: Known<'_>) -> (Field, &'t str) {
    let fields = || std::iter::once(asked).chain(Field::ALL);
    for (only, value) in forms(text) {
        let fits = |field: &Field| only.is_none_or(|only| only == *field) && is_known(*field, value, known);
        if let Some(field) = fields().find(fits) {
            return (field, value);
        }
    }
    if let Some(titled) = titled(text) {
        return titled;
    }
    let text = without_marks(text);
    if let Some(meant) =
        keyboard::meant(text, |meant| fields().any(|field| field != Field::Person && is_known(field, meant, known)))
        && let Some(field) = fields().find(|field| is_known(*field, &meant, known))
    {
        return (field, text);
    }
    let mac = table::mac(text);
    if mac.is_some() && text.contains([':', '-', '.']) || is_like_mac(text) {
        return (Field::Mac, text);
    }
    let looks = |field: &Field| match field {
        Field::Label => known.stock.looks_like_label(text),
        Field::Serial => known.stock.looks_like_serial(text),
        Field::Mac => mac.is_some(),
        Field::Person => *field == asked && text.contains([',', ' ', '\\', '@']),
    };
    (fields().find(looks).unwrap_or(asked), text)
}

fn is_known(field: Field, text: &str, known: Known<'_>) -> bool {
    match field {
        Field::Label => !known.stock.by_label(text).is_empty(),
        Field::Serial => !known.stock.by_serial(text).is_empty(),
        Field::Mac => table::mac(text).is_some_and(|mac| !known.stock.by_mac(&mac).is_empty()),
        Field::Person => !known.people.find(text).is_empty(),
    }
}

/// The values that a bar code may carry, with the only field that the form is for: as it is, without the marks of the scanner, after a
/// printed title, after a data identifier of ANSI MH10.8.2 (`S` serial number, `23S` MAC address), and the last eight signs of `1S` with
/// type and serial number, as Lenovo prints it.
fn forms(text: &str) -> Vec<(Option<Field>, &str)> {
    let bare = without_marks(text);
    let mut forms = vec![(None, text), (None, bare)];
    forms.extend(titled(bare).map(|(field, value)| (Some(field), value)));
    for (mark, field) in [("S", Field::Serial), ("1S", Field::Serial), ("23S", Field::Mac)] {
        forms.extend(bare.strip_prefix(mark).map(|rest| (Some(field), rest)));
    }
    let lenovo = bare.strip_prefix("1S").and_then(|rest| rest.get(rest.len().checked_sub(8)?..));
    forms.extend(lenovo.map(|serial| (Some(Field::Serial), serial)));
    forms
}

/// Without the symbology identifier that a scanner may send first (ISO/IEC 15424: `]C1`) and the asterisks around Code 39.
fn without_marks(text: &str) -> &str {
    let mut rest = text;
    if let Some([b']', letter, modifier, ..]) = text.as_bytes().get(..3)
        && letter.is_ascii_alphabetic()
        && modifier.is_ascii_alphanumeric()
    {
        rest = text[3..].trim_start();
    }
    rest.strip_prefix('*').and_then(|rest| rest.strip_suffix('*')).unwrap_or(rest).trim()
}

/// `S/N: PF001`: a value after what it is.
fn titled(text: &str) -> Option<(Field, &str)> {
    const LONGEST_TITLE: usize = 24;
    let ends = text.char_indices().filter(|(at, c)| *at <= LONGEST_TITLE && matches!(c, ':' | ' ' | '#' | '='));
    let mut found = ends
        .filter_map(|(at, c)| Some((meaning(&text[..at])?, text[at + c.len_utf8()..].trim_start_matches([':', ' ', '#', '=']))));
    // The longest title, as in `Serial No. 1`.
    found.rfind(|(_, value)| !value.is_empty())
}

/// Hex pairs with colons, though too many or too few.
fn is_like_mac(text: &str) -> bool {
    text.matches(':').count() >= 3 && text.chars().all(|c| c == ':' || c.is_alphanumeric())
}
