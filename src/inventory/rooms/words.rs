//! What cells say of rooms: how many desks, what for.

use super::codes;
use crate::diag::Words;
use crate::inventory::model::{RoomKind, Sourced};
use crate::inventory::table::{Collector, normal};

/// More desks than any hall has: a number of another kind.
const MOST: u32 = 5_000;

/// Parts of words in normal form; the first that fits counts, so that `Bürgerbüro` is a counter.
const KINDS: &[(RoomKind, &[&str])] = &[
    (
        RoomKind::Counter,
        &[
            "schalter",
            "counter",
            "buergerbuero",
            "buergerservice",
            "empfang",
            "pforte",
            "theke",
            "kasse",
            "reception",
            "frontdesk",
        ],
    ),
    (
        RoomKind::Meeting,
        &["besprech", "sitzung", "konferenz", "meeting", "conference", "schulung", "training", "seminar", "saal"],
    ),
    (
        RoomKind::Technical,
        &[
            "technik",
            "technisch",
            "technical",
            "server",
            "verteiler",
            "kopier",
            "drucker",
            "druckraum",
            "print",
            "edv",
            "werkstatt",
            "labor",
        ],
    ),
    (
        RoomKind::Other,
        &[
            "lager",
            "archiv",
            "registratur",
            "kueche",
            "kantine",
            "toilette",
            "flur",
            "garage",
            "sozialraum",
            "pausenraum",
            "abstell",
            "sonstige",
            "storage",
            "store",
            "kitchen",
            "canteen",
            "archive",
            "corridor",
            "restroom",
            "other",
        ],
    ),
    (
        RoomKind::Office,
        &["buero", "office", "arbeitsraum", "arbeitszimmer", "einzelzimmer", "doppelzimmer", "zweierzimmer", "dienstzimmer"],
    ),
];

/// The kind that a word speaks of.
#[must_use]
pub(in crate::inventory) fn kind_of(text: &str) -> Option<RoomKind> {
    let text = normal(text);
    let exact = [("wc", RoomKind::Other)].into_iter().find(|(word, _)| *word == text);
    let found = KINDS.iter().find(|(_, parts)| parts.iter().any(|part| text.contains(part)));
    exact.map(|(_, kind)| kind).or(found.map(|(kind, _)| *kind))
}

/// What a room is for; told where the word is not known.
pub(in crate::inventory) fn kind(cell: &Sourced<String>, findings: &mut Collector) -> Option<Sourced<RoomKind>> {
    let found = kind_of(&cell.value);
    if found.is_none() {
        unclear(cell, "`Büro`, `Schalter`, `Besprechung`, `Technik`, `Lager`", findings);
    }
    found.map(|kind| Sourced::new(kind, cell.at.clone()))
}

/// How many desks: `2`, `2 Plätze`, `2,0`; told where it is no number.
pub(in crate::inventory) fn capacity(cell: &Sourced<String>, findings: &mut Collector) -> Option<Sourced<u32>> {
    let found = desks(&cell.value);
    if found.is_none() {
        unclear(cell, "`2`", findings);
    }
    found.map(|desks| Sourced::new(desks, cell.at.clone()))
}

/// A number with a word behind it at most.
#[must_use]
pub(in crate::inventory) fn desks(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    let rest = rest.strip_prefix([',', '.']).map_or(rest, |decimals| decimals.trim_start_matches('0')).trim();
    // `1-2`, `2 oder 3`, `1,5` are no number of desks.
    let word = rest.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | ' '));
    number.parse().ok().filter(|desks| word && *desks <= MOST)
}

fn unclear(cell: &Sourced<String>, expected: &str, findings: &mut Collector) {
    let value = &cell.value;
    findings.push(codes::VALUE_UNCLEAR.finding(
        Some(cell.at.clone()),
        Words::new(
            format!("`{value}`: expected is {expected}; taken as empty"),
            format!("`{value}`: erwartet ist {expected}; gilt als leer"),
        ),
    ));
}

/// A room with what stands before it: `Haus 1 / 2.14`.
#[must_use]
pub(in crate::inventory) fn composed(before: &[&str], room: &str) -> String {
    if before.is_empty() { room.to_owned() } else { format!("{} / {room}", before.join(" / ")) }
}

/// The number of `Raum 2.14` and `Zi. 2.14`, as other rows write it alone.
#[must_use]
pub(in crate::inventory) fn without_word(room: &str) -> &str {
    const WORDS: [&str; 9] = ["zimmer", "raum", "room", "zim", "zi", "rm", "nr", "no", "r"];
    let letters = room.find(|c: char| !c.is_alphabetic()).unwrap_or(room.len());
    let rest = room[letters..].trim_start_matches(['.', ' ', '-', ':']);
    let known = WORDS.contains(&room[..letters].to_lowercase().as_str());
    // `R2` may be what the room is called.
    let apart = rest.len() < room.len() - letters;
    if known && apart && rest.starts_with(|c: char| c.is_ascii_digit()) { rest } else { room }
}

/// The room without what [`composed`] puts before it.
#[must_use]
pub(in crate::inventory) fn bare(name: &str) -> &str {
    name.rsplit(" / ").next().unwrap_or(name)
}
