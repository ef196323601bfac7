//! From all calls of a run to one verdict for each line: a line is good when some call of it was good in each role; what failed belongs to
//! the side that has not proved itself.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Ending, Facts, Left, Target};
use super::fault::{Fault, culprit, fault};
use super::mail::Mailbox;
use super::{Participant, words};
use crate::diag::Words;
use crate::probe::codes::{CALL_MAILBOX, CALL_PAIR_ONLY, CALL_POOR, Class};
use crate::probe::diagnose::{not_removed, outcome_of, remedy};
use crate::probe::report::{Evidence, Level, Note, Outcome, Verdict};
use crate::rtp::tone::Tone;

/// Everything the verdicts are made from.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    pub people: &'a [Participant],
    pub facts: &'a [Facts],
    pub tones: &'a BTreeMap<Tone, usize>,
    pub mailboxes: &'a BTreeMap<usize, Mailbox>,
    /// Lines whose registration of ours may still be there.
    pub left: &'a BTreeMap<usize, Left>,
    /// Ended early by the user, or because nothing was good.
    pub stopped: Option<Class>,
}

/// The part that a line had in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Called,
    Caller,
}

/// The verdict on line `n`; `login` is what the level `fetch` said of it.
#[must_use]
pub fn verdict(seen: &Seen<'_>, n: usize, login: &Verdict) -> Verdict {
    let person = &seen.people[n];
    let (can_call, can_be_called) = proven(seen);
    let mut evidence = Vec::new();
    let mut notes = login.notes.clone();
    let mut suspect: Option<(Fault, Part, &Facts, bool)> = None;
    let mut late: Option<&Facts> = None;
    let mut took = 0;
    for facts in seen.facts {
        let Some((part, other)) = part_of(facts, n) else { continue };
        took += facts.progress.last().map_or(0, |(_, after)| after.as_millis() as u64);
        evidence.extend(words::evidence(seen, facts, part));
        let fault = fault(facts, seen.tones);
        let Some(fault) = fault else {
            notes.extend(words::poor(seen, facts, part).map(|words| Note { code: CALL_POOR.code(), way: None, words }));
            continue;
        };
        if fault == Fault::Interrupted {
            continue;
        }
        if fault == Fault::Late {
            late = Some(facts);
            continue;
        }
        let (mine, theirs) = match part {
            Part::Caller => (can_call.contains(&n), other.is_some_and(|other| can_be_called.contains(&other))),
            Part::Called => (can_be_called.contains(&n), other.is_some_and(|other| can_call.contains(&other))),
        };
        if mine {
            if theirs && let Some(other) = other {
                let words = words::pair_only(&seen.people[other].line.extension, fault);
                notes.push(Note { code: CALL_PAIR_ONLY.code(), way: None, words });
            }
            continue;
        }
        // A registration that failed is the fault of its line alone.
        let certain = match fault {
            Fault::NotRegistered(line) if line == n => true,
            Fault::NotRegistered(_) => continue,
            _ => match culprit(facts, fault) {
                Some(caller) if caller != (part == Part::Caller) => continue,
                Some(_) => true,
                None => theirs || other.is_none(),
            },
        };
        let graver = suspect.is_none_or(|(before, _, _, sure)| (certain, rank(fault)) > (sure, rank(before)));
        if graver {
            suspect = Some((fault, part, facts, certain));
        }
    }
    if let Some(mailbox) = seen.mailboxes.get(&n) {
        notes.push(Note { code: CALL_MAILBOX.code(), way: None, words: words::mailbox(*mailbox) });
    }
    let proven = can_call.contains(&n) && can_be_called.contains(&n);
    let late = late.filter(|_| !proven && seen.stopped.is_none());
    // Whoever dialled a line that the PBX refuses is only suspected for want of a witness, and the witnesses were lost to this machine.
    let suspect = suspect.filter(|(_, part, _, certain)| *certain || *part == Part::Called || late.is_none());
    let (class, cause, remedy) = match (seen.left.get(&n), suspect, late) {
        // Said first: the next run has to remove it.
        (Some(left), ..) => {
            let class = Class::NotCleanedUp;
            (class, not_removed(left.expires_s, left.said), remedy(class, &person.line, 0))
        }
        (None, Some((fault, part, facts, certain)), _) => {
            let class = class(fault, part);
            (class, words::cause(seen, fault, part, facts, certain), Some(words::remedy(class, &person.line)))
        }
        (None, None, Some(facts)) => {
            let class = Class::CallMachineBusy;
            (class, words::machine_busy(facts), Some(words::remedy(class, &person.line)))
        }
        (None, None, None) => unsuspected(seen, n, can_call.contains(&n), can_be_called.contains(&n)),
    };
    let mut outcome = outcome_of(class);
    // The echo proves the half that was wanted.
    if class == Class::CallNotCalled && seen.stopped.is_none() && called_echo(seen, n) {
        outcome = Outcome::Ready;
    }
    Verdict {
        outcome,
        class: class.code(),
        level: Level::Call,
        evidence,
        cause,
        remedy,
        took_ms: Some(login.took_ms.unwrap_or(0) + took),
        notes,
        ..login.clone()
    }
}

