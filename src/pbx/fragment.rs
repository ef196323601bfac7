//! `pjsip.deskshift.conf`: options added to the sections the PBX has already.
//!
//! `[2001](+type=aor)` adds to the first section `2001` whose variables match, inherited ones included, and what is added later wins
//! (measured with Asterisk 22.10). A section that is not there ends the reading of this file, so only sections found in the export are
//! named; as the file is included, even then the rest of `pjsip.conf` stays in force.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::escape;
use super::sections::{Index, Part, parts};
use super::wanted::many;
use super::{FRAGMENT, codes};
use crate::diag::{Finding, Lang, Words};
use crate::domain::{Extension, Secrets, Transport};
use crate::inventory::asterisk::config::Config;
use crate::inventory::model::Inventory;
use crate::plan::model::{PbxChange, Plan};

/// The file's text, with the changes that are in it; the others are in the findings or were `left_out` before. `export` is without an earlier file of ours.
pub(super) fn fragment(
    plan: &Plan,
    inventory: &Inventory,
    secrets: &Secrets,
    export: &Config,
    (lang, left_out): (Lang, &BTreeMap<Extension, Finding>),
) -> (String, Vec<PbxChange>, Vec<Finding>) {
    let mut text = head(lang);
    let mut written = Vec::new();
    let mut findings = Vec::new();
    let sections = Sections::of(export);
    for change in plan.pbx_changes.iter().filter(|change| !left_out.contains_key(&change.extension)) {
        match addition(change, secrets, &sections) {
            Ok(block) => {
                text.push_str(&block);
                written.push(change.clone());
            }
            Err(finding) => findings.push(*finding),
        }
    }
    text.push_str(&transports(plan, inventory, lang));
    (text, written, findings)
}

/// The first loaded section for each lower-case name and type, and whether it has exactly this name and spells `type` so.
struct Sections<'a> {
    first: std::collections::BTreeMap<(String, &'a str), (&'a str, bool)>,
    index: Index<'a>,
}

impl<'a> Sections<'a> {
    fn of(config: &'a Config) -> Self {
        let mut first = std::collections::BTreeMap::new();
        for section in config.loaded() {
            for variable in section.all("type") {
                let found = (section.name(), variable.key() == "type");
                first.entry((section.name().to_lowercase(), variable.value())).or_insert(found);
            }
        }
        Self { first, index: Index::of(config) }
    }

    fn reachable(&self, name: &str, kind: &str) -> Result<(), Words> {
        match self.first.get(&(name.to_lowercase(), kind)) {
            Some((found, true)) if *found == name => Ok(()),
            Some((found, true)) => Err(Words::new(
                format!("section `[{found}]` of the same type comes first, because Asterisk ignores case here"),
                format!(
                    "der Abschnitt `[{found}]` desselben Typs kommt zuerst, weil Asterisk hier Groß- und Kleinschreibung nicht beachtet"
                ),
            )),
            Some((_, false)) => Err(Words::new(
                format!("the section does not spell `type={kind}` in lower case"),
                format!("der Abschnitt schreibt `type={kind}` nicht klein"),
            )),
            None => Err(Words::new(
                format!("the export has no section `[{name}]` with `type={kind}`"),
                format!("der Export hat keinen Abschnitt `[{name}]` mit `type={kind}`"),
            )),
        }
    }
}

fn addition(change: &PbxChange, secrets: &Secrets, sections: &Sections) -> Result<String, Box<Finding>> {
    let mut block = String::from("\n");
    for Part { name, kind, options, new } in parts(change, secrets, &sections.index) {
        let there = sections.reachable(&name, kind);
        let written = escape::section(&name).map_err(|why| unwritable(&change.extension, &name, why))?;
        if new {
            if there.is_ok() {
                return Err(not_added(&change.extension, kind, &taken(&name)));
            }
            let _ = writeln!(block, "[{written}]\ntype={kind}");
        } else {
            there.map_err(|why| not_added(&change.extension, kind, &why))?;
            let _ = writeln!(block, "[{written}](+type={kind})");
        }
        for (key, value) in options {
            let value = escape::value(&value).map_err(|why| unwritable(&change.extension, &key, why))?;
            let _ = writeln!(block, "{key}={value}");
        }
    }
    Ok(block)
}

fn taken(name: &str) -> Words {
    Words::new(format!("the export has a section `[{name}]` already"), format!("der Export hat schon einen Abschnitt `[{name}]`"))
}

fn not_added(extension: &Extension, kind: &str, why: &Words) -> Box<Finding> {
    let what = Words::new(
        format!("the change to the {kind} cannot be added from an included file: {}", why.en),
        format!("die Änderung am {kind} lässt sich nicht aus einer eingebundenen Datei hinzufügen: {}", why.de),
    );
    let todo = Words::new(
        "correct the section, then import and convert again",
        "den Abschnitt berichtigen, dann Import und Konvertierung wiederholen",
    );
    Box::new(codes::NOT_ADDED.finding(None, what).about(extension.as_str()).todo(todo))
}

