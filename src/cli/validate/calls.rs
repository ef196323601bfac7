//! The level `call`: after the logins, the lines whose login works call each other.
#![allow(clippy::disallowed_methods)] // the edge reads the clock

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Job;
use super::codes;
use super::in_site_file;
use super::job::{Part, seed_of};
use super::reach::source_port;
use super::record::Journal;
use crate::cli::{ExitStatus, Failure};
use crate::diag::{Finding, Lang, Place, Words};
use crate::domain::LineId;
use crate::net::calls::{self as driver, Listen};
use crate::net::driver::Reach;
use crate::output::counted;
use crate::plan::test_target::{NotDialled, TestTarget};
use crate::probe::call::engine::{Calls, Progress as CallProgress};
use crate::probe::call::facts::Facts;
use crate::probe::call::verdict::{Seen, verdict, without_call};
use crate::probe::call::{Participant, Settings, ring};
use crate::probe::campaign::{Candidate, Decided, Progress, SentOn, Settings as LoginSettings};
use crate::probe::codes::Class;
use crate::probe::journal::Binding;
use crate::probe::report::{Outcome, Report, StopNote, Verdict};
use crate::probe::trace::Trace;

/// A registration for calls lives so long when it cannot be removed: the calls of a few lines take no longer.
const BIND_EXPIRES_S: u32 = 300;
/// CSeq numbers that the logins may have used.
const CSEQS: u32 = 80;
/// Seconds of a call beside the talking: registration, ringing, end.
const AROUND_S: f64 = 2.0;

/// What the site file allows.
#[derive(Debug)]
pub struct Rules {
    at_once: u32,
    echo: Option<TestTarget>,
}

/// Checked before anything is sent; none at other levels.
pub fn rules(job: &Job<'_>) -> Result<Option<Rules>, Failure> {
    if job.options.level != crate::probe::report::Level::Call {
        return Ok(None);
    }
    let wanted = &job.site.validate.calls;
    let refuse = |finding: Finding| Failure { findings: vec![finding], status: ExitStatus::Usage };
    let at = |key: &str| Some(Place::within(in_site_file(job.folder).file_name(), key));
    let at_once = ring::at_once(wanted.at_once, wanted.channels, wanted.trunk_channels);
    if at_once == 0 {
        let what = Words::new(
            "a call takes two channels, and the site file leaves no room for one below its limits",
            "ein Anruf belegt zwei Kanäle, und die Standortdatei lässt unter ihren Grenzen keinen Platz dafür",
        );
        let todo = Words::new(
            "raise `validate.channels` and `validate.trunk_channels` to what the PBX has, at least 3",
            "`validate.channels` und `validate.trunk_channels` auf das setzen, was die Anlage hat, mindestens 3",
        );
        return Err(refuse(codes::NO_ROOM_FOR_CALLS.finding(at("/validate/channels"), what).todo(todo)));
    }
    let echo = match &wanted.echo {
        None => None,
        Some(text) => match TestTarget::feature(text, &job.site.numbers) {
            Ok(target) => Some(target),
            Err(why) => {
                let (en, de) = why_not(why);
                let what = Words::new(
                    format!("`validate.echo` is `{text}`, which is not dialled: {en}"),
                    format!("`validate.echo` ist `{text}` und wird nicht gewählt: {de}"),
                );
                let todo = Words::new("such as `\"*43\"` or an extension", "etwa `\"*43\"` oder eine Nebenstelle");
                return Err(refuse(codes::ECHO_NOT_DIALLED.finding(at("/validate/echo"), what).todo(todo)));
            }
        },
    };
    Ok(Some(Rules { at_once, echo }))
}

fn why_not(why: NotDialled) -> (String, String) {
    match why {
        NotDialled::Service(service) => (
            format!("it might reach the emergency or service number {service}"),
            format!("sie könnte die Notruf- oder Servicenummer {service} erreichen"),
        ),
        NotDialled::Emergency => (
            "it might reach an emergency number of the house (`emergency_numbers`)".to_owned(),
            "sie könnte eine Notrufnummer des Hauses erreichen (`emergency_numbers`)".to_owned(),
        ),
        NotDialled::Outside => ("it leaves the house".to_owned(), "sie führt aus dem Haus".to_owned()),
        NotDialled::Form => {
            ("neither an extension nor `*` and digits".to_owned(), "weder Nebenstelle noch `*` und Ziffern".to_owned())
        }
    }
}

