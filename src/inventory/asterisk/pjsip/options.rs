//! The options of pjsip objects and what Asterisk accepts as their values.
//!
//! Names after `res_pjsip` of Asterisk 22 and the then current development branch (source: its option registrations, read;
//! behaviour measured on 22.10.1). One unknown option or one bad value makes Asterisk drop the whole object.

use super::objects::ObjectKind;

/// What a value must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Any,
    /// Any word is taken; what is not yes, true, y, t, 1 or on means no.
    Bool,
    /// Unsigned, `0x` and leading-zero octal allowed.
    Number(u32, u32),
    Signed,
    Decimal,
    OneOf(&'static [&'static str]),
    /// A truth word or one of these.
    TruthOr(&'static [&'static str]),
    /// Comma-separated, each one of these.
    ListOf(&'static [&'static str]),
    Codecs,
    /// `disallow=` may be empty.
    CodecsOrNone,
    /// `NAME=value`.
    Variable,
    /// Characters a SIP user part may have.
    FromUser,
    /// `ALGORITHM:hex`, comma-separated; without a colon MD5.
    Digests,
    /// One of these, or anything that begins with a number.
    NumberOr(&'static [&'static str]),
    Protocol,
    /// `address[:port]`.
    Bind,
}

use Form::{Any, Bool, Codecs, CodecsOrNone, Decimal, ListOf, Number, NumberOr, OneOf, Signed, TruthOr};

const NUMBER: Form = Number(0, u32::MAX);
const PORT: Form = Number(0, 65_535);
const REFRESH: Form = OneOf(&["invite", "reinvite", "update"]);
const INCOMING_CHOICE: Form = OneOf(&["local", "local_first", "remote", "remote_first"]);
const OUTGOING_CHOICE: Form = OneOf(&["local", "local_merge", "local_first", "remote", "remote_merge", "remote_first"]);
const ALGORITHMS: Form = ListOf(&["md5", "sha-256", "sha-512-256"]);

