//! Flows: one way to one registrar, shared by all lines.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;

use crate::domain::{HostPort, Transport};

use super::certificate::{CertificateFacts, CertificateFault};
use super::error::{FlowError, TlsFault, WebSocketFault};
use super::locate::{self, Dns};
use super::met::{Met, MetTls};
use super::resolve::resolve;
use super::stream::{Incoming, SipStream};
use super::trust::{Judge, Judgement, TlsSettings};
use super::udp::UdpFlow;
use super::web_socket::SipSocket;

/// Where to connect, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub host_port: HostPort,
    pub transport: Transport,
    pub tls: TlsSettings,
    /// Port of our UDP socket; 0 for any. A fixed one lets a repeated bind refresh its own binding.
    pub local_port: u16,
    /// Of a WebSocket: `/ws`.
    pub ws_path: String,
    /// Servers are looked for in DNS (RFC 3263); none: host and port as they stand.
    pub dns: Option<Dns>,
}

impl Target {
    #[must_use]
    pub fn new(host: &str, port: u16, transport: Transport) -> Self {
        Self {
            host_port: HostPort { host: host.into(), port },
            transport,
            tls: TlsSettings::default(),
            local_port: 0,
            ws_path: "/ws".to_owned(),
            dns: None,
        }
    }
}

#[derive(Debug)]
enum Kind {
    Udp(UdpFlow),
    Tcp(SipStream<TcpStream>),
    Tls(Box<SipStream<TlsStream<TcpStream>>>, Box<Judgement>),
    Ws(Box<SipSocket<TcpStream>>),
    Wss(Box<SipSocket<TlsStream<TcpStream>>>, Box<Judgement>),
}

/// An open flow.
#[derive(Debug)]
pub struct Flow {
    kind: Kind,
    local: SocketAddr,
    remote: SocketAddr,
    transport: Transport,
}

impl Flow {
    /// Resolves, connects and shakes hands within `within`. Every address of the host is tried in turn.
    ///
    /// # Errors
    /// What kept us from it; of several addresses the last one's reason.
    pub async fn open(target: &Target, within: Duration) -> Result<Self, FlowError> {
        Self::open_meeting(target, within, &mut Met::default()).await
    }

    /// The same; `met` tells whom it met, also where it fails.
    ///
    /// # Errors
    /// As [`Flow::open`].
    pub async fn open_meeting(target: &Target, within: Duration, met: &mut Met) -> Result<Self, FlowError> {
        let end = Instant::now() + within;
        let left = || end.saturating_duration_since(Instant::now());
        let addresses = addresses(target, left()).await?;
        met.remote = addresses.first().copied();
        if target.transport == Transport::Udp {
            let (host, seed) = (&target.host_port.host, target.dns.map_or([0; 32], |dns| dns.seed));
            // Without DNS one address is all there is to a name: another one may be another PBX.
            let asked = if target.dns.is_some() { &addresses } else { &addresses[..1] };
            let (flow, remote) = locate::first_that_answers(asked, target.local_port, host, seed, left()).await?;
            met.remote = Some(remote);
            let local = flow.local_addr()?;
            return Ok(Self { kind: Kind::Udp(flow), local, remote, transport: target.transport });
        }
        let mut last = FlowError::ConnectTimeout;
        for (at, remote) in addresses.iter().enumerate() {
            met.remote = Some(*remote);
            // The first addresses must leave time for the others.
            let share = locate::share(end, addresses.len() - at);
            let stream = match tokio::time::timeout(share, TcpStream::connect(remote)).await {
                Ok(Ok(stream)) => stream,
                Ok(Err(error)) => {
                    last = FlowError::from_io(&error);
                    continue;
                }
                Err(_) => {
                    last = FlowError::ConnectTimeout;
                    continue;
                }
            };
            let local = stream.local_addr()?;
            // Small requests must not wait for each other.
            let _ = stream.set_nodelay(true);
            let kind = match target.transport {
                Transport::Tcp | Transport::Udp => Kind::Tcp(SipStream::new(stream)),
                Transport::Tls => {
                    let (tls, judgement) = handshake(target, stream, left(), met).await?;
                    Kind::Tls(Box::new(SipStream::new(tls)), Box::new(judgement))
                }
                Transport::Ws => Kind::Ws(Box::new(web_socket(target, stream, left()).await?)),
                Transport::Wss => {
                    let (tls, judgement) = handshake(target, stream, left(), met).await?;
                    Kind::Wss(Box::new(web_socket(target, tls, left()).await?), Box::new(judgement))
                }
            };
            return Ok(Self { kind, local, remote: *remote, transport: target.transport });
        }
        Err(last)
    }

