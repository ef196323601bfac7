//! Puts other values into the tree of a site file, as if they stood there: what would be, if `goals.fairness` were 10?
//!
//! In: the tree, a path and the value. Out: the changed tree, which is then read and checked like any site file. What was put in bears line
//! numbers that no file has, so that a complaint about it can be told from one about the file.

use super::raw::{Entry, Kind, Node};

/// Lines from here on are those of values that were put in: the first, the second, ….
const BEYOND: u32 = 1 << 30;

/// The step of a path that is a new entry of a list.
const ANOTHER: &str = "+";

/// Which of the values that were put in has this line.
#[must_use]
pub fn grafted(line: u32) -> Option<usize> {
    line.checked_sub(BEYOND).map(|n| n as usize)
}

/// Why a path leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nowhere {
    /// The path is empty, or ends with its dot.
    Key,
    /// The list there has no such entry; these are its names, or how many there are.
    Entry { list: String, wanted: String, names: Vec<String>, count: usize },
    /// There stands a value that has no keys.
    Map { at: String },
}

/// Puts `value` where `path` leads below `root`, as the `number`th of several; gives what stood there before. An empty value takes away what
/// stands there.
///
/// Steps are separated by dots. In a map a step is a key, which may be new; in a list it is the `name` of an entry, its number from 1 on, or `+`
/// for another one at the end.
///
/// # Errors
/// See [`Nowhere`]; the tree is unchanged then.
pub fn put(root: &mut Node, path: &str, value: Node, number: usize) -> Result<Option<Node>, Nowhere> {
    if path.is_empty() || path.ends_with('.') || path.starts_with('.') {
        return Err(Nowhere::Key);
    }
    let mut value = value;
    let line = BEYOND.saturating_add(u32::try_from(number).unwrap_or(u32::MAX));
    mark(&mut value, line);
    let mut changed = root.clone();
    let before = put_at(&mut changed, path, "", value, line)?;
    *root = changed;
    Ok(before)
}

fn put_at(node: &mut Node, path: &str, so_far: &str, value: Node, line: u32) -> Result<Option<Node>, Nowhere> {
    if node.kind == Kind::Empty {
        let another = path.split('.').next() == Some(ANOTHER);
        *node = Node::new(if another { Kind::List(Vec::new()) } else { Kind::Map(Vec::new()) }, line, 0);
    }
    match &mut node.kind {
        Kind::Map(entries) => {
            let known = longest(entries.iter().map(|entry| entry.key.as_str()), path);
            let key = known.unwrap_or_else(|| path.split('.').next().unwrap_or(path)).to_owned();
            let at = entries.iter().position(|entry| entry.key == key);
            let rest = path[key.len()..].strip_prefix('.');
            match (at, rest) {
                (Some(at), None) if value.kind == Kind::Empty => Ok(Some(entries.remove(at).value)),
                (None, None) if value.kind == Kind::Empty => Ok(None),
                (Some(at), None) => Ok(Some(std::mem::replace(&mut entries[at].value, value))),
                (None, None) => {
                    entries.push(Entry { key, line, column: 0, value });
                    Ok(None)
                }
                (Some(at), Some(rest)) => put_at(&mut entries[at].value, rest, &joined(so_far, &key), value, line),
                (None, Some(rest)) => {
                    let mut inner = Node::new(Kind::Empty, line, 0);
                    put_at(&mut inner, rest, &joined(so_far, &key), value, line)?;
                    entries.push(Entry { key, line, column: 0, value: inner });
                    Ok(None)
                }
            }
        }
        Kind::List(items) => {
            let name = |item: &Node| item.get("name").and_then(Node::text).map(str::to_owned);
            let names: Vec<String> = items.iter().filter_map(name).collect();
            let step = longest(names.iter().map(String::as_str), path).unwrap_or_else(|| path.split('.').next().unwrap_or(path));
            let rest = path[step.len()..].strip_prefix('.');
            let named = items.iter().position(|item| name(item).as_deref() == Some(step));
            let at = named.or_else(|| step.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < items.len()));
            match (at, rest) {
                (Some(at), None) if value.kind == Kind::Empty => Ok(Some(items.remove(at))),
                (Some(at), None) => Ok(Some(std::mem::replace(&mut items[at], value))),
                (Some(at), Some(rest)) => put_at(&mut items[at], rest, &joined(so_far, step), value, line),
                (None, None) if step == ANOTHER && value.kind != Kind::Empty => {
                    items.push(value);
                    Ok(None)
                }
                (None, _) => {
                    let count = items.len();
                    Err(Nowhere::Entry { list: so_far.to_owned(), wanted: step.to_owned(), names, count })
                }
            }
        }
        Kind::Text(_) | Kind::Empty => Err(Nowhere::Map { at: so_far.to_owned() }),
    }
}

/// The longest of these keys with which the path begins: keys may hold dots themselves.
fn longest<'k>(keys: impl Iterator<Item = &'k str>, path: &str) -> Option<&'k str> {
    let begins = |key: &&str| path.strip_prefix(*key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    keys.filter(|key| !key.is_empty()).filter(begins).max_by_key(|key| key.len())
}

fn joined(before: &str, step: &str) -> String {
    if before.is_empty() { step.to_owned() } else { format!("{before}.{step}") }
}

