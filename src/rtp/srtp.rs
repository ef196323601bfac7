//! Secure RTP with keys from the session description (RFC 3711, suites of RFC 4568): AES in counter mode, HMAC-SHA1.

use std::collections::BTreeMap;

use aes::cipher::{KeyIvInit as _, StreamCipher as _};
use hmac::Mac as _;

type Cipher = ctr::Ctr128BE<aes::Aes128>;
type Authenticator = hmac::Hmac<sha1::Sha1>;

/// Bytes of master key and master salt.
pub const KEY: usize = 16;
pub const SALT: usize = 14;
/// RTCP has the long tag in both suites.
const CONTROL_TAG: usize = 10;

/// A suite of RFC 4568.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suite {
    AesCm128HmacSha1_80,
    AesCm128HmacSha1_32,
}

impl Suite {
    /// Better ones first.
    pub const ALL: [Self; 2] = [Self::AesCm128HmacSha1_80, Self::AesCm128HmacSha1_32];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AesCm128HmacSha1_80 => "AES_CM_128_HMAC_SHA1_80",
            Self::AesCm128HmacSha1_32 => "AES_CM_128_HMAC_SHA1_32",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.name() == name)
    }

    fn tag(self) -> usize {
        match self {
            Self::AesCm128HmacSha1_80 => 10,
            Self::AesCm128HmacSha1_32 => 4,
        }
    }
}

/// Why a packet was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    TooShort,
    /// The tag does not fit: another key, another suite, or no SRTP at all.
    Tag,
}

struct Keys {
    cipher: [u8; KEY],
    salt: [u8; SALT],
    auth: [u8; 20],
}

impl Keys {
    /// Section 4.3: the labels are 0 to 2 for RTP, 3 to 5 for RTCP.
    fn derive(master: &[u8; KEY], salt: &[u8; SALT], first: u8) -> Self {
        let mut keys = Self { cipher: [0; KEY], salt: [0; SALT], auth: [0; 20] };
        let fill = |label: u8, out: &mut [u8]| {
            let mut iv = [0; 16];
            iv[..SALT].copy_from_slice(salt);
            iv[7] ^= label;
            Cipher::new(master.into(), &iv.into()).apply_keystream(out);
        };
        fill(first, &mut keys.cipher);
        fill(first + 1, &mut keys.auth);
        fill(first + 2, &mut keys.salt);
        keys
    }

    /// Section 4.1.1: counter of salt, source and packet index.
    fn apply(&self, ssrc: u32, index: u64, data: &mut [u8]) {
        let mut iv = [0; 16];
        iv[..SALT].copy_from_slice(&self.salt);
        for (at, byte) in ssrc.to_be_bytes().into_iter().enumerate() {
            iv[4 + at] ^= byte;
        }
        for (at, byte) in index.to_be_bytes()[2..].iter().enumerate() {
            iv[8 + at] ^= byte;
        }
        Cipher::new(&self.cipher.into(), &iv.into()).apply_keystream(data);
    }

    fn authenticator(&self, parts: &[&[u8]]) -> Option<Authenticator> {
        let mut mac = Authenticator::new_from_slice(&self.auth).ok()?;
        parts.iter().for_each(|part| mac.update(part));
        Some(mac)
    }

    fn tag(&self, parts: &[&[u8]]) -> [u8; 20] {
        self.authenticator(parts).map_or([0; 20], |mac| mac.finalize().into_bytes().into())
    }

    fn fits(&self, parts: &[&[u8]], tag: &[u8]) -> bool {
        self.authenticator(parts).is_some_and(|mac| mac.verify_truncated_left(tag).is_ok())
    }
}

/// One direction of a session.
pub struct Context {
    suite: Suite,
    rtp: Keys,
    rtcp: Keys,
    /// Roll-over counter and highest sequence number, by source.
    sources: BTreeMap<u32, (u32, u16)>,
    control_index: u32,
}

impl std::fmt::Debug for Context {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Context({})", self.suite.name())
    }
}

