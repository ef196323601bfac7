//! One phone with its accounts, whatever file said so, as the reading that every importer gives.

use std::collections::{BTreeMap, BTreeSet};

use super::{codes, mac};
use crate::diag::{Finding, Place, Words};
use crate::domain::hex::sha256;
use crate::domain::{Extension, Mac, Secret, SecretRef, SecretState, Secrets, Transport};
use crate::inventory::formats::Given;
use crate::inventory::kind;
use crate::inventory::model::{
    Account, AorState, AuthState, Device, DeviceKind, DeviceLine, DeviceProtocol, ExtensionEntry, Extra, Ring, Source, Sourced,
};
use crate::inventory::reading::Reading;
use crate::inventory::subscriber::codes::HASH_MALFORMED;
use crate::inventory::subscriber::not_dialable;
use crate::inventory::table::codes::LIST_TOO_LARGE;
use crate::inventory::table::{Collector, raise_rows};

/// What the file holds of a password.
#[derive(Debug, Clone, Default)]
pub(super) enum Password {
    #[default]
    None,
    Plain(Secret, Place),
    /// HA1 of RFC 7616.
    Hash {
        algorithm: &'static str,
        hex: Secret,
        at: Place,
    },
    /// There is one, and it cannot be read.
    Hidden(Place),
}

/// One account of a phone.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Key or account on the phone, from 1.
    pub index: u32,
    pub user: Sourced<String>,
    pub auth_user: Option<Sourced<String>>,
    pub display: Option<Sourced<String>>,
    pub label: Option<Sourced<String>>,
    pub password: Password,
    pub realm: Option<String>,
    /// Registrar or domain, as written.
    pub server: Option<String>,
    pub transport: Option<Sourced<String>>,
    pub switched_off: bool,
    pub at: Place,
}

impl Line {
    pub(super) fn new(index: u32, user: Sourced<String>, at: Place) -> Self {
        Self {
            index,
            user,
            auth_user: None,
            display: None,
            label: None,
            password: Password::None,
            realm: None,
            server: None,
            transport: None,
            switched_off: false,
            at,
        }
    }

    /// The registrar's name alone, of `<sip:pbx.example:5061;transport=tls>`.
    fn host(&self) -> Option<String> {
        let text = self.server.as_deref()?.trim().trim_start_matches('<').trim_end_matches('>').to_ascii_lowercase();
        let text = text.strip_prefix("sips:").or_else(|| text.strip_prefix("sip:")).unwrap_or(&text);
        let text = text.rsplit('@').next().unwrap_or(text);
        let text = text.split([';', '?']).next().unwrap_or(text);
        let host = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((six, _)) => six,
            None if text.matches(':').count() == 1 => text.split(':').next().unwrap_or(text),
            None => text,
        };
        let host = host.trim().trim_end_matches('.');
        (!host.is_empty()).then(|| host.to_owned())
    }
}

/// The program or the maker of a desk phone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Make {
    pub format: &'static str,
    pub vendor: &'static str,
    pub kind: DeviceKind,
}

/// Collects what one file says.
pub(super) struct Phone<'a> {
    make: Make,
    given: &'a Given<'a>,
    pub encoding: Option<String>,
    pub mac: Option<Sourced<Mac>>,
    pub model: Option<Sourced<String>>,
    pub lines: Vec<Line>,
    pub findings: Collector,
    /// Settings that nothing reads: first place, count, some names.
    unused: (Option<Place>, usize, BTreeSet<String>),
    told_full: bool,
}

/// Names of unused settings that are shown.
const SHOWN: usize = 12;
/// Phones have up to 16 accounts, provisioning servers keep some more in one file. So many where the site says nothing.
const MAX_LINES: usize = 1000;

impl<'a> Phone<'a> {
    pub(super) fn new(make: Make, given: &'a Given<'a>) -> Self {
        Self {
            make,
            given,
            encoding: None,
            mac: None,
            model: None,
            lines: Vec::new(),
            findings: Collector::default(),
            unused: (None, 0, BTreeSet::new()),
            told_full: false,
        }
    }

