//! `profile.yaml`: what a client can do, which files it gets, and where each field stands in them.

use std::collections::BTreeMap;

use super::field::Field;
use super::syntax::Syntax;
use super::{codes, template_check};
use crate::diag::{Finding, Place, Words};
use crate::domain::{ClientId, Transport};
use crate::plan::{ClientFacts, TlsVerify};
use crate::policy::raw::{Kind, Node};
use crate::policy::site::Srtp;

/// The files of one profile folder, as text.
#[derive(Debug, Clone)]
pub struct Source {
    /// Name of the folder.
    pub id: String,
    /// Shown in findings: `profiles/twinkle`.
    pub folder: String,
    /// File name to text; `profile.yaml` is read by the caller.
    pub templates: BTreeMap<String, String>,
}

/// A checked profile.
#[derive(Debug, Clone)]
pub struct Profile {
    pub facts: ClientFacts,
    /// How to put the files on the user's machine, for the letter and the README.
    pub hint: Words,
    pub(super) constraints: BTreeMap<Field, Constraint>,
    pub(super) outputs: Vec<Output>,
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
    pub crlf: bool,
    pub secret: bool,
    pub read_back: BTreeMap<Field, ReadBack>,
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

struct Reader {
    file: String,
    findings: Vec<Finding>,
}

impl Reader {
    fn bad(&mut self, node: &Node, en: impl Into<std::borrow::Cow<'static, str>>, de: impl Into<std::borrow::Cow<'static, str>>) {
        let place = Place::at(self.file.as_str(), node.line, node.column);
        self.findings.push(codes::BAD_DEFINITION.finding(Some(place), Words::new(en, de)));
    }

    fn profile(&mut self, source: &Source, root: &Node) -> Option<Profile> {
        self.known(root, &["schema", "id", "title", "client", "capabilities", "constraints", "outputs", "hint"]);
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
        let constraints = self.constraints(root);
        let outputs = self.outputs(root, source);
        for field in Field::ALL {
            if !outputs.iter().any(|output| output.read_back.contains_key(&field)) {
                let name = field.as_str();
                self.bad(
                    root,
                    format!("no output says where to read `{name}` back"),
                    format!("keine Ausgabe sagt, wo `{name}` zurückzulesen ist"),
                );
            }
        }
        Some(Profile { facts: facts?, hint, constraints, outputs })
    }

    fn facts(&mut self, root: &Node, id: &str, title: String) -> Option<ClientFacts> {
        let node = self.required(root, "capabilities")?;
        self.known(node, &["transports", "srtp", "digest", "tls_verify", "webrtc"]);
        let transports = self.words(node, "transports", "udp, tcp, tls, ws, wss", |text| text.parse::<Transport>().ok());
        let srtp = self.words(node, "srtp", "off, optional, required", srtp_from);
        let digest = self.words(node, "digest", "MD5, SHA-256, SHA-512-256", |text| {
            matches!(text, "MD5" | "SHA-256" | "SHA-512-256").then(|| text.to_owned())
        });
        let tls_verify = self.text(node, "tls_verify").and_then(|(text, at)| match text {
            "always" => Some(TlsVerify::Always),
            "with-ca" => Some(TlsVerify::WithCa),
            "never" => Some(TlsVerify::Never),
            _ => {
                self.bad(
                    at,
                    "`tls_verify` is one of always, with-ca, never",
                    "`tls_verify` ist eines von always, with-ca, never",
                );
                None
            }
        });
        let webrtc = node.get("webrtc").and_then(Node::text).is_some_and(|text| text == "true");
        Some(ClientFacts { id: ClientId(id.to_owned()), title, transports, srtp, digest, tls_verify: tls_verify?, webrtc })
    }

