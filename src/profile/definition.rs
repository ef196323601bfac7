//! `profile.yaml`: what a client can do, which files it gets, and where each field stands in them.

use std::collections::{BTreeMap, BTreeSet};

use super::accounts::{Accounts, OwnFile};
use super::codes;
use super::emergency::Emergency;
use super::encoding::Encoding;
use super::field::{Field, Values};
use super::hands::{Device, Kind as ClientKind, LinkUse};
use super::media::MediaNames;
use super::repeats::Repeat;
use super::sources::{Note, Sources};
use super::syntax::Syntax;
use crate::diag::{Finding, Place, Words};
use crate::plan::ClientFacts;
use crate::policy::raw::{Kind, Node};

/// The files of one profile folder, as text.
#[derive(Debug, Clone)]
pub struct Source {
    /// Name of the folder.
    pub id: String,
    /// Shown in findings: `profiles/twinkle`.
    pub folder: String,
    /// It came with the program, whose tests have tried it.
    pub built_in: bool,
    /// File name to text; `profile.yaml` is read by the caller.
    pub templates: BTreeMap<String, String>,
}

/// A checked profile.
#[derive(Debug, Clone)]
pub struct Profile {
    pub facts: ClientFacts,
    /// How to put the files on the user's machine: for the admin, in the README beside the files.
    pub hint: Words,
    /// What it is in the hands of a person.
    pub kind: ClientKind,
    /// Where it runs.
    pub device: Device,
    /// Who fetches its files by a link.
    pub link: LinkUse,
    /// Which way emergency calls go; none where the profile does not say.
    pub emergency: Option<Emergency>,
    pub(super) constraints: BTreeMap<Field, Constraint>,
    pub(super) outputs: Vec<Output>,
    /// Fields the client has no setting for.
    pub(super) not_held: Vec<Field>,
    pub(super) ca: CaForm,
    /// Its files have a place for an outbound proxy beside the registrar's.
    pub(super) names_proxy: bool,
    /// Its files can leave the port to DNS.
    pub(super) names_dns_srv: bool,
    /// What the client calls codecs and ways to send keys.
    pub(super) media: MediaNames,
    pub(super) built_in: bool,
    /// The client has G.722 or Opus.
    pub(super) wideband: bool,
    /// What the client lacks, each with why it is let pass.
    pub exceptions: BTreeMap<Lack, Words>,
    pub(super) sources: Sources,
    /// Where the definition stands, for findings.
    pub(super) file: String,
}

impl Profile {
    /// How to set the client up, and what its user must know about emergency calls.
    #[must_use]
    pub fn notes(&self) -> Words {
        let Some(emergency) = self.emergency.map(Emergency::words) else { return self.hint.clone() };
        Words::new(format!("{}\n  {}", self.hint.en, emergency.en), format!("{}\n  {}", self.hint.de, emergency.de))
    }

    /// Below which names of `kinds` the letters have words for it, the closest first.
    pub fn groups(&self) -> impl Iterator<Item = &'static str> {
        let program = self.kind == ClientKind::Program;
        self.device.words().iter().copied().filter(move |_| program).chain([self.kind.as_str()])
    }

    /// Where the meaning of a key of one of the files is written down.
    #[must_use]
    pub fn source_of(&self, key: &str) -> Option<Note<'_>> {
        self.sources.of(key)
    }
}

/// What every client should have, and a profile without it must give a reason for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// Encrypted signalling: TLS or WSS.
    Tls,
    /// Encrypted speech.
    Srtp,
    /// G.722 or Opus.
    Wideband,
}

impl Lack {
    pub const ALL: [Self; 3] = [Self::Tls, Self::Srtp, Self::Wideband];

    /// The word of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::Srtp => "srtp",
            Self::Wideband => "wideband",
        }
    }
}

/// How a client takes the certificates it should trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CaForm {
    /// The path of a file on the user's machine.
    Path,
    /// The certificates themselves.
    Text,
}

