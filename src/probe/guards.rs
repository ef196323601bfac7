//! How each kind of telephone system wants to be treated, where the site file says nothing: pace and ban budget.
//!
//! The numbers are those of the guards that come with the systems. Kamailio's antiflood (pike) bans an address that sends 16 requests
//! within 2 s, whatever they are; fail2ban's jails ban ten hits within ten minutes; STARFACE ignores an address for 24 hours.

use super::pace::Pace;
use crate::policy::site::PbxKind;

/// What a run may do that nobody has told anything else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guard {
    /// New lines a second at first; doubled after every fifty clean answers.
    pub start: f64,
    /// New lines a second at most.
    pub limit: f64,
    /// Hits in the ban log within ten minutes. An unknown extension may cost three: fewer would ask nothing where no file says which there are.
    pub ban_budget: u32,
}

/// The guard to expect.
#[must_use]
pub fn of(kind: PbxKind) -> Guard {
    let (start, limit) = match kind {
        PbxKind::Asterisk | PbxKind::AsteriskAri | PbxKind::AsteriskRealtime => (2.0, 20.0),
        PbxKind::Freepbx | PbxKind::Freeswitch => (2.0, 10.0),
        // Five requests a second: with lines that send six at once, and some that are late, still below 16 in any two seconds.
        PbxKind::Kamailio | PbxKind::Opensips => (2.0, 2.5),
        PbxKind::Starface | PbxKind::ThreeCx => (1.0, 4.0),
        // A home router with a telephone system inside.
        PbxKind::Fritzbox => (1.0, 1.0),
        // It may be a Kamailio.
        PbxKind::Unknown => (2.0, 2.5),
    };
    Guard { start, limit, ban_budget: 3 }
}

impl Guard {
    /// From slow to the limit, or to what the site file allows instead.
    #[must_use]
    pub fn pace(self, allowed: Option<f64>) -> Pace {
        Pace::rising(self.start, allowed.unwrap_or(self.limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_kind_is_asked_faster_than_the_strictest_guard_it_may_have() {
        for kind in PbxKind::ALL {
            let guard = of(kind);
            assert!(guard.start <= 2.0 && guard.start <= guard.limit && guard.ban_budget == 3, "{kind:?}: {guard:?}");
        }
        for kind in [PbxKind::Kamailio, PbxKind::Opensips, PbxKind::Unknown] {
            assert!(of(kind).limit * 2.0 <= 7.0, "{kind:?}: seven requests a second are what Kamailio's antiflood lets pass");
        }
        let site = of(PbxKind::Kamailio).pace(Some(50.0));
        assert_eq!((site.start, site.limit), (2.0, 50.0), "the site file raises the limit, not the start");
    }
}
