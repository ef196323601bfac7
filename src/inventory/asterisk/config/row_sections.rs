//! Sections made of rows of a database: the same objects as from files, with the places of the rows.

use crate::diag::Place;
use std::sync::Arc;

use super::model::{Config, Entry, FileText, Item, OWN, RowPlaces, SectionData, Text, Visit};

/// Collects sections. Texts are kept once, in the arena of the configuration.
pub struct RowSections {
    config: Config,
    places: RowPlaces,
}

impl RowSections {
    #[must_use]
    pub fn new(file: &str) -> Self {
        let mut config = Config { ok: true, ..Config::default() };
        config.files.push(FileText { shown: file.to_owned(), text: Arc::new(Text::Utf8(String::new())) });
        Self { config, places: RowPlaces::default() }
    }

    /// Begins a table; `sheet` is the name before the `!` of a cell.
    pub fn table(&mut self, sheet: Option<&str>) {
        let file = &self.config.files[0].shown;
        let whole = sheet.map_or_else(|| Place::file(file), |sheet| Place::cell(file, sheet, 0, 0));
        self.config.visits.push(Visit { file: 0, parent: None, whole });
    }

    fn spot(&mut self, spot: (u32, u32)) -> u32 {
        self.places.spots.push(spot);
        self.places.spots.len() as u32 - 1
    }

    /// Begins a section.
    pub fn section(&mut self, name: &str, spot: (u32, u32)) {
        let Some(visit) = self.config.visits.len().checked_sub(1) else { return };
        let (name, line) = (self.config.keep(name.as_bytes()), self.spot(spot));
        let section =
            SectionData { visit: visit as u32, line, column: 0, template: false, name, parents: Vec::new(), items: Vec::new() };
        self.config.sections.push(section);
    }

    pub fn variable(&mut self, key: &str, value: &str, spot: (u32, u32)) {
        let (key, value, line) = (self.config.keep(key.as_bytes()), self.config.keep(value.as_bytes()), self.spot(spot));
        let index = self.config.entries.len() as u32;
        let section = self.config.sections.len() as u32;
        let Some(last) = self.config.sections.last_mut() else { return };
        last.items.push(Item { entry: index, from: OWN });
        let visit = last.visit;
        self.config.entries.push(Entry {
            visit,
            line,
            key,
            value,
            key_column: 0,
            value_column: 0,
            cut_column: 0,
            arrow: false,
            section: section - 1,
        });
    }

    #[must_use]
    pub fn into_config(mut self) -> Config {
        self.config.rows = Some(self.places);
        self.config
    }
}
