//! What a mapping names has a place in the inventory or is refused; what the values of a column tell beside its title.

use super::tests::{apply, extensions, parsed, proposal, told};

const MAPPING: &str = "what: extensions
delimiter: ';'
header_row: 1
columns:
  extension: Nst
  last: {title: 'Name, Vorname', split: ', ', part: 1}
  first: {title: 'Name, Vorname', split: ', ', part: 2}
  department: {title: Abt/Raum, split: '/', part: 1}
  room: {title: Abt/Raum, split: '/', part: 2}
  password: PW
  mail: Mail
  notes: Wer
fill_down: [department]
constants: {site: Haus 1}
kinds:
  - {field: last, text: '*fax*', kind: fax}
";
const LIST: &str = "Nst;Name, Vorname;Abt/Raum;PW;Mail;Wer\n201;Müller, Hans;Bauamt/2.14;geheim;h@amt.example;links\n202;Huber, Anna;/2.15;x;;\n\
    203;Fax;Post/E01;;;\n204;Kaya, Cem;Sozialamt;;;\n205-206;Oez, Eva;Sozialamt/3.01;;;\nx1;Au, Ina;Sozialamt/3.02;;;\n";

#[test]
fn rooms_departments_and_the_rest_of_a_mapped_extension_are_kept() {
    let reading = apply(MAPPING, "a.csv", LIST.as_bytes());
    let shown: Vec<String> = reading
        .extensions
        .iter()
        .map(|e| {
            let room = e.room.as_ref().map_or("-".to_owned(), |room| format!("{} {}", room.value, room.at));
            let unit = e.department.as_ref().map_or("-".to_owned(), |unit| format!("{} {}", unit.value, unit.at));
            format!("{} | {room} | {unit} | {} | {}", e.number, e.extra.line(), e.at)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "201 | Haus 1 / 2.14 a.csv:2:18 | Bauamt a.csv:2:18 | mail: h@amt.example; notes: links | a.csv:2:1",
            "202 | Haus 1 / 2.15 a.csv:3:17 | Bauamt a.csv:2:18 |  | a.csv:3:1",
            "203 | Haus 1 / E01 a.csv:4:9 | Post a.csv:4:9 |  | a.csv:4:1",
            "204 | - | Sozialamt a.csv:5:15 | site: Haus 1 | a.csv:5:1",
        ]
    );
    assert_eq!(extensions(&reading)[2], "203 Fax Fax (mapping: `last` is `*fax*`) a.csv:4:1");
    assert_eq!(
        told(&reading.findings),
        [
            "a.csv:3:1 note[inventory/value-inherited] values taken from a cell above: 1, the first: `Bauamt` (a.csv:2:18)",
            "a.csv:6:1 error[inventory/number-range] `205-206` may be one number or a range; the row was not used",
            "a.csv:7:1 error[inventory/number-not-understood] the number of `Au, Ina` is no extension; the row was not used",
        ]
    );
    assert!(!format!("{reading:?}").contains("geheim"), "no password in any output");
}

#[test]
fn a_wrong_encoding_is_told_in_mapped_extensions_too() {
    let text = format!("encoding: windows-1252\n{MAPPING}");
    let reading = apply(&text, "a.csv", LIST.as_bytes());
    let garbled: Vec<String> = told(&reading.findings).into_iter().filter(|finding| finding.contains("text-garbled")).collect();
    assert_eq!(garbled.len(), 1, "{:?}", told(&reading.findings));
    assert!(garbled[0].starts_with("a.csv:2:5 "), "{garbled:?}");
}

#[test]
fn a_field_without_a_place_is_refused_at_its_line() {
    let text = "what: people\ncolumns:\n  last: Name\n  mailbox: Box\n  model: Modell\n  kind: Art\nconstants: {password: x}\n\
        kinds:\n  - {field: model, text: Fax*, kind: fax}\n";
    let parsed_people = parsed(text);
    assert!(parsed_people.mapping.is_none());
    assert_eq!(
        told(&parsed_people.findings),
        [
            "m.yaml:4:12 error[inventory/mapping-value] a list of people has no place for `mailbox`",
            "m.yaml:7:13 error[inventory/mapping-value] a list of people has no place for `password`",
        ]
    );
    let rooms = parsed("what: rooms\ncolumns: {room: Raum, mail: Mail}\n");
    assert_eq!(told(&rooms.findings), ["m.yaml:2:29 error[inventory/mapping-value] a list of rooms has no place for `mail`"]);
}

#[test]
fn a_key_that_stands_twice_hides_no_other_fault() {
    let parsed = parsed("what: people\nwhat: rooms\ncolumns:\n  lust: Name\nskip: 7\n");
    assert!(parsed.mapping.is_none());
    let told = told(&parsed.findings);
    for code in ["policy/duplicate-key", "inventory/mapping-key-unknown", "inventory/mapping-value"] {
        assert!(told.iter().any(|finding| finding.contains(code)), "{code}: {told:?}");
    }
}

#[test]
fn the_values_tell_names_from_numbers() {
    let export = "Rufnr|Teilnehmer|OE|Zi|PW\n201|Müller, Hans|Bauamt|2.14|Ge1!heim\n202|Huber, Anna||2.15|x\n203|Fax|Post|E|\n";
    let yaml = proposal(export.as_bytes());
    for part in
        ["what: extensions", "  extension: {title: \"Rufnr\"}", "  name: {title: \"Teilnehmer\"}", "  room: {title: \"Zi\"}"]
    {
        assert!(yaml.contains(part), "{part}: {yaml}");
    }
    let people = "Name;Durchwahl;Amt\nMüller, Hans;201;Bauamt\nHuber, Anna;202;Bauamt\nKaya, Cem;203;Sozialamt\n";
    let yaml = proposal(people.as_bytes());
    assert!(yaml.contains("  name: {title: \"Name\"}") && !yaml.contains("  last:"), "{yaml}");
    let without_comma = "Name;Durchwahl;Amt\nMüller Hans;201;Bauamt\nHuber Anna;202;Bauamt\nFax;203;Sozialamt\n";
    assert!(proposal(without_comma.as_bytes()).contains("  name: {title: \"Name\"}"));
    let apart = "Name;Vorname;Durchwahl\nMüller;Hans;201\nHuber;Anna;202\n";
    assert!(proposal(apart.as_bytes()).contains("  last: {title: \"Name\"}"));
}
