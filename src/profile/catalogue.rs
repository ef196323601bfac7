//! All profiles of a run, compiled once; renders lines.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use minijinja::Environment;

use super::accounts::{Accounts, FURTHER, VACANT};
use super::definition::{CaForm, Output, Profile};
use super::encoding::Encoding;
use super::field::{Field, Ha1, Values};
use super::read_back::{self, Mismatch};
use super::render::{self, Around, Artefact, Given, INNER, RenderError};
use super::repeats::Item;
use super::syntax::{Read, Reason};
use super::trouble::{Fault, Trouble, unrepresentable};
use super::{codes, lint, sources, trial};
use crate::diag::{CodePage, Finding, Place, Words};
use crate::domain::{ClientId, Extension, LineId, SecretState, Secrets, Transport};
use crate::plan::Clients;
use crate::plan::model::Line;
use crate::policy::overrides::Variable;
use crate::policy::site::Pbx;

/// Longest value of a text field: passwords beyond some 500 bytes are lost by baresip, and no PBX gives out longer ones.
const MAX_VALUE: usize = 255;

/// Keys of the files of one client.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    pub all: BTreeSet<String>,
    /// Marked so in `sources`, or without a source.
    pub unconfirmed: BTreeSet<String>,
}

/// The profiles by client.
#[derive(Debug)]
pub struct Catalogue {
    profiles: BTreeMap<ClientId, Profile>,
    env: Environment<'static>,
    ca_pem: String,
    /// Realm and algorithm that the registrar asked each line for, as a probe saw it: a digest is of use only there.
    asked: BTreeMap<Extension, (String, String)>,
}

impl Catalogue {
    /// Compiles the templates and tries those of the site on harmless lines. Findings name the profiles left out.
    #[must_use]
    pub fn new(profiles: Vec<Profile>) -> (Self, Vec<Finding>) {
        let mut catalogue =
            Self { profiles: BTreeMap::new(), env: render::environment(), ca_pem: String::new(), asked: BTreeMap::new() };
        let mut findings = Vec::new();
        for profile in profiles {
            let client = profile.facts.id.clone();
            match catalogue.add(profile) {
                Ok(()) => {}
                Err((code, what)) => {
                    let place = Place::file(format!("profiles/{client}"));
                    findings.push(code.finding(Some(place), what).about(client.to_string()));
                    catalogue.profiles.remove(&client);
                }
            }
        }
        (catalogue, findings)
    }

    fn add(&mut self, profile: Profile) -> Result<(), (&'static CodePage, Words)> {
        let client = profile.facts.id.clone();
        for (index, output) in profile.outputs.iter().enumerate() {
            let inner = output.embeds.as_ref().map(|inner| (inner.syntax, &inner.template, INNER));
            let repeats = output.repeats.iter().map(|(repeat, text)| (output.repeat_syntax(), text, repeat.as_str()));
            let accounts = output.accounts.iter().flat_map(|accounts| {
                let vacant = accounts.vacant.iter().map(|text| (output.repeat_syntax(), text, VACANT));
                std::iter::once((output.repeat_syntax(), &accounts.template, FURTHER)).chain(vacant)
            });
            let parts = [(output.syntax, &output.template, "")].into_iter().chain(inner).chain(repeats).chain(accounts);
            for (syntax, template, part) in parts {
                let name = render::template_name(&client, index, syntax, part);
                self.env.add_template_owned(name, template.clone()).map_err(|error| {
                    let line = error.line().unwrap_or(0);
                    let what = Words::new(
                        format!("template {} does not compile, line {line}", output.path),
                        format!("die Vorlage für {} lässt sich nicht übersetzen, Zeile {line}", output.path),
                    );
                    (&codes::BAD_TEMPLATE, what)
                })?;
            }
        }
        let built_in = profile.built_in;
        self.profiles.insert(client.clone(), profile);
        // Those that come with the program are tried by its tests; every command loads them.
        if built_in { Ok(()) } else { self.trial(&client) }
    }

