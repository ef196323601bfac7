// The library's type of a refusal is large.
#![allow(clippy::result_large_err)]

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::{HeaderValue, StatusCode};

use crate::domain::Transport;
use crate::net::{Flow, FlowError, Target, WebSocketFault};

const PATIENCE: Duration = Duration::from_secs(10);

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(PATIENCE * 2, future).await.expect("in time") })
}

/// Serves one connection and gives what the client finds.
async fn open<F: Future<Output = ()> + Send + 'static>(
    serve: impl FnOnce(TcpStream) -> F + Send + 'static,
) -> Result<Flow, FlowError> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { serve(listener.accept().await.unwrap().0).await });
    let target = Target { ws_path: "/sip".to_owned(), ..Target::new("127.0.0.1", port, Transport::Ws) };
    Flow::open(&target, PATIENCE / 10).await
}

/// A server that gives `chosen` as the subprotocol under `/sip` and nothing elsewhere.
fn answer(request: &Request, mut response: Response, chosen: Option<&'static str>) -> Result<Response, ErrorResponse> {
    assert_eq!(request.headers()["Sec-WebSocket-Protocol"], "sip");
    if request.uri().path() != "/sip" {
        let mut refused = ErrorResponse::new(None);
        *refused.status_mut() = StatusCode::NOT_FOUND;
        return Err(refused);
    }
    if let Some(chosen) = chosen {
        response.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static(chosen));
    }
    Ok(response)
}

#[test]
fn messages_come_whole_and_keep_alives_are_none() {
    run(async {
        let (told, heard) = tokio::sync::oneshot::channel();
        let mut flow = open(|stream| async move {
            let asked =
                tokio_tungstenite::accept_hdr_async(stream, |request: &Request, response| answer(request, response, Some("sip")));
            let mut socket = asked.await.unwrap();
            let first = socket.next().await.unwrap().unwrap();
            for message in [
                Message::text("\r\n\r\n"),
                Message::Ping("x".into()),
                Message::text("SIP/2.0 200 OK\r\n\r\n"),
                Message::binary(&b"SIP/2.0 200 \xe4\r\n\r\n"[..]),
            ] {
                socket.send(message).await.unwrap();
            }
            socket.close(None).await.unwrap();
            told.send(first).unwrap();
            while socket.next().await.is_some() {}
        })
        .await
        .unwrap();
        flow.send(b"OPTIONS sip:h SIP/2.0\r\n\r\n").await.unwrap();
        assert_eq!(flow.recv().await.unwrap(), b"SIP/2.0 200 OK\r\n\r\n");
        assert_eq!(flow.recv().await.unwrap(), b"SIP/2.0 200 \xe4\r\n\r\n");
        assert_eq!(flow.recv().await.unwrap_err(), FlowError::Closed);
        assert_eq!(heard.await.unwrap(), Message::text("OPTIONS sip:h SIP/2.0\r\n\r\n"));
    });
}

#[test]
fn what_is_no_web_socket_for_sip_is_named() {
    let error = |chosen: Option<&'static str>| {
        run(open(move |stream| async move {
            let _ =
                tokio_tungstenite::accept_hdr_async(stream, move |request: &Request, response| answer(request, response, chosen))
                    .await;
            tokio::time::sleep(PATIENCE).await;
        }))
        .unwrap_err()
    };
    assert_eq!(error(None), FlowError::WebSocket(WebSocketFault::NoSip));
    assert_eq!(error(Some("mqtt")), FlowError::WebSocket(WebSocketFault::NoSip));
    let raw = |bytes: &'static [u8]| {
        run(open(move |mut stream| async move {
            stream.write_all(bytes).await.unwrap();
            tokio::time::sleep(PATIENCE).await;
        }))
        .unwrap_err()
    };
    let missing = raw(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(missing, FlowError::WebSocket(WebSocketFault::Refused(404)));
    assert!(missing.words().de.contains("HTTP 404"));
    assert_eq!(raw(b"SIP/2.0 400 Bad Request\r\n\r\n"), FlowError::WebSocket(WebSocketFault::NoHttp));
    assert_eq!(raw(b""), FlowError::WebSocket(WebSocketFault::NoHttp), "silence");
}
