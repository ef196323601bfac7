//! `validate --revoked`: every login of someone who left must be refused.

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

#[derive(Serialize)]
struct Told<'a> {
    refused: Vec<&'a str>,
    still_accepted: Vec<&'a str>,
    undecided: Vec<&'a str>,
}

/// Says which logins are refused, and fails where one is not.
pub fn tell(report: &Report, mut findings: Vec<Finding>, context: &Context, lang: Lang) -> ExitStatus {
    let mut told = Told { refused: Vec::new(), still_accepted: Vec::new(), undecided: Vec::new() };
    for verdict in &report.verdicts {
        let list = match verdict.outcome {
            _ if REFUSALS.iter().any(|class| class.code() == verdict.class) => &mut told.refused,
            Outcome::Undecided | Outcome::Kept => &mut told.undecided,
            Outcome::Ready | Outcome::Failed => {
                findings.push(accepted(verdict));
                &mut told.still_accepted
            }
        };
        list.push(verdict.extension.as_str());
    }
    output::findings::sort(&mut findings);
    talk_styled!("{}", output::findings::human(&findings, lang, context.color));
    let text = match context.format {
        Format::Json => serde_json::to_string_pretty(&told).expect("lists of text") + "\n",
        Format::Human => human(&told, report, lang),
    };
    crate::cli::say(&text);
    if told.still_accepted.is_empty() && told.undecided.is_empty() { ExitStatus::Done } else { ExitStatus::Findings }
}

fn human(told: &Told, report: &Report, lang: Lang) -> String {
    let (refused, accepted, undecided) = (told.refused.len(), told.still_accepted.len(), told.undecided.len());
    let mut text = match lang {
        Lang::En => format!("revoked: {refused} refused, {accepted} still accepted, {undecided} undecided\n"),
        Lang::De => format!("entzogen: {refused} abgelehnt, {accepted} noch angenommen, {undecided} offen\n"),
    };
    for verdict in report.verdicts.iter().filter(|verdict| told.undecided.contains(&verdict.extension.as_str())) {
        text += &format!("  {}: {}\n", verdict.extension, verdict.cause.get(lang));
    }
    text
}

fn accepted(verdict: &Verdict) -> Finding {
    codes::STILL_ACCEPTED
        .finding(
            None,
            Words::new(
                format!("the PBX did not refuse the login that was revoked (`{}`)", verdict.class),
                format!("die Anlage hat die entzogene Anmeldung nicht abgelehnt (`{}`)", verdict.class),
            ),
        )
        .about(verdict.extension.as_str())
        .todo(Words::new(
            "load the file that `deskshift convert` wrote for the PBX, then ask again with `--again`",
            "die Datei laden, die `deskshift convert` für die Anlage geschrieben hat, dann mit `--again` noch einmal fragen",
        ))
}
