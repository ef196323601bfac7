//! The PBX of these tests: answers as Asterisk does, and counts what a guard would count.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::domain::Secret;
use crate::sip::challenge::{Algorithm, Asker, Challenge};
use crate::sip::digest::{Authorization, Credentials};
use crate::sip::{Message, Request, Response};

/// What the PBX has for an extension.
#[derive(Debug, Clone)]
pub struct Account {
    pub auth_user: String,
    pub password: String,
    pub contacts: Vec<String>,
    pub max_contacts: usize,
    pub remove_existing: bool,
    pub behaviour: Behaviour,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    Normal,
    Open,
    NoAor,
    NoAuthObject,
    /// Drops every request without an answer.
    Dead,
    /// Changes the contact it was given, as a router with SIP ALG does.
    Rewrites,
    /// Never confirms a removal.
    Sticky,
    /// Calls every nonce stale.
    Stale,
    /// One more contact than it can spell.
    Mangles,
    /// A proxy before the registrar wants its own credentials.
    Proxy,
    /// Asks as a proxy first, and refuses as a registrar whatever comes.
    TwoFaced,
}

impl Account {
    pub fn good(extension: &str) -> Self {
        Self {
            auth_user: extension.to_owned(),
            password: format!("pw-{extension}"),
            contacts: Vec::new(),
            max_contacts: 2,
            remove_existing: false,
            behaviour: Behaviour::Normal,
        }
    }
}

#[derive(Debug, Default)]
pub struct Pbx {
    pub accounts: BTreeMap<String, Account>,
    /// Answers this before anything else.
    pub always: Option<(u16, Option<u32>)>,
    /// The answer above is given from this request on.
    pub always_after: u64,
    /// From this request on, nothing is answered any more.
    pub ban_after: Option<u64>,
    /// A guard: so many hits, and the address is silent.
    pub ban_at_hits: Option<u32>,
    /// Date header of every 200.
    pub date: Option<&'static str>,
    /// Seconds granted instead of 60.
    pub granted: Option<u32>,
    pub requests: u64,
    pub hits: u32,
    /// Refused authenticated tries, by extension.
    pub refused: BTreeMap<String, u32>,
    /// Requests with credentials, repetitions not counted, by extension.
    pub authenticated: BTreeMap<String, u32>,
    /// Takes a nonce from the user it was given to only, and calls others stale or asks anew.
    pub binds_nonces: Option<bool>,
    /// Each n-th nonce that comes from another user is refused.
    pub refuses_each: Option<u32>,
    strangers: u32,
    /// `nc` of the requests that were accepted, in their order.
    pub counts: Vec<u32>,
    given_to: BTreeMap<String, String>,
    /// Answers by branch: repetitions of a request get the same one (RFC 3261 section 17.2.2).
    memory: BTreeMap<String, (Instant, Option<Vec<u8>>)>,
    nonces: BTreeMap<String, Instant>,
}

impl Pbx {
    pub fn receive(&mut self, now: Instant, bytes: &[u8]) -> Option<Vec<u8>> {
        let Ok(Message::Request(request)) = Message::parse(bytes) else { panic!("{}", String::from_utf8_lossy(bytes)) };
        assert_eq!(Message::Request(request.clone()).defects(), Vec::new());
        let branch = request.headers.top_via().unwrap().branch().unwrap().to_owned();
        if let Some((at, answer)) = self.memory.get(&branch)
            && now < *at + Duration::from_secs(32)
        {
            return answer.clone();
        }
        self.requests += 1;
        let banned = self.ban_after.is_some_and(|n| self.requests > n) || self.ban_at_hits.is_some_and(|n| self.hits >= n);
        let answer = if banned { None } else { self.register(now, &request).map(|response| response.to_bytes()) };
        self.memory.insert(branch, (now, answer.clone()));
        answer
    }

