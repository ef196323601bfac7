//! Dialplan applications: name and arguments, and what a `Dial` list rings.

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
                parts.push(&text[from..index]);
                from = index + 1;
            }
            _ => {}
        }
        index += 1;
    }
    parts.push(&text[from..]);
    parts
}

/// The arguments of an application.
pub(super) fn arguments(data: &str) -> Vec<&str> {
    split(data, b',').into_iter().map(str::trim).collect()
}

/// What the device list of a `Dial` rings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Targets {
    /// Extensions by a plain `PJSIP/number`: one contact only.
    pub rings: Vec<Extension>,
    /// Endpoints by a plain `PJSIP/name`; a trunk may be one of them.
    pub names: Vec<String>,
    /// A plain `PJSIP/${EXTEN}`.
    pub by_pattern: bool,
    /// `PJSIP_DIAL_CONTACTS` somewhere in it.
    pub all_contacts: bool,
    /// A part that depends on something else.
    pub strange: bool,
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
    let contacts = device.strip_prefix("${PJSIP_DIAL_CONTACTS(").and_then(|rest| rest.strip_suffix(")}"));
    let (context, name) = match contacts {
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
        if let Some(inside) = device.strip_prefix("${PJSIP_DIAL_CONTACTS(").and_then(|rest| rest.strip_suffix(")}")) {
            targets.all_contacts = true;
            let name = inside.split(',').next().unwrap_or("").trim();
            targets.strange |= name.contains("${") && !name.starts_with("${EXTEN");
            continue;
        }
        let Some((technology, resource)) = device.split_once('/') else {
            targets.strange = true;
            continue;
        };
        match technology.to_ascii_lowercase().as_str() {
            "pjsip" => {
                if let Ok(extension) = resource.parse::<Extension>() {
                    if !targets.rings.contains(&extension) {
                        targets.rings.push(extension);
                    }
                    continue;
                }
                if resource.starts_with("${EXTEN") && resource.ends_with('}') {
                    targets.by_pattern = true;
                    continue;
                }
                // `PJSIP/aor/sip:…` and `PJSIP/number@trunk` leave the house.
                if resource.contains(['@', '/']) {
                    continue;
                }
                if resource.starts_with("${") {
                    targets.strange = true;
                } else if !resource.is_empty() && !resource.contains('$') && !targets.names.iter().any(|name| name == resource) {
                    targets.names.push(resource.to_owned());
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
        assert_eq!(rung("${PJSIP_DIAL_CONTACTS(101)}&PJSIP/102"), (owned(&["102"]), false, true, false));
        assert_eq!(rung("${PJSIP_DIAL_CONTACTS(${EXTEN})}"), (vec![], false, true, false));
        assert_eq!(rung("PJSIP/${EXTEN}@amt"), (vec![], false, false, false));
        assert_eq!(rung("PJSIP/amt/sip:${EXTEN}@host"), (vec![], false, false, false));
        assert_eq!(rung("PJSIP/${TARGET}"), (vec![], false, false, true));
        assert_eq!(rung("${OPER}"), (vec![], false, false, true));
        assert_eq!(rung("DAHDI/4"), (vec![], false, false, false));
        assert_eq!(rung("PJSIP/101&PJSIP/101"), (owned(&["101"]), false, false, false));
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
    fn applications() {
        assert_eq!(parse(" Dial( PJSIP/1,20,tT ) "), Application { name: "Dial", data: "PJSIP/1,20,tT", unclosed: false });
        assert_eq!(parse("Hangup"), Application { name: "Hangup", data: "", unclosed: false });
        assert_eq!(parse("NoOp(a,b"), Application { name: "NoOp", data: "a,b", unclosed: true });
        assert_eq!(arguments("${FILTER(0-9,${EXTEN})}, b ,\"c,d\",e\\,f"), ["${FILTER(0-9,${EXTEN})}", "b", "\"c,d\"", "e\\,f"]);
        assert_eq!(arguments(")))x,y"), [")))x", "y"]);
    }
}
