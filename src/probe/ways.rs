//! What a run learned about the ways to the PBX: whom it met there, and with which certificate.

use std::net::SocketAddr;

use serde::Serialize;

use crate::diag::Words;

/// One certificate of a chain, as far as people need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateText {
    pub subject: String,
    pub issuer: String,
    /// Seconds since 1970.
    pub not_before: i64,
    pub not_after: i64,
    /// Names and addresses it is made out to.
    pub names: Vec<String>,
    pub self_issued: bool,
}

/// How TLS went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TlsFacts {
    /// The name that was expected.
    pub asked_for: String,
    /// The server's own certificate first, then what it sent along.
    pub chain: Vec<CertificateText>,
    pub accepted: bool,
    /// This very certificate is among the trusted ones.
    pub pinned: bool,
    /// By its common name only; browsers refuse that.
    pub by_common_name: bool,
    /// What is wrong with it.
    pub faults: Vec<Words>,
    /// What phones make of it, above all those that stand on OpenSSL.
    pub phones: Words,
}

/// One way to the PBX.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WayFacts {
    /// `127.0.0.1:5061/tls`
    pub way: String,
    /// The address that was reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote: Option<SocketAddr>,
    /// The PBX's clock less ours, where it told one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_difference_s: Option<i64>,
    /// How the PBX sees us, where a router stands between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_as: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsFacts>,
}

/// A certificate that ends within so many days is told.
const SOON_DAYS: i64 = 14;

impl TlsFacts {
    /// Days until the first certificate of the chain ends; negative where one has.
    #[must_use]
    pub fn days_left(&self, now: i64) -> Option<i64> {
        self.chain.iter().map(|certificate| (certificate.not_after - now).div_euclid(86_400)).min()
    }

    /// True where it is time to renew one.
    #[must_use]
    pub fn ends_soon(&self, now: i64) -> bool {
        self.days_left(now).is_some_and(|days| days < SOON_DAYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_certificate_to_end_counts() {
        let certificate = |not_after| CertificateText {
            subject: "pbx".to_owned(),
            issuer: "ca".to_owned(),
            not_before: 0,
            not_after,
            names: Vec::new(),
            self_issued: false,
        };
        let facts = |ends: &[i64]| TlsFacts {
            asked_for: "pbx".to_owned(),
            chain: ends.iter().map(|end| certificate(*end)).collect(),
            accepted: true,
            pinned: false,
            by_common_name: false,
            faults: Vec::new(),
            phones: Words::new("", ""),
        };
        let now = 1_800_000_000;
        assert_eq!(facts(&[now + 90 * 86_400, now + 13 * 86_400]).days_left(now), Some(13));
        assert!(facts(&[now + 90 * 86_400, now + 13 * 86_400]).ends_soon(now));
        assert!(!facts(&[now + 15 * 86_400]).ends_soon(now));
        assert_eq!(facts(&[now - 1]).days_left(now), Some(-1));
        assert!(!facts(&[]).ends_soon(now));
    }
}
