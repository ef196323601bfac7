//! Offer and answer (RFC 3264): which codec, which keys, where to.

use std::net::SocketAddr;

use super::facts::Declined;
use crate::rtp::codec::Codec;
use crate::rtp::dtmf;
use crate::rtp::media::Agreed;
use crate::rtp::srtp::{Context, KEY, SALT, Suite};
use crate::sip::sdp::{Crypto, Description, Direction, Ours, Stream, refusals};
use crate::sip::tokens::Tokens;

/// Payload type of events in our offers.
const EVENTS: u8 = 101;

/// What is encrypted, as the plan has it for the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encryption {
    Never,
    Either,
    Always,
}

/// What one side of ours describes.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    ours: Ours,
    encryption: Encryption,
    pub events_agreed: bool,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Agreement {
    pub agreed: Agreed,
    pub remote: Option<SocketAddr>,
    pub remote_control: Option<SocketAddr>,
}

impl Sheet {
    pub fn new(address: &str, port: u16, encryption: Encryption, secure: bool, tokens: &mut Tokens) -> Self {
        let mut codecs: Vec<(u8, String, u32)> =
            Codec::ALL.iter().map(|codec| (codec.payload_type(), codec.name().to_owned(), codec.clock_rate())).collect();
        codecs.push((EVENTS, dtmf::NAME.to_owned(), 8000));
        let keys =
            if secure { Suite::ALL.iter().zip(1..).map(|(suite, tag)| key(tag, *suite, tokens)).collect() } else { Vec::new() };
        let ours = Ours {
            address: address.to_owned(),
            port,
            session: tokens.next_u64() >> 2,
            version: 1,
            codecs,
            keys,
            direction: Direction::SendRecv,
            refused: (Vec::new(), Vec::new()),
        };
        Self { ours, encryption, events_agreed: false }
    }

    pub fn text(&self) -> Vec<u8> {
        self.ours.to_text().into_bytes()
    }

    pub fn set_port(&mut self, port: u16) {
        self.ours.port = port;
    }

    /// The same once more, as a later version.
    pub fn again(&mut self) -> Vec<u8> {
        self.ours.version += 1;
        self.text()
    }
}

fn key(tag: u32, suite: Suite, tokens: &mut Tokens) -> Crypto {
    let words: Vec<u8> = (0..4).flat_map(|_| tokens.next_u64().to_le_bytes()).collect();
    Crypto { tag, suite: suite.name().to_owned(), key: words[..KEY + SALT].to_vec() }
}

fn context(crypto: &Crypto) -> Option<Context> {
    let suite = Suite::from_name(&crypto.suite)?;
    let key: &[u8; KEY] = crypto.key.get(..KEY)?.try_into().ok()?;
    let salt: &[u8; SALT] = crypto.key.get(KEY..KEY + SALT)?.try_into().ok()?;
    Some(Context::new(suite, key, salt))
}

/// The first codec of the other side that is ours too.
fn codec(stream: &Stream) -> Result<Codec, Declined> {
    let known = |(number, name, _): (u8, &str, u32)| {
        Codec::of_payload_type(number).filter(|codec| codec.name().eq_ignore_ascii_case(name))
    };
    stream.codecs().find_map(known).ok_or_else(|| Declined::Codec(stream.names()))
}

fn targets(theirs: &Description, stream: &Stream) -> (Option<SocketAddr>, Option<SocketAddr>) {
    let sound = theirs.target(stream);
    let control = sound.map(|at| {
        let port = if stream.shares_port { at.port() } else { stream.control_port.unwrap_or(at.port().saturating_add(1)) };
        SocketAddr::new(at.ip(), port)
    });
    (sound, control)
}

/// The PBX's answer to our offer.
pub(super) fn with_answer(sheet: &mut Sheet, body: &[u8]) -> Result<Agreement, Declined> {
    let theirs = Description::parse(body).ok_or(Declined::Unusable)?;
    let stream = theirs.audio().ok_or(Declined::Unusable)?;
    let codec = codec(stream)?;
    let (mut secure_out, mut secure_in) = (None, None);
    if !sheet.ours.keys.is_empty() {
        // The tag says which of ours was taken; the key is that of the other side.
        let taken = stream.keys.iter().find_map(|theirs| {
            let ours = sheet.ours.keys.iter().find(|ours| ours.tag == theirs.tag && ours.suite == theirs.suite)?;
            Some((context(ours)?, context(theirs)?))
        });
        let (ours, theirs) = taken.ok_or(Declined::Encryption { offered: false })?;
        (secure_out, secure_in) = (Some(ours), Some(theirs));
    } else if stream.is_secure() {
        return Err(Declined::Encryption { offered: true });
    }
    let events_out = stream.number_of(dtmf::NAME);
    let (remote, remote_control) = targets(&theirs, stream);
    sheet.events_agreed = events_out.is_some();
    let agreed = Agreed { codec, events_out, events_in: Some(EVENTS), secure_out, secure_in };
    Ok(Agreement { agreed, remote, remote_control })
}

