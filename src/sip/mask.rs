//! A message as it may be kept: what would help to guess a password, or to listen, is gone.

use super::digest;

/// Headers that carry digests, nonces or passwords.
const SECRET_HEADERS: [&str; 6] = [
    "authorization",
    "proxy-authorization",
    "www-authenticate",
    "proxy-authenticate",
    "authentication-info",
    "proxy-authentication-info",
];

/// Lines of SDP that carry keys (RFC 4566 section 5.12, RFC 4567, RFC 4568).
const SECRET_LINES: [&[u8]; 3] = [b"a=crypto:", b"a=key-mgmt:", b"k="];

/// The message with the values of such headers masked as [`digest::mask`] does, and keys of media crossed out. Everything else stays byte
/// for byte.
#[must_use]
pub fn message(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((line, after)) = cut_line(rest) {
        rest = after;
        if is_blank(line) {
            out.extend_from_slice(line);
            break;
        }
        let name = line.iter().position(|b| *b == b':').map_or(&line[..0], |colon| &line[..colon]);
        let secret = SECRET_HEADERS.iter().any(|header| name.trim_ascii().eq_ignore_ascii_case(header.as_bytes()));
        if !secret {
            out.extend_from_slice(line);
            continue;
        }
        let mut value = line[name.len() + 1..].trim_ascii().to_vec();
        // A folded value goes on where a line begins with a blank (RFC 3261 section 7.3.1).
        while let Some((more, after)) =
            cut_line(rest).filter(|(more, _)| matches!(more.first(), Some(b' ' | b'\t')) && !is_blank(more))
        {
            value.push(b' ');
            value.extend_from_slice(more.trim_ascii());
            rest = after;
        }
        out.extend_from_slice(name);
        out.extend_from_slice(b": ");
        out.extend_from_slice(shown(&String::from_utf8_lossy(&value)).as_bytes());
        out.extend_from_slice(b"\r\n");
    }
    body(rest, &mut out);
    out
}

/// Of other schemes than Digest, such as Basic, nothing is shown but the name.
fn shown(value: &str) -> String {
    let scheme = value.split_whitespace().next().unwrap_or_default();
    if scheme.eq_ignore_ascii_case("digest") { digest::mask(value) } else { "***".to_owned() }
}

/// The length stays, so that Content-Length stays true.
fn body(mut rest: &[u8], out: &mut Vec<u8>) {
    while let Some((line, after)) = cut_line(rest) {
        rest = after;
        match SECRET_LINES.iter().find(|start| line.starts_with(start)) {
            Some(start) => {
                out.extend_from_slice(start);
                out.extend(line[start.len()..].iter().map(|b| if matches!(b, b'\r' | b'\n') { *b } else { b'*' }));
            }
            None => out.extend_from_slice(line),
        }
    }
}

/// The first line with its end, and what follows.
fn cut_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    if bytes.is_empty() {
        return None;
    }
    Some(bytes.split_at(bytes.iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| at + 1)))
}

fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "Digest username=\"2001\", realm=\"pbx\", nonce=\"n0nce\", uri=\"sip:pbx\", cnonce=\"cn0nce\", nc=00000001, \
                          qop=auth, response=\"0123456789abcdef0123456789abcdef\", algorithm=MD5, opaque=\"0paque\"";

    fn masked(text: &str) -> String {
        String::from_utf8(message(text.as_bytes())).unwrap()
    }

    #[test]
    fn digests_and_nonces_are_gone_and_the_rest_stays() {
        let text = format!(
            "REGISTER sip:pbx SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.7\r\nAuthorization: {DIGEST}\r\nProxy-authorization : {DIGEST}\r\n\
             X-Note: nonce stays\r\nContent-Length: 0\r\n\r\n"
        );
        let out = masked(&text);
        for secret in ["n0nce", "cn0nce", "0123456789abcdef", "0paque"] {
            assert!(!out.contains(secret), "{secret}: {out}");
        }
        for kept in ["username=\"2001\"", "realm=\"pbx\"", "X-Note: nonce stays\r\n", "response=\"***\""] {
            assert!(out.contains(kept), "{kept}: {out}");
        }
        assert!(out.starts_with("REGISTER sip:pbx SIP/2.0\r\nVia: ") && out.ends_with("Content-Length: 0\r\n\r\n"));
    }

    #[test]
    fn folded_values_other_schemes_and_unreadable_ones_are_hidden_whole() {
        let out =
            masked("SIP/2.0 401 No\r\nWWW-Authenticate: Digest realm=\"a\",\r\n nonce=\"n0nce\"\r\n\tand more\r\nTo: x\r\n\r\n");
        assert!(!out.contains("n0nce") && out.ends_with("\r\nTo: x\r\n\r\n"), "{out}");
        for value in ["Basic dXNlcjpzZWNyZXQ=", "Digest response=", "response=\"s3cret\"", "rspauth=\"s3cret\""] {
            let out = masked(&format!("REGISTER x SIP/2.0\r\nAUTHORIZATION: {value}\r\nAuthentication-Info: {value}\r\n\r\n"));
            assert!(!out.contains("s3cret") && !out.contains("dXNl"), "{out}");
        }
    }

    #[test]
    fn keys_of_media_are_crossed_out_in_their_length() {
        let body = "v=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0\r\nk=clear:s3cret\r\na=rtpmap:8 PCMA/8000\r\n";
        let text = format!("INVITE sip:x SIP/2.0\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        let out = masked(&text);
        assert_eq!(out.len(), text.len());
        assert!(!out.contains("c2Vj") && !out.contains("s3cret") && out.contains("\r\na=rtpmap:8 PCMA/8000\r\n"), "{out}");
    }

    #[test]
    fn bytes_that_are_no_message_pass_without_harm() {
        let mut seed = 1_u32;
        for _ in 0..3000 {
            let bytes: Vec<u8> = (0..seed % 97)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    b"Authorization: Digest\r\n \x00\xff,=\""[(seed >> 16) as usize % 29]
                })
                .collect();
            seed = seed.wrapping_add(12345);
            let _ = message(&bytes);
        }
        assert!(message(b"").is_empty());
    }
}
