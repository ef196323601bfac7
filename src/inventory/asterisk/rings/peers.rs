//! One list of devices: which of them ring alone, and the list that rings all.

use std::collections::{BTreeMap, BTreeSet};

use super::devices::{Devices, TWIN};
use super::template::Template;
use crate::domain::Extension;
use crate::inventory::asterisk::application::{self, all_contacts};
use crate::inventory::model::{DialLine, Hint, Inventory};

/// Extensions with several devices, by endpoint, and by number where that is the endpoint's name.
pub(super) struct Several<'a> {
    by_endpoint: BTreeMap<&'a str, &'a Devices>,
    by_extension: BTreeMap<&'a Extension, &'a Devices>,
    /// The extension of every other endpoint.
    pub(super) others: BTreeMap<&'a str, &'a Extension>,
    /// Endpoints of the telephone system's own that are called like web phones.
    pub(super) not_ours: BTreeSet<&'a str>,
    /// Context, number and priority of lines for one number, which Asterisk prefers to those of a pattern.
    own: BTreeSet<(&'a str, &'a str, u32)>,
}

/// The line that names devices: what it knows of the call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub context: &'a str,
    pub pattern: &'a str,
    pub step: Option<u32>,
}

impl<'a> From<&'a DialLine> for Asked<'a> {
    fn from(dial: &'a DialLine) -> Self {
        Self { context: &dial.context, pattern: &dial.pattern, step: dial.step() }
    }
}

impl<'a> From<&'a Hint> for Asked<'a> {
    fn from(hint: &'a Hint) -> Self {
        Self { context: &hint.context, pattern: &hint.pattern, step: None }
    }
}

/// What was found in the lists of one line.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub extensions: Vec<Extension>,
    /// A device would stay silent.
    pub any: bool,
    /// Not only the web phone.
    pub desk: bool,
    /// Some device is not known before the call comes.
    pub open: bool,
    /// A replacement cannot be given.
    pub unsure: bool,
    /// The replacement names web phones that not every extension has.
    pub more: bool,
    /// A desk phone is to be left out.
    pub without_desk: bool,
    /// Some of the extensions that the line covers leave theirs out, and others do not.
    pub mixed: bool,
    /// Lines for one number each that this would take.
    pub own_lines: Vec<String>,
    /// A web phone rings alone though nothing leaves its desk phone out.
    pub web_alone: bool,
    /// A web phone is named that is no more.
    pub web_gone: bool,
    /// A queue sees another phone than its calls ring.
    pub state: bool,
}

impl<'a> Several<'a> {
    pub(super) fn of(inventory: &'a Inventory, all: &'a [Devices]) -> Self {
        let by_endpoint: BTreeMap<&str, &Devices> = all.iter().map(|one| (one.endpoint.as_str(), one)).collect();
        let accounts = inventory.entries().filter_map(|entry| Some((&entry.number, entry.account.as_deref()?)));
        let named = accounts.map(|(number, account)| (account.endpoint.value.as_str(), number));
        let of_one_number = inventory.dials.iter().filter(|dial| !dial.pattern.starts_with('_'));
        Self {
            others: named.filter(|(endpoint, _)| !by_endpoint.contains_key(endpoint)).collect(),
            not_ours: inventory.web_endpoints.iter().map(String::as_str).collect(),
            own: of_one_number.filter_map(|dial| Some((dial.context.as_str(), dial.pattern.as_str(), dial.step()?))).collect(),
            by_endpoint,
            by_extension: all
                .iter()
                .filter(|one| one.endpoint == one.extension.as_str())
                .map(|one| (&one.extension, one))
                .collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_endpoint.is_empty()
    }

    pub(super) fn endpoint(&self, name: &str) -> Option<&'a Devices> {
        self.by_endpoint.get(name).copied()
    }

    /// Whether every endpoint is called as its number.
    pub(super) fn named_by_number(&self) -> bool {
        self.by_endpoint.len() == self.by_extension.len()
    }

    /// The extensions that a name with variables may mean in a line of this pattern, and whether that is known for each.
    pub(super) fn meant(&self, name: &str, asked: Asked<'_>) -> (Vec<&'a Devices>, bool) {
        let template = Template::of(name);
        let all = self.by_extension.values().copied();
        match &template {
            Some(template) => (all.filter(|one| self.reaches(template, asked, &one.extension)).collect(), true),
            None => (all.collect(), false),
        }
    }

    /// Whether the line can ring this number. Not by a pattern, where the number has a line of its own for the same priority.
    pub(super) fn reaches(&self, template: &Template<'_>, asked: Asked<'_>, number: &Extension) -> bool {
        let own = || {
            let dialled = template.dialled(asked.pattern, number.as_str())?;
            Some(asked.pattern.starts_with('_') && self.own.contains(&(asked.context, dialled.as_str(), asked.step?)))
        };
        template.rings(asked.pattern, number.as_str()) && own() != Some(true)
    }

