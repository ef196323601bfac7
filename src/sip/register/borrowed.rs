//! A challenge that serves more than one line (RFC 7616 section 3.3: a nonce is not bound to a user unless the server binds it).

use std::time::Instant;

use super::super::challenge::Challenge;
use super::super::digest::Credentials;

/// A challenge, how often its nonce was used, and since when it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenged {
    pub challenge: Challenge,
    /// `nc` of the last use.
    pub count: u32,
    pub since: Instant,
}

/// What the registrar said to a borrowed challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// `stale=true`: name and password were not judged, or were right.
    Stale,
    /// Asked anew without a word about the nonce: it may have counted as a wrong password.
    Refused,
}

/// The borrowed challenge where these credentials fit it.
pub(super) fn fitting(borrowed: Option<Challenged>, credentials: &Credentials) -> Option<Challenged> {
    borrowed.filter(|borrowed| borrowed.challenge.is_answerable() && credentials.can_answer(&borrowed.challenge))
}
