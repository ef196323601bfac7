//! What people call each format, in English and German.

/// Name of the format, English, German; in the order of the names.
#[rustfmt::skip]
pub(super) const TITLES: [(&str, &str, &str); 43] = [
    ("3cx/extensions", "3CX, export of extensions or users", "3CX, Export der Nebenstellen oder Benutzer"),
    ("asterisk/config", "Asterisk configuration file: pjsip, pjsip_wizard, sip, users, voicemail, queues or extensions.conf",
        "Asterisk-Konfigurationsdatei: pjsip, pjsip_wizard, sip, users, voicemail, queues oder extensions.conf"),
    ("asterisk/database-show", "Asterisk database, as `database show` prints it", "Asterisk-Datenbank, wie `database show` sie ausgibt"),
    ("asterisk/realtime-sql", "Asterisk realtime tables, SQL dump", "Asterisk-Realtime-Tabellen, SQL-Abzug"),
    ("asterisk/realtime-sqlite", "Asterisk realtime tables or astdb, SQLite file", "Asterisk-Realtime-Tabellen oder astdb, SQLite-Datei"),
    ("cisco/bat-insert", "Cisco Unified CM, file for inserting phones (no titles)",
        "Cisco Unified CM, Datei zum Einspielen von Telefonen (ohne Spaltentitel)"),
    ("cisco/bat-phones", "Cisco Unified CM, export of phones with all details", "Cisco Unified CM, Export der Telefone mit allen Angaben"),
    ("cisco/bat-users", "Cisco Unified CM, export of users", "Cisco Unified CM, Export der Benutzer"),
    ("cisco/cme", "Cisco CME, running configuration", "Cisco CME, laufende Konfiguration"),
    ("cisco/survey", "Cisco Unified CM, survey sheets (phones, hunt groups, user device profiles)",
        "Cisco Unified CM, Erhebungsblätter (Telefone, Sammelanschlüsse, Geräteprofile)"),
    ("deskshift/corrections", "Corrections accepted by `deskshift inventory diff`", "Berichtigungen aus `deskshift inventory diff`"),
    ("devices/list", "List of devices: delivery note, stock list", "Geräteliste: Lieferschein, Bestandsliste"),
    ("directory/csvde", "csvde export of Active Directory", "Export aus Active Directory mit csvde"),
    ("directory/ldif", "LDIF of a directory (Active Directory, OpenLDAP)", "LDIF eines Verzeichnisses (Active Directory, OpenLDAP)"),
    ("directory/powershell", "PowerShell export of Active Directory (Get-ADUser | Export-Csv)",
        "Export aus Active Directory mit PowerShell (Get-ADUser | Export-Csv)"),
    ("freepbx/bulk", "FreePBX Bulk Handler, extensions", "FreePBX Bulk Handler, Nebenstellen"),
    ("freepbx/dids", "FreePBX Bulk Handler, inbound routes", "FreePBX Bulk Handler, eingehende Routen"),
    ("freeswitch/directory", "FreeSWITCH directory", "FreeSWITCH-Verzeichnis"),
    ("fusionpbx/destinations", "FusionPBX destinations", "FusionPBX, Ziele"),
    ("fusionpbx/devices", "FusionPBX devices", "FusionPBX, Geräte"),
    ("fusionpbx/extensions", "FusionPBX extensions", "FusionPBX, Nebenstellen"),
    ("hipath/amo", "HiPath 4000 / OpenScape 4000, AMO print (experimental)",
        "HiPath 4000 / OpenScape 4000, AMO-Ausdruck (experimentell)"),
    ("innovaphone/csv", "innovaphone, CSV of users", "innovaphone, CSV der Benutzer"),
    ("innovaphone/xml", "innovaphone, export of users in XML", "innovaphone, Export der Benutzer in XML"),
    ("ip-dect/handsets", "IP-DECT base, list of handsets", "IP-DECT-Basis, Liste der Mobilteile"),
    ("issabel/batch", "Issabel or Elastix Extensions Batch", "Issabel oder Elastix, Extensions Batch"),
    ("kamailio/dbtext", "Kamailio or OpenSIPS, text table (db_text) of subscribers or aliases",
        "Kamailio oder OpenSIPS, Texttabelle (db_text) der Teilnehmer oder Aliasnamen"),
    ("kamailio/sql", "Kamailio or OpenSIPS, SQL dump with subscribers", "Kamailio oder OpenSIPS, SQL-Abzug mit Teilnehmern"),
    ("kamailio/sqlite", "Kamailio or OpenSIPS, SQLite file with subscribers", "Kamailio oder OpenSIPS, SQLite-Datei mit Teilnehmern"),
    ("phone/baresip", "baresip, accounts", "baresip, Zugänge (accounts)"),
    ("phone/grandstream", "Grandstream, P-values", "Grandstream, P-Werte"),
    ("phone/linphonerc", "Linphone, linphonerc", "Linphone, Einstellungsdatei (linphonerc)"),
    ("phone/microsip", "MicroSIP, MicroSIP.ini", "MicroSIP, Einstellungsdatei (MicroSIP.ini)"),
    ("phone/snom", "Snom, settings", "Snom, Einstellungen"),
    ("phone/twinkle", "Twinkle, profile", "Twinkle, Profil"),
    ("phone/yealink", "Yealink, configuration file", "Yealink, Konfigurationsdatei"),
    ("rooms/list", "List of rooms: desks, kinds, floors", "Raumliste: Arbeitsplätze, Raumarten, Etagen"),
    ("staff/list", "List of people by hand (CSV, XLSX, ODS)", "Personalliste von Hand (CSV, XLSX, ODS)"),
    ("starface/teamsip", "STARFACE, import matrix of TeamSIP", "STARFACE, Importmatrix von TeamSIP"),
    ("vodia/accounts", "Vodia, list of accounts", "Vodia, Liste der Konten"),
    ("wazo/users", "Wazo users", "Wazo, Benutzer"),
    ("yeastar/extensions", "Yeastar P or S series, export of extensions", "Yeastar P- oder S-Serie, Export der Nebenstellen"),
    ("yeastar/phones", "Yeastar P or S series, export of auto provisioning",
        "Yeastar P- oder S-Serie, Export der automatischen Bereitstellung"),
];

#[cfg(test)]
mod tests {
    use super::super::ALL;
    use super::*;

    #[test]
    fn every_format_has_its_words_in_both_languages() {
        let mut names: Vec<&str> = ALL.iter().map(|format| format.name).collect();
        names.sort_unstable();
        assert_eq!(TITLES.map(|(name, ..)| name).to_vec(), names);
        for (name, en, de) in TITLES {
            assert!(!en.is_empty() && !de.is_empty() && en != de, "{name}");
        }
    }
}
