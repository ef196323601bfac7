//! The moves of the annealing.
//!
//! | move | keeps |
//! |---|---|
//! | flip one cell | – |
//! | one weekday gets the same place over a run of weeks | – |
//! | the home days of one weekday go to another one over a run of weeks | the person's home days |
//! | two people change places on one weekday over a run of weeks | everybody's loads, where they share the rules |
//! | the same, and back on another weekday (a rectangle) | that, and both people's home days |
//! | two people change places on every weekday over a run of weeks | everybody's loads, where they share the rules |
//!
//! Cells are drawn from those the move can change in one week, then the move goes on over the run where it can: drawn blindly, most
//! moves lead nowhere, and the same number of them ends 0.3 % higher on one-person rooms.
//!
//! The partner sits in the same room, belongs to the same department, or may be anybody with a choice. The rectangle is the basic move
//! of a transportation table: where rooms and caps are full and shares are fair, hardly anything else is left.

use super::super::problem::Problem;
use super::super::random::Random;
use super::change::Flips;
use super::draft::Draft;

/// What is drawn how often, of [`DRAWS`]. Measured on one-person rooms, where the annealing has most to do: with single cells at a
/// quarter and rectangles at a third the same number of moves ends 0.3 % higher.
const DRAWS: usize = 29;
const KINDS: [(usize, Kind); 12] = [
    (1, Kind::Flip),
    (1, Kind::SetWeekday),
    (1, Kind::MoveWeekday),
    (2, Kind::Exchange(Circle::Room)),
    (2, Kind::Exchange(Circle::Department)),
    (4, Kind::Exchange(Circle::Anybody)),
    (2, Kind::Rectangle(Circle::Room)),
    (3, Kind::Rectangle(Circle::Department)),
    (9, Kind::Rectangle(Circle::Anybody)),
    (1, Kind::Swap(Circle::Room)),
    (2, Kind::Swap(Circle::Department)),
    (1, Kind::Swap(Circle::Anybody)),
];

#[derive(Debug, Clone, Copy)]
enum Kind {
    Flip,
    SetWeekday,
    MoveWeekday,
    Exchange(Circle),
    Rectangle(Circle),
    Swap(Circle),
}

/// Where a partner comes from.
#[derive(Debug, Clone, Copy)]
enum Circle {
    Room,
    Department,
    Anybody,
}

/// [`KINDS`] drawn out.
const DRAWN: [Kind; DRAWS] = {
    let mut drawn = [Kind::Flip; DRAWS];
    let (mut kind, mut at) = (0, 0);
    while kind < KINDS.len() {
        let end = at + KINDS[kind].0;
        while at < end {
            drawn[at] = KINDS[kind].1;
            at += 1;
        }
        kind += 1;
    }
    assert!(at == DRAWS);
    drawn
};

/// One move in the making.
pub struct Mover<'a> {
    people: &'a [u32],
    /// [`Problem::free_mask`](super::super::problem::Problem::free_mask) of every person and week.
    open: Vec<u8>,
    /// People with a choice, unit by unit, then room by room; `unit` and `room` say where and how many, for each person.
    mates: Vec<u32>,
    unit: Vec<(u32, u32)>,
    room: Vec<(u32, u32)>,
    /// One person's flips, or two people's.
    flips: [Flips; 2],
    pair: bool,
    costs: [i64; 2],
    /// What the move changes, once judged.
    pub cost: i64,
    pub excess: i64,
}

impl<'a> Mover<'a> {
    /// Moves for these people, all of whom have a choice.
    pub fn new(problem: &Problem, people: &'a [u32]) -> Self {
        let open =
            (0..problem.persons() * problem.weeks).map(|k| problem.free_mask(k / problem.weeks, k % problem.weeks)).collect();
        let mut mates = Vec::new();
        let mut unit = vec![(0, 0); problem.persons()];
        let mut add = |members: &[u32], spans: &mut [(u32, u32)]| {
            let first = mates.len();
            mates.extend(members.iter().filter(|&&p| problem.has_choice(p as usize)));
            for &member in members {
                spans[member as usize] = (first as u32, (mates.len() - first) as u32);
            }
        };
        for of_unit in &problem.units {
            add(&of_unit.members, &mut unit);
        }
        let mut room = unit.clone();
        for (rule, is_room) in problem
            .rules
            .iter()
            .enumerate()
            .map(|(r, rule)| (rule, rule.members.first().is_some_and(|&p| problem.room_rule[p as usize] == r as u32)))
        {
            if is_room {
                add(&rule.members, &mut room);
            }
        }
        let flips = [Flips::default(), Flips::default()];
        Self { people, open, mates, unit, room, flips, pair: false, costs: [0; 2], cost: 0, excess: 0 }
    }

