//! `UPDATE` statements that MySQL, PostgreSQL and SQLite read alike, and a reader of exactly these.

use std::fmt::Write as _;

/// One row changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Update {
    pub table: String,
    /// Columns and values; none is NULL.
    pub set: Vec<(String, Option<String>)>,
    /// Columns that name the row.
    pub key: Vec<(String, String)>,
}

impl Update {
    /// The statement, or none where a value is read differently by one of the three: MySQL knows `\` as an escape, the others do not.
    pub(super) fn text(&self) -> Option<String> {
        let safe = |text: &str| !text.contains('\\') && !text.chars().any(char::is_control);
        let values =
            self.set.iter().filter_map(|(_, value)| value.as_deref()).chain(self.key.iter().map(|(_, value)| value.as_str()));
        if !values.into_iter().all(safe) {
            return None;
        }
        let value = |value: Option<&str>| value.map_or("NULL".to_owned(), |text| format!("'{}'", text.replace('\'', "''")));
        let set: Vec<String> = self.set.iter().map(|(name, to)| format!("{name}={}", value(to.as_deref()))).collect();
        let key: Vec<String> = self.key.iter().map(|(name, is)| format!("{name}={}", value(Some(is)))).collect();
        Some(format!("UPDATE {} SET {} WHERE {};\n", self.table, set.join(", "), key.join(" AND ")))
    }
}

/// A whole file: comments, one transaction, the statements in it.
pub(super) fn file(comment: &str, updates: &[String]) -> String {
    let mut text = comment.lines().fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "-- {line}");
        text
    });
    text += "BEGIN;\n";
    updates.iter().for_each(|update| text += update);
    text + "COMMIT;\n"
}

/// What such a file says; none where it says anything else.
pub(super) fn parse(text: &str) -> Option<Vec<Update>> {
    let mut rest = text;
    while let Some(comment) = rest.strip_prefix("--") {
        rest = comment.split_once('\n')?.1;
    }
    rest = rest.strip_prefix("BEGIN;\n")?;
    let mut updates = Vec::new();
    while let Some(statement) = rest.strip_prefix("UPDATE ") {
        let (table, after) = word(statement)?;
        let mut update = Update { table: table.to_owned(), set: Vec::new(), key: Vec::new() };
        rest = after.strip_prefix(" SET ")?;
        loop {
            let (name, value, after) = pair(rest)?;
            update.set.push((name, value));
            match after.strip_prefix(", ") {
                Some(more) => rest = more,
                None => break rest = after.strip_prefix(" WHERE ")?,
            }
        }
        loop {
            let (name, value, after) = pair(rest)?;
            update.key.push((name, value?));
            match after.strip_prefix(" AND ") {
                Some(more) => rest = more,
                None => break rest = after.strip_prefix(";\n")?,
            }
        }
        updates.push(update);
    }
    (rest == "COMMIT;\n").then_some(updates)
}

fn word(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    (end > 0).then(|| text.split_at(end))
}

fn pair(text: &str) -> Option<(String, Option<String>, &str)> {
    let (name, rest) = word(text)?;
    let rest = rest.strip_prefix('=')?;
    if let Some(rest) = rest.strip_prefix("NULL") {
        return Some((name.to_owned(), None, rest));
    }
    let mut value = String::new();
    let mut rest = rest.strip_prefix('\'')?;
    loop {
        let (part, after) = rest.split_once('\'')?;
        value.push_str(part);
        match after.strip_prefix('\'') {
            Some(more) => {
                value.push('\'');
                rest = more;
            }
            None => return Some((name.to_owned(), Some(value), after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(value: &str) -> Update {
        Update {
            table: "ps_auths".into(),
            set: vec![("password".into(), Some(value.into())), ("transport".into(), None)],
            key: vec![("id".into(), value.into()), ("domain".into(), "d".into())],
        }
    }

    #[test]
    fn what_is_written_is_read_or_refused() {
        for value in ["a", "", "o'neil", "'';--", "=, WHERE", "ü \u{1f600}", "NULL"] {
            let text = file("a\nb", &[update(value).text().unwrap(), update("x").text().unwrap()]);
            assert_eq!(parse(&text), Some(vec![update(value), update("x")]), "{text}");
        }
        for value in ["a\\", "a\nb", "\0"] {
            assert_eq!(update(value).text(), None);
        }
        for damaged in ["", "BEGIN;\n", "BEGIN;\nDROP TABLE x;\nCOMMIT;\n", "BEGIN;\nUPDATE t SET a='x WHERE b='y';\nCOMMIT;\n"] {
            assert_eq!(parse(damaged), None);
        }
    }

    #[test]
    fn hostile_names_stay_inside_their_quotes() {
        for name in crate::hostile::names() {
            let Some(text) = update(&name).text() else { continue };
            assert_eq!(parse(&file("", &[text])), Some(vec![update(&name)]), "{name:?}");
        }
    }
}
