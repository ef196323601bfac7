//! File name patterns of `#include`, as glibc's `glob` with braces expands them.

use super::files::{Files, normalise};

/// Files one pattern may name.
pub const MAX_MATCHES: usize = 10_000;
/// Patterns that braces may expand to.
const MAX_BRACES: usize = 256;

/// True where the pattern has a character that needs a look into folders.
#[must_use]
pub fn has_magic(pattern: &str) -> bool {
    pattern.contains(['*', '?', '[', '{'])
}

/// The files a pattern names, each list of alternatives sorted by bytes. `None`: it leaves the configuration folder.
#[must_use]
pub fn expand(files: &dyn Files, pattern: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for pattern in braces(pattern) {
        let path = normalise(&pattern)?;
        if !has_magic(&path) {
            found.push(path.replace('\\', ""));
            continue;
        }
        let mut folders = vec![String::new()];
        let parts: Vec<&str> = path.split('/').collect();
        for (index, part) in parts.iter().enumerate() {
            let last = index + 1 == parts.len();
            let mut next = Vec::new();
            for folder in &folders {
                if !has_magic(part) {
                    next.push(join(folder, part));
                    continue;
                }
                let mut names: Vec<String> = files
                    .list(folder)
                    .unwrap_or_default()
                    .into_iter()
                    .filter(|entry| last != entry.folder && matches(part, &entry.name))
                    .map(|entry| entry.name)
                    .collect();
                names.sort_unstable();
                next.extend(names.iter().map(|name| join(folder, name)));
                next.truncate(MAX_MATCHES);
            }
            folders = next;
        }
        found.extend(folders);
        found.truncate(MAX_MATCHES);
    }
    Some(found)
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// `a{b,c}d` gives `abd` and `acd`, inner braces after outer ones.
fn braces(pattern: &str) -> Vec<String> {
    let mut todo = vec![pattern.to_owned()];
    let mut done = Vec::new();
    while let Some(pattern) = todo.pop() {
        match first_brace(&pattern) {
            Some((start, end, alternatives)) if todo.len() + done.len() < MAX_BRACES => {
                for alternative in alternatives.iter().rev() {
                    todo.push(format!("{}{alternative}{}", &pattern[..start], &pattern[end + 1..]));
                }
            }
            _ => done.push(pattern),
        }
    }
    done.truncate(MAX_BRACES);
    done
}

/// Start and end of the first closed brace pair that is not `{}`, and its alternatives.
fn first_brace(pattern: &str) -> Option<(usize, usize, Vec<&str>)> {
    let start = pattern.find('{')?;
    let mut depth = 0_usize;
    let mut from = start + 1;
    let mut alternatives = Vec::new();
    for (index, byte) in pattern.bytes().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b',' if depth == 1 => {
                alternatives.push(&pattern[from..index]);
                from = index + 1;
            }
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    alternatives.push(&pattern[from..index]);
                    return (index > start + 1).then_some((start, index, alternatives));
                }
            }
            _ => {}
        }
    }
    None
}

/// One path part against one name. A leading dot needs a dot in the pattern.
#[must_use]
pub fn matches(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    if name.first() == Some(&'.') && pattern.first() != Some(&'.') {
        return false;
    }
    // One retreat point is enough: a later `*` makes every earlier one needless.
    let (mut p, mut n) = (0, 0);
    let mut retreat: Option<(usize, usize)> = None;
    loop {
        if p < pattern.len() && pattern[p] == '*' {
            retreat = Some((p + 1, n));
            p += 1;
            continue;
        }
        if n == name.len() {
            return p == pattern.len();
        }
        if let Some(width) = one(&pattern[p..], name[n]) {
            p += width;
            n += 1;
            continue;
        }
        match retreat {
            Some((after, from)) => {
                retreat = Some((after, from + 1));
                p = after;
                n = from + 1;
                if n > name.len() {
                    return false;
                }
            }
            None => return false,
        }
    }
}

/// How many pattern characters the first unit has, if it matches this character.
fn one(pattern: &[char], c: char) -> Option<usize> {
    match *pattern.first()? {
        '?' => Some(1),
        '\\' => (pattern.get(1) == Some(&c)).then_some(2),
        '[' => match set(pattern, c) {
            Some((width, hit)) => hit.then_some(width),
            None => (c == '[').then_some(1),
        },
        other => (other == c).then_some(1),
    }
}

/// `[a-c]`, `[!x]`, `[^x]`: width and whether the character is in it. `None`: not closed, so a plain `[`.
fn set(pattern: &[char], c: char) -> Option<(usize, bool)> {
    let mut index = 1;
    let negated = matches!(pattern.get(1), Some('!' | '^'));
    if negated {
        index += 1;
    }
    let first = index;
    let mut hit = false;
    loop {
        let low = *pattern.get(index)?;
        if low == ']' && index > first {
            return Some((index + 1, hit != negated));
        }
        let high = match (pattern.get(index + 1), pattern.get(index + 2)) {
            (Some('-'), Some(high)) if *high != ']' => {
                index += 2;
                *high
            }
            _ => low,
        };
        hit |= (low..=high).contains(&c);
        index += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::asterisk::files::MemoryFiles;

    #[test]
    fn patterns() {
        for (pattern, name, expected) in [
            ("*.conf", "a.conf", true),
            ("*.conf", "a.conf.bak", false),
            ("*.conf", ".hidden.conf", false),
            (".*.conf", ".hidden.conf", true),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            ("amt-[0-9][!x].conf", "amt-5y.conf", true),
            ("amt-[0-9][!x].conf", "amt-5x.conf", false),
            ("[", "[", true),
            ("[]a]", "]", true),
            ("a?c", "aäc", true),
            ("\\*", "*", true),
            ("\\*", "x", false),
            ("**", "", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn expands_folders_in_order() {
        let files = MemoryFiles::new()
            .with("users/b/x.conf", "")
            .with("users/a/x.conf", "")
            .with("users/a/y.txt", "")
            .with("other/z.conf", "");
        assert_eq!(expand(&files, "users/*/*.conf").unwrap(), ["users/a/x.conf", "users/b/x.conf"]);
        assert_eq!(expand(&files, "{other,users/b}/*.conf").unwrap(), ["other/z.conf", "users/b/x.conf"]);
        assert_eq!(expand(&files, "none.conf").unwrap(), ["none.conf"]);
        assert!(expand(&files, "none*.conf").unwrap().is_empty());
        assert_eq!(expand(&files, "/etc/shadow*"), None);
    }

    #[test]
    fn hostile_braces_are_bounded() {
        assert!(braces(&"{a,b}".repeat(64)).len() <= MAX_BRACES);
        assert_eq!(braces("{}{"), ["{}{"]);
    }
}
