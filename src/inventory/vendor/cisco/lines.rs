//! Lines of Unified CM: directory number and partition, with the devices that have them, and what follows when there are several.

use std::collections::{BTreeMap, BTreeSet};

use super::super::codes;
use super::super::gather::{self, Facts, Gather, told};
use super::phones::LineColumns;
use crate::diag::{Listed, Place, Words};
use crate::domain::Extension;
use crate::inventory::kind::{self, Recognised};
use crate::inventory::model::{
    AorState, DeviceKind, DeviceProtocol, DidTarget, ExtensionKind, Extra, ForwardWhen, Group, GroupKind, Sourced,
};
use crate::inventory::table::{Columns, Row};

/// The device whose row is read.
pub(super) struct Seen {
    pub device: usize,
    pub kind: DeviceKind,
    pub model: Option<Sourced<String>>,
    pub description: Option<Sourced<String>>,
    pub digest: Option<Sourced<String>>,
    pub owner: Option<Sourced<String>>,
    /// Some account has the digest user as its login.
    pub digest_used: bool,
}

/// Where a line stands: device, line of the device (from 0), whether it is the only one on the first key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub device: usize,
    pub line: usize,
    pub first: bool,
    pub kind: DeviceKind,
}

#[derive(Debug)]
struct Line {
    extension: Extension,
    /// In the reading; none where another partition has the number.
    entry: Option<usize>,
    spots: Vec<Spot>,
    /// What the row of the first device says of the line.
    said: Vec<String>,
}

#[derive(Debug, Default)]
pub(super) struct Lines {
    /// By number and partition.
    by_key: BTreeMap<(String, String), usize>,
    all: Vec<Line>,
    /// Partition of the first line with a number.
    partitions: BTreeMap<Extension, String>,
    /// Numbers that the export has in more than one partition.
    several: BTreeSet<Extension>,
    /// Logins of which a person was made.
    persons: BTreeSet<String>,
    /// Titles of what rows say of lines without a number, and where the first stands.
    numberless: BTreeMap<String, usize>,
    numberless_at: Option<Place>,
    /// Partitions and groups of pickup that were seen for an extension, so that a shared line is one member.
    picked: BTreeSet<(String, Extension)>,
}

/// The partition of a line that is in none, as Unified CM shows it.
const NO_PARTITION: &str = "<None>";

impl Lines {
    /// Looks ahead: which numbers are in more than one partition.
    pub(super) fn look_ahead(&mut self, columns: &Columns<'_>, blocks: &[LineColumns], gather: &Gather<'_>) {
        let mut first: BTreeMap<Extension, Option<String>> = BTreeMap::new();
        for row in columns.rows() {
            for block in blocks {
                let cell = |column| columns.cell(row, column);
                let Some(number) = cell(Some(block.number)).and_then(|cell| gather.internal(&cell.value)) else { continue };
                let partition = cell(block.partition).map(|cell| cell.value);
                if *first.entry(number.clone()).or_insert_with(|| partition.clone()) != partition {
                    self.several.insert(number);
                }
            }
        }
    }

    /// The extension with its partition, where others have its digits.
    fn told_apart(&self, number: Extension, partition: Option<&str>) -> Extension {
        if !self.several.contains(&number) {
            return number;
        }
        number.within(partition.unwrap_or(NO_PARTITION)).unwrap_or(number)
    }

