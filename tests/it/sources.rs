//! What an admin is told of the sources: each doubt once, nothing dropped in silence, and limits that can be raised.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::run;

const REST: &str = "name: Amt\npbx: {domain: pbx.example, registrars: {tls: pbx.example}}\nclients: [{client: baresip}]\n\
                    roster: {horizon: {from: 2027-03-01, holidays: {land: BY}}}\n";
const NUMBERS: &str = "numbers: {area: \"089\", head: \"99998\", extension_lengths: [4]}\n";
const BULK: &str = "extension,name,tech,secret,sipdriver,ringtimer\n";

/// A site with these files; `sources` are the lines below `sources:`.
fn site(folder: &Path, policy: &str, sources: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let site = folder.join("site");
    fs::create_dir_all(site.join("pbx")).unwrap();
    for (name, bytes) in files {
        fs::write(site.join(name), bytes).unwrap();
    }
    fs::write(site.join("deskshift.yaml"), format!("{policy}sources: {sources}\n")).unwrap();
    site
}

fn findings(site: &Path) -> Vec<Value> {
    let checked = run(site, &["--json", "inventory", "check"]);
    checked.json()["findings"].as_array().unwrap_or_else(|| panic!("{}", checked.all())).clone()
}

fn of<'f>(findings: &'f [Value], code: &str) -> Vec<&'f Value> {
    findings.iter().filter(|finding| finding["code"] == format!("inventory/{code}").as_str()).collect()
}

fn en(finding: &Value) -> &str {
    finding["what"]["en"].as_str().unwrap()
}

