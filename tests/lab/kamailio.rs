//! A real Kamailio for one test: registrar with subscribers in SQLite, on loopback and free ports, ended by pid.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::certificates::Certificates;
use super::phone::md5;
use super::process::{Server, free_port, wait_for};

/// Digest realm, and the domain of all subscribers.
pub const REALM: &str = "pbx.lra-trauntal.example";

/// The digest that stands for a password in the realm.
pub fn ha1(user: &str, secret: &str) -> String {
    md5(&format!("{user}:{REALM}:{secret}"))
}

/// Someone who may register `number`, logging in as `user`.
pub struct Subscriber {
    pub number: String,
    pub user: String,
    pub secret: String,
}

pub struct Kamailio {
    /// Dropped before the folder.
    _server: Server,
    folder: tempfile::TempDir,
    /// UDP, TCP, and WebSocket below `/ws`.
    pub sip: u16,
    pub tls: u16,
}

const CONFIGURATION: &str = r#"#!KAMAILIO
debug=1
log_stderror=yes
fork=yes
children=2
socket_workers=2
auto_aliases=no
enable_tls=yes
listen=udp:127.0.0.1:@SIP@
listen=tcp:127.0.0.1:@SIP@
listen=tls:127.0.0.1:@TLS@
tcp_accept_no_cl=yes
mpath="@MODULES@"
loadmodule "kex.so"
loadmodule "corex.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "db_sqlite.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "rr.so"
loadmodule "auth.so"
loadmodule "auth_db.so"
loadmodule "htable.so"
loadmodule "tls.so"
loadmodule "xhttp.so"
loadmodule "websocket.so"
loadmodule "jsonrpcs.so"
modparam("jsonrpcs","transport",1)
modparam("tls","config","@FOLDER@/tls.cfg")
modparam("usrloc","db_mode",0)
modparam("usrloc","preload","location")
modparam("registrar","max_contacts",2)
modparam("registrar","min_expires",60)
modparam("registrar","max_expires",3600)
modparam("registrar","default_expires",600)
modparam("auth","nonce_expire",300)
modparam("auth","qop","auth")
modparam("auth_db","db_url","sqlite://@FOLDER@/kam.db")
modparam("auth_db","calculate_ha1",0)
modparam("auth_db","password_column","ha1")
modparam("htable","db_url","sqlite://@FOLDER@/kam.db")
modparam("htable","htable","login=>size=10;dbtable=login;")
request_route {
	if (is_method("OPTIONS")) { sl_send_reply("200","OK"); exit; }
	if (!is_method("REGISTER")) { route(CALLS); exit; }
	if (!www_authorize("@REALM@","subscriber")) { www_challenge("@REALM@","1"); exit; }
	if ($sht(login=>$tU) != $au) { sl_send_reply("403","Forbidden auth user differs from AOR"); exit; }
	if (!save("location")) { sl_reply_error(); }
	exit;
}
event_route[xhttp:request] {
	if ($hu == "/ws" && $hdr(Upgrade) =~ "websocket" && ws_handle_handshake()) { exit; }
	if ($hu == "/RPC") { jsonrpc_dispatch(); exit; }
	xhttp_reply("404", "Not Found", "", "");
}
route[CALLS] {
	if (has_totag()) {
		if (loose_route()) { t_relay(); exit; }
		if (is_method("ACK") && t_check_trans()) { t_relay(); exit; }
		if (!is_method("ACK")) { sl_send_reply("404","Not here"); }
		exit;
	}
	if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
	if (!is_method("INVITE")) { sl_send_reply("405","Method Not Allowed"); exit; }
	if (!proxy_authorize("@REALM@","subscriber")) { proxy_challenge("@REALM@","1"); exit; }
	consume_credentials();
	if ($rU == "2004") { sl_send_reply("486","Busy here"); exit; }
	record_route();
	if (!lookup("location")) { sl_send_reply("404","Not Found"); exit; }
	t_relay();
	exit;
}
"#;

const ANTIFLOOD: &str = r#"loadmodule "pike.so"
modparam("pike","sampling_time_unit",2)
modparam("pike","reqs_density_per_unit",16)
modparam("pike","remove_latency",4)
modparam("htable","htable","ipban=>size=8;autoexpire=300;")
"#;

const ANTIFLOOD_CHECK: &str = r"	if ($sht(ipban=>$si) != $null) { exit; }
	if (!pike_check_req()) { $sht(ipban=>$si) = 1; exit; }
";

