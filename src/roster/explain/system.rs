//! One week as a system of inequalities Σ ±x ≤ limit (2x for whoever takes two of a cap), and what follows from it.
//!
//! x is 1 for a home day. Every rule fits: caps and minimums have +, rooms −, a weekly maximum is a sum over one person, a fixed
//! cell is a sum of one. Propagation is bounds consistency: once the least possible sum reaches the limit, every open cell of the
//! constraint must take its harmless value. Each forced cell remembers the constraint that forced it, so a contradiction can be told
//! as a chain and cut down to the rules that matter.

use std::collections::BTreeSet;

use super::super::problem::{NO_LIMIT, Problem, Why};

/// The smallest things that can be relaxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A rule on one day; index into `problem.rules`.
    Limit { rule: u32, day: u32 },
    /// What the weekly share and the office days leave one person.
    WeeklyMax { person: u32, week: u32 },
    /// A cell without a choice.
    Fixed { person: u32, day: u32 },
    /// Home days of single people over the whole period; index into `problem.quotas`. In no week's system.
    Quota { quota: u32 },
}

#[derive(Debug)]
pub(super) struct Constraint {
    pub item: Item,
    /// Cell (`person * 5 + weekday`) and sign.
    terms: Vec<(u32, i8)>,
    limit: i32,
}

const OPEN: u8 = 2;
const DECIDED: u32 = u32::MAX;
/// The most that one cell adds to a sum.
const HEAVIEST: i32 = 2;

/// The constraints of one week and a partial assignment.
#[derive(Debug)]
pub(super) struct System {
    pub constraints: Vec<Constraint>,
    by_cell: Vec<Vec<(u32, i8)>>,
    /// 0 office, 1 home, [`OPEN`].
    value: Vec<u8>,
    /// Constraint that forced the cell, or [`DECIDED`].
    reason: Vec<u32>,
    /// Position in the trail.
    position: Vec<u32>,
    pub trail: Vec<u32>,
    /// Least possible sum of each constraint.
    least: Vec<i32>,
}

impl System {
    /// The constraints of `week` whose item passes `keep`.
    pub fn new(problem: &Problem, week: usize, keep: impl Fn(Item) -> bool) -> Self {
        let mut constraints = Vec::new();
        let mut add = |item: Item, terms: Vec<(u32, i8)>, limit: i32| {
            if limit < NO_LIMIT && keep(item) {
                constraints.push(Constraint { item, terms, limit });
            }
        };
        let cell = |p: usize, b: usize| (p * 5 + b) as u32;
        for p in 0..problem.persons() {
            for b in 0..5 {
                let day = week * 5 + b;
                let item = Item::Fixed { person: p as u32, day: day as u32 };
                if problem.is_fixed_home(p, day) {
                    add(item, vec![(cell(p, b), -1)], -1);
                } else if problem.is_fixed_office(p, day) {
                    add(item, vec![(cell(p, b), 1)], 0);
                }
            }
        }
        for p in 0..problem.persons() {
            if matches!(problem.people[p].why, Why::Free | Why::Individual) {
                let terms = (0..5).filter(|b| problem.is_worked(p, week * 5 + b)).map(|b| (cell(p, b), 1)).collect();
                let most = problem.home_max(p, week) as i32;
                add(Item::WeeklyMax { person: p as u32, week: week as u32 }, terms, most);
            }
        }
        for (r, rule) in problem.rules.iter().enumerate() {
            for b in 0..5 {
                let day = week * 5 + b;
                let terms = (rule.members.iter())
                    .filter(|p| problem.is_worked(**p as usize, day))
                    .map(|&p| (cell(p as usize, b), problem.sign(p as usize, r)))
                    .collect();
                let limit = problem.limit[r * problem.days() + day];
                add(Item::Limit { rule: r as u32, day: day as u32 }, terms, limit);
            }
        }
        let mut by_cell = vec![Vec::new(); problem.persons() * 5];
        for (c, constraint) in (0u32..).zip(&constraints) {
            for &(cell, sign) in &constraint.terms {
                by_cell[cell as usize].push((c, sign));
            }
        }
        let least = constraints.iter().map(|c| c.terms.iter().map(|t| i32::from(t.1.min(0))).sum()).collect();
        let cells = by_cell.len();
        Self {
            constraints,
            by_cell,
            value: vec![OPEN; cells],
            reason: vec![DECIDED; cells],
            position: vec![0; cells],
            trail: Vec::new(),
            least,
        }
    }

    /// Follows all constraints from nothing; the constraint that cannot be held, if any.
    pub fn propagate_all(&mut self) -> Option<u32> {
        for c in 0..self.constraints.len() as u32 {
            let start = self.trail.len();
            if let Some(conflict) = self.tighten(c).or_else(|| self.follow(start)) {
                return Some(conflict);
            }
        }
        None
    }

