//! Text files of innovaphone: rows that begin with `&` name the columns of the rows below, as often as they like; and the
//! `list.csv` of the import tool with its two header rows.

use super::super::codes;
use super::super::gather::{self, Gather};
use super::apart::take_all;
use super::object::{Object, Titles};
use crate::diag::{Place, Words};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{Source, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::subscriber::again;
use crate::inventory::table::kept::Kept;
use crate::inventory::table::{self, Row, Secrecy, Table, normal, open};

pub const FORMAT: Format = Format { name: "innovaphone/csv", class: Class::Pbx, recognise, read };

const LIST: [&str; 9] =
    ["longname", "displayname", "name", "number", "hardwareid", "configtemplate", "sendnumber", "pbx", "node"];

/// Columns of the version 11 import that are known.
fn known_paths(titles: &[&str]) -> usize {
    titles.iter().filter(|title| path(title) != Field::Unknown).count()
}

fn known(titles: &[&str]) -> usize {
    if titles.first().is_some_and(|title| title.trim_start().starts_with('&')) {
        return known_paths(titles);
    }
    gather::count(titles, &LIST)
}

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let first = sample.text.lines().find(|line| !line.trim().is_empty())?;
    let cells: Vec<&str> = first.split([';', ',', '\t']).map(|cell| cell.trim().trim_matches('"')).collect();
    if cells[0].starts_with('&') && known_paths(&cells) >= 2 {
        return Some(Likeness::new(
            96,
            "the first row begins with `&cn` and names columns",
            "die erste Zeile beginnt mit `&cn` und nennt Spalten",
        ));
    }
    if gather::titles_in(sample.text, &["longname", "displayname", "hardwareid", "configtemplate"]) == 4 {
        return Some(Likeness::new(
            95,
            "second header has `longName`, `hardwareID`",
            "zweite Kopfzeile hat `longName`, `hardwareID`",
        ));
    }
    let marks = gather::titles_in(sample.text, &["hardwareid", "configtemplate", "sendnumber"]);
    if marks >= 1 && gather::titles_in(sample.text, &["longname", "displayname", "name", "number"]) >= 2 && list_row(sample.text)
    {
        let (en, de) = ("a header has `number` and `hardwareID`", "eine Kopfzeile hat `number` und `hardwareID`");
        return Some(Likeness::new(85, en, de));
    }
    (cells[0] == "Template" && cells.last() == Some(&"config")).then(|| {
        Likeness::new(60, "first row `Template … config` of version 10", "erste Zeile `Template … config` der Version 10")
    })
}

/// Titles that a row of `list.csv` has at least: two of a user and one that only innovaphone has.
fn is_list(titles: &[&str]) -> bool {
    let own = gather::count(titles, &["hardwareid", "configtemplate", "sendnumber"]);
    gather::count(titles, &LIST) >= 4 || (own >= 1 && gather::count(titles, &["longname", "displayname", "name", "number"]) >= 2)
}

/// Whether one of the first rows is such a row.
fn list_row(text: &str) -> bool {
    text.lines()
        .take(20)
        .any(|line| is_list(&line.split([';', ',', '\t']).map(|c| c.trim().trim_matches('"')).collect::<Vec<_>>()))
}

fn read(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("innovaphone", given.plan);
    let source = open(&given.list, known, Secrecy::Secret, &mut gather.findings).map(|mut opened| {
        for table in &mut opened.tables {
            let begins =
                |row: &Row| row.cells.first().is_some_and(|cell| cell.index == 0 && cell.text.trim_start().starts_with('&'));
            if table.rows.iter().any(begins) {
                paths(table, begins, &mut gather);
            } else if let Some(header) = table.rows.iter().take(20).position(|row| is_list(&row.texts())) {
                again::settle(table, header, |titles| gather::count(titles, &LIST), &mut gather.findings);
                list(table, header, &mut gather);
            } else {
                headerless(table, &mut gather);
            }
        }
        Source { importer: FORMAT.name.to_owned(), ..opened.source("innovaphone", 0) }
    });
    gather.finish(source)
}

