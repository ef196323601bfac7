//! `dbaliases`: other names and numbers of subscribers.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use crate::diag::{Listed, Place, Words};
use crate::domain::Extension;
use crate::inventory::model::{AuthState, Did, DidTarget, ExtensionEntry};
use crate::inventory::numbers::direct;
use crate::inventory::reading::Reading;
use crate::inventory::sql::Rows;
use crate::inventory::table::Collector;
use crate::policy::site::Numbers;

/// One row.
#[derive(Debug)]
pub(super) struct Alias {
    pub number: String,
    pub user: String,
    pub domain: String,
    pub at: Place,
}

impl Alias {
    /// A number of the length of an extension.
    pub fn short(&self, plan: &Numbers) -> Option<Extension> {
        self.number.parse::<Extension>().ok().filter(|_| plan.extension_lengths.contains(&self.number.len()))
    }

    fn is_number(&self) -> bool {
        let digits = self.number.strip_prefix('+').unwrap_or(&self.number);
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    }
}

pub(super) fn read(rows: &Rows) -> Vec<Alias> {
    rows.ignore(&["id"]);
    rows.records
        .iter()
        .filter_map(|record| {
            Some(Alias {
                number: rows.get(record, "alias_username")?.to_owned(),
                user: rows.get(record, "username")?.to_owned(),
                domain: rows.get(record, "domain").unwrap_or("").to_owned(),
                at: rows.place_of(record),
            })
        })
        .collect()
}

/// Direct numbers from the aliases; short numbers of named users were taken for their extensions before.
pub(super) fn apply(aliases: &[Alias], users: Option<&Rows>, plan: &Numbers, reading: &mut Reading, findings: &mut Collector) {
    let known: Option<BTreeSet<(&str, &str)>> = users.map(|rows| {
        let key = |record| Some((rows.get(record, "username")?, rows.get(record, "domain").unwrap_or("")));
        rows.records.iter().filter_map(key).collect()
    });
    let numbers: BTreeMap<(&str, &str), Extension> = reading.extensions.iter().filter_map(of_account).collect();
    let mut names: Vec<(String, &Place)> = Vec::new();
    let mut dids = Vec::new();
    for alias in aliases {
        let (text, user, domain) = (&alias.number, &alias.user, &alias.domain);
        if known.as_ref().is_some_and(|known| !known.contains(&(user.as_str(), domain.as_str()))) {
            findings.push(
                codes::ALIAS_UNKNOWN
                    .finding(
                        Some(alias.at.clone()),
                        Words::new(
                            format!("alias `{text}` leads to `{user}@{domain}`, which is no subscriber"),
                            format!("Alias `{text}` führt zu `{user}@{domain}`, das kein Teilnehmer ist"),
                        ),
                    )
                    .about(text.as_str()),
            );
            continue;
        }
        if !alias.is_number() {
            let target = if domain.is_empty() { user.clone() } else { format!("{user}@{domain}") };
            names.push((format!("`{text}` (`{target}`)"), &alias.at));
            continue;
        }
        // Where the subscribers stand in a file of their own, the domain tells which of several is meant.
        let elsewhere = || user.parse::<Extension>().ok().map(|number| number.within(domain).unwrap_or(number));
        let number = numbers.get(&(user.as_str(), domain.as_str())).cloned();
        let number = number.or_else(|| if users.is_none() { elsewhere() } else { user.parse().ok() });
        let own = number.as_ref().is_none_or(|number| number.digits() == text);
        if alias.short(plan).is_some() && own {
            continue;
        }
        let target = number.map_or_else(|| DidTarget::Unknown(user.clone()), DidTarget::Extension);
        // A number of an extension's length is dialled inside the house.
        let number = if alias.short(plan).is_some() { text.clone() } else { direct::written(text, plan) };
        dids.push(Did { number, prefix: false, target, at: alias.at.clone() });
    }
    reading.dids.extend(dids);
    if let Some(first) = names.first().map(|(_, at)| (*at).clone()) {
        let listed = Listed::of(names.into_iter().map(|(name, _)| name), SHOWN);
        let count = listed.count();
        let words = Words::new(
            format!("aliases that are no numbers: {count}: {listed}"),
            format!("Aliase, die keine Nummern sind: {count}: {listed}"),
        );
        findings.push(codes::ALIAS_NAME.finding(Some(first), words).listing(listed));
    }
}

/// Name and domain of the account, and the extension.
fn of_account(entry: &ExtensionEntry) -> Option<((&str, &str), Extension)> {
    let account = entry.account.as_ref()?;
    let realm = match &account.auth {
        AuthState::Present { realm, .. } => realm.as_deref(),
        AuthState::Open | AuthState::Missing { .. } => None,
    };
    Some(((&account.endpoint.value, realm.unwrap_or("")), entry.number.clone()))
}

/// Aliases in one sentence.
const SHOWN: usize = 5;
