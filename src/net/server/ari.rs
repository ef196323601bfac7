//! Asterisk's REST interface: `GET /ari/endpoints` lists endpoints and whether anybody is registered there, no more.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::http::{self, Ask};
use super::{ServerError, shown};
use crate::domain::Secret;
use crate::policy::site::ServerRules;
use crate::probe::server::{Endpoints, Registration, Told};

#[derive(Deserialize)]
struct Endpoint {
    technology: String,
    resource: String,
    #[serde(default)]
    state: String,
}

pub(super) fn ask(rules: &ServerRules, secret: Option<&Secret>) -> Result<Told, ServerError> {
    let path = format!("{}/endpoints", rules.path.trim_end_matches('/'));
    let body = http::ask(&Ask { at: &rules.at, user: &rules.user, secret, path: &path, body: None })?;
    parse(&body)
}

pub(super) fn parse(body: &[u8]) -> Result<Told, ServerError> {
    let endpoints: Vec<Endpoint> =
        serde_json::from_slice(body).map_err(|error| ServerError::Unreadable(shown(&error.to_string())))?;
    let sip = || endpoints.iter().filter(|endpoint| endpoint.technology.eq_ignore_ascii_case("pjsip"));
    let registration = |endpoint: &Endpoint| Registration {
        aor: endpoint.resource.clone(),
        contact: String::new(),
        user_agent: None,
        from: None,
        expires_s: None,
        status: Some(endpoint.state.clone()),
    };
    let names: BTreeSet<String> = sip().map(|endpoint| endpoint.resource.clone()).collect();
    let registrations = sip().filter(|endpoint| endpoint.state == "online").map(registration).collect();
    Ok(Told { endpoints: Endpoints::All(names), registrations })
}
