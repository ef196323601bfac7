//! `docs/inventory-rules.md` against the code lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::CodePage;
use crate::inventory::check::codes;

const TABLE: &str = include_str!("../../../../docs/inventory-rules.md");

/// Rows `| rule | what | codes | todo |`.
fn rows() -> Vec<(&'static str, Vec<&'static str>)> {
    TABLE
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| `") && line.contains("`inventory/"))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            assert_eq!(cells.len(), 4, "{line}");
            assert!(cells.iter().all(|cell| !cell.is_empty()), "{line}");
            let codes = cells[2].split(',').map(|code| code.trim().trim_matches('`')).collect();
            (cells[0], codes)
        })
        .collect()
}

/// The rules and their usual weight.
const WEIGHTS: &str = "\
    PARSE001 E, PARSE002 E, PARSE003 E, PARSE004 E, PARSE005 E, PARSE006 E, PARSE007 E, PARSE008 E, PARSE009 E, PARSE010 E, PARSE011 E, \
    PARSE012 E, PARSE013 W, ENC001 W, ENC002 E, ENC003 W, CSV001 E, CSV002 W, CSV003 E, CSV004 W, CSV005 W, CSV006 E, NUM001 E, NUM002 W, \
    NUM003 W, NUM004 E, NUM005 E, NUM006 W, NUM007 W, EXT001 E, EXT002 W, EXT003 E, EXT004 W, EXT005 E, EXT006 E, DID001 E, DID002 E, \
    DID003 W, DID004 W, DID005 W, OBJ001 E, OBJ002 E, OBJ003 E, OBJ004 E, OBJ005 W, OBJ006 W, OBJ007 W, SEC001 E, SEC002 E, SEC003 E, \
    SEC004 W, SEC005 E, SEC006 W, SEC007 N, SEC008 W, SEC009 W, MBX001 W, MBX002 W, MBX003 W, MBX004 N, DEV001 E, DEV002 W, DEV003 N, \
    DEV004 W, DEV005 W, DEV006 W, LIM001 E, LIM002 W, LIM003 W, LIM004 W, LIM005 E, GRP001 E, GRP002 W, GRP003 W, GRP004 W, GRP005 W, \
    GRP006 W, PER001 W, PER002 W, PER003 E, PER004 W, PER005 W, PER006 W, PER007 W";

fn weights() -> BTreeMap<&'static str, &'static str> {
    let word = |letter| match letter {
        "E" => "error",
        "W" => "warning",
        _ => "note",
    };
    WEIGHTS.split(", ").filter_map(|rule| rule.trim().split_once(' ')).map(|(rule, letter)| (rule, word(letter))).collect()
}

fn pages() -> BTreeMap<&'static str, &'static CodePage> {
    [
        crate::inventory::asterisk::codes::ALL,
        crate::inventory::codes::ALL,
        crate::inventory::devices::codes::ALL,
        crate::inventory::directory::codes::ALL,
        crate::inventory::freeswitch::codes::ALL,
        crate::inventory::subscriber::codes::ALL,
        crate::inventory::vendor::codes::ALL,
        crate::inventory::staff::codes::ALL,
        crate::inventory::table::codes::ALL,
        codes::ALL,
    ]
    .iter()
    .flat_map(|room| room.iter().map(|page| (page.slug, *page)))
    .collect()
}

#[test]
fn every_rule_has_pages_and_its_usual_weight_or_a_reason() {
    let (weights, pages) = (weights(), pages());
    // `| code | usual | ours | why |`
    let reasons: BTreeMap<&str, (&str, &str)> = TABLE
        .lines()
        .filter(|line| line.starts_with("| `inventory/"))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            assert!(cells.len() == 4 && cells[3].len() > 20, "{line}");
            (cells[0].trim_matches('`'), (cells[1], cells[2]))
        })
        .collect();
    let mut used = BTreeSet::new();
    for (rule, codes) in rows() {
        let usual = weights[rule];
        for code in codes {
            let page = pages[code];
            for text in [page.title_en, page.title_de, page.page_en, page.page_de] {
                assert!(text.len() > 10, "{code} has no page");
            }
            assert!(page.title_en != page.title_de && page.page_en != page.page_de, "{code}");
            let ours = page.severity.as_str();
            if ours == usual {
                continue;
            }
            // A code of two rules may have the weight of the other.
            let reason = reasons.get(code).unwrap_or_else(|| panic!("{rule} {code}: {ours} instead of {usual}, and no reason"));
            assert!(reason.1 == ours && (reason.0 == usual), "{rule} {code}: {reason:?}, but {usual} and {ours}");
            used.insert(code);
        }
    }
    let stale: Vec<_> = reasons.keys().filter(|code| !used.contains(*code)).collect();
    assert!(stale.is_empty(), "reasons for codes that have the usual weight: {stale:?}");
}

#[test]
fn the_table_of_rules_names_every_rule_and_only_codes_that_exist() {
    let families = [
        ("PARSE", 13),
        ("ENC", 3),
        ("CSV", 6),
        ("NUM", 7),
        ("EXT", 6),
        ("DID", 5),
        ("OBJ", 7),
        ("SEC", 9),
        ("MBX", 4),
        ("DEV", 6),
        ("LIM", 5),
        ("GRP", 6),
        ("PER", 7),
    ];
    let wanted: Vec<String> =
        families.iter().flat_map(|(family, count)| (1..=*count).map(move |n| format!("{family}{n:03}"))).collect();
    let rows = rows();
    assert_eq!(rows.iter().map(|(rule, _)| *rule).collect::<Vec<_>>(), wanted);
    let known: BTreeSet<&str> = pages().into_keys().collect();
    assert_eq!(weights().into_keys().collect::<BTreeSet<_>>(), wanted.iter().map(String::as_str).collect());
    let named: BTreeSet<&str> = rows.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
    let unknown: Vec<_> = named.difference(&known).collect();
    assert!(unknown.is_empty(), "docs/inventory-rules.md names codes that do not exist: {unknown:?}");
    let left_out: Vec<_> = codes::ALL.iter().map(|page| page.slug).filter(|slug| !named.contains(slug)).collect();
    assert!(left_out.is_empty(), "docs/inventory-rules.md leaves out {left_out:?}");
}

/// Every code of this room stands in one of the tests above, which are `slug: words`.

#[test]
fn every_code_of_this_room_is_produced_by_a_test() {
    let tests = [include_str!("accounts.rs"), include_str!("numbers.rs"), include_str!("things.rs")].concat();
    for page in codes::ALL {
        let slug = page.slug.trim_start_matches("inventory/");
        assert!(tests.contains(&format!("\"{slug}: ")), "{slug}");
    }
}
