//! Numbers of the section `roster` that may be written in more than one way.

use super::tests::{codes_of, with};

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
