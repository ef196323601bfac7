//! `deskshift links`: one-time links for the people at home.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::de::DeserializeOwned;

use super::chain::{Planned, planned};
use super::plan::{incomplete_or_refused, status, usage};
use super::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Lang, Words};
use crate::domain::{ClientId, Extension, LineId, Transport};
use crate::links::codes;
use crate::links::delivery::rows;
use crate::links::issue::{self, Pin, Terms, Wanted, issue};
use crate::output;
use crate::plan::model::{Line, Plan};
use crate::policy::read::Need;
use crate::policy::site::{Deliver, Site};
use crate::probe::report::Report;
use crate::profile::LinkUse;
use crate::serve::clear;
use crate::serve::record::{self, Desk};
use crate::serve::shelf::Shelf;
use crate::serve::tombstone;
use crate::store::document::{self, Kind, PLAN, REPORT};
use crate::store::files;
use crate::store::profiles;
use crate::store::site_folder::SiteFolder;

/// One-time links to the profiles: make, watch, revoke
#[derive(clap::Subcommand)]
pub enum Command {
    /// Make links; in clear they go once to out/links.json, for the letters
    ///
    /// A line has one link: an earlier one of the same line is revoked. `deskshift serve` hands out the profile.
    Issue {
        #[command(flatten)]
        which: Which,
        /// Address of the server as people reach it, such as https://phones.example:8443
        #[arg(long, value_name = "URL", env = "DESKSHIFT_LINKS_URL", value_parser = issue::base)]
        url: Option<String>,
        /// How long the links hold: minutes, hours or days
        #[arg(long, value_name = "TIME", default_value = "72h", value_parser = issue::life)]
        ttl: Duration,
        /// Ask for a PIN too; the PINs go to out/link-pins.json, for another letter
        ///
        /// Without it, a line whose last link asked for a PIN gets one again.
        #[arg(long)]
        pin: bool,
        /// Ask for no PIN, also where the last link of a line did
        #[arg(long, conflicts_with = "pin")]
        no_pin: bool,
    },
    /// How far each delivery is: issued, fetched, registered
    List {
        /// Also links that were replaced by later ones
        #[arg(long)]
        every: bool,
    },
    /// Make links worthless, of leavers or of letters that got lost
    Revoke {
        #[command(flatten)]
        which: Revoked,
    },
}

#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("which").args(["line", "all", "gone"]).required(true))]
pub struct Revoked {
    /// Of these lines; may be repeated
    #[arg(long, value_name = "LINE", value_delimiter = ',')]
    line: Vec<String>,
    /// Of all lines
    #[arg(long)]
    all: bool,
    /// Of all lines that are no longer in the plan
    #[arg(long)]
    gone: bool,
    /// Also make links that take the account away from the device again, at this address of the server
    #[arg(long, value_name = "URL", value_parser = issue::base)]
    tombstone: Option<String>,
    /// How long those hold
    #[arg(long, value_name = "TIME", default_value = "72h", value_parser = issue::life, requires = "tombstone")]
    ttl: Duration,
}

#[derive(clap::Args)]
#[group(required = true, multiple = false)]
pub struct Which {
    /// For these lines; may be repeated
    #[arg(long, value_name = "LINE", value_delimiter = ',')]
    line: Vec<String>,
    /// For all lines
    #[arg(long)]
    all: bool,
}

fn is_named(named: &[String], line: &LineId) -> bool {
    named.iter().any(|wanted| wanted.trim() == line.as_str())
}

#[allow(clippy::disallowed_methods)] // the edge reads the clock
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

pub fn run(command: &Command, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy_for(Need::Lines).map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    match command {
        Command::Issue { which, url, ttl, pin, no_pin } => {
            let Planned { plan, .. } = planned(&folder, &policy)?;
            let base = url.clone().ok_or_else(|| usage(Box::new(no_base())))?;
            let pin = match (pin, no_pin) {
                (true, _) => Pin::Asked,
                (false, true) => Pin::Never,
                (false, false) => Pin::AsBefore,
            };
            issue_links(&folder, (&plan, &policy.site), which, &Terms { base, now: now(), life: *ttl, pin }, (lang, context))
        }
        Command::List { every } => list(&folder, *every, lang, context),
        Command::Revoke { which } => revoke(&folder, which, lang, context),
    }
}

