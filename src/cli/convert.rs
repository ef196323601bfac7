//! `deskshift convert`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::chain::{Planned, planned};
use super::plan::{Stored, incomplete_or_refused, status};
use super::{Context, ExitStatus, Failure, Format};
use super::{alike, convert_diff};
use crate::diag::{Finding, Lang, Place, Severity, Words};
use crate::domain::{ClientId, Extension};
use crate::output::{self, convert::Converted};
use crate::pbx::{self, PbxOutput};
use crate::plan::Sets;
use crate::plan::model::{Line, Plan};
use crate::policy::read::Need;
use crate::profile::{Artefact, Catalogue, codes};
use crate::serve::shelf::Shelf;
use crate::store::generation::{self, Item};
use crate::store::site_folder::{Policy, SiteFolder};
use crate::store::{files, lock, profiles};

/// Write profiles and PBX configuration
#[derive(clap::Args)]
pub struct Args {
    /// Only these lines: extensions, `20*`, person ids, clients or departments, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "WHAT")]
    only: Vec<String>,
    /// Write `@@SECRET:…@@` in place of each password, to review or compare what would be written
    #[arg(long)]
    no_secrets: bool,
    /// Every line of findings that are about many
    #[arg(long)]
    all: bool,
    /// Where the generation goes; the site's `out/`, `out/selection/` with `--only`, `out/review/` with `--no-secrets`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; show what would change since this earlier set: a generation, or a folder with `current` in it. Ends with 1 where
    /// something would
    #[arg(long, value_name = "OLD", conflicts_with = "out")]
    diff: Option<PathBuf>,
    /// With `--diff`: compare with this set instead of what would be written now
    #[arg(long, value_name = "NEW", requires = "diff", conflicts_with = "only")]
    to: Option<PathBuf>,
}

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    if let (Some(old), Some(new)) = (&args.diff, &args.to) {
        return convert_diff::folders(old, new, context);
    }
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy_for(Need::Lines).map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let Planned { mut stored, plan, plan_sha256 } = planned(&folder, &policy)?;
    if args.no_secrets {
        stored.secrets = stored.secrets.markers();
    }
    let lines: Vec<&Line> = plan.lines.iter().filter(|line| line.accounts().any(|own| selected(own, &args.only))).collect();
    if lines.is_empty() && !(args.only.is_empty() && plan.lines.is_empty()) {
        return Err(Failure { findings: vec![nothing_selected(&args.only)], status: ExitStatus::NothingSelected });
    }
    let out = match (&args.out, args.no_secrets, args.only.is_empty()) {
        (Some(out), _, _) => out.clone(),
        (None, false, true) => folder.out().to_owned(),
        // The set in force is the whole set with its passwords; nothing else may take its place.
        (None, no_secrets, _) => {
            files::stays(folder.out()).map_err(incomplete_or_refused)?;
            folder.out().join(if no_secrets { "review" } else { "selection" })
        }
    };
    let (catalogue, faults) = catalogue_for(&folder, &policy, &lines);
    let mut set = render(&lines, &stored, &catalogue, &policy, |unheld| {
        let mut pbx = super::pbx::files(&folder, &policy, &plan, (&stored, unheld));
        pbx.iter_mut().filter(|_| args.no_secrets).for_each(|pbx| pbx.for_review(policy.site.lang));
        pbx
    });
    set.findings.extend(faults);
    set.findings.extend(crate::pbx::no_files(policy.site.pbx.kind));
    set.findings = with_errors_of_plan(set.findings, &plan);
    if !args.only.is_empty() {
        set.pbx = None;
    }
    if let Some(old) = &args.diff {
        output::findings::sort(&mut set.findings);
        let only = (!args.only.is_empty()).then_some(lines.as_slice());
        return convert_diff::with_now(old, &set, only, &catalogue, (lang, context));
    }
    if let Some(nothing) = nothing_to_put_in_force(&out, &set, &plan) {
        let pbx = set.pbx.map(|pbx| pbx.findings).unwrap_or_default();
        let mut findings: Vec<Finding> = set.findings.into_iter().chain(pbx).collect();
        output::findings::sort(&mut findings);
        findings.push(nothing);
        return Err(Failure { findings, status: ExitStatus::Usage });
    }
    let converted = write(&out, set, &catalogue, &plan_sha256)?;
    let text = match context.format {
        Format::Human => {
            talk_styled!("{}", output::findings::told(&converted.findings, args.all, lang, context.color));
            output::convert::human(&converted, !args.no_secrets && args.only.is_empty(), lang)
        }
        Format::Json => output::convert::json(&converted),
    };
    // A reader that stops reading early (`| head`) is no failure.
    crate::cli::say(&text);
    Ok(status(&converted.findings))
}

