//! `deskshift inventory guess`: formats are named, mappings proposed, nothing is overwritten, no password is shown.

use crate::support::run;

const LIST: &str = "Name;Vorname;Durchwahl;Farbe;Kennwort\nMüller;Hans;101;rot;hunter2!\nWeiß;Jörg;102;blau;hunter3!\n";

#[test]
fn a_format_is_named_and_a_mapping_proposed_without_a_site() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ad.ldif"), "dn: cn=x\nobjectClass: person\nsn: Huber\n").unwrap();
    std::fs::write(folder.path().join("liste.csv"), LIST).unwrap();
    let named = run(folder.path(), &["inventory", "guess", "ad.ldif"]).expect(0);
    assert_eq!(named.stdout, "directory/ldif\n");
    let proposed = run(folder.path(), &["inventory", "guess", "liste.csv"]).expect(0);
    assert!(proposed.stdout.contains("  extension: {title: \"Durchwahl\"}"), "{}", proposed.stdout);
    assert!(proposed.stderr.contains("staff/list"), "{}", proposed.stderr);
    assert!(!proposed.all().contains("hunter"), "{}", proposed.all());
    let json = run(folder.path(), &["inventory", "guess", "liste.csv", "--json"]).expect(0).json();
    assert_eq!(json["formats"][0]["format"], "staff/list");
}

#[test]
fn a_mapping_is_written_once_and_never_over_another_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("liste.csv"), LIST).unwrap();
    let arguments = ["inventory", "guess", "liste.csv", "--write", "m.yaml"];
    run(folder.path(), &arguments).expect(0);
    let written = std::fs::read_to_string(folder.path().join("m.yaml")).unwrap();
    assert!(written.contains("what: people") && !written.contains("hunter"), "{written}");
    std::fs::write(folder.path().join("m.yaml"), "mine").unwrap();
    let second = run(folder.path(), &arguments).expect(2);
    assert!(second.stderr.contains("it exists already"), "{}", second.stderr);
    assert_eq!(std::fs::read_to_string(folder.path().join("m.yaml")).unwrap(), "mine");
}
