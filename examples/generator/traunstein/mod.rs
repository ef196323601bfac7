//! The case `traunstein`: a county office with 640 lines, its lists, and faults planted in both.
//!
//! Out: every file of the case as bytes ([`files`]), the same on every machine. Also read by the tests that hold the committed files
//! and the real Asterisk against it. Start with [`build`], then [`truth`].

pub mod asterisk;
pub mod build;
pub mod lists;
pub mod model;
pub mod names;
pub mod prng;
pub mod site;
pub mod truth;
pub mod words;

use std::error::Error;

/// Path below the case's folder, and content.
pub type File = (String, Vec<u8>);

pub fn files(case: &model::Case) -> Result<Vec<File>, Box<dyn Error>> {
    let mut files: Vec<File> = asterisk::files(case).into_iter().map(|(path, bytes)| (format!("pbx/{path}"), bytes)).collect();
    files.extend([
        ("pbx/registered.tsv".to_owned(), truth::registered(case).into_bytes()),
        ("staff/personal.xlsx".to_owned(), lists::staff_xlsx(case)?),
        ("staff/personal.csv".to_owned(), lists::staff_csv(case)),
        ("staff/pbx-logins.csv".to_owned(), lists::logins_csv(case)),
        ("deskshift.yaml".to_owned(), site::yaml(case).into_bytes()),
        ("truth.tsv".to_owned(), truth::truth_table(case).into_bytes()),
    ]);
    Ok(files)
}
