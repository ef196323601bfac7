//! The choice of slots against every choice that there is.

use super::slot_choice::{Member, Shift, Week, choose};
use crate::roster::random::Random;

fn member(weeks: usize, can: u8) -> Member {
    Member { only: vec![None; weeks], kept: vec![None; weeks], works: vec![can; weeks], can: vec![[can, can]; weeks] }
}

fn shift(people: usize, weeks: usize, needs: &[[u32; 2]]) -> Shift {
    let members = vec![member(weeks, 31); people];
    Shift { needs: needs.to_vec(), members, counted: vec![31; weeks], beside: vec![vec![0; needs.len()]; weeks], first_week: 0 }
}

/// Weeks that each member has in each slot.
fn had(shift: &Shift, chosen: &[usize]) -> Vec<Vec<usize>> {
    let weeks = shift.counted.len();
    let of = |m: usize| {
        (0..shift.needs.len()).map(|s| chosen[m * weeks..(m + 1) * weeks].iter().filter(|own| **own == s).count()).collect()
    };
    (0..shift.members.len()).map(of).collect()
}

/// How many are in a slot in a week.
fn size(shift: &Shift, chosen: &[usize], week: usize, slot: usize) -> usize {
    let weeks = shift.counted.len();
    (0..shift.members.len()).filter(|m| chosen[m * weeks + week] == slot).count()
}

fn holds(shift: &Shift, week: usize, slot_of: &[usize]) -> bool {
    (0..shift.needs.len()).all(|s| {
        (0..2).all(|kind| {
            (0..5).filter(|day| shift.counted[week] >> day & 1 == 1).all(|day| {
                let able = |m: usize| shift.members[m].can[week][kind] >> day & 1 == 1;
                let there = (0..slot_of.len()).filter(|&m| slot_of[m] == s && able(m)).count();
                there >= shift.needs[s][kind] as usize
            })
        })
    })
}

#[test]
fn everybody_is_equally_often_in_each_slot_and_slots_are_of_one_size() {
    for (people, slots, weeks) in [(8, 2, 4), (7, 2, 8), (9, 3, 6), (10, 3, 12), (5, 4, 8)] {
        let shift = shift(people, weeks, &vec![[0, 1]; slots]);
        let (chosen, outcome) = choose(&shift);
        assert!(outcome.iter().all(|week| *week == Week::Held));
        for of in had(&shift, &chosen) {
            let (least, most) = (of.iter().min().unwrap(), of.iter().max().unwrap());
            assert!(most - least <= 1, "{people} {slots} {weeks}: {of:?}");
        }
        for week in 0..weeks {
            let sizes: Vec<usize> = (0..slots).map(|s| size(&shift, &chosen, week, s)).collect();
            assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1, "{sizes:?}");
        }
    }
}

#[test]
fn fixed_people_stay_and_the_others_share_what_is_left() {
    let mut shift = shift(8, 10, &[[0, 3], [0, 2]]);
    for m in 0..3 {
        shift.members[m].only = vec![Some(0); 10];
    }
    let (chosen, _) = choose(&shift);
    let had = had(&shift, &chosen);
    assert!(had[..3].iter().all(|of| of[0] == 10));
    // One of the other five each week: two weeks each.
    assert!(had[3..].iter().all(|of| of[0] == 2), "{had:?}");
}

#[test]
fn slots_in_force_are_kept_and_only_those_change_that_must() {
    let mut shift = shift(6, 2, &[[0, 2], [0, 2]]);
    let (before, _) = choose(&shift);
    for (m, member) in shift.members.iter_mut().enumerate() {
        member.kept = (0..2).map(|week| Some(before[m * 2 + week])).collect();
    }
    assert_eq!(choose(&shift).0, before);
    // Two of the three of a slot fall ill in the second week: one comes over.
    let ill: Vec<usize> = (0..6).filter(|m| before[m * 2 + 1] == 0).take(2).collect();
    for &m in &ill {
        shift.members[m].works[1] = 0;
        shift.members[m].can[1] = [0, 0];
    }
    let (now, outcome) = choose(&shift);
    assert_eq!(outcome, [Week::Held, Week::Held]);
    let changed = before.iter().zip(&now).filter(|(was, is)| was != is).count();
    assert_eq!(changed, 1, "{before:?} {now:?}");
}

/// The first week of the next period goes on with the turns, also where a period has one week.
#[test]
fn turns_go_on_from_one_period_to_the_next() {
    let mut one = shift(4, 1, &[[0, 1], [0, 1]]);
    let (first, _) = choose(&one);
    one.first_week = 1;
    let (second, _) = choose(&one);
    assert!(first.iter().zip(&second).all(|(was, is)| was != is), "{first:?} {second:?}");
}

/// Random people, fixed slots and minimums, each against every choice: found where there is one, and never claimed to be impossible otherwise.
#[test]
fn finds_a_choice_where_there_is_one() {
    let (mut held, mut impossible) = (0, 0);
    for seed in 0..3_000u64 {
        let mut random = Random::new(seed);
        let (people, slots) = (1 + random.below(6), 1 + random.below(3));
        let mut shift = shift(people, 1, &vec![[0, 0]; slots]);
        for member in &mut shift.members {
            let works = random.below(32) as u8 | random.below(32) as u8;
            member.works = vec![works];
            member.can = vec![[works & random.below(32) as u8, works & !(1 << random.below(8))]];
            member.only = vec![random.per_mille(250).then(|| random.below(slots))];
            member.kept = vec![random.per_mille(300).then(|| random.below(slots)).filter(|_| member.only[0].is_none())];
        }
        for need in &mut shift.needs {
            *need = [random.below(2) as u32, random.below(3) as u32];
        }
        shift.counted = vec![random.below(32) as u8];
        let all = (slots as u64).pow(people as u32);
        let choice =
            |n: u64| -> Vec<usize> { (0..people).map(|m| (n / (slots as u64).pow(m as u32)) as usize % slots).collect() };
        let right = |slot_of: &Vec<usize>| (0..people).all(|m| shift.members[m].only[0].is_none_or(|only| only == slot_of[m]));
        let possible = (0..all).map(choice).filter(right).any(|slot_of| holds(&shift, 0, &slot_of));
        let (chosen, outcome) = choose(&shift);
        assert!(right(&chosen), "{seed}");
        assert_eq!(outcome[0] == Week::Held, possible, "{seed}");
        assert_eq!(outcome[0] == Week::Impossible, !possible, "{seed}");
        assert_eq!(holds(&shift, 0, &chosen), possible, "{seed}");
        held += usize::from(possible);
        impossible += usize::from(!possible);
    }
    assert!(held > 500 && impossible > 500, "{held} {impossible}");
}

/// A whole house in two slots comes apart into halves at once.
#[test]
fn a_house_of_nine_hundred_comes_in_halves() {
    let shift = shift(910, 4, &[[0, 455], [0, 455]]);
    let (chosen, outcome) = choose(&shift);
    assert!(outcome.iter().all(|week| *week == Week::Held));
    assert!((0..4).all(|week| size(&shift, &chosen, week, 0) == 455));
    assert!(had(&shift, &chosen).iter().all(|of| of == &[2, 2]));
}
