//! `deskshift.yaml`.
#![no_main]

use deskshift::store::yaml;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let reading = yaml::read_site("deskshift.yaml", bytes, &["baresip"]);
    assert!(reading.site.is_some() || !reading.findings.is_empty());
    deskshift_fuzz::reading::findings_hold(&reading.findings);
});
