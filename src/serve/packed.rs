//! Several files as one for people who unpack them by hand: a ZIP archive (APPNOTE.TXT 6.3), which the file managers of Windows, macOS and
//! Linux open with a click. Nothing is compressed; no times and owners.

use std::io::{Cursor, Write};

use zeroize::Zeroizing;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What the format writes about each file beside its name (twice) and its bytes, and about the archive; with room to spare.
const HEADS: usize = 200;

/// The archive of these files, by name; `folder` is the one that they unpack into. None where it has no place in memory or in the format.
pub fn archive(folder: &str, files: &[(String, Zeroizing<Vec<u8>>)]) -> Option<Zeroizing<Vec<u8>>> {
    let names: Vec<String> = files.iter().map(|(name, _)| format!("{folder}/{name}")).collect();
    let length = HEADS + files.iter().zip(&names).map(|((_, bytes), name)| HEADS + 2 * name.len() + bytes.len()).sum::<usize>();
    // Made in its full length at once: a vector that grows leaves copies of passwords behind.
    let space = Cursor::new(Vec::with_capacity(length));
    let archive = written(space, &names, files).ok()?.into_inner();
    Some(Zeroizing::new(archive))
}

fn written(space: Cursor<Vec<u8>>, names: &[String], files: &[(String, Zeroizing<Vec<u8>>)]) -> ZipResult<Cursor<Vec<u8>>> {
    // 1 January 1980, the first day the format has; only its owner may read what comes out.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o600);
    let mut zip = ZipWriter::new(space);
    for (name, (_, bytes)) in names.iter().zip(files) {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    zip.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::process::Command;

    use super::*;

    #[test]
    fn the_same_files_give_the_same_bytes_without_a_time() {
        let files = [("a".to_owned(), Zeroizing::new(b"one".to_vec()))];
        let bytes = archive("x", &files).unwrap();
        assert_eq!(bytes, archive("x", &files).unwrap());
        // Time and day of the first head (APPNOTE.TXT 4.4.6): midnight, 1 January 1980.
        assert_eq!(bytes[10..14], [0, 0, 0x21, 0]);
        let mut read = zip::ZipArchive::new(Cursor::new(&**bytes)).unwrap();
        assert_eq!(read.by_name("x/a").unwrap().unix_mode().map(|mode| mode & 0o777), Some(0o600));
    }

    #[test]
    fn another_program_unpacks_it() {
        let files = [("fritzbox.ps1", b"one\r\n".to_vec()), ("large.txt", vec![b'x'; 70_000]), ("empty", Vec::new())];
        let files = files.map(|(name, bytes)| (name.to_owned(), Zeroizing::new(bytes)));
        let bytes = archive("fritzbox", &files).unwrap();
        let room =
            HEADS + files.iter().map(|(name, bytes)| HEADS + 2 * ("fritzbox/".len() + name.len()) + bytes.len()).sum::<usize>();
        assert!(bytes.len() <= room && bytes.capacity() == room, "no copy was left behind");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fritzbox.zip");
        std::fs::write(&path, &**bytes).unwrap();
        let run = Command::new("python3").args(["-m", "zipfile", "-e"]).arg(&path).arg(folder.path()).output();
        let Ok(run) = run else {
            let _ = writeln!(std::io::stderr(), "SKIPPED: zip: there is no python3");
            return;
        };
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        for (name, bytes) in &files {
            assert_eq!(std::fs::read(folder.path().join("fritzbox").join(name)).unwrap(), **bytes, "{name}");
        }
    }
}
