//! Reading with limits, writing by temporary file and rename.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::{codes, open, temporary};
use crate::diag::{Finding, Place, Words};

/// Largest input file: the greatest export seen has 4 MB, a bomb has no limit.
pub const MAX_FILE: u64 = 64 << 20;
/// Bytes of what an earlier stage wrote: a million extensions take some 600 MB.
pub const MAX_DOCUMENT: u64 = 2 << 30;

/// Reads a whole file of at most `limit` bytes.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Box<Finding>> {
    tracing::debug!(path = %path.display(), "read");
    let (file, length) = open::regular(path).map_err(|error| unreadable(path, &error))?;
    read_opened(file, length, path, limit)
}

/// Reads a file of this tool. A link in its place is not followed: what it leads to was not made here.
pub fn read_own(path: &Path, limit: u64) -> Result<Vec<u8>, Box<Finding>> {
    tracing::debug!(path = %path.display(), "read");
    let (file, length) = opened(path)?;
    read_opened(file, length, path, limit)
}

/// The same, below a folder of this tool: no part of the way may be a link.
pub fn read_beneath(root: &Path, path: &str, limit: u64) -> Result<Vec<u8>, Box<Finding>> {
    let full = root.join(path);
    let opened = open::beneath(root, Path::new(path));
    let (file, length) =
        opened.map_err(|error| if open::is_planted(&error) { planted(&full) } else { unreadable(&full, &error) })?;
    read_opened(file, length, &full, limit)
}

/// Opens a file of this tool for reading, and gives its length.
fn opened(path: &Path) -> Result<(File, u64), Box<Finding>> {
    let file = open::own(OpenOptions::new().read(true), path);
    let file = file.map_err(|error| if open::is_planted(&error) { planted(path) } else { unreadable(path, &error) })?;
    let length = file.metadata().map_err(|error| unreadable(path, &error))?.len();
    Ok((file, length))
}

/// A file of this tool, open for reading line by line; one that is larger than `limit` bytes is refused as by [`read_own`].
pub fn lines_of_own(path: &Path, limit: u64) -> Result<io::BufReader<io::Take<File>>, Box<Finding>> {
    tracing::debug!(path = %path.display(), "read");
    let (file, length) = opened(path)?;
    if length > limit {
        return Err(too_large(length, path, limit));
    }
    Ok(io::BufReader::with_capacity(1 << 16, file.take(limit)))
}

/// Whether anything has the name, be it a link to nowhere: what is there is never taken for nothing.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Refuses what is no file under the name of one of ours. For the order of things: a command finds out before it changes anything.
pub fn is_not_planted(path: &Path) -> Result<(), Box<Finding>> {
    match path.symlink_metadata() {
        Ok(meta) if !meta.is_file() => Err(planted(path)),
        _ => Ok(()),
    }
}

fn planted(path: &Path) -> Box<Finding> {
    let words = Words::new("this is not a file of this tool", "das ist keine Datei dieses Programms");
    let finding = codes::PLANTED.finding(Some(Place::file(path.display().to_string())), words);
    Box::new(finding.todo(Words::new("look at it and move it away", "ansehen und beiseiteschaffen")))
}

/// Reads a file with secrets that somebody named; one that group or others may touch is refused, and `what` says what they could learn.
pub fn read_private(path: &Path, limit: u64, what: impl FnOnce() -> Words) -> Result<Vec<u8>, Box<Finding>> {
    let (file, length) = open::regular(path).map_err(|error| unreadable(path, &error))?;
    read_if_private(file, length, path, limit, what)
}

/// The same for a file of this tool, without following a link.
pub fn read_own_private(path: &Path, limit: u64, what: impl FnOnce() -> Words) -> Result<Vec<u8>, Box<Finding>> {
    let (file, length) = opened(path)?;
    read_if_private(file, length, path, limit, what)
}

