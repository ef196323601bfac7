mod accounts;
mod case;
mod numbers;
mod random;
mod table;
mod things;

use std::collections::BTreeSet;

use super::*;
use crate::domain::{Department, Extension};
use crate::inventory::merge::Inputs;
use crate::inventory::merge::tests::pbx;
use crate::inventory::merge::{Merged, merge};
use crate::inventory::staff::{ListFile, read, read_accounts};
use crate::policy::site::{
    CallRules, ClientRule, Goals, GroupMinimum, Members, Numbers, Pbx, PbxKind, RosterRules, SecretsFrom, Sources, Srtp,
    ValidateRules,
};

fn site() -> Site {
    Site {
        name: "Amt".into(),
        lang: crate::diag::Lang::En,
        numbers: Numbers::new("49", "89", "99998").lengths([3, 4]),
        sources: Sources {
            asterisk: None,
            exports: vec![],
            staff: vec![],
            accounts: vec![],
            same_person: Vec::new(),
            different_persons: Vec::new(),
            further_numbers: false,
            secrets_from: SecretsFrom::Pbx,
        },
        limits: crate::policy::site::Limits::default(),
        pbx: Pbx {
            kind: PbxKind::Asterisk,
            domain: "pbx.example".into(),
            registrars: std::collections::BTreeMap::new(),
            ws_path: "/ws".into(),
            ca: None,
            ca_on_clients: None,
            tls_name: None,
            certificate: Vec::new(),
            contacts_per_line: 2,
            keep_contact_limit: vec![],
            webrtc_twins: false,
        },
        secrets: crate::policy::site::SecretRules::default(),
        clients: vec![],
        overrides: vec![],
        security: crate::policy::site::SecurityRules::default(),
        fleet: crate::policy::site::FleetRules::default(),
        waves: Vec::new(),
        server: None,
        roster: RosterRules {
            from: jiff::civil::date(2020, 11, 2),
            weeks: 4,
            land: "BY".into(),
            assumption_day: true,
            extra_holidays: vec![],
            caps: vec![],
            room_max_present: Some(1),
            room_overrides: std::collections::BTreeMap::new(),
            on_site: vec![],
            reachable: vec![],
            own_days: Vec::new(),
            school_holidays: Vec::new(),
            weekly_share: 0.8,
            office_min_per_week: 0,
            min_group: 5,
            fairness: crate::policy::site::FairnessRule::default(),
            seed: 1,
            goals: Goals::default(),
            ..RosterRules::undecided()
        },
        validate: ValidateRules {
            canary: None,
            rate_per_s: Some(50.0),
            ban_budget: Some(10),
            timeout_s: 32.0,
            t1_ms: 500,
            dns_server: None,
            lab: false,
            calls: CallRules::default(),
        },
        letters: crate::policy::site::LetterRules::new(crate::diag::Lang::En),
    }
}

fn joined(system: &[(&str, &str, &str, &str)], staff: &str) -> Merged {
    let list = read(&ListFile::new("a.csv", staff.as_bytes()), &site().numbers);
    merge(Inputs::of((!system.is_empty()).then(|| pbx(system)), vec![list], vec![]))
}

fn told_for(merged: &Merged, site: &Site) -> Vec<String> {
    check(&merged.inventory, &merged.secrets, site)
        .iter()
        .map(|f| format!("{}: {}", f.code.as_str().trim_start_matches("inventory/"), f.what.en))
        .collect()
}

fn told(system: &[(&str, &str, &str, &str)], staff: &str) -> Vec<String> {
    told_for(&joined(system, staff), &site())
}

const GOOD: &str = "kV3x-99Lq-77zP";

#[test]
fn a_good_site_has_nothing_to_complain_about() {
    let staff = "Name;Vorname;Amt;Zimmer;Durchwahl\nMüller;Hans;Bauamt;1;2001\nWeiß;Änne;Bauamt;1;2002\n";
    assert_eq!(told(&[("2001", "Müller", "2001", GOOD), ("2002", "Weiß", "2002", "9Lq77zPkV3x99")], staff), Vec::<String>::new());
}

