//! What the PBX may ask us while we are registered: OPTIONS and NOTIFY get 200, a call gets 486, so that nobody's call dies in
//! silence at a device that is not there.

use sha2::{Digest as _, Sha256};

use crate::sip::{Method, Request};

/// The bytes of the answer; none for an ACK, which is never answered (RFC 3261 section 17.1.1.3).
pub(super) fn answer(request: &Request, key: &[u8; 32]) -> Option<Vec<u8>> {
    let method = &request.method;
    let status = if *method == Method::ACK {
        return None;
    } else if *method == Method::OPTIONS || *method == Method::NOTIFY {
        200
    } else if *method == Method::INVITE {
        486
    } else if *method == Method::CANCEL || *method == Method::BYE {
        481
    } else {
        405
    };
    let response = request.response(status, &tag(request, key));
    Some(response.with("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY").to_bytes())
}

/// The same for a repeated request, as a stateless server has to do (section 8.2.7).
fn tag(request: &Request, key: &[u8; 32]) -> String {
    let mut hash = Sha256::new();
    hash.update(key);
    hash.update(request.headers.get("Call-ID").unwrap_or_default());
    hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sip::Message;

    fn asked(method: &str) -> Option<String> {
        let text = format!(
            "{method} sip:2001@192.0.2.7:5062 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\nMax-Forwards: 70\r\n\
             From: <sip:a@b>;tag=1\r\nTo: <sip:2001@192.0.2.7>\r\nCall-ID: c\r\nCSeq: 1 {method}\r\nContent-Length: 0\r\n\r\n"
        );
        let Ok(Message::Request(request)) = Message::parse(text.as_bytes()) else { panic!("{text}") };
        let bytes = answer(&request, &[1; 32])?;
        assert_eq!(answer(&request, &[1; 32]).as_deref(), Some(&bytes[..]), "a repetition gets the same answer");
        Some(String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn qualifies_are_answered_and_calls_are_busy() {
        for (method, status) in [("OPTIONS", "200"), ("NOTIFY", "200"), ("INVITE", "486"), ("BYE", "481"), ("MESSAGE", "405")] {
            let answer = asked(method).unwrap();
            assert!(answer.starts_with(&format!("SIP/2.0 {status} ")), "{answer}");
            assert!(answer.contains("To: <sip:2001@192.0.2.7>;tag="), "{answer}");
        }
        assert_eq!(asked("ACK"), None);
    }
}
