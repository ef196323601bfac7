//! A print with fixed columns: where its columns are, told from the lines that begin with an extension.

use super::guess::{Proposal, columns};
use super::lay_out::{expanded, piece};
use super::model::What;
use crate::inventory::table::{self, Cell, Collector, ListFile, Nature, Row, Secrecy, Table};

/// Lines that are looked at.
const MAX_LINES: usize = 2000;
/// Characters of a line that are looked at.
const MAX_WIDTH: usize = 400;
/// Lines with a number in front, at least.
const ENOUGH: usize = 3;

/// None where the file is no print.
pub(super) fn proposal(list: &ListFile<'_>, lengths: &[usize]) -> Option<Proposal> {
    let plain = table::open_plain(list, Secrecy::Secret, &mut Collector::default())?;
    let lines: Vec<Vec<char>> = plain
        .text
        .split('\n')
        .take(MAX_LINES)
        .map(|line| expanded(line).into_iter().take(MAX_WIDTH).collect())
        .filter(|line: &Vec<char>| line.iter().any(|c| !c.is_whitespace()))
        .collect();
    let begins: Vec<usize> = (0..lines.len()).filter(|at| is_first(&lines[*at], lengths)).collect();
    if begins.len() < ENOUGH || begins.len() * 10 < lines.len() {
        return None;
    }
    let records: Vec<&Vec<char>> = begins.iter().map(|at| &lines[*at]).collect();
    let segments = segments(&records);
    if segments.len() < 2 {
        return None;
    }
    let rows = records.iter().zip(1_u32..).map(|(line, number)| {
        let cells = segments.iter().enumerate().filter_map(|(index, (first, last))| {
            let text = piece(line, *first, *last);
            let cell = Cell { text: text.into(), line: number, column: *first as u32, index, nature: Nature::Text };
            (!cell.text.is_empty()).then_some(cell)
        });
        Row { line: number, width: 0, cells: cells.collect() }
    });
    let table = Table { file: list.file.to_owned(), sheet: None, rows: rows.collect(), merges: Vec::new() };
    let (_, mut columns) = columns(&table, None, lengths);
    for column in &mut columns {
        column.chars = segments.get(column.position - 1).copied();
    }
    Some(Proposal {
        file: list.file.to_owned(),
        what: What::Extensions,
        encoding: None,
        delimiter: None,
        sheet: None,
        header_row: None,
        lines_per_record: Some(usual_distance(&begins)),
        skip: Vec::new(),
        columns,
    })
}

fn is_first(line: &[char], lengths: &[usize]) -> bool {
    let digits = line.iter().take_while(|c| c.is_ascii_digit()).count();
    lengths.contains(&digits) && line.get(digits).is_some_and(|c| *c == ' ')
}

/// First and last character of each column, from 1: between two columns no line has a letter at two characters side by side.
fn segments(lines: &[&Vec<char>]) -> Vec<(usize, usize)> {
    let width = lines.iter().map(|line| line.len()).max().unwrap_or(0);
    let used: Vec<bool> =
        (0..width).map(|at| lines.iter().any(|line| line.get(at).is_some_and(|c| !c.is_whitespace()))).collect();
    let mut starts: Vec<usize> = Vec::new();
    let mut blank = 2;
    for (at, used) in used.iter().enumerate() {
        if *used {
            if blank >= 2 {
                starts.push(at + 1);
            }
            blank = 0;
        } else {
            blank += 1;
        }
    }
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([width]);
    starts.iter().copied().zip(ends).collect()
}

/// Lines from one record to the next, as often as not.
fn usual_distance(begins: &[usize]) -> usize {
    let mut counts = [0_usize; 11];
    for pair in begins.windows(2) {
        counts[(pair[1] - pair[0]).min(10)] += 1;
    }
    (1..=10).rev().max_by_key(|distance| counts[*distance]).unwrap_or(1)
}
