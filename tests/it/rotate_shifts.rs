//! `deskshift rotate` on a hotline of six that works in two slots a day.

use crate::small_site::SmallSite;
use crate::support::run;

const IDS: [&str; 6] = ["101", "102", "103", "104", "105", "106"];

/// Three reachable in the morning and two in the afternoon; one of six only ever comes in the morning.
const SHIFTS: &str = "  shifts:\n    - name: Hotline\n      members: {department: Hotline}\n      slots:\n        early: {from: \"06:00\", to: \"13:00\", on_site_min: 1, reachable_min: 3}\n        late: {from: \"13:00\", to: \"20:00\", reachable_min: 2}\n      fixed: {\"101\": early}\n";
const SEATS: &str = "  resources:\n    seats: {cap: 2, slots: [early, late]}\n";

/// A hotline of six, and somebody who has no slot.
fn planned(rules: &str) -> SmallSite {
    let mut people = "Personalnr;Name;Vorname;Amt;Zimmer;Durchwahl;Arbeitstage;Homeoffice\n".to_owned();
    let mut logins = "Nebenstelle;Anmeldename;Kennwort\n".to_owned();
    for (i, id) in IDS.iter().enumerate() {
        people.push_str(&format!("{id};Muster{i};Kim;Hotline;1.0{i};200{i};Mo-Fr;ja\n"));
        logins.push_str(&format!("200{i};200{i};geheim-200{i}xQ7v\n"));
    }
    people.push_str("900;Amt;Alex;Bauamt;2.01;2100;Mo-Fr;ja\n");
    logins.push_str("2100;2100;geheim-2100xQ7v\n");
    SmallSite::new("en", "2190-03-01", &people, &logins, rules)
}

const WEEKS: [&str; 2] = ["2190-03-01", "2190-03-08"];

#[test]
fn slots_are_chosen_checked_and_shown_where_people_read() {
    let hotline = planned(&format!("{SEATS}{SHIFTS}"));
    let made = hotline.rotate(&[]).expect(0);
    assert!(made.stdout.contains("slots of the day of 6 people were chosen before home and office"), "{}", made.all());
    assert!(made.stdout.contains("seats (early): ") && made.stdout.contains("Hotline (late): "), "{}", made.all());
    let slots = hotline.slots();
    assert_eq!(slots.keys().map(String::as_str).collect::<Vec<_>>(), IDS);
    assert!(slots.values().all(|weeks| weeks.keys().eq(WEEKS)));
    assert!(slots["101"].values().all(|slot| slot == "early"));
    for week in WEEKS {
        assert_eq!(slots.values().filter(|weeks| weeks[week] == "early").count(), 3, "{slots:?}");
    }
    // Two of the five who take turns are early a week, and nobody twice before all were once.
    let early = |id: &&str| slots[*id].values().filter(|slot| *slot == "early").count();
    let turns: Vec<usize> = IDS[1..].iter().map(early).collect();
    assert!(turns.iter().all(|weeks| *weeks <= 1), "{turns:?}");
    let check = hotline.rotate(&["check"]).expect(0);
    assert!(check.stdout.contains("0 violations"), "{}", check.all());
    let proof = hotline.rotate(&["certify"]).expect(0);
    assert!(proof.stdout.contains("the proof is about rosters with these slots"), "{}", proof.all());

    // The list, which comes back as it went.
    let csv = hotline.read("out/roster/current/roster.csv");
    let of_day = |id: &str| csv.lines().find(|row| row.starts_with(&format!("{id},")) && row.contains("2190-03-01")).unwrap();
    assert!(csv.starts_with("\u{feff}person,name,date,place,slot\r\n"), "{csv}");
    assert!(of_day("101").ends_with(",early") && of_day("900").ends_with(','), "{csv}");
    hotline.write("mine.csv", &csv);
    hotline.rotate(&["check", "mine.csv"]).expect(0);
    hotline.rotate(&["check", "out/roster/current/roster.xlsx"]).expect(0);
    // A slot that was changed there is told with its line.
    let first = of_day("101");
    hotline.write("mine.csv", &csv.replace(first, &first.replace("early", "late")));
    for command in ["check", "take"] {
        let told = hotline.rotate(&[command, "mine.csv"]).expect(1);
        assert!(told.all().contains("roster/slot-edited") && told.all().contains("mine.csv:2"), "{}", told.all());
        assert!(told.all().contains("has slot `late` in this file, and slot `early` in the roster in force"), "{}", told.all());
    }
    // More at home in a slot than there are seats.
    let seats = csv.replace(",office,", ",home,");
    hotline.write("mine.csv", &seats);
    let told = hotline.rotate(&["check", "mine.csv"]).expect(1);
    assert!(told.all().contains("4 people at home draw on cap `seats` in slot `early`, 2 are served"), "{}", told.all());
    assert!(told.all().contains("0 on site in slot `early` of shift `Hotline`, 1 needed"), "{}", told.all());

    // Calendars have the hours of the slot, and the whole day for whoever has none.
    let calendar = |id: &str| hotline.read(&format!("out/roster/current/calendars/{id}.ics"));
    let early = calendar("101");
    assert!(
        early.contains("T060000\r\nDTEND:2190") && early.contains("T130000\r\n") && early.contains("SUMMARY:Home office: early")
    );
    assert!(calendar("900").contains("DTSTART;VALUE=DATE:2190"));
    let department = hotline.read("out/roster/current/departments/Hotline.ics").replace("\r\n ", "");
    assert!(department.contains("(early)") && department.contains("(late)"), "{department}");
    let chart = hotline.read("out/roster/current/wall-chart.html");
    assert!(chart.contains("<small class=\"slot\">e</small> early 06:00–13:00"), "no legend");
    assert!(chart.matches("<small class=\"slot\">l</small>").count() > 10, "no marks");
    let why = hotline.rotate(&["why", "101", "2190-03-01"]).expect(0);
    assert!(why.stdout.contains(", slot `early` 06:00–13:00"), "{}", why.all());
    for place in ["home", "office"] {
        let day = run(hotline.path(), &["rotate", "day", "2190-03-01", "--place", place]).expect(0);
        let shown = day.stdout.lines().filter(|line| line.contains("Hotline"));
        assert!(shown.clone().all(|line| line.ends_with(", early") || line.ends_with(", late")), "{}", day.all());
        assert!(shown.count() > 0, "{}", day.all());
    }
    run(hotline.path(), &["rotate", "export", "--for", "works-council"]).expect(0);
    let page = hotline.read("out/roster-works-council/current/works-council.html");
    assert!(page.contains("Hotline: one slot a week in turns (early 06:00–13:00, ≥ 1 on site, ≥ 3 reachable; late"), "{page}");
    assert!(page.contains("seats: at most 2 people at home in each slot of the day (early, late)"), "{page}");
}

