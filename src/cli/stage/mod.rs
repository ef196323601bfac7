//! `deskshift stage`: the desk where notebooks are prepared.

mod desk;
mod record;
mod rehearsal;

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::civil::Date;

use super::plan::{incomplete_or_refused, read_inventory_alone, usage};
use super::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Lang, Words};
use crate::domain::calendar::of_year;
use crate::output::stage_sheets::{self, Handover, ON_SHEET};
use crate::output::{findings, stage};
use crate::policy::read::Need;
use crate::policy::site::Site;
use crate::staging::check::{Known, Scan};
use crate::staging::journal::State;
use crate::staging::pace::{self, Hours, Work, pace};
use crate::staging::people::People;
use crate::staging::status::{Status, status};
use crate::staging::stock::Stock;
use crate::staging::{codes, file};
use crate::store::files::{self, MAX_FILE};
use crate::store::site_folder::SiteFolder;
pub use rehearsal::rehearse;

/// When the desk is open.
const HOURS: &str = "08:00-16:00";

/// Sheets in the folder of results.
pub const LIST: &str = "staging-list.html";
pub const LABELS: &str = "staging-labels.html";

/// Prepare notebooks: scan, check, assign, print labels
///
/// Without a subcommand, asks for label, serial number, MAC address and person of one device after the other; a scanner types and ends with
/// Enter. Each device is checked against the delivery list, the people and what is staged, and written to out/staging.jsonl before it
/// is confirmed.
#[derive(clap::Args)]
pub struct Args {
    /// Stage the scans of a file (columns label, serial, mac, person) instead of asking
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Moment to reckon from, such as 2020-04-01T10:00 (German time); now where not given
    #[arg(long, global = true, value_name = "MOMENT", value_parser = moment)]
    now: Option<u64>,
    /// Hours of the desk on a working day, for the forecast
    #[arg(long, global = true, value_name = "FROM-UNTIL", default_value = HOURS, value_parser = hours)]
    hours: Hours,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(clap::Subcommand)]
