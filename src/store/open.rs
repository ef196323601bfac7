//! Opening without a gap between look and use: what was opened is judged, not what its name meant a moment before.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Component, Path};

use rustix::fs::{Mode, OFlags, openat};
use rustix::io::Errno;

/// A pipe is not waited for, a terminal does not become ours.
const QUIET: OFlags = OFlags::NONBLOCK.union(OFlags::NOCTTY).union(OFlags::CLOEXEC);

/// A regular file for reading, and its length. Links are followed.
pub fn regular(path: &Path) -> io::Result<(File, u64)> {
    // Devices are not even opened: some act on that.
    if !fs::metadata(path)?.is_file() {
        return Err(not_regular());
    }
    judge(OpenOptions::new().read(true).custom_flags(flags(QUIET)).open(path)?)
}

/// A regular file for reading, and its length. `path` leads from `root` without a link; one that was planted since is refused.
pub fn beneath(root: &Path, path: &Path) -> io::Result<(File, u64)> {
    let mut folder = File::open(root)?;
    let mut parts = path.components().peekable();
    while let Some(part) = parts.next() {
        let Component::Normal(name) = part else { return Err(Errno::LOOP.into()) };
        let last = parts.peek().is_none();
        let wanted = if last { OFlags::RDONLY } else { OFlags::PATH | OFlags::DIRECTORY };
        let opened = openat(&folder, name, wanted | QUIET | OFlags::NOFOLLOW, Mode::empty())?;
        folder = opened.into();
    }
    judge(folder)
}

/// Opens a file of our own for writing; a link in its place is not followed, and what is no file is refused.
pub fn own(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let file = options.custom_flags(flags(QUIET | OFlags::NOFOLLOW)).open(path)?;
    judge(file).map(|(file, _)| file)
}

/// Whether the user whose program this is owns the file.
pub fn is_of_this_user(meta: &fs::Metadata) -> bool {
    meta.uid() == rustix::process::geteuid().as_raw()
}

/// Whether an error of [`own`] says that something else stands there.
pub fn is_planted(error: &io::Error) -> bool {
    is_link(error)
        || error.raw_os_error() == Some(Errno::NXIO.raw_os_error())
        || error.kind() == io::ErrorKind::IsADirectory
        || error.get_ref().is_some_and(|inner| inner.to_string() == NOT_REGULAR)
}

/// Whether an error says that a link stands where none may be.
pub fn is_link(error: &io::Error) -> bool {
    // With `O_DIRECTORY` a link is no folder.
    [Errno::LOOP, Errno::NOTDIR].iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

fn flags(flags: OFlags) -> i32 {
    flags.bits().cast_signed()
}

const NOT_REGULAR: &str = "not a regular file";

fn not_regular() -> io::Error {
    io::Error::other(NOT_REGULAR)
}

fn judge(file: File) -> io::Result<(File, u64)> {
    let meta = file.metadata()?;
    if meta.is_file() { Ok((file, meta.len())) } else { Err(not_regular()) }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_that_were_planted_after_the_look_are_refused() {
        let around = tempfile::tempdir().unwrap();
        let root = around.path().join("root");
        fs::create_dir_all(root.join("folder")).unwrap();
        fs::write(root.join("folder/list"), "inside").unwrap();
        fs::write(around.path().join("list"), "outside").unwrap();
        assert_eq!(beneath(&root, Path::new("folder/list")).unwrap().1, 6);
        // The paths are those that were looked at; what stands there now is another thing.
        symlink(around.path().join("list"), root.join("file-link")).unwrap();
        symlink(around.path(), root.join("folder-link")).unwrap();
        symlink("folder", root.join("inner-link")).unwrap();
        for path in ["file-link", "folder-link/list", "inner-link/list"] {
            let error = beneath(&root, Path::new(path)).unwrap_err();
            assert!(is_link(&error), "{path}: {error}");
        }
        assert!(beneath(&root, Path::new("../list")).is_err());
        assert!(is_planted(&beneath(&root, Path::new("folder")).unwrap_err()), "a folder is no list");
        assert_eq!(beneath(&root, Path::new("none")).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn our_own_files_are_files() {
        let folder = tempfile::tempdir().unwrap();
        let victim = folder.path().join("victim");
        fs::write(&victim, "untouched").unwrap();
        let path = folder.path().join("own");
        let write = || own(OpenOptions::new().create(true).append(true), &path);
        symlink(&victim, &path).unwrap();
        assert!(is_planted(&write().unwrap_err()));
        fs::remove_file(&path).unwrap();
        symlink(folder.path().join("none"), &path).unwrap();
        assert!(is_planted(&write().unwrap_err()) && !folder.path().join("none").exists());
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(is_planted(&write().unwrap_err()));
        fs::remove_dir(&path).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(&path).unwrap();
        assert!(is_planted(&write().unwrap_err()));
        fs::remove_file(&path).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        assert!(is_planted(&write().unwrap_err()), "a pipe is not waited for");
        assert!(regular(&path).is_err());
        fs::remove_file(&path).unwrap();
        assert!(write().is_ok());
        assert_eq!(fs::read(&victim).unwrap(), b"untouched");
    }
}
