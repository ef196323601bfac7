//! Rows of column titles below the first one: two exports, one below the other.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use crate::diag::Words;
use crate::inventory::table::{Collector, Row, Table, Tally, normal};

/// Moves the cells below each further row of titles to the columns of the first one with the same titles, and takes that row out; a title
/// that the first row lacks becomes a column behind it. So each value stays below its own title, and a password can get nowhere else.
pub(in crate::inventory) fn settle(table: &mut Table, header: usize, known: impl Fn(&[&str]) -> usize, findings: &mut Collector) {
    let Some(first) = table.rows.get(header) else { return };
    let titles: BTreeSet<String> = first.cells.iter().map(|cell| normal(&cell.text)).filter(|title| !title.is_empty()).collect();
    let again: Vec<usize> = (header + 1..table.rows.len()).filter(|at| is_titles(&table.rows[*at], &titles, &known)).collect();
    if again.is_empty() {
        return;
    }
    let width = end_of(first);
    let mut place: BTreeMap<(String, usize), usize> = BTreeMap::new();
    for (title, cell) in numbered(first) {
        place.insert(title, cell);
    }
    let (mut added, mut blocks) = (Vec::new(), Vec::new());
    for at in &again {
        let row = &table.rows[*at];
        let own = end_of(row);
        // Columns without a title stay columns of their own.
        let mut moved: Vec<Option<usize>> = vec![None; own];
        for (title, index) in numbered(row) {
            let to = *place.entry(title).or_insert_with(|| {
                let mut cell = row.get(index).cloned().unwrap_or_default();
                cell.index = width + added.len();
                added.push(cell);
                width + added.len() - 1
            });
            moved[index] = Some(to);
        }
        blocks.push((*at, moved));
    }
    let (all, untitled) = (width + added.len(), blocks.iter().flat_map(|(_, moved)| moved).any(Option::is_none));
    // Untitled columns lie behind all titled ones; then the header reaches to the last of them.
    let behind = if untitled { blocks.iter().map(|(_, moved)| moved.len()).max().unwrap_or(0) } else { 0 };
    let mut tally = Tally::default();
    for at in &again {
        tally.add(|| table.place_of_row(&table.rows[*at]), String::new);
    }
    let mut block: Option<&Vec<Option<usize>>> = None;
    let mut next = blocks.iter().peekable();
    for (at, row) in table.rows.iter_mut().enumerate().skip(header + 1) {
        if let Some((_, moved)) = next.next_if(|(from, _)| *from == at) {
            block = Some(moved);
            continue;
        }
        let own = block.map_or(width, Vec::len);
        if let Some(moved) = block {
            for cell in &mut row.cells {
                cell.index = match moved.get(cell.index) {
                    Some(Some(to)) => *to,
                    Some(None) => all + cell.index,
                    // More cells than titles: told where the row is read.
                    None => all + behind + cell.index - own,
                };
            }
            row.cells.sort_by_key(|cell| cell.index);
        } else {
            row.cells.iter_mut().filter(|cell| cell.index >= width).for_each(|cell| cell.index += all + behind - width);
        }
        if row.width > 0 {
            // As many too many or too few as before.
            row.width = (all + behind + row.width).saturating_sub(own).max(1);
        }
    }
    let first = &mut table.rows[header];
    first.cells.append(&mut added);
    if first.width > 0 || behind > 0 {
        first.width = all + behind;
    }
    let mut at = 0;
    table.rows.retain(|_| {
        at += 1;
        again.binary_search(&(at - 1)).is_err()
    });
    findings.extend(tally.tell(&codes::TITLES_AGAIN, |count, _| {
        Words::new(
            format!("rows of column titles within the list: {count}, this is the first; what is below was read by them"),
            format!(
                "Zeilen mit Spaltentiteln mitten in der Liste: {count}, dies ist die erste; das darunter wurde nach ihnen gelesen"
            ),
        )
    }));
}

/// Cells up to the last title; a row of text may have blank ones behind.
fn end_of(row: &Row) -> usize {
    row.width.max(row.cells.last().map_or(0, |cell| cell.index + 1))
}

