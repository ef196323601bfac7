//! Numbers of the section `roster` that may be written in more than one way.

use super::site::TeamDays;
use super::tests::{codes_of, reading, with};

#[test]
fn a_minimum_may_be_the_calls_it_is_for() {
    let written = "{erlang: {calls_per_hour: 12, aht_s: 90, target: 80/20, shrinkage: 0.3}}";
    let read = |text: &str| with(written, text);
    let people = |text: &str| {
        let site = read(text);
        assert!(site.findings.is_empty(), "{text}: {:?}", site.findings);
        site.site.unwrap().roster.reachable[1].minimum
    };
    // The published case: 14 at their phones, of whom three tenths of the time is not there.
    assert_eq!(people("{erlang: {calls_per_hour: 200, aht_s: 180, target: 80/20, shrinkage: 0.3}}"), 20);
    assert_eq!(people("{erlang: {calls_per_hour: 200, aht_s: 180}}"), 14);
    assert_eq!(people("{erlang: {calls_per_hour: 720, aht_s: 240, target: 80/15}}"), 55);
    assert_eq!(people("7"), 7);
    for (text, code) in [
        ("{erlang: {aht_s: 180}}", "policy/missing-key"),
        ("{calls: 3}", "policy/unknown-key"),
        ("{erlang: {calls_per_hour: 200, aht_s: 180, target: 80}}", "policy/bad-value"),
        ("{erlang: {calls_per_hour: 200, aht_s: 180, target: 100/20}}", "policy/bad-value"),
        ("{erlang: {calls_per_hour: 0, aht_s: 180}}", "policy/bad-value"),
        ("{erlang: {calls_per_hour: 100000, aht_s: 36000}}", "policy/bad-value"),
    ] {
        let findings = read(text).findings;
        assert!(codes_of(&findings).contains(&code), "{text}: {findings:?}");
    }
    // More than a group may ask for: in both languages, and what to look at.
    let told = read("{erlang: {calls_per_hour: 100000, aht_s: 36000}}").findings.remove(0);
    assert!(told.what.en.contains("these calls need 1") && told.what.de.contains("diese Anrufe brauchen 1"), "{told:?}");
    assert!(told.todo.unwrap().de.contains("`aht_s`"));
}

#[test]
fn a_cap_may_change_from_day_to_day() {
    use jiff::civil::date;
    let cap = "cap: {default: 120, 2027-03-15: 200}";
    let read = |text: &str| with(cap, &format!("cap: {text}"));
    let site = read("{default: 0, 2027-03-15: 153, 1.4.2027: 200}");
    assert!(site.findings.is_empty(), "{:?}", site.findings);
    let cap = &site.site.unwrap().roster.caps[1];
    let on = |month, day| cap.on(date(2027, month, day));
    assert_eq!([on(3, 1), on(3, 14), on(3, 15), on(3, 31), on(4, 1), on(12, 1)], [0, 0, 153, 153, 200, 200]);
    assert_eq!(cap.most(&[date(2027, 3, 1), date(2027, 3, 20)]), 153);
    for (text, code) in [
        ("{2027-03-15: 153}", "policy/missing-key"),
        ("{default: 1, soon: 153}", "policy/bad-value"),
        ("{default: 1, 2027-03-15: many}", "policy/bad-value"),
        ("{default: 1, 2027-03-15: 2, 15.3.2027: 3}", "policy/listed-twice"),
        ("[1, 2]", "policy/wrong-type"),
    ] {
        assert_eq!(codes_of(&read(text).findings), [code], "{text}");
    }
}