/// Said of lines whose profile, or whose letter with the password, is left out.
#[must_use]
pub fn password_not_set(extensions: &[Extension]) -> Option<Finding> {
    let what = (
        "neither profile nor letter gives out the new password, because the files for the PBX do not set it",
        "weder Profil noch Brief gibt das neue Kennwort aus, weil die Dateien für die Anlage es nicht setzen",
    );
    let todo = Words::new(
        "mend what the other findings name, or put the extensions into `secrets.keep`",
        "beheben, was die anderen Befunde nennen, oder die Nebenstellen in `secrets.keep` eintragen",
    );
    many(&codes::PASSWORD_NOT_SET, extensions, what, todo)
}

/// Said of lines that get no profile, so that the PBX does not change for them either.
#[must_use]
pub fn left_as_is(extensions: &[Extension]) -> Option<Finding> {
    let what = (
        "no profile, so the PBX keeps password and options as they are",
        "kein Profil, also behält die Anlage Kennwort und Einstellungen",
    );
    let todo = Words::new(
        "mend what the other findings name, then convert again",
        "beheben, was die anderen Befunde nennen, dann noch einmal konvertieren",
    );
    many(&codes::LEFT_AS_IS, extensions, what, todo)
}

fn unwritable(extension: &Extension, name: &str, why: escape::Unwritable) -> Box<Finding> {
    let (en, de) = why.words();
    let what = Words::new(
        format!("the name or value of `{name}` cannot be written: {en}"),
        format!("Name oder Wert von `{name}` lässt sich nicht schreiben: {de}"),
    );
    let todo = Words::new("rename the section on the PBX", "den Abschnitt auf der Anlage umbenennen");
    Box::new(codes::UNWRITABLE.finding(None, what).about(extension.as_str()).todo(todo))
}

fn head(lang: Lang) -> String {
    match lang {
        Lang::En => format!(
            "; Written by deskshift convert; changes by hand are lost at the next run.\n\
             ; Copy this file beside pjsip.conf and make this the last line of pjsip.conf:\n\
             ;   #include {FRAGMENT}\n\
             ; Then: asterisk -rx \"module reload res_pjsip.so\". To undo: take the line out and reload.\n"
        ),
        Lang::De => format!(
            "; Geschrieben von deskshift convert; Änderungen von Hand gehen beim nächsten Lauf verloren.\n\
             ; Diese Datei neben pjsip.conf legen und als letzte Zeile in pjsip.conf eintragen:\n\
             ;   #include {FRAGMENT}\n\
             ; Danach: asterisk -rx \"module reload res_pjsip.so\". Zurück: die Zeile entfernen und neu laden.\n"
        ),
    }
}

/// Commented blocks for transports that lines need and the export does not have.
fn transports(plan: &Plan, inventory: &Inventory, lang: Lang) -> String {
    let needed: BTreeSet<Transport> = plan.lines.iter().map(|line| line.transport).collect();
    let mut text = String::new();
    for transport in needed {
        if inventory.transports.iter().any(|t| t.protocol.eq_ignore_ascii_case(transport.as_str())) {
            continue;
        }
        let port = plan.lines.iter().find(|line| line.transport == transport).map_or(5060, |line| line.registrar.port);
        let note = match lang {
            Lang::En => {
                format!("The export has no transport for {transport}. Fill in, take the semicolons out, restart Asterisk:")
            }
            Lang::De => format!(
                "Der Export hat keinen Transport für {transport}. Ausfüllen, Strichpunkte entfernen, Asterisk neu starten:"
            ),
        };
        let _ = write!(text, "\n; {note}\n;[transport-{transport}]\n;type=transport\n;protocol={transport}\n");
        match transport {
            Transport::Udp | Transport::Tcp => {
                let _ = writeln!(text, ";bind=0.0.0.0:{port}");
            }
            Transport::Tls => {
                let _ = write!(
                    text,
                    ";bind=0.0.0.0:{port}\n;cert_file=/etc/asterisk/keys/pbx.crt\n;priv_key_file=/etc/asterisk/keys/pbx.key\n;method=tlsv1_2\n"
                );
            }
            Transport::Ws | Transport::Wss => {
                let note = match lang {
                    Lang::En => {
                        "WebSockets are served by Asterisk's HTTP server: see enabled, bindport and tlsenable in http.conf"
                    }
                    Lang::De => "WebSockets bedient Asterisks HTTP-Server: siehe enabled, bindport und tlsenable in http.conf",
                };
                let _ = write!(text, ";bind=0.0.0.0\n; {note}\n");
            }
        }
    }
    text
}
