//! The moves of the annealing.
//!
//! | move | keeps |
//! |---|---|
//! | flip one cell | – |
//! | one weekday gets the same place over a run of weeks | – |
//! | the home days of one weekday go to another one over a run of weeks | the person's home days |
//! | two people change places on one weekday over a run of weeks | everybody's loads, where they share the rules |
//! | the same, and back on another weekday (a rectangle) | that, and both people's home days |
//!
//! The partner sits in the same room, belongs to the same department, or may be anybody with a choice. The rectangle is the basic move
//! of a transportation table: where rooms and caps are full and shares are fair, hardly anything else is left.

use super::super::problem::NO_ROOM;
use super::super::random::Random;
use super::change::Flips;
use super::draft::Draft;

/// What is drawn how often, of [`DRAWS`]. Measured on one-person rooms, where the annealing has most to do: with single cells at a
/// quarter and rectangles at a third the same number of moves ends 0.3 % higher.
const DRAWS: usize = 25;
const KINDS: [(usize, Kind); 9] = [
    (1, Kind::Flip),
    (1, Kind::SetWeekday),
    (1, Kind::MoveWeekday),
    (2, Kind::Exchange(Circle::Room)),
    (2, Kind::Exchange(Circle::Department)),
    (4, Kind::Exchange(Circle::Anybody)),
    (2, Kind::Rectangle(Circle::Room)),
    (3, Kind::Rectangle(Circle::Department)),
    (9, Kind::Rectangle(Circle::Anybody)),
];

#[derive(Debug, Clone, Copy)]
enum Kind {
    Flip,
    SetWeekday,
    MoveWeekday,
    Exchange(Circle),
    Rectangle(Circle),
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
    /// One person's flips, or two people's.
    flips: [Flips; 2],
    pair: bool,
    costs: [i64; 2],
    /// What the move changes, once judged.
    pub cost: i64,
    pub excess: i64,
}

