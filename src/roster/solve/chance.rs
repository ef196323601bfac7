//! Metropolis' rule in integers, so that every machine accepts the same moves.
//!
//! A worsening by Δ is accepted when u < exp(−Δ/T) for a random u, that is when Δ < T · (−ln u). The table holds −ln u for 4096
//! evenly spread u, computed with additions, multiplications and divisions only: `exp` and `ln` of the platform's mathematical
//! library may differ in the last bit from one machine to the next, IEEE 754 arithmetic may not.

use super::super::random::Random;

const SIZE: usize = 4096;
/// Parts of one in the table and in a [`Temperature`].
const ONE: f64 = 1024.0;

pub struct Chance {
    minus_ln: Vec<u32>,
}

/// A temperature in cost units, fixed point.
#[derive(Debug, Clone, Copy)]
pub struct Temperature(u64);

impl Temperature {
    #[must_use]
    pub fn new(cost_units: f64) -> Self {
        Self((cost_units * ONE) as u64)
    }
}

impl Default for Chance {
    fn default() -> Self {
        Self::new()
    }
}

impl Chance {
    #[must_use]
    pub fn new() -> Self {
        let minus_ln = (0..SIZE).map(|i| (minus_ln((i as f64 + 0.5) / SIZE as f64) * ONE) as u32).collect();
        Self { minus_ln }
    }

    /// The largest worsening accepted in one draw.
    #[inline]
    pub fn most(&self, temperature: Temperature, random: &mut Random) -> i64 {
        let draw = self.minus_ln[(random.next_u64() >> 52) as usize];
        ((temperature.0 * u64::from(draw)) >> 20) as i64
    }

    /// Whether to accept a change of the total by `delta`.
    #[inline]
    pub fn accepts(&self, delta: i64, temperature: Temperature, random: &mut Random) -> bool {
        if delta <= 0 {
            return true;
        }
        delta <= self.most(temperature, random)
    }
}

/// −ln u for 0 < u ≤ 1: halve down to [½, 1], then the series of 2·artanh.
fn minus_ln(u: f64) -> f64 {
    let mut u = u;
    let mut halvings = 0.0;
    while u < 0.5 {
        u *= 2.0;
        halvings += 1.0;
    }
    let z = (1.0 - u) / (1.0 + u);
    let (mut power, mut sum) = (z, 0.0);
    for k in 0..20 {
        sum += power / f64::from(2 * k + 1);
        power *= z * z;
    }
    halvings * std::f64::consts::LN_2 + 2.0 * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithm_by_arithmetic() {
        for u in [0.0001, 0.01, 0.3, 0.5, 0.77, 0.999] {
            assert!((minus_ln(u) + f64::ln(u)).abs() < 1e-9, "{u}");
        }
    }

    #[test]
    fn accepts_about_as_often_as_metropolis() {
        let chance = Chance::new();
        let mut random = Random::new(9);
        let accepted = (0..40_000).filter(|_| chance.accepts(4, Temperature::new(4.5), &mut random)).count();
        let expected = (-4.0f64 / 4.5).exp();
        assert!((accepted as f64 / 40_000.0 - expected).abs() < 0.02, "{accepted}");
        assert!(chance.accepts(0, Temperature::new(0.0), &mut random));
        assert!(!(0..1000).any(|_| chance.accepts(1, Temperature::new(0.01), &mut random)));
    }
}
