//! Communications Manager Express: lines (`ephone-dn`, `voice register dn`) and telephones (`ephone`, `voice register pool`).

use std::collections::BTreeMap;
use std::str::FromStr;

use super::super::codes;
use super::super::gather::{self, Facts, Gather, told};
use super::config::{self, Block, Command, Word};
use super::lines::{self, Spot};
use crate::diag::{Place, Words};
use crate::domain::{Extension, RoomId};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::kind::Recognised;
use crate::inventory::model::{
    AorState, DeviceKind, DeviceProtocol, Did, DidTarget, ExtensionKind, ForwardWhen, Group, GroupKind, Ring, Sourced,
};
use crate::inventory::reading::Reading;
use crate::inventory::table::{Differing, Secrecy, open_plain};

pub const FORMAT: Format = Format { name: "cisco/cme", class: Class::Pbx, recognise, read };

const MARKS: [&[u8]; 5] = [b"ephone-dn ", b"ephone ", b"voice register dn ", b"voice register pool ", b"telephony-service"];

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    // The telephones stand far behind the interfaces of a router: all of the file is looked at.
    let at_margin =
        |mark: &[u8]| memchr::memmem::find_iter(sample.bytes, mark).any(|at| at == 0 || sample.bytes[at - 1] == b'\n');
    if sample.text.is_empty() {
        return None;
    }
    let found = MARKS.iter().filter(|mark| at_margin(mark)).count();
    let score = match found {
        0 => return None,
        1 => 75,
        _ => 95,
    };
    Some(Likeness::new(
        score,
        "has `ephone-dn` or `voice register` at the margin",
        "hat `ephone-dn` oder `voice register` am Zeilenanfang",
    ))
}

/// Skinny and SIP lines are numbered apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Skinny,
    Sip,
}

#[derive(Debug, Default)]
struct Line {
    number: Option<Word>,
    secondary: Option<Word>,
    name: Option<Word>,
    label: Option<Word>,
    pickup: Option<Word>,
    forwards: Vec<(ForwardWhen, Word)>,
    /// `paging`, `park-slot`, …: no telephone's line.
    special: Option<Word>,
    /// What follows it.
    special_with: Option<Word>,
    spots: Vec<Spot>,
    /// Login of the telephone on which it is the first line.
    owner: Option<Word>,
    /// Password of a SIP telephone.
    password: Option<Word>,
    only_analog: bool,
    at: Place,
}

#[derive(Debug, Default)]
struct Config {
    lines: BTreeMap<(Side, u32), Line>,
    /// Pattern and length of extension.
    patterns: Vec<(Word, usize)>,
    voicemail: Option<Word>,
}

fn read(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("cme", given.plan);
    let Some(plain) = open_plain(&given.list, Secrecy::Secret, &mut gather.findings) else { return gather.finish(None) };
    let blocks = config::blocks(given.list.file, &plain.text);
    let mut config = Config::default();
    for block in &blocks {
        config.block(block, &mut gather);
    }
    for block in &blocks {
        match (block.head.word(0), block.head.word(1), block.head.word(2)) {
            ("ephone", ..) => config.phone(block, Side::Skinny, &mut gather),
            ("voice", "register", "pool") => config.phone(block, Side::Sip, &mut gather),
            _ => {}
        }
    }
    config.finish(&mut gather);
    let source = plain.source(FORMAT.name, 0);
    gather.finish(Some(source))
}

/// A command that lacks what it needs.
fn broken(command: &Command, gather: &mut Gather<'_>) {
    let (one, two) = (command.word(0), command.word(1));
    gather.findings.push(codes::STATEMENT_BROKEN.finding(
        Some(command.place()),
        Words::new(
            format!("`{one} {two}` lacks what it needs and was skipped"),
            format!("`{one} {two}` ist unvollständig und wurde übersprungen"),
        ),
    ));
}

impl Config {
    /// Everything but telephones.
    fn block(&mut self, block: &Block, gather: &mut Gather<'_>) {
        let head = &block.head;
        match (head.word(0), head.word(1), head.word(2)) {
            ("ephone-dn", tag, _) => self.line(block, Side::Skinny, tag, gather),
            ("voice", "register", "dn") => self.line(block, Side::Sip, head.word(3), gather),
            ("ephone", ..) | ("voice", "register", "pool") => {}
            ("ephone-hunt", tag, strategy) => hunt(block, tag, strategy, gather),
            ("voice", "hunt-group", tag) => hunt(block, tag, head.word(3), gather),
            ("telephony-service", ..) | ("voice", "register", "global") => {
                for command in &block.body {
                    match command.word(0) {
                        "dialplan-pattern" => self.pattern(command, gather),
                        "voicemail" => self.voicemail = command.words.get(1).cloned(),
                        other => gather.unread(other, || command.place()),
                    }
                }
            }
            (word, ..) => gather.unread(word, || head.place()),
        }
    }

