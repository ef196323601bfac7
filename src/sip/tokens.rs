//! Unguessable tokens for branches, tags, Call-IDs and cnonces from a seed that the caller draws.

use sha2::{Digest, Sha256};

use crate::domain::hex::Digits;

/// SHA-256 in counter mode. The seed comes from the operating system at the edge, or is fixed in tests.
#[derive(Clone)]
pub struct Tokens {
    seed: [u8; 32],
    counter: u64,
    /// Of the last block, what was not given yet.
    spare: [u64; 3],
    left: usize,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tokens(after {})", self.counter)
    }
}

impl Tokens {
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self { seed, counter: 0, spare: [0; 3], left: 0 }
    }

    /// A source of its own, for one line of many.
    #[must_use]
    pub fn fork(&mut self) -> Self {
        Self::from_seed(self.block())
    }

    pub fn next_u64(&mut self) -> u64 {
        if self.left > 0 {
            self.left -= 1;
            return self.spare[self.left];
        }
        let block = self.block();
        let word = |i: usize| u64::from_le_bytes(std::array::from_fn(|n| block[8 * i + n]));
        (self.spare, self.left) = ([word(3), word(2), word(1)], 3);
        word(0)
    }

    /// Sixteen lower-case hex digits.
    pub fn hex(&mut self) -> String {
        self.digits().as_str().to_owned()
    }

    /// The same without memory of their own.
    pub fn digits(&mut self) -> Digits<16> {
        Digits::of(&self.next_u64().to_be_bytes())
    }

    fn block(&mut self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.seed);
        hash.update(self.counter.to_le_bytes());
        self.counter += 1;
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_seed_same_tokens_and_forks_differ() {
        let (mut a, mut b) = (Tokens::from_seed([7; 32]), Tokens::from_seed([7; 32]));
        let first: Vec<_> = (0..5).map(|_| a.hex()).collect();
        assert_eq!(first, (0..5).map(|_| b.hex()).collect::<Vec<_>>());
        let (mut x, mut y) = (a.fork(), a.fork());
        assert_ne!(x.hex(), y.hex());
        let unique: std::collections::BTreeSet<_> = (0..10_000).map(|_| a.next_u64()).collect();
        assert_eq!(unique.len(), 10_000);
    }
}
