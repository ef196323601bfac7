//! Keeps one flow open and notices when it is dead (RFC 5626 section 4.4): an empty line pair over streams, STUN over UDP.
//!
//! In: that the flow is open, what the registrar agreed to, the time, answers. Out: bytes to send, when to call again, whether the flow is
//! dead. Over UDP nothing is sent before the registrar has agreed: another server would take STUN for garbage. Over streams an empty line
//! pair does no harm (RFC 3261 section 7.5), but only a registrar that agreed has to answer it.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::stun::{self, TransactionId};
use super::tokens::Tokens;

/// Two line ends; one comes back.
pub const PING: &[u8] = b"\r\n\r\n";
/// Section 4.4.1: a pong comes within 10 s.
const PONG_WITHIN: Duration = Duration::from_secs(10);
/// Seconds between two without a Flow-Timer, least and most (section 4.4).
const STREAM_S: (u64, u64) = (95, 120);
const DATAGRAM_S: (u64, u64) = (24, 29);
/// A Flow-Timer below this is a mistake.
const LEAST_S: u64 = 5;
/// RFC 5389 section 7.2.1: first patience, number of requests, and the patience after the last in multiples of the first.
const RTO: Duration = Duration::from_millis(500);
const REQUESTS: u32 = 7;
const LAST_PATIENCE: u32 = 16;

/// What carries the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    Datagrams,
    Stream,
    /// Has pings of its own below; what we send is answered there or not at all.
    WebSocket,
}

/// The keep-alive of one flow.
#[derive(Debug)]
pub struct KeepAlive {
    carrier: Carrier,
    tokens: Tokens,
    /// The registrar speaks outbound or named a Flow-Timer.
    agreed: bool,
    flow_timer_s: Option<u32>,
    due: Option<Instant>,
    asked: Option<Asked>,
    /// A question of ours was answered on this flow.
    answered: bool,
    /// The agreed questions were never answered, so none is asked any more.
    unheard: bool,
    /// Our address as the first answer told it.
    seen_as: Option<SocketAddr>,
    out: Option<Vec<u8>>,
    dead: bool,
}

#[derive(Debug)]
struct Asked {
    id: TransactionId,
    tries: u32,
    until: Instant,
}

impl KeepAlive {
    #[must_use]
    pub fn new(carrier: Carrier, tokens: Tokens) -> Self {
        Self {
            carrier,
            tokens,
            agreed: false,
            flow_timer_s: None,
            due: None,
            asked: None,
            answered: false,
            unheard: false,
            seen_as: None,
            out: None,
            dead: false,
        }
    }

    /// A new connection or socket: nothing of the one before counts.
    pub fn opened(&mut self, now: Instant) {
        *self = Self::new(self.carrier, self.tokens.fork());
        if self.carrier != Carrier::Datagrams {
            self.due = Some(now + self.pause());
        }
    }

    /// The registrar accepted a registration with outbound, or named a Flow-Timer in seconds.
    pub fn agree(&mut self, now: Instant, flow_timer_s: Option<u32>) {
        if self.unheard || self.agreed && self.flow_timer_s == flow_timer_s {
            return;
        }
        (self.agreed, self.flow_timer_s) = (true, flow_timer_s);
        let due = now + self.pause();
        self.due = Some(self.due.map_or(due, |before| before.min(due)));
    }

