//! The only door to `serde_yaml`: YAML text in, [`Node`] tree or one finding out.
//!
//! The tree keeps what serde would lose: the text of numbers and truth values, and the place of every key and value.
//! Limits stop alias bombs, deep nesting and huge scalars before they cost memory. The parser's own snippets stay off, because
//! they print the offending line with any password on it.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Error, Location, Options, Spanned};

use crate::diag::{Finding, Place, Words};
use crate::inventory::mapping;
use crate::policy::codes;
use crate::policy::raw::{Entry, Kind, Node};
use crate::policy::read::{Need, Reading};

/// Containers inside containers.
const MAX_DEPTH: usize = 64;
const STACK_BYTES: usize = 16 * 1024 * 1024;
/// Values and containers of one file, expanded aliases included.
const MAX_NODES: usize = 100_000;
const MAX_SCALAR_BYTES: usize = 64 * 1024 * 1024;
/// Events that all aliases of a file together may repeat.
const MAX_REPLAYED: usize = 100_000;

/// Reads one YAML document. `file` is the name shown in the finding.
pub fn read(file: &str, bytes: &[u8]) -> Result<Node, Box<Finding>> {
    let text = decode(file, bytes)?;
    // The parser descends by recursion, some 40 kB a level in a debug build: more than a thread's usual stack may hold.
    let parser = std::thread::Builder::new().name("yaml".into()).stack_size(STACK_BYTES);
    std::thread::scope(|scope| match parser.spawn_scoped(scope, || parse(file, text)) {
        Ok(thread) => thread.join().unwrap_or_else(|_| Err(Box::new(syntax(Place::file(file), "the parser gave up", None)))),
        Err(_) => parse(file, text),
    })
}

/// Reads and checks a whole site file: the tree, then [`crate::policy::read::site`]. `clients` are the profiles there are.
#[must_use]
pub fn read_site(file: &str, bytes: &[u8], clients: &[&str]) -> Reading {
    read_site_for(file, bytes, clients, Need::Everything)
}

/// The same for a command that does without some sections.
#[must_use]
pub fn read_site_for(file: &str, bytes: &[u8], clients: &[&str], need: Need) -> Reading {
    match read(file, bytes) {
        Ok(root) => {
            let mut reading = crate::policy::read::site_for(file, &root, need);
            reading.findings.extend(crate::policy::unknown_clients(file, &root, clients));
            reading.findings.sort_by(|a, b| (&a.place, &a.code).cmp(&(&b.place, &b.code)));
            reading
        }
        Err(finding) => Reading { site: None, findings: vec![*finding] },
    }
}

/// Reads and checks a whole mapping file: the tree, then [`mapping::parse`].
#[must_use]
pub fn read_mapping(file: &str, bytes: &[u8]) -> mapping::Parsed {
    match read(file, bytes) {
        Ok(root) => mapping::parse(file, &root),
        Err(finding) => {
            let mut findings = vec![*finding];
            // A key that stands twice says nothing of the rest of the file.
            let twice = findings[0].code == codes::DUPLICATE_KEY.code();
            if twice && let Ok(root) = decode(file, bytes).and_then(|text| parse_with(file, text, first_wins())) {
                findings.extend(mapping::parse(file, &root).findings);
                findings.sort_by(|a, b| (&a.place, &a.code).cmp(&(&b.place, &b.code)));
            }
            mapping::Parsed { mapping: None, findings }
        }
    }
}

fn parse(file: &str, text: &str) -> Result<Node, Box<Finding>> {
    parse_with(file, text, options())
}

/// Of a key that stands twice the first counts, so that the rest can be looked at.
fn first_wins() -> Options {
    let mut options = options();
    options.duplicate_keys = serde_yaml::DuplicateKeyPolicy::FirstWins;
    options
}

fn parse_with(file: &str, text: &str, options: Options) -> Result<Node, Box<Finding>> {
    match serde_yaml::from_str_with_options::<Located>(text, options) {
        Ok(root) => Ok(root.into_node(text)),
        Err(error) => Err(Box::new(explain(file, text, &error))),
    }
}

