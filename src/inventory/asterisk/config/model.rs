//! What reading gives: sections in Asterisk's order, each variable with its place and the section it was inherited from.
//!
//! Texts stay in the files' bytes; a variable is a handful of offsets, so that an export of a large authority fits many times.

use std::sync::Arc;

use super::text::decode;
use crate::diag::{Finding, Hop, Place};

/// Marks spans into the arena of changed texts instead of the file.
pub(super) const ARENA: u32 = 1 << 31;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Span {
    pub start: u32,
    pub length: u32,
}

/// The bytes of one file.
#[derive(Debug)]
pub(super) enum Text {
    /// Spans point into it.
    Utf8(String),
    /// All texts are decoded into the arena.
    Other(Vec<u8>),
}

impl Text {
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Utf8(text) => text.as_bytes(),
            Self::Other(bytes) => bytes,
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct FileText {
    pub shown: String,
    pub text: Arc<Text>,
}

/// One reading of one file: the same file may be included several times.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub file: u32,
    /// Visit and line of the `#include`.
    pub parent: Option<(u32, u32)>,
    /// The file as such, or the sheet; its places share the include chain.
    pub whole: Place,
}

/// One assignment as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub visit: u32,
    pub line: u32,
    pub key: Span,
    pub value: Span,
    pub key_column: u16,
    pub value_column: u16,
    /// Column of the `;` that cut the value directly; 0: none.
    pub cut_column: u16,
    pub arrow: bool,
    /// The section it was written in.
    pub section: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub entry: u32,
    /// The section it was copied from, or [`OWN`].
    pub from: u32,
}

pub(super) const OWN: u32 = u32::MAX;

#[derive(Debug, Clone)]
pub(super) struct SectionData {
    pub visit: u32,
    pub line: u32,
    pub column: u16,
    pub template: bool,
    pub name: Span,
    pub parents: Vec<u32>,
    pub items: Vec<Item>,
}

/// One file that was read, with what it contained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFile {
    /// Path in the configuration folder.
    pub path: String,
    /// `utf-8`, or `windows-1252` where at least one text was not UTF-8.
    pub encoding: &'static str,
    /// Section headers in it.
    pub sections: usize,
}

/// A configuration as Asterisk reads it, with all that is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Config {
    pub(super) ok: bool,
    pub(super) files: Vec<FileText>,
    pub(super) visits: Vec<Visit>,
    pub(super) arena: String,
    pub(super) entries: Vec<Entry>,
    pub(super) sections: Vec<SectionData>,
    pub(super) findings: Vec<Finding>,
    pub(super) read: Vec<ReadFile>,
    pub(super) rows: Option<RowPlaces>,
}

/// Places of a configuration that was made of rows: a `line` of an entry or a section is then an index into `spots`, and a visit
/// is a table.
#[derive(Debug, Clone, Default)]
pub(super) struct RowPlaces {
    /// Line and column; of a cell the row.
    pub spots: Vec<(u32, u32)>,
}

impl Config {
    /// False where Asterisk refuses the whole file ("invalid format"). The sections are then what a mended file would give:
    /// the offending lines are left out.
    #[must_use]
    pub fn ok(&self) -> bool {
        self.ok
    }

    /// All sections, templates too, in Asterisk's order.
    pub fn sections(&self) -> impl DoubleEndedIterator<Item = Section<'_>> + ExactSizeIterator {
        (0..self.sections.len()).map(|index| Section { config: self, index: index as u32 })
    }

    /// Sections Asterisk's modules see: no templates, and none at all where the file is refused.
    pub fn loaded(&self) -> impl Iterator<Item = Section<'_>> {
        self.sections().filter(|section| self.ok && !section.is_template())
    }

    /// In the order they were met; sort with [`crate::output::findings::sort`].
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    #[must_use]
    pub fn take_findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    /// One more than the largest [`Variable::id`].
    #[must_use]
    pub fn variable_ids(&self) -> usize {
        self.entries.len()
    }

    /// The files read, first the one asked for, each once.
    #[must_use]
    pub fn files(&self) -> &[ReadFile] {
        &self.read
    }

    /// The bytes of one of [`Config::files`].
    #[must_use]
    pub fn bytes(&self, index: usize) -> &[u8] {
        self.files.get(index).map_or(&[], |file| file.text.bytes())
    }

    pub(super) fn text(&self, visit: u32, span: Span) -> &str {
        let start = (span.start & !ARENA) as usize;
        let whole = if span.start & ARENA == 0 {
            match &*self.files[self.visits[visit as usize].file as usize].text {
                Text::Utf8(text) => text,
                Text::Other(_) => "",
            }
        } else {
            &self.arena
        };
        whole.get(start..start + span.length as usize).unwrap_or("")
    }

    /// A file as such, reached by the include on a line of another visit.
    pub(super) fn whole(&self, file: u32, parent: Option<(u32, u32)>) -> Place {
        let file = &self.files[file as usize].shown;
        let Some((outer, line)) = parent else { return Place::file(file) };
        let outer = &self.visits[outer as usize].whole;
        let mut via = outer.via().to_vec();
        via.push(Hop { file: outer.file_name().to_owned(), line });
        Place::included(file, 0, 0, &via)
    }

    pub(super) fn place(&self, visit: u32, line: u32, column: u16) -> Place {
        let whole = &self.visits[visit as usize].whole;
        match &self.rows {
            Some(rows) => {
                let (line, column) = rows.spots.get(line as usize).copied().unwrap_or_default();
                whole.moved(line, column)
            }
            None => whole.moved(line, u32::from(column)),
        }
    }

    /// Keeps a changed text.
    pub(super) fn keep(&mut self, bytes: &[u8]) -> Span {
        let text = decode(bytes);
        let span = Span { start: ARENA | self.arena.len() as u32, length: text.len() as u32 };
        self.arena.push_str(&text);
        span
    }
}

