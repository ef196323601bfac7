//! A virtual PBX that answers asks; the clock is a number.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::probe::pace::Pace;

/// What the PBX does with an ask: after how long, and how it ends.
type Pbx<'a> = dyn FnMut(Ask, Instant) -> (Duration, Finish) + 'a;

#[derive(Debug, Default)]
struct Seen {
    /// Line, seconds since the start, lines in flight after the start.
    asked: Vec<(Ask, f64, usize)>,
    decided: Vec<usize>,
    events: Vec<Event>,
    hits: u32,
    took: f64,
}

impl Seen {
    fn lines(&self) -> Vec<usize> {
        self.asked.iter().filter(|(ask, ..)| !ask.recheck).map(|(ask, ..)| ask.line).collect()
    }
    fn rechecks(&self) -> usize {
        self.asked.iter().filter(|(ask, ..)| ask.recheck).count()
    }
    fn stop(&self) -> Option<Stop> {
        self.events.iter().find_map(|event| match event {
            Event::Stopped(stop) => Some(*stop),
            _ => None,
        })
    }
}

const LAB: Pace = Pace { start: 20.0, limit: 20.0 };
const RULES: Rules =
    Rules { pace: LAB, ban_budget: 3, window: 64, t1: Duration::from_millis(500), timeout: Duration::from_secs(32) };

fn run(rules: Rules, entries: &[Entry], pbx: &mut Pbx) -> Seen {
    run_over(1, rules, entries, pbx)
}

/// Over a network on which a request is answered at so many tries.
fn run_over(tries: u32, rules: Rules, entries: &[Entry], pbx: &mut Pbx) -> Seen {
    let t0 = Instant::now();
    let mut schedule = Schedule::new(t0, rules, entries, Budget::new(rules.ban_budget));
    let mut seen = Seen::default();
    let mut now = t0;
    let mut ends: BTreeMap<(Instant, usize), (Ask, Finish)> = BTreeMap::new();
    for serial in 0..1_000_000 {
        while let Some(ask) = schedule.next(now) {
            let (after, finish) = pbx(ask, now);
            schedule.sent(now, true, false);
            schedule.sent(now, true, false);
            ends.insert((now + after, serial * 1000 + ends.len()), (ask, finish));
            seen.asked.push((ask, (now - t0).as_secs_f64(), ends.len()));
        }
        seen.events.extend(std::iter::from_fn(|| schedule.poll_event()));
        let end = ends.keys().next().map(|key| key.0);
        let Some(next) = end.into_iter().chain(schedule.wake()).min() else {
            assert!(schedule.is_over(), "stuck: {schedule:#?}");
            seen.took = (now - t0).as_secs_f64();
            seen.hits = schedule.hits();
            return seen;
        };
        now = now.max(next);
        while let Some(entry) = ends.first_entry().filter(|entry| entry.key().0 <= now) {
            let (ask, finish) = entry.remove();
            if !finish.silent {
                schedule.heard(now, ask.line);
                schedule.answered_after(now, tries, MS);
                schedule.answered_after(now, tries, MS);
            }
            if schedule.finish(now, ask, &finish) == Fate::Decided && !ask.recheck {
                seen.decided.push(ask.line);
            }
        }
    }
    panic!("never ends: {schedule:#?}");
}

fn good() -> Entry {
    Entry { lane: 0, forecast: Forecast { promise: Promise::Good, stake: 1 }, canary: Canary::No }
}

fn bad(class: Class, stake: u32) -> Entry {
    Entry { forecast: Forecast { promise: Promise::Fails(class), stake }, ..good() }
}

const OK: Finish = Finish {
    class: Class::Ready,
    login_ok: true,
    silent: false,
    tried_password: true,
    hits: 0,
    busy: Busy::No,
    lane_down: false,
    server_error: false,
};

const REFUSED: Finish = Finish { class: Class::AuthRejected, login_ok: false, hits: 1, ..OK };
const SILENT: Finish = Finish { class: Class::Silent, login_ok: false, silent: true, tried_password: false, ..OK };
const MS: Duration = Duration::from_millis(1);
const T_F: Duration = Duration::from_secs(32);

