//! Several accounts in one set of files: each is what the client reads, or nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use super::field::Field;
use super::tests::{catalogue, line, pbx};
use super::{Artefact, Catalogue, builtin, define, read_back};
use crate::diag::Finding;
use crate::domain::{ClientId, Secret, Secrets, Transport};
use crate::plan::model::Line;
use crate::policy::site::Srtp;
use crate::store::yaml;

/// A line of this client with two more.
fn set(client: &str) -> Line {
    let facts = catalogue().get(&ClientId(client.into())).unwrap().facts.clone();
    let transport = if facts.transports.contains(&Transport::Tls) { Transport::Tls } else { Transport::Tcp };
    let mut first = line(client, transport, Srtp::Off);
    first.further = [("3001", "k1"), ("3002", "k2")]
        .map(|(number, key)| {
            let mut own = first.clone();
            (own.id, own.extension) = (number.parse().unwrap(), number.parse().unwrap());
            (own.aor_user, own.auth_user) = (number.into(), format!("login-{number}").into());
            own.display_name = format!("Ämter & <Co> {number}").into();
            own.expiry_s = 1200;
            own.secret.key = key.into();
            own
        })
        .into();
    first.further.truncate(facts.most_accounts - 1);
    first
}

fn secrets(passwords: [&str; 3]) -> Secrets {
    let mut secrets = Secrets::default();
    for (key, password) in ["k", "k1", "k2"].into_iter().zip(passwords) {
        secrets.insert(key, Secret::new(password));
    }
    secrets
}

const PASSWORDS: [&str; 3] = ["first-Geheim", "second&Geheim", "third<Geheim"];

fn clients() -> Vec<String> {
    let all = catalogue().clients();
    all.into_iter().filter(|(_, facts)| facts.most_accounts > 1).map(|(id, _)| id.0.into()).collect()
}

fn render(line: &Line, passwords: [&str; 3]) -> Result<Vec<Artefact>, Vec<Finding>> {
    catalogue().render(line, &secrets(passwords), &pbx())
}

fn told(result: Result<Vec<Artefact>, Vec<Finding>>) -> Vec<(String, String)> {
    let one = |finding: Finding| (finding.code.as_str().to_owned(), finding.subject.unwrap_or_default());
    result.unwrap_err().into_iter().map(one).collect()
}

#[test]
fn these_clients_hold_several_accounts_and_no_others() {
    let expected = [
        "baresip",
        "baresip-4",
        "cisco-spa",
        "grandstream",
        "linphone-android",
        "linphone-ios",
        "linphone-rc",
        "linphone-xml",
        "microsip",
        "polycom",
        "snom",
        "twinkle",
        "wave",
        "yealink",
        "zoiper",
    ];
    assert_eq!(clients(), expected);
    let facts = catalogue().clients();
    let with = |flag: fn(&crate::plan::ClientFacts) -> bool| -> Vec<&str> {
        facts.iter().filter(|(id, facts)| flag(facts) && expected.contains(&id.0.as_str())).map(|(id, _)| id.0.as_str()).collect()
    };
    assert_eq!(with(|facts| facts.of_a_device), ["cisco-spa", "grandstream", "polycom", "snom", "yealink"]);
    assert_eq!(with(|facts| facts.one_account_at_a_time), ["microsip"]);
}

/// Every field of every account, found where a key of its own says it stands.
#[test]
fn each_account_stands_behind_the_one_before() {
    for client in clients() {
        let set = set(&client);
        let files = render(&set, PASSWORDS).unwrap_or_else(|findings| panic!("{client}: {findings:?}"));
        let profile = catalogue().get(&set.client).unwrap();
        let read = |at: usize| {
            let output = &profile.outputs[at];
            read_back::read(output, &output.encoding.decode(&files[at].bytes).unwrap()).unwrap()
        };
        for (place, own) in set.accounts().enumerate() {
            let said = |field: Field| {
                let first = &profile.outputs[0].read_back[&field];
                match &profile.outputs[0].accounts {
                    Some(accounts) if place > 0 => read_back::value(&read(0), &accounts.place_of(first, place)),
                    Some(_) => read_back::value(&read(0), first),
                    None => read_back::value(&read(place), first),
                }
            };
            for (field, wanted) in [
                (Field::User, own.aor_user.as_str()),
                (Field::AuthUser, &own.auth_user),
                (Field::DisplayName, &own.display_name),
                (Field::Password, PASSWORDS[place]),
                (Field::Expiry, &own.expiry_s.to_string()),
            ] {
                assert_eq!(said(field).as_deref(), Some(wanted), "{client}, account {place}, {field:?}");
            }
        }
    }
}

