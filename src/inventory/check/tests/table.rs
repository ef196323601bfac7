//! `docs/inventory-rules.md` against the code lists.

use std::collections::BTreeSet;

use crate::inventory::check::codes;

const TABLE: &str = include_str!("../../../../docs/inventory-rules.md");

/// Rows `| rule | what | codes | todo |`.
fn rows() -> Vec<(&'static str, Vec<&'static str>)> {
    TABLE
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains("`inventory/"))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            assert_eq!(cells.len(), 4, "{line}");
            assert!(cells.iter().all(|cell| !cell.is_empty()), "{line}");
            let codes = cells[2].split(',').map(|code| code.trim().trim_matches('`')).collect();
            (cells[0], codes)
        })
        .collect()
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
    let known: BTreeSet<&str> = [
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
    .flat_map(|room| room.iter().map(|page| page.slug))
    .collect();
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