#[test]
fn the_same_command_gives_the_same_slots_and_a_forged_one_is_found() {
    let hotline = planned(SHIFTS);
    hotline.rotate(&[]).expect(0);
    let first = hotline.read("out/roster.json");
    hotline.rotate(&[]).expect(0);
    assert_eq!(hotline.read("out/roster.json"), first);
    let mut roster: serde_json::Value = serde_json::from_str(&first).unwrap();
    roster["body"]["slots"]["101"]["2190-03-08"] = "late".into();
    hotline.write("forged.json", &roster.to_string());
    let told = hotline.rotate(&["check", "forged.json"]).expect(1);
    assert!(told.stdout.contains("roster/slot-stated") && told.stdout.contains("always in `early` by `fixed`"), "{}", told.all());
}

#[test]
fn a_roster_made_again_keeps_slots_but_where_somebody_is_needed() {
    let hotline = planned(SHIFTS);
    hotline.rotate(&[]).expect(0);
    let before = hotline.slots();
    // One of three who are late in the second week, and one more: one of the early ones comes over, or nobody has to.
    let late: Vec<&str> = IDS.into_iter().filter(|id| before[*id][WEEKS[1]] == "late").collect();
    hotline.write("staff/urlaub.csv", &format!("Personalnr;Von;Bis;Ort\n{};08.03.2190;12.03.2190;\n", late[0]));
    hotline.rotate(&["replan", "--from", "2190-03-03"]).expect(0);
    assert_eq!(hotline.slots(), before, "two are left, as many as are needed");
    hotline.rotate(&["check"]).expect(0);
    hotline.edit(
        "late: {from: \"13:00\", to: \"20:00\", reachable_min: 2}",
        "late: {from: \"13:00\", to: \"20:00\", reachable_min: 3}",
    );
    hotline.edit("reachable_min: 3}\n        late", "reachable_min: 2}\n        late");
    let made = hotline.rotate(&["replan", "--from", "2190-03-03"]).expect(0);
    let now = hotline.slots();
    let changed: Vec<(&str, &str)> = IDS
        .iter()
        .flat_map(|id| WEEKS.map(|week| (*id, week)))
        .filter(|(id, week)| before[*id][*week] != now[*id][*week])
        .collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert_eq!(changed[0].1, WEEKS[1], "the week that has begun stays");
    assert!(made.stdout.contains("in another slot of the day: 1 person"), "{}", made.all());
    assert!(made.stdout.contains("week of 8 Mar early → late"), "{}", made.all());
    assert!(hotline.read("out/roster/current/changes.csv").contains(&format!("{},", changed[0].0)));
    hotline.rotate(&["check"]).expect(0);
    hotline.rotate(&["certify"]).expect(0);
    // What is edited is counted by the slots in force.
    hotline.rotate(&["take", "out/roster/current/roster.csv"]).expect(0);
    assert_eq!(hotline.slots(), now);
    // Beside it: the same slots.
    hotline.rotate(&["what-if", "--weekly-share", "0.4"]).expect(0);
}

