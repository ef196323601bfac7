//! A desk phone of a few lines: REGISTER over UDP with MD5 digest. It shares no code with `sip`, so that it can judge it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;

use md5::{Digest as _, Md5};

/// How long an answer to its own requests may take.
const TIMEOUT: Duration = Duration::from_secs(2);

pub struct Phone {
    socket: UdpSocket,
    pbx: u16,
    calls: u32,
    /// Calls that arrived: Asterisk repeats an INVITE that nobody answers.
    heard: RefCell<BTreeSet<String>>,
}

/// Status codes in their order, and the contacts of the last answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub codes: Vec<u16>,
    pub contacts: Vec<String>,
}

/// In hexadecimal digits.
pub fn md5(text: &str) -> String {
    Md5::digest(text).iter().fold(String::new(), |out, byte| out + &format!("{byte:02x}"))
}

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    answer
        .lines()
        .find_map(|line| line.split_once(':').filter(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, v)| v.trim()))
}

fn parameter(challenge: &str, name: &str) -> Option<String> {
    let start = challenge.find(&format!("{name}="))? + name.len() + 1;
    let rest = &challenge[start..];
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().map(str::to_owned),
        None => rest.split([',', ' ']).next().map(str::to_owned),
    }
}

impl Phone {
    pub fn new(pbx: u16) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        socket.set_read_timeout(Some(TIMEOUT)).expect("timeout");
        Self { socket, pbx, calls: 0, heard: RefCell::default() }
    }

    /// A contact on the phone's own address.
    pub fn own_contact(&self, user: &str) -> String {
        format!("sip:{user}@{}", self.socket.local_addr().expect("bound"))
    }

    /// Without `contact` it only asks; `expires` 0 takes the contact away.
    pub fn register(&mut self, user: &str, login: (&str, &str), contact: Option<&str>, expires: u32) -> Outcome {
        self.calls += 1;
        let call = format!("{}-{}", self.calls, self.socket.local_addr().expect("bound").port());
        let first = self.ask(user, contact, expires, None, &call, 1);
        let mut codes = vec![first.0];
        let mut last = first.1;
        if first.0 == 401 {
            let challenge = header(&last, "WWW-Authenticate").expect("401 has a challenge").to_owned();
            let (realm, nonce) = (parameter(&challenge, "realm").expect("realm"), parameter(&challenge, "nonce").expect("nonce"));
            let uri = format!("sip:127.0.0.1:{}", self.pbx);
            let ha1 = md5(&format!("{}:{realm}:{}", login.0, login.1));
            let ha2 = md5(&format!("REGISTER:{uri}"));
            let qop = challenge.contains("qop");
            let response =
                if qop { md5(&format!("{ha1}:{nonce}:00000001:abc:auth:{ha2}")) } else { md5(&format!("{ha1}:{nonce}:{ha2}")) };
            let mut answer = format!(
                "Digest username=\"{}\",realm=\"{realm}\",nonce=\"{nonce}\",uri=\"{uri}\",response=\"{response}\",algorithm=MD5",
                login.0
            );
            if qop {
                answer += ",qop=auth,nc=00000001,cnonce=\"abc\"";
            }
            if let Some(opaque) = parameter(&challenge, "opaque") {
                answer += &format!(",opaque=\"{opaque}\"");
            }
            let second = self.ask(user, contact, expires, Some(&answer), &call, 2);
            codes.push(second.0);
            last = second.1;
        }
        let contacts = last
            .lines()
            .filter(|line| line.to_ascii_lowercase().starts_with("contact:"))
            .flat_map(|line| line.split('<').skip(1).filter_map(|part| part.split('>').next()))
            .map(str::to_owned)
            .collect();
        Outcome { codes, contacts }
    }

    /// Whether a call arrives that was not there before; what else arrives meanwhile is answered and passed over.
    pub fn rings(&self, within: Duration) -> bool {
        let end = std::time::Instant::now() + within;
        while std::time::Instant::now() < end {
            let Some((text, from)) = self.heard_within(Duration::from_millis(100)) else { continue };
            let call = header(&text, "Call-ID").filter(|_| text.starts_with("INVITE "));
            let new = call.is_some_and(|call| self.heard.borrow_mut().insert(call.to_owned()));
            self.answer(&text, from);
            if new {
                return true;
            }
        }
        false
    }

    /// Answers what still arrives, until nothing has for a while: a call that its caller gave up is over then.
    pub fn settle(&self) {
        while let Some((text, from)) = self.heard_within(Duration::from_millis(700)) {
            self.answer(&text, from);
        }
    }

    fn heard_within(&self, wait: Duration) -> Option<(String, SocketAddr)> {
        self.socket.set_read_timeout(Some(wait)).expect("timeout");
        let mut buffer = vec![0; 65_536];
        let heard = self.socket.recv_from(&mut buffer).ok();
        self.socket.set_read_timeout(Some(TIMEOUT)).expect("timeout");
        heard.map(|(length, from)| (String::from_utf8_lossy(&buffer[..length]).into_owned(), from))
    }

    /// A telephone rings when it is called and stops when the caller gives up (RFC 3261 13.3.1.1, 9.2).
    fn answer(&self, request: &str, to: SocketAddr) {
        let answers: &[(&str, &str)] = match request.split(' ').next() {
            Some("INVITE") => &[("180 Ringing", "INVITE")],
            Some("CANCEL") => &[("200 OK", "CANCEL"), ("487 Request Terminated", "INVITE")],
            Some(method @ ("BYE" | "OPTIONS" | "NOTIFY")) => &[("200 OK", method)],
            _ => &[],
        };
        for (status, method) in answers {
            let mut text = format!("SIP/2.0 {status}\r\n");
            for line in request.lines().take_while(|line| !line.is_empty()) {
                let name = line.split(':').next().unwrap_or("").trim().to_ascii_lowercase();
                match name.as_str() {
                    "via" | "from" | "call-id" => text += &format!("{line}\r\n"),
                    "to" if line.contains(";tag=") => text += &format!("{line}\r\n"),
                    "to" => text += &format!("{line};tag=ringing\r\n"),
                    "cseq" => {
                        let number = line.split_whitespace().nth(1).unwrap_or("1");
                        text += &format!("CSeq: {number} {method}\r\n");
                    }
                    _ => {}
                }
            }
            let contact = self.own_contact("ringing");
            text += &format!("Contact: <{contact}>\r\nContent-Length: 0\r\n\r\n");
            self.socket.send_to(text.as_bytes(), to).expect("sent");
        }
    }

    fn ask(
        &self,
        user: &str,
        contact: Option<&str>,
        expires: u32,
        authorization: Option<&str>,
        call: &str,
        sequence: u32,
    ) -> (u16, String) {
        let own = self.socket.local_addr().expect("bound");
        let mut text = format!(
            "REGISTER sip:127.0.0.1:{} SIP/2.0\r\nVia: SIP/2.0/UDP {own};rport;branch=z9hG4bK{call}-{sequence}\r\nMax-Forwards: 70\r\n\
             From: <sip:{user}@127.0.0.1>;tag={call}\r\nTo: <sip:{user}@127.0.0.1>\r\nCall-ID: {call}\r\nCSeq: {sequence} REGISTER\r\n",
            self.pbx
        );
        if let Some(contact) = contact {
            text += &format!("Contact: <{contact}>\r\nExpires: {expires}\r\n");
        }
        if let Some(authorization) = authorization {
            text += &format!("Authorization: {authorization}\r\n");
        }
        text += "Content-Length: 0\r\n\r\n";
        for _ in 0..3 {
            self.socket.send_to(text.as_bytes(), ("127.0.0.1", self.pbx)).expect("sent");
            let mut buffer = vec![0; 65_536];
            while let Ok(length) = self.socket.recv(&mut buffer) {
                let answer = String::from_utf8_lossy(&buffer[..length]).into_owned();
                let ours =
                    header(&answer, "Call-ID") == Some(call) && header(&answer, "CSeq") == Some(&format!("{sequence} REGISTER"));
                let code = answer.get(8..11).and_then(|c| c.parse().ok()).unwrap_or(0);
                if ours && code >= 200 {
                    return (code, answer);
                }
            }
        }
        panic!("no answer to REGISTER of {user}");
    }
}
