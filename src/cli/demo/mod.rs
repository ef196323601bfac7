//! `deskshift demo`: the whole job on loopback, with a case that comes inside the binary.
#![allow(clippy::disallowed_methods)] // says how long each step took

mod case_files;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::plan::{incomplete_or_refused, usage};
use super::rotate::job::{closing_line, wall_chart};
use super::rotate::readiness::observed;
use super::stage::{LABELS, LIST, rehearse};
use super::validate::job::{Job, Options, ask};
use super::validate::keep;
use super::{Context, ExitStatus, Failure, Format, convert, inventory, pbx, plan, rotate};
use crate::diag::{Lang, Place, Severity, Words};
use crate::domain::{HostPort, Transport};
use crate::lab::{Lab, Settings, read_export, registered};
use crate::net::driver::interruption;
use crate::output::{counted, demo_summary, report_page};
use crate::plan::model::Plan;
use crate::policy::site::CapUsers;
use crate::probe::report::{Level, Report};
use crate::profile::Catalogue;
use crate::roster::model::{Effort, Readiness, Roster};
use crate::roster::solve::halt::Halt;
use crate::store::generation;
use crate::store::pbx_folder::PbxFolder;
use crate::store::site_folder::{Policy, SiteFolder};
use crate::store::{codes, files, lock, profiles};

/// The whole job on an embedded PBX, on loopback
///
/// Writes a site folder with a fictional authority, runs every step on it, and says what to open next. No root, no network. Exit code 0:
/// the planted faults are the case's, not the demo's.
#[derive(clap::Args)]
pub struct Args {
    /// Which authority
    #[arg(default_value = "traunstein", value_parser = case_names())]
    case: String,
    /// Site folder to write; replaced where it is an earlier demo's
    #[arg(long, value_name = "DIR", default_value = "deskshift-demo")]
    out: PathBuf,
}

fn case_names() -> clap::builder::PossibleValuesParser {
    case_files::CASES.iter().map(|(name, _)| *name).collect::<Vec<_>>().into()
}

/// Says in the folder that it is ours to replace.
const MARK: &str = ".deskshift-demo";
/// Lines a second against the embedded PBX: it is ours, and has no ban log.
const RATE: f64 = 0.0;

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    let start = Instant::now();
    let folder = SiteFolder::new(&args.out);
    write_case(args)?;
    let policy = folder.load_policy().map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    // Without them there is nothing to load: such a case is about its notebooks.
    let has_pbx = policy.site.sources.asterisk.is_some();
    let all = if has_pbx { 8 } else { 6 };
    let mut steps = Steps { start, number: 0, all, lang, talk: context.format == Format::Human };

    let gathered = inventory::gather(&folder, &policy).map_err(|failure| failure.shortened(context.format))?;
    inventory::store(&folder, &policy, &gathered)?;
    let (people, extensions) = (gathered.inventory.persons.len(), gathered.inventory.extensions.len());
    steps.done(
        "import",
        "Einlesen",
        &format!("{}, {}", counted(extensions, "extension", "extensions"), counted(people, "person", "people")),
        &format!("{}, {}", counted(extensions, "Nebenstelle", "Nebenstellen"), counted(people, "Person", "Personen")),
    );
    let found = gathered.findings.len();
    steps.done("check", "Prüfen der Listen", &counted(found, "finding", "findings"), &counted(found, "Befund", "Befunde"));

    let mut stored = plan::read_inventory(&folder, &policy)?;
    let (catalogue, faults) = profiles::load(Some(folder.root()));
    let (made, plan_hash) = plan::make(&folder, &mut stored, &policy, &plan::clients(&catalogue, &policy), faults)?;
    let (lines, kept) = (made.lines.len(), made.kept.len());
    steps.done("plan", "Planen", &format!("{lines} lines, {kept} stay"), &format!("{lines} Anschlüsse, {kept} bleiben"));

    let (mut report, mut staging) = (None, None);
    if has_pbx {
        let job = ByPbx {
            folder: &folder,
            policy: &policy,
            stored: &stored,
            catalogue: &catalogue,
            made: &made,
            plan_hash: &plan_hash,
        };
        report = job.run(lang, &mut steps)?;
        if report.is_none() {
            return Ok(ExitStatus::Interrupted);
        }
    } else {
        let status = rehearse(&folder, &policy.site, &stored.inventory, lang, context)?;
        steps.done(
            "stage",
            "Vorbereiten",
            &format!("{} of {} notebooks", status.staged, status.delivered),
            &format!("{} von {} Notebooks", status.staged, status.delivered),
        );
        staging = Some(status);
    }

    let rotated = rotate(&folder, &policy, &stored, &made, report.as_ref(), &plan_hash, lang)?;
    steps.done("rotate", "Dienstplan", &rotated.line, &rotated.line);

    let home_cap = policy.site.roster.caps.iter().find(|cap| cap.users == CapUsers::AllHome && cap.twice.is_empty());
    let days = rotated.roster.as_ref().map_or(&[][..], |roster| &roster.days);
    let home_caps: Vec<u32> = home_cap.map_or_else(Vec::new, |cap| days.iter().map(|day| cap.on(*day)).collect());
    let links = links(&folder, has_pbx, lang);
    let page = report_page::Page {
        site: &policy.site.name,
        lang,
        inventory: &gathered.inventory,
        findings: &gathered.findings,
        plan: &made,
        report: report.as_ref(),
        staging: staging.as_ref(),
        roster: rotated.roster.as_ref(),
        home_caps: &home_caps,
        links: &relative(&links, &args.out),
    };
    files::replace(&args.out.join("report.html"), report_page::html(&page).as_bytes(), 0o600).map_err(incomplete_or_refused)?;
    steps.done("report", "Bericht", "report.html", "report.html");

    let page = report_page::Page { links: &links, ..page };
    let text = match context.format {
        Format::Human => demo_summary::human(&page, &rotated.line),
        Format::Json => json(&page, &rotated.line),
    };
    // A reader that stops reading early (`| head`) is no failure.
    crate::cli::say(&text);
    Ok(ExitStatus::Done)
}

