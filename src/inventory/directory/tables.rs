//! csvde and PowerShell's `Get-ADUser | Export-Csv`: tables whose titles are names of attributes.

use smol_str::SmolStr;

use super::codes;
use super::people::People;
use super::record::{Attribute, Known, Record, canonical, wanted};
use crate::diag::Words;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::reading::Reading;
use crate::inventory::table::{self, Collector, Secrecy, Table};

pub const CSVDE: Format =
    Format { name: "directory/csvde", class: Class::Directory, recognise: recognise_csvde, read: read_csvde };

pub const POWERSHELL: Format =
    Format { name: "directory/powershell", class: Class::Directory, recognise: recognise_powershell, read: read_powershell };

/// Titles of the first line, without quotes, in lower case.
fn titles(line: &str) -> Vec<String> {
    // A workbook comes with tabs.
    let delimiter = match line {
        line if line.contains('\t') => '\t',
        line if line.contains(';') && !line.contains(',') => ';',
        _ => ',',
    };
    line.split(delimiter).map(|title| title.trim().trim_matches('"').to_ascii_lowercase()).collect()
}

fn recognise_csvde(sample: &Sample<'_>) -> Option<Likeness> {
    let titles = titles(sample.text.lines().next()?);
    let has = |name: &str| titles.iter().any(|title| title == name);
    if titles.first().is_some_and(|title| title == "dn") && has("objectclass") {
        return Some(Likeness::new(
            95,
            "the first titles are `DN` and `objectClass`",
            "die Titel beginnen mit `DN` und `objectClass`",
        ));
    }
    // `csvde -l` writes the attributes that are asked for, and a spreadsheet moves columns.
    let names: Vec<&str> = titles.iter().map(String::as_str).collect();
    let dn = has("dn") && sample.text.lines().take(20).any(|line| line.to_ascii_lowercase().contains("cn="));
    (dn && known(&names) >= 3).then(|| {
        Likeness::new(88, "titles are attributes, and `DN` names entries", "die Titel sind Attribute, und `DN` nennt Einträge")
    })
}

fn recognise_powershell(sample: &Sample<'_>) -> Option<Likeness> {
    let mut lines = sample.text.lines();
    let first = lines.next()?;
    let typed = first.starts_with("#TYPE ");
    if typed && first.contains("ActiveDirectory") {
        return Some(Likeness::new(98, "the line `#TYPE …ActiveDirectory…`", "die Zeile `#TYPE …ActiveDirectory…`"));
    }
    let titles = titles(if typed { lines.next()? } else { first });
    let has = |name: &str| titles.iter().any(|title| title == name);
    // PowerShell's own names of properties, which differ from those of the attributes.
    let own = ["enabled", "surname", "distinguishedname", "emailaddress", "officephone", "userprincipalname", "samaccountname"];
    let own = own.iter().filter(|name| has(name)).count();
    let names: Vec<&str> = titles.iter().map(String::as_str).collect();
    let account = has("samaccountname") && known(&names) >= 2;
    let entry = has("distinguishedname") || has("userprincipalname");
    (account || (entry && own >= 2 && known(&names) >= 2))
        .then(|| Likeness::new(90, "titles are properties of `Get-ADUser`", "die Titel sind Eigenschaften von `Get-ADUser`"))
}

/// The attribute behind a title; in a table the name of the entry may go by its attribute.
fn title(text: &str) -> SmolStr {
    let name = canonical(text);
    if name == "distinguishedname" { SmolStr::new_static("dn") } else { name }
}

