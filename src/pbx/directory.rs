//! FreeSWITCH's directory: its own files, in which nothing but passwords and limits of registrations is replaced.
//!
//! The files are lines before they are XML and hold much that we do not read, so every other byte stays. What a pre-processor line or a
//! comment hides is not touched.

use std::collections::BTreeMap;
use std::ops::Range;

use super::render::{Input, PbxOutput, renew};
use super::wanted::{self, Wanted};
use super::{advice, codes};
use crate::diag::{Finding, Lang, Words};
use crate::domain::Extension;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats::Given;
use crate::inventory::freeswitch;
use crate::inventory::table::ListFile;
use crate::policy::site::Numbers;

use super::difference::Difference;

/// What stands between the quotes of the attributes `name` and `value` of one `<param>`.
struct Param {
    name: Range<usize>,
    value: Range<usize>,
}

/// `sources` are the files of the directory, by the name the inventory gives them; `roots` are those that include the others.
#[must_use]
pub fn directory(input: Input, numbers: &Numbers, sources: &[(String, Vec<u8>)], roots: &[String]) -> PbxOutput {
    let mut output = PbxOutput::default();
    let before: BTreeMap<&str, String> =
        sources.iter().filter_map(|(name, bytes)| Some((name.as_str(), String::from_utf8(bytes.clone()).ok()?))).collect();
    let mut left_out: BTreeMap<Extension, Finding> = BTreeMap::new();
    // A user that does not read as it should is left out and named; the others go on without it.
    let changed = loop {
        let changed = Changed::of(input, &before, &left_out);
        let faults = changed.faults(numbers, roots);
        if faults.is_empty() {
            break changed;
        }
        left_out.extend(faults);
    };
    output.findings.extend(left_out.into_values());
    output.findings.extend(no_source(&changed.missing));
    for lang in [Lang::De, Lang::En] {
        let page = if changed.written.is_empty() { advice::nothing(lang) } else { advice::directory_readme(lang) };
        output.add(advice::name(lang), page, false, false);
    }
    let changes: Vec<_> = changed.written.iter().map(|wanted| wanted.change.clone()).collect();
    output.changed = changes.len();
    output.differences = changed.differences;
    renew(&mut output, &changes, input);
    for (name, text) in changed.texts {
        if before.get(name) != Some(&text) {
            output.add_copy(&format!("directory/{name}"), text);
        }
    }
    output
}

/// The files with new values in them.
struct Changed<'a> {
    texts: BTreeMap<&'a str, String>,
    written: Vec<Wanted<'a>>,
    missing: Vec<Extension>,
    differences: Vec<Difference>,
}

impl<'a> Changed<'a> {
    fn of(input: Input<'a>, before: &BTreeMap<&'a str, String>, left_out: &BTreeMap<Extension, Finding>) -> Self {
        let mut texts = before.clone();
        let (mut written, mut missing, mut differences) = (Vec::new(), Vec::new(), Vec::new());
        for wanted in wanted::all(input).into_iter().filter(|wanted| !left_out.contains_key(&wanted.change.extension)) {
            let edited = texts.values_mut().any(|text| edit(text, &wanted, input, &mut differences));
            match edited {
                true => written.push(wanted),
                false if wanted.change.auth.is_some() => missing.push(wanted.change.extension.clone()),
                false => {}
            }
        }
        Self { texts, written, missing, differences }
    }

    /// Users that do not read as they should, in the file of a root and what it includes.
    fn faults(&self, numbers: &Numbers, roots: &[String]) -> BTreeMap<Extension, Finding> {
        let mut faults = BTreeMap::new();
        for root in roots {
            let beside = root.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
            let files = self.texts.iter().fold(MemoryFiles::new(), |files, (name, text)| {
                files.with(name.strip_prefix(beside.as_str()).unwrap_or(name), text.as_bytes())
            });
            let Some(text) = self.texts.get(root.as_str()) else { continue };
            let list = ListFile::new(root, text.as_bytes());
            let reading = (freeswitch::DIRECTORY.read)(&Given { list, plan: numbers, files: &files });
            let here = self.written.iter().filter(|wanted| {
                roots.len() == 1 || reading.extensions.iter().any(|entry| entry.number == wanted.change.extension)
            });
            let secret = |wanted: &Wanted| wanted.password.map(|password| password.expose().to_owned());
            faults.extend(wanted::faults(&reading, here, secret));
        }
        faults
    }
}

