//! Whether two rows are one person: by staff number, login, mail address, or name with extension.
//!
//! A name alone is weak. It joins only what the admin has confirmed; otherwise it is proposed.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use super::people::{Joined, letters};
use super::same_name::{same_name, shares_a_name};
use crate::domain::PersonId;
use crate::inventory::formats::Class;
use crate::inventory::kind::fold;
use crate::inventory::model::Person;
use crate::inventory::staff::Entry;

pub(super) enum Match {
    Same(usize),
    /// The same staff number, another person.
    Namesake(usize),
    /// The same name, and nothing that speaks for or against it.
    Perhaps(usize),
    None,
}

/// A text by which people are found. Its digest comes first in the order, so that a search among 100,000 keys seldom reads their texts.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key(u64, Box<str>);

impl Key {
    fn new(text: String) -> Self {
        // FNV-1a; equal digests of different texts are told apart by the text.
        let digest =
            text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum: u64, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(digest, text.into_boxed_str())
    }
}

/// Which keys of a person the index has already.
#[derive(Clone, Copy, Default)]
pub(super) struct Told {
    number: bool,
    login: bool,
    mail: bool,
}

impl Told {
    pub(super) fn by(joined: &Joined) -> Self {
        let Joined { person, staff_no, .. } = joined;
        Self { number: staff_no.is_some(), login: person.login.is_some(), mail: person.mail.is_some() }
    }
}

#[derive(Default)]
pub(super) struct Index {
    by_number: BTreeMap<Key, usize>,
    by_login: BTreeMap<Key, usize>,
    by_mail: BTreeMap<Key, usize>,
    by_name: BTreeMap<Key, Vec<usize>>,
    ids: BTreeMap<PersonId, usize>,
    /// How often an id was taken already.
    counts: BTreeMap<String, usize>,
    /// Ids that are one person by the admin's word, both ways.
    confirmed: BTreeMap<String, BTreeSet<String>>,
}

/// People of one name that are looked at when a row without staff number is placed.
const NAMESAKES: usize = 50;

/// The staff number without the zeros that spreadsheets take away.
fn number_key(number: &str) -> Key {
    let trimmed = number.trim_start_matches('0');
    Key::new(fold(if trimmed.is_empty() { number } else { trimmed }))
}

fn login_key(login: &str) -> Key {
    Key::new(fold(login))
}

fn mail_key(mail: &str) -> Key {
    Key::new(mail.to_lowercase())
}

fn name_key(person: &Person) -> Key {
    let first = person.first.as_ref().map_or("", |f| f.value.as_str());
    Key::new(letters(&format!("{} {first}", person.last.value)))
}

fn bare_extension(person: &Person) -> Option<String> {
    person.extension.as_ref().map(|e| e.value.as_str().trim_start_matches('0').to_owned())
}

/// A staff number or a login names one person; the name may have changed since the other list was made, not within one list.
fn one_person(known: &Joined, person: &Person, list: usize) -> bool {
    if known.lists.contains(&list) { same_name(&known.person, person) } else { shares_a_name(&known.person, person) }
}

fn other_login(one: &Person, two: &Person) -> bool {
    one.login.as_ref().zip(two.login.as_ref()).is_some_and(|(one, two)| fold(&one.value) != fold(&two.value))
}

impl Index {
    pub(super) fn new(same: &[(String, String)]) -> Self {
        let mut index = Self::default();
        for (one, two) in same {
            // Whoever is one with either is one with both.
            let mut all = BTreeSet::from([one.clone(), two.clone()]);
            for id in [one, two] {
                all.extend(index.confirmed.get(id).into_iter().flatten().cloned());
            }
            for id in &all {
                index.confirmed.insert(id.clone(), all.clone());
            }
        }
        index
    }

    /// Ids of `same_person` that no row has.
    pub(super) fn unknown(&self) -> Vec<&str> {
        let known = |id: &&String| PersonId::from_str(id).is_ok_and(|id| self.ids.contains_key(&id));
        self.confirmed.keys().filter(|id| !known(id)).map(String::as_str).collect()
    }

    /// Namesakes without a key of their own: the first one's id tells it from the others too, so that ids do not depend on the order
    /// of rows. Gives old and new ids.
    pub(super) fn tell_namesakes_apart(&mut self, people: &mut [Joined]) -> Vec<(String, String)> {
        let mut renamed = Vec::new();
        for base in
            self.counts.keys().filter_map(|base| base.split_once('@')).map(|(name, _)| name.to_owned()).collect::<BTreeSet<_>>()
        {
            let Some(at) = PersonId::from_str(&base).ok().and_then(|id| self.ids.get(&id).copied()) else { continue };
            let joined = &mut people[at];
            let keyed = joined.staff_no.is_some() || joined.person.login.as_ref().is_some_and(|login| login.value == base);
            let Some(extension) = joined.person.extension.as_ref().filter(|_| !keyed && joined.person.id.as_str() == base) else {
                continue;
            };
            let Ok(id) = PersonId::from_str(&format!("{base}@{}", extension.value)) else { continue };
            if !self.ids.contains_key(&id) {
                self.ids.insert(id.clone(), at);
                joined.person.id = id.clone();
                renamed.push((base, id.to_string()));
            }
        }
        renamed
    }