fn options() -> Options {
    let nodes_and_ends = MAX_NODES * 2;
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_events: nodes_and_ends,
            max_nodes: MAX_NODES,
            max_depth: MAX_DEPTH,
            flow_nesting_limit: MAX_DEPTH,
            max_total_scalar_bytes: MAX_SCALAR_BYTES,
            max_documents: 2,
        },
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: MAX_REPLAYED },
    }
}

/// UTF-8, with or without a byte order mark.
fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Box<Finding>> {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(body) {
        Ok(text) => Ok(text),
        Err(error) => {
            let good = &body[..error.valid_up_to()];
            let line = memchr::memchr_iter(b'\n', good).count() + 1;
            let last = good.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
            let column = String::from_utf8_lossy(last).chars().count() + 1;
            let place = Place::at(file, number(line), number(column));
            let finding = codes::NOT_UTF8
                .finding(
                    Some(place),
                    Words::new("the file is not UTF-8 text from here on", "ab hier ist die Datei kein UTF-8-Text"),
                )
                .todo(Words::new(
                    "save it as UTF-8 (in Windows Notepad: Save as, Encoding UTF-8)",
                    "als UTF-8 speichern (im Windows-Editor: Speichern unter, Codierung UTF-8)",
                ));
            Err(Box::new(finding))
        }
    }
}

fn number(n: impl TryInto<u32>) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}

fn explain(file: &str, text: &str, error: &Error) -> Finding {
    let error = error.without_snippet();
    let place = match error.location() {
        Some(location) if location.line() > 0 => Place::at(file, number(location.line()), number(location.column())),
        _ => Place::file(file),
    };
    let cause = match error {
        Error::AliasError { error, .. } => error.without_snippet(),
        other => other,
    };
    match cause {
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.clone().unwrap_or_default();
            codes::DUPLICATE_KEY
                .finding(
                    Some(place),
                    Words::new(
                        format!("`{key}` stands twice in the same map"),
                        format!("`{key}` steht zweimal in derselben Zuordnung"),
                    ),
                )
                .todo(Words::new(
                    "keep one of the two; a second value would silently win in other programs",
                    "einen der beiden streichen; andere Programme ließen still den zweiten gelten",
                ))
        }
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => too_big(place),
        Error::MultipleDocuments { .. } => syntax(place, "a second document starts here; the file must hold one", None),
        Error::UnknownAnchor { .. } => syntax(place, "an alias `*…` without its anchor `&…`", None),
        other => {
            let message = other.render();
            if message.contains("nesting limit") || message.contains("recursion limit") {
                return too_big(place);
            }
            // The name of an unknown anchor may be a password that somebody forgot to quote.
            if message.contains("anchor") {
                return syntax(place, "an alias `*…` without its anchor `&…`", None);
            }
            // The message ends with the place, which the finding shows already.
            let message = message.split(" at line ").next().unwrap_or_default().trim_end_matches([',', ' ']);
            syntax(place, message, tab_hint(text, other.location()))
        }
    }
}

fn syntax(place: Place, message: &str, hint: Option<Words>) -> Finding {
    codes::YAML_SYNTAX
        .finding(Some(place), Words::new(format!("not valid YAML: {message}"), format!("kein gültiges YAML: {message}")))
        .todo(hint.unwrap_or_else(|| {
            Words::new(
                "check indentation (blanks, no tabs), the blank after each colon, and quotes around values with `: `, `#` or a leading `*`, `&`, `@`, `%`",
                "Einrückung (Leerzeichen, keine Tabulatoren), das Leerzeichen nach jedem Doppelpunkt und Anführungszeichen um Werte mit `: `, `#` oder führendem `*`, `&`, `@`, `%` prüfen",
            )
        }))
}

fn tab_hint(text: &str, location: Option<Location>) -> Option<Words> {
    let line = usize::try_from(location?.line()).ok()?.checked_sub(1)?;
    let indent = text.lines().nth(line)?;
    let blank = indent.len() - indent.trim_start().len();
    indent[..blank].contains('\t').then(|| {
        Words::new(
            "this line is indented with a tab: YAML wants blanks",
            "diese Zeile ist mit einem Tabulator eingerückt: YAML verlangt Leerzeichen",
        )
    })
}

