//! Objects to extensions with accounts.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::beside::Keeper;
use super::callerid;
use super::issues::{Effect, Issues};
use super::objects::{Object, ObjectKind, Objects};
use super::options;
use super::phoneprov;
use super::trunks::trunks;
use super::web::{self, Web};
use crate::diag::{Finding, Listed, Place, Words};
use crate::domain::{Extension, Secret, SecretRef, SecretState, Secrets};
use crate::inventory::asterisk::codes::objects as codes;
use crate::inventory::asterisk::config::Variable;
use crate::inventory::asterisk::named::{Choice, How, Names, Told, Unnumbered};
use crate::inventory::kind;
use crate::inventory::model::{
    Account, AorState, AuthState, CallerIds, ExtensionEntry, ExtensionKind, Extra, PbxTransport, Sourced,
};
use crate::inventory::table::beside::Beside;

/// What pjsip.conf gives to the inventory.
#[derive(Debug, Default)]
pub struct Accounts {
    /// By number; the first where an endpoint is there twice.
    pub extensions: Vec<ExtensionEntry>,
    pub transports: Vec<PbxTransport>,
    pub secrets: Secrets,
    pub findings: Vec<Finding>,
    pub unnumbered: Unnumbered,
    /// Options that no field holds.
    pub(in crate::inventory::asterisk) beside: Beside,
    /// Endpoints called as the web phone of another, which are not of our making.
    pub web: Vec<String>,
}

/// Where the secret of an auth object is kept.
#[must_use]
pub fn secret_key(auth: &str) -> String {
    format!("{AUTHS}/{auth}")
}

const AUTHS: &str = "pbx/auth";

/// Builds the accounts of all endpoints whose name is a number, and of those to which `names` or they themselves give one; the others
/// are listed as notes.
///
/// A secret of state [`SecretState::Hash`] is kept as `ALGORITHM:hex`, such as `MD5:0123…` (HA1 of RFC 2617, RFC 8760).
#[must_use]
pub(in crate::inventory::asterisk) fn build(objects: &Objects<'_>, names: &Names) -> Accounts {
    build_under(objects, AUTHS, names)
}

/// [`build`] with secrets under another key than `pbx/auth`.
#[must_use]
pub(in crate::inventory::asterisk) fn build_under(objects: &Objects<'_>, keys: &'static str, names: &Names) -> Accounts {
    let mut builder = Builder {
        objects,
        trunks: trunks(objects),
        keys,
        issues: Issues::default(),
        secrets: Secrets::default(),
        tight: Vec::new(),
        unnumbered: Unnumbered::default(),
        media: MEDIA.map(Arc::from).to_vec(),
        media_before: Extra::default(),
        keeper: Keeper::default(),
        web: Vec::new(),
    };
    let mut extensions: BTreeMap<Extension, ExtensionEntry> = BTreeMap::new();
    let loads = |entry: &ExtensionEntry| entry.account.as_ref().is_some_and(|account| account.loads);
    let mut named = Vec::new();
    for endpoint in objects.of(ObjectKind::Endpoint) {
        let Ok(number) = endpoint.id().parse() else {
            named.push(endpoint);
            continue;
        };
        let entry = builder.endpoint(endpoint, number);
        match extensions.entry(entry.number.clone()) {
            Entry::Vacant(free) => {
                free.insert(entry);
            }
            // The wizard may have what pjsip.conf has too, and what Asterisk drops there.
            Entry::Occupied(mut taken) if loads(&entry) && !loads(taken.get()) => {
                taken.insert(entry);
            }
            Entry::Occupied(_) => {}
        }
    }
    let told = builder.named(named, names, &mut extensions);
    let transports = builder.transports();
    let mut findings = told.finish();
    findings.extend(one_contact(&builder.tight));
    findings.extend(builder.issues.into_findings());
    let mut extensions: Vec<ExtensionEntry> = extensions.into_values().collect();
    extensions.sort_by(|a, b| a.number.cmp(&b.number));
    phoneprov::profiles(objects, &mut extensions, |profile, entry| {
        builder.keeper.more(phoneprov::PROFILE, profile, &mut entry.extra);
    });
    let beside = builder.keeper.finish(objects);
    let (secrets, unnumbered, web) = (builder.secrets, builder.unnumbered, builder.web);
    Accounts { extensions, transports, secrets, findings, unnumbered, beside, web }
}

