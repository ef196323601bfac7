//! What importers and joining have told already, so that one doubt is said once.

use std::collections::{BTreeMap, BTreeSet};

use super::{codes, devices};
use crate::diag::{Code, Finding, Place};
use crate::inventory::asterisk::codes::lists;
use crate::inventory::model::Inventory;
use crate::inventory::{codes as shared, freeswitch, kamailio, staff, subscriber};

pub(super) struct Told<'a> {
    /// File to importer: some judge by themselves what others leave to the check.
    importers: BTreeMap<&'a str, &'a str>,
    /// Rows that have told why their number gave no extension.
    refused: BTreeSet<Place>,
    /// People whose record has told it on another line: an entry of a directory has a line for each attribute.
    refused_of: BTreeSet<String>,
    /// Where numbers stand that nobody can dial.
    not_dialable: BTreeSet<Place>,
    /// Lines of a dialplan that lead to what does not exist.
    dead_ends: BTreeSet<Place>,
    /// Logins that have the password everybody has, as shipped.
    default_password: BTreeSet<String>,
    /// Extensions whose device speaks no SIP, in quotes.
    not_sip: BTreeSet<String>,
    /// Subscribers of which it is told that they have no password.
    without_secret: BTreeSet<Place>,
}

impl<'a> Told<'a> {
    pub(super) fn new(inventory: &'a Inventory, before: &[Finding]) -> Self {
        let of = |code: Code| before.iter().filter(move |finding| finding.code == code);
        Self {
            importers: inventory.sources.iter().map(|source| (source.file.as_str(), source.importer.as_str())).collect(),
            refused: before.iter().filter(|finding| staff::refuses_number(finding)).flat_map(rows_of).collect(),
            refused_of: refused_of(inventory, before),
            not_dialable: of(subscriber::codes::NOT_DIALABLE.code()).filter_map(|finding| finding.place.clone()).collect(),
            dead_ends: [lists::CONTEXT_MISSING.code(), lists::EXTENSION_MISSING.code(), lists::QUEUE_MISSING.code()]
                .into_iter()
                .flat_map(|code| of(code).filter_map(|finding| finding.place.clone()))
                .collect(),
            not_sip: of(subscriber::codes::NOT_SIP.code()).flat_map(names_of).collect(),
            without_secret: of(kamailio::codes::NO_SECRET.code()).filter_map(|finding| finding.place.clone()).collect(),
            default_password: of(freeswitch::codes::DEFAULT_PASSWORD.code()).flat_map(names_of).collect(),
        }
    }

    pub(super) fn importer(&self, at: &Place, family: &str) -> bool {
        self.importers.get(at.file_name()).is_some_and(|importer| importer.starts_with(family))
    }

    /// Asterisk's own files: accounts and limits are judged where they are read.
    pub(super) fn by_asterisk(&self, at: &Place) -> bool {
        self.importer(at, "asterisk/")
    }

    /// Systems that are not built on Asterisk: no fragment of ours changes them.
    pub(super) fn by_another_system(&self, at: &Place) -> bool {
        ["3cx/", "cisco/", "freeswitch/", "fusionpbx/", "hipath/", "innovaphone/", "starface/", "vodia/", "yeastar/"]
            .iter()
            .any(|family| self.importer(at, family))
    }

    /// The importer said that the device of this extension speaks no SIP.
    pub(super) fn speaks_no_sip(&self, number: &str) -> bool {
        self.not_sip.contains(&format!("`{number}`"))
    }

    /// The importer said that the row has no password.
    pub(super) fn has_no_secret(&self, row: &Place) -> bool {
        self.without_secret.contains(row)
    }

    /// The password of this extension is the shipped one.
    pub(super) fn has_default_password(&self, number: &str) -> bool {
        self.default_password.contains(&format!("`{number}`"))
    }

    /// Whether an importer has said the same at the same place.
    pub(super) fn said(&self, finding: &Finding) -> bool {
        let is = |code: Code| finding.code == code;
        if is(shared::WITHOUT_EXTENSION.code()) {
            return row_of(finding).is_some_and(|row| self.refused.contains(&row))
                || finding.subject.as_ref().is_some_and(|person| self.refused_of.contains(person));
        }
        // A member `Local/0201@internal` of a group that a line of the dialplan is.
        if is(codes::DID_TARGET_UNKNOWN.code()) || is(codes::MEMBER_UNKNOWN.code()) {
            return finding.place.as_ref().is_some_and(|place| self.dead_ends.contains(place));
        }
        (is(codes::NOT_DIALABLE.code()) || is(codes::FEATURE_CODE.code()))
            && finding.place.as_ref().is_some_and(|place| self.not_dialable.contains(place))
    }
}

/// What the check lists among the extensions that stay, with the reason: rows of lists that name a function with a number, and extensions
/// whose device speaks no SIP, where all of them are nobody's telephone, or a person's and therefore told as such.
pub(super) fn told_here(finding: &Finding, inventory: &Inventory) -> bool {
    let is = |code: Code| finding.code == code;
    if !is(staff::codes::FUNCTION_LISTED.code()) && !is(subscriber::codes::NOT_SIP.code()) {
        return false;
    }
    let mut names = names_of(finding).peekable();
    let not_sip = is(subscriber::codes::NOT_SIP.code());
    let told = |number: &str| devices::stays(inventory, number) || not_sip && devices::has_person(inventory, number);
    names.peek().is_some() && names.all(|name| told(name.trim_matches('`')))
}

/// The person of each refused number of a directory: of those with the name in that file the one whose record is nearest.
fn refused_of(inventory: &Inventory, before: &[Finding]) -> BTreeSet<String> {
    let mut people: BTreeMap<(&str, &str), Vec<(u32, &str)>> = BTreeMap::new();
    for person in inventory.persons.iter().filter(|person| person.extension.is_none() && person.at.cell_name().is_none()) {
        let key = (person.at.file_name(), person.last.value.as_str());
        people.entry(key).or_default().push((person.at.line(), person.id.as_str()));
    }
    let of = |finding: &Finding| {
        let place = finding.place.as_ref()?;
        let near = people.get(&(place.file_name(), finding.subject.as_deref()?))?;
        let (line, id) = near.iter().min_by_key(|(line, _)| line.abs_diff(place.line()))?;
        (line.abs_diff(place.line()) <= LONGEST_RECORD).then(|| (*id).to_owned())
    };
    before.iter().filter(|finding| staff::refuses_number(finding)).filter_map(of).collect()
}

/// Lines of one entry of a directory.
const LONGEST_RECORD: u32 = 200;

/// Whom a finding is about, where its sentence names them all or has no room for them.
fn names_of(finding: &Finding) -> impl Iterator<Item = String> {
    finding.items.iter().cloned().chain(finding.subject.as_ref().map(|name| format!("`{name}`")))
}

/// The same of one finding for many cells.
fn rows_of(finding: &Finding) -> impl Iterator<Item = Place> {
    finding.place.iter().chain(finding.related.iter().map(|(place, _)| place)).map(Place::row)
}

fn row_of(finding: &Finding) -> Option<Place> {
    finding.place.as_ref().map(Place::row)
}
