//! The echo: who dials it hears himself. It answers at once, and every packet of sound goes back where it came from.

use std::net::SocketAddr;

use super::registrar::Registrar;
use crate::domain::Transport;
use crate::sip::message::{Method, Request, Response};
use crate::sip::uri::Uri;

/// As in FreePBX.
pub const NUMBER: &str = "*43";

/// The request is for the echo.
pub(super) fn is_for(request: &Request) -> bool {
    let uri = request.uri.parse::<Uri>().ok();
    uri.as_ref().and_then(|uri| uri.as_sip()?.user_text()).is_some_and(|user| user == NUMBER)
}

impl Registrar {
    /// A request inside a call with the echo; none: not one of these.
    pub(super) fn within_echo(request: &Request) -> Option<u16> {
        let within = request.headers.to().is_ok_and(|to| to.tag().is_some());
        let known = [Method::BYE, Method::INFO, Method::UPDATE].contains(&request.method);
        (within && known && is_for(request)).then_some(200)
    }

    /// The answer to a call.
    pub(super) fn echo(&self, request: &Request, transport: Transport, plain: impl Fn(u16) -> Response) -> Response {
        let Some(at) = self.echo else { return plain(404) };
        let Some(answer) = description(&request.body, at) else { return plain(488) };
        let here = self.addresses.get(&transport).copied().unwrap_or(at);
        let contact = format!("<sip:{NUMBER}@{here};transport={}>", transport.uri_parameter());
        plain(200).with("Contact", contact).with_body("application/sdp", answer)
    }
}

/// The offer with our address and port. Keys stay what they are: the packets that go back are encrypted with the caller's own. None where
/// the offer has no sound over plain RTP or SRTP with keys in it.
fn description(offer: &[u8], at: SocketAddr) -> Option<String> {
    let text = std::str::from_utf8(offer).ok()?;
    let family = if at.is_ipv6() { "IP6" } else { "IP4" };
    let (mut out, mut sounds, mut keys) = (String::new(), 0, 0);
    for line in text.lines() {
        if let Some(media) = line.strip_prefix("m=") {
            let mut words = media.splitn(3, ' ');
            let (kind, _, rest) = (words.next()?, words.next()?, words.next()?);
            if kind != "audio" || !(rest.starts_with("RTP/AVP ") || rest.starts_with("RTP/SAVP ")) {
                return None;
            }
            sounds += 1;
            out.push_str(&format!("m=audio {} {rest}\r\n", at.port()));
        } else if line.starts_with("c=") {
            out.push_str(&format!("c=IN {family} {}\r\n", at.ip()));
        } else if line.starts_with("o=") {
            out.push_str(&format!("o=- 1 1 IN {family} {}\r\n", at.ip()));
        } else if line.starts_with("a=crypto:") {
            // Of several the first is taken (RFC 4568 section 5.1.2).
            keys += 1;
            if keys == 1 {
                out.push_str(&format!("{line}\r\n"));
            }
        } else if !line.starts_with("a=rtcp") {
            out.push_str(&format!("{line}\r\n"));
        }
    }
    (sounds == 1).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_the_offer_at_our_address_with_one_key() {
        let offer = "v=0\r\no=- 7 7 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 40000 RTP/SAVP 8 101\r\n\
                     a=rtcp:40001\r\na=rtpmap:8 PCMA/8000\r\na=crypto:1 A inline:x\r\na=crypto:2 B inline:y\r\n";
        let at: SocketAddr = "127.0.0.1:5000".parse().unwrap();
        let expected = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 5000 RTP/SAVP 8 101\r\n\
                        a=rtpmap:8 PCMA/8000\r\na=crypto:1 A inline:x\r\n";
        assert_eq!(description(offer.as_bytes(), at).as_deref(), Some(expected));
        // A browser's keys are agreed elsewhere, pictures are not given back, and without an offer there is nothing to say.
        for other in
            [&offer.replace("RTP/SAVP", "UDP/TLS/RTP/SAVPF"), &offer.replace("m=audio", "m=video"), "", "m=audio", "v=0\r\n"]
        {
            assert_eq!(description(other.as_bytes(), at), None, "{other}");
        }
    }
}
