//! `deskshift convert`.

use super::{Context, ExitStatus, Failure};

/// Write profiles and PBX configuration
#[derive(clap::Args)]
pub struct Args {}

pub fn run(_args: &Args, _context: &Context) -> Result<ExitStatus, Failure> {
    Err(Failure { findings: Vec::new(), status: ExitStatus::Incomplete })
}
