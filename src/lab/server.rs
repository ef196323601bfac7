//! The lab's sockets: UDP, TCP, TLS and WebSocket on loopback, in a thread of its own.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, UdpSocket};
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio_rustls::TlsAcceptor;

use super::certificates;
use super::codes;
use super::faults::Faults;
use super::objects::Objects;
use super::pbx::{Pbx, Sending};
use super::registered::Phone;
use super::registrar::{Event, Source};
use super::web_socket;
use crate::diag::{Finding, Words};
use crate::domain::Transport;
use crate::sip::framing::{Frame, Framer};
use crate::sip::message::Limits;

/// Connections at once, and answers that wait for their delay.
const MAX_CONNECTIONS: usize = 4096;
const MAX_WAITING: usize = 20_000;
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Told of every request that was read.
pub type Observer = Box<dyn FnMut(&Source, &Event) + Send>;

/// How to start a lab.
pub struct Settings {
    pub objects: Objects,
    /// Desk phones that are registered already.
    pub phones: Vec<Phone>,
    pub faults: Faults,
    /// Where to listen; port 0 for a free one. Loopback only.
    pub listen: BTreeMap<Transport, SocketAddr>,
    /// Host names and addresses for the certificate, besides those of this machine.
    pub tls_names: Vec<String>,
    pub seed: [u8; 32],
    /// The lab ends by itself after this time.
    pub lasts: Duration,
    /// End on Ctrl-C and on SIGTERM.
    pub heeds_signals: bool,
    pub observer: Option<Observer>,
}

impl Settings {
    /// Every transport on a free port of 127.0.0.1, for an hour.
    #[must_use]
    pub fn new(objects: Objects) -> Self {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        Self {
            objects,
            phones: Vec::new(),
            faults: Faults::default(),
            listen: Transport::ALL.map(|transport| (transport, any)).into(),
            tls_names: Vec::new(),
            seed: [0; 32],
            lasts: Duration::from_hours(1),
            heeds_signals: false,
            observer: None,
        }
    }
}

/// Why a lab ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Stopped,
    TimeUp,
    Interrupted,
}

/// What a lab has seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub requests: u64,
    /// By status; 0 counts those without an answer.
    pub answers: BTreeMap<u16, u64>,
}

/// A running lab. Ends when dropped.
pub struct Lab {
    pub addresses: BTreeMap<Transport, SocketAddr>,
    /// Certificate of the authority behind the TLS port.
    pub ca_pem: String,
    /// Desk phones of the list that have no address of record here.
    pub homeless: Vec<Phone>,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Ended>>,
}

struct Shared {
    state: Mutex<State>,
    flows: Mutex<Flows>,
    started: Instant,
    epoch: Duration,
}

struct State {
    pbx: Pbx,
    counts: Counts,
    observer: Option<Observer>,
}

/// Answers wait here until they are due.
type Queue = mpsc::Sender<(tokio::time::Instant, Vec<u8>)>;

/// How to reach telephones.
#[derive(Default)]
struct Flows {
    udp: Option<(Arc<UdpSocket>, mpsc::Sender<(tokio::time::Instant, Sending)>)>,
    connections: BTreeMap<Source, Queue>,
}

impl Flows {
    fn send(&self, sending: Sending) {
        let due = tokio::time::Instant::now() + sending.after;
        if sending.to.transport != Transport::Udp {
            if let Some(queue) = self.connections.get(&sending.to) {
                let _ = queue.try_send((due, sending.bytes));
            }
        } else if let Some((socket, queue)) = &self.udp
            && (!sending.after.is_zero() || socket.try_send_to(&sending.bytes, sending.to.address).is_err())
        {
            let _ = queue.try_send((due, sending));
        }
    }
}

