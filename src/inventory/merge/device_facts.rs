//! What two sources say of one device beside its keys: whose it is, what it is, where it stands, when it came.

use std::collections::BTreeSet;

use super::devices::Owners;
use super::differ;
use crate::diag::Place;
use crate::inventory::kind::fold;
use crate::inventory::model::{Device, Sourced};
use crate::inventory::table::{Collector, is_placeholder};

/// A value as text, and its place.
type Told<'a> = Option<(&'a str, &'a Place)>;

/// Tells each fact that the second source says otherwise; the first source's counts.
pub(super) fn compare(known: &Device, other: &Device, owners: &Owners, findings: &mut Collector) {
    let id = known.id.as_str();
    let mut tell = |(en, de): (&str, &str), get: fn(&Device) -> Told<'_>, same: &dyn Fn(&str, &str) -> bool| {
        let (Some((used, used_at)), Some((said, at))) = (get(known), get(other)) else { return };
        let nothing = is_placeholder(used) || is_placeholder(said);
        if nothing || fold(used) == fold(said) || same(used, said) {
            return;
        }
        let (en, de) = (format!("{en} of device `{id}`"), format!("{de} des Geräts `{id}`"));
        findings.push(differ::finding(id, (&en, &de), (used, used_at), (said, at)));
    };
    tell(("owner", "Besitzer"), |device| text(device.owner.as_ref()), &|one, two| owners.same(one, two));
    tell(("maker", "Hersteller"), |device| text(device.vendor.as_ref()), &within);
    tell(("model", "Modell"), |device| text(device.model.as_ref()), &same_model);
    tell(("room", "Zimmer"), |device| device.room.as_ref().map(|room| (room.value.as_str(), &room.at)), &same_room);
    tell(("day of delivery", "Liefertag"), |device| text(device.delivered.as_ref()), &|_, _| false);
}

fn text(value: Option<&Sourced<String>>) -> Told<'_> {
    value.map(|value| (value.value.as_str(), &value.at))
}

/// Letters and digits only, in small letters.
fn squeezed(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// `Lenovo` and `LENOVO Deutschland GmbH`.
fn within(one: &str, two: &str) -> bool {
    let (one, two) = (squeezed(one), squeezed(two));
    one.contains(&two) || two.contains(&one)
}

/// `Cisco 8845` and `CP-8845-K9=`, `T14` and `ThinkPad T14`; `T14 Gen 3` and `T14 Gen 4` are two models.
fn same_model(one: &str, two: &str) -> bool {
    let numbered = |text: &str| -> BTreeSet<String> {
        let words = fold(text).split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
        words.into_iter().filter(|word| word.chars().any(|c| c.is_ascii_digit())).collect()
    };
    let (ours, theirs) = (numbered(one), numbered(two));
    let either = !ours.is_empty() && !theirs.is_empty() && (ours.is_subset(&theirs) || theirs.is_subset(&ours));
    either || within(one, two)
}

/// `2.14` and `Haus 1 / 2.14`.
fn same_room(one: &str, two: &str) -> bool {
    let parts = |text: &str| text.split('/').map(|part| fold(part.trim())).collect::<Vec<_>>();
    let (ours, theirs) = (parts(one), parts(two));
    ours.last() == theirs.last() && (ours.len() == 1 || theirs.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_model_in_several_words() {
        for (one, two) in
            [("Cisco 8845", "CP-8845-K9="), ("T14", "ThinkPad T14"), ("snomD785", "D785"), ("Yealink T46S", "yealink/t46s")]
        {
            assert!(same_model(one, two) && same_model(two, one), "{one} {two}");
        }
        for (one, two) in [("Cisco 8845", "Cisco 7841"), ("T14 Gen 3", "T14 Gen 4"), ("T14", "X1"), ("Jabber", "Cisco 8845")] {
            assert!(!same_model(one, two) && !same_model(two, one), "{one} {two}");
        }
    }

    #[test]
    fn one_room_in_two_forms() {
        assert!(same_room("2.14", "Haus 1 / 2.14") && !same_room("2.14", "3.14") && !same_room("A / 2.14", "B / 2.14"));
    }
}
