//! The configuration file of `pjsua` (pjsip-apps/src/pjsua/pjsua_app_config.c, `read_config_file`): words as on a command line. A word may
//! stand between `"` or between `'`, without any escape; a word that starts with `#`, quoted or not, hides the rest of its line; lines
//! are read in pieces of 199 bytes.

use super::{Read, ReadError, Reason, no_control, some_text};

/// Bytes of a line, its end included, that are read at once.
const MAX_LINE: usize = 198;
/// Words, after which the program stops reading.
const MAX_WORDS: usize = 127;

/// Options without a value.
const FLAGS: [&str; 13] = [
    "use-tls",
    "tls-verify-server",
    "publish",
    "mwi",
    "no-tcp",
    "no-udp",
    "use-ice",
    "use-turn",
    "null-audio",
    "no-color",
    "use-100rel",
    "norefersub",
    "disable-stun",
];

/// Inside `'…'`, or in a word without blanks.
pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    no_control(value)?;
    if value.contains('\'') {
        return Err(Reason::Apostrophe);
    }
    out.push_str(value);
    Ok(())
}

/// A word of its own, between the quotes it does not contain.
pub(super) fn parameter(value: &str) -> Result<String, Reason> {
    some_text(value)?;
    if value.starts_with('#') {
        return Err(Reason::Comment);
    }
    match (value.contains('"'), value.contains('\'')) {
        (false, _) => Ok(format!("\"{value}\"")),
        (true, false) => Ok(format!("'{value}'")),
        (true, true) if value.contains(' ') || value.starts_with(['"', '\'']) => Err(Reason::BothQuotes),
        (true, true) => Ok(value.to_owned()),
    }
}

/// Option to value; flags have `yes`, repeated options are joined with blanks.
pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let mut read = Read::new();
    let mut count = 0;
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        if line.len() > MAX_LINE {
            return Err(ReadError::new(number, "the line is longer than pjsua's buffer"));
        }
        let mut words = words(line).into_iter();
        while let Some(word) = words.next() {
            let option = word.strip_prefix("--").ok_or(ReadError::new(number, "a word that is no option"))?;
            count += 1;
            let (name, value) = match option.split_once('=') {
                Some((name, value)) => (name, value.to_owned()),
                None if FLAGS.contains(&option) => (option, "yes".to_owned()),
                None => {
                    count += 1;
                    (option, words.next().ok_or(ReadError::new(number, "an option without its value"))?)
                }
            };
            let list: &mut String = read.entry(name.to_owned()).or_default();
            if !list.is_empty() {
                list.push(' ');
            }
            list.push_str(&value);
        }
    }
    if count > MAX_WORDS { Err(ReadError::new(0, "more words than pjsua reads")) } else { Ok(read) }
}

/// The words of a line up to one that starts with `#`; empty ones are passed over.
fn words(line: &str) -> Vec<String> {
    const BLANK: [char; 3] = [' ', '\t', '\r'];
    let mut words = Vec::new();
    let mut rest = line.trim_start_matches(BLANK);
    while let Some(first) = rest.chars().next() {
        let (word, after) = if matches!(first, '"' | '\'') {
            let body = &rest[1..];
            body.split_once(first).unwrap_or((body, ""))
        } else {
            rest.split_at(rest.find(BLANK).unwrap_or(rest.len()))
        };
        if word.starts_with('#') {
            break;
        }
        if !word.is_empty() {
            words.push(word.to_owned());
        }
        rest = after.trim_start_matches(BLANK);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_pjsua_does() {
        let read = read(
            "# a comment\n--id '\"Anna \\\"M\\\" <sip:2001@h>'\n--password \"a b'c\" # rest\n--use-tls\n--add-codec=G722/16000/1\n--add-codec PCMA\n",
        );
        let read = read.unwrap();
        assert_eq!(read["id"], "\"Anna \\\"M\\\" <sip:2001@h>");
        assert_eq!((read["password"].as_str(), read["use-tls"].as_str()), ("a b'c", "yes"));
        assert_eq!(read["add-codec"], "G722/16000/1 PCMA");
        assert_eq!(super::read("--password \"#x\"\n").unwrap_err().what, "an option without its value");
        assert_eq!(super::read("x\n").unwrap_err().line, 1);
        assert!(super::read(&format!("--password {}\n", "p".repeat(200))).is_err());
        assert!(super::read(&"--use-tls\n".repeat(128)).is_err());
    }

    #[test]
    fn words_come_back_or_are_refused() {
        for value in ["a b", "a'b", "a\"b", "a\"b'c", "a\\", "a#b", "-x", "--id=1", "=", "ü 😀"] {
            let line = format!("--password {}\n--use-tls\n", parameter(value).unwrap());
            assert_eq!(read(&line).unwrap()["password"], value);
        }
        for (value, reason) in [
            ("", Reason::Empty),
            ("#x", Reason::Comment),
            ("a\nb", Reason::Control),
            ("a \"b' c", Reason::BothQuotes),
            ("\"a'", Reason::BothQuotes),
        ] {
            assert_eq!(parameter(value), Err(reason), "{value}");
        }
        assert_eq!(escape("O'B", &mut String::new()), Err(Reason::Apostrophe));
    }
}
