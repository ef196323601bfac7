//! One row per class: what came over the wire, what the files say, and the verdict that follows.

use std::collections::BTreeSet;

use super::*;
use crate::diag::{Lang, Place, Words};
use crate::plan::model::PbxFacts;
use crate::probe::forecast::forecast;
use crate::probe::observation::Fault;
use crate::probe::testing::line;
use crate::sip::clock::ServerClock;
use crate::sip::message::RetryAfter;
use crate::sip::register::{Decisive, OutboundFacts, Step};

const FETCH: Circumstances =
    Circumstances { kind: PbxKind::Asterisk, has_facts: true, level: Level::Fetch, change_loaded: false };
const BIND: Circumstances = Circumstances { level: Level::Bind, ..FETCH };
const NOOP: Circumstances = Circumstances { level: Level::Noop, ..FETCH };
const KAMAILIO: Circumstances = Circumstances { kind: PbxKind::Kamailio, has_facts: false, ..FETCH };

fn step(status: u16, reason: &str, authenticated: bool) -> Step {
    let mut evidence = Decisive::default();
    evidence.push(&format!("SIP/2.0 {status} {reason}"));
    Step {
        status,
        reason: reason.into(),
        authenticated,
        offered: Vec::new(),
        realm: (status == 401).then(|| "asterisk".into()),
        stale: false,
        answered_with: None,
        retry_after: None,
        min_expires: None,
        evidence,
        after: Duration::from_millis(3),
    }
}

fn outcome(ending: Ending, steps: Vec<Step>) -> Box<RegisterOutcome> {
    Box::new(RegisterOutcome {
        ending,
        requests: steps.len().max(1) as u32,
        steps,
        service_route: Vec::new(),
        path: Vec::new(),
        outbound: OutboundFacts::default(),
        clock: ServerClock::default(),
        seen_as: (None, None),
        server: None,
        contact_rewritten: false,
        via_rewritten: false,
        defects: Vec::new(),
        unread_contacts: 0,
        retransmissions: 0,
        took: Duration::from_millis(7),
    })
}

/// Registered, but only without outbound.
fn first_hop_lacks() -> Box<RegisterOutcome> {
    let mut outcome = accepted(vec![device("sip:2001@192.0.2.7:5062", true)]);
    outcome.outbound.first_hop_lacks = true;
    outcome
}

fn device(uri: &str, ours: bool) -> ContactBinding {
    ContactBinding { uri: uri.to_owned(), expires: Some(60), instance: None, ours }
}

fn accepted(contacts: Vec<ContactBinding>) -> Box<RegisterOutcome> {
    let granted = contacts.iter().find(|contact| contact.ours).and_then(|contact| contact.expires);
    outcome(Ending::Accepted { contacts, granted }, vec![step(401, "Unauthorized", false), step(200, "OK", true)])
}

fn before(status: u16, reason: &str) -> Box<RegisterOutcome> {
    let ending = Ending::Rejected { first: status, second: None, reason: reason.into() };
    outcome(ending, vec![step(status, reason, false)])
}

fn after(status: u16, reason: &str) -> Box<RegisterOutcome> {
    let ending = Ending::Rejected { first: 401, second: Some(status), reason: reason.into() };
    outcome(ending, vec![step(401, "Unauthorized", false), step(status, reason, true)])
}

fn silent(challenged: bool) -> Box<RegisterOutcome> {
    let steps = if challenged { vec![step(401, "Unauthorized", false)] } else { Vec::new() };
    outcome(Ending::Silent { retransmissions: 10, provisional: false, challenged }, steps)
}

fn login(outcome: Box<RegisterOutcome>) -> Observation {
    Observation { login: Login::Answered(outcome), bind: Bind::NotAsked }
}

fn bind(register: Box<RegisterOutcome>, removal: Removal) -> Observation {
    let bind = Bind::Tried { register, ours: "sip:2001@192.0.2.7:5062".to_owned(), removal };
    Observation { login: Login::Answered(accepted(Vec::new())), bind }
}

fn bind_beside(other: ContactBinding, register: Box<RegisterOutcome>) -> Observation {
    Observation { login: Login::Answered(accepted(vec![other])), ..bind(register, Removal::NotNeeded) }
}

