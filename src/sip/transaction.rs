//! Transactions (RFC 3261 section 17): the non-INVITE client and both servers, as far as a registering client needs them.
//!
//! In: the time, what came in. Out: bytes to send, when to call again. States carry the RFC's names.

use std::time::{Duration, Instant};

use super::timers::Timers;

/// What a client transaction is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientState {
    Trying,
    Proceeding,
    Completed,
    Terminated,
}

/// What a client transaction tells its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientEvent {
    Provisional,
    Final,
    /// Timer F: no final response.
    TimedOut,
}

/// A non-INVITE client transaction (figure 6).
#[derive(Debug, Clone)]
pub struct NonInviteClient {
    state: ClientState,
    timers: Timers,
    reliable: bool,
    request: Vec<u8>,
    to_send: bool,
    gap: Duration,
    timer_e: Option<Instant>,
    timer_f: Instant,
    timer_k: Option<Instant>,
    retransmissions: u32,
}

impl NonInviteClient {
    /// Sends at once. `timeout` is timer F. Over reliable transports nothing is sent twice.
    #[must_use]
    pub fn start(now: Instant, request: Vec<u8>, reliable: bool, timers: Timers, timeout: Duration) -> Self {
        Self {
            state: ClientState::Trying,
            timers,
            reliable,
            request,
            to_send: true,
            gap: timers.t1,
            timer_e: (!reliable).then(|| now + timers.t1),
            timer_f: now + timeout,
            timer_k: None,
            retransmissions: 0,
        }
    }

    #[must_use]
    pub fn state(&self) -> ClientState {
        self.state
    }

    #[must_use]
    pub fn retransmissions(&self) -> u32 {
        self.retransmissions
    }

    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        std::mem::take(&mut self.to_send).then(|| self.request.clone())
    }

    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        match self.state {
            ClientState::Trying | ClientState::Proceeding => Some(self.timer_e.map_or(self.timer_f, |e| e.min(self.timer_f))),
            ClientState::Completed => self.timer_k,
            ClientState::Terminated => None,
        }
    }

    /// A response that belongs to this transaction; the caller has matched it. Retransmitted finals say nothing.
    pub fn handle_response(&mut self, now: Instant, status: u16) -> Option<ClientEvent> {
        match (self.state, status) {
            (ClientState::Trying | ClientState::Proceeding, 100..200) => {
                if self.state == ClientState::Trying && self.timer_e.is_some() {
                    // In Proceeding the request is repeated every T2 (17.1.2.2).
                    self.gap = self.timers.t2;
                }
                self.state = ClientState::Proceeding;
                Some(ClientEvent::Provisional)
            }
            (ClientState::Trying | ClientState::Proceeding, _) => {
                self.to_send = false;
                self.timer_e = None;
                if self.reliable {
                    self.state = ClientState::Terminated;
                } else {
                    self.state = ClientState::Completed;
                    self.timer_k = Some(now + self.timers.t4);
                }
                Some(ClientEvent::Final)
            }
            _ => None,
        }
    }

    pub fn handle_timeout(&mut self, now: Instant) -> Option<ClientEvent> {
        match self.state {
            ClientState::Trying | ClientState::Proceeding => {
                if now >= self.timer_f {
                    self.state = ClientState::Terminated;
                    self.to_send = false;
                    return Some(ClientEvent::TimedOut);
                }
                if self.timer_e.is_some_and(|e| now >= e) {
                    self.to_send = true;
                    self.retransmissions += 1;
                    self.gap =
                        if self.state == ClientState::Proceeding { self.timers.t2 } else { self.timers.next_gap(self.gap) };
                    self.timer_e = Some(now + self.gap);
                }
                None
            }
            ClientState::Completed => {
                if self.timer_k.is_some_and(|k| now >= k) {
                    self.state = ClientState::Terminated;
                }
                None
            }
            ClientState::Terminated => None,
        }
    }
}

/// Where a server transaction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerState {
    /// A final response was sent; repeated requests get it again.
    Completed,
    /// INVITE only: the ACK came.
    Confirmed,
    Terminated,
}

/// A server transaction that was answered at once with a final response (figures 7 and 8, from Completed on).
#[derive(Debug, Clone)]
pub struct AnsweredServer {
    state: ServerState,
    timers: Timers,
    reliable: bool,
    invite: bool,
    response: Vec<u8>,
    to_send: bool,
    gap: Duration,
    timer_g: Option<Instant>,
    /// H or J, later I.
    timer_end: Instant,
}

impl AnsweredServer {
    /// `response` is sent at once; for an INVITE it must be 300 or above and is repeated until the ACK comes.
    #[must_use]
    pub fn answer(now: Instant, response: Vec<u8>, invite: bool, reliable: bool, timers: Timers) -> Self {
        let linger = if reliable && !invite { Duration::ZERO } else { timers.give_up() };
        Self {
            state: ServerState::Completed,
            timers,
            reliable,
            invite,
            response,
            to_send: true,
            gap: timers.t1,
            timer_g: (invite && !reliable).then(|| now + timers.t1),
            timer_end: now + linger,
        }
    }

