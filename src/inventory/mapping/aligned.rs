//! A print whose columns are padded with blanks: its cuts, told from a line of dashes or from the characters where every line is blank.

use super::MappedField;
use super::guess::{Proposal, columns, known};
use super::lay_out::{expanded, piece};
use super::model::{Pattern, What};
use crate::inventory::table::{self, Cell, Collector, ListFile, Nature, Row, Secrecy, Table};

/// Lines that are looked at.
const MAX_LINES: usize = 2000;
/// Characters of a line that are looked at.
const MAX_WIDTH: usize = 400;
/// Lines with data, at least.
const ENOUGH: usize = 3;
/// With so many lines one blank between two columns is no accident.
const MANY: usize = 8;
/// Lines of the beginning among which the titles are.
const HEAD: usize = 60;
/// Lines that are left out, by name.
const MAX_SKIP: usize = 20;

/// A line of the print and its number, from 1.
struct Line {
    number: u32,
    chars: Vec<char>,
}

impl Line {
    fn text(&self) -> String {
        self.chars.iter().collect::<String>().trim().to_owned()
    }

    fn is_blank_at(&self, at: usize) -> bool {
        self.chars.get(at).is_none_or(|c| c.is_whitespace())
    }

    /// Parts with two blanks or more between them.
    fn parts(&self) -> Vec<String> {
        self.text().split("  ").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    }

    /// `-----  --------`
    fn is_rule(&self) -> bool {
        let marks = self.chars.iter().filter(|c| matches!(c, '-' | '=' | '_')).count();
        marks >= 3 && self.chars.iter().all(|c| matches!(c, '-' | '=' | '_' | '+' | '|' | ' '))
    }
}

/// None where the lines are not aligned.
pub(super) fn proposal(list: &ListFile<'_>, lengths: &[usize]) -> Option<Proposal> {
    let plain = table::open_plain(list, Secrecy::Secret, &mut Collector::default())?;
    // Signs that separate cells: a table, whatever its blanks look like.
    let separated = |line: &&str| line.contains('\t') || line.matches([';', '|']).count() >= 2;
    let raw: Vec<&str> = plain.text.split('\n').take(MAX_LINES).filter(|line| !line.trim().is_empty()).collect();
    if raw.iter().filter(|line| separated(line)).count() * 2 > raw.len() {
        return None;
    }
    let lines = (1..).zip(plain.text.split('\n').take(MAX_LINES));
    let lines: Vec<Line> = lines
        .map(|(number, text)| Line { number, chars: expanded(text).into_iter().take(MAX_WIDTH).collect() })
        .filter(|line| line.chars.iter().any(|c| !c.is_whitespace()))
        .collect();
    let header = header(&lines);
    let below = &lines[header.map_or(0, |at| at + 1)..];
    let titles = header.map(|at| &lines[at]);
    let body: Vec<&Line> =
        below.iter().filter(|line| !line.is_rule() && titles.is_none_or(|row| row.text() != line.text())).collect();
    let rule = below.iter().take(3).chain(lines[..header.unwrap_or(0)].iter().rev().take(2)).find(|line| line.is_rule());
    let cuts = rule.map(groups).filter(|cuts| cuts.len() >= 2).unwrap_or_else(|| gaps(&body, titles));
    if cuts.len() < 2 {
        return None;
    }
    let fits = |line: &&Line| {
        let filled = cuts.iter().filter(|(first, last)| !piece(&line.chars, *first, *last).is_empty()).count();
        filled >= 2 && cuts.iter().skip(1).all(|(first, _)| line.is_blank_at(first - 2))
    };
    let (data, noise): (Vec<&Line>, Vec<&Line>) = body.into_iter().partition(fits);
    let keyed = keys(&data, &cuts);
    // Somebody's line with a long name is no heading.
    let (overrun, noise): (Vec<&Line>, Vec<&Line>) = noise
        .into_iter()
        .partition(|line| keyed.iter().any(|cut| is_key(line, *cut)) && line.text().split_whitespace().count() >= 2);
    if data.len() < ENOUGH || data.len() < noise.len() {
        return None;
    }
    let row = |line: &Line| {
        let cells = cuts.iter().enumerate().filter_map(|(index, (first, last))| {
            let text = piece(&line.chars, *first, *last);
            let cell = Cell { text: text.into(), line: line.number, column: *first as u32, index, nature: Nature::Text };
            (!cell.text.is_empty()).then_some(cell)
        });
        Row { line: line.number, width: 0, cells: cells.collect() }
    };
    let rows: Vec<Row> = titles.into_iter().chain(data.iter().copied()).map(row).collect();
    let table = Table { file: list.file.to_owned(), sheet: None, rows, merges: Vec::new() };
    let (what, mut columns) = columns(&table, titles.map(|_| 0), lengths);
    for column in &mut columns {
        column.chars = cuts.get(column.position - 1).copied();
    }
    let has = |wanted: &[MappedField]| columns.iter().any(|column| column.field.is_some_and(|field| wanted.contains(&field)));
    use MappedField as F;
    let usable = match what {
        What::People => has(&[F::Last, F::Name]),
        What::Extensions => has(&[F::Extension]),
        What::Devices => has(&[F::Label, F::Serial, F::Mac]),
        What::Rooms => has(&[F::Room]),
    };
    let named = columns.iter().filter(|column| column.field.is_some()).count();
    if !usable || named < 2 {
        return None;
    }
    let above = &lines[..header.unwrap_or(0)];
    // A line that begins below a title other than the first goes on with a record; when reading it is told and not skipped.
    let goes_on = |line: &&Line| {
        let begin = line.chars.iter().position(|c| !c.is_whitespace()).map_or(0, |at| at + 1);
        header.is_some() && cuts.iter().skip(1).any(|(first, _)| *first == begin)
    };
    let noise = noise.into_iter().filter(|line| !goes_on(line));
    let left_out = above.iter().chain(titles).chain(below.iter().filter(|line| line.is_rule())).chain(noise);
    Some(Proposal {
        file: list.file.to_owned(),
        what,
        encoding: None,
        delimiter: None,
        sheet: None,
        header_row: titles.map(|line| line.number),
        lines_per_record: Some(1),
        skip: patterns(left_out, &[data, overrun].concat()),
        columns,
    })
}

