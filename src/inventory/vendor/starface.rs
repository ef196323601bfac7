//! STARFACE: the import matrix of the hosted TeamSIP, whose column `Typ` tells people from fax machines and forwards.

use super::gather::{self, Facts, Gather, layout};
use crate::diag::Words;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::kind;
use crate::inventory::model::{AorState, DeviceKind, DeviceProtocol, DidTarget, ExtensionKind, Extra, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::table::{Columns, Row};

const TITLES: [&str; 13] = [
    "typ",
    "vorname",
    "name",
    "internenummer",
    "msn",
    "durchwahl",
    "bereich",
    "benutzername",
    "anzeigenummer",
    "kennwort",
    "anrufbeantworteraktivieren",
    "mactel",
    "telefontemplate",
];

fn known(titles: &[&str]) -> usize {
    gather::count(titles, &TITLES)
}

pub const FORMAT: Format = Format { name: "starface/teamsip", class: Class::Pbx, recognise, read };

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let marks = gather::titles_in(sample.text, &["typ", "internenummer", "msn", "durchwahl", "mactel"]);
    if marks >= 4 {
        return Some(Likeness::new(
            93,
            "header has `Typ`, `Interne Nummer`, `MSN`",
            "Kopfzeile hat `Typ`, `Interne Nummer`, `MSN`",
        ));
    }
    let own = ["msn", "anzeigenummer", "anrufbeantworteraktivieren", "mactel", "telefontemplate", "anrufbeantworterpin"];
    let few = gather::titles_in(sample.text, &["internenummer"]) == 1
        && (gather::titles_in(sample.text, &own) >= 1 || gather::titles_in(sample.text, &["typ", "benutzername"]) == 2);
    let (en, de) =
        ("header has `Interne Nummer` and words of STARFACE", "Kopfzeile hat `Interne Nummer` und Wörter von STARFACE");
    few.then(|| Likeness::new(85, en, de))
}

layout!(Layout {
    kind: ["Typ"],
    first: ["Vorname"],
    last: ["Name", "Nachname"],
    number: ["Interne Nummer"],
    msn: ["MSN"],
    direct: ["Durchwahl"],
    user: ["Benutzername"],
    mail: ["E-Mail", "E-Mail-Adresse"],
    mailbox: ["Anrufbeantworter aktivieren"],
    pin: ["Anrufbeantworter-PIN"],
    outgoing: ["Anzeige Nummer"],
});

fn read(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("starface", given.plan);
    let source = gather::each_table(given, known, FORMAT.name, &mut gather, |columns, gather| {
        let layout = Layout::of(columns);
        let macs = columns.numbered("MAC Tel.");
        let templates = columns.numbered("Telefontemplate ");
        for row in columns.rows() {
            if columns.fits(row, &mut gather.findings) {
                one(columns, row, &layout, (&macs, &templates), gather);
            }
        }
    });
    gather.finish(source)
}

/// Columns by number.
type Numbered = [(u32, usize)];

