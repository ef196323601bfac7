//! Weak joins, confirmed and denied; shared numbers and placeholders among the keys.

use super::tests::told;
use super::{Inputs, Merged, merge};
use crate::inventory::staff::{ListFile, read};
use crate::policy::site::Numbers;

const TITLES: &str = "Personalnr;Name;Vorname;Amt;Durchwahl;Anmeldename;E-Mail;Zimmer\n";

fn inputs(lists: &[(&str, &str)]) -> Inputs {
    let plan = Numbers::new("49", "89", "99998").lengths([4]);
    let read = |(file, rows): &(&str, &str)| read(&ListFile::new(file, format!("{TITLES}{rows}").as_bytes()), &plan);
    Inputs { staff: lists.iter().map(read).collect(), ..Inputs::default() }
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(one, two)| ((*one).to_owned(), (*two).to_owned())).collect()
}

fn ids(merged: &Merged) -> Vec<&str> {
    merged.inventory.persons.iter().map(|person| person.id.as_str()).collect()
}

fn proposals(merged: &Merged) -> Vec<String> {
    told(merged).into_iter().filter(|line| line.contains(" join-proposed: ")).collect()
}

#[test]
fn one_name_and_department_with_two_extensions_is_proposed_and_not_made() {
    let lists = [("a.csv", ";Müller;Jörg;Bauamt;2001\n;Kern;Ute;Bauamt;2002\n"), ("b.csv", ";Joerg;Mueller;Bau-Amt;2011\n")];
    let merged = merge(inputs(&lists));
    assert_eq!(ids(&merged), ["joerg-mueller", "kern-ute", "mueller-joerg"]);
    assert_eq!(
        proposals(&merged),
        [
            "b.csv:2:2 join-proposed: `Mueller Joerg` (`joerg-mueller`) may be `Jörg Müller` (`mueller-joerg`) of another source: same name, \
          department `Bau-Amt`, but extension `2011` here and `2001` there; kept apart <- a.csv:2:2"
        ]
    );
    let finding = merged.findings.iter().find(|f| f.code.as_str() == "inventory/join-proposed").expect("a proposal");
    let todo = finding.todo.as_ref().expect("what to do");
    for words in [&todo.en, &todo.de] {
        assert!(words.contains("[\"mueller-joerg\", \"joerg-mueller\"]") && words.contains("sources.same_person"), "{words}");
        assert!(words.contains("sources.different_persons"), "{words}");
    }
    assert!(finding.what.de.contains("aber Nebenstelle hier `2011` und dort `2001`"), "{}", finding.what.de);
}

#[test]
fn what_is_confirmed_or_denied_is_not_proposed_again() {
    let lists = [("a.csv", ";Weiß;Änne;Bauamt;2001\n"), ("b.csv", ";Weiss;Aenne;Bauamt;2002\n")];
    let open = merge(inputs(&lists));
    // The ids of the message are those that the confirmation is written with.
    assert_eq!(ids(&open), ["weiss-aenne@2001", "weiss-aenne@2002"]);
    assert_eq!(proposals(&open).len(), 1);
    let pair = pairs(&[("weiss-aenne@2001", "weiss-aenne@2002")]);
    let joined = merge(Inputs { same_person: pair.clone(), ..inputs(&lists) });
    assert_eq!(ids(&joined), ["weiss-aenne@2001"]);
    assert_eq!(proposals(&joined), Vec::<String>::new());
    assert!(
        told(&joined).iter().any(|line| line.contains("extension of `Änne Weiß` is `2002` here; used `2001`")),
        "{:?}",
        told(&joined)
    );
    let apart = merge(Inputs { different_persons: pair.clone(), ..inputs(&lists) });
    assert_eq!(ids(&apart), ids(&open));
    assert_eq!(proposals(&apart), Vec::<String>::new());
    assert!(!told(&apart).iter().any(|line| line.contains("same-person-unknown")), "{:?}", told(&apart));
    let both = merge(Inputs { same_person: pair.clone(), different_persons: pair, ..inputs(&lists) });
    assert!(told(&both).iter().any(|line| line.contains(" different-persons-joined: ")), "{:?}", told(&both));
    let nobody = merge(Inputs { different_persons: pairs(&[("weiss-aenne@2001", "niemand")]), ..inputs(&lists) });
    assert!(told(&nobody).iter().any(|line| line.contains("`niemand` in `sources.different_persons` is nobody's id")));
    assert_eq!(proposals(&nobody).len(), 1);
}

