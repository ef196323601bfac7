//! Rows of several lists to people: by staff number, mail address, or name with extension.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::departments::unit_letters;
use super::join_keys::{Found, Index, Told, number_key, same_extension};
use super::lost_zeros::{What, Zeros};
use super::{confirmed, differ, proposals, shared, twice};
use crate::diag::{Finding, Listed, Place, Words};
use crate::domain::{Department, Extension, Mac, PersonId};
use crate::inventory::codes;
use crate::inventory::formats::Class;
use crate::inventory::kind::{composed, fold_into, folded, is_invisible};
use crate::inventory::model::{Employment, HomeSuitability, Person, Sourced, Spelling, full_names};
use crate::inventory::staff::{Entry, JOB_TITLE, Units, are_titles, person_id};
use crate::inventory::table::{Collector, is_placeholder, kept};
use crate::inventory::zeros::bare;

/// A person and what is still needed to place the extension.
#[derive(Debug, Clone)]
pub(super) struct Joined {
    pub person: Box<Person>,
    pub staff_no: Option<Sourced<String>>,
    pub mac: Option<Box<Sourced<Mac>>>,
    pub inventory_no: Option<Box<Sourced<String>>>,
    pub direct: Option<Sourced<String>>,
    /// What each list says of the units around the department that the list names.
    pub units: Vec<(Sourced<Department>, Units)>,
    pub(super) zero_may_be_lost: bool,
    /// The extension is the first of several numbers in one cell.
    pub(super) among_several: bool,
    /// Nothing has told yet which word of the name is the last name.
    pub(super) name_unsure: bool,
    /// The lists that have the person, by index.
    pub(super) lists: Vec<usize>,
    /// Class of the list whose department is used.
    department_from: Class,
}

impl Joined {
    pub(super) fn new(entry: Entry, list: usize, class: Class) -> Self {
        let Entry { person, staff_no, mac, inventory_no, zero_may_be_lost, units, name_unsure, direct, among_several } = entry;
        let units = units.and_then(|units| around(&person, *units)).into_iter().collect();
        Self {
            person,
            staff_no,
            mac,
            inventory_no,
            direct,
            units,
            zero_may_be_lost,
            among_several,
            name_unsure,
            lists: vec![list],
            department_from: class,
        }
    }
}

/// What a row says of its own department; nothing where it names none.
fn around(person: &Person, units: Units) -> Option<(Sourced<Department>, Units)> {
    Some((person.department.clone()?, units))
}

/// A list of people and what kind of source it comes from.
#[derive(Debug)]
pub(super) struct PeopleList {
    pub class: Class,
    /// None where the file could not be used at all.
    pub file: Option<String>,
    pub people: Vec<Entry>,
}

/// Only letters and digits, folded, words apart.
pub(super) fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut apart = false;
    for c in composed(text).chars() {
        if !is_kept(c) {
            // What nobody sees parts no word.
            apart |= !is_invisible(c);
            continue;
        }
        if std::mem::take(&mut apart) && !out.is_empty() {
            out.push(' ');
        }
        fold_into(&mut out, c);
    }
    out
}

/// A letter, a digit, or the diaeresis of the letter before.
fn is_kept(c: char) -> bool {
    c.is_alphanumeric() || c == '\u{308}'
}

/// Only letters and digits, folded, without blanks: `Bau-Amt` is `Bauamt`.
pub(super) fn joined_letters(text: &str) -> String {
    composed(text).chars().filter(|c| is_kept(*c)).flat_map(folded).collect()
}

/// Whether [`joined_letters`] of both are equal: asked for each person of each list, so nothing is written for it.
pub(super) fn same_letters(one: &str, two: &str) -> bool {
    let (one, two) = (composed(one), composed(two));
    let plain = |text| str::chars(text).filter(|c| is_kept(*c)).flat_map(folded);
    plain(&one).eq(plain(&two))
}

/// What the admin has said of pairs of ids.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said<'a> {
    /// They are one person.
    pub same: &'a [(String, String)],
    /// They are two people.
    pub different: &'a [(String, String)],
}