    /// `dialplan-pattern 1 08999998... extension-length 3`
    fn pattern(&mut self, command: &Command, gather: &mut Gather<'_>) {
        let length = command.after("extension-length").and_then(|word| word.value.parse().ok());
        match (command.words.get(2), length) {
            (Some(pattern), Some(length)) if (1..=15).contains(&length) => self.patterns.push((pattern.clone(), length)),
            _ => broken(command, gather),
        }
    }

    fn line(&mut self, block: &Block, side: Side, tag: &str, gather: &mut Gather<'_>) {
        let Ok(tag) = tag.parse::<u32>() else { return broken(&block.head, gather) };
        let line = self.lines.entry((side, tag)).or_default();
        if line.at == Place::default() {
            line.at = block.head.place();
        }
        for command in &block.body {
            match command.word(0) {
                "number" => {
                    line.number = command.words.get(1).cloned();
                    line.secondary = command.after("secondary").cloned();
                    if line.number.is_none() {
                        broken(command, gather);
                    }
                }
                "name" => line.name = command.rest(1),
                "label" => line.label = command.rest(1),
                "pickup-group" => line.pickup = command.words.get(1).cloned(),
                "call-forward" => {
                    let skip = usize::from(command.word(1) == "b2bua");
                    let when = match command.word(1 + skip) {
                        "all" => ForwardWhen::All,
                        "busy" => ForwardWhen::Busy,
                        "noan" => ForwardWhen::NoAnswer,
                        "unreachable" | "unregistered" => ForwardWhen::Unregistered,
                        other => {
                            let what = format!("call-forward {other}");
                            gather.unread(&what, || command.place());
                            continue;
                        }
                    };
                    match command.words.get(2 + skip) {
                        Some(destination) => line.forwards.push((when, destination.clone())),
                        None => broken(command, gather),
                    }
                }
                "paging" | "park-slot" | "intercom" | "mwi" | "loopback-dn" | "conference" => {
                    line.special = command.words.first().cloned();
                    line.special_with = command.rest(1);
                }
                other => gather.unread(other, || command.place()),
            }
        }
    }

