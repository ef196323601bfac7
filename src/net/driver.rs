//! Runs a campaign: opens its flows, sends what it gives, hands it what comes, fires its timers.
//!
//! One loop on one thread. An interruption is passed on at once; the campaign then cleans up and is over within two seconds.

use std::collections::BTreeMap;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::time::{Duration, Instant};

use crate::domain::{HostPort, Transport};
use crate::probe::campaign::{Campaign, Decided, Output, Progress, Way};
use crate::probe::codes::Class;
use crate::probe::journal::Binding;
use crate::probe::observation::Fault;

use super::stream::Incoming;
use super::{CertificateFault, Dns, Flow, FlowError, Met, Target, TlsFault, TlsSettings};

/// Messages taken from a socket before timers and outputs get their turn again.
const BATCH: usize = 64;

/// So many lines in flight, and answers come faster than this program can be woken for each: they are let gather for a moment. A run at a
/// pace that a telephone system is meant to bear never has so many.
const CROWD: usize = 32;
const GATHER: Duration = Duration::from_millis(1);

/// How long a port may take to show that it speaks TLS; nothing else of the run is done meanwhile.
const HANDSHAKE: Duration = Duration::from_secs(1);

/// How flows are opened.
#[derive(Debug, Clone)]
pub struct Reach {
    pub tls: TlsSettings,
    /// Path of a WebSocket, where a line has none of its own.
    pub ws_path: String,
    /// Port of our UDP socket; 0: any. When it is taken, any other is used.
    pub local_port: u16,
    /// For lines whose clients look for servers in DNS.
    pub dns: Dns,
    /// Name, connection and TLS handshake together.
    pub connect_within: Duration,
}

/// Keeps what a campaign finds out. Giving false ends the run.
pub trait Watch {
    /// Verdicts as they fall.
    fn decided(&mut self, progress: &Progress, decided: Vec<Decided>) -> bool;
    /// A test registration that is sent as soon as this returns true; with false it is not sent.
    fn binding(&mut self, binding: &Binding) -> bool;
    /// A way was opened, or could not be: whom it met.
    fn met(&mut self, _way: &Way, _met: &Met) {}
}

/// Runs until the campaign is over.
pub async fn drive(campaign: &mut Campaign, reach: &Reach, interrupt: impl Future<Output = ()>, watch: &mut dyn Watch) {
    let ways: Vec<Way> = campaign.ways().cloned().collect();
    let mut flows: BTreeMap<usize, Flow> = BTreeMap::new();
    let mut interrupt = std::pin::pin!(interrupt);
    let (mut interrupted, mut crowded) = (false, false);
    loop {
        while let Some(output) = campaign.poll_output() {
            match output {
                Output::Open { lane } => {
                    flush(campaign, &mut flows, &ways, reach).await;
                    let mut met = Met::default();
                    let opened = tokio::select! {
                        opened = open(&ways[lane], reach, &mut met) => Some(opened),
                        () = &mut interrupt, if !interrupted => None,
                    };
                    watch.met(&ways[lane], &met);
                    match opened {
                        Some(Ok(flow)) => {
                            campaign.lane_open(Instant::now(), lane, flow.sent_by());
                            flows.insert(lane, flow);
                        }
                        Some(Err(error)) => {
                            let error = by_handshake(error, &ways[lane], reach).await;
                            campaign.lane_failed(Instant::now(), lane, &fault(&error));
                        }
                        None => {
                            interrupted = true;
                            campaign.interrupt(Instant::now());
                        }
                    }
                }
                Output::Close { lane } => {
                    flows.remove(&lane);
                }
                Output::Bind { binding, .. } if !watch.binding(&binding) => {
                    interrupted = true;
                    campaign.interrupt(Instant::now());
                }
                Output::Send { lane, bytes } | Output::Bind { lane, bytes, .. } => {
                    if let Some(flow) = flows.get_mut(&lane)
                        && let Err(error) = flow.queue(bytes).await
                    {
                        let error = by_handshake(error, &ways[lane], reach).await;
                        lost(campaign, &mut flows, lane, &error);
                    }
                }
            }
        }
        if flush(campaign, &mut flows, &ways, reach).await {
            continue;
        }
        let decided: Vec<Decided> = std::iter::from_fn(|| campaign.poll_decided()).collect();
        if !decided.is_empty() && !watch.decided(&campaign.progress(), decided) && !interrupted {
            interrupted = true;
            campaign.interrupt(Instant::now());
            continue;
        }
        if campaign.is_over() {
            return;
        }
        if std::mem::take(&mut crowded) {
            // Shorter than what the runtime's clock can tell, and nothing else runs on this thread.
            std::thread::sleep(GATHER);
        }
        let timer = campaign.poll_timeout();
        let happened = tokio::select! {
            biased;
            () = &mut interrupt, if !interrupted => Happened::Interrupted,
            (lane, received) = receive(&mut flows) => Happened::Received(lane, received),
            () = sleep_until(timer) => Happened::Timer,
        };
        let now = Instant::now();
        match happened {
            Happened::Interrupted => {
                interrupted = true;
                campaign.interrupt(now);
            }
            Happened::Timer => campaign.handle_timeout(now),
            Happened::Received(lane, first) => {
                let mut first = Some(first);
                for _ in 0..BATCH {
                    // Taken only when it will be handled: over a connection nobody sends it again.
                    match first.take().or_else(|| flows.get_mut(&lane)?.try_recv()) {
                        None => break,
                        Some(Ok(Incoming::Pong)) => campaign.handle_pong(lane),
                        Some(Ok(Incoming::Message(bytes))) => campaign.handle_input(now, lane, &bytes),
                        Some(Err(error)) => {
                            let error = by_handshake(error, &ways[lane], reach).await;
                            lost(campaign, &mut flows, lane, &error);
                            break;
                        }
                    }
                }
                if timer.is_some_and(|at| at <= now) {
                    campaign.handle_timeout(now);
                }
                crowded = campaign.progress().in_flight >= CROWD;
            }
        }
    }
}

