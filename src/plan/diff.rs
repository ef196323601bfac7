//! What changed between two plans.

use std::collections::BTreeMap;

use serde::Serialize;

use super::model::{Line, Plan};
use crate::diag::Words;
use crate::policy::overrides::Variable;

/// One difference; never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// Line or extension.
    pub subject: String,
    /// `line`, `kept`, `pbx`, `dialplan`.
    pub part: &'static str,
    /// `transport`, …; empty where the whole thing came or went.
    pub field: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl Change {
    /// One line for the admin.
    #[must_use]
    pub fn words(&self) -> Words {
        let what = if self.field.is_empty() { self.part.to_owned() } else { format!("{} {}", self.part, self.field) };
        match (&self.from, &self.to) {
            (None, Some(to)) => Words::new(format!("{what}: added `{to}`"), format!("{what}: neu `{to}`")),
            (Some(from), None) => Words::new(format!("{what}: removed `{from}`"), format!("{what}: entfällt `{from}`")),
            (from, to) => {
                let (from, to) = (from.as_deref().unwrap_or_default(), to.as_deref().unwrap_or_default());
                Words::new(format!("{what}: `{from}` -> `{to}`"), format!("{what}: `{from}` -> `{to}`"))
            }
        }
    }
}

/// Every difference, sorted by subject.
#[must_use]
pub fn diff(old: &Plan, new: &Plan) -> Vec<Change> {
    let mut changes = Vec::new();
    let by_id = |plan: &'_ Plan| -> BTreeMap<String, BTreeMap<&'static str, String>> {
        plan.lines.iter().map(|line| (line.id.to_string(), line_fields(line))).collect()
    };
    part("line", &by_id(old), &by_id(new), &mut changes);
    let kept = |plan: &Plan| -> BTreeMap<String, BTreeMap<&'static str, String>> {
        plan.kept
            .iter()
            .map(|k| (k.extension.to_string(), BTreeMap::from([("reason", k.reason.en.to_string()), ("name", k.name.clone())])))
            .collect()
    };
    part("kept", &kept(old), &kept(new), &mut changes);
    let pbx = |plan: &Plan| -> BTreeMap<String, BTreeMap<&'static str, String>> {
        let options = |list: &[(String, String)]| list.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join(" ");
        plan.pbx_changes
            .iter()
            .map(|c| {
                let fields = [
                    ("aor", c.aor.clone()),
                    ("endpoint", c.endpoint.clone()),
                    ("max_contacts", c.max_contacts_to.to_string()),
                    ("endpoint options", options(&c.endpoint_options)),
                    ("aor options", options(&c.aor_options)),
                    ("password", c.auth.as_ref().map(|auth| auth.secret.key.to_string()).unwrap_or_default()),
                ];
                (c.extension.to_string(), BTreeMap::from(fields))
            })
            .collect()
    };
    part("pbx", &pbx(old), &pbx(new), &mut changes);
    let dialplan = |plan: &Plan| -> BTreeMap<String, BTreeMap<&'static str, String>> {
        plan.one_ring
            .iter()
            .map(|ring| {
                (
                    ring.at.to_string(),
                    BTreeMap::from([("text", ring.text.clone()), ("instead", ring.instead.clone().unwrap_or_default())]),
                )
            })
            .collect()
    };
    part("dialplan", &dialplan(old), &dialplan(new), &mut changes);
    changes.sort();
    changes
}

/// Field name to value; the empty name stands for the whole thing.
type Fields = BTreeMap<&'static str, String>;

fn part(name: &'static str, old: &BTreeMap<String, Fields>, new: &BTreeMap<String, Fields>, changes: &mut Vec<Change>) {
    let whole = |fields: &Fields| fields.values().next().cloned().unwrap_or_default();
    for (subject, fields) in new {
        let Some(before) = old.get(subject) else {
            changes.push(Change {
                subject: subject.clone(),
                part: name,
                field: String::new(),
                from: None,
                to: Some(whole(fields)),
            });
            continue;
        };
        for (field, to) in fields.iter().filter(|(field, _)| !field.is_empty()) {
            let from = before.get(field).cloned().unwrap_or_default();
            if from != *to {
                let change = Change {
                    subject: subject.clone(),
                    part: name,
                    field: (*field).into(),
                    from: Some(from),
                    to: Some(to.clone()),
                };
                changes.push(change);
            }
        }
    }
    for (subject, fields) in old {
        if !new.contains_key(subject) {
            changes.push(Change {
                subject: subject.clone(),
                part: name,
                field: String::new(),
                from: Some(whole(fields)),
                to: None,
            });
        }
    }
}

fn line_fields(line: &Line) -> Fields {
    let own = |variable| line.overridden.get(&variable).map(|own| own.value.clone()).unwrap_or_default();
    let media = OF_MEDIA.map(|variable| (variable.as_str(), own(variable)));
    let fields = BTreeMap::from([
        ("", line.display_name.to_string()),
        ("ca on clients", own(Variable::CaOnClients)),
        ("ws path", own(Variable::WsPath)),
        ("ring strategy", own(Variable::RingStrategy)),
        ("display name", line.display_name.to_string()),
        ("person", line.person.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("department", line.department.as_deref().unwrap_or_default().to_owned()),
        ("client", line.client.to_string()),
        ("in the files of", line.within.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("user", line.aor_user.to_string()),
        ("domain", line.domain.to_string()),
        ("login", line.auth_user.to_string()),
        ("secret", format!("{} ({:?})", line.secret.key, line.secret.state)),
        ("registrar", line.registrar.to_string()),
        ("transport", line.transport.to_string()),
        ("srtp", line.srtp.as_str().to_owned()),
        ("expiry", line.expiry_s.to_string()),
        ("mailbox", line.mailbox.as_deref().unwrap_or_default().to_owned()),
    ]);
    fields.into_iter().chain(media).collect()
}

/// Values that a line has from `overrides` alone.
const OF_MEDIA: [Variable; 26] = [
    Variable::OutboundProxy,
    Variable::BackupRegistrar,
    Variable::CallerId,
    Variable::Codecs,
    Variable::Dtmf,
    Variable::KeepaliveS,
    Variable::Ice,
    Variable::Stun,
    Variable::Turn,
    Variable::PtimeMs,
    Variable::SessionTimer,
    Variable::Mwi,
    Variable::AutoAnswer,
    Variable::DnsSrv,
    Variable::OutboundProxyTransport,
    Variable::AllowSelfSigned,
    Variable::LockSettings,
    Variable::ExternalPrefix,
    Variable::DialPlan,
    Variable::StripChars,
    Variable::InternationalRewrite,
    Variable::Keys,
    Variable::Contacts,
    Variable::ContactsUrl,
    Variable::ContactsCarddav,
    Variable::ContactsLdap,
];