#[test]
fn outside_prefix_and_service_number_are_no_extension_unless_a_block_has_them() {
    let folder = tempfile::tempdir().unwrap();
    let bulk = format!(
        "{BULK}0112,\"Huber, Anna\",pjsip,kV3x-99Lq-77zP,chan_pjsip,0\n2001,\"Maier, Uwe\",pjsip,9Lq77zPkV3x99,chan_pjsip,0\n"
    );
    let staff = "Name;Vorname;Durchwahl\nMaier;Uwe;2001\n";
    let files: [(&str, &[u8]); 2] = [("bulk.csv", bulk.as_bytes()), ("staff.csv", staff.as_bytes())];
    let policy = format!("{REST}{NUMBERS}");
    let site = site(folder.path(), &policy, "{exports: [bulk.csv], staff: [staff.csv]}", &files);
    run(&site, &["inventory", "import"]).expect(1);
    let all = findings(&site);
    let told = of(&all, "extension-is-service-number");
    assert_eq!(told.len(), 1, "{all:?}");
    assert!(en(told[0]).contains("`0112` is `0`, dialled for an outside line, and the service number `112`"), "{told:?}");
    assert_eq!((&told[0]["severity"], &told[0]["place"]["line"]), (&Value::from("error"), &Value::from(2)));
    assert!(of(&all, "not-migrated").is_empty(), "said once: {all:?}");
    run(&site, &["plan"]);
    let plan = fs::read_to_string(site.join("out/plan.json")).unwrap();
    let plan: Value = serde_json::from_str(&plan).unwrap();
    let lines: Vec<&str> =
        plan["body"]["lines"].as_array().unwrap().iter().map(|line| line["extension"].as_str().unwrap()).collect();
    assert_eq!(lines, ["2001"], "{plan}");
    let shown = run(&site, &["--lang", "en", "inventory", "show", "0112"]).expect(0);
    assert!(shown.stdout.contains("reaches the emergency or service number 112"), "{}", shown.stdout);

    let own = policy.replace("extension_lengths: [4]", "extension_lengths: [4], blocks: [\"0100-8999\"]");
    fs::write(site.join("deskshift.yaml"), format!("{own}sources: {{exports: [bulk.csv]}}\n")).unwrap();
    let all = findings(&site);
    assert!(of(&all, "extension-is-service-number").is_empty(), "{all:?}");
    let told = of(&all, "extension-like-service-number");
    assert_eq!((told.len(), &told[0]["severity"]), (1, &Value::from("warning")), "never silent");
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let people = book.add_worksheet().set_name("Personal").unwrap();
    for (column, text) in (0..).zip(["Name", "Vorname", "Durchwahl"]) {
        people.write_string(0, column, text).unwrap();
    }
    for (column, text) in (0..).zip(["Huber", "Anna", "2001"]) {
        people.write_string(1, column, text).unwrap();
    }
    let more = book.add_worksheet().set_name("Außenstelle").unwrap();
    for row in 2..30 {
        more.write_string(row, 0, "Maier").unwrap();
        more.write_string(row, 3, (2100 + row).to_string()).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_without_titles_is_told_row_by_row() {
    let folder = tempfile::tempdir().unwrap();
    let book = workbook();
    let site = site(folder.path(), NUMBERS, "{staff: [list.xlsx]}", &[("list.xlsx", &book)]);
    let all = findings(&site);
    let told = of(&all, "sheet-skipped");
    assert_eq!(told.len(), 1, "{all:?}");
    assert!(en(told[0]).contains("rows not used: 28 (row 3 to 30), columns not used: 2 (A (28), D (28))"), "{told:?}");
    assert_eq!(told[0]["place"]["cell"], "Außenstelle!A3");
    let rows = told[0]["items"].as_array().unwrap();
    assert_eq!((rows.len(), rows[0].as_str()), (28, Some("A3:D3 (2)")));
    let human = run(&site, &["--lang", "en", "inventory", "check"]).expect(0).stdout;
    assert!(!human.contains("A17:D17") && human.contains("`--all` or `--format json` tells every name"), "{human}");
    assert!(run(&site, &["inventory", "check", "--all"]).expect(0).stdout.contains("A17:D17 (2)"));
    let sarif = run(&site, &["--format", "sarif", "inventory", "check"]).expect(0).json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let skipped = results.iter().find(|result| result["ruleId"] == "inventory/sheet-skipped").unwrap();
    assert_eq!(skipped["properties"]["items"].as_array().map(Vec::len), Some(28));
}

#[test]
fn a_mapping_without_header_tells_columns_that_it_does_not_name() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = "what: extensions\nheader_row: none\ncolumns:\n  extension: {position: 1}\n  name: {position: 3}\n  room: {position: 9}\n";
    let list = "2001;x;Huber;blau\n2002;;Maier;\n2003;y;Groß;rot\n";
    let files: [(&str, &[u8]); 2] = [("list.csv", list.as_bytes()), ("m.yaml", mapping.as_bytes())];
    let site = site(folder.path(), NUMBERS, "{exports: [{file: list.csv, mapping: m.yaml}]}", &files);
    let all = findings(&site);
    let told = of(&all, "column-unused");
    assert_eq!(told.len(), 1, "{all:?}");
    assert_eq!(en(told[0]), "columns not read (2), with the number of their cells: 2 (2), 4 (2)");
    assert_eq!((&told[0]["place"]["line"], &told[0]["place"]["column"]), (&Value::from(1), &Value::from(6)));
    let missing = of(&all, "mapping-column-missing");
    assert_eq!(missing.len(), 1, "{all:?}");
    assert_eq!(en(missing[0]), "the list has no column 9; its widest row has 4");
    assert_eq!((&missing[0]["place"]["file"], &missing[0]["place"]["line"]), (&Value::from("m.yaml"), &Value::from(6)));
}

#[test]
fn a_rule_of_a_mapping_that_can_never_hold_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = "what: extensions\ncolumns: {extension: Nst, name: Bezeichnung}\nfill_down: [room]\nkinds:\n  - {field: kind, text: Fax, kind: fax}\n\
                   \x20 - {field: Bezeichnung, text: Fax, kind: fax}\n  - {field: nam, text: Fax, kind: fax}\n  - {text: Fax, kind: fax}\n";
    let files: [(&str, &[u8]); 2] = [("list.csv", b"Nst;Bezeichnung\n2001;Fax\n"), ("m.yaml", mapping.as_bytes())];
    let site = site(folder.path(), NUMBERS, "{exports: [{file: list.csv, mapping: m.yaml}]}", &files);
    let ended = run(&site, &["--lang", "en", "inventory", "import"]).expect(2).stderr;
    for words in [
        "m.yaml:3:13: error[inventory/mapping-rule-without-column]: `fill_down` looks at `room`, which no column",
        "m.yaml:5:13: error[inventory/mapping-rule-without-column]: `kinds` looks at `kind`, which no column",
        "m.yaml:6:13: error[inventory/mapping-key-unknown]: there is no field `Bezeichnung`",
        "write `name`, which the column `Bezeichnung` gives",
        "m.yaml:7:13: error[inventory/mapping-key-unknown]: there is no field `nam`",
        "`name` may be meant",
    ] {
        assert!(ended.contains(words), "{words}\n{ended}");
    }
    assert!(!ended.contains("m.yaml:8"), "`name` is there: {ended}");
}

