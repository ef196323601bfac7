//! Whether a title speaks of passwords and whether a text holds one: one rule for all that is kept, shown or written.
//!
//! A password that somebody wrote into a remark must not reach an inventory, a table or a screen. What is withheld is told by the caller;
//! the text itself never is.

use super::kind::fold;
use super::table::normal;

/// Parts of titles of secrets, in normal form.
const TITLES: &[&str] = &[
    "pass",
    "pwd",
    "kennwort",
    "secret",
    "geheim",
    "pin",
    "puk",
    "md5",
    "ha1",
    "sha1",
    "sha256",
    "hash",
    "digest",
    "token",
    "credential",
    "apikey",
    "privatekey",
    "privkey",
    "authkey",
    "psk",
    "sperrcode",
    "authcode",
    "vmcode",
    "logincode",
    "accesscode",
    "zugangscode",
    "tuercode",
    "voicemailcode",
    "zugangsdaten",
    "anmeldedaten",
    "logindaten",
    "kennw",
    "unlock",
    "otp",
    "parole",
    "schluessel",
    "losung",
];
/// Words with `pin` in them that are none.
const NO_PIN: &[&str] = &["spind", "pinnwand", "pinsel", "shopping", "pinguin"];

/// Whether a title in normal form speaks of passwords, PINs, tokens, digests or keys.
fn is_title(title: &str) -> bool {
    // Alone; inside of a word they are in many a name.
    if matches!(title, "pw" | "key" | "code") {
        return true;
    }
    let part = |part: &str| match part {
        "pin" => title.contains("pin") && !NO_PIN.iter().any(|word| title.contains(word)),
        part => title.contains(part),
    };
    TITLES.iter().any(|title| part(title))
}

/// Whether a column with this title may hold passwords.
#[must_use]
pub(in crate::inventory) fn in_title(title: &str) -> bool {
    // `PW (neu)` is `PW`.
    is_title(&normal(title)) || title.split_once('(').is_some_and(|(before, _)| is_title(&normal(before)))
}

/// Whether a text may hold a password: it names one (`Passwort: geheim123`, `PIN 4711`), labels something as a secret column would
/// be titled (`Token=…`), or has a word that is built as only drawn passwords are.
#[must_use]
pub(in crate::inventory) fn in_text(text: &str) -> bool {
    let text = text.trim();
    // Nothing shorter is a word and a password, and without a letter there is no word: telephone numbers, rooms, dates.
    let may = text.len() >= 5 && text.bytes().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    may && (is_drawn(text) || has_drawn_word(text) || names(text) || labels(text))
}

/// Whether a text says by itself that it holds a password. For columns of a system's settings, whose values (`DP-Haus1`) are built as passwords
/// may be and are none.
#[must_use]
pub(in crate::inventory) fn is_named(text: &str) -> bool {
    let text = text.trim();
    names(text) || labels(text)
}

/// Signs that passwords have besides letters and digits, and that part no words.
fn is_sign(c: char) -> bool {
    "!#$%&*+-=?_~^".contains(c)
}

/// One word of small and capital letters and digits, as passwords are and names are not.
fn is_drawn(word: &str) -> bool {
    (8..=64).contains(&word.len())
        && word.bytes().any(|b| b.is_ascii_digit())
        && word.bytes().any(|b| b.is_ascii_lowercase())
        && word.bytes().any(|b| b.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || is_sign(c))
}

/// Within a sentence digits at the end are a product's (`Office365`, `Windows11`); a password has them between its letters.
fn has_drawn_word(text: &str) -> bool {
    let inside = |word: &str| {
        let digit = word.bytes().position(|b| b.is_ascii_digit()).unwrap_or(word.len());
        word[digit..].bytes().any(|b| !b.is_ascii_digit())
    };
    // Addresses of pages have such words too.
    text.split_whitespace()
        .filter(|part| !part.contains("://"))
        .flat_map(|part| part.split([',', ';', ':', '(', ')', '/', '"', '\'', '[', ']']))
        .any(|word| is_drawn(word) && inside(word))
}

