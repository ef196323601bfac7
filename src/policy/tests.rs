//! The site file as a whole: the documented example, a file with many mistakes, damaged files.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::BTreeSet;

use super::fields::Fields;
use super::{codes, keys, read};
use crate::diag::{Finding, Severity};
use crate::domain::{Department, Extension, Transport};
use crate::policy::overrides::Server;
use crate::policy::security::MinTls;
use crate::policy::site::{Members, SecretsFrom, SecurityRules, Srtp};
use crate::store::yaml;

const PAGE: &str = include_str!("../../docs/deskshift-yaml.md");

pub(super) fn example() -> &'static str {
    PAGE.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the page has an example")
}

pub(super) fn reading(text: &str) -> read::Reading {
    read::site("deskshift.yaml", &yaml::read("deskshift.yaml", text.as_bytes()).unwrap())
}

pub(super) fn codes_of(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// The example with one piece of text replaced.
pub(super) fn with(from: &str, to: &str) -> read::Reading {
    assert!(example().contains(from), "the example has no `{from}`");
    reading(&example().replacen(from, to, 1))
}

#[test]
fn the_documented_example_is_understood_completely() {
    let reading = reading(example());
    assert_eq!(reading.findings, []);
    let site = reading.site.unwrap();
    assert_eq!(site.numbers.area, "861");
    assert_eq!(site.numbers.blocks[0].to_string(), "0100-8999");
    assert!(site.numbers.did_equals_extension);
    let branch = &site.numbers.sites[0];
    assert_eq!((branch.area.as_str(), branch.head.as_str(), branch.did_equals_extension), ("8621", "99997", false));
    assert_eq!(site.sources.secrets_from, SecretsFrom::Accounts);
    assert_eq!(site.sources.staff[1].encoding.as_deref(), Some("windows-1252"));
    assert_eq!(site.pbx.registrars[&Transport::Udp].to_string(), "pbx.traunstein.example:5060");
    assert_eq!(site.clients[0].srtp, Some(Srtp::Off));
    assert_eq!(site.clients[1].extensions.len(), 2);
    assert_eq!(site.clients[2].expiry_s, 600);
    assert_eq!(site.validate.canary, Some("2001".parse().unwrap()));
    assert_eq!(site.waves.iter().map(|wave| wave.name.as_str()).collect::<Vec<_>>(), ["Pilot", "Bauamt", "Rest"]);
    assert!(site.waves[2].is_rest() && !site.waves[1].is_rest());
    assert_eq!(site.roster.room_overrides["2.14"], 2);
    assert_eq!(site.roster.caps[1].per_day, 120);
    assert_eq!(site.roster.on_site.len(), 2);
    assert_eq!(site.roster.reachable.len(), 2);
    assert_eq!(site.roster.reachable[1].members, Members::Queue("vermittlung".into()));
}

#[test]
fn every_key_is_documented_and_every_documented_key_is_read() {
    let mut rows = Vec::new();
    for line in PAGE.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        rows.push((cells[0].trim_matches('`'), cells[1], cells[2]));
    }
    let table: Vec<_> = keys::ALL.iter().map(|key| (key.path, key.takes, key.default)).collect();
    assert_eq!(rows, table, "docs/deskshift-yaml.md and policy/keys.rs differ");

    let mut fields = Fields::new("deskshift.yaml");
    let root = yaml::read("deskshift.yaml", example().as_bytes()).unwrap();
    read::whole(&mut fields, &root, read::Need::Everything).unwrap();
    let known: BTreeSet<String> = keys::ALL.iter().map(|key| key.path.to_owned()).collect();
    assert_eq!(fields.asked, known, "the reader and policy/keys.rs differ");
}

#[test]
fn the_examples_of_the_table_are_themselves_accepted() {
    for key in keys::ALL {
        let text = format!("x: {}\n", key.example);
        let node = yaml::read("x", text.as_bytes());
        assert!(node.is_ok(), "{}: {text}", key.path);
    }
}

