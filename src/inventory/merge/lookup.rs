//! Maps that are asked and never walked.

use std::borrow::Borrow;
use std::hash::Hash;

/// Finds among 100,000 keys with one look. Nothing gives its keys in their order, which differs from run to run, so it can never show.
#[derive(Debug)]
pub(super) struct Lookup<K, V>(Map<K, V>);

#[allow(clippy::disallowed_types)]
type Map<K, V> = std::collections::HashMap<K, V>;

impl<K, V> Default for Lookup<K, V> {
    fn default() -> Self {
        Self(Map::default())
    }
}

impl<K: Eq + Hash, V> Lookup<K, V> {
    pub(super) fn get<Q: ?Sized + Eq + Hash>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.0.get(key)
    }

    pub(super) fn contains<Q: ?Sized + Eq + Hash>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.contains_key(key)
    }

    pub(super) fn insert(&mut self, key: K, value: V) {
        self.0.insert(key, value);
    }

    /// The first value of a key stays.
    pub(super) fn keep_first(&mut self, key: K, value: V) {
        self.0.entry(key).or_insert(value);
    }

    pub(super) fn or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.0.entry(key).or_default()
    }
}
