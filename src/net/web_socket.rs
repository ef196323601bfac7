//! SIP over WebSocket, for the client side (RFC 7118): one message of the WebSocket is one SIP message.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::error::{FlowError, WebSocketFault};

/// A peer that takes no data for so long is given up.
const STALL: Duration = Duration::from_secs(10);
/// As much as a stream may send as one SIP message.
const MOST: usize = 64 * 1024;
/// RFC 7118 section 4.1.
const SUBPROTOCOL: &str = "sip";

/// An open WebSocket that speaks SIP.
#[derive(Debug)]
pub(super) struct SipSocket<S> {
    socket: WebSocketStream<S>,
    /// Something is queued that may not have left.
    unsent: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> SipSocket<S> {
    /// Asks for the WebSocket below `url`, such as `ws://192.0.2.1:8088/ws`. `stream` is connected, and encrypted where it shall be.
    pub(super) async fn open(url: &str, stream: S) -> Result<Self, FlowError> {
        let mut request = url.into_client_request().map_err(|_| FlowError::WebSocket(WebSocketFault::Path))?;
        request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static(SUBPROTOCOL));
        let config = WebSocketConfig::default().max_message_size(Some(MOST)).max_frame_size(Some(MOST));
        let (socket, answer) =
            tokio_tungstenite::client_async_with_config(request, stream, Some(config)).await.map_err(|e| refused(&e))?;
        let chosen = answer.headers().get("Sec-WebSocket-Protocol").and_then(|value| value.to_str().ok());
        match chosen {
            Some(chosen) if chosen.eq_ignore_ascii_case(SUBPROTOCOL) => Ok(Self { socket, unsent: false }),
            _ => Err(FlowError::WebSocket(WebSocketFault::NoSip)),
        }
    }

    pub(super) async fn send(&mut self, bytes: &[u8]) -> Result<(), FlowError> {
        self.queue(bytes).await?;
        self.flush().await
    }

    /// Sends one message with those that follow it: it may wait for [`SipSocket::flush`].
    pub(super) async fn queue(&mut self, bytes: &[u8]) -> Result<(), FlowError> {
        // SIP is text; what is no UTF-8 goes as bytes (RFC 7118 section 4.2).
        let message = match std::str::from_utf8(bytes) {
            Ok(text) => Message::text(text),
            Err(_) => Message::binary(bytes.to_vec()),
        };
        self.unsent = true;
        within_stall(self.socket.feed(message)).await
    }

    /// Sends what is queued; costs nothing where nothing is.
    pub(super) async fn flush(&mut self) -> Result<(), FlowError> {
        if std::mem::take(&mut self.unsent) { within_stall(self.socket.flush()).await } else { Ok(()) }
    }

    /// The next SIP message. May be dropped half-way without losing anything; pings are answered on the way.
    pub(super) async fn recv(&mut self) -> Result<Vec<u8>, FlowError> {
        loop {
            let bytes = match self.socket.next().await {
                None | Some(Ok(Message::Close(_))) => return Err(FlowError::Closed),
                Some(Err(error)) => return Err(broken(&error)),
                Some(Ok(Message::Text(text))) => text.as_bytes().to_vec(),
                Some(Ok(Message::Binary(bytes))) => bytes.to_vec(),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
            };
            // The other side's keep-alive (RFC 7118 section 6) is no message.
            if !bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
                return Ok(bytes);
            }
        }
    }
}

async fn within_stall(sent: impl Future<Output = Result<(), Error>>) -> Result<(), FlowError> {
    tokio::time::timeout(STALL, sent).await.map_err(|_| FlowError::Stalled)?.map_err(|error| broken(&error))
}

/// Why the WebSocket was not opened.
fn refused(error: &Error) -> FlowError {
    match error {
        Error::Http(answer) => FlowError::WebSocket(WebSocketFault::Refused(answer.status().as_u16())),
        Error::Protocol(ProtocolError::SecWebSocketSubProtocolError(_)) => FlowError::WebSocket(WebSocketFault::NoSip),
        Error::Protocol(ProtocolError::HandshakeIncomplete) => FlowError::ClosedAtOnce,
        Error::Protocol(_) | Error::Capacity(_) | Error::HttpFormat(_) | Error::Utf8(_) | Error::AttackAttempt => {
            FlowError::WebSocket(WebSocketFault::NoHttp)
        }
        other => broken(other),
    }
}

fn broken(error: &Error) -> FlowError {
    match error {
        Error::Io(error) => FlowError::from_io(error),
        Error::Capacity(_) => FlowError::Framing(crate::sip::framing::FrameError::TooLarge),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) | Error::ConnectionClosed | Error::AlreadyClosed => {
            FlowError::Closed
        }
        _ => FlowError::WebSocket(WebSocketFault::NoHttp),
    }
}

#[cfg(test)]
mod tests;
