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