#[test]
fn a_short_file_gets_the_documented_defaults() {
    let reading = reading(
        "name: A\nnumbers: {area: 861, head: 99998}\nsources: {}\npbx: {domain: pbx.example, registrars: {tls: 192.0.2.1}}\n\
         clients: [{client: baresip}]\nroster: {horizon: {from: 2027-03-01, holidays: {land: BY}}}\n",
    );
    assert_eq!(reading.findings, []);
    let site = reading.site.unwrap();
    assert_eq!(site.numbers.country, "49");
    assert_eq!((site.numbers.blocks.len(), site.numbers.did_equals_extension, site.numbers.sites.len()), (0, false, 0));
    assert_eq!(site.pbx.contacts_per_line, 2);
    assert_eq!((site.validate.rate_per_s, site.validate.ban_budget), (None, None), "by the kind of PBX");
    assert_eq!(site.pbx.registrars[&Transport::Tls].port, 5061);
    assert_eq!(site.clients[0].transport, Transport::Tls);
    assert!((site.validate.timeout_s - 32.0).abs() < f64::EPSILON);
    assert!((site.roster.weekly_share - 0.6).abs() < f64::EPSILON);
    assert_eq!((site.roster.weeks, site.roster.seed), (4, 1));
}

#[test]
fn all_mistakes_of_a_file_are_reported_at_once() {
    let text = include_str!("golden/bad.yaml");
    let reading = reading(text);
    assert_eq!(reading.site, None);
    let shown = crate::output::findings::human(&reading.findings, crate::diag::Lang::En, false);
    let golden = include_str!("golden/bad.txt");
    assert!(shown == golden, "findings changed; now:\n{shown}");
    assert!(reading.findings.len() >= 15);
    for finding in &reading.findings {
        assert!(finding.todo.is_some(), "{} says nothing to do", finding.code);
        assert!(finding.place.as_ref().is_some_and(|place| place.line() > 0 && place.column() > 0));
    }
}

#[test]
fn each_cross_check_fires() {
    let cases = [
        ("extra: [2027-03-19]", "extra: [2028-03-19]", "policy/holiday-outside"),
        ("accounts: [staff/accounts.csv]", "accounts: []", "policy/accounts-not-listed"),
        ("canary: \"2001\"", "canary: \"2900\"", "policy/canary-kept"),
        ("canary: \"2001\"", "canary: \"20011\"", "policy/extension-length"),
        ("    transport: udp\n", "    transport: ws\n  - client: x\n    transport: udp\n", "policy/rule-never-applies"),
        ("    tls: pbx.traunstein.example:5061\n", "", "policy/transport-without-registrar"),
        ("from: 2027-03-01", "from: 2027-03-03", "policy/not-a-monday"),
        ("cap: 200", "cap: 0", "policy/cap-zero"),
        ("weekly_share: 0.6", "weekly_share: 60", "policy/bad-value"),
        ("weekly_share: 0.6", "weekly_share: NaN", "policy/bad-value"),
        ("[Hauptamt, Bauamt]", "[Hauptamt, Bauamt, Hauptamt]", "policy/listed-twice"),
        ("{name: Pforte, members", "{name: Zulassung, members", "policy/listed-twice"),
        ("{name: Rest,", "{name: Bauamt,", "policy/listed-twice"),
        ("{name: Rest,", "{name: Rest, extensions: [\"2102\"],", "policy/listed-twice"),
        ("extensions: [\"2101\", \"2102\"]}\n  - {name: Bauamt", "}\n  - {name: Bauamt", "policy/listed-twice"),
        ("sites: [Außenstelle Trostberg]}", "sites: [Trostberg]}", "policy/unknown-site"),
        ("staff/aushilfen.xlsx", "staff/personal.csv", "policy/listed-twice"),
        ("staff/aushilfen.xlsx", "./staff//personal.csv", "policy/listed-twice"),
        ("rule: plan/contact-limit-kept", "rule: plan/contact-limits-kept", "policy/exception-rule"),
        ("rule: plan/contact-limit-kept", "rule: plan/no-password", "policy/exception-rule"),
        (", because: das Tischtelefon ist ausgesteckt", "", "policy/missing-key"),
        ("until: 2027-05-31", "until: 2027-05-32", "policy/bad-value"),
        ("[pbx/server.pem, pbx/sbc.pem]", "[pbx/server.pem, ./pbx/server.pem]", "policy/listed-twice"),
        (", on_site_min: 1}", "}", "policy/group-without-minimum"),
        ("{queue: vermittlung}", "{queue: vermittlung, department: Hauptamt}", "policy/wrong-type"),
        ("extension_lengths: [4]", "extension_lengths: 4", "policy/wrong-type"),
        ("[\"0100-8999\"]", "[\"0100-8999\", \"8000-9999\"]", "policy/blocks-overlap"),
        ("[\"0100-8999\"]", "[\"10-99\"]", "policy/block-length"),
        ("[\"0100-8999\"]", "[\"8999-0100\"]", "policy/bad-value"),
        ("[\"0100-8999\"]", "[\"1000-999\"]", "policy/bad-value"),
        ("[\"0100-8999\"]", "[\"12a-99\"]", "policy/bad-value"),
        ("[\"0100-8999\"]", "\"0100-8999\"", "policy/wrong-type"),
        ("did_equals_extension: true", "did_equals_extension: maybe", "policy/bad-value"),
        (
            "    - name: Außenstelle Trostberg\n      area: \"08621\"\n      head: \"99997\"",
            "    - name: X\n      head: \"99998\"",
            "policy/listed-twice",
        ),
        ("      head: \"99997\"\n", "", "policy/missing-key"),
        ("    - name: Außenstelle Trostberg\n      area", "    - nmae: Außenstelle Trostberg\n      area", "policy/unknown-key"),
        ("domain: pbx.traunstein.example", "domain:", "policy/missing-key"),
        ("lang: de", "long: de", "policy/unknown-key"),
    ];
    for (from, to, code) in cases {
        let reading = with(from, to);
        assert!(codes_of(&reading.findings).contains(&code), "`{to}`: {:?}", reading.findings);
        let errors = reading.findings.iter().any(|finding| finding.severity == Severity::Error);
        assert_eq!(reading.site.is_none(), errors, "`{to}`");
    }
}

