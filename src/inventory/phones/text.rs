//! The bytes of a phone's configuration as text, with limits, and its lines with their numbers.

use std::borrow::Cow;

use super::codes;
use crate::diag::{Finding, Place, Words};
use crate::inventory::table::{
    Collector, ListFile, codes as table_codes, decode, no_encoding, nothing_in, raise_rows, raise_size,
};

/// A phone with a directory of 1,000 contacts takes some 500 KB. This and the number of lines where the site says nothing.
const MAX_BYTES: usize = 8 << 20;
/// Bytes of a line; certificates stand in one.
const MAX_LINE: usize = 64 * 1024;
const MAX_LINES: usize = 100_000;

#[derive(Debug)]
#[allow(clippy::struct_field_names)] // the text of a text
pub(super) struct Text {
    pub text: String,
    pub encoding: String,
    /// The file begins with a byte order mark.
    pub marked: bool,
}

/// Decodes the file. None: a finding says why not.
pub(super) fn open(list: &ListFile<'_>, findings: &mut Collector) -> Option<Text> {
    match read(list) {
        Ok(text) => Some(text),
        Err(finding) => {
            findings.push(*finding);
            None
        }
    }
}

fn read(list: &ListFile<'_>) -> Result<Text, Box<Finding>> {
    let bytes = list.bytes;
    if let Some(finding) = nothing_in(list.file, bytes) {
        return Err(Box::new(finding));
    }
    let too_large = |place: Place, en: String, de: String| {
        Box::new(
            table_codes::LIST_TOO_LARGE
                .finding(
                    Some(place),
                    Words::new(format!("the file was refused: {en}"), format!("die Datei wurde abgelehnt: {de}")),
                )
                .todo(Words::new("check that the right file is named", "prüfen, ob die richtige Datei genannt ist")),
        )
    };
    if let Some(number) = overlong_line(bytes) {
        return Err(too_large(
            Place::at(list.file, number, 0),
            format!("the line is longer than {MAX_LINE} bytes"),
            format!("die Zeile ist länger als {MAX_LINE} Byte"),
        ));
    }
    let (most_bytes, most_lines) = (list.limits.bytes_or(MAX_BYTES), list.limits.rows_or(MAX_LINES));
    if bytes.len() > most_bytes {
        let (count, limit) = (bytes.len(), most_bytes >> 20);
        let finding = too_large(
            Place::file(list.file),
            format!("{count} bytes, at most {limit} MB are read"),
            format!("{count} Byte, gelesen werden höchstens {limit} MB"),
        );
        return Err(Box::new(finding.todo(raise_size())));
    }
    let marked = [b"\xEF\xBB\xBF".as_slice(), b"\xFF\xFE", b"\xFE\xFF"].iter().any(|mark| bytes.starts_with(mark));
    match decode(bytes, list.encoding) {
        Ok(decoded) if lines(&decoded.text).nth(most_lines).is_some() => {
            let finding = too_large(
                Place::at(list.file, u32::try_from(most_lines + 1).unwrap_or(u32::MAX), 0),
                format!("more than {most_lines} lines"),
                format!("mehr als {most_lines} Zeilen"),
            );
            Err(Box::new(finding.todo(raise_rows())))
        }
        Ok(decoded) => match decoded.text.find('\0') {
            Some(at) => Err(not_text(list, Some(1 + decoded.text[..at].matches('\n').count()))),
            None => Ok(Text { text: decoded.text.into_owned(), encoding: decoded.encoding, marked }),
        },
        Err(error) => Err(no_encoding(list, error).map_or_else(
            || {
                let zero = bytes.iter().position(|byte| *byte == 0);
                not_text(list, zero.map(|at| 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count()))
            },
            Box::new,
        )),
    }
}

/// The first line with too many bytes, found without decoding.
fn overlong_line(bytes: &[u8]) -> Option<u32> {
    let (mut start, mut number) = (0, 1_u32);
    loop {
        let rest = &bytes[start..];
        let window = &rest[..rest.len().min(MAX_LINE + 1)];
        let Some(end) = memchr::memchr2(b'\n', b'\r', window) else { return (window.len() > MAX_LINE).then_some(number) };
        let pair = window[end] == b'\r' && rest.get(end + 1) == Some(&b'\n');
        start += end + 1 + usize::from(pair);
        number = number.saturating_add(1);
    }
}

fn not_text(list: &ListFile<'_>, line: Option<usize>) -> Box<Finding> {
    let place = line.map_or_else(|| Place::file(list.file), |line| Place::at(list.file, line as u32, 0));
    Box::new(
        table_codes::LIST_UNREADABLE
            .finding(
                Some(place),
                Words::new("the file is not readable: it is no text", "die Datei ist nicht lesbar: sie ist kein Text"),
            )
            .todo(Words::new("export the configuration as text again", "die Konfiguration noch einmal als Text exportieren")),
    )
}

/// Lines with their number from 1; any of LF, CRLF and CR ends one. The last is empty where the text ends with a line end.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut rest = Some(text);
    let mut number = 0_u32;
    std::iter::from_fn(move || {
        let here = rest?;
        number = number.saturating_add(1);
        match here.find(['\n', '\r']) {
            Some(end) => {
                let after = &here[end..];
                rest = Some(after.strip_prefix("\r\n").unwrap_or(&after[1..]));
                Some((number, &here[..end]))
            }
            None => {
                rest = None;
                Some((number, here))
            }
        }
    })
}

/// The column in characters, from 1, of a byte position in its line.
pub(super) fn column(line: &str, at: usize) -> u32 {
    line.get(..at).map_or(1, |head| head.chars().count() as u32 + 1)
}

/// Told where the program that owns the file would not read it as it is.
pub(super) fn encoding_wrong(
    file: &str,
    en: impl Into<Cow<'static, str>>,
    de: impl Into<Cow<'static, str>>,
    todo_en: &'static str,
    todo_de: &'static str,
) -> Finding {
    codes::ENCODING_WRONG.finding(Some(Place::at(file, 1, 1)), Words::new(en, de)).todo(Words::new(todo_en, todo_de))
}