/// The page's own entry, and what contradicts itself in it: told in both languages, all in one run, each on its line and column.
#[test]
fn a_cap_may_be_computed_from_deliveries() {
    use jiff::civil::date;
    let written = "{rollout: {from: 2027-02-22, ready: 40, waiting: 12, deliveries: {2027-03-15: 60, 2027-04-12: 60}, faulty: 0.02, per_day: 10}}";
    let site = reading(super::tests::example()).site.unwrap();
    let cap = &site.roster.caps[3];
    let on = |month, day| cap.on(date(2027, month, day));
    // Twelve that waited; nobody stages on 19 March, which is free here; of sixty delivered 58 can be used, of 120 are 117.
    assert_eq!([on(2, 22), on(2, 23), on(2, 24), on(3, 15), on(3, 16)], [40, 50, 52, 52, 62]);
    assert_eq!([on(3, 18), on(3, 19), on(3, 22), on(3, 24), on(4, 1)], [82, 82, 92, 110, 110]);
    assert_eq!((on(5, 31), cap.deliveries.as_ref().unwrap().from), (169, date(2027, 2, 22)));
    let cap = with(written, "{rollout: {ready: 7, per_day: 1}}").site.unwrap().roster.caps.remove(3);
    assert_eq!((cap.per_day, cap.steps.len(), cap.deliveries.unwrap().from), (7, 0, date(2027, 3, 1)));
    for (text, code, en, de) in [
        (
            "{rollout: {per_day: 3}, default: 5}",
            "policy/cap-twice",
            "`default` stands beside `roster.resources.lent.cap.rollout`",
            "`default` steht neben",
        ),
        ("{rollout: {per_day: 3}, 2027-03-15: 5}", "policy/cap-twice", "`2027-03-15` stands", "steht neben"),
        (
            "{rollout: {per_day: 3, deliveries: {2027-02-28: 5}}}",
            "policy/delivery-before-count",
            "this delivery comes before 2027-03-01, the day of the count",
            "diese Lieferung kommt vor dem 2027-03-01",
        ),
        (
            "{rollout: {per_day: 3, from: 2027-03-02}}",
            "policy/count-after-start",
            "is 2027-03-02, but the roster begins on 2027-03-01",
            "ist 2027-03-02, der Dienstplan beginnt aber am 2027-03-01",
        ),
        (
            "{rollout: {per_day: 3, deliveries: {2037-04-01: 5}}}",
            "policy/bad-value",
            "more than ten years",
            "mehr als zehn Jahre",
        ),
        ("{rollout: {per_day: 3, ready: 999999, waiting: 2}}", "policy/bad-value", "1000001 devices in all", "insgesamt 1000001"),
        ("{rollout: {per_day: 3, deliveries: {soon: 5}}}", "policy/bad-value", "is `soon`", "ist `soon`"),
        ("{rollout: {per_day: 3, deliveries: {2027-03-15: 0}}}", "policy/bad-value", "is `0`", "ist `0`"),
        (
            "{rollout: {per_day: 3, deliveries: {2027-03-15: 1, 15.3.2027: 2}}}",
            "policy/listed-twice",
            "a second time",
            "ein zweites Mal",
        ),
        ("{rollout: {per_day: 0}}", "policy/bad-value", "is `0`", "ist `0`"),
        ("{rollout: {per_day: 3, faulty: 2%}}", "policy/bad-value", "is `2%`", "ist `2%`"),
        ("{rollout: {per_day: 3, from: 1999-03-01}}", "policy/bad-value", "is `1999-03-01`", "ist `1999-03-01`"),
        ("{rollout: {ready: 3}}", "policy/missing-key", "per_day` is missing", "per_day` fehlt"),
        ("{rollout: {per_day: 3, delivery: 4}}", "policy/unknown-key", "no key is called", "gibt es nicht"),
    ] {
        let read = with(written, text);
        assert_eq!(codes_of(&read.findings), [code], "{text}: {:?}", read.findings);
        let told = &read.findings[0];
        assert!(told.what.en.contains(en) && told.what.de.contains(de), "{text}: {told:?}");
        assert!(told.place.as_ref().is_some_and(|place| place.line() > 0 && place.column() > 1) && told.todo.is_some(), "{text}");
        assert_eq!(read.site, None, "{text}");
    }
    // All of them in one run; the column is that of the key that is wrong.
    let many = with(
        written,
        "{5.4.2027: 1, rollout: {from: 2027-03-08, deliveries: {2027-03-01: 5, 2027-03-09: 0}, faulty: 1, per_day: 3}}",
    );
    let mut codes = codes_of(&many.findings);
    codes.sort_unstable();
    let expected =
        ["policy/bad-value", "policy/bad-value", "policy/cap-twice", "policy/count-after-start", "policy/delivery-before-count"];
    assert_eq!(codes, expected, "{:?}", many.findings);
    let line = super::tests::example().lines().position(|line| line.contains("    lent: ")).unwrap() as u32 + 1;
    assert!(many.findings.iter().all(|finding| finding.place.as_ref().unwrap().line() == line));
    let column = |code: &str| many.findings.iter().find(|f| f.code.as_str() == code).unwrap().place.as_ref().unwrap().column();
    assert_eq!((column("policy/cap-twice"), column("policy/count-after-start")), (18, 47));
}

