//! Subscribers and aliases in sources of their own, as text tables are: joined when all sources of the site are read.

use std::collections::{BTreeMap, BTreeSet};

use super::aliases::{self, Alias};
use super::codes;
use crate::diag::{Finding, Place};
use crate::domain::{Extension, Secrets};
use crate::inventory::formats::Class;
use crate::inventory::kind;
use crate::inventory::model::{Account, Did, DidTarget, ExtensionEntry, Extra};
use crate::inventory::reading::Reading;
use crate::inventory::subscriber::{Differing, NO_DOMAIN, listed_twice};
use crate::inventory::table::Collector;

/// What one source leaves open because the other table is not in it.
#[derive(Debug, Default)]
pub struct Open {
    /// Subscribers whose name is no number.
    pub(super) named: Vec<Named>,
    /// Aliases of such subscribers.
    pub(super) aliases: Vec<Alias>,
}

impl Open {
    #[must_use]
    pub fn has_aliases(&self) -> bool {
        !self.aliases.is_empty()
    }

    #[must_use]
    pub fn records(&self) -> usize {
        self.named.len() + self.aliases.len()
    }

    pub(super) fn some(self) -> Option<Box<Self>> {
        (self.records() > 0).then(|| Box::new(self))
    }
}

/// A subscriber that is an extension only if an alias in another source says so.
#[derive(Debug)]
pub(super) struct Named {
    pub user: String,
    pub domain: String,
    pub account: Account,
    pub extra: Extra,
    pub at: Place,
    /// Those of this account, and what is to be said of them where it is used.
    pub secrets: Secrets,
    pub findings: Vec<Finding>,
}

/// Gives named subscribers the numbers that another source has for them, and each alias its subscriber.
pub(in crate::inventory) fn join(readings: &mut [(Class, Reading)]) {
    let taken: Vec<(usize, Box<Open>)> =
        readings.iter_mut().enumerate().filter_map(|(index, (_, reading))| Some((index, reading.registrar.take()?))).collect();
    let mut open: Vec<(usize, Vec<Alias>)> = Vec::new();
    let mut named: Vec<(usize, Named)> = Vec::new();
    for (index, one) in taken {
        open.push((index, one.aliases));
        named.extend(one.named.into_iter().map(|subscriber| (index, subscriber)));
    }
    let mut short: BTreeMap<(String, String), Extension> = BTreeMap::new();
    for alias in open.iter().flat_map(|(_, aliases)| aliases) {
        if let Some(number) = &alias.short {
            short.entry(alias.key()).or_insert_with(|| number.clone());
        }
    }
    // Those that have no number are known all the same.
    let mut known: BTreeMap<(String, String), Option<Extension>> = BTreeMap::new();
    let mut answered: BTreeMap<usize, BTreeSet<Place>> = BTreeMap::new();
    for (index, subscriber) in named {
        let key = (subscriber.user.clone(), subscriber.domain.clone());
        let number = short.get(&key).map(|number| {
            answered.entry(index).or_default().insert(subscriber.account.endpoint.at.clone());
            take(&mut readings[index].1, subscriber, number)
        });
        known.entry(key).or_insert(number);
    }
    for (index, places) in answered {
        let reading = &mut readings[index].1;
        let open = |finding: &Finding| {
            finding.code != codes::NOT_A_NUMBER.code() || !finding.place.as_ref().is_some_and(|at| places.contains(at))
        };
        reading.findings.retain(open);
        reading.extensions.sort_by(|a, b| a.number.cmp(&b.number));
        count(reading);
    }
    for (index, aliases) in open.into_iter().filter(|(_, aliases)| !aliases.is_empty()) {
        lead(&mut readings[index].1, aliases, &known);
    }
}

/// Adds the extension and gives its number, which has the domain where another subscriber of the source has the same digits.
fn take(reading: &mut Reading, subscriber: Named, number: &Extension) -> Extension {
    let within = |domain: &str| number.within(if domain.is_empty() { NO_DOMAIN } else { domain });
    let mut own = number.clone();
    let same: Vec<&mut ExtensionEntry> =
        reading.extensions.iter_mut().filter(|entry| entry.number.digits() == number.digits()).collect();
    for entry in same {
        let other = aliases::of_account(entry).map_or("", |((_, domain), _)| domain).to_owned();
        if other == subscriber.domain {
            let mut differing = Differing::default();
            differing.value("username", &subscriber.user, true);
            differing.secret("password");
            reading.findings.push(listed_twice(&entry.number, &subscriber.account.endpoint.at, &entry.at, &differing));
            return entry.number.clone();
        }
        if entry.number.context().is_none()
            && let Some(apart) = within(&other)
        {
            entry.number = apart;
        }
        own = within(&subscriber.domain).unwrap_or(own);
    }
    let kind::Recognised { kind, reason } = kind::recognise(None, None, None);
    let mut entry = ExtensionEntry::new(own.clone(), kind, reason, subscriber.at);
    entry.extra = subscriber.extra;
    entry.account = Some(Box::new(subscriber.account));
    reading.extensions.push(entry);
    reading.secrets.extend(subscriber.secrets);
    reading.findings.extend(subscriber.findings);
    own
}

/// Numbers from outside of named subscribers; an alias of nobody is told.
fn lead(reading: &mut Reading, aliases: Vec<Alias>, known: &BTreeMap<(String, String), Option<Extension>>) {
    let mut findings = Collector::default();
    for alias in aliases {
        let Some(number) = known.get(&alias.key()) else {
            findings.push(aliases::unknown(&alias));
            continue;
        };
        match number {
            // The number by which the subscriber is an extension.
            Some(number) if alias.short.as_ref().is_some_and(|short| short.digits() == number.digits()) => {}
            Some(number) => reading.dids.push(did(alias, DidTarget::Extension(number.clone()))),
            None => {
                let target = DidTarget::Unknown(alias.user.clone());
                reading.dids.push(did(alias, target));
            }
        }
    }
    reading.findings.extend(findings.finish());
    count(reading);
}

fn did(alias: Alias, target: DidTarget) -> Did {
    Did { number: alias.dialled, prefix: false, target, at: alias.at }
}

/// What came of the source, once it is known.
fn count(reading: &mut Reading) {
    let records = reading.records();
    if let Some(source) = reading.sources.first_mut().filter(|_| records > 0) {
        source.records = records;
    }
}
