//! `deskshift stage`: killed at any moment, beside a second desk, on a full disk. What was confirmed on the screen is in the journal, once.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::support::{BINARY, Background, Run, command, finish, run};

const POLICY: &str = "version: 1\nname: Amt\nlang: en\nnumbers: {area: \"0861\", head: \"99998\", extension_lengths: [4]}\n\
sources: {exports: [notebooks.csv], staff: [staff.csv]}\npbx: {domain: pbx.example, registrars: {tls: \"pbx.example:5061\"}}\n\
clients: [{client: baresip}]\nroster: {horizon: {from: 2027-03-01, holidays: {land: BY}}}\n";
const NOW: &str = "2020-04-14T10:10";

fn label(n: usize) -> String {
    format!("BM-{n:05}")
}

/// One line of the desk: all of a device.
fn scan(n: usize) -> String {
    format!("{};{};{};{}", label(n), serial(n), mac(n), 10_000 + n)
}

fn serial(n: usize) -> String {
    format!("PF{n:06}")
}

fn mac(n: usize) -> String {
    format!("00-00-5E-00-{:02X}-{:02X}", 0x53 + n / 256, n % 256)
}

/// A site with so many notebooks and people.
fn site(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut notebooks = "Inventarnummer;Seriennummer;MAC-Adresse;Modell;Lieferdatum\n".to_owned();
    let mut staff = "Personalnummer;Name;Vorname;Durchwahl\n".to_owned();
    for n in 0..count {
        writeln!(notebooks, "{};{};{};Notebook;30.03.2020", label(n), serial(n), mac(n)).unwrap();
        writeln!(staff, "{};Huber{n};Anna;{}", 10_000 + n, 2000 + n).unwrap();
    }
    fs::write(folder.path().join("deskshift.yaml"), POLICY).unwrap();
    fs::write(folder.path().join("notebooks.csv"), notebooks).unwrap();
    fs::write(folder.path().join("staff.csv"), staff).unwrap();
    let imported = run(folder.path(), &["inventory", "import"]);
    assert!(imported.code <= 1, "{}", imported.all());
    folder
}

/// A desk behind a pipe: each line of its screen as it comes.
struct Desk {
    child: Background,
    screen: Receiver<String>,
}

impl Desk {
    fn open(site: &Path, scans: impl Iterator<Item = String> + Send + 'static) -> Self {
        let mut child = command(site, &["stage", "--now", NOW])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        // A killed desk does not read the rest.
        std::thread::spawn(move || scans.into_iter().try_for_each(|scan| writeln!(input, "{scan}")));
        let output = BufReader::new(child.stdout.take().unwrap());
        let (send, screen) = channel();
        std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Self { child: Background(child), screen }
    }

    /// Everything that was on the screen in the end.
    fn screen(mut self) -> Vec<String> {
        self.child.0.wait().unwrap();
        self.screen.iter().collect()
    }
}

/// Labels that the screen says are staged, just now or before.
fn confirmed(screen: &[String]) -> impl Iterator<Item = &str> {
    screen.iter().filter_map(|line| line.strip_prefix("OK ").or_else(|| line.strip_prefix("known already: "))?.split(' ').next())
}

/// The labels of the journal, each line of which is whole; no label twice.
fn journal(site: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(site.join("out/staging.jsonl")).unwrap_or_default();
    assert!(text.is_empty() || text.ends_with('\n'), "torn: {text:?}");
    let mut labels = BTreeSet::new();
    for line in text.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert_eq!(entry["event"], "staged", "{line}");
        let label = entry["label"].as_str().unwrap().to_owned();
        assert!(labels.insert(label), "twice: {line}");
    }
    labels
}