    fn hint(&mut self, root: &Node) -> Words {
        let Some(node) = self.required(root, "hint") else { return Words::new("", "") };
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

    fn outputs(&mut self, root: &Node, source: &Source) -> Vec<Output> {
        let Some(node) = self.required(root, "outputs") else { return Vec::new() };
        let Kind::List(items) = &node.kind else {
            self.bad(node, "`outputs` is a list", "`outputs` ist eine Liste");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.output(item, source)).collect()
    }

    fn output(&mut self, node: &Node, source: &Source) -> Option<Output> {
        self.known(node, &["path", "template", "syntax", "encoding", "newline", "mode", "contains_secret", "read_back"]);
        let (path, path_node) = self.text(node, "path")?;
        if !is_file_name(path) {
            self.bad(
                path_node,
                "`path` is a file name of a-z, 0-9, `.`, `-`, `_`",
                "`path` ist ein Dateiname aus a-z, 0-9, `.`, `-`, `_`",
            );
        }
        let (template, template_node) = self.text(node, "template")?;
        let Some(text) = source.templates.get(template) else {
            self.bad(
                template_node,
                format!("there is no file `{template}` beside the definition"),
                format!("neben der Definition liegt keine Datei `{template}`"),
            );
            return None;
        };
        self.findings.extend(template_check::check(&format!("{}/{template}", source.folder), text));
        let (syntax, syntax_node) = self.text(node, "syntax")?;
        let known: Vec<&str> = Syntax::ALL.iter().map(|s| s.as_str()).collect();
        let Some(syntax) = Syntax::ALL.into_iter().find(|s| s.as_str() == syntax) else {
            self.bad(
                syntax_node,
                format!("`syntax` is one of {}", known.join(", ")),
                format!("`syntax` ist eines von {}", known.join(", ")),
            );
            return None;
        };
        if let Some((encoding, at)) = node.get("encoding").and_then(|n| n.text().map(|text| (text, n)))
            && encoding != "utf-8"
        {
            self.bad(at, "`encoding` is utf-8", "`encoding` ist utf-8");
        }
        let newline = node.get("newline").and_then(Node::text).unwrap_or("lf");
        if !matches!(newline, "lf" | "crlf") {
            self.bad(node, "`newline` is lf or crlf", "`newline` ist lf oder crlf");
        }
        let secret = node.get("contains_secret").and_then(Node::text) != Some("false");
        let mode = node.get("mode").and_then(Node::text).unwrap_or("0600");
        if !matches!((secret, mode), (true, "0600") | (false, "0600" | "0644")) {
            self.bad(
                node,
                "`mode` is 0600, or 0644 for a file without secrets",
                "`mode` ist 0600, oder 0644 für eine Datei ohne Geheimnisse",
            );
        }
        let read_back = self.read_back(node);
        if !secret {
            self.without_secret(node, &format!("{}/{template}", source.folder), text);
        }
        Some(Output { path: path.to_owned(), template: text.clone(), syntax, crlf: newline == "crlf", secret, read_back })
    }

    /// A file that others may read must not hold the password, whatever the definition says of it.
    fn without_secret(&mut self, node: &Node, file: &str, template: &str) {
        let at = node.get("contains_secret").unwrap_or(node);
        let (en, de) = ("`contains_secret: false`, but", "`contains_secret: false`, doch");
        if let Some(offset) = template_check::password_at(template) {
            let place = template_check::place(file, template, offset);
            self.bad(
                at,
                format!("{en} the template writes the password at {}:{}", place.line(), place.column()),
                format!("{de} die Vorlage schreibt das Passwort ({}:{})", place.line(), place.column()),
            );
        }
        if let Some(Kind::Map(entries)) = node.get("read_back").map(|node| &node.kind)
            && entries.iter().any(|entry| entry.key == Field::Password.as_str())
        {
            self.bad(
                at,
                format!("{en} `read_back` finds the password in the file"),
                format!("{de} `read_back` findet das Passwort in der Datei"),
            );
        }
    }

    fn read_back(&mut self, node: &Node) -> BTreeMap<Field, ReadBack> {
        let mut map = BTreeMap::new();
        let Some(Kind::Map(entries)) = node.get("read_back").map(|node| &node.kind) else { return map };
        for entry in entries {
            let Some(field) = self.field(&entry.key, &entry.value) else { continue };
            match &entry.value.kind {
                Kind::Text(text) => {
                    let (key, part) = match text.split_once('@') {
                        Some((key, part)) => (key, Some(part.to_owned())),
                        None => (text.as_str(), None),
                    };
                    map.insert(field, ReadBack::At { key: key.to_owned(), part });
                }
                Kind::Map(words) => {
                    let mut wanted = BTreeMap::new();
                    for word in words {
                        let pairs = self.words(&entry.value, &word.key, "`key=value`", |text| {
                            text.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()))
                        });
                        wanted.insert(word.key.clone(), pairs);
                    }
                    map.insert(field, ReadBack::Words(wanted));
                }
                _ => self.bad(
                    &entry.value,
                    "expected `key`, `key@part` or a map of words",
                    "erwartet ist `key`, `key@part` oder eine Zuordnung von Wörtern",
                ),
            }
        }
        map
    }

    fn field(&mut self, name: &str, node: &Node) -> Option<Field> {
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

    fn known(&mut self, node: &Node, keys: &[&str]) {
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

    fn required<'n>(&mut self, node: &'n Node, key: &str) -> Option<&'n Node> {
        let found = node.get(key);
        if found.is_none() {
            self.bad(node, format!("`{key}` is missing"), format!("`{key}` fehlt"));
        }
        found
    }

    fn text<'n>(&mut self, node: &'n Node, key: &str) -> Option<(&'n str, &'n Node)> {
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
    fn words<T>(&mut self, node: &Node, key: &str, expected: &str, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
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

fn srtp_from(text: &str) -> Option<Srtp> {
    match text {
        "off" => Some(Srtp::Off),
        "optional" => Some(Srtp::Optional),
        "required" => Some(Srtp::Required),
        _ => None,
    }
}

/// A plain lower-case file name, so that no profile can write elsewhere.
fn is_file_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && text.len() <= 64
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_'))
}
