//! Subscribers of Kamailio and OpenSIPS: new digests for the rows that are there.
//!
//! A digest holds for one realm, so it is computed only where `validate` has seen what the registrar asks for. Kamailio keeps one
//! algorithm in `ha1` (`auth.algorithm`), OpenSIPS has a column for each. Source: `auth_db` of Kamailio 5.6 and OpenSIPS 3.4.

use std::collections::BTreeMap;

use super::difference::Difference;
use super::render::{Input, PbxOutput, renew};
use super::statement::{self, Update};
use super::wanted::{self, Fault, Wanted};
use super::{SUBSCRIBERS, advice, codes};
use crate::diag::{Finding, Lang, Words};
use crate::domain::{Extension, Secret, SecretState};
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats::Given;
use crate::inventory::kamailio;
use crate::inventory::model::AuthState;
use crate::inventory::table::ListFile;
use crate::policy::site::{Numbers, PbxKind};
use crate::sip::challenge::Hash;
use crate::sip::digest::ha1;

/// What the registrar asked for, as a probe saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub realm: String,
    /// `MD5`, `SHA-256`, …; of the challenge that was answered.
    pub algorithm: String,
}

/// A change, what it sets, and the statement for it.
type Row<'a> = (Wanted<'a>, Update, String);

/// The statements for one kind of proxy.
#[must_use]
pub fn subscribers(input: Input, kind: PbxKind, numbers: &Numbers, seen: impl Fn(&Extension) -> Option<Seen>) -> PbxOutput {
    let mut output = PbxOutput::default();
    let (mut written, mut unknown) = (Vec::new(), Vec::new());
    for wanted in wanted::all(input) {
        let (Some(auth), Some(password)) = (&wanted.change.auth, wanted.password) else { continue };
        let AuthState::Present { realm: domain, .. } = &wanted.account.auth else { continue };
        let extension = &wanted.change.extension;
        let Some(seen) = seen(extension) else {
            unknown.push(extension.clone());
            continue;
        };
        let domain = domain.clone().unwrap_or_default();
        let clear = (auth.replaces.state == SecretState::Present).then_some(password);
        let set = columns(kind, &auth.username, &domain, &seen, password, clear);
        let key = vec![("username".to_owned(), auth.username.clone()), ("domain".to_owned(), domain)];
        let update = Update { table: "subscriber".to_owned(), set, key };
        let Some(text) = update.text() else {
            output.findings.push(wanted::unwritable(extension, &auth.username));
            continue;
        };
        written.push((wanted, update, text));
    }
    output.findings.extend(realm_unknown(&unknown));
    // A row that does not read as it should is left out and named; the others go on without it.
    let text = loop {
        let (text, faults) = text_and_faults(&written, numbers, input);
        if faults.is_empty() {
            break text;
        }
        written.retain(|(wanted, ..)| !faults.contains_key(&wanted.change.extension));
        output.findings.extend(faults.into_values());
    };
    for (wanted, update, _) in &written {
        let object = format!("subscriber {}", update.key[0].1);
        let after = expected(wanted, &update.set);
        let values = (wanted.secret_now(input), after.as_str());
        output.differences.extend(Difference::of(&wanted.change.extension, object, "password", values, true));
    }
    for lang in [Lang::De, Lang::En] {
        let page = if written.is_empty() { advice::nothing(lang) } else { advice::subscriber_readme(lang) };
        output.add(advice::name(lang), page, false, false);
    }
    if !written.is_empty() {
        let changes: Vec<_> = written.iter().map(|(wanted, ..)| wanted.change.clone()).collect();
        output.changed = changes.len();
        renew(&mut output, &changes, input);
        output.add(SUBSCRIBERS, text, true, true);
    }
    output
}

