//! pjsip objects.
use crate::diag::CodePage;
pub const ALL: &[&CodePage] = &[];
