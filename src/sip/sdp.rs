//! Session descriptions (RFC 4566, 3264) as far as a call with one audio stream needs them; keys of RFC 4568.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Larger ones are no telephone's.
const LONGEST: usize = 64 * 1024;
const MOST_STREAMS: usize = 16;

/// What another side describes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Description {
    /// Address of the `c=` line above the streams.
    pub address: Option<String>,
    pub streams: Vec<Stream>,
}

/// One `m=` section.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stream {
    /// `audio`, `video`, ….
    pub kind: String,
    pub port: u16,
    /// `RTP/AVP`, `RTP/SAVP`, ….
    pub profile: String,
    pub formats: Vec<String>,
    pub address: Option<String>,
    /// Encoding name and clock rate by payload type.
    pub names: BTreeMap<u8, (String, u32)>,
    pub direction: Direction,
    pub keys: Vec<Crypto>,
    /// Port of the reports, where it is not the next one.
    pub control_port: Option<u16>,
    /// Reports come over the port of the sound (RFC 5761).
    pub shares_port: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    #[default]
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}

/// One `a=crypto` line. Its `Debug` form hides the key.
#[derive(Clone, PartialEq, Eq)]
pub struct Crypto {
    pub tag: u32,
    pub suite: String,
    /// Master key and salt.
    pub key: Vec<u8>,
}

impl std::fmt::Debug for Crypto {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Crypto({} {})", self.tag, self.suite)
    }
}

impl Description {
    /// Reads what it knows and passes over the rest; none where it is no session description.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= LONGEST)?;
        let mut lines = text.lines().map(|line| line.trim_end_matches('\r'));
        (lines.next()? == "v=0").then_some(())?;
        let mut description = Self::default();
        for line in lines {
            let Some((kind, value)) = line.split_once('=') else { continue };
            if kind == "m" {
                if description.streams.len() == MOST_STREAMS {
                    break;
                }
                description.streams.push(stream(value)?);
                continue;
            }
            match (kind, description.streams.last_mut()) {
                ("c", None) => description.address = address(value),
                ("c", Some(stream)) => stream.address = address(value),
                ("a", Some(stream)) => attribute(stream, value),
                _ => {}
            }
        }
        Some(description)
    }

    /// The first audio stream that is not refused.
    #[must_use]
    pub fn audio(&self) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.kind == "audio" && stream.port != 0)
    }

    /// Where the sound of a stream is to be sent; none for a host name.
    #[must_use]
    pub fn target(&self, stream: &Stream) -> Option<SocketAddr> {
        let address = stream.address.as_ref().or(self.address.as_ref())?;
        Some(SocketAddr::new(address.parse::<IpAddr>().ok()?, stream.port))
    }
}

/// `audio 17004 RTP/AVP 8 101`
fn stream(value: &str) -> Option<Stream> {
    let mut words = value.split(' ').filter(|word| !word.is_empty());
    let kind = words.next()?.to_owned();
    // A count of ports may follow.
    let port = words.next()?.split('/').next()?.parse().ok()?;
    let profile = words.next()?.to_owned();
    Some(Stream { kind, port, profile, formats: words.map(str::to_owned).collect(), ..Stream::default() })
}

/// `IN IP4 192.0.2.1`, with a time to live where it is a group.
fn address(value: &str) -> Option<String> {
    let mut words = value.split(' ').filter(|word| !word.is_empty());
    (words.next()? == "IN").then_some(())?;
    words.next()?;
    Some(words.next()?.split('/').next()?.to_owned())
}

fn attribute(stream: &mut Stream, value: &str) {
    let (name, value) = value.split_once(':').unwrap_or((value, ""));
    match name {
        "rtpmap" => {
            let Some((number, rest)) = value.split_once(' ') else { return };
            let mut parts = rest.trim().split('/');
            if let (Ok(number), Some(name), Some(Ok(rate))) = (number.parse(), parts.next(), parts.next().map(str::parse)) {
                stream.names.insert(number, (name.to_owned(), rate));
            }
        }
        "sendrecv" => stream.direction = Direction::SendRecv,
        "sendonly" => stream.direction = Direction::SendOnly,
        "recvonly" => stream.direction = Direction::RecvOnly,
        "inactive" => stream.direction = Direction::Inactive,
        "crypto" => stream.keys.extend(crypto(value)),
        "rtcp" => stream.control_port = value.split(' ').next().and_then(|port| port.parse().ok()),
        "rtcp-mux" => stream.shares_port = true,
        _ => {}
    }
}

