//! `deskshift explain EXTENSION --profile NAME`: where each value of a line's files comes from.

use std::collections::BTreeMap;

use super::chain::{Planned, planned};
use super::convert::catalogue_for;
use super::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Place, Words};
use crate::domain::ClientId;
use crate::inventory::model::{AuthState, ExtensionEntry, Inventory};
use crate::output;
use crate::output::profiles::Login;
use crate::plan::codes;
use crate::plan::model::{Line, Plan};
use crate::policy::read::Need;
use crate::profile::Catalogue;
use crate::store::profiles;
use crate::store::site_folder::{Policy, SiteFolder};

pub fn run(extension: &str, profile: &str, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy_for(Need::Lines).map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let Planned { stored, plan, .. } = planned(&folder, &policy)?;
    let Some(line) = plan.lines.iter().find(|line| line.extension.as_str() == extension || line.id.as_str() == extension) else {
        let what =
            Words::new(format!("the plan has no line `{extension}`"), format!("der Plan hat keinen Anschluss `{extension}`"));
        let finding = codes::NOTHING_SELECTED.finding(None, what);
        return Err(Failure { findings: vec![finding], status: ExitStatus::NothingSelected });
    };
    // Also of a client the plan has not chosen: to see what it would get.
    let client = variant(profile, line, &profiles::load(Some(folder.root())).0)
        .map_err(|finding| Failure { findings: vec![*finding], status: ExitStatus::Findings })?;
    // With another client than planned it is a line of its own; else its account stands where the plan puts it.
    let planned = client == line.client;
    let set = line.within.as_ref().filter(|_| planned).and_then(|set| plan.lines.iter().find(|line| line.id == *set));
    let line = set.unwrap_or(line).clone();
    let further = if planned { line.further.clone() } else { Vec::new() };
    let line = Line { client, further, within: None, ..line };
    let (catalogue, faults) = catalogue_for(&folder, &policy, &[&line]);
    let refused = |findings| Failure { findings, status: ExitStatus::Findings };
    catalogue.render(&line, &stored.secrets, &policy.site.pbx).map_err(refused)?;
    let origins = catalogue.origins(&line, &stored.secrets, &policy.site.pbx).unwrap_or_default();
    let entry = stored.inventory.extensions.iter().find(|entry| entry.number == line.extension);
    let login = Login {
        at: entry.map(|entry| places(&line, entry, &stored.inventory, &policy)).unwrap_or_default(),
        ..login(&line, &plan, &stored.inventory)
    };
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

/// The profile of this name; of a program with several, such as `linphone`, the one that the plan gives the line.
fn variant(name: &str, line: &Line, catalogue: &Catalogue) -> Result<ClientId, Box<Finding>> {
    let exact = ClientId(name.into());
    if catalogue.get(&exact).is_some() {
        return Ok(exact);
    }
    let wanted = name.to_lowercase();
    let clients = catalogue.clients();
    let is_of = |id: &ClientId, title: &str| {
        title.to_lowercase() == wanted || id.0.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.starts_with('-'))
    };
    let variants: Vec<&ClientId> = clients.iter().filter(|(id, facts)| is_of(id, &facts.title)).map(|(id, _)| id).collect();
    match variants.as_slice() {
        // What there is of it is told where the line is rendered.
        [] => Ok(exact),
        [one] => Ok((*one).clone()),
        several if several.contains(&&line.client) => Ok(line.client.clone()),
        several => {
            let list = several.iter().map(|id| id.0.as_str()).collect::<Vec<_>>().join("`, `");
            let what = Words::new(
                format!("`{name}` has several profiles, and the plan gives this line `{}`", line.client),
                format!("`{name}` hat mehrere Profile, und der Plan gibt diesem Anschluss `{}`", line.client),
            );
            let todo = Words::new(format!("name one of `{list}`"), format!("eines von `{list}` nennen"));
            Err(Box::new(crate::profile::codes::NO_PROFILE.finding(None, what).about(line.extension.as_str()).todo(todo)))
        }
    }
}

/// Where each value of a line was read or decided, by its field; what `overrides` decided is told apart.
fn places(line: &Line, entry: &ExtensionEntry, inventory: &Inventory, policy: &Policy) -> BTreeMap<&'static str, Place> {
    let mut places = BTreeMap::new();
    let person = line.person.as_ref().and_then(|id| inventory.persons.iter().find(|person| person.id == *id));
    let name = person.map(|person| &person.last.at).or_else(|| entry.name.as_ref().map(|name| &name.at));
    places.insert("display_name", name.unwrap_or(&line.at).clone());
    places.insert("user", entry.account.as_ref().map_or(&entry.at, |account| &account.endpoint.at).clone());
    places.extend(entry.mailbox.as_ref().map(|mailbox| ("voicemail_number", mailbox.at.clone())));
    places.insert("domain", policy.place("/pbx/domain"));
    let registrar = policy.place(&format!("/pbx/registrars/{}", line.transport));
    places.extend([("registrar_host", registrar.clone()), ("registrar_port", registrar)]);
    places.extend(["ca_on_clients", "ws_path"].map(|field| (field, policy.place(&format!("/pbx/{field}")))));
    if let Some(rule) = crate::plan::rule_of(inventory, &policy.site, entry) {
        let of_rule = [("transport", "transport"), ("srtp", "srtp"), ("expiry", "expiry_s")];
        places.extend(of_rule.map(|(field, key)| (field, policy.place(&format!("/clients/{rule}/{key}")))));
    }
    places
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
    Login { user_at: user_at.cloned(), password_at: password_at.cloned(), beside, ..Login::default() }
}
