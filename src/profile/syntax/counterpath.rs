//! The answer to Bria's login: sections with `key="value"`. How a `"` inside a value is escaped is nowhere written down, so none is
//! written; the same of `\`.

use super::{Read, ReadError, Reason, insert, no_control};

pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    no_control(value)?;
    if value.contains('"') {
        return Err(Reason::Quote);
    }
    if value.contains('\\') {
        return Err(Reason::Backslash);
    }
    out.push_str(value);
    Ok(())
}

/// `SECTION/key` to value; what stands outside quotes is a number or word.
pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let mut read = Read::new();
    let mut section = None;
    for (index, line) in text.lines().enumerate() {
        let (number, line) = (index + 1, line.trim());
        if line.is_empty() {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = Some(name);
            continue;
        }
        let section = section.ok_or(ReadError::new(number, "a key before the first section"))?;
        let (key, value) = line.split_once('=').ok_or(ReadError::new(number, "no `=`"))?;
        let value = match value.strip_prefix('"') {
            Some(rest) => rest
                .strip_suffix('"')
                .filter(|inner| !inner.contains(['"', '\\']))
                .ok_or(ReadError::new(number, "quotes inside a value"))?,
            None if value.bytes().all(|b| b.is_ascii_alphanumeric()) => value,
            None => return Err(ReadError::new(number, "a value without quotes")),
        };
        insert(&mut read, format!("{section}/{key}"), value.to_owned(), number)?;
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_between_quotes() {
        let read = read("[DATA]\nSuccess=1\n\n[SETTINGS]\nproxies:proxy0:password=\" a;b=c \"\n").unwrap();
        assert_eq!((read["DATA/Success"].as_str(), read["SETTINGS/proxies:proxy0:password"].as_str()), ("1", " a;b=c "));
        for text in ["a=1", "[A]\nx", "[A]\na=\"b\"c\"", "[A]\na=\"b", "[A]\na=b c", "[A]\na=1\na=1"] {
            assert!(super::read(text).is_err(), "{text}");
        }
        let mut out = String::new();
        assert_eq!(escape("a\"", &mut out), Err(Reason::Quote));
        assert_eq!(escape("a\\", &mut out), Err(Reason::Backslash));
    }
}
