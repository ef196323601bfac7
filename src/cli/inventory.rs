//! `deskshift inventory import|check|show`.

use super::{Context, ExitStatus, Failure};

/// Read PBX files and staff lists into one inventory
#[derive(clap::Subcommand)]
pub enum Command {}

pub fn run(command: &Command, _context: &Context) -> Result<ExitStatus, Failure> {
    match *command {}
}