impl Shared {
    fn now(&self) -> Duration {
        self.epoch + self.started.elapsed()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn flows(&self) -> std::sync::MutexGuard<'_, Flows> {
        self.flows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One message, and what is to be sent because of it.
    fn receive(&self, source: Source, bytes: &[u8]) {
        let now = self.now();
        let mut state = self.state();
        let (sending, event) = state.pbx.receive(now, source, bytes);
        state.counts.requests += 1;
        let status = event.as_ref().map_or(0, |event| event.status);
        *state.counts.answers.entry(status).or_default() += 1;
        if let (Some(event), Some(observer)) = (&event, &mut state.observer) {
            observer(&source, event);
        }
        drop(state);
        for sending in sending {
            self.flows().send(sending);
        }
    }
}

impl Lab {
    /// Binds the sockets, makes the certificates and starts serving. Nothing runs after an error.
    pub fn start(settings: Settings) -> Result<Self, Box<Finding>> {
        let epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let certificates = certificates::make(&settings.tls_names, settings.faults.tls, epoch)?;
        let mut pbx = Pbx::new(settings.objects, settings.faults, settings.seed);
        let homeless = settings.phones.into_iter().filter(|phone| !phone.occupy(&mut pbx, epoch)).collect();
        let mut addresses = BTreeMap::new();
        let (mut udp, mut streams) = (None, Vec::new());
        for (transport, address) in settings.listen {
            if !address.ip().is_loopback() {
                return Err(refused(address));
            }
            let bound = match transport {
                Transport::Udp => std::net::UdpSocket::bind(address).and_then(|socket| {
                    socket.set_nonblocking(true)?;
                    let bound = socket.local_addr();
                    udp = Some(socket);
                    bound
                }),
                Transport::Tcp | Transport::Tls | Transport::Ws | Transport::Wss => std::net::TcpListener::bind(address)
                    .and_then(|listener| {
                        listener.set_nonblocking(true)?;
                        let bound = listener.local_addr();
                        streams.push((transport, listener));
                        bound
                    }),
            };
            addresses.insert(transport, bound.map_err(|error| no_socket(transport, address, &error))?);
        }
        pbx.listens(addresses.clone());
        let echo = addresses.values().next().and_then(|at| std::net::UdpSocket::bind((at.ip(), 0)).ok());
        let echo = echo.filter(|socket| socket.set_nonblocking(true).is_ok());
        if let Some(at) = echo.as_ref().and_then(|socket| socket.local_addr().ok()) {
            pbx.echoes_at(at);
        }
        let state = State { pbx, counts: Counts::default(), observer: settings.observer };
        let shared = Arc::new(Shared { state: Mutex::new(state), flows: Mutex::default(), started: Instant::now(), epoch });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| no_socket(Transport::Udp, SocketAddr::from(([127, 0, 0, 1], 0)), &error))?;
        let (stop, stopped) = oneshot::channel();
        let acceptor = TlsAcceptor::from(certificates.server);
        let (inner, lasts, signals) = (Arc::clone(&shared), settings.lasts, settings.heeds_signals);
        let thread = std::thread::Builder::new().name("lab".into()).spawn(move || {
            runtime.block_on(async move {
                if let Some(socket) = udp.and_then(|socket| UdpSocket::from_std(socket).ok()) {
                    tokio::spawn(datagrams(socket, Arc::clone(&inner)));
                }
                if let Some(socket) = echo.and_then(|socket| UdpSocket::from_std(socket).ok()) {
                    tokio::spawn(give_back(socket));
                }
                for (transport, listener) in streams {
                    if let Ok(listener) = TcpListener::from_std(listener) {
                        let acceptor = matches!(transport, Transport::Tls | Transport::Wss).then(|| acceptor.clone());
                        tokio::spawn(accept(listener, transport, acceptor, Arc::clone(&inner)));
                    }
                }
                tokio::select! {
                    _ = stopped => Ended::Stopped,
                    () = tokio::time::sleep(lasts) => Ended::TimeUp,
                    () = interrupted(), if signals => Ended::Interrupted,
                }
            })
        });
        let thread = thread.map_err(|error| no_socket(Transport::Udp, SocketAddr::from(([127, 0, 0, 1], 0)), &error))?;
        Ok(Self { addresses, ca_pem: certificates.ca_pem, homeless, shared, stop: Some(stop), thread: Some(thread) })
    }

    #[must_use]
    pub fn counts(&self) -> Counts {
        self.shared.state().counts.clone()
    }

    /// Contact addresses bound to an address of record now.
    #[must_use]
    pub fn contacts(&self, aor: &str) -> Vec<String> {
        let now = self.shared.now();
        self.shared.state().pbx.registrar().bindings(aor, now).iter().map(|binding| binding.contact.to_string()).collect()
    }

    /// Serves until time is up, a signal comes, or the process ends.
    #[must_use]
    pub fn wait(mut self) -> Ended {
        self.thread.take().and_then(|thread| thread.join().ok()).unwrap_or(Ended::Stopped)
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            drop(self.stop.take());
            let _ = thread.join();
        }
    }
}

fn refused(address: SocketAddr) -> Box<Finding> {
    let ip = address.ip();
    Box::new(
        codes::NOT_LOOPBACK
            .finding(None, Words::new(format!("`{ip}` can be reached from outside"), format!("`{ip}` ist von außen erreichbar")))
            .todo(Words::new("use 127.0.0.1 or ::1", "127.0.0.1 oder ::1 verwenden")),
    )
}