/// What a case with files of a PBX has more: profiles, and validation against the embedded PBX.
struct ByPbx<'a> {
    folder: &'a SiteFolder,
    policy: &'a Policy,
    stored: &'a plan::Stored,
    catalogue: &'a Catalogue,
    made: &'a Plan,
    plan_hash: &'a str,
}

impl ByPbx<'_> {
    /// None where it was interrupted.
    fn run(&self, lang: Lang, steps: &mut Steps) -> Result<Option<Report>, Failure> {
        let all: Vec<_> = self.made.lines.iter().collect();
        let set = convert::render(&all, self.stored, self.catalogue, self.policy, |unheld| {
            pbx::files(self.folder, self.policy, self.made, (self.stored, unheld))
        });
        let converted = convert::write(self.folder.out(), set, self.catalogue, self.plan_hash)?;
        let (count, refused) = (converted.files, converted.refused.len());
        steps.done(
            "convert",
            "Umstellen",
            &format!("{}, {} refused", counted(count, "file", "files"), counted(refused, "line", "lines")),
            &format!("{}, {} abgelehnt", counted(count, "Datei", "Dateien"), counted(refused, "Anschluss", "Anschlüsse")),
        );

        let lab = start_pbx(self.folder, self.policy)?;
        let addresses: Vec<String> = lab.addresses.iter().map(|(transport, address)| format!("{transport} {address}")).collect();
        steps.done("embedded PBX", "Übungsanlage", &addresses.join(", "), &addresses.join(", "));

        let asked = validate(self.folder, self.policy, self.made, &self.stored.secrets, &lab, lang)?;
        if asked.status == ExitStatus::Interrupted {
            return Ok(None);
        }
        drop(lab);
        let mut report = asked.report;
        let about = || keep::texts_in(self.folder, self.made, &self.stored.secrets);
        keep::store(self.folder, self.plan_hash, &about, None, &mut report).map_err(incomplete_or_refused)?;
        let counts = report.counts();
        steps.done(
            "validate",
            "Anmelden",
            &format!("{} ready, {} not ready", counts.ready, counts.failed),
            &format!("{} bereit, {} nicht bereit", counts.ready, counts.failed),
        );
        Ok(Some(report))
    }
}

