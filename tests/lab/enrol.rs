//! From the text of a QR code to a registered softphone, through `deskshift serve` and the real Asterisk; and the web phone's page in a real
//! browser, with a call.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::asterisk::{Asterisk, Ports};
use super::certificates::Certificates;
use super::clients::{self, WebLibrary};
use super::process::{Server, free_port, wait_for};
use super::profiles::{convert, deskshift};
use super::programs::{Program, checkout, present, web_folder};

/// Line, name, client, transport.
const LINES: [(&str, &str, &str, &str); 3] = [
    ("3001", "Müller & Söhne", "linphone-xml", "tls"),
    ("3002", "Öttl; Amt", "baresip", "tcp"),
    ("3003", "Ägidius Straßer", "webphone", "wss"),
];

fn write_site(site: &Path, etc: &Path, transports: &str, ports: Ports) {
    let mut pjsip = format!("{transports}[basis](!)\ntype=endpoint\ncontext=intern\ndisallow=all\nallow=alaw\n");
    let mut staff = String::from("Personalnr;Name;Amt;Zimmer;Durchwahl\r\n");
    let mut rules = String::new();
    for (line, name, client, transport) in LINES {
        let webrtc = if client == "webphone" { "webrtc=yes\n" } else { "" };
        pjsip += &format!(
            "[{line}](basis)\n{webrtc}auth={line}\naors={line}\n[{line}]\ntype=auth\nauth_type=userpass\nusername={line}\n\
             password=kauf&mann<{line}>\n[{line}]\ntype=aor\nmax_contacts=2\n"
        );
        staff += &format!("{line};\"{name}\";{client};{line};{line}\r\n");
        let srtp = if transport == "tcp" { "off" } else { "optional" };
        rules += &format!(
            "  - client: {client}\n    when: {{departments: [{client}]}}\n    transport: {transport}\n    srtp: \"{srtp}\"\n    expiry_s: 300\n"
        );
    }
    let policy = format!(
        "name: Lab\nnumbers: {{country: \"49\", area: \"89\", head: \"99998\", outside_prefix: \"0\", extension_lengths: [4]}}\n\
         sources: {{asterisk: pbx, staff: [staff.csv]}}\nsecrets: {{mode: keep}}\n\
         pbx:\n  kind: asterisk\n  domain: pbx.lra-trauntal.example\n  registrars:\n    tcp: 127.0.0.1:{sip}\n    tls: localhost:{tls}\n\
         \x20   wss: localhost:{wss}\n  ws_path: /ws\n  ca: ca.pem\n  ca_on_clients: {ca}\n  contacts_per_line: 2\nclients:\n{rules}\
         overrides:\n  departments:\n    webphone: {{language: en, codecs: [pcma], stun: \"127.0.0.1:{stun}\", voicemail_number: \"600\"}}\n\
         roster:\n  horizon: {{from: 2020-11-02, weeks: 4, holidays: {{land: BY}}}}\n",
        // Nobody answers there: the page must get on without.
        stun = free_port(),
        sip = ports.sip,
        tls = ports.tls,
        wss = ports.wss,
        ca = site.join("ca.pem").display(),
    );
    std::fs::create_dir_all(site.join("pbx")).expect("folder");
    let dialplan = "[intern]\nexten => 600,1,Answer()\n same => n,Echo()\nexten => _3XXX,1,Dial(PJSIP/${EXTEN})\n";
    let files = [
        ("pbx/pjsip.conf", pjsip.as_str()),
        ("pbx/extensions.conf", dialplan),
        ("pbx/voicemail.conf", "[general]\n"),
        ("pbx/queues.conf", "[general]\n"),
        ("staff.csv", &staff),
        ("deskshift.yaml", &policy),
    ];
    for (file, text) in files {
        std::fs::write(site.join(file), text).expect("written");
    }
    for file in ["pjsip.conf", "extensions.conf", "voicemail.conf", "queues.conf"] {
        std::fs::copy(site.join("pbx").join(file), etc.join(file)).expect("copied");
    }
    let modules = std::fs::read_to_string(etc.join("modules.conf")).expect("modules.conf");
    std::fs::write(etc.join("modules.conf"), modules + "load=app_echo.so\n").expect("modules.conf");
}