#[test]
fn one_mistake_gives_one_finding() {
    for (from, to) in [
        ("transport: udp", "transport: upd"),
        ("members: {queue: vermittlung}", "members: {quue: vermittlung}"),
        ("cap: 200", "cap: many"),
        ("on_site_min: 1", "on_site_min: none"),
        ("from: 2027-03-01", "from: 2027-02-30"),
        ("tls: pbx.traunstein.example:5061", "tls: pbx.traunstein.example:99999"),
    ] {
        let findings = with(from, to).findings;
        let related = findings.iter().filter(|f| f.code.as_str() != "policy/transport-without-registrar").count();
        assert_eq!(related, 1, "`{to}`: {findings:?}");
    }
}

#[test]
fn suggestions_name_the_key_that_was_meant() {
    for (from, to, meant) in [
        ("extension_lengths", "extension_length", "`extension_lengths`"),
        ("registrars:", "registrar:", "`registrars`"),
        ("weekly_share", "weekly-share", "`weekly_share`"),
        ("canary:", "canray:", "`canary`"),
        ("seed: 1", "rate_per_s: 1", "`validate.rate_per_s`"),
    ] {
        let findings = with(from, to).findings;
        let todo = findings.iter().find(|f| f.code.as_str() == "policy/unknown-key").and_then(|f| f.todo.clone()).unwrap();
        assert!(todo.en.contains(meant), "{to}: {}", todo.en);
    }
}

#[test]
fn numbers_keep_what_was_written() {
    let site = with("extensions: [\"2101\", \"2102\"]", "extensions: [0815, 2102]").site.unwrap();
    let expected: Vec<Extension> = vec!["0815".parse().unwrap(), "2102".parse().unwrap()];
    assert_eq!(site.clients[1].extensions, expected);
    let site = with("departments: [Hauptamt, Bauamt]", "departments: [NO, 22:30, 0x10, 1_000, 1e3, ~x]").site.unwrap();
    let names: Vec<&str> = site.clients[0].departments.iter().map(Department::as_str).collect();
    assert_eq!(names, ["NO", "22:30", "0x10", "1_000", "1e3", "~x"]);
    assert_eq!(with("country: \"49\"", "country: +49").site.unwrap().numbers.country, "49");
    assert_eq!(with("2027-03-01", "01.03.2027").site.unwrap().roster.from, jiff::civil::date(2027, 3, 1));
}

