//! The staff list, the directory as PowerShell exports it, and the list of devices, all CSV.

use super::build::{At, Case, NOTEBOOKS, Person, SPARE, THIN_CLIENTS};

pub const MAIL_DOMAIN: &str = "stadt-domstadt.example";

fn csv(head: &str, rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut out = format!("{head}\r\n");
    for row in rows {
        out += &row.join(";");
        out += "\r\n";
    }
    out.into_bytes()
}

fn yes(is: bool) -> String {
    if is { "ja" } else { "nein" }.to_owned()
}

pub fn staff(case: &Case) -> Vec<u8> {
    let row = |person: &Person| {
        vec![
            person.number.clone(),
            person.last.clone(),
            person.first.clone(),
            person.department.to_owned(),
            person.room.clone(),
            person.extension.clone(),
            format!("{}@{MAIL_DOMAIN}", person.login),
            yes(person.at != At::Office),
            yes(person.at == At::OwnDevice),
        ]
    };
    let head = "Personalnr.;Name;Vorname;Amt;Zimmer;Durchwahl;E-Mail;Homeoffice;Eigenes Notebook";
    csv(head, case.people.iter().map(row))
}

pub fn directory(case: &Case) -> Vec<u8> {
    let row = |person: &Person| {
        vec![person.login.clone(), person.last.clone(), person.first.clone(), person.number.clone(), "True".to_owned()]
    };
    csv("SamAccountName;Surname;GivenName;EmployeeNumber;Enabled", case.people.iter().map(row))
}

/// From IANA's own block, the part that no product carries.
fn mac(index: usize) -> String {
    format!("00-00-5E-EE-{:02X}-{:02X}", index / 256, index % 256)
}

pub fn devices(case: &Case) -> Vec<u8> {
    let device = |index: usize, kind: &str, label: String, model: &str, owner: Option<&Person>| {
        let owner = owner.map(|person| person.number.clone()).unwrap_or_default();
        vec![label, format!("DS{:06X}", 0x1A_2000 + index * 4099), mac(index), kind.to_owned(), model.to_owned(), owner]
    };
    let mut thin = case.with(At::ThinClient);
    let mut notebooks = case.with(At::Notebook);
    let igel = (0..THIN_CLIENTS + SPARE)
        .map(|index| device(index, "Thin Client", format!("IG-{:04}", index + 1), "IGEL UD3", thin.next()))
        .collect::<Vec<_>>();
    let vpn = (0..NOTEBOOKS)
        .map(|index| device(1000 + index, "Notebook", format!("NB-{:04}", index + 1), "ThinkPad L14", notebooks.next()))
        .collect::<Vec<_>>();
    csv("Inventarnummer;Seriennummer;MAC-Adresse;Geräteart;Modell;Personalnummer", igel.into_iter().chain(vpn))
}
