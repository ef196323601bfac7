//! Differences between two sets of files, for every client: what changed is told, a password never.

use super::tests::{line, pbx};
use super::*;
use crate::domain::{Secret, SecretState, Secrets, Transport};
use crate::plan::model::Line;
use crate::store::profiles;

fn files(catalogue: &Catalogue, line: &Line, password: &str) -> Files {
    let mut secrets = Secrets::default();
    let mut line = line.clone();
    line.secret = secrets.insert("k", Secret::new(password));
    assert_eq!(line.secret.state, SecretState::Present);
    let artefacts = catalogue.render(&line, &secrets, &pbx()).unwrap();
    artefacts.into_iter().map(|a| (a.path.rsplit('/').next().unwrap().to_owned(), a.bytes)).collect()
}

fn every_line(catalogue: &Catalogue) -> Vec<Line> {
    let lines = catalogue.clients().into_values().map(|facts| {
        let transport = *facts.transports.iter().rfind(|t| **t != Transport::Ws).unwrap();
        let mut line = line(&facts.id.0, transport, *facts.srtp.last().unwrap());
        line.domain.clone_from(&line.registrar.host);
        line
    });
    lines.collect()
}

const OLD: &str = "Kaffee-mit-2-Zucker";
const NEW: &str = "Tee-ohne-7-Milch";

#[test]
fn a_new_password_is_told_as_changed_and_never_shown() {
    let (catalogue, _) = profiles::load(None);
    for line in every_line(&catalogue) {
        let client = &line.client;
        let compared = catalogue.compare(client, &files(&catalogue, &line, OLD), &files(&catalogue, &line, NEW));
        assert_eq!(compared.password_changed, Some(true), "{client}");
        assert!(!compared.files.is_empty(), "{client}");
        let keys: Vec<&KeyChange> = compared.files.iter().flat_map(|file| &file.keys).collect();
        assert!(
            !keys.is_empty() && keys.iter().all(|key| key.secret && key.from.is_none() && key.to.is_none()),
            "{client}: {keys:?}"
        );
        let shown = format!("{compared:?} {}", serde_json::to_string(&compared.files).unwrap());
        assert!(!shown.contains(OLD) && !shown.contains(NEW), "{client}: {shown}");
    }
}

#[test]
fn a_new_name_is_told_with_both_values_beside_an_unchanged_password() {
    let (catalogue, _) = profiles::load(None);
    let mut told = 0;
    for line in every_line(&catalogue) {
        let client = line.client.clone();
        let other = Line { display_name: "Bea Beispiel".into(), ..line.clone() };
        let compared = catalogue.compare(&client, &files(&catalogue, &line, OLD), &files(&catalogue, &other, OLD));
        assert_eq!(compared.password_changed, Some(false), "{client}");
        let keys: Vec<&KeyChange> = compared.files.iter().flat_map(|file| &file.keys).collect();
        let named = |key: &&&KeyChange| {
            key.from.as_ref().is_some_and(|from| from.contains("Anna Muster"))
                && key.to.as_ref().unwrap().contains("Bea Beispiel")
        };
        told += usize::from(keys.iter().any(|key| named(&key)));
        // What holds the whole of another file holds the password as well.
        assert!(keys.iter().filter(|key| !key.secret).all(|key| key.from.is_some() && key.to.is_some()), "{client}: {keys:?}");
        assert!(!format!("{compared:?}").contains(OLD), "{client}");
    }
    assert!(told >= 20, "{told}");
}

#[test]
fn equal_sets_have_no_differences_and_other_blanks_are_the_same_values() {
    let (catalogue, _) = profiles::load(None);
    let line = every_line(&catalogue).into_iter().find(|line| line.client.0 == "linphone-rc").unwrap();
    let before = files(&catalogue, &line, OLD);
    assert_eq!(catalogue.compare(&line.client, &before, &before), Compared { files: vec![], password_changed: Some(false) });
    let mut after = before.clone();
    after.get_mut("linphonerc").unwrap().extend(b"\n# a remark\n");
    let compared = catalogue.compare(&line.client, &before, &after);
    assert_eq!(compared.files, [FileChange { file: "linphonerc".into(), change: Change::Rewritten, keys: vec![] }]);
}

#[test]
fn keys_files_and_strangers_come_and_go() {
    let (catalogue, _) = profiles::load(None);
    let line = every_line(&catalogue).into_iter().find(|line| line.client.0 == "linphone-rc").unwrap();
    let before = files(&catalogue, &line, OLD);
    let mut after = before.clone();
    let text = String::from_utf8(after["linphonerc"].clone()).unwrap();
    let edited = text.replacen("[misc]\n", "[misc]\nadded=1\n", 1).replacen("publish=0\n", "", 1);
    assert_ne!(edited, text);
    after.insert("linphonerc".into(), edited.into_bytes());
    after.insert("more.txt".into(), b"x".to_vec());
    let compared = catalogue.compare(&line.client, &before, &after);
    let changes: Vec<(Change, &str)> = compared.files[0].keys.iter().map(|key| (key.change, key.key.as_str())).collect();
    assert!(changes.contains(&(Change::Removed, "proxy_0/publish")), "{changes:?}");
    assert_eq!((compared.files[1].file.as_str(), compared.files[1].change), ("more.txt", Change::Added));

    // Nobody can read the files of a profile that is gone; they are compared as a whole.
    let stranger = crate::domain::ClientId("gone".into());
    let compared = catalogue.compare(&stranger, &before, &after);
    assert_eq!(compared.password_changed, None);
    assert_eq!(compared.files[0], FileChange { file: "linphonerc".into(), change: Change::Changed, keys: vec![] });

    // A file that is no longer of its format gives away nothing.
    let mut broken = before.clone();
    broken.insert("linphonerc".into(), vec![0xff, 0xfe]);
    let compared = catalogue.compare(&line.client, &before, &broken);
    assert_eq!(compared.files, [FileChange { file: "linphonerc".into(), change: Change::Changed, keys: vec![] }]);
}