/// One section of a [`Config`].
#[derive(Debug, Clone, Copy)]
pub struct Section<'a> {
    pub(super) config: &'a Config,
    pub(super) index: u32,
}

impl<'a> Section<'a> {
    fn data(self) -> &'a SectionData {
        &self.config.sections[self.index as usize]
    }

    /// Position in [`Config::sections`].
    #[must_use]
    pub fn index(self) -> usize {
        self.index as usize
    }

    #[must_use]
    pub fn name(self) -> &'a str {
        let data = self.data();
        self.config.text(data.visit, data.name)
    }

    #[must_use]
    pub fn is_template(self) -> bool {
        self.data().template
    }

    /// The sections it inherits from, in the order of its header, by the names they have themselves.
    pub fn parents(self) -> impl Iterator<Item = Section<'a>> {
        self.data().parents.iter().map(move |index| Section { config: self.config, index: *index })
    }

    /// Where its header stands.
    #[must_use]
    pub fn place(self) -> Place {
        let data = self.data();
        self.config.place(data.visit, data.line, data.column)
    }

    /// Inherited ones first, then its own; in effect order.
    pub fn variables(self) -> impl DoubleEndedIterator<Item = Variable<'a>> + ExactSizeIterator {
        self.data().items.iter().map(move |item| Variable { config: self.config, id: item.entry, from: item.from })
    }

    /// All variables of a name, which counts without regard to ASCII case.
    pub fn all(self, key: &'a str) -> impl DoubleEndedIterator<Item = Variable<'a>> {
        self.variables().filter(move |variable| variable.key().eq_ignore_ascii_case(key))
    }

    #[must_use]
    pub fn first(self, key: &'a str) -> Option<Variable<'a>> {
        self.all(key).next()
    }

    #[must_use]
    pub fn last(self, key: &'a str) -> Option<Variable<'a>> {
        self.all(key).next_back()
    }
}

/// One variable of a section.
#[derive(Debug, Clone, Copy)]
pub struct Variable<'a> {
    pub(super) config: &'a Config,
    pub(super) id: u32,
    pub(super) from: u32,
}

impl<'a> Variable<'a> {
    fn entry(self) -> &'a Entry {
        &self.config.entries[self.id as usize]
    }

    /// The same number for the same written line, however often it is inherited; below [`Config::variable_ids`].
    #[must_use]
    pub fn id(self) -> usize {
        self.id as usize
    }

    #[must_use]
    pub fn key(self) -> &'a str {
        self.config.text(self.entry().visit, self.entry().key)
    }

    #[must_use]
    pub fn value(self) -> &'a str {
        self.config.text(self.entry().visit, self.entry().value)
    }

    /// Written with `=>`.
    #[must_use]
    pub fn is_arrow(self) -> bool {
        self.entry().arrow
    }

    #[must_use]
    pub fn key_place(self) -> Place {
        self.config.place(self.entry().visit, self.entry().line, self.entry().key_column)
    }

    #[must_use]
    pub fn value_place(self) -> Place {
        self.config.place(self.entry().visit, self.entry().line, self.entry().value_column)
    }

    #[must_use]
    pub fn line(self) -> u32 {
        self.entry().line
    }

    /// Where an unescaped `;` cut the value without a blank before it.
    #[must_use]
    pub fn cut_place(self) -> Option<Place> {
        (self.entry().cut_column > 0).then(|| self.config.place(self.entry().visit, self.entry().line, self.entry().cut_column))
    }

    /// The section it was copied from; none where it stands in the section itself.
    #[must_use]
    pub fn inherited_from(self) -> Option<Section<'a>> {
        (self.from != OWN).then_some(Section { config: self.config, index: self.from })
    }

    /// The section it was written in.
    #[must_use]
    pub fn written_in(self) -> Section<'a> {
        Section { config: self.config, index: self.entry().section }
    }
}