#[test]
fn function_rows_are_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let staff =
        "Name;Vorname;Durchwahl;Zimmer\nHuber;Anna;2001;1\nFax Poststelle;;2090;2\nAufzug Notruf;;2091;3\nKopierer EG;;;4\n";
    let site = site(folder.path(), NUMBERS, "{staff: [staff.csv]}", &[("staff.csv", staff.as_bytes())]);
    let all = findings(&site);
    // With a number: in the list of those that stay. Without: in the row.
    let listed: Vec<&str> = of(&all, "function-in-staff-list").into_iter().map(en).collect();
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert!(listed[0].contains("Kopierer EG"), "{listed:?}");
    let stay = of(&all, "not-migrated");
    assert_eq!(stay.len(), 2, "{all:?}");
    let human = run(&site, &["--lang", "en", "inventory", "check"]).expect(0).stdout;
    assert_eq!(human.matches("Fax Poststelle").count(), 2, "its name and the reason, in one line: {human}");
    assert!(human.contains("`2090` Fax Poststelle: a list calls it `Fax Poststelle`"), "{human}");
}

#[test]
fn one_finding_tells_the_password_that_everybody_has() {
    let folder = tempfile::tempdir().unwrap();
    let user = |id: u32| {
        format!("<user id=\"{id}\"><params><param name=\"password\" value=\"$${{default_password}}\"/></params></user>\n")
    };
    let users: String = (2001..2009).map(user).collect();
    let xml = format!(
        "<document type=\"freeswitch/xml\"><section name=\"directory\"><domain name=\"amt.example\"><groups><group name=\"default\"><users>\n{users}</users></group></groups></domain></section></document>\n"
    );
    let files: [(&str, &[u8]); 1] = [("directory.xml", xml.as_bytes())];
    let site = site(folder.path(), NUMBERS, "{exports: [directory.xml]}", &files);
    let about = |all: &[Value]| -> Vec<String> {
        let passwords =
            ["default-password", "secret-not-exported", "secret-obvious", "secret-reused", "secret-weak", "variable-unknown"];
        all.iter()
            .filter(|f| passwords.iter().any(|p| f["code"].as_str().unwrap().ends_with(p)))
            .map(|f| en(f).to_owned())
            .collect()
    };
    let unknown = about(&findings(&site));
    assert_eq!(unknown.len(), 1, "{unknown:?}");
    assert!(unknown[0].contains("has no value in the export and is `1234` as shipped: 8 (`2001`, …)"), "{unknown:?}");
    fs::write(site.join("vars.xml"), "<include>\n<X-PRE-PROCESS cmd=\"set\" data=\"default_password=1234\"/>\n</include>\n")
        .unwrap();
    let known = about(&findings(&site));
    assert_eq!(known.len(), 1, "{known:?}");
    assert!(known[0].contains("`$${default_password}` as shipped: 8"), "{known:?}");
}

#[test]
fn a_number_that_nobody_can_dial_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let phones = include_str!("../formats/cisco-bat-phones/phones.csv");
    assert!(phones.contains(",*21,"), "the sample has a line for a forward");
    let site = site(folder.path(), NUMBERS, "{exports: [phones.csv]}", &[("phones.csv", phones.as_bytes())]);
    let about: Vec<String> = findings(&site).iter().filter(|f| en(f).contains("`*21`")).map(|f| f["code"].to_string()).collect();
    assert_eq!(about, ["\"inventory/extension-not-dialable\""]);
}

