//! The pre-processor, which works on lines before anything is XML: `X-PRE-PROCESS`, its old form `<!--#set …-->`, and `$${…}`.
//!
//! As FreeSWITCH does it: comments do not protect a directive, the rest of its line is lost, lines with `<include>` or `<?` go whole,
//! and values are put in as they are.

use std::collections::{BTreeMap, BTreeSet};

use super::codes;
use super::source::{Spot, Woven};
use crate::diag::{CodePage, Finding, Place, Words};
use crate::inventory::asterisk::files::Files;
use crate::inventory::model::Source;
use crate::inventory::table::Collector;

/// A value of a variable at most.
const MAX_VALUE: usize = 16 * 1024;
/// A line after its variables were put in at most.
const MAX_LINE: usize = 1 << 20;

pub(super) struct Weaver<'a> {
    pub files: &'a dyn Files,
    pub findings: &'a mut Collector,
    pub woven: Woven,
    pub sources: Vec<Source>,
    /// Names of the sources.
    pub(super) seen: BTreeSet<String>,
    pub encoding: Option<&'a str>,
    variables: BTreeMap<String, String>,
    /// Without a value: how often, and where first.
    unknown: BTreeMap<String, (usize, Place)>,
    /// Paths of the files that are open.
    pub(super) stack: Vec<String>,
    pub(super) includes: usize,
    pub(super) bytes: usize,
    /// A limit was passed; it is told, and nothing is read on.
    pub(super) stopped: bool,
    /// A file includes itself.
    pub(super) looped: bool,
}

/// A line with its variables put in.
struct Line {
    text: String,
    /// Start in `text`, column in the file, whether it is a value.
    pieces: Vec<(usize, u32, bool)>,
    /// Start in `text` and name of each variable, whether it has a value, and its column.
    marks: Vec<(usize, String, bool, u32)>,
}

impl<'a> Weaver<'a> {
    pub(super) fn new(files: &'a dyn Files, encoding: Option<&'a str>, findings: &'a mut Collector) -> Self {
        // Where packages put the configuration; an absolute include below it means the exported folder.
        let variables = BTreeMap::from([("conf_dir".to_owned(), "/etc/freeswitch".to_owned())]);
        Self {
            files,
            findings,
            woven: Woven::default(),
            sources: Vec::new(),
            seen: BTreeSet::new(),
            encoding,
            variables,
            unknown: BTreeMap::new(),
            stack: Vec::new(),
            includes: 0,
            bytes: 0,
            stopped: false,
            looped: false,
        }
    }

    pub(super) fn tell(
        &mut self,
        page: &CodePage,
        place: Place,
        en: impl Into<std::borrow::Cow<'static, str>>,
        de: impl Into<std::borrow::Cow<'static, str>>,
    ) {
        self.findings.push(page.finding(Some(place), Words::new(en, de)));
    }

    /// A finding for every variable that has no value, by its name.
    pub(super) fn unknown(&mut self) -> BTreeMap<String, Finding> {
        let told = |(name, (count, place)): (String, (usize, Place))| {
            let words = Words::new(
                format!("`$${{{name}}}` has no value here; uses: {count}, this is the first"),
                format!("`$${{{name}}}` hat hier keinen Wert; Verwendungen: {count}, dies ist die erste"),
            );
            (name, codes::VARIABLE_UNKNOWN.finding(Some(place), words))
        };
        std::mem::take(&mut self.unknown).into_iter().map(told).collect()
    }

    /// Reads the lines of one file. `folder` is its own, from which its includes count.
    pub(super) fn lines(&mut self, text: &str, origin: u32, folder: &str) {
        let mut in_old_comment = false;
        for (index, raw) in text.split_inclusive('\n').enumerate() {
            if self.stopped {
                return;
            }
            let spot = Spot { origin, line: index as u32 + 1 };
            let line = self.expand(raw, spot);
            if raw.contains("<include>") || raw.contains("</include>") || raw.contains("<?") {
                self.dropped_line(raw, spot);
                continue;
            }
            let mut from = 0;
            if in_old_comment {
                let Some(end) = line.text.find("-->") else { continue };
                in_old_comment = false;
                from = end + 3;
            }
            if let Some(at) = find_word(&line.text[from..], "x-pre-process") {
                self.directive(&line, from + at, spot, folder);
            } else if let Some(at) = line.text[from..].find("<!--#") {
                self.emit(&line, from, from + at, spot);
                in_old_comment = !self.old_directive(&line, from + at, spot, folder);
            } else {
                self.emit(&line, from, line.text.len(), spot);
            }
            if self.woven.is_full() {
                self.stop(spot, "the files together make too much text", "die Dateien ergeben zusammen zu viel Text");
            }
        }
    }

