//! Exports as they come from spreadsheets and hurried hands: few columns, lost zeros, dates, nothing at all.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::big_workbook;
use crate::support::{command, finish, run};

const REST: &str = "name: Amt\npbx: {domain: pbx.example, registrars: {tls: pbx.example}}\nclients: [{client: baresip}]\n\
                    roster: {horizon: {from: 2027-03-01, holidays: {land: BY}}}\n\
                    numbers: {area: \"089\", head: \"99998\", extension_lengths: [3, 4]}\n";

fn site(folder: &Path, more: &str, sources: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let site = folder.join("site");
    fs::create_dir_all(&site).unwrap();
    for (name, bytes) in files {
        fs::write(site.join(name), bytes).unwrap();
    }
    fs::write(site.join("deskshift.yaml"), format!("{REST}{more}sources: {sources}\n")).unwrap();
    site
}

/// Code, place and English words of the findings.
fn told(site: &Path) -> Vec<(String, String, String)> {
    let checked = run(site, &["--json", "inventory", "check"]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = checked.json()["findings"].as_array().unwrap_or_else(|| panic!("{}", checked.all())).clone();
    let place = |found: &Value| {
        let part = |name: &str| found["place"][name].as_u64().unwrap_or(0);
        format!("{}:{}:{}", found["place"]["file"].as_str().unwrap_or_default(), part("line"), part("column"))
    };
    all.iter().map(|found| (text(&found["code"]), place(found), text(&found["what"]["en"]))).collect()
}

#[test]
fn five_columns_of_freepbx_keep_their_passwords() {
    let folder = tempfile::tempdir().unwrap();
    let bulk = "extension,name,tech,secret,dial\n201,\"Huber, Anna\",pjsip,kV3x-99Lq-77zP,PJSIP/201\n";
    let site = site(folder.path(), "", "{exports: [bulk.csv]}", &[("bulk.csv", bulk.as_bytes())]);
    run(&site, &["inventory", "import"]);
    let inventory = fs::read_to_string(site.join("out/inventory.json")).unwrap();
    assert!(inventory.contains("freepbx/bulk") && !inventory.contains("kV3x-99Lq-77zP"), "{inventory}");
    assert!(fs::read_to_string(site.join("out/secrets.json")).unwrap().contains("kV3x-99Lq-77zP"));
    let guessed = run(&site, &["--lang", "de", "inventory", "guess", "bulk.csv"]).expect(0);
    assert!(guessed.stderr.contains("(FreePBX Bulk Handler, Nebenstellen)"), "{}", guessed.stderr);
}

#[test]
fn service_numbers_are_no_extensions_behind_any_prefix() {
    for (prefix, numbers) in
        [("0", ["00112", "0049112", "089110"]), ("9", ["0112", "9112", "90110"]), ("", ["0112", "00110", "0049115"])]
    {
        let folder = tempfile::tempdir().unwrap();
        let mut bulk = String::from("extension,name,tech,secret\n");
        for number in numbers {
            bulk += &format!("{number},\"Huber, Anna\",pjsip,kV3x-99Lq-{number}\n");
        }
        let site = site(folder.path(), "", "{exports: [bulk.csv]}", &[("bulk.csv", bulk.as_bytes())]);
        let policy = fs::read_to_string(site.join("deskshift.yaml")).unwrap();
        fs::write(
            site.join("deskshift.yaml"),
            policy.replace("numbers: {", &format!("numbers: {{outside_prefix: \"{prefix}\", ")),
        )
        .unwrap();
        run(&site, &["inventory", "import"]).expect(1);
        let all = told(&site);
        let found = all.iter().filter(|(code, ..)| code == "inventory/extension-is-service-number").count();
        assert_eq!(found, 3, "{prefix:?} {all:?}");
    }
}

#[test]
fn numbers_that_spreadsheets_spoilt_are_told_once_and_for_what_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let staff = "Name;Vorname;Durchwahl\nHuber;Anna;208 (Handy 0171 1234567)\nMaier;Uwe;12.05.2024\nGroß;Ida;03. Jan\n";
    let bulk = "extension,name,tech,secret\n101.0,Weiß,pjsip,kV3x-99Lq-77zP\n208,\"Huber, Anna\",pjsip,9Lq77zPkV3x99\n";
    let files: [(&str, &[u8]); 2] = [("staff.csv", staff.as_bytes()), ("bulk.csv", bulk.as_bytes())];
    let site = site(folder.path(), "", "{exports: [bulk.csv], staff: [staff.csv]}", &files);
    let all = told(&site);
    let at = |place: &str| {
        let here = all.iter().filter(|(_, at, _)| at == place);
        here.map(|(code, _, en)| format!("{}: {en}", code.trim_start_matches("inventory/"))).collect::<Vec<_>>()
    };
    assert_eq!(
        at("staff.csv:2:12"),
        ["number-several: `208 (Handy 0171 1234567)` holds several numbers; the first was used, not `+491711234567`"]
    );
    for (place, value) in [("staff.csv:3:11", "12.05.2024"), ("staff.csv:4:10", "03. Jan")] {
        let expected = format!(
            "number-became-date: `{value}` looks like a date, as a spreadsheet makes it of a number; no extension was taken"
        );
        assert_eq!(at(place), [expected]);
    }
    let expected =
        "number-not-understood: `101.0` is a number with decimals, as a spreadsheet writes it; it was not taken as an extension";
    assert_eq!(at("bulk.csv:2:1"), [expected]);
    run(&site, &["inventory", "check"]).expect(1);
}

