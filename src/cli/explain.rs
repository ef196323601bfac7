//! `deskshift explain`.

use super::{Context, ExitStatus, Failure};

/// Explain a code of a finding or verdict
#[derive(clap::Args)]
pub struct Args {}

pub fn run(_args: &Args, _context: &Context) -> Result<ExitStatus, Failure> {
    Err(Failure { findings: Vec::new(), status: ExitStatus::Incomplete })
}
