//! A web phone needs an endpoint with `webrtc=yes`, which serves no desk phone: it gets a twin beside the one that is there.

use super::model::{Line, LoginNow, PbxChange, Twin};
use crate::domain::{SecretRef, SecretState};
use crate::inventory::asterisk::rings::TWIN;
use crate::inventory::model::Account;

/// Gives the line the twin's login. The account of the desk phone keeps its own, and nothing on it changes.
pub(super) fn apply(account: &Account, line: &mut Line, change: &mut PbxChange) {
    let name = format!("{}{TWIN}", line.aor_user);
    let secret = SecretRef { state: SecretState::Present, key: format!("new/{}{TWIN}", line.extension).into() };
    change.twin = Some(Twin {
        name: name.clone(),
        context: account.context.as_ref().map(|context| context.value.clone()),
        caller_name: line.display_name.to_string(),
        secret: secret.clone(),
    });
    change.endpoint_options.clear();
    change.aor_options.clear();
    change.max_contacts_to = change.max_contacts_from.unwrap_or_default();
    line.facts.max_contacts_after = line.facts.max_contacts;
    line.facts.remove_existing_after = line.facts.remove_existing;
    line.login_now = Some(LoginNow {
        aor_user: Some(std::mem::replace(&mut line.aor_user, name.as_str().into())),
        auth_user: std::mem::replace(&mut line.auth_user, name.into()),
        secret: std::mem::replace(&mut line.secret, secret),
    });
}
