//! Devices as lists, exports and delivery notes name them, and which numbers ring on them.

use serde::{Deserialize, Serialize};

use super::{Extra, Sourced};
use crate::diag::Place;
use crate::domain::{Extension, Mac, PersonId, RoomId};

/// A telephone, a notebook, an adapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// MAC address where known, else label, else serial number, else the name in the export.
    pub id: String,
    pub kind: DeviceKind,
    /// As the telephone system names it: `SEP00005E005301`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Sourced<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<Sourced<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Sourced<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<Sourced<Mac>>,
    /// Inventory number on the sticker (Inventarnummer).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Sourced<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<Sourced<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<DeviceProtocol>,
    /// Login, staff number or name, as the source has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Sourced<String>>,
    /// Whom `owner` means, once the sources are joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Sourced<RoomId>>,
    /// Day of delivery where a delivery list names one: `2020-03-16`, or as written where it is no date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<Sourced<String>>,
    /// By index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<DeviceLine>,
    /// Day or moment, as the source has it, at which it was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<Sourced<String>>,
    /// Columns of the sources that no field holds.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
    pub at: Place,
}

impl Device {
    /// A device of which nothing but its key is known.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: DeviceKind, at: Place) -> Self {
        Self {
            id: id.into(),
            kind,
            name: None,
            vendor: None,
            model: None,
            mac: None,
            label: None,
            serial: None,
            protocol: None,
            owner: None,
            person: None,
            room: None,
            delivered: None,
            lines: Vec::new(),
            last_seen: None,
            extra: Extra::default(),
            at,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceKind {
    DeskPhone,
    /// A program: Jabber, Linphone, ….
    Softphone,
    Notebook,
    ThinClient,
    Dect,
    /// Adapter or gateway port for analog telephones and fax machines.
    Analog,
    Fax,
    /// Between telephone system and network or lines: many ports.
    Gateway,
    Door,
    Unknown,
}

impl DeviceKind {
    /// The word for it in the site file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::DeskPhone => "desk-phone",
            Self::Softphone => "softphone",
            Self::Notebook => "notebook",
            Self::ThinClient => "thin-client",
            Self::Dect => "dect",
            Self::Analog => "analog",
            Self::Fax => "fax",
            Self::Gateway => "gateway",
            Self::Door => "door",
            Self::Unknown => "unknown",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeviceProtocol {
    Sip,
    Sccp,
    H323,
    Analog,
    Isdn,
    Dect,
    /// Skinny's and HFA's like: the vendor's own, not SIP.
    Vendor,
}

impl DeviceProtocol {
    /// Only SIP devices can be replaced by a softphone on the same account.
    #[must_use]
    pub fn is_sip(self) -> bool {
        self == Self::Sip
    }
}

/// One key of a device on which a number rings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceLine {
    /// Key on the device, from 1.
    pub index: u32,
    /// As written; with the partition it is the identity of a line in CUCM.
    pub number: Sourced<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition: Option<String>,
    /// The inventory's extension behind the number, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Sourced<String>>,
    pub ring: Ring,
    /// True where another device has the same line.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ring {
    #[default]
    Normal,
    Silent,
    /// Several numbers on one key.
    Overlay,
    /// Shows the state of the number and does not ring.
    Monitor,
}
