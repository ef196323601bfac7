//! Caller IDs in E.164, beside what the source writes.
//!
//! What a telephone system sends is what its trunk wants (`+4989…`, `4989…`, `089…`), so the written form stays; only where the plan reads it
//! without doubt is the number known as well.

use super::{Number, Remark, read};
use crate::inventory::model::{Inventory, Sourced};
use crate::policy::site::Numbers;

/// The number of a caller ID such as `"Bauamt" <+4989999980>` or `089 99998-101`; none where more than one may be meant: a suffix alone, a
/// mask, a number without its zero, or none at all (`anonymous`).
#[must_use]
pub fn e164(written: &str, plan: &Numbers) -> Option<String> {
    let number = match written.split_once('<') {
        Some((_, rest)) => rest.split_once('>')?.0,
        None => written,
    };
    let number = number.trim();
    if number.chars().any(|sign| !sign.is_ascii_digit() && !matches!(sign, '+' | ' ' | '-' | '/' | '(' | ')' | '.')) {
        return None;
    }
    let cell = read(number, plan).ok()?;
    let [only] = cell.numbers.as_slice() else { return None };
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let (full, ours) = match only {
        Number::Internal { extension, e164: Some(full) } if digits > extension.digits().len() => (full, true),
        Number::Attendant { e164: Some(full) } if digits > 1 => (full, true),
        // Without both signs it may begin with a country, an area, or neither.
        Number::Outside { e164 } | Number::Mobile { e164 } if number.trim_start_matches('(').starts_with(['+', '0']) => {
            (e164, false)
        }
        _ => return None,
    };
    let certain = |remark: &Remark| match remark {
        Remark::OddCharacters | Remark::TrunkZeroDropped | Remark::OtherSite => true,
        // `4989…`, as many trunks want it: certain where our own head number follows.
        Remark::PlusMissing => ours,
        Remark::OutsidePrefixRemoved
        | Remark::LeadingZeroMissing
        | Remark::MaybeZeroLost
        | Remark::LengthNotInPlan
        | Remark::Several
        | Remark::TooLong => false,
    };
    cell.remarks.iter().all(certain).then(|| full.clone())
}

/// Puts the E.164 form beside every caller ID. Does nothing the second time.
pub fn normalise(inventory: &mut Inventory, plan: &Numbers) {
    for entry in &mut inventory.extensions {
        let of = |written: &Option<Sourced<String>>| written.as_ref().and_then(|written| e164(&written.value, plan));
        let ids = &mut entry.caller_id;
        (ids.outgoing_e164, ids.emergency_e164) = (of(&ids.outgoing), of(&ids.emergency));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caller_ids_that_say_one_number() {
        let plan = Numbers::new("49", "89", "99998").lengths([3]);
        for (written, number) in [
            ("+4989999980", Some("+4989999980")),
            ("\"Bauamt\" <+4989999980>", Some("+4989999980")),
            ("Bauamt <089 99998-101>", Some("+498999998101")),
            ("089/99998101", Some("+498999998101")),
            ("498999998101", Some("+498999998101")),
            ("99998101", Some("+498999998101")),
            ("+49 (0)89 99998-101", Some("+498999998101")),
            ("+43 1 234567", Some("+431234567")),
            ("0172 1234567", Some("+491721234567")),
            // What the trunk completes, and what it may read in another way.
            ("101", None),
            ("0", None),
            ("8999998101", None),
            ("431234567", None),
            ("0089 99998101", None),
            ("08999998XXX", None),
            ("+4989999981012", None),
            ("anonymous", None),
            ("\"Huber\" <hidden>", None),
            ("", None),
            ("089 99998-101; 089 99998-102", None),
            ("112", None),
        ] {
            assert_eq!(e164(written, &plan).as_deref(), number, "{written}");
        }
    }

    #[test]
    fn what_is_written_stays() {
        use crate::diag::{Place, Words};
        use crate::inventory::model::{ExtensionEntry, ExtensionKind};
        let plan = Numbers::new("49", "89", "99998").lengths([3]);
        let number = "101".parse().expect("a number");
        let mut entry = ExtensionEntry::new(number, ExtensionKind::Person, Words::new("", ""), Place::file("a"));
        entry.caller_id.outgoing = Some(Sourced::new("089 99998-101".to_owned(), Place::file("a")));
        entry.caller_id.emergency = Some(Sourced::new("XXX".to_owned(), Place::file("a")));
        let mut inventory = Inventory { extensions: vec![Box::new(entry)], ..Inventory::default() };
        normalise(&mut inventory, &plan);
        let once = inventory.clone();
        normalise(&mut inventory, &plan);
        let ids = &inventory.extensions[0].caller_id;
        assert_eq!(inventory, once);
        assert_eq!(ids.outgoing.as_ref().map(|written| written.value.as_str()), Some("089 99998-101"));
        assert_eq!((ids.outgoing_e164.as_deref(), ids.emergency_e164.as_deref()), (Some("+498999998101"), None));
    }
}
