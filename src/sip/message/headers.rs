//! The ordered header list.

use std::borrow::Cow;

/// Canonical names with their compact forms (RFC 3261 section 7.3.3 and the IANA registry); the frequent ones first, because the
/// search is linear.
const NAMES: &[(&str, Option<char>)] = &[
    ("Via", Some('v')),
    ("From", Some('f')),
    ("To", Some('t')),
    ("Call-ID", Some('i')),
    ("CSeq", None),
    ("Contact", Some('m')),
    ("Content-Length", Some('l')),
    ("WWW-Authenticate", None),
    ("Authorization", None),
    ("Server", None),
    ("Expires", None),
    ("Date", None),
    ("User-Agent", None),
    ("Max-Forwards", None),
    ("Supported", Some('k')),
    ("Allow", None),
    ("Accept", None),
    ("Accept-Contact", Some('a')),
    ("Accept-Encoding", None),
    ("Accept-Language", None),
    ("Alert-Info", None),
    ("Allow-Events", Some('u')),
    ("Authentication-Info", None),
    ("Call-Info", None),
    ("Content-Disposition", None),
    ("Content-Encoding", Some('e')),
    ("Content-Language", None),
    ("Content-Type", Some('c')),
    ("Error-Info", None),
    ("Event", Some('o')),
    ("Flow-Timer", None),
    ("Identity", Some('y')),
    ("In-Reply-To", None),
    ("MIME-Version", None),
    ("Min-Expires", None),
    ("Min-SE", None),
    ("Organization", None),
    ("P-Asserted-Identity", None),
    ("P-Associated-URI", None),
    ("P-Registrar-Error", None),
    ("Path", None),
    ("Priority", None),
    ("Proxy-Authenticate", None),
    ("Proxy-Authorization", None),
    ("Proxy-Require", None),
    ("Reason", None),
    ("Record-Route", None),
    ("Refer-To", Some('r')),
    ("Referred-By", Some('b')),
    ("Reject-Contact", Some('j')),
    ("Replaces", None),
    ("Reply-To", None),
    ("Request-Disposition", Some('d')),
    ("Require", None),
    ("Retry-After", None),
    ("Route", None),
    ("Service-Route", None),
    ("Session-Expires", Some('x')),
    ("Subject", Some('s')),
    ("Subscription-State", None),
    ("Timestamp", None),
    ("Unsupported", None),
    ("Warning", None),
];

/// The canonical spelling of a header name; unknown names stay as they are.
pub(super) fn canonical(name: &str) -> Cow<'static, str> {
    known(name).map_or_else(|| Cow::Owned(name.to_owned()), Cow::Borrowed)
}

/// The canonical spelling of a name of the table.
pub(super) fn known(name: &str) -> Option<&'static str> {
    if let [letter] = name.as_bytes() {
        let letter = char::from(letter.to_ascii_lowercase());
        if let Some((long, _)) = NAMES.iter().find(|(_, compact)| *compact == Some(letter)) {
            return Some(long);
        }
    }
    NAMES.iter().find(|(known, _)| known.len() == name.len() && known.eq_ignore_ascii_case(name)).map(|(known, _)| *known)
}

/// One header line: canonical name, value as it stood without folding and outer blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header<'v> {
    pub name: Cow<'v, str>,
    pub value: Cow<'v, str>,
}

/// Headers in the order they stood. Names compare without case; compact and long forms are the same name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnyHeaders<'v>(Vec<Header<'v>>);

/// Headers that own their text.
pub type Headers = AnyHeaders<'static>;

impl<'v> AnyHeaders<'v> {
    pub(super) fn from_lines(lines: Vec<Header<'v>>) -> Self {
        Self(lines)
    }

