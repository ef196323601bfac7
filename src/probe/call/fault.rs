//! What is wrong with one call, by what was seen of it.

use std::collections::BTreeMap;
use std::time::Duration;

use super::facts::{Declined, Ending, Facts, Side, Target};
use crate::rtp::tone::Tone;

/// The fault of a call. Which side has it is found out from other calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    Interrupted,
    /// The registration of this line.
    NotRegistered(usize),
    /// No response to the INVITE.
    Silent,
    /// 401, 403, 407: the caller may not.
    Forbidden,
    /// 404, 484, 604, …: the number leads nowhere.
    NoRoute,
    /// 486, 600, 603: although nobody talks there.
    Busy,
    /// 408, 410, 480 and the like: the PBX reaches nobody there.
    Unavailable,
    /// Any other refusal.
    Refused(u16),
    /// No codec in common.
    Codec,
    /// Encrypted against unencrypted, or keys that do not fit.
    Encryption,
    /// In progress, but the line called was not rung.
    NoRing,
    /// The line called was rung and answered, and the PBX did not pass that on.
    NotConnected,
    /// Answered by somebody who is not ours.
    Elsewhere,
    /// This line got the call, or its tone is heard.
    Crossed(usize),
    /// The caller, or with false the called side, hears its own tone.
    HearsItself(bool),
    NoAudio,
    /// What the caller, or with false the called side, sends is not heard; with the second true because the PBX names a wrong address.
    Unheard {
        caller: bool,
        address: bool,
    },
    /// The digit of the caller, or with false that of the called side, did not arrive.
    DigitLost {
        caller: bool,
    },
    /// The PBX ended it early.
    CutOff,
    /// This machine was late, so late that a good call would have looked the same.
    Late,
}

impl Fault {
    /// The same fault, whichever line it names.
    #[must_use]
    pub fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (Self::Refused(one), Self::Refused(two)) => one == two,
            _ => std::mem::discriminant(&self) == std::mem::discriminant(&other),
        }
    }
}

/// A fault that is told from waiting in vain (10 s for an answer) is none where we were not there for a tenth of that time: what was waited for may
/// have come meanwhile. Nor has the PBX cut a call off, if it heard nothing from us for so long.
pub const AWAY: Duration = Duration::from_secs(1);

/// None: the call was good.
#[must_use]
pub fn fault(facts: &Facts, tones: &BTreeMap<Tone, usize>) -> Option<Fault> {
    let fault = seen(facts, tones)?;
    Some(if late(facts, fault) { Fault::Late } else { fault })
}

/// The machine's fault may be this one. What the PBX said itself, such as a refusal, which line it rang, or what it offered, stays as it is.
fn late(facts: &Facts, fault: Fault) -> bool {
    match fault {
        // Too few blocks with the tone: those that left too late may have had what is missing. A tone of another call may have come with packets
        // that left after the PBX had given its port away.
        Fault::NoAudio | Fault::Unheard { .. } | Fault::HearsItself(_) => missed_too_much(facts),
        Fault::Crossed(_) => misled(facts).is_none() && missed_too_much(facts),
        Fault::Elsewhere if facts.planned.target == Target::Echo => missed_too_much(facts),
        // A digit is a few packets, each of which is needed.
        Fault::DigitLost { .. } => facts.sides().any(|side| side.account.late.packets > 0),
        Fault::CutOff => facts.away >= AWAY || facts.sides().any(|side| side.account.late.worst >= AWAY),
        Fault::Silent | Fault::NoRing | Fault::NotConnected => facts.away >= AWAY,
        _ => false,
    }
}

/// Of one side so much sound left too late that it would have been enough to hear the tone.
#[must_use]
pub fn missed_too_much(facts: &Facts) -> bool {
    let missed = facts.sides().map(|side| side.account.late.sound()).max().unwrap_or_default();
    missed >= facts.talk / ENOUGH
}

/// By how much we were late at the worst.
#[must_use]
pub fn worst(facts: &Facts) -> Duration {
    facts.sides().map(|side| side.account.late.worst).max().unwrap_or_default().max(facts.away)
}

fn seen(facts: &Facts, tones: &BTreeMap<Tone, usize>) -> Option<Fault> {
    match &facts.ending {
        Ending::Interrupted => Some(Fault::Interrupted),
        Ending::NotRegistered { line, .. } => Some(Fault::NotRegistered(*line)),
        Ending::Silent => Some(Fault::Silent),
        Ending::Refused { status, .. } => {
            Some(misled(facts).or_else(|| declined(facts)).unwrap_or_else(|| refused(facts, *status)))
        }
        Ending::NoAnswer if facts.rang.is_none() => Some(Fault::NoRing),
        Ending::NoAnswer => Some(misled(facts).or_else(|| declined(facts)).unwrap_or(Fault::NotConnected)),
        Ending::Answered { .. } => answered(facts, tones),
    }
}

