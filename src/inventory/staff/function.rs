//! Rows of staff lists that name a function and not a person.

use super::header::normal;
use crate::inventory::model::ExtensionKind;

/// Beginnings of words in normal form, most telling first.
const WORDS: &[(ExtensionKind, &[&str])] = &[
    (ExtensionKind::Fax, &["fax", "telefax", "faxgeraet"]),
    (
        ExtensionKind::Door,
        &["tuersprech", "tuerstation", "tuer", "sprechstelle", "klingel", "torsprech", "schranke", "gegensprech"],
    ),
    (ExtensionKind::LiftAlarm, &["aufzug", "lift", "fahrstuhl"]),
    (ExtensionKind::Alarm, &["alarm", "notruf", "brandmelde", "einbruchmelde", "bma", "stoerungsmeld"]),
    (
        ExtensionKind::MeetingRoom,
        &["besprechung", "besprechungsraum", "konferenz", "sitzungs", "sitzungssaal", "meeting", "schulungsraum", "saal"],
    ),
    (ExtensionKind::Attendant, &["zentrale", "telefonzentrale", "vermittlung", "abfrageplatz"]),
    (
        ExtensionKind::Function,
        &[
            "poststelle",
            "hausmeister",
            "kueche",
            "teekueche",
            "kantine",
            "kasse",
            "ecterminal",
            "frankiermaschine",
            "frankier",
            "lager",
            "archiv",
            "pforte",
            "empfang",
            "kopierer",
            "drucker",
            "serverraum",
            "reserve",
            "testgeraet",
            "erstehilfe",
            "sanitaetsraum",
            "modem",
            "zaehler",
            "gebaeudeleittechnik",
        ],
    ),
];

/// The kind a name speaks of, and the word that says so. Only words count: `Torsten` is no gate, `Faxe` is no fax.
#[must_use]
pub(super) fn kind_of(name: &str) -> Option<(ExtensionKind, &'static str)> {
    let words: Vec<String> = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(normal).collect();
    WORDS.iter().find_map(|(kind, starts)| {
        starts.iter().find(|start| words.iter().any(|word| speaks(word, start))).map(|start| (*kind, *start))
    })
}

/// Long words may go on (`Türsprechstelle`, `Aufzugnotruf`), short ones must be whole.
fn speaks(word: &str, start: &str) -> bool {
    word == start || (start.len() >= 6 && word.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_and_people() {
        for (name, kind) in [
            ("Fax Poststelle", Some(ExtensionKind::Fax)),
            ("Türsprechstelle Nord", Some(ExtensionKind::Door)),
            ("Aufzug Notruf", Some(ExtensionKind::LiftAlarm)),
            ("Besprechung 1.07", Some(ExtensionKind::MeetingRoom)),
            ("Sitzungssaal", Some(ExtensionKind::MeetingRoom)),
            ("Telefonzentrale", Some(ExtensionKind::Attendant)),
            ("Hausmeister", Some(ExtensionKind::Function)),
            ("Brandmeldeanlage", Some(ExtensionKind::Alarm)),
            ("Torsten Türk", None),
            ("Liftner", None),
            ("Saalfeld", None),
            ("Müller", None),
        ] {
            assert_eq!(kind_of(name).map(|(kind, _)| kind), kind, "{name}");
        }
    }
}
