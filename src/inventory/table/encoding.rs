//! Which encoding a list has: byte order mark, strict UTF-8, then Windows-1252, CP850 and Mac Roman by the letters they would give.

use std::borrow::Cow;

use encoding_rs::{Encoding as Table, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A decoded list and how sure we are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory) struct Decoded<'b> {
    /// That of the file itself where it is plain UTF-8.
    pub text: Cow<'b, str>,
    /// `utf-8`, `windows-1252`, `cp850`, `utf-16le`, …
    pub encoding: String,
    /// Some: nothing in the file says so; the reason, with a word as example where there is one.
    pub guess: Option<Guess>,
    /// First line (from 1) whose bytes belong to another encoding than the rest.
    pub mixed_at: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory) struct Guess {
    /// Bytes above 127.
    pub letters: usize,
    /// A word that shows it.
    pub example: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory) enum DecodeError {
    /// The label that was asked for is none.
    UnknownLabel,
    /// NUL bytes and the like: no text.
    Binary,
    /// The encoding changes from line to line more than [`MOST_CHANGES`] times; the first line of the second one.
    Jumbled(u32),
}

/// Changes of the encoding in one file: a few exports pasted together have a few, and nothing that a person has saved has many.
pub(in crate::inventory) const MOST_CHANGES: usize = 100;

/// # Errors
/// Where the bytes are no text, or the forced label names no encoding.
pub(in crate::inventory) fn decode<'b>(bytes: &'b [u8], forced: Option<&str>) -> Result<Decoded<'b>, DecodeError> {
    if let Some(label) = forced {
        return decode_as(bytes, label);
    }
    if let Some((table, skip)) = Table::for_bom(bytes) {
        let (text, _) = table.decode_without_bom_handling(&bytes[skip..]);
        return Ok(certain(text, table.name().to_ascii_lowercase()));
    }
    if let Some(table) = utf16_without_mark(bytes) {
        let (text, _) = table.decode_without_bom_handling(bytes);
        let example = example(&text);
        let guess = Guess { letters: text.chars().filter(|c| !c.is_ascii()).count(), example };
        let encoding = table.name().to_ascii_lowercase();
        return Ok(Decoded { text, encoding, guess: Some(guess), mixed_at: None });
    }
    if bytes.contains(&0) || controls(bytes) * 50 > bytes.len() {
        return Err(DecodeError::Binary);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(certain(Cow::Borrowed(text), "utf-8".to_owned())),
        Err(_) if german_utf8_pairs(bytes) > 0 => decode_mixed(bytes),
        Err(_) => Ok(guess_eight_bit(bytes)),
    }
}

/// Control characters that no text has: neither blanks nor ends of lines nor that of a file (0x1A).
fn controls(bytes: &[u8]) -> usize {
    // Compared without branches, and few bytes at a time counted in one byte, so that the processor takes many of them in one step.
    #[allow(clippy::needless_bitwise_bool)]
    let is_control = |byte: u8| (byte < b'\t') | ((byte > b'\r') & (byte < b' ') & (byte != 0x1A));
    bytes.chunks(128).map(|few| usize::from(few.iter().map(|byte| u8::from(is_control(*byte))).sum::<u8>())).sum()
}

fn certain(text: Cow<'_, str>, encoding: String) -> Decoded<'_> {
    Decoded { text, encoding, guess: None, mixed_at: None }
}

fn decode_as<'b>(bytes: &'b [u8], label: &str) -> Result<Decoded<'b>, DecodeError> {
    let wanted = label.trim().to_ascii_lowercase().replace('_', "-");
    if matches!(wanted.as_str(), "cp850" | "ibm850" | "850" | "dos-850" | "pc850") {
        return Ok(certain(Cow::Owned(cp850(bytes)), "cp850".to_owned()));
    }
    let alias = match wanted.as_str() {
        "cp1252" | "1252" | "ansi" => "windows-1252",
        "utf8" | "utf-8-sig" => "utf-8",
        "utf-16" => "utf-16le",
        other => other,
    };
    let table = Table::for_label(alias.as_bytes()).ok_or(DecodeError::UnknownLabel)?;
    let (text, table, _) = table.decode(bytes);
    if text.contains('\0') {
        return Err(DecodeError::Binary);
    }
    Ok(certain(text, table.name().to_ascii_lowercase()))
}

/// UTF-16 text of European letters has a zero in every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Table> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros = |start: usize| sample.iter().skip(start).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = sample.len() / 2;
    if odd * 10 > half * 7 && even * 20 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 7 && odd * 20 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Pairs that are a German letter in UTF-8 and nonsense (`Ã¼`) in any 8-bit encoding.
fn german_utf8_pairs(bytes: &[u8]) -> usize {
    bytes.windows(2).filter(|pair| pair[0] == 0xC3 && matches!(pair[1], 0xA4 | 0xB6 | 0xBC | 0x84 | 0x96 | 0x9C | 0x9F)).count()
}

