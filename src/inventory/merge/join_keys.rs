//! Whether two rows are one person: by staff number, login, mail address, full telephone number, or name with extension.
//!
//! A name alone is weak: `proposals` tells whom it may mean, `confirmed` joins where the admin says so.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use super::lookup::Lookup;
use super::people::{Joined, letters};
use super::same_name::{another_first_name, same_name, shares_a_name};
use crate::domain::PersonId;
use crate::inventory::formats::Class;
use crate::inventory::kind::fold;
use crate::inventory::model::Person;
use crate::inventory::staff::{Entry, whole_number};
use crate::inventory::table::is_placeholder;

/// Whom a row means.
pub(super) struct Found {
    /// The person that the row is about.
    pub same: Option<usize>,
    /// Another person who has the same staff number.
    pub namesake: Option<usize>,
    /// Another person who has the same login.
    pub login_of: Option<usize>,
    /// All keys of the row where it is nobody's yet.
    pub keys: Keys,
}

/// A text by which people are found.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Key(Box<str>);

impl Key {
    fn new(text: String) -> Self {
        Self(text.into_boxed_str())
    }
}

/// Which keys of a person the index has already.
#[derive(Clone, Copy, Default)]
pub(super) struct Told {
    number: bool,
    login: bool,
    mail: bool,
    direct: bool,
}

impl Told {
    pub(super) fn by(joined: &Joined) -> Self {
        let Joined { person, staff_no, direct, .. } = joined;
        Self { number: staff_no.is_some(), login: person.login.is_some(), mail: person.mail.is_some(), direct: direct.is_some() }
    }
}

/// People of one name, in the order of their rows.
#[derive(Default)]
struct Namesakes {
    all: Vec<usize>,
    /// Those who came without a staff number: nobody else is the person of a row that has another one.
    unnumbered: Vec<usize>,
}

/// The keys of one row, as far as they were needed to place it.
#[derive(Default)]
pub(super) struct Keys {
    number: Option<Key>,
    login: Option<Key>,
    mail: Option<Key>,
    direct: Option<Key>,
    name: Option<Key>,
}

#[derive(Default)]
pub(super) struct Index {
    /// More than one where people share a number.
    by_number: Lookup<Key, Vec<usize>>,
    by_login: Lookup<Key, usize>,
    by_mail: Lookup<Key, usize>,
    /// Full numbers in E.164.
    by_direct: Lookup<Key, usize>,
    by_name: Lookup<Key, Namesakes>,
    ids: Lookup<PersonId, usize>,
    /// How often an id was taken already.
    counts: BTreeMap<String, usize>,
}

/// People of one name or number that are looked at when a row is placed.
pub(super) const NAMESAKES: usize = 50;

/// The staff number without the zeros that spreadsheets take away and the point that they add; none where it is a placeholder.
pub(super) fn number_key(number: &str) -> Option<Key> {
    let number = whole_number(number);
    let trimmed = number.trim_start_matches('0');
    (!is_placeholder(&number)).then(|| Key::new(fold(trimmed)))
}

fn login_key(login: &str) -> Option<Key> {
    (!is_placeholder(login)).then(|| Key::new(fold(login)))
}

/// An address of anybody has one `@`; `0` and `unbekannt` are none.
fn mail_key(mail: &str) -> Option<Key> {
    mail.contains('@').then(|| Key::new(mail.to_lowercase()))
}

fn name_key(person: &Person) -> Key {
    let first = person.first.as_ref().map_or("", |f| f.value.as_str());
    Key::new(letters(&format!("{} {first}", person.last.value)))
}

/// The same with the words the other way round, for a name whose order nothing told.
fn swapped_key(person: &Person) -> Key {
    let first = person.first.as_ref().map_or("", |f| f.value.as_str());
    Key::new(letters(&format!("{first} {}", person.last.value)))
}

pub(super) fn bare_extension(person: &Person) -> Option<String> {
    let bare = person.extension.as_ref()?.value.digits().trim_start_matches('0');
    (!bare.is_empty()).then(|| bare.to_owned())
}

fn context(person: &Person) -> Option<&str> {
    person.extension.as_ref()?.value.context()
}

