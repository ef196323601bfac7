//! The operating system's random source: the only place that draws from it.

use zeroize::Zeroizing;

use super::codes;
use crate::diag::{Finding, Words};
use crate::domain::Secret;

/// Letters and digits that nobody mistakes for each other: no `0 O 1 I l`.
const ALPHABET: &[u8; 57] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
/// 20 of 57 letters are more than 116 bits.
const LENGTH: usize = 20;

/// Fresh bytes.
pub fn bytes() -> Result<[u8; 32], Box<Finding>> {
    let mut bytes = [0; 32];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// A password that fits every client, every PBX and every keyboard.
pub fn password() -> Result<Secret, Box<Finding>> {
    let mut text = String::with_capacity(LENGTH);
    let mut drawn = Zeroizing::new([0_u8; 32]);
    // The bytes beyond a multiple of the alphabet would favour its beginning.
    let usable = u8::MAX - u8::MAX % ALPHABET.len() as u8;
    while text.len() < LENGTH {
        fill(&mut *drawn)?;
        let letters = drawn.iter().filter(|byte| **byte < usable).map(|byte| ALPHABET[usize::from(*byte) % ALPHABET.len()]);
        text.extend(letters.take(LENGTH - text.len()).map(char::from));
    }
    Ok(Secret::new(text))
}

fn fill(bytes: &mut [u8]) -> Result<(), Box<Finding>> {
    getrandom::fill(bytes).map_err(|error| {
        Box::new(codes::UNREADABLE.finding(
            None,
            Words::new(
                format!("the system gives no random numbers: {error}"),
                format!("das System liefert keine Zufallszahlen: {error}"),
            ),
        ))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn passwords_are_long_unambiguous_and_never_twice() {
        let mut seen = BTreeSet::new();
        let mut letters: BTreeMap<char, usize> = BTreeMap::new();
        for _ in 0..2000 {
            let password = password().unwrap();
            assert_eq!(password.expose().len(), 20);
            assert!(password.expose().bytes().all(|b| b.is_ascii_alphanumeric() && !b"0O1Il".contains(&b)));
            password.expose().chars().for_each(|c| *letters.entry(c).or_default() += 1);
            assert!(seen.insert(password.expose().to_owned()));
        }
        // 40,000 letters: about 702 of each, with a deviation of 26.
        assert_eq!(letters.len(), 57);
        assert!(letters.values().all(|n| (500..900).contains(n)), "{letters:?}");
    }
}
