//! All profiles of a run, compiled once; renders lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use minijinja::Environment;

use super::codes;
use super::definition::{Output, Profile};
use super::field::{Field, Values};
use super::read_back::{self, Mismatch};
use super::render::{self, Artefact, RenderError};
use super::syntax::Reason;
use crate::diag::{Finding, Place, Words};
use crate::domain::{ClientId, LineId, Secret, SecretState, Secrets};
use crate::plan::model::Line;
use crate::plan::{ClientFacts, Clients};
use crate::policy::site::{Pbx, Srtp};

/// Longest value of a text field: passwords beyond some 500 bytes are lost by baresip, and no PBX gives out longer ones.
const MAX_VALUE: usize = 255;

/// The profiles by client.
#[derive(Debug)]
pub struct Catalogue {
    profiles: BTreeMap<ClientId, Profile>,
    env: Environment<'static>,
}

impl Catalogue {
    /// Compiles the templates and tries each on a harmless line. Findings name the profiles left out.
    #[must_use]
    pub fn new(profiles: Vec<Profile>) -> (Self, Vec<Finding>) {
        let mut catalogue = Self { profiles: BTreeMap::new(), env: render::environment() };
        let mut findings = Vec::new();
        for profile in profiles {
            let client = profile.facts.id.clone();
            match catalogue.add(profile) {
                Ok(()) => {}
                Err(what) => {
                    let place = Place::file(format!("profiles/{client}"));
                    findings.push(codes::BAD_TEMPLATE.finding(Some(place), what).about(client.to_string()));
                    catalogue.profiles.remove(&client);
                }
            }
        }
        (catalogue, findings)
    }

    fn add(&mut self, profile: Profile) -> Result<(), Words> {
        let client = profile.facts.id.clone();
        for (index, output) in profile.outputs.iter().enumerate() {
            let name = render::template_name(&client, index, output.syntax);
            self.env.add_template_owned(name, output.template.clone()).map_err(|error| {
                let line = error.line().unwrap_or(0);
                Words::new(
                    format!("template {} does not compile, line {line}", output.path),
                    format!("die Vorlage für {} lässt sich nicht übersetzen, Zeile {line}", output.path),
                )
            })?;
        }
        self.profiles.insert(client.clone(), profile);
        let profile = &self.profiles[&client];
        for transport in &profile.facts.transports {
            for srtp in &profile.facts.srtp {
                for ca in [None, Some("/etc/ssl/ca.pem")] {
                    let (line, pbx) = harmless(&client, *transport, *srtp, ca);
                    let values = Values::of(&line, &Secret::new("Trial2Password"), &pbx);
                    self.files(&line, profile, &values).map_err(|trouble| trouble.words())?;
                }
            }
        }
        Ok(())
    }

    /// What each client can do, for the plan.
    #[must_use]
    pub fn clients(&self) -> Clients {
        self.profiles.iter().map(|(id, profile)| (id.clone(), profile.facts.clone())).collect()
    }

    #[must_use]
    pub fn get(&self, client: &ClientId) -> Option<&Profile> {
        self.profiles.get(client)
    }

