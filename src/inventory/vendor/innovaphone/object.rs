//! One object of an innovaphone PBX, whichever file it stood in.

use super::super::gather::{self, Facts, Gather, told};
use crate::diag::{Place, Words};
use crate::domain::Extension;
use crate::inventory::kind::Recognised;
use crate::inventory::model::{AorState, Device, DeviceKind, DeviceProtocol, ExtensionKind, Extra, Group, GroupKind, Sourced};
use crate::inventory::subscriber::listed_twice;
use crate::inventory::table::Differing;

type Text = Option<Sourced<String>>;

/// What a file calls the fields that may have to be kept beside those of the model.
#[derive(Debug)]
pub(super) struct Titles {
    pub cn: &'static str,
    pub dn: &'static str,
    pub user: &'static str,
    pub mail: &'static str,
    pub site: &'static str,
    pub password: &'static str,
    pub pseudo: &'static str,
    pub hide: &'static str,
    pub text: &'static str,
    pub group: &'static str,
    pub hardware: &'static str,
}

impl Titles {
    /// Those of the objects themselves.
    pub(super) const OBJECT: Self = Self {
        cn: "cn",
        dn: "dn",
        user: "h323",
        mail: "email",
        password: "pwd",
        site: "loc",
        pseudo: "pseudo",
        hide: "hide",
        text: "text",
        group: "grp/name",
        hardware: "device/hw",
    };
    /// Those of the import tool's list.
    pub(super) const LIST: Self = Self {
        cn: "longName",
        dn: "displayName",
        user: "name",
        mail: "e-mail",
        password: "password",
        site: "pbx",
        group: "groups",
        hardware: "hardwareID",
        ..Self::OBJECT
    };
}

#[derive(Debug, Default)]
pub(super) struct Object {
    pub cn: Text,
    pub dn: Text,
    pub e164: Text,
    pub h323: Text,
    pub mail: Text,
    pub password: Text,
    /// PBX where it is registered.
    pub site: Text,
    pub node: Text,
    /// Whether it is hidden in the directory.
    pub hidden: Text,
    /// `trunk`, `map`, `waiting`, …
    pub pseudo: Text,
    /// Name and whether membership is dynamic.
    pub groups: Vec<(Sourced<String>, bool)>,
    /// Hardware id and text.
    pub devices: Vec<(Sourced<String>, Text)>,
    pub extra: Extra,
    /// The row has another number of cells than its titles.
    pub odd: bool,
    /// Another PBX has the `h323` name too, so that it does not say whose it is.
    pub name_elsewhere: bool,
    pub at: Place,
}

impl Object {
    /// `apart`: the extension, with the PBX or node where another has its number.
    pub(super) fn take(mut self, apart: Option<Extension>, titles: &Titles, gather: &mut Gather<'_>) {
        let name = self.dn.clone().filter(|dn| dn.value.contains(',')).or_else(|| self.cn.clone()).or_else(|| self.dn.clone());
        let told = self.kind();
        let is_person = told.is_none();
        let Some(number) = self.e164.clone() else {
            // Templates and boolean objects have no number.
            gather.unread("object without e164", || self.at.clone());
            return;
        };
        let Some(extension) = apart.or_else(|| gather.dialable(&number)) else { return };
        let mut entry = Gather::entry(extension.clone(), name.clone(), told.clone(), number.at.clone());
        if told.as_ref().is_some_and(|told| told.kind == ExtensionKind::Trunk) {
            (entry.kind, entry.kind_reason) =
                told.map_or((ExtensionKind::Trunk, Words::new("", "")), |told| (told.kind, told.reason));
        } else if let Some(user) = &self.h323 {
            let user = user.clone();
            entry.account = Some(gather.account(&number, &user, self.clear_password().as_ref(), AorState::Untold));
        }
        let kind = entry.kind;
        let mut extra = std::mem::take(&mut self.extra);
        let taken = name.as_ref().map_or("", |name| name.value.as_str());
        let unlike = |cell: &Text| cell.clone().filter(|cell| cell.value != taken);
        let user = self.h323.clone().filter(|_| entry.account.is_none());
        let pseudo = self.pseudo.clone().filter(|pseudo| !entry.kind_reason.en.contains(&pseudo.value));
        let hidden = self.hidden.clone().filter(|_| entry.kind != ExtensionKind::Function);
        for (title, cell) in [
            (titles.cn, unlike(&self.cn)),
            (titles.dn, unlike(&self.dn)),
            (titles.user, user),
            (titles.site, self.site.clone()),
            ("node", self.node.clone()),
            (titles.pseudo, pseudo),
            (titles.hide, hidden),
            (titles.password, self.password.clone().filter(|_| entry.account.is_none())),
        ] {
            gather.beside(&mut extra, title, cell.as_ref(), !self.odd);
        }
        entry.extra = extra;
        let Ok(index) = gather.add(entry) else { return };
        let is_person = is_person && matches!(kind, ExtensionKind::Person | ExtensionKind::Unknown);
        for (hardware, text) in &self.devices {
            let mut device = device(hardware, text.as_ref(), gather);
            gather.beside(&mut device.extra, titles.text, text.as_ref(), !self.odd);
            device.owner = self.login().filter(|_| is_person);
            let mut line = gather::line(1, number.clone(), Some(extension.clone()));
            line.partition = extension.context().map(str::to_owned);
            device.lines.push(line);
            if device.kind == DeviceKind::DeskPhone && gather.reading.extensions[index].mac.is_none() {
                gather.reading.extensions[index].mac.clone_from(&device.mac);
            }
            gather.reading.devices.push(device);
        }
        for (group, dynamic) in &self.groups {
            let mut member = gather.member_of(extension.digits(), group.at.clone());
            member.extension = member.extension.map(|_| extension.clone());
            let make = || Group {
                kind: GroupKind::NamedPickup,
                number: None,
                name: group.value.clone(),
                strategy: dynamic.then(|| "dynamic".to_owned()),
                members: Vec::new(),
                at: group.at.clone(),
            };
            gather.member(GroupKind::NamedPickup, &group.value, make, Some(member));
        }
        let mac = gather.reading.extensions[index].mac.clone();
        let extension = Some(Sourced::new(extension, number.at));
        let facts = Facts { extension, mail: self.mail.clone(), login: self.login(), mac, ..Facts::default() };
        if !name.filter(|_| is_person).is_some_and(|name| gather.person_named(&name, facts)) {
            let mut extra = std::mem::take(&mut gather.reading.extensions[index].extra);
            gather.beside(&mut extra, titles.mail, self.mail.as_ref(), !self.odd);
            gather.reading.extensions[index].extra = extra;
        }
    }

