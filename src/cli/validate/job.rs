//! One run: select, forecast, ask, remember.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::keep::Fingerprint;
use super::pace::{foresee, pace, requests};
use super::reach::{authorities, connect_within, source_port};
use super::record::{About, Journal, Recording, read_journal};
use super::select::{Selection, select, servers};
use super::sweep::{Sweep, SweepJournal};
use super::{calls, codes, site_key};
use crate::cli::{ExitStatus, Failure};
use crate::diag::{Finding, Lang, Words};
use crate::domain::{Extension, HostPort, InOrder, LineId, Secrets, Transport};
use crate::net::driver::{self, Reach};
use crate::net::{Dns, Met, MetTls, TlsSettings};
use crate::output::validate::{Forecast, forecast as forecast_words};
use crate::plan::Planned;
use crate::plan::model::Line;
use crate::policy::site::Site;
use crate::probe::budget::Budget;
use crate::probe::campaign::{Campaign, Candidate, Progress, Settings, Way};
use crate::probe::codes::Class;
use crate::probe::diagnose::{self, Circumstances};
use crate::probe::forecast::has_facts;
use crate::probe::guards;
use crate::probe::journal::Memory;
use crate::probe::known::Known;
use crate::probe::refused::Keyed;
use crate::probe::report::{Evidence, Level, Outcome, Report, Verdict};
use crate::probe::schedule::Rules;
use crate::probe::server::{Endpoints, Told, foretell};
use crate::probe::trace::Trace;
use crate::probe::ways::WayFacts;
use crate::store::site_folder::SiteFolder;
use crate::store::{codes as store_codes, files, random};

/// Seconds a test registration lives when it cannot be removed.
const BIND_EXPIRES_S: u32 = 60;
/// CSeq numbers that the requests of one exchange may use: a later request with the same Call-ID has to go on above them.
const SWEEP_CSEQS: u32 = 40;
/// What the user asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    pub level: Level,
    /// Empty: all.
    pub only: Vec<Extension>,
    /// Lines that were good in an earlier run: one of them goes along where a few others are asked.
    pub known_good: BTreeSet<Extension>,
    /// Lines a second; zero: no limit, on loopback only.
    pub rate: Option<f64>,
    pub resume: bool,
    pub again: bool,
    pub force_bind: bool,
    /// Call also lines whose other devices would ring.
    pub ring_devices: bool,
    /// One challenge for all lines; for laboratories.
    pub shared_challenge: bool,
    pub change_loaded: bool,
    /// The lines of people who left, with the login they had.
    pub revoked: bool,
    /// Ask there instead of where the plan says, by transport.
    pub registrars: BTreeMap<Transport, HostPort>,
    /// PEM certificates to trust instead of the site's.
    pub authorities: Option<Vec<u8>>,
    /// Lines in flight at most.
    pub window: usize,
    /// Keep the messages of lines that do not become ready.
    pub traces: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            level: Level::Fetch,
            only: Vec::new(),
            known_good: BTreeSet::new(),
            rate: None,
            resume: false,
            again: false,
            force_bind: false,
            ring_devices: false,
            shared_challenge: false,
            change_loaded: false,
            revoked: false,
            registrars: BTreeMap::new(),
            authorities: None,
            window: 64,
            traces: false,
        }
    }
}

/// Everything a run is made from.
#[derive(Clone)]
pub struct Job<'a> {
    pub site: &'a Site,
    pub folder: &'a SiteFolder,
    pub plan: &'a Planned,
    pub secrets: &'a Secrets,
    /// What the PBX's own interface said before the run.
    pub told: Option<&'a Told>,
    /// Of the plan's lines, in their order, where they are known already.
    pub fingerprints: &'a [Fingerprint],
    pub options: Options,
}

/// What a run gave.
#[derive(Debug, Clone)]
pub struct Asked {
    /// By line id: asked, remembered, decided from the files, and kept.
    pub report: Report,
    /// Warnings for stderr.
    pub findings: Vec<Finding>,
    pub status: ExitStatus,
    /// Seconds since 1970.
    pub began: u64,
    pub took: Duration,
    /// See [`Options::traces`].
    pub traces: Vec<Trace>,
    pub ways: Vec<WayFacts>,
}

