//! Certificates of the servers that the site folder has, for the plan.

use crate::diag::{Finding, Place, Words};
use crate::domain::CertificateFacts;
use crate::net::certificates_in_pem;
use crate::plan::{ServerCertificate, codes};
use crate::policy::site::Pbx;
use crate::store::site_folder::SiteFolder;

/// What `pbx.certificate` names, and what is wrong with these files. Without it, what `pbx.ca` holds of servers' own.
pub fn of(folder: &SiteFolder, pbx: &Pbx) -> (Vec<ServerCertificate>, Vec<Finding>) {
    let (mut all, mut findings) = (Vec::new(), Vec::new());
    for name in &pbx.certificate {
        match folder.read_source(name) {
            // Those behind the first are of the authorities that signed it.
            Ok(bytes) => match certificates_in_pem(&bytes).and_then(|found| found.into_iter().next()) {
                Some(facts) => all.push(ServerCertificate { file: name.clone(), facts }),
                None => findings.push(unreadable(name, &bytes)),
            },
            Err(finding) => findings.push(*finding),
        }
    }
    all.extend(pinned(folder, pbx).into_iter().map(|(file, _, facts)| ServerCertificate { file: file.to_owned(), facts }));
    (all, findings)
}

/// The files that were compared, so that a plan made of others is known to be old.
pub fn compared<'a>(folder: &'a SiteFolder, pbx: &'a Pbx) -> impl Iterator<Item = (&'a str, Vec<u8>)> {
    let named = pbx.certificate.iter().filter_map(|name| Some((name.as_str(), folder.read_source(name).ok()?)));
    let mut pinned: Vec<(&str, Vec<u8>)> = pinned(folder, pbx).into_iter().map(|(name, bytes, _)| (name, bytes)).collect();
    pinned.truncate(1);
    named.chain(pinned)
}

/// Certificates in `pbx.ca` that sign no others: a server's own, which the clients are given to trust as it is. What is wrong with that
/// file is told where it is used.
fn pinned<'a>(folder: &SiteFolder, pbx: &'a Pbx) -> Vec<(&'a str, Vec<u8>, CertificateFacts)> {
    let Some(name) = pbx.ca.as_deref().filter(|_| pbx.certificate.is_empty()) else { return Vec::new() };
    let Ok(bytes) = folder.read_source(name) else { return Vec::new() };
    let found = certificates_in_pem(&bytes).unwrap_or_default();
    found.into_iter().filter(CertificateFacts::is_end_entity).map(|facts| (name, bytes.clone(), facts)).collect()
}

fn unreadable(name: &str, bytes: &[u8]) -> Finding {
    let (what, todo) = if bytes.first() == Some(&0x30) {
        (
            Words::new(
                "this is no PEM file; it looks like a binary certificate (DER) or a key store (PKCS #12)",
                "das ist keine PEM-Datei; es sieht nach einem binären Zertifikat (DER) oder einem Schlüsselspeicher (PKCS #12) aus",
            ),
            Words::new(
                format!("convert it: `openssl x509 -inform der -in {name} -out server.pem`"),
                format!("es umwandeln: `openssl x509 -inform der -in {name} -out server.pem`"),
            ),
        )
    } else {
        (
            Words::new("no certificate can be read from this PEM file", "aus dieser PEM-Datei lässt sich kein Zertifikat lesen"),
            Words::new(
                "put the server's certificate there, from `-----BEGIN CERTIFICATE-----` to `-----END CERTIFICATE-----`; `openssl s_client -connect HOST:5061 -showcerts` shows it",
                "das Zertifikat des Servers hineinlegen, von `-----BEGIN CERTIFICATE-----` bis `-----END CERTIFICATE-----`; `openssl s_client -connect HOST:5061 -showcerts` zeigt es",
            ),
        )
    };
    codes::CERTIFICATE_UNREADABLE.finding(Some(Place::file(name)), what).todo(todo)
}