/// Clients that keep what a file does not name are told that the places of accounts that went are empty.
#[test]
fn places_that_no_account_takes_are_emptied() {
    let mut emptied = Vec::new();
    for client in clients().into_iter().filter(|client| client != "twinkle") {
        let mut set = set(&client);
        set.further.clear();
        let files = render(&set, PASSWORDS).unwrap_or_else(|findings| panic!("{client}: {findings:?}"));
        let output = &catalogue().get(&set.client).unwrap().outputs[0];
        let read = read_back::read(output, &output.encoding.decode(&files[0].bytes).unwrap()).unwrap();
        let accounts = output.accounts.as_ref().unwrap();
        let first = &output.read_back[&Field::Password];
        let said = |place| read_back::value(&read, &accounts.place_of(first, place));
        // Where the keys of the one further account are not counted, there is no place behind it to ask for.
        assert!(client == "grandstream" || said(accounts.most).is_none(), "{client}");
        if accounts.vacant.is_some() {
            (1..accounts.most).for_each(|place| assert_eq!(said(place).as_deref(), Some(""), "{client}, {place}"));
            emptied.push(client);
        }
    }
    let expected =
        ["cisco-spa", "grandstream", "linphone-android", "linphone-ios", "linphone-xml", "polycom", "snom", "wave", "yealink"];
    assert_eq!(emptied, expected);
}

#[test]
fn an_account_that_does_not_fit_keeps_the_set_back_and_is_named() {
    let mut set = set("baresip");
    let refused = told(render(&set, ["first", "se\"cond", "third"]));
    assert_eq!(refused, [("profile/unrepresentable".to_owned(), "3001".to_owned())]);
    let mut secrets = secrets(PASSWORDS);
    set.further[1].secret.key = "of nobody".into();
    secrets.insert("k1", Secret::new("\n"));
    let refused: BTreeSet<_> = told(catalogue().render(&set, &secrets, &pbx())).into_iter().collect();
    let expected = [("profile/no-password", "3002"), ("profile/unrepresentable", "3001")];
    assert_eq!(refused, expected.map(|(code, of)| (code.to_owned(), of.to_owned())).into());
    // Linphone has one encryption for all accounts, baresip one for each.
    for (client, fits) in [("linphone-xml", false), ("linphone-rc", false), ("baresip", true), ("microsip", true)] {
        let mut set = self::set(client);
        set.further[0].srtp = Srtp::Required;
        assert_eq!(render(&set, ["first", "second", "third"]).is_ok(), fits, "{client}");
    }
}

/// Names of its own for the file of each account, however many a person has, and no file that nobody's account is in.
#[test]
fn each_account_of_twinkle_has_a_file_of_its_own() {
    let names = |set: &Line| -> Vec<String> {
        let files = render(set, PASSWORDS).unwrap();
        assert!(files.iter().all(|file| file.line == set.id && file.secret));
        files.into_iter().map(|file| file.path.rsplit('/').next().unwrap().to_owned()).collect()
    };
    let mut set = set("twinkle");
    assert_eq!(names(&set), ["twinkle.cfg", "twinkle-2.cfg", "twinkle-3.cfg"]);
    let profile = catalogue().get(&set.client).unwrap();
    assert_eq!((profile.facts.most_accounts, profile.outputs.len()), (8, 8));
    assert_eq!((profile.is_archive(3), profile.download(3).as_str()), (true, "twinkle.tar"));
    assert_eq!((profile.is_archive(1), profile.download(1).as_str()), (false, "twinkle.cfg"));
    // No file holds a password of another account.
    for (place, file) in render(&set, PASSWORDS).unwrap().iter().enumerate() {
        let text = std::str::from_utf8(&file.bytes).unwrap();
        let held: Vec<bool> = PASSWORDS.iter().map(|password| text.contains(password)).collect();
        assert_eq!(held.iter().position(|held| *held), Some(place));
        assert_eq!(held.iter().filter(|held| **held).count(), 1);
    }
    set.further.clear();
    assert_eq!(names(&set), ["twinkle.cfg"]);
}

#[test]
fn names_of_files_for_further_accounts_are_checked() {
    for path in ["twinkle-2.cfg", "../twinkle-{second}.cfg", "Twinkle-{second}.cfg", "twinkle {second}.cfg", "{index}/x"] {
        let (source, text) = builtin().into_iter().find(|(source, _)| source.id == "twinkle").unwrap();
        let changed = text.replace("twinkle-{second}.cfg", path);
        assert_ne!(changed, text);
        let faults = define(&source, &yaml::read("t", changed.as_bytes()).unwrap()).unwrap_err();
        assert_eq!(faults[0].code.as_str(), "profile/bad-definition", "{path}");
    }
}

