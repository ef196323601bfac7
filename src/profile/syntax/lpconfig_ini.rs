//! `linphonerc`. Measured with linphone-daemon 5.1: everything after the first `=` is the value, `; " % # \ ' < > &` need no escape,
//! leading blanks stay, trailing blanks are dropped, a byte order mark destroys the first section, there is no line continuation.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::sieve::Sieve;
use super::{Read, ReadError, Reason, insert, no_control};

pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    no_control(value)?;
    if value.ends_with(' ') {
        return Err(Reason::TrailingBlank);
    }
    out.push_str(value);
    Ok(())
}

pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let mut read = Read::new();
    walk(text, |section, key, value, line| insert(&mut read, format!("{section}/{key}"), value.to_owned(), line))?;
    Ok(read)
}

/// The wanted keys of a file without any fault.
pub(super) fn read_some(text: &str, wanted: &BTreeSet<String>) -> Option<Read> {
    let mut sieve = Sieve::new(wanted);
    let take = |section: &str, key: &str, value: &str, _| {
        sieve.take(section, key, Cow::Borrowed(value));
        Ok(())
    };
    walk(text, take).ok()?;
    sieve.done()
}

fn walk(text: &str, mut take: impl FnMut(&str, &str, &str, usize) -> Result<(), ReadError>) -> Result<(), ReadError> {
    let mut section = "";
    if text.starts_with('\u{feff}') {
        return Err(ReadError::new(1, "a byte order mark hides the first section"));
    }
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let start = line.trim_start();
        if start.is_empty() || start.starts_with('#') {
            continue;
        }
        if let Some(rest) = start.strip_prefix('[') {
            let Some((name, _)) = rest.split_once(']') else { return Err(ReadError::new(number, "`[` without `]`")) };
            section = name;
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { return Err(ReadError::new(number, "no `=`")) };
        // The key is read with scanf("%s"): one word.
        let Some(key) = key.split_whitespace().next() else { return Err(ReadError::new(number, "no key before `=`")) };
        if section.is_empty() {
            return Err(ReadError::new(number, "a key before the first section"));
        }
        take(section, key, value.trim_end_matches(' '), number)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_linphone_does() {
        let read = read("# c\n[sip]\na=1=2 \n  b= x;#\"\n[p]\r\na=\r\n").unwrap();
        let pairs: Vec<(&str, &str)> = read.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("p/a", ""), ("sip/a", "1=2"), ("sip/b", " x;#\"")]);
    }

    #[test]
    fn refuses_what_would_be_lost() {
        for (text, line) in
            [("\u{feff}[a]\n", 1), ("[a]\nx\n", 2), ("x=1\n", 1), ("[a\n", 1), ("[a]\nx=1\nx=2\n", 3), ("[a]\n =1\n", 2)]
        {
            assert_eq!(read(text).unwrap_err().line, line, "{text:?}");
        }
        let mut out = String::new();
        assert_eq!(escape("a ", &mut out), Err(Reason::TrailingBlank));
        assert_eq!(escape("a\nb", &mut out), Err(Reason::Control));
        assert_eq!(escape(" a", &mut out), Ok(()));
    }
}
