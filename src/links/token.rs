//! Tokens and PINs: drawn from random bytes, known to the holder, stored as hashes.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::domain::Secret;
use crate::domain::hex::hex;

/// Lower case without `l`, `o`, `0` and `1`: what a person types from paper is not mistaken ([`meant`]).
const ALPHABET: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";
/// Five bits each, so 130 bits.
const TOKEN_CHARS: usize = 26;
const PIN_DIGITS: usize = 6;

/// What makes a link: whoever knows it holds the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(Secret);

impl Token {
    #[must_use]
    pub fn from_random(bytes: [u8; TOKEN_CHARS]) -> Self {
        let text: String = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect();
        Self(Secret::new(text))
    }

    /// A token of the right form, as somebody may type it; says nothing about whether there is such a link.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = meant(text).replace(['1', 'l'], "i");
        let right = text.len() == TOKEN_CHARS && text.bytes().all(|byte| ALPHABET.contains(&byte));
        right.then(|| Self(Secret::new(text)))
    }

    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash(Sha256::digest(self.0.expose()).into())
    }

    /// A PIN alone is soon guessed from its hash; with the token in it, only by who has the token.
    #[must_use]
    pub fn hash_with(&self, pin: &str) -> Hash {
        Hash(Sha256::new().chain_update(self.0.expose()).chain_update("/").chain_update(pin).finalize().into())
    }

    #[must_use]
    pub fn hash_with_secret(&self, pin: &Secret) -> Hash {
        self.hash_with(pin.expose())
    }

    /// The address to give to its owner. The page of the web phone takes the token from behind the `#`, which browsers keep to themselves.
    #[must_use]
    pub fn url(&self, base: &str, page: bool) -> Secret {
        let base = base.trim_end_matches('/');
        let way = if page { "phone#" } else { "p/" };
        Secret::new(format!("{base}/{way}{}", self.0.expose()))
    }
}

/// An address of [`Token::url`] as two parts, up to the token and the token; none for any other address.
#[must_use]
pub fn parts(url: &str) -> Option<(&str, &str)> {
    let (head, token) = url.split_at(url.rfind(['/', '#'])? + 1);
    let whole = token.len() == TOKEN_CHARS && token.bytes().all(|byte| ALPHABET.contains(&byte));
    (whole && (head.ends_with("/p/") || head.ends_with("/phone#"))).then_some((head, token))
}

/// Most that somebody types for a token or a PIN, gaps and all.
const MOST_TYPED: usize = 160;

/// What was typed from paper, as it is meant: without the gaps between the groups, which a browser sends as `%20`, in small letters. A token
/// loses nothing by it: it is drawn from 32 characters that stay apart.
#[must_use]
pub fn meant(typed: &str) -> Zeroizing<String> {
    let mut meant = Zeroizing::new(String::with_capacity(MOST_TYPED));
    if typed.len() > MOST_TYPED {
        return meant;
    }
    let mut rest = typed;
    while let Some(next) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("%20") {
            rest = after;
            continue;
        }
        rest = &rest[next.len_utf8()..];
        match next {
            ' ' | '-' | '+' | '\u{a0}' => {}
            other => meant.push(other.to_ascii_lowercase()),
        }
    }
    meant
}

/// A PIN of digits, given to the owner by another path than the link.
#[must_use]
pub fn pin_from_random(bytes: [u8; 8]) -> Secret {
    let number = u64::from_le_bytes(bytes) % 10_u64.pow(PIN_DIGITS as u32);
    Secret::new(format!("{number:0PIN_DIGITS$}"))
}

/// Whether a part of a path can be a PIN.
#[must_use]
pub fn is_pin(text: &str) -> bool {
    text.len() == PIN_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// SHA-256, in hex where it is written down.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash([u8; 32]);

impl Hash {
    /// Without an early end, so that the time tells nothing of how far two agree.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }

    /// Name of the link in journals and lists: a part of the hash, which leads nobody back to the token.
    #[must_use]
    pub fn id(&self) -> LinkId {
        LinkId(String::from(*self)[..12].to_owned())
    }
}

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Hash({}…)", self.id().0)
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hex(&hash.0)
    }
}

impl TryFrom<String> for Hash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const EXPECTED: &str = "expected 64 hex digits";
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(EXPECTED);
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).map_err(|_| EXPECTED)?;
        }
        Ok(Self(bytes))
    }
}

/// How lists and logs name a link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LinkId(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_keep_their_form_and_show_nothing() {
        let token = Token::from_random(std::array::from_fn(|n| (n * 37) as u8));
        let url = token.url("https://phones.example/", false);
        let text = url.expose().strip_prefix("https://phones.example/p/").unwrap();
        assert_eq!(Token::parse(text), Some(token.clone()));
        assert!(token.url("https://phones.example", true).expose().starts_with("https://phones.example/phone#"));
        assert!(!format!("{token:?}").contains(text));
        let letters: std::collections::BTreeSet<&u8> = ALPHABET.iter().collect();
        assert_eq!(letters.len(), 32, "five bits for each letter");
        for wrong in [
            "",
            "x",
            &text[1..],
            &format!("{text}a"),
            &text.replace(&text[..1], "o"),
            &text.replace(&text[..1], "ä"),
            &format!("{}{text}", "%20".repeat(60)),
            "../../../../etc/passwd/aaaa",
        ] {
            assert_eq!(Token::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_people_type_is_the_token_that_is_meant() {
        let token = Token::from_random(std::array::from_fn(|n| n as u8));
        let url = token.url("https://phones.example", false);
        let text = url.expose().rsplit('/').next().unwrap().to_owned();
        assert!(text.contains('i'), "{text}");
        let fours: Vec<&str> = (0..TOKEN_CHARS).step_by(4).map(|at| &text[at..TOKEN_CHARS.min(at + 4)]).collect();
        for typed in [
            text.to_uppercase(),
            fours.join(" "),
            fours.join("%20"),
            fours.join("-").to_uppercase(),
            format!("{text}%20"),
            text.replace('i', "1"),
            text.replace('i', "l"),
            text.to_uppercase().replace('I', "L"),
        ] {
            assert_eq!(Token::parse(&typed).map(|token| token.hash()), Some(token.hash()), "{typed}");
        }
        assert_eq!(meant("123%20456").as_str(), "123456");
        assert_eq!(meant("%2e%2E/").as_str(), "%2e%2e/", "nothing else is decoded");
        assert_eq!(parts(url.expose()), Some(("https://phones.example/p/", text.as_str())));
        let page = token.url("https://phones.example:8443", true);
        assert_eq!(parts(page.expose()), Some(("https://phones.example:8443/phone#", text.as_str())));
        for other in ["https://phones.example/e/abc", "https://phones.example", &format!("https://phones.example/e/{text}")] {
            assert_eq!(parts(other), None, "{other}");
        }
    }

    #[test]
    fn hashes_come_back_and_tell_pins_apart() {
        let token = Token::from_random([7; TOKEN_CHARS]);
        let hash = token.hash_with("012345");
        let text = String::from(hash);
        assert_eq!(Hash::try_from(text.clone()), Ok(hash));
        assert!(hash.is(&token.hash_with("012345")) && !hash.is(&token.hash_with("012346")) && !hash.is(&token.hash()));
        assert!(Hash::try_from(text[1..].to_owned()).is_err() && Hash::try_from("é".repeat(32)).is_err());
        assert_eq!(pin_from_random([0; 8]).expose(), "000000");
        assert!(is_pin(pin_from_random([255; 8]).expose()) && !is_pin("12345") && !is_pin("12345a") && !is_pin("１２"));
    }
}