#[test]
fn a_key_that_looks_like_a_password_is_named_without_its_value() {
    let findings = with("lang: de", "lang: de\npassword: geheim123").findings;
    let shown = serde_json::to_string(&findings).unwrap();
    assert!(shown.contains("password") && !shown.contains("geheim123"));
}

#[test]
fn aliases_and_merge_keys_work() {
    let reading = with(
        "  - client: webphone\n",
        "  - &web\n    client: other\n    when: {own_notebook: false}\n    transport: udp\n  - <<: *web\n    client: webphone\n",
    );
    // The web phone's own keys win over the merged ones.
    let site = reading.site.unwrap();
    assert_eq!(site.clients[2].transport, Transport::Wss);
    assert_eq!(site.clients[2].client.0, "webphone");
}

#[test]
fn damaged_files_never_panic() {
    let mut random = crate::random::Random(0x9e37_79b9_7f4a_7c15);
    let pieces: [&[u8]; 20] = [
        b"\n",
        b"  ",
        b": ",
        b"- ",
        b"{",
        b"}",
        b"[",
        b"]",
        b"*a",
        b"&a ",
        b"<<: ",
        b"\"",
        b"'",
        b"\xff",
        b"\t",
        b"|\n",
        b"---\n",
        b"!!binary ",
        b"? ",
        b"0",
    ];
    let (mut read_on, mut refused) = (0, 0);
    for _ in 0..4000 {
        let mut bytes = example().as_bytes().to_vec();
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len());
            let piece = pieces[random.below(pieces.len())];
            match random.below(3) {
                0 => drop(bytes.splice(at..at, piece.iter().copied())),
                1 => drop(bytes.splice(at..(at + 1 + random.below(8)).min(bytes.len()), [])),
                _ => bytes[at] = random.below(256) as u8,
            }
        }
        match yaml::read("deskshift.yaml", &bytes) {
            Ok(root) => {
                let reading = read::site("deskshift.yaml", &root);
                assert!(reading.site.is_some() || !reading.findings.is_empty());
                read_on += 1;
            }
            Err(finding) => {
                assert!(finding.code.as_str().starts_with("policy/"));
                refused += 1;
            }
        }
    }
    assert!(read_on > 500 && refused > 500, "{read_on} {refused}");
}

#[test]
fn codes_are_unique_and_have_pages() {
    let slugs: BTreeSet<&str> = codes::ALL.iter().map(|page| page.slug).collect();
    assert_eq!(slugs.len(), codes::ALL.len());
    assert!(
        codes::ALL.iter().all(|page| page.slug.starts_with("policy/") && page.page_en.len() > 100 && page.page_de.len() > 100)
    );
}

#[test]
fn the_traunstein_case_is_read_without_a_complaint() {
    let reading = reading(include_str!("../../examples/traunstein/deskshift.yaml"));
    assert_eq!(reading.findings, []);
    let site = reading.site.unwrap();
    assert_eq!(site.roster.caps[0].per_day, 200);
    assert_eq!((site.roster.on_site.len(), site.roster.reachable.len()), (5, 4));
}

#[test]
fn a_client_without_profile_is_told_with_its_place_and_the_nearest_name() {
    let text = "clients:\n  - client: twinkel\n  - {client: linphone-xml}\n  - client: zoiper\n";
    let root = yaml::read("deskshift.yaml", text.as_bytes()).unwrap();
    let told: Vec<(String, String)> = super::unknown_clients("deskshift.yaml", &root, &["linphone-xml", "twinkle"])
        .iter()
        .map(|f| (f.place.as_ref().unwrap().to_string(), f.todo.as_ref().unwrap().en.to_string()))
        .collect();
    assert_eq!(
        told,
        [
            ("deskshift.yaml:2:13".to_owned(), "did you mean `twinkle`?".to_owned()),
            ("deskshift.yaml:4:13".to_owned(), "write one of `linphone-xml`, `twinkle`".to_owned()),
        ]
    );
}

