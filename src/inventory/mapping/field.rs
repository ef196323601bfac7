//! The words by which a mapping names what a column holds.

use super::model::What;
use crate::inventory::devices::DeviceField;
use crate::inventory::rooms::RoomField;
use crate::inventory::staff::Field;

/// What a column of a mapping holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MappedField {
    StaffNumber,
    Last,
    First,
    /// Both names in one cell, or the name of an extension.
    Name,
    Title,
    Department,
    Site,
    Building,
    Floor,
    Room,
    /// Desks of the room.
    Capacity,
    RoomKind,
    /// What people call the room.
    RoomTitle,
    PhonesAllowed,
    /// Where somebody works, where it does not tell rooms apart.
    WorkPlace,
    Extension,
    Phone,
    OtherPhone,
    Fax,
    Mobile,
    Mail,
    Login,
    WorkDays,
    FreeDays,
    Home,
    UnitAbove,
    DepartmentShort,
    Unit,
    Hours,
    Share,
    Employment,
    Left,
    Notes,
    /// Number that the called see outside.
    OutgoingCallerId,
    EmergencyCallerId,
    /// Address for the messages of the mailbox.
    MailboxMail,
    LastSeen,
    Mac,
    Label,
    Serial,
    Model,
    Vendor,
    DeviceKind,
    DeviceName,
    Owner,
    Delivered,
    Mailbox,
    AuthUser,
    Password,
    /// Read only by rules of kinds.
    Kind,
    /// Known and of no use.
    Ignored,
}

