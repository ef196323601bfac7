//! Bytes in lower-case hexadecimal digits: digests, nonces, fingerprints.

use sha2::{Digest as _, Sha256};

/// `[0x0f, 0xa0]` is `0fa0`.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    push_hex(&mut text, bytes);
    text
}

/// SHA-256 of a file or document, as headers and lists of checksums write it.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Appends them. By a table: formatting each byte costs more than the digest whose digits these mostly are.
pub fn push_hex(text: &mut String, bytes: &[u8]) {
    for sixteen in bytes.chunks(16) {
        let digits = Digits::<32>::of(sixteen);
        text.push_str(&digits.as_str()[..2 * sixteen.len()]);
    }
}

/// Hex digits without memory of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digits<const N: usize>([u8; N]);

impl<const N: usize> Digits<N> {
    /// Of the first `N / 2` bytes; where there are fewer, zeros follow.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [b'0'; N];
        for (two, byte) in digits.chunks_exact_mut(2).zip(bytes) {
            two[0] = DIGITS[usize::from(byte >> 4)];
            two[1] = DIGITS[usize::from(byte & 15)];
        }
        Self(digits)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("hex digits are ASCII")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_what_formatting_gives() {
        let all: Vec<u8> = (0..=255).collect();
        let formatted: String = all.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex(&all), formatted);
        assert_eq!(hex(&[]), "");
    }
}
