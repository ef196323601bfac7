use super::super::construct;
use super::*;
use crate::roster::specimen::{OFFENBACH, SPEYER, TRAUNSTEIN};

/// The least total of all ways to share the days on which just one of two is at home, by trying them.
fn exhaustive(draft: &Draft, one: usize, other: usize) -> i64 {
    let problem = draft.problem;
    let cells: Vec<(usize, u8)> = (0..problem.weeks)
        .flat_map(|week| {
            let apart = draft.pattern(one)[week] ^ draft.pattern(other)[week];
            let open = apart & problem.free_mask(one, week) & problem.free_mask(other, week);
            (0..5).map(move |day| (week, open & 1 << day)).filter(|(_, bit)| *bit != 0)
        })
        .collect();
    let most = |person: usize, week: usize| problem.home_max(person, week).max(draft.pattern(person)[week].count_ones());
    let mut best = draft.total();
    for choice in 0..1u32 << cells.len() {
        let (mut mine, mut theirs) = (draft.pattern(one).to_vec(), draft.pattern(other).to_vec());
        for (i, &(week, bit)) in cells.iter().enumerate() {
            let (taken, left) = if choice >> i & 1 == 1 { (&mut mine, &mut theirs) } else { (&mut theirs, &mut mine) };
            taken[week] |= bit;
            left[week] &= !bit;
        }
        let fits = |person: usize, row: &[u8]| (0..problem.weeks).all(|week| row[week].count_ones() <= most(person, week));
        if !fits(one, &mine) || !fits(other, &theirs) {
            continue;
        }
        let mut home = draft.home.clone();
        let weeks = problem.weeks;
        home[one * weeks..(one + 1) * weeks].copy_from_slice(&mine);
        home[other * weeks..(other + 1) * weeks].copy_from_slice(&theirs);
        best = best.min(Draft::with(problem, home).total());
    }
    best
}

#[test]
fn an_exchange_is_the_best_there_is() {
    for (specimen, seed) in [(TRAUNSTEIN, 1), (OFFENBACH, 2), (SPEYER, 3)] {
        let weeks = 3;
        let problem = specimen.problem(weeks, seed);
        let mut random = Random::new(seed);
        let mut dp = PersonDp::new(weeks);
        let mut draft = Draft::new(&problem);
        construct::sweep(&mut draft, &mut dp, &mut random, 1);
        // Somewhere on the way, where rules are broken as well as held.
        for _ in 0..problem.persons() * 4 {
            let (person, day) = (random.below(problem.persons()), random.below(problem.days()));
            if draft.can_flip(person, day) {
                draft.flip(person, day);
            }
        }
        let mut exchange = Exchange::default();
        let (mut made, mut tried) = (0, 0);
        while tried < 150 {
            let one = random.below(problem.persons());
            let unit = &problem.units[problem.people[one].unit as usize].members;
            let other =
                if random.below(2) == 0 { unit[random.below(unit.len())] as usize } else { random.below(problem.persons()) };
            let open = |p: usize| (0..weeks).map(|w| problem.free_mask(p, w).count_ones()).sum::<u32>();
            if one == other || open(one).min(open(other)) > 11 || open(one).min(open(other)) < 2 {
                continue;
            }
            tried += 1;
            let (before, best) = (draft.total(), exhaustive(&draft, one, other));
            assert_eq!(exchange.make(&mut draft, one, other, &mut dp), best < before, "{one} and {other}");
            assert_eq!(draft.total(), best, "{one} and {other}: it was {before}");
            made += i32::from(best < before);
        }
        assert_eq!(draft.cost, problem.cost(&draft.home));
        assert!(made > 30, "{made} exchanges made");
    }
}

#[test]
fn exchanges_break_no_rule_and_end_where_hardly_a_pair_of_a_department_has_one_left() {
    let problem = TRAUNSTEIN.problem(4, 1);
    let (mut dp, mut random) = (PersonDp::new(4), Random::new(5));
    let mut draft = Draft::new(&problem);
    construct::sweep(&mut draft, &mut dp, &mut random, 2);
    let (before, excess) = (draft.total(), draft.excess);
    run(&mut draft, &mut dp, &mut random, 400, &Halt::never());
    assert!(draft.total() < before && draft.excess <= excess);
    let fresh = Draft::with(&problem, draft.home.clone());
    assert_eq!((draft.cost, draft.excess, &draft.slack), (fresh.cost, fresh.excess, &fresh.slack));
    // A pair is tried again where one of the two has changed; that somebody else has made room for them is not looked for.
    let mut exchange = Exchange::default();
    let (mut pairs, mut left) = (0, 0);
    for unit in &problem.units {
        for (i, &one) in unit.members.iter().enumerate() {
            for &other in &unit.members[i + 1..] {
                pairs += 1;
                left += i32::from(exchange.make(&mut draft, one as usize, other as usize, &mut dp));
            }
        }
    }
    assert!(left * 100 < pairs, "{left} of {pairs}");
}
