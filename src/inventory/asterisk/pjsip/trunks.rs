//! Which endpoints are lines to other systems.

use std::collections::BTreeMap;

use super::objects::{ObjectKind, Objects};
use crate::diag::Words;

/// Endpoints that are lines to other systems, with the reason and whether that is certain.
pub(super) fn trunks<'a>(objects: &Objects<'a>) -> BTreeMap<&'a str, (Words, bool)> {
    let mut trunks = BTreeMap::new();
    for object in objects.of(ObjectKind::Registration) {
        if let Some(endpoint) = object.value("endpoint") {
            trunks.insert(
                endpoint.value(),
                (
                    Words::new(
                        format!("outbound registration `[{}]`", object.id()),
                        format!("Anmeldung nach außen `[{}]`", object.id()),
                    ),
                    true,
                ),
            );
        }
    }
    for endpoint in objects.of(ObjectKind::Endpoint) {
        if endpoint.names("outbound_auth").next().is_some() {
            trunks
                .entry(endpoint.id())
                .or_insert_with(|| (Words::new("`outbound_auth` is set", "`outbound_auth` ist gesetzt"), true));
        }
    }
    for object in objects.of(ObjectKind::Identify) {
        if let Some(endpoint) = object.value("endpoint") {
            let id = object.id();
            let reason = Words::new(format!("identified by address in `[{id}]`"), format!("an der Adresse erkannt in `[{id}]`"));
            trunks.entry(endpoint.value()).or_insert((reason, false));
        }
    }
    trunks
}
