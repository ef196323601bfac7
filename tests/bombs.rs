//! Input made to exhaust: each is refused or cut short with a documented exit code, a finding with the file, and little memory.
//!
//! The goal is 2 s and 128 MB. The time is that of the processor, which what else runs on the machine does not lengthen, in a release
//! build; a debug build has a multiple of it. Each is printed (`--nocapture`), and a guard ends what hangs.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::unwrap_used, clippy::print_stdout)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const GUARD: Duration = Duration::from_secs(60);
/// Of the processor, in user and system mode.
const MOST_TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 16 } else { 2 });
/// Resident, at the highest; a debug build's own code takes some 20 MB more.
const MOST_KB: u64 = if cfg!(debug_assertions) { 156 } else { 128 } * 1024;
/// Address space of the command, in KB: a guard against one great allocation that is never touched.
const ADDRESSES_KB: &str = "600000";

const POLICY: &str = "version: 1\nname: Amt\nnumbers: {area: \"0861\", head: \"99998\", extension_lengths: [4]}\n\
sources: {asterisk: pbx, staff: [staff.csv]}\npbx: {domain: pbx.example, registrars: {tls: \"pbx.example:5061\"}}\n\
clients: [{client: baresip}]\nroster: {horizon: {from: 2027-03-01, holidays: {land: BY}}}\n";
const PBX: &str = "[2001]\ntype=endpoint\naors=2001\nauth=2001\nallow=alaw\n[2001]\ntype=auth\nusername=2001\n\
password=Xk7vQ2n9RbTm4Zc8\n[2001]\ntype=aor\nmax_contacts=2\n";

struct Ended {
    code: i32,
    said: String,
    peak_kb: u64,
    took: Duration,
    computed: Duration,
}

/// Runs with a limit of address space and watches the resident peak.
fn watch(mut command: Command) -> Ended {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let status_file = format!("/proc/{}/status", child.id());
    let read = |mut pipe: Box<dyn std::io::Read + Send>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = pipe.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let stdout = read(Box::new(child.stdout.take().unwrap()));
    let stderr = read(Box::new(child.stderr.take().unwrap()));
    let mut peak_kb = 0;
    let computed = loop {
        // A process that has ended has no memory any more: the last look before counts.
        let now = fs::read_to_string(&status_file).unwrap_or_default();
        let field = |name: &str| now.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        // While it becomes another program it bears the name of this thread, and the memory that is told is this process's own: execve(2) sets
        // the waiting parent free before it changes the memory, and the name last.
        if let (Some("bash" | "deskshift"), Some(kb)) = (field("Name:"), field("VmHWM:")) {
            peak_kb = peak_kb.max(kb.trim_end_matches(" kB").parse().unwrap_or(0));
        }
        // Its time is whole when it has ended, and there until it is waited for.
        let (ended, computed) = look(child.id());
        if ended {
            break computed;
        }
        if start.elapsed() > GUARD {
            child.kill().unwrap();
            child.wait().unwrap();
            let said = format!("panicked: still running after {GUARD:?}");
            return Ended { code: -1, said, peak_kb, took: start.elapsed(), computed };
        }
        std::thread::sleep(Duration::from_micros(500));
    };
    let took = start.elapsed();
    let code = child.wait().unwrap().code().unwrap_or(-1);
    Ended { code, said: stdout.join().unwrap() + &stderr.join().unwrap(), peak_kb, took, computed }
}

/// Whether a child has ended, and the processor time it has used in user and system mode (proc(5): state, utime, stime).
fn look(pid: u32) -> (bool, Duration) {
    const TICKS_PER_S: u64 = 100;
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split_whitespace().collect();
    let ticks: u64 = [11, 12].iter().map(|at| fields[*at].parse::<u64>().unwrap()).sum();
    (fields[0] == "Z", Duration::from_millis(ticks * 1000 / TICKS_PER_S))
}

fn limited(program: &Path, arguments: &[&str]) -> Command {
    let mut shell = Command::new("bash");
    shell.args(["-c", "ulimit -v \"$0\"; exec \"$@\"", ADDRESSES_KB]).arg(program).args(arguments);
    shell
}