#[test]
fn people_without_extension_or_department() {
    assert_eq!(
        told(&[], "Name;Vorname;Zimmer\nMüller;Hans;1\n"),
        [
            "person-without-extension: `Hans Müller` has no extension",
            "department-missing: people without a department: 1 (`Hans Müller`)"
        ]
    );
}

#[test]
fn rooms_that_are_too_full() {
    let room = |count: usize, home: &str, days: &str| {
        let rows: String = (0..count).map(|i| format!("N{i};V;A;3.41;{};{home};{days}\n", 2000 + i)).collect();
        told(&[], &format!("Name;Vorname;Amt;Zimmer;Durchwahl;Homeoffice;Arbeitstage\n{rows}"))
    };
    assert_eq!(room(3, "ja", ""), Vec::<String>::new());
    assert_eq!(room(4, "ja", ""), ["room-overfull: room `3.41` has 4 people, 1 may be present: `V N0`, `V N1`, `V N2`, `V N3`"]);
    assert_eq!(room(4, "immer", ""), Vec::<String>::new(), "they are never there");
    assert_eq!(
        room(2, "nein", "Di-Mi"),
        ["room-cannot-rotate: room `3.41`: 2 people who cannot work at home work on Di, allowed are 1: `V N0`, `V N1`"]
    );
    let mut hall = site();
    hall.roster.room_overrides.insert("3.41".into(), 9);
    let list = "Name;Amt;Zimmer;Durchwahl;Homeoffice\na;A;3.41;2001;nein\nb;A;3.41;2002;nein\n";
    assert_eq!(told_for(&joined(&[], list), &hall), Vec::<String>::new());
    let mut free = site();
    free.roster.room_max_present = None;
    assert_eq!(told_for(&joined(&[], list), &free), Vec::<String>::new());
}

#[test]
fn rooms_with_more_people_than_desks() {
    let mut free = site();
    free.roster.room_max_present = None;
    let list = |home: &str| {
        let rows: String = (0..3).map(|i| format!("N{i};V;A;3.41;{};{home};2\n", 2000 + i)).collect();
        format!("Name;Vorname;Amt;Zimmer;Durchwahl;Homeoffice;Arbeitsplätze\n{rows}")
    };
    assert_eq!(
        told_for(&joined(&[], &list("ja")), &free),
        ["room-over-capacity: room `3.41` has 2 desks and 3 people: `V N0`, `V N1`, `V N2`"]
    );
    assert_eq!(told_for(&joined(&[], &list("immer")), &free), Vec::<String>::new(), "they are never there");
    // Nobody can divide the days: no roster holds the desks.
    assert_eq!(
        told_for(&joined(&[], &list("nein")), &free),
        ["room-cannot-rotate: room `3.41`: 3 people who cannot work at home work on Mo, allowed are 2: `V N0`, `V N1`, `V N2`"]
    );
    // The site file wins where it has a limit; that there are fewer desks than people is told all the same.
    free.roster.room_overrides.insert("3.41".into(), 3);
    assert_eq!(
        told_for(&joined(&[], &list("nein")), &free),
        ["room-over-capacity: room `3.41` has 2 desks and 3 people: `V N0`, `V N1`, `V N2`"]
    );
}

