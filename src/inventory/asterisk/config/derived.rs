//! Sections made of other sections: what a wizard unfolds to. Each line keeps the place and the origin it has in the file.

use super::model::{Config, Entry, Item, OWN, Section, SectionData, Variable};

/// A copy of a configuration in which all sections are templates, with new ones behind them.
pub struct Derived {
    config: Config,
    /// For each entry of the source the one with the shortened key, plus 1.
    short: Vec<u32>,
}

impl Derived {
    #[must_use]
    pub fn of(source: &Config) -> Self {
        let mut config = source.clone();
        config.findings.clear();
        config.read.clear();
        for section in &mut config.sections {
            section.template = true;
        }
        let short = vec![0; config.entries.len()];
        Self { config, short }
    }

    /// Begins a section of this name at the place of another; what is added then belongs to it.
    pub fn section(&mut self, name: &str, like: Section<'_>) {
        let name = self.config.keep(name.as_bytes());
        let SectionData { visit, line, column, ref parents, .. } = like.config.sections[like.index as usize];
        let parents = parents.clone();
        self.config.sections.push(SectionData { visit, line, column, template: false, name, parents, items: Vec::new() });
    }

    /// Adds a line of the source, without the first `prefix` bytes of its key.
    pub fn copy(&mut self, variable: Variable<'_>, prefix: usize) {
        let id = variable.id as usize;
        if self.short.get(id).is_some_and(|known| *known == 0) {
            let mut entry = self.config.entries[id];
            entry.key.start += prefix as u32;
            entry.key.length = entry.key.length.saturating_sub(prefix as u32);
            self.config.entries.push(entry);
            self.short[id] = self.config.entries.len() as u32;
        }
        let Some(entry) = self.short.get(id).and_then(|known| known.checked_sub(1)) else { return };
        self.item(Item { entry, from: variable.from });
    }

    /// Adds a line that stands in no file, at the place of one that does, or of the section's header.
    pub fn add(&mut self, key: &str, value: &str, like: Option<Variable<'_>>) {
        let Some(section) = self.config.sections.last() else { return };
        let index = self.config.sections.len() as u32 - 1;
        let (visit, line, column) = (section.visit, section.line, section.column);
        let (key, value) = (self.config.keep(key.as_bytes()), self.config.keep(value.as_bytes()));
        let blank = Entry {
            visit,
            line,
            key,
            value,
            key_column: column,
            value_column: column,
            cut_column: 0,
            arrow: false,
            section: index,
        };
        let entry = match like {
            None => blank,
            Some(like) => Entry { key, value, cut_column: 0, ..self.config.entries[like.id as usize] },
        };
        self.config.entries.push(entry);
        let entry = self.config.entries.len() as u32 - 1;
        self.item(Item { entry, from: like.map_or(OWN, |like| like.from) });
    }

    fn item(&mut self, item: Item) {
        if let Some(section) = self.config.sections.last_mut() {
            section.items.push(item);
        }
    }

    #[must_use]
    pub fn into_config(self) -> Config {
        self.config
    }
}
