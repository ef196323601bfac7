//! Emergency and service numbers: never an extension, whatever an export says.

use super::heads;
use crate::diag::Words;
use crate::inventory::model::{ExtensionKind, Inventory};
use crate::policy::site::{Block, Numbers};

/// Numbers that must never be taken for an extension: emergency, authorities' hotline, the harmonised 116 numbers, ambulance.
pub const SERVICE_NUMBERS: [&str; 11] =
    ["110", "112", "115", "116000", "116006", "116016", "116111", "116116", "116117", "116123", "19222"];

/// Whether nobody may have this number as extension.
#[must_use]
pub fn is_service(number: &str) -> bool {
    SERVICE_NUMBERS.contains(&number)
}

/// The service number that some telephone reaches when it dials this: the number itself, or what follows digits for an outside line or a
/// trunk, country or area code, unless a block of the plan has the number.
///
/// How many such digits a telephone sends depends on the telephone: one at a desk needs the site's digit, one at home or in another house
/// needs `0`, another none or two. So every number of them counts, and `0` whatever the site's own digit is.
#[must_use]
pub fn reached<'n>(number: &'n str, plan: &Numbers) -> Option<&'n str> {
    if is_service(number) {
        return Some(number);
    }
    behind_codes(number, plan).filter(|_| block_of(number, plan).is_none())
}

/// The service number that this would reach behind digits for an outside line and the like, and the block of the plan that makes it an
/// extension.
#[must_use]
pub fn contested<'n, 'p>(number: &'n str, plan: &'p Numbers) -> Option<(&'n str, &'p Block)> {
    behind_codes(number, plan).zip(block_of(number, plan))
}

/// Whether a number without trunk zero and country code is a service number, alone or behind an area code of the house (`089 19222`).
#[must_use]
pub(super) fn is_national(number: &str, plan: &Numbers) -> bool {
    is_service(number) || areas(plan).any(|area| number.strip_prefix(area).is_some_and(is_service))
}

/// The service number at the end, where only digits for an outside line, trunk zeros, country code and area code stand before it.
fn behind_codes<'n>(number: &'n str, plan: &Numbers) -> Option<&'n str> {
    SERVICE_NUMBERS.iter().find_map(|service| {
        let codes = number.strip_suffix(service)?;
        leads_out(codes, plan).then(|| &number[codes.len()..])
    })
}

/// `0`, `00`, `9`, `90`; `0049`, `00049`; `089`, `004989`.
fn leads_out(codes: &str, plan: &Numbers) -> bool {
    let abroad = |codes: &str| {
        let before = codes.trim_end_matches('0').strip_suffix(plan.country.as_str());
        !plan.country.is_empty() && before.is_some_and(|before| before.ends_with("00") && only_prefixes(before, plan))
    };
    let town = |area: &str| {
        codes.strip_suffix(area).is_some_and(|trunk| (trunk.ends_with('0') && only_prefixes(trunk, plan)) || abroad(trunk))
    };
    only_prefixes(codes, plan) || abroad(codes) || areas(plan).any(town)
}

/// Digits for an outside line and zeros, as many as there may be; at least one.
fn only_prefixes(codes: &str, plan: &Numbers) -> bool {
    let prefix = plan.outside_prefix.as_str();
    let mut rest = codes;
    while let Some(shorter) = rest.strip_prefix(prefix).filter(|_| !prefix.is_empty()).or_else(|| rest.strip_prefix('0')) {
        rest = shorter;
    }
    rest.is_empty() && !codes.is_empty()
}

fn areas(plan: &Numbers) -> impl Iterator<Item = &str> {
    heads(plan).map(|head| head.area).filter(|area| !area.is_empty())
}

fn block_of<'p>(number: &str, plan: &'p Numbers) -> Option<&'p Block> {
    heads(plan).flat_map(|head| head.blocks).find(|block| block.covers(number))
}

