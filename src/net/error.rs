//! Why a flow could not be opened or came to its end, in words.

use std::fmt;
use std::io::{self, ErrorKind};

use tokio_rustls::rustls::{self, AlertDescription};

use crate::diag::Words;
use crate::sip::framing::FrameError;

use super::certificate::CertificateFault;

/// What went wrong on the way. Holds no payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlowError {
    /// The name does not exist here.
    NameNotFound {
        host: String,
    },
    /// The resolver gave no answer.
    LookupFailed {
        host: String,
    },
    /// Nothing listens: RST, or ICMP port unreachable.
    Refused,
    /// No route, host or network unreachable.
    Unreachable,
    /// A firewall, here or on the way, forbids it.
    Prohibited,
    /// TCP packets vanish.
    ConnectTimeout,
    /// The peer ended the connection before it said anything: a TLS port spoken to in plain, or a blocked address.
    ClosedAtOnce,
    /// The peer ended the connection later.
    Closed,
    /// The peer does not read what we send.
    Stalled,
    /// A datagram larger than the way allows.
    TooLarge,
    /// The peer answers plain SIP with a TLS record: this is a TLS port.
    SpeaksTls,
    /// What came is no SIP.
    Framing(FrameError),
    Tls(TlsFault),
    WebSocket(WebSocketFault),
    /// This machine: no free port, no address, out of descriptors.
    Local(ErrorKind),
}

/// What went wrong between the connection and the first SIP message of a WebSocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebSocketFault {
    /// An HTTP server that opens no WebSocket here, and its status.
    Refused(u16),
    /// A WebSocket that does not speak SIP.
    NoSip,
    /// What came is no HTTP answer.
    NoHttp,
    /// The path cannot stand in a URL.
    Path,
}

impl WebSocketFault {
    fn words(self) -> Words {
        match self {
            Self::Refused(status) => Words::new(
                format!("the web server of this port opens no WebSocket under this path (HTTP {status})"),
                format!("der Webserver dieses Ports öffnet unter diesem Pfad keinen WebSocket (HTTP {status})"),
            ),
            Self::NoSip => Words::new("the WebSocket does not speak SIP", "der WebSocket spricht kein SIP"),
            Self::NoHttp => Words::new("this port does not speak HTTP", "dieser Port spricht kein HTTP"),
            Self::Path => Words::new("the path of the WebSocket is none of a URL", "der Pfad des WebSocket ist keiner einer URL"),
        }
    }
}

/// What went wrong with TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TlsFault {
    /// No TLS answer in time, or an answer that is no TLS: this port speaks plain SIP or nothing.
    NotTls,
    /// The peer ended the connection during the handshake.
    ClosedInHandshake,
    /// No common version or cipher: TLS 1.1 or older.
    TooOld,
    /// The server wants a certificate from us.
    ClientCertificateWanted,
    /// The certificate is not acceptable; every reason, gravest first.
    Certificate(Vec<CertificateFault>),
    /// The CA file cannot be used.
    Authorities,
    /// Anything else, in rustls' words.
    Other(String),
}

