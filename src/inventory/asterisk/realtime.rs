//! Asterisk's realtime tables: the same objects, mailboxes, queues and dialplan lines, kept in a database.

use std::collections::{BTreeMap, BTreeSet};

use super::acl::Acls;
use super::config::RowSections;
use super::database::{Entries, Item};
use super::dialplan::{self, Dialplan};
use super::groups::Groups;
use super::import::{AsteriskImport, endpoint_groups};
use super::named::Names;
use super::peer::{self, Field, Peers};
use super::peer_options;
use super::pjsip::accounts;
use super::pjsip::known_options;
use super::pjsip::objects::{self, ObjectKind};
use super::pjsip::obstacles;
use super::queues::extension_of;
use super::voicemail;
use crate::diag::{Finding, Place, Words};
use crate::domain::{SecretRef, SecretState, Secrets};
use crate::inventory::model::{AorState, AuthState, ExtensionEntry, Extra, Mailbox, Queue, QueueMember};
use crate::inventory::reading::Reading;
use crate::inventory::sql::{self, Database, Record, Rows, codes};
use crate::inventory::table::{Collector, ListFile, codes as lists};
use crate::policy::site::Numbers;

/// Tables that are read. `sipusers` is what some installations call the second half of `sippeers`.
pub(super) const TABLES: [&str; 14] = [
    "astdb",
    "extensions",
    "ps_aors",
    "ps_auths",
    "ps_contacts",
    "ps_endpoint_id_ips",
    "ps_endpoints",
    "ps_registrations",
    "ps_transports",
    "queue_members",
    "queues",
    "sippeers",
    "sipusers",
    "voicemail",
];

/// Tables of objects, and their kinds.
const OBJECTS: [(&str, ObjectKind); 6] = [
    ("ps_endpoints", ObjectKind::Endpoint),
    ("ps_auths", ObjectKind::Auth),
    ("ps_aors", ObjectKind::Aor),
    ("ps_endpoint_id_ips", ObjectKind::Identify),
    ("ps_registrations", ObjectKind::Registration),
    ("ps_transports", ObjectKind::Transport),
];

/// Columns of `voicemail` that are options of the mailbox.
const OPTIONS: [&str; 20] = [
    "pager",
    "attach",
    "attachfmt",
    "deletevoicemail",
    "language",
    "tz",
    "serveremail",
    "saycid",
    "sayduration",
    "envelope",
    "review",
    "tempgreetwarn",
    "operator",
    "forcename",
    "forcegreetings",
    "callback",
    "dialout",
    "exitcontext",
    "maxmsg",
    "alias",
];

/// Where the secrets of `ps_auths` are kept.
const AUTHS: &str = "pbx/realtime";

/// The columns of each table in one file, as far as the file shows them.
#[must_use]
pub fn columns(file: &str, bytes: &[u8]) -> BTreeMap<String, BTreeSet<String>> {
    let database = sql::open(&ListFile::new(file, bytes), &TABLES, "astdb", &mut Collector::default());
    let of_table = |rows: &Rows| (rows.name.clone(), rows.names().map(str::to_owned).collect());
    database.iter().flat_map(|database| &database.tables).map(of_table).collect()
}