#[test]
fn a_table_without_leading_zeros_is_told_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = String::from("Personalnr;Name;Vorname;Durchwahl\n");
    let mut second = first.clone();
    for n in 1..=30 {
        first += &format!("{n:06};Huber{n};Anna;0{}\n", 200 + n);
        second += &format!("{n};Huber{n};Anna;{}\n", 200 + n);
    }
    let files: [(&str, &[u8]); 2] = [("a.csv", first.as_bytes()), ("b.csv", second.as_bytes())];
    let site = site(folder.path(), "", "{staff: [a.csv, b.csv]}", &files);
    let all = told(&site);
    let zeros: Vec<&String> = all.iter().filter(|(code, ..)| code.contains("zero")).map(|(.., en)| en).collect();
    assert_eq!(zeros.len(), 2, "{all:?}");
    assert!(zeros.iter().any(|en| {
        en.starts_with("staff numbers of 1 to 2 digits, where another source has 6 with leading zeros: 30 (`1` for `000001`")
    }));
    assert!(zeros.iter().any(|en| en.contains("extensions of 3 digits") && en.contains("30 (`201` for `0201`")), "{zeros:?}");
    // The same for what comes back from people.
    run(&site, &["inventory", "import"]);
    run(&site, &["inventory", "export", "--csv", "tables"]).expect(0);
    let table = fs::read_to_string(site.join("tables/persons.csv")).unwrap();
    fs::write(site.join("tables/persons.csv"), table.replace("\n0000", "\n").replace("\n0", "\n")).unwrap();
    let back = run(&site, &["inventory", "diff", "tables/persons.csv"]);
    assert!(back.all().contains("keys of 1 to 2 digits, where the inventory has 6 with leading zeros: 30"), "{}", back.all());
    assert!(!back.all().contains("the inventory has no such row"), "{}", back.all());
}

#[test]
fn files_with_nothing_in_them_are_said_to_be_empty() {
    for (bytes, words) in [
        (&b""[..], "the file is empty: it has 0 bytes"),
        (b"\xEF\xBB\xBF", "the file is empty but for a byte order mark"),
        (b"\xFF\xFE", "the file is empty but for a byte order mark"),
        (b" \r\n\t\n", "the file is empty but for blanks and line ends"),
        (b"\xFF\xFE \0\r\0\n\0", "the file is empty but for blanks and line ends"),
    ] {
        for sources in
            ["{exports: [x.csv]}", "{staff: [x.csv]}", "{accounts: [x.csv]}", "{exports: [{file: x.csv, format: kamailio/sql}]}"]
        {
            let folder = tempfile::tempdir().unwrap();
            let site = site(folder.path(), "", sources, &[("x.csv", bytes)]);
            let import = run(&site, &["--lang", "en", "inventory", "import"]).expect(2);
            assert!(import.stderr.contains(words), "{sources}: {}", import.stderr);
        }
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x.csv"), bytes).unwrap();
        let guess = run(folder.path(), &["--lang", "en", "inventory", "guess", "x.csv"]).expect(2);
        assert!(guess.stderr.contains(words), "{}", guess.stderr);
    }
}

