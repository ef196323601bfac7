//! `deskshift profiles`, `explain --profile`, and the script for the FRITZ!Box against a box that speaks TR-064.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;

use md5::{Digest as _, Md5};

use crate::support::run;

#[test]
fn built_in_profiles_pass_and_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let ended = run(folder.path(), &["profiles", "check"]).expect(0);
    assert!(ended.stdout.contains("26 profiles checked, 0 findings"), "{}", ended.stdout);
    let list = run(folder.path(), &["--lang", "de", "profiles", "list"]).expect(0);
    let twinkle = list.stdout.lines().find(|line| line.starts_with("twinkle")).unwrap();
    assert!(twinkle.contains("udp tcp") && twinkle.contains("never") && !twinkle.contains("tls "), "{twinkle}");
    let json = run(folder.path(), &["profiles", "list", "--json"]).expect(0).json();
    assert_eq!(json.as_array().unwrap().len(), 26);
    run(folder.path(), &["profiles", "check", "nothing-like-it"]).expect(4);
}

#[test]
fn a_profile_of_the_site_extends_another_and_is_held_to_its_golden_files() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    let own = site.join("profiles/twinkle-amt");
    fs::create_dir_all(own.join("golden/plain/out")).unwrap();
    fs::write(own.join("profile.yaml"), "id: twinkle-amt\nextends: twinkle\ntitle: Twinkle of the office\n").unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/twinkle/plain");
    let input = fs::read_to_string(root.join("in.json")).unwrap().replace("\"twinkle\"", "\"twinkle-amt\"");
    fs::write(own.join("golden/plain/in.json"), input).unwrap();
    let golden = own.join("golden/plain/out/twinkle.cfg");
    fs::copy(root.join("out/twinkle.cfg"), &golden).unwrap();
    run(site, &["profiles", "check", "twinkle-amt"]).expect(0);
    fs::write(&golden, "user_name=1\n").unwrap();
    let ended = run(site, &["profiles", "check", "twinkle-amt", "--json"]).expect(1).json();
    assert_eq!(ended[0]["code"], "profile/not-golden", "{ended}");
    fs::write(own.join("profile.yaml"), "id: twinkle-amt\nextends: twinkel\n").unwrap();
    let ended = run(site, &["profiles", "check", "--json"]).expect(1).json();
    assert_eq!((&ended[0]["code"], &ended[0]["place"]["line"]), (&"profile/bad-definition".into(), &2.into()), "{ended}");
}

#[test]
fn every_value_of_a_line_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    let plan: serde_json::Value = serde_json::from_slice(&fs::read(site.join("out/plan.json")).unwrap()).unwrap();
    let store: serde_json::Value = serde_json::from_slice(&fs::read(site.join("out/secrets.json")).unwrap()).unwrap();
    let secrets: BTreeMap<String, String> = serde_json::from_value(store["secrets"].clone()).unwrap();
    let line = &plan["body"]["lines"][0];
    let (extension, client) = (line["extension"].as_str().unwrap(), line["client"].as_str().unwrap());
    let ended = run(&site, &["explain", extension, "--profile", client]).expect(0);
    assert!(ended.stdout.contains("***") && ended.stdout.contains("display_name: "), "{}", ended.stdout);
    assert!(ended.stdout.contains("`pbx.domain`") && ended.stdout.contains("the profile ["), "{}", ended.stdout);
    assert!(secrets.values().all(|secret| !ended.all().contains(secret.as_str())));
    // Where the login stands, and that the password is a new one.
    let new = "password: new, drawn by `deskshift plan` (out/issued.json); it takes the place of the one of ";
    assert!(ended.stdout.contains(&format!("{new}staff/logins.csv:2:")), "{}", ended.stdout);
    assert!(ended.stdout.contains("auth_user: pbx/pjsip.conf:"), "{}", ended.stdout);
    // Nobody has set a proxy: no key of the site file is named that does not exist.
    let proxy = run(&site, &["--lang", "en", "explain", extension, "--profile", "microsip"]).all();
    assert!(proxy.contains("outbound_proxy: no proxy is set, so the registrar: "), "{proxy}");
    assert!(!proxy.contains("clients[].outbound_proxy") && !proxy.contains("clients[].backup"), "{proxy}");
    let german = run(&site, &["--lang", "de", "explain", extension, "--profile", "linphone-xml"]).expect(0).stdout;
    assert!(german.contains("password: neu, von `deskshift plan` gezogen"), "{german}");
    assert!(german.contains("gemessen mit linphone-daemon"), "{german}");
    for english in ["measured", "registered", " and ", "which", "the "] {
        assert!(!german.contains(english), "`{english}` in {german}");
    }
    let policy = fs::read_to_string(site.join("deskshift.yaml")).unwrap();
    fs::write(site.join("deskshift.yaml"), policy.replace("mode: rotate", "mode: keep")).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    let ended = run(&site, &["explain", extension, "--profile", client]).expect(0);
    assert!(ended.stdout.contains("password: kept as it is, staff/logins.csv:2:"), "{}", ended.stdout);
    run(&site, &["explain", "99999", "--profile", client]).expect(4);
    let none = run(&site, &["explain", extension, "--profile", "nofone"]).expect(1);
    assert!(none.stderr.contains("profile/no-profile"), "{}", none.stderr);
}

