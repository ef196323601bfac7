//! What the site's section `security` asks of every line, and where a client falls short.

use super::clients::{ClientFacts, TlsVerify};
use super::codes;
use super::model::Line;
use crate::diag::{CodePage, Words};
use crate::policy::site::{Pbx, SecurityRules, Srtp};

/// Whether the client would take any certificate, or nobody knows better.
pub(super) fn is_unverified(line: &Line, verify: TlsVerify, pbx: &Pbx) -> bool {
    if line.media.allow_self_signed == Some(true) {
        return true;
    }
    match verify {
        TlsVerify::Always => false,
        TlsVerify::WithCa => line.ca_on_clients(pbx).is_none(),
        TlsVerify::Never | TlsVerify::Unknown => true,
    }
}

/// Everything in which a line falls short, with what to do.
pub(super) fn shortfalls(
    line: &Line,
    client: &ClientFacts,
    pbx: &Pbx,
    rules: &SecurityRules,
) -> Vec<(&'static CodePage, Words, Words)> {
    let mut short = Vec::new();
    // Both legs, where the proxy is spoken to in another way: who asks for TLS means all of it.
    let transport = if line.transport.is_encrypted() { line.hop_transport() } else { line.transport };
    let (title, encrypted) = (&client.title, transport.is_encrypted());
    if rules.require_tls && !encrypted {
        let can: Vec<&str> = client.transports.iter().filter(|can| can.is_encrypted()).map(|can| can.as_str()).collect();
        let todo = match can.first() {
            Some(can) => Words::new(
                format!("set `transport: {can}` in the rule of `clients` or in `overrides`"),
                format!("`transport: {can}` in der Regel unter `clients` oder in `overrides` setzen"),
            ),
            None => Words::new(
                format!("choose another client for these lines; {title} has no TLS"),
                format!("für diese Anschlüsse ein anderes Programm wählen; {title} kann kein TLS"),
            ),
        };
        let what = Words::new(
            format!("{title} signals over `{transport}`, and `security.require_tls` asks for TLS"),
            format!("{title} signalisiert über `{transport}`, und `security.require_tls` verlangt TLS"),
        );
        short.push((&codes::SECURITY_TLS, what, todo));
    }
    if rules.require_srtp && line.srtp != Srtp::Required && !client.webrtc {
        let todo = if client.srtp.contains(&Srtp::Required) {
            Words::new("set `srtp: required` for them", "für sie `srtp: required` setzen")
        } else {
            Words::new(
                format!("choose another client for these lines; {title} cannot insist on SRTP"),
                format!("für diese Anschlüsse ein anderes Programm wählen; {title} kann SRTP nicht verlangen"),
            )
        };
        let what = Words::new(
            format!("{title} would also speak in clear, and `security.require_srtp` asks for SRTP"),
            format!("{title} spräche auch unverschlüsselt, und `security.require_srtp` verlangt SRTP"),
        );
        short.push((&codes::SECURITY_SRTP, what, todo));
    }
    if rules.verify && encrypted && is_unverified(line, client.tls_verify, pbx) {
        let (why, why_de) = match client.tls_verify {
            _ if line.media.allow_self_signed == Some(true) => (
                format!("`allow_self_signed` lets {title} accept any certificate"),
                format!("mit `allow_self_signed` nimmt {title} jedes Zertifikat an"),
            ),
            TlsVerify::Unknown => (
                format!("nobody has measured whether {title} checks the server's certificate"),
                format!("niemand hat gemessen, ob {title} das Zertifikat des Servers prüft"),
            ),
            _ => (format!("{title} accepts any certificate"), format!("{title} nimmt jedes Zertifikat an")),
        };
        let (_, todo) = match line.media.allow_self_signed {
            Some(true) => super::words::self_signed_allowed(title),
            _ => super::words::tls_unverified(title, client.tls_verify),
        };
        let what = Words::new(
            format!("{why}, and `security.verify` asks for a check"),
            format!("{why_de}, und `security.verify` verlangt eine Prüfung"),
        );
        short.push((&codes::SECURITY_VERIFY, what, todo));
    }
    if let Some(version) = rules.min_tls.filter(|version| encrypted && !client.min_tls.contains(version)) {
        let version = version.as_str();
        let what = Words::new(
            format!("{title} cannot be told by its files to refuse TLS older than {version}"),
            format!("{title} lässt sich durch seine Dateien nicht sagen, dass es TLS vor {version} ablehnen soll"),
        );
        let todo = Words::new(
            "let the telephone system refuse it (Asterisk: `method=` of the transport), then no client can use it",
            "es die Telefonanlage ablehnen lassen (Asterisk: `method=` des Transports), dann kann es kein Programm benutzen",
        );
        short.push((&codes::SECURITY_MIN_TLS, what, todo));
    }
    short
}
