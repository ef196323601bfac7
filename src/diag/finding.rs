//! A finding and the page that explains its code.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Listed, Place, Words};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A stable slug with the room in front: `inventory/secret-cut-by-comment`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(Cow<'static, str>);

impl Code {
    #[must_use]
    pub const fn new(slug: &'static str) -> Self {
        Self(Cow::Borrowed(slug))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What `deskshift explain CODE` prints; one constant for each code, collected from the rooms by `cli/explain`.
#[derive(Debug, Clone, Copy)]
pub struct CodePage {
    pub slug: &'static str,
    pub severity: Severity,
    /// One line: what is wrong.
    pub title_en: &'static str,
    pub title_de: &'static str,
    /// Two to six sentences: when it appears, why it matters, what to do, the source (RFC section, measured behaviour).
    pub page_en: &'static str,
    pub page_de: &'static str,
}

impl CodePage {
    #[must_use]
    pub const fn code(&self) -> Code {
        Code::new(self.slug)
    }

    /// A finding of this code with its usual severity.
    #[must_use]
    pub fn finding(&self, place: Option<Place>, what: Words) -> Finding {
        Finding {
            code: self.code(),
            severity: self.severity,
            subject: None,
            place,
            what,
            todo: None,
            related: Vec::new(),
            items: Vec::new(),
        }
    }
}

/// The codes of a room: a constant for each and `ALL`, in the order written. A line is name, severity, slug, and title and page in English
/// and German.
macro_rules! pages {
    ($($name:ident $severity:ident $slug:literal $te:literal $td:literal $pe:literal $pd:literal;)*) => {
        $(pub const $name: $crate::diag::CodePage = $crate::diag::CodePage {
            slug: $slug,
            severity: $crate::diag::Severity::$severity,
            title_en: $te,
            title_de: $td,
            page_en: $pe,
            page_de: $pd,
        };)*
        /// Every code of this room.
        pub const ALL: &[&$crate::diag::CodePage] = &[$(&$name),*];
    };
}
pub(crate) use pages;

/// One thing an admin should know. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub code: Code,
    pub severity: Severity,
    /// Extension, person or room concerned, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    pub what: Words,
    /// What to do about it; shown on a line of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub todo: Option<Words>,
    /// Other places that belong to it ("first defined here").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<(Place, Words)>,
    /// Every name of a list that the sentence cuts short; empty where the sentence has them all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
}

impl Finding {
    /// What the sentence has no room for.
    #[must_use]
    pub fn listing(mut self, listed: Listed) -> Self {
        self.items = listed.all;
        self
    }

    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    #[must_use]
    pub fn todo(mut self, todo: Words) -> Self {
        self.todo = Some(todo);
        self
    }

    #[must_use]
    pub fn related(mut self, place: Place, what: Words) -> Self {
        self.related.push((place, what));
        self
    }
}
