//! How often a silent line must be asked before silence means something.
//!
//! With loss on the way a line can stay silent through all repetitions of RFC 3261's timer E. From the answered requests the share
//! of lost tries is estimated, and the rounds are chosen so that a living line is called dead less than once in 10⁹.

use std::time::Duration;

/// T2 of RFC 3261: repetitions come at most this far apart.
const T2: Duration = Duration::from_secs(4);
/// More rounds than this help nobody; the line stays undecided.
pub const MOST_ROUNDS: u32 = 6;

/// Counts tries of answered requests.
#[derive(Debug, Clone, Copy, Default)]
pub struct Loss {
    tries: u64,
    answered: u64,
}

impl Loss {
    /// A request was answered after `tries` transmissions.
    pub fn answered(&mut self, tries: u32) {
        self.tries += u64::from(tries.max(1));
        self.answered += 1;
    }

    /// Share of tries that went unanswered; cautious while little was seen.
    #[must_use]
    pub fn share(self) -> f64 {
        let lost = (self.tries - self.answered) as f64;
        (lost + 0.2) / (self.tries as f64 + 4.0)
    }

    /// Probability that a living line stays silent through `rounds` rounds of `per_round` tries.
    #[must_use]
    pub fn doubt(self, rounds: u32, per_round: u32) -> f64 {
        self.share().powf(f64::from(rounds) * f64::from(per_round))
    }

    /// Rounds needed until the doubt is below 10⁻⁹; more than [`MOST_ROUNDS`] means: cannot be had.
    #[must_use]
    pub fn rounds(self, per_round: u32) -> u32 {
        (1..=MOST_ROUNDS).find(|rounds| self.doubt(*rounds, per_round) < 1e-9).unwrap_or(MOST_ROUNDS + 1)
    }
}

/// Transmissions of one request over UDP until timer F ends (RFC 3261 section 17.1.2.2).
#[must_use]
pub fn tries_per_round(t1: Duration, timeout: Duration) -> u32 {
    let (mut at, mut gap, mut tries) = (Duration::ZERO, t1.max(Duration::from_millis(1)), 0);
    while at < timeout && tries < 64 {
        tries += 1;
        at += gap;
        gap = (gap * 2).min(T2.max(t1));
    }
    tries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_timers_give_eleven_tries() {
        assert_eq!(tries_per_round(Duration::from_millis(500), Duration::from_secs(32)), 11);
        assert_eq!(tries_per_round(Duration::from_millis(500), Duration::from_secs(4)), 4);
    }

    #[test]
    fn rounds_grow_with_loss() {
        let seen = |lost_per_hundred: u64| Loss { tries: 1000, answered: 1000 - 10 * lost_per_hundred };
        // Loss of 0, 10, 20, 30, 40 % each way loses 0, 19, 36, 51, 64 % of the tries.
        let rounds: Vec<u32> = [0, 19, 36, 51, 64].map(|lost| seen(lost).rounds(11)).into();
        assert_eq!(rounds, [1, 2, 2, 3, 5]);
        assert_eq!(seen(90).rounds(11), MOST_ROUNDS + 1);
        assert!(Loss::default().rounds(11) <= 2, "nothing seen yet: two rounds at most");
    }
}
