//! The server: sockets, the clock, the gate behind one lock, journals and log.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use super::answer;
use super::audit::{Audit, What};
use super::connection::{Outcome, handle};
use super::library::Library;
use super::record::{self, News, Served};
use super::shelf::{Parcel, Shelf};
use super::{clear, connection, tombstone};
use crate::diag::{Finding, Words};
use crate::domain::ClientId;
use crate::links::codes;
use crate::links::gate::{Gate, Refusal, Ticket, Verdict};
use crate::links::issue;
use crate::links::rates::Cost;
use crate::links::state::{Standing, caller};
use crate::net::driver::interruption;
use crate::store::files;
use crate::store::site_folder::SiteFolder;

/// Connections at once: of all, and of one caller.
const CONNECTIONS: usize = 1024;
const OF_ONE: u32 = 64;
/// After Ctrl-C, answers that are being sent have so long.
const LAST_ANSWERS: Duration = Duration::from_secs(5);
/// How often links in clear that nobody can use any more are removed, and the audit log sums up.
const TIDY: Duration = Duration::from_secs(10);

/// How to serve.
pub struct Settings {
    pub folder: SiteFolder,
    pub listen: SocketAddr,
    /// None: HTTP, on loopback only.
    pub tls: Option<Arc<ServerConfig>>,
    /// HTTP on loopback, for monitoring.
    pub health: Option<SocketAddr>,
    pub library: Library,
    /// Profiles whose files a person unpacks at home with a click.
    pub by_hand: BTreeSet<ClientId>,
    pub audit: PathBuf,
}

/// Where a server listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addresses {
    pub links: SocketAddr,
    pub health: Option<SocketAddr>,
    /// Links that can be fetched.
    pub open: usize,
}

/// What all connections share.
pub struct Shared {
    state: Mutex<State>,
    library: Library,
}

pub struct State {
    gate: Gate,
    served: Served,
    shelf: Shelf,
    audit: Audit,
    callers: BTreeMap<IpAddr, u32>,
}

/// Since 1970.
fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Work that may wait for the disk, apart from the thread that serves everybody.
    pub(super) async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut State) -> T + Send + 'static,
    ) -> Option<T> {
        let shared = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&mut shared.state())).await.ok()
    }

    pub(super) fn allow(&self, from: IpAddr, cost: Cost) -> bool {
        let allowed = self.state().gate.allow(now(), from, cost);
        if !allowed {
            self.state().audit.turned_away();
        }
        allowed
    }

    pub(super) fn library(&self) -> &Library {
        &self.library
    }

    /// A place for one more connection of this caller, given back when dropped.
    fn place(self: &Arc<Self>, from: IpAddr) -> Option<Place> {
        let key = caller(from);
        let mut state = self.state();
        let count = state.callers.entry(key).or_default();
        if *count >= OF_ONE {
            return None;
        }
        *count += 1;
        Some(Place { shared: Arc::clone(self), key })
    }
}

struct Place {
    shared: Arc<Shared>,
    key: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        if let Some(count) = state.callers.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                state.callers.remove(&self.key);
            }
        }
    }
}

impl State {
    /// Judges a request for a profile, and writes down what must be on disk before the first byte is sent.
    pub(super) fn ask(&mut self, from: IpAddr, asked: Option<&str>) -> Outcome {
        let now = now();
        let from = from.to_canonical();
        let Some(asked) = asked else {
            let verdict = self.gate.stray(now, from);
            return self.say(now, from, &verdict);
        };
        let learned = match self.served.news() {
            Ok(News::Entries(entries)) => {
                self.gate.learn(&entries);
                Ok(())
            }
            Ok(News::Anew(links)) => {
                self.gate.start_again(links);
                Ok(())
            }
            Err(finding) => Err(finding),
        };
        let verdict = self.gate.ask(now, from, asked);
        let Verdict::Deliver(ticket) = verdict else {
            if let Verdict::Refused { entry: Some(entry), .. } = &verdict
                && let Err(finding) = self.served.append_soon(entry)
            {
                tracing::warn!(finding = %finding.what.en, "journal");
            }
            return self.say(now, from, &verdict);
        };
        let parcel = match learned.and_then(|()| self.parcel(&ticket)) {
            Ok(Some(parcel)) => parcel,
            Ok(None) => return self.give_back(now, ticket, Refusal::NoProfile),
            Err(finding) => {
                tracing::warn!(finding = %finding.what.en, "profile");
                return self.give_back(now, ticket, Refusal::NoProfile);
            }
        };
        if let Err(finding) = self.served.append(&Gate::begun(&ticket, now)) {
            tracing::warn!(finding = %finding.what.en, "journal");
            return self.give_back(now, ticket, Refusal::NotRecorded);
        }
        self.audit.note(now.as_secs(), Some(from), What::Begun { link: &ticket.link, line: ticket.line.as_str() });
        Outcome::Deliver(ticket, parcel)
    }

