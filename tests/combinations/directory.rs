//! The office's people as Active Directory exports them.

use crate::systems::quoted;
use crate::traunstein::model::{Case, Person};
use crate::traunstein::names::OFFICES;

const BASE: &str = "DC=lra-trauntal,DC=example";

fn people(case: &Case) -> impl Iterator<Item = &Person> {
    case.persons.iter().filter(|person| !person.left)
}

/// Nobody told the directory that they moved.
pub fn has_old_department(person: &Person) -> bool {
    person.staff_number % 20 == 3
}

fn department(person: &Person) -> &'static str {
    if has_old_department(person) { "Hauptregistratur" } else { OFFICES[person.office].name }
}

fn number(person: &Person) -> Option<String> {
    person.extension.as_ref().map(|extension| format!("+49 89 99998-{extension}"))
}

fn login(person: &Person) -> &str {
    person.mail.split('@').next().unwrap()
}

/// `ldifde`: values that are no plain ASCII in base64, lines folded.
pub fn ldif(case: &Case) -> Vec<u8> {
    let mut out = String::from("version: 1\n\n");
    for unit in ["Benutzer", "Rechner"] {
        out += &entry(&format!("OU={unit},{BASE}"), &[("objectClass", "organizationalUnit"), ("ou", unit)]);
    }
    out += &entry(
        &format!("CN=PC-0815,OU=Rechner,{BASE}"),
        &[("objectClass", "user"), ("objectClass", "computer"), ("sAMAccountName", "PC-0815$")],
    );
    for person in people(case) {
        let name = format!("{}, {}", person.last, person.first);
        let (staff_number, number) = (person.staff_number.to_string(), number(person));
        let mut attributes = vec![
            ("objectClass", "top"),
            ("objectClass", "person"),
            ("objectClass", "organizationalPerson"),
            ("objectClass", "user"),
            ("cn", &name),
            ("sn", &person.last),
            ("givenName", &person.first),
            ("displayName", &name),
            ("department", department(person)),
            ("physicalDeliveryOfficeName", &person.room),
            ("employeeNumber", &staff_number),
            ("sAMAccountName", login(person)),
            ("userAccountControl", "512"),
            ("mail", &person.mail),
            ("description", "Konto einer erfundenen Person, von Hand angelegt und seither nicht mehr angesehen worden"),
        ];
        // One in three has the bare extension as well.
        if let (0, Some(extension)) = (person.staff_number % 3, &person.extension) {
            attributes.push(("ipPhone", extension));
        }
        attributes.extend(number.as_deref().map(|number| ("telephoneNumber", number)));
        out += &entry(&format!("CN={},OU=Benutzer,{BASE}", escaped(&name)), &attributes);
    }
    out.into_bytes()
}

/// RFC 4514.
fn escaped(name: &str) -> String {
    name.chars().flat_map(|c| if ",+\"\\<>;=".contains(c) { vec!['\\', c] } else { vec![c] }).collect()
}

fn entry(dn: &str, attributes: &[(&str, &str)]) -> String {
    let mut out = line("dn", dn);
    for (name, value) in attributes {
        out += &line(name, value);
    }
    out + "\n"
}

fn line(name: &str, value: &str) -> String {
    let plain =
        value.bytes().all(|byte| (b' '..0x7f).contains(&byte)) && !value.starts_with([' ', ':', '<']) && !value.ends_with(' ');
    let text = if plain { format!("{name}: {value}") } else { format!("{name}:: {}", base64(value.as_bytes())) };
    let signs: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (index, piece) in signs.chunks(75).enumerate() {
        out += if index == 0 { "" } else { " " };
        out.extend(piece);
        out.push('\n');
    }
    out
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let number = (0..3).fold(0_u32, |number, at| number << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let sign = SIGNS[(number >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= chunk.len() { char::from(sign) } else { '=' });
        }
    }
    out
}

/// `Get-ADUser | Select-Object | Export-Csv -Encoding UTF8`, without staff numbers.
pub fn powershell(case: &Case) -> Vec<u8> {
    let line = |cells: &[&str]| cells.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(",") + "\r\n";
    let mut out = String::from("\u{feff}#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser\r\n");
    out += &line(&[
        "SamAccountName",
        "Surname",
        "GivenName",
        "DisplayName",
        "EmailAddress",
        "OfficePhone",
        "Office",
        "Department",
        "Enabled",
    ]);
    for person in people(case) {
        let name = format!("{}, {}", person.last, person.first);
        let number = number(person).unwrap_or_default();
        let cells =
            [login(person), &person.last, &person.first, &name, &person.mail, &number, &person.room, department(person), "True"];
        out += &line(&cells);
    }
    out.into_bytes()
}

#[test]
fn base64_is_that_of_rfc_4648() {
    for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")]
    {
        assert_eq!(base64(plain.as_bytes()), coded);
    }
}
