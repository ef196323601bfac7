//! The E-model (ITU-T G.107): from delay, loss and codec to a rating R and a mean opinion score.

/// Everything the model takes; the default values are those of table 2 of G.107.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conditions {
    /// Send and receive loudness rating, dB.
    pub slr: f64,
    pub rlr: f64,
    /// Sidetone masking rating, dB.
    pub stmr: f64,
    /// D-values of the telephones at both sides.
    pub ds: f64,
    pub dr: f64,
    /// Talker echo loudness rating and weighted echo path loss, dB.
    pub telr: f64,
    pub wepl: f64,
    /// Mean one-way delay of the echo path, round trip of the closed loop, absolute delay without echo; milliseconds.
    pub t: f64,
    pub tr: f64,
    pub ta: f64,
    /// Quantization distortion units.
    pub qdu: f64,
    /// Equipment impairment and robustness against loss of the codec (G.113).
    pub ie: f64,
    pub bpl: f64,
    /// Packet loss in per cent, and how much burstier it is than chance.
    pub ppl: f64,
    pub burst_r: f64,
    /// Circuit noise, noise floor at the receiver, room noise at both sides.
    pub nc: f64,
    pub nfor: f64,
    pub ps: f64,
    pub pr: f64,
    /// Advantage factor.
    pub a: f64,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            slr: 8.0,
            rlr: 2.0,
            stmr: 15.0,
            ds: 3.0,
            dr: 3.0,
            telr: 65.0,
            wepl: 110.0,
            t: 0.0,
            tr: 0.0,
            ta: 0.0,
            qdu: 1.0,
            ie: 0.0,
            bpl: 4.3,
            ppl: 0.0,
            burst_r: 1.0,
            nc: -70.0,
            nfor: -64.0,
            ps: 35.0,
            pr: 35.0,
            a: 0.0,
        }
    }
}

impl Conditions {
    /// G.711 at the softphone's end: no echo but that of the standard, loss concealed (G.113 table I.3: Bpl 25.1).
    #[must_use]
    pub fn voip(delay_ms: f64, loss_percent: f64, burst_r: f64) -> Self {
        Self {
            t: delay_ms,
            tr: 2.0 * delay_ms,
            ta: delay_ms,
            ppl: loss_percent,
            burst_r: burst_r.max(1.0),
            bpl: 25.1,
            ..Self::default()
        }
    }

    /// The rating R.
    #[must_use]
    pub fn rating(&self) -> f64 {
        let no = self.noise();
        let ro = 15.0 - 1.5 * (self.slr + no);
        let ist = self.sidetone();
        ro - self.simultaneous(ro, no, ist) - self.delayed(ro, no, ist) - self.equipment() + self.a
    }

    fn olr(&self) -> f64 {
        self.slr + self.rlr
    }

    /// All noise together, at the 0 dBr point (formulas 7-3 to 7-7).
    fn noise(&self) -> f64 {
        let nos = self.ps - self.slr - self.ds - 100.0 + 0.004 * (self.ps - self.olr() - self.ds - 14.0).powi(2);
        let lstr = self.stmr + self.dr;
        let pre = self.pr + 10.0 * (1.0 + power((10.0 - lstr) / 10.0)).log10();
        let nor = self.rlr - 121.0 + pre + 0.008 * (pre - 35.0).powi(2);
        let nfo = self.nfor + self.rlr;
        10.0 * [self.nc, nos, nor, nfo].map(|level| power(level / 10.0)).iter().sum::<f64>().log10()
    }

    /// Ist: sidetone that is too loud or too quiet (7-10, 7-11).
    fn sidetone(&self) -> f64 {
        let stmro = -10.0 * (power(-self.stmr / 10.0) + (-self.t / 4.0).exp() * power(-self.telr / 10.0)).log10();
        let part = |offset: f64, scale: f64, order: f64| (1.0 + ((stmro + offset) / scale).abs().powf(order)).powf(1.0 / order);
        12.0 * part(-13.0, 6.0, 8.0) - 28.0 * part(1.0, 19.4, 35.0) - 13.0 * part(-3.0, 33.0, 13.0) + 29.0
    }

    /// Is: what disturbs together with the voice (7-8 to 7-17).
    fn simultaneous(&self, ro: f64, no: f64, ist: f64) -> f64 {
        let xolr = self.olr() + 0.2 * (64.0 + no - self.rlr);
        let iolr = 20.0 * ((1.0 + (xolr / 8.0).powi(8)).powf(1.0 / 8.0) - xolr / 8.0);
        let q = 37.0 - 15.0 * self.qdu.log10();
        let g = 1.07 + 0.258 * q + 0.0602 * q * q;
        let y = (ro - 100.0) / 15.0 + 46.0 / 8.4 - g / 9.0;
        let z = 46.0 / 30.0 - g / 40.0;
        let iq = 15.0 * (1.0 + power(y) + power(z)).log10();
        iolr + ist + iq
    }

