//! `deskshift rotate check`: every rule and every statement counted anew.

use std::path::Path;

use super::job::{self, Job, Repeated};
use super::{own_days, replan, take, talk};
use crate::cli::{Context, ExitStatus, Failure, Format, say};
use crate::diag::{Finding, Lang, Words};
use crate::output::{self, roster_summary};
use crate::roster::check::{Places, check_places, check_roster};
use crate::roster::codes;
use crate::roster::model::{Readiness, ReadinessBasis, Roster};
use crate::store::document::{self, Document, ROSTER};

pub fn run(job: &Job<'_>, file: Option<&Path>, context: &Context, lang: Lang) -> Result<ExitStatus, Failure> {
    let (mut findings, line) = match file {
        Some(path) if job::is_table(path) => (take::judged(job, &mut job.read_places(path)?, job.published().as_ref()), None),
        _ => {
            let document = document_of(job, file)?;
            let Judged { mut findings, searched } = judged(job, &document.body);
            own_days::changed_since(job, &document, &mut findings);
            let roster = document.body;
            let proven = matches!(searched, Some(Repeated::Counted | Repeated::Searched));
            if findings.is_empty() {
                tell_search(searched, lang);
            }
            if let Some(from) = roster.from {
                replan::tell_past(from, lang);
            }
            let line = findings.is_empty().then(|| roster_summary::checked_line(&roster, proven, lang));
            (findings, line)
        }
    };
    output::findings::sort(&mut findings);
    say(&match context.format {
        Format::Human if findings.is_empty() => line.map_or_else(
            || match lang {
                Lang::En => "every rule holds, counted anew\n".to_owned(),
                Lang::De => "alle Regeln sind eingehalten, nachgezählt\n".to_owned(),
            },
            |line| line + "\n",
        ),
        Format::Human => {
            let n = findings.len();
            let head = match lang {
                Lang::En => output::counted(n, "violation", "violations") + "\n",
                Lang::De => output::counted(n, "Verstoß", "Verstöße") + "\n",
            };
            output::findings::human(&findings, lang, false) + &head
        }
        Format::Json => serde_json::to_string_pretty(&findings).expect("findings are plain data") + "\n",
    });
    Ok(if findings.is_empty() { ExitStatus::Done } else { ExitStatus::Findings })
}

/// The roster document that was named, or that of the site.
pub fn document_of(job: &Job<'_>, file: Option<&Path>) -> Result<Document<Roster>, Failure> {
    let read = match file {
        Some(path) => document::read_named(path, ROSTER),
        None => document::read(&job.folder.roster(), ROSTER),
    };
    read.map(|(document, _)| document).map_err(|finding| Failure { findings: vec![*finding], status: ExitStatus::Usage })
}

/// What the check says of a roster document.
pub struct Judged {
    pub findings: Vec<Finding>,
    /// What became of its claim of a complete search, where it makes one that the bound does not prove.
    pub searched: Option<Repeated>,
}

/// Counts every rule and every statement of a roster document anew.
pub fn judged(job: &Job<'_>, roster: &Roster) -> Judged {
    // A roster made before anybody validated is judged by what it was made from.
    let assumed = Readiness::Assumed;
    let basis = basis(job, roster, &assumed);
    let job_then = Job { readiness: basis, ..*job };
    let mut findings = check_roster(&job_then.given(), roster);
    // A search is repeated only for a document that is whole otherwise.
    let searched = findings.is_empty().then(|| job_then.repeated(roster)).flatten();
    if let Some(Repeated::Cheaper(cost)) = searched {
        findings.push(codes::SEARCH_REFUTED.finding(
            None,
            Words::new(
                format!("the roster claims that nothing costs less than {}, a roster of cost {cost} exists", roster.cost),
                format!("laut Dienstplan kostet nichts weniger als {}, es gibt aber einen mit Kosten von {cost}", roster.cost),
            ),
        ));
    }
    if basis != job.readiness {
        // What has been found out since counts all the same.
        let given = job.given_of(roster);
        for finding in check_places(&given, &Places::of(roster)) {
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }
    Judged { findings, searched }
}

/// What a claim of a complete search rests on, where the bound does not prove it.
fn tell_search(searched: Option<Repeated>, lang: Lang) {
    match searched {
        None | Some(Repeated::Cheaper(_)) => {}
        Some(Repeated::Counted) => talk(
            lang,
            "nothing is cheaper: every roster that could be was counted, without the solver",
            "nichts ist günstiger: jeder Dienstplan, der es sein könnte, wurde ohne den Löser nachgezählt",
        ),
        Some(Repeated::Searched) => talk(
            lang,
            "nothing is cheaper, says the solver's own search, done again; there are too many rosters to count them without it",
            "nichts ist günstiger, sagt die wiederholte Suche des Lösers selbst; es sind zu viele Dienstpläne, um sie ohne ihn nachzuzählen",
        ),
        Some(Repeated::NotDecided) => talk(
            lang,
            "the roster states that a complete search found nothing cheaper; the search is too large to repeat: not verified",
            "laut Dienstplan fand eine vollständige Suche nichts Günstigeres; sie ist zu groß, um sie zu wiederholen: nicht nachgeprüft",
        ),
    }
}

/// Which lines worked when the roster was made: a roster made before anybody validated is judged by what it was made from.
pub fn basis<'a>(job: &Job<'a>, roster: &Roster, assumed: &'a Readiness) -> &'a Readiness {
    if roster.readiness == ReadinessBasis::Assumed { assumed } else { job.readiness }
}
