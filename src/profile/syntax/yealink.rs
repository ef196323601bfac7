//! Yealink's configuration: `key = value` under a first line that names the version. Everything behind `=` counts, without quotes or
//! escapes; blanks around it are dropped; `%NULL%` resets a setting.

use super::{Read, ReadError, Reason, insert, no_control, xml};

pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    no_control(value)?;
    if value == "%NULL%" {
        return Err(Reason::Reserved);
    }
    // Some readers of these files take quotes around the whole value away; nobody has measured the phones.
    if value.len() > 1 && value.starts_with('"') && value.ends_with('"') {
        return Err(Reason::Quote);
    }
    xml::edges(value)?;
    out.push_str(value);
    Ok(())
}

pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let mut read = Read::new();
    if !text.starts_with("#!version:1.0.0.1") {
        return Err(ReadError::new(1, "the first line is not `#!version:1.0.0.1`"));
    }
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once('=').ok_or(ReadError::new(index + 1, "no `=`"))?;
        let value = value.trim();
        let value = if value == "%NULL%" { "" } else { value };
        insert(&mut read, key.trim().to_owned(), value.to_owned(), index + 1)?;
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_behind_the_first_equals_sign_counts() {
        let read = read("#!version:1.0.0.1\n# c\naccount.1.password = a=b#c;\"d\" \naccount.1.label=%NULL%\n").unwrap();
        assert_eq!((read["account.1.password"].as_str(), read["account.1.label"].as_str()), ("a=b#c;\"d\"", ""));
        assert_eq!(super::read("a = 1\n").unwrap_err().line, 1);
        assert_eq!(super::read("#!version:1.0.0.1\nx\n").unwrap_err().line, 2);
        let mut out = String::new();
        assert_eq!(escape("%NULL%", &mut out), Err(Reason::Reserved));
        assert_eq!(escape("a ", &mut out), Err(Reason::TrailingBlank));
        assert_eq!((escape("\"a\"", &mut out), escape("\"", &mut out)), (Err(Reason::Quote), Ok(())));
    }
}