fn noop(answer: Box<RegisterOutcome>) -> Observation {
    Observation { login: Login::Answered(accepted(Vec::new())), bind: Bind::Noop { answer } }
}

fn fault(class: Class) -> Observation {
    let what = Words::new("in the system's words", "in den Worten des Systems");
    Observation { login: Login::Fault(Fault { class, what }), bind: Bind::NotAsked }
}

type Row = (Class, Outcome, u32, Circumstances, fn(&mut PbxFacts), Observation);

fn table() -> Vec<Row> {
    use Outcome::{Failed, Ready, Undecided};
    let same: fn(&mut PbxFacts) = |_| ();
    let ours = || device("sip:2001@192.0.2.7:5062", true);
    let desk = || device("sip:2001@198.51.100.1:5060", false);
    let mut too_many = before(503, "Service Unavailable");
    too_many.steps[0].evidence.push("P-Registrar-Error: Too many registered contacts");
    let mut busy = before(503, "Service Unavailable");
    busy.steps[0].retry_after = Some(RetryAfter { seconds: 9, comment: None, duration: None });
    let mut rewritten = accepted(vec![device("sip:2001@203.0.113.9:40000", true)]);
    rewritten.contact_rewritten = true;
    let no_challenge =
        |contacts| outcome(Ending::AcceptedWithoutChallenge { contacts, granted: None }, vec![step(200, "OK", false)]);
    let offered = |list: &[&str]| Ending::NoUsableChallenge { status: 401, offered: list.iter().map(|s| (*s).into()).collect() };
    let mut rows: Vec<Row> = vec![
        (Class::Ready, Ready, 0, FETCH, same, login(accepted(vec![desk()]))),
        (Class::Ready, Ready, 0, BIND, same, bind(accepted(vec![ours()]), Removal::Confirmed)),
        (Class::Ready, Ready, 0, KAMAILIO, |f| *f = PbxFacts::default(), login(accepted(vec![desk(), desk()]))),
        // A leftover of our own takes no slot.
        (Class::Ready, Ready, 0, FETCH, |f| f.max_contacts_after = Some(1), login(accepted(vec![ours()]))),
        (Class::NoPasswordAsked, Failed, 0, FETCH, |f| f.open = true, login(no_challenge(vec![desk()]))),
        (Class::NoPasswordAsked, Failed, 0, FETCH, same, login(no_challenge(Vec::new()))),
        (
            Class::SecretUnavailable,
            Failed,
            0,
            FETCH,
            |f| f.open = true,
            login(outcome(offered(&["Digest MD5"]), vec![step(401, "Unauthorized", false)])),
        ),
        (Class::AuthRejected, Failed, 1, FETCH, same, login(after(401, "Unauthorized"))),
        (Class::AuthRejected, Failed, 3, KAMAILIO, |f| *f = PbxFacts::default(), login(after(403, "Forbidden"))),
        (Class::SecretDiffers, Failed, 1, FETCH, |f| f.secret_matches = Some(false), login(after(401, "Unauthorized"))),
        (
            Class::SecretDiffers,
            Failed,
            1,
            Circumstances { kind: PbxKind::Unknown, ..FETCH },
            |f| f.secret_matches = Some(false),
            login(after(403, "Forbidden")),
        ),
        (
            Class::SecretCut,
            Failed,
            1,
            FETCH,
            |f| {
                f.secret_matches = Some(false);
                f.secret_cut_at = Some(Place::at("pjsip.d/amt.conf", 41, 22));
            },
            login(after(401, "Unauthorized")),
        ),
        (Class::UnknownExtension, Failed, 3, FETCH, |f| f.endpoint = false, login(after(401, "Unauthorized"))),
        (Class::UnknownExtension, Failed, 1, FETCH, same, login(before(404, "Not Found"))),
        (Class::EndpointDropped, Failed, 3, FETCH, |f| f.endpoint_dropped = true, login(after(401, "Unauthorized"))),
        (
            Class::AuthNameDiffers,
            Failed,
            1,
            FETCH,
            |f| f.auth_user = Some("0090339abcde".into()),
            login(after(401, "Unauthorized")),
        ),
        (Class::AuthNameDiffers, Failed, 1, FETCH, same, login(after(403, "Forbidden auth user differs from AOR"))),
        (Class::AuthObjectMissing, Failed, 1, FETCH, |f| f.auth_missing = true, login(before(500, "Internal Server Error"))),
        (Class::DomainRefused, Failed, 1, FETCH, same, login(after(403, "Not relaying"))),
        (Class::AclGlobal, Failed, 3, FETCH, same, login(before(403, "Forbidden"))),
        (
            Class::StaleLoop,
            Undecided,
            2,
            FETCH,
            same,
            login(outcome(Ending::StaleLoop, [false, true, true].map(|sent| step(401, "Unauthorized", sent)).to_vec())),
        ),
        (
            Class::BudgetUsed,
            Undecided,
            1,
            FETCH,
            same,
            login(outcome(
                Ending::RepeatWithheld { status: 401 },
                vec![step(407, "Proxy Authentication Required", false), step(401, "Unauthorized", true)],
            )),
        ),
        (
            Class::Algorithm,
            Failed,
            0,
            FETCH,
            same,
            login(outcome(offered(&["Digest AKAv1-MD5"]), vec![step(401, "Unauthorized", false)])),
        ),
        (Class::AorMissing, Failed, 0, FETCH, |f| f.aor_missing = true, login(after(404, "Not Found"))),
        (Class::AorMissing, Failed, 0, FETCH, |f| f.aor = None, login(after(403, "Forbidden"))),
        (Class::AorMissing, Failed, 0, FETCH, |f| f.aor = Some("2001-home".into()), login(after(404, "Not Found"))),
        (Class::ContactsZero, Failed, 0, FETCH, |f| f.max_contacts = Some(0), login(after(403, "Forbidden"))),
        (Class::ContactsZero, Failed, 0, FETCH, same, login(after(403, "Forbidden"))),
        (Class::ContactLimit, Failed, 0, FETCH, |f| f.max_contacts_after = Some(1), login(accepted(vec![desk()]))),
        (Class::ContactLimit, Failed, 0, BIND, same, login(accepted(vec![desk()]))),
        (Class::ContactLimit, Failed, 0, BIND, same, bind_beside(desk(), after(403, "Forbidden"))),
        (Class::ContactRefused, Failed, 3, BIND, same, bind(after(403, "Forbidden"), Removal::NotNeeded)),
        (Class::ContactLimit, Failed, 0, FETCH, same, login(too_many)),
        (Class::Ready, Ready, 0, NOOP, |f| f.max_contacts = Some(1), noop(accepted(vec![desk()]))),
        // Known from the list of the login, and of the state after the change.
        (Class::ContactLimit, Failed, 0, NOOP, |f| f.max_contacts_after = Some(1), login(accepted(vec![desk()]))),
        (Class::ContactRefused, Failed, 3, NOOP, same, noop(after(401, "Unauthorized"))),
        (Class::ContactRefused, Failed, 3, NOOP, same, noop(after(403, "Forbidden"))),
        (Class::ContactRefused, Failed, 3, BIND, same, bind(after(401, "Unauthorized"), Removal::NotNeeded)),
        (Class::Busy, Undecided, 0, NOOP, same, noop(after(480, "Temporarily Unavailable"))),
        (Class::Silent, Undecided, 0, NOOP, same, noop(silent(true))),
        (Class::DisplacesDeskPhone, Failed, 0, BIND, |f| f.remove_existing = true, login(accepted(vec![desk()]))),
        (
            Class::SlotsUnknown,
            Undecided,
            0,
            Circumstances { level: Level::Bind, ..KAMAILIO },
            |f| *f = PbxFacts::default(),
            login(accepted(vec![desk()])),
        ),
        (Class::ContactRewritten, Failed, 0, BIND, same, bind(rewritten, Removal::Confirmed)),
        (Class::ContactRewritten, Failed, 0, BIND, same, bind(accepted(vec![desk()]), Removal::Confirmed)),
        (
            Class::NotCleanedUp,
            Failed,
            0,
            BIND,
            same,
            bind(accepted(vec![ours()]), Removal::Unconfirmed { expires_s: 60, said: Some(403) }),
        ),
        (Class::IntervalTooBrief, Failed, 0, FETCH, same, login(after(423, "Interval Too Brief"))),
        (Class::FirstHop, Undecided, 0, BIND, same, bind(first_hop_lacks(), Removal::Confirmed)),
        (Class::FirstHop, Undecided, 0, NOOP, same, noop(first_hop_lacks())),
        (
            Class::Redirect,
            Undecided,
            0,
            FETCH,
            same,
            login(outcome(
                Ending::Redirected { status: 302, targets: vec!["sip:other.example".to_owned()] },
                vec![step(302, "Moved", false)],
            )),
        ),
        (Class::Busy, Undecided, 0, FETCH, same, login(busy)),
        (Class::Busy, Undecided, 0, FETCH, same, login(after(480, "Temporarily Unavailable"))),
        (Class::ServerError, Failed, 0, FETCH, same, login(before(500, "Internal Server Error"))),
        (Class::UnexpectedAnswer, Failed, 0, FETCH, same, login(before(488, "Not Acceptable Here"))),
        (Class::Silent, Undecided, 0, FETCH, same, login(silent(false))),
        (Class::Silent, Undecided, 0, FETCH, same, login(silent(true))),
        // The request may have arrived and been counted.
        (Class::Silent, Undecided, 3, KAMAILIO, |f| *f = PbxFacts::default(), login(silent(true))),
        (Class::Silent, Undecided, 1, FETCH, |f| f.endpoint = false, login(silent(false))),
        (
            Class::Interrupted,
            Undecided,
            0,
            BIND,
            same,
            Observation { login: Login::Answered(accepted(Vec::new())), bind: Bind::Interrupted { removal: Removal::Confirmed } },
        ),
    ];
    for class in [
        Class::PortClosed,
        Class::Unreachable,
        Class::NameNotFound,
        Class::ConnectionLost,
        Class::Stalled,
        Class::NotSip,
        Class::WebSocketRefused,
        Class::TlsPort,
        Class::TlsExpired,
        Class::TlsNotYetValid,
        Class::TlsWrongName,
        Class::TlsUntrusted,
        Class::TlsClientCertificate,
        Class::TlsTooOld,
        Class::TlsPlainPort,
        Class::TlsFailed,
    ] {
        rows.push((class, Undecided, 0, FETCH, same, fault(class)));
    }
    rows
}

