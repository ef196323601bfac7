//! A value of a print that is longer than its column and pushes the next ones to the right.
//!
//! Most lines have a blank before each column. Where one has none, the columns from there on are told apart by the blanks between them, if
//! those behind the first hold one word each in the other lines; else nobody can say where a value ends.

use super::lay_out::piece;

/// A column of a print: its first and last character, from 1.
type Span = (usize, usize);

/// Lines of which the columns are learned.
const MAX_LINES: usize = 2_000;

/// What the lines of one print have in common.
#[derive(Debug, Default)]
pub(super) struct Columns {
    spans: Vec<Span>,
    lines: usize,
    /// By column: lines with a blank before it, lines with a value, lines with more than one word.
    apart: Vec<usize>,
    filled: Vec<usize>,
    several: Vec<usize>,
}

/// What a line with such a value holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Overrun {
    /// Columns by their position among the spans, and their texts; the first is the long one.
    Read(Vec<(usize, String)>),
    /// The text that belongs to several columns.
    Unclear(String),
}

impl Columns {
    /// `spans` are sorted; those that do not touch, or overlap, are somebody's choice and are left alone.
    pub(super) fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        spans.dedup();
        let count = spans.len();
        Self { spans, lines: 0, apart: vec![0; count], filled: vec![0; count], several: vec![0; count] }
    }

    pub(super) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// False once enough lines are known.
    pub(super) fn learn(&mut self, line: &[char]) -> bool {
        for (at, (first, last)) in self.spans.iter().enumerate() {
            let text = piece(line, *first, *last);
            self.apart[at] += usize::from(self.is_apart(at, line));
            self.filled[at] += usize::from(!text.is_empty());
            self.several[at] += usize::from(text.contains(' '));
        }
        self.lines += 1;
        self.lines < MAX_LINES
    }

    /// Whether the character before the column is blank.
    fn is_apart(&self, at: usize, line: &[char]) -> bool {
        let (first, _) = self.spans[at];
        at == 0 || first < 2 || line.get(first - 2).is_none_or(|c| c.is_whitespace())
    }

    /// Whether the column begins where the one before ends, and nearly all lines have a blank there.
    fn has_border(&self, at: usize) -> bool {
        let touches = at > 0 && self.spans[at - 1].1 + 1 == self.spans[at].0;
        touches && self.lines >= 3 && self.apart[at] * 4 >= self.lines * 3
    }

    /// The columns of a line that does not keep to them; none where it does.
    pub(super) fn of(&self, line: &[char]) -> Option<Overrun> {
        let crossed = |at: &usize| self.has_border(*at) && !self.is_apart(*at, line);
        let first = (0..self.spans.len()).find(crossed)?;
        let last = (0..self.spans.len()).rev().find(crossed)?;
        let whole = piece(line, self.spans[first - 1].0, self.spans[last].1);
        let mut words: Vec<&str> = whole.split_whitespace().collect();
        let behind = last + 1 - first;
        // A column of one word in nearly all lines.
        let single = |at: usize| self.several[at] <= 1 && self.filled[at] * 3 >= self.lines * 2;
        // Behind the last column that is read the text goes on: what was pushed there is not read, and a word may be cut.
        let end = self.spans[last].1;
        let goes_on = [end - 1, end].iter().all(|at| line.get(*at).is_some_and(|c| !c.is_whitespace()));
        if goes_on || words.len() <= behind || !(first..=last).all(single) {
            return Some(Overrun::Unclear(whole));
        }
        let pushed = words.split_off(words.len() - behind);
        let texts = std::iter::once(words.join(" ")).chain(pushed.into_iter().map(str::to_owned));
        Some(Overrun::Read((first - 1..=last).zip(texts).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(spans: &[Span], lines: &[&str]) -> Columns {
        let mut out = Columns::new(spans.to_vec());
        for line in lines {
            out.learn(&line.chars().collect::<Vec<_>>());
        }
        out
    }

    #[test]
    fn a_long_value_is_told_from_the_columns_behind_it() {
        let lines = [
            "101   Müller, Hans         2.14   SIP",
            "102   Huber, Anna          2.15   SIP",
            "104   Kurz, Ida            1.02   ANA",
        ];
        let of = |columns: &Columns, line: &str| columns.of(&line.chars().collect::<Vec<_>>());
        let print = columns(&[(1, 6), (7, 27), (28, 34), (35, 400)], &lines);
        assert_eq!(of(&print, lines[0]), None);
        let long = "103   Schneider-Leutheusser, Sabrina 1.01   SIP";
        let texts = [(1, "Schneider-Leutheusser, Sabrina"), (2, "1.01"), (3, "SIP")];
        assert_eq!(of(&print, long), Some(Overrun::Read(texts.map(|(at, text)| (at, text.to_owned())).to_vec())));
        assert_eq!(
            of(&print, "103   Schneider-Leutheusser,Sabrina"),
            Some(Overrun::Unclear("Schneider-Leutheusser,Sabrina".into()))
        );
        // Values of several words behind it: nobody can say where one ends.
        let wide = [
            "101   Müller               Raum 1 SIP",
            "102   Huber                Raum 2 SIP",
            "104   Kurz                 Raum 3 SIP",
        ];
        let print = columns(&[(1, 6), (7, 27), (28, 34), (35, 400)], &wide);
        assert!(matches!(of(&print, long), Some(Overrun::Unclear(_))));
    }

    #[test]
    fn columns_without_blanks_between_them_are_as_somebody_wrote_them() {
        let print = columns(&[(1, 3), (4, 20)], &["101Müller", "102Huber", "103Kurz"]);
        assert_eq!(print.of(&"104Weiß".chars().collect::<Vec<_>>()), None);
    }
}
