//! `deskshift plan`.
#![allow(clippy::disallowed_methods)] // composition: paths given on the command line

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::certificates::{self, Certificates};
use super::{Context, ExitStatus, Failure, Format, chain};
use crate::diag::{Finding, Severity};
use crate::domain::Secrets;
use crate::inventory::model::Inventory;
use crate::output;
use crate::plan::model::Plan;
use crate::plan::{self, Circumstances, Clients};
use crate::policy::read::Need;
use crate::profile::Catalogue;
use crate::store::document::{self, Header, INVENTORY, PLAN};
use crate::store::site_folder::{Policy, SiteFolder};
use crate::store::{by_record, codes, lock, profiles, secrets};

/// Decide, and show what would change
#[derive(clap::Args)]
pub struct Args {
    /// An earlier plan to compare with; without it, the one that is replaced
    #[arg(long, value_name = "OLD")]
    diff: Option<PathBuf>,
    /// Every line of findings that are about many
    #[arg(long)]
    all: bool,
}

/// An inventory and its secrets as stored, known to fit the files they were made from.
pub struct Stored {
    pub inventory: Inventory,
    pub secrets: Secrets,
    pub sha256: String,
}

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy_for(Need::Lines).map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let old = match &args.diff {
        Some(path) => Some(document::read_named::<Plan>(path, PLAN).map_err(usage)?.0.body),
        None => document::read_if_usable(&folder.plan(), PLAN).map_err(usage)?,
    };
    let mut stored = read_inventory(&folder, &policy)?;
    let (catalogue, findings) = profiles::load(Some(folder.root()));
    let (plan, _) = make(&folder, &mut stored, &policy, &clients(&catalogue, &policy), findings)?;
    let changes = old.map(|old| plan::diff(&old, &plan));
    let text = match context.format {
        Format::Human => {
            talk_styled!("{}", output::findings::told(&plan.findings, args.all, lang, context.color));
            output::plan::human(&plan, changes.as_deref(), lang)
        }
        Format::Json => output::plan::json(&plan, changes.as_deref(), lang),
    };
    // A reader that stops reading early (`| head`) is no failure.
    crate::cli::say(&text);
    Ok(status(&plan.findings))
}

/// What each client can do; with `overrides`, also what of them its files hold.
#[must_use]
pub fn clients(catalogue: &Catalogue, policy: &Policy) -> Clients {
    if policy.site.overrides.is_empty() { catalogue.clients() } else { catalogue.clients_with_holds() }
}

/// Makes the plan of today, with the faults of site profiles and certificate files among its findings, and stores it; gives its SHA-256
/// with it.
pub fn make(
    folder: &SiteFolder,
    stored: &mut Stored,
    policy: &Policy,
    clients: &Clients,
    faults: Vec<Finding>,
) -> Result<(Plan, String), Failure> {
    let Certificates { known, compared, findings } = certificates::read(folder, &policy.site.pbx);
    let known = Circumstances { today: Some(jiff::Zoned::now().date()), certificates: known };
    let mut plan = plan::make(&stored.inventory, &stored.secrets, &policy.site, clients, &known);
    plan.findings.extend(faults);
    plan.findings.extend(findings);
    output::findings::sort(&mut plan.findings);
    let hash = store(folder, policy, stored, &plan, compared)?;
    Ok((plan, hash))
}

/// Draws the passwords that the plan wants and that are not there yet, and writes `out/plan.json`, both under the lock of the folder.
fn store(
    folder: &SiteFolder,
    policy: &Policy,
    stored: &mut Stored,
    plan: &Plan,
    beside: Vec<(String, String)>,
) -> Result<String, Failure> {
    let _lock = lock::take(folder.out(), "plan").map_err(incomplete_or_refused)?;
    let issued = secrets::issue(&folder.issued(), plan.issued_keys(), &policy.vault(folder)).map_err(incomplete_or_refused)?;
    stored.secrets.extend(issued);
    let mut inputs =
        BTreeMap::from([("inventory".to_owned(), stored.sha256.clone()), ("deskshift.yaml".to_owned(), policy.sha256.clone())]);
    inputs.extend(beside);
    document::write(&folder.plan(), PLAN, inputs, plan).map_err(incomplete_or_refused)
}

/// Reads inventory and secrets and refuses them where a source changed since.
pub fn read_inventory(folder: &SiteFolder, policy: &Policy) -> Result<Stored, Failure> {
    let (inventory, sha256) = read_inventory_alone(folder, policy)?;
    let secrets = secrets_of(folder, policy, &sha256)?;
    Ok(Stored { inventory, secrets, sha256 })
}

/// The secrets of the inventory as it is, and its SHA-256, for who needs nothing else of it; refused where a source changed since.
pub fn read_secrets(folder: &SiteFolder, policy: &Policy) -> Result<(Secrets, String), Failure> {
    let path = folder.inventory();
    let (header, sha256) = by_record::read_header(&path, INVENTORY).map_err(usage)?;
    sources_fit(folder, &path, &header, policy)?;
    Ok((secrets_of(folder, policy, &sha256)?, sha256))
}

fn secrets_of(folder: &SiteFolder, policy: &Policy, sha256: &str) -> Result<Secrets, Failure> {
    let vault = policy.vault(folder);
    let mut secrets = secrets::read_of(&folder.secrets(), sha256, &vault).map_err(|mut finding| {
        if [codes::STALE.slug, codes::BAD_DOCUMENT.slug].contains(&finding.code.as_str()) {
            finding.todo = Some(chain::run(folder, &[INVENTORY]));
        }
        if finding.code == codes::STALE.code() { incomplete_or_refused(finding) } else { usage(finding) }
    })?;
    secrets.extend(secrets::issued(&folder.issued(), &vault).map_err(usage)?);
    Ok(secrets)
}

/// The inventory without its secrets, and its SHA-256; refused where a source changed since.
pub fn read_inventory_alone(folder: &SiteFolder, policy: &Policy) -> Result<(Inventory, String), Failure> {
    let path = folder.inventory();
    let (document, sha256) = document::read::<Inventory>(&path, INVENTORY).map_err(usage)?;
    sources_fit(folder, &path, &document.header, policy)?;
    Ok((document.body, sha256))
}

fn sources_fit(folder: &SiteFolder, path: &Path, header: &Header, policy: &Policy) -> Result<(), Failure> {
    let changed = chain::changed_sources(folder, header, policy);
    if changed.is_empty() {
        return Ok(());
    }
    let finding = chain::stale(&path.display().to_string(), &changed, INVENTORY).todo(chain::run(folder, &[INVENTORY]));
    Err(Failure { findings: vec![finding], status: ExitStatus::Refused })
}

pub fn usage(finding: Box<Finding>) -> Failure {
    Failure { findings: vec![*finding], status: ExitStatus::Usage }
}

/// A held lock and a stale document are refusals, everything else is the environment's fault.
pub fn incomplete_or_refused(finding: Box<Finding>) -> Failure {
    let refused = [codes::LOCKED.slug, codes::STALE.slug, codes::ON_A_SHARE.slug].contains(&finding.code.as_str());
    let status = if refused { ExitStatus::Refused } else { ExitStatus::Incomplete };
    Failure { findings: vec![*finding], status }
}

#[must_use]
pub fn status(findings: &[Finding]) -> ExitStatus {
    if findings.iter().any(|finding| finding.severity == Severity::Error) { ExitStatus::Findings } else { ExitStatus::Done }
}
