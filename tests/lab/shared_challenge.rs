//! One challenge for all lines, at a real Kamailio: the same verdicts as without, at little more than one message a line.

use super::asterisk::Ports;
use super::certificates::Certificates;
use super::kamailio::Kamailio;
use super::kamailio_truth::{Step, expected, register_desk_phones, subscribers};
use super::phone::Phone;
use super::programs::{Program, present};
use super::traunstein::build;
use super::validate::{compare, deskshift, edit, validate, write_site};

/// Requests of the run whose report was kept last, and its note about the challenge.
fn kept(site: &std::path::Path) -> (u64, String) {
    let text = std::fs::read_to_string(site.join("out/report.json")).expect("the report");
    let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let report = if report["body"].is_object() { &report["body"] } else { &report };
    let notes = report["notes"].as_array().cloned().unwrap_or_default();
    let note = notes.iter().find(|note| note["code"] == "sip/challenge-shared");
    (report["requests_sent"].as_u64().expect("requests"), note.map(ToString::to_string).unwrap_or_default())
}

#[test]
fn kamailio_takes_one_challenge_for_all_lines_and_says_the_same_of_each() {
    if !present("kamailio_takes_one_challenge_for_all_lines_and_says_the_same_of_each", &[Program::Kamailio]) {
        return;
    }
    let certificates = Certificates::new();
    let case = build::case();
    // Kamailio as it is, and as it counts how often each nonce was used and refuses what does not rise.
    let counting =
        ("modparam(\"auth\",\"qop\",\"auth\")\n", "modparam(\"auth\",\"qop\",\"auth\")\nmodparam(\"auth\",\"nonce_count\",1)\n");
    let one_worker = ("children=2", "children=1");
    // Two workers see some of the counted ones out of order, how many is theirs to decide: three of lines that are good end the sharing,
    // so the last one may be asked as usual, and has to say the same of each line all the same.
    for (changes, most, may_end) in [(&[][..], 60, false), (&[counting, one_worker], 85, false), (&[counting], 101, true)] {
        let kamailio = Kamailio::start_changed(&certificates, &subscribers(&case), changes);
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path();
        write_site(
            site,
            &case,
            &certificates,
            Ports { sip: kamailio.sip, tls: kamailio.tls, ws: kamailio.tls, wss: kamailio.tls, manager: 0 },
        );
        edit(site, &[("  asterisk: pbx\n", ""), ("kind: asterisk", "kind: kamailio"), ("ban_budget: 60", "ban_budget: 600")]);
        register_desk_phones(&case, &mut Phone::new(kamailio.sip));
        let lines = case.lines.iter().filter(|line| !["0110", "0112"].contains(&line.number.as_str()));
        let truth = lines.map(|line| (line.number.clone(), expected(line, Step::Fetch).to_owned())).collect();
        compare("as a phone asks", &validate(site, &["--level", "fetch"]), &truth);
        let (usual, note) = kept(site);
        assert_eq!(note, "");
        compare("one challenge for all", &validate(site, &["--level", "fetch", "--shared-challenge"]), &truth);
        let (shared, note) = kept(site);
        println!("{shared} requests instead of {usual}: {note}");
        assert!(shared * 100 < usual * most, "{shared} requests instead of {usual}: {note}");
        assert!(may_end || !note.contains("asked as usual"), "{note}");
    }
}

#[test]
fn the_option_is_refused_outside_of_laboratories() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    super::redirect::write_office(site, 5060);
    edit(site, &[("udp: 127.0.0.1:5060", "udp: 192.0.2.5:5060")]);
    super::redirect::plan(site);
    let refused = deskshift(site, &["validate", "--shared-challenge", "--rate", "1", "--notice", "-"]);
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    assert!(refused.stderr.contains("validate/no-laboratory") && refused.stderr.contains("192.0.2.5:5060"), "{}", refused.stderr);
    // The notice sends nothing: only what is allowed is asked here.
    edit(site, &[("validate: {", "validate: {lab: true, ")]);
    super::redirect::plan(site);
    let allowed = deskshift(site, &["validate", "--shared-challenge", "--rate", "1", "--notice", "-"]);
    assert_eq!(allowed.code, Some(0), "{}", allowed.stderr);
    let ordinary = deskshift(site, &["validate", "--rate", "1", "--notice", "-"]);
    assert_eq!(ordinary.code, Some(0), "{}", ordinary.stderr);
}
