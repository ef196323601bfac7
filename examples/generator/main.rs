//! Writes a site folder below `examples/`: `cargo run --example generator -- examples/mitte`.
//!
//! The name of the folder is the case. The same bytes on every machine: own random numbers, no clock, sorted output.
#![allow(clippy::disallowed_methods, reason = "a program that writes files")]

mod mitte;
mod muenchen;
mod offenbach;
mod speyer;
mod traunstein;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: generator FOLDER")?;
    let files = match Path::new(&folder).file_name().and_then(|name| name.to_str()) {
        Some("mitte") => mitte::files(&mitte::build::case())?,
        Some("muenchen") => muenchen::files(&muenchen::build::case()),
        Some("offenbach") => offenbach::files(&offenbach::build::case()),
        Some("speyer") => speyer::files(&speyer::build::case()),
        _ => traunstein::files(&traunstein::build::case())?,
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
