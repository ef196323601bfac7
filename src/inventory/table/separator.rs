//! What parts the cells of a text: told by a `sep=` line, or by what fits the titles best.

use super::csv;
use super::grid::Titles;
use super::open::HEAD_ROWS;

/// The separator, the text below a `sep=` line, and the number of its first line.
pub(super) fn separator<'t>(text: &'t str, known: Titles<'_>) -> (char, &'t str, u32) {
    let first = text.lines().next().unwrap_or_default();
    let bare = first.trim().trim_matches('"');
    if let Some(told) = bare.strip_prefix("sep=").or_else(|| bare.strip_prefix("SEP="))
        && let Some(c) = told.chars().next().or_else(|| first.contains('\t').then_some('\t'))
    {
        let rest = text.get(first.len()..).unwrap_or_default();
        let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest);
        return (c, rest, 2);
    }
    // The first lines decide: the separator that gives the most known titles in one row, then the most columns.
    let mut head = text.len().min(64 * 1024);
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    let head = &text[..head];
    let best = [';', '\t', ',', '|'].into_iter().max_by_key(|delimiter| {
        // A row beyond the limits is refused later, with its place; the titles above it still tell the separator.
        let parsed = csv::parse(head, *delimiter, 1).or_else(|_| csv::parse(first, *delimiter, 1));
        let rows = parsed.map(|p| p.records).unwrap_or_default();
        let titles =
            rows.iter().take(60).map(|r| known(&r.iter().map(|f| f.text.as_str()).collect::<Vec<_>>())).max().unwrap_or(0);
        let columns = rows.iter().take(60).map(Vec::len).max().unwrap_or(0);
        // Of equals the earlier in the list.
        let order = match delimiter {
            ';' => 3,
            '\t' => 2,
            ',' => 1,
            _ => 0,
        };
        (titles, if titles >= 2 { 0 } else { columns.min(4) }, order)
    });
    (best.unwrap_or(';'), text, 1)
}

/// The first rows of the beginning of a text, as the separator that fits the titles best divides them.
pub(in crate::inventory) fn head_rows(text: &str, titles: impl Fn(&[&str]) -> usize) -> Vec<Vec<String>> {
    let (delimiter, body, first_line) = separator(text, &titles);
    let mut end = body.len().min(super::HEAD);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    let records = csv::parse(&body[..end], delimiter, first_line).map(|parsed| parsed.records).unwrap_or_default();
    records.into_iter().take(HEAD_ROWS).map(|record| record.into_iter().map(|field| field.text.into()).collect()).collect()
}
