//! One scan against the delivery, the people and the journal.

use jiff::civil::Date;

use super::codes;
use super::journal::{Assignment, State};
use super::keyboard;
use super::people::{People, name};
use super::stock::Stock;
use super::whom::Whom;
use crate::diag::{CodePage, Finding, Place, Words};
use crate::domain::{Mac, PersonId};
use crate::inventory::kind::fold;
use crate::inventory::model::Person;
use crate::inventory::table;

/// What is scanned at a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Label,
    Serial,
    Mac,
    Person,
}

impl Field {
    /// In the order in which they are asked.
    pub const ALL: [Self; 4] = [Self::Label, Self::Serial, Self::Mac, Self::Person];

    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::Label => Words::new("label", "Etikett"),
            Self::Serial => Words::new("serial number", "Seriennummer"),
            Self::Mac => Words::new("MAC address", "MAC-Adresse"),
            Self::Person => Words::new("person", "Person"),
        }
    }
}

/// Scanned text, and where it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    pub text: String,
    pub at: Option<Place>,
}

/// What was scanned of one device so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    fields: [Option<Scanned>; 4],
    /// The row, for what is missing.
    pub at: Option<Place>,
}

impl Scan {
    /// An empty one with the place of its row.
    #[must_use]
    pub fn at(at: Option<Place>) -> Self {
        Self { at, ..Self::default() }
    }

    #[must_use]
    pub fn get(&self, field: Field) -> Option<&Scanned> {
        self.fields[field as usize].as_ref()
    }

    pub fn set(&mut self, field: Field, text: &str, at: Option<Place>) {
        self.fields[field as usize] = Some(Scanned { text: text.to_owned(), at });
    }

    pub fn clear(&mut self, field: Field) -> Option<Scanned> {
        self.fields[field as usize].take()
    }

    /// What is asked next.
    #[must_use]
    pub fn missing(&self) -> Option<Field> {
        Field::ALL.into_iter().find(|field| self.get(*field).is_none())
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.iter().all(Option::is_none)
    }
}

impl From<&Assignment> for Scan {
    fn from(assignment: &Assignment) -> Self {
        let mut scan = Self::default();
        scan.set(Field::Label, &assignment.label, None);
        scan.set(Field::Serial, &assignment.serial, None);
        scan.set(Field::Mac, assignment.mac.as_str(), None);
        scan.set(Field::Person, assignment.person.as_str(), None);
        scan
    }
}

/// What scans are checked against.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub stock: &'a Stock,
    pub people: &'a People<'a>,
    pub state: &'a State,
    pub today: Date,
}

/// What came out.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// Complete and without contradiction.
    pub assignment: Option<Assignment>,
    /// The journal has exactly this already.
    pub already: bool,
    /// What is wrong, and at which field.
    pub complaints: Vec<(Field, Finding)>,
}

/// Checks what is there; a scan may be half.
#[must_use]
pub fn check(scan: &Scan, known: Known<'_>) -> Checked {
    let mut work = Work { scan, known, complaints: Vec::new() };
    let devices = work.label();
    let mac = work.mac_form();
    let devices = devices.map(|devices| work.belongs(devices, mac.as_ref()));
    work.parts_staged(mac.as_ref());
    let person = work.person();
    if let Some(person) = person {
        work.is_the_same(person);
        work.has_none(person, devices.as_deref().unwrap_or_default());
    }
    work.staged_for(person, devices.as_deref().unwrap_or_default());
    let complaints = work.complaints;
    let mut checked = Checked { complaints, ..Checked::default() };
    if checked.complaints.is_empty()
        && let (Some(devices), Some(mac), Some(person)) = (devices, mac, person)
        && let (Some(label), Some(serial)) = (scan.get(Field::Label), scan.get(Field::Serial))
        && let Some(device) = devices.first().map(|at| &known.stock.notebooks[*at])
    {
        // As the list spells it.
        let label = device.label.clone().unwrap_or_else(|| label.text.clone());
        let serial = device.serial.clone().unwrap_or_else(|| serial.text.clone());
        let assignment = Assignment { label, serial, mac, person: person.id.clone(), whom: Some(Whom::of(person)) };
        checked.already = known.state.of_label(&assignment.label).is_some_and(|staged| staged.is_that(&assignment));
        checked.assignment = Some(assignment);
    }
    checked
}

