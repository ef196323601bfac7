//! Where a 3xx answer points, and what server that is (RFC 3261 sections 8.1.3.4 and 21.3).

use crate::domain::{HostPort, Transport};

use super::Uri;
use super::message::AnyHeaders;
use super::name_addr::NameAddr;
use super::params::split_list;
use super::uri::SipUri;

/// More targets than a server has reason to name are not looked at.
const MOST: usize = 16;

/// The Contact values of a 3xx as URIs, best first: by `q`, and as they stand where that is equal. What cannot be read is left out.
#[must_use]
pub fn targets(headers: &AnyHeaders<'_>) -> Vec<String> {
    let values = headers.all("Contact").flat_map(|value| split_list(value).unwrap_or_default());
    let mut found: Vec<(u16, String)> = values
        .filter_map(|value| NameAddr::parse(value).ok())
        .map(|contact| (thousandths(&contact), contact.uri.to_string()))
        .collect();
    found.sort_by_key(|(q, _)| std::cmp::Reverse(*q));
    found.into_iter().map(|(_, uri)| uri).take(MOST).collect()
}

/// `q` in thousandths; one that is missing or wrong counts as 1, as for a single contact.
fn thousandths(contact: &NameAddr) -> u16 {
    let q = contact.params.get("q").and_then(|q| q.parse::<f32>().ok()).filter(|q| (0.0..=1.0).contains(q));
    (q.unwrap_or(1.0) * 1000.0) as u16
}

/// Server and transport that a target means for somebody who uses `now`. Where it names no transport, ours stays: a client is set to
/// one, and must not fall from TLS to plain text because a URI is short. `None` for what is no SIP URI, or a transport unknown to us.
#[must_use]
pub fn server(target: &str, now: Transport) -> Option<(SipUri, HostPort, Transport)> {
    let Ok(Uri::Sip(uri)) = target.parse() else { return None };
    let named = uri.params.get("transport").map(|name| name.to_ascii_lowercase());
    let encrypted = uri.secure || now.is_encrypted();
    let transport = match (named.as_deref(), encrypted) {
        (None, true) => {
            if matches!(now, Transport::Ws | Transport::Wss) {
                Transport::Wss
            } else {
                Transport::Tls
            }
        }
        (None, false) => now,
        (Some("udp"), _) => Transport::Udp,
        (Some("tcp"), _) if uri.secure => Transport::Tls,
        (Some("tcp"), _) => Transport::Tcp,
        (Some("tls"), _) => Transport::Tls,
        (Some("ws"), true) | (Some("wss"), _) => Transport::Wss,
        (Some("ws"), false) => Transport::Ws,
        _ => return None,
    };
    let port = uri.port.unwrap_or(if transport.is_encrypted() { 5061 } else { 5060 });
    let host = uri.params.get("maddr").map_or_else(|| uri.host.clone(), |at| at.trim_matches(['[', ']']).into());
    Some((uri, HostPort { host, port }, transport))
}

/// A target as it may stand in a request line: the method and the headers that a URI may carry have no place there (section 19.1.1).
#[must_use]
pub fn request_uri(target: &SipUri) -> SipUri {
    let mut uri = SipUri { headers: None, ..target.clone() };
    uri.params.remove("method");
    uri
}

#[cfg(test)]
mod tests {
    use super::super::message::Headers;
    use super::*;

    fn of(contacts: &[&str]) -> Vec<String> {
        let mut headers = Headers::default();
        for contact in contacts {
            headers.push("Contact", *contact);
        }
        targets(&headers)
    }

    #[test]
    fn the_best_target_comes_first_and_unreadable_ones_are_left_out() {
        let found =
            of(&["<sip:a@one>;q=0.2, <sip:b@two>;q=0.7", "<sip:c@three>, <broken", "sip:d@four;q=0.7", "*", "<sip:e@five>;q=9"]);
        assert_eq!(found, ["sip:e@five", "sip:b@two", "sip:d@four", "sip:a@one"]);
        assert_eq!(of(&[]), [""; 0]);
        assert_eq!(of(&["<sip:h>"; 40]).len(), 16);
    }

    #[test]
    fn a_target_means_a_server_and_never_less_protection_by_silence() {
        use Transport::{Tcp, Tls, Udp, Ws, Wss};
        for (target, now, server_wanted, transport) in [
            ("sip:pbx2.example", Udp, "pbx2.example:5060", Udp),
            ("sip:2001@pbx2.example:5070", Tcp, "pbx2.example:5070", Tcp),
            ("sip:pbx2.example", Tls, "pbx2.example:5061", Tls),
            ("sip:pbx2.example;transport=TCP", Udp, "pbx2.example:5060", Tcp),
            ("sip:pbx2.example;transport=tcp", Tls, "pbx2.example:5060", Tcp),
            ("sips:pbx2.example;transport=tcp", Udp, "pbx2.example:5061", Tls),
            ("sips:pbx2.example", Udp, "pbx2.example:5061", Tls),
            ("sip:pbx2.example;transport=ws", Ws, "pbx2.example:5060", Ws),
            ("sip:pbx2.example;transport=ws", Wss, "pbx2.example:5061", Wss),
            ("sip:pbx2.example", Wss, "pbx2.example:5061", Wss),
            ("sip:[2001:db8::7]:5062;maddr=192.0.2.9", Udp, "192.0.2.9:5062", Udp),
            ("sip:[2001:db8::7]", Udp, "[2001:db8::7]:5060", Udp),
        ] {
            let (_, at, over) = server(target, now).unwrap_or_else(|| panic!("{target}"));
            assert_eq!((at.to_string().as_str(), over), (server_wanted, transport), "{target} from {now}");
        }
        for none in ["tel:+4989", "sip:", "sip:h;transport=sctp", "http://pbx"] {
            assert_eq!(server(none, Udp), None, "{none}");
        }
    }

    #[test]
    fn a_request_line_has_no_headers() {
        let (uri, ..) = server("sip:2001@h;method=REGISTER;lr?Subject=x", Transport::Udp).unwrap();
        assert_eq!(request_uri(&uri).to_string(), "sip:2001@h;lr");
    }
}