/// Trunk channels, and whose calls take two of them.
#[test]
fn a_cap_may_be_computed_from_trunk_channels() {
    let site = reading(super::tests::example()).site.unwrap();
    let cap = &site.roster.caps[4];
    // The classic table at 1 %: 30 channels carry 20.34 E.
    assert_eq!((cap.per_day, cap.steps.len(), &cap.twice), (203, 0, &vec![crate::domain::ClientId("linphone-rc".into())]));
    let (trunks, twice) = ("{trunks: {channels: 30, each: 0.1, blocked: 0.01}}", "twice: [linphone-rc]");
    assert_eq!(with(trunks, "{trunks: {channels: 30}}").site.unwrap().roster.caps[4], *cap, "what holds where nothing is said");
    for (from, text, code, en, de) in [
        (trunks, "{trunks: {each: 0.1}}", "policy/missing-key", "channels` is missing", "channels` fehlt"),
        (trunks, "{trunks: {channels: 0}}", "policy/bad-value", "is `0`", "ist `0`"),
        (trunks, "{trunks: {channels: 5, each: 1}}", "policy/bad-value", "is `1`", "ist `1`"),
        (trunks, "{trunks: {channels: 5, blocked: 1%}}", "policy/bad-value", "is `1%`", "ist `1%`"),
        (trunks, "{trunks: {channels: 5, people: 3}}", "policy/unknown-key", "no key is called", "gibt es nicht"),
        (
            trunks,
            "{trunks: {channels: 1, each: 0.1, blocked: 0.01}}",
            "policy/cap-zero",
            "do not suffice for one person",
            "reichen nicht für eine Person",
        ),
        (trunks, "{trunks: {channels: 5}, default: 5}", "policy/cap-twice", "`default` stands beside", "`default` steht neben"),
        (trunks, "{trunks: {channels: 5}, rollout: {per_day: 5}}", "policy/cap-twice", "`trunks` stands", "`trunks` steht"),
        (
            twice,
            "twice: [linphone]",
            "policy/twice-nobody",
            "no rule of `clients` gives anybody `linphone`",
            "keine Regel unter `clients` gibt jemandem `linphone`",
        ),
        (twice, "twice: [linphone-rc, linphone-rc]", "policy/listed-twice", "a second time", "ein zweites Mal"),
        (twice, "twice: linphone-rc", "policy/wrong-type", "twice", "twice"),
    ] {
        let read = with(from, text);
        assert_eq!(codes_of(&read.findings), [code], "{text}: {:?}", read.findings);
        let told = &read.findings[0];
        assert!(told.what.en.contains(en) && told.what.de.contains(de), "{text}: {told:?}");
        assert!(told.place.as_ref().is_some_and(|place| place.line() > 0 && place.column() > 1) && told.todo.is_some(), "{text}");
    }
    let near = with(twice, "twice: [linphone-rd]").findings.remove(0).todo.unwrap();
    assert!(near.en.contains("did you mean `linphone-rc`?") && near.de.contains("ist `linphone-rc` gemeint?"), "{near:?}");
}

