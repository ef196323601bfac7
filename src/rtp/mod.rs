//! RTP arithmetic: packets, sequence tracking and loss, jitter.
//!
//! In: datagrams and arrival times. Out: figures for a line's quality. RFC 3550 (A.1, A.3, A.8), RFC 5761 (RTCP on the same port).
//! May import: `domain`. Pure; nothing here touches a socket or a clock. Start with [`packet`].

pub mod jitter;
pub mod loss;
pub mod packet;
