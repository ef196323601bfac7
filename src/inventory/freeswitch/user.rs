//! From a user with its settings to a subscriber; what the domain and the group set, the user may overrule.

use std::collections::BTreeMap;

use super::codes;
use crate::diag::{Place, Words};
use crate::domain::Extension;
use crate::inventory::kind::Recognised;
use crate::inventory::model::{AorState, AuthState, CallerIds, Did, DidTarget, ExtensionKind, Extra, GroupKind, Sourced};
use crate::inventory::numbers::direct;
use crate::inventory::subscriber::{Differing, More, Password, Subscriber, Subscribers, caller_id, calls, truth};
use crate::inventory::table::Tally;
use crate::inventory::table::beside::Beside;
use crate::policy::site::Numbers;

/// A value and what the pre-processor knows of it.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub cell: Sourced<String>,
    /// It is `$${default_password}`.
    pub shipped: bool,
    /// A variable in it has no value here.
    pub unknown: bool,
}

/// `param` and `variable` entries that are read, by name.
pub(super) type Settings = BTreeMap<&'static str, Setting>;

/// Names that are read; in a `Settings` a variable has its own name.
pub(super) const READ: [&str; 24] = [
    "auth-acl",
    "password",
    "a1-hash",
    "allow-empty-password",
    "sip-forbid-register",
    "max-registrations-per-extension",
    "vm-password",
    "vm-mailto",
    "vm-enabled",
    "vm-email-all-messages",
    "vm-attach-file",
    "vm-keep-local-after-email",
    "vm-notify-mailto",
    "effective_caller_id_name",
    "effective_caller_id_number",
    "outbound_caller_id_name",
    "outbound_caller_id_number",
    "emergency_caller_id_name",
    "emergency_caller_id_number",
    "callgroup",
    "user_context",
    "directory_full_name",
    "limit_max",
    "rtp_secure_media",
];

/// Settings that nobody may read.
const SECRET: [&str; 3] = ["password", "a1-hash", "vm-password"];

/// Settings of mailboxes that are kept as options.
const MAILBOX: [&str; 4] = ["vm-email-all-messages", "vm-attach-file", "vm-keep-local-after-email", "vm-notify-mailto"];

#[derive(Debug, Clone)]
pub(super) struct User {
    pub id: Sourced<String>,
    pub alias: Option<Sourced<String>>,
    pub mailbox: Option<Sourced<String>>,
    pub cidr: Option<Sourced<String>>,
    pub settings: Settings,
    /// Of the group it stands in.
    pub inherited: Settings,
    /// Its own params and variables that no field holds.
    pub extra: Extra,
    /// It registers somewhere itself.
    pub gateway: bool,
}

/// What is told once for the whole directory.
#[derive(Default)]
pub(super) struct Tallies {
    /// Users with `$${default_password}`, where the first stands, and whether its value is not in the export.
    pub shipped: Vec<String>,
    pub shipped_at: Option<Place>,
    pub shipped_unknown: bool,
    pub cidr: Tally,
    /// Members of groups that the domain does not have.
    pub pointers: Vec<String>,
    pub pointers_at: Option<Place>,
    /// Elements, attributes, params and variables that no field holds.
    pub beside: Beside,
}

/// Digits of a number that is dialled from outside, where the site does not say how long its extensions are.
const OUTSIDE: usize = 5;

impl User {
    fn get<'a>(&'a self, name: &str, domain: &'a Settings) -> Option<&'a Setting> {
        self.settings.get(name).or_else(|| self.inherited.get(name)).or_else(|| domain.get(name))
    }

    /// The number people dial: the id, or its alias where the id is a name.
    pub(super) fn dialled(&self) -> &Sourced<String> {
        let alias = self.alias.as_ref().filter(|_| self.id.value.parse::<Extension>().is_err());
        alias.unwrap_or(&self.id)
    }

