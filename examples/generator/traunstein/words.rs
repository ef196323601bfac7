//! What several cases write alike: names for logins, and passwords.

use super::prng::SplitMix64;

/// Letters as they stand in logins and mail addresses.
pub fn plain(text: &str) -> String {
    let letter = |c: char| match c {
        'ä' => "ae".to_owned(),
        'ö' => "oe".to_owned(),
        'ü' => "ue".to_owned(),
        'ß' => "ss".to_owned(),
        'é' => "e".to_owned(),
        c if c.is_ascii_alphanumeric() || c == '-' => c.to_string(),
        _ => String::new(),
    };
    text.to_lowercase().chars().map(letter).collect()
}

pub fn secret(rng: &mut SplitMix64) -> String {
    const SIGNS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    (0..16).map(|_| char::from(*rng.pick(SIGNS))).collect()
}