/// By the name of a program people get the profile that the plan gives; and each place holds what it is said to hold.
#[test]
fn a_program_s_name_is_enough_and_every_place_is_right() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    let plan: serde_json::Value = serde_json::from_slice(&fs::read(site.join("out/plan.json")).unwrap()).unwrap();
    let lines = plan["body"]["lines"].as_array().unwrap();
    let of = |client: &str| lines.iter().find(|line| line["client"] == client).unwrap();
    let linphone = of("linphone-xml");
    let extension = linphone["extension"].as_str().unwrap();
    let exact = run(&site, &["--lang", "en", "explain", extension, "--profile", "linphone-xml"]).expect(0).stdout;
    for name in ["linphone", "Linphone"] {
        assert_eq!(run(&site, &["--lang", "en", "explain", extension, "--profile", name]).expect(0).stdout, exact, "{name}");
    }
    // Whose plan has another program is told which profiles there are.
    let other = of("baresip")["extension"].as_str().unwrap();
    let several = run(&site, &["--lang", "en", "explain", other, "--profile", "linphone"]).expect(1).stderr;
    assert!(several.contains("`linphone` has several profiles, and the plan gives this line `baresip`"), "{several}");
    assert!(several.contains("`linphone-rc`, `linphone-xml`"), "{several}");

    let (registrar, transport) = (linphone["registrar"]["host"].as_str().unwrap(), linphone["transport"].as_str().unwrap());
    for (field, starts) in [
        ("domain", linphone["domain"].as_str().unwrap()),
        ("registrar_host", registrar),
        ("transport", transport),
        ("user", extension),
        ("display_name", linphone["display_name"].as_str().unwrap().rsplit(' ').next().unwrap()),
    ] {
        let (_, rest) = exact.split_once(&format!("{field}: ")).unwrap_or_else(|| panic!("no {field} in {exact}"));
        let place: Vec<&str> = rest.split([',', ';', ' ', '\n']).next().unwrap().split(':').collect();
        let [file, line, column] = place.as_slice() else { panic!("{field}: no place in {place:?}") };
        let text = fs::read_to_string(site.join(file)).unwrap();
        let line = text.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap();
        let there: String = line.chars().skip(column.parse::<usize>().unwrap() - 1).collect();
        assert!(there.trim_start_matches(['"', '[']).starts_with(starts), "{field} at {place:?}: {there}");
    }
}

