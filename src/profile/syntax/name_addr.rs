//! `"Display Name" <sip:user@host:port;transport=tls>` as Linphone and baresip read it (RFC 3261 section 25.1, name-addr).

use super::Reason;

/// A display name between quotes, with `"` and `\` escaped (quoted-string of RFC 3261).
pub fn quoted(name: &str) -> Result<String, Reason> {
    if name.chars().any(char::is_control) {
        return Err(Reason::Control);
    }
    let mut out = String::with_capacity(name.len() + 2);
    out.push('"');
    for c in name.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    Ok(out)
}

/// The parts of an address, without escapes and brackets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameAddr {
    pub display: String,
    pub scheme: String,
    pub user: String,
    pub host: String,
    pub port: String,
    pub transport: String,
}

impl NameAddr {
    /// Reads a name-addr or a bare URI, and URLs of WebSockets; none where it has no host or an open quote.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (display, rest) = display(text.trim_start())?;
        let uri = match rest.strip_prefix('<') {
            Some(rest) => &rest[..rest.find('>')?],
            None if display.is_empty() => rest,
            None => return None,
        };
        let (scheme, rest) = uri.split_once(':')?;
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (address, parameters) = match rest.find([';', '/', '?']) {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        let (user, hostport) = address.rsplit_once('@').unwrap_or(("", address));
        let (host, port) = match hostport.strip_prefix('[') {
            Some(six) => {
                let (host, port) = six.split_once(']')?;
                (host, port.strip_prefix(':').unwrap_or_default())
            }
            None => hostport.split_once(':').unwrap_or((hostport, "")),
        };
        if host.is_empty() {
            return None;
        }
        let transport = parameters.split(';').find_map(|p| p.strip_prefix("transport=")).unwrap_or_default();
        Some(Self {
            display,
            scheme: scheme.to_owned(),
            user: user.to_owned(),
            host: host.to_owned(),
            port: port.to_owned(),
            transport: transport.to_owned(),
        })
    }

    /// Reads `host:port` without a scheme, as Twinkle keeps it.
    #[must_use]
    pub fn read_bare(text: &str) -> Option<Self> {
        Self::read(&format!("sip:{text}"))
    }

    /// One part by its name in `profile.yaml`.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&str> {
        Some(match name {
            "display" => &self.display,
            "scheme" => &self.scheme,
            "user" => &self.user,
            "host" => &self.host,
            "port" => &self.port,
            "transport" => &self.transport,
            _ => return None,
        })
    }
}

/// The unescaped display name and what follows it.
fn display(text: &str) -> Option<(String, &str)> {
    let Some(body) = text.strip_prefix('"') else {
        // Unquoted words up to the angle bracket; a bare URI has none.
        return match text.find('<') {
            Some(at) => Some((text[..at].trim_end().to_owned(), &text[at..])),
            None => Some((String::new(), text)),
        };
    };
    let mut name = String::new();
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        match c {
            _ if escaped => {
                name.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return Some((name, body[at + 1..].trim_start())),
            _ => name.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_whatever_they_hold() {
        for name in ["Anna Muster", "\"", "\\", "a\\\"b", "Müller & <Söhne>; x=1, 😀", "  two  ", ""] {
            let text = format!("{} <sip:2001@pbx.test>", quoted(name).unwrap());
            let read = NameAddr::read(&text).unwrap();
            assert_eq!((read.display.as_str(), read.user.as_str(), read.host.as_str()), (name, "2001", "pbx.test"));
        }
        assert_eq!(quoted("a\nb"), Err(Reason::Control));
    }

    #[test]
    fn parts_of_addresses() {
        let read = NameAddr::read("<sip:pbx.test:5061;transport=tls>").unwrap();
        assert_eq!((read.host.as_str(), read.port.as_str(), read.transport.as_str()), ("pbx.test", "5061", "tls"));
        let read = NameAddr::read("sip:[2001:db8::1]:5060;lr;transport=udp").unwrap();
        assert_eq!((read.host.as_str(), read.port.as_str(), read.transport.as_str()), ("2001:db8::1", "5060", "udp"));
        let read = NameAddr::read("wss://pbx.test:8089/ws").unwrap();
        assert_eq!((read.scheme.as_str(), read.host.as_str(), read.port.as_str()), ("wss", "pbx.test", "8089"));
        for bad in ["", "\"open <sip:a@b>", "\"x\" sip:a@b", "<sip:a@b", "nothing", "sip:", "sip:[::1"] {
            assert_eq!(NameAddr::read(bad), None, "{bad}");
        }
    }
}
