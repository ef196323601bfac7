//! Stations of a HiPath 4000, put together from the commands that describe each.

use std::collections::BTreeMap;

use super::super::codes;
use super::super::gather::{self, Facts, Gather, told};
use super::statement::{self, Expanded, Statement};
use crate::diag::{Finding, Place, Words};
use crate::domain::Extension;
use crate::inventory::kind::Recognised;
use crate::inventory::model::{
    AorState, DeviceKind, DeviceProtocol, ExtensionKind, Extra, ForwardWhen, Group, GroupKind, Sourced,
};
use crate::inventory::table::beside::Beside;
use crate::inventory::table::{self, Tally, kept};

#[derive(Debug, Default)]
struct Station {
    number: Option<Sourced<String>>,
    device: Option<Device>,
    /// The first name that was entered is the one that is shown.
    name: Option<Sourced<String>>,
    unit: Option<Sourced<String>>,
    /// Parameters that no field holds.
    extra: Extra,
}

#[derive(Debug)]
struct Device {
    kind: DeviceKind,
    protocol: Option<DeviceProtocol>,
    /// `OPTISET`, `ANATE`, `S0PP`.
    model: Option<Sourced<String>>,
    extension: Option<Recognised>,
    user: Option<Sourced<String>>,
    password: Option<Sourced<String>>,
    at: Place,
}

#[derive(Debug, Default)]
pub(super) struct Stations {
    by_number: BTreeMap<String, Station>,
    forwards: Vec<(Sourced<String>, ForwardWhen, Sourced<String>)>,
    /// Numbers that lists and ranges gave so far.
    spent: usize,
    /// Parameters that no field holds.
    beside: Beside,
    /// Stations at most, and those beyond.
    most: usize,
    left_out: Tally,
}

impl Stations {
    /// `most` stations are read of one print.
    pub(super) fn new(most: usize) -> Self {
        Self { most, ..Self::default() }
    }

    /// Numbers that all lists and ranges of one print may give: a range of 30 characters can ask for thousands.
    fn most_named(&self) -> usize {
        self.most.saturating_mul(5)
    }

    fn at(&mut self, number: &Sourced<String>) -> Option<&mut Station> {
        if self.by_number.len() >= self.most && !self.by_number.contains_key(&number.value) {
            self.left_out.add(|| number.at.clone(), String::new);
            return None;
        }
        let station = self.by_number.entry(number.value.clone()).or_default();
        station.number.get_or_insert_with(|| number.clone());
        Some(station)
    }

    /// Stations of a parameter; a command without any is told.
    fn numbers(&mut self, statement: &Statement, name: &str, gather: &mut Gather<'_>) -> Vec<Sourced<String>> {
        let Some(value) = statement.get(name) else {
            lacking(statement, name, gather);
            return Vec::new();
        };
        if self.spent >= self.most_named() {
            return Vec::new();
        }
        let Expanded { found, cut, wrong } = statement::expand(value);
        self.spent += found.len();
        if cut || self.spent >= self.most_named() {
            let most = if cut { statement::MOST_STATIONS } else { self.most_named() };
            gather.findings.push(table::codes::LIST_TOO_LARGE.finding(
                Some(value.at.clone()),
                Words::new(
                    format!("more than {most} stations are named; the rest was left out"),
                    format!("mehr als {most} Teilnehmer genannt; der Rest wurde ausgelassen"),
                ),
            ));
        }
        if wrong.is_some() {
            gather.findings.push(codes::STATEMENT_BROKEN.finding(
                wrong,
                Words::new(
                    "a range runs backwards or is none; it was left out",
                    "ein Bereich läuft rückwärts oder ist keiner; er wurde ausgelassen",
                ),
            ));
        }
        found
    }

    /// Names the parameters of a command that nothing reads, and gives those that its stations keep.
    fn others(&mut self, statement: &Statement, read: &[&str], keep: &[&str]) -> Extra {
        let mut extra = Extra::default();
        for (name, value) in statement.others(read) {
            self.beside.name(&format!("{} {name}", statement.amo), || value.at.clone());
            self.beside.keep(name, &value.value, value.at.clone(), &mut extra);
        }
        // They say what kind of telephone it is, and more than that.
        for name in keep {
            if let Some(value) = statement.get(name) {
                self.beside.keep(name, &value.value, value.at.clone(), &mut extra);
            }
        }
        extra
    }