fn names(site: &Path) -> BTreeSet<String> {
    fs::read_dir(site.join("out")).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

fn random(seed: &mut u64, below: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % below
}

#[test]
fn a_desk_that_is_killed_at_any_moment_loses_nothing_it_confirmed() {
    const COUNT: usize = 400;
    let folder = site(COUNT);
    let site = folder.path();
    let before = names(site);
    let (mut seed, mut safe, mut killed_at_work) = (11_u64, BTreeSet::new(), 0);
    for round in 0..60 {
        let first = (0..COUNT).find(|n| !safe.contains(&label(*n))).unwrap_or(COUNT);
        // Each part of a device on a line of its own, as a scanner sends it, so that kills fall between them as well.
        let scans = (first..COUNT).flat_map(|n| scan(n).split(';').map(str::to_owned).collect::<Vec<_>>());
        let mut desk = Desk::open(site, scans);
        let mut screen = Vec::new();
        // Some die while they start, most at work.
        if round % 5 > 0 {
            screen.push(desk.screen.recv().unwrap());
        }
        std::thread::sleep(Duration::from_micros(random(&mut seed, 25_000)));
        desk.child.0.kill().unwrap();
        screen.extend(desk.screen());
        let new: BTreeSet<String> = confirmed(&screen).map(str::to_owned).collect();
        killed_at_work += usize::from(!new.is_empty() && new.len() < COUNT - first);
        safe.extend(new);
        let journal = journal(site);
        let lost: Vec<&String> = safe.difference(&journal).collect();
        assert!(lost.is_empty(), "round {round}: confirmed and lost: {lost:?}");
        // At most the one that was written and not yet shown.
        assert!(journal.len() <= safe.len() + 1, "round {round}: {} for {} confirmed", journal.len(), safe.len());
    }
    assert!(killed_at_work >= 10, "only {killed_at_work} desks were killed at work");
    let rest = Desk::open(site, (0..COUNT).map(scan)).screen();
    assert_eq!(confirmed(&rest).count(), COUNT, "{rest:?}");
    assert_eq!(journal(site).len(), COUNT);
    let litter: Vec<String> = names(site).difference(&before).cloned().collect();
    assert_eq!(litter, [".staging.lock", "staging.jsonl"]);
}

#[test]
fn a_file_that_is_killed_or_torn_is_finished_by_the_next_run() {
    const COUNT: usize = 600;
    let folder = site(COUNT);
    let site = folder.path();
    let rows: String = (0..COUNT).map(|n| scan(n) + "\n").collect();
    fs::write(site.join("scans.csv"), format!("label;serial;mac;person\n{rows}")).unwrap();
    let stage = ["--json", "stage", "--now", NOW, "--file", "scans.csv"];
    let path = site.join("out/staging.jsonl");
    let mut seed = 5_u64;
    let whole = run(site, &stage).expect(0);
    let mut took = u64::try_from(whole.took.as_micros()).unwrap();
    assert_eq!(whole.json()["staged"], COUNT);
    let all = fs::read(&path).unwrap();
    let mut killed = 0;
    for round in 0..60 {
        // Begun anew, or after a power cut somewhere.
        let kept = if round % 3 == 0 { 0 } else { random(&mut seed, all.len() as u64) as usize };
        fs::write(&path, &all[..kept]).unwrap();
        let mut child = command(site, &stage).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(random(&mut seed, took)));
        child.kill().unwrap();
        if child.wait().unwrap().code().is_none() {
            killed += 1;
        } else {
            // It was done sooner: the machine has less to do than when the first one ran.
            took = took * 3 / 4;
        }
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').filter(|line| line.ends_with('\n')).collect();
        assert!(lines.len() >= all[..kept].iter().filter(|byte| **byte == b'\n').count(), "round {round}: less than before");
        let ended = run(site, &stage).expect(0);
        let told = ended.json();
        assert_eq!(told["staged"].as_u64().unwrap() + told["already"].as_u64().unwrap(), COUNT as u64, "round {round}");
        assert_eq!(journal(site).len(), COUNT, "round {round}");
        if round >= 14 && killed >= 8 {
            break;
        }
    }
    assert!(killed >= 8, "only {killed} were killed");
}

#[test]
fn two_desks_at_once_stage_each_device_once_and_hear_of_each_other() {
    const COUNT: usize = 60;
    // Different notebooks: all of both.
    let folder = site(COUNT);
    let other = Desk::open(folder.path(), (COUNT / 2..COUNT).map(scan));
    let one = Desk::open(folder.path(), (0..COUNT / 2).map(scan)).screen();
    let other = other.screen();
    assert_eq!((confirmed(&one).count(), confirmed(&other).count()), (COUNT / 2, COUNT / 2), "{one:?}\n{other:?}");
    assert_eq!(journal(folder.path()).len(), COUNT);

    // The same ones: each is confirmed by one desk, and known to the other.
    let folder = site(COUNT);
    let other = Desk::open(folder.path(), (0..COUNT).map(scan));
    let one = Desk::open(folder.path(), (0..COUNT).map(scan)).screen();
    let other = other.screen();
    let new = |screen: &[String]| screen.iter().filter(|line| line.starts_with("OK ")).count();
    assert_eq!(new(&one) + new(&other), COUNT, "{one:?}\n{other:?}");
    assert_eq!((confirmed(&one).count(), confirmed(&other).count()), (COUNT, COUNT));
    assert_eq!(journal(folder.path()).len(), COUNT);
}

/// Gives lines to a desk one at a time, each after what the one before must show.
struct Talk {
    child: Background,
    input: std::process::ChildStdin,
    screen: Receiver<String>,
}

