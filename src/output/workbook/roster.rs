//! The roster as a workbook for people who plan in spreadsheets, and back after they changed it there.
//!
//! One sheet for each month: people down, days across, one letter in each cell, with a list to choose from, colours, and sums below that
//! calculate. Who somebody is cannot be typed over, nor days on which nobody works or somebody is off. The first row holds the dates as
//! text and is hidden: it is what the way back goes by, whatever a spreadsheet makes of the titles.
//!
//! The same roster gives the same bytes: no date of today, no name of a machine.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use crate::diag::{Finding, Lang, Words};
use crate::domain::{PersonId, Place};
use crate::inventory::table::{ListFile, cells};
use crate::output::roster_csv::together;
use crate::plan::model::people_with;
use crate::policy::site::{Cap, CapUsers};
use crate::roster::check::{Line, Places, Rows, Tally};
use crate::roster::codes;
use crate::roster::given::Given;
use crate::roster::model::{Roster, monday, slot_on};
use crate::roster::wording;

/// In the first cell of the hidden row.
const MARK: &str = "deskshift/roster";
/// Of the column of ids, in both languages.
const TITLE: &str = "Person";
/// Columns before the first day: person, name, department, room; a roster with slots of the day has one more.
const BEFORE: u16 = 4;
/// Days of a month, and some more.
const MOST_DAYS: usize = 40;
/// Rows before the first person: the hidden dates, weekdays, dates.
const ABOVE: u32 = 3;

/// # Errors
/// Where the roster does not fit into sheets.
pub fn write(given: &Given<'_>, roster: &Roster, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created).set_author("deskshift"));
    let mut months: BTreeMap<(i16, i8), Vec<usize>> = BTreeMap::new();
    for (at, day) in roster.days.iter().enumerate() {
        months.entry((day.year(), day.month())).or_default().push(at);
    }
    let tally = Tally::of(given, &Places::of(roster));
    // A document may list a day often.
    if months.values().any(|days| days.len() > MOST_DAYS) {
        return Err(XlsxError::RowColumnLimitError);
    }
    for ((year, month), days) in months {
        let page = workbook.add_worksheet();
        page.set_name(format!("{year}-{month:02}"))?;
        Month { given, roster, tally: &tally, days: &days, lang }.fill(page)?;
    }
    workbook.save_to_buffer()
}

struct Month<'a> {
    given: &'a Given<'a>,
    roster: &'a Roster,
    tally: &'a Tally,
    /// Numbers of the days in the roster.
    days: &'a [usize],
    lang: Lang,
}