/// Reads the tables of one file.
pub(super) fn read(database: &Database, plan: &Numbers, findings: &mut Collector) -> Reading {
    let mut import = AsteriskImport::default();
    let mut groups = Groups::default();
    let lines = database.table("extensions").map(|rows| dialplan_rows(rows, findings));
    let names = Names::of(lines.as_ref(), &[], plan);
    pjsip(database, &mut import, (&mut groups, &names), findings);
    for name in ["sippeers", "sipusers"] {
        if let Some(rows) = database.table(name) {
            sippeers(rows, &mut import, (&mut groups, &names), findings);
        }
    }
    let (groups, told) = groups.finish();
    import.groups = groups;
    import.findings.extend(told);
    if let Some(rows) = database.table("voicemail") {
        import.mailboxes = mailboxes(rows, &mut import.secrets, findings);
        import.check_mailboxes(&Words::new("the table `voicemail`", "der Tabelle `voicemail`"));
    }
    queues(database, &mut import, findings);
    if let Some(lines) = lines {
        import.dialplan(lines, plan, None);
    }
    import.name_members();
    let mut entries = Entries::default();
    if let Some(rows) = database.table("astdb") {
        for record in &rows.records {
            if let (Some(key), Some(value)) = (rows.get(record, "key"), rows.get(record, "value")) {
                entries.add(&Item { key, value, at: rows.place_of(record) }, &plan.extension_lengths, findings);
            }
        }
        rows.finish(findings);
    }
    if let Some(rows) = database.table("ps_contacts") {
        for record in &rows.records {
            if let Some(endpoint) = rows.get(record, "endpoint") {
                entries.registered(endpoint, rows.get(record, "user_agent"), &rows.place_of(record));
            }
        }
        rows.ignore(&["id"]);
        rows.finish(findings);
    }
    import.sort();
    let mut reading = Reading::from(import);
    entries.into_reading(&mut reading, findings);
    reading
}

fn pjsip(database: &Database, import: &mut AsteriskImport, (groups, names): (&mut Groups, &Names), findings: &mut Collector) {
    let Some(endpoints) = database.table("ps_endpoints") else { return };
    let mut sections = RowSections::new(endpoints.place_of(&Record::default()).file_name());
    let mut kept = Beyond::default();
    for (name, kind) in OBJECTS {
        let Some(rows) = database.table(name) else { continue };
        let known: BTreeSet<&str> = known_options(kind).collect();
        let anything = known.is_empty();
        sections.table(rows.sheet());
        if anything {
            rows.ignore(&rows.names().collect::<Vec<_>>());
        } else {
            rows.ignore(&known.iter().copied().collect::<Vec<_>>());
        }
        rows.ignore(&["id"]);
        // The site's own columns; those of logins may be secrets of any name.
        let keeps = matches!(kind, ObjectKind::Endpoint | ObjectKind::Aor);
        if keeps {
            rows.keep(&[]);
        }
        for record in &rows.records {
            let Some(id) = rows.get(record, "id") else {
                findings.push(nameless(rows, record, "id"));
                continue;
            };
            if keeps {
                kept.add(kind == ObjectKind::Aor, id, rows.extra(record));
            }
            sections.section(id, record.spot());
            sections.variable("type", kind.as_str(), record.spot());
            for (column, value, spot) in rows.values(record) {
                // Asterisk leaves columns out that are no option of the object.
                if column != "id" && (anything || known.contains(column)) {
                    sections.variable(column, value, spot);
                }
            }
        }
        rows.finish(findings);
    }
    let config = sections.into_config();
    let (objects, told) = objects::resolve_rows(&config);
    import.findings.extend(told);
    import.accounts(accounts::build_under(&objects, AUTHS, names));
    kept.give(&mut import.extensions);
    import.obstacles = obstacles::read(&objects, &|id| import.number_of(id), &Acls::default());
    endpoint_groups(&objects, groups);
    let (auths, aors) = (database.table("ps_auths").is_some(), database.table("ps_aors").is_some());
    untold(import, auths, aors, database.table("ps_transports").is_some());
    for (name, there) in [("ps_auths", auths), ("ps_aors", aors)] {
        if !there {
            findings.push(lists::COLUMN_MISSING.finding(
                Some(endpoints.place_of(&Record::default())),
                Words::new(
                    format!("the table `{name}` is not in this file: what it says is unknown"),
                    format!("die Tabelle `{name}` ist nicht in dieser Datei: was darin steht, ist unbekannt"),
                ),
            ));
        }
    }
}

/// What columns of the site's own say of an endpoint or an AOR, by its name.
#[derive(Default)]
struct Beyond(BTreeMap<(bool, String), Extra>);

