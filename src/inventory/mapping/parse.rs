//! The tree of a mapping file to a [`Mapping`], or all complaints at once.

use std::collections::BTreeSet;

use super::codes;
use super::field::MappedField;
use super::model::{Column, From, Header, KindRule, Layout, Mapping, Pattern, Split, What};
use crate::diag::{CodePage, Finding, Place, Severity, Words};
use crate::inventory::model::ExtensionKind;
use crate::inventory::table::normal;
use crate::policy::keys::nearest_name;
use crate::policy::raw::{Entry, Kind, Node};

/// A mapping and what there is to say about its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// None where a finding is an error.
    pub mapping: Option<Mapping>,
    /// In the order of the file.
    pub findings: Vec<Finding>,
}

const KEYS: [&str; 15] = [
    "version",
    "name",
    "confirmed",
    "what",
    "layout",
    "encoding",
    "sheet",
    "delimiter",
    "header_row",
    "lines_per_record",
    "skip",
    "columns",
    "constants",
    "fill_down",
    "kinds",
];
const COLUMN_KEYS: [&str; 6] = ["title", "position", "chars", "line", "split", "part"];
const KIND_KEYS: [&str; 3] = ["field", "text", "kind"];
const MAX_COLUMNS: usize = 200;
const MAX_RULES: usize = 200;
/// Characters of one pattern.
const MAX_PATTERN: usize = 200;
/// Characters of a line of a print.
const MAX_CHARS: usize = 10_000;

pub(super) const KINDS: [(&str, ExtensionKind); 14] = [
    ("person", ExtensionKind::Person),
    ("shared", ExtensionKind::Shared),
    ("fax", ExtensionKind::Fax),
    ("door", ExtensionKind::Door),
    ("lift-alarm", ExtensionKind::LiftAlarm),
    ("alarm", ExtensionKind::Alarm),
    ("meeting-room", ExtensionKind::MeetingRoom),
    ("attendant", ExtensionKind::Attendant),
    ("function", ExtensionKind::Function),
    ("dect", ExtensionKind::Dect),
    ("analog", ExtensionKind::Analog),
    ("virtual", ExtensionKind::Virtual),
    ("trunk", ExtensionKind::Trunk),
    ("unknown", ExtensionKind::Unknown),
];

/// Reads a mapping file. `file` is the name that findings show.
#[must_use]
pub fn parse(file: &str, root: &Node) -> Parsed {
    let mut reader = Reader { file, findings: Vec::new() };
    let mapping = reader.whole(root);
    let mut findings = reader.findings;
    findings.sort_by(|a, b| (&a.place, &a.code).cmp(&(&b.place, &b.code)));
    let broken = findings.iter().any(|finding| finding.severity == Severity::Error);
    Parsed { mapping: mapping.filter(|_| !broken), findings }
}

