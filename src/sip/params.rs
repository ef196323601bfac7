//! `;name=value` lists as they follow URIs and header values (RFC 3261 section 25.1), and quoted strings.

use std::borrow::Cow;
use std::fmt;

/// Text that does not follow the grammar at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What was expected, lower case.
    pub expected: &'static str,
    /// Byte offset in the text given.
    pub at: usize,
}

impl SyntaxError {
    pub(crate) fn new(expected: &'static str, at: usize) -> Self {
        Self { expected, at }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.at)
    }
}

impl std::error::Error for SyntaxError {}

/// One parameter. The value keeps its quotes and escapes, so that what is sent back is what came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    pub name: String,
    pub raw: Option<String>,
}

/// Parameters in the order they stood; names compare without case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Params(Vec<Param>);

impl Params {
    /// Reads `;a;b=c;d="e;f"` from `text`. Blanks around `;` and `=` are allowed; a quoted value may hold anything.
    ///
    /// # Errors
    /// When something other than a parameter stands there, or a quote is not closed.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let bytes = text.as_bytes();
        let mut list = Vec::new();
        let mut at = skip_blanks(bytes, 0);
        while at < bytes.len() {
            if bytes[at] != b';' {
                return Err(SyntaxError::new("`;`", at));
            }
            at = skip_blanks(bytes, at + 1);
            let start = at;
            while at < bytes.len() && !matches!(bytes[at], b';' | b'=' | b' ' | b'\t' | b'"') {
                at += 1;
            }
            let name = &text[start..at];
            at = skip_blanks(bytes, at);
            if name.is_empty() {
                // `;;` and a `;` at the end are seen in the wild and say nothing.
                if at == bytes.len() || bytes[at] == b';' {
                    continue;
                }
                return Err(SyntaxError::new("a parameter name", start));
            }
            let mut raw = None;
            if at < bytes.len() && bytes[at] == b'=' {
                at = skip_blanks(bytes, at + 1);
                let start = at;
                if at < bytes.len() && bytes[at] == b'"' {
                    at = end_of_quoted(bytes, at).ok_or(SyntaxError::new("a closing quote", start))?;
                } else {
                    while at < bytes.len() && !matches!(bytes[at], b';' | b'"') {
                        at += 1;
                    }
                }
                raw = Some(text[start..at].trim_end_matches([' ', '\t']).to_owned());
                at = skip_blanks(bytes, at);
            }
            list.push(Param { name: name.to_owned(), raw });
        }
        Ok(Self(list))
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Param> {
        self.0.iter()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The value without quotes and escapes; `None` when the parameter is absent or has no value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.raw(name).map(unquote)
    }

    /// The value as it stood.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.find(name)?.raw.as_deref()
    }

    /// Sets or appends a parameter; `raw` is written as given.
    pub fn set(&mut self, name: &str, raw: Option<&str>) {
        let raw = raw.map(str::to_owned);
        match self.0.iter_mut().find(|p| p.name.eq_ignore_ascii_case(name)) {
            Some(param) => param.raw = raw,
            None => self.0.push(Param { name: name.to_owned(), raw }),
        }
    }

    /// Builder form of [`Params::set`].
    #[must_use]
    pub fn with(mut self, name: &str, raw: &str) -> Self {
        self.set(name, Some(raw));
        self
    }

    /// Builder form of [`Params::set`] without a value.
    #[must_use]
    pub fn with_flag(mut self, name: &str) -> Self {
        self.set(name, None);
        self
    }

    pub fn remove(&mut self, name: &str) {
        self.0.retain(|p| !p.name.eq_ignore_ascii_case(name));
    }

    fn find(&self, name: &str) -> Option<&Param> {
        self.0.iter().find(|p| p.name.eq_ignore_ascii_case(name))
    }
}

impl<'a> IntoIterator for &'a Params {
    type Item = &'a Param;
    type IntoIter = std::slice::Iter<'a, Param>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for param in &self.0 {
            write!(f, ";{}", param.name)?;
            if let Some(raw) = &param.raw {
                write!(f, "={raw}")?;
            }
        }
        Ok(())
    }
}

pub(crate) fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && matches!(bytes[at], b' ' | b'\t') {
        at += 1;
    }
    at
}

