//! `deskshift watch`, and the PBX's own word on what the wire hides: Asterisk by AMI and ARI, Kamailio by RPC, any PBX by SIP.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::asterisk::{Asterisk, Ports};
use super::certificates::Certificates;
use super::kamailio::Kamailio;
use super::kamailio_truth::{self, subscribers};
use super::phone::Phone;
use super::programs::{Program, present};
use super::traunstein::build;
use super::traunstein::model::{Case, Fault};
use super::truth::{register_desk_phones, write_case};
use super::validate::{SERVER_SECRET, deskshift, edit, write_site};
use super::{ami, ari};

fn server(ask: &str, port: u16) -> String {
    let login = if ask == "rpc" { String::new() } else { format!(", user: {}, secret_env: {SERVER_SECRET}", ami::USER) };
    format!("server: {{ask: {ask}, at: \"127.0.0.1:{port}\"{login}, office_networks: [127.0.0.0/8]}}\n")
}

fn with_server(site: &Path, ask: &str, port: u16) {
    let path = site.join("deskshift.yaml");
    let text = std::fs::read_to_string(&path).expect("the site file");
    let kept: String = text.lines().filter(|line| !line.starts_with("server: ")).map(|line| format!("{line}\n")).collect();
    std::fs::write(path, kept + &server(ask, port)).expect("written");
}

fn look(site: &Path, more: &[&str]) -> Value {
    let output = deskshift(site, &[&["--format", "jsonl", "watch", "--once"], more].concat());
    assert!(matches!(output.code, Some(0 | 1)), "{:?}: {}", output.code, output.stderr);
    let text = String::from_utf8(output.stdout).expect("text");
    assert_eq!(text.lines().count(), 1, "{text}");
    serde_json::from_str(&text).expect("a line of JSON")
}

/// Lines with a desk phone that the plan moves.
fn at_desks(case: &Case, board: &Value) -> usize {
    let planned: std::collections::BTreeSet<&str> =
        board["lines"].as_array().expect("lines").iter().map(|line| line["extension"].as_str().expect("number")).collect();
    case.lines.iter().filter(|line| !line.phones.is_empty() && planned.contains(line.number.as_str())).count()
}

#[test]
fn watch_shows_what_asterisk_has_registered() {
    if !present("watch_shows_what_asterisk_has_registered", &[Program::Asterisk]) {
        return;
    }
    let certificates = Certificates::new();
    let case = build::case();
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let mut ports = None;
    let asterisk = ari::start_knowing(&certificates, |etc, transports, at| {
        write_site(site, &case, &certificates, at);
        write_case(&case, etc, transports, None);
        ports = Some(at);
    });
    let Ports { manager, ws, .. } = ports.expect("ports");
    register_desk_phones(&case, &mut Phone::new(asterisk.ports.sip));

    with_server(site, "ami", manager);
    let board = look(site, &[]);
    let desks = at_desks(&case, &board);
    assert!(desks > 400, "{desks}");
    assert_eq!(board["counts"]["registered"], desks, "{}", board["counts"]);
    assert!(board["source"].as_str().expect("source").starts_with("AMI 127.0.0.1:"));
    let first =
        board["lines"].as_array().expect("lines").iter().find(|line| line["devices"].is_array()).expect("a registered line");
    assert!(first["devices"][0]["from"].as_str().is_some_and(|from| from.contains(':')), "{first:#}");
    assert!(first["devices"][0]["expires_s"].as_i64().is_some_and(|left| left > 3000 && left <= 3600), "{first:#}");

    with_server(site, "ari", ws);
    let by_ari = look(site, &[]);
    assert_eq!(by_ari["counts"]["registered"], desks, "ARI: {}", by_ari["counts"]);

    // A wrong secret is told, and nothing of it.
    let path = site.join("deskshift.yaml");
    let text = std::fs::read_to_string(&path).expect("the site file");
    std::fs::write(site.join("secret"), "canary-of-the-server\n").expect("written");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(site.join("secret"), mode).expect("private");
    std::fs::write(&path, text.replace(&format!("secret_env: {SERVER_SECRET}"), "secret_file: secret")).expect("written");
    let refused = deskshift(site, &["-vvv", "watch", "--once"]);
    assert_eq!(refused.code, Some(3), "{}", refused.stderr);
    assert!(refused.stderr.contains("validate/server-not-asked") && !refused.stderr.contains("canary-of"), "{}", refused.stderr);
}