fn too_big(place: Place) -> Finding {
    codes::YAML_LIMIT
        .finding(
            Some(place),
            Words::new(
                format!("the file goes beyond a limit: {MAX_DEPTH} levels, {MAX_NODES} values, 64 MB of text, {MAX_REPLAYED} values repeated by aliases"),
                format!("die Datei überschreitet eine Grenze: {MAX_DEPTH} Ebenen, {MAX_NODES} Werte, 64 MB Text, {MAX_REPLAYED} durch Aliasse wiederholte Werte"),
            ),
        )
        .todo(Words::new(
            "a site file needs a few hundred lines; look for `&name` and `*name` that repeat each other",
            "eine Site-Datei braucht einige hundert Zeilen; nach `&name` und `*name` suchen, die einander wiederholen",
        ))
}

/// A value as serde shows it, with its place; numbers and truth values only as a range of the source.
struct Located {
    shape: Shape,
    line: u32,
    column: u32,
}

enum Shape {
    Empty,
    Text(String),
    /// Byte offset and length of a plain scalar that YAML takes for a number or truth value.
    Plain(u32, u32),
    List(Vec<Located>),
    Map(Vec<(String, u32, u32, Located)>),
}

impl Located {
    fn into_node(self, source: &str) -> Node {
        let kind = match self.shape {
            Shape::Empty => Kind::Empty,
            Shape::Text(text) => Kind::Text(text),
            Shape::Plain(start, len) => {
                let (start, len) = (start as usize, len as usize);
                Kind::Text(source.get(start..start.saturating_add(len)).unwrap_or_default().trim().to_owned())
            }
            Shape::List(items) => Kind::List(items.into_iter().map(|item| item.into_node(source)).collect()),
            Shape::Map(entries) => Kind::Map(
                entries
                    .into_iter()
                    .map(|(key, line, column, value)| Entry { key, line, column, value: value.into_node(source) })
                    .collect(),
            ),
        };
        Node::new(kind, self.line, self.column)
    }
}