#[test]
fn passwords_are_judged_and_never_shown() {
    let staff = "Name;Vorname;Amt;Zimmer;Durchwahl\na;a;A;1;2001\nb;b;A;2;2002\nc;c;A;3;2003\nd;d;A;4;2004\ne;e;A;5;2005\n";
    let system = [
        ("2001", "a", "2001", "2001"),
        ("2002", "b", "2002", "kurzABC1"),
        ("2003", "c", "2003", GOOD),
        ("2004", "d", "2004", GOOD),
        ("2005", "e", "2005", "111222333444"),
        ("2099", "Fax", "2099", "1234"),
    ];
    let told = told(&system, staff);
    assert_eq!(
        told,
        [
            "not-migrated: fax machines stay: 1 (`2099`)",
            "secret-obvious: the password of `2001` is one that everybody tries first",
            // Whoever guesses the password of a fax telephones by it as well.
            "secret-obvious: the password of `2099` is one that everybody tries first",
            "secret-weak: passwords of fewer than 12 characters or 60 bits: 2 (`2002`, `2005`)",
            "secret-reused: accounts with one and the same password: 2 (`2003`, `2004`)",
        ]
    );
    let merged = joined(&system, staff);
    let findings = check(&merged.inventory, &merged.secrets, &site());
    let all = format!("{findings:?}");
    for secret in ["kurzABC1", GOOD, "111222333444", "1234"] {
        assert!(!all.contains(secret), "{secret}");
    }
}

#[test]
fn numbers_against_the_plan() {
    let staff = "Name;Vorname;Amt;Zimmer;Durchwahl\na;a;A;1;0201\nb;b;A;2;101\nc;c;A;3;1010\nd;d;A;4;20015\n";
    assert_eq!(
        told(
            &[
                ("0201", "a", "0201", "kV3x-99Lq-77zP1"),
                ("101", "b", "101", "kV3x-99Lq-77zP2"),
                ("1010", "c", "1010", "kV3x-99Lq-77zP3"),
                ("20015", "d", "20015", "kV3x-99Lq-77zP4")
            ],
            staff
        ),
        [
            "extension-begins-with-outside-prefix: extensions that begin with `0`, the digit for an outside line: 1 (`0201`)",
            "extension-outside-plan: extensions of a length that the number plan does not have: 1 (`20015`)",
            "extension-length-clash: extension `101` is the beginning of `1010`",
        ]
    );
}

#[test]
fn doubles_of_mail_and_desk_phone() {
    let staff = "Name;Vorname;Amt;Zimmer;Durchwahl;E-Mail;MAC\n\
                 a;a;A;1;2001;x@amt.example;00:00:5e:00:53:01\nb;b;A;2;2002;X@amt.example;00-00-5E-00-53-01\n";
    assert_eq!(
        told(&[], staff),
        [
            "mail-twice: `X@amt.example` belongs to `a a` and `b b`",
            "mac-twice: desk phone `00:00:5e:00:53:01` belongs to `2001` and `2002`",
        ]
    );
}

#[test]
fn the_policy_may_name_only_what_there_is() {
    let mut site = site();
    let department = |name: &str| name.parse::<Department>().expect("a name");
    let extension = |number: &str| number.parse::<Extension>().expect("digits");
    site.clients.push(ClientRule {
        client: crate::domain::ClientId("baresip".into()),
        transport: crate::domain::Transport::Tls,
        departments: vec![department("Baumat"), department("Bauamt")],
        extensions: vec![],
        own_notebook: None,
        devices: vec![],
        srtp: Some(Srtp::Required),
        expiry_s: 60,
    });
    site.roster.reachable.push(GroupMinimum { name: "q".into(), members: Members::Queue("kasse".into()), minimum: 1 });
    site.roster.room_overrides.insert("9.99".into(), 3);
    site.validate.canary = Some(extension("2999"));
    site.pbx.keep_contact_limit.push(extension("2001"));
    let merged = joined(&[], "Name;Amt;Zimmer;Durchwahl\na;Bauamt;1;2001\n");
    let findings = check(&merged.inventory, &merged.secrets, &site);
    let told: Vec<(&str, &str)> =
        findings.iter().map(|f| (f.what.en.as_ref(), f.todo.as_ref().map_or("", |t| t.en.as_ref()))).collect();
    assert_eq!(
        told,
        [
            ("`deskshift.yaml` names the department `Baumat`, which no source has", "`Bauamt` may be meant"),
            ("`deskshift.yaml` names the extension `2999`, which no source has", ""),
            ("`deskshift.yaml` names the queue `kasse`, which no source has", ""),
            ("`deskshift.yaml` names the room `9.99`, which no source has", ""),
        ]
    );
}

