//! Runs test calls: opens flows and media ports, sends what the engine gives, hands it what comes, fires its timers.

use std::collections::BTreeMap;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::task::Poll;
use std::time::Instant;

use tokio::io::ReadBuf;
use tokio::net::UdpSocket;

use super::driver::{Reach, open, sleep_until};
use super::stream::Incoming;
use super::{Flow, FlowError, Met};
use crate::probe::call::engine::{Calls, Output, Progress};
use crate::probe::call::facts::Facts;
use crate::probe::campaign::Way;
use crate::probe::journal::Binding;

/// Ports for media are looked for from here on, below those that the system gives out for other things.
const FIRST_PORT: u16 = 16_384;
const LAST_PORT: u16 = 32_000;
/// Datagrams taken before timers and outputs get their turn again.
const BATCH: usize = 64;

/// Keeps what calls find out. Giving false ends the run.
pub trait Listen {
    /// A call is over.
    fn finished(&mut self, progress: Progress, facts: &Facts);
    /// A test registration that is sent as soon as this returns true; with false it is not sent.
    fn binding(&mut self, binding: &Binding) -> bool;
}

struct Ports {
    sound: UdpSocket,
    control: UdpSocket,
}

/// Two ports in a row, the first of them even (RFC 3550 section 11).
async fn ports(host: &str, next: &mut u16) -> Option<(Ports, u16)> {
    let ip: IpAddr = host.parse().ok()?;
    for _ in 0..(LAST_PORT - FIRST_PORT) / 2 {
        let port = *next;
        *next = if port + 2 >= LAST_PORT { FIRST_PORT } else { port + 2 };
        if let (Ok(sound), Ok(control)) = (UdpSocket::bind((ip, port)).await, UdpSocket::bind((ip, port + 1)).await) {
            return Some((Ports { sound, control }, port));
        }
    }
    None
}

enum Happened {
    Interrupted,
    Timer,
    Message(usize, Result<Incoming, FlowError>),
    Sound { leg: usize, control: bool, from: SocketAddr, bytes: Vec<u8> },
}

/// Runs until all calls are over.
pub async fn drive(calls: &mut Calls, reach: &Reach, interrupt: impl Future<Output = ()>, listen: &mut dyn Listen) {
    let ways: Vec<Way> = calls.ways().cloned().collect();
    let mut flows: BTreeMap<usize, Flow> = BTreeMap::new();
    let mut media: BTreeMap<usize, Ports> = BTreeMap::new();
    let mut next_port = FIRST_PORT + reach.local_port % 5000 * 2;
    let mut interrupt = std::pin::pin!(interrupt);
    let mut interrupted = false;
    loop {
        while let Some(output) = calls.poll_output() {
            match output {
                Output::Open { lane } => match open(&ways[lane], reach, &mut Met::default()).await {
                    Ok(flow) => {
                        calls.lane_open(Instant::now(), lane, flow.sent_by());
                        flows.insert(lane, flow);
                    }
                    Err(error) => calls.lane_failed(Instant::now(), lane, &error.words().en),
                },
                Output::Bind { binding, .. } if !listen.binding(&binding) => {
                    interrupted = true;
                    calls.interrupt(Instant::now());
                }
                Output::Send { lane, bytes } | Output::Bind { lane, bytes, .. } => {
                    if let Some(flow) = flows.get_mut(&lane)
                        && let Err(error) = flow.send(&bytes).await
                        && error != FlowError::TooLarge
                    {
                        flows.remove(&lane);
                        calls.lane_failed(Instant::now(), lane, &error.words().en);
                    }
                }
                Output::OpenMedia { leg, host } => {
                    let port = ports(&host, &mut next_port).await.map(|(opened, port)| {
                        media.insert(leg, opened);
                        port
                    });
                    calls.media_open(Instant::now(), leg, port);
                }
                // A lost packet is what the other side measures.
                Output::Media { leg, to, bytes } => {
                    if let Some(ports) = media.get(&leg) {
                        let _ = ports.sound.try_send_to(&bytes, to);
                    }
                }
                Output::Control { leg, to, bytes } => {
                    if let Some(ports) = media.get(&leg) {
                        let _ = ports.control.try_send_to(&bytes, to);
                    }
                }
                Output::CloseMedia { leg } => {
                    media.remove(&leg);
                }
            }
        }
        while let Some(facts) = calls.poll_done().cloned() {
            listen.finished(calls.progress(), &facts);
        }
        if calls.is_over() {
            return;
        }
        let timer = calls.poll_timeout();
        let happened = tokio::select! {
            biased;
            () = &mut interrupt, if !interrupted => Happened::Interrupted,
            happened = receive(&mut flows, &media) => happened,
            () = sleep_until(timer) => Happened::Timer,
        };
        let now = Instant::now();
        match happened {
            Happened::Interrupted => {
                interrupted = true;
                calls.interrupt(now);
            }
            Happened::Timer => calls.handle_timeout(now),
            Happened::Message(lane, first) => {
                let mut first = Some(first);
                for _ in 0..BATCH {
                    match first.take().or_else(|| flows.get_mut(&lane)?.try_recv()) {
                        None | Some(Err(FlowError::TooLarge)) => break,
                        Some(Ok(Incoming::Pong)) => calls.handle_pong(lane),
                        Some(Ok(Incoming::Message(bytes))) => calls.handle_input(now, lane, &bytes),
                        Some(Err(error)) => {
                            flows.remove(&lane);
                            calls.lane_failed(now, lane, &error.words().en);
                            break;
                        }
                    }
                }
            }
            Happened::Sound { leg, control, from, bytes } => calls.handle_media(now, leg, control, from, &bytes),
        }
        if timer.is_some_and(|at| at <= now) {
            calls.handle_timeout(now);
        }
    }
}

/// The next message or packet. Dropping it loses nothing.
async fn receive(flows: &mut BTreeMap<usize, Flow>, media: &BTreeMap<usize, Ports>) -> Happened {
    type Receiving<'a> = std::pin::Pin<Box<dyn Future<Output = Result<Incoming, FlowError>> + 'a>>;
    let mut all: Vec<(usize, Receiving)> = Vec::with_capacity(flows.len());
    for (lane, flow) in flows.iter_mut() {
        all.push((*lane, Box::pin(flow.recv_any())));
    }
    let mut buffer = vec![0_u8; 2048];
    std::future::poll_fn(move |context| {
        for (lane, receiving) in &mut all {
            if let Poll::Ready(received) = receiving.as_mut().poll(context) {
                return Poll::Ready(Happened::Message(*lane, received));
            }
        }
        for (leg, ports) in media {
            for (control, socket) in [(false, &ports.sound), (true, &ports.control)] {
                let mut read = ReadBuf::new(&mut buffer);
                if let Poll::Ready(Ok(from)) = socket.poll_recv_from(context, &mut read) {
                    let bytes = read.filled().to_vec();
                    return Poll::Ready(Happened::Sound { leg: *leg, control, from, bytes });
                }
            }
        }
        Poll::Pending
    })
    .await
}

/// Runs all calls to their end on a runtime of its own.
///
/// # Errors
/// When the system gives no event queue.
pub fn run(
    calls: &mut Calls,
    reach: &Reach,
    interrupt: impl Future<Output = ()>,
    listen: &mut dyn Listen,
) -> Result<(), FlowError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(drive(calls, reach, interrupt, listen));
    Ok(())
}
