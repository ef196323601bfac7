//! Canary secrets through every command: none may appear in output, logs, documents or files that others can read.
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::disallowed_methods)]

mod support;

use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use support::{LabPbx, command, finish, run};

/// Sixty lines whose passwords are unmistakable, half of them different in the list of logins.
fn canary_site(folder: &Path) -> Vec<String> {
    run(folder, &["init", "site"]).expect(0);
    let mut pjsip = String::from("[transport-udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:5060\n");
    let mut staff = String::from("Personalnr;Name;Vorname;Amt;Zimmer;Durchwahl;Homeoffice\r\n");
    let mut logins = String::from("Nebenstelle;Anmeldename;Kennwort\r\n");
    let mut secrets = Vec::new();
    for n in 0..60 {
        let extension = 2100 + n;
        let pbx = format!("KANARI{n:03}pbxQz7Lw");
        let list = if n % 2 == 0 { pbx.clone() } else { format!("KANARI{n:03}listeVx3Rt") };
        let cut = if n % 10 == 3 { ";KANARIrest" } else { "" };
        let _ = write!(
            pjsip,
            "[{extension}]\ntype=endpoint\ncontext=internal\nallow=!all,alaw\nauth={extension}\naors={extension}\n\
             callerid=\"Person {n}\" <{extension}>\n[{extension}]\ntype=auth\nauth_type=userpass\nusername={extension}\n\
             password={pbx}{cut}\n[{extension}]\ntype=aor\nmax_contacts=1\n"
        );
        let department = if n % 2 == 0 { "Hauptamt" } else { "Ordnungsamt" };
        let _ = write!(staff, "{n};Nachname{n};Vorname{n};{department};1.{n:02};{extension};ja\r\n");
        let _ = write!(logins, "{extension};{extension};{list}\r\n");
        secrets.push(pbx);
        secrets.push(list);
    }
    let site = folder.join("site");
    std::fs::write(site.join("pbx/pjsip.conf"), pjsip).unwrap();
    std::fs::write(site.join("staff/staff.csv"), staff).unwrap();
    std::fs::write(site.join("staff/logins.csv"), logins).unwrap();
    let policy = std::fs::read_to_string(site.join("deskshift.yaml")).unwrap();
    let changed = policy.replace("vpn: {cap: 2}", "vpn: {cap: 50}");
    assert_ne!(policy, changed, "the starter's policy has a small cap");
    std::fs::write(
        site.join("staff/devices.csv"),
        "Inventarnummer;MAC-Adresse;Geräteart;Nebenstelle\nIG-1;00-00-5E-00-53-01;Thin Client;2102\n",
    )
    .unwrap();
    let fleet = "clients:\n  - {client: linphone-rc, when: {devices: [thin-client]}, transport: udp, srtp: \"off\"}\n";
    let changed = changed
        // The canaries are the passwords of the lists; drawn ones cannot be known before.
        .replace("mode: rotate", "mode: keep")
        .replace("  accounts: [", "  exports: [staff/devices.csv]\n  accounts: [")
        .replace("clients:\n", fleet)
        .replace("\nvalidate:", "\nfleet: {igel: {deliver: files}}\n\nvalidate:");
    std::fs::write(site.join("deskshift.yaml"), changed).unwrap();
    secrets.push("KANARI".to_owned());
    secrets
}

