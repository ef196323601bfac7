//! `deskshift validate` against real servers: on all 640 lines of the case it says what is planted, at each level but calls, before and after
//! the change that `deskshift convert` writes.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::asterisk::{Asterisk, Ports};
use super::certificates::{Certificates, PBX_NAME};
use super::kamailio::Kamailio;
use super::kamailio_truth::{self, Step, subscribers};
use super::phone::Phone;
use super::programs::{Program, checkout, present};
use super::traunstein::model::Case;
use super::traunstein::{self, build};
use super::truth::{assert_only_planted_complaints, register_desk_phones, write_case};

/// The case as a site folder of its own, its PBX at these ports.
pub fn write_site(site: &Path, case: &Case, certificates: &Certificates, ports: Ports) {
    for (path, bytes) in traunstein::files(case).expect("the case") {
        let path = site.join(path);
        std::fs::create_dir_all(path.parent().expect("below the site")).expect("folder");
        std::fs::write(path, bytes).expect("written");
    }
    std::fs::write(site.join("ca.pem"), &certificates.ca).expect("CA");
    edit(
        site,
        &[
            ("127.0.0.1:5060", &format!("127.0.0.1:{}", ports.sip)),
            ("127.0.0.1:5061", &format!("127.0.0.1:{}", ports.tls)),
            ("127.0.0.1:8089", &format!("127.0.0.1:{}", ports.wss)),
            ("  ws_path: /ws\n", "  ws_path: /ws\n  ca: ca.pem\n"),
        ],
    );
}

pub fn edit(site: &Path, changes: &[(&str, &str)]) {
    let path = site.join("deskshift.yaml");
    let mut text = std::fs::read_to_string(&path).expect("the site file");
    for (from, to) in changes {
        assert!(text.contains(from), "{from:?} is not in the site file");
        text = text.replace(from, to);
    }
    std::fs::write(path, text).expect("written");
}

/// Where the site files of these tests take the secret of the PBX's own interface from.
pub const SERVER_SECRET: &str = "DESKSHIFT_LAB_SERVER_SECRET";

pub struct Output {
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

pub fn deskshift(site: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deskshift"));
    let output = command.env(SERVER_SECRET, super::ami::SECRET).arg("-C").arg(site).args(arguments).output().expect("starts");
    Output { code: output.status.code(), stdout: output.stdout, stderr: String::from_utf8_lossy(&output.stderr).into_owned() }
}

/// Extension to class.
pub fn validate(site: &Path, arguments: &[&str]) -> BTreeMap<String, String> {
    let mut all = vec!["--json", "validate", "--rate", "0", "--again"];
    all.extend(arguments);
    let output = deskshift(site, &all);
    assert_eq!(output.code, Some(1), "{arguments:?}: planted faults are found: {}", output.stderr);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert!(report["stopped"].is_null(), "{arguments:?}: {}", report["stopped"]);
    let verdicts = report["verdicts"].as_array().expect("verdicts");
    for verdict in verdicts {
        let class = verdict["class"].as_str().expect("class");
        let asked = verdict["evidence"].as_array().is_some_and(|lines| {
            !lines.is_empty() && !lines.iter().any(|line| line["en"].as_str().is_some_and(|text| text.starts_with("not asked")))
        });
        assert_eq!(asked, !matches!(class, "sip/kept" | "sip/secret-unavailable"), "{verdict}");
        assert!(!verdict.to_string().contains("asked over"), "each line is asked over its own transport: {verdict}");
    }
    verdicts
        .iter()
        .map(|v| (v["extension"].as_str().expect("number").to_owned(), v["class"].as_str().expect("class").to_owned()))
        .collect()
}

/// A column of the committed table of truth.
fn truth(column: &str) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(checkout().join("examples/traunstein/truth.tsv")).expect("the table of truth");
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().expect("header");
    let at = header.iter().position(|name| *name == column).expect("column");
    lines.map(|cells| (cells[0].to_owned(), cells[at].to_owned())).collect()
}

pub fn compare(what: &str, verdicts: &BTreeMap<String, String>, truth: &BTreeMap<String, String>) {
    let wrong: Vec<String> = truth
        .iter()
        .filter(|(number, class)| verdicts.get(*number) != Some(class))
        .map(|(number, class)| format!("{number}: {:?} instead of {class}", verdicts.get(number)))
        .collect();
    assert!(wrong.is_empty(), "{what}: {} of {} verdicts are wrong:\n{}", wrong.len(), truth.len(), wrong.join("\n"));
    assert_eq!(verdicts.len(), truth.len(), "{what}");
    assert!(verdicts.len() >= 638);
}

