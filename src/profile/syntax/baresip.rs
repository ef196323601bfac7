//! baresip's `accounts` and `config`. Measured with baresip 1.0 (Debian 12) by what went over the wire:
//!
//! - a quoted parameter value is taken as it stands, without escapes, so it cannot hold a `"`;
//! - but a backslash in front of the closing quote hides that quote, so an odd run of them at the end breaks the line;
//! - a parameter is the first `;name=` found anywhere, even inside another value's quotes: a password `x;regint=0` switches
//!   registration off;
//! - the line is copied into 1024 bytes, and passwords beyond some 500 bytes are lost.

use super::{Read, ReadError, Reason, insert, some_text};

/// Longest line the account module copies (its buffer has 1024 bytes).
const MAX_LINE: usize = 1000;

/// Values outside quotes: host names, numbers, words.
pub(super) fn escape_token(value: &str, out: &mut String) -> Result<(), Reason> {
    if value.is_empty() {
        return Err(Reason::Empty);
    }
    if !value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | ':' | '[' | ']' | '~')) {
        return Err(Reason::NotAName);
    }
    out.push_str(value);
    Ok(())
}

/// As in an account; people also have numbers with a star.
pub(super) fn escape_contact(value: &str, out: &mut String) -> Result<(), Reason> {
    escape_token(&value.replace('*', "-"), &mut String::new())?;
    out.push_str(value);
    Ok(())
}

pub(super) fn escape_config(value: &str, out: &mut String) -> Result<(), Reason> {
    some_text(value)?;
    if value.contains('"') {
        return Err(Reason::Quote);
    }
    if value.contains(' ') {
        return Err(Reason::InnerBlank);
    }
    out.push_str(value);
    Ok(())
}

/// `"value"` for `;name="value"`.
pub(super) fn parameter(value: &str) -> Result<String, Reason> {
    some_text(value)?;
    if value.contains('"') {
        return Err(Reason::Quote);
    }
    if value.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1 {
        return Err(Reason::BackslashAtEnd);
    }
    if value.split(';').skip(1).any(looks_like_parameter) {
        return Err(Reason::Parameter);
    }
    Ok(format!("\"{value}\""))
}

/// Whether the text behind a `;` starts with a word and `=`.
fn looks_like_parameter(text: &str) -> bool {
    let text = text.trim_start();
    let word = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(text.len());
    word > 0 && text[word..].trim_start().starts_with('=')
}

/// Reads each account: its address as `aor`, then the parameters known here, each the way baresip looks for it. Those of the second one
/// have `[2]` behind their names.
pub(super) fn read_accounts(text: &str) -> Result<Read, ReadError> {
    const NAMES: [&str; 16] = [
        "auth_user",
        "auth_pass",
        "regint",
        "outbound",
        "mediaenc",
        "mwi",
        "sipnat",
        "audio_codecs",
        "medianat",
        "stunserver",
        "stunuser",
        "stunpass",
        "ptime",
        "answermode",
        "sip_autoanswer",
        "dtmfmode",
    ];
    let mut read = Read::new();
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    for (account, (index, line)) in lines.enumerate() {
        let number = index + 1;
        let key = |name: &str| if account == 0 { name.to_owned() } else { format!("{name}[{}]", account + 1) };
        if line.len() > MAX_LINE {
            return Err(ReadError::new(number, "the line is longer than baresip's buffer"));
        }
        let end = address_end(line).ok_or(ReadError::new(number, "no `<sip:…>`"))?;
        insert(&mut read, key("aor"), line[..end].to_owned(), number)?;
        let parameters = &line[end..];
        for name in NAMES {
            if let Some(value) = find_parameter(parameters, name) {
                insert(&mut read, key(name), value, number)?;
            }
        }
    }
    if read.is_empty() { Err(ReadError::new(0, "no account")) } else { Ok(read) }
}

/// Behind the `>` of the address; quotes before it are respected.
fn address_end(line: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '>' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The first `;name=value` anywhere in the text; the value ends at a blank or `;` outside quotes, and one pair of quotes is taken off.
fn find_parameter(text: &str, name: &str) -> Option<String> {
    let mut rest = text;
    loop {
        rest = &rest[rest.find(';')? + 1..];
        let Some(value) = rest.trim_start().strip_prefix(name).and_then(|r| r.trim_start().strip_prefix('=')) else { continue };
        let value = value.trim_start();
        let (mut quoted, mut escaped) = (false, false);
        let end = value
            .char_indices()
            .find(|(_, c)| {
                match c {
                    _ if escaped => escaped = false,
                    '\\' => escaped = true,
                    '"' => quoted = !quoted,
                    ' ' | '\t' | ';' if !quoted => return true,
                    _ => {}
                }
                false
            })
            .map_or(value.len(), |(at, _)| at);
        let value = &value[..end];
        return Some(value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).unwrap_or(value).to_owned());
    }
}

