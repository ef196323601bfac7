//! A real Asterisk 22 for one test: its own configuration folder, free ports on loopback, ended by pid.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::ami::{self, Manager};
use super::certificates::Certificates;
use super::process::{Server, free_port, wait_for};
use super::programs::asterisk_root;

pub struct Asterisk {
    /// Its folder as we see it.
    folder: PathBuf,
    /// None once stopped.
    server: Option<Server>,
    pub ports: Ports,
}

/// Where it listens on 127.0.0.1.
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    /// UDP and TCP.
    pub sip: u16,
    pub tls: u16,
    /// WebSocket in the clear, `/ws`.
    pub ws: u16,
    pub wss: u16,
    pub manager: u16,
}

/// Sections of `pjsip.conf` for all transports; `inside` is the folder as Asterisk sees it in the chroot.
fn transports(ports: Ports, inside: &str) -> String {
    let Ports { sip, tls, .. } = ports;
    format!(
        "[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:{sip}\n[tcp]\ntype=transport\nprotocol=tcp\nbind=127.0.0.1:{sip}\n\
         [tls]\ntype=transport\nprotocol=tls\nbind=127.0.0.1:{tls}\ncert_file={inside}/keys/pbx.pem\n\
         priv_key_file={inside}/keys/pbx.key\nmethod=tlsv1_2\n\
         [ws]\ntype=transport\nprotocol=ws\nbind=127.0.0.1\n[wss]\ntype=transport\nprotocol=wss\nbind=127.0.0.1\n"
    )
}

const MODULES: [&str; 46] = [
    "app_stack",
    "res_mutestream",
    "app_dial",
    "app_echo",
    "app_queue",
    "app_verbose",
    "app_voicemail",
    "bridge_native_rtp",
    "bridge_simple",
    "chan_pjsip",
    "codec_alaw",
    "codec_g722",
    "codec_ulaw",
    "format_wav",
    "func_pjsip_aor",
    "func_pjsip_contact",
    "func_strings",
    "pbx_config",
    "res_crypto",
    "res_format_attr_opus",
    "res_http_websocket",
    "res_pjproject",
    "res_pjsip",
    "res_pjsip_acl",
    "res_pjsip_authenticator_digest",
    "res_pjsip_caller_id",
    "res_pjsip_endpoint_identifier_ip",
    "res_pjsip_endpoint_identifier_user",
    "res_pjsip_logger",
    "res_pjsip_mwi",
    "res_pjsip_mwi_body_generator",
    "res_pjsip_nat",
    "res_pjsip_outbound_registration",
    "res_pjsip_path",
    "res_pjsip_pubsub",
    "res_pjsip_registrar",
    "res_pjsip_sdp_rtp",
    "res_pjsip_session",
    "res_pjsip_transport_websocket",
    "res_rtp_asterisk",
    "res_security_log",
    "res_sorcery_astdb",
    "res_sorcery_config",
    "res_sorcery_memory",
    "res_srtp",
    "res_timing_timerfd",
];

/// Files Asterisk complains about when they are missing, though their defaults are fine.
const EMPTY: [&str; 10] = [
    "acl.conf",
    "ccss.conf",
    "cdr.conf",
    "cel.conf",
    "features.conf",
    "pjproject.conf",
    "queuerules.conf",
    "rtp.conf",
    "statsd.conf",
    "udptl.conf",
];

const PREFIX: &str = "deskshift-lab-";

