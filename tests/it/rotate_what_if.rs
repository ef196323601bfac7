//! `deskshift rotate what-if` as a process: other rules beside the roster in force.

use crate::rotate::Office;
use crate::support::run;

#[test]
fn changes_are_solved_together_and_nothing_is_written() {
    let office = Office::new().planned();
    office.rotate(&["--effort", "quick"]).expect(0);
    let (roster, site) = (office.read("out/roster.json"), office.read("deskshift.yaml"));
    let generation = std::fs::read_link(office.path().join("out/roster/current")).unwrap();
    let asked = [
        "what-if",
        "--cap",
        "vpn=+20",
        "--without",
        "10003@2020-11-04",
        "--min-staff",
        "Schalter Kreiskasse=3",
        "--weekly-share",
        "75%",
    ];
    let tried = office.rotate(&asked).expect(0).stdout;
    let first = tried.lines().next().unwrap();
    let two = "what if: cap `vpn`: 220 instead of 200; on-site minimum `Schalter Kreiskasse`: 3 instead of 4; without ";
    assert!(first.starts_with(two), "{first}");
    assert!(first.ends_with("(`10003`) on 2020-11-04; weekly share: 75 % instead of 80 %"), "{first}");
    for told in [
        "  cost ",
        " gap ",
        "  week of 2 Nov: ",
        " at home",
        "home days in all: ",
        "vpn: full on ",
        "Jain index ",
        "would differ",
    ] {
        assert!(tried.contains(told), "`{told}` is missing in:\n{tried}");
    }
    assert!(tried.ends_with("nothing was written\n"), "{tried}");
    assert_eq!((roster, site), (office.read("out/roster.json"), office.read("deskshift.yaml")));
    assert_eq!(generation, std::fs::read_link(office.path().join("out/roster/current")).unwrap());

    let json = run(office.path(), &[&["--json", "rotate"], &asked[..]].concat()).expect(0).json();
    assert_eq!((&json["status"], json["changes"].as_array().unwrap().len()), (&"feasible".into(), 4));
    assert_eq!(json["in_force"]["caps"][0]["cap"], "vpn");
    let most = |side: &str| {
        let days = json[side]["home_per_day"].as_array().unwrap();
        days.iter().map(|day| day[1].as_u64().unwrap()).max().unwrap()
    };
    assert_eq!(most("in_force"), 200);
    assert!((201..=220).contains(&most("changed")), "{}", most("changed"));
    let (cost, bound) = (json["changed"]["cost"].as_i64().unwrap(), json["changed"]["bound"].as_i64().unwrap());
    assert!(bound <= cost && json["places"].as_u64().unwrap() > 0);
    let german = run(office.path(), &["--lang", "de", "rotate", "what-if", "--cap", "vpn=201", "--rounds", "40"]).expect(0);
    assert!(german.stdout.starts_with("was wäre, wenn: Obergrenze `vpn`: 201 statt 200\n"), "{}", german.stdout);
    assert!(german.stdout.ends_with("nichts wurde geschrieben\n"), "{}", german.stdout);
}

#[test]
fn what_cannot_be_says_why_and_what_would_be_enough() {
    let office = Office::new().planned();
    office.rotate(&["--effort", "quick"]).expect(0);
    let tried = office.rotate(&["what-if", "--cap", "vpn=150"]).expect(1);
    assert!(tried.stdout.starts_with("what if: cap `vpn`: 150 instead of 200\n"), "{}", tried.stdout);
    assert!(
        tried.stdout.contains("error[roster/rooms-against-cap]: ") && tried.stdout.contains("help: needs "),
        "{}",
        tried.stdout
    );
    let json = run(office.path(), &["--json", "rotate", "what-if", "--cap", "vpn=-50"]).expect(1).json();
    assert_eq!((&json["status"], &json["changed"]), (&"impossible".into(), &serde_json::Value::Null));
    assert!(json["in_force"]["cost"].is_i64() && !json["findings"].as_array().unwrap().is_empty());
    office.rotate(&["what-if", "--cap", "vpn=150", "--weekly-share", "0.9", "--weeks", "x"]).expect(2);
}