impl<'de> Deserialize<'de> for Located {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value: mut shape, defined, .. } = Spanned::<Shape>::deserialize(deserializer)?;
        if let Shape::Plain(start, len) = &mut shape {
            let span = defined.span();
            *start = number(span.byte_offset().unwrap_or_default());
            *len = number(span.byte_len().unwrap_or_default());
        }
        Ok(Self { shape, line: number(defined.line()), column: number(defined.column()) })
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a list or a map")
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Empty)
    }

    fn visit_none<E>(self) -> Result<Shape, E> {
        Ok(Shape::Empty)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Plain(0, 0))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Plain(0, 0))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Plain(0, 0))
    }

    fn visit_i128<E>(self, _: i128) -> Result<Shape, E> {
        Ok(Shape::Plain(0, 0))
    }

    fn visit_u128<E>(self, _: u128) -> Result<Shape, E> {
        Ok(Shape::Plain(0, 0))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Plain(0, 0))
    }

    fn visit_str<E>(self, text: &str) -> Result<Shape, E> {
        Ok(Shape::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Shape, E> {
        Ok(Shape::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Shape, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Shape::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            let (line, column) = (number(key.defined.line()), number(key.defined.column()));
            entries.push((key.value, line, column, map.next_value()?));
        }
        Ok(Shape::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]

    use super::*;

    fn at(finding: &Finding) -> String {
        format!("{} {}", finding.code, finding.place.as_ref().unwrap())
    }

    fn refused(text: &str) -> Finding {
        *read("f", text.as_bytes()).unwrap_err()
    }

    #[test]
    fn texts_and_places_are_those_of_the_file() {
        let source = "a: 0815\nb: [+49861, NO, 22:30, 1.50, ~, '', \"x\\ty\", true]\nc:\n  ä: 'é' # k\n  12: |\n    two\n    lines\n  n:\n";
        let root = read("f", source.as_bytes()).unwrap();
        assert_eq!(root.get("a").unwrap().text(), Some("0815"));
        assert_eq!((root.get("a").unwrap().line, root.get("a").unwrap().column), (1, 4));
        let Kind::List(items) = &root.get("b").unwrap().kind else { panic!("b is a list") };
        let texts: Vec<Option<&str>> = items.iter().map(Node::text).collect();
        let t = Some;
        assert_eq!(texts, [t("+49861"), t("NO"), t("22:30"), t("1.50"), None, t(""), t("x\ty"), t("true")]);
        assert_eq!((items[2].line, items[2].column), (2, 17));
        let c = root.get("c").unwrap();
        assert_eq!(c.get("12").unwrap().text(), Some("two\nlines\n"));
        assert_eq!(c.get("n").unwrap().kind, Kind::Empty);
        let Kind::Map(entries) = &c.kind else { panic!("c is a map") };
        assert_eq!((entries[0].key.as_str(), entries[0].line, entries[0].column), ("ä", 4, 3));
        assert_eq!((entries[0].value.line, entries[0].value.column), (4, 6));
    }

    #[test]
    fn values_from_aliases_keep_their_text_and_show_where_they_were_defined() {
        let root = read("f", b"a: &x {n: 007, m: 1.0}\nb: *x\nc: {<<: *x, m: 2.0}\n").unwrap();
        assert_eq!(root.get("b").unwrap().get("n").unwrap().text(), Some("007"));
        assert_eq!(root.get("b").unwrap().get("m").unwrap().text(), Some("1.0"));
        assert_eq!(root.get("c").unwrap().get("n").unwrap().text(), Some("007"));
        assert_eq!(root.get("c").unwrap().get("m").unwrap().text(), Some("2.0"));
        assert_eq!(root.get("b").unwrap().get("m").unwrap().line, 1);
    }

    #[test]
    fn mistakes_become_one_finding_with_a_place() {
        assert_eq!(at(&refused("a: 1\nb: 2\na: 3\n")), "policy/duplicate-key f:3:1");
        assert_eq!(at(&refused("a: [1, 2\nb: 3\n")).split(':').next(), Some("policy/yaml-syntax f"));
        assert_eq!(at(&refused("a:\n\t- b\n")), "policy/yaml-syntax f:2:2");
        assert!(refused("a:\n\t- b\n").todo.unwrap().en.contains("tab"));
        assert_eq!(at(&refused("a: 1\n---\nb: 2\n")).split(' ').next(), Some("policy/yaml-syntax"));
        assert_eq!(at(&read("f", b"a: 1\nname: M\xfcller\n").unwrap_err()), "policy/not-utf8 f:2:8");
        assert_eq!(at(&refused("? {a: b}\n: c\n")).split(' ').next(), Some("policy/yaml-syntax"));
        assert_eq!(read("f", b"").unwrap().kind, Kind::Empty);
        assert_eq!(read("f", "\u{feff}a: 1\n".as_bytes()).unwrap().get("a").unwrap().column, 4);
    }

    #[test]
    fn the_text_of_the_line_never_shows() {
        for text in [
            "secret: *geheim\n",
            "secret: @geheim\n",
            "a: b\n secret: geheim: x\n",
            "secret: \"geheim\n",
            "secret: !!int geheim\n",
        ] {
            let shown = serde_json::to_string(&refused(text)).unwrap();
            assert!(!shown.contains("geheim"), "{shown}");
        }
    }

    #[test]
    fn bombs_are_refused_fast() {
        let mut laughs = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for level in 1..10 {
            let before = level - 1;
            let list = vec![format!("*a{before}"); 9].join(", ");
            laughs.push_str(&format!("a{level}: &a{level} [{list}]\n"));
        }
        let quadratic = format!("a: &a {}\nb: [{}]\n", "x".repeat(80_000), "*a, ".repeat(20_000));
        let deep = "[".repeat(1_000_000);
        let deep_map = (0..500).map(|n| " ".repeat(n) + "k:\n").collect::<Vec<_>>().concat();
        let documents = "---\na: 1\n".repeat(100_000);
        let start = std::time::Instant::now();
        for (name, bomb) in
            [("laughs", laughs), ("quadratic", quadratic), ("deep", deep), ("deep map", deep_map), ("documents", documents)]
        {
            let finding = read("f", bomb.as_bytes()).unwrap_err();
            let code = finding.code.as_str();
            assert!(code == "policy/yaml-limit" || (name == "documents" && code == "policy/yaml-syntax"), "{name}: {finding:?}");
        }
        // A debug build on a busy machine; alone it is half a second for all.
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    }

    #[test]
    fn a_file_of_endless_values_is_refused() {
        let many = format!("a: [{}]", "1,".repeat(MAX_NODES + 10));
        assert_eq!(refused(&many).code, codes::YAML_LIMIT.code());
    }
}
