//! Reports about a stream (RFC 3550 section 6): sender report, receiver report, source description, goodbye.

use std::time::Duration;

/// What a receiver says about one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Block {
    pub ssrc: u32,
    /// In 256ths, since the last report.
    pub fraction_lost: u8,
    pub lost: i32,
    pub highest: u32,
    /// In units of the clock.
    pub jitter: u32,
    /// Middle of the NTP time of the last sender report heard, and how long ago that was, in 1/65536 s.
    pub last_report: u32,
    pub since_last: u32,
}

/// One packet of a compound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    Sender {
        ssrc: u32,
        ntp: u64,
        rtp: u32,
        packets: u32,
        octets: u32,
        blocks: Vec<Block>,
    },
    Receiver {
        ssrc: u32,
        blocks: Vec<Block>,
    },
    Bye,
    /// Source description, application packet, feedback.
    Other(u8),
}

const SENDER: u8 = 200;
const RECEIVER: u8 = 201;
const DESCRIPTION: u8 = 202;
const BYE: u8 = 203;
/// Items beyond what the five bits of a header count are of no use.
const MOST_PACKETS: usize = 32;

/// The packets of a compound; what cannot be read ends it.
#[must_use]
pub fn read(bytes: &[u8]) -> Vec<Control> {
    let mut packets = Vec::new();
    let mut rest = bytes;
    while let [first, kind, high, low, ..] = *rest {
        let length = (usize::from(u16::from_be_bytes([high, low])) + 1) * 4;
        if first >> 6 != 2 || length > rest.len() || packets.len() == MOST_PACKETS {
            break;
        }
        let (packet, after) = rest.split_at(length);
        packets.push(one(kind, usize::from(first & 0x1f), packet));
        rest = after;
    }
    packets
}

fn one(kind: u8, count: usize, packet: &[u8]) -> Control {
    let word = |at: usize| packet.get(at..at + 4).map_or(0, |b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]));
    match kind {
        SENDER if packet.len() >= 28 => Control::Sender {
            ssrc: word(4),
            ntp: u64::from(word(8)) << 32 | u64::from(word(12)),
            rtp: word(16),
            packets: word(20),
            octets: word(24),
            blocks: blocks(&packet[28..], count),
        },
        RECEIVER if packet.len() >= 8 => Control::Receiver { ssrc: word(4), blocks: blocks(&packet[8..], count) },
        BYE => Control::Bye,
        other => Control::Other(other),
    }
}

fn blocks(bytes: &[u8], count: usize) -> Vec<Block> {
    let block = |b: &[u8]| {
        let word = |at: usize| u32::from_be_bytes([b[at], b[at + 1], b[at + 2], b[at + 3]]);
        // A signed number of 24 bits.
        let lost = (word(4) << 8) as i32 >> 8;
        Block {
            ssrc: word(0),
            fraction_lost: b[4],
            lost,
            highest: word(8),
            jitter: word(12),
            last_report: word(16),
            since_last: word(20),
        }
    };
    bytes.chunks_exact(24).take(count).map(block).collect()
}

fn header(out: &mut Vec<u8>, count: usize, kind: u8, words: usize) {
    out.push(0x80 | count as u8);
    out.push(kind);
    out.extend_from_slice(&(words as u16).to_be_bytes());
}

/// What a sender says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    pub ssrc: u32,
    pub ntp: u64,
    pub rtp: u32,
    pub packets: u32,
    pub octets: u32,
}

