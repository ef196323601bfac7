//! `deskshift doctor`.

use super::{Context, ExitStatus, Failure};

/// Check the machine and the site folder, say what is missing
#[derive(clap::Args)]
pub struct Args {}

pub fn run(_args: &Args, _context: &Context) -> Result<ExitStatus, Failure> {
    Err(Failure { findings: Vec::new(), status: ExitStatus::Incomplete })
}
