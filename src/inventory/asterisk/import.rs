//! All of Asterisk's files together.

use std::collections::btree_map::Entry as MapEntry;
use std::collections::{BTreeMap, BTreeSet};

use super::acl::{self, Acls};
use super::bounded::Bounded;
use super::codes::{grammar, lists, sip as sip_codes};
use super::config::{self, Config};
use super::dead_ends::{self, Beside};
use super::dialplan::{self, DialContext, Dialplan, Did};
use super::files::Files;
use super::foreign;
use super::groups::{self, Groups};
use super::named::{Names, Unnumbered};
use super::pjsip::accounts::{self, Accounts};
use super::pjsip::objects::{self, ObjectKind, Objects};
use super::pjsip::{obstacles, phoneprov, wizard};
use super::queues::{self, extension_of};
use super::rings::TWIN;
use super::routes::{self, Routes};
use super::sip::{self, SipPeers};
use super::users::{self, Users};
use super::voicemail;
use crate::diag::{Finding, Severity, Words};
use crate::domain::hex::sha256;
use crate::domain::{Extension, Secrets};
use crate::inventory::model::{
    Device, DialLine, Did as DirectNumber, DidTarget, ExtensionEntry, Group, GroupKind, GroupMember, Hint, Mailbox, Obstacle,
    PbxTransport, Queue, Source, Sourced,
};
use crate::inventory::numbers::{self, direct};
use crate::inventory::staff::Entry;
use crate::policy::site::Numbers;

/// Names of the files to begin with, in the configuration folder. All may be missing, as long as one names extensions; an empty
/// name means that the file is not asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportConfig {
    pub pjsip: String,
    pub wizard: String,
    /// Of chan_sip.
    pub sip: String,
    pub users: String,
    /// The telephones of users.conf, since Asterisk has no users in it any more.
    pub phoneprov: String,
    pub voicemail: String,
    pub queues: String,
    pub extensions: String,
    /// Lists of addresses.
    pub acl: String,
    /// Dialplans in other languages, which are not read.
    pub ael: String,
    pub lua: String,
    /// The number plan of the site, as far as it is known.
    pub numbers: Numbers,
}

impl ImportConfig {
    /// Asks for nothing.
    #[must_use]
    pub fn none() -> Self {
        let none = String::new;
        Self {
            pjsip: none(),
            wizard: none(),
            sip: none(),
            users: none(),
            phoneprov: none(),
            voicemail: none(),
            queues: none(),
            extensions: none(),
            acl: none(),
            ael: none(),
            lua: none(),
            numbers: Numbers::default(),
        }
    }
}

impl Default for ImportConfig {
    fn default() -> Self {
        Self {
            pjsip: "pjsip.conf".to_owned(),
            wizard: "pjsip_wizard.conf".to_owned(),
            sip: "sip.conf".to_owned(),
            users: "users.conf".to_owned(),
            phoneprov: "phoneprov_users.conf".to_owned(),
            voicemail: "voicemail.conf".to_owned(),
            queues: "queues.conf".to_owned(),
            extensions: "extensions.conf".to_owned(),
            acl: "acl.conf".to_owned(),
            ael: "extensions.ael".to_owned(),
            lua: "extensions.lua".to_owned(),
            numbers: Numbers::default(),
        }
    }
}

/// What Asterisk's files give to the inventory; rooms and most persons come from other lists.
#[derive(Debug, Default)]
pub struct AsteriskImport {
    /// By number.
    pub extensions: Vec<ExtensionEntry>,
    /// Of users.conf.
    pub people: Vec<Entry>,
    pub devices: Vec<Device>,
    pub mailboxes: Vec<Mailbox>,
    /// By extension: address lists that may keep a softphone at home out.
    pub obstacles: Vec<Obstacle>,
    pub queues: Vec<Queue>,
    /// Ring, hunt, call and pickup groups.
    pub groups: Vec<Group>,
    /// In file order.
    pub dials: Vec<DialLine>,
    pub hints: Vec<Hint>,
    /// Endpoints called as the web phone of another, which are not of our making.
    pub web_endpoints: Vec<String>,
    /// Numbers from outside as the dialplan has them.
    pub dids: Vec<Did>,
    /// The same with what they lead to.
    pub direct: Vec<DirectNumber>,
    pub contexts: Vec<DialContext>,
    /// By name.
    pub transports: Vec<PbxTransport>,
    /// Every file read, each once.
    pub sources: Vec<Source>,
    /// Keys `pbx/auth/<auth object>`, `pbx/sip/<peer>`, `pbx/users/<user>` and `pbx/mailbox/<context>/<number>`.
    pub secrets: Secrets,
    /// Errors first, then by place.
    pub findings: Vec<Finding>,
    pub unnumbered: Unnumbered,
    /// Endpoints and peers with a name, and which extension each is.
    named: BTreeMap<String, Extension>,
    /// Devices without SIP in small letters, `dahdi/4`, and the number of each.
    ports: BTreeMap<String, Extension>,
}

