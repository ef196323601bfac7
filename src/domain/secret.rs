//! Secrets and how documents point at them without holding them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use zeroize::Zeroizing;

use super::InOrder;

const MARKER: &str = "@@SECRET:";

/// A password or key. Never printed, never serialised; it stands in memory once, however often it is cloned, and is wiped when the last
/// clone is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Zeroizing::new(text.into())))
    }

    /// Only the rooms `profile`, `pbx`, `sip/digest`, the importers and the secret store may call this
    /// (held by `tests/architecture.rs`).
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Stands for a password in what is made for review ([`Secrets::markers`]).
    #[must_use]
    pub fn is_marker(&self) -> bool {
        self.0.starts_with(MARKER)
    }

    /// Length in characters, which a lint may say aloud.
    #[must_use]
    pub fn char_count(&self) -> usize {
        self.0.chars().count()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// What is known of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretState {
    /// The clear text is in the secret store.
    Present,
    /// Only a digest HA1 is known; the realm must match.
    Hash,
    /// The export does not hold it.
    Unavailable,
    /// The export asks for a new one (FreePBX's `REGEN`), or the policy does.
    Generate,
}

/// A pointer into the secret store; safe to write into any document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretRef {
    pub state: SecretState,
    /// Key in [`Secrets`], such as `pbx/auth/2001` or `list/2001`.
    pub key: SmolStr,
}

/// The secrets of one site, by key. Lives in a file of its own with mode 0600.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Secrets(BTreeMap<SmolStr, Secret>);

impl Secrets {
    pub fn insert(&mut self, key: impl Into<SmolStr>, secret: Secret) -> SecretRef {
        let key = key.into();
        self.0.insert(key.clone(), secret);
        SecretRef { state: SecretState::Present, key }
    }

    #[must_use]
    pub fn get(&self, reference: &SecretRef) -> Option<&Secret> {
        self.0.get(&reference.key)
    }

    /// For who asks for thousands of keys in their order.
    #[must_use]
    pub fn in_order(&self) -> InOrder<'_, SmolStr, Secret> {
        InOrder::new(&self.0)
    }

    #[must_use]
    pub fn with_key(&self, key: &str) -> Option<&Secret> {
        self.0.get(key)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Secret)> {
        self.0.iter().map(|(key, secret)| (key.as_str(), secret))
    }

    /// The same keys, each with a marker for a password: what can be shown.
    #[must_use]
    pub fn markers(&self) -> Self {
        Self(self.0.keys().map(|key| (key.clone(), Secret::new(format!("{MARKER}{key}@@")))).collect())
    }

    /// A digest `ALGORITHM:hex` of `user:realm:password` (HA1 of RFC 7616) instead of a password.
    pub fn insert_hash(&mut self, key: impl Into<SmolStr>, algorithm: &str, hex: &str) -> SecretRef {
        let reference = self.insert(key, Secret::new(format!("{algorithm}:{hex}")));
        SecretRef { state: SecretState::Hash, ..reference }
    }

    /// Whether there was one.
    pub fn remove(&mut self, key: &str) -> bool {
        self.0.remove(key).is_some()
    }

    /// Takes all of the other, whose passwords count where both have a key.
    pub fn extend(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(String, Secret)> for Secrets {
    fn from_iter<I: IntoIterator<Item = (String, Secret)>>(secrets: I) -> Self {
        Self(secrets.into_iter().map(|(key, secret)| (key.into(), secret)).collect())
    }
}