/// Another line than the one called was rung.
fn misled(facts: &Facts) -> Option<Fault> {
    let rang = facts.rang.as_ref()?;
    (facts.planned.target != Target::Line(rang.line)).then_some(Fault::Crossed(rang.line))
}

fn declined(facts: &Facts) -> Option<Fault> {
    facts.sides().find_map(|side| match side.declined.as_ref()? {
        Declined::Codec(_) => Some(Fault::Codec),
        Declined::Encryption { .. } => Some(Fault::Encryption),
        Declined::Unusable => Some(Fault::Refused(488)),
    })
}

fn refused(facts: &Facts, status: u16) -> Fault {
    match status {
        401 | 403 | 407 => Fault::Forbidden,
        404 | 416 | 484 | 485 | 604 => Fault::NoRoute,
        486 | 600 | 603 if facts.rang.is_none() => Fault::Busy,
        408 | 410 | 430 | 480 | 503 => Fault::Unavailable,
        415 | 488 | 606 if facts.caller.as_ref().is_some_and(|side| side.secure) => Fault::Encryption,
        415 | 488 | 606 => Fault::Codec,
        other => Fault::Refused(other),
    }
}

/// The side that a fault belongs to without doubt: the caller with true.
#[must_use]
pub fn culprit(facts: &Facts, fault: Fault) -> Option<bool> {
    match fault {
        // Refused before the other side was asked, or by the other side.
        Fault::Codec | Fault::Encryption if matches!(facts.ending, Ending::Refused { .. } | Ending::NoAnswer) => {
            Some(facts.rang.is_none())
        }
        _ => None,
    }
}

/// The part of the time of talking in which a tone has to be heard: an eighth.
const ENOUGH: u32 = 8;

/// The same in blocks of 40 ms.
fn enough(facts: &Facts) -> u32 {
    u32::try_from(facts.talk.as_millis() / 40 / u128::from(ENOUGH)).unwrap_or(u32::MAX).max(5)
}

fn answered(facts: &Facts, tones: &BTreeMap<Tone, usize>) -> Option<Fault> {
    if let Some(fault) = misled(facts).or_else(|| declined(facts)) {
        return Some(fault);
    }
    let caller = facts.caller.as_ref()?;
    let Target::Line(called) = facts.planned.target else { return echo(facts, caller, tones) };
    let heard_by_caller = heard(facts, caller, (facts.planned.caller, called), tones);
    let Some(callee) = facts.callee.as_ref() else {
        return Some(match heard_by_caller {
            Ear::Another(line) => Fault::Crossed(line),
            _ => Fault::Elsewhere,
        });
    };
    let heard_by_callee = heard(facts, callee, (called, facts.planned.caller), tones);
    let crossed = [heard_by_caller, heard_by_callee].into_iter().find_map(|ear| match ear {
        Ear::Another(line) => Some(Fault::Crossed(line)),
        _ => None,
    });
    let secure = |side: &Side| side.secure && side.account.refused > 10 && side.account.received == 0;
    match (heard_by_caller, heard_by_callee) {
        _ if crossed.is_some() => crossed,
        (Ear::Good, Ear::Good) => talked(facts, caller, callee),
        _ if secure(caller) || secure(callee) => Some(Fault::Encryption),
        (Ear::Own, _) => Some(Fault::HearsItself(true)),
        (_, Ear::Own) => Some(Fault::HearsItself(false)),
        (Ear::Good, _) => Some(Fault::Unheard { caller: true, address: wrong_address(caller) }),
        (_, Ear::Good) => Some(Fault::Unheard { caller: false, address: wrong_address(callee) }),
        _ if facts.cut.is_some() => Some(Fault::CutOff),
        _ => Some(Fault::NoAudio),
    }
}

/// The sound is there both ways: digits, and whether it lasted.
fn talked(facts: &Facts, caller: &Side, callee: &Side) -> Option<Fault> {
    if facts.cut.is_some() {
        return Some(Fault::CutOff);
    }
    if caller.events && callee.events {
        if !callee.account.digits.contains('5') {
            return Some(Fault::DigitLost { caller: true });
        }
        if !caller.account.digits.contains('8') {
            return Some(Fault::DigitLost { caller: false });
        }
    }
    None
}

