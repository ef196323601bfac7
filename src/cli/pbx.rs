//! `deskshift pbx`: what the PBX gets, and what that would change.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::chain::planned;
use super::plan::{Stored, status};
use super::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Lang};
use crate::domain::{Extension, SecretState};
use crate::inventory::model::Inventory;
use crate::output;
use crate::pbx::{self, Difference, PbxOutput, Seen};
use crate::plan::model::{Line, Plan};
use crate::policy::read::Need;
use crate::policy::site::{PbxKind, Site};
use crate::probe::report::Report;
use crate::profile::{Catalogue, Outcome};
use crate::store::document::{self, REPORT};
use crate::store::pbx_folder::PbxFolder;
use crate::store::site_folder::{Policy, SiteFolder};

#[derive(clap::Subcommand)]
pub enum Command {
    /// What the files for the PBX would change, option by option
    ///
    /// Compares with what the import found on the PBX. Passwords are said to change and never shown. Nothing is written.
    Diff,
}

pub fn run(command: &Command, context: &Context) -> Result<ExitStatus, Failure> {
    let Command::Diff = command;
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy_for(Need::Lines).map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let chain = planned(&folder, &policy)?;
    crate::store::files::is_not_planted(&folder.report()).map_err(super::plan::usage)?;
    let lines: Vec<&Line> = chain.plan.lines.iter().collect();
    let (catalogue, _) = super::convert::catalogue_for(&folder, &policy, &lines);
    let mut output = files_of_all(&folder, &policy, &chain.plan, (&chain.stored, &catalogue)).unwrap_or_default();
    output.findings.extend(pbx::no_files(policy.site.pbx.kind));
    let text = match context.format {
        Format::Human => {
            talk_styled!("{}", output::findings::human(&output.findings, lang, context.color));
            human(&output.differences, lang)
        }
        Format::Json => json(&output),
    };
    super::say(&text);
    Ok(status(&output.findings))
}

fn human(differences: &[Difference], lang: Lang) -> String {
    let mut text = differences.iter().fold(String::new(), |text, difference| text + &difference.line(lang) + "\n");
    let extensions = differences.iter().map(|difference| &difference.extension).collect::<std::collections::BTreeSet<_>>().len();
    let n = differences.len();
    text += &match lang {
        Lang::En => format!(
            "{} of {} would change\n",
            output::counted(n, "option", "options"),
            output::counted(extensions, "extension", "extensions")
        ),
        Lang::De => format!(
            "{} von {} sich ändern\n",
            output::counted(n, "Einstellung", "Einstellungen"),
            output::counted(extensions, "Nebenstelle würde", "Nebenstellen würden")
        ),
    };
    text
}

fn json(output: &PbxOutput) -> String {
    #[derive(Serialize)]
    struct Told<'a> {
        changes: &'a [Difference],
        findings: &'a [Finding],
    }
    let told = Told { changes: &output.differences, findings: &output.findings };
    serde_json::to_string_pretty(&told).expect("text keys and text") + "\n"
}

/// What the PBX needs, for kinds of PBX we can write for. In the language of the site, so that the language of messages changes no byte.
///
/// Extensions without a profile (`unheld`) stay as they are: with a password that no profile has, nobody could make a call. So do those
/// that share a set of files with one whose new password is not in force: the set is given out with all its accounts or not at all.
#[must_use]
pub fn files(
    folder: &SiteFolder,
    policy: &Policy,
    plan: &Plan,
    (stored, unheld): (&Stored, &BTreeSet<Extension>),
) -> Option<PbxOutput> {
    let mut held_back = BTreeSet::new();
    loop {
        let mut output = once(folder, &policy.site, plan, (stored, &(unheld | &held_back)))?;
        let more: BTreeSet<Extension> = with_unset(plan, &output, unheld);
        if more.is_subset(&held_back) {
            output.held_back = held_back;
            return Some(output);
        }
        held_back.extend(more);
    }
}

/// Extensions in one set of files with another that the PBX would not know by the password in it. Sets that could not be made count for
/// nothing: whoever has one of their extensions in files of its own keeps it.
fn with_unset(plan: &Plan, output: &PbxOutput, unheld: &BTreeSet<Extension>) -> BTreeSet<Extension> {
    let made = |set: &&Line| set.accounts().all(|own| !unheld.contains(&own.extension));
    let sets = plan.lines.iter().filter(|line| !line.further.is_empty()).filter(made);
    let unset = sets.filter(|set| set.accounts().any(|own| !output.knows_password_of(own)));
    // Those that are the cause keep their change, so that its finding says why it is not written.
    unset.flat_map(Line::accounts).filter(|own| output.knows_password_of(own)).map(|own| own.extension.clone()).collect()
}

