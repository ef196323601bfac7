//! Reads a document record by record, as [`super::record_lines`] lays it out: the plan of a large authority is many times as large as
//! the part of it that a stage needs, and never has to be in memory as a whole.
//!
//! What is laid out otherwise (by an editor, say) is read as any JSON.

use std::io::BufRead;
use std::path::Path;

use memchr::memchr;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use super::document::{self, Document, Header, Kind};
use super::files;
use super::stamps::{self, Stamp};
use crate::diag::Finding;
use crate::domain::hex::hex;

/// A body whose lists are filled by single records.
pub trait ByRecord: DeserializeOwned + Default {
    /// Whether the records of `list` are of interest; all others are passed over unread.
    fn wants(list: &str) -> bool;

    /// Whether nothing of interest follows where `list` begins.
    fn ends_before(_list: &str) -> bool {
        false
    }

    /// Takes a record of a list that is wanted.
    ///
    /// # Errors
    /// Where the record is not what the list holds.
    fn take(&mut self, list: &str, record: &str) -> serde_json::Result<()>;

    /// Behind what this body has of its own come the records that were taken before.
    fn join(&mut self, taken: Self);
}

/// Nothing of the body is of interest.
#[derive(Debug, Default)]
pub struct Nothing;

impl<'de> serde::Deserialize<'de> for Nothing {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(from).map(|_| Self)
    }
}

impl ByRecord for Nothing {
    fn wants(_list: &str) -> bool {
        false
    }

    fn take(&mut self, _list: &str, _record: &str) -> serde_json::Result<()> {
        Ok(())
    }

    fn join(&mut self, _taken: Self) {}
}

/// Reads a document of the given kind; also gives the SHA-256 of its bytes. Errors are those of [`document::read`].
pub fn read<T: ByRecord>(path: &Path, kind: Kind) -> Result<(Document<T>, String), Box<Finding>> {
    // What was hashed has been read to its end before.
    if let Some(read) = stamps::untouched(path, || by_line::<T>(path, kind, Until::Enough, |_| {})) {
        return Ok(read);
    }
    let stamp = Stamp::of(path);
    let mut hash = Sha256::new();
    if let Some(document) = by_line::<T>(path, kind, Until::End, |piece| hash.update(piece)) {
        let sha256 = hex(&hash.finalize());
        stamps::remember(path, stamp, &sha256);
        return Ok((document, sha256));
    }
    // As a whole, so that the place in a message is that in the file.
    document::read(path, kind)
}

/// The same where nobody asks for the SHA-256.
pub fn read_unhashed<T: ByRecord>(path: &Path, kind: Kind) -> Result<Document<T>, Box<Finding>> {
    match by_line::<T>(path, kind, Until::End, |_| {}) {
        Some(document) => Ok(document),
        None => document::read(path, kind).map(|(document, _)| document),
    }
}

/// What introduces a document, and the SHA-256 of its bytes. Of the body nothing is looked at; it is read only where nobody knows its hash.
pub fn read_header(path: &Path, kind: Kind) -> Result<(Header, String), Box<Finding>> {
    let alone = || document::parse::<Nothing>(path, &introduction(path)?, kind).ok();
    let (document, sha256) = match stamps::untouched(path, alone) {
        Some(read) => read,
        None => read::<Nothing>(path, kind)?,
    };
    Ok((document.header, sha256))
}

/// A document with this header and no body.
fn introduction(path: &Path) -> Option<String> {
    let mut file = files::lines_of_own(path, files::MAX_DOCUMENT).ok()?;
    let mut text = String::new();
    loop {
        let before = text.len();
        if file.read_line(&mut text).ok()? == 0 {
            return None;
        }
        if text[before..].starts_with("  \"body\":") {
            text.truncate(before);
            text.push_str("  \"body\": null\n}\n");
            return Some(text);
        }
    }
}

/// How far a document is read.
#[derive(Clone, Copy, PartialEq)]
enum Until {
    End,
    /// Until [`ByRecord::ends_before`] says so.
    Enough,
}

/// None where it has to be read as a whole. `pass` sees every byte that is read.
fn by_line<T: ByRecord>(path: &Path, kind: Kind, until: Until, pass: impl FnMut(&[u8])) -> Option<Document<T>> {
    let file = files::lines_of_own(path, files::MAX_DOCUMENT).ok()?;
    let (skeleton, taken) = read_lines::<T>(file, until, pass)?;
    let mut document = document::parse::<T>(path, &skeleton, kind).ok()?;
    document.body.join(taken);
    Some(document)
}

