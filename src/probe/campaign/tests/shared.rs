//! One challenge for all lines: what it saves, and what happens where the registrar does not take it.

use std::sync::Arc;

use super::super::*;
use super::pbx::Behaviour;
use super::stories::count;
use super::world::{World, good, settings};
use crate::probe::pace::Pace;
use crate::probe::report::{Level, Report};

fn sharing() -> Settings {
    Settings { shared_challenge: true, ..settings(Level::Fetch) }
}

fn told(report: &Report) -> &str {
    let note = report.notes.iter().find(|note| note.code.as_str() == "sip/challenge-shared");
    &note.unwrap_or_else(|| panic!("{:?}", report.notes)).words.en
}

#[test]
fn each_line_costs_one_message() {
    let (candidates, pbx) = good(2000);
    let mut world = World::new(sharing(), candidates, pbx);
    let report = world.run();
    assert_eq!(count(&report), BTreeMap::from([("sip/ready", 2000)]));
    let rechecks = (2000 - 14) / 50;
    assert_eq!(report.requests_sent, 2000 + rechecks + 1, "only the first line is challenged");
    assert_eq!(world.pbx.hits, 0);
    let mut counts = world.pbx.counts.clone();
    counts.sort_unstable();
    assert_eq!(counts, (1..=2000 + rechecks as u32).collect::<Vec<_>>(), "each count of the nonce is used once");
    // The realm is known to the lines that were never asked for it.
    assert!(
        report
            .verdicts
            .iter()
            .all(|v| v.asked_for.as_ref().is_some_and(|asked| asked.realm == "asterisk" && asked.algorithm == "MD5"))
    );
    assert!(told(&report).starts_with(&format!("{} lines answered", 1999 + rechecks)), "{}", told(&report));
}

#[test]
fn the_option_is_off_unless_asked_for() {
    let (candidates, pbx) = good(50);
    let report = World::new(settings(Level::Fetch), candidates, pbx).run();
    assert_eq!(report.requests_sent, 100);
    assert!(report.notes.is_empty());
}

#[test]
fn an_old_nonce_is_not_handed_out() {
    let (candidates, pbx) = good(12);
    let mut settings = sharing();
    settings.rules.pace = Pace::steady(0.1);
    let mut world = World::new(settings, candidates, pbx);
    let report = world.run();
    assert_eq!(count(&report), BTreeMap::from([("sip/ready", 12)]));
    // Two of three lines, begun ten seconds apart, find one that is young enough.
    assert!((16..=24).contains(&report.requests_sent), "{} {}", report.requests_sent, told(&report));
    assert!(told(&report).contains("answered another line's challenge, 0 found it stale and 0 not taken"), "{}", told(&report));
}

#[test]
fn a_wrong_password_is_asked_once_more_in_the_ordinary_way_and_judged_by_that() {
    let (mut candidates, mut pbx) = good(60);
    for (n, change) in [(20, "other"), (40, "another")] {
        Arc::make_mut(&mut candidates[n].line).facts.secret_matches = None;
        pbx.accounts.get_mut(&format!("{}", 2000 + n)).unwrap().password = change.to_owned();
    }
    let mut settings = sharing();
    settings.rules.ban_budget = 20;
    let mut world = World::new(settings, candidates, pbx);
    let report = world.run();
    assert_eq!(count(&report), BTreeMap::from([("sip/auth-rejected", 2), ("sip/ready", 58)]));
    assert!(world.pbx.authenticated["2020"] <= 2 && world.pbx.authenticated["2040"] <= 2);
    assert!(report.ban_hits >= world.pbx.hits, "{} {}", report.ban_hits, world.pbx.hits);
}

#[test]
fn without_budget_for_a_second_try_the_line_is_left_undecided() {
    let (mut candidates, mut pbx) = good(30);
    Arc::make_mut(&mut candidates[20].line).facts.secret_matches = None;
    pbx.accounts.get_mut("2020").unwrap().password = "other".to_owned();
    let mut settings = sharing();
    settings.rules.ban_budget = 1;
    let mut world = World::new(settings, candidates, pbx);
    let report = world.run();
    assert!(world.pbx.hits <= 1, "{}", world.pbx.hits);
    assert_ne!(report.verdicts[20].outcome, Outcome::Ready);
}

/// A registrar that binds its nonces to the user: nobody is judged wrongly, and it is noticed.
#[test]
fn a_registrar_that_binds_nonces_is_noticed_and_changes_no_verdict() {
    for stale in [true, false] {
        let (candidates, mut pbx) = good(300);
        pbx.binds_nonces = Some(stale);
        let mut settings = sharing();
        settings.rules.ban_budget = 300;
        let mut world = World::new(settings, candidates, pbx);
        let report = world.run();
        assert_eq!(count(&report), BTreeMap::from([("sip/ready", 300)]), "stale {stale}");
        assert!(told(&report).contains("asked as usual"), "{}", told(&report));
        // Those in flight when it was noticed, and no more.
        assert!(report.requests_sent <= 2 * 306 + 64, "{}", report.requests_sent);
    }
}

/// Refusals that are no word about the nonce stand in the log of the PBX, also where the line is well.
#[test]
fn refused_challenges_are_hits_and_three_of_them_are_enough() {
    let (candidates, mut pbx) = good(200);
    pbx.refuses_each = Some(8);
    let mut settings = sharing();
    settings.rules.window = 1;
    settings.rules.ban_budget = 10;
    let mut world = World::new(settings, candidates, pbx);
    let report = world.run();
    assert_eq!(count(&report), BTreeMap::from([("sip/ready", 200)]), "{:?}", report.stopped);
    assert_eq!((world.pbx.hits, report.ban_hits), (3, 3));
    assert!(told(&report).contains("3 not taken") && told(&report).contains("asked as usual"), "{}", told(&report));
}

#[test]
fn a_line_that_no_other_challenge_fits_is_asked_as_usual() {
    let (mut candidates, mut pbx) = good(40);
    candidates[30].password = None;
    pbx.accounts.get_mut("2031").unwrap().behaviour = Behaviour::NoAor;
    let report = World::new(sharing(), candidates, pbx).run();
    let counted = count(&report);
    assert_eq!(counted["sip/ready"], 38, "{counted:?}");
    assert_eq!(report.verdicts[31].class.as_str(), "sip/aor-missing");
}

#[test]
fn loss_changes_no_verdict_here_either() {
    let (mut candidates, _) = good(200);
    Arc::make_mut(&mut candidates[150].line).facts.secret_matches = None;
    for seed in 1..6 {
        let mut settings = sharing();
        settings.rules.ban_budget = 60;
        let (_, mut pbx) = good(200);
        pbx.accounts.get_mut("2150").unwrap().password = "other".to_owned();
        let mut world = World::new(settings, candidates.clone(), pbx).seed(seed);
        world.loss = 0.1;
        let report = world.run();
        assert_eq!(count(&report), BTreeMap::from([("sip/auth-rejected", 1), ("sip/ready", 199)]), "seed {seed}");
    }
}