impl CaForm {
    const ALL: [(&'static str, Self); 2] = [("path", Self::Path), ("text", Self::Text)];
}

/// Limits of a client beyond its file's syntax, measured.
#[derive(Debug, Clone, Default)]
pub(super) struct Constraint {
    pub forbid: Vec<char>,
    pub max_bytes: Option<usize>,
}

#[derive(Debug, Clone)]
pub(super) struct Output {
    pub path: String,
    pub template: String,
    pub syntax: Syntax,
    pub encoding: Encoding,
    pub crlf: bool,
    pub secret: bool,
    pub read_back: BTreeMap<Field, ReadBack>,
    /// The keys that `read_back` names.
    pub wanted: BTreeSet<String>,
    pub embeds: Option<Embedded>,
    /// Templates for one of what the file holds several of.
    pub repeats: BTreeMap<Repeat, String>,
    /// The file is written only where there is one of these.
    pub only_with: Option<Repeat>,
    /// How it goes on where it holds several accounts.
    pub accounts: Option<Accounts>,
    /// Whose file it is where each account has its own.
    pub own_file: Option<OwnFile>,
}

impl Output {
    fn names_proxy(&self) -> bool {
        self.names("proxy.host") || self.names("proxy.uri_host")
    }

    /// Whether a line gets this file.
    pub(super) fn is_for(&self, values: &Values) -> bool {
        let items = values.media.items();
        self.place() <= values.further.len()
            && self.only_with.is_none_or(|repeat| items.get(&repeat).is_some_and(|items| !items.is_empty()))
    }

    /// How what is repeated is escaped: as the file, or the one inside it.
    pub(super) fn repeat_syntax(&self) -> Syntax {
        self.embeds.as_ref().map_or(self.syntax, |inner| inner.syntax)
    }

    pub(super) fn names(&self, variable: &str) -> bool {
        let inner = self.embeds.as_ref().map(|inner| inner.template.as_str());
        std::iter::once(self.template.as_str()).chain(inner).any(|text| text.contains(variable))
    }
}

/// A file that stands as one value inside another: Linphone's XML in a managed configuration.
#[derive(Debug, Clone)]
pub(super) struct Embedded {
    /// Key of the outer file; the keys of the inner one follow it behind a `#`.
    pub key: String,
    pub template: String,
    pub syntax: Syntax,
    /// Those of its keys that `read_back` names.
    pub wanted: BTreeSet<String>,
}

/// Where a field stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ReadBack {
    /// The value itself, or a part of the address it holds (`key@part`).
    At { key: String, part: Option<String> },
    /// For a word such as `optional`: the keys and values the file must then hold.
    Words(BTreeMap<String, Vec<(String, String)>>),
}

/// Checks a definition; all complaints at once.
pub fn define(source: &Source, root: &Node) -> Result<Profile, Vec<Finding>> {
    let mut reader = Reader { file: format!("{}/profile.yaml", source.folder), findings: Vec::new() };
    let profile = reader.profile(source, root);
    match profile {
        Some(profile) if reader.findings.is_empty() => Ok(profile),
        _ => Err(reader.findings),
    }
}

pub(super) struct Reader {
    pub(super) file: String,
    pub(super) findings: Vec<Finding>,
}

impl Reader {
    pub(super) fn bad(
        &mut self,
        node: &Node,
        en: impl Into<std::borrow::Cow<'static, str>>,
        de: impl Into<std::borrow::Cow<'static, str>>,
    ) {
        let place = Place::at(self.file.as_str(), node.line, node.column);
        self.findings.push(codes::BAD_DEFINITION.finding(Some(place), Words::new(en, de)));
    }

