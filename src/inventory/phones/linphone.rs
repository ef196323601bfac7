//! `linphonerc`: accounts in `[proxy_N]`, logins in `[auth_info_N]`, joined by user name and domain.

use std::collections::{BTreeMap, BTreeSet};

use super::ini::{self, Entry, Ini, Section, Why};
use super::phone::{Line, Make, Password, Phone, plain};
use super::settings::{numbered, setting_twice};
use super::{address, codes, text};
use crate::diag::{Place, Words};
use crate::domain::Transport;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{DeviceKind, Sourced};
use crate::inventory::reading::Reading;

pub const LINPHONERC: Format = Format { name: "phone/linphonerc", class: Class::Phone, recognise, read };

const MAKE: Make = Make { format: LINPHONERC.name, vendor: "Linphone", kind: DeviceKind::Softphone };
const TRANSPORTS: [Transport; 3] = [Transport::Udp, Transport::Tcp, Transport::Tls];

/// Sections with a login, by its user name.
type Logins<'i> = BTreeMap<&'i str, Vec<&'i Section>>;

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let has = |start: &str| sample.text.lines().any(|line| line.trim_start_matches('\u{feff}').starts_with(start));
    let account = has("[proxy_") && (has("reg_identity") || has("reg_proxy"));
    let login = has("[auth_info_");
    match (account, login) {
        (true, _) => Some(Likeness::new(95, "`[proxy_0]` with `reg_proxy`", "`[proxy_0]` mit `reg_proxy`")),
        (false, true) => Some(Likeness::new(85, "`[auth_info_0]`", "`[auth_info_0]`")),
        (false, false) if has("[sip]") && (has("default_proxy") || has("sip_tcp_port")) => {
            Some(Likeness::new(60, "`[sip]` with `default_proxy`", "`[sip]` mit `default_proxy`"))
        }
        _ => None,
    }
}

fn read(given: &Given<'_>) -> Reading {
    let mut phone = Phone::new(MAKE, given);
    let Some(text) = text::open(&given.list, &mut phone.findings) else { return refused(phone) };
    phone.encoding = Some(text.encoding);
    if text.marked {
        phone.findings.push(text::encoding_wrong(
            given.list.file,
            "the file begins with a byte order mark, and Linphone loses the first section",
            "die Datei beginnt mit einer Byte-Reihenfolge-Marke, und Linphone verliert den ersten Abschnitt",
            "save it as UTF-8 without a mark",
            "als UTF-8 ohne Marke speichern",
        ));
    }
    let ini = Ini::read(given.list.file, &text.text, &ini::LINPHONE);
    odd(&ini, &mut phone);
    let mut logins: Logins<'_> = BTreeMap::new();
    for section in ini.sections.iter().filter(|section| matches!(numbered(&section.name), Some(("auth_info_", _)))) {
        logins.entry(text_of(section, "username")).or_default().push(section);
    }
    let mut used: BTreeSet<Place> = BTreeSet::new();
    for section in &ini.sections {
        if let Some(("proxy_", index)) = numbered(&section.name) {
            if phone.full(&section.at) {
                break;
            }
            account(section, index.saturating_add(1), &logins, &mut used, &mut phone);
        }
    }
    for section in &ini.sections {
        for entry in section.entries.iter().filter(|entry| !used.contains(&entry.key_at)) {
            phone.unused(&format!("{}/{}", section.name, entry.key), &entry.key_at);
        }
    }
    phone.finish()
}

/// The file could not be opened; the finding is there already.
pub(super) fn refused(phone: Phone<'_>) -> Reading {
    Reading { findings: phone.findings.finish(), ..Reading::default() }
}

