//! From what the network brought, and what the PBX's files say, to one verdict with cause and remedy.
//!
//! Asterisk hides causes: wrong password, unknown extension and wrong login name look the same on the wire. The facts of the
//! plan tell them apart; where they do not, the verdict says so instead of guessing.

mod outbound;
mod remedy;
#[cfg(test)]
mod tests;
mod words;

use std::time::Duration;

use smol_str::SmolStr;

pub(in crate::probe) use self::remedy::remedy;
pub(in crate::probe) use self::words::not_removed;
use super::codes::Class;
use super::forecast::{Forecast, Promise, hits_of};
use super::observation::{Bind, Login, Observation, Removal};
use super::report::{AskedFor, Evidence, Level, Outcome, Probability, Silence, Verdict};
use super::schedule::{Busy, Finish};
use super::slots::{Slots, slots};
use super::{budget, codes};
use crate::plan::model::{Kept, Line};
use crate::policy::site::PbxKind;
use crate::sip::register::{ContactBinding, Ending, RegisterOutcome, Step};

/// What is the same for all lines of a run.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances {
    pub kind: PbxKind,
    /// The plan knows the PBX's configuration.
    pub has_facts: bool,
    pub level: Level,
    /// The PBX has loaded the fragment that `convert` wrote.
    pub change_loaded: bool,
}

/// The verdict on a line that was asked, and what the schedule has to know of it.
#[must_use]
pub fn diagnose(line: &Line, forecast: Forecast, around: Circumstances, seen: &Observation) -> (Verdict, Finish) {
    let class = classify(line, forecast, around, seen);
    let verdict = Verdict {
        line: line.id.clone(),
        extension: line.extension.clone(),
        outcome: outcome_of(class),
        class: class.code(),
        level: match seen.bind {
            Bind::Tried { .. } => Level::Bind,
            Bind::Noop { .. } => Level::Noop,
            Bind::NotAsked | Bind::Interrupted { .. } => Level::Fetch,
        },
        evidence: evidence(class, seen),
        cause: words::cause(class, line, forecast, around, seen),
        remedy: remedy(class, line, others(devices(seen))),
        contacts: devices(seen).iter().map(|device| device.uri.clone()).collect(),
        granted_s: granted(seen),
        took_ms: Some(u64::try_from(took(seen).as_millis()).unwrap_or(u64::MAX)),
        silence: None,
        asked_for: asked_for(seen),
        notes: Vec::new(),
    };
    (verdict, finish(class, forecast, seen))
}

fn asked_for(seen: &Observation) -> Option<AskedFor> {
    let Login::Answered(outcome) = &seen.login else { return None };
    let answered =
        |step: &Step| Some(AskedFor { realm: step.realm.clone()?, algorithm: SmolStr::new_static(step.answered_with?) });
    // A line without a password has answered nothing, but it was asked.
    let offered = |step: &Step| {
        let known = step.offered.iter().find_map(|offer| offer.strip_prefix("Digest ")?.split(' ').next());
        Some(AskedFor {
            realm: step.realm.clone()?,
            algorithm: known.filter(|name| matches!(*name, "MD5" | "SHA-256" | "SHA-512-256"))?.into(),
        })
    };
    outcome.steps.iter().find_map(answered).or_else(|| outcome.steps.iter().find_map(offered))
}

