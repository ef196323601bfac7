//! A roster made again, with as few changes as can be.
//!
//! The roster in force is the start. Where it breaks a rule now (somebody is ill, a cap is less, devices come late), one person after the
//! other gets a new row: always the one whose best row mends most, which is found exactly by the programme for one person
//! ([`super::person_dp`]). What a row would mend only falls while others are mended, so people wait in a queue by what they promised
//! last and are asked again when they come first (lazy greedy choice, Minoux 1978). Each changed place has its price ([`Problem::keeping`]), so a
//! row changes no more than it must. At the end everybody who was changed goes back if the others suffice.
//! That tells few people. For few places, a large-neighbourhood search follows, which may spread the same changes over more people.
//!
//! Invariant: past days are fixed in the problem, so no step touches them.

use std::collections::{BTreeSet, BinaryHeap};
use std::sync::atomic::AtomicBool;

use super::super::model::{Certificate, Effort};
use super::super::problem::{Before, NO_LIMIT, Problem};
use super::super::random::Random;
use super::again::bound_by;
use super::chance::Chance;
use super::crew::Crew;
use super::draft::{Draft, Room};
use super::halt::Halt;
use super::person_dp::PersonDp;
use super::{Outcome, Plan, Progress, Settings, construct, dual, lns};

/// What is to be few.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fewest {
    #[default]
    People,
    Places,
}

/// What is to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    pub before: &'a Before,
    /// The roster in force proves a bound by its prices; most of it holds for the new one.
    pub certificate: &'a Certificate,
    /// The first day that may change, and the first one that may change without need.
    pub from: usize,
    pub near: usize,
    pub fewest: Fewest,
}

/// Rounds of a bound of its own, but with the least effort.
const CLIMBS: u32 = 120;

/// The rounds of the search for few places, for each person.
const ROUNDS: u64 = 12;

/// Mends the roster in force; where that does not find a plan that holds, searches from scratch with the same prices on changes.
///
/// Cost and bound of the plan are those of a roster with this past that is made anew from day `from` on, so they tell what keeping the
/// others' places costs.
pub fn run(
    problem: &Problem,
    order: &Order<'_>,
    settings: Settings,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
) -> Outcome {
    run_within(problem, order, settings, &Halt::by(cancel), progress)
}

