//! The two journals on disk: `out/links.jsonl` (issued, revoked; written by `deskshift links`) and `out/links-served.jsonl` (fetched; written by
//! the server). Each has one writer, so neither waits for the other.

use std::path::{Path, PathBuf};

use crate::diag::{Finding, Place, Words};
use crate::links::codes::JOURNAL_UNREADABLE;
use crate::links::journal::{self, Entry};
use crate::links::state::Links;
use crate::store::files::{self, MAX_DOCUMENT};
use crate::store::lock::{self, Lock};
use crate::store::site_folder::SiteFolder;

/// Of `deskshift links`, for the moment of one command.
const DESK_LOCK: &str = ".links.lock";
/// Of the server, as long as it runs.
const SERVER_LOCK: &str = ".serve.lock";

/// One journal and how much of it is known.
#[derive(Debug)]
struct Tail {
    path: PathBuf,
    read: u64,
}

impl Tail {
    fn new(path: PathBuf) -> Self {
        Self { path, read: 0 }
    }

    /// Entries that were written since. A line that is still being written is left for the next time.
    fn more(&mut self) -> Result<Vec<Entry>, Box<Finding>> {
        if files::length(&self.path) <= self.read {
            return Ok(Vec::new());
        }
        let bytes = files::read_behind(&self.path, self.read, MAX_DOCUMENT)?;
        let reading = journal::read(&bytes);
        if let Some(line) = reading.unreadable.first() {
            return Err(unreadable(&self.path, self.read, *line));
        }
        self.read += reading.whole as u64;
        Ok(reading.entries)
    }

    /// It is shorter than what was read: another file.
    fn was_replaced(&self) -> bool {
        files::length(&self.path) < self.read
    }

    /// Appends durably, after a torn end was cut off.
    fn append(&mut self, entries: &[Entry]) -> Result<(), Box<Finding>> {
        if entries.is_empty() {
            return Ok(());
        }
        if files::length(&self.path) > self.read {
            files::cut(&self.path, self.read)?;
        }
        let text = entries.iter().map(Entry::line).collect::<Vec<_>>().join("\n");
        files::append_line(&self.path, &text)?;
        self.read += text.len() as u64 + 1;
        Ok(())
    }

    /// Appends without waiting for the disk.
    fn append_soon(&mut self, entry: &Entry) -> Result<(), Box<Finding>> {
        let line = entry.line();
        files::append_line_soon(&self.path, &line)?;
        self.read += line.len() as u64 + 1;
        Ok(())
    }
}

fn unreadable(path: &Path, behind: u64, line: u32) -> Box<Finding> {
    // Behind a part that was read before, lines are not counted again.
    let line = if behind == 0 { line } else { 0 };
    let words = Words::new("this line of the journal cannot be read", "diese Zeile des Journals ist nicht lesbar");
    Box::new(JOURNAL_UNREADABLE.finding(Some(Place::at(path.display().to_string(), line, 0)), words).todo(Words::new(
        "look at it; where it cannot be mended, move both journals of links away and issue all links anew",
        "ansehen; lässt sie sich nicht richten, beide Link-Journale beiseiteschaffen und alle Links neu ausstellen",
    )))
}

/// Found out at the start: a link in a journal's place would read as if nothing was used, and what is used could not be written down.
fn are_own(folder: &SiteFolder) -> Result<(), Box<Finding>> {
    [folder.links(), folder.links_served()].iter().try_for_each(|path| files::is_own(path))
}

/// All links as the journals have them now.
pub fn read(folder: &SiteFolder) -> Result<Links, Box<Finding>> {
    load(&mut Tail::new(folder.links()), &mut Tail::new(folder.links_served()))
}

fn load(issued: &mut Tail, served: &mut Tail) -> Result<Links, Box<Finding>> {
    let mut links = Links::default();
    for tail in [issued, served] {
        tail.more()?.iter().for_each(|entry| links.apply(entry));
    }
    Ok(links)
}

/// The journal of issued links in the hand of one command.
pub struct Desk {
    issued: Tail,
    pub links: Links,
    _lock: Lock,
}

impl Desk {
    pub fn open(folder: &SiteFolder) -> Result<Self, Box<Finding>> {
        let lock = lock_desk(folder)?;
        are_own(folder)?;
        let mut issued = Tail::new(folder.links());
        let links = load(&mut issued, &mut Tail::new(folder.links_served()))?;
        Ok(Self { issued, links, _lock: lock })
    }

    pub fn append(&mut self, entries: &[Entry]) -> Result<(), Box<Finding>> {
        self.issued.append(entries)?;
        entries.iter().for_each(|entry| self.links.apply(entry));
        Ok(())
    }
}

/// Held by whoever writes the journal of issued links or the links in clear.
pub fn lock_desk(folder: &SiteFolder) -> Result<Lock, Box<Finding>> {
    lock::take_named(folder.out(), DESK_LOCK, "links")
}

/// Both journals in the hand of the server.
pub struct Served {
    issued: Tail,
    own: Tail,
    _lock: Lock,
}

/// What the server must know of a journal that changed under it.
pub enum News {
    Entries(Vec<Entry>),
    /// The journal is another one: all links anew.
    Anew(Links),
}

impl Served {
    /// Answers that a killed server left behind count as sent, also on disk.
    pub fn open(folder: &SiteFolder) -> Result<(Self, Links), Box<Finding>> {
        let lock = lock::take_named(folder.out(), SERVER_LOCK, "serve")?;
        are_own(folder)?;
        let (mut issued, mut served) = (Tail::new(folder.links()), Tail::new(folder.links_served()));
        let mut links = load(&mut issued, &mut served)?;
        let presumed = links.presumed();
        served.append(&presumed)?;
        presumed.iter().for_each(|entry| links.apply(entry));
        Ok((Self { issued, own: served, _lock: lock }, links))
    }

    /// What `deskshift links` wrote since the last time.
    pub fn news(&mut self) -> Result<News, Box<Finding>> {
        if self.issued.was_replaced() || self.own.was_replaced() {
            (self.issued.read, self.own.read) = (0, 0);
            return load(&mut self.issued, &mut self.own).map(News::Anew);
        }
        self.issued.more().map(News::Entries)
    }

    pub fn append(&mut self, entry: &Entry) -> Result<(), Box<Finding>> {
        self.own.append(std::slice::from_ref(entry))
    }

    /// For what a power cut may lose: a wrong PIN.
    pub fn append_soon(&mut self, entry: &Entry) -> Result<(), Box<Finding>> {
        self.own.append_soon(entry)
    }
}