/// The outcome that belongs to a class where nothing else is said.
#[must_use]
pub fn outcome_of(class: Class) -> Outcome {
    match class {
        Class::Ready | Class::CallGood => Outcome::Ready,
        Class::Kept => Outcome::Kept,
        Class::SlotsUnknown
        | Class::FirstHop
        | Class::StaleLoop
        | Class::Redirect
        | Class::Busy
        | Class::Silent
        | Class::NoAnswer
        | Class::Banned
        | Class::PortClosed
        | Class::Unreachable
        | Class::NameNotFound
        | Class::ConnectionLost
        | Class::Stalled
        | Class::NotSip
        | Class::WebSocketRefused
        | Class::TlsPort
        | Class::TlsExpired
        | Class::TlsNotYetValid
        | Class::TlsWrongName
        | Class::TlsUntrusted
        | Class::TlsClientCertificate
        | Class::TlsTooOld
        | Class::TlsPlainPort
        | Class::TlsFailed
        | Class::BudgetUsed
        | Class::CanaryFailed
        | Class::SystematicFailure
        | Class::Interrupted
        | Class::NotAsked
        | Class::CallNotCalled
        | Class::CallMachineBusy => Outcome::Undecided,
        _ => Outcome::Failed,
    }
}

fn classify(line: &Line, forecast: Forecast, around: Circumstances, seen: &Observation) -> Class {
    let outcome = match &seen.login {
        Login::Fault(fault) => return fault.class,
        Login::Answered(outcome) => outcome,
    };
    let Ending::Accepted { contacts, .. } = &outcome.ending else {
        return refused(&outcome.ending, outcome, forecast, around);
    };
    match &seen.bind {
        Bind::Tried { register, removal, .. } => {
            let occupied = others(contacts) > 0 || outcome.unread_contacts > 0;
            return bound(register, *removal, occupied, forecast, around);
        }
        Bind::Noop { answer } => {
            if let Some(class) = contact_refused(answer, forecast, around) {
                return class;
            }
        }
        Bind::Interrupted { removal: Removal::Unconfirmed { .. } } => return Class::NotCleanedUp,
        Bind::Interrupted { .. } => return Class::Interrupted,
        Bind::NotAsked => {}
    }
    // Below `bind` the question is whether the softphone will fit once the planned change is there; `bind` asks whether it fits now.
    let after_change = around.level < Level::Bind || around.change_loaded;
    match slots(&line.facts, others(contacts), outcome.unread_contacts, after_change) {
        Slots::Taken(class) => class,
        Slots::Unknown if around.level >= Level::Bind || outcome.unread_contacts > 0 => Class::SlotsUnknown,
        Slots::Free | Slots::Unknown => Class::Ready,
    }
}

/// Devices that are not a leftover of our own.
pub(super) fn others(contacts: &[ContactBinding]) -> usize {
    contacts.iter().filter(|contact| !contact.ours).count()
}

/// `occupied`: the login has just listed another device.
fn bound(register: &RegisterOutcome, removal: Removal, occupied: bool, forecast: Forecast, around: Circumstances) -> Class {
    let listed = match &register.ending {
        Ending::Accepted { contacts, .. } | Ending::AcceptedWithoutChallenge { contacts, .. } => {
            contacts.iter().any(|contact| contact.ours)
        }
        Ending::Rejected { second: Some(403), .. } if occupied => return Class::ContactLimit,
        // Where nobody is registered no slot can be taken: it is the contact itself that is not wanted.
        Ending::Rejected { second: Some(401 | 403 | 407), .. } => return Class::ContactRefused,
        ending => return refused(ending, register, forecast, around),
    };
    match removal {
        // Said first: the next run has to remove it.
        Removal::Unconfirmed { .. } => Class::NotCleanedUp,
        // Ours may be among what could not be read, and so may what it displaced.
        _ if register.unread_contacts > 0 => Class::SlotsUnknown,
        _ if !listed || register.contact_rewritten => Class::ContactRewritten,
        _ if register.outbound.first_hop_lacks => Class::FirstHop,
        Removal::Confirmed | Removal::NotNeeded => Class::Ready,
    }
}

/// How a REGISTER with our contact fails, where the one without it has just succeeded: user name and password are right.
fn contact_refused(answer: &RegisterOutcome, forecast: Forecast, around: Circumstances) -> Option<Class> {
    match &answer.ending {
        Ending::Accepted { .. } | Ending::AcceptedWithoutChallenge { .. } => {
            answer.outbound.first_hop_lacks.then_some(Class::FirstHop)
        }
        Ending::Rejected { second: Some(401 | 403 | 407), .. } => Some(Class::ContactRefused),
        ending => Some(refused(ending, answer, forecast, around)),
    }
}

