//! `deskshift rotate`.

use super::{Context, ExitStatus, Failure};

/// Make, check and export the roster
#[derive(clap::Args)]
pub struct Args {}

pub fn run(_args: &Args, _context: &Context) -> Result<ExitStatus, Failure> {
    Err(Failure { findings: Vec::new(), status: ExitStatus::Incomplete })
}
