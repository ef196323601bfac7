//! What a client makes of the digits that its user dials. No rule of these touches an emergency number: a plan always holds them as they
//! are, a rewriting rule begins with `+`, and what is taken away are never digits.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Dialled as they stand, whatever a plan says.
pub const EMERGENCY: [&str; 2] = ["110", "112"];

/// Rules of one line. Nothing where the client's own habits hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Dialling {
    /// What the telephone system wants before a number outside the house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_prefix: Option<String>,
    /// Dialled as they stand beside [`EMERGENCY`]: those of a works fire brigade, or of a neighbouring country.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emergency: Vec<String>,
    /// Numbers after which the telephone dials without waiting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plan: Vec<DialPattern>,
    /// Taken away from what is dialled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strip_chars: Option<String>,
    /// `+` becomes the outside prefix and `00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub international_rewrite: Option<bool>,
}

impl Dialling {
    #[must_use]
    pub fn is_unset(&self) -> bool {
        *self == Self::default()
    }

    /// What stands in place of a `+`; none where it stays.
    #[must_use]
    pub fn plus_becomes(&self) -> Option<String> {
        let prefix = self.external_prefix.as_deref().unwrap_or_default();
        (self.international_rewrite == Some(true)).then(|| format!("{prefix}00"))
    }

    /// What is taken away, as a set of characters without a blank at either end, where files lose it; empty where nothing is.
    #[must_use]
    pub fn stripped(&self) -> String {
        let all = self.strip_chars.as_deref().unwrap_or_default();
        let rest: String = all.chars().filter(|c| *c != ' ').collect();
        match rest.chars().next() {
            Some(first) if all.contains(' ') => {
                format!("{first} {}", rest.strip_prefix(first).filter(|more| !more.is_empty()).unwrap_or(&rest))
            }
            _ => rest,
        }
    }

    /// Those beside [`EMERGENCY`].
    pub fn own_emergency(&self) -> impl Iterator<Item = &str> {
        self.emergency.iter().map(String::as_str).filter(|number| !EMERGENCY.contains(number))
    }

    /// All emergency numbers, each once.
    pub fn emergency_numbers(&self) -> impl Iterator<Item = &str> {
        EMERGENCY.into_iter().chain(self.own_emergency())
    }

    /// The plan with the emergency numbers in front, which no pattern may delay.
    pub fn whole_plan(&self) -> impl Iterator<Item = &str> {
        let own = self.plan.iter().map(|pattern| pattern.0.as_str());
        let is_missing = |number: &&str| !self.plan.is_empty() && !self.plan.iter().any(|own| own.0 == **number);
        self.emergency_numbers().filter(is_missing).chain(own)
    }
}

/// A number, or a class of numbers: digits, `*` and `#` stand for themselves, `x` for any digit, `[1-9]` for one of some; an `x` and a dot at
/// the end for any further digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DialPattern(String);

impl fmt::Display for DialPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for DialPattern {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let body = text.strip_suffix('.').unwrap_or(text);
        let open_end = body.len() < text.len();
        if body.is_empty() || text.len() > 32 || (open_end && !body.ends_with('x')) {
            return Err(());
        }
        let mut rest = body;
        while let Some(c) = rest.chars().next() {
            rest = match c {
                '0'..='9' | '*' | '#' | 'x' => &rest[1..],
                '[' => {
                    let (class, after) = rest[1..].split_once(']').ok_or(())?;
                    if !is_class(class) {
                        return Err(());
                    }
                    after
                }
                _ => return Err(()),
            };
        }
        Ok(Self(text.to_owned()))
    }
}

/// `1-9`, `135`, `1-35`.
fn is_class(class: &str) -> bool {
    let bytes = class.as_bytes();
    let range = |at: usize| bytes[at] == b'-' && at > 0 && at + 1 < bytes.len() && bytes[at - 1] < bytes[at + 1];
    !class.is_empty() && (0..bytes.len()).all(|at| bytes[at].is_ascii_digit() || range(at))
}

/// Characters that people write between digits, at least one beside the blank; none that can be dialled.
#[must_use]
pub fn is_strippable(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= 16 && text.chars().all(|c| " ./()[]{}-_:".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_taken_apart_and_others_refused() {
        for good in ["0", "112", "0x.", "[1-9]xxx", "*xx", "[135]x.", "#1", "[1-35]"] {
            assert_eq!(good.parse::<DialPattern>().unwrap().to_string(), good);
        }
        for bad in ["", ".", "0.", "X", "[", "[]", "[9-1]", "[a]", "[1-]", "0x.x", "+49x.", "0|112", "<112:0>", "0 1"] {
            assert!(bad.parse::<DialPattern>().is_err(), "{bad}");
        }
    }

    #[test]
    fn emergency_numbers_stand_first_once_and_no_rule_can_touch_them() {
        let plan = |patterns: &[&str]| Dialling {
            plan: patterns.iter().map(|pattern| pattern.parse().unwrap()).collect(),
            ..Dialling::default()
        };
        assert_eq!(plan(&["0x.", "112"]).whole_plan().collect::<Vec<_>>(), ["110", "0x.", "112"]);
        assert_eq!(plan(&[]).whole_plan().count(), 0);
        let works = Dialling { emergency: vec!["112".into(), "7112".into()], ..plan(&["0x."]) };
        assert_eq!(works.whole_plan().collect::<Vec<_>>(), ["110", "112", "7112", "0x."]);
        assert_eq!(works.emergency_numbers().collect::<Vec<_>>(), ["110", "112", "7112"]);
        let dialling = Dialling { external_prefix: Some("0".into()), international_rewrite: Some(true), ..Dialling::default() };
        assert_eq!(dialling.plus_becomes().as_deref(), Some("000"));
        assert_eq!(Dialling { international_rewrite: Some(false), ..dialling }.plus_becomes(), None);
        for (written, meant) in [(" -/()", "- /()"), ("-", "-"), (" -", "- -"), ("/ ", "/ /")] {
            let dialling = Dialling { strip_chars: Some(written.into()), ..Dialling::default() };
            assert_eq!(dialling.stripped(), meant);
        }
        assert!(
            !is_strippable(" ") && is_strippable(" -/()") && !is_strippable("1") && !is_strippable("+") && !is_strippable("*")
        );
    }
}
