//! `extends`: a profile that says only what is different from another one.
//!
//! Maps are merged key by key, lists and texts replace, `~` deletes; templates that the child has no file for are those of the parent.

use super::codes;
use super::definition::Source;
use crate::diag::{Finding, Place, Words};
use crate::policy::raw::{Kind, Node};

/// More steps than anybody needs.
const MAX_STEPS: usize = 4;

/// A definition and its files, before anything is checked.
#[derive(Debug, Clone)]
pub struct Raw {
    pub source: Source,
    pub root: Node,
}

/// The definition with all it inherits. `parent` finds a profile by name; a profile of the site that extends its own name means the
/// built-in one.
pub fn inherit<'a>(child: &Raw, parent: impl Fn(&str, &Source) -> Option<&'a Raw>) -> Result<Raw, Box<Finding>> {
    let mut whole = child.clone();
    let mut last = &child.source;
    for _ in 0..MAX_STEPS {
        let Some(at) = whole.root.get("extends").cloned() else { return Ok(whole) };
        let name = at.text().unwrap_or_default();
        let Some(found) = parent(name, last) else {
            return Err(fault(child, &at, &format!("there is no profile `{name}`"), &format!("es gibt kein Profil `{name}`")));
        };
        let mut own = whole.root;
        remove(&mut own, "extends");
        whole.root = merged(&own, &found.root);
        for (file, text) in &found.source.templates {
            whole.source.templates.entry(file.clone()).or_insert_with(|| text.clone());
        }
        last = &found.source;
    }
    match whole.root.get("extends") {
        Some(at) => Err(fault(child, at, "profiles extend each other in a circle", "Profile erweitern einander im Kreis")),
        None => Ok(whole),
    }
}

fn fault(child: &Raw, at: &Node, en: &str, de: &str) -> Box<Finding> {
    let place = Place::at(format!("{}/profile.yaml", child.source.folder), at.line, at.column);
    Box::new(codes::BAD_DEFINITION.finding(Some(place), Words::new(format!("`extends`: {en}"), format!("`extends`: {de}"))))
}

fn remove(node: &mut Node, key: &str) {
    if let Kind::Map(entries) = &mut node.kind {
        entries.retain(|entry| entry.key != key);
    }
}

fn merged(own: &Node, parent: &Node) -> Node {
    let (Kind::Map(mine), Kind::Map(theirs)) = (&own.kind, &parent.kind) else { return own.clone() };
    let mut entries = Vec::new();
    for entry in theirs {
        match mine.iter().find(|my| my.key == entry.key) {
            None => entries.push(entry.clone()),
            Some(my) if my.value.kind == Kind::Empty => {}
            Some(my) => {
                let mut my = my.clone();
                my.value = merged(&my.value, &entry.value);
                entries.push(my);
            }
        }
    }
    let new = |key: &str| !theirs.iter().any(|entry| entry.key == key);
    entries.extend(mine.iter().filter(|my| new(&my.key) && my.value.kind != Kind::Empty).cloned());
    Node::new(Kind::Map(entries), own.line, own.column)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::store::yaml;

    fn raw(id: &str, yaml: &str, templates: &[(&str, &str)]) -> Raw {
        let templates: BTreeMap<String, String> = templates.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
        let source = Source { id: id.into(), folder: format!("profiles/{id}"), built_in: false, templates };
        Raw { source, root: yaml::read("t", yaml.as_bytes()).unwrap() }
    }

    #[test]
    fn maps_merge_lists_replace_and_nothing_deletes() {
        let parent = raw("p", "a: { x: 1, y: 2, z: 3 }\nl: [1, 2]\nt: parent\n", &[("one", "1"), ("two", "2")]);
        let child = raw("c", "extends: p\na: { y: 9, z: ~, n: 4 }\nl: [3]\n", &[("two", "own")]);
        let whole = inherit(&child, |_, _| Some(&parent)).unwrap();
        let a = whole.root.get("a").unwrap();
        let text = |node: &Node, key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
        assert_eq!(
            [text(a, "x"), text(a, "y"), text(a, "z"), text(a, "n")],
            [Some("1".into()), Some("9".into()), None, Some("4".into())]
        );
        assert!(matches!(&whole.root.get("l").unwrap().kind, Kind::List(items) if items.len() == 1));
        assert_eq!(text(&whole.root, "t").as_deref(), Some("parent"));
        assert_eq!((whole.source.templates["one"].as_str(), whole.source.templates["two"].as_str()), ("1", "own"));
        assert!(whole.root.get("extends").is_none() && whole.source.id == "c");
    }

    #[test]
    fn strangers_and_circles_are_told_with_their_place() {
        let child = raw("c", "id: c\nextends: c\n", &[]);
        for (finding, text) in [
            (inherit(&child, |_, _| None).unwrap_err(), "there is no profile `c`"),
            (inherit(&child, |_, _| Some(&child)).unwrap_err(), "in a circle"),
        ] {
            assert!(finding.what.en.contains(text), "{}", finding.what.en);
            assert_eq!(finding.place.unwrap().line(), 2);
        }
    }
}