impl Beyond {
    fn add(&mut self, aor: bool, name: &str, extra: Extra) {
        if !extra.is_empty() {
            self.0.entry((aor, name.to_owned())).or_default().join(extra);
        }
    }

    /// Each to the extension that has the account.
    fn give(mut self, extensions: &mut [ExtensionEntry]) {
        if self.0.is_empty() {
            return;
        }
        for entry in extensions {
            let Some(account) = &entry.account else { continue };
            let aor = match &account.aor {
                AorState::Present { name, .. } => Some((true, name.value.clone())),
                _ => None,
            };
            for key in [Some((false, account.endpoint.value.clone())), aor].into_iter().flatten() {
                if let Some(extra) = self.0.remove(&key) {
                    entry.extra.join(extra);
                }
            }
        }
    }
}

/// What a missing table would say is unknown, not missing.
fn untold(import: &mut AsteriskImport, auths: bool, aors: bool, transports: bool) {
    let hidden = |slug: &str| match slug {
        "inventory/auth-missing" => !auths,
        "inventory/aor-missing" => !aors,
        // These mostly stay in `pjsip.conf`.
        "inventory/transport-missing" => !transports,
        _ => false,
    };
    import.findings.retain(|finding| !hidden(finding.code.as_str()));
    for account in import.extensions.iter_mut().filter_map(|entry| entry.account.as_mut()) {
        if let (AuthState::Missing { name }, false) = (&account.auth, auths) {
            let key = format!("{AUTHS}/{}", name.value);
            account.auth = AuthState::Present {
                name: name.clone(),
                username: name.clone(),
                secret: SecretRef { state: SecretState::Unavailable, key: key.into() },
                secret_at: name.at.clone(),
                secret_cut_at: None,
                realm: None,
                algorithms: Vec::new(),
            };
        }
        if !aors && matches!(account.aor, AorState::Missing { .. }) {
            account.aor = AorState::Untold;
        }
    }
}

fn nameless(rows: &Rows, record: &Record, column: &str) -> Finding {
    let name = &rows.name;
    codes::ROW_BROKEN.finding(
        Some(rows.place_of(record)),
        Words::new(
            format!("a row of `{name}` was not used: `{column}` is empty"),
            format!("eine Zeile von `{name}` wurde nicht verwendet: `{column}` ist leer"),
        ),
    )
}

fn sippeers(rows: &Rows, import: &mut AsteriskImport, (groups, names): (&mut Groups, &Names), findings: &mut Collector) {
    let mut peers = Peers::new("pbx/realtime-sip", None, groups, names);
    let mut first: Option<Place> = None;
    let mut hindered = Vec::new();
    for record in &rows.records {
        let Some(name) = rows.get(record, "name") else {
            findings.push(nameless(rows, record, "name"));
            continue;
        };
        let at = rows.place_of(record);
        let fields = |key: &str| rows.sourced(record, key).map(|text| Field { text, cut: None });
        let entry = peers.add(name, &at, &fields, None);
        // Not asked for with `sourced`: as columns that no field holds they are kept.
        let list = |option: &'static str| rows.placed(record, option).into_iter().collect();
        hindered.extend(entry.and_then(|entry| peer_options::obstacle(entry, &list, &Acls::default())));
        first.get_or_insert(at);
    }
    // By now every column that is read has been asked for.
    rows.ignore(&["id", "name", "ipaddr", "port", "regseconds", "fullcontact", "regserver", "useragent", "lastms"]);
    rows.keep(&[]);
    let mut kept = Beyond::default();
    for record in &rows.records {
        kept.add(false, rows.get(record, "name").unwrap_or_default(), rows.extra(record));
    }
    let (mut extensions, secrets, told) = peers.finish();
    kept.give(&mut extensions);
    import.findings.extend(told.into_vec());
    if let Some(at) = first.filter(|_| !extensions.is_empty()) {
        import.findings.push(peer::chan_sip(at, extensions.len()));
    }
    import.hindered(hindered);
    import.add(extensions, secrets);
    rows.finish(findings);
}

