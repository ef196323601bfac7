//! `pbx.certificate`: names of the servers' certificates are held against the addresses before anybody has a profile.

use std::fs;
use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, SanType};

use crate::support::run;

/// The starter with an inventory, lines over TLS, and this below `pbx`.
fn site(folder: &Path, pbx: &str) -> PathBuf {
    run(folder, &["init", "site"]).expect(0);
    let site = folder.join("site");
    let path = site.join("deskshift.yaml");
    let policy = fs::read_to_string(&path).unwrap();
    let policy = policy.replace("transport: tcp", "transport: tls").replace("transport: udp", "transport: tls");
    let policy = policy.replace("    tls: 127.0.0.1:5061\n", &format!("    tls: pbx.amt.example:5061\n{pbx}"));
    fs::write(&path, policy).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    site
}

/// A server's certificate, signed by an authority; both as PEM, and the first as DER.
fn signed(names: Vec<SanType>) -> (String, String, Vec<u8>) {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let mut params = CertificateParams::default();
    params.subject_alt_names = names;
    let server = params.signed_by(&KeyPair::generate().unwrap(), &authority).unwrap();
    (server.pem(), authority.pem(), server.der().to_vec())
}

fn dns(name: &str) -> SanType {
    SanType::DnsName(name.try_into().unwrap())
}

#[test]
fn the_first_certificate_of_the_file_is_compared_with_the_registrar() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(folder.path(), "  certificate: pbx/server.pem\n");
    let plan = |names| {
        let (server, authority, _) = signed(names);
        fs::write(site.join("pbx/server.pem"), format!("{server}{authority}")).unwrap();
        run(&site, &["plan"])
    };
    let ended = plan(vec![dns("other.example"), SanType::IpAddress("192.0.2.7".parse().unwrap())]).expect(1);
    assert!(ended.stderr.contains("error[plan/certificate-name]"), "{}", ended.stderr);
    let what = "the certificate is for `other.example`, `192.0.2.7`, but the clients connect to `pbx.amt.example`";
    assert!(ended.stderr.contains(what), "{}", ended.stderr);
    assert_eq!(ended.stderr.matches("error[plan/certificate-name]").count(), 1, "once for each host: {}", ended.stderr);
    for good in [dns("pbx.amt.example"), dns("*.amt.example"), SanType::URI("sip:PBX.amt.example".try_into().unwrap())] {
        let ended = plan(vec![good.clone()]).expect(0);
        assert!(!ended.stderr.contains("certificate-name"), "{good:?}: {}", ended.stderr);
    }
    // A person's address and an authority's name are no server's.
    plan(vec![SanType::URI("sip:2001@pbx.amt.example".try_into().unwrap())]).expect(1);

    // A plan that was made of another certificate is old.
    plan(vec![dns("pbx.amt.example")]).expect(0);
    run(&site, &["convert"]).expect(0);
    fs::write(site.join("pbx/server.pem"), signed(vec![dns("pbx.amt.example")]).0).unwrap();
    let ended = run(&site, &["convert"]).expect(5);
    assert!(ended.stderr.contains("store/stale") && ended.stderr.contains("`pbx/server.pem` changed"), "{}", ended.stderr);
}

#[test]
fn a_file_that_holds_no_certificate_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(folder.path(), "  certificate: pbx/server.pem\n");
    let told = |bytes: &[u8], code: &str, todo: &str| {
        fs::write(site.join("pbx/server.pem"), bytes).unwrap();
        let ended = run(&site, &["plan"]).expect(1);
        assert!(ended.stderr.contains(code) && ended.stderr.contains("pbx/server.pem"), "{}", ended.stderr);
        assert!(ended.stderr.contains(todo), "{}", ended.stderr);
    };
    let (pem, _, der) = signed(vec![dns("pbx.amt.example")]);
    told(&der, "plan/certificate-unreadable", "openssl x509 -inform der -in pbx/server.pem");
    told(b"", "plan/certificate-unreadable", "-----BEGIN CERTIFICATE-----");
    told(&pem.as_bytes()[..pem.len() / 2], "plan/certificate-unreadable", "openssl s_client");
    told(pem.replace('A', "!").as_bytes(), "plan/certificate-unreadable", "openssl s_client");
    fs::remove_file(site.join("pbx/server.pem")).unwrap();
    let ended = run(&site, &["plan"]).expect(1);
    assert!(ended.stderr.contains("store/unreadable") && ended.stderr.contains("pbx/server.pem"), "{}", ended.stderr);
}

/// Who has no authority of its own gives the clients the server's certificate itself.
#[test]
fn a_certificate_of_the_server_in_place_of_an_authority_is_compared_too() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(folder.path(), "  ca: pbx/ca.pem\n");
    let plan = |is_ca| {
        let mut params = CertificateParams::new(vec!["other.example".to_owned()]).unwrap();
        params.is_ca = is_ca;
        fs::write(site.join("pbx/ca.pem"), params.self_signed(&KeyPair::generate().unwrap()).unwrap().pem()).unwrap();
        run(&site, &["plan"])
    };
    assert!(plan(IsCa::ExplicitNoCa).expect(1).stderr.contains("plan/certificate-name"));
    plan(IsCa::Ca(BasicConstraints::Unconstrained)).expect(0);
}
