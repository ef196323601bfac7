//! Results that belong together: a whole new directory, then one swap of a pointer (`docs/adr/0004-generations.md`).
//!
//! `out/gen-<hash>/` holds one generation, `out/current` is a symbolic link to the one in force. A reader sees the old set or the
//! new one, never a mixture, whenever the process is killed. The hash is that of the content, so the same input gives the same name.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Component, Path, PathBuf};

use super::{document, files};
use crate::diag::Finding;

const PART: &str = ".part-";

/// One file of a generation.
#[derive(Debug, Clone)]
pub struct Item {
    /// Relative, of plain names only.
    pub path: String,
    pub bytes: Vec<u8>,
    /// 0600 where it holds a secret.
    pub mode: u32,
}

/// A generation on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    /// `gen-` and 16 hex digits.
    pub name: String,
    pub path: PathBuf,
    /// False where this very content was in force already.
    pub new: bool,
}

/// Writes all items as one generation below `out` and makes it the current one. The caller holds the lock of the folder.
pub fn write(out: &Path, items: &[Item]) -> Result<Generation, Box<Finding>> {
    files::make_folder(out)?;
    let mut sorted: Vec<&Item> = items.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let name = name(&sorted);
    let path = out.join(&name);
    let pointer = out.join("current");
    let work = || -> io::Result<bool> {
        sweep(out)?;
        refuse_foreign(&pointer, true)?;
        refuse_foreign(&path, false)?;
        if !whole(&path, &sorted) {
            let part = out.join(format!("{PART}{name}"));
            let written = fill(&part, &sorted).and_then(|()| {
                if path.exists() {
                    // Same name, other content: somebody edited a result by hand. It makes way.
                    fs::remove_dir_all(&path)?;
                }
                fs::rename(&part, &path)
            });
            if let Err(error) = written {
                let _ = fs::remove_dir_all(&part);
                return Err(error);
            }
        }
        let new = fs::read_link(&pointer).ok().is_none_or(|target| target != Path::new(&name));
        if new {
            let fresh = out.join(format!("{PART}current"));
            std::os::unix::fs::symlink(&name, &fresh)?;
            fs::rename(&fresh, &pointer)?;
        }
        File::open(out)?.sync_all()?;
        Ok(new)
    };
    match work() {
        Ok(new) => Ok(Generation { name, path, new }),
        Err(error) => Err(files::unwritable(&path, &error)),
    }
}

/// The generation in force.
#[must_use]
pub fn current(out: &Path) -> Option<PathBuf> {
    let target = fs::read_link(out.join("current")).ok()?;
    let mut parts = target.components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(name)), None) if name.to_str()?.starts_with("gen-") => Some(out.join(name)),
        _ => None,
    }
}

/// Removes what a killed run left unfinished.
fn sweep(out: &Path) -> io::Result<()> {
    for entry in fs::read_dir(out)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(PART)) {
            let kind = entry.file_type()?;
            if kind.is_dir() { fs::remove_dir_all(entry.path())? } else { fs::remove_file(entry.path())? }
        }
    }
    Ok(())
}

/// A link where a folder belongs, or a folder where the pointer belongs, was put there by somebody else: nothing is written through it.
fn refuse_foreign(path: &Path, link_wanted: bool) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.file_type().is_symlink() == link_wanted && (link_wanted || meta.is_dir()) => Ok(()),
        Ok(_) => Err(io::Error::other("something else stands there; move it away")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn name(items: &[&Item]) -> String {
    let list: String =
        items.iter().map(|item| format!("{} {:o} {}\n", document::sha256(&item.bytes), item.mode, item.path)).collect();
    format!("gen-{}", &document::sha256(list.as_bytes())[..16])
}

/// True where the folder holds exactly these items.
fn whole(path: &Path, items: &[&Item]) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let same = |item: &&Item| {
        let file = path.join(&item.path);
        fs::symlink_metadata(&file).is_ok_and(|meta| {
            meta.is_file() && meta.len() == item.bytes.len() as u64 && meta.permissions().mode() & 0o777 == item.mode
        }) && fs::read(&file).is_ok_and(|bytes| bytes == item.bytes)
    };
    path.is_dir() && items.iter().all(same) && count(path).is_ok_and(|found| found == items.len())
}

