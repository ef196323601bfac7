//! Peers of chan_sip, whether they stand in sip.conf, in users.conf or in the table `sippeers`.

use super::bounded::Bounded;
use super::codes::sip as codes;
use super::groups::{Groups, OPTIONS};
use super::named::{How, Names, Told, Unnumbered};
use super::pjsip::callerid;
use crate::diag::{Finding, Place, Words};
use crate::domain::{Extension, Secret, Secrets};
use crate::inventory::kind;
use crate::inventory::model::{Account, AorState, AuthState, ExtensionEntry, ExtensionKind, Sourced};
use crate::inventory::table::Tally;

/// One value and, in a file, where an unescaped `;` cut it.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub text: Sourced<String>,
    pub cut: Option<Place>,
}

impl Field {
    pub fn value(&self) -> &str {
        &self.text.value
    }
}

/// What a peer says under a key, in lower case; empty values are none.
pub(super) type Fields<'a> = dyn Fn(&str) -> Option<Field> + 'a;

/// Collects peers.
pub(super) struct Peers<'g> {
    pub extensions: Vec<ExtensionEntry>,
    pub secrets: Secrets,
    pub findings: Bounded,
    groups: &'g mut Groups,
    /// `pbx/sip`.
    keys: &'static str,
    /// Of the challenges; `md5secret` is made for it.
    realm: Option<String>,
    names: &'g Names,
    told: Told,
    /// Peers whose `dtmfmode` nobody knows.
    dtmf: Tally,
    pub unnumbered: Unnumbered,
}

/// Options of a peer that say how voice is sent.
const MEDIA: [&str; 6] = ["encryption", "avpf", "icesupport", "nat", "directmedia", "canreinvite"];

/// Words that chan_sip knows after `dtmfmode`.
const DTMF: [&str; 5] = ["rfc2833", "info", "shortinfo", "inband", "auto"];

impl<'g> Peers<'g> {
    pub fn new(keys: &'static str, realm: Option<String>, groups: &'g mut Groups, names: &'g Names) -> Self {
        let (extensions, secrets, findings, told) = (Vec::new(), Secrets::default(), Bounded::default(), Told::default());
        Self {
            extensions,
            secrets,
            findings,
            groups,
            keys,
            realm,
            names,
            told,
            dtmf: Tally::default(),
            unnumbered: Unnumbered::default(),
        }
    }

    /// Extensions, secrets and findings.
    pub fn finish(mut self) -> (Vec<ExtensionEntry>, Secrets, Bounded) {
        let dtmf = self.dtmf.tell(&codes::DTMF_UNKNOWN, |count, example| {
            Words::new(
                format!(
                    "peers with a `dtmfmode` that chan_sip does not know, so it takes `rfc2833`: {count}, the first is {example}"
                ),
                format!(
                    "Peers mit einem `dtmfmode`, den chan_sip nicht kennt und durch `rfc2833` ersetzt: {count}, zuerst {example}"
                ),
            )
        });
        dtmf.into_iter().for_each(|finding| self.findings.push(finding));
        self.told.finish().into_iter().for_each(|finding| self.findings.push(finding));
        (self.extensions, self.secrets, self.findings)
    }

    /// Of a peer whose name is no number and that has no address of its own.
    fn number(&mut self, name: &str, at: &Place, fields: &Fields<'_>, caller: Option<&str>) -> Option<Extension> {
        if fields("host").is_none_or(|host| !host.value().eq_ignore_ascii_case("dynamic")) {
            return None;
        }
        let said = |how, number: Option<&str>, key| self.names.say(how, number?, &fields(key)?.text.at);
        let mailbox = fields("mailbox");
        let mailbox = mailbox.as_ref().and_then(|field| field.value().split([',', '@']).next()).map(str::trim);
        let own = [said(How::CallerId, caller, "callerid"), said(How::Mailbox, mailbox, "mailbox")];
        let choice = self.names.choose("sip", name, own.into_iter().flatten());
        self.told.choice(name, at, choice)
    }

