//! The exit codes, one contract for all commands.

use std::process::ExitCode;

/// What the exit code says; documented in the README.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Done, nothing to complain about.
    Done,
    /// Done, at least one finding of severity error: line not ready, hard rule broken, difference found.
    Findings,
    /// Usage, policy or input not acceptable; nothing was sent or written.
    Usage,
    /// Environment or remote failure, or stopped early to do no harm; the result is incomplete.
    Incomplete,
    /// The selection matched nothing.
    NothingSelected,
    /// Refused: document stale or lock held.
    Refused,
    /// Interrupted, shut down cleanly.
    Interrupted,
    /// State of a monitoring plugin, 0 to 3.
    Monitoring(u8),
}

impl ExitStatus {
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Incomplete => 3,
            Self::NothingSelected => 4,
            Self::Refused => 5,
            Self::Interrupted => 130,
            Self::Monitoring(state) => state,
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status.code())
    }
}
