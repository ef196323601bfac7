//! The secret store of a site: `out/secrets.json`, mode 0600, apart from all documents.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{codes, document, files};
use crate::diag::{Finding, Place, Words};
use crate::domain::{Secret, Secrets};

/// Secrets as stored, and the inventory they belong to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Store {
    pub secrets: Secrets,
    /// SHA-256 of the inventory's bytes; none in a store of an older version. It stands here and not in the inventory, which others may
    /// read: a short password could be guessed from a hash.
    pub inventory: Option<String>,
}

/// The bytes of the store, wiped when dropped. `inventory` is the SHA-256 of the inventory's bytes.
#[must_use]
pub fn bytes(secrets: &Secrets, inventory: &str) -> zeroize::Zeroizing<Vec<u8>> {
    #[derive(Serialize)]
    struct Written<'a> {
        inventory: &'a str,
        secrets: BTreeMap<&'a str, &'a str>,
    }
    let secrets = secrets.iter().map(|(key, secret)| (key, secret.expose())).collect();
    let written = Written { inventory, secrets };
    let mut bytes = zeroize::Zeroizing::new(serde_json::to_vec_pretty(&written).expect("a map of text to text"));
    bytes.push(b'\n');
    bytes
}

/// Reads the store; refuses one that others may read.
pub fn read(path: &Path) -> Result<Store, Box<Finding>> {
    #[derive(Deserialize)]
    struct Read {
        inventory: Option<String>,
        secrets: BTreeMap<String, String>,
    }
    let bytes = zeroize::Zeroizing::new(files::read_private(path, files::MAX_DOCUMENT, files::passwords_open)?);
    // The error text of the JSON parser is left out on purpose: it may quote what it stumbled over.
    let read: Read = serde_json::from_slice(&bytes).map_err(|error| {
        Box::new(
            codes::BAD_DOCUMENT
                .finding(
                    Some(Place::at(path.display().to_string(), u32::try_from(error.line()).unwrap_or(0), 0)),
                    Words::new(
                        "the secret store is damaged or of another version",
                        "der Kennwortspeicher ist beschädigt oder von anderer Version",
                    ),
                )
                .todo(import()),
        )
    })?;
    let mut secrets = Secrets::default();
    for (key, text) in read.secrets {
        secrets.insert(key, Secret::new(text));
    }
    Ok(Store { secrets, inventory: read.inventory })
}

/// Reads the secrets of one inventory; refuses those of another, which a killed import can leave beside it.
pub fn read_of(path: &Path, inventory: &str) -> Result<Secrets, Box<Finding>> {
    let store = read(path)?;
    if store.inventory.as_deref() == Some(inventory) {
        return Ok(store.secrets);
    }
    let words = Words::new(
        "inventory and secrets are not of one import: one was interrupted, or a file was put here by hand",
        "Bestand und Kennwörter stammen nicht aus einem Import: einer wurde abgebrochen oder eine Datei von Hand hergelegt",
    );
    Err(Box::new(codes::STALE.finding(Some(Place::file(path.display().to_string())), words).todo(import())))
}

fn import() -> Words {
    let command = document::INVENTORY.made_by;
    Words::new(format!("run `{command}`"), format!("`{command}` ausführen"))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn comes_back_private_and_refuses_open_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.json");
        let mut secrets = Secrets::default();
        secrets.insert("pbx/auth/2001", Secret::new("a;b\"c ü"));
        files::replace(&path, &bytes(&secrets, "abc"), 0o600).unwrap();
        assert_eq!(read(&path).unwrap(), Store { secrets: secrets.clone(), inventory: Some("abc".to_owned()) });
        assert_eq!(read_of(&path, "abc").unwrap(), secrets);
        assert_eq!(read_of(&path, "abd").unwrap_err().code, codes::STALE.code(), "of another import");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(read(&path).unwrap_err().code, codes::UNREADABLE.code());
    }

    #[test]
    fn a_damaged_store_is_named_without_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.json");
        files::replace(&path, b"{\"secrets\": {\"k\": hunter2}}", 0o600).unwrap();
        let finding = read(&path).unwrap_err();
        assert!(!format!("{finding:?}").contains("hunter2"));
        assert_eq!(finding.code, codes::BAD_DOCUMENT.code());
    }
}