    fn profile(&mut self, source: &Source, root: &Node) -> Option<Profile> {
        self.known(
            root,
            &[
                "schema",
                "id",
                "extends",
                "title",
                "client",
                "kind",
                "device",
                "link",
                "capabilities",
                "constraints",
                "not_held",
                "media",
                "outputs",
                "hint",
                "emergency",
                "exceptions",
                "sources",
            ],
        );
        if self.text(root, "schema").is_some_and(|(text, _)| text != "1") {
            self.bad(root, "`schema` must be 1", "`schema` muss 1 sein");
        }
        let (id, id_node) = self.text(root, "id")?;
        if id != source.id {
            self.bad(
                id_node,
                format!("`id` must be the folder's name, `{}`", source.id),
                format!("`id` muss der Name des Ordners sein, `{}`", source.id),
            );
        }
        let title = self.text(root, "title").map(|(text, _)| text.to_owned());
        let facts = self.facts(root, id, title.unwrap_or_default());
        let hint = self.hint(root);
        let kind = self.word(root, "kind", ClientKind::ALL.map(|kind| (kind.as_str(), kind))).unwrap_or_default();
        let device = self.word(root, "device", Device::ALL.map(|device| (device.as_str(), device))).unwrap_or_default();
        let link = self.word(root, "link", LinkUse::ALL.map(|link| (link.as_str(), link))).unwrap_or_default();
        let emergency = self.word(root, "emergency", Emergency::ALL.map(|way| (way.as_str(), way)));
        let constraints = self.constraints(root);
        let ca = root.get("capabilities").and_then(|node| self.word(node, "ca", CaForm::ALL)).unwrap_or(CaForm::Path);
        let wideband = root.get("capabilities").is_none_or(|node| self.flag(node, "wideband", true));
        let not_held = self.not_held(root, facts.as_ref());
        let media = self.media(root);
        let exceptions = self.exceptions(root);
        let sources = self.sources(root);
        let outputs = self.outputs(root, source);
        for field in Field::ALL {
            if !not_held.contains(&field) && !outputs.iter().any(|output| output.read_back.contains_key(&field)) {
                let name = field.as_str();
                self.bad(
                    root,
                    format!("no output says where to read `{name}` back"),
                    format!("keine Ausgabe sagt, wo `{name}` zurückzulesen ist"),
                );
            }
        }
        let file = self.file.clone();
        let names_proxy = outputs.iter().any(Output::names_proxy);
        let names_dns_srv = outputs.iter().any(|output| output.names("account.dns_srv") || output.names(".uri_port"));
        let facts = facts.map(|facts| ClientFacts {
            takes_ca: ca == CaForm::Text,
            codecs: media.codecs.keys().copied().collect(),
            dtmf: media.dtmf.keys().copied().collect(),
            mwi: media.mwi.keys().copied().collect(),
            auto_answer: media.auto_answer.keys().copied().collect(),
            languages: media.languages.keys().copied().collect(),
            timezones: media.timezones.keys().copied().collect(),
            keys: media.keys.keys().copied().collect(),
            most_keys: media.most_keys,
            keys_after_accounts: outputs.iter().any(Output::has_keys_after_accounts),
            most_accounts: outputs.iter().filter_map(Output::most_accounts).min().unwrap_or(1),
            of_a_device: kind == ClientKind::DeskPhone,
            runs_on: if device == Device::Any { String::new() } else { device.as_str().to_owned() },
            ..facts
        });
        Some(Profile {
            facts: facts?,
            hint,
            kind,
            device,
            link,
            emergency,
            constraints,
            outputs,
            not_held,
            ca,
            names_proxy,
            names_dns_srv,
            media,
            wideband,
            built_in: source.built_in,
            exceptions,
            sources,
            file,
        })
    }

    pub(super) fn flag(&mut self, node: &Node, key: &str, default: bool) -> bool {
        self.word(node, key, [("true", true), ("false", false)]).unwrap_or(default)
    }