/// An error of the plan is one here too: whoever looks at the exit code of this command alone must not take the set for sound. What is told
/// here with its own lines is not said twice.
fn with_errors_of_plan(mut findings: Vec<Finding>, plan: &Plan) -> Vec<Finding> {
    let told: BTreeSet<String> = findings.iter().map(|finding| finding.code.as_str().to_owned()).collect();
    let errors = plan.findings.iter().filter(|finding| finding.severity == Severity::Error);
    findings.extend(errors.filter(|finding| !told.contains(finding.code.as_str())).cloned());
    findings
}

/// The profiles, with the site's CA where a client of these lines takes the certificates themselves, and with what probes saw.
#[must_use]
pub fn catalogue_for(folder: &SiteFolder, policy: &Policy, lines: &[&Line]) -> (Catalogue, Vec<Finding>) {
    let (catalogue, mut faults) = profiles::load(Some(folder.root()));
    let catalogue = catalogue.with_asked(super::pbx::asked(folder, lines));
    let wanted = lines.iter().any(|line| catalogue.wants_ca(&line.client));
    let Some(name) = policy.site.pbx.ca.as_ref().filter(|_| wanted) else { return (catalogue, faults) };
    match folder.read_source(name) {
        Ok(bytes) => (catalogue.with_ca(&String::from_utf8_lossy(&bytes).replace('\r', "")), faults),
        Err(finding) => {
            faults.push(*finding);
            (catalogue, faults)
        }
    }
}

/// Everything rendered in memory, before a byte is written.
#[derive(Default)]
pub struct Rendered {
    pub artefacts: Vec<Artefact>,
    pub refused: Vec<String>,
    pub clients: BTreeMap<ClientId, usize>,
    pub pbx: Option<PbxOutput>,
    pub findings: Vec<Finding>,
}

/// The files of these lines; lines a client cannot hold are named and left out. So are those whose new password the PBX would not get.
/// `pbx` makes the files for the PBX, without the extensions that got no profile.
#[must_use]
pub fn render(
    lines: &[&Line],
    stored: &Stored,
    catalogue: &Catalogue,
    policy: &Policy,
    pbx: impl FnOnce(&BTreeSet<Extension>) -> Option<PbxOutput>,
) -> Rendered {
    let mut set = Rendered::default();
    let outcomes = catalogue.render_all(lines, &stored.secrets, &policy.site.pbx);
    let pbx = pbx(&super::pbx::unheld(lines, &outcomes));
    let sets = Sets::of(lines.iter().copied());
    // A set is given out with all its accounts or not at all.
    let known = |line| {
        sets.first_of(line)
            .accounts()
            .chain([line])
            .all(|own| pbx.as_ref().map_or(own.login_now.is_none(), |pbx| pbx.knows_password_of(own)))
    };
    let mut unset = Vec::new();
    for (line, outcome) in lines.iter().zip(outcomes) {
        match outcome {
            Ok(artefacts) if known(line) => {
                *set.clients.entry(line.client.clone()).or_default() += 1;
                set.artefacts.extend(artefacts);
            }
            Ok(_) => {
                set.refused.push(line.extension.to_string());
                if pbx.as_ref().map_or(line.login_now.is_some(), |pbx| pbx.is_unset(line)) {
                    unset.push(line.extension.clone());
                }
            }
            Err(findings) => {
                set.refused.push(line.extension.to_string());
                set.findings.extend(findings);
            }
        }
    }
    let accounts: Vec<&Line> = lines.iter().flat_map(|line| line.accounts()).collect();
    set.findings = alike::as_one(std::mem::take(&mut set.findings), &accounts);
    set.findings.extend(pbx::password_not_set(&unset));
    set.pbx = pbx;
    set
}

