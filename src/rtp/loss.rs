//! Sequence tracking and loss of one source (RFC 3550 appendix A.1 and A.3).

/// Packets in order that make a source believable.
const MIN_SEQUENTIAL: u32 = 2;
/// A forward jump up to here is loss.
const MAX_DROPOUT: u16 = 3000;
/// A backward jump up to here is reordering.
const MAX_MISORDER: u16 = 100;
const SEQ_MOD: u32 = 1 << 16;

/// What a sequence number did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// On probation: not counted yet.
    Probation,
    /// Counted.
    Counted,
    /// A large jump: counted only when the next one follows it.
    Jump,
}

/// The state of one source.
#[derive(Debug, Clone)]
pub struct Sequence {
    max: u16,
    cycles: u32,
    base: u32,
    bad: u32,
    probation: u32,
    received: u32,
    expected_before: u32,
    received_before: u32,
}

impl Sequence {
    /// The first number seen puts the source on probation.
    #[must_use]
    pub fn new(first: u16) -> Self {
        let mut sequence = Self {
            max: 0,
            cycles: 0,
            base: 0,
            bad: 0,
            probation: MIN_SEQUENTIAL,
            received: 0,
            expected_before: 0,
            received_before: 0,
        };
        sequence.begin(first);
        sequence.max = first.wrapping_sub(1);
        sequence
    }

    fn begin(&mut self, number: u16) {
        self.base = u32::from(number);
        self.max = number;
        self.bad = SEQ_MOD + 1;
        self.cycles = 0;
        self.received = 0;
        self.received_before = 0;
        self.expected_before = 0;
    }

    /// `update_seq` of the appendix.
    pub fn update(&mut self, number: u16) -> Seen {
        let delta = number.wrapping_sub(self.max);
        if self.probation > 0 {
            if number == self.max.wrapping_add(1) {
                self.probation -= 1;
                self.max = number;
                if self.probation == 0 {
                    self.begin(number);
                    self.received += 1;
                    return Seen::Counted;
                }
            } else {
                self.probation = MIN_SEQUENTIAL - 1;
                self.max = number;
            }
            return Seen::Probation;
        }
        if delta < MAX_DROPOUT {
            if number < self.max {
                self.cycles = self.cycles.wrapping_add(SEQ_MOD);
            }
            self.max = number;
        } else if u32::from(delta) <= SEQ_MOD - u32::from(MAX_MISORDER) {
            if u32::from(number) == self.bad {
                // Two in a row: the other side has started anew without telling.
                self.begin(number);
            } else {
                self.bad = (u32::from(number) + 1) & (SEQ_MOD - 1);
                return Seen::Jump;
            }
        }
        self.received = self.received.wrapping_add(1);
        Seen::Counted
    }

    /// Highest number with the count of wraps above it.
    #[must_use]
    pub fn extended_max(&self) -> u32 {
        self.cycles.wrapping_add(u32::from(self.max))
    }

    #[must_use]
    pub fn received(&self) -> u32 {
        self.received
    }

    #[must_use]
    pub fn expected(&self) -> u32 {
        if self.probation > 0 { 0 } else { self.extended_max().wrapping_sub(self.base).wrapping_add(1) }
    }

    /// Packets lost so far; negative with duplicates, and kept within 24 bits as a report carries it.
    #[must_use]
    pub fn lost(&self) -> i32 {
        let lost = i64::from(self.expected()) - i64::from(self.received);
        lost.clamp(-0x80_0000, 0x7f_ffff) as i32
    }

    /// Fraction lost since the last call, in 256ths.
    pub fn fraction_lost(&mut self) -> u8 {
        let expected = self.expected().wrapping_sub(self.expected_before);
        let received = self.received.wrapping_sub(self.received_before);
        self.expected_before = self.expected();
        self.received_before = self.received;
        let lost = i64::from(expected) - i64::from(received);
        if expected == 0 || lost <= 0 { 0 } else { ((lost << 8) / i64::from(expected)).min(255) as u8 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fed(numbers: impl IntoIterator<Item = u16>) -> Sequence {
        let mut numbers = numbers.into_iter();
        let first = numbers.next().unwrap();
        let mut sequence = Sequence::new(first);
        sequence.update(first);
        for number in numbers {
            sequence.update(number);
        }
        sequence
    }

    #[test]
    fn a_source_is_believed_after_two_in_a_row() {
        let mut sequence = Sequence::new(7);
        assert_eq!(sequence.update(7), Seen::Probation);
        assert_eq!((sequence.expected(), sequence.lost()), (0, 0));
        assert_eq!(sequence.update(9), Seen::Probation);
        assert_eq!(sequence.update(10), Seen::Counted);
        assert_eq!((sequence.received(), sequence.expected(), sequence.lost()), (1, 1, 0));
    }

    #[test]
    fn wraps_are_counted() {
        let sequence = fed((0..200_u32).map(|n| (65_500 + n) as u16));
        assert_eq!((sequence.extended_max(), sequence.received(), sequence.lost()), (65_699, 199, 0));
    }

    #[test]
    fn loss_reordering_and_duplicates_across_the_wrap() {
        // 65530 and 65531 end the probation; 65534 and 2 are lost, 65533 comes late, 1 twice.
        let mut sequence = fed([65530, 65531, 65532, 65535, 65533, 0, 1, 1, 3]);
        assert_eq!(sequence.expected(), 9, "65531 to 3");
        assert_eq!((sequence.received(), sequence.lost()), (8, 1), "the duplicate hides one loss, as the RFC says");
        assert_eq!(sequence.fraction_lost(), 28, "256 / 9");
        assert_eq!(sequence.fraction_lost(), 0, "nothing since");
    }

    #[test]
    fn a_jump_counts_only_when_it_goes_on() {
        let mut sequence = fed(0..10);
        assert_eq!(sequence.update(30_000), Seen::Jump);
        assert_eq!(sequence.update(10), Seen::Counted, "a stray packet changes nothing");
        assert_eq!(sequence.lost(), 0);
        assert_eq!(sequence.update(40_000), Seen::Jump);
        assert_eq!(sequence.update(40_001), Seen::Counted);
        assert_eq!((sequence.extended_max(), sequence.received(), sequence.lost()), (40_001, 1, 0), "started anew");
    }

    #[test]
    fn half_lost_is_128_of_256_and_all_duplicates_are_none() {
        let mut sequence = fed(0..2);
        sequence.fraction_lost();
        for number in (2..202).filter(|n| n % 2 == 1) {
            sequence.update(number);
        }
        assert_eq!(sequence.fraction_lost(), 128);
        for _ in 0..300 {
            sequence.update(201);
        }
        assert_eq!(sequence.fraction_lost(), 0);
        assert_eq!(sequence.lost(), 100 - 300);
    }
}
