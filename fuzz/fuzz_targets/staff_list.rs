//! Staff lists as separated text.
#![no_main]

use deskshift::inventory::formats;
use deskshift::inventory::staff::{self, ListFile};
use deskshift::policy::site::Numbers;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let bytes = data;
    let plan = Numbers {
        country: "49".into(),
        area: "861".into(),
        head: "99998".into(),
        outside_prefix: "0".into(),
        extension_lengths: vec![4],
        blocks: Vec::new(),
        did_equals_extension: false,
        sites: Vec::new(),
    };
    let _ = formats::recognise("f", bytes);
    let list = ListFile { file: "f", bytes, encoding: None, sheet: None };
    let _ = staff::read(&list, &plan);
});
