//! The gate against every order of requests, and against a judge that shares no code with it.

use std::net::IpAddr;
use std::time::Duration;

use proptest::prelude::*;

use super::gate::{Gate, Refusal, Verdict};
use super::issue::{self, Pin, Terms, Wanted, issue};
use super::journal::{self, Entry, Event};
use super::rates::{Cost, Rates};
use super::state::{Links, Standing, same_caller};

const START: u64 = 1_700_000_000;
const LIFE: u64 = 3600;

fn ip(n: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, n])
}

fn at(seconds: u64) -> Duration {
    Duration::from_secs(START + seconds)
}

fn terms(pin: bool) -> Terms {
    Terms {
        base: "https://phones.example".into(),
        now: START,
        life: Duration::from_secs(LIFE),
        pin: if pin { Pin::Asked } else { Pin::Never },
    }
}

#[test]
fn links_that_lie_about_for_weeks_are_told() {
    assert!(issue::long_life(Duration::from_hours(14 * 24)).is_none());
    let told = issue::long_life(Duration::from_hours(30 * 24)).unwrap();
    assert_eq!((told.code.as_str(), &*told.what.en), ("links/long-life", "the links hold for 30 days"));
}

#[test]
fn addresses_without_tls_or_with_a_login_are_refused() {
    assert_eq!(issue::base("https://phones.example:8443/").as_deref(), Ok("https://phones.example:8443"));
    assert!(issue::base("http://127.0.0.1:8080").is_ok());
    for bad in ["http://phones.example", "https://anna:secret@phones.example", "https://phones.example/p?x=1", "phones.example"] {
        assert!(issue::base(bad).is_err(), "{bad}");
    }
}

fn wanted(line: &str) -> Wanted {
    let profile = crate::domain::ClientId("linphone-xml".into());
    Wanted { line: line.parse().unwrap(), further: Vec::new(), profile, page: false, tombstone: false }
}

/// Links of these lines, and what to ask for: token, token with PIN.
fn links(lines: &[&str], pin: bool) -> (Links, Vec<(String, Option<String>)>) {
    let mut seed = 0_u8;
    let wanted: Vec<Wanted> = lines.iter().map(|line| wanted(line)).collect();
    let (entries, clear) = issue(&Links::default(), &wanted, &terms(pin), || {
        seed += 1;
        std::array::from_fn(|n| seed.wrapping_mul(31).wrapping_add((n * n) as u8))
    });
    let mut links = Links::default();
    entries.iter().for_each(|entry| links.apply(entry));
    let asked = clear
        .values()
        .map(|clear| {
            let token = clear.url.expose().rsplit('/').next().unwrap().to_owned();
            (token, clear.pin.as_ref().map(|pin| pin.expose().to_owned()))
        })
        .collect();
    (links, asked)
}

fn gate(links: Links) -> Gate {
    Gate::new(links, at(0))
}

fn fetch(gate: &mut Gate, seconds: u64, from: IpAddr, asked: &str) -> Result<Entry, Refusal> {
    match gate.ask(at(seconds), from, asked) {
        Verdict::Deliver(ticket) => Ok(gate.ended(ticket, at(seconds), true)),
        Verdict::Refused { why, .. } => Err(why),
        Verdict::Busy => panic!("too often"),
    }
}