/// Keeps extensions that reach a service number from being anybody's telephone; the check tells each.
pub fn withhold(inventory: &mut Inventory, plan: &Numbers) {
    use ExtensionKind as K;
    let usable = |kind: K| matches!(kind, K::Person | K::Shared | K::Unknown);
    for entry in inventory.extensions.iter_mut().filter(|entry| usable(entry.kind)) {
        if let Some(service) = reached(entry.number.digits(), plan) {
            entry.kind = K::Function;
            entry.kind_reason = Words::new(
                format!("whoever dials it reaches the emergency or service number {service}"),
                format!("wer sie wählt, erreicht die Notruf- oder Servicenummer {service}"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Place;
    use crate::inventory::model::ExtensionEntry;

    fn plan(blocks: &[(&str, &str)]) -> Numbers {
        let blocks = blocks.iter().map(|(from, to)| Block { from: (*from).into(), to: (*to).into() }).collect();
        Numbers { blocks, ..Numbers::new("49", "89", "99998").lengths([4]) }
    }

    #[test]
    fn behind_codes_only_a_block_makes_an_extension() {
        for (prefix, reaching, others) in [
            (
                "0",
                &[
                    "112",
                    "110",
                    "0112",
                    "0110",
                    "0115",
                    "019222",
                    "0116117",
                    "00112",
                    "000110",
                    "0049112",
                    "00049112",
                    "00490112",
                    "089112",
                    "08919222",
                    "004989110",
                    "0089115",
                ][..],
                &["0113", "1120", "2112", "0", "9112", "49112", "4989112", "89112", "0043112", "030110", "001120", "11249"][..],
            ),
            (
                "9",
                &["9112", "0112", "99112", "90112", "09110", "00112", "90049112", "9089112"][..],
                &["8112", "9113", "949112"][..],
            ),
            ("", &["112", "0112", "00112", "0049110"][..], &["9112", "1012", "49110"][..]),
            ("00", &["00112", "0112", "0000112", "000112"][..], &["10112"][..]),
        ] {
            let plan = Numbers { outside_prefix: prefix.into(), ..plan(&[]) };
            for number in reaching {
                let service = reached(number, &plan);
                assert!(service.is_some_and(|service| is_service(service) && number.ends_with(service)), "{prefix:?} {number}");
            }
            for number in others {
                assert_eq!(reached(number, &plan), None, "{prefix:?} {number}");
            }
        }
        let own = plan(&[("0100", "8999")]);
        assert_eq!((reached("0112", &own), reached("00112", &own)), (None, Some("112")));
        assert_eq!(
            contested("0112", &own).map(|(service, block)| (service, block.to_string())),
            Some(("112", "0100-8999".into()))
        );
        assert_eq!(contested("0113", &own), None);
        // A block never excuses the service number itself.
        assert_eq!(reached("112", &plan(&[("100", "399")])), Some("112"));
        // Without country and area code only zeros are left.
        assert_eq!((reached("0049112", &Numbers::default()), reached("00112", &Numbers::default())), (None, Some("112")));
        // As long as a cell may be.
        assert_eq!(reached(&format!("{}112", "0".repeat(30_000)), &own), Some("112"));
    }

    #[test]
    fn what_reaches_a_service_number_is_nobodys_telephone() {
        let entry = |number: &str, kind| {
            ExtensionEntry::new(number.parse().expect("digits"), kind, Words::new("a name", "ein Name"), Place::at("a", 1, 1))
        };
        let kinds = [("0110", ExtensionKind::Door), ("0112", ExtensionKind::Person), ("0113", ExtensionKind::Person)];
        let mut inventory =
            Inventory { extensions: kinds.map(|(number, kind)| Box::new(entry(number, kind))).into(), ..Inventory::default() };
        withhold(&mut inventory, &plan(&[]));
        let kinds: Vec<ExtensionKind> = inventory.extensions.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [ExtensionKind::Door, ExtensionKind::Function, ExtensionKind::Person]);
        assert!(inventory.extensions[1].kind_reason.en.contains("number 112"));
    }
}
