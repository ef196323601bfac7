//! How fast 60,003 sections of pjsip.conf are read: `cargo bench --bench import_pjsip`.
//!
//! The file is generated here: three templates and 20,000 extensions of endpoint, auth and AOR, 3.1 MB. Asterisk 22.10.1 needs 8.0 s
//! for the same sections (manager action GetConfig with the transfer), the parser of its conversion script 4.8 s.
#![allow(clippy::disallowed_methods, clippy::print_stdout)] // a benchmark reads the clock and prints

#[path = "support/memory.rs"]
mod memory;

use std::fmt::Write as _;
use std::time::Instant;

use deskshift::inventory::asterisk::config;
use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::asterisk::{ImportConfig, import};

const EXTENSIONS: u32 = 20_000;
const GOAL_S: f64 = 0.2;

fn pjsip_conf() -> String {
    let mut text = String::from(
        "[home](!)\ntype=endpoint\ncontext=intern\ndisallow=all\nallow=g722,alaw\ndirect_media=no\nrtp_symmetric=yes\n\
         force_rport=yes\nrewrite_contact=yes\nlanguage=de\ndevice_state_busy_at=1\n[login](!)\ntype=auth\nauth_type=userpass\n\
         [place](!)\ntype=aor\nmax_contacts=2\nqualify_frequency=60\n",
    );
    for number in 20_000..20_000 + EXTENSIONS {
        let _ = write!(
            text,
            "[{number}](home)\nauth={number}\naors={number}\ncallerid=\"Muster, Person\" <{number}>\nmailboxes={number}@default\n\
             [{number}](login)\nusername={number}\npassword=c0ffee\\;{number}x\n[{number}](place)\n"
        );
    }
    text
}

/// Median of the runs in seconds.
fn median(mut work: impl FnMut()) -> f64 {
    work();
    let mut times: Vec<f64> = (0..9)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() {
    let text = pjsip_conf();
    let bytes = text.len() as f64;
    let files = MemoryFiles::new().with("pjsip.conf", text);
    let before = memory::peak();
    let first = config::read(&files, "pjsip.conf");
    let after = memory::peak();
    let (sections, variables) =
        (first.sections().len(), first.sections().map(|section| section.variables().len()).sum::<usize>());
    assert!(first.ok());
    assert_eq!(sections, 60_003);
    drop(first);
    let read = median(|| {
        std::hint::black_box(config::read(&files, "pjsip.conf"));
    });
    let whole = median(|| {
        std::hint::black_box(import(&files, &ImportConfig::default()));
    });
    println!("{sections} sections, {variables} variables in effect, {:.1} MB", bytes / 1e6);
    println!("read and resolve:       {:.3} s  {:6.1} MB/s  (goal {GOAL_S} s)", read, bytes / 1e6 / read);
    println!("with objects, accounts: {:.3} s  {:6.1} MB/s", whole, bytes / 1e6 / whole);
    if let (Some(before), Some(after)) = (before, after) {
        let used = (after - before) * 1_048_576.0;
        println!("memory to read:         {:.1} MB, {:.1} times the file (its copy included)", used / 1e6, used / bytes);
    }
    println!("{{\"bench\":\"import-pjsip\",\"unit\":\"s\",\"ours\":{read:.4}}}");
    println!("repeat: cargo bench --bench import_pjsip   (median of 9 runs after one to warm up)");
    if read > GOAL_S {
        println!("SLOW: over the goal");
    }
}
