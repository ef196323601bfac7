//! Column titles of German and English lists and what they mean.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::aliases::ALIASES;
use crate::inventory::table::kept::Kept;
use crate::inventory::table::{Row, normal};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::inventory) enum Field {
    StaffNo,
    Last,
    First,
    /// Both names in one cell.
    Display,
    Department,
    /// Its short form or number.
    Short,
    /// The unit that the department belongs to.
    Parent,
    /// The smaller unit within the department.
    Unit,
    Room,
    /// Premises (Liegenschaft).
    Site,
    Building,
    Floor,
    /// Desks of the room.
    Capacity,
    /// What the room is for.
    RoomKind,
    /// The place where somebody works, where it does not tell rooms apart.
    WorkPlace,
    Extension,
    /// A full number; its last digits are the extension.
    Phone,
    /// A further number of the person, as directories have them (`otherTelephone`).
    OtherPhone,
    Fax,
    Mobile,
    Mail,
    WorkDays,
    FreeDays,
    /// Of a week.
    Hours,
    /// Of full time.
    Share,
    Home,
    WishHome,
    WishOffice,
    Notebook,
    Mac,
    InventoryNo,
    /// Of a device that the person has.
    Serial,
    Login,
    Password,
    /// `Leiter`, and in some lists `Dr.`.
    Title,
    /// `Dr.`
    Grade,
    /// Filled where the directory says that the account is disabled.
    Disabled,
    /// In words: active, disabled, has left.
    Employment,
    /// Filled where the person has left.
    Left,
    Notes,
    /// Known and of no use here: salutation, running number.
    Ignored,
}

/// A title's meaning. Where several columns mean the same, the lower rank is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inventory) enum Meaning {
    Field(Field, u8),
    /// `Amt`: department in staff lists, outside line in exports of telephone systems; its neighbours decide.
    Amt,
}

/// What a title means; a remark in brackets (`Nebenstelle (intern)`) is tried without.
#[must_use]
pub(in crate::inventory) fn meaning(title: &str) -> Option<Meaning> {
    // Values of rows mostly leave here: no title begins with a digit.
    if title.starts_with(|c: char| c.is_ascii_digit()) || title.chars().count() > 60 {
        return None;
    }
    let exact = lookup(&normal(title));
    exact.or_else(|| title.split_once('(').and_then(|(before, _)| lookup(&normal(before))))
}

/// Meanings by title: the cells of every row are asked for, because titles are repeated on each page.
static MEANINGS: LazyLock<BTreeMap<&'static str, Meaning>> = LazyLock::new(|| {
    let fields = ALIASES.iter().flat_map(|(field, names)| {
        names.iter().enumerate().map(|(rank, name)| (*name, Meaning::Field(*field, u8::try_from(rank).unwrap_or(u8::MAX))))
    });
    fields.chain([("amt", Meaning::Amt)]).collect()
});

fn lookup(title: &str) -> Option<Meaning> {
    MEANINGS.get(title).copied()
}

/// How high in the house a unit of this name stands, 1 for the highest; none for words that say nothing of it.
fn level(title: &str) -> Option<u8> {
    let title = normal(title.split('(').next().unwrap_or(title));
    Some(match title.as_str() {
        "dezernat" | "dez" | "division" => 1,
        "amt" | "fachbereich" | "fb" | "bereich" | "dienststelle" | "stabsstelle" => 2,
        "abteilung" | "abt" | "fachdienst" | "fd" | "referat" | "department" | "dept" => 3,
        "sachgebiet" | "sg" | "team" | "unit" => 4,
        _ => return None,
    })
}

/// One column of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory) struct Column {
    pub index: usize,
    pub title: String,
    /// None: not used.
    pub field: Option<Field>,
    rank: u8,
}

/// Rank and index of the columns of each field, best first: asked for in every row.
type Ranked = [Vec<(u8, usize)>; Field::Ignored as usize + 1];

fn unranked() -> Ranked {
    std::array::from_fn(|_| Vec::new())
}