    pub(super) fn stop(&mut self, spot: Spot, en: &str, de: &str) {
        if !self.stopped {
            self.stopped = true;
            let place = self.woven.place(spot, 1);
            self.tell(
                &codes::XML_REFUSED,
                place,
                format!("the directory was not read on: {en}"),
                format!("das Verzeichnis wurde nicht weiter gelesen: {de}"),
            );
        }
    }

    /// Puts the values of variables in; one pass, so a value is not looked at again.
    fn expand(&mut self, raw: &str, spot: Spot) -> Line {
        let mut line = Line { text: String::with_capacity(raw.len()), pieces: Vec::new(), marks: Vec::new() };
        let (mut rest, mut column) = (raw, 1_u32);
        while let Some(at) = rest.find("$${") {
            let Some(length) = rest[at + 3..].find('}') else { break };
            let (before, name) = (&rest[..at], &rest[at + 3..at + 3 + length]);
            line.add(before, column, false);
            column += before.chars().count() as u32;
            match self.variables.get(name) {
                Some(value) => {
                    line.marks.push((line.text.len(), name.to_owned(), true, column));
                    line.add(value, column, true);
                }
                None => {
                    line.marks.push((line.text.len(), name.to_owned(), false, column));
                    // What is no word may be anything that a lost brace has swallowed, a password too.
                    let word = name.len() <= 64 && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
                    let shown = if word { name.to_owned() } else { "?".to_owned() };
                    if let Some((count, _)) = self.unknown.get_mut(&shown) {
                        *count += 1;
                    } else if self.unknown.len() < 1000 {
                        let place = self.woven.place(spot, column);
                        self.unknown.insert(shown, (1, place));
                    }
                }
            }
            column += 4 + name.chars().count() as u32;
            rest = &rest[at + 4 + length..];
            if line.text.len() > MAX_LINE && line.text.len() > raw.len() {
                self.stop(spot, "variables make a line too long", "Variablen machen eine Zeile zu lang");
                return line;
            }
        }
        line.add(rest, column, false);
        line
    }

    fn emit(&mut self, line: &Line, from: usize, to: usize, spot: Spot) {
        let mut marks = line.marks.iter().filter(|(at, ..)| (from..=to).contains(at)).peekable();
        for (index, (start, column, fixed)) in line.pieces.iter().enumerate() {
            let end = line.pieces.get(index + 1).map_or(line.text.len(), |next| next.0);
            while let Some((_, name, known, column)) = marks.next_if(|(at, ..)| at <= start) {
                self.woven.mark(name, *known, spot, *column);
            }
            let (first, last) = ((*start).max(from), end.min(to));
            if first < last {
                let passed = if *fixed { 0 } else { line.text[*start..first].chars().count() as u32 };
                self.woven.push(&line.text[first..last], spot, column + passed, *fixed);
            }
        }
        for (_, name, known, column) in marks {
            self.woven.mark(name, *known, spot, *column);
        }
    }

    /// What else stands in a line that goes whole because of `<include>` or `<?`.
    fn dropped_line(&mut self, raw: &str, spot: Spot) {
        let bare = raw.replace("<include>", "").replace("</include>", "");
        let mut rest = String::new();
        for (index, part) in bare.split("<?").enumerate() {
            // Behind `<?` up to `?>` stands an instruction such as the XML declaration.
            rest.push_str(if index == 0 { part } else { part.split_once("?>").map_or("", |(_, after)| after) });
        }
        self.lost(&rest, spot, "a line with `<include>` or `<?`", "einer Zeile mit `<include>` oder `<?`");
    }

    /// Tells text that FreeSWITCH never sees. Marks of comments are no loss. The text may be a password, so it is not shown.
    fn lost(&mut self, rest: &str, spot: Spot, en: &str, de: &str) {
        let rest = rest.replace("<!--", "").replace("-->", "");
        let rest = rest.trim();
        if !rest.is_empty() && rest != "-" {
            let place = self.woven.place(spot, 1);
            self.tell(&codes::LINE_LOST, place, format!("text beside {en} is lost"), format!("Text neben {de} geht verloren"));
        }
    }