    /// One block of columns of one row.
    pub(super) fn take(
        &mut self,
        columns: &Columns<'_>,
        row: &Row,
        block: &LineColumns,
        number: Sourced<String>,
        seen: &mut Seen,
        gather: &mut Gather<'_>,
    ) {
        let cell = |column: Option<usize>| columns.cell(row, column);
        let partition = cell(block.partition).map(|cell| cell.value);
        let extension = gather.dialable(&number).map(|extension| self.told_apart(extension, partition.as_deref()));
        let lines = &mut gather.reading.devices[seen.device].lines;
        let mut line = gather::line(block.index, number.clone(), extension.clone());
        line.partition.clone_from(&partition);
        line.label = cell(block.label);
        lines.push(line);
        let spot = Spot { device: seen.device, line: lines.len() - 1, first: block.index == 1, kind: seen.kind };
        let device = seen.device;
        let Some(extension) = extension else {
            return gather.reading.devices[device].extra.join(block.all_of(columns, row));
        };
        let partition = partition.unwrap_or_default();
        let named = name(&block.names.map(cell));
        let key = (number.value.trim_start_matches('\\').to_owned(), partition.clone());
        let known = self.by_key.get(&key).copied();
        let index = known.unwrap_or(self.all.len());
        if known.is_none() {
            self.by_key.insert(key, index);
            let entry = self.entry(&extension, &partition, &number, named.clone(), seen, gather);
            let said = block.texts(columns, row);
            self.all.push(Line { extension: extension.clone(), entry, spots: Vec::new(), said });
            if let Some(entry) = entry {
                reach(columns, row, block, &extension, gather);
                gather.reading.extensions[entry].caller_id.outgoing =
                    cell(block.mask).and_then(|mask| outgoing(mask, &extension));
                gather.reading.extensions[entry].busy_at =
                    columns.count(row, block.busy_trigger, &mut gather.findings).filter(|calls| calls.value > 0);
                let shown = named.as_ref().map_or("", |name| name.value.as_str());
                gather.reading.extensions[entry].extra.join(columns.beside(row, block.names, &[shown]));
            }
        }
        let line = &mut self.all[index];
        line.spots.push(spot);
        if line.entry.is_none() || known.is_some() {
            let rest = if line.entry.is_none() { block.all_of(columns, row) } else { block.rest(columns, row, &line.said) };
            gather.reading.devices[device].extra.join(rest);
        }
        let Some(entry) = line.entry else { return };
        on_device(entry, &extension, &number, seen, gather);
        if let Some(group) = cell(block.pickup)
            && self.picked.insert((group.value.clone(), extension.clone()))
        {
            let mut member = gather.member_of(extension.digits(), group.at.clone());
            member.extension = member.extension.map(|_| extension.clone());
            let make = || Group {
                kind: GroupKind::NamedPickup,
                number: None,
                name: group.value.clone(),
                strategy: None,
                members: Vec::new(),
                at: group.at.clone(),
            };
            gather.member(GroupKind::NamedPickup, &group.value, make, Some(member));
        }
        let mut mailed = None;
        for column in &block.voice_mail {
            if columns.truth(row, Some(*column), &mut gather.findings) == Some(true) {
                mailed = mailed.or_else(|| cell(Some(*column)));
            }
        }
        match mailed {
            Some(mailed) => {
                let context = cell(block.profile).map_or_else(|| "Default".to_owned(), |cell| cell.value);
                gather.mailbox(entry, &context, mailed.at);
            }
            None if known.is_none() => {
                gather.reading.extensions[entry].extra.join(columns.beside(row, [block.profile], &[]));
            }
            None => {}
        }
        if let (1, Some(owner), Some(named)) = (block.index, &seen.owner, named)
            && seen.kind != DeviceKind::Analog
            && !self.persons.contains(&owner.value)
        {
            let facts = Facts {
                extension: Some(Sourced::new(extension, number.at)),
                login: Some(owner.clone()),
                mac: gather.reading.devices[seen.device].mac.clone().filter(|_| seen.kind == DeviceKind::DeskPhone),
                ..Facts::default()
            };
            if gather.person_named(&named, facts) {
                self.persons.insert(owner.value.clone());
            }
        }
    }

    /// The extension of a new line; none and a finding where another partition has the number.
    fn entry(
        &mut self,
        extension: &Extension,
        partition: &str,
        number: &Sourced<String>,
        name: Option<Sourced<String>>,
        seen: &Seen,
        gather: &mut Gather<'_>,
    ) -> Option<usize> {
        if let Some(first) = self.partitions.get(extension) {
            let mut finding = codes::TWO_CONTEXTS
                .finding(
                    Some(number.at.clone()),
                    Words::new(
                        format!("{extension} is a line in partition `{partition}` and in `{first}`; `{first}` was read"),
                        format!(
                            "{extension} ist ein Anschluss in Partition `{partition}` und einer in `{first}`; gelesen wurde `{first}`"
                        ),
                    ),
                )
                .about(extension.as_str());
            if let Some(entry) = gather.known(extension) {
                let at = gather.reading.extensions[entry].at.clone();
                finding = finding.related(at, Words::new("the first line", "der erste Anschluss"));
            }
            gather.findings.push(finding);
            return None;
        }
        self.partitions.insert(extension.clone(), partition.to_owned());
        let kind = name
            .as_ref()
            .and_then(|name| kind::by_name(&name.value))
            .or_else(|| seen.description.as_ref().and_then(|text| kind::by_name(&text.value)))
            .or_else(|| by_device(seen));
        gather.add(Gather::entry(extension.clone(), name, kind, number.at.clone())).ok()
    }