/// The header row, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory) struct HeaderMap {
    pub columns: Vec<Column>,
    ranked: Ranked,
    /// Two columns with the same title or meaning: the one used and the one not used.
    pub doubles: Vec<(usize, usize)>,
    /// The column `Amt`, where its neighbours say that it is an outside line or do not decide.
    pub doubtful_amt: Option<usize>,
    /// Whether rows lean on those above: blank departments are inherited, a lone cell is the heading of a section, titles are
    /// repeated on each page. Not so in directories, where every record stands for itself.
    pub by_hand: bool,
}

/// How many fields a row of titles would name; a header has at least two.
#[must_use]
pub(super) fn known_titles<'a>(titles: impl IntoIterator<Item = &'a str>) -> usize {
    let mut fields: Vec<Option<Field>> = titles
        .into_iter()
        .filter_map(meaning)
        .filter_map(|meaning| match meaning {
            // A remark is in many a list, with people or without.
            Meaning::Field(Field::Ignored | Field::Notes | Field::Grade, _) => None,
            Meaning::Field(field, _) => Some(Some(field)),
            Meaning::Amt => Some(None),
        })
        .collect();
    fields.sort_unstable();
    fields.dedup();
    fields.len()
}

impl HeaderMap {
    /// `amt_looks_like_words` tells whether the values below `Amt` are names and not `ja`, `nein` or digits.
    #[must_use]
    pub(super) fn new<'a>(
        titles: impl IntoIterator<Item = (usize, &'a str)>,
        amt_looks_like_words: impl Fn(usize) -> bool,
    ) -> Self {
        let mut columns: Vec<Column> = Vec::new();
        let mut amts = Vec::new();
        for (index, title) in titles {
            let (field, rank) = match meaning(title) {
                Some(Meaning::Field(field, rank)) => (Some(field), rank),
                Some(Meaning::Amt) => {
                    amts.push(columns.len());
                    (None, 0)
                }
                None => (None, 0),
            };
            columns.push(Column { index, title: title.trim().to_owned(), field, rank });
        }
        let mut map = Self { columns, ranked: unranked(), doubles: Vec::new(), doubtful_amt: None, by_hand: true };
        map.decide_amt(&amts, amt_looks_like_words);
        map.settle_doubles();
        map.rank()
    }

    /// Columns whose meaning is known without titles: attributes of a directory, the columns of a mapping. Of several columns with
    /// one field the first is read; numbers are all read, in this order.
    #[must_use]
    pub(in crate::inventory) fn explicit(fields: impl IntoIterator<Item = (usize, String, Field)>) -> Self {
        let columns = fields
            .into_iter()
            .enumerate()
            .map(|(rank, (index, title, field))| {
                let rank = u8::try_from(rank).unwrap_or(u8::MAX);
                Column { index, title, field: Some(field), rank }
            })
            .collect();
        Self { columns, ranked: unranked(), doubles: Vec::new(), doubtful_amt: None, by_hand: false }.rank()
    }

    /// Beside names, rooms or sections `Amt` is a department; in a table of rights of extensions it is the outside line.
    fn decide_amt(&mut self, amts: &[usize], looks_like_words: impl Fn(usize) -> bool) {
        let Some(&at) = amts.first() else { return };
        let index = self.columns[at].index;
        let has = |fields: &[Field]| self.columns.iter().any(|c| c.field.is_some_and(|f| fields.contains(&f)));
        let people = has(&[Field::First, Field::StaffNo, Field::Room, Field::Display, Field::Last, Field::Home, Field::WorkDays]);
        if people && looks_like_words(index) {
            self.columns[at].field = Some(Field::Department);
            // Before all other words for an organisational unit: `Amt` beside `Sachgebiet` is the greater one.
            self.columns[at].rank = 0;
            for column in &mut self.columns {
                if column.field == Some(Field::Department) && column.index != index {
                    column.rank = column.rank.saturating_add(1);
                }
            }
        } else {
            self.doubtful_amt = Some(index);
        }
    }

