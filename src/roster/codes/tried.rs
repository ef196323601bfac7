//! Changes that somebody wants to try out.

use crate::diag::{CodePage, Severity};

pub const WHAT_IF_UNKNOWN: CodePage = CodePage {
    slug: "roster/what-if-unknown",
    severity: Severity::Error,
    title_en: "a change to try out names something that the site does not have",
    title_de: "eine Änderung zum Ausprobieren nennt etwas, das der Standort nicht hat",
    page_en: "Appears in `rotate what-if` when a cap, group or room is named that neither `deskshift.yaml` nor the inventory has, or a person whom \
        nobody or several people may be. The finding lists the names that are known, or the nearest one. Nothing is solved, because the \
        answer would be about another question.",
    page_de: "Erscheint bei `rotate what-if`, wenn eine Obergrenze, eine Gruppe oder ein Raum genannt ist, den weder `deskshift.yaml` noch das \
        Inventar kennt, oder eine Person, die niemand oder mehrere sein können. Die Meldung nennt die bekannten Namen oder den nächsten. Es \
        wird nichts berechnet, denn die Antwort gälte einer anderen Frage.",
};

pub const WHAT_IF_VALUE: CodePage = CodePage {
    slug: "roster/what-if-value",
    severity: Severity::Error,
    title_en: "a change to try out cannot be read",
    title_de: "eine Änderung zum Ausprobieren ist nicht lesbar",
    page_en: "Appears in `rotate what-if` when a number is none, lies outside what `deskshift.yaml` would allow, or a day is not one of the horizon. \
        A sign before a number makes it a difference to what is in force: `--cap vpn=+20`. Days are written `2027-03-03`.",
    page_de: "Erscheint bei `rotate what-if`, wenn eine Zahl keine ist oder außerhalb dessen liegt, was `deskshift.yaml` erlaubt, oder ein Tag nicht \
        im Zeitraum liegt. Ein Vorzeichen macht die Zahl zum Unterschied gegenüber dem, was gilt: `--cap vpn=+20`. Tage schreibt man \
        `2027-03-03`.",
};