/// The file of these statements, and the rows that do not read as they should: with Kamailio's importer, and as statements.
fn text_and_faults(written: &[Row<'_>], numbers: &Numbers, input: Input) -> (String, BTreeMap<Extension, Finding>) {
    let statements: Vec<String> = written.iter().map(|(_, _, text)| text.clone()).collect();
    let text = statement::file(advice::subscriber_head(input.lang), &statements);
    let parsed = statement::parse(&text).unwrap_or_default();
    let file = dump(&parsed);
    let list = ListFile { encoding: Some("utf-8"), ..ListFile::new(SUBSCRIBERS, file.as_bytes()) };
    let reading = (kamailio::SQL.read)(&Given { list, plan: numbers, files: &MemoryFiles::new() });
    let sets: BTreeMap<&Extension, &Update> =
        written.iter().map(|(wanted, update, _)| (&wanted.change.extension, update)).collect();
    let as_imported = |wanted: &Wanted| {
        // The importer reads MD5 in `ha1`; another digest there is held to the statement alone.
        let secret = expected(wanted, &sets[&wanted.change.extension].set);
        (secret.strip_prefix("MD5:").is_none_or(|hex| hex.len() == 32)).then_some(secret)
    };
    let mut faults = wanted::faults(&reading, written.iter().map(|(wanted, ..)| wanted), as_imported);
    if faults.is_empty() && !parsed.iter().eq(written.iter().map(|(_, update, _)| update)) {
        let every =
            written.iter().map(|(wanted, ..)| (wanted.change.extension.clone(), wanted::not_in_force(wanted, Fault::File)));
        faults.extend(every);
    }
    (text, faults)
}

/// As the importer keeps it: the clear text where there is one, else the digest with its algorithm.
fn expected(wanted: &Wanted, set: &[(String, Option<String>)]) -> String {
    let value =
        |name: &str| set.iter().find(|(column, _)| column == name).and_then(|(_, value)| value.clone()).unwrap_or_default();
    match (value("password"), wanted.password) {
        (clear, Some(password)) if !clear.is_empty() => password.expose().to_owned(),
        _ => format!("MD5:{}", value("ha1")),
    }
}

fn columns(
    kind: PbxKind,
    user: &str,
    domain: &str,
    seen: &Seen,
    password: &Secret,
    clear: Option<&Secret>,
) -> Vec<(String, Option<String>)> {
    let digest = |hash, user: &str| {
        let text = if password.is_marker() { password.clone() } else { ha1(hash, user, &seen.realm, password) };
        text.expose().to_owned()
    };
    let mut columns = vec![("password", clear.map_or_else(String::new, |clear| clear.expose().to_owned()))];
    if kind == PbxKind::Opensips {
        columns.push(("ha1", digest(Hash::Md5, user)));
        columns.push(("ha1_sha256", digest(Hash::Sha256, user)));
        columns.push(("ha1_sha512t256", digest(Hash::Sha512_256, user)));
    } else {
        let hash = if seen.algorithm == "SHA-256" { Hash::Sha256 } else { Hash::Md5 };
        columns.push(("ha1", digest(hash, user)));
        // For clients that send `user@domain` as the user name.
        columns.push(("ha1b", digest(hash, &format!("{user}@{domain}"))));
    }
    columns.into_iter().map(|(name, value)| (name.to_owned(), Some(value))).collect()
}

/// The rows as the statements leave them, in the form of a dump.
fn dump(updates: &[Update]) -> String {
    let quote = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let row = |update: &Update| {
        let cells: Vec<(String, String)> = update
            .key
            .iter()
            .map(|(name, value)| (name.clone(), quote(value)))
            .chain(update.set.iter().map(|(name, value)| (name.clone(), value.as_deref().map_or("NULL".to_owned(), quote))))
            .collect();
        let (names, values): (Vec<String>, Vec<String>) = cells.into_iter().unzip();
        format!("INSERT INTO {} ({}) VALUES ({});\n", update.table, names.join(", "), values.join(", "))
    };
    updates.iter().map(row).collect()
}

fn realm_unknown(extensions: &[Extension]) -> Option<Finding> {
    let what = (
        "no new digest, because no probe has seen what realm the registrar asks for",
        "kein neuer Digest, weil keine Probe gesehen hat, nach welchem Realm der Registrar fragt",
    );
    let todo = Words::new(
        "run `deskshift validate` once, then convert again",
        "einmal `deskshift validate` ausführen, dann die Konvertierung wiederholen",
    );
    wanted::many(&codes::REALM_UNKNOWN, extensions, what, todo)
}
