//! Lists of logins as separated text.
#![no_main]

use deskshift::inventory::staff;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (list, plan) = deskshift_fuzz::list(bytes);
    deskshift_fuzz::reading::findings_hold(&staff::read_accounts(&list, &plan).findings);
});
