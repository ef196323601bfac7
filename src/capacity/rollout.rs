//! When how many devices are ready: deliveries come, some of them faulty, and so many a working day are staged.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Days of a forecast: ten years are more than anybody looks ahead.
pub const MOST_DAYS: i32 = 3660;

/// What is there, what comes, and the pace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rollout {
    /// Ready on the first day.
    pub ready: u32,
    /// There and not staged yet on the first day.
    pub waiting: u32,
    /// Those of a day can be staged from that day on.
    pub deliveries: Vec<(Date, u32)>,
    /// Of a thousand delivered, so many cannot be used.
    pub faulty_per_mille: u32,
    /// Staged on a working day.
    pub per_day: u32,
}

/// So many are ready in the morning of this day, and until the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub day: Date,
    pub ready: u32,
}

impl Rollout {
    /// The steps from `from` to `to`, both counted; the first is that of `from`. What is staged on a day is ready on the next working
    /// day. `works` says which days are working days.
    #[must_use]
    pub fn steps(&self, from: Date, to: Date, works: impl Fn(Date) -> bool) -> Vec<Step> {
        let (mut delivered, mut staged) = (0_u64, 0_u64);
        let mut deliveries = self.deliveries.clone();
        deliveries.sort_unstable();
        let mut deliveries = deliveries.into_iter().peekable();
        let mut steps: Vec<Step> = Vec::new();
        let mut day = from;
        while day <= to {
            while let Some((_, devices)) = deliveries.next_if(|(at, _)| *at <= day) {
                delivered += u64::from(devices);
            }
            if works(day) || steps.is_empty() {
                let ready = u32::try_from(u64::from(self.ready) + staged).unwrap_or(u32::MAX);
                if steps.last().is_none_or(|last| last.ready != ready) {
                    steps.push(Step { day, ready });
                }
            }
            if works(day) {
                // Counted over all deliveries, so that ten of one device each are not ten times without a fault.
                let usable = delivered * u64::from(1000 - self.faulty_per_mille.min(1000)) / 1000;
                let left = (u64::from(self.waiting) + usable).saturating_sub(staged);
                staged += left.min(u64::from(self.per_day));
            }
            let Ok(next) = day.checked_add(1.day()) else { break };
            day = next;
        }
        steps
    }
}

/// The first day on which so many are ready.
#[must_use]
pub fn first_with(steps: &[Step], needed: u32) -> Option<Date> {
    steps.iter().find(|step| step.ready >= needed).map(|step| step.day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Weekday, date};

    fn weekdays(day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    #[test]
    fn five_hundred_notebooks_at_twenty_five_a_day_take_twenty_working_days() {
        let rollout = Rollout { ready: 0, waiting: 500, deliveries: vec![], faulty_per_mille: 0, per_day: 25 };
        let steps = rollout.steps(date(2026, 11, 30), date(2026, 12, 31), weekdays);
        assert_eq!(steps[0], Step { day: date(2026, 11, 30), ready: 0 });
        assert_eq!(steps[1], Step { day: date(2026, 12, 1), ready: 25 });
        // Twenty working days later, four weeks to the day.
        assert_eq!(first_with(&steps, 500), Some(date(2026, 12, 28)));
        assert_eq!(first_with(&steps, 501), None);
        assert_eq!(steps.len(), 21);
    }

    #[test]
    fn a_delivery_comes_on_top_less_what_is_faulty() {
        let rollout = Rollout {
            ready: 330,
            waiting: 0,
            deliveries: vec![(date(2026, 12, 9), 100), (date(2026, 12, 5), 200)],
            faulty_per_mille: 20,
            per_day: 1000,
        };
        let steps = rollout.steps(date(2026, 12, 1), date(2026, 12, 31), weekdays);
        // The 5th is a Saturday: staged on Monday, ready on Tuesday.
        let expected = [(date(2026, 12, 1), 330), (date(2026, 12, 8), 526), (date(2026, 12, 10), 624)];
        assert_eq!(steps, expected.map(|(day, ready)| Step { day, ready }));
    }

    #[test]
    fn nobody_stages_on_a_holiday_and_nothing_gets_lost() {
        let closed = |day: Date| weekdays(day) && day != date(2026, 12, 2);
        let rollout = Rollout {
            ready: 7,
            waiting: 3,
            deliveries: vec![(date(2026, 12, 1), 10), (date(2020, 1, 1), 5)],
            faulty_per_mille: 0,
            per_day: 4,
        };
        let steps = rollout.steps(date(2026, 12, 1), date(2026, 12, 31), closed);
        assert_eq!(steps.last().unwrap().ready, 7 + 3 + 10 + 5);
        assert!(steps.iter().all(|step| step.day != date(2026, 12, 2)));
        assert!(steps.windows(2).all(|pair| pair[1].ready - pair[0].ready <= 4 && pair[0].day < pair[1].day));
        assert!(rollout.steps(date(2026, 12, 2), date(2026, 12, 1), closed).is_empty());
    }
}
