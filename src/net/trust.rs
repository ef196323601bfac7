//! Judging a server's certificate: webpki for the signatures, our own rules for names, dates and pinned certificates.
//!
//! Stock rustls refuses what every softphone accepts once it is trusted: a certificate made by `openssl req -x509` (it is its own
//! authority) and one with a common name only. A validator that copied it would report failures that no user sees.

use std::sync::{Arc, Mutex};

use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::client::verify_server_cert_signed_by_trust_anchor;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::certificate::{CertificateFacts, CertificateFault};
use super::error::TlsFault;

/// How a server's certificate is judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TlsSettings {
    /// PEM certificates: authorities, or the server's own certificate, which is then trusted as it is (pinned).
    pub authorities_pem: Vec<u8>,
    /// Name expected in the certificate, where it differs from the host.
    pub server_name: Option<String>,
    /// Accept every certificate and report what would be wrong with it.
    pub accept_any: bool,
}

/// What the judge saw and decided in one handshake.
#[derive(Debug, Clone, Default)]
pub(super) struct Judgement {
    pub(super) facts: Option<CertificateFacts>,
    /// What the server sent along.
    pub(super) others: Vec<CertificateFacts>,
    pub(super) faults: Vec<CertificateFault>,
    pub(super) pinned: bool,
    pub(super) by_common_name: bool,
}

/// The verifier of one connection; the judgement is read after the handshake, whatever its result.
#[derive(Debug)]
pub(super) struct Judge {
    provider: Arc<CryptoProvider>,
    roots: RootCertStore,
    trusted: Vec<CertificateDer<'static>>,
    /// Host or override, as the admin wrote it.
    name: String,
    accept_any: bool,
    judgement: Mutex<Judgement>,
}

impl Judge {
    pub(super) fn new(settings: &TlsSettings, host: &str) -> Result<Arc<Self>, TlsFault> {
        let mut roots = RootCertStore::empty();
        let mut trusted = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(&settings.authorities_pem) {
            let certificate = certificate.map_err(|_| TlsFault::Authorities)?;
            // A certificate that is no authority cannot be a root, but it can be pinned.
            let _ = roots.add(certificate.clone());
            trusted.push(certificate);
        }
        if trusted.is_empty() && !settings.authorities_pem.trim_ascii().is_empty() {
            return Err(TlsFault::Authorities);
        }
        Ok(Arc::new(Self {
            provider: Arc::new(ring::default_provider()),
            roots,
            trusted,
            name: settings.server_name.clone().unwrap_or_else(|| host.to_owned()),
            accept_any: settings.accept_any,
            judgement: Mutex::default(),
        }))
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn config(self: &Arc<Self>) -> Result<Arc<ClientConfig>, TlsFault> {
        let config = ClientConfig::builder_with_provider(self.provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(|e| TlsFault::Other(e.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(self.clone())
            .with_no_client_auth();
        Ok(Arc::new(config))
    }

    pub(super) fn judgement(&self) -> Judgement {
        self.judgement.lock().map(|j| j.clone()).unwrap_or_default()
    }

    fn judge(&self, leaf: &CertificateDer<'_>, others: &[CertificateDer<'_>], now: UnixTime) -> Judgement {
        let mut judgement = Judgement {
            facts: CertificateFacts::read(leaf),
            others: others.iter().take(10).filter_map(|one| CertificateFacts::read(one)).collect(),
            ..Judgement::default()
        };
        let Some(facts) = &judgement.facts else {
            judgement.faults.push(CertificateFault::Unusable("its encoding cannot be read".to_owned()));
            return judgement;
        };
        let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        if seconds > facts.not_after {
            judgement.faults.push(CertificateFault::Expired { not_after: facts.not_after, now: seconds });
        } else if seconds < facts.not_before {
            judgement.faults.push(CertificateFault::NotYetValid { not_before: facts.not_before, now: seconds });
        }
        let (right, by_common_name) = facts.names(&self.name);
        judgement.by_common_name = by_common_name;
        if !right {
            let wrong = CertificateFault::WrongName { expected: self.name.clone(), presented: facts.presented() };
            judgement.faults.push(wrong);
        }
        judgement.pinned = self.trusted.iter().any(|t| t.as_ref() == leaf.as_ref());
        if !judgement.pinned
            && let Some(fault) = self.chain_fault(facts, leaf, others, now)
            // webpki also looks at the dates, of which we have spoken.
            && !(matches!(fault, CertificateFault::Expired { .. } | CertificateFault::NotYetValid { .. })
                && judgement.faults.iter().any(|f| std::mem::discriminant(f) == std::mem::discriminant(&fault)))
        {
            judgement.faults.push(fault);
        }
        judgement
    }

    fn chain_fault(
        &self,
        facts: &CertificateFacts,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Option<CertificateFault> {
        // The chain is judged at a moment when the leaf is valid, so that an expired leaf does not hide an unknown issuer.
        let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX).clamp(facts.not_before, facts.not_after);
        let moment = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds.max(0).unsigned_abs()));
        let verdict = ParsedCertificate::try_from(leaf).and_then(|parsed| {
            let algorithms = self.provider.signature_verification_algorithms.all;
            verify_server_cert_signed_by_trust_anchor(&parsed, &self.roots, others, moment, algorithms)
        });
        let error = match verdict {
            Ok(()) => return None,
            Err(Error::InvalidCertificate(error)) => error,
            Err(other) => return Some(CertificateFault::Unusable(other.to_string())),
        };
        Some(match error {
            _ if facts.self_issued && others.is_empty() => CertificateFault::SelfSigned,
            CertificateError::UnknownIssuer => CertificateFault::UnknownIssuer,
            CertificateError::Expired => CertificateFault::Expired { not_after: facts.not_after, now: seconds },
            CertificateError::ExpiredContext { time, not_after } => {
                let of = |t: UnixTime| i64::try_from(t.as_secs()).unwrap_or(i64::MAX);
                CertificateFault::Expired { not_after: of(not_after), now: of(time) }
            }
            other => CertificateFault::Unusable(Error::InvalidCertificate(other).to_string()),
        })
    }
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let judgement = self.judge(end_entity, intermediates, now);
        let good = judgement.faults.is_empty() || self.accept_any;
        if let Ok(mut place) = self.judgement.lock() {
            *place = judgement;
        }
        if good {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