/// Asks for the whole import of a small site in which `plant` has hidden a bomb.
fn bomb(name: &str, plant: impl FnOnce(&Path), codes: &[i32], words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    fs::create_dir(site.join("pbx")).unwrap();
    fs::write(site.join("deskshift.yaml"), POLICY).unwrap();
    fs::write(site.join("pbx/pjsip.conf"), PBX).unwrap();
    fs::write(site.join("staff.csv"), "Name;Vorname;Durchwahl\nMuster;Anna;2001\n").unwrap();
    plant(site);
    let mut command = limited(Path::new(env!("CARGO_BIN_EXE_deskshift")), &["inventory", "check"]);
    command.current_dir(site).env_remove("DESKSHIFT_SITE").env_remove("DESKSHIFT_LANG");
    judge(name, &watch(command), codes, words);
}

thread_local! {
    /// What went wrong in this test so far: all bombs are tried before it fails.
    static WRONG: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) };
}

fn judge(name: &str, ended: &Ended, codes: &[i32], words: &[&str]) {
    let (took, computed) = (ended.took.as_millis(), ended.computed.as_millis());
    println!("{name}: exit {}, {computed} ms of the processor in {took} ms, {} MB", ended.code, ended.peak_kb >> 10);
    let head: String = ended.said.chars().take(1500).collect();
    let wrong = |text: String| WRONG.with_borrow_mut(|all| all.push(format!("{name}: {text}")));
    if ended.said.contains("panicked") || ended.said.contains("memory allocation") {
        wrong(format!("broke down\n{head}"));
    }
    if !codes.contains(&ended.code) {
        wrong(format!("exit {}\n{head}", ended.code));
    }
    for word in words {
        if !says(&ended.said, word) {
            wrong(format!("`{word}` is missing in\n{head}"));
        }
    }
    if ended.said.len() > 4 << 20 {
        wrong(format!("{} bytes of findings", ended.said.len()));
    }
    if ended.computed > MOST_TIME {
        wrong(format!("{computed} ms of the processor"));
    }
    if ended.peak_kb >= MOST_KB {
        wrong(format!("{} MB resident", ended.peak_kb >> 10));
    }
}

/// A word that ends with a colon is a file: its line must stand behind it.
fn says(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| !word.ends_with(':') || text[at + word.len()..].starts_with(|c: char| c.is_ascii_digit()))
}

#[track_caller]
fn done() {
    let wrong = WRONG.take();
    assert!(wrong.is_empty(), "{} complaints:\n{}", wrong.len(), wrong.join("\n"));
}

fn policy(name: &str, bytes: impl AsRef<[u8]>, words: &[&str]) {
    bomb(name, |site| fs::write(site.join("deskshift.yaml"), bytes).unwrap(), &[2], &[&["deskshift.yaml"], words].concat());
}

fn staff(name: &str, bytes: impl AsRef<[u8]>, code: i32, words: &[&str]) {
    bomb(name, |site| fs::write(site.join("staff.csv"), bytes).unwrap(), &[code], &[&["staff.csv"], words].concat());
}

fn pjsip(name: &str, bytes: impl AsRef<[u8]>, codes: &[i32], words: &[&str]) {
    bomb(name, |site| fs::write(site.join("pbx/pjsip.conf"), bytes).unwrap(), codes, &[&["pbx/"], words].concat());
}

/// Takes no room on the disk.
fn sparse(path: &Path, bytes: u64) {
    File::create(path).unwrap().set_len(bytes).unwrap();
}

#[test]
fn a_line_of_a_gigabyte() {
    for name in ["deskshift.yaml", "staff.csv", "pbx/pjsip.conf"] {
        bomb(&format!("1 GB line in {name}"), |site| sparse(&site.join(name), 1 << 30), &[2], &[name, "store/too-large"]);
    }
    // Below the limit of files, so that the readers themselves see it.
    for name in ["deskshift.yaml", "staff.csv", "pbx/pjsip.conf"] {
        bomb(&format!("60 MB of NUL in {name}"), |site| sparse(&site.join(name), 60 << 20), &[2], &[name]);
    }
    staff("60 MB line of x in staff.csv", vec![b'x'; 60 << 20], 2, &["inventory/list-too-large", "staff.csv:1"]);
    pjsip("60 MB line of x in pjsip.conf", vec![b'x'; 60 << 20], &[2], &["pbx/pjsip.conf:1"]);
    done();
}

