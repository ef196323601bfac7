//! `sources` of a definition: where the meaning of each key of a client's files is written down, and whether that is more than hearsay.

use crate::diag::Words;
use crate::policy::raw::{Kind, Node};

use super::definition::Reader;

/// What marks a note as something nobody has seen in the client, its source or its documentation.
const UNCONFIRMED: &str = "unconfirmed:";
/// Groups in one pattern: more would make matching slow for nobody's good.
const MAX_GROUPS: usize = 2;

/// Where the meaning of a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note<'a> {
    pub text: &'a Words,
    /// It was seen with the client, in its source or its documentation.
    pub confirmed: bool,
}

/// Keys with their notes. In a key `*` stands for a number and `{a,b}` for one of its words; nothing stands for any key at all.
#[derive(Debug, Clone, Default)]
pub(super) struct Sources(Vec<(String, Source)>);

#[derive(Debug, Clone)]
struct Source {
    text: Words,
    confirmed: bool,
}

impl Source {
    /// None where it says nothing.
    fn new(words: &Words) -> Option<Self> {
        let plain = |text: &str| text.strip_prefix(UNCONFIRMED).unwrap_or(text).trim().to_owned();
        let text = Words::new(plain(&words.en), plain(&words.de));
        let confirmed = !words.en.starts_with(UNCONFIRMED);
        (!text.en.is_empty() && !text.de.is_empty()).then_some(Self { text, confirmed })
    }
}

impl Sources {
    /// The first pattern that fits counts. A repeated element (`rule[2]`) and a key of an embedded file (`/xml#key`) need none of their own.
    pub(super) fn of(&self, key: &str) -> Option<Note<'_>> {
        let plain = without_repeats(key);
        let find = |key: &str| self.0.iter().find(|(pattern, _)| fits(pattern, key)).map(|(_, source)| source);
        let source = find(&plain).or_else(|| find(plain.split_once('#')?.1))?;
        Some(Note { text: &source.text, confirmed: source.confirmed })
    }
}

/// `rule[2]/action` as `rule/action`.
pub(super) fn without_repeats(key: &str) -> String {
    let mut plain = String::with_capacity(key.len());
    let mut rest = key;
    while let Some((head, tail)) = rest.split_once('[') {
        plain.push_str(head);
        match tail.split_once(']') {
            Some((number, after)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => rest = after,
            _ => {
                plain.push('[');
                rest = tail;
            }
        }
    }
    plain + rest
}

fn fits(pattern: &str, key: &str) -> bool {
    let Some(at) = pattern.find(['*', '{']) else { return pattern == key };
    let Some(rest) = key.strip_prefix(&pattern[..at]) else { return false };
    let tail = &pattern[at + 1..];
    if pattern[at..].starts_with('*') {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        return digits > 0 && fits(tail, &rest[digits..]);
    }
    let Some((words, after)) = tail.split_once('}') else { return false };
    words.split(',').any(|word| rest.strip_prefix(word).is_some_and(|rest| fits(after, rest)))
}

/// What is wrong with a pattern.
fn fault(pattern: &str) -> Option<Words> {
    let mut rest = pattern;
    for _ in 0..=MAX_GROUPS {
        let (_, tail) = rest.split_once('{')?;
        match tail.split_once('}') {
            Some((_, after)) => rest = after,
            None => return Some(Words::new("`{` without `}` in a key", "`{` ohne `}` in einem Schlüssel")),
        }
    }
    Some(Words::new("a key may hold two groups `{…}`", "ein Schlüssel darf zwei Gruppen `{…}` enthalten"))
}

impl Reader {
    pub(super) fn sources(&mut self, root: &Node) -> Sources {
        let Some(node) = root.get("sources") else { return Sources::default() };
        let Kind::Map(entries) = &node.kind else {
            self.bad(node, "expected a map", "erwartet ist eine Zuordnung");
            return Sources::default();
        };
        let mut sources = Vec::new();
        for entry in entries {
            if let Some(fault) = fault(&entry.key) {
                self.bad(&entry.value, fault.en, fault.de);
            }
            // The name of a file or book is the same in both languages.
            let words = match (&entry.value.kind, entry.value.text()) {
                (_, Some(text)) => Words::new(text.to_owned(), text.to_owned()),
                (Kind::Map(_), None) => self.bilingual(&entry.value),
                _ => Words::new("", ""),
            };
            match Source::new(&words) {
                Some(source) => sources.push((entry.key.clone(), source)),
                None => self.bad(
                    &entry.value,
                    "a source is a text, or one in `en` and one in `de`",
                    "eine Quelle ist ein Text oder einer in `en` und einer in `de`",
                ),
            }
        }
        Sources(sources)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(pairs: &[(&str, &str)]) -> Sources {
        let source = |note: &str| Source::new(&Words::new(note.to_owned(), note.to_owned())).unwrap();
        Sources(pairs.iter().map(|(key, note)| ((*key).to_owned(), source(note))).collect())
    }

    #[test]
    fn a_key_is_named_with_its_number_or_in_a_group_and_never_by_its_beginning() {
        let sources = sources(&[
            ("proxy_*/{reg_proxy,reg_route}", "a"),
            ("audio_codec_*/mime", "b"),
            ("{reg,sec}{,:x}", "unconfirmed: seen in a forum"),
            ("sip/*", "c"),
            ("rule/action:param", "d"),
        ]);
        let of = |key: &str| sources.of(key).map(|note| (note.text.en.to_string(), note.confirmed));
        let confirmed = |text: &str| Some((text.to_owned(), true));
        assert_eq!(of("proxy_0/reg_route"), confirmed("a"));
        assert_eq!(of("proxy_12/reg_proxy"), confirmed("a"));
        assert_eq!(of("/xml#audio_codec_3/mime"), confirmed("b"));
        assert_eq!(of("rule[2]/action:param"), confirmed("d"));
        assert_eq!(of("sec:x"), Some(("seen in a forum".to_owned(), false)));
        assert_eq!(of("reg").map(|(_, confirmed)| confirmed), Some(false));
        for none in ["proxy_x/reg_proxy", "proxy_0/reg_proxyx", "proxy_/reg_proxy", "sip/use_info", "sip/", "reg:y", "x[y]"] {
            assert_eq!(of(none), None, "{none}");
        }
    }

    #[test]
    fn faulty_patterns_are_told() {
        assert!(fault("{a,b}{c}").is_none() && fault("}x").is_none());
        assert!(fault("{a").is_some_and(|words| words.en.contains("without")));
        assert!(fault("{a}{b}{c}").is_some_and(|words| words.en.contains("two groups")));
    }
}