/// The same, with a search that may be limited.
pub fn run_within(
    problem: &Problem,
    order: &Order<'_>,
    settings: Settings,
    halt: &Halt<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Outcome {
    let kept = problem.keeping(order.before, order.from, order.near);
    let draft = mend(&kept, order.before, order.fewest, settings.seed, halt);
    let (home, interrupted) = if draft.is_feasible() {
        let home = with_the_rest(problem, order, draft.home, settings, halt, progress);
        (home, halt.interrupted())
    } else {
        match super::run_within(&kept, settings, halt, progress) {
            Outcome::Plan(plan) => (plan.home, plan.interrupted),
            none @ Outcome::NoPlan(_) => return none,
        }
    };
    let open = problem.with_past(&home, order.from);
    let mut crew = Crew::new(problem.weeks, settings.threads);
    let mut bound = bound_by(&open, order.certificate, &mut crew);
    if settings.effort != Effort::Quick && !halt.now() {
        bound = dual::climb(&open, &home, Some(bound), CLIMBS, &mut crew, halt);
        (bound, _) = dual::spread::climb(&open, &home, bound, CLIMBS, &mut crew, halt);
    }
    Outcome::Plan(Plan { cost: problem.cost(&home), home, bound, searched: false, interrupted, limited: halt.limited() })
}

/// People and days that the roster before does not know are decided as in a roster made anew, with everything else held fast.
fn with_the_rest(
    problem: &Problem,
    order: &Order<'_>,
    home: Vec<u8>,
    settings: Settings,
    halt: &Halt<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Vec<u8> {
    let rest = problem.with_known(&home, order.before, order.from);
    if halt.now() || !(0..rest.persons()).any(|person| rest.has_choice(person)) {
        return home;
    }
    match super::run_within(&rest, settings, halt, progress) {
        Outcome::Plan(plan) if problem.cost(&plan.home) < problem.cost(&home) => plan.home,
        Outcome::Plan(_) | Outcome::NoPlan(_) => home,
    }
}

/// Starts from the roster in force and mends it; `kept` is the problem with prices on changes. The draft may still break rules where this
/// method does not find enough.
pub fn mend<'a>(kept: &'a Problem, before: &Before, fewest: Fewest, seed: u64, halt: &Halt<'_>) -> Draft<'a> {
    let start = start(kept, before);
    let mut draft = Draft::with(kept, start.clone());
    let mut dp = PersonDp::new(kept.weeks);
    let (mut random, chance) = (Random::new(seed ^ 0x2545_F491_4F6C_DD1D), Chance::new());
    settle_new(&mut draft, before, &mut dp);
    greedy(&mut draft, &mut dp);
    if !draft.is_feasible() {
        construct::eject(&mut draft);
        greedy(&mut draft, &mut dp);
    }
    if fewest == Fewest::Places || !draft.is_feasible() {
        let rounds = ROUNDS * kept.persons() as u64;
        lns::run(&mut draft, &mut dp, &mut random, &chance, rounds, None, halt, &mut |_| ());
    }
    give_back(&mut draft, &start);
    draft
}

/// The old places as far as they are still allowed; the last home days of a week go first where it has too many now.
fn start(kept: &Problem, before: &Before) -> Vec<u8> {
    (0..kept.worked.len())
        .map(|k| {
            let fixed = kept.fixed_home[k];
            let mut home = before.home[k] & kept.worked[k] & !kept.fixed_office[k] | fixed;
            let most = u32::from(kept.weekly_max[k]).max(fixed.count_ones());
            while home.count_ones() > most {
                let open = home & !fixed;
                home &= !(1 << open.ilog2());
            }
            home
        })
        .collect()
}

/// People that the old roster does not have get their best row at once: whatever it is, it tells nobody anything new.
fn settle_new(draft: &mut Draft, before: &Before, dp: &mut PersonDp) {
    let (problem, mut room) = (draft.problem, Room::default());
    for person in 0..problem.persons() {
        let row = person * problem.weeks..(person + 1) * problem.weeks;
        if problem.has_choice(person) && before.known[row].iter().all(|known| *known == 0) {
            draft.remove(person);
            draft.best(person, None, dp, &mut room);
            draft.insert(person, &room.pattern);
        }
    }
}

/// Gives new rows, the one that mends most first, until every rule holds or none mends anything.
fn greedy(draft: &mut Draft, dp: &mut PersonDp) {
    let mut room = Room::default();
    // (mended, cheaper, person): the order of the queue, ties by the lower number.
    let mut queue: BinaryHeap<(i64, i64, std::cmp::Reverse<usize>)> = concerned(draft)
        .into_iter()
        .map(|person| {
            let (mended, cheaper) = promise(draft, person, dp, &mut room);
            (mended, cheaper, std::cmp::Reverse(person))
        })
        .collect();
    while let Some((_, _, std::cmp::Reverse(person))) = queue.pop() {
        if draft.is_feasible() {
            return;
        }
        let (mended, cheaper) = promise(draft, person, dp, &mut room);
        if mended <= 0 {
            continue;
        }
        let now = (mended, cheaper, std::cmp::Reverse(person));
        if queue.peek().is_some_and(|next| *next > now) {
            queue.push(now);
            continue;
        }
        draft.remove(person);
        draft.insert(person, &room.pattern);
        // Others may now be able to mend what this one could not.
        queue.push(now);
    }
}

/// Everybody who takes part in a rule that is broken and has a choice.
fn concerned(draft: &Draft) -> BTreeSet<usize> {
    let (problem, days) = (draft.problem, draft.problem.days());
    let mut people = BTreeSet::new();
    for (r, rule) in problem.rules.iter().enumerate() {
        let broken = (0..days).any(|day| draft.load(r, day) > problem.limit[r * days + day]);
        if broken {
            people.extend(rule.members.iter().map(|&p| p as usize).filter(|&p| problem.has_choice(p)));
        }
    }
    people.extend((0..problem.persons()).filter(|&p| draft.off_quota(p) > 0 && problem.has_choice(p)));
    people
}

/// By how much a new row of this person would lower the excess, and the cost; the row is in `room`. The draft is as before.
fn promise(draft: &mut Draft, person: usize, dp: &mut PersonDp, room: &mut Room) -> (i64, i64) {
    let (excess, cost, old) = (draft.excess, draft.cost, draft.pattern(person).to_vec());
    draft.remove(person);
    draft.best(person, None, dp, room);
    draft.insert(person, &room.pattern);
    let gain = (excess - draft.excess, cost - draft.cost);
    draft.remove(person);
    draft.insert(person, &old);
    gain
}

/// Whoever was changed and is not needed goes back to the start; whose change is smallest is asked first.
fn give_back(draft: &mut Draft, start: &[u8]) {
    let (problem, weeks) = (draft.problem, draft.problem.weeks);
    let differing = |draft: &Draft, p: usize| -> u32 {
        draft.pattern(p).iter().zip(&start[p * weeks..]).map(|(now, then)| (now ^ then).count_ones()).sum()
    };
    let mut changed: Vec<(u32, usize)> =
        (0..problem.persons()).map(|p| (differing(draft, p), p)).filter(|(cells, _)| *cells > 0).collect();
    changed.sort_unstable();
    for (_, person) in changed {
        let (now, excess, total) = (draft.pattern(person).to_vec(), draft.excess, draft.total());
        draft.remove(person);
        draft.insert(person, &start[person * weeks..(person + 1) * weeks]);
        if draft.excess > excess || draft.total() > total {
            draft.remove(person);
            draft.insert(person, &now);
        }
    }
}

/// Places that have to change at the least, by counting: on each day, what a rule has too much takes as many people to the office, and what
/// a room has too many of takes as many home; people of rules without a member in common are different people.
#[must_use]
pub fn at_least(kept: &Problem, before: &Before) -> usize {
    let draft = Draft::with(kept, start(kept, before));
    let days = kept.days();
    (0..days).map(|day| count_day(&draft, before, day)).sum()
}

fn count_day(draft: &Draft, before: &Before, day: usize) -> usize {
    let (problem, days) = (draft.problem, draft.problem.days());
    let mut broken: Vec<(usize, usize, bool)> = Vec::new();
    for (r, rule) in problem.rules.iter().enumerate() {
        let limit = problem.limit[r * days + day];
        let over = if limit >= NO_LIMIT { 0 } else { (draft.load(r, day) - limit).max(0) as usize };
        // Whoever the roster before did not plan that day may mend it without a change.
        let unplanned = |&&p: &&u32| {
            let k = p as usize * problem.weeks + day / 5;
            (problem.worked[k] & !before.known[k]) >> (day % 5) & 1 == 1
        };
        let weight = |p: &u32| usize::from(problem.sign(*p as usize, r).unsigned_abs());
        let mended: usize = if over > 0 { rule.members.iter().filter(unplanned).map(weight).sum() } else { 0 };
        // Fewer people mend it where some count twice.
        let heaviest = if over > mended { rule.members.iter().map(weight).max().unwrap_or(1).max(1) } else { 1 };
        let over = over.saturating_sub(mended).div_ceil(heaviest);
        let signs = || rule.members.iter().map(|&p| problem.sign(p as usize, r));
        // A rule with both signs is mended either way.
        if over > 0 && (signs().all(|sign| sign > 0) || signs().all(|sign| sign < 0)) {
            broken.push((over, r, signs().all(|sign| sign > 0)));
        }
    }
    broken.sort_unstable_by_key(|(over, rule, _)| (std::cmp::Reverse(*over), *rule));
    let mut count = 0;
    for to_office in [true, false] {
        let mut taken: BTreeSet<u32> = BTreeSet::new();
        for (over, rule, _) in broken.iter().filter(|(.., way)| *way == to_office) {
            let members = &problem.rules[*rule].members;
            if members.iter().all(|member| !taken.contains(member)) {
                count += over;
                taken.extend(members);
            }
        }
    }
    count
}
