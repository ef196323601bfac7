//! Answers: a fixed set of headers, and one answer for everything that is refused.

use bytes::Bytes;
use hyper::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue,
    REFERRER_POLICY, RETRY_AFTER, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use hyper::{Response, StatusCode};

use super::shelf::Parcel;
use super::watched::{Piece, Progress};

pub type Answer = Response<Piece>;

/// For people who open a link in a browser. It says every reason there may be, so it tells none.
const REFUSED: &str = "Dieser Link gilt nicht: Er ist falsch geschrieben, schon benutzt, abgelaufen oder zurückgezogen, oder ihm fehlt die\n\
PIN (hinter dem Link: /PIN). Bitte die Hotline anrufen; sie stellt einen neuen aus.\n\n\
This link is not valid: it is mistyped, used, expired or withdrawn, or its PIN is missing (behind the link: /PIN).\n\
Please call the help desk for a new one.\n";

const TEXT: &str = "text/plain; charset=utf-8";

fn answer(status: StatusCode, kind: &'static str, body: Piece, tls: bool) -> Answer {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    let mut put = |name: HeaderName, value: &'static str| answer.headers_mut().insert(name, HeaderValue::from_static(value));
    put(CONTENT_TYPE, kind);
    put(CACHE_CONTROL, "no-store");
    put(X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(REFERRER_POLICY, "no-referrer");
    put(X_FRAME_OPTIONS, "DENY");
    put(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    if tls {
        put(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    answer
}

/// The end of the connection shows whether the answer was sent whole.
fn last(mut answer: Answer) -> Answer {
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}

/// The one answer for what is unknown, used, expired, revoked, wrong or not there.
pub fn refused(tls: bool) -> Answer {
    last(answer(StatusCode::NOT_FOUND, TEXT, Piece::new(Bytes::from_static(REFUSED.as_bytes())), tls))
}

pub fn busy(tls: bool) -> Answer {
    let body = Piece::new(Bytes::from_static(
        b"Zu viele Anfragen, bitte in einer Minute noch einmal.\nToo many requests, please try again in a minute.\n",
    ));
    let mut answer = last(answer(StatusCode::TOO_MANY_REQUESTS, TEXT, body, tls));
    answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("60"));
    answer
}

/// A profile; `progress` learns when it has left whole.
pub fn parcel(parcel: Parcel, progress: Progress, tls: bool) -> Answer {
    let (kind, name) = (parcel.kind(), parcel.name);
    // The bytes are wiped when they have been sent.
    let mut answer = last(answer(StatusCode::OK, kind, Piece::watched(Bytes::from_owner(parcel.bytes), progress), tls));
    // Linphone and the web phone read the answer itself; a browser saves the others under their name.
    if !matches!(name.rsplit_once('.'), Some((_, "xml" | "json")))
        && let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
    {
        answer.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    answer
}

/// A piece of the web phone's page; `policy` says what the page may load.
pub fn piece(kind: &'static str, bytes: Bytes, policy: &'static str, tls: bool) -> Answer {
    let mut answer = answer(StatusCode::OK, kind, Piece::new(bytes), tls);
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    answer
}

/// The state of the server, for monitoring on the same machine.
pub fn health(text: String) -> Answer {
    last(answer(StatusCode::OK, "application/json; charset=utf-8", Piece::new(Bytes::from(text)), false))
}
