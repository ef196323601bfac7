//! Reading typed values out of a tree, with every complaint kept for the end.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;

use super::codes;
use super::keys;
use super::raw::{Entry, Kind, Node};
use crate::diag::{CodePage, Finding, Place, Severity, Words, is_hidden};
use crate::domain::HostPort;

/// Collects findings while values are read; reading goes on after each.
pub(super) struct Fields<'f> {
    file: &'f str,
    pub(super) findings: Vec<Finding>,
    /// Key paths that were asked for; a test holds them against [`keys::ALL`].
    pub(super) asked: BTreeSet<String>,
}

/// A map of the file, with its path in [`keys`] and the path as the admin sees it.
#[derive(Clone)]
pub(super) struct Table<'n> {
    path: String,
    shown: String,
    line: u32,
    column: u32,
    entries: &'n [Entry],
}

/// What a parser of one value says: the value, or nothing after a finding.
pub(super) type Parsed<T> = Option<T>;

/// A value on its way into a typed field: the node and its two paths.
#[derive(Clone)]
pub(super) struct Field<'n> {
    pub(super) node: &'n Node,
    path: String,
    shown: String,
}

impl Field<'_> {
    /// The path as the admin sees it.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    /// The same value, read by the rules of another path: for maps that may hold the same keys in several places.
    pub(super) fn like(&self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self.clone() }
    }
}

impl<'n> Table<'n> {
    /// An optional key; an empty value counts as absent.
    pub(super) fn get(&self, fields: &mut Fields<'_>, key: &str) -> Option<Field<'n>> {
        let field = self.entry(fields, key)?;
        (field.node.kind != Kind::Empty).then_some(field)
    }

    fn entry(&self, fields: &mut Fields<'_>, key: &str) -> Option<Field<'n>> {
        let path = join(&self.path, key);
        debug_assert!(keys::find(&path).is_some(), "{path} is not in the table of keys");
        fields.asked.insert(path.clone());
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some(Field { node: &entry.value, path, shown: join(&self.shown, key) })
    }

    /// All entries of a map whose keys are names, not words of ours.
    pub(super) fn named(&self, fields: &mut Fields<'_>) -> Vec<(&'n Entry, Field<'n>)> {
        let path = join(&self.path, "*");
        fields.asked.insert(self.path.clone());
        self.entries
            .iter()
            .filter(|entry| {
                let hidden = entry.key.contains(is_hidden);
                if hidden {
                    fields.hidden(&self.shown, &entry.key, Place::at(fields.file, entry.line, entry.column));
                }
                !hidden
            })
            .collect::<Vec<_>>()
            .into_iter()
            .map(|entry| (entry, Field { node: &entry.value, path: path.clone(), shown: join(&self.shown, &entry.key) }))
            .collect()
    }

    /// A map that the file leaves out, so that its defaults hold.
    pub(super) fn empty(&self, key: &str) -> Table<'static> {
        Table { path: join(&self.path, key), shown: join(&self.shown, key), line: self.line, column: self.column, entries: &[] }
    }

    fn place(&self, fields: &Fields<'_>) -> Place {
        Place::at(fields.file, self.line, self.column)
    }
}

fn join(parent: &str, key: &str) -> String {
    if parent.is_empty() { key.to_owned() } else { format!("{parent}.{key}") }
}

/// Unknown keys of one map that are told one by one.
const MOST_UNKNOWN: usize = 100;

impl<'f> Fields<'f> {
    pub(super) fn new(file: &'f str) -> Self {
        Self { file, findings: Vec::new(), asked: BTreeSet::new() }
    }

    pub(super) fn place(&self, node: &Node) -> Place {
        Place::at(self.file, node.line, node.column)
    }

    pub(super) fn place_at(&self, line: u32, column: u32) -> Place {
        Place::at(self.file, line, column)
    }

    pub(super) fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    pub(super) fn complain(&mut self, page: &CodePage, place: Place, subject: &str, what: Words, todo: Words) {
        let finding = page.finding(Some(place), what).todo(todo);
        self.findings.push(if subject.is_empty() { finding } else { finding.about(subject) });
    }

