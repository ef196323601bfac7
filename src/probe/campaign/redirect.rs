//! A 3xx is followed where it points to a server that the site file names, and told in all other cases (RFC 3261 section 8.1.3.4).
//!
//! The line keeps its turn: same Call-ID, next CSeq, the target as Request-URI, over the flow to the other server.

use std::collections::BTreeMap;
use std::time::Instant;

use super::super::codes;
use super::super::diagnose;
use super::super::observation::{Bind, Login, Observation};
use super::super::report::{Evidence, Note, Verdict};
use super::super::schedule::{Ask, Finish};
use super::lanes::LaneState;
use super::{Campaign, Output, Way};
use crate::diag::Words;
use crate::domain::LineId;
use crate::plan::model::Line;
use crate::sip::SipUri;
use crate::sip::redirect::{request_uri, server};
use crate::sip::register::Ending;

/// Servers of one site that send a line on to each other any longer go in circles.
const MOST: usize = 3;

/// Where a line was sent on to.
#[derive(Debug)]
pub(super) struct Followed {
    /// The lane it belongs to.
    home: usize,
    /// Lanes and hosts of the Request-URIs so far; none is asked twice, whatever the user part.
    been: Vec<(usize, String)>,
    /// The Request-URI now.
    pub uri: SipUri,
    /// Of the answers that sent it on.
    evidence: Vec<Evidence>,
}

/// The server that a line was sent on to: what is asked of it later, such as calls, goes there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentOn {
    pub way: Way,
    /// The Request-URI of its registrations.
    pub uri: SipUri,
}

impl SentOn {
    /// The line as that server has it.
    #[must_use]
    pub fn line(&self, line: &Line) -> Line {
        Line { registrar: self.way.registrar.clone(), transport: self.way.transport, ..line.clone() }
    }
}

/// A server that lines are sent on to. Theirs answers and counts for the schedule, so this one's silence has to be noticed here.
#[derive(Debug, Default)]
pub(super) struct Target {
    answered: bool,
    /// Lines one after the other that ended without an answer.
    in_vain: u32,
}

/// After so many of them no line is sent to a server that has answered before; to one that never has, after the first.
const IN_VAIN: u32 = 3;

impl Target {
    pub(super) fn heard(&mut self) {
        *self = Self { answered: true, in_vain: 0 };
    }

    fn is_down(&self) -> bool {
        self.in_vain >= if self.answered { IN_VAIN } else { 1 }
    }
}

/// Why a 3xx is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Because {
    /// The words of the verdict say it already: no target, or none that the site file names.
    Foreign,
    /// The site's own server, but without the encryption that the line has.
    Unencrypted,
    Circle,
    /// Lines that were sent there got no answer.
    Down,
    /// The run asks on this machine only, where nothing has to be spared.
    OffLoopback,
    /// The login went well, and the registration that followed it was sent on.
    AfterLogin,
    /// 380 offers another service, not another address.
    OtherService,
}

impl Campaign {
    /// Goes on at the server that an answer named; false where there is nothing to follow.
    pub(super) fn follow(&mut self, now: Instant, ask: Ask, seen: &Observation) -> bool {
        let Ok((uri, lane)) = self.next_server(ask.line, seen) else { return false };
        let Some(session) = self.remove_session(ask.line) else { return false };
        self.learn(now, ask.line, session.sent_by(), seen);
        let from = self.lanes[self.probes[ask.line].lane].way.clone();
        let to = self.lanes[lane].way.to_string();
        let probe = &mut self.probes[ask.line];
        let line = &probe.line;
        let followed = probe.followed.get_or_insert_with(|| {
            let first = SipUri::new(None, &line.domain, None);
            Box::new(Followed { home: probe.lane, been: vec![(probe.lane, place(&first))], uri: first, evidence: Vec::new() })
        });
        if let Login::Answered(outcome) = &seen.login {
            followed.evidence.extend(outcome.steps.iter().map(|step| diagnose::told(&from.to_string(), step)));
        }
        followed.been.push((lane, place(&uri)));
        followed.uri = uri;
        probe.lane = lane;
        tell_sent_on(&mut followed.evidence, &to);
        match self.lanes[lane].wants(ask) {
            LaneState::Open => self.begin(now, ask),
            LaneState::Closed => self.outputs.push_back(Output::Open { lane }),
            LaneState::Opening => {}
        }
        true
    }

