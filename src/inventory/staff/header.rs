//! Column titles of German lists and what they mean.

use crate::inventory::table::normal;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    StaffNo,
    Last,
    First,
    /// Both names in one cell.
    Display,
    Department,
    Room,
    Building,
    Extension,
    /// A full number; its last digits are the extension.
    Phone,
    Fax,
    Mobile,
    Mail,
    WorkDays,
    FreeDays,
    Home,
    WishHome,
    WishOffice,
    Notebook,
    Mac,
    InventoryNo,
    Login,
    Password,
    /// Known and of no use here: title, remark.
    Ignored,
}

/// A title's meaning. Where several columns mean the same, the lower rank is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Field(Field, u8),
    /// `Amt`: department in staff lists, outside line in exports of telephone systems; its neighbours decide.
    Amt,
}

/// Titles in normal form (see [`normal`]); the place in the row is the rank.
const ALIASES: &[(Field, &[&str])] = &[
    (
        Field::StaffNo,
        &[
            "personalnummer",
            "personalnr",
            "persnr",
            "persnummer",
            "pnr",
            "personalid",
            "mitarbeiternummer",
            "mitarbeiternr",
            "staffno",
            "employeenumber",
            "employeeid",
        ],
    ),
    (Field::Last, &["nachname", "familienname", "zuname", "name", "lastname", "surname", "sn"]),
    (Field::First, &["vorname", "rufname", "firstname", "givenname"]),
    (
        Field::Display,
        &[
            "namevorname",
            "nachnamevorname",
            "vornamename",
            "vornamenachname",
            "anzeigename",
            "mitarbeiter",
            "bezeichnung",
            "displayname",
        ],
    ),
    (
        Field::Department,
        &[
            "abteilung",
            "abt",
            "fachbereich",
            "fb",
            "fachdienst",
            "fd",
            "referat",
            "department",
            "sachgebiet",
            "sg",
            "organisationseinheit",
            "orgeinheit",
            "oe",
            "team",
            "stabsstelle",
            "bereich",
            "dezernat",
            "dez",
            "dienststelle",
            "kostenstelle",
        ],
    ),
    (Field::Room, &["raum", "zimmer", "raumnr", "raumnummer", "zimmernr", "zimmernummer", "zi", "buero", "buronr", "room"]),
    (Field::Building, &["gebaeude", "haus", "liegenschaft", "standort", "etage", "stock", "stockwerk", "geschoss", "building"]),
    (
        Field::Extension,
        &[
            "nebenstelle",
            "nebenstellennummer",
            "nebenstellennr",
            "nst",
            "extension",
            "ext",
            "durchwahl",
            "durchwahlnummer",
            "durchwahlnr",
            "dw",
            "apparat",
            "apparatnr",
            "app",
            "hausapparat",
            "hausruf",
            "internerufnummer",
            "interne",
            "telintern",
            "telefonintern",
            "teilnehmer",
            "teilnehmernummer",
            "rufnr",
        ],
    ),
    (
        Field::Phone,
        &[
            "telefon",
            "telefonnummer",
            "telefonnr",
            "tel",
            "telnr",
            "rufnummer",
            "diensttelefon",
            "amtsnummer",
            "phone",
            "telephonenumber",
            "e164",
        ],
    ),
    (Field::Fax, &["fax", "telefax", "faxnr", "faxnummer"]),
    (Field::Mobile, &["mobil", "mobiltelefon", "handy", "diensthandy", "mobilnummer"]),
    (Field::Mail, &["email", "mail", "emailadresse", "mailadresse"]),
    (
        Field::WorkDays,
        &[
            "arbeitstage",
            "arbeitstag",
            "anwesenheitstage",
            "anwesenheit",
            "wochentage",
            "tage",
            "teilzeit",
            "teilzeitmodell",
            "arbeitszeit",
            "workdays",
        ],
    ),
    (Field::FreeDays, &["freietage", "freiertag", "teilzeitfrei", "arbeitsfrei", "frei", "abwesenheitstage"]),
    (
        Field::Home,
        &[
            "homeoffice",
            "homeofficegeeignet",
            "homeofficeeignung",
            "homeofficemoeglich",
            "geeignethomeoffice",
            "telearbeit",
            "telearbeitgeeignet",
            "heimarbeit",
            "mobilearbeit",
            "geeignet",
            "eignung",
        ],
    ),
    (
        Field::WishHome,
        &[
            "wunschtagehomeoffice",
            "homeofficewunschtage",
            "homeofficewunsch",
            "wunschtage",
            "wunschtag",
            "wuensche",
            "wunsch",
            "homeofficetage",
        ],
    ),
    (
        Field::WishOffice,
        &["ungernhomeoffice", "ungern", "nichthomeoffice", "keinhomeoffice", "wunschtagebuero", "buerotage", "praesenzwunsch"],
    ),
    (
        Field::Notebook,
        &[
            "eigenesnotebook",
            "eigenerlaptop",
            "eigeneslaptop",
            "eigenesgeraet",
            "eigenerrechner",
            "eigenerpc",
            "notebook",
            "laptop",
        ],
    ),
    (Field::Mac, &["macadresse", "mac", "macaddress", "hardwareadresse", "telefonmac"]),
    (Field::InventoryNo, &["inventarnummer", "inventarnr", "inventar", "invnr"]),
    (
        Field::Login,
        &[
            "anmeldename",
            "anmeldung",
            "sipanmeldename",
            "sipbenutzername",
            "sipbenutzer",
            "sipuser",
            "sipname",
            "sipkennung",
            "sipid",
            "authname",
            "authuser",
            "authid",
            "authentifizierungsname",
            "benutzername",
            "benutzer",
            "username",
            "user",
            "login",
            "kennung",
        ],
    ),
    (
        Field::Password,
        &["kennwort", "passwort", "password", "sipkennwort", "sippasswort", "sipsecret", "secret", "geheimnis", "pwd", "pw"],
    ),
    (
        Field::Ignored,
        &[
            "titel",
            "anrede",
            "funktion",
            "taetigkeit",
            "bemerkung",
            "bemerkungen",
            "notiz",
            "notizen",
            "anmerkung",
            "stand",
            "lfdnr",
            "nr",
            "seriennummer",
            "seriennr",
            "geschlecht",
        ],
    ),
];