/// What a run would ask, before it does.
struct Opening {
    selection: Selection,
    rules: Rules,
    key: [u8; 32],
    memory: Memory,
    unreadable: Option<Finding>,
    wall: u64,
}

/// What a run will be like.
pub struct Outlook {
    pub forecast: Forecast,
    /// Each registrar with the lines that are asked there.
    pub ways: BTreeMap<Way, usize>,
    pub source_port: u16,
    pub requests_per_line: f64,
    pub findings: Vec<Finding>,
}

/// Foresees a run; sends nothing.
///
/// # Errors
/// As [`ask`].
pub fn outlook(job: &Job<'_>) -> Result<Outlook, Failure> {
    let Opening { selection, rules, key, memory, unreadable, wall } = open(job)?;
    let mut run = Run::new(job, key, &memory, wall, unreadable.into_iter().chain(selection.findings.clone()).collect());
    let around = circumstances(job);
    let candidates = run.candidates(&selection, around);
    let mut budget = run.budget(candidates.iter(), rules.ban_budget);
    let mut ways: BTreeMap<Way, usize> = BTreeMap::new();
    for candidate in &candidates {
        *ways.entry(Way::of(&candidate.line)).or_default() += 1;
    }
    let forecast = foresee(&candidates, &rules, around, budget.left(Instant::now()));
    Ok(Outlook {
        forecast,
        ways,
        source_port: source_port(&key),
        requests_per_line: requests(around.level),
        findings: run.findings,
    })
}

fn circumstances(job: &Job<'_>) -> Circumstances {
    Circumstances {
        kind: job.site.pbx.kind,
        has_facts: has_facts(job.plan) || endpoints(job).is_some(),
        level: job.options.level,
        change_loaded: job.options.change_loaded,
    }
}

/// The endpoints of the PBX, where it tells.
fn endpoints<'a>(job: &Job<'a>) -> Option<&'a Endpoints> {
    job.told.map(|told| &told.endpoints).filter(|endpoints| endpoints.tell())
}

/// Selects, and reads what earlier runs left.
fn open(job: &Job<'_>) -> Result<Opening, Failure> {
    let mut selection = select(job).map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    if let Some(endpoints) = endpoints(job) {
        let files = has_facts(job.plan);
        selection.lines.iter_mut().for_each(|line| foretell(Arc::make_mut(line), endpoints, files));
    }
    if selection.lines.is_empty() && selection.kept.is_empty() {
        let what = Words::new("no line of the plan was selected", "kein Anschluss des Plans ist ausgewählt");
        let todo = Words::new("see `deskshift plan` for the lines", "die Anschlüsse zeigt `deskshift plan`");
        let finding = codes::NOTHING_SELECTED.finding(None, what).todo(todo);
        return Err(Failure { findings: vec![finding], status: ExitStatus::NothingSelected });
    }
    let pace = pace(job, &selection)?;
    files::make_folder(job.folder.out()).map_err(stop)?;
    let key = site_key::read_or_make(&site_key::path(job.folder)).map_err(stop)?;
    let rules = Rules {
        pace,
        ban_budget: job.site.validate.ban_budget.unwrap_or(guards::of(job.site.pbx.kind).ban_budget),
        window: job.options.window,
        t1: Duration::from_millis(u64::from(job.site.validate.t1_ms)),
        timeout: Duration::from_secs_f64(job.site.validate.timeout_s.clamp(0.1, 3600.0)),
    };
    let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (memory, unreadable) = read_journal(&job.folder.observations(), job.options.resume, wall).map_err(stop)?;
    Ok(Opening { selection, rules, key, memory, unreadable, wall })
}

// `map_err` hands the box over.
#[allow(clippy::boxed_local)]
fn stop(finding: Box<Finding>) -> Failure {
    Failure { findings: vec![*finding], status: ExitStatus::Incomplete }
}

