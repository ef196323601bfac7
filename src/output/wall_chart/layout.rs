//! Which departments share a sheet.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Paper;
use crate::inventory::model::{Inventory, Person};
use crate::roster::check::{Line, Tally};
use crate::roster::model::{Roster, Row};

/// Heights in millimetres, as `style.css` sets them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heights {
    /// Between title line and footer.
    table: f64,
    /// Weeks and weekdays.
    heads: f64,
    /// A row of bars: cap or group.
    bars: f64,
    /// Heading of a department with the gap before it.
    heading: f64,
    /// Rows of people or departments: lowest readable and highest useful.
    row: (f64, f64),
    overview_row: (f64, f64),
    /// A counter in the overview.
    group: f64,
}

impl Paper {
    pub(super) fn heights(self) -> Heights {
        match self {
            Self::A3 => Heights {
                table: 252.0,
                heads: 13.0,
                bars: 10.5,
                heading: 7.5,
                row: (4.4, 6.6),
                overview_row: (4.6, 7.4),
                group: 5.4,
            },
            Self::A4 => Heights {
                table: 173.0,
                heads: 10.5,
                bars: 8.0,
                heading: 6.0,
                row: (3.6, 5.6),
                overview_row: (3.9, 6.0),
                group: 4.4,
            },
        }
    }
}

impl Heights {
    /// What is left below heads and caps.
    fn body(self, caps: usize) -> f64 {
        self.table - self.heads - self.bars * caps as f64
    }

    /// Rows of the overview that fit, and how high they may be when there are `rows` of them.
    pub(super) fn overview(self, caps: usize, groups: usize, rows: usize) -> (usize, f64) {
        let body = (self.body(caps) - self.group * groups as f64 - 4.0).max(self.overview_row.0 * 5.0);
        let fit = (body / self.overview_row.0) as usize;
        (fit, (body / rows.clamp(1, fit) as f64).min(self.overview_row.1))
    }
}

/// Weeks side by side: more would make cells narrower than a symbol.
pub(super) fn bands(weeks: usize, paper: Paper) -> Vec<Range<usize>> {
    let most: usize = match paper {
        Paper::A3 => 6,
        Paper::A4 => 4,
    };
    // Evenly, so that the last band is not a single week.
    let count = weeks.div_ceil(most).max(1);
    (0..count).map(|i| weeks * i / count..weeks * (i + 1) / count).filter(|band| !band.is_empty()).collect()
}

/// One sheet of people.
pub(super) struct Sheet<'a> {
    pub weeks: Range<usize>,
    pub blocks: Vec<Block<'a>>,
    /// Height of a person's row in millimetres: few people get high rows.
    pub row: f64,
}

/// A department, or a part of one.
pub(super) struct Block<'a> {
    /// None for people without one.
    pub department: Option<&'a str>,
    /// Which part of how many.
    pub part: (usize, usize),
    pub rooms: Vec<RoomRows<'a>>,
    /// Counters and queues of this department.
    pub groups: Vec<Line>,
}

pub(super) struct RoomRows<'a> {
    pub room: Option<&'a str>,
    pub people: Vec<(&'a Person, &'a Row)>,
}

impl Block<'_> {
    /// Without the people.
    fn frame(&self, heights: Heights) -> f64 {
        heights.heading + heights.bars * self.groups.len() as f64
    }

    fn people(&self) -> usize {
        self.rooms.iter().map(|room| room.people.len()).sum()
    }
}

/// All sheets, departments in order of name, as many to a sheet as fit.
pub(super) fn sheets<'a>(
    inventory: &'a Inventory,
    roster: &'a Roster,
    tally: &Tally,
    bands: &[Range<usize>],
    paper: Paper,
) -> Vec<Sheet<'a>> {
    let heights = paper.heights();
    let body = heights.body(tally.caps.len()).max(heights.row.0 * 12.0);
    let mut sheets = Vec::new();
    for weeks in bands {
        let mut sheet: Vec<Block> = Vec::new();
        let mut used = 0.0;
        let mut close = |blocks: &mut Vec<Block<'a>>| {
            let frames: f64 = blocks.iter().map(|b| b.frame(heights)).sum();
            let people: usize = blocks.iter().map(Block::people).sum();
            let row = ((body - frames) / people.max(1) as f64).clamp(heights.row.0, heights.row.1);
            sheets.push(Sheet { weeks: weeks.clone(), blocks: std::mem::take(blocks), row });
        };
        for block in blocks(inventory, roster, tally, body, heights) {
            let height = block.frame(heights) + block.people() as f64 * heights.row.0;
            if used + height > body && !sheet.is_empty() {
                close(&mut sheet);
                used = 0.0;
            }
            used += height;
            sheet.push(block);
        }
        if !sheet.is_empty() {
            close(&mut sheet);
        }
    }
    sheets
}

