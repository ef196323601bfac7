//! How often a silent line must be asked before silence means something.
//!
//! With loss on the way a line can stay silent through all repetitions of RFC 3261's timer E. From the answered requests the share
//! of lost tries is estimated, and the rounds are chosen so that a living line is called dead less than once in 10⁹.

use std::time::Duration;

/// T2 of RFC 3261: repetitions come at most this far apart.
const T2: Duration = Duration::from_secs(4);
/// More rounds than this help nobody; the line stays undecided.
pub const MOST_ROUNDS: u32 = 6;
/// The known-good line is asked more often: its silence ends the run for all others.
const MOST_RECHECKS: u32 = 16;
/// Less probable than this is not by chance.
const IMPROBABLE: f64 = 1e-6;

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

impl Loss {
    /// Whether the silence of a line that works, in so many exchanges one after another, is no longer by chance; or whether asking it once
    /// more would tell nothing either. An exchange is two requests, and each may be the one that stays unanswered.
    #[must_use]
    pub fn silence_tells(self, exchanges: u32, per_round: u32) -> bool {
        let silent = (2.0 * self.doubt(1, per_round)).min(1.0);
        exchanges >= MOST_RECHECKS || silent.powf(f64::from(exchanges)) < IMPROBABLE
    }

    /// Whether it has to be reckoned with that all of so many tries are lost.
    #[must_use]
    pub fn may_take(self, tries: u32) -> bool {
        self.doubt(1, tries) >= IMPROBABLE
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

    #[test]
    fn the_silence_of_a_good_line_tells_the_later_the_more_is_lost() {
        let first = |lost_per_hundred: u64| {
            let loss = Loss { tries: 1000, answered: 1000 - 10 * lost_per_hundred };
            (1..=MOST_RECHECKS).find(|exchanges| loss.silence_tells(*exchanges, 11)).unwrap()
        };
        // Loss of 0, 10, 20, 30, 40, 50 % each way loses 0, 19, 36, 51, 64, 75 % of the tries.
        assert_eq!([0, 19, 36, 51, 64, 75].map(first), [1, 1, 2, 3, 4, 6]);
        assert_eq!(first(98), MOST_RECHECKS, "nothing would ever tell");
        assert!(Loss::default().silence_tells(1, 11), "nothing seen yet: a network as networks are");
    }

    #[test]
    fn that_all_tries_are_lost_is_reckoned_with_where_much_is_lost() {
        let may = |lost_per_hundred: u64| Loss { tries: 1000, answered: 1000 - 10 * lost_per_hundred }.may_take(9);
        assert_eq!([0, 10, 19, 36, 64].map(may), [false, false, false, true, true]);
        assert!(!Loss::default().may_take(9));
    }
}