#[test]
fn several_candidates_are_said_as_such() {
    let lists = [
        ("a.csv", "1;Huber;Anna;Bauamt;2001\n2;Huber;Anna;Bauamt;2002\n3;Huber;Anna;Hauptamt;2003\n4;Huber;Bernd;Bauamt;2004\n"),
        ("b.csv", ";Huber;Anna;Bauamt;2011\n"),
    ];
    let merged = merge(inputs(&lists));
    assert_eq!(
        proposals(&merged),
        ["b.csv:2:2 join-proposed: `Anna Huber` (`huber-anna`) may be one of 2 people of other sources: `Anna Huber` (`1`), \
          `Anna Huber` (`2`); kept apart <- a.csv:2:1"]
    );
    let finding = merged.findings.iter().find(|f| f.code.as_str() == "inventory/join-proposed").expect("a proposal");
    assert_eq!(finding.related.len(), 2, "both rows");
    // With one of the two denied the other one is left.
    let merged = merge(Inputs { different_persons: pairs(&[("huber-anna", "1")]), ..inputs(&lists) });
    assert!(proposals(&merged)[0].contains("may be `Anna Huber` (`2`) of another source"), "{:?}", proposals(&merged));
}

#[test]
fn what_speaks_against_a_join_is_not_proposed() {
    for (why, first, second) in [
        ("two staff numbers", "1;Huber;Anna;Bauamt;2001\n", "2;Huber;Anna;Bauamt;2002\n"),
        ("another first name", ";Huber;Anna;Bauamt;2001\n", ";Huber;Bernd;Bauamt;2002\n"),
        ("another name", ";Huber;Anna;Bauamt;2001\n", ";Hubert;Anna;Bauamt;2002\n"),
        ("department and extension differ", ";Huber;Anna;Bauamt;2001\n", ";Huber;Anna;Hauptamt;2002\n"),
        ("an initial alone", ";Huber;Anna;Bauamt;2001\n", ";Huber;A.;Hauptamt;\n"),
        ("one list", ";Huber;Anna;Bauamt;2001\n;Huber;Anna;Bauamt;2002\n", ""),
    ] {
        let merged = merge(inputs(&[("a.csv", first), ("b.csv", second)]));
        assert_eq!(proposals(&merged), Vec::<String>::new(), "{why}");
    }
    for (why, first, second) in [
        ("an initial in one department", ";Huber;Anna;Bauamt;2001\n", ";Huber;A.;Bauamt;2002\n"),
        ("an initial and one extension", ";Huber;Anna;Bauamt;2001\n", ";Huber;A.;;2001\n"),
        ("another extension, no department", ";Huber;Anna;;2001\n", ";Huber;Anna;Bauamt;2002\n"),
        ("a part of the name", ";Huber-Maier;Anna;Bauamt;2001\n", ";Huber;Anna;Bauamt;2002\n"),
        ("bare letters", ";Müller;Anna;Bauamt;2001\n", ";Muller;Anna;Bauamt;2002\n"),
        ("a number in one of them", "7;Huber;Anna;Bauamt;2001\n", ";Huber;Anna;Bauamt;2002\n"),
    ] {
        let merged = merge(inputs(&[("a.csv", first), ("b.csv", second)]));
        assert_eq!((proposals(&merged).len(), merged.inventory.persons.len()), (1, 2), "{why}: {:?}", told(&merged));
    }
}

#[test]
fn one_name_and_room_in_one_list_is_proposed() {
    let row = |mail: &str, room: &str, unit: &str, number: &str| format!(";Müller;Hans;{unit};{number};;{mail};{room}\n");
    let twice = |one: String, two: String| merge(inputs(&[("a.csv", &format!("{one}{two}"))]));
    let found = twice(row("", "2.14", "Bauamt", "2001"), row("", "2.14", "Bauamt", "2005"));
    assert_eq!(
        proposals(&found),
        [
            "a.csv:3:2 join-proposed: `Hans Müller` (`mueller-hans@2005`) may be `Hans Müller` (`mueller-hans@2001`) of this list: same name, \
          room `2.14`, department `Bauamt`, but extension `2005` here and `2001` there; kept apart <- a.csv:2:2"
        ]
    );
    let pair = pairs(&[("mueller-hans@2001", "mueller-hans@2005")]);
    let list = format!("{}{}", row("", "2.14", "", "2001"), row("", "2.14", "", "2005"));
    assert_eq!(proposals(&merge(inputs(&[("a.csv", &list)]))).len(), 1, "no department at all");
    assert!(proposals(&merge(Inputs { different_persons: pair.clone(), ..inputs(&[("a.csv", &list)]) })).is_empty());
    let joined = merge(Inputs { same_person: pair, ..inputs(&[("a.csv", &list)]) });
    assert_eq!((ids(&joined), proposals(&joined)), (vec!["mueller-hans@2001"], Vec::new()));
    let further: Vec<&str> = joined.inventory.persons[0].further.iter().map(|number| number.value.as_str()).collect();
    assert_eq!(further, ["2005"]);
    for (why, found) in [
        ("another room", twice(row("", "2.14", "Bauamt", "2001"), row("", "2.15", "Bauamt", "2005"))),
        ("another department", twice(row("", "2.14", "Bauamt", "2001"), row("", "2.14", "Kasse", "2005"))),
        ("two addresses", twice(row("a@x.example", "2.14", "Bauamt", "2001"), row("b@x.example", "2.14", "Bauamt", "2005"))),
        ("no room", twice(row("", "", "Bauamt", "2001"), row("", "", "Bauamt", "2005"))),
    ] {
        assert_eq!(proposals(&found), Vec::<String>::new(), "{why}");
    }
}

