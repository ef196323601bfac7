//! What a profile should and should not write, seen in the files it makes of harmless lines.
//!
//! Each rule looks at one file as the client reads it. What concerns a line and not the profile (transport, encryption, digest,
//! certificate, password) is told by `plan` and `inventory check`.

use std::collections::BTreeSet;

use super::codes;
use super::definition::{Lack, Output, Profile};
use super::emergency::Emergency;
use super::syntax::Read;
use super::trial::PASSWORD;
use crate::diag::{CodePage, Finding, Place, Words};
use crate::domain::Transport;
use crate::plan::RtpPorts;
use crate::plan::model::Line;
use crate::policy::media::Codec;
use crate::policy::site::Srtp;

/// One file of one harmless line.
pub(super) struct Seen<'a> {
    pub profile: &'a Profile,
    pub output: &'a Output,
    pub line: &'a Line,
    pub read: &'a Read,
}

impl Seen<'_> {
    /// The value of a key, also where the file stands inside another one.
    fn get(&self, key: &str) -> Option<&str> {
        let inner = self.output.embeds.as_ref().map(|inner| format!("{}#{key}", inner.key));
        self.read.get(key).or_else(|| self.read.get(&inner?)).map(String::as_str)
    }

    /// The file tells Linphone about accounts.
    fn is_linphone(&self) -> bool {
        self.get("proxy_0/reg_proxy").is_some()
    }
}

