//! What is wrong on the way to a Kamailio: certificates, ports that cut or say nothing, WebSockets. Accounts and passwords are right.

use std::fmt::Write as _;
use std::path::Path;

use super::super::certificates::Certificates;
use super::super::kamailio::{Kamailio, REALM};
use super::super::process::free_port;
use super::super::programs::put;
use super::certificates::{Authority, Pair, self_signed};
use super::kamailio::{Listening, account};
use super::office::{Line, Way};

/// Cause, transport and path of the line, where it is sent to, the class it deserves.
pub const ROWS: [(&str, &str, &str, To, &str); 12] = [
    ("the certificate is made out to another host", "tls", "", To::Tls("other"), "sip/tls-wrong-name"),
    ("the certificate lacks the address in use", "tls", "", To::Tls("name"), "sip/tls-wrong-name"),
    ("the certificate has a common name only", "tls", "", To::Tls("common"), "sip/tls-wrong-name"),
    ("the certificate is self-signed", "tls", "", To::Tls("self"), "sip/tls-untrusted"),
    ("TLS 1.0 only", "tls", "", To::Tls("old"), "sip/tls-too-old"),
    ("only ciphers that are no longer safe", "tls", "", To::Tls("cbc"), "sip/tls-too-old"),
    ("the server wants a client certificate", "tls", "", To::Tls("client"), "sip/tls-client-certificate"),
    ("the server closes the connection at every REGISTER", "tcp", "", To::Cut, "sip/connection-lost"),
    ("the server says nothing over TCP", "tcp", "", To::Mute, "sip/silent"),
    ("the server says nothing over UDP", "udp", "", To::Mute, "sip/silent"),
    ("the web page for WebSockets forbids them", "ws", "/closed", To::Sip, "sip/web-socket-refused"),
    ("WebSockets that speak no SIP", "ws", "/chat", To::Sip, "sip/web-socket-refused"),
];

/// Where a line of [`ROWS`] is sent to.
#[derive(Clone, Copy)]
pub enum To {
    Tls(&'static str),
    Sip,
    Cut,
    Mute,
}

pub fn number(row: usize) -> String {
    format!("{}", 3201 + row)
}

/// `tls.cfg` with one section for each faulty certificate, and the files it names.
pub fn write_tls(folder: &Path, authority: &Authority, good: &Certificates) -> Vec<(&'static str, u16)> {
    let mut text = String::new();
    let mut ports = Vec::new();
    let usual = || Pair { certificate: good.leaf.clone(), key: good.leaf_key.clone() };
    // OpenSSL gives the oldest version only to those who ask for no security at all.
    for (name, pair, method, more) in [
        ("other", authority.leaf(&["mail.other.example"]), "TLSv1.2+", ""),
        ("name", authority.leaf(&[REALM]), "TLSv1.2+", ""),
        ("common", authority.leaf(&[]), "TLSv1.2+", ""),
        ("self", self_signed(), "TLSv1.2+", ""),
        ("old", usual(), "TLSv1", "cipher_list = ALL:@SECLEVEL=0\n"),
        ("cbc", usual(), "TLSv1.2", "cipher_list = ECDHE-ECDSA-AES128-SHA\n"),
        ("client", usual(), "TLSv1.2+", "ca_list = FOLDER/ca.pem\nrequire_certificate = yes\nverify_certificate = yes\n"),
    ] {
        put(folder, &format!("{name}.pem"), &pair.certificate);
        put(folder, &format!("{name}.key"), &pair.key);
        let port = free_port();
        let more = if more.contains("verify") {
            more.to_owned()
        } else {
            format!("{more}require_certificate = no\nverify_certificate = no\n")
        };
        let _ = write!(
            text,
            "[server:127.0.0.1:{port}]\nmethod = {method}\nprivate_key = FOLDER/{name}.key\ncertificate = FOLDER/{name}.pem\n{more}"
        );
        ports.push((name, port));
    }
    put(folder, "ca.pem", &authority.pem());
    put(folder, "good.pem", &good.leaf);
    put(folder, "good.key", &good.leaf_key);
    text += "[server:default]\nmethod = TLSv1.2+\nverify_certificate = no\nrequire_certificate = no\n\
             private_key = FOLDER/good.key\ncertificate = FOLDER/good.pem\n";
    put(folder, "tls.cfg", &text.replace("FOLDER", &folder.display().to_string()));
    ports
}

pub fn lines(kamailio: &Kamailio, listening: &Listening, good: &str) -> Vec<Line> {
    let mut lines = vec![account(good)];
    for (row, (_, transport, ws_path, to, _)) in ROWS.iter().enumerate() {
        let port = match to {
            To::Tls(name) => listening.tls.iter().find(|(of, _)| of == name).expect("a port").1,
            To::Sip => kamailio.sip,
            To::Cut => listening.cut,
            To::Mute => listening.mute,
        };
        let way = Way { transport, registrar: format!("127.0.0.1:{port}"), ws_path };
        lines.push(Line { way: Some(way), ..account(&number(row)) });
    }
    lines
}
