//! The values that `overrides` may set, by name.

use serde::{Deserialize, Serialize};

/// The enumeration, all of it in order, and the keys of the site file, from one list.
macro_rules! variables {
    ($($name:ident = $key:literal,)+) => {
        /// A value that may be set from outside; login and password are the telephone system's and are not among them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Variable {
            $($name,)+
        }

        impl Variable {
            pub const ALL: [Self; [$($key),+].len()] = [$(Self::$name),+];

            /// The key in the site file.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                }
            }
        }
    };
}

variables! {
    DisplayName = "display_name",
    Label = "label",
    Domain = "domain",
    Registrar = "registrar",
    Register = "register",
    OutboundProxy = "outbound_proxy",
    BackupRegistrar = "backup_registrar",
    CallerId = "caller_id",
    Transport = "transport",
    Srtp = "srtp",
    ExpiryS = "expiry_s",
    VoicemailNumber = "voicemail_number",
    CaOnClients = "ca_on_clients",
    WsPath = "ws_path",
    Codecs = "codecs",
    Dtmf = "dtmf",
    KeepaliveS = "keepalive_s",
    Ice = "ice",
    Stun = "stun",
    Turn = "turn",
    Rport = "rport",
    SipOutbound = "sip_outbound",
    PublicAddress = "public_address",
    PtimeMs = "ptime_ms",
    SessionTimer = "session_timer",
    Mwi = "mwi",
    AutoAnswer = "auto_answer",
    CallWaiting = "call_waiting",
    Publish = "publish",
    Push = "push",
    DnsSrv = "dns_srv",
    OutboundProxyTransport = "outbound_proxy_transport",
    AllowSelfSigned = "allow_self_signed",
    LockSettings = "lock_settings",
    ExternalPrefix = "external_prefix",
    DialPlan = "dial_plan",
    EmergencyNumbers = "emergency_numbers",
    StripChars = "strip_chars",
    InternationalRewrite = "international_rewrite",
    Keys = "keys",
    Contacts = "contacts",
    ContactsUrl = "contacts_url",
    ContactsCarddav = "contacts_carddav",
    ContactsLdap = "contacts_ldap",
    Language = "language",
    Timezone = "timezone",
    RingStrategy = "ring_strategy",
}

#[cfg(test)]
mod tests {
    use super::Variable;

    #[test]
    fn a_plan_and_a_site_file_call_a_variable_the_same() {
        for variable in Variable::ALL {
            assert_eq!(serde_json::to_string(&variable).unwrap(), format!("\"{}\"", variable.as_str()));
        }
    }
}