fn once(folder: &SiteFolder, site: &Site, plan: &Plan, (stored, unheld): (&Stored, &BTreeSet<Extension>)) -> Option<PbxOutput> {
    let (plan, left) = plan.left_as_is(unheld);
    let input =
        pbx::Input { plan: &plan, inventory: &stored.inventory, secrets: &stored.secrets, site: Some(site), lang: site.lang };
    let mut output = of_pbx(folder, site, input)?;
    let phones = pbx::DESK_PHONES.map(|importer| (importer, sources(folder, &stored.inventory, importer)));
    pbx::desk_phones(&mut output, input, &site.numbers, &phones);
    output.findings.extend(pbx::left_as_is(&left));
    Some(output)
}

/// The same for commands that have not written the profiles themselves.
#[must_use]
pub fn files_of_all(
    folder: &SiteFolder,
    policy: &Policy,
    plan: &Plan,
    (stored, catalogue): (&Stored, &Catalogue),
) -> Option<PbxOutput> {
    let lines: Vec<&Line> = plan.lines.iter().collect();
    let outcomes = catalogue.render_all(&lines, &stored.secrets, &policy.site.pbx);
    files(folder, policy, plan, (stored, &unheld(&lines, &outcomes)))
}

/// Extensions none of whose lines got its files.
#[must_use]
pub fn unheld(lines: &[&Line], outcomes: &[Outcome]) -> BTreeSet<Extension> {
    let of = |held: bool| {
        let all = lines.iter().zip(outcomes).filter(move |(_, outcome)| outcome.is_ok() == held);
        all.map(|(line, _)| line.extension.clone()).collect::<BTreeSet<_>>()
    };
    &of(false) - &of(true)
}

fn of_pbx(folder: &SiteFolder, site: &Site, input: pbx::Input) -> Option<PbxOutput> {
    let inventory = input.inventory;
    match site.pbx.kind {
        PbxKind::Asterisk => {
            let export = site.sources.asterisk.as_ref()?;
            let files = PbxFolder::new(folder.root().join(export), export);
            Some(pbx::asterisk(input, &files, "pjsip.conf"))
        }
        PbxKind::AsteriskAri => Some(pbx::ari(input)),
        PbxKind::AsteriskRealtime => {
            let kinds = ["asterisk/realtime-sql", "asterisk/realtime-sqlite"];
            let sources: Vec<_> = kinds.into_iter().flat_map(|importer| sources(folder, inventory, importer)).collect();
            Some(pbx::realtime(input, &sources))
        }
        PbxKind::Freepbx => Some(pbx::bulk(input, &site.numbers, &sources(folder, inventory, "freepbx/bulk"))),
        PbxKind::Freeswitch => {
            let sources = sources(folder, inventory, "freeswitch/directory");
            let named = crate::cli::inventory::named::files(folder, site, &mut Vec::new());
            let roots: Vec<String> = named.into_iter().map(|export| export.file).collect();
            Some(pbx::directory(input, &site.numbers, &sources, &roots))
        }
        kind @ (PbxKind::Kamailio | PbxKind::Opensips) => {
            let seen = seen(folder);
            let usual = usual(&seen);
            Some(pbx::subscribers(input, kind, &site.numbers, |extension| seen.get(extension).or(usual).cloned()))
        }
        PbxKind::Starface | PbxKind::ThreeCx | PbxKind::Fritzbox | PbxKind::Unknown => None,
    }
}

/// The files of one importer, as the inventory names them. What cannot be read has no account to change.
fn sources(folder: &SiteFolder, inventory: &Inventory, importer: &str) -> Vec<(String, Vec<u8>)> {
    let of = inventory.sources.iter().filter(|source| source.importer == importer);
    of.filter_map(|source| Some((source.file.clone(), folder.read_source(&source.file).ok()?))).collect()
}

/// The realm is the registrar's: where all that were asked agree, it holds for those that were not.
fn usual(seen: &BTreeMap<Extension, Seen>) -> Option<&Seen> {
    let mut different = seen.values();
    different.next().filter(|first| different.all(|other| other == *first))
}

/// Realm and algorithm that the registrar asks for, for each line of which only a digest is known.
#[must_use]
pub fn asked(folder: &SiteFolder, lines: &[&Line]) -> BTreeMap<Extension, (String, String)> {
    let hashed: Vec<&Extension> =
        lines.iter().filter(|line| line.secret.state == SecretState::Hash).map(|line| &line.extension).collect();
    if hashed.is_empty() {
        return BTreeMap::new();
    }
    let seen = seen(folder);
    let usual = usual(&seen);
    let one = |extension: &Extension| {
        let seen = seen.get(extension).or(usual)?;
        Some((extension.clone(), (seen.realm.clone(), seen.algorithm.clone())))
    };
    hashed.into_iter().filter_map(one).collect()
}

/// What `validate` saw the registrar ask for, by extension.
fn seen(folder: &SiteFolder) -> BTreeMap<Extension, Seen> {
    let Ok((report, _)) = document::read::<Report>(&folder.report(), REPORT) else { return BTreeMap::new() };
    let one = |verdict: &crate::probe::report::Verdict| {
        let asked = verdict.asked_for.clone()?;
        Some((verdict.extension.clone(), Seen { realm: asked.realm.to_string(), algorithm: asked.algorithm.to_string() }))
    };
    report.body.verdicts.iter().filter_map(one).collect()
}