fn mark(node: &mut Node, line: u32) {
    node.line = line;
    match &mut node.kind {
        Kind::List(items) => items.iter_mut().for_each(|item| mark(item, line)),
        Kind::Map(entries) => {
            for entry in entries {
                entry.line = line;
                mark(&mut entry.value, line);
            }
        }
        Kind::Text(_) | Kind::Empty => {}
    }
}

/// A value in one line, as YAML's flow style has it.
#[must_use]
pub fn flow(node: &Node) -> String {
    match &node.kind {
        Kind::Empty => "null".to_owned(),
        Kind::Text(text) => text.clone(),
        Kind::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Kind::Map(entries) => {
            let pairs: Vec<String> = entries.iter().map(|entry| format!("{}: {}", entry.key, flow(&entry.value))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Node {
        Node::new(Kind::Text(text.to_owned()), 7, 3)
    }

    fn map(entries: &[(&str, Node)]) -> Node {
        let entry = |(key, value): &(&str, Node)| Entry { key: (*key).to_owned(), line: 7, column: 1, value: value.clone() };
        Node::new(Kind::Map(entries.iter().map(entry).collect()), 7, 1)
    }

    fn list(items: &[Node]) -> Node {
        Node::new(Kind::List(items.to_vec()), 7, 1)
    }

    fn rules() -> Node {
        let group = |name: &str, least: &str| map(&[("name", text(name)), ("least", text(least))]);
        map(&[
            ("goals", map(&[("fairness", text("4")), ("wishes", text("2"))])),
            ("groups", list(&[group("Kasse", "2"), group("Kasse 2.1", "1")])),
            ("caps", map(&[("vpn", text("20")), ("vpn.new", text("30"))])),
        ])
    }

    /// What stood there, and the tree afterwards.
    fn tried(path: &str, value: Node) -> Result<(Option<String>, String), Nowhere> {
        let mut root = rules();
        let before = put(&mut root, path, value, 0)?;
        Ok((before.as_ref().map(flow), flow(&root)))
    }

    #[test]
    fn a_path_finds_keys_entries_by_name_and_by_number() {
        let whole = flow(&rules());
        for (path, value, before, part) in [
            ("goals.fairness", "10", Some("4"), "fairness: 10"),
            ("goals.calm", "1", None, "wishes: 2, calm: 1}"),
            ("groups.Kasse.least", "3", Some("2"), "{name: Kasse, least: 3}"),
            ("groups.Kasse 2.1.least", "3", Some("1"), "{name: Kasse 2.1, least: 3}"),
            ("groups.2.least", "5", Some("1"), "{name: Kasse 2.1, least: 5}"),
            ("groups.+", "x", None, "least: 1}, x]"),
            ("caps.vpn", "7", Some("20"), "{vpn: 7, vpn.new: 30}"),
            ("caps.vpn.new", "7", Some("30"), "{vpn: 20, vpn.new: 7}"),
            ("quotas.a.b", "7", None, "quotas: {a: {b: 7}}}"),
            ("quotas.+", "7", None, "quotas: [7]}"),
        ] {
            let (stood, now) = tried(path, text(value)).unwrap();
            assert_eq!(stood.as_deref(), before, "{path}");
            assert!(now.contains(part) && now != whole, "{path}: {now}");
        }
    }

    #[test]
    fn an_empty_value_takes_away_what_stands_there() {
        let empty = || Node::new(Kind::Empty, 1, 1);
        assert_eq!(tried("goals.fairness", empty()).unwrap().0.as_deref(), Some("4"));
        assert!(!tried("goals.fairness", empty()).unwrap().1.contains("fairness"));
        assert_eq!(tried("goals.none", empty()).unwrap(), (None, flow(&rules())));
        assert!(!tried("groups.Kasse", empty()).unwrap().1.contains("{name: Kasse,"));
        assert!(matches!(tried("groups.+", empty()), Err(Nowhere::Entry { .. })));
    }

    #[test]
    fn a_path_that_leads_nowhere_says_where_it_ends_and_changes_nothing() {
        let mut root = rules();
        for (path, why) in [
            ("", Nowhere::Key),
            ("goals.", Nowhere::Key),
            (".goals", Nowhere::Key),
            ("goals.fairness.x", Nowhere::Map { at: "goals.fairness".to_owned() }),
            (
                "groups.Bar.least",
                Nowhere::Entry {
                    list: "groups".to_owned(),
                    wanted: "Bar".to_owned(),
                    names: vec!["Kasse".to_owned(), "Kasse 2.1".to_owned()],
                    count: 2,
                },
            ),
        ] {
            assert_eq!(put(&mut root, path, text("1"), 0), Err(why), "{path}");
        }
        for path in ["groups.0", "groups.3", "groups.+.name"] {
            assert!(matches!(put(&mut root, path, text("1"), 0), Err(Nowhere::Entry { .. })), "{path}");
        }
        assert_eq!(root, rules());
    }

    #[test]
    fn what_was_put_in_is_known_by_its_lines() {
        let mut root = rules();
        put(&mut root, "quotas.a", list(&[map(&[("b", text("1"))])]), 5).unwrap();
        let quotas = root.get("quotas").unwrap();
        let Kind::List(items) = &quotas.get("a").unwrap().kind else { panic!("{quotas:?}") };
        assert_eq!([quotas.line, items[0].line, items[0].get("b").unwrap().line].map(grafted), [Some(5); 3]);
        assert_eq!(grafted(root.get("goals").unwrap().line), None);
    }
}