/// A compound of sender report and source description; with `bye` the stream ends.
#[must_use]
pub fn compound(sent: Sent, block: Option<Block>, cname: &str, bye: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(96);
    let count = usize::from(block.is_some());
    header(&mut out, count, SENDER, 6 + 6 * count);
    out.extend_from_slice(&sent.ssrc.to_be_bytes());
    out.extend_from_slice(&sent.ntp.to_be_bytes());
    for word in [sent.rtp, sent.packets, sent.octets] {
        out.extend_from_slice(&word.to_be_bytes());
    }
    if let Some(block) = block {
        let lost = (u32::from(block.fraction_lost) << 24) | (block.lost as u32 & 0xff_ffff);
        for word in [block.ssrc, lost, block.highest, block.jitter, block.last_report, block.since_last] {
            out.extend_from_slice(&word.to_be_bytes());
        }
    }
    // One chunk: SSRC, CNAME (1), its length, the name, at least one zero, whole words.
    let name = &cname.as_bytes()[..cname.len().min(255)];
    let words = (4 + 2 + name.len() + 1).div_ceil(4);
    header(&mut out, 1, DESCRIPTION, words);
    let end = out.len() + words * 4;
    out.extend_from_slice(&sent.ssrc.to_be_bytes());
    out.extend_from_slice(&[1, name.len() as u8]);
    out.extend_from_slice(name);
    out.resize(end, 0);
    if bye {
        header(&mut out, 1, BYE, 1);
        out.extend_from_slice(&sent.ssrc.to_be_bytes());
    }
    out
}

/// NTP's fixed-point seconds; the epoch does not matter between two who only compare differences.
#[must_use]
pub fn ntp(time: Duration) -> u64 {
    (time.as_secs() << 32) | ((u64::from(time.subsec_nanos()) << 32) / 1_000_000_000)
}

/// The middle 32 bits, as `last_report` carries them.
#[must_use]
pub fn middle(ntp: u64) -> u32 {
    (ntp >> 16) as u32
}

/// Round trip by a report that came now (section 6.4.1): none where the other side has heard no report of ours yet.
#[must_use]
pub fn round_trip(block: &Block, now: u64) -> Option<Duration> {
    if block.last_report == 0 {
        return None;
    }
    let units = middle(now).wrapping_sub(block.last_report).wrapping_sub(block.since_last);
    // Clocks that run apart give less than nothing.
    (units < 1 << 31).then(|| Duration::from_nanos(u64::from(units) * 1_000_000_000 / 65_536))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let block = Block {
            ssrc: 7,
            fraction_lost: 12,
            lost: -3,
            highest: 70_000,
            jitter: 9,
            last_report: 0xdead_beef,
            since_last: 65_536,
        };
        let sent = Sent { ssrc: 1, ntp: 0x0102_0304_0506_0708, rtp: 160, packets: 5, octets: 800 };
        let bytes = compound(sent, Some(block), "a@b", true);
        assert_eq!(bytes.len() % 4, 0);
        let expected = Control::Sender { ssrc: 1, ntp: sent.ntp, rtp: 160, packets: 5, octets: 800, blocks: vec![block] };
        assert_eq!(read(&bytes), [expected, Control::Other(202), Control::Bye]);
        assert_eq!(read(&compound(sent, None, "", false)).len(), 2);
    }

    #[test]
    fn the_round_trip_of_the_rfc() {
        // Figure 2 of section 6.4.1: A = 0xb710:8000, LSR = 0xb705:2000, DLSR = 0x0005:4000 give 0x0006:2000, 6.125 s.
        let block = Block { last_report: 0xb705_2000, since_last: 0x0005_4000, ..Block::default() };
        assert_eq!(round_trip(&block, 0xb44d_b710_8000_0000), Some(Duration::from_millis(6125)));
        assert_eq!(round_trip(&Block::default(), 1), None);
    }

    #[test]
    fn any_bytes_are_no_panic_and_end_somewhere() {
        let mut state = 7_u32;
        for length in 0..200 {
            for _ in 0..50 {
                let mut bytes: Vec<u8> = (0..length)
                    .map(|_| {
                        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        (state >> 24) as u8
                    })
                    .collect();
                if length > 3 {
                    bytes[0] = 0x81;
                    bytes[1] = 200 + (state % 4) as u8;
                    bytes[2] = 0;
                    bytes[3] %= 40;
                }
                assert!(read(&bytes).len() <= MOST_PACKETS);
            }
        }
    }
}