fn issue_links(
    folder: &SiteFolder,
    (plan, site): (&Plan, &Site),
    which: &Which,
    terms: &Terms,
    (lang, context): (Lang, &Context),
) -> Result<ExitStatus, Failure> {
    // A line within another one's files is named for those.
    let named = |line: &&Line| which.all || line.accounts().any(|own| is_named(&which.line, &own.id));
    let lines: Vec<&Line> = plan.lines.iter().filter(|line| line.within.is_none()).filter(named).collect();
    if lines.is_empty() {
        return Err(Failure { findings: vec![no_line(which)], status: ExitStatus::NothingSelected });
    }
    let (catalogue, _) = profiles::load(Some(folder.root()));
    let fetched_by = |line: &Line| catalogue.get(&line.client).map_or(LinkUse::default(), |profile| profile.link);
    let (lines, in_vain): (Vec<&Line>, Vec<&Line>) = lines.into_iter().partition(|line| is_fetched(fetched_by(line), site));
    let there: BTreeSet<(LineId, ClientId)> = Shelf::new(folder.out()).profiles().map_err(usage)?.into_iter().collect();
    let (wanted, without): (Vec<&Line>, Vec<&Line>) =
        lines.into_iter().partition(|line| there.contains(&(line.id.clone(), line.client.clone())));
    let brought: BTreeSet<&LineId> = wanted.iter().flat_map(|line| &line.further).map(|own| &own.id).collect();
    let wanted: Vec<Wanted> = wanted
        .iter()
        .map(|line| {
            // Who uses the web phone opens its page; all others fetch the file itself.
            let page = fetched_by(line) == LinkUse::Page;
            let further = line.further.iter().map(|own| own.id.clone()).collect();
            Wanted { line: line.id.clone(), further, profile: line.client.clone(), page, tombstone: false }
        })
        .collect();
    let without_link = without.len() + in_vain.len();
    let mut findings: Vec<Finding> = without.into_iter().map(nothing_to_fetch).collect();
    findings.extend(nobody_fetches(&in_vain));
    let mut made = Made::default();
    if !wanted.is_empty() {
        let mut desk = Desk::open(folder).map_err(incomplete_or_refused)?;
        // Links of lines whose accounts these links bring lead to nothing any more.
        let void = issue::revoke(&desk.links, &|line| brought.contains(line), terms.now);
        desk.append(&void).map_err(incomplete_or_refused)?;
        made = hand_out(folder, &mut desk, &wanted, terms)?;
    }
    made.without = without_link;
    Ok(tell_issued(folder, made, findings, terms, (lang, context)))
}

/// How many links there are now, and how many of them ask for a PIN.
#[derive(Default)]
struct Made {
    links: usize,
    pins: usize,
    /// Lines that got none.
    without: usize,
    /// Those that were withdrawn before.
    revoked: Option<usize>,
}

/// Issues links: into the journal as hashes, and in clear for the letters.
fn hand_out(folder: &SiteFolder, desk: &mut Desk, wanted: &[Wanted], terms: &Terms) -> Result<Made, Failure> {
    let seeds = (0..wanted.len()).map(|_| random()).collect::<Result<Vec<_>, _>>().map_err(incomplete_or_refused)?;
    let mut seeds = seeds.into_iter();
    let (entries, made) = issue(&desk.links, wanted, terms, || seeds.next().expect("one for each"));
    let (mut links, mut pins) = clear::read(folder).map_err(usage)?;
    // First what says that the old links are void, then the new ones in clear: after a crash between the two, links are issued again.
    desk.append(&entries).map_err(incomplete_or_refused)?;
    let told = Made { links: made.len(), pins: made.values().filter(|clear| clear.pin.is_some()).count(), ..Made::default() };
    for (line, clear) in made {
        pins.remove(&line);
        if let Some(pin) = clear.pin_text() {
            pins.insert(line.clone(), pin);
        }
        links.insert(line, clear.written());
    }
    let waiting = issue::waiting(&desk.links, terms.now);
    links.retain(|line, _| waiting.contains(line));
    pins.retain(|line, _| waiting.contains(line));
    clear::write(folder, &links, &pins).map_err(incomplete_or_refused)?;
    Ok(told)
}

