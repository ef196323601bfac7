//! `deskshift rotate export`: the forms of the roster in force, written again.

use std::path::{Path, PathBuf};

use super::check::judged;
use super::issue::Issue;
use super::job::{self, Form, Job};
use super::{own_days, talk};
use crate::cli::plan::incomplete_or_refused;
use crate::cli::{Context, ExitStatus, Failure, Format, say};
use crate::diag::{Finding, Lang, Words};
use crate::output;
use crate::output::works_council::Report;
use crate::roster::check::{Places, Shares, Tally};
use crate::roster::codes;
use crate::roster::model::Roster;
use crate::store::document::{self, ROSTER};
use crate::store::generation::{self, Item};
use crate::store::lock;

/// Who reads an export. `docs/roster.md` has the table of who sees what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Audience {
    /// Wall charts and calendars: who is where, for everybody in the house
    Staff,
    /// Rules, caps, counts by day and how even home days are, without names
    WorksCouncil,
    /// Everything, for whoever makes the roster
    Personnel,
}

impl Audience {
    /// What is written for them.
    fn forms(self) -> &'static [Form] {
        match self {
            Self::Staff => &[Form::Ics, Form::Html],
            Self::WorksCouncil => &[Form::Csv, Form::Html],
            Self::Personnel => &Form::ALL,
        }
    }

    /// Below `out/`: only the personnel's is the one in force.
    fn folder(self) -> &'static str {
        match self {
            Self::Staff => "roster-staff",
            Self::WorksCouncil => "roster-works-council",
            Self::Personnel => job::FOLDER,
        }
    }
}

/// The forms that were asked for; one that is not for these readers is refused, because it would show them more than they may see.
fn forms(audience: Audience, only: &[Form]) -> Result<Vec<Form>, Box<Finding>> {
    let theirs = audience.forms();
    if only.is_empty() {
        return Ok(theirs.to_vec());
    }
    let names = |forms: &[Form]| -> String {
        let names: Vec<String> = forms.iter().map(|form| format!("`{}`", form.name())).collect();
        names.join(", ")
    };
    let other: Vec<Form> = only.iter().copied().filter(|form| !theirs.contains(form)).collect();
    if other.is_empty() {
        return Ok(only.to_vec());
    }
    let (asked, known) = (names(&other), names(theirs));
    let what = Words::new(
        format!("not for these readers: {asked}; it would show them more than `--for` allows"),
        format!("nicht für diese Leser: {asked}; es zeigte ihnen mehr, als `--for` erlaubt"),
    );
    let todo = Words::new(format!("for them there are {known}"), format!("für sie gibt es {known}"));
    Err(Box::new(codes::FORM_NOT_FOR_READERS.finding(None, what).todo(todo)))
}

/// What `rotate export` was asked for.
pub struct Wanted<'a> {
    pub audience: Audience,
    pub only: &'a [Form],
    pub out: Option<&'a Path>,
    pub sequence: Option<u32>,
    pub even_if_broken: bool,
}

pub fn run(job: &Job<'_>, wanted: &Wanted<'_>, context: &Context, lang: Lang) -> Result<ExitStatus, Failure> {
    let Wanted { audience, only, out, sequence, even_if_broken } = *wanted;
    let format = context.format;
    let usage = |finding: Box<Finding>| Failure { findings: vec![*finding], status: ExitStatus::Usage };
    let forms = forms(audience, only).map_err(usage)?;
    let path = job.folder.roster();
    let (document, _) = document::read::<Roster>(&path, ROSTER).map_err(usage)?;
    for (name, now) in [("inventory", job.stored.sha256.as_str()), ("plan", job.plan_sha256)] {
        document::fits(&path, &document.header, name, now, ROSTER).map_err(incomplete_or_refused)?;
    }
    // Forms hang on walls and stand in calendars: what breaks a rule is not written unless that is meant.
    let mut broken = judged(job, &document.body).findings;
    own_days::changed_since(job, &document, &mut broken);
    output::findings::sort(&mut broken);
    if !broken.is_empty() && !even_if_broken {
        talk(
            lang,
            "the roster does not hold; nothing was written (`--even-if-broken` writes it all the same):",
            "der Dienstplan hält nicht stand; nichts wurde geschrieben (`--even-if-broken` schreibt ihn trotzdem):",
        );
        return Err(Failure { findings: broken, status: ExitStatus::Findings });
    }
    talk_styled!("{}", output::findings::human(&broken, lang, context.color));
    let folder = out.map_or_else(|| job.folder.out().join(audience.folder()), PathBuf::from);
    // The site's own forms belong to whoever makes a roster there.
    let locked = if out.is_none() { job.folder.out() } else { &folder };
    let _lock = lock::take(locked, "rotate export").map_err(incomplete_or_refused)?;
    let issues = job.folder.out().join(job::FOLDER);
    let issue = match (Issue::next(&issues, Some(&document.body), &document.body), sequence) {
        (Ok(issue), sequence) => Issue { number: sequence.unwrap_or(issue.number), ..issue },
        // Whoever says the number needs no record of the last one.
        (Err(_), Some(number)) => Issue::first(&document.body).numbered(number),
        (Err(finding), None) => return Err(usage(finding)),
    };
    let mut items = match audience {
        Audience::WorksCouncil => works_council(job, &document.body, &forms, broken.len(), lang),
        Audience::Staff | Audience::Personnel => job.forms(&document.body, &forms, lang, &issue)?,
    };
    if out.is_none() && audience == Audience::Personnel {
        items.push(issue.item());
    }
    let written = generation::write(&folder, &items).map_err(incomplete_or_refused)?;
    let path = written.path.display().to_string();
    say(&match format {
        Format::Human => format!("{path}\n"),
        Format::Json => {
            let files: Vec<&str> = items.iter().map(|item| item.path.as_str()).collect();
            format!("{:#}\n", serde_json::json!({"written": path, "files": files}))
        }
    });
    Ok(ExitStatus::Done)
}

/// The page and the table, and always the same figures for programs.
fn works_council(job: &Job<'_>, roster: &Roster, forms: &[Form], broken: usize, lang: Lang) -> Vec<Item> {
    let given = job.given_of(roster);
    let (tally, shares) = (Tally::of(&given, &Places::of(roster)), Shares::of(&given, roster));
    let report = Report::of(&given.site.roster, roster, &tally, &shares, broken);
    let item = |name: &str, text: String| Item { path: name.to_owned(), bytes: text.into_bytes(), mode: 0o600 };
    let mut items = vec![item("works-council.json", report.json())];
    for form in forms {
        match form {
            Form::Csv => items.push(item("works-council.csv", report.csv(lang))),
            Form::Html => items.push(item("works-council.html", report.html(lang))),
            Form::Xlsx | Form::Ics => {}
        }
    }
    items
}
