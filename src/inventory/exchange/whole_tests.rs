//! Nothing of the inventory is missing from the tables in silence: each field of the model is changed, and either a cell changes with it or
//! the page about the tables says that the field is not in them.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::tests::reviewed;
use super::*;
use crate::diag::{Lang, Place, Words};
use crate::domain::{Extension, SecretRef, SecretState};
use crate::inventory::model::*;

const PAGE: &str = include_str!("../../../docs/formats/deskshift-corrections.md");

fn at(line: u32) -> Place {
    Place::at("list.csv", line, 1)
}

fn text(value: &str) -> Sourced<String> {
    Sourced::new(value.to_owned(), at(1))
}

fn some(value: &str) -> Option<Sourced<String>> {
    Some(text(value))
}

fn word<T: std::str::FromStr>(value: &str) -> Option<Sourced<T>> {
    value.parse().ok().map(|value| Sourced::new(value, at(1)))
}

fn secret(key: &str) -> SecretRef {
    SecretRef { state: SecretState::Present, key: key.into() }
}

fn number(text: &str) -> Extension {
    text.parse().expect("a number")
}

fn extra() -> Extra {
    [("Farbe", text("rot"))].into_iter().collect()
}

/// Every field has a value. None of these may end in `..`: a new field of the model has to be put into a table or on the page.
fn full() -> Inventory {
    let person = Person {
        id: "4711".parse().expect("an id"),
        last: text("Müller"),
        first: some("Hans"),
        display: some("Müller, Hans"),
        also_written: vec![Spelling { last: text("Mueller"), first: some("Hanns") }],
        extension: Some(Sourced::new(number("101"), at(1))),
        further: vec![Sourced::new(number("113"), at(1)), Sourced::new(number("0114"), at(2))],
        department: word("Bauamt"),
        room: word("2.14"),
        site: some("Haus 1"),
        mail: some("m@amt.example"),
        login: some("mueller"),
        title: some("Dr."),
        staff_number: some("4711"),
        unit: word("Team 1"),
        employment: Some(Sourced::new(Employment::Active, at(1))),
        hours: word("19.5 h"),
        off_days: Days::new(vec![1], at(1)),
        home: Some(Sourced::new(HomeSuitability::Yes, at(1))),
        wish_home: Days::new(vec![2], at(1)),
        wish_office: Days::new(vec![3], at(1)),
        own_notebook: Some(Sourced::new(true, at(1))),
        notes: some("links"),
        extra: extra(),
        at: at(1),
        also: vec![at(2)],
    };
    let account = Account {
        endpoint: text("101"),
        context: some("intern"),
        transport: some("udp"),
        auth: AuthState::Present {
            name: text("auth101"),
            username: text("user101"),
            secret: secret("pbx/101"),
            secret_at: at(1),
            secret_cut_at: Some(at(1)),
            realm: Some("amt.example".to_owned()),
            algorithms: vec!["MD5".to_owned()],
        },
        aor: AorState::Present {
            name: text("aor101"),
            max_contacts: 2,
            max_contacts_at: Some(at(1)),
            remove_existing: true,
            support_path: true,
        },
        loads: true,
        media: extra(),
    };
    let caller_id = CallerIds {
        internal: some("7101"),
        outgoing: some("089 99998-101"),
        emergency: some("089 99998-0"),
        outgoing_e164: Some("+498999998101".to_owned()),
        emergency_e164: Some("+4989999980".to_owned()),
    };
    let entry = ExtensionEntry {
        number: number("101"),
        kind: ExtensionKind::Person,
        kind_reason: Words::new("a name", "ein Name"),
        name: some("Müller"),
        account: Some(Box::new(account)),
        listed: Some(ListedLogin { auth_user: text("m101"), secret: secret("list/101"), secret_at: at(1) }),
        persons: vec!["4711".parse().expect("an id")],
        mailbox: some("101@default"),
        mac: word("00:00:5e:00:53:01"),
        inventory_no: some("T-1"),
        caller_id,
        busy_at: Some(Sourced::new(2, at(1))),
        room: word("2.14"),
        department: word("Bauamt"),
        source_pbx: some("freepbx/bulk"),
        extra: extra(),
        at: at(1),
    };
    let device = Device {
        id: "00:00:5e:00:53:01".to_owned(),
        kind: DeviceKind::DeskPhone,
        name: some("SEP1"),
        vendor: some("Snom"),
        model: some("D715"),
        mac: word("00:00:5e:00:53:01"),
        label: some("T-1"),
        serial: some("S1"),
        protocol: Some(DeviceProtocol::Sip),
        owner: some("mueller"),
        person: "4711".parse().ok(),
        room: word("2.14"),
        delivered: some("2020-03-16"),
        lines: vec![DeviceLine {
            index: 1,
            number: text("101"),
            partition: Some("PT".to_owned()),
            extension: Some(number("101")),
            label: some("Vorzimmer"),
            ring: Ring::Silent,
            shared: true,
        }],
        last_seen: some("2020-03-17"),
        extra: extra(),
        at: at(1),
    };
    let room = Room {
        name: "2.14".parse().expect("a room"),
        site: some("Haus 1"),
        building: some("Bau A"),
        floor: some("2"),
        number: some("14"),
        title: some("Kasse"),
        kind: Some(Sourced::new(RoomKind::Office, at(1))),
        capacity: Some(Sourced::new(2, at(1))),
        phones_allowed: Some(Sourced::new(true, at(1))),
        notes: some("eng"),
        extra: extra(),
        persons: vec!["4711".parse().expect("an id")],
        at: at(1),
    };
    let department = DepartmentEntry {
        name: "Team 1".parse().expect("a name"),
        short: some("61"),
        within: "Bauamt".parse().ok(),
        parent: word("Dezernat 3"),
        aliases: vec![text("Team eins")],
        persons: 1,
        at: at(1),
    };
    let mailbox = Mailbox {
        number: "101".to_owned(),
        context: "default".to_owned(),
        name: some("Müller"),
        pin: Some(secret("pbx/pin/101")),
        email: some("m@amt.example"),
        extensions: vec![number("101")],
        options: extra(),
        at: at(1),
    };
    let queue = Queue {
        name: "hotline".to_owned(),
        strategy: Some("ringall".to_owned()),
        members: vec![QueueMember {
            interface: "PJSIP/101".to_owned(),
            extension: Some(number("101")),
            penalty: 2,
            name: Some("Müller".to_owned()),
            state_interface: Some("hint:101@intern".to_owned()),
            dynamic: true,
            row: true,
            at: at(1),
        }],
        at: at(1),
    };
    let group = Group {
        kind: GroupKind::Ring,
        number: Some("600".to_owned()),
        name: "Kasse".to_owned(),
        strategy: Some("ringall".to_owned()),
        members: vec![GroupMember { text: "101".to_owned(), extension: Some(number("101")), external: true, at: at(1) }],
        at: at(1),
    };
    let did = Did { number: "+498999998600".to_owned(), prefix: true, target: DidTarget::Group("600".to_owned()), at: at(1) };
    let forward = Forward {
        extension: number("101"),
        when: ForwardWhen::Busy,
        destination: "0172 1".to_owned(),
        external: true,
        active: true,
        at: at(1),
    };
    let source = Source {
        file: "list.csv".to_owned(),
        importer: "staff/csv".to_owned(),
        encoding: Some("utf-8".to_owned()),
        records: 1,
        sha256: "0".to_owned(),
    };
    let site = SiteEntry {
        name: "Haus 1".to_owned(),
        head_number: "+498999998".to_owned(),
        country: "49".to_owned(),
        area: "89".to_owned(),
        outside_prefix: "0".to_owned(),
        blocks: vec!["100-199".to_owned()],
        extension_lengths: vec![3],
        did_equals_extension: true,
        at: at(1),
    };
    let dial = DialLine {
        context: "intern".to_owned(),
        pattern: "101".to_owned(),
        priority: "1".to_owned(),
        step: None,
        app: "Page".to_owned(),
        text: "PJSIP/${X}".to_owned(),
        resolved: Some("PJSIP/101".to_owned()),
        rings: vec![number("101")],
        by_pattern: true,
        all_contacts: true,
        row: true,
        at: at(1),
    };
    let corrected = Corrected {
        subject: "person".to_owned(),
        id: "4711".to_owned(),
        field: "room".to_owned(),
        value: text("2.14"),
        sources: "2.15".to_owned(),
        sources_at: Some(at(1)),
    };
    let word = |text: &str| text.to_owned();
    Inventory {
        sites: vec![site],
        sources: vec![source],
        extensions: vec![Box::new(entry)],
        persons: vec![Box::new(person)],
        rooms: vec![room],
        mailboxes: vec![mailbox],
        queues: vec![queue],
        dials: vec![dial],
        hints: vec![Hint { context: word("intern"), pattern: word("101"), devices: word("PJSIP/101"), at: at(1) }],
        web_endpoints: vec![word("101-web")],
        transports: vec![PbxTransport { name: word("udp"), protocol: word("udp"), bind: word("0.0.0.0"), at: at(1) }],
        devices: vec![device],
        groups: vec![group],
        dids: vec![did],
        forwards: vec![forward],
        obstacles: vec![Obstacle { extension: number("101"), kind: ObstacleKind::LanOnly, text: word("LAN=1"), at: at(1) }],
        departments: vec![department],
        corrected: vec![corrected],
    }
}