#[test]
fn no_secret_leaves_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let secrets = canary_site(folder.path());
    let site = folder.path().join("site");
    let pbx = LabPbx::start(&site, &["--log"]);
    let registrar = format!("127.0.0.1:{}", pbx.udp);
    let tcp = format!("127.0.0.1:{}", pbx.tcp);
    let commands: &[&[&str]] = &[
        &["inventory", "import"],
        &["inventory", "check"],
        &["--json", "inventory", "check"],
        &["inventory", "show", "2103"],
        &["--json", "inventory", "show", "2105"],
        &["plan"],
        &["--json", "plan"],
        &["convert"],
        &["convert", "--diff", "out"],
        &["--json", "convert", "--diff", "out", "--only", "2101"],
        &["fleet"],
        &["--json", "fleet"],
        &["explain", "2102", "--profile", "linphone-rc"],
        &["--json", "explain", "2102", "--profile", "fritzbox"],
        &["letters", "--with-passwords", "--only", "2101"],
        &["validate", "--registrar", &registrar, "--notice", "out/notice.txt"],
        &[
            "validate",
            "--registrar",
            &registrar,
            "--jsonl",
            "out/lines.jsonl",
            "--junit",
            "out/junit.xml",
            "--out",
            "json=out/v.json",
            "--out",
            "human=out/v.txt",
            "--out",
            "tap=out/v.tap",
            "--out",
            "openmetrics=out/v.prom",
            "--out",
            "nagios=out/v.nagios",
            "--out",
            "html=out/v.html",
            "--out",
            "pcap=out/v.pcapng",
        ],
        &["--format", "tap", "validate", "--registrar", &registrar, "--only-failed", "--again"],
        &["--format", "jsonl", "watch", "--once"],
        &["--json", "validate", "--registrar", &registrar, "--level", "bind", "--again"],
        &["validate", "--registrar", &tcp, "--transport", "tcp", "--resume"],
        &["links", "issue", "--all", "--url", "https://phones.example", "--pin"],
        &["--json", "links", "list"],
        &["rotate", "--effort", "quick"],
        &["rotate", "check"],
        &["rotate", "explain"],
        &["rotate", "export", "--out", "out/exported"],
        &["--json", "convert", "--only", "2101"],
        &["doctor"],
        &["explain"],
        &["init", "another"],
        &["demo", "--out", "demo-of-privacy"],
    ];
    let mut ended_well = 0;
    for arguments in commands {
        let mut one = command(&site, arguments);
        one.env("DESKSHIFT_LOG", "trace").env("RUST_BACKTRACE", "full");
        let run = finish(one, std::time::Duration::from_secs(180));
        // 4: `rotate explain` has nothing to explain. 3: the ban budget ends `validate` before every line is asked.
        assert!(matches!(run.code, 0 | 1 | 3 | 4), "{arguments:?} ended with {}\n{}", run.code, run.all());
        ended_well += 1;
        assert!(run.stderr.contains(" INFO "), "{arguments:?}: the log must speak, or this test hears nothing\n{}", run.stderr);
        for secret in &secrets {
            assert!(!run.all().contains(secret.as_str()), "{arguments:?} printed a secret:\n{}", run.all());
        }
    }
    assert_eq!(ended_well, commands.len());
    let log = pbx.said();
    assert!(log.contains("2103"), "the PBX logs what it is asked: {log}");
    for secret in &secrets {
        assert!(!log.contains(secret.as_str()), "the embedded PBX logged a secret:\n{log}");
    }

    let mut holders = 0;
    for (name, bytes) in support::tree(&site.join("out")) {
        let found = secrets.iter().any(|secret| bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
        if found {
            holders += 1;
            let mode = std::fs::metadata(site.join("out").join(&name)).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{name} holds secrets and has mode {mode:o}");
            let places = ["gen-", "selection/gen-", "fleet/gen-"];
            let meant = name == "secrets.json" || places.iter().any(|place| name.starts_with(place));
            assert!(meant, "{name} holds a secret");
        }
    }
    assert!(holders > 60, "the profiles and the secret store hold the secrets ({holders} files do); else this test sees nothing");
}

