//! Digits as events in the RTP stream (RFC 4733).

/// The encoding name of an `a=rtpmap`.
pub const NAME: &str = "telephone-event";
/// Packets of one digit before its end is told; the end is told three times, because one may be lost (section 2.5.1.4).
const PACKETS: u16 = 8;
const ENDS: u16 = 3;
/// Packets of one digit in all.
pub const LENGTH: u16 = PACKETS + ENDS;
const VOLUME: u8 = 10;

/// One payload of four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    pub digit: char,
    pub end: bool,
    /// In units of the clock.
    pub duration: u16,
}

const DIGITS: &str = "0123456789*#ABCD";

impl Event {
    #[must_use]
    pub fn to_bytes(self) -> [u8; 4] {
        let number = DIGITS.find(self.digit).unwrap_or(0) as u8;
        let [high, low] = self.duration.to_be_bytes();
        [number, u8::from(self.end) << 7 | VOLUME, high, low]
    }

    /// None where it is no digit.
    #[must_use]
    pub fn parse(payload: &[u8]) -> Option<Self> {
        let [number, flags, high, low, ..] = *payload else { return None };
        let digit = char::from(*DIGITS.as_bytes().get(usize::from(number))?);
        Some(Self { digit, end: flags & 0x80 != 0, duration: u16::from_be_bytes([high, low]) })
    }
}

/// The packets of one digit, every 20 ms one.
#[must_use]
pub fn packets(digit: char, frame: u16) -> Vec<Event> {
    (1..=LENGTH).map(|n| Event { digit, end: n > PACKETS, duration: n.min(PACKETS) * frame }).collect()
}

/// Collects the digits of a stream: all packets of a digit have one time stamp.
#[derive(Debug, Clone, Default)]
pub struct Digits {
    last: Option<u32>,
    digits: String,
}

impl Digits {
    pub fn handle(&mut self, timestamp: u32, payload: &[u8]) {
        if let Some(event) = Event::parse(payload)
            && self.last.replace(timestamp) != Some(timestamp)
        {
            self.digits.push(event.digit);
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_is_eleven_packets_and_counts_once() {
        let events = packets('5', 160);
        assert_eq!(events.len(), 11);
        assert_eq!(events[0].to_bytes(), [5, 10, 0, 160]);
        assert_eq!(events[10].to_bytes(), [5, 0x8a, 5, 0]);
        let mut digits = Digits::default();
        for event in &events {
            digits.handle(1000, &event.to_bytes());
        }
        // One packet of the second digit is enough.
        digits.handle(9000, &packets('#', 160)[9].to_bytes());
        digits.handle(9000, &[200, 0, 0, 0]);
        digits.handle(9500, &[1, 2]);
        assert_eq!(digits.as_str(), "5#");
    }

    #[test]
    fn every_digit_reads_back() {
        for digit in DIGITS.chars() {
            let event = Event { digit, end: false, duration: 4660 };
            assert_eq!(Event::parse(&event.to_bytes()), Some(event));
        }
        assert_eq!(Event::parse(&[16, 0, 0, 0]), None, "a hook flash is no digit");
    }
}