/// Length of the RTP header, with contributors and extension.
fn header(packet: &[u8]) -> Option<usize> {
    let first = *packet.first()?;
    let mut length = 12 + 4 * usize::from(first & 0x0f);
    if first & 0x10 != 0 {
        let words = packet.get(length + 2..length + 4)?;
        length += 4 + 4 * usize::from(u16::from_be_bytes([words[0], words[1]]));
    }
    (packet.len() >= length).then_some(length)
}

fn word(packet: &[u8], at: usize) -> u32 {
    packet.get(at..at + 4).map_or(0, |b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
}

impl Context {
    /// From the master key and salt of an `a=crypto` line.
    #[must_use]
    pub fn new(suite: Suite, key: &[u8; KEY], salt: &[u8; SALT]) -> Self {
        let derive = |first| Keys::derive(key, salt, first);
        Self { suite, rtp: derive(0), rtcp: derive(3), sources: BTreeMap::new(), control_index: 0 }
    }

    /// The roll-over counter that belongs to this number (section 3.3.1).
    fn rollover(&self, ssrc: u32, sequence: u16) -> u32 {
        let Some(&(roc, highest)) = self.sources.get(&ssrc) else { return 0 };
        if highest < 0x8000 && i32::from(sequence) - i32::from(highest) > 0x8000 {
            roc.wrapping_sub(1)
        } else if highest >= 0x8000 && sequence < highest - 0x8000 {
            roc.wrapping_add(1)
        } else {
            roc
        }
    }

    fn seen(&mut self, ssrc: u32, roc: u32, sequence: u16) {
        let state = self.sources.entry(ssrc).or_insert((roc, sequence));
        if roc > state.0 || (roc == state.0 && sequence > state.1) {
            *state = (roc, sequence);
        }
    }

    /// An RTP packet, encrypted and with its tag; one without a whole header stays as it is.
    #[must_use]
    pub fn protect(&mut self, packet: &[u8]) -> Vec<u8> {
        let mut out = packet.to_vec();
        let Some(start) = header(packet) else { return out };
        let (ssrc, sequence) = (word(packet, 8), u16::from_be_bytes([packet[2], packet[3]]));
        let roc = self.rollover(ssrc, sequence);
        self.seen(ssrc, roc, sequence);
        self.rtp.apply(ssrc, u64::from(roc) << 16 | u64::from(sequence), &mut out[start..]);
        let tag = self.rtp.tag(&[&out, &roc.to_be_bytes()]);
        out.extend_from_slice(&tag[..self.suite.tag()]);
        out
    }

    /// The RTP packet inside.
    ///
    /// # Errors
    /// When it is not from the holder of this key.
    pub fn unprotect(&mut self, packet: &[u8]) -> Result<Vec<u8>, Refused> {
        let end = packet.len().checked_sub(self.suite.tag()).filter(|end| *end >= 12).ok_or(Refused::TooShort)?;
        let (body, tag) = packet.split_at(end);
        let start = header(body).ok_or(Refused::TooShort)?;
        let (ssrc, sequence) = (word(body, 8), u16::from_be_bytes([body[2], body[3]]));
        let roc = self.rollover(ssrc, sequence);
        if !self.rtp.fits(&[body, &roc.to_be_bytes()], tag) {
            return Err(Refused::Tag);
        }
        self.seen(ssrc, roc, sequence);
        let mut out = body.to_vec();
        self.rtp.apply(ssrc, u64::from(roc) << 16 | u64::from(sequence), &mut out[start..]);
        Ok(out)
    }

    /// A compound of RTCP, encrypted (section 3.4).
    #[must_use]
    pub fn protect_control(&mut self, packet: &[u8]) -> Vec<u8> {
        let mut out = packet.to_vec();
        if out.len() < 8 {
            return out;
        }
        self.control_index = (self.control_index + 1) & 0x7fff_ffff;
        self.rtcp.apply(word(packet, 4), u64::from(self.control_index), &mut out[8..]);
        out.extend_from_slice(&(self.control_index | 1 << 31).to_be_bytes());
        let tag = self.rtcp.tag(&[&out]);
        out.extend_from_slice(&tag[..CONTROL_TAG]);
        out
    }

    /// The compound inside.
    ///
    /// # Errors
    /// When it is not from the holder of this key.
    pub fn unprotect_control(&mut self, packet: &[u8]) -> Result<Vec<u8>, Refused> {
        let end = packet.len().checked_sub(CONTROL_TAG).filter(|end| *end >= 12).ok_or(Refused::TooShort)?;
        let (body, tag) = packet.split_at(end);
        if !self.rtcp.fits(&[body], tag) {
            return Err(Refused::Tag);
        }
        let index = word(body, end - 4);
        let mut out = body[..end - 4].to_vec();
        if index >> 31 == 1 {
            self.rtcp.apply(word(body, 4), u64::from(index & 0x7fff_ffff), &mut out[8..]);
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        std::array::from_fn(|n| u8::from_str_radix(&hex[n * 2..n * 2 + 2], 16).unwrap())
    }

    /// RFC 3711 appendix B.3.
    #[test]
    fn keys_are_those_of_the_rfc() {
        let master = bytes("e1f97a0d3e018be0d64fa32c06de4139");
        let salt = bytes("0ec675ad498afeebb6960b3aabe6");
        let keys = Keys::derive(&master, &salt, 0);
        assert_eq!(keys.cipher, bytes("c61e7a93744f39ee10734afe3ff7a087"));
        assert_eq!(keys.salt, bytes("30cbbc08863d8c85d49db34a9ae1"));
        assert_eq!(keys.auth, bytes("cebe321f6ff7716b6fd4ab49af256a156d38baa4"));
    }

    /// RFC 3711 appendix B.2.
    #[test]
    fn the_key_stream_is_that_of_the_rfc() {
        let keys = Keys {
            cipher: bytes("2b7e151628aed2a6abf7158809cf4f3c"),
            salt: bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfd"),
            auth: [0; 20],
        };
        let mut data = [0; 32];
        keys.apply(0, 0, &mut data);
        assert_eq!(data, bytes("e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab"));
    }

    fn pair(suite: Suite) -> (Context, Context) {
        (Context::new(suite, &[7; KEY], &[9; SALT]), Context::new(suite, &[7; KEY], &[9; SALT]))
    }

    fn packet(sequence: u16) -> Vec<u8> {
        let mut packet = vec![0x80, 8];
        packet.extend_from_slice(&sequence.to_be_bytes());
        packet.extend_from_slice(&[0, 0, 0, 160, 1, 2, 3, 4]);
        packet.extend_from_slice(&[0xd5; 160]);
        packet
    }

    #[test]
    fn both_suites_carry_a_stream_over_the_wrap() {
        for suite in Suite::ALL {
            let (mut ours, mut theirs) = pair(suite);
            for n in 65_500..65_700_u32 {
                let plain = packet(n as u16);
                let sent = ours.protect(&plain);
                assert_eq!(sent.len(), plain.len() + suite.tag());
                assert_ne!(sent[12..172], plain[12..]);
                assert_eq!(theirs.unprotect(&sent), Ok(plain), "{n}");
            }
        }
    }

    #[test]
    fn a_wrong_key_a_changed_packet_and_plain_rtp_are_refused() {
        let (mut ours, mut theirs) = pair(Suite::AesCm128HmacSha1_80);
        let mut sent = ours.protect(&packet(1));
        sent[40] ^= 1;
        assert_eq!(theirs.unprotect(&sent), Err(Refused::Tag));
        assert_eq!(theirs.unprotect(&packet(1)), Err(Refused::Tag));
        assert_eq!(theirs.unprotect(&[0x80; 9]), Err(Refused::TooShort));
        let mut other = Context::new(Suite::AesCm128HmacSha1_80, &[8; KEY], &[9; SALT]);
        assert_eq!(other.unprotect(&ours.protect(&packet(2))), Err(Refused::Tag));
    }

    #[test]
    fn control_packets_are_carried_too() {
        let (mut ours, mut theirs) = pair(Suite::AesCm128HmacSha1_32);
        let plain: Vec<u8> = [0x80, 201, 0, 1, 1, 2, 3, 4].into_iter().chain([5; 24]).collect();
        let sent = ours.protect_control(&plain);
        assert_eq!(sent.len(), plain.len() + 14);
        assert_eq!(theirs.unprotect_control(&sent), Ok(plain));
        assert_eq!(theirs.unprotect_control(&sent[1..]), Err(Refused::Tag));
    }
}
