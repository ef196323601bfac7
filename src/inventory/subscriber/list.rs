//! The list of subscribers that an importer fills: each number once, each password behind a reference.

use std::collections::BTreeMap;

use super::again;
use super::codes;
use super::groups::Groups;
use super::told::{self, listed_twice, not_dialable};
use crate::diag::{Finding, Place, Words};
use crate::domain::{Extension, Secret, SecretRef, SecretState};
use crate::inventory::formats::{Format, Given};
use crate::inventory::kind::{self, Recognised};
use crate::inventory::model::{
    Account, AorState, AuthState, CallerIds, ExtensionEntry, Extra, Mailbox, Obstacle, ObstacleKind, Sourced,
};
use crate::inventory::numbers::{self, Number};
use crate::inventory::reading::Reading;
use crate::inventory::table::{self, Collector, Differing, Secrecy, Tally};
use crate::policy::site::Numbers;

/// What a number without a domain is told apart by from others of its digits.
pub(in crate::inventory) const NO_DOMAIN: &str = "<None>";

/// What a row says of a password.
pub(in crate::inventory) enum Password {
    Clear(Sourced<String>),
    /// HA1 of MD5: hex of `user:realm:password`.
    Md5(Sourced<String>),
    /// The export asks for a new one.
    Generate(Place),
    /// The system has one; the export does not show it.
    NotExported(Place),
}

/// One number with its account.
pub(in crate::inventory) struct Subscriber {
    pub number: Sourced<Extension>,
    pub name: Option<Sourced<String>>,
    /// What the format itself says of the kind; a name such as `Fax Poststelle` counts before it.
    pub kind: Option<Recognised>,
    pub account: Option<Account>,
    pub mailbox: Option<Sourced<String>>,
    pub more: More,
}

/// What few rows say of a number.
#[derive(Default)]
pub(in crate::inventory) struct More {
    pub caller_id: CallerIds,
    pub busy_at: Option<Sourced<u32>>,
    pub extra: Extra,
}

impl More {
    /// Another number shown inside than the extension itself.
    pub(in crate::inventory) fn internal(mut self, cell: Option<Sourced<String>>, number: &Extension) -> Self {
        self.caller_id.internal = cell.filter(|cell| cell.value != number.digits());
        self
    }
}

/// `Bauamt <089 99998101>`, where the export has two cells; at the place of the number.
#[must_use]
pub(in crate::inventory) fn caller_id(
    name: Option<&Sourced<String>>,
    number: Option<Sourced<String>>,
) -> Option<Sourced<String>> {
    let number = number?;
    match name {
        Some(name) => Some(Sourced::new(format!("{} <{}>", name.value, number.value), number.at)),
        None => Some(number),
    }
}

/// A limit of calls; nought means none.
#[must_use]
pub(in crate::inventory) fn calls(cell: Option<Sourced<String>>) -> Option<Sourced<u32>> {
    let cell = cell?;
    cell.value.trim().parse().ok().filter(|calls| *calls > 0).map(|calls| Sourced::new(calls, cell.at))
}

/// What was found many times and is told once.
#[derive(Default)]
struct Tallies {
    not_sip: told::NotSip,
    disabled: Tally,
}

pub(in crate::inventory) struct Subscribers {
    pub reading: Reading,
    pub findings: Collector,
    pub groups: Groups,
    /// `pbx/freepbx`.
    keys: &'static str,
    first: BTreeMap<Extension, Place>,
    logins: BTreeMap<String, usize>,
    tallies: Tallies,
}

impl Subscribers {
    /// `keys`: where its passwords lie in the store, `pbx/freepbx`.
    pub(in crate::inventory) fn new(keys: &'static str) -> Self {
        Self {
            reading: Reading::default(),
            findings: Collector::default(),
            groups: Groups::default(),
            keys,
            first: BTreeMap::new(),
            logins: BTreeMap::new(),
            tallies: Tallies::default(),
        }
    }

