//! The case's table of truth is what the real Asterisk answers, asked by a phone that shares no code with ours.

use std::path::Path;

use super::asterisk::Asterisk;
use super::certificates::Certificates;
use super::phone::{Outcome, Phone};
use super::programs::{Program, present};
use super::traunstein::model::{Case, Fault, Line};
use super::traunstein::{asterisk, build, truth};

/// Asterisk with the case's files; `also` is read after them.
pub fn start(case: &Case, also: Option<&str>) -> Asterisk {
    Asterisk::start(&Certificates::new(), |etc, transports| write_case(case, etc, transports, also))
}

pub fn write_case(case: &Case, etc: &Path, transports: &str, also: Option<&str>) {
    for (path, bytes) in asterisk::files(case) {
        let path = etc.join(path);
        std::fs::create_dir_all(path.parent().expect("below etc")).expect("folder");
        std::fs::write(path, bytes).expect("file of the case");
    }
    std::fs::write(etc.join("pjsip.transports.conf"), transports).expect("transports");
    if let Some(text) = also {
        std::fs::write(etc.join("pjsip.deskshift.conf"), text).expect("fragment");
        let path = etc.join("pjsip.conf");
        let main = std::fs::read_to_string(&path).expect("just written") + "\n#include \"pjsip.deskshift.conf\"\n";
        std::fs::write(path, main).expect("pjsip.conf");
    }
}

/// Registers the desk phones that `registered.tsv` names.
pub fn register_desk_phones(case: &Case, phone: &mut Phone) {
    for line in &case.lines {
        for device in &line.phones {
            let outcome = phone.register(&line.number, (&line.auth_user, &line.secret), Some(&device.contact), 3600);
            assert_eq!(outcome.codes, [401, 200], "desk phone of {}", line.number);
        }
    }
}

/// Login the softphone gets: the list's, or else the PBX's.
fn softphone_login(line: &Line) -> (&str, &str) {
    match &line.listed {
        Some((user, secret)) => (user, secret),
        None => (&line.auth_user, &line.secret),
    }
}

/// What Asterisk says to a fetch and to a bind where a line deserves `class`. None: nothing is registered.
fn answers(class: &str, line: &Line, bind: bool) -> Option<Vec<u16>> {
    let answers: &[u16] = match class {
        "sip/contact-limit" => &[401, if bind { 403 } else { 200 }],
        "sip/displaces-desk-phone" if bind => return None,
        "sip/ready" | "sip/displaces-desk-phone" => &[401, 200],
        "sip/contacts-zero" => &[401, 403],
        "sip/aor-missing" if line.fault == Some(Fault::AorNone) => &[401, 403],
        "sip/aor-missing" => &[401, 404],
        "sip/auth-object-missing" => &[500],
        "sip/no-password-asked" => &[200],
        "sip/secret-differs" | "sip/secret-cut" | "sip/unknown-extension" | "sip/auth-name-differs" | "sip/endpoint-dropped" => {
            &[401, 401]
        }
        other => panic!("no answer known for {other}"),
    };
    Some(answers.to_vec())
}

/// Asks each line of the case at the PBX on this port, as it is before or after the change.
pub fn hold(case: &Case, port: u16, changed: bool) {
    let mut phone = Phone::new(port);
    let mut wrong = Vec::new();
    let mut probed = 0;
    for line in case.lines.iter().filter(|l| l.is_person()) {
        let expected = truth::expected(line, changed);
        let login = softphone_login(line);
        let fetch = phone.register(&line.number, login, None, 0);
        let mut judge = |step: &str, outcome: &Outcome, class: &str| {
            let wanted = answers(class, line, step == "bind").expect("an answer");
            if outcome.codes != wanted {
                wrong.push(format!("{} {step} {class}: {outcome:?}", line.number));
            }
        };
        judge("fetch", &fetch, expected.fetch);
        if fetch.codes == [401, 200] && fetch.contacts.len() != line.phones.len() {
            judge("contacts", &fetch, "sip/other-contacts-than-registered");
        }
        if answers(expected.bind, line, true).is_some() {
            let contact = phone.own_contact(&line.number);
            let bind = phone.register(&line.number, login, Some(&contact), 60);
            judge("bind", &bind, expected.bind);
            if bind.codes.last() == Some(&200) {
                phone.register(&line.number, login, Some(&contact), 0);
            }
        }
        probed += 1;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(probed, 596);
}

/// Only what the case plants on purpose may be complained about.
pub fn assert_only_planted_complaints(case: &Case, asterisk: &Asterisk) {
    let faults: Vec<&str> = case.lines.iter().filter(|l| l.fault.is_some()).map(|l| l.number.as_str()).collect();
    let unexpected: Vec<String> = asterisk
        .log()
        .into_iter()
        .filter(|line| line.starts_with("ERROR") || line.starts_with("WARNING"))
        .filter(|line| !faults.iter().any(|number| line.contains(number)))
        .filter(|line| !line.contains("Error parsing dtmf_mode=rfc2833") && !line.contains("queue reached"))
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}

#[test]
fn asterisk_answers_as_the_truth_says_before_the_change() {
    if !present("asterisk_answers_as_the_truth_says_before_the_change", &[Program::Asterisk]) {
        return;
    }
    let case = build::case();
    let asterisk = start(&case, None);
    assert_only_planted_complaints(&case, &asterisk);
    register_desk_phones(&case, &mut Phone::new(asterisk.ports.sip));
    hold(&case, asterisk.ports.sip, false);
}

/// Two contacts on each migrated line: written here by hand, so that it can judge the fragment that `convert` writes.
pub fn change_by_hand(case: &Case) -> String {
    let mut text = String::new();
    for line in case.lines.iter().filter(|l| l.is_person() && l.on_pbx()) {
        let aor = match line.fault {
            Some(Fault::AorMissing | Fault::AorNone | Fault::AorTypeCase | Fault::AorBlank) => continue,
            Some(fault) if fault.keeps_limit() => continue,
            _ => line.aor_name(),
        };
        text += &format!("[{aor}](+type=aor)\nmax_contacts=2\nremove_existing=no\n");
    }
    text
}

#[test]
fn asterisk_answers_as_the_truth_says_after_the_change() {
    if !present("asterisk_answers_as_the_truth_says_after_the_change", &[Program::Asterisk]) {
        return;
    }
    let case = build::case();
    let asterisk = start(&case, Some(&change_by_hand(&case)));
    assert_only_planted_complaints(&case, &asterisk);
    register_desk_phones(&case, &mut Phone::new(asterisk.ports.sip));
    hold(&case, asterisk.ports.sip, true);
}
