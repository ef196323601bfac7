//! Numbers from outside: one target each, no overlap, and every extension of the block reached.

use std::collections::{BTreeMap, BTreeSet};

use super::{codes, moved, some_of, tell_all};
use crate::diag::{Finding, Place, Words};
use crate::domain::Extension;
use crate::inventory::model::{Did, DidTarget, Inventory};
use crate::inventory::numbers::{self, Number, Pattern, direct, pattern, shown};
use crate::inventory::staff;
use crate::policy::site::{Numbers, Site};

/// Patterns of one inventory that are asked for each extension.
const MOST_PATTERNS: usize = 200;
/// Digits of a number, with room for prefixes of lines.
const LONGEST: usize = 24;

pub(super) fn check(inventory: &Inventory, site: &Site, findings: &mut Vec<Finding>) {
    let plan = &site.numbers;
    let keys: Vec<String> = inventory.dids.iter().map(|did| key(&did.number, plan)).collect();
    two_targets(inventory, &keys, plan, findings);
    overlaps(inventory, &keys, plan, findings);
    targets(inventory, plan, findings);
    not_resolvable(inventory, findings);
    by_pattern(inventory, findings);
    not_reached(inventory, &keys, plan, findings);
    of_other_sites(inventory, plan, findings);
}

/// Numbers of the country that belong to none of the head numbers of the plan.
fn of_other_sites(inventory: &Inventory, plan: &Numbers, findings: &mut Vec<Finding>) {
    if plan.country.is_empty() || plan.head.is_empty() {
        return;
    }
    let foreign = |did: &&Did| {
        let national = did.number.strip_prefix('+').and_then(|digits| digits.strip_prefix(plan.country.as_str()));
        // Numbers for all the country and mobile numbers have no area code.
        let everywhere = ["15", "16", "17", "18", "32", "700", "800", "900"];
        national.is_some_and(|national| {
            numbers::head_of(national, plan).is_none() && !everywhere.iter().any(|start| national.starts_with(start))
        })
    };
    let shown: Vec<(String, &Place)> = inventory
        .dids
        .iter()
        .filter(|did| !did.prefix)
        .filter(foreign)
        .map(|did| (shown::international(&did.number, plan), &did.at))
        .collect();
    let shown: Vec<(&str, &Place)> = shown.iter().map(|(number, at)| (number.as_str(), *at)).collect();
    tell_all(
        &staff::codes::NUMBER_FOREIGN,
        &shown,
        "numbers from outside that belong to none of the head numbers in `deskshift.yaml`",
        "Rufnummern von außen, die zu keiner Kopfnummer in `deskshift.yaml` gehören",
        findings,
    );
}

/// E.164 where the plan tells, so that two notations of one number meet.
fn key(number: &str, plan: &Numbers) -> String {
    if number.starts_with(['+', '_']) {
        return number.to_owned();
    }
    match numbers::read(number, plan).map(|cell| cell.numbers) {
        Ok(found) if found.len() == 1 => match &found[0] {
            Number::Internal { e164, .. } | Number::Attendant { e164 } => e164.clone().unwrap_or_else(|| number.to_owned()),
            Number::Mobile { e164 } | Number::Outside { e164 } => e164.clone(),
        },
        _ => number.to_owned(),
    }
}

fn told(page: &crate::diag::CodePage, did: &Did, plan: &Numbers, en: &str, de: &str) -> Finding {
    let number = shown::international(&did.number, plan);
    page.finding(Some(did.at.clone()), Words::new(format!("`{number}` {en}"), format!("`{number}` {de}")))
        .about(did.number.as_str())
}

fn two_targets(inventory: &Inventory, keys: &[String], plan: &Numbers, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<(&str, bool), &Did> = BTreeMap::new();
    for (did, key) in inventory.dids.iter().zip(keys).filter(|(did, _)| did.target != DidTarget::Nothing) {
        let other = *first.entry((key, did.prefix)).or_insert(did);
        // Two of one number in two contexts are told as such.
        if other.target != did.target && !one_number(&other.target, &did.target) {
            let (one, two) = (target(&other.target), target(&did.target));
            findings.push(
                told(
                    &codes::DID_TWO_TARGETS,
                    did,
                    plan,
                    &format!("leads to `{two}` here and to `{one}` elsewhere"),
                    &format!("führt hier zu `{two}` und anderswo zu `{one}`"),
                )
                .related(other.at.clone(), Words::new("the other one", "die andere"))
                .todo(Words::new("remove the wrong line", "die falsche Zeile entfernen")),
            );
        }
    }
}

fn one_number(one: &DidTarget, two: &DidTarget) -> bool {
    matches!((one, two), (DidTarget::Extension(one), DidTarget::Extension(two)) if one.digits() == two.digits())
}