/// Joins the lists, best class first. Earlier lists and earlier rows win.
pub(super) fn join(lists: Vec<PeopleList>, said: Said<'_>, findings: &mut Collector) -> Vec<Joined> {
    let staff: Vec<Option<String>> =
        lists.iter().map(|l| l.file.clone().filter(|_| matches!(l.class, Class::Staff | Class::Directory))).collect();
    // The longest list has nearly everybody.
    let mut people: Vec<Joined> = Vec::with_capacity(lists.iter().map(|list| list.people.len()).max().unwrap_or_default());
    let mut index = Index::default();
    let mut renames: BTreeMap<String, String> = BTreeMap::new();
    let mut zeros = Zeros::default();
    for (list, content) in lists.into_iter().enumerate() {
        for mut entry in content.people {
            entry = without_placeholders(entry);
            set_job_title_apart(&mut entry.person);
            let Found { same, namesake, login_of, keys } = index.find(&people, &entry, list);
            if let Some(at) = login_of {
                findings.extend(shared::login(&people[at], &entry));
            }
            if let Some(at) = namesake {
                findings.extend(shared::staff_number(&people[at], &entry));
                entry = renamed(entry);
            }
            match same {
                Some(at) => {
                    if let Some((old, new)) = index.number(&mut people[at], at, &entry) {
                        renames.insert(old, new);
                    }
                    let known = Told::by(&people[at]);
                    people[at].take(Joined::new(entry, list, content.class), &mut zeros, findings);
                    index.learn(&people[at], at, known);
                }
                None => index.add(&mut people, entry, keys, list, content.class),
            }
        }
    }
    renames.extend(index.tell_namesakes_apart(&mut people));
    // Ids are final here: the admin has them from findings and from `show`.
    let people = confirmed::join(people, &index, said, (&mut renames, &mut zeros), findings);
    zeros.tell(findings);
    findings.rename(&renames);
    proposals::tell(&people, staff.len(), said.different, findings);
    if staff.iter().flatten().count() > 1 {
        tell_missing(&people, &staff, findings);
    }
    people
}

/// The person with the staff number.
pub(super) fn numbered(joined: Joined) -> Box<Person> {
    let Joined { mut person, staff_no, .. } = joined;
    person.staff_number = staff_no;
    person
}

/// `0` and `unbekannt` are nobody's number, whatever source has them.
fn without_placeholders(mut entry: Entry) -> Entry {
    entry.staff_no = entry.staff_no.filter(|number| !is_placeholder(&number.value));
    if is_placeholder(entry.person.id.as_str()) {
        let Person { last, first, .. } = &*entry.person;
        entry.person.id = person_id(None, &last.value, first.as_ref().map(|first| first.value.as_str()));
    }
    entry
}

/// What stands before the name in letters is `Dr.`; a directory's title is what somebody works as, and no other source contradicts it.
fn set_job_title_apart(person: &mut Person) {
    if let Some(job) = person.title.take_if(|title| !are_titles(&title.value)) {
        person.extra.add(&kept::key(JOB_TITLE), job);
    }
}

/// The second of two people with one staff number is known by number and name.
fn renamed(mut entry: Entry) -> Entry {
    let number = entry.staff_no.as_ref().map_or("", |n| n.value.as_str());
    let id = format!("{number}-{}", letters(&entry.person.last.value).replace(' ', "-"));
    if let Ok(id) = PersonId::from_str(&id) {
        entry.person.id = id;
    }
    entry
}

const DEPARTMENT: &str = "department";
pub(super) const EXTENSION: &str = "extension";

/// One field that two rows fill differently.
pub(super) struct Difference {
    pub(super) field_en: &'static str,
    pub(super) field_de: &'static str,
    pub(super) ours: String,
    pub(super) theirs: String,
    our_place: Place,
    their_place: Place,
}