/// Whether both have the same number, as far as both say: zeros are lost, and a number alone leaves open which of several it is.
pub(super) fn same_extension(one: &Person, two: &Person) -> bool {
    let apart = context(one).zip(context(two)).is_some_and(|(one, two)| one != two);
    !apart && bare_extension(one).is_some_and(|number| bare_extension(two) == Some(number))
}

/// A staff number or a login names one person; the name may have changed since the other list was made, not within one list. Two offices
/// and two domains each count from one, though: where the first name is another, and telephone or mail too, it is somebody else.
fn one_person(known: &Joined, person: &Person, list: usize) -> bool {
    if known.lists.contains(&list) {
        same_name(&known.person, person)
    } else {
        shares_a_name(&known.person, person)
            && !(lives_elsewhere(&known.person, person) && another_first_name(&known.person, person))
    }
}

/// Telephone or mail contradict each other, and neither agrees.
fn lives_elsewhere(one: &Person, two: &Person) -> bool {
    let mails = one.mail.as_ref().zip(two.mail.as_ref());
    // So it is with nearly all.
    if mails.is_some_and(|(one, two)| one.value == two.value) {
        return false;
    }
    let same_mail = mails.map(|(one, two)| one.value.to_lowercase() == two.value.to_lowercase());
    let both = one.extension.is_some() && two.extension.is_some();
    let same_number = both.then(|| same_extension(one, two));
    let told = [same_mail, same_number];
    told.contains(&Some(false)) && !told.contains(&Some(true))
}

fn other_login(one: &Person, two: &Person) -> bool {
    one.login.as_ref().zip(two.login.as_ref()).is_some_and(|(one, two)| fold(&one.value) != fold(&two.value))
}

