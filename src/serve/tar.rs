//! Several files as one: a tar archive (POSIX.1-1988 ustar), which every system can unpack. No times and owners; only its owner may read what comes out.

use std::io::Write as _;

use zeroize::Zeroizing;

const BLOCK: usize = 512;

/// The archive of these files, by name.
pub fn archive(files: &[(String, Zeroizing<Vec<u8>>)]) -> Zeroizing<Vec<u8>> {
    let length = files.iter().map(|(_, bytes)| BLOCK + bytes.len().next_multiple_of(BLOCK)).sum::<usize>() + 2 * BLOCK;
    // Made in its full length at once: a vector that grows leaves copies of passwords behind.
    let mut archive = Zeroizing::new(Vec::with_capacity(length));
    for (name, bytes) in files {
        archive.extend_from_slice(&header(name, bytes.len()));
        archive.extend_from_slice(bytes);
        let end = archive.len().next_multiple_of(BLOCK);
        archive.resize(end, 0);
    }
    archive.resize(length, 0);
    archive
}

fn header(name: &str, length: usize) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let mut put = |at: usize, text: &str| {
        let _ = (&mut block[at..]).write_all(text.as_bytes());
    };
    // Names of profiles' files are short and plain (`docs/profiles.md`).
    put(0, name.get(..99).unwrap_or(name));
    put(100, "0000600\0");
    put(108, "0000000\0");
    put(116, "0000000\0");
    put(124, &format!("{length:011o}\0"));
    put(136, "00000000000\0");
    put(148, "        ");
    put(156, "0");
    put(257, "ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    let _ = (&mut block[148..]).write_all(format!("{sum:06o}\0 ").as_bytes());
    block
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn tar_itself_unpacks_it() {
        let large = vec![b'x'; 1024];
        let files = [("accounts", b"one\n".to_vec()), ("config", large), ("empty", Vec::new())];
        let files = files.map(|(name, bytes)| (name.to_owned(), Zeroizing::new(bytes)));
        let archive = archive(&files);
        assert_eq!(archive.len() % BLOCK, 0);
        let folder = tempfile::tempdir().unwrap();
        let mut tar = Command::new("tar").args(["-x", "-C"]).arg(folder.path()).stdin(Stdio::piped()).spawn().unwrap();
        tar.stdin.take().unwrap().write_all(&archive).unwrap();
        assert!(tar.wait().unwrap().success());
        for (name, bytes) in &files {
            assert_eq!(std::fs::read(folder.path().join(name)).unwrap(), **bytes, "{name}");
        }
    }
}