/// `1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:32`
fn crypto(value: &str) -> Option<Crypto> {
    let mut words = value.split(' ').filter(|word| !word.is_empty());
    let (tag, suite) = (words.next()?.parse().ok()?, words.next()?.to_owned());
    let key = words.next()?.strip_prefix("inline:")?.split('|').next()?;
    Some(Crypto { tag, suite, key: STANDARD.decode(key).ok()? })
}

impl Stream {
    /// Payload types of the codecs offered, in their order, with name and clock rate; static ones need no `a=rtpmap`.
    pub fn codecs(&self) -> impl Iterator<Item = (u8, &str, u32)> {
        self.formats.iter().filter_map(|format| {
            let number: u8 = format.parse().ok()?;
            match (self.names.get(&number), number) {
                (Some((name, rate)), _) => Some((number, name.as_str(), *rate)),
                (None, 0) => Some((0, "PCMU", 8000)),
                (None, 8) => Some((8, "PCMA", 8000)),
                (None, 9) => Some((9, "G722", 8000)),
                (None, 18) => Some((18, "G729", 8000)),
                _ => None,
            }
        })
    }

    /// The payload type of a codec of this name at 8000 Hz.
    #[must_use]
    pub fn number_of(&self, wanted: &str) -> Option<u8> {
        self.codecs().find(|(_, name, rate)| name.eq_ignore_ascii_case(wanted) && *rate == 8000).map(|(number, ..)| number)
    }

    /// `PCMA/8000, telephone-event/8000`, for people.
    #[must_use]
    pub fn names(&self) -> String {
        self.codecs().map(|(_, name, rate)| format!("{name}/{rate}")).collect::<Vec<_>>().join(", ")
    }

    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.profile.contains("SAVP")
    }
}

/// What we describe: one audio stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ours {
    pub address: String,
    pub port: u16,
    /// Number of the session, the same in each version of it.
    pub session: u64,
    pub version: u32,
    /// Payload type, name, clock rate.
    pub codecs: Vec<(u8, String, u32)>,
    pub keys: Vec<Crypto>,
    pub direction: Direction,
    /// Streams of an offer that an answer has to refuse: those before and after the audio stream (RFC 3264 section 6).
    pub refused: (Vec<String>, Vec<String>),
}

impl Ours {
    #[must_use]
    pub fn to_text(&self) -> String {
        let family = if self.address.contains(':') { "IP6" } else { "IP4" };
        let at = format!("IN {family} {}", self.address);
        let mut text = format!("v=0\r\no=- {} {} {at}\r\ns=-\r\nc={at}\r\nt=0 0\r\n", self.session, self.version);
        let refuse = |text: &mut String, streams: &[String]| {
            for media in streams {
                let _ = write!(text, "m={media}\r\n");
            }
        };
        refuse(&mut text, &self.refused.0);
        let profile = if self.keys.is_empty() { "RTP/AVP" } else { "RTP/SAVP" };
        let _ = write!(text, "m=audio {} {profile}", self.port);
        for (number, ..) in &self.codecs {
            let _ = write!(text, " {number}");
        }
        text += "\r\n";
        for (number, name, rate) in &self.codecs {
            let _ = write!(text, "a=rtpmap:{number} {name}/{rate}\r\n");
            if name == "telephone-event" {
                let _ = write!(text, "a=fmtp:{number} 0-16\r\n");
            }
        }
        for Crypto { tag, suite, key } in &self.keys {
            let _ = write!(text, "a=crypto:{tag} {suite} inline:{}\r\n", STANDARD.encode(key));
        }
        let direction = match self.direction {
            Direction::SendRecv => "sendrecv",
            Direction::SendOnly => "sendonly",
            Direction::RecvOnly => "recvonly",
            Direction::Inactive => "inactive",
        };
        let _ = write!(text, "a=ptime:20\r\na={direction}\r\n");
        refuse(&mut text, &self.refused.1);
        text
    }
}

