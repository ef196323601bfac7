//! Text tables of Kamailio and OpenSIPS (`db_text`): a header `name(type,flags) …`, then rows with `:` between the values.

use super::codes;
use super::dump::too_many;
use super::rows::{MAX_COLUMNS, Most, Rows};
use crate::diag::{Place, Words};
use crate::inventory::table::Collector;

/// The columns of a header line; none where it is no such header.
#[must_use]
pub(in crate::inventory) fn columns_of(line: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for part in line.split_ascii_whitespace() {
        let (name, rest) = part.split_once('(')?;
        let inside = rest.strip_suffix(')')?;
        let kind = inside.split(',').next().unwrap_or("");
        let known = matches!(kind, "int" | "double" | "string" | "str" | "blob" | "time" | "datetime" | "bigint" | "uint");
        let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if !known || !plain || names.len() >= MAX_COLUMNS {
            return None;
        }
        names.push(name.to_ascii_lowercase());
    }
    (!names.is_empty()).then_some(names)
}

/// The table, whose name is that of its file unless its columns say which of `wanted` it is.
pub(super) fn read(file: &str, text: &str, name: &str, most: Most, findings: &mut Collector) -> Vec<Rows> {
    let mut lines = (1..).zip(text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)));
    let Some((header, columns)) = lines.find_map(|(number, line)| columns_of(line).map(|columns| (number, columns))) else {
        return Vec::new();
    };
    let width = columns.len();
    let mut rows = Rows::new(file, name, columns, false, (header, 1));
    let mut kept = 0;
    for (number, line) in lines {
        if line.trim().is_empty() {
            continue;
        }
        let fields = fields(line);
        // Every value may have a `:` behind it, the last one too.
        let count = if fields.len() == width + 1 && fields.last().is_some_and(|(text, _)| text.is_empty()) {
            width
        } else {
            fields.len()
        };
        if count != width {
            findings.push(codes::ROW_BROKEN.finding(
                Some(Place::at(file, number, 1)),
                Words::new(
                    format!("a row of `{name}` was not used: it has {count} values for {width} columns"),
                    format!("eine Zeile von `{name}` wurde nicht verwendet: sie hat {count} Werte für {width} Spalten"),
                ),
            ));
            continue;
        }
        if rows.records.len() >= most.rows || kept >= most.values {
            findings.push(too_many(Place::at(file, number, 1), most));
            break;
        }
        rows.record((number, 1));
        for (column, (text, at)) in fields.iter().take(width).enumerate() {
            kept += usize::from(rows.value(column, text, (number, *at)));
        }
    }
    vec![rows]
}

/// Texts and their columns. `\:` is a colon, `\\` a backslash, `\n`, `\r`, `\t` and `\0` what they are elsewhere.
fn fields(line: &str) -> Vec<(String, u32)> {
    let mut fields = Vec::new();
    let (mut text, mut from) = (String::new(), 1);
    let mut signs = (1..).zip(line.chars());
    while let Some((at, sign)) = signs.next() {
        match sign {
            ':' => {
                fields.push((std::mem::take(&mut text), from));
                from = at + 1;
            }
            '\\' => match signs.next().map(|(_, sign)| sign) {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                Some('t') => text.push('\t'),
                Some('0') => text.push('\0'),
                Some(other) => text.push(other),
                None => text.push('\\'),
            },
            sign => text.push(sign),
        }
    }
    fields.push((text, from));
    fields
}
