//! Findings that say the same of many lines, as one: with their number and the first of them in the sentence, and all for who asks.

use std::collections::BTreeMap;

use crate::diag::{Finding, Listed, Words};
use crate::domain::Extension;
use crate::plan;
use crate::plan::model::Line;

/// Lines that the sentence names.
const SHOWN: usize = 4;

/// One finding for each client and cause. What is said of one line alone, or of no line, stays as it is.
#[must_use]
pub fn as_one(findings: Vec<Finding>, lines: &[&Line]) -> Vec<Finding> {
    let known: BTreeMap<&str, &Line> = lines.iter().map(|line| (line.extension.as_str(), *line)).collect();
    let mut groups: BTreeMap<(String, String), Vec<Finding>> = BTreeMap::new();
    let mut others = Vec::new();
    for finding in findings {
        match finding.subject.as_deref().filter(|subject| known.contains_key(subject)) {
            Some(_) => groups.entry((finding.code.to_string(), finding.what.en.to_string())).or_default().push(finding),
            None => others.push(finding),
        }
    }
    for mut group in groups.into_values() {
        let by_number = |finding: &Finding| known.get(finding.subject.as_deref().unwrap_or_default()).map(|line| &line.extension);
        group.sort_by(|a, b| by_number(a).cmp(&by_number(b)));
        let of: Vec<&Line> = group.iter().filter_map(|finding| known.get(finding.subject.as_deref()?).copied()).collect();
        let mut numbers: Vec<Extension> = of.iter().map(|line| line.extension.clone()).collect();
        numbers.dedup();
        if numbers.len() == 1 {
            others.append(&mut group);
            continue;
        }
        let mut one = group.swap_remove(0);
        let (en, de) = plan::named(&numbers);
        one.what = Words::new(format!("{}: {en}", one.what.en), format!("{}: {de}", one.what.de));
        one.subject = None;
        if numbers.len() > SHOWN {
            let whole = of.iter().map(|line| format!("`{}` {} ({})", line.extension, line.display_name, line.at));
            one = one.listing(Listed::new(numbers.iter().map(Extension::as_str), SHOWN).with(whole));
        }
        others.push(one);
    }
    others
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::codes::{NO_PASSWORD, UNREPRESENTABLE};

    fn line(number: usize) -> Line {
        let digits = format!("20{number:02}");
        serde_json::from_value(serde_json::json!({
            "id": digits, "extension": digits, "person": null, "display_name": format!("Person {number}"), "department": null,
            "client": "baresip", "aor_user": digits, "domain": "pbx.example", "auth_user": digits,
            "secret": { "state": "present", "key": digits }, "registrar": { "host": "pbx.example", "port": 5060 },
            "transport": "udp", "srtp": "off", "expiry_s": 600, "mailbox": null,
            "at": { "file": "staff.csv", "line": number + 2, "column": 1 },
            "facts": { "endpoint": true, "endpoint_dropped": false, "open": false, "auth_missing": false, "auth_user": null,
                "secret_matches": null, "secret_cut_at": null, "aor": null, "aor_missing": false, "max_contacts": null,
                "remove_existing": false, "max_contacts_after": null, "remove_existing_after": false },
        }))
        .unwrap()
    }

    #[test]
    fn many_lines_with_one_cause_are_one_finding_that_names_them_all_when_asked() {
        let lines: Vec<Line> = (0..37).map(line).collect();
        let all: Vec<&Line> = lines.iter().collect();
        let say = |page: &crate::diag::CodePage, line: &Line, what: &'static str| {
            page.finding(Some(line.at.clone()), Words::new(what, what)).about(line.extension.as_str())
        };
        let mut findings: Vec<Finding> =
            lines.iter().map(|line| say(&UNREPRESENTABLE, line, "baresip 1 cannot hold the name")).collect();
        findings.extend(lines[..2].iter().map(|line| say(&NO_PASSWORD, line, "no password")));
        findings.push(say(&UNREPRESENTABLE, &lines[0], "Twinkle cannot hold the name"));
        findings.push(NO_PASSWORD.finding(None, Words::new("of no line", "")));
        let grouped = as_one(findings, &all);
        let told: Vec<(&str, Option<&str>, usize)> =
            grouped.iter().map(|f| (f.what.en.as_ref(), f.subject.as_deref(), f.items.len())).collect();
        assert_eq!(
            told,
            [
                ("of no line", None, 0),
                ("no password: 2 lines (`2000`, `2001`)", None, 0),
                ("Twinkle cannot hold the name", Some("2000"), 0),
                ("baresip 1 cannot hold the name: 37 lines (`2000`, `2001`, `2002`, `2003` and 33 more)", None, 37),
            ]
        );
        let items = &grouped[3].items;
        assert_eq!(
            (items[0].as_str(), items[36].as_str()),
            ("`2000` Person 0 (staff.csv:2:1)", "`2036` Person 36 (staff.csv:38:1)")
        );
    }
}