/// Without the PBX's files every refused login looks the same; the PBX itself tells which extensions it does not have.
#[test]
fn asterisk_itself_settles_what_the_wire_hides() {
    if !present("asterisk_itself_settles_what_the_wire_hides", &[Program::Asterisk]) {
        return;
    }
    let certificates = Certificates::new();
    let case = build::case();
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let asterisk = Asterisk::start_knowing(&certificates, |etc, transports, at| {
        write_site(site, &case, &certificates, at);
        write_case(&case, etc, transports, None);
    });
    edit(site, &[("  asterisk: pbx\n", ""), ("ban_budget: 60", "ban_budget: 900")]);
    register_desk_phones(&case, &mut Phone::new(asterisk.ports.sip));
    let classes = || -> BTreeMap<String, String> {
        let output = deskshift(site, &["--json", "validate", "--rate", "0", "--again"]);
        assert_eq!(output.code, Some(1), "{}", output.stderr);
        let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
        let verdicts = report["verdicts"].as_array().expect("verdicts");
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        verdicts.iter().map(|verdict| (text(&verdict["extension"]), text(&verdict["class"]))).collect()
    };
    let by_wire = classes();
    with_server(site, "ami", asterisk.ports.manager);
    let settled = classes();
    let mut told_apart = 0;
    for line in case.lines.iter().filter(|line| by_wire.get(&line.number).is_some_and(|class| class == "sip/auth-rejected")) {
        let absent =
            matches!(line.fault, Some(Fault::UnknownExtension | Fault::EndpointBlank | Fault::UnknownOption | Fault::BadValue));
        let expected = if absent { "sip/unknown-extension" } else { "sip/auth-rejected" };
        assert_eq!(settled[&line.number], expected, "{} {:?}", line.number, line.fault);
        told_apart += usize::from(absent);
    }
    assert!(told_apart > 0, "some extensions exist only in lists");
    assert_eq!(settled.len(), by_wire.len());
}

#[test]
fn watch_shows_what_kamailio_has_registered_and_sip_shows_the_same() {
    if !present("watch_shows_what_kamailio_has_registered_and_sip_shows_the_same", &[Program::Kamailio]) {
        return;
    }
    let certificates = Certificates::new();
    let case = build::case();
    let kamailio = Kamailio::start(&certificates, &subscribers(&case));
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let ports = Ports { sip: kamailio.sip, tls: kamailio.tls, ws: kamailio.tls, wss: kamailio.tls, manager: 0 };
    write_site(site, &case, &certificates, ports);
    edit(site, &[("  asterisk: pbx\n", ""), ("kind: asterisk", "kind: kamailio"), ("ban_budget: 60", "ban_budget: 600")]);
    kamailio_truth::register_desk_phones(&case, &mut Phone::new(kamailio.sip));
    with_server(site, "rpc", kamailio.sip);
    let board = look(site, &[]);
    let registered = board["counts"]["registered"].as_u64().expect("a number");
    assert!(registered > 300, "{}", board["counts"]);
    let contacts = |board: &Value| -> BTreeMap<String, usize> {
        let lines = board["lines"].as_array().expect("lines");
        lines
            .iter()
            .filter_map(|line| Some((line["extension"].as_str()?.to_owned(), line["devices"].as_array()?.len())))
            .collect()
    };
    let by_rpc = contacts(&board);
    assert_eq!(by_rpc.len() as u64, registered);

    // By SIP only lines whose login is right can be asked; those show the same devices.
    edit(site, &[(&server("rpc", kamailio.sip), ""), ("rate_per_s: 50", "rate_per_s: 1000")]);
    let by_sip = contacts(&look(site, &[]));
    assert!(by_sip.len() > 200, "{}", by_sip.len());
    for (extension, devices) in &by_sip {
        assert_eq!(by_rpc.get(extension), Some(devices), "{extension}");
    }
}
