//! A `<script>` element for a page that gives one variable an object: `var phoneOptions = {…};`. Values are those of JSON whose escapes
//! keep them from ending the element.

use super::{Read, ReadError, json};

const OPEN: &str = "<script>\n";
const CLOSE: &str = ";\n</script>\n";

/// The object, by JSON pointers. Whatever stands beside the element, or could end it early, is no page fragment of ours.
pub(super) fn read(text: &str) -> Result<Read, ReadError> {
    let inner = text.strip_prefix(OPEN).and_then(|rest| rest.strip_suffix(CLOSE));
    let inner = inner.ok_or(ReadError::new(0, "not one script element"))?;
    // A browser ends the element at the first of these, wherever it stands, and a comment mark changes how it looks for the end.
    if inner.contains(['<', '>']) {
        return Err(ReadError::new(0, "a sign of markup inside the script"));
    }
    let object = inner.strip_prefix("var ").and_then(|rest| rest.split_once(" = "));
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let (_, object) = object.filter(|(name, _)| is_name(name)).ok_or(ReadError::new(2, "no `var NAME = {…}`"))?;
    json::read(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_object_is_read_and_nothing_ends_the_element() {
        let page = |value: &str| format!("<script>\nvar phoneOptions = {{ \"a\": {value} }};\n</script>\n");
        for value in ["</script><script>alert(1)", "<!--", "]]>", "\"; alert(1); \"", "ü \u{2028} \\ &"] {
            let mut out = String::new();
            json::escape(value, &mut out).unwrap();
            assert_eq!(read(&page(&out)).unwrap()["/a"], value);
        }
        for text in [
            "",
            "var phoneOptions = {};",
            "<script>\nvar x-y = {};\n</script>\n",
            "<script>\n{};\n</script>\n",
            "<script>\nvar a = {};\n</script>\n<p>\n",
            "<script>\nvar a = {\"a\": \"</script>\"};\n</script>\n",
            "<script>\nvar a = {\"a\": 1}; b();\n</script>\n",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
