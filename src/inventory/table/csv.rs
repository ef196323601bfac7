//! Separated text as German offices write it, each field with the line and column where it begins.
//!
//! RFC 4180 with what spreadsheets really do: any of CR, LF, CRLF ends a row, quotes count only at the start of a field,
//! text after a closing quote belongs to the field. Own reader, because the place of each field is needed.

use smol_str::SmolStr;

use crate::policy::site::Limits;

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory) struct Field {
    pub text: SmolStr,
    pub line: u32,
    pub column: u32,
}

pub(in crate::inventory) type Record = Vec<Field>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory) struct Parsed {
    pub records: Vec<Record>,
    /// Line and column of quotes that are never closed; each was read as a plain character.
    pub open_quotes: Vec<(u32, u32)>,
    /// Line and column of the first field that holds a line break, and how many there are.
    pub broken_cells: Option<(u32, u32, usize)>,
}

/// What is more than a list can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inventory) enum TooMuch {
    /// A line longer than [`MAX_LINE`].
    Line {
        line: u32,
    },
    /// A field longer than [`MAX_FIELD`].
    Field {
        line: u32,
        column: u32,
    },
    Columns {
        line: u32,
    },
    Rows {
        line: u32,
    },
    /// Quotes that are opened and never closed, again and again.
    OpenQuotes {
        line: u32,
        column: u32,
    },
}

/// Characters in one line.
pub(in crate::inventory) const MAX_LINE: usize = 256 * 1024;
/// Characters in one field; a spreadsheet cell holds at most 32,767.
pub(in crate::inventory) const MAX_FIELD: usize = 32_767;
/// A telephone with six lines and a hundred speed dials takes about a thousand columns in a Cisco export.
pub(in crate::inventory) const MAX_COLUMNS: usize = 2048;
const MAX_OPEN_QUOTES: usize = 20;

/// The first line of the bytes that is longer than any list's, found without decoding: a 200 MB line costs one scan.
pub(in crate::inventory) fn overlong_line(bytes: &[u8]) -> Option<u32> {
    // Two bytes for a character of UTF-16 and its zero.
    const MOST: usize = 2 * MAX_LINE;
    let mut line = 1_u32;
    let mut start = 0;
    loop {
        let rest = &bytes[start..];
        let window = &rest[..rest.len().min(MOST + 1)];
        let Some(end) = memchr::memchr2(b'\n', b'\r', window) else {
            return (window.len() > MOST).then_some(line);
        };
        let pair = window[end] == b'\r' && rest.get(end + 1) == Some(&b'\n');
        start += end + 1 + usize::from(pair);
        line = line.saturating_add(1);
    }
}

struct Cursor<'a> {
    chars: std::str::Chars<'a>,
    line: u32,
    column: u32,
    /// Characters since the last line break.
    line_len: usize,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<char> {
        self.chars.clone().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.chars.next()?;
        let ends = c == '\n' || (c == '\r' && self.peek() != Some('\n'));
        if ends {
            self.line = self.line.saturating_add(1);
            self.column = 1;
            self.line_len = 0;
        } else {
            self.column += 1;
            self.line_len += 1;
        }
        Some(c)
    }

    /// The rest of the field in one piece, where it surely is within the limits, and the number of its characters.
    fn take_plain(&mut self, delimiter: char) -> Option<(&'a str, usize)> {
        /// Bytes; far below [`MAX_FIELD`] and [`MAX_LINE`], far above a name.
        const PIECE: usize = 1024;
        let rest = self.chars.as_str();
        let room = PIECE.min(MAX_LINE.saturating_sub(self.line_len));
        let window = &rest.as_bytes()[..rest.len().min(room)];
        let end = if delimiter.is_ascii() { memchr::memchr3(delimiter as u8, b'\n', b'\r', window) } else { None };
        let (field, rest) = rest.split_at(end?);
        let length = field.chars().count();
        self.chars = rest.chars();
        self.column += length as u32;
        self.line_len += length;
        Some((field, length))
    }

    fn save(&self) -> Cursor<'a> {
        Cursor { chars: self.chars.clone(), ..*self }
    }
}

/// Splits the text into records. `first_line` is the line number of its first line.
///
/// # Errors
/// Where a limit is passed; the list is not read on.
pub(in crate::inventory) fn parse(text: &str, delimiter: char, first_line: u32) -> Result<Parsed, TooMuch> {
    let mut records = Vec::new();
    let most = Limits::default().rows;
    let parsed = parse_each(text, delimiter, first_line, most, |record| records.push(std::mem::take(record)))?;
    Ok(Parsed { records, ..parsed })
}

