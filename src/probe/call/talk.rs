//! One call on its way: its stages, and what was seen of it so far.

use std::time::{Duration, Instant};

use super::facts::{Ending, Facts, Planned};

/// Until our caller gives up.
pub(super) const RING_LIMIT: Duration = Duration::from_secs(10);
/// How long a line of ours rings before it answers.
pub(super) const RINGS: Duration = Duration::from_millis(400);
/// How long the PBX may take to pass a BYE on.
const PASSED_ON: Duration = Duration::from_millis(1500);
const GIVE_UP: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Registrations are on their way.
    Preparing,
    Calling,
    Talking,
    Ending,
}

#[derive(Debug)]
pub(super) struct Call {
    pub planned: Planned,
    pub stage: Stage,
    pub facts: Facts,
    /// When the INVITE left.
    pub started: Instant,
    /// When the stage ends by itself.
    pub until: Option<Instant>,
    pub caller: Option<usize>,
    pub callee: Option<usize>,
    /// Encrypted; `Some(retried)` once the other way has been tried.
    pub secure: bool,
    pub retried: bool,
    pub answered: bool,
    /// Both sides have been told to end.
    pub waited: bool,
}

impl Call {
    pub fn new(now: Instant, planned: Planned, talk: Duration, secure: bool) -> Self {
        Self {
            planned,
            stage: Stage::Preparing,
            facts: Facts::new(planned, talk),
            started: now,
            until: None,
            caller: None,
            callee: None,
            secure,
            retried: false,
            answered: false,
            waited: false,
        }
    }

    pub fn since(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.started)
    }

    /// Both sides are told to end; the time by which the PBX should have passed it on.
    pub fn ending(&mut self, now: Instant) {
        if self.stage != Stage::Ending {
            self.stage = Stage::Ending;
            self.until = Some(now + PASSED_ON);
        }
    }

    /// The called side is told too; after this nothing is waited for.
    pub fn last_wait(&mut self, now: Instant) {
        self.until = Some(now + GIVE_UP);
    }

    /// Why it ended before it was answered; the first reason counts.
    pub fn end_as(&mut self, ending: Ending) {
        if self.facts.ending == Ending::Interrupted {
            self.facts.ending = ending;
        }
    }
}

/// Whether two numbers may be the same one, written with and without area code or outside prefix.
pub(super) fn same_number(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (one, other) = (digits(one), digits(other));
    !one.is_empty() && !other.is_empty() && (one.ends_with(&other) || other.ends_with(&one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_with_more_before_them() {
        for (one, other, same) in [
            ("2001", "2001", true),
            ("+49 89 99998-2001", "2001", true),
            ("2001", "02001", true),
            ("2001", "2002", false),
            ("", "2001", false),
            ("anonymous", "2001", false),
        ] {
            assert_eq!(same_number(one, other), same, "{one} {other}");
        }
    }
}
