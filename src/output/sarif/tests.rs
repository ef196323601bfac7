use std::collections::BTreeSet;

use super::*;
use crate::diag::{Hop, Words};
use crate::inventory::asterisk::codes::grammar;
use crate::inventory::check::codes;

fn findings() -> Vec<Finding> {
    let via = [Hop { file: "pbx/pjsip.conf".into(), line: 3 }, Hop { file: "pbx/pjsip.d/all.conf".into(), line: 7 }];
    let included = Place::included("pbx/pjsip.d/amt 1.conf", 88, 12, &via);
    vec![
        grammar::SECRET_CUT
            .finding(Some(included), Words::new("`password` ends at this `;`", "`password` endet an diesem `;`"))
            .todo(Words::new("write `\\;`", "`\\;` schreiben")),
        codes::DID_TWO_TARGETS
            .finding(Some(Place::at("dids.csv", 12, 8)), Words::new("two targets", "zwei Ziele"))
            .about("+498999998101")
            .related(Place::at("dids.csv", 3, 8), Words::new("the other one", "die andere")),
        codes::NOT_MIGRATED.finding(
            Some(Place::cell("staff/Telefonliste.xlsx", "Übersicht", 7, 6)),
            Words::new("fax machines stay", "Faxgeräte bleiben"),
        ),
        codes::NO_ENCRYPTION.finding(None, Words::new("no encryption", "keine Verschlüsselung")),
        codes::NOT_MIGRATED.finding(Some(Place::file("/home/admin/site/lists/a.csv")), Words::new("doors stay", "Türen bleiben")),
    ]
}

fn pages() -> Vec<&'static CodePage> {
    grammar::ALL.iter().chain(codes::ALL).copied().collect()
}

fn parsed(lang: Lang) -> Value {
    serde_json::from_str(&text(&findings(), &pages(), lang, "0.0.0")).expect("JSON")
}

#[test]
fn as_it_was_agreed() {
    let now = text(&findings(), &pages(), Lang::En, "0.0.0");
    assert!(now == include_str!("../golden/findings.sarif"), "the SARIF view changed; now:\n{now}");
}

#[test]
fn german_rules_and_messages() {
    let document = parsed(Lang::De);
    let run = &document["runs"][0];
    assert_eq!(run["language"], "de");
    assert_eq!(run["results"][0]["message"]["text"], "`password` endet an diesem `;`\nAbhilfe: `\\;` schreiben");
    for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
        let page = pages().into_iter().find(|page| rule["id"] == page.slug).unwrap();
        assert_eq!(rule["help"]["text"], page.page_de);
    }
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a string: {value}"))
}

/// What the standard demands of a location: a relative URI, lines and columns from 1.
fn check_location(location: &Value) {
    let physical = &location["physicalLocation"];
    let uri = string(&physical["artifactLocation"]["uri"]);
    assert!(!uri.is_empty() && !uri.starts_with('/') && !uri.contains("://") && uri.is_ascii() && !uri.contains(' '), "{uri}");
    if let Some(region) = physical.get("region") {
        assert!(region["startLine"].as_u64().is_some_and(|line| line >= 1), "{region}");
        assert!(region.get("startColumn").is_none_or(|column| column.as_u64().is_some_and(|column| column >= 1)), "{region}");
    }
}

/// The properties that SARIF 2.1.0 requires, and the rules that its schema cannot say.
#[test]
fn required_properties_are_there() {
    for lang in [Lang::En, Lang::De] {
        let document = parsed(lang);
        assert_eq!(document["version"], "2.1.0");
        let runs = document["runs"].as_array().unwrap();
        assert_eq!(runs.len(), 1);
        let driver = &runs[0]["tool"]["driver"];
        assert_eq!(string(&driver["name"]), "deskshift");
        let rules: Vec<&str> = driver["rules"].as_array().unwrap().iter().map(|rule| string(&rule["id"])).collect();
        assert_eq!(rules.iter().collect::<BTreeSet<_>>().len(), rules.len(), "each rule once");
        let bases = runs[0]["originalUriBaseIds"].as_object().unwrap();
        let results = runs[0]["results"].as_array().unwrap();
        assert_eq!(results.len(), findings().len());
        for result in results {
            assert!(!string(&result["message"]["text"]).is_empty());
            assert_eq!(rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()], string(&result["ruleId"]));
            assert!(["error", "warning", "note"].contains(&string(&result["level"])));
            let related: Vec<&Value> = result.get("relatedLocations").and_then(Value::as_array).into_iter().flatten().collect();
            let ids: Vec<u64> = related.iter().map(|location| location["id"].as_u64().unwrap()).collect();
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "ids are unique in a result");
            for location in result["locations"].as_array().unwrap() {
                check_location(location);
                assert!(bases.contains_key(string(&location["physicalLocation"]["artifactLocation"]["uriBaseId"])));
                for relationship in location.get("relationships").and_then(Value::as_array).into_iter().flatten() {
                    assert!(ids.contains(&relationship["target"].as_u64().unwrap()));
                }
            }
            related.into_iter().for_each(check_location);
        }
    }
}

#[test]
fn no_absolute_path_leaves_the_machine() {
    assert_eq!(uri("/home/admin/site/lists/a.csv"), "a.csv");
    assert_eq!(uri("C:\\Users\\x\\a.csv"), "a.csv");
    assert_eq!(uri("staff\\Überblick 1.csv"), "staff/%C3%9Cberblick%201.csv");
    assert!(!text(&findings(), &pages(), Lang::En, "0.0.0").contains("/home/"));
}