fn headerless(table: &Table, gather: &mut Gather<'_>) {
    gather.findings.push(
        codes::HEADERLESS
            .finding(
                Some(Place::file(&table.file)),
                Words::new(
                    "no row names the columns (`&cn;…` or `longName;…`); nothing was read",
                    "keine Zeile nennt die Spalten (`&cn;…` oder `longName;…`); nichts wurde gelesen",
                ),
            )
            .todo(Words::new("describe the columns in a `mapping.yaml`", "die Spalten in einer `mapping.yaml` beschreiben")),
    );
}

/// Which field of an object a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Cn,
    Dn,
    E164,
    H323,
    Mail,
    Password,
    Site,
    Node,
    Pseudo,
    Hidden,
    Group,
    GroupDynamic,
    Hardware,
    HardwareText,
    /// Known, and kept beside the fields.
    Idle,
    Unknown,
}

/// `grp/&name` is the attribute `name` of a child `grp`.
fn path(title: &str) -> Field {
    match normal(title).as_str() {
        "cn" => Field::Cn,
        "dn" => Field::Dn,
        "e164" => Field::E164,
        "h323" => Field::H323,
        "email" => Field::Mail,
        "pwd" => Field::Password,
        "pbx" | "loc" => Field::Site,
        "node" => Field::Node,
        "pseudotype" => Field::Pseudo,
        "hide" => Field::Hidden,
        "grpname" => Field::Group,
        "grpdyn" => Field::GroupDynamic,
        "devicehw" => Field::Hardware,
        "devicetext" => Field::HardwareText,
        "config" | "grpmode" | "guid" | "deviceadmin" | "text" => Field::Idle,
        _ => Field::Unknown,
    }
}

fn paths(table: &Table, begins: impl Fn(&Row) -> bool, gather: &mut Gather<'_>) {
    let mut fields: Vec<Field> = Vec::new();
    let mut others = Kept::default();
    let mut objects = Vec::new();
    for (at, row) in table.rows.iter().enumerate().filter(|(_, row)| !row.is_blank()) {
        if begins(row) {
            fields = vec![Field::Unknown; row.cells.last().map_or(0, |cell| cell.index + 1)];
            for cell in &row.cells {
                fields[cell.index] = path(&cell.text);
                if fields[cell.index] == Field::Unknown {
                    gather.unread(&format!("column {}", cell.text.trim()), || table.place_of(cell));
                }
            }
            let other = |field| matches!(field, Field::Unknown | Field::Idle);
            let unknown = row.cells.iter().filter(|cell| other(fields[cell.index]) && !cell.text.trim().is_empty());
            let below = table.rows.iter().skip(at + 1).take_while(|row| !begins(row));
            tell(&others, gather, || table.place_of_row(row));
            others = Kept::of(unknown.map(|cell| (cell.index, cell.text.trim().trim_start_matches('&'))), below);
            continue;
        }
        if fields.is_empty() {
            gather.unread("row above the first `&` row", || table.place_of_row(row));
        } else if table::fits(table, row, fields.len(), &mut gather.findings) {
            let mut object = object(table, row, &fields, gather);
            // In a row of another length a password may have moved below another title.
            object.odd = row.width != 0 && row.width != fields.len();
            if object.odd {
                others.pass_over(row);
            } else {
                object.extra.join(others.take(table, row));
            }
            objects.push(object);
        }
    }
    take_all(objects, &Titles { site: "pbx", ..Titles::OBJECT }, gather);
    tell(&others, gather, || Place::file(&table.file));
}

/// What was not kept of the columns below one row of titles.
fn tell(others: &Kept, gather: &mut Gather<'_>, at: impl FnOnce() -> Place) {
    if let Some(words) = others.known_told() {
        gather.findings.push(table::codes::COLUMN_UNUSED.finding(Some(at()), words));
    }
}

