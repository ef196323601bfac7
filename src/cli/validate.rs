//! `deskshift validate`: ask the PBX about every line, without harm.
#![allow(clippy::disallowed_methods, clippy::print_stderr)] // the edge reads the clock and talks on stderr

mod calls;
pub mod codes;
pub(super) mod job;
pub(super) mod keep;
mod reach;
mod record;
mod revoked;
mod select;
mod site_key;
mod sweep;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::{Context, ExitStatus, Failure, Format, inventory, plan};
use crate::diag::{Finding, Lang, Place, Words};
use crate::domain::{Extension, HostPort, Secrets, Transport};
use crate::net::driver::interruption;
use crate::output;
use crate::plan::model::Plan;
use crate::probe::campaign::Progress;
use crate::probe::report::{Level, Report};
use crate::store::document::{self, PLAN};
use crate::store::site_folder::{Policy, SiteFolder};
use crate::store::{files, lock, profiles};
pub use job::{Asked, Job, Options, ask};

/// Ask the PBX about every line, without harm
///
/// The level `fetch` asks for user name and password and changes nothing. The level `bind` registers, looks, and unregisters, and
/// only where a slot is free. The level `call` lets the lines call each other through the PBX, both sides ours. A known-good line goes first; a run stops before it gets this computer banned.
#[derive(clap::Args)]
pub struct Args {
    /// How far to go
    #[arg(long, value_enum, default_value_t = CliLevel::Fetch)]
    level: CliLevel,
    /// These extensions only
    #[arg(long, value_name = "EXT", value_delimiter = ',')]
    only: Vec<Extension>,
    /// New lines a second, at most the site's `validate.rate_per_s`; on loopback any, 0 for no limit
    #[arg(long, value_name = "NUMBER")]
    rate: Option<f64>,
    /// Go on with the last run: ask only what is not decided yet
    #[arg(long)]
    resume: bool,
    /// Ask also where the same password was refused in the last ten minutes
    #[arg(long)]
    again: bool,
    /// Register even where that may throw a device out
    #[arg(long)]
    force_bind: bool,
    /// At the level `call`, call also lines where another device is registered, which then rings too
    #[arg(long)]
    ring_devices: bool,
    /// The PBX has loaded what `deskshift convert` wrote for it: log in with the new passwords, judge by the contact limits after the change
    #[arg(long)]
    change_loaded: bool,
    /// Ask with the logins of people who left (`secrets.revoke`): each of them must be refused
    #[arg(long, conflicts_with_all = ["change_loaded", "level", "resume", "force_bind"])]
    revoked: bool,
    /// Ask there instead of where the plan says; for labs on loopback, or another registrar of the site
    #[arg(long, value_name = "HOST:PORT")]
    registrar: Option<String>,
    /// Transport to that registrar
    #[arg(long, value_enum, requires = "registrar", default_value_t = CliTransport::Udp)]
    transport: CliTransport,
    /// Certificate of the authority to trust, instead of the site's `pbx.ca`
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Write one verdict a line into this file, and after them remarks on the run
    #[arg(long, value_name = "FILE")]
    jsonl: Option<PathBuf>,
    /// Write JUnit XML into this file
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum CliLevel {
    Fetch,
    Bind,
    Call,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum CliTransport {
    Udp,
    Tcp,
    Tls,
    Ws,
    Wss,
}

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy().map_err(usage)?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let registrars = overrides(args)?;
    let (plan, plan_hash, secrets) = inputs(&folder, &policy, lang)?;
    let _lock = lock::take(folder.out(), "validate").map_err(|finding| {
        let status =
            if finding.code == crate::store::codes::LOCKED.code() { ExitStatus::Refused } else { ExitStatus::Incomplete };
        Failure { findings: vec![*finding], status }
    })?;
    let options = Options {
        level: match args.level {
            CliLevel::Fetch => Level::Fetch,
            CliLevel::Bind => Level::Bind,
            CliLevel::Call => Level::Call,
        },
        only: args.only.clone(),
        rate: args.rate,
        resume: args.resume,
        again: args.again,
        force_bind: args.force_bind,
        ring_devices: args.ring_devices,
        change_loaded: args.change_loaded,
        revoked: args.revoked,
        registrars,
        authorities: args.ca.as_deref().map(|path| files::read(path, files::MAX_FILE)).transpose().map_err(one)?,
        ..Options::default()
    };
    let job = Job { site: &policy.site, folder: &folder, plan: &plan, secrets: &secrets, options };
    let mut line = ProgressLine::new(context.progress, lang);
    let asked = ask(&job, interruption, lang, &mut |text| talkln!("{text}"), &mut |progress| line.show(progress));
    line.clear();
    let Asked { report, findings, status } = asked?;
    let findings = policy.located(findings);
    if args.revoked {
        return Ok(revoked::tell(&report, findings, context, lang));
    }
    let kept = keep::store(&folder, (&plan, &plan_hash), &secrets, &report).map_err(incomplete)?;
    write_files(args, &report, lang)?;
    talk_styled!("{}", output::findings::human(&findings, lang, context.color));
    if let Some((lines, since)) = kept {
        tell_kept(lines.len(), since, &folder, lang);
    }
    let text = match context.format {
        Format::Human => output::validate::human(&report, lang, context.color_out),
        Format::Json => output::validate::json(&report),
    };
    // A reader that stops reading early (`| head`) is no failure.
    crate::cli::say_styled(&text);
    Ok(status)
}

fn usage(findings: Vec<Finding>) -> Failure {
    Failure { findings, status: ExitStatus::Usage }
}

// `map_err` hands the box over.
#[allow(clippy::boxed_local)]
fn one(finding: Box<Finding>) -> Failure {
    usage(vec![*finding])
}

/// The plan and the passwords it points to. A plan that is missing or was made from other input is made anew: all stages before
/// this one are pure and fast, and a run against old facts would blame the PBX for what has long been mended.
fn inputs(folder: &SiteFolder, policy: &Policy, lang: Lang) -> Result<(Plan, String, Secrets), Failure> {
    if let Some(found) = stored(folder, policy) {
        return Ok(found);
    }
    let gathered = inventory::gather(folder, policy).map_err(|failure| failure.shortened(Format::Human))?;
    inventory::store(folder, policy, &gathered)?;
    let mut stored = plan::read_inventory(folder, policy)?;
    let (catalogue, faults) = profiles::load(Some(folder.root()));
    let made = plan::make(&stored, policy, &plan::clients(&catalogue, policy), faults);
    let hash = plan::store(folder, policy, &mut stored, &made)?;
    match lang {
        Lang::En => talkln!("the plan was missing or old and has been made anew"),
        Lang::De => talkln!("der Plan fehlte oder war veraltet und wurde neu gemacht"),
    }
    Ok((made, hash, stored.secrets))
}

/// What earlier commands left, if it fits the sources as they are now.
fn stored(folder: &SiteFolder, policy: &Policy) -> Option<(Plan, String, Secrets)> {
    let path = folder.plan();
    let stored = plan::read_inventory(folder, policy).ok()?;
    let (document, hash) = document::read::<Plan>(&path, PLAN).ok()?;
    for (name, now) in [("inventory", &stored.sha256), ("deskshift.yaml", &policy.sha256)] {
        document::fits(&path, &document.header, name, now, PLAN).ok()?;
    }
    // Passwords that were drawn for it and are gone.
    document.body.issued_keys().all(|key| stored.secrets.with_key(key).is_some()).then_some(())?;
    Some((document.body, hash, stored.secrets))
}

fn overrides(args: &Args) -> Result<BTreeMap<Transport, HostPort>, Failure> {
    let Some(text) = &args.registrar else { return Ok(BTreeMap::new()) };
    let transport = match args.transport {
        CliTransport::Udp => Transport::Udp,
        CliTransport::Tcp => Transport::Tcp,
        CliTransport::Tls => Transport::Tls,
        CliTransport::Ws => Transport::Ws,
        CliTransport::Wss => Transport::Wss,
    };
    let Some(registrar) = host_port(text) else {
        let what = Words::new(format!("`{text}` is no `HOST:PORT`"), format!("`{text}` ist kein `RECHNER:PORT`"));
        let todo = Words::new("such as `--registrar 127.0.0.1:5060`", "etwa `--registrar 127.0.0.1:5060`");
        return Err(usage(vec![codes::BAD_REGISTRAR.finding(None, what).todo(todo)]));
    };
    Ok(BTreeMap::from([(transport, registrar)]))
}

/// `host:port` or `[2001:db8::1]:port`
fn host_port(text: &str) -> Option<HostPort> {
    let (host, port) = text.rsplit_once(':')?;
    let host = match host.strip_prefix('[') {
        Some(inner) => inner.strip_suffix(']')?,
        None if host.contains(':') => return None,
        None => host,
    };
    let port = port.parse().ok().filter(|port| *port != 0)?;
    let plain = !host.is_empty() && host.chars().all(|c| c.is_alphanumeric() || ".:-_%".contains(c));
    plain.then(|| HostPort { host: host.to_owned(), port })
}

/// Lines that this run left open and that an earlier one decided.
fn tell_kept(n: usize, since: u64, folder: &SiteFolder, lang: Lang) {
    let path = folder.report();
    let path = path.display();
    let day = i64::try_from(since).ok().and_then(|s| jiff::Timestamp::from_second(s).ok()).unwrap_or_default();
    let day = day.to_zoned(jiff::tz::TimeZone::UTC).date();
    match lang {
        Lang::En => {
            talkln!(
                "{} that this run did not decide: earlier verdict kept in {path} (the oldest of {day})",
                output::counted(n, "line", "lines")
            )
        }
        Lang::De => talkln!(
            "{} in diesem Lauf nicht entschieden: früheres Ergebnis bleibt in {path} (das älteste vom {day})",
            output::counted(n, "Anschluss", "Anschlüsse")
        ),
    }
}

// `map_err` hands the box over.
#[allow(clippy::boxed_local)]
fn incomplete(finding: Box<Finding>) -> Failure {
    Failure { findings: vec![*finding], status: ExitStatus::Incomplete }
}

/// The forms of this run's verdicts that the user asked for.
fn write_files(args: &Args, report: &Report, lang: Lang) -> Result<(), Failure> {
    let write = |path: &Option<PathBuf>, text: String| match path {
        Some(path) => put(path, &text).map_err(incomplete),
        None => Ok(()),
    };
    write(&args.jsonl, output::validate::json_lines(report))?;
    write(&args.junit, output::junit::xml(report, lang))
}

/// Files replace what was there; a device or pipe, such as `/dev/stderr`, is written to.
fn put(path: &Path, text: &str) -> Result<(), Box<Finding>> {
    let special = std::fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir());
    if special {
        return std::fs::OpenOptions::new()
            .append(true)
            .open(path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|error| files::unwritable(path, &error));
    }
    files::replace(path, text.as_bytes(), 0o644)
}