/// Passwords that somebody wrote where no password belongs: remarks, rooms, titles, columns that nobody knows.
#[test]
fn passwords_in_texts_reach_no_inventory_table_or_screen() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    let policy = "version: 1\nnumbers: {country: \"49\", area: \"89\", head: \"99998\", extension_lengths: [4]}\n\
        sources:\n  staff: [staff.csv]\n  exports: [geraete.csv, amt.ldif, {file: anlage.csv, mapping: anlage.yaml}]\n";
    let staff = "Personalnr;Name;Vorname;Amt;Zimmer;Durchwahl;Homeoffice;Bemerkung;Ausstattung;;Hinweis\n\
        1;Müller;Hans;Bauamt;1.01;2001;ja;Passwort: KANARIbemerkung;PIN KANARIausstattung;;SIP-Secret=KANARIhinweis\n\
        2;Weiß;Änne;Bauamt;Kennwort KANARIzimmer;2002;Passwort KANARIhome;neu (aB3KANARI7xyz);c0KANARI4geheim;PW: KANARIohne;Token: KANARItoken\n\
        3;Groß;Uwe;Hauptamt;1.02;Passwort KANARIdurchwahl;nein;vormittags;blau;;rot\n";
    let devices = "Inventarnummer;Seriennummer;MAC-Adresse;Modell;Notiz\nIG-1;S1;00-00-5E-00-53-01;T14;Kennwort=KANARIgeraet\n";
    let directory = "dn: CN=Hans,DC=amt,DC=example\nobjectClass: user\nsn: Müller\ngivenName: Hans\nemployeeNumber: 1\n\
        telephoneNumber: +49 89 99998-2001\ninfo: Passwort ist KANARIinfo\n";
    let system = "Nst;Anzeige;Vermerk\n2001;Müller Hans;PUK KANARIvermerk\n2002;Weiß Änne;rot\n";
    let mapping = "version: 1\nwhat: extensions\nheader_row: 1\ncolumns:\n  extension: {title: Nst}\n  name: {title: Anzeige}\n";
    for (name, text) in [
        ("deskshift.yaml", policy),
        ("staff.csv", staff),
        ("geraete.csv", devices),
        ("amt.ldif", directory),
        ("anlage.csv", system),
        ("anlage.yaml", mapping),
    ] {
        std::fs::write(site.join(name), text).unwrap();
    }
    let commands: &[&[&str]] = &[
        &["inventory", "import"],
        &["inventory", "check", "--all"],
        &["--json", "inventory", "check"],
        &["--format", "sarif", "inventory", "check"],
        &["inventory", "show", "2001"],
        &["inventory", "show", "2"],
        &["--json", "inventory", "show", "2001"],
        &["inventory", "guess", "staff.csv", "--write", "staff-mapping.yaml"],
        &["--json", "inventory", "guess", "staff.csv"],
        &["inventory", "guess", "geraete.csv"],
        &["inventory", "guess", "anlage.csv", "--write", "anlage-mapping.yaml"],
        &["--json", "inventory", "guess", "anlage.csv"],
        &["inventory", "export", "--xlsx", "tables.xlsx"],
        &["inventory", "export", "--csv", "tables"],
    ];
    let mut heard = String::new();
    for arguments in commands {
        let mut one = command(site, arguments);
        one.env("DESKSHIFT_LOG", "trace");
        let run = finish(one, std::time::Duration::from_secs(60));
        assert!(matches!(run.code, 0 | 1), "{arguments:?} ended with {}\n{}", run.code, run.all());
        assert!(!run.all().contains("KANARI"), "{arguments:?} shows a password:\n{}", run.all());
        heard.push_str(&run.all());
    }
    // It was not silence: the cells are told, without their words.
    for expected in [
        "password-in-text",
        "values withheld because they may be passwords: 4 (in `Ausstattung`, `Hinweis`)",
        "vormittags",
        "`Vermerk`",
    ] {
        assert!(heard.contains(expected), "{expected}\n{heard}");
    }
    let mut looked = 0;
    for (name, bytes) in support::tree(site) {
        if ["staff.csv", "geraete.csv", "amt.ldif", "anlage.csv"].contains(&name.as_str()) {
            continue;
        }
        let mut texts = vec![bytes.clone()];
        if std::path::Path::new(&name).extension().is_some_and(|end| end == "xlsx") {
            let mut parts = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            for at in 0..parts.len() {
                let mut text = Vec::new();
                std::io::Read::read_to_end(&mut parts.by_index(at).unwrap(), &mut text).unwrap();
                texts.push(text);
            }
            assert!(texts.iter().any(|text| String::from_utf8_lossy(text).contains("vormittags")), "the workbook can be read");
        }
        for text in texts {
            assert!(!String::from_utf8_lossy(&text).contains("KANARI"), "{name} holds a password");
        }
        looked += 1;
    }
    assert!(looked >= 8, "the documents, the mappings and the tables were looked at ({looked})");
}

#[test]
fn a_registration_on_the_wire_shows_no_password() {
    let folder = tempfile::tempdir().unwrap();
    let secrets = canary_site(folder.path());
    let site = folder.path().join("site");
    let pbx = LabPbx::start(&site, &[]);
    for arguments in [&["inventory", "import"] as &[&str], &["plan"]] {
        let ended = run(&site, arguments);
        assert!(matches!(ended.code, 0 | 1), "{}", ended.all());
    }
    // Everything between the two goes through here and is kept.
    let relay = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    relay.set_read_timeout(Some(std::time::Duration::from_millis(100))).unwrap();
    let registrar = format!("127.0.0.1:{}", relay.local_addr().unwrap().port());
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let target = std::net::SocketAddr::from(([127, 0, 0, 1], pbx.udp));
    let wire = std::thread::spawn(move || {
        let (mut seen, mut client) = (Vec::new(), None);
        let mut buffer = [0; 65_536];
        while stopped.try_recv().is_err() {
            let Ok((n, from)) = relay.recv_from(&mut buffer) else { continue };
            seen.extend_from_slice(&buffer[..n]);
            if from == target {
                let Some(client) = client else { continue };
                relay.send_to(&buffer[..n], client).unwrap();
            } else {
                client = Some(from);
                relay.send_to(&buffer[..n], target).unwrap();
            }
        }
        String::from_utf8_lossy(&seen).into_owned()
    });
    let ended = run(&site, &["validate", "--registrar", &registrar]);
    stop.send(()).unwrap();
    let seen = wire.join().unwrap();
    assert!(matches!(ended.code, 0 | 1), "{}", ended.all());
    assert!(seen.matches("Authorization: Digest").count() >= 20, "logins went over the wire:\n{}", ended.all());
    for secret in &secrets {
        assert!(!seen.contains(secret.as_str()), "a password went over the wire");
    }

    // The arguments of a process can be read by every user; ours must never carry a secret, so no option may take one.
    let help = run(Path::new("."), &["validate", "--help"]).expect(0);
    for word in ["--password", "--secret", "--pin"] {
        assert!(!help.stdout.contains(word), "an option takes a secret: {word}");
    }
}