    pub(super) fn file(&self) -> &'a str {
        self.given.list.file
    }

    pub(super) fn unused(&mut self, name: &str, at: &Place) {
        let (first, count, names) = &mut self.unused;
        first.get_or_insert_with(|| at.clone());
        *count += 1;
        if names.len() < SHOWN {
            names.insert(name.chars().take(60).collect());
        }
    }

    /// Whether there is no room for the account at `at`; told once.
    pub(super) fn full(&mut self, at: &Place) -> bool {
        let most = self.given.list.limits.rows_or(MAX_LINES);
        if self.lines.len() < most {
            return false;
        }
        if !std::mem::replace(&mut self.told_full, true) {
            let words = Words::new(
                format!("more than {most} accounts; the rest was not read"),
                format!("mehr als {most} Konten; der Rest wurde nicht gelesen"),
            );
            self.findings.push(LIST_TOO_LARGE.finding(Some(at.clone()), words).todo(raise_rows()));
        }
        true
    }

    /// A transport that this phone knows, or none with a finding.
    pub(super) fn transport(&mut self, value: Sourced<String>, known: &[Transport]) -> Option<Sourced<String>> {
        match value.value.parse::<Transport>() {
            Ok(transport) if known.contains(&transport) => Some(Sourced::new(transport.as_str().to_owned(), value.at)),
            _ => {
                let list = known.iter().map(|t| format!("`{t}`")).collect::<Vec<_>>().join(", ");
                let written: String = value.value.chars().take(20).collect();
                self.findings.push(
                    codes::TRANSPORT_UNCLEAR
                        .finding(
                            Some(value.at),
                            Words::new(
                                format!("`{written}` is no transport of this phone"),
                                format!("`{written}` ist kein Transportprotokoll dieses Telefons"),
                            ),
                        )
                        .todo(Words::new(format!("use one of {list}"), format!("eines von {list} verwenden"))),
                );
                None
            }
        }
    }

    /// HA1 where it has the form of its algorithm.
    pub(super) fn hash(&mut self, algorithm: &str, hex: &Sourced<String>) -> Password {
        let (algorithm, digits) = match algorithm.trim().to_ascii_uppercase().as_str() {
            "" | "MD5" => ("MD5", 32),
            "SHA-256" => ("SHA-256", 64),
            "SHA-512-256" => ("SHA-512-256", 64),
            _ => ("", 0),
        };
        let value = hex.value.trim();
        if digits > 0 && value.len() == digits && value.bytes().all(|b| b.is_ascii_hexdigit()) {
            let hex = Sourced::new(value.to_ascii_lowercase(), hex.at.clone());
            return Password::Hash { algorithm, hex: Secret::new(hex.value), at: hex.at };
        }
        let (en, de) = if digits == 0 {
            (
                "the digest's algorithm is none of MD5, SHA-256, SHA-512-256".to_owned(),
                "das Verfahren der Prüfsumme ist keines von MD5, SHA-256, SHA-512-256".to_owned(),
            )
        } else {
            (
                format!("no digest of {digits} hex digits; it was not read"),
                format!("keine Prüfsumme aus {digits} Hexziffern; sie wurde nicht gelesen"),
            )
        };
        self.findings.push(
            HASH_MALFORMED
                .finding(Some(hex.at.clone()), Words::new(en, de))
                .todo(Words::new("take the password from the telephone system", "das Kennwort der Anlage entnehmen")),
        );
        Password::None
    }

    pub(super) fn user_missing(&mut self, account: u32, at: Place) {
        self.findings.push(
            codes::USER_MISSING
                .finding(
                    Some(at),
                    Words::new(
                        format!("account {account} has no user name and was left out"),
                        format!("Konto {account} hat keinen Benutzernamen und wurde ausgelassen"),
                    ),
                )
                .todo(Words::new(
                    "fill in the user name, or clear the account",
                    "den Benutzernamen ergänzen oder das Konto leeren",
                )),
        );
    }

    /// Turns all of it into a reading.
    pub(super) fn finish(mut self) -> Reading {
        let mut out = Reading::default();
        self.lines.sort_by_key(|line| line.index);
        let mut first: BTreeMap<Extension, Place> = BTreeMap::new();
        let several = self.at_several_registrars();
        let mut device_lines = Vec::with_capacity(self.lines.len());
        for line in std::mem::take(&mut self.lines) {
            self.tell(&line);
            let host = line.host();
            let number = line.user.value.parse::<Extension>().ok();
            let number = number.map(|number| match &host {
                Some(host) if several.contains(&number) => number.within(host).unwrap_or(number),
                _ => number,
            });
            device_lines.push(DeviceLine {
                index: line.index,
                number: line.user.clone(),
                partition: None,
                extension: number.clone(),
                label: line.label.clone(),
                ring: Ring::Normal,
                shared: false,
            });
            let Some(number) = number else {
                self.findings.push(no_number(&line));
                continue;
            };
            if let Some(place) = first.get(&number) {
                self.findings.push(twice(&line, place));
                continue;
            }
            first.insert(number.clone(), line.at.clone());
            if let Some(host) = host {
                out.registrars.insert(number.clone(), host);
            }
            out.extensions.push(self.entry(number, line, &mut out.secrets));
        }
        if device_lines.is_empty() {
            self.findings.push(
                codes::EMPTY
                    .finding(
                        Some(Place::file(self.file())),
                        Words::new("the file holds no account", "die Datei enthält kein Konto"),
                    )
                    .todo(Words::new("name the file of a single phone", "die Datei eines einzelnen Telefons nennen")),
            );
        } else {
            let device = self.device(device_lines);
            out.devices.push(device);
        }
        self.tell_unused();
        out.sources.push(Source {
            file: self.file().to_owned(),
            importer: self.make.format.to_owned(),
            encoding: self.encoding.clone(),
            records: out.extensions.len() + out.devices.len(),
            sha256: sha256(self.given.list.bytes),
        });
        out.findings = self.findings.finish();
        out
    }

    /// Numbers with accounts at two registrars: two telephones on one device, unless one of them is left there switched off.
    fn at_several_registrars(&self) -> BTreeSet<Extension> {
        let mut hosts: BTreeMap<Extension, BTreeSet<String>> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| !line.switched_off) {
            if let (Ok(number), Some(host)) = (line.user.value.parse(), line.host()) {
                hosts.entry(number).or_default().insert(host);
            }
        }
        hosts.into_iter().filter(|(_, hosts)| hosts.len() > 1).map(|(number, _)| number).collect()
    }

    fn entry(&self, number: Extension, line: Line, secrets: &mut Secrets) -> ExtensionEntry {
        let key = format!("pbx/{}/{}/{number}", self.make.format, self.file());
        let told = line.display.as_ref().map(|name| name.value.as_str());
        let recognised = kind::recognise(told, None, None);
        let (secret, secret_at) = match line.password {
            Password::Plain(secret, at) => (secrets.insert(key, secret), at),
            Password::Hash { algorithm, hex, at } => (secrets.insert_hash(key, algorithm, hex.expose()), at),
            Password::Hidden(at) => (SecretRef { state: SecretState::Unavailable, key: key.into() }, at),
            Password::None => (SecretRef { state: SecretState::Unavailable, key: key.into() }, line.at.clone()),
        };
        let auth = AuthState::Present {
            name: line.user.clone(),
            username: line.auth_user.unwrap_or_else(|| line.user.clone()),
            secret,
            secret_at,
            secret_cut_at: None,
            realm: line.realm,
            algorithms: Vec::new(),
        };
        let mut entry = ExtensionEntry::new(number, recognised.kind, recognised.reason, line.at);
        entry.name = line.display;
        entry.account = Some(Box::new(Account {
            endpoint: line.user,
            context: None,
            transport: line.transport,
            auth,
            aor: AorState::Untold,
            loads: true,
            media: Extra::default(),
        }));
        if self.make.kind == DeviceKind::DeskPhone {
            entry.mac.clone_from(&self.mac);
        }
        entry
    }

    fn device(&mut self, lines: Vec<DeviceLine>) -> Device {
        let file = self.file();
        if self.make.kind == DeviceKind::DeskPhone
            && let Some(named) = mac::in_file_name(file)
        {
            match &self.mac {
                None => self.mac = Some(Sourced::new(named, Place::file(file))),
                Some(inside) if inside.value != named => {
                    let (one, two) = (&inside.value, &named);
                    self.findings.push(
                        codes::MAC_DIFFERS
                            .finding(
                                Some(inside.at.clone()),
                                Words::new(
                                    format!("the file says `{one}`, its name `{two}`"),
                                    format!("die Datei sagt `{one}`, ihr Name `{two}`"),
                                ),
                            )
                            .todo(Words::new(
                                "check the address on the phone's label",
                                "die Adresse auf dem Etikett des Telefons prüfen",
                            )),
                    );
                }
                Some(_) => {}
            }
        }
        Device {
            vendor: Some(Sourced::new(self.make.vendor.to_owned(), Place::file(file))),
            model: self.model.take(),
            mac: self.mac.clone(),
            protocol: Some(DeviceProtocol::Sip),
            lines,
            ..Device::new(
                self.mac.as_ref().map_or_else(|| file.to_owned(), |mac| mac.value.to_string()),
                self.make.kind,
                Place::file(file),
            )
        }
    }

    /// Where the account registers, and what is odd about its password.
    fn tell(&mut self, line: &Line) {
        let user = &line.user.value;
        let (mut en, mut de) = match &line.server {
            Some(server) => (format!("`{user}` registers at `{server}`"), format!("`{user}` meldet sich bei `{server}` an")),
            None => (format!("`{user}` has no registrar here"), format!("`{user}` hat hier keinen Registrar")),
        };
        if let Some(transport) = &line.transport {
            let transport = &transport.value;
            en += &format!(" over {transport}");
            de += &format!(" über {transport}");
        }
        if line.switched_off {
            en += "; switched off";
            de += "; abgeschaltet";
        }
        self.findings.push(codes::ACCOUNT.finding(Some(line.at.clone()), Words::new(en, de)).about(user));
        match &line.password {
            Password::Hidden(at) => self.findings.push(
                codes::PASSWORD_HIDDEN
                    .finding(
                        Some(at.clone()),
                        Words::new(
                            format!("the password of `{user}` is hidden and was not read"),
                            format!("das Kennwort von `{user}` ist verborgen und wurde nicht gelesen"),
                        ),
                    )
                    .about(user)
                    .todo(Words::new(
                        "take the password from the telephone system, or set a new one there",
                        "das Kennwort der Anlage entnehmen oder dort ein neues vergeben",
                    )),
            ),
            // That it is a digest only, the check says once for all sources.
            Password::None | Password::Plain(..) | Password::Hash { .. } => {}
        }
    }

    fn tell_unused(&mut self) {
        let (first, count, names) = std::mem::take(&mut self.unused);
        if count == 0 {
            return;
        }
        let more = if count > names.len() { ", …" } else { "" };
        let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        self.findings.push(codes::SETTINGS_UNUSED.finding(
            first,
            Words::new(
                format!("settings not read ({count}): {names}{more}"),
                format!("nicht gelesene Einstellungen ({count}): {names}{more}"),
            ),
        ));
    }
}

/// A password as it is, unless it is empty.
pub(super) fn plain(value: &Sourced<String>) -> Password {
    if value.value.is_empty() {
        Password::None
    } else if value.value.len() >= 3 && value.value.chars().all(|c| c == '*') {
        Password::Hidden(value.at.clone())
    } else {
        Password::Plain(Secret::new(value.value.as_str()), value.at.clone())
    }
}

fn no_number(line: &Line) -> Finding {
    not_dialable(&line.user.value, &line.user.at)
        .todo(Words::new("name its extension in a correction", "die Nebenstelle in einer Korrektur nennen"))
}

fn twice(line: &Line, first: &Place) -> Finding {
    let user = &line.user.value;
    codes::ACCOUNT_TWICE
        .finding(
            Some(line.at.clone()),
            Words::new(
                format!("a second account for `{user}`; the first was used"),
                format!("ein zweites Konto für `{user}`; verwendet wurde das erste"),
            ),
        )
        .about(user)
        .related(first.clone(), Words::new("the first one", "das erste"))
        .todo(Words::new("remove the one that is not used", "das nicht verwendete entfernen"))
}