pub fn modules() -> PathBuf {
    let libraries = std::fs::read_dir("/usr/lib").expect("/usr/lib");
    let mut found = libraries.flatten().map(|entry| entry.path().join("kamailio/modules")).filter(|path| path.exists());
    found.next().expect("Kamailio's modules")
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn database(folder: &std::path::Path, subscribers: &[Subscriber]) {
    let mut sql = String::new();
    for table in ["standard", "auth_db", "usrloc"] {
        let path = format!("/usr/share/kamailio/db_sqlite/{table}-create.sql");
        sql += &std::fs::read_to_string(path).expect("Kamailio's table definitions");
    }
    sql += "begin; create table login(id integer primary key, key_name text, key_type int default 0, value_type int default 0, \
            key_value text, expires int default 0); insert or ignore into version(table_name,table_version) values('login',2);\n";
    for subscriber in subscribers {
        let ha1 = ha1(&subscriber.user, &subscriber.secret);
        sql += &format!(
            "insert into subscriber(username,domain,password,ha1,ha1b) values({user},'{REALM}','','{ha1}','');\n\
             insert into login(key_name,key_value) values({},{user});\n",
            quoted(&subscriber.number),
            user = quoted(&subscriber.user),
        );
    }
    sql += "commit;\n";
    let script = folder.join("kam.sql");
    std::fs::write(&script, sql).expect("script written");
    let status = Command::new("sqlite3")
        .arg("-bail")
        .arg(folder.join("kam.db"))
        .stdin(std::fs::File::open(script).expect("script"))
        .stdout(Stdio::null())
        .status()
        .expect("sqlite3 starts");
    assert!(status.success(), "sqlite3 failed");
}

impl Kamailio {
    pub fn start(certificates: &Certificates, subscribers: &[Subscriber]) -> Self {
        Self::start_with(certificates, subscribers, CONFIGURATION.to_owned())
    }

    /// With the antiflood that Debian's configuration has (`WITH_ANTIFLOOD`): an address that sends 16 requests within 2 s is not heard for
    /// 300 s. Only that here loopback is no exception.
    pub fn start_guarded(certificates: &Certificates, subscribers: &[Subscriber]) -> Self {
        let guarded = CONFIGURATION
            .replace("loadmodule \"jsonrpcs.so\"\n", &format!("loadmodule \"jsonrpcs.so\"\n{ANTIFLOOD}"))
            .replace("request_route {\n", &format!("request_route {{\n{ANTIFLOOD_CHECK}"));
        assert!(guarded.contains(ANTIFLOOD) && guarded.contains(ANTIFLOOD_CHECK));
        Self::start_with(certificates, subscribers, guarded)
    }

    /// With its configuration changed in these places.
    pub fn start_changed(certificates: &Certificates, subscribers: &[Subscriber], changes: &[(&str, &str)]) -> Self {
        let changed = changes.iter().fold(CONFIGURATION.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from:?} is not in the configuration");
            text.replacen(from, to, 1)
        });
        Self::start_with(certificates, subscribers, changed)
    }

    fn start_with(certificates: &Certificates, subscribers: &[Subscriber], configuration: String) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        database(path, subscribers);
        let (sip, tls) = (free_port(), free_port());
        let put = |file: &str, text: &str| std::fs::write(path.join(file), text).expect("file written");
        put("pbx.pem", &certificates.leaf);
        put("pbx.key", &certificates.leaf_key);
        let folder_text = path.display().to_string();
        put(
            "tls.cfg",
            &format!(
                "[server:default]\nmethod = TLSv1.2+\nverify_certificate = no\nrequire_certificate = no\n\
                 private_key = {folder_text}/pbx.key\ncertificate = {folder_text}/pbx.pem\n"
            ),
        );
        let text = configuration
            .replace("@SIP@", &sip.to_string())
            .replace("@TLS@", &tls.to_string())
            .replace("@REALM@", REALM)
            .replace("@FOLDER@", &folder_text)
            .replace("@MODULES@", &format!("{}/", modules().display()));
        put("kamailio.cfg", &text);
        let log = path.join("log");
        let output = std::fs::File::create(&log).expect("log");
        let arguments = ["-DD", "-E", "-f", "kamailio.cfg", "-m", "128", "-M", "16", "-Y"]
            .into_iter()
            .map(|a| if a == "kamailio.cfg" { format!("{folder_text}/{a}") } else { a.to_owned() })
            .chain([folder_text.clone()])
            .collect::<Vec<_>>();
        let mut server = Server::start("/usr/sbin/kamailio", &arguments, output);
        wait_for("Kamailio listens", Duration::from_secs(20), || {
            assert!(server.ended().is_none(), "Kamailio ended: {}", std::fs::read_to_string(&log).unwrap_or_default());
            std::net::TcpStream::connect(("127.0.0.1", sip)).ok()
        });
        Self { _server: server, folder, sip, tls }
    }

    /// What it has written so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// The file with its subscribers, read anew for each request.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("kam.db")
    }
}
