//! Asterisk's ARI, as far as the tests need it: which objects of pjsip exist after loading, and with which values.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use super::asterisk::{Asterisk, Ports};
use super::certificates::Certificates;

const USER: &str = "lab";
const PASSWORD: &str = "lab-only";

/// What the dynamic configuration needs beyond the usual modules.
const MODULES: [&str; 7] = [
    "res_websocket_client",
    "res_stasis",
    "res_ari",
    "res_ari_model",
    "res_ari_asterisk",
    "res_ari_endpoints",
    "res_pjsip_config_wizard",
];

/// Asterisk with ARI and the wizard; `write` fills the configuration folder.
pub fn start(write: impl FnOnce(&Path, &str)) -> Asterisk {
    start_knowing(&Certificates::new(), |etc, transports, _| write(etc, transports))
}

/// As [`start`], for files that must know the ports.
pub fn start_knowing(certificates: &Certificates, write: impl FnOnce(&Path, &str, Ports)) -> Asterisk {
    Asterisk::start_knowing(certificates, |etc, transports, ports| {
        let put = |file: &str, text: &str| std::fs::write(etc.join(file), text).expect("written");
        let modules = std::fs::read_to_string(etc.join("modules.conf")).expect("modules.conf");
        put("modules.conf", &MODULES.iter().fold(modules, |text, module| format!("{text}load={module}.so\n")));
        put("ari.conf", &format!("[general]\nenabled=yes\n[{USER}]\ntype=user\nread_only=yes\npassword={PASSWORD}\n"));
        for file in ["voicemail.conf", "queues.conf", "extensions.conf"] {
            put(file, "[general]\n");
        }
        write(etc, transports, ports);
    })
}

/// What Asterisk says of an object.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// Its attributes.
    There(Vec<(String, String)>),
    NotThere,
    /// It exists, but a value of it is not UTF-8.
    Unreadable,
}

pub fn object(port: u16, kind: &str, id: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("Asterisk's HTTP server");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    let mut name = String::new();
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            name.push(char::from(byte));
        } else {
            let _ = write!(name, "%{byte:02X}");
        }
    }
    let path = format!("/ari/asterisk/config/dynamic/res_pjsip/{kind}/{name}?api_key={USER}:{PASSWORD}");
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("an HTTP answer");
    match head.get(9..12) {
        Some("404") => return Answer::NotThere,
        Some("500") => return Answer::Unreadable,
        _ => assert!(head.starts_with("HTTP/1.1 200"), "{kind} {id}: {head}"),
    }
    let pairs: Vec<serde_json::Value> = serde_json::from_str(body).expect("JSON");
    let text = |pair: &serde_json::Value, key: &str| pair[key].as_str().unwrap_or_default().to_owned();
    Answer::There(pairs.iter().map(|pair| (text(pair, "attribute"), text(pair, "value"))).collect())
}
