//! `deskshift watch`: live registrations against the plan and the roster.
#![allow(clippy::disallowed_methods)] // the edge reads the clock

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::ask_server::{self, now};
use super::validate::{self, Job, Options};
use super::{Context, ExitStatus, Failure, Form, Format, interrupt, plan, say, say_styled};
use crate::diag::{Finding, Lang};
use crate::domain::PersonId;
use crate::output::watch::{Look, json, screen};
use crate::plan::Planned;
use crate::policy::read::Need;
use crate::probe::server::Registration;
use crate::roster::model::Roster;
use crate::store::document::{self, ROSTER};
use crate::store::lock;
use crate::store::site_folder::{Policy, SiteFolder};
use crate::watch::board::{Given, board};

/// By SIP every look asks each line: never more often.
const LEAST_BY_SIP: Duration = Duration::from_secs(60);

/// Show who is registered, against the plan and today's roster
///
/// Asks the PBX as `server` in `deskshift.yaml` says (Asterisk's AMI or ARI, Kamailio's RPC, FreeSWITCH's ESL), else each line by SIP at the pace that
/// `validate.rate_per_s` and the kind of PBX allow. Changes nothing. Ends with Ctrl-C; exit code 1 with `--once` where somebody is missing.
#[derive(clap::Args)]
pub struct Args {
    /// Seconds from one look to the next; by SIP at least 60
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    every: u64,
    /// Look once and end
    #[arg(long)]
    once: bool,
    /// Hold against the roster of that day instead of today's
    #[arg(long, value_name = "DAY", value_parser = super::dates::day)]
    day: Option<jiff::civil::Date>,
}

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy_for(Need::Lines).map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let (planned, _, secrets) = validate::inputs(&folder, &policy, lang)?;
    let own = own_notebooks(&folder, &policy);
    // Without a roster nobody is missed.
    let roster = document::read_if_usable::<Roster>(&folder.roster(), ROSTER).map_err(plan::usage)?;
    let source = match &policy.site.server {
        Some(rules) => format!("{} {}", rules.ask.name(), rules.at),
        None => "SIP".to_owned(),
    };
    let every = Duration::from_secs(args.every).max(if policy.site.server.is_none() { LEAST_BY_SIP } else { Duration::ZERO });
    let office = policy.site.server.as_ref().map_or(&[][..], |rules| &rules.office);
    let question = ask_server::of(&planned, false);
    let look = || -> Result<bool, Failure> {
        let registrations = match &policy.site.server {
            Some(rules) => ask_server::ask(rules, &policy.vault(&folder), &question).map_err(incomplete)?.registrations,
            None => by_sip(&folder, &policy, &planned, &secrets, lang)?,
        };
        let given = Given {
            plan: &planned,
            roster: roster.as_ref(),
            caps: &policy.site.roster.caps,
            own_notebook: &own,
            office,
            today: args.day.unwrap_or_else(|| jiff::Zoned::now().date()),
        };
        let board = board(&given, &registrations);
        show(&Look { at: now(), source: &source, board: &board }, args.once, context, lang);
        Ok(board.counts.missing > 0)
    };
    if args.once {
        return look().map(|missing| if missing { ExitStatus::Findings } else { ExitStatus::Done });
    }
    interrupt::with_flag(|cancel| {
        loop {
            if let Err(failure) = look() {
                // The PBX may be restarting: said, and asked again.
                talk_styled!("{}", crate::output::findings::human(&failure.findings, lang, context.color));
            }
            let next = Instant::now() + every;
            while Instant::now() < next {
                if cancel.load(Ordering::Relaxed) || super::reader_gone() {
                    return Ok(ExitStatus::Done);
                }
                std::thread::sleep(Duration::from_millis(50).min(every));
            }
        }
    })
}

fn show(look: &Look<'_>, once: bool, context: &Context, lang: Lang) {
    if context.form == Some(Form::Lines) || context.format == Format::Json {
        say(&json(look));
    } else if context.color_out && !once {
        // From the top left corner of an empty screen.
        say_styled(&format!("\x1b[H\x1b[2J{}", screen(look, lang)));
    } else {
        say(&(screen(look, lang) + if once { "" } else { "\n" }));
    }
}

/// Persons whom the lists give a notebook of their own; nobody where there is no inventory.
fn own_notebooks(folder: &SiteFolder, policy: &Policy) -> BTreeSet<PersonId> {
    let Ok(stored) = plan::read_inventory(folder, policy) else { return BTreeSet::new() };
    let persons = stored.inventory.persons.iter();
    persons.filter(|person| person.own_notebook.as_ref().is_some_and(|own| own.value)).map(|person| person.id.clone()).collect()
}

/// Each line is asked for its contacts, as `validate` does, at the site's pace and within its ban budget.
fn by_sip(
    folder: &SiteFolder,
    policy: &Policy,
    planned: &Planned,
    secrets: &crate::domain::Secrets,
    lang: Lang,
) -> Result<Vec<Registration>, Failure> {
    let _lock = lock::take(folder.out(), "watch").map_err(incomplete)?;
    let job =
        Job { site: &policy.site, folder, plan: planned, secrets, told: None, fingerprints: &[], options: Options::default() };
    let interruption = crate::net::driver::interruption;
    let asked = validate::ask(&job, interruption, lang, &mut |_| {}, &mut |_| {})?;
    // Nobody answered: that is not the same as nobody registered.
    let heard = asked.report.verdicts.iter().any(|verdict| verdict.took_ms.is_some() && verdict.outcome.is_decided());
    if let Some(stopped) = asked.report.stopped.as_ref().filter(|_| !heard) {
        return Err(incomplete(Box::new(validate::codes::SERVER_NOT_ASKED.finding(None, stopped.clone()))));
    }
    let mut found = Vec::new();
    for verdict in &asked.report.verdicts {
        let Some(line) = planned.lines.iter().find(|line| line.id == verdict.line) else { continue };
        let (aor, _) = line.endpoints();
        found.extend(verdict.contacts.iter().map(|contact| Registration {
            aor: aor.to_owned(),
            contact: contact.clone(),
            user_agent: None,
            from: host_of(contact),
            expires_s: None,
            status: None,
        }));
    }
    Ok(found)
}

/// `192.0.2.7:5062` of `sip:2001@192.0.2.7:5062;line=x`
fn host_of(contact: &str) -> Option<String> {
    let rest = contact.rsplit_once('@').map_or(contact, |(_, rest)| rest);
    let host = rest.split([';', '>', '?']).next().unwrap_or_default();
    (!host.is_empty()).then(|| host.to_owned())
}

// `map_err` hands the box over.
#[allow(clippy::boxed_local)]
fn incomplete(finding: Box<Finding>) -> Failure {
    Failure { findings: vec![*finding], status: ExitStatus::Incomplete }
}
