//! `{name}` in a text: which there are, and filling them in.

use std::borrow::Cow;

/// The names between braces, in order. A brace that is never closed gives the rest.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default())
}

/// Puts values in. What a value holds is not looked at again; `**` in a value is no mark of ours, so it is taken apart.
#[must_use]
pub fn fill<'a>(text: &'a str, values: &[(&str, &str)]) -> Cow<'a, str> {
    if !text.contains('{') {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            // Two asterisks are our mark of bold print.
            filled.push_str(&value.replace("**", "* *"));
        }
        filled.push_str(rest);
    }
    Cow::Owned(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in_once() {
        assert_eq!(fill("a {x} b {y}", &[("x", "{y}"), ("y", "2")]), "a {y} b 2");
        assert_eq!(names("a {x} b {y").collect::<Vec<_>>(), ["x", "y"]);
        assert!(!fill("{x}", &[("x", "**bold**")]).contains("**"));
    }
}
