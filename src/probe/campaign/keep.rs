//! Flows that stay open while a run pauses, and are noticed when they are dead (RFC 5626 section 4.4).

use std::time::Instant;

use super::super::codes::Class;
use super::super::observation::{Fault, Observation};
use super::super::report::Evidence;
use super::lanes::LaneState;
use super::{Campaign, Output};
use crate::diag::Words;

impl Campaign {
    /// The answer to a keep-alive came over the stream of a lane.
    pub fn handle_pong(&mut self, lane: usize) {
        self.lanes[lane].keep.handle_pong();
    }

    pub(super) fn keep_timeout(&self) -> Option<Instant> {
        let open = self.lanes.iter().filter(|lane| lane.state == LaneState::Open);
        open.filter_map(|lane| lane.keep.poll_timeout()).min()
    }

    /// A registration was accepted: its registrar may want signs of life over this flow.
    pub(super) fn agree(&mut self, now: Instant, lane: usize, seen: &Observation) {
        let facts = seen.bind.answer().map(|answer| &answer.outbound).filter(|facts| facts.wants_keep_alive());
        if let Some(facts) = facts {
            self.lanes[lane].keep.agree(now, facts.flow_timer_s);
        }
    }

    /// What a line is told over a flow whose registrar agreed to signs of life and answered none.
    pub(super) fn unheard(&self, lane: usize, seen: &Observation) -> Option<Evidence> {
        let agreed = seen.bind.answer().is_some_and(|answer| answer.outbound.wants_keep_alive());
        (agreed && self.lanes[lane].keep.is_unheard()).then(|| {
            Evidence::Said(Words::new(
                "our keep-alives over UDP (STUN) were never answered; no more are sent",
                "unsere Lebenszeichen über UDP (STUN) wurden nie beantwortet; es werden keine mehr gesendet",
            ))
        })
    }

    /// Timers that are due, what they send, and flows that turned out to be dead.
    pub(super) fn keep_alive(&mut self, now: Instant) {
        for lane in 0..self.lanes.len() {
            if self.lanes[lane].state != LaneState::Open {
                continue;
            }
            if let Some(bytes) = self.lanes[lane].keep.poll(now) {
                self.outputs.push_back(Output::Send { lane, bytes });
            }
            if self.lanes[lane].keep.is_dead() {
                self.outputs.push_back(Output::Close { lane });
                let what = Words::new(
                    "no answer to our keep-alive, or another address on the way: the flow is dead",
                    "keine Antwort auf unser Lebenszeichen, oder eine andere Adresse unterwegs: der Weg ist tot",
                );
                self.lane_closed(now, lane, &Fault { class: Class::ConnectionLost, what });
            }
        }
    }
}