    /// Draws a move; false if it leads nowhere or breaks a person's own rules.
    #[inline]
    pub fn propose(&mut self, draft: &Draft, random: &mut Random) -> bool {
        let person = self.people[random.below(self.people.len())] as usize;
        self.pair = false;
        match DRAWN[random.below(DRAWS)] {
            Kind::Flip => self.flip(draft, random, person),
            Kind::SetWeekday => self.set_weekday(draft, random, person),
            Kind::MoveWeekday => self.move_weekday(draft, random, person),
            Kind::Exchange(circle) => self.exchange(draft, random, person, circle),
            Kind::Rectangle(circle) => self.rectangle(draft, random, person, circle),
            Kind::Swap(circle) => self.swap(draft, random, person, circle),
        }
    }

    /// Counts what the move would change; whether cost and excess at `price` together rise by at most `most`.
    ///
    /// The excess can fall by no more than there is, so a move that is too dear even then is refused without counting rules.
    #[inline]
    pub fn judge(&mut self, draft: &Draft, price: i64, most: i64) -> bool {
        let [one, two] = &self.flips;
        self.costs[0] = draft.cost_of(one);
        self.costs[1] = if self.pair { draft.cost_of(two) } else { 0 };
        self.cost = self.costs[0] + self.costs[1];
        if self.cost - price * draft.excess > most {
            return false;
        }
        // What is counted may fall again by no more than all there is.
        let stop = if price > 0 { (most - self.cost) / price + draft.excess } else { i64::MAX / 2 };
        self.excess = draft.excess_of(one, self.pair.then_some(two), stop);
        if self.pair && self.excess <= stop {
            self.excess += draft.excess_of(two, Some(one), stop - self.excess);
        }
        self.cost + price * self.excess <= most
    }

    /// Makes the move judged last.
    pub fn make(&self, draft: &mut Draft) {
        draft.make(&self.flips[0], self.costs[0]);
        if self.pair {
            draft.make(&self.flips[1], self.costs[1]);
        }
    }

    fn flip(&mut self, draft: &Draft, random: &mut Random, person: usize) -> bool {
        let week = random.below(draft.problem.weeks);
        let Some(bit) = any_bit(self.open[person * draft.problem.weeks + week], random) else { return false };
        self.flips[0].start(person, week, week);
        self.flips[0].masks[0] = bit;
        draft.allows(person, week, bit)
    }

    fn set_weekday(&mut self, draft: &Draft, random: &mut Random, person: usize) -> bool {
        let weeks = draft.problem.weeks;
        let base = person * weeks;
        let pivot = random.below(weeks);
        let Some(bit) = any_bit(self.open[base + pivot], random) else { return false };
        let (first, last) = around(pivot, random, weeks);
        let was = draft.home[base + pivot] & bit;
        self.one(draft, person, first, last, |home| if home & bit == was { bit } else { 0 })
    }

    fn move_weekday(&mut self, draft: &Draft, random: &mut Random, person: usize) -> bool {
        let weeks = draft.problem.weeks;
        let k = person * weeks;
        let pivot = random.below(weeks);
        let (home, open) = (draft.home[k + pivot], self.open[k + pivot]);
        let Some(from) = any_bit(home & open, random) else { return false };
        let Some(to) = any_bit(!home & open, random) else { return false };
        let (first, last) = short_or_long(pivot, random, weeks);
        self.one(draft, person, first, last, |home| if home & (from | to) == from { from | to } else { 0 })
    }

    fn exchange(&mut self, draft: &Draft, random: &mut Random, person: usize, circle: Circle) -> bool {
        let weeks = draft.problem.weeks;
        let partner = self.partner(random, person, circle);
        if partner == person {
            return false;
        }
        let pivot = random.below(weeks);
        let (mine, other, open) = self.pair_at(draft, person, partner, pivot);
        let Some(bit) = any_bit((mine ^ other) & open, random) else { return false };
        let (first, last) = short_or_long(pivot, random, weeks);
        self.both(draft, person, partner, first, last, |mine, other, open| (mine ^ other) & open & bit)
    }

    fn rectangle(&mut self, draft: &Draft, random: &mut Random, person: usize, circle: Circle) -> bool {
        let weeks = draft.problem.weeks;
        let partner = self.partner(random, person, circle);
        if partner == person {
            return false;
        }
        let pivot = random.below(weeks);
        let (mine, other, open) = self.pair_at(draft, person, partner, pivot);
        // At home on just one of the two days, the other person on just the other.
        let Some(give) = any_bit(mine & !other & open, random) else { return false };
        let Some(take) = any_bit(!mine & other & open, random) else { return false };
        let (first, last) = short_or_long(pivot, random, weeks);
        let corners = give | take;
        self.both(draft, person, partner, first, last, |mine, other, open| {
            let crossed = (mine ^ other) & open & corners == corners && (mine & corners).is_power_of_two();
            if crossed { corners } else { 0 }
        })
    }

    /// Whole weeks change hands, as far as both are free to.
    fn swap(&mut self, draft: &Draft, random: &mut Random, person: usize, circle: Circle) -> bool {
        let weeks = draft.problem.weeks;
        let partner = self.partner(random, person, circle);
        if partner == person {
            return false;
        }
        let pivot = random.below(weeks);
        let (first, last) = short_or_long(pivot, random, weeks);
        self.both(draft, person, partner, first, last, |mine, other, open| (mine ^ other) & open)
    }