/// What a title means; a remark in brackets (`Nebenstelle (intern)`) is tried without.
#[must_use]
pub(super) fn meaning(title: &str) -> Option<Meaning> {
    if title.chars().count() > 60 {
        return None;
    }
    let exact = lookup(&normal(title));
    exact.or_else(|| title.split_once('(').and_then(|(before, _)| lookup(&normal(before))))
}

fn lookup(title: &str) -> Option<Meaning> {
    if title == "amt" {
        return Some(Meaning::Amt);
    }
    ALIASES.iter().find_map(|(field, names)| {
        names.iter().position(|name| *name == title).map(|rank| Meaning::Field(*field, u8::try_from(rank).unwrap_or(u8::MAX)))
    })
}

/// One column of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub index: usize,
    pub title: String,
    /// None: not used.
    pub field: Option<Field>,
    rank: u8,
}

/// The header row, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeaderMap {
    pub columns: Vec<Column>,
    /// Two columns with the same title or meaning: the one used and the one not used.
    pub doubles: Vec<(usize, usize)>,
    /// The column `Amt`, where its neighbours say that it is an outside line or do not decide.
    pub doubtful_amt: Option<usize>,
}

/// How many fields a row of titles would name; a header has at least two.
#[must_use]
pub(super) fn known_titles<'a>(titles: impl IntoIterator<Item = &'a str>) -> usize {
    let mut fields: Vec<Option<Field>> = titles
        .into_iter()
        .filter_map(meaning)
        .filter_map(|meaning| match meaning {
            Meaning::Field(Field::Ignored, _) => None,
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
        let mut map = Self { columns, doubles: Vec::new(), doubtful_amt: None };
        map.decide_amt(&amts, amt_looks_like_words);
        map.settle_doubles();
        map
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

    /// Of several columns with the same meaning only the best stays; extension and number columns are all kept and compared.
    fn settle_doubles(&mut self) {
        let keep_all = [Field::Extension, Field::Phone, Field::Ignored, Field::Building];
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
            }
        }
    }

    /// The column of a field.
    #[must_use]
    pub(super) fn get(&self, field: Field) -> Option<usize> {
        self.all(field).next()
    }

    /// All columns of a field, best first.
    pub(super) fn all(&self, field: Field) -> impl Iterator<Item = usize> {
        let mut found: Vec<(u8, usize)> =
            self.columns.iter().filter(|c| c.field == Some(field)).map(|c| (c.rank, c.index)).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, index)| index)
    }

    #[must_use]
    pub(super) fn title(&self, index: usize) -> &str {
        self.columns.iter().find(|c| c.index == index).map_or("", |c| c.title.as_str())
    }

    /// Titles of columns that nothing reads.
    #[must_use]
    pub(super) fn unused(&self) -> Vec<&Column> {
        self.columns
            .iter()
            .filter(|c| c.field.is_none() && !c.title.is_empty() && self.doubtful_amt != Some(c.index))
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
        ] {
            assert!(matches!(meaning(title), Some(Meaning::Field(f, _)) if f == field), "{title}: {:?}", meaning(title));
        }
        assert_eq!(meaning("Gehaltsgruppe"), None);
    }

    #[test]
    fn no_alias_has_two_meanings() {
        let mut all: Vec<&str> = ALIASES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for name in &all {
            assert_eq!(&normal(name), name, "aliases are in normal form");
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
        assert_eq!(map.unused().iter().map(|c| c.title.as_str()).collect::<Vec<_>>(), ["Sachgebiet"]);
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
