//! The wave that a line moves with.

use super::model::Line;
use crate::inventory::numbers;
use crate::policy::site::{Site, Wave};

/// The wave of a line, where the site file gives it one. Its site is the first of `numbers.sites` whose blocks hold the extension.
#[must_use]
pub fn wave_of<'a>(site: &'a Site, line: &Line) -> Option<&'a Wave> {
    let head = numbers::heads(&site.numbers).find(|head| head.covers(line.extension.as_str()) == Some(true));
    Wave::of(&site.waves, &line.extension, line.department.as_deref(), head.and_then(|head| head.name))
}