    /// `number` is the one that people dial, with the domain where another has it too.
    pub(super) fn take(
        &self,
        number: Sourced<Extension>,
        (domain, settings): (Option<&str>, &Settings),
        plan: &Numbers,
        tallies: &mut Tallies,
        list: &mut Subscribers,
    ) {
        let value =
            |name: &str| self.get(name, settings).filter(|s| !s.unknown && !s.cell.value.trim().is_empty()).map(|s| &s.cell);
        let name = value("effective_caller_id_name").or_else(|| value("directory_full_name")).cloned();
        let (auth, loads) = self.auth(&number.value, domain, settings, tallies, list);
        let limit =
            value("max-registrations-per-extension").and_then(|cell| Some((cell.value.trim().parse::<u32>().ok()?, cell)));
        let aor = match limit {
            Some((max_contacts, cell)) if max_contacts > 0 => AorState::Present {
                name: self.id.clone(),
                max_contacts,
                max_contacts_at: Some(cell.at.clone()),
                remove_existing: false,
                support_path: false,
            },
            _ => AorState::Untold,
        };
        let mut account = Subscribers::account(self.id.clone(), auth, aor);
        account.context = value("user_context").cloned();
        account.media = value("rtp_secure_media").map(|told| ("rtp_secure_media", told.clone())).into_iter().collect();
        account.loads = loads;
        if !loads {
            list.disabled(&number.value, &number.at);
        }
        if let Some(cidr) = &self.cidr {
            let id = &self.id.value;
            tallies.cidr.add(|| cidr.at.clone(), || format!("`{id}`"));
        }
        if let Some(groups) = value("callgroup") {
            list.groups.join(GroupKind::Call, (domain, groups.value.split(',')), &number.value, &groups.at);
        }
        if let Some(acl) = value("auth-acl") {
            list.address_list(&number.value, "auth-acl", acl);
        }
        let mailbox = self.mailbox(&number, domain, settings, name.as_ref(), list);
        let kind = self.gateway.then(|| Recognised {
            kind: ExtensionKind::Trunk,
            reason: Words::new("the user has a gateway", "der Benutzer hat ein Gateway"),
        });
        let shown = |name: &str, number: &str| caller_id(value(name), value(number).cloned());
        let caller_id = CallerIds {
            outgoing: shown("outbound_caller_id_name", "outbound_caller_id_number"),
            emergency: shown("emergency_caller_id_name", "emergency_caller_id_number"),
            ..CallerIds::default()
        };
        let busy_at = calls(value("limit_max").cloned());
        let mut extra = self.extra.clone();
        self.spare(name.as_ref(), &caller_id, [busy_at.is_some(), limit.is_some_and(|(most, _)| most > 0), mailbox.is_some()])
            .into_iter()
            .for_each(|(key, cell)| tallies.beside.keep(key, &cell.value, cell.at.clone(), &mut extra));
        self.further((&number, domain), plan, &mut extra, tallies, list);
        let more = More { caller_id, busy_at, extra };
        let more = more.internal(value("effective_caller_id_number").cloned(), &number.value);
        list.push(Subscriber { number, name, kind, account: Some(account), mailbox, more });
    }

    /// What this user says otherwise than the first with its number in its domain.
    pub(super) fn differing(&self, first: &Self) -> Differing {
        let mut out = Differing::default();
        let mut compare = |title: &str, ours: Option<&str>, theirs: Option<&str>| {
            let Some(theirs) = theirs.filter(|theirs| ours != Some(*theirs)) else { return };
            if SECRET.contains(&title) { out.secret(title) } else { out.value(title, theirs, true) }
        };
        let text = |cell: &'_ Option<Sourced<String>>| cell.as_ref().map(|cell| cell.value.clone());
        for (title, ours, theirs) in [
            ("id", Some(first.id.value.clone()), Some(self.id.value.clone())),
            ("number-alias", text(&first.alias), text(&self.alias)),
            ("mailbox", text(&first.mailbox), text(&self.mailbox)),
            ("cidr", text(&first.cidr), text(&self.cidr)),
        ] {
            compare(title, ours.as_deref(), theirs.as_deref());
        }
        for (title, setting) in &self.settings {
            let ours = first.settings.get(title).map(|setting| setting.cell.value.as_str());
            compare(title, ours, Some(&setting.cell.value));
        }
        for (title, value) in self.extra.iter() {
            let ours = first.extra.iter().find(|(other, _)| *other == title).map(|(_, value)| value.value.as_str());
            compare(title, ours, Some(&value.value));
        }
        out
    }

    /// What the user sets itself and no field has taken: half of a pair, a limit that is none, a mailbox's setting without a mailbox.
    fn spare(
        &self,
        name: Option<&Sourced<String>>,
        shown: &CallerIds,
        [busy_at, limit, mailbox]: [bool; 3],
    ) -> Vec<(&'static str, &Sourced<String>)> {
        let held = |key: &str, cell: &Sourced<String>| match key {
            "max-registrations-per-extension" => limit,
            "directory_full_name" => name.is_some_and(|name| name.value == cell.value),
            "outbound_caller_id_name" => shown.outgoing.is_some(),
            "emergency_caller_id_name" => shown.emergency.is_some(),
            "limit_max" => busy_at,
            // What is neither yes nor no decides nothing.
            "allow-empty-password" | "sip-forbid-register" => truth(&cell.value).is_some(),
            "vm-enabled" => mailbox && truth(&cell.value).is_some(),
            key => !key.starts_with("vm-") || mailbox,
        };
        let own = self.settings.iter().filter(|(_, setting)| !setting.unknown).map(|(key, setting)| (*key, &setting.cell));
        let attributes = [("mailbox", self.mailbox.as_ref().filter(|_| !mailbox)), ("cidr", self.cidr.as_ref())];
        own.filter(|(key, cell)| !held(key, cell))
            .chain(attributes.into_iter().filter_map(|(key, cell)| Some((key, cell?))))
            .collect()
    }