/// Departments cut into parts that fit on a sheet; rooms stay together where they can.
fn blocks<'a>(inventory: &'a Inventory, roster: &'a Roster, tally: &Tally, body: f64, heights: Heights) -> Vec<Block<'a>> {
    let rows: BTreeMap<_, &Row> = roster.rows.iter().map(|row| (&row.person, row)).collect();
    let mut departments: BTreeMap<Option<&str>, BTreeMap<(bool, Vec<Piece>), RoomRows>> = BTreeMap::new();
    for person in &inventory.persons {
        let Some(row) = rows.get(&person.id) else { continue };
        let room = person.room.as_ref().map(|room| room.value.as_str());
        departments
            .entry(person.department.as_ref().map(|d| d.value.as_str()))
            .or_default()
            .entry((room.is_none(), natural(room.unwrap_or(""))))
            .or_insert_with(|| RoomRows { room, people: Vec::new() })
            .people
            .push((person, row));
    }
    let mut blocks = Vec::new();
    for (department, rooms) in departments {
        let groups: Vec<Line> =
            tally.groups.iter().filter(|g| g.department.is_some() && g.department.as_deref() == department).cloned().collect();
        let frame = heights.heading + heights.bars * groups.len() as f64;
        let most = (((body - frame) / heights.row.0) as usize).max(5);
        let mut parts: Vec<Vec<RoomRows>> = vec![Vec::new()];
        let mut filled = 0;
        for mut room in rooms.into_values() {
            room.people.sort_by_key(|(person, _)| (&person.last.value, person.first.as_ref().map(|f| &f.value), &person.id));
            if filled > 0 && filled + room.people.len() > most {
                parts.push(Vec::new());
                filled = 0;
            }
            // A room larger than a sheet is cut.
            while room.people.len() > most {
                let rest = room.people.split_off(most);
                parts
                    .last_mut()
                    .expect("never empty")
                    .push(RoomRows { room: room.room, people: std::mem::replace(&mut room.people, rest) });
                parts.push(Vec::new());
            }
            filled += room.people.len();
            parts.last_mut().expect("never empty").push(room);
        }
        let count = parts.len();
        for (i, rooms) in parts.into_iter().enumerate() {
            let groups = if i + 1 == count { groups.clone() } else { Vec::new() };
            blocks.push(Block { department, part: (i + 1, count), rooms, groups });
        }
    }
    // People without a department come last.
    let split = blocks.iter().take_while(|b| b.department.is_none()).count();
    blocks.rotate_left(split);
    blocks
}

/// Text and numbers in turn, so that room 2.9 comes before 2.14.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Number(u64),
    Text(String),
}

fn natural(name: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(end);
        pieces.push(if digits { Piece::Number(piece.parse().unwrap_or(u64::MAX)) } else { Piece::Text(piece.to_owned()) });
        rest = tail;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_in_the_order_of_a_corridor() {
        let mut rooms = vec!["2.14", "10.1", "2.9", "A 3", "2.9a", "A 12"];
        rooms.sort_by_key(|room| natural(room));
        assert_eq!(rooms, ["2.9", "2.9a", "2.14", "10.1", "A 3", "A 12"]);
    }

    #[test]
    fn bands_of_weeks_are_even() {
        assert_eq!(bands(4, Paper::A3), [0..4]);
        assert_eq!(bands(12, Paper::A3), [0..6, 6..12]);
        assert_eq!(bands(7, Paper::A3), [0..3, 3..7]);
        assert_eq!(bands(5, Paper::A4), [0..2, 2..5]);
    }
}
