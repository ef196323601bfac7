//! Sections and settings of INI-like text, in the dialects of the programs that own the files.
//!
//! Linphone: everything after the first `=` is the value, `#` begins a comment line, the last of two counts. Windows (MicroSIP): the
//! value loses outer blanks and one pair of quotes, `;` begins a comment line, the first of two counts. Twinkle: no sections.

use std::collections::BTreeMap;

use super::text;
use crate::diag::Place;
use crate::inventory::model::Sourced;

/// How a program reads its INI file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// A line that begins with one of these is a comment.
    pub comments: &'static [char],
    /// Outer blanks belong to the value.
    pub blanks_count: bool,
    /// One outer pair of `"` or `'` is taken off.
    pub unquotes: bool,
    /// Of a setting written twice the last one counts.
    pub last_counts: bool,
    pub has_sections: bool,
    /// Names of sections and settings are compared without case.
    pub folds_case: bool,
}

pub const LINPHONE: Dialect =
    Dialect { comments: &['#'], blanks_count: true, unquotes: false, last_counts: true, has_sections: true, folds_case: false };

pub const WINDOWS: Dialect =
    Dialect { comments: &[';'], blanks_count: false, unquotes: true, last_counts: false, has_sections: true, folds_case: true };

pub const TWINKLE: Dialect =
    Dialect { comments: &['#'], blanks_count: false, unquotes: false, last_counts: true, has_sections: false, folds_case: false };

/// One setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub key: String,
    pub key_at: Place,
    pub value: Sourced<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Empty for settings before any section.
    pub name: String,
    pub at: Place,
    /// In file order, each name once.
    pub entries: Vec<Entry>,
}

impl Section {
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))
    }
}

/// Something that is no setting, or one that does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Odd {
    pub at: Place,
    pub why: Why,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Neither a section nor `key=value`.
    NoEquals,
    /// `[name` without its bracket.
    OpenBracket,
    /// A name is missing before the `=`.
    NoKey,
    /// A second value for this setting, and the place of the one that counts.
    Twice { key: String, other: Place },
    /// Settings before the first section.
    NoSection,
}

/// A whole file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ini {
    pub sections: Vec<Section>,
    pub odd: Vec<Odd>,
}

impl Ini {
    #[must_use]
    pub fn read(file: &str, text: &str, dialect: &Dialect) -> Self {
        let mut ini = Self::default();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut keys: BTreeMap<(usize, String), usize> = BTreeMap::new();
        let fold = |name: &str| if dialect.folds_case { name.to_lowercase() } else { name.to_owned() };
        let mut current = None;
        if !dialect.has_sections {
            ini.sections.push(Section { name: String::new(), at: Place::at(file, 1, 1), entries: Vec::new() });
            current = Some(0);
        }
        for (number, line) in text::lines(text) {
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with(dialect.comments) {
                continue;
            }
            let at = Place::at(file, number, text::column(line, line.len() - line.trim_start().len()));
            if dialect.has_sections
                && let Some(rest) = trimmed.strip_prefix('[')
            {
                let Some(end) = rest.find(']') else {
                    ini.odd.push(Odd { at, why: Why::OpenBracket });
                    continue;
                };
                let name = rest[..end].trim().to_owned();
                let count = ini.sections.len();
                let index = *known.entry(fold(&name)).or_insert(count);
                if index == count {
                    ini.sections.push(Section { name, at, entries: Vec::new() });
                }
                current = Some(index);
                continue;
            }
            let Some(equals) = line.find('=') else {
                ini.odd.push(Odd { at, why: Why::NoEquals });
                continue;
            };
            let key = line[..equals].trim().to_owned();
            if key.is_empty() {
                ini.odd.push(Odd { at, why: Why::NoKey });
                continue;
            }
            let Some(section) = current else {
                ini.odd.push(Odd { at, why: Why::NoSection });
                continue;
            };
            let (value, start) = value(&line[equals + 1..], dialect);
            let value = Sourced::new(value.to_owned(), Place::at(file, number, text::column(line, equals + 1 + start)));
            let entries = &mut ini.sections[section].entries;
            match keys.get(&(section, fold(&key))) {
                None => {
                    keys.insert((section, fold(&key)), entries.len());
                    entries.push(Entry { key, key_at: at, value });
                }
                Some(index) => {
                    let first = &mut entries[*index];
                    if first.value.value != value.value {
                        let (counts, other) = if dialect.last_counts {
                            (at.clone(), first.key_at.clone())
                        } else {
                            (first.key_at.clone(), at.clone())
                        };
                        ini.odd.push(Odd { at: other, why: Why::Twice { key, other: counts } });
                    }
                    if dialect.last_counts {
                        (first.value, first.key_at) = (value, at);
                    }
                }
            }
        }
        ini
    }
}

/// The value and where it begins in `text`, which is everything after the `=`.
fn value<'a>(text: &'a str, dialect: &Dialect) -> (&'a str, usize) {
    if dialect.blanks_count {
        return (text, 0);
    }
    let start = text.len() - text.trim_start().len();
    let trimmed = text.trim();
    if dialect.unquotes && trimmed.len() >= 2 {
        for quote in ['"', '\''] {
            if let Some(inner) = trimmed.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
                return (inner, start + 1);
            }
        }
    }
    (trimmed, start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, dialect: &Dialect) -> Vec<String> {
        let ini = Ini::read("f", text, dialect);
        let mut out: Vec<String> = ini
            .sections
            .iter()
            .flat_map(|s| s.entries.iter().map(move |e| format!("[{}] {}=`{}` {}", s.name, e.key, e.value.value, e.value.at)))
            .collect();
        out.extend(ini.odd.iter().map(|odd| format!("{} {:?}", odd.at, odd.why)));
        out
    }

    #[test]
    fn linphone_takes_everything_after_the_first_equals() {
        let text = "lost=1\n[auth_info_0]\n# passwd=x\r\npasswd= [x]=;#\"'%41\\\nuserid=1\nuserid=2\n[auth_info_0]\nrealm=\n[open\nnothing\n=v\n";
        assert_eq!(
            shown(text, &LINPHONE),
            [
                "[auth_info_0] passwd=` [x]=;#\"'%41\\` f:4:8",
                "[auth_info_0] userid=`2` f:6:8",
                "[auth_info_0] realm=`` f:8:7",
                "f:1:1 NoSection",
                "f:5:1 Twice { key: \"userid\", other: f:6:1 }",
                "f:9:1 OpenBracket",
                "f:10:1 NoEquals",
                "f:11:1 NoKey",
            ]
        );
    }

    /// As measured with the Windows call under Wine.
    #[test]
    fn windows_takes_off_one_pair_of_quotes() {
        let text = "[Account1]\na=\"\"abc\"\"\nb= 'x' \nc=a;b#c=d\nd=\"half\ne=x\"y\nE=second\n; comment\nä = ü\n";
        assert_eq!(
            shown(text, &WINDOWS)[..6],
            [
                "[Account1] a=`\"abc\"` f:2:4",
                "[Account1] b=`x` f:3:5",
                "[Account1] c=`a;b#c=d` f:4:3",
                "[Account1] d=`\"half` f:5:3",
                "[Account1] e=`x\"y` f:6:3",
                "[Account1] ä=`ü` f:9:5",
            ]
        );
    }

    #[test]
    fn twinkle_has_no_sections() {
        assert_eq!(shown("user_name = 2001 \n[x]\n", &TWINKLE), ["[] user_name=`2001` f:1:13", "f:2:1 NoEquals"]);
    }
}
