//! Calls: requests passed on to telephones and responses passed back, as a proxy without a memory does (RFC 3261 section 16.11), so that all
//! it has to know of a call stands in the call's own messages.
//!
//! Like Kamailio's relay it stays on the way of a call (Record-Route) and out of its sound. A telephone is reached over the flow that it
//! registered over. Only where an extension has several telephones there is something to remember, while they ring ([`super::fork`]).

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::registrar::{Answer, Asking, Cause, Outcome, Registrar, Source};
use crate::domain::Transport;
use crate::sip::message::{Headers, Method, Request, Response};
use crate::sip::name_addr::NameAddr;
use crate::sip::uri::{SipUri, Uri};
use crate::sip::via::Via;

/// Begins the branches that are ours.
const BRANCH: &str = "z9hG4bKrelay";
/// User part of our Record-Route.
const ROUTE: &str = "relay";
/// Where nobody listens (RFC 863).
const DISCARD: u16 = 9;

/// The telephone that a call goes to.
pub(super) struct Callee {
    contact: SipUri,
    flow: Source,
}

impl Callee {
    pub fn flow(&self) -> Source {
        self.flow
    }
}

impl Registrar {
    /// Whom the INVITE of somebody who may call is for, the latest first; nobody where the call gets lost on purpose.
    ///
    /// # Errors
    /// The status that refuses it.
    pub(super) fn callees(&mut self, asking: Asking<'_>) -> Result<Vec<Callee>, u16> {
        let Asking { now, request, objects, .. } = asking;
        let uri = request.uri.parse::<Uri>().map_err(|_| 416_u16)?;
        let called = uri.as_sip().ok_or(416_u16)?.user_text().unwrap_or_default().into_owned();
        if let Some(status) = self.calls.refused.get(&called) {
            return Err(*status);
        }
        if self.calls.lost.contains(&called) {
            return Ok(Vec::new());
        }
        let rung = self.calls.misled.get(&called).unwrap_or(&called);
        let known =
            objects.endpoints.get(rung).and_then(|endpoint| endpoint.aors.iter().find(|aor| objects.aors.contains_key(*aor)));
        let aor = known.or_else(|| objects.aors.get_key_value(rung).map(|(name, _)| name)).ok_or(404_u16)?.clone();
        // Desk phones of the list exist on paper only.
        let devices = self.bindings.alive(&aor, now).iter().rev();
        let callees: Vec<Callee> =
            devices.filter_map(|binding| Some(Callee { contact: binding.contact.clone(), flow: binding.flow? })).collect();
        if callees.is_empty() { Err(480) } else { Ok(callees) }
    }

    /// The INVITE on its way to the telephone.
    pub(super) fn pass_on(&self, source: Source, invite: &Request, callee: &Callee) -> Option<Answer> {
        let passed = self.passed_on(source, invite, callee, "")?;
        Some(Answer { bytes: passed.to_bytes(), to: callee.flow })
    }

    /// The same as a request; `number` tells its branch from others of the call.
    pub(super) fn passed_on(&self, source: Source, invite: &Request, callee: &Callee, number: &str) -> Option<Request> {
        let mut request = invite.clone();
        request.uri = callee.contact.to_string();
        request.headers.remove("Authorization");
        request.headers.remove("Proxy-Authorization");
        self.passed(source, &request, callee.flow, number)
    }

    /// What all branches of a call have in common.
    pub(super) fn branch_of(invite: &Request) -> Option<String> {
        Some(branch(invite.headers.vias().ok()?.first()?, &invite.headers))
    }

    /// A request of a call that was set up before, or the end of an attempt. None: not one to be passed on.
    pub(super) fn pass_within_call(&mut self, now: Duration, source: Source, request: &Request) -> Option<Vec<Answer>> {
        if request.method == Method::REGISTER {
            return None;
        }
        let routes = request.headers.addresses("Route").ok()?;
        let within = request.headers.to().is_ok_and(|to| to.tag().is_some());
        let uri = request.uri.parse::<Uri>().ok()?;
        let uri = uri.as_sip()?;
        if within && routes.first().is_some_and(is_ours) {
            // A telephone that is known by its flow, or any on this machine.
            let flow = self.bindings.flow_of(uri, now).or_else(|| on_loopback(uri));
            return Some(flow.and_then(|flow| self.pass(source, request, flow)).into_iter().collect());
        }
        // CANCEL, and the ACK of a refusal, go the way of their INVITE: to the number that was dialled.
        let attempt = request.method == Method::CANCEL || (request.method == Method::ACK && routes.is_empty());
        if !attempt {
            return None;
        }
        if let Some(answers) = self.ends_fork(now, source, request) {
            return Some(answers);
        }
        let objects = std::mem::take(&mut self.objects);
        let callees = self.callees(Asking { now, source, request, objects: &objects, endpoint: None });
        self.objects = objects;
        let callee = callees.ok()?.into_iter().next()?;
        Some(self.pass_on(source, request, &callee).into_iter().collect())
    }

    fn pass(&self, source: Source, request: &Request, flow: Source) -> Option<Answer> {
        let passed = self.passed(source, request, flow, "")?;
        Some(Answer { bytes: passed.to_bytes(), to: flow })
    }

