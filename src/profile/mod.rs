//! `profiles/` (data) and a plan line in, the files of one client out; escaping belongs to the syntax family, which can also read back.
//!
//! In: profile definitions (built in, or from the site folder), plan lines, secrets. Out: [`Artefact`]s, or findings that name the client.
//! Rule: what a file says after writing is read by a reader of its own, after the client's real rules, and compared field by field.
//! May import: `domain`, `diag`, `policy`, `plan`. Start with [`Catalogue`], then `render`, `syntax`.

mod accounts;
#[cfg(test)]
mod accounts_tests;
mod builtin;
mod capabilities;
mod catalogue;
pub mod codes;
mod compare;
#[cfg(test)]
mod compare_tests;
mod definition;
mod emergency;
mod encoding;
mod field;
pub mod golden;
mod hands;
#[cfg(test)]
mod house_tests;
mod inherit;
mod lint;
#[cfg(test)]
mod lint_tests;
mod many;
mod media;
#[cfg(test)]
mod media_tests;
mod origin;
mod outputs;
mod read_back;
mod render;
mod repeats;
mod sources;
pub mod syntax;
mod template_check;
#[cfg(test)]
mod tests;
mod trial;
mod trouble;

pub use builtin::builtin;
pub use catalogue::{Catalogue, Keys, folder_name};
pub use compare::{Change, Compared, FileChange, Files, KeyChange};
pub use definition::{Lack, Profile, Source, define};
pub use emergency::Emergency;
pub use field::Field;
pub use hands::{Device, Kind, LinkUse};
pub use inherit::{Raw, inherit};
pub use lint::{codecs_of as lint_codecs_of, expiry as lint_expiry, expiry_of as lint_expiry_of};
pub use many::Outcome;
pub use origin::Origin;
pub use render::Artefact;
pub use sources::Note;
