//! Rooms of the house: where they are, what they are for, how many desks they have, who sits there.

use serde::{Deserialize, Serialize};

use super::{Extra, Sourced};
use crate::diag::Place;
use crate::domain::{PersonId, RoomId};

/// A room as people's rows and lists of rooms name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// `2.14`; with building and floor before it where a list has columns for them: `Haus 1 / 2.14`.
    pub name: RoomId,
    /// Premises, where a source tells them from the building (Liegenschaft, Standort).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<Sourced<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building: Option<Sourced<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Sourced<String>>,
    /// What stands on the door, without the building.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Sourced<String>>,
    /// What people call it: `Kleiner Sitzungssaal`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Sourced<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Sourced<RoomKind>>,
    /// Desks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Sourced<u32>>,
    /// Whether telephones may stand there; none: nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phones_allowed: Option<Sourced<bool>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Sourced<String>>,
    /// Columns of the sources that no field holds.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
    /// By id.
    pub persons: Vec<PersonId>,
    pub at: Place,
}

impl Room {
    /// A room of which nothing but the name is known.
    #[must_use]
    pub fn new(name: RoomId, at: Place) -> Self {
        Self {
            name,
            site: None,
            building: None,
            floor: None,
            number: None,
            title: None,
            kind: None,
            capacity: None,
            phones_allowed: None,
            notes: None,
            extra: Extra::default(),
            persons: Vec::new(),
            at,
        }
    }

    /// Whether another mention says all that this one says, with the same words.
    #[must_use]
    pub fn is_told_by(&self, other: &Self) -> bool {
        fn told<T: PartialEq>(one: Option<&Sourced<T>>, two: Option<&Sourced<T>>) -> bool {
            one.is_none_or(|one| two.is_some_and(|two| two.value == one.value))
        }
        let texts =
            |room: &Self| [&room.site, &room.building, &room.floor, &room.number, &room.title, &room.notes].map(Clone::clone);
        texts(self).iter().zip(&texts(other)).all(|(one, two)| told(one.as_ref(), two.as_ref()))
            && told(self.kind.as_ref(), other.kind.as_ref())
            && told(self.capacity.as_ref(), other.capacity.as_ref())
            && told(self.phones_allowed.as_ref(), other.phones_allowed.as_ref())
            && self.extra.is_empty()
    }
}

/// What a room is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoomKind {
    Office,
    /// The public comes here: counter, reception, cash desk.
    Counter,
    Meeting,
    /// Servers, printers, workshops.
    Technical,
    /// Stores, kitchens, corridors: nobody works there.
    Other,
}