/// A template that forgets the accounts, or that writes one of them twice, is not believed.
#[test]
fn accounts_that_are_not_written_are_missed() {
    for (client, template, from, to) in [
        ("linphone-rc", "linphonerc.j2", "{{ file.accounts }}", ""),
        ("linphone-rc", "account.j2", "userid={{ account.auth_user }}", "userid={{ account.user }}"),
        ("yealink", "account.cfg.j2", "{{ account.display_name }}", "x"),
        ("snom", "account.xml.j2", "{{ account.expiry | number }}", "60"),
        ("zoiper", "zoiper.xml.j2", "{{ file.accounts }}", ""),
    ] {
        let (mut source, text) = builtin().into_iter().find(|(source, _)| source.id == client).unwrap();
        let file = source.templates.get_mut(template).unwrap();
        assert!(file.contains(from), "{template}");
        *file = file.replace(from, to);
        let profile = define(&source, &yaml::read("t", text.as_bytes()).unwrap()).unwrap();
        let (catalogue, _) = Catalogue::new(vec![profile]);
        let codes = told(catalogue.render(&set(client), &secrets(PASSWORDS), &pbx()));
        assert_eq!(codes[0].0, "profile/read-back", "{client} {template}");
    }
}

#[test]
fn definitions_of_accounts_are_checked() {
    for (from, to) in [
        ("most: \"8\"", "most: \"1\""),
        ("most: \"8\"", "most: many"),
        ("\"proxy_{index}\"", "proxy_1"),
        ("auth_info_0: \"auth_info_{index}\"", "sip: \"sip_{index}\""),
        ("template: account.j2", "template: none.j2"),
        ("template: account.j2,", ""),
    ] {
        let (source, text) = builtin().into_iter().find(|(source, _)| source.id == "linphone-rc").unwrap();
        assert!(text.contains(from));
        let root = yaml::read("t", text.replace(from, to).as_bytes()).unwrap();
        let faults = define(&source, &root).unwrap_err();
        assert_eq!(faults[0].code.as_str(), "profile/bad-definition", "{from} -> {to}");
    }
}

#[test]
fn explaining_and_comparing_show_no_password_of_any_account() {
    for client in clients() {
        let set = set(&client);
        let origins = catalogue().origins(&set, &secrets(PASSWORDS), &pbx()).unwrap();
        let of_others = origins.iter().filter(|origin| origin.fields == ["further"]).count();
        assert!(of_others >= 4, "{client}: {of_others}");
        let files = |set: &Line, passwords| -> BTreeMap<String, Vec<u8>> {
            let made = render(set, passwords).unwrap();
            made.into_iter().map(|file| (file.path.rsplit('/').next().unwrap().to_owned(), file.bytes)).collect()
        };
        let (old, new) = (files(&set, PASSWORDS), files(&set, [PASSWORDS[0], "Fourth-Wort", PASSWORDS[2]]));
        let compared = catalogue().compare(&ClientId(client.as_str().into()), &old, &new);
        assert_eq!(compared.password_changed, Some(true), "{client}");
        // One that joins changes none of the others.
        let alone = files(&Line { further: Vec::new(), ..set.clone() }, PASSWORDS);
        for (old, new) in [(&alone, &old), (&old, &alone)] {
            let compared = catalogue().compare(&ClientId(client.as_str().into()), old, new);
            assert_eq!(compared.password_changed, Some(false), "{client}");
        }
        let shown = format!("{origins:?} {compared:?}");
        for password in PASSWORDS.into_iter().chain(["Fourth-Wort"]) {
            assert!(!shown.contains(password), "{client} shows {password}");
        }
    }
}

/// Names of all kinds in the second account: what the file says is what was meant, or nothing is written.
#[test]
fn hostile_names_in_further_accounts_come_back_or_are_refused() {
    for client in
        ["linphone-xml", "baresip-4", "microsip", "yealink", "polycom", "grandstream", "wave", "cisco-spa", "twinkle", "zoiper"]
    {
        let mut written = 0;
        for name in crate::hostile::names().into_iter().take(400) {
            let mut set = set(client);
            set.further[0].display_name = name.as_str().into();
            written += usize::from(render(&set, ["first", "second", "third"]).is_ok());
        }
        assert!(written > 50, "{client}: {written}");
    }
}

#[test]
fn what_becomes_of_a_line_within_a_set_is_what_becomes_of_the_set() {
    let set = set("baresip");
    let mut within = set.further[0].clone();
    within.within = Some(set.id.clone());
    let outcomes = |passwords| catalogue().render_all(&[&within, &set], &secrets(passwords), &pbx());
    let good = outcomes(PASSWORDS);
    assert!(good[0].as_ref().is_ok_and(Vec::is_empty) && good[1].as_ref().is_ok_and(|files| files.len() == 2), "{good:?}");
    let bad = outcomes(["first", "second", "th\"ird"]);
    assert!(bad[0].as_ref().is_err_and(Vec::is_empty) && bad[1].is_err());
}
