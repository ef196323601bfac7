//! Remembering a refused login without remembering the password.

use sha2::{Digest as _, Sha256};

use crate::domain::Secret;
use crate::domain::hex::Digits;
use crate::plan::model::Line;

/// The site's own key, made ready for any number of logins (RFC 2104 section 4).
#[derive(Clone)]
pub struct Keyed {
    inner: Sha256,
    outer: Sha256,
}

impl Keyed {
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        let padded = |with: u8| {
            let mut block = [with; 64];
            for (byte, key) in block.iter_mut().zip(key) {
                *byte ^= key;
            }
            Sha256::new().chain_update(block)
        };
        Self { inner: padded(0x36), outer: padded(0x5c) }
    }

    /// HMAC-SHA256 (RFC 2104) of a login of this line, which it has, had or will have (user part of the AOR, user name of the digest):
    /// whoever reads the journal cannot guess passwords against it without the key. Thirty-two hex digits; the same login gives the same
    /// text in every run.
    #[must_use]
    pub fn fingerprint(&self, line: &Line, (aor_user, auth_user): (&str, &str), password: &Secret) -> Digits<32> {
        Digits::of(&self.hmac(&[line.hop().host.as_str(), &line.domain, aor_user, auth_user, password.expose()]))
    }

    fn hmac(&self, parts: &[&str]) -> [u8; 32] {
        let mut inner = self.inner.clone();
        for part in parts {
            // The length in front keeps `ab`,`c` apart from `a`,`bc`.
            inner.update((part.len() as u64).to_be_bytes());
            inner.update(part.as_bytes());
        }
        self.outer.clone().chain_update(inner.finalize()).finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Place;
    use crate::domain::{SecretRef, SecretState, Secrets};
    use crate::plan::model::LoginNow;
    use crate::probe::known::{Known, about};
    use crate::probe::testing::line;

    fn fingerprint(key: &[u8; 32], line: &Line, password: &Secret) -> Digits<32> {
        Keyed::new(key).fingerprint(line, (&line.aor_user, &line.auth_user), password)
    }

    #[test]
    fn changes_with_key_user_and_password_and_with_nothing_else() {
        let (line_a, mut line_b) = (line("2001"), line("2001"));
        let password = Secret::new("hunter2");
        let one = fingerprint(&[1; 32], &line_a, &password);
        line_b.display_name = "Somebody else".into();
        line_b.registrar.port = 5070;
        assert_eq!(one, fingerprint(&[1; 32], &line_b, &password));
        assert_ne!(one, fingerprint(&[2; 32], &line_a, &password));
        assert_ne!(one, fingerprint(&[1; 32], &line_a, &Secret::new("hunter3")));
        line_b.auth_user = "2001-mac".into();
        assert_ne!(one, fingerprint(&[1; 32], &line_b, &password));
        assert_eq!(one.as_str().len(), 32);
    }

    /// What a line was, is and will be for the PBX is told without a copy of the line, and is what the whole line gives.
    #[test]
    fn is_that_of_the_line_as_it_was_and_will_be() {
        let key = [7; 32];
        let mut secrets = Secrets::default();
        secrets.insert("old", Secret::new("alt"));
        let mut one = line("2001");
        one.secret = secrets.insert("new", Secret::new("neu"));
        one.facts.secret_cut_at = Some(Place::at("pjsip.conf", 7, 1));
        let login = |aor_user: Option<&str>, key: &str| LoginNow {
            aor_user: aor_user.map(Into::into),
            auth_user: "2001-old".into(),
            secret: SecretRef { state: SecretState::Present, key: key.into() },
        };
        for login_now in [None, Some(login(None, "old")), Some(login(Some("2001-desk"), "old")), Some(login(None, "none"))] {
            one.login_now = login_now;
            for loaded in [false, true] {
                let whole = one.as_of(loaded);
                let login = secrets.get(&whole.secret).map(|password| fingerprint(&key, &whole, password));
                assert_eq!(
                    Known::as_of(&one, loaded, &Keyed::new(&key), |secret| secrets.get(secret)),
                    Known { about: about(&whole), login }
                );
            }
        }
    }

    #[test]
    fn is_the_hmac_of_the_rfc() {
        // RFC 4231 uses other key lengths; this value was computed with Python's hmac module over the same bytes.
        assert_eq!(
            crate::domain::hex::hex(&Keyed::new(&[7; 32]).hmac(&["ab", "c"])),
            "6073d5bcf26efd7ddc06c90652db47666a35e5fce22c4a3632375cb436a2611d"
        );
    }
}
