//! What the fuzz targets share. A target of a format is one line: `deskshift_fuzz::target!("3cx/extensions");`.

use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::formats::{self, Class};
use deskshift::inventory::staff::ListFile;
use deskshift::policy::site::Numbers;

#[path = "../../tests/support/event_socket.rs"]
pub mod event_socket;
#[path = "../../tests/support/reading.rs"]
pub mod reading;

pub use libfuzzer_sys;

/// A target that reads its bytes with exactly this format, so that damage does not hide behind recognition.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        $crate::libfuzzer_sys::fuzz_target!(|bytes: &[u8]| $crate::read($name, bytes));
    };
}

/// Reads with the format of this name.
///
/// # Panics
/// Where there is no such format, or where its reading breaks a rule.
pub fn read(name: &str, bytes: &[u8]) {
    let format = formats::by_name(name).expect("a format of this name");
    // Phones have their hardware address in the file's name.
    let file = if format.class == Class::Phone { "00005e005321.cfg" } else { "export" };
    let _ = formats::recognise(file, bytes);
    reading::read_and_hold(format, file, bytes, &MemoryFiles::new().with(file, bytes));
}

/// A staff or accounts list and the plan it is read with.
#[must_use]
pub fn list(bytes: &[u8]) -> (ListFile<'_>, Numbers) {
    let list = ListFile::new("list", bytes);
    (list, Numbers::new("49", "861", "99998").lengths([4]))
}