/// What is queued leaves; true where a flow was lost by it.
async fn flush(campaign: &mut Campaign, flows: &mut BTreeMap<usize, Flow>, ways: &[Way], reach: &Reach) -> bool {
    let mut failed = Vec::new();
    for (lane, flow) in flows.iter_mut() {
        if let Err(error) = flow.flush().await {
            failed.push((*lane, error));
        }
    }
    for (lane, error) in &failed {
        let error = by_handshake(error.clone(), &ways[*lane], reach).await;
        lost(campaign, flows, *lane, &error);
    }
    !failed.is_empty()
}

enum Happened {
    Interrupted,
    Timer,
    Received(usize, Result<Incoming, FlowError>),
}

pub(super) async fn sleep_until(timer: Option<Instant>) {
    match timer {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}

/// The next message of any flow. Dropping it loses nothing.
async fn receive(flows: &mut BTreeMap<usize, Flow>) -> (usize, Result<Incoming, FlowError>) {
    // One flow is the usual case and needs no list of futures.
    if flows.len() == 1
        && let Some((lane, flow)) = flows.iter_mut().next()
    {
        return (*lane, flow.recv_any().await);
    }
    type Receiving<'a> = Pin<Box<dyn Future<Output = Result<Incoming, FlowError>> + 'a>>;
    let mut all: Vec<(usize, Receiving)> = Vec::with_capacity(flows.len());
    for (lane, flow) in flows.iter_mut() {
        all.push((*lane, Box::pin(flow.recv_any())));
    }
    std::future::poll_fn(|context| {
        for (lane, receiving) in &mut all {
            if let std::task::Poll::Ready(received) = receiving.as_mut().poll(context) {
                return std::task::Poll::Ready((*lane, received));
            }
        }
        std::task::Poll::Pending
    })
    .await
}

pub(super) async fn open(way: &Way, reach: &Reach, met: &mut Met) -> Result<Flow, FlowError> {
    let target = |local_port| Target {
        host_port: way.registrar.clone(),
        transport: way.transport,
        tls: reach.tls.clone(),
        local_port,
        ws_path: way.ws_path.clone().unwrap_or_else(|| reach.ws_path.clone()),
        dns: way.by_dns.then_some(reach.dns),
    };
    match Flow::open_meeting(&target(reach.local_port), reach.connect_within, met).await {
        Err(FlowError::Local(std::io::ErrorKind::AddrInUse)) if reach.local_port != 0 => {
            Flow::open_meeting(&target(0), reach.connect_within, met).await
        }
        result => result,
    }
}

/// Some TLS servers (Asterisk's) end a connection that begins in plain without a word, just as a port does that blocks us: one handshake
/// tells which it is.
async fn by_handshake(error: FlowError, way: &Way, reach: &Reach) -> FlowError {
    if error != FlowError::ClosedAtOnce || !matches!(way.transport, Transport::Tcp | Transport::Ws) {
        return error;
    }
    let way = Way { transport: Transport::Tls, ..way.clone() };
    let reach = Reach { connect_within: reach.connect_within.min(HANDSHAKE), ..reach.clone() };
    match open(&way, &reach, &mut Met::default()).await {
        Ok(_) => FlowError::SpeaksTls,
        Err(FlowError::Tls(fault)) if !matches!(fault, TlsFault::NotTls | TlsFault::ClosedInHandshake) => FlowError::SpeaksTls,
        Err(_) => error,
    }
}

fn lost(campaign: &mut Campaign, flows: &mut BTreeMap<usize, Flow>, lane: usize, error: &FlowError) {
    if *error == FlowError::TooLarge {
        return; // that one request stays unanswered
    }
    flows.remove(&lane);
    let now = Instant::now();
    match error {
        FlowError::Closed | FlowError::ClosedAtOnce => campaign.lane_closed(now, lane, &fault(error)),
        _ => campaign.lane_failed(now, lane, &fault(error)),
    }
}

/// The class that a verdict gives an error of a flow.
#[must_use]
pub fn fault(error: &FlowError) -> Fault {
    let class = match error {
        FlowError::NameNotFound { .. } | FlowError::LookupFailed { .. } => Class::NameNotFound,
        FlowError::Refused => Class::PortClosed,
        FlowError::Unreachable | FlowError::Prohibited | FlowError::TooLarge | FlowError::Local(_) => Class::Unreachable,
        FlowError::ConnectTimeout => Class::Silent,
        FlowError::ClosedAtOnce | FlowError::Closed => Class::ConnectionLost,
        FlowError::Stalled => Class::Stalled,
        FlowError::SpeaksTls => Class::TlsPort,
        FlowError::Framing(_) => Class::NotSip,
        FlowError::WebSocket(_) => Class::WebSocketRefused,
        // A plain SIP port waits for SIP text (Asterisk, Kamailio) or ends the connection at the first byte that is none.
        FlowError::Tls(TlsFault::NotTls | TlsFault::ClosedInHandshake) => Class::TlsPlainPort,
        FlowError::Tls(TlsFault::TooOld) => Class::TlsTooOld,
        FlowError::Tls(TlsFault::ClientCertificateWanted) => Class::TlsClientCertificate,
        FlowError::Tls(TlsFault::Authorities) => Class::TlsUntrusted,
        FlowError::Tls(TlsFault::Other(_)) => Class::TlsFailed,
        FlowError::Tls(TlsFault::Certificate(faults)) => match faults.first() {
            Some(CertificateFault::Expired { .. }) => Class::TlsExpired,
            Some(CertificateFault::NotYetValid { .. }) => Class::TlsNotYetValid,
            Some(CertificateFault::WrongName { .. }) => Class::TlsWrongName,
            Some(CertificateFault::SelfSigned | CertificateFault::UnknownIssuer) => Class::TlsUntrusted,
            Some(CertificateFault::Unusable(_)) | None => Class::TlsFailed,
        },
    };
    Fault { class, what: error.words() }
}

/// Ends with the first SIGINT, SIGTERM, or SIGHUP (the terminal or the connection to it is gone); never, where the system gives none.
pub async fn interruption() {
    interruption_heeded(|| {}).await;
}

/// [`interruption`] that says when it has begun to listen: before, Ctrl-C ends the program at once.
pub async fn interruption_heeded(heeded: impl FnOnce()) {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()), signal(SignalKind::hangup()));
    // Also where there are none: nobody waits for what never comes.
    heeded();
    let (Ok(mut interrupt), Ok(mut terminate), Ok(mut hangup)) = signals else { return std::future::pending().await };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        _ = hangup.recv() => {}
    }
}

/// Our address on the way to each of these registrars, on a runtime of its own; nothing is sent to them.
#[must_use]
pub fn our_addresses(to: &[HostPort], within: Duration) -> Vec<Option<IpAddr>> {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return vec![None; to.len()] };
    to.iter().map(|to| runtime.block_on(super::flow::our_address(to, within))).collect()
}

/// Runs a campaign to its end on a runtime of its own.
///
/// # Errors
/// When the system gives no event queue.
pub fn run(
    campaign: &mut Campaign,
    reach: &Reach,
    interrupt: impl Future<Output = ()>,
    watch: &mut dyn Watch,
) -> Result<(), FlowError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(drive(campaign, reach, interrupt, watch));
    Ok(())
}

#[cfg(test)]
mod tests;
