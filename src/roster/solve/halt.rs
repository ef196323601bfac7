//! When a search ends before its budget does.
//!
//! Idea: the work is cut into rounds of fixed size: a stage of the annealing, a few hundred re-insertions, a step of the prices. After each
//! round whoever started the search is asked whether it is enough. So a clock only chooses among finished rounds, and what comes out
//! is what the same number of rounds gives on any machine. An interruption is another matter: it ends the search anywhere.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

/// Says after each finished round, counted from 1, whether it is enough.
pub type Enough<'a> = &'a dyn Fn(u64) -> bool;

pub struct Halt<'a> {
    cancel: &'a AtomicBool,
    enough: Option<Enough<'a>>,
    rounds: Cell<u64>,
    limited: Cell<Option<u64>>,
}

static NEVER: AtomicBool = AtomicBool::new(false);

impl<'a> Halt<'a> {
    /// Only an interruption ends the search early.
    #[must_use]
    pub fn by(cancel: &'a AtomicBool) -> Self {
        Self { cancel, enough: None, rounds: Cell::new(0), limited: Cell::new(None) }
    }

    /// So does `enough`.
    #[must_use]
    pub fn after(cancel: &'a AtomicBool, enough: Enough<'a>) -> Self {
        Self { enough: Some(enough), ..Self::by(cancel) }
    }

    /// For work that is finished in any case.
    #[must_use]
    pub fn never() -> Halt<'static> {
        Halt::by(&NEVER)
    }

    /// A round is finished.
    pub fn round(&self) {
        if self.limited.get().is_some() {
            return;
        }
        let rounds = self.rounds.get() + 1;
        self.rounds.set(rounds);
        if self.enough.is_some_and(|enough| enough(rounds)) {
            self.limited.set(Some(rounds));
        }
    }

    /// Whether to end now.
    #[must_use]
    pub fn now(&self) -> bool {
        self.limited.get().is_some() || self.interrupted()
    }

    #[must_use]
    pub fn interrupted(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// After how many rounds it was enough.
    #[must_use]
    pub fn limited(&self) -> Option<u64> {
        self.limited.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_after_each_round_and_never_again_after_the_last() {
        let (cancel, asked) = (AtomicBool::new(false), std::cell::RefCell::new(Vec::new()));
        let enough = |round| {
            asked.borrow_mut().push(round);
            round >= 3
        };
        let halt = Halt::after(&cancel, &enough);
        for _ in 0..5 {
            halt.round();
        }
        assert_eq!((halt.now(), halt.interrupted(), halt.limited()), (true, false, Some(3)));
        assert_eq!(*asked.borrow(), [1, 2, 3]);
    }

    #[test]
    fn an_interruption_is_no_limit() {
        let cancel = AtomicBool::new(true);
        let halt = Halt::by(&cancel);
        halt.round();
        assert_eq!((halt.now(), halt.interrupted(), halt.limited()), (true, true, None));
        assert!(!Halt::never().now());
    }
}
