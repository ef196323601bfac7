//! Exceptions on record: whose findings they answer for, and when they do not.

use super::*;
use crate::diag::{Finding, Severity};
use crate::policy::exceptions::{Exception, MAY_BE_EXCEPTED};

pub(super) fn exception(rule: &str) -> Exception {
    Exception {
        rule: rule.into(),
        extensions: Vec::new(),
        departments: Vec::new(),
        because: "test floor".into(),
        until: None,
        at: Place::at("deskshift.yaml", 9, 7),
    }
}

fn told<'a>(findings: &'a [Finding], code: &str) -> Vec<&'a Finding> {
    findings.iter().filter(|finding| finding.code.as_str() == code).collect()
}

/// 2001 and 2002 with SRTP over UDP, which is an error of both.
fn world() -> World {
    let mut world = World::new();
    world.add("2002", "Bert", "Muster");
    world.site.clients[0] = rule("linphone-xml", Transport::Udp);
    world.site.clients[0].srtp = Some(Srtp::Optional);
    world
}

#[test]
fn what_may_be_excepted_is_told_by_the_plan() {
    for slug in MAY_BE_EXCEPTED {
        let page = codes::ALL.iter().find(|page| page.slug == slug).unwrap_or_else(|| panic!("{slug} is no code of the plan"));
        assert_ne!(page.severity, Severity::Note, "{slug} needs no exception");
    }
}

#[test]
fn an_excepted_finding_becomes_a_note_with_the_reason_and_the_lines() {
    let mut world = world();
    let error = "rule 1 of `clients`: `srtp: optional` over `udp` sends the media keys in clear text: 2 lines (`2001`, `2002`)";
    let plan = world.plan();
    let before = told(&plan.findings, "plan/srtp-without-tls");
    assert_eq!((before[0].severity, before[0].what.en.as_ref()), (Severity::Error, error));
    world.site.security.exceptions = vec![exception("plan/srtp-without-tls")];
    let plan = world.plan();
    assert_eq!(told(&plan.findings, "plan/srtp-without-tls"), [] as [&Finding; 0]);
    let [note] = told(&plan.findings, "plan/excepted")[..] else { panic!("{:?}", plan.findings) };
    assert_eq!(note.severity, Severity::Note);
    assert_eq!(note.what.en, "`plan/srtp-without-tls` is excepted for 2 lines (`2001`, `2002`), because: test floor");
    assert_eq!(note.what.de, "von `plan/srtp-without-tls` ausgenommen: 2 Anschlüsse (`2001`, `2002`), weil: test floor");
    assert_eq!(note.place.as_ref().unwrap().to_string(), "deskshift.yaml:9:7");
    assert!(!plan.findings.iter().any(|finding| finding.severity == Severity::Error));
}

#[test]
fn an_exception_of_some_leaves_the_error_to_the_others() {
    let mut world = world();
    let of = |exception: Exception| {
        let mut world = self::world();
        world.inventory.persons[1].department = Some(src("Bauhof".parse().unwrap()));
        world.site.security.exceptions = vec![exception];
        let findings = world.plan().findings;
        let lines = |code: &str| told(&findings, code).iter().filter_map(|finding| finding.subject.clone()).collect::<Vec<_>>();
        (lines("plan/srtp-without-tls"), lines("plan/excepted"))
    };
    let by_number = Exception { extensions: vec![ext("2001")], ..exception("plan/srtp-without-tls") };
    assert_eq!(of(by_number), (vec!["2002".to_owned()], vec!["2001".to_owned()]));
    let by_department = Exception { departments: vec!["Bauhof".parse().unwrap()], ..exception("plan/srtp-without-tls") };
    assert_eq!(of(by_department), (vec!["2001".to_owned()], vec!["2002".to_owned()]));
    // A finding about one line alone is answered for as well.
    world.site.pbx.keep_contact_limit = vec![ext("2001"), ext("2002")];
    world.site.security.exceptions = vec![Exception { extensions: vec![ext("2001")], ..exception("plan/contact-limit-kept") }];
    let findings = world.plan().findings;
    let kept = told(&findings, "plan/contact-limit-kept");
    assert_eq!((kept.len(), kept[0].subject.as_deref(), kept[0].severity), (1, Some("2002"), Severity::Error));
    assert_eq!(told(&findings, "plan/excepted").len(), 1);
}

#[test]
fn an_exception_that_no_line_needs_is_told() {
    let mut world = world();
    world.site.clients[0] = rule("linphone-xml", Transport::Tls);
    world.site.security.exceptions = vec![exception("plan/srtp-without-tls")];
    let findings = world.plan().findings;
    let [unused] = told(&findings, "plan/exception-unused")[..] else { panic!("{findings:?}") };
    assert_eq!(unused.severity, Severity::Warning);
    assert!(unused.what.en.contains("`plan/srtp-without-tls` is needed by no line"), "{}", unused.what.en);
    assert!(told(&findings, "plan/excepted").is_empty());
}

#[test]
fn an_exception_holds_on_its_last_day_and_not_after_it() {
    let mut world = world();
    let last = jiff::civil::date(2027, 5, 31);
    world.site.security.exceptions = vec![Exception { until: Some(last), ..exception("plan/srtp-without-tls") }];
    let codes = |world: &World| {
        let all = world.codes();
        ["plan/excepted", "plan/exception-over", "plan/srtp-without-tls"].map(|code| all.contains(code))
    };
    assert_eq!(codes(&world), [true, false, false], "nobody asked the clock");
    world.known.today = Some(last);
    assert_eq!(codes(&world), [true, false, false]);
    world.known.today = Some(last.tomorrow().unwrap());
    assert_eq!(codes(&world), [false, true, true]);
    let findings = world.plan().findings;
    let over = told(&findings, "plan/exception-over")[0];
    assert_eq!(over.severity, Severity::Warning);
    assert!(over.what.en.contains("ended on 2027-05-31, and 2 lines (`2001`, `2002`)"), "{}", over.what.en);
}