fn one(columns: &Columns<'_>, row: &Row, layout: &Layout, (macs, templates): (&Numbered, &Numbered), gather: &mut Gather<'_>) {
    let cell = |column: Option<usize>| columns.cell(row, column);
    let (first, last) = (cell(layout.first), cell(layout.last));
    let name = gather::joined(first.as_ref(), last.as_ref());
    let word = cell(layout.kind);
    let told = word.as_ref().and_then(|word| {
        let kind = match word.value.to_lowercase().as_str() {
            "user" | "benutzer" => return None,
            "fax" => ExtensionKind::Fax,
            "forwarding" | "weiterleitung" | "umleitung" => ExtensionKind::Virtual,
            _ => ExtensionKind::Unknown,
        };
        let word = &word.value;
        Some(gather::told(kind, format!("`Typ` is `{word}`"), format!("`Typ` ist `{word}`")))
    });
    if let (Some(word), Some(told)) = (&word, &told)
        && told.kind == ExtensionKind::Unknown
    {
        let value = &word.value;
        gather.findings.push(crate::inventory::staff::codes::VALUE_UNCLEAR.finding(
            Some(word.at.clone()),
            Words::new(
                format!("`{value}` is none of `User`, `Fax`, `Forwarding`"),
                format!("`{value}` ist keins von `User`, `Fax`, `Forwarding`"),
            ),
        ));
    }
    let number = cell(layout.number).or_else(|| cell(layout.direct));
    let extension = number.as_ref().and_then(|number| gather.dialable(number));
    let user = cell(layout.user);
    let is_person = told.is_none() && name.as_ref().is_some_and(|name| kind::by_name(&name.value).is_none());
    let mut mac = None;
    if let (Some(number), Some(extension)) = (&number, &extension) {
        let forwards = told.clone().filter(|told| told.kind == ExtensionKind::Virtual);
        let mut entry = Gather::entry(extension.clone(), name, told, number.at.clone());
        if let Some(told) = forwards {
            // A forward has no device, whatever its name says.
            (entry.kind, entry.kind_reason) = (told.kind, told.reason);
        }
        if gather.known(extension).is_none()
            && let Some(user) = &user
        {
            // The password of the matrix opens the web page; the telephones have passwords of their own.
            entry.account = Some(gather.account(number, user, None, AorState::Untold));
        }
        entry.caller_id.outgoing = cell(layout.outgoing);
        entry.extra = columns.extra(row);
        if !is_person {
            entry.extra.join(columns.beside(row, [layout.mail], &[]));
        }
        if entry.account.is_none() {
            entry.extra.join(columns.beside(row, [layout.user], &[]));
        }
        let Ok(index) = gather.add_row(entry, columns, row) else { return };
        for direct in [cell(layout.msn), cell(layout.direct)].into_iter().flatten() {
            gather.did(&direct.value, DidTarget::Extension(extension.clone()), direct.at);
        }
        let voicemail = columns.truth(row, layout.mailbox, &mut gather.findings) == Some(true);
        if let Some(cell) = cell(layout.mailbox).filter(|_| voicemail) {
            gather.mailbox(index, "default", cell.at);
            if let Some(pin) = columns.cell(row, layout.pin) {
                gather.pin(index, &pin);
            }
        } else {
            gather.reading.extensions[index].extra.join(columns.beside(row, [layout.pin], &[]));
        }
        let mut used = Vec::new();
        for (nth, column) in macs {
            let Some(cell) = cell(Some(*column)) else { continue };
            let Some(found) = gather.mac(&cell) else { continue };
            mac = mac.or_else(|| Some(found.clone()));
            let mut device = gather::device(DeviceKind::DeskPhone, Some(found), None, cell.at);
            device.protocol = Some(DeviceProtocol::Sip);
            let template = templates.iter().find(|(number, _)| number == nth).map(|(_, column)| *column);
            device.model = columns.cell(row, template);
            used.extend(template);
            device.lines.push(gather::line(1, number.clone(), Some(extension.clone())));
            gather.reading.devices.push(device);
        }
        let unused = templates.iter().map(|(_, column)| *column).filter(|column| !used.contains(column)).map(Some);
        gather.reading.extensions[index].extra.join(columns.beside(row, unused, &[]));
        gather.reading.extensions[index].mac.clone_from(&mac);
    }
    if let (true, Some(last)) = (is_person, last.or_else(|| first.clone())) {
        let first = first.filter(|first| first.at != last.at);
        let extra = if extension.is_none() { columns.extra(row) } else { Extra::default() };
        let extension = extension.zip(number).map(|(extension, number)| Sourced::new(extension, number.at));
        gather.person(last, first, Facts { extension, login: user, mail: cell(layout.mail), mac, extra, ..Facts::default() });
    } else if number.is_none() {
        gather.numberless(columns.place(row));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{likeness, read, shown, survives, told};
    use super::*;

    const EXPORT: &str = include_str!("../../../tests/formats/starface-teamsip/import.csv");

    #[test]
    fn the_type_tells_what_moves() {
        let reading = read(&FORMAT, EXPORT.as_bytes());
        assert_eq!(
            shown(&reading),
            "ext 101 Person Hanna Kröger auth=kroeger.h Unavailable/0 mac=00:00:5e:00:53:21 box=101@default outside=08999998101 at export:2:45 beside=(Bereich: Haus 1)\n\
             ext 399 Fax Telekopie Einlauf beside=(Bereich: Haus 1)\n\
             ext 180 Virtual Bereitschaft Bauhof beside=(Bereich: Haus 1)\n\
             ext 181 Unknown Hanna Test\n\
             person kroeger.h | Kröger | Hanna | ext=101 mail=- login=kroeger.h dep=- at export:2:12\n\
             device 00:00:5e:00:53:21 DeskPhone Sip owner=- model=Yealink T46 [1:101 Normal]\n\
             did +498999998101 -> 101\n\
             did +498999998399 -> 399\n\
             did +498999998180 -> 180\n"
        );
        assert_eq!(
            told(&reading),
            "export:5:1 value-not-understood: `Roboter` is none of `User`, `Fax`, `Forwarding`\n\
             export:1:47 column-unused: columns not read (2): `Bereich`, `Kennwort`; kept as `extra`: 1 (`Bereich`); withheld because of the title: 1 (`Kennwort`)\n"
        );
        assert!(reading.mailboxes[0].pin.is_some());
        assert_eq!(likeness(&FORMAT, EXPORT.as_bytes()), 93);
        survives(&FORMAT, EXPORT.as_bytes(), &["Geheim"]);
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(EXPORT);
        assert_eq!(shown(&read(&FORMAT, &windows)), shown(&reading));
    }
}