    /// An extension out of digits. Anything else is told: no telephone can dial it. `sure`: nothing can have moved into this cell, so
    /// it holds no password and may be quoted.
    pub(in crate::inventory) fn number(&mut self, cell: &Sourced<String>, sure: bool) -> Option<Sourced<Extension>> {
        if let Ok(number) = cell.value.parse() {
            return Some(Sourced::new(number, cell.at.clone()));
        }
        let text = if sure { cell.value.as_str() } else { "?" };
        let text = if cell.value.trim().is_empty() { "" } else { text };
        self.findings.push(not_dialable(text, &cell.at));
        None
    }

    /// False, and told, where the number stood in the export before: the first counts. `differing` says what is otherwise than at the
    /// place of the first.
    pub(in crate::inventory) fn is_first(
        &mut self,
        number: &Sourced<Extension>,
        differing: impl FnOnce(&Place) -> Differing,
    ) -> bool {
        let Some(first) = self.first.get(&number.value) else {
            self.first.insert(number.value.clone(), number.at.clone());
            return true;
        };
        let finding = listed_twice(&number.value, &number.at, first, &differing(first));
        self.findings.push(finding);
        false
    }

    /// The account's authentication; its password goes to the store. `user` is what the telephone sends; findings name the number.
    pub(in crate::inventory) fn auth(
        &mut self,
        number: &Extension,
        user: Sourced<String>,
        realm: Option<String>,
        password: Password,
    ) -> AuthState {
        let key = self.key(&user.value, realm.as_deref());
        let (secret, secret_at) = match password {
            Password::Clear(cell) => (self.reading.secrets.insert(key, Secret::new(cell.value)), cell.at),
            Password::Md5(cell) => match md5(&cell.value) {
                Some(hex) => (self.reading.secrets.insert_hash(key, "MD5", &hex), cell.at),
                None => {
                    self.broken_hash(number, &cell.at);
                    (SecretRef { state: SecretState::Unavailable, key: key.into() }, cell.at)
                }
            },
            Password::Generate(at) => (SecretRef { state: SecretState::Generate, key: key.into() }, at),
            Password::NotExported(at) => (SecretRef { state: SecretState::Unavailable, key: key.into() }, at),
        };
        AuthState::Present {
            name: user.clone(),
            username: user,
            secret,
            secret_at,
            secret_cut_at: None,
            realm,
            algorithms: Vec::new(),
        }
    }

