//! From inventory and policy to the plan.

use std::collections::{BTreeMap, BTreeSet};

use super::certificate::Circumstances;
use super::clients::{ClientFacts, Clients};
use super::exceptions::Exceptions;
use super::model::{Effect, Kept, Line, OneRing, PbxChange, Plan};
use super::overrides::{Overrides, Won, kind_word};
use super::renew::{self, Fate, Shared};
use super::together::{self, Told};
use super::{change, codes, facts, forecast, one_ring, ring, rtp_ports, twin, words};
use crate::diag::{CodePage, Finding, Listed, Place, Words};
use crate::domain::{Extension, LineId, PersonId, SecretState, Secrets, Transport};
use crate::inventory::asterisk::rings;
use crate::inventory::model::{ExtensionEntry, Inventory, Person};
use crate::policy::keys;
use crate::policy::media::OwnMedia;
use crate::policy::overrides::{Level, Variable};
use crate::policy::site::{ClientRule, Site, Srtp};

/// The file findings about rules point to.
const SITE_FILE: &str = "deskshift.yaml";

mod of_a_line;

/// Decides everything about every extension. What cannot be planned is kept as it is and said in a finding.
///
/// Secrets are compared with each other and never copied. The result is sorted and depends on nothing but the arguments.
#[must_use]
pub fn make(inventory: &Inventory, secrets: &Secrets, site: &Site, clients: &Clients, known: &Circumstances) -> Plan {
    let persons: BTreeMap<&PersonId, &Person> = inventory.people().map(|person| (&person.id, person)).collect();
    let mut maker = Maker {
        inventory,
        secrets,
        site,
        clients,
        known,
        exceptions: Exceptions::new(&site.security.exceptions, known.today, inventory, &persons),
        persons,
        shared: Shared::of(inventory),
        overrides: Overrides::new(inventory, site),
        groups: BTreeMap::new(),
        idle: BTreeMap::new(),
        reached: BTreeSet::new(),
        plan: Plan {
            site: site.name.clone(),
            lines: Vec::new(),
            kept: Vec::new(),
            revoked: Vec::new(),
            pbx_changes: Vec::new(),
            one_ring: Vec::new(),
            findings: Vec::new(),
        },
    };
    maker.plan.findings.extend(maker.overrides.unknown(inventory));
    for entry in &inventory.extensions {
        maker.extension(entry);
    }
    maker.unknown_in_secrets();
    maker.tell_without_effect();
    maker.persons_without_line();
    maker.several_lines();
    maker.shared_ports();
    maker.plan.lines.sort_by(|a, b| a.id.cmp(&b.id));
    maker.plan.revoked.sort_by(|a, b| a.id.cmp(&b.id));
    maker.plan.kept.sort_by(|a, b| a.extension.cmp(&b.extension));
    maker.plan.pbx_changes.sort_by(|a, b| a.extension.cmp(&b.extension));
    maker.plan.one_ring = one_ring::one_ring(inventory, &maker.plan.lines, site, &BTreeSet::new());
    maker.finish()
}

struct Maker<'a> {
    inventory: &'a Inventory,
    secrets: &'a Secrets,
    site: &'a Site,
    clients: &'a Clients,
    known: &'a Circumstances,
    exceptions: Exceptions<'a>,
    persons: BTreeMap<&'a PersonId, &'a Person>,
    shared: Shared<'a>,
    overrides: Overrides<'a>,
    /// One finding for all lines with the same trouble, by code and message.
    groups: BTreeMap<(&'static str, String), Group>,
    /// Overrides without effect, by place: whose, with which clients, for which lines.
    idle: BTreeMap<(&'a Place, Variable), (&'a Level, BTreeSet<(String, Transport)>, Vec<Extension>)>,
    /// Levels of `overrides` that some planned line has.
    reached: BTreeSet<&'a Level>,
    plan: Plan,
}

struct Group {
    page: &'static CodePage,
    what: Words,
    todo: Words,
    place: Place,
    lines: Vec<Extension>,
}