    /// The same for a command about things that keep nothing beside their fields.
    fn named(&mut self, statement: &Statement, read: &[&str]) {
        for (name, value) in statement.others(read) {
            self.beside.name(&format!("{} {name}", statement.amo), || value.at.clone());
        }
    }

    /// SBCSU (digital, IP, SIP), SCSU (analog), SSCSU (special).
    pub(super) fn station(&mut self, statement: &Statement, gather: &mut Gather<'_>) {
        let numbers = self.numbers(statement, "STNO", gather);
        let others = self.others(statement, &READ_OF_STATION, &["OPT", "CONN", "SPEC"]);
        for number in &numbers {
            let device = device(statement);
            let Some(station) = self.at(number) else { return };
            station.keep(&others);
            match &mut station.device {
                None => station.device = Some(device),
                // A change adds what it names.
                Some(known) => {
                    known.user = device.user.or(known.user.take());
                    known.password = device.password.or(known.password.take());
                    known.model = device.model.or(known.model.take());
                }
            }
        }
    }

    /// PERSI: names and organisational units.
    pub(super) fn name(&mut self, statement: &Statement, gather: &mut Gather<'_>) {
        if !matches!(statement.word("TYPE"), "STN" | "") {
            return gather.unread(&format!("PERSI TYPE={}", statement.word("TYPE")), || statement.at.clone());
        }
        let others = self.others(statement, &["TYPE", "STNO", "NAME", "ORG"], &[]);
        for number in self.numbers(statement, "STNO", gather) {
            let Some(station) = self.at(&number) else { return };
            station.keep(&others);
            match (&station.name, statement.get("NAME")) {
                (None, name) => station.name = name.cloned(),
                (Some(first), Some(second)) if first.value != second.value => {
                    gather.findings.push(second_name(&number, first, second))
                }
                _ => {}
            }
            if station.unit.is_none() {
                station.unit = statement.get("ORG").cloned();
            }
        }
    }

    /// AUN: who may pick up whose calls.
    pub(super) fn pickup(&mut self, statement: &Statement, gather: &mut Gather<'_>) {
        let Some(group) = statement.get("GRNO").cloned() else { return lacking(statement, "GRNO", gather) };
        self.named(statement, &["GRNO", "STNO"]);
        for number in self.numbers(statement, "STNO", gather) {
            let member = gather.member_of(&number.value, number.at);
            let make = || self::group(GroupKind::Pickup, None, &group, None);
            gather.member(GroupKind::Pickup, &group.value, make, Some(member));
        }
    }

    /// SA: hunting; several commands extend one group.
    pub(super) fn hunt(&mut self, statement: &Statement, gather: &mut Gather<'_>) {
        let Some(pilot) = statement.get("CD").cloned() else { return lacking(statement, "CD", gather) };
        self.named(statement, &["CD", "NAME", "STYPE", "STNO"]);
        let name = statement.get("NAME").cloned();
        let strategy = statement.get("STYPE").map(|value| value.value.to_ascii_lowercase());
        for number in self.numbers(statement, "STNO", gather) {
            let member = gather.member_of(&number.value, number.at);
            let make = || {
                let named = name.as_ref().unwrap_or(&pilot);
                self::group(GroupKind::Hunt, Some(&pilot), named, strategy.clone())
            };
            gather.member(GroupKind::Hunt, &pilot.value, make, Some(member));
        }
    }

    /// ZIEL: destinations, of which forwards count.
    pub(super) fn forward(&mut self, statement: &Statement, gather: &mut Gather<'_>) {
        if statement.word("TYPE") != "FWD" {
            return gather.unread(&format!("ZIEL TYPE={}", statement.word("TYPE")), || statement.at.clone());
        }
        let when = match statement.word("CFWTYPE") {
            "CFU" | "CFUD" | "" => ForwardWhen::All,
            "CFB" => ForwardWhen::Busy,
            // Busy and no reply together are told as no reply, which is the wider case.
            "CFNR" | "CFBNR" => ForwardWhen::NoAnswer,
            other => return gather.unread(&format!("CFWTYPE={other}"), || statement.at.clone()),
        };
        let Some(destination) = statement.get("DESTNOF").or_else(|| statement.get("DESTNO")).cloned() else {
            return lacking(statement, "DESTNOF", gather);
        };
        let used = if statement.get("DESTNOF").is_some() { "DESTNOF" } else { "DESTNO" };
        self.named(statement, &["TYPE", "CFWTYPE", used, "SRCNO"]);
        for number in self.numbers(statement, "SRCNO", gather) {
            self.forwards.push((number, when, destination.clone()));
        }
    }