#[rustfmt::skip]
const ENDPOINT: &[(&str, Form)] = &[
    ("100rel", TruthOr(&["peer_supported", "required"])), ("accept_multiple_sdp_answers", Bool), ("accountcode", Any), ("acl", Any),
    ("aggregate_mwi", Bool), ("allow", Codecs), ("allow_overlap", Bool), ("allow_subscribe", Bool), ("allow_transfer", Bool),
    ("allow_unauthenticated_options", Bool), ("aors", Any), ("asymmetric_rtp_codec", Bool), ("auth", Any),
    ("bind_rtp_to_media_address", Bool), ("bundle", Bool), ("call_group", Any), ("callerid", Any),
    ("callerid_privacy", NumberOr(&["allowed_not_screened", "allowed_passed_screen", "allowed_failed_screen", "allowed",
        "prohib_not_screened", "prohib_passed_screen", "prohib_failed_screen", "prohib", "unavailable"])),
    ("callerid_tag", Any), ("codec_prefs_incoming_answer", Any), ("codec_prefs_incoming_offer", Any),
    ("codec_prefs_outgoing_answer", Any), ("codec_prefs_outgoing_offer", Any), ("connected_line_method", REFRESH),
    ("contact_acl", Any), ("contact_deny", Any), ("contact_permit", Any), ("contact_user", Any), ("context", Any),
    ("cos_audio", NUMBER), ("cos_video", NUMBER), ("deny", Any), ("device_state_busy_at", NUMBER), ("direct_media", Bool),
    ("direct_media_glare_mitigation", OneOf(&["none", "outgoing", "incoming"])), ("direct_media_method", REFRESH),
    ("disable_direct_media_on_nat", Bool), ("disallow", CodecsOrNone), ("dtls_auto_generate_cert", Bool), ("dtls_ca_file", Any),
    ("dtls_ca_path", Any), ("dtls_cert_file", Any), ("dtls_cipher", Any), ("dtls_fingerprint", Any),
    ("dtls_private_key", Any), ("dtls_rekey", NUMBER), ("dtls_setup", Any),
    ("dtls_verify", OneOf(&["yes", "no", "fingerprint", "certificate"])),
    ("dtmf_mode", OneOf(&["rfc4733", "inband", "info", "auto", "auto_info", "none"])), ("fax_detect", Bool),
    ("fax_detect_timeout", NUMBER), ("follow_early_media_fork", Bool), ("follow_redirect_methods", ListOf(&["message"])),
    ("force_avp", Bool), ("force_rport", Bool), ("from_domain", Any), ("from_user", Form::FromUser), ("g726_non_standard", Bool),
    ("geoloc_incoming_call_profile", Any), ("geoloc_outgoing_call_profile", Any), ("ice_support", Bool),
    ("identify_by", ListOf(&["username", "auth_username", "ip", "header", "request_uri", "transport"])),
    ("ignore_183_without_sdp", Bool), ("inband_progress", Bool), ("incoming_call_offer_pref", INCOMING_CHOICE),
    ("incoming_mwi_mailbox", Any), ("language", Any), ("mailboxes", Any), ("max_audio_streams", NUMBER),
    ("max_video_streams", NUMBER), ("media_address", Any), ("media_encryption", OneOf(&["no", "sdes", "dtls"])),
    ("media_encryption_optimistic", Bool), ("media_use_received_transport", Bool), ("message_context", Any),
    ("moh_passthrough", Bool), ("moh_suggest", Any), ("mwi_from_user", Any), ("mwi_subscribe_replaces_unsolicited", Bool),
    ("named_call_group", Any), ("named_pickup_group", Any), ("notify_early_inuse_ringing", Bool), ("one_touch_recording", Bool),
    ("outbound_auth", Any), ("outbound_proxy", Any), ("outgoing_call_offer_pref", OUTGOING_CHOICE), ("overlap_context", Any),
    ("permit", Any), ("pickup_group", Any), ("preferred_codec_only", Bool), ("record_off_feature", Any),
    ("record_on_feature", Any), ("redirect_method", OneOf(&["user", "uri_core", "uri_pjsip"])), ("refer_blind_progress", Bool),
    ("rewrite_contact", Bool), ("rpid_immediate", Bool), ("rtcp_mux", Bool), ("rtp_engine", Any), ("rtp_ipv6", Bool),
    ("rtp_keepalive", NUMBER), ("rtp_port_end", PORT), ("rtp_port_start", PORT), ("rtp_symmetric", Bool), ("rtp_timeout", NUMBER),
    ("rtp_timeout_hold", NUMBER), ("sdp_owner", Any), ("sdp_session", Any), ("security_mechanisms", Any),
    ("security_negotiation", OneOf(&["no", "mediasec"])), ("send_aoc", Bool), ("send_connected_line", Bool),
    ("send_diversion", Bool), ("send_history_info", Bool), ("send_pai", Bool), ("send_rpid", Bool), ("set_var", Form::Variable),
    ("srtp_tag_32", Bool), ("stir_shaken", Any), ("stir_shaken_profile", Any), ("sub_min_expiry", NUMBER),
    ("subscribe_context", Any), ("suppress_moh_on_sendonly", Bool), ("suppress_q850_reason_headers", Bool), ("t38_bind_udptl_to_media_address", Bool),
    ("t38_udptl", Bool), ("t38_udptl_ec", OneOf(&["none", "fec", "redundancy"])), ("t38_udptl_ipv6", Bool),
    ("t38_udptl_maxdatagram", NUMBER), ("t38_udptl_nat", Bool), ("tenantid", Any),
    ("timers", TruthOr(&["required", "always", "forced"])), ("timers_min_se", Number(90, u32::MAX)), ("timers_sess_expires", NUMBER),
    ("tone_zone", Any), ("tos_audio", TOS), ("tos_video", TOS), ("transport", Any), ("trust_connected_line", Bool),
    ("trust_id_inbound", Bool), ("trust_id_outbound", Bool), ("type", Any), ("use_avpf", Bool), ("use_ptime", Bool),
    ("user_eq_phone", Bool), ("voicemail_extension", Any), ("webrtc", Bool),
];

