//! The fair number of home days of each person.

use std::collections::BTreeMap;

use super::Problem;
use crate::domain::PersonId;

/// What a cap can supply, in per mille of the cells of its users that are open; 95 % of it, so that rules other than caps keep
/// some room to move.
pub(super) struct Supply {
    /// What a home day of each person takes of it: nothing, one or two, or that in each slot of the cap.
    pub uses: Vec<i64>,
    /// The same in one slot.
    pub each: Vec<i8>,
    /// On each day of the problem, in all slots.
    pub per_day: Vec<u32>,
}

/// Fills [`Problem::target`]: fixed home days plus the person's share of the open ones.
///
/// share = min(weekly share, 95 % of the scarcest cap the person draws on); days nobody works supply nothing. What is owed from
/// the period before is added, as far as the person's weeks allow; a quota goes before it.
pub(super) fn fill(problem: &mut Problem, share_per_mille: i64, supplies: &[Supply], owed: &BTreeMap<PersonId, i64>) {
    let persons = problem.persons();
    let shares: Vec<i64> = supplies
        .iter()
        .map(|supply| {
            let (mut seats, mut cells) = (0i64, 0i64);
            for day in 0..problem.days() {
                let worked = (0..persons).any(|p| problem.is_worked(p, day));
                if worked {
                    seats += i64::from(supply.per_day[day]);
                }
                for p in (0..persons).filter(|&p| supply.uses[p] > 0 && problem.is_worked(p, day)) {
                    if problem.is_fixed_home(p, day) {
                        seats -= supply.uses[p];
                    } else if !problem.is_fixed_office(p, day) {
                        cells += supply.uses[p];
                    }
                }
            }
            seats.max(0) * 1000 / cells.max(1) * 95 / 100
        })
        .collect();
    problem.target = (0..persons)
        .map(|p| {
            let mut share = share_per_mille;
            for (supply, &cap_share) in supplies.iter().zip(&shares) {
                if supply.uses[p] > 0 {
                    share = share.min(cap_share);
                }
            }
            let (mut fixed, mut open, mut allowed) = (0i64, 0i64, 0i64);
            for w in 0..problem.weeks {
                fixed += i64::from(problem.fixed_home[p * problem.weeks + w].count_ones());
                open += i64::from(problem.free_mask(p, w).count_ones());
                allowed += i64::from(problem.home_max(p, w));
            }
            let (least, most) = problem.quota(p);
            let owed = owed.get(&problem.people[p].id).copied().filter(|_| problem.may_choose(p)).unwrap_or(0);
            let days = ((fixed + (share * open + 500) / 1000).min(allowed) + owed).clamp(fixed, allowed);
            (days as i32).clamp(least, most.max(least))
        })
        .collect();
}