fn target(target: &DidTarget) -> &str {
    match target {
        DidTarget::Extension(extension) => extension.as_str(),
        DidTarget::Group(text) | DidTarget::Mailbox(text) | DidTarget::External(text) | DidTarget::Unknown(text) => text,
        DidTarget::Nothing => "-",
    }
}

/// A number, or a range, inside of a range with another target.
fn overlaps(inventory: &Inventory, keys: &[String], plan: &Numbers, findings: &mut Vec<Finding>) {
    let ranges: BTreeMap<&str, &Did> =
        inventory.dids.iter().zip(keys).filter(|(did, _)| did.prefix).map(|(did, key)| (key.as_str(), did)).collect();
    if ranges.is_empty() {
        return;
    }
    for (did, key) in inventory.dids.iter().zip(keys).filter(|(did, _)| did.target != DidTarget::Nothing) {
        let around = beginnings(key).filter(|start| start.len() < key.len()).find_map(|start| ranges.get(start));
        let Some(range) = around.filter(|range| range.target != did.target && !cuts_to(range, did)) else { continue };
        let start = shown::international(&range.number, plan);
        findings.push(
            told(
                &codes::DID_OVERLAP,
                did,
                plan,
                &format!("lies inside of `{start}…`, which leads elsewhere"),
                &format!("liegt innerhalb von `{start}…`, das anderswohin führt"),
            )
            .related(range.at.clone(), Words::new("the range", "der Bereich"))
            .todo(Words::new(
                "split the range, or give both the same target",
                "den Bereich teilen oder beiden dasselbe Ziel geben",
            )),
        );
    }
}

/// `Goto(in,${EXTEN:9},1)` of the range leads the number where it goes anyway.
fn cuts_to(range: &Did, did: &Did) -> bool {
    let (DidTarget::Unknown(text), DidTarget::Extension(own)) = (&range.target, &did.target) else { return false };
    // The cut counts from the number as the dialplan has it, mostly without a sign in front.
    let bare = did.number.trim_start_matches('+');
    let left = |number: &str| pattern::cut(text).and_then(|signs| number.get(signs..)) == Some(own.as_str());
    left(&did.number) || left(bare)
}

/// `+`, `+4`, `+49`, …: where a longer range may begin.
fn beginnings(key: &str) -> impl Iterator<Item = &str> {
    key.char_indices().map(|(at, sign)| &key[..at + sign.len_utf8()]).take(LONGEST)
}

fn targets(inventory: &Inventory, plan: &Numbers, findings: &mut Vec<Finding>) {
    let extensions = super::known_numbers(inventory);
    let groups: BTreeSet<&str> = inventory
        .groups
        .iter()
        .flat_map(|g| g.number.as_deref().into_iter().chain([g.name.as_str()]))
        .chain(inventory.queues.iter().map(|q| q.name.as_str()))
        .collect();
    for did in &inventory.dids {
        match &did.target {
            DidTarget::Nothing => findings.push(
                told(&codes::DID_WITHOUT_TARGET, did, plan, "leads nowhere", "führt nirgendwohin")
                    .todo(Words::new("give it a target, or remove it", "ein Ziel geben oder entfernen")),
            ),
            DidTarget::Extension(number)
                if !extensions.is_empty() && !extensions.contains(number.as_str()) && !groups.contains(number.as_str()) =>
            {
                findings.push(told(
                    &codes::DID_TARGET_UNKNOWN,
                    did,
                    plan,
                    &format!("leads to `{number}`, which no source has"),
                    &format!("führt zu `{number}`; keine Quelle hat das"),
                ));
            }
            DidTarget::Group(name) if !groups.is_empty() && !groups.contains(name.as_str()) => findings.push(told(
                &codes::DID_TARGET_UNKNOWN,
                did,
                plan,
                &format!("leads to the group `{name}`, which no source has"),
                &format!("führt zur Gruppe `{name}`; keine Quelle hat sie"),
            )),
            _ => {}
        }
    }
}

/// A pattern with an expression that is more than a cut.
fn resolvable(did: &Did) -> bool {
    Pattern::parse(&did.number).is_some()
        && match &did.target {
            DidTarget::Unknown(text) => pattern::cut(text).is_some() || pattern::keep(text).is_some(),
            _ => true,
        }
}

fn not_resolvable(inventory: &Inventory, findings: &mut Vec<Finding>) {
    for did in inventory.dids.iter().filter(|did| did.number.starts_with('_') && !resolvable(did)) {
        let (number, to) = (&did.number, target(&did.target));
        findings.push(
            codes::DID_PATTERN
                .finding(
                    Some(did.at.clone()),
                    Words::new(
                        format!("which extension `{number}` with `{to}` reaches cannot be told"),
                        format!("welche Nebenstelle `{number}` mit `{to}` erreicht, lässt sich nicht sagen"),
                    ),
                )
                .about(number.as_str()),
        );
    }
}

