//! The section `secrets`: whether passwords are renewed, for whom, and how the store is encrypted.

use super::fields::{Field, Fields, Parsed, Table};
use super::overrides::SITE_FILE;
use super::site::{AgeRules, PassphraseFrom, SecretMode, SecretPlace, SecretRules};
use crate::diag::Place;
use crate::domain::Extension;

// `section` and its callers share one signature.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn secrets(fields: &mut Fields<'_>, table: &Table<'_>) -> Parsed<SecretRules> {
    const MODES: [(&str, SecretMode); 3] =
        [("rotate", SecretMode::Rotate), ("beside", SecretMode::Beside), ("keep", SecretMode::Keep)];
    let mode = fields.or(table, "mode", SecretMode::Rotate, |f, v| f.choice(v, &MODES));
    let mut places = Vec::new();
    let mut list = |fields: &mut Fields<'_>, key: &str| {
        fields.or(table, key, Vec::new(), |f, v| {
            f.set(v, |f, item| {
                let extension = f.word::<Extension>(item)?;
                let at = Place::at(SITE_FILE, item.node.line, item.node.column);
                places.push(SecretPlace { list: key.to_owned(), extension: extension.clone(), at });
                Some(extension)
            })
        })
    };
    let keep = list(fields, "keep");
    let beside = list(fields, "beside");
    let revoke = list(fields, "revoke");
    let age = fields.optional(table, "age", age);
    Some(SecretRules { mode, keep, beside, revoke, age, places })
}

fn age(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<AgeRules> {
    let before = fields.findings.len();
    let table = fields.map(field)?;
    let file = fields.optional(&table, "passphrase_file", Fields::owned).map(PassphraseFrom::File);
    let env = fields.optional(&table, "passphrase_env", Fields::owned).map(PassphraseFrom::Env);
    let command = fields
        .optional(&table, "passphrase_command", |f, v| {
            let words = f.list(v, Fields::owned)?;
            if words.is_empty() { f.bad_value(v, "[]") } else { Some(words) }
        })
        .map(PassphraseFrom::Command);
    let recipients = fields.optional(&table, "recipients", |f, v| {
        let keys = f.set(v, Fields::owned)?;
        if keys.is_empty() { f.bad_value(v, "[]") } else { Some(keys) }
    });
    let identity = fields.optional(&table, "identity_file", Fields::owned);
    let mut passphrase = [file, env, command].into_iter().flatten();
    match (passphrase.next(), passphrase.next(), recipients, identity) {
        (Some(from), None, None, None) => Some(AgeRules::Passphrase(from)),
        (None, None, Some(recipients), Some(identity)) => Some(AgeRules::Keys { recipients, identity }),
        _ if fields.findings.len() > before => None,
        _ => fields.wrong_type(field),
    }
}
