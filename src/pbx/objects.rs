//! Asterisk's objects outside of files: in a database (realtime), or pushed over ARI.
//!
//! Both change options of objects that are there. Source: `contrib/ast-db-manage` and `res_ari_asterisk` of Asterisk 22: a PUT to an
//! object that exists changes the attributes it names and keeps the others.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::columns::{self, Columns};
use super::difference::Difference;
use super::render::{Input, PbxOutput, renew, rings};
use super::ring_context::ring_context;
use super::sections::auth_options;
use super::statement::{self, Update};
use super::wanted::{self, Fault, Wanted};
use super::{ARI, REALTIME, advice};
use crate::diag::Lang;
use crate::domain::Extension;
use crate::plan::model::PbxChange;

/// One object and the options it gets.
struct Object {
    kind: &'static str,
    name: String,
    options: Vec<(String, String)>,
}

impl Object {
    fn table(&self) -> String {
        format!("ps_{}s", self.kind)
    }
}

fn objects(input: Input, change: &PbxChange) -> Vec<Object> {
    let mut objects = vec![
        Object { kind: "endpoint", name: change.endpoint.clone(), options: change.endpoint_options.clone() },
        Object { kind: "aor", name: change.aor.clone(), options: change.aor_options.clone() },
    ];
    if let Some(auth) = &change.auth {
        objects.push(Object { kind: "auth", name: auth.name.clone(), options: auth_options(auth, input.secrets) });
    }
    objects.retain(|object| !object.options.is_empty());
    objects
}

/// The import keeps of an account its password and its limits; other options count as not told.
fn difference(wanted: &Wanted, input: Input, object: &Object) -> Vec<Difference> {
    let contacts = wanted.contacts();
    let known = |option: &str| match option {
        "password" => wanted.secret_now(input).map(str::to_owned),
        "max_contacts" => contacts.map(|(limit, _)| limit.to_string()),
        "remove_existing" => contacts.map(|(_, removes)| if removes { "yes" } else { "no" }.to_owned()),
        _ => None,
    };
    let one = |(option, to): &(String, String)| {
        let from = known(option);
        let shown = format!("{} {}", object.kind, object.name);
        Difference::of(&wanted.change.extension, shown, option, (from.as_deref(), to), option == "password")
    };
    object.options.iter().filter_map(one).collect()
}

/// `UPDATE` statements for `ps_endpoints`, `ps_aors` and `ps_auths`. `sources` are the files that hold these tables: a column that a
/// table lacks would make the database refuse the statement, and with it the whole file.
#[must_use]
pub fn realtime(input: Input, sources: &[(String, Vec<u8>)]) -> PbxOutput {
    let mut output = PbxOutput::default();
    let columns = Columns::of(sources);
    let mut lacking: BTreeMap<(String, String), Vec<Extension>> = BTreeMap::new();
    let mut stuck = Vec::new();
    let (mut updates, mut texts, mut changes) = (Vec::new(), Vec::new(), Vec::new());
    for wanted in wanted::all(input) {
        let mut objects = objects(input, wanted.change);
        let extension = &wanted.change.extension;
        for object in &mut objects {
            let table = object.table();
            object.options.retain(|(option, value)| {
                let there = columns.has(&table, option);
                // What is not there is empty.
                if !there && !value.is_empty() {
                    lacking.entry((table.clone(), option.clone())).or_default().push(extension.clone());
                }
                there
            });
        }
        objects.retain(|object| !object.options.is_empty());
        let sets = |option: &str| objects.iter().any(|object| object.options.iter().any(|(name, _)| name == option));
        // A password that nobody writes must not reach a profile.
        if wanted.change.auth.is_some() && !sets("password") {
            stuck.push(extension.clone());
            continue;
        }
        let of_line: Vec<Update> = objects.iter().map(update).collect();
        let written: Option<Vec<String>> = of_line.iter().map(Update::text).collect();
        let Some(written) = written else {
            output.findings.push(wanted::unwritable(&wanted.change.extension, &wanted.change.endpoint));
            continue;
        };
        output.differences.extend(objects.iter().flat_map(|object| difference(&wanted, input, object)));
        texts.extend(written);
        updates.extend(of_line);
        changes.push(wanted.change.clone());
    }
    output.findings.extend(columns::missing(&lacking, &stuck));
    let alters = columns::alters(&lacking);
    let text = statement::file(&advice::realtime_head(&alters, input.lang), &texts);
    let whole = statement::parse(&text).is_some_and(|read| read == updates);
    finish(&mut output, input, &changes, whole, (REALTIME, text));
    output
}

