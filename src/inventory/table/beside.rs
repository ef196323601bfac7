//! Settings of configuration files that no field of the model holds: which values are kept beside the fields, and which are only named.
//!
//! Lists have columns, which [`super::kept`] looks at as a whole; here settings come one by one, in any order.

use std::collections::{BTreeMap, BTreeSet};

use super::fate::{Account, Fate};
use super::kept::{self, MOST_NAMES, Weighed};
use crate::diag::{CodePage, Finding, Listed, Place, Words};
use crate::inventory::model::Extra;

/// Names in the sentence.
const SHOWN: usize = 20;

/// Collects them over a whole source, for one finding.
#[derive(Debug, Default)]
pub(in crate::inventory) struct Beside {
    /// How often each name was met.
    named: BTreeMap<String, usize>,
    /// Where the first of them stands.
    first: Option<Place>,
    /// What became of the values that were to be kept.
    kept: BTreeMap<String, Fate>,
    /// Those that are not, because of their names.
    private: BTreeSet<String>,
    /// Values beyond those of one entry.
    lost: usize,
}

impl Beside {
    /// Names a setting that no field holds.
    pub(in crate::inventory) fn name(&mut self, name: &str, at: impl FnOnce() -> Place) {
        if let Some(count) = self.named.get_mut(name) {
            *count += 1;
        } else if self.named.len() < MOST_NAMES {
            self.first.get_or_insert_with(at);
            self.named.insert(name.to_owned(), 1);
        }
    }

    /// Keeps a value of one entry, unless it or its name may be that of a password.
    pub(in crate::inventory) fn keep(&mut self, name: &str, value: &str, at: Place, extra: &mut Extra) {
        if !kept::may_keep(name, &mut self.private) {
            return;
        }
        let weighed = kept::weigh(value, at);
        if matches!(weighed, Weighed::Empty) {
            return;
        }
        if extra.len() >= kept::MOST || (self.kept.len() >= MOST_NAMES && !self.kept.contains_key(name)) {
            self.lost += 1;
        } else {
            kept::put(name, weighed, self.kept.entry(name.to_owned()).or_default(), extra);
        }
    }

    /// Both: names it, and keeps its value.
    pub(in crate::inventory) fn take(&mut self, name: &str, value: &str, at: &Place, extra: &mut Extra) {
        self.name(name, || at.clone());
        self.keep(name, value, at.clone(), extra);
    }

    /// One finding about all of them; `of` says whose settings they are, such as `options of peers`. None where there are none.
    pub(in crate::inventory) fn tell(self, page: &CodePage, of: &Words, counted: bool) -> Option<Finding> {
        let first = self.first?;
        let name = |(name, count): (&String, &usize)| {
            if counted { format!("{name} ({count})") } else { format!("`{name}`") }
        };
        let names = Listed::of(self.named.iter().map(name), SHOWN);
        let count = names.count();
        let account = Account {
            columns: self.kept.iter().map(|(name, fate)| (name.as_str(), fate)).collect(),
            private: self.private.iter().map(String::as_str).collect(),
            lost: self.lost,
            ..Account::default()
        };
        // Those that are kept are always named: they are the ones to look for.
        let (en, de) = account.told(usize::MAX);
        let words = Words::new(format!("{} ({count}): {names}{en}", of.en), format!("{} ({count}): {names}{de}", of.de));
        Some(page.finding(Some(first), words).listing(names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::table::codes::COLUMN_UNUSED;

    #[test]
    fn kept_named_and_withheld() {
        let mut beside = Beside::default();
        let mut extra = Extra::default();
        let at = |line| Place::at("a.conf", line, 1);
        beside.take("accountcode", "Bau", &at(9), &mut extra);
        beside.take("set_var", "token=abcdef", &at(3), &mut extra);
        beside.take("dtls_private_key", "x", &at(5), &mut extra);
        beside.name("dtmf_mode", || at(7));
        assert_eq!(extra.line(), "accountcode: Bau");
        let of = Words::new("options", "Optionen");
        let told = beside.tell(&COLUMN_UNUSED, &of, false).expect("a finding");
        assert_eq!(
            told.what.en,
            "options (4): `accountcode`, `dtls_private_key`, `dtmf_mode`, `set_var`; kept as `extra`: 1 (`accountcode`); \
             values withheld because they may be passwords: 1 (in `set_var`); withheld because of the title: 1 (`dtls_private_key`)"
        );
        assert_eq!(told.place.map(|place| place.line()), Some(9));
        assert!(Beside::default().tell(&COLUMN_UNUSED, &of, false).is_none());
    }
}
