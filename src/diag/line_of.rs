//! The line of a place in a text, whatever ends its lines.

/// Counts lines on the way through a text; the reader of CSV counts CRLF a row late.
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u32,
}

impl<'t> Lines<'t> {
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line, from 1, of the first character from this byte on that ends no line. Bytes are asked for in ascending order.
    pub fn of(&mut self, byte: usize) -> u32 {
        while let Some(&c) = self.text.get(self.at) {
            let is_end = matches!(c, b'\r' | b'\n');
            if self.at >= byte && !is_end {
                break;
            }
            self.at += 1;
            if c == b'\n' || c == b'\r' && self.text.get(self.at) != Some(&b'\n') {
                self.line = self.line.saturating_add(1);
            }
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_of_a_line_counts_once() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a", "b", "", "c"].join(end);
            let mut lines = Lines::new(&text);
            let at = |what: &str| text.find(what).unwrap();
            assert_eq!([lines.of(at("a")), lines.of(at("b")), lines.of(at("b") + 1), lines.of(at("c"))], [1, 2, 4, 4], "{end:?}");
        }
        assert_eq!(Lines::new("").of(9), 1);
    }
}
