//! Which word of a name is the last name, where the export has one field for both.

use crate::inventory::kind;
use crate::inventory::staff::split_display;
use crate::inventory::table::normal;

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

/// `von der Au Maria`, `Maria von der Au`: what follows the particle is the last name.
fn by_particle(words: &[&str]) -> Option<Name> {
    let small = |word: &&str| word.starts_with(char::is_lowercase);
    let start = words.iter().position(small)?;
    let after = start + words[start..].iter().position(|word| !small(word))?;
    match (start, words.len() - after) {
        (0, 2) => Some((words[..=after].join(" "), Some(words[after + 1].to_owned()))),
        (1.., 1) => Some((words[start..].join(" "), Some(words[..start].join(" ")))),
        _ => None,
    }
}

/// Whether the name is a person's and only its order is unknown.
#[must_use]
pub(super) fn is_unordered(name: &str) -> bool {
    !name.contains(',') && kind::by_name(name).is_none() && kind::looks_like_person(name)
}

/// `mueller.h`, `h.mueller`, `hans.mueller@…`: the part that is one letter is the first name; of two words the first one is.
fn by_hint(words: &[&str], hint: &str) -> Option<Name> {
    let local = hint.split('@').next().unwrap_or_default();
    let (one, two) = local.split_once(['.', '_'])?;
    let (one, two) = (normal(one), normal(two));
    if one.is_empty() || two.is_empty() {
        return None;
    }
    let last = if two.chars().count() == 1 { one } else { two };
    // `von der Au Maria` and `Maria von der Au`: the last name is the first or the last words.
    for take in 1..words.len() {
        let (front, back) = (words[..take].join(" "), words[take..].join(" "));
        if normal(&front) == last {
            return Some((front, Some(back)));
        }
        if normal(&back) == last {
            return Some((back, Some(front)));
        }
    }
    None
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
