//! What the network brings: responses, requests, sound.

use super::super::agree;
use super::super::facts::Rang;
use super::super::talk::same_number;
use super::{
    About, Call, Calls, Duration, Ending, Instant, Leg, Mailbox, Message, Output, RINGS, Role, Sheet, SocketAddr, Srtp, Stage,
    Target,
};
use crate::sip::call::{Callee, Event};
use crate::sip::register::OutboundFacts;
use crate::sip::{Method, Request, Response, stun};

impl Calls {
    /// A message came in over the flow of a lane.
    pub fn handle_input(&mut self, now: Instant, lane: usize, bytes: &[u8]) {
        if stun::is_stun(bytes) {
            self.lanes[lane].keep.handle_stun(bytes);
            return self.keep_alive(now, lane);
        }
        let message = Message::parse(bytes);
        if message.is_ok() {
            self.lanes[lane].keep.heard();
        }
        match message {
            Ok(Message::Response(response)) => self.response(now, lane, &response, bytes),
            Ok(Message::Request(request)) => self.request(now, lane, request, bytes),
            Err(_) => {}
        }
        self.go_on(now);
    }

    fn response(&mut self, now: Instant, lane: usize, response: &Response, bytes: &[u8]) {
        let Some(call_id) = response.headers.get("Call-ID") else { return };
        let after = self.after(now);
        let from = response.headers.from().ok();
        let asked_by = from.as_ref().and_then(|from| from.tag());
        for (line, bound) in &mut self.bound {
            if self.lane_of[*line] == lane && bound.call_id() == call_id {
                self.lanes[lane].trace(&mut self.traces, About::Registration(*line), after, (false, 0), bytes);
                bound.handle_response(now, response);
                if let Some(told) = bound.told.take().filter(OutboundFacts::wants_keep_alive) {
                    self.lanes[lane].keep.agree(now, told.flow_timer_s);
                }
                return;
            }
        }
        // Through a proxy both sides have one Call-ID; each knows its own branches.
        for leg in self.legs.values_mut().filter(|leg| leg.lane == lane && leg.call_id() == call_id) {
            if asked_by == Some(leg.local_tag()) {
                self.lanes[lane].trace(&mut self.traces, About::Call(leg.call), after, (false, leg.end()), bytes);
            }
            leg.handle_response(now, response);
        }
    }

    fn request(&mut self, now: Instant, lane: usize, request: Request, bytes: &[u8]) {
        let after = self.after(now);
        let call_id = request.headers.get("Call-ID").unwrap_or_default().to_owned();
        let to_tag = request.headers.to().ok().and_then(|to| to.tag().map(str::to_owned));
        let of_leg = |leg: &&mut Leg| {
            leg.lane == lane
                && leg.call_id() == call_id
                && match &to_tag {
                    Some(tag) => leg.local_tag() == tag,
                    // CANCEL, or the INVITE once more.
                    None => leg.is_callee(),
                }
        };
        if let Some(leg) = self.legs.values_mut().find(of_leg) {
            self.lanes[lane].trace(&mut self.traces, About::Call(leg.call), after, (false, leg.end()), bytes);
            return leg.handle_request(now, &request);
        }
        let user = request.uri.parse::<crate::sip::Uri>().ok();
        let user = user.as_ref().and_then(|uri| uri.as_sip()?.user_text().map(std::borrow::Cow::into_owned));
        let line = (0..self.people.len())
            .find(|n| self.lane_of[*n] == lane && user.as_deref() == Some(self.people[*n].line.aor_user.as_str()));
        if request.method == Method::INVITE
            && to_tag.is_none()
            && !self.interrupted
            && let Some(line) = line
            && let Some(call) = self.expected(now, line, &request)
        {
            self.rang_with(now, lane, call, bytes);
            return self.ring(now, (call, lane, line), request);
        }
        if request.method == Method::NOTIFY
            && request.headers.get("Event").is_some_and(|event| event.starts_with("message-summary"))
            && let (Some(line), Some(mailbox)) = (line, Mailbox::parse(&request.body))
        {
            self.mailboxes.insert(line, mailbox);
        }
        let tag = self.tokens.hex();
        self.lanes[lane].answering.handle(now, &request, &tag);
    }

