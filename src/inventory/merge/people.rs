//! Rows of several lists to people: by staff number, mail address, or name with extension.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::diag::{Finding, Place, Words};
use crate::domain::PersonId;
use crate::inventory::codes;
use crate::inventory::kind::fold;
use crate::inventory::model::{HomeSuitability, Person, Sourced};
use crate::inventory::staff::{Entry, Function, StaffList};

/// A person and what is still needed to place the extension.
#[derive(Debug, Clone)]
pub(super) struct Joined {
    pub person: Person,
    pub entry: Entry,
    /// The lists that have the person, by index.
    lists: Vec<usize>,
}

/// The staff number without the zeros that spreadsheets take away.
fn number_key(number: &str) -> String {
    let trimmed = number.trim_start_matches('0');
    fold(if trimmed.is_empty() { number } else { trimmed })
}

fn name_key(person: &Person) -> String {
    let first = person.first.as_ref().map_or("", |f| f.value.as_str());
    letters(&format!("{} {first}", person.last.value))
}

/// Only letters and digits, folded, words apart.
pub(super) fn letters(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    fold(&spaced).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Only letters and digits, folded, without blanks: `Bau-Amt` is `Bauamt`.
pub(super) fn joined_letters(text: &str) -> String {
    letters(text).replace(' ', "")
}

#[derive(Default)]
struct Index {
    by_number: BTreeMap<String, usize>,
    by_mail: BTreeMap<String, usize>,
    by_name: BTreeMap<String, Vec<usize>>,
    ids: BTreeMap<PersonId, usize>,
    /// How often an id was taken already.
    counts: BTreeMap<String, usize>,
}

/// People of one name that are looked at when a row without staff number is placed.
const NAMESAKES: usize = 50;

/// Joins the lists. Earlier lists and earlier rows win.
pub(super) fn join(lists: Vec<StaffList>, findings: &mut Vec<Finding>) -> (Vec<Joined>, Vec<Function>) {
    let count = lists.iter().filter(|l| l.source.is_some()).count();
    let files: Vec<Option<String>> = lists.iter().map(|l| l.source.as_ref().map(|s| s.file.clone())).collect();
    let mut people: Vec<Joined> = Vec::new();
    let mut functions: Vec<Function> = Vec::new();
    let mut index = Index::default();
    for (list, content) in lists.into_iter().enumerate() {
        for entry in content.people {
            match index.find(&people, &entry) {
                Match::Same(at) => people[at].take(entry, list, findings),
                Match::Namesake(at) => {
                    let other = namesake(entry, &people[at].person, findings);
                    index.add(&mut people, other, list);
                }
                Match::None => index.add(&mut people, entry, list),
            }
        }
        functions.extend(content.functions);
    }
    if count > 1 {
        tell_missing(&people, &files, findings);
    }
    (people, functions)
}

enum Match {
    Same(usize),
    /// The same staff number, another person.
    Namesake(usize),
    None,
}

impl Index {
    fn find(&self, people: &[Joined], entry: &Entry) -> Match {
        if let Some(number) = &entry.staff_no {
            return match self.by_number.get(&number_key(&number.value)) {
                Some(at) if share_a_name(&people[*at].person, &entry.person) => Match::Same(*at),
                Some(at) => Match::Namesake(*at),
                // The other list may have no staff numbers.
                None => self.by_name_or_mail(people, entry, true),
            };
        }
        self.by_name_or_mail(people, entry, false)
    }

    fn by_name_or_mail(&self, people: &[Joined], entry: &Entry, numbered: bool) -> Match {
        let fits = |at: &usize| !(numbered && people[*at].entry.staff_no.is_some());
        if let Some(mail) = &entry.person.mail
            && let Some(at) = self.by_mail.get(&mail.value.to_lowercase()).filter(|at| fits(at))
            && share_a_name(&people[*at].person, &entry.person)
        {
            return Match::Same(*at);
        }
        let same_name: Vec<usize> = self
            .by_name
            .get(&name_key(&entry.person))
            .into_iter()
            .flatten()
            .copied()
            .filter(|at| fits(at))
            .take(NAMESAKES)
            .collect();
        let extension = |p: &Person| p.extension.as_ref().map(|e| e.value.as_str().trim_start_matches('0').to_owned());
        let ours = extension(&entry.person);
        let by_extension = same_name.iter().find(|at| {
            let theirs = extension(&people[**at].person);
            theirs.is_none() || ours.is_none() || theirs == ours
        });
        // A name alone is weak: it counts where neither extension contradicts and nobody else is called so.
        match (by_extension, same_name.len()) {
            (Some(at), 1) => Match::Same(*at),
            (Some(at), _) if ours.is_some() && extension(&people[*at].person) == ours => Match::Same(*at),
            _ => Match::None,
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

    fn add(&mut self, people: &mut Vec<Joined>, mut entry: Entry, list: usize) {
        let at = people.len();
        if self.ids.contains_key(&entry.person.id) {
            entry.person.id = self.free_id(&entry.person);
        }
        self.ids.insert(entry.person.id.clone(), at);
        if let Some(number) = &entry.staff_no {
            self.by_number.entry(number_key(&number.value)).or_insert(at);
        }
        if let Some(mail) = &entry.person.mail {
            self.by_mail.entry(mail.value.to_lowercase()).or_insert(at);
        }
        self.by_name.entry(name_key(&entry.person)).or_default().push(at);
        people.push(Joined { person: entry.person.clone(), entry, lists: vec![list] });
    }
}

/// Some word of one last name is in the other's name, so that a marriage does not make two people.
fn share_a_name(one: &Person, two: &Person) -> bool {
    let all = |p: &Person| name_key(p).split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (one, two) = (all(one), all(two));
    // Damaged letters (`M?ller`) leave pieces; those of three letters count.
    one.iter().any(|word| word.chars().count() >= 3 && two.contains(word))
        || one.concat() == two.concat()
        || one.iter().any(|word| two.iter().any(|other| near(word, other)))
}

/// Differ in letters that encodings damage only: same first letter and same length, give or take one.
fn near(one: &str, two: &str) -> bool {
    let (a, b) = (one.chars().count(), two.chars().count());
    a >= 4 && a.abs_diff(b) <= 2 && one.chars().next() == two.chars().next() && one.chars().last() == two.chars().last()
}

fn namesake(mut entry: Entry, first: &Person, findings: &mut Vec<Finding>) -> Entry {
    let number = entry.staff_no.as_ref().map_or("", |n| n.value.as_str()).to_owned();
    let (one, two) = (&first.last.value, &entry.person.last.value);
    let place = entry.staff_no.as_ref().map_or_else(|| entry.person.at.clone(), |n| n.at.clone());
    findings.push(
        codes::STAFF_NUMBER_SHARED
            .finding(
                Some(place),
                Words::new(
                    format!("staff number `{number}` belongs to `{one}` and `{two}`"),
                    format!("Personalnummer `{number}` gehört `{one}` und `{two}`"),
                ),
            )
            .about(entry.person.id.as_str())
            .related(first.at.clone(), Words::new("first here", "zuerst hier"))
            .todo(Words::new("correct one of the numbers", "eine der Nummern berichtigen")),
    );
    let id = format!("{number}-{}", letters(two).replace(' ', "-"));
    if let Ok(id) = PersonId::from_str(&id) {
        entry.person.id = id;
    }
    entry
}

/// One field that two rows fill differently.
struct Difference {
    field_en: &'static str,
    field_de: &'static str,
    ours: String,
    theirs: String,
    our_place: Place,
    their_place: Place,
}

impl Joined {
    /// Takes a further row of the same person in: fills what is empty, reports what differs.
    fn take(&mut self, other: Entry, list: usize, findings: &mut Vec<Finding>) {
        let differences = differences(&self.person, &other.person);
        let same_list = self.lists.contains(&list);
        if same_list {
            self.told_twice(&other, &differences, findings);
        } else {
            self.lists.push(list);
            findings.extend(differences.iter().map(|d| differ(&self.person, d)));
        }
        self.settle_zeros(&other, findings);
        self.fill(other, same_list);
    }

    fn told_twice(&mut self, other: &Entry, differences: &[Difference], findings: &mut Vec<Finding>) {
        let person = &mut self.person;
        let (mut en, mut de) = (Vec::new(), Vec::new());
        for d in differences {
            en.push(format!("{}: `{}`, not `{}`", d.field_en, d.ours, d.theirs));
            de.push(format!("{}: `{}`, nicht `{}`", d.field_de, d.ours, d.theirs));
        }
        // Two half jobs: the person works on the days of both.
        let both: Vec<u8> = person.off_days.iter().copied().filter(|day| other.person.off_days.contains(day)).collect();
        if !other.person.off_days.is_empty() && both != person.off_days {
            en.push("days of work: those of both rows".to_owned());
            de.push("Arbeitstage: die beider Zeilen".to_owned());
            person.off_days = both;
        }
        let (en, de) = if en.is_empty() {
            ("nothing differs".to_owned(), "nichts ist verschieden".to_owned())
        } else {
            (format!("used: {}", en.join("; ")), format!("verwendet: {}", de.join("; ")))
        };
        let name = &person.last.value;
        findings.push(
            codes::LISTED_TWICE
                .finding(
                    Some(other.person.at.clone()),
                    Words::new(
                        format!("`{name}` stands twice in this list; {en}"),
                        format!("`{name}` steht zweimal in dieser Liste; {de}"),
                    ),
                )
                .about(person.id.as_str())
                .related(person.at.clone(), Words::new("first here", "zuerst hier"))
                .todo(Words::new("remove one of the rows", "eine der Zeilen entfernen")),
        );
    }

    /// `201` in one list and `0201` in the other: the longer one counts.
    fn settle_zeros(&mut self, other: &Entry, findings: &mut Vec<Finding>) {
        if let (Some(ours), Some(theirs)) = (self.person.extension.clone(), other.person.extension.clone())
            && ours.value != theirs.value
            && bare(ours.value.as_str()) == bare(theirs.value.as_str())
        {
            let ours_is_longer = ours.value.as_str().len() > theirs.value.as_str().len();
            let (long, short) = if ours_is_longer { (&ours, &theirs) } else { (&theirs, &ours) };
            // The row has been told already that its extension is too short for the number plan.
            let told = if ours_is_longer { other.zero_may_be_lost } else { self.entry.zero_may_be_lost };
            if !told {
                findings.push(zero_lost(&self.person, short, long));
            }
            if !ours_is_longer {
                self.person.extension = Some(theirs.clone());
                self.entry.zero_may_be_lost = other.zero_may_be_lost;
            }
        }
        if let (Some(ours), Some(theirs)) = (&self.entry.staff_no, &other.staff_no)
            && ours.value != theirs.value
        {
            let (long, short) = if ours.value.len() > theirs.value.len() { (ours, theirs) } else { (theirs, ours) };
            findings.push(zero_lost(&self.person, short, long));
        }
    }

    /// An empty list of days in the same list means that the row says nothing; it stays as the first row has it.
    fn fill(&mut self, other: Entry, same_list: bool) {
        let mine = &mut self.person;
        let theirs = other.person;
        let days = [
            (&mut mine.off_days, theirs.off_days),
            (&mut mine.wish_home, theirs.wish_home),
            (&mut mine.wish_office, theirs.wish_office),
        ];
        for (mine, theirs) in days {
            if mine.is_empty() && !same_list {
                *mine = theirs;
            }
        }
        mine.first = mine.first.take().or(theirs.first);
        mine.extension = mine.extension.take().or(theirs.extension);
        mine.department = mine.department.take().or(theirs.department);
        mine.room = mine.room.take().or(theirs.room);
        mine.mail = mine.mail.take().or(theirs.mail);
        mine.home = mine.home.take().or(theirs.home);
        mine.own_notebook = mine.own_notebook.take().or(theirs.own_notebook);
        mine.also.push(theirs.at);
        self.entry.staff_no = self.entry.staff_no.take().or(other.staff_no);
        self.entry.mac = self.entry.mac.take().or(other.mac);
        self.entry.inventory_no = self.entry.inventory_no.take().or(other.inventory_no);
    }
}

fn bare(number: &str) -> &str {
    number.trim_start_matches('0')
}

fn zero_lost<A: std::fmt::Display, B: std::fmt::Display>(person: &Person, short: &Sourced<A>, long: &Sourced<B>) -> Finding {
    let (one, two) = (&short.value, &long.value);
    codes::ZERO_LOST
        .finding(
            Some(short.at.clone()),
            Words::new(
                format!("`{one}` has lost its leading zero; used `{two}`"),
                format!("`{one}` hat seine führende Null verloren; verwendet `{two}`"),
            ),
        )
        .about(person.id.as_str())
        .related(long.at.clone(), Words::new("with the zero here", "mit der Null hier"))
        .todo(Words::new("format the column as text", "die Spalte als Text formatieren"))
}

fn differ(person: &Person, d: &Difference) -> Finding {
    let name = &person.last.value;
    let Difference { field_en, field_de, ours, theirs, .. } = d;
    codes::SOURCES_DIFFER
        .finding(
            Some(d.their_place.clone()),
            Words::new(
                format!("{field_en} of `{name}` is `{theirs}` here; used `{ours}`"),
                format!("{field_de} von `{name}` ist hier `{theirs}`; verwendet `{ours}`"),
            ),
        )
        .about(person.id.as_str())
        .related(d.our_place.clone(), Words::new("the value that was used", "der verwendete Wert"))
}

/// Fields that both fill and that mean something else. Spelling of departments is settled later for all people.
fn differences(a: &Person, b: &Person) -> Vec<Difference> {
    let mut out = Vec::new();
    let mut text = |en, de, one: Option<(String, &Place)>, two: Option<(String, &Place)>, same: &dyn Fn(&str, &str) -> bool| {
        let (Some((ours, at)), Some((theirs, there))) = (one, two) else { return };
        if !same(&ours, &theirs) {
            out.push(Difference { field_en: en, field_de: de, ours, theirs, our_place: at.clone(), their_place: there.clone() });
        }
    };
    fn told<T: ToString>(value: Option<&Sourced<T>>) -> Option<(String, &Place)> {
        value.map(|v| (v.value.to_string(), &v.at))
    }
    let spelt = |one: &str, two: &str| joined_letters(one) == joined_letters(two);
    let exact = |one: &str, two: &str| one == two;
    let caseless = |one: &str, two: &str| one.to_lowercase() == two.to_lowercase();
    let zeros = |one: &str, two: &str| bare(one) == bare(two);
    text("last name", "Nachname", told(Some(&a.last)), told(Some(&b.last)), &spelt);
    text("first name", "Vorname", told(a.first.as_ref()), told(b.first.as_ref()), &spelt);
    text("extension", "Nebenstelle", told(a.extension.as_ref()), told(b.extension.as_ref()), &zeros);
    text("department", "Dienststelle", told(a.department.as_ref()), told(b.department.as_ref()), &spelt);
    text("room", "Zimmer", told(a.room.as_ref()), told(b.room.as_ref()), &caseless);
    text("mail address", "Mailadresse", told(a.mail.as_ref()), told(b.mail.as_ref()), &caseless);
    let home = |p: &'_ Person| p.home.as_ref().map(|h| (home_word(h.value).to_owned(), h.at.clone()));
    let (one, two) = (home(a), home(b));
    let borrowed = |v: &'_ Option<(String, Place)>| v.as_ref().map(|(t, at)| (t.clone(), at.clone()));
    if let (Some((one, at1)), Some((two, at2))) = (borrowed(&one), borrowed(&two)) {
        text("home suitability", "Homeoffice-Eignung", Some((one, &at1)), Some((two, &at2)), &exact);
    }
    let own = |v: bool| if v { "ja" } else { "nein" };
    let notebook = |p: &'_ Person| p.own_notebook.as_ref().map(|o| (own(o.value).to_owned(), o.at.clone()));
    if let (Some((one, at1)), Some((two, at2))) = (notebook(a), notebook(b)) {
        text("own notebook", "eigenes Notebook", Some((one, &at1)), Some((two, &at2)), &exact);
    }
    let days = |list: &[u8]| (!list.is_empty()).then(|| day_names(list));
    for (en, de, one, two) in [
        ("days off", "freie Tage", &a.off_days, &b.off_days),
        ("wish to be at home", "Wunsch Homeoffice", &a.wish_home, &b.wish_home),
        ("wish to be in the office", "Wunsch Büro", &a.wish_office, &b.wish_office),
    ] {
        text(en, de, days(one).map(|t| (t, &a.at)), days(two).map(|t| (t, &b.at)), &exact);
    }
    out
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
fn tell_missing(people: &[Joined], files: &[Option<String>], findings: &mut Vec<Finding>) {
    for (list, file) in files.iter().enumerate() {
        let Some(file) = file else { continue };
        let missing: Vec<&Joined> = people.iter().filter(|p| !p.lists.contains(&list)).collect();
        let Some(first) = missing.first() else { continue };
        let count = missing.len();
        let names: Vec<String> = missing.iter().take(5).map(|p| format!("`{}`", p.person.last.value)).collect();
        let names = names.join(", ");
        let more = if count > 5 { ", …" } else { "" };
        findings.push(codes::IN_ONE_LIST.finding(
            Some(first.person.at.clone()),
            Words::new(
                format!("people who are missing in `{file}`: {count} ({names}{more})"),
                format!("Personen, die in `{file}` fehlen: {count} ({names}{more})"),
            ),
        ));
    }
}