    /// Our address as this machine sees it: for Via and Contact.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.local
    }

    #[must_use]
    pub fn remote_addr(&self) -> SocketAddr {
        self.remote
    }

    #[must_use]
    pub fn transport(&self) -> Transport {
        self.transport
    }

    /// Our address as `sent-by` of a Via.
    #[must_use]
    pub fn sent_by(&self) -> HostPort {
        HostPort { host: self.local.ip().to_string().into(), port: self.local.port() }
    }

    /// What the server's certificate says, over TLS.
    #[must_use]
    pub fn certificate(&self) -> Option<&CertificateFacts> {
        match &self.kind {
            Kind::Tls(_, judgement) | Kind::Wss(_, judgement) => judgement.facts.as_ref(),
            _ => None,
        }
    }

    /// What would have been wrong with it, where the settings accept any.
    #[must_use]
    pub fn certificate_faults(&self) -> &[CertificateFault] {
        match &self.kind {
            Kind::Tls(_, judgement) | Kind::Wss(_, judgement) => &judgement.faults,
            _ => &[],
        }
    }

    /// Whether the certificate names the host by its common name only; browsers and some clients refuse that.
    #[must_use]
    pub fn certified_by_common_name(&self) -> bool {
        matches!(&self.kind, Kind::Tls(_, judgement) | Kind::Wss(_, judgement) if judgement.by_common_name)
    }

    /// Sends one message, or `\r\n\r\n` as a keep-alive.
    ///
    /// # Errors
    /// See [`FlowError`]; [`FlowError::is_passing`] says whether the flow is still of use.
    pub async fn send(&mut self, bytes: &[u8]) -> Result<(), FlowError> {
        // The size only: a request may carry a digest.
        tracing::trace!(bytes = bytes.len(), "send");
        match &mut self.kind {
            Kind::Udp(udp) => udp.send(bytes).await,
            Kind::Tcp(stream) => stream.send(bytes).await,
            Kind::Tls(stream, _) => stream.send(bytes).await,
            Kind::Ws(socket) => socket.send(bytes).await,
            Kind::Wss(socket, _) => socket.send(bytes).await,
        }
    }

    /// Sends one message with those that follow it: it waits for [`Flow::flush`], so that many of them cost one system call, and over TLS
    /// one record. Datagrams may overtake each other.
    ///
    /// # Errors
    /// As [`Flow::send`].
    pub async fn queue(&mut self, bytes: Vec<u8>) -> Result<(), FlowError> {
        tracing::trace!(bytes = bytes.len(), "queue");
        match &mut self.kind {
            Kind::Udp(udp) => udp.queue(bytes).await,
            Kind::Tcp(stream) => stream.queue(&bytes).await,
            Kind::Tls(stream, _) => stream.queue(&bytes).await,
            Kind::Ws(socket) => socket.queue(&bytes).await,
            Kind::Wss(socket, _) => socket.queue(&bytes).await,
        }
    }

    /// Sends what is queued.
    ///
    /// # Errors
    /// As [`Flow::send`].
    pub async fn flush(&mut self) -> Result<(), FlowError> {
        match &mut self.kind {
            Kind::Udp(udp) => udp.flush().await,
            Kind::Tcp(stream) => stream.flush().await,
            Kind::Tls(stream, _) => stream.flush().await,
            Kind::Ws(socket) => socket.flush().await,
            Kind::Wss(socket, _) => socket.flush().await,
        }
    }

    /// The bytes of the next message. May be dropped half-way without losing anything.
    ///
    /// # Errors
    /// See [`FlowError`].
    pub async fn recv(&mut self) -> Result<Vec<u8>, FlowError> {
        loop {
            if let Incoming::Message(bytes) = self.recv_any().await? {
                return Ok(bytes);
            }
        }
    }

    /// The next message, or the answer to our keep-alive.
    ///
    /// # Errors
    /// See [`FlowError`].
    pub async fn recv_any(&mut self) -> Result<Incoming, FlowError> {
        match &mut self.kind {
            Kind::Udp(udp) => udp.recv().await.map(Incoming::Message),
            Kind::Tcp(stream) => stream.recv().await,
            Kind::Tls(stream, _) => stream.recv().await,
            Kind::Ws(socket) => socket.recv().await.map(Incoming::Message),
            Kind::Wss(socket, _) => socket.recv().await.map(Incoming::Message),
        }
    }

    /// What has already arrived, without waiting; `None` when there is nothing. For emptying a socket in one go.
    pub fn try_recv(&mut self) -> Option<Result<Incoming, FlowError>> {
        match &mut self.kind {
            Kind::Udp(udp) => udp.try_recv().map(|received| received.map(Incoming::Message)),
            _ => self.recv_any().now_or_never(),
        }
    }
}

