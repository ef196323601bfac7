//! Files, includes and the state that runs on from line to line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use super::limits::{BYTES_OF_A_VARIABLE, Limits};
use super::line::LineText;
use super::model::{Config, FileText, ReadFile, SectionData, Text, Visit};
use super::text::{CommentState, LineKind, Lines, RawLine, Stripped, decode, strip_comments, trim};
use crate::diag::{CodePage, Finding, Listed, Place, Words};
use crate::inventory::asterisk::codes::grammar as codes;
use crate::inventory::asterisk::files::{Files, FilesError};
use crate::inventory::asterisk::glob;

/// Asterisk's `MAX_INCLUDE_LEVEL`.
const INCLUDE_LEVELS: u32 = 10;

/// Fatal errors after which reading on makes no sense.
const MOST_MENDED: u32 = 1_000;

/// Files that a sentence names; a finding has them all beside it.
const SOME_FILES: usize = 5;

/// Reads a file of the configuration folder as Asterisk would. Never fails: what is wrong is in the findings.
#[must_use]
pub fn read(files: &dyn Files, path: &str) -> Config {
    read_with(files, path, Limits::default())
}

/// [`read`] with bounds of one's own.
#[must_use]
pub fn read_with(files: &dyn Files, path: &str, limits: Limits) -> Config {
    let mut reader = Reader::new(files, limits);
    let loaded = reader.load(path, None);
    reader.report_foreign();
    let mut config = reader.config;
    config.ok = matches!(loaded, Loaded::Yes) && !reader.refused && !reader.stopped;
    match loaded {
        Loaded::Nothing if reader.unreadable.is_none() => {
            let place = Place::file(files.shown(path));
            config.findings.push(
                codes::FILE_MISSING
                    .finding(Some(place), Words::new("no such file", "keine solche Datei"))
                    .todo(Words::new("export it from the PBX into this folder", "von der Anlage in diesen Ordner exportieren")),
            );
        }
        _ if reader.refused => {
            let place = Place::file(files.shown(path));
            config.findings.push(
                codes::FILE_REFUSED
                    .finding(
                        Some(place),
                        Words::new(
                            "Asterisk refuses this file as a whole; nothing of it is loaded",
                            "Asterisk weist diese Datei als Ganzes ab; nichts daraus wird geladen",
                        ),
                    )
                    .todo(Words::new(
                        "mend the errors named in it and in the files it includes",
                        "die in ihr und in den eingebundenen Dateien genannten Fehler beheben",
                    )),
            );
        }
        _ => {}
    }
    config
}

/// What a `load` came to, in Asterisk's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loaded {
    Yes,
    /// A fatal error: for an including file that still counts as success.
    Invalid,
    /// No file at all.
    Nothing,
}

/// A fatal error in an included file: the rest of it is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fatal;

#[derive(Debug, Clone, Default)]
pub(super) struct NameEntry {
    pub sections: Vec<u32>,
    /// Position in `sections` before which all are templates; a template never becomes an ordinary section again.
    pub plain_from: usize,
}

/// What a line needs to know about where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'a> {
    pub bytes: &'a [u8],
    pub utf8: bool,
    pub visit: u32,
    pub line: u32,
    /// Offset of the first character of the line.
    pub line_start: usize,
    /// True in the file the caller asked for: a fatal error refuses everything, but reading goes on to find more.
    pub top: bool,
}

pub(super) struct Reader<'f> {
    pub files: &'f dyn Files,
    pub limits: Limits,
    pub config: Config,
    pub names: BTreeMap<String, NameEntry>,
    /// Sections somebody inherited from.
    pub used: BTreeSet<u32>,
    /// The section included files begin in.
    pub current: Option<u32>,
    pub variables: usize,
    pub work: u64,
    /// Bytes of values put together by `+=`.
    pub appended: usize,
    pub refused: bool,
    pub stopped: bool,
    /// Fatal errors passed over to find more.
    mended: u32,
    level: u32,
    known: BTreeMap<String, u32>,
    read_bytes: u64,
    parsed_bytes: u64,
    reported: BTreeSet<(&'static str, Place)>,
    unreadable: Option<String>,
    /// Texts that are not UTF-8, by file: the first and how many lines.
    foreign: BTreeMap<u32, (Place, BTreeSet<u32>)>,
}

impl<'f> Reader<'f> {
    fn new(files: &'f dyn Files, limits: Limits) -> Self {
        Self {
            files,
            limits,
            config: Config::default(),
            names: BTreeMap::new(),
            used: BTreeSet::new(),
            current: None,
            variables: 0,
            work: 0,
            refused: false,
            stopped: false,
            mended: 0,
            level: 0,
            known: BTreeMap::new(),
            read_bytes: 0,
            appended: 0,
            parsed_bytes: 0,
            reported: BTreeSet::new(),
            unreadable: None,
            foreign: BTreeMap::new(),
        }
    }

