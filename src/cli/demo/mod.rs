//! `deskshift demo`.

mod case_files;

use super::{Context, ExitStatus, Failure};

/// The whole job on an embedded PBX, on loopback
#[derive(clap::Args)]
pub struct Args {}

pub fn run(_args: &Args, _context: &Context) -> Result<ExitStatus, Failure> {
    Err(Failure { findings: Vec::new(), status: ExitStatus::Incomplete })
}
