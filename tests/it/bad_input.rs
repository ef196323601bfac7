//! Bad input gives one clear error with the documented exit code, soon, and leaves untouched what was there.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::support::{LabPbx, Run, command, finish, run, tree};

/// Errors come within two seconds on an idle machine; here other tests run beside, so this is a guard against hanging.
const SOON: Duration = Duration::from_secs(15);

/// A starter site that has been through the whole pipeline once.
fn good_site(folder: &Path) -> PathBuf {
    run(folder, &["init", "site"]).expect(0);
    let site = folder.join("site");
    // The starter has one planted fault (a cut password), so import ends with 1.
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]);
    run(&site, &["convert"]);
    site
}

#[track_caller]
fn refused(run: &Run, code: i32, words: &[&str]) {
    assert_eq!(run.code, code, "exit code\n--- stdout\n{}\n--- stderr\n{}", run.stdout, run.stderr);
    assert!(run.took < SOON, "took {:?}", run.took);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    assert!(run.stderr.len() < 6000, "an error is short, this one has {} bytes", run.stderr.len());
    let said = run.all();
    for word in words {
        assert!(said.contains(word), "`{word}` is missing in:\n{said}");
    }
}

/// Runs `arguments` after `spoil` damaged the site; results of the earlier run must be byte for byte the same.
#[track_caller]
fn spoiled(spoil: impl FnOnce(&Path), arguments: &[&str], code: i32, words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let site = good_site(folder.path());
    let before = tree(&site.join("out"));
    assert!(before.contains_key("inventory.json"));
    spoil(&site);
    let ended = run(&site, arguments);
    refused(&ended, code, words);
    let after = tree(&site.join("out"));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    assert!(before == after, "what was there before has changed");
}

const IMPORT: &[&str] = &["inventory", "import"];

#[test]
fn no_site_file() {
    let folder = tempfile::tempdir().unwrap();
    refused(&run(folder.path(), IMPORT), 2, &["deskshift.yaml", "store/unreadable"]);
}

#[test]
fn missing_source_files() {
    spoiled(|site| fs::remove_file(site.join("staff/staff.csv")).unwrap(), IMPORT, 2, &["staff/staff.csv", "store/unreadable"]);
    spoiled(|site| fs::remove_file(site.join("pbx/pjsip.conf")).unwrap(), IMPORT, 2, &["pjsip.conf"]);
}

fn garbage(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    (0..length)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
        .collect()
}

#[test]
fn binary_garbage() {
    for name in ["staff/staff.csv", "pbx/pjsip.conf"] {
        spoiled(|site| fs::write(site.join(name), garbage(300_000)).unwrap(), IMPORT, 2, &[name.rsplit('/').next().unwrap()]);
    }
    spoiled(|site| fs::write(site.join("deskshift.yaml"), garbage(100_000)).unwrap(), IMPORT, 2, &["deskshift.yaml"]);
}

#[test]
fn a_line_of_200_megabytes() {
    for name in ["staff/staff.csv", "pbx/pjsip.conf", "deskshift.yaml"] {
        spoiled(
            |site| {
                let mut file = fs::File::create(site.join(name)).unwrap();
                let block = vec![b'x'; 1 << 20];
                for _ in 0..200 {
                    file.write_all(&block).unwrap();
                }
            },
            IMPORT,
            2,
            &[name.rsplit('/').next().unwrap(), "store/too-large"],
        );
    }
}

#[test]
fn a_long_line_below_the_size_limit() {
    spoiled(|site| fs::write(site.join("staff/staff.csv"), vec![b'x'; 60 << 20]).unwrap(), IMPORT, 2, &["staff.csv"]);
}

#[test]
fn yaml_alias_bombs() {
    let mut laughs = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for n in 1..10 {
        laughs += &format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", "));
    }
    spoiled(|site| fs::write(site.join("deskshift.yaml"), &laughs).unwrap(), IMPORT, 2, &["deskshift.yaml"]);
    let quadratic = format!("a: &a {}\nb: [{}]\n", "x".repeat(40_000), vec!["*a"; 10_000].join(", "));
    spoiled(|site| fs::write(site.join("deskshift.yaml"), &quadratic).unwrap(), IMPORT, 2, &["deskshift.yaml"]);
    spoiled(|site| fs::write(site.join("deskshift.yaml"), "[".repeat(1_000_000)).unwrap(), IMPORT, 2, &["deskshift.yaml"]);
}

#[test]
fn an_xlsx_bomb() {
    // Two cells in opposite corners: a reader that makes a grid of them asks for 512 GiB.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Name").unwrap();
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    spoiled(
        |site| {
            fs::write(site.join("staff/staff.xlsx"), &bytes).unwrap();
            let policy = fs::read_to_string(site.join("deskshift.yaml")).unwrap().replace("staff/staff.csv", "staff/staff.xlsx");
            fs::write(site.join("deskshift.yaml"), policy).unwrap();
        },
        IMPORT,
        2,
        &["staff.xlsx"],
    );
}