    /// What a row says of keys that have no number: told, and kept with the device.
    pub(super) fn numberless(&mut self, columns: &Columns<'_>, row: &Row, of: &[usize]) -> Extra {
        // What every key has that nobody has set.
        const IDLE: [&str; 3] = ["f", "0", "false"];
        let filled = of.iter().filter_map(|column| Some((*column, columns.cell(row, Some(*column))?)));
        let filled: Vec<_> = filled.filter(|(_, cell)| !IDLE.contains(&cell.value.to_ascii_lowercase().as_str())).collect();
        for (column, cell) in &filled {
            self.numberless_at.get_or_insert_with(|| cell.at.clone());
            *self.numberless.entry(columns.title(*column).to_owned()).or_default() += 1;
        }
        columns.beside(row, filled.iter().map(|(column, _)| Some(*column)), &[])
    }

    /// Lines on several devices: marks them, tells twins and shared lines.
    pub(super) fn finish(self, gather: &mut Gather<'_>) {
        if let Some(first) = self.numberless_at {
            let all: usize = self.numberless.values().sum();
            let titles = Listed::of(self.numberless.iter().map(|(title, count)| format!("`{title}` ({count})")), 20);
            let words = Words::new(
                format!("cells of keys without a directory number ({all}), kept with the device: {titles}"),
                format!("Zellen von Tasten ohne Rufnummer ({all}), beim Gerät aufgehoben: {titles}"),
            );
            gather.findings.push(codes::PART_UNREAD.finding(Some(first), words).listing(titles));
        }
        for line in &self.all {
            if line.spots.len() < 2 {
                continue;
            }
            several(&line.extension, line.entry, &line.spots, gather);
        }
    }
}

/// What follows from a line on several devices.
pub(super) fn several(extension: &Extension, entry: Option<usize>, spots: &[Spot], gather: &mut Gather<'_>) {
    let devices: BTreeSet<usize> = spots.iter().map(|spot| spot.device).collect();
    // Two keys of one telephone share nothing.
    if devices.len() < 2 {
        return;
    }
    for spot in spots {
        gather.reading.devices[spot.device].lines[spot.line].shared = true;
    }
    let (soft, hard): (Vec<&Spot>, Vec<&Spot>) = spots.iter().partition(|spot| spot.kind == DeviceKind::Softphone);
    if let (Some(hard), false) = (hard.first(), soft.is_empty()) {
        twin(extension, hard, &soft, gather);
    }
    let firsts = hard.iter().filter(|spot| spot.first).count();
    let mut hard = hard;
    hard.dedup_by_key(|spot| spot.device);
    if hard.len() > 1 {
        shared(extension, entry, &hard, firsts, gather);
    }
}

/// What a device adds to the extension: the account of a SIP phone, the MAC address of a desk phone on its first line.
fn on_device(entry: usize, extension: &Extension, number: &Sourced<String>, seen: &mut Seen, gather: &mut Gather<'_>) {
    let device = &gather.reading.devices[seen.device];
    let first = device.lines.last().is_some_and(|line| line.index == 1);
    let (mac, sip) = (device.mac.clone(), device.protocol == Some(DeviceProtocol::Sip));
    if first && seen.kind == DeviceKind::DeskPhone && gather.reading.extensions[entry].mac.is_none() {
        gather.reading.extensions[entry].mac = mac;
    }
    // A telephone registers once, for all of its lines.
    if sip && first && gather.reading.extensions[entry].account.is_none() {
        let endpoint = Sourced::new(extension.digits().to_owned(), number.at.clone());
        seen.digest_used = true;
        let user = seen.digest.clone().or_else(|| seen.owner.clone()).unwrap_or_else(|| endpoint.clone());
        let account = gather.account(&endpoint, &user, None, AorState::Untold);
        gather.reading.extensions[entry].account = Some(account);
    }
}