struct Work<'a> {
    scan: &'a Scan,
    known: Known<'a>,
    complaints: Vec<(Field, Finding)>,
}

impl<'a> Work<'a> {
    fn complain(&mut self, field: Field, page: &CodePage, words: Words, todo: Words, related: Option<(Place, Words)>) {
        if self.complaints.iter().any(|(told, _)| *told == field) {
            return;
        }
        let scanned = self.scan.get(field);
        let mut finding = page.finding(scanned.and_then(|s| s.at.clone()).or_else(|| self.scan.at.clone()), words).todo(todo);
        if let Some(label) = self.scan.get(Field::Label) {
            finding = finding.about(&label.text);
        }
        if let Some((place, what)) = related {
            finding = finding.related(place, what);
        }
        self.complaints.push((field, finding));
    }

    /// Devices with the label; none where no label was scanned.
    fn label(&mut self) -> Option<Vec<usize>> {
        let label = self.scan.get(Field::Label)?.text.clone();
        let stock = self.known.stock;
        let devices = stock.by_label(&label);
        if devices.is_empty() && self.mistyped(Field::Label, &label, |meant| !stock.by_label(meant).is_empty()) {
            return None;
        }
        if devices.is_empty() {
            self.complain(
                Field::Label,
                &codes::LABEL_UNKNOWN,
                Words::new(
                    format!("label `{label}` is on no delivery list"),
                    format!("Etikett `{label}` steht auf keiner Lieferliste"),
                ),
                Words::new("scan the label again, or complete the list", "das Etikett neu scannen oder die Liste ergänzen"),
                None,
            );
            return None;
        }
        if let Some(at) = devices.iter().find(|at| stock.is_future(**at, self.known.today)) {
            let day = stock.notebooks[*at].delivered.clone().unwrap_or_default();
            self.complain(
                Field::Label,
                &codes::NOT_DELIVERED,
                Words::new(
                    format!("`{label}` is delivered on {day} only, says the list"),
                    format!("`{label}` wird laut Liste erst am {day} geliefert"),
                ),
                Words::new(
                    "check the label, or correct the day in the list",
                    "das Etikett prüfen oder den Tag in der Liste berichtigen",
                ),
                Some(self.listed(*at)),
            );
        }
        Some(devices.to_vec())
    }

    /// Tells a scanner with the layout of another keyboard.
    fn mistyped(&mut self, field: Field, typed: &str, is_known: impl Fn(&str) -> bool) -> bool {
        let Some(meant) = keyboard::meant(typed, is_known) else { return false };
        self.complain(
            field,
            &codes::KEYBOARD,
            Words::new(
                format!("`{typed}` is `{meant}`, typed with the layout of another keyboard"),
                format!("`{typed}` ist `{meant}`, getippt mit der Belegung einer anderen Tastatur"),
            ),
            Words::new(
                "set the scanner to the computer's keyboard layout (a bar code in its manual), then scan again",
                "den Scanner auf das Tastaturlayout des Rechners einstellen (Strichcode in seiner Anleitung), dann neu scannen",
            ),
            None,
        );
        true
    }

    fn listed(&self, at: usize) -> (Place, Words) {
        (self.known.stock.notebooks[at].at.clone(), Words::new("the device in the list", "das Gerät in der Liste"))
    }

