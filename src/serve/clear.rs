//! `out/links.json` and `out/link-pins.json`: links and PINs in clear, for the letters. Each is there until its link is fetched or has expired.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Finding;
use crate::domain::LineId;
use crate::links::issue::ClearLinks;
use crate::store::document::{self, LINK_PINS, LINKS};
use crate::store::files;
use crate::store::site_folder::SiteFolder;

/// PINs by line.
pub type Pins = BTreeMap<LineId, String>;

/// Both, as they are on disk.
pub fn read(folder: &SiteFolder) -> Result<(ClearLinks, Pins), Box<Finding>> {
    let (links, pins) = (folder.clear_links(), folder.link_pins());
    let links = if files::is_there(&links) { document::read(&links, LINKS)?.0.body } else { ClearLinks::new() };
    let pins = if files::is_there(&pins) { document::read(&pins, LINK_PINS)?.0.body } else { Pins::new() };
    Ok((links, pins))
}

/// Replaces both; what is empty is removed. The caller holds the lock of the desk.
pub fn write(folder: &SiteFolder, links: &ClearLinks, pins: &Pins) -> Result<(), Box<Finding>> {
    let put = |path: std::path::PathBuf, empty: bool, bytes: Vec<u8>| {
        let bytes = zeroize::Zeroizing::new(bytes);
        if empty { files::remove(&path) } else { files::replace(&path, &bytes, 0o600) }
    };
    put(folder.clear_links(), links.is_empty(), document::bytes(LINKS, BTreeMap::new(), links))?;
    put(folder.link_pins(), pins.is_empty(), document::bytes(LINK_PINS, BTreeMap::new(), pins))
}

/// Removes all but those of lines that wait to be fetched. The caller holds the lock of the desk.
pub fn tidy(folder: &SiteFolder, waiting: &BTreeSet<LineId>) -> Result<(), Box<Finding>> {
    let (mut links, mut pins) = read(folder)?;
    let before = links.len() + pins.len();
    links.retain(|line, _| waiting.contains(line));
    pins.retain(|line, _| waiting.contains(line));
    if links.len() + pins.len() == before { Ok(()) } else { write(folder, &links, &pins) }
}
