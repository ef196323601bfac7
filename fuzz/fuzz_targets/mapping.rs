//! `mapping.yaml`.
#![no_main]

use deskshift::store::yaml;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    deskshift_fuzz::reading::findings_hold(&yaml::read_mapping("mapping.yaml", bytes).findings);
});