impl<'a> Maker<'a> {
    fn extension(&mut self, entry: &'a ExtensionEntry) {
        let person = entry.persons.first().and_then(|id| self.persons.get(id).copied());
        let name = display_name(entry, person);
        let leaver = self.site.secrets.revoke.contains(&entry.number);
        if let Some(reason) = words::kept_reason(entry).filter(|_| !leaver) {
            self.plan.kept.push(Kept { extension: entry.number.clone(), name, reason });
            return;
        }
        // Files, accounts and settings of the site are named by the number: one of several would take the other's.
        if entry.number.context().is_some() {
            self.cannot_plan(entry, name, &codes::NUMBER_AMBIGUOUS, words::number_ambiguous());
            return;
        }
        let Some((index, rule)) = self.rule(entry, person) else {
            self.cannot_plan(entry, name, &codes::NO_CLIENT_RULE, words::no_rule());
            return;
        };
        let Some(client) = self.clients.get(&rule.client) else {
            let known: Vec<&str> = self.clients.keys().map(|id| id.0.as_str()).collect();
            self.cannot_plan(entry, name, &codes::UNKNOWN_CLIENT, words::unknown_client(index, rule, &known.join(", ")));
            return;
        };
        let won = self.overrides.of(entry, person);
        let transport = won.transport().unwrap_or(rule.transport);
        let Some(registrar) = won.registrar(transport).or_else(|| self.site.pbx.registrars.get(&transport).cloned()) else {
            let words = match won.of(Variable::Transport) {
                Some((level, _)) => words::no_registrar_of(level, transport),
                None => words::no_registrar(index, rule),
            };
            self.cannot_plan(entry, name, &codes::NO_REGISTRAR, words);
            return;
        };
        let login = facts::login(entry, self.site);
        let mut facts = facts::facts(entry, &login, self.secrets);
        facts.digest_will_do = client.ha1 && login.secret.state == SecretState::Hash;
        let Ok(id) = entry.number.as_str().parse::<LineId>() else { return };
        let mut line = Line {
            id,
            extension: entry.number.clone(),
            person: person.map(|p| p.id.clone()),
            display_name: name.into(),
            department: person.and_then(|p| p.department.as_ref()).map(|d| d.value.as_str().into()),
            client: rule.client.clone(),
            aor_user: facts::aor_user(entry).into(),
            domain: self.site.pbx.domain.as_str().into(),
            auth_user: login.auth_user.into(),
            secret: login.secret,
            login_now: None,
            further: Vec::new(),
            within: None,
            registrar,
            transport,
            srtp: rule.srtp.unwrap_or_default(),
            expiry_s: rule.expiry_s,
            mailbox: entry.mailbox.as_ref().map(|m| m.value.as_str().into()),
            media: OwnMedia::default(),
            overridden: BTreeMap::new(),
            facts,
            at: person.map_or_else(|| entry.at.clone(), |p| p.at.clone()),
        };
        won.apply(&mut line, client);
        if rule.srtp.is_none() && won.of(Variable::Srtp).is_none() && !client.webrtc {
            line.srtp = Srtp::usual(line.hop_transport());
        }
        if client.of_a_device {
            // The telephone on the desk is what this line is for.
            line.overridden.remove(&Variable::RingStrategy);
        }
        let dialling = &mut line.media.dialling;
        if dialling.international_rewrite == Some(true) && dialling.external_prefix.is_none() {
            dialling.external_prefix = Some(self.site.numbers.outside_prefix.clone());
        }
        line.media.min_tls =
            self.site.security.min_tls.filter(|version| line.transport.is_encrypted() && client.min_tls.contains(version));
        self.contradictions(&won, &line);
        let mut change = change::change(entry, &mut line, self.inventory, self.site);
        let twin = client.webrtc && !leaver && rings::twins(self.site);
        match (renew::fate(entry, self.site, &self.shared), &mut change) {
            (_, Some(change)) if twin => {
                if let Some(account) = &entry.account {
                    twin::apply(account, &mut line, change);
                }
            }
            (Fate::Changes(auth), Some(change)) => {
                renew::apply(&auth, &mut line);
                change.auth = Some(auth);
            }
            (Fate::Stuck(page, what, todo), Some(_)) => self.group(page, what, todo, &line.extension),
            _ => {}
        }
        if leaver {
            self.leaver(line, change);
            return;
        }
        // Whose desk phone is left out by it is told that instead, and not to give the phone the password.
        let left_out = line.rings_at_home_only() && change.as_ref().is_some_and(PbxChange::replaces_password);
        if let Some(auth) = change.as_ref().and_then(|change| change.auth.as_ref()).filter(|_| !left_out) {
            let (page, (what, todo)) = match auth.beside {
                None => (&codes::SECRET_RENEWED, renew::renewed()),
                Some(_) => (&codes::SECRET_ADDED, renew::added()),
            };
            self.group(page, what, todo, &line.extension);
        }
        let lacks = client.lacks(&line);
        // Without a profile the PBX stays as it is, and with it whom a call rings.
        if line.rings_at_home_only() && lacks.is_empty() {
            self.home_only(&line, change.as_ref());
        }
        self.plan.pbx_changes.extend(change);
        self.without_effect(&won, &line, client);
        for lack in lacks {
            match lack.variable.and_then(|variable| won.of(variable)) {
                Some((level, at)) => {
                    let what = words::override_words(level, &lack.what);
                    self.group_at(lack.code, at, what, words::change_override(), &line.extension);
                }
                None => self.group(lack.code, words::rule_words(index, &lack.what), lack.todo, &line.extension),
            }
        }
        self.transport_findings(&line, client, index);
        self.line_findings(entry, &line, person, left_out || client.of_a_device);
        self.plan.lines.push(line);
    }

