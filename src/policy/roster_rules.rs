//! The section `roster` of the site file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use super::school_holidays::SchoolHolidays;
use super::shifts::Shift;
use crate::capacity::rollout::Rollout;
use crate::domain::{ClientId, Department, Extension};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RosterRules {
    /// Monday of the first week.
    pub from: jiff::civil::Date,
    pub weeks: u32,
    /// German Land for public holidays: `BY`.
    pub land: String,
    /// Mariae Himmelfahrt is a holiday here (decided per municipality in Bavaria).
    pub assumption_day: bool,
    pub extra_holidays: Vec<jiff::civil::Date>,
    /// Resource name to people at home per day, such as `vpn: 200`.
    pub caps: Vec<Cap>,
    /// People present in a room at once; `None`: no rule.
    pub room_max_present: Option<u32>,
    pub room_overrides: BTreeMap<String, u32>,
    /// Minimum people on site, each weekday worked.
    pub on_site: Vec<GroupMinimum>,
    /// Minimum people reachable by phone, in the office or at home with a working softphone.
    pub reachable: Vec<GroupMinimum>,
    /// People who share a car, or stand in for each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<Pair>,
    /// Home days of single people over the whole period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotas: Vec<Quota>,
    /// Teams that come in turns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cohorts: Vec<Cohort>,
    /// People who work in parts of the day, in turns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shifts: Vec<Shift>,
    /// Weekdays on which departments come together.
    #[serde(default, skip_serializing_if = "TeamDays::is_none")]
    pub team_days: TeamDays,
    /// Home days owed go from one period to the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carry: Option<Carry>,
    /// Lists of absences and appointments of single people, read when a roster is made.
    pub own_days: Vec<String>,
    /// Shown on the wall chart; no rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub school_holidays: Vec<SchoolHolidays>,
    /// Share of the worked days of a week that may be home days, 0.0 to 1.0, rounded half up.
    pub weekly_share: f64,
    pub office_min_per_week: u32,
    /// Figures about fewer people are not shown on their own.
    #[serde(default = "default_min_group", skip_serializing_if = "is_default_min_group")]
    pub min_group: u32,
    /// What decides where the cost is the same.
    #[serde(default, skip_serializing_if = "FairnessRule::is_default")]
    pub fairness: FairnessRule,
    pub seed: u64,
    pub goals: Goals,
}

impl RosterRules {
    /// No rule at all: nobody has said when who is at home.
    #[must_use]
    pub fn undecided() -> Self {
        Self {
            from: jiff::civil::date(2000, 1, 3),
            weeks: 1,
            land: String::new(),
            assumption_day: false,
            extra_holidays: Vec::new(),
            caps: Vec::new(),
            room_max_present: None,
            room_overrides: BTreeMap::new(),
            on_site: Vec::new(),
            reachable: Vec::new(),
            pairs: Vec::new(),
            quotas: Vec::new(),
            cohorts: Vec::new(),
            shifts: Vec::new(),
            team_days: TeamDays::None,
            carry: None,
            own_days: Vec::new(),
            school_holidays: Vec::new(),
            weekly_share: 0.0,
            office_min_per_week: 0,
            min_group: MIN_GROUP,
            fairness: FairnessRule::default(),
            seed: 1,
            goals: Goals::default(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap {
    pub name: String,
    pub per_day: u32,
    /// From each of these days on it is another number: devices arrive, servers are added.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub steps: BTreeMap<jiff::civil::Date, u32>,
    /// What `per_day` and `steps` were computed from; none: the site says the numbers themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deliveries: Option<Deliveries>,
    pub users: CapUsers,
    /// Whoever has one of these clients takes two of it at home: in, and out again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub twice: Vec<ClientId>,
    /// The number holds in each of these slots of the day; empty: on the whole day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<String>,
}

/// Devices that are delivered and staged while the roster runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliveries {
    /// The day of which the devices that are ready and waiting were counted.
    pub from: jiff::civil::Date,
    pub rollout: Rollout,
}

impl Cap {
    /// So many may be at home on this day.
    #[must_use]
    pub fn on(&self, day: jiff::civil::Date) -> u32 {
        self.steps.range(..=day).next_back().map_or(self.per_day, |(_, number)| *number)
    }

    /// The most on any of these days.
    #[must_use]
    pub fn most(&self, days: &[jiff::civil::Date]) -> u32 {
        days.iter().map(|day| self.on(*day)).max().unwrap_or(self.per_day)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CapUsers {
    AllHome,
    /// Those without a notebook of their own.
    WithoutOwnNotebook,
}

/// A counter or a queue and how many it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupMinimum {
    pub name: String,
    pub members: Members,
    pub minimum: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Members {
    Department(Department),
    /// Members of a queue of the PBX.
    Queue(String),
    Extensions(Vec<Extension>),
}

/// People whose places depend on each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    pub name: String,
    pub kind: PairKind,
    /// Each by staff number, extension or full name.
    pub people: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PairKind {
    /// In the same place on every day that two of them work: a car pool.
    Together,
    /// Never two of them at home on a day: deputies.
    Apart,
}

/// Each member has at least, and at most, so many home days over the whole period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    pub name: String,
    pub members: Members,
    pub home_min: Option<u32>,
    pub home_max: Option<u32>,
}

/// Teams of which each is in the office for some days and away for some, over and over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cohort {
    pub name: String,
    pub teams: Vec<Members>,
    /// Working days, Monday to Friday; public holidays count, so that turns stay on their weekdays.
    pub days_in: u32,
    pub days_away: u32,
    /// The first day of the first team; the first day of the roster where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<jiff::civil::Date>,
    /// Nobody of one team is in the office together with somebody of another.
    pub apart: bool,
}

/// Where debts of the period before stand; none: this period begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carry {
    pub from: Option<String>,
}

/// How home days are shared out where the goals do not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FairnessRule {
    /// By the goal of fairness alone.
    #[default]
    Squares,
    /// At the same cost, the least-served person first, then the next, and so on.
    Lexicographic,
}

impl FairnessRule {
    #[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
    fn is_default(&self) -> bool {
        *self == Self::Squares
    }
}

/// Smallest group of people with figures of its own, where the site does not say.
pub const MIN_GROUP: u32 = 5;

fn default_min_group() -> u32 {
    MIN_GROUP
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
fn is_default_min_group(min_group: &u32) -> bool {
    *min_group == MIN_GROUP
}

/// Largest weight of a goal: keeps every sum of costs and prices of a roster within 32 bits.
pub const MAX_WEIGHT: i64 = 20;

/// Whose members shall be in the office together on one weekday.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TeamDays {
    #[default]
    None,
    /// Each department of two people and more, on a weekday that is chosen.
    Every,
    Of(Vec<TeamDay>),
}

impl TeamDays {
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamDay {
    pub department: Department,
    /// 1 for Monday to 5 for Friday; none: chosen.
    pub weekday: Option<u8>,
}

/// Weights of the roster's goals, in cost units (`docs/roster.md`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goals {
    pub wish: i64,
    pub fairness: i64,
    pub stability: i64,
    pub shape: i64,
    /// For each member at home on the department's team day.
    #[serde(default = "Goals::usual_team_day")]
    pub team_day: i64,
}

impl Goals {
    fn usual_team_day() -> i64 {
        Self::default().team_day
    }
}

impl Default for Goals {
    fn default() -> Self {
        Self { wish: 4, fairness: 2, stability: 2, shape: 0, team_day: 3 }
    }
}
