//! `subscriber`: one account of the registrar in each row.

use std::borrow::Cow;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use md5::{Digest as _, Md5};

use super::aliases::Alias;
use super::apart::Named;
use super::codes;
use crate::diag::{CodePage, Place, Words};
use crate::domain::hex::hex;
use crate::domain::{Extension, Secret, SecretRef, SecretState, Secrets};
use crate::inventory::kind;
use crate::inventory::model::{Account, AorState, AuthState, ExtensionEntry, Extra, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::sql::{Record, Rows};
use crate::inventory::subscriber::codes::HASH_MALFORMED;
use crate::inventory::subscriber::{Differing, NO_DOMAIN, listed_twice};
use crate::inventory::table::Collector;

/// Columns of digests, the algorithm and the number of hexadecimal digits; the first that is filled is used.
const DIGESTS: [(&str, &str, usize); 3] =
    [("ha1", "MD5", 32), ("ha1_sha256", "SHA-256", 64), ("ha1_sha512t256", "SHA-512-256", 64)];

/// Columns that are read.
const READ: [&str; 6] = ["username", "domain", "password", "ha1", "ha1_sha256", "ha1_sha512t256"];

/// The number of the row, which means nothing outside of its database.
const IGNORED: [&str; 1] = ["id"];

/// OpenSIPS' column `password` is that wide.
const OPENSIPS_PASSWORD: usize = 25;

struct Subscribers<'a> {
    rows: &'a Rows,
    secrets: &'a mut Secrets,
    findings: &'a mut Collector,
}

/// Reads the accounts. Gives the subscribers that are no numbers where the aliases, if there are any, stand elsewhere.
pub(super) fn read(rows: &Rows, aliases: Option<&[Alias]>, reading: &mut Reading, findings: &mut Collector) -> Vec<Named> {
    let mut short: BTreeMap<(&str, &str), Extension> = BTreeMap::new();
    for alias in aliases.unwrap_or_default() {
        if let Some(number) = &alias.short {
            short.entry((&alias.user, &alias.domain)).or_insert_with(|| number.clone());
        }
    }
    let mut open = Vec::new();
    rows.ignore(&IGNORED);
    rows.keep(&READ);
    let several = in_several_domains(rows, &short);
    let mut known: BTreeMap<Extension, (ExtensionEntry, &Record)> = BTreeMap::new();
    let mut subscribers = Subscribers { rows, secrets: &mut reading.secrets, findings };
    for record in &rows.records {
        let Some(user) = rows.sourced(record, "username") else {
            subscribers.tell(
                &codes::NOT_A_NUMBER,
                rows.place_of(record),
                "",
                "the row has no user name",
                "die Zeile hat keinen Benutzernamen",
            );
            continue;
        };
        let domain = rows.get(record, "domain").unwrap_or("");
        let number = number_of(&user.value, domain, &short).map(|number| {
            let apart = several.contains(&number).then(|| number.within(if domain.is_empty() { NO_DOMAIN } else { domain }));
            apart.flatten().unwrap_or(number)
        });
        let Some(number) = number else {
            let name = &user.value;
            let en = format!("subscriber `{name}` is no extension number and is not migrated");
            let de = format!("Teilnehmer `{name}` ist keine Nebenstellennummer und wird nicht umgestellt");
            subscribers.tell(&codes::NOT_A_NUMBER, user.at.clone(), name, en, de);
            if aliases.is_none() {
                open.push(subscribers.named(record, user, domain));
            }
            continue;
        };
        match known.entry(number.clone()) {
            Entry::Vacant(free) => {
                free.insert((subscribers.entry(record, number, user, domain), record));
            }
            Entry::Occupied(taken) => {
                let (first, before) = taken.get();
                let differing = differing(rows, record, before);
                subscribers.findings.push(listed_twice(&number, &user.at, &first.at, &differing));
            }
        }
    }
    reading.extensions.extend(known.into_values().map(|(entry, _)| entry));
    open
}

/// The number of a user: its name, or a short number among its aliases.
fn number_of(user: &str, domain: &str, short: &BTreeMap<(&str, &str), Extension>) -> Option<Extension> {
    user.parse().ok().or_else(|| short.get(&(user, domain)).cloned())
}

/// Numbers that subscribers of several domains have.
fn in_several_domains(rows: &Rows, short: &BTreeMap<(&str, &str), Extension>) -> BTreeSet<Extension> {
    let mut first: BTreeMap<Extension, &str> = BTreeMap::new();
    let mut several = BTreeSet::new();
    for record in &rows.records {
        let (user, domain) = (rows.get(record, "username").unwrap_or(""), rows.get(record, "domain").unwrap_or(""));
        let Some(number) = number_of(user, domain, short) else { continue };
        if *first.entry(number.clone()).or_insert(domain) != domain {
            several.insert(number);
        }
    }
    several
}

