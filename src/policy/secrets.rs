//! The section `secrets`: whether passwords are renewed, for whom, and how the store is encrypted.

use super::fields::{Field, Fields, Parsed, Table};
use super::read::extensions;
use super::site::{AgeRules, PassphraseFrom, SecretMode, SecretRules};

// `section` and its callers share one signature.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn secrets(fields: &mut Fields<'_>, table: &Table<'_>) -> Parsed<SecretRules> {
    const MODES: [(&str, SecretMode); 3] =
        [("rotate", SecretMode::Rotate), ("beside", SecretMode::Beside), ("keep", SecretMode::Keep)];
    let mode = fields.or(table, "mode", SecretMode::Rotate, |f, v| f.choice(v, &MODES));
    let keep = fields.or(table, "keep", Vec::new(), extensions);
    let beside = fields.or(table, "beside", Vec::new(), extensions);
    let revoke = fields.or(table, "revoke", Vec::new(), extensions);
    let age = fields.optional(table, "age", age);
    Some(SecretRules { mode, keep, beside, revoke, age })
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
