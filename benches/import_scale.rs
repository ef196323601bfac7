//! How imports grow: `cargo bench --bench import_scale [-- ITEM...]`. Each item runs in a process of its own, so that its peak memory is its own.
//!
//! Items: sections (60,003 of pjsip.conf), csv-ldif (100,000 rows joined with 100,000 directory entries), xlsx (50,000 rows), xlsx-million
//! (a sheet of 1,048,576 rows, as many as the format has, read and joined), extensions of
//! Asterisk and people of a CSV and of an LDIF (10,000, 100,000 and 1,000,000 each, read and joined). The material is generated here or by
//! `rust_xlsxwriter`; beyond 200,000 rows it is read with the limits that a site file raises.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used)] // a benchmark reads the clock and prints

#[path = "../tests/support/big_workbook.rs"]
mod big_workbook;
#[path = "support/memory.rs"]
mod memory;

use std::fmt::Write as _;
use std::time::Instant;

use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::asterisk::{ImportConfig, config, import};
use deskshift::inventory::formats::{self, Class, Given};
use deskshift::inventory::merge::{Inputs, merge};
use deskshift::inventory::reading::Reading;
use deskshift::inventory::staff::ListFile;
use deskshift::policy::site::{Limits, Numbers};

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn plan() -> Numbers {
    Numbers {
        country: "49".into(),
        area: "89".into(),
        // With seven digits behind it, 15 in E.164.
        head: "9999".into(),
        outside_prefix: "0".into(),
        extension_lengths: vec![5, 6, 7],
        ..Numbers::default()
    }
}

const TEMPLATES: &str = "[home](!)\ntype=endpoint\ncontext=intern\ndisallow=all\nallow=g722,alaw\ndirect_media=no\nrtp_symmetric=yes\n\
    force_rport=yes\nrewrite_contact=yes\nlanguage=de\ndevice_state_busy_at=1\n[login](!)\ntype=auth\nauth_type=userpass\n\
    [place](!)\ntype=aor\nmax_contacts=2\nqualify_frequency=60\n";

/// Extensions of people begin here: far from 110 to 118 and from what begins with them, which never are any.
const FIRST: usize = 2_000_000;

/// Extensions in files of 100,000, included by `pjsip.conf`.
fn pjsip(count: usize) -> MemoryFiles {
    let mut files = MemoryFiles::new();
    let mut main = TEMPLATES.to_owned();
    for (part, start) in (0..count).step_by(100_000).enumerate() {
        let mut text = String::new();
        for number in (start..count.min(start + 100_000)).map(|n| 1_000_000 + n) {
            let _ = write!(
                text,
                "[{number}](home)\nauth={number}\naors={number}\ncallerid=\"Muster, Person\" <{number}>\nmailboxes={number}@default\n\
                 [{number}](login)\nusername={number}\npassword=c0ffee\\;{number}x\n[{number}](place)\n"
            );
        }
        let _ = writeln!(main, "#include part{part}.conf");
        files = files.with(&format!("part{part}.conf"), text);
    }
    files.with("pjsip.conf", main)
}

fn csv(count: usize) -> Vec<u8> {
    let mut text = String::from("Personalnr;Name;Vorname;Durchwahl;Zimmer;Amt;E-Mail;Login\n");
    for n in 0..count {
        let _ = writeln!(
            text,
            "{n:06};Müller{};Änne;{};{}.{:02};Amt {};u{n:06}@bench.example;u{n:06}",
            n / 1000,
            FIRST + n,
            n % 9,
            n % 97,
            n % 40
        );
    }
    text.into_bytes()
}

fn ldif(count: usize) -> Vec<u8> {
    let mut text = String::from("version: 1\n\n");
    for n in 0..count {
        let _ = write!(
            text,
            "dn: CN=Mueller{0} Aenne {n},OU=Staff,DC=bench,DC=example\nobjectClass: top\nobjectClass: person\nobjectClass: user\n\
             sn: Mueller{0}\ngivenName: Aenne\nsAMAccountName: u{n:06}\nmail: u{n:06}@bench.example\n\
             telephoneNumber: +49 89 9999-{1}\nphysicalDeliveryOfficeName: {2}.{3:02}\ndepartment: Amt {4}\nemployeeNumber: {n:06}\n\
             userAccountControl: 512\n\n",
            n / 1000,
            FIRST + n,
            n % 9,
            n % 97,
            n % 40
        );
    }
    text.into_bytes()
}

