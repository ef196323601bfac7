//! What FusionPBX's set-up of softphones gives away, asserted absent: its code for Linphone holds a login that fits all devices and an
//! address that can be counted up, its codes for Acrobits and Grandstream Wave hold the password in clear, its XML is put together without
//! escaping, and nobody looks whether the nonce that comes back was ever given out.

use std::collections::{BTreeMap, BTreeSet};

use deskshift::profile::syntax::Syntax;

use super::{Server, body, paths, read, run, status, whole_site};

/// Its softphones, and the profile for each, with a file and where names and passwords stand in it.
const SOFTPHONES: [(&str, &str, &str, Syntax, &str, &str); 6] = [
    ("acrobits", "acrobits", "account.xml", Syntax::Xml, "userDisplayName", "password"),
    ("groundwire", "acrobits", "account.xml", Syntax::Xml, "userDisplayName", "password"),
    ("linphone", "linphone-xml", "linphone.xml", Syntax::LpconfigXml, "proxy_0/reg_identity", "auth_info_0/passwd"),
    ("sipnetic", "sipnetic", "sipnetic.txt", Syntax::Sipnetic, "n", "p"),
    ("zoiper", "zoiper", "zoiper.xml", Syntax::Xml, "accounts/account/SIP_callerId", "accounts/account/password"),
    ("grandstream wave", "wave", "wave.xml", Syntax::Xml, "config/P3", "config/P34"),
];

#[test]
fn each_of_its_softphones_has_a_profile_that_escapes() {
    let folder = tempfile::tempdir().unwrap();
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for (softphone, profile, file, syntax, name, password) in SOFTPHONES {
        run(folder.path(), &["profiles", "check", profile]).expect(0);
        let case = golden.join(profile).join("nasty");
        let input = read(&case.join("in.json"));
        let (display, secret) = (input["line"]["display_name"].as_str().unwrap(), input["password"].as_str().unwrap());
        assert!(display.contains('&') && secret.contains(['&', '<', ';', '"']), "{softphone}: the case is nasty");
        let text = std::fs::read_to_string(case.join("out").join(file)).unwrap();
        let read = syntax.read(&text).unwrap_or_else(|error| panic!("{softphone}: {error:?}"));
        // Quotes and backslashes as a SIP address has them, where the name stands in one.
        let plain = read[name].replace("\\\"", "\"").replace("\\\\", "\\");
        assert!(read[name] == display || plain.contains(display), "{softphone}: {}", read[name]);
        assert_eq!(read[password], secret, "{softphone}");
        // No second file that would be printed as a code with the password in it.
        let files: Vec<_> = std::fs::read_dir(case.join("out")).unwrap().flatten().map(|file| file.file_name()).collect();
        assert_eq!(files, [file], "{softphone}");
        // It computes a digest with a realm of its own guess; none is written while nobody has asked the telephone system for its realm.
        assert!(!text.contains("ha1") || read["auth_info_0/ha1"].is_empty(), "{softphone}");
        // It puts `overwrite` on sections, where Linphone does not look.
        assert_eq!(text.matches("<entry ").count(), text.matches(" overwrite=\"true\">").count(), "{softphone}");
    }
}

#[test]
fn a_letter_opens_one_file_once_and_tells_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    whole_site(folder.path());
    let site = folder.path().join("site");
    run(&site, &["links", "issue", "--all", "--url", "https://localhost:8443"]).expect(0);
    let mut secrets: BTreeMap<String, String> = BTreeMap::new();
    for store in ["out/secrets.json", "out/issued.json"] {
        let more: BTreeMap<String, String> = serde_json::from_value(read(&site.join(store))["secrets"].clone()).unwrap();
        secrets.extend(more);
    }
    let plan = read(&site.join("out/plan.json"));
    let lines: BTreeMap<String, (String, String)> = plan["body"]["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            (text(&line["id"]), (text(&line["auth_user"]), secrets[line["secret"]["key"].as_str().unwrap()].clone()))
        })
        .collect();
    let paths = paths(&site);
    assert!(paths.len() >= 4 && paths.iter().map(|(_, path)| path).collect::<BTreeSet<_>>().len() == paths.len());
    let server = Server::start_tls(&site);
    let never_issued = status(&server.get(&format!("/p/{}", "x".repeat(26))));
    for (line, path) in &paths {
        let (login, own) = &lines[line.as_str()];
        // Nothing but chance in it: no login for all, no address of a device, nothing to count up, no password.
        let token = path.strip_prefix("/p/").unwrap();
        assert!(token.len() >= 26 && token.bytes().all(|b| b.is_ascii_alphanumeric()), "{path}");
        assert!(
            !token.starts_with(line.as_str())
                && !token.starts_with(login.as_str())
                && lines.values().all(|(_, secret)| !path.contains(secret.as_str()))
        );
        // The neighbour's is not next to it, and no login opens it.
        let last = if token.ends_with('2') { "3" } else { "2" };
        let next = format!("/p/{}{last}", &token[..token.len() - 1]);
        assert_eq!(status(&server.get(&next)), never_issued, "{next}");
        let login = "Authorization: Basic YWRtaW46YWRtaW4=";
        let asked = server.send(None, format!("GET {next} HTTP/1.1\r\nHost: localhost\r\n{login}\r\n\r\n").as_bytes());
        assert_eq!(status(&asked), never_issued, "{next}");
        let answer = server.get(path);
        assert_eq!(status(&answer), 200, "{line}");
        let text = String::from_utf8_lossy(body(&answer)).into_owned();
        let others = lines.values().filter(|(_, secret)| secret != own);
        assert!(others.clone().all(|(_, secret)| !text.contains(secret.as_str())), "{line}: the password of another line");
        // What somebody else sends again, whatever it heard, opens nothing.
        assert_eq!(status(&server.get_from([127, 0, 0, 2], path)), never_issued, "{line}: a second time");
    }
}