impl MappedField {
    /// As written in a mapping.
    pub const WORDS: [(&'static str, Self); 51] = [
        ("staff_number", Self::StaffNumber),
        ("last", Self::Last),
        ("first", Self::First),
        ("name", Self::Name),
        ("title", Self::Title),
        ("department", Self::Department),
        ("site", Self::Site),
        ("building", Self::Building),
        ("floor", Self::Floor),
        ("room", Self::Room),
        ("capacity", Self::Capacity),
        ("room_kind", Self::RoomKind),
        ("room_title", Self::RoomTitle),
        ("phones_allowed", Self::PhonesAllowed),
        ("work_place", Self::WorkPlace),
        ("extension", Self::Extension),
        ("phone", Self::Phone),
        ("other_phone", Self::OtherPhone),
        ("fax", Self::Fax),
        ("mobile", Self::Mobile),
        ("mail", Self::Mail),
        ("login", Self::Login),
        ("work_days", Self::WorkDays),
        ("free_days", Self::FreeDays),
        ("home", Self::Home),
        ("parent_department", Self::UnitAbove),
        ("department_short", Self::DepartmentShort),
        ("unit", Self::Unit),
        ("hours", Self::Hours),
        ("work_share", Self::Share),
        ("employment", Self::Employment),
        ("left", Self::Left),
        ("notes", Self::Notes),
        ("outgoing_caller_id", Self::OutgoingCallerId),
        ("emergency_caller_id", Self::EmergencyCallerId),
        ("mailbox_mail", Self::MailboxMail),
        ("last_seen", Self::LastSeen),
        ("mac", Self::Mac),
        ("label", Self::Label),
        ("serial", Self::Serial),
        ("model", Self::Model),
        ("vendor", Self::Vendor),
        ("device_kind", Self::DeviceKind),
        ("device_name", Self::DeviceName),
        ("owner", Self::Owner),
        ("delivered", Self::Delivered),
        ("mailbox", Self::Mailbox),
        ("auth_user", Self::AuthUser),
        ("password", Self::Password),
        ("kind", Self::Kind),
        ("ignored", Self::Ignored),
    ];

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(name, _)| *name == word).map(|(_, field)| *field)
    }

    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, field)| *field == self).map_or("ignored", |(name, _)| name)
    }

    /// The column of a list of people; `Ignored` for what a person's row has no place for.
    pub(super) fn of_person(self) -> Field {
        match self {
            Self::StaffNumber => Field::StaffNo,
            Self::Last => Field::Last,
            Self::First => Field::First,
            Self::Name => Field::Display,
            Self::Title => Field::Title,
            Self::Department => Field::Department,
            Self::Site => Field::Site,
            Self::Building => Field::Building,
            Self::Floor => Field::Floor,
            Self::Room => Field::Room,
            Self::WorkPlace => Field::WorkPlace,
            Self::Capacity => Field::Capacity,
            Self::RoomKind => Field::RoomKind,
            Self::Extension => Field::Extension,
            Self::Phone => Field::Phone,
            Self::OtherPhone => Field::OtherPhone,
            Self::Fax => Field::Fax,
            Self::Mobile => Field::Mobile,
            Self::Serial => Field::Serial,
            Self::Mail => Field::Mail,
            Self::Login => Field::Login,
            Self::WorkDays => Field::WorkDays,
            Self::FreeDays => Field::FreeDays,
            Self::Home => Field::Home,
            Self::UnitAbove => Field::Parent,
            Self::DepartmentShort => Field::Short,
            Self::Unit => Field::Unit,
            Self::Hours => Field::Hours,
            Self::Share => Field::Share,
            Self::Employment => Field::Employment,
            Self::Left => Field::Left,
            Self::Notes => Field::Notes,
            Self::Mac => Field::Mac,
            Self::Label => Field::InventoryNo,
            _ => Field::Ignored,
        }
    }

    /// Whether a list of this kind has a place for the field. What an extension has no field for is kept beside it.
    pub(super) fn has_place_in(self, what: What) -> bool {
        let placed = match what {
            What::People => self.of_person() != Field::Ignored,
            What::Extensions => true,
            What::Devices => self.of_device().is_some(),
            What::Rooms => self.of_room().is_some(),
        };
        placed || matches!(self, Self::Kind | Self::Ignored)
    }

    /// The column of a list of devices, where it has one.
    pub(super) fn of_device(self) -> Option<DeviceField> {
        Some(match self {
            Self::Label => DeviceField::Label,
            Self::Serial => DeviceField::Serial,
            Self::Mac => DeviceField::Mac,
            Self::Model => DeviceField::Model,
            Self::Vendor => DeviceField::Vendor,
            Self::DeviceKind => DeviceField::Kind,
            Self::DeviceName => DeviceField::Name,
            Self::Owner | Self::StaffNumber | Self::Login | Self::Name => DeviceField::Owner,
            Self::Building => DeviceField::Building,
            Self::Room => DeviceField::Room,
            Self::Delivered => DeviceField::Delivered,
            Self::LastSeen => DeviceField::LastSeen,
            Self::Extension => DeviceField::Number,
            _ => return None,
        })
    }

    /// The column of a list of rooms, where it has one.
    pub(super) fn of_room(self) -> Option<RoomField> {
        Some(match self {
            Self::Room => RoomField::Room,
            Self::Site => RoomField::Site,
            Self::Building => RoomField::Building,
            Self::Floor => RoomField::Floor,
            Self::Capacity => RoomField::Capacity,
            Self::RoomKind => RoomField::Kind,
            Self::RoomTitle | Self::Name => RoomField::Title,
            Self::PhonesAllowed => RoomField::Phones,
            Self::Notes => RoomField::Notes,
            _ => return None,
        })
    }

    pub(super) fn from_room(field: RoomField) -> Self {
        match field {
            RoomField::Room => Self::Room,
            RoomField::Site => Self::Site,
            RoomField::Building => Self::Building,
            RoomField::Floor => Self::Floor,
            RoomField::Capacity => Self::Capacity,
            RoomField::Kind => Self::RoomKind,
            RoomField::Title => Self::RoomTitle,
            RoomField::Phones => Self::PhonesAllowed,
            RoomField::Notes => Self::Notes,
        }
    }

    pub(super) fn from_person(field: Field) -> Option<Self> {
        Some(match field {
            Field::StaffNo => Self::StaffNumber,
            Field::Last => Self::Last,
            Field::First => Self::First,
            Field::Display => Self::Name,
            Field::Title => Self::Title,
            Field::Department => Self::Department,
            Field::Site => Self::Site,
            Field::Building => Self::Building,
            Field::Floor => Self::Floor,
            Field::Room => Self::Room,
            Field::WorkPlace => Self::WorkPlace,
            Field::Capacity => Self::Capacity,
            Field::RoomKind => Self::RoomKind,
            Field::Extension => Self::Extension,
            Field::Phone => Self::Phone,
            Field::OtherPhone => Self::OtherPhone,
            Field::Fax => Self::Fax,
            Field::Mobile => Self::Mobile,
            Field::Mail => Self::Mail,
            Field::Login => Self::Login,
            Field::WorkDays => Self::WorkDays,
            Field::FreeDays => Self::FreeDays,
            Field::Home => Self::Home,
            Field::Parent => Self::UnitAbove,
            Field::Short => Self::DepartmentShort,
            Field::Unit => Self::Unit,
            Field::Hours => Self::Hours,
            Field::Share => Self::Share,
            Field::Employment => Self::Employment,
            Field::Left => Self::Left,
            Field::Notes => Self::Notes,
            Field::Mac => Self::Mac,
            Field::InventoryNo => Self::Label,
            Field::Serial => Self::Serial,
            Field::Password => Self::Password,
            _ => return None,
        })
    }

    pub(super) fn from_device(field: DeviceField) -> Self {
        match field {
            DeviceField::Label => Self::Label,
            DeviceField::Serial => Self::Serial,
            DeviceField::Mac => Self::Mac,
            DeviceField::Model => Self::Model,
            DeviceField::Vendor => Self::Vendor,
            DeviceField::Kind => Self::DeviceKind,
            DeviceField::Name => Self::DeviceName,
            DeviceField::Owner => Self::Owner,
            DeviceField::Building => Self::Building,
            DeviceField::Room => Self::Room,
            DeviceField::Delivered => Self::Delivered,
            DeviceField::LastSeen => Self::LastSeen,
            DeviceField::Number => Self::Extension,
        }
    }
}