#[test]
fn files_with_titles_only_are_said_to_have_no_more() {
    for (sources, titles, words) in [
        ("{exports: [x.csv]}", "extension,name,tech,secret\n", "only the row with the column titles is in it"),
        ("{exports: [x.csv]}", "Name;Vorname;Durchwahl\r\n\r\n", "only the row with the column titles is in it"),
        ("{staff: [x.csv]}", "Name;Vorname;Durchwahl\n", "the list has column titles but no people"),
        ("{accounts: [x.csv]}", "Nebenstelle;Anmeldename;Kennwort\n", "the list has column titles but no logins"),
        ("{exports: [{file: x.csv, format: devices/list}]}", "MAC;Modell\n", "only the row with the column titles is in it"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let site = site(folder.path(), "", sources, &[("x.csv", titles.as_bytes())]);
        let check = run(&site, &["--lang", "en", "inventory", "check"]);
        assert!(check.all().contains(words), "{sources} {titles}: {}", check.all());
    }
}

/// As many rows as the format has. Takes minutes without optimisation: `cargo test --test it -- --ignored of_a_million_rows`.
#[test]
#[ignore = "takes minutes in a debug build"]
fn a_workbook_of_a_million_rows_comes_in_whole_or_is_refused() {
    let people = big_workbook::MOST_ROWS - 1;
    let bytes = big_workbook::workbook(people);
    let folder = tempfile::tempdir().unwrap();
    let import = |limits: &str| {
        let site = site(folder.path(), limits, "{exports: [x.xlsx]}", &[("x.xlsx", &bytes)]);
        let mut import = command(&site, &["--lang", "en", "--json", "inventory", "import"]);
        import.env("DESKSHIFT_LOG", "off");
        finish(import, std::time::Duration::from_secs(1200))
    };
    let refused = import("").expect(2);
    assert!(refused.all().contains("file_mb"), "{}", refused.all());
    let one_short = import("limits: {rows: 1048575, file_mb: 1024}\n").expect(2);
    assert!(one_short.all().contains("more than 1048575 rows"), "{}", one_short.all());
    let whole = import("limits: {rows: 1048576, file_mb: 1024}\n");
    assert_eq!(whole.json()["persons"].as_u64(), Some(people as u64));
}

/// Notes of one class: place and English words.
fn of_class(all: &[(String, String, String)], code: &str) -> Vec<(String, String)> {
    all.iter().filter(|told| told.0 == code).map(|(_, at, what)| (at.clone(), what.clone())).collect()
}

#[test]
fn a_folder_and_a_pattern_name_many_files() {
    let folder = tempfile::tempdir().unwrap();
    let bulk = |number: u32| format!("extension,name,tech,secret\n{number},\"Huber, Anna\",pjsip,kV3x-99Lq-{number}\n");
    let (first, second, third) = (bulk(201), bulk(202), bulk(203));
    let mapping = "version: 1\nwhat: extensions\nheader_row: 1\ncolumns:\n  - {title: extension, field: extension}\n";
    let files: [(&str, &[u8]); 1] = [("m.yaml", mapping.as_bytes())];
    let site = site(
        folder.path(),
        "",
        "{exports: [bulk, \"ph*/*.csv\", {file: phones/own.csv, format: freepbx/bulk}, \"liste [1]*.csv\"]}",
        &files,
    );
    for (name, text) in [
        ("bulk/b.csv", second.as_str()),
        ("bulk/a.csv", first.as_str()),
        ("bulk/.hidden.csv", "x"),
        ("bulk/~$a.csv", "x"),
        ("bulk/old/a.csv", "x"),
        ("phones/own.csv", third.as_str()),
    ] {
        let path = site.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    // A pattern that fits nothing is an error, and nothing is imported.
    let refused = run(&site, &["inventory", "import"]).expect(2);
    assert!(
        refused.stderr.contains("liste [1]*.csv: error[inventory/sources-named]: no file is there by this name"),
        "{}",
        refused.stderr
    );
    assert!(!site.join("out/inventory.json").exists());
    // One whose signs are in the name of a file is that file.
    fs::write(site.join("liste [1]*.csv"), bulk(204)).unwrap();
    run(&site, &["inventory", "import"]);
    let inventory: Value = serde_json::from_str(&fs::read_to_string(site.join("out/inventory.json")).unwrap()).unwrap();
    let sources: Vec<&str> =
        inventory["body"]["sources"].as_array().unwrap().iter().map(|source| source["file"].as_str().unwrap()).collect();
    assert_eq!(sources, ["bulk/a.csv", "bulk/b.csv", "phones/own.csv", "liste [1]*.csv"]);
    let left_out = of_class(&told(&site), "inventory/folder-part-left-out");
    let words = "not read here, because they are folders, hidden or left by programs: 3: `.hidden.csv`, `old/`, `~$a.csv`";
    assert_eq!(left_out, [("bulk:0:0".to_owned(), words.to_owned())]);
}

#[test]
fn a_folder_of_asterisk_is_named_for_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(folder.path(), "", "{exports: [pbx]}", &[]);
    fs::create_dir(site.join("pbx")).unwrap();
    fs::write(site.join("pbx/pjsip.conf"), "[201]\ntype=endpoint\n").unwrap();
    let refused = run(&site, &["inventory", "import"]).expect(2);
    assert!(refused.stderr.contains("sources: {asterisk: pbx}"), "{}", refused.stderr);
}

#[test]
fn tabs_and_line_breaks_within_cells_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let staff = "Name;Vorname;Durchwahl;Zimmer\n\"Huber\tMaier\";Anna;208;\"1.01\nAltbau\"\nGroß  Klein;Ida;209;1.02\n";
    let site = site(folder.path(), "", "{staff: [staff.csv]}", &[("staff.csv", staff.as_bytes())]);
    run(&site, &["inventory", "import"]);
    let at: Vec<String> = of_class(&told(&site), "inventory/cell-broken-into-lines").into_iter().map(|(at, _)| at).collect();
    // Two blanks are no news.
    assert_eq!(at, ["staff.csv:2:1"]);
    let lines: Vec<String> = of_class(&told(&site), "inventory/cell-line-break").into_iter().map(|(at, _)| at).collect();
    assert_eq!(lines, ["staff.csv:2:24"]);
}
