//! What the fictional office has: people, rooms, lines, and what is wrong with some of them.

/// A fault planted in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The list of logins has another password than the PBX.
    SecretDiffers,
    /// `;` in the password of the PBX starts a comment.
    SecretCut,
    /// Only the lists know this extension.
    UnknownExtension,
    /// The PBX wants another login name than the extension, and the list has it: no fault for the softphone.
    AuthNameListed,
    /// The same, and the list is silent: the PBX's own entry serves.
    AuthNameFromPbx,
    /// The same, and the list has it wrong.
    AuthNameWrong,
    /// The AOR says nothing of `max_contacts`, so nobody may register.
    ContactsZero,
    /// The same on an extension whose AOR must stay as it is.
    ContactsZeroKept,
    /// The desk phone holds the only slot, and the AOR must stay as it is.
    OnlySlotKept,
    /// A second device would throw the desk phone out, and the AOR must stay as it is.
    DisplacesKept,
    /// Two desk phones hold both slots.
    TwoDeskPhones,
    /// `aors=` names an object that does not exist.
    AorMissing,
    /// The endpoint has no `aors=`.
    AorNone,
    /// The AOR exists under another name than the extension.
    AorNameDiffers,
    /// `type=AOR`: the value is case-sensitive, the object is ignored.
    AorTypeCase,
    /// A blank before `(` loses the AOR's template and with it its type.
    AorBlank,
    /// `auth=` names an object that does not exist.
    AuthMissing,
    /// The auth object has no user name and is dropped.
    AuthNoUser,
    /// The endpoint has no `auth=`: anyone may register.
    Open,
    /// A blank before `(` loses the endpoint's template and with it its type.
    EndpointBlank,
    /// An option Asterisk does not know drops the endpoint.
    UnknownOption,
    /// A value Asterisk does not know drops the endpoint.
    BadValue,
    /// The PBX has only the digest, the list has the password: no fault for the softphone.
    HashOnly,
    /// A correct password that is hard on software.
    NastySecret,
    /// The list has no login: the PBX's own serves.
    ListSilent,
    /// Its person has left; the phone still stands there.
    NobodysPhone,
    /// Two people share the job and the phone.
    SharedPhone,
}

impl Fault {
    pub fn slug(self) -> &'static str {
        match self {
            Self::SecretDiffers => "secret-differs",
            Self::SecretCut => "secret-cut",
            Self::UnknownExtension => "unknown-extension",
            Self::AuthNameListed => "auth-name-listed",
            Self::AuthNameFromPbx => "auth-name-from-pbx",
            Self::AuthNameWrong => "auth-name-wrong",
            Self::ContactsZero => "contacts-zero",
            Self::ContactsZeroKept => "contacts-zero-kept",
            Self::OnlySlotKept => "only-slot-kept",
            Self::DisplacesKept => "displaces-kept",
            Self::TwoDeskPhones => "two-desk-phones",
            Self::AorMissing => "aor-missing",
            Self::AorNone => "aor-none",
            Self::AorNameDiffers => "aor-name-differs",
            Self::AorTypeCase => "aor-type-case",
            Self::AorBlank => "aor-blank-before-parenthesis",
            Self::AuthMissing => "auth-missing",
            Self::AuthNoUser => "auth-without-user",
            Self::Open => "open-endpoint",
            Self::EndpointBlank => "endpoint-blank-before-parenthesis",
            Self::UnknownOption => "unknown-option",
            Self::BadValue => "bad-value",
            Self::HashOnly => "hash-only",
            Self::NastySecret => "nasty-secret",
            Self::ListSilent => "list-silent",
            Self::NobodysPhone => "nobodys-phone",
            Self::SharedPhone => "shared-phone",
        }
    }

    /// The desk phone can register although the line is planted.
    pub fn desk_phone_registers(self) -> bool {
        matches!(
            self,
            Self::SecretDiffers
                | Self::AuthNameListed
                | Self::AuthNameFromPbx
                | Self::AuthNameWrong
                | Self::OnlySlotKept
                | Self::DisplacesKept
                | Self::TwoDeskPhones
                | Self::HashOnly
                | Self::NastySecret
                | Self::ListSilent
                | Self::NobodysPhone
                | Self::SharedPhone
        )
    }

    /// The AOR is in `keep_contact_limit`.
    pub fn keeps_limit(self) -> bool {
        matches!(self, Self::ContactsZeroKept | Self::OnlySlotKept | Self::DisplacesKept)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    Yes,
    No,
    Always,
}

#[derive(Debug, Clone)]
pub struct Person {
    pub staff_number: u32,
    pub last: String,
    pub first: String,
    pub office: usize,
    pub room: String,
    /// People in the same room.
    pub room_size: usize,
    pub extension: Option<String>,
    pub mail: String,
    /// Monday is 0.
    pub works: [bool; 5],
    pub home: Home,
    pub wish_home: Vec<usize>,
    pub wish_office: Vec<usize>,
    pub own_notebook: bool,
    /// No longer in the staff lists.
    pub left: bool,
}

/// A device that is registered now.
#[derive(Debug, Clone)]
pub struct Phone {
    pub contact: String,
    pub agent: &'static str,
}

#[derive(Debug, Clone)]
pub enum Owner {
    Person(usize),
    Function { name: &'static str },
    Fax { name: String },
}

#[derive(Debug, Clone)]
pub struct Line {
    pub number: String,
    pub owner: Owner,
    /// None: the building itself (`technik.conf`).
    pub office: Option<usize>,
    pub fault: Option<Fault>,
    /// Login name the PBX wants.
    pub auth_user: String,
    /// The password the desk phone has, and the PBX too if nothing is wrong.
    pub secret: String,
    /// Login name and password in the list kept by hand.
    pub listed: Option<(String, String)>,
    /// AOR template.
    pub target: &'static str,
    pub phones: Vec<Phone>,
    pub mac: Option<String>,
    pub mailbox: bool,
}

impl Line {
    /// Stands on somebody's desk; functions do not.
    pub fn at_a_desk(&self) -> bool {
        matches!(self.owner, Owner::Person(_))
    }

    /// Belongs to exactly one person, so it is migrated.
    pub fn is_person(&self) -> bool {
        self.at_a_desk() && !matches!(self.fault, Some(Fault::NobodysPhone | Fault::SharedPhone))
    }

    pub fn on_pbx(&self) -> bool {
        self.fault != Some(Fault::UnknownExtension)
    }

    /// Name of the AOR object, as the endpoint or the AOR section has it.
    pub fn aor_name(&self) -> String {
        if self.fault == Some(Fault::AorNameDiffers) { format!("tel{}", self.number) } else { self.number.clone() }
    }
}

pub struct Queue {
    pub name: &'static str,
    pub strategy: &'static str,
    pub members: Vec<String>,
    pub minimum: u32,
}

pub struct Case {
    pub persons: Vec<Person>,
    /// By number.
    pub lines: Vec<Line>,
    pub queues: Vec<Queue>,
}
