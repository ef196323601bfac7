//! Where each client's file belongs on each kind of device.

use super::assign::Os;
use crate::policy::site::Deliver;

/// How a client is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The files of the profile are put into place.
    Files(&'static [(&'static str, &'static str)]),
    /// The client itself fetches the link; the file that tells it is written on the device.
    Itself(&'static str),
    /// The link is fetched by the script, and what comes is put into place.
    Fetch(&'static [(&'static str, &'static str)]),
    /// The link is opened by the browser.
    Page,
}

type Row = (Os, &'static str, &'static [(&'static str, &'static str)]);

/// Files below the home of a thin client, or with the variables of Windows.
const FILES: &[Row] = &[
    (Os::Igel, "linphone-rc", &[("linphonerc", ".config/linphone/linphonerc")]),
    (Os::Igel, "baresip", &[("accounts", ".baresip/accounts"), ("config", ".baresip/config")]),
    (Os::Igel, "baresip-4", &[("accounts", ".baresip/accounts"), ("config", ".baresip/config")]),
    (Os::Igel, "twinkle", TWINKLE),
    (Os::Windows, "linphone-rc", &[("linphonerc", r"%LOCALAPPDATA%\linphone\linphonerc")]),
    (Os::Windows, "microsip", &[("microsip.ini", r"%APPDATA%\MicroSIP\MicroSIP.ini")]),
];

/// A file for each account, as many as `profiles/twinkle` has.
const TWINKLE: &[(&str, &str)] = &[
    ("twinkle.cfg", ".twinkle/deskshift.cfg"),
    ("twinkle-2.cfg", ".twinkle/deskshift-2.cfg"),
    ("twinkle-3.cfg", ".twinkle/deskshift-3.cfg"),
    ("twinkle-4.cfg", ".twinkle/deskshift-4.cfg"),
    ("twinkle-5.cfg", ".twinkle/deskshift-5.cfg"),
    ("twinkle-6.cfg", ".twinkle/deskshift-6.cfg"),
    ("twinkle-7.cfg", ".twinkle/deskshift-7.cfg"),
    ("twinkle-8.cfg", ".twinkle/deskshift-8.cfg"),
];

/// Which account a file is of, from 1, where each has its own; 1 for all others.
fn account_of(file: &str) -> usize {
    let number = || file.strip_suffix(".cfg")?.rsplit_once('-')?.1.parse().ok();
    number().unwrap_or(1)
}

/// The way for a client; none where nobody has written one down.
pub(super) fn way(os: Os, client: &str, deliver: Deliver) -> Option<Way> {
    let files = FILES.iter().find(|(of, name, _)| *of == os && *name == client).map(|(_, _, files)| *files);
    match (deliver, client, files) {
        (Deliver::Files, _, Some(files)) => Some(Way::Files(files)),
        (Deliver::Link, "linphone-xml", _) => Some(Way::Itself(match os {
            Os::Igel => ".config/linphone/linphonerc",
            Os::Windows => r"%LOCALAPPDATA%\linphone\linphonerc",
        })),
        (Deliver::Link, "webphone", _) if os == Os::Igel => Some(Way::Page),
        // MicroSIP's two files come as an archive with a script in it: better the folder of the user.
        (Deliver::Link, "linphone-rc" | "baresip" | "baresip-4" | "twinkle", Some(files)) => Some(Way::Fetch(files)),
        _ => None,
    }
}

impl Way {
    /// Where it ends up for a person with so many accounts, as the list tells it.
    pub(super) fn targets(self, accounts: usize) -> Vec<&'static str> {
        match self {
            Self::Files(files) | Self::Fetch(files) => {
                files.iter().filter(|(file, _)| account_of(file) <= accounts).map(|(_, target)| *target).collect()
            }
            Self::Itself(target) => vec![target],
            Self::Page => Vec::new(),
        }
    }
}
