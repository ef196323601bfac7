//! What only the admin can change: the dialplan and the queues. Each line with its place and its replacement, and the context that
//! queue members then use.

use std::fmt::Write as _;

use super::escape::comment;
use super::{DIALPLAN, FRAGMENT, NEW_PASSWORDS};
use crate::diag::{Lang, counted};
use crate::domain::Extension;
use crate::plan::RING_CONTEXT;
use crate::plan::model::{Effect, OneRing, Plan};

/// Whether what is to be written rings a member of a queue through our context.
pub(super) fn is_queue(ring: &OneRing) -> bool {
    let named = |text: &str| text.contains(RING_CONTEXT);
    ring.instead.as_deref().is_some_and(named) || ring.todo.as_ref().is_some_and(|todo| named(&todo.en))
}

/// The list of lines to change by hand, by file and line.
pub(super) fn dialplan_list(plan: &Plan, lang: Lang) -> Option<String> {
    if plan.one_ring.is_empty() {
        return None;
    }
    let (title, now, instead, todo) = match lang {
        Lang::En => {
            ("Lines that reach only one of two devices, or may, and what to write instead or what to do", "now", "new", "to do")
        }
        Lang::De => (
            "Zeilen, die nur eines von zwei Geräten erreichen, oder vielleicht, und was statt dessen zu schreiben oder zu tun ist",
            "jetzt",
            "neu",
            "zu tun",
        ),
    };
    let mut rings: Vec<&OneRing> = plan.one_ring.iter().collect();
    rings.sort_by(|a, b| (&a.at, &a.text).cmp(&(&b.at, &b.text)));
    let mut text = format!("{title}\n");
    for ring in rings {
        let _ = write!(text, "\n{}: {}\n  {now}: {}\n", ring.at, comment(ring.why.get(lang)), as_written(&ring.text));
        if let Some(new) = &ring.instead {
            let _ = writeln!(text, "  {instead}: {}", as_written(new));
        }
        if let Some(words) = &ring.todo {
            let _ = writeln!(text, "  {todo}: {}", comment(words.get(lang)));
        }
    }
    Some(text)
}

/// As it must stand in a file of Asterisk, so that copying it is safe; a statement for a database has no comments.
fn as_written(text: &str) -> String {
    if text.starts_with("UPDATE ") {
        return text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    }
    comment(text).replace(';', "\\;")
}

/// The step about lines to change by hand.
fn third(plan: &Plan, is_rung: bool, lang: Lang) -> String {
    let rings = plan.one_ring.iter().filter(|ring| ring.effect == Effect::Rings).count();
    let others = plan.one_ring.len() - rings;
    let queue = plan.one_ring.iter().any(is_queue);
    let mut text = match lang {
        Lang::En if plan.one_ring.is_empty() => "No line of the dialplan or the queues has to change.".to_owned(),
        Lang::De if plan.one_ring.is_empty() => "In Wählplan und Warteschlangen muss sich keine Zeile ändern.".to_owned(),
        Lang::En => format!(
            "{} would ring only one of two devices{}. `dialplan.txt` lists each\n   with its place, and what to write instead or what to do.",
            counted(rings, "line of the dialplan and the queues", "lines of the dialplan and the queues"),
            if others == 0 {
                String::new()
            } else {
                format!("; {} to look at", counted(others, "line or hint is", "lines or hints are"))
            },
        ),
        Lang::De => format!(
            "{} nur eines von zwei Geräten rufen{}. `dialplan.txt` nennt jede\n   mit ihrer Stelle und dem Ersatz oder dem, was zu tun ist.",
            counted(rings, "Zeile in Wählplan und Warteschlangen würde", "Zeilen in Wählplan und Warteschlangen würden"),
            if others == 0 {
                String::new()
            } else {
                format!("; {} anzusehen", counted(others, "Zeile oder Hint ist", "Zeilen oder Hints sind"))
            },
        ),
    };
    text += match lang {
        _ if plan.one_ring.is_empty() => "",
        Lang::En if queue => {
            " First include\n   `extensions.deskshift.conf` in `extensions.conf`, by which members of queues are rung. Then\n   \
             `asterisk -rx \"dialplan reload\"` and `asterisk -rx \"queue reload all\"`."
        }
        Lang::De if queue => {
            " Zuerst\n   `extensions.deskshift.conf` in `extensions.conf` einbinden, worüber Mitglieder von Warteschlangen geläutet werden. Dann\n   \
             `asterisk -rx \"dialplan reload\"` und `asterisk -rx \"queue reload all\"`."
        }
        Lang::En => " Then\n   `asterisk -rx \"dialplan reload\"`.",
        Lang::De => " Dann\n   `asterisk -rx \"dialplan reload\"`.",
    };
    if is_rung && !queue {
        text += &match lang {
            Lang::En => format!(
                "\n   Members of queues are rung through `{DIALPLAN}` already: copy it again, then `asterisk -rx \"dialplan reload\"`."
            ),
            Lang::De => format!(
                "\n   Warteschlangen-Mitglieder werden schon über `{DIALPLAN}` geläutet: neu kopieren, dann `asterisk -rx \"dialplan reload\"`."
            ),
        };
    }
    text
}

