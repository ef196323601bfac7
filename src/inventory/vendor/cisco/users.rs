//! BAT users: people with login, department and primary extension; behind the last title stand names of devices, as many as there are.

use super::super::gather::{self, Facts, Gather, layout};
use super::names;
use super::phones;
use crate::diag::Words;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{DeviceKind, Sourced};
use crate::inventory::numbers::{self, Number};
use crate::inventory::reading::Reading;
use crate::inventory::staff;
use crate::inventory::table::{Columns, Row};
use crate::policy::site::Numbers;

const TITLES: [&str; 13] = [
    "firstname",
    "lastname",
    "userid",
    "manageruserid",
    "department",
    "telephonenumber",
    "primaryextension",
    "associatedpc",
    "ipccextension",
    "mailid",
    "defaultprofile",
    "userlocale",
    "middlename",
];

fn known(titles: &[&str]) -> usize {
    gather::count(titles, &TITLES)
}

pub const FORMAT: Format = Format { name: "cisco/bat-users", class: Class::Directory, recognise, read };

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let core = gather::titles_in(sample.text, &["lastname", "userid"]) == 2;
    let marks = gather::titles_in(sample.text, &["manageruserid", "primaryextension", "ipccextension", "associatedpc", "mailid"]);
    let score = if marks >= 2 { 93 } else { 78 };
    (core && marks >= 1).then(|| {
        Likeness::new(
            score,
            "header has `User ID` and columns such as `Primary Extension`",
            "Kopfzeile hat `User ID` und Spalten wie `Primary Extension`",
        )
    })
}

layout!(Layout {
    first: ["First Name"],
    middle: ["Middle Name"],
    last: ["Last Name"],
    user: ["User ID"],
    department: ["Department"],
    telephone: ["Telephone Number"],
    extension: ["Primary Extension"],
    mail: ["Mail ID", "Directory URI"],
    title: ["Title"],
});

fn read(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("cucm-users", given.plan);
    let source = gather::each_table(given, known, FORMAT.name, &mut gather, |columns, gather| {
        columns.ragged();
        let layout = Layout::of(columns);
        for row in columns.rows() {
            let beyond: Vec<usize> = row.cells.iter().map(|cell| cell.index).filter(|index| *index >= columns.width()).collect();
            let devices: Vec<Sourced<String>> = beyond.iter().filter_map(|index| columns.cell(row, Some(*index))).collect();
            let plausible = devices.iter().all(|name| names::kind(&name.value).is_some());
            if plausible || columns.fits(row, &mut gather.findings) {
                one(columns, row, &layout, &devices, given.plan, gather);
            }
        }
    });
    gather.finish(source)
}

fn one(columns: &Columns<'_>, row: &Row, layout: &Layout, devices: &[Sourced<String>], plan: &Numbers, gather: &mut Gather<'_>) {
    let cell = |column: Option<usize>| columns.cell(row, column);
    let (Some(last), user) = (cell(layout.last), cell(layout.user)) else {
        gather.findings.push(staff::codes::PERSON_NAMELESS.finding(
            row.cells.first().and_then(|first| columns.cell(row, Some(first.index))).map(|cell| cell.at),
            Words::new("a user without a last name was skipped", "ein Benutzer ohne Nachnamen wurde übersprungen"),
        ));
        return;
    };
    let first = match (cell(layout.first), cell(layout.middle)) {
        (Some(first), Some(middle)) => Some(Sourced::new(format!("{} {}", first.value, middle.value), first.at)),
        (first, _) => first,
    };
    let primary = cell(layout.extension).and_then(|cell| gather.dialable(&cell).map(|number| Sourced::new(number, cell.at)));
    let telephone = cell(layout.telephone).and_then(|cell| {
        let numbers = numbers::read(&cell.value, plan).ok()?.numbers;
        numbers.into_iter().find_map(|number| match number {
            Number::Internal { extension, .. } => Some(Sourced::new(extension, cell.at.clone())),
            _ => None,
        })
    });
    if let (Some(one), Some(two)) = (&primary, &telephone)
        && one.value != two.value
    {
        let (used, other) = (&one.value, &two.value);
        gather.findings.push(
            staff::codes::NUMBERS_DIFFER
                .finding(
                    Some(two.at.clone()),
                    Words::new(
                        format!("`Telephone Number` gives extension {other}, `Primary Extension` {used}, which was used"),
                        format!(
                            "`Telephone Number` nennt Nebenstelle {other}, `Primary Extension` {used}; verwendet wurde {used}"
                        ),
                    ),
                )
                .about(last.value.as_str()),
        );
    }
    for name in devices {
        let kind = names::kind(&name.value).unwrap_or(DeviceKind::Unknown);
        let mut device = phones::device(name, kind, gather);
        device.owner.clone_from(&user);
        gather.reading.devices.push(device);
    }
    let department = cell(layout.department).and_then(|cell| Gather::department(&cell.value, &cell.at));
    let mut extra = columns.extra(row);
    let used = primary.as_ref().or(telephone.as_ref()).map_or("", |number| number.value.as_str());
    // The whole number says more than the extension in it.
    extra.join(columns.beside(row, [layout.telephone], &[used]));
    if department.is_none() {
        extra.join(columns.beside(row, [layout.department], &[]));
    }
    let facts = Facts {
        extension: primary.or(telephone),
        mail: cell(layout.mail),
        login: user,
        department,
        title: cell(layout.title),
        extra,
        ..Facts::default()
    };
    gather.person(last, first, facts);
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{likeness, read, shown, survives, told};
    use super::*;

    const EXPORT: &str = include_str!("../../../../tests/formats/cisco-bat-users/users.csv");

    #[test]
    fn people_and_the_devices_behind_the_last_title() {
        let reading = read(&FORMAT, EXPORT.as_bytes());
        assert_eq!(
            shown(&reading),
            "person kroeger.h | Kröger | Hanna | ext=101 mail=hanna.kroeger@amt.example login=kroeger.h dep=Bauamt at export:2:7 beside=(TELEPHONE NUMBER: +49 89 99998-101)\n\
             person huber.a | Huber-Groß | Anna | ext=102 mail=anna@amt.example login=huber.a dep=Bauamt at export:3:6 beside=(MANAGER USER ID: kroeger.h; TELEPHONE NUMBER: +49 89 99998-103)\n\
             device 00:00:5e:00:53:21 DeskPhone - owner=kroeger.h\n\
             device CSFKROEGERH Softphone - owner=kroeger.h\n"
        );
        assert_eq!(
            told(&reading),
            "export:3:44 number-columns-differ: `Telephone Number` gives extension 103, `Primary Extension` 102, which was used\n\
             export:4:1 person-nameless: a user without a last name was skipped\n\
             export:5:51 row-too-long: the row has 12 cells, the header 10; the row was not used\n\
             export:1:30 column-unused: columns not read (3): `PASSWORD`, `MANAGER USER ID`, `PIN`; kept as `extra`: 1 (`MANAGER USER ID`); withheld because of the title: 2 (`PASSWORD`, `PIN`)\n"
        );
        assert_eq!(likeness(&FORMAT, EXPORT.as_bytes()), 93);
        survives(&FORMAT, EXPORT.as_bytes(), &["Geheim", "48111"]);
    }
}
