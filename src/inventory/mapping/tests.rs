use super::field::MappedField;
use super::guess::guess;
use super::*;
use crate::domain::SecretState;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats::Given;
use crate::inventory::model::{AuthState, ExtensionEntry};
use crate::inventory::reading::Reading;
use crate::inventory::table::ListFile;
use crate::policy::site::Numbers;
use crate::random::Random;
use crate::store::yaml;

fn plan() -> Numbers {
    Numbers::new("49", "89", "99998").lengths([3, 4])
}

pub(super) fn parsed(text: &str) -> Parsed {
    yaml::read_mapping("m.yaml", text.as_bytes())
}

fn mapping(text: &str) -> Mapping {
    let parsed = parsed(text);
    let findings = told(&parsed.findings);
    parsed.mapping.unwrap_or_else(|| panic!("{findings:?}"))
}

pub(super) fn apply(text: &str, file: &str, bytes: &[u8]) -> Reading {
    let list = ListFile::new(file, bytes);
    read(&mapping(text), &Given { list, plan: &plan(), files: &MemoryFiles::new() })
}

pub(super) fn told(findings: &[crate::diag::Finding]) -> Vec<String> {
    let place = |f: &crate::diag::Finding| f.place.as_ref().map(ToString::to_string).unwrap_or_default();
    findings.iter().map(|f| format!("{} {}[{}] {}", place(f), f.severity.as_str(), f.code, f.what.en)).collect()
}

fn people(reading: &Reading) -> Vec<String> {
    reading
        .people
        .iter()
        .map(|entry| {
            let p = &entry.person;
            format!(
                "{} | {} | {} | {} | {} | {}",
                p.last.value,
                p.first.as_ref().map_or("-", |v| v.value.as_str()),
                p.extension.as_ref().map_or("-", |v| v.value.as_str()),
                p.department.as_ref().map_or("-".to_owned(), |v| format!("{} {}", v.value, v.at)),
                p.room.as_ref().map_or("-", |v| v.value.as_str()),
                p.last.at
            )
        })
        .collect()
}

pub(super) fn extensions(reading: &Reading) -> Vec<String> {
    reading
        .extensions
        .iter()
        .map(|e: &ExtensionEntry| {
            let name = e.name.as_ref().map_or("-", |name| name.value.as_str());
            format!("{} {:?} {name} ({}) {}", e.number, e.kind, e.kind_reason.en, e.at)
        })
        .collect()
}

#[test]
fn a_list_of_people_by_titles_positions_and_parts() {
    let text = "\
version: 1
what: people
delimiter: '|'
header_row: 3
skip: ['Summe*', '--*']
columns:
  last: {title: Wer, split: '/', part: 1}
  first: {title: Wer, split: '/', part: last}
  extension: {position: 2}
  department: Wo
  room: Platz
fill_down: [department]
constants: {building: Haus 1}
kinds:
  - {field: last, text: '*Kopierer*', kind: function}
";
    let list = "Liste\n\nWer|Nr|Wo|Platz|Rest\nMüller/Hans|101|Bauamt|2.14|x\nWeiß/Jörg|102||2.15|\n---|||\n\nHuber/Anna|103||2.16|\nKopierer/EG|399|||\nSumme 4||||\n";
    let reading = apply(text, "a.txt", list.as_bytes());
    assert_eq!(
        people(&reading),
        [
            "Müller | Hans | 101 | Bauamt a.txt:4:17 | Haus 1 / 2.14 | a.txt:4:1",
            "Weiß | Jörg | 102 | Bauamt a.txt:4:17 | Haus 1 / 2.15 | a.txt:5:1",
            "Huber | Anna | 103 | - | Haus 1 / 2.16 | a.txt:8:1",
        ]
    );
    assert_eq!(reading.functions.len(), 1);
    assert_eq!(reading.functions[0].extension.as_ref().map(|e| e.value.as_str()), Some("399"));
    assert_eq!(
        told(&reading.findings),
        [
            "a.txt:3:17 warning[inventory/column-unused] columns not read (1): `Rest`; kept as `extra`",
            "a.txt:6:1 note[inventory/mapping-rows-skipped] rows left out by `skip`: 2",
            "a.txt:5:1 note[inventory/value-inherited] values taken from a cell above: 1, the first: `Bauamt` (a.txt:4:17)",
            "a.txt:9:1 note[inventory/function-in-staff-list] `Kopierer` is a function and no person: mapping: `last` is `*Kopierer*`",
        ]
    );
    assert_eq!((reading.sources[0].importer.as_str(), reading.sources[0].records), ("mapping:m.yaml", 4));
}

