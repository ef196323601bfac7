//! STUN binding requests, the keep-alive of SIP over UDP (RFC 5626 section 4.4.2), and the address that an answer tells (RFC 5389).
//!
//! No attributes are sent and none but the mapped address is read: nothing is authenticated, and a wrong address only ends a flow.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const HEADER: usize = 20;
const BINDING_REQUEST: u16 = 0x0001;
const BINDING_SUCCESS: u16 = 0x0101;
const BINDING_ERROR: u16 = 0x0111;
const MAPPED_ADDRESS: u16 = 0x0001;
const XOR_MAPPED_ADDRESS: u16 = 0x0020;

pub type TransactionId = [u8; 12];

/// An answer to a binding request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    pub id: TransactionId,
    /// Our address as the server saw it; none in a refusal, which proves all the same that the way is open.
    pub mapped: Option<SocketAddr>,
}

/// Tells STUN from SIP on one port: no SIP message begins with a byte below 4 (RFC 5626 section 8).
#[must_use]
pub fn is_stun(bytes: &[u8]) -> bool {
    bytes.len() >= HEADER
        && bytes[0] < 4
        && bytes[4..8] == COOKIE
        && length(bytes) % 4 == 0
        && HEADER + length(bytes) == bytes.len()
}

#[must_use]
pub fn request(id: TransactionId) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER);
    bytes.extend_from_slice(&BINDING_REQUEST.to_be_bytes());
    bytes.extend_from_slice(&[0, 0]);
    bytes.extend_from_slice(&COOKIE);
    bytes.extend_from_slice(&id);
    bytes
}

/// Reads an answer; `None` for anything else.
#[must_use]
pub fn answer(bytes: &[u8]) -> Option<Answer> {
    let kind = is_stun(bytes).then(|| number(bytes, 0))?;
    let id = bytes[8..HEADER].try_into().ok()?;
    match kind {
        BINDING_SUCCESS => Some(Answer { id, mapped: mapped(&bytes[HEADER..], &id) }),
        BINDING_ERROR => Some(Answer { id, mapped: None }),
        _ => None,
    }
}

/// The mapped address among the attributes; the one that routers cannot rewrite counts first.
fn mapped(mut rest: &[u8], id: &TransactionId) -> Option<SocketAddr> {
    let mut plain = None;
    while rest.len() >= 4 {
        let (kind, len) = (number(rest, 0), usize::from(number(rest, 2)));
        let value = rest.get(4..4 + len)?;
        match kind {
            XOR_MAPPED_ADDRESS => return address(value, Some(id)),
            MAPPED_ADDRESS => plain = address(value, None),
            _ => {}
        }
        rest = rest.get(4 + len.next_multiple_of(4)..)?;
    }
    plain
}

fn address(value: &[u8], hidden_by: Option<&TransactionId>) -> Option<SocketAddr> {
    let mut key = [0; 16];
    if let Some(id) = hidden_by {
        key[..4].copy_from_slice(&COOKIE);
        key[4..].copy_from_slice(id);
    }
    let port = number(value.get(..4)?, 2) ^ u16::from_be_bytes([key[0], key[1]]);
    let open = |n: usize| -> Option<Vec<u8>> {
        let bytes = value.get(4..).filter(|bytes| bytes.len() == n)?;
        Some(bytes.iter().zip(key).map(|(byte, key)| byte ^ key).collect())
    };
    let ip: IpAddr = match value[1] {
        1 => <[u8; 4]>::try_from(open(4)?).map(Ipv4Addr::from).ok()?.into(),
        2 => <[u8; 16]>::try_from(open(16)?).map(Ipv6Addr::from).ok()?.into(),
        _ => return None,
    };
    Some(SocketAddr::new(ip, port))
}

fn number(bytes: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([bytes[at], bytes[at + 1]])
}

fn length(bytes: &[u8]) -> usize {
    usize::from(number(bytes, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    const ID: TransactionId = [0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae];

    fn bytes(hex: &str) -> Vec<u8> {
        let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
        digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
    }

    /// RFC 5769 sections 2.2 and 2.3.
    fn vectors() -> [(Vec<u8>, &'static str); 2] {
        [
            (
                bytes(
                    "0101003c 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220 00200008 0001a147 e112a643 \
                     00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7 80280004 c07d4c96",
                ),
                "192.0.2.1:32853",
            ),
            (
                bytes(
                    "01010048 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220 00200014 0002a147 0113a9fa \
                     a5d3f179 bc25f4b5 bed2b9d9 00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41 80280004 c8fb0b4c",
                ),
                "[2001:db8:1234:5678:11:2233:4455:6677]:32853",
            ),
        ]
    }

    #[test]
    fn the_vectors_of_rfc_5769_are_read() {
        for (vector, mapped) in vectors() {
            assert_eq!(answer(&vector), Some(Answer { id: ID, mapped: Some(mapped.parse().unwrap()) }));
        }
    }

    #[test]
    fn a_request_is_no_answer_and_sip_is_no_stun() {
        let request = request(ID);
        assert_eq!(request.len(), 20);
        assert!(is_stun(&request) && answer(&request).is_none());
        assert!(!is_stun(b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h\r\n\r\n") && !is_stun(b"\r\n\r\n") && !is_stun(&request[..19]));
        let refused = [&[0x01, 0x11, 0, 0], &request[4..]].concat();
        assert_eq!(answer(&refused), Some(Answer { id: ID, mapped: None }));
        // A plain address is better than none; another cookie is the old STUN, which we never asked.
        let old = bytes("0101000c 2112a442 b7e7a701 bc34d686 fa87dfae 00010008 000113c4 c0000207");
        assert_eq!(answer(&old).unwrap().mapped, Some("192.0.2.7:5060".parse().unwrap()));
        assert_eq!(answer(&[&[1, 1, 0, 0, 0, 0, 0, 0], &ID[..]].concat()), None);
    }

    #[test]
    fn damaged_answers_are_read_or_refused() {
        let mut dice = Random(0x5eed_5389);
        let (mut read, mut refused) = (0, 0);
        for round in 0..20_000 {
            let mut vector = vectors()[round % 2].0.clone();
            for _ in 0..=dice.below(4) {
                let at = dice.below(vector.len());
                vector[at] = dice.below(256) as u8;
            }
            if dice.below(4) == 0 {
                vector.truncate(dice.below(vector.len()));
            }
            match answer(&vector) {
                Some(_) => read += 1,
                None => refused += 1,
            }
        }
        assert!(read > 1000 && refused > 1000, "{read} {refused}");
    }
}
