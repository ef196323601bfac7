//! What a registered contact says to requests, so that nobody's call dies in silence while a line is bound: OPTIONS and NOTIFY get
//! 200, INVITE gets 486, anything else what RFC 3261 section 8.2 asks for.
//!
//! In: requests that came over the flow, the time. Out: responses to send on the same flow.

use std::collections::BTreeMap;
use std::time::Instant;

use super::message::{Message, Method, Request, Response};
use super::timers::Timers;
use super::transaction::{AnsweredServer, ServerState};

/// Section 17.2.3: branch, sent-by and method; an ACK belongs to its INVITE.
type Key = (String, String, String);

/// More transactions than this are answered without memory.
const LIMIT: usize = 4096;

/// The server side of all lines on one flow.
#[derive(Debug)]
pub struct Answering {
    timers: Timers,
    reliable: bool,
    open: BTreeMap<Key, AnsweredServer>,
    /// Answers that need no memory.
    loose: Vec<Vec<u8>>,
}

impl Answering {
    #[must_use]
    pub fn new(reliable: bool, timers: Timers) -> Self {
        Self { timers, reliable, open: BTreeMap::new(), loose: Vec::new() }
    }

    /// Takes a request; `tag` is used for the To of a new answer. Requests without a readable Via cannot be answered.
    pub fn handle(&mut self, now: Instant, request: &Request, tag: &str) {
        let Ok(via) = request.headers.top_via() else { return };
        let key = |method: &Method| {
            let port = via.port.map_or(String::new(), |p| p.to_string());
            (via.branch().unwrap_or_default().to_owned(), format!("{}:{port}", via.host), method.to_string())
        };
        if request.method == Method::ACK {
            if let Some(open) = self.open.get_mut(&key(&Method::INVITE)) {
                open.handle_ack(now);
            }
            return;
        }
        let own = key(&request.method);
        if let Some(open) = self.open.get_mut(&own) {
            open.handle_request();
            return;
        }
        let cancels = request.method == Method::CANCEL && self.open.contains_key(&key(&Method::INVITE));
        let bytes = answer(request, cancels, tag).to_bytes();
        if self.open.len() >= LIMIT {
            self.loose.push(bytes);
            return;
        }
        let invite = request.method == Method::INVITE;
        self.open.insert(own, AnsweredServer::answer(now, bytes, invite, self.reliable, self.timers));
    }

    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        self.loose.pop().or_else(|| self.open.values_mut().find_map(AnsweredServer::poll_transmit))
    }

    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.open.values().filter_map(AnsweredServer::poll_timeout).min()
    }

    pub fn handle_timeout(&mut self, now: Instant) {
        for open in self.open.values_mut() {
            open.handle_timeout(now);
        }
        self.open.retain(|_, open| open.state() != ServerState::Terminated);
    }
}

const ALLOW: &str = "OPTIONS, NOTIFY, INVITE, ACK, CANCEL, BYE";

fn answer(request: &Request, cancels: bool, tag: &str) -> Response {
    let defects = Message::Request(request.clone()).defects();
    if let Some(defect) = defects.first() {
        return request.response(400, tag).with_reason(&format!("Bad Request: {defect}"));
    }
    let plain = |status| request.response(status, tag);
    let method = &request.method;
    if *method != Method::CANCEL {
        let wanted: Vec<&str> = request.headers.tokens("Require").collect();
        if !wanted.is_empty() {
            return plain(420).with("Unsupported", wanted.join(", "));
        }
    }
    match method {
        m if *m == Method::OPTIONS => plain(200).with("Allow", ALLOW).with("Accept", "application/sdp"),
        m if *m == Method::NOTIFY => plain(200),
        m if *m == Method::INVITE => plain(486),
        m if *m == Method::CANCEL && cancels => plain(200),
        m if *m == Method::CANCEL || *m == Method::BYE => plain(481),
        m if m.is_known() => plain(405).with("Allow", ALLOW),
        _ => plain(501).with("Allow", ALLOW),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn request(method: &str, branch: &str) -> Request {
        Request::new(method.parse().unwrap(), "sip:2001@127.0.0.1:5070")
            .with("Via", format!("SIP/2.0/UDP 127.0.0.1:5060;rport;branch=z9hG4bK{branch}"))
            .with("From", "<sip:pbx@127.0.0.1>;tag=p")
            .with("To", "<sip:2001@127.0.0.1>")
            .with("Call-ID", "c")
            .with("CSeq", format!("1 {method}"))
    }

    fn sent(answering: &mut Answering) -> Vec<u16> {
        std::iter::from_fn(|| answering.poll_transmit())
            .map(|b| match Message::parse(&b).unwrap() {
                Message::Response(r) => {
                    assert_eq!(r.headers.to().unwrap().tag(), Some("t"));
                    r.status
                }
                Message::Request(_) => panic!("a request"),
            })
            .collect()
    }

    #[test]
    #[allow(clippy::disallowed_methods)]
    fn each_request_gets_its_answer_and_a_repeated_one_the_same() {
        let now = Instant::now();
        let mut a = Answering::new(false, Timers::default());
        for (method, status) in [("OPTIONS", 200), ("NOTIFY", 200), ("INVITE", 486), ("BYE", 481), ("MESSAGE", 405), ("FOO", 501)]
        {
            a.handle(now, &request(method, method), "t");
            assert_eq!(sent(&mut a), [status], "{method}");
            a.handle(now, &request(method, method), "t");
            assert_eq!(sent(&mut a), [status], "{method} again");
        }
        a.handle(now, &request("CANCEL", "INVITE"), "t");
        a.handle(now, &request("CANCEL", "none"), "t");
        let mut both = sent(&mut a);
        both.sort_unstable();
        assert_eq!(both, [200, 481]);
        a.handle(now, &request("OPTIONS", "r").with("Require", "x, y"), "t");
        assert_eq!(sent(&mut a), [420]);
        let mut bad = request("OPTIONS", "b");
        bad.headers.set("CSeq", "1 INVITE");
        a.handle(now, &bad, "t");
        assert_eq!(sent(&mut a), [400]);
        bad.headers.remove("Via");
        a.handle(now, &bad, "t");
        assert_eq!(sent(&mut a), [] as [u16; 0]);
    }

    #[test]
    #[allow(clippy::disallowed_methods)]
    fn busy_is_repeated_until_the_ack_and_forgotten_after_it() {
        let now = Instant::now();
        let at = |ms| now + Duration::from_millis(ms);
        let mut a = Answering::new(false, Timers::default());
        a.handle(now, &request("INVITE", "i"), "t");
        assert_eq!(sent(&mut a), [486]);
        a.handle_timeout(at(500));
        assert_eq!(sent(&mut a), [486]);
        a.handle(at(600), &request("ACK", "i"), "t");
        a.handle_timeout(at(1500));
        assert_eq!(sent(&mut a), [] as [u16; 0]);
        assert_eq!(a.poll_timeout(), Some(at(5600)));
        a.handle_timeout(at(5600));
        assert_eq!(a.poll_timeout(), None);
    }
}
