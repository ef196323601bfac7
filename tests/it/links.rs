//! `deskshift serve` and `links`, as their owners use them.

mod attack;
mod fusionpbx;
mod server;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use deskshift::domain::LineId;
use serde_json::Value;

use crate::support::run;
use server::{Known, Server, Site, body, status, until};

/// A site of which everything was made by the commands themselves.
fn whole_site(folder: &Path) {
    run(folder, &["init", "site"]).expect(0);
    let site = folder.join("site");
    for arguments in [&["inventory", "import"] as &[&str], &["plan"], &["convert"]] {
        let ended = run(&site, arguments);
        assert!(ended.code <= 1, "{}", ended.all());
    }
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn stages(site: &Path) -> Vec<(String, String)> {
    let rows = run(site, &["--json", "links", "list"]).expect(0).json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(|row| (text(&row["line"]), text(&row["stage"]))).collect()
}

fn paths(site: &Path) -> Vec<(LineId, String)> {
    let links = read(&site.join("out/links.json"));
    let body = links["body"].as_object().unwrap();
    let path = |url: &Value| url.as_str().unwrap().strip_prefix("https://localhost:8443").unwrap().to_owned();
    body.iter().map(|(line, link)| (line.parse().unwrap(), path(&link["url"]))).collect()
}

/// Linphone takes no configuration file from an address: a link for one would be spent for nothing, so neither command nor letter has one.
#[test]
fn who_would_fetch_nothing_gets_no_link_and_no_code() {
    let folder = tempfile::tempdir().unwrap();
    whole_site(folder.path());
    let site = folder.path().join("site");
    let policy = site.join("deskshift.yaml");
    let before = std::fs::read_to_string(&policy).unwrap();
    let issue = ["--lang", "en", "links", "issue", "--all", "--url", "https://localhost:8443"];
    let codes = |expected: usize| {
        let letters = run(&site, &["letters", "--json"]);
        assert_eq!(letters.json()["codes"], expected, "{}", letters.all());
    };
    let anew = |text: String| {
        std::fs::write(&policy, text).unwrap();
        for arguments in [&["inventory", "import"] as &[&str], &["plan"], &["convert"]] {
            let ended = run(&site, arguments);
            assert!(ended.code <= 1, "{}", ended.all());
        }
        run(&site, &issue).expect(0)
    };
    let several = before.matches("client: linphone-xml").count();
    assert!(several > 0);
    let told = anew(before.replace("client: linphone-xml", "client: linphone-rc"));
    assert!(
        told.stderr.contains("links/nobody-fetches") && told.stderr.contains("`linphone-rc` would fetch nothing by it"),
        "{}",
        told.all()
    );
    assert!(told.stdout.starts_with("1 link until ") && told.stdout.contains(", 3 lines without a link"), "{}", told.all());
    let counted = run(&site, &["--json", "links", "issue", "--all", "--url", "https://localhost:8443"]).expect(0).json();
    assert_eq!((&counted["count"], &counted["without"]), (&1.into(), &3.into()), "lines, not findings");
    // The one program that fetches is on a computer, which scans nothing.
    codes(0);
    // A script that puts the file into place is somebody; the letter has no part in it.
    let scripts = "\nfleet:\n  igel: {deliver: link}\n";
    let told = anew(before.replace("client: linphone-xml", "client: linphone-rc") + scripts);
    assert!(told.stdout.starts_with("4 links until ") && !told.stderr.contains("links/nobody-fetches"), "{}", told.all());
    codes(0);
    let told = anew(before);
    assert!(told.stdout.starts_with("4 links until "), "{}", told.all());
    codes(3);
}

/// A journal that is a link to nowhere reads as if nothing had been fetched, and nothing could be written into it.
#[test]
fn journals_that_were_planted_are_refused_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    whole_site(folder.path());
    let site = folder.path().join("site");
    run(&site, &["links", "issue", "--all", "--url", "https://localhost:8443"]).expect(0);
    for name in ["links-served.jsonl", "links-audit.jsonl"] {
        let path = site.join("out").join(name);
        std::os::unix::fs::symlink(folder.path().join("nowhere"), &path).unwrap();
        let refused = run(&site, &["serve", "--plain", "--listen", "127.0.0.1:0"]).expect(3);
        assert!(refused.stderr.contains("store/planted") && refused.stderr.contains(name), "{}", refused.all());
        assert!(!refused.stdout.contains("ready"), "{}", refused.all());
        if name == "links-served.jsonl" {
            run(&site, &["links", "issue", "--line", "2001", "--url", "https://localhost:8443"]).expect(3);
        }
        std::fs::remove_file(&path).unwrap();
        assert!(!folder.path().join("nowhere").exists());
    }
}

