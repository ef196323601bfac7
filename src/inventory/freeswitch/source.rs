//! The text that the pre-processor makes, and where each piece of it stood before.

use crate::diag::{Hop, Place};

/// Text that may be put together at most.
pub(super) const MAX_TEXT: usize = 32 << 20;
/// Long lines are cut here, so that finding a column stays cheap.
const PIECE: usize = 4096;

/// One file at one place of inclusion.
#[derive(Debug)]
struct Origin {
    file: String,
    via: Vec<Hop>,
}

/// From here on the text comes from this place.
#[derive(Debug, Clone, Copy)]
struct Segment {
    out: usize,
    origin: u32,
    line: u32,
    column: u32,
    /// The value of a variable: all of it stands for the variable's place.
    fixed: bool,
}

#[derive(Debug, Default)]
pub(super) struct Woven {
    pub text: String,
    origins: Vec<Origin>,
    segments: Vec<Segment>,
    /// Bytes of the text at which `$${default_password}` stood, ascending.
    defaults: Vec<usize>,
    /// Bytes at which a variable without a value stood, and where that was.
    unknown: Vec<(usize, Spot, u32)>,
}

/// Where a line of a file stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub origin: u32,
    pub line: u32,
}

impl Woven {
    /// A file that was opened; `via` are the includes on the way to it.
    pub(super) fn open(&mut self, file: String, via: Vec<Hop>) -> u32 {
        self.origins.push(Origin { file, via });
        self.origins.len() as u32 - 1
    }

    pub(super) fn push(&mut self, text: &str, spot: Spot, column: u32, fixed: bool) {
        let (mut rest, mut column) = (text, column);
        while !rest.is_empty() {
            let mut end = rest.len().min(PIECE);
            while !rest.is_char_boundary(end) {
                end += 1;
            }
            let (piece, after) = rest.split_at(end);
            self.segments.push(Segment { out: self.text.len(), origin: spot.origin, line: spot.line, column, fixed });
            self.text.push_str(piece);
            column += if fixed { 0 } else { piece.chars().count() as u32 };
            rest = after;
        }
    }

    /// The value of a variable was put in here; `known` says whether it has one.
    pub(super) fn mark(&mut self, name: &str, known: bool, spot: Spot, column: u32) {
        if name == "default_password" {
            self.defaults.push(self.text.len());
        }
        if !known {
            self.unknown.push((self.text.len(), spot, column));
        }
    }

    /// Whether the value that begins here is the one that every shipped user shares.
    pub(super) fn is_default_password(&self, offset: usize) -> bool {
        self.defaults.binary_search(&offset).is_ok()
    }

    /// Whether a variable without a value stood in these bytes.
    pub(super) fn holds_unknown(&self, offset: usize, length: usize) -> bool {
        let at = self.unknown.partition_point(|(place, _, _)| *place < offset);
        self.unknown.get(at).is_some_and(|(place, _, _)| *place <= offset + length)
    }

    pub(super) fn is_full(&self) -> bool {
        self.text.len() > MAX_TEXT
    }

    /// A place in a file that was read.
    pub(super) fn place(&self, spot: Spot, column: u32) -> Place {
        let origin = &self.origins[spot.origin as usize];
        Place::included(&origin.file, spot.line, column, &origin.via)
    }

    /// The way to a file that this line includes.
    pub(super) fn hops(&self, spot: Spot) -> Vec<Hop> {
        let origin = &self.origins[spot.origin as usize];
        let mut via = origin.via.clone();
        via.push(Hop { file: origin.file.clone(), line: spot.line });
        via
    }

    /// Where a byte of the text stood.
    pub(super) fn place_of(&self, offset: usize) -> Place {
        if let Ok(at) = self.unknown.binary_search_by_key(&offset, |(place, _, _)| *place) {
            let (_, spot, column) = self.unknown[at];
            return self.place(spot, column);
        }
        let at = self.segments.partition_point(|segment| segment.out <= offset);
        let Some(segment) = at.checked_sub(1).map(|at| self.segments[at]) else {
            return self.origins.first().map_or_else(Place::default, |origin| Place::file(origin.file.as_str()));
        };
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let passed = if segment.fixed { 0 } else { self.text[segment.out.min(end)..end].chars().count() as u32 };
        self.place(Spot { origin: segment.origin, line: segment.line }, segment.column + passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_run_through_values_and_files() {
        let mut woven = Woven::default();
        let main = woven.open("a.xml".to_owned(), Vec::new());
        let spot = Spot { origin: main, line: 7 };
        woven.push("<ü a=\"", spot, 1, false);
        woven.push("value", spot, 7, true);
        woven.push("\"/>\n", spot, 12, false);
        let inner = woven.open("b.xml".to_owned(), woven.hops(spot));
        woven.push("<b/>", Spot { origin: inner, line: 3 }, 1, false);
        let shown = |offset| woven.place_of(offset).to_string();
        assert_eq!(
            [shown(0), shown(3), shown(9), shown(12), shown(16)],
            ["a.xml:7:1", "a.xml:7:3", "a.xml:7:7", "a.xml:7:12", "b.xml:3:1"]
        );
        assert_eq!(woven.place_of(16).via(), [Hop { file: "a.xml".to_owned(), line: 7 }]);
        assert_eq!(shown(9999), "b.xml:3:5");
    }
}