    fn mac_form(&mut self) -> Option<Mac> {
        let text = self.scan.get(Field::Mac)?.text.clone();
        let again = || {
            Words::new("read the address of the built-in wired interface", "die Adresse der eingebauten Kabelschnittstelle lesen")
        };
        let Some(mac) = table::mac(&text) else {
            if self.mistyped(Field::Mac, &text, |meant| table::mac(meant).is_some()) {
                return None;
            }
            let words = Words::new(format!("`{text}` is no MAC address"), format!("`{text}` ist keine MAC-Adresse"));
            self.complain(Field::Mac, &codes::MAC_MALFORMED, words, again(), None);
            return None;
        };
        let first = u8::from_str_radix(&mac.as_str()[..2], 16).unwrap_or(0);
        let same = mac.as_str().split(':').all(|pair| pair == &mac.as_str()[..2]);
        if same || first & 1 != 0 {
            let words = Words::new(
                format!("`{mac}` is the address of no single device (broadcast, group or placeholder)"),
                format!("`{mac}` ist keine Adresse eines einzelnen Geräts (Broadcast, Gruppe oder Platzhalter)"),
            );
            self.complain(Field::Mac, &codes::MAC_GROUP, words, again(), None);
            return None;
        }
        if first & 2 != 0 {
            let words = Words::new(
                format!("`{mac}` is locally administered: made up by software"),
                format!("`{mac}` ist lokal vergeben: von einem Programm, nicht vom Hersteller"),
            );
            self.complain(Field::Mac, &codes::MAC_LOCAL, words, again(), None);
            return None;
        }
        Some(mac)
    }

    /// Those of the devices that have the scanned serial number and address, or none in the list.
    fn belongs(&mut self, devices: Vec<usize>, mac: Option<&Mac>) -> Vec<usize> {
        let stock = self.known.stock;
        let mut left = devices;
        if let Some(serial) = self.scan.get(Field::Serial).map(|s| s.text.clone()) {
            let fits = |at: &usize| stock.notebooks[*at].serial.as_ref().is_none_or(|known| fold(known) == fold(&serial));
            left = self.narrow(Field::Serial, &serial, left, &fits, stock.by_serial(&serial));
        }
        if let Some(mac) = mac {
            let fits = |at: &usize| stock.notebooks[*at].mac.as_ref().is_none_or(|known| known == mac);
            left = self.narrow(Field::Mac, mac.as_str(), left, &fits, stock.by_mac(mac));
        }
        left
    }

    fn narrow(
        &mut self,
        field: Field,
        value: &str,
        devices: Vec<usize>,
        fits: &dyn Fn(&usize) -> bool,
        owners: &[usize],
    ) -> Vec<usize> {
        let left: Vec<usize> = devices.iter().copied().filter(|at| fits(at)).collect();
        // A number that the list has at another device belongs to that one, also where this device has none in the list.
        let taken = !owners.is_empty() && !owners.iter().any(|at| left.contains(at));
        if !left.is_empty() && !taken {
            let exact: Vec<usize> = left.iter().copied().filter(|at| owners.contains(at)).collect();
            return if exact.is_empty() { left } else { exact };
        }
        let Some(first) = devices.first().copied() else { return devices };
        let what = field.words();
        let stock = self.known.stock;
        let label = stock.notebooks[first].name();
        let aside = Words::new("look at the device; `skip` sets it aside", "am Gerät nachsehen; `weiter` legt es beiseite");
        if let Some(other) = owners.first().copied() {
            let name = stock.notebooks[other].name();
            self.complain(
                field,
                &codes::OTHER_DEVICE,
                Words::new(
                    format!("{} `{value}` belongs to device `{name}`, not to `{label}`", what.en),
                    format!("{} `{value}` gehört zum Gerät `{name}`, nicht zu `{label}`", what.de),
                ),
                aside,
                Some(self.listed(other)),
            );
            return devices;
        }
        if field == Field::Serial && self.mistyped(field, value, |meant| !stock.by_serial(meant).is_empty()) {
            return devices;
        }
        let listed = &stock.notebooks[first];
        let (page, wanted) = match field {
            Field::Mac => (&codes::MAC_UNKNOWN, listed.mac.as_ref().map(Mac::to_string)),
            _ => (&codes::SERIAL_UNKNOWN, listed.serial.clone()),
        };
        let wanted = wanted.unwrap_or_default();
        self.complain(
            field,
            page,
            Words::new(
                format!("{} `{value}` is on no delivery list; `{label}` has `{wanted}`", what.en),
                format!("{} `{value}` steht auf keiner Lieferliste; `{label}` hat `{wanted}`", what.de),
            ),
            aside,
            Some(self.listed(first)),
        );
        devices
    }