/// One line on a terminal, drawn at most ten times a second.
struct ProgressLine {
    wanted: bool,
    lang: Lang,
    drawn: Option<std::time::Instant>,
}

impl ProgressLine {
    fn new(wanted: bool, lang: Lang) -> Self {
        Self { wanted, lang, drawn: None }
    }

    fn show(&mut self, progress: &Progress) {
        let due = self.drawn.is_none_or(|at| at.elapsed() >= std::time::Duration::from_millis(100));
        if !self.wanted || !due {
            return;
        }
        self.drawn = Some(std::time::Instant::now());
        let Progress { decided, total, ready, failed, in_flight, hits, .. } = *progress;
        match self.lang {
            Lang::En => {
                draw!("\r\x1b[K{decided}/{total} lines, {ready} ready, {failed} failed, {in_flight} in flight, {hits} log hits");
            }
            Lang::De => draw!(
                "\r\x1b[K{decided}/{total} Anschlüsse, {ready} bereit, {failed} gescheitert, {in_flight} unterwegs, {hits} Treffer"
            ),
        }
    }

    fn clear(&self) {
        if self.drawn.is_some() {
            draw!("\r\x1b[K");
        }
    }
}

/// A finding about a place of the site file.
fn in_site_file(folder: &SiteFolder) -> Place {
    Place::file(SiteFolder::shown(&folder.policy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registrars_are_host_and_port() {
        let parsed = |text: &str| host_port(text).map(|at| at.to_string());
        for good in ["127.0.0.1:5060", "pbx.example:5061", "[::1]:5060"] {
            assert_eq!(parsed(good).as_deref(), Some(good));
        }
        for bad in
            ["", "pbx", "pbx:", "pbx:0", "pbx:70000", ":5060", "::1:5060", "[::1:5060", "a b:5060", "pbx:5060/x", "p\u{1b}:1"]
        {
            assert_eq!(parsed(bad), None, "{bad}");
        }
    }
}
