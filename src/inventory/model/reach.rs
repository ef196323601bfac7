//! How calls reach an extension beyond its own number: groups, direct inward dialling, forwards.

use serde::{Deserialize, Serialize};

use crate::diag::Place;
use crate::domain::Extension;

/// Several extensions under one number or one pickup right. Queues have a type of their own, [`super::Queue`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub kind: GroupKind,
    /// The number it is called by, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    pub name: String,
    /// As the source writes it: `ringall`, `hunt`, `cyclic`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<String>,
    /// In ringing order.
    pub members: Vec<GroupMember>,
    pub at: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupKind {
    /// All ring at once.
    Ring,
    /// One after the other.
    Hunt,
    /// May pick up each other's calls, by number (0 to 63).
    Pickup,
    /// The same, by name.
    NamedPickup,
    /// Calls to this group can be picked up.
    Call,
    NamedCall,
    Paging,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupMember {
    /// As written.
    pub text: String,
    /// The extension meant, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
    /// A number outside of the telephone system.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub external: bool,
    pub at: Place,
}

/// A number from outside (Durchwahl, direct inward dialling) and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Did {
    /// E.164 with `+` where the source or the number plan tells; otherwise as written.
    pub number: String,
    /// All numbers that begin so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub prefix: bool,
    pub target: DidTarget,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "to", content = "value")]
pub enum DidTarget {
    Extension(Extension),
    /// Ring or hunt group, or a queue, by name or number.
    Group(String),
    Mailbox(String),
    External(String),
    /// As written: an announcement, a menu, an expression.
    Unknown(String),
    /// The source names the number and no target.
    Nothing,
}

/// Calls to an extension go elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forward {
    pub extension: Extension,
    pub when: ForwardWhen,
    /// As written; empty for do-not-disturb.
    pub destination: String,
    /// Leaves the telephone system: two channels for each call.
    pub external: bool,
    /// False where it is stored and switched off.
    pub active: bool,
    pub at: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForwardWhen {
    All,
    Busy,
    NoAnswer,
    Unregistered,
    DoNotDisturb,
    /// Rings other numbers as well (follow me).
    FollowMe,
}

/// What the telephone system has against a second registration from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obstacle {
    pub extension: Extension,
    pub kind: ObstacleKind,
    /// The setting as written: `deny=0.0.0.0/0`, `AllowLanOnly=1`.
    pub text: String,
    pub at: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObstacleKind {
    /// Only devices in the local network may register.
    LanOnly,
    /// A list of addresses decides who may.
    AddressList,
    /// Fewer than two devices at once.
    FewRegistrations,
}
