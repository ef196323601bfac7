//! FreeSWITCH's event socket, asked by `watch` and `validate`. FreeSWITCH itself is not to be had here: a server of ours says what
//! mod_event_socket, mod_sofia and mod_commands write, and keeps each line that it was sent.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::run;
use crate::validate::{Case, classes};

const DOMAIN: &str = "pbx.lra-trauntal.example";
const PASSWORD: &str = "canary-of-the-event-socket";

/// How it behaves.
#[derive(Clone)]
enum Way {
    Answers,
    /// `apply-inbound-acl` does not hold the address.
    Rude,
    /// Takes the connection and says nothing.
    Silent,
    /// No event socket.
    Garbage(&'static [u8]),
    /// `sofia` is not among what the login may use.
    WithoutSofia,
    /// Of another domain than the plan's.
    ElseDomain,
}

struct EventSocket {
    port: u16,
    said: Arc<Mutex<Vec<String>>>,
}

/// Users by number, and the registrations: user, user agent, address.
#[derive(Clone, Default)]
struct Pbx {
    users: BTreeSet<String>,
    registered: Vec<(String, &'static str, &'static str)>,
}

impl EventSocket {
    fn start(way: Way, pbx: Pbx) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let said = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&said);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (way, pbx, said) = (way.clone(), pbx.clone(), Arc::clone(&keep));
                std::thread::spawn(move || converse(stream, &way, &pbx, &said));
            }
        });
        Self { port, said }
    }

    fn said(&self) -> Vec<String> {
        self.said.lock().unwrap().clone()
    }
}

/// Ends with the connection.
fn converse(mut stream: TcpStream, way: &Way, pbx: &Pbx, said: &Mutex<Vec<String>>) -> Option<()> {
    let commands = BufReader::new(stream.try_clone().ok()?).lines().map_while(Result::ok).filter(|line| !line.is_empty());
    let mut reply = |text: &str| stream.write_all(text.as_bytes()).ok();
    match way {
        Way::Rude => return reply("Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n"),
        Way::Silent => return commands.last().map(drop),
        Way::Garbage(bytes) => return stream.write_all(bytes).ok(),
        _ => reply("Content-Type: auth/request\n\n")?,
    }
    for command in commands {
        said.lock().unwrap().push(command.clone());
        let body = match command.split(' ').collect::<Vec<_>>().as_slice() {
            ["auth", password] if *password == PASSWORD => {
                reply("Content-Type: command/reply\nReply-Text: +OK accepted\n\n")?;
                continue;
            }
            ["auth", ..] => return reply("Content-Type: command/reply\nReply-Text: -ERR invalid\n\n"),
            ["exit"] => return reply("Content-Type: command/reply\nReply-Text: +OK bye\n\n"),
            ["api", "sofia", ..] if matches!(way, Way::WithoutSofia) => {
                reply("Content-Type: command/reply\nReply-Text: -ERR permission denied\n\n")?;
                continue;
            }
            ["api", "sofia", "xmlstatus"] => profiles(),
            ["api", "sofia", "xmlstatus", "profile", "internal", "reg"] => xml(pbx),
            ["api", "sofia", "xmlstatus", "profile", _, "reg"] => xml(&Pbx::default()),
            ["api", "show", "registrations", "as", "json"] => json(pbx),
            ["api", "domain_exists", domain] => (*domain == DOMAIN && !matches!(way, Way::ElseDomain)).to_string(),
            ["api", "user_exists", "id", user, domain] => (*domain == DOMAIN && pbx.users.contains(*user)).to_string(),
            _ => format!("-ERR {command} Command not found!\n"),
        };
        reply(&format!("Content-Type: api/response\nContent-Length: {}\n\n{body}", body.len()))?;
    }
    None
}

fn profiles() -> String {
    let profile = |name: &str| {
        format!(
            "<profile>\n<name>{name}</name>\n<type>profile</type>\n<data>sip:x@192.0.2.1</data>\n<state>RUNNING (0)</state>\n</profile>\n"
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<profiles>\n{}{}</profiles>\n",
        profile("internal"),
        profile("external")
    )
}

fn xml(pbx: &Pbx) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<profile>\n  <registrations>\n");
    for (user, agent, host) in &pbx.registered {
        text += &format!(
            "    <registration>\n        <call-id>1</call-id>\n        <user>{user}@{DOMAIN}</user>\n        \
             <contact>&quot;&quot; &lt;sip:{user}@{host}:5060&gt;</contact>\n        <agent>{agent}</agent>\n        \
             <status>Registered(UDP) exp(2026-11-27 10:00:00) expsecs(3500)</status>\n        <ping-status>Reachable</ping-status>\n        \
             <ping-time>0.00</ping-time>\n        <host>fs</host>\n        <network-ip>{host}</network-ip>\n        \
             <network-port>5060</network-port>\n    </registration>\n"
        );
    }
    text + "  </registrations>\n</profile>\n"
}