    /// The call of ours that this INVITE belongs to. A call of somebody else is refused as busy, never answered.
    fn expected(&mut self, now: Instant, line: usize, request: &Request) -> Option<usize> {
        let from = request.headers.from().ok();
        let caller_id =
            from.as_ref().and_then(|from| from.uri.as_sip()?.user_text().map(std::borrow::Cow::into_owned)).unwrap_or_default();
        let call_id = request.headers.get("Call-ID").unwrap_or_default();
        let asserted = request.headers.get("P-Asserted-Identity").unwrap_or_default().to_owned();
        let waiting = |call: &Call| call.stage == Stage::Calling && call.callee.is_none();
        let is_ours = |call: &Call| {
            let caller = &self.people[call.planned.caller].line;
            let same = |number: &str| same_number(number, caller.extension.as_str()) || number == caller.aor_user;
            let one_call = call.caller.and_then(|leg| self.legs.get(&leg)).is_some_and(|leg| leg.call_id() == call_id);
            one_call || same(&caller_id) || (!asserted.is_empty() && same(&asserted))
        };
        let hidden = !caller_id.bytes().any(|b| b.is_ascii_digit());
        let meant = |call: &Call| call.planned.target == Target::Line(line);
        let candidates: Vec<(usize, &Call)> =
            self.calls.iter().map(|(id, call)| (*id, call)).filter(|(_, c)| waiting(c)).collect();
        let found = candidates
            .iter()
            .find(|(_, call)| meant(call) && (is_ours(call) || hidden))
            .or_else(|| candidates.iter().find(|(_, call)| is_ours(call)))
            .map(|(id, _)| *id);
        let meant: Vec<usize> = candidates.iter().filter(|(_, call)| meant(call)).map(|(id, _)| *id).collect();
        if let Some(id) = found {
            if let Some(call) = self.calls.get_mut(&id) {
                let after = call.since(now);
                call.facts.rang = Some(Rang { line, after, caller_id });
            }
            return Some(id);
        }
        for id in meant {
            if let Some(call) = self.calls.get_mut(&id) {
                call.facts.foreign = Some(caller_id.clone());
            }
        }
        None
    }

    /// A line of ours rings.
    fn ring(&mut self, now: Instant, (id, lane, line): (usize, usize, usize), request: Request) {
        let Some(us) = self.us(line) else { return };
        let mut tokens = self.tokens.fork();
        let host = us.sent_by.host.clone();
        let sheet = Sheet::new(&host, 0, self.encryption(line), false, &mut tokens);
        let declined = agree::acceptable(&sheet, &request.body, &tokens).err().filter(|_| !request.body.is_empty());
        let callee = Callee::ring(us, self.timers(), request, self.credentials(line), tokens.fork());
        let leg_id = self.next;
        self.next += 1;
        let role = Role::Callee(Box::new(callee));
        let mut leg = Leg::new((id, lane), role, sheet, (self.tone_of[line], '8'), tokens);
        // A telephone refuses at once what it cannot answer.
        leg.answer_at = Some(if declined.is_some() { now } else { now + RINGS });
        leg.declined = declined;
        self.legs.insert(leg_id, leg);
        self.outputs.push_back(Output::OpenMedia { leg: leg_id, host: host.to_string() });
        if let Some(call) = self.calls.get_mut(&id) {
            call.callee = Some(leg_id);
        }
    }

    /// A datagram came in on a port of a leg: the first one, or with `control` the second.
    pub fn handle_media(&mut self, now: Instant, leg: usize, control: bool, from: SocketAddr, bytes: &[u8]) {
        let at = self.at(now);
        let Some(leg) = self.legs.get_mut(&leg) else { return };
        if let Some(media) = &mut leg.media {
            if control {
                media.handle_control(at, bytes);
            } else {
                if leg.heard_from.len() < 8 {
                    leg.heard_from.insert(from);
                }
                media.handle(at, bytes);
            }
        }
    }