fn update(object: &Object) -> Update {
    // An empty column and NULL are the same to Asterisk; NULL fits columns of every type.
    let set = object.options.iter().map(|(name, value)| (name.clone(), (!value.is_empty()).then(|| value.clone()))).collect();
    Update { table: object.table(), set, key: vec![("id".to_owned(), object.name.clone())] }
}

/// One request: `PUT` this body to this path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Request {
    path: String,
    body: Body,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Body {
    fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Field {
    attribute: String,
    value: String,
}

/// Requests for `/ari/asterisk/config/dynamic/res_pjsip/…`.
#[must_use]
pub fn ari(input: Input) -> PbxOutput {
    let mut output = PbxOutput::default();
    let (mut requests, mut changes) = (Vec::new(), Vec::new());
    for wanted in wanted::all(input) {
        for object in objects(input, wanted.change) {
            output.differences.extend(difference(&wanted, input, &object));
            requests.push(request(&object));
        }
        changes.push(wanted.change.clone());
    }
    let text = serde_json::to_string_pretty(&requests).expect("text only") + "\n";
    let read: Vec<Request> = serde_json::from_str(&text).unwrap_or_default();
    let whole = read == requests && names(&read).is_some_and(|read| read == names_of(input, &changes));
    finish(&mut output, input, &changes, whole, (ARI, text));
    output
}

fn request(object: &Object) -> Request {
    let field = |(attribute, value): &(String, String)| Field { attribute: attribute.clone(), value: value.clone() };
    let path = format!("/ari/asterisk/config/dynamic/res_pjsip/{}/{}", object.kind, encoded(&object.name));
    Request { path, body: Body { fields: object.options.iter().map(field).collect() } }
}

/// A path segment (RFC 3986 section 2.3).
fn encoded(name: &str) -> String {
    name.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

/// Kind and name of each object, read from the paths.
fn names(requests: &[Request]) -> Option<Vec<(String, String)>> {
    let one = |request: &Request| {
        let (kind, name) = request.path.strip_prefix("/ari/asterisk/config/dynamic/res_pjsip/")?.split_once('/')?;
        let mut bytes = Vec::new();
        let mut rest = name.bytes();
        while let Some(byte) = rest.next() {
            let hex = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let byte = if byte == b'%' { hex(rest.next())? * 16 + hex(rest.next())? } else { u32::from(byte) };
            bytes.push(u8::try_from(byte).ok()?);
        }
        Some((kind.to_owned(), String::from_utf8(bytes).ok()?))
    };
    requests.iter().map(one).collect()
}

fn names_of(input: Input, changes: &[PbxChange]) -> Vec<(String, String)> {
    changes.iter().flat_map(|change| objects(input, change)).map(|object| (object.kind.to_owned(), object.name)).collect()
}

/// What both have in common: advice, and the file where it was read back right.
fn finish(output: &mut PbxOutput, input: Input, changes: &[PbxChange], whole: bool, (name, text): (&str, String)) {
    for lang in [Lang::De, Lang::En] {
        let page = if whole { advice::objects_readme(name, lang) } else { advice::nothing(lang) };
        output.add(advice::name(lang), page, false, false);
    }
    let plan = rings(input, changes);
    if let Some(list) = advice::dialplan_list(&plan, input.lang) {
        output.add("dialplan.txt", list, false, false);
    }
    if let Some(context) = ring_context(&plan, input.inventory, changes, input.lang) {
        output.add(super::DIALPLAN, context, false, false);
    }
    if whole {
        output.changed = changes.len();
        renew(output, changes, input);
        output.add(name, text, !output.renewed.is_empty(), true);
    } else {
        let named: BTreeSet<&Extension> = changes.iter().map(|change| &change.extension).collect();
        let all = wanted::all(input).into_iter().filter(|wanted| named.contains(&wanted.change.extension));
        output.findings.extend(all.map(|wanted| wanted::not_in_force(&wanted, Fault::File)));
    }
}
