//! One UDP socket to one registrar, shared by all lines.

use std::io::{self, IoSlice};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::fd::AsRawFd as _;

use nix::errno::Errno;
use nix::sys::socket::{ControlMessage, MsgFlags, sendmsg};
use tokio::io::Interest;
use tokio::net::UdpSocket;

use super::error::FlowError;

/// Datagrams that leave together at most; Linux takes 64.
const TRAIN: usize = 32;
/// Fewer are sent one by one.
const SHORTEST_TRAIN: usize = 4;
/// Bytes of a datagram that certainly needs no fragments: the system cuts a train apart, but no datagram of it.
const UNFRAGMENTED: usize = 1200;
/// Datagrams that wait for [`UdpFlow::flush`] at most.
const WAITING: usize = 64;

/// A connected UDP socket: connected, so that ICMP errors are reported, and one for all lines, because a socket for each triples
/// the cost and eats a contact slot of the PBX.
///
/// Of what a datagram costs, nearly all is its way through the system's network code. Datagrams of one length go that way once for all
/// of them, and are cut apart at its end (`UDP_SEGMENT` in udp(7), Linux 4.18): a fourth of the cost. The PBX sees the same datagrams. Where
/// the system or the network card refuses it, each is sent by itself.
pub struct UdpFlow {
    socket: UdpSocket,
    buffer: Vec<u8>,
    waiting: Vec<Vec<u8>>,
    trains: bool,
}

/// Without what is sent and received: a request may carry a digest.
impl std::fmt::Debug for UdpFlow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UdpFlow").field("socket", &self.socket).field("waiting", &self.waiting.len()).finish_non_exhaustive()
    }
}

impl UdpFlow {
    /// # Errors
    /// When this machine has no port or no route.
    pub async fn connect(remote: SocketAddr, local_port: u16) -> Result<Self, FlowError> {
        let any: IpAddr = if remote.is_ipv6() { Ipv6Addr::UNSPECIFIED.into() } else { Ipv4Addr::UNSPECIFIED.into() };
        let socket = UdpSocket::bind((any, local_port)).await?;
        socket.connect(remote).await?;
        Ok(Self { socket, buffer: vec![0; 65_536], waiting: Vec::new(), trains: true })
    }

    pub(super) fn local_addr(&self) -> Result<SocketAddr, FlowError> {
        Ok(self.socket.local_addr()?)
    }

    pub(super) async fn send(&self, bytes: &[u8]) -> Result<(), FlowError> {
        self.socket.send(bytes).await?;
        Ok(())
    }

    /// Sends one datagram with those that follow it; they may overtake each other.
    pub(super) async fn queue(&mut self, bytes: Vec<u8>) -> Result<(), FlowError> {
        self.waiting.push(bytes);
        if self.waiting.len() < WAITING { Ok(()) } else { self.flush().await }
    }