    /// How the desk phone is left out, or that it cannot be.
    fn home_only(&mut self, line: &Line, change: Option<&PbxChange>) {
        let way = match change {
            Some(PbxChange { twin: Some(_), .. }) => ring::Way::Dialplan,
            Some(change) if change.replaces_password() => ring::Way::Password,
            _ => ring::Way::None,
        };
        let (page, what, todo) = ring::words(way);
        self.group(page, what, todo, &line.extension);
    }

    /// Someone who left: nothing but the password changes, and nobody gets the new one.
    fn leaver(&mut self, mut line: Line, change: Option<PbxChange>) {
        let reason = renew::revoked_reason(&line.extension);
        self.plan.kept.push(Kept { extension: line.extension.clone(), name: line.display_name.to_string(), reason });
        match change.and_then(|change| change.auth.clone().map(|auth| (change, auth))) {
            Some((change, auth)) => {
                line.facts.max_contacts_after = line.facts.max_contacts;
                line.facts.remove_existing_after = line.facts.remove_existing;
                let (endpoint_options, aor_options) = (Vec::new(), Vec::new());
                let max_contacts_to = change.max_contacts_from.unwrap_or_default();
                self.plan.pbx_changes.push(PbxChange { max_contacts_to, endpoint_options, aor_options, ..change });
                self.plan.revoked.extend(renew::what_a_leaver_had(line, &auth, self.secrets));
            }
            None => {
                let (what, todo) = renew::not_revoked();
                self.group(&codes::NOT_REVOKED, what, todo, &line.extension);
            }
        }
    }

    /// Extensions of `secrets` that nothing has: a slip of the key must not leave a leaver's access alive in silence.
    fn unknown_in_secrets(&mut self) {
        let rules = &self.site.secrets;
        let known: BTreeSet<&Extension> = self.inventory.extensions.iter().map(|entry| &entry.number).collect();
        for (key, list) in [("revoke", &rules.revoke), ("keep", &rules.keep), ("beside", &rules.beside)] {
            for number in list.iter().filter(|number| !known.contains(number)) {
                let (what, todo) =
                    renew::unknown(key, number, keys::nearest_name(number.as_str(), known.iter().map(|n| n.as_str())));
                let at = rules.place(key, number).cloned().unwrap_or_else(|| Place::file(SITE_FILE));
                self.plan.findings.push(codes::SECRET_UNKNOWN.finding(Some(at), what).about(number.as_str()).todo(todo));
            }
        }
    }

    /// Two devices of one person that say different things: which one counts is chance.
    fn contradictions(&mut self, won: &Won, line: &Line) {
        for (variable, first, second, at) in &won.contradictions {
            let (what, todo) = words::override_contradicts(*variable, first, second);
            self.group_at(&codes::OVERRIDE_CONTRADICTS, at, what, todo, &line.extension);
        }
    }

