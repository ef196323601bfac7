//! Sheets in which a site is surveyed before it comes to Unified CM: numbers of people, hunt groups, user device profiles.

use super::super::gather::{self, Facts, Gather, layout, told};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{DeviceKind, DeviceProtocol, DidTarget, ExtensionKind, Group, GroupKind, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::table::{Columns, Row};

const PHONES: [&str; 10] = [
    "name",
    "internalnumber",
    "dectnumber",
    "ftmnnumber",
    "phonemodel",
    "inboundnumber",
    "outboundnumber",
    "oldsiteprefix",
    "newsiteprefix",
    "analogaccesscode",
];
const GROUPS: [&str; 3] = ["huntgroupnumber", "huntgroupname", "ab"];
const PROFILES: [&str; 9] = ["user", "udp", "model", "desc", "ptn", "dirn", "dnpt", "llabel", "ldisplay"];

fn known(titles: &[&str]) -> usize {
    [gather::count(titles, &PHONES), gather::count(titles, &GROUPS), gather::count(titles, &PROFILES)]
        .into_iter()
        .max()
        .unwrap_or(0)
}

pub const FORMAT: Format = Format { name: "cisco/survey", class: Class::Pbx, recognise, read };

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let (en, de) = if gather::titles_in(sample.text, &["internalnumber", "dectnumber", "inboundnumber", "phonemodel"]) >= 3 {
        (
            "header of a sheet of phones: `internal_number`, `inbound_number`",
            "Kopfzeile eines Blatts der Telefone: `internal_number`, `inbound_number`",
        )
    } else if gather::titles_in(sample.text, &["internalnumber"]) == 1 && gather::titles_in(sample.text, &PHONES) >= 3 {
        return Some(Likeness::new(
            80,
            "header of a sheet of phones: `internal_number`",
            "Kopfzeile eines Blatts der Telefone: `internal_number`",
        ));
    } else if gather::titles_in(sample.text, &["huntgroupnumber"]) == 1 && gather::titles_in(sample.text, &GROUPS) >= 2 {
        (
            "header of a sheet of hunt groups: `HuntGroup_number`",
            "Kopfzeile eines Blatts der Sammelanschlüsse: `HuntGroup_number`",
        )
    } else if gather::titles_in(sample.text, &["udp", "dirn"]) == 2 {
        ("header of a sheet of user device profiles: `udp`, `dirn`", "Kopfzeile eines Blatts der Geräteprofile: `udp`, `dirn`")
    } else {
        return None;
    };
    Some(Likeness::new(90, en, de))
}

layout!(Phones {
    name: ["name"],
    number: ["internal_number"],
    dect: ["dect_number"],
    model: ["phone_model"],
    inbound: ["inbound_number"],
});

layout!(Profiles {
    user: ["user"],
    profile: ["udp"],
    model: ["model"],
    number: ["dirn"],
    partition: ["dnpt"],
    label: ["llabel"],
    shown: ["ldisplay"],
});

fn read(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("cucm-survey", given.plan);
    let source = gather::each_table(given, known, FORMAT.name, &mut gather, |columns, gather| {
        // Only one kind of sheet asks for its columns: those of the others would count as read.
        let reader = Sheet::of(columns);
        for row in columns.rows() {
            if columns.fits(row, &mut gather.findings) {
                match &reader {
                    Sheet::Phones(layout) => phone(columns, row, layout, gather),
                    Sheet::Groups { number, name, members } => hunt(columns, row, (*number, *name, members), gather),
                    Sheet::Profiles(layout) => profile(columns, row, layout, gather),
                }
            }
        }
    });
    gather.finish(source)
}

/// What a sheet is about, with its columns.
enum Sheet {
    Phones(Phones),
    Groups { number: Option<usize>, name: Option<usize>, members: Vec<(u32, usize)> },
    Profiles(Profiles),
}

impl Sheet {
    fn of(columns: &Columns<'_>) -> Self {
        if columns.find("internal_number").is_some() {
            return Self::Phones(Phones::of(columns));
        }
        let number = columns.find("HuntGroup_number");
        if number.is_some() {
            return Self::Groups { number, name: columns.find("HuntGroup_Name"), members: columns.numbered("Ab") };
        }
        Self::Profiles(Profiles::of(columns))
    }
}

