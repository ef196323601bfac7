//! `deskshift rotate export`: the forms of the roster in force, written again.

use std::path::{Path, PathBuf};

use super::check::judged;
use super::issue::Issue;
use super::job::{self, Form, Job};
use super::talk;
use crate::cli::plan::incomplete_or_refused;
use crate::cli::{Context, ExitStatus, Failure, Format, say};
use crate::diag::{Finding, Lang};
use crate::output;
use crate::roster::model::Roster;
use crate::store::document::{self, ROSTER};
use crate::store::generation;
use crate::store::lock;

/// What `rotate export` was asked for.
pub struct Wanted<'a> {
    pub only: &'a [Form],
    pub out: Option<&'a Path>,
    pub sequence: Option<u32>,
    pub even_if_broken: bool,
}

pub fn run(job: &Job<'_>, wanted: &Wanted<'_>, context: &Context, lang: Lang) -> Result<ExitStatus, Failure> {
    let Wanted { only, out, sequence, even_if_broken } = *wanted;
    let format = context.format;
    let usage = |finding: Box<Finding>| Failure { findings: vec![*finding], status: ExitStatus::Usage };
    let path = job.folder.roster();
    let (document, _) = document::read::<Roster>(&path, ROSTER).map_err(usage)?;
    for (name, now) in [("inventory", job.stored.sha256.as_str()), ("plan", job.plan_sha256)] {
        document::fits(&path, &document.header, name, now, ROSTER).map_err(incomplete_or_refused)?;
    }
    // Forms hang on walls and stand in calendars: what breaks a rule is not written unless that is meant.
    let mut broken = judged(job, &document.body).findings;
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
    let folder = out.map_or_else(|| job.folder.out().join(job::FOLDER), PathBuf::from);
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
    let mut items = job.forms(&document.body, only, lang, &issue)?;
    if out.is_none() {
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