    /// Decides a cell and follows the consequences.
    pub fn decide(&mut self, cell: u32, value: u8) -> Option<u32> {
        let start = self.trail.len();
        self.set(cell, value, DECIDED);
        self.follow(start)
    }

    /// Takes everything after this length of the trail back.
    pub fn back_to(&mut self, length: usize) {
        while self.trail.len() > length {
            let cell = self.trail.pop().expect("longer than length") as usize;
            for &(c, sign) in &self.by_cell[cell] {
                self.least[c as usize] -= raise(sign, self.value[cell]);
            }
            self.value[cell] = OPEN;
        }
    }

    /// Enters a value without following it.
    fn set(&mut self, cell: u32, value: u8, reason: u32) {
        let at = cell as usize;
        self.value[at] = value;
        self.reason[at] = reason;
        self.position[at] = self.trail.len() as u32;
        self.trail.push(cell);
        for &(c, sign) in &self.by_cell[at] {
            self.least[c as usize] += raise(sign, value);
        }
    }

    /// Follows everything entered from position `next` of the trail on.
    fn follow(&mut self, mut next: usize) -> Option<u32> {
        while next < self.trail.len() {
            let cell = self.trail[next] as usize;
            next += 1;
            for i in 0..self.by_cell[cell].len() {
                let (c, sign) = self.by_cell[cell][i];
                if raise(sign, self.value[cell]) > 0
                    && let Some(conflict) = self.tighten(c)
                {
                    return Some(conflict);
                }
            }
        }
        None
    }

    /// Forces the open cells of a constraint that are more than what is left of its limit; the constraint itself if it is over.
    fn tighten(&mut self, c: u32) -> Option<u32> {
        let constraint = &self.constraints[c as usize];
        let slack = constraint.limit - self.least[c as usize];
        if slack < 0 {
            return Some(c);
        }
        // Two may be too much where one is not.
        if slack < HEAVIEST {
            let forced: Vec<(u32, u8)> = (constraint.terms.iter())
                .filter(|t| i32::from(t.1).abs() > slack && self.value[t.0 as usize] == OPEN)
                .map(|&(cell, sign)| (cell, u8::from(sign < 0)))
                .collect();
            for (cell, value) in forced {
                self.set(cell, value, c);
            }
        }
        None
    }

    /// Cells that push the constraint up and were assigned before `before`.
    fn pushers(&self, c: u32, before: u32) -> impl Iterator<Item = u32> {
        (self.constraints[c as usize].terms.iter())
            .filter(move |&&(cell, sign)| {
                let at = cell as usize;
                self.value[at] != OPEN && raise(sign, self.value[at]) > 0 && self.position[at] < before
            })
            .map(|t| t.0)
    }

    /// Everything behind a conflict: constraints, and the forced cells in order of time.
    pub fn behind(&self, conflict: u32) -> (BTreeSet<u32>, Vec<u32>) {
        let mut constraints = BTreeSet::from([conflict]);
        let mut cells: BTreeSet<(u32, u32)> = BTreeSet::new();
        let mut open: Vec<u32> = self.pushers(conflict, u32::MAX).collect();
        while let Some(cell) = open.pop() {
            let position = self.position[cell as usize];
            if !cells.insert((position, cell)) {
                continue;
            }
            let reason = self.reason[cell as usize];
            if reason != DECIDED {
                constraints.insert(reason);
                open.extend(self.pushers(reason, position));
            }
        }
        (constraints, cells.into_iter().map(|(_, cell)| cell).collect())
    }

    pub fn item(&self, c: u32) -> Item {
        self.constraints[c as usize].item
    }

    /// What forced a cell; none if it was decided.
    pub fn reason(&self, cell: u32) -> Option<Item> {
        let reason = self.reason[cell as usize];
        (reason != DECIDED).then(|| self.item(reason))
    }

    pub fn is_home(&self, cell: u32) -> bool {
        self.value[cell as usize] == 1
    }

    /// An open cell of the constraint with the least slack among those that still can be broken; none when all is settled.
    pub fn branch(&self) -> Option<(u32, u8)> {
        let mut best: Option<(i32, u32, u8)> = None;
        for (constraint, &least) in self.constraints.iter().zip(&self.least) {
            let slack = constraint.limit - least;
            if best.is_some_and(|(other, ..)| other <= slack) {
                continue;
            }
            let open = || constraint.terms.iter().filter(|t| self.value[t.0 as usize] == OPEN);
            // A constraint with more slack than its open cells weigh holds whatever they become.
            if open().map(|t| i32::from(t.1).abs()).sum::<i32>() <= slack {
                continue;
            }
            if let Some(&(cell, sign)) = open().next() {
                best = Some((slack, cell, u8::from(sign < 0)));
            }
        }
        best.map(|(_, cell, value)| (cell, value))
    }
}

/// By how much a value raises the least possible sum.
fn raise(sign: i8, value: u8) -> i32 {
    if (sign > 0) == (value == 1) { i32::from(sign).abs() } else { 0 }
}
