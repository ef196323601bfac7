//! Time, network and the loop that a driver would run.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::*;
use super::pbx::{Account, Pbx};
use crate::domain::HostPort;
use crate::probe::report::{Level, Report};
use crate::probe::testing::line;
pub use crate::probe::testing::settings;
use crate::sip::Message;

pub struct World {
    pub campaign: Campaign,
    pub pbx: Pbx,
    pub start: Instant,
    pub now: Instant,
    /// Share of datagrams that vanish, each way.
    pub loss: f64,
    pub delay: Duration,
    /// From this time on, answers take so much longer.
    pub slower: Option<(Duration, Duration)>,
    /// Forged answers sent for every request.
    pub forge: bool,
    /// Interrupt after so many requests.
    pub interrupt_after: Option<u64>,
    /// As `kill -9` does, after so many requests.
    pub die_after: Option<u64>,
    random: u64,
    mail: BTreeMap<(Instant, u64), Mail>,
    serial: u64,
    pub decided: Vec<Decided>,
    /// As the journal would have them.
    pub bindings: Vec<Binding>,
    /// Requests by second.
    pub sent: Vec<f64>,
}

enum Mail {
    ToPbx(Vec<u8>),
    ToUs(Vec<u8>),
}

/// `n` lines that are all well, from 2000 on, and the accounts that belong to them.
pub fn good(n: u32) -> (Vec<Candidate>, Pbx) {
    let mut pbx = Pbx::default();
    let candidates = (2000..2000 + n)
        .map(|extension| {
            let extension = extension.to_string();
            pbx.accounts.insert(extension.clone(), Account::good(&extension));
            let mut line = line(&extension);
            line.facts.max_contacts = Some(2);
            Candidate {
                line: Arc::new(line),
                password: Some(Secret::new(format!("pw-{extension}"))),
                canary: Canary::No,
                wanted: true,
                left: None,
            }
        })
        .collect();
    (candidates, pbx)
}

impl World {
    pub fn new(settings: Settings, candidates: Vec<Candidate>, pbx: Pbx) -> Self {
        let start = Instant::now();
        let budget = Budget::new(settings.rules.ban_budget);
        Self {
            campaign: Campaign::new(start, settings, candidates, budget),
            pbx,
            start,
            now: start,
            loss: 0.0,
            delay: Duration::from_millis(5),
            slower: None,
            forge: false,
            interrupt_after: None,
            die_after: None,
            random: 7,
            mail: BTreeMap::new(),
            serial: 0,
            decided: Vec::new(),
            bindings: Vec::new(),
            sent: Vec::new(),
        }
    }

    pub fn seed(mut self, seed: u64) -> Self {
        self.random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        self
    }

    fn chance(&mut self) -> f64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn post(&mut self, mail: Mail) {
        if self.chance() >= self.loss {
            self.serial += 1;
            let late = self.delay.mul_f64(0.5 + self.chance());
            let more = self.slower.filter(|(from, _)| self.now >= self.start + *from).map_or(Duration::ZERO, |(_, more)| more);
            let late = late + more;
            self.mail.insert((self.now + late, self.serial), mail);
        }
    }

    /// Runs to the end and gives the report; every call of the campaign happens here.
    pub fn run(&mut self) -> Report {
        for _ in 0..5_000_000 {
            while let Some(output) = self.campaign.poll_output() {
                if let Output::Bind { binding, .. } = &output {
                    self.bindings.push(binding.clone());
                }
                match output {
                    Output::Open { lane } => {
                        let sent_by = HostPort { host: "192.0.2.7".into(), port: 5062 };
                        self.campaign.lane_open(self.now, lane, sent_by);
                    }
                    Output::Close { .. } => {}
                    Output::Send { bytes, .. } | Output::Bind { bytes, .. } => {
                        self.sent.push((self.now - self.start).as_secs_f64());
                        if self.forge {
                            for forged in forgeries(&bytes) {
                                self.campaign.handle_input(self.now, 0, &forged);
                            }
                        }
                        self.post(Mail::ToPbx(bytes));
                    }
                }
            }
            self.decided.extend(std::iter::from_fn(|| self.campaign.poll_decided()));
            if self.interrupt_after.is_some_and(|n| self.campaign.progress().requests >= n) {
                self.interrupt_after = None;
                self.campaign.interrupt(self.now);
                continue;
            }
            if self.campaign.is_over() || self.die_after.is_some_and(|n| self.campaign.progress().requests >= n) {
                return std::mem::replace(&mut self.campaign, empty()).into_report();
            }
            let next = self.mail.keys().next().map(|key| key.0).into_iter().chain(self.campaign.poll_timeout()).min();
            self.now = self.now.max(next.unwrap_or_else(|| panic!("stuck: {:#?}", self.campaign)));
            while let Some(entry) = self.mail.first_entry().filter(|entry| entry.key().0 <= self.now) {
                match entry.remove() {
                    Mail::ToPbx(bytes) => {
                        if let Some(answer) = self.pbx.receive(self.now, &bytes) {
                            self.post(Mail::ToUs(answer));
                        }
                    }
                    Mail::ToUs(bytes) => self.campaign.handle_input(self.now, 0, &bytes),
                }
            }
            self.campaign.handle_timeout(self.now);
        }
        panic!("never ends: {:#?}", self.campaign.progress());
    }

    pub fn seconds(&self) -> f64 {
        (self.now - self.start).as_secs_f64()
    }
}

fn empty() -> Campaign {
    Campaign::new(Instant::now(), settings(Level::Fetch), Vec::new(), Budget::new(0))
}

/// Answers of somebody who sees that we ask, but not what: each has one thing wrong.
fn forgeries(request: &[u8]) -> Vec<Vec<u8>> {
    let Ok(Message::Request(request)) = Message::parse(request) else { return Vec::new() };
    let mut forged = Vec::new();
    for status in [200, 401, 403] {
        for wrong in ["branch", "Call-ID", "CSeq", "two Vias"] {
            let mut response = request.response(status, "forged");
            match wrong {
                "branch" => response.headers.set("Via", "SIP/2.0/UDP 192.0.2.7:5062;rport;branch=z9hG4bKguess"),
                "Call-ID" => response.headers.set("Call-ID", "guess"),
                "CSeq" => response.headers.set("CSeq", "9999 REGISTER"),
                _ => response.headers.push("Via", "SIP/2.0/UDP 203.0.113.1;branch=z9hG4bKother"),
            }
            forged.push(response.to_bytes());
        }
    }
    forged.push(b"SIP/2.0 200 OK\r\n\r\n".to_vec());
    forged.push(vec![0xff; 40]);
    forged
}
