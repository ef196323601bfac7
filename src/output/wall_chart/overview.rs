//! The first sheet: what is used of what there is, and how full each department is.

use std::collections::BTreeMap;
use std::ops::Range;

use maud::{Markup, html};

use super::{Chart, fit, on};
use crate::diag::counted;
use crate::domain::Place;

impl Chart<'_> {
    /// One table for each sheet full of departments; counters go below the last.
    pub(super) fn overviews(&self, weeks: &Range<usize>) -> Vec<Markup> {
        let departments = self.departments();
        let heights = self.options.paper.heights();
        let (fit, row) = heights.overview(self.tally.caps.len(), self.tally.groups.len(), departments.len());
        let pages: Vec<_> = departments.chunks(fit.max(1)).collect();
        (pages.iter().enumerate()).map(|(i, departments)| self.overview(weeks, departments, row, i + 1 == pages.len())).collect()
    }

    fn overview(&self, weeks: &Range<usize>, departments: &[(Option<&str>, Counts)], row: f64, last: bool) -> Markup {
        let lead = html! {
            (self.t("Present in the office", "Im Büro anwesend"))
            small { (self.t("The bar shows the share at home", "Der Balken zeigt den Anteil zu Hause")) }
        };
        html! {
            (self.title(self.t("Roster: overview", "Dienstplan: Übersicht"), weeks))
            table style=(format!("--row:{row:.2}mm")) {
                (self.columns(weeks))
                thead { (self.day_heads(weeks, &lead, 2)) }
                tbody.caps { @for cap in &self.tally.caps { (self.bars(cap, weeks, 2, true)) } }
                tbody.departments {
                    @for (name, counts) in departments {
                        tr {
                            @let name = name.unwrap_or(self.t("no department", "ohne Abteilung"));
                            @let people = counted(counts.people, self.t("person", "Person"), self.t("people", "Personen"));
                            (self.lead(name, &people, 1.0, self.options.paper.overview_font(row)))
                            @for day in self.days(weeks) {
                                @let (office, home) = counts.days[day];
                                td class=(self.column(day)) {
                                    @if office + home > 0 { b { (office) } (share(office, home)) }
                                }
                            }
                        }
                    }
                }
                @if last && !self.tally.groups.is_empty() { (self.minimums(weeks)) }
            }
        }
    }

    fn minimums(&self, weeks: &Range<usize>) -> Markup {
        html! {
            tbody.groups {
                @for group in &self.tally.groups {
                    tr.group {
                        (self.lead(&group.rule.title(), &format!("≥ {} {}", group.stated, self.say(&group.unit)), fit::BOLD, self.options.paper.fonts(0.0).0))
                        @for day in self.days(weeks) {
                            td class=(self.column(day)) { @if let Some(count) = on(group, day) { b { (count) } } }
                        }
                    }
                }
            }
        }
    }

    /// Name and number of a row, on one line where they fit. `bold` is how much wider than plain the name is set.
    fn lead(&self, name: &str, limit: &str, bold: f64, font: f64) -> Markup {
        let ems = fit::ems(&[(name, bold), (limit, 0.85)]) + 0.6;
        html! {
            th.lead colspan="2" scope="row" {
                div style=[fit::style(ems, font, self.options.paper.columns().1)] { span.name { (name) } " " span.limit { (limit) } }
            }
        }
    }

    pub(super) fn columns(&self, weeks: &Range<usize>) -> Markup {
        html! { colgroup { col.room; col.name; @for _ in self.days(weeks) { col; } } }
    }

    /// Office and home by day, department by department; people without one last.
    fn departments(&self) -> Vec<(Option<&str>, Counts)> {
        let of: BTreeMap<_, _> =
            self.given.inventory.persons.iter().map(|p| (&p.id, p.department.as_ref().map(|d| d.value.as_str()))).collect();
        let mut counts: BTreeMap<Option<&str>, Counts> = BTreeMap::new();
        for row in &self.roster.rows {
            let Some(&department) = of.get(&row.person) else { continue };
            let entry =
                counts.entry(department).or_insert_with(|| Counts { people: 0, days: vec![(0, 0); self.roster.days.len()] });
            entry.people += 1;
            for (day, place) in entry.days.iter_mut().zip(&row.places) {
                match place {
                    Place::Office => day.0 += 1,
                    Place::Home => day.1 += 1,
                    Place::Off => {}
                }
            }
        }
        let mut list: Vec<_> = counts.into_iter().collect();
        list.sort_by_key(|(name, _)| name.is_none());
        list
    }
}

struct Counts {
    people: usize,
    /// Office, home.
    days: Vec<(u32, u32)>,
}

/// A bar as wide as the cell: the dark part is at home.
fn share(office: u32, home: u32) -> Markup {
    let part = f64::from(home) / f64::from(office + home) * 40.0;
    html! {
        svg.share viewBox="0 0 40 4" preserveAspectRatio="none" aria-hidden="true" {
            rect.rest x="0" y="0.5" width="40" height="3" {}
            rect.fill x="0" y="0.5" width=(format!("{part:.1}")) height="3" {}
        }
    }
}
