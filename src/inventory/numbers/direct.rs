//! Direct-dial numbers of extensions, where the plan says that suffix and extension are one.

use std::collections::BTreeSet;

use super::{Head, Number, heads, read, service};
use crate::domain::Extension;
use crate::inventory::model::{Did, DidTarget, ExtensionKind, Inventory};
use crate::policy::site::Numbers;

/// The head number an extension belongs to: the first whose blocks hold it, else the main one.
#[must_use]
pub fn head<'a>(extension: &Extension, plan: &'a Numbers) -> Option<Head<'a>> {
    heads(plan).find(|head| head.covers(extension.digits()) == Some(true)).or_else(|| heads(plan).next())
}

/// `+498999998101` of an extension, where the plan is complete; none where several have the digits, of which the plan says nothing.
#[must_use]
pub fn e164(extension: &Extension, plan: &Numbers) -> Option<String> {
    let alone = extension.context().is_none();
    behind(head(extension, plan).filter(|_| alone)?, extension, plan)
}

pub(super) fn behind(head: Head<'_>, extension: &Extension, plan: &Numbers) -> Option<String> {
    (!plan.country.is_empty() && !head.head.is_empty()).then(|| format!("+{}{}{}{extension}", plan.country, head.area, head.head))
}

/// The number from outside that the plan promises for an extension: its head number has `did_equals_extension`, and its blocks, where
/// it has some, hold the extension.
#[must_use]
pub fn promised(extension: &Extension, plan: &Numbers) -> Option<String> {
    let head = head(extension, plan).filter(|_| extension.context().is_none())?;
    let inside = head.covers(extension.as_str()).unwrap_or(true);
    let full = behind(head, extension, plan)?;
    let service = service::reached(extension.as_str(), plan).is_some();
    (head.did_equals_extension && inside && !service && full.len() <= 16).then_some(full)
}

/// E.164 where the number plan tells; otherwise as written.
#[must_use]
pub(in crate::inventory) fn written(text: &str, plan: &Numbers) -> String {
    let full = read(text, plan).ok().and_then(|read| match read.numbers.as_slice() {
        [Number::Internal { e164: Some(full), .. } | Number::Attendant { e164: Some(full) }] => Some(full.clone()),
        [Number::Mobile { e164 } | Number::Outside { e164 }] => Some(e164.clone()),
        _ => None,
    });
    full.unwrap_or_else(|| text.to_owned())
}

/// Adds the promised number of each extension that no source gives one. Does nothing the second time.
pub fn derive(inventory: &mut Inventory, plan: &Numbers) {
    let numbers: BTreeSet<&str> = inventory.dids.iter().map(|did| did.number.as_str()).collect();
    let reached: BTreeSet<&Extension> = inventory
        .dids
        .iter()
        .filter_map(|did| if let DidTarget::Extension(number) = &did.target { Some(number) } else { None })
        .collect();
    let mut derived: Vec<Did> = inventory
        .extensions
        .iter()
        .filter(|entry| entry.kind != ExtensionKind::Trunk && !reached.contains(&entry.number))
        .filter_map(|entry| {
            let number = promised(&entry.number, plan).filter(|number| !numbers.contains(number.as_str()))?;
            Some(Did { number, prefix: false, target: DidTarget::Extension(entry.number.clone()), at: entry.at.clone() })
        })
        .collect();
    if derived.is_empty() {
        return;
    }
    inventory.dids.append(&mut derived);
    inventory.dids.sort_by(|a, b| (&a.number, a.prefix, &a.target, &a.at).cmp(&(&b.number, b.prefix, &b.target, &b.at)));
    inventory.dids.dedup_by(|a, b| a.number == b.number && a.prefix == b.prefix && a.target == b.target);
}
