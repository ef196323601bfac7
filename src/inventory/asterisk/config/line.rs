//! One line without its comments: a section header, a directive or an assignment.

use super::filter::Filter;
use super::model::{Config, Entry, Item, OWN, SectionData, Span};
use super::reader::{Fatal, Loaded, NameEntry, Reader, Spot};
use super::text::{Stripped, decode, trim};
use crate::diag::Words;
use crate::inventory::asterisk::codes::grammar as codes;

/// Bytes Asterisk keeps of a section name.
const NAME_BYTES: usize = 79;

/// What a section counts against the limit of variables, by the memory it takes.
const SECTION_WEIGHT: usize = 4;

/// The text of a line, with the offset in the file of each byte.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineText<'a> {
    pub bytes: &'a [u8],
    origin: Origin<'a>,
    cut: Option<usize>,
}

#[derive(Debug, Clone, Copy)]
enum Origin<'a> {
    /// The bytes stand in the file from here on.
    At(usize),
    Each(&'a [u32]),
}

impl<'a> LineText<'a> {
    pub fn direct(bytes: &'a [u8], start: usize, end: usize) -> Self {
        Self { bytes: &bytes[start..end], origin: Origin::At(start), cut: None }
    }

    pub fn stripped(bytes: &'a [u8], stripped: &Stripped, joined: &'a mut (Vec<u8>, Vec<u32>)) -> Self {
        if let [(start, end)] = stripped.pieces[..] {
            return Self { cut: stripped.cut, ..Self::direct(bytes, start, end) };
        }
        joined.0.clear();
        joined.1.clear();
        for &(from, to) in &stripped.pieces {
            joined.0.extend_from_slice(&bytes[from..to]);
            joined.1.extend(from as u32..to as u32);
        }
        Self { bytes: &joined.0, origin: Origin::Each(&joined.1), cut: stripped.cut }
    }

    pub fn slice(self, from: usize, to: usize) -> Self {
        let origin = match self.origin {
            Origin::At(start) => Origin::At(start + from),
            Origin::Each(map) => Origin::Each(&map[from..to]),
        };
        Self { bytes: &self.bytes[from..to], origin, cut: self.cut }
    }

    fn trimmed(self) -> Self {
        let (from, to) = trim(self.bytes);
        self.slice(from, to)
    }

    /// Offset in the file; for an empty text at the end of a line the place where it would begin.
    fn offset(self, index: usize) -> usize {
        match self.origin {
            Origin::At(start) => start + index,
            Origin::Each(map) => map.get(index).or(map.last()).map_or(0, |offset| *offset as usize),
        }
    }

    fn span(self, config: &mut Config, spot: Spot<'_>) -> Span {
        match self.origin {
            Origin::At(start) if spot.utf8 => Span { start: start as u32, length: self.bytes.len() as u32 },
            _ => config.keep(self.bytes),
        }
    }

    fn find(self, byte: u8, from: usize) -> Option<usize> {
        memchr::memchr(byte, self.bytes.get(from..)?).map(|index| index + from)
    }

    fn shown(self) -> String {
        decode(self.bytes).into_owned()
    }
}

/// What a header builds: a new section, or more of an existing one.
enum Target {
    New(SectionData),
    Existing(u32),
}

/// Bytes of values put together by `+=`: each line keeps the whole value anew.
const MOST_APPENDED: usize = 16 << 20;

