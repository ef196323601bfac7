//! What the network brings: answers to requests in flight, questions of the PBX, signs of life.
//!
//! Nearly all of it are answers in ordinary form to a request in flight. They are read where they lie ([`Answer::plain`]); everything else
//! takes the full reader, which is the judge of what a message says.

use std::time::Instant;

use super::session::Heard;
use super::{Campaign, Output};
use crate::sip::template::{call_id_of, scan};
use crate::sip::{Answer, Message, stun};

impl Campaign {
    /// A message came in over the flow of a lane. What is not an answer to a request in flight changes nothing.
    pub fn handle_input(&mut self, now: Instant, lane: usize, bytes: &[u8]) {
        if stun::is_stun(bytes) {
            self.lanes[lane].keep.handle_stun(bytes);
            return self.keep_alive(now);
        }
        if let Some((line, answer)) = self.ordinary(bytes) {
            self.lanes[lane].keep.heard();
            if self.response(now, (lane, Some(line)), &answer, bytes) {
                self.go_on(now);
            }
            return;
        }
        // Most of what an attacker sends is recognised by its Call-ID, before it costs a full reading.
        let scanned = scan(bytes).map(|scanned| self.by_call_id.get(scanned.call_id).copied());
        let expected = |line: &Option<usize>| line.is_some_and(|line| self.sessions.contains_key(&line));
        if scanned.as_ref().is_some_and(|line| !expected(line)) {
            return;
        }
        let message = Message::parse(bytes);
        if message.is_ok() {
            self.lanes[lane].keep.heard();
        }
        match message {
            // What belongs to nobody does not even wake the schedule.
            Ok(Message::Response(response)) if !self.response(now, (lane, scanned.flatten()), &response, bytes) => return,
            Ok(Message::Response(_)) => {}
            Ok(Message::Request(request)) => {
                let tag = self.tokens.hex();
                self.lanes[lane].answering.handle(now, &request, &tag);
                self.send_answers(lane);
            }
            Err(_) => return,
        }
        self.go_on(now);
    }

    /// An answer to a session in ordinary form, read without a copy of its text. Everything else takes the full reading, which gives the same
    /// where both read it.
    fn ordinary<'b>(&self, bytes: &'b [u8]) -> Option<(usize, Answer<'b>)> {
        let in_flight = |call_id: &str| self.by_call_id.get(call_id).copied();
        // What is not ours costs no more than the search for its Call-ID.
        let scanned = call_id_of(bytes)?;
        let line = in_flight(scanned)?;
        let answer = Answer::plain(bytes)?;
        let read = answer.headers.get("Call-ID")?;
        let line = if read == scanned { line } else { in_flight(read)? };
        Some((line, answer))
    }

    /// What the PBX asked us gets its answer: while a line is bound, nobody's call may die in silence.
    pub(super) fn send_answers(&mut self, lane: usize) {
        while let Some(bytes) = self.lanes[lane].answering.poll_transmit() {
            self.outputs.push_back(Output::Send { lane, bytes });
        }
    }

    /// False where it belongs to no request in flight.
    fn response(&mut self, now: Instant, (lane, line): (usize, Option<usize>), response: &Answer<'_>, bytes: &[u8]) -> bool {
        let by_call_id = || response.headers.get("Call-ID").and_then(|id| self.by_call_id.get(id)).copied();
        let Some(line) = line.or_else(by_call_id) else { return false };
        if self.probes[line].lane != lane {
            return false;
        }
        let Some(session) = self.sessions.get_mut(&line) else { return false };
        session.permit_repeat(self.schedule.may_repeat(now, line));
        let heard = session.handle(now, response);
        if heard == Heard::Foreign {
            return false;
        }
        session.repeats().into_iter().for_each(|two_askers| self.schedule.repeat(line, two_askers));
        self.schedule.heard(now, line);
        self.lanes[lane].as_target.heard();
        self.traces.passed(line, now.saturating_duration_since(self.started), (false, 0), &self.lanes[lane].sent_by, bytes);
        if let Heard::Final { tries, took } = heard {
            self.schedule.answered_after(now, tries, took);
        }
        self.advance(now, line);
        true
    }
}
