//! The formats of Asterisk, as single files: one configuration file with its includes, `database show`, realtime tables.

use super::database::{self, Entries, Item};
use super::files::{Files, FilesError, Listed};
use super::import::{ImportConfig, import};
use super::{codes, realtime};
use crate::diag::{Place, Words};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::Source;
use crate::inventory::reading::Reading;
use crate::inventory::sql;
use crate::inventory::table::{Collector, head_text};

pub const CONFIG: Format = Format { name: "asterisk/config", class: Class::Pbx, recognise: recognise_config, read: read_config };

pub const DATABASE_SHOW: Format =
    Format { name: "asterisk/database-show", class: Class::Pbx, recognise: recognise_database_show, read: read_database_show };

pub const REALTIME_SQL: Format = Format {
    name: "asterisk/realtime-sql",
    class: Class::Pbx,
    recognise: |sample| recognise_realtime(sample, false),
    read: |given| read_realtime(given, "asterisk/realtime-sql"),
};

pub const REALTIME_SQLITE: Format = Format {
    name: "asterisk/realtime-sqlite",
    class: Class::Pbx,
    recognise: |sample| recognise_realtime(sample, true),
    read: |given| read_realtime(given, "asterisk/realtime-sqlite"),
};

/// Which of the files it is; each has lines that no other has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Pjsip,
    Wizard,
    Sip,
    Users,
    Voicemail,
    Queues,
    Extensions,
    Acl,
}

impl Kind {
    const ALL: [Self; 8] =
        [Self::Pjsip, Self::Wizard, Self::Sip, Self::Users, Self::Voicemail, Self::Queues, Self::Extensions, Self::Acl];

    fn file(self) -> &'static str {
        match self {
            Self::Pjsip => "pjsip.conf",
            Self::Wizard => "pjsip_wizard.conf",
            Self::Sip => "sip.conf",
            Self::Users => "users.conf",
            Self::Voicemail => "voicemail.conf",
            Self::Queues => "queues.conf",
            Self::Extensions => "extensions.conf",
            Self::Acl => "acl.conf",
        }
    }
}

/// Whose section `[general]` has such a key.
fn general(key: &str) -> Option<Kind> {
    match key {
        "allowguest" | "allowoverlap" | "udpbindaddr" | "tcpenable" | "tcpbindaddr" | "srvlookup" | "tlsenable"
        | "alwaysauthreject" => Some(Kind::Sip),
        "serveremail" | "maxlogins" | "maxsilence" | "silencethreshold" | "skipms" | "emailbody" | "pollmailboxes" => {
            Some(Kind::Voicemail)
        }
        "persistentmembers" | "shared_lastcall" | "monitor-type" | "log_membername_as_agent" => Some(Kind::Queues),
        "writeprotect" | "clearglobalvars" | "autofallthrough" | "extenpatternmatchnew" => Some(Kind::Extensions),
        _ => None,
    }
}

/// The kind of a file that is nothing but comments, such as a sample where nothing is switched on.
fn commented(text: &str) -> Option<Kind> {
    let mut shown = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let inner = line.strip_prefix(';')?.trim_start_matches(';').trim();
        // Prose between them is no line of a configuration.
        if inner.starts_with('[') && inner.contains(']') || inner.contains('=') {
            shown.push_str(inner);
            shown.push('\n');
        }
    }
    kind_of(&shown).map(|(kind, _)| kind)
}

/// `0717,Maria Berny,…`: a PIN and a name.
fn is_mailbox(value: &str) -> bool {
    let mut parts = value.split(',').map(str::trim);
    let pin = parts.next().unwrap_or_default();
    let name = parts.next().unwrap_or_default();
    pin.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit() || matches!(b, b'*' | b'#'))
        && name.chars().any(char::is_alphabetic)
}

