//! A call to an extension with several devices: all ring, the first that answers has it, and the others are told to stop (RFC 3261 section
//! 16.7). Here the proxy needs a memory, as long as it rings.

use std::collections::BTreeMap;
use std::time::Duration;

use super::registrar::{Answer, Outcome, Registrar, Source};
use super::relay::Callee;
use crate::sip::message::{Headers, Method, Request, Response};

/// Nobody rings longer.
const LASTS: Duration = Duration::from_mins(3);
/// Before the number of a branch, behind what all branches of a call have in common.
const NUMBER: char = '.';

/// One device that rings.
#[derive(Debug)]
struct Branch {
    /// The INVITE as it was passed on.
    sent: Request,
    flow: Source,
    /// It has said something.
    heard: bool,
    over: bool,
}

#[derive(Debug)]
struct Fork {
    until: Duration,
    branches: Vec<Branch>,
    answered: bool,
    cancelled: bool,
    /// The best refusal so far, on its way back.
    refusal: Option<(u16, Answer)>,
    /// What the caller was told at last.
    told: Option<Answer>,
}

/// The calls that ring at several devices.
#[derive(Debug, Default)]
pub(super) struct Forks(BTreeMap<String, Fork>);

impl Forks {
    fn fork(&mut self, now: Duration, common: &str) -> Option<&mut Fork> {
        self.0.retain(|_, fork| fork.until > now);
        self.0.get_mut(common)
    }
}

/// What all branches of a call have in common, and which one it is.
fn parts(branch: &str) -> Option<(&str, usize)> {
    let (common, number) = branch.split_once(NUMBER)?;
    Some((common, number.parse().ok()?))
}

impl Branch {
    fn send(&self, request: &Request) -> Answer {
        Answer { bytes: request.to_bytes(), to: self.flow }
    }

    /// CANCEL, or the ACK of a refusal: the way of the INVITE, hop by hop (RFC 3261 sections 9.1 and 17.1.1.3).
    fn hop(&self, method: Method, to: Option<&str>) -> Answer {
        let mut headers = Headers::default();
        let of = &self.sent.headers;
        let number = of.cseq().map(|cseq| cseq.number).unwrap_or_default();
        headers.push("Via", of.get("Via").unwrap_or_default());
        headers.push("Max-Forwards", "70");
        headers.push("From", of.get("From").unwrap_or_default());
        headers.push("To", to.or_else(|| of.get("To")).unwrap_or_default());
        headers.push("Call-ID", of.get("Call-ID").unwrap_or_default());
        headers.push("CSeq", format!("{number} {}", method.as_str()));
        self.send(&Request { method, headers, body: Vec::new(), ..self.sent.clone() })
    }

    fn stop(&mut self) -> Option<Answer> {
        // A device that has said nothing must not be told yet (RFC 3261 section 9.1); this one is told all the same, it is on this machine.
        (!self.over).then(|| self.hop(Method::CANCEL, None))
    }
}

impl Registrar {
    /// The INVITE on its way to every device.
    pub(super) fn fork(&mut self, now: Duration, source: Source, invite: &Request, callees: &[Callee]) -> Vec<Answer> {
        let Some(common) = Self::branch_of(invite) else { return Vec::new() };
        if let Some(fork) = self.forks.fork(now, &common) {
            // The INVITE once more: for those who have not heard of it, or for our last word.
            let again = fork.branches.iter().filter(|branch| !branch.heard && !branch.over);
            return fork.told.clone().into_iter().chain(again.map(|branch| branch.send(&branch.sent))).collect();
        }
        let mut branches = Vec::new();
        for (number, callee) in callees.iter().enumerate() {
            let sent = self.passed_on(source, invite, callee, &format!("{NUMBER}{number}"));
            branches.extend(sent.map(|sent| Branch { sent, flow: callee.flow(), heard: false, over: false }));
        }
        let sending = branches.iter().map(|branch| branch.send(&branch.sent)).collect();
        let fork = Fork { until: now + LASTS, branches, answered: false, cancelled: false, refusal: None, told: None };
        self.forks.0.insert(common, fork);
        sending
    }

    /// CANCEL, or the ACK of a refusal, of a call that rings at several devices. None: of another one.
    pub(super) fn ends_fork(&mut self, now: Duration, source: Source, request: &Request) -> Option<Vec<Answer>> {
        let common = Self::branch_of(request)?;
        let fork = self.forks.fork(now, &common)?;
        if request.method != Method::CANCEL {
            return Some(Vec::new());
        }
        fork.cancelled = true;
        let stops: Vec<Answer> = fork.branches.iter_mut().filter_map(Branch::stop).collect();
        let taken = super::registrar::route(request, request.response(200, "relay"), source, true);
        Some(std::iter::once(taken).chain(stops).collect())
    }

    /// What one of the devices says; `back` is the same on its way to the caller. None: it belongs to no such call.
    pub(super) fn branch_says(&mut self, now: Duration, branch: &str, response: &Response, back: Answer) -> Option<Outcome> {
        let (common, number) = parts(branch)?;
        let fork = self.forks.fork(now, common)?;
        let ours = fork.branches.get_mut(number)?;
        let said = |answers: Vec<Answer>| Some(Outcome::several("", "", answers));
        ours.heard = true;
        // Whether a CANCEL was liked is between this device and us.
        if response.headers.cseq().is_ok_and(|cseq| cseq.method != Method::INVITE) {
            return said(Vec::new());
        }
        match response.status {
            // Each device says on its own that it was asked; one word is enough.
            100 => said(Vec::new()),
            101..200 if fork.answered || fork.cancelled => said(Vec::new()),
            101..200 => said(vec![back]),
            200..300 => {
                ours.over = true;
                fork.answered = true;
                let stops = fork.branches.iter_mut().filter_map(Branch::stop).collect::<Vec<_>>();
                said(std::iter::once(back).chain(stops).collect())
            }
            status => {
                ours.over = true;
                let mut answers = vec![ours.hop(Method::ACK, response.headers.get("To"))];
                // The best is a 6xx, else the lowest (RFC 3261 section 16.7).
                let rank = |status: u16| if status >= 600 { (0, status) } else { (1, status) };
                if fork.refusal.as_ref().is_none_or(|(before, _)| rank(status) < rank(*before)) {
                    fork.refusal = Some((status, back));
                }
                let over = fork.branches.iter().all(|branch| branch.over);
                if over && !fork.answered && fork.told.is_none() {
                    fork.told = fork.refusal.as_ref().map(|(_, answer)| answer.clone());
                    answers.extend(fork.told.clone());
                }
                said(answers)
            }
        }
    }
}