    /// A user whose id is a number has its alias as a second one: inside it rings like a group of one, from outside it is a direct number.
    fn further(
        &self,
        (number, domain): (&Sourced<Extension>, Option<&str>),
        plan: &Numbers,
        extra: &mut Extra,
        tallies: &mut Tallies,
        list: &mut Subscribers,
    ) {
        let Some(alias) = self.alias.as_ref().filter(|alias| alias.value != number.value.digits() && *alias != self.dialled())
        else {
            return;
        };
        let digits = alias.value.bytes().filter(u8::is_ascii_digit).count();
        let inside = plan.extension_lengths.contains(&digits) || digits < OUTSIDE;
        if alias.value.bytes().any(|byte| !byte.is_ascii_digit() && byte != b'+') {
            tallies.beside.keep("number-alias", &alias.value, alias.at.clone(), extra);
        } else if inside {
            list.groups.numbered((domain, &alias.value), &number.value, &alias.at);
        } else {
            list.reading.dids.push(Did {
                number: direct::written(&alias.value, plan),
                prefix: false,
                target: DidTarget::Extension(number.value.clone()),
                at: alias.at.clone(),
            });
        }
    }

    /// The authentication, and whether anybody can register with it.
    fn auth(
        &self,
        number: &Extension,
        domain: Option<&str>,
        settings: &Settings,
        tallies: &mut Tallies,
        list: &mut Subscribers,
    ) -> (AuthState, bool) {
        let truth_of = |name: &str| self.get(name, settings).and_then(|s| truth(&s.cell.value));
        let forbidden = truth_of("sip-forbid-register") == Some(true);
        let realm = domain.map(str::to_owned);
        if let Some(hash) = self.get("a1-hash", settings).filter(|s| !s.unknown && !s.cell.value.trim().is_empty()) {
            return (list.auth(number, self.id.clone(), realm, Password::Md5(hash.cell.clone())), !forbidden);
        }
        let password = self.get("password", settings);
        if let Some(password) = password {
            if password.shipped && (password.unknown || password.cell.value == "1234") {
                tallies.shipped.push(number.to_string());
                tallies.shipped_at.get_or_insert_with(|| password.cell.at.clone());
                tallies.shipped_unknown |= password.unknown;
            }
            if password.unknown {
                return (list.auth(number, self.id.clone(), realm, Password::NotExported(password.cell.at.clone())), !forbidden);
            }
            if !password.cell.value.is_empty() {
                return (list.auth(number, self.id.clone(), realm, Password::Clear(password.cell.clone())), !forbidden);
            }
        }
        if truth_of("allow-empty-password") == Some(false) {
            return (list.auth(number, self.id.clone(), realm, Password::NotExported(self.id.at.clone())), false);
        }
        if !forbidden {
            self.open(password.map(|p| p.cell.at.clone()), list);
        }
        (AuthState::Open, !forbidden)
    }

    fn open(&self, at: Option<Place>, list: &mut Subscribers) {
        let id = &self.id.value;
        list.tell(
            codes::USER_OPEN
                .finding(
                    Some(at.unwrap_or_else(|| self.id.at.clone())),
                    Words::new(
                        format!("user `{id}` has no password: anyone may register with it"),
                        format!("Benutzer `{id}` hat kein Kennwort: jeder kann sich damit registrieren"),
                    ),
                )
                .about(id.as_str())
                .todo(Words::new("set `password`, or `sip-forbid-register`", "`password` setzen oder `sip-forbid-register`")),
        );
    }

    /// A user has a mailbox where it names one, or its PIN, or where to send messages.
    fn mailbox(
        &self,
        number: &Sourced<Extension>,
        domain: Option<&str>,
        settings: &Settings,
        name: Option<&Sourced<String>>,
        list: &mut Subscribers,
    ) -> Option<Sourced<String>> {
        let own = |key: &str| self.settings.get(key);
        let off = self.get("vm-enabled", settings).and_then(|s| truth(&s.cell.value)) == Some(false);
        let at =
            self.mailbox.as_ref().map(|m| &m.at).or_else(|| Some(&own("vm-password").or_else(|| own("vm-mailto"))?.cell.at))?;
        if off {
            return None;
        }
        let box_number = self.mailbox.as_ref().map_or(number.value.digits(), |m| m.value.as_str());
        let pin = own("vm-password").filter(|s| !s.unknown).map(|s| &s.cell);
        let mailbox = list.mailbox(box_number, domain.unwrap_or("default"), name, pin, at);
        let told = |key: &str| self.get(key, settings).filter(|s| !s.unknown && !s.cell.value.trim().is_empty()).map(|s| &s.cell);
        let options = MAILBOX.iter().filter_map(|key| Some((*key, told(key)?.clone()))).collect();
        list.mailbox_settings(told("vm-mailto").cloned(), options);
        Some(mailbox)
    }
}