/// Lines that have shown that they can call, and those that they can be called.
#[must_use]
pub fn proven(seen: &Seen<'_>) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let good = || seen.facts.iter().filter(|facts| fault(facts, seen.tones).is_none());
    let called = good().filter_map(|facts| match facts.planned.target {
        Target::Line(line) => Some(line),
        Target::Echo => None,
    });
    (good().map(|facts| facts.planned.caller).collect(), called.collect())
}

/// The part of line `n` in a call, and who was at the other side.
fn part_of(facts: &Facts, n: usize) -> Option<(Part, Option<usize>)> {
    let other = match facts.planned.target {
        Target::Line(line) => Some(line),
        Target::Echo => None,
    };
    if facts.planned.caller == n {
        Some((Part::Caller, other))
    } else if other == Some(n) {
        Some((Part::Called, Some(facts.planned.caller)))
    } else {
        None
    }
}

fn called_echo(seen: &Seen<'_>, n: usize) -> bool {
    let good = |facts: &&Facts| facts.planned.caller == n && facts.planned.target == Target::Echo;
    seen.facts.iter().filter(good).any(|facts| fault(facts, seen.tones).is_none())
}

/// Nothing failed that is not somebody else's.
fn unsuspected(seen: &Seen<'_>, n: usize, calls: bool, is_called: bool) -> (Class, Words, Option<Words>) {
    match (calls, is_called, seen.stopped) {
        (true, true, _) => (Class::CallGood, words::good(), None),
        (_, _, Some(stop)) => (stop, words::stopped(stop), None),
        (calls, ..) => {
            let class = Class::CallNotCalled;
            (class, words::not_called(calls, seen.people[n].callable), Some(words::remedy(class, &seen.people[n].line)))
        }
    }
}

/// Of two faults the one that tells more.
fn rank(fault: Fault) -> u8 {
    match fault {
        Fault::Interrupted | Fault::Late => 0,
        Fault::CutOff | Fault::NotConnected | Fault::Refused(_) | Fault::Silent => 1,
        Fault::DigitLost { .. } => 2,
        Fault::NoAudio | Fault::HearsItself(_) => 3,
        Fault::Unheard { address: false, .. } => 4,
        Fault::Unheard { address: true, .. } => 5,
        Fault::NoRing | Fault::Unavailable | Fault::Elsewhere => 6,
        Fault::Busy | Fault::NoRoute | Fault::Forbidden | Fault::Codec => 7,
        // A 488 of the PBX does not say whether it is the codec or the keys; what it offers itself does.
        Fault::Encryption => 8,
        Fault::Crossed(_) => 9,
        Fault::NotRegistered(_) => 10,
    }
}

/// What a fault means for the side that has it.
#[must_use]
pub fn class(fault: Fault, part: Part) -> Class {
    let caller = part == Part::Caller;
    match fault {
        Fault::Interrupted => Class::Interrupted,
        Fault::Late => Class::CallMachineBusy,
        Fault::NotRegistered(_) => Class::CallNotRegistered,
        Fault::Codec => Class::CallCodecRefused,
        Fault::Encryption => Class::CallEncryption,
        Fault::NoRoute | Fault::Forbidden | Fault::Busy | Fault::Unavailable if caller => Class::CallCannotDial,
        Fault::Silent | Fault::Refused(_) | Fault::Forbidden => Class::CallFailed,
        Fault::NoRoute => Class::CallNoRoute,
        Fault::Busy => Class::CallBusy,
        Fault::Unavailable => Class::CallUnavailable,
        Fault::NoRing => Class::CallNoRing,
        Fault::NotConnected | Fault::CutOff => Class::CallCutOff,
        Fault::Elsewhere => Class::CallElsewhere,
        Fault::Crossed(_) => Class::CallCrossed,
        Fault::HearsItself(_) => Class::CallHearsItself,
        Fault::NoAudio => Class::CallNoAudio,
        // The PBX tells the one who speaks where to send.
        Fault::Unheard { caller: speaks, address: true } if speaks == caller => Class::CallOneWayNat,
        Fault::Unheard { caller: speaks, .. } if speaks == caller => Class::CallNotHeard,
        Fault::Unheard { .. } => Class::CallHearsNothing,
        Fault::DigitLost { .. } => Class::CallDtmfLost,
    }
}

/// What is said of the run: `answered` calls of how many.
#[must_use]
pub fn answered(facts: &[Facts]) -> usize {
    facts.iter().filter(|facts| matches!(facts.ending, Ending::Answered { .. })).count()
}

/// Evidence that was said at the login, kept where no call was made.
#[must_use]
pub fn without_call(login: &Verdict, cause: Words, remedy: Option<Words>) -> Verdict {
    let mut evidence = login.evidence.clone();
    evidence.push(Evidence::Said(cause.clone()));
    Verdict {
        outcome: outcome_of(Class::CallNotCalled),
        class: Class::CallNotCalled.code(),
        evidence,
        cause,
        remedy,
        ..login.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The PBX refused our call with 488 and offered keys in its own: only the second says what is wrong.
    #[test]
    fn an_offer_of_keys_tells_more_than_a_refusal() {
        assert!(rank(Fault::Encryption) > rank(Fault::Codec));
        assert!(rank(Fault::Crossed(0)) > rank(Fault::Encryption), "whoever is heard at the wrong line is the graver fault");
    }
}
