//! Passwords drawn by us: each once, and the same ever after.

use std::path::Path;

use super::{Vault, bytes, read};
use crate::diag::Finding;
use crate::domain::Secrets;
use crate::store::{files, random};

/// What was drawn so far; nothing where there is no such file yet.
pub fn issued(path: &Path, vault: &Vault) -> Result<Secrets, Box<Finding>> {
    if path.exists() { read(path, vault).map(|store| store.secrets) } else { Ok(Secrets::default()) }
}

/// Draws a password for each key that has none, and keeps all that were ever drawn: the PBX may have them.
pub fn issue<'k>(path: &Path, keys: impl Iterator<Item = &'k str>, vault: &Vault) -> Result<Secrets, Box<Finding>> {
    let mut all = issued(path, vault)?;
    let before = all.len();
    for key in keys {
        if all.with_key(key).is_none() {
            all.insert(key, random::password()?);
        }
    }
    if all.len() > before {
        files::replace(path, &bytes(&all, None, path, vault)?, 0o600)?;
    }
    Ok(all)
}
