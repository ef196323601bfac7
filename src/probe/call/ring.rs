//! Which calls are made: a ring of all lines, or the PBX's echo, and after them the calls that find out whose a fault is.

use std::collections::BTreeSet;

use super::facts::{Planned, Target};

/// The first round. Lines that nobody may ring (another device would ring too) call the echo, or else lines that may be rung, one after the
/// other: a line is never in two calls, so a single one would be waited for by all.
#[must_use]
pub fn first_round(callable: &[bool], echo: bool) -> Vec<Planned> {
    let ring: Vec<usize> = (0..callable.len()).filter(|n| callable[*n]).collect();
    let mut calls = Vec::new();
    if ring.len() >= 2 {
        let next = ring.iter().skip(1).chain(ring.first());
        let pairs = ring.iter().zip(next).map(|(caller, callee)| (*caller, Target::Line(*callee)));
        calls.extend(pairs);
    } else if echo {
        calls.extend(ring.iter().map(|only| (*only, Target::Echo)));
    }
    let others = (0..callable.len()).filter(|n| !callable[*n]);
    if echo {
        calls.extend(others.map(|caller| (caller, Target::Echo)));
    } else {
        calls.extend(others.zip(ring.iter().cycle()).map(|(caller, callee)| (caller, Target::Line(*callee))));
    }
    calls.into_iter().map(|(caller, target)| Planned { caller, target, check: false }).collect()
}

/// Calls that find out whose the faults are: the one who was called by somebody whose calls work, the one who called to somebody whom
/// calls reach. Without such witnesses there is nothing to find out. They take turns, so that these calls too are made side by side.
#[must_use]
pub fn checks(failed: &[Planned], can_call: &BTreeSet<usize>, can_be_called: &BTreeSet<usize>) -> Vec<Planned> {
    let mut calls = Vec::new();
    let (mut called, mut calling) = (BTreeSet::new(), BTreeSet::new());
    for call in failed {
        let Target::Line(callee) = call.target else { continue };
        let turn = calls.len();
        let tried =
            |caller: usize, callee: usize| failed.iter().any(|call| call.caller == caller && call.target == Target::Line(callee));
        // Whoever has failed with this line already would say nothing new.
        let witness = |good: &BTreeSet<usize>, calls: bool| {
            let news = |n: usize| if calls { !tried(n, callee) } else { !tried(call.caller, n) };
            let usable: Vec<usize> = good.iter().copied().filter(|n| *n != call.caller && *n != callee && news(*n)).collect();
            usable.get(turn % usable.len().max(1)).copied()
        };
        if !can_be_called.contains(&callee)
            && let Some(caller) = witness(can_call, true)
            && called.insert(callee)
        {
            calls.push(Planned { caller, target: Target::Line(callee), check: true });
        }
        if !can_call.contains(&call.caller)
            && let Some(callee) = witness(can_be_called, false)
            && calling.insert(call.caller)
        {
            calls.push(Planned { caller: call.caller, target: Target::Line(callee), check: true });
        }
    }
    calls
}

/// Calls at once. A call between two lines takes two channels of the PBX, and may, by a fault of the dialplan, take two of a trunk: it
/// has to stay below both limits. Zero: there is no room for a test.
#[must_use]
pub fn at_once(wanted: u32, channels: Option<u32>, trunk: Option<u32>) -> u32 {
    let below = |limit: u32| limit.saturating_sub(1) / 2;
    [Some(wanted), channels.map(below), trunk.map(below)].into_iter().flatten().min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(list: &[Planned]) -> Vec<(usize, Option<usize>)> {
        list.iter()
            .map(|call| match call.target {
                Target::Line(callee) => (call.caller, Some(callee)),
                Target::Echo => (call.caller, None),
            })
            .collect()
    }

    #[test]
    fn each_line_calls_once_and_is_called_once() {
        assert_eq!(calls(&first_round(&[true; 4], false)), [(0, Some(1)), (1, Some(2)), (2, Some(3)), (3, Some(0))]);
        assert_eq!(calls(&first_round(&[true; 2], true)), [(0, Some(1)), (1, Some(0))]);
        assert_eq!(calls(&first_round(&[true], true)), [(0, None)]);
        assert_eq!(calls(&first_round(&[true], false)), []);
        assert_eq!(calls(&first_round(&[true, false, true], true)), [(0, Some(2)), (2, Some(0)), (1, None)]);
        assert_eq!(calls(&first_round(&[false, true], false)), [(0, Some(1))]);
        assert_eq!(calls(&first_round(&[false, false], false)), []);
        let desks = calls(&first_round(&[true, true, false, false, false], false));
        assert_eq!(desks[2..], [(2, Some(0)), (3, Some(1)), (4, Some(0))], "not all of them wait for one");
    }

    #[test]
    fn witnesses_are_lines_that_have_proved_themselves() {
        let failed = [Planned { caller: 1, target: Target::Line(2), check: false }];
        let set = |list: &[usize]| list.iter().copied().collect::<BTreeSet<_>>();
        assert_eq!(calls(&checks(&failed, &set(&[0, 2]), &set(&[0, 1]))), [(0, Some(2)), (1, Some(0))]);
        // 1 has proved that it can call, and 2 that it can be called: nothing is left to find out.
        assert_eq!(calls(&checks(&failed, &set(&[0, 1]), &set(&[0, 2]))), []);
        assert_eq!(calls(&checks(&failed, &set(&[]), &set(&[]))), []);
        // Many faults do not wait for one witness, and nobody is asked twice.
        let failed =
            [(1, 2), (3, 4), (5, 4)].map(|(caller, callee)| Planned { caller, target: Target::Line(callee), check: false });
        let found = calls(&checks(&failed, &set(&[1, 3, 5, 6, 7]), &set(&[6, 7])));
        assert_eq!(found, [(3, Some(2)), (6, Some(4))]);
    }

    #[test]
    fn calls_stay_below_every_limit() {
        assert_eq!(at_once(4, None, None), 4);
        assert_eq!(at_once(50, Some(30), None), 14, "28 of 30 channels");
        assert_eq!(at_once(50, Some(100), Some(4)), 1);
        for limit in 0..3 {
            assert_eq!(at_once(4, Some(limit), None), 0, "{limit}");
        }
    }
}