    /// One of some words; none where the key is absent.
    pub(super) fn word<T: Copy, const N: usize>(&mut self, node: &Node, key: &str, words: [(&'static str, T); N]) -> Option<T> {
        let at = node.get(key)?;
        let found = at.text().and_then(|text| words.iter().find(|(word, _)| *word == text));
        if found.is_none() {
            let known = words.map(|(word, _)| word).join(", ");
            self.bad(at, format!("`{key}` is one of {known}"), format!("`{key}` ist eines von {known}"));
        }
        found.map(|(_, value)| *value)
    }

    /// Fields the client has no setting for. It must then be clear without one what it does.
    fn not_held(&mut self, root: &Node, facts: Option<&ClientFacts>) -> Vec<Field> {
        if root.get("not_held").is_none() {
            return Vec::new();
        }
        let fields = self.words(root, "not_held", "a field", Field::from_name);
        for field in &fields {
            let certain = match field {
                Field::Expiry => true,
                Field::Srtp => facts.is_none_or(|facts| facts.srtp.len() == 1),
                Field::Transport => facts.is_none_or(|facts| facts.transports.len() == 1),
                Field::AuthUser => facts.is_none_or(|facts| !facts.auth_user_differs),
                // Lines whose domain is not the registrar's host are refused.
                Field::Domain => true,
                _ => false,
            };
            if !certain {
                let name = field.as_str();
                self.bad(
                    root,
                    format!("`{name}` may be `not_held` only where the capabilities leave one possibility"),
                    format!("`{name}` darf nur in `not_held` stehen, wo die Fähigkeiten eine Möglichkeit lassen"),
                );
            }
        }
        fields
    }

    fn exceptions(&mut self, root: &Node) -> BTreeMap<Lack, Words> {
        let mut exceptions = BTreeMap::new();
        let Some(node) = root.get("exceptions") else { return exceptions };
        self.known(node, &Lack::ALL.map(Lack::as_str));
        for lack in Lack::ALL {
            let Some(why) = node.get(lack.as_str()) else { continue };
            let words = self.bilingual(why);
            if words.en.trim().is_empty() || words.de.trim().is_empty() {
                self.bad(why, "an exception needs a reason", "eine Ausnahme braucht einen Grund");
            }
            exceptions.insert(lack, words);
        }
        exceptions
    }

    fn hint(&mut self, root: &Node) -> Words {
        let Some(node) = self.required(root, "hint") else { return Words::new("", "") };
        self.bilingual(node)
    }

    pub(super) fn bilingual(&mut self, node: &Node) -> Words {
        self.known(node, &["en", "de"]);
        let en = self.text(node, "en").map_or_else(String::new, |(text, _)| text.to_owned());
        let de = self.text(node, "de").map_or_else(String::new, |(text, _)| text.to_owned());
        Words::new(en, de)
    }

    fn constraints(&mut self, root: &Node) -> BTreeMap<Field, Constraint> {
        let mut constraints = BTreeMap::new();
        let Some(Kind::Map(entries)) = root.get("constraints").map(|node| &node.kind) else { return constraints };
        for entry in entries {
            let Some(field) = self.field(&entry.key, &entry.value) else { continue };
            self.known(&entry.value, &["forbid", "max_bytes"]);
            let forbid = match entry.value.get("forbid") {
                Some(_) => self.words(&entry.value, "forbid", "single characters", |text| {
                    let mut chars = text.chars();
                    chars.next().filter(|_| chars.next().is_none())
                }),
                None => Vec::new(),
            };
            let max_bytes = entry.value.get("max_bytes").and_then(Node::text).and_then(|text| text.parse().ok());
            constraints.insert(field, Constraint { forbid, max_bytes });
        }
        constraints
    }

    pub(super) fn field(&mut self, name: &str, node: &Node) -> Option<Field> {
        let field = Field::from_name(name);
        if field.is_none() {
            let known: Vec<&str> = Field::ALL.iter().map(|f| f.as_str()).collect();
            self.bad(
                node,
                format!("`{name}` is none of the fields {}", known.join(", ")),
                format!("`{name}` ist keines der Felder {}", known.join(", ")),
            );
        }
        field
    }

    pub(super) fn known(&mut self, node: &Node, keys: &[&str]) {
        let Kind::Map(entries) = &node.kind else {
            self.bad(node, "expected a map", "erwartet ist eine Zuordnung");
            return;
        };
        for entry in entries {
            if !keys.contains(&entry.key.as_str()) {
                let known = keys.join(", ");
                self.bad(
                    &entry.value,
                    format!("`{}` is none of the keys {known}", entry.key),
                    format!("`{}` ist keiner der Schlüssel {known}", entry.key),
                );
            }
        }
    }

    pub(super) fn required<'n>(&mut self, node: &'n Node, key: &str) -> Option<&'n Node> {
        let found = node.get(key);
        if found.is_none() {
            self.bad(node, format!("`{key}` is missing"), format!("`{key}` fehlt"));
        }
        found
    }

    pub(super) fn text<'n>(&mut self, node: &'n Node, key: &str) -> Option<(&'n str, &'n Node)> {
        let found = self.required(node, key)?;
        match found.text() {
            Some(text) => Some((text, found)),
            None => {
                self.bad(found, format!("`{key}` is a text"), format!("`{key}` ist ein Text"));
                None
            }
        }
    }

    /// A list of words, each through `parse`.
    pub(super) fn words<T>(&mut self, node: &Node, key: &str, expected: &str, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let Some(list) = self.required(node, key) else { return Vec::new() };
        let Kind::List(items) = &list.kind else {
            self.bad(list, format!("`{key}` is a list"), format!("`{key}` ist eine Liste"));
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items {
            match item.text().and_then(&parse) {
                Some(value) => out.push(value),
                None => self.bad(item, format!("expected {expected}"), format!("erwartet ist {expected}")),
            }
        }
        out
    }
}
