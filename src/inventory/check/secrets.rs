//! Passwords: weak, obvious, reused. Counts and extensions are told, never a password.

use std::collections::BTreeMap;

use super::{Told, devices, moved, some_of};
use crate::diag::{Finding, Place, Words};
use crate::domain::{Secret, SecretRef, SecretState, Secrets};
use crate::inventory::codes;
use crate::inventory::model::{AuthState, ExtensionEntry, ExtensionKind, Inventory};

/// Words that scanners try first, lower case.
const USUAL: [&str; 16] = [
    "password",
    "passwort",
    "kennwort",
    "secret",
    "geheim",
    "changeme",
    "admin",
    "test",
    "telefon",
    "phone",
    "asterisk",
    "sip",
    "voip",
    "welcome",
    "willkommen",
    "default",
];

pub(super) fn check(inventory: &Inventory, secrets: &Secrets, told: &Told<'_>, findings: &mut Vec<Finding>) {
    let mut weak: Vec<(&ExtensionEntry, &Place)> = Vec::new();
    // Several endpoints may log in by one object: its password is told once.
    let mut plain: BTreeMap<&Place, Vec<&str>> = BTreeMap::new();
    let mut users: BTreeMap<&str, Vec<(&ExtensionEntry, &Place)>> = BTreeMap::new();
    // The shipped password is told as such, once for all who have it.
    // Whoever guesses the password of a fax, a door or a lift telephones at the authority's cost all the same.
    let stays = |entry: &&ExtensionEntry| devices::is_nobodys(entry) && entry.kind != ExtensionKind::Trunk;
    let all = moved(inventory).chain(inventory.entries().filter(stays));
    for entry in all.filter(|entry| !told.has_default_password(entry.number.as_str())) {
        let Some((secret, at, user)) = in_use(entry, secrets) else { continue };
        // An empty one has a finding of its own.
        if secret.char_count() == 0 {
            continue;
        }
        if obvious(secret.expose(), entry.number.digits(), user) {
            plain.entry(at).or_default().push(entry.number.as_str());
        } else if secret.char_count() < 12 || bits(secret.expose()) < 60.0 {
            weak.push((entry, at));
        }
        users.entry(secret.expose()).or_default().push((entry, at));
    }
    for (at, numbers) in plain {
        let listed = some_of(numbers.iter().copied());
        let finding = codes::SECRET_OBVIOUS
            .finding(
                Some(at.clone()),
                Words::new(
                    format!("the password of {listed} is one that everybody tries first"),
                    format!("das Kennwort von {listed} ist eines, das jeder zuerst probiert"),
                ),
            )
            .about(numbers[0])
            .todo(Words::new("set a new one in the telephone system", "in der Anlage ein neues setzen"));
        findings.push(if numbers.len() > 1 { finding.listing(listed) } else { finding });
    }
    if let Some((_, at)) = weak.first() {
        let listed = some_of(weak.iter().map(|(e, _)| e.number.as_str()));
        let some = listed.counted();
        let words = Words::new(
            format!("passwords of fewer than 12 characters or 60 bits: {some}"),
            format!("Kennwörter mit weniger als 12 Zeichen oder 60 Bit: {some}"),
        );
        findings.push(codes::SECRET_WEAK.finding(Some((*at).clone()), words).listing(listed));
    }
    for same in users.values().filter(|same| same.len() > 1) {
        let listed = some_of(same.iter().map(|(e, _)| e.number.as_str()));
        let some = listed.counted();
        findings.push(
            codes::SECRET_REUSED
                .finding(
                    Some(same[0].1.clone()),
                    Words::new(
                        format!("accounts with one and the same password: {some}"),
                        format!("Zugänge mit ein und demselben Kennwort: {some}"),
                    ),
                )
                .about(same[0].0.number.as_str())
                .listing(listed)
                .todo(Words::new("give each account a password of its own", "jedem Zugang ein eigenes Kennwort geben")),
        );
    }
}

/// The telephone system's password, or the listed one where the system's is not known; with the login name.
fn in_use<'a>(entry: &'a ExtensionEntry, secrets: &'a Secrets) -> Option<(&'a Secret, &'a Place, &'a str)> {
    let known = |reference: &SecretRef| (reference.state == SecretState::Present).then(|| secrets.get(reference)).flatten();
    if let Some(AuthState::Present { username, secret, secret_at, .. }) = entry.account.as_ref().map(|a| &a.auth)
        && let Some(found) = known(secret)
    {
        return Some((found, secret_at, &username.value));
    }
    let listed = entry.listed.as_ref()?;
    known(&listed.secret).map(|found| (found, &listed.secret_at, listed.auth_user.value.as_str()))
}

fn obvious(secret: &str, number: &str, user: &str) -> bool {
    let lower = secret.to_lowercase();
    let core = lower.trim_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    let digits = lower.bytes().all(|b| b.is_ascii_digit());
    lower == number
        || lower == user.to_lowercase()
        || USUAL.contains(&lower.as_str())
        || (USUAL.contains(&core) && lower.len() <= core.len() + 4)
        || (digits && lower.len() <= 6)
        || (digits && "01234567890123456789".contains(&lower))
        || (!lower.is_empty() && lower.chars().all(|c| lower.starts_with(c)))
        || (!number.is_empty() && lower.replace(number, "").len() <= 2)
}

/// Bits if every character was drawn at random from the classes in use; an upper bound.
fn bits(secret: &str) -> f64 {
    let has = |test: fn(char) -> bool| secret.chars().any(test);
    let mut alphabet = 0.0;
    for (used, size) in [
        (has(|c| c.is_ascii_lowercase()), 26.0),
        (has(|c| c.is_ascii_uppercase()), 26.0),
        (has(|c| c.is_ascii_digit()), 10.0),
        (has(|c| c.is_ascii_punctuation() || c == ' '), 33.0),
        (has(|c| !c.is_ascii()), 60.0),
    ] {
        if used {
            alphabet += size;
        }
    }
    if alphabet == 0.0 {
        return 0.0;
    }
    secret.chars().count() as f64 * f64::log2(alphabet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn obvious_and_not() {
        for secret in
            ["2001", "1234", "12345678", "password", "Passwort1", "geheim!", "aaaaaaaaaaaaaa", "x2001", "SIP-2001", "telefon2020"]
        {
            let user = "sip-2001";
            assert!(obvious(secret, "2001", user), "{secret}");
        }
        for secret in ["kV3x-99Lq-77zP", "2001kV3x99Lq", "Testament im Keller"] {
            assert!(!obvious(secret, "2001", "2001"), "{secret}");
        }
    }

    #[test]
    fn strength_in_bits() {
        assert!(bits("123456789012") < 60.0);
        assert!(bits("kV3x99Lq77zP") > 60.0);
    }
}
