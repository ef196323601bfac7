//! What a client is in the hands of a person: for the words of letters, and for links.

use super::definition::{Output, Profile};

/// The kind of thing that a person gets. Letters have words for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Kind {
    /// Installed and started on a computer or mobile telephone.
    #[default]
    Program,
    /// A page in the browser; nothing is installed.
    Browser,
    /// The router at home, where the number is entered.
    Router,
    /// A telephone that fetches its settings by itself.
    DeskPhone,
    /// A program that the management of the devices installs and sets up.
    Managed,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Program, Self::Browser, Self::Router, Self::DeskPhone, Self::Managed];

    /// The word of `profile.yaml`, and of `kinds` in the texts of letters.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Browser => "browser",
            Self::Router => "router",
            Self::DeskPhone => "desk-phone",
            Self::Managed => "managed",
        }
    }
}

/// Where a program runs: what people do with a file they have fetched, and whether a code is of use to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Device {
    /// On more than one kind of device, or it does not matter.
    #[default]
    Any,
    Windows,
    Mac,
    Linux,
    /// On a mobile telephone, which can scan a code.
    Mobile,
}

impl Device {
    pub const ALL: [Self; 5] = [Self::Any, Self::Windows, Self::Mac, Self::Linux, Self::Mobile];

    /// The word of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Windows => "windows",
            Self::Mac => "mac",
            Self::Linux => "linux",
            Self::Mobile => "mobile",
        }
    }

    /// A computer has no camera that scans: a mobile telephone that did would spend the link.
    #[must_use]
    pub fn is_computer(self) -> bool {
        matches!(self, Self::Windows | Self::Mac | Self::Linux)
    }

    /// Below which names of `kinds` the letters have words for it, the closest first.
    #[must_use]
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Any => &[],
            Self::Windows => &["windows", "computer"],
            Self::Mac => &["mac", "computer"],
            Self::Linux => &["linux", "computer"],
            Self::Mobile => &["mobile"],
        }
    }
}

/// Who fetches a profile by its one-time link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum LinkUse {
    /// The client itself, which takes the answer as its settings.
    Client,
    /// The page of the web phone, which also asks for a PIN.
    Page,
    /// A person, as a file that is then put into place.
    #[default]
    Person,
    /// A script of the device management. The client itself takes something else from an address, so a scanned link would be spent for
    /// nothing.
    Script,
    /// Nobody: the file reaches the client another way.
    Nobody,
}

impl LinkUse {
    pub const ALL: [Self; 5] = [Self::Client, Self::Page, Self::Person, Self::Script, Self::Nobody];

    /// The word of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Page => "page",
            Self::Person => "person",
            Self::Script => "script",
            Self::Nobody => "nobody",
        }
    }

    /// Whether a link belongs into a letter.
    #[must_use]
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Client | Self::Page | Self::Person)
    }
}

impl Profile {
    /// Whether a person unpacks its files with a click: Windows, macOS and whoever sets up a router get a ZIP archive. Scripts and Linux
    /// take the other one.
    #[must_use]
    pub fn is_unpacked_by_hand(&self) -> bool {
        self.kind == Kind::Router || matches!(self.device, Device::Windows | Device::Mac)
    }

    /// A link leads to several files as one, for a person with so many accounts.
    #[must_use]
    pub fn is_archive(&self, accounts: usize) -> bool {
        self.outputs_for(accounts).count() > 1
    }

    /// The name of what a link leads to: of the only file, else of the archive that they come in.
    #[must_use]
    pub fn download(&self, accounts: usize) -> String {
        let mut outputs = self.outputs_for(accounts);
        match (outputs.next(), outputs.next()) {
            (Some(only), None) => only.path.rsplit('/').next().unwrap_or_default().to_owned(),
            _ => format!("{}.{}", self.facts.id, if self.is_unpacked_by_hand() { "zip" } else { "tar" }),
        }
    }

    /// Each of so many accounts has a file of its own.
    #[must_use]
    pub fn has_file_for_each(&self, accounts: usize) -> bool {
        self.outputs_for(accounts).any(|output| output.place() > 0)
    }

    fn outputs_for(&self, accounts: usize) -> impl Iterator<Item = &Output> {
        self.outputs.iter().filter(move |output| output.place() < accounts)
    }
}