/// [`parse`] that hands each record over when it is read and keeps none: a list of 200,000 rows is in memory once. What `each` leaves in
/// the record is cleared, its room is used again.
///
/// # Errors
/// Where a limit is passed; records before it have been handed over.
pub(in crate::inventory) fn parse_each(
    text: &str,
    delimiter: char,
    first_line: u32,
    most_rows: usize,
    mut each: impl FnMut(&mut Record),
) -> Result<Parsed, TooMuch> {
    let mut out = Parsed { records: Vec::new(), open_quotes: Vec::new(), broken_cells: None };
    let mut rows = 0_usize;
    let mut cursor = Cursor { chars: text.chars(), line: first_line, column: 1, line_len: 0 };
    let mut record: Record = Vec::new();
    while cursor.peek().is_some() {
        let (line, column) = (cursor.line, cursor.column);
        let field = read_field(&mut cursor, delimiter, &mut out)?;
        if record.len() >= MAX_COLUMNS {
            return Err(TooMuch::Columns { line });
        }
        record.push(Field { text: field, line, column });
        match cursor.peek() {
            Some(c) if c == delimiter => {
                cursor.next();
                // A delimiter at the very end of the text still opens an empty field.
                if cursor.peek().is_none() {
                    record.push(Field { text: SmolStr::default(), line: cursor.line, column: cursor.column });
                }
                continue;
            }
            Some('\r') => {
                cursor.next();
                if cursor.peek() == Some('\n') {
                    cursor.next();
                }
            }
            Some(_) => {
                cursor.next();
            }
            None => {}
        }
        if rows >= most_rows {
            return Err(TooMuch::Rows { line: record.first().map_or(line, |first| first.line) });
        }
        rows += 1;
        each(&mut record);
        record.clear();
    }
    if !record.is_empty() {
        each(&mut record);
    }
    Ok(out)
}

/// Reads up to the delimiter or line end, which stays unread.
fn read_field(cursor: &mut Cursor<'_>, delimiter: char, out: &mut Parsed) -> Result<SmolStr, TooMuch> {
    let (line, column) = (cursor.line, cursor.column);
    let mut text = String::new();
    let mut length = 0_usize;
    if cursor.peek() == Some('"') && delimiter != '"' {
        let before = cursor.save();
        cursor.next();
        match read_quoted(cursor, &mut text) {
            Quoted::Closed { breaks } => {
                if breaks {
                    let (_, _, count) = out.broken_cells.get_or_insert((line, column, 0));
                    *count += 1;
                }
                length = text.chars().count();
            }
            Quoted::Open => {
                if out.open_quotes.len() >= MAX_OPEN_QUOTES {
                    return Err(TooMuch::OpenQuotes { line, column });
                }
                out.open_quotes.push((line, column));
                text.clear();
                *cursor = before;
            }
        }
    }
    if let Some((piece, more)) = cursor.take_plain(delimiter) {
        if text.is_empty() {
            return Ok(SmolStr::new(piece));
        }
        text.push_str(piece);
        length += more;
    }
    while let Some(c) = cursor.peek() {
        if c == delimiter || c == '\n' || c == '\r' {
            break;
        }
        text.push(c);
        cursor.next();
        length += 1;
        if cursor.line_len > MAX_LINE {
            return Err(TooMuch::Line { line: cursor.line });
        }
        if length > MAX_FIELD {
            return Err(TooMuch::Field { line, column });
        }
    }
    Ok(text.into())
}

enum Quoted {
    Closed { breaks: bool },
    Open,
}

