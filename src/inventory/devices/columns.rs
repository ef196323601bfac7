//! Column titles of lists of devices, German and English.

use crate::inventory::table::{Columns, normal};

/// What a column of a list of devices holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::inventory) enum DeviceField {
    Label,
    Serial,
    Mac,
    Model,
    Vendor,
    Kind,
    /// Name in the network.
    Name,
    Owner,
    Building,
    Room,
    Delivered,
    /// When it was there last.
    LastSeen,
    /// Extension that rings on it.
    Number,
}

impl DeviceField {
    /// By which a device is known.
    #[must_use]
    pub(in crate::inventory) fn is_key(self) -> bool {
        matches!(self, Self::Label | Self::Serial | Self::Mac)
    }
}

/// In normal form; of several titles the earlier is read.
#[rustfmt::skip]
const ALIASES: &[(DeviceField, &[&str])] = &[
    (DeviceField::Label, &[
        "inventarnummer", "inventarnr", "invnr", "inventar", "etikett", "label", "assettag", "assetnumber", "assetno", "asset",
        "inventorynumber", "inventoryno", "barcode", "geraetenummer", "geraetenr",
    ]),
    (DeviceField::Serial, &[
        "seriennummer", "seriennr", "sernr", "snr", "sn", "serialnumber", "serialno", "serial", "servicetag",
    ]),
    (DeviceField::Mac, &[
        "macadresse", "mac", "macaddress", "maclan", "lanmac", "macadresselan", "ethernetmac", "mac1", "hardwareadresse", "telefonmac", "apparatmac",
    ]),
    (DeviceField::Model, &["modell", "model", "geraetemodell", "produkt", "product", "artikel", "artikelbezeichnung", "typ"]),
    (DeviceField::Vendor, &["hersteller", "vendor", "manufacturer", "marke", "brand", "fabrikat"]),
    (DeviceField::Kind, &["geraeteart", "geraetetyp", "geraet", "art", "kategorie", "category", "devicetype", "type", "assettype"]),
    (DeviceField::Name, &["hostname", "geraetename", "computername", "rechnername", "pcname", "devicename"]),
    (DeviceField::Owner, &[
        "personalnummer", "personalnr", "persnr", "anmeldename", "benutzername", "login", "kennung", "benutzer", "nutzer", "user",
        "username", "zugewiesenan", "assignedto", "besitzer", "owner", "mitarbeiter", "mitarbeiterin", "employee", "name", "empfaenger",
    ]),
    (DeviceField::Building, &["gebaeude", "haus", "liegenschaft", "building"]),
    (DeviceField::Room, &["raum", "zimmer", "raumnr", "raumnummer", "zimmernr", "zi", "buero", "room", "roomnumber", "office", "standort", "location"]),
    (DeviceField::Delivered, &[
        "lieferdatum", "geliefertam", "lieferung", "liefertermin", "deliverydate", "delivered", "wareneingang", "zugang", "zugangsdatum",
        "anschaffungsdatum",
    ]),
    (DeviceField::LastSeen, &[
        "zuletztgesehen", "zuletztonline", "letzteanmeldung", "letzterkontakt", "lastseen", "lastlogon", "lastlogondate", "lastcontact",
    ]),
    (DeviceField::Number, &["nebenstelle", "durchwahl", "nst", "dw", "duwa", "rufnummer", "extension", "apparat"]),
];

/// What a title means; a remark in brackets is tried without.
#[must_use]
pub(in crate::inventory) fn meaning(title: &str) -> Option<DeviceField> {
    if title.chars().count() > 60 {
        return None;
    }
    let lookup = |title: &str| {
        let title = normal(title);
        ALIASES.iter().find(|(_, names)| names.contains(&title.as_str())).map(|(field, _)| *field)
    };
    lookup(title).or_else(|| title.split_once('(').and_then(|(before, _)| lookup(before)))
}

/// How many fields a row of titles would name.
#[must_use]
pub(in crate::inventory) fn known(titles: &[&str]) -> usize {
    let mut fields: Vec<DeviceField> = titles.iter().filter_map(|title| meaning(title)).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.len()
}

/// The column of each field.
pub(super) fn find(columns: &Columns<'_>) -> Vec<(DeviceField, usize)> {
    ALIASES.iter().filter_map(|(field, names)| columns.any(names).map(|column| (*field, column))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_has_two_meanings() {
        let mut all: Vec<&str> = ALIASES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        assert!(all.iter().all(|name| normal(name) == **name), "titles are in normal form");
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert_eq!(meaning("Inventar-Nr. (Etikett)"), Some(DeviceField::Label));
        assert_eq!(known(&["S/N", "Serial", "MAC"]), 2);
    }
}