fn phone(columns: &Columns<'_>, row: &Row, layout: &Phones, gather: &mut Gather<'_>) {
    let cell = |column: Option<usize>| columns.cell(row, column);
    let name = cell(layout.name);
    let mut first = None;
    let mut extra = columns.extra(row);
    for (column, dect) in [(layout.number, false), (layout.dect, true)] {
        let Some(number) = cell(column) else { continue };
        let Some(extension) = gather.dialable(&number) else { continue };
        let why = dect.then(|| told(ExtensionKind::Dect, "column `dect_number`", "Spalte `dect_number`"));
        let mut entry = Gather::entry(extension.clone(), name.clone(), why, number.at.clone());
        // Of a telephone and its DECT twin the first one keeps what the row says beyond.
        entry.extra = std::mem::take(&mut extra);
        if gather.add_row(entry, columns, row).is_err() {
            continue;
        }
        let kind = if dect { DeviceKind::Dect } else { DeviceKind::DeskPhone };
        if let Some(model) = cell(layout.model).filter(|_| !dect).or_else(|| dect.then(|| number.clone())) {
            let mut device = gather::device(
                kind,
                None,
                Some(Sourced::new(format!("phone-{extension}"), number.at.clone())),
                number.at.clone(),
            );
            device.protocol = dect.then_some(DeviceProtocol::Dect);
            device.model = Some(model).filter(|_| !dect);
            device.lines.push(gather::line(1, number.clone(), Some(extension.clone())));
            gather.reading.devices.push(device);
        }
        first = first.or_else(|| Some(Sourced::new(extension, number.at)));
    }
    let numberless = cell(layout.number).is_none() && cell(layout.dect).is_none();
    let phone = cell(layout.number).is_some_and(|number| gather.internal(&number.value).is_some());
    let mut rest = columns.beside(row, [layout.model].into_iter().filter(|_| !phone), &[]);
    rest.join(columns.beside(row, [layout.inbound].into_iter().filter(|_| first.is_none()), &[]));
    match first.as_ref().and_then(|first| gather.known(&first.value)) {
        Some(index) => gather.reading.extensions[index].extra.join(rest),
        None => extra.join(rest),
    }
    if let (Some(number), Some(extension)) = (cell(layout.inbound), &first) {
        gather.did(&number.value, DidTarget::Extension(extension.value.clone()), number.at);
    }
    let facts = Facts { extension: first, extra, ..Facts::default() };
    let person = name.is_some_and(|name| gather.person_named(&name, facts));
    if numberless && !person {
        gather.numberless(columns.place(row));
    }
}

fn hunt(
    columns: &Columns<'_>,
    row: &Row,
    (number, name, members): (Option<usize>, Option<usize>, &[(u32, usize)]),
    gather: &mut Gather<'_>,
) {
    let Some(number) = columns.cell(row, number) else { return gather.numberless(columns.place(row)) };
    let name = columns.cell(row, name).unwrap_or_else(|| number.clone());
    // A group without members is one.
    let members = members.iter().filter_map(|(_, column)| columns.cell(row, Some(*column)));
    for member in std::iter::once(None).chain(members.map(Some)) {
        let member = member.map(|member| gather.member_of(&member.value, member.at));
        let make = || Group {
            kind: GroupKind::Hunt,
            number: Some(number.value.clone()),
            name: name.value.clone(),
            strategy: None,
            members: Vec::new(),
            at: number.at.clone(),
        };
        gather.member(GroupKind::Hunt, &number.value, make, member);
    }
}

