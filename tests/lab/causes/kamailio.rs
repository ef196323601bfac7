//! What is wrong at a Kamailio: what its script answers, whom its database knows, and whom its antiflood shuts out.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::super::kamailio::{Kamailio, REALM, Subscriber, ha1};
use super::super::phone::Phone;
use super::super::process::free_port;
use super::super::programs::put;
use super::certificates::Authority;
use super::office::{Line, Office, Way, assert_ready, validate, verdict};
use super::{Judged, judged, kamailio_ways};

/// What a line meets.
enum Planted {
    /// The script does this with its REGISTER before it asks for a password.
    Before(&'static str),
    /// The same over this transport to another port: a run stops asking where a server fails several lines.
    Apart(&'static str, &'static str),
    /// And this after it was right.
    After(&'static str),
    /// The list of accounts has another login name (of a real subscriber) and password.
    Listed(&'static str, &'static str),
    /// The database does not have it.
    Absent,
    /// The database has the digest for another realm.
    ForeignDigest,
    /// So many devices are registered.
    Devices(usize),
}
use Planted::{Absent, After, Apart, Before, Devices, ForeignDigest, Listed};

/// Cause, how it is planted, the class it deserves.
const ROWS: [(&str, Planted, &str); 32] = [
    (
        "overloaded, with a time to come back",
        Apart("udp", r#"append_to_reply("Retry-After: 1\r\n"); sl_send_reply("503","Overloaded");"#),
        "sip/busy",
    ),
    ("temporarily unavailable", Apart("tcp", r#"sl_send_reply("480","Temporarily Unavailable");"#), "sip/busy"),
    ("the script fails", Before(r#"sl_send_reply("500","Server Internal Error");"#), "sip/server-error"),
    (
        "moved to a server outside of the site",
        Before(r#"append_to_reply("Contact: <sip:192.0.2.7>\r\n"); sl_send_reply("302","Moved");"#),
        "sip/redirect",
    ),
    ("moved, without a word where to", Before(r#"sl_send_reply("301","Moved Permanently");"#), "sip/redirect"),
    (
        "moved to itself, in a circle",
        Before(r#"append_to_reply("Contact: <sip:127.0.0.1:@SIP@>\r\n"); sl_send_reply("302","Moved");"#),
        "sip/redirect",
    ),
    ("every nonce is stale", Before(r#"www_challenge("@REALM@","17");"#), "sip/stale-loop"),
    (
        "a digest that nobody knows",
        Before(
            r#"append_to_reply("WWW-Authenticate: Digest realm=\"@REALM@\", nonce=\"a1\", algorithm=AKAv2-MD5\r\n"); sl_send_reply("401","Unauthorized");"#,
        ),
        "sip/algorithm",
    ),
    (
        "tokens instead of passwords",
        Before(r#"append_to_reply("WWW-Authenticate: Bearer realm=\"@REALM@\"\r\n"); sl_send_reply("401","Unauthorized");"#),
        "sip/algorithm",
    ),
    ("401 without a challenge", Before(r#"sl_send_reply("401","Unauthorized");"#), "sip/algorithm"),
    ("the address is not allowed", Before(r#"sl_send_reply("403","Address Not Allowed");"#), "sip/acl-global"),
    ("the location service has no such user", Before(r#"sl_send_reply("404","Not Found");"#), "sip/unknown-extension"),
    ("a proxy that is no registrar", Before(r#"sl_send_reply("405","Method Not Allowed");"#), "sip/unexpected-answer"),
    (
        "the registrar behind the proxy is down",
        Before(r#"$du = "sip:127.0.0.1:9;transport=udp"; t_set_fr(0, 300); if (!t_relay()) { sl_reply_error(); }"#),
        "sip/unexpected-answer",
    ),
    (
        "no interval is long enough",
        Before(
            r#"if ($hdr(Contact) == $null) { route(LOGIN); } append_to_reply("Min-Expires: 7200\r\n"); sl_send_reply("423","Interval Too Brief");"#,
        ),
        "sip/interval-too-brief",
    ),
    ("the script drops the requests of one user", Before("drop;"), "sip/silent"),
    ("the script trusts the network", Before(r#"save("location");"#), "sip/no-password-asked"),
    (
        "a proxy on the way keeps no flows",
        Before(r#"if ($Rp == @INNER@) { route(LOGIN); } $du = "sip:127.0.0.1:@INNER@"; t_relay();"#),
        "sip/first-hop-without-outbound",
    ),
    (
        "a router rewrites the contact",
        Before(
            r#"if ($Rp == @INNER@) { route(LOGIN); } if ($hdr(Contact) != $null) { subst('/^(Contact:.*)127\.0\.0\.1/\1192.0.2.9/'); } $du = "sip:127.0.0.1:@INNER@"; t_relay();"#,
        ),
        "sip/contact-rewritten",
    ),
    ("the domain is not served", After(r#"sl_send_reply("403","Domain Not Served Here");"#), "sip/domain-refused"),
    ("the request is not relayed", After(r#"sl_send_reply("403","Not relaying");"#), "sip/domain-refused"),
    ("the user has no location", After(r#"sl_send_reply("404","Not Found");"#), "sip/aor-missing"),
    (
        "the location service fails after the login",
        After(r#"sl_send_reply("500","I'm terribly sorry, server error occurred");"#),
        "sip/server-error",
    ),
    (
        "a policy refuses the contact",
        After(r#"if ($hdr(Contact) != $null) { sl_send_reply("403","Contact Not Allowed"); exit; } save("location");"#),
        "sip/contact-refused",
    ),
    ("the login belongs to another number", Listed("3001", "geheim-3001"), "sip/auth-name-differs"),
    ("the list has another password", Listed("NNNN", "geheim-alt"), "sip/auth-rejected"),
    ("the extension is not on the PBX", Absent, "sip/auth-rejected"),
    ("a digest made for another realm", ForeignDigest, "sip/auth-rejected"),
    ("a desk phone, and nobody knows how many may be", Devices(1), "sip/slots-unknown"),
    ("ghosts of replaced devices fill the slots", Devices(2), "sip/contact-limit"),
    (
        "a list of contacts that cannot be read",
        After(r#"append_to_reply("Contact: <<sip:\r\n"); sl_send_reply("200","OK");"#),
        "sip/slots-unknown",
    ),
    ("an authentication that is never done with", After(r#"www_challenge("other.example","1");"#), "sip/auth-rejected"),
];
/// Beside them, without a fault; the first is the canary.
const GOOD: [&str; 3] = ["3001", "3002", "3003"];

/// Ports beside the usual two.
pub struct Listening {
    pub inner: u16,
    /// Closes connections.
    pub cut: u16,
    /// Answers nobody.
    pub mute: u16,
    pub tls: Vec<(&'static str, u16)>,
}

fn number(row: usize) -> String {
    format!("{}", 3101 + row)
}

fn subscribers() -> Vec<Subscriber> {
    let numbers = (0..ROWS.len())
        .map(number)
        .chain((0..kamailio_ways::ROWS.len()).map(kamailio_ways::number))
        .chain(GOOD.map(str::to_owned));
    let known = numbers.filter(|number| {
        !ROWS.iter().enumerate().any(|(row, planted)| number == &self::number(row) && matches!(planted.1, Absent))
    });
    known.map(|number| Subscriber { user: number.clone(), secret: format!("geheim-{number}"), number }).collect()
}

/// The script: each row at the place where it belongs, then the usual one.
fn script(listening: &Listening) -> [String; 2] {
    let [mut before, mut after] = [String::new(), String::new()];
    for (row, (_, planted, _)) in ROWS.iter().enumerate() {
        let (place, text) = match planted {
            Before(text) | Apart(_, text) => (&mut before, text),
            After(text) => (&mut after, text),
            _ => continue,
        };
        let text = text.replace("@INNER@", &listening.inner.to_string());
        let _ = writeln!(place, "	if ($tU == \"{}\") {{ {text} exit; }}", number(row));
    }
    [before, after]
}

const LOGIN: &str = "	if (!www_authorize(\"@REALM@\",\"subscriber\")) { www_challenge(\"@REALM@\",\"1\"); exit; }\n";

fn start(folder: &Path, authority: &Authority, listening: &mut Listening) -> Kamailio {
    let good = authority.good();
    listening.tls = kamailio_ways::write_tls(folder, authority, &good);
    let [before, after] = script(listening);
    let mut listen = String::from("tcp_accept_no_cl=yes\n");
    for port in [listening.inner, listening.cut, listening.mute] {
        let _ = write!(listen, "listen=udp:127.0.0.1:{port}\nlisten=tcp:127.0.0.1:{port}\n");
    }
    for (_, port) in &listening.tls {
        let _ = writeln!(listen, "listen=tls:127.0.0.1:{port}");
    }
    let tls = folder.join("tls.cfg").display().to_string();
    let Listening { cut, mute, .. } = listening;
    let first =
        format!("request_route {{\n	if ($Rp == {mute}) {{ exit; }}\n	if ($Rp == {cut}) {{ tcp_close_connection(); exit; }}\n");
    let judged_login = format!("{before}	route(LOGIN);\n}}\nroute[LOGIN] {{\n{LOGIN}{after}");
    Kamailio::start_changed(
        &good,
        &subscribers(),
        &[
            ("tcp_accept_no_cl=yes\n", &listen),
            ("loadmodule \"rr.so\"\n", "loadmodule \"rr.so\"\nloadmodule \"outbound.so\"\nloadmodule \"tcpops.so\"\n"),
            (
                "modparam(\"registrar\",\"max_contacts\",2)\n",
                "modparam(\"registrar\",\"max_contacts\",2)\nmodparam(\"registrar\",\"outbound_mode\",1)\n",
            ),
            ("@FOLDER@/tls.cfg", &tls),
            ("request_route {\n", &first),
            (LOGIN, &judged_login),
            (
                "	if ($hu == \"/ws\"",
                "	if ($hu == \"/closed\") { xhttp_reply(\"403\", \"Forbidden\", \"\", \"\"); exit; }\n	if ($hu == \"/chat\") { xhttp_reply(\"200\", \"OK\", \"text/html\", \"<p>Chat</p>\"); exit; }\n	if ($hu == \"/ws\"",
            ),
        ],
    )
}

/// What the database has of a subscriber, changed before anybody asks.
fn plant_digest(kamailio: &Kamailio, number: &str) {
    let digest = super::super::phone::md5(&format!("{number}:another.example:geheim-{number}"));
    assert_ne!(digest, ha1(number, &format!("geheim-{number}")));
    let sql = format!("update subscriber set ha1='{digest}' where username='{number}'");
    let status = std::process::Command::new("sqlite3").arg(kamailio.database()).arg(sql).status().expect("sqlite3 starts");
    assert!(status.success());
}

pub fn account(number: &str) -> Line {
    Line::new(number, (number, &format!("geheim-{number}")))
}

fn lines(kamailio: &Kamailio, listening: &Listening) -> Vec<Line> {
    let mut lines: Vec<Line> = GOOD.iter().map(|number| account(number)).collect();
    let mut phone = Phone::new(kamailio.sip);
    for (row, (what, planted, _)) in ROWS.iter().enumerate() {
        let number = number(row);
        match planted {
            Listed(user, password) => lines.push(Line::new(&number, (&user.replace("NNNN", &number), password))),
            Devices(count) => {
                for device in 0..*count {
                    let (login, contact) =
                        ((number.as_str(), format!("geheim-{number}")), format!("sip:{number}@127.0.0.1:{}", 9 + device));
                    assert_eq!(phone.register(&number, (login.0, &login.1), Some(&contact), 3600).codes, [401, 200], "{what}");
                }
                lines.push(account(&number));
            }
            ForeignDigest => {
                plant_digest(kamailio, &number);
                lines.push(account(&number));
            }
            Apart(transport, _) => {
                let way = Way { transport, registrar: format!("127.0.0.1:{}", listening.inner), ws_path: "" };
                lines.push(Line { way: Some(way), ..account(&number) });
            }
            _ => lines.push(account(&number)),
        }
    }
    lines
}

fn office(port: u16, lines: Vec<Line>) -> Office<'static> {
    Office {
        kind: "kamailio",
        domain: REALM,
        registrar: format!("127.0.0.1:{port}"),
        sources: "",
        pbx: ", ca: ca.pem",
        validate: ", timeout_s: 3, t1_ms: 50, canary: \"3001\"",
        lines,
    }
}

pub fn judge(site: &Path) -> Vec<Judged> {
    let authority = Authority::new("deskshift lab CA");
    let folder = tempfile::tempdir().expect("a folder");
    let mut listening = Listening { inner: free_port(), cut: free_port(), mute: free_port(), tls: Vec::new() };
    let kamailio = start(folder.path(), &authority, &mut listening);
    let ask = |name: &str, lines: Vec<Line>, level: &str| {
        let site = site.join(name);
        put(&site, "ca.pem", &authority.pem());
        office(kamailio.sip, lines).write(&site);
        validate(&site, &["--rate", "0", "--level", level])
    };
    // Ways that are dead take their time.
    let [script, on_ways] = std::thread::scope(|scope| {
        [
            scope.spawn(|| ask("script", lines(&kamailio, &listening), "bind")),
            scope.spawn(|| ask("ways", kamailio_ways::lines(&kamailio, &listening, GOOD[0]), "fetch")),
        ]
        .map(|half| half.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    assert_ready(&script, &GOOD);
    assert_ready(&on_ways, &GOOD[..1]);
    // Only who insists on a registration learns from this registrar that it is full.
    let full = ROWS.iter().position(|(_, planted, _)| matches!(planted, Devices(2))).expect("a row");
    let forced = validate(&site.join("script"), &["--rate", "0", "--level", "bind", "--force-bind", "--only", &number(full)]);
    let of = |row: usize| verdict(if row == full { &forced } else { &script }, &number(row));
    let rows = ROWS.iter().enumerate().map(|(row, (what, _, class))| judged("Kamailio", what, class, of(row)));
    let of_way = |row: usize| verdict(&on_ways, &kamailio_ways::number(row));
    let ways = kamailio_ways::ROWS.iter().enumerate();
    rows.chain(ways.map(|(row, (what, .., class))| judged("Kamailio", what, class, of_way(row)))).collect()
}

/// Debian's antiflood shuts our address out in the middle of a run: the run ends, and says so of the lines it did not come to.
pub fn judge_ban(site: &Path) -> Judged {
    let authority = Authority::new("deskshift lab CA");
    let numbers: Vec<String> = (3301..3331).map(|number| number.to_string()).collect();
    let subscriber =
        |number: &String| Subscriber { number: number.clone(), user: number.clone(), secret: format!("geheim-{number}") };
    let kamailio = Kamailio::start_guarded(&authority.good(), &numbers.iter().map(subscriber).collect::<Vec<_>>());
    let lines = numbers.iter().map(|number| Line::new(number, (number, &format!("geheim-{number}")))).collect();
    put(site, "ca.pem", &authority.pem());
    Office { validate: ", timeout_s: 1, t1_ms: 50", ..office(kamailio.sip, lines) }.write(site);
    let report = validate(site, &["--rate", "0", "--level", "fetch"]);
    let told: Vec<Value> =
        numbers.iter().map(|number| verdict(&report, number)).filter(|verdict| verdict["class"] == "sip/not-asked").collect();
    let mut verdict = told.last().cloned().unwrap_or_default();
    verdict["class"] = report["stops"][0]["code"].clone();
    judged("Kamailio", "the antiflood shuts our address out in the middle", "sip/banned", verdict)
}