/// What to know of hints.
fn hints(plan: &Plan, lang: Lang) -> &'static str {
    let web = plan.pbx_changes.iter().any(|change| change.twin.is_some());
    match lang {
        Lang::En if web => {
            "A hint must watch desk phone and web phone, `PJSIP/NUMBER&PJSIP/NUMBER-web`; `dialplan.txt` lists those that do not. Where an\n\
             extension has no web phone, its hint needs no change: the state of an endpoint covers all its devices."
        }
        Lang::En => "Hints need no change: the state of an endpoint covers all its devices.",
        Lang::De if web => {
            "Ein Hint muss Tisch- und Webtelefon beobachten, `PJSIP/NUMMER&PJSIP/NUMMER-web`; `dialplan.txt` nennt die, die es nicht tun.\n\
             Hat eine Nebenstelle kein Webtelefon, braucht ihr Hint keine Änderung: der Zustand eines Endpoints umfasst alle seine Geräte."
        }
        Lang::De => "Hints brauchen keine Änderung: der Zustand eines Endpoints umfasst alle seine Geräte.",
    }
}

/// What to do with the files of this folder; `is_written` where the file for `pjsip.conf` is among them, `is_rung` where that for members
/// of queues is.
pub(super) fn readme(plan: &Plan, changes: usize, (is_written, is_rung): (bool, bool), lang: Lang) -> String {
    match lang {
        _ if !is_written => nothing(lang),
        Lang::En => format!(
            "# What the PBX needs\n\n\
             {} room for desk phone and softphone, and settings for phones behind home routers.\n\n\
             1. Copy `{FRAGMENT}` beside `pjsip.conf` and make `#include {FRAGMENT}` the last line of `pjsip.conf`.\n   \
                It only adds options to sections that are there; nothing of yours is changed.\n\
             2. `asterisk -rx \"module reload res_pjsip.so\"`. Look into the log: a line `Category addition requested, but category …\n   \
                does not exist` means that `pjsip.conf` changed since the export; import and convert again.\n\
             3. {}\n\
             4. Commented blocks at the end of `{FRAGMENT}` are transports the export lacks.\n\n\
             To undo step 1, take the `#include` line out and reload. {}\n",
            counted(changes, "extension gets", "extensions get"),
            third(plan, is_rung, lang),
            hints(plan, lang),
        ),
        Lang::De => format!(
            "# Was die Telefonanlage braucht\n\n\
             {} Platz für Tischtelefon und Softphone und Einstellungen für Telefone hinter Heimroutern.\n\n\
             1. `{FRAGMENT}` neben `pjsip.conf` legen und `#include {FRAGMENT}` als letzte Zeile in `pjsip.conf` eintragen.\n   \
                Die Datei fügt vorhandenen Abschnitten nur Einstellungen hinzu; an Ihren Zeilen ändert sich nichts.\n\
             2. `asterisk -rx \"module reload res_pjsip.so\"`. Ins Protokoll sehen: `Category addition requested, but category …\n   \
                does not exist` heißt, dass sich `pjsip.conf` seit dem Export geändert hat; Import und Konvertierung wiederholen.\n\
             3. {}\n\
             4. Auskommentierte Blöcke am Ende von `{FRAGMENT}` sind Transporte, die dem Export fehlen.\n\n\
             Schritt 1 zurücknehmen: die `#include`-Zeile entfernen und neu laden. {}\n",
            counted(changes, "Nebenstelle bekommt", "Nebenstellen bekommen"),
            third(plan, is_rung, lang),
            hints(plan, lang),
        ),
    }
}