    /// Takes one peer and gives the extension that it becomes. `trunk` says why it certainly is a line to elsewhere.
    pub fn add(&mut self, name: &str, at: &Place, fields: &Fields<'_>, trunk: Option<&Words>) -> Option<&mut ExtensionEntry> {
        let caller = fields("callerid");
        let (called, number) = caller.as_ref().map(|field| callerid::split(field.value())).unwrap_or_default();
        let caller_at = caller.as_ref().map(|field| field.text.at.clone());
        let called = match (called, caller, fields("fullname")) {
            (Some(called), Some(field), _) => Some(Sourced::new(called, field.text.at)),
            (_, _, full) => full.map(|field| field.text),
        };
        for (_, option, kind) in OPTIONS {
            if let Some(field) = fields(option) {
                self.groups.add(kind, field.value(), name, &field.text.at);
            }
        }
        if let Some(mode) = fields("dtmfmode").filter(|mode| !DTMF.iter().any(|known| known.eq_ignore_ascii_case(mode.value()))) {
            let text = mode.value();
            self.dtmf.add(|| mode.text.at.clone(), || format!("`[{name}]` (`{text}`)"));
        }
        let own = name.parse::<Extension>().ok();
        let Some(extension) = own.or_else(|| trunk.is_none().then(|| self.number(name, at, fields, number.as_deref())).flatten())
        else {
            let fixed = fields("host").filter(|host| !host.value().eq_ignore_ascii_case("dynamic"));
            let fixed = fixed.map(|host| Words::new(format!("`host={}`", host.value()), format!("`host={}`", host.value())));
            let trunk = trunk.or(fixed.as_ref());
            self.unnumbered.add(trunk.is_some());
            self.not_a_number(name, at, number.as_deref(), trunk);
            return None;
        };
        let host = fields("host").filter(|host| !host.value().eq_ignore_ascii_case("dynamic"));
        let context = fields("context");
        let context_name = context.as_ref().map(Field::value);
        let mut recognised = kind::recognise(called.as_ref().map(|called| called.value.as_str()), context_name, trunk);
        if let Some(host) = &host
            && recognised.kind == ExtensionKind::Unknown
        {
            let host = host.value();
            let reason = Words::new(format!("fixed address `host={host}`"), format!("feste Adresse `host={host}`"));
            recognised = kind::Recognised { kind: ExtensionKind::Trunk, reason };
        }
        let listens = fields("host").is_some() && host.is_none();
        let user_only = fields("type").is_some_and(|kind| kind.value().eq_ignore_ascii_case("user"));
        let auth = self.auth(name, at, fields, host.is_some() || trunk.is_some());
        let aor = if listens && !user_only {
            AorState::Present {
                name: Sourced::new(name.to_owned(), at.clone()),
                max_contacts: 1,
                max_contacts_at: None,
                remove_existing: true,
                support_path: false,
            }
        } else {
            AorState::None
        };
        let mailbox = fields("mailbox").and_then(|field| {
            let first = field.value().split(',').map(str::trim).find(|part| !part.is_empty())?.to_owned();
            let full = if first.contains('@') { first } else { format!("{first}@default") };
            Some(Sourced::new(full, field.text.at))
        });
        let transport = fields("transport").map(|field| {
            let first = field.value().split(',').next().unwrap_or("").trim().to_owned();
            Sourced::new(first, field.text.at)
        });
        let mut entry = ExtensionEntry::new(extension, recognised.kind, recognised.reason, at.clone());
        let internal = caller_at.zip(number).map(|(at, number)| Sourced::new(number, at));
        entry.caller_id.internal = internal.filter(|shown| shown.value != entry.number.as_str());
        entry.busy_at = fields("busylevel").and_then(|field| {
            let calls = field.value().trim().parse().ok().filter(|calls| *calls > 0)?;
            Some(Sourced::new(calls, field.text.at))
        });
        entry.name = called;
        entry.mailbox = mailbox;
        entry.account = Some(Box::new(Account {
            endpoint: Sourced::new(name.to_owned(), at.clone()),
            context: context.map(|field| field.text),
            transport,
            auth,
            aor,
            loads: true,
            media: MEDIA.iter().filter_map(|key| Some((*key, fields(key)?.text))).collect(),
        }));
        self.extensions.push(entry);
        self.extensions.last_mut()
    }