impl Reader<'_> {
    /// Takes one trimmed, non-empty line.
    pub fn line(&mut self, spot: Spot<'_>, text: LineText<'_>, section: &mut Option<u32>) -> Result<(), Fatal> {
        match text.bytes[0] {
            b'[' => self.header(spot, text, section),
            b'#' => self.directive(spot, text),
            _ => self.assignment(spot, text, *section),
        }
    }

    fn header(&mut self, spot: Spot<'_>, text: LineText<'_>, section: &mut Option<u32>) -> Result<(), Fatal> {
        let Some(close) = text.find(b']', 1) else {
            self.report(spot, text.offset(0), &codes::HEADER_UNCLOSED, Words::new("`[` without `]`", "`[` ohne `]`"));
            return self.fatal(spot);
        };
        let full_name = text.slice(1, close);
        let mut name = full_name;
        if name.bytes.len() > NAME_BYTES {
            let words = Words::new(
                format!("this name has {} bytes; Asterisk keeps the first {NAME_BYTES}", name.bytes.len()),
                format!("dieser Name hat {} Byte; Asterisk behält die ersten {NAME_BYTES}", name.bytes.len()),
            );
            self.report(spot, text.offset(1), &codes::NAME_TOO_LONG, words);
            let mut end = NAME_BYTES;
            while spot.utf8 && end > 0 && text.bytes[1 + end] & 0xc0 == 0x80 {
                end -= 1;
            }
            name = text.slice(1, 1 + end);
        }
        let options = if text.bytes.get(close + 1) == Some(&b'(') {
            let Some(end) = text.find(b')', close + 2) else {
                self.report(spot, text.offset(close + 1), &codes::HEADER_UNCLOSED, Words::new("`(` without `)`", "`(` ohne `)`"));
                return self.fatal(spot);
            };
            self.after_header(spot, text, end + 1, name);
            Some((close + 2, end))
        } else {
            self.after_header(spot, text, close + 1, name);
            None
        };
        let mut target = Target::New(SectionData {
            visit: spot.visit,
            line: spot.line,
            column: Self::column(spot, text.offset(0)),
            template: false,
            name: name.span(&mut self.config, spot),
            parents: Vec::new(),
            items: Vec::new(),
        });
        if let Some((from, end)) = options {
            let mut from = from;
            loop {
                let to = text.find(b',', from).filter(|comma| *comma < end).unwrap_or(end);
                self.option(spot, text.slice(from, to), full_name, &mut target)?;
                if to == end || self.stopped {
                    break;
                }
                from = to + 1;
            }
        }
        *section = Some(match target {
            Target::Existing(index) => index,
            Target::New(data) => {
                self.second_template(spot, text, name, &data);
                self.variables += SECTION_WEIGHT;
                if self.variables > self.most_variables() {
                    self.stop(spot.visit, spot.line);
                }
                self.add_section(data)
            }
        });
        Ok(())
    }

    fn second_template(&mut self, spot: Spot<'_>, text: LineText<'_>, name: LineText<'_>, data: &SectionData) {
        if !data.template {
            return;
        }
        let key = decode(name.bytes).to_ascii_lowercase();
        let first = self
            .names
            .get(&key)
            .and_then(|entry| entry.sections.iter().copied().find(|index| self.config.sections[*index as usize].template));
        let Some(first) = first else { return };
        let first = &self.config.sections[first as usize];
        let place = self.config.place(first.visit, first.line, first.column);
        let words = Words::new(
            format!("a second template `[{}]`; Asterisk always uses the first", name.shown()),
            format!("eine zweite Vorlage `[{}]`; Asterisk benutzt immer die erste", name.shown()),
        );
        if let Some(finding) = self.report(spot, text.offset(0), &codes::TEMPLATE_DUPLICATE, words) {
            finding.related.push((place, Words::new("the first one", "die erste")));
        }
    }

    /// Text after the header, which Asterisk ignores.
    fn after_header(&mut self, spot: Spot<'_>, text: LineText<'_>, from: usize, name: LineText<'_>) {
        let rest = text.slice(from, text.bytes.len());
        let (start, end) = trim(rest.bytes);
        if start == end {
            return;
        }
        let shown = rest.trimmed().shown();
        let offset = rest.offset(start);
        let name = name.shown();
        if text.bytes[from - 1] == b']' && rest.bytes[start] == b'(' {
            let words = Words::new(
                format!("the blank before `(` makes Asterisk ignore `{shown}`; `[{name}]` loses what it should inherit"),
                format!("wegen des Leerzeichens vor `(` übergeht Asterisk `{shown}`; `[{name}]` fehlt das Geerbte"),
            );
            if let Some(finding) = self.report(spot, offset, &codes::BLANK_BEFORE_PARENTHESIS, words) {
                finding.todo = Some(Words::new(format!("write `[{name}]{shown}`"), format!("`[{name}]{shown}` schreiben")));
            }
            return;
        }
        let words = Words::new(
            format!("`{shown}` after the header of `[{name}]` is ignored"),
            format!("`{shown}` nach dem Kopf von `[{name}]` wird übergangen"),
        );
        self.report(spot, offset, &codes::TEXT_AFTER_HEADER, words);
    }

    fn option(&mut self, spot: Spot<'_>, item: LineText<'_>, name: LineText<'_>, target: &mut Target) -> Result<(), Fatal> {
        match item.bytes {
            b"!" => match target {
                Target::New(data) => data.template = true,
                Target::Existing(index) => self.config.sections[*index as usize].template = true,
            },
            [b'+', filter @ ..] => {
                let Some(found) = self.find_to_append(spot, name, filter) else {
                    return self.append_fails(spot, item, name, filter);
                };
                if let Target::New(data) = target {
                    self.current = Some(found);
                    let section = &mut self.config.sections[found as usize];
                    section.template |= data.template;
                    section.items.append(&mut data.items);
                    if section.template && self.used.contains(&found) {
                        let words = Words::new(
                            format!("`[{}]` is extended here, but sections above have inherited from it already", name.shown()),
                            format!("`[{}]` wird hier ergänzt, doch Abschnitte darüber haben schon davon geerbt", name.shown()),
                        );
                        self.report(spot, item.offset(0), &codes::TEMPLATE_CHANGED_LATE, words);
                    }
                }
                *target = Target::Existing(found);
            }
            _ => return self.inherit(spot, item, target),
        }
        Ok(())
    }

    fn inherit(&mut self, spot: Spot<'_>, item: LineText<'_>, target: &mut Target) -> Result<(), Fatal> {
        let base = if item.bytes.is_empty() {
            if let Some(first) = (!self.config.sections.is_empty()).then_some(0_u32) {
                let shown = self.config.sections().next().map_or_else(String::new, |section| section.name().to_owned());
                let words = Words::new(
                    format!("an empty name in the list: Asterisk inherits from the first section, `[{shown}]`"),
                    format!("ein leerer Name in der Liste: Asterisk erbt vom ersten Abschnitt, `[{shown}]`"),
                );
                self.report(spot, item.offset(0), &codes::EMPTY_PARENT, words);
                Some(first)
            } else {
                None
            }
        } else {
            let key = decode(item.bytes).to_ascii_lowercase();
            self.names.get(&key).map(|entry| entry.sections[0])
        };
        let Some(base) = base else {
            self.parent_missing(spot, item);
            return self.fatal(spot);
        };
        if matches!(target, Target::Existing(index) if *index == base) {
            let words = Words::new(
                format!("`[{}]` inherits from itself; Asterisk never comes to an end with that", item.shown()),
                format!("`[{}]` erbt von sich selbst; Asterisk kommt damit nie zu Ende", item.shown()),
            );
            self.report(spot, item.offset(0), &codes::INHERITS_ITSELF, words);
            return self.fatal(spot);
        }
        self.used.insert(base);
        let copied: Vec<Item> =
            self.config.sections[base as usize].items.iter().map(|item| Item { entry: item.entry, from: base }).collect();
        self.variables += copied.len() + 1;
        if self.variables > self.most_variables() {
            self.stop(spot.visit, spot.line);
            return Ok(());
        }
        let section = match target {
            Target::New(data) => data,
            Target::Existing(index) => &mut self.config.sections[*index as usize],
        };
        section.parents.push(base);
        if section.items.is_empty() {
            section.items = copied;
        } else {
            section.items.extend(copied);
        }
        Ok(())
    }

    fn parent_missing(&mut self, spot: Spot<'_>, item: LineText<'_>) {
        let shown = item.shown();
        let trimmed = shown.trim();
        let blank = trimmed != shown && self.names.contains_key(&trimmed.to_ascii_lowercase());
        let words = if blank {
            Words::new(
                format!("no section ` {trimmed}` to inherit from: the blank counts as part of the name"),
                format!("kein Abschnitt ` {trimmed}` zum Erben: das Leerzeichen zählt zum Namen"),
            )
        } else {
            Words::new(
                format!("no section `{shown}` above this line to inherit from"),
                format!("kein Abschnitt `{shown}` oberhalb dieser Zeile zum Erben"),
            )
        };
        let todo = if blank {
            Words::new("remove the blank after the comma", "das Leerzeichen nach dem Komma entfernen")
        } else {
            Words::new("correct the name, or move the template up", "den Namen berichtigen oder die Vorlage nach oben rücken")
        };
        if let Some(finding) = self.report(spot, item.offset(0), &codes::PARENT_MISSING, words) {
            finding.todo = Some(todo);
        }
    }

    fn append_fails(&mut self, spot: Spot<'_>, item: LineText<'_>, name: LineText<'_>, filter: &[u8]) -> Result<(), Fatal> {
        let shown = name.shown();
        let template = self
            .names
            .get(&shown.to_ascii_lowercase())
            .is_some_and(|entry| entry.sections.iter().any(|index| self.config.sections[*index as usize].template));
        let filter_shown = decode(filter).into_owned();
        let (page, words, todo) = if !filter.is_empty() && Filter::parse(filter).is_none() {
            let words =
                Words::new(format!("`{filter_shown}` is no valid filter"), format!("`{filter_shown}` ist kein gültiger Filter"));
            (&codes::FILTER_INVALID, words, Words::new("write `name=value`", "`name=wert` schreiben"))
        } else if template && filter.is_empty() {
            let words = Words::new(
                format!("`[{shown}]` is a template, which `(+)` does not find"),
                format!("`[{shown}]` ist eine Vorlage, die `(+)` nicht findet"),
            );
            (&codes::APPEND_TO_TEMPLATE, words, Words::new("write `(+TEMPLATES=include)`", "`(+TEMPLATES=include)` schreiben"))
        } else {
            let words = Words::new(
                format!("no section `[{shown}]` above this line to append to"),
                format!("kein Abschnitt `[{shown}]` oberhalb dieser Zeile zum Ergänzen"),
            );
            (&codes::APPEND_MISSING, words, Words::new("check the name and the order", "Namen und Reihenfolge prüfen"))
        };
        if let Some(finding) = self.report(spot, item.offset(0), page, words) {
            finding.todo = Some(todo);
        }
        self.fatal(spot)
    }

    /// The first earlier section a `(+)` means.
    fn find_to_append(&mut self, spot: Spot<'_>, name: LineText<'_>, filter: &[u8]) -> Option<u32> {
        let sections = &self.config.sections;
        let is_plain = |index: u32| !sections[index as usize].template;
        let key = decode(name.bytes).to_ascii_lowercase();
        if filter.is_empty() {
            if key.is_empty() {
                self.work += sections.len() as u64;
                let found = (0..sections.len() as u32).find(|index| is_plain(*index));
                self.check_work(spot);
                return found;
            }
            let NameEntry { sections, plain_from } = self.names.get_mut(&key)?;
            while sections.get(*plain_from).is_some_and(|index| !is_plain(*index)) {
                *plain_from += 1;
            }
            return sections.get(*plain_from).copied();
        }
        let filter = Filter::parse(filter)?;
        // An empty name means any section.
        let of_name = self.names.get(&key).filter(|_| !key.is_empty());
        let named = of_name.map(|entry| entry.sections.as_slice()).unwrap_or_default();
        let count = if key.is_empty() { sections.len() } else { named.len() };
        let mut found = None;
        for position in 0..count {
            let index = named.get(position).copied().unwrap_or(position as u32);
            let section = &sections[index as usize];
            self.work += 1;
            let accepted = filter.accepts(section.template, &mut self.work, |visit| {
                section.items.iter().any(|item| {
                    let entry = &self.config.entries[item.entry as usize];
                    visit(self.config.text(entry.visit, entry.key), self.config.text(entry.visit, entry.value))
                })
            });
            if accepted {
                found = Some(index);
            }
            if accepted || self.work > self.limits.work {
                break;
            }
        }
        self.check_work(spot);
        found
    }

    fn check_work(&mut self, spot: Spot<'_>) {
        if self.work > self.limits.work {
            self.stop(spot.visit, spot.line);
        }
    }

    fn directive(&mut self, spot: Spot<'_>, text: LineText<'_>) -> Result<(), Fatal> {
        // `char` is signed where Asterisk usually runs: bytes beyond ASCII end the word too.
        let end = text.bytes.iter().skip(1).position(|byte| !(33..128).contains(byte)).map_or(text.bytes.len(), |i| i + 1);
        let word = String::from_utf8_lossy(&text.bytes[1..end]).to_ascii_lowercase();
        let argument = text.slice((end + 1).min(text.bytes.len()), text.bytes.len()).trimmed();
        let offset = text.offset(0);
        if !matches!(word.as_str(), "include" | "tryinclude" | "exec") {
            self.unknown_directive(spot, offset, &word);
            return Ok(());
        }
        if word == "exec" {
            let words = Words::new("what this program would print is missing here", "was dieses Programm ausgäbe, fehlt hier");
            self.report(spot, offset, &codes::EXEC_IGNORED, words);
            return Ok(());
        }
        if argument.bytes.is_empty() {
            let words = Words::new(format!("`#{word}` names no file"), format!("`#{word}` nennt keine Datei"));
            self.report(spot, offset, &codes::DIRECTIVE_EMPTY, words);
            return Ok(());
        }
        let argument = match argument.bytes {
            [b'"', inner @ .., b'"'] | [b'<', inner @ .., b'>'] => argument.slice(1, 1 + inner.len()),
            // A lone quote is its own closing mark: Asterisk is left with an empty name.
            [b'"'] => argument.slice(1, 1),
            _ => argument,
        };
        let path = argument.shown();
        let offset = argument.offset(0);
        match self.load(&path, Some((spot, offset))) {
            Loaded::Nothing if word == "include" => {
                let words = Words::new(
                    format!("`{path}` matches no file of the configuration folder"),
                    format!("`{path}` trifft keine Datei des Konfigurationsordners"),
                );
                // What is nested too deep has its finding already.
                if !self.deepest()
                    && let Some(finding) = self.report(spot, offset, &codes::INCLUDE_MISSING, words)
                {
                    finding.todo = Some(Words::new(
                        "export that file too, or write `#tryinclude`",
                        "diese Datei mit exportieren oder `#tryinclude` schreiben",
                    ));
                }
                self.fatal(spot)
            }
            _ => Ok(()),
        }
    }

    fn assignment(&mut self, spot: Spot<'_>, text: LineText<'_>, section: Option<u32>) -> Result<(), Fatal> {
        let Some(section) = section else {
            let words = Words::new("this line stands before the first section", "diese Zeile steht vor dem ersten Abschnitt");
            self.report(spot, text.offset(0), &codes::NO_SECTION, words);
            return self.fatal(spot);
        };
        let base = usize::from(text.bytes[0] == b'\\');
        if base == 1 && !text.bytes.get(1).is_some_and(|byte| (33..128).contains(byte)) {
            let words = Words::new("`\\` escapes nothing here", "`\\` maskiert hier nichts");
            self.report(spot, text.offset(0), &codes::ESCAPE_INVALID, words);
            return self.fatal(spot);
        }
        let from = 2 * base;
        let Some(equals) = text.find(b'=', from) else {
            let words = Words::new("no `=` in this line, so it is ignored", "kein `=` in dieser Zeile, also wird sie übergangen");
            self.report(spot, text.offset(0), &codes::NO_EQUALS, words);
            return Ok(());
        };
        let append = equals > from && text.bytes[equals - 1] == b'+';
        let arrow = !append && text.bytes.get(equals + 1) == Some(&b'>');
        let key = text.slice(base, if append { equals - 1 } else { equals }).trimmed();
        let after = text.slice(equals + 1 + usize::from(arrow), text.bytes.len());
        if key.bytes.is_empty() {
            let words = Words::new("nothing stands before `=`, so the line is ignored", {
                "vor `=` steht nichts, also wird die Zeile übergangen"
            });
            self.report(spot, text.offset(0), &codes::NO_KEY, words);
            return Ok(());
        }
        self.variables += 1;
        if self.variables > self.most_variables() {
            self.stop(spot.visit, spot.line);
            return Ok(());
        }
        let value = after.trimmed();
        let value_offset = if value.bytes.is_empty() { text.offset(equals) + 1 } else { value.offset(0) };
        let cut_column = text.cut.map_or(0, |offset| Self::column(spot, offset));
        let mut entry = Entry {
            visit: spot.visit,
            line: spot.line,
            key: key.span(&mut self.config, spot),
            value: value.span(&mut self.config, spot),
            key_column: Self::column(spot, key.offset(0)),
            value_column: Self::column(spot, value_offset),
            cut_column,
            arrow,
            section,
        };
        if !spot.utf8 && std::str::from_utf8(text.bytes).is_err() {
            let bad = text.bytes.iter().position(|byte| *byte >= 128).unwrap_or(0);
            self.note_foreign(spot, text.offset(bad));
        }
        if let Some(offset) = text.cut {
            self.value_cut(spot, key, offset);
        }
        if append && self.append_value(spot, key, after, &mut entry, section) {
            return Ok(());
        }
        let index = self.config.entries.len() as u32;
        self.config.entries.push(entry);
        self.config.sections[section as usize].items.push(Item { entry: index, from: OWN });
        Ok(())
    }

    /// `+=`: changes the variable in place. False: there is none of that name yet.
    fn append_value(&mut self, spot: Spot<'_>, key: LineText<'_>, after: LineText<'_>, entry: &mut Entry, section: u32) -> bool {
        let key = decode(key.bytes);
        let items = &self.config.sections[section as usize].items;
        self.work += items.len() as u64;
        let of = |item: &Item| {
            let entry = &self.config.entries[item.entry as usize];
            (self.config.text(entry.visit, entry.key), self.config.text(entry.visit, entry.value))
        };
        let Some(last) = items.iter().rev().find(|item| of(item).0 == key) else { return false };
        let old = of(last).1;
        // Asterisk 22 replaces the first variable with this name and value, both without regard to case.
        let same = |item: &&Item| {
            let (name, value) = of(item);
            name.eq_ignore_ascii_case(&key) && (old.is_empty() || value.eq_ignore_ascii_case(old))
        };
        let Some(position) = items.iter().position(|item| same(&item)) else { return false };
        let joined = format!("{old}{}", decode(after.bytes));
        let replaced = self.config.entries[items[position].entry as usize];
        self.work += joined.len() as u64;
        let (from, to) = trim(joined.as_bytes());
        entry.value = self.config.keep(&joined.as_bytes()[from..to]);
        entry.arrow = replaced.arrow;
        let index = self.config.entries.len() as u32;
        self.config.entries.push(*entry);
        self.config.sections[section as usize].items[position] = Item { entry: index, from: OWN };
        self.check_work(spot);
        self.appended += joined.len();
        if self.appended > MOST_APPENDED {
            self.stop(spot.visit, spot.line);
        }
        true
    }

    fn value_cut(&mut self, spot: Spot<'_>, key: LineText<'_>, offset: usize) {
        let key = key.shown();
        let (page, words) = if is_secret_key(&key) {
            (
                &codes::SECRET_CUT,
                Words::new(
                    format!("`{key}` ends at this `;`: the rest of the line is a comment for Asterisk"),
                    format!("`{key}` endet an diesem `;`: der Rest der Zeile ist für Asterisk ein Kommentar"),
                ),
            )
        } else {
            (
                &codes::VALUE_CUT,
                Words::new(
                    format!("the value of `{key}` ends at this `;`: the rest of the line is a comment for Asterisk"),
                    format!("der Wert von `{key}` endet an diesem `;`: der Rest der Zeile ist für Asterisk ein Kommentar"),
                ),
            )
        };
        if let Some(finding) = self.report(spot, offset, page, words) {
            finding.todo = Some(Words::new(
                "write `\\;` to keep it, or a blank before `;` if a comment is meant",
                "`\\;` schreiben, damit er bleibt, oder ein Leerzeichen vor `;`, wenn ein Kommentar gemeint ist",
            ));
        }
    }
}

/// Names whose values are secrets, also below a prefix as in `inbound_auth/password`.
#[must_use]
pub(in crate::inventory::asterisk) fn is_secret_key(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["password", "secret", "passwd", "md5_cred", "refresh_token"].iter().any(|word| key.contains(word))
}
