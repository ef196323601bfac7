//! Several files as one for people who unpack them by hand: a ZIP archive (APPNOTE.TXT 6.3), which the file managers of Windows, macOS and
//! Linux open with a click. Nothing is compressed; no times and owners.

use zeroize::Zeroizing;

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// 1 January 1980, the first day the format has.
const DAY: u16 = 0x21;

/// The archive of these files, by name; `folder` is the one that they unpack into.
pub fn archive(folder: &str, files: &[(String, Zeroizing<Vec<u8>>)]) -> Zeroizing<Vec<u8>> {
    let names: Vec<String> = files.iter().map(|(name, _)| format!("{folder}/{name}")).collect();
    let heads: usize = names.iter().map(|name| 30 + 46 + 2 * name.len()).sum();
    let length = heads + files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() + 22;
    // Made in its full length at once: a vector that grows leaves copies of passwords behind.
    let mut archive = Zeroizing::new(Vec::with_capacity(length));
    let mut central = Vec::new();
    for (name, (_, bytes)) in names.iter().zip(files) {
        let at = number(archive.len());
        let common = common(name, bytes);
        archive.extend_from_slice(&LOCAL);
        archive.extend_from_slice(&common);
        archive.extend_from_slice(name.as_bytes());
        archive.extend_from_slice(bytes);
        central.extend_from_slice(&CENTRAL);
        // Made on a Unix, so that the mode counts: only its owner may read what comes out.
        central.extend_from_slice(&[20, 3]);
        central.extend_from_slice(&common);
        // No comment, first disk, no internal attributes.
        central.extend_from_slice(&[0; 6]);
        central.extend_from_slice(&(0o100_600_u32 << 16).to_le_bytes());
        central.extend_from_slice(&at);
        central.extend_from_slice(name.as_bytes());
    }
    let (count, start) = (short(files.len()), number(archive.len()));
    archive.extend_from_slice(&central);
    archive.extend_from_slice(&END);
    archive.extend_from_slice(&[0; 4]);
    archive.extend_from_slice(&count);
    archive.extend_from_slice(&count);
    archive.extend_from_slice(&number(central.len()));
    archive.extend_from_slice(&start);
    archive.extend_from_slice(&[0; 2]);
    archive
}

/// What stands in both heads of a file: version, flags (UTF-8), method (stored), time, checksum, both lengths, length of the name.
fn common(name: &str, bytes: &[u8]) -> Vec<u8> {
    let length = number(bytes.len());
    let mut head = Vec::with_capacity(26);
    head.extend_from_slice(&[20, 0, 0, 8, 0, 0, 0, 0]);
    head.extend_from_slice(&DAY.to_le_bytes());
    head.extend_from_slice(&crc32(bytes).to_le_bytes());
    head.extend_from_slice(&length);
    head.extend_from_slice(&length);
    head.extend_from_slice(&short(name.len()));
    head.extend_from_slice(&[0; 2]);
    head
}

/// Profiles are far below four gigabytes.
fn number(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}

fn short(length: usize) -> [u8; 2] {
    u16::try_from(length).unwrap_or(u16::MAX).to_le_bytes()
}

/// The checksum of the format (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(sum & 1)))
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::process::Command;

    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn another_program_unpacks_it() {
        let files = [("fritzbox.ps1", b"one\r\n".to_vec()), ("large.txt", vec![b'x'; 70_000]), ("empty", Vec::new())];
        let files = files.map(|(name, bytes)| (name.to_owned(), Zeroizing::new(bytes)));
        let bytes = archive("fritzbox", &files);
        assert_eq!(bytes.len(), bytes.capacity(), "no copy was left behind");
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
