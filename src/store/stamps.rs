//! Hashes that are known already: a document that has not been touched since it was hashed is not hashed again.
//!
//! Of each file of `out/` that was read whole, `out/.hashes.json` remembers the SHA-256 beside what the system says of the file: its length, its
//! number on the disk, and when its content and its record there last changed. No program can set the last of these, so whatever touches the
//! file makes the stamp another one. A change within the clock's last tick would not; therefore a file is remembered only once it has
//! rested for [`REST`] (the "racy" case of git's index).
//!
//! The file may be missing, old or damaged at any time: then the documents are hashed, as without it.
#![allow(clippy::disallowed_methods)] // how long a file has rested depends on the clock

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::files;

/// Clocks of file systems tick every 2 s at the coarsest (FAT).
const REST: Duration = Duration::from_secs(3);

/// More than a handful of documents is not ours.
const MAX: u64 = 64 << 10;

/// What the system says of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    length: u64,
    device: u64,
    number: u64,
    /// Nanoseconds since 1970.
    content_changed: i128,
    record_changed: i128,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Known {
    stamp: Stamp,
    sha256: String,
}

impl Stamp {
    /// Of a file as it is now; a link is none.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let meta = path.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
        let nanoseconds = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Some(Self {
            length: meta.len(),
            device: meta.dev(),
            number: meta.ino(),
            content_changed: nanoseconds(meta.mtime(), meta.mtime_nsec()),
            record_changed: nanoseconds(meta.ctime(), meta.ctime_nsec()),
        })
    }

    fn has_rested(&self, now: SystemTime) -> bool {
        let now = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as i128);
        self.content_changed.max(self.record_changed) + (REST.as_nanos() as i128) < now
    }
}

/// What `read` gives of a document that was hashed before and was not touched since, nor while it was read, and its SHA-256.
pub fn untouched<R>(path: &Path, read: impl FnOnce() -> Option<R>) -> Option<(R, String)> {
    let stamp = Stamp::of(path)?;
    let sha256 = known(path, &stamp)?;
    let read = read()?;
    (Stamp::of(path)? == stamp).then_some((read, sha256))
}

/// The SHA-256 of a document with this stamp, where it was hashed before.
fn known(path: &Path, stamp: &Stamp) -> Option<String> {
    let known = all(&beside(path)).remove(name(path)?)?;
    let digits = known.sha256.len() == 64 && known.sha256.bytes().all(|b| b.is_ascii_hexdigit());
    (digits && known.stamp == *stamp).then_some(known.sha256)
}

/// Remembers the SHA-256 of a document that was read whole; `stamp` is that from before the reading. Where that cannot be written, nothing is lost but
/// time.
pub fn remember(path: &Path, stamp: Option<Stamp>, sha256: &str) {
    remember_at(path, stamp, sha256, SystemTime::now());
}

pub(super) fn remember_at(path: &Path, stamp: Option<Stamp>, sha256: &str, now: SystemTime) {
    let (Some(stamp), Some(name)) = (stamp, name(path)) else { return };
    // Changed while it was read, or so lately that another change might look the same.
    if Stamp::of(path).as_ref() != Some(&stamp) || !stamp.has_rested(now) {
        return;
    }
    let beside = beside(path);
    let mut all = all(&beside);
    all.insert(name.to_owned(), Known { stamp, sha256: sha256.to_owned() });
    if let Ok(text) = serde_json::to_vec_pretty(&all) {
        let _ = files::replace(&beside, &text, 0o600);
    }
}

fn all(beside: &Path) -> BTreeMap<String, Known> {
    let bytes = if files::is_there(beside) { files::read_own(beside, MAX).ok() } else { None };
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

fn beside(path: &Path) -> PathBuf {
    path.with_file_name(".hashes.json")
}

fn name(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(path: &Path) -> Option<String> {
        super::known(path, &Stamp::of(path)?)
    }

    fn later(seconds: u64) -> SystemTime {
        SystemTime::now() + Duration::from_secs(seconds)
    }

    #[test]
    fn knows_a_file_until_it_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        std::fs::write(&path, "one").unwrap();
        let hash = "a".repeat(64);
        assert_eq!(known(&path), None);
        remember(&path, Stamp::of(&path), &hash);
        assert_eq!(known(&path), None, "it has only just been written");
        remember_at(&path, Stamp::of(&path), &hash, later(4));
        assert_eq!(known(&path), Some(hash.clone()));
        let other = folder.path().join("inventory.json");
        std::fs::write(&other, "one").unwrap();
        assert_eq!(known(&other), None);
        remember_at(&other, Stamp::of(&other), &"b".repeat(64), later(4));
        assert_eq!((known(&path), known(&other)), (Some(hash.clone()), Some("b".repeat(64))));

        // The same length, the same time of change: only the system's own record tells.
        let before = std::fs::metadata(&path).unwrap().modified().unwrap();
        std::thread::sleep(Duration::from_millis(20));
        std::fs::write(&path, "two").unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(before).unwrap();
        assert_eq!(known(&path), None, "touched");

        // Another file in its place.
        remember_at(&path, Stamp::of(&path), &hash, later(4));
        let new = folder.path().join("new");
        std::fs::write(&new, "two").unwrap();
        std::fs::rename(&new, &path).unwrap();
        assert_eq!(known(&path), None, "replaced");
    }

    #[test]
    fn what_changed_while_it_was_read_is_not_remembered_and_what_is_damaged_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        std::fs::write(&path, "one").unwrap();
        let before = Stamp::of(&path);
        std::fs::write(&path, "more").unwrap();
        remember_at(&path, before, &"a".repeat(64), later(4));
        assert_eq!(known(&path), None);
        for damaged in ["", "{", "[]", "{\"plan.json\": 1}"] {
            std::fs::write(beside(&path), damaged).unwrap();
            assert_eq!(known(&path), None, "{damaged}");
        }
        remember_at(&path, Stamp::of(&path), "no hash", later(4));
        assert_eq!(known(&path), None, "whatever stands there is no hash");
        remember_at(&path, Stamp::of(&path), &"c".repeat(64), later(4));
        assert_eq!(known(&path), Some("c".repeat(64)), "a damaged file is made anew");
        // A link in its place is not followed.
        let elsewhere = folder.path().join("elsewhere");
        std::fs::rename(beside(&path), &elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, beside(&path)).unwrap();
        assert_eq!(known(&path), None);
    }
}
