//! Sipnetic's account line for QR codes: `name=value;`, a `;` in a value is doubled. What the program makes of blanks at the edges of a
//! value is not known, so there are none.

use super::{Read, ReadError, Reason, insert, no_control, xml};

pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    no_control(value)?;
    xml::edges(value)?;
    out.push_str(&value.replace(';', ";;"));
    Ok(())
}

pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    if text.contains('\n') {
        return Err(ReadError::new(2, "more than one line"));
    }
    let mut read = Read::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (key, tail) = rest.split_once('=').ok_or(ReadError::new(1, "no `=`"))?;
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(ReadError::new(1, "a setting without a name"));
        }
        let mut value = String::new();
        let mut chars = tail.char_indices().peekable();
        let end = loop {
            match chars.next() {
                Some((at, ';')) => match chars.next_if(|(_, c)| *c == ';') {
                    Some(_) => value.push(';'),
                    None => break at + 1,
                },
                Some((_, c)) => value.push(c),
                None => return Err(ReadError::new(1, "a value without its `;`")),
            }
        };
        insert(&mut read, key.to_owned(), value, 1)?;
        rest = &tail[end..];
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_are_doubled() {
        let read = read("d=pbx.example;u=2001;p=a;;b=c;;;n=;\n").unwrap();
        assert_eq!((read["d"].as_str(), read["p"].as_str(), read["n"].as_str()), ("pbx.example", "a;b=c;", ""));
        for text in ["d=x", "d=x;\ny=z;", "=x;", "x;", "a b=c;", "d=1;d=2;"] {
            assert!(super::read(text).is_err(), "{text}");
        }
        let mut out = String::new();
        escape(";x;", &mut out).unwrap();
        assert_eq!(super::read(&format!("p={out};q=;")).unwrap()["p"], ";x;");
        assert_eq!(escape(" x", &mut out), Err(Reason::LeadingBlank));
    }
}
