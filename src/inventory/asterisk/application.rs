//! Dialplan applications: name and arguments, and what a `Dial` list rings.

use std::ops::Range;

use super::rings::TWIN;
use crate::domain::Extension;
use crate::inventory::model::ExtensionKind;

/// Applications that ring nobody themselves, or only what other files say.
pub(super) const HARMLESS: &[&str] = &[
    "answer",
    "background",
    "busy",
    "congestion",
    "hangup",
    "log",
    "mailboxexists",
    "musiconhold",
    "noop",
    "playback",
    "playtones",
    "progress",
    "proceeding",
    "queue",
    "queuelog",
    "read",
    "resetcdr",
    "return",
    "ringing",
    "saydigits",
    "saynumber",
    "set",
    "startmusiconhold",
    "stopmusiconhold",
    "stopplaytones",
    "verbose",
    "vmauthenticate",
    "voicemail",
    "voicemailmain",
    "wait",
    "waitexten",
    "addqueuemember",
    "removequeuemember",
    "pausequeuemember",
    "unpausequeuemember",
    "confbridge",
    "echo",
    "cdr",
    "nocdr",
    "monitor",
    "mixmonitor",
    "stopmixmonitor",
    "pickup",
    "directory",
    "userevent",
];

/// `Name(data)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Application<'a> {
    pub name: &'a str,
    pub data: &'a str,
    pub unclosed: bool,
}

/// Takes the application part of a line apart.
pub(super) fn parse(text: &str) -> Application<'_> {
    let text = text.trim();
    match text.split_once('(') {
        None => Application { name: text.split(',').next().unwrap_or("").trim(), data: "", unclosed: false },
        Some((name, rest)) => match rest.rfind(')') {
            Some(end) => Application { name: name.trim(), data: rest[..end].trim(), unclosed: false },
            None => Application { name: name.trim(), data: rest.trim(), unclosed: true },
        },
    }
}

/// Splits at `separator` outside of `${…}`, `$[…]`, parentheses and quotes.
fn split(text: &str, separator: u8) -> Vec<&str> {
    ranges(text, separator).into_iter().map(|range| &text[range]).collect()
}

/// The parts of a text between separators outside of `${…}`, `$[…]`, parentheses and quotes.
pub(super) fn ranges(text: &str, separator: u8) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut depth, mut quoted, mut from) = (0_usize, false, 0);
    let bytes = text.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        match bytes[index] {
            b'\\' => index += 1,
            b'"' => quoted = !quoted,
            b'(' | b'{' | b'[' if !quoted => depth += 1,
            b')' | b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            byte if byte == separator && depth == 0 && !quoted => {
                parts.push(from..index);
                from = index + 1;
            }
            _ => {}
        }
        index += 1;
    }
    parts.push(from..text.len());
    parts
}

/// The arguments of an application.
pub(super) fn arguments(data: &str) -> Vec<&str> {
    split(data, b',').into_iter().map(str::trim).collect()
}

/// What an application does with the devices that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Rings them.
    Rings,
    /// Puts one into a queue, takes it out of it, or pauses it.
    Member,
    /// Keeps them for another line, in a variable or as an argument of a subroutine.
    Keeps,
    /// Rings one of them, and has no room for a list: `Originate`, forms of Asterisk 1.4.
    Single,
    /// Rings what another file or a database says.
    Elsewhere,
}

/// Where an application names devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot<'a> {
    pub purpose: Purpose,
    /// In lower case letters or not, as written; within `ExecIf` and the like the inner one.
    pub app: &'a str,
    /// The data of that application, as a range of the whole.
    pub data: Range<usize>,
    /// The devices, as a range of the whole.
    pub list: Range<usize>,
}

/// Applications in applications that are looked into.
const DEEPEST: u8 = 4;

/// Every place in the data of `app` where devices may stand.
pub(super) fn spots<'a>(app: &'a str, data: &'a str) -> Vec<Spot<'a>> {
    let mut found = Vec::new();
    collect(app, data, 0..data.len(), DEEPEST, &mut found);
    found
}

