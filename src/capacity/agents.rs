//! How many people a hotline needs, by Erlang C: those who ring wait in a queue, and nobody gives up.

use super::erlang;

/// What comes in, and how soon it shall be answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hotline {
    pub calls_per_hour: f64,
    /// Mean seconds an agent is busy with a call, with what is written down afterwards.
    pub seconds: f64,
    /// Answered within so many seconds …
    pub within_s: f64,
    /// … is this part of the calls, above 0 and below 1.
    pub share: f64,
}

/// How so many agents do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Service {
    pub agents: u32,
    /// Part of the calls answered in time; 0 where calls pile up.
    pub level: f64,
    /// Mean wait over all calls in seconds; none where calls pile up.
    pub mean_wait_s: Option<f64>,
    /// Part of their time that agents are busy.
    pub occupancy: f64,
}

impl Hotline {
    /// In Erlang: so many agents are busy on average.
    #[must_use]
    pub fn load(&self) -> f64 {
        erlang::load(self.calls_per_hour, self.seconds)
    }

    #[must_use]
    pub fn with(&self, agents: u32) -> Service {
        let load = self.load();
        let spare = f64::from(agents) - load;
        if spare <= 0.0 {
            return Service { agents, level: 0.0, mean_wait_s: None, occupancy: 1.0 };
        }
        let waits = erlang::waiting(load, agents);
        Service {
            agents,
            level: 1.0 - waits * (-spare * self.within_s / self.seconds).exp(),
            mean_wait_s: Some(waits * self.seconds / spare),
            occupancy: load / f64::from(agents),
        }
    }

    /// The fewest who answer in time.
    #[must_use]
    pub fn fewest(&self) -> Service {
        // More agents always answer sooner, so halving finds them; with this many hardly anybody waits.
        let load = self.load();
        let (mut low, mut high) = (0_u32, (load + 10.0 * load.sqrt() + 50.0).min(f64::from(2 * erlang::MOST)) as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.with(middle).level >= self.share { high = middle } else { low = middle + 1 }
        }
        self.with(low)
    }
}

/// So many have to be on the roster that so many are at their phones, where this part of the time goes to breaks, training, sickness.
#[must_use]
pub fn on_the_roster(agents: u32, shrinkage: f64) -> u32 {
    // A hair less, so that 7 ÷ 0.7 is 10 and not 11.
    (f64::from(agents) / (1.0 - shrinkage) - 1e-9).ceil() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_cases_are_hit() {
        let busy = Hotline { calls_per_hour: 720.0, seconds: 240.0, within_s: 15.0, share: 0.8 };
        let service = busy.with(55);
        assert!((erlang::waiting(busy.load(), 55) - 0.2387).abs() < 5e-5);
        assert!((service.level - 0.8459).abs() < 5e-5, "{service:?}");
        assert!((service.mean_wait_s.unwrap() - 8.18).abs() < 0.01, "{service:?}");

        let usual = Hotline { calls_per_hour: 200.0, seconds: 180.0, within_s: 20.0, share: 0.8 };
        let fewest = usual.fewest();
        assert_eq!(fewest.agents, 14);
        assert!((fewest.level - 0.8884).abs() < 5e-5 && (fewest.occupancy - 0.714).abs() < 5e-4, "{fewest:?}");
        assert!((usual.with(13).level - 0.796).abs() < 5e-4);
        assert_eq!(on_the_roster(14, 0.3), 20);
    }

    #[test]
    fn the_fewest_are_the_fewest() {
        for calls in [1.0, 12.0, 60.0, 333.0, 5000.0] {
            for share in [0.5, 0.8, 0.95, 0.999] {
                let hotline = Hotline { calls_per_hour: calls, seconds: 300.0, within_s: 20.0, share };
                let fewest = hotline.fewest();
                assert!(fewest.level >= share, "{fewest:?}");
                assert!(fewest.agents == 0 || hotline.with(fewest.agents - 1).level < share, "{calls} {share} {fewest:?}");
            }
        }
    }

    #[test]
    fn too_few_never_catch_up() {
        let hotline = Hotline { calls_per_hour: 60.0, seconds: 300.0, within_s: 20.0, share: 0.8 };
        assert_eq!(hotline.with(5), Service { agents: 5, level: 0.0, mean_wait_s: None, occupancy: 1.0 });
        assert_eq!(on_the_roster(7, 0.3), 10);
        assert_eq!(on_the_roster(7, 0.0), 7);
        assert_eq!(on_the_roster(0, 0.9), 0);
    }
}