#[test]
fn explain_says_which_level_a_value_came_from() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let site = folder.path().join("site");
    run(&site, &["inventory", "import"]).expect(1);
    let inventory: serde_json::Value = serde_json::from_slice(&fs::read(site.join("out/inventory.json")).unwrap()).unwrap();
    let persons = inventory["body"]["persons"].as_array().unwrap();
    let somebody = persons.iter().find(|p| p["extension"]["value"].is_string() && p["department"]["value"].is_string()).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let (id, extension) = (text(&somebody["id"]), text(&somebody["extension"]["value"]));
    let department = text(&somebody["department"]["value"]);
    let path = site.join("deskshift.yaml");
    let mut policy = fs::read_to_string(&path).unwrap();
    let line = policy.lines().count();
    policy.push_str(&format!(
        "\noverrides:\n  organisation: {{expiry_s: 777}}\n  departments:\n    {department}: {{srtp: \"off\", voicemail_number: \"*97\"}}\n  persons:\n    \"{id}\": {{display_name: Empfang}}\n"
    ));
    fs::write(&path, &policy).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    run(&site, &["plan"]).expect(0);
    let ended = run(&site, &["--lang", "en", "explain", &extension, "--profile", "linphone-xml"]).expect(0);
    let place = |at: usize, column: usize| format!("deskshift.yaml:{}:{column}", line + at);
    for (key, field, at) in [
        ("proxy_0/reg_expires = 777", "expiry", format!("{}, `overrides` of organisation", place(3, 28))),
        ("sip/media_encryption = none", "srtp", format!("`overrides` of department `{department}`")),
        (
            "proxy_0/reg_identity = \"Empfang\"",
            "display_name",
            format!("{}, `overrides` of person `{id}`", place(7, 24 + id.len())),
        ),
    ] {
        let mut lines = ended.stdout.lines().skip_while(|line| !line.contains(key));
        assert!(lines.next().is_some(), "no `{key}` in {}", ended.stdout);
        let from = lines.next().unwrap();
        assert!(from.contains(&format!("{field}: ")) && from.contains(&at), "{key}: {from}, expected {at}");
    }
    let json = run(&site, &["--json", "explain", &extension, "--profile", "microsip"]).expect(0).json();
    let of = |key: &str| json.as_array().unwrap().iter().find(|origin| origin["key"] == key).unwrap().clone();
    assert_eq!(of("Account1/voicemailNumber")["levels"]["voicemail_number"]["name"], department.as_str());
    assert_eq!(of("Account1/registerRefresh")["levels"]["expiry"]["of"], "organisation");
    assert_eq!(of("Account1/password")["value"], "***");
    assert!(of("Account1/transport")["levels"].is_null(), "{json}");

    // A name that nobody has is told where it stands, with the nearest one.
    let wrong = policy.replace(&format!("    {department}: {{srtp"), &format!("    {department}x: {{srtp"));
    fs::write(&path, wrong).unwrap();
    run(&site, &["inventory", "import"]).expect(1);
    let ended = run(&site, &["--lang", "en", "plan"]).expect(1);
    assert!(ended.stderr.contains("plan/override-unknown") && ended.stderr.contains(&place(5, 5)), "{}", ended.stderr);
    assert!(ended.stderr.contains(&format!("did you mean `{department}`?")), "{}", ended.stderr);
}

#[test]
fn an_expiry_of_an_override_is_held_to_the_same_rule() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init", "site"]).expect(0);
    let path = folder.path().join("site/deskshift.yaml");
    let policy = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{policy}\noverrides: {{organisation: {{expiry_s: 7200}}}}\n")).unwrap();
    let ended = run(&folder.path().join("site"), &["--json", "profiles", "check"]).expect(0).json();
    let line = policy.lines().count() + 2;
    assert_eq!((&ended[0]["code"], &ended[0]["place"]["line"]), (&"profile/expiry".into(), &line.into()), "{ended}");
}

/// What the box has been asked, and whether the login was right.
type Asked = (String, String);

const USER: &str = "anna";
const PASSWORD: &str = "Box \"4711\" \\ geheim";

/// A box with one account at place 0 and nothing behind it; `refuses` is an action that fails.
fn fritzbox(refuses: Option<&'static str>) -> (String, mpsc::Receiver<Asked>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (sender, asked) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            serve(stream, &sender, refuses);
        }
    });
    (address, asked)
}

