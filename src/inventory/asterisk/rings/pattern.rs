//! Asterisk's extension patterns: `_2XXX`, `_[1-3]N.`, `_X!`.
//!
//! Source: `main/pbx.c` of Asterisk: X is 0-9, Z is 1-9, N is 2-9, `[...]` a set with ranges, `.` one or more, `!` zero or more,
//! `-` is ignored.

/// Whether an extension pattern of the dialplan (with or without the leading `_`) covers `number`.
pub(super) fn covers(pattern: &str, number: &str) -> bool {
    // `103/100`: only calls from 100; the number itself still counts.
    let pattern = pattern.split('/').next().unwrap_or_default();
    match pattern.strip_prefix('_') {
        Some(pattern) => covers_chars(&pattern.chars().collect::<Vec<_>>(), &number.chars().collect::<Vec<_>>()),
        None => pattern == number,
    }
}

/// The part of a pattern that is left of its number by `${EXTEN:offset:length}`. Where the pattern does not say how long its numbers
/// are, anything may be left.
pub(super) fn slice(pattern: &str, offset: i32, length: Option<i32>) -> String {
    let pattern = pattern.split('/').next().unwrap_or_default();
    let anything = || "_!".to_owned();
    let (mark, mut elements) = match pattern.strip_prefix('_') {
        Some(rest) => ("_", elements(rest)),
        None => ("", pattern.chars().map(String::from).collect()),
    };
    let open = mark == "_" && elements.last().is_some_and(|last| last == "." || last == "!");
    if open {
        elements.pop();
    }
    let count = i32::try_from(elements.len()).unwrap_or(i32::MAX);
    let from = match offset {
        _ if offset < 0 && open => return anything(),
        _ if offset < 0 => (count + offset).max(0),
        _ if offset > count && open => return anything(),
        _ => offset.min(count),
    };
    let to = match length {
        None => count,
        Some(_) if open => return anything(),
        Some(length) if length < 0 => count + length,
        Some(length) => from.saturating_add(length).min(count),
    };
    let (from, to) = (usize::try_from(from).unwrap_or(0), usize::try_from(to.max(from)).unwrap_or(0));
    mark.to_owned() + &elements[from..to].concat() + if open { "!" } else { "" }
}

/// The elements of a pattern behind its `_`, one for each digit.
fn elements(pattern: &str) -> Vec<String> {
    let mut elements = Vec::new();
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        match c {
            '-' => {}
            '[' => elements.push(std::iter::once('[').chain(rest.by_ref().take_while(|c| *c != ']')).chain([']']).collect()),
            c => elements.push(c.to_string()),
        }
    }
    elements
}

fn covers_chars(mut pattern: &[char], mut number: &[char]) -> bool {
    while let Some((first, mut rest)) = pattern.split_first() {
        let set = match first {
            '-' => {
                pattern = rest;
                continue;
            }
            '.' => return !number.is_empty(),
            '!' => return true,
            '[' => {
                let Some(end) = rest.iter().position(|c| *c == ']') else { return false };
                let set = &rest[..end];
                rest = &rest[end + 1..];
                Some(set)
            }
            _ => None,
        };
        let Some((digit, tail)) = number.split_first() else { return false };
        let fits = match (set, first) {
            (Some(set), _) => in_set(set, *digit),
            (None, 'X' | 'x') => digit.is_ascii_digit(),
            (None, 'Z' | 'z') => ('1'..='9').contains(digit),
            (None, 'N' | 'n') => ('2'..='9').contains(digit),
            (None, literal) => digit == literal,
        };
        if !fits {
            return false;
        }
        pattern = rest;
        number = tail;
    }
    number.is_empty()
}

fn in_set(set: &[char], digit: char) -> bool {
    let mut at = 0;
    while at < set.len() {
        if at + 2 < set.len() && set[at + 1] == '-' {
            if (set[at]..=set[at + 2]).contains(&digit) {
                return true;
            }
            at += 3;
        } else {
            if set[at] == digit {
                return true;
            }
            at += 1;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{covers, slice};

    #[test]
    fn patterns_cover_what_asterisk_matches() {
        for (pattern, number, expected) in [
            ("2001", "2001", true),
            ("2001", "2002", false),
            ("_2XXX", "2001", true),
            ("_2XXX", "20011", false),
            ("_2XXX", "201", false),
            ("_[1-3]NZX", "2911", true),
            ("_[1-3]NZX", "2101", false),
            ("_[1-35]X", "55", true),
            ("_[1-35]X", "45", false),
            ("_2.", "2", false),
            ("_2.", "20", true),
            ("_2!", "2", true),
            ("_2-0-0-1", "2001", true),
            ("103/100", "103", true),
            ("_[12", "1", false),
            ("_", "", true),
        ] {
            assert_eq!(covers(pattern, number), expected, "{pattern} {number}");
        }
    }

    #[test]
    fn what_is_left_of_a_number_is_a_pattern_too() {
        for (pattern, offset, length, left) in [
            ("_21XX", 2, None, "_XX"),
            ("_[1-3]NZX", 1, None, "_NZX"),
            ("_0.", 1, None, "_!"),
            ("_0.", 3, None, "_!"),
            ("_0XX.", 1, None, "_XX!"),
            ("_0.", -4, None, "_!"),
            ("_0XX", -2, None, "_XX"),
            ("_0XX", 0, Some(2), "_0X"),
            ("_0XX", 0, Some(-1), "_0X"),
            ("2001", 1, None, "001"),
            ("2001", 9, None, ""),
            ("_2-1XX", 2, Some(9), "_XX"),
            ("_[12", 0, None, "_[12]"),
        ] {
            assert_eq!(slice(pattern, offset, length), left, "{pattern} {offset} {length:?}");
        }
    }
}
