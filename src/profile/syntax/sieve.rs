//! Takes the keys of long files, of which reading back needs few: Linphone's have hundreds, and each line's file is read back.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Read;

/// Keeps the wanted keys and finds out whether any key stood twice.
pub(super) struct Sieve<'w> {
    wanted: &'w BTreeSet<String>,
    pub read: Read,
    /// A fingerprint of each key.
    seen: Vec<u64>,
    key: String,
}

impl<'w> Sieve<'w> {
    pub(super) fn new(wanted: &'w BTreeSet<String>) -> Self {
        Self { wanted, read: Read::new(), seen: Vec::with_capacity(512), key: String::with_capacity(64) }
    }

    pub(super) fn take(&mut self, section: &str, name: &str, value: Cow<'_, str>) {
        self.key.clear();
        self.key.push_str(section);
        self.key.push('/');
        self.key.push_str(name);
        self.seen.push(fingerprint(self.key.as_bytes()));
        if self.wanted.contains(&self.key) {
            self.read.insert(self.key.clone(), value.into_owned());
        }
    }

    /// The wanted keys; none where a key may have stood twice, so that somebody has to look closer.
    pub(super) fn done(mut self) -> Option<Read> {
        self.seen.sort_unstable();
        let twice = self.seen.windows(2).any(|pair| pair[0] == pair[1]);
        if twice { None } else { Some(self.read) }
    }
}

/// FNV-1a, eight bytes at a step. Two keys with one fingerprint cost a closer look and nothing else.
fn fingerprint(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325 ^ bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(PRIME);
        hash ^= hash >> 29;
    }
    for byte in rest {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::super::Syntax;
    use super::*;

    #[test]
    fn keeps_what_is_wanted_and_sees_what_stands_twice() {
        let wanted = BTreeSet::from(["a/x".to_owned(), "a/z".to_owned()]);
        let mut sieve = Sieve::new(&wanted);
        for (section, name) in [("a", "x"), ("a", "y"), ("b", "x"), ("audio_codec_1", "mime"), ("audio_codec_2", "mime")] {
            sieve.take(section, name, "v".into());
        }
        assert_eq!(sieve.done().unwrap(), Read::from([("a/x".to_owned(), "v".to_owned())]));
        let mut sieve = Sieve::new(&wanted);
        sieve.take("audio_codec_1", "mime", "v".into());
        sieve.take("audio_codec_1", "mime", "v".into());
        assert_eq!(sieve.done(), None);
    }

    /// Damaged files too: what comes out is what the whole reading has, and nothing where that one complains.
    #[test]
    fn agrees_with_the_whole_reading() {
        let ini = "# c\n[sip]\na=1=2\nverify=0\n[proxy_0]\nreg=<sip:1@h>\n[auth_0]\npasswd=x;y \n[sip]\nb=\n";
        let xml = "<?xml version=\"1.0\"?>\n<config>\n  <section name=\"sip\">\n    <entry name=\"a\" overwrite=\"true\">1&amp;2</entry>\n\
            <entry name=\"verify\" overwrite=\"true\"/></section><section name=\"auth_0\"><entry name=\"passwd\" overwrite=\"true\">\
            <![CDATA[x]]><!-- c --></entry></section></config>\n";
        let wanted: BTreeSet<String> = ["sip/a", "sip/b", "auth_0/passwd", "none/x"].map(str::to_owned).into();
        let (mut whole, mut refused) = (0, 0);
        let mut random = crate::random::Random(1);
        let mut next = |below: usize| random.below(below);
        for round in 0..6_000 {
            let (syntax, text) = if round % 2 == 0 { (Syntax::LpconfigIni, ini) } else { (Syntax::LpconfigXml, xml) };
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..next(3) {
                let (at, from) = (next(bytes.len()), next(bytes.len()));
                match next(3) {
                    0 => bytes[at] = bytes[from],
                    1 => drop(bytes.remove(at)),
                    _ => bytes.insert(at, bytes[from]),
                }
            }
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let some = syntax.read_some(&text, &wanted);
            match syntax.read(&text) {
                Ok(read) => {
                    whole += 1;
                    let some = some.unwrap();
                    assert!(wanted.iter().all(|key| read.get(key) == some.get(key)), "{text}");
                }
                Err(error) => {
                    refused += 1;
                    assert_eq!(some.unwrap_err(), error, "{text}");
                }
            }
        }
        assert!(whole > 1_000 && refused > 1_000, "{whole} {refused}");
    }
}