#[test]
fn yaml_aliases() {
    let mut laughs = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for n in 1..10 {
        let list = vec![format!("*a{}", n - 1); 9].join(", ");
        writeln!(laughs, "a{n}: &a{n} [{list}]").unwrap();
    }
    policy("laughs", &laughs, &["policy/yaml-limit"]);
    let mut maps = String::from("a0: &a0 {k: v, l: w}\n");
    for n in 1..20 {
        let before = n - 1;
        writeln!(maps, "a{n}: &a{n} {{x: *a{before}, y: *a{before}}}").unwrap();
    }
    policy("laughs of maps", &maps, &["policy/yaml-limit"]);
    policy("quadratic", format!("a: &a {}\nb: [{}]\n", "x".repeat(40_000), vec!["*a"; 20_000].join(", ")), &["policy/yaml"]);
    policy("an alias of itself", "a: &a [*a]\n", &["policy/"]);
    policy("an alias of nothing", "a: *b\n", &["policy/yaml-syntax"]);
    let merge: String = (0..40).map(|n| format!("m{}: &m{} {{<<: [*m{n}, *m{n}, *m{n}, *m{n}]}}\n", n + 1, n + 1)).collect();
    policy("merge keys", format!("m0: &m0 {{a: 1}}\n{merge}"), &["policy/"]);
    done();
}

#[test]
fn yaml_depth_and_size() {
    policy("a million brackets", "[".repeat(1_000_000), &["policy/yaml-limit"]);
    policy("a million braces", "{a: ".repeat(250_000), &["policy/yaml-limit"]);
    policy("a million dashes", format!("{}x\n", "- ".repeat(500_000)), &["policy/yaml-limit"]);
    policy("deep indentation", (0..2000).map(|n| " ".repeat(n) + "k:\n").collect::<String>(), &["policy/yaml-limit"]);
    policy("a key of a megabyte", format!("{}: 1\n", "k".repeat(1 << 20)), &["policy/"]);
    policy("a plain scalar of 20 MB", format!("name: {}\n", "word ".repeat(4 << 20)), &["policy/"]);
    policy("a million keys", (0..500_000).map(|n| format!("k{n}: 1\n")).collect::<String>(), &["policy/"]);
    policy(
        "40,000 unknown keys",
        format!("{POLICY}{}", (0..40_000).map(|n| format!("k{n}: 1\n")).collect::<String>()),
        &["policy/unknown-key"],
    );
    policy("one key many times", "name: x\n".repeat(200_000), &["policy/duplicate-key"]);
    policy("a million values", format!("a: [{}]\n", "1,".repeat(1_000_000)), &["policy/yaml-limit"]);
    policy("many documents", "---\na: 1\n".repeat(200_000), &["policy/"]);
    policy("quotes without end", "a: \"".repeat(200_000), &["policy/yaml"]);
    policy("tags", format!("a: {} x\n", "!a".repeat(200_000)), &["policy/"]);
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain("name: x\n".repeat(100_000).encode_utf16().flat_map(u16::to_le_bytes)).collect();
    policy("UTF-16", wide, &["policy/"]);
    policy("NUL in the middle", [POLICY.as_bytes(), b"x: a\0b\n"].concat(), &["policy/"]);
    done();
}