    /// Unique among the accounts of this source.
    fn key(&mut self, user: &str, realm: Option<&str>) -> String {
        let name = match realm {
            Some(realm) => format!("{}/{user}@{realm}", self.keys),
            None => format!("{}/{user}", self.keys),
        };
        let count = self.logins.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name}#{count}") }
    }

    fn broken_hash(&mut self, number: &Extension, at: &Place) {
        self.findings.push(
            codes::HASH_MALFORMED
                .finding(
                    Some(at.clone()),
                    Words::new(
                        format!("the digest of `{number}` is no MD5: 32 hexadecimal digits were expected"),
                        format!("die Prüfsumme von `{number}` ist kein MD5: erwartet waren 32 Hexadezimalziffern"),
                    ),
                )
                .about(number.as_str())
                .todo(Words::new(
                    "export again, or set a new password",
                    "noch einmal exportieren oder ein neues Kennwort setzen",
                )),
        );
    }

    /// Takes a subscriber whose number is its first.
    pub(in crate::inventory) fn push(&mut self, given: Subscriber) {
        let Subscriber { number, name, kind: told, account, mailbox, more } = given;
        let context = account.as_ref().and_then(|a| a.context.as_ref()).map(|c| c.value.as_str());
        let recognised = match (name.as_ref().and_then(|n| kind::by_name(&n.value)), told) {
            (Some(by_name), _) => by_name,
            (None, Some(told)) => told,
            (None, None) => kind::recognise(name.as_ref().map(|n| n.value.as_str()), context, None),
        };
        let mut entry = ExtensionEntry::new(number.value, recognised.kind, recognised.reason, number.at);
        entry.name = name;
        entry.account = account.map(Box::new);
        entry.mailbox = mailbox;
        (entry.caller_id, entry.busy_at, entry.extra) = (more.caller_id, more.busy_at, more.extra);
        self.reading.extensions.push(entry);
    }

    /// A voice mailbox of this export; gives the name that the extension carries.
    pub(in crate::inventory) fn mailbox(
        &mut self,
        number: &str,
        context: &str,
        name: Option<&Sourced<String>>,
        pin: Option<&Sourced<String>>,
        at: &Place,
    ) -> Sourced<String> {
        let pin = pin.map(|pin| {
            let key = self.key(&format!("mailbox/{context}/{number}"), None);
            self.reading.secrets.insert(key, Secret::new(pin.value.as_str()))
        });
        self.reading.mailboxes.push(Mailbox { name: name.cloned(), pin, ..Mailbox::new(number, context, at.clone()) });
        Sourced::new(format!("{number}@{context}"), at.clone())
    }

    /// Where the mailbox that was added last sends messages, and its options.
    pub(in crate::inventory) fn mailbox_settings(&mut self, email: Option<Sourced<String>>, options: Extra) {
        if let Some(mailbox) = self.reading.mailboxes.last_mut() {
            mailbox.email = email;
            mailbox.options.join(options);
        }
    }

    /// A number whose device speaks no SIP; `what` says which technology.
    pub(in crate::inventory) fn not_sip(&mut self, number: &Extension, what: &str, at: &Place) {
        self.tallies.not_sip.add(number, what, at);
    }

    /// A list of addresses decides who may register with this number: an obstacle for a telephone at home.
    pub(in crate::inventory) fn address_list(&mut self, number: &Extension, key: &str, cell: &Sourced<String>) {
        self.reading.obstacles.push(Obstacle {
            extension: number.clone(),
            kind: ObstacleKind::AddressList,
            text: format!("{key}={}", cell.value),
            at: cell.at.clone(),
        });
    }

    pub(in crate::inventory) fn disabled(&mut self, number: &Extension, at: &Place) {
        self.tallies.disabled.add(|| at.clone(), || format!("`{number}`"));
    }

    /// The reading, its findings in order of the file.
    pub(in crate::inventory) fn finish(mut self) -> Reading {
        let Tallies { not_sip, disabled } = self.tallies;
        self.findings.extend(not_sip.tell());
        self.findings.extend(told::disabled(disabled));
        self.reading.groups.extend(self.groups.into_list());
        self.reading.findings = self.findings.finish();
        self.reading
    }
}

/// 32 hexadecimal digits, lower case.
fn md5(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())).then(|| text.to_ascii_lowercase())
}

/// Opens a table that may hold passwords, and the index of its header. None, and told, where there is nothing to read.
pub(in crate::inventory) fn open_table(
    given: &Given<'_>,
    format: &Format,
    known: fn(&[&str]) -> usize,
    findings: &mut Collector,
) -> Option<(table::Table, usize, crate::inventory::model::Source)> {
    let opened = table::open(&given.list, known, Secrecy::Secret, findings)?;
    let source = crate::inventory::model::Source { importer: format.name.to_owned(), ..opened.source("", 0) };
    let mut found = None;
    for mut table in opened.tables {
        match table.header(known) {
            Some(header) if found.is_none() => {
                again::settle(&mut table, header, known, findings);
                found = Some((table, header, source.clone()));
            }
            // An export is one table; somebody has added a sheet to it.
            Some(_) => {
                let why =
                    Words::new("this sheet was not read beside another", "dieses Blatt wurde neben einem anderen nicht gelesen");
                table::sheet_unused(&table, &why, findings);
            }
            None => table::sheet_without_titles(&table, findings),
        }
    }
    if found.is_some() {
        return found;
    }
    findings.push(table::codes::HEADER_MISSING.finding(
        Some(Place::file(given.list.file)),
        Words::new(
            format!("no row with the column titles of `{}`", format.name),
            format!("keine Zeile mit den Spaltentiteln von `{}`", format.name),
        ),
    ));
    None
}

/// Whether a dialled number leaves the telephone system.
#[must_use]
pub(in crate::inventory) fn dial_target(text: &str, plan: &Numbers) -> bool {
    match numbers::read(text, plan) {
        Ok(read) => !read.numbers.iter().all(|n| matches!(n, Number::Internal { .. } | Number::Attendant { .. })),
        // Such as `*97`, a name, a service number.
        Err(_) => text.bytes().filter(u8::is_ascii_digit).count() > 6,
    }
}