enum What {
    /// Delivered, staged, open; the pace, and when all are done
    Status,
    /// The hand-over list with a line for each signature, as CSV and as HTML for printing
    List {
        /// Where the two files go; the site's `out/`
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Labels of 70 x 36 mm, 24 on a sheet of A4, as HTML for printing
    Label {
        /// The labels (inventory numbers) to print
        #[arg(required_unless_present = "all")]
        labels: Vec<String>,
        /// All that are staged
        #[arg(long, conflicts_with = "labels")]
        all: bool,
        /// Places of the first sheet that are used up already
        #[arg(long, value_name = "COUNT", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..24))]
        used: u8,
        /// Where the file goes; the site's `out/`
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

fn hours(text: &str) -> Result<Hours, String> {
    Hours::parse(text).ok_or_else(|| "expected two times in half hours, such as `08:00-16:00`".to_owned())
}

/// German time to seconds since 1970.
fn moment(text: &str) -> Result<u64, String> {
    let wanted: jiff::civil::DateTime = text.parse().map_err(|_| "expected a moment such as `2020-04-01T10:00`".to_owned())?;
    let utc = wanted.to_zoned(jiff::tz::TimeZone::UTC).map_err(|error| error.to_string())?.timestamp().as_second();
    let guess = u64::try_from(utc).map_err(|_| "expected a moment after 1970".to_owned())?;
    // Summer time is one or two hours before.
    Ok([2, 1].into_iter().map(|hours| guess.saturating_sub(hours * 3600)).find(|at| pace::local(*at) == wanted).unwrap_or(guess))
}

#[allow(clippy::disallowed_methods)] // the desk's clock
fn clock() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// What all forms of the command need.
struct Given<'a> {
    folder: &'a SiteFolder,
    site: &'a Site,
    stock: Stock,
    people: People<'a>,
    lang: Lang,
    /// As given; the clock where none.
    now: Option<u64>,
    hours: Hours,
    context: &'a Context,
}

impl Given<'_> {
    fn now(&self) -> u64 {
        self.now.unwrap_or_else(clock)
    }

    fn today(&self) -> Date {
        pace::local(self.now()).date()
    }

    fn known<'k>(&'k self, state: &'k State) -> Known<'k> {
        Known { stock: &self.stock, people: &self.people, state, today: self.today() }
    }

    /// Figures and findings of today.
    fn status(&self, state: &State) -> (Status, Vec<Finding>) {
        let (mut status, findings) = status(self.known(state));
        let times: Vec<u64> = state.all().map(|(at, _)| at).collect();
        let work = Work { open: status.open, expected: self.stock.expected(self.today()) };
        status.pace = pace(&times, &work, self.now(), self.hours, &|day| is_free(self.site, day));
        (status, findings)
    }

    /// The desk's screen: stdout, or stderr where stdout is for JSON.
    fn show(&self, text: &str) {
        match self.context.format {
            Format::Human => super::say(text),
            Format::Json => talk!("{text}"),
        }
    }

    /// [`show`](Self::show) for text with our colours.
    fn show_styled(&self, text: &str) {
        match self.context.format {
            Format::Human => super::say_styled(text),
            Format::Json => talk_styled!("{text}"),
        }
    }

    /// Staged devices whose person is somebody else by now: told at each run, as sheets and labels would name the wrong one.
    fn exchanged(&self, state: &State) -> Vec<Finding> {
        let (_, findings) = status(self.known(state));
        findings.into_iter().filter(|finding| finding.code == codes::PERSON_IS_ANOTHER.code()).collect()
    }

    fn tell(&self, all: &[Finding]) {
        talk_styled!("{}", findings::human(all, self.lang, self.context.color));
    }
}

fn is_free(site: &Site, day: Date) -> bool {
    let roster = &site.roster;
    // The desk needs no roster, so nobody may have said where the site lies.
    let holidays = || of_year(roster.land.parse().ok(), roster.assumption_day, day.year());
    roster.extra_holidays.contains(&day) || holidays().iter().any(|holiday| holiday.date == day)
}

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy_for(Need::Inventory).map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let (inventory, _) = read_inventory_alone(&folder, &policy)?;
    let given = Given {
        folder: &folder,
        site: &policy.site,
        stock: Stock::of(&inventory),
        people: People::of(&inventory),
        lang,
        now: args.now,
        hours: args.hours,
        context,
    };
    if given.stock.notebooks.is_empty() {
        return Err(usage(Box::new(no_delivery())));
    }
    match (&args.what, &args.file) {
        (Some(What::Status), _) => tell_status(&given),
        (Some(What::List { out }), _) => list(&given, out.as_deref()),
        (Some(What::Label { labels, all, used, out }), _) => {
            label(&given, if *all { None } else { Some(labels) }, usize::from(*used), out.as_deref())
        }
        (None, Some(path)) => stage_file(&given, path),
        (None, None) => desk::run(&given),
    }
}

fn no_delivery() -> Finding {
    let words = Words::new("the inventory has no notebooks", "das Inventar kennt keine Notebooks");
    codes::NO_DELIVERY.finding(None, words).todo(Words::new(
        "name the delivery list under `sources.exports` and run `deskshift inventory import`",
        "die Lieferliste unter `sources.exports` nennen und `deskshift inventory import` ausführen",
    ))
}

fn tell_status(given: &Given<'_>) -> Result<ExitStatus, Failure> {
    let journal = record::read(given.folder)?;
    let (status, contradictions) = given.status(&journal.state);
    let all: Vec<Finding> = journal.findings.into_iter().chain(contradictions).collect();
    match given.context.format {
        Format::Json => super::say(&stage::status_json(&status, &all)),
        Format::Human => {
            given.tell(&all);
            super::say(&stage::human(&status, given.lang));
        }
    }
    Ok(super::plan::status(&all))
}

/// Checks scans, and writes down what is staged.
fn stage_scans(given: &Given<'_>, scans: &[Scan]) -> Result<(file::Outcome, record::Record), Failure> {
    let mut record = record::Record::open(given.folder)?;
    let mut state = record.journal.state.clone();
    let outcome = file::stage(scans, &given.stock, &given.people, &mut state, given.today(), given.now());
    record.append(&outcome.entries)?;
    Ok((outcome, record))
}