/// The class of an ending that is not a plain acceptance.
fn refused(ending: &Ending, outcome: &RegisterOutcome, forecast: Forecast, around: Circumstances) -> Class {
    match ending {
        Ending::Accepted { .. } => Class::Ready,
        Ending::AcceptedWithoutChallenge { .. } => Class::NoPasswordAsked,
        // Asked without a password, because the files say that none is needed.
        Ending::NoUsableChallenge { .. } if forecast.promise == Promise::Fails(Class::NoPasswordAsked) => {
            Class::SecretUnavailable
        }
        Ending::NoUsableChallenge { .. } => Class::Algorithm,
        Ending::StaleLoop => Class::StaleLoop,
        Ending::RepeatWithheld { .. } => Class::BudgetUsed,
        Ending::Silent { .. } => Class::Silent,
        Ending::Redirected { .. } => Class::Redirect,
        Ending::Rejected { first, second: None, .. } => before_password(*first, outcome, forecast),
        Ending::Rejected { second: Some(status), reason, .. } => after_password(*status, reason, outcome, forecast, around),
    }
}

fn before_password(status: u16, outcome: &RegisterOutcome, forecast: Forecast) -> Class {
    match status {
        403 => Class::AclGlobal,
        404 => Class::UnknownExtension,
        423 => Class::IntervalTooBrief,
        500 if forecast.promise == Promise::Fails(Class::AuthObjectMissing) => Class::AuthObjectMissing,
        _ => server_trouble(status, outcome),
    }
}

fn server_trouble(status: u16, outcome: &RegisterOutcome) -> Class {
    match status {
        500.. if registrar_error(outcome).is_some_and(|text| text.contains("Too many")) => Class::ContactLimit,
        480 | 503 => Class::Busy,
        500..600 => Class::ServerError,
        _ => Class::UnexpectedAnswer,
    }
}

fn after_password(status: u16, reason: &str, outcome: &RegisterOutcome, forecast: Forecast, around: Circumstances) -> Class {
    let login_fault = forecast.fails().filter(|class| hits_of(*class) > 0 && *class != Class::AuthObjectMissing);
    match status {
        401 | 407 => login_fault.unwrap_or(Class::AuthRejected),
        403 => {
            let reason = reason.to_ascii_lowercase();
            if reason.contains("relay") || reason.contains("domain") {
                Class::DomainRefused
            } else if reason.contains("auth user") {
                Class::AuthNameDiffers
            } else if let Promise::Fails(class @ (Class::AorMissing | Class::ContactsZero)) = forecast.promise {
                class
            } else if around.kind.is_asterisk() {
                // Asterisk has judged the password before: what it forbids is the registration itself.
                Class::ContactsZero
            } else {
                login_fault.unwrap_or(Class::AuthRejected)
            }
        }
        404 => Class::AorMissing,
        423 => Class::IntervalTooBrief,
        _ => server_trouble(status, outcome),
    }
}

/// Kamailio's words on why it does not register.
fn registrar_error(outcome: &RegisterOutcome) -> Option<String> {
    outcome.steps.last()?.evidence.lines().find_map(|line| line.strip_prefix("P-Registrar-Error: ").map(str::to_owned))
}

