//! When a search ends early because the user said so: by the clock, or after a number of rounds.
#![allow(clippy::disallowed_methods)] // the clock stays here, at the edge

use std::time::{Duration, Instant};

use super::talk;
use crate::diag::Lang;
use crate::output::in_words;
use crate::roster::model::Roster;

/// How far to search.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct LimitArgs {
    /// End the search with the round that is at work after so many seconds; the proof comes on top
    ///
    /// The clock only chooses among finished rounds: the roster is one that `--rounds` gives on any machine, and the number is told.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=86_400), conflicts_with = "rounds")]
    time_limit: Option<u32>,
    /// End the search after so many rounds, to make again what a time limit gave
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    rounds: Option<u64>,
    /// Threads of the search; as many as there are processors where not given. The roster is the same for each number
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

impl LimitArgs {
    #[must_use]
    pub fn threads(self) -> usize {
        self.threads.map_or_else(crate::cli::processors, usize::from)
    }

    /// Whether a search is limited at all.
    #[must_use]
    pub fn is_set(self) -> bool {
        self.time_limit.is_some() || self.rounds.is_some()
    }

    /// Whether it is enough after a number of rounds; the clock starts now.
    pub fn enough(self) -> impl Fn(u64) -> bool {
        let begun = Instant::now();
        move |round| {
            self.rounds.is_some_and(|most| round >= most)
                || self.time_limit.is_some_and(|seconds| begun.elapsed() >= Duration::from_secs(u64::from(seconds)))
        }
    }
}

/// That the limit ended the search, what that leaves open, and how the same roster comes about again.
pub fn tell(roster: &Roster, lang: Lang) {
    let Some(rounds) = roster.rounds else { return };
    let gap = in_words(&format!("{:.2}", roster.gap_percent()), lang);
    talk(
        lang,
        &format!(
            "the limit ended the search after round {rounds}, with a gap of {gap} %; `--rounds {rounds}` gives this roster on any machine"
        ),
        &format!(
            "die Grenze beendete die Suche nach Runde {rounds}, mit einer Lücke von {gap} %; `--rounds {rounds}` ergibt diesen Dienstplan auf jeder Maschine"
        ),
    );
}