impl Talk {
    fn open(site: &Path) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$0\" stage --now 2020-04-14T10:10 2>&1", BINARY]).current_dir(site);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (send, screen) = channel();
        std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        let talk = Self { child: Background(child), input, screen };
        talk.hears("delivered");
        talk
    }

    #[track_caller]
    fn hears(&self, part: &str) {
        let mut all = Vec::new();
        while all.last().is_none_or(|line: &String| !line.contains(part)) {
            match self.screen.recv_timeout(Duration::from_secs(20)) {
                Ok(line) => all.push(line),
                Err(error) => panic!("`{part}`: {error}: {all:#?}"),
            }
        }
    }

    #[track_caller]
    fn says(&mut self, line: &str, part: &str) {
        writeln!(self.input, "{line}").unwrap();
        self.hears(part);
    }
}

#[test]
fn a_second_desk_is_told_what_the_first_one_did_since() {
    let folder = site(4);
    let (mut one, mut two) = (Talk::open(folder.path()), Talk::open(folder.path()));
    one.says(&scan(0), "OK BM-00000");
    // Told when the label is scanned, before anybody looks for the person.
    two.says(&label(0), "note: `BM-00000` is staged for `Huber0, Anna`");
    two.says(&format!("{};{};10001", serial(0), mac(0)), "device-staged-already");
    two.says("skip", "left");
    two.says(&format!("{};{};{};10000", label(1), serial(1), mac(1)), "`Huber0, Anna` has notebook `BM-00000` already");
    two.says("10001", "OK BM-00001");
    // `undo` is about this desk's work.
    one.says("undo", "taken back: BM-00000");
    one.says("undo", "nothing to take back at this desk");
    two.says(&scan(0), "OK BM-00000");
    one.says(&scan(0), "known already: BM-00000");
    one.says(&format!("undo {}", label(1)), "taken back: BM-00001");
    two.says("undo", "taken back: BM-00000");
    two.says("undo BM-00001", "nothing to take back: `BM-00001` is not staged");
    // A long run of another command holds nobody up.
    let _long = deskshift::store::lock::take(&folder.path().join("out"), "validate").unwrap();
    two.says(&scan(2), "OK BM-00002");
    drop(two.child);
}

#[test]
fn a_scanner_may_end_its_codes_with_a_carriage_return() {
    let folder = site(3);
    let input = format!("{}\r{}\rnonsense\r", scan(0).replace(';', "\r"), scan(1).replace(';', "\r\n"));
    let desk = Desk::open(folder.path(), std::iter::once(input)).screen();
    assert_eq!(confirmed(&desk).collect::<Vec<_>>(), ["BM-00000", "BM-00001"], "{desk:?}");
}

/// A process that may write two kilobytes into a file: the rest fails as on a full disk.
fn on_a_full_disk(site: &Path, arguments: &[&str], input: &str) -> Run {
    let mut shell = Command::new("bash");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 2; exec \"$@\" < input", "-", BINARY]).args(arguments).current_dir(site);
    fs::write(site.join("input"), input).unwrap();
    finish(shell, Duration::from_secs(60))
}

#[test]
fn a_full_disk_is_told_and_the_journal_stays_whole() {
    const COUNT: usize = 40;
    let folder = site(COUNT);
    let site = folder.path();
    let lines: String = (0..COUNT).map(|n| scan(n) + "\n").collect();
    let ended = on_a_full_disk(site, &["stage", "--now", NOW], &lines).expect(3);
    assert!(ended.stderr.contains("store/unwritable") && ended.stderr.contains("staging.jsonl"), "{}", ended.stderr);
    assert!(ended.stderr.contains("make room"), "{}", ended.stderr);
    let screen: Vec<String> = ended.stdout.lines().map(str::to_owned).collect();
    let shown: BTreeSet<String> = confirmed(&screen).map(str::to_owned).collect();
    assert!(shown.len() > 5 && shown.len() < COUNT);
    assert_eq!(journal(site), shown, "what could not be written whole was taken back");

    fs::write(site.join("scans.csv"), format!("label;serial;mac;person\n{lines}")).unwrap();
    let file = ["stage", "--now", NOW, "--file", "scans.csv"];
    let ended = on_a_full_disk(site, &file, "").expect(3);
    assert!(!ended.stdout.contains("staged"), "{}", ended.stdout);
    assert_eq!(journal(site), shown);
    let ended = run(site, &file).expect(0);
    assert_eq!(ended.stdout, format!("{} staged, {} known already, 0 refused\n", COUNT - shown.len(), shown.len()));
    assert_eq!(journal(site).len(), COUNT);
}