/// What a row says otherwise than the first one of the same user and domain.
fn differing(rows: &Rows, record: &Record, first: &Record) -> Differing {
    let before: BTreeMap<&str, &str> = rows.values(first).map(|(column, text, _)| (column, text)).collect();
    let mut out = Differing::default();
    for (column, text, _) in rows.values(record) {
        if IGNORED.contains(&column) || before.get(column) == Some(&text) {
            continue;
        }
        if column == "password" || column.starts_with("ha1") { out.secret(column) } else { out.value(column, text, true) }
    }
    out
}

impl Subscribers<'_> {
    fn tell(
        &mut self,
        page: &CodePage,
        at: Place,
        subject: &str,
        en: impl Into<Cow<'static, str>>,
        de: impl Into<Cow<'static, str>>,
    ) {
        self.findings.push(page.finding(Some(at), Words::new(en, de)).about(subject));
    }

    fn entry(&mut self, record: &Record, number: Extension, user: Sourced<String>, domain: &str) -> ExtensionEntry {
        let kind::Recognised { kind, reason } = kind::recognise(None, None, None);
        let mut entry = ExtensionEntry::new(number, kind, reason, self.rows.place_of(record));
        entry.extra = self.rows.extra(record);
        entry.account = Some(Box::new(self.account(record, user, domain)));
        entry
    }

    /// With secrets and findings of its own: both count only if the subscriber turns out to be an extension.
    fn named(&self, record: &Record, user: Sourced<String>, domain: &str) -> Named {
        let (mut secrets, mut findings) = (Secrets::default(), Collector::default());
        let mut own = Subscribers { rows: self.rows, secrets: &mut secrets, findings: &mut findings };
        let (name, account) = (user.value.clone(), own.account(record, user, domain));
        Named {
            user: name,
            domain: domain.to_owned(),
            account,
            extra: self.rows.extra(record),
            at: self.rows.place_of(record),
            secrets,
            findings: findings.finish(),
        }
    }

    fn account(&mut self, record: &Record, user: Sourced<String>, domain: &str) -> Account {
        let (secret, secret_at) = self.secret(record, &user.value, domain);
        Account {
            endpoint: user.clone(),
            context: None,
            transport: None,
            auth: AuthState::Present {
                name: user.clone(),
                username: user.clone(),
                secret,
                secret_at: secret_at.unwrap_or_else(|| user.at.clone()),
                secret_cut_at: None,
                realm: (!domain.is_empty()).then(|| domain.to_owned()),
                algorithms: Vec::new(),
            },
            aor: AorState::Untold,
            loads: true,
            media: Extra::default(),
        }
    }

    fn secret(&mut self, record: &Record, user: &str, domain: &str) -> (SecretRef, Option<Place>) {
        let key = format!("pbx/kamailio/{user}@{domain}");
        let mut digest = None;
        for (column, algorithm, length) in DIGESTS {
            let Some(hex) = self.rows.sourced(record, column) else { continue };
            let text = hex.value.trim().to_ascii_lowercase();
            if text.len() != length || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
                let en = format!("`{column}` of subscriber `{user}` has no {length} hexadecimal digits and was not used");
                let de =
                    format!("`{column}` von Teilnehmer `{user}` hat keine {length} Hexadezimalziffern und wurde nicht verwendet");
                self.tell(&HASH_MALFORMED, hex.at, user, en, de);
                continue;
            }
            digest.get_or_insert((algorithm, text, hex.at));
        }
        let password = self.rows.sourced(record, "password");
        match (password, digest) {
            (Some(password), digest) => {
                if let Some(("MD5", hex, at)) = &digest
                    && ha1(user, domain, &password.value) != *hex
                {
                    let en = format!("`ha1` of subscriber `{user}` is not made of its password and the domain `{domain}`");
                    let de =
                        format!("`ha1` von Teilnehmer `{user}` ist nicht aus seinem Kennwort und der Domäne `{domain}` gemacht");
                    self.tell(&codes::HA1_DIFFERS, at.clone(), user, en, de);
                }
                let opensips = self.rows.has("ha1_sha256");
                if opensips && password.value.chars().count() == OPENSIPS_PASSWORD {
                    let en = format!("the password of subscriber `{user}` is as long as its column");
                    let de = format!("das Kennwort von Teilnehmer `{user}` ist so lang wie seine Spalte");
                    self.tell(&codes::PASSWORD_CUT, password.at.clone(), user, en, de);
                }
                (self.secrets.insert(key, Secret::new(password.value)), Some(password.at))
            }
            (None, Some((algorithm, hex, at))) => (self.secrets.insert_hash(key, algorithm, &hex), Some(at)),
            (None, None) => {
                let en = format!("subscriber `{user}` has neither a password nor a digest");
                let de = format!("Teilnehmer `{user}` hat weder Kennwort noch Prüfsumme");
                self.tell(&codes::NO_SECRET, self.rows.place_of(record), user, en, de);
                (SecretRef { state: SecretState::Unavailable, key: key.into() }, None)
            }
        }
    }
}

/// HA1 of RFC 7616 with MD5: what the registrar compares with.
fn ha1(user: &str, realm: &str, password: &str) -> String {
    hex(&Md5::digest(format!("{user}:{realm}:{password}").as_bytes()))
}
