//! What deliveries and staging leave ready on each day, counted anew.
//!
//! The forecast goes from day to day. Here a day is looked at alone: what was staged before it is as much as the pace allows since the day on
//! which nothing was left to stage, and of the days that could be that one, the one with the least counts.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::dates;
use crate::policy::site::{Cap, RosterRules};

/// The number of each day of the roster; none: the site gives the numbers itself.
pub(super) fn ready(rules: &RosterRules, cap: &Cap, days: &[Date]) -> Option<BTreeMap<Date, u32>> {
    let counted = cap.deliveries.as_ref()?;
    let is_staged = |date: Date| {
        dates::weekday(date) <= 5
            && !dates::is_holiday(date, &rules.land, rules.assumption_day)
            && !rules.extra_holidays.contains(&date)
    };
    let last = *days.last()?;
    let mut staging = Vec::new();
    let mut date = counted.from;
    while date <= last {
        if is_staged(date) {
            staging.push(date);
        }
        let Ok(next) = date.tomorrow() else { break };
        date = next;
    }
    let rollout = &counted.rollout;
    // What could have been staged at most by the end of each of these days, had the pace no limit.
    let there: Vec<u64> = (staging.iter())
        .map(|day| {
            let come: u64 = rollout.deliveries.iter().filter(|(at, _)| at <= day).map(|(_, n)| u64::from(*n)).sum();
            u64::from(rollout.waiting) + come * u64::from(1000 - rollout.faulty_per_mille) / 1000
        })
        .collect();
    let pace = u64::from(rollout.per_day);
    let of_day = |day: Date| {
        // Ready is what was staged on the staging days before this one; a day on which nobody stages is like the one before it.
        let before = staging.iter().filter(|staged| **staged <= day).count().saturating_sub(1);
        let since = |j: usize| there[j] + (before - 1 - j) as u64 * pace;
        let staged = (0..before).map(since).min().unwrap_or(0).min(before as u64 * pace);
        u32::try_from(u64::from(rollout.ready) + staged).unwrap_or(u32::MAX)
    };
    Some(days.iter().map(|day| (*day, of_day(*day))).collect())
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::date;

    use super::*;
    use crate::capacity::rollout::Rollout;
    use crate::diag::Severity;
    use crate::policy::read;
    use crate::policy::site::Deliveries;
    use crate::roster::random::Random;
    use crate::store::yaml;

    /// A site file with one resource; the house is closed on the second Tuesday.
    fn rules(from: Date, land: &str, deliveries: &Deliveries) -> RosterRules {
        let rollout = &deliveries.rollout;
        let days: Vec<String> = rollout.deliveries.iter().map(|(day, n)| format!("{day}: {n}")).collect();
        let text = format!(
            "name: A\nnumbers: {{area: \"861\", head: \"99998\"}}\nsources: {{}}\npbx: {{domain: pbx.example, registrars: {{tls: pbx.example}}}}\n\
             clients: [{{client: baresip}}]\nroster:\n  horizon: {{from: {from}, weeks: 9, holidays: {{land: {land}, extra: [{}]}}}}\n  \
             resources:\n    lent: {{cap: {{rollout: {{from: {}, ready: {}, waiting: {}, deliveries: {{{}}}, faulty: {}, per_day: {}}}}}}}\n",
            from + 8.days(),
            deliveries.from,
            rollout.ready,
            rollout.waiting,
            days.join(", "),
            f64::from(rollout.faulty_per_mille) / 1000.0,
            rollout.per_day,
        );
        let read = read::site("deskshift.yaml", &yaml::read("deskshift.yaml", text.as_bytes()).unwrap());
        assert!(read.findings.iter().all(|finding| finding.severity != Severity::Error), "{text}{:?}", read.findings);
        read.site.unwrap().roster
    }

    #[test]
    fn two_ways_to_count_give_the_same() {
        let mut grown = 0;
        for seed in 0..400 {
            let mut random = Random::new(seed);
            let from = [date(2020, 11, 30), date(2027, 3, 1), date(2028, 4, 10)][random.below(3)];
            let counted = from - (random.below(40) as i64).days();
            let mut deliveries = BTreeMap::new();
            for _ in 0..random.below(5) {
                deliveries.insert(counted + (random.below(90) as i64).days(), 1 + random.below(90) as u32);
            }
            let deliveries = Deliveries {
                from: counted,
                rollout: Rollout {
                    ready: random.below(50) as u32,
                    waiting: random.below(50) as u32,
                    deliveries: deliveries.into_iter().collect(),
                    faulty_per_mille: [0, 20, 333, 900][random.below(4)],
                    per_day: 1 + random.below(12) as u32,
                },
            };
            let rules = rules(from, ["BE", "BY", "SN", "HE"][random.below(4)], &deliveries);
            let cap = &rules.caps[0];
            assert_eq!(cap.deliveries.as_ref(), Some(&deliveries));
            let days = dates::working_days(rules.from, rules.weeks);
            let counted = ready(&rules, cap, &days).unwrap();
            for day in days {
                assert_eq!(counted[&day], cap.on(day), "{seed}: {day}: {deliveries:?}");
            }
            grown += usize::from(cap.steps.len() > 3);
        }
        assert!(grown > 200, "{grown}");
    }

    #[test]
    fn a_delivery_that_comes_late_is_missing_until_it_comes() {
        let of = |third: Date| {
            let rollout = Rollout {
                ready: 100,
                waiting: 120,
                deliveries: vec![(date(2020, 11, 30), 220), (third, 60)],
                faulty_per_mille: 20,
                per_day: 25,
            };
            rules(date(2020, 11, 30), "BE", &Deliveries { from: date(2020, 11, 30), rollout })
        };
        let (in_time, late) = (of(date(2020, 12, 14)), of(date(2020, 12, 21)));
        let counted = |rules: &RosterRules, day| ready(rules, &rules.caps[0], &[day]).unwrap()[&day];
        let day = |d| date(2020, 12, d);
        // Nobody stages on the 8th, when the house is closed.
        assert_eq!([1, 8, 9, 18, 21, 22, 23].map(|d| counted(&in_time, day(d))), [125, 225, 250, 425, 450, 475, 494]);
        assert_eq!([1, 8, 9, 18, 21, 22, 23].map(|d| counted(&late, day(d))), [125, 225, 250, 425, 435, 460, 485]);
    }
}