/// Runs to the end or to the interruption; `interrupt` gives a future that ends with one. `talk` gets the forecast, `show` how far it is.
///
/// # Errors
/// When nothing was sent: nothing selected, a target that is not the site's, a rate that is not allowed, an unreadable folder.
pub fn ask<F: Future<Output = ()>>(
    job: &Job<'_>,
    interrupt: impl Fn() -> F,
    lang: Lang,
    talk: &mut dyn FnMut(&str),
    show: &mut dyn FnMut(&Progress),
) -> Result<Asked, Failure> {
    let started = Instant::now();
    let Opening { selection, rules, key, memory, unreadable, wall } = open(job)?;
    let call_rules = calls::rules(job)?;
    let seed = random::bytes().map_err(stop)?;
    let mut run = Run::new(job, key, &memory, wall, unreadable.into_iter().chain(selection.findings.clone()).collect());
    let around = circumstances(job);
    let candidates = run.candidates(&selection, around);
    let left = memory.left_behind(wall);
    let least_cseq = left.iter().map(|binding| binding.cseq).max().unwrap_or(0);
    let sweep = Sweep::new(job, left);
    let mut budget = run.budget(candidates.iter().chain(sweep.candidates()), rules.ban_budget);
    if !candidates.is_empty() {
        let left = budget.left(Instant::now());
        talk(&forecast_words(&foresee(&candidates, &rules, around, left), job.options.level, lang));
    }
    let over: Vec<&Line> = candidates.iter().chain(sweep.candidates()).map(|candidate| &*candidate.line).collect();
    let authorities = authorities(job, &over).map_err(stop)?;
    let reach = Reach {
        tls: TlsSettings { authorities_pem: authorities, server_name: job.site.pbx.tls_name.clone(), accept_any: false },
        ws_path: job.site.pbx.ws_path.clone(),
        local_port: source_port(&key),
        dns: Dns { server: job.site.validate.dns_server, seed: key },
        connect_within: connect_within(&over, rules.timeout),
    };
    let settings = Settings {
        rules,
        around,
        force_bind: job.options.force_bind,
        bind_expires_s: BIND_EXPIRES_S,
        identity: key,
        seed,
        // Grows by two a second since 2020, and fits into 31 bits until 2054.
        wall: i64::try_from(wall).unwrap_or(i64::MAX),
        cseq: u32::try_from(wall.saturating_sub(1_577_836_800) * 2).unwrap_or(1).max(least_cseq.saturating_add(SWEEP_CSEQS)),
        servers: servers(job),
        shared_challenge: job.options.shared_challenge,
    };
    let path = job.folder.observations();
    let swept = sweep
        .run(
            Settings {
                shared_challenge: false,
                around: Circumstances { level: Level::Fetch, ..around },
                seed: seed_of(Part::Sweep, seed),
                ..settings.clone()
            },
            budget.clone(),
            &reach,
            interrupt(),
            &mut SweepJournal::new(&path, wall),
        )
        .map_err(stop)?;
    budget.earlier(Instant::now(), swept.hits);
    run.findings.extend(swept.findings);
    let settings = Settings { cseq: settings.cseq.saturating_add(SWEEP_CSEQS), ..settings };
    let known = std::mem::take(&mut run.known);
    let mut known = InOrder::new(&known);
    let about: About = candidates
        .iter()
        .map(|candidate| {
            let known = known.get(&candidate.line.id).copied().unwrap_or_else(|| run.about(candidate));
            (candidate.line.id.clone(), (known, Arc::clone(&candidate.line)))
        })
        .collect();
    // What the login says is not yet the verdict of a call: it is written down as what it is.
    let login_level = if call_rules.is_some() { Level::Fetch } else { job.options.level };
    let mut journal = Journal::new(&path, run.id, login_level, wall, &about);
    let mut callers = if call_rules.is_some() { candidates.clone() } else { Vec::new() };
    callers.retain(|candidate| candidate.wanted);
    let mut campaign = Campaign::new(Instant::now(), settings.clone(), candidates, budget);
    if swept.interrupted {
        campaign.interrupt(Instant::now());
    }
    if job.options.traces {
        campaign.keep_traces();
    }
    let mut recording = Recording { journal: &mut journal, show, ways: BTreeMap::new() };
    driver::run(&mut campaign, &reach, interrupt(), &mut recording)
        .map_err(|error| stop(Box::new(store_codes::UNREADABLE.finding(None, error.words()))))?;
    let ways = recording.ways.iter().map(|(way, met)| way_facts(&campaign, way, met)).collect();
    let mut traces = campaign.take_traces();
    journal.flush();
    let mut written = journal.into_failure();
    let sent_on = campaign.sent_on();
    let mut asked = campaign.into_report();
    if let (Some(rules), None) = (&call_rules, &written) {
        let mut journal = Journal::new(&path, run.id, Level::Call, wall, &about);
        let around = calls::Around {
            job,
            rules,
            key,
            seed,
            settings: &settings,
            sent_on: &sent_on,
            reach: &reach,
            rate: settings.rules.pace.start,
            began: started,
            lang,
        };
        let failed = calls::call(&around, callers, &mut asked, interrupt(), &mut journal, talk, show).map_err(stop)?;
        traces.extend(failed);
        journal.flush();
        written = journal.into_failure();
    }
    let report = run.report(asked, &selection, around);
    let findings = std::mem::take(&mut run.findings);
    if let Some(finding) = written {
        return Err(Failure { findings: vec![*finding], status: ExitStatus::Incomplete });
    }
    let status = status(&report);
    Ok(Asked { report, findings, status, began: wall, took: started.elapsed(), traces, ways })
}