    fn phone(&mut self, block: &Block, side: Side, gather: &mut Gather<'_>) {
        let mut kind = DeviceKind::DeskPhone;
        let (mut mac, mut model, mut user, mut password, mut room) = (None, None, None, None, None);
        let mut description = None;
        let mut keys: Vec<(&Word, Key)> = Vec::new();
        for command in &block.body {
            match (command.word(0), command.word(1)) {
                ("mac-address", _) => mac = command.words.get(1).and_then(|word| gather.mac(word)),
                ("id", "mac") => mac = command.words.get(2).and_then(|word| gather.mac(word)),
                ("type", _) => {
                    model = command.words.get(1).cloned();
                    kind = match command.word(1).to_ascii_lowercase().as_str() {
                        "anl" | "ata" | "vg" => DeviceKind::Analog,
                        "cipc" | "jabber-csf" | "jabber-win" | "jabber-android" | "jabber-iphone" => DeviceKind::Softphone,
                        _ => DeviceKind::DeskPhone,
                    };
                }
                ("username", _) => {
                    user = command.words.get(1).cloned();
                    // Of the web page of a Skinny telephone.
                    if side == Side::Skinny && command.after("password").is_some() {
                        gather.unread("password", || command.place());
                    }
                    password = command.after("password").cloned();
                    // `6` and `7` in front say that what follows is encrypted.
                    if let Some(mark) = password.as_ref().filter(|_| command.words.len() > 4) {
                        password = (mark.value == "0").then(|| command.words.get(4).cloned()).flatten();
                    }
                }
                ("description", _) => {
                    description = command.rest(1);
                    room = description.as_ref().and_then(room_of);
                }
                ("button", _) => {
                    for word in command.words.iter().skip(1) {
                        match Key::read(&word.value) {
                            Some(key) => keys.push((word, key)),
                            None => no_key(word, gather),
                        }
                    }
                }
                ("number", index) if side == Side::Sip => match (index.parse(), command.after("dn")) {
                    (Ok(index), Some(dn)) if dn.value.parse::<u32>().is_ok() => {
                        let dn = dn.value.parse().unwrap_or_default();
                        keys.push((&command.words[1], Key { index, ring: Ring::Normal, lines: vec![dn] }));
                    }
                    _ => broken(command, gather),
                },
                (other, _) => gather.unread(other, || command.place()),
            }
        }
        let name = Sourced::new(
            block.head.words.iter().map(|word| word.value.as_str()).collect::<Vec<_>>().join(" "),
            block.head.place(),
        );
        let mut device = gather::device(kind, mac.clone(), Some(name), block.head.place());
        device.vendor = Some(Sourced::new("Cisco".to_owned(), block.head.place()));
        device.model = model;
        device.owner.clone_from(&user);
        gather.beside(&mut device.extra, "description", description.as_ref().filter(|_| room.is_none()), true);
        device.room = room;
        device.protocol = Some(match (kind, side) {
            (DeviceKind::Analog, _) => DeviceProtocol::Analog,
            (_, Side::Skinny) => DeviceProtocol::Sccp,
            (_, Side::Sip) => DeviceProtocol::Sip,
        });
        let index = gather.reading.devices.len();
        gather.reading.devices.push(device);
        for (word, key) in keys {
            for tag in &key.lines {
                let Some(line) = self.lines.get_mut(&(side, *tag)) else {
                    unknown(word, *tag, gather);
                    continue;
                };
                let Some(number) = line.number.clone() else { continue };
                let extension = gather.internal(&number.value);
                let lines = &mut gather.reading.devices[index].lines;
                let mut entry = gather::line(key.index, number, extension);
                entry.ring = key.ring;
                entry.label.clone_from(&line.label);
                lines.push(entry);
                if key.ring == Ring::Monitor {
                    continue;
                }
                line.only_analog = kind == DeviceKind::Analog && (line.spots.is_empty() || line.only_analog);
                // One of several on a key is nobody's first line.
                let first = key.index == 1 && key.ring == Ring::Normal;
                line.spots.push(Spot { device: index, line: lines.len() - 1, first, kind });
                if first && line.owner.is_none() {
                    line.owner.clone_from(&user);
                    line.password = password.clone().filter(|_| side == Side::Sip);
                }
            }
        }
    }

    fn finish(self, gather: &mut Gather<'_>) {
        let Self { lines, patterns, voicemail } = self;
        if let Some(unused) = voicemail.as_ref().filter(|pilot| {
            !lines.values().flat_map(|line| &line.forwards).any(|(_, destination)| destination.value == pilot.value)
        }) {
            gather.unread(&format!("voicemail {}", unused.value), || unused.at.clone());
        }
        for ((side, _), line) in lines {
            let Some(number) = line.number.clone() else {
                gather.unread("line without a number", || line.at.clone());
                continue;
            };
            if let Some(special) = line.special.as_ref().filter(|word| word.value != "intercom")
                && gather.internal(&number.value).is_none()
            {
                // Nobody is to dial it.
                gather.unread(&format!("{} {}", special.value, number.value), || number.at.clone());
                continue;
            }
            let Some(extension) = gather.dialable(&number) else { continue };
            let name = line.name.clone().or_else(|| line.label.clone());
            let mut entry = Gather::entry(extension.clone(), name.clone(), kind(&line), number.at.clone());
            if let Some(special) = &line.special {
                gather.beside(&mut entry.extra, &special.value, line.special_with.as_ref(), true);
            }
            let first = line.spots.iter().find(|spot| spot.first && spot.kind == DeviceKind::DeskPhone);
            entry.mac = first.and_then(|spot| gather.reading.devices[spot.device].mac.clone());
            if side == Side::Sip
                && gather.known(&extension).is_none()
                && let Some(owner) = &line.owner
            {
                entry.account = Some(gather.account(&number, owner, line.password.as_ref(), AorState::Untold));
            }
            let differing = |_: &Place| {
                let mut differing = Differing::default();
                for (word, value) in [("name", &line.name), ("label", &line.label)] {
                    value.iter().for_each(|value| differing.value(word, &value.value, true));
                }
                line.password.iter().for_each(|_| differing.secret("password"));
                differing
            };
            let Ok(index) = gather.add_or(entry, differing) else { continue };
            line.reach(index, &extension, &patterns, voicemail.as_ref(), gather);
            if line.spots.len() > 1 {
                lines::several(&extension, Some(index), &line.spots, gather);
            }
            if let Some(name) = name
                && line.special.is_none()
                && !line.only_analog
            {
                let extension = Some(Sourced::new(extension, number.at));
                gather.person_named(&name, Facts { extension, login: line.owner, ..Facts::default() });
            }
        }
    }
}

