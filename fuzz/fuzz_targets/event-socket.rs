//! What a FreeSWITCH's event socket says, registrations and all. Whatever it is, nothing but questions is sent.
#![no_main]

use deskshift::net::server::{Question, esl};

const READS: [&str; 6] =
    ["exit", "api sofia xmlstatus", "api show registrations as json", "api domain_exists ", "api user_exists id ", "auth fuzzed"];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let lines = [("2001", "pbx.example"), ("2002", "pbx.example")];
    let lines = lines.map(|(user, domain)| (user.to_owned(), domain.to_owned())).to_vec();
    let mut said = Vec::new();
    let told = esl::talk(bytes, &mut said, "fuzzed", &Question { lines, existence: true });
    let said = String::from_utf8(said).expect("text");
    for line in said.lines().filter(|line| !line.is_empty()) {
        assert!(READS.iter().any(|start| line.starts_with(start)) && !line.contains('$'), "{line}");
    }
    assert!(told.is_err() || said.starts_with("auth "));
});
