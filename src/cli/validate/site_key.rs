//! The site's own key: makes Call-IDs stable and the memory of refused logins useless to others.

use std::path::{Path, PathBuf};

use crate::diag::Finding;
use crate::domain::hex::hex;
use crate::store::site_folder::SiteFolder;
use crate::store::{files, random};

/// Where the key lies.
#[must_use]
pub fn path(folder: &SiteFolder) -> PathBuf {
    folder.out().join("validate.key")
}

/// The key, where there is one.
#[must_use]
pub fn read(path: &Path) -> Option<[u8; 32]> {
    parse(&files::read_own_text(path, 4096).ok()?)
}

/// Reads the key, or makes one that only this user can read.
pub fn read_or_make(path: &Path) -> Result<[u8; 32], Box<Finding>> {
    if files::is_there(path)
        && let Some(key) = parse(&files::read_own_text(path, 4096)?)
    {
        return Ok(key);
    }
    let key = random::bytes()?;
    files::replace(path, format!("{}\n", hex(&key)).as_bytes(), 0o600)?;
    Ok(key)
}

fn parse(text: &str) -> Option<[u8; 32]> {
    let text = text.trim();
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn is_made_once_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("validate.key");
        let key = read_or_make(&path).unwrap();
        assert_eq!(read_or_make(&path).unwrap(), key);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::write(&path, "damaged").unwrap();
        assert_ne!(read_or_make(&path).unwrap(), key);
    }
}