/// A site, its Asterisk, and its link server on an address of its own.
struct Lab {
    _folder: tempfile::TempDir,
    site: PathBuf,
    asterisk: Asterisk,
    base: String,
    _server: Server,
}

impl Lab {
    fn start(more: &[&str]) -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let certificates = Certificates::new();
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().to_owned();
        for (file, text) in [("ca.pem", &certificates.ca), ("cert.pem", &certificates.leaf), ("key.pem", &certificates.leaf_key)]
        {
            std::fs::write(site.join(file), text).expect("written");
            std::fs::set_permissions(site.join(file), std::fs::Permissions::from_mode(0o600)).expect("mode");
        }
        let asterisk = Asterisk::start_knowing(&certificates, |etc, transports, ports| write_site(&site, etc, transports, ports));
        assert_eq!(convert(&site).len(), 0, "no line is refused");
        let address = format!("127.0.0.1:{}", free_port());
        let file = |name: &str| site.join(name).display().to_string();
        let mut arguments = vec!["-C".to_owned(), site.display().to_string(), "serve".into(), "--listen".into(), address.clone()];
        arguments.extend(["--cert".into(), file("cert.pem"), "--key".into(), file("key.pem")]);
        arguments.extend(more.iter().map(|&more| more.to_owned()));
        let log = std::fs::File::create(site.join("serve.log")).expect("a log");
        let server = Server::start(env!("CARGO_BIN_EXE_deskshift"), &arguments, log);
        wait_for("the link server", Duration::from_secs(20), || std::net::TcpStream::connect(&address).ok());
        let base = format!("https://localhost:{}", address.rsplit(':').next().expect("a port"));
        Self { _folder: folder, site, asterisk, base, _server: server }
    }

    /// The text that a letter's QR code holds, by line.
    fn link(&self, line: &str, pin: bool) -> String {
        let mut arguments = vec!["links", "issue", "--line", line, "--url", &self.base];
        arguments.extend(pin.then_some("--pin"));
        deskshift(&self.site, &arguments);
        self.clear("links.json", line)["url"].as_str().expect("a link").to_owned()
    }

    fn clear(&self, file: &str, line: &str) -> serde_json::Value {
        let text = std::fs::read(self.site.join("out").join(file)).expect("written");
        serde_json::from_slice::<serde_json::Value>(&text).expect("JSON")["body"][line].clone()
    }

    /// What `curl` gets there, as the guide says it; none where it is refused.
    fn curl(&self, url: &str) -> Option<Vec<u8>> {
        let output =
            Command::new("curl").args(["-sSf", "--cacert"]).arg(self.site.join("ca.pem")).arg(url).output().expect("curl");
        output.status.success().then_some(output.stdout)
    }

    fn stage(&self, line: &str) -> String {
        let rows: serde_json::Value = serde_json::from_slice(&deskshift(&self.site, &["--json", "links", "list"])).expect("JSON");
        let row = rows.as_array().expect("rows").iter().find(|row| row["line"] == line).expect("listed").clone();
        row["stage"].as_str().expect("a stage").to_owned()
    }
}