/// A line on stderr for each step.
struct Steps {
    start: Instant,
    number: usize,
    all: usize,
    lang: Lang,
    talk: bool,
}

impl Steps {
    fn done(&mut self, en: &str, de: &str, detail_en: &str, detail_de: &str) {
        self.number += 1;
        if self.talk {
            let (name, detail) = match self.lang {
                Lang::En => (en, detail_en),
                Lang::De => (de, detail_de),
            };
            talkln!("[{}/{}] {:5.1} s  {name}: {detail}", self.number, self.all, self.start.elapsed().as_secs_f64());
        }
    }
}

/// Puts the case's files into the folder; an earlier demo's results make way, anything else is refused.
fn write_case(args: &Args) -> Result<(), Failure> {
    let (_, case) = case_files::CASES.iter().find(|(name, _)| *name == args.case).expect("clap lets known cases through");
    let mark = args.out.join(MARK);
    if files::is_occupied(&args.out) && !mark.exists() {
        return Err(usage(Box::new(
            codes::UNWRITABLE
                .finding(
                    Some(Place::file(args.out.display().to_string())),
                    Words::new(
                        "this folder is not empty and no demo made it",
                        "dieser Ordner ist nicht leer und stammt von keiner Demo",
                    ),
                )
                .todo(Words::new("name another with `--out DIR`", "einen anderen nennen: `--out ORDNER`")),
        )));
    }
    files::make_folder(&args.out).map_err(incomplete_or_refused)?;
    files::replace(&mark, b"deskshift demo may replace what is in this folder\n", 0o644).map_err(incomplete_or_refused)?;
    for (name, bytes) in *case {
        let path = args.out.join(name);
        if let Some(parent) = path.parent() {
            files::make_folder(parent).map_err(incomplete_or_refused)?;
        }
        files::replace(&path, bytes, 0o600).map_err(incomplete_or_refused)?;
    }
    // Verdicts of an earlier demo belong to a PBX that is gone.
    files::remove(&args.out.join("out/observations.jsonl")).map_err(incomplete_or_refused)
}

/// The embedded PBX with the case's export, our fragment at its end, and the desk phones that are registered.
fn start_pbx(folder: &SiteFolder, policy: &Policy) -> Result<Lab, Failure> {
    let export = policy.site.sources.asterisk.clone().unwrap_or_default();
    let root = folder.root().join(&export);
    let fragment = generation::current(folder.out()).map(|path| path.join("pbx").join(crate::pbx::FRAGMENT));
    let fragments = match &fragment {
        Some(path) if path.exists() => vec![(path.display().to_string(), files::read(path, files::MAX_FILE).map_err(usage)?)],
        _ => Vec::new(),
    };
    let (objects, _) = read_export(&PbxFolder::new(&root, &export), &fragments)
        .map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let name = root.join("registered.tsv");
    let phones = if name.exists() {
        registered::parse("registered.tsv", &files::read_text(&name, files::MAX_FILE).map_err(usage)?).0
    } else {
        Vec::new()
    };
    let tls_names = policy.site.pbx.tls_name.iter().chain([&policy.site.pbx.domain]).cloned().collect();
    Lab::start(Settings { phones, tls_names, ..Settings::new(objects) })
        .map_err(|finding| Failure { findings: vec![*finding], status: ExitStatus::Incomplete })
}

fn validate(
    folder: &SiteFolder,
    policy: &Policy,
    made: &Plan,
    secrets: &crate::domain::Secrets,
    lab: &Lab,
    lang: Lang,
) -> Result<super::validate::job::Asked, Failure> {
    let registrars: BTreeMap<Transport, HostPort> = lab
        .addresses
        .iter()
        .map(|(transport, address)| (*transport, HostPort { host: address.ip().to_string().into(), port: address.port() }))
        .collect();
    let options = Options {
        level: Level::Bind,
        rate: Some(RATE),
        again: true,
        change_loaded: true,
        registrars,
        authorities: Some(lab.ca_pem.clone().into_bytes()),
        ..Options::default()
    };
    ask(
        &Job { site: &policy.site, folder, plan: &made.into(), secrets, told: None, fingerprints: &[], options },
        interruption,
        lang,
        &mut |_| {},
        &mut |_| {},
    )
}