/// Titles, each with how many of the same stand before it, and their columns.
fn numbered(row: &Row) -> Vec<((String, usize), usize)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let titled = row.cells.iter().map(|cell| (normal(&cell.text), cell.index)).filter(|(title, _)| !title.is_empty());
    titled
        .map(|(title, index)| {
            let count = seen.entry(title.clone()).or_default();
            *count += 1;
            ((title, *count), index)
        })
        .collect()
}

/// Mostly titles, known ones or those of the first row, and no number: a row of data has at least that of its telephone.
fn is_titles(row: &Row, first: &BTreeSet<String>, known: &impl Fn(&[&str]) -> usize) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b"+ -/()".contains(&b));
    if row.cells.iter().any(|cell| number(cell.text.trim())) {
        return false;
    }
    let texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty()).collect();
    if texts.len() < 2 {
        return false;
    }
    let each = texts.iter().filter(|text| first.contains(&normal(text)) || known(&[text]) > 0).count();
    let hits = each.max(known(&texts));
    hits >= 2 && hits * 2 > texts.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::table::{Columns, ListFile, Secrecy, open};

    fn known(titles: &[&str]) -> usize {
        titles.iter().filter(|title| ["number", "name", "password", "room", "mail"].contains(&normal(title).as_str())).count()
    }

    /// Each row as `title=value`, and the codes told.
    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let mut findings = Collector::default();
        let mut opened = open(&ListFile::new("a.csv", text.as_bytes()), known, Secrecy::Secret, &mut findings).expect("text");
        let table = &mut opened.tables[0];
        let header = table.header(known).expect("titles");
        settle(table, header, known, &mut findings);
        let columns = Columns::new(table, header);
        let titles = ["number", "name", "password", "room", "mail"].map(|title| (title, columns.find(title)));
        let mut rows = Vec::new();
        for row in columns.rows() {
            if columns.fits(row, &mut findings) {
                let cell =
                    |(title, column): &(&str, Option<usize>)| Some(format!("{title}={}", columns.cell(row, *column)?.value));
                rows.push(titles.iter().filter_map(cell).collect::<Vec<_>>().join(" "));
            }
        }
        columns.finish(&mut findings);
        let told = findings.finish();
        (rows, told.iter().map(|f| format!("{} {}", f.code, f.place.as_ref().map_or(0, crate::diag::Place::line))).collect())
    }

    #[test]
    fn each_block_is_read_by_its_own_titles() {
        let (rows, told) = read(
            "number;name;room;password\n101;Huber;1.01;Geheim-1\nnumber;name;room;password\n102;Maier;1.02;Geheim-2\n\
             number;password;name\n103;Geheim-3;Klein\npassword;mail;number;name\nGeheim-4;k@x.example;104;Groß\n105;a\n",
        );
        assert_eq!(
            rows,
            [
                "number=101 name=Huber password=Geheim-1 room=1.01",
                "number=102 name=Maier password=Geheim-2 room=1.02",
                "number=103 name=Klein password=Geheim-3",
                "number=104 name=Groß password=Geheim-4 mail=k@x.example",
                "password=105 mail=a",
            ]
        );
        assert_eq!(told, ["inventory/titles-within-list 3", "inventory/row-too-short 9"]);
    }

    #[test]
    fn rows_of_another_length_are_told_as_before() {
        let (rows, told) =
            read("number;name\n101;Huber;x\nname;password;;number\nMaier;Geheim;?;102\nKlein;Geheim;;103;zu;viel\n");
        assert_eq!(rows, ["number=102 name=Maier password=Geheim"]);
        assert_eq!(
            told,
            [
                "inventory/titles-within-list 3",
                "inventory/row-too-long 2",
                "inventory/row-too-long 5",
                "inventory/cell-without-title 4"
            ]
        );
    }

    #[test]
    fn data_is_no_title() {
        let (rows, told) = read("number;name;mail\n101;Name;mail\n;Password;Room 1\n102;Mail;\n");
        assert_eq!((rows.len(), told.len()), (3, 0), "{rows:?} {told:?}");
    }

    /// What a reading says of people and logins, passwords included, whatever the place.
    fn said(format: &crate::inventory::formats::Format, bytes: &[u8]) -> Vec<String> {
        use crate::inventory::model::AuthState;
        let reading = crate::inventory::asterisk::shown::read(format, "export", bytes);
        let mut out: Vec<String> = Vec::new();
        for entry in &reading.extensions {
            let name = entry.name.as_ref().map_or("", |name| name.value.as_str());
            let login = entry.account.as_ref().and_then(|account| match &account.auth {
                AuthState::Present { username, secret, .. } => {
                    Some(format!("{} {:?}", username.value, reading.secrets.get(secret).map(crate::domain::Secret::expose)))
                }
                AuthState::Open | AuthState::Missing { .. } => None,
            });
            out.push(format!("{} {name} {login:?} {}", entry.number, entry.extra.line()));
        }
        for entry in &reading.people {
            let text = |cell: &Option<crate::inventory::model::Sourced<String>>| {
                cell.as_ref().map_or(String::new(), |c| c.value.clone())
            };
            let person = &entry.person;
            out.push(format!("{} {} {} {}", person.last.value, text(&person.first), text(&person.mail), text(&person.title)));
        }
        for device in &reading.devices {
            let lines: Vec<&str> = device.lines.iter().map(|line| line.number.value.as_str()).collect();
            out.push(format!("{} {lines:?}", device.id));
        }
        out.extend(reading.groups.iter().map(|group| format!("{} {}", group.name, group.members.len())));
        out
    }

    /// Each export with its second half written again below titles in the reverse order says what it said before.
    #[test]
    fn no_importer_takes_titles_for_data() {
        use crate::inventory::{formats::by_name, table};
        macro_rules! export {
            ($name:literal, $path:literal, $sign:literal) => {
                ($name, include_str!(concat!("../../../tests/formats/", $path)), $sign)
            };
        }
        for (name, text, sign) in [
            export!("3cx/extensions", "3cx-extensions/extensions.csv", ','),
            export!("yeastar/extensions", "yeastar-extensions/extensions.csv", ','),
            export!("starface/teamsip", "starface-teamsip/import.csv", ';'),
            export!("vodia/accounts", "vodia-accounts/accounts.csv", ';'),
            export!("freepbx/bulk", "freepbx-bulk/extensions.csv", ','),
            export!("issabel/batch", "issabel-batch/batch.csv", ','),
            export!("cisco/bat-phones", "cisco-bat-phones/phones.csv", ','),
            export!("cisco/bat-users", "cisco-bat-users/users.csv", ','),
            export!("fusionpbx/extensions", "fusionpbx-extensions/extensions.csv", ','),
            export!("fusionpbx/devices", "fusionpbx-devices/devices.csv", ','),
        ] {
            let format = by_name(name).expect("a format");
            let rows = table::rows(text.as_bytes(), sign).expect("text");
            let width = rows[0].len();
            assert!(width > 3, "{name} is separated by `{sign}`");
            let line = |row: &Vec<String>, back: bool| {
                let mut cells: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
                // A row that is too short would lack its first cells the other way round.
                cells.resize(width, String::new());
                if back {
                    cells.reverse();
                }
                cells.join(&sign.to_string())
            };
            let whole: Vec<&Vec<String>> = rows.iter().skip(1).filter(|row| row.len() <= width).collect();
            let half = whole.len() / 2;
            let straight: Vec<String> = rows[..1].iter().chain(whole.iter().copied()).map(|row| line(row, false)).collect();
            let mut turned: Vec<String> = straight[..=half].to_vec();
            turned.push(line(&rows[0], true));
            turned.extend(whole[half..].iter().map(|row| line(row, true)));
            let (straight, turned) = (straight.join("\n"), turned.join("\n"));
            let before = said(format, straight.as_bytes());
            assert!(!before.is_empty(), "{name} has something to say");
            assert_eq!(said(format, turned.as_bytes()), before, "{name}\n{turned}");
        }
    }
}