fn no_socket(transport: Transport, address: SocketAddr, error: &io::Error) -> Box<Finding> {
    let (why, why_de) = match error.kind() {
        io::ErrorKind::AddrInUse => ("another program uses this port", "ein anderes Programm nutzt diesen Port"),
        io::ErrorKind::PermissionDenied => ("this user may not use this port", "dieser Benutzer darf diesen Port nicht nutzen"),
        io::ErrorKind::AddrNotAvailable => ("this machine does not have the address", "dieser Rechner hat die Adresse nicht"),
        _ => ("the system refuses", "das System verweigert es"),
    };
    Box::new(
        codes::NO_SOCKET
            .finding(
                None,
                Words::new(
                    format!("cannot listen on {transport} {address}: {why}"),
                    format!("auf {transport} {address} lässt sich nicht lauschen: {why_de}"),
                ),
            )
            .todo(Words::new(
                format!("give another port, such as `--{transport} 0`"),
                format!("einen anderen Port angeben, etwa `--{transport} 0`"),
            )),
    )
}

async fn interrupted() {
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

async fn datagrams(socket: UdpSocket, shared: Arc<Shared>) {
    let socket = Arc::new(socket);
    let (queue, mut waiting) = mpsc::channel::<(tokio::time::Instant, Sending)>(MAX_WAITING);
    let slow = Arc::clone(&socket);
    tokio::spawn(async move {
        while let Some((due, sending)) = waiting.recv().await {
            tokio::time::sleep_until(due).await;
            let _ = slow.send_to(&sending.bytes, sending.to.address).await;
        }
    });
    shared.flows().udp = Some((Arc::clone(&socket), queue));
    let mut buffer = vec![0; 65_536];
    loop {
        // An ICMP error of an earlier answer shows up here; the socket is still good.
        let Ok((length, address)) = socket.recv_from(&mut buffer).await else { continue };
        let source = Source { address, transport: Transport::Udp };
        shared.receive(source, &buffer[..length]);
    }
}

/// The echo's sound: each packet to whom it came from.
async fn give_back(socket: UdpSocket) {
    let mut buffer = vec![0; 2048];
    loop {
        // An ICMP error of an earlier packet shows up here; the socket is still good.
        let Ok((length, from)) = socket.recv_from(&mut buffer).await else { continue };
        let _ = socket.try_send_to(&buffer[..length], from);
    }
}

async fn accept(listener: TcpListener, transport: Transport, acceptor: Option<TlsAcceptor>, shared: Arc<Shared>) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, address)) = listener.accept().await else {
            // Out of file descriptors: the next moment may be better.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let (acceptor, shared) = (acceptor.clone(), Arc::clone(&shared));
        tokio::spawn(async move {
            let _place = place;
            let source = Source { address, transport };
            match acceptor {
                None => connection(stream, source, &shared).await,
                Some(acceptor) => {
                    if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                        connection(stream, source, &shared).await;
                    }
                }
            }
        });
    }
}

async fn connection<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(stream: S, source: Source, shared: &Shared) {
    let (queue, waiting) = mpsc::channel(MAX_WAITING);
    shared.flows().connections.insert(source, queue.clone());
    match source.transport {
        Transport::Ws | Transport::Wss => {
            web_socket::talk(stream, HANDSHAKE, (queue, waiting), |bytes| shared.receive(source, bytes)).await;
        }
        Transport::Udp | Transport::Tcp | Transport::Tls => talk(stream, source, (queue, waiting), shared).await,
    }
    shared.flows().connections.remove(&source);
}

/// One connection until its end, or until what comes is no SIP.
async fn talk<S: AsyncRead + AsyncWrite + Send + 'static>(
    stream: S,
    source: Source,
    (queue, mut waiting): (Queue, mpsc::Receiver<(tokio::time::Instant, Vec<u8>)>),
    shared: &Shared,
) {
    let (mut reader, mut writer) = tokio::io::split(stream);
    tokio::spawn(async move {
        while let Some((due, bytes)) = waiting.recv().await {
            tokio::time::sleep_until(due).await;
            if writer.write_all(&bytes).await.is_err() || writer.flush().await.is_err() {
                return;
            }
        }
        let _ = writer.shutdown().await;
    });
    let mut framer = Framer::new(Limits::default());
    let mut buffer = vec![0; 16_384];
    while let Ok(length @ 1..) = reader.read(&mut buffer).await {
        framer.push(&buffer[..length]);
        loop {
            match framer.next_frame() {
                Ok(Some(Frame::Message(bytes))) => shared.receive(source, &bytes),
                Ok(Some(Frame::Ping)) => {
                    if queue.send((tokio::time::Instant::now(), b"\r\n".to_vec())).await.is_err() {
                        return;
                    }
                }
                Ok(Some(Frame::Pong)) => {}
                Ok(None) => break,
                Err(_) => return,
            }
        }
    }
}
