//! Who we are on the wire, and names for lines: the same in every run, and telling nobody which line it is.

use sha2::{Digest as _, Sha256};
use smol_str::SmolStr;

use crate::domain::hex::Digits;
use crate::domain::{HostPort, Transport};
use crate::plan::model::Line;
use crate::sip::SipUri;

/// How we call ourselves.
pub const USER_AGENT: &str = concat!("deskshift/", env!("CARGO_PKG_VERSION"));

/// The contact that we register for a line; `sent_by` is our address on the flow.
pub(in crate::probe) fn contact(line: &Line, transport: Transport, sent_by: &HostPort) -> SipUri {
    let mut contact = SipUri::new(Some(&line.aor_user), &sent_by.host, Some(sent_by.port));
    if transport != Transport::Udp {
        contact.params.set("transport", Some(transport.uri_parameter()));
    }
    contact
}

/// Thirty-two hex digits that are the same for a line in every run, and tell nobody which line it is.
pub(in crate::probe) fn stable_token(key: &[u8; 32], what: &str, line: &str) -> SmolStr {
    let mut hash = Sha256::new();
    for part in [key.as_slice(), what.as_bytes(), b"\0", line.as_bytes()] {
        hash.update(part);
    }
    Digits::<32>::of(&hash.finalize()).as_str().into()
}

/// A URN that is the same in every run (RFC 5626 section 4.1, form of a version 8 UUID of RFC 9562).
pub(in crate::probe) fn instance(key: &[u8; 32], line: &Line) -> String {
    let hex = stable_token(key, "instance", line.id.as_str());
    let parts = ["urn:uuid:", &hex[..8], "-", &hex[8..12], "-8", &hex[13..16], "-8", &hex[17..20], "-", &hex[20..32]];
    parts.concat()
}