/// What becomes of desk phones that stay, where `renewed` extensions change their password and `added` get one more.
pub(super) fn desk_phones(renewed: usize, added: usize, lang: Lang) -> String {
    let mut text = match lang {
        Lang::En => "\n## Desk phones that stay\n\n",
        Lang::De => "\n## Tischtelefone, die bleiben\n\n",
    }
    .to_owned();
    if renewed > 0 {
        text += &match lang {
            Lang::En => format!(
                "{} password. A desk phone that knows the old one can place no call once the change is loaded, and can\n\
                 be called only until its registration expires. `{NEW_PASSWORDS}` has the new one of each: put them into the phones' provisioning\n\
                 and let the phones fetch it when you load the change.\n",
                counted(renewed, "extension changes its", "extensions change their"),
            ),
            Lang::De => format!(
                "{} ihr Kennwort. Ein Tischtelefon, das nur das alte kennt, kann nicht mehr wählen, sobald die Änderung\n\
                 geladen ist, und ist nur erreichbar, bis seine Anmeldung abläuft. `{NEW_PASSWORDS}` nennt das neue einer jeden: in die\n\
                 Provisionierung der Telefone eintragen und sie diese holen lassen, wenn die Änderung geladen wird.\n",
                counted(renewed, "Nebenstelle wechselt", "Nebenstellen wechseln"),
            ),
        };
    }
    if added > 0 {
        text += &match lang {
            Lang::En => format!(
                "{} a second password: the old one goes on, so nothing changes for the desk phones. Give them the new one\n\
                 (`{NEW_PASSWORDS}`) in your own time; when all have it, write `secrets: {{mode: rotate}}`, plan, convert and load again. That ends the\n\
                 old one, and no softphone has to change.\n",
                counted(added, "extension gets", "extensions get"),
            ),
            Lang::De => format!(
                "{} ein zweites Kennwort: das alte gilt weiter, für die Tischtelefone ändert sich nichts. Ihnen nach\n\
                 und nach das neue geben (`{NEW_PASSWORDS}`); haben es alle, `secrets: {{mode: rotate}}` schreiben, planen, konvertieren und\n\
                 wieder laden. Das beendet das alte, und kein Softphone muss sich ändern.\n",
                counted(added, "Nebenstelle bekommt", "Nebenstellen bekommen"),
            ),
        };
    }
    text
}

/// Where the changed files of desk phones are.
pub(super) fn phone_files(files: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!(
            "\n`desk-phones/` holds {} that you gave as exports, with the new passwords in them and every other byte as it was.\n",
            counted(files, "phone's file", "phones' files"),
        ),
        Lang::De => format!(
            "\n`desk-phones/` enthält {}, als Export gegeben, mit den neuen Kennwörtern und sonst Byte für Byte gleich.\n",
            counted(files, "Telefondatei", "Telefondateien"),
        ),
    }
}

/// The page for people in this language.
pub(super) fn name(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "README.de.md",
        Lang::En => "README.en.md",
    }
}

/// In place of the steps, where none of the changes is written.
pub(super) fn nothing(lang: Lang) -> String {
    match lang {
        Lang::En => "# Nothing for the PBX\n\nNo change is written, so there is nothing to load. The findings of `deskshift convert` say why.\n",
        Lang::De => "# Nichts für die Telefonanlage\n\nKeine Änderung ist geschrieben, also ist nichts zu laden. Die Befunde von `deskshift convert` sagen, warum.\n",
    }
    .to_owned()
}

pub(super) fn subscriber_head(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Written by deskshift convert. New digests for subscribers that are there; nothing else changes.",
        Lang::De => "Geschrieben von deskshift convert. Neue Digests für vorhandene Teilnehmer; sonst ändert sich nichts.",
    }
}

pub(super) fn realtime_head(alters: &[String], lang: Lang) -> String {
    let head = match lang {
        Lang::En => "Written by deskshift convert. Changes options of objects that are there; nothing else changes.",
        Lang::De => "Geschrieben von deskshift convert. Ändert Einstellungen vorhandener Objekte; sonst ändert sich nichts.",
    };
    let missing = match lang {
        Lang::En => {
            "Columns that the export lacks, so that these options are not written. To add them first, then export and convert again:"
        }
        Lang::De => {
            "Spalten, die dem Export fehlen; diese Einstellungen sind darum nicht geschrieben. Um sie zuerst zu ergänzen, dann neu exportieren und konvertieren:"
        }
    };
    match alters {
        [] => head.to_owned(),
        _ => format!("{head}\n{missing}\n{}", alters.join("\n")),
    }
}

