//! The section `server`: how the PBX itself is asked what the wire hides. Only questions are asked, nothing is changed.

use serde::{Deserialize, Serialize};

use super::fields::{Field, Fields, Parsed};
use super::site::PassphraseFrom;
use crate::domain::{HostPort, Network};

/// By which of its interfaces a PBX is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AskBy {
    /// Asterisk's manager interface.
    Ami,
    /// Asterisk's REST interface.
    Ari,
    /// Kamailio's JSON-RPC over HTTP.
    Rpc,
    /// FreeSWITCH's event socket.
    Esl,
}

impl AskBy {
    /// As people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ami => "AMI",
            Self::Ari => "ARI",
            Self::Rpc => "RPC",
            Self::Esl => "ESL",
        }
    }
}

/// How the PBX itself is asked who is registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerRules {
    pub ask: AskBy,
    pub at: HostPort,
    /// Empty where none is wanted.
    pub user: String,
    pub secret: Option<PassphraseFrom>,
    /// Path of ARI or of the RPC.
    pub path: String,
    /// Networks of the offices: who registers from elsewhere is not in the office. Empty: not told.
    pub office: Vec<Network>,
}

/// Where Asterisk's manager, its HTTP server, a usual `xhttp` of Kamailio and FreeSWITCH's event socket listen.
fn usual_port(ask: AskBy) -> u16 {
    match ask {
        AskBy::Ami => 5038,
        AskBy::Ari => 8088,
        AskBy::Rpc => 8080,
        AskBy::Esl => 8021,
    }
}

pub(super) fn server(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<ServerRules> {
    let before = fields.findings.len();
    let table = fields.map(field)?;
    const WAYS: &[(&str, AskBy)] = &[("ami", AskBy::Ami), ("ari", AskBy::Ari), ("rpc", AskBy::Rpc), ("esl", AskBy::Esl)];
    let ask = fields.required(&table, "ask", |f, v| f.choice(v, WAYS));
    let port = usual_port(ask.unwrap_or(AskBy::Ami));
    let at = fields.required(&table, "at", |f, v| f.host_port(v, port));
    let user = fields.optional(&table, "user", Fields::owned);
    let file = fields.optional(&table, "secret_file", Fields::owned).map(PassphraseFrom::File);
    let env = fields.optional(&table, "secret_env", Fields::owned).map(PassphraseFrom::Env);
    let command = fields
        .optional(&table, "secret_command", |f, v| {
            let words = f.list(v, Fields::owned)?;
            if words.is_empty() { f.bad_value(v, "[]") } else { Some(words) }
        })
        .map(PassphraseFrom::Command);
    let usual_path = match ask {
        Some(AskBy::Rpc) => "/RPC",
        _ => "/ari",
    };
    let path = fields.or(&table, "path", usual_path.to_owned(), |f, v| {
        let text = f.text(v)?;
        let plain = text.starts_with('/') && text.bytes().all(|b| b.is_ascii_graphic());
        if plain { Some(text.to_owned()) } else { f.bad_value(v, text) }
    });
    let office = fields.or(&table, "office_networks", Vec::new(), |f, v| f.list(v, Fields::word::<Network>));
    if fields.findings.len() > before {
        return None;
    }
    let mut secrets = [file, env, command].into_iter().flatten();
    let (ask, secret) = (ask?, secrets.next());
    let login = match ask {
        AskBy::Ami | AskBy::Ari => user.is_some() && secret.is_some(),
        // A port may have neither.
        AskBy::Rpc => user.is_some() == secret.is_some(),
        // The event socket knows no users.
        AskBy::Esl => user.is_none() && secret.is_some(),
    };
    if secrets.next().is_some() || !login {
        return fields.wrong_type(field);
    }
    Some(ServerRules { ask, at: at?, user: user.unwrap_or_default(), secret, path, office })
}
