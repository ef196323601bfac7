//! Staff lists as workbooks: the bytes get the signature of a ZIP if they have none.
#![no_main]

use deskshift::inventory::formats;
use deskshift::inventory::staff::{self, ListFile};
use deskshift::policy::site::Numbers;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut bytes = data.to_vec();
    if !bytes.starts_with(b"PK") {
        bytes.splice(0..0, *b"PK\x03\x04");
    }
    let bytes = bytes.as_slice();
    let plan = Numbers::new("49", "861", "99998").lengths([4]);
    let _ = formats::recognise("f", bytes);
    let list = ListFile { file: "f", bytes, encoding: None, sheet: None };
    let _ = staff::read(&list, &plan);
});