    /// Overrides that change nothing, because the client has no setting for them: told, so that nobody relies on them.
    fn without_effect(&mut self, won: &Won<'a>, line: &Line, client: &ClientFacts) {
        self.reached.extend(won.levels());
        let transport = won.of(Variable::Transport).map(|(level, _)| level);
        for (variable, level, at) in won.all() {
            // Who takes TLS away from one device knows that it then needs no CA.
            let by_transport = matches!(variable, Variable::CaOnClients | Variable::WsPath);
            let meant = by_transport && transport.is_some_and(|transport| transport > level);
            if client.holds(variable, line.transport) || meant {
                continue;
            }
            let idle = self.idle.entry((at, variable)).or_insert_with(|| (level, BTreeSet::new(), Vec::new()));
            idle.1.insert((client.title.clone(), line.transport));
            idle.2.push(line.extension.clone());
        }
    }

    fn tell_without_effect(&mut self) {
        for ((at, variable), (level, clients, lines)) in std::mem::take(&mut self.idle) {
            let (what, todo) = words::override_idle(variable, level, &clients, &lines);
            let all = Listed::new(lines.iter().map(Extension::as_str), words::SHOWN);
            let mut finding = codes::OVERRIDE_WITHOUT_EFFECT.finding(Some(at.clone()), what).todo(todo).listing(all);
            finding.subject = lines.first().filter(|_| lines.len() == 1).map(ToString::to_string);
            self.plan.findings.push(finding);
        }
        // A plan without a line has findings of its own.
        let known = if self.plan.lines.is_empty() { Vec::new() } else { self.overrides.known(self.inventory) };
        for level in known.into_iter().filter(|level| !self.reached.contains(&level.level)) {
            let (what, todo) = words::override_reaches_nobody(&level.level);
            self.plan.findings.push(codes::OVERRIDE_WITHOUT_EFFECT.finding(Some(level.at.clone()), what).todo(todo));
        }
    }

    fn rule(&self, entry: &ExtensionEntry, person: Option<&Person>) -> Option<(usize, &'a ClientRule)> {
        rule(self.site, &self.overrides, entry, person)
    }

    fn cannot_plan(&mut self, entry: &ExtensionEntry, name: String, page: &'static CodePage, (what, todo): (Words, Words)) {
        self.plan.kept.push(Kept { extension: entry.number.clone(), name, reason: what.clone() });
        self.group(page, what, todo, &entry.number);
    }

    fn group(&mut self, page: &'static CodePage, what: Words, todo: Words, extension: &Extension) {
        self.group_at(page, &Place::file(SITE_FILE), what, todo, extension);
    }

    fn group_at(&mut self, page: &'static CodePage, place: &Place, what: Words, todo: Words, extension: &Extension) {
        if self.exceptions.take(page.slug, extension) {
            return;
        }
        self.groups
            .entry((page.slug, what.en.to_string()))
            .or_insert_with(|| Group { page, what, todo, place: place.clone(), lines: Vec::new() })
            .lines
            .push(extension.clone());
    }

    fn persons_without_line(&mut self) {
        let planned: std::collections::BTreeSet<&PersonId> = self.plan.lines.iter().filter_map(|l| l.person.as_ref()).collect();
        let missing: Vec<&Person> = self.inventory.people().filter(|p| !planned.contains(&p.id)).collect();
        let findings: Vec<Finding> = missing.into_iter().map(forecast::person_without_line).collect();
        self.plan.findings.extend(findings);
    }

    /// Lines of one person for one program: in one set of files where the client holds several accounts.
    fn several_lines(&mut self) {
        for told in together::join(&mut self.plan.lines, self.clients, self.inventory) {
            let (page, client, numbers, why) = match told {
                Told::Joined(client, numbers) => (&codes::ONE_SET, client, numbers, None),
                Told::OneAtATime(client, numbers) => (&codes::SEVERAL_LINES, client, numbers, None),
                Told::Apart(client, numbers, why) => (&codes::SEVERAL_LINES, client, numbers, Some(why)),
            };
            let title = self.clients.get(&client).map_or(client.0.clone(), |facts| facts.title.as_str().into());
            for number in numbers {
                let (what, todo) = match why {
                    Some(why) => together::apart(&title, why),
                    None => together::joined(&title, page.slug == codes::SEVERAL_LINES.slug),
                };
                self.group(page, what, todo, &number);
            }
        }
    }