    #[must_use]
    pub fn state(&self) -> ServerState {
        self.state
    }

    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        std::mem::take(&mut self.to_send).then(|| self.response.clone())
    }

    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        match self.state {
            ServerState::Terminated => None,
            _ => Some(self.timer_g.map_or(self.timer_end, |g| g.min(self.timer_end))),
        }
    }

    /// The same request again.
    pub fn handle_request(&mut self) {
        if self.state == ServerState::Completed {
            self.to_send = true;
        }
    }

    pub fn handle_ack(&mut self, now: Instant) {
        if self.invite && self.state == ServerState::Completed {
            self.state = if self.reliable { ServerState::Terminated } else { ServerState::Confirmed };
            self.to_send = false;
            self.timer_g = None;
            self.timer_end = now + self.timers.t4;
        }
    }

    pub fn handle_timeout(&mut self, now: Instant) {
        if self.state == ServerState::Terminated {
            return;
        }
        if now >= self.timer_end {
            self.state = ServerState::Terminated;
            self.timer_g = None;
        } else if self.timer_g.is_some_and(|g| now >= g) {
            self.to_send = true;
            self.gap = self.timers.next_gap(self.gap);
            self.timer_g = Some(now + self.gap);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs until nothing is left to wait for and lists the milliseconds at which something was sent, and the end.
    fn run(client: &mut NonInviteClient, start: Instant) -> (Vec<u128>, Option<u128>) {
        let mut sent = Vec::new();
        let mut now = start;
        for _ in 0..1000 {
            while client.poll_transmit().is_some() {
                sent.push((now - start).as_millis());
            }
            let Some(at) = client.poll_timeout() else { return (sent, None) };
            now = at;
            if client.handle_timeout(now) == Some(ClientEvent::TimedOut) {
                return (sent, Some((now - start).as_millis()));
            }
        }
        panic!("endless");
    }

    #[test]
    #[allow(clippy::disallowed_methods)]
    fn silence_over_udp_is_eleven_sends_and_32_seconds() {
        let start = Instant::now();
        let timers = Timers::default();
        let mut client = NonInviteClient::start(start, b"x".to_vec(), false, timers, timers.give_up());
        let (sent, end) = run(&mut client, start);
        assert_eq!(sent, [0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500]);
        assert_eq!(end, Some(32_000));
        assert_eq!((client.retransmissions(), client.state()), (10, ClientState::Terminated));
    }

    #[test]
    #[allow(clippy::disallowed_methods)]
    fn silence_over_tcp_is_one_send() {
        let start = Instant::now();
        let timers = Timers::default();
        let mut client = NonInviteClient::start(start, b"x".to_vec(), true, timers, timers.give_up());
        assert_eq!(run(&mut client, start), (vec![0], Some(32_000)));
    }

    #[test]
    #[allow(clippy::disallowed_methods)]
    fn a_provisional_slows_down_to_t2_and_a_final_ends_it() {
        let start = Instant::now();
        let timers = Timers::default();
        let mut client = NonInviteClient::start(start, b"x".to_vec(), false, timers, timers.give_up());
        assert!(client.poll_transmit().is_some());
        let at = |ms| start + Duration::from_millis(ms);
        assert_eq!(client.handle_response(at(100), 100), Some(ClientEvent::Provisional));
        assert_eq!(client.poll_timeout(), Some(at(500)), "timer E runs on");
        assert_eq!(client.handle_timeout(at(500)), None);
        assert!(client.poll_transmit().is_some());
        assert_eq!(client.poll_timeout(), Some(at(4500)));
        assert_eq!(client.handle_response(at(600), 200), Some(ClientEvent::Final));
        assert_eq!(client.handle_response(at(700), 200), None, "absorbed in Completed");
        assert_eq!(client.poll_timeout(), Some(at(5600)), "timer K is T4");
        assert_eq!(client.handle_timeout(at(5600)), None);
        assert_eq!((client.state(), client.poll_timeout(), client.poll_transmit()), (ClientState::Terminated, None, None));
    }

    #[test]
    #[allow(clippy::disallowed_methods)]
    fn an_invite_answer_is_repeated_until_the_ack() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut server = AnsweredServer::answer(start, b"486".to_vec(), true, false, Timers::default());
        assert!(server.poll_transmit().is_some());
        for ms in [500, 1500, 3500] {
            assert_eq!(server.poll_timeout(), Some(at(ms)));
            server.handle_timeout(at(ms));
            assert!(server.poll_transmit().is_some(), "{ms}");
        }
        server.handle_request();
        assert!(server.poll_transmit().is_some(), "a repeated INVITE gets the answer again");
        server.handle_ack(at(3600));
        assert_eq!((server.state(), server.poll_timeout()), (ServerState::Confirmed, Some(at(8600))));
        server.handle_request();
        assert!(server.poll_transmit().is_none());
        server.handle_timeout(at(8600));
        assert_eq!(server.state(), ServerState::Terminated);
    }

    #[test]
    #[allow(clippy::disallowed_methods)]
    fn a_non_invite_answer_lingers_for_timer_j_over_udp_only() {
        let start = Instant::now();
        let mut udp = AnsweredServer::answer(start, b"200".to_vec(), false, false, Timers::default());
        assert!(udp.poll_transmit().is_some());
        assert_eq!(udp.poll_timeout(), Some(start + Duration::from_secs(32)));
        udp.handle_request();
        assert!(udp.poll_transmit().is_some());
        let tcp = AnsweredServer::answer(start, b"200".to_vec(), false, true, Timers::default());
        assert_eq!(tcp.poll_timeout(), Some(start));
    }
}