fn serve(mut stream: TcpStream, asked: &mpsc::Sender<Asked>, refuses: Option<&str>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    loop {
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            if line == "\r\n" {
                break;
            }
            head.push(line.trim_end().to_owned());
        }
        let header = |name: &str| {
            head.iter().find_map(|line| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v))
        };
        let length = header("content-length").map_or(0, |text| text.parse().unwrap());
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        let (status, answer) = if header("authorization").is_some_and(is_right) {
            let body = String::from_utf8(body).unwrap();
            let action = header("soapaction").unwrap().rsplit('#').next().unwrap().to_owned();
            let refused = refuses.is_some_and(|refused| action == refused);
            let answer = if refused { ("500 Internal Server Error", String::new()) } else { answer(&action, &body) };
            asked.send((action, body)).unwrap();
            answer
        } else {
            ("401 Unauthorized", String::new())
        };
        let challenge =
            "WWW-Authenticate: Digest realm=\"F!Box SOAP-Auth\",nonce=\"0123456789ABCDEF\",algorithm=MD5,qop=\"auth\"\r\n";
        let challenge = if status.starts_with("401") { challenge } else { "" };
        let head = format!("HTTP/1.1 {status}\r\n{challenge}Content-Length: {}\r\n\r\n", answer.len());
        if stream.write_all(format!("{head}{answer}").as_bytes()).is_err() {
            return;
        }
    }
}

fn answer(action: &str, body: &str) -> (&'static str, String) {
    match action {
        "X_AVM-DE_GetVoIPAccount" if body.contains("<NewVoIPAccountIndex>0<") => (
            "200 OK",
            "<x><NewVoIPRegistrar>provider.example</NewVoIPRegistrar><NewVoIPNumber>0891234</NewVoIPNumber></x>".into(),
        ),
        "X_AVM-DE_GetVoIPAccount" => ("500 Internal Server Error", "<errorCode>713</errorCode>".into()),
        _ => ("200 OK", "<x/>".into()),
    }
}

/// RFC 7616 with MD5 and `qop=auth`.
fn is_right(header: &str) -> bool {
    let part = |name: &str| {
        let rest = &header[header.find(&format!("{name}="))? + name.len() + 1..];
        Some(rest.strip_prefix('"').map_or_else(|| rest.split(',').next().unwrap(), |rest| rest.split('"').next().unwrap()))
    };
    let md5 = |text: String| Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let (Some(nc), Some(cnonce), Some(response)) = (part("nc"), part("cnonce"), part("response")) else { return false };
    let a1 = md5(format!("{USER}:F!Box SOAP-Auth:{PASSWORD}"));
    let a2 = md5("POST:/upnp/control/x_voip".to_owned());
    response == md5(format!("{a1}:0123456789ABCDEF:{nc}:{cnonce}:auth:{a2}"))
}

/// A terminal of its own for the script, and Ctrl-C while it asks for the password.
const INTERRUPT: &str = r#"
import os, pty, select, signal, sys, termios, time
pid, terminal = pty.fork()
if pid == 0:
    # Whoever runs the tests in the background may have it ignored, and a shell cannot take that back.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execvp("sh", ["sh", sys.argv[1]])
text = b""
def until(what):
    global text
    end = time.time() + 20
    while what not in text and time.time() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            text += os.read(terminal, 4096)
echo = lambda: bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
until(b"Benutzer der FRITZ!Box: ")
os.write(terminal, b"anna\n")
until(b"dessen Kennwort: ")
end = time.time() + 20
while echo() and time.time() < end:
    time.sleep(0.05)
hidden = not echo()
os.write(terminal, b"halb\x03")
# Before the script is gone, so that the terminal is still there to be asked.
end = time.time() + 20
while not echo() and time.time() < end:
    time.sleep(0.05)
shown = echo()
while time.time() < end and os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
    time.sleep(0.05)
if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
    os.kill(pid, signal.SIGKILL)
