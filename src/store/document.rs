//! Versioned documents: what one stage writes and a later one reads.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::record_lines::RecordLines;
use super::{codes, files};
use crate::diag::{Finding, Place, Words};
use crate::domain::hex::hex;
pub use crate::domain::hex::sha256;

/// Kind, version and origin of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// `inventory`, `plan`, `report`, `roster`, ….
    pub kind: String,
    pub schema: u32,
    pub tool: String,
    /// Name of each input to its SHA-256.
    pub inputs: BTreeMap<String, String>,
}

/// A header and what it introduces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document<T> {
    pub header: Header,
    pub body: T,
}

/// Kind, schema and the command that makes a document.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    pub schema: u32,
    /// `deskshift inventory import`
    pub made_by: &'static str,
}

pub const INVENTORY: Kind = Kind { name: "inventory", schema: 2, made_by: "deskshift inventory import" };
pub const PLAN: Kind = Kind { name: "plan", schema: 1, made_by: "deskshift plan" };
pub const REPORT: Kind = Kind { name: "report", schema: 1, made_by: "deskshift validate" };
pub const ROSTER: Kind = Kind { name: "roster", schema: 1, made_by: "deskshift rotate" };
pub const LINKS: Kind = Kind { name: "links", schema: 1, made_by: "deskshift links issue" };
pub const LINK_PINS: Kind = Kind { name: "link-pins", schema: 1, made_by: "deskshift links issue" };

/// The bytes of a document: JSON with a line for each record, one final newline; the same input gives the same bytes.
pub fn bytes<T: Serialize>(kind: Kind, inputs: BTreeMap<String, String>, body: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    put(&mut bytes, kind, inputs, body).expect("our documents have text keys and finite numbers only");
    bytes
}

fn put<T: Serialize>(to: &mut impl Write, kind: Kind, inputs: BTreeMap<String, String>, body: &T) -> io::Result<()> {
    let header = Header {
        kind: kind.name.to_owned(),
        schema: kind.schema,
        tool: format!("deskshift {}", env!("CARGO_PKG_VERSION")),
        inputs,
    };
    let mut serializer = serde_json::Serializer::with_formatter(&mut *to, RecordLines::default());
    Document { header, body }.serialize(&mut serializer)?;
    to.write_all(b"\n")
}

/// Writes a document in one step and gives its SHA-256.
pub fn write<T: Serialize>(path: &Path, kind: Kind, inputs: BTreeMap<String, String>, body: &T) -> Result<String, Box<Finding>> {
    let mut hash = Sha256::new();
    files::replace_by(path, 0o644, |file| {
        let mut to = BufWriter::with_capacity(PIECE, Hashed { to: file, hash: &mut hash });
        put(&mut to, kind, inputs, body)?;
        to.flush()
    })?;
    Ok(hex(&hash.finalize()))
}

/// The same where nobody will ask for the SHA-256.
pub fn write_unhashed<T: Serialize>(
    path: &Path,
    kind: Kind,
    inputs: BTreeMap<String, String>,
    body: &T,
) -> Result<(), Box<Finding>> {
    files::replace_by(path, 0o644, |file| {
        let mut to = BufWriter::with_capacity(PIECE, file);
        put(&mut to, kind, inputs, body)?;
        to.flush()
    })
}

/// A document of ten thousand lines is written piece by piece.
const PIECE: usize = 1 << 16;

/// Hashes what goes through it.
struct Hashed<'a, W> {
    to: W,
    hash: &'a mut Sha256,
}

impl<W: Write> Write for Hashed<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Reads a document of the given kind that an earlier step wrote here; also gives the SHA-256 of its bytes.
pub fn read<T: DeserializeOwned>(path: &Path, kind: Kind) -> Result<(Document<T>, String), Box<Finding>> {
    read_by(files::read_own_text, path, kind)
}

/// The same for a file that somebody named, which may be a link.
pub fn read_named<T: DeserializeOwned>(path: &Path, kind: Kind) -> Result<(Document<T>, String), Box<Finding>> {
    read_by(files::read_text, path, kind)
}

/// A document that need not be there and need not be of today; only one that was planted is told.
pub fn read_if_usable<T: DeserializeOwned>(path: &Path, kind: Kind) -> Result<Option<T>, Box<Finding>> {
    files::is_not_planted(path)?;
    Ok(read(path, kind).ok().map(|(document, _)| document.body))
}