/// Reads pjsip.conf, pjsip_wizard.conf, sip.conf, users.conf, phoneprov_users.conf, voicemail.conf, queues.conf and extensions.conf, as far as they
/// exist, each with its includes.
#[must_use]
pub fn import(files: &dyn Files, config: &ImportConfig) -> AsteriskImport {
    let mut import = AsteriskImport::default();
    let mut groups = Groups::default();
    let mut alternates = Vec::new();
    let [pjsip, wizard, sip, users, extensions] =
        [&config.pjsip, &config.wizard, &config.sip, &config.users, &config.extensions].map(|path| optional(files, path));
    let wizard = wizard.map(|config| (wizard::unfold(&config), config));
    let plan = extensions.as_ref().map(dialplan::read);
    let acls = import.lists(files, &config.acl);
    let hints = wizard.as_ref().map_or(&[][..], |(wizard, _)| &wizard.hints);
    let names = Names::of(plan.as_ref(), hints, &config.numbers);
    if pjsip.is_none() && wizard.is_none() && sip.is_none() && users.is_none() && !config.pjsip.is_empty() {
        import.findings.extend(config::read(files, &config.pjsip).take_findings());
    }
    if pjsip.is_some() || wizard.is_some() {
        let mut pjsip = pjsip.unwrap_or_default();
        import.take(files, &mut pjsip, "asterisk/pjsip");
        let (wizard, mut file) = wizard.unwrap_or_default();
        import.take(files, &mut file, "asterisk/pjsip-wizard");
        let (objects, findings) = objects::resolve_both(&pjsip, &wizard.config);
        import.findings.extend(findings);
        let mut accounts = accounts::build(&objects, &names);
        wizard.unheld.into_iter().for_each(|(name, at)| accounts.beside.name(&name, || at));
        import.accounts(accounts);
        import.obstacles = obstacles::read(&objects, &|id| import.number_of(id), &acls);
        endpoint_groups(&objects, &mut groups);
        import.addresses(phoneprov::phones(&objects));
        import.hints = wizard.hints;
        import.dials = wizard.dials.into_iter().map(|(name, dial)| import.rung(dial, name.iter())).collect();
        wizard::once(&mut import.findings, &wizard.findings);
        import.findings.extend(wizard.findings);
    }
    if let Some(mut config) = sip {
        import.take(files, &mut config, "asterisk/sip");
        let SipPeers { extensions, secrets, findings, obstacles, unnumbered } = sip::peers(&config, &mut groups, &names, &acls);
        import.count(unnumbered);
        import.findings.extend(findings);
        import.hindered(obstacles);
        import.add(extensions, secrets);
    }
    if let Some(mut config) = users {
        import.take(files, &mut config, "asterisk/users");
        let Users { extensions, people, devices, mailboxes, obstacles, alternates: more, secrets, findings } =
            users::users(&config, &mut groups, &names, &acls);
        import.findings.extend(findings);
        import.people = people;
        import.devices.extend(devices);
        import.mailboxes = mailboxes;
        import.hindered(obstacles);
        import.add(extensions, secrets);
        alternates = more;
    }
    if let Some(mut config) = optional(files, &config.phoneprov) {
        import.take(files, &mut config, "asterisk/phoneprov-users");
        let (phones, unheld) = users::phones(&config);
        import.findings.extend(unheld);
        import.addresses(phones);
    }
    import.findings.extend(acls.missing(&import.obstacles));
    let (groups, findings) = groups.finish();
    import.groups = groups;
    import.findings.extend(findings);
    import.alternates(alternates, &config.numbers);

    let mut beside = Beside { others: foreign::Others::of(files, [&config.ael, &config.lua]), ..Beside::default() };
    import.findings.extend(beside.others.tell(files));
    if !config.ael.is_empty() {
        import.findings.extend(foreign::unread(files));
    }
    if let Some(mut config) = optional(files, &config.voicemail) {
        beside.mailboxes = true;
        import.take(files, &mut config, "asterisk/voicemail");
        let (mut mailboxes, pins, findings) = voicemail::mailboxes(&config);
        // A user's mailbox that voicemail.conf has too is one.
        let known: BTreeSet<(String, String)> =
            mailboxes.iter().map(|mailbox| (mailbox.number.clone(), mailbox.context.clone())).collect();
        import.mailboxes.retain(|mailbox| !known.contains(&(mailbox.number.clone(), mailbox.context.clone())));
        mailboxes.append(&mut import.mailboxes);
        import.mailboxes = mailboxes;
        import.secrets.extend(pins);
        import.findings.extend(findings);
        import.check_mailboxes(&Words::new("voicemail.conf", "voicemail.conf"));
    }
    if let Some(mut config) = optional(files, &config.queues) {
        beside.queues = true;
        import.take(files, &mut config, "asterisk/queues");
        let (queues, findings) = queues::queues(&config);
        import.queues = queues;
        import.findings.extend(findings);
        import.check_members();
    }
    if let Some((mut file, plan)) = extensions.zip(plan) {
        import.take(files, &mut file, "asterisk/extensions");
        import.dialplan(plan, &config.numbers, Some(&beside));
    }
    import.name_members();
    import.sort();
    import
}

