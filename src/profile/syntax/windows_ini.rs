//! INI files that Windows reads itself (`GetPrivateProfileString`): MicroSIP, PhonerLite. Measured with a test program under Wine 8:
//! white space around a value is dropped, then one pair of `"` or `'` around it; `;`, `#`, `=`, `%` and `\` inside are literal; a value
//! ends after 255 characters. Keys and sections are found whatever their case.

use super::{Read, ReadError, Reason, insert, no_control};

/// Characters of UTF-16 that Windows hands out.
const MAX_UNITS: usize = 255;

pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    no_control(value)?;
    let open = out.len();
    let outer = value.starts_with(char::is_whitespace) || value.ends_with(char::is_whitespace);
    let quoted = value.len() > 1 && ['"', '\''].iter().any(|quote| value.starts_with(*quote) && value.ends_with(*quote));
    if outer || quoted {
        out.push('"');
        out.push_str(value);
        out.push('"');
    } else {
        out.push_str(value);
    }
    if out[open..].encode_utf16().count() > MAX_UNITS {
        return Err(Reason::TooLong(MAX_UNITS));
    }
    Ok(())
}

/// `section/key` to value. Two keys that differ only in case are one to Windows, so they are refused.
pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let mut read = Read::new();
    let mut folded = std::collections::BTreeSet::new();
    let mut section: Option<&str> = None;
    for (index, line) in text.lines().enumerate() {
        let (number, line) = (index + 1, line.trim());
        if line.is_empty() || line.starts_with(';') {
            continue;
        }
        if let Some(rest) = line.strip_prefix('[') {
            let (name, _) = rest.split_once(']').ok_or(ReadError::new(number, "`[` without `]`"))?;
            section = Some(name.trim());
            continue;
        }
        let (key, value) = line.split_once('=').ok_or(ReadError::new(number, "no `=`"))?;
        let section = section.ok_or(ReadError::new(number, "a key before the first section"))?;
        let path = format!("{section}/{}", key.trim());
        if !folded.insert(path.to_lowercase()) {
            return Err(ReadError::new(number, "the same key stands twice"));
        }
        insert(&mut read, path, taken(value), number)?;
    }
    Ok(read)
}

/// What the program gets of the text behind `=`.
fn taken(text: &str) -> String {
    let text = text.trim();
    let mut inner = text.chars();
    let bare = match (inner.next(), inner.next_back()) {
        (Some(first @ ('"' | '\'')), Some(last)) if first == last => inner.as_str(),
        _ => text,
    };
    let units: Vec<u16> = bare.encode_utf16().take(MAX_UNITS).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_windows_does() {
        let read = read("[Settings]\r\n; c\r\naudioCodecs= G722/16000/1 PCMA/8000/1 \r\n[Account1]\r\npassword=\"\"abc\"\"\r\nauthID='x'\r\nlabel=a;b#c=[d]\\%\r\n").unwrap();
        let pairs: Vec<(&str, &str)> = read.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(
            pairs,
            [
                ("Account1/authID", "x"),
                ("Account1/label", "a;b#c=[d]\\%"),
                ("Account1/password", "\"abc\""),
                ("Settings/audioCodecs", "G722/16000/1 PCMA/8000/1")
            ]
        );
        assert_eq!(super::read("[a]\nx=1\nX=2\n").unwrap_err().line, 3);
        assert_eq!(super::read("x=1\n").unwrap_err().line, 1);
        assert_eq!(super::read(&format!("[a]\nx={}\n", "ä".repeat(300))).unwrap()["a/x"], "ä".repeat(255));
    }

    #[test]
    fn quotes_are_added_only_where_windows_takes_them_away() {
        for (value, written) in [
            ("abc", "abc"),
            ("\"abc\"", "\"\"abc\"\""),
            ("'abc'", "\"'abc'\""),
            (" a ", "\" a \""),
            ("\u{a0}a", "\"\u{a0}a\""),
            ("\"", "\""),
            ("a\"b", "a\"b"),
            ("\"a", "\"a"),
            ("'a\"", "'a\""),
            ("", ""),
        ] {
            let mut out = String::new();
            escape(value, &mut out).unwrap();
            assert_eq!(out, written);
            assert_eq!(taken(&out), value);
        }
        let mut out = String::from("x");
        assert_eq!(escape(&"ä".repeat(255), &mut out), Ok(()));
        assert_eq!(escape(&"😀".repeat(128), &mut out), Err(Reason::TooLong(255)));
        assert_eq!(escape("a\tb", &mut out), Err(Reason::Control));
    }
}
