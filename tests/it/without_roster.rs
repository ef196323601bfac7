//! Profiles, letters and the PBX side before anybody has decided who is at home when.

use std::fs;

use crate::support::{run, tree};

#[test]
fn all_but_the_roster_is_made_without_its_section() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    let policy = site.join("deskshift.yaml");
    let whole = fs::read_to_string(&policy).unwrap();
    let (without, _) = whole.split_once("\nroster:").unwrap();
    fs::write(&policy, without).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    run(&site, &["convert"]).expect(0);
    assert!(tree(&site.join("out/current")).contains_key("pbx/pjsip.deskshift.conf"));
    for arguments in [
        &["letters"] as &[&str],
        &["links", "issue", "--all", "--url", "https://localhost:8443"],
        &["explain", "2001", "--profile", "linphone"],
        &["pbx", "diff"],
    ] {
        let ended = run(&site, arguments);
        assert!(ended.code <= 1 && !ended.all().contains("roster"), "{arguments:?}: {}", ended.all());
    }
    // What needs it says so, and the doctor beforehand.
    let rotate = run(&site, &["--lang", "en", "rotate", "--assume-ready"]);
    assert!(rotate.code == 2 && rotate.all().contains("`roster`"), "{}", rotate.all());
    let doctor = run(&site, &["--lang", "en", "doctor"]).all();
    assert!(doctor.contains("no section `roster`") && doctor.contains("deskshift.yaml: Starter office"), "{doctor}");
    // What stands there is checked all the same.
    fs::write(&policy, format!("{without}\nroster: {{horizon: {{from: never}}}}\n")).unwrap();
    let plan = run(&site, &["--lang", "en", "plan"]);
    assert!(plan.code == 2 && plan.all().contains("never"), "{}", plan.all());
    // With it the doctor has nothing to say of it.
    fs::write(&policy, whole).unwrap();
    assert!(!run(&site, &["--lang", "en", "doctor"]).all().contains("section `roster`"));
}
