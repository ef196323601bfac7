//! Responses of somebody who overhears what is asked: each has one thing wrong.

/// What stands wrong in a forged response.
pub const WRONG: &[&str] = &["branch", "Call-ID", "CSeq", "method", "two Vias", "no Via"];
const STATUS: &[&str] = &[
    "200 OK",
    "401 Unauthorized",
    "403 Forbidden",
    "404 Not Found",
    "407 Proxy Authentication Required",
    "423 Interval Too Brief",
    "302 Moved Temporarily",
    "500 Server Internal Error",
    "503 Service Unavailable",
    "100 Trying",
];

/// A response to `request`; `choice` chooses status and fault.
pub fn response(request: &[u8], choice: u64) -> Vec<u8> {
    let status = STATUS[(choice / 64) as usize % STATUS.len()];
    with(request, status, WRONG[choice as usize % WRONG.len()], choice)
}

/// A response in which nothing is wrong: it is one only by where it comes from.
#[allow(dead_code)]
pub fn sound(request: &[u8], choice: u64) -> Vec<u8> {
    with(request, STATUS[(choice / 64) as usize % STATUS.len()], "", choice)
}

fn with(request: &[u8], status: &str, wrong: &str, choice: u64) -> Vec<u8> {
    let mut out = format!("SIP/2.0 {status}\r\n").into_bytes();
    let text = String::from_utf8_lossy(request);
    for line in text.split("\r\n") {
        let Some((name, value)) = line.split_once(": ") else { continue };
        let line = match (name, wrong) {
            ("Via", "branch") => {
                let end = value.find("branch=").map_or(value.len(), |at| at + 7);
                format!("Via: {}z9hG4bK{choice:016x}", &value[..end])
            }
            ("Via", "two Vias") => format!("Via: {value}\r\nVia: SIP/2.0/UDP 203.0.113.1;branch=z9hG4bK{choice:x}"),
            ("Via", "no Via") => continue,
            ("Call-ID", "Call-ID") => format!("Call-ID: {choice:032x}"),
            ("CSeq", "CSeq") => format!("CSeq: {} REGISTER", 1 + choice % 90),
            ("CSeq", "method") => format!("{}INVITE", line.trim_end_matches("REGISTER")),
            ("Via" | "From" | "To" | "Call-ID" | "CSeq", _) => line.to_owned(),
            _ => continue,
        };
        out.extend_from_slice(line.as_bytes());
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(
        b"WWW-Authenticate: Digest realm=\"forged\",nonce=\"forged\",algorithm=MD5,qop=\"auth\"\r\nContact: <sip:forged.example>\r\nRetry-After: 3600\r\nMin-Expires: 3600\r\nContent-Length: 0\r\n\r\n",
    );
    out
}
