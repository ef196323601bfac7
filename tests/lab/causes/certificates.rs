//! Server certificates with one fault each, and the authority that a site trusts.

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose, date_time_ymd,
};

use super::super::certificates::{Certificates, PBX_NAME};

/// A certificate and its key, as PEM.
pub struct Pair {
    pub certificate: String,
    pub key: String,
}

pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

fn params(names: &[&str]) -> CertificateParams {
    let mut params = CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).expect("names");
    params.distinguished_name.push(DnType::CommonName, PBX_NAME);
    params
}

fn pair(certificate: &Certificate, key: &KeyPair) -> Pair {
    Pair { certificate: certificate.pem(), key: key.serialize_pem() }
}

impl Authority {
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Self { issuer: CertifiedIssuer::self_signed(params, KeyPair::generate().expect("key")).expect("an authority") }
    }

    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    fn sign(&self, params: CertificateParams) -> Pair {
        let key = KeyPair::generate().expect("key");
        pair(&params.signed_by(&key, &self.issuer).expect("signed"), &key)
    }

    /// For these names and addresses, valid now.
    pub fn leaf(&self, names: &[&str]) -> Pair {
        self.sign(params(names))
    }

    pub fn expired(&self) -> Pair {
        let mut params = params(&["127.0.0.1"]);
        (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
        self.sign(params)
    }

    pub fn not_yet_valid(&self) -> Pair {
        let mut params = params(&["127.0.0.1"]);
        (params.not_before, params.not_after) = (date_time_ymd(2090, 1, 1), date_time_ymd(2091, 1, 1));
        self.sign(params)
    }

    /// What the servers of the laboratory have where nothing is wrong.
    pub fn good(&self) -> Certificates {
        let Pair { certificate, key } = self.leaf(&[PBX_NAME, "localhost", "127.0.0.1"]);
        Certificates { ca: self.pem(), leaf: certificate, leaf_key: key }
    }
}

pub fn self_signed() -> Pair {
    let key = KeyPair::generate().expect("key");
    pair(&params(&["127.0.0.1"]).self_signed(&key).expect("signed"), &key)
}