/// The kind of most marks, and how many there are.
fn kind_of(text: &str) -> Option<(Kind, usize)> {
    let mut counts = [0_usize; 8];
    let mut lists = 0_usize;
    let (mut sections, mut others) = (0_usize, 0_usize);
    let mut name = "";
    for line in text.lines() {
        let line = line.split(';').next().unwrap_or("").trim();
        if line.is_empty() {
            continue;
        }
        if let Some(directive) = line.strip_prefix('#') {
            // FreePBX's `pjsip.conf` is little more than a list of its parts.
            let file = directive.split_whitespace().nth(1).and_then(|path| path.trim_matches('"').rsplit('/').next());
            counts[Kind::Pjsip as usize] += usize::from(file.is_some_and(|file| file.starts_with("pjsip")));
            continue;
        }
        if let Some(rest) = line.strip_prefix('[') {
            (name, _) = rest.split_once(']')?;
            sections += 1;
            counts[Kind::Extensions as usize] += usize::from(name == "globals");
            continue;
        }
        let Some((key, value)) = line.split_once('=') else {
            others += 1;
            continue;
        };
        let arrow = value.starts_with('>');
        let (key, value) = (key.trim().trim_end_matches('+').to_ascii_lowercase(), value.trim_start_matches('>').trim());
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let kind = match (key.as_str(), value) {
            ("type", "endpoint" | "auth" | "aor" | "identify" | "transport" | "registration" | "global" | "acl") => Kind::Pjsip,
            ("type", "wizard") => Kind::Wizard,
            (key, _) if key.starts_with("endpoint/") || key.starts_with("inbound_auth/") => Kind::Wizard,
            ("type", "friend" | "peer" | "user") => Kind::Sip,
            ("md5secret" | "insecure" | "canreinvite" | "directrtpsetup", _) => Kind::Sip,
            ("hassip" | "hasvoicemail" | "hasdirectory" | "hasiax" | "fullname" | "vmsecret", _) => Kind::Users,
            ("exten" | "same", _) => Kind::Extensions,
            ("permit" | "deny", _) => {
                lists += 1;
                continue;
            }
            (key, _) if name == "general" && general(key).is_some() => general(key)?,
            ("member", value) if value.contains('/') || value.contains(':') => Kind::Queues,
            (key, value) if digits(key) && !matches!(name, "general" | "zonemessages") && (arrow || is_mailbox(value)) => {
                if value.contains('/') && !is_mailbox(value) { Kind::Queues } else { Kind::Voicemail }
            }
            _ => continue,
        };
        counts[kind as usize] += 1;
    }
    // A file whose lines are mostly no assignments is something else.
    if sections == 0 || others > 20 + sections {
        return None;
    }
    // Peers and endpoints have such lines too.
    if counts.iter().all(|count| *count == 0) {
        counts[Kind::Acl as usize] = lists;
    }
    let best = Kind::ALL.into_iter().max_by_key(|kind| (counts[*kind as usize], std::cmp::Reverse(*kind)))?;
    let count = counts[best as usize];
    (count > 0).then_some((best, count))
}

fn recognise_config(sample: &Sample<'_>) -> Option<Likeness> {
    let Some((kind, count)) = kind_of(sample.text) else {
        let file = commented(sample.text)?.file();
        return Some(Likeness::new(
            60,
            format!("nothing but comments, with lines of Asterisk's {file}"),
            format!("nur Kommentare, mit Zeilen von Asterisks {file}"),
        ));
    };
    let file = kind.file();
    Some(Likeness::new(
        if count >= 3 || matches!(kind, Kind::Pjsip | Kind::Wizard) { 91 } else { 70 },
        format!("lines of Asterisk's {file} ({count})"),
        format!("Zeilen von Asterisks {file} ({count})"),
    ))
}

/// The file itself, and the rest of its folder.
struct Beside<'a> {
    name: &'a str,
    given: &'a Given<'a>,
}

impl Files for Beside<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FilesError> {
        if path == self.name { Ok(self.given.list.bytes.to_vec()) } else { self.given.files.read(path) }
    }

    fn list(&self, folder: &str) -> Result<Vec<Listed>, FilesError> {
        self.given.files.list(folder)
    }

    fn shown(&self, path: &str) -> String {
        if path == self.name { self.given.list.file.to_owned() } else { self.given.files.shown(path) }
    }
}