fn read_if_private(
    file: File,
    length: u64,
    path: &Path,
    limit: u64,
    what: impl FnOnce() -> Words,
) -> Result<Vec<u8>, Box<Finding>> {
    let mode = file.metadata().map_err(|error| unreadable(path, &error))?.permissions().mode();
    // Nothing for group and others: the lowest six bits.
    if mode.trailing_zeros() < 6 {
        let todo = Words::new("set its mode to 0600: `chmod 600`", "Rechte auf 0600 setzen: `chmod 600`");
        return Err(Box::new(codes::UNREADABLE.finding(Some(Place::file(path.display().to_string())), what()).todo(todo)));
    }
    read_opened(file, length, path, limit)
}

/// What others could learn from a file with passwords, for [`read_private`].
#[must_use]
pub fn passwords_open() -> Words {
    Words::new("others may read this file with passwords", "andere dürfen diese Datei mit Kennwörtern lesen")
}

/// Reads at most `limit` bytes of an opened file; `path` is its name for findings.
pub fn read_opened(file: File, length: u64, path: &Path, limit: u64) -> Result<Vec<u8>, Box<Finding>> {
    if length > limit {
        return Err(too_large(length, path, limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > limit { Err(too_large(length, path, limit)) } else { Ok(bytes) }
}

fn too_large(length: u64, path: &Path, limit: u64) -> Box<Finding> {
    let most = if limit >= 1 << 20 { format!("{} MB", limit >> 20) } else { format!("{} kB", limit >> 10) };
    let finding = codes::TOO_LARGE.finding(
        Some(Place::file(path.display().to_string())),
        Words::new(
            format!("the file has {length} bytes; at most {most} are read"),
            format!("die Datei hat {length} Byte; gelesen werden höchstens {most}"),
        ),
    );
    Box::new(finding.todo(Words::new("check that the right file is named", "prüfen, ob die richtige Datei genannt ist")))
}

/// What stands in a journal behind its first `offset` bytes, at most `limit` bytes.
pub fn read_behind(path: &Path, offset: u64, limit: u64) -> Result<Vec<u8>, Box<Finding>> {
    use std::io::Seek as _;
    let (mut file, length) = opened(path)?;
    file.seek(io::SeekFrom::Start(offset)).map_err(|error| unreadable(path, &error))?;
    read_opened(file, length.saturating_sub(offset), path, limit)
}

/// The files below a folder whose names end in `.end`, by path; a file that is named itself comes under the empty path. Links are left out;
/// beyond the limits of number, bytes and depth nothing is taken.
pub fn tree(
    path: &Path,
    end: &str,
    most: usize,
    mut bytes: u64,
    depth: usize,
) -> Result<BTreeMap<String, Vec<u8>>, Box<Finding>> {
    let mut found = BTreeMap::new();
    if !fs::metadata(path).map_err(|error| unreadable(path, &error))?.is_dir() {
        found.insert(String::new(), read(path, bytes)?);
        return Ok(found);
    }
    let mut folders = vec![(path.to_owned(), String::new(), depth)];
    while let Some((folder, above, depth)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))? {
            let entry = entry.map_err(|error| unreadable(&folder, &error))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let kind = entry.file_type().map_err(|error| unreadable(&folder, &error))?;
            if kind.is_dir() && depth > 0 {
                folders.push((entry.path(), format!("{above}{name}/"), depth - 1));
            } else if kind.is_file() && name.rsplit_once('.').is_some_and(|(_, last)| last == end) && found.len() < most {
                let text = read(&entry.path(), bytes)?;
                bytes -= text.len() as u64;
                found.insert(format!("{above}{name}"), text);
            }
        }
    }
    Ok(found)
}

/// Bytes in a file; none where it is not there. A link in its place has some too, so that it is looked at and refused.
#[must_use]
pub fn length(path: &Path) -> u64 {
    fs::symlink_metadata(path).map_or(0, |meta| meta.len())
}

/// Reads UTF-8 text of at most `limit` bytes.
pub fn read_text(path: &Path, limit: u64) -> Result<String, Box<Finding>> {
    as_text(path, read(path, limit)?)
}

/// The bytes of a file as UTF-8 text.
pub fn as_text(path: &Path, bytes: Vec<u8>) -> Result<String, Box<Finding>> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let head = &error.as_bytes()[..good];
        let line = 1 + u32::try_from(head.iter().filter(|b| **b == b'\n').count()).unwrap_or(u32::MAX - 1);
        Box::new(
            codes::UNREADABLE
                .finding(
                    Some(Place::at(path.display().to_string(), line, 0)),
                    Words::new("the file is not UTF-8 text", "die Datei ist kein UTF-8-Text"),
                )
                .todo(Words::new("save it as UTF-8", "als UTF-8 speichern")),
        )
    })
}