    /// Renders and reads back a profile for each transport and encryption it claims.
    pub fn trial(&self, client: &ClientId) -> Result<(), (&'static CodePage, Words)> {
        let Some(profile) = self.get(client) else { return Ok(()) };
        for (line, pbx) in trial::lines(profile) {
            self.files(&line, profile, &trial::values(profile, &line, &pbx))
                .map_err(|trouble| (trouble.code(), trouble.words()))?;
        }
        Ok(())
    }

    /// Everything that should not be in the files of a profile, each once.
    #[must_use]
    pub fn lint(&self, client: &ClientId) -> Vec<Finding> {
        let Some(profile) = self.get(client) else { return Vec::new() };
        let mut findings: Vec<Finding> = Vec::new();
        for (line, pbx) in trial::lines(profile) {
            let Some(reads) = self.reads(&line, profile, &trial::values(profile, &line, &pbx)) else { continue };
            let files = profile.outputs.iter().zip(&reads);
            let broken = files.flat_map(|(output, read)| lint::file(&lint::Seen { profile, output, line: &line, read }));
            for finding in broken.chain(lint::whole(profile, &reads)) {
                if !findings.contains(&finding) {
                    findings.push(finding);
                }
            }
        }
        findings
    }

    /// Every key of the files a client may get, and those whose source is not confirmed.
    #[must_use]
    pub fn keys(&self, client: &ClientId) -> Keys {
        let mut keys = Keys::default();
        let Some(profile) = self.get(client) else { return keys };
        for (line, pbx) in trial::lines(profile) {
            let reads = self.reads(&line, profile, &trial::values(profile, &line, &pbx)).unwrap_or_default();
            keys.all.extend(reads.iter().flat_map(|read| read.keys()).map(|key| sources::without_repeats(key)));
        }
        let doubted = |key: &&String| profile.source_of(key).is_none_or(|note| !note.confirmed);
        keys.unconfirmed = keys.all.iter().filter(doubted).cloned().collect();
        keys
    }

    /// What the client reads in each file of a line.
    pub(super) fn reads(&self, line: &Line, profile: &Profile, values: &Values) -> Option<Vec<Read>> {
        let mut files = self.files(line, profile, values).ok()?.into_iter();
        let read = |output: &Output| {
            if !output.is_for(values) {
                return Some(Read::new());
            }
            read_back::read(output, &output.encoding.decode(&files.next()?.bytes)?).ok()
        };
        profile.outputs.iter().map(read).collect()
    }

    pub(super) fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// The certificates that clients should trust, for those that take them and not a path.
    #[must_use]
    pub fn with_ca(mut self, pem: &str) -> Self {
        pem.clone_into(&mut self.ca_pem);
        self
    }

    /// What the registrar asks for, by extension: realm and algorithm.
    #[must_use]
    pub fn with_asked(mut self, asked: BTreeMap<Extension, (String, String)>) -> Self {
        self.asked = asked;
        self
    }