/// Where a value came from is no value.
fn is_place(key: &str) -> bool {
    key == "at" || key.ends_with("_at") || key == "also"
}

/// Every value of a document: its path for people (`persons.last`) and the pointer to it.
fn leaves(value: &Json, path: &str, pointer: &str, out: &mut Vec<(String, String)>) {
    match value {
        Json::Object(fields) => {
            for (key, value) in fields.iter().filter(|(key, _)| !is_place(key)) {
                let sourced = key == "value" && fields.contains_key("at");
                let path = if sourced { path.to_owned() } else { format!("{path}.{key}") };
                leaves(value, path.trim_start_matches('.'), &format!("{pointer}/{key}"), out);
            }
        }
        Json::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                leaves(value, path, &format!("{pointer}/{index}"), out);
            }
        }
        _ => out.push((path.to_owned(), pointer.to_owned())),
    }
}

/// Other values that a field of any type may have.
fn others(value: &Json) -> Vec<Json> {
    const WORDS: [&str; 28] = [
        "0299",
        "Zwei",
        "x2",
        "00:00:5e:00:53:99",
        "fax",
        "softphone",
        "sccp",
        "meeting",
        "leaver",
        "no",
        "40 h",
        "all",
        "busy",
        "paging",
        "overlay",
        "unavailable",
        "extension",
        "mailbox",
        "open",
        "none",
        "address-list",
        "2.99",
        "normal",
        "hash",
        "+4989999989",
        "unknown",
        "nothing",
        "person",
    ];
    match value {
        Json::Bool(flag) => vec![Json::Bool(!flag)],
        Json::Number(count) => vec![Json::from(count.as_u64().unwrap_or_default() + 1)],
        Json::String(text) => WORDS.iter().filter(|word| *word != text).map(|word| Json::from(*word)).collect(),
        _ => Vec::new(),
    }
}