    /// The list that rings all devices, or none where nothing has to change.
    pub(super) fn all_of(&self, list: &str, asked: Asked<'_>, said: &mut Said) -> Option<String> {
        let peers: Vec<&str> = application::ranges(list, b'&').into_iter().map(|part| &list[part]).collect();
        let mut changed = false;
        let mut out: Vec<String> = Vec::new();
        for peer in &peers {
            match self.all_of_one(peer.trim(), asked, &peers, said) {
                Some(all) => {
                    changed = true;
                    out.extend(all);
                }
                None => out.push((*peer).to_owned()),
            }
        }
        changed.then(|| out.join("&"))
    }

    fn all_of_one(&self, peer: &str, asked: Asked<'_>, beside: &[&str], said: &mut Said) -> Option<Vec<String>> {
        let is_there =
            |twin: &str| beside.iter().any(|other| on_pjsip(other.trim()).or_else(|| all_contacts(other)) == Some(twin));
        if let Some(list) = self.web_alone(peer, asked, &is_there, said) {
            return Some(list);
        }
        if let Some(name) = all_contacts(peer) {
            if let Some(web) = self.web_only(name, asked, &is_there, said) {
                return web;
            }
            // All contacts of the endpoint ring, and its web phone is an endpoint of its own.
            let (meant, twin) = self.twins_of(name, asked, said);
            let twin = twin.filter(|twin| !is_there(twin))?;
            said.any = true;
            said.extensions.extend(meant);
            return Some(vec![peer.to_owned(), format!("PJSIP/{twin}")]);
        }
        let Some(name) = on_pjsip(peer) else {
            said.open |= peer.contains("${") && !peer.to_ascii_lowercase().starts_with("local/");
            return None;
        };
        if let Some(one) = self.one_of(name) {
            (said.any, said.desk, said.unsure) = (true, true, true);
            said.extensions.push(one.extension.clone());
            return None;
        }
        if !is_plain(name) {
            return None;
        }
        if let Some(web) = self.web_only(name, asked, &is_there, said) {
            return web;
        }
        if !name.contains("${") {
            let one = self.endpoint(name)?;
            said.any = true;
            said.desk = true;
            said.extensions.push(one.extension.clone());
            let all = format!("${{PJSIP_DIAL_CONTACTS({name})}}");
            let twin = one.twin.iter().filter(|twin| !is_there(twin));
            return Some([all].into_iter().chain(twin.map(|twin| format!("PJSIP/{twin}"))).collect());
        }
        let (meant, known) = self.meant(name, asked);
        if meant.is_empty() {
            return None;
        }
        said.any = true;
        said.desk = true;
        if known {
            said.extensions.extend(meant.iter().map(|one| one.extension.clone()));
        }
        // What another function gives may be more than the name of an endpoint.
        said.unsure |= !known && !is_one_variable(name);
        let (_, twin) = self.twins_of(name, asked, said);
        let all = format!("${{PJSIP_DIAL_CONTACTS({name})}}");
        let twin = twin.filter(|twin| !is_there(twin));
        Some([all].into_iter().chain(twin.map(|twin| format!("PJSIP/{twin}"))).collect())
    }

    /// Where the desk phones of all extensions that a name means are left out: the web phone in place of it, nothing where that stands
    /// beside it already. None where both devices ring, or where only some are left out, which is noted.
    fn web_only(
        &self,
        name: &str,
        asked: Asked<'_>,
        is_there: &impl Fn(&str) -> bool,
        said: &mut Said,
    ) -> Option<Option<Vec<String>>> {
        let fixed = !name.contains("${");
        let meant = if fixed { self.endpoint(name).into_iter().collect() } else { self.meant(name, asked).0 };
        if !meant.iter().any(|one| one.home_web().is_some()) {
            return None;
        }
        if !fixed {
            // Such a line also covers extensions without a web phone, and those would fall silent.
            (said.mixed, said.unsure) = (true, true);
            said.own_lines.extend(own_lines(name, asked, &meant));
            return None;
        }
        let one = meant.first()?;
        said.any = true;
        said.desk = true;
        said.without_desk = true;
        said.extensions.push(one.extension.clone());
        let twin = one.twin.as_deref().filter(|twin| !is_there(twin));
        Some(Some(twin.map(|twin| format!("PJSIP/{twin}")).into_iter().collect()))
    }

    /// What a hint of this name must watch too: the web phones of which extensions, and their endpoint.
    pub(super) fn watched(&self, name: &str, asked: Asked<'_>) -> (Vec<Extension>, Option<String>) {
        self.twins_of(name, asked, &mut Said::default())
    }

