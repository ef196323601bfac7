//! Java properties as Jitsi loads them (`java.util.Properties`): Latin-1 with `\uXXXX`, so everything beyond ASCII is escaped.

use std::fmt::Write as _;

use super::{Read, ReadError, Reason, insert};

pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    if value == "${null}" {
        // Jitsi's provisioning deletes the property then.
        return Err(Reason::Reserved);
    }
    for (index, c) in value.chars().enumerate() {
        match c {
            c if c.is_control() => return Err(Reason::Control),
            ' ' if index == 0 => out.push_str("\\ "),
            '\\' | '=' | ':' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            ' '..='~' => out.push(c),
            c => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                let _ = write!(out, "\\u{unit:04x}");
            }),
        }
    }
    Ok(())
}

pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let mut read = Read::new();
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let number = index + 1;
        let mut logical = line.trim_start_matches(BLANKS).to_owned();
        if logical.is_empty() || logical.starts_with(['#', '!']) {
            continue;
        }
        while is_continued(&logical) {
            logical.pop();
            let Some((_, more)) = lines.next() else { break };
            logical.push_str(more.trim_start_matches(BLANKS));
        }
        let (key, rest) = split(&logical);
        let unescape = |text| unescape(text).ok_or(ReadError::new(number, "a malformed `\\u`"));
        insert(&mut read, unescape(key)?, unescape(rest)?, number)?;
    }
    Ok(read)
}

const BLANKS: [char; 3] = [' ', '\t', '\u{c}'];

fn is_continued(line: &str) -> bool {
    line.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// The key ends at the first `=`, `:` or blank without a backslash; blanks and one separator in front of the value are dropped.
fn split(line: &str) -> (&str, &str) {
    let mut escaped = false;
    let end = line.find(|c| {
        let ends = !escaped && (matches!(c, '=' | ':') || BLANKS.contains(&c));
        escaped = !escaped && c == '\\';
        ends
    });
    let Some(end) = end else { return (line, "") };
    let rest = line[end..].trim_start_matches(BLANKS);
    (&line[..end], rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start_matches(BLANKS))
}

fn unescape(text: &str) -> Option<String> {
    let mut units: Vec<u16> = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let c = match c {
            '\\' => match chars.next() {
                Some('u') => {
                    let digits: String = chars.by_ref().take(4).collect();
                    let valid = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_hexdigit());
                    units.push(u16::from_str_radix(&digits, 16).ok().filter(|_| valid)?);
                    continue;
                }
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('f') => '\u{c}',
                Some(other) => other,
                None => break,
            },
            c => c,
        };
        units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
    }
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_java_does() {
        let read = read("# c\n! c\na.b = x=y \\\n   z\n c:d\n\\:e\\ f g\nu\\u00e4=\\ud83d\\ude00\\t\nempty\n").unwrap();
        for (key, value) in [("a.b", "x=y z"), ("c", "d"), (":e f", "g"), ("uä", "😀\t"), ("empty", "")] {
            assert_eq!(read[key], value, "{key}");
        }
        assert_eq!(super::read("a=\\u12\n").unwrap_err().line, 1);
        assert_eq!(super::read("a=\\u+123\n").unwrap_err().line, 1);
        assert_eq!(super::read("a=\\ud83d\n").unwrap_err().line, 1);
        assert_eq!(super::read("a=1\na=2\n").unwrap_err().line, 2);
    }

    #[test]
    fn values_are_ascii_and_come_back() {
        for value in ["a b ", "  two", "\\", "a=b:c#!d", "Müller 😀\u{85}".trim_end_matches('\u{85}'), "\\u0041", "${uuid}"] {
            let mut out = String::new();
            escape(value, &mut out).unwrap();
            assert!(out.is_ascii());
            assert_eq!(read(&format!("k={out}\nl=x")).unwrap()["k"], value);
        }
        assert_eq!(escape("${null}", &mut String::new()), Err(Reason::Reserved));
        assert_eq!(escape("a\u{85}", &mut String::new()), Err(Reason::Control));
    }
}
