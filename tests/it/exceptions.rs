//! `security.exceptions` from the site file to the exit code.

use std::fs;

use crate::support::run;

#[test]
fn an_error_on_record_lets_plan_and_convert_pass_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    let path = site.join("deskshift.yaml");
    let policy = fs::read_to_string(&path).unwrap().replace("srtp: \"off\"", "srtp: optional");
    let with = |exceptions: &str| {
        fs::write(&path, format!("{policy}\nsecurity:\n  exceptions:\n{exceptions}")).unwrap();
        run(&site, &["inventory", "import"]).expect(1);
        run(&site, &["plan"])
    };
    fs::write(&path, &policy).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    let ended = run(&site, &["plan"]).expect(1);
    assert!(ended.stderr.contains("error[plan/srtp-without-tls]"), "{}", ended.stderr);
    // An error of the plan is one of the set that is made of it.
    let ended = run(&site, &["convert"]).expect(1);
    assert!(ended.stderr.contains("error[plan/srtp-without-tls]"), "{}", ended.stderr);

    let ended = with("    - {rule: plan/srtp-without-tls, because: all in one VPN}\n").expect(0);
    assert!(ended.stderr.contains("note[plan/excepted]") && ended.stderr.contains("because: all in one VPN"), "{}", ended.stderr);
    assert!(!ended.stderr.contains("plan/srtp-without-tls]"), "{}", ended.stderr);
    run(&site, &["convert"]).expect(0);
    // By the clock of this machine.
    let ended = with("    - {rule: plan/srtp-without-tls, because: all in one VPN, until: 2001-01-31}\n").expect(1);
    assert!(ended.stderr.contains("warning[plan/exception-over]"), "{}", ended.stderr);
    with("    - {rule: plan/srtp-without-tls, because: all in one VPN, until: 2199-12-31}\n").expect(0);
    let ended = with("    - {rule: plan/srtp-without-tls, because: a, extensions: [\"9999\"]}\n").expect(1);
    assert!(ended.stderr.contains("warning[plan/exception-unused]"), "{}", ended.stderr);
    fs::write(&path, format!("{policy}\nsecurity: {{exceptions: [{{rule: plan/srtp-without-tsl, because: a}}]}}\n")).unwrap();
    let ended = run(&site, &["plan"]).expect(2);
    assert!(ended.stderr.contains("did you mean `plan/srtp-without-tls`?"), "{}", ended.stderr);
}

/// Whoever looks at the exit code of the last command alone sees the error of the one before.
#[test]
fn an_error_of_the_plan_is_one_of_convert_too() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    let path = site.join("deskshift.yaml");
    let policy = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{policy}\noverrides: {{persons: {{nobody: {{expiry_s: 900}}}}}}\n")).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    for command in ["plan", "convert"] {
        let ended = run(&site, &[command]).expect(1);
        assert_eq!(ended.stderr.matches("error[plan/override-unknown]").count(), 1, "{command}: {}", ended.stderr);
    }
    let json = run(&site, &["--json", "convert"]).expect(1).json();
    assert!(json.to_string().contains("plan/override-unknown"), "{json}");
    assert!(site.join("out/current/manifest.json").is_file(), "what can be written is written");
}