    fn auth(&mut self, name: &str, at: &Place, fields: &Fields<'_>, fixed: bool) -> AuthState {
        let key = format!("{}/{name}", self.keys);
        let (field, secret) = match (fields("md5secret"), fields("secret")) {
            (Some(hash), _) => {
                let hex = hash.value().to_ascii_lowercase();
                let good = hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit());
                let words = if good {
                    Words::new(
                        format!("peer `[{name}]` has `md5secret`, an MD5 digest instead of a password"),
                        format!("Peer `[{name}]` hat `md5secret`, eine MD5-Prüfsumme statt eines Kennworts"),
                    )
                } else {
                    Words::new(
                        format!("`md5secret` of peer `[{name}]` is no MD5 digest: 32 hexadecimal digits are one"),
                        format!("`md5secret` von Peer `[{name}]` ist keine MD5-Prüfsumme: das sind 32 Hexadezimalziffern"),
                    )
                };
                self.findings.push(codes::PEER_HASH.finding(Some(hash.text.at.clone()), words).about(name));
                if !good {
                    return AuthState::Missing { name: Sourced::new(name.to_owned(), hash.text.at) };
                }
                let secret = self.secrets.insert_hash(key, "MD5", &hex);
                (hash, secret)
            }
            (None, Some(field)) => {
                let secret = self.secrets.insert(key, Secret::new(field.value()));
                (field, secret)
            }
            (None, None) => {
                if !fixed {
                    let words = Words::new(
                        format!("peer `[{name}]` has no password: whoever reaches the PBX may register this number"),
                        format!("Peer `[{name}]` hat kein Kennwort: wer die Anlage erreicht, kann diese Nummer registrieren"),
                    );
                    let finding = codes::PEER_OPEN.finding(Some(at.clone()), words).about(name);
                    self.findings.push(finding.todo(Words::new("add `secret=`", "`secret=` ergänzen")));
                }
                return AuthState::Open;
            }
        };
        // chan_sip looks the user of a login up among its sections; `defaultuser` is for the way out.
        AuthState::Present {
            name: Sourced::new(name.to_owned(), at.clone()),
            username: Sourced::new(name.to_owned(), at.clone()),
            secret,
            secret_at: field.text.at,
            secret_cut_at: field.cut,
            realm: self.realm.clone(),
            algorithms: Vec::new(),
        }
    }

    fn not_a_number(&mut self, name: &str, at: &Place, number: Option<&str>, trunk: Option<&Words>) {
        let (en, de) = match (trunk, number) {
            (Some(reason), _) => (format!(" (a trunk: {})", reason.en), format!(" (ein Amtsanschluss: {})", reason.de)),
            (None, Some(number)) => (format!(" (caller ID number {number})"), format!(" (Rufnummer {number})")),
            (None, None) => (String::new(), String::new()),
        };
        let words = Words::new(
            format!("peer `[{name}]` is no extension number and is not migrated{en}"),
            format!("Peer `[{name}]` ist keine Nebenstellennummer und wird nicht umgestellt{de}"),
        );
        self.findings.push(codes::PEER_NOT_A_NUMBER.finding(Some(at.clone()), words).about(name));
    }
}

/// Says once that the telephones run on chan_sip.
pub(super) fn chan_sip(place: Place, peers: usize) -> Finding {
    codes::CHAN_SIP.finding(
        Some(place),
        Words::new(
            format!(
                "extensions that are peers of chan_sip, which takes one registration each and is gone since Asterisk 21: {peers}"
            ),
            format!(
                "Nebenstellen, die Peers von chan_sip sind, das je eine Registrierung annimmt und seit Asterisk 21 fehlt: {peers}"
            ),
        ),
    )
}