#[test]
fn extensions_with_logins_keep_their_passwords() {
    let text = "what: extensions\ncolumns:\n  extension: Extension\n  name: Full Name\n  password: Password\n  mac: MAC\n";
    let list = "Extension,Full Name,Password,MAC\n101,Hans Müller,hunter2!, \n102,Fax Poststelle,,0000.5e00.5301\n101,Again,x,\nhunter3!,Anna,x,\n,Nobody,x,\n";
    let reading = apply(text, "a.csv", list.as_bytes());
    assert_eq!(
        extensions(&reading),
        [
            "101 Person Hans Müller (name reads like a person's) a.csv:2:1",
            "102 Fax Fax Poststelle (name contains `Fax`) a.csv:3:1"
        ]
    );
    let secret = |at: usize| match &reading.extensions[at].account.as_ref().expect("an account").auth {
        AuthState::Present { secret, .. } => secret.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!((secret(0).state, secret(0).key.as_str()), (SecretState::Present, "pbx/mapping/a.csv/101"));
    assert_eq!(reading.secrets.get(&secret(0)).map(|secret| secret.expose().to_owned()).as_deref(), Some("hunter2!"));
    assert_eq!(secret(1).state, SecretState::Unavailable);
    let findings = told(&reading.findings);
    assert_eq!(
        findings,
        [
            "a.csv:4:1 error[inventory/mapping-extension-twice] extension `101` stands here a second time; the first row was used",
            "a.csv:5:1 error[inventory/number-not-understood] the number of `Anna` is no extension; the row was not used",
            "a.csv:6:2 error[inventory/number-not-understood] the row has no number; it was not used",
        ]
    );
    assert!(!format!("{reading:?}").contains("hunter"), "no password in any output");
}

#[test]
fn devices_take_the_same_way_as_a_list_of_devices() {
    let text =
        "what: devices\ncolumns: {label: Nummer, serial: Kennung, mac: Adresse, model: Was}\nconstants: {vendor: Lenovo}\n";
    let reading =
        apply(text, "a.csv", "Nummer;Kennung;Adresse;Was\nN1;S1;00-00-5E-00-53-01;ThinkPad\nN1;S2;;ThinkPad\n".as_bytes());
    let ids: Vec<&str> = reading.devices.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["00:00:5e:00:53:01", "N1"]);
    assert_eq!(reading.devices[1].vendor.as_ref().map(|v| v.value.as_str()), Some("Lenovo"));
    assert_eq!(
        told(&reading.findings),
        ["a.csv:3:1 error[inventory/device-label-twice] label `N1` stands at two devices; both were kept"]
    );
}

const PRINT: &str = "\
list station                                                      Page   1

                                 STATIONS

Ext/         Port/   Name/                    Room/       Cv1/ COR/      Cable/
 Hunt-to      Type     Surv GK NN    Move      Data Ext   Cv2  COS TN    Jack

1001         S00012  Huber, Anna              2.14        1    1
              9608                    no                        1   1
1002         S00013  Fax Poststelle           EG 1        1    1
              2500                    no                        1   1
\u{c}list station                                                      Page   2
Ext/         Port/   Name/                    Room/       Cv1/ COR/      Cable/
 Hunt-to      Type     Surv GK NN    Move      Data Ext   Cv2  COS TN    Jack

