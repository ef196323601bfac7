//! Web phones that ring alone: lines that `ring_strategy: home-only` once made so, and that have to ring the desk phone again.

use super::devices::{Devices, TWIN};
use super::peers::{Asked, Said, Several, is_one_variable, is_plain, on_pjsip};
use super::template::Template;
use crate::domain::Extension;
use crate::inventory::asterisk::application::all_contacts;

/// A web phone by the name of its endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Web<'a> {
    /// It is there.
    Of(&'a Devices),
    /// The change does not make it, or no longer: it rings nobody. The extension, and its desk phone where that has several contacts.
    Gone(&'a Extension, Option<&'a Devices>),
}

impl<'a> Several<'a> {
    /// The web phone of this name that is of our making, or was, and the endpoint of its desk phone.
    pub(super) fn web<'n>(&self, name: &'n str) -> Option<(&'n str, Web<'a>)> {
        let desk = name.strip_suffix(TWIN).filter(|_| !self.is_another(name))?;
        let web = match self.endpoint(desk) {
            Some(one) if one.twin.as_deref() == Some(name) => Web::Of(one),
            Some(one) => Web::Gone(&one.extension, Some(one)),
            None => Web::Gone(self.others.get(desk)?, None),
        };
        Some((desk, web))
    }

    /// An endpoint that is no web phone of ours.
    fn is_another(&self, name: &str) -> bool {
        self.not_ours.contains(name) || self.others.contains_key(name) || self.endpoint(name).is_some()
    }

    /// The list that rings the desk phone too in place of a web phone that rings alone. None where it is to ring alone, where its desk
    /// phone stands beside it, and for every other device.
    pub(super) fn web_alone(
        &self,
        peer: &str,
        asked: Asked<'_>,
        is_there: &impl Fn(&str) -> bool,
        said: &mut Said,
    ) -> Option<Vec<String>> {
        let name = all_contacts(peer).or_else(|| on_pjsip(peer)).filter(|name| is_plain(name))?;
        let desk = name.strip_suffix(TWIN).filter(|desk| !is_there(desk))?;
        if desk.contains("${") {
            return self.webs_alone(peer, desk, asked, said);
        }
        let mut told = |extension: &Extension| {
            said.any = true;
            said.extensions.push(extension.clone());
        };
        match self.web(name)?.1 {
            Web::Of(one) => {
                // Before there is a plan, it may be meant so.
                if one.home_only != Some(false) {
                    return None;
                }
                told(&one.extension);
                said.web_alone = true;
                Some(vec![contacts(desk), peer.to_owned()])
            }
            Web::Gone(extension, several) => {
                told(extension);
                said.web_gone = true;
                Some(vec![several.map_or_else(|| format!("PJSIP/{desk}"), |_| contacts(desk))])
            }
        }
    }

    /// The same where the number that was dialled makes the name.
    fn webs_alone(&self, peer: &str, desk: &str, asked: Asked<'_>, said: &mut Said) -> Option<Vec<String>> {
        let template = Template::of(desk);
        let reached = |number: &Extension| template.as_ref().is_none_or(|template| self.reaches(template, asked, number));
        let is_reached =
            |name: &&str| name.strip_suffix(TWIN).and_then(|desk| desk.parse().ok()).is_some_and(|own| reached(&own));
        if self.not_ours.iter().any(is_reached) {
            return None;
        }
        let (meant, known) = self.meant(desk, asked);
        let without: Vec<&Extension> = self
            .others
            .iter()
            .filter(|(name, number)| number.as_str() == **name && reached(number))
            .map(|(_, own)| *own)
            .collect();
        let twins = meant.iter().any(|one| one.twin.is_some());
        let silent = meant.iter().filter(|one| one.twin.is_none() || one.home_only == Some(false));
        let silent: Vec<&Extension> = silent.map(|one| &one.extension).chain(without).collect();
        if silent.is_empty() || meant.iter().any(|one| one.twin.is_some() && one.home_only.is_none()) {
            return None;
        }
        said.any = true;
        (said.web_alone, said.web_gone) = (said.web_alone || twins, said.web_gone || !twins);
        if known {
            said.extensions.extend(silent.into_iter().cloned());
        }
        if meant.iter().any(|one| one.home_web().is_some()) {
            (said.mixed, said.unsure) = (true, true);
            return None;
        }
        said.unsure |= !known && !is_one_variable(desk);
        said.more |= twins;
        let rings = if meant.is_empty() { format!("PJSIP/{desk}") } else { contacts(desk) };
        Some([rings].into_iter().chain(twins.then(|| peer.to_owned())).collect())
    }
}

fn contacts(endpoint: &str) -> String {
    format!("${{PJSIP_DIAL_CONTACTS({endpoint})}}")
}
