//! The traunstein case against the lab: every line answers as `truth.tsv` says, which is held against a real Asterisk elsewhere.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use super::faults::Faults;
use super::objects::{Keys, Objects};
use super::pbx::Pbx;
use super::registrar_tests::{Phone, START};
use super::relay_tests::{Telephone, invite, status};
use super::{read_export, registered};
use crate::domain::Transport;
use crate::store::pbx_folder::PbxFolder;

fn case() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/traunstein")
}

/// Login and password of the hand-kept list.
fn logins() -> BTreeMap<String, (String, String)> {
    let bytes = std::fs::read(case().join("staff/pbx-logins.csv")).unwrap();
    let (text, _, _) = encoding_rs::WINDOWS_1252.decode(&bytes);
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| (row[0].to_owned(), (row[1].to_owned(), row[2].to_owned()))).collect()
}

/// What the PBX itself stores, for lines the list does not know.
fn own_login(objects: &Objects, extension: &str) -> Option<(String, String)> {
    let auth = objects.auths.get(objects.endpoints.get(extension)?.auths.first()?)?;
    match &auth.keys {
        Keys::Password(password) => Some((auth.username.clone(), password.expose().to_owned())),
        Keys::Ha1(_) => None,
    }
}

#[test]
fn every_line_of_the_case_answers_as_its_truth_says() {
    let (objects, _) = read_export(&PbxFolder::new(case().join("pbx"), "pbx"), &[]).unwrap();
    let list = std::fs::read_to_string(case().join("pbx/registered.tsv")).unwrap();
    let (phones, findings) = registered::parse("registered.tsv", &list);
    assert_eq!(findings, []);
    let truth = std::fs::read_to_string(case().join("truth.tsv")).unwrap();
    let logins = logins();
    let mut wrong = Vec::new();
    let mut seen = BTreeMap::<&str, usize>::new();
    for line in truth.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [extension, fault, fetch, bind, ..] = cells.as_slice() else { panic!("{line}") };
        if *fetch == "sip/kept" {
            continue;
        }
        *seen.entry(bind).or_default() += 1;
        let own = own_login(&objects, extension);
        let (login, password) = logins
            .get(*extension)
            .filter(|(login, password)| !login.is_empty() && !password.is_empty())
            .cloned()
            .or(own)
            .unwrap_or_else(|| ((*extension).to_owned(), "-".to_owned()));
        for (verdict, device) in [(fetch, "-"), (bind, "z")] {
            // A PBX of its own for each line: no line's binding stands in another's way.
            let mut pbx = Pbx::new(objects.clone(), Faults::default(), [1; 32]);
            let mut aors = Vec::new();
            for phone in phones.iter().filter(|phone| phone.extension == *extension) {
                phone.occupy(&mut pbx, START);
                aors = objects.endpoints.get(*extension).map(|endpoint| endpoint.aors.clone()).unwrap_or_default();
            }
            let count = |pbx: &mut Pbx| -> usize {
                aors.iter().map(|aor| pbx.registrar().bindings(aor, START + Duration::from_secs(1)).len()).sum()
            };
            let before = count(&mut pbx);
            let phone = Phone { login: &login, password: &password, ..Phone::new(extension, device) };
            let (statuses, _, _) = phone.registers(&mut pbx, START);
            let expected: &[u16] = match (*verdict, device) {
                ("sip/ready" | "sip/displaces-desk-phone", _) | ("sip/contact-limit", "-") => &[401, 200],
                ("sip/contact-limit" | "sip/contacts-zero", _) => &[401, 403],
                ("sip/aor-missing", _) if objects.endpoints.get(*extension).is_some_and(|e| e.aors.is_empty()) => &[401, 403],
                ("sip/aor-missing", _) => &[401, 404],
                ("sip/auth-object-missing", _) => &[500],
                ("sip/no-password-asked", _) => &[200],
                _ => &[401, 401],
            };
            let displaced = device == "z" && count(&mut pbx) <= before && statuses == [401, 200] && before > 0;
            if statuses != expected || (*verdict == "sip/displaces-desk-phone" && device == "z") != displaced {
                wrong.push(format!("{extension} {fault} {device}: {verdict}, but {statuses:?}, displaced {displaced}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen["sip/ready"] > 400 && seen["sip/contact-limit"] > 10 && seen.len() > 10, "{seen:?}");
}

/// At the level `call` each line that can be registered rings when its neighbour calls, over whatever transports the two have, and no call
/// reaches a line that cannot be.
#[test]
fn every_ready_line_of_the_case_is_rung_by_its_neighbour() {
    let (objects, _) = read_export(&PbxFolder::new(case().join("pbx"), "pbx"), &[]).unwrap();
    let truth = std::fs::read_to_string(case().join("truth.tsv")).unwrap();
    let (logins, mut pbx) = (logins(), Pbx::new(objects.clone(), Faults::default(), [1; 32]));
    let login_of = |extension: &str| {
        let listed = logins.get(extension).filter(|(login, password)| !login.is_empty() && !password.is_empty()).cloned();
        listed.or_else(|| own_login(&objects, extension))
    };
    let rows: Vec<Vec<&str>> = truth.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let (ready, others): (Vec<_>, Vec<_>) = rows.iter().filter(|row| row[3] != "sip/kept").partition(|row| row[3] == "sip/ready");
    let credentials: Vec<(&str, (String, String))> = ready.iter().filter_map(|row| Some((row[0], login_of(row[0])?))).collect();
    let transports = [Transport::Udp, Transport::Tcp, Transport::Tls, Transport::Wss];
    let telephones: Vec<Telephone<'_>> = (credentials.iter().zip(transports.iter().cycle()))
        .map(|((number, (login, password)), transport)| Telephone { login, password, ..Telephone::new(number, *transport) })
        .collect();
    for telephone in &telephones {
        assert_eq!(telephone.registers(&mut pbx), 200, "{}", telephone.number);
    }
    for (caller, callee) in telephones.iter().zip(telephones.iter().cycle().skip(1)) {
        let (to, rung) = invite(caller.calls(&mut pbx, callee.number));
        assert_eq!(to, callee.flow, "{} calls {}", caller.number, callee.number);
        assert!(rung.uri.starts_with(&format!("sip:{}@127.0.0.1:", callee.number)), "{}", rung.uri);
    }
    for row in &others {
        let code = status(telephones[0].calls(&mut pbx, row[0]));
        assert!([404, 480].contains(&code), "{} {}: {code}", row[0], row[3]);
    }
    assert!(telephones.len() > 500 && others.len() > 50, "{} {}", telephones.len(), others.len());
}
