//! `validate --revoked`: every login of someone who left must be refused.

use std::collections::BTreeMap;

use serde::Serialize;

use super::codes;
use crate::cli::{Context, ExitStatus, Format};
use crate::diag::{Finding, Lang, Words};
use crate::output;
use crate::probe::codes::Class;
use crate::probe::report::{Outcome, Report, Verdict};

/// What a PBX says to a login that is no longer right.
const REFUSALS: [Class; 5] =
    [Class::AuthRejected, Class::SecretDiffers, Class::SecretCut, Class::AuthNameDiffers, Class::UnknownExtension];

/// What became of all logins of a line together, the better one first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    Refused,
    Undecided,
    Accepted,
}

#[derive(Serialize)]
struct Told<'a> {
    refused: Vec<&'a str>,
    still_accepted: Vec<&'a str>,
    undecided: Vec<&'a str>,
}

/// Says whose logins are refused, and fails where one is not. A line may have been asked with several: it is refused where each of them is.
pub fn tell(report: &Report, mut findings: Vec<Finding>, context: &Context, lang: Lang) -> ExitStatus {
    let mut lines: BTreeMap<&str, (Answer, &Verdict)> = BTreeMap::new();
    for verdict in &report.verdicts {
        let answer = match verdict.outcome {
            _ if REFUSALS.iter().any(|class| class.code() == verdict.class) => Answer::Refused,
            Outcome::Undecided | Outcome::Kept => Answer::Undecided,
            Outcome::Ready | Outcome::Failed => Answer::Accepted,
        };
        let worst = lines.entry(verdict.extension.as_str()).or_insert((answer, verdict));
        if answer > worst.0 {
            *worst = (answer, verdict);
        }
    }
    findings.extend(lines.values().filter(|(answer, _)| *answer == Answer::Accepted).map(|(_, verdict)| accepted(verdict)));
    let of = |wanted| lines.iter().filter(|(_, (answer, _))| *answer == wanted).map(|(line, _)| *line).collect();
    let told = Told { refused: of(Answer::Refused), still_accepted: of(Answer::Accepted), undecided: of(Answer::Undecided) };
    output::findings::sort(&mut findings);
    talk_styled!("{}", output::findings::human(&findings, lang, context.color));
    let text = match context.format {
        Format::Json => serde_json::to_string_pretty(&told).expect("lists of text") + "\n",
        Format::Human => human(&told, &lines, lang),
    };
    crate::cli::say(&text);
    if told.still_accepted.is_empty() && told.undecided.is_empty() { ExitStatus::Done } else { ExitStatus::Findings }
}

fn human(told: &Told, lines: &BTreeMap<&str, (Answer, &Verdict)>, lang: Lang) -> String {
    let (refused, accepted, undecided) = (told.refused.len(), told.still_accepted.len(), told.undecided.len());
    let mut text = match lang {
        Lang::En => format!("revoked: {refused} refused, {accepted} still accepted, {undecided} undecided\n"),
        Lang::De => format!("entzogen: {refused} abgelehnt, {accepted} noch angenommen, {undecided} offen\n"),
    };
    for (_, verdict) in lines.values().filter(|(answer, _)| *answer == Answer::Undecided) {
        text += &format!("  {}: {}\n", verdict.extension, verdict.cause.get(lang));
    }
    text
}

fn accepted(verdict: &Verdict) -> Finding {
    codes::STILL_ACCEPTED
        .finding(
            None,
            Words::new(
                format!("the PBX did not refuse the login that was revoked: line `{}` (`{}`)", verdict.extension, verdict.class),
                format!(
                    "die Anlage hat die entzogene Anmeldung nicht abgelehnt: Anschluss `{}` (`{}`)",
                    verdict.extension, verdict.class
                ),
            ),
        )
        .about(verdict.extension.as_str())
        .todo(Words::new(
            "load the file that `deskshift convert` wrote for the PBX, then ask again with `--again`",
            "die Datei laden, die `deskshift convert` für die Anlage geschrieben hat, dann mit `--again` noch einmal fragen",
        ))
}
