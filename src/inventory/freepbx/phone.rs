//! What the technology of a device means: whether it speaks SIP, how many may register, which kind it shows.

use crate::diag::{Place, Words};
use crate::inventory::kind::Recognised;
use crate::inventory::model::{AorState, ExtensionKind, Sourced};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tech {
    Pjsip,
    ChanSip,
    /// No SIP account that a softphone could use.
    Other,
}

pub(super) fn tech(text: &str, driver: Option<&str>) -> Tech {
    match text.to_ascii_lowercase().as_str() {
        "pjsip" => Tech::Pjsip,
        "sip" if driver.is_some_and(|driver| driver.eq_ignore_ascii_case("chan_pjsip")) => Tech::Pjsip,
        "sip" => Tech::ChanSip,
        _ => Tech::Other,
    }
}

const WORDS: [&str; 13] =
    ["pjsip", "sip", "virtual", "custom", "dahdi", "zap", "iax2", "iax", "sccp", "skinny", "unistim", "mgcp", "h323"];

/// Whether the cell names a technology.
pub(super) fn is_word(text: &str) -> bool {
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// The word where it is a technology; a cell that has moved may hold a password, which is not repeated.
pub(super) fn word(text: &str) -> &str {
    if is_word(text) { text } else { "?" }
}

/// What a cell of a technology should have been.
pub(super) fn a_technology() -> Words {
    Words::new("a known technology", "keine bekannte Technik")
}

/// The kind that a technology other than SIP shows.
pub(super) fn kind(text: &str) -> Option<Recognised> {
    let kind = match text.to_ascii_lowercase().as_str() {
        "pjsip" | "sip" => return None,
        "virtual" | "custom" => ExtensionKind::Virtual,
        "dahdi" | "zap" => ExtensionKind::Analog,
        _ => ExtensionKind::Unknown,
    };
    Some(Recognised { kind, reason: Words::new(format!("tech is `{text}`"), format!("Technik ist `{text}`")) })
}

/// The AOR that FreePBX writes: fewer than two contacts become one that is replaced, more than a hundred become a hundred.
pub(super) fn pjsip_aor(name: Sourced<String>, max: Option<Sourced<u32>>, remove: Option<bool>) -> AorState {
    let Some(max) = max else { return AorState::Untold };
    let max_contacts = max.value.clamp(1, 100);
    let remove_existing = max_contacts < 2 || remove.unwrap_or(false);
    AorState::Present { name, max_contacts, max_contacts_at: Some(max.at), remove_existing, support_path: false }
}

/// chan_sip keeps one registration, the last.
pub(super) fn chan_sip_aor(name: Sourced<String>, at: &Place) -> AorState {
    AorState::Present { name, max_contacts: 1, max_contacts_at: Some(at.clone()), remove_existing: true, support_path: false }
}

/// `permit` of an account that may register from anywhere, as FreePBX writes it by itself.
pub(super) const OPEN: &[&str] = &["0.0.0.0/0.0.0.0", "0.0.0.0/0"];

/// Whether `permit` leaves addresses out; what FreePBX writes by itself lets all in.
pub(super) fn permits_some(permit: &str) -> bool {
    !permit.split('&').any(|net| OPEN.contains(&net.trim()))
}
