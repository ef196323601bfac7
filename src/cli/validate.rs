//! `deskshift validate`: ask the PBX about every line, without harm.
#![allow(clippy::disallowed_methods, clippy::print_stderr)] // the edge reads the clock and talks on stderr

mod calls;
mod candidates;
pub mod codes;
mod earlier;
pub(super) mod job;
pub(super) mod keep;
mod notice;
mod outputs;
mod pace;
mod reach;
mod record;
mod revoked;
mod select;
mod server;
mod site_key;
mod stored;
mod sweep;
mod wave;

use std::collections::BTreeMap;
use std::path::PathBuf;

use self::stored::StoredPlan;
use super::{Context, ExitStatus, Failure, Form, Format, inventory, plan};
use crate::diag::{Finding, Lang, Place, Words};
use crate::domain::{Extension, HostPort, Secrets, Transport};
use crate::net::driver::interruption;
use crate::output;
use crate::output::validate_run::Run;
use crate::plan::Planned;
use crate::policy::read::Need;
use crate::probe::campaign::Progress;
use crate::probe::compare::compare;
use crate::probe::report::Level;
use crate::store::document::{self, PLAN};
use crate::store::site_folder::{Policy, SiteFolder};
use crate::store::{by_record, files, lock, profiles};
pub use job::{Asked, Job, Options, ask};

/// Ask the PBX about every line, without harm
///
/// The level `fetch` asks for user name and password and changes nothing. The level `noop` also names the contact that a
/// softphone would have, with no time to live: nothing is registered, but the PBX must like it. The level `bind` registers, looks, and
/// unregisters, and only where a slot is free. The level `call` lets the lines call each other through the PBX, both sides ours. A known-good line goes first; a run stops before it gets this computer banned.
#[derive(clap::Args)]
pub struct Args {
    /// How far to go
    #[arg(long, value_enum, default_value_t = CliLevel::Fetch)]
    level: CliLevel,
    /// These extensions only
    #[arg(long, value_name = "EXT", value_delimiter = ',')]
    only: Vec<Extension>,
    /// Lines of this wave of the site file (`waves`) only
    #[arg(long, value_name = "NAME", conflicts_with = "revoked")]
    wave: Option<String>,
    /// New lines a second at most: not above `validate.rate_per_s`, or what the kind of PBX bears; on loopback any, 0 for no limit
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
    /// One challenge for all lines, one message for each: for laboratories, on loopback or with `validate.lab: true`
    #[arg(long, conflicts_with = "revoked")]
    shared_challenge: bool,
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
    /// Only lines that were not ready: in `out/report.json`, or in a file that an earlier run wrote
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, conflicts_with_all = ["revoked", "resume"])]
    only_failed: Option<Option<PathBuf>>,
    /// Compare with an earlier run: its JSON or JSON lines; without this, with `out/report.json` as it was before
    #[arg(long, value_name = "FILE", conflicts_with = "revoked")]
    compare: Option<PathBuf>,
    /// Write a form of the result into a file; may be given several times. KIND: human, json, jsonl, junit, tap, openmetrics, nagios,
    /// html (a page with a picture of each failed exchange), pcap (the messages of failed exchanges, masked)
    #[arg(long, value_name = "KIND=FILE", conflicts_with = "revoked")]
    out: Vec<outputs::Wanted>,
    /// Short for `--out jsonl=FILE`
    #[arg(long, value_name = "FILE", value_parser = outputs::file)]
    jsonl: Option<PathBuf>,
    /// Short for `--out junit=FILE`
    #[arg(long, value_name = "FILE", value_parser = outputs::file)]
    junit: Option<PathBuf>,
    /// Send nothing; write the notice for the security team into this file (`-`: stdout), with the other options as the run will have them
    #[arg(long, value_name = "FILE", conflicts_with = "revoked")]
    notice: Option<PathBuf>,
    /// When that run will begin, for its notice
    #[arg(long, value_name = "2027-03-01T22:00", requires = "notice")]
    start: Option<jiff::civil::DateTime>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum CliLevel {
    Fetch,
    Noop,
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
    crate::store::memory::keep_pages_small();
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy_for(Need::Lines).map_err(usage)?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let registrars = overrides(args)?;
    let (mut plan, plan_hash, secrets) = inputs(&folder, &policy, lang)?;
    let _lock = lock::take(folder.out(), "validate").map_err(|finding| {
        let status =
            if finding.code == crate::store::codes::LOCKED.code() { ExitStatus::Refused } else { ExitStatus::Incomplete };
        Failure { findings: vec![*finding], status }
    })?;
    let wanted = wanted(args);
    outputs::check(&wanted, &folder).map_err(one)?;
    let (last, broken) = if args.revoked { (None, None) } else { earlier::last(&folder) };
    talk_styled!("{}", output::findings::human(broken.as_slice(), lang, context.color));
    let earlier = earlier::compared(args.compare.as_deref(), last.as_ref(), &folder)?;
    let chosen = wave::chosen(args.wave.as_deref(), &args.only, &policy.site, &plan, &folder)?;
    let (only, known_good) = earlier::only(args, chosen, &folder, last.as_deref(), broken)?;
    let options = Options {
        level: match args.level {
            CliLevel::Fetch => Level::Fetch,
            CliLevel::Noop => Level::Noop,
            CliLevel::Bind => Level::Bind,
            CliLevel::Call => Level::Call,
        },
        only,
        known_good,
        rate: args.rate,
        resume: args.resume,
        again: args.again,
        force_bind: args.force_bind,
        ring_devices: args.ring_devices,
        shared_challenge: args.shared_challenge,
        change_loaded: args.change_loaded,
        revoked: args.revoked,
        registrars,
        authorities: args.ca.as_deref().map(|path| files::read(path, files::MAX_FILE)).transpose().map_err(one)?,
        traces: wanted.iter().any(|wanted| wanted.kind.needs_traces()),
        ..Options::default()
    };
    // Of the lines as they are planned, for the report; what follows needs them as they are asked.
    let fingerprints = if args.revoked || args.notice.is_some() {
        Vec::new()
    } else {
        let key = site_key::read_or_make(&site_key::path(&folder)).map_err(incomplete)?;
        keep::fingerprints(&key, plan.lines.iter().map(|line| &**line), &secrets)
    };
    plan.settle(args.change_loaded);
    let job = Job {
        site: &policy.site,
        folder: &folder,
        plan: &plan,
        secrets: &secrets,
        told: None,
        fingerprints: &fingerprints,
        options,
    };
    if let Some(path) = &args.notice {
        return notice::write(&job, args.start, path, context, lang);
    }
    // An extension that the PBX does not have costs its ban log more than any other: the PBX itself says first which it has.
    let mut unasked = Vec::new();
    let told = if args.revoked { None } else { server::told(&policy, &folder, &plan, &mut unasked) };
    let job = Job { told: told.as_ref(), ..job };
    let mut line = ProgressLine::new(context.progress, lang);
    let asked = ask(&job, interruption, lang, &mut |text| talkln!("{text}"), &mut |progress| line.show(progress));
    line.clear();
    let Asked { mut report, mut findings, mut status, began, took, traces, ways } = asked?;
    // Where it did not answer before, it is not asked twice.
    let told = if unasked.is_empty() { server::told(&policy, &folder, &plan, &mut findings) } else { None };
    findings.append(&mut unasked);
    let devices = server::settle(&policy, &plan, &mut report, told.as_ref());
    if status != ExitStatus::Interrupted {
        status = job::status(&report);
    }
    let findings = policy.located(findings);
    if args.revoked {
        return Ok(revoked::tell(&report, findings, context, lang));
    }
    let about = || keep::texts(plan.lines.iter().map(|line| &**line), &fingerprints);
    let kept = keep::store(&folder, &plan_hash, &about, last.as_deref(), &mut report).map_err(incomplete)?;
    let compared = earlier.map(|(earlier, name)| compare(&report, &earlier, &name));
    let run = Run {
        report: &report,
        plan: &plan,
        site: &policy.site.name,
        began,
        took,
        traces: &traces,
        ways: &ways,
        compared: compared.as_ref(),
        devices: &devices,
    };
    let written = outputs::write(&wanted, &run, lang);
    talk_styled!("{}", output::findings::human(&findings, lang, context.color));
    if let Some((lines, since)) = kept {
        tell_kept(lines.len(), since, &folder, lang);
    }
    outputs::say(&run, context, lang);
    if context.form == Some(Form::Nagios) {
        // A file that is missing is a failure of the check, whatever the PBX says.
        let state = output::nagios::state(&run);
        return written.map_err(incomplete).map(|()| ExitStatus::Monitoring(state.code()));
    }
    written.map_err(incomplete)?;
    Ok(status)
}