fn tell_issued(
    folder: &SiteFolder,
    made: Made,
    mut findings: Vec<Finding>,
    terms: &Terms,
    (lang, context): (Lang, &Context),
) -> ExitStatus {
    findings.extend(issue::long_life(terms.life));
    output::findings::sort(&mut findings);
    let issued = output::links::Issued {
        revoked: made.revoked,
        count: made.links,
        without: made.without,
        expires: terms.now + terms.life.as_secs(),
        links: folder.clear_links().display().to_string(),
        with_pin: made.pins,
        pins: (made.pins > 0).then(|| folder.link_pins().display().to_string()),
        findings,
    };
    match context.format {
        Format::Human => {
            talk_styled!("{}", output::findings::human(&issued.findings, lang, context.color));
            super::say(&output::links::issued_human(&issued, lang));
        }
        Format::Json => super::say(&output::links::json(&issued)),
    }
    status(&issued.findings)
}

/// A token's and a PIN's worth.
fn random() -> Result<[u8; 34], Box<Finding>> {
    let (one, two) = (crate::store::random::bytes()?, crate::store::random::bytes()?);
    Ok(std::array::from_fn(|at| if at < 32 { one[at] } else { two[at - 32] }))
}

fn list(folder: &SiteFolder, every: bool, lang: Lang, context: &Context) -> Result<ExitStatus, Failure> {
    let links = record::read(folder).map_err(usage)?;
    // Both may not be there yet; what is there must be readable.
    let plan: Option<Plan> = if_there(&folder.plan(), PLAN)?;
    let report: Option<Report> = if_there(&folder.report(), REPORT)?;
    let planned: BTreeMap<LineId, Transport> =
        plan.iter().flat_map(|plan| &plan.lines).map(|line| (line.id.clone(), line.transport)).collect();
    let rows = rows(&links, report.as_ref(), &planned, now(), every);
    match context.format {
        Format::Human => super::say(&output::links::list_human(&rows, lang)),
        Format::Json => super::say(&output::links::json(&rows)),
    }
    Ok(ExitStatus::Done)
}

fn if_there<T: DeserializeOwned>(path: &Path, kind: Kind) -> Result<Option<T>, Failure> {
    if !files::is_there(path) {
        return Ok(None);
    }
    document::read::<T>(path, kind).map(|(document, _)| Some(document.body)).map_err(usage)
}

fn revoke(folder: &SiteFolder, which: &Revoked, lang: Lang, context: &Context) -> Result<ExitStatus, Failure> {
    let plan: Option<Plan> = if which.gone {
        Some(document::read::<Plan>(&folder.plan(), PLAN).map_err(usage)?.0.body)
    } else {
        if_there(&folder.plan(), PLAN)?
    };
    let lines: BTreeMap<&LineId, &Line> = plan.iter().flat_map(|plan| &plan.lines).map(|line| (&line.id, line)).collect();
    let mut desk = Desk::open(folder).map_err(incomplete_or_refused)?;
    // A line within another one's files is named for those, and its own link from before leads to nothing.
    let within_named =
        |line: &LineId| lines.get(line).is_some_and(|set| set.further.iter().any(|own| is_named(&which.line, &own.id)));
    let is_gone = |line: &LineId| lines.get(line).is_none_or(|line| line.within.is_some());
    let meant = |line: &LineId| which.all || is_named(&which.line, line) || within_named(line) || (which.gone && is_gone(line));
    let entries = issue::revoke(&desk.links, &meant, now());
    if entries.is_empty() && !which.gone {
        return Err(Failure { findings: vec![no_link()], status: ExitStatus::NothingSelected });
    }
    // The account of a line that is within another one's files now is still its person's.
    let leaves = |line: &LineId| meant(line) && !(which.gone && lines.contains_key(line));
    let fetched = issue::fetched(&desk.links, &leaves);
    desk.append(&entries).map_err(incomplete_or_refused)?;
    clear::tidy(folder, &issue::waiting(&desk.links, now())).map_err(incomplete_or_refused)?;
    if let Some(base) = &which.tombstone {
        let terms = Terms { base: base.clone(), now: now(), life: which.ttl, pin: Pin::Never };
        let (known, unknown): (Vec<_>, Vec<_>) = fetched.into_iter().partition(|(_, profile)| tombstone::is_known(profile));
        let wanted: Vec<Wanted> = known
            .into_iter()
            .map(|(line, profile)| Wanted {
                line,
                further: Vec::new(),
                page: tombstone::is_page(&profile),
                profile,
                tombstone: true,
            })
            .collect();
        let made = Made { revoked: Some(entries.len()), without: unknown.len(), ..hand_out(folder, &mut desk, &wanted, &terms)? };
        let findings = unknown.iter().map(|(line, profile)| no_tombstone(line, profile)).collect();
        return Ok(tell_issued(folder, made, findings, &terms, (lang, context)));
    }
    match context.format {
        Format::Human => super::say(&output::links::revoked_human(entries.len(), lang)),
        Format::Json => super::say(&format!("{}\n", serde_json::json!({ "revoked": entries.len() }))),
    }
    Ok(ExitStatus::Done)
}