/// How many titles are attributes that are read.
fn known(titles: &[&str]) -> usize {
    let mut names: Vec<SmolStr> =
        titles.iter().map(|text| title(text)).filter(|name| wanted(name).is_some() || name == "dn").collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

fn read_csvde(given: &Given<'_>) -> Reading {
    read(given, CSVDE.name, true)
}

fn read_powershell(given: &Given<'_>) -> Reading {
    read(given, POWERSHELL.name, false)
}

fn read(given: &Given<'_>, name: &str, csvde: bool) -> Reading {
    let mut findings = Collector::default();
    let Some(opened) = table::open(&given.list, known, Secrecy::Open, &mut findings) else {
        return Reading { findings: findings.finish(), ..Reading::default() };
    };
    let mut people = People::new(given.list.file, given.list.limits.rows);
    let mut found = false;
    for table in &opened.tables {
        let Some(header) = table.header(known) else {
            table::sheet_without_titles(table, &mut findings);
            continue;
        };
        found = true;
        rows(table, header, csvde, &mut people, &mut findings);
    }
    if !found {
        findings.push(table::codes::HEADER_MISSING.finding(
            opened.tables.first().map(|table| table.place(1, 1)),
            Words::new(
                "no row has two titles that are attributes of a directory",
                "keine Zeile hat zwei Titel, die Attribute eines Verzeichnisses sind",
            ),
        ));
    }
    let mut source = opened.source("directory", 0);
    name.clone_into(&mut source.importer);
    people.finish(given.plan, source, findings)
}

fn rows(table: &Table, header: usize, csvde: bool, people: &mut People, findings: &mut Collector) {
    let titles = &table.rows[header];
    let width = titles.width.max(titles.cells.last().map_or(0, |cell| cell.index + 1));
    let mut columns: Vec<(usize, Known)> = Vec::new();
    let mut kept: Vec<(usize, &str)> = Vec::new();
    for cell in &titles.cells {
        let name = title(&cell.text);
        if let Some(known) = wanted(&name).or((name == "dn").then_some(Known::plain("dn"))) {
            columns.push((cell.index, known));
        } else if !name.is_empty() {
            people.unused(cell.text.trim(), || table.place_of(cell));
            if people.may_keep(cell.text.trim()) {
                kept.push((cell.index, cell.text.trim()));
            }
        }
    }
    for row in table.rows.iter().skip(header + 1).filter(|row| !row.is_blank()) {
        if !table::fits(table, row, width, findings) {
            continue;
        }
        let mut record = Record { line: row.line, ..Record::default() };
        for (index, known) in &columns {
            let name = known.name;
            let Some(cell) = row.get(*index) else { continue };
            let text = match csvde.then(|| hex(cell.text.trim())).flatten() {
                None => cell.text.trim().to_owned(),
                Some(Ok(text)) => text,
                Some(Err(())) => {
                    findings.push(codes::VALUE_UNUSABLE.finding(
                        Some(table.place_of(cell)),
                        Words::new(
                            format!("the value of `{name}` is no text in hex"),
                            format!("der Wert von `{name}` ist kein hexadezimaler Text"),
                        ),
                    ));
                    continue;
                }
            };
            // What PowerShell writes for a property with several values says only that there were some.
            if text.starts_with("Microsoft.ActiveDirectory.Management.") {
                findings.push(
                    codes::VALUE_UNUSABLE
                        .finding(
                            Some(table.place_of(cell)),
                            Words::new(
                                format!("`{name}` has several values, which this export leaves out"),
                                format!("`{name}` hat mehrere Werte, die dieser Export weglässt"),
                            ),
                        )
                        .todo(Words::new(
                            "join them when exporting: `@{n='…';e={$_.… -join ';'}}`",
                            "beim Export verbinden: `@{n='…';e={$_.… -join ';'}}`",
                        )),
                );
                continue;
            }
            if name == "dn" {
                record.dn = text;
                continue;
            }
            let several = matches!(name, "objectclass" | "othertelephone" | "otheripphone");
            let values: Vec<&str> = if several { text.split(';').collect() } else { vec![&text] };
            for value in values.into_iter().map(str::trim).filter(|value| !value.is_empty()) {
                let value = SmolStr::new(value);
                record.attributes.push(Attribute { known: *known, option: false, value, line: cell.line, column: cell.column });
            }
        }
        for (index, name) in &kept {
            let Some(cell) = row.get(*index) else { continue };
            let text = csvde.then(|| hex(cell.text.trim())).flatten().unwrap_or_else(|| Ok(cell.text.to_string()));
            if let Ok(text) = text {
                people.keep(&mut record, name, &text, table.place_of(cell));
            }
        }
        people.add(record, findings);
    }
}

/// `X'4DC3BC'`: bytes in hex, which csvde writes where a value is not plain ASCII. None where the cell is not of that form.
fn hex(text: &str) -> Option<Result<String, ()>> {
    let digits = text.strip_prefix("X'").or_else(|| text.strip_prefix("x'"))?.strip_suffix('\'')?;
    if digits.len() % 2 != 0 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Some(Err(()));
    }
    let nibble = |byte: u8| char::from(byte).to_digit(16).unwrap_or(0) as u8;
    let bytes = digits.as_bytes().chunks_exact(2).map(|pair| nibble(pair[0]) * 16 + nibble(pair[1])).collect();
    Some(String::from_utf8(bytes).map_err(drop))
}