    fn passed(&self, source: Source, request: &Request, flow: Source, number: &str) -> Option<Request> {
        let hops = request.headers.number("Max-Forwards").unwrap_or(70).checked_sub(1)?;
        let mut vias = request.headers.vias().ok()?;
        let top = vias.first_mut()?;
        top.params.set("rport", Some(&source.address.port().to_string()));
        top.params.set("received", Some(&source.address.ip().to_string()));
        let branch = branch(&vias[0], &request.headers);
        let mut headers = Headers::default();
        let here = self.addresses.get(&flow.transport).copied().unwrap_or(flow.address);
        headers.push("Via", format!("SIP/2.0/{} {here};branch={branch}{number};rport", flow.transport.via_token()));
        vias.iter().for_each(|via| headers.push("Via", via.to_string()));
        if request.method == Method::INVITE {
            // Each side speaks to us over its own transport (RFC 5658).
            let both = [flow.transport, source.transport];
            for transport in &both[..if both[0] == both[1] { 1 } else { 2 }] {
                headers.push("Record-Route", self.record_route(*transport));
            }
        }
        for route in request.headers.addresses("Route").ok()?.iter().skip_while(|route| is_ours(route)) {
            headers.push("Route", route.to_string());
        }
        headers.push("Max-Forwards", hops.to_string());
        for header in request.headers.iter().filter(|header| !["Via", "Route", "Max-Forwards"].contains(&header.name.as_ref())) {
            headers.push(&header.name, header.value.as_ref());
        }
        let user = request.headers.from().ok().and_then(|from| user_of(&from));
        let body = self.sound_of(user.as_deref(), &request.body);
        Some(Request { headers, body, ..request.clone() })
    }

    fn record_route(&self, transport: Transport) -> String {
        let at = self.addresses.get(&transport).copied().unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 5060)));
        format!("<sip:{ROUTE}@{at};transport={};lr>", transport.uri_parameter())
    }

    /// A response to a request that we passed on goes back where that came from.
    pub(super) fn pass_back(&mut self, now: Duration, response: &Response) -> Outcome {
        let relayed = || {
            let vias = response.headers.vias().ok()?;
            let [ours, theirs, ..] = vias.as_slice() else { return None };
            let branch = ours.branch()?;
            if !branch.starts_with(BRANCH) {
                return None;
            }
            let ip: IpAddr = theirs.received()?.parse().ok()?;
            let transport = Transport::ALL.into_iter().find(|t| t.via_token().eq_ignore_ascii_case(&theirs.transport))?;
            let to = Source { address: SocketAddr::new(ip, theirs.rport()?), transport };
            if !ip.is_loopback() {
                return None;
            }
            let mut passed = response.clone();
            passed.headers.remove("Via");
            let mut headers = Headers::default();
            vias[1..].iter().for_each(|via| headers.push("Via", via.to_string()));
            passed.headers.iter().for_each(|header| headers.push(&header.name, header.value.as_ref()));
            passed.headers = headers;
            let user = response.headers.to().ok().and_then(|to| user_of(&to));
            passed.body = self.sound_of(user.as_deref(), &response.body);
            Some((branch.to_owned(), Answer { bytes: passed.to_bytes(), to }))
        };
        let relayed = relayed();
        match relayed {
            Some((branch, answer)) => {
                self.branch_says(now, &branch, response, answer.clone()).unwrap_or_else(|| Outcome::several("", "", vec![answer]))
            }
            None => Outcome::silent("", "", Cause::Ignored),
        }
    }

    /// The session description of a user; one who is deaf names a port where nobody listens.
    fn sound_of(&self, user: Option<&str>, body: &[u8]) -> Vec<u8> {
        if !user.is_some_and(|user| self.calls.deaf.contains(user)) {
            return body.to_vec();
        }
        let text = String::from_utf8_lossy(body);
        let lines = text.split_inclusive('\n').map(|line| match line.strip_prefix("m=audio ").and_then(|l| l.split_once(' ')) {
            Some((_, rest)) => format!("m=audio {DISCARD} {rest}"),
            None => line.to_owned(),
        });
        lines.collect::<String>().into_bytes()
    }
}

fn user_of(address: &NameAddr) -> Option<String> {
    address.uri.as_sip()?.user_text().map(std::borrow::Cow::into_owned)
}

fn is_ours(route: &NameAddr) -> bool {
    route.uri.as_sip().is_some_and(|uri| uri.user_text().is_some_and(|user| user == ROUTE) && uri.params.has("lr"))
}

fn on_loopback(uri: &SipUri) -> Option<Source> {
    let ip: IpAddr = uri.host.parse().ok()?;
    let transport = uri.params.get("transport").map_or(Some(Transport::Udp), |name| {
        Transport::ALL.into_iter().find(|transport| transport.as_str().eq_ignore_ascii_case(&name))
    })?;
    ip.is_loopback().then(|| Source { address: SocketAddr::new(ip, uri.port.unwrap_or(5060)), transport })
}

/// The same for an INVITE, its CANCEL and the ACK of its refusal: they have branch, Call-ID and number in common.
fn branch(top: &Via, headers: &Headers) -> String {
    let number = headers.cseq().map(|cseq| cseq.number).unwrap_or_default();
    let text = format!("{}\n{}\n{number}", top.branch().unwrap_or_default(), headers.call_id().unwrap_or_default());
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{BRANCH}{hash:016x}")
}
