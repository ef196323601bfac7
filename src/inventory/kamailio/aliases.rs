//! `dbaliases`: other names and numbers of subscribers.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use crate::diag::{Finding, Listed, Place, Words};
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
    /// A number of the length of an extension.
    pub short: Option<Extension>,
    /// What is dialled for it: E.164 from outside, inside the house as written.
    pub dialled: String,
}

impl Alias {
    /// The subscriber that is meant.
    pub fn key(&self) -> (String, String) {
        (self.user.clone(), self.domain.clone())
    }

    fn is_number(&self) -> bool {
        let digits = self.number.strip_prefix('+').unwrap_or(&self.number);
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    }
}

pub(super) fn read(rows: &Rows, plan: &Numbers) -> Vec<Alias> {
    rows.ignore(&["id"]);
    rows.records
        .iter()
        .filter_map(|record| {
            let number = rows.get(record, "alias_username")?.to_owned();
            let short = number.parse::<Extension>().ok().filter(|_| plan.extension_lengths.contains(&number.len()));
            let dialled = if short.is_some() { number.clone() } else { direct::written(&number, plan) };
            Some(Alias {
                number,
                short,
                dialled,
                user: rows.get(record, "username")?.to_owned(),
                domain: rows.get(record, "domain").unwrap_or("").to_owned(),
                at: rows.place_of(record),
            })
        })
        .collect()
}

/// Direct numbers from the aliases; short numbers of named users were taken for their extensions before. Gives the aliases of named users
/// whose table is not in this source.
pub(super) fn apply(aliases: Vec<Alias>, users: Option<&Rows>, reading: &mut Reading, findings: &mut Collector) -> Vec<Alias> {
    let known: Option<BTreeSet<(&str, &str)>> = users.map(|rows| {
        let key = |record| Some((rows.get(record, "username")?, rows.get(record, "domain").unwrap_or("")));
        rows.records.iter().filter_map(key).collect()
    });
    let numbers: BTreeMap<(&str, &str), Extension> = reading.extensions.iter().filter_map(of_account).collect();
    let mut names: Vec<(String, Place)> = Vec::new();
    let mut dids = Vec::new();
    let mut open = Vec::new();
    for alias in aliases {
        let (text, user, domain) = (&alias.number, &alias.user, &alias.domain);
        if known.as_ref().is_some_and(|known| !known.contains(&(user.as_str(), domain.as_str()))) {
            findings.push(unknown(&alias));
            continue;
        }
        if !alias.is_number() {
            let target = if domain.is_empty() { user.clone() } else { format!("{user}@{domain}") };
            names.push((format!("`{text}` (`{target}`)"), alias.at));
            continue;
        }
        let by_name = user.parse::<Extension>().ok();
        if users.is_none() && by_name.is_none() {
            open.push(alias);
            continue;
        }
        let number = numbers.get(&(user.as_str(), domain.as_str())).cloned();
        // Where the subscribers stand in a file of their own, the domain tells which of several is meant.
        let number = number.or_else(|| match by_name {
            Some(number) if users.is_none() => Some(number.within(domain).unwrap_or(number)),
            by_name => by_name,
        });
        let own = number.as_ref().is_none_or(|number| number.digits() == text);
        if alias.short.is_some() && own {
            continue;
        }
        let target = number.map_or_else(|| DidTarget::Unknown(user.clone()), DidTarget::Extension);
        dids.push(Did { number: alias.dialled, prefix: false, target, at: alias.at });
    }
    reading.dids.extend(dids);
    if let Some(first) = names.first().map(|(_, at)| at.clone()) {
        let listed = Listed::of(names.into_iter().map(|(name, _)| name), SHOWN);
        let count = listed.count();
        let words = Words::new(
            format!("aliases that are no numbers: {count}: {listed}"),
            format!("Aliase, die keine Nummern sind: {count}: {listed}"),
        );
        findings.push(codes::ALIAS_NAME.finding(Some(first), words).listing(listed));
    }
    open
}

pub(super) fn unknown(alias: &Alias) -> Finding {
    let (text, user, domain) = (&alias.number, &alias.user, &alias.domain);
    let target = if domain.is_empty() { user.clone() } else { format!("{user}@{domain}") };
    let words = Words::new(
        format!("alias `{text}` leads to `{target}`, which is no subscriber"),
        format!("Alias `{text}` führt zu `{target}`, das kein Teilnehmer ist"),
    );
    codes::ALIAS_UNKNOWN.finding(Some(alias.at.clone()), words).about(text.as_str())
}

/// Name and domain of the account, and the extension.
pub(super) fn of_account(entry: &ExtensionEntry) -> Option<((&str, &str), Extension)> {
    let account = entry.account.as_ref()?;
    let realm = match &account.auth {
        AuthState::Present { realm, .. } => realm.as_deref(),
        AuthState::Open | AuthState::Missing { .. } => None,
    };
    Some(((&account.endpoint.value, realm.unwrap_or("")), entry.number.clone()))
}

/// Aliases in one sentence.
const SHOWN: usize = 5;
