//! Rows of a staff list to people.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::header::{Field, HeaderMap};
use super::names::{self, Order};
use super::naming::{Names, salutations_told};
use super::room::Merges;
use super::spoilt_room::RoomForms;
use super::things::Named;
use super::{Entry, Function, Units, codes, footer, function, room, telephone, words};
use crate::diag::{Finding, Place, Words};
use crate::domain::{Department, Extension, PersonId, RoomId};
use crate::inventory::model::{Device, DeviceKind, Person, Room, Sourced};
use crate::inventory::secrecy;
use crate::inventory::table::kept::Kept;
use crate::inventory::table::{self, Cell, Collector, Nature, Row, Table, Tally, normal};
use crate::inventory::zeros::LostZeros;
use crate::policy::site::Numbers;

/// What one sheet or file gives.
#[derive(Debug, Default)]
pub(in crate::inventory) struct Mapped {
    pub people: Vec<Entry>,
    pub functions: Vec<Function>,
    /// What rows say of rooms beyond their name, each mention that says something new.
    pub rooms: Vec<Room>,
    /// Those that rows name with a serial number, or that have no extension to stand at.
    pub devices: Vec<Device>,
    /// Columns that nothing reads, and what became of them.
    pub kept: Kept,
}

/// The key of a person: staff number or login where the source has one, else the name (`mueller-hans`). Two people of one name are
/// told apart when the sources are joined.
#[must_use]
pub(in crate::inventory) fn person_id(key: Option<&str>, last: &str, first: Option<&str>) -> PersonId {
    /// Letters of a name that go into the key.
    const MOST: usize = 190;
    if let Some(id) = key.and_then(|key| PersonId::from_str(key).ok()) {
        return id;
    }
    let name = match first {
        Some(first) => format!("{}-{}", normal(last), normal(first)),
        None => normal(last),
    };
    let name: String = name.chars().take(MOST).collect();
    let name = if name.trim_matches('-').is_empty() { "unnamed".to_owned() } else { name };
    PersonId::from_str(&name).unwrap_or_else(|_| PersonId::from_str("unnamed").expect("a plain word"))
}

/// What is remembered from row to row.
pub(super) struct Mapper<'a> {
    pub(super) table: &'a Table,
    pub(super) header: &'a HeaderMap,
    pub(super) plan: &'a Numbers,
    pub(super) kept: Kept,
    pub(super) out: Mapped,
    ids: BTreeMap<String, usize>,
    /// Of the row at hand, where it names one.
    pub(super) own_department: Option<Sourced<Department>>,
    /// What the rows below take over: the department, and the cells of the places that were named with it.
    pub(super) department: Option<Sourced<Department>>,
    pub(super) places: Vec<Cell>,
    /// Extensions below `Fax`, each with its first mention.
    pub(super) faxes: BTreeMap<Extension, Place>,
    /// The column `Name` holds whole names, as no other has first names.
    pub(super) whole_names: bool,
    /// In which most of the whole names stand.
    pub(super) name_order: Option<Order>,
    /// Whole names of which nothing tells the order.
    pub(super) unordered: Tally,
    /// Several words below `Nachname` in rows without a first name.
    pub(super) undivided: Tally,
    pub(super) salutations: Tally,
    /// What the rooms of the column look like.
    pub(super) room_forms: RoomForms,
    /// Some column says more of rooms than their name.
    pub(super) describes_rooms: bool,
    /// The first mention of each room, by index.
    pub(super) rooms: BTreeMap<RoomId, usize>,
    /// Merged ranges over the room column: first row to last row, and what the first says.
    pub(super) room_merges: Merges,
    /// The same over the columns of places, where there are any.
    pub(super) place_merges: Vec<(usize, Merges)>,
    pub(super) inherited: Tally,
    padded: Tally,
    odd_signs: Tally,
    zeros: LostZeros,
    untitled: Tally,
    placeholders: Tally,
    secrets: Tally,
}

