//! Files with secrets must not be readable by others.

use std::fs::File;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::{codes, files};
use crate::diag::{Finding, Place, Words};

/// Refuses an opened file that group or others may read or write.
pub(super) fn refuse_readable_by_others(path: &Path, file: &File, what: impl FnOnce() -> Words) -> Result<(), Box<Finding>> {
    let mode = file.metadata().map_err(|error| files::unreadable(path, &error))?.permissions().mode();
    // Nothing for group and others: the lowest six bits.
    if mode.trailing_zeros() >= 6 {
        return Ok(());
    }
    let todo = Words::new("set its mode to 0600: `chmod 600`", "Rechte auf 0600 setzen: `chmod 600`");
    Err(Box::new(codes::UNREADABLE.finding(Some(Place::file(path.display().to_string())), what()).todo(todo)))
}
