//! `All Phone Details`: one row for each device, a block of columns for each of its lines, the index at the end of the title.

use super::super::codes;
use super::super::gather::{self, Gather, layout};
use super::lines::{Lines, Seen};
use super::names;
use crate::diag::Words;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{Device, DeviceKind, DeviceProtocol, Extra, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::table::{Columns, Row};

const TITLES: [&str; 12] = [
    "devicename",
    "description",
    "devicetype",
    "devicepool",
    "deviceprotocol",
    "owneruserid",
    "directorynumber",
    "routepartition",
    "phonebuttontemplate",
    "externalphonenumbermask",
    "linetextlabel",
    "digestuser",
];

fn known(titles: &[&str]) -> usize {
    gather::count(titles, &TITLES)
}

pub const FORMAT: Format = Format { name: "cisco/bat-phones", class: Class::Pbx, recognise, read };

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    if gather::titles_in(sample.text, &["devicename", "directorynumber"]) == 2 {
        return Some(Likeness::new(
            96,
            "header has `Device Name` and `Directory Number 1`",
            "Kopfzeile hat `Device Name` und `Directory Number 1`",
        ));
    }
    let marks = ["devicepool", "deviceprotocol", "owneruserid", "phonebuttontemplate", "digestuser"];
    (gather::titles_in(sample.text, &["devicename"]) == 1 && gather::titles_in(sample.text, &marks) >= 2).then(|| {
        Likeness::new(
            85,
            "header has `Device Name` and Cisco's names of its settings",
            "Kopfzeile hat `Device Name` und Ciscos Namen für seine Einstellungen",
        )
    })
}

layout!(Layout {
    name: ["Device Name"],
    description: ["Description"],
    model: ["Device Type"],
    owner: ["Owner User ID"],
    user: ["User ID 1", "User ID"],
    protocol: ["Device Protocol"],
    digest: ["Digest User"],
});

/// Columns of one line, by its index.
pub(super) struct LineColumns {
    pub index: u32,
    pub number: usize,
    pub partition: Option<usize>,
    pub label: Option<usize>,
    pub mask: Option<usize>,
    pub pickup: Option<usize>,
    pub profile: Option<usize>,
    pub busy_trigger: Option<usize>,
    /// Best first: names with a comma and umlauts before cut ones.
    pub names: [Option<usize>; 5],
    pub all: Option<usize>,
    /// Internal and external calls.
    pub busy: [Option<usize>; 2],
    pub no_answer: [Option<usize>; 2],
    pub unregistered: [Option<usize>; 2],
    /// `t` where the call goes to the mailbox.
    pub voice_mail: Vec<usize>,
}

impl LineColumns {
    /// All that are of the line itself and not of this device.
    fn of_line(&self) -> impl Iterator<Item = Option<usize>> {
        let one = [self.mask, self.profile, self.busy_trigger, self.all];
        let several = [self.busy, self.no_answer, self.unregistered].into_iter().flatten();
        self.names.into_iter().chain(one).chain(several)
    }

    /// Their texts in one row.
    pub fn texts(&self, columns: &Columns<'_>, row: &Row) -> Vec<String> {
        self.of_line().filter_map(|column| columns.cell(row, column)).map(|cell| cell.value).collect()
    }

    /// What the row says of the line that is not `said`.
    pub fn rest(&self, columns: &Columns<'_>, row: &Row, said: &[String]) -> Extra {
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        columns.beside(row, self.of_line(), &said)
    }

    /// Everything of the line but its number.
    fn but_number(&self) -> impl Iterator<Item = usize> {
        let mails = self.voice_mail.iter().map(|column| Some(*column));
        self.of_line().chain([self.partition, self.label, self.pickup]).chain(mails).flatten()
    }

    /// What the row says of a line that no extension stands for.
    pub fn all_of(&self, columns: &Columns<'_>, row: &Row) -> Extra {
        let mut out = self.rest(columns, row, &[]);
        let mails = self.voice_mail.iter().map(|column| Some(*column));
        out.join(columns.beside(row, [self.pickup].into_iter().chain(mails), &["f"]));
        out
    }
}

