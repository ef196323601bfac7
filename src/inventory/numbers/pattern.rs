//! Extensions of a dialplan: patterns such as `_99998XXXX`, which numbers they match, and what `${EXTEN:5}` leaves of them.
//!
//! After `main/pbx.c` of Asterisk: `X` is 0-9, `Z` 1-9, `N` 2-9, each in small letters too; `[…]` is a set with ranges; `.` takes one sign
//! or more, `!` none or more, and what stands behind them is never looked at; `-` is ignored. Every other sign is itself.

/// One position of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    One(char),
    /// `X`, `Z`, `N` or a set in brackets: ranges, both ends included.
    Any(Vec<(char, char)>),
}

impl Piece {
    fn takes(&self, sign: char) -> bool {
        match self {
            Self::One(wanted) => *wanted == sign,
            Self::Any(ranges) => ranges.iter().any(|(low, high)| (*low..=*high).contains(&sign)),
        }
    }
}

/// What may follow the positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Nothing,
    /// `.`
    Some,
    /// `!`
    Any,
}

/// A pattern that begins with `_`. Longer ones than Asterisk takes are refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pieces: Vec<Piece>,
    end: End,
}

/// Signs of an extension.
const LONGEST: usize = 80;

impl Pattern {
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim().strip_prefix('_')?.chars();
        let mut pieces = Vec::new();
        let mut end = End::Nothing;
        while let Some(sign) = rest.next() {
            if pieces.len() > LONGEST {
                return None;
            }
            match sign {
                'X' | 'x' => pieces.push(Piece::Any(vec![('0', '9')])),
                'Z' | 'z' => pieces.push(Piece::Any(vec![('1', '9')])),
                'N' | 'n' => pieces.push(Piece::Any(vec![('2', '9')])),
                '.' => end = End::Some,
                '!' => end = End::Any,
                '-' => {}
                '[' => pieces.push(Piece::Any(set(&mut rest)?)),
                // A variable may be anything.
                '$' | '{' | '}' | ']' => return None,
                other => pieces.push(Piece::One(other)),
            }
            if end != End::Nothing {
                break;
            }
        }
        (!pieces.is_empty() || end != End::Nothing).then_some(Self { pieces, end })
    }

    #[must_use]
    pub fn matches(&self, number: &str) -> bool {
        let mut signs = number.chars();
        if !self.pieces.iter().all(|piece| signs.next().is_some_and(|sign| piece.takes(sign))) {
            return false;
        }
        match (self.end, signs.next()) {
            (End::Nothing, next) => next.is_none(),
            (End::Some, next) => next.is_some(),
            (End::Any, _) => true,
        }
    }
}

/// Up to the closing bracket: `1-35`, signs and ranges.
fn set(rest: &mut std::str::Chars<'_>) -> Option<Vec<(char, char)>> {
    let (inside, behind) = rest.as_str().split_once(']')?;
    *rest = behind.chars();
    let inside: Vec<char> = inside.chars().take(LONGEST).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < inside.len() {
        if inside.get(at + 1) == Some(&'-') && at + 2 < inside.len() {
            found.push((inside[at], inside[at + 2]));
            at += 3;
        } else {
            found.push((inside[at], inside[at]));
            at += 1;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Whether an extension of the dialplan, a pattern or not, takes `number`.
#[must_use]
pub fn covers(extension: &str, number: &str) -> bool {
    // `103/100`: only calls from 100; the number itself still counts.
    let extension = extension.split('/').next().unwrap_or_default();
    match extension {
        // Nothing is left of a pattern that was cut.
        "_" => number.is_empty(),
        pattern if pattern.starts_with('_') => Pattern::parse(pattern).is_some_and(|pattern| pattern.matches(number)),
        plain => plain == number,
    }
}

/// The part of a pattern that is left of its number by `${EXTEN:offset:length}`. Where the pattern does not say how long its numbers
/// are, anything may be left.
#[must_use]
pub fn slice(pattern: &str, offset: i32, length: Option<i32>) -> String {
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

/// How many signs `${EXTEN:5}` takes away at the front; none for another expression.
#[must_use]
pub fn cut(target: &str) -> Option<usize> {
    let inner = target.trim().strip_prefix("${EXTEN")?.strip_suffix('}')?;
    match inner.strip_prefix(':') {
        None => inner.is_empty().then_some(0),
        Some(count) => count.parse().ok(),
    }
}

/// How many signs `${EXTEN:-4}` keeps at the end.
#[must_use]
pub fn keep(target: &str) -> Option<usize> {
    target.trim().strip_prefix("${EXTEN:-")?.strip_suffix('}')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Pattern, covers, cut, keep, slice};

    #[test]
    fn patterns_cover_what_asterisk_matches() {
        // Those with a set, an end or small letters: as `dialplan show NUMBER@CONTEXT` of Asterisk 22 answers.
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
            ("_2!", "3", false),
            ("_.", "", false),
            ("_.", "0", true),
            ("_!", "", true),
            ("_X.X", "12", true),
            ("_X.X", "1", false),
            ("_X!X", "1", true),
            ("_xzn", "012", true),
            ("_xzn", "011", false),
            ("_[*#]X", "#1", true),
            ("_[1-]X", "11", true),
            ("_[1-3]", "4", false),
            ("_[]", "", false),
            ("_+49X", "+491", true),
            ("_vm-2XXX", "vm2001", true),
            ("_${X}", "1", false),
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

    #[test]
    fn numbers_from_outside() {
        let pattern = |text: &str| Pattern::parse(text);
        assert!(pattern("_99998XXXX").is_some_and(|pattern| pattern.matches("999982001")));
        assert!(pattern("_99998XXXX").is_some_and(|pattern| !pattern.matches("99998201")));
        assert!(pattern("_+4989[1-35]N.").is_some_and(|pattern| pattern.matches("+498932777")));
        assert!(pattern("_+4989[1-35]N.").is_some_and(|pattern| !pattern.matches("+498932")), "one sign or more behind it");
        assert!(pattern("_+4989[1-35]N.").is_some_and(|pattern| !pattern.matches("+4989427")));
        assert!(pattern("_0Z").is_some_and(|pattern| !pattern.matches("00")));
        let long = format!("_{}", "X".repeat(200));
        for bad in ["99998", "_", "_[", "_[]", "_${X}", "_-", &long] {
            assert_eq!(pattern(bad), None, "{bad}");
        }
        assert_eq!((cut("${EXTEN:5}"), cut("${EXTEN}"), keep("${EXTEN:-4}")), (Some(5), Some(0), Some(4)));
        assert_eq!((cut("${EXTEN:-4}"), cut("${X}")), (None, None));
    }
}
