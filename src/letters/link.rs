//! What of a one-time link concerns its letter.

pub use crate::links::issue::{ClearLink as Link, ClearLinks as Links};

/// The last day (UTC); none where the number is no time.
#[must_use]
pub fn last_day(link: &Link) -> Option<jiff::civil::Date> {
    let end = jiff::Timestamp::from_second(link.expires.try_into().ok()?).ok()?;
    Some(end.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// Whether this may be printed as a code: what a scanner opens has to be an address of a server by TLS.
#[must_use]
pub fn is_fit(link: &Link) -> bool {
    let rest = link.url.strip_prefix("https://").unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty()
        && !host.contains('@')
        && link.url.len() <= 300
        && link.url.bytes().all(|b| b.is_ascii_graphic())
        && last_day(link).is_some()
}
