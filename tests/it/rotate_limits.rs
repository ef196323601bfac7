//! `deskshift rotate --time-limit` and `--rounds` as a process: the clock chooses among finished rounds.

use crate::rotate::Office;
use crate::support::run;

/// The round that the words on stderr name.
fn round(told: &str) -> String {
    let (_, rest) = told.split_once("after round ").unwrap_or_else(|| panic!("no round is told: {told}"));
    rest.split(',').next().unwrap().to_owned()
}

#[test]
fn a_time_limit_gives_what_a_number_of_rounds_gives() {
    let office = Office::new().planned();
    // No machine ends this one within a second.
    let timed = office.rotate(&["--effort", "long", "--time-limit", "1"]).expect(0);
    assert!(timed.stderr.contains("the limit ended the search after round "), "{}", timed.stderr);
    assert!(timed.stderr.contains("with a gap of "), "{}", timed.stderr);
    let (rounds, first) = (round(&timed.stderr), office.read("out/roster.json"));
    assert!(first.contains(&format!("\"rounds\": {rounds}")), "{rounds}");
    assert!(office.rotate(&["check"]).expect(0).stdout.starts_with("feasible, cost "));
    std::fs::remove_file(office.path().join("out/roster.json")).unwrap();
    let again = run(office.path(), &["--json", "rotate", "--effort", "long", "--rounds", &rounds]).expect(0);
    assert_eq!(first, office.read("out/roster.json"), "the same bytes after round {rounds}");
    assert_eq!(again.json()["figures"]["rounds"].to_string(), rounds);

    // A limited run does not replace a better one of the same input.
    let better = office.rotate(&["--effort", "quick"]).expect(0);
    assert!(!better.stderr.contains("after round"), "{}", better.stderr);
    let whole = office.read("out/roster.json");
    assert!(!whole.contains("\"rounds\""));
    let kept = office.rotate(&["--rounds", "1"]).expect(0);
    assert!(kept.stderr.contains("the limit ended the search; the roster in force (cost "), "{}", kept.stderr);
    assert_eq!(whole, office.read("out/roster.json"));

    // Nothing to mend: the search for the rest has no round to end.
    let again = ["--lang", "de", "rotate", "replan", "--from", "2020-11-04", "--rounds", "1", "--dry-run"];
    run(office.path(), &again).expect(0);
    let normal = ["--lang", "de", "rotate", "--seed", "3", "--rounds", "70"];
    std::fs::remove_file(office.path().join("out/roster.json")).unwrap();
    let told = run(office.path(), &normal).expect(0).stderr;
    assert!(told.contains("die Grenze beendete die Suche nach Runde 70, mit einer Lücke von "), "{told}");
}

/// Threads share work and decide nothing: roster and certificate are the same bytes, also where a limit ends the search.
#[test]
fn any_number_of_threads_makes_the_same_roster() {
    // One week of six hundred people would be no work for a second thread.
    let office = Office::new();
    office.edit("weeks: 1", "weeks: 2");
    let office = office.planned();
    let made = |threads: &str, more: &[&str]| {
        std::fs::remove_file(office.path().join("out/roster.json")).ok();
        office.rotate(&[&["--threads", threads, "--effort", "quick"], more].concat()).expect(0);
        office.read("out/roster.json")
    };
    for more in [&[][..], &["--rounds", "70"]] {
        let one = made("1", more);
        for threads in ["2", "4", "9"] {
            assert!(one == made(threads, more), "{threads} threads {more:?}");
        }
    }
    for wrong in ["0", "257", "all"] {
        assert!(office.rotate(&["--threads", wrong]).expect(2).stderr.contains("--threads"), "{wrong}");
    }
}

#[test]
fn limits_that_mean_nothing_are_refused() {
    let office = Office::new();
    for wrong in
        [&["--time-limit", "0"][..], &["--time-limit", "soon"], &["--rounds", "0"], &["--rounds", "3", "--time-limit", "3"]]
    {
        assert!(office.rotate(wrong).expect(2).stderr.contains("--time-limit") || wrong.contains(&"--rounds"));
    }
}