#[rustfmt::skip]
const AUTH: &[(&str, Form)] = &[
    ("auth_type", OneOf(&["userpass", "md5", "digest", "google_oauth"])), ("md5_cred", Form::Digests), ("nonce_lifetime", NUMBER),
    ("oauth_clientid", Any), ("oauth_secret", Any), ("password", Any), ("password_digest", Form::Digests), ("realm", Any),
    ("refresh_token", Any), ("supported_algorithms_uac", ALGORITHMS), ("supported_algorithms_uas", ALGORITHMS), ("type", Any),
    ("username", Any),
];

#[rustfmt::skip]
const AOR: &[(&str, Form)] = &[
    ("authenticate_qualify", Bool), ("contact", Any), ("default_expiration", NUMBER), ("mailboxes", Any), ("max_contacts", NUMBER),
    ("maximum_expiration", NUMBER), ("minimum_expiration", NUMBER), ("outbound_proxy", Any), ("qualify_2xx_only", Bool),
    ("qualify_frequency", Number(0, 86_400)), ("qualify_timeout", Decimal), ("remove_existing", Bool), ("remove_unavailable", Bool),
    ("support_path", Bool), ("type", Any), ("voicemail_extension", Any),
];

#[rustfmt::skip]
const TRANSPORT: &[(&str, Form)] = &[
    ("allow_reload", Bool), ("allow_wildcard_certs", Bool), ("async_operations", NUMBER), ("bind", Form::Bind), ("ca_list_file", Any),
    ("ca_list_path", Any), ("cert_file", Any), ("cipher", Any), ("cos", NUMBER), ("domain", Any), ("external_media_address", Any),
    ("external_signaling_address", Any), ("external_signaling_hostname", Any), ("external_signaling_port", PORT), ("local_net", Any),
    ("method", OneOf(&["", "default", "unspecified", "tlsv1", "tlsv1_1", "tlsv1_2", "tlsv1_3", "sslv2", "sslv3", "sslv23"])),
    ("password", Any), ("priv_key_file", Any), ("protocol", Form::Protocol), ("require_client_cert", Bool),
    ("symmetric_transport", Bool), ("tcp_keepalive_enable", Bool), ("tcp_keepalive_idle_time", Signed),
    ("tcp_keepalive_interval_time", Signed), ("tcp_keepalive_probe_count", Signed), ("tos", TOS), ("type", Any),
    ("verify_client", Bool), ("verify_server", Bool), ("websocket_write_timeout", Number(1, i32::MAX as u32)),
];

#[rustfmt::skip]
const IDENTIFY: &[(&str, Form)] = &[
    ("endpoint", Any), ("match", Any), ("match_header", Any), ("match_request_uri", Any), ("srv_lookups", Bool),
    ("transport", Any), ("type", Any),
];

#[rustfmt::skip]
const REGISTRATION: &[(&str, Form)] = &[
    ("auth_rejection_permanent", Bool), ("client_uri", Any), ("contact_header_params", Any), ("contact_user", Any), ("endpoint", Any),
    ("expiration", NUMBER), ("fatal_retry_interval", NUMBER), ("forbidden_retry_interval", NUMBER), ("line", Bool),
    ("max_random_initial_delay", NUMBER), ("max_retries", NUMBER), ("outbound_auth", Any), ("outbound_proxy", Any),
    ("retry_interval", NUMBER), ("security_mechanisms", Any), ("security_negotiation", OneOf(&["no", "mediasec"])), ("server_uri", Any),
    ("support_outbound", Bool), ("support_path", Bool), ("transport", Any), ("type", Any), ("user_agent", Any),
];

#[rustfmt::skip]
const ACL: &[(&str, Form)] = &[
    ("acl", Any), ("contact_acl", Any), ("contact_deny", Any), ("contact_permit", Any), ("deny", Any), ("permit", Any), ("type", Any),
];

/// Formats that Asterisk and its usual modules register.
#[rustfmt::skip]
const CODECS: &[&str] = &[
    "adpcm", "alaw", "all", "amr", "amrwb", "av1", "codec2", "evs", "g719", "g722", "g723", "g726", "g726aal2", "g729", "gsm",
    "h261", "h263", "h263p", "h264", "h265", "ilbc", "isac", "jpeg", "lpc10", "mpeg4", "none", "opus", "png", "red", "silk", "silk12",
    "silk16", "silk24", "silk8", "siren14", "siren7", "slin", "slin12", "slin16", "slin192", "slin24", "slin32", "slin44",
    "slin48", "slin96", "speex", "speex16", "speex32", "t140", "t140red", "t38", "testlaw", "ulaw", "vp8", "vp9",
];

