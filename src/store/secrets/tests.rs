//! The store on disk: private, whole, and sealed where the site asks for it.

use std::os::unix::fs::PermissionsExt as _;

use super::*;
use crate::policy::site::{AgeRules, PassphraseFrom};

fn some() -> Secrets {
    let mut secrets = Secrets::default();
    secrets.insert("pbx/auth/2001", Secret::new("a;b\"c ü"));
    secrets
}

fn write(path: &Path, secrets: &Secrets, vault: &Vault) {
    files::replace(path, &bytes(secrets, Some("abc"), path, vault).unwrap(), 0o600).unwrap();
}

#[test]
fn comes_back_and_refuses_open_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secrets.json");
    let vault = Vault::new(None, folder.path());
    write(&path, &some(), &vault);
    assert_eq!(read(&path, &vault).unwrap().secrets, some());
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(read(&path, &vault).unwrap_err().code, codes::UNREADABLE.code());
}

#[test]
fn a_damaged_store_is_named_without_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secrets.json");
    files::replace(&path, b"{\"k\": hunter2}", 0o600).unwrap();
    let finding = read(&path, &Vault::new(None, folder.path())).unwrap_err();
    assert!(!format!("{finding:?}").contains("hunter2"));
    assert_eq!(finding.code, codes::BAD_DOCUMENT.code());
}

#[test]
fn a_password_is_drawn_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("issued.json");
    let vault = Vault::new(None, folder.path());
    assert!(issued(&path, &vault).unwrap().is_empty());
    let first = issue(&path, ["new/2001"].into_iter(), &vault).unwrap();
    let second = issue(&path, ["new/2001", "new/2002"].into_iter(), &vault).unwrap();
    assert_eq!(first.with_key("new/2001"), second.with_key("new/2001"));
    assert_ne!(second.with_key("new/2001"), second.with_key("new/2002"));
    // A line that left the plan keeps its password: the PBX may have it.
    assert_eq!(issue(&path, std::iter::empty(), &vault).unwrap(), second);
    // A leaver's line that is given to somebody else gets a password that the leaver never had.
    let left = issue(&path, ["new/2001", "revoked/2001"].into_iter(), &vault).unwrap();
    assert_eq!(left.with_key("new/2001").map(Secret::expose), second.with_key("new/2001").map(Secret::expose));
    let again = issue(&path, ["new/2001"].into_iter(), &vault).unwrap();
    assert_ne!(again.with_key("new/2001").map(Secret::expose), second.with_key("new/2001").map(Secret::expose));
    assert!(again.with_key("revoked/2001").is_none());
    assert_eq!(issue(&path, ["new/2001"].into_iter(), &vault).unwrap(), again);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn every_way_of_sealing_opens_again_and_only_so() {
    let folder = tempfile::tempdir().unwrap();
    let private = |name: &str, text: &str| {
        let path = folder.path().join(name);
        files::replace(&path, text.as_bytes(), 0o600).unwrap();
        name.to_owned()
    };
    let (key, other) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
    let identity = |key: &age::x25519::Identity| {
        use age::secrecy::ExposeSecret as _;
        key.to_string().expose_secret().to_owned()
    };
    let keys = |name: &str, with: &age::x25519::Identity| AgeRules::Keys {
        recipients: vec![key.to_public().to_string()],
        identity: private(name, &identity(with)),
    };
    let right = keys("right.txt", &key);
    let ways = [
        (right.clone(), keys("wrong.txt", &other)),
        (
            AgeRules::Passphrase(PassphraseFrom::File(private("phrase", "kiefer nordwind\nsecond line\n"))),
            AgeRules::Passphrase(PassphraseFrom::File(private("other", "kiefer\n"))),
        ),
        (
            AgeRules::Passphrase(PassphraseFrom::Command(vec!["printf".into(), "kiefer nordwind\\n".into()])),
            AgeRules::Passphrase(PassphraseFrom::Command(vec!["false".into()])),
        ),
        // What the test runner certainly has.
        (
            AgeRules::Passphrase(PassphraseFrom::Env("PATH".into())),
            AgeRules::Passphrase(PassphraseFrom::Env("DESKSHIFT_NO_SUCH_VARIABLE".into())),
        ),
    ];
    let path = folder.path().join("secrets.json");
    for (right, wrong) in &ways {
        let vault = Vault::new(Some(right), folder.path());
        let sealed = bytes(&some(), Some("abc"), &path, &vault).unwrap();
        assert!(!sealed.windows(4).any(|part| part == b"2001"), "{right:?} hides nothing");
        write(&path, &some(), &vault);
        assert_eq!(read(&path, &Vault::new(Some(right), folder.path())).unwrap().secrets, some(), "{right:?}");
        for other in [Some(wrong), None] {
            let finding = read(&path, &Vault::new(other, folder.path())).unwrap_err();
            assert_eq!(finding.code, codes::SEALED.code(), "{right:?} {other:?}");
            assert!(!format!("{finding:?}").contains("nordwind"));
        }
    }
    // Damage is told, never read as something else.
    let vault = Vault::new(Some(&right), folder.path());
    write(&path, &some(), &vault);
    let whole = std::fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        files::replace(&path, &damaged, 0o600).unwrap();
        assert!(read(&path, &vault).is_err(), "byte {at}");
    }
    // A store from before is read, and a key that others may read is not.
    write(&path, &some(), &Vault::new(None, folder.path()));
    assert_eq!(read(&path, &vault).unwrap().secrets, some());
    write(&path, &some(), &vault);
    std::fs::set_permissions(folder.path().join("right.txt"), std::fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(read(&path, &vault).unwrap_err().code, codes::UNREADABLE.code());
}
