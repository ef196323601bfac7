//! Lists of logins as separated text.
#![no_main]

use deskshift::inventory::formats;
use deskshift::inventory::staff::{self, ListFile};
use deskshift::policy::site::Numbers;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let bytes = data;
    let plan = Numbers::new("49", "861", "99998").lengths([4]);
    let _ = formats::recognise("f", bytes);
    let list = ListFile { file: "f", bytes, encoding: None, sheet: None };
    let _ = staff::read_accounts(&list, &plan);
});