#[test]
fn a_shared_number_is_told_where_it_stands_and_joins_who_has_it() {
    let shared = |lists: &[(&str, &str)]| -> Vec<String> {
        told(&merge(inputs(lists))).into_iter().filter(|line| line.contains(" staff-number-shared: ")).collect()
    };
    // The first row of the person has no number; the second list brought it.
    assert_eq!(
        shared(&[
            ("p1.csv", ";Huber;Anna;Bauamt;2001\n"),
            ("p2.csv", "4711;Huber;Anna;Bauamt;2001\n"),
            ("p3.csv", "4711;Petridou;Eleni;Bauamt;2007\n")
        ]),
        ["p3.csv:2:1 staff-number-shared: staff number `4711` belongs to `Anna Huber` and `Eleni Petridou` <- p2.csv:2:1"]
    );
    // The third list means the second one's person, who stays one.
    let lists = [
        ("p1.csv", "4711;Huber;Anna;Bauamt;2001\n"),
        ("p2.csv", "4711;Petridou;Eleni;Bauamt;2007\n"),
        ("p3.csv", "4711;Petridou;Eleni;Bauamt;2007\n"),
    ];
    assert_eq!(
        shared(&lists),
        ["p2.csv:2:1 staff-number-shared: staff number `4711` belongs to `Anna Huber` and `Eleni Petridou` <- p1.csv:2:1"]
    );
    assert_eq!(ids(&merge(inputs(&lists))), ["4711", "4711-petridou"]);
}

#[test]
fn placeholders_join_nobody() {
    for word in ["0", "000", "x", "XXX", "-", "?", "unbekannt", "n/a", "k. A.", "keine"] {
        let rows =
            |last: &str, first: &str, number: &str| format!("{word};{last};{first};Bauamt;{number};{word};{word};{word}\n");
        let (one, two) = (rows("Maier", "Bernd", "2001"), rows("Maier", "Rosa", "2002"));
        let merged = merge(inputs(&[("a.csv", &one), ("b.csv", &two)]));
        assert_eq!(ids(&merged), ["maier-bernd", "maier-rosa"], "{word}: {:?}", told(&merged));
        assert!(merged.inventory.rooms.is_empty(), "{word}");
        let person = &merged.inventory.persons[0];
        assert!(person.login.is_none() && person.mail.is_none() && person.staff_number.is_none(), "{word}: {person:?}");
        let told = merged.findings.iter().filter(|finding| finding.code.as_str() == "inventory/placeholder").count();
        // Signs that say nothing in every column are blank cells.
        let blank = matches!(word, "-" | "n/a" | "k. A.");
        assert_eq!(told, if blank { 0 } else { 2 }, "{word}: once for each list");
    }
}

#[test]
fn a_number_that_a_spreadsheet_made_a_decimal_is_the_number() {
    for number in ["4711.0", "4711,00", "004711", "4 711"] {
        let merged = merge(inputs(&[
            ("a.csv", "4711;Huber;Anna;Bauamt;2001\n"),
            ("b.csv", &format!("{number};Huber;Anna;Bauamt;2001\n")),
        ]));
        assert_eq!(ids(&merged), ["4711"], "{number}");
    }
    let merged = merge(inputs(&[("a.csv", "4711.0;Huber;Anna;Bauamt;2001\n")]));
    let number = merged.inventory.persons[0].staff_number.as_ref().expect("the number, with its place");
    assert_eq!((number.value.as_str(), number.at.to_string().as_str()), ("4711", "a.csv:2:1"));
}

#[test]
fn a_full_number_joins_names_that_fit() {
    let row = |first: &str, number: &str| format!(";Huber;{first};Bauamt;{number}\n");
    for (one, two, persons) in [
        (("Anna", "+49 89 5555-17"), ("A.", "089 5555 17"), 1),
        (("Anna", "+49 89 99998-2001"), ("A.", "089 99998-2001"), 1),
        // An office's number.
        (("Anna", "+49 89 5555-17"), ("Bernd", "+49 89 5555-17"), 2),
        (("Anna", "+49 89 5555-17"), ("A.", "+49 89 5555-18"), 2),
    ] {
        let merged = merge(inputs(&[("a.csv", &row(one.0, one.1)), ("b.csv", &row(two.0, two.1))]));
        assert_eq!(merged.inventory.persons.len(), persons, "{one:?} {two:?}: {:?}", told(&merged));
    }
    let twice = format!("{}{}", row("Anna", "+49 89 5555-17"), row("A.", "+49 89 5555-17"));
    assert_eq!(merge(inputs(&[("a.csv", &twice)])).inventory.persons.len(), 2, "two rows of one list");
}
