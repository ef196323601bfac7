//! Rules about extensions and numbers from outside: an input that produces each, and the same one mended, which does not.

use super::case::{Case, case, ext, rule};
use crate::inventory::check::drop_unreadable;
use crate::inventory::model::*;

#[test]
fn extensions_twice_and_in_two_contexts() {
    rule(
        |c| {
            c.line("2001", "intern").line("2001", "intern");
        },
        &["extension-twice: extension `2001` stands here a second time"],
        |c| {
            c.line("2001", "intern").line("2002", "intern");
        },
    );
    rule(
        |c| {
            c.line("2001", "intern").line("2001", "labor");
        },
        &["extension-in-two-contexts: number `2001` is in `intern` and in `labor`: two extensions, which are not one telephone"],
        |c| {
            c.line("2001", "intern").line("2002", "labor");
        },
    );
    rule(
        |c| {
            c.device("SEP1", DeviceKind::Notebook, "2001").last_device(|d| d.lines[0].partition = Some("PT_A".into()));
            c.device("SEP2", DeviceKind::Notebook, "2001").last_device(|d| d.lines[0].partition = Some("PT_B".into()));
        },
        &["extension-in-two-contexts: number `2001` is in partition `PT_A` and in `PT_B`"],
        |c| {
            c.device("SEP1", DeviceKind::Notebook, "2001").last_device(|d| d.lines[0].partition = Some("PT_A".into()));
            c.device("SEP2", DeviceKind::Notebook, "2002").last_device(|d| d.lines[0].partition = Some("PT_B".into()));
        },
    );
}

#[test]
fn extensions_against_the_plan() {
    rule(
        |c| {
            c.line("101", "intern").line("1010", "intern");
        },
        &["extension-length-clash: extension `101` is the beginning of `1010`"],
        |c| {
            c.line("101", "intern").line("1010", "labor");
        },
    );
    rule(
        |c| {
            c.blocks("100", "399").line("2001", "intern").line("101", "intern").line("777", "intern");
        },
        &["extension-outside-block: extensions outside of the direct-dial blocks: 2 (`2001`, `777`)"],
        |c| {
            c.blocks("100", "9999").line("2001", "intern").line("101", "intern");
        },
    );
    rule(
        |c| {
            c.line("112", "intern").line("115", "intern");
        },
        &[
            "extension-is-service-number: extension `112` is an emergency or service number; it is not migrated",
            "extension-is-service-number: extension `115` is an emergency or service number; it is not migrated",
        ],
        |c| {
            c.line("1120", "intern");
        },
    );
    let outside = case(|c| {
        c.line("0112", "intern");
    });
    let told = "extension-is-service-number: extension `0112` is `0`, dialled for an outside line, and the service number `112`; it is not migrated";
    assert!(outside.contains(&told.to_owned()), "{outside:?}");
    let own = case(|c| {
        c.blocks("0100", "8999").line("0112", "intern");
    });
    let told = "extension-like-service-number: extension `0112` of block `0100-8999` is also `0`, dialled for an outside line, and the service number `112`";
    assert!(own.contains(&told.to_owned()) && !own.iter().any(|told| told.contains("is-service")), "{own:?}");
    rule(
        |c| {
            c.line("0201", "intern");
        },
        &["extension-begins-with-outside-prefix: extensions that begin with `0`, the digit for an outside line: 1 (`0201`)"],
        |c| {
            c.site.numbers.outside_prefix = "9".into();
            c.line("0201", "intern");
        },
    );
    rule(
        |c| {
            c.line("20015", "intern");
        },
        &["extension-outside-plan: extensions of a length that the number plan does not have: 1 (`20015`)"],
        |c| {
            c.site.numbers.sites.push(crate::policy::site::NumberSite { extension_lengths: vec![5], ..Default::default() });
            c.line("20015", "intern");
        },
    );
}

#[test]
fn numbers_that_nobody_dials() {
    rule(
        |c| {
            c.device("SEP1", DeviceKind::Notebook, "chef").device("SEP2", DeviceKind::Notebook, "*21");
        },
        &[
            "line-not-dialable: number `chef` cannot be dialled and has no alias",
            "number-begins-with-feature-code: number `*21` begins like a feature code",
        ],
        |c| {
            c.device("SEP1", DeviceKind::Notebook, "chef").last_device(|d| d.lines[0].extension = "2001".parse().ok());
            c.device("SEP2", DeviceKind::Notebook, "\\+498999998101");
        },
    );
}