#[test]
fn separated_text() {
    let head = "Name;Vorname;Durchwahl\n";
    staff("a million columns", format!("{}\n", "Name;".repeat(1_000_000)), 2, &["inventory/list-too-large", "staff.csv:1"]);
    staff("three thousand columns", format!("{head}{}\n", "x;".repeat(3_000)), 2, &["inventory/list-too-large", "staff.csv:2"]);
    staff("a million rows", format!("{head}{}", "Muster;Anna;2001\n".repeat(1_000_000)), 2, &["inventory/list-too-large"]);
    staff("four million blank lines", format!("{head}{}", "\n".repeat(4_000_000)), 2, &["inventory/"]);
    staff("quotes that stay open", "\"a\n".repeat(400_001), 2, &["inventory/"]);
    staff("a quote around 20 MB", format!("{head}\"{}", "aaaaaaaa\n".repeat(2 << 20)), 2, &["inventory/list-too-large"]);
    staff("a cell of 40,000 letters", format!("{head}Muster;{};2001\n", "x".repeat(40_000)), 2, &["staff.csv:2:8"]);
    staff("NUL bytes", format!("{head}Mus\0ter;Anna;2001\n"), 2, &["inventory/list-unreadable"]);
    staff("control characters", (1..32_u8).cycle().take(1 << 20).collect::<Vec<u8>>(), 2, &["staff.csv"]);
    let wide: Vec<u8> = "Name;Vorname\n".repeat(600_000).encode_utf16().flat_map(u16::to_be_bytes).collect();
    staff("UTF-16BE without a mark", wide, 2, &["inventory/list-too-large"]);
    let mixed: Vec<u8> = (0..20_000)
        .flat_map(|n| if n % 2 == 0 { b"M\xc3\xbcller;Anna;2001\n".to_vec() } else { b"J\xf6rg;Ben;2002\n".to_vec() })
        .collect();
    staff("mixed encodings", [head.as_bytes(), &mixed].concat(), 2, &["inventory/encoding-mixed", "staff.csv:3"]);
    let wrong = format!("{head}{}", "Muster;Anna;niemand\n".repeat(20_000));
    bomb(
        "20,000 wrong rows",
        |site| fs::write(site.join("staff.csv"), &wrong).unwrap(),
        &[1, 2],
        &["inventory/number-not-understood"],
    );
    done();
}

