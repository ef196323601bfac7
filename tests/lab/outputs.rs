//! The outputs of one run against the real Asterisk, read by the programs they are made for: Prometheus' parser, tcpdump, Chromium.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::accessible::assert_accessible;
use super::asterisk::Asterisk;
use super::certificates::Certificates;
use super::phone::Phone;
use super::programs::{Program, present, python_folder};
use super::traunstein::build;
use super::truth::{register_desk_phones, write_case};
use super::validate::{deskshift, write_site};

fn said(command: &mut Command) -> String {
    let output = command.output().expect("starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Prometheus' own parser of OpenMetrics, and the one of the older format that node_exporter reads.
fn by_prometheus(path: &Path) -> Value {
    const PROGRAM: &str = "
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as new
from prometheus_client.parser import text_string_to_metric_families as old
text = open(sys.argv[1]).read()
counts = []
for parse in [new, old]:
    samples = [sample for family in parse(text) for sample in family.samples]
    lines = {s.labels['outcome']: int(s.value) for s in samples if s.name == 'deskshift_validate_lines'}
    lines['total'] = int(next(s.value for s in samples if s.name == 'deskshift_validate_lines_selected'))
    counts.append((lines, len(samples)))
assert counts[0] == counts[1], counts
print(json.dumps(counts[0][0]))
";
    let text = said(Command::new(python_folder().join("bin/python")).args(["-c", PROGRAM]).arg(path));
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn outputs_are_read_by_the_programs_they_are_made_for() {
    let programs =
        [Program::Asterisk, Program::PythonWithPackages, Program::Tcpdump, Program::Chromium, Program::NodeWithPackages];
    if !present("outputs_are_read_by_the_programs_they_are_made_for", &programs) {
        return;
    }
    let certificates = Certificates::new();
    let case = build::case();
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let asterisk = Asterisk::start_knowing(&certificates, |etc, transports, ports| {
        write_site(site, &case, &certificates, ports);
        write_case(&case, etc, transports, None);
    });
    register_desk_phones(&case, &mut Phone::new(asterisk.ports.sip));
    let file = |name: &str| site.join(name);
    let mut arguments = vec!["--json".to_owned(), "validate".into(), "--rate".into(), "0".into()];
    for (kind, name) in [("openmetrics", "m.prom"), ("pcap", "failed.pcapng"), ("html", "report.html")] {
        arguments.extend(["--out".to_owned(), format!("{kind}={}", file(name).display())]);
    }
    let output = deskshift(site, &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    let document: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let counts = &document["counts"];

    assert_eq!(&by_prometheus(&file("m.prom")), counts);

    // The certificate of the PBX as it was shown, by the chain it was signed with.
    let ways = document["run"]["ways"].as_array().expect("ways");
    let tls = ways.iter().find(|way| way["tls"].is_object()).expect("a way over TLS");
    assert_eq!(
        (&tls["tls"]["accepted"], &tls["tls"]["chain"][0]["issuer"]),
        (&Value::from(true), &Value::from("deskshift lab CA"))
    );
    assert!(tls["clock_difference_s"].as_i64().is_some_and(|seconds| seconds.abs() < 5), "{tls:#}");

    let asked: Vec<&Value> = document["verdicts"]
        .as_array()
        .expect("verdicts")
        .iter()
        .filter(|verdict| matches!(verdict["outcome"].as_str(), Some("failed" | "undecided")) && !verdict["took_ms"].is_null())
        .collect();
    let whole = said(Command::new("tcpdump").args(["-nn", "-vvv", "-A", "-r"]).arg(file("failed.pcapng")));
    assert!(whole.contains("401 Unauthorized") && whole.contains("response=\"***\"") && !whole.contains("bad cksum"), "{whole}");
    let requests = whole.matches("REGISTER sip:").count();
    assert!(requests >= asked.len(), "{requests} requests for {} lines", asked.len());
    for verdict in &asked {
        assert!(whole.contains(verdict["extension"].as_str().expect("number")), "{verdict}");
    }

    // The page as Chromium prints it: each line that is not ready is there, with a picture, in a page of paper's width.
    let browser = tempfile::tempdir().expect("a folder");
    let chromium = |more: &[String]| {
        let profile = format!("--user-data-dir={}", browser.path().display());
        let mut command = Command::new("timeout");
        command.args([
            "-k",
            "5",
            "90",
            "chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            &profile,
        ]);
        said(command.args(more).arg(format!("file://{}", file("report.html").display())));
    };
    assert_accessible(&[file("report.html")]);
    chromium(&[format!("--print-to-pdf={}", file("report.pdf").display())]);
    chromium(&[format!("--screenshot={}", file("report.png").display()), "--window-size=1100,2400".to_owned()]);
    let printed = said(Command::new("pdftotext").arg("-layout").arg(file("report.pdf")).arg("-"));
    for verdict in &asked {
        assert!(printed.contains(verdict["extension"].as_str().expect("number")), "{verdict}");
    }
    assert!(printed.matches("REGISTER").count() >= asked.len(), "a ladder for each");
    assert!(!printed.contains("response=\"***\""), "whole messages are for the screen");
    if let Some(keep) = std::env::var_os("DESKSHIFT_KEEP") {
        for name in ["report.html", "report.png", "report.pdf", "failed.pcapng"] {
            std::fs::copy(file(name), Path::new(&keep).join(name)).expect("copied");
        }
    }
}
