//! Lists of names in a sentence: a few for the eye, all for who asks.

use std::fmt;

/// Names in a finding's sentence. [`fmt::Display`] gives the first few; [`super::Finding::listing`] keeps all where that are not all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    shown: String,
    count: usize,
    /// Empty where `shown` has every name.
    pub(super) all: Vec<String>,
}

/// Characters of one name: a cell of a hostile list may hold 32,767.
const LONGEST: usize = 200;
/// Names that are kept; more are counted only.
const MOST: usize = 2_000_000;

impl Listed {
    /// `shown` is how many names the sentence has room for. Names are quoted as literals are.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>, shown: usize) -> Self {
        Self::of(names.into_iter().map(|name| format!("`{}`", short(name))), shown)
    }

    /// The same for names that are quoted already, or have words beside them.
    pub fn of(names: impl IntoIterator<Item = String>, shown: usize) -> Self {
        let mut names = names.into_iter();
        let mut all: Vec<String> = names.by_ref().take(MOST).collect();
        let count = all.len() + names.count();
        let few = all.iter().take(shown).map(String::as_str).collect::<Vec<_>>().join(", ");
        let cut = count > shown;
        if !cut {
            all.clear();
        }
        Self { shown: if cut { format!("{few}, …") } else { few }, count, all }
    }

    /// The sentence has other names, or other words for them, than the full list.
    #[must_use]
    pub fn with(self, all: impl IntoIterator<Item = String>) -> Self {
        Self { all: all.into_iter().take(MOST).collect(), ..self }
    }

    /// How many names there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// `12 (`2001`, `2002`, …)`.
    #[must_use]
    pub fn counted(&self) -> String {
        format!("{} ({})", self.count, self.shown)
    }
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

fn short(name: &str) -> String {
    let name = name.trim();
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_a_few_names_and_the_list_has_all() {
        let whole = Listed::new(["a", "b"], 2);
        assert_eq!((whole.to_string(), whole.counted(), whole.all.len()), ("`a`, `b`".to_owned(), "2 (`a`, `b`)".to_owned(), 0));
        let cut = Listed::new(["a", "b", "c"], 2);
        assert_eq!((cut.to_string().as_str(), cut.count()), ("`a`, `b`, …", 3));
        assert_eq!(cut.all, ["`a`", "`b`", "`c`"]);
        assert_eq!(Listed::new([], 2).counted(), "0 ()");
        let long = "x".repeat(40_000);
        assert_eq!(Listed::new([long.as_str(), "b"], 1).all[0].chars().count(), LONGEST + 3);
    }
}
