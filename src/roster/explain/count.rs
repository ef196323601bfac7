//! Steps 3 and 4: counting, which explains nearly every clash of real offices in milliseconds.
//!
//! Rooms are disjoint, so whatever they force can be added up: on a day, a room with more workers than seats sends the surplus home,
//! of which only so many can be people that a given rule does not count. If the sum over the rooms is above a cap, or above what a
//! minimum can spare, there is no roster. Over a week the same holds for the home days a room needs and those its people may take.
//!
//! This is not only quick but nearly complete: at-most rules never force anybody home, so in a smallest plan each room has exactly
//! its surplus at home, and a cap on everybody is held if and only if the daily sums are.

use std::collections::BTreeMap;

use super::super::model::RuleKind;
use super::super::problem::{NO_LIMIT, NO_ROOM, Problem, Why};
use super::run::Explanation;
use super::system::Item;
use super::{search, words};

/// What the rooms do to a rule on one day.
#[derive(Debug, Clone)]
pub(super) struct DayCount {
    pub rule: usize,
    pub day: usize,
    /// People counted by the rule who are at home whatever happens.
    pub forced: usize,
    pub limit: usize,
    /// Rooms that force somebody of the rule home.
    pub rooms: Vec<u32>,
    /// Rooms where one more seat would force one person less.
    pub movable: usize,
    /// Forced people because they are always at home.
    pub always: usize,
    core: Vec<Vec<Item>>,
}

/// Rooms against caps and minimums, day by day.
pub(super) fn days(problem: &Problem) -> Vec<Explanation> {
    let mut by_rule: BTreeMap<usize, Vec<DayCount>> = BTreeMap::new();
    for rule in at_most_rules(problem) {
        for day in 0..problem.days() {
            if let Some(count) = day_count(problem, rule, day) {
                by_rule.entry(problem.first_named(rule)).or_default().push(count);
            }
        }
    }
    (by_rule.into_values())
        .map(|mut counts| {
            counts.sort_by_key(|c| (std::cmp::Reverse(c.forced - c.limit), c.day));
            let core = std::mem::take(&mut counts[0].core);
            words::rooms_clash(problem, &counts, core)
        })
        .collect()
}

/// Rules that limit people at home and count each of them once. Of others the numbers would not say what is enough; a search does.
fn at_most_rules(problem: &Problem) -> impl Iterator<Item = usize> {
    (problem.rules.iter().enumerate())
        .filter(|(r, rule)| {
            rule.name.kind != RuleKind::Room
                && !rule.name.kind.is_pair()
                && rule.members.iter().all(|&p| problem.sign(p as usize, *r) == 1)
        })
        .map(|(r, _)| r)
}

fn day_count(problem: &Problem, rule: usize, day: usize) -> Option<DayCount> {
    let limit = problem.limit[rule * problem.days() + day];
    if !(0..NO_LIMIT).contains(&limit) {
        return None;
    }
    let (with_fixed, rooms, movable, always) = forced(problem, rule, day, true);
    if with_fixed as i32 <= limit {
        return None;
    }
    let (without_fixed, plain_rooms, ..) = forced(problem, rule, day, false);
    let limits = |rooms: &[u32]| -> Vec<Item> { rooms.iter().map(|&r| Item::Limit { rule: r, day: day as u32 }).collect() };
    let mut core = vec![vec![Item::Limit { rule: rule as u32, day: day as u32 }]];
    if without_fixed as i32 > limit {
        core.push(limits(&plain_rooms));
    } else {
        core.push(limits(&rooms));
        let fixed = (0..problem.persons())
            .filter(|&p| problem.is_fixed_home(p, day) || problem.is_fixed_office(p, day))
            .filter(|&p| problem.sign(p, rule) > 0 || rooms.contains(&problem.room_rule[p]))
            .map(|p| Item::Fixed { person: p as u32, day: day as u32 });
        core.push(fixed.collect());
    }
    Some(DayCount { rule, day, forced: with_fixed, limit: limit as usize, rooms, movable, always, core })
}

