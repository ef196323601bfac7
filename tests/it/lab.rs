//! `deskshift lab` as a process: ready line, an answer, a clean end.
#![allow(clippy::disallowed_types)] // a client of the test

use std::io::{BufRead as _, BufReader};
use std::net::UdpSocket;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::support::{command, run};

/// Ends the lab even when the test fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

const FREE: [&str; 6] = ["--udp", "0", "--tcp", "0", "--tls", "0"];

#[test]
fn serves_the_case_until_it_is_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.pem");
    let arguments =
        [&["--json", "--site", "examples/traunstein", "lab", "--ca", ca.to_str().unwrap(), "--for", "60"], &FREE[..]].concat();
    let mut child = Running(command(root(), &arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(child.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert!(ready["endpoints"].as_u64().unwrap() > 600, "{line}");
    assert!(std::fs::read_to_string(&ca).unwrap().contains("BEGIN CERTIFICATE"));

    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let request = "REGISTER sip:pbx.lra-trauntal.example SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK1;rport\r\n\
                   From: <sip:0202@pbx.lra-trauntal.example>;tag=1\r\nTo: <sip:0202@pbx.lra-trauntal.example>\r\nCall-ID: 1\r\n\
                   CSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n";
    socket.send_to(request.as_bytes(), ready["udp"].as_str().unwrap()).unwrap();
    let mut buffer = [0; 4096];
    let length = socket.recv(&mut buffer).unwrap();
    let answer = String::from_utf8_lossy(&buffer[..length]).into_owned();
    assert!(answer.starts_with("SIP/2.0 401 Unauthorized\r\n"), "{answer}");
    assert!(answer.contains("Server: Telefonanlage LRA\r\n"), "{answer}");

    let pid = child.0.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(child.0.wait().unwrap().code(), Some(130));
}

#[test]
fn refuses_what_it_must_not_do() {
    let lab = |arguments: &[&str]| run(root(), &[&["--site", "examples/traunstein", "lab"], arguments, &FREE[..]].concat());
    assert!(lab(&["--address", "0.0.0.0"]).expect(2).stderr.contains("lab/not-loopback"));
    let faults = lab(&["--fault", "loss=5", "--fault", "fire"]).expect(2);
    assert_eq!(faults.stderr.matches("lab/bad-fault").count(), 2, "{}", faults.stderr);
    assert!(lab(&["--pbx", "examples/traunstein/staff"]).expect(2).stderr.contains("lab/no-endpoints"));
    assert!(lab(&["--fragment", "nowhere.conf"]).expect(2).stderr.contains("store/unreadable"));
    let ends = lab(&["--for", "1", "--ca", "/dev/full/ca.pem"]).expect(3);
    assert!(ends.stderr.contains("store/unwritable"), "{}", ends.stderr);
}

#[test]
fn the_page_names_every_fault_and_option() {
    let page = std::fs::read_to_string(root().join("docs/lab.md")).unwrap();
    for (form, what) in deskshift::lab::faults::FORMS {
        assert!(page.contains(&format!("| `{form}` | {what} |")), "{form}: {what}");
    }
    let help = run(root(), &["lab", "--help"]).expect(0).stdout;
    for option in help.lines().filter_map(|line| line.trim().strip_prefix("--")).filter_map(|rest| rest.split(' ').next()) {
        let global = ["lang", "format", "json"].contains(&option);
        assert!(global || page.contains(&format!("`--{option}`")), "{option}");
    }
}
