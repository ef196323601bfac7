//! The `outputs` of a profile's definition: files, how they are written, and where each field stands in them.

use std::collections::{BTreeMap, BTreeSet};

use super::accounts::OwnFile;
use super::definition::{Embedded, Output, ReadBack, Reader, Source};
use super::encoding::Encoding;
use super::field::Field;
use super::repeats::Repeat;
use super::syntax::Syntax;
use super::{read_back, template_check};
use crate::policy::raw::{Kind, Node};

impl Reader {
    pub(super) fn outputs(&mut self, root: &Node, source: &Source) -> Vec<Output> {
        let Some(node) = self.required(root, "outputs") else { return Vec::new() };
        let Kind::List(items) = &node.kind else {
            self.bad(node, "`outputs` is a list", "`outputs` ist eine Liste");
            return Vec::new();
        };
        items.iter().flat_map(|item| self.output_of_each(item, source)).collect()
    }

    /// One output for each file that a line may get of it: several where each account has its own.
    fn output_of_each(&mut self, node: &Node, source: &Source) -> Vec<Output> {
        let Some(own) = node.get("accounts").filter(|accounts| accounts.get("path").is_some()) else {
            return self.output(node, source).into_iter().collect();
        };
        let paths = self.own_files(own);
        let Some(first) = self.output(node, source) else { return Vec::new() };
        let most = paths.len() + 1;
        let of = |place, path| Output { path, own_file: Some(OwnFile { place, most }), ..first.clone() };
        std::iter::once(first.path.clone()).chain(paths).enumerate().map(|(place, path)| of(place, path)).collect()
    }

    fn output(&mut self, node: &Node, source: &Source) -> Option<Output> {
        self.known(
            node,
            &[
                "path",
                "template",
                "syntax",
                "encoding",
                "newline",
                "mode",
                "contains_secret",
                "read_back",
                "embeds",
                "repeats",
                "only_with",
                "accounts",
            ],
        );
        let (path, path_node) = self.text(node, "path")?;
        if !is_file_name(path) {
            self.bad(
                path_node,
                "`path` is a file name of a-z, 0-9, `.`, `-`, `_`",
                "`path` ist ein Dateiname aus a-z, 0-9, `.`, `-`, `_`",
            );
        }
        let (template, text) = self.template(node, "template", source)?;
        let syntax = self.syntax(node)?;
        let encoding = self.word(node, "encoding", Encoding::ALL.map(|e| (e.as_str(), e))).unwrap_or(Encoding::Utf8);
        let embeds = node.get("embeds").and_then(|inner| self.embedded(inner, source));
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
        let repeats = self.repeats(node, source);
        // Of those whose accounts have a file each there is none in this one.
        let within = node.get("accounts").filter(|accounts| accounts.get("path").is_none());
        let accounts = within.and_then(|within| self.accounts(within, source));
        if let Some(accounts) = &accounts {
            self.accounts_are_apart(node, accounts, read_back.get(&Field::Password));
        }
        let only_with = self.word(node, "only_with", Repeat::ALL.map(|repeat| (repeat.as_str(), repeat)));
        if !secret {
            self.without_secret(node, &format!("{}/{template}", source.folder), text);
            let parts = embeds.iter().map(|inner| &inner.template).chain(repeats.values());
            let further = accounts.iter().map(|accounts| &accounts.template);
            let parts = parts.chain(further);
            if parts.into_iter().any(|part| template_check::password_at(part).is_some()) {
                self.bad(
                    node,
                    "`contains_secret: false`, but the embedded template writes the password",
                    "`contains_secret: false`, doch die eingebettete Vorlage schreibt das Passwort",
                );
            }
        }
        let crlf = newline == "crlf";
        let (path, template, wanted) = (path.to_owned(), text.clone(), read_back::wanted(&read_back, embeds.as_ref()));
        let embeds = embeds.map(|inner| Embedded { wanted: read_back::wanted_inside(&wanted, &inner.key), ..inner });
        Some(Output {
            path,
            template,
            syntax,
            encoding,
            crlf,
            secret,
            read_back,
            wanted,
            embeds,
            repeats,
            only_with,
            accounts,
            own_file: None,
        })
    }

    /// The text of the file that `key` names.
    pub(super) fn template<'n, 's>(&mut self, node: &'n Node, key: &str, source: &'s Source) -> Option<(&'n str, &'s String)> {
        let (template, at) = self.text(node, key)?;
        let Some(text) = source.templates.get(template) else {
            self.bad(
                at,
                format!("there is no file `{template}` beside the definition"),
                format!("neben der Definition liegt keine Datei `{template}`"),
            );
            return None;
        };
        self.findings.extend(template_check::check(&format!("{}/{template}", source.folder), text));
        Some((template, text))
    }

    fn syntax(&mut self, node: &Node) -> Option<Syntax> {
        let (name, at) = self.text(node, "syntax")?;
        let syntax = Syntax::ALL.into_iter().find(|s| s.as_str() == name);
        if syntax.is_none() {
            let known = Syntax::ALL.map(Syntax::as_str).join(", ");
            self.bad(at, format!("`syntax` is one of {known}"), format!("`syntax` ist eines von {known}"));
        }
        syntax
    }

    fn embedded(&mut self, node: &Node, source: &Source) -> Option<Embedded> {
        self.known(node, &["key", "template", "syntax"]);
        let (key, _) = self.text(node, "key")?;
        let (_, template) = self.template(node, "template", source)?;
        let syntax = self.syntax(node)?;
        if syntax != Syntax::LpconfigXml {
            // Its line breaks are taken out, which no other syntax allows.
            self.bad(node, "only lpconfig-xml can be embedded", "nur lpconfig-xml lässt sich einbetten");
        }
        Some(Embedded { key: key.to_owned(), template: template.clone(), syntax, wanted: BTreeSet::new() })
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
}

/// A plain lower-case file name, so that no profile can write elsewhere.
pub(super) fn is_file_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && text.len() <= 64
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_'))
}
