//! Names and values of Asterisk's configuration files (`main/config.c`): `;` starts a comment anywhere, `\;` is a `;`, outer blanks go,
//! there is no line continuation, a section name ends at the first `]` and is cut to 79 bytes.

/// Why something cannot stand in such a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unwritable {
    Control,
    OuterBlank,
    Bracket,
    TooLong,
    Empty,
}

impl Unwritable {
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Control => ("it contains a control character", "er enthält ein Steuerzeichen"),
            Self::OuterBlank => ("it starts or ends with a blank", "er beginnt oder endet mit einem Leerzeichen"),
            Self::Bracket => ("it contains a `]`", "er enthält ein `]`"),
            Self::TooLong => ("it is longer than 79 bytes", "er ist länger als 79 Byte"),
            Self::Empty => ("it is empty", "er ist leer"),
        }
    }
}

pub(super) fn value(text: &str) -> Result<String, Unwritable> {
    if text.chars().any(char::is_control) {
        return Err(Unwritable::Control);
    }
    if text.trim() != text {
        return Err(Unwritable::OuterBlank);
    }
    Ok(text.replace(';', "\\;"))
}

pub(super) fn section(name: &str) -> Result<String, Unwritable> {
    match name {
        "" => Err(Unwritable::Empty),
        _ if name.contains(']') => Err(Unwritable::Bracket),
        _ if name.len() > 79 => Err(Unwritable::TooLong),
        _ if name.chars().any(char::is_control) => Err(Unwritable::Control),
        _ => Ok(name.replace(';', "\\;")),
    }
}

/// Text for a comment: one line, and no block comment opened by accident.
pub(super) fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().replace(";--", "; --").replace("--;", "-- ;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::asterisk::config;
    use crate::inventory::asterisk::files::MemoryFiles;

    #[test]
    fn values_come_back_through_asterisks_grammar() {
        for text in ["a;b", "a\\;b", ";--x--;", "x=y", "[z]", "#include x", "\"q\"", "ü €", "a\\b", "+=", ""] {
            let line = format!("[s]\nk={}\n", value(text).unwrap());
            let files = MemoryFiles::new().with("f.conf", line);
            let config = config::read(&files, "f.conf");
            let section = config.loaded().next().unwrap();
            assert_eq!(section.last("k").unwrap().value(), text);
        }
        for (text, why) in [(" a", Unwritable::OuterBlank), ("a\u{a0}", Unwritable::OuterBlank), ("a\nb", Unwritable::Control)] {
            assert_eq!(value(text), Err(why));
        }
    }

    #[test]
    fn section_names_come_back_too() {
        for name in ["2001", "a;b", " sp ", "x=y", "ü"] {
            let files = MemoryFiles::new().with("f.conf", format!("[{}]\nk=1\n", section(name).unwrap()));
            let config = config::read(&files, "f.conf");
            assert_eq!(config.loaded().next().unwrap().name(), name);
        }
        assert_eq!(section("a]b"), Err(Unwritable::Bracket));
        assert_eq!(section(""), Err(Unwritable::Empty));
        assert_eq!(section(&"x".repeat(80)), Err(Unwritable::TooLong));
        assert_eq!(section("a\nb"), Err(Unwritable::Control));
        assert_eq!(comment("a\n;--b--;"), "a ; --b-- ;");
    }
}