stray line of something
1003         S00014  Weiss, Joerg             2.15        1    1
1004         S00015  Celik, Emine             2.16        1    1
              9608                    no                        1   1
1005         S00016  Cut
";

#[test]
fn a_print_of_two_lines_for_each_record() {
    let text = shipped::by_name("avaya-cm-list-station").expect("shipped");
    let reading = apply(text, "stations.txt", PRINT.as_bytes());
    assert_eq!(
        extensions(&reading),
        [
            "1001 Person Huber, Anna (name reads like a person's) stations.txt:8:1",
            "1002 Analog Fax Poststelle (mapping: `kind` is `2500`) stations.txt:10:1",
            "1004 Person Celik, Emine (name reads like a person's) stations.txt:18:1",
        ]
    );
    assert_eq!(
        told(&reading.findings),
        [
            "stations.txt note[inventory/mapping-unconfirmed] read by the mapping `Avaya CM, list station`, which was never tried on a real export",
            "stations.txt:16:1 error[inventory/mapping-line-lost] the line belongs to no record; left out",
            "stations.txt:17:1 error[inventory/mapping-line-lost] the line belongs to no record; left out",
            "stations.txt:20:1 error[inventory/mapping-line-lost] the line belongs to no record; left out",
            "stations.txt:1:1 note[inventory/mapping-rows-skipped] rows left out by `skip`: 7",
        ]
    );
}

#[test]
fn every_shipped_mapping_is_right_in_form_and_unconfirmed() {
    for (name, text) in shipped::ALL {
        let parsed = yaml::read_mapping(name, text.as_bytes());
        assert!(parsed.findings.is_empty(), "{name}: {:?}", told(&parsed.findings));
        let mapping = parsed.mapping.expect("no findings");
        assert!(!mapping.confirmed && mapping.name.is_some(), "{name}");
    }
}

#[test]
fn all_complaints_come_at_once_with_line_and_column() {
    let text = "\
version: 2
wath: people
what: persons
header_row: 0
delimiter: ab
encoding: klingon
skip: ['*']
columns:
  lst: Name
  last: {title: Name, position: 2}
  first: {chars: 9-3}
  room: [Raum, {titel: x}]
fill_down: rooms
kinds:
  - {field: name, kind: fux}
";
    assert_eq!(
        told(&parsed(text).findings),
        [
            "m.yaml:1:10 error[inventory/mapping-value] `version` is `2`",
            "m.yaml:2:1 error[inventory/mapping-key-unknown] there is no key `wath` here",
            "m.yaml:3:7 error[inventory/mapping-value] `what` is `persons`",
            "m.yaml:4:13 error[inventory/mapping-value] `header_row` is `0`",
            "m.yaml:5:12 error[inventory/mapping-value] `delimiter` is `ab`",
            "m.yaml:6:11 error[inventory/mapping-value] `encoding` is `klingon`",
            "m.yaml:7:8 error[inventory/mapping-value] `skip` is `*`",
            "m.yaml:9:3 error[inventory/mapping-key-unknown] there is no field `lst`",
            "m.yaml:10:9 error[inventory/mapping-value] `last` is a map",
            "m.yaml:11:18 error[inventory/mapping-value] `chars` is `9-3`",
            "m.yaml:12:16 error[inventory/mapping-value] `room` is a map",
            "m.yaml:12:17 error[inventory/mapping-key-unknown] there is no key `titel` here",
            "m.yaml:13:12 error[inventory/mapping-value] `fill_down` is `rooms`",
            "m.yaml:15:5 error[inventory/mapping-incomplete] `text` is missing",
            "m.yaml:15:13 error[inventory/mapping-rule-without-column] `kinds` looks at `name`, which no column of the mapping gives",
            "m.yaml:15:25 error[inventory/mapping-value] `kind` is `fux`",
        ]
    );
    for (text, code) in [
        ("what: people\ncolumns: {room: Raum}\n", "inventory/mapping-incomplete"),
        ("what: devices\n", "inventory/mapping-incomplete"),
        ("- a\n", "inventory/mapping-value"),
        ("what: people\nlayout: table\ncolumns: {last: {chars: 1-5}}\n", "inventory/mapping-value"),
        ("what: [\n", "policy/yaml-syntax"),
    ] {
        let parsed = parsed(text);
        assert!(
            parsed.mapping.is_none() && parsed.findings.iter().any(|f| f.code.as_str() == code),
            "{text}: {:?}",
            told(&parsed.findings)
        );
    }
}

