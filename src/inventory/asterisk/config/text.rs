//! Lines and comments, byte for byte as Asterisk's `config.c` takes them.

/// Asterisk reads lines into a buffer of 8192 bytes.
pub const LINE_BYTES: usize = 8191;
/// Block comments open at once; one more sends Asterisk into an endless loop.
pub const COMMENT_DEPTH: i32 = 128;

/// One piece as `fgets` would return it, without what follows a NUL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawLine {
    /// Offsets in the file.
    pub start: usize,
    pub end: usize,
    /// As an editor counts, from 1.
    pub number: u32,
    pub kind: LineKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    Plain,
    /// Longer than the buffer: skipped.
    TooLong,
    /// A NUL byte hides the rest of the line.
    Nul,
}

/// The pieces of a file, in order.
pub struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    number: u32,
    has_nul: bool,
}

impl<'a> Lines<'a> {
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, number: 1, has_nul: memchr::memchr(0, bytes).is_some() }
    }

    /// Next piece: start, end, length up to the first NUL, ends in a newline.
    fn piece(&mut self) -> Option<(usize, usize, usize, bool)> {
        let start = self.at;
        let rest = &self.bytes[start..];
        if rest.is_empty() {
            return None;
        }
        let window = &rest[..rest.len().min(LINE_BYTES)];
        let length = memchr::memchr(b'\n', window).map_or(window.len(), |index| index + 1);
        self.at = start + length;
        let newline = window[length - 1] == b'\n';
        if newline {
            self.number = self.number.saturating_add(1);
        }
        let text = if self.has_nul { memchr::memchr(0, &window[..length]).unwrap_or(length) } else { length };
        Some((start, self.at, text, newline))
    }
}

impl Iterator for Lines<'_> {
    type Item = RawLine;

    fn next(&mut self) -> Option<RawLine> {
        let number = self.number;
        let (start, end, text, newline) = self.piece()?;
        if text == LINE_BYTES && !newline {
            let mut last = end;
            while let Some((_, end, text, newline)) = self.piece() {
                last = end;
                if text != LINE_BYTES || newline {
                    break;
                }
            }
            return Some(RawLine { start, end: last, number, kind: LineKind::TooLong });
        }
        let kind = if text < end - start { LineKind::Nul } else { LineKind::Plain };
        Some(RawLine { start, end: start + text, number, kind })
    }
}

/// What runs on from line to line (and, in a glob, from file to file).
#[derive(Debug, Clone, Default)]
pub struct CommentState {
    /// Open block comments; below zero after a stray `--;`, which hides everything up to the next `;--`.
    pub depth: i32,
    /// Line and column offset of each open one.
    pub opened: Vec<(u32, usize)>,
}

/// A line without its comments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stripped {
    /// Runs of the original line that remain, as offsets in the file; several where an escape or a block comment was taken out.
    pub pieces: Vec<(usize, usize)>,
    /// False where the line lies wholly in a block comment.
    pub live: bool,
    /// The first `;` that ended text directly, with no blank before it.
    pub cut: Option<usize>,
    /// A `--;` without an open block comment.
    pub stray_end: Option<usize>,
    /// More block comments at once than Asterisk can hold.
    pub too_deep: Option<usize>,
}

/// Takes comments out of `bytes[start..end]`; `\;` becomes `;`, `;--` opens a block, `--;` closes it.
pub fn strip_comments(bytes: &[u8], start: usize, end: usize, number: u32, state: &mut CommentState, out: &mut Stripped) {
    out.pieces.clear();
    out.cut = None;
    out.stray_end = None;
    out.too_deep = None;
    out.live = state.depth == 0;
    let mut keep = out.live;
    // `from`: where Asterisk's search goes on; it never looks back beyond it. `run`: start of the run not yet put into `pieces`.
    let (mut from, mut run) = (start, start);
    while let Some(found) = memchr::memchr(b';', &bytes[from..end]).map(|index| from + index) {
        let at = |index: usize| if index < end { bytes[index] } else { 0 };
        if found > from && bytes[found - 1] == b'\\' {
            if keep {
                push(&mut out.pieces, run, found - 1);
                run = found;
            }
            from = found + 1;
        } else if at(found + 1) == b'-' && at(found + 2) == b'-' && at(found + 3) != b'-' {
            if state.depth >= COMMENT_DEPTH {
                out.too_deep = Some(found);
                break;
            }
            if keep {
                push(&mut out.pieces, run, found);
                note_cut(bytes, start, found, out);
                keep = false;
            }
            from = found + 3;
            state.depth += 1;
            if state.depth > 0 {
                state.opened.push((number, found));
            }
        } else if found >= from + 2 && bytes[found - 1] == b'-' && bytes[found - 2] == b'-' {
            state.depth -= 1;
            from = found + 1;
            if state.depth >= 0 {
                state.opened.pop();
            } else if state.depth == -1 {
                out.stray_end = Some(found);
            }
            if state.depth == 0 {
                out.live = true;
                keep = true;
                run = from;
            }
        } else if state.depth == 0 {
            if keep {
                push(&mut out.pieces, run, found);
                note_cut(bytes, start, found, out);
            }
            return;
        } else {
            from = found + 1;
        }
    }
    if keep {
        push(&mut out.pieces, run, end);
    }
}

