//! What the PBX's files say about one extension, and whose login the softphone gets.

use super::model::PbxFacts;
use crate::domain::{SecretRef, SecretState, Secrets};
use crate::inventory::model::{Account, AorState, AuthState, ExtensionEntry};
use crate::inventory::password::Known;
use crate::policy::site::{SecretsFrom, Site};

/// User name and password reference a softphone will use.
pub(super) struct Login {
    pub auth_user: String,
    pub secret: SecretRef,
}

/// The user a phone must put into From and To: Asterisk finds the endpoint by it, then the AOR.
pub(super) fn aor_user(entry: &ExtensionEntry) -> String {
    entry.account.as_ref().map_or_else(|| entry.number.to_string(), |account| account.endpoint.value.clone())
}

/// List and PBX in the order the site asks for; a source without a usable password gives way to the other.
pub(super) fn login(entry: &ExtensionEntry, site: &Site) -> Login {
    let listed = entry.listed.as_ref().map(|l| Login { auth_user: l.auth_user.value.clone(), secret: l.secret.clone() });
    let pbx = entry.account.as_ref().and_then(|account| match &account.auth {
        AuthState::Present { username, secret, .. } => Some(Login { auth_user: username.value.clone(), secret: secret.clone() }),
        AuthState::Open | AuthState::Missing { .. } => None,
    });
    let (first, second) = match site.sources.secrets_from {
        SecretsFrom::Accounts => (listed, pbx),
        SecretsFrom::Pbx => (pbx, listed),
    };
    let usable = |login: &Login| login.secret.state == SecretState::Present;
    match (first, second) {
        (Some(first), _) if usable(&first) => first,
        (_, Some(second)) if usable(&second) => second,
        (Some(known), _) | (None, Some(known)) => known,
        (None, None) => Login {
            auth_user: aor_user(entry),
            secret: SecretRef { state: SecretState::Unavailable, key: format!("none/{}", entry.number).into() },
        },
    }
}

/// Everything known before the first packet.
pub(super) fn facts(entry: &ExtensionEntry, login: &Login, secrets: &Secrets) -> PbxFacts {
    let Some(account) = &entry.account else { return PbxFacts::default() };
    let mut facts = PbxFacts { endpoint: true, endpoint_dropped: !account.loads, ..PbxFacts::default() };
    match &account.auth {
        AuthState::Open => facts.open = true,
        AuthState::Missing { .. } => facts.auth_missing = true,
        AuthState::Present { username, secret, secret_cut_at, realm, algorithms, .. } => {
            facts.auth_user = Some(username.value.as_str().into());
            facts.secret_matches = match (secrets.get(secret), secrets.get(&login.secret)) {
                // A login that came from the PBX's own digest is no password.
                (Some(theirs), Some(ours)) if login.secret.state == SecretState::Present => {
                    Known { state: secret.state, secret: theirs, username: &username.value, realm: realm.as_deref() }.is(ours)
                }
                _ => None,
            };
            facts.secret_cut_at.clone_from(secret_cut_at);
            facts.algorithms.clone_from(algorithms);
        }
    }
    aor_facts(account, &mut facts);
    facts
}

fn aor_facts(account: &Account, facts: &mut PbxFacts) {
    match &account.aor {
        AorState::None | AorState::Untold => {}
        AorState::Missing { name } => {
            facts.aor = Some(name.value.as_str().into());
            facts.aor_missing = true;
        }
        AorState::Present { name, max_contacts, remove_existing, .. } => {
            facts.aor = Some(name.value.as_str().into());
            facts.max_contacts = Some(*max_contacts);
            facts.remove_existing = *remove_existing;
            facts.max_contacts_after = facts.max_contacts;
            facts.remove_existing_after = *remove_existing;
        }
    }
}