    fn parcel(&mut self, ticket: &Ticket) -> Result<Option<Parcel>, Box<Finding>> {
        if ticket.tombstone {
            return Ok(tombstone::parcel(&ticket.profile));
        }
        self.shelf.fetch(&ticket.line, &ticket.profile)
    }

    fn give_back(&mut self, now: Duration, ticket: Ticket, why: Refusal) -> Outcome {
        let (from, link) = (ticket.from(), Some(ticket.link.clone()));
        self.gate.give_back(ticket);
        self.say(now, from, &Verdict::Refused { why, link, entry: None })
    }

    fn say(&mut self, now: Duration, from: IpAddr, verdict: &Verdict) -> Outcome {
        match verdict {
            Verdict::Refused { why, link, .. } => {
                self.audit.note(now.as_secs(), Some(from), What::Refused { why: *why, link: link.as_ref() });
            }
            _ => self.audit.turned_away(),
        }
        Outcome::from(verdict)
    }

    /// The connection of a delivery ended.
    pub(super) fn ended(&mut self, ticket: Ticket, whole: bool) {
        let (now, from, link) = (now(), ticket.from(), ticket.link.clone());
        let entry = self.gate.ended(ticket, now, whole);
        // Without this line the link counts as fetched at the next start, which is the safe side.
        if let Err(finding) = self.served.append(&entry) {
            tracing::warn!(finding = %finding.what.en, "journal");
        }
        let what = if whole { What::Fetched { link: &link } } else { What::Unfinished { link: &link } };
        self.audit.note(now.as_secs(), Some(from), what);
    }

    fn open_links(&self) -> usize {
        let now = now().as_secs();
        self.gate.links().all().filter(|known| known.standing(now) == Standing::Open).count()
    }

    /// Figures only; nothing that belongs to a person.
    fn health(&self) -> String {
        let fetched = self.gate.links().all().filter(|known| known.fetched.is_some()).count();
        let connections: u32 = self.callers.values().sum();
        let figures =
            serde_json::json!({ "ok": true, "open": self.open_links(), "fetched": fetched, "connections": connections });
        format!("{figures}\n")
    }
}

/// Serves until Ctrl-C or SIGTERM. `ready` hears where, once everything is bound.
pub fn run(settings: Settings, ready: impl FnOnce(Addresses)) -> Result<(), Box<Finding>> {
    let Settings { folder, listen, tls, health, library, by_hand, audit } = settings;
    let local = |address: SocketAddr| address.ip().is_loopback();
    if (tls.is_none() && !local(listen)) || health.is_some_and(|health| !local(health)) {
        return Err(plain(if local(listen) { health.unwrap_or(listen) } else { listen }));
    }
    files::is_own(&audit)?;
    let (served, links) = Served::open(&folder)?;
    let known = links.all().count();
    let state = State {
        gate: Gate::new(links, now()),
        served,
        shelf: Shelf::new(folder.out()).unpacked_by_hand(by_hand),
        audit: Audit::new(audit),
        callers: BTreeMap::new(),
    };
    let shared = Arc::new(Shared { state: Mutex::new(state), library });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| no_socket(listen, &error))?;
    runtime.block_on(async {
        let links = TcpListener::bind(listen).await.map_err(|error| no_socket(listen, &error))?;
        let health = match health {
            Some(address) => Some(TcpListener::bind(address).await.map_err(|error| no_socket(address, &error))?),
            None => None,
        };
        let at = |listener: &TcpListener| listener.local_addr().unwrap_or(listen);
        let open = shared.state().open_links();
        let addresses = Addresses { links: at(&links), health: health.as_ref().map(at), open };
        shared.state().audit.note(now().as_secs(), None, What::Started { links: known });
        let acceptor = tls.map(TlsAcceptor::from);
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        ready(addresses);
        tokio::select! {
            () = accept(links, acceptor, Arc::clone(&shared), Arc::clone(&places)) => {}
            () = tell_health(health, Arc::clone(&shared)) => {}
            () = keep_tidy(&folder, &shared) => {}
            () = interruption() => {}
        }
        // Nobody new comes in; who is being served is served.
        let _ = tokio::time::timeout(LAST_ANSWERS, places.acquire_many(CONNECTIONS as u32)).await;
        shared.state().audit.note(now().as_secs(), None, What::Stopped);
        tidy(&folder, &shared);
        Ok(())
    })
}

