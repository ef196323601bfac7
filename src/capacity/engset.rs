//! Engset's formula: few people share channels, and who talks does not call. Erlang's, which takes callers without end, asks for more.
//!
//! Source: T. O. Engset, "Die Wahrscheinlichkeitsrechnung zur Bestimmung der Wähleranzahl in automatischen Fernsprechämtern" (1918).

/// The part of the calls of so many people that finds all channels busy. `each` is the load of one of them in Erlang, below 1.
#[must_use]
pub fn blocking(people: u32, each: f64, channels: u32) -> f64 {
    if channels >= people {
        // Everybody has one.
        return if people == 0 && channels == 0 { 1.0 } else { 0.0 };
    }
    let idle = each / (1.0 - each);
    (1..=channels).fold(1.0, |before, k| {
        let calls = idle * f64::from(people - k) * before;
        calls / (f64::from(k) + calls)
    })
}

/// The least number of channels at which no more than this part of their calls is blocked.
#[must_use]
pub fn channels(people: u32, each: f64, allowed: f64) -> u32 {
    // Never more than one for each of them.
    let (mut low, mut high) = (0, people);
    while low < high {
        let middle = low + (high - low) / 2;
        if blocking(people, each, middle) <= allowed { high = middle } else { low = middle + 1 }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::erlang;

    #[test]
    fn twenty_people_on_five_lines_lose_less_than_erlang_says() {
        let computed = 100.0 * blocking(20, 0.1, 5);
        assert!((computed - 2.7).abs() < 0.05, "{computed}");
        assert!((100.0 * erlang::blocking(2.0, 5) - 3.7).abs() < 0.05);
    }

    #[test]
    fn many_people_are_callers_without_end() {
        let few = blocking(100_000, 0.0002, 25);
        let endless = erlang::blocking(20.0, 25);
        assert!((few - endless).abs() < 1e-3, "{few} {endless}");
    }

    #[test]
    fn channels_are_the_least_that_suffice_and_never_more_than_people() {
        for people in 1..60 {
            for each in [0.01, 0.1, 0.5, 0.9] {
                let n = channels(people, each, 0.01);
                assert!(n <= people && blocking(people, each, n) <= 0.01);
                assert!(n == 0 || blocking(people, each, n - 1) > 0.01, "{people} {each} {n}");
                assert!(n <= erlang::channels(f64::from(people) * each / (1.0 - each), 0.01));
            }
        }
    }
}
