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
            "extension-not-sip @users.conf:15:1",
            "sip-section-not-read @users.conf:28:1",
        ]
    );
    assert!(!format!("{reading:?}").contains("geheim") && !format!("{reading:?}").contains("1234"), "secrets and PINs stay out");
}

#[test]
fn what_users_have_beside_a_sip_account() {
    let text = "[6000]\nfullname=Hans Muster\nhassip=yes\nhost=dynamic\nsecret=x\nhasvoicemail=yes\nvmsecret=1234\ncid_number=+498999998600\n\
        alternateexts=6100, 4989999986000\ndahdichan=3\ndtmfmode=tone\n\
        [6001]\nfullname=Anna Muster\nhasiax=yes\nhassip=no\nhasvoicemail=yes\nvmsecret=-4711\n[6002]\nfullname=Bert Muster\nzapchan=2\n\
        [anna]\nhassip=yes\nhost=dynamic\nsecret=x\ncid_number=6003\nhasiax=no\n";
    let reading = folder(text.as_bytes());
    let shown = lines(&reading);
    for line in [
        "6001 Unknown `Anna Muster` no account @users.conf:12:1",
        "6002 Analog `Bert Muster` no account @users.conf:18:1",
        "6003 Unknown `-` anna@asterisk Present pbx/users/anna, aor 1, context - @users.conf:21:1",
        "Ring 6100: 6000",
        "did +4989999986000 Extension(Extension(\"6000\"))",
        "extension-not-sip @users.conf:12:1",
        "user-option-beside @users.conf:8:12",
        "user-option-beside @users.conf:10:11",
        "sip-dtmf-unknown @users.conf:11:10",
    ] {
        assert!(shown.iter().any(|shown| shown == line), "{line} in {shown:#?}");
    }
    let pins: Vec<Option<&str>> = reading
        .mailboxes
        .iter()
        .map(|mailbox| mailbox.pin.as_ref().and_then(|pin| reading.secrets.get(pin)).map(crate::domain::Secret::expose))
        .collect();
    assert_eq!(pins, [Some("1234"), Some("4711")]);
    let told: Vec<&str> = reading.findings.iter().map(|f| f.what.en.as_ref()).collect();
    assert!(told.contains(&"extensions whose device speaks no SIP: 2; the first is `6001` (`hasiax`)"), "{told:#?}");
}

#[test]
fn damaged_files_are_survived() {
    for bytes in damaged(USERS.as_bytes(), 300) {
        assert!(folder(&bytes).extensions.len() < 100);
    }
}
