//! Temporary files beside their place, and the removal of those that a killed run left behind: some hold passwords.

use std::fs::{self, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use super::open;

const PREFIX: &str = ".deskshift-";
/// Letters and digits after the prefix, as `tempfile` gives them.
const RANDOM: usize = 6;

/// A new file in the folder, locked as long as it is open, so that nobody sweeps it away.
pub fn new(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    loop {
        let file = tempfile::Builder::new()
            .prefix(PREFIX)
            .rand_bytes(RANDOM)
            .permissions(Permissions::from_mode(0o600))
            .tempfile_in(folder)?;
        // Where the file system has no locks, none is swept either.
        let _ = file.as_file().lock();
        // Another run may have swept it between its making and its locking.
        if file.as_file().metadata()?.nlink() > 0 {
            return Ok(file);
        }
    }
}

fn is_named(name: &str) -> bool {
    name.strip_prefix(PREFIX).is_some_and(|rest| rest.len() == RANDOM && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Removes temporary files that this user's killed runs left in the folder. What cannot be removed stays: it is no reason to stop.
pub fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(is_named)) {
        let path = entry.path();
        let ours = |meta: fs::Metadata| meta.is_file() && open::is_of_this_user(&meta);
        if !fs::symlink_metadata(&path).is_ok_and(ours) {
            continue;
        }
        let Ok(file) = open::own(OpenOptions::new().read(true).write(true), &path) else { continue };
        // Its writer holds a lock while it lives.
        if file.try_lock().is_ok() && fs::remove_file(&path).is_ok() {
            tracing::debug!(path = %path.display(), "swept");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn what_a_killed_run_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for left in [".deskshift-aB3xYz", ".deskshift-000000"] {
            fs::write(at(left), "a password").unwrap();
        }
        let kept = [".deskshift-demo", ".deskshift-toolong", ".deskshift-a.b.cd", "deskshift-aB3xYz", "plan.json"];
        for name in kept {
            fs::write(at(name), "kept").unwrap();
        }
        symlink(at("plan.json"), at(".deskshift-linked")).unwrap();
        fs::create_dir(at(".deskshift-folder")).unwrap();
        let living = new(folder.path()).unwrap();
        sweep(folder.path());
        assert!(!at(".deskshift-aB3xYz").exists() && !at(".deskshift-000000").exists());
        assert!(kept.iter().all(|name| at(name).exists()));
        assert!(at(".deskshift-linked").is_symlink() && at(".deskshift-folder").is_dir());
        assert!(living.path().exists(), "another run is at work with it");
        assert!(is_named(living.path().file_name().unwrap().to_str().unwrap()));
    }
}