fn count(folder: &Path) -> io::Result<usize> {
    let mut found = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        found += if entry.file_type()?.is_dir() { count(&entry.path())? } else { 1 };
    }
    Ok(found)
}

fn fill(part: &Path, items: &[&Item]) -> io::Result<()> {
    let folder = |path: &Path| DirBuilder::new().recursive(true).mode(0o700).create(path);
    folder(part)?;
    let mut folders = std::collections::BTreeSet::from([part.to_owned()]);
    for item in items {
        let relative = Path::new(&item.path);
        if item.path.is_empty() || !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(io::Error::other(format!("`{}` is no plain relative path", item.path)));
        }
        let path = part.join(relative);
        if let Some(parent) = path.parent()
            && folders.insert(parent.to_owned())
        {
            folder(parent)?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        file.write_all(&item.bytes)?;
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(item.mode))?;
        file.sync_data()?;
    }
    folders.iter().try_for_each(|folder| File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn items(text: &str) -> Vec<Item> {
        (0..5)
            .map(|n| Item { path: format!("lines/{n}/profile.xml"), bytes: format!("{text} {n}").into_bytes(), mode: 0o600 })
            .chain([Item { path: "manifest.json".into(), bytes: text.as_bytes().to_vec(), mode: 0o644 }])
            .collect()
    }

    #[test]
    fn same_content_same_name_and_private_files() {
        let folder = tempfile::tempdir().unwrap();
        let one = write(folder.path(), &items("a")).unwrap();
        assert!(one.new);
        let again = write(folder.path(), &items("a")).unwrap();
        assert_eq!((again.name.as_str(), again.new), (one.name.as_str(), false));
        let two = write(folder.path(), &items("b")).unwrap();
        assert_ne!(one.name, two.name);
        assert_eq!(current(folder.path()), Some(two.path.clone()));
        assert!(one.path.exists(), "the old generation stays for a way back");
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(two.path.join("lines/0/profile.xml")), 0o600);
        assert_eq!(mode(two.path.join("lines/0")), 0o700);
        assert_eq!(mode(two.path.join("manifest.json")), 0o644);
    }

    #[test]
    fn a_hand_edited_generation_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let one = write(folder.path(), &items("a")).unwrap();
        fs::write(one.path.join("manifest.json"), "edited").unwrap();
        let again = write(folder.path(), &items("a")).unwrap();
        assert_eq!(fs::read(again.path.join("manifest.json")).unwrap(), b"a");
    }

    #[test]
    fn leftovers_of_a_killed_run_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join(".part-gen-0123/lines")).unwrap();
        fs::write(folder.path().join(".part-gen-0123/lines/x"), "half").unwrap();
        write(folder.path(), &items("a")).unwrap();
        assert!(!folder.path().join(".part-gen-0123").exists());
    }

    #[test]
    fn nothing_is_written_through_planted_links() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let first = write(folder.path(), &items("a")).unwrap();
        fs::remove_dir_all(&first.path).unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), &first.path).unwrap();
        write(folder.path(), &items("a")).unwrap_err();
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
        fs::remove_file(&first.path).unwrap();
        fs::remove_file(folder.path().join("current")).unwrap();
        fs::create_dir(folder.path().join("current")).unwrap();
        write(folder.path(), &items("a")).unwrap_err();
        assert!(current(folder.path()).is_none());
    }

    #[test]
    fn paths_stay_inside_and_a_failure_leaves_the_old_set() {
        let folder = tempfile::tempdir().unwrap();
        let old = write(folder.path(), &items("a")).unwrap();
        for bad in ["../x", "/etc/x", "", "a/../../x"] {
            let mut set = items("b");
            set.push(Item { path: bad.into(), bytes: vec![], mode: 0o600 });
            write(folder.path(), &set).unwrap_err();
        }
        let mut clash = items("b");
        clash.push(Item { path: "manifest.json/x".into(), bytes: vec![], mode: 0o600 });
        write(folder.path(), &clash).unwrap_err();
        assert_eq!(current(folder.path()), Some(old.path));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no litter");
    }
}
