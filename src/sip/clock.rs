//! What a server's answers tell about its clock.

/// Times a server wrote into one response, in seconds since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ServerClock {
    /// From the Date header.
    pub date: Option<i64>,
    /// From the nonce: Asterisk writes `<unix time>/<hash>`, Kamailio base64 with expiry and issue time in front (measured on
    /// Asterisk 22.10 and Kamailio 5.6).
    pub nonce: Option<i64>,
}

impl ServerClock {
    /// The best reading there is.
    #[must_use]
    pub fn seconds(&self) -> Option<i64> {
        self.date.or(self.nonce)
    }
}

/// Reads an RFC 1123 date as SIP sends it (RFC 3261 section 20.17).
#[must_use]
pub fn date_seconds(value: &str) -> Option<i64> {
    if !value.ends_with("GMT") {
        return None;
    }
    jiff::fmt::rfc2822::parse(value).ok().map(|zoned| zoned.timestamp().as_second())
}

/// The issue time inside a nonce, where its form is known.
#[must_use]
pub fn nonce_seconds(nonce: &str) -> Option<i64> {
    // 2001-09-09 to 2100: anything else is chance.
    let plausible = |s: &i64| (1_000_000_000..4_102_444_800).contains(s);
    if let Some((time, _)) = nonce.split_once('/')
        && time.len() == 10
        && time.bytes().all(|b| b.is_ascii_digit())
    {
        return time.parse().ok().filter(plausible);
    }
    let head = base64_head(nonce.get(..12)?)?;
    let word = |at: usize| i64::from(u32::from_be_bytes(std::array::from_fn(|n| head[at + n])));
    let (expiry, issued) = (word(0), word(4));
    (plausible(&issued) && (1..=86_400).contains(&(expiry - issued))).then_some(issued)
}

/// Twelve base64 digits to nine bytes.
fn base64_head(text: &str) -> Option<[u8; 9]> {
    let mut out = [0; 9];
    let bytes = text.as_bytes();
    for (chunk, four) in out.chunks_exact_mut(3).zip(bytes.chunks_exact(4)) {
        let mut bits = 0_u32;
        for b in four {
            let digit = match b {
                b'A'..=b'Z' => b - b'A',
                b'a'..=b'z' => b - b'a' + 26,
                b'0'..=b'9' => b - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => return None,
            };
            bits = bits << 6 | u32::from(digit);
        }
        chunk.copy_from_slice(&bits.to_be_bytes()[1..]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_and_nonces() {
        assert_eq!(date_seconds("Sat, 13 Nov 2010 23:29:00 GMT"), Some(1_289_690_940));
        assert_eq!(date_seconds("Fri, 01 Jan 2010 16:00:00 EST"), None, "SIP dates are GMT only");
        assert_eq!(date_seconds("yesterday"), None);
        assert_eq!(nonce_seconds("1767225600/2f1d0c9be0a1"), Some(1_767_225_600));
        // Bytes 6955_B2AC 6955_B180 … : expiry 300 s after issue.
        assert_eq!(nonce_seconds("aVWyrGlVsYCxyz0123456789"), Some(0x6955_B180));
        for other in ["", "abc", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "0123456789/x", "überüberüber"] {
            assert_eq!(nonce_seconds(other), None, "{other}");
        }
    }
}
