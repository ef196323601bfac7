//! The city and the county: what their generator writes, and the whole way from lists to wall chart, counted.
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::disallowed_methods, reason = "tests read files")]
#![allow(dead_code, reason = "the generators' models are shared with other programs")]

#[path = "../examples/generator/muenchen/mod.rs"]
mod muenchen;
#[path = "../examples/generator/offenbach/mod.rs"]
mod offenbach;
mod support;
#[path = "../examples/generator/traunstein/mod.rs"]
mod traunstein;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use offenbach::house::{Home, House};
use serde_json::Value;
use support::{Run, command, example, finish, tree};

type Files = Vec<(String, Vec<u8>)>;

#[track_caller]
fn committed_is(name: &str, files: Files) {
    let mut committed = tree(&example(name));
    committed.retain(|path, _| path != "README.md" && !path.starts_with("out/"));
    let written: BTreeMap<String, Vec<u8>> = files.into_iter().collect();
    assert_eq!(committed.keys().collect::<Vec<_>>(), written.keys().collect::<Vec<_>>(), "the same files");
    for (path, bytes) in &written {
        assert!(committed[path] == *bytes, "{path} differs: run `cargo run --example generator -- examples/{name}`");
    }
}

fn with(house: &House, home: Home) -> usize {
    house.people.iter().filter(|person| person.home == home).count()
}

#[test]
fn offenbach_is_what_the_generator_writes() {
    let house = offenbach::build::case();
    committed_is("offenbach", offenbach::files(&house));
    assert_eq!((house.people.len(), with(&house, Home::No)), (1_200, 100));
    assert_eq!(house.people.iter().filter(|person| person.own_notebook).count(), offenbach::build::OWN);
}

#[test]
fn muenchen_is_what_the_generator_writes() {
    let house = muenchen::build::case();
    committed_is("muenchen", muenchen::files(&house));
    assert_eq!((house.people.len(), with(&house, Home::No)), (1_700, 600));
    let seats: Vec<usize> = muenchen::build::SERVERS.iter().map(|(_, servers)| servers * muenchen::build::PER_SERVER).collect();
    assert_eq!(seats, [455, 780, 1_105]);
}

/// Hundreds of people take a while in a debug build on a busy machine.
#[track_caller]
fn run(site: &Path, arguments: &[&str]) -> Run {
    finish(command(site, arguments), Duration::from_secs(900))
}

fn site(folder: &Path, files: Files) -> PathBuf {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder.to_owned()
}

/// Import, plan, profiles, roster, its independent check and its forms; gives the figures of `rotate`.
fn whole_way(site: &Path, people: usize) -> Value {
    run(site, &["inventory", "import"]).expect(0);
    run(site, &["plan"]).expect(0);
    let converted = run(site, &["--json", "convert"]).expect(0).json();
    assert_eq!((&converted["lines"], converted["refused"].as_array().unwrap().len()), (&people.into(), 0));
    let rotated = run(site, &["--json", "rotate", "--effort", "quick"]).expect(0).json();
    assert_eq!((&rotated["status"], &rotated["figures"]["verified"]), (&"feasible".into(), &true.into()), "{rotated}");
    let checked = run(site, &["rotate", "check"]).expect(0);
    assert!(checked.stdout.contains("0 Verstöße (nachgezählt)"), "{}", checked.stdout);
    let forms = tree(&site.join("out/roster/current"));
    for name in ["wall-chart.html", "wall-chart-a4.html", "roster.xlsx", "roster.csv"] {
        assert!(forms.contains_key(name), "{name} is missing");
    }
    rotated["figures"].clone()
}

fn at_home(figures: &Value, from: &str, to: &str) -> (u64, u64) {
    let days = figures["home_per_day"].as_array().unwrap().iter();
    let counts: Vec<u64> = days
        .filter(|day| (from..=to).contains(&day[0].as_str().unwrap()))
        .map(|day| day[1].as_u64().unwrap())
        .filter(|count| *count > 0)
        .collect();
    (counts.iter().copied().min().unwrap(), counts.iter().copied().max().unwrap())
}

#[test]
fn offenbach_fills_what_the_gateway_bears() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(folder.path(), offenbach::files(&offenbach::build::case()));
    let figures = whole_way(&site, offenbach::build::PEOPLE);
    let (_, most) = at_home(&figures, "2020-11-02", "2020-11-27");
    assert_eq!(most, 350, "the gateway is used to the full and no further");
    // The cap that stands in the site file is what the forecast of the deliveries says.
    let lorries = offenbach::build::LORRIES.map(|day| {
        let mut parts = day.split('.');
        let (day, month, year) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        format!("{year}-{month}-{day}={}", offenbach::build::ARRIVING / offenbach::build::LORRIES.len())
    });
    let mut words = vec!["capacity", "rollout", "--from", "2020-11-02", "--to", "2020-11-27", "--ready", "330"];
    words.extend(lorries.iter().flat_map(|lorry| ["--delivery", lorry.as_str()]));
    words.extend(["--per-day", "20", "--land", "HE"]);
    let forecast = run(&site, &words).expect(0).stdout;
    let line = forecast.lines().find(|line| line.trim_start().starts_with("notebooks:")).unwrap().trim();
    assert!(offenbach::site::YAML.contains(line), "{forecast}");
    let inventory: Value = serde_json::from_slice(&fs::read(site.join("out/inventory.json")).unwrap()).unwrap();
    assert_eq!(inventory["body"]["devices"].as_array().unwrap().len(), 630);
}

#[test]
fn muenchen_grows_with_its_servers() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(folder.path(), muenchen::files(&muenchen::build::case()));
    let figures = whole_way(&site, muenchen::build::PEOPLE);
    let most = |from, to| at_home(&figures, from, to).1;
    // 350 accesses first; then the seats of 35 servers and of 60; then nearly everybody who may.
    assert_eq!(most("2020-03-23", "2020-03-27"), 350);
    assert_eq!(most("2020-03-30", "2020-04-03"), 455);
    assert_eq!(most("2020-04-06", "2020-04-17"), 780);
    let last = most("2020-04-20", "2020-04-30");
    assert!((800..=1_100).contains(&last), "{last}");
}
