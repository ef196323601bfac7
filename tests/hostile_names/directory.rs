//! Directories: LDIF, csvde, PowerShell.

use super::hostile::names;
use super::judged::{cell, export, judge, of_person, one_blank};

/// An entry without a surname is named by its `CN`.
fn or_x(name: &str) -> String {
    if name.trim().is_empty() { "x".to_owned() } else { one_blank(name) }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .map(|chunk| {
            let bits = chunk.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
            (0..4)
                .map(|at| if at > chunk.len() { '=' } else { char::from(DIGITS[bits >> (18 - 6 * at) & 63]) })
                .collect::<String>()
        })
        .collect()
}

#[test]
fn directory_ldif() {
    judge("directory/ldif", &names(), or_x, |name| {
        let text = format!(
            "version: 1\n\ndn: CN=x,DC=amt,DC=example\nobjectClass: user\nsn:: {}\ngivenName: Anna\nipPhone: 2001\n",
            base64(name.as_bytes())
        );
        export("directory/ldif", "d.ldif", &text, of_person)
    });
}

#[test]
fn directory_csvde() {
    judge("directory/csvde", &names(), or_x, |name| {
        let text = format!("DN,objectClass,sn,givenName,ipPhone\n\"CN=x,DC=amt\",user,{},Anna,2001\n", cell(name));
        export("directory/csvde", "d.csv", &text, of_person)
    });
}

#[test]
fn directory_powershell() {
    judge("directory/powershell", &names(), one_blank, |name| {
        let text = format!("\"SamAccountName\",\"Surname\",\"GivenName\",\"ipPhone\"\n\"x\",{},\"Anna\",\"2001\"\n", cell(name));
        export("directory/powershell", "d.csv", &text, of_person)
    });
}
