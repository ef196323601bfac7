//! The case `mitte`: a borough office with 3,222 people in four sources that contradict each other in known places.
//!
//! Out: every file of the case as bytes ([`files`]), the same on every machine. Names and random numbers are those of `traunstein`.
//! Start with [`build`], then [`plant`].

pub mod build;
pub mod cucm;
pub mod directory;
pub mod lists;
pub mod model;
pub mod plant;
pub mod site;

use std::error::Error;

pub type File = (String, Vec<u8>);

pub fn files(case: &model::Case) -> Result<Vec<File>, Box<dyn Error>> {
    let (ldif, lines) = directory::ldif(case);
    Ok(vec![
        (model::CUCM.to_owned(), cucm::csv(case)),
        (model::LDIF.to_owned(), ldif),
        (model::XLSX.to_owned(), lists::personnel(case)?),
        (model::DELIVERY.to_owned(), lists::delivery(case)),
        (model::STOCK.to_owned(), lists::stock(case)),
        ("staging/scans.csv".to_owned(), lists::scans(case)),
        ("deskshift.yaml".to_owned(), site::YAML.as_bytes().to_vec()),
        ("truth.tsv".to_owned(), plant::table(case, &lines).into_bytes()),
    ])
}
