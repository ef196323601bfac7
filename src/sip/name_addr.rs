//! `"Name" <uri>;params` values and lists: From, To, Contact, Route, Path, Service-Route (RFC 3261 section 20.10).

use std::fmt;

use super::params::{Params, SyntaxError, end_of_quoted, is_token, quote, split_list, unquote};
use super::uri::Uri;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameAddr {
    /// Display name without quotes and escapes.
    pub display: Option<String>,
    pub uri: Uri,
    /// Header parameters such as `tag`, `expires`, `q`, `+sip.instance`, `pub-gruu`.
    pub params: Params,
}

/// The values of all Contact headers of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contacts {
    /// `Contact: *`
    Star,
    List(Vec<NameAddr>),
}

impl NameAddr {
    #[must_use]
    pub fn new(uri: impl Into<Uri>) -> Self {
        Self { display: None, uri: uri.into(), params: Params::default() }
    }

    /// Reads exactly one value.
    ///
    /// # Errors
    /// When it is none, or when a bare URI holds what needs brackets.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let text = text.trim_matches([' ', '\t']);
        let bytes = text.as_bytes();
        let after_quote = if bytes.first() == Some(&b'"') {
            end_of_quoted(bytes, 0).ok_or(SyntaxError::new("a closing quote", 0))?
        } else {
            0
        };
        let Some(open) = text[after_quote..].find('<').map(|n| after_quote + n) else {
            if after_quote > 0 {
                return Err(SyntaxError::new("`<`", after_quote));
            }
            // Without brackets every parameter belongs to the header and the URI may hold neither `,` nor `?` (20.10).
            let end = text.find(';').unwrap_or(text.len());
            let uri = text[..end].trim_end_matches([' ', '\t']);
            if let Some(at) = uri.find([',', '?']) {
                return Err(SyntaxError::new("brackets around a URI with `,` or `?`", at));
            }
            return Ok(Self { display: None, uri: uri.parse()?, params: Params::parse(&text[end..])? });
        };
        let before = text[..open].trim_matches([' ', '\t']);
        let display = if after_quote > 0 {
            if text[after_quote..open].bytes().any(|b| b != b' ' && b != b'\t') {
                return Err(SyntaxError::new("`<`", after_quote));
            }
            Some(unquote(&text[..after_quote]).into_owned())
        } else if before.is_empty() {
            None
        } else if before.split([' ', '\t']).filter(|w| !w.is_empty()).all(is_name_word) {
            Some(before.to_owned())
        } else {
            return Err(SyntaxError::new("a display name of plain words or in quotes", 0));
        };
        let close = text[open..].find('>').map(|n| open + n).ok_or(SyntaxError::new("a closing `>`", open))?;
        let uri = text[open + 1..close].parse().map_err(|e: SyntaxError| SyntaxError { at: e.at + open + 1, ..e })?;
        let params = Params::parse(&text[close + 1..]).map_err(|e| SyntaxError { at: e.at + close + 1, ..e })?;
        Ok(Self { display, uri, params })
    }

    /// Reads a comma-separated list.
    ///
    /// # Errors
    /// When any value is wrong.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, SyntaxError> {
        split_list(text)?.into_iter().map(Self::parse).collect()
    }

    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.params.raw("tag").filter(|t| !t.is_empty())
    }

    /// The `expires` parameter in seconds, quoted or not.
    #[must_use]
    pub fn expires(&self) -> Option<u32> {
        self.params.get("expires")?.parse().ok()
    }

    /// The `+sip.instance` value (RFC 5626), without quotes and angle brackets.
    #[must_use]
    pub fn instance(&self) -> Option<String> {
        let value = self.params.get("+sip.instance")?;
        Some(value.trim_start_matches('<').trim_end_matches('>').to_owned())
    }
}

/// Tokens are the rule; letters beyond ASCII are what PBXs really send.
fn is_name_word(word: &str) -> bool {
    is_token(&word.chars().filter(char::is_ascii).collect::<String>()) || word.chars().all(|c| !c.is_ascii())
}

impl Contacts {
    /// Reads all Contact values of a message.
    ///
    /// # Errors
    /// When a value is wrong, or `*` stands beside others.
    pub fn parse<'a>(values: impl IntoIterator<Item = &'a str>) -> Result<Self, SyntaxError> {
        let (mut star, mut list) = (false, Vec::new());
        for value in values {
            if value.trim() == "*" {
                star = true;
            } else {
                list.extend(NameAddr::parse_list(value)?);
            }
        }
        match (star, list.is_empty()) {
            (true, true) => Ok(Self::Star),
            (true, false) => Err(SyntaxError::new("`*` alone", 0)),
            _ => Ok(Self::List(list)),
        }
    }
}

impl fmt::Display for NameAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(display) = &self.display {
            write!(f, "{} ", quote(display))?;
        }
        write!(f, "<{}>{}", self.uri, self.params)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_kamailio_answer_with_list_gruu_and_instance() {
        let list = NameAddr::parse_list(
            "<sip:2001@[2001:db8::7]:5062;ob>;expires=60;q=0.5;received=\"sip:10.0.0.9:5062\";pub-gruu=\"sip:2001@p;gr=urn:uuid:0-1\";\
             temp-gruu=\"sip:uloc-1;gr@p\";+sip.instance=\"<urn:uuid:00000000-0000-4000-8000-000000000001>\";reg-id=1, \
             \"Zwei, \\\"2\\\"\" <sip:2001@10.0.0.8>;expires=\"3600\"",
        )
        .unwrap();
        assert_eq!(list.len(), 2);
        assert_eq!(list[0].expires(), Some(60));
        assert_eq!(list[0].instance().as_deref(), Some("urn:uuid:00000000-0000-4000-8000-000000000001"));
        assert_eq!(list[0].params.get("pub-gruu").as_deref(), Some("sip:2001@p;gr=urn:uuid:0-1"));
        assert_eq!(list[0].uri.as_sip().unwrap().host, "2001:db8::7");
        assert_eq!(list[1].display.as_deref(), Some("Zwei, \"2\""));
        assert_eq!(list[1].expires(), Some(3600));
        assert_eq!(NameAddr::parse(&list[1].to_string()).unwrap(), list[1]);
    }

    #[test]
    fn bare_uris_give_their_parameters_to_the_header() {
        let a = NameAddr::parse("sip:2001@h;tag=x1").unwrap();
        assert_eq!((a.tag(), a.uri.to_string().as_str()), (Some("x1"), "sip:2001@h"));
        assert_eq!(NameAddr::parse("Amt für Umwelt <sip:1@h>").unwrap().display.as_deref(), Some("Amt für Umwelt"));
    }

    #[test]
    fn refuses_lies() {
        for bad in [
            "",
            "<>",
            "<sip:a@h",
            "\"x <sip:a@h>",
            "\"x\" sip:a@h",
            "Bell, Alexander <sip:a@h>",
            "sip:a@h?Route=x",
            "< sip:a@h >",
            "<sip:a@h> x",
            "\"a\" b <sip:a@h>",
        ] {
            assert!(NameAddr::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_star_stands_alone() {
        assert_eq!(Contacts::parse([" * "]), Ok(Contacts::Star));
        assert_eq!(Contacts::parse([]), Ok(Contacts::List(vec![])));
        assert!(Contacts::parse(["*", "<sip:a@h>"]).is_err());
    }
}