/// An account whose export says nothing of context, transport and limits.
impl Subscribers {
    pub(in crate::inventory) fn account(endpoint: Sourced<String>, auth: AuthState, aor: AorState) -> Account {
        Account { endpoint, context: None, transport: None, auth, aor, loads: true, media: Extra::default() }
    }

    /// A row that holds values and no extension.
    pub(in crate::inventory) fn no_extension(&mut self, at: Place) {
        self.tell(codes::ROW_WITHOUT_EXTENSION.finding(
            Some(at),
            Words::new(
                "the row holds values and no extension; it was not used",
                "die Zeile enthält Werte, aber keine Nebenstelle; sie wurde nicht verwendet",
            ),
        ));
    }

    /// A finding with a hint, for importers with codes of their own.
    pub(in crate::inventory) fn tell(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_counts_once_and_a_name_is_told() {
        let mut list = Subscribers::new("pbx/x");
        let cell = |text: &str, line| Sourced::new(text.to_owned(), Place::at("a.csv", line, 1));
        for text in ["1e3", "+5", "1.5", "anna", "1234567890123456"] {
            assert!(list.number(&cell(text, 2), true).is_none(), "{text}");
        }
        for (text, code) in
            [("101.0", "number-not-understood"), ("1,01E+02", "number-digits-lost"), ("12.05.2024", "number-became-date")]
        {
            let mut list = Subscribers::new("pbx/x");
            assert!(list.number(&cell(text, 2), true).is_none(), "{text}");
            let told = &list.finish().findings[0];
            assert_eq!((told.code.as_str(), told.severity), (format!("inventory/{code}").as_str(), crate::diag::Severity::Error));
        }
        let number = list.number(&cell("0201", 7), true).expect("digits");
        assert!(list.is_first(&number, |_| Differing::default()));
        let again = list.number(&cell("0201", 9), true).expect("digits");
        let mut differing = Differing::default();
        differing.value("name", "Bert", true);
        assert!(!list.is_first(&again, |_| differing));
        let findings = list.finish().findings;
        assert_eq!(findings.len(), 6);
        assert_eq!(findings[5].code.as_str(), "inventory/extension-listed-twice");
        assert_eq!(findings[5].related[0].0.to_string(), "a.csv:7:1");
        assert_eq!(
            findings[5].what.en,
            "extension `0201` stands in the export twice; the first one was used; otherwise here: `name`: `Bert`"
        );
    }

    #[test]
    fn passwords_go_behind_references_and_keys_are_unique() {
        let mut list = Subscribers::new("pbx/x");
        let at = Place::at("a.csv", 2, 3);
        let cell = |text: &str| Sourced::new(text.to_owned(), at.clone());
        let mut state = |password| match list.auth(&"101".parse().expect("digits"), cell("101"), Some("r".to_owned()), password) {
            AuthState::Present { secret, .. } => (secret.state, secret.key),
            _ => unreachable!(),
        };
        assert_eq!(state(Password::Clear(cell("a b "))), (SecretState::Present, "pbx/x/101@r".into()));
        assert_eq!(state(Password::Md5(cell(&"aB".repeat(16)))), (SecretState::Hash, "pbx/x/101@r#2".into()));
        assert_eq!(state(Password::Md5(cell("xyz"))).0, SecretState::Unavailable);
        assert_eq!(state(Password::Generate(at.clone())).0, SecretState::Generate);
        assert_eq!(state(Password::NotExported(at.clone())).0, SecretState::Unavailable);
        let reading = list.finish();
        assert_eq!(reading.secrets.len(), 2);
        let codes: Vec<&str> = reading.findings.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes, ["inventory/hash-malformed"]);
    }

    #[test]
    fn what_leaves_the_system() {
        let plan = Numbers::new("49", "861", "58").lengths([3, 4]);
        for (text, outside) in [("101", false), ("0015228817386", true), ("*97", false), ("086158101", false), ("anna", false)] {
            assert_eq!(dial_target(text, &plan), outside, "{text}");
        }
    }
}
