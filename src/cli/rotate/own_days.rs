//! The lists of own days that the site names, read when a roster is made or checked.

use std::collections::BTreeMap;

use crate::cli::{ExitStatus, Failure};
use crate::diag::{Finding, Severity};
use crate::inventory::model::Inventory;
use crate::inventory::own_days::{self, OwnDay};
use crate::inventory::table::ListFile;
use crate::store::document;
use crate::store::site_folder::{Policy, SiteFolder};

/// What all lists say, and the SHA-256 of each.
#[derive(Debug, Default)]
pub struct Own {
    pub days: Vec<OwnDay>,
    pub files: BTreeMap<String, String>,
}

/// Reads the lists; gives remarks on them. A row that cannot be used is a failure: without it somebody would be planned who is not there.
pub fn read(folder: &SiteFolder, policy: &Policy, inventory: &Inventory) -> Result<(Own, Vec<Finding>), Failure> {
    let (site, mut unreadable) = (&policy.site, Vec::new());
    let mut read: Vec<(&str, Vec<u8>)> = Vec::new();
    for file in &site.roster.own_days {
        match folder.read_source_within(file, site.limits) {
            Ok(bytes) => read.push((file, bytes)),
            Err(finding) => unreadable.push(*finding),
        }
    }
    let lists: Vec<ListFile<'_>> =
        read.iter().map(|(file, bytes)| ListFile { limits: site.limits, ..ListFile::new(file, bytes) }).collect();
    let own_days::OwnDays { days, mut findings } = own_days::read(&lists, inventory);
    findings.extend(unreadable);
    crate::output::findings::sort(&mut findings);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Failure { findings, status: ExitStatus::Usage });
    }
    let files = read.iter().map(|(file, bytes)| ((*file).to_owned(), document::sha256(bytes))).collect();
    Ok((Own { days, files }, findings))
}