type Rule = (&'static CodePage, fn(&Seen) -> Option<String>);

/// Each with what it has found: a key, a value, a number.
const RULES: &[Rule] = &[
    (&codes::DIAL_PREFIX, |seen| {
        let set = |key: &&str| seen.get(key).is_some_and(|value| !value.is_empty());
        ["proxy_0/dial_prefix", "proxy_default_values/dial_prefix"].iter().find(|key| set(key)).map(ToString::to_string)
    }),
    (&codes::STALE_ACCOUNTS, |seen| {
        // A configuration file replaces the old one; remote provisioning is merged into it.
        let merged = seen.is_linphone() && seen.get("misc/transient_provisioning").is_some();
        let kept = (1 + seen.line.further.len()..8).find(|n| seen.get(&format!("proxy_{n}/reg_identity")) != Some(""));
        kept.filter(|_| merged).map(|n| format!("proxy_{n}"))
    }),
    (&codes::CODECS_OPEN, |seen| {
        let mimes: BTreeSet<&str> = (0..64).map_while(|n| seen.get(&format!("audio_codec_{n}/mime"))).collect();
        let wanted = ["speex", "GSM", "G729", "iLBC", "SILK", "BV16"];
        let missing = wanted.into_iter().find(|mime| !mimes.contains(mime)).map(str::to_owned);
        // Linphone stops at the first number that is not there, so what stands behind a gap is not in the list either.
        let listed = (0..64).take_while(|n| seen.get(&format!("audio_codec_{n}/mime")).is_some()).count();
        let behind = (listed..64).find(|n| seen.get(&format!("audio_codec_{n}/mime")).is_some());
        missing.or_else(|| behind.map(|n| format!("audio_codec_{n}"))).filter(|_| seen.is_linphone())
    }),
    (&codes::TLS_CHECK_OFF, |seen| {
        let off = [("sip/verify_server_certs", "0"), ("sip/verify_server_cn", "0"), ("sip_verify_server", "no")];
        // A line that asks for it is told by the plan.
        let asked = seen.line.media.allow_self_signed == Some(true);
        off.iter().find(|(key, value)| !asked && seen.get(key) == Some(value)).map(|(key, _)| (*key).to_owned())
    }),
    (&codes::TLS_OLD, |seen| {
        let suite = seen.get("sip_options/protocol_suite")?;
        matches!(suite, "sslv23-insecure" | "sslv3" | "tlsv1" | "tlsv1_1").then(|| suite.to_owned())
    }),
    (&codes::SRTP_PLAIN, |seen| {
        let plain = [("sdesOutgoing", "disabled"), ("accounts/account/SIP_srtp_mode", "none"), ("sip/media_encryption", "none")];
        let found = plain.iter().find(|(key, value)| seen.get(key) == Some(value));
        found.filter(|_| seen.line.srtp != Srtp::Off).map(|(key, _)| (*key).to_owned())
    }),
    (&codes::PASSWORD_LEAVES, |seen| {
        let directory =
            seen.get("Settings/usersDirectory").filter(|url| url.contains("%s")).map(|_| "Settings/usersDirectory".to_owned());
        let embedded = seen.output.embeds.as_ref();
        // The password inside a longer value: an address that carries it.
        let mut longer = seen.read.iter().filter(|(_, value)| value.len() > PASSWORD.len() && value.contains(PASSWORD));
        // Addresses, and what Cloud Softphone and SessionTalk take for one.
        let leaves = |value: &str| value.contains("://") || value.starts_with("csc:") || value.starts_with("scloc:");
        directory.or_else(|| longer.find(|(_, value)| embedded.is_none() && leaves(value)).map(|(key, _)| key.clone()))
    }),
    (&codes::LINK_HTTP, |seen| {
        // Names of XML and SOAP are addresses that nobody fetches.
        let names = |key: &str| key.contains("xmlns") || key.ends_with(":encodingStyle");
        let mut fetched = seen.read.iter().filter(|(key, _)| !names(key));
        fetched.find(|(_, value)| is_open_address(value)).map(|(key, _)| key.clone())
    }),
    (&codes::PORT_FIXED, |seen| {
        let keys =
            ["sip/sip_port", "sip/sip_tcp_port", "sip/sip_tls_port", "Settings/sourcePort", "local-port", "sip-office/LocalPort"];
        let fixed = |key: &&str| matches!(seen.get(key), Some("5060" | "5061"));
        keys.iter().find(|key| fixed(key)).map(ToString::to_string)
    }),
    (&codes::NO_SOURCE, |seen| seen.read.keys().find(|key| seen.profile.source_of(key).is_none()).cloned()),
];

/// What is wrong with one file.
pub(super) fn file(seen: &Seen) -> Vec<Finding> {
    let broken = RULES.iter().filter_map(|(code, rule)| rule(seen).map(|what| (*code, what)));
    broken.map(|(code, what)| finding(seen.profile, code, &format!("`{}`: `{what}`", seen.output.path))).collect()
}

/// What is wrong with all files of a profile together; `reads` are those of one line.
pub(super) fn whole(profile: &Profile, reads: &[Read]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let holds = |text: &str| reads.iter().any(|read| read.values().any(|value| value == text));
    match profile.emergency {
        None => findings.push(finding(profile, &codes::NO_EMERGENCY_RULE, "`emergency`")),
        Some(Emergency::Mobile) if !(holds("112") && holds("110") && holds("gsmCall")) => {
            findings.push(finding(profile, &codes::NO_EMERGENCY_RULE, "`gsmCall`"));
        }
        Some(_) => {}
    }
    let facts = &profile.facts;
    let lacks = |lack: Lack| match lack {
        Lack::Tls => !facts.transports.iter().any(|transport| matches!(transport, Transport::Tls | Transport::Wss)),
        Lack::Srtp => facts.srtp.iter().all(|srtp| *srtp == Srtp::Off),
        Lack::Wideband => !profile.wideband,
    };
    for lack in Lack::ALL.into_iter().filter(|lack| lacks(*lack) != profile.exceptions.contains_key(lack)) {
        let code = if lack == Lack::Wideband { &codes::NARROWBAND } else { &codes::NO_ENCRYPTION };
        findings.push(finding(profile, code, &format!("`exceptions.{}`", lack.as_str())));
    }
    let pairs = || reads.iter().flatten();
    if !names_rtp_ports(facts.rtp_ports, reads) {
        let told = facts.rtp_ports.map_or_else(|| "-".to_owned(), |ports| ports.to_string());
        findings.push(finding(profile, &codes::RTP_PORTS_DIFFER, &format!("`capabilities.rtp_ports`: `{told}`")));
    }
    let lists = pairs().any(|(key, _)| key.to_ascii_lowercase().contains("codec") || key.ends_with("/P57"));
    if profile.wideband && lists && !pairs().any(|(key, value)| is_wideband(key, value)) {
        findings.push(finding(profile, &codes::NARROWBAND, "G.722, Opus"));
    }
    findings
}

/// Whether the files give the client the ports that its definition tells of, and none where it tells of none.
fn names_rtp_ports(told: Option<RtpPorts>, reads: &[Read]) -> bool {
    let is_of_ports = |key: &str| {
        let name = key.rsplit(['/', '#']).next().unwrap_or(key).to_ascii_lowercase();
        name.contains("rtp") && name.contains("port")
    };
    let written =
        reads.iter().flatten().filter(|(key, value)| is_of_ports(key) && value.starts_with(|c: char| c.is_ascii_digit()));
    let written: BTreeSet<&str> = written.map(|(_, value)| value.as_str()).collect();
    // `30000-30999` in one key, the two ends in two, or a beginning alone.
    let expected: BTreeSet<String> = match told {
        Some(ports) if written.len() == 2 => {
            [Some(ports.first), ports.last].into_iter().flatten().map(|port| port.to_string()).collect()
        }
        Some(ports) => BTreeSet::from([ports.to_string()]),
        None => BTreeSet::new(),
    };
    written.iter().copied().eq(expected.iter().map(String::as_str))
}

/// An address that is fetched in the clear, or that carries a login.
fn is_open_address(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let http = scheme.eq_ignore_ascii_case("http");
    http || (scheme.eq_ignore_ascii_case("https") && host.contains('@'))
}

/// G.722 or Opus, as the clients name them: by name, or by a number in certain keys.
fn is_wideband(key: &str, value: &str) -> bool {
    let named = |text: &str| {
        let text = text.to_ascii_lowercase();
        text.contains("g722") || text.contains("opus")
    };
    match key.rsplit('/').next().unwrap_or(key) {
        "codecOrder" => value.split(',').any(|number| number == "9"),
        "P57" | "P58" | "P59" | "P60" => value == "9",
        "codec_id" => matches!(value, "7" | "37"),
        _ => named(value) || (named(key) && value != "0"),
    }
}

fn finding(profile: &Profile, code: &'static CodePage, what: &str) -> Finding {
    let place = Place::file(profile.file.as_str());
    let words = Words::new(format!("{}: {what}", code.title_en), format!("{}: {what}", code.title_de));
    code.finding(Some(place), words).about(profile.facts.id.to_string())
}

/// A registration expiry that routers or telephone systems will not like; `rule` counts the rules of `clients` from 1.
#[must_use]
pub fn expiry(rule: usize, seconds: u32) -> Option<Finding> {
    let of = Words::new(format!("rule {rule} of `clients`"), format!("Regel {rule} unter `clients`"));
    expiry_of(&of, &Place::file("deskshift.yaml"), seconds)
}

/// The same for any place of the site file that sets it.
#[must_use]
pub fn expiry_of(of: &Words, at: &Place, seconds: u32) -> Option<Finding> {
    if (60..=3600).contains(&seconds) {
        return None;
    }
    let words = Words::new(format!("{} has {seconds} seconds", of.en), format!("{} hat {seconds} Sekunden", of.de));
    let todo = Words::new("set `expiry` between 60 and 3600", "`expiry` zwischen 60 und 3600 setzen");
    Some(codes::EXPIRY.finding(Some(at.clone()), words).todo(todo))
}

/// A list of codecs with none of good quality.
#[must_use]
pub fn codecs_of(of: &Words, at: &Place, codecs: &[Codec]) -> Option<Finding> {
    if codecs.iter().any(|codec| codec.is_wideband()) {
        return None;
    }
    let words = Words::new(
        format!("{} names only codecs of telephone quality", of.en),
        format!("{} nennt nur Codecs in Telefonqualität", of.de),
    );
    let todo = Words::new("add `g722` or `opus`", "`g722` oder `opus` hinzufügen");
    Some(codes::NARROWBAND.finding(Some(at.clone()), words).todo(todo))
}