    /// Parts that the journal has at another label.
    fn parts_staged(&mut self, mac: Option<&Mac>) {
        let Some(label) = self.scan.get(Field::Label).map(|s| fold(&s.text)) else { return };
        let state = self.known.state;
        let serial = self.scan.get(Field::Serial).map(|s| s.text.clone());
        let found = [
            (Field::Serial, serial.clone(), serial.as_ref().and_then(|serial| state.of_serial(serial))),
            (Field::Mac, mac.map(Mac::to_string), mac.and_then(|mac| state.of_mac(mac))),
        ];
        for (field, value, other) in found {
            let (Some(value), Some(other)) = (value, other.filter(|other| fold(&other.label) != label)) else { continue };
            let (what, name) = (field.words(), &other.label);
            self.complain(
                field,
                &codes::PART_STAGED,
                Words::new(
                    format!("{} `{value}` was scanned at device `{name}`", what.en),
                    format!("{} `{value}` wurde am Gerät `{name}` gescannt", what.de),
                ),
                Words::new("read the number at the device itself", "die Nummer am Gerät selbst ablesen"),
                None,
            );
        }
    }

    fn person(&mut self) -> Option<&'a Person> {
        let text = self.scan.get(Field::Person)?.text.clone();
        match self.known.people.find(&text).as_slice() {
            [] => {
                self.complain(
                    Field::Person,
                    &codes::PERSON_UNKNOWN,
                    Words::new(
                        format!("`{text}` is no staff number, login or name of the sources"),
                        format!("`{text}` ist keine Personalnummer, Anmeldung oder Name aus den Quellen"),
                    ),
                    Words::new("scan the staff number", "die Personalnummer scannen"),
                    None,
                );
                None
            }
            [person] if person.is_disabled() => {
                let who = name(person);
                self.complain(
                    Field::Person,
                    &codes::PERSON_DISABLED,
                    Words::new(format!("the account of `{who}` is disabled"), format!("das Konto von `{who}` ist gesperrt")),
                    Words::new("ask the personnel office", "beim Personalamt nachfragen"),
                    Some((person.at.clone(), Words::new("the person in the sources", "die Person in den Quellen"))),
                );
                None
            }
            [person] => Some(person),
            several => {
                let (count, more) = (several.len(), if several.len() > 5 { ", …" } else { "" });
                let list = |room: &str| {
                    let one = |person: &&Person| match (&person.first, &person.room) {
                        (Some(first), Some(at)) => format!("`{}` {} ({room} {})", person.id, first.value, at.value),
                        (None, Some(at)) => format!("`{}` ({room} {})", person.id, at.value),
                        (Some(first), None) => format!("`{}` {}", person.id, first.value),
                        (None, None) => format!("`{}`", person.id),
                    };
                    several.iter().take(5).map(one).collect::<Vec<_>>().join(", ")
                };
                self.complain(
                    Field::Person,
                    &codes::PERSON_AMBIGUOUS,
                    Words::new(
                        format!("`{text}` may be {count} people: {}{more}", list("room")),
                        format!("`{text}` können {count} Personen sein: {}{more}", list("Zi.")),
                    ),
                    Words::new("scan the staff number instead of the name", "statt des Namens die Personalnummer scannen"),
                    None,
                );
                None
            }
        }
    }

    /// The key of the journal still means the person for whom the device was staged.
    fn is_the_same(&mut self, person: &Person) {
        let Some(label) = self.scan.get(Field::Label).map(|s| s.text.clone()) else { return };
        let staged = self.known.state.of_label(&label).filter(|staged| staged.person == person.id);
        let Some(whom) = staged.and_then(|staged| staged.whom.as_ref()) else { return };
        if !whom.is_another(&person.id, self.known.people) {
            return;
        }
        let (id, then, now) = (&person.id, whom.shown(), Whom::of(person).shown());
        self.complain(
            Field::Person,
            &codes::PERSON_IS_ANOTHER,
            Words::new(
                format!("`{label}` is prepared for `{then}`, whose key `{id}` is now that of `{now}`"),
                format!("`{label}` ist für `{then}` vorbereitet; der Schlüssel `{id}` gehört jetzt zu `{now}`"),
            ),
            Words::new(
                format!("type `undo {label}` at the desk and scan the device again for the right person"),
                format!("am Arbeitsplatz `zurück {label}` tippen und das Gerät neu für die richtige Person scannen"),
            ),
            Some((person.at.clone(), Words::new("who has the key now", "wer den Schlüssel jetzt hat"))),
        );
    }

    /// A person has one notebook.
    fn has_none(&mut self, person: &Person, devices: &[usize]) {
        let who = name(person);
        let label = self.scan.get(Field::Label).map(|s| fold(&s.text));
        let same = |other: &Assignment| match &label {
            Some(label) => fold(&other.label) == *label,
            // Its label is still to be scanned; the other codes tell the device as well.
            None => {
                self.scan.get(Field::Serial).is_some_and(|serial| fold(&serial.text) == fold(&other.serial))
                    || self.scan.get(Field::Mac).is_some_and(|mac| table::mac(&mac.text).as_ref() == Some(&other.mac))
            }
        };
        if let Some(other) = self.known.state.of_person(&person.id).filter(|other| !same(other)) {
            let other = &other.label;
            let words = Words::new(
                format!("`{who}` has notebook `{other}` already"),
                format!("`{who}` hat schon das Notebook `{other}`"),
            );
            let todo = Words::new(
                format!("scan somebody else; if `{other}` came back, type `undo {other}`"),
                format!("jemand anderen scannen; kam `{other}` zurück, `zurück {other}` tippen"),
            );
            self.complain(Field::Person, &codes::PERSON_HAS_DEVICE, words, todo, None);
            return;
        }
        let stock = self.known.stock;
        let listed = stock.of_person(&person.id).iter().copied().find(|at| !devices.contains(at));
        if let Some(other) = listed.filter(|_| label.is_some()) {
            let device = stock.notebooks[other].name();
            let words = Words::new(
                format!("a source gives `{who}` the notebook `{device}` already"),
                format!("eine Quelle gibt `{who}` schon das Notebook `{device}`"),
            );
            self.complain(Field::Person, &codes::PERSON_HAS_DEVICE, words, correct_the_list(), Some(self.listed(other)));
        }
    }

    /// A device is one person's.
    fn staged_for(&mut self, person: Option<&Person>, devices: &[usize]) {
        let (Some(label), Some(person)) = (self.scan.get(Field::Label).map(|s| s.text.clone()), person) else { return };
        let who = |id: &PersonId| self.known.people.get(id).map_or_else(|| id.to_string(), name);
        let journal = self.known.state.of_label(&label).map(|known| &known.person).filter(|id| **id != person.id);
        let stock = self.known.stock;
        let list =
            devices.iter().find_map(|at| stock.notebooks[*at].person.as_ref().filter(|id| **id != person.id).map(|id| (*at, id)));
        let undo = || {
            Words::new(
                format!("take another device, or type `undo {label}` to take that back"),
                format!("ein anderes Gerät nehmen, oder das mit `zurück {label}` zurücknehmen"),
            )
        };
        let (other, by, todo, related) = match (journal, list) {
            (Some(id), _) => (who(id), ("the journal", "das Journal"), undo(), None),
            (None, Some((at, id))) => (who(id), ("a source", "eine Quelle"), correct_the_list(), Some(self.listed(at))),
            (None, None) => return,
        };
        self.complain(
            Field::Label,
            &codes::STAGED_ALREADY,
            Words::new(
                format!("`{label}` is for `{other}`, says {}", by.0),
                format!("`{label}` ist für `{other}`, sagt {}", by.1),
            ),
            todo,
            related,
        );
    }
}

fn correct_the_list() -> Words {
    Words::new(
        "if that is over, correct the list and run `deskshift inventory import`",
        "gilt das nicht mehr, die Liste berichtigen und `deskshift inventory import` ausführen",
    )
}
