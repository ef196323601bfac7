//! SIP accounts and what protects them on the way: open ones, passwords that are missing or will not survive, encryption.

use std::collections::BTreeSet;

use super::{Told, codes, devices, tell_all};
use crate::diag::{Finding, Listed, Place, Words};
use crate::domain::{SecretState, Secrets, Transport};
use crate::inventory::asterisk::codes::objects;
use crate::inventory::model::{AuthState, ExtensionEntry, ExtensionKind, Inventory};
use crate::policy::site::{PbxKind, Site, Srtp};

/// Characters that OpenSIPS and Kamailio keep of a password.
const TABLE_LENGTH: usize = 25;

pub(super) fn check(inventory: &Inventory, secrets: &Secrets, site: &Site, told: &Told<'_>, findings: &mut Vec<Finding>) {
    let entries: Vec<&ExtensionEntry> = inventory.entries().filter(|e| e.kind != ExtensionKind::Trunk).collect();
    open_or_empty(&entries, secrets, told, findings);
    digests(&entries, told, findings);
    // What is nobody's telephone keeps its password: nobody writes it anywhere, and a new one would cut off a lift.
    let moved: Vec<&ExtensionEntry> = entries.into_iter().filter(|entry| !devices::is_nobodys(entry)).collect();
    unsafe_characters(&moved, secrets, site, told, findings);
    not_exported(&moved, told, findings);
    encryption(inventory, site, findings);
}

/// What Asterisk's importer tells itself, for the accounts of all other systems.
fn open_or_empty(entries: &[&ExtensionEntry], secrets: &Secrets, told: &Told<'_>, findings: &mut Vec<Finding>) {
    for entry in entries {
        let Some(account) = entry.account.as_ref().filter(|a| !told.by_asterisk(&a.endpoint.at)) else { continue };
        let number = &entry.number;
        match &account.auth {
            // Its importer knows whether such a user may register at all, and has told it.
            AuthState::Open if told.importer(&account.endpoint.at, "freeswitch/") => {}
            AuthState::Open => findings.push(
                objects::OPEN_ENDPOINT
                    .finding(
                        Some(account.endpoint.at.clone()),
                        Words::new(
                            format!("account `{number}` asks for no password: anyone may register it"),
                            format!("der Zugang `{number}` verlangt kein Kennwort: jeder kann ihn registrieren"),
                        ),
                    )
                    .about(number.as_str())
                    .todo(Words::new("set a password in the telephone system", "in der Anlage ein Kennwort setzen")),
            ),
            AuthState::Present { secret, secret_at, .. }
                if secret.state == SecretState::Present && secrets.get(secret).is_some_and(|s| s.char_count() == 0) =>
            {
                findings.push(
                    objects::EMPTY_SECRET
                        .finding(
                            Some(secret_at.clone()),
                            Words::new(
                                format!("the password of `{number}` is empty"),
                                format!("das Kennwort von `{number}` ist leer"),
                            ),
                        )
                        .about(number.as_str())
                        .todo(Words::new("set a password in the telephone system", "in der Anlage ein Kennwort setzen")),
                );
            }
            _ => {}
        }
    }
}

/// Passwords that someone has yet to write into the target's files or tables.
fn unsafe_characters(entries: &[&ExtensionEntry], secrets: &Secrets, site: &Site, told: &Told<'_>, findings: &mut Vec<Finding>) {
    let mut found: Vec<(&str, &Place)> = Vec::new();
    for entry in entries {
        let of_system = entry.account.as_ref().and_then(|account| match &account.auth {
            AuthState::Present { secret, secret_at, .. } => Some((secret, secret_at)),
            _ => None,
        });
        let listed = entry.listed.as_ref().map(|listed| (&listed.secret, &listed.secret_at));
        let known = |pair: Option<(&'_ crate::domain::SecretRef, &'_ Place)>| {
            pair.is_some_and(|(reference, _)| reference.state == SecretState::Present)
        };
        // The system's own password is in force as it is; Asterisk's importer tells where a sign cuts it.
        let (reference, at) = match (of_system, listed) {
            (Some(pair), _) if known(Some(pair)) => pair,
            (_, Some(pair)) if known(Some(pair)) => pair,
            _ => continue,
        };
        if told.by_asterisk(at) {
            continue;
        }
        if secrets.get(reference).is_some_and(|secret| is_unsafe(secret.expose(), system(site, told, at))) {
            found.push((entry.number.as_str(), at));
        }
    }
    tell_all(
        &codes::SECRET_UNSAFE,
        &found,
        "passwords with characters that the telephone system will not keep",
        "Kennwörter mit Zeichen, die die Anlage nicht behält",
        findings,
    );
}

/// The telephone system that has the password: what `deskshift.yaml` names, else what the export is of.
fn system(site: &Site, told: &Told<'_>, at: &Place) -> PbxKind {
    if site.pbx.kind != PbxKind::Unknown {
        return site.pbx.kind;
    }
    let families = [
        ("freepbx/", PbxKind::Freepbx),
        ("issabel/", PbxKind::Freepbx),
        ("kamailio/", PbxKind::Kamailio),
        ("freeswitch/", PbxKind::Freeswitch),
        ("fusionpbx/", PbxKind::Freeswitch),
    ];
    families.into_iter().find(|(family, _)| told.importer(at, family)).map_or(PbxKind::Unknown, |(_, kind)| kind)
}