/// A roster section with a hundred mistakes gets a hundred findings, each on the line of its mistake.
#[test]
fn a_hundred_mistakes_get_a_hundred_findings() {
    let mut text = String::from(
        "name: A\nnumbers: {area: 861, head: 99998}\nsources: {}\npbx: {domain: pbx.example, registrars: {tls: 192.0.2.1}}\n\
         clients: [{client: baresip}]\nroster:\n",
    );
    let mut wrong = Vec::new();
    let mut line = |text: &mut String, words: &str, is_wrong: bool| {
        text.push_str(words);
        text.push('\n');
        if is_wrong {
            wrong.push(text.lines().count() as u32);
        }
    };
    line(&mut text, "  horizon:", false);
    line(&mut text, "    from: 2027-03-02", true);
    line(&mut text, "    weeks: 99", true);
    line(&mut text, "    holidays: {land: XY}", true);
    line(&mut text, "  weekly_share: 1.5", true);
    line(&mut text, "  office_min_per_week: six", true);
    line(&mut text, "  seed: -1", true);
    line(&mut text, "  goals:", false);
    for goal in ["wish: 21", "fairness: much", "stability: -2", "shape: 1.5", "speed: 3"] {
        line(&mut text, &format!("    {goal}"), true);
    }
    line(&mut text, "  fairnes: 3", true);
    line(&mut text, "  resources:", false);
    for n in 0..20 {
        let bad = ["{cap: -1}", "{cap: many}", "{kap: 5, cap: 5}", "{cap: 5, users: some}", "{cap: {default: 5, 2027-02-30: 6}}"];
        line(&mut text, &format!("    cap{n}: {}", bad[n % bad.len()]), true);
    }
    line(&mut text, "  rooms:", false);
    line(&mut text, "    max_present: 0", true);
    line(&mut text, "    overrides:", false);
    for n in 0..20 {
        line(&mut text, &format!("      \"2.{n}\": {}", ["0", "two", "1001", "[1]"][n % 4]), true);
    }
    line(&mut text, "  groups:", false);
    for n in 0..47 {
        let bad = [
            "members: {department: A}, on_site_min: 0",
            "members: {department: A}, on_site_min: two",
            "members: {departmnet: A, department: A}, on_site_min: 1",
            "members: {department: A}, reachable_min: {erlang: {calls_per_hour: 0, aht_s: 60}}",
            "members: {extensions: [\"a b\"]}, on_site_min: 1",
            "members: {department: A}, on_site_mn: 1, on_site_min: 1",
        ];
        line(&mut text, &format!("    - {{name: G{n}, {}}}", bad[n % bad.len()]), true);
    }
    let reading = reading(&text);
    assert_eq!(reading.site, None);
    let places: Vec<(u32, u32)> =
        reading.findings.iter().filter_map(|f| f.place.as_ref()).map(|place| (place.line(), place.column())).collect();
    let lines: Vec<u32> = places.iter().map(|(line, _)| *line).collect();
    let missed: Vec<&u32> = wrong.iter().filter(|line| !lines.contains(line)).collect();
    let shown = |line: &u32| text.lines().nth(*line as usize - 1).unwrap_or_default();
    assert!(missed.is_empty(), "not told: {:?}", missed.iter().map(|line| shown(line)).collect::<Vec<_>>());
    let more: Vec<&u32> = lines.iter().filter(|line| !wrong.contains(line)).collect();
    assert!(more.is_empty(), "told, and right: {:?}", more.iter().map(|line| shown(line)).collect::<Vec<_>>());
    assert!(wrong.len() == 100 && places.len() == 100, "{} mistakes, {} findings", wrong.len(), places.len());
    assert!(places.iter().all(|(_, column)| *column > 0));
    assert!(reading.findings.iter().all(|finding| finding.todo.is_some()));
}

#[test]
fn school_holidays_are_spans_with_a_name() {
    let written = "{name: Osterferien, from: 2027-03-22, to: 2027-04-02}";
    let site = with(written, written).site.unwrap();
    let told: Vec<_> =
        site.roster.school_holidays.iter().map(|h| (h.name.as_str(), h.from.to_string(), h.to.to_string())).collect();
    assert_eq!(told, [("Osterferien", "2027-03-22".to_owned(), "2027-04-02".to_owned())]);
    for (text, code) in [
        ("{name: Osterferien, from: 2027-03-22}", "policy/missing-key"),
        ("{name: Osterferien, from: 2027-04-02, to: 2027-03-22}", "policy/bad-value"),
        ("{name: Osterferien, from: 22.3., to: 2027-03-22}", "policy/bad-value"),
    ] {
        let findings = with(written, text).findings;
        assert!(codes_of(&findings).contains(&code), "{text}: {findings:?}");
    }
}