fn parts(list: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in list {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
const INNER: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
<Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/>\
</Relationships>";
const BOOK: &str = "<workbook xmlns:r=\"x\"><sheets><sheet name=\"L\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";

fn book(sheet: Vec<u8>, strings: Vec<u8>) -> Vec<u8> {
    parts(&[
        ("_rels/.rels", RELATIONS.into()),
        ("xl/workbook.xml", BOOK.into()),
        ("xl/_rels/workbook.xml.rels", INNER.into()),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

fn sheet(rows: &str) -> Vec<u8> {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

fn strings(items: &str) -> Vec<u8> {
    format!("<sst>{items}</sst>").into_bytes()
}

fn xlsx(name: &str, bytes: &[u8], words: &[&str]) {
    staff(name, bytes, 2, words);
}

/// The size of one part as the directory of the ZIP tells it.
fn lie(mut bytes: Vec<u8>, part: &str, size: u32) -> Vec<u8> {
    let find =
        |bytes: &[u8], from: usize, what: &[u8]| bytes[from..].windows(what.len()).position(|w| w == what).map(|at| at + from);
    let mut from = 0;
    let mut changed = 0;
    while let Some(at) = find(&bytes, from, b"PK\x01\x02") {
        if bytes[at + 46..].starts_with(part.as_bytes()) {
            bytes[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
            changed += 1;
        }
        from = at + 4;
    }
    assert_eq!(changed, 1);
    bytes
}

#[test]
fn workbooks() {
    let mut corner = rust_xlsxwriter::Workbook::new();
    let page = corner.add_worksheet();
    page.write_string(0, 0, "Name").unwrap();
    page.write_string(1_048_575, 16_383, "x").unwrap();
    xlsx("cells in opposite corners", &corner.save_to_buffer().unwrap(), &["inventory/"]);

    let long = strings(&format!("<si><t>{}</t></si>", "x".repeat(30_000)));
    let named: String = (1..100_000).map(|n| format!("<row r=\"{n}\"><c r=\"A{n}\" t=\"s\"><v>0</v></c></row>")).collect();
    xlsx("one string in 100,000 cells", &book(sheet(&named), long), &["inventory/list-too-large"]);
    let many: String = "<si><t>x</t></si>".repeat(1_500_000);
    xlsx("1.5 million shared strings", &book(sheet(""), strings(&many)), &["inventory/"]);
    xlsx("a part of 40 MB from 40 KB", &book(vec![b' '; 40 << 20], strings("")), &["inventory/list-too-large", "sheet1.xml"]);
    let real = book(vec![b' '; 40 << 20], strings(""));
    xlsx("a part that lies about its size", &lie(real, "xl/worksheets/sheet1.xml", 1000), &["inventory/"]);
    xlsx(
        "a part that claims 4 GB",
        &lie(book(sheet(""), strings("")), "xl/worksheets/sheet1.xml", u32::MAX - 1),
        &["inventory/list-too-large"],
    );
    let cells: String = (0..850_000).map(|_| "<c><v>1</v></c>").collect();
    xlsx("850,000 cells in a row", &book(sheet(&format!("<row>{cells}</row>")), strings("")), &["inventory/"]);
    xlsx("depth", &book("<a>".repeat(400_000).into_bytes(), strings("")), &["inventory/"]);
    let entities =
        "<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
    xlsx("entities", &book(sheet(""), entities.into()), &["inventory/list-unreadable"]);
    xlsx("an attribute of 8 MB", &book(sheet(&format!("<row r=\"{}\"/>", "1".repeat(8 << 20))), strings("")), &["inventory/"]);
    let merges: String = (0..200_000).map(|n| format!("<mergeCell ref=\"A{}:A{}\"/>", n + 1, n + 2)).collect();
    let merged = format!("<worksheet><sheetData/><mergeCells>{merges}</mergeCells></worksheet>");
    xlsx("200,000 merged ranges", &book(merged.into_bytes(), strings("")), &["inventory/"]);
    done();
}

#[test]
fn archives() {
    let sheets: Vec<(String, Vec<u8>)> = (0..3000).map(|n| (format!("xl/worksheets/s{n}.xml"), Vec::new())).collect();
    let named: Vec<(&str, Vec<u8>)> = sheets.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    xlsx("3,000 parts", &parts(&named), &["inventory/list-too-large"]);
    let good = book(sheet(""), strings(""));
    xlsx("a ZIP cut in half", &good[..good.len() / 2], &["inventory/list-unreadable"]);
    xlsx("a ZIP of nothing", &parts(&[]), &["inventory/list-unreadable"]);
    xlsx("a ZIP in a ZIP", &parts(&[("xl/workbook.xml", good.clone())]), &["inventory/list-unreadable"]);
    let mut count = good;
    let end = count.len() - 22;
    count[end + 8..end + 12].copy_from_slice(&[0xFF; 4]);
    xlsx("a directory of 65,535 entries that are not there", &count, &["inventory/"]);
    let text = parts(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml", "<a>".repeat(300_000).into_bytes()),
    ]);
    xlsx("an ODS of depth 300,000", &text, &["inventory/"]);
    done();
}

#[test]
fn includes() {
    pjsip("a file that includes itself", format!("{PBX}#include \"pjsip.conf\"\n"), &[2], &["inventory/include-too-deep"]);
    pjsip("a file that includes itself a thousand times", "#include \"pjsip.conf\"\n".repeat(1000), &[2], &["inventory/"]);
    bomb(
        "two files in a ring",
        |site| {
            fs::write(site.join("pbx/pjsip.conf"), format!("{PBX}#include \"b.conf\"\n")).unwrap();
            fs::write(site.join("pbx/b.conf"), "#include \"pjsip.conf\"\n".repeat(20)).unwrap();
        },
        &[2],
        &["inventory/include-too-deep"],
    );
    bomb(
        "a tree of twenty includes on ten levels",
        |site| {
            fs::write(site.join("pbx/pjsip.conf"), format!("{PBX}{}", "#include \"l1.conf\"\n".repeat(20))).unwrap();
            for level in 1..10 {
                let text = format!("#include \"l{}.conf\"\n", level + 1).repeat(20);
                fs::write(site.join(format!("pbx/l{level}.conf")), text).unwrap();
            }
            fs::write(site.join("pbx/l10.conf"), "[x](!)\n").unwrap();
        },
        &[2],
        &["inventory/config-too-large"],
    );
    bomb(
        "a glob of 10,000 files",
        |site| {
            fs::create_dir(site.join("pbx/d")).unwrap();
            fs::write(site.join("pbx/pjsip.conf"), format!("{PBX}#include \"d/*.conf\"\n")).unwrap();
            for n in 0..10_000 {
                fs::write(site.join(format!("pbx/d/{n}.conf")), format!("[t{n}](!)\nx\n")).unwrap();
            }
        },
        &[2],
        &["inventory/config-too-large", "pbx/d/"],
    );
    bomb(
        "a glob of 10,000 files that each name the glob",
        |site| {
            fs::create_dir(site.join("pbx/d")).unwrap();
            fs::write(site.join("pbx/pjsip.conf"), format!("{PBX}#include \"d/*.conf\"\n")).unwrap();
            for n in 0..10_000 {
                fs::write(site.join(format!("pbx/d/{n}.conf")), "#include \"d/*.conf\"\n").unwrap();
            }
        },
        &[2],
        &["inventory/"],
    );
    let braces = "{a,b}".repeat(30);
    pjsip("braces that multiply", format!("{PBX}#include \"{braces}.conf\"\n"), &[1], &["inventory/include-missing"]);
    bomb(
        "stars against a long name",
        |site| {
            fs::write(site.join(format!("pbx/{}.conf", "a".repeat(200))), "").unwrap();
            fs::write(site.join("pbx/pjsip.conf"), format!("{PBX}#include \"{}b.conf\"\n", "*a".repeat(60))).unwrap();
        },
        &[1],
        &["inventory/include-missing"],
    );
    bomb(
        "an include of an endless device",
        |site| {
            std::os::unix::fs::symlink("/dev/zero", site.join("pbx/zero.conf")).unwrap();
            fs::write(site.join("pbx/pjsip.conf"), format!("{PBX}#include \"zero.conf\"\n")).unwrap();
        },
        &[1],
        &["pbx/pjsip.conf:13"],
    );
    bomb(
        "a folder that leads into itself",
        |site| {
            std::os::unix::fs::symlink(".", site.join("pbx/d")).unwrap();
            fs::write(site.join("pbx/pjsip.conf"), format!("{PBX}#include \"*/*/*/*/*/*/*/*/pjsip.conf\"\n")).unwrap();
        },
        &[2],
        &["inventory/"],
    );
    done();
}

#[test]
fn templates() {
    pjsip("a template of itself", "[a]\ntype=endpoint\n[a](+,a)\n".repeat(2000), &[2], &["inventory/inherits-itself"]);
    let mut chain = String::from("[t0](!)\nallow=alaw\n");
    for n in 1..60_000 {
        writeln!(chain, "[t{n}](!,t{})\nset_var=A{n}=1", n - 1).unwrap();
    }
    pjsip("60,000 templates in a chain, each one line longer", chain, &[2], &["inventory/config-too-large", "pbx/pjsip.conf:"]);
    let wide: String = "[t](!)\n".to_owned()
        + &"set_var=A=1\n".repeat(20_000)
        + &(0..20_000).map(|n| format!("[s{n}](t)\n")).collect::<String>();
    pjsip("20,000 sections of 20,000 lines", wide, &[2], &["inventory/config-too-large"]);
    let doubling: String =
        "[t0](!)\nallow=alaw\n".to_owned() + &(1..40).map(|n| format!("[t{n}](!,t{0},t{0})\n", n - 1)).collect::<String>();
    pjsip("each template twice the one before", doubling, &[2], &["inventory/config-too-large"]);
    let growth = "[a]\nset_var=x\n".to_owned() + &format!("set_var+={}\n", "y".repeat(8000)).repeat(700);
    pjsip("700 times += of 8,000 letters", growth, &[2], &["inventory/"]);
    let parents = format!("[a](!)\n[b]({})\n", vec!["a"; 2000].join(","));
    pjsip("2,000 parents in one header", parents.repeat(100), &[2], &["inventory/"]);
    let filters: String = (0..3000).map(|n| format!("[s{n}]\ntype=endpoint\nx={}\n", "a".repeat(200))).collect::<String>()
        + &"[s1](+x=(a*)*(a*)*(a*)*b)\n".repeat(3000);
    pjsip("filters that search for long", filters, &[2], &["inventory/"]);
    let comments = ";--\n".repeat(200_000);
    pjsip("200,000 open comments", format!("{PBX}{comments}"), &[1], &["inventory/comment"]);
    pjsip("a million brackets", "[\n".repeat(1_000_000), &[2], &["inventory/header-unclosed", "pbx/pjsip.conf:1:1"]);
    let names: String = (0..300_000).map(|n| format!("[s{n}]\n")).collect();
    pjsip("300,000 sections of nothing", names, &[1, 2], &["inventory/"]);
    done();
}

#[test]
fn queues_and_dialplan() {
    let plant = |file: &'static str, text: String| move |site: &Path| fs::write(site.join("pbx").join(file), text).unwrap();
    let members = "[q]\n".to_owned() + &(0..300_000).map(|n| format!("member => PJSIP/{n}\n")).collect::<String>();
    bomb("300,000 members", plant("queues.conf", members), &[2], &["pbx/queues.conf"]);
    let globals: String = "[globals]\nA0=xxxxxxxxxx\n".to_owned()
        + &(1..40).map(|n| format!("A{n}=${{A{0}}}${{A{0}}}\n", n - 1)).collect::<String>()
        + "[intern]\nexten => 2001,1,Dial(${A39})\n";
    bomb("globals that double", plant("extensions.conf", globals), &[0], &["inventory/"]);
    let devices = format!("[intern]\n{}", format!("exten => 2001,1,Dial({})\n", "PJSIP/2999&".repeat(700)).repeat(1500));
    bomb("a million devices in Dial", plant("extensions.conf", devices), &[0], &["pbx/extensions.conf"]);
    let brackets = format!("[intern]\n{}", format!("exten => 2001,1,NoOp({})\n", "(".repeat(8000)).repeat(500));
    bomb("four million brackets", plant("extensions.conf", brackets), &[0], &[]);
    let boxes = "[default]\n".to_owned() + &"2001 => 1,A\n".repeat(400_000);
    bomb("400,000 equal mailboxes", plant("voicemail.conf", boxes), &[0], &["inventory/mailbox-twice"]);
    done();
}

/// Exports of telephone systems and directories.
#[test]
fn exports() {
    let doubling: String = (1..60).fold("<X-PRE-PROCESS cmd=\"set\" data=\"v0=xxxxxxxxxx\"/>\n".to_owned(), |mut text, n| {
        let _ = writeln!(text, "<X-PRE-PROCESS cmd=\"set\" data=\"v{n}=$${{v{0}}}$${{v{0}}}\"/>", n - 1);
        text
    });
    let user = "<user id=\"2001\"><params><param name=\"password\" value=\"$${v59}\"/></params></user>";
    let entry = "version: 1\n\ndn: CN=x,DC=d\nobjectClass: user\nsn: x\n";
    let itself = "<include>\n<X-PRE-PROCESS cmd=\"include\" data=\"itself.xml\"/>\n<domain name=\"d\"><user id=\"2001\"/></domain>\n</include>\n";
    let entities = "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;\">]>\n<include><domain name=\"d\"><user id=\"&y;\"/></domain></include>\n";
    let cases: Vec<(&str, String, &str)> = vec![
        ("depth.xml", format!("<include><domain name=\"d\"><user id=\"2001\"/>\n{}", "<a>\n".repeat(300_000)), "inventory/"),
        ("variables.xml", format!("<include>\n{doubling}<domain name=\"d\">{user}</domain></include>\n"), "inventory/"),
        ("itself.xml", itself.to_owned(), "inventory/xml-include-loop"),
        ("entities.xml", entities.to_owned(), "inventory/"),
        ("long.ldif", format!("{entry}givenName: {}\n", "x".repeat(20 << 20)), "inventory/list-too-large"),
        ("folded.ldif", format!("{entry}givenName: x\n{}", " y\n".repeat(2_000_000)), "inventory/list-too-large"),
        ("csvde.csv", format!("DN,objectClass,sn,{}\nCN=x,user,x\n", "a,".repeat(400_000)), "inventory/list-too-large"),
        (
            "bulk.csv",
            format!("extension,name,tech,secret,sipdriver\n{}", "2001,A,pjsip,x,chan_pjsip\n".repeat(210_000)),
            "inventory/list-too-large",
        ),
    ];
    for (name, text, word) in cases {
        export(name, text.as_bytes(), word);
    }
    done();
}

/// What is large and stays within the limits is read, in the same time and memory; what is odd about it is told with its line.
#[test]
fn exports_within_the_limits() {
    let entry = "version: 1\n\ndn: CN=x,DC=d\nobjectClass: user\nsn: x\n";
    let cases: Vec<(&str, String, i32, &str)> = vec![
        (
            "users.xml",
            format!("<include><domain name=\"d\">\n{}</domain></include>\n", "<user id=\"2001\"/>\n".repeat(60_000)),
            1,
            "inventory/extension-listed-twice",
        ),
        ("values.ldif", format!("{entry}{}", "mail: a@b\n".repeat(300_000)), 0, "inventory/directory-values-more"),
        (
            "bulk.csv",
            format!("extension,name,tech,secret,sipdriver\n{}", "2001,A,pjsip,x,chan_pjsip\n".repeat(100_000)),
            1,
            "inventory/extension-listed-twice",
        ),
        ("h.accounts", format!("<sip:2001@h>;auth_pass=x{}\n", ";a=b".repeat(15_000)), 1, "inventory/phone-settings-unused"),
        (
            "i.grandstream.xml",
            format!("<gs_provision version=\"1\"><config>\n{}</config></gs_provision>", "<P35>2001</P35>\n".repeat(95_000)),
            0,
            "inventory/phone-account",
        ),
        (
            "j.MicroSIP.ini",
            format!("[Account1]\nauthID=1\nusername=1\n{}", "[\n".repeat(90_000)),
            0,
            "inventory/phone-line-unclear",
        ),
    ];
    for (name, text, code, word) in cases {
        only(name, text.as_bytes(), code, &[word, &format!("{name}:")]);
    }
    // Of a file that is nothing known there is no line to name.
    only("k.twinkle.cfg", b"user_name=1\nuser_domain=h\n\0\0\0", 2, &["inventory/list-unreadable", "k.twinkle.cfg"]);
    done();
}

fn export(name: &str, bytes: &[u8], word: &str) {
    only(name, bytes, 2, &[word, &format!("{name}:")]);
}

/// The only source of a site whose site file is sound.
fn only(name: &str, bytes: &[u8], code: i32, words: &[&str]) {
    let policy = POLICY.replace("{asterisk: pbx, staff: [staff.csv]}", &format!("{{exports: [{name}]}}"));
    assert_ne!(policy, POLICY);
    let plant = |site: &Path| {
        fs::write(site.join("deskshift.yaml"), policy).unwrap();
        fs::write(site.join(name), bytes).unwrap();
    };
    bomb(name, plant, &[code], words);
}

#[test]
fn configurations_of_phones() {
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a.snom.xml", format!("<settings><phone-settings>{}", "<a>".repeat(1_000_000)).into_bytes(), "inventory/list-too-large"),
        ("b.snom.xml", format!("<settings><phone-settings>\n{}", "<a>\n".repeat(90_000)).into_bytes(), "inventory/list-too-large"),
        ("c.snom.xml", b"<?xml version=\"1.0\"?>\n<!DOCTYPE s [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<settings><phone-settings><user_name idx=\"1\">&b;</user_name></phone-settings></settings>\n".to_vec(), "inventory/phone-xml-broken"),
        ("d.yealink.cfg", format!("#!version:1.0.0.1\n{}", "account.1.user_name = 1\n".repeat(300_000)).into_bytes(), "inventory/list-too-large"),
        ("e.linphonerc", format!("[proxy_0]\nreg_proxy=sip:h\nreg_identity=sip:1@h\n{}", "x".repeat(50 << 20)).into_bytes(), "inventory/list-too-large"),
        ("f.linphonerc", (0..30_000).map(|n| format!("[proxy_{n}]\nreg_identity=sip:{n}@h\nreg_proxy=sip:h\n")).collect::<String>().into_bytes(), "inventory/list-too-large"),
        ("g.accounts", "<sip:2001@h>;auth_pass=x\n".repeat(90_000).into_bytes(), "inventory/list-too-large"),
        ("h.accounts", format!("<sip:2001@h>;auth_pass=x{}\n", ";a=b".repeat(20_000)).into_bytes(), "inventory/list-too-large"),
        ("i.grandstream.xml", format!("<gs_provision version=\"1\"><config>\n{}</config></gs_provision>", "<P35>2001</P35>\n".repeat(120_000)).into_bytes(), "inventory/list-too-large"),
        ("j.MicroSIP.ini", format!("[Account1]\nauthID=1\nusername=1\n{}", "[\n".repeat(110_000)).into_bytes(), "inventory/list-too-large"),
    ];
    for (name, bytes, word) in cases {
        export(name, &bytes, word);
    }
    done();
}