    /// Sends what is queued. A datagram that is too large holds up no other.
    pub(super) async fn flush(&mut self) -> Result<(), FlowError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        // Those of one length keep their order.
        waiting.sort_by_key(Vec::len);
        let mut too_large = None;
        for train in waiting.chunk_by(|one, next| one.len() == next.len()).flat_map(|same| same.chunks(TRAIN)) {
            match self.send_train(train).await {
                Err(FlowError::TooLarge) => too_large = Some(FlowError::TooLarge),
                sent => sent?,
            }
        }
        waiting.clear();
        self.waiting = waiting;
        too_large.map_or(Ok(()), Err)
    }

    /// All of one length.
    async fn send_train(&mut self, train: &[Vec<u8>]) -> Result<(), FlowError> {
        if self.trains && train.len() >= SHORTEST_TRAIN && train[0].len() <= UNFRAGMENTED {
            match self.socket.async_io(Interest::WRITABLE, || send_segmented(&self.socket, train)).await {
                Ok(()) => return Ok(()),
                Err(error) if refuses_trains(&error) => self.trains = false,
                Err(error) => return Err(error.into()),
            }
        }
        let mut result = Ok(());
        for bytes in train {
            match self.send(bytes).await {
                Err(FlowError::TooLarge) => result = Err(FlowError::TooLarge),
                sent => sent?,
            }
        }
        result
    }

    pub(super) async fn recv(&mut self) -> Result<Vec<u8>, FlowError> {
        loop {
            let n = self.socket.recv(&mut self.buffer).await?;
            if let Some(message) = message(&self.buffer[..n]) {
                return Ok(message);
            }
        }
    }

    /// What has already arrived; `None` when there is nothing.
    pub(super) fn try_recv(&mut self) -> Option<Result<Vec<u8>, FlowError>> {
        loop {
            match self.socket.try_recv(&mut self.buffer) {
                Ok(n) => {
                    if let Some(message) = message(&self.buffer[..n]) {
                        return Some(Ok(message));
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return None,
                // Such as that the port is closed: told once, and nobody tells it again.
                Err(error) => return Some(Err(error.into())),
            }
        }
    }
}

/// Keep-alives of a few bytes are no messages (RFC 5626 section 3.5.2, and what NAT boxes and PBXs send).
fn message(bytes: &[u8]) -> Option<Vec<u8>> {
    (bytes.len() > 4).then(|| bytes.to_vec())
}

fn send_segmented(socket: &UdpSocket, train: &[Vec<u8>]) -> io::Result<()> {
    let length = u16::try_from(train[0].len()).map_err(io::Error::other)?;
    let parts: Vec<IoSlice<'_>> = train.iter().map(|bytes| IoSlice::new(bytes)).collect();
    sendmsg::<()>(socket.as_raw_fd(), &parts, &[ControlMessage::UdpGsoSegments(&length)], MsgFlags::empty(), None)?;
    Ok(())
}

/// An old system, a card that cannot sum up, a way with a smaller MTU.
fn refuses_trains(error: &io::Error) -> bool {
    let refusals = [Errno::EINVAL, Errno::EIO, Errno::EOPNOTSUPP, Errno::ENOPROTOOPT, Errno::EMSGSIZE];
    error.raw_os_error().is_some_and(|code| refusals.contains(&Errno::from_raw(code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(work: impl Future<Output = ()>) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work);
    }

    async fn received(server: &UdpSocket) -> Vec<Vec<u8>> {
        let mut all = Vec::new();
        let mut buffer = vec![0; 70_000];
        let patience = std::time::Duration::from_millis(200);
        while let Ok(Ok(n)) = tokio::time::timeout(patience, server.recv(&mut buffer)).await {
            all.push(buffer[..n].to_vec());
        }
        all
    }

    /// Of many lengths, with and without the system's help, over both families: each arrives by itself, whole, once.
    #[test]
    fn what_leaves_together_arrives_as_single_datagrams() {
        run(async {
            for (address, trains) in [("127.0.0.1:0", true), ("127.0.0.1:0", false), ("[::1]:0", true)] {
                let server = UdpSocket::bind(address).await.unwrap();
                let mut flow = UdpFlow::connect(server.local_addr().unwrap(), 0).await.unwrap();
                flow.trains = trains;
                let lengths = [400, 401, 400, 7, 1200, 1201, 2000, 1200, 401, 400].iter().cycle().take(70);
                let mut sent: Vec<Vec<u8>> = lengths
                    .enumerate()
                    .map(|(n, length)| format!("{n:07}").into_bytes().into_iter().cycle().take(*length).collect())
                    .collect();
                for bytes in &sent {
                    flow.queue(bytes.clone()).await.unwrap();
                }
                assert!(!flow.waiting.is_empty(), "{address}");
                flow.flush().await.unwrap();
                assert!(flow.waiting.is_empty());
                let mut arrived = received(&server).await;
                arrived.sort();
                sent.sort();
                assert!(arrived == sent, "{address}: {} of {}", arrived.len(), sent.len());
                assert_eq!(flow.trains, trains);
            }
        });
    }

    #[test]
    fn a_datagram_that_is_too_large_holds_up_no_other() {
        run(async {
            let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
            let mut flow = UdpFlow::connect(server.local_addr().unwrap(), 0).await.unwrap();
            for length in [70_000, 300, 300, 300, 300, 300, 20] {
                flow.queue(vec![b'x'; length]).await.unwrap();
            }
            assert_eq!(flow.flush().await, Err(FlowError::TooLarge));
            assert_eq!(received(&server).await.iter().map(Vec::len).collect::<Vec<_>>(), [20, 300, 300, 300, 300, 300]);
        });
    }

    #[test]
    fn a_closed_port_is_told_for_what_leaves_together() {
        run(async {
            let gone = UdpSocket::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
            let mut flow = UdpFlow::connect(gone, 0).await.unwrap();
            for _ in 0..5 {
                flow.queue(vec![b'x'; 300]).await.unwrap();
            }
            flow.flush().await.unwrap();
            assert_eq!(flow.recv().await, Err(FlowError::Refused));
        });
    }

    #[test]
    fn what_the_system_cannot_do_is_told_from_what_the_network_says() {
        for errno in [Errno::EINVAL, Errno::EIO, Errno::EMSGSIZE] {
            assert!(refuses_trains(&errno.into()));
        }
        for errno in [Errno::ECONNREFUSED, Errno::EWOULDBLOCK, Errno::EHOSTUNREACH, Errno::EPERM] {
            assert!(!refuses_trains(&errno.into()));
        }
    }
}