struct Reader<'f> {
    file: &'f str,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn complain(&mut self, page: &CodePage, line: u32, column: u32, what: Words, todo: Words) {
        self.findings.push(page.finding(Some(Place::at(self.file, line, column)), what).todo(todo));
    }

    fn bad<T>(&mut self, node: &Node, key: &str, en: &str, de: &str) -> Option<T> {
        let shown = match &node.kind {
            Kind::Text(text) => format!("`{}`", short(text)),
            Kind::Empty => "empty".to_owned(),
            Kind::List(_) => "a list".to_owned(),
            Kind::Map(_) => "a map".to_owned(),
        };
        let shown_de = match &node.kind {
            Kind::Text(_) => shown.clone(),
            Kind::Empty => "leer".to_owned(),
            Kind::List(_) => "eine Liste".to_owned(),
            Kind::Map(_) => "eine Zuordnung".to_owned(),
        };
        self.complain(
            &codes::VALUE_BAD,
            node.line,
            node.column,
            Words::new(format!("`{key}` is {shown}"), format!("`{key}` ist {shown_de}")),
            Words::new(format!("expected {en}"), format!("erwartet: {de}")),
        );
        None
    }

    fn map<'n>(&mut self, node: &'n Node, key: &str) -> Option<&'n [Entry]> {
        match &node.kind {
            Kind::Map(entries) => Some(entries),
            _ => self.bad(node, key, "a map", "eine Zuordnung"),
        }
    }

    fn known(&mut self, entries: &[Entry], keys: &[&str]) {
        for entry in entries.iter().filter(|entry| !keys.contains(&entry.key.as_str())) {
            let name = short(&entry.key);
            let list = keys.join("`, `");
            self.complain(
                &codes::KEY_UNKNOWN,
                entry.line,
                entry.column,
                Words::new(format!("there is no key `{name}` here"), format!("einen Schlüssel `{name}` gibt es hier nicht")),
                Words::new(format!("known are `{list}`"), format!("bekannt sind `{list}`")),
            );
        }
    }

    fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        match node.text() {
            Some(text) if !text.trim().is_empty() && !text.chars().any(char::is_control) && text.chars().count() <= 1000 => {
                Some(text.to_owned())
            }
            _ => self.bad(node, key, "text in one line", "Text in einer Zeile"),
        }
    }

    fn number(&mut self, node: &Node, key: &str, most: usize) -> Option<usize> {
        match node.text().and_then(|text| text.trim().parse::<usize>().ok()) {
            Some(number) if (1..=most).contains(&number) => Some(number),
            _ => self.bad(node, key, &format!("a whole number from 1 to {most}"), &format!("eine ganze Zahl von 1 bis {most}")),
        }
    }

    fn choice<T: Copy>(&mut self, node: &Node, key: &str, words: &[(&str, T)]) -> Option<T> {
        let found = node.text().and_then(|text| words.iter().find(|(word, _)| *word == text.trim()));
        if let Some((_, value)) = found {
            return Some(*value);
        }
        let list = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join("`, `");
        self.bad(node, key, &format!("one of `{list}`"), &format!("eines von `{list}`"))
    }

    fn field(&mut self, name: &str, line: u32, column: u32) -> Option<MappedField> {
        let found = MappedField::parse(name);
        if found.is_none() {
            let (name, list) = (short(name), MappedField::WORDS.map(|(word, _)| word).join("`, `"));
            self.complain(
                &codes::KEY_UNKNOWN,
                line,
                column,
                Words::new(format!("there is no field `{name}`"), format!("ein Feld `{name}` gibt es nicht")),
                Words::new(format!("known are `{list}`"), format!("bekannt sind `{list}`")),
            );
        }
        found
    }

    fn list<'n>(&mut self, node: &'n Node, key: &str) -> &'n [Node] {
        match &node.kind {
            Kind::List(items) if items.len() <= MAX_RULES => items,
            Kind::Empty => &[],
            _ => {
                let (en, de) =
                    (format!("a list of at most {MAX_RULES}"), format!("eine Liste mit höchstens {MAX_RULES} Einträgen"));
                self.bad::<()>(node, key, &en, &de);
                &[]
            }
        }
    }

    fn whole(&mut self, root: &Node) -> Option<Mapping> {
        let entries = self.map(root, "mapping")?;
        self.known(entries, &KEYS);
        let get = |key: &str| root.get(key).filter(|node| node.kind != Kind::Empty);
        if let Some(node) = get("version") {
            self.choice(node, "version", &[("1", ())]);
        }
        let name = get("name").and_then(|node| self.text(node, "name"));
        let truth = [("true", true), ("false", false)];
        let confirmed = get("confirmed").and_then(|node| self.choice(node, "confirmed", &truth)).unwrap_or(true);
        let whats =
            [("people", What::People), ("extensions", What::Extensions), ("devices", What::Devices), ("rooms", What::Rooms)];
        let what = match get("what") {
            Some(node) => self.choice(node, "what", &whats),
            None => self.missing(root, "`what` is missing", "`what` fehlt", "what: people"),
        };
        let encoding = get("encoding").and_then(|node| self.encoding(node));
        let sheet = get("sheet").and_then(|node| self.text(node, "sheet"));
        let delimiter = get("delimiter").and_then(|node| self.delimiter(node));
        let header = get("header_row").and_then(|node| match node.text() {
            Some("none") => Some(Header::None),
            Some("auto") => Some(Header::Found),
            _ => self.number(node, "header_row", 10_000_000).map(|row| Header::Row(row as u32)),
        });
        let lines = get("lines_per_record").and_then(|node| self.number(node, "lines_per_record", 10));
        let skip = get("skip").map(|node| self.patterns(node)).unwrap_or_default();
        let columns = match get("columns") {
            Some(node) => self.columns(node, lines.unwrap_or(1)),
            None => self
                .missing(root, "`columns` is missing", "`columns` fehlt", "columns: {extension: Nebenstelle}")
                .unwrap_or_default(),
        };
        let by_chars = columns.iter().any(|column| matches!(column.from, From::Chars { .. }));
        let layouts = [("table", false), ("fixed", true)];
        let fixed = get("layout").and_then(|node| self.choice(node, "layout", &layouts)).unwrap_or(by_chars);
        for column in columns.iter().filter(|column| matches!(column.from, From::Chars { .. }) != fixed) {
            let (en, de) = if fixed {
                (
                    "this column needs `chars`, as the list is a print",
                    "diese Spalte braucht `chars`, da die Liste ein Ausdruck ist",
                )
            } else {
                ("`chars` is for prints; this list is a table", "`chars` gilt für Ausdrucke; diese Liste ist eine Tabelle")
            };
            let todo = Words::new("use one kind of column throughout", "durchgehend eine Art von Spalten verwenden");
            self.findings.push(codes::VALUE_BAD.finding(Some(column.place.clone()), Words::new(en, de)).todo(todo));
        }
        let constants = get("constants").map(|node| self.constants(node)).unwrap_or_default();
        let given: Vec<MappedField> = get("columns").into_iter().chain(get("constants")).flat_map(named).collect();
        let given = Given { fields: &given, columns: &columns };
        let fill_down = get("fill_down").map(|node| self.fields(node, &given)).unwrap_or_default();
        let kinds = get("kinds").map(|node| self.kinds(node, &given)).unwrap_or_default();
        let what = what?;
        self.enough(root, what, &columns, &constants);
        self.placed(root, what, &columns, &kinds);
        let layout = if fixed { Layout::Fixed { lines: lines.unwrap_or(1) as u32 } } else { Layout::Table { delimiter } };
        let header = header.unwrap_or(if columns.iter().any(|column| matches!(column.from, From::Title(_))) {
            Header::Found
        } else {
            Header::None
        });
        let file = self.file.to_owned();
        Some(Mapping { file, name, confirmed, what, layout, encoding, sheet, header, skip, columns, constants, fill_down, kinds })
    }

    fn missing<T>(&mut self, root: &Node, en: &'static str, de: &'static str, example: &str) -> Option<T> {
        self.complain(
            &codes::INCOMPLETE,
            root.line,
            root.column,
            Words::new(en, de),
            Words::new(format!("add for example `{example}`"), format!("zum Beispiel `{example}` ergänzen")),
        );
        None
    }

    /// Whether the columns are enough to know one row from another.
    fn enough(&mut self, root: &Node, what: What, columns: &[Column], constants: &[(MappedField, String)]) {
        use MappedField as F;
        let has = |wanted: &[F]| {
            columns
                .iter()
                .map(|column| column.field)
                .chain(constants.iter().map(|(field, _)| *field))
                .any(|field| wanted.contains(&field))
        };
        let _ = match what {
            What::People if !has(&[F::Last, F::Name]) => self.missing::<()>(
                root,
                "people need a column for names",
                "Personen brauchen eine Spalte für Namen",
                "last: Name",
            ),
            What::Extensions if !has(&[F::Extension]) => self.missing(
                root,
                "extensions need a column for the number",
                "Nebenstellen brauchen eine Spalte für die Nummer",
                "extension: Nebenstelle",
            ),
            What::Devices if !has(&[F::Label, F::Serial, F::Mac]) => self.missing(
                root,
                "devices need a column for label, serial number or MAC address",
                "Geräte brauchen eine Spalte für Etikett, Seriennummer oder MAC-Adresse",
                "serial: Seriennummer",
            ),
            What::Rooms if !has(&[F::Room]) => {
                self.missing(root, "rooms need a column for the room", "Zimmer brauchen eine Spalte für das Zimmer", "room: Raum")
            }
            _ => None,
        };
    }

    /// A field that this kind of list has no place for would be dropped in silence, unless a rule looks at it.
    fn placed(&mut self, root: &Node, what: What, columns: &[Column], kinds: &[KindRule]) {
        let lost = |field: MappedField| !field.has_place_in(what) && !kinds.iter().any(|rule| rule.field == field);
        let columns = columns.iter().map(|column| (column.field, column.place.clone()));
        let constants = root.get("constants").map(|node| match &node.kind {
            Kind::Map(entries) => entries.as_slice(),
            _ => &[],
        });
        let constants = constants
            .into_iter()
            .flatten()
            .filter_map(|entry| Some((MappedField::parse(&entry.key)?, Place::at(self.file, entry.line, entry.column))));
        let found: Vec<(MappedField, Place)> = columns.chain(constants).filter(|(field, _)| lost(*field)).collect();
        let (of, of_de) = match what {
            What::People => ("people", "Personen"),
            What::Extensions => ("extensions", "Nebenstellen"),
            What::Devices => ("devices", "Geräte"),
            What::Rooms => ("rooms", "Zimmer"),
        };
        for (field, place) in found {
            let word = field.word();
            let words = Words::new(
                format!("a list of {of} has no place for `{word}`"),
                format!("eine Liste für {of_de} hat keinen Platz für `{word}`"),
            );
            let todo = Words::new(
                "remove the column, or map it to `ignored`; what the mapping does not name is kept beside the fields",
                "die Spalte streichen oder `ignored` zuordnen; was die Zuordnung nicht nennt, bleibt neben den Feldern erhalten",
            );
            self.findings.push(codes::VALUE_BAD.finding(Some(place), words).todo(todo));
        }
    }

    fn encoding(&mut self, node: &Node) -> Option<String> {
        let label = self.text(node, "encoding")?.trim().to_ascii_lowercase();
        let known = matches!(label.as_str(), "cp850" | "ibm850") || encoding_rs::Encoding::for_label(label.as_bytes()).is_some();
        if known {
            Some(label)
        } else {
            self.bad(node, "encoding", "`utf-8`, `windows-1252`, `cp850`, …", "`utf-8`, `windows-1252`, `cp850`, …")
        }
    }

    fn delimiter(&mut self, node: &Node) -> Option<char> {
        let text = node.text().unwrap_or_default();
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            _ if text == "tab" => Some('\t'),
            (Some(c), None) if c == '\t' || (!c.is_alphanumeric() && !c.is_control() && c != '"') => Some(c),
            _ => self.bad(node, "delimiter", "one sign such as `;`, or `tab`", "ein Zeichen wie `;`, oder `tab`"),
        }
    }

    fn pattern(&mut self, node: &Node, key: &str) -> Option<Pattern> {
        let text = self.text(node, key)?;
        if text.chars().count() > MAX_PATTERN || text.trim_matches('*').is_empty() {
            let (en, de) = (
                format!("at most {MAX_PATTERN} characters, with `*` for anything"),
                format!("höchstens {MAX_PATTERN} Zeichen, mit `*` für Beliebiges"),
            );
            return self.bad(node, key, &en, &de);
        }
        Some(Pattern(text.trim().to_owned()))
    }

    fn patterns(&mut self, node: &Node) -> Vec<Pattern> {
        self.list(node, "skip").iter().filter_map(|item| self.pattern(item, "skip")).collect()
    }

    fn fields(&mut self, node: &Node, given: &Given<'_>) -> Vec<MappedField> {
        let mut found = Vec::new();
        for item in self.list(node, "fill_down") {
            if let Some(name) = self.text(item, "fill_down") {
                found.extend(self.given_field(&name, "fill_down", item, given));
            }
        }
        found
    }

    /// A field that a rule looks at: without a column of the mapping the rule would hold for no row, in silence.
    fn given_field(&mut self, name: &str, rule: &str, node: &Node, given: &Given<'_>) -> Option<MappedField> {
        let field = MappedField::parse(name);
        if field.is_some_and(|field| given.fields.contains(&field)) {
            return field;
        }
        let (shown, nearest) = (short(name), given.nearest(name));
        let words = given.fields.iter().map(|field| field.word()).collect::<BTreeSet<_>>();
        let list = words.into_iter().collect::<Vec<_>>().join("`, `");
        let todo = match nearest {
            Some((word, Some(title))) => Words::new(
                format!("write `{word}`, which the column `{title}` gives; the mapping has `{list}`"),
                format!("`{word}` schreiben, das die Spalte `{title}` liefert; die Zuordnung hat `{list}`"),
            ),
            Some((word, None)) => Words::new(
                format!("`{word}` may be meant; the mapping has `{list}`"),
                format!("vielleicht ist `{word}` gemeint; die Zuordnung hat `{list}`"),
            ),
            None => Words::new(
                format!("add the column to `columns`, or take one of `{list}`"),
                format!("die Spalte in `columns` ergänzen oder eines von `{list}` nehmen"),
            ),
        };
        let (line, column) = (node.line, node.column);
        let what = if field.is_some() {
            Words::new(
                format!("`{rule}` looks at `{shown}`, which no column of the mapping gives"),
                format!("`{rule}` sieht auf `{shown}`, das keine Spalte der Zuordnung liefert"),
            )
        } else {
            Words::new(format!("there is no field `{shown}`"), format!("ein Feld `{shown}` gibt es nicht"))
        };
        let page = if field.is_some() { &codes::RULE_WITHOUT_COLUMN } else { &codes::KEY_UNKNOWN };
        self.complain(page, line, column, what, todo);
        None
    }

    fn constants(&mut self, node: &Node) -> Vec<(MappedField, String)> {
        let mut found = Vec::new();
        for entry in self.map(node, "constants").unwrap_or_default() {
            let field = self.field(&entry.key, entry.line, entry.column);
            if let (Some(field), Some(text)) = (field, self.text(&entry.value, &entry.key)) {
                found.push((field, text));
            }
        }
        found
    }

    fn kinds(&mut self, node: &Node, given: &Given<'_>) -> Vec<KindRule> {
        let mut found = Vec::new();
        for item in self.list(node, "kinds") {
            let Some(entries) = self.map(item, "kinds") else { continue };
            self.known(entries, &KIND_KEYS);
            let field = match item.get("field") {
                Some(node) => self.text(node, "field").and_then(|name| self.given_field(&name, "kinds", node, given)),
                None => self.given_field(MappedField::Name.word(), "kinds", item, given),
            };
            let test = match item.get("text") {
                Some(node) => self.pattern(node, "text"),
                None => self.missing(item, "`text` is missing", "`text` fehlt", "text: \"*Fax*\""),
            };
            let kind = match item.get("kind") {
                Some(node) => self.choice(node, "kind", &KINDS),
                None => self.missing(item, "`kind` is missing", "`kind` fehlt", "kind: fax"),
            };
            if let (Some(field), Some(test), Some(kind)) = (field, test, kind) {
                found.push(KindRule { field, test, kind });
            }
        }
        found
    }

    fn columns(&mut self, node: &Node, lines: usize) -> Vec<Column> {
        let entries = self.map(node, "columns").unwrap_or_default();
        if entries.len() > MAX_COLUMNS {
            let most = MAX_COLUMNS;
            self.bad::<()>(node, "columns", &format!("at most {most} columns"), &format!("höchstens {most} Spalten"));
            return Vec::new();
        }
        let mut found = Vec::new();
        for entry in entries {
            let field = self.field(&entry.key, entry.line, entry.column);
            // Several columns of one field: a list of them.
            let nodes = match &entry.value.kind {
                Kind::List(items) => items.as_slice(),
                _ => std::slice::from_ref(&entry.value),
            };
            for node in nodes {
                if let (Some((from, split)), Some(field)) = (self.column(node, &entry.key, lines), field) {
                    found.push(Column { field, from, split, place: Place::at(self.file, node.line, node.column) });
                }
            }
        }
        found
    }

    fn column(&mut self, node: &Node, key: &str, lines: usize) -> Option<(From, Option<Split>)> {
        if node.text().is_some() {
            return Some((From::Title(self.text(node, key)?), None));
        }
        let entries = self.map(node, key)?;
        self.known(entries, &COLUMN_KEYS);
        let title = node.get("title").map(|node| self.text(node, "title").map(From::Title));
        let position = node.get("position").map(|node| self.number(node, "position", 512).map(From::Position));
        let line = node.get("line").map_or(Some(1), |node| self.number(node, "line", lines));
        let chars = node.get("chars").map(|node| {
            let range = self.range(node)?;
            Some(From::Chars { first: range.0, last: range.1, line: line? as u32 })
        });
        let split = match (node.get("split"), node.get("part")) {
            (None, None) => None,
            (Some(at), part) => {
                let part = match part {
                    Some(node) if node.text() == Some("last") => Some(0),
                    Some(node) => self.number(node, "part", 100),
                    None => Some(1),
                };
                match at.text() {
                    Some(at) if !at.is_empty() => part.map(|part| Split { at: at.to_owned(), part }),
                    _ => self.bad(at, "split", "the text between the parts", "der Text zwischen den Teilen"),
                }
            }
            (None, Some(part)) => self.bad(part, "part", "a `split` beside it", "ein `split` daneben"),
        };
        let mut ways = [title, position, chars].into_iter().flatten();
        match (ways.next(), ways.next()) {
            (Some(from), None) => Some((from?, split)),
            _ => self.bad(node, key, "one of `title`, `position`, `chars`", "eines von `title`, `position`, `chars`"),
        }
    }

    fn range(&mut self, node: &Node) -> Option<(usize, usize)> {
        let range = node.text().and_then(|text| text.split_once('-')).and_then(|(first, last)| {
            let (first, last) = (first.trim().parse::<usize>().ok()?, last.trim().parse::<usize>().ok()?);
            (1 <= first && first <= last && last <= MAX_CHARS).then_some((first, last))
        });
        match range {
            Some(range) => Some(range),
            None => self.bad(node, "chars", "two numbers such as `1-13`", "zwei Zahlen wie `1-13`"),
        }
    }
}