/// Call and pickup groups of all endpoints that Asterisk loads.
pub(super) fn endpoint_groups(objects: &Objects<'_>, groups: &mut Groups) {
    for endpoint in objects.of(ObjectKind::Endpoint).filter(|endpoint| objects.loads(*endpoint)) {
        for (option, _, kind) in groups::OPTIONS {
            if let Some(variable) = endpoint.value(option) {
                groups.add(kind, variable.value(), endpoint.id(), &variable.value_place());
            }
        }
    }
}

/// Reads a file that need not exist.
fn optional(files: &dyn Files, path: &str) -> Option<Config> {
    if path.is_empty() {
        return None;
    }
    let config = config::read(files, path);
    let missing = config.findings().iter().all(|finding| finding.code == grammar::FILE_MISSING.code());
    (!config.files().is_empty() || !missing).then_some(config)
}

impl AsteriskImport {
    /// Takes what pjsip objects give.
    pub(super) fn accounts(&mut self, accounts: Accounts) {
        let Accounts { extensions, transports, secrets, findings, unnumbered, beside, web } = accounts;
        self.web_endpoints.extend(web);
        self.count(unnumbered);
        self.extensions = extensions;
        self.name();
        self.transports = transports;
        self.secrets.extend(secrets);
        self.findings.extend(findings);
        let of = Words::new("options of pjsip objects that no field holds", "Optionen der pjsip-Objekte, die kein Feld aufnimmt");
        self.findings.extend(beside.tell(&lists::OPTION_UNHELD, &of, false));
    }

    fn count(&mut self, more: Unnumbered) {
        self.unnumbered.trunks += more.trunks;
        self.unnumbered.others += more.others;
    }

    /// Adds extensions of another file; those that are there already are told.
    pub(super) fn add(&mut self, extensions: Vec<ExtensionEntry>, secrets: Secrets) {
        let mut known: BTreeMap<Extension, ExtensionEntry> =
            std::mem::take(&mut self.extensions).into_iter().map(|entry| (entry.number.clone(), entry)).collect();
        let mut findings = Bounded::default();
        for entry in extensions {
            match known.entry(entry.number.clone()) {
                MapEntry::Vacant(free) => {
                    free.insert(entry);
                }
                MapEntry::Occupied(taken) => {
                    let number = &entry.number;
                    let words = Words::new(
                        format!("extension {number} has another account already; this one is not used"),
                        format!("Nebenstelle {number} hat schon ein anderes Konto; dieses wird nicht verwendet"),
                    );
                    let finding = sip_codes::PEER_TWICE.finding(Some(entry.at.clone()), words).about(number.as_str());
                    let first = taken.get().at.clone();
                    findings.push(finding.related(first, Words::new("the one that is used", "das verwendete")));
                }
            }
        }
        self.extensions = known.into_values().collect();
        self.name();
        self.secrets.extend(secrets);
        self.findings.extend(findings.into_vec());
    }