/// Reads the rows below the header at `header_row` and takes them out of the table: each is gone when its person is there, so that the
/// people of a long list need little room beyond the rows'.
pub(in crate::inventory) fn map(
    table: &mut Table,
    header_row: usize,
    header: &HeaderMap,
    plan: &Numbers,
    findings: &mut Collector,
) -> Mapped {
    let room_merges = header.get(Field::Room).map_or_else(BTreeMap::new, |column| room::merges(table, column));
    let place_merges = room::place_merges(table, header);
    let room_forms = header.get(Field::Room).map(|column| RoomForms::of(table, column)).unwrap_or_default();
    let name_order = names::order_in(table, header_row, header);
    let rows = table.rows.split_off((header_row + 1).min(table.rows.len()));
    let table = &*table;
    let mut mapper = Mapper {
        table,
        header,
        plan,
        kept: header.kept(rows.iter()),
        out: Mapped::default(),
        ids: BTreeMap::new(),
        own_department: None,
        department: None,
        places: Vec::new(),
        faxes: BTreeMap::new(),
        whole_names: names::holds_whole(header),
        name_order,
        unordered: Tally::default(),
        undivided: Tally::default(),
        salutations: Tally::default(),
        room_forms,
        describes_rooms: room::describes(header),
        rooms: BTreeMap::new(),
        room_merges,
        place_merges,
        inherited: Tally::default(),
        padded: Tally::default(),
        odd_signs: Tally::default(),
        zeros: LostZeros::default(),
        untitled: Tally::default(),
        placeholders: Tally::default(),
        secrets: Tally::default(),
    };
    let width = table.rows.get(header_row).map_or(0, |row| row.cells.last().map_or(0, |c| c.index + 1));
    let mut line_before = table.rows.get(header_row).map_or(0, |row| row.line);
    mapper.out.people.reserve(rows.len());
    for row in rows {
        // In a sheet blank rows are not stored at all.
        if row.is_blank() || (table.sheet.is_some() && row.line > line_before + 1) {
            mapper.department = None;
            mapper.places.clear();
        }
        line_before = row.line;
        if row.is_blank() || (header.by_hand && header.is_repeated_by(&row)) {
            continue;
        }
        if !table::fits(table, &row, width, findings) {
            continue;
        }
        mapper.untitled(&row);
        mapper.row(row, findings);
    }
    mapper.finish(findings)
}

