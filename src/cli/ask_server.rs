//! Asks the PBX by its own interface, as the site file says.
#![allow(clippy::disallowed_methods)] // what is left of a registration depends on the clock

use std::time::{SystemTime, UNIX_EPOCH};

use crate::diag::{Finding, Words};
use crate::net::server::{self, Question};
use crate::plan::Planned;
use crate::policy::site::ServerRules;
use crate::probe::server::Told;
use crate::store::secrets::Vault;

/// Seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// What is to be found out of the lines of a plan; `existence`: whether the PBX has them, too.
pub fn of(plan: &Planned, existence: bool) -> Question {
    let lines = plan.lines.iter().map(|line| (line.aor_user.to_string(), line.domain.to_string()));
    Question { lines: lines.collect(), existence }
}

/// What the PBX says, or why it says nothing.
pub fn ask(rules: &ServerRules, vault: &Vault<'_>, question: &Question) -> Result<Told, Box<Finding>> {
    let none = |why: Words| {
        let what = Words::new(
            format!("the PBX was not asked by {}, because its login has no secret: {}", rules.ask.name(), why.en),
            format!("die Anlage wurde nicht über {} gefragt, weil das Kennwort dafür fehlt: {}", rules.ask.name(), why.de),
        );
        let todo = Words::new("look at `server` in `deskshift.yaml`", "`server` in `deskshift.yaml` prüfen");
        Box::new(super::validate::codes::SERVER_NOT_ASKED.finding(None, what).todo(todo))
    };
    let secret = rules.secret.as_ref().map(|from| vault.secret(from, none)).transpose()?;
    let now = i64::try_from(now()).unwrap_or(i64::MAX);
    server::ask(rules, secret.as_ref(), question, now).map_err(|error| {
        let (by, at, why) = (rules.ask.name(), &rules.at, error.words());
        let what = Words::new(
            format!("the PBX could not be asked by {by} at `{at}`: {}", why.en),
            format!("die Anlage ließ sich nicht über {by} an `{at}` fragen: {}", why.de),
        );
        Box::new(super::validate::codes::SERVER_NOT_ASKED.finding(None, what))
    })
}