/// A telephone system with mailboxes.
fn with_mailboxes() -> Merged {
    use crate::inventory::asterisk::files::MemoryFiles;
    use crate::inventory::asterisk::{ImportConfig, import};
    let files = MemoryFiles::new()
        .with(
            "pjsip.conf",
            "[2001]\ntype=endpoint\nauth=2001\naors=2001\nallow=alaw\nmailboxes=2001@default\n[2001]\ntype=auth\nusername=2001\npassword=kV3x-99Lq-77zP\n\
             [2001]\ntype=aor\nmax_contacts=2\n[2002]\ntype=endpoint\nauth=2002\naors=2002\nallow=alaw\n[2002]\ntype=auth\nusername=2002\n\
             password=9Lq77zPkV3x99\n[2002]\ntype=aor\nmax_contacts=2\n",
        )
        .with(
            "extensions.conf",
            "[hints]\nexten => 2001,hint,PJSIP/2001\nexten => 2002,hint,PJSIP/2002&Custom:x,CustomPresence:y\nexten => 2044,hint,PJSIP/2044&PJSIP/2001\n\
             exten => _2XXX,hint,PJSIP/${EXTEN}\n",
        )
        .with("voicemail.conf", "[default]\n2001 => 4711,Müller\n2077 => 4712,Ehemals\n[other]\n2001 => 47,Gast\n");
    let staff = "Name;Vorname;Amt;Zimmer;Durchwahl\na;a;A;1;2001\nb;b;A;2;2002\n";
    let list = read(&ListFile::new("a.csv", staff.as_bytes()), &site().numbers);
    merge(Inputs::of(Some(import(&files, &ImportConfig::default())), vec![list], vec![]))
}

#[test]
fn mailboxes_hints_and_extensions() {
    assert_eq!(
        told_for(&with_mailboxes(), &site()),
        [
            "no-mailbox: extensions of people without a mailbox: 1 (`2002`)",
            "mailbox-without-extension: mailboxes that no endpoint names: 2 (`2077`, `2001@other`)",
            "mailbox-pin-weak: mailboxes with a PIN that anyone can guess: 1 (`2001@other`)",
            "hint-unknown: hint `2044` of context `[hints]` names `PJSIP/2044`, which has no endpoint",
        ]
    );
}

