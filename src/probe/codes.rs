//! Classes of verdicts, each a page for `deskshift explain`.

mod call;
mod login;
mod network;
mod notes;
mod run;
mod target;
mod tls;

pub use call::*;
pub use login::*;
pub use network::*;
pub use notes::*;
pub use run::*;
pub use target::*;
pub use tls::*;

use crate::diag::{Code, CodePage};

macro_rules! page {
    ($name:ident, $severity:ident, $slug:literal, $te:literal, $td:literal, $pe:literal, $pd:literal) => {
        pub const $name: crate::diag::CodePage = crate::diag::CodePage {
            slug: $slug,
            severity: crate::diag::Severity::$severity,
            title_en: $te,
            title_de: $td,
            page_en: $pe,
            page_de: $pd,
        };
    };
}
use page;

macro_rules! classes {
    ($($class:ident $page:ident)*) => {
        /// What a verdict says in one word; each has a page.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Class {
            $($class,)*
        }

        impl Class {
            pub const ALL: &[Self] = &[$(Self::$class,)*];

            #[must_use]
            pub fn page(self) -> &'static CodePage {
                match self {
                    $(Self::$class => &$page,)*
                }
            }
        }

        pub const ALL: &[&CodePage] = &[
            $(&$page,)*
            &CLOCK_DIFFERS,
            &BEHIND_NAT,
            &REWRITTEN,
            &EXPIRY_SHORTENED,
            &EXPIRY_BELOW_MINIMUM,
            &OTHER_TRANSPORT,
            &ANSWER_UNREADABLE,
            &REDIRECT_FOLLOWED,
            &CHALLENGE_SHARED,
            &CALL_PAIR_ONLY,
            &CALL_POOR,
            &CALL_MAILBOX,
        ];
    };
}

classes! {
    Ready READY
    NoPasswordAsked NO_PASSWORD_ASKED
    AuthRejected AUTH_REJECTED
    SecretDiffers SECRET_DIFFERS
    SecretCut SECRET_CUT
    SecretUnavailable SECRET_UNAVAILABLE
    UnknownExtension UNKNOWN_EXTENSION
    AuthNameDiffers AUTH_NAME_DIFFERS
    EndpointDropped ENDPOINT_DROPPED
    AuthObjectMissing AUTH_OBJECT_MISSING
    DomainRefused DOMAIN_REFUSED
    AclGlobal ACL_GLOBAL
    StaleLoop STALE_LOOP
    Algorithm ALGORITHM
    AorMissing AOR_MISSING
    ContactsZero CONTACTS_ZERO
    ContactLimit CONTACT_LIMIT
    ContactRefused CONTACT_REFUSED
    DisplacesDeskPhone DISPLACES_DESK_PHONE
    SlotsUnknown SLOTS_UNKNOWN
    ContactRewritten CONTACT_REWRITTEN
    NotCleanedUp NOT_CLEANED_UP
    IntervalTooBrief INTERVAL_TOO_BRIEF
    Redirect REDIRECT
    FirstHop FIRST_HOP
    Busy BUSY
    ServerError SERVER_ERROR
    UnexpectedAnswer UNEXPECTED_ANSWER
    Silent SILENT
    NoAnswer NO_ANSWER
    Banned BANNED
    PortClosed PORT_CLOSED
    Unreachable UNREACHABLE
    NameNotFound NAME_NOT_FOUND
    ConnectionLost CONNECTION_LOST
    Stalled STALLED
    NotSip NOT_SIP
    WebSocketRefused WEB_SOCKET_REFUSED
    TlsPort TLS_PORT
    TlsExpired TLS_EXPIRED
    TlsNotYetValid TLS_NOT_YET_VALID
    TlsWrongName TLS_WRONG_NAME
    TlsUntrusted TLS_UNTRUSTED
    TlsClientCertificate TLS_CLIENT_CERTIFICATE
    TlsTooOld TLS_TOO_OLD
    TlsPlainPort TLS_PLAIN_PORT
    TlsFailed TLS_FAILED
    BudgetUsed BUDGET_USED
    CanaryFailed CANARY_FAILED
    SystematicFailure SYSTEMATIC_FAILURE
    Interrupted INTERRUPTED
    NotAsked NOT_ASKED
    Kept KEPT
    CallGood CALL_GOOD
    CallBusy CALL_BUSY
    CallNoRoute CALL_NO_ROUTE
    CallCannotDial CALL_CANNOT_DIAL
    CallUnavailable CALL_UNAVAILABLE
    CallNoRing CALL_NO_RING
    CallElsewhere CALL_ELSEWHERE
    CallCrossed CALL_CROSSED
    CallNoAudio CALL_NO_AUDIO
    CallNotHeard CALL_NOT_HEARD
    CallHearsNothing CALL_HEARS_NOTHING
    CallOneWayNat CALL_ONE_WAY_NAT
    CallHearsItself CALL_HEARS_ITSELF
    CallCodecRefused CALL_CODEC_REFUSED
    CallEncryption CALL_ENCRYPTION
    CallDtmfLost CALL_DTMF_LOST
    CallCutOff CALL_CUT_OFF
    CallFailed CALL_FAILED
    CallNotRegistered CALL_NOT_REGISTERED
    CallNotCalled CALL_NOT_CALLED
    CallMachineBusy CALL_MACHINE_BUSY
}

impl Class {
    #[must_use]
    pub fn code(self) -> Code {
        self.page().code()
    }

    /// About a test call.
    #[must_use]
    pub fn is_call(self) -> bool {
        self.page().slug.starts_with("call/")
    }

    /// The PBX judged user name and password and said no: the same ones must not be tried again.
    #[must_use]
    pub fn refuses_password(self) -> bool {
        matches!(
            self,
            Self::AuthRejected
                | Self::SecretDiffers
                | Self::SecretCut
                | Self::UnknownExtension
                | Self::EndpointDropped
                | Self::AuthNameDiffers
                | Self::DomainRefused
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_unique_and_pages_complete_in_both_languages() {
        let slugs: std::collections::BTreeSet<_> = ALL.iter().map(|page| page.slug).collect();
        assert_eq!(slugs.len(), ALL.len());
        for page in ALL {
            assert!(page.slug.starts_with("sip/") || page.slug.starts_with("call/"), "{}", page.slug);
            for text in [page.title_en, page.title_de] {
                assert!(!text.is_empty() && text.len() <= 90 && !text.ends_with('.'), "{}: {text}", page.slug);
            }
            for text in [page.page_en, page.page_de] {
                assert!(text.matches(['.', ':']).count() >= 2 && text.len() > 80, "{}: {text}", page.slug);
            }
            assert_ne!(page.title_en, page.title_de, "{}", page.slug);
        }
    }
}