/// Folders of test runs that were killed, by the process id in their name.
fn remove_leftovers() {
    for entry in std::fs::read_dir(asterisk_root().join("tmp")).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name.strip_prefix(PREFIX).and_then(|rest| rest.split('-').next());
        if process.is_some_and(|id| id.parse::<u32>().is_ok() && !Path::new("/proc").join(id).exists()) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

impl Asterisk {
    /// `write` fills the configuration folder; it is given the transports' sections and may put them where it likes.
    pub fn start(certificates: &Certificates, write: impl FnOnce(&Path, &str)) -> Self {
        Self::start_knowing(certificates, |etc, transports, _| write(etc, transports))
    }

    /// As [`Self::start`], for files that must know the ports.
    pub fn start_knowing(certificates: &Certificates, write: impl FnOnce(&Path, &str, Ports)) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        remove_leftovers();
        let name = format!("tmp/{PREFIX}{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = asterisk_root().join(&name);
        let inside = format!("/{name}");
        let ports = Ports { sip: free_port(), tls: free_port(), ws: free_port(), wss: free_port(), manager: free_port() };
        let Ports { ws, wss, manager: manager_port, .. } = ports;
        for below in ["etc", "var/db", "spool", "run", "log", "keys/keys"] {
            std::fs::create_dir_all(folder.join(below)).expect("a folder in the chroot");
        }
        std::fs::write(folder.join("keys/pbx.pem"), &certificates.leaf).expect("certificate written");
        std::fs::write(folder.join("keys/pbx.key"), &certificates.leaf_key).expect("key written");
        let etc = folder.join("etc");
        let put = |file: &str, text: &str| std::fs::write(etc.join(file), text).expect("configuration written");
        put(
            "asterisk.conf",
            &format!(
                "[directories]\nastetcdir => {inside}/etc\nastvarlibdir => {inside}/var\nastdbdir => {inside}/var/db\n\
                 astkeydir => {inside}/keys\nastspooldir => {inside}/spool\nastrundir => {inside}/run\nastlogdir => {inside}/log\n\
                 [options]\nhideconnect=yes\n"
            ),
        );
        put("modules.conf", &format!("[modules]\nautoload=no\n{}", MODULES.map(|m| format!("load={m}.so\n")).concat()));
        put("logger.conf", "[general]\n[logfiles]\nmessages => notice,warning,error\nsecurity => security\n");
        put(
            "manager.conf",
            &format!(
                "[general]\nenabled=yes\nbindaddr=127.0.0.1\nport={manager_port}\n[{}]\nsecret={}\nread=all\nwrite=all\nwritetimeout=5000\n",
                ami::USER,
                ami::SECRET
            ),
        );
        put(
            "http.conf",
            &format!(
                "[general]\nenabled=yes\nbindaddr=127.0.0.1\nbindport={ws}\ntlsenable=yes\ntlsbindaddr=127.0.0.1:{wss}\n\
                 tlscertfile={inside}/keys/pbx.pem\ntlsprivatekey={inside}/keys/pbx.key\n"
            ),
        );
        for file in EMPTY {
            put(file, if file == "acl.conf" { "" } else { "[general]\n" });
        }
        put(
            "indications.conf",
            "[general]\ncountry=de\n[de]\ndescription=Germany\nringcadence=1000,4000\ndial=425\nbusy=425/480,0/480\nring=425/1000,0/4000\n",
        );
        write(&etc, &transports(ports, &inside), ports);
        let output = std::fs::File::create(folder.join("log/console")).expect("log file");
        let arguments = [
            asterisk_root().display().to_string(),
            "asterisk".into(),
            "-f".into(),
            "-C".into(),
            format!("{inside}/etc/asterisk.conf"),
        ];
        let mut server = Server::start("chroot", &arguments, output);
        wait_for("Asterisk boots", Duration::from_mins(1), || {
            assert!(
                server.ended().is_none(),
                "Asterisk ended: {}",
                std::fs::read_to_string(folder.join("log/console")).unwrap_or_default()
            );
            let mut manager = Manager::connect(manager_port)?;
            manager.console("core show uptime seconds").contains("System uptime").then_some(())?;
            Some(())
        });
        let asterisk = Self { folder, server: Some(server), ports };
        // The manager answers a little before the last module is up.
        wait_for("Asterisk has fully booted", Duration::from_mins(1), || {
            asterisk.manager().console("core waitfullybooted").contains("fully booted").then_some(())
        });
        asterisk
    }

    pub fn manager(&self) -> Manager {
        wait_for("the manager", Duration::from_secs(10), || Manager::connect(self.ports.manager))
    }

    pub fn etc(&self) -> PathBuf {
        self.folder.join("etc")
    }

    /// Accounts that have proved their password so far, each with the transports it came over: `UDP`, `TLS`, `WSS`.
    pub fn authenticated(&self) -> BTreeMap<String, BTreeSet<String>> {
        let text = std::fs::read_to_string(self.folder.join("log/security")).unwrap_or_default();
        let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in text.lines().filter(|line| line.contains("SecurityEvent=\"SuccessfulAuth\"")) {
            let value = |name: &str| line.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split('"').next());
            let transport = value("LocalAddress").and_then(|address| address.split('/').nth(1));
            if let (Some(account), Some(transport)) = (value("AccountID"), transport) {
                seen.entry(account.to_owned()).or_default().insert(transport.to_owned());
            }
        }
        seen
    }

    /// The file with notices, warnings and errors, which guards such as fail2ban watch.
    pub fn log_file(&self) -> PathBuf {
        self.folder.join("log/messages")
    }

    /// Notices, warnings and errors so far, without their time stamps.
    pub fn log(&self) -> Vec<String> {
        let bytes = std::fs::read(self.log_file()).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        text.lines().map(|line| line.split_once("] ").map_or(line, |(_, rest)| rest).to_owned()).collect()
    }
}

impl Drop for Asterisk {
    fn drop(&mut self) {
        self.server = None;
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
