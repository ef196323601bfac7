//! What a verdict is about: a planned line as it is now, told from what it was when a verdict fell, without its password.

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};

use super::refused::Keyed;
use crate::domain::hex::Digits;
use crate::domain::{Secret, SecretRef};
use crate::plan::model::{Line, Login, PbxFacts};

/// What a verdict depends on, in sixteen hex digits: what is sent, where to, and what the PBX says about the line. Names, departments,
/// programs and rows of lists come and go without changing any of it.
#[must_use]
pub fn about(line: &Line) -> About {
    let Line { aor_user, auth_user, secret, facts, .. } = line;
    about_login(line, &Login { aor_user, auth_user, secret, facts: Cow::Borrowed(facts) })
}

/// The same with a login that the line had or will have.
fn about_login(line: &Line, login: &Login<'_>) -> About {
    let mut bytes = Vec::with_capacity(512);
    let hop = line.hop();
    let texts =
        [line.id.as_str(), line.extension.as_str(), login.aor_user, &line.domain, login.auth_user, &login.secret.key, &hop.host];
    for text in texts {
        put(&mut bytes, Some(text));
    }
    bytes.extend([login.secret.state as u8, line.hop_transport() as u8]);
    bytes.extend(hop.port.to_be_bytes());
    put_facts(&mut bytes, &login.facts);
    Digits::of(&Sha256::digest(&bytes))
}

/// A text with its length in front, so that no two rows of texts give the same bytes.
fn put(bytes: &mut Vec<u8>, text: Option<&str>) {
    let length = text.map_or(u32::MAX, |text| text.len() as u32);
    bytes.extend(length.to_be_bytes());
    bytes.extend(text.unwrap_or_default().as_bytes());
}

fn put_facts(bytes: &mut Vec<u8>, facts: &PbxFacts) {
    // Named one by one, so that no new fact is left out.
    let PbxFacts {
        endpoint,
        endpoint_dropped,
        open,
        auth_missing,
        auth_user,
        secret_matches,
        secret_cut_at,
        aor,
        aor_missing,
        max_contacts,
        remove_existing,
        max_contacts_after,
        remove_existing_after,
        limit_kept,
        digest_will_do,
        algorithms,
    } = facts;
    let flags = [
        *endpoint,
        *endpoint_dropped,
        *open,
        *auth_missing,
        *secret_matches == Some(true),
        *secret_matches == Some(false),
        // Where it is cut moves with the rows of the file.
        secret_cut_at.is_some(),
        *aor_missing,
        *remove_existing,
        *remove_existing_after,
        *limit_kept,
        *digest_will_do,
    ];
    bytes.extend(flags.map(u8::from));
    for count in [max_contacts, max_contacts_after] {
        bytes.push(u8::from(count.is_some()));
        bytes.extend(count.unwrap_or_default().to_be_bytes());
    }
    for text in [auth_user, aor].into_iter().map(Option::as_deref).chain(algorithms.iter().map(|name| Some(name.as_str()))) {
        put(bytes, text);
    }
}

/// Sixteen hex digits: see [`about`].
pub type About = Digits<16>;

/// A line as it is now, for comparison with the journal ([`super::journal`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub about: About,
    /// See [`Keyed::fingerprint`]; none without a password.
    pub login: Option<Digits<32>>,
}

impl Known {
    /// Of a line as the PBX knows it: before it has loaded its change, or after. As of [`Line::as_of`]; `secret` finds the password.
    #[must_use]
    pub fn as_of<'s>(line: &Line, loaded: bool, key: &Keyed, secret: impl FnOnce(&SecretRef) -> Option<&'s Secret>) -> Self {
        let login = line.login_as_of(loaded);
        let password = secret(login.secret);
        Self {
            about: about_login(line, &login),
            login: password.map(|password| key.fingerprint(line, (login.aor_user, login.auth_user), password)),
        }
    }

    /// Of a line as it is, and its password.
    #[must_use]
    pub fn of(line: &Line, password: Option<&Secret>, key: &Keyed) -> Self {
        let login = password.map(|password| key.fingerprint(line, (&line.aor_user, &line.auth_user), password));
        Self { about: about(line), login }
    }

    /// Appends both in one text, for reports.
    pub fn push_fingerprint(&self, text: &mut String) {
        text.push_str(self.about.as_str());
        text.push('-');
        text.push_str(self.login.as_ref().map_or("none", Digits::as_str));
    }
}
