//! The small part of the template language that profiles may use.
//!
//! A template engine's step limit does not bound memory: a text that doubles itself in a loop grows to gigabytes in a few hundred steps.
//! So no template, built in or from a site, may loop, assign, join, include or call anything: it may write one variable through our
//! filters and choose by `if`. Then time and size are bounded by the template's own length, and no file, clock or random number is in reach.

use super::{codes, media};
use crate::diag::{Finding, Place, Words};

/// Largest template.
const MAX_BYTES: usize = 64 * 1024;

/// Every variable a template may name.
pub(super) const VARIABLES: [&str; 41] = [
    "account.ha1",
    "account.ha1_realm",
    "account.ha1_algorithm",
    "account.display_name",
    "account.user",
    "account.domain",
    "account.auth_user",
    "account.password",
    "account.transport",
    "account.expiry",
    "account.srtp",
    "account.mailbox",
    "registrar.host",
    "registrar.port",
    "registrar.uri_host",
    "registrar.uri_port",
    "proxy.host",
    "proxy.port",
    "proxy.uri_host",
    "proxy.uri_port",
    "proxy.transport",
    "proxy.own",
    "account.uri_domain",
    "pbx.ca",
    "pbx.ca_pem",
    "pbx.ws_url",
    "pbx.ws_path",
    "file.embedded",
    "file.accounts",
    "file.keys",
    "file.contacts",
    "file.emergency",
    "item.kind",
    "item.number",
    "item.label",
    "item.place",
    "item.index",
    "item.second",
    "item.after",
    "item.series",
    "line.id",
];

/// `quoted`: a display name between quotes; `parameter`: a value with the quotes it needs, in account lines of baresip and words of pjsua;
/// `number`: digits only; `digit`: the last of them; `minutes`: seconds as whole minutes; `upper`: a word in capitals.
pub(super) const FILTERS: [&str; 6] = ["quoted", "parameter", "number", "digit", "minutes", "upper"];

/// Where the text writes or asks for the password: byte offset of the tag. `text` has passed [`check`].
pub(super) fn password_at(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('{') {
        let open = at + found;
        let close = match text.as_bytes().get(open + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                at = open + 1;
                continue;
            }
        };
        let end = open + 2 + text[open + 2..].find(close)?;
        if close != "#}" && text[open..end].contains("account.password") {
            return Some(open);
        }
        at = end + 2;
    }
    None
}

/// Line and column of a byte offset, from 1.
pub(super) fn place(file: &str, text: &str, at: usize) -> Place {
    let head = &text[..at];
    let line = head.bytes().filter(|b| *b == b'\n').count() + 1;
    let column = head.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Place::at(file, u32::try_from(line).unwrap_or(0), u32::try_from(column).unwrap_or(0))
}

/// Everything in a template that goes beyond it.
pub(super) fn check(file: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |at: usize, en: String, de: String| {
        findings.push(codes::BAD_TEMPLATE.finding(Some(place(file, text, at)), Words::new(en, de)));
    };
    if text.len() > MAX_BYTES {
        say(0, format!("the template has more than {MAX_BYTES} bytes"), format!("die Vorlage hat mehr als {MAX_BYTES} Byte"));
        return findings;
    }
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(found) = text[at..].find('{') {
        let open = at + found;
        let (close, kind) = match text.as_bytes().get(open + 1) {
            Some(b'{') => ("}}", Tag::Value),
            Some(b'%') => ("%}", Tag::Statement),
            Some(b'#') => ("#}", Tag::Comment),
            _ => {
                at = open + 1;
                continue;
            }
        };
        let Some(length) = text[open + 2..].find(close) else {
            say(open, format!("a tag without `{close}`"), format!("ein Tag ohne `{close}`"));
            return findings;
        };
        let inner = &text[open + 2..open + 2 + length];
        let inner = inner.strip_prefix(['-', '+']).unwrap_or(inner);
        let inner = inner.strip_suffix(['-', '+']).unwrap_or(inner).trim();
        at = open + 2 + length + 2;
        match kind {
            Tag::Comment => {}
            Tag::Value => {
                if let Some(bad) = value_fault(inner) {
                    say(
                        open,
                        format!("`{{{{ … }}}}` may hold one variable and filters; {}", bad.en),
                        format!("`{{{{ … }}}}` darf eine Variable und Filter enthalten; {}", bad.de),
                    );
                }
            }
            Tag::Statement => match statement(inner) {
                Ok(step) => match depth.checked_add_signed(step) {
                    Some(deeper) if deeper <= 8 => depth = deeper,
                    _ => {
                        say(open, "`if` and `endif` do not match".into(), "`if` und `endif` passen nicht zusammen".into());
                        return findings;
                    }
                },
                Err(bad) => say(open, bad.en.into_owned(), bad.de.into_owned()),
            },
        }
    }
    if depth != 0 {
        say(text.len(), "an `if` without `endif`".into(), "ein `if` ohne `endif`".into());
    }
    findings
}

