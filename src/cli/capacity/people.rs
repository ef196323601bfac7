//! How many people are meant.

use crate::capacity::codes;
use crate::cli::{Context, ExitStatus, Failure, plan};
use crate::diag::Words;
use crate::roster::model::Roster;
use crate::store::document::{self, ROSTER};
use crate::store::site_folder::SiteFolder;

/// A number, and in words where it comes from if the command line does not say it.
pub struct People {
    pub number: u32,
    pub whence: Option<Words>,
}

/// The number given, else the most people that the site's roster sends home on one day.
pub fn most_at_home(given: Option<u32>, context: &Context) -> Result<People, Failure> {
    if let Some(number) = given {
        return Ok(People { number, whence: None });
    }
    let path = SiteFolder::new(&context.site).roster();
    let Some(roster) = document::read_if_usable::<Roster>(&path, ROSTER).map_err(plan::usage)? else {
        let what = Words::new(
            format!("neither `--people` nor a roster in {} says how many people are meant", path.display()),
            format!("weder `--people` noch ein Dienstplan in {} sagt, um wie viele Personen es geht", path.display()),
        );
        return Err(Failure { findings: vec![codes::NO_PEOPLE.finding(None, what)], status: ExitStatus::Usage });
    };
    // The first of the days with the most.
    let most = (0..roster.days.len()).rev().max_by_key(|day| roster.at_home(*day));
    let Some((number, day)) = most.map(|day| (roster.at_home(day), roster.days[day])) else {
        return Ok(People { number: 0, whence: None });
    };
    let whence = Words::new(format!("by the roster, on {day}"), format!("laut Dienstplan, am {day}"));
    Ok(People { number: u32::try_from(number).unwrap_or(u32::MAX), whence: Some(whence) })
}
