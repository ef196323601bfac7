//! Whether packets are lost by chance or in bursts.

use std::collections::BTreeSet;

/// Which numbers of a stream came, extended beyond 16 bits.
#[derive(Debug, Clone, Default)]
pub struct Pattern(BTreeSet<u32>);

impl Pattern {
    pub fn came(&mut self, extended: u32) {
        self.0.insert(extended);
    }

    /// Mean length of a run of lost packets over the length that chance gives at this loss (BurstR of G.107); 1 where nothing is lost.
    #[must_use]
    pub fn burst_ratio(&self) -> f64 {
        let (Some(first), Some(last)) = (self.0.first(), self.0.last()) else { return 1.0 };
        let total = f64::from(last - first + 1);
        let (mut lost, mut runs) = (0.0, 0.0);
        for (before, after) in self.0.iter().zip(self.0.iter().skip(1)) {
            if after - before > 1 {
                lost += f64::from(after - before - 1);
                runs += 1.0;
            }
        }
        if lost == 0.0 {
            return 1.0;
        }
        // A run goes on with the probability of loss, so by chance its mean length is 1 / (1 - p).
        lost / runs * (1.0 - lost / total)
    }

    /// The longest run of lost packets.
    #[must_use]
    pub fn longest(&self) -> u32 {
        self.0.iter().zip(self.0.iter().skip(1)).map(|(before, after)| after - before - 1).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(came: impl Fn(u32) -> bool) -> f64 {
        let mut pattern = Pattern::default();
        (0..100_000).filter(|n| came(*n)).for_each(|n| pattern.came(n));
        pattern.burst_ratio()
    }

    #[test]
    fn chance_is_one_and_bursts_are_more() {
        assert!((ratio(|_| true) - 1.0).abs() < 1e-9);
        let random = |n: u32| {
            let mut x = u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 33
        };
        let by_chance = ratio(|n| random(n) % 10 != 0);
        assert!((by_chance - 1.0).abs() < 0.05, "{by_chance}");
        // Five in a row of a hundred: 5 * 0.95.
        let bursts = ratio(|n| n % 100 >= 5 || n < 5);
        assert!((bursts - 4.75).abs() < 0.02, "{bursts}");
        let mut pattern = Pattern::default();
        for n in [1, 2, 3, 9, 10] {
            pattern.came(n);
        }
        assert_eq!(pattern.longest(), 5);
    }
}