const TOS: Form = NumberOr(&[
    "cs0", "cs1", "cs2", "cs3", "cs4", "cs5", "cs6", "cs7", "af11", "af12", "af13", "af21", "af22", "af23", "af31", "af32",
    "af33", "af41", "af42", "af43", "ef",
]);

/// What is wrong with one option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// No such option.
    Unknown,
    /// What was expected, in English and German.
    Bad(String, String),
    /// A truth option with a word that is neither yes nor no.
    MeansNo,
}

fn table(kind: ObjectKind) -> Option<&'static [(&'static str, Form)]> {
    match kind {
        ObjectKind::Endpoint => Some(ENDPOINT),
        ObjectKind::Auth => Some(AUTH),
        ObjectKind::Aor => Some(AOR),
        ObjectKind::Transport => Some(TRANSPORT),
        ObjectKind::Identify => Some(IDENTIFY),
        ObjectKind::Registration => Some(REGISTRATION),
        ObjectKind::Acl => Some(ACL),
        ObjectKind::Other => None,
    }
}

/// The options of a type, sorted; empty where options are not checked.
pub fn known_options(kind: ObjectKind) -> impl Iterator<Item = &'static str> {
    table(kind).unwrap_or_default().iter().map(|(name, _)| *name)
}

/// Looks one variable of an object up: which option it is, and what is wrong with it. Names count without regard to case.
pub(super) fn look_up(kind: ObjectKind, key: &str, value: &str) -> (Option<usize>, Option<Problem>) {
    let Some(table) = table(kind) else { return (None, None) };
    let by_name = |name: &&str| name.bytes().cmp(key.bytes().map(|byte| byte.to_ascii_lowercase()));
    match table.binary_search_by(|(name, _)| by_name(name)) {
        Ok(index) => (Some(index), wrong(table[index].1, value)),
        Err(_) => (None, Some(Problem::Unknown)),
    }
}

/// The name of an option that was looked up.
pub(super) fn name(kind: ObjectKind, index: usize) -> Option<&'static str> {
    Some(table(kind)?.get(index)?.0)
}

fn wrong(form: Form, value: &str) -> Option<Problem> {
    if form == Bool {
        return (!is_true(value) && !is_false(value)).then_some(Problem::MeansNo);
    }
    if fits(form, value) {
        return None;
    }
    let (en, de) = expected(form, value);
    Some(Problem::Bad(en, de))
}