/// Whom a pattern or a range with a cut reaches, of the extensions there are.
fn by_pattern(inventory: &Inventory, findings: &mut Vec<Finding>) {
    let open = inventory.dids.iter().filter(|did| did.prefix || did.number.starts_with('_')).filter(|did| resolvable_cut(did));
    for did in open.take(MOST_PATTERNS) {
        let reached =
            inventory.extensions.iter().map(|e| &e.number).filter(|number| reaches(did, number.digits())).map(Extension::as_str);
        let reached: Vec<&str> = reached.collect();
        let (number, to) = (&did.number, target(&did.target));
        let listed = some_of(reached);
        let some = if listed.count() == 0 { "0".to_owned() } else { listed.counted() };
        let sign = if did.prefix { "…" } else { "" };
        findings.push(
            codes::DID_BY_PATTERN
                .finding(
                    Some(did.at.clone()),
                    Words::new(
                        format!("`{number}{sign}` with `{to}` stays a pattern; known extensions that it reaches: {some}"),
                        format!("`{number}{sign}` mit `{to}` bleibt ein Muster; bekannte Nebenstellen, die es erreicht: {some}"),
                    ),
                )
                .about(number.as_str())
                .listing(listed),
        );
    }
}

fn resolvable_cut(did: &Did) -> bool {
    matches!(&did.target, DidTarget::Unknown(text) if pattern::cut(text).is_some() || pattern::keep(text).is_some())
        && (did.prefix || Pattern::parse(&did.number).is_some())
}

/// Whether the number before the cut matches, for some digits in the part that is cut off.
fn reaches(did: &Did, extension: &str) -> bool {
    let DidTarget::Unknown(text) = &did.target else { return false };
    // In a pattern a plus sign is cut off like a digit; a range got its sign here.
    let body = if did.prefix { did.number.trim_start_matches('+') } else { did.number.trim_start_matches('_') };
    let front = match (pattern::cut(text), pattern::keep(text)) {
        (Some(cut), _) => cut,
        (None, Some(keep)) if !did.prefix && keep == extension.len() => body.len().saturating_sub(keep),
        _ => return false,
    };
    // `X` and the like stand for any digit; a set in brackets is not taken apart.
    let Some(front) = body.get(..front) else { return false };
    let number = format!("{}{extension}", front.replace(['X', 'x'], "0").replace(['Z', 'z'], "1").replace(['N', 'n'], "2"));
    if did.prefix {
        return number.starts_with(body);
    }
    Pattern::parse(&did.number).is_some_and(|pattern| pattern.matches(&number))
}

/// People's extensions of the block that nobody outside can dial.
fn not_reached(inventory: &Inventory, keys: &[String], plan: &Numbers, findings: &mut Vec<Finding>) {
    if inventory.dids.is_empty() {
        return;
    }
    let given: BTreeSet<(&str, bool)> = inventory.dids.iter().zip(keys).map(|(did, key)| (key.as_str(), did.prefix)).collect();
    let aimed: BTreeSet<&str> = inventory
        .dids
        .iter()
        .filter_map(|did| if let DidTarget::Extension(n) = &did.target { Some(n.as_str()) } else { None })
        .collect();
    let patterns: Vec<Pattern> =
        inventory.dids.iter().filter_map(|did| Pattern::parse(&did.number)).take(MOST_PATTERNS).collect();
    let reached = |number: &crate::domain::Extension| {
        let Some(head) = direct::head(number, plan) else { return true };
        if head.covers(number.as_str()) != Some(true) || aimed.contains(number.as_str()) {
            return true;
        }
        let Some(full) = numbers::e164(number, plan) else { return true };
        let (area, head) = (head.area, head.head);
        let ways = [
            full.clone(),
            full.trim_start_matches('+').to_owned(),
            format!("0{area}{head}{number}"),
            format!("{area}{head}{number}"),
            format!("{head}{number}"),
            number.to_string(),
        ];
        given.contains(&(full.as_str(), false))
            || beginnings(&full).any(|start| given.contains(&(start, true)))
            || patterns.iter().any(|pattern| ways.iter().any(|way| pattern.matches(way)))
    };
    let missing: Vec<(&str, &Place)> =
        moved(inventory).filter(|e| e.account.is_some() && !reached(&e.number)).map(|e| (e.number.as_str(), &e.at)).collect();
    tell_all(
        &codes::WITHOUT_DID,
        &missing,
        "extensions of people that no number from outside leads to",
        "Nebenstellen von Personen, zu denen keine Rufnummer von außen führt",
        findings,
    );
}