    /// Of several columns with the same meaning only the best stays; of organisational units also the next above and below it; extension and number columns are all kept and compared.
    fn settle_doubles(&mut self) {
        let keep_all = [
            Field::Extension,
            Field::Phone,
            Field::OtherPhone,
            Field::Ignored,
            Field::Site,
            Field::Building,
            Field::Floor,
            Field::Serial,
            Field::Fax,
            Field::Mobile,
        ];
        for at in 0..self.columns.len() {
            let Some(field) = self.columns[at].field else { continue };
            if keep_all.contains(&field) {
                continue;
            }
            let best = (0..self.columns.len())
                .filter(|other| self.columns[*other].field == Some(field))
                .min_by_key(|other| (self.columns[*other].rank, *other))
                .unwrap_or(at);
            if best != at {
                // Sachgebiet beside Amt is no double, only not used.
                if field != Field::Department || self.columns[best].rank == self.columns[at].rank {
                    self.doubles.push((self.columns[best].index, self.columns[at].index));
                }
                self.columns[at].field = None;
                if field == Field::Department {
                    self.around(best, at);
                }
            }
        }
    }

    /// A further column of units is the one above or below the department, where the words of both titles tell.
    fn around(&mut self, department: usize, other: usize) {
        let level = |at: usize| level(&self.columns[at].title);
        let (Some(one), Some(two)) = (level(department), level(other)) else { return };
        let field = match two.cmp(&one) {
            std::cmp::Ordering::Less => Field::Parent,
            std::cmp::Ordering::Greater => Field::Unit,
            std::cmp::Ordering::Equal => return,
        };
        let taken = self.columns.iter().any(|column| column.field == Some(field));
        self.columns[other].field = (!taken).then_some(field);
    }

    /// The column of a field.
    #[must_use]
    pub(super) fn get(&self, field: Field) -> Option<usize> {
        self.all(field).next()
    }

    /// All columns of a field, best first.
    pub(super) fn all(&self, field: Field) -> impl Iterator<Item = usize> {
        self.ranked[field as usize].iter().map(|(_, index)| *index)
    }

    /// The last step of making one.
    fn rank(mut self) -> Self {
        for column in &self.columns {
            if let Some(field) = column.field {
                self.ranked[field as usize].push((column.rank, column.index));
            }
        }
        self.ranked.iter_mut().for_each(|columns| columns.sort_unstable());
        self
    }

    #[must_use]
    pub(super) fn title(&self, index: usize) -> &str {
        self.columns.iter().find(|c| c.index == index).map_or("", |c| c.title.as_str())
    }

    /// Whether a list by hand has nothing above the cells of this column.
    #[must_use]
    pub(super) fn is_untitled(&self, index: usize) -> bool {
        self.by_hand && self.columns.iter().find(|c| c.index == index).is_none_or(|c| c.title.is_empty())
    }

    /// Whether the row is the header once more, as on each page of a print. Where its title stands above the names a row of people has a
    /// name.
    #[must_use]
    pub(super) fn is_repeated_by(&self, row: &Row) -> bool {
        let name = self.get(Field::Last).or_else(|| self.get(Field::Display)).map_or("", |column| row.text(column));
        (name.is_empty() || meaning(name).is_some()) && known_titles(row.cells.iter().map(|cell| cell.text.as_str())) >= 3
    }