#[test]
fn numbers_from_outside() {
    rule(
        |c| {
            c.person("101").person("102").did("+498999998101", false, ext("101")).did("089 99998-101", false, ext("102"));
        },
        &["did-two-targets: `089 99998-101` leads to `102` here and to `101` elsewhere"],
        |c| {
            c.person("101").did("+498999998101", false, ext("101")).did("089 99998-101", false, ext("101"));
        },
    );
    rule(
        |c| {
            c.person("101").person("102").did("+4989999981", true, ext("101")).did("+498999998102", false, ext("102"));
        },
        &["did-overlap: `+49 89 99998-102` lies inside of `+49 89 99998-1…`, which leads elsewhere"],
        |c| {
            c.person("101").person("102").did("+4989999981", true, ext("101")).did("+498999998202", false, ext("102"));
        },
    );
    let cut = |c: &mut Case, signs: u8| {
        c.person("102").did("+498999998", true, DidTarget::Unknown(format!("${{EXTEN:{signs}}}")));
        c.did("+498999998102", false, ext("102"));
    };
    let wrong = "did-overlap: `+49 89 99998-102` lies inside of `+49 89 99998…`, which leads elsewhere";
    let nobody = "did-by-pattern: `+498999998…` with `${EXTEN:8}` stays a pattern; known extensions that it reaches: 0";
    assert_eq!(case(|c| cut(c, 8)), [wrong, nobody]);
    let reached = |signs: u8| {
        format!(
            "did-by-pattern: `+498999998…` with `${{EXTEN:{signs}}}` stays a pattern; known extensions that it reaches: 1 (`102`)"
        )
    };
    assert_eq!(case(|c| cut(c, 9)), [reached(9)]);
    rule(
        |c| {
            let target = DidTarget::Unknown("${EXTEN:9}".into());
            c.person("101").person("102").did("_498999998[1-2]0X", false, target);
        },
        &[
            "did-by-pattern: `_498999998[1-2]0X` with `${EXTEN:9}` stays a pattern; known extensions that it reaches: 2 (`101`, `102`)",
        ],
        |c| {
            c.person("101").did("_498999998XXX", false, ext("101"));
        },
    );
    rule(
        |c| {
            c.did("+498999998101", false, DidTarget::Nothing);
        },
        &["did-without-target: `+49 89 99998-101` leads nowhere"],
        |c| {
            c.did("+498999998101", false, DidTarget::Unknown("Ansage".into()));
        },
    );
    rule(
        |c| {
            c.person("101").queue(&["101"]).did("+498999998102", false, ext("102"));
            c.did("+498999998103", false, DidTarget::Group("kasse".into()));
        },
        &[
            "did-target-unknown: `+49 89 99998-102` leads to `102`, which no source has",
            "did-target-unknown: `+49 89 99998-103` leads to the group `kasse`, which no source has",
        ],
        |c| {
            c.person("101").queue(&["101"]).did("+498999998103", false, DidTarget::Group("hotline".into()));
        },
    );
    rule(
        |c| {
            c.did("_99998XXXX", false, DidTarget::Unknown("${DB(ziel/${EXTEN})}".into()));
        },
        &["did-not-resolvable: which extension `_99998XXXX` with `${DB(ziel/${EXTEN})}` reaches cannot be told"],
        |c| {
            c.did("_99998XXXX", false, ext("101"));
        },
    );
}

#[test]
fn people_whom_nobody_outside_can_dial() {
    let reached = |did: &str, prefix: bool, target: DidTarget| {
        case(|c| {
            c.blocks("100", "9999").person("101").person("0202").did(did, prefix, target);
        })
    };
    let told = "extension-without-did: extensions of people that no number from outside leads to";
    assert!(reached("+498999998101", false, ext("101")).contains(&format!("{told}: 1 (`0202`)")));
    for (did, prefix) in [("+4989999980", true), ("_99998XXXX", false), ("_089[1-9]9998[0-9]XXX", false)] {
        let target = DidTarget::Unknown("${EXTEN:5}".into());
        assert!(reached(did, prefix, target).contains(&format!("{told}: 1 (`101`)")), "{did}");
    }
    let all = reached("_99998.", false, DidTarget::Unknown("${EXTEN:5}".into()));
    assert!(!all.iter().any(|t| t.starts_with("extension-without-did")), "{all:?}");
    let no_blocks = case(|c| {
        c.person("101").did("+498999998999", false, DidTarget::Unknown("Ansage".into()));
    });
    assert_eq!(no_blocks, [] as [&str; 0]);
}

#[test]
fn what_is_no_number_from_outside_is_told_and_not_kept() {
    let mut case = Case::new();
    case.person("2001").did("2O2", false, ext("2001")).did("112", false, ext("2001")).did("(\\d{3})", false, ext("2001"));
    case.did("+498999998201", false, ext("2001"));
    let plan = case.site.numbers.clone();
    let findings = drop_unreadable(&mut case.inventory, &plan);
    let told: Vec<String> = findings
        .iter()
        .map(|f| {
            format!("{}: {}", f.code.as_str().trim_start_matches("inventory/"), f.what.en.split(';').next().unwrap_or_default())
        })
        .collect();
    assert_eq!(
        told,
        [
            "did-unreadable: `2O2` is no telephone number",
            "did-is-service-number: `112` is the number of an emergency or service line, which is nobody's",
            "did-not-resolvable: `(\\d{3})` is an expression: which numbers it stands for cannot be told",
        ]
    );
    let kept: Vec<&str> = case.inventory.dids.iter().map(|did| did.number.as_str()).collect();
    assert_eq!(kept, ["+498999998201"]);
}
