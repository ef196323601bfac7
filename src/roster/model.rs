//! The finished roster: one place for each person and day, and the proof that comes with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diag::Words;
use crate::domain::{Department, LineId, PersonId, Place};

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
    /// Proven lower bound of the cost: what [`Certificate`] shows, rounded up because costs are integers.
    pub bound: i64,
    /// Days before this one had passed when the roster was made again: they are as they were, and no rule is counted on them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<jiff::civil::Date>,
    pub seed: u64,
    pub effort: Effort,
    pub readiness: ReadinessBasis,
    /// A complete search showed that no roster costs less, even where the bound is lower.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub searched: bool,
    /// A limit ended the search after so many rounds; none where it ended by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<u64>,
    pub fairness: Fairness,
    /// What is carried to the next period, where `roster.carry_over` asks for it: home days each person was short of the fair share; below 0: had
    /// more. Nobody at 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed: Option<BTreeMap<PersonId, i64>>,
    /// The weekday on which each department comes together, 1 for Monday to 5 for Friday, where `roster.team_days` asks for it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub team_days: BTreeMap<Department, u8>,
    /// The slot of each member of a shift in each week, where `roster.shifts` has any. They were chosen first: the bound holds for them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub slots: Slots,
    pub certificate: Certificate,
}

/// In which slot people work: by person and the Monday of the week, the slot's name.
pub type Slots = BTreeMap<PersonId, BTreeMap<jiff::civil::Date, String>>;

/// The slot of a person on a day, where there is one.
#[must_use]
pub fn slot_on<'a>(slots: &'a Slots, person: &PersonId, day: jiff::civil::Date) -> Option<&'a str> {
    slots.get(person)?.get(&monday(day)).map(String::as_str)
}

/// The Monday of a day's week.
#[must_use]
pub fn monday(day: jiff::civil::Date) -> jiff::civil::Date {
    day.saturating_sub(jiff::Span::new().days(day.weekday().to_monday_zero_offset()))
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub person: PersonId,
    /// In documents one letter a day, weeks apart: `OOHHO HHOO-` (home, office, - for off).
    #[serde(with = "letters")]
    pub places: Vec<Place>,
}

/// Places as letters, so that a roster document can be read by people and compared line by line.
mod letters {
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use crate::domain::Place;

    pub fn serialize<S: Serializer>(places: &[Place], serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(places.len() * 6 / 5);
        for (i, place) in places.iter().enumerate() {
            if i > 0 && i % 5 == 0 {
                text.push(' ');
            }
            text.push(match place {
                Place::Home => 'H',
                Place::Office => 'O',
                Place::Off => '-',
            });
        }
        serializer.serialize_str(&text)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Place>, D::Error> {
        String::deserialize(deserializer)?
            .chars()
            .filter(|c| *c != ' ')
            .map(|c| match c {
                'H' => Ok(Place::Home),
                'O' => Ok(Place::Office),
                '-' => Ok(Place::Off),
                other => Err(D::Error::custom(format!("expected H, O or - for a place, found {other:?}"))),
            })
            .collect()
    }
}

impl Roster {
    /// People at home on the day of this number.
    #[must_use]
    pub fn at_home(&self, day: usize) -> usize {
        self.rows.iter().filter(|row| row.places.get(day) == Some(&Place::Home)).count()
    }

    /// Nothing can be better: the bound meets the cost, or a complete search found nothing cheaper.
    #[must_use]
    pub fn is_optimal(&self) -> bool {
        self.searched || self.bound >= self.cost
    }

    /// What is proven: that nothing costs less than this. A complete search that found nothing cheaper proves the cost itself, whatever the
    /// prices show.
    #[must_use]
    pub fn proven(&self) -> i64 {
        if self.is_optimal() { self.cost } else { self.bound }
    }

    /// [`Self::gap_percent`] to three places, for programs.
    #[must_use]
    pub fn gap_figure(&self) -> f64 {
        (self.gap_percent() * 1000.0).round() / 1000.0
    }

    /// (cost − bound) ÷ cost in per cent; 0 for a cost of 0.
    #[must_use]
    pub fn gap_percent(&self) -> f64 {
        100.0 * (self.cost - self.proven()) as f64 / self.cost.max(1) as f64
    }
}

/// How much work the solver puts in; counted in iterations, so that the result does not depend on the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effort {
    Quick,
    #[default]
    Normal,
    Long,
}

