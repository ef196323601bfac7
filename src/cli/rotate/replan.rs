//! `deskshift rotate replan`: the roster in force made again with as few changes as can be.

use jiff::civil::Date;

use super::job::{Change, Job, Made};
use super::limit::{self, LimitArgs};
use super::{Before, interruptible_with, none, talk, tell_remarks};
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
    /// First day that may change; today where not given. Days that lie ahead may, whatever an earlier run kept
    #[arg(long, value_name = "DAY", value_parser = crate::cli::dates::day)]
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
    let change = change(&old, args, job.last_day(), jiff::Zoned::now().date()).map_err(|finding| usage(*finding))?;
    if let Some(asked) = args.from.filter(|asked| *asked < change.from) {
        tell_remarks(&[past_stays(asked, change.from)], context, lang);
    }
    let job = &Job { from: Some(change.from), slots: Some(&old.slots), ..*job };
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

/// `end` is the last day of the period that the site asks for.
fn change(old: &Roster, args: ReplanArgs, end: Option<Date>, today: Date) -> Result<Change, Box<Finding>> {
    let asked = args.from.unwrap_or(today);
    // What the roster in force kept as it was and lies before today took place. What it kept and lies ahead was planned ahead, or was a
    // slip: nothing is wrong with planning it now.
    let from = old.from.map_or(asked, |before| asked.max(before.min(today)));
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
    if let Some(end) = end.filter(|end| *end < from) {
        return Err(Box::new(period_is_over(from, end)));
    }
    let holiday = |day: &Date| old.holidays.iter().any(|(date, _)| date == day);
    let after_notice = ahead.iter().filter(|day| !holiday(day)).nth(args.notice as usize).copied();
    let near = after_notice.unwrap_or_else(|| last.tomorrow().unwrap_or(*last));
    let fewest = match args.fewest {
        CliFewest::People => Fewest::People,
        CliFewest::Places => Fewest::Places,
    };
    Ok(Change { from, near, fewest })
}

/// `roster.horizon` was moved back behind the days that may change.
fn period_is_over(from: Date, end: Date) -> Finding {
    let what = Words::new(
        format!("the period of the site ends on {end}: from {from} on there is nothing to change"),
        format!("der Zeitraum des Standorts endet am {end}: ab {from} gibt es nichts zu ändern"),
    );
    let todo = Words::new(
        "put `roster.horizon` back to the weeks of the roster in force, or run `deskshift rotate` for a roster of the other weeks",
        "`roster.horizon` wieder auf die Wochen des geltenden Dienstplans setzen oder mit `deskshift rotate` einen für die anderen erstellen",
    );
    codes::OTHER_DAYS.finding(None, what).todo(todo)
}

/// What a check of a roster that was made again does not judge.
pub fn tell_past(from: Date, lang: Lang) {
    let words = if from > jiff::Zoned::now().date() {
        Words::new(
            format!(
                "days before {from} are kept as they were, and no rule was counted on them; `rotate replan` opens those that lie ahead"
            ),
            format!(
                "Tage vor dem {from} sind, wie sie waren, und auf ihnen ist keine Regel gezählt; `rotate replan` gibt künftige wieder frei"
            ),
        )
    } else {
        Words::new(
            format!("days before {from} had passed when the roster was made again; no rule was counted on them"),
            format!("Tage vor dem {from} waren vergangen, als der Dienstplan neu entstand; auf ihnen ist keine Regel gezählt"),
        )
    };
    talk(lang, &words.en, &words.de);
}

fn past_stays(asked: Date, from: Date) -> Finding {
    let what = Words::new(
        format!("days from {asked} on were asked for; those before {from} have passed and stay as they are"),
        format!("gewünscht waren Tage ab dem {asked}; die vor dem {from} sind vergangen und bleiben, wie sie sind"),
    );
    codes::PAST_STAYS.finding(None, what)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::output::sample;

    #[test]
    fn days_that_lie_ahead_are_open_whatever_an_earlier_run_kept() {
        let mut roster = sample::documents().roster;
        let (first, last) = (roster.days[0], *roster.days.last().unwrap());
        let of = |roster: &Roster, from: Option<Date>, today: Date| {
            let args = ReplanArgs { from, notice: 0, fewest: CliFewest::People, dry_run: true };
            change(roster, args, Some(last), today).map(|change| change.from)
        };
        let (d1, d2) = (roster.days[4], roster.days[1]);
        roster.from = Some(d1);
        let long_before = date(2000, 1, 1);
        assert_eq!(of(&roster, Some(d2), long_before), Ok(d2), "planned ahead, or mistyped");
        assert_eq!(of(&roster, None, d2), Ok(d2), "somebody falls ill before the day of the plan ahead");
        assert_eq!(of(&roster, Some(first), d2), Ok(d2), "kept once, and before today");
        assert_eq!(of(&Roster { from: None, ..roster.clone() }, Some(first), d2), Ok(first), "nobody has said that it is over");
        let later = roster.days[4].tomorrow().unwrap();
        assert_eq!(of(&roster, Some(d2), later), Ok(d1), "what took place stays");
        assert_eq!(of(&roster, Some(last), later), Ok(last));
        let told = past_stays(d2, d1);
        assert!(told.code == codes::PAST_STAYS.code() && told.what.en.contains(&d1.to_string()), "{told:?}");
    }

    #[test]
    fn a_horizon_that_was_moved_back_is_told_with_the_way_out() {
        let mut roster = sample::documents().roster;
        roster.from = Some(roster.days[4]);
        let args = ReplanArgs { from: Some(roster.days[4]), notice: 0, fewest: CliFewest::People, dry_run: true };
        let end = roster.days[0].yesterday().unwrap();
        let told = change(&roster, args, Some(end), date(2000, 1, 1)).unwrap_err();
        assert_eq!(told.code, codes::OTHER_DAYS.code());
        assert!(told.what.en.contains(&end.to_string()) && told.todo.unwrap().en.contains("roster.horizon"));
    }
}
