//! Whole names that another source parts into last and first name.

use super::tests::staff;
use super::*;

fn names(merged: &Merged) -> Vec<String> {
    let text = |p: &crate::inventory::model::Person| p.first.as_ref().map_or("-", |first| &first.value).to_owned();
    merged.inventory.persons.iter().map(|p| format!("{} {}, {}", p.id, p.last.value, text(p))).collect()
}

fn differ(merged: &Merged) -> usize {
    merged.findings.iter().filter(|f| f.code.as_str() == "inventory/sources-differ").count()
}

const PARTED: &str = "PersNr;Nachname;Vorname;Durchwahl\n4711;Groß;Otto;2001\n4712;Klein;Emil;2002\n";

#[test]
fn the_list_with_two_columns_counts_whichever_comes_first() {
    for whole in
        ["Name;Durchwahl\nGroß Otto;2001\nKlein Emil;2002\n", "Nachname;Vorname;Durchwahl\nGroß Otto;;2001\nKlein Emil;;2002\n"]
    {
        for turned in [false, true] {
            let mut lists = vec![staff("whole.csv", whole), staff("parted.csv", PARTED)];
            if turned {
                lists.reverse();
            }
            let merged = merge(Inputs { staff: lists, ..Inputs::default() });
            assert_eq!(names(&merged), ["4711 Groß, Otto", "4712 Klein, Emil"], "{whole} {turned}");
            assert_eq!(differ(&merged), 0, "{whole} {turned}");
        }
    }
}

#[test]
fn a_staff_number_joins_and_other_words_are_other_names() {
    let whole = "PersNr;Name;Durchwahl\n4711;Groß Otto;\n4712;Klein Emilia;2002\n";
    let merged = merge(Inputs { staff: vec![staff("whole.csv", whole), staff("parted.csv", PARTED)], ..Inputs::default() });
    assert_eq!(names(&merged)[0], "4711 Groß, Otto");
    assert!(!names(&merged).contains(&"4712 Klein, Emil".to_owned()), "{:?}", names(&merged));
    // Both lists part the names: what is sure in both is a difference.
    let one = "PersNr;Nachname;Vorname;Durchwahl\n4711;Otto;Groß;2001\n";
    let merged = merge(Inputs { staff: vec![staff("one.csv", one), staff("parted.csv", PARTED)], ..Inputs::default() });
    assert_eq!(names(&merged)[0], "4711 Otto, Groß");
    assert_eq!(differ(&merged), 2);
}