    /// Two people's home masks of a week, and the cells open to both.
    fn pair_at(&self, draft: &Draft, person: usize, partner: usize, week: usize) -> (u8, u8, u8) {
        let weeks = draft.problem.weeks;
        let (k, l) = (person * weeks + week, partner * weeks + week);
        (draft.home[k], draft.home[l], self.open[k] & self.open[l])
    }

    /// One person flips cells, week by week, where the person may.
    fn one(&mut self, draft: &Draft, person: usize, first: usize, last: usize, which: impl Fn(u8) -> u8) -> bool {
        let flips = &mut self.flips[0];
        flips.start(person, first, last);
        let mut any = false;
        for week in first..=last {
            let mask = which(draft.home[person * draft.problem.weeks + week]);
            if mask != 0 && draft.allows(person, week, mask) {
                flips.masks[week - first] = mask;
                any = true;
            }
        }
        any
    }

    /// Two people flip the same open cells, week by week, where both may.
    fn both(
        &mut self,
        draft: &Draft,
        person: usize,
        partner: usize,
        first: usize,
        last: usize,
        which: impl Fn(u8, u8, u8) -> u8,
    ) -> bool {
        let weeks = draft.problem.weeks;
        self.pair = true;
        let Self { open: all_open, flips: [one, two], .. } = self;
        one.start(person, first, last);
        two.start(partner, first, last);
        let mut any = false;
        for week in first..=last {
            let (mine, other, open) = (
                draft.home[person * weeks + week],
                draft.home[partner * weeks + week],
                all_open[person * weeks + week] & all_open[partner * weeks + week],
            );
            let mask = which(mine, other, open);
            if mask != 0 && draft.fits(person, week, mask) && draft.fits(partner, week, mask) {
                one.masks[week - first] = mask;
                two.masks[week - first] = mask;
                any = true;
            }
        }
        any
    }

    /// Somebody of the circle; who has no room to mind looks in the department.
    #[inline]
    fn partner(&self, random: &mut Random, person: usize, circle: Circle) -> usize {
        let of = |(first, len): (u32, u32), random: &mut Random| self.mates[first as usize + random.below(len as usize)] as usize;
        match circle {
            Circle::Room => of(self.room[person], random),
            Circle::Department => of(self.unit[person], random),
            Circle::Anybody => self.people[random.below(self.people.len())] as usize,
        }
    }
}

/// One of the bits of a mask.
#[inline]
fn any_bit(mask: u8, random: &mut Random) -> Option<u8> {
    let mut rest = mask;
    if rest == 0 {
        return None;
    }
    for _ in 0..random.below(mask.count_ones() as usize) {
        rest &= rest - 1;
    }
    Some(rest & rest.wrapping_neg())
}

/// A run of weeks with this one in it.
fn around(pivot: usize, random: &mut Random, weeks: usize) -> (usize, usize) {
    (random.below(pivot + 1), pivot + random.below(weeks - pivot))
}

/// This week alone, or a run.
fn short_or_long(pivot: usize, random: &mut Random, weeks: usize) -> (usize, usize) {
    if random.below(2) == 0 { (pivot, pivot) } else { around(pivot, random, weeks) }
}

#[cfg(test)]
mod tests {
    use super::super::construct;
    use super::super::person_dp::PersonDp;
    use super::*;
    use crate::roster::random::Random;
    use crate::roster::specimen::{OFFENBACH, TRAUNSTEIN};

    /// Every judgement is what a count from nothing says, whatever the move.
    #[test]
    fn a_move_changes_what_was_judged() {
        for (specimen, weeks) in [(OFFENBACH, 3), (TRAUNSTEIN, 4)] {
            let problem = specimen.problem(weeks, 2);
            let mut draft = Draft::new(&problem);
            // With everybody in the office there is nothing to exchange.
            construct::sweep(&mut draft, &mut PersonDp::new(weeks), &mut Random::new(1), 1);
            let people: Vec<u32> = (0..problem.persons() as u32).filter(|&p| problem.has_choice(p as usize)).collect();
            let mut mover = Mover::new(&problem, &people);
            let mut random = Random::new(4);
            let (mut made, mut pairs) = (0, 0);
            for _ in 0..6_000 {
                if !mover.propose(&draft, &mut random) {
                    continue;
                }
                assert!(mover.judge(&draft, 0, i64::MAX / 4));
                let before = (draft.cost, draft.excess);
                mover.make(&mut draft);
                assert_eq!((draft.cost, draft.excess), (before.0 + mover.cost, before.1 + mover.excess));
                made += 1;
                pairs += i32::from(mover.pair);
                if made % 100 == 0 {
                    let fresh = Draft::with(&problem, draft.home.clone());
                    assert_eq!((draft.cost, draft.excess), (fresh.cost, fresh.excess));
                    assert_eq!((&draft.slack, &draft.home_days), (&fresh.slack, &fresh.home_days));
                }
            }
            assert!(pairs > 300 && made > pairs, "{made} {pairs}");
        }
    }
}