    /// Adds the address lists of another file before its extensions: those of a number that has another account already do not count.
    pub(super) fn hindered(&mut self, obstacles: Vec<Obstacle>) {
        let more: Vec<Obstacle> = obstacles.into_iter().filter(|obstacle| !self.known(&obstacle.extension)).collect();
        self.obstacles.extend(more);
        self.obstacles.sort_by(|a, b| (&a.extension, &a.at).cmp(&(&b.extension, &b.at)));
    }

    /// Remembers the numbers of accounts with a name.
    fn name(&mut self) {
        for entry in &self.extensions {
            let Some(account) = entry.account.as_ref().filter(|account| account.endpoint.value != entry.number.as_str()) else {
                continue;
            };
            self.named.entry(account.endpoint.value.clone()).or_insert_with(|| entry.number.clone());
        }
    }

    /// The extension that an endpoint is.
    pub(super) fn number_of(&self, endpoint: &str) -> Option<Extension> {
        self.named.get(endpoint).cloned().or_else(|| endpoint.parse().ok())
    }

    /// The extension behind one device of a list.
    fn behind(&self, device: &str) -> Option<Extension> {
        let (technology, name) = device.split_once('/').unwrap_or(("", device));
        let telephone = ["", "pjsip", "sip"].iter().any(|word| technology.eq_ignore_ascii_case(word));
        let named = || self.named.get(name).filter(|_| telephone).cloned();
        let web = || self.desk_phone(name).filter(|_| telephone);
        extension_of(device).or_else(named).or_else(web).or_else(|| self.ports.get(&device.to_ascii_lowercase()).cloned())
    }

    /// The extension beside whose desk phone this endpoint is a web phone of our making, or was one.
    fn desk_phone(&self, endpoint: &str) -> Option<Extension> {
        let desk = endpoint.strip_suffix(TWIN).filter(|_| !self.web_endpoints.iter().any(|theirs| theirs == endpoint))?;
        self.number_of(desk).filter(|number| self.known(number))
    }