fn stage_file(given: &Given<'_>, path: &Path) -> Result<ExitStatus, Failure> {
    let bytes = files::read(path, MAX_FILE).map_err(usage)?;
    let scans = file::read(&path.display().to_string(), &bytes).map_err(usage)?;
    let (mut outcome, mut record) = stage_scans(given, &scans)?;
    // A row that meets such a device tells it at its own place.
    let told: Vec<_> = outcome.findings.iter().map(|finding| (finding.code.clone(), finding.subject.clone())).collect();
    let exchanged = given.exchanged(&record.journal.state);
    let more = exchanged.into_iter().filter(|finding| !told.contains(&(finding.code.clone(), finding.subject.clone())));
    let before: Vec<Finding> = std::mem::take(&mut record.journal.findings).into_iter().chain(more).collect();
    outcome.findings.splice(0..0, before);
    match given.context.format {
        Format::Json => super::say(&stage::file_json(&outcome)),
        Format::Human => {
            given.tell(&outcome.findings);
            super::say(&stage::file_human(&outcome, given.lang));
        }
    }
    Ok(super::plan::status(&outcome.findings))
}

/// Staged devices in the order of their labels.
fn handovers(given: &Given<'_>, state: &State, labels: Option<&[String]>) -> Result<Vec<Handover>, Failure> {
    let nothing = |en: String, de: String| {
        let finding = codes::NOTHING_STAGED.finding(None, Words::new(en, de)).todo(Words::new(
            "`deskshift stage status` shows what is staged",
            "`deskshift stage status` zeigt, was vorbereitet ist",
        ));
        Failure { findings: vec![finding], status: ExitStatus::NothingSelected }
    };
    let Some(labels) = labels else {
        let rows: Vec<Handover> = state.all().map(|(_, assignment)| Handover::new(assignment, &given.people)).collect();
        return if rows.is_empty() {
            Err(nothing("no device is staged".into(), "kein Gerät ist vorbereitet".into()))
        } else {
            Ok(rows)
        };
    };
    labels
        .iter()
        .map(|label| {
            let staged = state.of_label(label).map(|assignment| Handover::new(assignment, &given.people));
            staged.ok_or_else(|| nothing(format!("`{label}` is not staged"), format!("`{label}` ist nicht vorbereitet")))
        })
        .collect()
}

/// Writes files and says where, with what was found on the way.
fn write(given: &Given<'_>, out: Option<&Path>, named: &[(&str, String)], findings: &[Finding]) -> Result<ExitStatus, Failure> {
    let out = out.unwrap_or(given.folder.out());
    files::stays(out).map_err(incomplete_or_refused)?;
    files::make_folder(out).map_err(incomplete_or_refused)?;
    let mut written = Vec::new();
    for (name, text) in named {
        let path = out.join(name);
        files::replace(&path, text.as_bytes(), 0o644).map_err(incomplete_or_refused)?;
        written.push(path.display().to_string());
    }
    match given.context.format {
        Format::Json => super::say(&stage::written_json(&written, findings)),
        Format::Human => {
            given.tell(findings);
            super::say(&written.iter().map(|path| format!("{path}\n")).collect::<String>());
        }
    }
    Ok(super::plan::status(findings))
}

fn list(given: &Given<'_>, out: Option<&Path>) -> Result<ExitStatus, Failure> {
    let journal = record::read(given.folder)?;
    let findings: Vec<Finding> = journal.findings.into_iter().chain(given.exchanged(&journal.state)).collect();
    let rows = handovers(given, &journal.state, None)?;
    let page = stage_sheets::list_html(&rows, &given.site.name, given.today(), given.lang);
    let csv = stage_sheets::list_csv(&rows, given.lang);
    write(given, out, &[("staging-list.csv", csv), (LIST, page)], &findings)
}

fn label(given: &Given<'_>, labels: Option<&[String]>, used: usize, out: Option<&Path>) -> Result<ExitStatus, Failure> {
    let journal = record::read(given.folder)?;
    let findings: Vec<Finding> = journal.findings.into_iter().chain(given.exchanged(&journal.state)).collect();
    let rows = handovers(given, &journal.state, labels)?;
    let page = stage_sheets::labels_html(&rows, used.min(ON_SHEET - 1), given.lang);
    write(given, out, &[(LABELS, page)], &findings)
}
