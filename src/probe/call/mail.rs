//! What the PBX says about a mailbox (RFC 3842).

/// A mailbox as its line is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mailbox {
    pub waiting: bool,
    /// New and old voice messages, where the PBX counts them.
    pub voice: Option<(u32, u32)>,
}

impl Mailbox {
    /// The body of a NOTIFY of the package `message-summary`.
    #[must_use]
    pub fn parse(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        let value = |name: &str| {
            text.lines().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
            })
        };
        let waiting = value("Messages-Waiting")?.eq_ignore_ascii_case("yes");
        let voice = value("Voice-Message").and_then(|counts| {
            let (new, old) = counts.split_whitespace().next()?.split_once('/')?;
            Some((new.parse().ok()?, old.parse().ok()?))
        });
        Some(Self { waiting, voice })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_summary() {
        let body = b"Messages-Waiting: yes\r\nMessage-Account: sip:2001@pbx\r\nVoice-Message: 2/8 (0/2)\r\n";
        assert_eq!(Mailbox::parse(body), Some(Mailbox { waiting: true, voice: Some((2, 8)) }));
        assert_eq!(Mailbox::parse(b"messages-waiting:no\n"), Some(Mailbox { waiting: false, voice: None }));
        assert_eq!(Mailbox::parse(b""), None);
        assert_eq!(Mailbox::parse(&[0xff]), None);
    }
}