/// The files of `--out` and its two short forms.
fn wanted(args: &Args) -> Vec<outputs::Wanted> {
    let short = |kind, path: &Option<PathBuf>| path.clone().map(|path| outputs::Wanted { kind, path });
    let short = short(outputs::Kind::Jsonl, &args.jsonl).into_iter().chain(short(outputs::Kind::Junit, &args.junit));
    args.out.iter().cloned().chain(short).collect()
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
pub(super) fn inputs(folder: &SiteFolder, policy: &Policy, lang: Lang) -> Result<(Planned, String, Secrets), Failure> {
    if let Some(found) = stored(folder, policy) {
        return Ok(found);
    }
    let gathered = inventory::gather(folder, policy).map_err(|failure| failure.shortened(Format::Human))?;
    inventory::store(folder, policy, &gathered)?;
    let mut stored = plan::read_inventory(folder, policy)?;
    let (catalogue, faults) = profiles::load(Some(folder.root()));
    let (made, hash) = plan::make(folder, &mut stored, policy, &plan::clients(&catalogue, policy), faults)?;
    match lang {
        Lang::En => talkln!("the plan was missing or old and has been made anew"),
        Lang::De => talkln!("der Plan fehlte oder war veraltet und wurde neu gemacht"),
    }
    Ok((made.into(), hash, stored.secrets))
}

/// What earlier commands left, if it fits the sources as they are now.
fn stored(folder: &SiteFolder, policy: &Policy) -> Option<(Planned, String, Secrets)> {
    let path = folder.plan();
    let (secrets, inventory) = plan::read_secrets(folder, policy).ok()?;
    let (document, hash) = by_record::read::<StoredPlan>(&path, PLAN).ok()?;
    for (name, now) in [("inventory", &inventory), ("deskshift.yaml", &policy.sha256)] {
        document::fits(&path, &document.header, name, now, PLAN).ok()?;
    }
    if !super::chain::changed_beside(folder, &document.header).is_empty() {
        return None;
    }
    // Passwords that were drawn for it and are gone.
    document.body.has_what_was_drawn(&secrets).then_some(())?;
    Some((document.body.into(), hash, secrets))
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
    plain.then(|| HostPort { host: host.into(), port })
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
