//! What a call takes on the wire, in each direction: packets of 20 ms, fifty a second.
//!
//! Sources of the sizes: RTP 12 bytes (RFC 3550 section 5.1), UDP 8, IPv4 20, IPv6 40, the tag of SRTP 10 (RFC 3711 section 5.2), WireGuard 32
//! around a packet that is padded to a multiple of 16.

/// Fifty packets of 20 ms in each direction.
pub const PACKETS_PER_S: u32 = 50;

/// By its payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// G.711 and G.722: 64 kbit/s.
    G711,
    G729,
    Opus16,
    Opus24,
    Opus32,
}

impl Codec {
    pub const ALL: [Self; 5] = [Self::G711, Self::G729, Self::Opus16, Self::Opus24, Self::Opus32];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::G711 => "G.711, G.722",
            Self::G729 => "G.729",
            Self::Opus16 => "Opus 16 kbit/s",
            Self::Opus24 => "Opus 24 kbit/s",
            Self::Opus32 => "Opus 32 kbit/s",
        }
    }

    fn payload(self) -> u32 {
        match self {
            Self::G711 => 160,
            Self::G729 => 20,
            Self::Opus16 => 40,
            Self::Opus24 => 60,
            Self::Opus32 => 80,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ip {
    V4,
    V6,
}

impl Ip {
    fn header(self) -> u32 {
        match self {
            Self::V4 => 20,
            Self::V6 => 40,
        }
    }
}

/// What is around the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrapping {
    pub ip: Ip,
    pub srtp: bool,
    /// WireGuard over this.
    pub tunnel: Option<Ip>,
    /// Also the frame of Ethernet: head and check sum, without the gap between frames.
    pub ethernet: bool,
}

/// Bytes of a packet.
#[must_use]
pub fn bytes(codec: Codec, around: Wrapping) -> u32 {
    let inner = codec.payload() + 12 + 8 + around.ip.header() + if around.srtp { 10 } else { 0 };
    let outer = match around.tunnel {
        Some(ip) => inner.next_multiple_of(16) + 32 + 8 + ip.header(),
        None => inner,
    };
    outer + if around.ethernet { 18 } else { 0 }
}

/// Of one call in one direction, in kbit/s.
#[must_use]
pub fn kbit_per_s(codec: Codec, around: Wrapping) -> f64 {
    f64::from(bytes(codec, around) * 8 * PACKETS_PER_S) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_of_vendors_are_hit() {
        let plain = Wrapping { ip: Ip::V4, srtp: false, tunnel: None, ethernet: false };
        let ethernet = Wrapping { ethernet: true, ..plain };
        let srtp = Wrapping { srtp: true, ..plain };
        let six = Wrapping { ip: Ip::V6, ..srtp };
        let tunnel = Wrapping { tunnel: Some(Ip::V4), ..srtp };
        let tunnel_six = Wrapping { tunnel: Some(Ip::V6), ..srtp };
        let table = [
            (Codec::G711, [80.0, 87.2, 84.0, 92.0, 113.6, 121.6]),
            (Codec::G729, [24.0, 31.2, 28.0, 36.0, 56.0, 64.0]),
            (Codec::Opus16, [32.0, 39.2, 36.0, 44.0, 62.4, 70.4]),
            (Codec::Opus24, [40.0, 47.2, 44.0, 52.0, 68.8, 76.8]),
            (Codec::Opus32, [48.0, 55.2, 52.0, 60.0, 81.6, 89.6]),
        ];
        for (codec, row) in table {
            for (around, expected) in [plain, ethernet, srtp, six, tunnel, tunnel_six].into_iter().zip(row) {
                let computed = kbit_per_s(codec, around);
                assert!((computed - expected).abs() < 1e-9, "{codec:?} {around:?}: {computed}");
            }
        }
    }
}
