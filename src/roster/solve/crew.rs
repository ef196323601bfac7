//! The threads of a solver, each with its own table of the programme for one person.
//!
//! Only work is shared whose parts do not know of each other and whose sums are whole numbers: however many threads there are, the result is
//! the same to the last bit.

use std::ops::Range;
use std::thread;

use super::person_dp::PersonDp;

/// Weeks of people below which starting a thread costs more than it saves.
const WORTH_A_THREAD: usize = 500;
/// More than this no house has work for.
const MOST: usize = 256;

pub struct Crew {
    tables: Vec<PersonDp>,
}

impl Crew {
    /// Tables for problems of so many weeks, at most one for each of these threads.
    #[must_use]
    pub fn new(weeks: usize, threads: usize) -> Self {
        Self { tables: (0..threads.clamp(1, MOST)).map(|_| PersonDp::new(weeks)).collect() }
    }

    /// For work that is not shared.
    pub fn table(&mut self) -> &mut PersonDp {
        &mut self.tables[0]
    }

    /// Cuts `people` into ranges, one after the other, and has `act` done for each at the same time. Gives what it gave, in their order.
    pub fn share<T: Send>(&mut self, people: usize, act: impl Fn(&mut PersonDp, Range<usize>) -> T + Sync) -> Vec<T> {
        let worth = people * self.tables[0].weeks() / WORTH_A_THREAD;
        let parts = self.tables.len().min(worth).max(1);
        let each = people.div_ceil(parts);
        let range = |part: usize| (part * each).min(people)..((part + 1) * each).min(people);
        let Some((own, others)) = self.tables[..parts].split_first_mut() else { return Vec::new() };
        let act = &act;
        thread::scope(|scope| {
            let others: Vec<_> = (1..).zip(others).map(|(part, table)| scope.spawn(move || act(table, range(part)))).collect();
            let mut all = vec![act(own, range(0))];
            all.extend(others.into_iter().map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))));
            all
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_in_one_part_whatever_the_number_of_threads() {
        for (threads, people) in [(1, 5), (2, 5), (4, 999), (4, 1_000), (4, 4_001), (7, 100_003), (1_000, 300_000), (3, 0)] {
            let ranges = Crew::new(1, threads).share(people, |_, range| range);
            let all: Vec<usize> = ranges.iter().cloned().flatten().collect();
            assert_eq!(all, (0..people).collect::<Vec<_>>(), "{threads} threads, {people} people");
            assert!(ranges.len() <= threads.clamp(1, MOST) && ranges.len() <= (people / WORTH_A_THREAD).max(1), "{ranges:?}");
        }
        assert_eq!(Crew::new(4, 4).share(600, |_, range| range).len(), 4, "six hundred people of four weeks");
    }
}