impl<'a> Mover<'a> {
    pub fn new(people: &'a [u32]) -> Self {
        Self { people, flips: [Flips::default(), Flips::default()], pair: false, costs: [0; 2], cost: 0, excess: 0 }
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
        }
    }

    /// Counts what the move would change.
    #[inline]
    pub fn judge(&mut self, draft: &Draft) {
        let [one, two] = &self.flips;
        self.costs[0] = draft.cost_of(one);
        if self.pair {
            self.costs[1] = draft.cost_of(two);
            self.cost = self.costs[0] + self.costs[1];
            self.excess = draft.excess_of(one, Some(two)) + draft.excess_of(two, Some(one));
        } else {
            self.cost = self.costs[0];
            self.excess = draft.excess_of(one, None);
        }
    }

    /// Makes the move judged last.
    pub fn make(&self, draft: &mut Draft) {
        draft.make(&self.flips[0], self.costs[0]);
        if self.pair {
            draft.make(&self.flips[1], self.costs[1]);
        }
    }

    fn flip(&mut self, draft: &Draft, random: &mut Random, person: usize) -> bool {
        let day = random.below(draft.problem.days());
        let (week, mask) = (day / 5, 1 << (day % 5));
        self.flips[0].start(person, week, week);
        self.flips[0].masks[0] = mask;
        draft.allows(person, week, mask)
    }

    fn set_weekday(&mut self, draft: &Draft, random: &mut Random, person: usize) -> bool {
        let weeks = draft.problem.weeks;
        let weekday = random.below(5);
        let (first, last) = run(random, weeks);
        let home = random.below(2) as u8;
        let flips = &mut self.flips[0];
        flips.start(person, first, last);
        let mut any = false;
        for week in first..=last {
            let mask = 1 << weekday;
            let is = draft.home[person * weeks + week] >> weekday & 1;
            if is != home && draft.allows(person, week, mask) {
                flips.masks[week - first] = mask;
                any = true;
            }
        }
        any
    }

    fn move_weekday(&mut self, draft: &Draft, random: &mut Random, person: usize) -> bool {
        let weeks = draft.problem.weeks;
        let (from, to) = (random.below(5), random.below(5));
        let (first, last) = if random.below(2) == 0 { one(random, weeks) } else { run(random, weeks) };
        if from == to {
            return false;
        }
        let flips = &mut self.flips[0];
        flips.start(person, first, last);
        let mut any = false;
        for week in first..=last {
            let home = draft.home[person * weeks + week];
            let mask = 1 << from | 1 << to;
            if home >> from & 1 == 1 && home >> to & 1 == 0 && draft.allows(person, week, mask) {
                flips.masks[week - first] = mask;
                any = true;
            }
        }
        any
    }

    fn exchange(&mut self, draft: &Draft, random: &mut Random, person: usize, circle: Circle) -> bool {
        let weeks = draft.problem.weeks;
        let partner = self.partner(draft, random, person, circle);
        if partner == person {
            return false;
        }
        let weekday = random.below(5);
        let (first, last) = if random.below(2) == 0 { one(random, weeks) } else { run(random, weeks) };
        self.both(draft, person, partner, first, last, |mine, other| (mine ^ other) & 1 << weekday)
    }

    fn rectangle(&mut self, draft: &Draft, random: &mut Random, person: usize, circle: Circle) -> bool {
        let weeks = draft.problem.weeks;
        let partner = self.partner(draft, random, person, circle);
        let (a, b) = (random.below(5), random.below(5));
        if partner == person || a == b {
            return false;
        }
        let (first, last) = if random.below(2) == 0 { one(random, weeks) } else { run(random, weeks) };
        self.both(draft, person, partner, first, last, |mine, other| {
            let mask = 1 << a | 1 << b;
            // At home on just one of the two days, the other person on just the other.
            let crossed = (mine ^ other) & mask == mask && (mine >> a ^ mine >> b) & 1 == 1;
            if crossed { mask } else { 0 }
        })
    }

    /// Two people flip the same cells, week by week, where both may.
    fn both(
        &mut self,
        draft: &Draft,
        person: usize,
        partner: usize,
        first: usize,
        last: usize,
        which: impl Fn(u8, u8) -> u8,
    ) -> bool {
        let weeks = draft.problem.weeks;
        self.pair = true;
        let [one, two] = &mut self.flips;
        one.start(person, first, last);
        two.start(partner, first, last);
        let mut any = false;
        for week in first..=last {
            let mask = which(draft.home[person * weeks + week], draft.home[partner * weeks + week]);
            if mask != 0 && draft.allows(person, week, mask) && draft.allows(partner, week, mask) {
                one.masks[week - first] = mask;
                two.masks[week - first] = mask;
                any = true;
            }
        }
        any
    }

    /// Somebody of the circle; who has no room to mind looks in the department.
    fn partner(&self, draft: &Draft, random: &mut Random, person: usize, circle: Circle) -> usize {
        let problem = draft.problem;
        let room = problem.room_rule[person];
        let of = |members: &[u32], random: &mut Random| members[random.below(members.len())] as usize;
        match circle {
            Circle::Room if room != NO_ROOM => of(&problem.rules[room as usize].members, random),
            Circle::Room | Circle::Department => of(&problem.units[problem.people[person].unit as usize].members, random),
            Circle::Anybody => of(self.people, random),
        }
    }
}

/// A run of weeks.
fn run(random: &mut Random, weeks: usize) -> (usize, usize) {
    let first = random.below(weeks);
    (first, first + random.below(weeks - first))
}

fn one(random: &mut Random, weeks: usize) -> (usize, usize) {
    let week = random.below(weeks);
    (week, week)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::random::Random;
    use crate::roster::specimen::{OFFENBACH, TRAUNSTEIN};

    /// Every judgement is what a count from nothing says, whatever the move.
    #[test]
    fn a_move_changes_what_was_judged() {
        for (specimen, weeks) in [(OFFENBACH, 3), (TRAUNSTEIN, 4)] {
            let problem = specimen.problem(weeks, 2);
            let mut draft = Draft::new(&problem);
            let people: Vec<u32> = (0..problem.persons() as u32).filter(|&p| problem.has_choice(p as usize)).collect();
            let mut mover = Mover::new(&people);
            let mut random = Random::new(4);
            let (mut made, mut pairs) = (0, 0);
            for _ in 0..6_000 {
                if !mover.propose(&draft, &mut random) {
                    continue;
                }
                mover.judge(&draft);
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