struct Rotated {
    roster: Option<Roster>,
    line: String,
}

fn rotate(
    folder: &SiteFolder,
    policy: &Policy,
    stored: &plan::Stored,
    made: &Plan,
    report: Option<&Report>,
    plan_sha256: &str,
    lang: Lang,
) -> Result<Rotated, Failure> {
    let readiness = report.map_or(Readiness::Assumed, observed);
    let seed = policy.site.roster.seed;
    let effort = Effort::Normal;
    let (own_days, _) = rotate::own_days::read(folder, policy, &stored.inventory)?;
    let (readiness, own_days) = (&readiness, &own_days);
    let job = rotate::job::Job {
        folder,
        policy,
        stored,
        plan: made,
        plan_sha256,
        readiness,
        own_days,
        from: None,
        slots: None,
        effort,
        seed,
        threads: crate::cli::processors(),
    };
    match job.make(&Halt::never(), &mut |_| {})? {
        rotate::job::Made::Roster { roster, findings, .. } => {
            let lock = lock::take(folder.out(), "demo").map_err(incomplete_or_refused)?;
            job.write(&roster, lang, &lock)?;
            let broken = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
            Ok(Rotated { line: closing_line(&roster, broken, lang), roster: Some(*roster) })
        }
        rotate::job::Made::None { .. } => {
            let words = Words::new("no roster holds every rule", "kein Dienstplan hält alle Regeln");
            Ok(Rotated { roster: None, line: words.get(lang).to_owned() })
        }
    }
}

/// What to open next, from the folder the user is in.
fn links(folder: &SiteFolder, has_pbx: bool, lang: Lang) -> Vec<(String, String)> {
    let t = |en: &str, de: &str| if lang == Lang::De { de.to_owned() } else { en.to_owned() };
    let root = folder.root();
    let mut open = vec![
        (t("the report of this run", "der Bericht dieses Laufs"), root.join("report.html")),
        (t("the wall chart, to print on A3", "der Wandplan, zum Drucken auf A3"), wall_chart(folder)),
    ];
    if has_pbx {
        open.push((
            t("profiles and PBX configuration", "Profile und Anlagenkonfiguration"),
            folder.out().join(generation::POINTER),
        ));
    } else {
        open.push((t("the hand-over list, to sign", "die Übergabeliste, zum Unterschreiben"), folder.out().join(LIST)));
        open.push((t("the labels", "die Etiketten"), folder.out().join(LABELS)));
    }
    open.into_iter().map(|(title, path)| (title, path.display().to_string())).collect()
}

fn relative(links: &[(String, String)], out: &Path) -> Vec<(String, String)> {
    links
        .iter()
        .map(|(title, path)| (title.clone(), Path::new(path).strip_prefix(out).unwrap_or(Path::new(path)).display().to_string()))
        .collect()
}

fn json(page: &report_page::Page<'_>, roster_line: &str) -> String {
    let not_ready: Vec<_> = page
        .verdicts()
        .filter(|verdict| {
            matches!(verdict.outcome, crate::probe::report::Outcome::Failed | crate::probe::report::Outcome::Undecided)
        })
        .map(|verdict| {
            serde_json::json!({
                "extension": verdict.extension,
                "class": verdict.class,
                "cause": verdict.cause.get(page.lang),
                "remedy": verdict.remedy.as_ref().map(|words| words.get(page.lang)),
            })
        })
        .collect();
    let home: Vec<_> = page
        .roster
        .map(|roster| {
            roster
                .days
                .iter()
                .enumerate()
                .map(|(day, date)| {
                    let home = roster.at_home(day);
                    serde_json::json!({"date": date.to_string(), "home": home})
                })
                .collect()
        })
        .unwrap_or_default();
    let open: BTreeMap<&str, &str> = page.links.iter().map(|(title, path)| (path.as_str(), title.as_str())).collect();
    let document = serde_json::json!({
        "site": page.site,
        "counts": demo_summary::counts(page),
        "not_ready": not_ready,
        "roster": roster_line,
        "at_home": home,
        "open_next": open,
    });
    format!("{document}\n")
}
