//! `security.exceptions`: which line may fall short of a rule of the plan, why, and for how long.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::codes;
use super::fields::{Field, Fields, Parsed, short};
use super::keys;
use super::overrides::SITE_FILE;
use super::read::{date, extensions};
use crate::diag::{Place, Words};
use crate::domain::{Department, Extension};

/// Findings of the plan that somebody may answer for: those about encryption, certificates and registrations. What would give a line the
/// wrong account, or none, is not among them.
pub const MAY_BE_EXCEPTED: [&str; 12] = [
    "plan/ca-not-in-profile",
    "plan/ca-not-on-clients",
    "plan/certificate-expired",
    "plan/certificate-name",
    "plan/contact-limit-kept",
    "plan/rtp-ports-overlap",
    "plan/security-min-tls",
    "plan/security-srtp",
    "plan/security-tls",
    "plan/security-verify",
    "plan/srtp-without-tls",
    "plan/tls-unverified",
];

/// A decision on record that some lines need not hold to a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// The slug of the finding.
    pub rule: String,
    /// Empty like `departments`: all lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<Department>,
    pub because: String,
    /// The last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    pub at: Place,
}

impl Exception {
    /// Whether it speaks of this line: it names the extension or the department, or nothing at all.
    #[must_use]
    pub fn covers(&self, extension: &Extension, department: Option<&Department>) -> bool {
        let all = self.extensions.is_empty() && self.departments.is_empty();
        all || self.extensions.contains(extension) || department.is_some_and(|name| self.departments.contains(name))
    }

    /// Whether its last day is over. Without a day it never is.
    #[must_use]
    pub fn is_over(&self, today: Option<Date>) -> bool {
        matches!((self.until, today), (Some(until), Some(today)) if today > until)
    }
}

pub(super) fn exceptions(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<Exception>> {
    fields.list(field, |fields, item| {
        let table = fields.map(item)?;
        let rule = fields.required(&table, "rule", rule);
        let extensions = fields.or(&table, "extensions", Vec::new(), extensions);
        let departments = fields.or(&table, "departments", Vec::new(), |f, v| f.set(v, Fields::word::<Department>));
        let because = fields.required(&table, "because", Fields::owned);
        let until = fields.optional(&table, "until", date);
        let at = Place::at(SITE_FILE, item.node.line, item.node.column);
        Some(Exception { rule: rule?, extensions, departments, because: because?, until, at })
    })
}

/// The slug of a finding that may be excepted.
fn rule(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<String> {
    let text = fields.text(field)?;
    if MAY_BE_EXCEPTED.contains(&text) {
        return Some(text.to_owned());
    }
    let todo = match keys::nearest_of(&MAY_BE_EXCEPTED, text) {
        Some(meant) => Words::new(format!("did you mean `{meant}`?"), format!("war `{meant}` gemeint?")),
        None => {
            let known = MAY_BE_EXCEPTED.join("`, `");
            Words::new(format!("may be excepted: `{known}`"), format!("ausgenommen werden können: `{known}`"))
        }
    };
    let (shown, written) = (field.shown(), short(text));
    let what = Words::new(
        format!("`{shown}`: `{written}` is no rule that lines may be excepted from"),
        format!("`{shown}`: `{written}` ist keine Regel, von der Anschlüsse ausgenommen werden können"),
    );
    let place = fields.place(field.node);
    fields.complain(&codes::EXCEPTION_RULE, place, "", what, todo);
    None
}
