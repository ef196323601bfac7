//! One entry of a directory, and what its attributes mean here.

use std::sync::Arc;

use smol_str::{SmolStr, StrExt as _};

use crate::inventory::model::Extra;
use crate::inventory::staff::Field;
use crate::inventory::table::kept;

/// An entry with the attributes that are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Record {
    /// Line of the distinguished name, or of the row.
    pub line: u32,
    pub dn: String,
    pub attributes: Vec<Attribute>,
    /// Attributes that no field holds.
    pub extra: Extra,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    /// As [`wanted`] gives it.
    pub known: Known,
    /// `;lang-de` and the like: used only where the plain attribute is missing.
    pub option: bool,
    pub value: SmolStr,
    pub line: u32,
    pub column: u32,
}

/// An attribute that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub name: &'static str,
    /// The slot that it fills, and its rank among those that do.
    pub slot: Option<(u8, u8)>,
}

impl Known {
    /// One that fills no column.
    pub(super) const fn plain(name: &'static str) -> Self {
        Self { name, slot: None }
    }
}

impl Record {
    /// Values of an attribute; plain ones before those with options.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Attribute> {
        let of = move |option: bool| self.attributes.iter().filter(move |a| a.known.name == name && a.option == option);
        of(false).chain(of(true))
    }

    pub(super) fn first<'a>(&'a self, name: &'a str) -> Option<&'a Attribute> {
        self.all(name).next()
    }

    /// For each slot that has values its index and theirs, best first.
    pub(super) fn by_slot(&self) -> Vec<(u8, u8, bool, usize)> {
        let filling = self.attributes.iter().enumerate();
        let mut out: Vec<(u8, u8, bool, usize)> =
            filling.filter_map(|(at, one)| one.known.slot.map(|(slot, rank)| (slot, rank, one.option, at))).collect();
        out.sort_unstable();
        out
    }
}

/// One column of the table that a directory becomes: a field and the attributes that fill it, best first.
pub(super) struct Slot {
    pub field: Field,
    pub attributes: &'static [&'static str],
    /// Whether another value than the first is worth a warning.
    pub single: bool,
}

const fn slot(field: Field, attributes: &'static [&'static str], single: bool) -> Slot {
    Slot { field, attributes, single }
}

/// `ipPhone` is mostly the bare extension, `telephoneNumber` the full number (MS-ADA, RFC 4519, RFC 2798).
pub(super) const SLOTS: [Slot; 14] = [
    slot(Field::StaffNo, &["employeenumber", "employeeid"], true),
    slot(Field::Last, &["sn"], false),
    slot(Field::First, &["givenname"], false),
    slot(Field::Display, &["displayname", "cn"], false),
    slot(Field::Department, &["department", "ou"], false),
    slot(Field::Room, &["physicaldeliveryofficename", "roomnumber"], true),
    slot(Field::Extension, &["ipphone"], false),
    slot(Field::Phone, &["telephonenumber"], false),
    slot(Field::Mail, &["mail"], false),
    slot(Field::Login, &["samaccountname", "uid"], false),
    slot(Field::Title, &["title"], false),
    slot(Field::Grade, &["personaltitle"], false),
    slot(Field::Short, &["departmentnumber"], false),
    slot(Field::WorkPlace, &["l"], false),
];

/// Numbers beside the first.
pub(super) const OTHER_PHONES: [&str; 4] = ["ipphone", "telephonenumber", "otheripphone", "othertelephone"];

/// Beginnings of attributes that say nothing of a person: what the server needs for itself, pictures, certificates.
const TECHNICAL: [&str; 34] = [
    "objectguid",
    "objectsid",
    "objectcategory",
    "when",
    "usn",
    "instancetype",
    "distinguishedname",
    "memberof",
    "lastlog",
    "badp",
    "codepage",
    "countrycode",
    "logoncount",
    "primarygroup",
    "samaccounttype",
    "dscore",
    "msexch",
    "msds",
    "msrtc",
    "mdb",
    "jpegphoto",
    "thumbnail",
    "usercert",
    "usersmime",
    "proxyaddresses",
    "legacyexchange",
    "homemta",
    "homemdb",
    "showinaddress",
    "accountexpires",
    "admincount",
    "entryuuid",
    "entrycsn",
    "structuralobject",
];

/// The key under which an attribute is kept beside the fields; none where it is not kept.
#[must_use]
pub(super) fn kept_as(name: &str) -> Option<Arc<str>> {
    let lower = name.to_ascii_lowercase();
    let technical = TECHNICAL.iter().any(|beginning| lower.starts_with(beginning));
    (!technical && !kept::is_private(name)).then(|| kept::key(name))
}

/// Attributes that decide and fill no column.
const DECIDING: [&str; 3] = ["objectclass", "useraccountcontrol", "enabled"];

/// The name by which an attribute is known here: other spellings of the standard, and properties of PowerShell's `Get-ADUser`.
#[must_use]
pub(super) fn canonical(name: &str) -> SmolStr {
    let lower = name.trim().to_ascii_lowercase_smolstr();
    let known = match lower.as_str() {
        "surname" => "sn",
        "gn" => "givenname",
        "commonname" | "name" => "cn",
        "emailaddress" | "rfc822mailbox" => "mail",
        "officephone" => "telephonenumber",
        "office" => "physicaldeliveryofficename",
        "userid" => "uid",
        "organizationalunitname" => "ou",
        "localityname" | "city" => "l",
        _ => return lower,
    };
    SmolStr::new_static(known)
}

/// The attribute of a canonical name, where it is read at all.
#[must_use]
pub(super) fn wanted(name: &str) -> Option<Known> {
    let number = |at: usize| u8::try_from(at).ok();
    let filling = SLOTS.iter().enumerate().find_map(|(slot, Slot { attributes, .. })| {
        let rank = attributes.iter().position(|known| *known == name)?;
        Some(Known { name: attributes[rank], slot: number(slot).zip(number(rank)) })
    });
    filling.or_else(|| DECIDING.iter().chain(&OTHER_PHONES).find(|known| **known == name).map(|known| Known::plain(known)))
}