fn is_unsafe(secret: &str, target: PbxKind) -> bool {
    let edges = secret.trim() != secret;
    let broken = secret.chars().any(char::is_control);
    edges
        || broken
        || match target {
            PbxKind::Asterisk | PbxKind::AsteriskAri | PbxKind::AsteriskRealtime | PbxKind::Freepbx => secret.contains(';'),
            PbxKind::Kamailio | PbxKind::Opensips => secret.chars().count() > TABLE_LENGTH,
            PbxKind::Freeswitch | PbxKind::Starface | PbxKind::ThreeCx | PbxKind::Fritzbox | PbxKind::Unknown => {
                secret.contains(['"', '<', '>', '&'])
            }
        }
}

/// Only a digest is known, and it holds for one realm.
fn digests(entries: &[&ExtensionEntry], told: &Told<'_>, findings: &mut Vec<Finding>) {
    let mut found: Vec<(&str, &Place)> = Vec::new();
    let mut realms: BTreeSet<&str> = BTreeSet::new();
    for entry in entries {
        if let Some(AuthState::Present { secret, secret_at, realm, .. }) = entry.account.as_ref().map(|a| &a.auth)
            && secret.state == SecretState::Hash
            && !told.by_asterisk(secret_at)
        {
            found.push((entry.number.as_str(), secret_at));
            realms.extend(realm.as_deref());
        }
    }
    let shown: Vec<String> = realms.iter().take(3).map(|realm| format!("`{realm}`")).collect();
    let shown = shown.join(", ");
    let (en, de) = if shown.is_empty() {
        ("its realm is not told".to_owned(), "ihr Realm ist nicht genannt".to_owned())
    } else {
        (format!("the realm must be {shown}"), format!("der Realm muss {shown} sein"))
    };
    tell_all(
        &objects::HASH_ONLY,
        &found,
        &format!("accounts of which only a digest is known; {en}"),
        &format!("Zugänge, von denen nur eine Prüfsumme bekannt ist; {de}"),
        findings,
    );
}

fn not_exported(entries: &[&ExtensionEntry], told: &Told<'_>, findings: &mut Vec<Finding>) {
    let missing: Vec<(&str, &Place)> = entries
        .iter()
        .filter(|e| e.listed.as_ref().is_none_or(|listed| listed.secret.state != SecretState::Present))
        .filter(|e| !told.has_default_password(e.number.as_str()) && !told.has_no_secret(&e.at))
        .filter_map(|e| match &e.account.as_ref()?.auth {
            AuthState::Present { secret, secret_at, .. }
                if matches!(secret.state, SecretState::Unavailable | SecretState::Generate) =>
            {
                Some((e.number.as_str(), secret_at))
            }
            _ => None,
        })
        .collect();
    tell_all(
        &codes::NOT_EXPORTED,
        &missing,
        "accounts whose password is neither in the export nor in a list; a new one must be made",
        "Zugänge, deren Kennwort weder im Export noch in einer Liste steht; es muss ein neues erzeugt werden",
        findings,
    );
}

/// The rules for clients, and the transports of the telephone system.
fn encryption(inventory: &Inventory, site: &Site, findings: &mut Vec<Finding>) {
    let secure = |transport: Transport| matches!(transport, Transport::Tls | Transport::Wss);
    let open: Vec<String> = site
        .clients
        .iter()
        .map(|rule| (rule, rule.srtp.unwrap_or(Srtp::usual(rule.transport))))
        .filter(|(rule, srtp)| !secure(rule.transport) || *srtp == Srtp::Off)
        .map(|(rule, srtp)| {
            let srtp = match srtp {
                Srtp::Off => "off",
                Srtp::Optional => "optional",
                Srtp::Required => "required",
            };
            format!("`{}` ({}, srtp {srtp})", rule.client.0, rule.transport)
        })
        .collect();
    let without = !inventory.transports.is_empty()
        && !site.clients.is_empty()
        && !inventory.transports.iter().any(|t| t.protocol.eq_ignore_ascii_case("tls") || t.protocol.eq_ignore_ascii_case("wss"));
    if !open.is_empty() {
        let listed = Listed::of(open, 5);
        let some = listed.counted();
        findings.push(
            codes::NO_ENCRYPTION
                .finding(
                    Some(Place::file("deskshift.yaml")),
                    Words::new(
                        format!("rules for clients without encryption: {some}"),
                        format!("Regeln für Clients ohne Verschlüsselung: {some}"),
                    ),
                )
                .listing(listed)
                .todo(Words::new("use `tls` and SRTP, or a VPN", "`tls` und SRTP verwenden, oder ein VPN")),
        );
    }
    if without {
        findings.push(codes::NO_ENCRYPTION.finding(
            inventory.transports.first().map(|transport| transport.at.clone()),
            Words::new(
                "the telephone system has no transport of `tls` or `wss`",
                "die Anlage hat keinen Transport mit `tls` oder `wss`",
            ),
        ));
    }
}