_, status = os.waitpid(pid, 0)
print(hidden, shown, os.waitstatus_to_exitcode(status), b"halb" in text)
"#;

#[test]
fn the_script_gives_the_terminal_back_when_it_is_interrupted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let ended = Command::new("python3")
        .args(["-c", INTERRUPT])
        .arg(root.join("tests/golden/fritzbox/nasty/out/fritzbox.sh"))
        .env("FRITZBOX", "http://127.0.0.1:9")
        .env("TMPDIR", folder.path())
        .output();
    let Ok(ended) = ended else {
        assert!(std::env::var_os("DESKSHIFT_REQUIRE_REAL").is_none_or(|v| v != "1"), "`python3` is not installed");
        let _ = writeln!(std::io::stderr(), "SKIPPED fritzbox on a terminal: `python3` is not installed");
        return;
    };
    assert_eq!(String::from_utf8_lossy(&ended.stdout).trim(), "True True 130 False", "{ended:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no file with the password stays");
}

/// Runs the script of a golden line as its owner does.
fn set_up(address: &str, line: &str, password: &str) -> std::process::Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/fritzbox").join(line).join("out/fritzbox.sh");
    let mut child = Command::new("sh")
        .arg(&script)
        .env("FRITZBOX", address)
        .env_remove("http_proxy")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    write!(child.stdin.take().unwrap(), "{USER}\n{password}\n").unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn the_script_sets_the_box_up_with_the_login_of_its_owner() {
    if !Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success()) {
        assert!(std::env::var_os("DESKSHIFT_REQUIRE_REAL").is_none_or(|v| v != "1"), "`curl` is not installed");
        let _ = writeln!(std::io::stderr(), "SKIPPED fritzbox: `curl` is not installed");
        return;
    }
    let (address, asked) = fritzbox(None);
    let wrong = set_up(&address, "nasty", "falsch");
    assert_eq!(wrong.status.code(), Some(1), "{wrong:?}");
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("Wrong login") && asked.try_recv().is_err());
    let done = set_up(&address, "nasty", PASSWORD);
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && said.contains("Done"), "{done:?}");
    assert!(said.contains("Transportprotokoll: TLS\n"), "TR-064 cannot set it: {said}");
    let asked: Vec<Asked> = asked.try_iter().collect();
    let actions: Vec<&str> = asked.iter().map(|(action, _)| action.as_str()).collect();
    let (get, add) = ("X_AVM-DE_GetVoIPAccount", "X_AVM-DE_AddVoIPAccount");
    assert_eq!(actions, [get, get, add, "SetVoIPEnableAreaCode", "SetVoIPEnableCountryCode"]);
    // The foreign account at place 0 stays; a reader of another kind finds the very values of the line.
    let values = deskshift::profile::syntax::Syntax::Xml.read(&asked[2].1).unwrap();
    let value = |name: &str| values[&format!("s:Body/u:X_AVM-DE_AddVoIPAccount/{name}")].as_str();
    assert_eq!((value("NewVoIPAccountIndex"), value("NewVoIPPassword")), ("1", "a;b\"c&d<e>f €"));
    assert_eq!((value("NewVoIPNumber"), value("NewVoIPOutboundProxy")), ("2001", "pbx.amt.example:5061"));
    assert!(asked[3].1.contains("<NewVoIPEnableAreaCode>0<") && asked[4].1.contains("<NewVoIPAccountIndex>1<"));

    // What the box did not do is said, and the script fails.
    for refused in ["SetVoIPEnableAreaCode", "SetVoIPEnableCountryCode"] {
        let (address, _asked) = fritzbox(Some(refused));
        let half = set_up(&address, "nasty", PASSWORD);
        let said = String::from_utf8_lossy(&half.stdout);
        assert_eq!(half.status.code(), Some(1), "{half:?}");
        assert!(said.contains("Transportprotokoll: TLS") && !said.contains("Done"), "{said}");
        assert!(String::from_utf8_lossy(&half.stderr).contains("add area code"), "{half:?}");
    }
}