/// The streams of an offer besides its audio stream, each refused by port 0.
#[must_use]
pub fn refusals(offer: &Description) -> (Vec<String>, Vec<String>) {
    let at = offer.streams.iter().position(|stream| stream.kind == "audio" && stream.port != 0).unwrap_or(offer.streams.len());
    let refused = |stream: &Stream| format!("{} 0 {} {}", stream.kind, stream.profile, stream.formats.join(" "));
    let after = offer.streams.get(at + 1..).unwrap_or_default();
    (offer.streams[..at].iter().map(refused).collect(), after.iter().map(refused).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFER: &str = "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=Asterisk\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n\
        m=video 5000 RTP/AVP 96\r\nm=audio 17004 RTP/SAVP 9 8 101\r\nc=IN IP4 192.0.2.10/127\r\na=rtpmap:9 G722/8000\r\n\
        a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\n\
        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:32\r\na=rtcp:17009 IN IP4 192.0.2.10\r\n\
        a=sendonly\r\nm=image 0 udptl t38\r\n";

    #[test]
    fn reads_an_offer() {
        let offer = Description::parse(OFFER.as_bytes()).unwrap();
        let audio = offer.audio().unwrap();
        assert_eq!(offer.target(audio), Some("192.0.2.10:17004".parse().unwrap()));
        assert_eq!(audio.names(), "G722/8000, PCMA/8000, telephone-event/8000");
        assert_eq!(
            (audio.number_of("pcma"), audio.number_of("telephone-event"), audio.number_of("PCMU")),
            (Some(8), Some(101), None)
        );
        assert_eq!((audio.direction, audio.control_port, audio.is_secure()), (Direction::SendOnly, Some(17009), true));
        assert_eq!((audio.keys[0].tag, audio.keys[0].key.len()), (1, 30));
        assert_eq!(format!("{:?}", audio.keys[0]), "Crypto(1 AES_CM_128_HMAC_SHA1_80)", "no key");
        assert_eq!(refusals(&offer), (vec!["video 0 RTP/AVP 96".to_owned()], vec!["image 0 udptl t38".to_owned()]));
    }

    #[test]
    fn what_we_write_reads_back() {
        let ours = Ours {
            address: "::1".to_owned(),
            port: 30_000,
            session: 5,
            version: 2,
            codecs: vec![(8, "PCMA".to_owned(), 8000), (101, "telephone-event".to_owned(), 8000)],
            keys: vec![Crypto { tag: 1, suite: "AES_CM_128_HMAC_SHA1_32".to_owned(), key: vec![1; 30] }],
            direction: Direction::SendRecv,
            refused: (vec!["video 0 RTP/AVP 96".to_owned()], vec![]),
        };
        let read = Description::parse(ours.to_text().as_bytes()).unwrap();
        let audio = read.audio().unwrap();
        assert_eq!(read.target(audio), Some("[::1]:30000".parse().unwrap()));
        assert_eq!((audio.names().as_str(), &audio.keys), ("PCMA/8000, telephone-event/8000", &ours.keys));
        assert_eq!(read.streams[0].port, 0);
    }

    #[test]
    fn static_types_need_no_map_and_nonsense_is_none() {
        let plain = Description::parse(b"v=0\nm=audio 4000 RTP/AVP 0 8 77\n").unwrap();
        assert_eq!(plain.audio().unwrap().names(), "PCMU/8000, PCMA/8000");
        assert_eq!(plain.target(plain.audio().unwrap()), None);
        for bad in ["", "v=1\n", "v=0\nm=audio\n", "v=0\nm=audio x RTP/AVP 0\n", "v=0\nm=audio 99999 RTP/AVP 0\n"] {
            assert_eq!(Description::parse(bad.as_bytes()), None, "{bad:?}");
        }
        assert_eq!(Description::parse(&[0xff, 0xfe]), None);
    }

    #[test]
    fn any_change_to_an_offer_is_no_panic() {
        let mut state = 3_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as usize
        };
        for _ in 0..20_000 {
            let mut bytes = OFFER.as_bytes().to_vec();
            for _ in 0..1 + next() % 4 {
                let at = next() % bytes.len();
                match next() % 3 {
                    0 => bytes[at] = next() as u8,
                    1 => drop(bytes.remove(at)),
                    _ => bytes.insert(at, b"0:=/ \r\n9|"[next() % 9]),
                }
            }
            if let Some(read) = Description::parse(&bytes) {
                let _ = read.audio().map(|audio| (audio.names(), read.target(audio)));
                let _ = refusals(&read);
            }
        }
    }
}