impl Mapper<'_> {
    pub(super) fn place(&self, row: &Row, column: usize) -> Place {
        self.table.place_in(row, column)
    }

    /// Counts cells below no title, which nothing reads.
    fn untitled(&mut self, row: &Row) {
        for cell in row.cells.iter().filter(|cell| self.header.is_untitled(cell.index) && !cell.text.trim().is_empty()) {
            // Nobody says what the column is for.
            let shown =
                || if secrecy::in_text(&cell.text) { "…".to_owned() } else { cell.text.trim().chars().take(40).collect() };
            self.untitled.add(|| self.table.place_of(cell), shown);
        }
    }

    /// Text of a field with its place; nothing where the cell is empty or says that there is nothing.
    pub(super) fn cell(&mut self, row: &Row, field: Field, findings: &mut Collector) -> Option<Sourced<String>> {
        let cell = self.cell_at(row, self.header.get(field)?, findings)?;
        // A name may be any word; what only one person or thing has is no word of a sentence.
        let whole = matches!(
            field,
            Field::Last
                | Field::First
                | Field::Display
                | Field::StaffNo
                | Field::Login
                | Field::Mail
                | Field::Mac
                | Field::InventoryNo
        );
        if whole { Some(cell) } else { self.open_text(cell) }
    }

    /// A text that nobody may read because it holds a password is left out, and told without it.
    pub(super) fn open_text(&mut self, cell: Sourced<String>) -> Option<Sourced<String>> {
        if !secrecy::in_text(&cell.value) {
            return Some(cell);
        }
        self.secrets.add(|| cell.at, String::new);
        None
    }

    /// A key of a person or thing; none where the cell has a word or sign that stands for "there is none".
    pub(super) fn key(&mut self, row: &Row, field: Field, findings: &mut Collector) -> Option<Sourced<String>> {
        let cell = self.cell(row, field, findings)?;
        let truth = self.header.get(field).and_then(|column| row.get(column)).is_some_and(|cell| cell.nature == Nature::Truth);
        if truth {
            let value = &cell.value;
            findings.push(codes::VALUE_UNCLEAR.finding(
                Some(cell.at.clone()),
                Words::new(
                    format!("`{value}` is a truth value of the spreadsheet and no key; taken as empty"),
                    format!("`{value}` ist ein Wahrheitswert der Tabelle und kein Schlüssel; gilt als leer"),
                ),
            ));
            return None;
        }
        self.told_key(cell)
    }

    pub(super) fn told_key(&mut self, cell: Sourced<String>) -> Option<Sourced<String>> {
        if !table::is_placeholder(&cell.value) {
            return Some(cell);
        }
        let Sourced { value, at } = cell;
        self.placeholders.add(|| at, || value);
        None
    }

    pub(super) fn cell_at(&mut self, row: &Row, column: usize, findings: &mut Collector) -> Option<Sourced<String>> {
        let cell = row.get(column)?;
        let place = self.table.place_of(cell);
        if cell.nature == Nature::Error {
            let shown = if cell.text.is_empty() { "formula without result" } else { cell.text.as_str() };
            let what = Words::new(
                format!("`{shown}` in column `{}`; read as empty", self.header.title(column)),
                format!("`{shown}` in Spalte `{}`; gilt als leer", self.header.title(column)),
            );
            findings.push(table::codes::CELL_ERROR.finding(Some(place), what));
            return None;
        }
        if let Nature::Padded { format } = &cell.nature {
            self.padded.add(|| place.clone(), || format!("{}` (`{format}`)", cell.text));
        }
        let text = words::single_spaced(&cell.text);
        if let std::borrow::Cow::Owned(_) = text {
            table::blanks::tell(self.table, cell, findings);
        }
        (!table::is_nothing(&text)).then(|| Sourced::new(text.into_owned(), place))
    }

    fn row(&mut self, mut row: Row, findings: &mut Collector) {
        let named = self.header.get(Field::First).is_some_and(|column| !row.text(column).trim().is_empty());
        if !named && footer::is_footer_row(&row) {
            findings.push(footer::footer_row(&row, self.table));
            return;
        }
        if self.section(&row, findings) {
            return;
        }
        self.fill_merged(&mut row);
        // Before anything is said of the row: also one that becomes nobody has the department of those below.
        self.carry(&mut row, findings);
        let row = &row;
        let at = self.table.place_of_row(row);
        let staff_no = self.key(row, Field::StaffNo, findings);
        let staff_no = staff_no.map(|number| Sourced::new(words::whole_number(&number.value).into_owned(), number.at));
        if self.several(row, findings) {
            return;
        }
        let Some(Names { last, first, title: name_title, unsure: name_unsure }) = self.names(row, findings) else {
            self.nameless(row, findings);
            return;
        };
        let mut telephone = self.telephone(row, &last.value, findings);
        if staff_no.is_none()
            && first.is_none()
            && let Some((kind, reason)) = function::kind_of(&last.value)
        {
            // `-0`, `Zentrale`, the head number alone: every house has that extension.
            if telephone.extension.is_none() {
                telephone.extension = telephone.attendant.take().and_then(|cell| Some(Sourced::new("0".parse().ok()?, cell.at)));
            }
            let number = telephone.extension.as_ref().map(|found| &found.value);
            findings.push(function::listed(&last.value, &reason, number, &at));
            self.thing(row, (last, kind), telephone, findings);
            return;
        }
        let room = self.room(row, findings);
        let mac = self.mac(row, findings);
        let inventory_no = self.key(row, Field::InventoryNo, findings);
        if let Some(Sourced { at, .. }) = telephone.attendant.as_ref().filter(|_| telephone.extension.is_none()) {
            let whole = first.as_ref().map_or_else(|| last.value.clone(), |first| format!("{} {}", first.value, last.value));
            findings.push(
                codes::NUMBER_ATTENDANT
                    .finding(
                        Some(at.clone()),
                        Words::new(
                            format!("the number of `{whole}` is the attendant's; no extension was taken"),
                            format!("die Nummer von `{whole}` ist die der Zentrale; keine Nebenstelle übernommen"),
                        ),
                    )
                    .todo(Words::new("write the person's own extension", "die eigene Nebenstelle der Person schreiben")),
            );
        }
        let department = self.department(row);
        let login = self.key(row, Field::Login, findings);
        let mut extra = self.extra(row, findings);
        telephone.notes_into(&mut extra);
        let title = self.title(row, name_title, &mut extra, findings);
        if room.is_none() {
            self.place_without_room(row, &mut extra, findings);
        }
        // In a list by hand a login may be that of a telephone; a directory's is the person's.
        let key = staff_no.as_ref().or_else(|| login.as_ref().filter(|_| !self.header.by_hand));
        let id = self.id(key, &last.value, first.as_ref().map(|f| f.value.as_str()), &telephone);
        let (off_days, home) = (self.off_days(row, findings), self.home(row, findings));
        let (wish_home, wish_office) = self.wishes(row, findings);
        let own_notebook = self.notebook(row, findings);
        let mail = self.key(row, Field::Mail, findings);
        // Few lists name devices, and all name their owners.
        if mac.is_some() || inventory_no.is_some() || self.header.get(Field::Serial).is_some() {
            let whole = || first.as_ref().map_or_else(|| last.value.clone(), |first| format!("{} {}", first.value, last.value));
            let named = Named {
                owner: staff_no.clone().or_else(|| login.clone()).or_else(|| Some(Sourced::new(whole(), last.at.clone()))),
                mac: mac.as_ref(),
                label: inventory_no.as_ref(),
                room: room.as_ref(),
                at_extension: telephone.extension.is_some(),
                kind: DeviceKind::Unknown,
                at: &at,
            };
            self.devices(row, &named, findings);
        }
        let person = Person {
            first,
            extension: telephone.extension,
            further: telephone.further,
            department,
            unit: self.unit(row, Field::Unit, findings),
            display: self.cell(row, Field::Display, findings).filter(|shown| !secrecy::in_text(&shown.value)),
            site: self.site(row, findings),
            room,
            mail,
            login,
            title,
            employment: self.employment(row, findings),
            hours: self.hours(row, findings),
            off_days,
            home,
            wish_home,
            wish_office,
            own_notebook,
            notes: self.cell(row, Field::Notes, findings),
            extra,
            ..Person::new(id, last, at)
        };
        let (short, parent) = (self.cell(row, Field::Short, findings), self.unit(row, Field::Parent, findings));
        self.out.people.push(Entry {
            person: Box::new(person),
            staff_no,
            mac: mac.map(Box::new),
            inventory_no: inventory_no.map(Box::new),
            zero_may_be_lost: telephone.zero_may_be_lost,
            units: (short.is_some() || parent.is_some()).then(|| Box::new(Units { short, parent })),
            name_unsure,
            direct: telephone.direct,
            among_several: telephone.among_several,
        });
    }

    pub(super) fn telephone(&mut self, row: &Row, name: &str, findings: &mut Collector) -> telephone::Telephone {
        let (mut cells, mut faxes) = (Vec::new(), Vec::new());
        for (field, columns) in
            [Field::Extension, Field::Phone, Field::OtherPhone].map(|field| (field, self.header.all(field).collect::<Vec<_>>()))
        {
            for column in columns {
                let cell = self.cell_at(row, column, findings).and_then(|cell| self.open_text(cell));
                let Some(mut cell) = cell else { continue };
                if let Some((rest, fax)) = telephone::without_fax(&cell.value) {
                    let fax = Sourced::new(fax, cell.at.clone());
                    self.fax(&fax);
                    faxes.push(fax);
                    cell.value = rest;
                }
                cells.push((field, cell));
            }
        }
        let found = telephone::read(&cells, name, self.plan, (&mut self.odd_signs, &mut self.zeros), findings);
        telephone::Telephone { faxes, ..found }
    }

    /// The unit above or below the department.
    fn unit(&mut self, row: &Row, field: Field, findings: &mut Collector) -> Option<Sourced<Department>> {
        let cell = self.cell(row, field, findings)?;
        Department::from_str(&cell.value).ok().map(|unit| Sourced::new(unit, cell.at))
    }

    /// From a column of its own, or from the one that also tells rooms of several places apart.
    fn site(&mut self, row: &Row, findings: &mut Collector) -> Option<Sourced<String>> {
        let cell = self.cell(row, Field::WorkPlace, findings).or_else(|| self.cell(row, Field::Site, findings))?;
        (!table::is_placeholder(&cell.value)).then_some(cell)
    }

    /// The staff number, or else the name, with the extension for the second of a name.
    fn id(
        &mut self,
        key: Option<&Sourced<String>>,
        last: &str,
        first: Option<&str>,
        telephone: &telephone::Telephone,
    ) -> PersonId {
        let plain = person_id(key.map(|key| key.value.as_str()), last, first);
        if key.is_some_and(|key| key.value == plain.as_str()) {
            return plain;
        }
        let here = self.out.people.len();
        let first = *self.ids.entry(plain.to_string()).or_insert(here);
        if first == here {
            return plain;
        }
        // The first one too, so that ids do not depend on the order of rows.
        let Some(first) = self.out.people.get_mut(first).filter(|first| first.person.id == plain) else {
            return with_extension(&plain, telephone.extension.as_ref());
        };
        first.person.id = with_extension(&plain, first.person.extension.as_ref());
        with_extension(&plain, telephone.extension.as_ref())
    }

    pub(super) fn mac(&mut self, row: &Row, findings: &mut Collector) -> Option<Sourced<crate::domain::Mac>> {
        let cell = self.cell(row, Field::Mac, findings)?;
        match words::mac(&cell.value) {
            Some(mac) => Some(Sourced::new(mac, cell.at)),
            None if table::is_placeholder(&cell.value) => {
                self.told_key(cell);
                None
            }
            None => {
                findings.push(words::no_mac(&cell.value, cell.at));
                None
            }
        }
    }

    fn finish(mut self, findings: &mut Collector) -> Mapped {
        self.list_faxes(findings);
        self.out.kept = self.kept;
        let told = [
            self.placeholders.tell(&table::codes::PLACEHOLDER, |count, example| {
                Words::new(
                    format!("placeholders instead of a key, read as empty: {count}, the first: `{example}`"),
                    format!("Platzhalter statt eines Schlüssels, als leer gelesen: {count}, der erste: `{example}`"),
                )
            }),
            self.secrets
                .tell(&table::codes::SECRET_IN_TEXT, |count, _| {
                    Words::new(
                        format!("texts that seem to hold a password, left out: {count}, the first here"),
                        format!("Texte, die ein Kennwort zu enthalten scheinen, ausgelassen: {count}, der erste hier"),
                    )
                })
                .map(|finding| {
                    finding.todo(Words::new(
                        "take the password out of the list, and change it",
                        "das Kennwort aus der Liste nehmen und ändern",
                    ))
                }),
            self.unordered
                .tell(&codes::NAME_ORDER, |count, example| {
                    Words::new(
                        format!("names of which nothing tells the order, the last word taken as the last name: {count}, the first: `{example}`"),
                        format!("Namen, deren Reihenfolge nichts verrät, das letzte Wort gilt als Nachname: {count}, der erste: `{example}`"),
                    )
                })
                .map(|finding| {
                    finding.todo(Words::new(
                        "check them, and write `Nachname, Vorname`, or two columns `Name` and `Vorname`",
                        "prüfen, und `Nachname, Vorname` schreiben oder zwei Spalten `Name` und `Vorname`",
                    ))
                }),
            self.undivided
                .tell(&codes::NAME_ORDER, |count, example| {
                    Words::new(
                        format!("last names of several words without a first name, taken as they stand: {count}, the first: `{example}`"),
                        format!("Nachnamen aus mehreren Wörtern ohne Vornamen, übernommen wie sie dastehen: {count}, der erste: `{example}`"),
                    )
                })
                .map(|finding| {
                    finding.todo(Words::new(
                        "if a first name is among the words, write `Nachname, Vorname`, or fill in the column `Vorname`",
                        "steht ein Vorname dabei, `Nachname, Vorname` schreiben oder die Spalte `Vorname` füllen",
                    ))
                }),
            salutations_told(self.salutations),
            self.untitled.tell(&table::codes::CELL_UNTITLED, |count, example| {
                Words::new(
                    format!("cells below no title, not read: {count}, the first: `{example}`"),
                    format!("Zellen ohne Spaltentitel, nicht gelesen: {count}, die erste: `{example}`"),
                )
            }),
            self.inherited.tell(&codes::VALUE_INHERITED, |count, example| {
                Words::new(
                    format!("values taken from a cell above: {count}, the first: `{example}"),
                    format!("aus einer Zelle darüber übernommene Werte: {count}, der erste: `{example}"),
                )
            }),
            self.padded.tell(&codes::ZERO_RESTORED, |count, example| {
                Words::new(
                    format!("cells with leading zeros by their format only: {count}; used as shown, the first: `{example}"),
                    format!("Zellen mit führenden Nullen nur im Format: {count}; verwendet wie angezeigt, die erste: `{example}"),
                )
            }),
            self.odd_signs.tell(&codes::NUMBER_ODD_SIGNS, |count, example| {
                Words::new(
                    format!("numbers with unusual dashes or blanks: {count}, the first: `{example}`"),
                    format!("Nummern mit ungewöhnlichen Strichen oder Leerzeichen: {count}, die erste: `{example}`"),
                )
            }),
        ];
        told.into_iter().flatten().for_each(|finding| findings.push(finding));
        findings.extend(telephone::zeros_lost(self.zeros));
        self.out
    }
}

/// `meier-anna@2001`
fn with_extension(id: &PersonId, extension: Option<&Sourced<Extension>>) -> PersonId {
    extension.and_then(|extension| format!("{id}@{}", extension.value).parse().ok()).unwrap_or_else(|| id.clone())
}

pub(super) fn unclear(cell: &Sourced<String>, expected: &str) -> Finding {
    let value = &cell.value;
    codes::VALUE_UNCLEAR.finding(
        Some(cell.at.clone()),
        Words::new(
            format!("`{value}`: expected one of {expected}; taken as empty"),
            format!("`{value}`: erwartet ist eines von {expected}; gilt als leer"),
        ),
    )
}
