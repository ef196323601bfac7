//! Writes `examples/traunstein/`: `cargo run --example generator -- examples/traunstein`.
//!
//! The same bytes on every machine: own random numbers, no clock, sorted output.
#![allow(clippy::disallowed_methods, reason = "a program that writes files")]

mod traunstein;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: generator FOLDER")?;
    for (path, bytes) in traunstein::files(&traunstein::build::case())? {
        let path = Path::new(&folder).join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, bytes)?;
    }
    Ok(())
}
