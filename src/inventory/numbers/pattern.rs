//! Dialplan patterns such as `_99998XXXX`: which numbers they match, and what `${EXTEN:5}` leaves of them.

/// One position of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    One(char),
    /// `X`, `Z`, `N` or a set in brackets, as the digits it takes.
    Any(Vec<char>),
}

/// A pattern that begins with `_`. Longer ones than a number can be are refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pieces: Vec<Piece>,
    /// `.` or `!` at the end.
    open: bool,
}

impl Pattern {
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim().strip_prefix('_')?.chars();
        let mut pieces = Vec::new();
        let mut open = false;
        while let Some(sign) = rest.next() {
            if open || pieces.len() > 32 {
                return None;
            }
            match sign.to_ascii_uppercase() {
                'X' => pieces.push(Piece::Any(('0'..='9').collect())),
                'Z' => pieces.push(Piece::Any(('1'..='9').collect())),
                'N' => pieces.push(Piece::Any(('2'..='9').collect())),
                '.' | '!' => open = true,
                '-' => {}
                '[' => pieces.push(Piece::Any(set(&mut rest)?)),
                '+' | '*' | '#' | '0'..='9' => pieces.push(Piece::One(sign)),
                _ => return None,
            }
        }
        (!pieces.is_empty()).then_some(Self { pieces, open })
    }

    #[must_use]
    pub fn matches(&self, number: &str) -> bool {
        let mut digits = number.chars();
        for piece in &self.pieces {
            let Some(digit) = digits.next() else { return false };
            let fits = match piece {
                Piece::One(wanted) => *wanted == digit,
                Piece::Any(set) => set.contains(&digit),
            };
            if !fits {
                return false;
            }
        }
        self.open || digits.next().is_none()
    }
}

/// Up to the closing bracket: `1-35`, digits and ranges.
fn set(rest: &mut std::str::Chars<'_>) -> Option<Vec<char>> {
    let mut found: Vec<char> = Vec::new();
    let mut range = false;
    loop {
        let sign = rest.next()?;
        match sign {
            ']' => return (!found.is_empty() && !range).then_some(found),
            '-' => range = true,
            digit if digit.is_ascii_digit() => {
                if std::mem::take(&mut range) {
                    let from = *found.last()?;
                    found.extend(from..=digit);
                } else {
                    found.push(digit);
                }
                if found.len() > 64 {
                    return None;
                }
            }
            _ => return None,
        }
    }
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