    /// Appends; line ends in the value become blanks.
    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push(Header { name: canonical(name), value: one_line_owned(value.into()).into() });
    }

    /// Replaces the first header of that name and removes the others, or appends.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let wanted = canonical(name);
        let mut value = Some(Cow::from(one_line_owned(value.into())));
        self.0.retain_mut(|h| {
            if !h.name.eq_ignore_ascii_case(&wanted) {
                return true;
            }
            let Some(value) = value.take() else { return false };
            h.value = value;
            true
        });
        if let Some(value) = value {
            self.0.push(Header { name: wanted, value });
        }
    }

    /// Removes every header of that name.
    pub fn remove(&mut self, name: &str) {
        let wanted = canonical(name);
        self.0.retain(|h| !h.name.eq_ignore_ascii_case(&wanted));
    }

    /// The first value of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of that name, in order.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        // What is kept is canonical; only a compact name needs a look into the table.
        let wanted = if name.len() == 1 { canonical(name) } else { Cow::Borrowed(name) };
        self.0.iter().filter(move |h| h.name.eq_ignore_ascii_case(&wanted)).map(|h| h.value.as_ref())
    }

    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Items of comma-separated token headers (Supported, Allow, Require, …), over all lines of that name.
    pub fn tokens<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.all(name).flat_map(|v| v.split(',')).map(str::trim).filter(|t| !t.is_empty())
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Header<'v>> {
        self.0.iter()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn write(&self, out: &mut Vec<u8>, body: &[u8]) {
        for header in self.0.iter().filter(|h| h.name != "Content-Length") {
            for part in [&header.name, ": ", &header.value, "\r\n"] {
                out.extend_from_slice(part.as_bytes());
            }
        }
        out.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
        out.extend_from_slice(body);
    }
}

impl<'a, 'v> IntoIterator for &'a AnyHeaders<'v> {
    type Item = &'a Header<'v>;
    type IntoIter = std::slice::Iter<'a, Header<'v>>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Nothing may smuggle a second line into a message.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\r', '\n']) { Cow::Owned(text.replace(['\r', '\n'], " ")) } else { Cow::Borrowed(text) }
}

fn one_line_owned(text: String) -> String {
    match one_line(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(changed) => changed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_compare_without_case_and_compact_forms_count() {
        let mut h = Headers::default();
        h.push("m", "<sip:a@h>");
        h.push("contact", "<sip:b@h>");
        h.push("X-Odd", "1");
        assert_eq!(h.all("CONTACT").collect::<Vec<_>>(), ["<sip:a@h>", "<sip:b@h>"]);
        assert_eq!(h.get("x-odd"), Some("1"));
        h.set("Contact", "*");
        assert_eq!(h.all("m").collect::<Vec<_>>(), ["*"]);
        h.remove("M");
        assert!(!h.has("Contact") && h.len() == 1);
    }

    #[test]
    fn a_value_cannot_smuggle_a_line() {
        let mut h = Headers::default();
        h.push("Subject", "a\r\nEvil: 1");
        let mut out = Vec::new();
        h.write(&mut out, b"xyz");
        assert_eq!(out, b"Subject: a  Evil: 1\r\nContent-Length: 3\r\n\r\nxyz");
    }

    #[test]
    fn the_name_table_agrees_with_rsip() {
        // rsip spells some names its own way; the comparison is by the variant it chooses.
        let unknown_to_rsip = [
            "Accept-Contact",
            "Allow-Events",
            "Flow-Timer",
            "Identity",
            "Min-SE",
            "P-Asserted-Identity",
            "P-Associated-URI",
            "P-Registrar-Error",
            "Path",
            "Reason",
            "Refer-To",
            "Referred-By",
            "Reject-Contact",
            "Replaces",
            "Request-Disposition",
            "Service-Route",
            "Session-Expires",
            "Subscription-State",
        ];
        for (name, _) in NAMES {
            let text = format!("SIP/2.0 200 OK\r\n{name}: 1\r\n\r\n");
            let rsip::SipMessage::Response(parsed) = rsip::SipMessage::try_from(text.as_bytes()).unwrap() else { panic!() };
            let other = parsed.headers.iter().any(|h| matches!(h, rsip::Header::Other(..)));
            assert_eq!(other, unknown_to_rsip.contains(name), "{name}");
        }
    }
}
