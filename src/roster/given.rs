//! What the roster is made from.

use std::collections::BTreeMap;

use super::model::{Readiness, Slots};
use crate::domain::PersonId;
use crate::inventory::model::Inventory;
use crate::inventory::own_days::OwnDay;
use crate::plan::model::Plan;
use crate::policy::site::Site;

/// The documents of the earlier stages. Solver and checker both start here and share nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    pub inventory: &'a Inventory,
    pub plan: &'a Plan,
    pub readiness: &'a Readiness,
    pub site: &'a Site,
    /// Absences and appointments of single people.
    pub own_days: &'a [OwnDay],
    /// Home days that people are owed from the period before, or had too many of.
    pub owed: &'a BTreeMap<PersonId, i64>,
    /// Days before this one have passed: nothing is decided there, and no rule is counted. None: the whole roster is ahead.
    pub from: Option<jiff::civil::Date>,
    /// The slots of the roster in force: a new roster keeps them where it can, and what is edited is counted by them.
    pub slots: Option<&'a Slots>,
    /// Decides where a choice of slots is as good as another.
    pub seed: u64,
}
