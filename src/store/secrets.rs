//! The secret store of a site: `out/secrets.json`, mode 0600, apart from all documents.

use std::collections::BTreeMap;
use std::path::Path;

use super::{codes, files};
use crate::diag::{Finding, Place, Words};
use crate::domain::{Secret, Secrets};

/// Writes all secrets in one step, readable by the owner only.
pub fn write(path: &Path, secrets: &Secrets) -> Result<(), Box<Finding>> {
    files::replace(path, &bytes(secrets), 0o600)
}

/// The bytes of the store, wiped when dropped.
#[must_use]
pub fn bytes(secrets: &Secrets) -> zeroize::Zeroizing<Vec<u8>> {
    let map: BTreeMap<&str, &str> = secrets.iter().map(|(key, secret)| (key, secret.expose())).collect();
    let mut bytes = zeroize::Zeroizing::new(serde_json::to_vec_pretty(&map).expect("a map of text to text"));
    bytes.push(b'\n');
    bytes
}

/// Reads the store; refuses one that others may read.
pub fn read(path: &Path) -> Result<Secrets, Box<Finding>> {
    let bytes = zeroize::Zeroizing::new(files::read_private(path, files::MAX_DOCUMENT)?);
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
        write(&path, &secrets).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(read(&path).unwrap(), secrets);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(read(&path).unwrap_err().code, codes::UNREADABLE.code());
    }

    #[test]
    fn a_damaged_store_is_named_without_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.json");
        files::replace(&path, b"{\"k\": hunter2}", 0o600).unwrap();
        let finding = read(&path).unwrap_err();
        assert!(!format!("{finding:?}").contains("hunter2"));
        assert_eq!(finding.code, codes::BAD_DOCUMENT.code());
    }
}