fn object(table: &Table, row: &Row, fields: &[Field], gather: &mut Gather<'_>) -> Object {
    let mut object = Object { at: table.place_of_row(row), ..Object::default() };
    for cell in row.cells.iter().filter(|cell| !cell.text.trim().is_empty()) {
        let value = Sourced::new(cell.text.trim().to_owned(), table.place_of(cell));
        match fields.get(cell.index).copied().unwrap_or(Field::Unknown) {
            Field::Cn => object.cn = Some(value),
            Field::Dn => object.dn = Some(value),
            Field::E164 => object.e164 = Some(value),
            Field::H323 => object.h323 = Some(value),
            Field::Mail => object.mail = Some(value),
            Field::Password => object.password = Some(value),
            Field::Site => object.site = Some(value),
            Field::Node => object.node = Some(value),
            Field::Pseudo => object.pseudo = Some(value),
            Field::Hidden => object.hidden = Some(value),
            Field::Group => object.groups.push((value, false)),
            Field::GroupDynamic => {
                if let Some(last) = object.groups.last_mut() {
                    last.1 = true;
                }
                gather.beside(&mut object.extra, "grp/dyn", Some(&value), true);
            }
            Field::Hardware => object.devices.push((value, None)),
            Field::HardwareText => {
                if let Some(last) = object.devices.last_mut() {
                    last.1 = Some(value);
                } else {
                    gather.beside(&mut object.extra, "device/text", Some(&value), true);
                }
            }
            Field::Idle | Field::Unknown => {}
        }
    }
    object
}