/// A file that is written and durable beside its place, and not yet in force.
struct Prepared<'a> {
    path: &'a Path,
    temporary: tempfile::NamedTempFile,
}

impl<'a> Prepared<'a> {
    fn new(path: &'a Path, bytes: &[u8], mode: u32) -> Result<Self, Box<Finding>> {
        Self::written(path, mode, |file| file.write_all(bytes))
    }

    /// `write` gives the content.
    fn written(path: &'a Path, mode: u32, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<Self, Box<Finding>> {
        // The rename would take a link's place and not follow it; but it is somebody's, and may be a trap for whoever reads next.
        is_not_planted(path)?;
        let work = || -> io::Result<tempfile::NamedTempFile> {
            let mut temporary = temporary::new(folder_of(path))?;
            write(temporary.as_file_mut())?;
            temporary.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
            temporary.as_file().sync_all()?;
            Ok(temporary)
        };
        work().map(|temporary| Self { path, temporary }).map_err(|error| unwritable(path, &error))
    }

    fn put(self) -> Result<(), Box<Finding>> {
        let Self { path, temporary } = self;
        let work = || -> io::Result<()> {
            temporary.persist(path).map_err(|error| error.error)?;
            sync_folder(folder_of(path))
        };
        work().map_err(|error| unwritable(path, &error))?;
        tracing::debug!(path = %path.display(), "replaced");
        Ok(())
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// Reads UTF-8 text of a file of this tool.
pub fn read_own_text(path: &Path, limit: u64) -> Result<String, Box<Finding>> {
    as_text(path, read_own(path, limit)?)
}

/// Replaces `path` in one step: readers see the old bytes or the new ones, never a part. What a killed run left in the folder goes first.
/// What stands there and is no file is refused, a link too.
pub fn replace(path: &Path, bytes: &[u8], mode: u32) -> Result<(), Box<Finding>> {
    temporary::sweep(folder_of(path));
    Prepared::new(path, bytes, mode)?.put()
}

/// The same with content that is never in memory as a whole.
pub fn replace_by(path: &Path, mode: u32, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Box<Finding>> {
    temporary::sweep(folder_of(path));
    Prepared::written(path, mode, write)?.put()
}

/// Finds out beforehand whether [`replace`] could do its work; leaves no trace.
pub fn is_replaceable(path: &Path) -> Result<(), Box<Finding>> {
    is_not_planted(path)?;
    temporary::new(folder_of(path)).map(drop).map_err(|error| unwritable(path, &error))
}

/// Replaces several files that belong together. All are written and durable before the first one changes, so that a full disk or a
/// missing right leaves the old set whole.
///
/// A run that is killed between two renames leaves a part of them new: the files must say which belong together.
pub fn replace_together(files: &[(&Path, &[u8], u32)]) -> Result<(), Box<Finding>> {
    for folder in files.iter().map(|(path, ..)| folder_of(path)).collect::<BTreeSet<_>>() {
        temporary::sweep(folder);
    }
    let prepared: Vec<Prepared<'_>> =
        files.iter().map(|(path, bytes, mode)| Prepared::new(path, bytes, *mode)).collect::<Result<_, _>>()?;
    prepared.into_iter().try_for_each(Prepared::put)
}

/// Writes a new file; one that is there already is never touched.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Box<Finding>> {
    let work = || -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o644).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    work().map_err(|error| unwritable(path, &error))
}

/// Appends one line to a journal and makes it durable. What cannot be written whole is taken back.
pub fn append_line(path: &Path, line: impl AsRef<[u8]>) -> Result<(), Box<Finding>> {
    let (file, before) = append(path, line.as_ref())?;
    let work = || -> io::Result<()> {
        file.sync_data()?;
        // A new file is found after a power cut only if its folder knows it.
        if before == 0 { sync_folder(folder_of(path)) } else { Ok(()) }
    };
    work().map_err(|error| {
        let _ = file.set_len(before);
        unwritable(path, &error)
    })
}

/// Cuts a journal's torn end off.
pub fn cut(path: &Path, length: u64) -> Result<(), Box<Finding>> {
    let file = own(OpenOptions::new().write(true), path)?;
    file.set_len(length).and_then(|()| file.sync_all()).map_err(|error| unwritable(path, &error))
}

/// Appends one line to a journal without waiting for the disk: it outlives this process, though not a power cut.
pub fn append_line_soon(path: &Path, line: impl AsRef<[u8]>) -> Result<(), Box<Finding>> {
    append(path, line.as_ref()).map(drop)
}

/// The journal, and its length before.
fn append(path: &Path, line: &[u8]) -> Result<(File, u64), Box<Finding>> {
    let mut file = own(OpenOptions::new().create(true).append(true).mode(0o600), path)?;
    let before = file.metadata().map_err(|error| unwritable(path, &error))?.len();
    file.write_all(&[line, b"\n"].concat()).map_err(|error| {
        let _ = file.set_len(before);
        unwritable(path, &error)
    })?;
    Ok((file, before))
}

/// Opens a file of this tool for writing. Following a planted link would change what it points to.
pub fn own(options: &mut OpenOptions, path: &Path) -> Result<File, Box<Finding>> {
    open::own(options, path).map_err(|error| if open::is_planted(&error) { planted(path) } else { unwritable(path, &error) })
}

/// Refuses a file of this tool that could not be written later, such as a link that was planted. One that is not there yet is fine.
pub fn is_own(path: &Path) -> Result<(), Box<Finding>> {
    if !is_there(path) {
        return Ok(());
    }
    own(OpenOptions::new().append(true), path).map(drop)
}

/// Refuses a folder that is a link to somewhere outside the folder it lies in: passwords would be written where nobody looks for them.
pub fn stays(folder: &Path) -> Result<(), Box<Finding>> {
    // Without a slash at its end, which would follow the link.
    let folder: PathBuf = folder.components().collect();
    if !folder.is_symlink() {
        return Ok(());
    }
    let around = folder_of(&folder).canonicalize().map_err(|error| unreadable(&folder, &error))?;
    if folder.canonicalize().is_ok_and(|real| real.starts_with(&around)) {
        return Ok(());
    }
    let leads = fs::read_link(&folder).map(|target| target.display().to_string()).unwrap_or_default();
    let words = Words::new(
        format!("this folder for results is a link that leads elsewhere: `{leads}`"),
        format!("dieser Ordner für Ergebnisse ist ein Verweis nach anderswo: `{leads}`"),
    );
    let finding = codes::PLANTED.finding(Some(Place::file(folder.display().to_string())), words);
    Err(Box::new(finding.todo(Words::new(
        "remove the link; for results on another disk move the whole site folder there",
        "den Verweis entfernen; für Ergebnisse auf einem anderen Datenträger den ganzen Standortordner dorthin verlegen",
    ))))
}

/// Makes a folder with mode 0700, and its parents.
pub fn make_folder(path: &Path) -> Result<(), Box<Finding>> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|error| unwritable(path, &error))
}