#[test]
fn a_share_that_others_may_read_is_refused_with_its_place() {
    let usual = r"'\\fs01\home$\%USERNAME%\deskshift'";
    for (from, to, shows) in [
        (usual, r"'\\amt.example\SYSVOL\amt.example\scripts\%USERNAME%'", "everybody may read `sysvol`"),
        (usual, r"'\\dc01\NETLOGON\%USERNAME%'", "everybody may read `netlogon`"),
        (usual, r"'\\fs01\Public$\%USERNAME%'", "everybody may read `public$`"),
        (usual, r"'C:\Users\Public\%USERNAME%'", "everybody may read `public`"),
        (usual, r"'%ProgramData%\deskshift\%USERNAME%'", "everybody may read `%programdata%`"),
        (usual, r"'\\fs01\software$\telefon'", "one folder for all"),
        (usual, r"'D:\inetpub\wwwroot\%USERNAME%'", "everybody may read `wwwroot`"),
        (usual, "http://files.amt.example/%USERNAME%", "in the clear"),
        (usual, "https://admin:x@files.amt.example/%USERNAME%", "a login would stand"),
        ("readable_by: user", "readable_by: everyone", "everybody may read it"),
        ("readable_by: user", "readable_by: department", "the colleagues may read it"),
        ("readable_by: device", "readable_by: everyone", "everybody may read it"),
        ("\"https://ums.traunstein.example/files/{device}\"", "\"tftp://boot/{device}\"", "in the clear"),
        ("\"https://ums.traunstein.example/files/{device}\"", "\"https://ums.traunstein.example/files\"", "one folder for all"),
        ("\"https://ums.traunstein.example/files/{device}\"", "\"/srv/tftp/{mac}\"", "everybody may read `tftp`"),
    ] {
        let reading = with(from, to);
        assert_eq!(codes_of(&reading.findings), ["policy/leak-share"], "{to}: {:?}", reading.findings);
        let finding = &reading.findings[0];
        assert!(finding.what.en.contains(shows), "{to}: {}", finding.what.en);
        assert!(finding.place.as_ref().is_some_and(|place| place.line() > 0 && place.column() > 4) && reading.site.is_none());
    }
    for good in [r"'%HOMESHARE%\deskshift'", r"'%LOCALAPPDATA%\deskshift'", r"'\\fs01\{user}$'", r"'H:\%USERNAME%'"] {
        assert_eq!(with(usual, good).findings, [], "{good}");
    }
    assert_eq!(codes_of(&with(usual, "\"a'b`%USERNAME%\"").findings), ["policy/bad-value"]);
    let site = reading(
        "name: A\nnumbers: {area: 861, head: 99998}\nsources: {}\npbx: {domain: pbx.example, registrars: {tls: 192.0.2.1}}\n\
         clients: [{client: baresip}]\nfleet: {windows: {}}\nroster: {horizon: {from: 2027-03-01, holidays: {land: BY}}}\n",
    );
    let fleet = site.site.unwrap().fleet;
    assert_eq!((fleet.windows.unwrap().files_on.as_deref(), fleet.igel), (Some(r"%HOMESHARE%\deskshift"), None));
}

/// The example with another section `overrides`.
fn with_overrides(section: &str) -> read::Reading {
    let (head, rest) = example().split_once("overrides:").unwrap();
    let (_, tail) = rest.split_once("\nvalidate:").unwrap();
    reading(&format!("{head}overrides:\n{section}\nvalidate:{tail}"))
}

#[test]
fn overrides_are_read_on_every_level_and_sorted_from_the_general_to_the_particular() {
    use super::overrides::{Level, Setting};
    let site = reading(example()).site.unwrap();
    let levels: Vec<&Level> = site.overrides.iter().map(|level| &level.level).collect();
    assert_eq!(
        levels,
        [
            &Level::Organisation,
            &Level::Site("Außenstelle Trostberg".into()),
            &Level::Department("Bauamt".parse().unwrap()),
            &Level::DeviceKind("thin-client".into()),
            &Level::Person("0815".parse().unwrap()),
            &Level::Device("IG-0007".into()),
            &Level::Device("SNOM-12".into()),
        ]
    );
    let registrar = Setting::Registrar(Server { host: "sbc.trostberg.example".into(), port: Some(5061) });
    assert!(site.overrides[1].settings.iter().any(|(setting, _)| *setting == registrar));
    let (setting, at) = &site.overrides[4].settings[0];
    let line = example().lines().position(|line| line.contains("\"0815\": {")).unwrap() + 1;
    assert_eq!((setting.to_string().as_str(), at.to_string()), ("Empfang", format!("deskshift.yaml:{line}:28")));
    let without = with_overrides("  organisation: {registrar: sbc.example}").site.unwrap();
    assert_eq!(without.overrides[0].settings[0].0, Setting::Registrar(Server { host: "sbc.example".into(), port: None }));
    let way = with_overrides(
        "  organisation: {outbound_proxy: \"[2001:db8::5]:5071\", backup_registrar: b.example, caller_id: \"+4989999\"}",
    );
    let said: Vec<String> = way.site.unwrap().overrides[0].settings.iter().map(|(setting, _)| setting.to_string()).collect();
    assert_eq!(said, ["[2001:db8::5]:5071", "b.example", "+4989999"]);
}

