//! Complete search for small problems: an optimum that is surely one.
//!
//! Idea: at the prices of the bound, a plan better than the incumbent can only use patterns whose priced cost exceeds their person's
//! least by less than the gap (reduced-cost fixing). So each person keeps a short list, and a depth-first search over persons spends the
//! gap as a budget. It ends early without a claim when lists or nodes grow too many.

use super::super::problem::Problem;
use super::draft::Draft;
use super::dual::{Bound, PARTS};

/// Patterns looked at for one person, and nodes of the search.
const MAX_PATTERNS: usize = 1 << 14;
const MAX_NODES: u64 = 400_000;
/// People with more than one pattern left: beyond this the nodes would surely run out.
const MAX_UNDECIDED: usize = 60;

/// One way to spend a person's horizon.
struct Choice {
    /// Priced cost above the person's least, in 1/[`PARTS`].
    surplus: i64,
    home: Vec<u8>,
}

/// Improves the draft to an optimum; true if the search was complete.
pub fn search(draft: &mut Draft, bound: &Bound) -> bool {
    let problem = draft.problem;
    let Some(mut lists) = lists(problem, bound, budget(draft, bound)) else { return false };
    if lists.iter().filter(|list| list.len() > 1).count() > MAX_UNDECIDED {
        return false;
    }
    // Persons with the fewest options first: wrong turns show early.
    let mut order: Vec<usize> = (0..problem.persons()).collect();
    order.sort_by_key(|&p| (lists[p].len(), p));
    for list in &mut lists {
        list.sort_by(|a, b| (a.surplus, &a.home).cmp(&(b.surplus, &b.home)));
    }
    let days = problem.days();
    // Least load the persons still to come can bring, by position in the order: rules that cannot be held any more cut the branch.
    let mut least_rest = vec![vec![0i32; problem.limit.len()]; order.len() + 1];
    for at in (0..order.len()).rev() {
        let mut row = least_rest[at + 1].clone();
        for term in problem.terms(order[at]) {
            for day in 0..days {
                let loads = lists[order[at]].iter().map(|o| i32::from(term.sign) * i32::from(o.home[day / 5] >> (day % 5) & 1));
                row[term.rule as usize * days + day] += loads.min().unwrap_or(0);
            }
        }
        least_rest[at] = row;
    }
    let mut search = Search {
        problem,
        lists: &lists,
        order: &order,
        least_rest: &least_rest,
        load: vec![0; problem.limit.len()],
        chosen: vec![0; order.len()],
        nodes: 0,
        budget: budget(draft, bound),
        best: None,
    };
    let hopeless = (0..problem.limit.len()).any(|at| least_rest[0][at] > problem.limit[at]);
    let complete = hopeless || search.descend(0, 0, bound.value);
    if let Some(best) = search.best {
        let mut home = vec![0; draft.home.len()];
        for (at, &person) in order.iter().enumerate() {
            home[person * problem.weeks..(person + 1) * problem.weeks].copy_from_slice(&lists[person][best[at]].home);
        }
        *draft = Draft::with(problem, home);
    }
    complete
}

/// Largest total surplus of a plan that would beat the incumbent by a whole unit.
fn budget(draft: &Draft, bound: &Bound) -> i64 {
    if draft.is_feasible() { (draft.cost - 1) * i64::from(PARTS) - bound.value } else { i64::MAX / 4 }
}

/// Options of every person within the budget; none if too many.
fn lists(problem: &Problem, bound: &Bound, budget: i64) -> Option<Vec<Vec<Choice>>> {
    let days = problem.days();
    let mut all = Vec::with_capacity(problem.persons());
    let mut kept = 0;
    for person in 0..problem.persons() {
        let mut patterns: Vec<Vec<u8>> = vec![Vec::new()];
        for week in 0..problem.weeks {
            let masks = masks(problem, person, week);
            if patterns.len() * masks.len() > MAX_PATTERNS {
                return None;
            }
            patterns = patterns.iter().flat_map(|row| masks.iter().map(move |&m| [row.as_slice(), &[m]].concat())).collect();
        }
        let mut options: Vec<Choice> = patterns
            .into_iter()
            .filter(|home| problem.off_quota(person, home.iter().map(|m| m.count_ones() as i32).sum()) == 0)
            .map(|home| {
                let mut priced = i64::from(PARTS) * problem.person_cost(person, &home);
                for term in problem.terms(person) {
                    for day in (0..days).filter(|day| home[day / 5] >> (day % 5) & 1 == 1) {
                        priced += i64::from(term.sign) * i64::from(bound.prices[term.rule as usize * days + day]);
                    }
                }
                Choice { surplus: priced, home }
            })
            .collect();
        let least = options.iter().map(|o| o.surplus).min().expect("a person always has a pattern");
        for option in &mut options {
            option.surplus -= least;
        }
        options.retain(|o| o.surplus <= budget);
        kept += options.len();
        if kept > MAX_PATTERNS {
            return None;
        }
        all.push(options);
    }
    Some(all)
}

fn masks(problem: &Problem, person: usize, week: usize) -> Vec<u8> {
    let fixed = problem.fixed_home[person * problem.weeks + week];
    let free = problem.free_mask(person, week);
    let most = problem.home_max(person, week);
    (0..32u8).filter(|m| m & !free == 0).map(|m| m | fixed).filter(|m| m.count_ones() <= most).collect()
}

struct Search<'a> {
    problem: &'a Problem,
    lists: &'a [Vec<Choice>],
    order: &'a [usize],
    least_rest: &'a [Vec<i32>],
    load: Vec<i32>,
    chosen: Vec<usize>,
    nodes: u64,
    /// Total surplus allowed; falls with each better plan.
    budget: i64,
    best: Option<Vec<usize>>,
}

impl Search<'_> {
    /// False when the nodes ran out.
    fn descend(&mut self, at: usize, spent: i64, base: i64) -> bool {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return false;
        }
        let Some(&person) = self.order.get(at) else {
            // Its true cost, free of the prices' slack: Σ λ · (limit − load) lies between the two.
            let cost: i64 = self.problem.constant
                + (self.order.iter().zip(&self.chosen))
                    .map(|(&p, &o)| self.problem.person_cost(p, &self.lists[p][o].home))
                    .sum::<i64>();
            let surplus = (cost - 1) * i64::from(PARTS) - base;
            if surplus < self.budget {
                self.budget = surplus;
                self.best = Some(self.chosen.clone());
            }
            return true;
        };
        for option in 0..self.lists[person].len() {
            let total = spent + self.lists[person][option].surplus;
            if total > self.budget {
                break;
            }
            self.shift(person, option, 1);
            let fits = self.fits(person, at + 1);
            self.chosen[at] = option;
            let complete = !fits || self.descend(at + 1, total, base);
            self.shift(person, option, -1);
            if !complete {
                return false;
            }
        }
        true
    }

    fn shift(&mut self, person: usize, option: usize, direction: i32) {
        let days = self.problem.days();
        let home = &self.lists[person][option].home;
        for term in self.problem.terms(person) {
            for day in (0..days).filter(|day| home[day / 5] >> (day % 5) & 1 == 1) {
                self.load[term.rule as usize * days + day] += direction * i32::from(term.sign);
            }
        }
    }

    /// Whether the rules of `person` can still be held by those from position `next` on.
    fn fits(&self, person: usize, next: usize) -> bool {
        let days = self.problem.days();
        self.problem.terms(person).iter().all(|term| {
            (term.rule as usize * days..(term.rule as usize + 1) * days)
                .all(|at| self.load[at] + self.least_rest[next][at] <= self.problem.limit[at])
        })
    }
}
