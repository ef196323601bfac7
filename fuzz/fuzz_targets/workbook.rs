//! Staff lists as workbooks: the bytes get the signature of a ZIP if they have none.
#![no_main]

use deskshift::inventory::staff;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut bytes = data.to_vec();
    if !bytes.starts_with(b"PK") {
        bytes.splice(0..0, *b"PK\x03\x04");
    }
    let (list, plan) = deskshift_fuzz::list(&bytes);
    deskshift_fuzz::reading::findings_hold(&staff::read(&list, &plan).findings);
});