#[test]
fn from_the_command_to_the_file_in_the_hands_of_its_owner() {
    let folder = tempfile::tempdir().unwrap();
    whole_site(folder.path());
    let site = folder.path().join("site");
    let issue = ["links", "issue", "--all", "--url", "https://localhost:8443", "--pin"];
    let said = run(&site, &issue).expect(0);
    assert!(said.stdout.starts_with("4 links until "), "{}", said.all());
    let (paths, pins) = (paths(&site), read(&site.join("out/link-pins.json")));
    for (line, path) in &paths {
        assert!(!said.all().contains(path.rsplit('/').next().unwrap()), "{line}: a token on the screen");
    }
    for private in ["links.json", "link-pins.json", "links.jsonl"] {
        let mode = std::fs::metadata(site.join("out").join(private)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{private}");
    }
    let server = Server::start_tls(&site);
    for (line, path) in &paths {
        let pin = pins["body"][line.as_str()].as_str().unwrap();
        let answer = server.get(&format!("{path}/{pin}"));
        assert_eq!(status(&answer), 200, "{line}");
        let head = String::from_utf8_lossy(&answer).to_lowercase();
        for header in [
            "cache-control: no-store\r\n",
            "x-content-type-options: nosniff\r\n",
            "strict-transport-security: max-age=31536000\r\n",
            "referrer-policy: no-referrer\r\n",
            "connection: close\r\n",
        ] {
            assert!(head.contains(header), "{header}: {head}");
        }
        assert!(!head.contains("\nserver:"), "{head}");
        let lines = site.join("out/current/lines").join(line.as_str());
        let client = std::fs::read_dir(&lines).unwrap().next().unwrap().unwrap().path();
        let files: Vec<_> = std::fs::read_dir(client).unwrap().map(|file| file.unwrap().path()).collect();
        if let [one] = files.as_slice() {
            assert_eq!(body(&answer), std::fs::read(one).unwrap(), "{line}");
            assert!(head.contains("content-type: application/xml"), "{head}");
        } else {
            assert!(head.contains("content-type: application/x-tar\r\n"), "{head}");
            for file in files {
                let wanted = std::fs::read(&file).unwrap();
                assert!(body(&answer).windows(wanted.len()).any(|window| window == wanted), "{file:?}");
            }
        }
    }
    until("all are fetched", || stages(&site).iter().all(|(_, stage)| stage == "fetched"));
    let human = run(&site, &["links", "list"]).expect(0).stdout;
    assert!(human.contains("fetched ") && human.ends_with("4 links: 4 fetched\n"), "{human}");
    assert_eq!(server.interrupt(), 130);
    assert!(!site.join("out/links.json").exists() && !site.join("out/link-pins.json").exists(), "nothing in clear is left");
    // No token and no PIN anywhere in what stays.
    for (name, bytes) in crate::support::tree(&site.join("out")) {
        for (line, path) in &paths {
            let token = path.rsplit('/').next().unwrap().as_bytes();
            assert!(!bytes.windows(token.len()).any(|window| window == token), "{name} holds the token of {line}");
        }
    }
    let audit = std::fs::read_to_string(site.join("out/links-audit.jsonl")).unwrap();
    for event in ["started", "begun", "fetched", "stopped"] {
        assert!(audit.contains(&format!("\"event\":\"{event}\"")), "{event}: {audit}");
    }
}

#[test]
fn who_registers_after_fetching_is_listed_so() {
    let site = Site::new(&[Known::open("2001"), Known::open("2002")]);
    let server = Server::start(&site);
    assert_eq!(status(&server.get(&site.path("2001"))), 200);
    until("fetched", || stages(site.folder()).contains(&("2001".into(), "fetched".into())));
    let verdict = |line: &str| {
        serde_json::json!({"line": line, "extension": line, "outcome": "ready", "class": "sip/ready", "level": "fetch", "evidence": [],
            "cause": {"en": "", "de": ""}, "remedy": null, "contacts": [format!("sip:{line}@192.0.2.1;transport=tls")],
            "granted_s": null, "took_ms": null})
    };
    let report = |at: u64| {
        serde_json::json!({"header": {"kind": "report", "schema": 1, "tool": "", "inputs": {}},
            "body": {"level": "fetch", "verdicts": [verdict("2001"), verdict("2002")], "stopped": null, "requests_sent": 0,
            "retransmissions": 0, "ban_hits": 0, "lines": {"2001": {"about": "", "at": at}, "2002": {"about": "", "at": at}}}})
    };
    for (at, stage) in [(site.now - 10, "fetched"), (site.now + 10, "registered")] {
        std::fs::write(site.folder().join("out/report.json"), report(at).to_string()).unwrap();
        let listed = stages(site.folder());
        assert_eq!(listed, [("2001".to_owned(), stage.to_owned()), ("2002".to_owned(), "issued".to_owned())]);
    }
}

#[test]
fn a_revoked_link_is_dead_while_the_server_runs_and_a_new_one_works() {
    let folder = tempfile::tempdir().unwrap();
    whole_site(folder.path());
    let site = folder.path().join("site");
    let url = ["--url", "https://localhost:8443"];
    run(&site, &["links", "issue", "--all", url[0], url[1]]).expect(0);
    let first = paths(&site);
    let server = Server::start_tls(&site);
    run(&site, &["links", "revoke", "--line", "2001"]).expect(0);
    assert_eq!(status(&server.get(&first[0].1)), 404);
    run(&site, &["links", "revoke", "--line", "2001"]).expect(4);
    run(&site, &["links", "issue", "--line", "2002,2003", url[0], url[1], "--ttl", "1h"]).expect(0);
    let second = paths(&site);
    assert_eq!(second.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>(), ["2002", "2003", "2004"]);
    assert_eq!(status(&server.get(&first[1].1)), 404, "replaced");
    assert_eq!(status(&server.get(&second[0].1)), 200);
    assert_eq!(status(&server.get(&first[3].1)), 200, "2004 keeps its link");
    // Who leaves is in no list any more; the next plan does not have the line, and its link goes with it.
    let staff = std::fs::read_to_string(site.join("staff/staff.csv")).unwrap();
    let left: String = staff.lines().filter(|row| !row.contains("2003")).map(|row| format!("{row}\r\n")).collect();
    assert_ne!(staff.lines().count(), left.lines().count());
    std::fs::write(site.join("staff/staff.csv"), left).unwrap();
    for arguments in [&["inventory", "import"] as &[&str], &["plan"]] {
        assert!(run(&site, arguments).code <= 1);
    }
    let plan = read(&site.join("out/plan.json"));
    let planned = plan["body"]["lines"].as_array().unwrap().iter().any(|line| line["id"] == "2003");
    run(&site, &["links", "revoke", "--gone"]).expect(0);
    assert_eq!(status(&server.get(&second[1].1)), if planned { 200 } else { 404 });
}

#[test]
fn what_cannot_be_issued_or_served_is_told() {
    let folder = tempfile::tempdir().unwrap();
    whole_site(folder.path());
    let site = folder.path().join("site");
    let code = |arguments: &[&str], exit: i32| {
        let ended = run(&site, arguments).expect(exit);
        ended.stderr.split(['[', ']']).nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(code(&["links", "issue", "--all"], 2), "links/no-base");
    assert_eq!(code(&["links", "issue", "--line", "9", "--url", "https://a.example"], 4), "plan/nothing-selected");
    assert_eq!(code(&["links", "revoke", "--all"], 4), "links/no-link");
    assert_eq!(code(&["serve", "--listen", "127.0.0.1:0"], 2), "links/plain-http");
    assert_eq!(code(&["serve", "--listen", "0.0.0.0:0", "--plain"], 2), "links/plain-http");
    assert_eq!(code(&["serve", "--listen", "127.0.0.1:0", "--plain", "--health", "0.0.0.0:0"], 2), "links/plain-http");
    let busy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let busy_at = busy.local_addr().unwrap().to_string();
    assert_eq!(code(&["serve", "--listen", &busy_at, "--plain"], 3), "links/no-socket");
    std::fs::create_dir(site.join("empty")).unwrap();
    assert_eq!(code(&["serve", "--plain", "--sipjs", "empty"], 2), "links/no-library");
    let (cert, key) = server::certificate(&site);
    let tls = ["serve", "--listen", "127.0.0.1:0", "--cert", &cert, "--key", &key];
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(code(&tls, 2), "store/unreadable");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&key, "-----BEGIN PRIVATE KEY-----\nGEHEIM\n-----END PRIVATE KEY-----\n").unwrap();
    let told = run(&site, &tls).expect(2);
    assert!(told.stderr.contains("links/no-certificate") && !told.all().contains("GEHEIM"), "{}", told.all());
    std::fs::remove_file(site.join("out/current")).unwrap();
    assert_eq!(code(&["links", "issue", "--line", "2001", "--url", "https://a.example"], 0), "links/nothing-to-fetch");
    std::fs::write(site.join("out/links.jsonl"), "{\"at\":1,\"event\":\"unknown\"}\n").unwrap();
    for arguments in [&["serve", "--plain"] as &[&str], &["links", "list"], &["links", "revoke", "--all"]] {
        let ended = run(&site, arguments);
        assert!(ended.code >= 2 && ended.stderr.contains("links/journal-unreadable"), "{arguments:?}: {}", ended.all());
        assert!(ended.stderr.contains("links.jsonl:1"), "{}", ended.stderr);
    }
}

#[test]
fn a_fetched_link_stays_fetched_through_kill_9() {
    let site = Site::new(&(0..8).map(|n| Known::open(&format!("20{n:02}"))).collect::<Vec<_>>());
    for n in 0..8 {
        let (server, path) = (Server::start(&site), site.path(&format!("20{n:02}")));
        assert_eq!(status(&server.get_from([127, 0, 0, 7], &path)), 200);
        server.kill();
        let again = Server::start(&site);
        assert_eq!(status(&again.get_from([127, 0, 0, 8], &path)), 404, "round {n}");
        again.kill();
    }
    assert!(stages(site.folder()).iter().all(|(_, stage)| stage == "fetched"), "{:?}", stages(site.folder()));
}

#[test]
fn five_wrong_pins_count_through_every_restart() {
    let site = Site::new(&[Known::with_pin("2001", "123456"), Known::with_pin("2002", "123456")]);
    let ask = |from: u8, line: &str, pin: &str| {
        let server = Server::start(&site);
        let code = status(&server.get_from([127, 0, 11, from], &format!("{}/{pin}", site.path(line))));
        // Not even the chance to write something at its end.
        server.kill();
        code
    };
    for wrong in 1..=5 {
        assert_eq!(ask(wrong, "2001", "000000"), 404);
        if wrong <= 4 {
            assert_eq!(ask(100 + wrong, "2002", &format!("00000{wrong}")), 404);
        }
    }
    assert_eq!(ask(9, "2001", "123456"), 404, "the right one comes too late");
    assert_eq!(ask(10, "2002", "123456"), 200, "four are not five");
    // What a kill cut off is written down at the next start.
    Server::start(&site).kill();
    let stages = stages(site.folder());
    assert_eq!(stages, [("2001".to_owned(), "locked".to_owned()), ("2002".to_owned(), "fetched".to_owned())]);
}

#[test]
fn a_link_that_is_issued_again_keeps_its_pin_unless_told_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    whole_site(folder.path());
    let site = folder.path().join("site");
    let issue = |more: &[&str]| {
        let arguments: Vec<&str> = ["links", "issue", "--line", "2001,2002", "--url", "https://localhost:8443"]
            .into_iter()
            .chain(more.iter().copied())
            .collect();
        run(&site, &arguments).expect(0)
    };
    let pins = || std::fs::read_to_string(site.join("out/link-pins.json")).unwrap_or_default();
    run(&site, &["links", "issue", "--line", "2001", "--url", "https://localhost:8443", "--pin"]).expect(0);
    let first = pins();
    let told = issue(&[]);
    assert!(told.stdout.contains("1 PIN in ") && told.stdout.contains("link-pins.json"), "{}", told.all());
    assert!(pins().contains("\"2001\"") && !pins().contains("\"2002\"") && pins() != first, "a new PIN for the new link");
    let links = read(&site.join("out/links.json"));
    assert_eq!((&links["body"]["2001"]["pin"], &links["body"]["2002"]["pin"]), (&Value::Bool(true), &Value::Null));
    let told = issue(&["--no-pin"]);
    assert!(!told.stdout.contains("PIN"), "{}", told.all());
    assert!(!pins().contains("2001"));
    assert!(!issue(&[]).stdout.contains("PIN"), "the last link counts");
    // Addresses that nobody could reach are refused before a link is made.
    for wrong in ["https://phones.example:99999", "https://phones.example/x", "http://phones.example"] {
        run(&site, &["links", "issue", "--all", "--url", wrong]).expect(2);
    }
}