#[test]
fn what_the_site_asks_of_all_lines_is_read() {
    let site = reading(example()).site.unwrap();
    let exceptions = site.security.exceptions.clone();
    let expected =
        SecurityRules { require_tls: true, require_srtp: false, verify: true, min_tls: Some(MinTls::V1_2), exceptions };
    assert_eq!(site.security, expected);
    let wrong = example().replace("min_tls: \"1.2\"", "min_tls: \"1.1\"");
    let told = reading(&wrong).findings;
    assert!(
        told.iter().any(|finding| finding.code.as_str() == "policy/bad-value" && finding.what.en.contains("security.min_tls")),
        "{told:?}"
    );
}

/// A rule that may not be excepted is refused at its place, with the one that was meant.
#[test]
fn an_exception_names_a_rule_that_may_be_excepted() {
    let of_example = reading(example()).site.unwrap().security.exceptions;
    let [first, second] = of_example.as_slice() else { panic!("{of_example:?}") };
    assert_eq!((first.rule.as_str(), first.until), ("plan/tls-unverified", Some(jiff::civil::date(2027, 5, 31))));
    assert_eq!((second.extensions.as_slice(), second.until), (["2900".parse().unwrap()].as_slice(), None));
    let line = example().lines().position(|line| line.contains("rule: plan/contact-limit-kept")).unwrap() + 1;
    assert_eq!(second.at.to_string(), format!("deskshift.yaml:{line}:7"));

    let told = with("rule: plan/contact-limit-kept", "rule: plan/contact-limits-kept");
    assert_eq!(told.site, None);
    assert_eq!(codes_of(&told.findings), ["policy/exception-rule"]);
    let finding = &told.findings[0];
    assert_eq!(finding.place.as_ref().unwrap().to_string(), format!("deskshift.yaml:{line}:14"));
    assert_eq!(finding.todo.as_ref().unwrap().en, "did you mean `plan/contact-limit-kept`?");
    let far = with("rule: plan/contact-limit-kept", "rule: plan/no-password");
    let todo = &far.findings[0].todo.as_ref().unwrap().en;
    assert!(todo.starts_with("may be excepted: `plan/ca-not-in-profile`"), "{todo}");
}

#[test]
fn what_security_says_of_all_lines_is_a_value_that_more_specific_levels_outvote() {
    use super::overrides::{Level, Setting};
    let text = example().replace("  min_tls: \"1.2\"", "  min_tls: \"1.2\"\n  lock_settings: true\n  allow_self_signed: false");
    let own = |text: &str| reading(text).site.unwrap().overrides.remove(0);
    let level = own(&text);
    let line = text.lines().position(|line| line.starts_with("  lock_settings")).unwrap() + 1;
    assert_eq!(level.level, Level::Organisation);
    let found = level.settings.iter().find(|(setting, _)| *setting == Setting::LockSettings(true)).unwrap();
    assert_eq!(found.1.to_string(), format!("deskshift.yaml:{line}:18"));
    assert!(level.settings.iter().any(|(setting, _)| *setting == Setting::AllowSelfSigned(false)));
    // The organisation's own word counts.
    let text = text.replace("organisation: {expiry_s: 900}", "organisation: {lock_settings: false}");
    let level = own(&text);
    let locks: Vec<_> =
        level.settings.iter().map(|(setting, _)| setting).filter(|s| matches!(s, Setting::LockSettings(_))).collect();
    assert_eq!(locks, [&Setting::LockSettings(false)]);
}