/// The text without the records of lists, and those that were taken; none where it has to be read as a whole. `pass` sees every byte that is
/// read.
///
/// A line is looked at where the system has put it; only one that two pieces of the file share is put together elsewhere.
fn read_lines<T: ByRecord>(mut file: impl BufRead, until: Until, mut pass: impl FnMut(&[u8])) -> Option<(String, T)> {
    let mut reading = Reading::<T> { skeleton: String::new(), taken: T::default(), list: None, until, over: false };
    let mut begun = Vec::new();
    loop {
        if reading.over {
            return Some((reading.skeleton, reading.taken));
        }
        let piece = file.fill_buf().ok()?;
        if piece.is_empty() {
            reading.line(&begun)?;
            return Some((reading.skeleton, reading.taken));
        }
        pass(piece);
        let mut rest = piece;
        while let Some(end) = memchr(b'\n', rest).filter(|_| !reading.over) {
            let (line, after) = rest.split_at(end + 1);
            rest = after;
            if begun.is_empty() {
                reading.line(line)?;
            } else {
                begun.extend_from_slice(line);
                reading.line(&begun)?;
                begun.clear();
            }
        }
        begun.extend_from_slice(rest);
        let length = piece.len();
        file.consume(length);
    }
}

/// Where the reading of a document has come to.
struct Reading<T> {
    skeleton: String,
    taken: T,
    /// The list whose records follow, and whether they are wanted.
    list: Option<(String, bool)>,
    until: Until,
    /// Enough was read; the skeleton is closed.
    over: bool,
}

impl<T: ByRecord> Reading<T> {
    fn line(&mut self, line: &[u8]) -> Option<()> {
        match (&self.list, record(line)) {
            (Some((name, true)), Some(record)) => self.taken.take(name, std::str::from_utf8(record).ok()?).ok()?,
            (Some((_, false)), Some(_)) => {}
            (_, _) => {
                let text = std::str::from_utf8(line).ok()?;
                let name = opened(text);
                if let Some(name) = name.filter(|name| self.until == Until::Enough && T::ends_before(name)) {
                    self.skeleton.extend(["    \"", name, "\": []\n  }\n}\n"]);
                    self.over = true;
                    return Some(());
                }
                self.list = name.map(|name| (name.to_owned(), T::wants(name)));
                self.skeleton.push_str(text);
            }
        }
        Some(())
    }
}

/// `    "lines": [`
fn opened(line: &str) -> Option<&str> {
    line.strip_prefix("    \"")?.trim_end().strip_suffix("\": [").filter(|name| !name.contains(['"', '\\']))
}

/// `      {…},`
fn record(line: &[u8]) -> Option<&[u8]> {
    let record = line.strip_prefix(b"      ")?.trim_ascii_end();
    let record = record.strip_suffix(b",").unwrap_or(record);
    (record.starts_with(b"{") && record.ends_with(b"}")).then_some(record)
}

#[cfg(test)]
mod tests {
    use super::super::document::PLAN;
    use super::*;
    use crate::store::codes;

