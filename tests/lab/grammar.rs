//! Our reading of Asterisk's configuration grammar against Asterisk's own, live (manager action GetConfig): the quirks, the case's
//! files, and some hundred random files.

use std::fmt::Write as _;
use std::path::Path;

use deskshift::inventory::asterisk::config;
use deskshift::store::pbx_folder::PbxFolder;

use super::ami::Manager;
use super::asterisk::Asterisk;
use super::certificates::Certificates;
use super::programs::{Program, checkout, present};
use super::traunstein::build;
use super::traunstein::prng::SplitMix64;
use super::truth::write_case;

/// A configuration as text, one line for each thing both readings know, so that differences read well.
#[derive(Debug, PartialEq, Eq)]
pub struct Reading(Result<Vec<String>, ()>);

/// As `config::text` decodes: each text for itself.
fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn section_line(name: &str, template: bool, parents: &[String]) -> String {
    format!("[{name}] template={template} parents={parents:?}")
}

/// Name, template or not, parents.
type Header = (String, bool, Vec<String>);

pub fn theirs(manager: &mut Manager, file: &str) -> Reading {
    let answer = manager.ask("GetConfig", &[("Filename", file), ("Filter", "TEMPLATES=include")]);
    if !answer.ok() {
        return Reading(Err(()));
    }
    let mut lines = Vec::new();
    let mut header: Option<Header> = None;
    let mut variables = Vec::new();
    let mut flush = |header: &mut Option<Header>, variables: &mut Vec<String>| {
        if let Some((name, template, parents)) = header.take() {
            lines.push(section_line(&name, template, &parents));
            lines.append(variables);
        }
    };
    for (key, value) in &answer.0 {
        if key.starts_with("Category-") {
            flush(&mut header, &mut variables);
            header = Some((decode(value), false, Vec::new()));
        } else if key.starts_with("Line-") {
            let equals = value.iter().position(|b| *b == b'=').expect("key=value");
            variables.push(format!("  {} = {}", decode(&value[..equals]), decode(&value[equals + 1..])));
        } else if let Some((_, template, parents)) = &mut header {
            if key.starts_with("IsTemplate-") {
                *template = true;
            } else if key.starts_with("Templates-") {
                *parents = decode(value).split(',').filter(|p| !p.is_empty()).map(str::to_owned).collect();
            }
        }
    }
    flush(&mut header, &mut variables);
    Reading(Ok(lines))
}

pub fn ours(etc: &Path, file: &str) -> Reading {
    let config = config::read(&PbxFolder::new(etc, ""), file);
    if !config.ok() {
        return Reading(Err(()));
    }
    let mut lines = Vec::new();
    for section in config.sections() {
        let parents: Vec<String> = section.parents().map(|p| p.name().to_owned()).collect();
        lines.push(section_line(section.name(), section.is_template(), &parents));
        lines.extend(section.variables().map(|v| format!("  {} = {}", v.key(), v.value())));
    }
    Reading(Ok(lines))
}

pub fn difference(file: &str, theirs: &Reading, ours: &Reading) -> Option<String> {
    if theirs == ours {
        return None;
    }
    let (Ok(theirs), Ok(ours)) = (&theirs.0, &ours.0) else {
        return Some(format!("{file}: Asterisk accepts: {}, we accept: {}", theirs.0.is_ok(), ours.0.is_ok()));
    };
    let at = theirs.iter().zip(ours).position(|(a, b)| a != b).unwrap_or(theirs.len().min(ours.len()));
    Some(format!("{file}: first difference at {at}: Asterisk {:?}, we {:?}", theirs.get(at), ours.get(at)))
}

