//! The audit log: who asked and what came of it, a JSON line each, without tokens and PINs. A flood is counted, not written line by line.

use std::net::IpAddr;
use std::path::PathBuf;

use serde::Serialize;

use crate::links::gate::Refusal;
use crate::links::token::LinkId;
use crate::store::files;

/// Refusals written in one second; those beyond are counted.
const LINES_A_SECOND: u32 = 20;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum What<'a> {
    Started {
        links: usize,
    },
    Stopped,
    Begun {
        link: &'a LinkId,
        line: &'a str,
    },
    Fetched {
        link: &'a LinkId,
    },
    Unfinished {
        link: &'a LinkId,
    },
    Refused {
        why: Refusal,
        link: Option<&'a LinkId>,
    },
    /// Refusals and requests turned away by the limits that were not written one by one.
    NotListed {
        count: u64,
    },
}

#[derive(Serialize)]
struct Line<'a> {
    at: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<IpAddr>,
    #[serde(flatten)]
    what: What<'a>,
}

pub struct Audit {
    path: PathBuf,
    second: u64,
    lines: u32,
    not_listed: u64,
}

impl Audit {
    pub fn new(path: PathBuf) -> Self {
        Self { path, second: 0, lines: 0, not_listed: 0 }
    }

    /// Writes what was only counted so far.
    pub fn sum_up(&mut self, at: u64) {
        if self.not_listed > 0 {
            let count = std::mem::take(&mut self.not_listed);
            self.write(&Line { at, from: None, what: What::NotListed { count } });
        }
    }

    pub fn note(&mut self, at: u64, from: Option<IpAddr>, what: What<'_>) {
        if self.second != at {
            (self.second, self.lines) = (at, 0);
        }
        if matches!(what, What::Refused { .. }) {
            self.lines += 1;
            if self.lines > LINES_A_SECOND {
                self.turned_away();
                return;
            }
        }
        self.write(&Line { at, from, what });
    }

    pub fn turned_away(&mut self) {
        self.not_listed += 1;
    }

    fn write(&self, line: &Line<'_>) {
        let text = serde_json::to_string(line).expect("text and whole numbers");
        // What must not be lost is in the journal; a log that cannot be written must not stop deliveries.
        if let Err(finding) = files::append_line_soon(&self.path, &text) {
            tracing::warn!(finding = %finding.what.en, "audit log");
        }
    }
}