fn account(section: &Section, index: u32, logins: &Logins<'_>, used: &mut BTreeSet<Place>, phone: &mut Phone<'_>) {
    let mut take = |section: &Section, key: &str| filled(section.get(key), used);
    let Some(identity) = take(section, "reg_identity") else {
        phone.user_missing(index, section.at.clone());
        return;
    };
    let Some(who) = address::read(&identity.value).filter(|who| !who.user.is_empty()) else {
        phone.findings.push(unclear(identity.at, "reg_identity"));
        return;
    };
    let user = Sourced::new(who.user.clone(), identity.at.clone());
    let mut line = Line::new(index, user, identity.at.clone());
    line.display = who.display.clone().filter(|name| !name.trim().is_empty()).map(|name| Sourced::new(name, identity.at));
    line.realm = take(section, "realm").map(|realm| unquoted(realm.value));
    line.switched_off = take(section, "reg_sendregister").is_some_and(|on| on.value == "0");
    line.server = Some(who.host.clone());
    if let Some(proxy) = take(section, "reg_proxy") {
        match address::read(&proxy.value) {
            Some(to) => {
                line.server = Some(to.host);
                let transport = to.transport.or_else(|| to.secure.then(|| "tls".to_owned()));
                line.transport = transport.and_then(|t| phone.transport(Sourced::new(t, proxy.at), &TRANSPORTS));
            }
            None => phone.findings.push(unclear(proxy.at, "reg_proxy")),
        }
    }
    if let Some(login) = login(logins, &who) {
        let mut take = |key: &str| filled(login.get(key), used);
        let _ = (take("username"), take("domain"));
        line.auth_user = take("userid");
        line.realm = take("realm").map(|realm| unquoted(realm.value)).or(line.realm);
        let algorithm = take("algorithm").map(|a| a.value).unwrap_or_default();
        let hash = take("ha1");
        // Blanks belong to a password.
        let password = login.get("passwd").filter(|entry| !entry.value.value.is_empty());
        used.extend(password.map(|entry| entry.key_at.clone()));
        line.password = match (password, hash) {
            (Some(password), _) => plain(&password.value),
            (None, Some(hash)) => phone.hash(&algorithm, &hash),
            (None, None) => Password::None,
        };
    }
    phone.lines.push(line);
}

/// The login for this address: of several the one that names its domain.
fn login<'i>(logins: &Logins<'i>, who: &address::Address) -> Option<&'i Section> {
    let domain = who.host.split(':').next().unwrap_or(&who.host);
    let fitting = logins.get(who.user.as_str())?;
    let named = fitting.iter().find(|section| ["domain", "realm"].iter().any(|key| text_of(section, key) == domain));
    named.or_else(|| fitting.first()).copied()
}

/// A realm may stand in the quotes that it has in the header of SIP; they are none of it.
fn unquoted(realm: String) -> String {
    let inner = realm.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map(str::to_owned);
    inner.unwrap_or(realm)
}

fn text_of<'i>(section: &'i Section, key: &str) -> &'i str {
    section.get(key).map_or("", |entry| entry.value.value.trim())
}

/// The value without outer blanks, unless it is empty; either way it is read.
fn filled(entry: Option<&Entry>, used: &mut BTreeSet<Place>) -> Option<Sourced<String>> {
    let entry = entry?;
    used.insert(entry.key_at.clone());
    let value = entry.value.value.trim();
    (!value.is_empty()).then(|| Sourced::new(value.to_owned(), entry.value.at.clone()))
}

fn unclear(at: Place, key: &str) -> crate::diag::Finding {
    codes::ADDRESS_UNCLEAR
        .finding(Some(at), Words::new(format!("`{key}` is no SIP address"), format!("`{key}` ist keine SIP-Adresse")))
        .todo(Words::new(
            "write `\"Name\" <sip:user@host>`, with both brackets and quotes",
            "`\"Name\" <sip:benutzer@host>` schreiben, mit beiden Klammern und Anführungszeichen",
        ))
}

/// Tells what is no setting. Lines are never quoted: one may be a password that went astray.
pub(super) fn odd(ini: &Ini, phone: &mut Phone<'_>) {
    for odd in &ini.odd {
        let (en, de) = match &odd.why {
            Why::Twice { other, .. } => {
                phone.findings.push(setting_twice(odd.at.clone(), other.clone()));
                continue;
            }
            Why::NoEquals => ("no `=` in this line", "kein `=` in dieser Zeile"),
            Why::OpenBracket => ("the section's name has no `]`", "der Name des Abschnitts hat kein `]`"),
            Why::NoKey => ("no name before the `=`", "kein Name vor dem `=`"),
            Why::NoSection => ("a setting before the first section", "eine Einstellung vor dem ersten Abschnitt"),
        };
        phone.findings.push(line_unclear(odd.at.clone(), en, de));
    }
}

pub(super) fn line_unclear(at: Place, en: &'static str, de: &'static str) -> crate::diag::Finding {
    codes::LINE_UNCLEAR
        .finding(Some(at), Words::new(en, de))
        .todo(Words::new("correct or remove the line", "die Zeile berichtigen oder entfernen"))
}