fn cells(inventory: &Inventory) -> Vec<String> {
    let all = sheets(inventory);
    all.iter().flat_map(|sheet| &sheet.records).flat_map(|record| &record.values).map(|value| value.text.clone()).collect()
}

/// The fields that the page says are in no table: the first column of its table of them.
fn documented() -> BTreeSet<&'static str> {
    let part = PAGE.split("## What the tables do not hold").nth(1).expect("the part of the page");
    let part = part.split("\n## ").next().unwrap_or_default();
    let rows = part.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    rows.flat_map(|cell| cell.split(", ")).filter_map(|name| name.strip_prefix('`')?.strip_suffix('`')).collect()
}

#[test]
fn every_field_is_in_a_table_or_on_the_page() {
    let whole = full();
    let json = serde_json::to_value(&whole).expect("JSON");
    let before = cells(&whole);
    let mut fields = Vec::new();
    leaves(&json, "", "", &mut fields);
    assert!(fields.len() > 150, "{}", fields.len());
    let page = documented();
    let said = |path: &str| page.iter().find(|name| path == **name || path.starts_with(&format!("{name}."))).copied();
    let (mut silent, mut told, mut used) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (path, pointer) in &fields {
        let mut known = false;
        // The first that a cell shows is enough.
        let shown = others(json.pointer(pointer).expect("a value")).into_iter().any(|other| {
            let mut json = json.clone();
            *json.pointer_mut(pointer).expect("a value") = other;
            let changed = serde_json::from_value::<Inventory>(json).ok().filter(|inventory| *inventory != whole);
            known |= changed.is_some();
            changed.is_some_and(|inventory| cells(&inventory) != before)
        });
        assert!(known, "no other value of `{path}` is known here");
        match (shown, said(path)) {
            (false, None) => silent.insert(path.as_str()),
            (true, Some(_)) => told.insert(path.as_str()),
            (false, Some(name)) => used.insert(name),
            (true, None) => false,
        };
    }
    assert_eq!(silent, BTreeSet::new(), "in no table, and the page does not say so");
    assert_eq!(told, BTreeSet::new(), "in a table, and the page says the contrary");
    assert_eq!(page.difference(&used).collect::<Vec<_>>(), [] as [&&str; 0], "on the page, and nothing of the model");
}

