//! The embedded PBX answers for the case as the real Asterisk does: the same phone, the same table of truth.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use super::programs::checkout;
use super::traunstein::build;
use super::truth::{change_by_hand, hold};

/// `deskshift lab` on free ports, ended by pid.
struct Embedded {
    child: Child,
    udp: u16,
}

impl Embedded {
    fn start(fragment: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_deskshift"));
        command
            .arg("-C")
            .arg(checkout().join("examples/traunstein"))
            .args(["--json", "lab", "--udp", "0", "--tcp", "0", "--tls", "0"]);
        command.args(["--for", "120", "--ca"]).arg(folder.path().join("ca.pem"));
        if let Some(text) = fragment {
            let path = folder.path().join("fragment.conf");
            std::fs::write(&path, text).expect("fragment");
            command.arg("--fragment").arg(path);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().expect("starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        let ready: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let udp = ready["udp"].as_str().expect("address").rsplit(':').next().expect("port").parse().expect("number");
        Self { child, udp }
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_embedded_pbx_answers_as_the_truth_says_before_the_change() {
    hold(&build::case(), Embedded::start(None).udp, false);
}

#[test]
fn the_embedded_pbx_answers_as_the_truth_says_after_the_change() {
    let case = build::case();
    hold(&case, Embedded::start(Some(&change_by_hand(&case))).udp, true);
}
