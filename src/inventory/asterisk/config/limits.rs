//! How much a configuration may hold.

/// An extension of a wizard or of templates takes some 190 bytes and has some 40 variables.
pub(super) const BYTES_OF_A_VARIABLE: u64 = 4;

/// Bounds that no honest configuration reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all files read, each once.
    pub read_bytes: u64,
    /// Bytes parsed, a file counting each time it is included.
    pub parsed_bytes: u64,
    /// Readings of files.
    pub visits: usize,
    /// Variables, inherited ones counting in each section, and each section as four; one more for each [`BYTES_OF_A_VARIABLE`] read,
    /// so that a large honest configuration passes and a small one cannot unfold to as much.
    pub variables: usize,
    /// Steps for filters and `+=`.
    pub work: u64,
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            read_bytes: 256 << 20,
            parsed_bytes: 256 << 20,
            visits: 8_000,
            variables: 3_000_000,
            work: 500_000_000,
            findings: 2_000,
        }
    }
}