#[test]
fn a_list_without_the_titles_of_the_mapping_is_told() {
    let reading = apply("what: people\ncolumns: {last: Wer, room: Wo}\n", "a.csv", b"Name;Raum\nHuber;1\n");
    assert_eq!(told(&reading.findings), ["a.csv:1:1 error[inventory/header-missing] no row has the titles of the mapping"]);
    let reading = apply("what: people\nheader_row: 1\ncolumns: {last: Name, room: Wo}\n", "a.csv", b"Name;Raum\nHuber;1\n");
    assert_eq!(
        told(&reading.findings),
        [
            "m.yaml:3:29 error[inventory/mapping-column-missing] the list has no column `Wo`",
            "a.csv:1:6 warning[inventory/column-unused] columns not read (1): `Raum`; kept as `extra`",
        ]
    );
    assert_eq!(reading.people.len(), 1);
}

#[test]
fn workbooks_are_read_by_a_mapping_and_places_are_cells() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    page.set_name("Liste").expect("a name");
    let zeros = rust_xlsxwriter::Format::new().set_num_format("0000");
    for (row, (unit, who, number)) in [("Bauamt", "Müller, Hans", 201), ("", "Weiß, Jörg", 302)].into_iter().enumerate() {
        let row = row as u32 + 3;
        page.write(row, 1, unit).expect("a cell");
        page.write(row, 2, who).expect("a cell");
        page.write_with_format(row, 4, number, &zeros).expect("a cell");
    }
    page.write(2, 1, "Wo").expect("a cell").write(2, 2, "Wer").expect("a cell").write(2, 4, "Nr").expect("a cell");
    let bytes = book.save_to_buffer().expect("in memory");
    let text = "what: people\nfill_down: [department]\ncolumns: {department: Wo, name: Wer, extension: Nr}\n";
    let reading = apply(text, "a.xlsx", &bytes);
    assert_eq!(
        people(&reading),
        [
            "Müller | Hans | 0201 | Bauamt a.xlsx#Liste!B4 | - | a.xlsx#Liste!C4",
            "Weiß | Jörg | 0302 | Bauamt a.xlsx#Liste!B4 | - | a.xlsx#Liste!C5",
        ]
    );
}

#[test]
fn patterns_compare_without_case_and_in_bounded_time() {
    use super::model::Pattern;
    for (pattern, text, fits) in [
        ("Summe*", "summe 12", true),
        ("*fax*", "Telefax 3", true),
        ("a*b*c", "axxbyyc", true),
        ("a*b*c", "axxbyy", false),
        ("", "", true),
        ("x", "xy", false),
    ] {
        assert_eq!(Pattern(pattern.to_owned()).fits(text), fits, "{pattern} {text}");
    }
    assert!(!Pattern("*a".repeat(90) + "b").fits(&"a".repeat(100_000)));
}

pub(super) fn proposal(bytes: &[u8]) -> String {
    let list = ListFile::new("liste.csv", bytes);
    guess(&list, &[3, 4]).proposal.expect("a table").yaml(crate::diag::Lang::En)
}