fn among(words: &[&str], text: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

const PROTOCOLS: &[&str] = &["udp", "tcp", "tls", "ws", "wss", "flow"];

fn fits(form: Form, value: &str) -> bool {
    match form {
        Form::Any | Form::Bool => true,
        Form::Number(low, high) => number(value).is_some_and(|number| (low..=high).contains(&number)),
        Form::Signed => value.trim().parse::<i32>().is_ok(),
        Form::Decimal => value.trim().parse::<f64>().is_ok_and(f64::is_finite) || number(value).is_some(),
        Form::OneOf(words) => among(words, value),
        Form::TruthOr(words) => is_true(value) || is_false(value) || among(words, value),
        Form::ListOf(words) => value.split(',').map(str::trim).all(|word| word.is_empty() || among(words, word)),
        Form::CodecsOrNone if value.is_empty() => true,
        Form::Codecs | Form::CodecsOrNone => codecs(value).all(|(_, name)| among(CODECS, name)),
        Form::Variable => value.is_empty() || value.contains('='),
        Form::FromUser => value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:".contains(&byte)),
        Form::NumberOr(words) => among(words, value) || begins_with_number(value),
        Form::Digests => digests(value).all(|(algorithm, hex)| digest_length(algorithm) == Some(hex.len())),
        Form::Protocol => among(PROTOCOLS, value),
        Form::Bind => is_bind(value),
    }
}

/// What would fit, in English and German.
fn expected(form: Form, value: &str) -> (String, String) {
    let one_of = |words: &[&str]| {
        let list: Vec<&str> = words.iter().copied().filter(|word| !word.is_empty()).collect();
        let list = list.join(", ");
        (format!("one of {list}"), format!("eins von {list}"))
    };
    let (en, de) = match form {
        Form::Number(low, u32::MAX) => return (format!("a number from {low}"), format!("eine Zahl ab {low}")),
        Form::Number(low, high) => return (format!("a number from {low} to {high}"), format!("eine Zahl von {low} bis {high}")),
        Form::OneOf(words) | Form::ListOf(words) => return one_of(words),
        Form::TruthOr(words) => return one_of(&[&["yes", "no"], words].concat()),
        Form::Protocol => return one_of(PROTOCOLS),
        Form::Codecs | Form::CodecsOrNone => match codecs(value).find(|(_, name)| !among(CODECS, name)) {
            None | Some((_, "")) => ("codec names without a gap", "Codec-Namen ohne Lücke"),
            Some((_, name)) => {
                let en = format!("codecs that Asterisk knows, which `{name}` is not");
                return (en, format!("Codecs, die Asterisk kennt; `{name}` gehört nicht dazu"));
            }
        },
        Form::Any | Form::Bool => ("any word", "ein beliebiges Wort"),
        Form::Signed | Form::Decimal => ("a number", "eine Zahl"),
        Form::Variable => ("`NAME=value`", "`NAME=wert`"),
        Form::FromUser => ("characters of a SIP user part", "Zeichen eines SIP-Benutzerteils"),
        Form::Digests => {
            ("a digest of the right length, as `ALGORITHM:hex`", "eine Prüfsumme der richtigen Länge, als `ALGORITHMUS:hex`")
        }
        Form::NumberOr(words) => {
            let (en, de) = one_of(words);
            return (format!("a number or {en}"), format!("eine Zahl oder {de}"));
        }
        Form::Bind => ("an address with an optional port", "eine Adresse, auf Wunsch mit Port"),
    };
    (en.to_owned(), de.to_owned())
}

/// `address`, `address:port`, `[v6]`, `[v6]:port`, `v6`.
fn is_bind(value: &str) -> bool {
    value.parse::<std::net::IpAddr>().is_ok()
        || value.parse::<std::net::SocketAddr>().is_ok()
        || value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(|v6| v6.parse::<std::net::Ipv6Addr>().is_ok())
        // A host name is resolved when Asterisk starts.
        || value.split(':').next().is_some_and(|host| {
            !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
                && host.bytes().any(|byte| byte.is_ascii_alphabetic())
        })
}

/// As C's `scanf` with `%d` or `%i`: what follows the number does not matter.
fn begins_with_number(text: &str) -> bool {
    let text = text.trim_start();
    text.strip_prefix(['-', '+']).unwrap_or(text).starts_with(|c: char| c.is_ascii_digit())
}

/// Hexadecimal digits of a digest; Asterisk checks nothing else.
fn digest_length(algorithm: &str) -> Option<usize> {
    match algorithm.to_ascii_uppercase().as_str() {
        "MD5" => Some(32),
        "SHA-256" | "SHA-512-256" => Some(64),
        _ => None,
    }
}

/// `ALGORITHM:hex` pairs; without a colon the algorithm is MD5.
pub fn digests(value: &str) -> impl Iterator<Item = (&str, &str)> {
    value
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once(':').map_or(("MD5", part), |(algorithm, hex)| (algorithm.trim(), hex.trim())))
}

/// Codec names of one line with true where they are taken away by `!`; packetisation is cut off.
pub(super) fn codecs(value: &str) -> impl Iterator<Item = (bool, &str)> {
    let list = value.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(value);
    list.split([',', '|']).map(|name| {
        let name = name.trim();
        let (away, name) = name.strip_prefix('!').map_or((false, name), |rest| (true, rest));
        (away, name.rsplit_once(':').map_or(name, |(name, _)| name))
    })
}