pub(super) fn subscriber_readme(lang: Lang) -> String {
    match lang {
        Lang::En => "# What the registrar needs\n\n\
            1. `subscriber.sql` gives the rows of `subscriber` new digests. Run it in the database of the registrar, after a backup:\n   \
               `mysql kamailio < subscriber.sql`, `psql kamailio < subscriber.sql` or `sqlite3 kamailio.sqlite < subscriber.sql`.\n   \
               Each statement must change one row.\n\
            2. A registrar that keeps accounts in memory (`auth_db` with a cache, `htable`) must reload them.\n\
            3. Desk phone and softphone need room: `modparam(\"registrar\", \"max_contacts\", 2)` or more. Beyond it a registration gets\n   \
               503; nobody is thrown out. A forked call rings all contacts without further change.\n\
            4. `deskshift validate --change-loaded` proves the new passwords, `deskshift validate --revoked` that leavers' are refused.\n"
            .to_owned(),
        Lang::De => "# Was der Registrar braucht\n\n\
            1. `subscriber.sql` gibt den Zeilen von `subscriber` neue Digests. Nach einer Sicherung in der Datenbank des Registrars ausführen:\n   \
               `mysql kamailio < subscriber.sql`, `psql kamailio < subscriber.sql` oder `sqlite3 kamailio.sqlite < subscriber.sql`.\n   \
               Jede Anweisung muss eine Zeile ändern.\n\
            2. Ein Registrar, der Konten im Speicher hält (`auth_db` mit Zwischenspeicher, `htable`), muss sie neu laden.\n\
            3. Tischtelefon und Softphone brauchen Platz: `modparam(\"registrar\", \"max_contacts\", 2)` oder mehr. Darüber hinaus\n   \
               bekommt eine Anmeldung 503; hinausgeworfen wird niemand. Ein verzweigter Ruf läutet ohne weitere Änderung überall.\n\
            4. `deskshift validate --change-loaded` beweist die neuen Kennwörter, `deskshift validate --revoked`, dass die von\n   \
               Ausgeschiedenen abgelehnt werden.\n"
            .to_owned(),
    }
}

pub(super) fn objects_readme(file: &str, lang: Lang) -> String {
    let (load_en, load_de) = if file == super::ARI {
        (
            "`ari.json` is a list of requests. Send each `body` with PUT to its `path` below Asterisk's HTTP server:\n   \
             `jq -c '.[]' ari.json | while read -r r; do curl -fsS -u USER -X PUT -H 'Content-Type: application/json' \\\n   \
             -d \"$(jq -c .body <<<\"$r\")\" \"https://PBX:8089$(jq -r .path <<<\"$r\")\"; done`\n   \
             It changes objects that a writable wizard of `sorcery.conf` holds; objects of `pjsip.conf` are read-only (405).",
            "`ari.json` ist eine Liste von Anfragen. Jeden `body` mit PUT an seinen `path` unter Asterisks HTTP-Server senden:\n   \
             `jq -c '.[]' ari.json | while read -r r; do curl -fsS -u USER -X PUT -H 'Content-Type: application/json' \\\n   \
             -d \"$(jq -c .body <<<\"$r\")\" \"https://ANLAGE:8089$(jq -r .path <<<\"$r\")\"; done`\n   \
             Das ändert Objekte, die ein beschreibbarer Wizard aus `sorcery.conf` hält; Objekte aus `pjsip.conf` sind nur lesbar (405).",
        )
    } else {
        (
            "`realtime.sql` changes rows of `ps_endpoints`, `ps_aors` and `ps_auths`. Run it in that database, after a backup. Each\n   \
             statement must change one row. A cache in `sorcery.conf` (`memory_cache`) must be emptied:\n   \
             `asterisk -rx \"sorcery memory cache expire res_pjsip/auth\"`.",
            "`realtime.sql` ändert Zeilen von `ps_endpoints`, `ps_aors` und `ps_auths`. Nach einer Sicherung in dieser Datenbank\n   \
             ausführen. Jede Anweisung muss eine Zeile ändern. Ein Zwischenspeicher in `sorcery.conf` (`memory_cache`) ist zu leeren:\n   \
             `asterisk -rx \"sorcery memory cache expire res_pjsip/auth\"`.",
        )
    };
    match lang {
        Lang::En => format!(
            "# What the PBX needs\n\n1. {load_en}\n\
             2. `dialplan.txt`, where it is there, lists lines that reach only one of two devices, or may; where it names\n   `{DIALPLAN}`'s context, include that file in `extensions.conf` first.\n\
             3. `deskshift validate --change-loaded` proves the new passwords, `deskshift validate --revoked` that leavers' are refused.\n"
        ),
        Lang::De => format!(
            "# Was die Telefonanlage braucht\n\n1. {load_de}\n\
             2. `dialplan.txt` nennt, wo vorhanden, Zeilen, die nur eines von zwei Geräten erreichen, oder vielleicht; nennt sie den\n   Kontext aus `{DIALPLAN}`, diese Datei zuerst in `extensions.conf` einbinden.\n\
             3. `deskshift validate --change-loaded` beweist die neuen Kennwörter, `deskshift validate --revoked`, dass die von\n   \
                Ausgeschiedenen abgelehnt werden.\n"
        ),
    }
}

