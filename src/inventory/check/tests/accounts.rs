//! Rules about accounts, passwords, mailboxes and limits: an input that produces each, and the same one mended, which does not.

use super::case::{Case, at, case, rule};
use crate::domain::{SecretState, Transport};
use crate::inventory::check::check;
use crate::inventory::model::*;
use crate::policy::site::{PbxKind, Srtp};

/// The system that the export is of counts where `deskshift.yaml` names none; a fax has a password that somebody guesses; what the
/// importer has told is not told again.
#[test]
fn passwords_by_their_source_and_of_what_stays() {
    rule(
        |c| {
            c.site.pbx.kind = PbxKind::Unknown;
            c.read_by("freepbx/bulk").line("2001", "i").password(SecretState::Present, "kV3x;99Lq;77zP");
        },
        &["secret-unsafe-characters: passwords with characters that the telephone system will not keep: 1 (`2001`)"],
        |c| {
            c.site.pbx.kind = PbxKind::Unknown;
            c.read_by("freeswitch/directory").line("2001", "i").password(SecretState::Present, "kV3x;99Lq;77zP");
        },
    );
    let of_fax = case(|c| {
        c.line("2001", "i").password(SecretState::Present, "1234").inventory.extensions[0].kind = ExtensionKind::Fax;
    });
    assert!(
        of_fax.contains(&"secret-obvious: the password of `2001` is one that everybody tries first".to_owned()),
        "{of_fax:?}"
    );
    // Three endpoints log in by one object: one password, told once.
    let of_three = case(|c| {
        for number in ["2001", "2002", "2003"] {
            c.line(number, "i").password(SecretState::Present, "1234");
        }
        for entry in &mut c.inventory.extensions {
            if let Some(AuthState::Present { secret_at, .. }) = entry.account.as_mut().map(|account| &mut account.auth) {
                *secret_at = at(9);
            }
        }
    });
    let obvious: Vec<&String> = of_three.iter().filter(|told| told.starts_with("secret-obvious")).collect();
    assert_eq!(obvious, ["secret-obvious: the password of `2001`, `2002`, `2003` is one that everybody tries first"]);
    let of_trunk = case(|c| {
        c.line("2001", "i").password(SecretState::Present, "1234").inventory.extensions[0].kind = ExtensionKind::Trunk;
    });
    assert!(!of_trunk.iter().any(|told| told.starts_with("secret-")), "{of_trunk:?}");
    let open = |importer: &str| {
        case(|c| {
            c.read_by(importer).line("2001", "i");
            c.inventory.extensions[0].account.as_mut().expect("an account").auth = AuthState::Open;
        })
    };
    assert_eq!(open("freeswitch/directory"), [] as [&str; 0]);
    assert_eq!(open("freepbx/bulk"), ["open-endpoint: account `2001` asks for no password: anyone may register it"]);
}

#[test]
fn accounts_and_passwords() {
    rule(
        |c| {
            c.line("2001", "i").password(SecretState::Present, "kV3x;99Lq;77zP");
        },
        &["secret-unsafe-characters: passwords with characters that the telephone system will not keep: 1 (`2001`)"],
        |c| {
            c.of_asterisk().line("2001", "i").password(SecretState::Present, "kV3x;99Lq;77zP");
        },
    );
    rule(
        |c| {
            c.site.pbx.kind = PbxKind::Kamailio;
            c.line("2001", "i").password(SecretState::Present, "kV3x99Lq77zPkV3x99Lq77zP12");
        },
        &["secret-unsafe-characters: passwords with characters that the telephone system will not keep: 1 (`2001`)"],
        |c| {
            c.site.pbx.kind = PbxKind::Kamailio;
            c.line("2001", "i").password(SecretState::Present, "kV3x;99Lq77zP");
        },
    );
    rule(
        |c| {
            c.line("2001", "i").password(SecretState::Unavailable, "");
            c.line("2002", "i").password(SecretState::Generate, "");
        },
        &[
            "secret-not-exported: accounts whose password is neither in the export nor in a list; a new one must be made: 2 (`2001`, `2002`)",
        ],
        |c| {
            c.line("2001", "i");
        },
    );
    rule(
        |c| {
            c.line("2001", "i").password(SecretState::Present, "");
        },
        &["empty-secret: the password of `2001` is empty"],
        |c| {
            c.of_asterisk().line("2001", "i").password(SecretState::Present, "");
        },
    );
    rule(
        |c| {
            c.line("2001", "i").password(SecretState::Hash, "MD5:0123");
        },
        &["hash-only: accounts of which only a digest is known; its realm is not told: 1 (`2001`)"],
        |c| {
            c.of_asterisk().line("2001", "i").password(SecretState::Hash, "MD5:0123");
        },
    );
    let open = |c: &mut Case| c.inventory.extensions[0].account.as_mut().expect("an account").auth = AuthState::Open;
    rule(
        |c| open(c.line("2001", "i")),
        &["open-endpoint: account `2001` asks for no password: anyone may register it"],
        |c| open(c.of_asterisk().line("2001", "i")),
    );
}

