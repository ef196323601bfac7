//! innovaphone: the user export in XML, and the two kinds of CSV that its PBX takes.
//!
//! In: bytes of one file. Out: one reading. `e164` is the extension, `h323` the login, `cn` the key, `dn` the name that is shown.
//! May import: what `vendor` may. Start with `object`, then `xml`, `csv`.

mod apart;
mod csv;
mod object;
mod xml;

pub use csv::FORMAT as CSV;
pub use xml::FORMAT as XML;