/// Line by line: UTF-8 where it is, Windows-1252 where it is not.
fn decode_mixed(bytes: &[u8]) -> Result<Decoded<'static>, DecodeError> {
    let mut text = String::with_capacity(bytes.len());
    let mut mixed_at = None;
    let mut changes = 0;
    // Whether the last line that tells was UTF-8.
    let mut before = None;
    for (line, piece) in (1..).zip(bytes.split_inclusive(|b| *b == b'\n')) {
        let good = std::str::from_utf8(piece);
        if let Ok(good) = good {
            text.push_str(good);
        } else {
            mixed_at.get_or_insert(line);
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(piece).0);
        }
        if !piece.is_ascii() {
            changes += usize::from(before.replace(good.is_ok()).is_some_and(|before| before != good.is_ok()));
        }
    }
    match mixed_at {
        Some(line) if changes > MOST_CHANGES => Err(DecodeError::Jumbled(line)),
        _ => Ok(Decoded { text: Cow::Owned(text), encoding: "utf-8".to_owned(), guess: None, mixed_at }),
    }
}

fn guess_eight_bit(bytes: &[u8]) -> Decoded<'_> {
    let (windows, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let (mac, _) = MACINTOSH.decode_without_bom_handling(bytes);
    let mut best = (plausibility(&windows), windows, "windows-1252");
    // Of equals the more usual one.
    for (text, encoding) in [(Cow::Owned(cp850(bytes)), "cp850"), (mac, "macintosh")] {
        let score = plausibility(&text);
        if score > best.0 {
            best = (score, text, encoding);
        }
    }
    let (_, text, encoding) = best;
    let guess = Guess { letters: bytes.iter().filter(|b| !b.is_ascii()).count(), example: example(&text) };
    Decoded { text, encoding: encoding.to_owned(), guess: Some(guess), mixed_at: None }
}

/// How much the characters above ASCII look like German words; the more the better.
fn plausibility(text: &str) -> i64 {
    let mut score = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            let next = chars.peek().copied().unwrap_or(' ');
            let beside_letter = before.is_alphabetic() || next.is_alphabetic();
            // A word of capitals has no small umlaut (`MöLLER`), and a capital one is the first letter or among capitals (`JÜrg`).
            let odd = match c {
                'ä' | 'ö' | 'ü' => before.is_uppercase() && next.is_uppercase(),
                'Ä' | 'Ö' | 'Ü' => before.is_lowercase() || before.is_uppercase() && next.is_lowercase(),
                _ => false,
            };
            score += match c {
                'ä' | 'ö' | 'ü' | 'ß' if beside_letter && !odd => 4,
                'Ä' | 'Ö' | 'Ü' if !odd => 4,
                'é' | 'è' | 'á' | 'ç' | 'ñ' | 'Ç' | 'É' | 'ô' | 'ê' | 'à' | 'í' | 'ó' | 'ú' if beside_letter => 1,
                '–' | '„' | '“' | '€' | '§' | '\u{a0}' if !beside_letter => 1,
                '\u{2500}'..='\u{25A0}' | '\u{80}'..='\u{9f}' => -4,
                c if c.is_alphabetic() && beside_letter => 0,
                _ => -2,
            };
        }
        before = c;
    }
    score
}

/// The first word with a letter above ASCII, so that the admin can see whether the guess is right.
fn example(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .find(|word| !word.is_ascii() && word.chars().count() < 40)
        .unwrap_or_default()
        .to_owned()
}

/// The upper half of IBM code page 850 (Western European DOS), as Unicode's vendor mapping CP850.TXT has it.
const CP850_HIGH: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', //
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ', //
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '®', '¬', '½', '¼', '¡', '«', '»', //
    '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗', '╝', '¢', '¥', '┐', //
    '└', '┴', '┬', '├', '─', '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤', //
    'ð', 'Ð', 'Ê', 'Ë', 'È', 'ı', 'Í', 'Î', 'Ï', '┘', '┌', '█', '▄', '¦', 'Ì', '▀', //
    'Ó', 'ß', 'Ô', 'Ò', 'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´', //
    '\u{ad}', '±', '‗', '¾', '¶', '§', '÷', '¸', '°', '¨', '·', '¹', '³', '²', '■', '\u{a0}',
];