    /// Id: talker echo, listener echo, and delay that is too long (7-18 to 7-28).
    fn delayed(&self, ro: f64, no: f64, ist: f64) -> f64 {
        let mut terv =
            self.telr - 40.0 * ((1.0 + self.t / 10.0) / (1.0 + self.t / 150.0)).log10() + 6.0 * (-0.3 * self.t * self.t).exp();
        if self.stmr < 9.0 {
            terv += ist / 2.0;
        }
        let roe = -1.5 * (no - self.rlr);
        let re = 80.0 + 2.5 * (terv - 14.0);
        let half = (roe - re) / 2.0;
        let mut idte = (half + (half * half + 100.0).sqrt() - 1.0) * (1.0 - (-self.t).exp());
        if self.t < 1.0 {
            idte = 0.0;
        } else if self.stmr > 20.0 {
            idte = idte.hypot(ist);
        }
        let rle = 10.5 * (self.wepl + 7.0) * (self.tr + 1.0).powf(-0.25);
        let half = (ro - rle) / 2.0;
        let idle = half + (half * half + 169.0).sqrt();
        let idd = if self.ta <= 100.0 {
            0.0
        } else {
            let x = (self.ta / 100.0).log2();
            25.0 * ((1.0 + x.powi(6)).powf(1.0 / 6.0) - 3.0 * (1.0 + (x / 3.0).powi(6)).powf(1.0 / 6.0) + 2.0)
        };
        idte + idle + idd
    }

    /// Ie-eff: codec and packet loss (7-29).
    fn equipment(&self) -> f64 {
        if self.ppl <= 0.0 {
            return self.ie;
        }
        self.ie + (95.0 - self.ie) * self.ppl / (self.ppl / self.burst_r + self.bpl)
    }
}

fn power(exponent: f64) -> f64 {
    10.0_f64.powf(exponent)
}

/// Mean opinion score of a rating (annex B).
#[must_use]
pub fn mos(rating: f64) -> f64 {
    if rating <= 0.0 {
        1.0
    } else if rating >= 100.0 {
        4.5
    } else {
        1.0 + 0.035 * rating + rating * (rating - 60.0) * (100.0 - rating) * 7e-6
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64, within: f64) {
        assert!((value - expected).abs() <= within, "{value} instead of {expected}");
    }

    #[test]
    fn default_values_give_the_rating_of_the_recommendation() {
        // Section 7.7 of G.107 (06/2015): all parameters at their defaults give R = 93.2.
        near(Conditions::default().rating(), 93.2, 0.05);
        near(mos(93.2), 4.41, 0.005);
    }

    #[test]
    fn opinion_scores_of_table_b_1() {
        for (rating, expected) in [(90.0, 4.34), (80.0, 4.03), (70.0, 3.60), (60.0, 3.10), (50.0, 2.58)] {
            // The table has 4.03 where formula B-4 gives 4.024.
            near(mos(rating), expected, 0.0065);
        }
        near(mos(-3.0), 1.0, 0.0);
        near(mos(120.0), 4.5, 0.0);
    }

    #[test]
    fn codecs_and_loss_lower_the_rating_by_their_impairment() {
        let rating =
            |ie: f64, bpl: f64, ppl: f64, burst_r: f64| Conditions { ie, bpl, ppl, burst_r, ..Conditions::default() }.rating();
        // G.113: G.729A has Ie = 11.
        near(93.2 - rating(11.0, 19.0, 0.0, 1.0), 11.0, 0.05);
        // (95 - Ie) * Ppl / (Ppl / BurstR + Bpl), at random and in bursts.
        near(rating(0.0, 25.1, 0.0, 1.0) - rating(0.0, 25.1, 5.0, 1.0), 95.0 * 5.0 / 30.1, 1e-9);
        near(rating(11.0, 19.0, 0.0, 1.0) - rating(11.0, 19.0, 2.0, 2.0), 84.0 * 2.0 / 20.0, 1e-9);
    }

    #[test]
    fn delay_counts_from_a_hundred_milliseconds_on() {
        let rating = |ms: f64| Conditions { ta: ms, ..Conditions::default() }.rating();
        near(rating(100.0), rating(0.0), 1e-9);
        // Idd of formula 7-28 at 200 ms, where X is 1.
        near(
            rating(0.0) - rating(200.0),
            25.0 * (2.0_f64.powf(1.0 / 6.0) - 3.0 * (1.0 + (1.0_f64 / 729.0)).powf(1.0 / 6.0) + 2.0),
            1e-9,
        );
        let through: Vec<f64> = [0.0, 20.0, 150.0, 300.0, 600.0].map(|ms| Conditions::voip(ms, 0.0, 1.0).rating()).into();
        assert!(through.windows(2).all(|pair| pair[0] > pair[1]), "{through:?}");
    }
}
