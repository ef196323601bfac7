//! `capabilities` of a definition: what the client can do.

use super::definition::Reader;
use crate::domain::{ClientId, Transport};
use crate::plan::{ClientFacts, SecretsAtRest, TlsVerify};
use crate::policy::raw::Node;
use crate::policy::security::MinTls;
use crate::policy::site::Srtp;

impl Reader {
    pub(super) fn facts(&mut self, root: &Node, id: &str, title: String) -> Option<ClientFacts> {
        let node = self.required(root, "capabilities")?;
        self.known(
            node,
            &[
                "transports",
                "srtp",
                "digest",
                "tls_verify",
                "ca",
                "wideband",
                "webrtc",
                "ha1",
                "auth_user_differs",
                "secrets_at_rest",
                "min_tls",
                "one_account_at_a_time",
                "rtp_ports",
                "priority",
            ],
        );
        let transports = self.words(node, "transports", "udp, tcp, tls, ws, wss", |text| text.parse::<Transport>().ok());
        let srtp =
            self.words(node, "srtp", "off, optional, required", |text| Srtp::ALL.into_iter().find(|srtp| srtp.as_str() == text));
        let digest = self.words(node, "digest", "MD5, SHA-256, SHA-512-256", |text| {
            matches!(text, "MD5" | "SHA-256" | "SHA-512-256").then(|| text.to_owned())
        });
        let _ = self.required(node, "tls_verify");
        let tls_verify = self.word(node, "tls_verify", TlsVerify::ALL.map(|verify| (verify.as_str(), verify)));
        let webrtc = self.flag(node, "webrtc", false);
        let ha1 = self.flag(node, "ha1", false);
        let auth_user_differs = self.flag(node, "auth_user_differs", true);
        let one_account_at_a_time = self.flag(node, "one_account_at_a_time", false);
        let at_rest = self.word(node, "secrets_at_rest", SecretsAtRest::ALL.map(|rest| (rest.as_str(), rest)));
        let min_tls = match node.get("min_tls") {
            Some(_) => self.words(node, "min_tls", "1.2, 1.3", |text| MinTls::ALL.into_iter().find(|tls| tls.as_str() == text)),
            None => Vec::new(),
        };
        let rtp_ports = node.get("rtp_ports").and_then(|at| {
            let ports = at.text().and_then(|text| text.parse().ok());
            if ports.is_none() {
                self.bad(
                    at,
                    "`rtp_ports` is two ports such as 30000-30999, or the first alone",
                    "`rtp_ports` sind zwei Ports wie 30000-30999 oder der erste allein",
                );
            }
            ports
        });
        let priority = self.word(node, "priority", [("1", 1), ("2", 2), ("3", 3)]);
        Some(ClientFacts {
            id: ClientId(id.into()),
            title,
            transports,
            srtp,
            digest,
            tls_verify: tls_verify?,
            webrtc,
            ha1,
            takes_ca: false,
            auth_user_differs,
            secrets_at_rest: at_rest.unwrap_or(SecretsAtRest::Plain),
            priority: priority.unwrap_or(3),
            codecs: Vec::new(),
            dtmf: Vec::new(),
            mwi: Vec::new(),
            auto_answer: Vec::new(),
            languages: Vec::new(),
            timezones: Vec::new(),
            keys: Vec::new(),
            most_keys: 0,
            keys_after_accounts: false,
            most_accounts: 1,
            one_account_at_a_time,
            of_a_device: false,
            min_tls,
            rtp_ports,
            runs_on: String::new(),
            holds: None,
        })
    }
}