fn read_config(given: &Given<'_>) -> Reading {
    let name = given.list.file.rsplit(['/', '\\']).next().unwrap_or(given.list.file);
    let kind = kind_of(&head_text(given.list.bytes)).map_or(Kind::Pjsip, |(kind, _)| kind);
    let mut config = ImportConfig { numbers: given.plan.clone(), ..ImportConfig::none() };
    let field = match kind {
        Kind::Pjsip => &mut config.pjsip,
        Kind::Wizard => &mut config.wizard,
        Kind::Sip => &mut config.sip,
        Kind::Users => &mut config.users,
        Kind::Voicemail => &mut config.voicemail,
        Kind::Queues => &mut config.queues,
        Kind::Extensions => &mut config.extensions,
        Kind::Acl => &mut config.acl,
    };
    name.clone_into(field);
    let mut import = import(&Beside { name, given }, &config);
    // Alone it cannot say that something is missing which stands in another file.
    if !matches!(kind, Kind::Pjsip | Kind::Wizard | Kind::Sip | Kind::Users) {
        let elsewhere = [codes::lists::QUEUE_MEMBER_UNKNOWN.code(), codes::lists::DIAL_UNKNOWN.code()];
        import.findings.retain(|finding| !elsewhere.contains(&finding.code));
    }
    Reading::from(import)
}

fn recognise_database_show(sample: &Sample<'_>) -> Option<Likeness> {
    let (mut entries, mut all) = (0, 0);
    for line in sample.text.lines().filter(|line| !line.trim().is_empty()).take(400) {
        all += 1;
        let keyed =
            database::line(line).is_some_and(|(key, _)| key.matches('/').count() >= 2 && !key.contains(char::is_whitespace));
        entries += usize::from(keyed || database::is_summary(line));
    }
    (entries >= 1 && entries * 10 >= all * 8)
        .then(|| Likeness::new(92, "lines `/family/key : value`", "Zeilen `/familie/schlüssel : wert`"))
}

fn read_database_show(given: &Given<'_>) -> Reading {
    let mut findings = Collector::default();
    let mut reading = Reading::default();
    let (text, encoding) = sql::text_of(&given.list, &mut findings);
    let mut entries = Entries::default();
    let mut count = 0;
    for (number, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        let at = Place::at(given.list.file, number, 1);
        match database::line(text) {
            Some((key, value)) => {
                count += 1;
                entries.add(&Item { key, value, at }, &given.plan.extension_lengths, &mut findings);
            }
            None if database::is_summary(text) => {}
            None => findings.push(
                codes::lists::DATABASE_LINE
                    .finding(Some(at), Words::new("no line `/family/key : value`", "keine Zeile `/familie/schlüssel : wert`")),
            ),
        }
    }
    entries.into_reading(&mut reading, &mut findings);
    reading.sources.push(Source {
        file: given.list.file.to_owned(),
        importer: DATABASE_SHOW.name.to_owned(),
        encoding: Some(encoding),
        records: count,
        sha256: crate::domain::hex::sha256(given.list.bytes),
    });
    reading.findings = findings.finish();
    reading
}

fn recognise_realtime(sample: &Sample<'_>, sqlite: bool) -> Option<Likeness> {
    if sql::is_sqlite(sample.bytes) != sqlite {
        return None;
    }
    let marks = ["ps_endpoints", "ps_auths", "ps_aors", "sippeers", "astdb", "queue_members"];
    let table = marks.into_iter().find(|table| sql::has_table(sample.bytes, table))?;
    Some(Likeness::new(93, format!("table `{table}`"), format!("Tabelle `{table}`")))
}

fn read_realtime(given: &Given<'_>, importer: &str) -> Reading {
    let mut findings = Collector::default();
    let mut reading = Reading::default();
    if let Some(database) = sql::open(&given.list, &realtime::TABLES, "astdb", &mut findings) {
        reading = realtime::read(&database, given.plan, &mut findings);
        // Tables that name nobody, such as trunks alone, are no empty file.
        let rows = || database.tables.iter().map(|table| table.records.len()).sum();
        let records = Some(reading.records()).filter(|records| *records > 0).unwrap_or_else(rows);
        reading.sources.push(database.source(importer, records));
    }
    reading.findings.extend(findings.finish());
    reading
}

#[cfg(test)]
mod tests;
