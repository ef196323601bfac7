//! `deskshift profiles list|check`.

use super::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Severity, Words};
use crate::domain::ClientId;
use crate::output::{self, profiles::Listed};
use crate::plan::ClientFacts;
use crate::policy::overrides::Setting;
use crate::policy::read::Need;
use crate::profile::{Catalogue, Keys, lint_codecs_of, lint_expiry, lint_expiry_of};
use crate::store::profiles;
use crate::store::site_folder::SiteFolder;

/// Show and check the profiles of clients, built-in and the site's own
#[derive(clap::Subcommand)]
pub enum Command {
    /// What each client can do: the facts that `plan` decides by
    List,
    /// Check structure, templates, sources of every key, safety, and golden files; writes nothing
    Check {
        /// Only these profiles
        profiles: Vec<String>,
    },
}

pub fn run(command: &Command, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let lang = context.spoken();
    let (catalogue, mut findings) = profiles::load(Some(folder.root()));
    let clients = catalogue.clients();
    match command {
        Command::List => {
            let clients = catalogue.clients_with_holds();
            let listed: Vec<Listed> = clients.values().map(|facts| listed(&catalogue, facts)).collect();
            let text = match context.format {
                Format::Human => output::profiles::table(&listed, lang),
                Format::Json => output::profiles::json(&listed),
            };
            show(&findings, lang, context);
            super::say(&text);
        }
        Command::Check { profiles: only } => {
            let chosen: Vec<&ClientId> =
                clients.keys().filter(|id| only.is_empty() || only.iter().any(|name| *name == id.0)).collect();
            findings.retain(|finding| only.is_empty() || finding.subject.as_ref().is_none_or(|id| only.contains(id)));
            if chosen.is_empty() && findings.is_empty() {
                return Err(Failure { findings, status: ExitStatus::NothingSelected });
            }
            for id in &chosen {
                if let Err((code, what)) = catalogue.trial(id) {
                    findings.push(code.finding(None, what).about(id.to_string()));
                }
                findings.extend(catalogue.lint(id));
                findings.extend(crate::store::golden::check(folder.root(), &id.0, &catalogue));
            }
            // Without a site there are only profiles to look at.
            if let Ok(policy) = folder.load_policy_for(Need::Lines) {
                let rules = policy.site.clients.iter().enumerate();
                findings.extend(rules.filter_map(|(index, rule)| lint_expiry(index + 1, rule.expiry_s)));
                for level in &policy.site.overrides {
                    for (setting, at) in &level.settings {
                        let of = level.level.words();
                        let of = Words::new(format!("`overrides` of {}", of.en), format!("`overrides` für {}", of.de));
                        findings.extend(match setting {
                            Setting::ExpiryS(seconds) => lint_expiry_of(&of, at, *seconds),
                            Setting::Codecs(codecs) => lint_codecs_of(&of, at, codecs),
                            _ => None,
                        });
                    }
                }
            }
            output::findings::sort(&mut findings);
            let text = match context.format {
                Format::Human => output::profiles::checked(chosen.len(), findings.len(), lang),
                Format::Json => output::profiles::json(&findings),
            };
            show(&findings, lang, context);
            super::say(&text);
        }
    }
    let failed = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if failed { ExitStatus::Findings } else { ExitStatus::Done })
}

fn listed<'a>(catalogue: &'a Catalogue, facts: &'a ClientFacts) -> Listed<'a> {
    let Keys { all, unconfirmed } = catalogue.keys(&facts.id);
    let profile = catalogue.get(&facts.id);
    let (kind, link) = profile.map(|profile| (profile.kind, profile.link)).unwrap_or_default();
    let exceptions = profile.into_iter().flat_map(|profile| &profile.exceptions);
    let exceptions = exceptions.map(|(lack, why)| (lack.as_str(), why)).collect();
    Listed { facts, kind: kind.as_str(), link: link.as_str(), keys: all.len(), unconfirmed, exceptions }
}

fn show(findings: &[Finding], lang: crate::diag::Lang, context: &Context) {
    if context.format == Format::Human {
        talk_styled!("{}", output::findings::human(findings, lang, context.color));
    }
}