#[test]
fn no_password_and_no_pin_is_ever_told() {
    let mut case = Case::new();
    case.person("2001").password(SecretState::Present, "kV3x;99Lq;77zP").person("2002").password(SecretState::Present, "hunter2");
    case.person("2003")
        .password(SecretState::Present, "kV3x;99Lq;77zP")
        .mailbox("2001", "default", "8765")
        .mailbox("2002", "default", "222");
    let all = format!("{:?}", check(&case.inventory, &case.secrets, &case.site));
    for secret in ["kV3x", "hunter2", "8765", "222`", "\"222\""] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
}

#[test]
fn encryption_on_the_way_home() {
    rule(
        |c| {
            c.rule(Transport::Udp, Srtp::Optional).rule(Transport::Tls, Srtp::Off).rule(Transport::Tls, Srtp::Required);
        },
        &[
            "no-encryption-at-home: rules for clients without encryption: 2 (`baresip` (udp, srtp optional), `baresip` (tls, srtp off))",
        ],
        |c| {
            c.rule(Transport::Tls, Srtp::Required).rule(Transport::Wss, Srtp::Optional);
        },
    );
    let transport =
        |protocol: &str| PbxTransport { name: "t".into(), protocol: protocol.into(), bind: "0.0.0.0".into(), at: at(1) };
    rule(
        |c| c.rule(Transport::Tls, Srtp::Required).inventory.transports.push(transport("udp")),
        &["no-encryption-at-home: the telephone system has no transport of `tls` or `wss`"],
        |c| c.rule(Transport::Tls, Srtp::Required).inventory.transports.push(transport("tls")),
    );
}

#[test]
fn mailboxes() {
    rule(
        |c| {
            c.person("2001").names_mailbox("2001@default").mailbox("2001", "amt", "4711");
        },
        &[
            "mailbox-without-extension: mailboxes that no endpoint names: 1 (`2001@amt`)",
            "mailbox-context-differs: extension `2001` names `2001@default`, but the mailbox stands in context `amt`",
        ],
        |c| {
            c.person("2001").names_mailbox("2001@amt").mailbox("2001", "amt", "4711");
        },
    );
    rule(
        |c| {
            c.person("2001").names_mailbox("2001").mailbox("2001", "default", "2001");
            c.person("2002").names_mailbox("2002").mailbox("2002", "default", "12");
        },
        &["mailbox-pin-weak: mailboxes with a PIN that anyone can guess: 2 (`2001`, `2002`)"],
        |c| {
            c.person("2001").names_mailbox("2001").mailbox("2001", "default", "4711");
        },
    );
    rule(
        |c| {
            c.person("2001").names_mailbox("2001").mailbox("2001", "default", "4711").person("2002").names_mailbox("77@x");
        },
        &["mailbox-missing: extension `2002` names mailbox `77@x`, which no source has"],
        |c| {
            c.of_asterisk()
                .person("2001")
                .names_mailbox("2001")
                .mailbox("2001", "default", "4711")
                .person("2002")
                .names_mailbox("7@x");
        },
    );
}

#[test]
fn limits_of_registrations() {
    rule(
        |c| {
            c.person("2001").contacts(0).person("2002").contacts(1);
        },
        &[
            "no-contacts-allowed: extension `2001` may not register any device",
            "one-contact: extensions with room for one telephone only: 1 (`2002`)",
        ],
        |c| {
            c.of_asterisk().person("2001").contacts(0).person("2002").contacts(1);
        },
    );
    rule(
        |c| {
            c.person("2001").obstacle("2001", ObstacleKind::AddressList, "deny=0.0.0.0/0");
            c.person("2002").obstacle("2002", ObstacleKind::LanOnly, "AllowLanOnly=1");
        },
        &[
            "remote-registration-blocked: extensions that may register from some addresses only (`deny=0.0.0.0/0`): 2 (`2001`, `2002`)",
        ],
        |c| {
            c.person("2001").obstacle("2900", ObstacleKind::AddressList, "deny=0.0.0.0/0");
        },
    );
    rule(
        |c| {
            c.person("2001").obstacle("2001", ObstacleKind::FewRegistrations, "regs=1");
        },
        &["registration-limit-below-two: extensions that may have fewer than two devices at once (`regs=1`): 1 (`2001`)"],
        |c| {
            c.person("2001");
        },
    );
    rule(
        |c| {
            c.person("2001").dial("PJSIP/2001,20", "2001", false);
        },
        &["dial-rings-one-device: lines of the dialplan and queue members that ring one of two devices: 1 (`2001`)"],
        |c| {
            c.person("2001").dial("${PJSIP_DIAL_CONTACTS(2001)}", "2001", true);
        },
    );
    rule(
        |c| c.person("2001").queue(&["2001"]).inventory.queues[0].members[0].interface = "PJSIP/2001".into(),
        &["dial-rings-one-device: lines of the dialplan and queue members that ring one of two devices: 1 (`PJSIP/2001`)"],
        |c| {
            c.person("2001").queue(&["2001"]).inventory.queues[0].members[0].interface = "PJSIP/2001".into();
            c.site.pbx.contacts_per_line = 1;
        },
    );
}