/// What calls are made with.
pub struct Around<'a> {
    pub job: &'a Job<'a>,
    pub rules: &'a Rules,
    pub key: [u8; 32],
    pub seed: [u8; 32],
    /// Of the logins before.
    pub settings: &'a LoginSettings,
    /// Lines whose login the PBX sent on to another server of the site.
    pub sent_on: &'a BTreeMap<LineId, SentOn>,
    pub reach: &'a Reach,
    pub rate: f64,
    /// The run; its calls come later.
    pub began: Instant,
    pub lang: Lang,
}

/// Lets the lines call each other whose login `report` finds good, and replaces its verdicts about them. Gives what passed of the failed
/// calls of lines that are not ready, where that is wanted.
pub fn call(
    around: &Around<'_>,
    candidates: Vec<Candidate>,
    report: &mut Report,
    interrupt: impl Future<Output = ()>,
    journal: &mut Journal<'_>,
    talk: &mut dyn FnMut(&str),
    show: &mut dyn FnMut(&Progress),
) -> Result<Vec<Trace>, Box<Finding>> {
    let (people, refused) = participants(around, candidates, report);
    for (line, why) in refused {
        replace(report, without_call_of(report, &line, why), journal);
    }
    if people.is_empty() {
        return Ok(Vec::new());
    }
    if !report.stops.is_empty() {
        for person in &people {
            let why = Words::new("not called, because the run ended early", "nicht angerufen, weil der Lauf vorzeitig endete");
            replace(report, without_call_of(report, &person.line.id, why), journal);
        }
        return Ok(Vec::new());
    }
    let rules = around.rules;
    let callable: Vec<bool> = people.iter().map(|person| person.callable).collect();
    let count = ring::first_round(&callable, rules.echo.is_some()).len();
    talk(&forecast(count, rules.at_once, around));
    let wanted = &around.job.site.validate;
    let settings = Settings {
        identity: around.key,
        seed: seed_of(Part::Calls, around.seed),
        cseq: around.settings.cseq.saturating_add(CSEQS),
        t1: Duration::from_millis(u64::from(wanted.t1_ms)),
        timeout: around.settings.rules.timeout,
        bind_expires_s: BIND_EXPIRES_S,
        at_once: rules.at_once as usize,
        gap: if around.rate > 0.0 { Duration::from_secs_f64(1.0 / around.rate) } else { Duration::from_millis(50) },
        talk: Duration::from_secs(u64::from(wanted.calls.talk_s)),
        echo: rules.echo.clone(),
    };
    let mut calls = Calls::new(Instant::now(), settings, people);
    if around.job.options.traces {
        calls.keep_traces(around.began.elapsed());
    }
    let mut listening = Listening { journal, show };
    driver::run(&mut calls, around.reach, interrupt, &mut listening)
        .map_err(|error| Box::new(crate::store::codes::UNREADABLE.finding(None, error.words())))?;
    judge(&calls, report, journal);
    let not_ready = |line: &LineId| {
        let verdict = report.verdicts.iter().find(|verdict| verdict.line == *line);
        verdict.is_some_and(|verdict| matches!(verdict.outcome, Outcome::Failed | Outcome::Undecided))
    };
    let failed = (0..calls.people().len()).filter(|n| not_ready(&calls.people()[*n].line.id)).collect();
    Ok(calls.take_traces(&failed))
}

