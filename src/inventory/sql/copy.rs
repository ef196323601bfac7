//! `COPY table (columns) FROM stdin;`: lines of tab-separated values, as PostgreSQL's dumps have them.

use super::cursor::Spot;
use super::dump::Dump;

/// The cursor stands behind the word `COPY`; afterwards behind the line `\.`.
pub(super) fn copy(dump: &mut Dump<'_, '_>) {
    let spot = dump.cursor.spot();
    let name = dump.cursor.name().unwrap_or_default();
    let list = dump.list();
    if !dump.cursor.takes("from") || !dump.cursor.takes("stdin") {
        dump.cursor.skip_past(";");
        return;
    }
    dump.cursor.skip_past(";");
    dump.cursor.line();
    let target = if dump.is_wanted(&name, spot) { dump.target(&name, list, spot) } else { None };
    while !dump.cursor.is_at_end() {
        let at = dump.cursor.spot();
        let line = dump.cursor.line();
        if line == "\\." {
            return;
        }
        let Some(target) = &target else { continue };
        let count = line.split('\t').count();
        if count != target.len() {
            if !line.is_empty() {
                dump.misfit(at, &name, count, target.len());
            }
            continue;
        }
        let values = fields(line, at);
        if !dump.keep(&name, target, at, values.iter().map(|(text, at)| (text.as_str(), *at))) {
            return;
        }
    }
}

fn fields(line: &str, (number, _): Spot) -> Vec<(String, Spot)> {
    let mut column = 1_u32;
    line.split('\t')
        .map(|field| {
            let at = (number, column);
            column = column.saturating_add(field.chars().count() as u32 + 1);
            (if field == "\\N" { String::new() } else { unescaped(field) }, at)
        })
        .collect()
}

fn unescaped(field: &str) -> String {
    if !field.contains('\\') {
        return field.to_owned();
    }
    let mut out = String::with_capacity(field.len());
    let mut signs = field.chars().peekable();
    while let Some(sign) = signs.next() {
        if sign != '\\' {
            out.push(sign);
            continue;
        }
        match signs.next() {
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{C}'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('v') => out.push('\u{B}'),
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
    out
}
