//! What the files would change on the PBX, option by option; passwords are named and never shown.

use serde::Serialize;

use crate::diag::Lang;
use crate::domain::Extension;

/// One option of one object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    pub extension: Extension,
    /// `aor 2001`, `subscriber 2001`.
    pub object: String,
    pub option: String,
    /// As it is; none where it is not set or the export does not tell. Of a password `***`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// As it will be. Of a password `***`.
    pub to: String,
    /// The value is a password or computed from one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
}

const MASK: &str = "***";

impl Difference {
    /// None where nothing changes.
    pub(super) fn of(
        extension: &Extension,
        object: String,
        option: &str,
        (from, to): (Option<&str>, &str),
        secret: bool,
    ) -> Option<Self> {
        if from == Some(to) {
            return None;
        }
        let shown = |text: &str| if secret { MASK.to_owned() } else { text.to_owned() };
        let (from, to) = (from.map(shown), shown(to));
        Some(Self { extension: extension.clone(), object, option: option.to_owned(), from, to, secret })
    }

    /// One line for the admin.
    #[must_use]
    pub fn line(&self, lang: Lang) -> String {
        let Self { extension, object, option, .. } = self;
        let what = match (self.secret, &self.from, lang) {
            (true, _, Lang::En) => "changed".to_owned(),
            (true, _, Lang::De) => "geändert".to_owned(),
            (false, None, _) => format!("`{}`", self.to),
            (false, Some(from), _) => format!("`{from}` -> `{}`", self.to),
        };
        format!("{extension}: {object}: {option}: {what}")
    }
}
