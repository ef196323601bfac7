//! The site's head numbers, as `deskshift.yaml` has them: what makes a direct-dial number of an extension.

use serde::{Deserialize, Serialize};

use crate::diag::Place;

/// A head number (Kopfnummer) and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteEntry {
    pub name: String,
    /// In E.164: `+498999998`.
    pub head_number: String,
    /// Without `+`: `49`.
    pub country: String,
    /// Without the leading zero: `89`.
    pub area: String,
    /// Digits dialled before an outside number.
    pub outside_prefix: String,
    /// Direct-dial suffixes that belong to it, such as `0100-8999`; empty: not told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<String>,
    pub extension_lengths: Vec<usize>,
    /// The suffix dialled from outside is the extension.
    pub did_equals_extension: bool,
    pub at: Place,
}
