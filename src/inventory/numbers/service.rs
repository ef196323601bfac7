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

/// The service number that a telephone of the house reaches when it dials this: the number itself, or what follows the digit for an
/// outside line, unless a block of the plan has the number.
#[must_use]
pub fn reached<'n>(number: &'n str, plan: &Numbers) -> Option<&'n str> {
    if is_service(number) {
        return Some(number);
    }
    outside(number, plan).filter(|_| block_of(number, plan).is_none())
}

/// The service number that this would reach behind the digit for an outside line, and the block of the plan that makes it an extension.
#[must_use]
pub fn contested<'n, 'p>(number: &'n str, plan: &'p Numbers) -> Option<(&'n str, &'p Block)> {
    outside(number, plan).zip(block_of(number, plan))
}

fn outside<'n>(number: &'n str, plan: &Numbers) -> Option<&'n str> {
    let prefix = plan.outside_prefix.as_str();
    number.strip_prefix(prefix).filter(|rest| !prefix.is_empty() && is_service(rest))
}

fn block_of<'p>(number: &str, plan: &'p Numbers) -> Option<&'p Block> {
    heads(plan).flat_map(|head| head.blocks).find(|block| block.covers(number))
}

/// Keeps extensions that reach a service number from being anybody's telephone; the check tells each.
pub fn withhold(inventory: &mut Inventory, plan: &Numbers) {
    use ExtensionKind as K;
    let usable = |kind: K| matches!(kind, K::Person | K::Shared | K::Unknown);
    for entry in inventory.extensions.iter_mut().filter(|entry| usable(entry.kind)) {
        if let Some(service) = reached(entry.number.as_str(), plan) {
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
    fn behind_the_digit_for_an_outside_line_only_a_block_makes_an_extension() {
        for number in ["112", "110", "0112", "0110", "0115", "019222", "0116117"] {
            assert!(reached(number, &plan(&[])).is_some(), "{number}");
        }
        for number in ["0113", "1120", "00112", "2112", "0"] {
            assert_eq!(reached(number, &plan(&[])), None, "{number}");
        }
        let own = plan(&[("0100", "8999")]);
        assert_eq!(reached("0112", &own), None);
        assert_eq!(
            contested("0112", &own).map(|(service, block)| (service, block.to_string())),
            Some(("112", "0100-8999".into()))
        );
        assert_eq!(contested("0113", &own), None);
        // A block never excuses the service number itself.
        assert_eq!(reached("112", &plan(&[("100", "399")])), Some("112"));
        let none = Numbers { outside_prefix: String::new(), ..plan(&[]) };
        assert_eq!(reached("0112", &none), None);
        let nine = Numbers { outside_prefix: "9".into(), ..plan(&[]) };
        assert_eq!((reached("9112", &nine), reached("0112", &nine)), (Some("112"), None));
    }

    #[test]
    fn what_reaches_a_service_number_is_nobodys_telephone() {
        let entry = |number: &str, kind| {
            ExtensionEntry::new(number.parse().expect("digits"), kind, Words::new("a name", "ein Name"), Place::at("a", 1, 1))
        };
        let kinds = [("0110", ExtensionKind::Door), ("0112", ExtensionKind::Person), ("0113", ExtensionKind::Person)];
        let mut inventory =
            Inventory { extensions: kinds.map(|(number, kind)| entry(number, kind)).into(), ..Inventory::default() };
        withhold(&mut inventory, &plan(&[]));
        let kinds: Vec<ExtensionKind> = inventory.extensions.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [ExtensionKind::Door, ExtensionKind::Function, ExtensionKind::Person]);
        assert!(inventory.extensions[1].kind_reason.en.contains("number 112"));
    }
}