/// Removes a file; one that is not there is fine.
pub fn remove(path: &Path) -> Result<(), Box<Finding>> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unwritable(path, &error)),
        _ => Ok(()),
    }
}

/// True where something stands at `path` that a new folder must not mix with.
#[must_use]
pub fn is_occupied(path: &Path) -> bool {
    match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[must_use]
pub fn unreadable(path: &Path, error: &io::Error) -> Box<Finding> {
    let (en, de) = reason(error);
    let todo = match error.kind() {
        io::ErrorKind::NotFound => Words::new("check its name and folder", "Name und Ordner prüfen"),
        io::ErrorKind::PermissionDenied => {
            Words::new("give your account the right to read it", "dem eigenen Konto das Leserecht geben")
        }
        _ => Words::new("name a file that can be read", "eine lesbare Datei nennen"),
    };
    let finding = codes::UNREADABLE.finding(
        Some(Place::file(path.display().to_string())),
        Words::new(format!("cannot be read: {en}"), format!("nicht lesbar: {de}")),
    );
    Box::new(finding.todo(todo))
}

#[must_use]
pub fn unwritable(path: &Path, error: &io::Error) -> Box<Finding> {
    let (en, de) = reason(error);
    let todo = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::FileTooLarge => {
            Words::new("make room and run the command again", "Platz schaffen und den Befehl wiederholen")
        }
        _ => Words::new("check the folder and its rights", "den Ordner und seine Rechte prüfen"),
    };
    let finding = codes::UNWRITABLE.finding(
        Some(Place::file(path.display().to_string())),
        Words::new(format!("cannot be written: {en}"), format!("lässt sich nicht schreiben: {de}")),
    );
    Box::new(finding.todo(todo))
}

