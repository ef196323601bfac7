//! The ZIP around a workbook, opened with suspicion: entry count, declared sizes and real sizes are capped before anything is parsed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::policy::site::Limits;

/// Entries of a workbook; real ones have about a dozen.
pub(super) const MAX_ENTRIES: u64 = 1000;

/// Why a workbook is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory) enum Refusal {
    TooManyEntries {
        count: u64,
    },
    /// `real` tells that the part said it was smaller than it is.
    PartTooLarge {
        part: String,
        bytes: u64,
        real: bool,
    },
    TooLargeTogether,
    Encrypted {
        part: String,
    },
    /// A ZIP, but no XLSX: what it seems to be.
    NotAWorkbook {
        looks_like: Option<&'static str>,
    },
    /// Damaged; what and where, in the words of the reader.
    Broken {
        part: String,
        detail: String,
    },
    /// A document type declaration, which no spreadsheet program writes.
    Doctype {
        part: String,
    },
    TooManyCells,
    TooMuchText,
    TooManyRows,
    NoSuchSheet {
        available: Vec<String>,
    },
}

pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Name in lower case without leading slash to index.
    names: BTreeMap<String, usize>,
    spent: u64,
    /// Inflated size of one part; 50,000 people take about 20 MB.
    most_of_part: u64,
    /// Inflated size of all parts that are read.
    most: u64,
}

fn broken(part: &str, detail: &dyn std::fmt::Display) -> Refusal {
    Refusal::Broken { part: part.to_owned(), detail: detail.to_string() }
}

impl<'a> Archive<'a> {
    /// # Errors
    /// Where the directory says that this is no workbook or a bomb. Nothing has been inflated by then.
    pub(super) fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, Refusal> {
        let count = declared_entries(bytes);
        if count > MAX_ENTRIES {
            return Err(Refusal::TooManyEntries { count });
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken("zip", &error))?;
        if zip.len() as u64 > MAX_ENTRIES {
            return Err(Refusal::TooManyEntries { count: zip.len() as u64 });
        }
        let mut names = BTreeMap::new();
        for index in 0..zip.len() {
            if let Some(Ok(name)) = zip.name_for_index(index) {
                names.entry(part_name(&name)).or_insert(index);
            }
        }
        let most_of_part = limits.list_bytes() as u64;
        Ok(Self { zip, names, spent: 0, most_of_part, most: most_of_part + most_of_part / 2 })
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.names.contains_key(&part_name(part))
    }

    /// The text of a part, or none where there is no such part.
    ///
    /// # Errors
    /// Where a cap is passed, or the part is encrypted, damaged or no UTF-8.
    pub(super) fn text(&mut self, part: &str) -> Result<Option<String>, Refusal> {
        let Some(&index) = self.names.get(&part_name(part)) else { return Ok(None) };
        let mut file = match self.zip.by_index(index) {
            Ok(file) => file,
            Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
                return Err(Refusal::Encrypted { part: part.to_owned() });
            }
            Err(error) => return Err(broken(part, &error)),
        };
        let declared = file.size();
        if declared > self.most_of_part {
            return Err(Refusal::PartTooLarge { part: part.to_owned(), bytes: declared, real: false });
        }
        let left = self.most.saturating_sub(self.spent);
        if declared > left {
            return Err(Refusal::TooLargeTogether);
        }
        let cap = self.most_of_part.min(left);
        let mut bytes = Vec::with_capacity(usize::try_from(declared.min(1 << 20)).unwrap_or(0));
        file.by_ref().take(cap + 1).read_to_end(&mut bytes).map_err(|error| broken(part, &error))?;
        let real = bytes.len() as u64;
        if real > cap {
            return Err(Refusal::PartTooLarge { part: part.to_owned(), bytes: real, real: true });
        }
        self.spent += real;
        let text = match bytes.as_slice() {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => match encoding_rs::Encoding::for_bom(&bytes) {
                Some((table, skip)) => table.decode_without_bom_handling(&bytes[skip..]).0.into_owned(),
                None => String::new(),
            },
            _ => String::from_utf8(bytes).map_err(|_| broken(part, &"not UTF-8"))?,
        };
        let text = text.strip_prefix('\u{feff}').map(ToOwned::to_owned).unwrap_or(text);
        // Entities are never expanded by the XML reader; a declaration of them is a sign of ill will.
        if text.as_bytes()[..text.len().min(4096)].windows(9).any(|w| w == b"<!DOCTYPE") {
            return Err(Refusal::Doctype { part: part.to_owned() });
        }
        Ok(Some(text))
    }

    /// What kind of archive this is, where it is no XLSX.
    pub(super) fn looks_like(&self) -> Option<&'static str> {
        let has = |name: &str| self.names.contains_key(name);
        if has("xl/workbook.bin") {
            Some("xlsb")
        } else if has("content.xml") && has("mimetype") {
            Some("ods")
        } else if has("word/document.xml") {
            Some("docx")
        } else {
            None
        }
    }
}

/// Part names are compared without case; a leading slash means the root.
fn part_name(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

/// The greatest entry count that any end record in the file declares, read before the ZIP reader makes room for that many.
fn declared_entries(bytes: &[u8]) -> u64 {
    let mut greatest = 0;
    let tail = bytes.len().saturating_sub(22 + 0x1_0000 + 64);
    for at in memchr::memmem::find_iter(&bytes[tail..], b"PK\x05\x06") {
        if let Some(field) = bytes.get(tail + at + 10..tail + at + 12) {
            let count = u64::from(u16::from_le_bytes([field[0], field[1]]));
            // 0xFFFF refers to the ZIP64 record, which is checked below.
            if count != 0xFFFF {
                greatest = greatest.max(count);
            }
        }
    }
    for at in memchr::memmem::find_iter(bytes, b"PK\x06\x06") {
        for field in [24, 32] {
            if let Some(raw) = bytes.get(at + field..at + field + 8) {
                greatest = greatest.max(u64::from_le_bytes(raw.try_into().unwrap_or([0; 8])));
            }
        }
    }
    greatest
}
