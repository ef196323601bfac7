//! What is to be said about one planned line.

use super::super::certificate::{self, Trouble};
use super::super::clients::ClientFacts;
use super::super::model::Line;
use super::super::{codes, forecast, security, words};
use super::{Maker, SITE_FILE};
use crate::diag::{CodePage, Place, Words};
use crate::inventory::model::{ExtensionEntry, HomeSuitability, Person};
use crate::policy::overrides::Variable;
use crate::policy::site::Srtp;

impl Maker<'_> {
    /// Trouble that belongs to a choice of the site file, one finding for all lines it concerns.
    pub(super) fn transport_findings(&mut self, line: &Line, client: &ClientFacts, rule: usize) {
        let number = &line.extension;
        let pbx = &self.site.pbx;
        let (verify, webrtc) = (client.tls_verify, client.webrtc);
        for (page, what, todo) in security::shortfalls(line, client, pbx, &self.site.security) {
            self.group(page, what, todo, number);
        }
        // Of the server that the client speaks to.
        let tls = line.hop_transport().is_encrypted();
        // Where the site asks for a check, its lack was told above, as an error.
        if tls && !self.site.security.verify && security::is_unverified(line, verify, pbx) {
            let (what, todo) = if line.media.allow_self_signed == Some(true) {
                words::self_signed_allowed(&client.title)
            } else {
                words::tls_unverified(&client.title, verify)
            };
            self.group(&codes::TLS_UNVERIFIED, what, todo, number);
        }
        if tls && pbx.ca.is_some() && line.ca_on_clients(pbx).is_none() {
            let (what, todo) = words::ca_not_on_clients();
            self.group(&codes::CA_NOT_ON_CLIENTS, what, todo, number);
        }
        if tls && client.takes_ca && pbx.ca.is_none() && line.ca_on_clients(pbx).is_some() {
            let (what, todo) = words::ca_not_in_profile(&client.title);
            self.group(&codes::CA_NOT_IN_PROFILE, what, todo, number);
        }
        for trouble in certificate::troubles(line, pbx.tls_name.as_deref(), self.known) {
            let (what, todo) = certificate::told(&trouble, pbx.tls_name.as_deref(), &self.known.certificates);
            match trouble {
                Trouble::Host(_, variable) => {
                    let own = variable.and_then(|variable| line.overridden.get(&variable));
                    let place = own.map_or_else(|| Place::file(SITE_FILE), |own| own.at.clone());
                    self.group_at(&codes::CERTIFICATE_NAME, &place, what, todo, number);
                }
                Trouble::TlsName(_) => self.group(&codes::CERTIFICATE_NAME, what, todo, number),
                Trouble::Expired(..) => self.group(&codes::CERTIFICATE_EXPIRED, what, todo, number),
            }
        }
        if !tls && line.srtp != Srtp::Off && !webrtc {
            let (what, todo) = words::srtp_without_tls(line.hop_transport(), line.srtp);
            match line.overridden.get(&Variable::Srtp) {
                Some(own) => {
                    let what = words::override_words(&own.level, &what);
                    self.group_at(&codes::SRTP_WITHOUT_TLS, &own.at, what, todo, number);
                }
                None => self.group(&codes::SRTP_WITHOUT_TLS, words::rule_words(rule, &what), todo, number),
            }
        }
        if line.media.register == Some(false) && client.holds(Variable::Register, line.transport) {
            let (what, todo) = words::not_registered(&client.title);
            self.group(&codes::NOT_REGISTERED, what, todo, number);
        }
        if line.srtp == Srtp::Required && !webrtc && line.facts.endpoint {
            let (what, todo) = words::srtp_required();
            self.group(&codes::SRTP_REQUIRED, what, todo, number);
        }
        if webrtc && line.facts.endpoint && line.endpoints().1.is_none() {
            let (what, todo) = words::web_phone();
            self.group(&codes::WEB_PHONE_ENDPOINT, what, todo, number);
        }
        let transports = &self.inventory.transports;
        if !transports.is_empty() && !transports.iter().any(|t| t.protocol.eq_ignore_ascii_case(line.transport.as_str())) {
            let (what, todo) = words::no_pbx_transport(line.transport);
            self.group(&codes::NO_PBX_TRANSPORT, what, todo, number);
        }
    }

    /// What the files already say about this one line.
    /// `alone`: no other device registers beside this line's.
    pub(super) fn line_findings(&mut self, entry: &ExtensionEntry, line: &Line, person: Option<&Person>, alone: bool) {
        let mut alike = Vec::new();
        // Of a PBX that nobody has read, nothing is missing.
        let pbx_unread =
            self.site.sources.asterisk.is_none() && self.inventory.extensions.iter().all(|entry| entry.account.is_none());
        let mut say = |page: &'static CodePage, place: Option<&Place>, what: Words, todo: Words| {
            let place = place.unwrap_or(&entry.at).clone();
            if pbx_unread && page.slug == codes::NOT_ON_PBX.slug {
                let (what, todo) = words::pbx_not_read();
                alike.push((&codes::PBX_NOT_READ, Place::file(SITE_FILE), what, todo));
                return;
            }
            // Where an export leaves passwords out, it does so for all.
            if [codes::NO_PASSWORD.slug, codes::DIGEST_ONLY.slug].contains(&page.slug) {
                alike.push((page, place, what, todo));
                return;
            }
            if self.exceptions.take(page.slug, &entry.number) {
                return;
            }
            self.plan.findings.push(page.finding(Some(place), what).about(entry.number.as_str()).todo(todo));
        };
        let takes_digest = self.clients.get(&line.client).is_some_and(|client| client.ha1);
        // Who registers alone needs a place for one.
        let contacts = if alone { 1 } else { self.site.pbx.contacts_per_line };
        forecast::forecast(entry, line, (contacts, takes_digest), &mut say);
        if person.is_none() {
            let (what, todo) = words::no_person(&entry.number);
            say(&codes::NO_PERSON, None, what, todo);
        }
        for (page, place, what, todo) in alike {
            self.group_at(page, &place, what, todo, &entry.number);
        }
        let never = person.and_then(|p| p.home.as_ref()).is_some_and(|home| home.value == HomeSuitability::No);
        if never {
            let (what, todo) = words::never_at_home();
            self.group(&codes::NEVER_AT_HOME, what, todo, &entry.number);
        }
    }
}
