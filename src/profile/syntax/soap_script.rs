//! Scripts that send one SOAP request: the request stands in single quotes on the line of `body=` (shell) or `$body =` (PowerShell). Every
//! character of a value but letters, digits and a few marks of ASCII is written as `&#number;`, so no value can leave the quotes of either
//! shell, whatever encoding the script is read in, and none can leave its XML element.

use std::fmt::Write as _;

use super::{Read, ReadError, Reason, xml};

pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    xml::edges(value)?;
    for c in value.chars() {
        match c {
            c if c.is_control() => return Err(Reason::Control),
            '\u{fffe}' | '\u{ffff}' => return Err(Reason::NotUnicode),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' | ':' | '[' | ']' => out.push(c),
            c => {
                let _ = write!(out, "&#{};", c as u32);
            }
        }
    }
    Ok(())
}

/// The elements of the request, by their path below the envelope.
pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let mut found = None;
    for (index, line) in text.lines().enumerate() {
        let Some(quoted) = line.strip_prefix("body=").or_else(|| line.strip_prefix("$body = ")) else { continue };
        let number = index + 1;
        let request = quoted
            .strip_prefix('\'')
            .and_then(|rest| rest.strip_suffix('\''))
            .ok_or(ReadError::new(number, "the request is not in single quotes"))?;
        // PowerShell also ends a text at the curly ones.
        if request.contains(['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}']) {
            return Err(ReadError::new(number, "a quote inside the request"));
        }
        if found.replace(request).is_some() {
            return Err(ReadError::new(number, "a second request"));
        }
    }
    xml::read(found.ok_or(ReadError::new(0, "no request"))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_leaves_the_quotes() {
        for value in ["a'b; rm -rf ~ #", "’; x ‘", "$(id) `id`", "</x><y>", "ü 😀 \\ \" &", "@INDEX@"] {
            let mut out = String::new();
            escape(value, &mut out).unwrap();
            assert!(out.is_ascii() && !out.contains(['\'', '$', '`', '"', '\\', '<', '@']));
            for script in [format!("#!/bin/sh\nbody='<e><x>{out}</x></e>'\n"), format!("$body = '<e><x>{out}</x></e>'\n")] {
                assert_eq!(read(&script).unwrap()["x"], value);
            }
        }
        for text in ["", "body=<e/>", "body='<e>'x'</e>'", "body='<e>’</e>'", "body='<e/>'\nbody='<e/>'"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(escape("a\u{7}", &mut String::new()), Err(Reason::Control));
        assert_eq!(escape(" a", &mut String::new()), Err(Reason::LeadingBlank));
    }
}