fn mailboxes(rows: &Rows, secrets: &mut Secrets, findings: &mut Collector) -> Vec<Mailbox> {
    let mut boxes = Vec::new();
    rows.ignore(&["uniqueid", "id", "stamp", "mailbox", "context", "password", "fullname", "email"]);
    rows.keep(&OPTIONS);
    for record in &rows.records {
        let Some(number) = rows.get(record, "mailbox") else {
            findings.push(nameless(rows, record, "mailbox"));
            continue;
        };
        let context = rows.get(record, "context").unwrap_or("default");
        let pin = rows.get(record, "password");
        let mut options: Extra = OPTIONS.iter().filter_map(|option| Some((*option, rows.sourced(record, option)?))).collect();
        options.join(rows.extra(record));
        boxes.push(Mailbox {
            name: rows.sourced(record, "fullname"),
            pin: pin.map(|pin| secrets.insert(voicemail::key(context, number), voicemail::pin(pin))),
            email: rows.sourced(record, "email"),
            options,
            ..Mailbox::new(number, context, rows.place_of(record))
        });
    }
    rows.finish(findings);
    boxes
}

fn queues(database: &Database, import: &mut AsteriskImport, findings: &mut Collector) {
    let mut queues: BTreeMap<String, Queue> = BTreeMap::new();
    if let Some(rows) = database.table("queues") {
        for record in &rows.records {
            let Some(name) = rows.get(record, "name") else {
                findings.push(nameless(rows, record, "name"));
                continue;
            };
            let strategy = rows.get(record, "strategy").map(str::to_lowercase);
            let queue = Queue { name: name.to_owned(), strategy, members: Vec::new(), at: rows.place_of(record) };
            queues.entry(name.to_owned()).or_insert(queue);
        }
        rows.finish(findings);
    }
    if let Some(rows) = database.table("queue_members") {
        for record in &rows.records {
            let (Some(name), Some(interface)) = (rows.get(record, "queue_name"), rows.get(record, "interface")) else {
                findings.push(nameless(rows, record, "interface"));
                continue;
            };
            let at = rows.place_of(record);
            let queue = queues.entry(name.to_owned()).or_insert_with(|| Queue {
                name: name.to_owned(),
                strategy: None,
                members: Vec::new(),
                at: at.clone(),
            });
            queue.members.push(QueueMember {
                interface: interface.to_owned(),
                extension: extension_of(interface).or_else(|| rows.get(record, "state_interface").and_then(extension_of)),
                penalty: rows.get(record, "penalty").and_then(|text| text.parse().ok()).unwrap_or(0),
                name: rows.get(record, "membername").map(str::to_owned),
                state_interface: rows.get(record, "state_interface").filter(|other| *other != interface).map(str::to_owned),
                dynamic: false,
                row: true,
                at,
            });
        }
        rows.ignore(&["uniqueid"]);
        rows.finish(findings);
    }
    import.queues = queues.into_values().collect();
    if !import.extensions.is_empty() {
        import.check_members();
    }
}

/// The table `extensions` as the lines of an extensions.conf.
fn dialplan_rows(rows: &Rows, findings: &mut Collector) -> Dialplan {
    let mut sections = RowSections::new(rows.place_of(&Record::default()).file_name());
    sections.table(rows.sheet());
    for record in &rows.records {
        let get = |column: &str| rows.get(record, column).unwrap_or("");
        let (context, number, priority) = (get("context"), get("exten"), get("priority"));
        if context.is_empty() || number.is_empty() {
            findings.push(nameless(rows, record, "exten"));
            continue;
        }
        let line = format!("{number},{priority},{}({})", get("app"), get("appdata"));
        sections.section(context, record.spot());
        sections.variable("exten", &line, record.spot());
    }
    rows.ignore(&["id"]);
    rows.finish(findings);
    let mut plan = dialplan::read_rows(&sections.into_config());
    plan.dials.iter_mut().for_each(|dial| dial.row = true);
    plan
}

#[cfg(test)]
mod tests;
