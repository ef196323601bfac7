//! The virtual clock, the network that loses, delays, doubles and reorders, and those who forge on it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::{Duration, Instant};

use deskshift::domain::HostPort;
use deskshift::policy::site::PbxKind;
use deskshift::probe::budget::Budget;
use deskshift::probe::campaign::{Campaign, Candidate, Output, Settings};
use deskshift::probe::diagnose::Circumstances;
use deskshift::probe::pace::Pace;
use deskshift::probe::report::{Level, Report};
use deskshift::probe::schedule::Rules;

use crate::dice::Dice;
use crate::pbx::Pbx;

/// What a campaign of the simulation is made of.
#[derive(Debug, Clone, Copy)]
pub struct Conditions {
    pub seed: u64,
    /// Share of datagrams that are lost, each way.
    pub loss: f64,
    pub ban_budget: u32,
    /// Forged responses a second.
    pub forged: u32,
}

/// What came of it.
pub struct Ran {
    pub report: Report,
    pub lasted: Duration,
    /// Datagrams that reached us from the PBX.
    pub answers: u64,
    pub forged: u64,
    /// Turns of the loop.
    pub turns: u64,
}

enum Mail {
    ToPbx,
    ToUs,
}

struct Network {
    dice: Dice,
    loss: f64,
    /// When, in what order, where to, and the place of the bytes.
    under_way: BinaryHeap<Reverse<(Instant, u64, bool, usize)>>,
    bytes: Vec<Vec<u8>>,
    free: Vec<usize>,
    serial: u64,
}

impl Network {
    fn post(&mut self, now: Instant, mail: Mail, bytes: &[u8]) {
        if self.dice.chance() < self.loss {
            return;
        }
        // One in 512 arrives twice. Datagrams overtake each other: the way takes 2 to 10 ms.
        let copies = 1 + u32::from(self.dice.next().is_multiple_of(512));
        for _ in 0..copies {
            let due = now + Duration::from_nanos(2_000_000 + self.dice.next() % 8_000_000);
            let at = self.free.pop().unwrap_or_else(|| {
                self.bytes.push(Vec::new());
                self.bytes.len() - 1
            });
            self.bytes[at].clear();
            self.bytes[at].extend_from_slice(bytes);
            self.serial += 1;
            self.under_way.push(Reverse((due, self.serial, matches!(mail, Mail::ToUs), at)));
        }
    }

    fn next_due(&self) -> Option<Instant> {
        self.under_way.peek().map(|Reverse((due, ..))| *due)
    }

    /// The next datagram that is due, with its destination.
    fn arrived(&mut self, now: Instant) -> Option<(Mail, usize)> {
        self.next_due().filter(|due| *due <= now)?;
        let Reverse((_, _, to_us, at)) = self.under_way.pop()?;
        self.free.push(at);
        Some((if to_us { Mail::ToUs } else { Mail::ToPbx }, at))
    }
}

pub fn settings(conditions: Conditions) -> Settings {
    let seed = conditions.seed.to_le_bytes();
    Settings {
        rules: Rules {
            pace: Pace::steady(0.0),
            ban_budget: conditions.ban_budget,
            window: 64,
            t1: Duration::from_millis(500),
            timeout: Duration::from_secs(32),
        },
        around: Circumstances { kind: PbxKind::Asterisk, has_facts: true, level: Level::Fetch, change_loaded: false },
        force_bind: false,
        bind_expires_s: 60,
        identity: [1; 32],
        seed: std::array::from_fn(|n| seed[n % 8]),
        wall: 1_600_000_000,
        cseq: 100,
        servers: Vec::new(),
        shared_challenge: false,
    }
}

/// One campaign from the first datagram to its report.
pub fn run(conditions: Conditions, candidates: Vec<Candidate>, pbx: &mut Pbx) -> Ran {
    let start = Instant::now();
    let mut now = start;
    let dice = Dice::new(conditions.seed.wrapping_mul(1000) + (conditions.loss * 100.0).round() as u64);
    let mut network =
        Network { dice, loss: conditions.loss, under_way: BinaryHeap::new(), bytes: Vec::new(), free: Vec::new(), serial: 0 };
    let budget = Budget::new(conditions.ban_budget);
    let mut campaign = Campaign::new(now, settings(conditions), candidates, budget);
    let (mut answers, mut turns, mut forged) = (0, 0, 0);
    let mut forger = (conditions.forged > 0).then(|| Forger::new(conditions, start));
    loop {
        turns += 1;
        while let Some(output) = campaign.poll_output() {
            match output {
                Output::Open { lane } => {
                    campaign.lane_open(now, lane, HostPort { host: "192.0.2.7".into(), port: 5062 });
                }
                Output::Close { .. } => {}
                Output::Send { bytes, .. } | Output::Bind { bytes, .. } => {
                    if let Some(forger) = &mut forger {
                        forger.sees(&bytes);
                    }
                    network.post(now, Mail::ToPbx, &bytes);
                }
            }
        }
        while campaign.poll_decided().is_some() {}
        if campaign.is_over() {
            break;
        }
        let next = network.next_due().into_iter().chain(campaign.poll_timeout()).min();
        now = now.max(next.expect("something is waited for"));
        if let Some(forger) = &mut forger {
            forged += forger.strike(now, &mut campaign);
        }
        while let Some((mail, at)) = network.arrived(now) {
            match mail {
                Mail::ToUs => {
                    answers += 1;
                    campaign.handle_input(now, 0, &network.bytes[at]);
                }
                Mail::ToPbx => {
                    let request = std::mem::take(&mut network.bytes[at]);
                    if let Some(answer) = pbx.receive(now - start, &request) {
                        network.post(now, Mail::ToUs, answer);
                    }
                    // The place is free again; another datagram may have taken it meanwhile.
                    if network.bytes[at].capacity() == 0 {
                        network.bytes[at] = request;
                    }
                }
            }
        }
        campaign.handle_timeout(now);
    }
    Ran { report: campaign.into_report(), lasted: now - start, answers, forged, turns }
}

/// Sends responses with one thing wrong, so and so many a second, to requests that it overhears.
struct Forger {
    per_s: u32,
    dice: Dice,
    until: Instant,
    overheard: Vec<Vec<u8>>,
}

impl Forger {
    fn new(conditions: Conditions, start: Instant) -> Self {
        Self { per_s: conditions.forged, dice: Dice::new(!conditions.seed), until: start, overheard: Vec::new() }
    }

    fn sees(&mut self, request: &[u8]) {
        // The last requests are those in flight.
        if self.overheard.len() == 64 {
            let at = (self.dice.next() % 64) as usize;
            self.overheard.swap_remove(at);
        }
        self.overheard.push(request.to_vec());
    }

    /// Those of the time that has passed.
    fn strike(&mut self, now: Instant, campaign: &mut Campaign) -> u64 {
        let passed = now.saturating_duration_since(self.until);
        // While nothing happens for seconds, a tenth of one says as much.
        let count = (passed.min(Duration::from_millis(100)).as_secs_f64() * f64::from(self.per_s)) as u64;
        if count > 0 {
            self.until = now;
        }
        for _ in 0..count {
            let at = self.dice.next() as usize % self.overheard.len().max(1);
            if let Some(request) = self.overheard.get(at) {
                let forged = crate::forged::response(request, self.dice.next());
                campaign.handle_input(now, 0, &forged);
            }
        }
        count
    }
}
