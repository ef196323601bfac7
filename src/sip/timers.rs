//! The timers of RFC 3261 table 4 (section 17 and appendix A).

use std::time::Duration;

/// The three base values; every timer follows from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timers {
    /// Round-trip estimate.
    pub t1: Duration,
    /// Longest gap between retransmissions of a non-INVITE request and of INVITE responses.
    pub t2: Duration,
    /// How long a message stays in the network.
    pub t4: Duration,
}

impl Default for Timers {
    fn default() -> Self {
        Self { t1: Duration::from_millis(500), t2: Duration::from_secs(4), t4: Duration::from_secs(5) }
    }
}

impl Timers {
    /// Timers B, F, H, J: when a transaction gives up; 32 s with the default T1.
    #[must_use]
    pub fn give_up(&self) -> Duration {
        self.t1 * 64
    }

    /// The gap after `gap` for timers E and G.
    #[must_use]
    pub fn next_gap(&self, gap: Duration) -> Duration {
        (gap * 2).min(self.t2)
    }
}