impl FlowError {
    /// Classifies an error of a socket call.
    #[must_use]
    pub fn from_io(error: &io::Error) -> Self {
        if let Some(tls) = error.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>()) {
            return Self::Tls(TlsFault::from_rustls(tls));
        }
        match error.kind() {
            ErrorKind::ConnectionRefused => Self::Refused,
            ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => Self::Unreachable,
            ErrorKind::PermissionDenied => Self::Prohibited,
            ErrorKind::TimedOut => Self::ConnectTimeout,
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof
            | ErrorKind::NotConnected => Self::Closed,
            _ if error.raw_os_error() == Some(90) => Self::TooLarge,
            kind => Self::Local(kind),
        }
    }

    /// Whether the same flow may go on: UDP reports an unreachable port and still works when somebody listens later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Refused | Self::Unreachable | Self::Prohibited | Self::TooLarge)
    }

    /// What happened, as a fragment for people.
    #[must_use]
    pub fn words(&self) -> Words {
        let w = |en: &'static str, de: &'static str| Words::new(en, de);
        match self {
            Self::NameNotFound { host } => Words::new(
                format!("the name `{host}` does not exist here (is the VPN's DNS missing?)"),
                format!("den Namen `{host}` gibt es hier nicht (fehlt das DNS des VPN?)"),
            ),
            Self::LookupFailed { host } => Words::new(
                format!("no name server answered for `{host}`"),
                format!("kein Nameserver antwortete auf die Frage nach `{host}`"),
            ),
            Self::Refused => w("nothing listens on this port", "auf diesem Port hört niemand"),
            Self::Unreachable => w("there is no way to this host", "es gibt keinen Weg zu diesem Rechner"),
            Self::Prohibited => w("a firewall rejects the packets", "eine Firewall weist die Pakete ab"),
            Self::ConnectTimeout => w("packets to this port vanish", "Pakete an diesen Port verschwinden"),
            Self::ClosedAtOnce => w(
                "the peer ended the connection without a word: a TLS port spoken to in plain, or our address is blocked",
                "die Gegenseite beendete die Verbindung wortlos: ein TLS-Port ohne TLS angesprochen, oder unsere Adresse ist gesperrt",
            ),
            Self::Closed => w("the peer ended the connection", "die Gegenseite beendete die Verbindung"),
            Self::Stalled => w("the peer takes no more data", "die Gegenseite nimmt keine Daten mehr an"),
            Self::TooLarge => w("the message is too large for a datagram", "die Nachricht ist zu groß für ein Datagramm"),
            Self::SpeaksTls => w(
                "this port speaks TLS: ask it with the transport `tls` (`wss`), or name the plain port",
                "dieser Port spricht TLS: mit dem Transport `tls` (`wss`) fragen oder den unverschlüsselten Port nennen",
            ),
            Self::Framing(error) => Words::new(
                format!("the stream cannot be followed: {error}"),
                match error {
                    FrameError::NotSip => "was kommt, ist kein SIP",
                    FrameError::TooLarge => "eine Nachricht über der erlaubten Größe",
                    FrameError::NoContentLength => "eine Nachricht ohne Content-Length",
                    FrameError::ContentLength => "eine Nachricht mit unbrauchbarer Content-Length",
                },
            ),
            Self::Tls(fault) => fault.words(),
            Self::WebSocket(fault) => fault.words(),
            Self::Local(kind) => Words::new(
                format!("this computer cannot open the connection: {kind}"),
                format!("dieser Rechner kann die Verbindung nicht öffnen: {kind}"),
            ),
        }
    }
}

impl TlsFault {
    pub(super) fn from_rustls(error: &rustls::Error) -> Self {
        use rustls::Error as E;
        match error {
            E::InvalidMessage(_) => Self::NotTls,
            E::PeerIncompatible(_)
            | E::AlertReceived(
                AlertDescription::ProtocolVersion | AlertDescription::HandshakeFailure | AlertDescription::InsufficientSecurity,
            ) => Self::TooOld,
            E::AlertReceived(AlertDescription::CertificateRequired | AlertDescription::NoCertificate) => {
                Self::ClientCertificateWanted
            }
            other => Self::Other(other.to_string()),
        }
    }

    #[must_use]
    pub fn words(&self) -> Words {
        let w = |en: &'static str, de: &'static str| Words::new(en, de);
        match self {
            Self::NotTls => w(
                "no TLS answer: this port speaks plain SIP, or nothing",
                "keine TLS-Antwort: dieser Port spricht unverschlüsseltes SIP oder gar nichts",
            ),
            Self::ClosedInHandshake => {
                w("the peer ended the connection during the TLS handshake", "die Gegenseite brach den TLS-Handschlag ab")
            }
            Self::TooOld => w(
                "the server offers TLS 1.1 or older only, which is too old",
                "der Server bietet nur TLS 1.1 oder älter, das ist zu alt",
            ),
            Self::ClientCertificateWanted => {
                w("the server wants a client certificate", "der Server verlangt ein Client-Zertifikat")
            }
            Self::Certificate(faults) => {
                let all: Vec<Words> = faults.iter().map(CertificateFault::words).collect();
                let join = |pick: fn(&Words) -> &str| all.iter().map(pick).collect::<Vec<_>>().join("; ");
                Words::new(join(|w| &w.en), join(|w| &w.de))
            }
            Self::Authorities => {
                w("the CA file holds no certificate that can be used", "die CA-Datei enthält kein brauchbares Zertifikat")
            }
            Self::Other(text) => Words::new(format!("TLS failed: {text}"), format!("TLS schlug fehl: {text}")),
        }
    }
}

impl From<io::Error> for FlowError {
    fn from(error: io::Error) -> Self {
        Self::from_io(&error)
    }
}

impl fmt::Display for FlowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().en)
    }
}

impl std::error::Error for FlowError {}