pub fn bare(also: impl FnOnce(&Path)) -> Asterisk {
    Asterisk::start(&Certificates::new(), |etc, transports| {
        std::fs::write(etc.join("pjsip.conf"), transports).expect("pjsip.conf");
        for file in ["voicemail.conf", "queues.conf", "extensions.conf"] {
            std::fs::write(etc.join(file), "[general]\n").expect("written");
        }
        also(etc);
    })
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("folder");
    for entry in std::fs::read_dir(from).expect("readable folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

#[test]
fn the_quirks_read_as_asterisk_reads_them() {
    if !present("the_quirks_read_as_asterisk_reads_them", &[Program::Asterisk]) {
        return;
    }
    let asterisk = bare(|etc| copy(&checkout().join("tests/quirks/quirks"), &etc.join("quirks")));
    let mut manager = asterisk.manager();
    let mut files: Vec<String> = std::fs::read_dir(asterisk.etc().join("quirks"))
        .expect("quirks")
        .flatten()
        .filter(|e| e.path().extension().is_some_and(|end| end == "conf"))
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(files.len(), 41);
    let wrong: Vec<String> = files
        .iter()
        .map(|name| format!("quirks/{name}"))
        .filter_map(|file| difference(&file, &theirs(&mut manager, &file), &ours(&asterisk.etc(), &file)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_case_reads_as_asterisk_reads_it() {
    if !present("the_case_reads_as_asterisk_reads_it", &[Program::Asterisk]) {
        return;
    }
    let case = build::case();
    let asterisk = Asterisk::start(&Certificates::new(), |etc, transports| write_case(&case, etc, transports, None));
    let mut manager = asterisk.manager();
    for (file, at_least) in [("pjsip.conf", 5_000), ("extensions.conf", 600), ("voicemail.conf", 450), ("queues.conf", 50)] {
        let theirs = theirs(&mut manager, file);
        assert_eq!(difference(file, &theirs, &ours(&asterisk.etc(), file)), None);
        let lines = theirs.0.expect("Asterisk accepts the case").len();
        assert!(lines >= at_least, "{file} has only {lines} lines");
    }
}

/// A random configuration file: mostly plausible, with every construct of the grammar somewhere.
struct Scribe {
    rng: SplitMix64,
    /// Files that an `#include` may name.
    others: Vec<String>,
}

impl Scribe {
    fn one(&mut self, words: &[&'static str]) -> &'static str {
        words[self.rng.below(words.len())]
    }

    fn name(&mut self) -> &'static str {
        self.one(&["a", "b", "tpl", "tpl2", "Tpl", "x y", "100", "general", "ä", " sp "])
    }

    /// Never lets a section be its own parent: `[a](+,a)` sends Asterisk 22.10 into an endless loop.
    fn options(&mut self, of: &str) -> String {
        let count = 1 + self.rng.below(2);
        let mut items = Vec::new();
        for _ in 0..count {
            items.push(match self.rng.below(20) {
                0..8 => "!".to_owned(),
                8..16 => self.name().to_owned(),
                16 => "+".to_owned(),
                17 => "+type=auth".to_owned(),
                18 => "+TEMPLATES=include".to_owned(),
                _ => String::new(),
            });
        }
        if items.iter().any(|item| item.starts_with('+')) {
            items.retain(|item| !item.is_empty() && !item.eq_ignore_ascii_case(of));
        }
        items.join(if self.rng.chance(20) { ", " } else { "," })
    }

    fn header(&mut self) -> String {
        let name = self.name();
        let mut line = format!("[{name}]");
        if self.rng.chance(450) {
            let space = if self.rng.chance(60) { " " } else { "" };
            let _ = write!(line, "{space}({})", self.options(name));
        }
        if self.rng.chance(80) {
            line += self.one(&[" ", "junk", "; comment", ";-- block --;", "\t", "z=9"]);
        }
        line
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        for _ in 0..self.rng.below(5) {
            word += self.one(&[
                "abc", "1", " ", "\\;", "\\\\", "\\", "\"", "ü", "=", ">", "#", "[", "]", "(", ")", "!", "&", "<", "--", "'",
                ",", "\t", "x y", "%", "\\\\;",
            ]);
        }
        word
    }

    fn assignment(&mut self) -> String {
        let key = self.one(&["type", "k", "K", "auth", "exten", "a b", "x.y", "ö"]);
        let separator = self.one(&["=", " = ", "=>", " => ", "= ", "+=", " += ", "=\t", "= >"]);
        let value = if self.rng.chance(200) { self.one(&["auth", "endpoint", "aor"]).to_owned() } else { self.word() };
        let mut line = format!("{key}{separator}{value}");
        if self.rng.chance(150) {
            line += self.one(&[";c", " ; c", ";-- c --;", ";-- c --; d", ";--c", ";---", ";--;"]);
        }
        if self.rng.chance(60) {
            line.insert_str(0, self.one(&[" ", "\t", "\\", "  "]));
        }
        line
    }

    fn line(&mut self) -> String {
        match self.rng.below(100) {
            0..22 => self.header(),
            78..84 => String::new(),
            84..88 => format!("; {}", self.word()),
            88..90 => self.one(&[";--", "--;", ";-- a", "a --;", ";---- x"]).to_owned(),
            90..95 if !self.others.is_empty() => {
                let other = self.rng.pick(&self.others).clone();
                let word = self.one(&["#include", "#tryinclude", "#INCLUDE", "  #include"]);
                let (open, close) = *self.rng.pick(&[("", ""), ("\"", "\""), ("<", ">"), ("", " "), ("", " ; c")]);
                format!("{word} {open}{other}{close}")
            }
            95 => format!("#{}", self.word()),
            96 if self.rng.chance(200) => "#include \"random/none.conf\"".to_owned(),
            97 => "#tryinclude random/none-*.conf".to_owned(),
            98 => self.word(),
            _ => self.assignment(),
        }
    }

    /// One encoding for a case: we compare names as text, Asterisk as bytes, so `ö` in two encodings is two names to it.
    fn file(&mut self, latin1: bool) -> Vec<u8> {
        let mut text = Vec::new();
        if self.rng.chance(50) {
            text.extend_from_slice(b"\xef\xbb\xbf");
        }
        let end = if self.rng.chance(100) { "\r\n" } else { "\n" };
        if self.rng.chance(900) {
            text.extend_from_slice(b"[tpl](!)\nk=from template\n");
        }
        for _ in 0..4 + self.rng.below(22) {
            let line = self.line();
            if latin1 {
                text.extend_from_slice(&encoding_rs::WINDOWS_1252.encode(&line).0);
            } else {
                text.extend_from_slice(line.as_bytes());
            }
            text.extend_from_slice(end.as_bytes());
        }
        text
    }
}

/// `DESKSHIFT_LAB_FILES` asks for more.
fn random_files() -> usize {
    std::env::var("DESKSHIFT_LAB_FILES").ok().and_then(|n| n.parse().ok()).unwrap_or(600)
}

#[test]
fn random_files_read_as_asterisk_reads_them() {
    if !present("random_files_read_as_asterisk_reads_them", &[Program::Asterisk]) {
        return;
    }
    let asterisk = bare(|etc| std::fs::create_dir_all(etc.join("random/inc")).expect("folder"));
    let mut manager = asterisk.manager();
    let seed = std::env::var("DESKSHIFT_LAB_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let mut scribe = Scribe { rng: SplitMix64::stream(seed, "grammar"), others: Vec::new() };
    let (mut wrong, mut accepted) = (Vec::new(), 0);
    let files = random_files();
    for number in 0..files {
        scribe.others.clear();
        let latin1 = scribe.rng.chance(60);
        let mut written = String::new();
        for include in 0..scribe.rng.below(3) {
            let bytes = scribe.file(latin1);
            let path = format!("random/inc/{number}-{include}.conf");
            std::fs::write(asterisk.etc().join(&path), &bytes).expect("written");
            let _ = write!(written, "---- {path}\n{}\n", String::from_utf8_lossy(&bytes));
            scribe.others.push(path);
        }
        if !scribe.others.is_empty() {
            scribe.others.push(format!("random/inc/{number}-*.conf"));
        }
        let file = format!("random/{number}.conf");
        let bytes = scribe.file(latin1);
        std::fs::write(asterisk.etc().join(&file), &bytes).expect("written");
        let theirs = theirs(&mut manager, &file);
        accepted += usize::from(theirs.0.is_ok());
        if let Some(what) = difference(&file, &theirs, &ours(&asterisk.etc(), &file)) {
            wrong.push(format!("{what}\n{}\n{written}", String::from_utf8_lossy(&bytes)));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {files} files differ (seed {seed}):\n{}",
        wrong.len(),
        wrong[..wrong.len().min(4)].join("\n=====\n")
    );
    assert!(accepted * 2 > files && accepted < files, "Asterisk accepts {accepted} of {files} files: the mix is too one-sided");
}
