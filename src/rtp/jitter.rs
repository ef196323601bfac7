//! Interarrival jitter (RFC 3550 section 6.4.1 and appendix A.8).

use std::time::Duration;

/// The running estimate of one source.
#[derive(Debug, Clone)]
pub struct Jitter {
    /// Of the codec's clock, in Hz.
    clock_rate: u32,
    /// The relative transit time of the packet before, in clock units.
    transit: Option<u32>,
    /// Sixteen times the estimate, as in the appendix, so that integers do.
    scaled: u64,
}

impl Jitter {
    /// `clock_rate` in Hz: 8000 for G.711 and, by its history, G.722; 48000 for Opus.
    #[must_use]
    pub fn new(clock_rate: u32) -> Self {
        Self { clock_rate: clock_rate.max(1), transit: None, scaled: 0 }
    }

    /// A packet with this timestamp arrived so long after an arbitrary but fixed moment.
    pub fn arrived(&mut self, arrival: Duration, timestamp: u32) {
        let units = arrival.as_nanos() * u128::from(self.clock_rate) / 1_000_000_000;
        // Both clocks wrap at 32 bits; only their difference counts.
        let transit = (units as u32).wrapping_sub(timestamp);
        if let Some(before) = self.transit.replace(transit) {
            let difference = u64::from((transit.wrapping_sub(before) as i32).unsigned_abs());
            self.scaled = self.scaled + difference - ((self.scaled + 8) >> 4);
        }
    }

    /// In clock units, as a receiver report carries it.
    #[must_use]
    pub fn units(&self) -> u32 {
        u32::try_from(self.scaled >> 4).unwrap_or(u32::MAX)
    }

    #[must_use]
    pub fn duration(&self) -> Duration {
        Duration::from_nanos((self.scaled >> 4).saturating_mul(1_000_000_000) / u64::from(self.clock_rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn an_even_stream_has_none_and_a_constant_delay_changes_nothing() {
        let mut jitter = Jitter::new(8000);
        for n in 0..500_u32 {
            jitter.arrived(ms(1000 + 20 * u64::from(n)), n.wrapping_mul(160).wrapping_sub(40_000));
        }
        assert_eq!((jitter.units(), jitter.duration()), (0, Duration::ZERO));
    }

    #[test]
    fn one_late_packet_moves_the_estimate_by_a_sixteenth() {
        // J += (|D| - J) / 16: 20 ms late is 160 units, so 10; the early-looking next one adds (160 - 10) / 16.
        let mut jitter = Jitter::new(8000);
        jitter.arrived(ms(0), 0);
        jitter.arrived(ms(40), 160);
        assert_eq!(jitter.units(), 10);
        jitter.arrived(ms(40), 320);
        assert_eq!(jitter.units(), 19);
        assert_eq!(jitter.duration(), Duration::from_micros(2375));
    }

    #[test]
    fn follows_the_floating_point_formula_closely() {
        let mut jitter = Jitter::new(8000);
        let mut exact = 0.0_f64;
        let mut before: Option<i64> = None;
        let mut state = 12_345_u64;
        for n in 0..5000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let late = (state >> 40) % 30;
            let arrival = 20 * n + late;
            jitter.arrived(ms(arrival), (n * 160) as u32);
            let transit = (arrival * 8) as i64 - (n * 160) as i64;
            if let Some(before) = before.replace(transit) {
                exact += ((transit - before).abs() as f64 - exact) / 16.0;
            }
        }
        assert!((exact - f64::from(jitter.units())).abs() <= 1.5, "{exact} {}", jitter.units());
    }

    #[test]
    fn timestamps_may_wrap() {
        let mut jitter = Jitter::new(8000);
        for n in 0..100_u32 {
            jitter.arrived(ms(20 * u64::from(n)), (n * 160).wrapping_add(u32::MAX - 3000));
        }
        assert_eq!(jitter.units(), 0);
    }
}
