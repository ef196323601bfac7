//! Why a server's certificate is not accepted, and certificates in PEM files.

use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

use crate::diag::Words;
pub use crate::domain::CertificateFacts;

/// Every certificate of a PEM file, in its order; `None` where one cannot be read. Keys beside them are passed over.
#[must_use]
pub fn in_pem(pem: &[u8]) -> Option<Vec<CertificateFacts>> {
    let all = CertificateDer::pem_slice_iter(pem);
    all.map(|der| CertificateFacts::read(der.ok()?.as_ref())).collect()
}

/// Why a certificate is not accepted. Order: what is judged first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateFault {
    /// Days since 1970 of the end and of our clock, in seconds.
    Expired {
        not_after: i64,
        now: i64,
    },
    NotYetValid {
        not_before: i64,
        now: i64,
    },
    /// `expected` is what the profile uses; `presented` what the certificate carries.
    WrongName {
        expected: String,
        presented: Vec<String>,
    },
    /// Signed by itself and not among the trusted ones.
    SelfSigned,
    UnknownIssuer,
    /// Anything else, in rustls' words.
    Unusable(String),
}

impl CertificateFault {
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::Expired { not_after, now } => Words::new(
                format!("the certificate expired on {} (our clock says {})", day(*not_after), day(*now)),
                format!("das Zertifikat lief am {} ab (unsere Uhr sagt {})", day(*not_after), day(*now)),
            ),
            Self::NotYetValid { not_before, now } => Words::new(
                format!("the certificate is valid from {} only (our clock says {})", day(*not_before), day(*now)),
                format!("das Zertifikat gilt erst ab {} (unsere Uhr sagt {})", day(*not_before), day(*now)),
            ),
            Self::WrongName { expected, presented } => {
                let list = if presented.is_empty() { "-".to_owned() } else { presented.join(", ") };
                Words::new(
                    format!("the certificate is made out to `{list}`, we use `{expected}`"),
                    format!("das Zertifikat lautet auf `{list}`, benutzt wird `{expected}`"),
                )
            }
            Self::SelfSigned => Words::new(
                "the certificate is signed by itself and not among the trusted ones",
                "das Zertifikat ist selbst unterschrieben und nicht unter den vertrauten",
            ),
            Self::UnknownIssuer => Words::new(
                "the certificate was signed by an authority we do not know",
                "das Zertifikat stammt von einer Stelle, die hier nicht bekannt ist",
            ),
            Self::Unusable(text) => {
                Words::new(format!("the certificate cannot be used: {text}"), format!("das Zertifikat ist unbrauchbar: {text}"))
            }
        }
    }
}

fn day(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds)
        .map_or_else(|_| "?".to_owned(), |t| t.to_zoned(jiff::tz::TimeZone::UTC).date().to_string())
}
