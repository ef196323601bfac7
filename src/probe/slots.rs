//! Whether one more device fits on a line without throwing another out.

use super::codes::Class;
use crate::plan::model::PbxFacts;

/// The state of a line's device slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slots {
    /// One more fits.
    Free,
    /// One more would be refused, or would displace a device.
    Taken(Class),
    /// Devices are there, and nobody knows how many may be.
    Unknown,
}

/// Judges `devices` registered contacts (ours not counted) by the limits of now, or by those after the planned change. `unread`
/// contacts of the PBX's list could not be read; each may hide devices.
///
/// To be called after a login that worked: a limit of zero would have forbidden that, so the change must be loaded already.
#[must_use]
pub fn slots(facts: &PbxFacts, devices: usize, unread: usize, after_change: bool) -> Slots {
    let changed = after_change || facts.max_contacts == Some(0);
    let (limit, remove_existing) = if changed && facts.max_contacts_after.is_some() {
        (facts.max_contacts_after, facts.remove_existing_after)
    } else {
        (facts.max_contacts, facts.remove_existing)
    };
    match limit {
        None | Some(0) if devices == 0 && unread == 0 => Slots::Free,
        None | Some(0) => Slots::Unknown,
        Some(limit) if devices < limit as usize && unread == 0 => Slots::Free,
        Some(limit) if devices < limit as usize => Slots::Unknown,
        Some(_) if remove_existing => Slots::Taken(Class::DisplacesDeskPhone),
        Some(_) => Slots::Taken(Class::ContactLimit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_now_and_after_the_change() {
        let mut facts = PbxFacts { max_contacts: Some(1), max_contacts_after: Some(2), ..PbxFacts::default() };
        assert_eq!(slots(&facts, 0, 0, false), Slots::Free);
        assert_eq!(slots(&facts, 1, 0, false), Slots::Taken(Class::ContactLimit));
        assert_eq!(slots(&facts, 1, 0, true), Slots::Free);
        assert_eq!(slots(&facts, 2, 0, true), Slots::Taken(Class::ContactLimit));
        facts.remove_existing = true;
        assert_eq!(slots(&facts, 1, 0, false), Slots::Taken(Class::DisplacesDeskPhone));
        assert_eq!(slots(&facts, 2, 0, true), Slots::Taken(Class::ContactLimit));
        facts.max_contacts = Some(0);
        assert_eq!(slots(&facts, 1, 0, false), Slots::Free, "the change is loaded");
        facts.max_contacts_after = Some(0);
        assert_eq!(slots(&facts, 1, 0, false), Slots::Unknown);
        let nothing = PbxFacts::default();
        assert_eq!(slots(&nothing, 0, 0, true), Slots::Free);
        assert_eq!(slots(&nothing, 1, 0, true), Slots::Unknown);
    }

    #[test]
    fn what_cannot_be_read_is_never_a_free_slot() {
        let facts = PbxFacts { max_contacts: Some(2), max_contacts_after: Some(2), ..PbxFacts::default() };
        assert_eq!(slots(&facts, 0, 1, false), Slots::Unknown);
        assert_eq!(slots(&facts, 1, 1, true), Slots::Unknown);
        assert_eq!(slots(&facts, 2, 1, false), Slots::Taken(Class::ContactLimit), "the readable ones are enough");
        assert_eq!(slots(&PbxFacts::default(), 0, 1, true), Slots::Unknown);
    }
}
