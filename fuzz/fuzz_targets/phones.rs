//! Configurations of phones: the first byte chooses the reader, so that damage does not hide behind recognition.
#![no_main]

use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::formats::{self, Given};
use deskshift::inventory::phones::{BARESIP, GRANDSTREAM, LINPHONERC, MICROSIP, SNOM, TWINKLE, YEALINK};
use deskshift::inventory::staff::ListFile;
use deskshift::policy::site::Numbers;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let readers = [BARESIP, GRANDSTREAM, LINPHONERC, MICROSIP, SNOM, TWINKLE, YEALINK];
    let plan = Numbers::new("49", "861", "99998").lengths([4]);
    let _ = formats::recognise("000413aabbcc.cfg", bytes);
    let list = ListFile { file: "000413aabbcc.cfg", bytes, encoding: None, sheet: None };
    let reading = (readers[usize::from(*first) % readers.len()].read)(&Given { list, plan: &plan, files: &MemoryFiles::new() });
    for extension in &reading.extensions {
        assert!(extension.account.is_some());
    }
});