/// Every mistake of an entry is told on its line.
#[test]
fn pairs_say_who_and_how() {
    let written = "{name: Kasse, apart: [\"2101\", \"2102\"]}";
    let pairs = |text: &str| with(written, text);
    let read = pairs("{name: Kasse, together: [4711, \"Muster, Erika\", 2102]}");
    assert!(read.findings.is_empty(), "{:?}", read.findings);
    assert_eq!(read.site.unwrap().roster.pairs[1].people, ["4711", "Muster, Erika", "2102"]);
    for (text, code) in [
        ("{apart: [a, b]}", "policy/missing-key"),
        ("{name: Fahrgemeinschaft, apart: [a, b]}", "policy/listed-twice"),
        ("{name: Kasse}", "policy/wrong-type"),
        ("{name: Kasse, apart: [a, b], together: [a, b]}", "policy/wrong-type"),
        ("{name: Kasse, apart: [a]}", "policy/bad-value"),
        ("{name: Kasse, apart: [a, a]}", "policy/listed-twice"),
        ("{name: Kasse, apart: [a, b, c, d, e, f, g, h, i]}", "policy/bad-value"),
        ("{name: Kasse, appart: [a, b]}", "policy/unknown-key"),
        ("{name: Kasse, apart: a}", "policy/wrong-type"),
    ] {
        let findings = pairs(text).findings;
        assert_eq!(codes_of(&findings)[0], code, "{text}: {findings:?}");
        assert!(findings.iter().all(|finding| finding.todo.is_some() && finding.place.is_some()), "{text}");
    }
}

#[test]
fn quotas_and_cohorts_say_whom_and_how_long() {
    let quota = "{name: Auskunft, members: {queue: vermittlung}, home_max: 6}";
    for (text, code) in [
        ("{name: Auskunft, members: {queue: a}}", "policy/wrong-type"),
        ("{name: Auskunft, members: {queue: a}, home_min: 7, home_max: 6}", "policy/bad-value"),
        ("{name: Auskunft, members: {queue: a}, home_min: 0}", "policy/bad-value"),
        ("{name: Auskunft, home_min: 2}", "policy/missing-key"),
        ("{name: Standesamt, members: {queue: a}, home_min: 2}", "policy/listed-twice"),
        ("{name: Auskunft, members: {queue: a}, home_mx: 2}", "policy/unknown-key"),
    ] {
        let findings = with(quota, text).findings;
        assert_eq!(codes_of(&findings)[0], code, "{text}: {findings:?}");
    }
    let cycle = "{in: 5, away: 5, from: 2027-03-01}";
    for (text, code) in [
        ("{in: 5}", "policy/missing-key"),
        ("{in: 0, away: 5}", "policy/bad-value"),
        ("{in: 5, away: 5, from: 2027-03-06}", "policy/bad-value"),
        ("{in: 5, away: 4}", "policy/turns-overlap"),
        ("[5, 5]", "policy/wrong-type"),
    ] {
        let findings = with(cycle, text).findings;
        assert_eq!(codes_of(&findings), [code], "{text}: {findings:?}");
        assert!(findings[0].place.as_ref().is_some_and(|place| place.line() > 0 && place.column() > 0), "{text}");
    }
    let cohort = with(cycle, "{in: 1, away: 4}").site.unwrap().roster.cohorts.remove(0);
    assert_eq!((cohort.teams.len(), cohort.days_in, cohort.days_away, cohort.from, cohort.apart), (2, 1, 4, None, true));
}

#[test]
fn team_days_are_given_or_chosen() {
    let days = "[{department: Hochbau, day: tuesday}, {department: Tiefbau}]";
    for (text, code) in [
        ("always", "policy/bad-value"),
        ("{department: Hochbau}", "policy/wrong-type"),
        ("[{day: tuesday}]", "policy/missing-key"),
        ("[{department: Hochbau, day: saturday}]", "policy/bad-value"),
        ("[{department: Hochbau, days: tuesday}]", "policy/unknown-key"),
        ("[{department: Hochbau}, {department: Hochbau, day: friday}]", "policy/listed-twice"),
    ] {
        let findings = with(days, text).findings;
        assert_eq!(codes_of(&findings), [code], "{text}: {findings:?}");
        assert!(findings[0].place.as_ref().is_some_and(|place| place.line() > 0 && place.column() > 0), "{text}");
    }
    assert_eq!(with(days, "auto").site.unwrap().roster.team_days, TeamDays::Every);
    let TeamDays::Of(read) = with(days, days).site.unwrap().roster.team_days else { panic!("a list") };
    let read: Vec<_> = read.iter().map(|day| (day.department.as_str(), day.weekday)).collect();
    assert_eq!(read, [("Hochbau", Some(2)), ("Tiefbau", None)]);
}