#[test]
fn names_that_nobody_knows_are_told_with_those_known() {
    let office = Office::new().planned();
    assert!(office.rotate(&["what-if", "--cap", "vpn=3"]).expect(2).stderr.contains("deskshift rotate"), "no roster in force");
    office.rotate(&["--effort", "quick"]).expect(0);
    let wrong = [
        "what-if",
        "--cap",
        "vnp=220",
        "--min-staff",
        "Warteschlange zulassung=2",
        "--without",
        "nobody@2020-11-04",
        "--room",
        "vpn",
    ];
    let refused = office.rotate(&wrong).expect(2).stderr;
    assert_eq!(refused.matches("error[roster/what-if-unknown]").count(), 3, "{refused}");
    assert_eq!(refused.matches("error[roster/what-if-value]").count(), 1, "{refused}");
    for told in [
        "did you mean `vpn`? known are `vpn`",
        "write `--min-reachable Warteschlange zulassung=2`",
        "`--room vpn`: expected a name",
    ] {
        assert!(refused.contains(told), "`{told}` is missing in:\n{refused}");
    }
}

/// Any key of `roster` as if something else stood there, together with the other changes; complaints name the setting, not a line.
#[test]
fn any_key_of_the_rules_can_be_tried() {
    let office = Office::new().planned();
    office.rotate(&["--effort", "quick"]).expect(0);
    let (roster, site) = (office.read("out/roster.json"), office.read("deskshift.yaml"));
    let asked = [
        "what-if",
        "--set",
        "goals.fairness=10",
        "--set",
        "roster.groups.Schalter Kreiskasse.on_site_min=3",
        "--set",
        "quotas.+={name: Kasse, members: {department: Kreiskasse}, home_min: 1}",
        "--cap",
        "vpn=+20",
        "--rounds",
        "40",
    ];
    let tried = office.rotate(&asked).expect(0).stdout;
    let first = tried.lines().next().unwrap();
    for told in [
        "`roster.goals.fairness`: 10 instead of 2 (the default); ",
        "`roster.groups.Schalter Kreiskasse.on_site_min`: 3 instead of 4; ",
        "`roster.quotas.+`: {name: Kasse, members: {department: Kreiskasse}, home_min: 1} instead of nothing; ",
        "cap `vpn`: 220 instead of 200",
    ] {
        assert!(first.contains(told), "`{told}` is missing in:\n{first}");
    }
    assert_eq!((roster, site), (office.read("out/roster.json"), office.read("deskshift.yaml")));

    // What is said about a group that was set names the setting: the file has no such line.
    let group = "groups.1={name: Schalter Kreiskasse, members: {department: Kreiskasse}, on_site_min: 400}";
    let none = office.rotate(&["what-if", "--rounds", "1", "--set", group]).expect(1);
    let told = format!("--set {group}: note[roster/fewer-at-work]: on-site minimum `Schalter Kreiskasse` is 400; ");
    assert!(none.stderr.contains(&told) || none.stdout.contains(&told), "{}{}", none.stderr, none.stdout);

    let wrong =
        ["what-if", "--set", "goals.fairness", "--set", "groups.Kasse.on_site_min=1", "--set", "goals={", "--set", "seed.x=1"];
    let refused = office.rotate(&wrong).expect(2).stderr;
    for told in [
        "`--set goals.fairness`: expected a key, `=` and a value",
        "the list `roster.groups` has no entry `Kasse`",
        "known are `Schalter Kreiskasse`",
        "--set goals={:1:1: error[policy/yaml-syntax]",
        "`roster.seed` is a value without keys",
    ] {
        assert!(refused.contains(told), "`{told}` is missing in:\n{refused}");
    }
    let refused = office.rotate(&["what-if", "--set", "goals.fairnes=1", "--set", "weekly_share=7"]).expect(2).stderr;
    for told in [
        "--set goals.fairnes=1: error[policy/unknown-key]: no key is called `roster.goals.fairnes`",
        "--set weekly_share=7: error[policy/bad-value]: ",
    ] {
        assert!(refused.contains(told), "`{told}` is missing in:\n{refused}");
    }
}
