//! Which variables of a dialplan have one value only, so that a line that dials by them can be read without running it.

use std::collections::{BTreeMap, BTreeSet};

use super::{MOST_LINES, expand};
use crate::diag::Place;
use crate::inventory::asterisk::application;
use crate::inventory::model::{DialLine, Hint};

/// Bytes of a line with its variables put in; longer ones stay as they are written.
const LONGEST: usize = 8_191;

/// A value that a line gives to a variable.
#[derive(Debug, PartialEq, Eq)]
struct Given {
    context: String,
    pattern: String,
    /// None: under a condition, or from a caller's keys.
    value: Option<String>,
}

/// What lines do to variables.
#[derive(Debug, Default)]
pub(super) struct Known {
    given: BTreeMap<String, Vec<Given>>,
    count: usize,
    /// Variables that were put in somewhere.
    used: BTreeSet<String>,
}

impl Known {
    /// Takes from a line the variables that it gives a value to; `app` is in lower case.
    pub(super) fn note(&mut self, (context, pattern): (&str, &str), app: &str, data: &str) {
        let mut add = |name: &str, value: Option<&str>| {
            self.count += 1;
            if self.count <= MOST_LINES {
                let (context, pattern, value) = (context.to_owned(), pattern.to_owned(), value.map(str::to_owned));
                self.given.entry(name.to_owned()).or_default().push(Given { context, pattern, value });
            }
        };
        match app {
            "set" => {
                if let Some((name, value)) = application::assigned(data, 0..data.len()) {
                    add(name, Some(&data[value]));
                }
            }
            "mset" => {
                for part in application::ranges(data, b',') {
                    if let Some((name, value)) = application::assigned(data, part) {
                        add(name, Some(&data[value]));
                    }
                }
            }
            "read" | "readexten" => add(application::arguments(data)[0], None),
            "execif" | "execiftime" | "exec" | "tryexec" => {
                for spot in application::spots(app, data).into_iter().filter(|spot| spot.app.eq_ignore_ascii_case("set")) {
                    if let Some((name, _)) = application::assigned(data, spot.data) {
                        add(name, None);
                    }
                }
            }
            _ => {}
        }
    }

    /// The data of a line with its variables put in; none where that changes nothing.
    pub(super) fn resolve(&mut self, dial: &DialLine, globals: &BTreeMap<&str, &str>, hints: &[Hint]) -> Option<String> {
        if !dial.text.contains("${") {
            return None;
        }
        let mut used = BTreeSet::new();
        let text = expand(&dial.text, &mut |name| {
            let value = match self.given.get(name) {
                Some(given) => one_value(given, dial).map(str::to_owned),
                None if name == "HINT" => hint(hints, dial),
                None => globals.get(name).map(|value| (*value).to_owned()),
            };
            if value.is_some() {
                used.insert(name.to_owned());
            }
            value
        });
        if text == dial.text || text.len() > LONGEST {
            return None;
        }
        self.used.extend(used);
        Some(text)
    }

    /// Drops lines that fill a variable whose every use was read: those that dial by it tell what is to be done.
    pub(super) fn drop_settled(&self, lines: &mut Vec<(DialLine, Place)>) {
        let mut open: BTreeSet<String> = BTreeSet::new();
        for (dial, _) in &*lines {
            let text = dial.resolved.as_deref().unwrap_or(&dial.text);
            let names = text.split("${").skip(1).filter_map(|rest| rest.split('}').next());
            open.extend(names.map(|name| application::variable(name.split(':').next().unwrap_or(name)).to_owned()));
        }
        let settled = |dial: &DialLine| {
            let filled = application::assigned(&dial.text, 0..dial.text.len()).map(|(name, _)| name);
            let of_set = dial.app.eq_ignore_ascii_case("set");
            of_set && filled.is_some_and(|name| self.used.contains(name) && !open.contains(name))
        };
        lines.retain(|(dial, _)| !settled(dial));
    }
}

/// The value that a variable has in a line: given in the same extension, and nowhere another one.
fn one_value<'a>(given: &'a [Given], dial: &DialLine) -> Option<&'a str> {
    let first = given.first()?;
    let here = given.iter().all(|one| one == first) && first.context == dial.context && first.pattern == dial.pattern;
    // What is computed may be another thing when the call comes.
    first.value.as_deref().filter(|value| here && !value.contains("$["))
}

/// The devices of the hint of this extension.
fn hint(hints: &[Hint], dial: &DialLine) -> Option<String> {
    let of_line = hints.iter().find(|hint| hint.context == dial.context && hint.pattern == dial.pattern)?;
    of_line.devices.split(',').next().map(str::to_owned)
}