    /// The name that says who it is, where one PBX has it only.
    fn login(&self) -> Text {
        self.h323.clone().filter(|_| !self.name_elsewhere)
    }

    /// The same number at the same PBX once more.
    pub(super) fn twice(&self, number: &Extension, differing: Differing, gather: &mut Gather<'_>) {
        let at = self.e164.as_ref().map_or(&self.at, |number| &number.at);
        let first = gather.known(number).map_or(at, |first| &gather.reading.extensions[first].at);
        let finding = listed_twice(number, at, first, &differing);
        gather.findings.push(finding);
    }

    /// All its values by their titles.
    pub(super) fn said(&self, titles: &Titles) -> Vec<(&'static str, String)> {
        let fields = [
            (titles.cn, &self.cn),
            (titles.dn, &self.dn),
            (titles.user, &self.h323),
            (titles.mail, &self.mail),
            (titles.password, &self.password),
            (titles.site, &self.site),
            ("node", &self.node),
            (titles.pseudo, &self.pseudo),
            (titles.hide, &self.hidden),
        ];
        let fields = fields.into_iter().filter_map(|(title, cell)| Some((title, cell.as_ref()?.value.clone())));
        let groups = self.groups.iter().map(|(group, _)| (titles.group, group.value.clone()));
        let devices = self.devices.iter().map(|(hardware, _)| (titles.hardware, hardware.value.clone()));
        fields.chain(groups).chain(devices).collect()
    }

    fn kind(&self) -> Option<Recognised> {
        if let Some(pseudo) = &self.pseudo {
            let word = pseudo.value.to_lowercase();
            let kind = if matches!(word.as_str(), "trunk" | "gw" | "gateway" | "loc" | "dect") {
                ExtensionKind::Trunk
            } else {
                ExtensionKind::Virtual
            };
            return Some(told(kind, format!("object of type `{}`", pseudo.value), format!("Objekt vom Typ `{}`", pseudo.value)));
        }
        let hidden = self.hidden.as_ref().is_some_and(|hidden| gather::is_yes(&hidden.value));
        hidden.then(|| told(ExtensionKind::Function, "hidden in the directory", "im Verzeichnis verborgen"))
    }

    /// A password as it is; the PBX writes it encrypted, in hex digits, unless it was asked otherwise.
    fn clear_password(&self) -> Text {
        self.password.clone().filter(|cell| {
            let text = &cell.value;
            !(text.len() >= 16 && text.len() % 2 == 0 && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
        })
    }
}

/// A device by its hardware id: a MAC address, the serial form `ip222-00-53-90`, or a free name.
fn device(hardware: &Sourced<String>, text: Option<&Sourced<String>>, gather: &mut Gather<'_>) -> Device {
    let lower = hardware.value.to_lowercase();
    let words = format!("{lower} {}", text.map_or("", |text| text.value.as_str()).to_lowercase());
    let looks_like_mac = lower.chars().filter(char::is_ascii_hexdigit).count() == 12
        && lower.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, '-' | ':' | '.'));
    let mac = if looks_like_mac { gather.mac(hardware) } else { None };
    let model = lower.split('-').next().unwrap_or_default();
    let adapter = ["ip21", "ip22", "ip24", "ip28", "ip29"].contains(&model);
    let kind = if words.contains("softphone") || words.contains("mypbx") || words.contains("swphone") || words.contains("app ") {
        DeviceKind::Softphone
    } else if adapter || words.contains("analog") {
        DeviceKind::Analog
    } else if words.contains("dect") || model.starts_with("ip12") {
        DeviceKind::Dect
    } else if mac.is_some() || (model.starts_with("ip") && model[2..].starts_with(|c: char| c.is_ascii_digit())) {
        DeviceKind::DeskPhone
    } else {
        DeviceKind::Unknown
    };
    let mut device = gather::device(kind, mac, Some(hardware.clone()), hardware.at.clone());
    device.protocol = match kind {
        DeviceKind::Analog => Some(DeviceProtocol::Analog),
        DeviceKind::Dect => Some(DeviceProtocol::Dect),
        // The export does not say whether a telephone registers by SIP or by H.323.
        _ => None,
    };
    device
}
