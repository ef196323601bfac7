//! JSON (RFC 8259) that may also stand inside a `<script>` element: `<`, `>`, `&` and the line separators of JavaScript are written as
//! `\u` escapes, so no value can end the element.

use std::fmt::Write as _;

use super::{Read, ReadError, Reason, insert, no_control};

/// Deeper nesting than any profile has.
const MAX_DEPTH: usize = 32;

pub(super) fn escape(value: &str, out: &mut String) -> Result<(), Reason> {
    no_control(value)?;
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    Ok(())
}

pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|error| ReadError::new(error.line(), "not JSON, or a key stands twice"))?;
    let mut read = Read::new();
    flatten(&value, String::new(), 0, &mut read)?;
    Ok(read)
}

/// JSON pointers (RFC 6901) to every leaf.
fn flatten(value: &serde_json::Value, path: String, depth: usize, read: &mut Read) -> Result<(), ReadError> {
    use serde_json::Value;
    if depth > MAX_DEPTH {
        return Err(ReadError::new(0, "nested too deeply"));
    }
    match value {
        Value::Object(map) => map.iter().try_for_each(|(key, value)| {
            flatten(value, format!("{path}/{}", key.replace('~', "~0").replace('/', "~1")), depth + 1, read)
        }),
        Value::Array(list) => {
            list.iter().enumerate().try_for_each(|(index, value)| flatten(value, format!("{path}/{index}"), depth + 1, read))
        }
        Value::String(text) => insert(read, path, text.clone(), 0),
        other => insert(read, path, other.to_string(), 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_leave_the_script_element() {
        let mut out = String::new();
        let value = "</script><!-- \" \\ & \u{2028} ü 😀";
        escape(value, &mut out).unwrap();
        assert!(!out.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(read(&format!("{{\"a\": [1, {out}]}}")).unwrap()["/a/1"], value);
        assert_eq!(escape("a\u{85}", &mut out), Err(Reason::Control));
    }

    #[test]
    fn damaged_text_is_refused() {
        for text in ["", "{", "{\"a\": \u{7f}}", "[1] 2"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&format!("{}1{}", "[".repeat(40), "]".repeat(40))).is_err());
    }
}