/// The fields that a map of columns or constants names, also where their values are wrong: that is told there.
fn named(node: &Node) -> impl Iterator<Item = MappedField> {
    let entries = match &node.kind {
        Kind::Map(entries) => entries.as_slice(),
        _ => &[],
    };
    entries.iter().filter_map(|entry| MappedField::parse(&entry.key))
}

/// What the columns and constants of a mapping give.
struct Given<'c> {
    fields: &'c [MappedField],
    columns: &'c [Column],
}

impl Given<'_> {
    /// The field that was probably meant: by the title of its column, or by a name alike.
    fn nearest(&self, name: &str) -> Option<(&'static str, Option<&str>)> {
        let title = |column: &&Column| matches!(&column.from, From::Title(title) if normal(title) == normal(name));
        if let Some(column) = self.columns.iter().find(title)
            && let From::Title(title) = &column.from
        {
            return Some((column.field.word(), Some(title)));
        }
        let titles = self.columns.iter().filter_map(|column| match &column.from {
            From::Title(title) => Some((title.as_str(), column.field.word(), Some(title.as_str()))),
            _ => None,
        });
        let words = self.fields.iter().map(|field| (field.word(), field.word(), None));
        let all: Vec<_> = words.chain(titles).collect();
        let found = nearest_name(name, all.iter().map(|(known, ..)| *known))?;
        all.iter().find(|(known, ..)| *known == found).map(|(_, word, title)| (*word, *title))
    }
}

/// A value for a message: one line, at most 40 characters.
fn short(text: &str) -> String {
    let mut short: String = text.chars().map(|c| if c.is_control() || c == '`' { '\u{fffd}' } else { c }).take(40).collect();
    if text.chars().count() > 40 {
        short.push('…');
    }
    short
}