async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, shared: Arc<Shared>, places: Arc<Semaphore>) {
    loop {
        let Ok((stream, address)) = listener.accept().await else {
            // Out of file descriptors: the next moment may be better.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let from = address.ip();
        // Who is over a limit is hung up on, before the handshake costs anything.
        let Ok(overall) = Arc::clone(&places).try_acquire_owned() else { continue };
        if !shared.allow(from, Cost::Connection) {
            continue;
        }
        let Some(place) = shared.place(from) else { continue };
        let (tls, shared) = (tls.clone(), Arc::clone(&shared));
        tokio::spawn(async move {
            let _places = (overall, place);
            handle(stream, from, tls, shared).await;
        });
    }
}

async fn tell_health(listener: Option<TcpListener>, shared: Arc<Shared>) {
    let Some(listener) = listener else { return std::future::pending().await };
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(tokio::time::timeout(connection::HEAD, one_health(stream, Arc::clone(&shared))));
        }
    }
}

async fn one_health(stream: TcpStream, shared: Arc<Shared>) {
    let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
        let right = request.uri().path() == "/health";
        let answer = if right { answer::health(shared.state().health()) } else { answer::refused(false) };
        async move { Ok::<_, std::convert::Infallible>(answer) }
    });
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn keep_tidy(folder: &SiteFolder, shared: &Shared) {
    loop {
        tidy(folder, shared);
        tokio::time::sleep(TIDY).await;
    }
}

/// Where `deskshift links` is at work, the next time will do.
fn tidy(folder: &SiteFolder, shared: &Shared) {
    shared.state().audit.sum_up(now().as_secs());
    if !files::is_there(&folder.clear_links()) && !files::is_there(&folder.link_pins()) {
        return;
    }
    let Ok(_lock) = record::lock_desk(folder) else { return };
    let waiting = issue::waiting(shared.state().gate.links(), now().as_secs());
    if let Err(finding) = clear::tidy(folder, &waiting) {
        tracing::warn!(finding = %finding.what.en, "links in clear");
    }
}

fn plain(address: SocketAddr) -> Box<Finding> {
    let words = Words::new(
        format!("`{address}` can be reached from outside, and this would be HTTP without TLS"),
        format!("`{address}` ist von außen erreichbar, und das wäre HTTP ohne TLS"),
    );
    Box::new(codes::PLAIN_HTTP.finding(None, words).todo(Words::new(
        "give `--cert` and `--key`; `--plain` and `--health` are for 127.0.0.1 and ::1",
        "`--cert` und `--key` angeben; `--plain` und `--health` gelten für 127.0.0.1 und ::1",
    )))
}

fn no_socket(address: SocketAddr, error: &io::Error) -> Box<Finding> {
    let (why, why_de) = match error.kind() {
        io::ErrorKind::AddrInUse => ("another program uses this port", "ein anderes Programm nutzt diesen Port"),
        io::ErrorKind::PermissionDenied => ("this user may not use this port", "dieser Benutzer darf diesen Port nicht nutzen"),
        io::ErrorKind::AddrNotAvailable => ("this machine does not have the address", "dieser Rechner hat die Adresse nicht"),
        _ => ("the system refuses", "das System verweigert es"),
    };
    let words =
        Words::new(format!("cannot listen on {address}: {why}"), format!("auf {address} lässt sich nicht lauschen: {why_de}"));
    Box::new(codes::NO_SOCKET.finding(None, words).todo(Words::new(
        "give another address or port with `--listen`",
        "mit `--listen` eine andere Adresse oder einen anderen Port angeben",
    )))
}
