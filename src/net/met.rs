//! What the way to a peer showed, also where it could not be opened.

use std::net::SocketAddr;

use super::certificate::{CertificateFacts, CertificateFault};
use crate::diag::Words;
use crate::probe::ways::{CertificateText, TlsFacts};

/// The address that was tried last, and how TLS went there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Met {
    pub remote: Option<SocketAddr>,
    pub tls: Option<MetTls>,
}

/// A handshake in which the server showed its certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetTls {
    pub asked_for: String,
    pub chain: Vec<CertificateFacts>,
    /// The connection came about.
    pub accepted: bool,
    pub pinned: bool,
    pub by_common_name: bool,
    pub faults: Vec<CertificateFault>,
}

impl MetTls {
    /// For reports.
    #[must_use]
    pub fn facts(&self) -> TlsFacts {
        TlsFacts {
            asked_for: self.asked_for.clone(),
            chain: self.chain.iter().map(text).collect(),
            accepted: self.accepted,
            pinned: self.pinned,
            by_common_name: self.by_common_name,
            faults: self.faults.iter().map(CertificateFault::words).collect(),
            phones: self.phones(),
        }
    }

    /// What phones make of it. Those on OpenSSL (Linphone, baresip, MicroSIP, most desk phones) take a common name where there is no
    /// alternative one and any certificate that was put among the trusted ones; browsers and what stands on rustls take neither.
    fn phones(&self) -> Words {
        use CertificateFault as F;
        let has = |wanted: fn(&F) -> bool| self.faults.iter().any(wanted);
        if has(|fault| matches!(fault, F::Expired { .. } | F::NotYetValid { .. })) {
            return Words::new(
                "Phones that check certificates refuse it; those that do not check connect all the same, unprotected.",
                "Telefone, die Zertifikate prüfen, lehnen es ab; solche, die nicht prüfen, verbinden sich trotzdem, ungeschützt.",
            );
        }
        if has(|fault| matches!(fault, F::WrongName { .. })) {
            return Words::new(
                "Phones that compare names refuse it; older ones compare none and connect. Use a name of the certificate in the profiles.",
                "Telefone, die Namen vergleichen, lehnen es ab; ältere vergleichen keine und verbinden sich. In den Profilen einen Namen \
                 des Zertifikats benutzen.",
            );
        }
        if has(|fault| matches!(fault, F::SelfSigned | F::UnknownIssuer)) {
            return Words::new(
                "Phones on OpenSSL accept it once it, or its authority, is among their trusted ones: name it in `pbx.ca` and \
                 `pbx.ca_on_clients`. Browsers refuse it until their system trusts it.",
                "Telefone mit OpenSSL nehmen es an, sobald es oder seine Stelle unter ihren vertrauten ist: in `pbx.ca` und \
                 `pbx.ca_on_clients` nennen. Browser lehnen es ab, bis ihr System ihm vertraut.",
            );
        }
        if has(|fault| matches!(fault, F::Unusable(_))) {
            return Words::new(
                "OpenSSL accepts some certificates that are refused here (old signatures, short keys, missing extensions), so phones may \
                 connect; a new certificate serves all.",
                "OpenSSL nimmt manches Zertifikat an, das hier abgelehnt wird (alte Unterschriften, kurze Schlüssel, fehlende Erweiterungen); \
                 Telefone verbinden sich also womöglich. Ein neues Zertifikat dient allen.",
            );
        }
        match (self.accepted, self.by_common_name, self.pinned) {
            (false, ..) => Words::new(
                "The certificate is well, the connection failed for another reason.",
                "Das Zertifikat ist in Ordnung, die Verbindung scheiterte aus anderem Grund.",
            ),
            (true, true, _) => Words::new(
                "It has a common name only: phones on OpenSSL accept that, browsers and web phones refuse it. Add a subjectAltName.",
                "Es hat nur einen Common Name: Telefone mit OpenSSL nehmen das an, Browser und Web-Telefone nicht. Einen subjectAltName \
                 ergänzen.",
            ),
            (true, false, true) => Words::new(
                "It is trusted as it is (pinned): each phone has to be given exactly this certificate.",
                "Ihm wird so vertraut, wie es ist (angeheftet): Jedes Telefon muss genau dieses Zertifikat bekommen.",
            ),
            (true, false, false) => Words::new(
                "Phones that trust the same authority accept it.",
                "Telefone, die derselben Stelle vertrauen, nehmen es an.",
            ),
        }
    }
}

fn text(facts: &CertificateFacts) -> CertificateText {
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    CertificateText {
        subject: shown(&or_dash(&facts.common_name)),
        issuer: shown(&or_dash(&facts.issuer)),
        not_before: facts.not_before,
        not_after: facts.not_after,
        names: facts.presented().iter().take(20).map(|name| shown(name)).collect(),
        self_issued: facts.self_issued,
    }
}

/// A certificate says what its maker likes.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(faults: Vec<CertificateFault>, by_common_name: bool, pinned: bool) -> MetTls {
        let facts = CertificateFacts {
            not_before: 0,
            not_after: 1,
            common_name: Some("pbx\u{1b}[31m.example".to_owned()),
            issuer: None,
            dns_names: Vec::new(),
            sip_hosts: Vec::new(),
            addresses: Vec::new(),
            self_issued: true,
            authority: None,
        };
        let accepted = faults.is_empty();
        MetTls { asked_for: "pbx".to_owned(), chain: vec![facts], accepted, pinned, by_common_name, faults }
    }

    #[test]
    fn each_judgement_has_its_own_word_on_phones() {
        let wrong = CertificateFault::WrongName { expected: "a".to_owned(), presented: Vec::new() };
        let cases = [
            (met(vec![CertificateFault::Expired { not_after: 0, now: 1 }, wrong.clone()], false, false), "unprotected"),
            (met(vec![wrong], false, false), "compare names"),
            (met(vec![CertificateFault::SelfSigned], false, false), "once it, or its authority"),
            (met(vec![CertificateFault::Unusable("x".to_owned())], false, false), "old signatures"),
            (met(Vec::new(), true, false), "common name only"),
            (met(Vec::new(), false, true), "pinned"),
            (met(Vec::new(), false, false), "same authority"),
            (MetTls { accepted: false, ..met(Vec::new(), false, false) }, "another reason"),
        ];
        for (met, part) in cases {
            let facts = met.facts();
            assert!(facts.phones.en.contains(part), "{part}: {}", facts.phones.en);
            assert_ne!(facts.phones.en, facts.phones.de);
            assert_eq!(facts.chain[0].subject, "pbx[31m.example");
        }
    }
}