fn xlsx(count: usize) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (column, title) in (0..).zip(["Personalnr", "Name", "Vorname", "Durchwahl", "Zimmer", "Amt", "E-Mail", "Login"]) {
        page.write_string(0, column, title).unwrap();
    }
    for n in 0..count {
        let cells = [
            format!("{n:06}"),
            format!("Müller{}", n / 1000),
            "Änne".to_owned(),
            (FIRST + n).to_string(),
            format!("{}.{:02}", n % 9, n % 97),
            format!("Amt {}", n % 40),
            format!("u{n:06}@bench.example"),
            format!("u{n:06}"),
        ];
        for (column, cell) in (0..).zip(&cells) {
            page.write_string(n as u32 + 1, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// Through the format that the content shows.
fn read(file: &str, bytes: &[u8]) -> (Class, Reading) {
    let limits = Limits { rows: 2_000_000, file_mb: Some(1024) };
    let format = formats::recognise_within(file, bytes, limits)[0].0;
    let files = MemoryFiles::new();
    let list = ListFile { limits, ..ListFile::new(file, bytes) };
    (format.class, (format.read)(&Given { list, plan: &plan(), files: &files }))
}

fn joined(readings: Vec<(Class, Reading)>) -> (usize, usize) {
    let merged = merge(Inputs { readings, ..Inputs::default() });
    (merged.inventory.persons.len(), merged.inventory.extensions.len())
}

/// Prints one line; `work` says what came out.
fn measure(item: &str, goal: Option<f64>, megabytes: f64, work: impl FnOnce() -> String) {
    let before = memory::peak().unwrap_or_default();
    let start = Instant::now();
    let result = work();
    let seconds = start.elapsed().as_secs_f64();
    let peak = memory::peak().unwrap_or_default();
    let verdict = match goal {
        Some(goal) if seconds > goal => format!("  SLOW: goal {goal} s"),
        Some(goal) => format!("  goal {goal} s"),
        None => String::new(),
    };
    println!(
        "{item:<18} {seconds:>7.3} s  input {megabytes:>6.1} MB  peak {peak:>7.1} MB ({before:.1} before)  {result}{verdict}"
    );
    println!("{{\"bench\":\"import-scale-{item}\",\"unit\":\"s\",\"ours\":{seconds:.4},\"peak_mb\":{peak:.1}}}");
}

fn item(name: &str) {
    let size = |bytes: usize| bytes as f64 / 1e6;
    match name {
        "sections" => {
            let files = pjsip(20_000);
            measure(name, Some(0.2), 3.1, || format!("{} sections", config::read(&files, "pjsip.conf").sections().count()));
        }
        "csv-ldif" => {
            let (rows, entries) = (csv(100_000), ldif(100_000));
            measure(name, Some(2.0), size(rows.len() + entries.len()), || {
                // Two files are read side by side, as the program does.
                let readings = std::thread::scope(|scope| {
                    let directory = scope.spawn(|| read("a.ldif", &entries));
                    let list = read("b.csv", &rows);
                    vec![directory.join().unwrap(), list]
                });
                let (persons, extensions) = joined(readings);
                assert_eq!(persons, 100_000);
                format!("{persons} persons, {extensions} extensions")
            });
        }
        "xlsx" => {
            let bytes = xlsx(50_000);
            measure(name, Some(1.5), size(bytes.len()), || format!("{} persons", read("a.xlsx", &bytes).1.people.len()));
        }
        "xlsx-million" => {
            let people = big_workbook::MOST_ROWS - 1;
            let bytes = big_workbook::workbook(people);
            measure(name, None, size(bytes.len()), || {
                let (persons, extensions) = joined(vec![read("a.xlsx", &bytes)]);
                assert_eq!((persons, extensions), (people, people));
                format!("{persons} persons, {extensions} extensions")
            });
        }
        _ if name.starts_with("csv-") || name.starts_with("ldif-") => {
            let count = number(name);
            let (file, bytes) = if name.starts_with("csv-") { ("a.csv", csv(count)) } else { ("a.ldif", ldif(count)) };
            measure(name, None, size(bytes.len()), || {
                let (persons, extensions) = joined(vec![read(file, &bytes)]);
                assert_eq!((persons, extensions), (count, count));
                format!("{persons} persons, {extensions} extensions")
            });
        }
        _ => {
            let count = number(name);
            let files = pjsip(count);
            measure(name, None, count as f64 * 155e-6, || {
                let reading: Reading = import(&files, &ImportConfig::default()).into();
                let (_, extensions) = joined(vec![(Class::Pbx, reading)]);
                assert_eq!(extensions, count);
                format!("{extensions} extensions")
            });
        }
    }
}

/// Behind the last hyphen.
fn number(name: &str) -> usize {
    name.rsplit('-').next().and_then(|n| n.parse().ok()).expect("an item of the list")
}

const ITEMS: [&str; 13] = [
    "sections",
    "csv-ldif",
    "xlsx",
    "xlsx-million",
    "extensions-10000",
    "extensions-100000",
    "extensions-1000000",
    "csv-10000",
    "csv-100000",
    "csv-1000000",
    "ldif-10000",
    "ldif-100000",
    "ldif-1000000",
];

fn main() {
    let named: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if let [one] = named.as_slice() {
        item(one);
        return;
    }
    let program = std::env::current_exe().expect("this program");
    for name in ITEMS.iter().filter(|name| named.is_empty() || named.iter().any(|wanted| wanted == *name)) {
        let ended = std::process::Command::new(&program).arg(name).status().expect("started");
        assert!(ended.success(), "{name}");
    }
}
