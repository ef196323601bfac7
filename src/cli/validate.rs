//! `deskshift validate`.

use super::{Context, ExitStatus, Failure};

/// Ask the PBX about every line, without harm
#[derive(clap::Args)]
pub struct Args {}

pub fn run(_args: &Args, _context: &Context) -> Result<ExitStatus, Failure> {
    Err(Failure { findings: Vec::new(), status: ExitStatus::Incomplete })
}