impl Joined {
    /// Takes a further row of the same person in: fills what is empty, reports what differs.
    pub(super) fn take(&mut self, mut other: Self, zeros: &mut Zeros, findings: &mut Collector) {
        self.order_name(&mut other);
        let mut differences = differences(&self.person, &other.person);
        differences.extend(self.other_phone(&other));
        if self.prefer_department(&other) {
            for d in differences.iter_mut().filter(|d| d.field_en == DEPARTMENT) {
                std::mem::swap(&mut d.ours, &mut d.theirs);
                std::mem::swap(&mut d.our_place, &mut d.their_place);
            }
        }
        let same_list = other.lists.iter().any(|list| self.lists.contains(list));
        let further = other.lists.iter().copied().filter(|list| !self.lists.contains(list)).collect::<Vec<_>>();
        self.lists.extend(further);
        if same_list {
            findings.push(twice::told(&mut self.person, &other.person, &differences));
        } else {
            findings.extend(differences.iter().map(|d| different(&self.person, d)));
        }
        self.settle_zeros(&other, zeros);
        self.fill(other, same_list);
    }

    /// The same words, which only one of the two sources parts into last and first name: that one counts.
    fn order_name(&mut self, other: &mut Self) {
        let (mine, theirs) = (&mut self.person, &mut other.person);
        // So it is with nearly all.
        if mine.last.value == theirs.last.value && mine.first.is_some() == theirs.first.is_some() {
            self.name_unsure &= other.name_unsure;
            return;
        }
        let open = |person: &Person, unsure: bool| unsure || person.first.is_none() && person.last.value.contains(' ');
        let (ours, others) = (open(mine, self.name_unsure), open(theirs, other.name_unsure));
        if ours == others || !same_words(mine, theirs) {
            return;
        }
        if ours {
            (mine.last, mine.first) = (theirs.last.clone(), theirs.first.clone());
            self.name_unsure = false;
        } else {
            (theirs.last, theirs.first) = (mine.last.clone(), mine.first.clone());
        }
    }

    /// A second desk phone of the person: only one stands at the extension.
    fn other_phone(&self, other: &Self) -> Vec<Difference> {
        let text =
            |told: &Option<Box<Sourced<Mac>>>| told.as_ref().map(|mac| Sourced::new(mac.value.to_string(), mac.at.clone()));
        let label = |told: &Option<Box<Sourced<String>>>| told.as_deref().cloned();
        let pairs = [
            ("MAC address", "MAC-Adresse", text(&self.mac), text(&other.mac)),
            ("inventory number", "Inventarnummer", label(&self.inventory_no), label(&other.inventory_no)),
        ];
        let differ = |(field_en, field_de, ours, theirs): (_, _, Option<Sourced<String>>, Option<Sourced<String>>)| {
            let (ours, theirs) = (ours?, theirs?);
            (ours.value != theirs.value).then_some(Difference {
                field_en,
                field_de,
                ours: ours.value,
                theirs: theirs.value,
                our_place: ours.at,
                their_place: theirs.at,
            })
        };
        pairs.into_iter().filter_map(differ).collect()
    }

    /// A list of people by hand knows where somebody works better than a directory or a telephone system.
    fn prefer_department(&mut self, other: &Self) -> bool {
        let weak = matches!(self.department_from, Class::Pbx | Class::Directory);
        let by_hand = weak && other.department_from == Class::Staff;
        let better = other.person.department.is_some() && (self.person.department.is_none() || by_hand);
        if better {
            self.person.department.clone_from(&other.person.department);
            // A unit is one of the department it was named with.
            self.person.unit.clone_from(&other.person.unit);
            self.department_from = other.department_from;
        }
        better
    }

    /// `201` in one list and `0201` in the other: the longer one counts.
    fn settle_zeros(&mut self, other: &Self, zeros: &mut Zeros) {
        if let (Some(ours), Some(theirs)) = (self.person.extension.clone(), other.person.extension.clone())
            && ours.value != theirs.value
            && bare(ours.value.as_str()) == bare(theirs.value.as_str())
        {
            let ours_is_longer = ours.value.as_str().len() > theirs.value.as_str().len();
            let (long, short) = if ours_is_longer { (&ours, &theirs) } else { (&theirs, &ours) };
            // The row has been told already that its extension is too short for the number plan.
            let told = if ours_is_longer { other.zero_may_be_lost } else { self.zero_may_be_lost };
            if !told {
                zeros.add(&self.person, What::Extension, short, long);
            }
            if !ours_is_longer {
                self.person.extension = Some(theirs.clone());
                self.zero_may_be_lost = other.zero_may_be_lost;
            }
        }
        if let (Some(ours), Some(theirs)) = (&self.staff_no, &other.staff_no)
            && ours.value != theirs.value
            && number_key(&ours.value) == number_key(&theirs.value)
        {
            let (long, short) = if ours.value.len() > theirs.value.len() { (ours, theirs) } else { (theirs, ours) };
            zeros.add(&self.person, What::StaffNumber, short, long);
        }
    }

