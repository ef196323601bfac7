//! `deskshift watch` as a process, by SIP against the embedded PBX.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::support::{Background, command, run};
use crate::validate::Case;

#[test]
fn by_sip_the_lines_that_can_be_asked_show_their_devices() {
    let case = Case::new(&[]);
    case.edit("rate_per_s: 50", "rate_per_s: 1000");
    case.validate(&["--only", "0202"]).expect(0);
    let once = run(case.path(), &["--lang", "en", "--format", "jsonl", "watch", "--once"]);
    assert!(once.code <= 1, "{}", once.all());
    let board = once.json();
    assert_eq!(board["source"], "SIP");
    assert!(board["counts"]["registered"].as_u64().unwrap() > 400, "{}", board["counts"]);
    let phones = std::fs::read_to_string(case.path().join("pbx/registered.tsv")).unwrap();
    for line in board["lines"].as_array().unwrap().iter().filter(|line| line["devices"].is_array()) {
        let from = line["devices"][0]["from"].as_str().unwrap();
        assert!(phones.contains(&format!("sip:{}@{from}", line["extension"].as_str().unwrap())), "{line}");
    }
    let screen = run(case.path(), &["--lang", "de", "watch", "--once"]).stdout;
    assert!(screen.contains(" Anschlüssen angemeldet: ") && !screen.contains('\u{1b}'), "{screen}");
}

#[test]
fn a_pbx_that_is_not_there_is_told_and_the_look_is_repeated_until_ctrl_c() {
    let case = Case::new(&[]);
    case.validate(&["--only", "0202"]).expect(0);
    let text = std::fs::read_to_string(case.path().join("deskshift.yaml")).unwrap();
    let server = "server: {ask: ami, at: \"127.0.0.1:1\", user: x, secret_env: HOME}\n";
    std::fs::write(case.path().join("deskshift.yaml"), text + server).unwrap();
    let once = run(case.path(), &["--lang", "en", "watch", "--once"]).expect(3);
    assert!(
        once.stderr.contains("validate/server-not-asked") && once.stderr.contains("by AMI at `127.0.0.1:1`"),
        "{}",
        once.stderr
    );
    // `validate` goes on without it.
    let validated = case.validate(&["--only", "0202"]).expect(0);
    assert!(validated.stderr.contains("validate/server-not-asked"), "{}", validated.stderr);
    assert_eq!(validated.json()["counts"]["ready"], 1);

    // Ctrl-C ends what would go on for ever, with exit code 0.
    let mut child = Background(
        command(case.path(), &["--format", "jsonl", "watch", "--every", "1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut errors = BufReader::new(child.0.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("server-not-asked") {
        line.clear();
        assert_ne!(errors.read_line(&mut line).unwrap(), 0, "it ended");
    }
    let pid = child.0.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(child.0.wait().unwrap().code(), Some(0));
}
