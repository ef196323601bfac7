//! Certificates of the servers that the site folder has, for the plan.

use crate::diag::{Finding, Place, Words};
use crate::domain::CertificateFacts;
use crate::net::certificates_in_pem;
use crate::plan::{ServerCertificate, codes};
use crate::policy::site::Pbx;
use crate::store::document;
use crate::store::site_folder::SiteFolder;

/// What the site folder has of them.
#[derive(Default)]
pub struct Certificates {
    pub known: Vec<ServerCertificate>,
    /// The files that were compared, with their SHA-256, so that a plan made of others is known to be old.
    pub compared: Vec<(String, String)>,
    /// What is wrong with these files.
    pub findings: Vec<Finding>,
}

/// What `pbx.certificate` names. Without it, what `pbx.ca` holds of servers' own: certificates that sign no others, and that the clients are
/// given to trust as they are. What is wrong with that file is told where it is used.
pub fn read(folder: &SiteFolder, pbx: &Pbx) -> Certificates {
    let mut all = Certificates::default();
    for name in &pbx.certificate {
        let bytes = match folder.read_source(name) {
            Ok(bytes) => bytes,
            Err(finding) => {
                all.findings.push(*finding);
                continue;
            }
        };
        all.compared.push((name.clone(), document::sha256(&bytes)));
        // Those behind the first are of the authorities that signed it.
        match certificates_in_pem(&bytes).and_then(|found| found.into_iter().next()) {
            Some(facts) => all.known.push(ServerCertificate { file: name.clone(), facts }),
            None => all.findings.push(unreadable(name, &bytes)),
        }
    }
    let pinned = pbx.ca.as_ref().filter(|_| pbx.certificate.is_empty());
    if let Some((name, bytes)) = pinned.and_then(|name| Some((name, folder.read_source(name).ok()?))) {
        let found = certificates_in_pem(&bytes).unwrap_or_default().into_iter().filter(CertificateFacts::is_end_entity);
        all.known.extend(found.map(|facts| ServerCertificate { file: name.clone(), facts }));
        if !all.known.is_empty() {
            all.compared.push((name.clone(), document::sha256(&bytes)));
        }
    }
    all
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
