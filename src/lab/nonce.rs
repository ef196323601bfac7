//! Nonces as Asterisk makes them: the time and a hash over time, source and realm, so that nothing has to be remembered.

use std::net::IpAddr;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::domain::hex::hex;

/// Seconds a nonce may be used.
pub const LIFETIME_S: u64 = 32;

/// The PBX's secret behind its nonces.
pub struct Nonces {
    key: [u8; 32],
}

/// What a nonce that came back is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    Fresh,
    /// Too old, from another address, or never ours: Asterisk treats all three alike.
    Stale,
}

impl Nonces {
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// `<unix time>/<hash>`; the same within one second, as Asterisk's.
    #[must_use]
    pub fn issue(&self, now: Duration, source: IpAddr, realm: &str) -> String {
        self.at(now.as_secs(), source, realm)
    }

    #[must_use]
    pub fn judge(&self, nonce: &str, now: Duration, source: IpAddr, realm: &str, lifetime_s: u64) -> Freshness {
        let issued = nonce.split_once('/').and_then(|(time, _)| time.parse::<u64>().ok());
        match issued {
            Some(issued)
                if issued <= now.as_secs() && now.as_secs() - issued <= lifetime_s && self.at(issued, source, realm) == nonce =>
            {
                Freshness::Fresh
            }
            _ => Freshness::Stale,
        }
    }

    fn at(&self, second: u64, source: IpAddr, realm: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.key);
        hash.update(second.to_be_bytes());
        hash.update(source.to_string());
        hash.update([0]);
        hash.update(realm);
        format!("{second}/{}", hex(&hash.finalize()[..16]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_lives_32_seconds_for_one_address_and_realm() {
        let nonces = Nonces::new([1; 32]);
        let here: IpAddr = "127.0.0.1".parse().unwrap();
        let there: IpAddr = "127.0.0.2".parse().unwrap();
        let at = Duration::from_secs;
        let nonce = nonces.issue(at(1000), here, "asterisk");
        assert!(nonce.starts_with("1000/"));
        assert_eq!(nonce, nonces.issue(Duration::from_millis(1_000_900), here, "asterisk"));
        for (now, source, realm, expected) in [
            (1000, here, "asterisk", Freshness::Fresh),
            (1032, here, "asterisk", Freshness::Fresh),
            (1033, here, "asterisk", Freshness::Stale),
            (999, here, "asterisk", Freshness::Stale),
            (1000, there, "asterisk", Freshness::Stale),
            (1000, here, "other", Freshness::Stale),
        ] {
            assert_eq!(nonces.judge(&nonce, at(now), source, realm, LIFETIME_S), expected, "{now} {source} {realm}");
        }
        for bad in ["", "/", "1000/", "x/y", "deadbeef", "99999999999999999999/1"] {
            assert_eq!(nonces.judge(bad, at(1000), here, "asterisk", LIFETIME_S), Freshness::Stale);
        }
        assert_eq!(Nonces::new([2; 32]).judge(&nonce, at(1000), here, "asterisk", LIFETIME_S), Freshness::Stale);
    }
}
