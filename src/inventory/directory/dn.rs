//! Distinguished names (RFC 4514): only the first part is asked for, as the name of an entry that has no other.

/// Type in lower case and value of the first part: `CN=Weiss\, Joerg,OU=…` gives `cn` and `Weiss, Joerg`.
#[must_use]
pub(super) fn first(dn: &str) -> Option<(String, String)> {
    let (kind, rest) = dn.split_once('=')?;
    let kind = kind.trim().to_ascii_lowercase();
    if kind.is_empty() || !kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-') {
        return None;
    }
    let mut bytes: Vec<u8> = Vec::new();
    // Blanks at the end count only where a backslash is before them.
    let mut kept = 0;
    let mut chars = rest.trim_start().chars().peekable();
    let quoted = chars.next_if_eq(&'"').is_some();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let next = chars.next()?;
                match (next.to_digit(16), chars.peek().and_then(|c| c.to_digit(16))) {
                    (Some(high), Some(low)) => {
                        chars.next();
                        bytes.push((high * 16 + low) as u8);
                    }
                    _ => bytes.extend(next.encode_utf8(&mut [0; 4]).as_bytes()),
                }
                kept = bytes.len();
            }
            '"' if quoted => {
                kept = bytes.len();
                break;
            }
            // RFC 2253 allowed `;` as well.
            ',' | ';' | '+' if !quoted => break,
            c => {
                bytes.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
                if c != ' ' {
                    kept = bytes.len();
                }
            }
        }
    }
    bytes.truncate(kept);
    let value = String::from_utf8(bytes).ok()?;
    (!value.is_empty()).then_some((kind, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        for (dn, value) in [
            ("CN=Weiss\\, Joerg,OU=Hauptamt", Some("Weiss, Joerg")),
            ("cn=M\\C3\\BCller\\2C Hans , ou=x", Some("Müller, Hans")),
            ("CN=Müller\\, Hans\\ ,OU=x", Some("Müller, Hans ")),
            ("cn=\"Weiss, Joerg\",ou=x", Some("Weiss, Joerg")),
            ("uid=huber+cn=Anna,ou=x", Some("huber")),
            ("CN=a\\+b\\=c\\\\d", Some("a+b=c\\d")),
            ("cn=\\FF,ou=x", None),
            ("cn=,ou=x", None),
            ("cn=x\\", None),
            ("no name", None),
            ("ü=x", None),
        ] {
            assert_eq!(first(dn).map(|(_, value)| value).as_deref(), value, "{dn}");
        }
    }
}
