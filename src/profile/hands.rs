//! What a client is in the hands of a person: for the words of letters, and for links.

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