/// Four of six are always at home, and each slot has two seats: a choice that puts three of them into one is not the last.
#[test]
fn another_choice_of_slots_is_tried() {
    let hotline =
        planned(&format!("{SEATS}{SHIFTS}").replace("on_site_min: 1, ", "").replace("      fixed: {\"101\": early}\n", ""));
    let mut people = hotline.read("staff/personal.csv").replace("2100;Mo-Fr;ja", "2100;Mo-Fr;nein");
    for i in 0..4 {
        people = people.replace(&format!("200{i};Mo-Fr;ja"), &format!("200{i};Mo-Fr;immer"));
    }
    hotline.write("staff/personal.csv", &people);
    hotline.plan();
    for seed in ["1", "2", "3", "4", "5", "6"] {
        hotline.rotate(&["--seed", seed]).expect(0);
        hotline.rotate(&["check"]).expect(0);
        let slots = hotline.slots();
        let early = IDS[..4].iter().filter(|id| slots[**id][WEEKS[0]] == "early").count();
        assert_eq!(early, 2, "{seed}: {slots:?}");
    }
}

#[test]
fn what_cannot_be_held_is_explained_and_bad_input_told_at_once() {
    let hotline = planned(SHIFTS);
    hotline.write("staff/urlaub.csv", "Personalnr;Von;Bis;Ort\n104;09.03.2190;09.03.2190;\n105;09.03.2190;09.03.2190;\n");
    for command in [&[][..], &["explain"]] {
        let told = hotline.rotate(command).expect(1);
        assert!(told.stdout.contains("roster/slots-clash"), "{}", told.all());
        assert!(
            told.stdout.contains(
                "Tuesday 9 Mar: the slots of shift `Hotline` need 5 reachable (`early` 3, `late` 2), 4 of its members can be"
            ),
            "{}",
            told.all()
        );
        assert!(told.stdout.contains("deskshift.yaml:") && told.stdout.contains("lower the minimum"), "{}", told.all());
    }
    let german = run(hotline.path(), &["--lang", "de", "rotate", "--assume-ready"]).expect(1);
    assert!(
        german.stdout.contains("brauchen 5 erreichbar (`early` 3, `late` 2), möglich sind 4 ihrer Mitglieder"),
        "{}",
        german.all()
    );
    // Whoever is always at home has to be in a slot, and neither has a seat: no proof that no choice of slots would do.
    let none = planned(&format!("{SEATS}{SHIFTS}").replace("cap: 2", "cap: {default: 0, 2190-03-10: 2}"));
    let always = none.read("staff/personal.csv").replace("2005;Mo-Fr;ja", "2005;Mo-Fr;immer");
    none.write("staff/personal.csv", &always);
    none.plan();
    let told = none.rotate(&[]).expect(3);
    assert!(told.all().contains("8 choices of slots were tried") && told.all().contains("cap `seats` in slot"), "{}", told.all());

    let wrong = planned(SHIFTS);
    let text = wrong.read("deskshift.yaml")
        + "    - name: Amt\n      members: {department: Bauamt}\n      slots: {early: {from: \"06:00\", to: \"13:00\", on_site_min: 2}}\n      fixed: {\"102\": early, \"999\": early}\n    - name: Zwei\n      members: {extensions: [\"2001\"]}\n      slots: {late: {from: \"13:00\", to: \"20:00\"}}\n";
    wrong.write("deskshift.yaml", &text);
    wrong.plan();
    let told = wrong.rotate(&[]).expect(2);
    let line = |words: &str| text.lines().position(|line| line.contains(words)).unwrap() + 1;
    for (code, line) in [
        ("roster/not-in-shift", line("\"102\": early")),
        ("roster/unknown-member", line("\"999\"")),
        ("roster/shift-too-small", line("on_site_min: 2")),
        ("roster/in-two-shifts", line("members: {extensions: [\"2001\"]}")),
    ] {
        let found = told.stderr.lines().any(|row| row.contains(code) && row.contains(&format!("deskshift.yaml:{line}:")));
        assert!(found, "{code} {line}: {}", told.all());
    }
}