fn collect<'a>(app: &'a str, whole: &'a str, data: Range<usize>, deep: u8, found: &mut Vec<Spot<'a>>) {
    let text = &whole[data.clone()];
    let put = |range: Range<usize>| trimmed(whole, data.start + range.start..data.start + range.end);
    let arguments: Vec<Range<usize>> = ranges(text, b',').into_iter().map(put).collect();
    let mut add = |purpose, list: Range<usize>| found.push(Spot { purpose, app, data: data.clone(), list });
    match app.to_ascii_lowercase().as_str() {
        "dial" | "page" => add(Purpose::Rings, arguments[0].clone()),
        // Announcement, pause and number of tries come first.
        "retrydial" => arguments.get(3).into_iter().for_each(|list| add(Purpose::Rings, list.clone())),
        "addqueuemember" | "removequeuemember" | "pausequeuemember" | "unpausequeuemember" => {
            // Without an interface it is the telephone that calls.
            add(Purpose::Member, arguments.get(1).cloned().unwrap_or(data.end..data.end));
        }
        "set" => assigned(whole, put(0..text.len())).into_iter().for_each(|(_, value)| add(Purpose::Keeps, value)),
        "mset" => {
            let values = arguments.iter().filter_map(|argument| assigned(whole, argument.clone()));
            values.for_each(|(_, value)| add(Purpose::Keeps, value));
        }
        "macro" => arguments.iter().skip(1).for_each(|argument| add(Purpose::Keeps, argument.clone())),
        "gosub" => {
            let last = arguments.last().cloned().unwrap_or_default();
            inside(whole, &last).into_iter().for_each(|argument| add(Purpose::Keeps, argument));
        }
        "gosubif" => {
            for label in branches(text) {
                inside(whole, &put(label)).into_iter().for_each(|argument| add(Purpose::Keeps, argument));
            }
        }
        "originate" => add(Purpose::Single, arguments[0].clone()),
        "followme" => add(Purpose::Elsewhere, arguments[0].clone()),
        "execif" | "execiftime" if deep > 0 => {
            let branches = branches(text);
            // `ExecIf(condition,Dial,PJSIP/1)`.
            let old = if branches.is_empty() { vec![0..text.len()] } else { Vec::new() };
            for branch in branches.into_iter().chain(old) {
                within(whole, put(branch), deep, found);
            }
        }
        "exec" | "tryexec" if deep > 0 => within(whole, put(0..text.len()), deep, found),
        _ => {}
    }
}

/// `Name(data)` as a part of a text.
fn within<'a>(whole: &'a str, part: Range<usize>, deep: u8, found: &mut Vec<Spot<'a>>) {
    let text = &whole[part.clone()];
    if let (Some(open), Some(close)) = (text.find('('), text.rfind(')'))
        && open < close
    {
        let name = text[..open].trim();
        if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            collect(name, whole, part.start + open + 1..part.start + close, deep - 1, found);
            return;
        }
    }
    // `Dial,PJSIP/1,20`, as ExecIf had it before Asterisk 1.6.
    if let Some(at) = text.to_ascii_lowercase().find(PJSIP) {
        let list = part.start + at..part.start + at + one_list(&text[at..]);
        found.push(Spot { purpose: Purpose::Single, app: "Dial", data: part.start + at..part.end, list });
    }
}

const PJSIP: &str = "pjsip/";

