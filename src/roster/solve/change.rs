//! What a move would change, judged before it is made.
//!
//! Idea: nine of ten moves of an annealing are refused, so a move is not made and undone but counted from the masks it would flip: the
//! person's cost changes only in these weeks and their neighbours and in the number of home days; rules change only on days flipped.
//! Where two people change places, what they share (the cap, the room, the department) stays as it is and is not even looked at.
//!
//! Invariants: flips lie in open cells and keep the weekly maximum; on a day that both people of a move flip, one comes and the
//! other goes. The tests hold every judgement against the draft made anew.

use super::draft::Draft;

/// Flips of one person in a run of weeks.
#[derive(Debug, Clone, Default)]
pub struct Flips {
    pub person: usize,
    pub first: usize,
    /// One mask for each week from `first` on.
    pub masks: Vec<u8>,
}

impl Flips {
    /// Starts anew for a person and a run of weeks.
    pub fn start(&mut self, person: usize, first: usize, last: usize) {
        self.person = person;
        self.first = first;
        self.masks.clear();
        self.masks.resize(last + 1 - first, 0);
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.masks.iter().all(|mask| *mask == 0)
    }

    fn weeks(&self) -> impl Iterator<Item = (usize, u8)> + '_ {
        (self.first..).zip(self.masks.iter().copied()).filter(|(_, mask)| *mask != 0)
    }

    fn in_week(&self, week: usize) -> u8 {
        week.checked_sub(self.first).and_then(|at| self.masks.get(at)).copied().unwrap_or(0)
    }
}

impl Draft<'_> {
    /// Whether flipping these cells of one week keeps the person's own rules.
    #[inline]
    #[must_use]
    pub fn allows(&self, person: usize, week: usize, mask: u8) -> bool {
        let problem = self.problem;
        let k = person * problem.weeks + week;
        let home = self.home[k];
        let after = (home ^ mask).count_ones();
        problem.free_mask(person, week) & mask == mask
            && (after <= home.count_ones() || after <= u32::from(problem.weekly_max[k]))
    }

    /// Change of the person's cost.
    #[inline]
    #[must_use]
    pub fn cost_of(&self, flips: &Flips) -> i64 {
        let problem = self.problem;
        let weights = problem.weights;
        let person = flips.person;
        let base = person * problem.weeks;
        let (mut cost, mut more) = (0, 0);
        for (week, mask) in flips.weeks() {
            let k = base + week;
            let (worked, before) = (problem.worked[k], self.home[k]);
            let after = before ^ mask;
            let mut rest = mask;
            while rest != 0 {
                let weekday = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                let own = problem.home_cost[person * problem.days() + week * 5 + weekday];
                cost += if after >> weekday & 1 == 1 { own } else { -own };
            }
            more += after.count_ones() as i32 - before.count_ones() as i32;
            cost += weights.shape
                * (problem.shape_points(person, worked, after) - problem.shape_points(person, worked, before));
            // Each pair of weeks once: with the week before; and with the week after unless that one flips too.
            if week > 0 {
                let both = worked & problem.worked[k - 1];
                let other = self.home[k - 1];
                let other_after = other ^ flips.in_week(week - 1);
                cost += weights.stability * (differs(after, other_after, both) - differs(before, other, both));
            }
            if week + 1 < problem.weeks && flips.in_week(week + 1) == 0 {
                let both = worked & problem.worked[k + 1];
                let other = self.home[k + 1];
                cost += weights.stability * (differs(after, other, both) - differs(before, other, both));
            }
        }
        let off = self.home_days[person] - problem.target[person];
        // (off + more)² − off²
        i64::from(cost + weights.fairness * more * (2 * off + more))
    }

    /// Change of the excess by one person's flips; with a partner, rules that both are in with one sign are left out on days both flip.
    #[inline]
    #[must_use]
    pub fn excess_of(&self, flips: &Flips, partner: Option<&Flips>) -> i64 {
        let problem = self.problem;
        let days = problem.days();
        let mut excess = 0;
        for term in problem.terms(flips.person) {
            let shared = partner.is_some_and(|other| problem.sign(other.person, term.rule as usize) == term.sign);
            let base = term.rule as usize * days;
            for (week, mask) in flips.weeks() {
                let home = self.home[flips.person * problem.weeks + week];
                let mut rest = match partner {
                    Some(other) if shared => mask & !other.in_week(week),
                    _ => mask,
                };
                while rest != 0 {
                    let weekday = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    let goes_home = home >> weekday & 1 == 0;
                    let slack = self.slack[base + week * 5 + weekday];
                    // More load for who goes home where home counts, or comes where being here counts.
                    if goes_home == (term.sign > 0) {
                        excess += i32::from(slack <= 0);
                    } else {
                        excess -= i32::from(slack < 0);
                    }
                }
            }
        }
        i64::from(excess)
    }

    /// Makes the flips; `cost` is what [`Self::cost_of`] said.
    pub fn make(&mut self, flips: &Flips, cost: i64) {
        let problem = self.problem;
        let days = problem.days();
        let person = flips.person;
        for (week, mask) in flips.weeks() {
            let k = person * problem.weeks + week;
            let before = self.home[k];
            let after = before ^ mask;
            self.home[k] = after;
            self.home_days[person] += after.count_ones() as i32 - before.count_ones() as i32;
            for term in problem.terms(person) {
                let mut rest = mask;
                while rest != 0 {
                    let weekday = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    let at = term.rule as usize * days + week * 5 + weekday;
                    let step = if after >> weekday & 1 == 1 { i32::from(term.sign) } else { -i32::from(term.sign) };
                    let slack = self.slack[at];
                    self.slack[at] = slack - step;
                    self.excess += i64::from((step - slack).max(0) - (-slack).max(0));
                }
            }
        }
        self.person_cost[person] += cost;
        self.cost += cost;
    }
}

fn differs(a: u8, b: u8, both: u8) -> i32 {
    ((a ^ b) & both).count_ones() as i32
}