    #[derive(Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Row {
        n: u32,
        inner: Vec<String>,
    }

    #[derive(Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Body {
        name: String,
        rows: Vec<Row>,
        others: Vec<Row>,
        map: std::collections::BTreeMap<String, Row>,
        last: u32,
    }

    impl ByRecord for Body {
        fn wants(list: &str) -> bool {
            list == "rows"
        }

        fn take(&mut self, list: &str, record: &str) -> serde_json::Result<()> {
            assert_eq!(list, "rows");
            self.rows.push(serde_json::from_str(record)?);
            Ok(())
        }

        fn join(&mut self, taken: Self) {
            self.rows.extend(taken.rows);
        }
    }

    fn body(rows: u32) -> Body {
        let row = |n| Row { n, inner: vec!["a\n    \"rows\": [".to_owned(), "},{".to_owned()] };
        Body {
            name: "x".to_owned(),
            rows: (0..rows).map(row).collect(),
            others: vec![row(7)],
            map: [("k".to_owned(), row(8))].into(),
            last: 3,
        }
    }

    #[test]
    fn gives_the_wanted_records_and_the_hash_of_the_whole_however_the_document_is_laid_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        for rows in [0, 1, 3] {
            let sha256 = document::write(&path, PLAN, [].into(), &body(rows)).unwrap();
            let (read, hash) = read::<Body>(&path, PLAN).unwrap();
            assert_eq!(
                read_header(&path, PLAN).unwrap(),
                (document::read::<Body>(&path, PLAN).unwrap().0.header, sha256.clone())
            );
            assert_eq!((&read.body, &hash), (&Body { others: Vec::new(), ..body(rows) }, &sha256), "by record");
            assert_eq!(read_unhashed::<Body>(&path, PLAN).unwrap().body, read.body);
            let text = std::fs::read_to_string(&path).unwrap();
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap(), text.replace('\n', "\n ")] {
                std::fs::write(&path, text).unwrap();
                assert_eq!(self::read::<Body>(&path, PLAN).unwrap().0.body, body(rows), "as a whole");
                assert_eq!(read_unhashed::<Body>(&path, PLAN).unwrap().body, body(rows), "as a whole");
            }
        }
    }

    /// A wrong hash that was remembered is believed: nothing was hashed. Whoever touches the file makes it count for nothing.
    #[test]
    fn what_nobody_has_touched_is_not_hashed_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        let inputs: std::collections::BTreeMap<String, String> = [("inventory".to_owned(), "abc".to_owned())].into();
        let sha256 = document::write(&path, PLAN, inputs.clone(), &body(3)).unwrap();
        let wrong = "f".repeat(64);
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(9);
        stamps::remember_at(&path, Stamp::of(&path), &wrong, later);
        let (document, hash) = read::<Body>(&path, PLAN).unwrap();
        assert_eq!((document.body, &hash), (Body { others: Vec::new(), ..body(3) }, &wrong));
        let (header, hash) = read_header(&path, PLAN).unwrap();
        assert_eq!((&header.kind, &header.inputs, &hash), (&"plan".to_owned(), &inputs, &wrong));
        assert_eq!(read_header(&path, document::ROSTER).unwrap_err().code, codes::BAD_DOCUMENT.code(), "of another kind");
        let text = std::fs::read_to_string(&path).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
        std::fs::write(&path, &text).unwrap();
        assert_eq!(read::<Body>(&path, PLAN).unwrap().1, sha256, "touched");
        assert_eq!(read_header(&path, PLAN).unwrap(), (header, sha256), "touched");
    }

    /// Of a body only what stands before its `others`.
    #[derive(Debug, Default, PartialEq, serde::Deserialize)]
    struct Rows {
        name: String,
        rows: Vec<Row>,
    }

    impl ByRecord for Rows {
        fn wants(list: &str) -> bool {
            list == "rows"
        }

        fn ends_before(list: &str) -> bool {
            list == "others"
        }

        fn take(&mut self, _list: &str, record: &str) -> serde_json::Result<()> {
            self.rows.push(serde_json::from_str(record)?);
            Ok(())
        }

        fn join(&mut self, taken: Self) {
            self.rows.extend(taken.rows);
        }
    }

    /// What follows is damaged here, and nobody notices where the hash is known; whoever has to hash the file reads it to its end.
    #[test]
    fn what_was_hashed_before_is_read_no_further_than_it_is_of_interest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        let sha256 = document::write(&path, PLAN, [].into(), &body(3)).unwrap();
        let all = Rows { name: "x".to_owned(), rows: body(3).rows };
        assert_eq!(read::<Rows>(&path, PLAN).map(|(document, hash)| (document.body, hash)).unwrap(), (all, sha256.clone()));
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("\"last\": 3", "\"last\": x")).unwrap();
        assert!(read::<Rows>(&path, PLAN).is_err(), "not known");
        stamps::remember_at(&path, Stamp::of(&path), &sha256, std::time::SystemTime::now() + std::time::Duration::from_secs(9));
        let (document, hash) = read::<Rows>(&path, PLAN).unwrap();
        assert_eq!((document.body.rows, hash), (body(3).rows, sha256), "known");
        assert!(read::<Body>(&path, PLAN).is_err(), "who wants what follows");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        document::write(&path, PLAN, [].into(), &body(3)).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        for (broken, line) in [(text.replace("\"n\": 1", "\"n\": \"1\""), 12), (text.replace("\"last\": 3", "\"last\": x"), 21)] {
            std::fs::write(&path, &broken).unwrap();
            let finding = read::<Body>(&path, PLAN).unwrap_err();
            assert_eq!(finding.code, codes::BAD_DOCUMENT.code());
            assert_eq!(finding.place.as_ref().unwrap().line(), line, "{broken}");
        }
        std::fs::remove_file(&path).unwrap();
        assert_eq!(read::<Body>(&path, PLAN).unwrap_err().code, codes::UNREADABLE.code());
    }
}
