//! The roster as a chart for the wall: one self-contained HTML file, paged for A3 or A4 landscape.
//!
//! In: the roster and what it was made from. Out: HTML without scripts, fonts or pictures from elsewhere. First a sheet with caps,
//! counters and departments by day, then one sheet for each group of departments with every person, room by room. Places are told
//! apart by shape, not only by colour; days off have no reason. Start with [`render`]; [`layout`] decides what goes on which sheet.

mod fit;
mod layout;
mod overview;
mod people;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::diag::{Lang, Words};
use crate::domain::{PersonId, Place};
use crate::policy::site::Slot;
use crate::roster::check::{Line, Places, Tally};
use crate::roster::given::Given;
use crate::roster::model::Roster;
use crate::roster::wording;

const STYLE: &str = include_str!("style.css");

/// House: at home. Disc: in the office. Drawn with strokes and fills that survive printing without background graphics.
const SYMBOLS: &str = include_str!("symbols.svg");

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    #[default]
    A3,
    A4,
}

#[derive(Debug, Clone, Copy)]
pub struct Options {
    pub lang: Lang,
    pub paper: Paper,
}

/// What all sheets share.
struct Chart<'a> {
    given: &'a Given<'a>,
    roster: &'a Roster,
    tally: Tally,
    options: Options,
    /// Sheets of people, each with its departments.
    sheets: Vec<layout::Sheet<'a>>,
    bands: Vec<std::ops::Range<usize>>,
    /// By name.
    slots: BTreeMap<&'a str, SlotSign>,
    /// The chart is that of one floor, without the house's overview.
    floor: Option<&'a str>,
}

/// The whole chart.
#[must_use]
pub fn render(given: &Given<'_>, roster: &Roster, options: Options) -> String {
    let tally = Tally::of(given, &Places::of(roster));
    let weeks = layout::bands(roster.days.len() / 5, options.paper);
    let sheets = layout::sheets(given.inventory, roster, &tally, &weeks, options.paper);
    let chart = Chart { given, roster, tally, options, sheets, bands: weeks, slots: slot_signs(given, roster), floor: None };
    crate::output::without_controls(chart.page().into_string())
}

/// The people of each floor on sheets of their own, by floor; nothing where the inventory knows no two floors with people. Caps are those of
/// the whole house.
#[must_use]
pub fn by_floor(given: &Given<'_>, roster: &Roster, options: Options) -> Vec<(String, String)> {
    let floors: BTreeMap<&str, String> = (given.inventory.rooms.iter())
        .filter_map(|room| {
            let floor = room.floor.as_ref()?.value.clone();
            let building = room.building.as_ref().map(|building| format!("{} / ", building.value));
            Some((room.name.as_str(), building.unwrap_or_default() + &floor))
        })
        .collect();
    let mut people: BTreeMap<&str, BTreeSet<&PersonId>> = BTreeMap::new();
    for person in &given.inventory.persons {
        if let Some(floor) = person.room.as_ref().and_then(|room| floors.get(room.value.as_str())) {
            people.entry(floor).or_default().insert(&person.id);
        }
    }
    if people.len() < 2 {
        return Vec::new();
    }
    let tally = Tally::of(given, &Places::of(roster));
    let bands = layout::bands(roster.days.len() / 5, options.paper);
    let slots = slot_signs(given, roster);
    let page = |floor: &str, people: &BTreeSet<&PersonId>| {
        let mut of_floor = roster.clone();
        of_floor.rows.retain(|row| people.contains(&row.person));
        let sheets = layout::sheets(given.inventory, &of_floor, &tally, &bands, options.paper);
        let chart = Chart {
            given,
            roster: &of_floor,
            tally: tally.clone(),
            options,
            sheets,
            bands: bands.clone(),
            slots: slots.clone(),
            floor: Some(floor),
        };
        crate::output::without_controls(chart.page().into_string())
    };
    people.iter().map(|(floor, people)| ((*floor).to_owned(), page(floor, people))).collect()
}

/// How a slot of the day stands in a cell, and what that means: `e`, `early 06:00–13:00`.
#[derive(Clone, PartialEq)]
struct SlotSign {
    sign: String,
    words: String,
}