    /// The whole file as a map; an empty file is an empty map.
    pub(super) fn root<'n>(&mut self, node: &'n Node) -> Parsed<Table<'n>> {
        if node.kind == Kind::Empty {
            return Some(Table { path: String::new(), shown: String::new(), line: 1, column: 1, entries: &[] });
        }
        self.map(&Field { node, path: String::new(), shown: String::new() })
    }

    /// A map with known keys; unknown ones are reported here.
    pub(super) fn map<'n>(&mut self, field: &Field<'n>) -> Parsed<Table<'n>> {
        let table = self.names(field)?;
        let known = |entry: &&Entry| keys::children(&table.path).any(|known| known == entry.key);
        let mut unknown = table.entries.iter().filter(|entry| !known(entry));
        for entry in unknown.by_ref().take(MOST_UNKNOWN) {
            self.unknown(&table, entry);
        }
        if let Some(next) = unknown.next() {
            let more = 1 + unknown.count();
            let place = Place::at(self.file, next.line, next.column);
            let what = Words::new(
                format!("{more} further keys of this map are unknown; the first of them is here"),
                format!("{more} weitere Schlüssel dieser Zuordnung sind unbekannt; hier ist der erste davon"),
            );
            let todo = Words::new("check that this is a site file", "prüfen, ob dies eine Site-Datei ist");
            self.complain(&codes::UNKNOWN_KEY, place, "", what, todo);
        }
        Some(table)
    }

    /// A map whose keys are names the admin chose.
    pub(super) fn names<'n>(&mut self, field: &Field<'n>) -> Parsed<Table<'n>> {
        match &field.node.kind {
            Kind::Map(entries) => Some(Table {
                path: field.path.clone(),
                shown: field.shown.clone(),
                line: field.node.line,
                column: field.node.column,
                entries,
            }),
            _ => self.wrong_type(field),
        }
    }

    fn unknown(&mut self, table: &Table<'_>, entry: &Entry) {
        let place = Place::at(self.file, entry.line, entry.column);
        let shown = join(&table.shown, &short(&entry.key));
        let known: Vec<&str> = keys::children(&table.path).collect();
        let todo = if let Some(meant) = keys::nearest(&table.path, &entry.key) {
            Words::new(format!("did you mean `{meant}`?"), format!("war `{meant}` gemeint?"))
        } else if let Some(other) = keys::elsewhere(&entry.key) {
            Words::new(format!("its place is `{other}`"), format!("sein Platz ist `{other}`"))
        } else {
            let known = known.join("`, `");
            Words::new(format!("known here: `{known}`"), format!("hier bekannt: `{known}`"))
        };
        let what = Words::new(format!("no key is called `{shown}`"), format!("einen Schlüssel `{shown}` gibt es nicht"));
        self.complain(&codes::UNKNOWN_KEY, place, "", what, todo);
    }

    /// A key without which nothing works.
    pub(super) fn required<'n, T>(
        &mut self,
        table: &Table<'n>,
        key: &str,
        parse: impl FnOnce(&mut Self, &Field<'n>) -> Parsed<T>,
    ) -> Parsed<T> {
        if let Some(field) = table.get(self, key) {
            return parse(self, &field);
        }
        // An empty value points at its own place, a missing one at the map.
        let place = table
            .entries
            .iter()
            .find(|entry| entry.key == key)
            .map_or_else(|| table.place(self), |entry| Place::at(self.file, entry.line, entry.column));
        let shown = join(&table.shown, key);
        let what = Words::new(format!("`{shown}` is missing"), format!("`{shown}` fehlt"));
        let todo = match keys::find(&join(&table.path, key)) {
            Some(known) => Words::new(
                format!("add `{key}: {}` ({})", known.example, known.takes),
                format!("`{key}: {}` ergänzen ({})", known.example, known.takes_de),
            ),
            None => Words::new(format!("add `{key}`"), format!("`{key}` ergänzen")),
        };
        self.complain(&codes::MISSING_KEY, place, "", what, todo);
        None
    }

    /// A key with a default; after a finding the default stands in, so that reading can go on.
    pub(super) fn or<'n, T>(
        &mut self,
        table: &Table<'n>,
        key: &str,
        default: T,
        parse: impl FnOnce(&mut Self, &Field<'n>) -> Parsed<T>,
    ) -> T {
        match table.get(self, key) {
            Some(field) => parse(self, &field).unwrap_or(default),
            None => default,
        }
    }

    pub(super) fn optional<'n, T>(
        &mut self,
        table: &Table<'n>,
        key: &str,
        parse: impl FnOnce(&mut Self, &Field<'n>) -> Parsed<T>,
    ) -> Option<T> {
        let field = table.get(self, key)?;
        parse(self, &field)
    }

    /// Every entry of a list; entries that do not parse are left out after their finding.
    pub(super) fn list<'n, T>(
        &mut self,
        field: &Field<'n>,
        mut parse: impl FnMut(&mut Self, &Field<'n>) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        let Kind::List(items) = &field.node.kind else { return self.wrong_type(field) };
        let mut values = Vec::new();
        for (index, node) in items.iter().enumerate() {
            let item = Field { node, path: format!("{}[]", field.path), shown: format!("{}[{}]", field.shown, index + 1) };
            values.extend(parse(self, &item));
        }
        Some(values)
    }

    /// A list in which nothing may stand twice.
    pub(super) fn set<'n, T: Ord + Clone + Display>(
        &mut self,
        field: &Field<'n>,
        mut parse: impl FnMut(&mut Self, &Field<'n>) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        let mut seen: Vec<(T, Place)> = Vec::new();
        let mut index = std::collections::BTreeMap::<T, usize>::new();
        let values = self.list(field, |fields, item| {
            let value = parse(fields, item)?;
            if let Some(first) = index.get(&value) {
                let first = seen[*first].1.clone();
                fields.twice(&item.shown, &value.to_string(), fields.place(item.node), first);
                return None;
            }
            index.insert(value.clone(), seen.len());
            seen.push((value.clone(), fields.place(item.node)));
            Some(value)
        })?;
        Some(values)
    }

    pub(super) fn twice(&mut self, shown: &str, value: &str, place: Place, first: Place) {
        let value = short(value);
        let finding = codes::LISTED_TWICE
            .finding(
                Some(place),
                Words::new(
                    format!("`{shown}`: `{value}` stands here a second time"),
                    format!("`{shown}`: `{value}` steht hier ein zweites Mal"),
                ),
            )
            .todo(Words::new("remove it, or write the one that was meant", "streichen oder den gemeinten Eintrag schreiben"))
            .related(first, Words::new("first here", "zuerst hier"));
        self.findings.push(finding);
    }

    /// A control character in a name would reach screens, charts and calendars.
    fn hidden(&mut self, shown: &str, written: &str, place: Place) {
        let code = written.chars().find(|c| is_hidden(*c)).map_or(0, u32::from);
        let written = short(written);
        let what = Words::new(
            format!("`{shown}`: `{written}` holds the control character U+{code:04X}"),
            format!("`{shown}`: `{written}` enthält das Steuerzeichen U+{code:04X}"),
        );
        let todo = Words::new("write it without, on one line", "ohne dieses Zeichen und in einer Zeile schreiben");
        self.complain(&codes::CONTROL_CHARACTER, place, "", what, todo);
    }

    pub(super) fn wrong_type<T>(&mut self, field: &Field<'_>) -> Parsed<T> {
        let (is, is_de) = match &field.node.kind {
            Kind::Empty => ("empty", "leer"),
            Kind::Text(_) => ("a single value", "ein einzelner Wert"),
            Kind::List(_) => ("a list", "eine Liste"),
            Kind::Map(_) => ("a map", "eine Zuordnung"),
        };
        let place = self.place(field.node);
        let (takes, takes_de, todo) = expectation(field);
        let name = if field.shown.is_empty() { "the file".to_owned() } else { format!("`{}`", field.shown) };
        let name_de = if field.shown.is_empty() { "die Datei".to_owned() } else { format!("`{}`", field.shown) };
        self.complain(
            &codes::WRONG_TYPE,
            place,
            "",
            Words::new(format!("{name} is {is}; expected {takes}"), format!("{name_de} ist {is_de}; erwartet: {takes_de}")),
            todo,
        );
        None
    }

    pub(super) fn bad_value<T>(&mut self, field: &Field<'_>, written: &str) -> Parsed<T> {
        let place = self.place(field.node);
        let (takes, takes_de, todo) = expectation(field);
        let (shown, written) = (&field.shown, short(written));
        self.complain(
            &codes::BAD_VALUE,
            place,
            "",
            Words::new(
                format!("`{shown}` is `{written}`; expected {takes}"),
                format!("`{shown}` ist `{written}`; erwartet: {takes_de}"),
            ),
            todo,
        );
        None
    }

    /// A single non-empty value as written.
    pub(super) fn text<'n>(&mut self, field: &Field<'n>) -> Parsed<&'n str> {
        match &field.node.kind {
            Kind::Text(text) if text.trim().contains(is_hidden) => {
                let place = self.place(field.node);
                self.hidden(&field.shown, text.trim(), place);
                None
            }
            Kind::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            Kind::Text(text) => self.bad_value(field, text),
            _ => self.wrong_type(field),
        }
    }

    pub(super) fn owned(&mut self, field: &Field<'_>) -> Parsed<String> {
        self.text(field).map(str::to_owned)
    }

    /// A value of a type that parses from text.
    pub(super) fn word<T: FromStr>(&mut self, field: &Field<'_>) -> Parsed<T> {
        let text = self.text(field)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(_) => self.bad_value(field, text),
        }
    }

    /// A number inside a range, both ends included.
    pub(super) fn number<T: FromStr + PartialOrd + Copy>(&mut self, field: &Field<'_>, low: T, high: T) -> Parsed<T> {
        let text = self.text(field)?;
        match text.parse() {
            Ok(value) if value >= low && value <= high => Some(value),
            _ => self.bad_value(field, text),
        }
    }

    /// One of a few words.
    pub(super) fn choice<T: Clone>(&mut self, field: &Field<'_>, words: &[(&str, T)]) -> Parsed<T> {
        let text = self.text(field)?;
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, value)) => Some(value.clone()),
            None => self.bad_value(field, text),
        }
    }

    pub(super) fn boolean(&mut self, field: &Field<'_>) -> Parsed<bool> {
        self.choice(field, &[("true", true), ("false", false), ("yes", true), ("no", false)])
    }

    /// Digits only, `low` to `high` of them.
    pub(super) fn digits(&mut self, field: &Field<'_>, low: usize, high: usize) -> Parsed<String> {
        let text = match &field.node.kind {
            Kind::Text(text) => text.trim(),
            _ => return self.wrong_type(field),
        };
        if text.bytes().all(|byte| byte.is_ascii_digit()) && (low..=high).contains(&text.len()) {
            Some(text.to_owned())
        } else {
            self.bad_value(field, text)
        }
    }

    /// `host`, `host:port`, `[address]:port` or a bare IPv6 address.
    pub(super) fn host_port(&mut self, field: &Field<'_>, default_port: u16) -> Parsed<HostPort> {
        let text = self.text(field)?;
        let parsed = if let Some(rest) = text.strip_prefix('[') {
            rest.split_once(']').and_then(|(host, port)| match port.strip_prefix(':') {
                Some(port) => Some((host, port.parse().ok()?)),
                None => port.is_empty().then_some((host, default_port)),
            })
        } else if text.matches(':').count() > 1 {
            Some((text, default_port))
        } else if let Some((host, port)) = text.split_once(':') {
            port.parse().ok().map(|port| (host, port))
        } else {
            Some((text, default_port))
        };
        match parsed {
            Some((host, port)) if port != 0 && is_host(host) => Some(HostPort { host: host.into(), port }),
            _ => self.bad_value(field, text),
        }
    }

    pub(super) fn host(&mut self, field: &Field<'_>) -> Parsed<String> {
        let text = self.text(field)?;
        let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
        if is_host(bare) { Some(bare.to_owned()) } else { self.bad_value(field, text) }
    }
}

