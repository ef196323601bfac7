//! What only the admin can change: the dialplan and the queues. Each line with its place and its replacement, and the context that
//! queue members then use.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::escape::{self, comment};
use super::{DIALPLAN, FRAGMENT};
use crate::diag::Lang;
use crate::domain::Extension;
use crate::plan::RING_CONTEXT;
use crate::plan::model::{Line, OneRing, Plan};

/// `extensions.deskshift.conf`, or none where no queue member needs it.
pub(super) fn ring_context(plan: &Plan, lang: Lang) -> Option<String> {
    let lines: BTreeMap<&Extension, &Line> = plan.lines.iter().map(|line| (&line.extension, line)).collect();
    let mut members: Vec<&Line> = plan
        .one_ring
        .iter()
        .filter(|ring| is_queue(ring))
        .flat_map(|ring| ring.extensions.iter().filter_map(|extension| lines.get(extension).copied()))
        .collect();
    members.sort_by(|a, b| a.extension.cmp(&b.extension));
    members.dedup_by(|a, b| a.extension == b.extension);
    if members.is_empty() {
        return None;
    }
    let note = match lang {
        Lang::En => format!(
            "; Written by deskshift convert. Add to extensions.conf:  #include {DIALPLAN}\n\
             ; Rings all devices of one queue member and nothing else: no mailbox may answer a queue's call.\n"
        ),
        Lang::De => format!(
            "; Geschrieben von deskshift convert. In extensions.conf aufnehmen:  #include {DIALPLAN}\n\
             ; Ruft alle Geräte eines Warteschlangen-Mitglieds und sonst nichts: kein Anrufbeantworter darf einen Warteschlangenruf annehmen.\n"
        ),
    };
    let mut text = format!("{note}\n[{RING_CONTEXT}]\n");
    for line in members {
        let Ok(user) = escape::value(&line.aor_user) else { continue };
        let _ = writeln!(text, "exten => {},1,Dial(${{PJSIP_DIAL_CONTACTS({user})}})\n same => n,Hangup()", line.extension);
    }
    Some(text)
}

fn is_queue(ring: &OneRing) -> bool {
    ring.instead.as_deref().is_some_and(|instead| instead.starts_with("member =>"))
}

/// The list of lines to change by hand, by file and line.
pub(super) fn dialplan_list(plan: &Plan, lang: Lang) -> Option<String> {
    if plan.one_ring.is_empty() {
        return None;
    }
    let (title, now, instead, unsure) = match lang {
        Lang::En => (
            "Lines that would ring only one of two devices, and what to write instead",
            "now",
            "new",
            "not certain: replace PJSIP/NUMBER by ${PJSIP_DIAL_CONTACTS(NUMBER)}",
        ),
        Lang::De => (
            "Zeilen, die nur eines von zwei Geräten rufen würden, und was statt dessen zu schreiben ist",
            "jetzt",
            "neu",
            "nicht sicher: PJSIP/NUMMER durch ${PJSIP_DIAL_CONTACTS(NUMMER)} ersetzen",
        ),
    };
    let mut rings: Vec<&OneRing> = plan.one_ring.iter().collect();
    rings.sort_by(|a, b| (&a.at, &a.text).cmp(&(&b.at, &b.text)));
    // As it must stand in the file, so that copying it is safe.
    let as_written = |text: &str| comment(text).replace(';', "\\;");
    let mut text = format!("{title}\n");
    for ring in rings {
        let new = ring.instead.as_deref().unwrap_or(unsure);
        let _ = write!(
            text,
            "\n{}: {}\n  {now}: {}\n  {instead}: {}\n",
            ring.at,
            comment(ring.why.get(lang)),
            as_written(&ring.text),
            as_written(new)
        );
    }
    Some(text)
}

/// What to do with the files of this folder.
pub(super) fn readme(plan: &Plan, changes: usize, lang: Lang) -> String {
    let rings = plan.one_ring.len();
    match lang {
        Lang::En => format!(
            "# What the PBX needs\n\n\
             {changes} extensions get room for desk phone and softphone, and settings for phones behind home routers.\n\n\
             1. Copy `{FRAGMENT}` beside `pjsip.conf` and make `#include {FRAGMENT}` the last line of `pjsip.conf`.\n   \
                It only adds options to sections that are there; nothing of yours is changed.\n\
             2. `asterisk -rx \"module reload res_pjsip.so\"`. Look into the log: a line `Category addition requested, but category …\n   \
                does not exist` means that `pjsip.conf` changed since the export; import and convert again.\n\
             3. {rings} lines of the dialplan and the queues would ring only one of two devices. `dialplan.txt` lists each with its\n   \
                replacement. Where queues are among them, include `{DIALPLAN}` in `extensions.conf` first, then\n   \
                `asterisk -rx \"dialplan reload\"` and `asterisk -rx \"queue reload all\"`.\n\
             4. Commented blocks at the end of `{FRAGMENT}` are transports the export lacks.\n\n\
             To undo step 1, take the `#include` line out and reload. Hints need no change: the state of an endpoint covers all its devices.\n"
        ),
        Lang::De => format!(
            "# Was die Telefonanlage braucht\n\n\
             {changes} Nebenstellen bekommen Platz für Tischtelefon und Softphone und Einstellungen für Telefone hinter Heimroutern.\n\n\
             1. `{FRAGMENT}` neben `pjsip.conf` legen und `#include {FRAGMENT}` als letzte Zeile in `pjsip.conf` eintragen.\n   \
                Die Datei fügt vorhandenen Abschnitten nur Einstellungen hinzu; an Ihren Zeilen ändert sich nichts.\n\
             2. `asterisk -rx \"module reload res_pjsip.so\"`. Ins Protokoll sehen: `Category addition requested, but category …\n   \
                does not exist` heißt, dass sich `pjsip.conf` seit dem Export geändert hat; Import und Konvertierung wiederholen.\n\
             3. {rings} Zeilen in Wählplan und Warteschlangen würden nur eines von zwei Geräten rufen. `dialplan.txt` nennt jede mit\n   \
                ihrem Ersatz. Sind Warteschlangen darunter, zuerst `{DIALPLAN}` in `extensions.conf` einbinden, dann\n   \
                `asterisk -rx \"dialplan reload\"` und `asterisk -rx \"queue reload all\"`.\n\
             4. Auskommentierte Blöcke am Ende von `{FRAGMENT}` sind Transporte, die dem Export fehlen.\n\n\
             Schritt 1 zurücknehmen: die `#include`-Zeile entfernen und neu laden. Hints brauchen keine Änderung: der Zustand eines\n\
             Endpoints umfasst alle seine Geräte.\n"
        ),
    }
}
