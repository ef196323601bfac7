//! The formats that are recognised by content, and which importer reads each.
//!
//! A format is one constant beside its importer; [`ALL`] lists them. [`recognise`] asks each for its likeness to the file, so that a
//! wrong file name never decides.

pub mod sheets;
mod titles;

use super::asterisk::files::Files;
use super::reading::Reading;
use super::table::ListFile;
use super::vendor;
use crate::diag::{Lang, Words};
use crate::policy::site::{Limits, Numbers};

/// One file format of one product.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// `freepbx/bulk`: what `format:` in `deskshift.yaml` takes and `Source::importer` says.
    pub name: &'static str,
    pub class: Class,
    /// Looks at the beginning of a file.
    pub recognise: fn(&Sample<'_>) -> Option<Likeness>,
    /// Reads the whole file. What cannot be used is a finding; nothing is dropped in silence.
    pub read: fn(&Given<'_>) -> Reading,
}

impl Format {
    /// What people call it: `FreePBX Bulk Handler, extensions`.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &'static str {
        let words = titles::TITLES.iter().find(|(name, ..)| *name == self.name);
        words.map_or(self.name, |(_, en, de)| match lang {
            Lang::En => en,
            Lang::De => de,
        })
    }
}

/// What a source is about; its rank where sources disagree follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A correction by hand: beats everything.
    Correction,
    /// A telephone system: knows lines, secrets, groups.
    Pbx,
    /// A directory: knows persons, mail, rooms.
    Directory,
    /// A list of people by hand.
    Staff,
    /// A list of devices: delivery, stock.
    Devices,
    /// A list of rooms: what it says of them counts before what lists of people say.
    Rooms,
    /// The configuration of one phone.
    Phone,
}

/// The beginning of a file.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a> {
    /// As the site names it. A hint only; content decides.
    pub file: &'a str,
    /// The whole file.
    pub bytes: &'a [u8],
    /// The first 64 KB, decoded; of a workbook the first rows of its sheets with tabs between cells; empty for other binary files.
    pub text: &'a str,
}

/// How much a file looks like a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// 1 to 100. From 50 the file is taken for it; 90 and more: a mark that nothing else has.
    pub score: u8,
    /// What it was recognised by: "header has `ringtimer` and `sipdriver`".
    pub why: Words,
}

impl Likeness {
    #[must_use]
    pub fn new(score: u8, en: impl Into<std::borrow::Cow<'static, str>>, de: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Self { score, why: Words::new(en, de) }
    }
}

/// What an importer gets.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    pub list: ListFile<'a>,
    pub plan: &'a Numbers,
    /// The folder of the file, for formats that include others.
    pub files: &'a dyn Files,
}

/// Every format, in the order of `docs/formats/`.
#[rustfmt::skip]
pub const ALL: &[&Format] = &[
    &super::directory::LDIF,
    &super::directory::CSVDE,
    &super::directory::POWERSHELL,
    &super::staff::FORMAT,
    &super::devices::FORMAT,
    &super::rooms::FORMAT,
    &super::freepbx::BULK,
    &super::freepbx::DIDS,
    &super::freepbx::ISSABEL,
    &super::fusionpbx::EXTENSIONS,
    &super::fusionpbx::DEVICES,
    &super::fusionpbx::DESTINATIONS,
    &super::freeswitch::DIRECTORY,
    &super::wazo::FORMAT,
    &vendor::cisco::phones::FORMAT,
    &vendor::cisco::users::FORMAT,
    &vendor::cisco::INSERT,
    &vendor::cisco::SURVEY,
    &vendor::cisco::cme::FORMAT,
    &vendor::hipath::FORMAT,
    &vendor::innovaphone::XML,
    &vendor::innovaphone::CSV,
    &vendor::threecx::FORMAT,
    &vendor::yeastar::EXTENSIONS,
    &vendor::yeastar::PHONES,
    &vendor::starface::FORMAT,
    &vendor::vodia::FORMAT,
    &vendor::ipdect::FORMAT,
    &super::asterisk::format::CONFIG,
    &super::asterisk::format::DATABASE_SHOW,
    &super::asterisk::format::REALTIME_SQL,
    &super::asterisk::format::REALTIME_SQLITE,
    &super::kamailio::DBTEXT,
    &super::kamailio::SQL,
    &super::kamailio::SQLITE,
    &super::phones::LINPHONERC,
    &super::phones::MICROSIP,
    &super::phones::BARESIP,
    &super::phones::TWINKLE,
    &super::phones::SNOM,
    &super::phones::YEALINK,
    &super::phones::GRANDSTREAM,
    &super::exchange::FORMAT,
];

/// The format with this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Format> {
    ALL.iter().find(|format| format.name == name).copied()
}

/// From here on a file is taken for a format.
pub const ENOUGH: u8 = 50;

/// All formats the file looks like, best first; equals in the order of [`ALL`].
#[must_use]
pub fn recognise(file: &str, bytes: &[u8]) -> Vec<(&'static Format, Likeness)> {
    recognise_within(file, bytes, Limits::default())
}

/// The same with the site's own limits: a workbook beyond them looks like nothing.
#[must_use]
pub fn recognise_within(file: &str, bytes: &[u8], limits: Limits) -> Vec<(&'static Format, Likeness)> {
    sheets::look(file, bytes, limits).whole
}

#[cfg(test)]
mod tests;
