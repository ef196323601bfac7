//! `deskshift plan`.

use super::{Context, ExitStatus, Failure};

/// Decide, and show what would change
#[derive(clap::Args)]
pub struct Args {}

pub fn run(_args: &Args, _context: &Context) -> Result<ExitStatus, Failure> {
    Err(Failure { findings: Vec::new(), status: ExitStatus::Incomplete })
}