/// `names` are the files to import, none where every row was left out.
pub(super) fn bulk_readme(names: &[String], left_out: &[Extension], lang: Lang) -> String {
    let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let title = match lang {
        Lang::En => "# What FreePBX needs\n\n",
        Lang::De => "# Was FreePBX braucht\n\n",
    };
    let steps = match lang {
        _ if names.is_empty() => return nothing(lang),
        Lang::En => format!(
            "1. Make a backup. Then Admin, Bulk Handler, Import, Extensions: choose {list}, and *replace* existing extensions. The rows are\n   \
               those of your export with new values; FreePBX deletes and makes each extension anew, so import no older file after it.\n\
            2. Apply Config. FreePBX then rings all devices of an extension: its own dialplan uses `PJSIP_DIAL_CONTACTS`.\n\
            3. Where FreePBX writes `max_contacts` below 2, it throws the older device out (`remove_existing`); the file sets both.\n\
            4. `deskshift validate --change-loaded` proves the new passwords, `deskshift validate --revoked` that leavers' are refused.\n"
        ),
        Lang::De => format!(
            "1. Eine Sicherung machen. Dann Admin, Bulk Handler, Import, Extensions: {list} wählen und vorhandene *ersetzen*. Die Zeilen\n   \
               sind die Ihres Exports mit neuen Werten; FreePBX löscht jede Nebenstelle und legt sie neu an, also danach keine ältere\n   \
               Datei importieren.\n\
            2. Apply Config. FreePBX läutet dann alle Geräte einer Nebenstelle: sein Wählplan benutzt `PJSIP_DIAL_CONTACTS`.\n\
            3. Schreibt FreePBX `max_contacts` unter 2, wirft es das ältere Gerät hinaus (`remove_existing`); die Datei setzt beides.\n\
            4. `deskshift validate --change-loaded` beweist die neuen Kennwörter, `deskshift validate --revoked`, dass die von\n   \
               Ausgeschiedenen abgelehnt werden.\n"
        ),
    };
    let without = left_out.iter().map(Extension::to_string).collect::<Vec<_>>().join(", ");
    let without = match lang {
        _ if left_out.is_empty() => String::new(),
        Lang::En => format!("\nNot in it, for reasons that the findings of `deskshift convert` give: {without}.\n"),
        Lang::De => format!("\nNicht dabei, aus Gründen, die die Befunde von `deskshift convert` nennen: {without}.\n"),
    };
    format!("{title}{steps}{without}")
}

pub(super) fn directory_readme(lang: Lang) -> String {
    match lang {
        Lang::En => "# What FreeSWITCH needs\n\n\
            1. `directory/` holds your files with new passwords in them, every other byte as it was. Put each in its place, then `reloadxml`.\n\
            2. Desk phone and softphone need `multiple-registrations` in the SIP profile; without it the later one takes the place of the\n   \
               earlier one. `max-registrations-per-extension` below 2 is raised in the files.\n\
            3. A bridge to `${sofia_contact(*/NUMBER@DOMAIN)}` or `user/NUMBER` rings all devices.\n\
            4. `deskshift validate --change-loaded` proves the new passwords, `deskshift validate --revoked` that leavers' are refused.\n"
            .to_owned(),
        Lang::De => "# Was FreeSWITCH braucht\n\n\
            1. `directory/` enthält Ihre Dateien mit neuen Kennwörtern, jedes andere Byte wie zuvor. Jede an ihren Platz legen, dann\n   \
               `reloadxml`.\n\
            2. Tischtelefon und Softphone brauchen `multiple-registrations` im SIP-Profil; ohne es tritt das spätere an die Stelle des\n   \
               früheren. `max-registrations-per-extension` unter 2 ist in den Dateien erhöht.\n\
            3. Ein Bridge zu `${sofia_contact(*/NUMMER@DOMÄNE)}` oder `user/NUMMER` läutet alle Geräte.\n\
            4. `deskshift validate --change-loaded` beweist die neuen Kennwörter, `deskshift validate --revoked`, dass die von\n   \
               Ausgeschiedenen abgelehnt werden.\n"
            .to_owned(),
    }
}