/// Of each slot that the roster states.
fn slot_signs<'a>(given: &Given<'a>, roster: &'a Roster) -> BTreeMap<&'a str, SlotSign> {
    let names: BTreeSet<&str> = roster.slots.values().flat_map(BTreeMap::values).map(String::as_str).collect();
    let of = |name: &'a str| {
        let hours = given.site.roster.shifts.iter().filter_map(|shift| shift.slot(name)).map(Slot::hours);
        let hours: Vec<String> = hours.collect::<BTreeSet<_>>().into_iter().collect();
        // As few letters as tell it from the others.
        let short = |n: usize| name.chars().take(n).collect::<String>();
        let alone = |n: &usize| names.iter().filter(|other| other.starts_with(&short(*n))).count() == 1;
        let sign = short((1..name.chars().count()).find(alone).unwrap_or(name.chars().count()));
        (name, SlotSign { sign, words: format!("{name} {}", hours.join(", ")).trim_end().to_owned() })
    };
    names.iter().copied().map(of).collect()
}

impl Chart<'_> {
    fn t(&self, en: &'static str, de: &'static str) -> &'static str {
        match self.options.lang {
            Lang::En => en,
            Lang::De => de,
        }
    }

    fn say(&self, words: &Words) -> String {
        words.get(self.options.lang).to_owned()
    }

    fn page(&self) -> Markup {
        let size = match self.options.paper {
            Paper::A3 => "a3",
            Paper::A4 => "a4",
        };
        let overviews: Vec<Markup> = match self.floor {
            Some(_) => Vec::new(),
            None => self.bands.iter().flat_map(|weeks| self.overviews(weeks)).collect(),
        };
        let all = overviews.len() + self.sheets.len();
        html! {
            (DOCTYPE)
            html lang=(self.t("en", "de")) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.t("Roster", "Dienstplan")) " · " (self.roster.site) }
                    style { (PreEscaped(format!("@page{{size:{} landscape;margin:0}}", size.to_uppercase()))) (PreEscaped(STYLE)) }
                }
                body class=(size) {
                    (PreEscaped(SYMBOLS))
                    main {
                        @for (i, table) in overviews.iter().enumerate() {
                            section.sheet.overview { (table) (self.foot(&self.overview_legend(i), i + 1, all)) }
                        }
                        @for (i, sheet) in self.sheets.iter().enumerate() {
                            section.sheet style=(format!("--row:{:.2}mm", sheet.row)) {
                                (self.people(sheet))
                                (self.foot(&self.people_legend(sheet), overviews.len() + i + 1, all))
                            }
                        }
                    }
                }
            }
        }
    }

    /// Title line of a sheet.
    fn title(&self, what: &str, weeks: &std::ops::Range<usize>) -> Markup {
        let (first, last) = (self.roster.days[weeks.start * 5], self.roster.days[weeks.end * 5 - 1]);
        let weeks = (first.iso_week_date().week(), last.iso_week_date().week());
        html! {
            header {
                div.who { p.site { (self.roster.site) @if let Some(floor) = self.floor { span.sep { " · " } (self.t("floor", "Etage")) " " (floor) } } h1 { (what) } }
                div.when {
                    p.dates { (self.say(&wording::span_with_year(first, last))) }
                    p.weeks { (self.t("Weeks", "Kalenderwochen")) " " (weeks.0) @if weeks.1 != weeks.0 { "–" (weeks.1) } }
                }
            }
        }
    }

    /// Legend and page number.
    fn foot(&self, legend: &Markup, page: usize, all: usize) -> Markup {
        html! {
            footer {
                ul.legend { (legend) }
                p { "deskshift" span.sep { " · " } (self.t("sheet", "Blatt")) " " (page) " " (self.t("of", "von")) " " (all) }
            }
        }
    }

    /// What a sheet of people shows: only the signs that stand on it.
    fn people_legend(&self, sheet: &layout::Sheet) -> Markup {
        let days: Vec<usize> = self.days(&sheet.weeks).filter(|day| self.holiday(*day).is_none()).collect();
        let rows = || sheet.blocks.iter().flat_map(|block| &block.rooms).flat_map(|room| &room.people).map(|(_, row)| row);
        let shows =
            |place: Place| rows().any(|row| days.iter().any(|day| row.places.get(*day).copied().unwrap_or(Place::Off) == place));
        let stands = |sign: &SlotSign| rows().any(|row| days.iter().any(|day| self.slot_sign(row, *day) == Some(sign)));
        let bars = !self.tally.caps.is_empty() || sheet.blocks.iter().any(|block| !block.groups.is_empty());
        html! {
            @if shows(Place::Home) { li.h { (symbol("h")) (self.t("at home", "zu Hause")) } }
            @if shows(Place::Office) { li { (symbol("o")) (self.t("in the office", "im Büro")) } }
            @if shows(Place::Off) { li.f { (symbol("f")) (self.t("not working", "nicht im Dienst")) } }
            @for sign in self.slots.values().filter(|sign| stands(sign)) { li { small.slot { (sign.sign) } " " (sign.words) } }
            @if bars { (self.limit_legend()) }
            (self.holiday_legend(&sheet.weeks))
        }
    }

    fn overview_legend(&self, page: usize) -> Markup {
        // Each band of weeks has as many sheets as the departments fill.
        let per_band = self.overviews(&self.bands[0]).len().max(1);
        let weeks = &self.bands[(page / per_band).min(self.bands.len() - 1)];
        html! {
            li { span.swatch.share {} (self.t("share at home", "Anteil zu Hause")) }
            @if !self.tally.caps.is_empty() { (self.limit_legend()) }
            (self.holiday_legend(weeks))
        }
    }

    fn limit_legend(&self) -> Markup {
        html! { li { span.dashes {} (self.t("limit", "Grenze")) } }
    }

    fn holiday_legend(&self, weeks: &std::ops::Range<usize>) -> Markup {
        html! {
            @if self.days(weeks).any(|day| self.holiday(day).is_some()) {
                li { span.swatch.holiday {} (self.t("public holiday", "Feiertag")) }
            }
        }
    }

    /// The heading rows of a table over some weeks; `lead` columns come first.
    fn day_heads(&self, weeks: &std::ops::Range<usize>, lead: &Markup, lead_columns: usize) -> Markup {
        html! {
            tr.weeks {
                @if lead_columns > 0 { th.lead colspan=(lead_columns) rowspan="2" { (lead) } }
                @for week in weeks.clone() {
                    @let (first, last) = (self.roster.days[week * 5], self.roster.days[week * 5 + 4]);
                    th.week colspan="5" scope="colgroup" {
                        b { (self.t("Week", "KW")) " " (first.iso_week_date().week()) }
                        span { (self.say(&wording::span(first, last))) }
                        @for name in self.school_holidays(first, last) { span.school { (name) } }
                    }
                }
            }
            tr.days {
                @for day in self.days(weeks) {
                    @let date = self.roster.days[day];
                    @let holiday = self.holiday(day);
                    th class=(self.column(day)) scope="col" title=[holiday.as_ref()] {
                        b { (self.say(&wording::short_weekday(date.weekday()))) }
                        @if let Some(name) = &holiday { span.name { (name) } } @else { span { (date.day()) "." } }
                    }
                }
            }
        }
    }

    /// Names of school holidays on a day of this week.
    fn school_holidays(&self, first: Date, last: Date) -> impl Iterator<Item = &str> {
        let all = self.given.site.roster.school_holidays.iter();
        all.filter(move |holidays| holidays.from <= last && first <= holidays.to).map(|holidays| holidays.name.as_str())
    }

    fn days(&self, weeks: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        weeks.start * 5..(weeks.end * 5).min(self.roster.days.len())
    }

    fn holiday(&self, day: usize) -> Option<String> {
        let date = self.roster.days[day];
        self.roster.holidays.iter().find(|(d, _)| *d == date).map(|(_, name)| self.say(name))
    }

    /// Class of a column: Mondays carry the rule between weeks, holidays are hatched.
    fn column(&self, day: usize) -> String {
        let mut class = String::new();
        if day.is_multiple_of(5) {
            class.push_str("mon ");
        }
        if self.holiday(day).is_some() {
            class.push_str("holiday ");
        }
        class
    }

    /// The number beside the bars: a cap may change from day to day, so it is the one of these weeks.
    fn limit(&self, line: &Line, weeks: &std::ops::Range<usize>, at_most: bool) -> String {
        let asked = || self.days(weeks).filter(|day| on(line, *day).is_some()).filter_map(|day| line.asked.get(day).copied());
        match (asked().min(), asked().max()) {
            (Some(low), Some(high)) if at_most && low == high => high.to_string(),
            (Some(low), Some(high)) if at_most => format!("{low}–{high}"),
            _ => line.stated.to_string(),
        }
    }

    /// A row of bars against a limit: caps, counters, queues.
    fn bars(&self, line: &Line, weeks: &std::ops::Range<usize>, lead_columns: usize, at_most: bool) -> Markup {
        let (_, room) = self.options.paper.columns();
        let (font, _) = self.options.paper.fonts(0.0);
        let limit = format!("{} {} {}", if at_most { "≤" } else { "≥" }, self.limit(line, weeks, at_most), self.say(&line.unit));
        let highest = line.per_day.iter().flatten().copied().max().unwrap_or(0).max(line.stated).max(1);
        html! {
            tr class={ "bars " (if at_most { "cap" } else { "group" }) } {
                th.lead colspan=(lead_columns) scope="row" {
                    @let title = line.rule.title();
                    span.name style=[fit::style(fit::ems(&[(&title, fit::BOLD)]), font, room)] { (title) }
                    span.limit style=[fit::style(fit::ems(&[(&limit, 0.85)]), font, room)] { (limit) }
                }
                @for day in self.days(weeks) {
                    td class=(self.column(day)) {
                        @if let (Some(count), Some(asked)) = (on(line, day), line.asked.get(day)) {
                            b { (count) }
                            (bar(count, *asked, highest))
                        }
                    }
                }
            }
        }
    }
}

