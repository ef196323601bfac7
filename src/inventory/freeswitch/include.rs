//! Files that directives include: relative to the including file, by pattern, never twice inside each other.

use super::codes;
use super::lines::Weaver;
use super::source::Spot;
use crate::diag::{Hop, Place};
use crate::domain::hex::sha256;
use crate::inventory::asterisk::files::FilesError;
use crate::inventory::asterisk::glob;
use crate::inventory::model::Source;
use crate::inventory::xml;

/// FreeSWITCH gives up here.
const MAX_DEPTH: usize = 100;
const MAX_INCLUDES: usize = 20_000;
/// Bytes of all files together, whether they give text or not.
const MAX_BYTES: usize = 64 << 20;
/// Folders in which packages keep the configuration.
const SYSTEM_FOLDERS: [&str; 2] = ["/etc/freeswitch/", "/usr/local/freeswitch/conf/"];

impl Weaver<'_> {
    pub(super) fn include(&mut self, pattern: &str, place: &Place, spot: Spot, folder: &str) {
        let inside = SYSTEM_FOLDERS.iter().find_map(|system| pattern.strip_prefix(system));
        let path = match (inside, folder) {
            (Some(inside), _) => inside.to_owned(),
            (None, "") => pattern.to_owned(),
            (None, _) if pattern.starts_with('/') => pattern.to_owned(),
            (None, folder) => format!("{folder}/{pattern}"),
        };
        let Some(found) = glob::expand(self.files, &path) else {
            self.tell(
                &codes::INCLUDE_OUTSIDE,
                place.clone(),
                format!("`{pattern}` leaves the folder of the directory; it was not read"),
                format!("`{pattern}` verlässt den Ordner des Verzeichnisses; gelesen wurde es nicht"),
            );
            return;
        };
        if found.is_empty() {
            self.tell(
                &codes::INCLUDE_MISSING,
                place.clone(),
                format!("`{pattern}` finds no file"),
                format!("`{pattern}` findet keine Datei"),
            );
        }
        let hops = self.woven.hops(spot);
        for path in found {
            if self.stopped {
                return;
            }
            self.one(&path, hops.clone(), place, spot);
        }
    }

    fn one(&mut self, path: &str, via: Vec<Hop>, place: &Place, spot: Spot) {
        if self.stack.len() > MAX_DEPTH || self.stack.iter().any(|open| open == path) {
            self.looped = true;
            self.tell(
                &codes::INCLUDE_LOOP,
                place.clone(),
                format!("`{path}` is open already, or nested more than {MAX_DEPTH} deep; it was not read again"),
                format!(
                    "`{path}` ist schon geöffnet oder mehr als {MAX_DEPTH}-fach geschachtelt; es wurde nicht noch einmal gelesen"
                ),
            );
            return;
        }
        self.includes += 1;
        if self.includes > MAX_INCLUDES {
            self.stop(spot, "too many includes", "zu viele Includes");
            return;
        }
        match self.files.read(path) {
            Ok(bytes) => self.file(path, &bytes, via, spot),
            Err(error) => {
                let (en, de) = match error {
                    FilesError::Missing => ("does not exist".to_owned(), "gibt es nicht".to_owned()),
                    FilesError::NotAFile => ("is no file".to_owned(), "ist keine Datei".to_owned()),
                    FilesError::TooLarge { .. } => ("is too large".to_owned(), "ist zu groß".to_owned()),
                    FilesError::Outside => ("leaves the folder".to_owned(), "verlässt den Ordner".to_owned()),
                    FilesError::Other(why) => (format!("cannot be read: {why}"), format!("ist nicht lesbar: {why}")),
                };
                let (en, de) = (format!("`{path}` {en}"), format!("`{path}` {de}"));
                self.tell(&codes::INCLUDE_MISSING, place.clone(), en, de);
            }
        }
    }

    /// Reads one file below the folder of the directory.
    pub(super) fn file(&mut self, path: &str, bytes: &[u8], via: Vec<Hop>, spot: Spot) {
        self.bytes += bytes.len();
        if self.bytes > MAX_BYTES {
            self.stop(spot, "the files together are too large", "die Dateien sind zusammen zu groß");
            return;
        }
        let shown = self.files.shown(path);
        self.text(path, shown, bytes, via);
    }

    pub(super) fn text(&mut self, path: &str, shown: String, bytes: &[u8], via: Vec<Hop>) {
        let (text, encoding) = xml::decode(bytes, self.encoding);
        if self.seen.insert(shown.clone()) {
            self.sources.push(Source {
                file: shown.clone(),
                importer: super::DIRECTORY.name.to_owned(),
                encoding: Some(encoding.to_ascii_lowercase()),
                records: 0,
                sha256: sha256(bytes),
            });
        }
        let origin = self.woven.open(shown, via);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        self.stack.push(path.to_owned());
        self.lines(&text, origin, &folder);
        self.stack.pop();
    }
}