fn kind(line: &Line) -> Option<Recognised> {
    if let Some(word) = &line.special {
        let word = &word.value;
        return Some(told(ExtensionKind::Virtual, format!("the line is `{word}`"), format!("der Anschluss ist `{word}`")));
    }
    if line.only_analog {
        return Some(told(ExtensionKind::Analog, "on analog ports only", "nur an analogen Anschlüssen"));
    }
    line.spots.is_empty().then(|| told(ExtensionKind::Virtual, "on no telephone", "auf keinem Telefon"))
}

impl Line {
    /// Numbers from outside, forwards, mailbox and pickup group.
    fn reach(
        &self,
        index: usize,
        extension: &Extension,
        patterns: &[(Word, usize)],
        voicemail: Option<&Word>,
        gather: &mut Gather<'_>,
    ) {
        let target = || DidTarget::Extension(extension.clone());
        let mut full: Vec<String> = Vec::new();
        let outside = patterns.iter().filter(|(_, length)| self.special.is_none() && *length == extension.as_str().len());
        for (pattern, length) in outside {
            match fill(&pattern.value, extension.as_str(), *length) {
                Some(number) => {
                    gather.did(&number, target(), pattern.at.clone());
                    full.push(number);
                }
                None => {
                    let text = &pattern.value;
                    gather.findings.push(
                        codes::MASK_UNCLEAR
                            .finding(
                                Some(pattern.at.clone()),
                                Words::new(
                                    format!("pattern `{text}` gives no number for extension {extension}"),
                                    format!("Muster `{text}` ergibt keine Nummer für Nebenstelle {extension}"),
                                ),
                            )
                            .about(extension.as_str()),
                    );
                }
            }
        }
        match &self.secondary {
            // Dialled inside the house as the number itself is.
            Some(second) if is_inside(second, gather) => {
                gather.reading.dids.push(inside(second, target()));
            }
            Some(second) if full.is_empty() => gather.did(&second.value, target(), second.at.clone()),
            second => {
                let mut extra = std::mem::take(&mut gather.reading.extensions[index].extra);
                gather.beside(&mut extra, "secondary", second.as_ref().filter(|second| !full.contains(&second.value)), true);
                gather.reading.extensions[index].extra = extra;
            }
        }
        for (when, destination) in &self.forwards {
            if voicemail.is_some_and(|pilot| pilot.value == destination.value) {
                gather.mailbox(index, "cme", destination.at.clone());
            }
            gather.forward(extension, *when, destination);
        }
        if let Some(group) = &self.pickup {
            let member = gather.member_of(extension.as_str(), group.at.clone());
            let make = || Group {
                kind: GroupKind::Pickup,
                number: Some(group.value.clone()),
                name: group.value.clone(),
                strategy: None,
                members: Vec::new(),
                at: group.at.clone(),
            };
            gather.member(GroupKind::Pickup, &group.value, make, Some(member));
        }
    }
}

/// Whether a second number is one of the house.
fn is_inside(second: &Word, gather: &Gather<'_>) -> bool {
    second.value.parse::<Extension>().is_ok() && !gather.leaves(&second.value)
}

/// A second number of the length of an extension.
fn inside(second: &Word, target: DidTarget) -> Did {
    Did { number: second.value.clone(), prefix: false, target, at: second.at.clone() }
}

/// `08999998...` with the dots filled by the extension.
fn fill(pattern: &str, extension: &str, length: usize) -> Option<String> {
    let fixed = pattern.trim_end_matches('.');
    let dots = pattern.len() - fixed.len();
    let tail = extension.get(extension.len().checked_sub(dots)?..)?;
    (dots <= length && dots > 0 && fixed.chars().all(|c| c.is_ascii_digit() || c == '+')).then(|| format!("{fixed}{tail}"))
}

