//! The staging desk of the demo: the scans of the case at the case's own moment, and the sheets that come of them.

use super::{Given, HOURS, LABELS, LIST, handovers, hours, moment, stage_scans, stage_sheets};
use crate::cli::plan::{incomplete_or_refused, usage};
use crate::cli::{Context, Failure};
use crate::diag::Lang;
use crate::inventory::model::Inventory;
use crate::policy::site::Site;
use crate::staging::file;
use crate::staging::people::People;
use crate::staging::status::Status;
use crate::staging::stock::Stock;
use crate::store::files::{self, MAX_FILE};
use crate::store::site_folder::SiteFolder;

/// What the desk of a case scanned, below its folder.
const SCANS: &str = "staging/scans.csv";
/// When it did: after two of the three lorries.
const AT: &str = "2020-12-01T10:00";

/// Stages what the case's desk scanned; what it has to refuse is the case's.
pub fn rehearse(
    folder: &SiteFolder,
    site: &Site,
    inventory: &Inventory,
    lang: Lang,
    context: &Context,
) -> Result<Status, Failure> {
    let given = Given {
        folder,
        site,
        stock: Stock::of(inventory),
        people: People::of(inventory),
        lang,
        now: Some(moment(AT).expect("a moment")),
        hours: hours(HOURS).expect("two times"),
        context,
    };
    // An earlier demo's desk is gone.
    files::remove(&folder.staging()).map_err(incomplete_or_refused)?;
    let path = folder.root().join(SCANS);
    let scans = file::read(SCANS, &files::read(&path, MAX_FILE).map_err(usage)?).map_err(usage)?;
    let (_, record) = stage_scans(&given, &scans)?;
    let rows = handovers(&given, &record.journal.state, None)?;
    let list = stage_sheets::list_html(&rows, &site.name, given.today(), lang);
    for (name, page) in [(LIST, list), (LABELS, stage_sheets::labels_html(&rows, 0, lang))] {
        files::replace(&folder.out().join(name), page.as_bytes(), 0o644).map_err(incomplete_or_refused)?;
    }
    Ok(given.status(&record.journal.state).0)
}
