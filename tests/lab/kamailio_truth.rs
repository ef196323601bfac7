//! The case's people as Kamailio's subscribers, asked by a phone that shares no code with ours.

use super::certificates::Certificates;
use super::kamailio::{Kamailio, Subscriber};
use super::phone::Phone;
use super::programs::{Program, present};
use super::traunstein::build;
use super::traunstein::model::{Case, Fault, Line};

/// The PBX of an office that moved to Kamailio: every phone on a desk that could log in before, with the password the old PBX had.
pub fn subscribers(case: &Case) -> Vec<Subscriber> {
    let lines = case.lines.iter().filter(|l| l.at_a_desk() && l.on_pbx());
    lines
        .map(|line| Subscriber { number: line.number.clone(), user: line.auth_user.clone(), secret: pbx_secret(line).to_owned() })
        .collect()
}

/// The old PBX read the password up to the `;`.
fn pbx_secret(line: &Line) -> &str {
    if line.fault == Some(Fault::SecretCut) { line.secret.split(';').next().unwrap_or_default() } else { &line.secret }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Fetch,
    /// Only where no device may be thrown out.
    Bind,
    /// In any case.
    ForcedBind,
}

/// Verdict class for a site that knows only its lists: login as listed, no word about AORs and their slots.
pub fn expected(line: &Line, step: Step) -> &'static str {
    if !line.is_person() {
        return "sip/kept";
    }
    match line.fault {
        Some(Fault::SecretDiffers | Fault::SecretCut | Fault::UnknownExtension | Fault::AuthNameWrong) => "sip/auth-rejected",
        _ if line.listed.is_none() => "sip/secret-unavailable",
        _ if step == Step::Bind && !line.phones.is_empty() => "sip/slots-unknown",
        Some(Fault::TwoDeskPhones) if step == Step::ForcedBind => "sip/contact-limit",
        _ => "sip/ready",
    }
}

/// Registers the phones that stand on desks.
pub fn register_desk_phones(case: &Case, phone: &mut Phone) {
    for line in case.lines.iter().filter(|l| l.at_a_desk()) {
        for device in &line.phones {
            let outcome = phone.register(&line.number, (&line.auth_user, &line.secret), Some(&device.contact), 3600);
            assert_eq!(outcome.codes, [401, 200], "desk phone of {}", line.number);
        }
    }
}

#[test]
fn kamailio_answers_as_the_truth_says() {
    if !present("kamailio_answers_as_the_truth_says", &[Program::Kamailio]) {
        return;
    }
    let case = build::case();
    let kamailio = Kamailio::start(&Certificates::new(), &subscribers(&case));
    let mut phone = Phone::new(kamailio.sip);
    register_desk_phones(&case, &mut phone);
    let mut wrong = Vec::new();
    for line in case.lines.iter().filter(|l| l.is_person()) {
        let Some((user, secret)) = &line.listed else { continue };
        let codes = |step| match expected(line, step) {
            "sip/ready" => [401, 200],
            "sip/contact-limit" => [401, 503],
            _ => [401, 401],
        };
        let fetch = phone.register(&line.number, (user, secret), None, 0);
        let contact = phone.own_contact(&line.number);
        let bind = phone.register(&line.number, (user, secret), Some(&contact), 60);
        if fetch.codes != codes(Step::Fetch) || bind.codes != codes(Step::ForcedBind) {
            wrong.push(format!("{} {:?}: {fetch:?} {bind:?}", line.number, line.fault));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
