//! The secret store of a site, apart from all documents: `out/secrets.json` with what the sources say, `out/issued.json` with what
//! was drawn here. Mode 0600, encrypted with age where the site asks for it.

mod issue;
mod seal;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use zeroize::Zeroizing;

use super::{codes, files, open};
use crate::diag::{Finding, Place, Words};
use crate::domain::{Secret, Secrets};
pub use issue::{issue, issued};
pub use seal::Vault;

/// The bytes of the store at `path`, wiped when dropped.
pub fn bytes(secrets: &Secrets, path: &Path, vault: &Vault) -> Result<Zeroizing<Vec<u8>>, Box<Finding>> {
    let map: BTreeMap<&str, &str> = secrets.iter().map(|(key, secret)| (key, secret.expose())).collect();
    let mut bytes = Zeroizing::new(serde_json::to_vec_pretty(&map).expect("a map of text to text"));
    bytes.push(b'\n');
    vault.seal(bytes, path)
}

/// Reads the store; refuses one that others may read.
pub fn read(path: &Path, vault: &Vault) -> Result<Secrets, Box<Finding>> {
    let unreadable = |error: std::io::Error| files::unreadable(path, &error);
    let (file, length) = open::regular(path).map_err(unreadable)?;
    let mode = file.metadata().map_err(unreadable)?.permissions().mode();
    let bytes = Zeroizing::new(files::read_opened(file, length, path, files::MAX_DOCUMENT)?);
    private(path, mode)?;
    let bytes = vault.open(bytes, path)?;
    // The error text of the JSON parser is left out on purpose: it may quote what it stumbled over.
    let map: BTreeMap<String, String> = serde_json::from_slice(&bytes).map_err(|error| {
        Box::new(codes::BAD_DOCUMENT.finding(
            Some(Place::at(path.display().to_string(), u32::try_from(error.line()).unwrap_or(0), 0)),
            Words::new("the secret store is damaged", "der Kennwortspeicher ist beschädigt"),
        ))
    })?;
    let mut secrets = Secrets::default();
    for (key, text) in map {
        secrets.insert(key, Secret::new(text));
    }
    Ok(secrets)
}

/// Refuses a file that others may read.
fn private(path: &Path, mode: u32) -> Result<(), Box<Finding>> {
    let open = mode & 0o077 != 0;
    if !open {
        return Ok(());
    }
    Err(Box::new(
        codes::UNREADABLE
            .finding(
                Some(Place::file(path.display().to_string())),
                Words::new("others may read this file with passwords", "andere dürfen diese Datei mit Kennwörtern lesen"),
            )
            .todo(Words::new("set its mode to 0600: `chmod 600`", "Rechte auf 0600 setzen: `chmod 600`")),
    ))
}
