//! Certificate and key of the server.

use std::path::Path;
use std::sync::Arc;

use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use zeroize::Zeroizing;

use crate::diag::{Finding, Place, Words};
use crate::links::codes::NO_CERTIFICATE;
use crate::store::files;

const MAX_PEM: u64 = 1 << 20;

/// TLS 1.2 and 1.3.
pub fn config(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, Box<Finding>> {
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&files::read(certificate, MAX_PEM)?)
        .collect::<Result<_, _>>()
        .map_err(|error| unusable(certificate, &error.to_string()))?;
    if chain.is_empty() {
        return Err(unusable(certificate, "it holds no certificate"));
    }
    let pem = Zeroizing::new(files::read_private(key, MAX_PEM, files::passwords_open)?);
    // The parser's message is left out: it may quote what it stumbled over.
    let private = PrivateKeyDer::from_pem_slice(&pem).map_err(|_| unusable(key, "it holds no private key that can be read"))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, private))
        .map_err(|error| unusable(certificate, &error.to_string()))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn unusable(path: &Path, why: &str) -> Box<Finding> {
    let words = Words::new(format!("cannot be used for TLS: {why}"), format!("für TLS nicht verwendbar: {why}"));
    Box::new(NO_CERTIFICATE.finding(Some(Place::file(path.display().to_string())), words).todo(Words::new(
        "`--cert` wants the chain in PEM, the server's own first; `--key` its key, without a passphrase",
        "`--cert` will die Kette in PEM, das eigene Zertifikat zuerst; `--key` seinen Schlüssel, ohne Passwort",
    )))
}