/// Whether an offer can be answered at all.
pub(super) fn acceptable(sheet: &Sheet, body: &[u8], tokens: &Tokens) -> Result<(), Declined> {
    with_offer(&mut sheet.clone(), body, &mut tokens.clone()).map(|_| ())
}

/// The PBX's offer; gives what is agreed and our answer.
pub(super) fn with_offer(sheet: &mut Sheet, body: &[u8], tokens: &mut Tokens) -> Result<(Agreement, String), Declined> {
    let theirs = Description::parse(body).ok_or(Declined::Unusable)?;
    let stream = theirs.audio().ok_or(Declined::Unusable)?;
    let codec = codec(stream)?;
    let secure = stream.is_secure();
    match (secure, sheet.encryption) {
        (true, Encryption::Never) => return Err(Declined::Encryption { offered: true }),
        (false, Encryption::Always) => return Err(Declined::Encryption { offered: false }),
        _ => {}
    }
    let (mut secure_out, mut secure_in, mut keys) = (None, None, Vec::new());
    if secure {
        let known = stream.keys.iter().find(|crypto| Suite::from_name(&crypto.suite).is_some());
        let crypto = known.ok_or(Declined::Encryption { offered: true })?;
        let suite = Suite::from_name(&crypto.suite).ok_or(Declined::Unusable)?;
        // Later descriptions of the same call keep our key.
        let kept = sheet.ours.keys.iter().find(|ours| ours.suite == crypto.suite && ours.tag == crypto.tag).cloned();
        let ours = kept.unwrap_or_else(|| key(crypto.tag, suite, tokens));
        secure_out = context(&ours);
        secure_in = Some(context(crypto).ok_or(Declined::Encryption { offered: true })?);
        keys.push(ours);
    }
    let events = stream.number_of(dtmf::NAME);
    sheet.events_agreed = events.is_some();
    let mut codecs = vec![(codec.payload_type(), codec.name().to_owned(), codec.clock_rate())];
    codecs.extend(events.map(|number| (number, dtmf::NAME.to_owned(), 8000)));
    let direction = match stream.direction {
        Direction::SendOnly => Direction::RecvOnly,
        Direction::RecvOnly => Direction::SendOnly,
        other => other,
    };
    let version = sheet.ours.version + 1;
    sheet.ours = Ours { version, codecs, keys, direction, refused: refusals(&theirs), ..sheet.ours.clone() };
    let (remote, remote_control) = targets(&theirs, stream);
    let agreed = Agreed { codec, events_out: events, events_in: events, secure_out, secure_in };
    Ok((Agreement { agreed, remote, remote_control }, sheet.ours.to_text()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens() -> Tokens {
        Tokens::from_seed([3; 32])
    }

    fn sheet(encryption: Encryption, secure: bool) -> Sheet {
        Sheet::new("127.0.0.1", 40_000, encryption, secure, &mut tokens())
    }

    #[test]
    fn two_sheets_agree_with_each_other() {
        for (encryption, secure) in [(Encryption::Never, false), (Encryption::Always, true), (Encryption::Either, true)] {
            let mut caller = sheet(encryption, secure);
            let mut callee = sheet(encryption, false);
            let (theirs, text) = with_offer(&mut callee, &caller.text(), &mut tokens()).unwrap();
            let ours = with_answer(&mut caller, text.as_bytes()).unwrap();
            assert_eq!((ours.agreed.codec, theirs.agreed.codec), (Codec::Pcma, Codec::Pcma));
            assert_eq!((ours.agreed.events_out, theirs.agreed.events_out), (Some(101), Some(101)));
            assert_eq!(
                (ours.remote, ours.remote_control),
                (Some("127.0.0.1:40000".parse().unwrap()), Some("127.0.0.1:40001".parse().unwrap()))
            );
            assert_eq!((ours.agreed.secure_out.is_some(), theirs.agreed.secure_in.is_some()), (secure, secure));
        }
    }

    #[test]
    fn what_does_not_fit_is_declined_with_its_reason() {
        let offer =
            |profile: &str, formats: &str| format!("v=0\nc=IN IP4 127.0.0.1\nm=audio 4000 {profile} {formats}\n").into_bytes();
        let declined = |encryption, offer: Vec<u8>| with_offer(&mut sheet(encryption, false), &offer, &mut tokens()).unwrap_err();
        assert_eq!(declined(Encryption::Never, offer("RTP/AVP", "18")), Declined::Codec("G729/8000".to_owned()));
        assert_eq!(declined(Encryption::Never, offer("RTP/SAVP", "8")), Declined::Encryption { offered: true });
        assert_eq!(declined(Encryption::Always, offer("RTP/AVP", "8")), Declined::Encryption { offered: false });
        assert_eq!(declined(Encryption::Either, offer("RTP/SAVP", "8")), Declined::Encryption { offered: true }, "no key");
        assert_eq!(declined(Encryption::Never, b"v=0\n".to_vec()), Declined::Unusable);
        let refused = with_answer(&mut sheet(Encryption::Always, true), &offer("RTP/SAVP", "8")).unwrap_err();
        assert_eq!(refused, Declined::Encryption { offered: false });
    }
}