fn echo(facts: &Facts, caller: &Side, tones: &BTreeMap<Tone, usize>) -> Option<Fault> {
    match heard(facts, caller, (facts.planned.caller, usize::MAX), tones) {
        Ear::Own => None,
        Ear::Another(line) => Some(Fault::Crossed(line)),
        _ if caller.account.received == 0 => Some(Fault::NoAudio),
        _ => Some(Fault::Elsewhere),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ear {
    Good,
    Own,
    Another(usize),
    Nothing,
}

/// What one side hears. A third tone beside the right one is a crossed line too.
fn heard(facts: &Facts, side: &Side, (own, other): (usize, usize), tones: &BTreeMap<Tone, usize>) -> Ear {
    let enough = enough(facts);
    let lines: Vec<usize> = side
        .account
        .tones
        .iter()
        .filter(|(_, blocks)| **blocks >= enough)
        .filter_map(|(tone, _)| tones.get(tone).copied())
        .collect();
    if let Some(third) = lines.iter().find(|line| **line != own && **line != other) {
        return Ear::Another(*third);
    }
    if lines.contains(&other) {
        Ear::Good
    } else if lines.contains(&own) {
        Ear::Own
    } else {
        Ear::Nothing
    }
}

/// The PBX named one address for what we send, and sends from another one itself.
fn wrong_address(sender: &Side) -> bool {
    match sender.sends_to {
        None => true,
        Some(at) => {
            at.ip().is_unspecified()
                || sender.heard_from.iter().next().is_some_and(|_| sender.heard_from.iter().all(|from| from.ip() != at.ip()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::facts::{Planned, Rang};
    use super::*;

    fn tones() -> BTreeMap<Tone, usize> {
        (0..5).map(|n| (Tone::nth(n), n)).collect()
    }

    /// A side that hears these lines, each for so many blocks.
    fn side(heard: &[(usize, u32)], digits: &str) -> Side {
        let mut side = Side { events: true, sends_to: Some("127.0.0.1:4000".parse().unwrap()), ..Side::default() };
        side.account.tones = heard.iter().map(|(line, blocks)| (Tone::nth(*line), *blocks)).collect();
        side.account.received = heard.iter().map(|(_, blocks)| blocks * 2).sum();
        digits.clone_into(&mut side.account.digits);
        side.heard_from = ["127.0.0.1:4000".parse().unwrap()].into();
        side
    }

    /// 0 calls 1.
    fn facts(ending: Ending, rang: Option<usize>, caller: Side, callee: Option<Side>) -> Facts {
        let planned = Planned { caller: 0, target: Target::Line(1), check: false };
        Facts {
            ending,
            rang: rang.map(|line| Rang { line, after: Duration::ZERO, caller_id: String::new() }),
            caller: Some(caller),
            callee,
            ..Facts::new(planned, Duration::from_secs(4))
        }
    }

    fn answered(caller: Side, callee: Side) -> Facts {
        facts(Ending::Answered { after: Duration::ZERO }, Some(1), caller, Some(callee))
    }

    fn refused(status: u16, rang: Option<usize>) -> Facts {
        let ending = Ending::Refused { status, reason: String::new(), said: Vec::new() };
        facts(ending, rang, Side::default(), None)
    }

    #[test]
    fn what_is_heard_decides_an_answered_call() {
        let good = || side(&[(1, 80)], "8");
        let heard = || side(&[(0, 80)], "5");
        let silent = || side(&[], "");
        let unheard = |caller, address| Some(Fault::Unheard { caller, address });
        let table = [
            (answered(good(), heard()), None),
            (answered(good(), side(&[(0, 11)], "5")), unheard(true, false)),
            (answered(silent(), heard()), unheard(false, false)),
            (answered(silent(), silent()), Some(Fault::NoAudio)),
            (answered(side(&[(3, 40)], ""), heard()), Some(Fault::Crossed(3))),
            (answered(side(&[(1, 80), (3, 20)], "8"), heard()), Some(Fault::Crossed(3))),
            (answered(side(&[(0, 80)], ""), silent()), Some(Fault::HearsItself(true))),
            (answered(good(), side(&[(0, 80)], "")), Some(Fault::DigitLost { caller: true })),
            (answered(side(&[(1, 80)], ""), heard()), Some(Fault::DigitLost { caller: false })),
        ];
        for (n, (facts, expected)) in table.into_iter().enumerate() {
            assert_eq!(fault(&facts, &tones()), expected, "{n}");
        }
        let mut elsewhere = side(&[(1, 80)], "8");
        elsewhere.sends_to = Some("127.0.0.250:4000".parse().unwrap());
        assert_eq!(fault(&answered(elsewhere, silent()), &tones()), unheard(true, true));
    }

    #[test]
    fn what_our_own_lateness_explains_is_no_fault() {
        let ms = Duration::from_millis;
        let good = || side(&[(1, 80)], "8");
        let late = |mut side: Side, packets: u32, worst: u64| {
            side.account.late = crate::rtp::media::Lateness { packets, worst: ms(worst) };
            side
        };
        let of = |facts: Facts| fault(&facts, &tones());
        // An eighth of four seconds are 25 packets.
        for (packets, expected) in [(24, Fault::Unheard { caller: true, address: false }), (25, Fault::Late)] {
            assert_eq!(of(answered(late(good(), packets, 300), side(&[], ""))), Some(expected), "{packets}");
        }
        assert_eq!(of(answered(late(side(&[], ""), 25, 300), side(&[], ""))), Some(Fault::Late));
        assert_eq!(of(answered(late(side(&[(3, 40)], ""), 25, 300), side(&[(0, 80)], "5"))), Some(Fault::Late));
        assert_eq!(of(answered(late(good(), 1, 80), side(&[(0, 80)], ""))), Some(Fault::Late), "a digit");
        assert_eq!(of(answered(late(good(), 100, 3000), side(&[(0, 80)], "5"))), None, "what is heard is heard");
        // What the PBX says and does is decided.
        let away = |mut facts: Facts, time: u64| {
            facts.away = ms(time);
            of(facts)
        };
        assert_eq!(away(refused(486, None), 9000), Some(Fault::Busy));
        assert_eq!(away(refused(486, Some(2)), 9000), Some(Fault::Crossed(2)));
        let mut rang = answered(late(good(), 200, 3000), side(&[], ""));
        rang.rang = Some(Rang { line: 4, after: Duration::ZERO, caller_id: String::new() });
        assert_eq!(of(rang), Some(Fault::Crossed(4)), "the line that rang is a fact");
        for (time, no_ring, silent) in [(999, Fault::NoRing, Fault::Silent), (1000, Fault::Late, Fault::Late)] {
            assert_eq!(away(facts(Ending::NoAnswer, None, Side::default(), None), time), Some(no_ring));
            assert_eq!(away(facts(Ending::Silent, None, Side::default(), None), time), Some(silent));
        }
        let mut cut = answered(late(good(), 50, 1200), side(&[(0, 80)], "5"));
        cut.cut = Some((ms(900), None));
        assert_eq!(of(cut), Some(Fault::Late));
    }

    #[test]
    fn refusals_are_told_apart_by_status_and_by_who_was_rung() {
        for (status, expected) in [
            (404, Fault::NoRoute),
            (403, Fault::Forbidden),
            (486, Fault::Busy),
            (603, Fault::Busy),
            (480, Fault::Unavailable),
            (488, Fault::Codec),
            (500, Fault::Refused(500)),
        ] {
            assert_eq!(fault(&refused(status, None), &tones()), Some(expected), "{status}");
        }
        assert_eq!(fault(&refused(486, Some(2)), &tones()), Some(Fault::Crossed(2)));
        let mut encrypted = refused(488, Some(1));
        encrypted.callee = Some(Side { declined: Some(Declined::Encryption { offered: true }), ..Side::default() });
        assert_eq!(fault(&encrypted, &tones()), Some(Fault::Encryption));
        let no_answer = |rang| fault(&facts(Ending::NoAnswer, rang, Side::default(), None), &tones());
        assert_eq!(
            (no_answer(None), no_answer(Some(1)), no_answer(Some(2))),
            (Some(Fault::NoRing), Some(Fault::NotConnected), Some(Fault::Crossed(2)))
        );
        let elsewhere = facts(Ending::Answered { after: Duration::ZERO }, None, side(&[], ""), None);
        assert_eq!(fault(&elsewhere, &tones()), Some(Fault::Elsewhere));
    }

    #[test]
    fn an_echo_gives_back_the_own_tone() {
        let call = |caller: Side| {
            let mut facts = facts(Ending::Answered { after: Duration::ZERO }, None, caller, None);
            facts.planned.target = Target::Echo;
            fault(&facts, &tones())
        };
        assert_eq!(call(side(&[(0, 60)], "5")), None);
        assert_eq!(call(side(&[], "")), Some(Fault::NoAudio));
        assert_eq!(call(side(&[(4, 60)], "")), Some(Fault::Crossed(4)));
        let mut announcement = side(&[], "");
        announcement.account.received = 200;
        assert_eq!(call(announcement), Some(Fault::Elsewhere));
    }
}