    /// Whom the row means among those known so far. `list` is the row's list.
    pub(super) fn find(&self, people: &[Joined], entry: &Entry, list: usize) -> Match {
        if let Some(at) = self.by_confirmation(&entry.person) {
            return Match::Same(at);
        }
        if let Some(number) = &entry.staff_no
            && let Some(at) = self.by_number.get(&number_key(&number.value))
        {
            return if one_person(&people[*at], &entry.person, list) { Match::Same(*at) } else { Match::Namesake(*at) };
        }
        // Two staff numbers that differ are two people, whatever else is equal; a list without numbers may join.
        let numbered = entry.staff_no.is_some();
        let fits = |at: usize| !(numbered && people[at].staff_no.is_some());
        let person = &entry.person;
        let login = person.login.as_ref().and_then(|login| self.by_login.get(&login_key(&login.value)).copied());
        if let Some(at) = login.filter(|at| fits(*at) && one_person(&people[*at], person, list)) {
            return Match::Same(at);
        }
        // An address may be an office's.
        let mail = person.mail.as_ref().and_then(|mail| self.by_mail.get(&mail_key(&mail.value)).copied());
        let own = |at: &usize| same_name(&people[*at].person, person) && !other_login(&people[*at].person, person);
        if let Some(at) = mail.filter(|at| fits(*at) && own(at)) {
            return Match::Same(at);
        }
        self.by_name(people, person, list, fits)
    }

    fn by_confirmation(&self, person: &Person) -> Option<usize> {
        // Whoever has the id already may be a namesake: the admin has said nothing about that.
        let mut others = self.confirmed.get(person.id.as_str())?.iter().filter(|id| id.as_str() != person.id.as_str());
        others.find_map(|id| self.ids.get(&PersonId::from_str(id).ok()?).copied())
    }

    fn by_name(&self, people: &[Joined], person: &Person, list: usize, fits: impl Fn(usize) -> bool) -> Match {
        let same_name: Vec<usize> =
            self.by_name.get(&name_key(person)).into_iter().flatten().copied().filter(|at| fits(*at)).take(NAMESAKES).collect();
        let ours = bare_extension(person);
        if let Some(at) = same_name.iter().find(|at| ours.is_some() && bare_extension(&people[**at].person) == ours) {
            return Match::Same(*at);
        }
        // Two extensions contradict each other; two rows of one list are two people until something says otherwise.
        let open = |at: &usize| {
            let other = &people[*at];
            (ours.is_none() || bare_extension(&other.person).is_none()) && !other.lists.contains(&list)
        };
        same_name.iter().copied().find(|at| open(at)).map_or(Match::None, Match::Perhaps)
    }

    /// Adds a new person and gives the place in `people`.
    pub(super) fn add(&mut self, people: &mut Vec<Joined>, mut entry: Entry, list: usize, class: Class) -> usize {
        let at = people.len();
        if self.ids.contains_key(&entry.person.id) {
            entry.person.id = self.free_id(&entry.person);
        }
        self.ids.insert(entry.person.id.clone(), at);
        let joined = Joined::new(entry, list, class);
        self.by_name.entry(name_key(&joined.person)).or_default().push(at);
        self.learn(&joined, at, Told::default());
        people.push(joined);
        at
    }

    /// A source without staff numbers came first: the person goes by the number that this row brings. Gives the old id and the new
    /// one; both keep meaning the person.
    pub(super) fn number(&mut self, joined: &mut Joined, at: usize, row: &Entry) -> Option<(String, String)> {
        let new = &row.person.id;
        if joined.staff_no.is_some() || row.staff_no.is_none() || self.ids.contains_key(new) {
            return None;
        }
        self.ids.insert(new.clone(), at);
        let old = std::mem::replace(&mut joined.person.id, new.clone());
        Some((old.to_string(), new.to_string()))
    }

    /// Keys that a further row has brought, beyond those `known` before.
    pub(super) fn learn(&mut self, joined: &Joined, at: usize, known: Told) {
        let Joined { person, staff_no, .. } = joined;
        if let Some(number) = staff_no.as_ref().filter(|_| !known.number) {
            self.by_number.entry(number_key(&number.value)).or_insert(at);
        }
        if let Some(login) = person.login.as_ref().filter(|_| !known.login) {
            self.by_login.entry(login_key(&login.value)).or_insert(at);
        }
        if let Some(mail) = person.mail.as_ref().filter(|_| !known.mail) {
            self.by_mail.entry(mail_key(&mail.value)).or_insert(at);
        }
    }

    /// An id that nobody has: with the extension, then with a count.
    fn free_id(&mut self, person: &Person) -> PersonId {
        let base = match &person.extension {
            Some(extension) => format!("{}@{}", person.id, extension.value),
            None => person.id.to_string(),
        };
        let count = self.counts.entry(base.clone()).or_default();
        for _ in 0..1_000_000 {
            *count += 1;
            let id = if *count == 1 { base.clone() } else { format!("{base}#{count}") };
            match PersonId::from_str(&id) {
                Ok(id) if !self.ids.contains_key(&id) => return id,
                _ => {}
            }
        }
        person.id.clone()
    }
}
