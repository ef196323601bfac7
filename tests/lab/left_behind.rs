//! A real Kamailio that keeps what is to be removed: the verdict says what it answered, for how long our contact stays, and what to do; the
//! next run removes it as soon as the PBX lets it.

use std::io::{Read as _, Write as _};
use std::path::Path;

use serde_json::Value;

use super::certificates::Certificates;
use super::kamailio::Kamailio;
use super::programs::{Program, present};
use super::redirect::{plan, subscribers, write_office};
use super::validate::{deskshift, edit};

/// What the script does with a removal, until `login=>open` is set by RPC.
fn keeping(with_removals: &str) -> String {
    format!(
        "\tif ($sht(login=>open) == $null && $hdr(Contact) =~ \"expires=0\") {{ {with_removals} exit; }}\n\tif (!save(\"location\"))"
    )
}

fn kamailio(with_removals: &str) -> Kamailio {
    Kamailio::start_changed(&Certificates::new(), &subscribers(), &[("\tif (!save(\"location\"))", &keeping(with_removals))])
}

fn rpc(kamailio: &Kamailio, method: &str, parameters: &str) -> String {
    let body = format!("{{\"jsonrpc\":\"2.0\",\"method\":\"{method}\",\"params\":{parameters},\"id\":1}}");
    let mut wire = std::net::TcpStream::connect(("127.0.0.1", kamailio.sip)).expect("Kamailio listens");
    wire.set_read_timeout(Some(std::time::Duration::from_secs(5))).expect("a limit");
    write!(
        wire,
        "POST /RPC HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .expect("asked");
    let (mut told, mut some) = (Vec::new(), [0; 4096]);
    // Whether it closes then is its own affair.
    while !String::from_utf8_lossy(&told).contains("\"id\"") {
        match wire.read(&mut some) {
            Ok(0) | Err(_) => break,
            Ok(read) => told.extend_from_slice(&some[..read]),
        }
    }
    String::from_utf8_lossy(&told).into_owned()
}

/// Contacts of ours that the registrar has.
fn registered(kamailio: &Kamailio) -> usize {
    rpc(kamailio, "ul.dump", "[]").matches("deskshift/").count()
}

struct Run {
    code: Option<i32>,
    verdicts: Vec<Value>,
    said: String,
}

fn validate(site: &Path, level: &str) -> Run {
    let output = deskshift(site, &["--json", "--lang", "en", "validate", "--again", "--rate", "0", "--level", level]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", output.stderr));
    Run { code: output.code, verdicts: report["verdicts"].as_array().expect("verdicts").clone(), said: output.stderr }
}

/// Both lines are told as what they are: cause with this reason and the seconds, remedy, exit code.
fn assert_told(run: &Run, level: &str, because: &str, seconds: u32) {
    assert_eq!((run.code, run.verdicts.len()), (Some(1), 2), "{}", run.said);
    for verdict in &run.verdicts {
        let told = (&verdict["class"], &verdict["outcome"], &verdict["level"]);
        assert_eq!(told, (&"sip/not-cleaned-up".into(), &"failed".into(), &level.into()), "{verdict}");
        let text =
            |key: &str, lang: &str| verdict[key][lang].as_str().unwrap_or_else(|| panic!("{key} {lang}: {verdict}")).to_owned();
        for lang in ["en", "de"] {
            assert!(text("cause", lang).contains(&format!(" {seconds} s")), "{verdict}");
            assert!(text("remedy", lang).contains("kamcmd ul.dump"), "{verdict}");
        }
        assert!(text("cause", "en").contains(because), "{because}: {verdict}");
        assert_ne!(text("cause", "en"), text("cause", "de"));
        assert_ne!(text("remedy", "en"), text("remedy", "de"));
    }
}

#[test]
fn a_registration_that_kamailio_keeps_is_told_and_removed_by_the_next_run() {
    if !present("a_registration_that_kamailio_keeps_is_told_and_removed_by_the_next_run", &[Program::Kamailio]) {
        return;
    }
    for (with_removals, because) in [
        ("sl_send_reply(\"403\",\"Removal Not Allowed\");", "(`403`)"),
        ("drop;", "(no answer)"),
        // Accepted, and nothing done: the list that it answers with tells.
        (
            "append_to_reply(\"Contact: $(hdr(Contact){s.replace,expires=0,expires=50})\\r\\n\"); sl_send_reply(\"200\",\"OK\");",
            "(`200`, but it still lists it)",
        ),
    ] {
        let pbx = kamailio(with_removals);
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path();
        write_office(site, pbx.sip);
        edit(site, &[("validate: {ban_budget: 60}", "validate: {ban_budget: 60, timeout_s: 1}")]);
        plan(site);
        for (level, seconds) in [("bind", 60), ("call", 300)] {
            let run = validate(site, level);
            assert_told(&run, level, because, seconds);
            assert_eq!(registered(&pbx), 2, "the verdict is the truth");
            // While nothing has changed, the next run says so and goes on.
            let next = validate(site, "fetch");
            assert!(next.said.contains("validate/leftover-stays"), "{}", next.said);
            assert!(next.said.contains("kamcmd ul.dump"), "{}", next.said);
            let opened = rpc(&pbx, "htable.sets", "[\"login\",\"open\",\"1\"]");
            assert!(!opened.contains("error"), "{opened}");
            let last = validate(site, "fetch");
            assert_eq!(last.code, Some(0), "{}", last.said);
            assert!(last.said.contains("validate/leftover-removed"), "{}", last.said);
            assert_eq!(registered(&pbx), 0);
            assert!(last.verdicts.iter().all(|verdict| verdict["class"] == "sip/ready"), "{:?}", last.verdicts);
            let shut = rpc(&pbx, "htable.delete", "[\"login\",\"open\"]");
            assert!(!shut.contains("error"), "{shut}");
        }
    }
}