    /// What the two state machines of each call have to say.
    pub(super) fn leg_events(&mut self, now: Instant) {
        for leg_id in self.legs.keys().copied().collect::<Vec<_>>() {
            while let Some(event) = self.legs.get_mut(&leg_id).and_then(Leg::poll_event) {
                self.leg_event(now, leg_id, event);
            }
        }
    }

    fn leg_event(&mut self, now: Instant, leg_id: usize, event: Event) {
        let at = self.at(now);
        let Some(leg) = self.legs.get_mut(&leg_id) else { return };
        let id = leg.call;
        let is_callee = leg.is_callee();
        let Some(call) = self.calls.get_mut(&id) else { return };
        let after = call.since(now);
        match event {
            // We ended it ourselves.
            Event::Refused { .. } | Event::Answered { .. } if self.interrupted => {}
            Event::Progress { status } => {
                if call.facts.progress.last().is_none_or(|(last, _)| *last != status) && call.facts.progress.len() < 8 {
                    call.facts.progress.push((status, after));
                }
            }
            Event::Answered { body } => {
                leg.answered(at, &body);
                call.answered = true;
                call.end_as(Ending::Answered { after });
                if call.stage == Stage::Calling {
                    call.stage = Stage::Talking;
                    call.until = Some(now + call.facts.talk);
                    let (declined, other) = (leg.declined.is_some(), call.callee);
                    if let Some(media) = other.and_then(|leg| self.legs.get_mut(&leg)?.media.as_mut()) {
                        media.heard_from(at);
                    }
                    if declined {
                        self.end_call(now, id);
                    }
                }
            }
            Event::Refused { status, reason, said } => self.refused(now, id, leg_id, status, reason, said),
            Event::Silent => call.end_as(Ending::Silent),
            Event::Acknowledged { body } => {
                leg.acknowledged(at, &body);
                // Its description came with the ACK, after the caller had its answer.
                if let Some(media) = leg.media.as_mut().filter(|_| call.stage == Stage::Talking) {
                    media.heard_from(at);
                }
            }
            Event::HungUp { reason } => {
                let talking = matches!(call.stage, Stage::Calling | Stage::Talking);
                if talking && call.facts.cut.is_none() {
                    let early = call.until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now));
                    call.facts.cut =
                        (call.stage == Stage::Calling || early > Duration::from_millis(200)).then_some((after, reason));
                    if is_callee {
                        // The caller is told by the PBX, or hangs up.
                        self.end_call(now, id);
                    } else {
                        call.ending(now);
                    }
                }
            }
            Event::Offer { request } => leg.offered_again(now, at, &request),
            Event::Info { body } => leg.info(&body),
            Event::Cancelled => {}
        }
    }

    /// Refused: where the line may do without encryption, or with it, the other way is tried once.
    fn refused(&mut self, now: Instant, id: usize, leg_id: usize, status: u16, reason: String, said: Vec<String>) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        let either = self.people[call.planned.caller].line.srtp == Srtp::Optional;
        if matches!(status, 415 | 488 | 606) && either && !call.retried && call.stage == Stage::Calling && call.callee.is_none() {
            call.retried = true;
            call.secure = !call.secure;
            call.caller = None;
            call.stage = Stage::Preparing;
            call.until = None;
            call.facts.progress.clear();
            if let Some(mut leg) = self.legs.remove(&leg_id) {
                while let Some(bytes) = leg.poll_transmit() {
                    self.send_for(now, &leg, bytes);
                }
                self.outputs.push_back(Output::CloseMedia { leg: leg_id });
            }
            return;
        }
        call.end_as(Ending::Refused { status, reason, said });
        call.ending(now);
    }
}
