//! What the embedded PBX knows: the objects of `pjsip.conf` that decide how a REGISTER is answered.

use std::collections::BTreeMap;

use crate::domain::Secret;
use crate::sip::challenge::{Algorithm, Hash};
use crate::sip::digest::{self, Credentials, Key};

/// The objects of one PBX, each by its section name.
#[derive(Debug, Clone, Default)]
pub struct Objects {
    pub global: Global,
    pub endpoints: BTreeMap<String, Endpoint>,
    pub auths: BTreeMap<String, Auth>,
    pub aors: BTreeMap<String, Aor>,
}

/// `type=global`
#[derive(Debug, Clone)]
pub struct Global {
    pub user_agent: String,
    /// Realm of auth objects that name none, and of challenges to strangers.
    pub default_realm: String,
    pub default_algorithms: Vec<Algorithm>,
}

impl Default for Global {
    fn default() -> Self {
        Self {
            user_agent: "deskshift lab".to_owned(),
            default_realm: "asterisk".to_owned(),
            default_algorithms: vec![Algorithm::MD5],
        }
    }
}

/// `type=endpoint`: chosen by the From user.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Names of auth objects; none: anybody may come in.
    pub auths: Vec<String>,
    pub aors: Vec<String>,
    /// Answer to the source address even where the request does not ask for it (RFC 3581).
    pub force_rport: bool,
    pub allow_unauthenticated_options: bool,
    /// A contact is known by the address it came from, not by the one it names.
    pub rewrite_contact: bool,
}

impl Default for Endpoint {
    fn default() -> Self {
        Self {
            auths: Vec::new(),
            aors: Vec::new(),
            force_rport: true,
            allow_unauthenticated_options: false,
            rewrite_contact: false,
        }
    }
}

/// `type=auth`, `auth_type` `userpass`, `digest` or `md5`.
#[derive(Debug, Clone)]
pub struct Auth {
    pub username: String,
    /// None: [`Global::default_realm`].
    pub realm: Option<String>,
    pub keys: Keys,
    /// Algorithms to offer, in this order; none: [`Global::default_algorithms`].
    pub algorithms: Option<Vec<Algorithm>>,
    /// Seconds.
    pub nonce_lifetime: u64,
}

/// What the PBX stores to verify an answer.
#[derive(Debug, Clone)]
pub enum Keys {
    Password(Secret),
    /// HA1 in lower-case hex, one for each hash.
    Ha1(Vec<(Hash, Secret)>),
}

impl Auth {
    #[must_use]
    pub fn password(username: impl Into<String>, password: Secret) -> Self {
        Self {
            username: username.into(),
            realm: None,
            keys: Keys::Password(password),
            algorithms: None,
            nonce_lifetime: super::nonce::LIFETIME_S,
        }
    }

    /// The algorithms this object can really offer: a stored HA1 serves its own hash only.
    pub(super) fn offers<'a>(&'a self, global: &'a Global) -> impl Iterator<Item = Algorithm> + 'a {
        let list = self.algorithms.as_deref().unwrap_or(&global.default_algorithms);
        list.iter().copied().filter(|algorithm| match &self.keys {
            Keys::Password(_) => true,
            Keys::Ha1(stored) => stored.iter().any(|(hash, _)| *hash == algorithm.hash),
        })
    }

    /// Whether an answer was made with this object's key.
    pub(super) fn proves(&self, answer: &digest::Authorization, realm: &str, hash: Hash, method: &str, body: &[u8]) -> bool {
        let key = match &self.keys {
            Keys::Password(password) => Key::Password(password.clone()),
            Keys::Ha1(stored) => match stored.iter().find(|(stored, _)| *stored == hash) {
                Some((_, hex)) => Key::Ha1 { hash, realm: realm.to_owned(), hex: hex.clone() },
                None => return false,
            },
        };
        answer.verify(&Credentials { user: self.username.as_str().into(), key }, method, body)
    }
}

/// `type=aor`: an address of record and what may be bound to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aor {
    /// 0, Asterisk's default: nobody may register.
    pub max_contacts: usize,
    pub remove_existing: bool,
    pub support_path: bool,
    /// Seconds; shorter wishes are raised to it.
    pub minimum_expiration: u32,
    /// Seconds; longer wishes are lowered to it.
    pub maximum_expiration: u32,
    /// Seconds, where the request names none.
    pub default_expiration: u32,
}

impl Default for Aor {
    fn default() -> Self {
        Self {
            max_contacts: 0,
            remove_existing: false,
            support_path: false,
            minimum_expiration: 60,
            maximum_expiration: 7200,
            default_expiration: 3600,
        }
    }
}

impl Objects {
    /// The endpoint of a From address: `user@domain` first, then `user`.
    pub(super) fn endpoint(&self, user: &str, domain: &str) -> Option<&Endpoint> {
        let whole = format!("{user}@{domain}");
        [whole.as_str(), user].into_iter().find_map(|name| self.endpoints.get(name))
    }
}