impl Index {
    /// The person of an id, which may have another by now.
    pub(super) fn of_id(&self, id: &str) -> Option<usize> {
        PersonId::from_str(id).ok().and_then(|id| self.ids.get(&id).copied())
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
            if !self.ids.contains(&id) {
                self.ids.insert(id.clone(), at);
                joined.person.id = id.clone();
                renamed.push((base, id.to_string()));
            }
        }
        renamed
    }

    /// Whom the row means among those known so far. `list` is the row's list.
    pub(super) fn find(&self, people: &[Joined], entry: &Entry, list: usize) -> Found {
        let number = entry.staff_no.as_ref().and_then(|number| number_key(&number.value));
        let owners = number.as_ref().and_then(|number| self.by_number.get(number)).map_or(&[][..], Vec::as_slice);
        if let Some(at) = owners.iter().find(|at| one_person(&people[**at], &entry.person, list)) {
            return Found { same: Some(*at), namesake: None, login_of: None, keys: Keys::default() };
        }
        let person = &entry.person;
        let keys = Keys {
            number,
            login: person.login.as_ref().and_then(|login| login_key(&login.value)),
            mail: person.mail.as_ref().and_then(|mail| mail_key(&mail.value)),
            direct: entry.direct.as_ref().map(|direct| Key::new(direct.value.clone())),
            name: Some(name_key(person)),
        };
        let same = self.by_other_keys(people, entry, &keys, list);
        let login_of = keys.login.as_ref().filter(|_| same.is_none()).and_then(|login| self.by_login.get(login).copied());
        Found { same, namesake: owners.first().copied(), login_of, keys }
    }

    fn by_other_keys<'s>(&'s self, people: &[Joined], entry: &Entry, keys: &Keys, list: usize) -> Option<usize> {
        let person = &entry.person;
        // Two staff numbers that differ are two people, whatever else is equal; a list without numbers may join.
        let numbered = keys.number.is_some();
        let fits = |at: usize| !(numbered && people[at].staff_no.is_some());
        let login = keys.login.as_ref().and_then(|login| self.by_login.get(login).copied());
        if let Some(at) = login.filter(|at| fits(*at) && one_person(&people[*at], person, list)) {
            return Some(at);
        }
        // An address may be an office's.
        let mail = keys.mail.as_ref().and_then(|mail| self.by_mail.get(mail).copied());
        let own = |at: &usize| same_name(&people[*at].person, person) && !other_login(&people[*at].person, person);
        if let Some(at) = mail.filter(|at| fits(*at) && own(at)) {
            return Some(at);
        }
        // So may a number from outside, and two rows of one list are two people until something better says otherwise.
        let direct = keys.direct.as_ref().and_then(|direct| self.by_direct.get(direct).copied());
        if let Some(at) = direct.filter(|at| fits(*at) && own(at) && !people[*at].lists.contains(&list)) {
            return Some(at);
        }
        bare_extension(person)?;
        let chosen = |found: &'s Namesakes| if numbered { found.unnumbered.iter() } else { found.all.iter() };
        let swapped = entry.name_unsure.then(|| self.by_name.get(&swapped_key(person))).flatten();
        let named = keys.name.as_ref().and_then(|name| self.by_name.get(name));
        let namesakes = named.into_iter().chain(swapped).flat_map(chosen).copied().filter(|at| fits(*at)).take(NAMESAKES);
        let mut found = namesakes.filter(|at| same_extension(&people[*at].person, person));
        let first = found.next()?;
        // Two namesakes on two telephones of one number: the number alone does not say which.
        let own = context(&people[first].person);
        (context(person).is_some() || found.all(|at| context(&people[at].person) == own)).then_some(first)
    }

    /// Adds a new person, with the keys that were made to look for it.
    pub(super) fn add(&mut self, people: &mut Vec<Joined>, mut entry: Entry, keys: Keys, list: usize, class: Class) {
        let at = people.len();
        if self.ids.contains(&entry.person.id) {
            entry.person.id = self.free_id(&entry.person);
        }
        self.ids.insert(entry.person.id.clone(), at);
        let swapped = entry.name_unsure.then(|| swapped_key(&entry.person));
        for name in keys.name.into_iter().chain(swapped) {
            let namesakes = self.by_name.or_default(name);
            namesakes.all.push(at);
            if keys.number.is_none() {
                namesakes.unnumbered.push(at);
            }
        }
        self.keep(keys.number, keys.login, keys.mail, keys.direct, at);
        people.push(Joined::new(entry, list, class));
    }

    fn keep(&mut self, number: Option<Key>, login: Option<Key>, mail: Option<Key>, direct: Option<Key>, at: usize) {
        if let Some(number) = number {
            let owners = self.by_number.or_default(number);
            if !owners.contains(&at) && owners.len() < NAMESAKES {
                owners.push(at);
            }
        }
        if let Some(login) = login {
            self.by_login.keep_first(login, at);
        }
        if let Some(mail) = mail {
            self.by_mail.keep_first(mail, at);
        }
        if let Some(direct) = direct {
            self.by_direct.keep_first(direct, at);
        }
    }

    /// A source without staff numbers came first: the person goes by the number that this row brings. Gives the old id and the new
    /// one; both keep meaning the person.
    pub(super) fn number(&mut self, joined: &mut Joined, at: usize, row: &Entry) -> Option<(String, String)> {
        let new = &row.person.id;
        if joined.staff_no.is_some() || row.staff_no.is_none() || self.ids.contains(new) {
            return None;
        }
        self.ids.insert(new.clone(), at);
        let old = std::mem::replace(&mut joined.person.id, new.clone());
        Some((old.to_string(), new.to_string()))
    }

    /// Keys that a further row has brought, beyond those `known` before.
    pub(super) fn learn(&mut self, joined: &Joined, at: usize, known: Told) {
        let Joined { person, staff_no, direct, .. } = joined;
        let number = staff_no.as_ref().filter(|_| !known.number).and_then(|number| number_key(&number.value));
        let login = person.login.as_ref().filter(|_| !known.login).and_then(|login| login_key(&login.value));
        let mail = person.mail.as_ref().filter(|_| !known.mail).and_then(|mail| mail_key(&mail.value));
        let direct = direct.as_ref().filter(|_| !known.direct).map(|direct| Key::new(direct.value.clone()));
        self.keep(number, login, mail, direct, at);
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
                Ok(id) if !self.ids.contains(&id) => return id,
                _ => {}
            }
        }
        person.id.clone()
    }
}
