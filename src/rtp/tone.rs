//! A tone of its own for each line: two frequencies at once, which no telephone network uses for signals, found again by Goertzel's algorithm.
//!
//! The frequencies are multiples of 50 Hz, so that they do not disturb each other in a block of 40 ms, and keep away from those of
//! DTMF, which a PBX might act on.

use std::f64::consts::TAU;

/// Milliseconds of sound that are judged at a time.
const BLOCK_MS: u32 = 40;
const LOWEST: u16 = 500;
const HIGHEST: u16 = 3200;
const STEP: u16 = 50;
/// Frequencies of a tone lie apart by so many Hz at least.
const APART: u16 = 200;
/// Of each of the two, of 32767: -18 dB.
const AMPLITUDE: f64 = 4000.0;
/// Mean square below which a block is silence.
const SILENCE: f64 = 60.0 * 60.0;
/// Part of a block's energy that the two must have, and each of them at least.
const TOGETHER: f64 = 0.6;
const EACH: f64 = 0.15;

const DTMF: [u16; 8] = [697, 770, 852, 941, 1209, 1336, 1477, 1633];

fn frequencies() -> impl Iterator<Item = u16> {
    let far = |f: &u16| DTMF.iter().all(|d| u32::from(f.abs_diff(*d)) * 1000 > u32::from(*d) * 25);
    (LOWEST..=HIGHEST).step_by(STEP as usize).filter(far)
}

/// Two frequencies in Hz.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tone {
    pub low: u16,
    pub high: u16,
}

impl Tone {
    /// The tone of the nth line. Neighbours differ in both frequencies; there are some nine hundred before the first comes again.
    #[must_use]
    pub fn nth(n: usize) -> Self {
        let all: Vec<u16> = frequencies().collect();
        let pairs: Vec<Self> = all
            .iter()
            .flat_map(|low| all.iter().map(|high| Self { low: *low, high: *high }))
            .filter(|tone| tone.high >= tone.low + APART)
            .collect();
        // A stride without common divisor visits every pair.
        pairs[(n % pairs.len()) * stride(pairs.len()) % pairs.len()]
    }
}

impl std::fmt::Display for Tone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}+{} Hz", self.low, self.high)
    }
}

fn stride(count: usize) -> usize {
    let gcd = |mut a: usize, mut b: usize| {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    (count * 382 / 1000..count).find(|step| gcd(*step, count) == 1).unwrap_or(1)
}

/// Makes a tone.
#[derive(Debug, Clone)]
pub struct Generator {
    tone: Tone,
    rate: u32,
    at: u64,
}

impl Generator {
    #[must_use]
    pub fn new(tone: Tone, rate: u32) -> Self {
        Self { tone, rate, at: 0 }
    }

    /// The next samples.
    pub fn take(&mut self, count: usize) -> Vec<i16> {
        let sample = |at: u64| {
            let part = |hz: u16| {
                // One turn after another keeps the argument small.
                let turns = (at * u64::from(hz)) % u64::from(self.rate);
                (TAU * turns as f64 / f64::from(self.rate)).sin() * AMPLITUDE
            };
            (part(self.tone.low) + part(self.tone.high)) as i16
        };
        let samples = (self.at..self.at + count as u64).map(sample).collect();
        self.at += count as u64;
        samples
    }
}

/// What one block of sound is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heard {
    Silence,
    Tone(Tone),
    /// An announcement, music, a ringing tone.
    Other,
}

/// Listens for tones.
#[derive(Debug, Clone)]
pub struct Listener {
    rate: u32,
    waiting: Vec<i16>,
    frequencies: Vec<u16>,
}

impl Listener {
    #[must_use]
    pub fn new(rate: u32) -> Self {
        Self { rate, waiting: Vec::new(), frequencies: frequencies().collect() }
    }

    /// Takes sound; gives what each block that is complete now was.
    pub fn hear(&mut self, samples: &[i16]) -> Vec<Heard> {
        self.waiting.extend_from_slice(samples);
        let block = (self.rate * BLOCK_MS / 1000) as usize;
        let mut heard = Vec::new();
        while self.waiting.len() >= block {
            let rest = self.waiting.split_off(block);
            heard.push(self.judge(&self.waiting));
            self.waiting = rest;
        }
        heard
    }

