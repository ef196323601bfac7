//! `deskshift explain EXTENSION --profile NAME`: where each value of a line's files comes from.

use super::chain::{Planned, planned};
use super::convert::catalogue_for;
use super::{Context, ExitStatus, Failure, Format};
use crate::domain::ClientId;
use crate::inventory::model::{AuthState, Inventory};
use crate::output;
use crate::output::profiles::Login;
use crate::plan::codes;
use crate::plan::model::{Line, Plan};
use crate::store::site_folder::SiteFolder;

pub fn run(extension: &str, profile: &str, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy().map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let Planned { stored, plan, .. } = planned(&folder, &policy)?;
    let Some(line) = plan.lines.iter().find(|line| line.extension.as_str() == extension || line.id.as_str() == extension) else {
        let what = crate::diag::Words::new(
            format!("the plan has no line `{extension}`"),
            format!("der Plan hat keinen Anschluss `{extension}`"),
        );
        let finding = codes::NOTHING_SELECTED.finding(None, what);
        return Err(Failure { findings: vec![finding], status: ExitStatus::NothingSelected });
    };
    // Also of a client the plan has not chosen: to see what it would get.
    let line = Line { client: ClientId(profile.to_owned()), ..line.clone() };
    let (catalogue, faults) = catalogue_for(&folder, &policy, &[&line]);
    let refused = |findings| Failure { findings, status: ExitStatus::Findings };
    catalogue.render(&line, &stored.secrets, &policy.site.pbx).map_err(refused)?;
    let password = stored.secrets.get(&line.secret);
    let origins = password.and_then(|password| catalogue.origins(&line, password, &policy.site.pbx)).unwrap_or_default();
    let login = login(&line, &plan, &stored.inventory);
    let text = match context.format {
        Format::Human => {
            talk_styled!("{}", output::findings::human(&faults, lang, context.color));
            output::profiles::origins(&line, &login, &origins, lang)
        }
        Format::Json => output::profiles::origins_json(&line, &login, &origins),
    };
    crate::cli::say(&text);
    Ok(ExitStatus::Done)
}

/// Where list or PBX have the login that is in force.
fn login(line: &Line, plan: &Plan, inventory: &Inventory) -> Login {
    let Some(entry) = inventory.extensions.iter().find(|entry| entry.number == line.extension) else { return Login::default() };
    let now = line.login_now.as_ref().map_or(&line.secret, |now| &now.secret);
    let beside = plan.pbx_changes.iter().filter(|change| change.extension == line.extension);
    let beside = beside.filter_map(|change| change.auth.as_ref()).any(|auth| auth.beside.is_some());
    let listed = entry.listed.as_ref().filter(|listed| listed.secret.key == now.key);
    let on_pbx = entry.account.as_ref().and_then(|account| match &account.auth {
        AuthState::Present { username, secret, secret_at, .. } => Some((&username.at, secret, secret_at)),
        AuthState::Open | AuthState::Missing { .. } => None,
    });
    let password_at = listed.map(|listed| &listed.secret_at);
    let password_at = password_at.or_else(|| on_pbx.filter(|(_, secret, _)| secret.key == now.key).map(|(.., at)| at));
    // A new password comes with the name of the PBX's own account.
    let user_at = match listed {
        Some(listed) if line.login_now.is_none() => Some(&listed.auth_user.at),
        _ => on_pbx.map(|(at, ..)| at),
    };
    Login { user_at: user_at.cloned(), password_at: password_at.cloned(), beside }
}