    /// An empty list of days in the same list means that the row says nothing; it stays as the first row has it.
    fn fill(&mut self, other: Self, same_list: bool) {
        self.units.extend(other.units);
        // Another list that names the same extension alone makes it the person's.
        let same = self.person.extension.as_ref().map(|e| &e.value) == other.person.extension.as_ref().map(|e| &e.value);
        self.among_several = match (self.person.extension.is_some(), other.person.extension.is_some()) {
            (true, true) => self.among_several && (other.among_several || !same),
            (false, _) => other.among_several,
            (true, false) => self.among_several,
        };
        let mine = &mut self.person;
        let theirs = *other.person;
        spell(mine, &theirs);
        let both = || mine.department.as_ref().zip(theirs.department.as_ref());
        let same = || both().is_some_and(|(one, two)| unit_letters(one.value.as_str()) == unit_letters(two.value.as_str()));
        let same_department = theirs.unit.is_some() && (mine.department.is_none() || same());
        let days = [
            (&mut mine.off_days, theirs.off_days),
            (&mut mine.wish_home, theirs.wish_home),
            (&mut mine.wish_office, theirs.wish_office),
        ];
        for (mine, theirs) in days {
            if mine.is_empty() && !same_list && !theirs.is_untold() {
                *mine = theirs;
            }
        }
        mine.first = mine.first.take().or(theirs.first);
        // How a source shows a name is its own affair: the first one's is kept, and no other is a contradiction.
        mine.display = mine.display.take().or(theirs.display);
        mine.site = mine.site.take().or(theirs.site);
        let tells_apart = |one: &Sourced<Extension>, two: &Sourced<Extension>| {
            one.value.context().is_none() && two.value.context().is_some() && one.value.may_be(&two.value)
        };
        if mine.extension.as_ref().zip(theirs.extension.as_ref()).is_some_and(|(one, two)| tells_apart(one, two)) {
            mine.extension = theirs.extension;
        } else {
            mine.extension = mine.extension.take().or(theirs.extension);
        }
        for number in theirs.further {
            if !mine.further.iter().any(|known| known.value == number.value) {
                mine.further.push(number);
            }
        }
        mine.department = mine.department.take().or(theirs.department);
        mine.room = mine.room.take().or(theirs.room);
        mine.mail = mine.mail.take().or(theirs.mail);
        mine.login = mine.login.take().or(theirs.login);
        mine.title = mine.title.take().or(theirs.title);
        // Of two that know the person one may not know yet that the account is disabled.
        let gone = |told: &Option<Sourced<Employment>>| told.as_ref().is_some_and(|told| told.value != Employment::Active);
        if mine.employment.is_none() || (gone(&theirs.employment) && !gone(&mine.employment)) {
            mine.employment = theirs.employment.or(mine.employment.take());
        }
        mine.hours = mine.hours.take().or(theirs.hours);
        mine.unit = mine.unit.take().or(theirs.unit.filter(|_| same_department));
        mine.notes = mine.notes.take().or(theirs.notes);
        mine.extra.join(theirs.extra);
        mine.home = mine.home.take().or(theirs.home);
        mine.own_notebook = mine.own_notebook.take().or(theirs.own_notebook);
        mine.also.push(theirs.at);
        mine.also.extend(theirs.also);
        mine.also_written.extend(theirs.also_written);
        self.staff_no = self.staff_no.take().or(other.staff_no);
        self.direct = self.direct.take().or(other.direct);
        self.mac = self.mac.take().or(other.mac);
        self.inventory_no = self.inventory_no.take().or(other.inventory_no);
    }
}

