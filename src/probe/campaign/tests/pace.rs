//! The pace of whole runs against guards that count requests.

use std::time::Duration;

use super::super::*;
use super::world::{World, good, settings};
use crate::policy::site::PbxKind;
use crate::probe::guards;
use crate::probe::pace::{Pace, outlook};
use crate::probe::report::Level;

/// Most requests within any two seconds.
fn busiest(sent: &[f64]) -> usize {
    sent.iter().map(|from| sent.iter().filter(|at| (*from..*from + 2.0).contains(*at)).count()).max().unwrap_or(0)
}

fn run(level: Level, pace: Pace, delay: Duration) -> World {
    let (candidates, pbx) = good(150);
    let mut settings = settings(level);
    settings.rules.pace = pace;
    let mut world = World::new(settings, candidates, pbx);
    world.delay = delay;
    let report = world.run();
    assert!(report.verdicts.iter().all(|verdict| verdict.outcome == Outcome::Ready));
    world
}

/// Kamailio's antiflood as Debian ships it (`pike`: 16 requests within 2 s) would ban an address for five minutes. Any two seconds, not only its own.
#[test]
fn the_default_pace_stays_below_kamailios_antiflood_at_every_level() {
    for kind in [PbxKind::Kamailio, PbxKind::Unknown, PbxKind::Fritzbox] {
        for level in [Level::Fetch, Level::Noop, Level::Bind] {
            for delay in [2, 20, 100] {
                let world = run(level, guards::of(kind).pace(None), Duration::from_millis(delay));
                let most = busiest(&world.sent);
                assert!(most < 16, "{kind:?}, {level:?}, {delay} ms: {most} requests within two seconds");
            }
        }
    }
    assert!(
        busiest(&run(Level::Fetch, Pace::steady(5.0), Duration::from_millis(20)).sent) >= 16,
        "five lines a second are too many"
    );
}

#[test]
fn a_run_takes_what_its_forecast_says() {
    for pace in [guards::of(PbxKind::Kamailio).pace(None), guards::of(PbxKind::Asterisk).pace(None), Pace::steady(20.0)] {
        let (takes, _) = outlook(pace, 150, 2.0).unwrap();
        let took = run(Level::Fetch, pace, Duration::from_millis(5)).seconds();
        let off = (took - takes.as_secs_f64()).abs();
        assert!(off < 2.5, "{pace:?}: {takes:?} were foreseen, {took} s it took");
    }
}

/// A PBX that answers ever later is asked more slowly.
#[test]
fn rising_latency_slows_a_run_down() {
    let (candidates, pbx) = good(400);
    let mut settings = settings(Level::Fetch);
    settings.rules.pace = Pace::rising(2.0, 40.0);
    let mut world = World::new(settings, candidates, pbx);
    world.slower = Some((Duration::from_secs(25), Duration::from_millis(150)));
    world.run();
    let rate = |from: f64| world.sent.iter().filter(|at| (from..from + 3.0).contains(*at)).count();
    assert!(rate(22.0) > 2 * rate(30.0), "{} requests in three seconds before, {} after", rate(22.0), rate(30.0));
}