    /// The digest of a line in place of its password; or why it is of no use.
    fn ha1(&self, line: &Line, profile: &Profile, secrets: &Secrets) -> Result<Ha1, Box<(Words, Words)>> {
        let title = &profile.facts.title;
        let no = |en: String, de: String, todo: Words| Err(Box::new((Words::new(en, de), todo)));
        let Some(known) = secrets.get(&line.secret) else {
            let (en, de) = ("no digest of the password is known", "kein Digest des Kennworts ist bekannt");
            return no(en.to_owned(), de.to_owned(), set_a_password());
        };
        if !profile.facts.ha1 {
            return no(
                format!("only a digest of the password is known, and {title} takes the password only"),
                format!("vom Kennwort ist nur ein Digest bekannt, und {title} nimmt nur das Kennwort selbst"),
                set_a_password(),
            );
        }
        let Some((realm, asked)) = self.asked.get(&line.extension) else {
            return no(
                "only a digest of the password is known, and no probe has seen for which realm the registrar asks".to_owned(),
                "vom Kennwort ist nur ein Digest bekannt, und keine Probe hat gesehen, für welchen Realm der Registrar fragt"
                    .to_owned(),
                Words::new(
                    "run `deskshift validate`, which asks harmlessly, then convert again",
                    "`deskshift validate` ausführen, das harmlos fragt, dann noch einmal konvertieren",
                ),
            );
        };
        // What is made for review holds a marker in place of the digest.
        let hex = match known.expose().split_once(':') {
            Some((algorithm, hex)) if algorithm == asked => hex.to_ascii_lowercase(),
            Some((algorithm, _)) if !known.is_marker() => {
                return no(
                    format!("the known digest is of {algorithm}, and the registrar asks for {asked}"),
                    format!("der bekannte Digest ist von {algorithm}, und der Registrar fragt nach {asked}"),
                    set_a_password(),
                );
            }
            _ => known.expose().to_owned(),
        };
        Ok(Ha1 { hex: zeroize::Zeroizing::new(hex), realm: realm.clone(), algorithm: asked.clone() })
    }

    /// Whether a client takes the certificates themselves.
    #[must_use]
    pub fn wants_ca(&self, client: &ClientId) -> bool {
        self.get(client).is_some_and(|profile| profile.ca == CaForm::Text)
    }

    /// What each client can do, for the plan.
    #[must_use]
    pub fn clients(&self) -> Clients {
        self.profiles.iter().map(|(id, profile)| (id.clone(), profile.facts.clone())).collect()
    }

    /// The same with what `overrides` can change in the files of each, found by trying. It takes a moment.
    #[must_use]
    pub fn clients_with_holds(&self) -> Clients {
        let mut clients = self.clients();
        for (id, facts) in &mut clients {
            facts.holds = self.get(id).map(|profile| self.holds(profile));
        }
        clients
    }

    fn holds(&self, profile: &Profile) -> BTreeMap<Variable, Vec<Transport>> {
        let mut holds: BTreeMap<Variable, Vec<Transport>> = BTreeMap::new();
        for transport in &profile.facts.transports {
            for variable in Variable::ALL {
                let Some([one, other]) = trial::with_two_values(profile, *transport, variable) else { continue };
                let bytes = |(line, pbx): &(Line, Pbx)| {
                    let files = self.files(line, profile, &trial::values(profile, line, pbx)).ok()?;
                    Some(files.into_iter().map(|file| file.bytes).collect::<Vec<_>>())
                };
                if bytes(&one).zip(bytes(&other)).is_some_and(|(one, other)| one != other) {
                    holds.entry(variable).or_default().push(*transport);
                }
            }
        }
        holds
    }

    #[must_use]
    pub fn get(&self, client: &ClientId) -> Option<&Profile> {
        self.profiles.get(client)
    }

