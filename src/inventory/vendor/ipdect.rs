//! The list of handsets of an IP-DECT base (Ascom, Avaya 374x, innovaphone and their kin).

use super::gather::{self, Facts, Gather, layout};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::kind;
use crate::inventory::model::{AorState, DeviceKind, DeviceProtocol, ExtensionKind, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::table::{Columns, Row};

const TITLES: [&str; 9] = ["longname", "displayname", "name", "number", "password", "ipeiipdi", "ipei", "ipdi", "authcode"];

fn known(titles: &[&str]) -> usize {
    gather::count(titles, &TITLES)
}

pub const FORMAT: Format = Format { name: "ip-dect/handsets", class: Class::Pbx, recognise, read };

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let serial = gather::titles_in(sample.text, &["ipeiipdi", "ipei", "ipdi"]) > 0;
    let rest = gather::titles_in(sample.text, &["longname", "displayname", "number", "authcode"]);
    let few = gather::titles_in(sample.text, &["number", "password"]) == 2 || gather::titles_in(sample.text, &["authcode"]) == 1;
    if !serial || (rest < 3 && !(rest >= 1 && few)) {
        return None;
    }
    let score = if rest >= 3 { 93 } else { 85 };
    Some({
        Likeness::new(score, "header has `Long Name`, `Number`, `IPEI/IPDI`", "Kopfzeile hat `Long Name`, `Number`, `IPEI/IPDI`")
    })
}

layout!(Layout {
    long: ["Long Name"],
    shown: ["Display Name"],
    user: ["Name"],
    number: ["Number"],
    password: ["Password"],
    serial: ["IPEI/IPDI", "IPEI", "IPDI"],
});

fn read(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("ip-dect", given.plan);
    let source = gather::each_table(given, known, FORMAT.name, &mut gather, |columns, gather| {
        let layout = Layout::of(columns);
        for row in columns.rows() {
            if columns.fits(row, &mut gather.findings) {
                one(columns, row, &layout, gather);
            }
        }
    });
    gather.finish(source)
}

fn one(columns: &Columns<'_>, row: &Row, layout: &Layout, gather: &mut Gather<'_>) {
    let cell = |column: Option<usize>| columns.cell(row, column);
    let name = cell(layout.long).or_else(|| cell(layout.shown));
    let Some(number) = cell(layout.number) else {
        return gather.numberless(columns.place(row));
    };
    let Some(extension) = gather.dialable(&number) else { return };
    let is_person =
        name.as_ref().is_some_and(|name| kind::by_name(&name.value).is_none() && kind::looks_like_person(&name.value));
    let told =
        (!is_person).then(|| gather::told(ExtensionKind::Dect, "a handset of the DECT base", "ein Handgerät der DECT-Basis"));
    let mut entry = Gather::entry(extension.clone(), name.clone(), told, number.at.clone());
    let user = cell(layout.user).unwrap_or_else(|| number.clone());
    if gather.known(&extension).is_none() {
        entry.account = Some(gather.account(&number, &user, cell(layout.password).as_ref(), AorState::Untold));
    }
    if gather.add_row(entry, columns, row).is_err() {
        return;
    }
    let serial = cell(layout.serial);
    let mut device = gather::device(DeviceKind::Dect, None, serial.clone().or(Some(user)), number.at.clone());
    device.serial = serial;
    device.protocol = Some(DeviceProtocol::Dect);
    device.extra = columns.extra(row);
    device.extra.join(columns.beside(row, [layout.shown], &name.as_ref().map_or([""], |name| [name.value.as_str()])));
    device.lines.push(gather::line(1, number.clone(), Some(extension.clone())));
    gather.reading.devices.push(device);
    if let (true, Some(name)) = (is_person, name) {
        let extension = Some(Sourced::new(extension, number.at));
        gather.person_named(&name, Facts { extension, ..Facts::default() });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{likeness, read, shown, survives, told};
    use super::*;

    const EXPORT: &str = include_str!("../../../tests/formats/ip-dect-handsets/handsets.csv");

    #[test]
    fn handsets_of_people_and_of_nobody() {
        let reading = read(&FORMAT, EXPORT.as_bytes());
        assert_eq!(
            shown(&reading),
            "ext 701 Person Kröger, Hanna auth=dect701 Present/10\n\
             ext 702 Person Huber Anna auth=dect702 Present/10\n\
             ext 703 Dect Pool Bauhof 1 auth=dect703 Unavailable/0\n\
             person kroeger-hanna | Kröger | Hanna | ext=701 mail=- login=- dep=- at export:2:1\n\
             device 036170000001 Dect Dect owner=- beside=(Display Name: Kröger H) [1:701 Normal]\n\
             device 036170000002 Dect Dect owner=- beside=(Display Name: Huber) [1:702 Normal]\n\
             device 036170000003 Dect Dect owner=- beside=(Display Name: Pool 1) [1:703 Normal]\n"
        );
        assert_eq!(
            told(&reading),
            "export:5:1 extension-not-dialable: an entry without a number; it was not taken as an extension\n\
             export:1:55 column-unused: columns not read (1): `Auth Code`; withheld because of the title\n\
             export:3:1 name-order-unknown: names whose last name is not told: 1, the first: `Huber Anna`; no persons were made of them\n"
        );
        assert_eq!(likeness(&FORMAT, EXPORT.as_bytes()), 93);
        survives(&FORMAT, EXPORT.as_bytes(), &["Geheim", "1234"]);
    }
}