#[test]
fn from_the_link_to_registered() {
    let needed = [Program::Asterisk, Program::Linphone, Program::Baresip, Program::NodeWithPackages];
    if !present("from_the_link_to_registered", &needed) {
        return;
    }
    let lab = Lab::start(&[]);
    let home = || tempfile::tempdir().expect("a folder");

    // Linphone gets nothing but the link, and the authority that made the server's certificate.
    let (folder, link) = (home(), lab.link("3001", false));
    let rc = folder.path().join("rc");
    let root = lab.site.join("ca.pem");
    std::fs::write(&rc, format!("[sip]\nroot_ca={}\n[misc]\nconfig-uri={link}\n", root.display())).expect("rc");
    let seen = clients::linphone_fetching(folder.path(), &rc);
    assert!(seen.registered, "{}\n{}", seen.output, lab.asterisk.log().join("\n"));
    assert_eq!(lab.stage("3001"), "fetched");

    // Who leaves gets a link that takes the account away again.
    let own = std::fs::read_to_string(&rc).expect("rc");
    assert!(own.contains("sip:3001@") && own.contains("username=3001"), "Linphone has stored the account:\n{own}");
    deskshift(&lab.site, &["links", "revoke", "--line", "3001", "--tombstone", &lab.base]);
    let link = lab.clear("links.json", "3001")["url"].as_str().expect("a link").to_owned();
    let without: String = own.lines().filter(|line| !line.starts_with("config-uri=")).map(|line| format!("{line}\n")).collect();
    std::fs::write(&rc, without.replace("[misc]\n", &format!("[misc]\nconfig-uri={link}\n"))).expect("rc");
    let log = clients::linphone_for(folder.path(), &rc, Duration::from_secs(5));
    let own = std::fs::read_to_string(&rc).expect("rc");
    let gone = !own.contains("3001") && !own.contains("ha1=") && !own.contains("passwd=") && !own.contains("config-uri=");
    assert!(gone && !log.contains("RegistrationOk"), "{own}\n{log}");
    assert_eq!(lab.stage("3001"), "fetched");

    let (folder, link) = (home(), lab.link("3002", false));
    let archive = folder.path().join("profile.tar");
    std::fs::write(&archive, lab.curl(&link).expect("fetched")).expect("archive");
    let unpacked = Command::new("tar").arg("-xf").arg(&archive).arg("-C").arg(folder.path()).status().expect("tar");
    assert!(unpacked.success());
    let config = std::fs::read_to_string(folder.path().join("config")).expect("config");
    // The machine of the test has its modules where Debian puts them, and talks on loopback.
    std::fs::write(folder.path().join("config"), config + "net_interface 127.0.0.1\nsip_listen 127.0.0.1:0\n").expect("config");
    let seen = clients::baresip(folder.path());
    assert!(seen.registered, "{}", seen.output);

    let (folder, link) = (home(), lab.link("3003", true));
    let pin = lab.clear("link-pins.json", "3003").as_str().expect("a PIN").to_owned();
    let fetch = link.replace("/phone#", "/p/");
    assert_ne!(fetch, link, "the link of the web phone leads to its page");
    assert_eq!(lab.curl(&fetch), None, "not without the PIN");
    let profile = folder.path().join("webphone.json");
    std::fs::write(&profile, lab.curl(&format!("{fetch}/{pin}")).expect("fetched")).expect("profile");
    for library in [WebLibrary::JsSip, WebLibrary::SipJs] {
        let seen = clients::web(library, &profile, Some(&root));
        assert!(seen.registered, "{}", seen.output);
    }
    for line in ["3002", "3003"] {
        assert_eq!(lab.stage(line), "fetched", "{line}");
    }
    deskshift(&lab.site, &["links", "revoke", "--all"]);
    assert_eq!(lab.curl(&format!("{fetch}/{pin}")), None, "revoked: no grace either");
}

#[test]
fn the_web_phone_calls_in_a_real_browser() {
    let name = "the_web_phone_calls_in_a_real_browser";
    if !present(name, &[Program::Asterisk, Program::NodeWithPackages, Program::Chromium]) {
        return;
    }
    let library = web_folder().join("node_modules/sip.js/lib");
    let lab = Lab::start(&["--sipjs", &library.display().to_string()]);
    let link = lab.link("3003", true);
    let pin = lab.clear("link-pins.json", "3003").as_str().expect("a PIN").to_owned();
    let browse = |arguments: &[&str]| {
        let browser = tempfile::tempdir().expect("a folder");
        let mut command = Command::new("timeout");
        command.args(["-k", "5", "90", "node"]).arg(checkout().join("tests/lab/web/page.mjs"));
        let output = command.arg(web_folder()).arg(browser.path()).args(arguments).output().expect("node");
        let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(said.ends_with("done\n"), "{said}\n{errors}\n{}", lab.asterisk.log().join("\n"));
        said.into_owned()
    };
    let said = browse(&[&link, &pin, "600"]);
    assert!(said.contains("the token is out of the address\n"), "{said}");
    // The language of the site file, and not the browser's.
    assert!(said.contains("the browser speaks de\n") && said.contains("the page speaks en: Registered."), "{said}");
    // The codecs and the server of the site file, and nothing else.
    assert!(said.contains("offered [[\"PCMA\",\"telephone-event\"],[\"stun:127.0.0.1:"), "{said}");
    assert_eq!(lab.stage("3003"), "fetched");
    deskshift(&lab.site, &["links", "revoke", "--line", "3003", "--tombstone", &lab.base]);
    browse(&[lab.clear("links.json", "3003")["url"].as_str().expect("a link")]);
}
