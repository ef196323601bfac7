//! Runs the binary as a user would, in a folder of its own, with a time limit.
#![allow(dead_code, clippy::disallowed_methods)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub const BINARY: &str = env!("CARGO_BIN_EXE_deskshift");

/// What a finished command left behind.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

impl Run {
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "exit code\n--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr);
        self
    }

    pub fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{}", self.stdout))
    }
}

pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for name in ["DESKSHIFT_SITE", "DESKSHIFT_LANG", "RUST_LOG", "NO_COLOR"] {
        command.env_remove(name);
    }
    command
}

/// Runs to the end; a command that takes longer than a minute is ended and fails the test.
#[track_caller]
pub fn run(folder: &Path, arguments: &[&str]) -> Run {
    finish(command(folder, arguments), Duration::from_secs(60))
}

#[track_caller]
pub fn finish(mut command: Command, limit: Duration) -> Run {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts");
    let stdout = drain(child.stdout.take().unwrap());
    let stderr = drain(child.stderr.take().unwrap());
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > limit {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("still running after {limit:?}: {command:?}\n{}\n{}", stdout.join().unwrap(), stderr.join().unwrap());
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    Run {
        code: status.code().unwrap_or(-1),
        stdout: stdout.join().unwrap(),
        stderr: stderr.join().unwrap(),
        took: start.elapsed(),
    }
}

fn drain(mut pipe: impl std::io::Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// A background command, ended when dropped.
pub struct Background(pub Child);

impl Drop for Background {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An embedded PBX for a site folder; its addresses as it printed them.
pub struct LabPbx {
    _child: Background,
    talk: std::sync::Arc<std::sync::Mutex<Vec<u8>>>,
    pub udp: u16,
    pub tcp: u16,
    pub tls: u16,
    pub wss: u16,
}

impl LabPbx {
    #[track_caller]
    pub fn start(site: &Path, more: &[&str]) -> Self {
        use std::io::BufRead as _;
        let mut arguments = vec!["--json", "lab", "--udp", "0", "--tcp", "0", "--tls", "0", "--wss", "0", "--for", "600"];
        arguments.extend(more);
        let mut child = command(site, &arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let talk = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let (heard, mut stderr) = (talk.clone(), child.stderr.take().unwrap());
        std::thread::spawn(move || {
            use std::io::Read as _;
            let mut piece = [0; 4096];
            while let Ok(n) = stderr.read(&mut piece) {
                if n == 0 {
                    break;
                }
                heard.lock().unwrap().extend_from_slice(&piece[..n]);
            }
        });
        let mut reader = std::io::BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let ready: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
        std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
        let port = |name: &str| -> u16 {
            let address = ready[name].as_str().unwrap_or_else(|| panic!("no `{name}` in {ready}"));
            address.rsplit(':').next().unwrap().parse().unwrap()
        };
        Self { udp: port("udp"), tcp: port("tcp"), tls: port("tls"), wss: port("wss"), talk, _child: Background(child) }
    }
}

impl LabPbx {
    /// What it has said on stderr so far.
    pub fn said(&self) -> String {
        String::from_utf8_lossy(&self.talk.lock().unwrap()).into_owned()
    }
}

/// Copies a folder tree.
pub fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}

pub fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

/// The stored secrets of a site, by key.
pub fn secrets(site: &Path) -> std::collections::BTreeMap<String, String> {
    let store: serde_json::Value = serde_json::from_slice(&std::fs::read(site.join("out/secrets.json")).unwrap()).unwrap();
    serde_json::from_value(store["secrets"].clone()).unwrap()
}

/// Every regular file below a folder, by relative path.
pub fn tree(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, found: &mut std::collections::BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let kind = std::fs::symlink_metadata(&path).unwrap().file_type();
            if kind.is_dir() {
                walk(root, &path, found);
            } else if kind.is_file() {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    let mut found = std::collections::BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}
