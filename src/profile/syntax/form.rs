//! A sheet for people: what to type into which field. Fields stand on lines that start with four blanks, `Label: value`; everything else
//! is prose. A value must be one that can be seen and typed.

use super::{Read, ReadError, Reason, insert, no_control, xml};
use crate::diag::is_hidden;

const INDENT: &str = "    ";

pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    no_control(value)?;
    xml::edges(value)?;
    if value.chars().any(|c| is_hidden(c) || is_invisible(c) || (c != ' ' && c.is_whitespace())) {
        return Err(Reason::Hidden);
    }
    out.push_str(value);
    Ok(())
}

/// Characters without a shape: soft hyphens, joiners, variation selectors, tags.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// What somebody types who follows the sheet: label to value.
pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let mut read = Read::new();
    for (index, line) in text.lines().enumerate() {
        let Some(field) = line.strip_prefix(INDENT) else { continue };
        let (label, value) = field.split_once(':').ok_or(ReadError::new(index + 1, "a field without `:`"))?;
        insert(&mut read, label.trim().to_owned(), value.trim().to_owned(), index + 1)?;
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_indented_and_values_are_visible() {
        let read = read("Prosa: nicht\n\n    Kennwort: a: b  c\n    Proxy:\n").unwrap();
        assert_eq!((read.len(), read["Kennwort"].as_str(), read["Proxy"].as_str()), (2, "a: b  c", ""));
        assert_eq!(super::read("    x\n").unwrap_err().line, 1);
        for (value, reason) in [
            (" a", Reason::LeadingBlank),
            ("a ", Reason::TrailingBlank),
            ("a\u{200b}b", Reason::Hidden),
            ("a\u{a0}b", Reason::Hidden),
            ("a\nb", Reason::Control),
        ] {
            assert_eq!(escape(value, &mut String::new()), Err(reason), "{value:?}");
        }
    }
}