#[test]
fn an_answer_that_a_kill_cut_off_counts_as_sent() {
    use std::io::{Read as _, Write as _};
    let site = Site::new(&[Known::open("large")]);
    let server = Server::start(&site);
    let mut stream = server::connect(server.address, Some([127, 0, 0, 7]));
    stream.write_all(format!("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", site.path("large")).as_bytes()).unwrap();
    stream.read_exact(&mut [0; 1000]).unwrap();
    server.kill();
    let again = Server::start(&site);
    assert_eq!(stages(site.folder())[0].1, "fetched");
    assert_eq!(status(&again.get_from([127, 0, 0, 8], &site.path("large"))), 404);
    assert_eq!(body(&again.get_from([127, 0, 0, 7], &site.path("large"))).len(), server::LARGE, "its caller may come again");
}

#[test]
fn links_that_take_an_account_away() {
    let site = Site::new(&[Known::open("2001"), Known::open("2002")]);
    let server = Server::start(&site);
    assert_eq!(status(&server.get(&site.path("2001"))), 200);
    until("fetched", || stages(site.folder())[0].1 == "fetched");
    let journal = site.folder().join("out/links.jsonl");
    let other = std::fs::read_to_string(&journal).unwrap().replace("linphone-xml", "baresip");
    let revoke = ["links", "revoke", "--all", "--tombstone", "https://localhost:8443"];
    run(site.folder(), &revoke).expect(0);
    let link = paths(site.folder());
    assert_eq!(link.len(), 1, "only whose profile was fetched has an account to lose");
    let answer = server.get(&link[0].1);
    let text = String::from_utf8_lossy(body(&answer)).into_owned();
    assert!(text.contains("<entry name=\"reg_identity\" overwrite=\"true\"></entry>") && !text.contains("2001"), "{text}");
    // A program that no link can reach is told.
    drop(server);
    std::fs::write(&journal, other).unwrap();
    let told = run(site.folder(), &revoke).expect(0);
    assert!(told.stderr.contains("links/no-tombstone"), "{}", told.all());
}

#[test]
fn one_server_for_a_site_and_health_for_this_machine() {
    let site = Site::new(&[Known::open("2001")]);
    let server = Server::start_with(&site, &["--health", "127.0.0.1:0"]);
    let second = run(site.folder(), &["serve", "--plain", "--listen", "127.0.0.1:0"]).expect(5);
    assert!(second.stderr.contains("store/locked"), "{}", second.stderr);
    let answer = server::ask(server.health.unwrap(), None, b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
    let figures: Value = serde_json::from_slice(body(&answer)).unwrap();
    assert_eq!((figures["ok"].as_bool(), figures["open"].as_u64()), (Some(true), Some(1)));
    assert_eq!(status(&server.get("/health")), 404, "not where the outside comes");
    assert_eq!(status(&server.get(&site.path("2001"))), 200);
}