    /// Whether the next include is one too many.
    pub fn deepest(&self) -> bool {
        self.level > INCLUDE_LEVELS
    }

    /// Loads all files a path or pattern names. A broken included file leaves its level open, as in Asterisk.
    pub fn load(&mut self, path: &str, include: Option<(Spot<'_>, usize)>) -> Loaded {
        if self.level > INCLUDE_LEVELS {
            if let Some((spot, offset)) = include {
                self.report(
                    spot,
                    offset,
                    &codes::INCLUDE_TOO_DEEP,
                    Words::new(
                        format!("`{path}` is not read: ten levels of includes are open already"),
                        format!("`{path}` wird nicht gelesen: zehn Include-Ebenen sind schon offen"),
                    ),
                );
            }
            return Loaded::Nothing;
        }
        self.level += 1;
        let loaded = self.load_files(path, include);
        if loaded != Loaded::Invalid {
            self.level -= 1;
        }
        loaded
    }

    fn load_files(&mut self, pattern: &str, include: Option<(Spot<'_>, usize)>) -> Loaded {
        let Some(paths) = glob::expand(self.files, pattern) else {
            if let Some((spot, offset)) = include {
                self.report(
                    spot,
                    offset,
                    &codes::INCLUDE_OUTSIDE,
                    Words::new(
                        format!("`{pattern}` lies outside the configuration folder and is not read"),
                        format!("`{pattern}` liegt außerhalb des Konfigurationsordners und wird nicht gelesen"),
                    ),
                );
            }
            return Loaded::Yes;
        };
        let mut section = self.current;
        let mut comments = CommentState::default();
        let mut first_line = true;
        let mut count = 0;
        for (nth, path) in paths.iter().enumerate() {
            if self.stopped {
                break;
            }
            let file = match self.open(path) {
                Ok(file) => file,
                Err(error) => {
                    self.note_unreadable(path, include, error);
                    continue;
                }
            };
            count += 1;
            let parent = include.map(|(spot, _)| (spot.visit, spot.line));
            if let Some((spot, offset)) = include
                && self.is_open(spot.visit, file)
            {
                self.report(
                    spot,
                    offset,
                    &codes::INCLUDE_CYCLE,
                    Words::new(
                        format!("`{path}` includes itself; Asterisk reads it until ten levels are reached"),
                        format!("`{path}` bindet sich selbst ein; Asterisk liest sie, bis zehn Ebenen erreicht sind"),
                    ),
                );
            }
            let visit = self.config.visits.len() as u32;
            let whole = self.config.whole(file, parent);
            self.config.visits.push(Visit { file, parent, whole });
            let open_before = comments.depth != 0;
            let result = self.read_file(visit, &mut section, &mut comments, first_line, &paths[nth + 1..]);
            first_line = false;
            if comments.depth > 0 && !open_before && !self.stopped {
                self.unterminated(visit, &comments, paths.len() > 1);
            }
            if result.is_err() {
                return Loaded::Invalid;
            }
        }
        if count == 0 { Loaded::Nothing } else { Loaded::Yes }
    }

    fn is_open(&self, visit: u32, file: u32) -> bool {
        let mut next = Some(visit);
        while let Some(visit) = next {
            let visit = &self.config.visits[visit as usize];
            if visit.file == file {
                return true;
            }
            next = visit.parent.map(|(outer, _)| outer);
        }
        false
    }

    fn open(&mut self, path: &str) -> Result<u32, FilesError> {
        if let Some(file) = self.known.get(path) {
            return Ok(*file);
        }
        let bytes = self.files.read(path)?;
        self.read_bytes += bytes.len() as u64;
        if bytes.len() >= 1 << 31 || self.read_bytes > self.limits.read_bytes {
            return Err(FilesError::TooLarge { limit: self.limits.read_bytes });
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => Text::Utf8(text),
            Err(error) => Text::Other(error.into_bytes()),
        };
        let file = self.config.files.len() as u32;
        let encoding = if matches!(text, Text::Utf8(_)) { "utf-8" } else { "windows-1252" };
        self.config.files.push(FileText { shown: self.files.shown(path), text: Arc::new(text) });
        self.config.read.push(ReadFile { path: path.to_owned(), encoding, sections: 0 });
        self.known.insert(path.to_owned(), file);
        Ok(file)
    }

    fn note_unreadable(&mut self, path: &str, include: Option<(Spot<'_>, usize)>, error: FilesError) {
        let (en, de) = match error {
            FilesError::Missing => return,
            FilesError::NotAFile => ("it is not a regular file".to_owned(), "keine gewöhnliche Datei".to_owned()),
            FilesError::Outside => ("it leads out of the folder".to_owned(), "sie führt aus dem Ordner hinaus".to_owned()),
            FilesError::TooLarge { limit } => (format!("more than {} MB", limit >> 20), format!("mehr als {} MB", limit >> 20)),
            FilesError::Other(reason) => (reason.clone(), reason),
        };
        let words = Words::new(format!("`{path}` cannot be read: {en}"), format!("`{path}` ist nicht lesbar: {de}"));
        self.unreadable = Some(path.to_owned());
        match include {
            Some((spot, offset)) => {
                self.report(spot, offset, &codes::FILE_UNREADABLE, words);
            }
            None => {
                let place = Place::file(self.files.shown(path));
                self.config.findings.push(codes::FILE_UNREADABLE.finding(Some(place), words));
            }
        }
    }

    fn read_file(
        &mut self,
        visit: u32,
        section: &mut Option<u32>,
        comments: &mut CommentState,
        first_line: bool,
        after: &[String],
    ) -> Result<(), Fatal> {
        let Visit { file, parent, .. } = self.config.visits[visit as usize];
        let text = Arc::clone(&self.config.files[file as usize].text);
        let bytes = text.bytes();
        self.parsed_bytes += bytes.len() as u64;
        if self.parsed_bytes > self.limits.parsed_bytes || self.config.visits.len() > self.limits.visits {
            self.stop(visit, 0);
            return Ok(());
        }
        let utf8 = matches!(&*text, Text::Utf8(_));
        let mut stripped = Stripped::default();
        let mut joined = (Vec::new(), Vec::new());
        let mut lines = Lines::new(bytes);
        let mut first = first_line;
        while let Some(raw) = lines.next() {
            let bom = std::mem::take(&mut first) && bytes[raw.start..raw.end].starts_with(b"\xef\xbb\xbf");
            let start = if bom { raw.start + 3 } else { raw.start };
            let spot = Spot { bytes, utf8, visit, line: raw.number, line_start: start, top: parent.is_none() };
            if raw.kind != LineKind::Plain {
                self.odd_line(spot, raw);
                if raw.kind == LineKind::TooLong {
                    continue;
                }
            }
            let text = if comments.depth == 0 && memchr::memchr(b';', &bytes[start..raw.end]).is_none() {
                Some(LineText::direct(bytes, start, raw.end))
            } else {
                strip_comments(bytes, start, raw.end, raw.number, comments, &mut stripped);
                self.odd_comment(spot, &stripped);
                if stripped.too_deep.is_some() {
                    self.stopped = true;
                    return Ok(());
                }
                stripped.live.then(|| LineText::stripped(bytes, &stripped, &mut joined))
            };
            let Some(text) = text else { continue };
            let (from, to) = trim(text.bytes);
            if from == to {
                continue;
            }
            if self.line(spot, text.slice(from, to), section).is_err() {
                self.truncated(spot, lines, comments.clone(), after);
                return Err(Fatal);
            }
            if self.stopped {
                return Ok(());
            }
        }
        Ok(())
    }

    fn odd_line(&mut self, spot: Spot<'_>, raw: RawLine) {
        if raw.kind == LineKind::Nul {
            let words =
                Words::new("the line ends for Asterisk at the NUL byte here", "für Asterisk endet die Zeile an diesem NUL-Byte");
            self.report(spot, raw.end, &codes::NUL_BYTE, words);
            return;
        }
        let length = raw.end - raw.start;
        let words = Words::new(
            format!("this line has {length} bytes and is skipped; at most 8190 are read"),
            format!("diese Zeile hat {length} Byte und wird übersprungen; gelesen werden höchstens 8190"),
        );
        self.report(spot, raw.start, &codes::LINE_TOO_LONG, words);
    }

    fn odd_comment(&mut self, spot: Spot<'_>, stripped: &Stripped) {
        if let Some(offset) = stripped.stray_end {
            let words = Words::new(
                "`--;` closes no comment; everything after this line is ignored until a `;--`",
                "`--;` schließt keinen Kommentar; alles nach dieser Zeile wird bis zu einem `;--` übergangen",
            );
            if let Some(finding) = self.report(spot, offset - 2, &codes::COMMENT_END_STRAY, words) {
                finding.todo =
                    Some(Words::new("write `-- ;`, or remove the dashes", "`-- ;` schreiben oder die Striche entfernen"));
            }
        }
        if let Some(offset) = stripped.too_deep {
            let words = Words::new(
                "128 block comments are open already; Asterisk never gets past this line",
                "128 Blockkommentare sind schon offen; Asterisk kommt über diese Zeile nie hinaus",
            );
            self.report(spot, offset, &codes::COMMENT_TOO_DEEP, words);
        }
    }

    fn unterminated(&mut self, visit: u32, comments: &CommentState, more_files: bool) {
        let Some((line, offset)) = comments.opened.last().copied() else { return };
        let text = Arc::clone(&self.config.files[self.config.visits[visit as usize].file as usize].text);
        let bytes = text.bytes();
        let line_start = memchr::memrchr(b'\n', &bytes[..offset]).map_or(0, |index| index + 1);
        let spot = Spot { bytes, utf8: matches!(&*text, Text::Utf8(_)), visit, line, line_start, top: false };
        let words = if more_files {
            Words::new(
                "this block comment never ends; the rest of the file and the further files of the same include are lost",
                "dieser Blockkommentar endet nie; der Rest der Datei und die weiteren Dateien desselben Includes sind verloren",
            )
        } else {
            Words::new(
                "this block comment never ends; the rest of the file is lost",
                "dieser Blockkommentar endet nie; der Rest der Datei ist verloren",
            )
        };
        if let Some(finding) = self.report(spot, offset, &codes::COMMENT_UNTERMINATED, words) {
            finding.todo = Some(Words::new("close it with `--;`", "mit `--;` schließen"));
        }
    }

    /// Says what a fatal error in an included file takes away: its rest, and the files that the same pattern names after it.
    fn truncated(&mut self, spot: Spot<'_>, rest: Lines<'_>, mut comments: CommentState, after: &[String]) {
        let mut names: Vec<String> = Vec::new();
        let (mut sections, mut lines) = (0_u32, 0_u32);
        let mut stripped = Stripped::default();
        let mut joined = (Vec::new(), Vec::new());
        for raw in rest.filter(|raw| raw.kind != LineKind::TooLong) {
            strip_comments(spot.bytes, raw.start, raw.end, raw.number, &mut comments, &mut stripped);
            if !stripped.live {
                continue;
            }
            let text = LineText::stripped(spot.bytes, &stripped, &mut joined);
            let (from, to) = trim(text.bytes);
            let text = &text.bytes[from..to];
            if text.is_empty() {
                continue;
            }
            lines += 1;
            if text[0] == b'[' {
                sections += 1;
                if let (true, Some(end)) = (names.len() < 5, memchr::memchr(b']', text)) {
                    names.push(format!("`{}`", decode(&text[1..end])));
                }
            }
        }
        if lines == 0 && after.is_empty() {
            return;
        }
        let more = if sections as usize > names.len() { ", …" } else { "" };
        let list = names.join(", ");
        let count = |n: u32, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let (mut en, mut de) = (count(lines, "line", "lines"), count(lines, "Zeile", "Zeilen"));
        if sections > 0 {
            let _ = write!(en, " with {}: {list}{more}", count(sections, "section", "sections"));
            let _ = write!(de, " mit {}: {list}{more}", count(sections, "Abschnitt", "Abschnitten"));
        }
        let files = Listed::of(after.iter().map(|path| format!("`{}`", self.files.shown(path))), SOME_FILES);
        let (mut lost_en, mut lost_de) = (Vec::new(), Vec::new());
        if lines > 0 {
            lost_en.push(format!("loses {en}"));
            lost_de.push(format!("verliert {de}"));
        }
        if !after.is_empty() {
            let some = files.counted();
            lost_en.push(format!("does not read the later files of the same pattern: {some}"));
            lost_de.push(format!("liest die weiteren Dateien desselben Musters nicht: {some}"));
        }
        let words = Words::new(
            format!("Asterisk stops reading this included file here without a word and {}", lost_en.join(", and ")),
            format!("Asterisk liest diese eingebundene Datei ab hier wortlos nicht weiter und {}", lost_de.join(" und ")),
        );
        let offset = spot.line_start;
        if let Some(finding) = self.report(spot, offset, &codes::INCLUDE_TRUNCATES, words) {
            *finding = finding.clone().listing(files);
            finding.todo =
                Some(Words::new("mend the other error named on this line", "den anderen Fehler in dieser Zeile beheben"));
        }
    }

    /// Remembers a text that is not UTF-8.
    pub fn note_foreign(&mut self, spot: Spot<'_>, offset: usize) {
        let file = self.config.visits[spot.visit as usize].file;
        if let Some((_, lines)) = self.foreign.get_mut(&file) {
            lines.insert(spot.line);
            return;
        }
        let place = self.config.place(spot.visit, spot.line, Self::column(spot, offset));
        self.foreign.insert(file, (place, BTreeSet::from([spot.line])));
    }

    fn report_foreign(&mut self) {
        for (place, lines) in std::mem::take(&mut self.foreign).into_values() {
            let (mut en, mut de) = (
                "this text is not UTF-8; it was read as Windows-1252".to_owned(),
                "dieser Text ist kein UTF-8; gelesen wurde er als Windows-1252".to_owned(),
            );
            if lines.len() > 1 {
                let _ = write!(en, ", and so were {} further lines of this file", lines.len() - 1);
                let _ = write!(de, ", wie {} weitere Zeilen dieser Datei", lines.len() - 1);
            }
            self.config.findings.push(
                codes::NOT_UTF8
                    .finding(Some(place), Words::new(en, de))
                    .todo(Words::new("convert the file to UTF-8", "die Datei nach UTF-8 umwandeln")),
            );
        }
    }

    /// See [`Limits::variables`].
    pub(super) fn most_variables(&self) -> usize {
        self.limits.variables + usize::try_from(self.read_bytes / BYTES_OF_A_VARIABLE).unwrap_or(0)
    }

    /// Gives up: the configuration unfolds beyond the limits.
    pub fn stop(&mut self, visit: u32, line: u32) {
        if self.stopped {
            return;
        }
        self.stopped = true;
        let place = self.config.place(visit, line, 0);
        self.config.findings.push(codes::CONFIG_TOO_LARGE.finding(
            Some(place),
            Words::new(
                "reading stops here: the configuration grows beyond all limits",
                "das Lesen endet hier: die Konfiguration wächst über alle Grenzen",
            ),
        ));
    }

    /// Characters count from 1.
    pub fn column(spot: Spot<'_>, offset: usize) -> u16 {
        let before = &spot.bytes[spot.line_start.min(offset)..offset];
        let count = if before.is_ascii() { before.len() } else { decode(before).chars().count() };
        u16::try_from(count + 1).unwrap_or(u16::MAX)
    }

    /// Adds a finding, once for each place and code. Returns it for hints.
    pub fn report(&mut self, spot: Spot<'_>, offset: usize, page: &'static CodePage, words: Words) -> Option<&mut Finding> {
        if self.config.findings.len() > self.limits.findings {
            return None;
        }
        let place = self.config.place(spot.visit, spot.line, Self::column(spot, offset));
        if self.config.findings.len() == self.limits.findings {
            let limit = self.limits.findings;
            self.config.findings.push(codes::TOO_MANY.finding(
                Some(place),
                Words::new(
                    format!("more than {limit} findings; those from here on are not listed"),
                    format!("mehr als {limit} Befunde; die weiteren ab hier sind nicht aufgeführt"),
                ),
            ));
            return None;
        }
        let key = Place::at(place.file_name(), place.line(), place.column());
        if !self.reported.insert((page.slug, key)) {
            return None;
        }
        self.config.findings.push(page.finding(Some(place), words));
        self.config.findings.last_mut()
    }

    /// A fatal error: refuses the whole configuration in the file asked for, ends an included one.
    pub fn fatal(&mut self, spot: Spot<'_>) -> Result<(), Fatal> {
        if spot.top {
            self.refused = true;
            self.mended += 1;
            // Whoever has that many fatal errors has no configuration file.
            if self.mended == MOST_MENDED {
                self.stopped = true;
                let place = self.config.place(spot.visit, spot.line, 0);
                self.config.findings.push(codes::TOO_MANY.finding(
                    Some(place),
                    Words::new(
                        format!("{MOST_MENDED} lines that Asterisk cannot forgive; the file is not read further"),
                        format!("{MOST_MENDED} Zeilen, die Asterisk nicht verzeiht; die Datei wird nicht weiter gelesen"),
                    ),
                ));
            }
            return Ok(());
        }
        Err(Fatal)
    }

    /// Appends a section and makes it the one included files begin in.
    pub fn add_section(&mut self, section: SectionData) -> u32 {
        let index = self.config.sections.len() as u32;
        let name = self.config.text(section.visit, section.name).to_ascii_lowercase();
        self.names.entry(name).or_default().sections.push(index);
        let file = self.config.visits[section.visit as usize].file;
        self.config.read[file as usize].sections += 1;
        self.config.sections.push(section);
        self.current = Some(index);
        index
    }
}