/// The import tool's list: a row for people, a row for programs.
fn list(table: &Table, header: usize, gather: &mut Gather<'_>) {
    let columns = table::Columns::new(table, header);
    let find = |title: &str| columns.find(title);
    let (long, shown, name, number) = (find("longName"), find("displayName"), find("name"), find("number"));
    let (mail, password, node, pbx) = (find("e-mail"), find("password"), find("node"), find("pbx"));
    let (groups, hardware) = (find("groups"), find("hardwareID"));
    let mut objects = Vec::new();
    for row in columns.rows() {
        if !columns.fits(row, &mut gather.findings) {
            continue;
        }
        let cell = |column: Option<usize>| columns.cell(row, column);
        let names = cell(groups).map_or_else(Vec::new, |cell| {
            cell.value
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(|name| (Sourced::new(name.to_owned(), cell.at.clone()), false))
                .collect()
        });
        objects.push(Object {
            cn: cell(long),
            dn: cell(shown),
            e164: cell(number),
            h323: cell(name),
            mail: cell(mail),
            password: cell(password),
            site: cell(pbx),
            node: cell(node),
            groups: names,
            devices: cell(hardware).map(|cell| (cell, None)).into_iter().collect(),
            extra: columns.extra(row),
            odd: !columns.is_whole(row),
            at: table.place_of_row(row),
            ..Object::default()
        });
    }
    take_all(objects, &Titles::LIST, gather);
    columns.finish(&mut gather.findings);
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{likeness, read, shown, survives, told};
    use super::*;

    const PATHS: &str = include_str!("../../../../tests/formats/innovaphone-csv/users.csv");

    #[test]
    fn rows_with_an_ampersand_name_the_columns_below() {
        let reading = read(&FORMAT, PATHS.as_bytes());
        assert_eq!(
            shown(&reading),
            "ext 101 Person Kröger Hanna auth=kroeger.h Present/10 mac=00:00:5e:00:53:21 beside=(config: Standard; grp/&mode: active; pbx: haus1; node: root)\n\
             ext 399 Fax Telefax Einlauf auth=fax399 Unavailable/0 beside=(pbx: haus1; node: root)\n\
             ext 0 Trunk Amt beside=(h323: amt; pbx: haus1; node: root)\n\
             ext 102 Person Anna Huber beside=(farbe: rot)\n\
             person kroeger.h | Kröger | Hanna | ext=101 mail=- login=kroeger.h dep=- at export:2:1\n\
             person huber-anna | Huber | Anna | ext=102 mail=anna.huber@amt.example login=- dep=- at export:6:1\n\
             device 00:00:5e:00:53:21 DeskPhone - owner=kroeger.h beside=(text: Tischtelefon) [1:101 Normal]\n\
             group NamedPickup Bauamt number=- -: 101\n"
        );
        assert_eq!(
            told(&reading),
            "export:7:9 extension-listed-twice: extension `101` stands in the export twice; the first one was used; otherwise here: `cn`: `Doppelt`\n\
              export:5:18 part-not-read: not read (1): `column &farbe` (1)\n"
        );
        assert_eq!(likeness(&FORMAT, PATHS.as_bytes()), 96);
        survives(&FORMAT, PATHS.as_bytes(), &["Geheim"]);
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(PATHS);
        assert_eq!(shown(&read(&FORMAT, &latin)), shown(&reading));
    }

    #[test]
    fn the_list_with_two_header_rows() {
        let list = "Employee;;;Number;Description;E-Mail-Address;send E-Mails;Password;Password Confirm;Node;PBX-Name;manipulate #;Call Groups;Config Template;MAC-Address\n\
            longName;displayName;name;number;description;e-mail;sendE-Mail;password;passwordConfirm;node;pbx;sendNumber;groups;configTemplate;hardwareID\n\
            Hanna Kröger;Kröger;kroeger.h;101;;h@amt.example;;Geheim-1;Geheim-1;root;haus1;;Bauamt, Beirat;_T;0000.5e00.5321\n\
            ;;;;;;;;;;;;;;\n;;;;;;;;;;;;;;\n";
        let reading = read(&FORMAT, list.as_bytes());
        assert_eq!(
            shown(&reading),
            "ext 101 Person Hanna Kröger auth=kroeger.h Present/8 mac=00:00:5e:00:53:21 beside=(configTemplate: _T; displayName: Kröger; pbx: haus1; node: root)\n\
             person kroeger.h | Kröger | Hanna | ext=101 mail=h@amt.example login=kroeger.h dep=- at export:3:1\n\
             device 00:00:5e:00:53:21 DeskPhone - owner=kroeger.h [1:101 Normal]\n\
             group NamedPickup Bauamt number=- -: 101\n\
             group NamedPickup Beirat number=- -: 101\n"
        );
        assert_eq!(
            told(&reading),
            "export:2:34 column-unused: columns not read (5): `description`, `sendE-Mail`, `passwordConfirm`, `sendNumber`, `configTemplate`; kept as `extra`: 1 (`configTemplate`); withheld because of the title: 1 (`passwordConfirm`); without a value: 3 (`description`, `sendE-Mail`, `sendNumber`)\n"
        );
        assert_eq!(likeness(&FORMAT, list.as_bytes()), 95);
        survives(&FORMAT, list.as_bytes(), &["Geheim"]);
    }

    #[test]
    fn what_no_field_holds_is_kept() {
        let kept =
            |text: &str| read(&FORMAT, text.as_bytes()).extensions.iter().map(|entry| entry.extra.line()).collect::<Vec<_>>();
        assert_eq!(kept("&cn;e164;&farbe;h323;&pin\nHuber;101;rot;h;4711\n"), ["farbe: rot"]);
        assert_eq!(kept("&cn;e164;&farbe;h323\nHuber;101;rot\n"), [""], "a row that is too short");
        assert_eq!(kept("longName;displayName;number;hardwareID;Farbe\nHuber;Huber;101;;rot\n"), ["Farbe: rot"]);
    }

    #[test]
    fn a_list_with_few_columns_or_in_another_order_is_known() {
        for list in ["number;hardwareID;longName\n101;;Huber\n", "configTemplate;name;number\n_T;huber.u;101\n"] {
            assert!(likeness(&FORMAT, list.as_bytes()) >= 85, "{list}");
            assert_eq!(read(&FORMAT, list.as_bytes()).extensions.len(), 1, "{list}");
        }
    }

    #[test]
    fn version_10_is_refused_with_a_hint() {
        let file = "Template;a;b;config\nx;1;2;3\n";
        assert_eq!(likeness(&FORMAT, file.as_bytes()), 60);
        assert!(told(&read(&FORMAT, file.as_bytes())).starts_with("export export-without-header"));
    }
}