/// Puts the new values into the user's element; false where it is not here, or its password is not.
fn edit(text: &mut String, wanted: &Wanted, input: Input, differences: &mut Vec<Difference>) -> bool {
    let bare = blanked(text);
    let Some(user) = user(text, &bare, &wanted.change.endpoint) else { return false };
    let params = params(text, &bare, user);
    let named = |names: &[&str]| params.iter().find(|param| names.contains(&&text[param.name.clone()]));
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let object = format!("user {}", wanted.change.endpoint);
    if let Some(password) = wanted.password {
        let Some(param) = named(&["password"]).or_else(|| named(&["a1-hash"])) else { return false };
        let before = wanted.secret_now(input);
        let to = password.expose();
        differences.extend(Difference::of(&wanted.change.extension, object.clone(), "password", (before, to), true));
        edits.push((param.value.clone(), escaped(to)));
        edits.push((param.name.clone(), "password".to_owned()));
    }
    if let Some(param) = named(&["max-registrations-per-extension"]) {
        let now = &text[param.value.clone()];
        let to = wanted.change.max_contacts_to.max(1).to_string();
        if !wanted.change.aor_options.is_empty() && now.parse::<u32>().is_ok_and(|now| now < wanted.change.max_contacts_to) {
            let option = "max-registrations-per-extension";
            differences.extend(Difference::of(&wanted.change.extension, object, option, (Some(now), &to), false));
            edits.push((param.value.clone(), to));
        }
    }
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    for (range, to) in edits {
        text.replace_range(range, &to);
    }
    true
}

/// The text with comments and pre-processor lines as blanks of the same length, so that what is found in it counts.
fn blanked(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut blank =
        |range: Range<usize>| bytes[range].iter_mut().filter(|byte| !byte.is_ascii_whitespace()).for_each(|byte| *byte = b' ');
    let mut at = 0;
    while let Some(start) = text[at..].find("<!--").map(|found| at + found) {
        let end = text[start..].find("-->").map_or(text.len(), |found| start + found + 3);
        blank(start..end);
        at = end;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.contains("X-PRE-PROCESS") {
            blank(at..at + line.len());
        }
        at += line.len();
    }
    // Whole characters were blanked, so that this is still UTF-8.
    String::from_utf8(bytes).unwrap_or_default()
}

/// The element of the one user with this id that is no pointer into a group.
fn user(text: &str, bare: &str, id: &str) -> Option<Range<usize>> {
    let mut found = tags(bare, "user").filter_map(|tag| {
        let is = attribute(text, &tag, "id").is_some_and(|value| &text[value] == id);
        let pointer = attribute(text, &tag, "type").is_some_and(|value| &text[value] == "pointer");
        let end = bare[tag.end..].find("</user>").map(|found| tag.end + found);
        (is && !pointer && !bare[tag.clone()].ends_with("/>")).then_some(tag.end..end?)
    });
    match (found.next(), found.next()) {
        (Some(user), None) => Some(user),
        _ => None,
    }
}

fn params(text: &str, bare: &str, inside: Range<usize>) -> Vec<Param> {
    tags(bare, "param")
        .filter(|tag| inside.contains(&tag.start) && tag.end <= inside.end)
        .filter_map(|tag| Some(Param { name: attribute(text, &tag, "name")?, value: attribute(text, &tag, "value")? }))
        .collect()
}

/// Start tags of this name, from `<` to behind `>`.
fn tags<'t>(bare: &'t str, name: &str) -> impl Iterator<Item = Range<usize>> + 't {
    let open = format!("<{name}");
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + bare[at..].find(&open)?;
            at = start + open.len();
            if !bare[at..].starts_with(|c: char| c.is_whitespace()) {
                continue;
            }
            let mut quote = None;
            let end = bare[at..].char_indices().find_map(|(offset, c)| {
                match (quote, c) {
                    (None, '"' | '\'') => quote = Some(c),
                    (Some(open), c) if open == c => quote = None,
                    (None, '>') => return Some(at + offset + 1),
                    _ => {}
                }
                None
            })?;
            at = end;
            return Some(start..end);
        }
    })
}

/// What stands between the quotes.
fn attribute(text: &str, tag: &Range<usize>, name: &str) -> Option<Range<usize>> {
    let inside = &text[tag.clone()];
    let mut at = 0;
    loop {
        let equals = at + inside[at..].find('=')?;
        let key = inside[at..equals].split_whitespace().last()?;
        let rest = inside[equals + 1..].trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let start = inside.len() - rest.len() + 1;
        let end = start + inside[start..].find(quote)?;
        if key == name {
            return Some(tag.start + start..tag.start + end);
        }
        at = end + 1;
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace('\'', "&apos;")
}

pub(super) fn no_source(extensions: &[Extension]) -> Option<Finding> {
    let what = (
        "accounts, or their passwords, that stand in no export which could be given back changed",
        "Konten oder ihre Kennwörter, die in keinem Export stehen, der sich geändert zurückgeben ließe",
    );
    let todo = Words::new(
        "add the export of the PBX to `sources.exports`; or change the account there and put the extension into `secrets.keep`",
        "den Export der Anlage unter `sources.exports` aufnehmen; oder das Konto dort ändern und die Nebenstelle in `secrets.keep` eintragen",
    );
    wanted::many(&codes::NO_SOURCE, extensions, what, todo)
}