    /// Programs of one person that would take the ports of their calls from one range.
    fn shared_ports(&mut self) {
        let devices = together::OnDevices::of(self.inventory);
        for (what, numbers) in rtp_ports::clashes(&self.plan.lines, self.clients, &devices) {
            for number in numbers {
                self.group(&codes::RTP_PORTS_OVERLAP, what.clone(), rtp_ports::todo(), &number);
            }
        }
    }

    fn finish(mut self) -> Plan {
        // For the whole list: whose line it is.
        let lines = self.plan.lines.iter().map(|line| (line.extension.clone(), line.display_name.to_string()));
        let kept = self.plan.kept.iter().map(|kept| (kept.extension.clone(), kept.name.clone()));
        let names: BTreeMap<Extension, String> = kept.chain(lines).collect();
        let whole = |number: &Extension| match names.get(number).filter(|name| name.as_str() != number.as_str()) {
            Some(name) => format!("`{number}` {name}"),
            None => format!("`{number}`"),
        };
        for group in self.groups.into_values() {
            let n = group.lines.len();
            let (en, de) = words::list(&group.lines);
            let what = Words::new(format!("{}: {en}", group.what.en), format!("{}: {de}", group.what.de));
            let subject = if n == 1 { group.lines.first().map(ToString::to_string) } else { None };
            let lines = Listed::new(group.lines.iter().map(Extension::as_str), words::SHOWN);
            let lines = if n > words::SHOWN { lines.with(group.lines.iter().map(whole)) } else { lines };
            let mut finding = group.page.finding(Some(group.place), what).todo(group.todo).listing(lines);
            finding.subject = subject;
            self.plan.findings.push(finding);
        }
        if !self.plan.one_ring.is_empty() {
            let first = &self.plan.one_ring[0];
            let (what, todo) = words::rings_one(&self.plan.one_ring);
            self.plan.findings.push(codes::RINGS_ONE_DEVICE.finding(Some(first.at.clone()), what).todo(todo));
        }
        self.plan.findings.extend(by_hand(&self.plan.one_ring));
        self.plan.findings.extend(self.exceptions.findings());
        self.plan.findings.sort_by(|a, b| {
            (a.severity, &a.place, &a.code, &a.subject, &a.what.en).cmp(&(b.severity, &b.place, &b.code, &b.subject, &b.what.en))
        });
        self.plan
    }
}

/// Lines without a replacement that leave a planned device silent.
fn by_hand(lines: &[OneRing]) -> Option<Finding> {
    let open: Vec<&OneRing> = lines.iter().filter(|line| line.effect == Effect::Rings && line.instead.is_none()).collect();
    let listed = Listed::new(open.iter().map(|line| line.subject.as_str()), words::SHOWN);
    let (what, todo) = words::rings_one_by_hand(&listed);
    Some(codes::RINGS_ONE_BY_HAND.finding(Some(open.first()?.at.clone()), what).todo(todo).listing(listed))
}

/// The rule of `clients` that decides about an extension, and its number, from 1.
fn rule<'a>(
    site: &'a Site,
    overrides: &Overrides<'_>,
    entry: &ExtensionEntry,
    person: Option<&Person>,
) -> Option<(usize, &'a ClientRule)> {
    let department = person.and_then(|p| p.department.as_ref()).map(|d| &d.value);
    // Unknown counts as "not an own one": the authority then has to provide the machine.
    let own = person.and_then(|p| p.own_notebook.as_ref()).is_some_and(|own| own.value);
    let kinds: Vec<&str> = overrides.devices(entry, person).into_iter().map(|device| kind_word(device.kind)).collect();
    let mut rules = site.clients.iter().enumerate().map(|(index, rule)| (index + 1, rule));
    rules.find(|(_, rule)| rule.takes(department, &entry.number, own, &kinds))
}

/// The number of the rule of `clients` that decides about an extension, from 0.
#[must_use]
pub fn rule_of(inventory: &Inventory, site: &Site, entry: &ExtensionEntry) -> Option<usize> {
    let person = entry.persons.first().and_then(|id| inventory.people().find(|person| person.id == *id));
    rule(site, &Overrides::new(inventory, site), entry, person).map(|(number, _)| number - 1)
}

fn display_name(entry: &ExtensionEntry, person: Option<&Person>) -> String {
    match (person, &entry.name) {
        (Some(person), _) => person.full_name(),
        (None, Some(name)) => name.value.clone(),
        (None, None) => entry.number.to_string(),
    }
}