fn way_facts(campaign: &Campaign, way: &Way, met: &Met) -> WayFacts {
    let (clock_difference_s, seen_as) = campaign.told(way);
    WayFacts {
        way: way.to_string(),
        remote: met.remote,
        clock_difference_s,
        seen_as: seen_as.map(|at| at.to_string()),
        tls: met.tls.as_ref().map(MetTls::facts),
    }
}

/// The exit code is a function of the report alone.
#[must_use]
pub fn status(report: &Report) -> ExitStatus {
    let counts = report.counts();
    if report.stops.iter().any(|stop| stop.code == Class::Interrupted.code()) {
        ExitStatus::Interrupted
    } else if report.is_cut_short() {
        ExitStatus::Incomplete
    } else if counts.failed + counts.undecided > 0 {
        ExitStatus::Findings
    } else {
        ExitStatus::Done
    }
}

/// What a run is made with, beside the network.
pub(super) struct Run<'a> {
    pub job: &'a Job<'a>,
    key: [u8; 32],
    pub memory: &'a Memory,
    pub wall: u64,
    pub findings: Vec<Finding>,
    /// Verdicts that need no asking.
    pub carried: BTreeMap<LineId, Verdict>,
    /// What the verdict of each selected line will be about.
    pub known: BTreeMap<LineId, Known>,
    pub id: u64,
}

impl<'a> Run<'a> {
    fn new(job: &'a Job<'a>, key: [u8; 32], memory: &'a Memory, wall: u64, findings: Vec<Finding>) -> Self {
        Self { job, key, memory, wall, findings, carried: BTreeMap::new(), known: BTreeMap::new(), id: wall }
    }

    pub fn about(&self, candidate: &Candidate) -> Known {
        Known::of(&candidate.line, candidate.password.as_ref(), &Keyed::new(&self.key))
    }

    /// The ban budget less what earlier runs have used of it.
    fn budget<'c>(&self, candidates: impl Iterator<Item = &'c Candidate>, limit: u32) -> Budget {
        let mut budget = Budget::new(limit);
        let own: BTreeSet<&str> = candidates.map(|candidate| candidate.line.registrar.host.as_str()).collect();
        // Also those that a line may be sent on to.
        let others = servers(self.job).into_iter().map(|(at, _)| at.host.into());
        let hosts: BTreeSet<String> = own.into_iter().map(str::to_owned).chain(others).collect();
        let now = Instant::now();
        for (age, hits) in self.memory.hits(&hosts, self.wall) {
            if let Some(at) = now.checked_sub(Duration::from_secs(age)) {
                budget.earlier(at, hits);
            }
        }
        budget
    }

    /// One verdict for every selected extension.
    fn report(&self, asked: Report, selection: &Selection, around: Circumstances) -> Report {
        // Nearly always nothing but what was asked, which is in order already.
        if self.carried.is_empty() && selection.kept.is_empty() && are_the_same(&selection.lines, &self.job.plan.lines) {
            return asked;
        }
        let mut verdicts: BTreeMap<LineId, Verdict> = self.carried.clone();
        verdicts.extend(asked.verdicts.into_iter().map(|verdict| (verdict.line.clone(), verdict)));
        for kept in &selection.kept {
            let verdict = diagnose::kept(kept, around.level);
            verdicts.insert(verdict.line.clone(), verdict);
        }
        // Where a line was asked over another transport, the verdict says so.
        let planned: BTreeMap<&LineId, Transport> = self.job.plan.lines.iter().map(|line| (&line.id, line.transport)).collect();
        for line in &selection.lines {
            if let (Some(verdict), Some(planned)) = (verdicts.get_mut(&line.id), planned.get(&line.id))
                && *planned != line.transport
                && verdict.outcome != Outcome::Undecided
            {
                let transport = line.transport;
                verdict.evidence.push(Evidence::Said(Words::new(
                    format!("asked over {transport} instead of {planned}"),
                    format!("über {transport} statt {planned} gefragt"),
                )));
            }
        }
        Report { verdicts: verdicts.into_values().collect(), ..asked }
    }
}