/// WebSockets are found by their URL, and an address is no name.
async fn addresses(target: &Target, within: Duration) -> Result<Vec<SocketAddr>, FlowError> {
    let named = target.host_port.host.parse::<IpAddr>().is_err();
    let over_web = matches!(target.transport, Transport::Ws | Transport::Wss);
    match target.dns.filter(|_| named && !over_web) {
        Some(dns) => locate::servers(&target.host_port, target.transport, dns, within).await,
        None => resolve(&target.host_port, within).await,
    }
}

/// The path's host is the name that the profile has, as a browser would send it.
async fn web_socket<S: AsyncRead + AsyncWrite + Unpin>(
    target: &Target,
    stream: S,
    within: Duration,
) -> Result<SipSocket<S>, FlowError> {
    let url = format!("{}://{}{}", target.transport, target.host_port, target.ws_path);
    // A plain SIP port waits for SIP text and says nothing to HTTP.
    tokio::time::timeout(within, SipSocket::open(&url, stream)).await.unwrap_or(Err(FlowError::WebSocket(WebSocketFault::NoHttp)))
}

async fn handshake(
    target: &Target,
    stream: TcpStream,
    within: Duration,
    met: &mut Met,
) -> Result<(TlsStream<TcpStream>, Judgement), FlowError> {
    let judge = Judge::new(&target.tls, &target.host_port.host).map_err(FlowError::Tls)?;
    let config = judge.config().map_err(FlowError::Tls)?;
    let name = ServerName::try_from(judge.name().to_owned())
        .map_err(|_| FlowError::Tls(TlsFault::Other(format!("`{}` cannot be a server name", judge.name()))))?;
    let connected = tokio::time::timeout(within, TlsConnector::from(config).connect(name, stream)).await;
    let seen = judge.judgement();
    met.tls = seen.facts.map(|own| MetTls {
        asked_for: judge.name().to_owned(),
        chain: std::iter::once(own).chain(seen.others).collect(),
        accepted: matches!(connected, Ok(Ok(_))),
        pinned: seen.pinned,
        by_common_name: seen.by_common_name,
        faults: seen.faults,
    });
    match connected {
        Err(_) => Err(FlowError::Tls(TlsFault::NotTls)),
        Ok(Ok(tls)) => Ok((tls, judge.judgement())),
        Ok(Err(error)) => {
            let judgement = judge.judgement();
            if !judgement.faults.is_empty() && !target.tls.accept_any {
                return Err(FlowError::Tls(TlsFault::Certificate(judgement.faults)));
            }
            Err(match FlowError::from_io(&error) {
                FlowError::Closed => FlowError::Tls(TlsFault::ClosedInHandshake),
                other => other,
            })
        }
    }
}

/// Our address on the way to a registrar. Nothing is sent: a connected UDP socket knows it from the routing table.
pub async fn our_address(to: &HostPort, within: Duration) -> Option<IpAddr> {
    let remote = resolve(to, within).await.ok()?.into_iter().next()?;
    let flow = UdpFlow::connect(remote, 0).await.ok()?;
    Some(flow.local_addr().ok()?.ip())
}
