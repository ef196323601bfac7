//! What a source says and no field of the model holds: kept under the title of its column or the name of its key.

use std::fmt;
use std::sync::Arc;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Sourced;
use crate::diag::Place;

/// Values by key, in the order of the source. One word while it is empty; rows of one list share their keys, and what many inherit from
/// one template is there once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extra(Option<Arc<Vec<Kept>>>);

/// A key and its value.
type Kept = (Arc<str>, Sourced<String>);

impl Extra {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.list().len()
    }

    fn list(&self) -> &[Kept] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }

    fn push(&mut self, kept: Kept) {
        Arc::make_mut(self.0.get_or_insert_with(Arc::default)).push(kept);
    }

    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Sourced<String>> {
        self.list().iter().find(|(known, _)| **known == *key).map(|(_, value)| value)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Sourced<String>)> {
        self.list().iter().map(|(key, value)| (&**key, value))
    }

    /// Adds a value; a key that is there already gets a number, so that neither value is lost.
    pub fn add(&mut self, key: &Arc<str>, value: Sourced<String>) {
        if self.get(key).is_none() {
            self.push((Arc::clone(key), value));
            return;
        }
        let free = (2..self.len() + 3).map(|count| format!("{key}#{count}")).find(|key| self.get(key).is_none());
        if let Some(key) = free {
            self.push((Arc::from(key), value));
        }
    }

    /// Adds what another source says, but for what is said already.
    pub fn join(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        for (key, value) in other.list() {
            if self.get(key).is_none_or(|known| known.value != value.value) {
                self.add(key, value.clone());
            }
        }
    }

    /// `Farbe: rot; Größe: L`
    #[must_use]
    pub fn line(&self) -> String {
        self.iter().map(|(key, value)| format!("{key}: {}", value.value)).collect::<Vec<_>>().join("; ")
    }

    /// Where the first of them stands.
    #[must_use]
    pub fn at(&self) -> Option<&Place> {
        self.list().first().map(|(_, value)| &value.at)
    }
}

impl<K: Into<Arc<str>>> FromIterator<(K, Sourced<String>)> for Extra {
    fn from_iter<I: IntoIterator<Item = (K, Sourced<String>)>>(values: I) -> Self {
        let mut out = Self::default();
        for (key, value) in values {
            out.add(&key.into(), value);
        }
        out
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self.iter() {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

/// Keeps the order of the text: that of the source, also where two values stand at one place.
struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Extra;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of values with their places")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Extra, A::Error> {
        let mut out = Extra::default();
        while let Some((key, value)) = map.next_entry::<String, Sourced<String>>()? {
            out.add(&Arc::from(key), value);
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, column: u32) -> Sourced<String> {
        Sourced::new(text.to_owned(), Place::at("a.csv", 2, column))
    }

    #[test]
    fn two_values_of_one_key_are_both_kept() {
        let mut extra: Extra = [("Farbe", value("rot", 3)), ("Art", value("neu", 5))].into_iter().collect();
        extra.join([("Farbe", value("rot", 9)), ("Art", value("alt", 9))].into_iter().collect());
        assert_eq!(extra.line(), "Farbe: rot; Art: neu; Art#2: alt");
        assert_eq!(extra.at(), Some(&Place::at("a.csv", 2, 3)));
    }

    #[test]
    fn json_brings_back_the_order_of_the_source() {
        // The last two stand in one cell, and the second is of another source.
        let extra: Extra =
            [("z", value("1", 9)), ("a", value("2", 5)), ("c", value("3", 5)), ("b", value("4", 5))].into_iter().collect();
        let json = serde_json::to_string(&extra).expect("JSON");
        assert!(json.starts_with("{\"z\":{\"value\":\"1\",\"at\":{\"file\":\"a.csv\",\"line\":2,\"column\":9}}"), "{json}");
        assert_eq!(serde_json::from_str::<Extra>(&json).expect("an extra"), extra);
    }
}
