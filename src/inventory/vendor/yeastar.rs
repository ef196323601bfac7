//! Yeastar P and S series: the list of extensions and the list of telephones for auto provisioning.

use super::codes;
use super::gather::{self, Facts, Gather, layout};
use crate::diag::Words;
use crate::domain::Department;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::kind;
use crate::inventory::model::{CallerIds, DeviceKind, DeviceProtocol, Extra, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::table::{Columns, Row};

const EXTENSION_TITLES: [&str; 14] = [
    "firstname",
    "lastname",
    "emailaddress",
    "userpassword",
    "organization",
    "userrole",
    "extensionnumber",
    "callerid",
    "registrationname",
    "registrationpassword",
    "ipphoneconcurrentregistrations",
    "concurrentregistrations",
    "emergencyoutboundcallerid",
    "enablevoicemail",
];
const PHONE_TITLES: [&str; 10] =
    ["vendor", "manufacturer", "model", "phonetype", "macaddress", "template", "extension", "label", "active", "account"];

fn known_extensions(titles: &[&str]) -> usize {
    gather::count(titles, &EXTENSION_TITLES)
}

fn known_phones(titles: &[&str]) -> usize {
    gather::count(titles, &PHONE_TITLES)
}

pub const EXTENSIONS: Format =
    Format { name: "yeastar/extensions", class: Class::Pbx, recognise: recognise_extensions, read: read_extensions };

pub const PHONES: Format =
    Format { name: "yeastar/phones", class: Class::Devices, recognise: recognise_phones, read: read_phones };

fn recognise_extensions(sample: &Sample<'_>) -> Option<Likeness> {
    let titles = ["registrationname", "registrationpassword"];
    if gather::titles_in(sample.text, &titles) == 2 {
        return Some(Likeness::new(
            94,
            "header has `Registration Name` and `Registration Password`",
            "Kopfzeile hat `Registration Name` und `Registration Password`",
        ));
    }
    let number = gather::titles_in(sample.text, &["extensionnumber", "extension"]) > 0;
    if number && gather::titles_in(sample.text, &["registrationpassword"]) == 1 {
        return Some(Likeness::new(
            88,
            "header has `Registration Password` and the extension",
            "Kopfzeile hat `Registration Password` und die Nebenstelle",
        ));
    }
    let marks = [
        "userpassword",
        "userrole",
        "ipphoneconcurrentregistrations",
        "concurrentregistrations",
        "emergencyoutboundcallerid",
        "enablevoicemail",
        "calleridname",
    ];
    (number && gather::titles_in(sample.text, &marks) >= 2).then(|| {
        Likeness::new(
            78,
            "header has the extension and Yeastar's names of its settings",
            "Kopfzeile hat die Nebenstelle und Yeastars Namen für ihre Einstellungen",
        )
    })
}

fn recognise_phones(sample: &Sample<'_>) -> Option<Likeness> {
    let old = gather::titles_in(sample.text, &["manufacturer", "phonetype", "macaddress", "template"]);
    let new = gather::titles_in(sample.text, &["vendor", "model", "macaddress", "template"]);
    let words = |titles: &str| (format!("header has {titles}"), format!("Kopfzeile hat {titles}"));
    if old == 4 {
        let (en, de) = words("`Manufacturer`, `Phonetype`, `Mac Address`, `Template`");
        return Some(Likeness::new(92, en, de));
    }
    if new == 4 {
        let (en, de) = words("`Vendor`, `Model`, `MAC Address`, `Template`");
        return Some(Likeness::new(82, en, de));
    }
    let core = gather::titles_in(sample.text, &["macaddress", "template", "extension"]) == 3;
    let (en, de) = words("`MAC Address`, `Template`, `Extension`");
    (core && old.max(new) >= 2).then(|| Likeness::new(78, en, de))
}

layout!(Layout {
    number: ["Extension Number", "Extension"],
    first: ["First Name"],
    last: ["Last Name"],
    shown: ["Caller ID Name", "Extension Name", "Name"],
    internal: ["Caller ID"],
    outgoing: ["Outbound Caller ID"],
    emergency: ["Emergency Outbound Caller ID", "Emergency Caller ID"],
    mail: ["Email Address", "Email"],
    organisation: ["Organization", "Organisation", "Department"],
    user: ["Registration Name"],
    password: ["Registration Password"],
    limit: ["IP Phone Concurrent Registrations", "Concurrent Registrations"],
    voicemail: ["Enable Voicemail", "Voicemail"],
    pin: ["Voicemail PIN", "Voicemail Access PIN", "Voicemail Password"],
    remote: ["Allow Remote Registration", "Remote Registration", "Register Remotely", "Enable Remote Registration"],
});

fn read_extensions(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("yeastar", given.plan);
    let source = gather::each_table(given, known_extensions, EXTENSIONS.name, &mut gather, |columns, gather| {
        let layout = Layout::of(columns);
        for row in columns.rows() {
            if columns.fits(row, &mut gather.findings) {
                extension(columns, row, &layout, gather);
            }
        }
    });
    gather.finish(source)
}

fn extension(columns: &Columns<'_>, row: &Row, layout: &Layout, gather: &mut Gather<'_>) {
    let cell = |column: Option<usize>| columns.cell(row, column);
    let (first, last) = (cell(layout.first), cell(layout.last));
    let name = gather::joined(first.as_ref(), last.as_ref()).or_else(|| cell(layout.shown));
    let is_person = name.as_ref().is_some_and(|name| kind::by_name(&name.value).is_none());
    let number = cell(layout.number);
    let extension = number.as_ref().and_then(|number| gather.dialable(number));
    if let (Some(number), Some(extension)) = (&number, &extension) {
        let mut entry = Gather::entry(extension.clone(), name.clone(), None, number.at.clone());
        entry.caller_id = CallerIds {
            internal: cell(layout.internal).filter(|cell| cell.value != extension.as_str()),
            outgoing: cell(layout.outgoing),
            emergency: cell(layout.emergency),
            ..CallerIds::default()
        };
        entry.extra = columns.extra(row);
        entry.extra.join(columns.beside(row, [layout.shown], &[name.as_ref().map_or("", |name| name.value.as_str())]));
        if gather.known(extension).is_none()
            && let Some(user) = cell(layout.user)
        {
            let limit = limit(columns, row, layout, gather);
            let aor = gather::registrations(limit, number, cell(layout.limit).map(|cell| cell.at));
            entry.account = Some(gather.account(number, &user, columns.raw(row, layout.password).as_ref(), aor));
        } else if gather.known(extension).is_none() {
            entry.extra.join(columns.beside(row, [layout.password, layout.limit], &[]));
        }
        let Ok(index) = gather.add_row(entry, columns, row) else { return };
        let voicemail = columns.truth(row, layout.voicemail, &mut gather.findings) == Some(true);
        if let Some(cell) = cell(layout.voicemail).filter(|_| voicemail) {
            gather.mailbox(index, "default", cell.at);
            if let Some(pin) = columns.cell(row, layout.pin) {
                gather.pin(index, &pin);
            }
        } else {
            gather.reading.extensions[index].extra.join(columns.beside(row, [layout.pin], &[]));
        }
        let remote = columns.truth(row, layout.remote, &mut gather.findings);
        if let Some(cell) = cell(layout.remote).filter(|_| remote != Some(true)) {
            gather.lan_only(extension.clone(), "Remote Registration", &cell);
        }
    }
    let (department, parent) = cell(layout.organisation).map(|cell| organisation(&cell, gather)).unwrap_or_default();
    let mut extra = if extension.is_none() { columns.extra(row) } else { Extra::default() };
    // `Root/Office/Section` is held by two units below the root; nobody asks for more than that.
    let whole = department.is_some() && cell(layout.organisation).is_some_and(|path| path.value.split('/').count() <= 3);
    extra.join(columns.beside(row, [layout.organisation].into_iter().filter(|_| !whole), &[]));
    let index = extension.as_ref().and_then(|extension| gather.known(extension));
    let extension = extension.zip(number).map(|(extension, number)| Sourced::new(extension, number.at));
    let facts = Facts { extension, mail: cell(layout.mail), department, parent, extra, ..Facts::default() };
    let made = match (last.or_else(|| first.clone()), name) {
        (Some(last), _) if is_person => {
            gather.person(last.clone(), first.filter(|first| first.at != last.at), facts);
            true
        }
        (None, Some(name)) if is_person => gather.person_named(&name, facts),
        _ => false,
    };
    if let (false, Some(index)) = (made, index) {
        gather.reading.extensions[index].extra.join(columns.beside(row, [layout.mail, layout.organisation], &[]));
    }
}

/// How many telephones may register; Yeastar's default is one.
fn limit(columns: &Columns<'_>, row: &Row, layout: &Layout, gather: &mut Gather<'_>) -> Option<u32> {
    let Some(cell) = columns.cell(row, layout.limit) else { return Some(1) };
    let number = cell.value.parse().ok();
    if number.is_none() {
        let value = &cell.value;
        gather.findings.push(crate::inventory::staff::codes::VALUE_UNCLEAR.finding(
            Some(cell.at.clone()),
            Words::new(
                format!("`{value}` is no number of registrations"),
                format!("`{value}` ist keine Anzahl von Registrierungen"),
            ),
        ));
    }
    number
}

/// A department and the one it belongs to.
type Units = (Option<Sourced<Department>>, Option<Sourced<Department>>);

/// `Root/Office/Section&Root/Board`: the last part of the first path, and the part before it. The root is the whole organisation.
fn organisation(cell: &Sourced<String>, gather: &mut Gather<'_>) -> Units {
    let mut paths = cell.value.split('&').map(str::trim).filter(|path| !path.is_empty());
    let parts: Vec<&str> =
        paths.next().into_iter().flat_map(|path| path.split('/')).map(str::trim).filter(|part| !part.is_empty()).collect();
    let Some(last) = parts.last() else { return (None, None) };
    let above = if parts.len() > 2 { parts.get(parts.len() - 2) } else { None };
    if paths.next().is_some() {
        let value = &cell.value;
        gather.findings.push(codes::DEPARTMENT_SEVERAL.finding(
            Some(cell.at.clone()),
            Words::new(format!("`{value}`: `{last}` was taken"), format!("`{value}`: genommen wurde `{last}`")),
        ));
    }
    (Gather::department(last, &cell.at), above.and_then(|above| Gather::department(above, &cell.at)))
}

layout!(PhoneLayout {
    vendor: ["Vendor", "Manufacturer"],
    model: ["Model", "Phonetype"],
    mac: ["MAC Address"],
    extension: ["Extension", "Account"],
    label: ["Label"],
});

fn read_phones(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("yeastar", given.plan);
    let source = gather::each_table(given, known_phones, PHONES.name, &mut gather, |columns, gather| {
        let layout = PhoneLayout::of(columns);
        let mut by_mac = std::collections::BTreeMap::new();
        for row in columns.rows() {
            if !columns.fits(row, &mut gather.findings) {
                continue;
            }
            // A telephone without a usable address stays one, with its line.
            let cell = columns.cell(row, layout.mac);
            let at = cell.as_ref().map_or_else(|| columns.place(row), |cell| cell.at.clone());
            let mac = cell.as_ref().and_then(|cell| gather.mac(cell));
            let key = mac.as_ref().map(|mac| mac.value.to_string()).or_else(|| cell.map(|cell| cell.value));
            // One row for each line of a phone; each may say something else.
            let index = *by_mac.entry(key.unwrap_or_else(|| at.to_string())).or_insert_with(|| {
                let mut device = gather::device(DeviceKind::DeskPhone, mac, None, at);
                device.vendor = columns.cell(row, layout.vendor);
                device.model = columns.cell(row, layout.model);
                device.protocol = Some(DeviceProtocol::Sip);
                gather.reading.devices.push(device);
                gather.reading.devices.len() - 1
            });
            let device = &mut gather.reading.devices[index];
            let said =
                [&device.vendor, &device.model].map(|cell| cell.as_ref().map_or("", |cell| cell.value.as_str()).to_owned());
            device.extra.join(columns.extra(row));
            device.extra.join(columns.beside(row, [layout.vendor, layout.model], &said.each_ref().map(String::as_str)));
            if columns.cell(row, layout.extension).is_none() {
                device.extra.join(columns.beside(row, [layout.label], &[]));
            }
            if let Some(number) = columns.cell(row, layout.extension) {
                let extension = gather.dialable(&number);
                let lines = &mut gather.reading.devices[index].lines;
                let mut line = gather::line(lines.len() as u32 + 1, number, extension);
                line.label = columns.cell(row, layout.label);
                lines.push(line);
            }
        }
    });
    gather.finish(source)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{likeness, read, shown, survives, told};
    use super::*;

    const EXPORT: &str = include_str!("../../../tests/formats/yeastar-extensions/extensions.csv");

    #[test]
    fn extensions_of_the_p_series() {
        let reading = read(&EXTENSIONS, EXPORT.as_bytes());
        assert_eq!(
            shown(&reading),
            "ext 101 Person Hanna Kröger auth=R1aBeispiel Present/10 max=1 box=101@default\n\
             ext 0201 Person Ayşe Demir auth=R2bBeispiel Present/11 max=3\n\
             ext 390 Door Tür Nord auth=tuer Unavailable/0\n\
             person kroeger-hanna | Kröger | Hanna | ext=101 mail=hanna.kroeger@amt.example login=- dep=Bauen at export:2:7\n\
             person demir-ayşe | Demir | Ayşe | ext=0201 mail=- login=- dep=Soziales at export:3:6\n\
             obstacle 101 LanOnly `Remote Registration=0` at export:2:91\n"
        );
        assert_eq!(
            told(&reading),
            "export:3:23 department-several: `Amt/Soziales&Amt/Beirat`: `Soziales` was taken\n\
             export:4:23 value-not-understood: `viele` is no number of registrations\n\
             export:1:36 column-unused: columns not read (1): `User Password`; withheld because of the title\n"
        );
        assert_eq!(likeness(&EXTENSIONS, EXPORT.as_bytes()), 94);
        survives(&EXTENSIONS, EXPORT.as_bytes(), &["Geheim"]);
    }

    #[test]
    fn numbers_that_others_see_and_the_unit_above() {
        let list = "First Name,Last Name,Organization,Extension Number,Caller ID,Outbound Caller ID,Emergency Outbound Caller ID,\
            Registration Name,Registration Password,User Role\n\
            Hanna,Kröger,Amt/Bauen/Hochbau,101,100,08999998100,08999998112,R1,Geheim-1,Employee\n";
        let reading = read(&EXTENSIONS, list.as_bytes());
        assert_eq!(
            shown(&reading),
            "ext 101 Person Hanna Kröger auth=R1 Present/8 max=1 inside=100 at export:2:36 outside=08999998100 at export:2:40 \
             emergency=08999998112 at export:2:52 beside=(User Role: Employee)\n\
             person kroeger-hanna | Kröger | Hanna | ext=101 mail=- login=- dep=Hochbau at export:2:7\n"
        );
        let parent = reading.people[0].units.as_ref().and_then(|units| units.parent.as_ref()).expect("a unit above");
        assert_eq!((parent.value.as_str(), parent.at.to_string().as_str()), ("Bauen", "export:2:14"));
    }

    #[test]
    fn a_pin_opens_the_mailbox_and_a_wrong_address_keeps_the_telephone() {
        let list = "First Name,Last Name,Extension Number,Registration Name,Registration Password,Voicemail PIN,Enable Voicemail\n\
            Hanna,Kröger,101,R1,Geheim-1,4711,1\nAnna,Huber,102,R2,Geheim-2,4712,0\n";
        let reading = read(&EXTENSIONS, list.as_bytes());
        let pins: Vec<(&str, bool)> =
            reading.mailboxes.iter().map(|found| (found.number.as_str(), found.pin.is_some())).collect();
        assert_eq!(pins, [("101", true)]);
        survives(&EXTENSIONS, list.as_bytes(), &["Geheim", "4711"]);
        let phones = "Vendor,Model,MAC Address,Template,Extension\nYealink,T42S,zz,Default,101\nYealink,T43,,Default,102\n";
        let reading = read(&PHONES, phones.as_bytes());
        let devices: Vec<(Option<&str>, &str)> = reading
            .devices
            .iter()
            .map(|device| (device.mac.as_ref().map(|mac| mac.value.as_str()), device.lines[0].number.value.as_str()))
            .collect();
        assert_eq!(devices, [(None, "101"), (None, "102")]);
        assert!(told(&reading).contains("mac-malformed: `zz` is no MAC address"), "{}", told(&reading));
    }

    #[test]
    fn phones_have_one_row_for_each_line() {
        let export = include_str!("../../../tests/formats/yeastar-phones/phones.csv");
        let reading = read(&PHONES, export.as_bytes());
        assert_eq!(
            shown(&reading),
            "device 00:00:5e:00:53:21 DeskPhone Sip owner=- model=T42S beside=(Template: Default; Active: 1) [1:101 Normal] [2:151 Normal]\n\
             device export:4:11 DeskPhone Sip owner=- model=D785 [1:1 Normal]\n"
        );
        assert_eq!(likeness(&PHONES, export.as_bytes()), 92);
        assert_eq!(likeness(&EXTENSIONS, export.as_bytes()), 0);
        survives(&PHONES, export.as_bytes(), &[]);
    }
}
