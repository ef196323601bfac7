//! `deskshift rotate replan`: the roster in force made again with as few changes as can be.

use jiff::civil::Date;

use super::job::{Change, Job, Made};
use super::limit::{self, LimitArgs};
use super::{Before, interruptible_with, none, tell_remarks};
use crate::cli::{Context, ExitStatus, Failure, Format, say};
use crate::diag::{Finding, Lang, Words};
use crate::output::roster_changes::{self, Changes};
use crate::output::roster_summary;
use crate::roster::codes;
use crate::roster::model::Roster;
use crate::roster::solve::replan::Fewest;
use crate::store::document::{self, ROSTER};
use crate::store::lock::Lock;

/// What a new roster may change.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct ReplanArgs {
    /// First day that may change; today where not given
    #[arg(long, value_name = "DAY")]
    pub from: Option<Date>,
    /// Working days from then on that change only where a rule needs it
    #[arg(long, value_name = "DAYS", default_value_t = 2, value_parser = clap::value_parser!(u32).range(0..=60))]
    pub notice: u32,
    /// What is to be few: people who have to be told, or places that change
    #[arg(long, value_enum, default_value_t = CliFewest::People)]
    pub fewest: CliFewest,
    /// Tell the changes and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum CliFewest {
    People,
    Places,
}

/// `lock` is that of `out/`; none where nothing is written.
pub fn run(
    job: &Job<'_>,
    args: ReplanArgs,
    limit: LimitArgs,
    lock: Option<&Lock>,
    context: &Context,
    lang: Lang,
) -> Result<ExitStatus, Failure> {
    let usage = |finding: Finding| Failure { findings: vec![finding], status: ExitStatus::Usage };
    let old = document::read::<Roster>(&job.folder.roster(), ROSTER).map_err(|finding| usage(*finding))?.0.body;
    let change = change(&old, args).map_err(|finding| usage(*finding))?;
    let job = &Job { from: Some(change.from), ..*job };
    let (made, at_least) =
        interruptible_with(limit, context, lang, |halt, progress| job.make_again(&old, change, halt, progress))?;
    match made {
        Made::Roster { roster, findings, interrupted } => {
            tell_remarks(&findings, context, lang);
            limit::tell(&roster, lang);
            let changes = Changes::between(&old, &roster, &job.stored.inventory);
            let written = match lock {
                Some(lock) => job.write_with(&roster, Some(&changes), lang, lock)?,
                None => Vec::new(),
            };
            say(&match context.format {
                Format::Human => {
                    let mut text = roster_changes::human(&changes, Some(at_least), lang);
                    text.push_str(&roster_summary::written_line(&written, lang));
                    text + &roster_summary::closing_line(&roster, 0, lang) + "\n"
                }
                Format::Json => roster_changes::json(&roster, &changes, Some(at_least), &findings, &written),
            });
            Ok(if interrupted { ExitStatus::Interrupted } else { ExitStatus::Done })
        }
        Made::None { findings, reason } => Ok(none(&findings, reason, Before::Untouched, context, lang)),
    }
}

fn change(old: &Roster, args: ReplanArgs) -> Result<Change, Box<Finding>> {
    let asked = args.from.unwrap_or_else(|| jiff::Zoned::now().date());
    // Days that had passed when the roster in force was made are past still.
    let from = old.from.map_or(asked, |before| before.max(asked));
    let ahead: Vec<Date> = old.days.iter().copied().filter(|day| *day >= from).collect();
    let Some(last) = ahead.last() else {
        let last = old.days.last().copied().unwrap_or(from);
        let what = Words::new(
            format!("the roster in force ends on {last}: from {from} on there is nothing to change"),
            format!("der geltende Dienstplan endet am {last}: ab {from} gibt es nichts zu ändern"),
        );
        let todo = Words::new(
            "set `roster.horizon` to the next weeks and run `deskshift rotate`",
            "`roster.horizon` auf die nächsten Wochen setzen und `deskshift rotate` ausführen",
        );
        return Err(Box::new(codes::OTHER_DAYS.finding(None, what).todo(todo)));
    };
    let holiday = |day: &Date| old.holidays.iter().any(|(date, _)| date == day);
    let after_notice = ahead.iter().filter(|day| !holiday(day)).nth(args.notice as usize).copied();
    let near = after_notice.unwrap_or_else(|| last.tomorrow().unwrap_or(*last));
    let fewest = match args.fewest {
        CliFewest::People => Fewest::People,
        CliFewest::Places => Fewest::Places,
    };
    Ok(Change { from, near, fewest })
}