    /// The files of one line, each read back and found right; or everything that stands against it. Those of a line that stands within
    /// another one's are none.
    pub fn render(&self, line: &Line, secrets: &Secrets, pbx: &Pbx) -> Result<Vec<Artefact>, Vec<Finding>> {
        if line.within.is_some() {
            return Ok(Vec::new());
        }
        let finding = |code: &'static crate::diag::CodePage, what: Words, todo: Words| {
            code.finding(Some(line.at.clone()), what).about(line.extension.as_str()).todo(todo)
        };
        let Some(profile) = self.profiles.get(&line.client) else {
            let known: Vec<&str> = self.profiles.keys().map(|id| id.0.as_str()).collect();
            let known = known.join(", ");
            let what =
                Words::new(format!("there is no profile `{}`", line.client), format!("es gibt kein Profil `{}`", line.client));
            return Err(vec![finding(
                &codes::NO_PROFILE,
                what,
                Words::new(format!("choose one of {known}"), format!("eines von {known} wählen")),
            )]);
        };
        let facts = &profile.facts;
        // Each on its own first, so that what a file cannot hold is told of the line whose account it is.
        let others = line.further.iter().filter_map(|own| self.render(own, secrets, pbx).err());
        let mut findings: Vec<Finding> = others.flatten().collect();
        let others_fit = findings.is_empty();
        let lacks = facts.lacks(line);
        let lacking = !lacks.is_empty();
        findings.extend(lacks.into_iter().map(|lack| finding(lack.code, lack.what, lack.todo)));
        let mut values = match self.values(line, profile, secrets, pbx) {
            Ok(values) => values,
            Err(why) => {
                findings.push(finding(&codes::NO_PASSWORD, why.0, why.1));
                return Err(findings);
            }
        };
        let hashed = values.ha1.is_some();
        let further = line.further.iter().filter(|_| others_fit);
        let further = further.filter_map(|own| self.values(own, profile, secrets, pbx).ok()).collect();
        values.further = further;
        let mut refused = Vec::new();
        for field in Field::ALL {
            let same = field != Field::Domain || !profile.not_held.contains(&field) || line.domain == line.registrar.host;
            let reason = if hashed && field == Field::Password {
                None
            } else if same {
                general(profile, field, values.get(field)).err()
            } else {
                Some(Reason::NotTheHost)
            };
            if let Some(reason) = reason {
                refused.push(field);
                findings.push(finding(&codes::UNREPRESENTABLE, unrepresentable(facts, field, reason), field.remedy()));
            }
        }
        let trouble = if refused.is_empty() {
            match self.files(line, profile, &values) {
                Ok(files) if findings.is_empty() => return Ok(files),
                Ok(_) => None,
                Err(trouble) => Some(trouble),
            }
        } else {
            None
        };
        // Which field is it? Each alone among harmless ones tells, and all of them are named in one run.
        let mut named = !refused.is_empty();
        if named || trouble.as_ref().is_some_and(|t| matches!(t.fault, Fault::Render(RenderError::Value(_)))) {
            let fields = [Field::DisplayName, Field::AuthUser, Field::Password, Field::Expiry];
            // What no field of an account is the cause of: a label, a contact, a key.
            let other = self.refuses(line, profile, &values.alone(Field::Transport)).is_some();
            for field in fields.into_iter().filter(|field| !other && !refused.contains(field)) {
                if let Some(reason) = self.refuses(line, profile, &values.alone(field)) {
                    findings.push(finding(&codes::UNREPRESENTABLE, unrepresentable(facts, field, reason), field.remedy()));
                    named = true;
                }
            }
        }
        let known =
            |trouble: &Trouble| matches!(&trouble.fault, Fault::ReadBack(Mismatch::Differs(Field::Srtp | Field::Transport)));
        if let Some(trouble) = trouble.filter(|trouble| !(named || lacking && known(trouble))) {
            let code = match trouble.fault {
                // The CA's path, for instance.
                Fault::Render(RenderError::Value(_)) => &codes::UNREPRESENTABLE,
                Fault::Render(_) => &codes::BAD_TEMPLATE,
                Fault::ReadBack(_) => &codes::READ_BACK,
            };
            let todo = Words::new(
                "correct `deskshift.yaml` or the profile, or choose another client by a rule",
                "`deskshift.yaml` oder das Profil berichtigen oder per Regel ein anderes Programm wählen",
            );
            findings.push(finding(code, trouble.words(), todo));
        }
        Err(findings)
    }

    /// The values of one account; or why there is no password to write.
    fn values(&self, line: &Line, profile: &Profile, secrets: &Secrets, pbx: &Pbx) -> Result<Values, Box<(Words, Words)>> {
        let hashed = line.secret.state == SecretState::Hash;
        let ha1 = hashed.then(|| self.ha1(line, profile, secrets)).transpose()?;
        let known = hashed || line.secret.state == SecretState::Present;
        let Some(secret) = Some(&line.secret).filter(|_| known).and_then(|secret| secrets.get(secret)) else {
            let title = &profile.facts.title;
            let what = Words::new(
                format!("no clear-text password is known, so {title} cannot be set up"),
                format!("kein Kennwort im Klartext ist bekannt, {title} lässt sich nicht einrichten"),
            );
            return Err(Box::new((what, set_a_password())));
        };
        let values = Values::of(line, secret, pbx, profile, &self.ca_pem);
        Ok(match ha1 {
            Some(ha1) => values.with_ha1(ha1),
            None => values,
        })
    }

    /// As [`Self::render`], without the search for what stands against it.
    #[cfg(test)]
    pub(super) fn accepted(&self, line: &Line, secrets: &Secrets, pbx: &Pbx) -> Option<Vec<Artefact>> {
        let profile = self.get(&line.client).filter(|profile| profile.facts.lacks(line).is_empty())?;
        let values = Values::of(line, secrets.get(&line.secret)?, pbx, profile, &self.ca_pem);
        let mut held = Field::ALL.into_iter().map(|field| general(profile, field, values.get(field)));
        if held.all(|field| field.is_ok()) { self.files(line, profile, &values).ok() } else { None }
    }

    fn files(&self, line: &Line, profile: &Profile, values: &Values) -> Result<Vec<Artefact>, Trouble> {
        let client = &profile.facts.id;
        let folder = folder_name(&line.id);
        let given = Given::of(values);
        profile
            .outputs
            .iter()
            .enumerate()
            .filter(|(_, output)| output.is_for(values))
            .map(|(index, output)| {
                let bytes = match output.place() {
                    0 => self.bytes(client, index, output, (values, &given))?,
                    _ => self.bytes(client, index, output, (output.values_of(values), &Given::of(output.values_of(values))))?,
                };
                Ok(Artefact {
                    path: format!("lines/{folder}/{client}/{}", output.path),
                    bytes,
                    secret: output.secret,
                    client: client.clone(),
                    line: line.id.clone(),
                })
            })
            .collect()
    }

    fn bytes(
        &self,
        client: &ClientId,
        index: usize,
        output: &Output,
        (values, given): (&Values, &Given),
    ) -> Result<Vec<u8>, Trouble> {
        let trouble = |fault| Trouble { file: output.path.clone(), fault };
        let render = |syntax, part: &str, around: &Around| {
            let name = render::template_name(client, index, syntax, part);
            render::render(&self.env, &name, given, around).map_err(|error| trouble(Fault::Render(error)))
        };
        let mut around = Around { accounts: self.accounts(client, index, output, (values, given))?, ..Around::default() };
        for repeat in output.repeats.keys() {
            let mut all = String::new();
            for item in values.media.items().get(repeat).into_iter().flatten().enumerate() {
                let around = Around { item: Some(item), further: values.further.len(), ..Around::default() };
                all.push_str(&render(output.repeat_syntax(), repeat.as_str(), &around)?);
            }
            around.repeated.insert(*repeat, all);
        }
        let embedded: String = match &output.embeds {
            // White space between its elements means nothing; values never hold a line break.
            Some(inner) => render(inner.syntax, INNER, &around)?.lines().map(str::trim).collect(),
            None => String::new(),
        };
        let around = Around { embedded: &embedded, ..around };
        let mut text = render(output.syntax, "", &around)?;
        if output.crlf {
            text = text.replace('\n', "\r\n");
        }
        if output.encoding == Encoding::Utf8 {
            read_back::compare(output, &text, values).map_err(|mismatch| trouble(Fault::ReadBack(mismatch)))?;
            return Ok(text.into_bytes());
        }
        let bytes = output.encoding.encode(text).map_err(|reason| trouble(Fault::Render(RenderError::Value(reason))))?;
        let undecodable = || trouble(Fault::ReadBack(Mismatch::Undecodable));
        let seen = output.encoding.decode(&bytes).ok_or_else(undecodable)?;
        read_back::compare(output, &seen, values).map_err(|mismatch| trouble(Fault::ReadBack(mismatch)))?;
        Ok(bytes)
    }

    /// The further accounts of a file, and what stands in the places that none of them takes.
    fn accounts(
        &self,
        client: &ClientId,
        index: usize,
        output: &Output,
        (values, given): (&Values, &Given),
    ) -> Result<String, Trouble> {
        let Some(accounts @ Accounts { vacant, most, .. }) = &output.accounts else { return Ok(String::new()) };
        let render = |part: &str, given: &Given, place: usize| {
            let name = render::template_name(client, index, output.repeat_syntax(), part);
            let item = Item::of_series(accounts.series_of(place));
            let around = Around { item: Some((place - 1, &item)), ..Around::default() };
            render::render(&self.env, &name, given, &around)
                .map_err(|error| Trouble { file: output.path.clone(), fault: Fault::Render(error) })
        };
        let mut all = String::new();
        for (place, further) in output.further(values) {
            all.push_str(&render(FURTHER, &Given::of(further), place)?);
        }
        if vacant.is_some() {
            for place in values.further.len() + 1..*most {
                all.push_str(&render(VACANT, given, place)?);
            }
        }
        Ok(all)
    }

    fn refuses(&self, line: &Line, profile: &Profile, values: &Values) -> Option<Reason> {
        match self.files(line, profile, values) {
            Err(Trouble { fault: Fault::Render(RenderError::Value(reason)), .. }) => Some(reason),
            _ => None,
        }
    }
}

