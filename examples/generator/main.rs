//! Writes `examples/traunstein/`: `cargo run --example generator -- examples/traunstein`.
//!
//! The same bytes on every machine: own random numbers, no clock, sorted output.
#![allow(clippy::disallowed_methods, reason = "a program that writes files")]

mod asterisk;
mod build;
mod lists;
mod model;
mod names;
mod prng;
mod site;
mod truth;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: generator FOLDER")?;
    for (path, bytes) in files()? {
        let path = Path::new(&folder).join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, bytes)?;
    }
    Ok(())
}

/// Path below the case's folder, and content.
type File = (String, Vec<u8>);

fn files() -> Result<Vec<File>, Box<dyn Error>> {
    let case = build::case();
    let mut files: Vec<File> = asterisk::files(&case).into_iter().map(|(path, bytes)| (format!("pbx/{path}"), bytes)).collect();
    files.extend([
        ("pbx/registered.tsv".to_owned(), truth::registered(&case).into_bytes()),
        ("staff/personal.xlsx".to_owned(), lists::staff_xlsx(&case)?),
        ("staff/personal.csv".to_owned(), lists::staff_csv(&case)),
        ("staff/pbx-logins.csv".to_owned(), lists::logins_csv(&case)),
        ("deskshift.yaml".to_owned(), site::yaml(&case).into_bytes()),
        ("truth.tsv".to_owned(), truth::truth_table(&case).into_bytes()),
    ]);
    Ok(files)
}
