//! The sheets that hang in the corridor: every person, room by room.

use maud::{Markup, html};

use super::layout::{Block, Sheet};
use super::{Chart, SlotSign, fit, symbol};
use crate::domain::Place;
use crate::roster::model::{Row, slot_on};
use crate::roster::wording;

/// Em of what `style.css` prints small beside a name.
const SMALL: f64 = 0.82;

impl Chart<'_> {
    pub(super) fn people(&self, sheet: &Sheet) -> Markup {
        let mut names: Vec<&str> = sheet.blocks.iter().map(|b| self.department(b)).collect();
        names.dedup();
        let title = match names.as_slice() {
            [one] => (*one).to_owned(),
            [first, .., last] if names.len() > 3 => format!("{first} – {last}"),
            several => several.join(" · "),
        };
        html! {
            (self.title(&title, &sheet.weeks))
            table {
                (self.columns(&sheet.weeks))
                thead {
                    (self.day_heads(&sheet.weeks, &html! { (self.t("Room", "Raum")) " · " (self.t("Name, extension", "Name, Durchwahl")) }, 2))
                    @for cap in &self.tally.caps { (self.bars(cap, &sheet.weeks, 2, true)) }
                }
                @for block in &sheet.blocks { (self.block(block, sheet)) }
            }
        }
    }

    fn department<'a>(&self, block: &Block<'a>) -> &'a str {
        block.department.unwrap_or(self.t("no department", "ohne Abteilung"))
    }

    /// ` · team day Tue`: when the department comes together.
    fn team_day(&self, block: &Block) -> Option<String> {
        let (_, day) = self.roster.team_days.iter().find(|(department, _)| Some(department.as_str()) == block.department)?;
        let weekday = jiff::civil::Weekday::from_monday_one_offset(i8::try_from(*day).ok()?).ok()?;
        Some(format!(" · {} {}", self.t("team day", "Teamtag"), self.say(&wording::short_weekday(weekday))))
    }

    /// The slot of somebody who works on a day.
    pub(super) fn slot_sign(&self, row: &Row, day: usize) -> Option<&SlotSign> {
        row.places.get(day).filter(|place| **place != Place::Off)?;
        self.slots.get(slot_on(&self.roster.slots, &row.person, self.roster.days[day])?)
    }

    fn block(&self, block: &Block, sheet: &Sheet) -> Markup {
        let days = self.days(&sheet.weeks);
        let rows: Vec<&Row> = block.rooms.iter().flat_map(|room| room.people.iter().map(|(_, row)| *row)).collect();
        let count = |day: usize, place: Place| rows.iter().filter(|row| row.places.get(day) == Some(&place)).count();
        html! {
            tbody.head {
                tr {
                    @let name = self.department(block);
                    @let font = self.options.paper.fonts(0.0).0 * 1.12;
                    @let team_day = self.team_day(block).unwrap_or_default();
                    @let ems = fit::ems(&[(name, fit::BOLD), (&team_day, SMALL)]) + 2.0;
                    th colspan="2" scope="rowgroup" style=[fit::style(ems, font, self.options.paper.columns().1)] {
                        (name)
                        @if block.part.1 > 1 { small { " " (block.part.0) "/" (block.part.1) } }
                        @if !team_day.is_empty() { small { (team_day) } }
                    }
                    @for day in days.clone() {
                        td class=(self.column(day)) {
                            @let home = count(day, Place::Home);
                            @if home + count(day, Place::Office) > 0 { (symbol("h")) (home) }
                        }
                    }
                }
            }
            tbody.people {
                @for room in &block.rooms {
                    @for (i, (person, row)) in room.people.iter().enumerate() {
                        tr class=[(i == 0).then_some("first")] {
                            @if i == 0 { th.room rowspan=(room.people.len()) scope="rowgroup" { (room.room.unwrap_or("–")) } }
                            @let name = person.listed_name();
                            @let (room_mm, extension) = (self.options.paper.columns().0, person.extension.as_ref().map_or("", |e| e.value.as_str()));
                            @let ems = fit::ems(&[(&name, 1.0), (extension, SMALL)]) + 0.5;
                            th.name scope="row" {
                                div style=[fit::style(ems, self.options.paper.fonts(sheet.row).1, room_mm)] {
                                    span { (name) }
                                    @if let Some(extension) = &person.extension { small { (extension.value) } }
                                }
                            }
                            @for day in days.clone() {
                                @let place = row.places.get(day).copied().unwrap_or(Place::Off);
                                td class={ (letter(place)) " " (self.column(day)) } {
                                    @if self.holiday(day).is_none() { (symbol(letter(place))) }
                                    @if let Some(slot) = self.slot_sign(row, day) { small.slot { (slot.sign) } }
                                }
                            }
                        }
                    }
                }
            }
            @if !block.groups.is_empty() {
                tbody.groups {
                    @for group in &block.groups { (self.bars(group, &sheet.weeks, 2, false)) }
                }
            }
        }
    }
}

fn letter(place: Place) -> &'static str {
    match place {
        Place::Home => "h",
        Place::Office => "o",
        Place::Off => "f",
    }
}