    pub(super) fn finish(self, gather: &mut Gather<'_>) {
        let Self { by_number, forwards, mut beside, most, left_out, .. } = self;
        if let Some(finding) = left_out.tell(&table::codes::LIST_TOO_LARGE, |count, _| {
            Words::new(
                format!("more than {most} stations; entries about further ones, left out: {count}"),
                format!("mehr als {most} Teilnehmer; Angaben zu weiteren, ausgelassen: {count}"),
            )
        }) {
            gather.findings.push(finding.todo(table::raise_rows()));
        }
        for (_, station) in by_number {
            station.finish(&mut beside, gather);
        }
        for (number, when, destination) in forwards {
            let known = number.value.parse::<Extension>().ok().filter(|extension| gather.known(extension).is_some());
            let Some(extension) = known else {
                let value = &number.value;
                gather.findings.push(codes::LINE_UNKNOWN.finding(
                    Some(number.at.clone()),
                    Words::new(
                        format!("a forward of station `{value}`, which the print does not describe"),
                        format!("eine Umleitung des Teilnehmers `{value}`, den der Druck nicht beschreibt"),
                    ),
                ));
                continue;
            };
            gather.forward(&extension, when, &destination);
        }
        let of = Words::new("parameters that are not read", "nicht gelesene Parameter");
        gather.findings.extend(beside.tell(&codes::PART_UNREAD, &of, true));
    }
}

/// Parameters of stations that are read.
const READ_OF_STATION: [&str; 7] = ["STNO", "DVCFIG", "OPT", "CONN", "SPEC", "USERID", "PASSWD"];

impl Station {
    /// A hostile print may name one station without end.
    fn keep(&mut self, extra: &Extra) {
        if self.extra.len() < 4 * kept::MOST {
            self.extra.join(extra.clone());
        }
    }

    fn finish(self, beside: &mut Beside, gather: &mut Gather<'_>) {
        let Some(number) = self.number else { return };
        let Some(extension) = gather.dialable(&number) else { return };
        // `Surname*First`; functions have dashes instead of blanks.
        let parts = self.name.as_ref().map(|name| {
            let (last, first) =
                name.value.split_once('*').map_or((name.value.as_str(), None), |(last, first)| (last, Some(first)));
            (last.trim().to_owned(), first.map(|first| first.trim().to_owned()).filter(|first| !first.is_empty()))
        });
        let shown = parts.as_ref().zip(self.name.as_ref()).map(|((last, first), name)| {
            let text = first.as_ref().map_or_else(|| last.replace(['-', '_'], " "), |first| format!("{last}, {first}"));
            Sourced::new(text, name.at.clone())
        });
        let kind = match &self.device {
            Some(device) => device.extension.clone(),
            None => Some(told(ExtensionKind::Unknown, "a name without a device in the print", "ein Name ohne Gerät im Druck")),
        };
        let mut entry = Gather::entry(extension.clone(), shown, kind, number.at.clone());
        if let Some(device) = &self.device
            && device.protocol == Some(DeviceProtocol::Sip)
        {
            let user = device.user.clone().unwrap_or_else(|| number.clone());
            entry.account = Some(gather.account(&number, &user, device.password.as_ref(), AorState::Untold));
        }
        let is_person = matches!(entry.kind, ExtensionKind::Person | ExtensionKind::Analog | ExtensionKind::Unknown);
        entry.extra = self.extra;
        let mut spare = |name: &str, cell: Option<&Sourced<String>>| {
            if let Some(cell) = cell {
                beside.take(name, &cell.value, &cell.at, &mut entry.extra);
            }
        };
        if entry.account.is_none()
            && let Some(device) = &self.device
        {
            spare("USERID", device.user.as_ref());
            spare("PASSWD", device.password.as_ref());
        }
        let whole = parts.as_ref().is_some_and(|(last, first)| first.is_some() && !last.is_empty());
        let department = self.unit.as_ref().and_then(|unit| Gather::department(&unit.value, &unit.at));
        if department.is_none() {
            spare("ORG", self.unit.as_ref());
        }
        if !(is_person && whole) {
            entry.department.clone_from(&department);
        }
        if gather.add(entry).is_err() {
            return;
        }
        if let Some(told) = self.device {
            let name = Sourced::new(format!("STNO {}", number.value), number.at.clone());
            let mut device = gather::device(told.kind, None, Some(name), told.at);
            device.protocol = told.protocol;
            device.model = told.model;
            device.lines.push(gather::line(1, number.clone(), Some(extension.clone())));
            gather.reading.devices.push(device);
        }
        if let (Some((last, Some(first))), Some(name), true) = (parts, &self.name, is_person)
            && !last.is_empty()
        {
            let at = || name.at.clone();
            let extension = Some(Sourced::new(extension, number.at));
            gather.person(
                Sourced::new(last, at()),
                Some(Sourced::new(first, at())),
                Facts { extension, department, ..Facts::default() },
            );
        } else if let Some(name) = self.name.as_ref().filter(|_| is_person && !whole) {
            gather.open_name(name, Some(extension));
        }
    }
}