/// How far a list of devices reaches.
fn one_list(text: &str) -> usize {
    let mut depth = 0_usize;
    let end = text.find(|sign| {
        match sign {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(sign, ',' | '|' | ':' | ')')
    });
    end.unwrap_or(text.len())
}

/// The arguments in the parentheses of a label.
fn inside(whole: &str, label: &Range<usize>) -> Vec<Range<usize>> {
    let text = &whole[label.clone()];
    match (text.find('('), text.rfind(')')) {
        (Some(open), Some(close)) if open < close => {
            let start = label.start + open + 1;
            let put = |range: Range<usize>| trimmed(whole, start + range.start..start + range.end);
            ranges(&text[open + 1..close], b',').into_iter().map(put).collect()
        }
        _ => Vec::new(),
    }
}

/// What is done if a condition holds, and what else: `condition?this:that`.
pub(super) fn branches(text: &str) -> Vec<Range<usize>> {
    let Some(start) = ranges(text, b'?').first().map(|condition| condition.end + 1).filter(|start| *start <= text.len()) else {
        return Vec::new();
    };
    ranges(&text[start..], b':').into_iter().map(|range| start + range.start..start + range.end).collect()
}

/// Name and value of `NAME=value`.
pub(super) fn assigned(whole: &str, part: Range<usize>) -> Option<(&str, Range<usize>)> {
    let text = &whole[part.clone()];
    let (name, _) = text.split_once('=')?;
    Some((variable(name), trimmed(whole, part.start + name.len() + 1..part.end)))
}

/// The name of a variable without what says how far it is inherited or where it is kept.
pub(super) fn variable(name: &str) -> &str {
    let name = name.trim().trim_start_matches('_');
    let kept = ["GLOBAL(", "LOCAL("].into_iter().find_map(|function| name.strip_prefix(function)?.strip_suffix(')'));
    kept.unwrap_or(name).trim()
}

fn trimmed(whole: &str, range: Range<usize>) -> Range<usize> {
    let text = &whole[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    start..start.max(range.start + text.trim_end().len())
}

/// What the device list of a `Dial` rings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Targets {
    /// Extensions by a plain `PJSIP/number`, of which one contact rings, or by `${PJSIP_DIAL_CONTACTS(number)}`.
    pub rings: Vec<Extension>,
    /// Endpoints by a plain `PJSIP/name` or `${PJSIP_DIAL_CONTACTS(name)}`; a trunk may be one of them.
    pub names: Vec<String>,
    /// A plain `PJSIP/${EXTEN}`.
    pub by_pattern: bool,
    /// `PJSIP_DIAL_CONTACTS` somewhere in it.
    pub all_contacts: bool,
    /// A part that depends on something else.
    pub strange: bool,
    /// `PJSIP/1|20`, `SIP/1|20`: the sign parted arguments up to Asterisk 1.4, and belongs to the name now.
    pub old_separator: bool,
}

impl Targets {
    /// An endpoint that rings, by its name.
    fn endpoint(&mut self, name: &str) {
        match name.parse::<Extension>() {
            Ok(number) if !self.rings.contains(&number) => self.rings.push(number),
            Err(_) if !name.is_empty() && !name.contains('$') && !self.names.iter().any(|known| known == name) => {
                self.names.push(name.to_owned());
            }
            _ => {}
        }
    }
}

/// The endpoint whose contacts all ring: `2001` of `${PJSIP_DIAL_CONTACTS(2001)}`.
pub(super) fn all_contacts(device: &str) -> Option<&str> {
    let inside = device.trim().strip_prefix("${PJSIP_DIAL_CONTACTS(")?.strip_suffix(")}")?;
    arguments(inside).first().copied()
}

/// A list in which each endpoint whose contacts all ring stands by its name, without web phones that stand beside their desk phone:
/// whom it calls is the same.
pub(super) fn by_endpoint(list: &str) -> String {
    let one = |device: &str| match all_contacts(device).filter(|name| !name.contains("${")) {
        Some(name) => format!("PJSIP/{name}"),
        None => device.to_owned(),
    };
    let all: Vec<String> = devices(list).map(one).collect();
    persons(all.iter().map(String::as_str).collect()).join("&")
}

/// Devices without the web phones that stand beside their desk phone: `PJSIP/2001&PJSIP/2001-web` is one person.
pub(super) fn persons(mut devices: Vec<&str>) -> Vec<&str> {
    let web: Vec<bool> =
        devices.iter().map(|device| device.strip_suffix(TWIN).is_some_and(|desk| devices.contains(&desk))).collect();
    let mut web = web.into_iter();
    devices.retain(|_| web.next() != Some(true));
    devices
}

/// The devices of a `Dial` list.
pub(super) fn devices(list: &str) -> impl Iterator<Item = &str> {
    split(list, b'&').into_iter().map(str::trim).filter(|device| !device.is_empty())
}

/// Context, where it names one, and the cut of a list that rings one device by a part of the dialled number: `PJSIP/${EXTEN:8}`,
/// `${PJSIP_DIAL_CONTACTS(${EXTEN:8})}`, `Local/${EXTEN:8}@intern/n`. What stays whole is a number of the house.
pub(super) fn cut(list: &str) -> Option<(Option<&str>, &str)> {
    let mut all = devices(list);
    let (device, None) = (all.next()?, all.next()) else { return None };
    let (context, name) = match all_contacts(device) {
        Some(inside) => (None, inside),
        None => {
            let (technology, rest) = device.split_once('/')?;
            match technology.to_ascii_lowercase().as_str() {
                "pjsip" | "sip" => (None, rest),
                "local" => {
                    let (name, context) = rest.split_once('@')?;
                    (Some(context.split('/').next().unwrap_or(context)), name)
                }
                _ => return None,
            }
        }
    };
    (name.starts_with("${EXTEN:") && name.ends_with('}') && !name[2..].contains("${")).then_some((context, name))
}

/// Whether a device is a line that leaves the telephone system: `PJSIP/0171@amt`, `DAHDI/g1/0171`, `IAX2/amt/0171`.
#[must_use]
pub fn leaves(device: &str) -> bool {
    let Some((technology, rest)) = device.split_once('/') else { return false };
    match technology.to_ascii_lowercase().as_str() {
        "pjsip" | "sip" => rest.contains('@'),
        "dahdi" | "zap" | "misdn" | "capi" | "khomp" => {
            rest.contains('/') || rest.starts_with(|sign: char| sign.is_ascii_alphabetic())
        }
        "iax2" | "h323" | "ooh323" => rest.contains(['/', '@']),
        _ => false,
    }
}

/// Whether a member of a group or a queue is a port or a telephone without SIP.
#[must_use]
pub fn speaks_no_sip(device: &str) -> bool {
    without_sip(device).is_some() && !leaves(device)
}

/// What a device is that a softphone cannot take the place of: analog and ISDN ports, and telephones of other protocols.
pub(super) fn without_sip(device: &str) -> Option<ExtensionKind> {
    let (technology, _) = device.split_once('/')?;
    match technology.to_ascii_lowercase().as_str() {
        "dahdi" | "zap" | "misdn" | "capi" | "khomp" => Some(ExtensionKind::Analog),
        "iax2" | "sccp" | "skinny" | "mgcp" | "unistim" | "h323" | "ooh323" => Some(ExtensionKind::Unknown),
        _ => None,
    }
}

pub(super) fn targets(list: &str) -> Targets {
    let mut targets = Targets::default();
    for device in devices(list) {
        if let Some(name) = all_contacts(device) {
            targets.all_contacts = true;
            if name.contains("${") {
                targets.strange |= !name.starts_with("${EXTEN");
            } else {
                targets.endpoint(name);
            }
            continue;
        }
        let Some((technology, resource)) = device.split_once('/') else {
            targets.strange = true;
            continue;
        };
        // In a name it is nowhere allowed; within `${…}` it may be a part of an expression.
        targets.old_separator |= split(resource, b'|').len() > 1;
        match technology.to_ascii_lowercase().as_str() {
            "pjsip" => {
                let resource = resource.split_once('|').map_or(resource, |(first, _)| first);
                // `PJSIP/1/sip:1@192.0.2.1` rings that address of the endpoint.
                let resource = match resource.split_once('/') {
                    Some((endpoint, _)) if endpoint.parse::<Extension>().is_ok() => endpoint,
                    _ => resource,
                };
                if resource.starts_with("${EXTEN") && resource.ends_with('}') {
                    targets.by_pattern = true;
                    continue;
                }
                // `PJSIP/aor/sip:…` and `PJSIP/number@trunk` leave the house.
                if resource.contains(['@', '/']) {
                    continue;
                }
                if resource.contains("${") {
                    targets.strange = true;
                } else {
                    targets.endpoint(resource);
                }
            }
            "local" | "dahdi" | "sip" | "iax2" | "custom" | "console" | "agent" | "misdn" | "capi" | "sccp" => {}
            _ => targets.strange = true,
        }
    }
    targets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rung(list: &str) -> (Vec<String>, bool, bool, bool) {
        let targets = targets(list);
        let rings = targets.rings.iter().map(ToString::to_string).collect();
        (rings, targets.by_pattern, targets.all_contacts, targets.strange)
    }

    #[test]
    fn device_lists() {
        let owned = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert_eq!(rung("PJSIP/101&PJSIP/102&Local/0201@internal/n"), (owned(&["101", "102"]), false, false, false));
        assert_eq!(rung("pjsip/${EXTEN}"), (vec![], true, false, false));
        assert_eq!(rung("PJSIP/${EXTEN:2}"), (vec![], true, false, false));
        assert_eq!(rung("${PJSIP_DIAL_CONTACTS(101)}&PJSIP/102"), (owned(&["101", "102"]), false, true, false));
        assert_eq!(targets("${PJSIP_DIAL_CONTACTS(tor,tor)}").names, ["tor"]);
        assert_eq!(
            by_endpoint("${PJSIP_DIAL_CONTACTS(101)}& PJSIP/102&${PJSIP_DIAL_CONTACTS(${EXTEN})}"),
            "PJSIP/101&PJSIP/102&${PJSIP_DIAL_CONTACTS(${EXTEN})}"
        );
        assert_eq!(by_endpoint("${PJSIP_DIAL_CONTACTS(a)}&PJSIP/a-web&PJSIP/b-web"), "PJSIP/a&PJSIP/b-web");
        assert_eq!(rung("${PJSIP_DIAL_CONTACTS(${EXTEN})}"), (vec![], false, true, false));
        assert_eq!(rung("PJSIP/${EXTEN}@amt"), (vec![], false, false, false));
        assert_eq!(rung("PJSIP/amt/sip:${EXTEN}@host"), (vec![], false, false, false));
        assert_eq!(rung("PJSIP/${TARGET}"), (vec![], false, false, true));
        assert_eq!(rung("${OPER}"), (vec![], false, false, true));
        assert_eq!(rung("DAHDI/4"), (vec![], false, false, false));
        assert_eq!(rung("PJSIP/101&PJSIP/101"), (owned(&["101"]), false, false, false));
        assert_eq!(rung("PJSIP/101/sip:101@192.0.2.1:5060"), (owned(&["101"]), false, false, false));
        assert_eq!(rung("PJSIP/101|20"), (owned(&["101"]), false, false, false));
        assert!(targets("PJSIP/101|20").old_separator && !targets("PJSIP/101").old_separator);
    }

    #[test]
    fn lines_that_leave_the_house_and_ports() {
        for device in ["PJSIP/0171@amt", "DAHDI/g1/0171", "DAHDI/r2", "IAX2/amt/0171", "IAX2/amt@x"] {
            assert!(leaves(device) && !speaks_no_sip(device), "{device}");
        }
        for device in ["DAHDI/4", "IAX2/halle", "SCCP/101", "mISDN/2"] {
            assert!(speaks_no_sip(device), "{device}");
        }
        assert!(!speaks_no_sip("PJSIP/101") && !speaks_no_sip("Local/101@a") && !leaves("PJSIP/101"));
    }

    #[test]
    fn a_part_of_the_dialled_number() {
        for (list, expected) in [
            ("PJSIP/${EXTEN:8}", Some((None, "${EXTEN:8}"))),
            ("${PJSIP_DIAL_CONTACTS(${EXTEN:8})}", Some((None, "${EXTEN:8}"))),
            ("Local/${EXTEN:-4}@intern/n", Some((Some("intern"), "${EXTEN:-4}"))),
            ("PJSIP/${EXTEN}", None),
            ("PJSIP/${EXTEN:1}@amt", None),
            ("PJSIP/${EXTEN:8}&PJSIP/0", None),
            ("DAHDI/${EXTEN:8}", None),
        ] {
            assert_eq!(cut(list), expected, "{list}");
        }
    }

    #[test]
    fn places_of_devices() {
        let found = |app: &str, data: &str| -> Vec<(Purpose, String, String)> {
            let told = |spot: Spot<'_>| (spot.purpose, spot.app.to_owned(), data[spot.list].to_owned());
            spots(app, data).into_iter().map(told).collect()
        };
        let one = |purpose, app: &str, list: &str| (purpose, app.to_owned(), list.to_owned());
        use Purpose::{Keeps, Member, Rings};
        assert_eq!(found("dial", " PJSIP/1&PJSIP/2 ,20,tT"), [one(Rings, "dial", "PJSIP/1&PJSIP/2")]);
        assert_eq!(found("RetryDial", "busy,5,3,PJSIP/1,20"), [one(Rings, "RetryDial", "PJSIP/1")]);
        assert_eq!(found("RetryDial", "busy"), []);
        assert_eq!(
            found("ExecIf", "$[\"${A:1}\"=\"?\"]?Dial(PJSIP/1,20):TryExec(Page(PJSIP/2,i))"),
            [one(Rings, "Dial", "PJSIP/1"), one(Rings, "Page", "PJSIP/2")]
        );
        assert_eq!(found("ExecIf", "1"), []);
        assert_eq!(found("ExecIfTime", "08:00-17:00,mon-fri,*,*?Dial(PJSIP/1,20)"), [one(Rings, "Dial", "PJSIP/1")]);
        for old in ["$[${A}],Dial,PJSIP/1,20", "$[${A}]|Dial|PJSIP/1|20", "${A}?Dial,PJSIP/1,20:Hangup", "${A}?Dial:PJSIP/1"] {
            assert_eq!(found("ExecIf", old), [one(Purpose::Single, "Dial", "PJSIP/1")], "{old}");
        }
        assert_eq!(found("Originate", "PJSIP/1,exten,a,2,1"), [one(Purpose::Single, "Originate", "PJSIP/1")]);
        assert_eq!(found("FollowMe", "1,a"), [one(Purpose::Elsewhere, "FollowMe", "1")]);
        assert_eq!(found("AddQueueMember", "q,PJSIP/1,2"), [one(Member, "AddQueueMember", "PJSIP/1")]);
        assert_eq!(found("AddQueueMember", "q"), [one(Member, "AddQueueMember", "")]);
        assert_eq!(found("Set", "__DEV=PJSIP/1,20"), [one(Keeps, "Set", "PJSIP/1,20")]);
        assert_eq!(found("MSet", "A=1,B= PJSIP/1"), [one(Keeps, "MSet", "1"), one(Keeps, "MSet", "PJSIP/1")]);
        assert_eq!(found("Gosub", "ring,s,1(PJSIP/1,20)"), [one(Keeps, "Gosub", "PJSIP/1"), one(Keeps, "Gosub", "20")]);
        assert_eq!(found("GosubIf", "$[1]?ring,s,1(PJSIP/1):other"), [one(Keeps, "GosubIf", "PJSIP/1")]);
        assert_eq!(found("Macro", "ring,PJSIP/1"), [one(Keeps, "Macro", "PJSIP/1")]);
        assert_eq!(found("Hangup", ""), []);
        assert_eq!((variable("__GLOBAL(X)"), variable(" _DEV "), variable("DEV")), ("X", "DEV", "DEV"));
        // Nesting without end is looked into as far as anybody writes it.
        let deep = "Exec(".repeat(50) + "Dial(PJSIP/1" + &")".repeat(51);
        assert_eq!(found("Exec", &deep), []);
    }

    #[test]
    fn applications() {
        assert_eq!(parse(" Dial( PJSIP/1,20,tT ) "), Application { name: "Dial", data: "PJSIP/1,20,tT", unclosed: false });
        assert_eq!(parse("Hangup"), Application { name: "Hangup", data: "", unclosed: false });
        assert_eq!(parse("NoOp(a,b"), Application { name: "NoOp", data: "a,b", unclosed: true });
        assert_eq!(arguments("${FILTER(0-9,${EXTEN})}, b ,\"c,d\",e\\,f"), ["${FILTER(0-9,${EXTEN})}", "b", "\"c,d\"", "e\\,f"]);
        assert_eq!(arguments(")))x,y"), [")))x", "y"]);
    }
}
