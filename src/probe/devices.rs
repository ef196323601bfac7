//! What kind of device a registration is: by its user agent where the PBX's own interface tells it, else by the look of its contact.

use serde::{Deserialize, Serialize};

/// Stays on the desk, or is a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Desk,
    Soft,
    /// Our own test registration.
    Ours,
    Unknown,
}

/// A device, as far as it can be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Device {
    pub kind: Kind,
    /// `Snom D345`, `baresip`; empty where nothing is known.
    pub name: String,
}

/// Words at the start of a user agent, or within it, in lower case.
const USER_AGENTS: &[(&str, Kind)] = &[
    ("deskshift", Kind::Ours),
    ("linphone", Kind::Soft),
    ("baresip", Kind::Soft),
    ("twinkle", Kind::Soft),
    ("microsip", Kind::Soft),
    ("pjsua", Kind::Soft),
    ("zoiper", Kind::Soft),
    ("bria", Kind::Soft),
    ("x-lite", Kind::Soft),
    ("acrobits", Kind::Soft),
    ("groundwire", Kind::Soft),
    ("cloudsoftphone", Kind::Soft),
    ("sipnetic", Kind::Soft),
    ("jitsi", Kind::Soft),
    ("jssip", Kind::Soft),
    ("sip.js", Kind::Soft),
    ("telephone", Kind::Soft),
    ("phonerlite", Kind::Soft),
    ("gnome", Kind::Soft),
    ("grandstream wave", Kind::Soft),
    ("browser phone", Kind::Soft),
    ("snom", Kind::Desk),
    ("yealink", Kind::Desk),
    ("grandstream", Kind::Desk),
    ("polycom", Kind::Desk),
    ("poly ", Kind::Desk),
    ("cisco", Kind::Desk),
    ("mitel", Kind::Desk),
    ("aastra", Kind::Desk),
    ("openstage", Kind::Desk),
    ("unify", Kind::Desk),
    ("innovaphone", Kind::Desk),
    ("gigaset", Kind::Desk),
    ("auerswald", Kind::Desk),
    ("agfeo", Kind::Desk),
    ("tiptel", Kind::Desk),
    ("panasonic", Kind::Desk),
    ("fanvil", Kind::Desk),
    ("htek", Kind::Desk),
    ("alcatel", Kind::Desk),
    ("avaya", Kind::Desk),
    ("fritz!", Kind::Desk),
    ("avm ", Kind::Desk),
];

/// The first entry that fits; programs stand before makers whose name they may carry (`Grandstream Wave`).
#[must_use]
pub fn by_user_agent(user_agent: &str) -> Device {
    let lower = user_agent.to_lowercase();
    let kind = USER_AGENTS.iter().find(|(word, _)| lower.contains(word)).map_or(Kind::Unknown, |(_, kind)| *kind);
    let name: String = user_agent.chars().filter(|c| !c.is_control()).take(60).collect();
    Device { kind, name: name.trim().to_owned() }
}

/// A contact alone tells less: only programs and phones with a habit of their own are known.
#[must_use]
pub fn by_contact(contact: &str) -> Device {
    let lower = contact.to_lowercase();
    let user = lower.split_once(':').map_or("", |(_, rest)| rest.split('@').next().unwrap_or_default());
    let of = |kind, name: &str| Device { kind, name: name.to_owned() };
    match () {
        () if lower.contains(".invalid") => of(Kind::Soft, "WebRTC"),
        () if lower.contains("app-id=") || lower.contains("pn-provider=") || lower.contains("pn-prid=") => of(Kind::Soft, "app"),
        () if user.contains("-0x") => of(Kind::Soft, "baresip"),
        () if lower.contains(";ob") && lower.split(';').any(|param| param.trim_end_matches('>') == "ob") => {
            of(Kind::Soft, "PJSIP")
        }
        () if lower.contains(";rinstance=") => of(Kind::Soft, "Zoiper, Bria"),
        () if lower.contains(";line=") => of(Kind::Desk, "Snom"),
        () => of(Kind::Unknown, ""),
    }
}

/// What is registered on a line, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    Nothing,
    /// Desk phone still there, softphone not yet.
    DeskOnly,
    Both,
    SoftOnly,
    /// Devices are there, and nobody knows which.
    Unknown,
}

/// `devices`: all that are registered; our own test registrations do not count.
pub fn stage(devices: impl IntoIterator<Item = Kind>) -> Stage {
    let (mut desk, mut soft, mut unknown) = (false, false, false);
    for kind in devices {
        match kind {
            Kind::Desk => desk = true,
            Kind::Soft => soft = true,
            Kind::Unknown => unknown = true,
            Kind::Ours => {}
        }
    }
    match (desk, soft, unknown) {
        (true, true, _) => Stage::Both,
        (_, _, true) => Stage::Unknown,
        (true, false, false) => Stage::DeskOnly,
        (false, true, false) => Stage::SoftOnly,
        (false, false, false) => Stage::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_agents_of_phones_and_programs_are_told_apart() {
        for (agent, kind) in [
            ("Snom D345/10.1.64.14", Kind::Desk),
            ("Yealink SIP-T46S 66.85.0.5", Kind::Desk),
            ("Grandstream GXP2170 1.0", Kind::Desk),
            ("Grandstream Wave 1.0.20", Kind::Soft),
            ("Linphone-Desktop/5.2 (hans) linphone-sdk/5.3", Kind::Soft),
            ("baresip v4.2.0 (x86_64/Linux)", Kind::Soft),
            ("MicroSIP/3.21.3", Kind::Soft),
            ("SIP.js/0.21.1", Kind::Soft),
            ("deskshift/0.1.0", Kind::Ours),
            ("Mystery 1", Kind::Unknown),
            ("", Kind::Unknown),
        ] {
            assert_eq!(by_user_agent(agent).kind, kind, "{agent}");
        }
        assert_eq!(by_user_agent("Snom\u{1b}[31m D345").name, "Snom[31m D345");
    }

    #[test]
    fn contacts_with_a_habit_are_known() {
        for (contact, kind) in [
            ("sip:h2k3@8f2.invalid;transport=ws", Kind::Soft),
            ("sip:2001-0x55d0@192.0.2.7:5060", Kind::Soft),
            ("sip:2001@192.0.2.7:51000;ob", Kind::Soft),
            ("sip:2001@192.0.2.7:51000;transport=tls;object=1", Kind::Unknown),
            ("sip:2001@192.0.2.7:3072;line=g1xhw6ug", Kind::Desk),
            ("sip:2001@192.0.2.7;pn-provider=apns", Kind::Soft),
            ("sip:2001@198.51.100.1:5060", Kind::Unknown),
            ("", Kind::Unknown),
        ] {
            assert_eq!(by_contact(contact).kind, kind, "{contact}");
        }
    }

    #[test]
    fn a_line_stands_at_one_stage() {
        use Kind::{Desk, Ours, Soft, Unknown};
        assert_eq!(stage([]), Stage::Nothing);
        assert_eq!(stage([Ours]), Stage::Nothing);
        assert_eq!(stage([Desk, Ours]), Stage::DeskOnly);
        assert_eq!(stage([Soft]), Stage::SoftOnly);
        assert_eq!(stage([Desk, Soft, Unknown]), Stage::Both);
        assert_eq!(stage([Desk, Unknown]), Stage::Unknown);
    }
}