#[test]
fn a_folder_that_may_not_be_written_is_told() {
    let folder = site(2);
    let site = folder.path();
    let lock = |mode| fs::set_permissions(site.join("out"), fs::Permissions::from_mode(mode)).unwrap();
    fs::set_permissions(site, fs::Permissions::from_mode(0o755)).unwrap();
    lock(0o555);
    // Root may write everywhere: be nobody.
    let root = fs::write(site.join("out/probe"), "").is_ok();
    let mut command = if root { Command::new("setpriv") } else { command(site, &[]) };
    if root {
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", BINARY]).current_dir(site);
    }
    fs::write(site.join("input"), scan(0) + "\n").unwrap();
    command.args(["stage", "--now", NOW]).stdin(fs::File::open(site.join("input")).unwrap());
    let ended = finish(command, Duration::from_secs(60));
    lock(0o755);
    if root && ended.stderr.contains("setpriv") {
        println!("skipped: {}", ended.stderr);
        return;
    }
    let ended = ended.expect(3);
    assert!(ended.stderr.contains("permission denied") && ended.stderr.contains("check the folder"), "{}", ended.stderr);
    assert!(!ended.stdout.contains("OK") && !site.join("out/staging.jsonl").exists());
}

#[test]
fn a_planted_link_is_not_written_through() {
    let folder = site(2);
    let site = folder.path();
    // A torn end in somebody else's file is not ours to cut.
    fs::write(site.join("victim"), "untouched").unwrap();
    for name in ["staging.jsonl", ".staging.lock"] {
        let _ = fs::remove_file(site.join("out").join(name));
        std::os::unix::fs::symlink(site.join("victim"), site.join("out").join(name)).unwrap();
        fs::write(site.join("scans.csv"), format!("label;serial;mac;person\n{}\n", scan(0))).unwrap();
        let ended = run(site, &["stage", "--now", NOW, "--file", "scans.csv"]);
        assert!(ended.code > 1 && ended.stderr.contains("store/planted"), "{}", ended.all());
        fs::remove_file(site.join("out").join(name)).unwrap();
    }
    assert_eq!(fs::read_to_string(site.join("victim")).unwrap(), "untouched");
}

#[test]
fn every_form_gives_json_where_asked() {
    let folder = site(3);
    let mut desk = command(folder.path(), &["--json", "stage", "--now", NOW]);
    let scans = folder.path().join("scans");
    fs::write(&scans, format!("{}\n{}\n", scan(0), scan(1))).unwrap();
    desk.stdin(fs::File::open(&scans).unwrap());
    let done = finish(desk, Duration::from_secs(30)).expect(0);
    assert!(done.stderr.contains("OK BM-00000"), "the screen is on stderr: {}", done.all());
    let status = done.json();
    assert_eq!((status["staged"].as_u64(), status["contradictions"].as_u64()), (Some(2), Some(0)));
    for (arguments, files) in [(&["list"] as &[&str], 2), (&["label", "--all"], 1)] {
        let written = run(folder.path(), &[&["--json", "stage"], arguments].concat()).expect(0).json();
        assert_eq!(written["written"].as_array().map(Vec::len), Some(files), "{written}");
    }
}

#[test]
fn a_key_that_means_somebody_else_is_told_at_every_form() {
    let folder = site(3);
    let scans = folder.path().join("scans.csv");
    let rows: String = (0..2).map(|n| format!("{};{};{};{}\n", label(n), serial(n), mac(n), 10_000 + n)).collect();
    fs::write(&scans, format!("label;serial;mac;person\n{rows}")).unwrap();
    run(folder.path(), &["stage", "--now", NOW, "--file", scans.to_str().unwrap()]).expect(0);
    let staff = fs::read_to_string(folder.path().join("staff.csv")).unwrap();
    fs::write(folder.path().join("staff.csv"), staff.replace("Huber0;Anna;2000", "Maier;Anna;2900")).unwrap();
    run(folder.path(), &["inventory", "import"]);
    for arguments in [&["status"] as &[&str], &["list"], &["label", "--all"], &["--file", scans.to_str().unwrap()]] {
        let told = run(folder.path(), &[&["stage", "--now", NOW], arguments].concat()).expect(1);
        assert_eq!(told.stderr.matches("staging/person-is-another").count(), 1, "{arguments:?}: {}", told.all());
    }
}

/// Nobody has said in which Land the site lies: Christmas is a holiday all the same.
#[test]
fn without_a_land_the_holidays_of_all_of_them_count() {
    let folder = site(5);
    let rest = POLICY.find("pbx:").unwrap();
    fs::write(folder.path().join("deskshift.yaml"), &POLICY[..rest]).unwrap();
    assert!(run(folder.path(), &["inventory", "import"]).code <= 1);
    fs::write(folder.path().join("scans.csv"), format!("label;serial;mac;person\n{}\n", scan(0))).unwrap();
    let now = "2026-12-24T15:00";
    run(folder.path(), &["stage", "--now", now, "--file", "scans.csv"]).expect(0);
    let status = run(folder.path(), &["--lang", "en", "stage", "status", "--now", now]);
    assert!(status.all().contains("the 4 open ones are done: Monday, 2026-12-28, 09:30"), "{}", status.all());
}
