//! `deskshift rotate certify`: what the prices of a roster prove, recomputed without the solver.

use std::path::Path;

use super::job::Job;
use super::{check, talk};
use crate::cli::{Context, ExitStatus, Failure, Format, say};
use crate::diag::Lang;
use crate::output::{self, roster_proof};
use crate::roster::check::prove;
use crate::roster::model::Readiness;
use crate::store::document::Header;

/// `file`: a roster document; a workbook or CSV carries no certificate and is refused.
pub fn run(job: &Job<'_>, file: Option<&Path>, context: &Context, lang: Lang) -> Result<ExitStatus, Failure> {
    let document = check::document_of(job, file)?;
    let roster = document.body;
    let assumed = Readiness::Assumed;
    let job = &Job { readiness: check::basis(job, &roster, &assumed), ..*job };
    let mut proven = prove(&job.given(), &roster);
    output::findings::sort(&mut proven.findings);
    let holds = proven.findings.is_empty();
    if !holds {
        tell_other_inputs(job, &document.header, lang);
    }
    say(&match context.format {
        Format::Human if holds => roster_proof::human(&roster, &proven, lang),
        Format::Human => {
            let head = match lang {
                Lang::En => "the certificate does not prove what the roster states\n",
                Lang::De => "der Nachweis belegt nicht, was der Dienstplan angibt\n",
            };
            output::findings::human(&proven.findings, lang, false) + &roster_proof::human(&roster, &proven, lang) + head
        }
        Format::Json => roster_proof::json(&roster, &proven),
    });
    Ok(if holds { ExitStatus::Done } else { ExitStatus::Findings })
}

/// A proof is about the inputs that a roster was made from; others may be why it fails.
fn tell_other_inputs(job: &Job<'_>, header: &Header, lang: Lang) {
    let now = [("inventory", job.stored.sha256.as_str()), ("plan", job.plan_sha256)];
    if now.iter().any(|(name, hash)| header.inputs.get(*name).is_some_and(|made| made != hash)) {
        talk(
            lang,
            "the roster was made from another inventory or plan than those in `out/`, which may be the reason",
            "der Dienstplan entstand aus einem anderen Inventar oder Plan als denen in `out/`, das kann der Grund sein",
        );
    }
}