/// As C's `strtoul` with base 0 reads it; nothing may follow.
pub(super) fn number(text: &str) -> Option<u32> {
    let text = text.trim_start();
    let text = text.strip_prefix('+').unwrap_or(text);
    if let Some(hex) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u32::from_str_radix(hex, 16).ok();
    }
    if text.len() > 1 && text.starts_with('0') {
        return u32::from_str_radix(text, 8).ok();
    }
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Asterisk's `ast_true`.
#[must_use]
pub(crate) fn is_true(text: &str) -> bool {
    ["yes", "true", "y", "t", "1", "on"].iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn is_false(text: &str) -> bool {
    ["no", "false", "n", "f", "0", "off"].iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// The option with the smallest edit distance, if it is small.
pub(super) fn nearest(kind: ObjectKind, key: &str) -> Option<&'static str> {
    let table = table(kind)?;
    let key = key.to_ascii_lowercase();
    if key.len() > 40 {
        return None;
    }
    table
        .iter()
        .map(|(name, _)| (distance(name.as_bytes(), key.as_bytes()), *name))
        .filter(|(distance, name)| *distance <= 1 + name.len() / 5)
        .min()
        .map(|(_, name)| name)
}

fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: ObjectKind, key: &str, value: &str) -> Option<Problem> {
        look_up(kind, key, value).1
    }

    #[test]
    fn tables_are_sorted() {
        for table in [ENDPOINT, AUTH, AOR, TRANSPORT, IDENTIFY, REGISTRATION, ACL] {
            assert!(
                table.windows(2).all(|pair| pair[0].0 < pair[1].0),
                "{:?}",
                table.windows(2).find(|pair| pair[0].0 >= pair[1].0)
            );
        }
    }

    #[test]
    fn values_as_asterisk_takes_them() {
        use ObjectKind::{Aor, Auth, Endpoint, Transport};
        let ok = |kind, key, value| assert_eq!(check(kind, key, value), None, "{key}={value}");
        let bad = |kind, key, value| assert!(matches!(check(kind, key, value), Some(Problem::Bad(..))), "{key}={value}");
        ok(Endpoint, "Direct_Media", "No");
        assert_eq!(check(Endpoint, "direct_media", "maybe"), Some(Problem::MeansNo));
        bad(Endpoint, "max_audio_streams", "abc");
        bad(Endpoint, "dtmf_mode", "bogus");
        bad(Endpoint, "allow", "bogus");
        bad(Endpoint, "allow", "");
        ok(Endpoint, "disallow", "");
        ok(Endpoint, "allow", "!all, g722 ,alaw:20|ulaw");
        bad(Endpoint, "allow", "!all,,ulaw");
        bad(Endpoint, "set_var", "A");
        bad(Endpoint, "timers_min_se", "60");
        ok(Endpoint, "timers", "Required");
        bad(Aor, "max_contacts", "-1");
        bad(Aor, "max_contacts", "2 ");
        ok(Aor, "max_contacts", "0x2");
        ok(Aor, "qualify_timeout", "2.5");
        bad(Auth, "md5_cred", "XYZ");
        ok(Auth, "md5_cred", "0123456789abcdef0123456789ABCDEF");
        ok(Endpoint, "tos_audio", "5 x");
        bad(Endpoint, "incoming_call_offer_pref", "remote_merge");
        bad(Auth, "auth_type", "bogus");
        ok(Transport, "bind", "0.0.0.0:5061");
        ok(Transport, "bind", "[::]:5061");
        bad(Transport, "bind", "");
        bad(Transport, "protocol", "sctp");
    }

    #[test]
    fn near_names() {
        use ObjectKind::{Aor, Endpoint};
        for (kind, key, near) in [
            (Endpoint, "rewrite_contacts", Some("rewrite_contact")),
            (Aor, "max_contact", Some("max_contacts")),
            (Endpoint, "password", None),
            (Endpoint, "directed_media_glare_mitigation", Some("direct_media_glare_mitigation")),
        ] {
            assert_eq!(check(kind, key, "x"), Some(Problem::Unknown), "{key}");
            assert_eq!(nearest(kind, key), near, "{key}");
        }
        assert_eq!(check(ObjectKind::Other, "anything", ""), None);
    }
}