#[derive(Clone, Copy)]
enum Tag {
    Value,
    Statement,
    Comment,
}

/// What is wrong with `variable | filter | filter`.
fn value_fault(text: &str) -> Option<Words> {
    let mut parts = text.split('|').map(str::trim);
    let variable = parts.next().unwrap_or_default();
    if !is_variable(variable) {
        let of_media = media::variables();
        let known: Vec<&str> = VARIABLES.iter().copied().chain(of_media.iter().map(String::as_str)).collect();
        return Some(unknown("variable", "Variable", &known));
    }
    parts.find(|filter| !FILTERS.contains(filter)).map(|_| unknown("filter", "Filter", &FILTERS))
}

fn is_variable(name: &str) -> bool {
    VARIABLES.contains(&name) || media::is_variable(name)
}

fn unknown(en: &str, de: &str, known: &[&str]) -> Words {
    let known = known.join(", ");
    Words::new(format!("the {en} is none of {known}"), format!("die Angabe ({de}) ist keine von {known}"))
}

/// How a statement changes the depth of `if`.
fn statement(text: &str) -> Result<isize, Words> {
    let refused = || {
        Words::new(
            "only `if variable`, `if variable == \"word\"`, `elif …`, `else` and `endif` are allowed",
            "erlaubt sind nur `if variable`, `if variable == \"wort\"`, `elif …`, `else` und `endif`",
        )
    };
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    match word {
        "else" if rest.trim().is_empty() => Ok(0),
        "endif" if rest.trim().is_empty() => Ok(-1),
        "if" | "elif" if is_condition(rest.trim()) => Ok(isize::from(word == "if")),
        _ => Err(refused()),
    }
}

fn is_condition(text: &str) -> bool {
    let (variable, literal) = match text.split_once("==").or_else(|| text.split_once("!=")) {
        Some((variable, literal)) => (variable.trim(), Some(literal.trim())),
        None => (text, None),
    };
    let is_word = |literal: &str| {
        literal
            .strip_prefix('"')
            .and_then(|l| l.strip_suffix('"'))
            .is_some_and(|word| word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
    };
    is_variable(variable) && literal.is_none_or(is_word)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn what_profiles_need_is_allowed() {
        let text = "a {# note {{ #}\n{{ account.password }} {{- account.display_name | quoted -}}\n{% if pbx.ca %}x{% elif account.srtp == \"off\" %}y{% else %}{% endif %}\n{ }";
        assert_eq!(check("t", text), []);
    }

    #[test]
    fn everything_else_is_refused_with_its_place() {
        for text in [
            "{% set x = account.user %}",
            "{% for a in account.user %}{% endfor %}",
            "{% include \"x\" %}",
            "{% macro m() %}{% endmacro %}",
            "{{ account.user ~ account.user }}",
            "{{ account.user * 9 }}",
            "{{ account.user | safe }}",
            "{{ account.user | replace(\"a\", \"b\") }}",
            "{{ range(9) }}",
            "{{ secret }}",
            "{{ \"x\" }}",
            "{% if account.user == \"a\" and 1 %}{% endif %}",
            "{% if account.user %}",
            "{% endif %}",
            "{{ account.user",
            "{% raw %}{% endraw %}",
        ] {
            let findings = check("profiles/x/t", &format!("ab\nc{text}"));
            assert!(!findings.is_empty(), "{text}");
            assert_eq!(findings[0].place.as_ref().unwrap().line(), 2, "{text}");
        }
        assert_eq!(check("t", &"{% if pbx.ca %}".repeat(20))[0].code.as_str(), "profile/bad-template");
        assert!(!check("t", &"x".repeat(70_000)).is_empty());
    }
}
