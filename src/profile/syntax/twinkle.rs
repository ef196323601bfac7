//! Twinkle's profiles. Measured with twinkle-console 1.10.2: `key=value` split at the first `=`, blanks around both are dropped, lines
//! starting with `#` are comments, a line without `=` ends the program, a byte order mark loads but registers nothing.

use super::{Read, ReadError, Reason, insert, no_control};

pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    no_control(value)?;
    if value.starts_with(' ') {
        return Err(Reason::LeadingBlank);
    }
    if value.ends_with(' ') {
        return Err(Reason::TrailingBlank);
    }
    out.push_str(value);
    Ok(())
}

pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let mut read = Read::new();
    if text.starts_with('\u{feff}') {
        return Err(ReadError::new(1, "a byte order mark in front of the first key"));
    }
    for (index, line) in text.lines().enumerate() {
        let line = trim(line);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { return Err(ReadError::new(index + 1, "no `=`")) };
        insert(&mut read, trim(key).to_owned(), trim(value).to_owned(), index + 1)?;
    }
    Ok(read)
}

/// Twinkle trims blanks and tabs only; other white space of Unicode stays.
fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_twinkle_does() {
        let read = read("# c\nauth_pass = #a=b\"c \nuser_display=\n\n").unwrap();
        assert_eq!(read["auth_pass"], "#a=b\"c");
        assert_eq!(read["user_display"], "");
        assert_eq!(super::read("a=1\nb\n").unwrap_err().line, 2);
        assert_eq!(super::read("a=1\na=1\n").unwrap_err().line, 2);
        assert_eq!(super::read("\u{feff}a=1\n").unwrap_err().line, 1);
    }

    #[test]
    fn refuses_outer_blanks_and_breaks() {
        let mut out = String::new();
        assert_eq!(escape(" a", &mut out), Err(Reason::LeadingBlank));
        assert_eq!(escape("a ", &mut out), Err(Reason::TrailingBlank));
        assert_eq!(escape("a\nb", &mut out), Err(Reason::Control));
        assert_eq!(escape("a\u{a0}", &mut out), Ok(()));
    }
}