/// What a line counts on a day of the roster; nothing where the document has more days than its site.
fn on(line: &Line, day: usize) -> Option<u32> {
    line.per_day.get(day).copied().flatten()
}

/// A bar of `count` and a line at `stated`, both against `highest`; drawn, not coloured, so that it prints.
fn bar(count: u32, stated: u32, highest: u32) -> Markup {
    let height = |n: u32| f64::from(n) / f64::from(highest) * 10.0;
    let (of_count, of_stated) = (height(count), height(stated));
    html! {
        svg.bar viewBox="0 0 20 11" preserveAspectRatio="none" aria-hidden="true" {
            rect.fill x="2" y=(format!("{:.1}", 10.6 - of_count)) width="16" height=(format!("{of_count:.1}")) {}
            line.mark x1="0" x2="20" y1=(format!("{:.1}", 10.6 - of_stated)) y2=(format!("{:.1}", 10.6 - of_stated)) {}
        }
    }
}

fn symbol(name: &str) -> Markup {
    html! { svg.s { use href={ "#" (name) } {} } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    fn chart(lang: Lang, paper: Paper) -> String {
        let sample = sample::documents();
        render(&sample.documents.given(), &sample.roster, Options { lang, paper })
    }

    #[test]
    fn controls_do_not_reach_the_page() {
        let mut sample = sample::documents();
        sample.roster.site = "A\u{1b}[31mB\u{7}".to_owned();
        let page = render(&sample.documents.given(), &sample.roster, Options { lang: Lang::En, paper: Paper::A4 });
        assert!(page.contains("A[31mB") && !page.contains(['\u{1b}', '\u{7}']));
    }

    #[test]
    fn a_cap_that_grows_is_that_of_the_weeks_shown() {
        let mut sample = sample::documents();
        let later = sample.roster.days[5];
        sample.documents.site.roster.caps[0].steps = std::collections::BTreeMap::from([(later, 7)]);
        let page = render(&sample.documents.given(), &sample.roster, Options { lang: Lang::De, paper: Paper::A3 });
        // Both weeks on one sheet.
        assert!(page.contains("≤ 3–7 zu Hause"));
        let after = sample.roster.days[9].tomorrow().unwrap();
        sample.documents.site.roster.caps[0].steps = std::collections::BTreeMap::from([(after, 7)]);
        let page = render(&sample.documents.given(), &sample.roster, Options { lang: Lang::De, paper: Paper::A3 });
        assert!(page.contains("≤ 3 zu Hause"));
    }

    #[test]
    fn weeks_with_school_holidays_say_so() {
        let mut sample = sample::documents();
        let (from, to) = (sample.roster.days[7], sample.roster.days[9]);
        let holidays = crate::policy::site::SchoolHolidays { name: "Herbstferien".to_owned(), from, to };
        sample.documents.site.roster.school_holidays = vec![holidays];
        let page = render(&sample.documents.given(), &sample.roster, Options { lang: Lang::De, paper: Paper::A3 });
        // One week of two, on each sheet.
        assert_eq!(page.matches("Herbstferien").count() * 2, page.matches("<b>KW").count(), "{page}");
        assert!(!chart(Lang::De, Paper::A3).contains("Herbstferien"));
    }

    #[test]
    fn each_floor_has_its_people_and_the_whole_house_its_caps() {
        use crate::diag::Place as At;
        use crate::inventory::model::Sourced;
        let mut sample = sample::documents();
        let options = Options { lang: Lang::De, paper: Paper::A3 };
        assert!(by_floor(&sample.documents.given(), &sample.roster, options).is_empty(), "nobody knows floors");
        for (at, room) in sample.documents.inventory.rooms.iter_mut().enumerate() {
            let floor = if at < 2 { "EG" } else { "1. OG" };
            room.floor = Some(Sourced::new(floor.to_owned(), At::file("rooms.csv")));
        }
        let given = sample.documents.given();
        let pages = by_floor(&given, &sample.roster, options);
        assert_eq!(pages.iter().map(|(floor, _)| floor.as_str()).collect::<Vec<_>>(), ["1. OG", "EG"]);
        for person in &given.inventory.persons {
            let room = person.room.as_ref().unwrap().value.as_str();
            let floor = given.inventory.rooms.iter().find(|r| r.name.as_str() == room).unwrap().floor.as_ref().unwrap();
            for (name, page) in &pages {
                let page = page.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
                assert!(page.contains("cap0") && page.contains(&format!("Etage {name}")), "{name}");
                assert_eq!(page.contains(&person.listed_name()), *name == floor.value, "{} on {name}", person.id);
            }
        }
    }

    /// Slots are explained on the sheets of those who have one.
    #[test]
    fn slots_stand_in_the_legend_of_the_sheets_that_show_them() {
        use crate::diag::Place as At;
        use crate::inventory::model::Sourced;
        let mut sample = sample::documents();
        for (at, room) in sample.documents.inventory.rooms.iter_mut().enumerate() {
            room.floor = Some(Sourced::new(if at < 2 { "EG" } else { "1. OG" }.to_owned(), At::file("rooms.csv")));
        }
        let works = |row: &&crate::roster::model::Row| row.places[..5].iter().any(|place| *place != Place::Off);
        let person = sample.roster.rows.iter().find(works).unwrap().person.clone();
        sample.roster.slots.insert(person.clone(), BTreeMap::from([(sample.roster.days[0], "early".to_owned())]));
        let given = sample.documents.given();
        let name = given.inventory.persons.iter().find(|own| own.id == person).unwrap().listed_name();
        let pages = by_floor(&given, &sample.roster, Options { lang: Lang::De, paper: Paper::A3 });
        let shown: Vec<bool> = pages.iter().map(|(_, page)| page.contains("</small> early</li>")).collect();
        let there: Vec<bool> = pages.iter().map(|(_, page)| page.contains(&name)).collect();
        assert_eq!(shown, there);
        assert!(there.contains(&true) && there.contains(&false), "{there:?}");
    }

    #[test]
    fn the_day_on_which_a_department_comes_together_stands_in_its_heading() {
        let mut sample = sample::documents();
        let department = sample.documents.inventory.persons[0].department.as_ref().unwrap().value.clone();
        sample.roster.team_days.insert(department.clone(), 4);
        for (lang, told) in [(Lang::De, " · Teamtag Do"), (Lang::En, " · team day Thu")] {
            let page = render(&sample.documents.given(), &sample.roster, Options { lang, paper: Paper::A4 });
            let headings: Vec<&str> = page.split("<tbody class=\"head\">").skip(1).collect();
            let own = |heading: &&&str| heading.split("</th>").next().unwrap().contains(department.as_str());
            assert!(headings.iter().filter(own).count() > 0, "{page}");
            for heading in &headings {
                assert_eq!(heading.contains(told), own(&heading), "{heading}");
            }
        }
    }

    /// Whatever a document says: the chart may be nonsense, but there is one.
    #[test]
    fn no_document_breaks_the_chart() {
        let forgeries: [fn(&mut Roster); 7] = [
            |r| r.days.extend(r.days.clone()),
            |r| r.days.clear(),
            |r| r.days.truncate(3),
            |r| r.days.reverse(),
            |r| r.rows.clear(),
            |r| r.rows.iter_mut().for_each(|row| row.places.truncate(1)),
            |r| r.rows.iter_mut().for_each(|row| row.places.extend(vec![Place::Home; 40])),
        ];
        for forge in forgeries {
            let mut sample = sample::documents();
            forge(&mut sample.roster);
            for paper in [Paper::A3, Paper::A4] {
                let page = render(&sample.documents.given(), &sample.roster, Options { lang: Lang::En, paper });
                assert!(page.ends_with("</html>"));
            }
        }
    }

    #[test]
    fn golden() {
        // One element a line, so that a difference can be read.
        let text = chart(Lang::De, Paper::A3).replace("><", ">\n<");
        sample::assert_golden("wall-chart.html", &text);
    }

    #[test]
    fn self_contained_and_escaped() {
        for (lang, paper) in [(Lang::En, Paper::A4), (Lang::De, Paper::A3)] {
            let html = chart(lang, paper);
            for foreign in ["http:", "https:", "<script", "url(", "@import", "src="] {
                let found = html.replace("http://www.w3.org/2000/svg", "").contains(foreign);
                assert!(!found, "{foreign}");
            }
            assert!(html.contains("Landratsamt &lt;Süd&gt;") && html.contains("Müller &amp; Sohn, =Kurt"));
        }
        assert!(chart(Lang::En, Paper::A4).contains("in the office"));
        assert!(chart(Lang::De, Paper::A4).contains("size:A4 landscape"));
    }

    /// The legend explains what stands on the sheet and nothing else, and the title has the year.
    #[test]
    fn the_legend_explains_what_the_sheet_uses() {
        let mut sample = sample::documents();
        sample.roster.holidays.clear();
        for row in &mut sample.roster.rows {
            row.places.iter_mut().filter(|place| **place == Place::Off).for_each(|place| *place = Place::Office);
        }
        let html = render(&sample.documents.given(), &sample.roster, Options { lang: Lang::De, paper: Paper::A3 });
        assert!(html.contains("2.–13. November 2020"), "the year");
        let legends: Vec<&str> =
            html.split("<ul class=\"legend\">").skip(1).map(|rest| rest.split("</ul>").next().unwrap()).collect();
        let (overview, people) = (legends[0], legends[1]);
        assert!(overview.contains("Anteil zu Hause") && !overview.contains("im Büro"), "{overview}");
        assert!(people.contains("zu Hause") && people.contains("im Büro"), "{people}");
        assert!(legends.iter().all(|legend| !legend.contains("Feiertag") && !legend.contains("nicht im Dienst")), "{legends:?}");
        let style = STYLE.matches("text-overflow:ellipsis").count();
        assert_eq!(style, 0, "nothing is cut");
    }

    /// Every person has one symbol for each day that is no holiday, and the three differ in shape.
    #[test]
    fn every_cell_is_drawn() {
        let sample = sample::documents();
        let html = chart(Lang::De, Paper::A3);
        let body = &html[html.find("tbody class=\"people\"").unwrap()..];
        for (letter, place) in
            [("h", crate::domain::Place::Home), ("o", crate::domain::Place::Office), ("f", crate::domain::Place::Off)]
        {
            let holiday = sample.roster.holidays[0].0;
            let expected: usize = (sample.roster.rows.iter())
                .map(|row| (row.places.iter().zip(&sample.roster.days)).filter(|(p, d)| **p == place && **d != holiday).count())
                .sum();
            let cells = body.matches(&format!("<td class=\"{letter} ")).count();
            let holidays = if letter == "f" { sample.roster.rows.len() } else { 0 };
            assert_eq!(cells, expected + holidays, "{letter}");
        }
    }
}