/// Whether both names are the same words in any order.
fn same_words(one: &Person, two: &Person) -> bool {
    let words = |person: &Person| {
        let first = person.first.as_ref().map_or("", |first| first.value.as_str());
        let text = letters(&format!("{} {first}", person.last.value));
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    words(one) == words(two)
}

/// Keeps a spelling of the same name that the person does not have yet: the first source's stays, none is lost.
fn spell(mine: &mut Person, theirs: &Person) {
    let other = |one: &Sourced<String>, two: &Sourced<String>| one.value != two.value && same_letters(&one.value, &two.value);
    let firsts = mine.first.as_ref().zip(theirs.first.as_ref());
    // So it is with nearly all.
    if mine.last.value == theirs.last.value && firsts.is_none_or(|(one, two)| one.value == two.value) {
        return;
    }
    let same = same_letters(&mine.last.value, &theirs.last.value);
    let last = mine.last.value != theirs.last.value;
    if !same || !(last || firsts.is_some_and(|(one, two)| other(one, two))) {
        return;
    }
    let text = |first: &Option<Sourced<String>>| first.as_ref().map(|first| first.value.clone());
    let known = |spelling: &Spelling| spelling.last.value == theirs.last.value && text(&spelling.first) == text(&theirs.first);
    if !mine.also_written.iter().any(known) {
        mine.also_written.push(Spelling { last: theirs.last.clone(), first: theirs.first.clone() });
    }
}

fn different(person: &Person, d: &Difference) -> Finding {
    let name = person.full_name();
    let Difference { field_en, field_de, ours, theirs, our_place, their_place } = d;
    differ::finding(
        person.id.as_str(),
        (&format!("{field_en} of `{name}`"), &format!("{field_de} von `{name}`")),
        (ours, our_place),
        (theirs, their_place),
    )
}

/// Fields that both fill and that mean something else. Spelling of departments is settled later for all people.
fn differences(a: &Person, b: &Person) -> Vec<Difference> {
    type Told<'a> = Option<(&'a str, &'a Place)>;
    fn told<'a, T>(value: Option<&'a Sourced<T>>, text: impl Fn(&'a T) -> &'a str) -> Told<'a> {
        value.map(|v| (text(&v.value), &v.at))
    }
    let mut out = Vec::new();
    let mut compare = |en, de, one: Told<'_>, two: Told<'_>, same: fn(&str, &str) -> bool| {
        let (Some((ours, at)), Some((theirs, there))) = (one, two) else { return };
        if ours != theirs && !same(ours, theirs) {
            out.push(Difference {
                field_en: en,
                field_de: de,
                ours: ours.to_owned(),
                theirs: theirs.to_owned(),
                our_place: at.clone(),
                their_place: there.clone(),
            });
        }
    };
    let spelt = same_letters;
    let same_unit = |one: &str, two: &str| unit_letters(one) == unit_letters(two);
    let exact = |_: &str, _: &str| false;
    let caseless = |one: &str, two: &str| one.to_lowercase() == two.to_lowercase();
    compare("last name", "Nachname", Some((&a.last.value, &a.last.at)), Some((&b.last.value, &b.last.at)), spelt);
    compare("first name", "Vorname", told(a.first.as_ref(), |t| t.as_str()), told(b.first.as_ref(), |t| t.as_str()), spelt);
    // Zeros are told for a whole list, and a number alone does not contradict the one of several.
    if !same_extension(a, b) {
        let (one, two) = (told(a.extension.as_ref(), |t| t.as_str()), told(b.extension.as_ref(), |t| t.as_str()));
        compare(EXTENSION, "Nebenstelle", one, two, exact);
    }
    compare(
        DEPARTMENT,
        "Dienststelle",
        told(a.department.as_ref(), |t| t.as_str()),
        told(b.department.as_ref(), |t| t.as_str()),
        same_unit,
    );
    compare("site", "Standort", told(a.site.as_ref(), |t| t.as_str()), told(b.site.as_ref(), |t| t.as_str()), spelt);
    compare("room", "Zimmer", told(a.room.as_ref(), |t| t.as_str()), told(b.room.as_ref(), |t| t.as_str()), caseless);
    compare(
        "mail address",
        "Mailadresse",
        told(a.mail.as_ref(), |t| t.as_str()),
        told(b.mail.as_ref(), |t| t.as_str()),
        caseless,
    );
    compare("title", "Titel", told(a.title.as_ref(), |t| t.as_str()), told(b.title.as_ref(), |t| t.as_str()), spelt);
    compare("login", "Anmeldename", told(a.login.as_ref(), |t| t.as_str()), told(b.login.as_ref(), |t| t.as_str()), caseless);
    let suitable = |p| told(p, |home: &HomeSuitability| home_word(*home));
    compare("home suitability", "Homeoffice-Eignung", suitable(a.home.as_ref()), suitable(b.home.as_ref()), exact);
    let own = |p| told(p, |own: &bool| if *own { "ja" } else { "nein" });
    compare("own notebook", "eigenes Notebook", own(a.own_notebook.as_ref()), own(b.own_notebook.as_ref()), exact);
    for (en, de, one, two) in [
        ("days off", "freie Tage", &a.off_days, &b.off_days),
        ("wish to be at home", "Wunsch Homeoffice", &a.wish_home, &b.wish_home),
        ("wish to be in the office", "Wunsch Büro", &a.wish_office, &b.wish_office),
    ] {
        if !one.is_empty() && !two.is_empty() && **one != **two {
            let (mine, theirs) = (one.at().unwrap_or(&a.at), two.at().unwrap_or(&b.at));
            compare(en, de, Some((&day_names(one), mine)), Some((&day_names(two), theirs)), exact);
        }
    }
    if let (Some(one), Some(two)) = (&a.hours, &b.hours) {
        let (ours, theirs) = (one.value.to_string(), two.value.to_string());
        compare("time of work", "Arbeitszeit", Some((&ours, &one.at)), Some((&theirs, &two.at)), exact);
    }
    let still = |told: &Option<Sourced<Employment>>| told.as_ref().map(|told| (employment_word(told.value), told.at.clone()));
    if let (Some((one, ours)), Some((two, theirs))) = (still(&a.employment), still(&b.employment)) {
        // Of two that know the person the one counts that says that he is gone.
        let active = employment_word(Employment::Active);
        let (used, other) = if one == active { ((two, &theirs), (one, &ours)) } else { ((one, &ours), (two, &theirs)) };
        compare("employment", "Beschäftigung", Some(used), Some(other), exact);
    }
    compare("unit", "Einheit", told(a.unit.as_ref(), |t| t.as_str()), told(b.unit.as_ref(), |t| t.as_str()), same_unit);
    out
}

