//! Keys that ought to be one person's, and are two people's: told at the row that came second.

use super::people::Joined;
use crate::diag::{CodePage, Finding, Place, Words};
use crate::inventory::codes;
use crate::inventory::model::{Sourced, full_names};
use crate::inventory::staff::Entry;

pub(super) fn staff_number(known: &Joined, entry: &Entry) -> Option<Finding> {
    let number = entry.staff_no.as_ref()?;
    let first = known.staff_no.as_ref().map_or(&known.person.at, |first| &first.at);
    let todo = Words::new("correct one of the numbers", "eine der Nummern berichtigen");
    Some(finding(&codes::STAFF_NUMBER_SHARED, ("staff number", "Personalnummer"), number, (known, entry), first).todo(todo))
}

pub(super) fn login(known: &Joined, entry: &Entry) -> Option<Finding> {
    let login = entry.person.login.as_ref()?;
    let first = known.person.login.as_ref().map_or(&known.person.at, |first| &first.at);
    let todo = Words::new(
        "correct one of the logins; where both are right, such as in two domains, nothing is to be done",
        "einen der Anmeldenamen berichtigen; sind beide richtig, etwa in zwei Domänen, ist nichts zu tun",
    );
    Some(finding(&codes::LOGIN_SHARED, ("login", "Anmeldename"), login, (known, entry), first).todo(todo))
}

fn finding(
    page: &CodePage,
    (what_en, what_de): (&str, &str),
    key: &Sourced<String>,
    (known, entry): (&Joined, &Entry),
    first: &Place,
) -> Finding {
    let mut other = entry.person.clone();
    // The two are told by their names: this is what they share.
    other.staff_number = None;
    let names = full_names([&*known.person, &*other]);
    let (one, two, value) = (&names[0], &names[1], &key.value);
    page.finding(
        Some(key.at.clone()),
        Words::new(
            format!("{what_en} `{value}` belongs to `{one}` and `{two}`"),
            format!("{what_de} `{value}` gehört `{one}` und `{two}`"),
        ),
    )
    .about(entry.person.id.as_str())
    .related(first.clone(), Words::new("first here", "zuerst hier"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::staff;
    use super::super::*;

    const HEADER: &str = "PersNr;Name;Vorname;Durchwahl;E-Mail;Anmeldename\n";

    fn joined(one: &str, two: &str) -> (Vec<String>, Vec<String>) {
        let list = |file, row: &str| staff(file, &format!("{HEADER}{row}\n"));
        let merged = merge(Inputs { staff: vec![list("a.csv", one), list("b.csv", two)], ..Inputs::default() });
        let of = |person: &crate::inventory::model::Person| {
            let number = person.extension.as_ref().map_or("-", |number| number.value.as_str());
            format!("{} {} {number}", person.id, person.full_name())
        };
        let told = merged.findings.iter().filter(|f| f.code.as_str().ends_with("-shared") || f.code.as_str().ends_with("differ"));
        (merged.inventory.people().map(of).collect(), told.map(|f| f.what.en.to_string()).collect())
    }

    #[test]
    fn one_login_in_two_domains_is_two_people() {
        let (people, told) = joined(";Müller;Hans;1001;hans@amt.example;mueller", ";Müller;Eva;1002;eva@schule.example;mueller");
        assert_eq!(people, ["mueller-eva Eva Müller 1002", "mueller-hans Hans Müller 1001"]);
        assert_eq!(told, ["login `mueller` belongs to `Hans Müller` and `Eva Müller`"]);
    }

    #[test]
    fn one_staff_number_of_two_offices_is_two_people() {
        let (people, told) = joined("1;Müller;Hans;1001;;", "1;Müller;Eva;1002;;");
        assert_eq!(people, ["1 Hans Müller 1001", "1-mueller Eva Müller 1002"]);
        assert_eq!(told, ["staff number `1` belongs to `Hans Müller` and `Eva Müller`"]);
    }

    #[test]
    fn another_first_name_with_the_same_telephone_or_mail_is_one_person() {
        for (one, two) in [
            ("1;Müller;Hans;1001;;", "1;Müller;Johannes;1001;;"),
            ("1;Müller;Hans;1001;m@amt.example;", "1;Müller;Johannes;1002;M@amt.example;"),
            // Neither says anything of the telephone.
            ("1;Müller;Hans;;;", "1;Müller;Johannes;1002;;"),
            // A marriage, and another desk.
            ("1;Müller;Eva;1001;eva.mueller@amt.example;", "1;Huber;Eva;1002;eva.huber@amt.example;"),
        ] {
            let (people, told) = joined(one, two);
            assert_eq!(people.len(), 1, "{one} {two} {people:?}");
            assert!(told.iter().all(|told| !told.contains("belongs to")), "{told:?}");
        }
    }
}