/// `at` is the opening quote; gives the offset after the closing one.
pub(crate) fn end_of_quoted(bytes: &[u8], at: usize) -> Option<usize> {
    let mut i = at + 1;
    while i < bytes.len() {
        match bytes[i] {
            b'\\' => i += 2,
            b'"' => return Some(i + 1),
            _ => i += 1,
        }
    }
    None
}

/// Removes outer quotes and backslash escapes; other text is given back as it is.
#[must_use]
pub fn unquote(raw: &str) -> Cow<'_, str> {
    let Some(inner) = raw.strip_prefix('"').and_then(|r| r.strip_suffix('"')) else { return Cow::Borrowed(raw) };
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { chars.next().unwrap_or('\\') } else { c });
    }
    Cow::Owned(out)
}

/// Writes a quoted string; `"` and `\` are escaped, line ends cannot be represented and become blanks.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_quoted(&mut out, text);
    out
}

/// [`quote`] at the end of what is there.
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    if !text.bytes().any(|b| matches!(b, b'"' | b'\\' | b'\r' | b'\n')) {
        out.push_str(text);
        out.push('"');
        return;
    }
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\r' | '\n' => out.push(' '),
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// Whether `text` is a token (RFC 3261 section 25.1).
#[must_use]
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_byte)
}

/// By a table: every header name of every answer is looked at.
pub(crate) fn is_token_byte(b: u8) -> bool {
    const TOKEN: [bool; 256] = {
        let mut table = [false; 256];
        let mut b = 0;
        while b < 128 {
            table[b as usize] = (b as u8).is_ascii_alphanumeric()
                || matches!(b as u8, b'-' | b'.' | b'!' | b'%' | b'*' | b'_' | b'+' | b'`' | b'\'' | b'~');
            b += 1;
        }
        table
    };
    TOKEN[usize::from(b)]
}

/// Splits at commas that stand neither in quotes nor in angle brackets; empty items are left out.
///
/// # Errors
/// When a quote or an angle bracket is not closed.
pub fn split_list(text: &str) -> Result<Vec<&str>, SyntaxError> {
    let bytes = text.as_bytes();
    let (mut items, mut start, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = end_of_quoted(bytes, at).ok_or(SyntaxError::new("a closing quote", at))?,
            b'<' => {
                at = memchr::memchr(b'>', &bytes[at..]).map(|n| at + n + 1).ok_or(SyntaxError::new("a closing `>`", at))?;
            }
            b',' => {
                items.push(&text[start..at]);
                at += 1;
                start = at;
            }
            _ => at += 1,
        }
    }
    items.push(&text[start.min(text.len())..]);
    Ok(items.into_iter().map(|i| i.trim_matches([' ', '\t'])).filter(|i| !i.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_quoted_values_and_blanks_around_signs() {
        let p = Params::parse(" ; +sip.instance = \"<urn:uuid:a;b>\" ;ob; gr=urn:uuid:f81d:x ;q= 0.7;").unwrap();
        assert_eq!(p.get("+SIP.instance").as_deref(), Some("<urn:uuid:a;b>"));
        assert!(p.has("ob") && p.get("ob").is_none());
        assert_eq!(p.raw("gr"), Some("urn:uuid:f81d:x"));
        assert_eq!(p.to_string(), ";+sip.instance=\"<urn:uuid:a;b>\";ob;gr=urn:uuid:f81d:x;q=0.7");
    }

    #[test]
    fn refuses_what_is_no_parameter() {
        for bad in ["x", ";a=\"b", ";=c", ";\"x\"", ";a=\"b\"c"] {
            assert!(Params::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn quoting_round_trips() {
        for text in ["", "a", "say \"hi\"", "back\\slash", "ü;,<>"] {
            assert_eq!(unquote(&quote(text)), text);
        }
        assert_eq!(unquote("\"\\"), "\"\\", "a lone quote is no quoted string");
    }

    #[test]
    fn splits_only_at_outer_commas() {
        let list = split_list("\"a, \\\" b\" <sip:x,y@h>;p=\"1,2\", <sip:z@h> ,, ").unwrap();
        assert_eq!(list, ["\"a, \\\" b\" <sip:x,y@h>;p=\"1,2\"", "<sip:z@h>"]);
        assert!(split_list("\"open").is_err() && split_list("<open").is_err());
    }
}
