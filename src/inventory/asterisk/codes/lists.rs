//! Other files.
use crate::diag::CodePage;
pub const ALL: &[&CodePage] = &[];
