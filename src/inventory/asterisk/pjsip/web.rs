//! Endpoints that are called as the web phone of another: `2001-web` beside `2001`.

use super::objects::{Object, ObjectKind, Objects};
use crate::inventory::asterisk::named::{Names, Said};
use crate::inventory::asterisk::rings::{FRAGMENT, TWIN};

/// Who made such an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Web {
    /// It stands in the file that `convert` writes.
    Ours,
    Theirs,
}

pub(super) fn of<'a>(objects: &Objects<'a>, endpoint: Object<'a>) -> Option<Web> {
    objects.find(ObjectKind::Endpoint, endpoint.id().strip_suffix(TWIN)?)?;
    let place = endpoint.section.place();
    let is_ours = place.file_name().rsplit('/').next() == Some(FRAGMENT);
    Some(if is_ours { Web::Ours } else { Web::Theirs })
}

/// What the dialplan says of an endpoint by way of the web phone that `convert` put in its place; `theirs` are other endpoints so called.
pub(super) fn said(endpoint: Object<'_>, theirs: &[String], names: &Names) -> Vec<Said> {
    let is_theirs = |own: &String| own.strip_suffix(TWIN) == Some(endpoint.id());
    if theirs.iter().any(is_theirs) { Vec::new() } else { names.of_web("pjsip", endpoint.id()) }
}
