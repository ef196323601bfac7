//! The staff list, the list of rooms and those of devices, all CSV.

use super::house::{DAYS, Home, House, Person};

fn csv(head: &str, rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut out = format!("{head}\r\n");
    for row in rows {
        out += &row.join(";");
        out += "\r\n";
    }
    out.into_bytes()
}

fn days(list: impl Iterator<Item = usize>) -> String {
    list.map(|day| DAYS[day]).collect::<Vec<_>>().join(", ")
}

pub fn staff(house: &House, mail_domain: &str) -> Vec<u8> {
    let row = |person: &Person| {
        let home = match person.home {
            Home::Yes => "ja",
            Home::No => "nein",
            Home::Always => "immer",
        };
        vec![
            person.number.clone(),
            person.last.clone(),
            person.first.clone(),
            person.department.to_owned(),
            house.rooms[person.room].number.clone(),
            person.extension.clone(),
            format!("{}@{mail_domain}", person.login),
            if person.works == [true; 5] { String::new() } else { days((0..5).filter(|&day| person.works[day])) },
            home.to_owned(),
            days(person.wish.iter().copied()),
            days(person.unwanted.into_iter()),
            if person.own_notebook { "ja" } else { "nein" }.to_owned(),
        ]
    };
    let head = "Personalnr.;Name;Vorname;Amt;Zimmer;Durchwahl;E-Mail;Arbeitstage;Homeoffice;Wunschtage Homeoffice;\
                Ungern Homeoffice;Eigenes Notebook";
    csv(head, house.people.iter().map(row))
}

pub fn rooms(house: &House) -> Vec<u8> {
    let floor = |floor: usize| if floor == 0 { "EG".to_owned() } else { format!("{floor}. OG") };
    let rows =
        house.rooms.iter().map(|room| vec![floor(room.floor), room.number.clone(), room.desks.to_string(), "Büro".to_owned()]);
    csv("Etage;Raum;Arbeitsplätze;Raumart", rows)
}

/// From IANA's own block, the part that no product carries.
fn mac(index: usize) -> String {
    format!("00-00-5E-EE-{:02X}-{:02X}", index / 256, index % 256)
}

/// Notebooks of the pool: they belong to nobody. With a day for those that are still to come.
pub fn notebooks(range: std::ops::Range<usize>, prefix: &str, arrives: impl Fn(usize) -> Option<&'static str>) -> Vec<u8> {
    let still = arrives(range.start).is_some();
    let row = |index: usize| {
        let mut cells = vec![
            format!("{prefix}-{:04}", index + 1),
            format!("DS{:06X}", 0x3C_5000 + index * 4099),
            mac(0x4000 + index),
            "Notebook".to_owned(),
            "ThinkPad L14".to_owned(),
        ];
        cells.extend(arrives(index).map(str::to_owned));
        cells
    };
    let head = "Inventarnummer;Seriennummer;MAC-Adresse;Geräteart;Modell";
    csv(&if still { format!("{head};Lieferdatum") } else { head.to_owned() }, range.map(row))
}

/// Leave of some people, and days of court and inspections, for `roster.own_days`.
pub fn own_days(house: &House, every: usize, from: jiff::civil::Date) -> Vec<u8> {
    let day = |n: usize| {
        from.saturating_add(jiff::Span::new().days(i64::try_from(n).expect("few days"))).strftime("%d.%m.%Y").to_string()
    };
    let rows = house.people.iter().enumerate().filter(|(_, person)| person.home == Home::Yes).step_by(every).enumerate();
    let row = |(n, (index, person)): (usize, (usize, &Person))| {
        let start = (index * 7 + n) % 14;
        let (end, place) = if n % 3 == 2 && house.has_room(person) { (start, "Büro") } else { (start + 4 + index % 6, "") };
        vec![person.number.clone(), day(start), day(end), place.to_owned()]
    };
    csv("Personalnr;Von;Bis;Ort", rows.map(row))
}
