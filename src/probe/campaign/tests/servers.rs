//! Several servers behind the lanes of one campaign, without loss or delay.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::*;
use super::pbx::Pbx;
use super::world::{good, settings};
use crate::diag::Words;
use crate::domain::{HostPort, Transport};
use crate::probe::observation::Fault;
use crate::probe::report::{Level, Report};
use crate::sip::{Message, Request, stun};

pub fn at(port: u16) -> HostPort {
    HostPort { host: "127.0.0.1".into(), port }
}

/// What stands behind a lane.
pub enum Server {
    Registrar(Box<Pbx>),
    /// Sends everybody there.
    Points(u16, &'static str),
    /// A registrar that sends on who names a contact.
    PointsBound(Box<Pbx>, &'static str),
    Closed,
    /// Answers so many requests as `Net::mute` does, and then none.
    Mute(usize),
    /// A registrar that speaks outbound with this Flow-Timer, behind a proxy that may not, and answers so many questions by STUN.
    Outbound {
        pbx: Box<Pbx>,
        flow_timer: u32,
        first_hop: bool,
        stun: usize,
    },
}

pub struct Net {
    campaign: Campaign,
    pub servers: Vec<Server>,
    /// Lane and message of each request.
    pub sent: Vec<(usize, Request)>,
    pub bindings: Vec<Binding>,
    pub decided: Vec<Decided>,
    /// STUN requests, with the time since the start.
    pub stun: Vec<Duration>,
    /// Given up by us.
    pub closed: usize,
    pub mute: Option<Box<Pbx>>,
    /// The first REGISTER with a contact arrives, and the connection is closed instead of an answer.
    pub close_at_bind: bool,
    pub start: Instant,
    pub now: Instant,
}

impl Net {
    /// The servers in the order of the lanes: the line's own at port 5060 first, then those of the site.
    pub fn new(level: Level, transport: Transport, lines: u32, servers: Vec<Server>) -> Self {
        let (mut candidates, _) = good(lines);
        for candidate in &mut candidates {
            Arc::make_mut(&mut candidate.line).transport = transport;
        }
        let mut settings = settings(level);
        settings.servers = (1..servers.len()).map(|n| (at(5060 + n as u16), Transport::Udp)).collect();
        let campaign = Campaign::new(Instant::now(), settings, candidates, Budget::new(3));
        assert_eq!(campaign.ways().count(), servers.len());
        Self::of(campaign, servers)
    }

    pub fn of(campaign: Campaign, servers: Vec<Server>) -> Self {
        let start = Instant::now();
        Self {
            campaign,
            servers,
            sent: Vec::new(),
            bindings: Vec::new(),
            decided: Vec::new(),
            stun: Vec::new(),
            closed: 0,
            mute: None,
            close_at_bind: false,
            start,
            now: start,
        }
    }

    pub fn run(&mut self) -> Report {
        let mut now = self.start;
        for _ in 0..10_000 {
            while let Some(output) = self.campaign.poll_output() {
                match output {
                    Output::Open { lane } if matches!(self.servers[lane], Server::Closed) => {
                        let fault = Fault { class: Class::PortClosed, what: Words::new("refused", "abgelehnt") };
                        self.campaign.lane_failed(now, lane, &fault);
                    }
                    Output::Open { lane } => {
                        self.campaign.lane_open(now, lane, HostPort { host: "192.0.2.7".into(), port: 5062 })
                    }
                    Output::Close { .. } => self.closed += 1,
                    Output::Send { lane, bytes } => self.answer(now, lane, &bytes),
                    Output::Bind { lane, bytes, binding } => {
                        self.bindings.push(binding);
                        if std::mem::take(&mut self.close_at_bind) {
                            let Server::Registrar(pbx) = &mut self.servers[lane] else { unreachable!() };
                            pbx.receive(now, &bytes);
                            let fault = Fault { class: Class::ConnectionLost, what: Words::new("closed", "geschlossen") };
                            self.campaign.lane_closed(now, lane, &fault);
                            continue;
                        }
                        self.answer(now, lane, &bytes);
                    }
                }
            }
            self.decided.extend(std::iter::from_fn(|| self.campaign.poll_decided()));
            if self.campaign.is_over() {
                let empty = Campaign::new(now, settings(Level::Fetch), Vec::new(), Budget::new(0));
                return std::mem::replace(&mut self.campaign, empty).into_report();
            }
            now = self.campaign.poll_timeout().unwrap().max(now);
            self.now = now;
            self.campaign.handle_timeout(now);
        }
        panic!("never ends")
    }

    fn answer(&mut self, now: Instant, lane: usize, bytes: &[u8]) {
        if stun::is_stun(bytes) {
            self.stun.push(now - self.start);
            if let Server::Outbound { stun: left @ 1.., .. } = &mut self.servers[lane] {
                *left -= 1;
                let answer = [&[1, 1, 0, 12], &bytes[4..], &[0, 1, 0, 8, 0, 1, 0x13, 0xc6, 192, 0, 2, 7]].concat();
                self.campaign.handle_input(now, lane, &answer);
            }
            return;
        }
        let request = Message::parse(bytes).unwrap().as_request().unwrap().clone();
        let answer = match &mut self.servers[lane] {
            Server::Registrar(pbx) => pbx.receive(now, bytes),
            Server::Points(status, contact) => {
                let response = request.response(*status, "t");
                let response = if contact.is_empty() { response } else { response.with("Contact", *contact) };
                Some(response.to_bytes())
            }
            Server::PointsBound(_, to) if request.headers.has("Contact") => {
                Some(request.response(302, "t").with("Contact", *to).to_bytes())
            }
            Server::PointsBound(pbx, _) => pbx.receive(now, bytes),
            Server::Mute(0) => None,
            Server::Mute(left) => {
                *left -= 1;
                self.mute.as_mut().and_then(|pbx| pbx.receive(now, bytes))
            }
            Server::Closed => unreachable!("was never open"),
            Server::Outbound { first_hop: false, .. }
                if request.headers.get("Contact").is_some_and(|c| c.contains(";reg-id=1")) =>
            {
                Some(request.response(439, "t").to_bytes())
            }
            Server::Outbound { pbx, flow_timer, .. } => {
                pbx.receive(now, bytes).map(|answer| outbound(&request, &answer, *flow_timer))
            }
        };
        self.sent.push((lane, request));
        if let Some(answer) = answer {
            self.campaign.handle_input(now, lane, &answer);
        }
    }
}

/// The answer of a registrar that speaks outbound and gives names to devices.
fn outbound(request: &Request, answer: &[u8], flow_timer: u32) -> Vec<u8> {
    let mut response = Message::parse(answer).unwrap().as_response().unwrap().clone();
    let contact =
        request.headers.get("Contact").filter(|contact| contact.contains(";reg-id=1") && !contact.contains("expires=0"));
    if let Some(contact) = contact.filter(|_| response.status == 200) {
        let listed = response.headers.get("Contact").unwrap().to_owned();
        let instance = contact.split("+sip.instance=").nth(1).unwrap().split(';').next().unwrap();
        let gruu = ";pub-gruu=\"sip:2000@pbx.example;gr=urn:uuid:1\";temp-gruu=\"sip:tgruu.7@pbx.example;gr\"";
        response.headers.set("Contact", format!("{listed};+sip.instance={instance};reg-id=1{gruu}"));
        response = response.with("Require", "outbound").with("Flow-Timer", flow_timer.to_string());
        response = response.with("Path", "<sip:edge.example;lr;ob>").with("Service-Route", "<sip:home.example;lr>");
    }
    response.to_bytes()
}