#[test]
fn labels_addresses_zones_and_emergency_numbers_are_read_and_others_refused() {
    let good = with_overrides(
        "  organisation: {label: \"{extension} {name}\", public_address: \"2001:db8::1\", timezone: Europe/Berlin, mwi: unsolicited}\n  \
         persons:\n    \"0815\": {emergency_numbers: [\"7112\", \"112\"]}",
    );
    let site = good.site.unwrap();
    let said: Vec<String> = site.overrides[0].settings.iter().map(|(setting, _)| setting.to_string()).collect();
    assert_eq!(said, ["{extension} {name}", "2001:db8::1", "unsolicited", "Europe/Berlin"]);
    assert_eq!(site.numbers.emergency, ["112", "7112"], "of whatever level: no test call may reach one");
    for bad in [
        "label: \"{number}\"",
        "label: \"a;b\"",
        "public_address: pbx.example",
        "timezone: Berlin",
        "emergency_numbers: [\"1\"]",
        "emergency_numbers: [\"+49112\"]",
        "language: fr",
        "mwi: maybe",
    ] {
        let findings = with_overrides(&format!("  organisation: {{{bad}}}")).findings;
        assert!(findings.iter().any(|finding| finding.code.as_str() == "policy/bad-value"), "{bad}: {findings:?}");
    }
}

#[test]
fn what_is_wrong_in_overrides_is_told_with_place_and_nearest_name() {
    for (section, code, shows) in [
        ("  departments: {Bauamt: {expiry: 300}}", "policy/unknown-key", "`expiry_s`"),
        ("  organisation: {password: x}", "policy/unknown-key", "`transport`"),
        ("  departmens: {Bauamt: {expiry_s: 300}}", "policy/unknown-key", "`departments`"),
        ("  sites: {Außenstelle Trostburg: {expiry_s: 300}}", "policy/unknown-site", "`Außenstelle Trostberg`"),
        ("  device_kinds: {thinclient: {expiry_s: 300}}", "policy/bad-value", "`thin-client`"),
        ("  persons: {4711: {expiry_s: 30}}", "policy/bad-value", "`expiry_s: 300`"),
        ("  persons: {4711: {voicemail_number: sofort}}", "policy/bad-value", "voicemail_number"),
        ("  persons: {4711: {registrar: \"a b\"}}", "policy/bad-value", "registrar"),
        ("  persons: {4711: {ca_on_clients: ca.pem}}", "policy/bad-value", "ca_on_clients"),
        ("  persons: {4711: {dial_plan: [\"+49x.\"]}}", "policy/bad-value", "dial_plan"),
        ("  persons: {4711: {strip_chars: \"-1\"}}", "policy/bad-value", "strip_chars"),
        ("  persons: {4711: {strip_chars: \" \"}}", "policy/bad-value", "strip_chars"),
        ("  persons: {4711: {outbound_proxy_transport: sctp}}", "policy/bad-value", "outbound_proxy_transport"),
        ("  persons: {4711: {keys: [{kind: blf, label: x}]}}", "policy/missing-key", "number"),
        ("  persons: {4711: {keys: [{kind: lamp, number: 1}]}}", "policy/bad-value", "`park`"),
        ("  persons: {4711: {keys: [{kind: line, label: \"a;b\"}]}}", "policy/bad-value", "label"),
        ("  persons: {4711: {contacts: [{name: x, number: 1, numbr: 1}]}}", "policy/unknown-key", "`number`"),
        ("  persons: {4711: {contacts_url: \"http://x.example/d\"}}", "policy/bad-value", "contacts_url"),
        ("  persons: {4711: {contacts_url: \"https://u:p@x.example/d\"}}", "policy/bad-value", "contacts_url"),
        ("  persons: {4711: {contacts_carddav: \"http://x.example/d\"}}", "policy/bad-value", "contacts_carddav"),
        ("  persons: {4711: {contacts_ldap: {server: x.example}}}", "policy/missing-key", "base"),
        ("  persons: {\"\": {expiry_s: 300}}", "policy/bad-value", "write the name"),
        ("  persons: [4711]", "policy/wrong-type", "persons"),
        ("  persons: {4711: 300}", "policy/wrong-type", "display_name"),
    ] {
        let findings = with_overrides(section).findings;
        assert_eq!(codes_of(&findings), [code], "{section}: {findings:?}");
        let shown = format!("{:?} {:?}", findings[0].what.en, findings[0].todo);
        assert!(shown.contains(shows), "{section}: {shown}");
        let place = findings[0].place.as_ref().unwrap();
        let line = example().lines().position(|line| line.starts_with("overrides:")).unwrap() + 2;
        assert_eq!(place.line() as usize, line, "{section}");
        assert!(place.column() > 2, "{section}");
    }
}