fn json(pbx: &Pbx) -> String {
    let rows: Vec<serde_json::Value> = pbx
        .registered
        .iter()
        .map(|(user, _, host)| {
            serde_json::json!({"reg_user": user, "realm": DOMAIN, "token": "1", "url": format!("sofia/internal/udp:{user}@{host}:5060"),
                "expires": "1795860000", "network_ip": host, "network_port": "5060", "network_proto": "udp", "hostname": "fs", "metadata": ""})
        })
        .collect();
    if rows.is_empty() {
        return "{\"row_count\": 0}\n".to_owned();
    }
    serde_json::json!({"row_count": rows.len(), "rows": rows}).to_string()
}

/// Writes the section `server` in place of an earlier one.
fn with_server(site: &Path, port: u16, password: &str) {
    let path = site.join("deskshift.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let without: String = text.lines().filter(|line| !line.starts_with("server:")).map(|line| format!("{line}\n")).collect();
    let server =
        format!("server: {{ask: esl, at: \"127.0.0.1:{port}\", secret_file: event-socket, office_networks: [10.0.0.0/8]}}\n");
    std::fs::write(path, without + &server).unwrap();
    let secret = site.join("event-socket");
    std::fs::write(&secret, format!("{password}\n")).unwrap();
    std::fs::set_permissions(&secret, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}

/// Only what reads, and each password once.
fn only_reads(said: &[String]) {
    let reads =
        ["auth ", "exit", "api sofia xmlstatus", "api show registrations as json", "api domain_exists ", "api user_exists id "];
    for line in said {
        assert!(reads.iter().any(|start| line.starts_with(start)), "{line}");
    }
}

#[test]
fn watch_shows_what_the_event_socket_tells() {
    let case = Case::new(&[]);
    case.validate(&["--only", "0202"]).expect(0);
    let registered = vec![
        ("0202".to_owned(), "Snom D345", "10.1.2.3"),
        ("0204".to_owned(), "Linphone/5.2", "203.0.113.9"),
        ("9999".to_owned(), "Snom D345", "10.1.2.4"),
    ];
    let pbx = Pbx { registered, ..Pbx::default() };
    let socket = EventSocket::start(Way::Answers, pbx.clone());
    with_server(case.path(), socket.port, PASSWORD);
    let look = |more: &[&str]| {
        let once = run(case.path(), &[&["-vvv", "--lang", "en", "--format", "jsonl", "watch", "--once"], more].concat());
        assert!(once.code <= 1 && !once.all().contains(PASSWORD), "{}", once.all());
        once.json()
    };
    let board = look(&[]);
    assert_eq!(board["source"], format!("ESL 127.0.0.1:{}", socket.port));
    assert_eq!(
        (board["counts"]["registered"].as_u64(), board["counts"]["not_in_plan"].as_u64()),
        (Some(2), Some(1)),
        "{}",
        board["counts"]
    );
    let devices: BTreeMap<&str, &serde_json::Value> = board["lines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["devices"].is_array())
        .map(|line| (line["extension"].as_str().unwrap(), &line["devices"][0]))
        .collect();
    assert_eq!((&devices["0202"]["kind"], &devices["0202"]["outside"]), (&"desk".into(), &false.into()), "{devices:?}");
    assert_eq!((&devices["0204"]["kind"], &devices["0204"]["outside"]), (&"soft".into(), &true.into()), "{devices:?}");
    assert_eq!((&devices["0204"]["from"], &devices["0204"]["expires_s"]), (&"203.0.113.9:5060".into(), &3500.into()));
    // Who is registered is asked for, and no more.
    let said = socket.said();
    only_reads(&said);
    assert!(!said.iter().any(|line| line.contains("_exists")), "{said:?}");

    let socket = EventSocket::start(Way::WithoutSofia, pbx);
    with_server(case.path(), socket.port, PASSWORD);
    assert_eq!(look(&[])["counts"]["registered"], 2, "`show registrations` says who is there, not with what");
    only_reads(&socket.said());
}

/// Without the PBX's files every refused login looks the same; FreeSWITCH tells which users it does not have.
#[test]
fn the_event_socket_settles_what_the_wire_hides() {
    let case = Case::new(&[]);
    case.edit("  asterisk: pbx\n", "");
    case.edit("ban_budget: 60", "ban_budget: 900");
    let by_wire = classes(&case.validate(&["--again"]).expect(1).json());
    let rejected = |found: &BTreeMap<String, String>, class: &str| -> BTreeSet<String> {
        found.iter().filter(|(_, found)| *found == class).map(|(extension, _)| extension.clone()).collect()
    };
    let open = rejected(&by_wire, "sip/auth-rejected");
    let absent: BTreeSet<String> =
        case.truth(1).into_iter().filter(|(_, fault)| fault == "unknown-extension").map(|(extension, _)| extension).collect();
    let absent: BTreeSet<String> = open.intersection(&absent).cloned().collect();
    assert!(!absent.is_empty() && absent.len() < open.len(), "{open:?}");

    let users: BTreeSet<String> = by_wire.keys().filter(|extension| !absent.contains(*extension)).cloned().collect();
    let pbx = Pbx { users, ..Pbx::default() };
    let socket = EventSocket::start(Way::Answers, pbx.clone());
    with_server(case.path(), socket.port, PASSWORD);
    let validated = case.validate(&["--again"]).expect(1);
    let settled = classes(&validated.json());
    assert_eq!(rejected(&settled, "sip/unknown-extension"), absent);
    assert_eq!(rejected(&settled, "sip/auth-rejected"), &open - &absent);
    assert!(validated.stdout.contains("ESL: the PBX has no endpoint"));
    let said = socket.said();
    only_reads(&said);
    assert!(said.iter().any(|line| line.starts_with("api user_exists id ")), "{said:?}");

    // A domain that FreeSWITCH serves under another name settles nothing.
    let socket = EventSocket::start(Way::ElseDomain, pbx);
    with_server(case.path(), socket.port, PASSWORD);
    assert_eq!(rejected(&classes(&case.validate(&["--again"]).expect(1).json()), "sip/unknown-extension"), BTreeSet::new());
    assert!(!socket.said().iter().any(|line| line.contains("user_exists")));
}

#[test]
fn an_event_socket_that_cannot_be_asked_is_told() {
    let case = Case::new(&[]);
    case.validate(&["--only", "0202"]).expect(0);
    let told = |way: Way, password: &str| {
        let socket = EventSocket::start(way, Pbx::default());
        with_server(case.path(), socket.port, password);
        let once = run(case.path(), &["-vvv", "--lang", "en", "watch", "--once"]).expect(3);
        assert!(
            once.stderr.contains("validate/server-not-asked") && once.stderr.contains("by ESL at `127.0.0.1:"),
            "{}",
            once.stderr
        );
        assert!(!once.all().contains("canary-of"), "{}", once.all());
        once.stderr
    };
    let refused = told(Way::Answers, "canary-of-another");
    assert!(refused.contains("it refuses: auth: -ERR invalid"), "{refused}");
    let rude = told(Way::Rude, PASSWORD);
    assert!(rude.contains("it refuses: Access Denied, go away."), "{rude}");
    let garbage = told(Way::Garbage(b"SSH-2.0-OpenSSH_9.2p1\r\n"), PASSWORD);
    assert!(garbage.contains("its answer cannot be read: `SSH-2.0"), "{garbage}");
    let huge = told(Way::Garbage(b"Content-Type: auth/request\nContent-Length: 99999999999\n\n"), PASSWORD);
    assert!(huge.contains("a length that cannot be"), "{huge}");
    let ended = told(Way::Garbage(b""), PASSWORD);
    assert!(ended.contains("no connection"), "{ended}");
    let begin = Instant::now();
    let silent = told(Way::Silent, PASSWORD);
    assert!(silent.contains("no connection: timed out"), "{silent}");
    assert!(begin.elapsed() < Duration::from_secs(30));
}

#[test]
fn the_site_file_and_the_doctor_know_it() {
    let case = Case::new(&[]);
    let site = case.path();
    with_server(site, 8021, PASSWORD);
    let text = std::fs::read_to_string(site.join("deskshift.yaml")).unwrap();
    let doctor = || run(site, &["--lang", "en", "doctor"]).all();
    assert!(doctor().contains("ESL 127.0.0.1:8021 is 127.0.0.1:8021 (not contacted)"), "{}", doctor());
    std::fs::remove_file(site.join("event-socket")).unwrap();
    assert!(doctor().contains("the secret for ESL is not to be had"), "{}", doctor());
    // The usual port, and no user.
    std::fs::write(site.join("deskshift.yaml"), text.replace("127.0.0.1:8021", "127.0.0.1")).unwrap();
    assert!(doctor().contains("ESL 127.0.0.1:8021"), "{}", doctor());
    for wrong in
        ["{ask: esl, at: pbx.example}", "{ask: esl, at: pbx.example, user: x, secret_env: HOME}", "{ask: els, at: pbx.example}"]
    {
        let changed: String = text
            .lines()
            .map(|line| if line.starts_with("server:") { format!("server: {wrong}\n") } else { format!("{line}\n") })
            .collect();
        std::fs::write(site.join("deskshift.yaml"), changed).unwrap();
        assert_eq!(run(site, &["watch", "--once"]).code, 2, "{wrong}");
    }
}