fn reason(error: &io::Error) -> (String, String) {
    let (en, de) = match error.kind() {
        io::ErrorKind::NotFound => ("no such file or folder", "keine solche Datei und kein solcher Ordner"),
        io::ErrorKind::AlreadyExists => ("it exists already", "es gibt sie schon"),
        io::ErrorKind::PermissionDenied => ("permission denied", "keine Berechtigung"),
        io::ErrorKind::StorageFull => ("the disk is full", "der Datenträger ist voll"),
        io::ErrorKind::FileTooLarge => {
            ("the file would grow over the limit set for it", "die Datei würde über ihre Grenze wachsen")
        }
        io::ErrorKind::ReadOnlyFilesystem => ("the file system is read-only", "das Dateisystem ist schreibgeschützt"),
        io::ErrorKind::NotADirectory => ("a part of the path is not a folder", "ein Teil des Pfads ist kein Ordner"),
        io::ErrorKind::IsADirectory => ("this is a folder", "das ist ein Ordner"),
        _ => return (error.to_string(), error.to_string()),
    };
    (en.to_owned(), de.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replace_is_whole_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.json");
        replace(&path, b"one", 0o600).unwrap();
        replace(&path, b"two", 0o600).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no litter");
    }

    #[test]
    fn files_that_belong_together_change_together_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("missing/two"));
        replace(&one, b"old", 0o600).unwrap();
        let finding = replace_together(&[(&one, b"new", 0o600), (&two, b"new", 0o600)]).unwrap_err();
        assert_eq!(finding.code, codes::UNWRITABLE.code());
        assert_eq!(fs::read(&one).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no litter");
        fs::create_dir(folder.path().join("missing")).unwrap();
        replace_together(&[(&one, b"new", 0o600), (&two, b"new", 0o644)]).unwrap();
        assert_eq!((fs::read(&one).unwrap(), fs::read(&two).unwrap()), (b"new".to_vec(), b"new".to_vec()));
    }

    #[test]
    fn a_link_may_lead_elsewhere_inside_only() {
        let around = tempfile::tempdir().unwrap();
        let (site, other) = (around.path().join("site"), around.path().join("other"));
        for folder in [&site.join("inside"), &other] {
            fs::create_dir_all(folder).unwrap();
        }
        let out = site.join("out");
        assert!(stays(&out).is_ok(), "it is made later");
        std::os::unix::fs::symlink("inside", &out).unwrap();
        assert!(stays(&out).is_ok());
        fs::remove_file(&out).unwrap();
        std::os::unix::fs::symlink(&other, &out).unwrap();
        for written in [out.clone(), out.join("")] {
            let finding = stays(&written).unwrap_err();
            assert_eq!(finding.code, codes::PLANTED.code());
            assert!(finding.what.en.contains("leads elsewhere"), "{finding:?}");
        }
    }

    #[test]
    fn create_leaves_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mapping.yaml");
        create(&path, b"one").unwrap();
        assert_eq!(create(&path, b"two").unwrap_err().what.en, "cannot be written: it exists already");
        assert_eq!(fs::read(&path).unwrap(), b"one");
    }

    #[test]
    fn a_planted_symlink_is_neither_followed_nor_replaced_nor_read() {
        let folder = tempfile::tempdir().unwrap();
        let (victim, path, other) =
            (folder.path().join("victim"), folder.path().join("result"), folder.path().join("a_first_one"));
        for exists in [false, true] {
            if exists {
                fs::write(&victim, "untouched").unwrap();
            } else {
                std::os::unix::fs::symlink(&victim, &path).unwrap();
            }
            let refused = [
                replace(&path, b"new", 0o600),
                replace_together(&[(&other, b"new", 0o600), (&path, b"new", 0o600)]),
                read_own(&path, 100).map(drop),
                read_own_text(&path, 100).map(drop),
                read_own_private(&path, 100, passwords_open).map(drop),
                read_behind(&path, 0, 100).map(drop),
                read_beneath(folder.path(), "result", 100).map(drop),
                is_not_planted(&path),
            ];
            for (number, outcome) in refused.into_iter().enumerate() {
                assert_eq!(outcome.unwrap_err().code, codes::PLANTED.code(), "{number} {exists}");
            }
            assert!(is_there(&path) && length(&path) > 0 && path.is_symlink());
            assert_eq!((victim.exists(), other.exists()), (exists, false), "old state whole");
        }
        assert_eq!(fs::read(&victim).unwrap(), b"untouched");
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_eq!(replace(&path, b"new", 0o600).unwrap_err().code, codes::PLANTED.code(), "nor a folder");
        fs::remove_dir(&path).unwrap();
        replace(&path, b"new", 0o600).unwrap();
        assert_eq!(read_own(&path, 100).unwrap(), b"new");
        assert_eq!(read_beneath(folder.path(), "result", 100).unwrap(), b"new");
    }

    #[test]
    fn a_journal_does_not_follow_a_planted_symlink() {
        let folder = tempfile::tempdir().unwrap();
        let (victim, path) = (folder.path().join("victim"), folder.path().join("journal"));
        for exists in [false, true] {
            if exists {
                fs::write(&victim, "untouched").unwrap();
            } else {
                std::os::unix::fs::symlink(&victim, &path).unwrap();
            }
            assert_eq!(append_line(&path, "x").unwrap_err().code, codes::PLANTED.code());
            assert_eq!(append_line_soon(&path, "x").unwrap_err().code, codes::PLANTED.code());
            assert_eq!(victim.exists(), exists);
        }
        assert_eq!(fs::read(&victim).unwrap(), b"untouched");
        fs::remove_file(&path).unwrap();
        append_line(&path, "one").unwrap();
        append_line_soon(&path, "two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one\ntwo\n");
    }

    #[test]
    fn a_limit_is_told_in_a_unit_that_fits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large");
        fs::write(&path, vec![b'x'; 70_000]).unwrap();
        let told = read(&path, 64 * 1024).unwrap_err().what;
        assert!(told.en.ends_with("at most 64 kB are read") && told.de.ends_with("höchstens 64 kB"), "{told:?}");
    }

    #[test]
    fn refuses_what_is_no_file_and_what_is_too_large() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path(), 10).unwrap_err().code, codes::UNREADABLE.code());
        assert_eq!(read(Path::new("/dev/zero"), 10).unwrap_err().code, codes::UNREADABLE.code());
        let path = folder.path().join("eleven");
        fs::write(&path, "12345678901").unwrap();
        assert_eq!(read(&path, 10).unwrap_err().code, codes::TOO_LARGE.code());
        assert_eq!(read(&path, 11).unwrap().len(), 11);
        assert_eq!(read(&folder.path().join("none"), 10).unwrap_err().code, codes::UNREADABLE.code());
    }

    #[test]
    fn a_folder_that_is_not_there_cannot_be_written() {
        let finding = replace(Path::new("/proc/nowhere/file"), b"x", 0o600).unwrap_err();
        assert_eq!(finding.code, codes::UNWRITABLE.code());
    }
}
