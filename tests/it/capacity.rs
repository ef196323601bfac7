//! `deskshift capacity` as a process: numbers, forms, exit codes, and the way from deliveries to a roster.

use serde_json::Value;

use crate::support::{copy_tree, example, run};

fn json(arguments: &[&str]) -> (Value, i32) {
    let folder = tempfile::tempdir().unwrap();
    let done = run(folder.path(), &[&["--json", "capacity"], arguments].concat());
    (serde_json::from_str(&done.stdout).unwrap_or_else(|_| panic!("{}", done.all())), done.code)
}

#[test]
fn eleven_hundred_people_at_home_in_numbers() {
    let (trunks, code) = json(&["trunks", "--people", "1100", "--channels", "128"]);
    assert_eq!((code, &trunks["needed"]["channels"], &trunks["better"]["channels"]), (0, &128.into(), &139.into()));
    assert_eq!(trunks["there"]["enough"], true);
    let (bandwidth, _) = json(&["bandwidth", "--people", "1100", "--tunnel", "wireguard"]);
    assert_eq!((&bandwidth["calls"], &bandwidth["packets_per_s"]), (&139.into(), &13_900.into()));
    assert!((bandwidth["each_way"][0]["mbit_per_s_in_all"].as_f64().unwrap() - 15.79).abs() < 0.01);
    let (servers, code) = json(&["servers", "--people", "1100", "--per-server", "13", "--servers", "35"]);
    assert_eq!((code, &servers["needed"], &servers["there"]["people"]), (1, &85.into(), &455.into()));
    let (agents, code) = json(&["agents", "--calls-per-hour", "200", "--seconds", "180", "--shrinkage", "30%", "--agents", "14"]);
    assert_eq!((code, &agents["needed"], &agents["on_the_roster"]), (0, &14.into(), &20.into()));
}

#[test]
fn both_languages_and_what_does_not_suffice() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["capacity", "trunks", "--people", "350", "--forwarded", "100", "--channels", "40"];
    let done = run(folder.path(), &[&["--lang", "de"][..], &words].concat());
    assert_eq!(
        done.stdout,
        "350 Personen, davon 100 an eine private Nummer weitergeleitet (zwei Kanäle je Anruf): 45,0 E in der Hauptverkehrsstunde\n  58 \
         Kanäle: 0,96 % der Anrufe finden alle belegt\n  66 Kanäle: 0,068 % der Anrufe finden alle belegt\nvorhanden: 40 Kanäle: 18,5 % der \
         Anrufe finden alle belegt; genug für 225 Personen\n"
    );
    assert_eq!((done.code, done.stderr.trim()), (1, "Fehler[capacity/too-few]: 40 sind da, 58 sind nötig"));
    let done = run(
        folder.path(),
        &["--lang", "en", "capacity", "agents", "--calls-per-hour", "60", "--seconds", "300", "--agents", "5"],
    );
    assert_eq!(done.code, 1);
    let fives = done.stdout.lines().find(|line| line.trim_start().starts_with("5 ")).unwrap_or_default();
    assert_eq!(fives.split_whitespace().collect::<Vec<_>>(), ["5", "5", "0.000", "%", "grows", "100.0", "%"], "{}", done.all());
}

#[test]
fn what_cannot_be_computed_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (words, code) in [
        (&["trunks"][..], "capacity/no-people"),
        (&["trunks", "--people", "5", "--forwarded", "6"], "capacity/out-of-range"),
        (&["trunks", "--people", "5", "--blocked", "0"], "capacity/out-of-range"),
        (&["agents", "--calls-per-hour", "1e9", "--seconds", "1e9"], "capacity/out-of-range"),
        (&["rollout", "--from", "2027-03-02", "--to", "2027-03-01", "--per-day", "5"], "capacity/out-of-range"),
        (&["rollout", "--from", "2027-03-02", "--to", "2127-03-01", "--per-day", "5"], "capacity/out-of-range"),
        (&["servers", "--people", "5", "--per-server", "0"], "0 is not in 1..=1000000"),
        (&["trunks", "--people", "5", "--blocked", "100%"], "expected a part such as 1%"),
        (&["rollout", "--from", "2027-03-02", "--to", "2027-03-09", "--per-day", "5", "--land", "XX"], "expected a Land"),
    ] {
        let done = run(folder.path(), &[&["--lang", "en", "capacity"][..], words].concat());
        assert_eq!(done.code, 2, "{words:?}: {}", done.all());
        assert!(done.stderr.contains(code), "{words:?}: {}", done.stderr);
        assert_eq!(done.stdout, "", "{words:?}");
    }
}

/// What the forecast prints goes into the site file as it is, and the roster follows it.
#[test]
fn deliveries_become_the_caps_of_a_roster() {
    let folder = tempfile::tempdir().unwrap();
    copy_tree(&example("traunstein"), folder.path());
    let site = folder.path().join("deskshift.yaml");
    let text = std::fs::read_to_string(&site).unwrap();
    let from: jiff::civil::Date = text.lines().find_map(|line| line.trim().strip_prefix("from: ")).unwrap()[..10]
        .parse()
        .expect("the first day of the roster");
    let day = |weeks: i64, days: i64| (from + jiff::Span::new().weeks(weeks).days(days)).to_string();
    let delivery = format!("{}=40", day(0, 0));
    let words = ["--lang", "en", "capacity", "rollout", "--from", &day(0, -7), "--to", &day(1, 0), "--ready", "560"];
    let more = ["--delivery", &delivery, "--per-day", "10", "--land", "BY"];
    let forecast = run(folder.path(), &[&words[..], &more].concat());
    assert_eq!(forecast.code, 0, "{}", forecast.all());
    let cap = forecast.stdout.lines().find(|line| line.contains("default: ")).unwrap();
    assert!(cap.contains("default: 560") && cap.contains(&format!("{}: 570", day(0, 1))), "{cap}");
    let at = text.find("  resources:\n").unwrap() + "  resources:\n".len();
    let text = format!("{}  {cap}\n{}", &text[..at], &text[at..]).replace("weeks: 4", "weeks: 1");
    std::fs::write(&site, text).unwrap();
    for command in [&["inventory", "import"][..], &["plan"], &["--lang", "en", "rotate", "--assume-ready", "--effort", "quick"]] {
        let done = run(folder.path(), command);
        assert!(done.code <= 1, "{command:?}: {}", done.all());
    }
    // The number of people without `--people` is that of the roster.
    let done = run(folder.path(), &["--lang", "en", "capacity", "servers", "--per-server", "13"]);
    assert!(done.stdout.contains("by the roster, on "), "{}", done.all());
    let roster: Value = serde_json::from_str(&std::fs::read_to_string(folder.path().join("out/roster.json")).unwrap()).unwrap();
    let home = |day: usize| {
        let rows = roster["body"]["rows"].as_array().unwrap();
        rows.iter().filter(|row| row["places"].as_str().unwrap().as_bytes()[day] == b'H').count()
    };
    let most = (0..5).map(home).max().unwrap();
    assert!(done.stdout.starts_with(&format!("{most} people at a time")), "{most}: {}", done.stdout);
}
