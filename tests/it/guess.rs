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

#[test]
fn a_file_that_is_no_table_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let old: Vec<u8> = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".iter().copied().chain([0; 600]).collect();
    let files: [(&str, &[u8], &str, &str); 7] = [
        (
            "kontakte.vcf",
            b"BEGIN:VCARD\nVERSION:3.0\nN:Huber;Ida\nEND:VCARD\n",
            "an address book (vCard)",
            "ein Adressbuch (vCard)",
        ),
        (
            "fritz.xml",
            b"<phonebooks><phonebook><contact/></phonebook></phonebooks>",
            "a phone book of a FRITZ!Box",
            "ein Telefonbuch einer FRITZ!Box",
        ),
        ("liste.csv", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n", "a PDF document", "ein PDF-Dokument"),
        ("liste.xls", &old, "an old `.xls` file", "eine alte `.xls`-Datei"),
        ("liste.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture", "ein Bild"),
        ("liste.zip", b"PK\x03\x04\x14\0\0\0liste.csvPK\x01\x02", "a ZIP archive", "ein ZIP-Archiv"),
        ("null.csv", b"Name;Vorname\nM\0ller;Hans\n", "zero bytes in the text", "Nullbytes im Text"),
    ];
    for (name, bytes, en, de) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        for (lang, words) in [("en", en), ("de", de)] {
            let told = run(folder.path(), &["--lang", lang, "inventory", "guess", name]).expect(2);
            assert!(told.stderr.contains("inventory/list-unreadable") && told.stderr.contains(words), "{}", told.all());
        }
    }
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    let policy = std::fs::read_to_string(site.join("deskshift.yaml")).unwrap();
    let sources = "sources:\n";
    assert!(policy.contains(sources));
    for (name, bytes, en, _) in files {
        std::fs::write(site.join(name), bytes).unwrap();
        let exports = policy.replacen(sources, &format!("{sources}  exports: [{name}]\n"), 1);
        std::fs::write(site.join("deskshift.yaml"), exports).unwrap();
        let told = run(&site, &["--lang", "en", "inventory", "import"]).expect(2);
        assert!(told.stderr.contains(en) && !told.stderr.contains("not recognised"), "{}", told.all());
    }
}

#[test]
fn a_recognised_export_needs_no_mapping() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ad.ldif"), "dn: cn=x\nobjectClass: person\nsn: Huber\n").unwrap();
    let told = run(folder.path(), &["inventory", "guess", "ad.ldif", "--write", "m.yaml"]).expect(0);
    assert!(told.stderr.contains("`directory/ldif` and needs no mapping; nothing was written"), "{}", told.all());
    assert!(!folder.path().join("m.yaml").exists());
}
