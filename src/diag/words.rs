//! One sentence in the two languages users read.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    De,
}

/// A message in both languages; lower-case fragment, literals in backticks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub en: Cow<'static, str>,
    pub de: Cow<'static, str>,
}

impl Words {
    #[must_use]
    pub fn new(en: impl Into<Cow<'static, str>>, de: impl Into<Cow<'static, str>>) -> Self {
        Self { en: en.into(), de: de.into() }
    }

    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::De => &self.de,
        }
    }
}