/// What the value's key takes, in both languages, and an example line.
fn expectation(field: &Field<'_>) -> (String, String, Words) {
    let inner: Vec<&str> = keys::children(&field.path).collect();
    let above = field.path.strip_suffix("[]").or_else(|| field.path.strip_suffix(".*"));
    let key = keys::find(&field.path).or_else(|| keys::find(above?));
    let todo = match key {
        Some(key) => {
            let name = key.path.rsplit('.').next().unwrap_or(key.path);
            Words::new(
                format!("write for example `{name}: {}`", key.example),
                format!("zum Beispiel `{name}: {}` schreiben", key.example),
            )
        }
        None => Words::new("see docs/deskshift-yaml.md", "siehe docs/deskshift-yaml.md"),
    };
    match key {
        Some(key) if above.is_none() => (key.takes.to_owned(), key.takes_de.to_owned(), todo),
        Some(key) if inner.is_empty() => {
            (format!("an entry of {}", key.takes), format!("ein Eintrag von: {}", key.takes_de), todo)
        }
        _ => {
            let inner = inner.join("`, `");
            (format!("a map with `{inner}`"), format!("eine Zuordnung mit `{inner}`"), todo)
        }
    }
}

/// RFC 1123 name or IP literal.
fn is_host(text: &str) -> bool {
    if text.parse::<std::net::IpAddr>().is_ok() {
        return true;
    }
    !text.is_empty()
        && text.len() <= 253
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        })
}

/// A value for a message: one line, at most 40 characters.
pub(super) fn short(text: &str) -> String {
    let mut short: String = text.chars().map(|c| if is_hidden(c) || c == '`' { '\u{fffd}' } else { c }).take(40).collect();
    if text.chars().count() > 40 {
        short.push('…');
    }
    short
}
