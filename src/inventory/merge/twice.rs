//! Two rows of one list for one person: mostly two half jobs.

use super::people::{Difference, EXTENSION};
use crate::diag::{Finding, Words};
use crate::inventory::codes;
use crate::inventory::model::{Days, Person};

/// Joins what the second row adds, and says what differs.
pub(super) fn told(person: &mut Person, other: &Person, differences: &[Difference]) -> Finding {
    let (mut en, mut de) = (Vec::new(), Vec::new());
    let mut kept = false;
    for Difference { field_en, field_de, ours, theirs, .. } in differences {
        // Each job has its telephone: the second is the person's, too.
        if *field_en == EXTENSION {
            kept = true;
            en.push(format!("{field_en}: `{ours}`; kept as a further number: `{theirs}`"));
            de.push(format!("{field_de}: `{ours}`; als weitere Nummer behalten: `{theirs}`"));
            if let Some(number) = other.extension.as_ref().filter(|n| person.further.iter().all(|known| known.value != n.value)) {
                person.further.push(number.clone());
            }
        } else {
            en.push(format!("{field_en}: `{ours}`, not `{theirs}`"));
            de.push(format!("{field_de}: `{ours}`, nicht `{theirs}`"));
        }
    }
    // Two half jobs: the person works on the days of both.
    let both: Vec<u8> = person.off_days.iter().copied().filter(|day| other.off_days.contains(day)).collect();
    if !other.off_days.is_empty() && *both != *person.off_days {
        en.push("days of work: those of both rows".to_owned());
        de.push("Arbeitstage: die beider Zeilen".to_owned());
        let at = person.off_days.at().or(other.off_days.at()).unwrap_or(&person.at).clone();
        person.off_days = Days::new(both, at);
    }
    let (en, de) = if en.is_empty() {
        ("nothing differs".to_owned(), "nichts ist verschieden".to_owned())
    } else {
        (format!("used: {}", en.join("; ")), format!("verwendet: {}", de.join("; ")))
    };
    let name = person.full_name();
    let todo = if kept {
        Words::new(
            "two jobs of one person may stay; of two rows for one job remove one",
            "zwei Stellen einer Person können so bleiben; von zwei Zeilen für eine Stelle eine entfernen",
        )
    } else {
        Words::new("remove one of the rows", "eine der Zeilen entfernen")
    };
    codes::LISTED_TWICE
        .finding(
            Some(other.at.clone()),
            Words::new(
                format!("`{name}` stands twice in this list; {en}"),
                format!("`{name}` steht zweimal in dieser Liste; {de}"),
            ),
        )
        .about(person.id.as_str())
        .related(person.at.clone(), Words::new("first here", "zuerst hier"))
        .todo(todo)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{staff, told};
    use super::super::{Inputs, merge};

    #[test]
    fn the_extension_of_a_second_job_is_a_further_number() {
        let list =
            "Personalnr;Name;Vorname;Durchwahl\n1;Müller;Hans;2001\n1;Müller;Hans;2002\n1;Müller;Hans;2002\n2;Weiß;Änne;2003\n";
        let merged = merge(Inputs { staff: vec![staff("a.csv", list)], ..Inputs::default() });
        let person = merged.inventory.people().find(|person| person.id.as_str() == "1").expect("the person");
        let further: Vec<&str> = person.further.iter().map(|number| number.value.as_str()).collect();
        assert_eq!((person.extension.as_ref().map(|e| e.value.as_str()), further), (Some("2001"), vec!["2002"]));
        let entry = merged.inventory.entries().find(|entry| entry.number.as_str() == "2002").expect("the extension");
        assert_eq!(entry.kind_reason.en, "a further number of `Hans Müller`, whose own is `2001`");
        assert_eq!(
            told(&merged)[0],
            "a.csv:3:1 person-listed-twice: `Hans Müller` stands twice in this list; used: extension: `2001`; kept as a further number: \
             `2002` <- a.csv:2:1"
        );
    }
}