#[test]
fn long_lists_are_whole_in_json() {
    let folder = tempfile::tempdir().unwrap();
    let titles: String = (0..60).map(|n| format!(";Spalte {n}")).collect();
    let mut staff = format!("Name;Vorname;Durchwahl{titles}\n");
    for n in 0..40 {
        let _ = writeln!(staff, "Huber{n};Anna;{}{}", 2000 + n, ";".repeat(60));
    }
    let site = site(folder.path(), NUMBERS, "{staff: [staff.csv]}", &[("staff.csv", staff.as_bytes())]);
    let all = findings(&site);
    assert_eq!(of(&all, "column-unused")[0]["items"].as_array().map(Vec::len), Some(60));
    assert_eq!(of(&all, "department-missing")[0]["items"].as_array().map(Vec::len), Some(40));
    let cut = run(&site, &["--lang", "en", "inventory", "check"]).expect(0).stdout;
    assert!(!cut.contains("Spalte 59") && cut.contains("cut short above: 2; `--all` or `--format json`"), "{cut}");
    let whole = run(&site, &["--lang", "en", "inventory", "check", "--all"]).expect(0).stdout;
    assert!(whole.contains("`Spalte 59`") && whole.contains("`Anna Huber39`"), "{whole}");
}

#[test]
fn what_is_not_shown_of_unusable_sources_is_whole_in_json() {
    let folder = tempfile::tempdir().unwrap();
    let endpoints: String = (0..60).map(|n| format!("[name{n}]\ntype=endpoint\nallow=alaw\n")).collect();
    let site = site(folder.path(), NUMBERS, "{asterisk: pbx}", &[("pbx/pjsip.conf", endpoints.as_bytes())]);
    let human = run(&site, &["--lang", "en", "inventory", "import"]).expect(2).stderr;
    assert!(human.contains("further findings") && human.contains("`--format json` has all"), "{human}");
    let json = run(&site, &["--json", "inventory", "import"]).expect(2).json();
    assert_eq!(of(json["findings"].as_array().unwrap(), "endpoint-not-a-number").len(), 60);
}

#[test]
fn a_folder_of_trunks_is_imported_with_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let trunks = "[amt]\ntype=endpoint\naors=amt\noutbound_auth=amt\nallow=alaw\n[amt]\ntype=aor\ncontact=sip:sip.example.net\n\
                  [amt]\ntype=auth\nusername=u\npassword=kV3x-99Lq-77zP\n[amt]\ntype=registration\nserver_uri=sip:sip.example.net\n\
                  client_uri=sip:u@sip.example.net\noutbound_auth=amt\nendpoint=amt\n";
    let site = site(folder.path(), NUMBERS, "{asterisk: pbx}", &[("pbx/pjsip.conf", trunks.as_bytes())]);
    let import = run(&site, &["--lang", "en", "inventory", "import"]).expect(0);
    assert!(
        import.stdout.contains("0 extensions") && import.stdout.contains("warning[inventory/nobody-to-move]"),
        "{}",
        import.all()
    );
    assert!(site.join("out/inventory.json").exists());
    let all = findings(&site);
    let trunk = of(&all, "endpoint-not-a-number");
    assert_eq!(trunk.len(), 1, "{all:?}");
    assert!(en(trunk[0]).contains("is not migrated (a trunk: "), "{trunk:?}");
    // A telephone without a number beside it is no trunk: then the folder may be the wrong one.
    fs::write(site.join("pbx/pjsip.conf"), format!("{trunks}[hans]\ntype=endpoint\nallow=alaw\n")).unwrap();
    let refused = run(&site, &["--lang", "en", "inventory", "import"]).expect(2).stderr;
    assert!(refused.contains("inventory/no-extension"), "{refused}");
}