fn refusal(verdict: Verdict) -> Refusal {
    match verdict {
        Verdict::Refused { why, .. } => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_link_is_fetched_once_with_a_grace_for_the_same_caller() {
    let (links, asked) = links(&["2001"], false);
    let (token, mut gate) = (&asked[0].0, gate(links));
    assert!(fetch(&mut gate, 10, ip(1), token).is_ok());
    assert_eq!(fetch(&mut gate, 11, ip(2), token), Err(Refusal::Used), "another caller");
    assert!(fetch(&mut gate, 130, ip(1), token).is_ok(), "the same caller within two minutes");
    assert_eq!(fetch(&mut gate, 131, ip(1), token), Err(Refusal::Used), "two minutes since the first time");
}

#[test]
fn the_grace_has_an_end_in_number_too() {
    let (links, asked) = links(&["2001"], false);
    let (token, mut gate) = (&asked[0].0, gate(links));
    for second in 0..3 {
        assert!(fetch(&mut gate, second, ip(1), token).is_ok());
    }
    assert_eq!(fetch(&mut gate, 3, ip(1), token), Err(Refusal::Used));
}

#[test]
fn one_answer_at_a_time_and_one_that_broke_off_leaves_the_link() {
    let (links, asked) = links(&["2001"], false);
    let (token, mut gate) = (&asked[0].0, gate(links));
    for round in 0..3 {
        let Verdict::Deliver(ticket) = gate.ask(at(round), ip(1), token) else { panic!("round {round}") };
        for other in [ip(1), ip(2)] {
            assert_eq!(refusal(gate.ask(at(round), other, token)), Refusal::UnderWay);
        }
        gate.ended(ticket, at(round), false);
    }
    assert_eq!(fetch(&mut gate, 9, ip(1), token), Err(Refusal::BrokenOff), "who reads all but the end does not read for ever");
}

#[test]
fn what_was_given_back_was_never_taken() {
    let (links, asked) = links(&["2001"], false);
    let (token, mut gate) = (&asked[0].0, gate(links));
    let before = gate.links().clone();
    let Verdict::Deliver(ticket) = gate.ask(at(1), ip(1), token) else { panic!() };
    gate.give_back(ticket);
    assert_eq!(gate.links(), &before);
}

#[test]
fn a_link_expires_to_the_second() {
    let (links, asked) = links(&["2001", "2002"], false);
    let mut gate = gate(links);
    assert!(fetch(&mut gate, LIFE - 1, ip(1), &asked[0].0).is_ok());
    assert_eq!(fetch(&mut gate, LIFE, ip(1), &asked[1].0), Err(Refusal::Expired));
}

#[test]
fn five_wrong_pins_close_a_link_for_the_right_one_too() {
    let (links, asked) = links(&["2001"], true);
    let (token, pin) = (&asked[0].0, asked[0].1.as_deref().unwrap());
    let wrong = if pin == "000000" { "000001" } else { "000000" };
    let mut locked = gate(links.clone());
    for n in 0..5 {
        assert_eq!(fetch(&mut locked, n * 10, ip(n as u8), token), Err(Refusal::NoPin), "asking without a PIN is no try");
        assert_eq!(fetch(&mut locked, n * 10, ip(n as u8), &format!("{token}/{wrong}")), Err(Refusal::WrongPin));
    }
    assert_eq!(fetch(&mut locked, 60, ip(9), &format!("{token}/{pin}")), Err(Refusal::Locked));
    let mut open = gate(links);
    for n in 0..4 {
        assert_eq!(fetch(&mut open, n, ip(n as u8), &format!("{token}/{wrong}")), Err(Refusal::WrongPin));
    }
    assert!(fetch(&mut open, 9, ip(9), &format!("{token}/{pin}")).is_ok(), "four wrong ones do not");
}

#[test]
fn what_is_no_link_is_refused() {
    let (links, asked) = links(&["2001"], false);
    let token = &asked[0].0;
    let mut other: Vec<u8> = token.bytes().collect();
    other[25] = if other[25] == b'2' { b'3' } else { b'2' };
    let other = String::from_utf8(other).unwrap();
    assert_eq!(fetch(&mut gate(links.clone()), 1, ip(1), &other), Err(Refusal::Unknown));
    for wrong in [
        "",
        "/",
        "..",
        "../../etc/passwd",
        "%2e%2e/x",
        &token[1..],
        &format!("{token}/"),
        &format!("{token}/123456"),
        &format!("{token}/1/2"),
        &format!("{token}?a=b"),
        &token.replace(&token[..1], "o"),
        &format!("{token}\r\nX: y"),
    ] {
        assert_eq!(fetch(&mut gate(links.clone()), 1, ip(1), wrong), Err(Refusal::Malformed), "{wrong:?}");
    }
}

#[test]
fn a_link_that_was_typed_from_paper_is_the_same_link() {
    let (links, asked) = links(&["2001", "2002"], true);
    let mut gate = gate(links);
    for (number, (token, pin)) in asked.iter().enumerate() {
        let pin = pin.as_deref().unwrap();
        let fours: Vec<&str> = (0..token.len()).step_by(4).map(|at| &token[at..token.len().min(at + 4)]).collect();
        let typed = match number {
            0 => format!("{}/{}%20{}", fours.join("%20").to_uppercase(), &pin[..3], &pin[3..]),
            _ => format!("{}/{pin}", fours.join("-")),
        };
        assert!(fetch(&mut gate, 1, ip(1), &typed).is_ok(), "{typed}");
        assert_eq!(fetch(&mut gate, 2, ip(2), &format!("{token}/{pin}")), Err(Refusal::Used), "one link, whatever its spelling");
    }
}

#[test]
fn a_new_link_revokes_the_old_one_and_a_revoked_one_stays_so() {
    let (mut links, asked) = links(&["2001", "2002"], false);
    let (entries, _) = issue(&links, &[wanted("2001")], &Terms { now: START + 5, ..terms(false) }, || [9; 34]);
    assert_eq!(entries.len(), 2, "{entries:?}");
    entries.iter().for_each(|entry| links.apply(entry));
    let mut gate = gate(links);
    assert_eq!(fetch(&mut gate, 6, ip(1), &asked[0].0), Err(Refusal::Revoked));
    assert!(fetch(&mut gate, 6, ip(1), &asked[1].0).is_ok());
    let revoked = issue::revoke(gate.links(), &|_| true, START + 7);
    assert_eq!(revoked.len(), 2, "the new one and the fetched one, whose grace ends: {revoked:?}");
    gate.learn(&revoked);
    assert_eq!(fetch(&mut gate, 8, ip(1), &asked[1].0), Err(Refusal::Revoked));
}

#[test]
fn an_answer_that_no_event_ended_counts_as_fetched_after_a_start() {
    let (mut links, asked) = links(&["2001"], false);
    let mut first = gate(links.clone());
    let Verdict::Deliver(ticket) = first.ask(at(5), ip(1), &asked[0].0) else { panic!() };
    links.apply(&Gate::begun(&ticket, at(5)));
    let presumed = links.presumed();
    assert_eq!(presumed.len(), 1);
    presumed.iter().for_each(|entry| links.apply(entry));
    assert!(links.presumed().is_empty());
    let mut second = gate(links);
    assert_eq!(fetch(&mut second, 20, ip(2), &asked[0].0), Err(Refusal::Used));
    assert!(fetch(&mut second, 20, ip(1), &asked[0].0).is_ok(), "its caller may come again");
}

#[test]
fn clear_links_are_kept_until_fetched() {
    let (mut links, asked) = links(&["2001", "2002", "2003"], false);
    let mut gate = gate(links.clone());
    links.apply(&fetch(&mut gate, 1, ip(1), &asked[0].0).unwrap());
    let waiting = |now| issue::waiting(&links, now).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(waiting(START + 2), ["2002", "2003"]);
    assert!(waiting(START + LIFE).is_empty());
}

#[test]
fn a_link_made_anew_asks_for_a_pin_as_the_last_one_did() {
    let (mut links, _) = links(&["2001"], true);
    let made = |links: &Links, pin: Pin, at: u64| {
        let terms = Terms { now: START + at, pin, ..terms(false) };
        let (entries, clear) = issue(links, &[wanted("2001"), wanted("2002")], &terms, || [at as u8; 34]);
        (entries, clear.into_values().map(|clear| clear.pin.is_some()).collect::<Vec<_>>())
    };
    // Also where it is revoked by now.
    for entry in issue::revoke(&links, &|_| true, START + 1) {
        links.apply(&entry);
    }
    let (_, pins) = made(&links, Pin::AsBefore, 2);
    assert_eq!(pins, [true, false], "2002 had no link");
    let (entries, pins) = made(&links, Pin::Never, 3);
    assert_eq!(pins, [false, false]);
    entries.iter().for_each(|entry| links.apply(entry));
    assert_eq!(made(&links, Pin::AsBefore, 4).1, [false, false], "the last one counts, not any");
    assert_eq!(made(&links, Pin::Asked, 5).1, [true, true]);
}

#[test]
fn lives_and_addresses_are_read_or_refused() {
    assert_eq!(issue::life("72h"), Ok(Duration::from_hours(72)));
    assert_eq!(issue::life("90d"), Ok(Duration::from_hours(90 * 24)));
    for wrong in ["", "72", "h", "0m", "-1h", "91d", "1w", "1½h", "99999999999999999999d", "ü"] {
        assert!(issue::life(wrong).is_err(), "{wrong}");
    }
    for good in [
        "https://phones.example",
        "https://phones.example:8443/",
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]:8080",
        "https://[2001:db8::1]:8443",
        "https://192.0.2.7",
        "https://a-b.example:65535",
    ] {
        assert!(issue::base(good).is_ok(), "{good}");
    }
    for wrong in [
        "phones.example",
        "http://phones.example",
        "http://localhost.example",
        "https://",
        "https://a/b",
        "https://u:p@a",
        "ftp://a",
        "https://a?b",
        "https://a#b",
        "https://phones.example:99999",
        "https://phones.example:0",
        "https://phones.example:",
        "https://phones.example:+443",
        "https://phones.example:8443:1",
        "https://phones.example:8443//",
        "https://[2001:db8::1",
        "https://[phones.example]",
        "https://2001:db8::1",
        "https://[2001:db8::1]8443",
        "https://192.0.2.256",
        "https://1.2.3",
        "https://phones..example",
        "https://-phones.example",
        "https://phones_1.example",
        "https://phones.example ",
    ] {
        assert!(issue::base(wrong).is_err(), "{wrong}");
    }
    assert!(issue::base("https://phones.example:99999").unwrap_err().contains("`99999` is no port"));
}

#[test]
fn refusals_cost_their_caller_more_and_nobody_else() {
    let (links, asked) = links(&["2001"], false);
    let mut gate = gate(links);
    let mut refused = 0;
    while let Verdict::Refused { .. } = gate.ask(at(0), ip(1), "x") {
        refused += 1;
    }
    assert!((10..=15).contains(&refused), "{refused}");
    assert_eq!(gate.ask(at(0), ip(1), &asked[0].0), Verdict::Busy, "also for a link that is right");
    assert!(fetch(&mut gate, 0, ip(2), &asked[0].0).is_ok());
    assert!(matches!(gate.ask(at(5), ip(1), "x"), Verdict::Refused { .. }), "one more after five seconds");
}

#[test]
fn the_memory_of_callers_is_bounded_and_all_together_are_limited() {
    let mut rates = Rates::new(at(0));
    for n in 0..60_000_u32 {
        rates.refused(at(0), IpAddr::from(n.to_be_bytes()));
    }
    assert!(rates.remembered() <= 20_000);
    rates.refused(at(3600), ip(1));
    assert!(rates.remembered() < 5, "full buckets are forgotten: {}", rates.remembered());
    let allowed = (0..5000_u32).filter(|n| rates.allow(at(3600), IpAddr::from((n + 1).to_be_bytes()), Cost::Profile)).count();
    assert!((400..=600).contains(&allowed), "{allowed}");
    let mut back = Rates::new(at(3600));
    while back.allow(at(3600), ip(1), Cost::Profile) {}
    back.allow(at(0), ip(1), Cost::Profile);
    assert!(back.allow(at(60), ip(1), Cost::Profile), "a clock that was set back does not shut anybody out");
}

#[test]
fn the_network_of_ipv6_is_one_caller() {
    let same = |a: &str, b: &str| same_caller(a.parse().unwrap(), b.parse().unwrap());
    assert!(same("2001:db8::1", "2001:db8::2:3:4:5"));
    assert!(!same("2001:db8::1", "2001:db8:0:1::1"));
    assert!(same("::ffff:192.0.2.1", "192.0.2.1") && !same("192.0.2.1", "192.0.2.2"));
}

#[test]
fn journals_come_back_and_a_torn_end_waits() {
    let (links, _) = links(&["2001", "2002"], true);
    let known: Vec<Entry> =
        links.all().map(|known| Entry { at: known.issued, event: Event::Issued(known.link.clone()) }).collect();
    let text: String = known.iter().map(|entry| entry.line() + "\n").collect();
    let reading = journal::read(text.as_bytes());
    assert_eq!((reading.entries, reading.whole, reading.unreadable.len()), (known, text.len(), 0));
    let torn = journal::read(&text.as_bytes()[..text.len() - 3]);
    assert_eq!((torn.entries.len(), torn.whole), (1, text.find('\n').unwrap() + 1));
    let bad = journal::read(format!("{{\"at\": 1}}\n\n{text}").as_bytes());
    assert_eq!((bad.unreadable, bad.entries.len()), (vec![1], 2));
}

/// What happens to one link, told by rules of three lines each.
#[derive(Debug, Clone, Default)]
struct Judge {
    whole: Vec<(u64, u8)>,
    broken: u32,
    wrong: u32,
    revoked: bool,
}

impl Judge {
    fn may(&self, now: u64, from: u8) -> bool {
        let alive = !self.revoked && self.broken < 3 && self.wrong < 5;
        match self.whole.first() {
            None => alive && now < LIFE,
            Some((at, by)) => alive && *by == from && now - at <= 120 && self.whole.len() < 3,
        }
    }
}

#[derive(Debug, Clone)]
enum Step {
    Wait(u64),
    Fetch { link: usize, from: u8, pin: u8, whole: bool },
    Revoke(usize),
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let fetch = (0..3_usize, 1..4_u8, 0..4_u8, prop::bool::weighted(0.7));
    prop::collection::vec(
        prop_oneof![
            2 => (0..400_u64).prop_map(Step::Wait),
            6 => fetch.prop_map(|(link, from, pin, whole)| Step::Fetch { link, from, pin, whole }),
            1 => (0..3_usize).prop_map(Step::Revoke),
            1 => Just(Step::Restart),
        ],
        1..60,
    )
}

proptest! {
    /// Whatever order of fetches, wrong PINs, breaks, revocations and restarts: the gate opens exactly where the judge says, and its state is
    /// what the journal says.
    #[test]
    fn the_gate_opens_where_the_rules_say(steps in steps()) {
        let (links, asked) = links(&["2001", "2002", "2003"], true);
        let mut journal: Vec<Entry> = links.all().map(|k| Entry { at: k.issued, event: Event::Issued(k.link.clone()) }).collect();
        let mut gate = gate(links);
        let mut judges = vec![Judge::default(); 3];
        let mut now = 0;
        for step in steps {
            match step {
                Step::Wait(seconds) => now += seconds,
                Step::Revoke(n) => {
                    let line = format!("{}", 2001 + n);
                    let entries = issue::revoke(gate.links(), &|l| l.as_str() == line, START + now);
                    gate.learn(&entries);
                    journal.extend(entries);
                    judges[n].revoked = true;
                }
                Step::Restart => {
                    let mut again = Links::default();
                    journal.iter().for_each(|entry| again.apply(entry));
                    prop_assert_eq!(gate.links(), &again);
                    gate = Gate::new(again, at(now));
                }
                Step::Fetch { link, from, pin, whole } => {
                    // The rates are another test's business.
                    now += 60;
                    let (token, right) = (&asked[link].0, asked[link].1.as_deref().unwrap());
                    let given = match pin {
                        0 => if right == "111111" { "111112" } else { "111111" },
                        _ => right,
                    };
                    let judge = &mut judges[link];
                    let may = judge.may(now, from);
                    match gate.ask(at(now), ip(from), &format!("{token}/{given}")) {
                        Verdict::Deliver(ticket) => {
                            prop_assert!(may && pin != 0);
                            journal.push(Gate::begun(&ticket, at(now)));
                            journal.push(gate.ended(ticket, at(now), whole));
                            if whole { judge.whole.push((now, from)); } else { judge.broken += 1; }
                        }
                        Verdict::Refused { why, entry, .. } => {
                            prop_assert!(!may || pin == 0, "{why:?}");
                            prop_assert_eq!(may, why == Refusal::WrongPin);
                            if may { judge.wrong += 1; }
                            journal.extend(entry);
                        }
                        Verdict::Busy => prop_assert!(false, "too often"),
                    }
                }
            }
        }
        for (known, judge) in gate.links().all().map(|k| (k, &judges[k.link.line.as_str().parse::<usize>().unwrap() - 2001])) {
            prop_assert_eq!(known.fetches as usize, judge.whole.len());
            prop_assert_eq!(known.standing(START + now) == Standing::Open, judge.whole.is_empty() && judge.may(now, 0));
        }
        // The two files of the journal may be read in either order.
        let (issued, served): (Vec<_>, Vec<_>) = journal.iter().partition(|e| matches!(e.event, Event::Issued(_) | Event::Revoked { .. }));
        let mut other = Links::default();
        served.iter().chain(&issued).for_each(|entry| other.apply(entry));
        prop_assert_eq!(gate.links(), &other);
    }
}