    /// The files of one line, each read back and found right; or everything that stands against it.
    pub fn render(&self, line: &Line, secrets: &Secrets, pbx: &Pbx) -> Result<Vec<Artefact>, Vec<Finding>> {
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
        let lacks = facts.lacks(line);
        let mut findings: Vec<Finding> = lacks.into_iter().map(|lack| finding(lack.code, lack.what, lack.todo)).collect();
        let secret = Some(&line.secret).filter(|s| s.state == SecretState::Present).and_then(|s| secrets.get(s));
        let Some(secret) = secret else {
            let what = Words::new(
                format!("no clear-text password is known, so {} cannot be set up", facts.title),
                format!("kein Kennwort im Klartext ist bekannt, {} lässt sich nicht einrichten", facts.title),
            );
            let todo = Words::new(
                "put it into the list of accounts, or set one on the PBX",
                "es in die Kontenliste eintragen oder auf der Anlage eines setzen",
            );
            findings.push(finding(&codes::NO_PASSWORD, what, todo));
            return Err(findings);
        };
        let values = Values::of(line, secret, pbx);
        let mut refused = Vec::new();
        for field in Field::ALL {
            if let Err(reason) = general(profile, field, values.get(field)) {
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
            for field in
                [Field::DisplayName, Field::AuthUser, Field::Password].into_iter().filter(|field| !refused.contains(field))
            {
                if let Some(reason) = self.refuses(line, profile, &values.alone(field)) {
                    findings.push(finding(&codes::UNREPRESENTABLE, unrepresentable(facts, field, reason), field.remedy()));
                    named = true;
                }
            }
        }
        if let Some(trouble) = trouble.filter(|_| !named) {
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

    fn files(&self, line: &Line, profile: &Profile, values: &Values) -> Result<Vec<Artefact>, Trouble> {
        let client = &profile.facts.id;
        let folder = folder_name(&line.id);
        profile
            .outputs
            .iter()
            .enumerate()
            .map(|(index, output)| {
                let text = self.text(client, index, output, values)?;
                Ok(Artefact {
                    path: format!("lines/{folder}/{client}/{}", output.path),
                    bytes: if output.crlf { text.replace('\n', "\r\n").into_bytes() } else { text.into_bytes() },
                    secret: output.secret,
                    client: client.clone(),
                    line: line.id.clone(),
                })
            })
            .collect()
    }

    fn text(&self, client: &ClientId, index: usize, output: &Output, values: &Values) -> Result<String, Trouble> {
        let trouble = |fault| Trouble { file: output.path.clone(), fault };
        let name = render::template_name(client, index, output.syntax);
        let text = render::render(&self.env, &name, values).map_err(|error| trouble(Fault::Render(error)))?;
        read_back::compare(output, &text, values).map_err(|mismatch| trouble(Fault::ReadBack(mismatch)))?;
        Ok(text)
    }

    fn refuses(&self, line: &Line, profile: &Profile, values: &Values) -> Option<Reason> {
        match self.files(line, profile, values) {
            Err(Trouble { fault: Fault::Render(RenderError::Value(reason)), .. }) => Some(reason),
            _ => None,
        }
    }
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

#[derive(Debug)]
struct Trouble {
    file: String,
    fault: Fault,
}

#[derive(Debug)]
enum Fault {
    Render(RenderError),
    ReadBack(Mismatch),
}

impl Trouble {
    fn words(&self) -> Words {
        let file = &self.file;
        match &self.fault {
            Fault::Render(RenderError::TooLarge) => {
                Words::new(format!("`{file}` grows beyond 1 MB"), format!("`{file}` wächst über 1 MB"))
            }
            Fault::Render(RenderError::Template) => {
                Words::new(format!("the template of `{file}` fails"), format!("die Vorlage von `{file}` versagt"))
            }
            Fault::Render(RenderError::Value(reason)) => {
                let words = reason.words();
                Words::new(
                    format!("`{file}` cannot hold a value: {}", words.en),
                    format!("`{file}` kann einen Wert nicht aufnehmen: {}", words.de),
                )
            }
            Fault::ReadBack(Mismatch::Unreadable(error)) => Words::new(
                format!("the client would not understand `{file}`: {} (line {})", error.what, error.line),
                format!("das Programm würde `{file}` nicht verstehen: {} (Zeile {})", error.what, error.line),
            ),
            Fault::ReadBack(Mismatch::Differs(field)) => {
                let words = field.words();
                Words::new(
                    format!("read back from `{file}`, the {} is not what was written", words.en),
                    format!("aus `{file}` zurückgelesen ist der {} nicht der geschriebene", words.de),
                )
            }
        }
    }
}

fn unrepresentable(facts: &ClientFacts, field: Field, reason: Reason) -> Words {
    let (field, reason) = (field.words(), reason.words());
    Words::new(
        format!("{} cannot hold the {}: {}", facts.title, field.en, reason.en),
        format!("{} kann den {} nicht aufnehmen: {}", facts.title, field.de, reason.de),
    )
}

/// A folder name of a-z, 0-9, `.`, `-`; other bytes as `_hh`, so that no two lines share one, also where case does not count.
fn folder_name(id: &LineId) -> String {
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

/// A line and a PBX nothing can be wrong with.
fn harmless(client: &ClientId, transport: crate::domain::Transport, srtp: Srtp, ca: Option<&str>) -> (Line, Pbx) {
    use crate::domain::{Extension, HostPort, SecretRef};
    let number = || "2001".to_owned();
    let extension: Extension = number().parse().expect("four digits are an extension");
    let id: LineId = number().parse().expect("four digits are a line id");
    let registrar = HostPort { host: "pbx.example".into(), port: 5061 };
    let line = Line {
        id,
        extension,
        person: None,
        display_name: "Trial Person".into(),
        department: None,
        client: client.clone(),
        aor_user: number(),
        domain: "sip.example".into(),
        auth_user: "trial".into(),
        secret: SecretRef { state: SecretState::Present, key: String::new() },
        login_now: None,
        registrar: registrar.clone(),
        transport,
        srtp,
        expiry_s: 600,
        mailbox: None,
        facts: crate::plan::model::PbxFacts::default(),
        at: Place::default(),
    };
    let pbx = Pbx {
        kind: crate::policy::site::PbxKind::Asterisk,
        domain: "sip.example".into(),
        registrars: BTreeMap::new(),
        ws_path: "/ws".into(),
        ca: None,
        ca_on_clients: ca.map(str::to_owned),
        tls_name: None,
        contacts_per_line: 2,
        keep_contact_limit: Vec::new(),
        webrtc_twins: false,
    };
    (line, pbx)
}