fn set_a_password() -> Words {
    Words::new(
        "put it into the list of accounts, or set one on the PBX",
        "es in die Kontenliste eintragen oder auf der Anlage eines setzen",
    )
}

/// Rules that hold for every client, then the client's own.
fn general(profile: &Profile, field: Field, value: &str) -> Result<(), Reason> {
    if value.chars().any(char::is_control) {
        return Err(Reason::Control);
    }
    match field {
        Field::User | Field::Domain | Field::RegistrarHost => {
            if value.is_empty() {
                return Err(Reason::Empty);
            }
            let ok = |c: char| {
                c.is_ascii_alphanumeric()
                    || matches!(c, '.' | '-' | '_')
                    || (field == Field::User && matches!(c, '+' | '~'))
                    || (field != Field::User && c == ':')
            };
            if !value.chars().all(ok) {
                return Err(Reason::NotAName);
            }
        }
        Field::AuthUser | Field::Password => {
            if value.is_empty() {
                return Err(Reason::Empty);
            }
            // Linphone and Twinkle put the login name between quotes without escaping it (measured on the wire).
            if field == Field::AuthUser && value.contains('"') {
                return Err(Reason::Quote);
            }
            if field == Field::AuthUser && value.contains('\\') {
                return Err(Reason::Backslash);
            }
        }
        _ => {}
    }
    let constraint = profile.constraints.get(&field);
    let most = constraint.and_then(|c| c.max_bytes).unwrap_or(MAX_VALUE);
    if value.len() > most {
        return Err(Reason::TooLong(most));
    }
    match constraint.and_then(|c| c.forbid.iter().find(|c| value.contains(**c))) {
        Some('"') => Err(Reason::Quote),
        Some('\\') => Err(Reason::Backslash),
        Some(_) => Err(Reason::NotAName),
        None => Ok(()),
    }
}

/// A folder name of a-z, 0-9, `.`, `-`; other bytes as `_hh`, so that no two lines share one, also where case does not count.
#[must_use]
pub fn folder_name(id: &LineId) -> String {
    let mut name = String::new();
    for (at, byte) in id.as_str().bytes().enumerate() {
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() || (at > 0 && matches!(byte, b'.' | b'-')) {
            name.push(char::from(byte));
        } else {
            let _ = write!(name, "_{byte:02x}");
        }
    }
    name
}
