use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::asterisk::shown::{damaged, lines};
use crate::inventory::asterisk::{ImportConfig, import};
use crate::inventory::reading::Reading;

const USERS: &str = "[general]\nfullname = New User\nhasvoicemail = yes\nhassip = no\nvmsecret = 1234\ncallgroup = 1\ncontext = intern\n\
    [6000]\nfullname = Hans Müller\nemail = hans@amt.example\nsecret = geheim\nhassip = yes\ncid_number = 6000\nmacaddress = 00:50:C2:11:22:33\n\
    [6001]\nfullname = Fax Poststelle\ndahdichan = 4\nhasvoicemail = no\n[6002]\nfullname = Huber, Anna\nhassip = yes\nhost = 192.0.2.9\n\
    secret = x\nhasvoicemail = no\nmacaddress = 12\n[6003]\nfullname=Nur Postfach\n[tor]\nhasiax=yes\nhasvoicemail=no\n";

fn folder(text: &[u8]) -> Reading {
    import(&MemoryFiles::new().with("users.conf", text), &ImportConfig::default()).into()
}

#[test]
fn people_numbers_telephones_and_mailboxes() {
    let reading = folder(USERS.as_bytes());
    assert_eq!(
        lines(&reading),
        [
            "6000 Person `Hans Müller` 6000@asterisk Present pbx/users/6000, aor 1, context intern, box 6000@default @users.conf:8:1",
            "6001 Fax `Fax Poststelle` no account @users.conf:15:1",
            "6002 Person `Huber, Anna` 6002@asterisk Present pbx/users/6002, no aor, context intern @users.conf:19:1",
            "6003 Virtual `Nur Postfach` no account @users.conf:26:1",
            "person Müller Hans hans@amt.example Some(\"6000\")",
            "person Huber Anna - Some(\"6002\")",
            "person Postfach Nur - Some(\"6003\")",
            "device 00:50:c2:11:22:33 DeskPhone on 6000",
            "box 6000@default Some(\"Hans Müller\") @users.conf:8:1",
            "box 6003@default Some(\"Nur Postfach\") @users.conf:26:1",
            "Call 1: 6000 6002",
            "mac-malformed @users.conf:25:14",
            "chan-sip-gone @users.conf:8:1",
            "sip-section-not-read @users.conf:28:1",
        ]
    );
    assert!(!format!("{reading:?}").contains("geheim") && !format!("{reading:?}").contains("1234"), "secrets and PINs stay out");
}

#[test]
fn damaged_files_are_survived() {
    for bytes in damaged(USERS.as_bytes(), 300) {
        assert!(folder(&bytes).extensions.len() < 100);
    }
}