/// Who takes part, and who does not although the login works.
fn participants(around: &Around<'_>, candidates: Vec<Candidate>, report: &Report) -> (Vec<Participant>, Vec<(LineId, Words)>) {
    let ready: BTreeSet<_> = report
        .verdicts
        .iter()
        .filter(|verdict| verdict.outcome == Outcome::Ready && verdict.class == Class::Ready.code())
        .map(|verdict| &verdict.line)
        .collect();
    let ours = format!(":{}", source_port(&around.key));
    let (mut people, mut refused) = (Vec::new(), Vec::new());
    for candidate in candidates.into_iter().filter(|candidate| ready.contains(&candidate.line.id)) {
        let Some(password) = candidate.password else { continue };
        let line = Arc::unwrap_or_clone(candidate.line);
        let verdict = report.verdicts.iter().find(|verdict| verdict.line == line.id);
        let devices =
            verdict.into_iter().flat_map(|verdict| &verdict.contacts).filter(|contact| !contact.contains(&ours)).count();
        match TestTarget::extension(&line.extension, &around.job.site.numbers) {
            Ok(target) => {
                let callable = devices == 0 || around.job.options.ring_devices;
                let sent_on = around.sent_on.get(&line.id).cloned();
                let line = match &sent_on {
                    Some(there) => there.line(&line),
                    None => line,
                };
                people.push(Participant { line, password, target, callable, sent_on });
            }
            Err(why) => {
                let (en, de) = why_not(why);
                refused.push((line.id, Words::new(format!("not called: {en}"), format!("nicht angerufen: {de}"))));
            }
        }
    }
    (people, refused)
}

fn without_call_of(report: &Report, line: &LineId, why: Words) -> Option<Verdict> {
    let login = report.verdicts.iter().find(|verdict| verdict.line == *line)?;
    Some(without_call(login, why, None))
}

/// A verdict takes the place of that of the login, and is written down.
fn replace(report: &mut Report, verdict: Option<Verdict>, journal: &mut Journal<'_>) {
    let Some(verdict) = verdict else { return };
    if let Some(place) = report.verdicts.iter_mut().find(|place| place.line == verdict.line) {
        journal.add(vec![Decided { verdict: verdict.clone(), refused: false, hits: 0, hits_at: None, wanted: true }]);
        *place = verdict;
    }
}

fn judge(calls: &Calls, report: &mut Report, journal: &mut Journal<'_>) {
    let stopped =
        if calls.was_interrupted() { Some(Class::Interrupted) } else { calls.gave_up().then_some(Class::SystematicFailure) };
    let left = calls.left_behind();
    let seen = Seen {
        people: calls.people(),
        facts: calls.facts(),
        tones: calls.tones(),
        mailboxes: calls.mailboxes(),
        left: &left,
        stopped,
    };
    for (n, person) in calls.people().iter().enumerate() {
        let login = report.verdicts.iter().find(|verdict| verdict.line == person.line.id).cloned();
        if let Some(login) = login {
            let verdict = verdict(&seen, n, &login);
            replace(report, Some(verdict), journal);
        }
    }
    let (requests, repeated) = calls.requests();
    report.requests_sent += requests;
    report.retransmissions += repeated;
    if let Some(stop) = stopped {
        let page = stop.page();
        let given_up = stop == Class::SystematicFailure;
        let words = if given_up { calls.why_given_up() } else { Words::new(page.title_en, page.title_de) };
        report.stopped.get_or_insert_with(|| words.clone());
        report.stops.push(StopNote { code: stop.code(), way: None, words });
    }
}

/// `12 test calls, 2 at once, about 36 s`
fn forecast(count: usize, at_once: u32, around: &Around<'_>) -> String {
    let each = f64::from(around.job.site.validate.calls.talk_s) + AROUND_S;
    let seconds = (count as f64 / f64::from(at_once)).ceil() * each;
    match around.lang {
        Lang::En => {
            format!(
                "{}, {at_once} at once, about {seconds:.0} s; no emergency or service number is dialled",
                counted(count, "test call", "test calls")
            )
        }
        Lang::De => format!(
            "{}, {at_once} gleichzeitig, etwa {seconds:.0} s; keine Notruf- oder Servicenummer wird gewählt",
            counted(count, "Probeanruf", "Probeanrufe")
        ),
    }
}

struct Listening<'a, 'j> {
    journal: &'a mut Journal<'j>,
    show: &'a mut dyn FnMut(&Progress),
}

impl Listen for Listening<'_, '_> {
    fn finished(&mut self, progress: CallProgress, _: &Facts) {
        let CallProgress { done, planned, good, on_the_way } = progress;
        (self.show)(&Progress {
            decided: done,
            total: planned,
            ready: good,
            failed: done - good,
            in_flight: on_the_way,
            hits: 0,
            requests: 0,
        });
    }

    fn binding(&mut self, binding: &Binding) -> bool {
        self.journal.bind(binding)
    }
}