fn cp850(bytes: &[u8]) -> String {
    bytes.iter().map(|b| if b.is_ascii() { char::from(*b) } else { CP850_HIGH[usize::from(*b - 128)] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "Name;Vorname\nMüller;Jörg\nHuber-Groß;Änne\n";

    fn to_cp850(text: &str) -> Vec<u8> {
        text.chars()
            .map(|c| if c.is_ascii() { c as u8 } else { 128 + CP850_HIGH.iter().position(|h| *h == c).expect("in cp850") as u8 })
            .collect()
    }

    #[test]
    fn the_encodings_of_german_lists_are_told_apart() {
        let (windows, _, _) = WINDOWS_1252.encode(LIST);
        let utf16: Vec<u8> = LIST.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16be: Vec<u8> = LIST.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let with_mark = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        for (bytes, encoding, guessed) in [
            (LIST.as_bytes().to_vec(), "utf-8", false),
            (with_mark(b"\xEF\xBB\xBF", LIST.as_bytes()), "utf-8", false),
            (windows.to_vec(), "windows-1252", true),
            (to_cp850(LIST), "cp850", true),
            (with_mark(b"\xFF\xFE", &utf16), "utf-16le", false),
            (with_mark(b"\xFE\xFF", &utf16be), "utf-16be", false),
            (utf16, "utf-16le", true),
            (utf16be, "utf-16be", true),
        ] {
            let got = decode(&bytes, None).expect("text");
            assert_eq!((&*got.text, got.encoding.as_str(), got.guess.is_some()), (LIST, encoding, guessed));
            if let Some(guess) = got.guess {
                assert_eq!(guess.example, "Müller");
            }
        }
    }

    #[test]
    fn capital_umlauts_and_signs_of_windows_win_over_dos() {
        for text in ["GRÖßE;ÜBERSEE", "Şahin".replace('Ş', "S").as_str(), "Büro – EG „Süd“ 5 €", "Çelik;Émile;François"]
        {
            let (windows, _, _) = WINDOWS_1252.encode(text);
            assert_eq!(decode(&windows, None).map(|d| d.text.into_owned()), Ok(text.to_owned()));
        }
        for text in ["Übersee;Öl", "Straße;ÄRZTE", "Çelik;Müller"] {
            assert_eq!(decode(&to_cp850(text), None).map(|d| d.text.into_owned()), Ok(text.to_owned()));
        }
    }

    /// What a Mac writes that has no Unicode: `ü` is 0x9F, `ö` 0x9A, `ä` 0x8A, `ß` 0xA7.
    #[test]
    fn mac_roman_is_no_dos() {
        let bytes = b"Name;Amt\rM\x9Fller;Stra\xA7enamt\rJ\x9Arg;K\x8Ammerei\r\x85l;\x86bersee\rGR\x80F;Stra\xA7e\r";
        let got = decode(bytes, None).expect("text");
        assert_eq!(got.encoding, "macintosh");
        assert_eq!(&*got.text, "Name;Amt\rMüller;Straßenamt\rJörg;Kämmerei\rÖl;Übersee\rGRÄF;Straße\r");
        assert_eq!(got.guess.map(|guess| guess.example).as_deref(), Some("Müller"));
        // One word alone tells as well, in each of the three.
        for word in ["Jörg", "MÖLLER", "Übersee", "Köhler", "GROẞ".replace('ẞ', "ß").as_str(), "Ärzte", "Grün"] {
            for (encoding, bytes) in [("cp850", to_cp850(word)), ("windows-1252", WINDOWS_1252.encode(word).0.to_vec())] {
                let got = decode(&bytes, None).expect("text");
                assert_eq!((&*got.text, got.encoding.as_str()), (word, encoding));
            }
            assert_eq!(decode(&mac_bytes(word), None).map(|d| d.text.into_owned()), Ok(word.to_owned()));
        }
    }

    fn mac_bytes(text: &str) -> Vec<u8> {
        let byte =
            |c: char| (0..=255_u8).find(|b| MACINTOSH.decode_without_bom_handling(&[*b]).0.starts_with(c)).expect("in Mac Roman");
        text.chars().map(byte).collect()
    }

    #[test]
    fn a_forced_encoding_is_obeyed() {
        let bytes = b"M\x81ller";
        assert_eq!(decode(bytes, Some("CP850")).map(|d| d.text.into_owned()), Ok("Müller".to_owned()));
        assert_eq!(decode(b"M\xFCller", Some("latin1")).map(|d| (d.text.into_owned(), d.guess)), Ok(("Müller".to_owned(), None)));
        assert_eq!(decode(bytes, Some("klingon")), Err(DecodeError::UnknownLabel));
    }

    #[test]
    fn lines_of_two_encodings_are_both_read() {
        let bytes = b"M\xC3\xBCller\nJ\xF6rg\n";
        let got = decode(bytes, None).expect("text");
        assert_eq!((&*got.text, got.mixed_at), ("Müller\nJörg\n", Some(2)));
    }

    #[test]
    fn an_encoding_that_changes_all_the_time_is_nobodys() {
        let lines = |pairs: usize| b"M\xC3\xBCller\nJ\xF6rg\nplain\n".repeat(pairs);
        assert_eq!(decode(&lines(50), None).map(|got| got.mixed_at), Ok(Some(2)));
        assert_eq!(decode(&lines(51), None), Err(DecodeError::Jumbled(2)));
    }

    #[test]
    fn binary_is_refused() {
        assert_eq!(decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02", None), Err(DecodeError::Binary));
        assert_eq!(decode(&[1, 2, 3, 4, 5, 6, 7, 8, 14, 15], None), Err(DecodeError::Binary));
    }
}
