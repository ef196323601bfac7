//! Runs the real softphones headless, each with a profile and nothing else, and tells whether it registered.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::programs::{checkout, python_folder, web_folder};

/// What a client said.
#[derive(Debug)]
pub struct Seen {
    pub registered: bool,
    pub output: String,
}

const LIMIT: Duration = Duration::from_secs(20);

/// Runs until the output holds one of the marks, repeating `ask` on its standard input meanwhile.
fn run(command: &mut Command, ask: Option<&str>, good: &[&str], bad: &[&str]) -> Seen {
    run_often(command, ask, (1, good), bad)
}

/// As [`run`], until the good marks stand there so often.
fn run_often(command: &mut Command, ask: Option<&str>, (often, good): (usize, &[&str]), bad: &[&str]) -> Seen {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the client starts");
    let mut input = child.stdin.take().expect("piped");
    let output = read_along(&mut child);
    let until = Instant::now() + LIMIT;
    let mut next_ask = Instant::now() + Duration::from_millis(700);
    let mut text = String::new();
    let mut registered = None;
    while registered.is_none() && Instant::now() < until {
        while let Ok(part) = output.recv_timeout(Duration::from_millis(50)) {
            text += &String::from_utf8_lossy(&part);
        }
        if good.iter().map(|mark| text.matches(mark).count()).sum::<usize>() >= often {
            registered = Some(true);
        } else if bad.iter().any(|mark| text.contains(mark)) || child.try_wait().expect("child can be asked").is_some() {
            registered = Some(false);
        } else if let Some(ask) = ask
            && Instant::now() > next_ask
        {
            let _ = input.write_all(ask.as_bytes());
            next_ask += Duration::from_millis(500);
        }
    }
    let _ = input.write_all(b"quit\n");
    drop(input);
    end(&mut child);
    Seen { registered: registered.unwrap_or(false), output: text }
}

fn read_along(child: &mut Child) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    let streams: [Box<dyn std::io::Read + Send>; 2] =
        [Box::new(child.stdout.take().expect("piped")), Box::new(child.stderr.take().expect("piped"))];
    for mut stream in streams {
        let sender = sender.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = stream.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}

/// First the polite way, so that the client unregisters.
fn end(child: &mut Child) {
    let _ = Command::new("kill").arg(child.id().to_string()).status();
    let until = Instant::now() + Duration::from_secs(2);
    while child.try_wait().is_ok_and(|status| status.is_none()) && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// `home` is an empty folder the program may fill; `rc` a linphonerc, which may itself fetch a remote XML.
pub fn linphone(home: &Path, rc: &Path) -> Seen {
    for below in [".local/share/linphone", ".config/linphone"] {
        std::fs::create_dir_all(home.join(below)).expect("home");
    }
    let mut command = Command::new("linphone-daemon");
    command.env("HOME", home).current_dir(home).arg("--config").arg(rc).arg("--log").arg(home.join("linphone.log"));
    run(&mut command, Some("register-status ALL\n"), &["LinphoneRegistrationOk"], &["LinphoneRegistrationFailed"])
}

/// As [`linphone`], for an account that comes over the network: `register-status` does not list those, the log does (measured).
pub fn linphone_fetching(home: &Path, rc: &Path) -> Seen {
    run(&mut linphone_telling(home, rc), None, &["to [LinphoneRegistrationOk]"], &["to [LinphoneRegistrationFailed]"])
}

/// As [`linphone_fetching`], until so many accounts are registered.
pub fn linphone_all(home: &Path, rc: &Path, accounts: usize) -> Seen {
    let good = (accounts, &["to [LinphoneRegistrationOk]"][..]);
    run_often(&mut linphone_telling(home, rc), None, good, &["to [LinphoneRegistrationFailed]"])
}

/// Lets Linphone run for some seconds and end by itself, so that it stores what it has learned; gives its log.
pub fn linphone_for(home: &Path, rc: &Path, lasts: Duration) -> String {
    run_for(&mut linphone_telling(home, rc), lasts)
}

/// Runs for some seconds, is asked to quit, and is ended where it does not; gives what it said.
fn run_for(command: &mut Command, lasts: Duration) -> String {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the client starts");
    let output = read_along(&mut child);
    std::thread::sleep(lasts);
    let _ = child.stdin.take().expect("piped").write_all(b"quit\n");
    let until = Instant::now() + LIMIT;
    while child.try_wait().expect("child can be asked").is_none() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(50));
    }
    end(&mut child);
    output.iter().map(|part| String::from_utf8_lossy(&part).into_owned()).collect()
}

fn linphone_telling(home: &Path, rc: &Path) -> Command {
    for below in [".local/share/linphone", ".config/linphone"] {
        std::fs::create_dir_all(home.join(below)).expect("home");
    }
    let mut command = Command::new("linphone-daemon");
    command.env("HOME", home).current_dir(home).arg("--config").arg(rc).args(["--log", "/dev/stdout"]);
    command
}

/// A linphonerc that holds nothing but the way to `xml`.
pub fn linphone_bootstrap(xml: &Path) -> String {
    format!("[misc]\nconfig-uri=file://{}\n", xml.display())
}

/// A core with what Linphone for Android or iOS (`app`) makes of its managed configuration, by a reader of its own.
pub fn linphone_managed(home: &Path, app: &str, file: &Path) -> Seen {
    match linphone_as_managed(home, app, file) {
        Ok(rc) => linphone(home, &rc),
        Err(refused) => refused,
    }
}

