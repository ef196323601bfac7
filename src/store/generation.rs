//! Results that belong together: a new folder written completely, then one swap of a pointer (`docs/adr/0004-generations.md`).
//!
//! `out/gen-<hash>/` holds the files, `out/current` is a symbolic link to the generation in force. Readers see the old set or the new one,
//! never a mixture: measured, plain writes left a torn file in half of 150 kills, one rename for each file a half-new set in 86 of 100, a
//! folder with a pointer swap neither in 100. The name is the hash of the content, so the same
//! files give the same name.

use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use super::document::sha256;
use super::{codes, files, share};
use crate::diag::{Finding, Place, Words};

/// The link to the generation in force.
pub const POINTER: &str = "current";
/// Unfinished folders and links; swept at the next start.
const UNFINISHED: &str = ".gen-";
/// Writers at once: the disk gathers their flushes.
const WRITERS: usize = 16;

/// One file of a generation.
#[derive(Clone, PartialEq, Eq)]
pub struct Item {
    /// Relative, `/` between parts of letters, digits, `.`, `-` and `_`.
    pub path: String,
    pub bytes: Vec<u8>,
    /// 0600 where it holds a secret.
    pub mode: u32,
}

impl std::fmt::Debug for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Item({}, {} bytes, {:o})", self.path, self.bytes.len(), self.mode)
    }
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
///
/// Whatever fails, the generation that was in force stays so, whole. The one before the new one is kept for a way back, older ones are
/// removed: they hold passwords.
pub fn write(out: &Path, items: &[Item]) -> Result<Generation, Box<Finding>> {
    files::make_folder(out)?;
    let mut items: Vec<&Item> = items.iter().collect();
    items.sort_by(|a, b| a.path.cmp(&b.path));
    check_paths(&items)?;
    sweep(out).map_err(|error| files::unwritable(out, &error))?;
    if items.iter().any(|item| !share::open_to_others(item.mode)) {
        share::private(out, &format!("{UNFINISHED}probe"))?;
    }
    let before = pointer(out)?;
    let name = name(&items);
    let path = out.join(&name);
    let whole = match fs::symlink_metadata(&path) {
        Ok(meta) if meta.is_dir() => is_whole(&path, &items),
        Ok(_) => return Err(planted(&path)),
        Err(_) => {
            write_folder(out, &name, &items)?;
            true
        }
    };
    if !whole {
        // The name says what must be in it, so a damaged one is replaced.
        let aside = out.join(format!("{UNFINISHED}damaged"));
        let unfinished = write_unfinished(out, &name, &items)?;
        let swap = || -> io::Result<()> {
            fs::rename(&path, &aside)?;
            fs::rename(&unfinished, &path)?;
            fs::remove_dir_all(&aside)
        };
        swap().map_err(|error| files::unwritable(&path, &error))?;
    }
    let moved = before.as_deref() != Some(name.as_str());
    if moved {
        point(out, &name).map_err(|error| files::unwritable(&out.join(POINTER), &error))?;
    }
    prune(out, &name, before.as_deref());
    Ok(Generation { name, path, new: moved || !whole })
}

/// The generation in force.
#[must_use]
pub fn current(out: &Path) -> Option<PathBuf> {
    // The pointer is a link, what it leads to is not.
    pointer(out).ok().flatten().map(|name| out.join(name)).filter(|path| !path.is_symlink())
}

fn name(items: &[&Item]) -> String {
    let list: String = items.iter().map(|item| format!("{} {:o} {}\n", sha256(&item.bytes), item.mode, item.path)).collect();
    format!("gen-{}", &sha256(list.as_bytes())[..16])
}

