//! Who may come in: digest challenges and answers as Asterisk 22 handles them (RFC 3261 section 22, RFC 8760).

use super::nonce::Freshness;
use super::objects::{Auth, Objects};
use super::registrar::{Asking, Cause, Event, Registrar};
use crate::sip::challenge::{Algorithm, Asker, Challenge};
use crate::sip::digest::Authorization;
use crate::sip::message::Request;

/// Calls remembered for the fault `stale`.
const CALLS_AT_MOST: usize = 20_000;

/// The result of looking at a request's credentials.
pub(super) enum Gate {
    Pass,
    Refuse(Cause),
}

impl Registrar {
    /// RFC 3261 section 22, with Asterisk's artificial challenge for strangers.
    pub(super) fn gate(&mut self, asking: Asking<'_>, event: &mut Event) -> Gate {
        let Asking { now, source, request, objects, endpoint } = asking;
        let answers: Vec<Authorization> =
            request.headers.all("Authorization").filter_map(|value| Authorization::parse(value).ok()).collect();
        // Strangers get a challenge like everybody, so that nobody learns which extensions exist.
        let Some(endpoint) = endpoint else {
            event.cause = Cause::UnknownEndpoint;
            event.ban_hits = if answers.is_empty() { 1 } else { 2 };
            return Gate::Refuse(Cause::UnknownEndpoint);
        };
        if endpoint.auths.is_empty() {
            event.open = true;
            return Gate::Pass;
        }
        let auths: Vec<&Auth> = endpoint.auths.iter().filter_map(|name| objects.auths.get(name)).collect();
        if auths.len() < endpoint.auths.len() {
            event.cause = Cause::AuthMissing;
            event.ban_hits = 1;
            return Gate::Refuse(Cause::AuthMissing);
        }
        let mut cause = if answers.is_empty() { Cause::Challenged } else { Cause::WrongAnswer };
        for answer in &answers {
            for auth in &auths {
                let realm = auth.realm.as_deref().unwrap_or(&objects.global.default_realm);
                let offered = self.offers(auth, objects);
                let Some(algorithm) = answer.known_algorithm().filter(|algorithm| offered.contains(algorithm)) else { continue };
                let proven = answer.realm == realm
                    && answer.user == auth.username
                    && auth.proves(answer, realm, algorithm.hash, request.method.as_str(), &request.body);
                if !proven {
                    continue;
                }
                let freshness = self.nonces.judge(&answer.nonce, now, source.address.ip(), realm, auth.nonce_lifetime);
                if freshness == Freshness::Fresh && !self.pretends_stale(request) {
                    return Gate::Pass;
                }
                cause = Cause::StaleNonce;
            }
        }
        event.cause = cause;
        event.ban_hits = u32::from(cause == Cause::WrongAnswer);
        Gate::Refuse(cause)
    }

    fn pretends_stale(&mut self, request: &Request) -> bool {
        let call = request.headers.call_id().unwrap_or_default().to_owned();
        match self.quirks.stale {
            None => false,
            Some(true) => true,
            Some(false) => {
                if self.told_stale.len() >= CALLS_AT_MOST {
                    self.told_stale.clear();
                }
                self.told_stale.insert(call)
            }
        }
    }

    fn offers(&self, auth: &Auth, objects: &Objects) -> Vec<Algorithm> {
        match &self.quirks.algorithms {
            Some(list) => list.clone(),
            None => auth.offers(&objects.global).collect(),
        }
    }

    /// One challenge for each algorithm, as Asterisk sends them: one header line each.
    pub(super) fn challenges(&mut self, asking: Asking<'_>, stale: bool) -> Vec<Challenge> {
        let Asking { now, source, objects, endpoint, .. } = asking;
        let mut offers: Vec<(String, Algorithm)> = Vec::new();
        if let Some(endpoint) = endpoint {
            for auth in endpoint.auths.iter().filter_map(|name| objects.auths.get(name)) {
                let realm = auth.realm.as_deref().unwrap_or(&objects.global.default_realm);
                for algorithm in self.offers(auth, objects) {
                    if !offers.iter().any(|(r, a)| r == realm && *a == algorithm) {
                        offers.push((realm.to_owned(), algorithm));
                    }
                }
            }
        } else {
            let algorithms = self.quirks.algorithms.as_ref().unwrap_or(&objects.global.default_algorithms);
            offers.extend(algorithms.iter().map(|algorithm| (objects.global.default_realm.clone(), *algorithm)));
        }
        offers
            .into_iter()
            .map(|(realm, algorithm)| {
                let nonce = self.nonces.issue(now, source.address.ip(), &realm);
                let mut challenge = Challenge::digest(Asker::Server, algorithm, &realm, &nonce);
                challenge.opaque = Some(self.tokens.hex().into());
                challenge.stale = stale;
                challenge
            })
            .collect()
    }
}
