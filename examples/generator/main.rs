//! Writes `examples/traunstein/` or `examples/mitte/`: `cargo run --example generator -- examples/mitte`.
//!
//! The name of the folder is the case. The same bytes on every machine: own random numbers, no clock, sorted output.
#![allow(clippy::disallowed_methods, reason = "a program that writes files")]

mod mitte;
mod traunstein;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: generator FOLDER")?;
    let files = if Path::new(&folder).file_name().is_some_and(|name| name == "mitte") {
        mitte::files(&mitte::build::case())?
    } else {
        traunstein::files(&traunstein::build::case())?
    };
    for (path, bytes) in files {
        let path = Path::new(&folder).join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, bytes)?;
    }
    Ok(())
}