    fn register(&mut self, now: Instant, request: &Request) -> Option<Response> {
        let user = request.headers.to().unwrap().uri.as_sip().unwrap().user_text().unwrap().into_owned();
        if let Some((status, retry_after)) = self.always
            && self.requests > self.always_after
        {
            let response = request.response(status, "t");
            return Some(match retry_after {
                Some(seconds) => response.with("Retry-After", seconds.to_string()),
                None => response,
            });
        }
        let account = self.accounts.get(&user).cloned();
        match account.as_ref().map(|account| account.behaviour) {
            Some(Behaviour::Dead) => return None,
            Some(Behaviour::NoAuthObject) => {
                self.hits += 1;
                return Some(request.response(500, "t"));
            }
            Some(Behaviour::Open) => return Some(self.registrar(request, &user)),
            Some(behaviour @ (Behaviour::Proxy | Behaviour::TwoFaced)) => {
                if !request.headers.has("Proxy-Authorization") {
                    return Some(self.challenge_of(now, request, Asker::Proxy, false));
                }
                *self.authenticated.entry(user.clone()).or_default() += 1;
                if behaviour == Behaviour::TwoFaced {
                    self.hits += 1;
                    return Some(self.challenge(now, request, false));
                }
            }
            _ => {}
        }
        let Some(value) = request.headers.get("Authorization") else {
            self.hits += u32::from(account.is_none());
            return Some(self.challenge(now, request, false));
        };
        *self.authenticated.entry(user.clone()).or_default() += 1;
        let answer = Authorization::parse(value).unwrap();
        let fresh = self.nonces.get(&answer.nonce).is_some_and(|at| now < *at + Duration::from_secs(32));
        let Some(account) = account else {
            self.hits += 2;
            *self.refused.entry(user).or_default() += 1;
            return Some(self.challenge(now, request, false));
        };
        let credentials = Credentials::password(account.auth_user.clone(), Secret::new(account.password.clone()));
        if answer.user != account.auth_user || !answer.verify(&credentials, "REGISTER", b"") {
            self.hits += 1;
            *self.refused.entry(user).or_default() += 1;
            return Some(self.challenge(now, request, false));
        }
        if let Some(stale) = self.binds_nonces
            && self.given_to.get(&answer.nonce) != Some(&user)
        {
            self.hits += u32::from(!stale);
            return Some(self.challenge(now, request, stale));
        }
        if let Some(each) = self.refuses_each
            && self.given_to.get(&answer.nonce) != Some(&user)
        {
            self.strangers += 1;
            if self.strangers.is_multiple_of(each) {
                self.hits += 1;
                return Some(self.challenge(now, request, false));
            }
        }
        if !fresh || account.behaviour == Behaviour::Stale {
            return Some(self.challenge(now, request, true));
        }
        self.counts.extend(answer.count);
        Some(self.registrar(request, &user))
    }

    fn challenge(&mut self, now: Instant, request: &Request, stale: bool) -> Response {
        self.challenge_of(now, request, Asker::Server, stale)
    }

    fn challenge_of(&mut self, now: Instant, request: &Request, asker: Asker, stale: bool) -> Response {
        let nonce = format!("nonce-{}", self.requests);
        let user = request.headers.to().unwrap().uri.as_sip().unwrap().user_text().unwrap().into_owned();
        self.given_to.insert(nonce.clone(), user);
        self.nonces.insert(nonce.clone(), now);
        let challenge = Challenge { stale, ..Challenge::digest(asker, Algorithm::MD5, "asterisk", &nonce) };
        let status = if asker == Asker::Proxy { 407 } else { 401 };
        request.response(status, "t").with(asker.challenge_header(), challenge.to_value())
    }

    fn registrar(&mut self, request: &Request, user: &str) -> Response {
        let account = self.accounts.get_mut(user).unwrap();
        if account.behaviour == Behaviour::NoAor {
            return request.response(404, "t");
        }
        if account.max_contacts == 0 {
            return request.response(403, "t");
        }
        if let Some(contact) = request.headers.get("Contact") {
            let uri = contact.split(['<', '>']).nth(1).unwrap().to_owned();
            let expires: u32 = contact.split("expires=").nth(1).map_or(3600, |n| n.parse().unwrap());
            let sticky = account.behaviour == Behaviour::Sticky;
            let rewrites = account.behaviour == Behaviour::Rewrites;
            let stored = if rewrites { uri.replace("192.0.2.7", "198.51.100.9") } else { uri };
            if expires == 0 {
                if !sticky {
                    account.contacts.retain(|contact| *contact != stored);
                }
            } else if !account.contacts.contains(&stored) {
                if account.contacts.len() >= account.max_contacts {
                    if !account.remove_existing {
                        return request.response(403, "t");
                    }
                    account.contacts.remove(0);
                }
                account.contacts.push(stored);
            }
        }
        let contacts = account.contacts.clone();
        let granted = self.granted.unwrap_or(60);
        let response = match self.date {
            Some(date) => request.response(200, "t").with("Date", date),
            None => request.response(200, "t"),
        };
        let response = match self.accounts[user].behaviour {
            Behaviour::Mangles => response.with("Contact", "\"x <sip:y@10.0.0.6>;expires=600"),
            _ => response,
        };
        contacts.iter().fold(response, |r, uri| r.with("Contact", format!("<{uri}>;expires={granted}")))
    }
}
