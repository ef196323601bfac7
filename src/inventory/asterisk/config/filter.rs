//! The filter of a `(+name=value)`: which of several sections of one name is meant.

use super::regex::Regex;
use super::text::trim;

/// `name=value` expressions joined by `&`.
pub(super) struct Filter(Vec<Term>);

enum Term {
    TemplatesInclude,
    TemplatesRestrict,
    /// `TEMPLATES=` with another word never matches.
    Never,
    Match(Regex, Regex),
}

impl Filter {
    /// `None`: no `=` in it, or a broken expression; such a filter matches nothing.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let mut terms = Vec::new();
        for part in text.split(|byte| *byte == b'&') {
            let equals = memchr::memchr(b'=', part)?;
            let clean = |part: &[u8]| {
                let (from, to) = trim(part);
                part[from..to].to_vec()
            };
            let (name, value) = (clean(&part[..equals]), clean(part[equals + 1..].split(|b| *b == b'=').next().unwrap_or(b"")));
            terms.push(if name == b"TEMPLATES" {
                match value.to_ascii_lowercase().as_slice() {
                    b"include" => Term::TemplatesInclude,
                    b"restrict" => Term::TemplatesRestrict,
                    _ => Term::Never,
                }
            } else {
                Term::Match(Regex::compile(&name)?, Regex::compile(&value)?)
            });
        }
        Some(Self(terms))
    }

    /// `any` walks over the variables until its argument says yes.
    pub fn accepts(&self, template: bool, work: &mut u64, any: impl Fn(&mut dyn FnMut(&str, &str) -> bool) -> bool) -> bool {
        let mut template_ok = false;
        for term in &self.0 {
            let hit = match term {
                Term::TemplatesInclude => {
                    template_ok |= template;
                    true
                }
                Term::TemplatesRestrict => {
                    template_ok |= template;
                    template
                }
                Term::Never => false,
                Term::Match(name, value) => any(&mut |key, text| {
                    *work += name.cost(key.len());
                    name.is_match(key.as_bytes()) && {
                        *work += value.cost(text.len());
                        value.is_match(text.as_bytes())
                    }
                }),
            };
            if !hit {
                return false;
            }
        }
        !template || template_ok
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(filter: &str, template: bool, variables: &[(&str, &str)]) -> bool {
        let mut work = 0;
        Filter::parse(filter.as_bytes())
            .unwrap()
            .accepts(template, &mut work, |visit| variables.iter().any(|(name, value)| visit(name, value)))
    }

    #[test]
    fn expressions() {
        let variables = [("type", "auth"), ("username", "100")];
        assert!(accepts("type=auth", false, &variables));
        assert!(accepts("type=^a.*h$ & username=10[0-9]", false, &variables));
        assert!(!accepts("type=auth&username=200", false, &variables));
        assert!(!accepts("type=auth", true, &variables), "no template without TEMPLATES");
        assert!(accepts("TEMPLATES=include&type=auth", true, &variables));
        assert!(accepts("TEMPLATES=Include", false, &variables));
        assert!(!accepts("TEMPLATES=restrict", false, &variables));
        assert!(accepts("TEMPLATES=restrict", true, &variables));
        assert!(!accepts("TEMPLATES=other", true, &variables));
        assert!(accepts("user=", false, &variables), "an empty value matches anything");
        assert!(Filter::parse(b"type").is_none());
        assert!(Filter::parse(b"type=(").is_none());
    }
}