fn profile(columns: &Columns<'_>, row: &Row, layout: &Profiles, gather: &mut Gather<'_>) {
    let cell = |column: Option<usize>| columns.cell(row, column);
    let (Some(name), Some(number)) = (cell(layout.profile), cell(layout.number)) else {
        return gather.numberless(columns.place(row));
    };
    let extension = gather.dialable(&number);
    let mut device = gather::device(DeviceKind::Unknown, None, Some(name.clone()), name.at);
    device.model = cell(layout.model);
    device.owner = cell(layout.user);
    let mut line = gather::line(1, number.clone(), extension.clone());
    line.partition = cell(layout.partition).map(|cell| cell.value);
    line.label = cell(layout.label);
    device.lines.push(line);
    let shown = cell(layout.shown);
    let extra = columns.extra(row);
    let Some(extension) = extension else {
        device.extra = extra;
        device.extra.join(columns.beside(row, [layout.shown], &[]));
        return gather.reading.devices.push(device);
    };
    gather.reading.devices.push(device);
    let mut entry = Gather::entry(extension.clone(), shown.clone(), None, number.at.clone());
    entry.extra = extra;
    let _ = gather.add_row(entry, columns, row);
    if let Some(shown) = shown {
        let extension = Some(Sourced::new(extension, number.at));
        gather.person_named(&shown, Facts { extension, login: cell(layout.user), ..Facts::default() });
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{likeness, read, shown, survives, told};
    use super::*;

    #[test]
    fn what_no_field_holds_is_kept() {
        let kept = |text: &str| {
            let reading = read(&FORMAT, text.as_bytes());
            let of = |extra: &crate::inventory::model::Extra| extra.line();
            (
                reading.extensions.iter().map(|entry| of(&entry.extra)).collect::<Vec<_>>(),
                reading.devices.iter().map(|device| of(&device.extra)).collect::<Vec<_>>(),
            )
        };
        let phones = "name,internal_number,dect_number,inbound_number,phone_model,user,password\n\
            Huber Uwe,101,701,+498999998101,7841,Haus 3,geheim\n";
        assert_eq!(kept(phones).0, ["user: Haus 3", ""]);
        let profiles = "user,udp,dirn,dnpt,Farbe\nh,h-udp,101,PT,rot\nx,x-udp,\\+32123456789,PT,blau\n";
        assert_eq!(kept(profiles), (vec!["Farbe: rot".to_owned()], vec![String::new(), "Farbe: blau".to_owned()]));
    }

    #[test]
    fn three_kinds_of_sheets() {
        let phones = include_str!("../../../../tests/formats/cisco-survey/telefone.csv");
        assert_eq!(likeness(&FORMAT, phones.as_bytes()), 90);
        assert_eq!(
            shown(&read(&FORMAT, phones.as_bytes())),
            "ext 101 Person Kröger, Hanna\next 701 Dect Kröger, Hanna\next 399 Fax Telefax\n\
             person kroeger-hanna | Kröger | Hanna | ext=101 mail=- login=- dep=- at export:2:1\n\
             device phone-101 DeskPhone - owner=- model=7841 [1:101 Normal]\n\
             device phone-701 Dect Dect owner=- [1:701 Normal]\n\
             did +498999998101 -> 101\n"
        );
        survives(&FORMAT, phones.as_bytes(), &[]);
        let groups = "HuntGroup_number,HuntGroup_Name,Ab1,Ab2,Ab3\n500,Bürgerbüro,101,102,0016012345678\n";
        assert_eq!(likeness(&FORMAT, groups.as_bytes()), 90);
        assert_eq!(
            shown(&read(&FORMAT, groups.as_bytes())),
            "group Hunt Bürgerbüro number=500 -: 101,102,0016012345678 (external)\n"
        );
        let profiles = "user,language,udp,model,desc,dirn,dnpt,llabel,ldisplay\n\
            kroeger.h,de,kroeger-udp,Cisco 8845,,\\+498999998101,PT,101,Kröger Hanna\nx,de,x-udp,Cisco 8845,,\\+32123456789,PT,,\n";
        let reading = read(&FORMAT, profiles.as_bytes());
        assert_eq!(
            shown(&reading),
            "ext 101 Person Kröger Hanna beside=(language: de)\n\
             person kroeger.h | Kröger | Hanna | ext=101 mail=- login=kroeger.h dep=- at export:2:60\n\
             device kroeger-udp Unknown - owner=kroeger.h model=Cisco 8845 [1:\\+498999998101 Normal]\n\
             device x-udp Unknown - owner=x model=Cisco 8845 beside=(language: de) [1:\\+32123456789 Normal]\n"
        );
        assert!(told(&reading).starts_with("export:3:24 extension-not-dialable: `\\+32123456789`"), "{}", told(&reading));
        let empty = read(&FORMAT, b"HuntGroup_number,HuntGroup_Name,Ab1\n");
        assert_eq!(told(&empty), "export list-empty: the file holds nothing for the inventory\n");
    }
}
