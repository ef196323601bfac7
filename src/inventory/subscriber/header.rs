//! The first row of a file as titles, for recognising whose export it is.

use crate::inventory::table::normal;

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

fn first_line(text: &str) -> &str {
    let mut lines = text.lines().map(|line| line.trim_start_matches('\u{feff}'));
    lines.find(|line| !line.trim().is_empty() && !line.to_ascii_lowercase().starts_with("sep=")).unwrap_or_default()
}

/// The separator that splits the first line into most parts; none for a line of one cell.
#[must_use]
fn first_delimiter(text: &str) -> Option<char> {
    let line = first_line(text);
    let best = DELIMITERS.into_iter().rev().max_by_key(|delimiter| line.matches(*delimiter).count())?;
    line.contains(best).then_some(best)
}

/// Titles of the first row in normal form.
#[must_use]
pub(in crate::inventory) fn titles(text: &str) -> Vec<String> {
    let Some(delimiter) = first_delimiter(text) else { return Vec::new() };
    first_line(text).split(delimiter).map(normal).collect()
}

/// How many of `wanted` (in normal form) stand among the titles.
#[must_use]
pub(in crate::inventory) fn count(titles: &[String], wanted: &[&str]) -> usize {
    wanted.iter().filter(|wanted| titles.iter().any(|title| title == *wanted)).count()
}

/// Whether some row below the titles has a cell in this column, in normal form, that `fits`.
#[must_use]
pub(in crate::inventory) fn below(text: &str, title: &str, fits: impl Fn(&str) -> bool) -> bool {
    let Some((delimiter, index)) = first_delimiter(text).zip(titles(text).iter().position(|found| found == title)) else {
        return false;
    };
    let cell = |line: &str| line.split(delimiter).nth(index).is_some_and(|cell| fits(cell.trim().trim_matches('"').trim()));
    text.lines().take(ROWS).any(cell)
}

/// Lines that are looked at for values.
const ROWS: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_row_of_any_dialect() {
        assert_eq!(titles("\u{feff}\nsep=;\n\"Display Name\";User_Extension\nx;y"), ["displayname", "userextension"]);
        assert_eq!(first_delimiter("a|b,c|d"), Some('|'));
        assert_eq!((first_delimiter("a"), titles("")), (None, Vec::new()));
        assert_eq!(count(&titles("A,b,c"), &["a", "c", "x"]), 2);
        assert!(below("Tech;extension\nx;1\n\"PJSIP\";101\n", "tech", |cell| cell == "PJSIP"));
        assert!(!below("Tech;extension\nx;pjsip\n", "tech", |cell| cell == "pjsip") && !below("a", "a", |_| true));
    }
}
