//! What is wrong on the way to Asterisk: ports, transports, certificates, WebSockets. Accounts and passwords are right.

use std::fmt::Write as _;
use std::path::Path;

use super::super::asterisk::{Asterisk, Ports};
use super::super::process::free_port;
use super::super::programs::{asterisk_root, put};
use super::certificates::Authority;
use super::logins::USUAL;
use super::office::{Line, Office, Way, assert_ready, validate, verdict};
use super::{Judged, judged};

/// Where the line is sent to.
#[derive(Clone, Copy)]
enum To {
    /// A TLS transport with this certificate.
    Tls(&'static str),
    /// The SIP port for UDP and TCP.
    Sip,
    /// The web server in the clear.
    Web,
    /// The web server with TLS.
    SecureWeb,
    /// A port without any transport.
    Nothing,
    /// A name that DNS does not have.
    Nowhere,
}

/// Cause, transport and path of the line, where it is sent to, the class it deserves.
type Row = (&'static str, &'static str, &'static str, To, &'static str);

const ROWS: [Row; 15] = [
    ("the certificate has expired", "tls", "", To::Tls("expired"), "sip/tls-expired"),
    ("the certificate is not valid yet", "tls", "", To::Tls("future"), "sip/tls-not-yet-valid"),
    ("the certificate comes from an unknown authority", "tls", "", To::Tls("stranger"), "sip/tls-untrusted"),
    ("the port for TLS speaks plain SIP", "tls", "", To::Sip, "sip/tls-plain-port"),
    ("the plain port speaks TLS", "tcp", "", To::Tls("good"), "sip/tls-port"),
    ("no transport for UDP", "udp", "", To::Nothing, "sip/port-closed"),
    ("no transport for TCP", "tcp", "", To::Nothing, "sip/port-closed"),
    ("no transport for TLS", "tls", "", To::Nothing, "sip/port-closed"),
    ("the web server is off", "ws", "/ws", To::Nothing, "sip/port-closed"),
    ("the SIP port is the web server's", "tcp", "", To::Web, "sip/not-sip"),
    ("no WebSocket under this path", "ws", "/sip", To::Web, "sip/web-socket-refused"),
    ("the port for WebSockets is the SIP port", "ws", "/ws", To::Sip, "sip/web-socket-refused"),
    ("the port for secure WebSockets is plain", "wss", "/ws", To::Web, "sip/tls-plain-port"),
    ("the port for plain WebSockets is secure", "ws", "/ws", To::SecureWeb, "sip/tls-port"),
    ("the PBX's name is not in DNS", "udp", "", To::Nowhere, "sip/name-not-found"),
];
const GOOD: &str = "2301";

/// Parts that are asked side by side, because a dead way takes its time.
pub const PARTS: usize = 4;
/// Haste is for loopback only, so the line whose PBX has no address is asked apart from the others.
const NOWHERE: usize = 0;

fn part_of(row: usize) -> usize {
    if matches!(ROWS[row].3, To::Nowhere) { NOWHERE } else { 1 + row % (PARTS - 1) }
}

fn number(row: usize) -> String {
    format!("{}", 2302 + row)
}

/// TLS transports of their own, with the port of each.
pub struct Transports {
    text: String,
    ports: Vec<(&'static str, u16)>,
}

impl Transports {
    /// Writes the certificates beside Asterisk's configuration.
    pub fn write(authority: &Authority, etc: &Path) -> Self {
        let folder = etc.parent().expect("a folder");
        let inside = Path::new("/").join(folder.strip_prefix(asterisk_root()).expect("in the chroot"));
        let stranger = Authority::new("Another authority");
        let mut made = Self { text: String::new(), ports: Vec::new() };
        for (name, pair) in [
            ("good", authority.leaf(&["127.0.0.1"])),
            ("expired", authority.expired()),
            ("future", authority.not_yet_valid()),
            ("stranger", stranger.leaf(&["127.0.0.1"])),
        ] {
            put(folder, &format!("keys/{name}.pem"), &pair.certificate);
            put(folder, &format!("keys/{name}.key"), &pair.key);
            let (port, keys) = (free_port(), inside.join("keys").display().to_string());
            let _ = write!(
                made.text,
                "[tls-{name}]\ntype=transport\nprotocol=tls\nbind=127.0.0.1:{port}\ncert_file={keys}/{name}.pem\n\
                 priv_key_file={keys}/{name}.key\nmethod=tlsv1_2\n"
            );
            made.ports.push((name, port));
        }
        made
    }

    /// Transports and accounts for `pjsip.conf`.
    pub fn pjsip(&self) -> String {
        let accounts = (0..ROWS.len()).map(number).chain([GOOD.to_owned()]).map(|number| USUAL.replace("NNNN", &number));
        self.text.clone() + &accounts.collect::<String>()
    }

    fn registrar(&self, ports: Ports, to: To) -> String {
        let port = match to {
            To::Tls(name) => self.ports.iter().find(|(of, _)| *of == name).expect("a transport").1,
            To::Sip => ports.sip,
            To::Web => ports.ws,
            To::SecureWeb => ports.wss,
            To::Nothing => free_port(),
            To::Nowhere => return "pbx.nowhere.invalid".to_owned(),
        };
        format!("127.0.0.1:{port}")
    }

    /// The lines of one part.
    pub fn judge(&self, site: &Path, authority: &Authority, asterisk: &Asterisk, part: usize) -> Vec<Judged> {
        let account = |number: &str| Line::new(number, (number, &format!("geheim-{number}")));
        let rows = || ROWS.iter().enumerate().filter(|(row, _)| part_of(*row) == part);
        let mut lines = vec![account(GOOD)];
        for (row, (_, transport, ws_path, to, _)) in rows() {
            let way = Way { transport, registrar: self.registrar(asterisk.ports, *to), ws_path };
            lines.push(Line { way: Some(way), ..account(&number(row)) });
        }
        put(site, "ca.pem", &authority.pem());
        let office = Office {
            kind: "asterisk",
            domain: "127.0.0.1",
            registrar: format!("127.0.0.1:{}", asterisk.ports.sip),
            sources: "",
            pbx: ", ca: ca.pem",
            validate: ", timeout_s: 3, t1_ms: 100",
            lines,
        };
        office.write(site);
        let report = validate(site, &["--rate", if part == NOWHERE { "50" } else { "0" }]);
        assert_ready(&report, &[GOOD]);
        rows().map(|(row, (what, .., class))| judged("Asterisk", what, class, verdict(&report, &number(row)))).collect()
    }
}
