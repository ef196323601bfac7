//! Passwords drawn by us: each once, and the same ever after.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Vault, bytes, read};
use crate::diag::Finding;
use crate::domain::Secrets;
use crate::store::{files, random};

const NEW: &str = "new/";
const REVOKED: &str = "revoked/";

/// Whether the password with this key is one that is drawn here, and not one that a source says.
#[must_use]
pub fn is_drawn(key: &str) -> bool {
    key.starts_with(NEW) || key.starts_with(REVOKED)
}

/// What was drawn so far; nothing where there is no such file yet.
pub fn issued(path: &Path, vault: &Vault) -> Result<Secrets, Box<Finding>> {
    if files::is_there(path) { read(path, vault).map(|store| store.secrets) } else { Ok(Secrets::default()) }
}

/// Draws a password for each key that has none, and keeps all that were ever drawn: the PBX may have them.
pub fn issue<'k>(path: &Path, keys: impl Iterator<Item = &'k str>, vault: &Vault) -> Result<Secrets, Box<Finding>> {
    let mut all = issued(path, vault)?;
    let mut drawn = false;
    let keys: BTreeSet<&str> = keys.collect();
    for key in &keys {
        // Whoever left knows the line's password: where the line is given to somebody else, it is another one.
        let ended = key.strip_prefix(NEW).map(|line| format!("{REVOKED}{line}"));
        let given_again = ended.filter(|ended| !keys.contains(ended.as_str())).is_some_and(|ended| all.remove(&ended));
        if given_again || all.with_key(key).is_none() {
            all.insert(*key, random::password()?);
            drawn = true;
        }
    }
    if drawn {
        files::replace(path, &bytes(&all, None, path, vault)?, 0o600)?;
    }
    Ok(all)
}
