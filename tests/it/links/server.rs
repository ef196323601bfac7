//! A server with links whose tokens the test knows, and a client that sends what it likes.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use deskshift::store::document::sha256;
use tokio_rustls::rustls;

use crate::support::{Background, command};

/// A link of the test's own.
pub struct Known {
    line: String,
    pin: Option<&'static str>,
    /// Seconds from now.
    life: i64,
}

impl Known {
    pub fn open(line: &str) -> Self {
        Self { line: line.into(), pin: None, life: 3600 }
    }

    pub fn expired(line: &str) -> Self {
        Self { life: -1, ..Self::open(line) }
    }

    pub fn with_pin(line: &str, pin: &'static str) -> Self {
        Self { pin: Some(pin), ..Self::open(line) }
    }
}

/// A site folder of which only `out/` is there: a generation and journals.
pub struct Site {
    folder: tempfile::TempDir,
    pub now: u64,
}

/// Larger than what the system keeps for a caller that does not read.
pub const LARGE: usize = 24 << 20;

impl Site {
    pub fn new(links: &[Known]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let root = folder.path();
        std::fs::write(root.join("deskshift.yaml"), POLICY).unwrap();
        let generation = root.join("out/gen-0123456789abcdef");
        std::fs::create_dir_all(&generation).unwrap();
        let (mut listed, mut journal, mut planned) = (Vec::new(), String::new(), Vec::new());
        for link in links {
            let line = &link.line;
            let bytes = if line == "large" { vec![b'x'; LARGE] } else { format!("<profile of=\"{line}\"/>\n").into_bytes() };
            let path = format!("lines/{line}/linphone-xml/linphone.xml");
            std::fs::create_dir_all(generation.join(&path).parent().unwrap()).unwrap();
            std::fs::write(generation.join(&path), &bytes).unwrap();
            listed.push(serde_json::json!({"path": path, "sha256": sha256(&bytes), "line": line, "profile": "linphone-xml"}));
            let pin = link.pin.map(|pin| sha256(format!("{}/{pin}", token(line)).as_bytes()));
            let mut event = serde_json::json!({"at": now - 10, "event": "issued", "token": sha256(token(line).as_bytes()), "line": line,
                "profile": "linphone-xml", "expires": now as i64 + link.life});
            if let Some(pin) = pin {
                event["pin"] = pin.into();
            }
            journal += &format!("{event}\n");
            planned.push(serde_json::json!({"id": line, "extension": "2001", "person": null, "display_name": "", "department": null,
                "client": "linphone-xml", "aor_user": line, "domain": "pbx.example", "auth_user": line,
                "secret": {"state": "present", "key": "x"}, "registrar": {"host": "pbx.example", "port": 5061}, "transport": "tls", "srtp": "off",
                "expiry_s": 300, "mailbox": null, "facts": deskshift::plan::model::PbxFacts::default(), "at": {"file": "x"}}));
        }
        let plan = serde_json::json!({"header": {"kind": "plan", "schema": 1, "tool": "", "inputs": {}},
            "body": {"site": "", "lines": planned, "kept": [], "pbx_changes": [], "one_ring": [], "findings": []}});
        std::fs::write(root.join("out/plan.json"), plan.to_string()).unwrap();
        std::fs::write(generation.join("manifest.json"), serde_json::json!({"files": listed}).to_string()).unwrap();
        symlink("gen-0123456789abcdef", root.join("out/current")).unwrap();
        std::fs::write(root.join("out/links.jsonl"), journal).unwrap();
        Self { folder, now }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    #[expect(clippy::unused_self, reason = "a property of the server, to the reader")]
    pub fn path(&self, line: &str) -> String {
        format!("/p/{}", token(line))
    }
}

const POLICY: &str = "version: 1\nname: Amt\nlang: en\nnumbers: {area: \"0861\", head: \"99998\", extension_lengths: [4]}\n\
sources: {staff: [staff.csv]}\npbx: {domain: pbx.example, registrars: {tls: \"pbx.example:5061\"}}\n\
clients: [{client: linphone-xml}]\nroster: {horizon: {from: 2027-03-01, holidays: {land: BY}}}\n";

/// A token of the right form, by line.
pub fn token(line: &str) -> String {
    sha256(line.as_bytes()).replace('0', "x").replace('1', "y")[..26].to_owned()
}

/// Certificate and key for localhost, as files of the site.
pub fn certificate(site: &Path) -> (String, String) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let (cert, key) = (site.join("cert.pem"), site.join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    (cert.display().to_string(), key.display().to_string())
}

pub struct Server {
    child: Background,
    pub address: SocketAddr,
    pub health: Option<SocketAddr>,
    tls: Option<Arc<rustls::ClientConfig>>,
}

impl Server {
    pub fn start(site: &Site) -> Self {
        Self::start_with(site, &[])
    }