fn finish(class: Class, forecast: Forecast, seen: &Observation) -> Finish {
    let outcome = match &seen.login {
        Login::Fault(_) => None,
        Login::Answered(outcome) => Some(outcome),
    };
    let last = seen.bind.answer().or(outcome.map(AsRef::as_ref));
    let retry_after = last.and_then(|outcome| outcome.steps.last()?.retry_after.as_ref().map(|after| after.seconds));
    let login_ok = outcome
        .is_some_and(|outcome| matches!(outcome.ending, Ending::Accepted { .. } | Ending::AcceptedWithoutChallenge { .. }));
    Finish {
        class,
        login_ok,
        silent: class == Class::Silent && last.is_some(),
        tried_password: last.is_some_and(tried_password),
        hits: last.map_or(0, |outcome| hits(class, forecast, outcome)),
        busy: match (class, retry_after) {
            (Class::Busy, Some(seconds)) => Busy::For(Duration::from_secs(u64::from(seconds))),
            (Class::Busy, None) => Busy::Yes,
            _ => Busy::No,
        },
        lane_down: matches!(seen.login, Login::Fault(_)),
        server_error: class == Class::ServerError,
    }
}

fn tried_password(outcome: &RegisterOutcome) -> bool {
    matches!(outcome.ending, Ending::Silent { challenged: true, .. }) || outcome.steps.iter().any(|step| step.authenticated)
}

/// Lines in the PBX's ban log that this exchange will have caused; pessimistic where the wire does not tell.
fn hits(class: Class, forecast: Forecast, outcome: &RegisterOutcome) -> u32 {
    let refusals = outcome.steps.iter().filter(|s| s.authenticated && matches!(s.status, 401 | 403 | 407)).count();
    let each = match forecast.promise {
        Promise::Fails(class) => hits_of(class).max(budget::REFUSED),
        Promise::Good | Promise::Unknown | Promise::Unaskable(_) => forecast.stake.max(budget::REFUSED),
    };
    match class {
        _ if class.refuses_password() => each.max(refusals as u32),
        // An access list that knows the address of the contact.
        Class::ContactRefused => budget::UNKNOWN,
        // Not judged, says the PBX; what its log makes of the answers it turned down is not known.
        Class::StaleLoop | Class::BudgetUsed => refusals as u32,
        Class::AclGlobal => budget::UNKNOWN,
        Class::AuthObjectMissing => budget::REFUSED,
        // The request may have arrived and only the answer was lost.
        Class::Silent if forecast.promise == Promise::Good => 0,
        Class::Silent if tried_password(outcome) => each,
        Class::Silent => u32::from(each >= budget::UNKNOWN),
        _ => 0,
    }
}

fn devices(seen: &Observation) -> &[ContactBinding] {
    match &seen.login {
        Login::Answered(outcome) => match &outcome.ending {
            Ending::Accepted { contacts, .. } | Ending::AcceptedWithoutChallenge { contacts, .. } => contacts,
            _ => &[],
        },
        Login::Fault(_) => &[],
    }
}

fn granted(seen: &Observation) -> Option<u32> {
    match &seen.bind {
        Bind::Tried { register, .. } => match &register.ending {
            Ending::Accepted { granted, .. } | Ending::AcceptedWithoutChallenge { granted, .. } => *granted,
            _ => None,
        },
        Bind::Noop { .. } | Bind::NotAsked | Bind::Interrupted { .. } => None,
    }
}

fn took(seen: &Observation) -> Duration {
    let login = match &seen.login {
        Login::Answered(outcome) => outcome.took,
        Login::Fault(_) => Duration::ZERO,
    };
    login + seen.bind.answer().map_or(Duration::ZERO, |answer| answer.took)
}

