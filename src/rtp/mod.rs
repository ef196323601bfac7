//! The sound of a call: packets, loss, jitter, reports, codecs, tones, digits, keys, and how good a call is.
//!
//! In: datagrams and arrival times. Out: datagrams to send, what was heard, figures for a line's quality. RFC 3550, 3551, 3711, 4733,
//! 5761; ITU-T G.107, G.711, G.722.
//! May import: `domain`. Pure; nothing here touches a socket or a clock. Start with [`media`].

pub mod burst;
pub mod codec;
pub mod dtmf;
pub mod g711;
pub mod jitter;
pub mod loss;
pub mod media;
pub mod packet;
pub mod quality;
pub mod rtcp;
pub mod srtp;
pub mod tone;
