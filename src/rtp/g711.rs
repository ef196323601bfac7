//! G.711: eight bits a sample, A-law and µ-law.

/// One sample of 16 bits to A-law.
#[must_use]
pub fn to_a_law(sample: i16) -> u8 {
    let (sign, magnitude) = if sample >= 0 { (0x80, sample as u16) } else { (0, !(sample as u16)) };
    let steps = magnitude >> 3;
    let segment = if steps < 32 { 0 } else { 11 - (steps.leading_zeros() as u16) };
    let mantissa = (steps >> segment.max(1)) & 0x0f;
    (sign | (segment << 4) as u8 | mantissa as u8) ^ 0x55
}

/// One A-law code to 16 bits.
#[must_use]
pub fn from_a_law(code: u8) -> i16 {
    let code = code ^ 0x55;
    let (segment, mantissa) = (u16::from(code >> 4 & 7), u16::from(code & 0x0f));
    let steps = if segment == 0 { mantissa << 1 | 1 } else { (mantissa | 16) << segment | 1 << (segment - 1) };
    let value = (steps << 3) as i16;
    if code & 0x80 == 0 { -value } else { value }
}

/// What µ-law adds to a magnitude before it looks for the segment.
const BIAS: u16 = 132;

/// One sample of 16 bits to µ-law.
#[must_use]
pub fn to_mu_law(sample: i16) -> u8 {
    let sign = if sample < 0 { 0x80 } else { 0 };
    let magnitude = sample.unsigned_abs().min(32_635) + BIAS;
    let segment = 8 - magnitude.leading_zeros() as u16;
    let mantissa = (magnitude >> (segment + 3)) & 0x0f;
    !(sign | (segment << 4) as u8 | mantissa as u8)
}

/// One µ-law code to 16 bits.
#[must_use]
pub fn from_mu_law(code: u8) -> i16 {
    let code = !code;
    let (segment, mantissa) = (u16::from(code >> 4 & 7), u16::from(code & 0x0f));
    let value = (((mantissa << 3) + BIAS) << segment) - BIAS;
    if code & 0x80 == 0 { value as i16 } else { -(value as i16) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The 1 kHz tone of tables 5 and 6 of G.711: 0 dBm0, which is 3.14 dB (A-law) and 3.17 dB (µ-law) below the full scale.
    const A_LAW_TONE: [u8; 8] = [0x34, 0x21, 0x21, 0x34, 0xb4, 0xa1, 0xa1, 0xb4];
    const MU_LAW_TONE: [u8; 8] = [0x1e, 0x0b, 0x0b, 0x1e, 0x9e, 0x8b, 0x8b, 0x9e];

    fn level(samples: impl Iterator<Item = i16>) -> f64 {
        let (mut power, mut count) = (0.0, 0.0);
        for sample in samples {
            power += f64::from(sample).powi(2);
            count += 1.0;
        }
        // Against a sine of full scale.
        10.0 * (power / count / (32_768.0_f64.powi(2) / 2.0)).log10()
    }

    #[test]
    fn the_standard_tone_has_its_level() {
        let a = level(A_LAW_TONE.into_iter().map(from_a_law));
        assert!((-3.2..-3.1).contains(&a), "{a}");
        let mu = level(MU_LAW_TONE.into_iter().map(from_mu_law));
        assert!((-3.22..-3.12).contains(&mu), "{mu}");
    }

    #[test]
    fn silence_and_extremes() {
        assert_eq!((to_a_law(0), to_mu_law(0)), (0xd5, 0xff));
        assert_eq!((to_a_law(i16::MAX), to_a_law(i16::MIN)), (0xaa, 0x2a));
        assert_eq!((to_mu_law(i16::MAX), to_mu_law(i16::MIN)), (0x80, 0x00));
        assert_eq!((from_a_law(0xaa), from_mu_law(0x80)), (32_256, 32_124));
    }

    #[test]
    fn every_code_comes_back_and_no_sample_is_far_off() {
        for code in 0..=255_u8 {
            assert_eq!(to_a_law(from_a_law(code)), code, "{code:02x}");
            // µ-law has two zeros.
            if code != 0x7f {
                assert_eq!(to_mu_law(from_mu_law(code)), code, "{code:02x}");
            }
        }
        for sample in i16::MIN..=i16::MAX {
            let step = (i32::from(sample).abs() / 16).max(16);
            for back in [from_a_law(to_a_law(sample)), from_mu_law(to_mu_law(sample))] {
                assert!((i32::from(back) - i32::from(sample)).abs() <= step.max(644), "{sample} {back}");
            }
        }
    }
}