fn read_by<T: DeserializeOwned>(
    read_text: fn(&Path, u64) -> Result<String, Box<Finding>>,
    path: &Path,
    kind: Kind,
) -> Result<(Document<T>, String), Box<Finding>> {
    let text = read_text(path, files::MAX_DOCUMENT).map_err(|finding| {
        let hint = format!("run `{}` first", kind.made_by);
        Box::new(finding.todo(Words::new(hint, format!("zuerst `{}` ausführen", kind.made_by))))
    })?;
    Ok((parse(path, &text, kind)?, sha256(text.as_bytes())))
}

/// The document of the given kind in the text of a file.
pub fn parse<T: DeserializeOwned>(path: &Path, text: &str, kind: Kind) -> Result<Document<T>, Box<Finding>> {
    let bad = |en: String, de: String, line: u32, column: u32| {
        Box::new(
            codes::BAD_DOCUMENT
                .finding(Some(Place::at(path.display().to_string(), line, column)), Words::new(en, de))
                .todo(Words::new(format!("run `{}` again", kind.made_by), format!("`{}` noch einmal ausführen", kind.made_by))),
        )
    };
    let as_finding = |error: &serde_json::Error| {
        // serde_json's message may quote a value of the document; documents hold no secrets.
        let line = u32::try_from(error.line()).unwrap_or(0);
        let column = u32::try_from(error.column()).unwrap_or(0);
        bad(
            format!("not a readable `{}` document: {error}", kind.name),
            format!("kein lesbares Dokument der Art `{}`: {error}", kind.name),
            line,
            column,
        )
    };
    let read: Result<Document<T>, _> = serde_json::from_str(text);
    // A document of another version is named as such and not as "missing field".
    #[derive(Deserialize)]
    struct OnlyHeader {
        header: Header,
    }
    let header = match &read {
        Ok(document) => document.header.clone(),
        Err(_) => serde_json::from_str::<OnlyHeader>(text).map_err(|error| as_finding(&error))?.header,
    };
    if header.kind != kind.name || header.schema != kind.schema {
        let (found, schema) = (&header.kind, header.schema);
        return Err(bad(
            format!("this is `{found}` version {schema}; expected `{}` version {}", kind.name, kind.schema),
            format!("dies ist `{found}` Version {schema}; erwartet ist `{}` Version {}", kind.name, kind.schema),
            0,
            0,
        ));
    }
    read.map_err(|error| as_finding(&error))
}

/// Checks that `document` was made from `name` with the hash `now`.
pub fn fits(path: &Path, header: &Header, name: &str, now: &str, kind: Kind) -> Result<(), Box<Finding>> {
    if header.inputs.get(name).is_some_and(|then| then == now) {
        return Ok(());
    }
    Err(Box::new(
        codes::STALE
            .finding(
                Some(Place::file(path.display().to_string())),
                Words::new(
                    format!("`{name}` changed since this `{}` was made", kind.name),
                    format!("`{name}` hat sich geändert, seit dieses Dokument (`{}`) entstand", kind.name),
                ),
            )
            .todo(Words::new(format!("run `{}`", kind.made_by), format!("`{}` ausführen", kind.made_by))),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_and_tells_other_kinds_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        let inputs = BTreeMap::from([("inventory".to_owned(), "abc".to_owned())]);
        let hash = write(&path, PLAN, inputs, &vec!["a", "b"]).unwrap();
        let (document, read_hash) = read::<Vec<String>>(&path, PLAN).unwrap();
        assert_eq!(document.body, ["a", "b"]);
        assert_eq!(hash, read_hash);
        assert!(fits(&path, &document.header, "inventory", "abc", PLAN).is_ok());
        assert_eq!(fits(&path, &document.header, "inventory", "abd", PLAN).unwrap_err().code, codes::STALE.code());
        assert_eq!(read::<Vec<String>>(&path, ROSTER).unwrap_err().code, codes::BAD_DOCUMENT.code());
        assert_eq!(read::<u32>(&path, PLAN).unwrap_err().code, codes::BAD_DOCUMENT.code());
    }

    #[test]
    fn sha256_of_nothing() {
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
