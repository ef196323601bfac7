//! The codes of this room and the pages that explain them.

mod again;
mod bound_together;
mod broken;
mod clash;
mod forms;
mod input;
mod shifts;
mod tried;

use crate::diag::CodePage;

pub use again::*;
pub use bound_together::*;
pub use broken::*;
pub use clash::*;
pub use forms::*;
pub use input::*;
pub use shifts::*;
pub use tried::*;

/// Every code of the room, in the order of the work: input, solving, checking.
pub const ALL: &[&CodePage] = &[
    &BAD_HORIZON,
    &UNKNOWN_LAND,
    &BAD_RULES,
    &NO_PEOPLE,
    &UNKNOWN_GROUP,
    &UNKNOWN_MEMBER,
    &PAIR_NAMED_TWICE,
    &QUOTAS_CLASH,
    &QUOTA_ADJUSTED,
    &IN_TWO_TEAMS,
    &COHORT_MUST_COME,
    &CARRY_UNUSABLE,
    &IN_TWO_SHIFTS,
    &NOT_IN_SHIFT,
    &SHIFT_TOO_SMALL,
    &FEWER_AT_WORK,
    &UNKNOWN_ROOM,
    &NO_LINE,
    &SOFTPHONE_NOT_READY,
    &ALWAYS_HOME_NOT_READY,
    &SUITABILITY_UNKNOWN,
    &OWN_DAYS_ELSEWHERE,
    &OWN_DAY_IDLE,
    &WHAT_IF_UNKNOWN,
    &WHAT_IF_VALUE,
    &NOT_VALIDATED,
    &REPORT_NOT_USED,
    &REPORT_INCOMPLETE,
    &FIXED_CLASH,
    &CHAIN_CLASH,
    &ROOMS_AGAINST_CAP,
    &ROOMS_AGAINST_MINIMUM,
    &ROOM_AGAINST_WEEK,
    &WEEK_CLASH,
    &PERIOD_CLASH,
    &NOT_DECIDED,
    &SLOTS_CLASH,
    &SLOTS_CHOSEN,
    &HOME_CAP_EXCEEDED,
    &ROOM_TOO_FULL,
    &ON_SITE_BELOW_MINIMUM,
    &REACHABLE_BELOW_MINIMUM,
    &HOME_NOT_ALLOWED,
    &OFFICE_NOT_ALLOWED,
    &OWN_DAY_MISSED,
    &QUOTA_MISSED,
    &TURN_MISSED,
    &COHORTS_MEET,
    &SLOT_STATED,
    &SLOT_EDITED,
    &PAIR_IN_TWO_PLACES,
    &PAIR_BOTH_AT_HOME,
    &WEEKLY_SHARE_EXCEEDED,
    &OFFICE_DAYS_TOO_FEW,
    &PLANNED_ON_DAY_OFF,
    &DAY_NOT_PLANNED,
    &UNKNOWN_PERSON,
    &OTHER_DAYS,
    &COST_DIFFERS,
    &BOUND_NOT_PROVEN,
    &GAP_WITHOUT_ROSTER,
    &STATEMENT_DIFFERS,
    &SEARCH_REFUTED,
    &PAST_STAYS,
    &PASSED_DAY,
    &OWN_DAYS_CHANGED,
    &ISSUE_DAMAGED,
    &WORKBOOK_UNWRITABLE,
    &FORM_NOT_FOR_READERS,
    &CSV_UNREADABLE,
    &CSV_VALUE_UNKNOWN,
    &CSV_DUPLICATE,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_unique_and_in_this_room() {
        let mut slugs: Vec<&str> = ALL.iter().map(|page| page.slug).collect();
        assert!(slugs.iter().all(|slug| slug.starts_with("roster/")));
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), ALL.len());
    }
}