    /// Between 80 % and 100 % of the Flow-Timer, or within the limits of the RFC: never at one beat with all other clients.
    fn pause(&mut self) -> Duration {
        let (least, most) = match (self.flow_timer_s, self.carrier) {
            (Some(seconds), _) => (u64::from(seconds).max(LEAST_S) * 8 / 10, u64::from(seconds).max(LEAST_S)),
            (None, Carrier::Datagrams) => DATAGRAM_S,
            (None, _) => STREAM_S,
        };
        Duration::from_millis(least * 1000 + self.tokens.next_u64() % ((most - least) * 1000 + 1))
    }

    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        if self.dead {
            return None;
        }
        [self.due, self.asked.as_ref().map(|asked| asked.until)].into_iter().flatten().min()
    }

    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        self.out.take()
    }

    /// The flow gave no answer, or leads from another address now: what was registered over it cannot be reached.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        self.dead
    }

    /// Timers that are due, and what is to be sent.
    pub fn poll(&mut self, now: Instant) -> Option<Vec<u8>> {
        self.handle_timeout(now);
        self.poll_transmit()
    }

    pub fn handle_timeout(&mut self, now: Instant) {
        if self.asked.as_ref().is_some_and(|asked| asked.until <= now) {
            self.unanswered(now);
        }
        if !self.dead && self.due.is_some_and(|due| due <= now) {
            self.due = Some(now + self.pause());
            if self.asked.is_none() {
                self.ask(now);
            }
        }
    }

    fn ask(&mut self, now: Instant) {
        let mut id = [0; 12];
        id[..8].copy_from_slice(&self.tokens.next_u64().to_be_bytes());
        id[8..].copy_from_slice(&self.tokens.next_u64().to_be_bytes()[..4]);
        let (bytes, patience) = match self.carrier {
            Carrier::Datagrams => (stun::request(id), RTO),
            Carrier::Stream | Carrier::WebSocket => (PING.to_vec(), PONG_WITHIN),
        };
        self.out = Some(bytes);
        self.asked = Some(Asked { id, tries: 1, until: now + patience });
    }

    fn unanswered(&mut self, now: Instant) {
        let Some(asked) = &mut self.asked else { return };
        match self.carrier {
            Carrier::Datagrams if asked.tries < REQUESTS => {
                let patience = if asked.tries + 1 == REQUESTS { LAST_PATIENCE } else { 1 << asked.tries };
                asked.tries += 1;
                asked.until = now + RTO * patience;
                self.out = Some(stun::request(asked.id));
            }
            Carrier::Datagrams if self.answered => self.dead = true,
            // Outbound is no promise to answer STUN, and routers drop what is no SIP: silence from the start says nothing of the flow.
            Carrier::Datagrams => (self.asked, self.due, self.unheard) = (None, None, true),
            Carrier::Stream if self.agreed => self.dead = true,
            Carrier::Stream | Carrier::WebSocket => self.asked = None,
        }
    }

    /// A message of the other side came over the flow: it is alive, whatever became of our question.
    pub fn heard(&mut self) {
        self.asked = None;
    }

    /// The other side agreed to signs of life and answered none, ever: nothing is known of the flow, and nothing more is asked.
    #[must_use]
    pub fn is_unheard(&self) -> bool {
        self.unheard
    }

    /// One line end came over the stream.
    pub fn handle_pong(&mut self) {
        if self.carrier == Carrier::Stream {
            self.asked = None;
        }
    }

    /// A STUN message came; one that answers no question of ours changes nothing.
    pub fn handle_stun(&mut self, bytes: &[u8]) {
        let Some(answer) = stun::answer(bytes) else { return };
        if self.asked.as_ref().is_none_or(|asked| asked.id != answer.id) || self.carrier != Carrier::Datagrams {
            return;
        }
        (self.asked, self.answered) = (None, true);
        if let Some(mapped) = answer.mapped {
            // Another address: the router has forgotten us and opened a new way (section 4.4.2).
            self.dead = self.seen_as.replace(mapped).is_some_and(|before| before != mapped);
        }
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use super::*;

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    /// Fires the next timer and gives what is sent then.
    fn fire(keep: &mut KeepAlive) -> (Instant, Option<Vec<u8>>) {
        let at = keep.poll_timeout().expect("a timer");
        keep.handle_timeout(at);
        (at, keep.poll_transmit())
    }

    /// The answer of a server that saw us at this address.
    fn stun_answer(request: &[u8], port: u16) -> Vec<u8> {
        let mut bytes = vec![1, 1, 0, 12];
        bytes.extend_from_slice(&request[4..20]);
        bytes.extend_from_slice(&[0, 1, 0, 8, 0, 1]);
        bytes.extend_from_slice(&port.to_be_bytes());
        bytes.extend_from_slice(&[192, 0, 2, 7]);
        bytes
    }

    #[test]
    fn a_stream_is_pinged_now_and_then_and_is_dead_without_a_pong_only_where_one_was_agreed() {
        let zero = Instant::now();
        let mut keep = KeepAlive::new(Carrier::Stream, Tokens::from_seed([1; 32]));
        assert_eq!(keep.poll_timeout(), None, "no flow yet");
        keep.opened(zero);
        let (first, sent) = fire(&mut keep);
        assert!((seconds(95)..=seconds(120)).contains(&(first - zero)), "{:?}", first - zero);
        assert_eq!(sent.as_deref(), Some(PING));
        assert_eq!(fire(&mut keep), (first + PONG_WITHIN, None));
        assert!(!keep.is_dead(), "nobody promised an answer");
        keep.agree(first, Some(60));
        let (second, sent) = fire(&mut keep);
        assert!((seconds(48)..=seconds(60)).contains(&(second - first)), "{:?}", second - first);
        assert!(sent.is_some());
        keep.handle_pong();
        let (third, sent) = fire(&mut keep);
        assert!(sent.is_some() && !keep.is_dead() && third - second >= seconds(48));
        assert_eq!(fire(&mut keep), (third + PONG_WITHIN, None));
        assert!(keep.is_dead() && keep.poll_timeout().is_none());
        keep.opened(third);
        assert!(!keep.is_dead() && keep.poll_timeout().is_some(), "a new connection begins anew");
    }

    #[test]
    fn over_udp_nothing_is_sent_before_the_registrar_agreed() {
        let zero = Instant::now();
        let mut keep = KeepAlive::new(Carrier::Datagrams, Tokens::from_seed([2; 32]));
        keep.opened(zero);
        assert_eq!(keep.poll_timeout(), None);
        keep.agree(zero, None);
        let due = keep.poll_timeout().unwrap();
        assert!((seconds(24)..=seconds(29)).contains(&(due - zero)));
        // Each registration says the same again, and must not put the next one off.
        keep.agree(zero + seconds(20), None);
        assert_eq!(keep.poll_timeout(), Some(due));
        let (_, sent) = fire(&mut keep);
        let request = sent.unwrap();
        assert!(stun::is_stun(&request));
        // Somebody else's answer is none.
        keep.handle_stun(&stun_answer(&stun::request([9; 12]), 1));
        assert_eq!(keep.poll_timeout(), Some(due + RTO));
        keep.handle_stun(&stun_answer(&request, 5062));
        assert!(keep.poll_timeout().unwrap() >= due + seconds(24));
        let (_, sent) = fire(&mut keep);
        keep.handle_stun(&stun_answer(&sent.unwrap(), 5062));
        assert!(!keep.is_dead());
        let (_, sent) = fire(&mut keep);
        keep.handle_stun(&stun_answer(&sent.unwrap(), 40_001));
        assert!(keep.is_dead(), "the router gave us another port");
    }

    #[test]
    fn a_server_that_falls_silent_is_asked_seven_times_and_is_then_dead() {
        let zero = Instant::now();
        let mut keep = KeepAlive::new(Carrier::Datagrams, Tokens::from_seed([3; 32]));
        keep.opened(zero);
        keep.agree(zero, Some(600));
        let (_, sent) = fire(&mut keep);
        keep.handle_stun(&stun_answer(&sent.unwrap(), 5062));
        let (first, _) = fire(&mut keep);
        let mut after = vec![];
        while !keep.is_dead() {
            let (at, sent) = fire(&mut keep);
            if sent.is_some() {
                after.push((at - first).as_millis());
            } else {
                assert_eq!((at - first).as_millis(), 39_500, "RFC 5389 section 7.2.1");
            }
        }
        assert_eq!(after, [500, 1500, 3500, 7500, 15_500, 31_500]);
    }

    #[test]
    fn a_server_that_never_answered_stun_is_asked_no_more_and_its_flow_is_not_dead() {
        let zero = Instant::now();
        let mut keep = KeepAlive::new(Carrier::Datagrams, Tokens::from_seed([5; 32]));
        keep.opened(zero);
        keep.agree(zero, Some(20));
        let mut sent = 0;
        while keep.poll_timeout().is_some() {
            sent += usize::from(fire(&mut keep).1.is_some());
        }
        assert_eq!((sent, keep.is_dead(), keep.is_unheard()), (7, false, true));
        keep.agree(zero + seconds(100), Some(30));
        assert_eq!(keep.poll_timeout(), None, "another registration says the same again");
        keep.opened(zero + seconds(100));
        assert!(!keep.is_unheard());
    }

    #[test]
    fn a_message_on_the_flow_answers_the_question_whether_it_lives() {
        let zero = Instant::now();
        for carrier in [Carrier::Datagrams, Carrier::Stream] {
            let mut keep = KeepAlive::new(carrier, Tokens::from_seed([6; 32]));
            keep.opened(zero);
            keep.agree(zero, Some(600));
            let (_, sent) = fire(&mut keep);
            match carrier {
                Carrier::Datagrams => keep.handle_stun(&stun_answer(&sent.unwrap(), 5062)),
                _ => keep.handle_pong(),
            }
            for _ in 0..3 {
                let (asked, sent) = fire(&mut keep);
                assert!(sent.is_some());
                keep.heard();
                assert!(keep.poll_timeout().unwrap() >= asked + seconds(480), "{carrier:?}");
            }
            assert!(!keep.is_dead() && !keep.is_unheard());
        }
    }

    #[test]
    fn a_flow_timer_that_is_a_mistake_makes_no_flood_and_a_web_socket_is_never_dead() {
        let zero = Instant::now();
        let mut keep = KeepAlive::new(Carrier::WebSocket, Tokens::from_seed([4; 32]));
        keep.opened(zero);
        keep.agree(zero, Some(0));
        for _ in 0..50 {
            let before = keep.poll_timeout().unwrap();
            fire(&mut keep);
            assert!(keep.poll_timeout().unwrap() > before);
        }
        let passed = keep.poll_timeout().unwrap() - zero;
        assert!(!keep.is_dead() && passed >= seconds(4 * 20), "{passed:?}");
    }
}
