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
    use super::covers;

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
}
