//! A CA and a server certificate that live as long as the test.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};

/// Name of the PBX in the server certificate, beside localhost and 127.0.0.1.
pub const PBX_NAME: &str = "pbx.lra-trauntal.example";

pub struct Certificates {
    pub ca: String,
    pub leaf: String,
    pub leaf_key: String,
}

impl Certificates {
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "deskshift lab CA");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("key")).expect("CA certificate");
        let key = KeyPair::generate().expect("key");
        let mut params =
            CertificateParams::new(vec![PBX_NAME.to_owned(), "localhost".to_owned(), "127.0.0.1".to_owned()]).expect("names");
        params.distinguished_name.push(DnType::CommonName, PBX_NAME);
        let leaf = params.signed_by(&key, &ca).expect("server certificate");
        Self { ca: ca.pem(), leaf: leaf.pem(), leaf_key: key.serialize_pem() }
    }
}
