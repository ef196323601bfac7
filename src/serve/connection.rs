//! One connection: TLS, requests one after the other, and what became of a delivery.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_rustls::TlsAcceptor;

use super::answer::{self, Answer};
use super::library::POLICY;
use super::server::Shared;
use super::watched::{Progress, Watched};
use crate::links::gate::{Ticket, Verdict};
use crate::links::rates::Cost;

/// A caller who says nothing, or says it slowly, is not waited for.
const HANDSHAKE: Duration = Duration::from_secs(5);
pub(super) const HEAD: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(30);
/// The largest head of a request; `hyper` takes no smaller limit.
const MAX_HEAD: usize = 8192;
const MAX_HEADERS: usize = 50;
/// Refusals are sent at whole multiples of this after they were asked for, so that their time does not tell what was looked up.
const BEAT: Duration = Duration::from_millis(100);

/// A delivery on this connection, until it is settled.
#[derive(Clone, Default)]
struct UnderWay(Arc<Mutex<Option<(Ticket, Progress)>>>);

pub async fn handle(stream: TcpStream, from: IpAddr, tls: Option<TlsAcceptor>, shared: Arc<Shared>) {
    let _ = stream.set_nodelay(true);
    match tls {
        Some(acceptor) => {
            if let Ok(Ok(stream)) = timeout(HANDSHAKE, acceptor.accept(stream)).await {
                http(stream, from, true, shared).await;
            }
        }
        None => http(stream, from, false, shared).await,
    }
}

async fn http<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(stream: S, from: IpAddr, tls: bool, shared: Arc<Shared>) {
    let (under_way, progress) = (UnderWay::default(), Progress::default());
    let service = service_fn(|request| {
        let (shared, under_way, progress) = (Arc::clone(&shared), under_way.clone(), progress.clone());
        async move { Ok::<_, Infallible>(respond(&request, from, tls, &shared, &under_way, progress).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(MAX_HEAD)
        .max_headers(MAX_HEADERS)
        .serve_connection(TokioIo::new(Watched::new(stream, progress.clone())), service);
    let ended = timeout(WHOLE, connection).await;
    tracing::debug!(%from, clean = matches!(ended, Ok(Ok(()))), "connection ended");
    let delivery = under_way.0.lock().ok().and_then(|mut delivery| delivery.take());
    if let Some((ticket, progress)) = delivery {
        shared.blocking(move |server| server.ended(ticket, progress.is_whole())).await;
    }
}

async fn respond(
    request: &Request<Incoming>,
    from: IpAddr,
    tls: bool,
    shared: &Arc<Shared>,
    under_way: &UnderWay,
    progress: Progress,
) -> Answer {
    let start = Instant::now();
    let path = request.uri().path().to_owned();
    let plain = request.method() == Method::GET && request.uri().query().is_none();
    if let Some(below) = path.strip_prefix("/phone").filter(|_| plain)
        && let Some((kind, bytes)) = shared.library().get(below)
    {
        let allowed = shared.allow(from, Cost::Piece);
        return if allowed { answer::piece(kind, bytes, POLICY, tls) } else { answer::busy(tls) };
    }
    let asked = path.strip_prefix("/p/").filter(|_| plain).map(str::to_owned);
    let outcome = shared.blocking(move |server| server.ask(from, asked.as_deref())).await;
    match outcome {
        Some(Outcome::Deliver(ticket, parcel)) => {
            let answer = answer::parcel(parcel, progress.clone(), tls);
            if let Ok(mut delivery) = under_way.0.lock() {
                *delivery = Some((ticket, progress));
            }
            answer
        }
        Some(Outcome::Busy) => answer::busy(tls),
        Some(Outcome::Refused) | None => {
            let beats = start.elapsed().as_millis() / BEAT.as_millis() + 1;
            sleep_until(start + BEAT * u32::try_from(beats).unwrap_or(1)).await;
            answer::refused(tls)
        }
    }
}

/// What the server made of a request, with everything written down that must be.
pub enum Outcome {
    Deliver(Ticket, super::shelf::Parcel),
    Refused,
    Busy,
}

impl From<&Verdict> for Outcome {
    fn from(verdict: &Verdict) -> Self {
        if matches!(verdict, Verdict::Busy) { Self::Busy } else { Self::Refused }
    }
}
