//! One WebSocket of the lab (RFC 7118), below `/ws` as Asterisk has it: one message of the WebSocket is one SIP message.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::{HeaderValue, StatusCode};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// When it is due, and what.
type Waiting = (tokio::time::Instant, Vec<u8>);

const PATH: &str = "/ws";
const SUBPROTOCOL: &str = "sip";
const MOST: usize = 64 * 1024;

/// What the request for a WebSocket gets.
// The library's type of a refusal is large.
#[allow(clippy::result_large_err)]
fn opened(request: &Request, mut response: Response) -> Result<Response, ErrorResponse> {
    let refused = |status| {
        let mut response = ErrorResponse::new(None);
        *response.status_mut() = status;
        Err(response)
    };
    if request.uri().path() != PATH {
        return refused(StatusCode::NOT_FOUND);
    }
    let asked = request.headers().get_all("Sec-WebSocket-Protocol").iter().filter_map(|value| value.to_str().ok());
    if !asked.flat_map(|value| value.split(',')).any(|protocol| protocol.trim().eq_ignore_ascii_case(SUBPROTOCOL)) {
        return refused(StatusCode::BAD_REQUEST);
    }
    response.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static(SUBPROTOCOL));
    Ok(response)
}

/// Serves one connection until its end. `receive` takes one message; what is to be sent comes by the queue.
pub(super) async fn talk<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    within: Duration,
    (queue, mut waiting): (mpsc::Sender<Waiting>, mpsc::Receiver<Waiting>),
    receive: impl Fn(&[u8]),
) {
    let config = WebSocketConfig::default().max_message_size(Some(MOST)).max_frame_size(Some(MOST));
    let asked = tokio_tungstenite::accept_hdr_async_with_config(stream, opened, Some(config));
    let Ok(Ok(socket)) = tokio::time::timeout(within, asked).await else { return };
    let (mut sink, mut messages) = socket.split();
    tokio::spawn(async move {
        while let Some((due, bytes)) = waiting.recv().await {
            tokio::time::sleep_until(due).await;
            let message = String::from_utf8(bytes).map_or_else(|error| Message::binary(error.into_bytes()), Message::text);
            if sink.send(message).await.is_err() {
                return;
            }
        }
        let _ = sink.close().await;
    });
    while let Some(Ok(message)) = messages.next().await {
        let bytes = match &message {
            Message::Text(text) => text.as_bytes(),
            Message::Binary(bytes) => bytes,
            Message::Close(_) => return,
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => continue,
        };
        // A keep-alive of two line ends gets one (RFC 5626 section 4.4.1).
        if bytes != b"\r\n\r\n" {
            receive(bytes);
        } else if queue.send((tokio::time::Instant::now(), b"\r\n".to_vec())).await.is_err() {
            return;
        }
    }
}