#[test]
fn an_unreadable_folder() {
    let folder = tempfile::tempdir().unwrap();
    let site = good_site(folder.path());
    let private = site.join("pbx");
    let mode = |mode| fs::set_permissions(&private, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    mode(0o000);
    let ended = if fs::read_dir(&private).is_ok() {
        // Root may read everything; somebody else runs it then, who may enter the folders on the way.
        for path in [folder.path(), &site] {
            fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        }
        for name in ["deskshift.yaml", "staff/staff.csv"] {
            fs::set_permissions(site.join(name), std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        }
        let binary = folder.path().join("deskshift");
        fs::copy(crate::support::BINARY, &binary).unwrap();
        let mut other = Command::new("setpriv");
        other.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&binary).args(IMPORT).current_dir(&site);
        finish(other, Duration::from_secs(20))
    } else {
        run(&site, IMPORT)
    };
    mode(0o700);
    refused(&ended, 2, &["store/unreadable"]);
}

#[test]
fn a_full_disk_keeps_the_old_results() {
    let folder = tempfile::tempdir().unwrap();
    let site = good_site(folder.path());
    // What must have run before each command, so that it has something new to write and nothing else to complain about.
    let before_plan: &[&[&str]] = &[IMPORT];
    let before_convert: &[&[&str]] = &[IMPORT, &["plan"]];
    // A limit on file size stands in for the full disk: every write past it fails as on a full disk.
    for (blocks, arguments, first) in
        [("1", IMPORT, &[] as &[&[&str]]), ("1", &["plan"] as &[&str], before_plan), ("0", &["convert"], before_convert)]
    {
        let staff = fs::read_to_string(site.join("staff/staff.csv")).unwrap();
        fs::write(site.join("staff/staff.csv"), staff.replace("Clara", "Klara-Maria")).unwrap();
        // A password changes too: the secret store must not run ahead of the inventory.
        let logins = fs::read_to_string(site.join("staff/logins.csv")).unwrap();
        fs::write(site.join("staff/logins.csv"), format!("{}\n", logins.trim_end().to_owned() + "x")).unwrap();
        for command in first {
            let ended = run(&site, command);
            assert!(matches!(ended.code, 0 | 1), "{}", ended.all());
        }
        let before = tree(&site.join("out"));
        let mut shell = Command::new("bash");
        shell
            .arg("-c")
            .arg("trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"")
            .arg(blocks)
            .arg(crate::support::BINARY)
            .args(arguments)
            .current_dir(&site);
        let ended = finish(shell, Duration::from_secs(20));
        assert_eq!(ended.code, 3, "{arguments:?}\n{}", ended.all());
        assert!(ended.stderr.contains("store/unwritable"), "{arguments:?}\n{}", ended.all());
        let after = tree(&site.join("out"));
        for (name, bytes) in &before {
            assert!(after.get(name) == Some(bytes), "{arguments:?} changed {name}");
        }
        assert!(after.keys().all(|name| !name.contains(".deskshift-")), "litter: {:?}", after.keys());
    }
}

#[test]
fn a_read_only_result_folder() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    // A file where the folder should be cannot be written into, not even by root.
    fs::write(site.join("out"), "in the way").unwrap();
    let ended = run(&site, IMPORT);
    assert!(matches!(ended.code, 2 | 3), "{}\n{}", ended.code, ended.all());
    assert!(ended.stderr.contains("store/unwritable"), "{}", ended.stderr);
    assert_eq!(fs::read(site.join("out")).unwrap(), b"in the way");
}

#[test]
fn nobody_listens() {
    let folder = tempfile::tempdir().unwrap();
    let site = good_site(folder.path());
    // A port that was free a moment ago.
    let port = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for transport in ["udp", "tcp", "tls"] {
        let registrar = format!("127.0.0.1:{port}");
        let ended = run(&site, &["validate", "--registrar", &registrar, "--transport", transport]);
        refused(&ended, 3, &[&registrar]);
        assert!(!ended.stdout.contains("panicked"));
    }
}

#[test]
fn tls_to_a_plain_port_and_plain_to_a_tls_port() {
    let folder = tempfile::tempdir().unwrap();
    let site = good_site(folder.path());
    let pbx = LabPbx::start(&site, &[]);
    let tls_to_plain = run(&site, &["validate", "--registrar", &format!("127.0.0.1:{}", pbx.tcp), "--transport", "tls"]);
    assert_eq!(tls_to_plain.code, 3, "{}", tls_to_plain.all());
    assert!(tls_to_plain.all().contains("TLS"), "{}", tls_to_plain.all());
    let plain_to_tls = run(&site, &["validate", "--registrar", &format!("127.0.0.1:{}", pbx.tls), "--transport", "tcp"]);
    assert_eq!(plain_to_tls.code, 3, "{}", plain_to_tls.all());
    assert!(plain_to_tls.all().contains("TLS"), "{}", plain_to_tls.all());
}

#[test]
fn a_foreign_target_is_refused_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let site = good_site(folder.path());
    refused(&run(&site, &["validate", "--registrar", "192.0.2.1:5060"]), 2, &["192.0.2.1"]);
}

#[test]
fn a_broken_pipe_is_success() {
    let folder = tempfile::tempdir().unwrap();
    let mut list = command(folder.path(), &["explain"]);
    let mut child = list.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success(), "{:?} {}", ended.status, String::from_utf8_lossy(&ended.stderr));
}
