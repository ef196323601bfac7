//! Files for inserting phones that were written by hand: no titles, columns as a template on the system has them. Refused.

use super::super::codes;
use super::super::gather::Gather;
use super::names;
use crate::diag::{Place, Words};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::reading::Reading;
use crate::inventory::table::{Secrecy, open_plain};

pub const FORMAT: Format = Format { name: "cisco/bat-insert", class: Class::Pbx, recognise, read };

/// Lines that are looked at.
const SEEN: usize = 20;

fn is_device(line: &str) -> bool {
    let mut cells = line.split(',');
    let first = cells.next().unwrap_or_default().trim().trim_matches('"');
    let bare = first.len() == 12 && first.bytes().all(|byte| byte.is_ascii_hexdigit());
    cells.count() >= 3 && (bare || (names::kind(first).is_some() && !first.contains(' ')))
}

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let lines: Vec<&str> = sample.text.lines().filter(|line| !line.trim().is_empty()).take(SEEN).collect();
    let devices = lines.iter().filter(|line| is_device(line)).count();
    // With a header the first line is none of a device, and other importers know it.
    (!lines.is_empty() && is_device(lines[0]) && devices * 5 >= lines.len() * 4).then(|| {
        Likeness::new(
            60,
            "rows begin with names of Cisco devices and have no titles",
            "Zeilen beginnen mit Namen von Cisco-Geräten und haben keine Titel",
        )
    })
}

fn read(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("cucm", given.plan);
    let source = open_plain(&given.list, Secrecy::Secret, &mut gather.findings).map(|plain| {
        let rows = plain.text.lines().filter(|line| !line.trim().is_empty()).count();
        gather.findings.push(
            codes::HEADERLESS
                .finding(
                    Some(Place::at(given.list.file, 1, 1)),
                    Words::new(
                        format!("rows for inserting phones, without column titles: {rows}; nothing was read"),
                        format!("Zeilen zum Einspielen von Telefonen, ohne Spaltentitel: {rows}; nichts wurde gelesen"),
                    ),
                )
                .todo(Words::new(
                    "export `All Phone Details`, or describe the columns in a `mapping.yaml`",
                    "`All Phone Details` exportieren oder die Spalten in einer `mapping.yaml` beschreiben",
                )),
        );
        plain.source(FORMAT.name, 0)
    });
    gather.finish(source)
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{likeness, read, shown, told};
    use super::*;

    #[test]
    fn files_without_titles_are_refused_with_a_hint() {
        let file = include_str!("../../../../tests/formats/cisco-bat-insert/phones.csv");
        assert_eq!(likeness(&FORMAT, file.as_bytes()), 60);
        let reading = read(&FORMAT, file.as_bytes());
        assert_eq!(shown(&reading), "");
        assert_eq!(
            told(&reading),
            "export:1:1 export-without-header: rows for inserting phones, without column titles: 2; nothing was read\n"
        );
        assert!(reading.findings[0].todo.as_ref().is_some_and(|todo| todo.en.contains("mapping.yaml")));
        assert_eq!(likeness(&FORMAT, b"Device Name,Description,X,Y\nSEP00005E005301,a,b,c\n"), 0);
    }
}
