//! Which pjsip objects Asterisk drops, against our table of options and values: every option with good and bad values, live.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use deskshift::inventory::asterisk::config;
use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::asterisk::pjsip::objects::resolve;
use deskshift::inventory::asterisk::pjsip::{Object, ObjectKind, known_options};

use super::asterisk::Asterisk;
use super::certificates::Certificates;
use super::programs::{Program, present};

const VALUES: &[&str] = &[
    "",
    "yes",
    "No",
    "1",
    "maybe",
    "abc",
    "-1",
    "0",
    "5",
    "90",
    "010",
    "0x10",
    "99999",
    "99999999999",
    "5 x",
    "5x",
    "+5",
    " 7",
    "xyzxyzxyzxyzxyzxyzxyzxyzxyzxyzxy",
    "local_merge",
    "local_first",
    "1.5",
    "none",
    "all",
    "alaw",
    "!all,alaw , g722",
    "alaw,,g722",
    "bogus",
    "A=b",
    "0123456789abcdef0123456789abcdef",
    "MD5:0123456789abcdef0123456789abcdef",
    "MD5:0123",
    "md5",
    "ip",
    "username,ip",
    "username,bogus",
    "udp",
    "ef",
    "invite",
    "reinvite",
    "user",
    "rfc4733",
    "auto",
    "sdes",
    "required",
    "always",
    "peer_supported",
    "local",
    "remote_merge",
    "message",
    "fec",
    "actpass",
    "sha-256",
    "fingerprint",
    "certificate",
    "outgoing",
    "prohib",
    "mediasec",
    "a b",
    "ü",
];

/// What depends on other files, modules or the network of the machine, which the importer cannot see.
const BEYOND: &[&str] = &[
    "acl",
    "codec_prefs_incoming_answer",
    "codec_prefs_incoming_offer",
    "codec_prefs_outgoing_answer",
    "codec_prefs_outgoing_offer",
    "contact",
    "contact_acl",
    "contact_deny",
    "contact_permit",
    "deny",
    "dtls_ca_file",
    "dtls_ca_path",
    "dtls_cert_file",
    "dtls_cipher",
    "dtls_private_key",
    "dtls_rekey",
    "geoloc_incoming_call_profile",
    "geoloc_outgoing_call_profile",
    "permit",
    "rtp_port_end",
    "rtp_port_start",
    "security_mechanisms",
    "stir_shaken_profile",
    "timers_min_se",
    "timers_sess_expires",
];

/// Later than 22.10.
const LATER: &[&str] = &["follow_redirect_methods", "rtp_port_end", "rtp_port_start"];

/// Objects by id, with the line that makes each special.
fn objects(text: &mut String, kind: ObjectKind) -> BTreeMap<String, String> {
    let mut made = BTreeMap::new();
    let base = match kind {
        ObjectKind::Auth => "username=u\npassword=p\n",
        _ => "",
    };
    for option in known_options(kind).chain(["bogus_option"]) {
        if BEYOND.contains(&option) || LATER.contains(&option) || option == "type" {
            continue;
        }
        for value in VALUES {
            let id = format!("{}{:05}", &kind.as_str()[..1].to_uppercase(), made.len());
            let id = if kind == ObjectKind::Aor { id.replace('A', "R") } else { id };
            let _ = write!(text, "[{id}]\ntype={}\n{base}{option}={value}\n", kind.as_str());
            made.insert(id, format!("{option}={value}"));
        }
    }
    made
}

#[test]
fn dropped_objects_are_those_asterisk_drops() {
    if !present("dropped_objects_are_those_asterisk_drops", &[Program::Asterisk]) {
        return;
    }
    let kinds = [(ObjectKind::Endpoint, "endpoints"), (ObjectKind::Auth, "auths"), (ObjectKind::Aor, "aors")];
    let mut text = String::new();
    let made: Vec<BTreeMap<String, String>> = kinds.iter().map(|(kind, _)| objects(&mut text, *kind)).collect();
    let asterisk = Asterisk::start(&Certificates::new(), |etc, transports| {
        std::fs::write(etc.join("pjsip.conf"), format!("{transports}{text}")).expect("pjsip.conf");
        for file in ["voicemail.conf", "queues.conf", "extensions.conf"] {
            std::fs::write(etc.join(file), "[general]\n").expect("written");
        }
    });
    let mut manager = asterisk.manager();
    let config = config::read(&MemoryFiles::new().with("pjsip.conf", text), "pjsip.conf");
    assert!(config.ok());
    let (ours, _) = resolve(&config);
    let mut wrong = Vec::new();
    for ((kind, list), made) in kinds.iter().zip(&made) {
        let shown = manager.console(&format!("pjsip list {list}"));
        let theirs: BTreeSet<&str> =
            shown.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| made.contains_key(*word)).collect();
        let ours: BTreeSet<&str> = ours.of(*kind).filter(|object| ours.loads(*object)).map(Object::id).collect();
        assert!(theirs.len() * 3 > made.len(), "{list}: only {} of {} objects are listed", theirs.len(), made.len());
        for (id, line) in made {
            let (there, here) = (theirs.contains(id.as_str()), ours.contains(id.as_str()));
            if there != here {
                wrong.push(format!("{} {line:?}: Asterisk {}, we {}", kind.as_str(), word(there), word(here)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} objects differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn word(keeps: bool) -> &'static str {
    if keeps { "keeps it" } else { "drops it" }
}
