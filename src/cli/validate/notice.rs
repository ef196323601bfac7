//! `validate --notice`: tells the security team of a run, and sends nothing.

use std::path::Path;
use std::time::Duration;

use super::job::{Job, Outlook, outlook};
use super::outputs::put;
use crate::cli::{Context, ExitStatus, Failure};
use crate::diag::Lang;
use crate::domain::HostPort;
use crate::net::driver::our_addresses;
use crate::output;
use crate::output::notice::{Notice, Target, text};
use crate::probe::campaign::USER_AGENT;
use crate::store::files;

/// Names of registrars are looked up for no longer.
const LOOKUP: Duration = Duration::from_secs(3);

/// Writes the notice into `path`, or to stdout where that is `-`.
pub fn write(
    job: &Job<'_>,
    start: Option<jiff::civil::DateTime>,
    path: &Path,
    context: &Context,
    lang: Lang,
) -> Result<ExitStatus, Failure> {
    let Outlook { forecast, ways, source_port, requests_per_line, findings } = outlook(job)?;
    let registrars: Vec<HostPort> = ways.keys().map(|way| way.registrar.clone()).collect();
    let from = our_addresses(&registrars, LOOKUP);
    let targets: Vec<Target> =
        ways.iter().zip(from).map(|((way, lines), from)| Target { way: way.to_string(), lines: *lines, from }).collect();
    // Where Linux keeps the computer's name.
    let computer = files::read_text(Path::new("/etc/hostname"), 4096).unwrap_or_default();
    let notice = Notice {
        site: job.site,
        level: job.options.level,
        forecast,
        targets: &targets,
        computer: computer.trim(),
        udp_port: source_port,
        user_agent: USER_AGENT,
        start,
        requests_per_line,
    };
    let notice = text(&notice, lang);
    talk_styled!("{}", output::findings::human(&findings, lang, context.color));
    if path == Path::new("-") {
        crate::cli::say(&notice);
        return Ok(ExitStatus::Done);
    }
    put(path, notice.as_bytes(), 0o644)
        .map_err(|finding| Failure { findings: vec![*finding], status: ExitStatus::Incomplete })?;
    match lang {
        Lang::En => talkln!("notice written to {}; nothing was sent", path.display()),
        Lang::De => talkln!("Ankündigung geschrieben: {}; es wurde nichts gesendet", path.display()),
    }
    Ok(ExitStatus::Done)
}
