//! What a scan is: told by what is known, then by its form, then by what is asked.

use super::check::{Field, Known};
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
    /// Takes the last assignment back, or that of a label.
    Undo(Option<String>),
    Quit,
    /// One scan or several, in the order of the line.
    Scans(Vec<String>),
}

/// Reads one line of the desk.
#[must_use]
pub fn line(text: &str) -> Typed {
    let clean: String = text.chars().filter(|c| *c == '\t' || !c.is_control()).take(4 * LONGEST).collect();
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
    let cells = clean.split(['\t', ';']).map(|cell| cell.trim().chars().take(LONGEST).collect::<String>());
    Typed::Scans(cells.filter(|cell| !cell.is_empty()).collect())
}

/// What the text is, where `asked` is asked for.
#[must_use]
pub fn recognise(text: &str, asked: Field, known: Known<'_>) -> Field {
    let mac = table::mac(text);
    let separated = text.contains([':', '-', '.']);
    let is = |field: Field| match field {
        Field::Label => !known.stock.by_label(text).is_empty(),
        Field::Serial => !known.stock.by_serial(text).is_empty(),
        Field::Mac => mac.as_ref().is_some_and(|mac| !known.stock.by_mac(mac).is_empty()),
        Field::Person => !known.people.find(text).is_empty(),
    };
    if is(asked) {
        return asked;
    }
    if let Some(field) = Field::ALL.into_iter().find(|field| is(*field)) {
        return field;
    }
    if mac.is_some() && separated || is_like_mac(text) {
        return Field::Mac;
    }
    let looks = |field: Field| match field {
        Field::Label => known.stock.looks_like_label(text),
        Field::Serial => known.stock.looks_like_serial(text),
        Field::Mac => mac.is_some(),
        Field::Person => text.contains([',', ' ', '\\', '@']),
    };
    if looks(asked) {
        return asked;
    }
    [Field::Label, Field::Serial, Field::Mac].into_iter().find(|field| looks(*field)).unwrap_or(asked)
}

/// Hex pairs with colons, though too many or too few.
fn is_like_mac(text: &str) -> bool {
    text.matches(':').count() >= 3 && text.chars().all(|c| c == ':' || c.is_alphanumeric())
}
