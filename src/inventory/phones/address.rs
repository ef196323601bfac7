//! `"Display Name" <sip:user@host:port;transport=tls>;parameters` as softphones write it.

/// The parts of an address. Nothing but the user part is decoded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Address {
    pub display: Option<String>,
    pub secure: bool,
    pub user: String,
    /// Host and port as written.
    pub host: String,
    pub transport: Option<String>,
    /// Behind the user name, as old versions of programs took it: `sip:2001:secret@host`.
    pub password: Option<String>,
    /// What follows the closing bracket, from its first character.
    pub after: usize,
}

/// Reads a name with an address in brackets, or a bare address. None: it is neither.
pub(super) fn read(text: &str) -> Option<Address> {
    let (display, rest) = display(text)?;
    let begin = text.len() - rest.len();
    let (uri, after) = match rest.strip_prefix('<') {
        Some(inner) => {
            let end = inner.find('>')?;
            (&inner[..end], begin + end + 2)
        }
        None if display.is_none() => (rest.trim_end(), text.len()),
        None => return None,
    };
    let lower = uri.get(..5).unwrap_or(uri).to_ascii_lowercase();
    let (secure, rest) = if lower.starts_with("sips:") {
        (true, &uri[5..])
    } else if lower.starts_with("sip:") {
        (false, &uri[4..])
    } else {
        // A host alone is a registrar.
        (false, uri)
    };
    let (place, parameters) = rest.find([';', '?']).map_or((rest, ""), |at| rest.split_at(at));
    let (user, host) = place.rsplit_once('@').unwrap_or(("", place));
    let (user, password) = user.split_once(':').map_or((user, None), |(user, password)| (user, Some(password)));
    let (user, password) = (decoded(user), password.filter(|password| !password.is_empty()).map(decoded));
    let usable = !host.is_empty() && !host.contains(char::is_whitespace) && !user.chars().any(char::is_control);
    let transport = parameters
        .split([';', '?'])
        .find_map(|one| one.split_once('=').filter(|(name, _)| name.eq_ignore_ascii_case("transport")))
        .map(|(_, value)| value.to_owned());
    usable.then(|| Address { display, secure, user, host: host.to_owned(), transport, password, after })
}

/// The name in front and what follows it. None: a quote stays open.
fn display(text: &str) -> Option<(Option<String>, &str)> {
    let start = text.trim_start();
    let Some(quoted) = start.strip_prefix('"') else {
        let Some(open) = start.find('<') else { return Some((None, start)) };
        let name = start[..open].trim();
        return Some(((!name.is_empty()).then(|| name.to_owned()), &start[open..]));
    };
    let mut name = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some(((!name.is_empty()).then_some(name), quoted[at + 1..].trim_start())),
            '\\' => name.extend(chars.next().map(|(_, next)| next)),
            c => name.push(c),
        }
    }
    None
}

/// `%XX` of the user part; left as it is where that gives no text.
fn decoded(user: &str) -> String {
    let hex = |byte: u8| char::from(byte).to_digit(16);
    let bytes = user.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = (bytes[at] == b'%').then(|| Some((hex(*bytes.get(at + 1)?)?, hex(*bytes.get(at + 2)?)?))).flatten();
        if let Some((high, low)) = pair {
            out.push((high * 16 + low) as u8);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| user.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses() {
        let check = |text: &str, shown: &str| {
            let got = read(text).map_or_else(
                || "none".to_owned(),
                |a| {
                    let rest = &text[a.after.min(text.len())..];
                    format!(
                        "{:?} {} {} {:?}{} |{rest}",
                        a.display,
                        a.user,
                        a.host,
                        a.transport,
                        if a.secure { " sips" } else { "" }
                    )
                },
            );
            assert_eq!(got, shown, "{text}");
        };
        check(
            "\"Anna \\\"A\\\" Muster\" <sip:2001@pbx.example;transport=tls>;regint=60",
            "Some(\"Anna \\\"A\\\" Muster\") 2001 pbx.example Some(\"tls\") |;regint=60",
        );
        check("Anna <sip:2001@h:5061>", "Some(\"Anna\") 2001 h:5061 None |");
        check("<sips:2001@[::1]:5061>;a", "None 2001 [::1]:5061 None sips |;a");
        check("sip:pbx.example;transport=tcp", "None  pbx.example Some(\"tcp\") |");
        check("pbx.example:5060", "None  pbx.example:5060 None |");
        check("<sip:%32001:geheim@h>", "None 2001 h None |");
        check("\"open <sip:1@h>", "none");
        check("\"x\" sip:1@h", "none");
        check("<sip:1@h", "none");
        check("<sip:1@>", "none");
        check("", "none");
    }
}