    /// The best target that may be asked: as Request-URI, and the lane that leads there.
    fn next_server(&self, line: usize, seen: &Observation) -> Result<(SipUri, usize), Because> {
        if seen.bind.answer().is_some_and(|answer| matches!(answer.ending, Ending::Redirected { .. })) {
            return Err(Because::AfterLogin);
        }
        let (Login::Answered(outcome), Bind::NotAsked) = (&seen.login, &seen.bind) else { return Err(Because::Foreign) };
        let Ending::Redirected { status, targets } = &outcome.ending else { return Err(Because::Foreign) };
        if *status == 380 {
            return Err(Because::OtherService);
        }
        let probe = &self.probes[line];
        let here = self.lanes[probe.lane].way.transport;
        let now =
            probe.followed.as_ref().map_or_else(|| SipUri::new(None, &probe.line.domain, None), |followed| followed.uri.clone());
        let home = [(probe.lane, place(&now))];
        let been = probe.followed.as_ref().map_or(&home[..], |followed| &followed.been);
        let mut because = Because::Foreign;
        for (uri, at, transport) in targets.iter().filter_map(|target| server(target, here)) {
            let there = |way: &Way| {
                way.transport == transport && way.registrar.port == at.port && same_host(&way.registrar.host, &at.host)
            };
            let Some(lane) = self.lanes.iter().position(|lane| there(&lane.way)) else { continue };
            // 305 names a proxy for the same request; the others name who is to be asked.
            let uri = if *status == 305 { now.clone() } else { request_uri(&uri) };
            because = if !at.is_loopback() && self.lanes[..self.own_lanes].iter().all(|lane| lane.way.registrar.is_loopback()) {
                Because::OffLoopback
            } else if here.is_encrypted() && !transport.is_encrypted() {
                Because::Unencrypted
            } else if been.len() > MOST || been.contains(&(lane, place(&uri))) {
                Because::Circle
            } else if self.lanes[lane].as_target.is_down() {
                Because::Down
            } else {
                return Ok((uri, lane));
            };
        }
        Err(because)
    }

    /// Where a line was sent on to in this turn: its verdict names the server that answered.
    pub(super) fn as_sent_on(&self, line: usize) -> Option<SentOn> {
        let probe = &self.probes[line];
        let way = || self.lanes[probe.lane].way.clone();
        probe.followed.as_ref().map(|followed| SentOn { way: way(), uri: followed.uri.clone() })
    }

    /// Lines that were sent on when they were asked last, and where to.
    #[must_use]
    pub fn sent_on(&self) -> BTreeMap<LineId, SentOn> {
        let there = |probe: &super::Probe| Some((probe.line.id.clone(), (**probe.sent_on.as_ref()?).clone()));
        self.probes.iter().filter_map(there).collect()
    }

    /// A line ended; where that was no answer of the server it was sent on to, others are spared.
    pub(super) fn note_target(&mut self, line: usize, finish: &Finish) {
        let probe = &self.probes[line];
        if probe.followed.is_some() && (finish.silent || finish.lane_down) {
            self.lanes[probe.lane].as_target.in_vain += 1;
        }
    }

