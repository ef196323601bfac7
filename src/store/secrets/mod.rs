//! The secret store of a site, apart from all documents: `out/secrets.json` with what the sources say, `out/issued.json` with what
//! was drawn here. Mode 0600, encrypted with age where the site asks for it.

mod issue;
mod seal;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use zeroize::Zeroizing;

use super::{codes, document, files};
use crate::diag::{Finding, Place, Words};
use crate::domain::{Secret, Secrets};
pub use issue::{is_drawn, issue, issued};
pub use seal::Vault;

/// Secrets as stored, and the inventory they belong to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Store {
    pub secrets: Secrets,
    /// SHA-256 of the inventory's bytes; none in a store of an older version, or of passwords drawn here. It stands here and not in the
    /// inventory, which others may read: a short password could be guessed from a hash.
    pub inventory: Option<String>,
}

/// The bytes of the store at `path`, wiped when dropped. `inventory` is the SHA-256 of the inventory's bytes.
pub fn bytes(secrets: &Secrets, inventory: Option<&str>, path: &Path, vault: &Vault) -> Result<Zeroizing<Vec<u8>>, Box<Finding>> {
    #[derive(Serialize)]
    struct Written<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        inventory: Option<&'a str>,
        secrets: BTreeMap<&'a str, &'a str>,
    }
    let secrets = secrets.iter().map(|(key, secret)| (key, secret.expose())).collect();
    let mut bytes = Zeroizing::new(serde_json::to_vec_pretty(&Written { inventory, secrets }).expect("a map of text to text"));
    bytes.push(b'\n');
    vault.seal(bytes, path)
}

/// Reads the store; refuses one that others may read.
pub fn read(path: &Path, vault: &Vault) -> Result<Store, Box<Finding>> {
    #[derive(Deserialize)]
    struct Read {
        inventory: Option<String>,
        secrets: Stored,
    }
    let stored = Zeroizing::new(files::read_own_private(path, files::MAX_DOCUMENT, files::passwords_open)?);
    let bytes = vault.open(stored, path)?;
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
    Ok(Store { secrets: read.secrets.0, inventory: read.inventory })
}

/// A map of keys to passwords. As the file has it in order, it needs no place to be looked for, key by key.
struct Stored(Secrets);

impl<'de> Deserialize<'de> for Stored {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Stored;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a map of keys to passwords")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Stored, A::Error> {
                let mut read = Vec::new();
                while let Some((key, text)) = map.next_entry::<String, String>()? {
                    read.push((key, Secret::new(text)));
                }
                Ok(Stored(read.into_iter().collect()))
            }
        }
        from.deserialize_map(Map)
    }
}

/// Reads the secrets of one inventory; refuses those of another, which a killed import can leave beside it.
pub fn read_of(path: &Path, inventory: &str, vault: &Vault) -> Result<Secrets, Box<Finding>> {
    let store = read(path, vault)?;
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
