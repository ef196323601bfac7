//! SIP over a byte stream, for clients and servers alike.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::sip::framing::{Frame, Framer};

use super::error::FlowError;

/// A peer that takes no data for so long is given up.
const STALL: Duration = Duration::from_secs(10);
/// Bytes that one TLS record holds.
const RECORD: usize = 16 * 1024;

/// What a stream brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// One whole message.
    Message(Vec<u8>),
    /// The answer to our keep-alive.
    Pong,
}

/// Cuts messages out of a stream and answers keep-alives. All calls may be dropped half-way without harm.
#[derive(Debug)]
pub struct SipStream<S> {
    stream: S,
    framer: Framer,
    outgoing: Vec<u8>,
    buffer: Vec<u8>,
    heard: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> SipStream<S> {
    pub fn new(stream: S) -> Self {
        Self { stream, framer: Framer::default(), outgoing: Vec::new(), buffer: vec![0; RECORD], heard: false }
    }

    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// Sends one message, or `\r\n\r\n` as a keep-alive.
    ///
    /// # Errors
    /// When the connection is gone or the peer takes nothing for 10 s.
    pub async fn send(&mut self, bytes: &[u8]) -> Result<(), FlowError> {
        self.queue(bytes).await?;
        self.flush().await
    }

    /// Sends one message with those that follow it: what is queued waits for [`SipStream::flush`], unless it fills a TLS record (RFC 8446
    /// section 5.1).
    ///
    /// # Errors
    /// As [`SipStream::send`].
    pub async fn queue(&mut self, bytes: &[u8]) -> Result<(), FlowError> {
        self.outgoing.extend_from_slice(bytes);
        if self.outgoing.len() < RECORD { Ok(()) } else { self.flush().await }
    }

    /// Sends what is queued; costs nothing where nothing is.
    ///
    /// # Errors
    /// As [`SipStream::send`].
    pub async fn flush(&mut self) -> Result<(), FlowError> {
        if self.outgoing.is_empty() {
            return Ok(());
        }
        let heard = self.heard;
        while !self.outgoing.is_empty() {
            let write = self.stream.write(&self.outgoing);
            match tokio::time::timeout(STALL, write).await {
                Err(_) => return Err(FlowError::Stalled),
                Ok(Err(error)) => return Err(at_once(FlowError::from_io(&error), heard)),
                Ok(Ok(0)) => return Err(at_once(FlowError::Closed, heard)),
                Ok(Ok(n)) => {
                    self.outgoing.drain(..n);
                }
            }
        }
        self.stream.flush().await.map_err(|e| at_once(FlowError::from_io(&e), heard))
    }

    /// The next message or pong; a ping of the peer is answered on the way.
    ///
    /// # Errors
    /// When the connection ends, or what comes is no SIP.
    pub async fn recv(&mut self) -> Result<Incoming, FlowError> {
        loop {
            match self.framer.next_frame().map_err(FlowError::Framing)? {
                Some(Frame::Message(bytes)) => return Ok(Incoming::Message(bytes)),
                Some(Frame::Pong) => return Ok(Incoming::Pong),
                Some(Frame::Ping) => self.outgoing.extend_from_slice(b"\r\n"),
                None => {
                    self.flush().await?;
                    match self.stream.read(&mut self.buffer).await {
                        Ok(0) => return Err(at_once(FlowError::Closed, self.heard)),
                        Ok(n) => {
                            if !self.heard && is_tls_record(&self.buffer[..n]) {
                                return Err(FlowError::SpeaksTls);
                            }
                            self.heard = true;
                            self.framer.push(&self.buffer[..n]);
                        }
                        Err(error) => return Err(at_once(FlowError::from_io(&error), self.heard)),
                    }
                }
            }
        }
    }
}

/// An alert or handshake record of any TLS version (RFC 8446 section 5.1): what a TLS port says to plain text.
fn is_tls_record(bytes: &[u8]) -> bool {
    matches!(bytes, [0x15 | 0x16, 0x03, ..])
}

fn at_once(error: FlowError, heard: bool) -> FlowError {
    if error == FlowError::Closed && !heard { FlowError::ClosedAtOnce } else { error }
}