/// Contacts that the PBX lists, by extension: what a validator must leave as it was.
fn contacts(asterisk: &Asterisk) -> Vec<String> {
    let text = asterisk.manager().console("pjsip show contacts");
    let mut lines: Vec<String> = text
        .lines()
        .filter(|l| l.contains("Contact:  ") && l.contains('@'))
        .filter_map(|l| l.split_whitespace().nth(1))
        .map(str::to_owned)
        .collect();
    lines.sort();
    lines
}

fn against_asterisk(changed: bool) {
    let certificates = Certificates::new();
    let case = build::case();
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let asterisk = Asterisk::start_knowing(&certificates, |etc, transports, ports| {
        write_site(site, &case, &certificates, ports);
        // Three runs within ten minutes.
        edit(site, &[("ban_budget: 60", "ban_budget: 180")]);
        let fragment = changed.then(|| {
            for command in [&["inventory", "import"][..], &["plan"], &["convert"]] {
                let output = deskshift(site, command);
                assert!(matches!(output.code, Some(0 | 1)), "{command:?}: {:?} {}", output.code, output.stderr);
            }
            std::fs::read_to_string(site.join("out/current/pbx/pjsip.deskshift.conf")).expect("the fragment")
        });
        write_case(&case, etc, transports, fragment.as_deref());
    });
    assert_only_planted_complaints(&case, &asterisk);
    register_desk_phones(&case, &mut Phone::new(asterisk.ports.sip));
    let before = contacts(&asterisk);
    assert!(before.len() > 400, "{} desk phones are registered", before.len());
    let when = if changed { "after" } else { "before" };
    for (level, column) in [("fetch", "fetch"), ("noop", "fetch"), ("bind", "bind")] {
        let mut arguments = vec!["--level", level];
        arguments.extend(changed.then_some("--change-loaded"));
        let verdicts = validate(site, &arguments);
        compare(&format!("{level} {when}"), &verdicts, &truth(&format!("{column}_{when}")));
        assert_eq!(contacts(&asterisk), before, "{level} {when} leaves no trace");
    }
}

#[test]
fn verdicts_on_asterisk_before_the_change_are_the_truth() {
    if present("verdicts_on_asterisk_before_the_change_are_the_truth", &[Program::Asterisk]) {
        against_asterisk(false);
    }
}

#[test]
fn verdicts_on_asterisk_after_the_change_are_the_truth() {
    if present("verdicts_on_asterisk_after_the_change_are_the_truth", &[Program::Asterisk]) {
        against_asterisk(true);
    }
}

/// The same people at an office with Kamailio and without a PBX export: only the lists say who is who.
#[test]
fn verdicts_on_kamailio_are_the_truth() {
    if !present("verdicts_on_kamailio_are_the_truth", &[Program::Kamailio]) {
        return;
    }
    let certificates = Certificates::new();
    let case = build::case();
    let kamailio = Kamailio::start(&certificates, &subscribers(&case));
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let ports = Ports { sip: kamailio.sip, tls: kamailio.tls, ws: kamailio.tls, wss: kamailio.tls, manager: 0 };
    write_site(site, &case, &certificates, ports);
    assert_eq!(super::kamailio::REALM, PBX_NAME);
    edit(site, &[("  asterisk: pbx\n", ""), ("kind: asterisk", "kind: kamailio"), ("ban_budget: 60", "ban_budget: 600")]);
    kamailio_truth::register_desk_phones(&case, &mut Phone::new(kamailio.sip));
    for (step, arguments) in [
        (Step::Fetch, &["--level", "fetch"][..]),
        // A contact that expires at once finds every slot.
        (Step::Fetch, &["--level", "noop"]),
        (Step::Bind, &["--level", "bind"]),
        (Step::ForcedBind, &["--level", "bind", "--force-bind"]),
    ] {
        // Without a PBX that has them, nobody is reached at 0 and a service number, so the lists' word is not enough.
        let lines = case.lines.iter().filter(|line| !["0110", "0112"].contains(&line.number.as_str()));
        let truth = lines.map(|line| (line.number.clone(), kamailio_truth::expected(line, step).to_owned())).collect();
        compare(&format!("{step:?}"), &validate(site, arguments), &truth);
    }
}
