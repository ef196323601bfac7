//! Which of several servers answers over UDP, where silence is all that a dead one shows.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::super::error::FlowError;
use super::super::udp::UdpFlow;
use super::share;
use crate::probe::campaign::USER_AGENT;
use crate::sip::tokens::Tokens;
use crate::sip::{Method, Request};

/// A server that is up answers sooner, also from far away.
const LONGEST: Duration = Duration::from_secs(2);
/// T1 of RFC 3261: the question is repeated once after this.
const AGAIN: Duration = Duration::from_millis(500);

/// The flow to the first address that says anything to an OPTIONS (RFC 3263 section 4.3: the next one where one does not answer). Where
/// none does, the flow to the first: what a line then meets is told as it is without DNS. One address alone is not asked.
///
/// # Errors
/// When this machine has no port or no route to any of them.
pub(in crate::net) async fn first_that_answers(
    addresses: &[SocketAddr],
    local_port: u16,
    host: &str,
    seed: [u8; 32],
    within: Duration,
) -> Result<(UdpFlow, SocketAddr), FlowError> {
    let end = Instant::now() + within;
    let mut tokens = Tokens::from_seed(seed);
    let mut last = FlowError::Unreachable;
    let asked = if addresses.len() > 1 { addresses } else { &[] };
    for (at, address) in asked.iter().enumerate() {
        let mut flow = match UdpFlow::connect(*address, local_port).await {
            Ok(flow) => flow,
            Err(FlowError::Local(kind)) => return Err(FlowError::Local(kind)),
            Err(error) => {
                last = error;
                continue;
            }
        };
        // Some time must be left for the run's own flow.
        let patience = share(end, addresses.len() - at + 1).min(LONGEST);
        if answers(&mut flow, *address, host, &mut tokens, patience).await {
            return Ok((flow, *address));
        }
    }
    let first = *addresses.first().ok_or(last)?;
    Ok((UdpFlow::connect(first, local_port).await?, first))
}

async fn answers(flow: &mut UdpFlow, to: SocketAddr, host: &str, tokens: &mut Tokens, patience: Duration) -> bool {
    let Ok(local) = flow.local_addr() else { return false };
    let request = question(&local.to_string(), &to.to_string(), host, tokens);
    let end = Instant::now() + patience;
    for wait in [AGAIN.min(patience / 2), patience] {
        if flow.send(&request).await.is_err() {
            return false;
        }
        let wait = wait.min(end.saturating_duration_since(Instant::now()));
        if let Ok(heard) = tokio::time::timeout(wait, flow.recv()).await {
            return heard.is_ok();
        }
    }
    false
}

/// No user, so no account of the PBX is asked about.
fn question(sent_by: &str, to: &str, host: &str, tokens: &mut Tokens) -> Vec<u8> {
    let tag = tokens.hex();
    Request::new(Method::OPTIONS, format!("sip:{to}"))
        .with("Via", format!("SIP/2.0/UDP {sent_by};rport;branch=z9hG4bK{}", tokens.hex()))
        .with("Max-Forwards", "70")
        .with("From", format!("<sip:{host}>;tag={tag}"))
        .with("To", format!("<sip:{host}>"))
        .with("Call-ID", tokens.hex())
        .with("CSeq", "1 OPTIONS")
        .with("User-Agent", USER_AGENT)
        .to_bytes()
}
