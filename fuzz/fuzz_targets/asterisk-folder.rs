//! Asterisk's folder: the first byte chooses which of the seven files; an include leads back into it.
#![no_main]

use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::asterisk::{ImportConfig, import};
use deskshift::inventory::reading::Reading;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let names = [
        "pjsip.conf",
        "pjsip_wizard.conf",
        "sip.conf",
        "users.conf",
        "voicemail.conf",
        "queues.conf",
        "extensions.conf",
    ];
    let files = MemoryFiles::new().with(names[usize::from(*first) % names.len()], bytes);
    deskshift_fuzz::reading::hold(&Reading::from(import(&files, &ImportConfig::default())));
});
