//! The finished roster: one place for each person and day.

use serde::{Deserialize, Serialize};

use crate::diag::Words;
use crate::domain::{PersonId, Place};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Roster {
    pub site: String,
    /// Days of the horizon, Monday to Friday of each week.
    pub days: Vec<jiff::civil::Date>,
    /// Public holidays inside the horizon with their names.
    pub holidays: Vec<(jiff::civil::Date, Words)>,
    /// By person id; one place per day of `days`.
    pub rows: Vec<Row>,
    pub cost: i64,
    /// Proven lower bound of the cost.
    pub bound: i64,
    pub seed: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub person: PersonId,
    pub places: Vec<Place>,
}
