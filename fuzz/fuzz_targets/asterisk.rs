//! Asterisk's files: the first byte chooses which of the four; an include leads back into it.
#![no_main]

use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::asterisk::{ImportConfig, import};
use deskshift::inventory::formats;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let _ = formats::recognise("pjsip.conf", bytes);
    let names = ["pjsip.conf", "voicemail.conf", "queues.conf", "extensions.conf"];
    let files = MemoryFiles::new().with(names[usize::from(*first) % names.len()], bytes);
    let _ = import(&files, &ImportConfig::default());
});