    fn judge(&self, block: &[i16]) -> Heard {
        let energy: f64 = block.iter().map(|s| f64::from(*s) * f64::from(*s)).sum();
        let count = block.len() as f64;
        if energy / count < SILENCE {
            return Heard::Silence;
        }
        let mut shares: Vec<(f64, u16)> =
            self.frequencies.iter().map(|hz| (2.0 * power(block, *hz, self.rate) / (count * energy), *hz)).collect();
        shares.sort_by(|a, b| b.0.total_cmp(&a.0));
        let [(first, one), (second, other)] = [shares[0], shares[1]];
        let tone = Tone { low: one.min(other), high: one.max(other) };
        if second >= EACH && first + second >= TOGETHER && tone.high >= tone.low + APART {
            Heard::Tone(tone)
        } else {
            Heard::Other
        }
    }
}

/// Squared magnitude of one frequency (Goertzel).
fn power(block: &[i16], hz: u16, rate: u32) -> f64 {
    let factor = 2.0 * (TAU * f64::from(hz) / f64::from(rate)).cos();
    let (mut one, mut two) = (0.0, 0.0);
    for sample in block {
        let next = f64::from(*sample) + factor * one - two;
        (two, one) = (one, next);
    }
    one * one + two * two - factor * one * two
}

/// Whether a packet's sound is loud, for finding where a tone begins.
#[must_use]
pub fn is_loud(samples: &[i16]) -> bool {
    let energy: f64 = samples.iter().map(|s| f64::from(*s) * f64::from(*s)).sum();
    !samples.is_empty() && energy / samples.len() as f64 >= 500.0 * 500.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(tone: Tone, rate: u32, change: impl Fn(usize, i16) -> i16) -> Vec<Heard> {
        let samples = Generator::new(tone, rate).take(rate as usize / 2);
        let samples: Vec<i16> = samples.into_iter().enumerate().map(|(n, s)| change(n, s)).collect();
        Listener::new(rate).hear(&samples)
    }

    #[test]
    fn every_line_of_a_large_house_has_its_own() {
        let tones: std::collections::BTreeSet<Tone> = (0..900).map(Tone::nth).collect();
        assert_eq!(tones.len(), 900);
        for n in 0..900 {
            let (a, b) = (Tone::nth(n), Tone::nth(n + 1));
            assert!(a.low != b.low || a.high != b.high);
        }
    }

    #[test]
    fn no_frequency_is_taken_for_dtmf() {
        for hz in frequencies() {
            assert!(DTMF.iter().all(|d| (f64::from(hz) / f64::from(*d) - 1.0).abs() > 0.025), "{hz}");
        }
    }

    #[test]
    fn each_tone_is_told_from_all_others() {
        for n in 0..900 {
            let tone = Tone::nth(n);
            assert!(heard(tone, 8000, |_, s| s).iter().all(|h| *h == Heard::Tone(tone)), "{tone}");
        }
    }

    #[test]
    fn quiet_noisy_and_clipped_tones_are_found_and_other_sound_is_not() {
        let tone = Tone::nth(3);
        let mut state = 1_u32;
        let noise: Vec<i16> = (0..8000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 17) as i16 - 16_384
            })
            .collect();
        let all = |list: Vec<Heard>, wanted: Heard| assert!(list.iter().all(|h| *h == wanted), "{list:?}");
        all(heard(tone, 8000, |_, s| s / 16), Heard::Tone(tone));
        all(heard(tone, 8000, |n, s| s + noise[n] / 8), Heard::Tone(tone));
        all(heard(tone, 8000, |_, s| s.clamp(-5000, 5000)), Heard::Tone(tone));
        all(heard(tone, 8000, |n, _| noise[n] / 4), Heard::Other);
        all(heard(tone, 8000, |_, _| 3), Heard::Silence);
        // A ringing tone of 425 Hz.
        let one = Generator { tone: Tone { low: 425, high: 425 }, rate: 8000, at: 0 }.take(4000);
        all(Listener::new(8000).hear(&one), Heard::Other);
    }
}
