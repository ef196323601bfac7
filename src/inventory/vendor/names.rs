//! Which word of a name is the last name, where the export has one field for both.

use super::codes;
use crate::diag::{Finding, Words};
use crate::domain::Extension;
use crate::inventory::kind;
use crate::inventory::model::Sourced;
use crate::inventory::staff::{by_hint, by_particle, split_display};

/// Last and first name.
pub(super) type Name = (String, Option<String>);

/// The name of a person; none where it is no person's or where nothing tells the order of its words. `hints` are logins and mail
/// addresses.
#[must_use]
pub(super) fn split(name: &str, hints: &[&str]) -> Option<Name> {
    if kind::by_name(name).is_some() || !kind::looks_like_person(name) {
        return None;
    }
    if name.contains(',') {
        return Some(split_display(name));
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    hints.iter().find_map(|hint| by_hint(&words, hint)).or_else(|| by_particle(&words))
}

/// Whether the name is a person's and only its order is unknown.
#[must_use]
pub(super) fn is_unordered(name: &str) -> bool {
    !name.contains(',') && kind::by_name(name).is_none() && kind::looks_like_person(name)
}

/// What is told once of the names of an export whose order nothing tells.
#[must_use]
pub(in crate::inventory) fn unordered(names: &[(Option<Extension>, Sourced<String>)]) -> Option<Finding> {
    let (_, first) = names.first()?;
    let (count, example) = (names.len(), &first.value);
    let words = Words::new(
        format!("names whose last name is not told: {count}, the first: `{example}`; no persons were made of them"),
        format!("Namen ohne erkennbaren Nachnamen: {count}, der erste: `{example}`; Personen wurden nicht daraus"),
    );
    Some(codes::NAME_ORDER.finding(Some(first.at.clone()), words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_a_login_or_a_mail_address_tells_the_order() {
        let name =
            |name: &str, hint: &str| split(name, &[hint]).map(|(last, first)| format!("{last}|{}", first.unwrap_or_default()));
        for (text, hint, wanted) in [
            ("Müller, Hans", "", Some("Müller|Hans")),
            ("Müller Hans", "mueller.h", Some("Müller|Hans")),
            ("Hans Müller", "mueller.h", Some("Müller|Hans")),
            ("Hans Müller", "hans.mueller@lra.example", Some("Müller|Hans")),
            ("von der Au Maria", "m.vonderau", Some("von der Au|Maria")),
            ("von der Au Maria", "301", Some("von der Au|Maria")),
            ("Maria von der Au", "", Some("von der Au|Maria")),
            ("Müller Hans", "", None),
            ("Müller Hans", "admin", None),
            ("Fax Poststelle", "poststelle.fax", None),
            ("Raum 12", "raum.12", None),
        ] {
            assert_eq!(name(text, hint).as_deref(), wanted, "{text} {hint}");
        }
        assert!(is_unordered("Müller Hans") && !is_unordered("Müller, Hans") && !is_unordered("Fax Poststelle"));
    }
}
