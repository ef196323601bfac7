//! Which real programs are here, and what a test says when one is not.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the installed Asterisk, the npm packages and the like live: outside the checkout.
pub fn cache() -> PathBuf {
    std::env::var_os("DESKSHIFT_CACHE")
        .map_or_else(|| PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/deskshift"), PathBuf::from)
}

/// Root of the Debian tree that holds Asterisk 22.
pub fn asterisk_root() -> PathBuf {
    cache().join("asterisk-sid")
}

/// Folder with `node_modules` after `tests/lab/install`.
pub fn web_folder() -> PathBuf {
    cache().join("web")
}

/// Virtual environment with the packages of `tests/lab/python/requirements.txt` after `tests/lab/install`.
pub fn python_folder() -> PathBuf {
    cache().join("python")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    Asterisk,
    Kamailio,
    Linphone,
    Baresip,
    Twinkle,
    NodeWithPackages,
    PythonWithPackages,
    Chromium,
    Tcpdump,
    Fail2ban,
    Slapd,
}

impl Program {
    /// None: it is there.
    fn missing(self) -> Option<String> {
        let command = |name: &str| (!on_path(name)).then(|| format!("`{name}` is not installed"));
        match self {
            Self::Asterisk if !is_root() => Some("Asterisk runs in a chroot, which needs root".to_owned()),
            Self::Asterisk => {
                let binary = asterisk_root().join("usr/sbin/asterisk");
                (!binary.exists()).then(|| format!("no Asterisk at {}", binary.display()))
            }
            Self::Kamailio => command("kamailio").or_else(|| command("sqlite3")).or_else(|| {
                let module = super::kamailio::modules().join("outbound.so");
                (!module.exists()).then(|| "the Debian package `kamailio-outbound-modules` is not installed".to_owned())
            }),
            Self::Linphone => command("linphone-daemon"),
            Self::Baresip => command("baresip"),
            Self::Twinkle => command("twinkle-console"),
            Self::Chromium => command("chromium").or_else(|| command("pdftotext")),
            Self::Tcpdump => command("tcpdump"),
            Self::Fail2ban => command("fail2ban-regex"),
            Self::Slapd => command("slapd").or_else(|| command("ldapsearch")),
            Self::PythonWithPackages => {
                let installed = std::fs::read(python_folder().join("installed.txt")).ok();
                let wanted = std::fs::read(checkout().join("tests/lab/python/requirements.txt")).ok();
                (installed != wanted).then(|| format!("the Python packages are not in {}", python_folder().display()))
            }
            Self::NodeWithPackages => command("node").or_else(|| {
                let modules = web_folder().join("node_modules");
                ["ws", "jssip", "sip.js", "axe-core"]
                    .into_iter()
                    .find(|name| !modules.join(name).exists())
                    .map(|name| format!("npm package `{name}` is not in {}", modules.display()))
            }),
        }
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout == b"0\n")
}

fn on_path(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain([PathBuf::from("/usr/sbin"), PathBuf::from("/sbin")])
        .any(|folder| folder.join(name).exists())
}

/// True when all of `programs` are here. Otherwise says so aloud, past the capture of test output; and fails where skipping is
/// forbidden (`DESKSHIFT_REQUIRE_REAL=1`).
#[must_use]
pub fn present(test: &str, programs: &[Program]) -> bool {
    let missing: Vec<String> = programs.iter().filter_map(|p| p.missing()).collect();
    if missing.is_empty() {
        return true;
    }
    let why = missing.join("; ");
    assert!(
        std::env::var_os("DESKSHIFT_REQUIRE_REAL").is_none_or(|v| v != "1"),
        "{test} may not be skipped (DESKSHIFT_REQUIRE_REAL=1): {why}; run tests/lab/install"
    );
    let _ = writeln!(std::io::stderr(), "SKIPPED: {test}: {why}");
    false
}

/// The source tree.
pub fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Writes a file of a site or of a server's configuration, with the folders above it.
pub fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("below")).expect("folder");
    std::fs::write(path, text).expect("written");
}