fn push(pieces: &mut Vec<(usize, usize)>, from: usize, to: usize) {
    if to > from {
        pieces.push((from, to));
    }
}

fn note_cut(bytes: &[u8], start: usize, found: usize, out: &mut Stripped) {
    if out.cut.is_none() && found > start && bytes[found - 1] > 32 {
        out.cut = Some(found);
    }
}

/// Blanks for Asterisk are all bytes up to 32.
#[must_use]
pub fn trim(text: &[u8]) -> (usize, usize) {
    let start = text.iter().position(|byte| *byte > 32).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| *byte > 32).map_or(start, |index| index + 1);
    (start, end)
}

/// UTF-8, or else Windows-1252, which covers Latin-1 text as German systems wrote it.
#[must_use]
pub fn decode(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(lines: &[&str]) -> Vec<Option<String>> {
        let mut state = CommentState::default();
        let mut out = Stripped::default();
        lines
            .iter()
            .map(|line| {
                let bytes = line.as_bytes();
                strip_comments(bytes, 0, bytes.len(), 1, &mut state, &mut out);
                out.live.then(|| out.pieces.iter().map(|(from, to)| &line[*from..*to]).collect())
            })
            .collect()
    }

    #[test]
    fn comments() {
        let one = |line: &str| strip(&[line])[0].clone().unwrap();
        assert_eq!(one("p1=ab;cd"), "p1=ab");
        assert_eq!(one("p2=ab\\;cd"), "p2=ab;cd");
        assert_eq!(one("p4=a\\\\;b"), "p4=a\\;b");
        assert_eq!(one("yes ;-- inline --; tail"), "yes  tail");
        assert_eq!(one("7=1;---not block"), "7=1");
        assert_eq!(one("a;-- b --;c"), "ac");
        assert_eq!(one("x=1\\;y\\\\;z ; t"), "x=1;y\\;z ");
        assert_eq!(strip(&["a;--b;c", "x6=d", "--;x7=e"]), [Some("a".into()), None, Some("x7=e".into())]);
        assert_eq!(strip(&[";-- one ;-- nested --; still --;", "p9"]), [Some(String::new()), Some("p9".into())]);
        assert_eq!(strip(&["a;--", "b --;c", "d"]), [Some("a".into()), Some("c".into()), Some("d".into())]);
    }

    #[test]
    fn a_stray_end_hides_the_rest() {
        assert_eq!(
            strip(&["x=1 --; y", "lost=1", "lost ;-- back", "y=2"]),
            [Some("x=1 --; y".into()), None, None, Some("y=2".into())]
        );
    }

    #[test]
    fn long_lines_and_nul() {
        let long = format!("a=1\nx={}\nb=2\n", "y".repeat(9_000));
        let lines: Vec<RawLine> = Lines::new(long.as_bytes()).collect();
        assert_eq!(
            lines.iter().map(|line| (line.number, line.kind)).collect::<Vec<_>>(),
            [(1, LineKind::Plain), (2, LineKind::TooLong), (3, LineKind::Plain)]
        );
        let exact = format!("{}\nb", "y".repeat(LINE_BYTES - 1));
        assert_eq!(Lines::new(exact.as_bytes()).map(|line| line.kind).collect::<Vec<_>>(), [LineKind::Plain; 2]);
        let over = format!("{}\nb", "y".repeat(LINE_BYTES));
        assert_eq!(Lines::new(over.as_bytes()).map(|line| line.kind).collect::<Vec<_>>(), [LineKind::TooLong, LineKind::Plain]);
        let nul: Vec<RawLine> = Lines::new(b"a=1\0b\nc=2").collect();
        assert_eq!((nul[0].end, nul[0].kind, nul[1].number), (3, LineKind::Nul, 2));
    }
}