#[test]
fn an_inventory_needs_numbers_and_sources_only() {
    let folder = tempfile::tempdir().unwrap();
    let staff = "Name;Vorname;Durchwahl\nHuber;Anna;2001\n";
    let site = site(folder.path(), NUMBERS, "{staff: [staff.csv]}", &[("staff.csv", staff.as_bytes())]);
    run(&site, &["inventory", "import"]).expect(0);
    run(&site, &["inventory", "show", "2001"]).expect(0);
    run(&site, &["inventory", "check"]).expect(0);
    let refused = run(&site, &["--lang", "en", "plan"]).expect(2).stderr;
    for words in [
        "deskshift.yaml:1:1: error[policy/missing-key]: `pbx` is missing",
        "add `pbx: {kind: asterisk, domain: pbx.example, registrars: {tls: pbx.example}}`",
        "`clients` is missing",
        "add `clients: [{client: linphone-xml}]`",
    ] {
        assert!(refused.contains(words), "{words}\n{refused}");
    }
    // What stands there is checked by every command.
    let policy = fs::read_to_string(site.join("deskshift.yaml")).unwrap();
    fs::write(site.join("deskshift.yaml"), format!("{policy}pbx: {{domain: pbx.example}}\n")).unwrap();
    let refused = run(&site, &["--lang", "en", "inventory", "check"]).expect(2).stderr;
    assert!(refused.contains("`pbx.registrars` is missing") && !refused.contains("clients"), "{refused}");
}

#[test]
fn limits_can_be_raised_and_lowered() {
    let folder = tempfile::tempdir().unwrap();
    let mut staff = String::from("Name;Vorname;Durchwahl\n");
    for n in 0..1500 {
        let _ = writeln!(staff, "Huber{n};Anna;{}", 2000 + n);
    }
    let sources = "{staff: [staff.csv]}";
    let small = format!("{NUMBERS}limits: {{rows: 1000}}\n");
    let site = site(folder.path(), &small, sources, &[("staff.csv", staff.as_bytes())]);
    let refused = run(&site, &["--lang", "en", "inventory", "import"]).expect(2).stderr;
    assert!(refused.contains("more than 1000 rows") && refused.contains("`limits: {rows: …, file_mb: …}`"), "{refused}");
    fs::write(site.join("deskshift.yaml"), format!("{NUMBERS}limits: {{rows: 2000, file_mb: 1}}\nsources: {sources}\n")).unwrap();
    run(&site, &["inventory", "import"]).expect(0);
    // A file beyond the megabyte is refused before it is read; a larger limit lets it in.
    fs::write(site.join("staff.csv"), format!("{staff}{}\n", ";".repeat(2 << 20))).unwrap();
    let refused = run(&site, &["--lang", "en", "inventory", "import"]).expect(2).stderr;
    assert!(refused.contains("store/too-large") && refused.contains("`limits: {file_mb: …}`"), "{refused}");
    let mut staff = String::from("Name;Vorname;Durchwahl\n");
    staff += &";;\n".repeat(201_000);
    staff += "Huber;Anna;2001\n";
    fs::write(site.join("staff.csv"), staff).unwrap();
    fs::write(site.join("deskshift.yaml"), format!("{NUMBERS}sources: {sources}\n")).unwrap();
    let refused = run(&site, &["--lang", "en", "inventory", "import"]).expect(2).stderr;
    assert!(refused.contains("more than 200000 rows"), "{refused}");
    fs::write(site.join("deskshift.yaml"), format!("{NUMBERS}limits: {{rows: 300000}}\nsources: {sources}\n")).unwrap();
    let import = run(&site, &["--lang", "en", "inventory", "import"]).expect(0);
    assert!(import.stdout.contains("1 person in"), "{}", import.stdout);
}

/// What files that include themselves hold cannot be told, so nothing of them is taken.
#[test]
fn a_directory_that_includes_itself_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let directory = "<domain name=\"d.example\">\n<users>\n<user id=\"2001\"><params><param name=\"password\" value=\"kV3x-99Lq-77zP\"/></params></user>\n\
        <X-PRE-PROCESS cmd=\"include\" data=\"default.xml\"/>\n</users>\n</domain>\n";
    let policy = format!("{REST}{NUMBERS}");
    let site = site(folder.path(), &policy, "{exports: [default.xml]}", &[("default.xml", directory.as_bytes())]);
    let ended = run(&site, &["--lang", "en", "inventory", "import"]).expect(2);
    assert!(ended.stderr.contains("default.xml:4:1: error[inventory/xml-include-loop]"), "{}", ended.stderr);
    assert!(!site.join("out/inventory.json").exists());
}