/// Display and alerting name, a name with a comma first: others are cut or without umlauts.
fn name(cells: &[Option<Sourced<String>>]) -> Option<Sourced<String>> {
    let mut found = cells.iter().flatten();
    let first = found.clone().next()?;
    Some(found.find(|cell| cell.value.contains(',')).unwrap_or(first).clone())
}

fn by_device(seen: &Seen) -> Option<Recognised> {
    let model = seen.model.as_ref().map_or("", |model| model.value.as_str());
    let words = |kind| Some(told(kind, format!("device type is `{model}`"), format!("Gerätetyp ist `{model}`")));
    if seen.kind == DeviceKind::Analog {
        return words(ExtensionKind::Analog);
    }
    if model.to_lowercase().contains("cti ") {
        return words(ExtensionKind::Virtual);
    }
    None
}

/// Number from outside and forwards.
fn reach(columns: &Columns<'_>, row: &Row, block: &LineColumns, extension: &Extension, gather: &mut Gather<'_>) {
    let cell = |column: Option<usize>| columns.cell(row, column);
    if let Some(mask) = cell(block.mask) {
        match masked(&mask.value, extension.digits()) {
            Some(Some(number)) if gather.is_of_plan(&number) => {
                gather.did(&number, DidTarget::Extension(extension.clone()), mask.at);
            }
            Some(Some(number)) => {
                let value = &mask.value;
                gather.findings.push(
                    codes::MASK_UNCLEAR
                        .finding(
                            Some(mask.at.clone()),
                            Words::new(
                                format!("mask `{value}` makes `{number}` of extension {extension}, which has no length of the number plan"),
                                format!("Maske `{value}` macht aus Nebenstelle {extension} `{number}`, dessen Länge nicht zum Nummernplan passt"),
                            ),
                        )
                        .about(extension.as_str()),
                );
            }
            // One number for all: what is shown outside, not where calls come in.
            Some(None) => {}
            None => {
                let value = &mask.value;
                gather.findings.push(
                    codes::MASK_UNCLEAR
                        .finding(
                            Some(mask.at.clone()),
                            Words::new(
                                format!("mask `{value}` gives no number for extension {extension}"),
                                format!("Maske `{value}` ergibt keine Nummer für Nebenstelle {extension}"),
                            ),
                        )
                        .about(extension.as_str()),
                );
            }
        }
    }
    if let Some(all) = cell(block.all) {
        gather.forward(extension, ForwardWhen::All, &all);
    }
    let pairs = [
        (ForwardWhen::Busy, block.busy),
        (ForwardWhen::NoAnswer, block.no_answer),
        (ForwardWhen::Unregistered, block.unregistered),
    ];
    for (when, [internal, external]) in pairs {
        let (internal, external) = (cell(internal), cell(external));
        if let Some(internal) = &internal {
            gather.forward(extension, when, internal);
        }
        if let Some(external) = external.filter(|external| internal.is_none_or(|internal| internal.value != external.value)) {
            gather.forward(extension, when, &external);
        }
    }
}

/// What the called see: the mask with the digits of the extension, or one number for all.
fn outgoing(mask: Sourced<String>, extension: &Extension) -> Option<Sourced<String>> {
    let number = masked(&mask.value, extension.digits())?;
    Some(Sourced::new(number.unwrap_or(mask.value), mask.at))
}

/// The mask with its `X` filled by the last digits of the number. None: not possible. Some(None): a mask without `X`.
fn masked(mask: &str, number: &str) -> Option<Option<String>> {
    let mask = mask.trim().trim_start_matches('\\');
    let places = mask.chars().filter(|c| matches!(c, 'X' | 'x')).count();
    if mask.is_empty() || !mask.chars().all(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x' | '+' | ' ' | '-' | '(' | ')')) {
        return None;
    }
    if places == 0 {
        return Some(None);
    }
    let start = number.len().checked_sub(places)?;
    let mut digits = number.get(start..)?.chars();
    mask.chars().map(|c| if matches!(c, 'X' | 'x') { digits.next() } else { Some(c) }).collect::<Option<String>>().map(Some)
}

/// As the export names the device.
fn shown(spot: &Spot, gather: &Gather<'_>) -> String {
    let device = &gather.reading.devices[spot.device];
    device.name.as_ref().map_or_else(|| device.id.clone(), |name| name.value.clone())
}

