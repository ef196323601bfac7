//! One value of `VALUES (…)`: a text in quotes, a bare number or word, or an expression, which is not computed.

use super::cursor::Cursor;

/// How a backslash in a text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// MySQL and MariaDB: it escapes the next character.
    Backslash,
    /// PostgreSQL and SQLite: it is a character like others.
    Plain,
    /// Nothing in the dump says.
    Unknown,
}

impl Dialect {
    /// From the first lines, and from quotes that only MySQL has.
    pub fn of(text: &str) -> Self {
        let mut end = text.len().min(16 * 1024);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let head = &text[..end];
        let has = |word: &str| head.contains(word);
        if ["MySQL dump", "MariaDB dump", "phpMyAdmin", "ENGINE=", "/*!40"].iter().any(|word| has(word))
            || has("INSERT INTO `")
            || has("CREATE TABLE `")
        {
            Self::Backslash
        } else if ["PostgreSQL database dump", "standard_conforming_strings", "PRAGMA foreign_keys", "FROM stdin;"]
            .iter()
            .any(|word| has(word))
        {
            Self::Plain
        } else {
            Self::Unknown
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Null,
    /// A function, a binary value.
    Computed,
}

/// A text that never ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unclosed;

/// Reads to the `,` or `)` behind the value. `doubt` becomes true where a backslash may mean two things.
pub(super) fn value(cursor: &mut Cursor<'_>, dialect: Dialect, doubt: &mut bool) -> Result<Value, Unclosed> {
    cursor.blanks();
    let mut dialect = dialect;
    let mut binary = false;
    // `E'…'` of PostgreSQL, `N'…'`, `X'…'`, `_utf8mb4'…'`.
    let mut ahead = cursor.clone();
    let word = ahead.word();
    if !word.is_empty() && ahead.peek() == b'\'' {
        match word {
            "E" | "e" => dialect = Dialect::Backslash,
            "N" | "n" => {}
            word if word.starts_with('_') => {}
            _ => binary = true,
        }
        *cursor = ahead;
    }
    let quote = cursor.peek();
    let read = if quote == b'\'' || (quote == b'"' && dialect != Dialect::Plain) {
        let text = quoted(cursor, quote, dialect, doubt)?;
        cursor.blanks();
        // `'…'::character varying`
        if cursor.starts_with("::") {
            while !matches!(cursor.peek(), b',' | b')' | b'(') && !cursor.is_at_end() {
                cursor.bump();
            }
        }
        if binary { Value::Computed } else { Value::Text(text) }
    } else {
        bare(cursor)
    };
    cursor.blanks();
    if matches!(cursor.peek(), b',' | b')') || cursor.is_at_end() {
        return Ok(read);
    }
    rest(cursor, dialect)?;
    Ok(Value::Computed)
}

fn bare(cursor: &mut Cursor<'_>) -> Value {
    let from = cursor.offset();
    while matches!(cursor.peek(), b'+' | b'-') {
        cursor.bump();
    }
    cursor.word();
    while matches!(cursor.peek(), b'+' | b'-') && cursor.since(from).ends_with(['e', 'E']) {
        cursor.bump();
        cursor.word();
    }
    let text = cursor.since(from);
    let number = text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    match text.to_ascii_lowercase().as_str() {
        "null" | "default" | "" => Value::Null,
        "true" | "false" => Value::Text(text.to_ascii_lowercase()),
        _ if number => Value::Text(text.to_owned()),
        _ => Value::Computed,
    }
}

/// The cursor stands on the opening quote; afterwards behind the closing one.
fn quoted(cursor: &mut Cursor<'_>, quote: u8, dialect: Dialect, doubt: &mut bool) -> Result<String, Unclosed> {
    cursor.bump();
    let mut text = String::new();
    let mut from = cursor.offset();
    loop {
        if cursor.is_at_end() {
            return Err(Unclosed);
        }
        match cursor.peek() {
            byte if byte == quote => {
                text.push_str(cursor.since(from));
                cursor.bump();
                if cursor.peek() != quote {
                    return Ok(text);
                }
                from = cursor.offset();
                cursor.bump();
            }
            b'\\' if dialect == Dialect::Backslash => {
                text.push_str(cursor.since(from));
                cursor.bump();
                match cursor.peek() {
                    b'n' => text.push('\n'),
                    b'r' => text.push('\r'),
                    b't' => text.push('\t'),
                    b'0' => text.push('\0'),
                    b'Z' => text.push('\u{1A}'),
                    // Any other character stands for itself.
                    _ => {
                        from = cursor.offset();
                        cursor.bump();
                        continue;
                    }
                }
                cursor.bump();
                from = cursor.offset();
            }
            byte => {
                *doubt |= byte == b'\\' && dialect == Dialect::Unknown;
                cursor.bump();
            }
        }
    }
}

/// Over an expression, to the `,` or `)` that ends it.
fn rest(cursor: &mut Cursor<'_>, dialect: Dialect) -> Result<(), Unclosed> {
    let mut depth = 0_usize;
    while !cursor.is_at_end() {
        match cursor.peek() {
            b'\'' => {
                quoted(cursor, b'\'', dialect, &mut false)?;
                continue;
            }
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b',' | b')' if depth == 0 => return Ok(()),
            b';' if depth == 0 => return Ok(()),
            _ => {}
        }
        cursor.bump();
    }
    Ok(())
}

/// Over everything to the `;` that ends the statement; quotes, comments and PostgreSQL's `$tag$` texts hide theirs.
pub(super) fn skip_statement(cursor: &mut Cursor<'_>, dialect: Dialect) {
    while !cursor.is_at_end() {
        match cursor.peek() {
            b';' => {
                cursor.bump();
                return;
            }
            b'\'' => {
                if quoted(cursor, b'\'', dialect, &mut false).is_err() {
                    return;
                }
            }
            quote @ (b'"' | b'`') => {
                cursor.bump();
                while !cursor.is_at_end() && cursor.peek() != quote {
                    cursor.bump();
                }
                cursor.bump();
            }
            b'$' => {
                let from = cursor.offset();
                cursor.bump();
                while matches!(cursor.peek(), b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_') {
                    cursor.bump();
                }
                if cursor.peek() == b'$' && cursor.offset() - from < 64 {
                    cursor.bump();
                    let tag = cursor.since(from);
                    cursor.skip_past(tag);
                }
            }
            b'-' | b'/' | b'#' => {
                let before = cursor.offset();
                cursor.blanks();
                if cursor.offset() == before {
                    cursor.bump();
                }
            }
            _ => cursor.bump(),
        }
    }
}