impl Month<'_> {
    fn fill(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        let text = Format::new().set_num_format("@").set_font_color(Color::RGB(0x0040_4040));
        let title = Format::new().set_bold().set_background_color(Color::RGB(0x00D9_E2F3)).set_align(FormatAlign::Center);
        let cell = || Format::new().set_align(FormatAlign::Center).set_border(FormatBorder::Hair);
        let (open, closed) = (cell().set_unlocked(), cell().set_background_color(Color::RGB(0x00E7_E6E6)));
        page.write_string_with_format(0, 0, MARK, &text)?;
        for (column, words) in (0..).zip(self.titles()) {
            page.write_string_with_format(ABOVE - 1, column, words, &title)?;
        }
        for (column, &day) in (self.before()..).zip(self.days) {
            let date = self.roster.days[day];
            page.write_string_with_format(0, column, date.to_string(), &text)?;
            page.write_string_with_format(1, column, wording::short_weekday(date.weekday()).get(self.lang), &title)?;
            page.write_string_with_format(2, column, wording::short_date(date).get(self.lang), &title)?;
        }
        let last_column = self.before() + self.days.len() as u16 - 1;
        let people: BTreeMap<_, _> = self.given.inventory.persons.iter().map(|person| (&person.id, person)).collect();
        for (line, row) in (ABOVE..).zip(&self.roster.rows) {
            let person = people.get(&row.person);
            let of = |pick: &dyn Fn(&crate::inventory::model::Person) -> Option<String>| {
                person.and_then(|p| pick(p)).unwrap_or_default()
            };
            let about = [
                row.person.to_string(),
                of(&|p| Some(p.listed_name())),
                of(&|p| p.department.as_ref().map(|d| d.value.to_string())),
                of(&|p| p.room.as_ref().map(|r| r.value.to_string())),
                self.slots(&row.person),
            ];
            for (column, words) in (0..self.before()).zip(about) {
                page.write_string_with_format(line, column, words, &text)?;
            }
            for (column, &day) in (self.before()..).zip(self.days) {
                let place = row.places.get(day).copied().unwrap_or(Place::Off);
                let format = if place == Place::Off { &closed } else { &open };
                page.write_string_with_format(line, column, letter(place, self.lang), format)?;
            }
        }
        let last_row = ABOVE + self.roster.rows.len() as u32 - 1;
        if !self.roster.rows.is_empty() {
            self.colours(page, last_row, last_column)?;
            self.marks(page, last_column + 1)?;
            self.sums(page, last_row, last_column + 1, &title)?;
        }
        page.set_row_hidden(0)?;
        page.set_freeze_panes(ABOVE, 2)?;
        for (column, width) in [(0, 10.0), (1, 26.0), (2, 22.0), (3, 10.0), (4, 34.0)] {
            page.set_column_width(column, width)?;
        }
        page.set_column_range_width(self.before(), last_column, 6.0)?;
        page.set_landscape().set_paper_size(8).set_print_fit_to_pages(1, 0).set_repeat_rows(1, 2)?;
        // Without a password: against slips, not against people.
        let options =
            ProtectionOptions { sort: true, use_autofilter: true, format_columns: true, format_rows: true, ..Default::default() };
        page.protect_with_options(&options);
        Ok(())
    }

    fn titles(&self) -> Vec<&'static str> {
        let mut titles = match self.lang {
            Lang::En => vec![TITLE, "Name", "Department", "Room", "Slot"],
            Lang::De => vec![TITLE, "Name", "Amt", "Zimmer", "Schicht"],
        };
        titles.truncate(usize::from(self.before()));
        titles
    }

    /// The column of the first day.
    fn before(&self) -> u16 {
        BEFORE + u16::from(!self.roster.slots.is_empty())
    }

    /// The slots of the month's weeks: `1 Mar early, 8 Mar late`.
    fn slots(&self, person: &PersonId) -> String {
        let mondays: BTreeSet<Date> = self.days.iter().map(|day| monday(self.roster.days[*day])).collect();
        let of = |monday: &Date| {
            let slot = slot_on(&self.roster.slots, person, *monday)?;
            Some(format!("{} {slot}", wording::short_date(*monday).get(self.lang)))
        };
        mondays.iter().filter_map(of).collect::<Vec<_>>().join(", ")
    }

    /// Colours by letter, and the list to choose from. The letters tell all that the colours do.
    fn colours(&self, page: &mut Worksheet, last_row: u32, last_column: u16) -> Result<(), XlsxError> {
        let coloured = |colour: u32| Format::new().set_background_color(Color::RGB(colour));
        for (place, colour) in [(Place::Home, 0x00C6_E0B4), (Place::Office, 0x00BD_D7EE)] {
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::EqualTo(letter(place, self.lang).to_owned()))
                .set_format(coloured(colour));
            page.add_conditional_format(ABOVE, self.before(), last_row, last_column, &rule)?;
        }
        let choice = [Place::Home, Place::Office].map(|place| letter(place, self.lang));
        let (title, words) = match self.lang {
            Lang::En => ("Home or office", "H: at home, O: in the office"),
            Lang::De => ("Zuhause oder Büro", "H: zu Hause, B: im Büro"),
        };
        let list = DataValidation::new().allow_list_strings(&choice)?.set_error_title(title)?.set_error_message(words)?;
        page.add_data_validation(ABOVE, self.before(), last_row, last_column, &list)?;
        Ok(())
    }

    /// The lines of caps that do not count everybody, or some twice; of one in a slot of the day once for each week, because its people change.
    fn narrow_caps(&self) -> Vec<(usize, Option<Date>)> {
        let mondays: BTreeSet<Date> = self.days.iter().map(|day| monday(self.roster.days[*day])).collect();
        let mut narrow = Vec::new();
        for (at, line) in self.tally.caps.iter().enumerate() {
            match (&line.rule.slot, self.cap(line)) {
                (Some(_), _) => narrow.extend(mondays.iter().map(|monday| (at, Some(*monday)))),
                (None, Some(cap)) if cap.users != CapUsers::AllHome || !cap.twice.is_empty() => narrow.push((at, None)),
                (None, _) => {}
            }
        }
        narrow
    }

    fn cap(&self, line: &Line) -> Option<&Cap> {
        self.given.site.roster.caps.iter().find(|cap| cap.name == line.rule.name)
    }

    /// Hidden columns behind the days, one for each of [`Self::narrow_caps`]: who draws on it, and how many each takes.
    fn marks(&self, page: &mut Worksheet, first: u16) -> Result<(), XlsxError> {
        let people: BTreeMap<_, _> = self.given.inventory.persons.iter().map(|person| (&person.id, person)).collect();
        for (column, (at, week)) in (first..).zip(self.narrow_caps()) {
            let line = &self.tally.caps[at];
            let Some(cap) = self.cap(line) else { continue };
            let sent_on = people_with(&self.given.plan.lines, &cap.twice);
            for (line_number, row) in (ABOVE..).zip(&self.roster.rows) {
                let all = cap.users == CapUsers::AllHome;
                let person = people.get(&row.person);
                let draws = person.is_some_and(|person| all || person.own_notebook.as_ref().is_none_or(|own| !own.value));
                // Whoever has none of the cap's slots is there in all of them.
                let own = week.and_then(|week| slot_on(&self.roster.slots, &row.person, week));
                let own = own.filter(|own| cap.slots.iter().any(|slot| slot == own));
                if draws && own.is_none_or(|own| line.rule.slot.as_deref() == Some(own)) {
                    page.write_number(line_number, column, if sent_on.contains(&row.person) { 2 } else { 1 })?;
                }
            }
            page.set_column_hidden(column)?;
        }
        Ok(())
    }

    /// People at home on each day, and below it each cap; of a cap for some of them also how many draw on it. `marks` is the first column of
    /// [`Self::marks`].
    fn sums(&self, page: &mut Worksheet, last_row: u32, marks: u16, title: &Format) -> Result<(), XlsxError> {
        let number = Format::new().set_align(FormatAlign::Center).set_bold();
        let at_home = match self.lang {
            Lang::En => "at home",
            Lang::De => "zu Hause",
        };
        let line = last_row + 2;
        page.write_string_with_format(line, 1, at_home, title)?;
        for (column, &day) in (self.before()..).zip(self.days) {
            let name = rust_xlsxwriter::utility::column_number_to_name(column);
            let (home, first, last) = (letter(Place::Home, self.lang), ABOVE + 1, last_row + 1);
            let formula = Formula::new(format!("=COUNTIF({name}{first}:{name}{last},\"{home}\")"))
                .set_result(self.roster.at_home(day).to_string());
            page.write_formula_with_format(line, column, formula, &number)?;
        }
        let narrow = self.narrow_caps();
        let mut line = line;
        for (at, cap) in self.tally.caps.iter().enumerate() {
            line += 1;
            if narrow.iter().any(|(narrow, _)| *narrow == at) {
                page.write_string_with_format(line, 1, format!("{}: {at_home}", cap.rule.words().get(self.lang)), title)?;
                for (column, &day) in (self.before()..).zip(self.days) {
                    let week = monday(self.roster.days[day]);
                    let is_it = |(narrow, of): &(usize, Option<Date>)| *narrow == at && of.is_none_or(|of| of == week);
                    let Some(nth) = narrow.iter().position(is_it) else { continue };
                    let mark = rust_xlsxwriter::utility::column_number_to_name(marks + nth as u16);
                    let name = rust_xlsxwriter::utility::column_number_to_name(column);
                    let (home, first, last) = (letter(Place::Home, self.lang), ABOVE + 1, last_row + 1);
                    let marked = format!("${mark}{first}:${mark}{last}");
                    let takes = match self.cap(cap) {
                        Some(of) if !of.twice.is_empty() => format!("(({marked}=1)+2*({marked}=2))"),
                        _ => format!("({marked}=1)"),
                    };
                    let formula = format!("=SUMPRODUCT(({name}{first}:{name}{last}=\"{home}\")*{takes})");
                    let drawn = cap.per_day.get(day).copied().flatten().unwrap_or(0);
                    page.write_formula_with_format(line, column, Formula::new(formula).set_result(drawn.to_string()), &number)?;
                }
                line += 1;
            }
            let words = match self.lang {
                Lang::En => format!("{} at most", cap.rule.words().en),
                Lang::De => format!("{} höchstens", cap.rule.words().de),
            };
            page.write_string_with_format(line, 1, words, title)?;
            for (column, &day) in (self.before()..).zip(self.days) {
                if let Some(asked) = cap.asked.get(day) {
                    page.write_number_with_format(line, column, *asked, &number)?;
                }
            }
        }
        Ok(())
    }
}