/// The name of the generation in force, if there is one.
fn pointer(out: &Path) -> Result<Option<String>, Box<Finding>> {
    let path = out.join(POINTER);
    match fs::symlink_metadata(&path) {
        Ok(meta) if meta.file_type().is_symlink() => {
            let target = fs::read_link(&path).map_err(|error| files::unreadable(&path, &error))?;
            Ok(target.to_str().filter(|name| is_generation(name)).map(ToOwned::to_owned))
        }
        Ok(_) => Err(planted(&path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(files::unreadable(&path, &error)),
    }
}

fn is_generation(name: &str) -> bool {
    name.strip_prefix("gen-").is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn planted(path: &Path) -> Box<Finding> {
    Box::new(
        codes::PLANTED
            .finding(
                Some(Place::file(path.display().to_string())),
                Words::new(
                    "something stands here that this tool did not make",
                    "hier steht etwas, das nicht von diesem Programm stammt",
                ),
            )
            .todo(Words::new("look at it and move it away", "ansehen und wegräumen")),
    )
}

fn check_paths(items: &[&Item]) -> Result<(), Box<Finding>> {
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    };
    let mut seen = BTreeSet::new();
    for entry in items {
        if !entry.path.split('/').all(part) || !seen.insert(entry.path.as_str()) {
            let place = Some(Place::file(entry.path.as_str()));
            let what = Words::new(
                "two results share this path, or it is not a safe one",
                "zwei Ergebnisse teilen sich diesen Pfad, oder er ist nicht sicher",
            );
            return Err(Box::new(codes::UNWRITABLE.finding(place, what)));
        }
    }
    Ok(())
}

/// Removes what an interrupted run left. Only we write here, as the lock says, so nothing of it is in use.
fn sweep(out: &Path) -> io::Result<()> {
    for entry in fs::read_dir(out)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

/// Removes a folder, or a link or file itself; never what a link points to.
fn remove(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

fn write_folder(out: &Path, name: &str, items: &[&Item]) -> Result<(), Box<Finding>> {
    let unfinished = write_unfinished(out, name, items)?;
    let folder = out.join(name);
    fs::rename(&unfinished, &folder).and_then(|()| sync(out)).map_err(|error| files::unwritable(&folder, &error))
}

/// Writes everything into a folder of another name; on failure nothing stays.
fn write_unfinished(out: &Path, name: &str, items: &[&Item]) -> Result<PathBuf, Box<Finding>> {
    let folder = out.join(format!("{UNFINISHED}{}", name.trim_start_matches("gen-")));
    match fill(&folder, items) {
        Ok(()) => Ok(folder),
        Err((path, error)) => {
            let _ = fs::remove_dir_all(&folder);
            Err(files::unwritable(&path, &error))
        }
    }
}

fn fill(folder: &Path, items: &[&Item]) -> Result<(), (PathBuf, io::Error)> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error| (path, error)
    };
    private_folder(folder).map_err(at(folder))?;
    let mut folders = BTreeSet::from([folder.to_owned()]);
    for item in items {
        let mut parent = folder.to_owned();
        let parts: Vec<&str> = item.path.split('/').collect();
        for part in &parts[..parts.len() - 1] {
            parent.push(part);
            if folders.insert(parent.clone()) {
                private_folder(&parent).map_err(at(&parent))?;
            }
        }
    }
    side_by_side(items, |item| {
        let path = folder.join(&item.path);
        write_new(&path, item).map_err(|error| (path, error))
    })?;
    let folders: Vec<PathBuf> = folders.into_iter().collect();
    side_by_side(&folders, |path| sync(path).map_err(at(path)))
}

/// Does the work on all parts with several threads; the first error of the first share that has one.
fn side_by_side<T: Sync, E: Send>(parts: &[T], work: impl Fn(&T) -> Result<(), E> + Sync) -> Result<(), E> {
    let share = parts.len().div_ceil(WRITERS).max(1);
    let work = &work;
    std::thread::scope(|scope| {
        let writers: Vec<_> = parts.chunks(share).map(|chunk| scope.spawn(move || chunk.iter().try_for_each(work))).collect();
        // The work does not panic; if it did, the panic goes on in this thread.
        writers.into_iter().map(|w| w.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).fold(Ok(()), Result::and)
    })
}

fn private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)?;
    fs::set_permissions(path, Permissions::from_mode(0o700))
}

/// Creates a file that must not exist, so no link is followed.
fn write_new(path: &Path, item: &Item) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(&item.bytes)?;
    file.set_permissions(Permissions::from_mode(item.mode))?;
    file.sync_all()
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Whether a folder holds exactly these files with their modes, and no links.
fn is_whole(folder: &Path, items: &[&Item]) -> bool {
    let mut count = 0;
    let found = count_files(folder, &mut count, 0);
    found.is_ok()
        && count == items.len()
        && items.iter().all(|item| {
            let path = folder.join(&item.path);
            fs::symlink_metadata(&path).is_ok_and(|meta| {
                meta.is_file() && meta.len() == item.bytes.len() as u64 && meta.permissions().mode() & 0o777 == item.mode
            }) && fs::read(&path).is_ok_and(|bytes| bytes == item.bytes)
        })
}

fn count_files(folder: &Path, count: &mut usize, depth: usize) -> io::Result<()> {
    if depth > 8 {
        return Err(io::Error::other("too deep"));
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            count_files(&entry.path(), count, depth + 1)?;
        } else if kind.is_file() {
            *count += 1;
        } else {
            return Err(io::Error::other("a link"));
        }
    }
    Ok(())
}

/// A new link takes the place of the old one in one step.
fn point(out: &Path, name: &str) -> io::Result<()> {
    let next = out.join(format!("{UNFINISHED}pointer"));
    symlink(name, &next)?;
    fs::rename(&next, out.join(POINTER)).and_then(|()| sync(out)).inspect_err(|_| {
        let _ = fs::remove_file(&next);
    })
}

/// Removes generations other than the new one and its predecessor. Failing here harms nothing; the next run tries again.
fn prune(out: &Path, name: &str, before: Option<&str>) {
    let Ok(entries) = fs::read_dir(out) else { return };
    for entry in entries.flatten() {
        let found = entry.file_name().to_string_lossy().into_owned();
        let ours = is_generation(&found) && entry.file_type().is_ok_and(|kind| kind.is_dir());
        // A run that changes nothing keeps the one predecessor there is.
        let keep = found == name || before.is_none_or(|before| before == found || before == name);
        if ours && !keep {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
#[path = "generation/tests.rs"]
mod tests;
