//! Letters into PDFs: where everything stands (`sheet`, `second`), text as glyphs (`face`, `flow`), bytes (`pdf`).

mod face;
mod flow;
mod ink;
mod pdf;
mod second;
mod sheet;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::codes;
use super::letter::Letter;
use crate::diag::{Finding, Words};
use crate::domain::LineId;
use pdf::{Chapter, Pages, Paper};

pub use face::{has_glyphs, printable};

/// The bundle as a whole: what it is called, and in which language.
pub struct Bundle<'a> {
    pub title: &'a str,
    pub language: &'a str,
    /// For letters of people without a department.
    pub elsewhere: &'a str,
    pub date: Option<jiff::civil::Date>,
}

/// Finished documents, and what could not be one.
#[derive(Default)]
pub struct Printed {
    /// Each letter's PDF, in the order of the letters.
    pub letters: Vec<(LineId, Vec<u8>)>,
    /// All letters in one PDF; empty where there is none.
    pub bundle: Vec<u8>,
    /// Lines whose letter did not fit on its page.
    pub refused: Vec<LineId>,
    pub findings: Vec<Finding>,
}

/// Prints letters, each alone and all in one, on `threads` threads; which thread does what changes no byte.
///
/// `done` counts finished letters for whoever wants to see; with `stop` set nothing more is begun, and the result is none.
#[must_use]
pub fn print(letters: &[Letter], bundle: &Bundle<'_>, threads: usize, done: &AtomicUsize, stop: &AtomicBool) -> Option<Printed> {
    let sheets = in_parallel(letters, threads, stop, &|letter| {
        let mut sheets = vec![sheet::first(letter)?];
        sheets.extend(letter.password.as_ref().map(|content| second::second(letter, content)));
        Some(sheets)
    })?;
    let mut printed = Printed::default();
    let mut fitting: Vec<(&Letter, Vec<Vec<ink::Node>>)> = Vec::with_capacity(letters.len());
    for (letter, sheets) in letters.iter().zip(sheets) {
        match sheets {
            Some(sheets) => fitting.push((letter, sheets)),
            None => printed.refused.push(letter.line.clone()),
        }
    }
    let (single, whole) = std::thread::scope(|scope| {
        let whole = scope.spawn(|| together(&fitting, bundle));
        let single = in_parallel(&fitting, threads, stop, &|(letter, sheets)| {
            let made = alone(letter, sheets, bundle.date);
            done.fetch_add(1, Ordering::Relaxed);
            made
        });
        (single, whole.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    for ((letter, _), made) in fitting.iter().zip(single?) {
        match made {
            Ok(bytes) => printed.letters.push((letter.line.clone(), bytes)),
            Err(error) => printed.findings.push(invalid(&letter.line, &error)),
        }
    }
    match whole {
        Ok(bytes) => printed.bundle = bytes,
        Err(_) if printed.letters.is_empty() => {}
        Err(error) => printed.findings.push(invalid(&letters[0].line, &error)),
    }
    let cut: Vec<&LineId> =
        fitting.iter().map(|(letter, _)| *letter).filter(|letter| sheet::is_cut(letter)).map(|l| &l.line).collect();
    if !cut.is_empty() {
        let names: Vec<String> = cut.iter().take(4).map(|line| format!("`{line}`")).collect();
        let (count, names) = (cut.len(), names.join(", "));
        let what = Words::new(
            format!("addresses that are cut to fit the window: {count} ({names})"),
            format!("Anschriften, die gekürzt sind, damit sie ins Fenster passen: {count} ({names})"),
        );
        let todo = Words::new(
            "shorten the name of the department, or write these windows by hand",
            "den Namen des Amts kürzen oder diese Anschriften von Hand schreiben",
        );
        printed.findings.push(codes::WINDOW_CUT.finding(None, what).todo(todo));
    }
    if !printed.refused.is_empty() {
        let lines: Vec<String> = printed.refused.iter().take(4).map(|line| format!("`{line}`")).collect();
        let (count, lines) = (printed.refused.len(), lines.join(", "));
        let what = Words::new(
            format!("letters that do not fit on a page: {count} ({lines})"),
            format!("Briefe, die nicht auf eine Seite passen: {count} ({lines})"),
        );
        let todo = Words::new("shorten the texts in `letters/`", "die Texte unter `letters/` kürzen");
        printed.findings.push(codes::TOO_LONG.finding(None, what).todo(todo));
    }
    Some(printed)
}

fn alone(letter: &Letter, sheets: &[Vec<ink::Node>], date: Option<jiff::civil::Date>) -> Result<Vec<u8>, String> {
    let pages = Pages { bookmark: &letter.heading, language: &letter.language, sheets };
    pdf::document(Paper {
        title: &letter.title,
        language: &letter.language,
        id: letter.line.as_str(),
        date,
        chapters: vec![Chapter { title: None, letters: vec![pages] }],
    })
}

fn together(letters: &[(&Letter, Vec<Vec<ink::Node>>)], bundle: &Bundle<'_>) -> Result<Vec<u8>, String> {
    let mut chapters: Vec<Chapter<'_>> = Vec::new();
    for (letter, sheets) in letters {
        let name = if letter.order.no_department { bundle.elsewhere } else { letter.order.department.as_str() };
        if chapters.last().is_none_or(|chapter| chapter.title != Some(name)) {
            chapters.push(Chapter { title: Some(name), letters: Vec::new() });
        }
        let bookmark = letter.address.first().map_or("", String::as_str);
        let pages = Pages { bookmark, language: &letter.language, sheets };
        if let Some(chapter) = chapters.last_mut() {
            chapter.letters.push(pages);
        }
    }
    pdf::document(Paper { title: bundle.title, language: bundle.language, id: "all", date: bundle.date, chapters })
}

/// A document that a validator refuses is a fault of ours, never silently written.
fn invalid(line: &LineId, error: &str) -> Finding {
    let what = Words::new(
        format!("the letter of `{line}` is no valid PDF/UA and PDF/A: {error}"),
        format!("der Brief von `{line}` ist kein gültiges PDF/UA und PDF/A: {error}"),
    );
    codes::INVALID_PDF.finding(None, what).about(line.as_str())
}

/// Applies `make` to all parts with several threads; results in the order of the parts. None where it was stopped.
fn in_parallel<T: Sync, R: Send>(
    parts: &[T],
    threads: usize,
    stop: &AtomicBool,
    make: &(impl Fn(&T) -> R + Sync),
) -> Option<Vec<R>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut made = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = parts.get(at) else { break };
            made.push((at, make(part)));
        }
        made
    };
    let mut all: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    all.sort_by_key(|(at, _)| *at);
    (all.len() == parts.len()).then(|| all.into_iter().map(|(_, made)| made).collect())
}
