//! One-time links by line, as the document `out/links.json` holds them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::LineId;

/// Where a client fetches its settings, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// `https://…`; who holds it gets the settings.
    pub url: String,
    /// Seconds since 1970 (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<i64>,
    /// The server asks for a PIN as well, which must not travel with the letter.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pin: bool,
}

pub type Links = BTreeMap<LineId, Link>;

impl Link {
    /// The last day.
    #[must_use]
    pub fn last_day(&self) -> Option<jiff::civil::Date> {
        let end = jiff::Timestamp::from_second(self.expires?).ok()?;
        Some(end.to_zoned(jiff::tz::TimeZone::UTC).date())
    }

    /// Why this must not be printed as a code, if it must not: what a scanner opens has to be an address of a server by TLS.
    #[must_use]
    pub fn is_fit(&self) -> bool {
        let rest = self.url.strip_prefix("https://").unwrap_or_default();
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let dated = self.expires.is_none() || self.last_day().is_some();
        !host.is_empty()
            && !host.contains('@')
            && self.url.len() <= 300
            && self.url.bytes().all(|b| b.is_ascii_graphic())
            && dated
    }
}