/// The lines themselves, not others like them.
fn are_the_same(some: &[Arc<Line>], others: &[Arc<Line>]) -> bool {
    some.len() == others.len() && some.iter().zip(others).all(|(one, other)| Arc::ptr_eq(one, other))
}

/// A part of a run beside the logins.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Sweep = 0xa5,
    Calls = 0x5a,
}

/// Tokens of one part must not come again in another: to Asterisk a branch that it knows is a repetition (RFC 3261 17.2.3).
pub(super) fn seed_of(part: Part, mut seed: [u8; 32]) -> [u8; 32] {
    seed[0] ^= part as u8;
    seed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::report::StopNote;

    fn report(outcomes: &[Outcome], stop: Option<Class>) -> Report {
        let around = Circumstances {
            kind: crate::policy::site::PbxKind::Asterisk,
            has_facts: true,
            level: Level::Fetch,
            change_loaded: false,
        };
        let verdict = |(n, outcome): (usize, &Outcome)| Verdict {
            outcome: *outcome,
            ..diagnose::kept(
                &crate::plan::model::Kept {
                    extension: format!("{n}").parse().unwrap(),
                    name: String::new(),
                    reason: Words::new("", ""),
                },
                around.level,
            )
        };
        Report {
            level: Level::Fetch,
            verdicts: outcomes.iter().enumerate().map(verdict).collect(),
            stopped: None,
            stops: stop.map(|class| StopNote { code: class.code(), way: None, words: Words::new("", "") }).into_iter().collect(),
            requests_sent: 0,
            retransmissions: 0,
            ban_hits: 0,
            servers: BTreeMap::new(),
            notes: Vec::new(),
            lines: BTreeMap::new(),
        }
    }

    #[test]
    fn the_exit_code_follows_from_the_report() {
        use Outcome::{Failed, Kept, Ready, Undecided};
        let table = [
            (vec![Ready, Kept], None, ExitStatus::Done),
            (vec![Kept], None, ExitStatus::Done),
            (vec![Ready, Failed], None, ExitStatus::Findings),
            (vec![Ready, Undecided], None, ExitStatus::Findings),
            (vec![Ready, Undecided], Some(Class::BudgetUsed), ExitStatus::Incomplete),
            (vec![Ready, Failed], Some(Class::BudgetUsed), ExitStatus::Findings),
            (vec![Ready, Undecided], Some(Class::Banned), ExitStatus::Incomplete),
            (vec![Undecided], Some(Class::PortClosed), ExitStatus::Incomplete),
            (vec![Undecided], Some(Class::TlsPlainPort), ExitStatus::Incomplete),
            (vec![Failed, Undecided], Some(Class::SystematicFailure), ExitStatus::Incomplete),
            (vec![Failed], Some(Class::CanaryFailed), ExitStatus::Findings),
            (vec![Ready, Undecided], Some(Class::Interrupted), ExitStatus::Interrupted),
        ];
        for (outcomes, stop, expected) in table {
            assert_eq!(status(&report(&outcomes, stop)), expected, "{outcomes:?} {stop:?}");
        }
    }
}