    /// `<X-PRE-PROCESS cmd="…" data="…"/>`; `at` is behind its `<`.
    fn directive(&mut self, line: &Line, at: usize, spot: Spot, folder: &str) {
        let text = &line.text;
        if !text[..at].ends_with('<') {
            self.lost(text, spot, "the word `X-PRE-PROCESS`", "dem Wort `X-PRE-PROCESS`");
            return;
        }
        let place = self.woven.place(spot, line.column_of(at - 1));
        let before = &text[..at - 1];
        if before.rfind("<!--").is_some_and(|open| !before[open..].contains("-->")) {
            self.tell(
                &codes::IN_COMMENT,
                place.clone(),
                "the comment does not protect this directive; it is carried out",
                "der Kommentar schützt diese Anweisung nicht; sie wird ausgeführt",
            );
        }
        let body = &text[at..];
        let end = body.find("/>").map_or(body.len(), |end| end + 2);
        let outside = format!("{before}{}", &body[end..]);
        self.lost(&outside, spot, "a directive", "einer Anweisung");
        let command = quoted(body, "cmd");
        let data = command.and_then(|(_, rest)| quoted(&body[rest..], "data"));
        match (command, data) {
            (Some((command, _)), Some((data, _))) => self.carry_out(command, data, place, spot, folder),
            _ => self.tell(
                &codes::DIRECTIVE_BROKEN,
                place,
                "a directive without `cmd=\"…\"` and then `data=\"…\"` on one line does nothing",
                "eine Anweisung ohne `cmd=\"…\"` und danach `data=\"…\"` auf einer Zeile bewirkt nichts",
            ),
        }
    }

    /// `<!--#set "name=value"-->`. False where it does not end in this line.
    fn old_directive(&mut self, line: &Line, at: usize, spot: Spot, folder: &str) -> bool {
        let text = &line.text[at..];
        let end = text.find("-->");
        let body = text[5..end.map_or(text.len(), |end| end.max(5))].trim_end_matches(['\r', '\n']);
        if let Some((command, argument)) = body.split_once(' ') {
            let inner = argument.split_once('"').and_then(|(_, rest)| rest.split_once('"')).map(|(inner, _)| inner);
            let place = self.woven.place(spot, line.column_of(at));
            self.carry_out(command, inner.unwrap_or(argument), place, spot, folder);
        }
        if let Some(end) = end {
            self.emit(line, at + end + 3, line.text.len(), spot);
        }
        end.is_some()
    }

    fn carry_out(&mut self, command: &str, data: &str, place: Place, spot: Spot, folder: &str) {
        match command.to_ascii_lowercase().as_str() {
            "set" => {
                let Some((name, value)) = data.split_once('=') else {
                    let (en, de) = ("`set` without `=` does nothing", "`set` ohne `=` bewirkt nichts");
                    return self.tell(&codes::DIRECTIVE_BROKEN, place, en, de);
                };
                if value.len() > MAX_VALUE {
                    return self.stop(spot, "the value of a variable is too long", "der Wert einer Variablen ist zu lang");
                }
                self.variables.insert(name.trim_end_matches(' ').to_owned(), value.trim_start_matches(' ').to_owned());
            }
            "include" => self.include(data, &place, spot, folder),
            "exec" | "exec-set" | "env-set" | "stun-set" => self.tell(
                &codes::NOT_RUN,
                place,
                format!("`{}` is not carried out", command.to_ascii_lowercase()),
                format!("`{}` wird nicht ausgeführt", command.to_ascii_lowercase()),
            ),
            _ => self.tell(
                &codes::DIRECTIVE_BROKEN,
                place,
                "a directive with an unknown command does nothing",
                "eine Anweisung mit unbekanntem Befehl bewirkt nichts",
            ),
        }
    }
}

impl Line {
    fn add(&mut self, text: &str, column: u32, fixed: bool) {
        if !text.is_empty() {
            self.pieces.push((self.text.len(), column, fixed));
            self.text.push_str(text);
        }
    }

    fn column_of(&self, offset: usize) -> u32 {
        let at = self.pieces.partition_point(|piece| piece.0 <= offset);
        let Some((start, column, fixed)) = at.checked_sub(1).map(|at| self.pieces[at]) else { return 1 };
        if fixed { column } else { column + self.text[start..offset.max(start)].chars().count() as u32 }
    }
}

/// Without regard to case; `word` is lower case ASCII.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let (bytes, word) = (text.as_bytes(), word.as_bytes());
    let first = [word[0], word[0].to_ascii_uppercase()];
    memchr::memchr2_iter(first[0], first[1], bytes)
        .find(|at| bytes.get(*at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word)))
}

/// What stands between the double quotes behind `name` and `=`, and where it ends.
fn quoted<'t>(text: &'t str, name: &str) -> Option<(&'t str, usize)> {
    let named = find_word(text, name)? + name.len();
    let equals = named + text[named..].find('=')?;
    let open = equals + text[equals..].find('"')? + 1;
    let close = open + text[open..].find('"')?;
    Some((&text[open..close], close + 1))
}
