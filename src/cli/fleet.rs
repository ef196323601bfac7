//! `deskshift fleet`.

use std::path::{Path, PathBuf};

use super::chain::{Planned, planned};
use super::convert::catalogue_for;
use super::plan::{incomplete_or_refused, status, usage};
use super::{Context, ExitStatus, Failure, Format};
use crate::diag::{Lang, Place, Words};
use crate::fleet::{self, Fleet, Given, Os};
use crate::letters::Links;
use crate::output::{self, fleet::Equipped};
use crate::plan::model::Line;
use crate::policy::read::Need;
use crate::policy::site::FleetRules;
use crate::store::generation::{self, Generation, Item};
use crate::store::site_folder::SiteFolder;
use crate::store::{letters as texts, lock};

/// Write files for thin clients and Windows notebooks
#[derive(clap::Args)]
pub struct Args {
    /// Where the generation goes; the site's `out/fleet`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy_for(Need::Lines).map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let rules = &policy.site.fleet;
    if rules.igel.is_none() && rules.windows.is_none() {
        let finding = fleet::codes::NO_RULES.finding(
            Some(Place::file(folder.policy().display().to_string())),
            Words::new("there is no section `fleet`", "es gibt keinen Abschnitt `fleet`"),
        );
        return Err(Failure { findings: vec![finding], status: ExitStatus::NothingSelected });
    }
    let Planned { stored, plan, plan_sha256 } = planned(&folder, &policy)?;
    let links = texts::links(&folder.clear_links()).map_err(usage)?.unwrap_or_else(Links::new);
    let lines: Vec<&Line> = plan.lines.iter().collect();
    let (catalogue, faults) = catalogue_for(&folder, &policy, &lines);
    let pbx = super::pbx::files_of_all(&folder, &policy, &plan, (&stored, &catalogue)).unwrap_or_default();
    // A file gives out no password that the PBX would not get.
    let files = |line: &Line| {
        if line.accounts().all(|own| pbx.knows_password_of(own)) {
            catalogue.render(line, &stored.secrets, &policy.site.pbx)
        } else {
            let unset: Vec<_> = line.accounts().filter(|own| pbx.is_unset(own)).map(|own| own.extension.clone()).collect();
            Err(crate::pbx::password_not_set(&unset).into_iter().collect())
        }
    };
    let mut made = fleet::build(&Given { inventory: &stored.inventory, plan: &plan, rules, links: &links, files: &files });
    made.findings.extend(faults);
    output::findings::sort(&mut made.findings);
    let out = args.out.clone().unwrap_or_else(|| folder.fleet());
    let mut equipped = Equipped {
        generation: String::new(),
        folder: String::new(),
        new: false,
        devices: output::fleet::counts(&made),
        unassigned: made.unassigned.len(),
        files: 0,
        findings: std::mem::take(&mut made.findings),
    };
    // Nothing to write is no reason to take the files away that are there.
    if !made.assignments.is_empty() {
        let items = items(made, rules, &plan_sha256, policy.site.lang);
        equipped.files = items.len();
        let written = write(&out, &items)?;
        (equipped.generation, equipped.new) = (written.name, written.new);
        equipped.folder = SiteFolder::shown(&out.join(generation::POINTER));
    }
    let text = match context.format {
        Format::Human => {
            talk_styled!("{}", output::findings::human(&equipped.findings, lang, context.color));
            output::fleet::human(&equipped, lang)
        }
        Format::Json => output::fleet::json(&equipped),
    };
    // A reader that stops reading early (`| head`) is no failure.
    crate::cli::say(&text);
    Ok(status(&equipped.findings))
}

/// Every file; lists in the language of the site, so that the language of messages changes no byte.
fn items(made: Fleet, rules: &FleetRules, plan_sha256: &str, lang: Lang) -> Vec<Item> {
    let mut items = vec![Item { path: "manifest.json".into(), bytes: output::fleet::manifest(plan_sha256, &made), mode: 0o600 }];
    for (name, lang) in [("README.de.md", Lang::De), ("README.en.md", Lang::En)] {
        items.push(Item { path: name.into(), bytes: output::fleet::readme(&made, rules, lang).into_bytes(), mode: 0o644 });
    }
    for os in [Os::Igel, Os::Windows] {
        if made.assignments.iter().any(|assignment| assignment.os == os) {
            let bytes = output::fleet::assignments(&made, os, rules, lang);
            items.push(Item { path: format!("{}/assignments.csv", os.as_str()), bytes, mode: 0o644 });
        }
    }
    items.extend(made.files.into_iter().map(|file| {
        let mode = if file.secret { 0o600 } else { 0o644 };
        Item { path: file.path, bytes: file.bytes, mode }
    }));
    items
}

fn write(out: &Path, items: &[Item]) -> Result<Generation, Failure> {
    let _lock = lock::take(out, "fleet").map_err(incomplete_or_refused)?;
    generation::write(out, items).map_err(incomplete_or_refused)
}
