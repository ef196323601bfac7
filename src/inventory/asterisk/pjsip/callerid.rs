//! Caller ID: `"Müller, Hans" <200>`, `Müller <200>`, `200`, as `ast_callerid_parse` takes it apart.

/// Name and number of a `callerid` value; an empty part is none.
#[must_use]
pub fn split(value: &str) -> (Option<String>, Option<String>) {
    let value = value.trim();
    let whole = unquoted(value);
    let quoted = whole.len() != value.len();
    let (name, number) = match whole.rfind('<') {
        Some(open) => {
            let inside = &whole[open + 1..];
            (Some(&whole[..open]), Some(inside.rfind('>').map_or(inside, |close| &inside[..close])))
        }
        None if !quoted && is_number(whole) => (None, Some(whole)),
        None => (Some(whole), None),
    };
    let name = name.map(|name| unescaped(unquoted(name.trim()))).filter(|name| !name.is_empty());
    let number = number.map(shrunk).filter(|number| !number.is_empty());
    (name, number)
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text).trim()
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// Digits, letters of a keypad are none; `*`, `#`, `+` count, and what people put between digits.
fn is_number(text: &str) -> bool {
    let text = shrunk(text);
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || "*#+".contains(c))
}

fn shrunk(text: &str) -> String {
    text.chars().filter(|c| !" ().-".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn measured_forms() {
        let check = |value: &str, name: Option<&str>, number: Option<&str>| {
            assert_eq!(split(value), (name.map(str::to_owned), number.map(str::to_owned)), "{value}");
        };
        check("\"Müller, Hans\" <200>", Some("Müller, Hans"), Some("200"));
        check("Müller <202>", Some("Müller"), Some("202"));
        check("203", None, Some("203"));
        check("\"Schmidt \\\"Hansi\\\" Hans\" <204>", Some("Schmidt \"Hansi\" Hans"), Some("204"));
        check("Schmidt, Hans <205>", Some("Schmidt, Hans"), Some("205"));
        check("", None, None);
        check("\"LATIN\" <201>", Some("LATIN"), Some("201"));
        check("\"203\"", Some("203"), None);
        check("Open <204", Some("Open"), Some("204"));
        check("Only Name", Some("Only Name"), None);
        check("\"", Some("\""), None);
        check("<>", None, None);
    }
}
