//! Any file: recognised by content, then read by the format it looks like most.
#![no_main]

use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::formats::{self, Given};
use deskshift::inventory::staff::ListFile;
use deskshift::policy::site::Numbers;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let plan = Numbers::new("49", "861", "99998").lengths([4]);
    let list = ListFile { file: "f", bytes, encoding: None, sheet: None };
    if let Some((format, likeness)) = formats::recognise("f", bytes).into_iter().next() {
        assert!((1..=100).contains(&likeness.score));
        let reading = (format.read)(&Given { list, plan: &plan, files: &MemoryFiles::new() });
        assert!(reading.findings.len() < 20_000);
    }
});