    /// The extension of which `2001/sip:…` and `number@2001` ring one address only, and `2001|20`, as arguments were parted before
    /// Asterisk 1.6, nobody.
    fn one_of(&self, name: &str) -> Option<&'a Devices> {
        if name.contains("${") && !name.contains('/') {
            return None;
        }
        let endpoint = match name.split_once(['/', '|']) {
            Some((endpoint, _)) => endpoint,
            None => name.rsplit_once('@')?.1,
        };
        self.endpoint(endpoint)
    }

    /// The web phone of an endpoint, where it has one of its own.
    pub(super) fn twin(&self, endpoint: &str) -> Option<&'a Devices> {
        self.endpoint(endpoint).filter(|one| one.twin.is_some())
    }

    /// The extensions of a name that have a web phone, and what the web phone's endpoint is called.
    fn twins_of(&self, name: &str, asked: Asked<'_>, said: &mut Said) -> (Vec<Extension>, Option<String>) {
        if !name.contains("${") {
            let one = self.endpoint(name).filter(|one| one.twin.is_some());
            let twin = one.and_then(|one| one.twin.clone());
            return (one.map(|one| one.extension.clone()).into_iter().collect(), twin);
        }
        let (meant, known) = self.meant(name, asked);
        let with: Vec<Extension> = meant.iter().filter(|one| one.twin.is_some()).map(|one| one.extension.clone()).collect();
        if with.is_empty() {
            return (with, None);
        }
        said.more = true;
        said.unsure |= !known && !is_one_variable(name);
        (if known { with } else { Vec::new() }, Some(format!("{name}{TWIN}")))
    }
}

/// Lines for the numbers of a pattern whose calls leave the desk phone out.
fn own_lines(name: &str, asked: Asked<'_>, meant: &[&Devices]) -> Vec<String> {
    let template = Template::of(name);
    let step = asked.step.unwrap_or(1);
    let line = |one: &&Devices| {
        let dialled = template.as_ref()?.dialled(asked.pattern, one.extension.as_str())?;
        Some(format!("exten => {dialled},{step},Dial(PJSIP/{})", one.home_web()?))
    };
    meant.iter().filter_map(line).collect()
}

/// The endpoint of a channel; Asterisk finds the technology in any case of letters.
pub(super) fn on_pjsip(channel: &str) -> Option<&str> {
    const TECHNOLOGY: &str = "PJSIP/";
    let (technology, rest) = channel.split_at_checked(TECHNOLOGY.len())?;
    technology.eq_ignore_ascii_case(TECHNOLOGY).then_some(rest)
}

/// No `/uri` and no `@trunk` behind the endpoint's name: those name one destination on purpose.
pub(super) fn is_plain(target: &str) -> bool {
    let mut depth = 0_usize;
    target.chars().all(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > 0 || !matches!(c, '/' | '@')
    })
}

pub(super) fn is_one_variable(target: &str) -> bool {
    target.strip_prefix("${").and_then(|t| t.strip_suffix('}')).is_some_and(|name| !name.contains(['{', '}', '$', '(', ')']))
}

#[cfg(test)]
mod tests {
    use super::{all_contacts, is_one_variable, is_plain, on_pjsip};

    #[test]
    fn trunks_and_explicit_uris_are_left_alone() {
        assert!(is_plain("2001") && is_plain("${EXTEN}") && is_plain("${DB(a/${EXTEN})}"));
        assert!(!is_plain("2001/sip:1@2") && !is_plain("${EXTEN}@trunk") && !is_plain("trunk/sip:${EXTEN}@h"));
    }

    #[test]
    fn technologies_in_any_case_and_functions_for_all_contacts() {
        assert_eq!((on_pjsip("PJSIP/2001"), on_pjsip("pjsip/2001")), (Some("2001"), Some("2001")));
        assert_eq!((on_pjsip("SIP/2001"), on_pjsip("PJ"), on_pjsip("äöüä/1")), (None, None, None));
        assert_eq!(all_contacts(" ${PJSIP_DIAL_CONTACTS(${EXTEN})}"), Some("${EXTEN}"));
        assert_eq!(all_contacts("${PJSIP_DIAL_CONTACTS(2001,2001)}"), Some("2001"));
        assert_eq!((all_contacts("PJSIP/2001"), all_contacts("${PJSIP_DIAL_CONTACTS(1)}x")), (None, None));
    }

    #[test]
    fn one_variable_is_recognised() {
        assert!(is_one_variable("${EXTEN}") && is_one_variable("${EXTEN:1}"));
        assert!(!is_one_variable("${A}${B}") && !is_one_variable("x${A}") && !is_one_variable("${DB(x/${EXTEN})}"));
    }
}