    /// A dialplan line that rings these endpoints too.
    fn rung<'n>(&self, mut dial: DialLine, names: impl Iterator<Item = &'n String>) -> DialLine {
        for number in names.filter_map(|name| self.number_of(name).or_else(|| self.desk_phone(name))) {
            if !dial.rings.contains(&number) {
                dial.rings.push(number);
            }
        }
        dial
    }

    /// Members of groups and queues that are written by name.
    pub(super) fn name_members(&mut self) {
        let (mut groups, mut queues) = (std::mem::take(&mut self.groups), std::mem::take(&mut self.queues));
        for member in groups.iter_mut().flat_map(|group| &mut group.members).filter(|member| member.extension.is_none()) {
            member.extension = self.behind(&member.text);
        }
        for member in queues.iter_mut().flat_map(|queue| &mut queue.members).filter(|member| member.extension.is_none()) {
            member.extension = self.behind(&member.interface);
        }
        (self.groups, self.queues) = (groups, queues);
    }

    /// Further numbers of users: inside they ring like a group of one, from outside they are direct numbers.
    fn alternates(&mut self, alternates: Vec<(Sourced<String>, String)>, numbers: &Numbers) {
        for (number, name) in alternates {
            let Some(extension) = self.number_of(&name).filter(|own| own.as_str() != number.value && self.known(own)) else {
                continue;
            };
            let inside = numbers.extension_lengths.contains(&number.value.len());
            if dialplan::outside(&number.value) && !inside {
                let number_written = outside(&number.value, false, numbers);
                self.direct.push(DirectNumber {
                    number: number_written,
                    prefix: false,
                    target: DidTarget::Extension(extension),
                    at: number.at,
                });
                continue;
            }
            let member = GroupMember { text: name, extension: Some(extension), external: false, at: number.at.clone() };
            self.groups.push(Group {
                kind: GroupKind::Ring,
                number: Some(number.value.clone()),
                name: number.value,
                strategy: None,
                members: vec![member],
                at: number.at,
            });
        }
    }

    /// acl.conf, where it is there.
    fn lists(&mut self, files: &dyn Files, path: &str) -> Acls {
        let Some(mut config) = optional(files, path) else { return Acls::default() };
        self.take(files, &mut config, "asterisk/acl");
        self.findings.extend(acl::unheld(&config));
        Acls::of(&config)
    }

    /// Takes a dialplan, its groups and where its numbers lead. `beside` says what else of the telephone system is known; none where
    /// the dialplan may be a part of one.
    pub(super) fn dialplan(&mut self, plan: Dialplan, numbers: &Numbers, beside: Option<&Beside>) {
        self.without_sip(&plan, numbers);
        let dead_ends = beside.map(|beside| dead_ends::told(&plan, beside, self)).unwrap_or_default();
        self.findings.extend(dead_ends);
        let is_whole = beside.is_some_and(|beside| beside.others.is_empty());
        let Routes { groups, mut dids } =
            routes::routes(&plan, (&|number| self.known(number), &|device| self.behind(device)), is_whole);
        self.groups.extend(groups);
        for did in &mut dids {
            // An extension that rings itself is no number from outside, however long it is.
            let is_own = numbers.extension_lengths.contains(&did.number.len())
                && matches!(&did.target, DidTarget::Extension(own) if own.as_str() == did.number);
            if is_own {
                did.number.clear();
            }
        }
        dids.retain(|did| !did.number.is_empty());
        for did in &mut dids {
            did.number = outside(&did.number, did.prefix, numbers);
        }
        self.findings.extend(dead_ends::elsewhere(&dids));
        self.direct.append(&mut dids);
        for (dial, names) in plan.dials.into_iter().zip(&plan.names) {
            let dial = self.rung(dial, names.iter());
            let known = !dial.rings.is_empty() || dial.by_pattern || dial.all_contacts;
            // A line whose endpoints are no extensions rings trunks. Web phones are those of accounts that another source may have.
            let known = known || names.iter().any(|name| name.ends_with(TWIN));
            if known || names.is_empty() || dial.text.contains("${") {
                self.dials.push(dial);
            }
        }
        self.hints.extend(plan.hints);
        self.dids = plan.dids;
        self.contexts = plan.contexts;
        self.findings.extend(plan.findings);
        self.check_dials();
    }

    /// Errors first.
    pub(super) fn sort(&mut self) {
        self.findings
            .sort_by(|a, b| (a.severity, &a.place, &a.code, &a.subject).cmp(&(b.severity, &b.place, &b.code, &b.subject)));
    }

    /// Takes what the grammar says of a file and the files it includes.
    fn take(&mut self, files: &dyn Files, config: &mut Config, importer: &str) {
        self.findings.extend(one_doubt(config.take_findings()));
        for (index, file) in config.files().iter().enumerate() {
            self.sources.push(Source {
                file: files.shown(&file.path),
                importer: importer.to_owned(),
                encoding: Some(file.encoding.to_owned()),
                records: file.sections,
                sha256: sha256(config.bytes(index)),
            });
        }
    }
}

/// Where one mistake alone makes Asterisk refuse a file, both are one doubt.
fn one_doubt(mut findings: Vec<Finding>) -> Vec<Finding> {
    let is_refusal = |finding: &Finding| finding.code == grammar::FILE_REFUSED.code();
    let mut causes = findings.iter_mut().filter(|finding| finding.severity == Severity::Error && !is_refusal(finding));
    let (Some(cause), None) = (causes.next(), causes.next()) else { return findings };
    let cause = cause.code.clone();
    let Some(at) = findings.iter().position(is_refusal) else { return findings };
    let refusal = findings.remove(at);
    if let (Some(place), Some(one)) = (refusal.place, findings.iter_mut().find(|finding| finding.code == cause)) {
        one.related.push((place, refusal.what));
    }
    findings
}

/// E.164 where the plan tells. Carriers write the country in front without a sign, `4989999980201`, which is no number of the own area.
fn outside(text: &str, prefix: bool, plan: &Numbers) -> String {
    // A pattern stays as written.
    if text.starts_with('_') {
        return text.to_owned();
    }
    // Shorter ones may be numbers of the own area.
    let long = text.len() >= if prefix { 7 } else { 10 };
    let with_country = !plan.country.is_empty() && text.starts_with(&plan.country) && text.bytes().all(|b| b.is_ascii_digit());
    // A head number may begin with the digits of the country.
    let local = |head: numbers::Head<'_>| !head.head.is_empty() && text.starts_with(head.head);
    if long && with_country && !numbers::heads(plan).any(local) {
        let signed = format!("+{text}");
        return if prefix { signed } else { direct::written(&signed, plan) };
    }
    if prefix { text.to_owned() } else { direct::written(text, plan) }
}

mod checks;
mod devices;

pub use checks::{member_unknown, rings_nobody};

#[cfg(test)]
mod tests;
