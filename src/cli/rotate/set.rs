//! `--set KEY=VALUE` of `rotate what-if`: any key of `roster` in `deskshift.yaml`, as if something else stood there.

use crate::diag::{Finding, Listed, Words};
use crate::policy::graft::{self, Nowhere};
use crate::policy::keys;
use crate::policy::raw::{Kind, Node};
use crate::roster::codes;
use crate::store::site_folder::Policy;
use crate::store::yaml;

const ROSTER: &str = "roster";

/// The policy with these settings, in their order, and each in words; or everything that is wrong with them.
pub(super) fn tried(policy: &Policy, settings: &[String]) -> Result<(Policy, Vec<Words>), Vec<Finding>> {
    let Some(mut tree) = policy.tree().cloned().filter(|_| !settings.is_empty()) else { return Ok((policy.clone(), Vec::new())) };
    let (mut told, mut findings) = (Vec::new(), Vec::new());
    for (number, text) in settings.iter().enumerate() {
        match put(&mut tree, text, number) {
            Ok(words) => told.push(words),
            Err(finding) => findings.push(*finding),
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    policy.with_tree(tree, settings.iter().map(|text| shown(text)).collect()).map(|policy| (policy, told))
}

fn shown(text: &str) -> String {
    format!("--set {text}")
}

fn put(tree: &mut Node, text: &str, number: usize) -> Result<Words, Box<Finding>> {
    let Some((path, value)) = text.split_once('=') else {
        let what = Words::new(
            format!("`{}`: expected a key, `=` and a value: `goals.fairness=10`", shown(text)),
            format!("`{}`: erwartet ein Schlüssel, `=` und ein Wert: `goals.fairness=10`", shown(text)),
        );
        return Err(Box::new(codes::WHAT_IF_VALUE.finding(None, what)));
    };
    let value = yaml::read(&shown(text), value.as_bytes())?;
    let now = (value.kind != Kind::Empty).then(|| graft::flow(&value));
    let path = path.trim();
    let below = path.strip_prefix(ROSTER).and_then(|rest| rest.strip_prefix('.')).unwrap_or(path);
    let within = if below.is_empty() { String::new() } else { format!("{ROSTER}.{below}") };
    let before = graft::put(tree, &within, value, number).map_err(|why| Box::new(nowhere(text, &why)))?;
    let (en, de) = match before.as_ref().map(graft::flow) {
        Some(before) => (before.clone(), before),
        None => match keys::find(&within).map(|key| key.default).filter(|default| default.parse::<f64>().is_ok()) {
            Some(default) => (format!("{default} (the default)"), format!("{default} (Vorgabe)")),
            None => ("nothing".to_owned(), "keiner Angabe".to_owned()),
        },
    };
    Ok(Words::new(
        format!("`{within}`: {} instead of {en}", now.as_deref().unwrap_or("nothing")),
        format!("`{within}`: {} statt {de}", now.as_deref().unwrap_or("keine Angabe")),
    ))
}

fn nowhere(text: &str, why: &Nowhere) -> Finding {
    let option = shown(text);
    match why {
        Nowhere::Key => codes::WHAT_IF_VALUE.finding(
            None,
            Words::new(
                format!("`{option}`: expected a key of `roster` before the `=`, such as `goals.fairness`"),
                format!("`{option}`: erwartet vor dem `=` ein Schlüssel von `roster`, etwa `goals.fairness`"),
            ),
        ),
        Nowhere::Map { at } => codes::WHAT_IF_UNKNOWN.finding(
            None,
            Words::new(
                format!("`{option}`: `{at}` is a value without keys"),
                format!("`{option}`: `{at}` ist ein Wert ohne Schlüssel"),
            ),
        ),
        Nowhere::Entry { list, wanted, names, count } => {
            let what = Words::new(
                format!("`{option}`: the list `{list}` has no entry `{wanted}`"),
                format!("`{option}`: die Liste `{list}` hat keinen Eintrag `{wanted}`"),
            );
            let finding = codes::WHAT_IF_UNKNOWN.finding(None, what);
            finding.todo(match (names.as_slice(), count) {
                ([], 0) => Words::new("it is empty; `+` is a new entry", "sie ist leer; `+` ist ein neuer Eintrag"),
                ([], count) => Words::new(
                    format!("write its number, 1 to {count}, or `+` for a new one"),
                    format!("die Nummer schreiben, 1 bis {count}, oder `+` für einen neuen"),
                ),
                (names, _) => {
                    let known = Listed::new(names.iter().map(String::as_str), 12);
                    Words::new(
                        format!("known are {known}; `+` is a new entry"),
                        format!("bekannt sind {known}; `+` ist ein neuer Eintrag"),
                    )
                }
            })
        }
    }
}