#[test]
fn a_further_site_takes_what_it_leaves_out_from_the_main_one() {
    let reading = reading(
        "name: A\nnumbers: {area: 861, head: 99998, extension_lengths: [3, 4], did_equals_extension: true, sites: [{name: B, head: 99997}]}\n\
         sources: {}\npbx: {domain: pbx.example, registrars: {tls: 192.0.2.1}}\n\
         clients: [{client: baresip}]\nroster: {horizon: {from: 2027-03-01, holidays: {land: BY}}}\n",
    );
    assert_eq!(reading.findings, []);
    let numbers = reading.site.unwrap().numbers;
    let branch = &numbers.sites[0];
    assert_eq!((branch.area.as_str(), branch.head.as_str()), ("861", "99997"));
    assert_eq!((branch.extension_lengths.as_slice(), branch.did_equals_extension), (&[3, 4][..], true));
}

#[test]
fn what_a_block_holds() {
    let block = |from: &str, to: &str| crate::policy::site::Block { from: from.into(), to: to.into() };
    let wide = block("100", "9999");
    for (suffix, inside) in
        [("100", true), ("0202", true), ("9999", true), ("99", false), ("0050", false), ("10000", false), ("", false)]
    {
        assert_eq!(wide.covers(suffix), inside, "{suffix}");
    }
    assert!(block("00", "99").covers("07"));
    assert!(wide.overlaps(&block("2000", "2999")) && block("2000", "2999").overlaps(&wide));
    assert!(!block("10", "99").overlaps(&block("100", "999")), "another number of digits");
    assert!(!block("100", "199").overlaps(&block("200", "299")));
}

#[test]
fn complaints_about_numbers_name_line_and_column() {
    let reading = with("[\"0100-8999\"]", "[\"0100-8999\", \"8000-9999\"]");
    let place = reading.findings[0].place.as_ref().unwrap();
    let line = example().lines().position(|line| line.contains("0100-8999")).unwrap() + 1;
    assert_eq!((place.line() as usize, place.column()), (line, 25));
    assert_eq!(reading.findings[0].related[0].0.column(), 12);
}

/// What is printed, drawn and put into calendars holds no control characters; the place is told.
#[test]
fn names_hold_no_control_characters() {
    let name = example().lines().find(|line| line.starts_with("name:")).unwrap();
    let site = with(name, "name: \"Amt \\e]0;pwned\\a\"");
    assert_eq!(codes_of(&site.findings), ["policy/control-character"]);
    assert_eq!(site.findings[0].place.as_ref().map(|place| place.line() > 0 && place.column() > 0), Some(true));
    assert!(site.findings[0].what.en.ends_with("holds the control character U+001B"), "{}", site.findings[0].what.en);
    let cap = with("vpn:", "\"v\\u202Epn\":");
    assert_eq!(codes_of(&cap.findings), ["policy/control-character"]);
    let group = "- {name: Zulassung";
    let forged = with(group, "- {name: \"a\\nb\"");
    assert_eq!(codes_of(&forged.findings), ["policy/control-character"]);
}

/// A weight that the site file takes is one that the roster takes.
#[test]
fn weights_end_where_the_roster_refuses_them() {
    let largest = with("goals: {wish: 4", "goals: {wish: 20");
    assert_eq!(largest.findings, []);
    let beyond = with("goals: {wish: 4", "goals: {wish: 21");
    assert_eq!(codes_of(&beyond.findings), ["policy/bad-value"]);
    assert!(beyond.findings[0].what.en.contains("expected a whole number from 0 to 20"), "{}", beyond.findings[0].what.en);
    assert!(beyond.findings[0].place.as_ref().is_some_and(|place| place.line() > 0));
}
