//! The directory as `ldifde` writes it.

use std::collections::BTreeMap;

use super::model::Case;

/// Line of each attribute of each entry; `dn` for the entry itself.
pub type Lines = BTreeMap<(usize, &'static str), usize>;

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().enumerate().fold(0_u32, |word, (at, byte)| word | u32::from(*byte) << (16 - 8 * at));
        for at in 0..4 {
            let sign = SIGNS[(word >> (18 - 6 * at) & 63) as usize] as char;
            out.push(if at <= chunk.len() { sign } else { '=' });
        }
    }
    out
}

pub fn ldif(case: &Case) -> (Vec<u8>, Lines) {
    let mut out = String::new();
    let mut lines = Lines::new();
    let mut line = 1;
    for (index, person) in case.directory.iter().enumerate() {
        let name = format!("{}, {}", person.last, person.first);
        let dn = format!("CN={}\\, {} ({}),OU=Benutzer,DC=ba-mitte,DC=example", person.last, person.first, person.login);
        let control = if person.disabled { "514" } else { "512" };
        let number = person.number.clone().unwrap_or_default();
        let telephone = if person.extension.is_empty() { String::new() } else { format!("+49 30 23125-{}", person.extension) };
        let attributes: [(&'static str, &str); 15] = [
            ("dn", &dn),
            ("changetype", "add"),
            ("objectClass", "top"),
            ("objectClass", "person"),
            ("objectClass", "user"),
            ("sn", &person.last),
            ("givenName", &person.first),
            ("displayName", &name),
            ("sAMAccountName", &person.login),
            ("employeeNumber", &number),
            ("mail", &person.mail),
            ("department", &person.department),
            ("physicalDeliveryOfficeName", &person.room),
            ("telephoneNumber", &telephone),
            ("userAccountControl", control),
        ];
        for (attribute, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            let separator = if value.is_ascii() { ": " } else { ":: " };
            let value = if value.is_ascii() { (*value).to_owned() } else { base64(value.as_bytes()) };
            lines.entry((index, attribute)).or_insert(line);
            // Folded at 76 characters.
            let whole = format!("{attribute}{separator}{value}");
            let mut start = 0;
            while start < whole.len() {
                let width = if start == 0 { 76 } else { 75 };
                let end = (start + width).min(whole.len());
                out += if start == 0 { "" } else { " " };
                out += &whole[start..end];
                out += "\r\n";
                start = end;
                line += 1;
            }
        }
        out += "\r\n";
        line += 1;
    }
    (out.into_bytes(), lines)
}