/// People of `rule` that rooms and fixed cells keep at home on a day; the rooms that force, those where a seat more would help, and
/// the people always at home. With `fixed` false as if every cell were open.
fn forced(problem: &Problem, rule: usize, day: usize, fixed: bool) -> (usize, Vec<u32>, usize, usize) {
    let mut fixed_home = 0;
    // Per room: surplus, people of the rule fixed at home, others who can go home.
    let mut rooms: BTreeMap<u32, (i32, i32, i32)> = BTreeMap::new();
    for p in (0..problem.persons()).filter(|&p| problem.is_worked(p, day)) {
        let counts = problem.sign(p, rule) > 0;
        let home = fixed && problem.is_fixed_home(p, day);
        let office = fixed && problem.is_fixed_office(p, day);
        let room = problem.room_rule[p];
        if room == NO_ROOM {
            fixed_home += usize::from(counts && home);
            continue;
        }
        let surplus = -problem.limit[room as usize * problem.days() + day];
        let entry = rooms.entry(room).or_insert((surplus, 0, 0));
        entry.1 += i32::from(counts && home);
        entry.2 += i32::from(!counts && !office);
    }
    let mut total = fixed_home;
    let mut always = fixed_home;
    let (mut forcing, mut movable) = (Vec::new(), 0);
    for (room, (surplus, home, others)) in rooms {
        let needed = surplus - others;
        total += needed.max(home).max(0) as usize;
        always += home as usize;
        if needed > home && needed > 0 {
            forcing.push(room);
            movable += (needed - home) as usize;
        }
    }
    (total, forcing, movable, always)
}

/// Home days a room needs in a week against those its people may take.
pub(super) fn room_weeks(problem: &Problem) -> Vec<Explanation> {
    let mut found = Vec::new();
    for (r, rule) in problem.rules.iter().enumerate().filter(|(_, rule)| rule.name.kind == RuleKind::Room) {
        let mut weeks = Vec::new();
        for week in 0..problem.weeks {
            let surplus = |b: usize| (-problem.limit[r * problem.days() + week * 5 + b]).max(0) as u32;
            let needed: u32 = (0..5).map(surplus).sum();
            let needy = (0..5).filter(|&b| surplus(b) > 0).fold(0, |mask, b| mask | 1u8 << b);
            let allowed: u32 = rule.members.iter().map(|&p| most_home(problem, p as usize, week, needy)).sum();
            if needed > allowed {
                weeks.push((week, needed, allowed));
            }
        }
        if let Some(&(week, ..)) = weeks.first() {
            let core = room_week_core(problem, r, week);
            found.push(words::room_week_clash(problem, r, &weeks, core));
        }
    }
    found
}

/// Home days a person can have on the `needy` days of a week.
fn most_home(problem: &Problem, person: usize, week: usize, needy: u8) -> u32 {
    let possible = problem.free_mask(person, week) | problem.fixed_home[person * problem.weeks + week];
    problem.home_max(person, week).min((possible & needy).count_ones())
}

/// The room's days, its people's weekly maximums and their fixed cells, without the groups that are not needed.
fn room_week_core(problem: &Problem, room: usize, week: usize) -> Vec<Vec<Item>> {
    let members = &problem.rules[room].members;
    let days: Vec<u32> = (week * 5..week * 5 + 5).map(|day| day as u32).collect();
    let is_fixed =
        |p: u32, day: u32| problem.is_fixed_home(p as usize, day as usize) || problem.is_fixed_office(p as usize, day as usize);
    let cells = members.iter().flat_map(|&person| days.iter().map(move |&day| (person, day)));
    let mut core: Vec<Vec<Item>> = vec![
        cells.filter(|&(p, d)| is_fixed(p, d)).map(|(person, day)| Item::Fixed { person, day }).collect(),
        (members.iter())
            .filter(|p| matches!(problem.people[**p as usize].why, Why::Free | Why::Individual))
            .map(|&person| Item::WeeklyMax { person, week: week as u32 })
            .collect(),
        days.iter().map(|&day| Item::Limit { rule: room as u32, day }).collect(),
    ];
    for group in [0, 1] {
        let fewer = |item: Item| core.iter().enumerate().any(|(i, items)| i != group && items.contains(&item));
        if matches!(search::week(problem, week, fewer, search::NODES / 4), search::Found::Impossible(_)) {
            core[group].clear();
        }
    }
    core.retain(|group| !group.is_empty());
    core.reverse();
    core
}
