//! `deskshift rotate what-if`: a roster of changed rules beside the one in force; nothing is written.

use super::job::{Job, Made, NoRoster};
use super::limit::{self, LimitArgs};
use super::own_days::Own;
use super::set;
use super::{Before, CliEffort, interruptible_with, none, status_of, talk, tell_remarks, word};
use crate::cli::{Context, ExitStatus, Failure, Format, say};
use crate::diag::{Finding, Lang};
use crate::output::roster_changes::Changes;
use crate::output::roster_what_if::{self, Side};
use crate::roster::check::{Places, Shares, Tally, check_places};
use crate::roster::model::Roster;
use crate::roster::what_if::{What, apply};
use crate::store::document::{self, ROSTER};
use crate::store::site_folder::Policy;

/// The changes; each may be given several times.
#[derive(clap::Args)]
pub struct WhatIfArgs {
    /// A cap of `roster.resources`: `vpn=220`, or a difference, `vpn=+20`
    #[arg(long, value_name = "NAME=NUMBER")]
    cap: Vec<String>,
    /// People allowed in a room: `2.14=2`, `2.14=+1`
    #[arg(long, value_name = "ROOM=NUMBER")]
    room: Vec<String>,
    /// The `on_site_min` of a group: `Kasse=2`, `Kasse=-1`; 0 takes it away
    #[arg(long, value_name = "GROUP=NUMBER")]
    min_staff: Vec<String>,
    /// The `reachable_min` of a group; 0 takes it away
    #[arg(long, value_name = "GROUP=NUMBER")]
    min_reachable: Vec<String>,
    /// Somebody is absent: the whole period, or `@` a day, or days `FIRST..LAST`; by id, extension, login, mail address or full name
    #[arg(long, value_name = "PERSON[@DAY]")]
    without: Vec<String>,
    /// The weekly share: `0.6` or `60%`
    #[arg(long, value_name = "SHARE")]
    weekly_share: Option<String>,
    /// Office days a week at least: `2`, `+1`
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    office_min: Option<String>,
    /// Weeks of the period: `8`, `+4`
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    weeks: Option<String>,
    /// Any key of `roster` in `deskshift.yaml`, with a value as it would stand there: `goals.fairness=10`, `groups.Kasse.on_site_min=3`,
    /// `quotas.+={…}`; without a value the key is taken away
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// How long to look; that of the roster in force where not given
    #[arg(long, value_enum)]
    effort: Option<CliEffort>,
    /// Take every planned line to work, whatever `validate` found
    #[arg(long)]
    pub assume_ready: bool,
    #[command(flatten)]
    pub(super) limit: LimitArgs,
}

impl WhatIfArgs {
    fn asked(&self) -> Vec<(What, String)> {
        let several = [
            (What::Cap, &self.cap),
            (What::Room, &self.room),
            (What::MinStaff, &self.min_staff),
            (What::MinReachable, &self.min_reachable),
            (What::Without, &self.without),
        ];
        let single = [(What::WeeklyShare, &self.weekly_share), (What::OfficeMin, &self.office_min), (What::Weeks, &self.weeks)];
        let several = several.into_iter().flat_map(|(what, texts)| texts.iter().map(move |text| (what, text.clone())));
        several.chain(single.into_iter().filter_map(|(what, text)| Some((what, text.clone()?)))).collect()
    }
}

pub fn run(job: &Job<'_>, args: &WhatIfArgs, context: &Context, lang: Lang) -> Result<ExitStatus, Failure> {
    let usage = |findings: Vec<Finding>| Failure { findings, status: ExitStatus::Usage };
    let asked = args.asked();
    let old = document::read::<Roster>(&job.folder.roster(), ROSTER).map_err(|finding| usage(vec![*finding]))?.0.body;
    // Those of the file first: the others count from what it says.
    let (mut policy, mut changes): (Policy, _) = set::tried(job.policy, &args.set).map_err(usage)?;
    let mut own: Own = job.own_days.clone();
    changes.extend(apply(&asked, &mut policy.site, &mut own.days, &job.stored.inventory).map_err(usage)?);
    if changes.is_empty() {
        talk(
            lang,
            "no change was named: the rules in force are solved again",
            "keine Änderung genannt: die geltenden Regeln werden noch einmal gelöst",
        );
    }
    // Compared is what holds: a roster that its own inputs have left behind is no measure.
    let given = job.given_of(&old);
    if !check_places(&given, &Places::of(&old)).is_empty() {
        talk(
            lang,
            "the roster in force does not hold the rules in force any more (`deskshift rotate check`); what differs is not due to this change alone",
            "der geltende Dienstplan hält die geltenden Regeln nicht mehr ein (`deskshift rotate check`); Unterschiede liegen nicht nur an dieser Änderung",
        );
    }
    let effort = args.effort.map_or(old.effort, Into::into);
    let trial = Job { policy: &policy, own_days: &own, from: old.from, slots: Some(&old.slots), effort, seed: old.seed, ..*job };
    let made = interruptible_with(args.limit, context, lang, |halt, progress| trial.make_beside(&old, halt, progress))?;
    let tally_before = Tally::of(&given, &Places::of(&old));
    let shares_before = Shares::of(&given, &old);
    let before = Side { roster: &old, tally: &tally_before, shares: &shares_before };
    match made {
        Made::Roster { roster, findings, interrupted } => {
            tell_remarks(&findings, context, lang);
            limit::tell(&roster, lang);
            let tally = Tally::of(&trial.given_of(&roster), &Places::of(&roster));
            let shares = Shares::of(&trial.given(), &roster);
            let now = Side { roster: &roster, tally: &tally, shares: &shares };
            let moved = Changes::between(&old, &roster, &job.stored.inventory).moved();
            say(&match context.format {
                Format::Human => roster_what_if::human(&changes, &before, &now, moved, lang),
                Format::Json => roster_what_if::json(&changes, word(&roster), &before, Some((&now, moved)), &findings),
            });
            Ok(if interrupted { ExitStatus::Interrupted } else { ExitStatus::Done })
        }
        Made::None { findings, reason } => Ok(no_roster(&changes, &before, &findings, reason, context, lang)),
    }
}

/// Why the changed rules have no roster, and what would be enough: the findings say both.
fn no_roster(
    changes: &[crate::diag::Words],
    before: &Side<'_>,
    findings: &[Finding],
    reason: NoRoster,
    context: &Context,
    lang: Lang,
) -> ExitStatus {
    match context.format {
        Format::Human => {
            say(&roster_what_if::head(changes, lang));
            none(findings, reason, Before::Untouched, context, lang)
        }
        Format::Json => {
            let (word, status) = status_of(reason);
            say(&roster_what_if::json(changes, word, before, None, findings));
            status
        }
    }
}