/// What is wrong with shifts and with resources that name their slots: each with its place, all in one run.
#[test]
fn slots_of_the_day_are_read_and_held_against_the_resources() {
    let site = reading(super::tests::example()).site.unwrap();
    let shift = &site.roster.shifts[0];
    assert_eq!((shift.slots[0].hours().as_str(), shift.slots[1].hours().as_str()), ("06:00–13:00", "13:00–20:00"));
    assert_eq!((shift.slots[0].on_site_min, shift.slots[0].reachable_min, shift.slots[1].on_site_min), (Some(1), Some(3), None));
    assert_eq!(shift.fixed["4711"], "early");
    assert_eq!(site.roster.caps[2].slots, ["early", "late"]);
    for (from, to, code, what) in [
        ("to: \"20:00\"", "to: \"13:00\"", "policy/bad-value", "is `13:00`; expected a time of day after `from`"),
        (
            "from: \"06:00\", to: \"13:00\", on",
            "from: early, to: \"13:00\", on",
            "policy/bad-value",
            "is `early`; expected a time of day",
        ),
        ("from: \"06:00\", to: \"13:00\", on", "from: \"6:5\", to: \"13:00\", on", "policy/bad-value", "expected a time of day"),
        ("to: \"20:00\"", "to: \"24:00\"", "policy/bad-value", "is `24:00`"),
        ("reachable_min: 3", "reachable_min: 0", "policy/bad-value", "from 1 to 10000"),
        ("fixed: {\"4711\": early}", "fixed: {\"4711\": earlie}", "policy/unknown-slot", "no slot is called `earlie`"),
        (
            "slots: [early, late]",
            "slots: [early, lat]",
            "policy/unknown-slot",
            "`roster.resources.seats.slots`: no slot is called `lat`",
        ),
        ("slots: [early, late]", "slots: [early, early, late]", "policy/listed-twice", "a second time"),
        (
            "- name: Standesamt\n      members",
            "- name: Hotline\n      members",
            "policy/listed-twice",
            "`Hotline` stands here a second time",
        ),
        (
            "{queue: vermittlung}\n      slots:\n        early: {from: \"06:00\", to: \"13:00\", on_site_min: 1, reachable_min: 3}\n        late: {from: \"13:00\", to: \"20:00\", reachable_min: 2}",
            "{queue: vermittlung}\n      slots: {}",
            "policy/bad-value",
            "expected a map of 1 to 6 names",
        ),
    ] {
        let findings = with(from, to).findings;
        assert_eq!(codes_of(&findings), [code], "{to}: {findings:?}");
        assert!(findings[0].what.en.contains(what), "{to}: {findings:?}");
        assert!(
            findings[0].place.as_ref().is_some_and(|place| place.line() > 0 && place.column() > 0) && findings[0].todo.is_some()
        );
    }
    // Some slots of a shift without the others.
    let findings = with("slots: [early, late]", "slots: [early]").findings;
    assert_eq!(codes_of(&findings), ["policy/slots-incomplete"; 3]);
    assert_eq!(findings[0].what.en, "resource `seats` names `early` of shift `Hotline`, but not `late`");
    // A handover in which people of both slots are there.
    let findings = with("late: {from: \"13:00\", to: \"20:00\"", "late: {from: \"12:00\", to: \"20:00\"").findings;
    assert_eq!(codes_of(&findings), ["policy/slots-overlap"]);
    assert!(findings[0].what.en.contains("`early` and `late` of resource `seats` overlap from 12:00 to 13:00"), "{findings:?}");
    // A hotline's calls in a slot.
    let calls = "reachable_min: {erlang: {calls_per_hour: 200, aht_s: 180}}";
    assert_eq!(with("reachable_min: 3", calls).site.unwrap().roster.shifts[0].slots[0].reachable_min, Some(14));
}
