//! A certificate authority for one run, and the certificate of the lab's TLS port. Keys stay in memory.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
};
use tokio_rustls::rustls;

use super::codes;
use super::faults::TlsFault;
use crate::diag::{Finding, Words};

/// What TLS needs, and what clients need to trust it.
pub struct Certificates {
    /// The authority's certificate; no secret.
    pub ca_pem: String,
    pub server: Arc<rustls::ServerConfig>,
}

/// Seconds.
const DAY_S: i64 = 86_400;

/// Makes both. `names` are host names and addresses that stand in the certificate.
pub fn make(names: &[String], fault: TlsFault, now: Duration) -> Result<Certificates, Box<Finding>> {
    build(names, fault, now).map_err(|error| {
        let names = names.join("`, `");
        Box::new(
            codes::CERTIFICATE
                .finding(
                    None,
                    Words::new(
                        format!("no certificate can be made for `{names}`: {error}"),
                        format!("für `{names}` lässt sich kein Zertifikat erzeugen: {error}"),
                    ),
                )
                .todo(Words::new(
                    "use ASCII host names in `pbx.domain`, `pbx.tls_name` and `pbx.registrars`",
                    "in `pbx.domain`, `pbx.tls_name` und `pbx.registrars` ASCII-Hostnamen verwenden",
                )),
        )
    })
}

fn build(names: &[String], fault: TlsFault, now: Duration) -> Result<Certificates, Box<dyn std::error::Error>> {
    let mut authority = CertificateParams::default();
    authority.distinguished_name.push(DnType::CommonName, "deskshift lab CA");
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    valid(&mut authority, now, -10, 30)?;
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;

    let mut names = names.to_vec();
    for always in ["localhost", "127.0.0.1", "::1"] {
        if !names.iter().any(|name| name == always) {
            names.push(always.to_owned());
        }
    }
    if fault == TlsFault::WrongName {
        names = vec!["another-pbx.example".to_owned()];
    }
    // Addresses go into the certificate as addresses, names as names.
    names.sort_by_key(|name| name.parse::<IpAddr>().is_ok());
    let mut leaf = CertificateParams::new(names.clone())?;
    leaf.distinguished_name.push(DnType::CommonName, names[0].as_str());
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let (from, to) = if fault == TlsFault::Expired { (-9, -2) } else { (-1, 30) };
    valid(&mut leaf, now, from, to)?;
    let key = KeyPair::generate()?;
    let chain = if fault == TlsFault::SelfSigned {
        // As `openssl req -x509` makes it: an authority that is its own server.
        leaf.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        vec![leaf.self_signed(&key)?.der().clone()]
    } else {
        vec![leaf.signed_by(&key, &authority)?.der().clone(), authority.der().clone()]
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let server = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, rustls::pki_types::PrivatePkcs8KeyDer::from(key.serialize_der()).into())?;
    Ok(Certificates { ca_pem: authority.pem(), server: Arc::new(server) })
}

/// Days before and after *now*, cut to whole days.
fn valid(params: &mut CertificateParams, now: Duration, from: i64, to: i64) -> Result<(), jiff::Error> {
    let date = |days: i64| -> Result<_, jiff::Error> {
        let second = i64::try_from(now.as_secs()).unwrap_or_default() + days * DAY_S;
        let day = jiff::Timestamp::from_second(second)?.to_zoned(jiff::tz::TimeZone::UTC).date();
        Ok(rcgen::date_time_ymd(day.year().into(), day.month() as u8, day.day() as u8))
    };
    params.not_before = date(from)?;
    params.not_after = date(to)?;
    Ok(())
}