#[test]
fn canary_then_three_then_ten_then_the_rest() {
    let rules = Rules { pace: Pace::steady(0.0), ban_budget: 1000, ..RULES };
    let seen = run(rules, &[good(); 100], &mut |_, _| (20 * MS, OK));
    assert_eq!(seen.lines(), (0..100).collect::<Vec<_>>());
    assert_eq!(seen.decided.len(), 100);
    let starts: Vec<u32> = seen.asked.iter().map(|(_, at, _)| (at * 1000.0).round() as u32).collect();
    assert_eq!(starts[..15], [0, 20, 20, 20, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 60], "each stage waits for the one before");
    assert_eq!(seen.asked.iter().map(|asked| asked.2).max(), Some(64), "the window");
    assert_eq!(seen.stop(), None);
}

#[test]
fn six_hundred_forty_lines_at_twenty_a_second_take_thirty_two_seconds() {
    let seen = run(RULES, &[good(); 640], &mut |_, _| (2 * MS, OK));
    assert!((seen.took - 32.0).abs() < 1.0, "{}", seen.took);
    assert_eq!(seen.rechecks(), 12, "every fifty lines");
    assert_eq!(seen.hits, 0);
}

#[test]
fn a_slow_run_rechecks_the_canary_every_thirty_seconds() {
    let rules = Rules { pace: Pace::steady(0.5), ..RULES };
    let seen = run(rules, &[good(); 100], &mut |_, _| (2 * MS, OK));
    assert!((5..=7).contains(&seen.rechecks()), "{} in {} s", seen.rechecks(), seen.took);
}

#[test]
fn the_policys_canary_goes_first_and_its_failure_ends_the_run() {
    let mut entries = [good(); 50];
    entries[31].canary = Canary::Named;
    let seen = run(RULES, &entries, &mut |_, _| (MS, REFUSED));
    assert_eq!(seen.lines(), [31]);
    assert_eq!(seen.stop().map(|stop| (stop.class, stop.line)), Some((Class::CanaryFailed, Some(31))));
    assert_eq!(seen.events.iter().filter(|e| matches!(e, Event::NotAsked { .. })).count(), 49);
}

/// A line that was good in an earlier run goes first, and is no more than another line where it is no longer.
#[test]
fn a_line_that_was_good_before_goes_first_and_decides_what_silence_means() {
    let mut entries = [good(); 2];
    entries[1].canary = Canary::Known;
    let seen = run(RULES, &entries, &mut |ask, _| if ask.line == 0 { (T_F, SILENT) } else { (MS, OK) });
    assert_eq!(seen.lines()[..2], [1, 0]);
    assert_eq!(seen.stop(), None);
    assert!(matches!(seen.events[..], [Event::GiveUp { line: 0, doubt, .. }] if doubt < 1e-9), "{:?}", seen.events);
    let seen = run(RULES, &entries, &mut |ask, _| (MS, if ask.line == 1 { REFUSED } else { OK }));
    assert_eq!((seen.lines(), seen.stop()), (vec![1, 0], None), "the other line is asked all the same");
    // Without one, a single silent line says as little as before.
    let seen = run(RULES, &[good()], &mut |_, _| (T_F, SILENT));
    assert_eq!(seen.stop().map(|stop| stop.class), Some(Class::Silent));
}

#[test]
fn three_alike_from_the_start_are_one_fault_of_the_setting() {
    let rules = Rules { ban_budget: 100, ..RULES };
    let seen = run(rules, &[good(); 3000], &mut |_, _| (MS, REFUSED));
    assert_eq!(seen.lines(), [0, 1, 2]);
    assert_eq!(seen.stop().map(|stop| stop.class), Some(Class::SystematicFailure));
}