    pub fn start_with(site: &Site, more: &[&str]) -> Self {
        Self::run(site.folder(), &[&["--plain"], more].concat(), None)
    }

    pub fn start_tls(site: &Path) -> Self {
        let (cert, key) = certificate(site);
        let mut roots = rustls::RootCertStore::empty();
        let pem = std::fs::read(&cert).unwrap();
        use rustls::pki_types::pem::PemObject as _;
        roots.add(rustls::pki_types::CertificateDer::from_pem_slice(&pem).unwrap()).unwrap();
        let config = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self::run(site, &["--cert", &cert, "--key", &key], Some(Arc::new(config)))
    }

    fn run(site: &Path, more: &[&str], tls: Option<Arc<rustls::ClientConfig>>) -> Self {
        let arguments = [&["--json", "serve", "--listen", "127.0.0.1:0"], more].concat();
        let mut child = command(site, &arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let address = |key: &str| ready[key].as_str().map(|text| text.parse().unwrap());
        Self { address: address("address").unwrap(), health: address("health"), child: Background(child), tls }
    }

    pub fn get(&self, path: &str) -> Vec<u8> {
        self.send(None, format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes())
    }

    /// From another address of this machine.
    pub fn get_from(&self, from: [u8; 4], path: &str) -> Vec<u8> {
        self.send(Some(from), format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes())
    }

    /// All that comes back until the server hangs up.
    pub fn send(&self, from: Option<[u8; 4]>, bytes: &[u8]) -> Vec<u8> {
        let Some(config) = &self.tls else { return ask(self.address, from, bytes) };
        let mut stream = connect(self.address, from);
        let name = "localhost".to_owned().try_into().unwrap();
        let mut session = rustls::ClientConnection::new(Arc::clone(config), name).unwrap();
        let mut tls = rustls::Stream::new(&mut session, &mut stream);
        tls.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        tls.read_to_end(&mut answer).unwrap();
        answer
    }

    pub fn kill(mut self) {
        self.child.0.kill().unwrap();
        self.child.0.wait().unwrap();
    }

    /// Ctrl-C; gives the exit code.
    pub fn interrupt(mut self) -> i32 {
        Command::new("kill").args(["-INT", &self.child.0.id().to_string()]).status().unwrap();
        self.child.0.wait().unwrap().code().unwrap()
    }

    pub fn still_runs(&mut self) -> bool {
        self.child.0.try_wait().unwrap().is_none()
    }
}

pub fn connect(to: SocketAddr, from: Option<[u8; 4]>) -> std::net::TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from((from.map_or(Ipv4Addr::LOCALHOST, Ipv4Addr::from), 0))).unwrap();
        socket.connect(to).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
    stream
}

/// Sends and reads to the end. A server that hangs up in the middle has said what it says.
pub fn ask(to: SocketAddr, from: Option<[u8; 4]>, bytes: &[u8]) -> Vec<u8> {
    let mut stream = connect(to, from);
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

/// 0 where there was no answer.
pub fn status(answer: &[u8]) -> u16 {
    let line = String::from_utf8_lossy(&answer[..answer.len().min(12)]).into_owned();
    line.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)).and_then(|code| code.parse().ok()).unwrap_or(0)
}

pub fn body(answer: &[u8]) -> &[u8] {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
    &answer[end + 4..]
}

/// Waits for what must come.
#[track_caller]
pub fn until(what: &str, mut true_now: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !true_now() {
        assert!(Instant::now() < end, "{what}: not within 20 s");
        std::thread::sleep(Duration::from_millis(30));
    }
}
