//! `deskshift rotate why`: for one person, what would come of the other place.

use jiff::civil::Date;

use super::job::Job;
use crate::cli::{Context, ExitStatus, Failure, Format, say};
use crate::diag::{Finding, Lang, Words};
use crate::domain::PersonId;
use crate::output::roster_why;
use crate::policy::keys::nearest_name;
use crate::roster::check::{Places, why};
use crate::roster::codes;
use crate::roster::model::Roster;
use crate::roster::problem::People;
use crate::store::document::{self, ROSTER};

/// `whom`: an id, an extension, or a full name that only one person has, in either order.
pub fn run(job: &Job<'_>, whom: &str, day: Option<Date>, context: &Context, lang: Lang) -> Result<ExitStatus, Failure> {
    let usage = |finding: Finding| Failure { findings: vec![finding], status: ExitStatus::Usage };
    let roster = document::read::<Roster>(&job.folder.roster(), ROSTER).map_err(|finding| usage(*finding))?.0.body;
    let person = person(job, whom).map_err(|finding| usage(*finding))?;
    let days: Vec<Date> = match day {
        Some(day) if roster.days.contains(&day) => vec![day],
        Some(day) => return Err(usage(super::no_such_day(&roster, day))),
        None => roster.days.clone(),
    };
    let cells = why(&job.given_of(&roster), &Places::of(&roster), &person, &days);
    say(&match context.format {
        Format::Human => roster_why::human(&cells, lang),
        Format::Json => roster_why::json(&cells),
    });
    Ok(ExitStatus::Done)
}

fn person(job: &Job<'_>, whom: &str) -> Result<PersonId, Box<Finding>> {
    let people = &job.stored.inventory.persons;
    let known = People::of(&job.stored.inventory);
    let meant = match known.meant(whom) {
        Ok(p) => return Ok(people[p as usize].id.clone()),
        Err(meant) => meant,
    };
    let what = if meant.is_empty() {
        Words::new(
            format!("nobody in the inventory has the id, extension or full name `{whom}`"),
            format!("niemand im Inventar hat die Kennung, Nebenstelle oder den vollen Namen `{whom}`"),
        )
    } else {
        let ids: Vec<String> = meant.iter().map(|&p| format!("`{}`", people[p as usize].id)).collect();
        let ids = ids.join(", ");
        Words::new(format!("`{whom}` may be one of {ids}"), format!("`{whom}` kann eine dieser Personen sein: {ids}"))
    };
    let names: Vec<String> = people.iter().flat_map(|person| [person.id.as_str().to_owned(), person.full_name()]).collect();
    let todo = match nearest_name(whom, names.iter().map(String::as_str)) {
        Some(near) if meant.is_empty() => Words::new(format!("did you mean `{near}`?"), format!("ist `{near}` gemeint?")),
        _ => Words::new(
            "write the id, as in `out/roster/current/roster.csv`",
            "die Kennung schreiben, wie in `out/roster/current/roster.csv`",
        ),
    };
    Err(Box::new(codes::UNKNOWN_PERSON.finding(None, what).todo(todo)))
}