/// A table as CSV in one language, with `edits` of its first row.
fn csv(inventory: &Inventory, subject: Subject, lang: Lang, edits: &[(&str, &str)]) -> String {
    let sheet = sheets(inventory).into_iter().find(|sheet| sheet.subject == subject).expect("a table");
    let titles = subject.columns().iter().chain([&STAMP]).map(|column| column.title(lang));
    let mut out = titles.collect::<Vec<_>>().join(";") + "\n";
    for record in &sheet.records {
        let cells = subject.columns().iter().zip(&record.values).map(|(column, value)| {
            let edit = edits.iter().find(|(key, _)| *key == column.key);
            let cell = edit.map_or_else(|| shown(column, &value.text, lang), |(_, text)| (*text).to_owned());
            format!("\"{}\"", cell.replace('"', "\"\""))
        });
        out += &(cells.chain([record.stamp()]).collect::<Vec<_>>().join(";") + "\n");
    }
    out
}

#[test]
fn every_field_comes_back_as_it_was() {
    let whole = full();
    for (subject, lang) in Subject::ALL.into_iter().flat_map(|subject| [(subject, Lang::De), (subject, Lang::En)]) {
        let review = reviewed(&whole, &[csv(&whole, subject, lang, &[])]);
        assert!(review.is_none() && review.rows > 0, "{subject:?} {:?}", review.edits);
        assert!(review.findings.is_empty(), "{subject:?} {:?}", review.findings);
    }
}

#[test]
fn further_numbers_are_compared_and_corrected() {
    let whole = full();
    let edited = |cell: &str| {
        let review = reviewed(&whole, &[csv(&whole, Subject::Person, Lang::De, &[("further", cell)])]);
        let edits = review.edits.iter().map(|e| format!("{} {:?} {}>{}", e.field, e.state, e.old, e.new));
        edits.collect::<Vec<_>>().join("; ")
    };
    assert_eq!(edited("113; 0124 + 113"), "further Clean 113, 0114>113, 0124");
    assert_eq!(edited(""), "further Clean 113, 0114>");
    assert_eq!(edited("113, niemand"), "further Refused 113, 0114>113, niemand");
    assert_eq!(edited("113, 112"), "further Refused 113, 0114>113, 112", "an emergency number is nobody's");
    let mut now = whole.clone();
    now.persons[0].further.pop();
    let changes = compare(&whole, &now);
    let told: Vec<_> = changes.list.iter().map(|c| (c.field, c.old.as_deref(), c.new.as_deref())).collect();
    assert_eq!(told, [(Some("further"), Some("113, 0114"), Some("113"))]);
}
