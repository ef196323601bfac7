//! Whether two sources mean the same password, where one of them may hold only its digest.

use md5::{Digest as _, Md5};
use sha2::{Sha256, Sha512_256};

use crate::domain::hex::hex;
use crate::domain::{Secret, SecretState};

/// Realm of a PBX whose configuration names none (`default_realm` of Asterisk's `global` object).
const DEFAULT_REALM: &str = "asterisk";

/// What the PBX has: a password, or `ALGORITHM:hex` of `user:realm:password` (HA1 of RFC 7616).
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub state: SecretState,
    pub secret: &'a Secret,
    pub username: &'a str,
    pub realm: Option<&'a str>,
}

impl Known<'_> {
    /// `None`: the digest's algorithm is not known, so nobody can tell.
    #[must_use]
    pub fn is(&self, password: &Secret) -> Option<bool> {
        if self.state == SecretState::Present {
            return Some(self.secret == password);
        }
        let (algorithm, hash) = self.secret.expose().split_once(':')?;
        let text = format!("{}:{}:{}", self.username, self.realm.unwrap_or(DEFAULT_REALM), password.expose());
        let ours = match algorithm.to_ascii_uppercase().as_str() {
            "MD5" => hex(&Md5::digest(text)),
            "SHA-256" => hex(&Sha256::digest(text)),
            "SHA-512-256" => hex(&Sha512_256::digest(text)),
            _ => return None,
        };
        Some(ours.eq_ignore_ascii_case(hash))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(state: SecretState, secret: &str, realm: Option<&str>, password: &str) -> Option<bool> {
        Known { state, secret: &Secret::new(secret), username: "Mufasa", realm }.is(&Secret::new(password))
    }

    #[test]
    fn a_password_is_compared_as_it_is() {
        assert_eq!(known(SecretState::Present, "a:b", None, "a:b"), Some(true));
        assert_eq!(known(SecretState::Present, "a:b", None, "a:B"), Some(false));
    }

    /// HA1 values of RFC 2617 section 3.5 and RFC 7616 section 3.9.1 and 3.9.2.
    #[test]
    fn a_digest_is_compared_with_the_digest_of_the_password() {
        let rfc2617 = "MD5:939e7578ed9e3c518a452acee763bce9";
        assert_eq!(known(SecretState::Hash, rfc2617, Some("testrealm@host.com"), "Circle Of Life"), Some(true));
        assert_eq!(known(SecretState::Hash, &rfc2617.to_uppercase(), Some("testrealm@host.com"), "Circle Of Life"), Some(true));
        assert_eq!(known(SecretState::Hash, rfc2617, Some("testrealm@host.com"), "Circle of Life"), Some(false));
        assert_eq!(known(SecretState::Hash, rfc2617, None, "Circle Of Life"), Some(false));
        let sha256 = "SHA-256:7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232";
        assert_eq!(known(SecretState::Hash, sha256, Some("http-auth@example.org"), "Circle of Life"), Some(true));
    }

    #[test]
    fn an_unknown_algorithm_says_nothing() {
        assert_eq!(known(SecretState::Hash, "WHIRLPOOL:00", None, "x"), None);
        assert_eq!(known(SecretState::Hash, "00", None, "x"), None);
    }
}