/// Said where not one line got its files: such a set must not take the place of one that links and letters lead to, unless all in it have
/// left. Where there is none yet, a change for the PBX alone, such as a leaver's, is worth writing.
fn nothing_to_put_in_force(out: &Path, set: &Rendered, plan: &Plan) -> Option<Finding> {
    if !set.artefacts.is_empty() {
        return None;
    }
    let there = Shelf::new(out).profiles().unwrap_or_default();
    let in_force = !there.is_empty();
    let all_left = there.iter().all(|(line, _)| plan.revoked.iter().any(|revoked| revoked.id == *line));
    if set.pbx.as_ref().is_some_and(|pbx| pbx.changed > 0) && (!in_force || (all_left && set.refused.is_empty())) {
        return None;
    }
    let (en, de) = if in_force {
        ("the set that was in force stays so", "was in Kraft war, bleibt es")
    } else {
        ("nothing is in force", "nichts ist in Kraft")
    };
    let n = set.refused.len();
    let (what, todo) = if n == 0 {
        let what = Words::new(
            format!("the plan has no line to convert; nothing was written, and {en}"),
            format!("der Plan hat keinen Anschluss zum Umsetzen; nichts wurde geschrieben, und {de}"),
        );
        let todo = Words::new(
            "look whether the lists of people are whole and `clients` fits them, then import, plan and convert again",
            "nachsehen, ob die Personallisten vollständig sind und `clients` auf sie passt, dann Import, Plan und Konvertierung wiederholen",
        );
        (what, todo)
    } else {
        let what = Words::new(
            format!("none of {} could be converted; nothing was written, and {en}", output::counted(n, "line", "lines")),
            format!(
                "von {} ließ sich keiner umsetzen; nichts wurde geschrieben, und {de}",
                output::counted(n, "Anschluss", "Anschlüssen")
            ),
        );
        let todo = Words::new(
            "mend what the other findings name, then convert again",
            "beheben, was die anderen Befunde nennen, dann noch einmal konvertieren",
        );
        (what, todo)
    };
    Some(codes::NOTHING_CONVERTED.finding(Some(Place::file(out.display().to_string())), what).todo(todo))
}

/// Writes everything as one generation below `out`, under its lock.
pub fn write(out: &Path, set: Rendered, catalogue: &Catalogue, plan_sha256: &str) -> Result<Converted, Failure> {
    let Rendered { artefacts, refused, clients, pbx, mut findings } = set;
    let pbx_changes = pbx.as_ref().map(|pbx| pbx.changed);
    let (pbx_files, pbx_findings) = pbx.map(|pbx| (pbx.files, pbx.findings)).unwrap_or_default();
    findings.extend(pbx_findings);
    output::findings::sort(&mut findings);
    let hints: BTreeMap<ClientId, (usize, Words)> = clients
        .iter()
        .filter_map(|(client, count)| catalogue.get(client).map(|profile| (client.clone(), (*count, profile.notes()))))
        .collect();
    let manifest = output::convert::manifest(plan_sha256, &artefacts, &pbx_files);
    let mut items = vec![Item { path: "manifest.json".into(), bytes: manifest, mode: 0o600 }];
    for (name, lang) in [("README.de.md", Lang::De), ("README.en.md", Lang::En)] {
        let text = output::convert::readme(&hints, !pbx_files.is_empty(), lang);
        items.push(Item { path: name.into(), bytes: text.into_bytes(), mode: 0o644 });
    }
    items.extend(pbx_files.into_iter().map(|file| {
        let mode = if file.secret { 0o600 } else { 0o644 };
        Item { path: file.path, bytes: file.text.into_bytes(), mode }
    }));
    items.extend(artefacts.into_iter().map(|artefact| {
        let mode = if artefact.secret { 0o600 } else { 0o644 };
        Item { path: artefact.path, bytes: artefact.bytes, mode }
    }));
    let files = items.len();
    let _lock = lock::take(out, "convert").map_err(incomplete_or_refused)?;
    let generation = generation::write(out, &items).map_err(incomplete_or_refused)?;
    Ok(Converted {
        generation: generation.name,
        folder: out.join(generation::POINTER).display().to_string(),
        new: generation.new,
        lines: clients.values().sum(),
        refused,
        clients: clients.into_iter().map(|(client, count)| (client.0.into(), count)).collect(),
        files,
        pbx_changes,
        findings,
    })
}

#[must_use]
pub fn selected(line: &Line, only: &[String]) -> bool {
    only.is_empty()
        || only.iter().any(|wanted| {
            let wanted = wanted.trim();
            match wanted.strip_suffix('*') {
                Some(start) => line.extension.as_str().starts_with(start),
                None => {
                    line.extension.as_str() == wanted
                        || line.id.as_str() == wanted
                        || line.client.0 == wanted
                        || line.person.as_ref().is_some_and(|person| person.as_str() == wanted)
                        || line.department.as_deref() == Some(wanted)
                }
            }
        })
}

#[must_use]
pub fn nothing_selected(only: &[String]) -> Finding {
    let list = only.join(", ");
    crate::plan::codes::NOTHING_SELECTED
        .finding(
            None,
            Words::new(format!("no planned line fits `{list}`"), format!("kein geplanter Anschluss passt zu `{list}`")),
        )
        .todo(Words::new(
            "give extensions, `20*`, person ids, clients or departments, separated by commas",
            "Nebenstellen, `20*`, Personenkennungen, Programme oder Abteilungen angeben, durch Komma getrennt",
        ))
}