#[test]
fn every_class_that_an_answer_can_have() {
    for (n, (class, outcome, hits, around, change, seen)) in table().into_iter().enumerate() {
        let mut line = line("2001");
        change(&mut line.facts);
        let (verdict, finish) = diagnose(&line, forecast(&line, around.has_facts), around, &seen);
        let row = format!("row {n}: {verdict:#?}");
        assert_eq!(verdict.class, class.code(), "{row}");
        assert_eq!((verdict.outcome, finish.hits), (outcome, hits), "{row}");
        assert!(!verdict.cause.en.is_empty() && !verdict.cause.de.is_empty(), "{row}");
        assert_eq!(verdict.remedy.is_none(), outcome == Outcome::Ready, "{row}");
        assert!(!verdict.evidence.is_empty(), "{row}");
        assert!(!verdict.cause.en.ends_with('.') && !verdict.cause.de.ends_with('.'), "{row}");
        let backticks = [&verdict.cause.en, &verdict.cause.de].map(|text| text.matches('`').count() % 2);
        assert_eq!(backticks, [0, 0], "{row}");
    }
}

/// The table above, the runs of `campaign/tests` (which stop for these reasons) and the lines that are never asked.
#[test]
fn no_class_is_without_a_test() {
    let mut tested: BTreeSet<Class> = table().iter().map(|row| row.0).collect();
    tested.extend([Class::Banned, Class::CanaryFailed, Class::SystematicFailure, Class::NoAnswer, Class::NotAsked, Class::Kept]);
    // Calls have tests of their own.
    tested.extend(Class::ALL.iter().filter(|class| class.is_call()));
    let missing: Vec<&Class> = Class::ALL.iter().filter(|class| !tested.contains(class)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_pause_is_passed_on() {
    let line = line("2001");
    let rows = table();
    let busy: Vec<Busy> = rows
        .iter()
        .filter(|row| row.0 == Class::Busy)
        .map(|row| diagnose(&line, forecast(&line, true), row.3, &row.5).1.busy)
        .collect();
    assert_eq!(busy, [Busy::Yes, Busy::For(Duration::from_secs(9)), Busy::Yes]);
}

#[test]
fn what_decides_is_quoted_and_what_went_well_is_short() {
    let line = line("2001");
    let (verdict, _) = diagnose(&line, forecast(&line, true), FETCH, &login(accepted(Vec::new())));
    let told = |verdict: &Verdict, lang| verdict.evidence.iter().map(|e| e.get(lang).to_owned()).collect::<Vec<_>>();
    assert_eq!(told(&verdict, Lang::En), ["fetch: 401 Unauthorized", "fetch with password: 200 OK"]);
    assert_eq!(told(&verdict, Lang::De), ["fetch: 401 Unauthorized", "fetch mit Kennwort: 200 OK"]);
    let mut refused = after(401, "Unauthorized");
    refused.steps[1].evidence.push("WWW-Authenticate: Digest realm=\"asterisk\", nonce=\"***\"");
    let (verdict, _) = diagnose(&line, forecast(&line, true), FETCH, &login(refused));
    assert_eq!(
        told(&verdict, Lang::En),
        [
            "fetch: 401 Unauthorized",
            "fetch with password: 401 Unauthorized",
            "WWW-Authenticate: Digest realm=\"asterisk\", nonce=\"***\""
        ]
    );
}

#[test]
fn lines_that_are_not_asked() {
    let mut line = line("2001");
    let around = FETCH;
    let verdict = not_asked(&line, Class::Banned, around);
    assert_eq!((verdict.class.as_str(), verdict.outcome), ("sip/not-asked", Outcome::Undecided));
    assert!(verdict.cause.en.contains("answered before and is now silent"), "{}", verdict.cause.en);
    assert!(from_facts(&line, forecast(&line, true), around).is_none(), "nothing is predicted");
    line.facts.endpoint = false;
    let verdict = from_facts(&line, forecast(&line, true), around).unwrap();
    assert_eq!((verdict.class.as_str(), verdict.outcome), ("sip/unknown-extension", Outcome::Failed));
    assert!(verdict.evidence[0].get(Lang::En).contains("ban budget"));
    let kept = kept(
        &Kept { extension: "0100".parse().unwrap(), name: "Fax".to_owned(), reason: Words::new("a fax", "ein Fax") },
        Level::Fetch,
    );
    assert_eq!((kept.class.as_str(), kept.outcome), ("sip/kept", Outcome::Kept));
}

#[test]
fn silence_is_certain_or_carries_its_doubt() {
    let line = line("2001");
    let (verdict, _) = diagnose(&line, forecast(&line, true), FETCH, &login(silent(false)));
    let told = |tries, doubt, whole| {
        let verdict = given_up(verdict.clone(), &line, tries, doubt, whole);
        let silence = verdict.silence.unwrap();
        assert_eq!((silence.tries, silence.p), (tries, Probability::new(doubt)));
        assert!(verdict.remedy.is_some() && verdict.cause.en.contains(&format!("to {tries} tries")), "{:?}", verdict.cause);
        (verdict.class.as_str().to_owned(), verdict.outcome, verdict.cause.de.into_owned())
    };
    let (class, outcome, cause) = told(22, 1e-15, true);
    assert_eq!((class.as_str(), outcome), ("sip/silent", Outcome::Failed));
    assert!(cause.ends_with("(p < 1e-12)"), "{cause}");
    let (class, outcome, cause) = told(66, 0.034, true);
    assert_eq!((class.as_str(), outcome), ("sip/no-answer", Outcome::Undecided));
    assert!(cause.contains("66 Versuche") && cause.ends_with("(p = 3e-2)"), "{cause}");
    // After the password was sent nothing is proven by one round, however good the way is.
    let (class, outcome, cause) = told(11, 1e-15, false);
    assert_eq!((class.as_str(), outcome), ("sip/no-answer", Outcome::Undecided));
    assert!(cause.contains("nicht noch einmal gefragt"), "{cause}");
}

fn help(class: Class, change: fn(&mut PbxFacts), devices: usize) -> Words {
    let mut line = line("2001");
    change(&mut line.facts);
    super::remedy::remedy(class, &line, devices).unwrap()
}

#[test]
fn a_way_that_is_wrong_is_not_mended_by_waiting() {
    for class in [Class::TlsPort, Class::NotSip, Class::WebSocketRefused, Class::TlsPlainPort] {
        let words = help(class, |_| (), 0);
        assert!(words.en.contains("pbx.registrars") && !words.en.contains("--resume"), "{class:?}: {}", words.en);
    }
    assert!(help(Class::TlsPort, |_| (), 0).en.contains("`127.0.0.1:5060` as `pbx.registrars.tls`"));
    let mut web = line("2001");
    web.transport = crate::domain::Transport::Ws;
    let words = super::remedy::remedy(Class::TlsPort, &web, 0).unwrap();
    assert!(words.en.contains("`pbx.registrars.wss`") && words.de.contains("Transport `wss`"), "{words:?}");
    assert_ne!(help(Class::Stalled, |_| (), 0), help(Class::Interrupted, |_| (), 0));
}

#[test]
fn limits_are_mended_where_they_are_set() {
    let kept: fn(&mut PbxFacts) = |f| {
        f.max_contacts = Some(0);
        f.max_contacts_after = Some(0);
        f.limit_kept = true;
    };
    let planned: fn(&mut PbxFacts) = |f| f.max_contacts = Some(0);
    let two: fn(&mut PbxFacts) = |f| f.max_contacts = Some(2);
    let unknown: fn(&mut PbxFacts) = |f| *f = PbxFacts::default();
    let table: [(Class, fn(&mut PbxFacts), usize, &str); 7] = [
        (Class::ContactsZero, kept, 0, "take `2001` out of `pbx.keep_contact_limit`"),
        (Class::ContactsZero, planned, 0, "fragment of `deskshift convert`: it sets `max_contacts=2`"),
        (Class::ContactsZero, |_| (), 0, "reload `res_pjsip`"),
        (Class::ContactLimit, kept, 1, "take `2001` out of `pbx.keep_contact_limit`"),
        (Class::ContactLimit, |_| (), 1, "fragment of `deskshift convert` (it sets `max_contacts=2`)"),
        (Class::ContactLimit, two, 2, "sign one of the 2 devices off, or raise `pbx.contacts_per_line` to 3"),
        (Class::DisplacesDeskPhone, unknown, 1, "allow `2001` desk phone plus softphone on the PBX"),
    ];
    for (n, (class, change, devices, text)) in table.into_iter().enumerate() {
        let words = help(class, change, devices);
        assert!(words.en.contains(text), "row {n}: {}", words.en);
        assert_eq!(words.en.contains("keep_contact_limit"), words.de.contains("keep_contact_limit"), "row {n}");
        assert_eq!(words.en.contains("keep_contact_limit"), text.contains("keep_contact_limit"), "row {n}: {}", words.en);
    }
}

#[test]
fn every_remedy_is_written_out() {
    let line = line("2001");
    for class in Class::ALL.iter().filter(|class| !matches!(class, Class::Ready | Class::Kept | Class::CallGood)) {
        let words = super::remedy::remedy(*class, &line, 0).unwrap();
        for text in [&words.en, &words.de] {
            assert!(!text.contains("deskshift explain"), "{class:?}: {text}");
            assert!(text.len() > 15 && text.matches('`').count() % 2 == 0 && !text.ends_with('.'), "{class:?}: {text}");
        }
        assert_ne!(words.en, words.de);
    }
}

#[test]
fn a_redirection_without_a_target_says_so() {
    let line = line("2001");
    let to = |targets: &[&str]| {
        let targets = targets.iter().map(|target| (*target).to_owned()).collect();
        let seen = login(outcome(Ending::Redirected { status: 302, targets }, vec![step(302, "Moved", false)]));
        diagnose(&line, forecast(&line, true), FETCH, &seen).0.cause
    };
    assert!(to(&[]).en.contains("`302`") && !to(&[]).en.contains("``"), "{}", to(&[]).en);
    assert!(!to(&[]).de.contains("``"), "{}", to(&[]).de);
    assert!(to(&["sip:a.example", "sip:b.example"]).en.contains("`sip:a.example`, `sip:b.example`"));
}

#[test]
fn prose_in_evidence_is_in_both_languages() {
    let line = line("2001");
    let unconfirmed = bind(accepted(Vec::new()), Removal::Unconfirmed { expires_s: 60, said: None });
    for seen in [login(silent(true)), unconfirmed, fault(Class::PortClosed)] {
        let (verdict, _) = diagnose(&line, forecast(&line, true), FETCH, &seen);
        let last = verdict.evidence.last().unwrap();
        assert_ne!(last.get(Lang::En), last.get(Lang::De));
    }
}