fn letter(place: Place, lang: Lang) -> &'static str {
    match (place, lang) {
        (Place::Home, _) => "H",
        (Place::Office, Lang::En) => "O",
        (Place::Office, Lang::De) => "B",
        (Place::Off, _) => "–",
    }
}

/// What a cell says, in either language.
fn place(text: &str) -> Option<Place> {
    Some(match text.to_lowercase().as_str() {
        "h" | "home" | "homeoffice" | "zu hause" => Place::Home,
        "o" | "b" | "office" | "büro" => Place::Office,
        "–" | "-" | "—" | "off" | "frei" => Place::Off,
        _ => return None,
    })
}

/// Places by person and date; everything that is wrong with the workbook is a finding with its cell. An empty cell is a day off.
///
/// # Errors
/// All findings, where there is one.
pub fn read(file: &str, bytes: &[u8]) -> Result<Places, Vec<Finding>> {
    let sheets = cells(&ListFile::new(file, bytes))?;
    let (mut places, mut lines, mut findings) = (Places::default(), Rows::default(), Vec::new());
    for sheet in sheets {
        let Some(head) = sheet.rows.iter().position(|row| row.first().is_some_and(|cell| cell.text == MARK)) else { continue };
        let days: BTreeMap<usize, Date> =
            sheet.rows[head].iter().filter_map(|cell| Some((cell.column, cell.text.parse().ok()?))).collect();
        if days.len() > MOST_DAYS {
            let words =
                Words::new("the hidden row has more days than a month", "die verborgene Zeile hat mehr Tage als ein Monat");
            findings.push(codes::CSV_UNREADABLE.finding(sheet.rows[head].first().map(|cell| cell.at.clone()), words));
            continue;
        }
        for row in &sheet.rows[head + 1..] {
            // Titles and sums have no person.
            let Some(first) = row.first().filter(|cell| cell.column == 0) else { continue };
            if first.text == TITLE {
                continue;
            }
            let Ok(person) = first.text.parse::<PersonId>() else {
                let value = &first.text;
                let words = Words::new(format!("`{value}` is no person"), format!("`{value}` ist keine Person"));
                findings.push(codes::CSV_VALUE_UNKNOWN.finding(Some(first.at.clone()), words));
                continue;
            };
            for (&column, &day) in &days {
                let cell = row.iter().find(|cell| cell.column == column);
                let value = match cell {
                    None => Place::Off,
                    Some(cell) => match place(&cell.text) {
                        Some(place) => place,
                        None => {
                            let text = &cell.text;
                            let words = Words::new(format!("`{text}` is no place"), format!("`{text}` ist kein Ort"));
                            let todo = Words::new("write `H` or `O`", "`H` oder `B` schreiben");
                            findings.push(
                                codes::CSV_VALUE_UNKNOWN.finding(Some(cell.at.clone()), words).about(person.as_str()).todo(todo),
                            );
                            continue;
                        }
                    },
                };
                lines.lines.entry(person.clone()).or_default().insert(day, cell.map_or(&first.at, |cell| &cell.at).clone());
                if places.days.entry(person.clone()).or_default().insert(day, value).is_some() {
                    let words = Words::new(
                        format!("`{person}` has two rows for {day}"),
                        format!("`{person}` hat zwei Zeilen für den {day}"),
                    );
                    findings.push(codes::CSV_DUPLICATE.finding(Some(first.at.clone()), words).about(person.as_str()));
                }
            }
        }
    }
    if places.days.is_empty() && findings.is_empty() {
        let words = Words::new(
            "no sheet has the hidden first row with the dates that `rotate` writes",
            "kein Blatt hat die verborgene erste Zeile mit den Daten, die `rotate` schreibt",
        );
        let todo = Words::new("edit the workbook of `out/roster/current`", "die Mappe aus `out/roster/current` bearbeiten");
        findings.push(codes::CSV_UNREADABLE.finding(Some(crate::diag::Place::file(file)), words).todo(todo));
    }
    places.rows = Some(lines);
    if findings.is_empty() { Ok(places) } else { Err(together(findings)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn a_roster_comes_back_as_it_went_in_both_languages() {
        let documents = sample::documents();
        let given = documents.documents.given();
        for lang in [Lang::En, Lang::De] {
            let bytes = write(&given, &documents.roster, lang).unwrap();
            assert_eq!(bytes, write(&given, &documents.roster, lang).unwrap(), "the same bytes");
            let places = read("plan.xlsx", &bytes).unwrap();
            assert_eq!(places.days, Places::of(&documents.roster).days);
            let cells = &places.rows.unwrap().lines[&documents.roster.rows[1].person];
            assert_eq!(cells.values().next().unwrap().cell_name().as_deref(), Some("2020-11!E5"));
        }
    }

    #[test]
    fn a_cap_for_some_is_counted_beside_the_cap() {
        let mut sample = sample::documents();
        let cap = &mut sample.documents.site.roster.caps[0];
        cap.users = CapUsers::WithoutOwnNotebook;
        let name = cap.name.clone();
        let with_own = &mut sample.documents.inventory.persons[0];
        with_own.own_notebook = Some(crate::inventory::model::Sourced::new(true, with_own.at.clone()));
        let bytes = write(&sample.documents.given(), &sample.roster, Lang::De).unwrap();
        let sheets = cells(&ListFile::new("plan.xlsx", &bytes)).unwrap();
        let row = |title: &str| -> Vec<String> {
            let rows = sheets[0].rows.iter();
            let of =
                |row: &Vec<crate::inventory::table::PlainCell>| row.iter().any(|cell| cell.column == 1 && cell.text == title);
            let row = rows.clone().find(|row| of(row)).unwrap_or_else(|| panic!("{title}"));
            row.iter().filter(|cell| cell.column >= usize::from(BEFORE)).map(|cell| cell.text.clone()).collect()
        };
        let drawn = |day: usize| {
            let others = sample.roster.rows.iter().skip(1);
            others.filter(|row| row.places[day] == Place::Home).count().to_string()
        };
        let expected: Vec<String> = (0..10).map(drawn).collect();
        assert_eq!(row(&format!("Obergrenze `{name}`: zu Hause")), expected);
        assert_ne!(row("zu Hause"), expected, "those with a notebook of their own are at home, too");
        assert_eq!(read("plan.xlsx", &bytes).unwrap().days, Places::of(&sample.roster).days, "the marks are no places");
    }

    #[test]
    fn whose_calls_are_sent_on_is_counted_twice_beside_the_cap() {
        let mut sample = sample::documents();
        let twice = crate::domain::ClientId("fritzbox".into());
        sample.documents.plan.lines[1].client = twice.clone();
        let cap = &mut sample.documents.site.roster.caps[0];
        cap.twice = vec![twice];
        let name = cap.name.clone();
        let bytes = write(&sample.documents.given(), &sample.roster, Lang::De).unwrap();
        let sheets = cells(&ListFile::new("plan.xlsx", &bytes)).unwrap();
        let title = format!("Obergrenze `{name}`: zu Hause");
        let row = sheets[0].rows.iter().find(|row| row.iter().any(|cell| cell.column == 1 && cell.text == title)).unwrap();
        let counted: Vec<&str> =
            row.iter().filter(|cell| cell.column >= usize::from(BEFORE)).map(|cell| cell.text.as_str()).collect();
        let taken = |day: usize| {
            let home = sample.roster.rows.iter().enumerate().filter(|(_, row)| row.places[day] == Place::Home);
            home.map(|(p, _)| if p == 1 { 2 } else { 1 }).sum::<u32>()
        };
        let expected: Vec<String> = (0..10).map(|day| taken(day).to_string()).collect();
        assert_eq!(counted, expected);
        // Behind the days: what each takes.
        let behind = usize::from(BEFORE) + 10;
        let marks: Vec<&str> = sheets[0]
            .rows
            .iter()
            .flat_map(|row| row.iter().filter(|cell| cell.column == behind))
            .map(|cell| cell.text.as_str())
            .collect();
        assert_eq!(marks, ["1", "2", "1", "1", "1", "1", "1"]);
    }

    #[test]
    fn a_cap_in_slots_is_counted_in_each_by_weeks() {
        let mut sample = sample::documents();
        sample.documents.site.roster.caps[0].slots = vec!["early".to_owned(), "late".to_owned()];
        let (ids, days) = (sample.roster.rows.iter().map(|row| row.person.clone()), sample.roster.days.clone());
        // Half of them in turns, the others are there all day.
        for (i, id) in ids.enumerate().filter(|(i, _)| i % 2 == 0) {
            let of = |week: usize| if (i / 2 + week) % 2 == 0 { "early".to_owned() } else { "late".to_owned() };
            sample.roster.slots.insert(id, [(days[0], of(0)), (days[5], of(1))].into());
        }
        let bytes = write(&sample.documents.given(), &sample.roster, Lang::De).unwrap();
        let sheets = cells(&ListFile::new("plan.xlsx", &bytes)).unwrap();
        let marks = |column: usize| -> Vec<bool> {
            let marked = |row: usize| {
                sheets[0].rows.iter().any(|cells| {
                    cells.iter().any(|cell| cell.column == column && cell.text == "1")
                        && cells.first().is_some_and(|cell| cell.text == sample.roster.rows[row].person.as_str())
                })
            };
            (0..sample.roster.rows.len()).map(marked).collect()
        };
        // Behind five columns and ten days: early in both weeks, late in both weeks.
        let expected = |slot: &str, week: usize| -> Vec<bool> {
            let is_there = |row: &crate::roster::model::Row| {
                slot_on(&sample.roster.slots, &row.person, days[week * 5]).is_none_or(|own| own == slot)
            };
            sample.roster.rows.iter().map(is_there).collect()
        };
        let places = [("early", 0), ("early", 1), ("late", 0), ("late", 1)];
        for (nth, (slot, week)) in places.into_iter().enumerate() {
            assert_eq!(marks(15 + nth), expected(slot, week), "{slot} {week}");
        }
        assert!(sheets[0].rows.iter().flatten().any(|cell| cell.column == 4 && cell.text == "2.11. early, 9.11. late"));
        assert_eq!(read("plan.xlsx", &bytes).unwrap().days, Places::of(&sample.roster).days);
    }

    #[test]
    fn another_workbook_is_refused() {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write_string(0, 0, "Person").unwrap();
        let findings = read("x.xlsx", &workbook.save_to_buffer().unwrap()).unwrap_err();
        assert_eq!(findings[0].code, codes::CSV_UNREADABLE.code());
        assert!(!read("x.xlsx", b"PK\x03\x04 no workbook").unwrap_err().is_empty());
    }

    #[test]
    fn cells_that_are_no_places_are_told_where_they_stand() {
        let mut workbook = Workbook::new();
        let page = workbook.add_worksheet();
        page.write_string(0, 0, MARK).unwrap();
        page.write_string(0, 4, "2020-11-02").unwrap();
        page.write_string(0, 5, "2020-11-03").unwrap();
        for (line, id) in [(3, "p1"), (4, "p1"), (5, "p2")] {
            page.write_string(line, 0, id).unwrap();
            page.write_string(line, 4, "H").unwrap();
            page.write_string(line, 5, if line == 5 { "U" } else { "b" }).unwrap();
        }
        let findings = read("x.xlsx", &workbook.save_to_buffer().unwrap()).unwrap_err();
        let told: Vec<_> =
            findings.iter().map(|f| (f.code.as_str(), f.place.as_ref().and_then(crate::diag::Place::cell_name))).collect();
        assert_eq!(
            told,
            [
                ("roster/csv-duplicate", Some("Sheet1!A5".to_owned())),
                ("roster/csv-duplicate", Some("Sheet1!A5".to_owned())),
                ("roster/csv-value-unknown", Some("Sheet1!F6".to_owned())),
            ]
        );
    }
}
