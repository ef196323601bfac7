//! A place in a text that moves forward and knows its line and column.

/// Line and column from 1; columns count characters.
pub(super) type Spot = (u32, u32);

#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    column: u32,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1, column: 1 }
    }

    pub fn spot(&self) -> Spot {
        (self.line, self.column)
    }

    pub fn offset(&self) -> usize {
        self.at
    }

    /// The byte here; 0 at the end.
    pub fn peek(&self) -> u8 {
        self.ahead(0)
    }

    pub fn ahead(&self, by: usize) -> u8 {
        self.text.as_bytes().get(self.at + by).copied().unwrap_or(0)
    }

    pub fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// From an offset that [`Cursor::offset`] gave, to here.
    pub fn since(&self, from: usize) -> &'a str {
        self.text.get(from..self.at).unwrap_or("")
    }

    pub fn bump(&mut self) {
        match self.peek() {
            _ if self.is_at_end() => return,
            b'\n' => {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            }
            byte if byte & 0xC0 != 0x80 => self.column = self.column.saturating_add(1),
            _ => {}
        }
        self.at += 1;
    }

    pub fn skip(&mut self, bytes: usize) {
        for _ in 0..bytes {
            self.bump();
        }
    }

    pub fn starts_with(&self, word: &str) -> bool {
        self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()))
    }

    /// To just behind the next `end`, or to the end of the text.
    pub fn skip_past(&mut self, end: &str) {
        while !self.is_at_end() && !self.starts_with(end) {
            self.bump();
        }
        self.skip(end.len());
    }

    /// The rest of the line, without its end; the cursor stands on the next.
    pub fn line(&mut self) -> &'a str {
        let from = self.at;
        while !self.is_at_end() && self.peek() != b'\n' {
            self.bump();
        }
        let line = self.since(from);
        self.bump();
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// Over blanks and comments.
    pub fn blanks(&mut self) {
        loop {
            if self.peek().is_ascii_whitespace() {
                self.bump();
            } else if self.starts_with("--") || (self.peek() == b'#' && self.column == 1) {
                self.line();
            } else if self.starts_with("/*") {
                self.skip(2);
                self.skip_past("*/");
            } else {
                return;
            }
        }
    }

    /// A bare word: letters, digits, `_`, `.`, `$`; empty where there is none.
    pub fn word(&mut self) -> &'a str {
        let from = self.at;
        while matches!(self.peek(), b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b'$') || self.peek() >= 0x80 {
            self.bump();
        }
        self.since(from)
    }

    /// Takes the word if it is the next one, whatever its case.
    pub fn takes(&mut self, wanted: &str) -> bool {
        let mut ahead = self.clone();
        ahead.blanks();
        if ahead.word().eq_ignore_ascii_case(wanted) {
            *self = ahead;
            return true;
        }
        false
    }

    /// Takes the sign if it is next.
    pub fn takes_sign(&mut self, sign: u8) -> bool {
        let mut ahead = self.clone();
        ahead.blanks();
        if ahead.peek() == sign && !ahead.is_at_end() {
            ahead.bump();
            *self = ahead;
            return true;
        }
        false
    }

    /// A name of a table or column: bare, in double quotes, backticks or brackets; of `schema.table` the last part. Lower case.
    pub fn name(&mut self) -> Option<String> {
        let mut last = None;
        for _ in 0..4 {
            self.blanks();
            let close = match self.peek() {
                b'"' => b'"',
                b'`' => b'`',
                b'[' => b']',
                _ => 0,
            };
            let part = if close == 0 {
                self.word().to_owned()
            } else {
                self.bump();
                let from = self.at;
                while !self.is_at_end() && self.peek() != close {
                    self.bump();
                }
                let part = self.since(from).to_owned();
                self.bump();
                part
            };
            if part.is_empty() {
                return last;
            }
            // `public.subscriber` is one bare word, "public"."subscriber" two quoted ones.
            let part = if close == 0 { part.rsplit('.').next().unwrap_or("").to_owned() } else { part };
            last = Some(part.to_lowercase());
            if self.peek() != b'.' {
                return last;
            }
            self.bump();
        }
        last
    }
}
