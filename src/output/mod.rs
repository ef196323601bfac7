//! Views of results: human text, JSON, SARIF, JUnit, TAP, OpenMetrics, CSV, ICS, HTML, packet captures.
//!
//! In: values of the engines. Out: text and bytes; writing them is the caller's work.
//! May import everything below `cli`, except `net` and `lab`. Start with [`findings`].

mod alike;
pub mod capacity;
pub mod capture;
pub mod convert;
pub mod convert_diff;
pub mod demo_summary;
pub mod findings;
pub mod fleet;
#[cfg(test)]
mod hostile_tests;
pub mod ics;
pub mod inventory;
pub mod inventory_changes;
pub mod inventory_diff;
mod inventory_found;
mod inventory_reach;
mod inventory_show;
mod inventory_things;
pub mod junit;
mod ladder;
pub mod letters;
pub mod links;
pub mod nagios;
pub mod notice;
pub mod open_metrics;
pub mod plan;
pub mod profiles;
pub mod report_page;
pub mod roster_changes;
pub mod roster_csv;
pub mod roster_proof;
pub mod roster_summary;
pub mod roster_what_if;
pub mod roster_why;
#[cfg(test)]
pub(crate) mod sample;
pub mod sarif;
pub mod stage;
pub mod stage_sheets;
pub mod tables_csv;
pub mod tap;
pub mod validate;
pub mod validate_page;
pub mod validate_run;
mod validate_since;
pub mod wall_chart;
pub mod watch;
pub mod workbook;
pub mod works_council;

use crate::diag::Lang;
pub use crate::diag::counted;

/// A number as people write it in the language: with a decimal comma, or a point.
pub fn in_words(number: &str, lang: Lang) -> String {
    if lang == Lang::De { number.replace('.', ",") } else { number.to_owned() }
}

/// A page without control characters: HTML knows tabs and line breaks only.
fn without_controls(mut page: String) -> String {
    page.retain(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'));
    page
}