/// The configuration of that core.
pub fn linphone_as_managed(home: &Path, app: &str, file: &Path) -> Result<PathBuf, Seen> {
    let mut reader = Command::new("python3");
    reader.arg("-B").arg(checkout().join("tests/lab/python/managed.py")).arg(app).arg(file).arg(home);
    let read = reader.output().expect("python3");
    if !read.status.success() {
        return Err(Seen { registered: false, output: String::from_utf8_lossy(&read.stderr).into_owned() });
    }
    Ok(home.join("rc"))
}

/// `folder` holds `config` and `accounts`.
pub fn baresip(folder: &Path) -> Seen {
    baresip_all(folder, 1)
}

/// As [`baresip`], until so many accounts are registered.
pub fn baresip_all(folder: &Path, accounts: usize) -> Seen {
    let mut command = Command::new("baresip");
    command.env("HOME", folder).args(["-4", "-f"]).arg(folder).args(["-t", "15"]);
    run_often(&mut command, None, (accounts, &["200 OK"]), &["reg: sip:", "ua: no account", "account: "])
}

/// As [`baresip`], of the version that is embedded in a Python package.
pub fn baresip_4(home: &Path, folder: &Path) -> Seen {
    python(home, "baresip4.py", &[folder.as_os_str()])
}

/// PJSIP with the settings that `client` (`microsip`, `pjsua`) would take from the file, by a reader of its own.
pub fn pjsip(home: &Path, client: &str, file: &Path) -> Seen {
    python(home, "register.py", &[client.as_ref(), file.as_os_str()])
}

fn python(home: &Path, script: &str, arguments: &[&std::ffi::OsStr]) -> Seen {
    let mut command = Command::new(python_folder().join("bin/python"));
    command.env("TMPDIR", home).arg("-B").arg(checkout().join("tests/lab/python").join(script)).args(arguments);
    run(&mut command, None, &["registered: 200"], &["failed: ", "Traceback"])
}

/// `home` gets a system file without sound; `profile` is one `.cfg`.
pub fn twinkle(home: &Path, profile: &Path, sip_port: u16, rtp_port: u16) -> Seen {
    let mut command = twinkle_with(home, &[profile], sip_port, rtp_port);
    run(&mut command, Some("fetch_reg\n"), &["registration succeeded", "is registered"], &["registration failed", "Syntax error"])
}

/// As [`twinkle`], with a `.cfg` for each account, until all of them are registered.
pub fn twinkle_all(home: &Path, profiles: &[&Path], sip_port: u16, rtp_port: u16) -> Seen {
    let mut command = twinkle_with(home, profiles, sip_port, rtp_port);
    let good = (profiles.len(), &["registration succeeded"][..]);
    run_often(&mut command, None, good, &["registration failed", "Syntax error"])
}

/// Lets Twinkle run for some seconds without a question, which would itself go to the registrar.
pub fn twinkle_for(home: &Path, profile: &Path, lasts: Duration) -> String {
    run_for(&mut twinkle_with(home, &[profile], super::process::free_port(), super::process::free_port()), lasts)
}

fn twinkle_with(home: &Path, profiles: &[&Path], sip_port: u16, rtp_port: u16) -> Command {
    let folder = home.join(".twinkle");
    std::fs::create_dir_all(&folder).expect("home");
    let system = format!(
        "dev_ringtone=alsa:null\ndev_speaker=alsa:null\ndev_mic=alsa:null\nsip_port={sip_port}\nrtp_port={rtp_port}\nvalidate_audio_dev=no\n"
    );
    std::fs::write(folder.join("twinkle.sys"), system).expect("twinkle.sys");
    wait_for_another_second();
    let mut command = Command::new("twinkle-console");
    command.env("HOME", home).current_dir(home);
    for profile in profiles {
        let name = profile.file_name().expect("a file name");
        std::fs::copy(profile, folder.join(name)).expect("profile copied");
        command.arg(name);
    }
    command
}

/// Twinkle draws its Via branches from the time in seconds: two that start together send the same ones, and the PBX takes the
/// second for a retransmission of the first (measured).
fn wait_for_another_second() {
    static NEXT: Mutex<Option<Instant>> = Mutex::new(None);
    let mut next = NEXT.lock().expect("no panic inside");
    if let Some(wait) = next.and_then(|at| at.checked_duration_since(Instant::now())) {
        std::thread::sleep(wait);
    }
    *next = Some(Instant::now() + Duration::from_millis(1100));
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebLibrary {
    JsSip,
    SipJs,
    /// SIP.js with what Browser-Phone makes of its options.
    BrowserPhone,
}

/// `account` is a JSON file as `web/register.mjs` describes it.
pub fn web(library: WebLibrary, account: &Path, ca: Option<&Path>) -> Seen {
    let mut command = Command::new("node");
    let name = match library {
        WebLibrary::JsSip => "jssip",
        WebLibrary::SipJs => "sipjs",
        WebLibrary::BrowserPhone => "browser-phone",
    };
    command.arg(checkout().join("tests/lab/web/register.mjs")).arg(name).arg(web_folder()).arg(account).args(ca);
    let mut seen = run(&mut command, None, &["registered: 200"], &["failed: "]);
    seen.output.insert_str(0, &format!("{library:?}: "));
    seen
}
