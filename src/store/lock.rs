//! One writer for a site folder: an advisory lock that names its owner.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::site_folder::STATE;
use super::{codes, files};
use crate::diag::{Finding, Place, Words};

/// Held while it lives; the kernel drops it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Drop for Lock {
    /// A lock that nobody holds names nobody.
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
    }
}

/// Takes the lock of a folder for `purpose` (`convert`, `validate`), or says who holds it.
pub fn take(folder: &Path, purpose: &str) -> Result<Lock, Box<Finding>> {
    take_named(folder, ".lock", purpose)
}

/// Takes a lock of its own name, for a file that only `purpose` writes: it neither waits for a long run nor holds one up.
pub fn take_named(folder: &Path, name: &str, purpose: &str) -> Result<Lock, Box<Finding>> {
    files::stays(folder)?;
    // Before anything changes, so that the old state stays whole: a link that was planted would be found in the middle otherwise.
    STATE.iter().try_for_each(|name| files::is_not_planted(&folder.join(name)))?;
    files::make_folder(folder)?;
    let path = folder.join(name);
    let mut file = files::own(OpenOptions::new().create(true).truncate(false).read(true).write(true).mode(0o600), &path)?;
    match file.try_lock() {
        Ok(()) => {
            let owner = format!("{purpose} (process {})\n", std::process::id());
            let note = || -> std::io::Result<()> {
                file.set_len(0)?;
                file.rewind()?;
                file.write_all(owner.as_bytes())
            };
            let mut note = note;
            note().map_err(|error| files::unwritable(&path, &error))?;
            Ok(Lock { file })
        }
        Err(TryLockError::WouldBlock) => {
            let mut owner = String::new();
            let _ = file.take(200).read_to_string(&mut owner);
            Err(Box::new(
                codes::LOCKED
                    .finding(Some(Place::file(path.display().to_string())), held_by(owner.trim()))
                    .todo(Words::new("wait until it has ended", "warten, bis er beendet ist")),
            ))
        }
        Err(TryLockError::Error(error)) => Err(files::unwritable(&path, &error)),
    }
}

/// The owner writes its name after it has the lock and takes it away before it lets go, so there are moments without one.
fn held_by(owner: &str) -> Words {
    if owner.is_empty() {
        return Words::new(
            "locked by another run that has not said its name yet or is just ending",
            "gesperrt von einem anderen Lauf, der sich noch nicht genannt hat oder gerade endet",
        );
    }
    let owner_de = owner.replacen("(process ", "(Prozess ", 1);
    Words::new(format!("locked by `deskshift {owner}`"), format!("gesperrt von `deskshift {owner_de}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn second_taker_hears_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = take(folder.path(), "convert").unwrap();
        let finding = take(folder.path(), "validate").unwrap_err();
        assert_eq!(finding.code, codes::LOCKED.code());
        assert!(finding.what.en.contains("convert (process") && finding.what.de.contains("convert (Prozess"));
        first.file.set_len(0).unwrap();
        let finding = take(folder.path(), "validate").unwrap_err();
        assert!(finding.what.en.starts_with("locked by another run") && !finding.what.de.contains('`'), "{finding:?}");
        drop(first);
        assert!(take(folder.path(), "validate").is_ok());
    }
}