fn no_base() -> Finding {
    let words = Words::new("the address of the link server is missing", "die Adresse des Linkservers fehlt");
    codes::NO_BASE.finding(None, words).todo(Words::new(
        "give it with `--url https://…`, or in `DESKSHIFT_LINKS_URL`",
        "mit `--url https://…` angeben oder in `DESKSHIFT_LINKS_URL`",
    ))
}

fn no_line(which: &Which) -> Finding {
    let list = which.line.join(", ");
    let words = Words::new(format!("the plan has no line `{list}`"), format!("der Plan hat keinen Anschluss `{list}`"));
    crate::plan::codes::NOTHING_SELECTED.finding(None, words)
}

fn no_link() -> Finding {
    let words = Words::new("these lines have no link to revoke", "diese Anschlüsse haben keinen Link zu widerrufen");
    codes::NO_LINK.finding(None, words).todo(Words::new(
        "`deskshift links list --every` shows all there are",
        "`deskshift links list --every` zeigt alle, die es gibt",
    ))
}

fn no_tombstone(line: &LineId, profile: &ClientId) -> Finding {
    let words = Words::new(
        format!("`{profile}` keeps its account until somebody removes it"),
        format!("`{profile}` behält sein Konto, bis es jemand entfernt"),
    );
    codes::NO_TOMBSTONE.finding(None, words).about(line.to_string()).todo(Words::new(
        "remove the account on the device, and take its password away on the PBX",
        "das Konto am Gerät entfernen und ihm an der Telefonanlage das Kennwort nehmen",
    ))
}

/// Whether a link of this kind is ever fetched with effect.
fn is_fetched(by: LinkUse, site: &Site) -> bool {
    let scripts = || [&site.fleet.igel, &site.fleet.windows].into_iter().flatten().any(|rule| rule.deliver == Deliver::Link);
    by.is_for_people() || (by == LinkUse::Script && scripts())
}

fn nobody_fetches(lines: &[&Line]) -> Option<Finding> {
    let clients: BTreeSet<&str> = lines.iter().map(|line| line.client.0.as_str()).collect();
    let clients = clients.into_iter().collect::<Vec<_>>().join("`, `");
    let lines: Vec<Extension> = lines.iter().map(|line| line.extension.clone()).collect();
    let (who, who_de) = crate::plan::named(&lines);
    let words = Words::new(
        format!("{who}: no link, because `{clients}` would fetch nothing by it"),
        format!("{who_de}: kein Link, denn `{clients}` würde damit nichts abholen"),
    );
    let todo = Words::new(
        "choose `linphone-xml` for people who set Linphone up themselves; all others get their files another way",
        "für Menschen, die Linphone selbst einrichten, `linphone-xml` wählen; alle anderen bekommen ihre Dateien auf anderem Weg",
    );
    (!lines.is_empty()).then(|| codes::NOBODY_FETCHES.finding(None, words).todo(todo))
}

fn nothing_to_fetch(line: &Line) -> Finding {
    let words = Words::new(
        format!("there is no profile `{}` to fetch", line.client),
        format!("es gibt kein Profil `{}` abzuholen", line.client),
    );
    codes::NOTHING_TO_FETCH.finding(None, words).about(line.extension.to_string()).todo(Words::new(
        "run `deskshift convert` and look at what it says of this line",
        "`deskshift convert` ausführen und nachsehen, was es zu diesem Anschluss sagt",
    ))
}
