//! What the borough has, as each of its sources sees it.

pub const CUCM: &str = "telefon/phones-all-details.csv";
pub const LDIF: &str = "verzeichnis/ad.ldif";
pub const XLSX: &str = "personal/personal.xlsx";
pub const DELIVERY: &str = "notebooks/lieferung.csv";
pub const STOCK: &str = "notebooks/softwareverteilung.csv";

/// A person as the directory or the personnel list sees it.
#[derive(Clone)]
pub struct Person {
    /// None: the list has no number for this row.
    pub number: Option<String>,
    pub last: String,
    pub first: String,
    pub login: String,
    pub mail: String,
    pub department: String,
    pub room: String,
    pub extension: String,
    pub disabled: bool,
    /// May work at home, with one of the notebooks.
    pub pool: bool,
}

/// A row of the telephone system's export.
#[derive(Clone, Default)]
pub struct Phone {
    pub device: String,
    pub description: String,
    pub model: &'static str,
    pub owner: String,
    pub protocol: &'static str,
    /// Number, partition, name on the display, mask.
    pub lines: Vec<[String; 4]>,
}

/// A row of a list of notebooks.
#[derive(Clone)]
pub struct Notebook {
    pub label: String,
    pub serial: String,
    pub mac: String,
    pub delivered: String,
    pub owner: String,
}

/// Where a contradiction has to be told; rows count from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    Cucm(usize),
    /// Entry and attribute.
    Ldif(usize, &'static str),
    /// Row and column letter.
    Xlsx(usize, char),
    Delivery(usize),
    Stock(usize),
    /// A row of the scans.
    Scan(usize),
}

/// A planted contradiction.
pub struct Planted {
    pub fault: &'static str,
    pub code: &'static str,
    pub at: Where,
    /// Stands in the message or is its subject.
    pub shows: String,
}

#[derive(Default)]
pub struct Case {
    pub directory: Vec<Person>,
    pub personnel: Vec<Person>,
    pub phones: Vec<Phone>,
    pub delivery: Vec<Notebook>,
    pub stock: Vec<Notebook>,
    /// Label, serial, MAC, person.
    pub scans: Vec<[String; 4]>,
    pub planted: Vec<Planted>,
}