fn lacking(statement: &Statement, name: &str, gather: &mut Gather<'_>) {
    let amo = &statement.amo;
    gather.findings.push(codes::STATEMENT_BROKEN.finding(
        Some(statement.at.clone()),
        Words::new(format!("`{amo}` without `{name}` was skipped"), format!("`{amo}` ohne `{name}` wurde übersprungen")),
    ));
}

fn group(kind: GroupKind, number: Option<&Sourced<String>>, name: &Sourced<String>, strategy: Option<String>) -> Group {
    Group {
        kind,
        number: number.map(|number| number.value.clone()),
        name: name.value.clone(),
        strategy,
        members: Vec::new(),
        at: name.at.clone(),
    }
}

/// What AMO, DVCFIG, OPT and CONN say of the device.
fn device(statement: &Statement) -> Device {
    let [config, option, connection, special] =
        ["DVCFIG", "OPT", "CONN", "SPEC"].map(|name| statement.word(name).to_ascii_uppercase());
    let analog =
        |kind, en: &'static str, de: &'static str| (DeviceKind::Analog, Some(DeviceProtocol::Analog), Some(told(kind, en, de)));
    let (kind, protocol, extension) = match statement.amo.as_str() {
        "SCSU" if special.contains("FAX") => analog(ExtensionKind::Fax, "`SPEC` is `FAX`", "`SPEC` ist `FAX`"),
        "SCSU" => analog(ExtensionKind::Analog, "an analog subscriber (SCSU)", "ein analoger Teilnehmer (SCSU)"),
        "SSCSU" => {
            let why = told(ExtensionKind::Function, "a special subscriber (SSCSU)", "ein Sonderteilnehmer (SSCSU)");
            (DeviceKind::Unknown, None, Some(why))
        }
        _ if connection == "SIP" => (DeviceKind::DeskPhone, Some(DeviceProtocol::Sip), None),
        _ if config.contains("CMI") || config.contains("DECT") || option.contains("CMI") => {
            (DeviceKind::Dect, Some(DeviceProtocol::Dect), None)
        }
        _ if config.starts_with("S0") || option == "FPP" => (DeviceKind::Unknown, Some(DeviceProtocol::Isdn), None),
        _ => (DeviceKind::DeskPhone, Some(DeviceProtocol::Vendor), None),
    };
    Device {
        kind,
        protocol,
        model: statement.get("DVCFIG").cloned(),
        extension,
        user: statement.get("USERID").cloned(),
        password: statement.get("PASSWD").cloned(),
        at: statement.at.clone(),
    }
}

/// Whoever had the number before, or whoever will have it.
fn second_name(number: &Sourced<String>, first: &Sourced<String>, second: &Sourced<String>) -> Finding {
    let (number, name) = (&number.value, &second.value);
    codes::NAME_SECOND
        .finding(
            Some(second.at.clone()),
            Words::new(
                format!("station `{number}` gets a second name, `{name}`; the first one was used"),
                format!("Teilnehmer `{number}` bekommt einen zweiten Namen, `{name}`; verwendet wurde der erste"),
            ),
        )
        .about(number)
        .related(first.at.clone(), Words::new("the first one", "der erste"))
}