/// `Raum 2.14` in a description.
fn room_of(text: &Word) -> Option<Sourced<RoomId>> {
    let mut words = text.value.split_whitespace();
    words.find(|word| {
        let word = word.trim_end_matches(['.', ':']).to_lowercase();
        matches!(word.as_str(), "raum" | "zimmer" | "zi" | "room" | "büro")
    })?;
    RoomId::from_str(words.next()?.trim_end_matches([',', ';'])).ok().map(|room| Sourced::new(room, text.at.clone()))
}

fn no_key(word: &Word, gather: &mut Gather<'_>) {
    let text = &word.value;
    gather.findings.push(codes::STATEMENT_BROKEN.finding(
        Some(word.at.clone()),
        Words::new(
            format!("`{text}` is no key such as `1:1` or `2s3`"),
            format!("`{text}` ist keine Taste wie `1:1` oder `2s3`"),
        ),
    ));
}

fn unknown(word: &Word, tag: u32, gather: &mut Gather<'_>) {
    let text = &word.value;
    gather.findings.push(codes::LINE_UNKNOWN.finding(
        Some(word.at.clone()),
        Words::new(
            format!("`{text}` names line {tag}, which the file does not have"),
            format!("`{text}` nennt Anschluss {tag}, den die Datei nicht hat"),
        ),
    ));
}

fn hunt(block: &Block, tag: &str, strategy: &str, gather: &mut Gather<'_>) {
    let find = |word: &str| block.body.iter().find(|command| command.word(0) == word);
    let Some(pilot) = find("pilot").and_then(|command| command.words.get(1)) else { return broken(&block.head, gather) };
    let kind = if strategy == "parallel" { GroupKind::Ring } else { GroupKind::Hunt };
    let name = find("name").and_then(|command| command.rest(1)).map_or_else(|| pilot.value.clone(), |name| name.value);
    let make = || Group {
        kind,
        number: Some(pilot.value.clone()),
        name,
        strategy: Some(strategy.to_owned()).filter(|strategy| !strategy.is_empty()),
        members: Vec::new(),
        at: block.head.place(),
    };
    let key = format!("{}/{tag}", block.head.word(0));
    if let Some(second) = find("pilot").and_then(|command| command.after("secondary")) {
        let target = DidTarget::Group(pilot.value.clone());
        if is_inside(second, gather) {
            gather.reading.dids.push(inside(second, target));
        } else {
            gather.did(&second.value, target, second.at.clone());
        }
    }
    gather.member(kind, &key, make, None);
    for command in &block.body {
        match command.word(0) {
            "list" => {
                let words = command.words.iter().skip(1);
                let numbers = words.flat_map(|word| word.value.split(',').map(move |number| (number, &word.at)));
                for (number, at) in numbers.filter(|(number, _)| !number.is_empty()) {
                    let member = gather.member_of(number, at.clone());
                    let never = || unreachable_group(kind, &key, &block.head);
                    gather.member(kind, &key, never, Some(member));
                }
            }
            "pilot" | "name" => {}
            other => gather.unread(other, || command.place()),
        }
    }
}

/// The group that its first call has made already; said once more for the type.
fn unreachable_group(kind: GroupKind, key: &str, head: &Command) -> Group {
    Group { kind, number: None, name: key.to_owned(), strategy: None, members: Vec::new(), at: head.place() }
}

/// A key of a telephone: `1:1`, `2s2`, `1o1,2`, `3m5`.
#[derive(Debug, PartialEq, Eq)]
struct Key {
    index: u32,
    ring: Ring,
    lines: Vec<u32>,
}

impl Key {
    /// Lines on one key.
    const MOST: usize = 50;

    fn read(text: &str) -> Option<Self> {
        let at = text.find(|c: char| !c.is_ascii_digit())?;
        let index = text[..at].parse().ok()?;
        let mode = text[at..].chars().next()?;
        let ring = match mode {
            ':' | 'f' => Ring::Normal,
            's' | 'b' => Ring::Silent,
            'm' | 'w' => Ring::Monitor,
            'o' | 'c' => Ring::Overlay,
            _ => return None,
        };
        let lines: Vec<u32> = text[at + 1..].split(',').take(Self::MOST).map(|tag| tag.parse().ok()).collect::<Option<_>>()?;
        (index > 0).then_some(Self { index, ring, lines })
    }
}

#[cfg(test)]
mod tests;