/// Each line is an address (modules/contact/contact.c): `contact`, then `contact[2]`.
pub(super) fn read_contacts(text: &str) -> Result<Read, ReadError> {
    let mut read = Read::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
        let number = index + 1;
        if line.len() > MAX_LINE {
            return Err(ReadError::new(number, "the line is longer than baresip's buffer"));
        }
        if address_end(line) != Some(line.len()) {
            return Err(ReadError::new(number, "no `<sip:…>`, or something behind it"));
        }
        let key = if read.is_empty() { "contact".to_owned() } else { format!("contact[{}]", read.len() + 1) };
        insert(&mut read, key, line.to_owned(), number)?;
    }
    Ok(read)
}

/// `key value`, one a line; `module` and its kin repeat and are joined with blanks.
pub(super) fn read_config(text: &str) -> Result<Read, ReadError> {
    let mut read = Read::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_matches([' ', '\t', '\r']);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((key, value)) = line.split_once([' ', '\t']) else {
            return Err(ReadError::new(index + 1, "a key without a value"));
        };
        // The value ends at the first blank: what follows is a remark.
        let value = value.trim_start().split([' ', '\t']).next().unwrap_or_default();
        if key.starts_with("module") && key != "module_path" {
            let list: &mut String = read.entry(key.to_owned()).or_default();
            if !list.is_empty() {
                list.push(' ');
            }
            list.push_str(value);
        } else {
            insert(&mut read, key.to_owned(), value.to_owned(), index + 1)?;
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_account_as_baresip_does() {
        let read = read_accounts(
            "# c\n\"A \\\"x\\\" <y>\" <sip:2001@h:5060;transport=udp>;auth_user=u;auth_pass=\"a;b&c\\d e\";regint=300\n",
        )
        .unwrap();
        assert_eq!(read["aor"], "\"A \\\"x\\\" <y>\" <sip:2001@h:5060;transport=udp>");
        assert_eq!((read["auth_user"].as_str(), read["auth_pass"].as_str(), read["regint"].as_str()), ("u", "a;b&c\\d e", "300"));
        // What went wrong on the wire goes wrong here too.
        let injected = read_accounts("<sip:1@h>;auth_pass=\"x;regint=0\";regint=300").unwrap();
        assert_ne!(injected["regint"], "300");
        let open = read_accounts("<sip:1@h>;auth_pass=\"abc\\\";regint=300").unwrap();
        assert_ne!(open["auth_pass"], "abc\\");
        assert!(read_accounts("").is_err() && read_accounts("sip:1@h").is_err() && read_accounts("<a>\nb").is_err());
        let two = read_accounts("<sip:1@h>;regint=300\n# c\n<sip:2@h>;regint=60\n").unwrap();
        assert_eq!((two["aor"].as_str(), two["aor[2]"].as_str(), two["regint[2]"].as_str()), ("<sip:1@h>", "<sip:2@h>", "60"));
        assert!(read_accounts(&format!("<sip:1@h>;auth_pass=\"{}\"", "p".repeat(1000))).is_err());
    }

    #[test]
    fn parameters_that_would_break_are_refused() {
        for (value, reason) in [
            ("q\"q", Reason::Quote),
            ("abc\\", Reason::BackslashAtEnd),
            ("abc\\\\\\", Reason::BackslashAtEnd),
            ("x;regint=0", Reason::Parameter),
            ("x; regint =0", Reason::Parameter),
            ("a\tb", Reason::Control),
            ("", Reason::Empty),
        ] {
            assert_eq!(parameter(value), Err(reason), "{value}");
        }
        for value in ["a;b&c<d>e f", "abc\\\\", " lead", "100%ab%41,c=d", ";=", "a\\;b"] {
            let line = format!("<sip:1@h>;auth_pass={};regint=300", parameter(value).unwrap());
            assert_eq!(read_accounts(&line).unwrap()["auth_pass"], value);
        }
    }

    #[test]
    fn contacts_are_addresses() {
        let read = read_contacts("# c\n\"A \\\"x\\\"\" <sip:2008@h>\n\n\"B\" <sip:*97@h>\n").unwrap();
        assert_eq!(
            read.into_iter().collect::<Vec<_>>(),
            [
                ("contact".to_owned(), "\"A \\\"x\\\"\" <sip:2008@h>".to_owned()),
                ("contact[2]".to_owned(), "\"B\" <sip:*97@h>".to_owned()),
            ]
        );
        assert!(read_contacts("2008\n").is_err() && read_contacts("<sip:1@h>;presence=p2p\n").is_err());
        let mut out = String::new();
        assert!(escape_contact("*97", &mut out).is_ok() && escape_contact("a>b", &mut out).is_err());
    }

    #[test]
    fn config_is_keys_and_values() {
        let read = read_config("# c\nsip_cafile\t/etc/ca.pem # remark\nmodule opus.so\nmodule  g711.so\n").unwrap();
        assert_eq!((read["sip_cafile"].as_str(), read["module"].as_str()), ("/etc/ca.pem", "opus.so g711.so"));
        assert_eq!(read_config("a 1\nx\n").unwrap_err().line, 2);
        let mut out = String::new();
        assert_eq!(escape_config("/my ca.pem", &mut out), Err(Reason::InnerBlank));
        assert_eq!(escape_token("a;b", &mut out), Err(Reason::NotAName));
    }
}
