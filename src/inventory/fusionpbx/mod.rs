//! What FusionPBX downloads as separated text: extensions, devices, destinations.
//!
//! In: one file, separated by `,` or `|`, with any choice of columns. Out: a `Reading`; devices and
//! destinations meet their extensions when the sources are joined.
//! May import: `domain`, `diag`, `policy`, the inventory's model, `kind`, `table`, `staff`, `subscriber`. Start with `extensions`.

mod destinations;
mod devices;
mod extensions;

#[cfg(test)]
mod tests;

pub use destinations::FORMAT as DESTINATIONS;
pub use devices::FORMAT as DEVICES;
pub use extensions::FORMAT as EXTENSIONS;
