//! GLib's key files, as GNOME Calls keeps its accounts (`g_key_file_get_string`): blanks in front of a value are dropped unless written
//! as `\s`; `\\`, `\n`, `\t` and `\r` are escapes, any other is an error.

use super::{Read, ReadError, Reason, insert, no_control};

pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    no_control(value)?;
    let inner = value.trim_start_matches(' ');
    let end = inner.trim_end_matches(' ').len();
    (0..value.len() - inner.len()).for_each(|_| out.push_str("\\s"));
    out.push_str(&inner[..end].replace('\\', "\\\\"));
    (end..inner.len()).for_each(|_| out.push_str("\\s"));
    Ok(())
}

pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let mut read = Read::new();
    let mut group: Option<&str> = None;
    for (index, line) in text.lines().enumerate() {
        let (number, line) = (index + 1, line.trim_matches([' ', '\t', '\r']));
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            if name.is_empty() || name.contains(['[', ']']) {
                return Err(ReadError::new(number, "a malformed group"));
            }
            group = Some(name);
            continue;
        }
        let group = group.ok_or(ReadError::new(number, "a key before the first group"))?;
        let (key, value) = line.split_once('=').ok_or(ReadError::new(number, "no `=`"))?;
        let value = unescape(value.trim_start_matches([' ', '\t'])).ok_or(ReadError::new(number, "an unknown escape"))?;
        insert(&mut read, format!("{group}/{}", key.trim_end()), value, number)?;
    }
    Ok(read)
}

fn unescape(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next()? {
                's' => ' ',
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                '\\' => '\\',
                _ => return None,
            },
            c => c,
        });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_glib_does() {
        let read = read("# c\n[sip-2001]\nUser = 2001\nDisplayName=\\sA\\\\B;\"=\\n\n").unwrap();
        assert_eq!((read["sip-2001/User"].as_str(), read["sip-2001/DisplayName"].as_str()), ("2001", " A\\B;\"=\n"));
        for text in ["a=1", "[]\n", "[a]\nx", "[a]\nx=\\q", "[a]\nx=\\", "[a]\nx=1\nx=2", "[a[b]\n"] {
            assert!(super::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn values_come_back() {
        for value in ["  two  ", "\\s", "a\\", "#x=[y];", "   ", "", "\u{a0}x"] {
            let mut out = String::new();
            escape(value, &mut out).unwrap();
            assert_eq!(read(&format!("[a]\nx={out}\n")).unwrap()["a/x"], value);
        }
        assert_eq!(escape("a\tb", &mut String::new()), Err(Reason::Control));
    }
}