/// Every code of joining and checking is produced by some input, and has a place, a subject or the policy's name.
#[test]
fn every_code_appears() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut take = |merged: &Merged, site: &Site| {
        seen.extend(merged.findings.iter().map(|f| f.code.to_string()));
        seen.extend(check(&merged.inventory, &merged.secrets, site).iter().map(|f| f.code.to_string()));
    };
    let list = |file: &'static str, text: &str| read(&ListFile::new(file, text.as_bytes()), &site().numbers);
    let logins = |text: &str| read_accounts(&ListFile::new("l.csv", text.as_bytes()), &site().numbers);
    let system = || {
        pbx(&[
            ("2001", "Müller, Hans", "2001", "2001"),
            ("2002", "Weiß, Änne", "tel2002", GOOD),
            ("2003", "Groß, Uwe", "2003", GOOD),
            ("2004", "Fax Poststelle", "2004", "kurz"),
            ("2005", "Vorgänger, Paul", "2005", "kV3x-99Lq-77zP5"),
            ("2006", "Ehemals, Karl", "2006", "kV3x-99Lq-77zP6"),
            ("0207", "Noll, Ute", "0207", "kV3x-99Lq-77zP7"),
            ("20015", "Lang, Ida", "20015", "kV3x-99Lq-77zP8"),
        ])
    };
    let header = "Personalnr;Name;Vorname;Amt;Zimmer;Durchwahl;E-Mail;Homeoffice;MAC";
    let first = format!(
        "{header}\n01;Müller;Hans;Bauamt;3.41;2001;a@x.example;nein;00:00:5e:00:53:01\n02;Weiß;Änne;Bauamt;3.41;2002;A@x.example;nein;00:00:5e:00:53:01\n\
         03;Groß;Uwe;Bau Amt;3.42;2003;;ja;\n03;Groß;Uwe;Bau Amt;3.42;2003;;ja;\n04;Voß;Eva;Baumat;3.42;2004;;ja;\n05;Nau;Ida;;3.42;2005;;ja;\n\
         05;Petridou;Eleni;Bau Amt;3.42;2001;;ja;\n06;Kraus;Jan;Bau Amt;3.43;2099;;ja;\n07;Noll;Ute;Bau Amt;3.44;0207;;ja;\n\
         08;Ohne;Nummer;Bau Amt;3.42;;;ja;\n09;Lang;Ida;Bau Amt;3.45;20015;;ja;\n"
    );
    let second = format!("{header}\n1;Müller;Hans;Bauamt;3.49;2001;;nein;\n99;Neu;Nina;Bau Amt;3.50;2002;;ja;\n");
    let listed = logins("Nst;Anmeldename;Kennwort\n2002;2002;falsch-falsch\n2098;2098;x\n");
    let merged = merge(Inputs::of(Some(system()), vec![list("a.csv", &first), list("b.csv", &second)], vec![listed]));
    take(&merged, &site());
    take(
        &joined(
            &[
                ("2003", "c", "2003", GOOD),
                ("2004", "d", "2004", GOOD),
                ("0201", "e", "0201", "kurzABC1"),
                ("200", "f", "200", "x1x1x1x1x1"),
            ],
            "Name;Vorname;Amt;Zimmer;Durchwahl\nc;c;A;9;2003\nd;d;A;9;2004\ne;e;A;9;0201\nf;f;A;9;200\n",
        ),
        &site(),
    );
    take(
        &joined(
            &[("2001", "c", "2001", "2001"), ("200", "d", "200", GOOD)],
            "Name;Vorname;Amt;Zimmer;Durchwahl\nc;c;A;9;2001\nd;d;A;8;200\n",
        ),
        &site(),
    );
    take(&joined(&[], "Name;Vorname;Zimmer\nMüller;Hans;1\n"), &site());
    take(&joined(&[], "Name;Vorname;Amt;Übergeordnete Einheit;Zimmer\na;a;A;B;1\nb;b;B;A;1\n"), &site());
    take(&joined(&[], "Name;Vorname;Zimmer;Plätze\nMüller;Hans;1;1\nWeiß;Änne;1;1\n"), &site());
    take(&joined(&[], "Personalnr;Name;Vorname;Anmeldename\n1;Müller;Hans;mueller\n2;Müller;Eva;mueller\n"), &site());
    take(&with_mailboxes(), &site());
    take(&crate::inventory::merge::tests::contradicting(), &site());
    let mut strict = site();
    strict.roster.room_overrides.insert("9.99".into(), 3);
    take(&merged, &strict);
    let short = joined(&[("201", "c", "201", GOOD)], "Name;Vorname;Amt;Zimmer;Durchwahl\nc;c;A;9;0201\n");
    take(&short, &site());
    let mut all: BTreeSet<String> = crate::inventory::codes::ALL.iter().map(|page| page.slug.to_owned()).collect();
    // Told by the command, whose test produces it (`tests/it/inventory.rs`, `tests/it/sources.rs`, `tests/it/contexts.rs`,
    // `tests/it/exports.rs`).
    let by_command = [
        "no-extension",
        "nobody-to-move",
        "format-unknown",
        "nothing-found",
        "more-unusable",
        "source-without-extension",
        "number-ambiguous",
        "sources-named",
        "folder-part-left-out",
    ];
    for code in by_command.map(|slug| format!("inventory/{slug}")) {
        all.remove(&code);
    }
    let missing: Vec<&String> = all.difference(&seen).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