/// A person's programs on computer, telephone and tablet are devices of their own; each is named.
fn twin(extension: &Extension, hard: &Spot, soft: &[&Spot], gather: &mut Gather<'_>) {
    let phone = shown(hard, gather);
    let mut seen = BTreeSet::new();
    let programs = soft.iter().filter(|spot| seen.insert(spot.device)).map(|spot| format!("`{}`", shown(spot, gather)));
    let programs = Listed::of(programs, SHOWN);
    let place = |spot: &Spot| gather.reading.devices[spot.device].at.clone();
    let finding = codes::SOFTPHONE_TWIN
        .finding(
            soft.first().map(|spot| place(spot)),
            Words::new(
                format!("extension {extension} has {programs} beside the telephone `{phone}`"),
                format!("Nebenstelle {extension} hat {programs} neben dem Telefon `{phone}`"),
            ),
        )
        .about(extension.as_str())
        .listing(programs)
        .related(place(hard), Words::new("the telephone", "das Telefon"));
    gather.findings.push(finding);
}

/// Names of devices in one finding.
const SHOWN: usize = 5;

fn shared(extension: &Extension, entry: Option<usize>, hard: &[&Spot], firsts: usize, gather: &mut Gather<'_>) {
    let names = Listed::of(hard.iter().map(|spot| format!("`{}`", shown(spot, gather))), SHOWN);
    let count = hard.len();
    let finding = codes::SHARED_LINE
        .finding(
            Some(gather.reading.devices[hard[0].device].lines[hard[0].line].number.at.clone()),
            Words::new(
                format!("extension {extension} is on {count} devices: {names}"),
                format!("Nebenstelle {extension} liegt auf {count} Geräten: {names}"),
            ),
        )
        .about(extension.as_str())
        .listing(names);
    gather.findings.push(finding);
    let Some(entry) = entry else { return };
    let entry = &mut gather.reading.extensions[entry];
    if firsts != 1 && matches!(entry.kind, ExtensionKind::Person | ExtensionKind::Unknown) {
        entry.kind = ExtensionKind::Shared;
        entry.kind_reason = Words::new(format!("on {count} devices"), format!("auf {count} Geräten"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{likeness, read, shown, survives, told};
    use super::super::phones::FORMAT;
    use super::*;

    const EXPORT: &str = include_str!("../../../../tests/formats/cisco-bat-phones/phones.csv");

    #[test]
    fn devices_lines_twins_and_shared_lines() {
        let reading = read(&FORMAT, EXPORT.as_bytes());
        assert_eq!(
            shown(&reading),
            "ext 101@PT_Intern Person Kröger, Hanna auth=kroeger.h Unavailable/0 mac=00:00:5e:00:53:21 box=101@VM outside=+498999998101 at export:2:76 beside=(ASCII Display 1: Kroeger, Hanna)\n\
             ext 151 Shared Sekretariat busy=1\n\
             ext 102 Person Huber Anna auth=huber.a Unavailable/0 mac=00:00:5e:00:53:22 outside=+498999998102 at export:3:87\n\
             ext 399 Fax -\n\
             ext 398 Analog Halle\n\
             ext 390 Door Nord auth=tuer390 Unavailable/0 mac=00:00:5e:00:53:90\n\
             ext 101@PT_Haus2 Person Neu, Name auth=101 Unavailable/0\n\
             person kroeger.h | Kröger | Hanna | ext=101@PT_Intern mail=- login=kroeger.h dep=- at export:2:90\n\
             person huber.a | Huber | Anna | ext=102 mail=- login=huber.a dep=- at export:3:101\n\
             device 00:00:5e:00:53:21 DeskPhone Sip owner=kroeger.h model=Cisco 7841 beside=(Description: 2.14) [1:101 Normal shared] [2:151 Normal shared]\n\
             device 00:00:5e:00:53:22 DeskPhone Sip owner=huber.a model=Cisco 7841 beside=(Description: 2.15) [1:102 Normal] [2:151 Normal shared]\n\
             device 00:00:5e:00:53:f0 Analog Analog owner=- model=Analog Phone beside=(Description: Telefax Einlauf; Device Protocol: SCCP) [1:399 Normal]\n\
             device 00:00:5e:00:53:f1 Analog Analog owner=- model=Analog Phone beside=(Description: Halle; Device Protocol: SCCP) [1:398 Normal]\n\
             device CSFKROEGERH Softphone Sip owner=kroeger.h model=Cisco Unified Client Services Framework beside=(Description: Jabber) [1:101 Normal shared]\n\
             device 00:00:5e:00:53:90 DeskPhone Sip owner=- model=Third-party SIP Device (Basic) beside=(Description: Tür Nord) [1:\\+498999998390 Normal]\n\
             device SEPDUMMY01 DeskPhone Sip owner=- model=Cisco 7841 beside=(Description: Neu) [1:101 Normal] [2:*21 Normal]\n\
             group NamedPickup PG_Bau number=- -: 101,102\n\
             did +498999998101 -> 101@PT_Intern\n\
             did +498999998102 -> 102\n\
             forward 102 All -> 001601234567 external\n\
             forward 102 NoAnswer -> 600\n"
        );
        assert_eq!(
            told(&reading),
            "export:4:72 number-mask-unclear: mask `+498999998XXXX` gives no number for extension 399\n\
             export:8:66 extension-not-dialable: `*21` is no number of 1 to 15 digits; it was not taken as an extension\n\
             export:6:1 softphone-twin: extension 101@PT_Intern has `CSFKROEGERH` beside the telephone `SEP00005E005321`\n\
             export:2:123 shared-line: extension 151 is on 2 devices: `SEP00005E005321`, `SEP00005E005322`\n"
        );
        assert_eq!(likeness(&FORMAT, EXPORT.as_bytes()), 96);
        survives(&FORMAT, EXPORT.as_bytes(), &[]);
    }

    #[test]
    fn a_full_number_of_another_place_is_no_broken_one() {
        let text = EXPORT.replace("\\+498999998390", "\\+49123456789");
        assert_ne!(text, EXPORT);
        let told = told(&read(&FORMAT, text.as_bytes()));
        assert!(told.contains("extension-not-dialable: `\\+49123456789` is a number of another site"), "{told}");
    }

    /// Two rows of one name are no two users of one telephone where model or protocol differ; of one person's programs all are told.
    #[test]
    fn a_name_in_two_rows_and_all_programs_of_a_person() {
        use crate::inventory::merge::{Inputs, merge};
        let head =
            "Device Name,Description,Device Type,Owner User ID,Device Protocol,Directory Number 1,Route Partition 1,Display 1\n";
        let rows = "SEP00005E005306,A,Cisco 8841,meier.e,SIP,104,PT,\"Meier, Eva\"\nSEP00005E005306,B,Cisco 7821,huber.j,SCCP,105,PT,\"Huber, Josef\"\n\
            SEP00005E005307,C,Cisco 8841,klein.u,SIP,106,PT,\"Klein, Uwe\"\nSEP00005E005307,C,Cisco 8841,klein.u,SIP,107,PT,\"Klein, Uwe\"\n\
            CSFKLEIN,C,Cisco Unified Client Services Framework,klein.u,SIP,106,PT,\"Klein, Uwe\"\n\
            TCTKLEIN,C,Cisco Dual Mode for iPhone,klein.u,SIP,106,PT,\"Klein, Uwe\"\nBOTKLEIN,C,Cisco Dual Mode for Android,klein.u,SIP,106,PT,\"Klein, Uwe\"\n";
        let reading = read(&FORMAT, format!("{head}{rows}").as_bytes());
        let twin = "extension 106 has `CSFKLEIN`, `TCTKLEIN`, `BOTKLEIN` beside the telephone `SEP00005E005307`";
        assert!(told(&reading).contains(twin), "{}", told(&reading));
        let merged = merge(Inputs { readings: vec![(FORMAT.class, reading)], ..Inputs::default() });
        let twice: Vec<&str> =
            merged.findings.iter().filter(|f| f.code.as_str() == "inventory/mac-twice").map(|f| f.what.en.as_ref()).collect();
        assert_eq!(
            twice,
            [
                "device `SEP00005E005306` stands in the export twice; otherwise here: model: `Cisco 7821`, protocol: `SCCP`; taken as one, with \
              the lines of both"
            ]
        );
    }

    #[test]
    fn masks_are_filled_from_the_right() {
        assert_eq!(masked("+498999998XXX", "4101"), Some(Some("+498999998101".to_owned())));
        assert_eq!(masked("08999998XXXX", "101"), None);
        assert_eq!(masked("089999980", "101"), Some(None));
        assert_eq!(masked("Zentrale", "101"), None);
    }
}