/// The title families of a line. Numbers at the end are the index of the line. Beside them the columns of lines that have no column for
/// their number.
fn line_columns(columns: &Columns<'_>) -> (Vec<LineColumns>, Vec<usize>) {
    let family = |stem: &str| columns.numbered(stem);
    let numbers = family("Directory Number");
    let pick =
        |found: &[(u32, usize)], index: u32| found.binary_search_by_key(&index, |(number, _)| *number).ok().map(|at| found[at].1);
    let stems = [
        "Route Partition",
        "Line Text Label",
        "External Phone Number Mask",
        "Call Pickup Group",
        "Voice Mail Profile",
        "Alerting Name",
        "Display",
        "Line Description",
        "ASCII Alerting Name",
        "ASCII Display",
        "Forward All Destination",
        "Forward Busy Internal Destination",
        "Forward Busy External Destination",
        "Forward No Answer Internal Destination",
        "Forward No Answer External Destination",
        "Forward Unregistered Internal Destination",
        "Forward Unregistered External Destination",
        "Busy Trigger",
    ]
    .map(family);
    let mails = [
        "Forward All Voice Mail",
        "Forward Busy Internal Voice Mail",
        "Forward Busy External Voice Mail",
        "Forward No Answer Internal Voice Mail",
        "Forward No Answer External Voice Mail",
    ]
    .map(family);
    let known = |index: &u32| numbers.binary_search_by_key(index, |(number, _)| *number).is_ok();
    let orphans = stems.iter().chain(&mails).flatten().filter(|(index, _)| !known(index)).map(|(_, column)| *column).collect();
    let blocks = numbers
        .iter()
        .map(|(index, number)| {
            let at = |nth: usize| pick(&stems[nth], *index);
            LineColumns {
                index: *index,
                number: *number,
                partition: at(0),
                label: at(1),
                mask: at(2),
                pickup: at(3),
                profile: at(4),
                names: [at(5), at(6), at(7), at(8), at(9)],
                all: at(10),
                busy: [at(11), at(12)],
                no_answer: [at(13), at(14)],
                unregistered: [at(15), at(16)],
                busy_trigger: at(17),
                voice_mail: mails.iter().filter_map(|family| pick(family, *index)).collect(),
            }
        })
        .collect();
    (blocks, orphans)
}

fn read(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("cucm", given.plan);
    let mut lines = Lines::default();
    let source = gather::each_table(given, known, FORMAT.name, &mut gather, |columns, gather| {
        let layout = Layout::of(columns);
        let (blocks, orphans) = line_columns(columns);
        lines.look_ahead(columns, &blocks, gather);
        for row in columns.rows() {
            if columns.fits(row, &mut gather.findings) {
                one(columns, row, &layout, (&blocks, &orphans), &mut lines, gather);
            }
        }
    });
    lines.finish(&mut gather);
    gather.finish(source)
}

fn one(
    columns: &Columns<'_>,
    row: &Row,
    layout: &Layout,
    (blocks, orphans): (&[LineColumns], &[usize]),
    lines: &mut Lines,
    gather: &mut Gather<'_>,
) {
    let cell = |column: Option<usize>| columns.cell(row, column);
    let Some(name) = cell(layout.name) else {
        let at = row.cells.first().and_then(|first| columns.cell(row, Some(first.index))).map(|cell| cell.at);
        gather.findings.push(codes::STATEMENT_BROKEN.finding(
            at,
            Words::new("the row has no device name and was skipped", "die Zeile hat keinen Gerätenamen und wurde übersprungen"),
        ));
        return;
    };
    let model = cell(layout.model);
    let kind = names::kind_of(&name.value, model.as_ref().map(|model| model.value.as_str()));
    let mut device = device(&name, kind, gather);
    device.model.clone_from(&model);
    device.owner = cell(layout.owner).or_else(|| cell(layout.user));
    device.protocol = protocol(kind, cell(layout.protocol).as_ref());
    device.extra = columns.extra(row);
    let owner = device.owner.as_ref().map_or("", |owner| owner.value.as_str());
    device.extra.join(columns.beside(row, [layout.description], &[]));
    device.extra.join(columns.beside(row, [layout.user], &[owner]));
    if device.protocol.is_none() || kind == DeviceKind::Analog {
        device.extra.join(columns.beside(row, [layout.protocol], &["Analog Access"]));
    }
    let description = cell(layout.description);
    let index = gather.reading.devices.len();
    let (digest, owner) = (cell(layout.digest), device.owner.clone());
    let mut seen = Seen { device: index, kind, model, description, digest, owner, digest_used: false };
    gather.reading.devices.push(device);
    let mut lost: Vec<usize> = orphans.to_vec();
    for block in blocks {
        let Some(number) = cell(Some(block.number)) else {
            lost.extend(block.but_number());
            continue;
        };
        lines.take(columns, row, block, number, &mut seen, gather);
    }
    let kept = lines.numberless(columns, row, &lost);
    gather.reading.devices[index].extra.join(kept);
    if !seen.digest_used {
        gather.reading.devices[index].extra.join(columns.beside(row, [layout.digest], &[]));
    }
}

/// A device by its name; the name of a desk phone holds the MAC address.
pub(super) fn device(name: &Sourced<String>, kind: DeviceKind, gather: &mut Gather<'_>) -> Device {
    let found = names::mac(&name.value)
        .or_else(|| names::broken_mac(&name.value))
        .map(|hex| Sourced::new(hex.to_owned(), name.at.clone()));
    // Names given before a phone is there (`SEPDUMMY1`) and those of profiles hold none.
    let mac = found.and_then(|cell| gather.mac(&cell));
    let mut device = gather::device(kind, mac, Some(name.clone()), name.at.clone());
    device.vendor = Some(Sourced::new("Cisco".to_owned(), name.at.clone()));
    device
}

fn protocol(kind: DeviceKind, told: Option<&Sourced<String>>) -> Option<DeviceProtocol> {
    if kind == DeviceKind::Analog {
        return Some(DeviceProtocol::Analog);
    }
    match told?.value.to_ascii_uppercase().as_str() {
        "SIP" => Some(DeviceProtocol::Sip),
        "SCCP" => Some(DeviceProtocol::Sccp),
        "H.323" | "H323" => Some(DeviceProtocol::H323),
        _ => None,
    }
}
