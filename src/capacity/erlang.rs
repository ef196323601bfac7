//! Erlang's two formulas: what channels carry where blocked calls are lost, and how long callers wait where they queue.
//!
//! Source: A. K. Erlang, "Løsning af nogle Problemer fra Sandsynlighedsregningen af Betydning for de automatiske Telefoncentraler" (1917);
//! the recursion is that of ITU-T E.501. A load is in Erlang: calls an hour times mean seconds, divided by 3600.

/// No question of a house is larger: loads and numbers beyond are refused at the command line.
pub const MOST: u32 = 1_000_000;

/// Load of so many calls an hour, each so many seconds long, in Erlang.
#[must_use]
pub fn load(calls_per_hour: f64, seconds: f64) -> f64 {
    calls_per_hour * seconds / 3600.0
}

/// Erlang B: the part of the calls that finds all channels busy. 1 without channels, 0 without load.
#[must_use]
pub fn blocking(load: f64, channels: u32) -> f64 {
    (1..=channels).fold(1.0, |before, n| next(load, before, n))
}

/// B(n) from B(n − 1). It divides by what is at least n, so that nothing overflows, whatever the load.
fn next(load: f64, before: f64, n: u32) -> f64 {
    load * before / (f64::from(n) + load * before)
}

/// The least number of channels at which no more than this part of the calls is blocked.
///
/// `allowed` is above 0.
#[must_use]
pub fn channels(load: f64, allowed: f64) -> u32 {
    let (mut n, mut blocked) = (0, 1.0);
    while blocked > allowed && n < 2 * MOST {
        n += 1;
        blocked = next(load, blocked, n);
    }
    n
}

/// Erlang C: the part of the calls that waits; 1 where the agents cannot keep up.
#[must_use]
pub fn waiting(load: f64, agents: u32) -> f64 {
    let n = f64::from(agents);
    if load >= n {
        return 1.0;
    }
    let blocked = blocking(load, agents);
    blocked / (1.0 - load / n * (1.0 - blocked))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest load that so many channels carry with no more than this part blocked, in Erlang.
    fn carried(channels: u32, allowed: f64) -> f64 {
        // Blocking grows with the load, so halving finds it. At this upper end, more is blocked than any `allowed` below 1.
        let (mut low, mut high) = (0.0, f64::from(channels) / (1.0 - allowed.min(0.999_999)) + 1.0);
        for _ in 0..100 {
            let middle = f64::midpoint(low, high);
            if blocking(middle, channels) <= allowed { low = middle } else { high = middle }
        }
        low
    }

    /// The manual of erlang.com's calculator, an example table of codingace.net, and the classic table at 1 %.
    #[test]
    fn published_values_are_hit() {
        assert!((carried(15, 0.01) - 8.108_04).abs() < 1e-5, "{}", carried(15, 0.01));
        for (load, channels, percent) in
            [(8.0, 10, 12.1661), (10.0, 12, 11.9739), (12.5, 15, 10.0489), (15.0, 18, 8.6169), (18.0, 22, 6.5451)]
        {
            let computed = 100.0 * blocking(load, channels);
            assert!((computed - percent).abs() < 5e-5, "B({load}, {channels}) = {computed}");
        }
        for (channels, load) in [
            (1, 0.0101),
            (2, 0.153),
            (5, 1.361),
            (10, 4.461),
            (20, 12.031),
            (30, 20.337),
            (50, 37.901),
            (60, 46.950),
            (100, 84.064),
            (200, 179.738),
        ] {
            assert!((carried(channels, 0.01) - load).abs() < 6e-4, "{channels}: {}", carried(channels, 0.01));
        }
    }

    #[test]
    fn trunks_of_people_at_home_at_a_tenth_of_an_erlang_each() {
        for (people, at_one_percent, at_one_in_a_thousand) in [(200, 30, 35), (350, 47, 54), (600, 75, 83), (1100, 128, 139)] {
            let load = f64::from(people) * 0.1;
            assert_eq!((channels(load, 0.01), channels(load, 0.001)), (at_one_percent, at_one_in_a_thousand), "{people} people");
        }
    }

    #[test]
    fn channels_are_the_least_that_suffice() {
        for tenths in (0..2000).step_by(7) {
            let load = f64::from(tenths) / 10.0;
            for allowed in [0.5, 0.05, 0.01, 0.001] {
                let n = channels(load, allowed);
                assert!(blocking(load, n) <= allowed, "{load} {allowed}");
                assert!(n == 0 || blocking(load, n - 1) > allowed, "{load} {allowed}: {n}");
                assert!(carried(n, allowed) >= load - 1e-9);
            }
        }
    }

    #[test]
    fn the_ends_of_the_range_give_numbers() {
        assert_eq!((blocking(0.0, 0), blocking(5.0, 0)), (1.0, 1.0));
        assert!(blocking(0.0, 1).abs() < f64::EPSILON);
        assert!(blocking(1e6, MOST) < 0.01, "{}", blocking(1e6, MOST));
        assert!(blocking(1e6, 1) > 0.99);
        assert!(channels(1e6, 1e-9) > 1_000_000);
        assert!(carried(0, 0.01).abs() < 0.02);
        assert!((waiting(5.0, 5) - 1.0).abs() < f64::EPSILON && waiting(0.0, 1).abs() < f64::EPSILON);
    }
}
