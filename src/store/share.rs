//! Secrets are not written where many read: below shares that a domain or a web server hands out, or where permissions do not hold.

use std::fs::{self, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Component, Path, PathBuf};

use super::{codes, files};
use crate::diag::{Finding, Place, Words};

/// Folders that domain controllers, web and boot servers hand out to everybody, by name in lower case.
const SHARED: [&str; 7] = ["sysvol", "netlogon", "tftpboot", "public_html", "htdocs", "wwwroot", "www"];
/// The same by two parts in a row.
const SHARED_PAIRS: [(&str, &str); 3] = [("srv", "tftp"), ("srv", "ftp"), ("srv", "http")];

/// Refuses a folder for secrets that others could read; the folder exists.
pub(super) fn private(out: &Path, probe: &str) -> Result<(), Box<Finding>> {
    let real = fs::canonicalize(out).map_err(|error| files::unreadable(out, &error))?;
    if let Some(part) = shared(&real) {
        return Err(refused(out, &format!("`{part}`"), "is handed out to many", "wird an viele verteilt"));
    }
    let mode = mode_kept(&out.join(probe)).map_err(|error| files::unwritable(out, &error))?;
    if open_to_others(mode) {
        return Err(refused(out, &format!("{mode:o}"), "is what its file system makes of 600", "macht sein Dateisystem aus 600"));
    }
    Ok(())
}

fn refused(out: &Path, what: &str, en: &str, de: &str) -> Box<Finding> {
    let words =
        Words::new(format!("nothing was written here: {what} {en}"), format!("hier wurde nichts geschrieben: {what} {de}"));
    let todo = Words::new(
        "choose a folder that only the administration can read, and hand each person their own files by a link",
        "einen Ordner wählen, den nur die Verwaltung liest, und jeder Person ihre Dateien über einen Link geben",
    );
    Box::new(codes::ON_A_SHARE.finding(Some(Place::file(out.display().to_string())), words).todo(todo))
}

/// The part of a path that is such a share.
fn shared(path: &Path) -> Option<String> {
    let parts: Vec<String> = path
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().to_lowercase()),
            _ => None,
        })
        .collect();
    let pair =
        || parts.windows(2).find(|two| SHARED_PAIRS.contains(&(two[0].as_str(), two[1].as_str()))).map(|two| two.join("/"));
    parts.iter().find(|part| SHARED.contains(&part.as_str())).cloned().or_else(pair)
}

/// What becomes of 0600 on this file system.
fn mode_kept(probe: &PathBuf) -> io::Result<u32> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(probe)?;
    let mode = file.set_permissions(Permissions::from_mode(0o600)).and_then(|()| file.metadata());
    fs::remove_file(probe)?;
    Ok(mode?.permissions().mode() & 0o777)
}

/// More than the owner may use it.
pub(super) fn open_to_others(mode: u32) -> bool {
    mode & 0o077 != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_known_by_their_names() {
        for (path, part) in [
            ("/mnt/dc1/SYSVOL/amt.example/scripts", Some("sysvol")),
            ("/srv/tftp/phones", Some("srv/tftp")),
            ("/var/www/html/x", Some("www")),
            ("/home/anna/public_html", Some("public_html")),
            ("/home/anna/site/out", None),
            ("/srv/deskshift/tftp", None),
        ] {
            assert_eq!(shared(Path::new(path)).as_deref(), part, "{path}");
        }
        assert!(open_to_others(0o755) && open_to_others(0o640) && !open_to_others(0o600));
    }

    #[test]
    fn a_private_folder_is_taken_and_keeps_nothing_of_the_probe() {
        let folder = tempfile::tempdir().unwrap();
        assert!(private(folder.path(), ".probe").is_ok());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let shared = folder.path().join("NetLogon");
        fs::create_dir(&shared).unwrap();
        let finding = private(&shared, ".probe").unwrap_err();
        assert_eq!(finding.code.as_str(), "store/on-a-share");
        assert!(finding.what.en.contains("`netlogon`"), "{}", finding.what.en);
    }
}