/// `Kennwort …`, `WLAN-Passwort …`, `PIN 4711`.
fn names(text: &str) -> bool {
    const PARTS: &[&str] =
        &["passwor", "passwd", "passphras", "kennwor", "kennwoert", "losungswort", "zugangscode", "geheimzahl", "geheimnummer"];
    const WORDS: &[&str] = &[
        "pin",
        "pins",
        "puk",
        "pwd",
        "secret",
        "vmpin",
        "simpin",
        "sippin",
        "pincode",
        "pinnummer",
        "pinnr",
        "mailboxpin",
        "voicemailpin",
        "handypin",
        "kartenpin",
        "vmpwd",
    ];
    let text = fold(text);
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= 2);
    let mut after_pw = false;
    words().any(|word| {
        // No part has fewer than six letters.
        let named = word.len() >= 6 && PARTS.iter().any(|part| word.contains(part)) || WORDS.contains(&word);
        // `PW abc123`; `PW` alone may be a word of the house.
        let short = after_pw && word.bytes().any(|b| b.is_ascii_digit());
        after_pw = word == "pw";
        named || short
    })
}

/// `Token=…`, `Code: 4711`: what stands before the sign would be the title of a secret column.
fn labels(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find([':', '=']) {
        let (label, after) = (&rest[..at], &rest[at + 1..]);
        // An address of a page is no label with a value.
        let page = after.starts_with("//");
        let last = label.rsplit(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').find(|word| !word.is_empty());
        if !page && !after.trim().is_empty() && last.is_some_and(in_title) {
            return true;
        }
        rest = after;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_secrets() {
        for title in [
            "VMNoPin",
            "AuthPassword",
            "Kenn-Wort",
            "md5_cred",
            "voicemail_vmpwd",
            "PUK",
            "PW",
            "SIP-Passwort",
            "Voicemail PIN",
            "Code",
            "vm_pin_set",
            "Zugangsdaten",
            "PW (neu)",
        ] {
            assert!(in_title(title), "{title}");
        }
        for title in
            ["accountcode", "Farbe", "ringtimer", "Postleitzahl", "Typencode", "Zimmer", "Spind", "Pinnwand", "Bemerkung"]
        {
            assert!(!in_title(title), "{title}");
        }
    }

    #[test]
    fn texts_that_hold_a_password() {
        for text in [
            "aB3xyz77",
            "Zz9-kkkk1",
            "c0Ffee+Geheim",
            "Passwort: Sommer2024!",
            "neu, Kennwort=LEAK",
            "info: PIN 47",
            "Passwort geheim123",
            "PASSWORT ist huber",
            "WLAN-Passwort: amt",
            "Pa\u{ad}sswort: geheim",
            "PW: abc",
            "PW abc123",
            "Mailbox-PIN 4711",
            "token=abc",
            "Code: 4711",
            "SIP-Secret: x1",
            "Zugang 2001/aB3xyz77k",
            "neues Handy (aB3!xyz77)",
            "Kennwörter: a, b",
        ] {
            assert!(in_text(text), "{text}");
        }
        for text in [
            "",
            "T46S",
            "Haus 2a Nord",
            "anna.Muster1@amt.example",
            "2020-03-16",
            "LEDIG",
            "Kostenstelle",
            "Vertretung Frau Pinkert",
            "ab 1.3. in Elternzeit",
            "hat Office365 und Windows11",
            "Schlüssel beim Pförtner",
            "Tel.: 089 99998-101",
            "Raum: 1.07",
            "https://amt.example/aB3xyz77k",
            "00:00:5e:00:53:01",
            "Spind 12",
            "vormittags: Bauamt",
        ] {
            assert!(!in_text(text), "{text}");
        }
    }
}
