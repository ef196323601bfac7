//! An office with many people, for letters.
#![allow(dead_code)] // each test and benchmark uses its part

use deskshift::diag::Place;
use deskshift::domain::{ClientId, HostPort, Secret, SecretRef, SecretState, Secrets, Transport};
use deskshift::inventory::model::{Inventory, Person, Sourced};
use deskshift::letters::{AllTexts, Link, Links, Post};
use deskshift::plan::model::{Line, PbxFacts};
use deskshift::policy::site::{LetterText, Site, Srtp};
use deskshift::profile::Catalogue;
use deskshift::store::{letters, profiles, yaml};

const POLICY: &str = "name: Landratsamt Trauntal\nlang: de\nnumbers: {area: 861, head: 99998, did_equals_extension: true}\nsources: {}\n\
    pbx: {domain: amt.example, registrars: {tls: pbx.amt.example}}\nclients: [{client: linphone-xml}]\n\
    roster: {horizon: {from: 2027-03-01, holidays: {land: BY}}}\n\
    letters: {sender: Landratsamt Trauntal · IT-Service, hotline: 0861 99998-199, hours: Mo–Fr 7–17 Uhr, mail: it-service@amt.example}\n";

/// Names that are hard to set: long, with hyphens, with letters from all over Europe.
pub const NAMES: [(&str, &str); 8] = [
    ("Änne", "Müller-Lüdenscheidt"),
    ("Maximilian Friedrich", "von und zu Wolkenstein-Rodenegg"),
    ("Łukasz", "Żółciński"),
    ("Gökçe", "Şahin Öztürk"),
    ("Jo", "Ng"),
    ("Đorđe", "Stanković-Živković"),
    ("Björn & Co", "Ærøskøbing"),
    ("Ingeborg", "Straßenmeisterhuber"),
];

pub const DEPARTMENTS: [&str; 4] = [
    "Amt für Ordnungs-, Verkehrs- und Verbraucherschutzangelegenheiten, Außenstelle Nord",
    "Ämter-Service",
    "Bauhof",
    "Zulassungsstelle",
];

pub struct Office {
    pub site: Site,
    pub lines: Vec<Line>,
    pub inventory: Inventory,
    pub catalogue: Catalogue,
    pub texts: AllTexts,
    pub links: Links,
    pub secrets: Secrets,
    pub text: Option<LetterText>,
}

impl Office {
    #[must_use]
    pub fn new(people: u32) -> Self {
        let site = yaml::read_site("deskshift.yaml", POLICY.as_bytes(), &["linphone-xml"]).site.unwrap();
        let mut office = Self {
            site,
            lines: Vec::new(),
            inventory: Inventory::default(),
            catalogue: profiles::load(None).0,
            texts: letters::texts(None).unwrap(),
            links: Links::new(),
            secrets: Secrets::default(),
            text: None,
        };
        (0..people).for_each(|number| office.add(number));
        office
    }

    fn add(&mut self, number: u32) {
        let at = Place::default;
        let digits = (20_000 + number).to_string();
        let (first, last) = NAMES[number as usize % NAMES.len()];
        let mut person = Person::new(digits.parse().unwrap(), Sourced::new(last.into(), at()), at());
        person.first = Some(Sourced::new(first.into(), at()));
        let department = DEPARTMENTS[number as usize / 7 % DEPARTMENTS.len()];
        person.department = Some(Sourced::new(department.parse().unwrap(), at()));
        person.room = Some(Sourced::new(format!("{}.{}", number % 3, number % 40).parse().unwrap(), at()));
        self.inventory.persons.push(Box::new(person));
        self.secrets.insert(digits.clone(), Secret::new(format!("hKw7 O0l1-{digits}ä")));
        // As the tool makes them: 26 letters and digits that are not mistaken.
        let own: String = digits.bytes().map(|digit| char::from(b"abcdefghij"[usize::from(digit - b'0')])).collect();
        let url = format!("https://einrichten.amt.example:8443/p/7kq2wz9mxcvbn4tr8yhap{own}");
        self.links.insert(digits.parse().unwrap(), Link { url, expires: 1_805_104_800, pin: number.is_multiple_of(2) });
        self.lines.push(Line {
            id: digits.parse().unwrap(),
            extension: digits.parse().unwrap(),
            person: Some(digits.parse().unwrap()),
            display_name: format!("{first} {last}").into(),
            department: Some(department.into()),
            client: ClientId("linphone-xml".into()),
            aor_user: digits.as_str().into(),
            domain: "amt.example".into(),
            auth_user: format!("u{digits}x7").into(),
            secret: SecretRef { state: SecretState::Present, key: digits.into() },
            login_now: None,
            further: Vec::new(),
            within: None,
            registrar: HostPort { host: "pbx.amt.example".into(), port: 5061 },
            transport: Transport::Tls,
            srtp: Srtp::Required,
            expiry_s: 600,
            mailbox: None,
            media: deskshift::policy::media::OwnMedia::default(),
            overridden: std::collections::BTreeMap::new(),
            facts: PbxFacts::default(),
            at: at(),
        });
    }

    #[must_use]
    pub fn post(&self) -> Post<'_> {
        Post {
            inventory: &self.inventory,
            site: &self.site,
            catalogue: &self.catalogue,
            texts: &self.texts,
            links: &self.links,
            roster: None,
            secrets: None,
            date: None,
            text: self.text,
        }
    }
}
