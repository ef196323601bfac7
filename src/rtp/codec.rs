//! Voice codecs by their static payload types (RFC 3551). The only door to `audio_codec`, which has G.722.

use audio_codec::g722::{G722Decoder, G722Encoder};
use audio_codec::{Decoder as _, Encoder as _};

use super::g711;

/// Milliseconds of speech in a packet.
pub const FRAME_MS: u32 = 20;

/// A codec that a call may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Codec {
    Pcmu,
    Pcma,
    G722,
}

impl Codec {
    /// In the order we like them.
    pub const ALL: [Self; 3] = [Self::Pcma, Self::Pcmu, Self::G722];

    #[must_use]
    pub fn payload_type(self) -> u8 {
        match self {
            Self::Pcmu => 0,
            Self::Pcma => 8,
            Self::G722 => 9,
        }
    }

    #[must_use]
    pub fn of_payload_type(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|codec| codec.payload_type() == number)
    }

    /// The encoding name of an `a=rtpmap`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pcmu => "PCMU",
            Self::Pcma => "PCMA",
            Self::G722 => "G722",
        }
    }

    /// Of time stamps; for G.722 by its history not that of the samples (RFC 3551 section 4.5.2).
    #[must_use]
    pub fn clock_rate(self) -> u32 {
        match self {
            Self::Pcmu | Self::Pcma | Self::G722 => 8000,
        }
    }

    /// Samples a second of the sound itself.
    #[must_use]
    pub fn sample_rate(self) -> u32 {
        if self == Self::G722 { 16_000 } else { 8000 }
    }

    /// Samples of one packet.
    #[must_use]
    pub fn frame(self) -> usize {
        (self.sample_rate() * FRAME_MS / 1000) as usize
    }
}

/// Speech to payloads.
pub struct Encoder(Option<G722Encoder>, Codec);

/// Payloads to speech.
pub struct Decoder(Option<G722Decoder>, Codec);

impl Encoder {
    #[must_use]
    pub fn new(codec: Codec) -> Self {
        Self((codec == Codec::G722).then(G722Encoder::new), codec)
    }

    pub fn encode(&mut self, samples: &[i16]) -> Vec<u8> {
        match (&mut self.0, self.1) {
            (Some(encoder), _) => encoder.encode(samples),
            (None, Codec::Pcmu) => samples.iter().map(|sample| g711::to_mu_law(*sample)).collect(),
            (None, _) => samples.iter().map(|sample| g711::to_a_law(*sample)).collect(),
        }
    }
}

impl Decoder {
    #[must_use]
    pub fn new(codec: Codec) -> Self {
        Self((codec == Codec::G722).then(G722Decoder::new), codec)
    }

    #[must_use]
    pub fn codec(&self) -> Codec {
        self.1
    }

    pub fn decode(&mut self, payload: &[u8]) -> Vec<i16> {
        match (&mut self.0, self.1) {
            (Some(decoder), _) => decoder.decode(payload),
            (None, Codec::Pcmu) => payload.iter().map(|code| g711::from_mu_law(*code)).collect(),
            (None, _) => payload.iter().map(|code| g711::from_a_law(*code)).collect(),
        }
    }
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Encoder({:?})", self.1)
    }
}

impl std::fmt::Debug for Decoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Decoder({:?})", self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tone::{Generator, Heard, Listener, Tone};
    use super::*;

    #[test]
    fn a_tone_is_still_that_tone_after_each_codec() {
        for codec in Codec::ALL {
            let tone = Tone::nth(7);
            let mut generator = Generator::new(tone, codec.sample_rate());
            let mut listener = Listener::new(codec.sample_rate());
            let (mut encoder, mut decoder) = (Encoder::new(codec), Decoder::new(codec));
            let mut heard = Vec::new();
            for _ in 0..20 {
                let payload = encoder.encode(&generator.take(codec.frame()));
                assert_eq!(payload.len(), 160, "64 kbit/s: {codec:?}");
                heard.extend(listener.hear(&decoder.decode(&payload)));
            }
            assert!(heard.iter().skip(1).all(|frame| *frame == Heard::Tone(tone)), "{codec:?} {heard:?}");
        }
    }

    #[test]
    fn any_payload_is_no_panic() {
        for codec in Codec::ALL {
            let mut decoder = Decoder::new(codec);
            for length in [0, 1, 7, 160, 1400] {
                let payload: Vec<u8> = (0..length).map(|n: usize| (n * 31 + length) as u8).collect();
                decoder.decode(&payload);
            }
        }
    }
}