    /// Adds to a verdict where the line was sent, or why it did not go there; the next turn begins at home again.
    pub(super) fn arrived(&mut self, line: usize, seen: &Observation, verdict: &mut Verdict, finish: &mut Finish) {
        if verdict.class == codes::Class::Redirect.code() {
            match self.next_server(line, seen).err() {
                Some(Because::Foreign) | None => {}
                Some(because) => {
                    verdict.cause = because.words(&verdict.cause);
                    verdict.remedy = Some(because.remedy());
                }
            }
        }
        let probe = &mut self.probes[line];
        let Some(followed) = probe.followed.take() else { return };
        let way = self.lanes[probe.lane].way.to_string();
        probe.lane = followed.home;
        verdict.evidence = [followed.evidence, std::mem::take(&mut verdict.evidence)].concat();
        verdict.notes.push(Note {
            code: codes::REDIRECT_FOLLOWED.code(),
            way: None,
            words: Words::new(
                format!("the PBX sends this line on to `{way}`, which the site file names; it was judged there"),
                format!("die Anlage verweist diesen Anschluss an `{way}`, das die Standortdatei nennt; dort wurde er beurteilt"),
            ),
        });
        // The way that sent the line on is well.
        finish.lane_down = false;
    }
}

/// Port and transport are those of the lane.
fn place(uri: &SipUri) -> String {
    uri.host.trim_end_matches('.').to_ascii_lowercase()
}

fn same_host(a: &str, b: &str) -> bool {
    a.trim_end_matches('.').eq_ignore_ascii_case(b.trim_end_matches('.'))
}

fn tell_sent_on(evidence: &mut Vec<Evidence>, to: &str) {
    evidence.push(Evidence::Said(Words::new(
        format!("sent on to {to}, a server of the site"),
        format!("weiter an {to}, einen Server des Standorts"),
    )));
}

impl Because {
    /// Where naming the target in the site file would help nobody.
    fn remedy(self) -> Words {
        match self {
            Self::Down => Words::new(
                "start the server that the PBX points to, or correct where it points",
                "den Server starten, auf den die Anlage verweist, oder den Verweis berichtigen",
            ),
            Self::OffLoopback => Words::new(
                "run again without `--registrar`, or with that server",
                "ohne `--registrar` noch einmal starten, oder mit diesem Server",
            ),
            Self::Foreign | Self::Unencrypted | Self::AfterLogin | Self::Circle | Self::OtherService => {
                Words::new("correct where the PBX sends this line", "berichtigen, wohin die Anlage diesen Anschluss verweist")
            }
        }
    }

    fn words(self, plain: &Words) -> Words {
        match self {
            Self::Foreign => plain.clone(),
            Self::Unencrypted => Words::new(
                format!("{}; the target is a server of the site, but without encryption, and the line has it", named(&plain.en)),
                format!(
                    "{}; das Ziel ist ein Server des Standorts, aber unverschlüsselt, und der Anschluss ist verschlüsselt",
                    named(&plain.de)
                ),
            ),
            Self::AfterLogin => Words::new(
                format!("{}; the login went well, and what is sent on after it is not followed", named(&plain.en)),
                format!("{}; die Anmeldung war möglich, und einem Verweis nach ihr wird nicht gefolgt", named(&plain.de)),
            ),
            Self::Down => Words::new(
                format!("{}; the server it points to does not answer", named(&plain.en)),
                format!("{}; der Server, auf den sie verweist, antwortet nicht", named(&plain.de)),
            ),
            Self::OffLoopback => Words::new(
                format!(
                    "{}; the run asks on loopback, without the limits that the target needs: ask it itself",
                    named(&plain.en)
                ),
                format!(
                    "{}; der Lauf fragt auf loopback, ohne die Grenzen, die das Ziel braucht: es selbst fragen",
                    named(&plain.de)
                ),
            ),
            Self::Circle => Words::new(
                format!("{}; that was asked before: the servers send the line to each other", named(&plain.en)),
                format!("{}; dort war schon gefragt worden: die Server verweisen aufeinander", named(&plain.de)),
            ),
            Self::OtherService => Words::new(
                format!("{}; the status 380 offers another service, which is none for a registration", named(&plain.en)),
                format!(
                    "{}; der Status 380 bietet einen anderen Dienst an, und das ist keiner für Anmeldungen",
                    named(&plain.de)
                ),
            ),
        }
    }
}

/// What the words say of the target, without the reason that does not apply.
fn named(text: &str) -> &str {
    text.split("; ").next().unwrap_or(text)
}