/// Which lines count as working at home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readiness {
    /// Nobody looked: every planned line is taken to work.
    Assumed,
    /// Lines that `validate` found ready.
    Observed(BTreeSet<LineId>),
}

impl Readiness {
    #[must_use]
    pub fn is_ready(&self, line: &LineId) -> bool {
        match self {
            Self::Assumed => true,
            Self::Observed(ready) => ready.contains(line),
        }
    }

    #[must_use]
    pub fn basis(&self) -> ReadinessBasis {
        match self {
            Self::Assumed => ReadinessBasis::Assumed,
            Self::Observed(_) => ReadinessBasis::Observed,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReadinessBasis {
    Assumed,
    Observed,
}

/// What a rule limits. `Ord` gives the order in which rules are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleKind {
    /// At most so many at home.
    Cap,
    /// At most so many present in a room.
    Room,
    /// At least so many present.
    OnSite,
    /// At least so many reachable by phone.
    Reachable,
    /// The first of two people is at home only where the second is.
    Together,
    /// Never two of them at home.
    Apart,
}

/// A rule of the site by kind and name; unique in a problem.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RuleName {
    pub kind: RuleKind,
    pub name: String,
    /// Where it holds in one slot of the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<String>,
}

impl RuleName {
    #[must_use]
    pub fn new(kind: RuleKind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into(), slot: None }
    }

    /// The rule of this name in one slot of the day.
    #[must_use]
    pub fn in_slot(kind: RuleKind, name: impl Into<String>, slot: impl Into<String>) -> Self {
        Self { kind, name: name.into(), slot: Some(slot.into()) }
    }

    /// The name alone, with its slot: `seats (early)`.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.slot {
            Some(slot) => format!("{} ({slot})", self.name),
            None => self.name.clone(),
        }
    }

    #[must_use]
    pub fn words(&self) -> Words {
        let name = &self.name;
        let words = match self.kind {
            RuleKind::Cap => Words::new(format!("cap `{name}`"), format!("Obergrenze `{name}`")),
            RuleKind::Room => Words::new(format!("room `{name}`"), format!("Raum `{name}`")),
            RuleKind::OnSite => Words::new(format!("on-site minimum `{name}`"), format!("Mindestbesetzung `{name}`")),
            RuleKind::Reachable => Words::new(format!("reachable minimum `{name}`"), format!("Erreichbarkeit `{name}`")),
            RuleKind::Together => Words::new(format!("same place `{name}`"), format!("gleicher Ort `{name}`")),
            RuleKind::Apart => Words::new(format!("never both at home `{name}`"), format!("nie beide zu Hause `{name}`")),
        };
        match &self.slot {
            Some(slot) => Words::new(format!("{} in slot `{slot}`", words.en), format!("{} in Schicht `{slot}`", words.de)),
            None => words,
        }
    }
}

impl RuleKind {
    /// Whether it is about single people rather than a number of them.
    #[must_use]
    pub fn is_pair(self) -> bool {
        matches!(self, Self::Together | Self::Apart)
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().en)
    }
}

/// The proof of the bound: a price for each rule and day. Anyone can recompute the bound from it (`docs/roster.md`):
/// bound = constant + Σ over persons of their cheapest week patterns at these prices − Σ price · limit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Certificate {
    /// Prices are in parts of a cost unit: 64 means one sixty-fourth.
    pub parts: i64,
    /// Only rules with a price; by rule.
    pub prices: Vec<RulePrices>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulePrices {
    pub rule: RuleName,
    /// Days with a price above 0.
    pub per_day: BTreeMap<jiff::civil::Date, i64>,
}

/// Home days compared with fair shares, over the people who may work at home at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fairness {
    /// People whose place is not fixed and whose fair share is not 0.
    pub people: usize,
    /// Home days ÷ fair share.
    pub min: f64,
    pub median: f64,
    pub max: f64,
    /// (Σx)² ÷ (n·Σx²): 1 is perfectly even (Jain, Chiu, Hawe 1984).
    pub jain: f64,
    /// People below 80 % of their fair share.
    pub below_80: usize,
}