/// After the opening quote: up to and with the closing one. A field longer than the limit counts as never closed.
fn read_quoted(cursor: &mut Cursor<'_>, text: &mut String) -> Quoted {
    let mut length = 0;
    let mut breaks = false;
    while let Some(c) = cursor.next() {
        if c == '"' {
            if cursor.peek() != Some('"') {
                return Quoted::Closed { breaks };
            }
            cursor.next();
        }
        breaks |= c == '\n' || c == '\r';
        text.push(c);
        length += 1;
        if length > MAX_FIELD {
            return Quoted::Open;
        }
    }
    Quoted::Open
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str, delimiter: char) -> Vec<Vec<String>> {
        let parsed = parse(text, delimiter, 1).expect("within limits");
        parsed.records.iter().map(|r| r.iter().map(|f| f.text.to_string()).collect()).collect()
    }

    #[test]
    fn quotes_line_breaks_and_blank_lines() {
        assert_eq!(texts("a;b\r\nc;d", ';'), [["a", "b"], ["c", "d"]]);
        assert_eq!(texts("a;\"b;c\"\n", ';'), [["a", "b;c"]]);
        assert_eq!(texts("\"say \"\"hi\"\"\";x", ';'), [["say \"hi\"", "x"]]);
        assert_eq!(texts("\"two\nlines\";x\ny;z", ';'), [["two\nlines", "x"], ["y", "z"]]);
        assert_eq!(texts("a\"b;c\n", ';'), [["a\"b", "c"]]);
        assert_eq!(texts("\"a\"b;c\n", ';'), [["ab", "c"]]);
        assert_eq!(texts("a;\n\n;b\r", ';'), [vec!["a", ""], vec![""], vec!["", "b"]]);
        assert_eq!(texts("a;", ';'), [["a", ""]]);
        assert_eq!(texts("", ';'), Vec::<Vec<String>>::new());
    }

    #[test]
    fn each_field_knows_its_line_and_column() {
        let parsed = parse("Nä;\"x\ny\";z\nlast;b\n", ';', 4).expect("within limits");
        let places: Vec<(u32, u32)> = parsed.records.iter().flatten().map(|f| (f.line, f.column)).collect();
        assert_eq!(places, [(4, 1), (4, 4), (5, 4), (6, 1), (6, 6)]);
        assert_eq!(parsed.broken_cells, Some((4, 4, 1)));
    }

    #[test]
    fn an_open_quote_is_named_and_costs_one_field() {
        let parsed = parse("a;\"b;c\nd;e\n", ';', 1).expect("within limits");
        assert_eq!(parsed.open_quotes, [(1, 3)]);
        let rows: Vec<usize> = parsed.records.iter().map(Vec::len).collect();
        assert_eq!(rows, [3, 2]);
    }

    #[test]
    fn records_are_handed_over_one_by_one_in_the_same_room() {
        let (mut seen, mut room) = (Vec::new(), None);
        let text = "a;b;c\nd;e;f\ng;h";
        let parsed = parse_each(text, ';', 1, 10, |record| {
            assert_eq!(*room.get_or_insert(record.as_ptr()), record.as_ptr());
            seen.push(record.iter().map(|field| field.text.clone()).collect::<Vec<_>>());
        })
        .expect("within limits");
        assert!(parsed.records.is_empty());
        assert_eq!(seen, texts(text, ';'));
    }

    #[test]
    fn limits_hold_at_once() {
        let line = "x;".repeat(MAX_LINE);
        assert!(parse(&line, ';', 1).is_err());
        assert_eq!(parse(&"x".repeat(MAX_FIELD + 2), ';', 1), Err(TooMuch::Field { line: 1, column: 1 }));
        assert_eq!(parse(&";".repeat(MAX_COLUMNS + 1), ';', 1), Err(TooMuch::Columns { line: 1 }));
        let open = format!("\"{}", format!("{}\n", "x".repeat(999)).repeat(40));
        assert!(matches!(parse(&open.repeat(2), ';', 1), Ok(parsed) if parsed.open_quotes == [(1, 1), (41, 1)]));
        assert!(matches!(parse(&open.repeat(40), ';', 1), Err(TooMuch::OpenQuotes { line: 801, column: 1 })));
        assert_eq!(parse(&"\n".repeat(200_001), ';', 1), Err(TooMuch::Rows { line: 200_001 }));
    }

    #[test]
    fn a_huge_line_is_found_without_decoding() {
        let mut bytes = b"Name;Vorname\r\nx;y\r\n".to_vec();
        assert_eq!(overlong_line(&bytes), None);
        bytes.resize(bytes.len() + 3 * MAX_LINE, b'x');
        assert_eq!(overlong_line(&bytes), Some(3));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        /// What the `csv` crate writes, this reader gives back, cell by cell.
        #[test]
        fn rows_survive_a_foreign_writer(rows in proptest::collection::vec(
            proptest::collection::vec("[a-zA-ZäöüÄß0-9 ;,\"\n\t'–-]{0,12}", 2..6), 1..12),
            delimiter in proptest::sample::select(vec![';', ',', '\t'])) {
            let mut writer = ::csv::WriterBuilder::new().delimiter(delimiter as u8).flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).expect("in memory");
            }
            let text = String::from_utf8(writer.into_inner().expect("in memory")).expect("utf-8");
            prop_assert_eq!(texts(&text, delimiter), rows);
        }

        /// No text makes it panic, and every character is accounted for by line and column.
        #[test]
        fn any_text_is_read_or_refused(text in "[a;\",\r\n\tä]{0,200}") {
            if let Ok(parsed) = parse(&text, ';', 1) {
                for field in parsed.records.iter().flatten() {
                    prop_assert!(field.line >= 1 && field.column >= 1);
                }
            }
        }
    }
}