/// Status lines for what went well; all decisive lines for what did not.
fn evidence(class: Class, seen: &Observation) -> Vec<Evidence> {
    let outcome = match &seen.login {
        Login::Fault(fault) => return vec![Evidence::Said(fault.what.clone())],
        Login::Answered(outcome) => outcome,
    };
    let mut lines = Vec::new();
    let mut tell = |what: &str, outcome: &RegisterOutcome| {
        let last = outcome.steps.len().saturating_sub(1);
        for (n, step) in outcome.steps.iter().enumerate() {
            lines.push(words::answer(what, step));
            if class != Class::Ready && n == last {
                lines.extend(step.evidence.lines().skip(1).map(Evidence::Line));
            }
        }
        if let Ending::Silent { retransmissions, .. } = outcome.ending {
            lines.push(words::no_answer(what, retransmissions + 1));
        }
    };
    tell("fetch", outcome);
    if let Some(answer) = seen.bind.answer() {
        tell(if matches!(seen.bind, Bind::Noop { .. }) { "noop" } else { "bind" }, answer);
        lines.extend(outbound::evidence(answer, class == Class::Ready));
    }
    if let Bind::Tried { removal, .. } | Bind::Interrupted { removal } = &seen.bind {
        lines.extend(words::removal(*removal));
    }
    lines
}

/// `127.0.0.1:5060/udp: 302 Moved`: an answer of a server that sent the line on.
#[must_use]
pub(super) fn told(way: &str, step: &Step) -> Evidence {
    words::answer(way, step)
}

/// The verdict on a line that was not asked, because the files already say what is wrong.
#[must_use]
pub fn from_facts(line: &Line, forecast: Forecast, around: Circumstances) -> Option<Verdict> {
    let class = forecast.fails()?;
    Some(Verdict { evidence: vec![words::not_sent()], remedy: remedy(class, line, 0), ..blank(line, class, around) })
}

/// The verdict on a line whose turn never came, or whose answer was not waited for.
#[must_use]
pub fn not_asked(line: &Line, because: Class, around: Circumstances) -> Verdict {
    Verdict { cause: words::not_asked(because), remedy: remedy(because, line, 0), ..blank(line, Class::NotAsked, around) }
}

/// How often the request was sent that nothing answered.
#[must_use]
pub fn silent_tries(seen: &Observation) -> u32 {
    let Login::Answered(outcome) = &seen.login else { return 0 };
    match seen.bind.answer().unwrap_or(outcome).ending {
        Ending::Silent { retransmissions, .. } => retransmissions + 1,
        _ => 0,
    }
}

/// A line that stayed silent for so many tries. `doubt`: the probability that it works all the same; `whole`: it was asked in all rounds that
/// make sense.
#[must_use]
pub fn given_up(verdict: Verdict, line: &Line, tries: u32, doubt: f64, whole: bool) -> Verdict {
    let silence = Silence { tries, p: Probability::new(doubt) };
    let dead = whole && doubt < 1e-9;
    let class = if dead { Class::Silent } else { Class::NoAnswer };
    Verdict {
        outcome: if dead { Outcome::Failed } else { Outcome::Undecided },
        class: class.code(),
        cause: words::given_up(line, silence, class, whole),
        remedy: remedy(class, line, 0),
        silence: Some(silence),
        ..verdict
    }
}

/// The verdict on an extension that stays as it is.
#[must_use]
pub fn kept(kept: &Kept, level: Level) -> Verdict {
    Verdict {
        line: kept.extension.as_str().parse().expect("an extension is a valid line id"),
        extension: kept.extension.clone(),
        outcome: Outcome::Kept,
        class: codes::KEPT.code(),
        level,
        evidence: Vec::new(),
        cause: kept.reason.clone(),
        remedy: None,
        contacts: Vec::new(),
        granted_s: None,
        took_ms: None,
        silence: None,
        asked_for: None,
        notes: Vec::new(),
    }
}

fn blank(line: &Line, class: Class, around: Circumstances) -> Verdict {
    Verdict {
        line: line.id.clone(),
        extension: line.extension.clone(),
        outcome: outcome_of(class),
        class: class.code(),
        level: around.level,
        evidence: Vec::new(),
        cause: words::from_files(class, line),
        remedy: None,
        contacts: Vec::new(),
        granted_s: None,
        took_ms: None,
        silence: None,
        asked_for: None,
        notes: Vec::new(),
    }
}
