//! Any file: recognised by content, then read by the format it looks like most.
#![no_main]

use deskshift::inventory::formats;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some((format, likeness)) = formats::recognise("export", bytes).into_iter().next() {
        assert!((1..=100).contains(&likeness.score));
        deskshift_fuzz::read(format.name, bytes);
    }
});
