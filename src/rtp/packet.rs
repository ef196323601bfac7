//! The only door to `rtp_rs`, which reads RTCP as RTP; so datagrams are told apart first (RFC 5761 section 4).

use std::fmt;

/// What a datagram on a media port is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datagram<'a> {
    Rtp(Packet<'a>),
    /// RTCP, with its packet type (200 sender report, 201 receiver report, …). Not taken apart here.
    Rtcp(u8),
}

/// One RTP packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet<'a> {
    pub payload_type: u8,
    pub marker: bool,
    pub sequence: u16,
    /// In units of the codec's clock rate.
    pub timestamp: u32,
    pub ssrc: u32,
    pub contributors: Vec<u32>,
    /// Profile and bytes of the header extension.
    pub extension: Option<(u16, &'a [u8])>,
    /// Without padding.
    pub payload: &'a [u8],
}

/// Why a datagram is neither RTP nor RTCP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PacketError {
    TooShort,
    /// Not version 2: STUN, DTLS or noise.
    Version,
    /// Lengths in the header do not fit the datagram.
    Lengths,
    /// A field that RTP cannot carry: payload type above 127, more than 15 contributors.
    Field,
}

impl fmt::Display for PacketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooShort => "too short for RTP",
            Self::Version => "not RTP version 2",
            Self::Lengths => "lengths in the RTP header do not fit the datagram",
            Self::Field => "a field that RTP cannot carry",
        })
    }
}

impl std::error::Error for PacketError {}

/// Reads a datagram.
///
/// # Errors
/// When it is neither RTP nor RTCP.
pub fn read(bytes: &[u8]) -> Result<Datagram<'_>, PacketError> {
    let (Some(first), Some(second)) = (bytes.first(), bytes.get(1)) else { return Err(PacketError::TooShort) };
    if first >> 6 != 2 {
        return Err(PacketError::Version);
    }
    // RTCP packet types 192 to 223 would be RTP payload types 64 to 95 with the marker set, which nobody may use.
    if (192..=223).contains(second) {
        if bytes.len() < 8 {
            return Err(PacketError::TooShort);
        }
        return Ok(Datagram::Rtcp(*second));
    }
    let reader = rtp_rs::RtpReader::new(bytes).map_err(|e| match e {
        rtp_rs::RtpReaderError::BufferTooShort(_) => PacketError::TooShort,
        rtp_rs::RtpReaderError::UnsupportedVersion(_) => PacketError::Version,
        _ => PacketError::Lengths,
    })?;
    Ok(Datagram::Rtp(Packet {
        payload_type: reader.payload_type(),
        marker: reader.mark(),
        sequence: reader.sequence_number().into(),
        timestamp: reader.timestamp(),
        ssrc: reader.ssrc(),
        contributors: reader.csrc().collect(),
        extension: reader.extension(),
        payload: reader.payload(),
    }))
}

impl Packet<'_> {
    /// The bytes on the wire, without padding.
    ///
    /// # Errors
    /// When a field cannot be carried.
    pub fn to_bytes(&self) -> Result<Vec<u8>, PacketError> {
        if self.payload_type > 127 || self.contributors.len() > 15 {
            return Err(PacketError::Field);
        }
        let mut builder = rtp_rs::RtpPacketBuilder::new()
            .payload_type(self.payload_type)
            .marked(self.marker)
            .sequence(self.sequence.into())
            .timestamp(self.timestamp)
            .ssrc(self.ssrc)
            .set_csrc(&self.contributors)
            .payload(self.payload);
        if let Some((profile, bytes)) = self.extension {
            builder = builder.extension(profile, bytes);
        }
        builder.build().map_err(|_| PacketError::Field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_a_known_packet() {
        // V=2, X, two contributors, M, payload type 8 (PCMA); extension of one word; padding of two.
        let bytes = [
            0xb2, 0x88, 0x12, 0x34, 0x00, 0x00, 0x00, 0xa0, 0xde, 0xad, 0xbe, 0xef, 0, 0, 0, 1, 0, 0, 0, 2, 0xbe, 0xde, 0x00,
            0x01, 0x10, 0xaa, 0x00, 0x00, 0xd5, 0xd5, 0x00, 0x02,
        ];
        let Ok(Datagram::Rtp(packet)) = read(&bytes) else { panic!() };
        let expected = Packet {
            payload_type: 8,
            marker: true,
            sequence: 0x1234,
            timestamp: 160,
            ssrc: 0xdead_beef,
            contributors: vec![1, 2],
            extension: Some((0xbede, &bytes[24..28])),
            payload: &[0xd5, 0xd5],
        };
        assert_eq!(packet, expected);
    }

    #[test]
    fn rtcp_is_not_rtp() {
        let mut report = [0; 28];
        report[..4].copy_from_slice(&[0x80, 200, 0, 6]);
        assert_eq!(read(&report), Ok(Datagram::Rtcp(200)));
        assert!(rtp_rs::RtpReader::new(&report).is_ok(), "rtp_rs would take it; should that change, this door can be simpler");
        assert_eq!(read(&report[..4]), Err(PacketError::TooShort));
    }

    #[test]
    fn noise_is_refused() {
        assert_eq!(read(&[]), Err(PacketError::TooShort));
        assert_eq!(read(&[0x80, 8, 0, 0]), Err(PacketError::TooShort));
        assert_eq!(read(b"\x00\x01\x00\x00!\x12\xa4B"), Err(PacketError::Version), "STUN");
        let mut lies = [0; 12];
        lies[0] = 0x8f;
        assert_eq!(read(&lies), Err(PacketError::Lengths), "15 contributors claimed, none there");
        let bad = Packet {
            payload_type: 128,
            marker: false,
            sequence: 0,
            timestamp: 0,
            ssrc: 0,
            contributors: vec![],
            extension: None,
            payload: &[],
        };
        assert_eq!(bad.to_bytes(), Err(PacketError::Field));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            payload_type in 0_u8..64, marker: bool, sequence: u16, timestamp: u32, ssrc: u32,
            contributors in prop::collection::vec(any::<u32>(), 0..16), payload in prop::collection::vec(any::<u8>(), 0..200),
            words in prop::collection::vec(any::<[u8; 4]>(), 0..8), profile: u16, extended: bool,
        ) {
            let words = words.concat();
            let extension = extended.then_some((profile, words.as_slice()));
            let packet = Packet { payload_type, marker, sequence, timestamp, ssrc, contributors, extension, payload: &payload };
            let bytes = packet.to_bytes().unwrap();
            prop_assert_eq!(read(&bytes), Ok(Datagram::Rtp(packet)));
        }

        #[test]
        fn any_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = read(&bytes);
        }
    }
}