#[test]
fn a_proposal_names_fields_confidence_and_samples_and_never_a_password() {
    let list = "Landratsamt;;;;;\n;;;;;\nName;Vorname;Platz;Rufzeichen;SIP-Passwort;Erreichbar;Notiz;Code\nMüller;Hans;2.14;101;hunter2!;hans@lra.example;;aB3xyz77\nWeiß;Jörg;2.15;102;geheim;joerg@lra.example;;Zz9kkkk1\nHuber;Anna;2.16;0201;x;anna@lra.example;;Qq1wwww2\n";
    assert_eq!(
        proposal(list.as_bytes()),
        "\
# Proposed for `liste.csv`. Review each line, delete what is wrong, then name this file as `mapping` of the source.
version: 1
what: people
encoding: utf-8
delimiter: \";\"
header_row: 3
columns:
  # 95 %: \"Müller\", \"Weiß\", \"Huber\"
  last: {title: \"Name\"}
  # 95 %: \"Hans\", \"Jörg\", \"Anna\"
  first: {title: \"Vorname\"}
  # 50 %: \"2.14\", \"2.15\", \"2.16\"
  room: {title: \"Platz\"}
  # 60 %: \"101\", \"102\", \"0201\"
  extension: {title: \"Rufzeichen\"}
  # 85 %: \"hans@lra.example\", \"joerg@lra.example\", \"anna@lra.example\"
  mail: {title: \"Erreichbar\"}
  # 60 %: empty
  notes: {title: \"Notiz\"}
# Columns without a field:
#   5 `SIP-Passwort`: values not shown, they may be passwords
#   8 `Code`: values not shown, they may be passwords
"
    );
}

/// Two words below `NAME` are a whole name, unless another column has the first names, or most cells have one word.
#[test]
fn two_words_below_a_name_mean_both() {
    let field = |list: &str| {
        let text = proposal(list.as_bytes());
        let line = text.lines().find(|line| line.contains("{title: \"NAME\"}")).unwrap_or_default();
        line.trim().split(':').next().unwrap_or_default().to_owned()
    };
    assert_eq!(field("NAME;DURCHWAHL\nMüller Hans;101\nWeiß Jörg;102\nKurz;103\n"), "name");
    assert_eq!(field("NAME;DURCHWAHL\nMüller;101\nWeiß Jörg;102\nKurz;103\n"), "last");
    assert_eq!(field("NAME;VORNAME;DURCHWAHL\nvon Stein;Hans;101\nGroß Weiß;Jörg;102\nKurz;Uwe;103\n"), "last");
}

#[test]
fn a_proposal_is_a_mapping_that_reads_the_same_list() {
    for (list, people_or_devices) in [
        ("Name;Vorname;Durchwahl;Raum\nMüller;Hans;101;2.14\nWeiß;Jörg;102;2.15\n", 2),
        ("S/N,MAC,Modell\nS1,00:00:5e:00:53:01,T14\nS2,00:00:5e:00:53:02,T14\n", 2),
        ("Müller, Hans\t101\nWeiß, Jörg\t102\nHuber, Anna\t103\n", 3),
        ("Nebenstelle;Anmeldename;Kennwort\n101;101;hunter2!\n102;102;hunter3!\n", 2),
        ("Na\"me: #1 {x};Ruf \\n\nMüller, Hans;101\nWeiß, Jörg;102\n", 2),
    ] {
        let text = proposal(list.as_bytes());
        let reading = apply(&text, "liste.csv", list.as_bytes());
        let found = reading.people.len() + reading.devices.len() + reading.extensions.len();
        assert_eq!(found, people_or_devices, "{text}\n{:?}", told(&reading.findings));
        assert!(!text.contains("hunter"), "{text}");
    }
}

#[test]
fn a_print_is_proposed_by_its_characters() {
    let text = proposal(PRINT.as_bytes());
    for line in
        ["what: extensions", "layout: fixed", "lines_per_record: 2", "  extension: {chars: 1-13}", "  name: {chars: 22-46}"]
    {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    let reading = apply(&text, "stations.txt", PRINT.as_bytes());
    let numbers: Vec<&str> = reading.extensions.iter().map(|e| e.number.as_str()).collect();
    assert_eq!(numbers, ["1001", "1002", "1004"], "{:?}", told(&reading.findings));
}

#[test]
fn damaged_mappings_lists_and_prints_never_panic() {
    let mut random = Random(5);
    let mut next = |below: usize| random.below(below);
    let shipped = shipped::by_name("avaya-cm-list-station").expect("shipped");
    let (mut usable, mut found) = (0, 0);
    for round in 0..300 {
        let mut text = shipped.as_bytes().to_vec();
        let mut print = PRINT.as_bytes().to_vec();
        for bytes in [&mut text, &mut print] {
            let at = next(bytes.len());
            match round % 3 {
                0 => bytes[at] = b": \n-{[*\xff\0\t1"[next(11)],
                1 => bytes.truncate(at),
                _ => bytes.insert(at, b": \n-{[*\xff\0\t1"[next(11)]),
            }
        }
        let list = ListFile::new("a", &print);
        let whole = mapping(shipped);
        found += read(&whole, &Given { list, plan: &plan(), files: &MemoryFiles::new() }).extensions.len();
        assert!(guess(&list, &[4]).findings.len() < 10);
        usable += usize::from(yaml::read_mapping("m.yaml", &text).mapping.is_some());
    }
    assert!(usable > 30 && found > 300, "{usable} {found}");
}

#[test]
fn caller_ids_mailboxes_and_the_rest_of_a_mapped_list() {
    let text = "what: extensions\ncolumns:\n  extension: Nr\n  name: Wer\n  outgoing_caller_id: Aussen\n  emergency_caller_id: Notruf\n  \
        mailbox: Box\n  mailbox_mail: An\n";
    let list = "Nr,Wer,Aussen,Notruf,Box,An,Farbe,PIN\n101,Hans Müller,08999998101,08999998112,101@amt,h@amt.example,rot,4711\n";
    let reading = apply(text, "a.csv", list.as_bytes());
    let entry = &reading.extensions[0];
    let ids = [&entry.caller_id.outgoing, &entry.caller_id.emergency].map(|id| id.as_ref().map(|id| id.at.to_string()));
    assert_eq!(ids, [Some("a.csv:2:17".to_owned()), Some("a.csv:2:29".to_owned())]);
    assert_eq!(entry.extra.line(), "Farbe: rot");
    let mailbox = &reading.mailboxes[0];
    assert_eq!((mailbox.number.as_str(), mailbox.context.as_str()), ("101", "amt"));
    assert_eq!(mailbox.email.as_ref().map(|mail| mail.value.as_str()), Some("h@amt.example"));
    assert!(!format!("{reading:?}").contains("4711"));
    let people = apply(
        "what: people\ncolumns: {last: Wer, hours: Std, notes: Text}\n",
        "a.csv",
        "Wer,Std,Text,Farbe\nHuber,\"19,5\",x,rot\n".as_bytes(),
    );
    let person = &people.people[0].person;
    assert_eq!(person.hours.as_ref().map(|hours| hours.value.to_string()).as_deref(), Some("19.5 h"));
    assert_eq!(
        (person.notes.as_ref().map(|notes| notes.value.as_str()), person.extra.line().as_str()),
        (Some("x"), "Farbe: rot")
    );
}

/// A print, its proposal applied to itself.
fn printed(text: &str) -> (String, Vec<String>, Vec<String>) {
    let yaml = proposal(text.as_bytes());
    let reading = apply(&yaml, "liste.csv", text.as_bytes());
    (yaml, people(&reading), told(&reading.findings))
}

#[test]
fn a_print_padded_with_blanks_is_proposed_and_read() {
    let text = "\
Landratsamt Trauntal                 Seite 1

PersNr Name              Vorname     Durchwahl  Zimmer
------ ----------------- ----------- ---------- ------
004711 Müller            Hans               101 2.14
004712 Huber-Groß        Anna Maria        0201 2.15
004713 von der Au        Eva                103 EG 1
004714 Weiß              Jörg                   1.07
\u{c}Landratsamt Trauntal                 Seite 2
PersNr Name              Vorname     Durchwahl  Zimmer
------ ----------------- ----------- ---------- ------
004715 Voß               Ute                105 1.08
";
    let (yaml, people, told) = printed(text);
    assert_eq!(
        yaml,
        "\
# Proposed for `liste.csv`. Review each line, delete what is wrong, then name this file as `mapping` of the source.
version: 1
what: people
layout: fixed
lines_per_record: 1
# Headings and page ends: lines that belong to no record are told when reading; add them here.
skip:
  - \"Landratsamt Trauntal                 Seite *\"
  - \"PersNr Name              Vorname     Durchwahl  Zimmer\"
  - \"---*\"
columns:
  # `PersNr`, 80 %: \"004711\", \"004712\", \"004713\"
  staff_number: {chars: 1-7}
  # `Name`, 95 %: \"Müller\", \"Huber-Groß\", \"von der Au\"
  last: {chars: 8-25}
  # `Vorname`, 95 %: \"Hans\", \"Anna Maria\", \"Eva\"
  first: {chars: 26-37}
  # `Zimmer`, 80 %: \"2.14\", \"2.15\", \"EG 1\"
  room: {chars: 49-400}
  # `Durchwahl`, 95 %: \"101\", \"0201\", \"103\"
  extension: {chars: 38-48}
"
    );
    assert_eq!(
        people,
        [
            "Müller | Hans | 101 | - | 2.14 | liste.csv:5:8",
            "Huber-Groß | Anna Maria | 0201 | - | 2.15 | liste.csv:6:8",
            "von der Au | Eva | 103 | - | EG 1 | liste.csv:7:8",
            "Weiß | Jörg | - | - | 1.07 | liste.csv:8:8",
            "Voß | Ute | 105 | - | 1.08 | liste.csv:12:8",
        ]
    );
    assert_eq!(told, ["liste.csv:1:1 note[inventory/mapping-rows-skipped] rows left out by `skip`: 6"]);
}

#[test]
fn prints_without_dashes_and_without_titles_are_proposed_too() {
    // Commas in names are no separators.
    let titled = "\
Name, Vorname        Amt          Durchwahl
Müller, Hans         Bauamt       101
Weiß, Jörg           Hauptamt     102
Huber, Anna          Bauamt       103
Kraus, Ida           Kämmerei
";
    let (yaml, people, told) = printed(titled);
    assert!(yaml.contains("  name: {chars: 1-21}\n") && yaml.contains("  extension: {chars: 35-400}\n"), "{yaml}");
    assert_eq!(people.len(), 4, "{people:?}");
    assert!(people[3].starts_with("Kraus | Ida | - | Kämmerei"), "also who has no telephone: {people:?}");
    assert_eq!(told, ["liste.csv:1:1 note[inventory/mapping-rows-skipped] rows left out by `skip`: 1"]);
    let bare = "\
Hans Müller          101    hans.mueller@amt.example
Jörg Weiß            102    joerg.weiss@amt.example
Anna Huber           103    anna.huber@amt.example
Eva Kraus            104    eva.kraus@amt.example
Ute Voß              105    ute.voss@amt.example
";
    let (yaml, people, told) = printed(bare);
    assert!(yaml.contains("what: people\n") && yaml.contains("mail: {chars: 29-400}"), "{yaml}");
    assert_eq!(people[1], "Weiß | Jörg | 102 | - | - | liste.csv:2:1");
    assert!(told.is_empty(), "{told:?}");
    // Prose has no columns.
    let prose = "Sehr geehrte Damen und Herren,\nanbei die Liste der Telefone.\nMit freundlichen Grüßen\nHans Müller\n".repeat(5);
    assert_eq!(guess(&ListFile::new("brief.txt", prose.as_bytes()), &[3, 4]).proposal, None);
}

/// A long name pushes its line to the right: no heading, and no half of it in the next column.
#[test]
fn a_row_that_overruns_its_column_is_read_or_told() {
    let rule = "Liste Haus 1                                Seite 1\nNst.   Name                 Vorname      Raum\n\
        -----  -------------------  -----------  ----\n101    Müller               Hans         2.14\n0102   Huber                Anna         2.15\n\
        103    Weiß                 Jörg         1.02\n106    Sehrlangernachname-Mitbindestrich Eva     1.03\nSumme: 4\n";
    let titles = "NST   NAME                 RAUM   TYP\n101   Müller, Hans         2.14   SIP\n102   Huber, Anna          2.15   SIP\n\
        103   Schneider-Leutheusser, Sabrina 1.01   SIP\n104   Kurz, Ida            1.02   ANA\n";
    for (text, last, first, room) in
        [(rule, "Sehrlangernachname-Mitbindestrich", "Eva", "1.03"), (titles, "Schneider-Leutheusser", "Sabrina", "1.01")]
    {
        let found = guess(&ListFile::new("p.txt", text.as_bytes()), &[3, 4]).proposal.expect("a proposal");
        assert!(!found.skip.iter().any(|pattern| pattern.contains("Sehr") || pattern.contains("Schneider")), "{:?}", found.skip);
        // What a column that is not read holds may have been pushed, too: nobody can say what stands where.
        let yaml = found.yaml(crate::diag::Lang::En);
        let overruns = |reading: &Reading| told(&reading.findings).iter().filter(|line| line.contains("column-overrun")).count();
        let reading = apply(&yaml, "p.txt", text.as_bytes());
        assert_eq!((people(&reading).len(), overruns(&reading)), (3, 1), "{:?}", reading.findings);
        if text == titles {
            let whole = yaml.replace("  extension: {chars: 1-6}", "  extension: {chars: 1-6}\n  notes: {chars: 35-400}");
            let reading = apply(&whole, "p.txt", text.as_bytes());
            let rows = people(&reading);
            let own = |row: &&String| row.starts_with(&format!("{last} | {first} | 10")) && row.contains(&format!(" {room} "));
            assert_eq!((rows.len(), rows.iter().filter(own).count(), overruns(&reading)), (4, 1, 1), "{rows:?}");
        }
    }
    // Nobody can say where the name ends.
    let unclear = titles.replace("Sabrina 1.01   SIP", "Sabrina");
    let found = guess(&ListFile::new("p.txt", titles.as_bytes()), &[3, 4]).proposal.expect("a proposal");
    let reading = apply(&found.yaml(crate::diag::Lang::En), "p.txt", unclear.as_bytes());
    let told = told(&reading.findings);
    assert!(people(&reading).len() == 3 && told.iter().any(|line| line.contains("the line was left out")), "{told:?}");
}

#[test]
fn titles_of_telephones_that_are_short_or_bare() {
    let fields = |text: &str| {
        let found = guess(&ListFile::new("p.csv", text.as_bytes()), &[3, 4]).proposal.expect("a proposal");
        found.columns.iter().map(|column| column.field).collect::<Vec<_>>()
    };
    use MappedField as F;
    let list = "Nachname;Vorname;DuWa;Apparat-MAC\nMüller;Hans;101;00:00:5e:00:53:01\nWeiß;Ina;102;00:00:5e:00:53:02\n";
    assert_eq!(fields(list), [Some(F::Last), Some(F::First), Some(F::Extension), Some(F::Mac)]);
    assert_eq!(fields("Nr;Nachname;Vorname\n101;Müller;Hans\n145;Weiß;Ina\n")[0], Some(F::Extension));
    assert_ne!(fields("Nr;Nachname;Vorname\n1;Müller;Hans\n2;Weiß;Ina\n")[0], Some(F::Extension));
}