    /// The columns of a list by hand that are kept beside the fields: those that nothing reads, but for passwords.
    #[must_use]
    pub(super) fn kept<'r>(&self, rows: impl Iterator<Item = &'r Row>) -> Kept {
        let open = self.unused().into_iter().filter(|_| self.by_hand);
        Kept::of(open.map(|column| (column.index, column.title.as_str())), rows)
    }

    /// Titles of columns that nothing reads, known or not.
    #[must_use]
    pub(super) fn unused(&self) -> Vec<&Column> {
        let unread = [None, Some(Field::Ignored), Some(Field::Password)];
        self.columns
            .iter()
            .filter(|c| unread.contains(&c.field) && !c.title.is_empty() && self.doubtful_amt != Some(c.index))
            .filter(|c| !self.doubles.iter().any(|(_, double)| *double == c.index))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(titles: &[&str], words: bool) -> HeaderMap {
        HeaderMap::new(titles.iter().copied().enumerate(), |_| words)
    }

    fn fields(titles: &[&str]) -> Vec<Option<Field>> {
        map(titles, true).columns.iter().map(|c| c.field).collect()
    }

    #[test]
    fn titles_of_german_lists() {
        use Field::*;
        for (title, field) in [
            ("Personal-Nr.", StaffNo),
            ("PersNr", StaffNo),
            ("NAME", Last),
            ("Zuname", Last),
            ("Vorname", First),
            ("Name, Vorname", Display),
            ("Fachbereich", Department),
            ("Zimmer-Nr.", Room),
            ("Zi.", Room),
            ("Büro", Room),
            ("Durchwahl", Extension),
            ("Nebenstelle (intern)", Extension),
            ("Tel. intern", Extension),
            ("App.", Extension),
            ("Tel.-Nr.", Phone),
            ("Telefon", Phone),
            ("E-Mail", Mail),
            ("Wunschtage Homeoffice", WishHome),
            ("Ungern Homeoffice", WishOffice),
            ("Eigenes Notebook", Notebook),
            ("Teilzeit", WorkDays),
            ("Freie Tage", FreeDays),
            ("Telearbeit geeignet", Home),
            ("MAC-Adresse", Mac),
            ("Inventar-Nr.", InventoryNo),
            ("Anmeldename", Login),
            ("Kennwort", Password),
            ("Interne Rufnummer", Extension),
            ("Teilnehmer", Extension),
            ("Rufnr.", Extension),
            ("Amtsnummer", Phone),
            ("Dez.", Department),
            ("Sachgebiet", Department),
            ("SG", Department),
            ("Team", Department),
            ("OE", Department),
            ("Dienststelle", Department),
            ("Kostenstelle", Department),
            ("Cost centre", Department),
            ("Gebäude", Building),
            ("Liegenschaft", Site),
            ("Standort", Site),
            ("Etage", Floor),
            ("Floor", Floor),
            ("Arbeitsplätze", Capacity),
            ("Plätze (Anzahl)", Capacity),
            ("Kapazität", Capacity),
            ("Desks", Capacity),
            ("Raumart", RoomKind),
            ("Room type", RoomKind),
            ("Room no.", Room),
            ("Telefax", Fax),
            ("Diensthandy", Mobile),
            ("Serien-Nr.", Serial),
            ("Serial number", Serial),
            ("Inventory no.", InventoryNo),
            ("Asset tag", InventoryNo),
            ("Employee number", StaffNo),
            ("Surname", Last),
            ("Given name", First),
            ("Full name", Display),
            ("Extension (internal)", Extension),
            ("Telephone", Phone),
            ("E-mail address", Mail),
            ("Working days", WorkDays),
            ("Wochenstunden", Hours),
            ("Stellenanteil", Share),
            ("FTE", Share),
            ("Amtskürzel", Short),
            ("Übergeordnete Einheit", Parent),
            ("Beschäftigungsstatus", Employment),
            ("Ausgeschieden", Left),
            ("Bemerkungen", Notes),
            ("Days off", FreeDays),
        ] {
            assert!(matches!(meaning(title), Some(Meaning::Field(f, _)) if f == field), "{title}: {:?}", meaning(title));
        }
        assert_eq!(meaning("Gehaltsgruppe"), None);
    }

    /// The titles that German authorities use, by what they mean; `Amt` is decided by its neighbours.
    #[test]
    fn every_usual_title_of_an_authority_is_known() {
        use Field::*;
        let usual: [(&[Field], &str); 16] = [
            (&[Extension], "Nebenstelle, Nst, Durchwahl, DW, Apparat, App, interne Rufnummer, Tel intern, Teilnehmer, Rufnr"),
            (&[Phone], "Telefon, Tel, Telefonnummer, Rufnummer, Amtsnummer"),
            (&[Last], "Name, Nachname, Familienname, Zuname"),
            (&[First], "Vorname, Rufname"),
            (&[Display], "Anzeigename, Bezeichnung"),
            (
                &[Department],
                "Dezernat, Dez, Fachbereich, FB, Abteilung, Abt, Referat, Sachgebiet, SG, Team, OE, Organisationseinheit, \
                 Dienststelle, Kostenstelle",
            ),
            (&[Room], "Raum, Zimmer, Zi, Raumnr"),
            (&[Building, Site, Floor], "Gebäude, Haus, Liegenschaft, Standort, Etage, Stock"),
            (&[StaffNo], "Personalnummer, PersNr, PNR"),
            (&[Mac], "MAC-Adresse, MAC"),
            (&[InventoryNo], "Inventarnummer, Inventar-Nr."),
            (&[Serial], "Seriennummer, Serien-Nr."),
            (&[Fax], "Fax, Telefax"),
            (&[Mobile], "Mobil, Diensthandy, Handy"),
            (&[Mail], "E-Mail, Mail"),
            (&[Home], "Homeoffice, Telearbeit"),
        ];
        for (fields, titles) in usual {
            for title in titles.split(", ") {
                let found = meaning(title);
                assert!(matches!(found, Some(Meaning::Field(field, _)) if fields.contains(&field)), "{title}: {found:?}");
                // Beside a name each of them is read, none is told as a column that nothing reads.
                if !matches!(fields, [Last | First | Display]) {
                    let map = map(&["Name", title], true);
                    assert!(map.unused().is_empty() && fields.iter().any(|field| map.get(*field).is_some()), "{title}");
                }
            }
        }
        assert_eq!(meaning("Amt"), Some(Meaning::Amt));
    }

    #[test]
    fn no_alias_has_two_meanings() {
        let mut all: Vec<&str> = ALIASES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for name in &all {
            assert_eq!(&normal(name), name, "aliases are in normal form");
            assert!(!name.starts_with(|c: char| c.is_ascii_digit()), "{name}: `meaning` would not look it up");
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn amt_is_a_department_only_among_people() {
        use Field::*;
        assert_eq!(fields(&["Name", "Vorname", "Amt", "Zimmer"]), [Some(Last), Some(First), Some(Department), Some(Room)]);
        let rights = map(&["Nebenstelle", "Amt", "Gruppe"], true);
        assert_eq!((rights.get(Department), rights.doubtful_amt), (None, Some(1)));
        let yes_no = map(&["Name", "Nebenstelle", "Amt"], false);
        assert_eq!((yes_no.get(Department), yes_no.doubtful_amt), (None, Some(2)));
    }

    #[test]
    fn amt_wins_over_sachgebiet_and_doubles_are_named() {
        let map = map(&["Sachgebiet", "Amt", "Name", "Name", "Raum"], true);
        assert_eq!(map.get(Field::Department), Some(1));
        assert_eq!(map.doubles, [(2, 3)]);
        assert_eq!((map.get(Field::Unit), map.get(Field::Parent), map.unused().len()), (Some(0), None, 0));
    }

    #[test]
    fn units_above_and_below_the_department() {
        use Field::*;
        assert_eq!(fields(&["Dezernat", "Abteilung", "Sachgebiet", "Team"]), [Some(Parent), Some(Department), Some(Unit), None]);
        // Nobody knows how a cost centre and a unit stand to each other.
        assert_eq!(fields(&["Abteilung", "Kostenstelle"]), [Some(Department), None]);
    }

    #[test]
    fn a_header_needs_two_different_fields() {
        assert_eq!(known_titles(["Landratsamt", "", ""]), 0);
        assert_eq!(known_titles(["Name", "Nachname"]), 1);
        assert_eq!(known_titles(["Name", "Amt"]), 2);
        assert_eq!(known_titles(["Nr.", "Titel", "Name"]), 1);
    }

    /// The first two columns of the guide's tables name titles; each must be known.
    #[test]
    fn the_guide_names_titles_that_are_read() {
        let guide = include_str!("../../../docs/staff-lists.md");
        let rows = guide.lines().skip_while(|line| !line.starts_with("## Columns")).filter(|line| line.starts_with("| `"));
        let titles: Vec<&str> =
            rows.flat_map(|row| row.split('|').skip(1).take(2)).flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
        assert!(titles.len() > 40, "{titles:?}");
        for title in titles {
            assert!(meaning(title).is_some(), "{title}");
        }
    }
}