/// Columns with a number in most lines; a line of sums may seem to hold data.
fn keys(data: &[&Line], cuts: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let numbers = |cut: &&(usize, usize)| data.iter().filter(|line| is_key(line, **cut)).count() * 3 >= data.len() * 2;
    cuts.iter().filter(numbers).copied().collect()
}

/// Whether the line has a number in this column, with a blank on either side.
fn is_key(line: &Line, (first, last): (usize, usize)) -> bool {
    let text = piece(&line.chars, first, last);
    let apart = (first < 2 || line.is_blank_at(first - 2)) && line.is_blank_at(last - 1);
    apart && !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// The line with the titles: two that are known, or what stands right above a line of dashes.
fn header(lines: &[Line]) -> Option<usize> {
    let count = |line: &Line| {
        let parts = line.parts();
        let by_parts = known(&parts.iter().map(String::as_str).collect::<Vec<_>>());
        let text = line.text();
        by_parts.max(known(&text.split_whitespace().collect::<Vec<_>>()))
    };
    let head = &lines[..lines.len().min(HEAD)];
    let told = head.iter().position(|line| !line.is_rule() && count(line) >= 2);
    told.or_else(|| {
        let rule = head.iter().position(Line::is_rule)?.checked_sub(1)?;
        let words = |line: &Line| line.parts().len() >= 2 && !line.chars.iter().any(char::is_ascii_digit);
        words(&head[rule]).then_some(rule)
    })
}

/// First and last character of each column, from 1, by the groups of a line of dashes.
fn groups(rule: &Line) -> Vec<(usize, usize)> {
    let dash = |at: usize| rule.chars.get(at).is_some_and(|c| matches!(c, '-' | '=' | '_'));
    let starts: Vec<usize> =
        (0..rule.chars.len()).filter(|at| dash(*at) && (*at == 0 || !dash(at - 1))).map(|at| at + 1).collect();
    cut_at(&starts)
}

/// From each start to before the next; the last one to the end of the line.
fn cut_at(starts: &[usize]) -> Vec<(usize, usize)> {
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([MAX_WIDTH]);
    starts.iter().copied().zip(ends).collect()
}

/// The same by the characters where nearly all lines are blank. One blank is enough where a title begins behind it, or in many lines.
fn gaps(body: &[&Line], titles: Option<&Line>) -> Vec<(usize, usize)> {
    let wide: Vec<&Line> = body.iter().copied().filter(|line| line.parts().len() >= 2).collect();
    let lines: Vec<&Line> = wide.iter().copied().chain(titles).collect();
    let width = lines.iter().map(|line| line.chars.len()).max().unwrap_or(0);
    // A footer in a hundred lines hides no gap.
    let few = lines.len() * 3 / 100;
    let count = |at: usize| lines.iter().filter(|line| !line.is_blank_at(at)).count();
    let used: Vec<bool> = (0..width).map(|at| count(at) > few).collect();
    // A title that stands apart begins a column, also where a long value of one line in four runs into it.
    let titled = |at: usize| {
        titles.is_some_and(|line| !line.is_blank_at(at) && at >= 2 && line.is_blank_at(at - 1) && line.is_blank_at(at - 2))
            && count(at - 1) * 4 <= lines.len()
    };
    let mut starts = Vec::new();
    let mut blank = 2;
    for (at, used) in used.iter().enumerate() {
        if !used {
            blank += 1;
            continue;
        }
        let title = titles.is_some_and(|line| !line.is_blank_at(at) && (at == 0 || line.is_blank_at(at - 1)));
        if blank >= 2 || titled(at) || blank == 1 && (title || titles.is_none() && lines.len() >= MANY) {
            starts.push(at + 1);
        }
        blank = 0;
    }
    cut_at(&starts)
}

/// Lines without data as `skip` names them: with `*` for numbers, which change from page to page.
fn patterns<'l>(lines: impl Iterator<Item = &'l Line>, data: &[&Line]) -> Vec<String> {
    let data: Vec<String> = data.iter().map(|line| line.text()).collect();
    let mut out: Vec<String> = Vec::new();
    for line in lines {
        let text = line.text();
        let pattern = if line.is_rule() {
            format!("{}*", text.chars().take(3).collect::<String>())
        } else {
            let mut pattern = String::new();
            for c in text.chars().map(|c| if c.is_ascii_digit() { '*' } else { c }) {
                if !(c == '*' && pattern.ends_with('*')) {
                    pattern.push(c);
                }
            }
            pattern
        };
        let test = Pattern(pattern);
        if !out.contains(&test.0) && out.len() < MAX_SKIP && !data.iter().any(|line| test.fits(line)) {
            out.push(test.0);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::guess::guess;
    use super::super::model::What;
    use crate::diag::Lang;
    use crate::inventory::table::ListFile;

    const PRINT: &str = "                     Teilnehmerliste Anlage Rathaus         Seite 1\n\n\
Nst    Name                Abteilung    Raum    Typ      MAC\n\
------ ------------------- ------------ ------- -------- -----------------\n\
101    Müller, Hans        Bauamt       2.14    IP       00-00-5E-00-53-01\n\
102    Meier, Eva          Bauamt       2.15    IP       00-00-5E-00-53-02\n\
0103   Huber, Josef        Sozialamt            Analog\n\
104    Fax Poststelle                   EG      Fax\n\
105    Schmidt, Ida        Bauamt       2.16    IP\n       Zweite Zeile zu 105\n\
106    Klein, Uwe          Bau          2.17    IP       00-00-5E-00-53-06\n\
                     Teilnehmerliste Anlage Rathaus         Seite 2\n\
107    Groß, Ute           Bauamt       2.18    IP       00-00-5E-00-53-07\n\
108    Lang, Ina           Bauamt       2.18    Analog\n";

    #[test]
    fn subscribers_of_whom_some_have_an_address_are_people() {
        let proposal = |text: &str| guess(&ListFile::new("p.txt", text.as_bytes()), &[3, 4]).proposal.expect("a proposal");
        let found = proposal(PRINT);
        let yaml = found.yaml(Lang::En);
        assert_eq!(found.what, What::People, "{yaml}");
        assert!(yaml.contains("  name: {chars: 8-") && yaml.contains("  extension: {chars: 1-"), "{yaml}");
        assert!(!found.skip.iter().any(|line| line.contains("Zweite")), "a line of somebody is no heading: {yaml}");
        assert!(found.skip.iter().any(|line| line.contains("Seite *")), "{yaml}");
        // With an address in each row it is a list of telephones.
        let all = PRINT.replace("Analog\n", "SIP      00-00-5E-00-53-11\n").replace("Fax\n", "SIP      00-00-5E-00-53-12\n");
        let all = all.replace("2.16    IP\n", "2.16    IP       00-00-5E-00-53-13\n");
        assert_eq!(proposal(&all).what, What::Devices);
    }
}