fn employment_word(employment: Employment) -> &'static str {
    match employment {
        Employment::Active => "aktiv",
        Employment::Disabled => "gesperrt",
        Employment::Leaver => "ausgeschieden",
    }
}

fn home_word(home: HomeSuitability) -> &'static str {
    match home {
        HomeSuitability::Yes => "ja",
        HomeSuitability::No => "nein",
        HomeSuitability::Always => "immer",
    }
}

/// `Mo, Fr`
pub(in crate::inventory) fn day_names(days: &[u8]) -> String {
    const NAMES: [&str; 7] = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"];
    let names: Vec<&str> = days.iter().filter_map(|d| NAMES.get(usize::from(d.wrapping_sub(1)))).copied().collect();
    names.join(", ")
}

/// People who are not in every list, told once for each list that lacks some.
fn tell_missing(people: &[Joined], files: &[Option<String>], findings: &mut Collector) {
    for (list, file) in files.iter().enumerate() {
        let Some(file) = file else { continue };
        let missing: Vec<&Joined> = people.iter().filter(|p| !p.lists.contains(&list)).collect();
        let Some(first) = missing.first() else { continue };
        let names = full_names(missing.iter().map(|p| &*p.person));
        let listed = Listed::new(names.iter().map(String::as_str), 5);
        let some = listed.counted();
        let words = Words::new(
            format!("people who are missing in `{file}`: {some}"),
            format!("Personen, die in `{file}` fehlen: {some}"),
        );
        findings.push(codes::IN_ONE_LIST.finding(Some(first.person.at.clone()), words).listing(listed));
    }
}