#[test]
fn predicted_failures_are_asked_last_and_are_no_systematic_failure() {
    let mut entries = [good(); 30];
    for line in 0..8 {
        entries[line] = bad(Class::SecretDiffers, 1);
    }
    let rules = Rules { ban_budget: 8, ..RULES };
    let seen = run(rules, &entries, &mut |ask, _| (MS, if ask.line < 8 { REFUSED } else { OK }));
    assert_eq!(seen.lines()[22..], [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(seen.stop(), None);
    assert_eq!(seen.hits, 8);
}

#[test]
fn what_the_budget_does_not_cover_is_decided_from_the_files() {
    let mut entries = vec![good(); 10];
    entries.extend([bad(Class::UnknownExtension, 3); 3]);
    entries.extend([bad(Class::SecretDiffers, 1); 2]);
    entries.push(bad(Class::AorMissing, 1));
    let unknown = Finish { class: Class::UnknownExtension, hits: 3, ..REFUSED };
    let aor = Finish { class: Class::AorMissing, hits: 0, ..REFUSED };
    let mut pbx = |ask: Ask, _| {
        let finish = match ask.line {
            10..13 => unknown,
            13..15 => REFUSED,
            15 => aor,
            _ => OK,
        };
        (MS, finish)
    };
    let seen = run(RULES, &entries, &mut pbx);
    assert_eq!(seen.lines()[10..], [15, 13, 14], "cheapest first");
    let from_facts: Vec<_> = seen.events.iter().filter(|e| matches!(e, Event::FromFacts { .. })).collect();
    assert_eq!(from_facts.len(), 3);
    assert_eq!(seen.hits, 2);
    assert_eq!(seen.stop(), None);
}

#[test]
fn unexpected_refusals_stop_before_the_budget_is_exceeded() {
    let mut n = 0;
    let seen = run(RULES, &[good(); 500], &mut |_, _| {
        n += 1;
        (MS, if n > 20 && n % 2 == 0 { REFUSED } else { OK })
    });
    assert_eq!(seen.hits, 3);
    let stop = seen.stop().unwrap();
    assert_eq!(stop.class, Class::BudgetUsed);
    assert!(stop.retry_in.unwrap() > Duration::from_secs(590), "{stop:?}");
}

#[test]
fn silence_from_the_start_costs_one_line() {
    let seen = run(RULES, &[good(); 640], &mut |_, _| (T_F, SILENT));
    assert_eq!(seen.lines(), [0]);
    assert_eq!(seen.stop().map(|stop| stop.class), Some(Class::Silent));
}

#[test]
fn a_ban_is_noticed_by_the_canary() {
    let mut n = 0;
    let seen = run(RULES, &[good(); 640], &mut |_, _| {
        n += 1;
        if n <= 100 { (2 * MS, OK) } else { (T_F, SILENT) }
    });
    let stop = seen.stop().unwrap();
    assert_eq!((stop.class, stop.lane), (Class::Banned, None));
    assert!(seen.asked.len() <= 100 + 10, "{} asked into the silence", seen.asked.len());
}

/// Two of three tries are lost: four exchanges without an answer say nothing, and the run goes on.
#[test]
fn a_known_good_line_that_loss_makes_silent_is_asked_again() {
    let mut silent = 0;
    let mut over = |tries: u32, most: u32| {
        silent = 0;
        run_over(tries, Rules { ban_budget: 100, ..RULES }, &[good(); 120], &mut |ask, _| {
            silent += u32::from(ask.recheck);
            // Nobody is answered then.
            if silent > 0 && silent <= most { (T_F, SILENT) } else { (2 * MS, OK) }
        })
    };
    let seen = over(3, 3);
    assert_eq!((seen.stop(), seen.decided.len()), (None, 120));
    assert!(seen.rechecks() >= 4, "{}", seen.rechecks());
    let seen = over(3, u32::MAX);
    assert_eq!(seen.stop().map(|stop| stop.class), Some(Class::Banned));
    assert_eq!(seen.rechecks(), 4, "that many are no chance even there");
    // Where nothing is lost, one is enough.
    let seen = over(1, u32::MAX);
    assert_eq!((seen.stop().map(|stop| stop.class), seen.rechecks()), (Some(Class::Banned), 1));
}

/// The others are answered, and the known-good line is not: nobody is banned, but it has failed.
#[test]
fn a_known_good_line_that_alone_falls_silent_has_failed() {
    let mut since = None;
    let seen = run(Rules { ban_budget: 100, ..RULES }, &[good(); 400], &mut |ask, now| {
        if ask.recheck {
            since = Some(now);
            (T_F, SILENT)
        } else {
            (2 * MS, OK)
        }
    });
    assert_eq!(seen.stop().map(|stop| stop.class), Some(Class::CanaryFailed));
    assert!(seen.decided.len() > 51, "the others went on while it was asked: {}", seen.decided.len());
}

/// Its nonce grew old on the way and no second try was to be had: that is no refused login.
#[test]
fn a_recheck_whose_second_try_was_withheld_is_made_again() {
    let withheld = Finish { class: Class::BudgetUsed, login_ok: false, hits: 1, ..OK };
    let mut rechecks = 0;
    let seen = run(RULES, &[good(); 120], &mut |ask, _| {
        rechecks += u32::from(ask.recheck);
        (2 * MS, if ask.recheck && rechecks <= 2 { withheld } else { OK })
    });
    assert_eq!((seen.stop(), seen.decided.len(), seen.hits), (None, 120, 2));
    // One that is never judged uses the budget up, and that is what ends the run.
    let seen = run(RULES, &[good(); 120], &mut |ask, _| if ask.recheck { (MS, withheld) } else { (2 * MS, OK) });
    assert_eq!((seen.stop().map(|stop| stop.class), seen.hits), (Some(Class::BudgetUsed), 3));
}

/// Where a nonce may grow old on its way, the known-good line is asked again when the budget bears a second try.
#[test]
fn a_recheck_over_a_bad_network_waits_for_a_budget_that_bears_two_tries() {
    for (tries, least) in [(1, 0), (3, 1)] {
        let t0 = Instant::now();
        let mut schedule = Schedule::new(t0, Rules { pace: Pace::steady(0.0), ..RULES }, &[good(); 200], Budget::new(3));
        let (mut now, mut flying, mut seen) = (t0, VecDeque::new(), 0);
        loop {
            while let Some(ask) = schedule.next(now) {
                if ask.recheck {
                    let left = schedule.budget.left(now);
                    assert!(left + schedule.lines[ask.line].staked > least && schedule.lines[ask.line].staked == 1 + least);
                    seen += 1;
                }
                flying.push_back(ask);
            }
            let Some(ask) = flying.pop_front() else {
                assert_eq!(schedule.poll_event(), None);
                if let Some(wake) = schedule.wake() {
                    now = wake;
                    continue;
                }
                assert!(schedule.is_over(), "stuck: {schedule:#?}");
                break;
            };
            now += MS;
            schedule.heard(now, ask.line);
            schedule.answered_after(now, tries, MS);
            schedule.finish(now, ask, &OK);
        }
        assert!(seen >= 3, "{seen}");
    }
}

/// A line in flight when the run is stopped has no second round: what one round without an answer is worth is told, and no more.
#[test]
fn silence_after_a_stop_is_told_with_its_doubt() {
    let t0 = Instant::now();
    let mut schedule = Schedule::new(t0, Rules { pace: Pace::steady(0.0), ..RULES }, &[good(); 4], Budget::new(3));
    let first = schedule.next(t0).unwrap();
    schedule.heard(t0, first.line);
    schedule.answered_after(t0, 3, MS);
    schedule.finish(t0, first, &OK);
    let flying = schedule.next(t0).unwrap();
    schedule.stop(Stop { lane: None, class: Class::CanaryFailed, line: None, retry_in: None });
    while schedule.poll_event().is_some() {}
    assert_eq!(schedule.finish(t0 + T_F, flying, &SILENT), Fate::Later);
    let doubt = Loss::default();
    let told = schedule.poll_event();
    assert!(matches!(told, Some(Event::GiveUp { whole: false, doubt: told, .. }) if told > doubt.doubt(1, 11)), "{told:?}");
    assert_eq!(schedule.next(t0 + T_F), None);
    assert!(schedule.is_over());
}

#[test]
fn single_silent_lines_are_given_up_and_nothing_stops() {
    let seen = run(RULES, &[good(); 200], &mut |ask, _| if ask.line % 40 == 7 { (T_F, SILENT) } else { (2 * MS, OK) });
    assert_eq!(seen.stop(), None);
    let given_up: Vec<usize> = seen
        .events
        .iter()
        .filter_map(|event| match event {
            Event::GiveUp { line, doubt, .. } => {
                assert!(*doubt < 1e-9, "{doubt}");
                Some(*line)
            }
            _ => None,
        })
        .collect();
    assert_eq!(given_up, [7, 47, 87, 127, 167]);
    assert_eq!(seen.decided.len(), 195);
}

/// A second try of a password that nothing vouches for would be a second hit: the line stays open, with its doubt.
#[test]
fn silence_after_the_password_is_told_with_its_doubt_and_not_asked_again() {
    let mut entries = [good(); 20];
    entries[7].forecast.promise = Promise::Unknown;
    let silent = Finish { tried_password: true, ..SILENT };
    let seen = run(RULES, &entries, &mut |ask, _| if ask.line == 7 { (T_F, silent) } else { (MS, OK) });
    let asked = seen.lines().into_iter().filter(|line| *line == 7).count();
    assert_eq!((asked, seen.stop()), (1, None));
    assert!(matches!(seen.events[..], [Event::GiveUp { line: 7, whole: false, .. }]), "{:?}", seen.events);
}

#[test]
fn dead_lines_that_end_together_are_no_ban_while_the_canary_answers() {
    let seen = run(Rules { ban_budget: 100, ..RULES }, &[good(); 60], &mut |ask, _| {
        if ask.line >= 50 { (T_F, SILENT) } else { (2 * MS, OK) }
    });
    assert_eq!(seen.stop(), None);
    assert_eq!(seen.events.iter().filter(|event| matches!(event, Event::GiveUp { .. })).count(), 10);
    assert!(seen.rechecks() >= 1);
}

#[test]
fn without_a_canary_five_silent_lines_in_a_row_are_a_ban() {
    let mut n = 0;
    let seen = run(Rules { ban_budget: 100, ..RULES }, &[bad(Class::AorMissing, 1); 60], &mut |_, _| {
        n += 1;
        if n > 10 { (T_F, SILENT) } else { (2 * MS, Finish { class: Class::AorMissing, hits: 0, ..REFUSED }) }
    });
    assert_eq!(seen.stop().map(|stop| stop.class), Some(Class::Banned));
}

#[test]
fn a_busy_pbx_is_given_its_pause_and_then_asked_again() {
    let busy = Finish { class: Class::Busy, login_ok: false, busy: Busy::For(Duration::from_secs(7)), hits: 0, ..OK };
    let mut storm = true;
    let seen = run(RULES, &[good(); 60], &mut |ask, _| {
        if ask.line == 30 && std::mem::take(&mut storm) { (MS, busy) } else { (MS, OK) }
    });
    let times: Vec<f64> = seen.asked.iter().filter(|(ask, ..)| ask.line == 30).map(|asked| asked.1).collect();
    assert!(times[1] - times[0] >= 7.0);
    let pause = seen.asked.windows(2).map(|pair| pair[1].1 - pair[0].1).fold(0.0, f64::max);
    assert!((6.9..7.2).contains(&pause), "nothing is sent in the pause: {pause}");
    assert_eq!(seen.decided.len(), 60);
}

#[test]
fn a_storm_of_503_ends_the_run() {
    let busy = Finish { class: Class::Busy, login_ok: false, busy: Busy::Yes, hits: 0, ..OK };
    let mut n = 0;
    let seen = run(RULES, &[good(); 3000], &mut |_, _| {
        n += 1;
        (MS, if n > 40 { busy } else { OK })
    });
    assert_eq!(seen.stop().map(|stop| stop.class), Some(Class::Busy));
    assert!(seen.asked.len() < 70, "{}", seen.asked.len());
}

#[test]
fn errors_of_more_than_one_line_in_twenty_end_the_run() {
    let error = Finish { class: Class::ServerError, login_ok: false, server_error: true, hits: 0, ..OK };
    let seen = run(RULES, &[good(); 1000], &mut |ask, _| (MS, if ask.line % 15 == 14 { error } else { OK }));
    assert_eq!(seen.stop().map(|stop| stop.class), Some(Class::ServerError));
    let seen = run(RULES, &[good(); 1000], &mut |ask, _| (MS, if ask.line % 25 == 24 { error } else { OK }));
    assert_eq!(seen.stop(), None);
}

#[test]
fn a_lane_that_is_down_leaves_the_other_lane_alone() {
    let mut entries = [good(); 40];
    for entry in &mut entries[20..] {
        entry.lane = 1;
    }
    let down = Finish { class: Class::PortClosed, login_ok: false, lane_down: true, hits: 0, ..OK };
    let seen = run(RULES, &entries, &mut |ask, _| (MS, if ask.line < 20 { down } else { OK }));
    assert_eq!(seen.stop().map(|stop| (stop.class, stop.lane)), Some((Class::PortClosed, Some(0))));
    assert_eq!(seen.lines().len(), 21);
}

#[test]
fn a_canary_that_is_refused_later_ends_the_run() {
    let mut n = 0;
    let seen = run(RULES, &[good(); 640], &mut |ask, _| {
        n += 1;
        (MS, if ask.recheck && n > 200 { REFUSED } else { OK })
    });
    assert_eq!(seen.stop().map(|stop| stop.class), Some(Class::CanaryFailed));
    assert!(seen.lines().len() < 300);
}

/// Passwords are changed in the middle of a run, with lines in flight: the re-check counts as they do.
#[test]
fn a_recheck_stakes_what_it_may_cost() {
    for (budget, stake) in [(1, 1), (2, 1), (3, 1), (10, 1), (3, 2), (6, 3)] {
        let entries = [Entry { forecast: Forecast { promise: Promise::Good, stake }, ..good() }; 640];
        for turned in [51, 60, 64, 70, 101, 130] {
            let rules = Rules { pace: Pace::steady(0.0), ban_budget: budget, ..RULES };
            let mut n = 0;
            let seen = run(rules, &entries, &mut |_, _| {
                n += 1;
                // Refusals come late, so that the re-check leaves while others are in flight.
                (20 * MS, if n > turned { Finish { hits: stake, ..REFUSED } } else { OK })
            });
            assert!(
                seen.hits > 0 && seen.hits <= budget,
                "{} hits, budget {budget}, stake {stake}, turned at {turned}",
                seen.hits
            );
            assert!(
                matches!(seen.stop().map(|stop| stop.class), Some(Class::CanaryFailed | Class::BudgetUsed)),
                "{:?}",
                seen.stop()
            );
        }
    }
}

/// The budget is used up when a suspicion is to be cleared: the run ends, and nothing is asked on credit.
#[test]
fn a_recheck_that_the_budget_does_not_bear_is_not_made() {
    let seen = run(RULES, &[good(); 200], &mut |ask, _| match ask.line {
        20..23 => (T_F, REFUSED),
        23..26 => (T_F, SILENT),
        _ => (MS, OK),
    });
    assert_eq!(seen.hits, 3);
    assert_eq!(seen.stop().map(|stop| stop.class), Some(Class::BudgetUsed));
    // Nothing left to protect: no stop, the silent ones are given up.
    let seen = run(RULES, &[good(); 26], &mut |ask, _| match ask.line {
        20..23 => (MS, REFUSED),
        23..26 => (T_F, SILENT),
        _ => (MS, OK),
    });
    assert_eq!(seen.hits, 3);
    assert_eq!(seen.decided.len() + seen.events.len() - usize::from(seen.stop().is_some()), 26, "{:?}", seen.events);
}

proptest! {
    /// Whatever the PBX answers: every line gets exactly one end, and the hits stay in the budget as long as the files are
    /// right about which extensions exist.
    #[test]
    fn every_line_ends_once_and_the_budget_holds(
        kinds in proptest::collection::vec(0_u8..12, 1..120),
        budget in 1_u32..12,
        rate in prop_oneof![Just(0.0), Just(20.0), Just(3.0)],
        lanes in 1_usize..3,
        turned in prop_oneof![Just(u64::MAX), 1_u64..150],
    ) {
        let entries: Vec<Entry> = kinds.iter().enumerate().map(|(n, kind)| {
            let entry = match kind {
                0 => bad(Class::SecretDiffers, 1),
                1 => bad(Class::UnknownExtension, 3),
                2 => bad(Class::ContactsZero, 1),
                3 => Entry { forecast: Forecast { promise: Promise::Unknown, stake: 3 }, ..good() },
                _ => good(),
            };
            Entry { lane: n % lanes, ..entry }
        }).collect();
        let rules = Rules { pace: Pace::steady(rate), ban_budget: budget, ..RULES };
        let mut turn = 0_u64;
        let mut seen = run(rules, &entries, &mut |ask, _| {
            turn += 1;
            if turn > turned {
                return (Duration::from_millis(turn % 7), Finish { hits: entries[ask.line].forecast.stake, ..REFUSED });
            }
            let stake = entries[ask.line].forecast.stake;
            let finish = match kinds[ask.line] {
                0 => REFUSED,
                1 | 3 => Finish { hits: stake, ..REFUSED },
                4 => Finish { hits: stake, ..REFUSED },
                5 => SILENT,
                6 if turn % 3 == 0 => Finish { busy: Busy::Yes, login_ok: false, ..OK },
                7 => Finish { server_error: true, login_ok: false, class: Class::ServerError, ..OK },
                _ => OK,
            };
            (if finish.silent { T_F } else { Duration::from_millis(turn % 7) }, finish)
        });
        prop_assert!(seen.hits <= budget, "{} hits, budget {budget}", seen.hits);
        let mut ended: Vec<usize> = seen.decided.drain(..).chain(seen.events.iter().filter_map(|event| match event {
            Event::GiveUp { line, .. } | Event::FromFacts { line } | Event::NotAsked { line, .. } => Some(*line),
            Event::Stopped(_) => None,
        })).collect();
        ended.sort_unstable();
        prop_assert_eq!(ended, (0..entries.len()).collect::<Vec<_>>());
    }
}