struct Builder<'a, 'o> {
    objects: &'o Objects<'a>,
    trunks: BTreeMap<&'a str, (Words, bool)>,
    keys: &'static str,
    issues: Issues,
    secrets: Secrets,
    /// AORs of people's lines with room for one.
    tight: Vec<(String, Place)>,
    unnumbered: Unnumbered,
    /// [`MEDIA`], shared by all accounts.
    media: Vec<Arc<str>>,
    /// Of the endpoint before.
    media_before: Extra,
    keeper: Keeper<'a>,
    /// Endpoints called as a web phone of ours would be.
    web: Vec<String>,
}

/// Options of an endpoint that say how voice is sent.
const MEDIA: [&str; 8] = [
    "media_encryption",
    "media_encryption_optimistic",
    "webrtc",
    "ice_support",
    "direct_media",
    "rtp_symmetric",
    "force_rport",
    "rewrite_contact",
];

fn sourced(variable: Variable<'_>) -> Sourced<String> {
    Sourced::new(variable.value().to_owned(), variable.value_place())
}

fn filled<'a>(object: Object<'a>, key: &'a str) -> Option<Variable<'a>> {
    object.value(key).filter(|variable| !variable.value().is_empty())
}

impl<'a> Builder<'a, '_> {
    /// Endpoints whose name is no number, where somebody gives them one. Those that register are telephones; a fixed address is not.
    fn named(&mut self, mut endpoints: Vec<Object<'a>>, names: &Names, known: &mut BTreeMap<Extension, ExtensionEntry>) -> Told {
        let mut told = Told::default();
        // Of a web phone of ours the desk phone has the number.
        endpoints.retain(|endpoint| {
            let web = web::of(self.objects, *endpoint);
            self.web.extend((web == Some(Web::Theirs)).then(|| endpoint.id().to_owned()));
            web != Some(Web::Ours)
        });
        let mut chosen = Vec::new();
        for endpoint in endpoints {
            let caller = endpoint.value("callerid");
            let number = caller.and_then(|variable| callerid::split(variable.value()).1);
            let choice = if self.trunks.contains_key(endpoint.id()) || self.has_fixed_contact(endpoint) {
                Choice::None
            } else {
                let caller = caller.zip(number.as_deref());
                let mailbox = self.mailbox(endpoint);
                let caller = caller.and_then(|(line, number)| names.say(How::CallerId, number, &line.value_place()));
                let mailbox = mailbox.and_then(|mailbox| {
                    let (number, _) = mailbox.value.split_once('@')?;
                    names.say(How::Mailbox, number, &mailbox.at)
                });
                let web = web::said(endpoint, &self.web, names);
                names.choose("pjsip", endpoint.id(), caller.into_iter().chain(mailbox).chain(web))
            };
            match choice {
                Choice::None => self.not_a_number(endpoint, &endpoint.section.place(), number.as_deref()),
                choice => chosen.push((endpoint, choice)),
            }
        }
        // What the dialplan speaks for comes first; the sort keeps the order of the file.
        chosen.sort_by_key(|(_, choice)| if let Choice::Is { said, .. } = choice { Some(said.how) } else { None });
        for (endpoint, choice) in chosen {
            let (id, place) = (endpoint.id(), endpoint.section.place());
            if let Choice::Is { said, .. } = &choice
                && let Some(other) = known.get(&said.number)
            {
                told.taken_already(id, &said.number, &place, &other.at);
                continue;
            }
            if let Some(number) = told.choice(id, &place, choice) {
                known.insert(number.clone(), self.endpoint(endpoint, number));
            }
        }
        told
    }

    fn has_fixed_contact(&self, endpoint: Object<'a>) -> bool {
        let mut aors = endpoint.names("aors").filter_map(|aor| self.objects.find(ObjectKind::Aor, aor));
        aors.any(|aor| filled(aor, "contact").is_some())
    }

    fn endpoint(&mut self, endpoint: Object<'a>, extension: Extension) -> ExtensionEntry {
        let id = endpoint.id();
        let place = endpoint.section.place();
        let caller = endpoint.value("callerid");
        let name = caller.and_then(|variable| callerid::split(variable.value()).0);
        let static_contact = self.has_fixed_contact(endpoint);
        let context = filled(endpoint, "context");
        let trunk = self.trunks.get(id).cloned();
        let certain = trunk.as_ref().filter(|(_, certain)| *certain).map(|(reason, _)| reason);
        let mut recognised = kind::recognise(name.as_deref(), context.map(Variable::value), certain);
        if matches!(recognised.kind, ExtensionKind::Unknown) {
            // Lines by address are trunks unless the name says something better.
            if let Some((reason, _)) = &trunk {
                recognised = kind::Recognised { kind: ExtensionKind::Trunk, reason: reason.clone() };
            } else if static_contact {
                recognised = kind::Recognised {
                    kind: ExtensionKind::Trunk,
                    reason: Words::new("static `contact` in its AOR", "fester `contact` in seinem AOR"),
                };
            }
        }
        let by_address = trunk.is_some();
        let auth = self.auth(endpoint, by_address);
        let aor = self.aor(endpoint, by_address || static_contact, recognised.kind);
        self.codecs(endpoint);
        self.transport(endpoint);
        self.quotes(endpoint, &["context", "auth", "aors", "transport", "mailboxes"]);
        let shown = caller.and_then(|variable| Some(Sourced::new(callerid::split(variable.value()).1?, variable.value_place())));
        let internal = shown.filter(|number| number.value != extension.as_str());
        let busy_at = filled(endpoint, "device_state_busy_at").and_then(|variable| {
            let calls = variable.value().parse().ok().filter(|calls| *calls > 0)?;
            Some(Sourced::new(calls, variable.value_place()))
        });
        let media: Extra = self.media.iter().filter_map(|key| Some((Arc::clone(key), sourced(filled(endpoint, key)?)))).collect();
        // Mostly those of one template, which are then there once.
        if media != self.media_before {
            self.media_before = media;
        }
        let media = self.media_before.clone();
        ExtensionEntry {
            name: caller.zip(name).map(|(variable, name)| Sourced::new(name, variable.value_place())),
            account: Some(Box::new(Account {
                endpoint: Sourced::new(id.to_owned(), place.clone()),
                context: context.map(sourced),
                transport: filled(endpoint, "transport").map(sourced),
                auth,
                aor,
                loads: self.objects.loads(endpoint),
                media,
            })),
            mailbox: self.mailbox(endpoint),
            caller_id: CallerIds { internal, ..CallerIds::default() },
            busy_at,
            extra: self.keeper.of(endpoint, self.objects),
            ..ExtensionEntry::new(extension, recognised.kind, recognised.reason, place)
        }
    }

    fn not_a_number(&mut self, endpoint: Object<'a>, place: &Place, number: Option<&str>) {
        let id = endpoint.id();
        let fixed = || Words::new("static `contact` in its AOR", "fester `contact` in seinem AOR");
        let trunk =
            self.trunks.get(id).map(|(reason, _)| reason.clone()).or_else(|| self.has_fixed_contact(endpoint).then(fixed));
        self.unnumbered.add(trunk.is_some());
        let (en, de) = match (trunk, number) {
            (Some(reason), _) => (format!(" (a trunk: {})", reason.en), format!(" (ein Amtsanschluss: {})", reason.de)),
            (None, Some(number)) => (format!(" (caller ID number {number})"), format!(" (Rufnummer {number})")),
            (None, None) => (String::new(), String::new()),
        };
        self.issues.add(&codes::NOT_A_NUMBER, place.clone(), id, Effect::Concerned, || {
            let words = Words::new(
                format!("endpoint `[{id}]` is no extension number and is not migrated{en}"),
                format!("Endpunkt `[{id}]` ist keine Nebenstellennummer und wird nicht umgestellt{de}"),
            );
            (words, None)
        });
    }

    fn auth(&mut self, endpoint: Object<'a>, by_address: bool) -> AuthState {
        let id = endpoint.id();
        let line = endpoint.value("auth");
        let names: Vec<&str> = endpoint.names("auth").collect();
        let (Some(line), Some(first)) = (line, names.first()) else {
            if !by_address {
                self.issues.add(&codes::OPEN_ENDPOINT, endpoint.section.place(), id, Effect::Concerned, || {
                    let words = Words::new(
                        format!("endpoint `[{id}]` has no `auth`: whoever reaches the PBX may register this number"),
                        format!("Endpunkt `[{id}]` hat keinen `auth`: wer die Anlage erreicht, kann diese Nummer registrieren"),
                    );
                    (
                        words,
                        Some(Words::new(
                            "add `auth=` and an object of `type=auth`",
                            "`auth=` und ein Objekt mit `type=auth` ergänzen",
                        )),
                    )
                });
            }
            return AuthState::Open;
        };
        for name in &names {
            if self.objects.loaded(ObjectKind::Auth, name).is_some() {
                continue;
            }
            let why = self.why_not(ObjectKind::Auth, name);
            self.issues.add(&codes::AUTH_MISSING, line.value_place(), id, Effect::Concerned, || {
                let words = Words::new(
                    format!("auth `{name}` of endpoint `[{id}]` {}; every request is answered with 500", why.en),
                    format!("auth `{name}` des Endpunkts `[{id}]` {}; jede Anfrage wird mit 500 beantwortet", why.de),
                );
                (words, Some(Words::new("correct the name, or mend the auth", "den Namen berichtigen oder den auth richten")))
            });
        }
        if names.len() > 1 {
            self.issues.add(&codes::SEVERAL_AUTHS, line.value_place(), id, Effect::Concerned, || {
                let words = Words::new(
                    format!("endpoint `[{id}]` has {} auths; the softphone gets the first that exists", names.len()),
                    format!("Endpunkt `[{id}]` hat {} auths; das Softphone bekommt den ersten vorhandenen", names.len()),
                );
                (words, None)
            });
        }
        match names.iter().find_map(|name| self.objects.loaded(ObjectKind::Auth, name)) {
            Some(auth) => self.present_auth(auth, line),
            None => AuthState::Missing { name: Sourced::new((*first).to_owned(), line.value_place()) },
        }
    }

    fn present_auth(&mut self, auth: Object<'a>, line: Variable<'a>) -> AuthState {
        self.quotes(auth, &["username", "password", "realm"]);
        let password = filled(auth, "password");
        let (secret, source) = match password {
            Some(password) => {
                (self.secrets.insert(format!("{}/{}", self.keys, auth.id()), Secret::new(password.value())), password)
            }
            None => self.digest(auth, line),
        };
        let username = auth.value("username").unwrap_or(line);
        AuthState::Present {
            name: Sourced::new(auth.id().to_owned(), line.value_place()),
            username: sourced(username),
            secret,
            secret_at: source.value_place(),
            secret_cut_at: source.cut_place(),
            realm: filled(auth, "realm").map(|variable| variable.value().to_owned()),
            algorithms: auth
                .names("supported_algorithms_uas")
                .map(str::to_ascii_uppercase)
                .collect::<BTreeSet<String>>()
                .into_iter()
                .collect(),
        }
    }

    /// The digest in place of a password: MD5 before SHA-256 before SHA-512-256.
    fn digest(&mut self, auth: Object<'a>, line: Variable<'a>) -> (SecretRef, Variable<'a>) {
        let key = format!("{}/{}", self.keys, auth.id());
        let order = |algorithm: &str| ["MD5", "SHA-256", "SHA-512-256"].iter().position(|word| *word == algorithm);
        let best = auth
            .section
            .variables()
            .filter(|variable| ["md5_cred", "password_digest"].iter().any(|key| variable.key().eq_ignore_ascii_case(key)))
            .flat_map(|variable| {
                options::digests(variable.value()).map(move |(algorithm, hex)| (algorithm.to_ascii_uppercase(), hex, variable))
            })
            .filter(|(algorithm, _, _)| order(algorithm).is_some())
            .min_by_key(|(algorithm, _, _)| order(algorithm));
        let Some((algorithm, hex, variable)) = best else {
            return (SecretRef { state: SecretState::Unavailable, key: key.into() }, auth.value("auth_type").unwrap_or(line));
        };
        let id = auth.id();
        self.issues.add(&codes::HASH_ONLY, variable.value_place(), id, Effect::Concerned, || {
            let words = Words::new(
                format!("auth `[{id}]` holds an {algorithm} digest instead of a password"),
                format!("auth `[{id}]` enthält eine {algorithm}-Prüfsumme statt eines Kennworts"),
            );
            (
                words,
                Some(Words::new(
                    "set a new password where the client needs one",
                    "ein neues Kennwort setzen, wo der Client eins braucht",
                )),
            )
        });
        let reference = self.secrets.insert(key, Secret::new(format!("{algorithm}:{hex}")));
        (SecretRef { state: SecretState::Hash, ..reference }, variable)
    }

    /// Why an id leads nowhere.
    fn why_not(&self, kind: ObjectKind, name: &'a str) -> Words {
        if self.objects.refused().contains(&kind) {
            return Words::new("is not loaded, because one name is there twice", "wird nicht geladen, weil ein Name doppelt ist");
        }
        if self.objects.find(kind, name).is_some() {
            return Words::new("is dropped by Asterisk", "wird von Asterisk verworfen");
        }
        match self.objects.near(kind, name) {
            Some(near) => Words::new(
                format!("does not exist, only `{near}`: case counts"),
                format!("gibt es nicht, nur `{near}`: Groß- und Kleinschreibung zählt"),
            ),
            None => Words::new("does not exist", "gibt es nicht"),
        }
    }

    fn aor(&mut self, endpoint: Object<'a>, fixed: bool, kind: ExtensionKind) -> AorState {
        let id = endpoint.id();
        let line = endpoint.value("aors");
        let names: Vec<&str> = endpoint.names("aors").collect();
        let (Some(line), Some(first)) = (line, names.first()) else {
            if !fixed {
                self.issues.add(&codes::NO_AOR, endpoint.section.place(), id, Effect::Concerned, || {
                    let words = Words::new(
                        format!("endpoint `[{id}]` has no `aors`: nothing can register for it"),
                        format!("Endpunkt `[{id}]` hat kein `aors`: nichts kann sich für ihn registrieren"),
                    );
                    (
                        words,
                        Some(Words::new(
                            "add `aors=` and an object of `type=aor`",
                            "`aors=` und ein Objekt mit `type=aor` ergänzen",
                        )),
                    )
                });
            }
            return AorState::None;
        };
        for name in &names {
            if self.objects.loaded(ObjectKind::Aor, name).is_some() {
                continue;
            }
            let why = self.why_not(ObjectKind::Aor, name);
            self.issues.add(&codes::AOR_MISSING, line.value_place(), id, Effect::Concerned, || {
                let words = Words::new(
                    format!("AOR `{name}` of endpoint `[{id}]` {}; registrations are answered with 404", why.en),
                    format!("AOR `{name}` des Endpunkts `[{id}]` {}; Registrierungen werden mit 404 beantwortet", why.de),
                );
                (words, Some(Words::new("correct the name, or mend the AOR", "den Namen berichtigen oder den AOR richten")))
            });
        }
        if names.len() > 1 {
            self.issues.add(&codes::SEVERAL_AORS, line.value_place(), id, Effect::Concerned, || {
                let words = Words::new(
                    format!("endpoint `[{id}]` has {} AORs", names.len()),
                    format!("Endpunkt `[{id}]` hat {} AORs", names.len()),
                );
                (words, None)
            });
        }
        let own = names.contains(&id).then(|| self.objects.loaded(ObjectKind::Aor, id)).flatten();
        let found = own.or_else(|| names.iter().find_map(|name| self.objects.loaded(ObjectKind::Aor, name)));
        let Some(aor) = found else {
            return AorState::Missing { name: Sourced::new((*first).to_owned(), line.value_place()) };
        };
        if own.is_none() && !fixed {
            let name = aor.id();
            self.issues.add(&codes::AOR_NAME_DIFFERS, line.value_place(), id, Effect::Concerned, || {
                let words = Words::new(
                    format!("AOR `{name}` is not named like its endpoint `[{id}]`: a telephone sends one user for both"),
                    format!(
                        "AOR `{name}` heißt nicht wie sein Endpunkt `[{id}]`: ein Telefon sendet für beide denselben Benutzer"
                    ),
                );
                (words, None)
            });
        }
        let max_contacts = aor.number("max_contacts").unwrap_or(0);
        let at = aor.value("max_contacts").map(Variable::value_place);
        let people =
            matches!(kind, ExtensionKind::Person | ExtensionKind::Unknown | ExtensionKind::Shared | ExtensionKind::Function);
        if max_contacts == 0 && !fixed {
            let place = at.clone().unwrap_or_else(|| aor.section.place());
            let name = aor.id();
            self.issues.add(&codes::NO_CONTACTS, place, name, Effect::Concerned, || {
                let words = Words::new(
                    format!("AOR `[{name}]` allows no registration: `max_contacts` is 0"),
                    format!("AOR `[{name}]` erlaubt keine Registrierung: `max_contacts` ist 0"),
                );
                (words, Some(Words::new("set `max_contacts=2`", "`max_contacts=2` setzen")))
            });
        } else if max_contacts == 1 && people {
            self.tight.push((aor.id().to_owned(), at.clone().unwrap_or_else(|| aor.section.place())));
        }
        AorState::Present {
            name: Sourced::new(aor.id().to_owned(), line.value_place()),
            max_contacts,
            max_contacts_at: at,
            remove_existing: aor.is_set("remove_existing"),
            support_path: aor.is_set("support_path"),
        }
    }

    fn mailbox(&self, endpoint: Object<'a>) -> Option<Sourced<String>> {
        let from_aor = || endpoint.names("aors").find_map(|name| filled(self.objects.find(ObjectKind::Aor, name)?, "mailboxes"));
        let variable = filled(endpoint, "mailboxes").or_else(from_aor)?;
        let first = variable.value().split(',').map(str::trim).find(|name| !name.is_empty())?;
        let full = if first.contains('@') { first.to_owned() } else { format!("{first}@default") };
        Some(Sourced::new(full, variable.value_place()))
    }

    fn codecs(&mut self, endpoint: Object<'a>) {
        let mut known: BTreeSet<String> = BTreeSet::new();
        for variable in endpoint.section.variables() {
            let allow = variable.key().eq_ignore_ascii_case("allow");
            if !allow && !variable.key().eq_ignore_ascii_case("disallow") {
                continue;
            }
            for (away, name) in options::codecs(variable.value()).filter(|(_, name)| !name.is_empty()) {
                let name = name.to_ascii_lowercase();
                match (allow != away, name.as_str()) {
                    (true, _) => {
                        known.insert(name);
                    }
                    (false, "all") => known.clear(),
                    (false, name) => {
                        known.remove(name);
                    }
                }
            }
        }
        let id = endpoint.id();
        if known.is_empty() && self.objects.loads(endpoint) {
            self.issues.add(&codes::NO_CODEC, endpoint.section.place(), id, Effect::Concerned, || {
                let words = Words::new(
                    format!("endpoint `[{id}]` has no codec: every call fails"),
                    format!("Endpunkt `[{id}]` hat keinen Codec: jedes Gespräch scheitert"),
                );
                (words, Some(Words::new("add `allow=!all,g722,alaw`", "`allow=!all,g722,alaw` ergänzen")))
            });
        }
    }

    fn transport(&mut self, endpoint: Object<'a>) {
        let Some(variable) = filled(endpoint, "transport") else { return };
        let name = variable.value();
        if self.objects.find(ObjectKind::Transport, name).is_some() {
            return;
        }
        self.issues.add(&codes::TRANSPORT_MISSING, variable.value_place(), endpoint.id(), Effect::Concerned, || {
            let words = Words::new(format!("transport `{name}` does not exist"), format!("Transport `{name}` gibt es nicht"));
            (
                words,
                Some(Words::new("correct the name, or leave the option out", "den Namen berichtigen oder die Option weglassen")),
            )
        });
    }

    fn quotes(&mut self, object: Object<'a>, keys: &[&'a str]) {
        for key in keys {
            let Some(variable) = object.value(key) else { continue };
            let value = variable.value();
            if value.len() >= 2 && value.starts_with('"') && value.ends_with('"') {
                self.issues.add(&codes::QUOTES_KEPT, variable.value_place(), object.id(), Effect::Concerned, || {
                    let words = Words::new(
                        format!("the quotes belong to the value of `{key}`"),
                        format!("die Anführungszeichen gehören zum Wert von `{key}`"),
                    );
                    (words, Some(Words::new("remove them unless they are meant", "entfernen, wenn sie nicht gemeint sind")))
                });
            }
        }
    }

    fn transports(&self) -> Vec<PbxTransport> {
        let mut all: Vec<PbxTransport> = self
            .objects
            .of(ObjectKind::Transport)
            .filter(|object| self.objects.loads(*object))
            .map(|object| PbxTransport {
                name: object.id().to_owned(),
                protocol: object
                    .value("protocol")
                    .map_or_else(|| "udp".to_owned(), |variable| variable.value().to_ascii_lowercase()),
                bind: object.value("bind").map_or_else(String::new, |variable| variable.value().to_owned()),
                at: object.section.place(),
            })
            .collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }
}

fn one_contact(tight: &[(String, Place)]) -> Option<Finding> {
    let (name, place) = tight.first()?;
    let (en, de) = match tight.len() {
        1 => (format!("AOR `[{name}]` has room for one telephone only"), format!("AOR `[{name}]` hat Platz für nur ein Telefon")),
        n => (
            format!("{n} AORs have room for one telephone only, first `[{name}]`"),
            format!("{n} AORs haben Platz für nur ein Telefon, zuerst `[{name}]`"),
        ),
    };
    let all = Listed::of(tight.iter().map(|(name, _)| format!("`[{name}]`")), 1);
    let finding = codes::ONE_CONTACT.finding(Some(place.clone()), Words::new(en, de)).listing(all);
    Some(finding.todo(Words::new(
        "let `deskshift convert` write a fragment with room for two",
        "`deskshift convert` ein Fragment mit Platz für zwei schreiben lassen",
    )))
}
