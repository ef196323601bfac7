//! A scanner types as a keyboard does. Set to another layout than the computer's, it gives other signs for the same bar code.

/// Signs on a German computer, and what a scanner with the American layout meant.
const AMERICAN_SCANNER: &[(char, char)] =
    &[('ß', '-'), ('Ö', ':'), ('ö', ':'), ('?', '_'), ('-', '/'), ('y', 'z'), ('z', 'y'), ('Y', 'Z'), ('Z', 'Y')];
/// Signs on an American computer, and what a scanner with the German layout meant.
const GERMAN_SCANNER: &[(char, char)] =
    &[('/', '-'), ('>', ':'), ('?', '_'), ('&', '/'), ('y', 'z'), ('z', 'y'), ('Y', 'Z'), ('Z', 'Y')];

/// What was meant, where only another layout makes it something that is known.
#[must_use]
pub fn meant(text: &str, is_known: impl Fn(&str) -> bool) -> Option<String> {
    [AMERICAN_SCANNER, GERMAN_SCANNER].into_iter().find_map(|layout| {
        let sign = |c: char| layout.iter().find(|(typed, _)| *typed == c).map_or(c, |(_, meant)| *meant);
        let meant: String = text.chars().map(sign).collect();
        (meant != text && is_known(&meant)).then_some(meant)
    })
}
