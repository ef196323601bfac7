//! Titles of columns, German and English, in normal form (see [`crate::inventory::table::normal`]). The place in the row is the rank.

use super::header::Field;

#[rustfmt::skip]
pub(super) const ALIASES: &[(Field, &[&str])] = &[
    (Field::StaffNo, &[
        "personalnummer", "personalnr", "persnr", "persnummer", "pnr", "personalid", "mitarbeiternummer", "mitarbeiternr",
        "staffno", "staffnumber", "staffid", "employeenumber", "employeeno", "employeeid", "personnelnumber", "personnelno",
    ]),
    (Field::Last, &["nachname", "familienname", "zuname", "name", "lastname", "surname", "familyname", "sn"]),
    (Field::First, &["vorname", "rufname", "firstname", "givenname", "forename"]),
    (Field::Display, &[
        "namevorname", "nachnamevorname", "vornamename", "vornamenachname", "anzeigename", "mitarbeiter", "bezeichnung",
        "displayname", "fullname", "employee",
    ]),
    (Field::Department, &[
        "abteilung", "abt", "fachbereich", "fb", "fachdienst", "fd", "referat", "department", "dept", "sachgebiet", "sg", "amtsg", "amtabt", "amtabteilung", "amtsachgebiet",
        "organisationseinheit", "orgeinheit", "oe", "team", "stabsstelle", "bereich", "dezernat", "dez", "dienststelle",
        "organisationalunit", "organizationalunit", "division", "unit", "kostenstelle", "kst", "costcentre", "costcenter",
    ]),
    (Field::Short, &[
        "amtskuerzel", "abteilungskuerzel", "abtkuerzel", "oekuerzel", "orgkuerzel", "organisationskuerzel", "abteilungsnummer",
        "abteilungsnr", "oenummer", "oenr", "departmentnumber", "departmentshort", "departmentcode",
    ]),
    (Field::Parent, &[
        "uebergeordneteeinheit", "uebergeordneteoe", "uebergeordnetedienststelle", "uebergeordneteabteilung", "parentdepartment", "parentunit",
    ]),
    (Field::Room, &[
        "raum", "zimmer", "raumnr", "raumnummer", "zimmernr", "zimmernummer", "zi", "zinr", "zimnr", "buero", "bueronr", "bueronummer",
        "room", "roomno", "roomnumber", "office", "officeno", "officenumber", "physicaldeliveryofficename",
    ]),
    (Field::Building, &["gebaeude", "haus", "gebaeudeteil", "bauteil", "building"]),
    (Field::Site, &["liegenschaft", "standort", "location", "site"]),
    (Field::Floor, &["etage", "stock", "stockwerk", "geschoss", "ebene", "floor", "storey"]),
    (Field::Capacity, &[
        "arbeitsplaetze", "anzahlarbeitsplaetze", "arbeitsplatzanzahl", "arbeitsplatzzahl", "plaetze", "anzahlplaetze", "platzzahl",
        "sitzplaetze", "kapazitaet", "raumkapazitaet", "zimmerkapazitaet", "schreibtische", "capacity", "roomcapacity", "desks", "seats",
        "workplaces", "workstations", "numberofdesks",
    ]),
    (Field::RoomKind, &[
        "raumart", "raumtyp", "raumnutzung", "nutzungsart", "zimmerart", "zimmertyp", "roomtype", "roomkind", "kindofroom", "roomuse",
    ]),
    (Field::WorkPlace, &["dienstort", "dienstsitz", "arbeitsort", "aussenstelle", "campus", "worksite", "worklocation"]),
    (Field::Extension, &[
        "nebenstelle", "nebenstellennummer", "nebenstellennr", "nst", "extension", "extensionnumber", "extensionno", "ext",
        "durchwahl", "durchwahlnummer", "durchwahlnr", "durchw", "durchwnr", "duwa", "nebenst", "dw", "apparat", "apparatnr", "app", "hausapparat", "hausruf",
        "internerufnummer", "interne", "telintern", "telefonintern", "rufnummerintern", "telefonnummerintern", "teilnehmer", "teilnehmernummer", "rufnr", "ipphone",
        "internalnumber", "internalextension",
    ]),
    (Field::Phone, &[
        "telefonextern", "telextern", "externerufnummer", "rufnummerextern", "telefon", "telefonnummer", "telefonnr", "tel", "telnr", "rufnummer", "diensttelefon", "amtsnummer", "phone",
        "phonenumber", "telephone", "telephonenumber", "telephoneno", "officephone", "workphone", "businessphone", "directdial",
        "ddi", "e164",
    ]),
    (Field::Fax, &[
        "fax", "telefax", "faxnr", "faxnummer", "telefaxnummer", "faxdurchwahl", "faxno", "faxnumber", "facsimile", "facsimiletelephonenumber",
    ]),
    (Field::Mobile, &[
        "mobil", "mobiltelefon", "handy", "diensthandy", "diensthandynummer", "dienstmobil", "handynummer", "handynr",
        "mobilnummer", "mobilnr", "mobilfunk", "mobilrufnummer", "mobile", "mobilephone", "mobilenumber", "cell", "cellphone",
    ]),
    (Field::Mail, &["email", "mail", "emailadresse", "mailadresse", "emailaddress", "mailaddress"]),
    (Field::WorkDays, &[
        "arbeitstage", "arbeitstag", "anwesenheitstage", "anwesenheit", "wochentage", "tage", "teilzeit", "teilzeitmodell",
        "arbeitszeit", "workdays", "workingdays",
    ]),
    (Field::FreeDays, &["freietage", "freiertag", "teilzeitfrei", "arbeitsfrei", "frei", "abwesenheitstage", "daysoff", "freedays"]),
    (Field::Hours, &[
        "wochenstunden", "wochenarbeitszeit", "stundenprowoche", "wochenstd", "sollstunden", "arbeitsstunden", "stunden", "weeklyhours",
        "hoursperweek", "workinghours", "hours",
    ]),
    (Field::Share, &[
        "stellenanteil", "beschaeftigungsgrad", "beschaeftigungsumfang", "arbeitszeitanteil", "vzae", "teilzeitquote", "teilzeitprozent",
        "teilzeitgrad", "teilzeitanteil", "fte", "fulltimeequivalent",
    ]),
    (Field::Home, &[
        "homeoffice", "homeofficegeeignet", "homeofficeeignung", "homeofficemoeglich", "geeignethomeoffice", "telearbeit",
        "telearbeitgeeignet", "heimarbeit", "mobilearbeit", "geeignet", "eignung", "telework", "teleworking", "remotework",
        "workingfromhome",
    ]),
    (Field::WishHome, &[
        "wunschtagehomeoffice", "homeofficewunschtage", "homeofficewunsch", "wunschtage", "wunschtag", "wuensche", "wunsch",
        "homeofficetage", "preferredhomedays",
    ]),
    (Field::WishOffice, &[
        "ungernhomeoffice", "ungern", "nichthomeoffice", "keinhomeoffice", "wunschtagebuero", "buerotage", "praesenzwunsch",
        "preferredofficedays",
    ]),
    (Field::Notebook, &[
        "eigenesnotebook", "eigenerlaptop", "eigeneslaptop", "eigenesgeraet", "eigenerrechner", "eigenerpc", "notebook", "laptop",
        "ownnotebook", "ownlaptop",
    ]),
    (Field::Mac, &["macadresse", "mac", "macaddress", "hardwareadresse", "telefonmac", "apparatmac", "macaddr", "macnr"]),
    (Field::InventoryNo, &[
        "inventarnummer", "inventarnr", "inventar", "invnr", "inventorynumber", "inventoryno", "assettag", "assetnumber", "assetno",
    ]),
    (Field::Serial, &[
        "seriennummer", "seriennr", "sernr", "serialnumber", "serialno", "serial", "geraeteseriennummer", "seriennummernotebook",
        "seriennummerlaptop", "notebookseriennummer", "laptopseriennummer", "seriennummertelefon", "telefonseriennummer",
    ]),
    (Field::Login, &[
        "anmeldename", "anmeldung", "sipanmeldename", "sipbenutzername", "sipbenutzer", "sipuser", "sipname", "sipkennung",
        "sipid", "authname", "authuser", "authid", "authentifizierungsname", "benutzername", "benutzer", "username", "user",
        "login", "loginname", "kennung", "samaccountname",
    ]),
    (Field::Password, &[
        "kennwort", "passwort", "password", "sipkennwort", "sippasswort", "sipsecret", "sippassword", "secret", "geheimnis",
        "pwd", "pw",
    ]),
    (Field::Title, &["title", "jobtitle"]),
    (Field::Grade, &["titel", "akademischertitel", "akadtitel", "akademischergrad", "akadgrad", "doktortitel", "personaltitle"]),
    (Field::Employment, &["beschaeftigungsstatus", "mitarbeiterstatus", "kontostatus", "employmentstatus", "employment"]),
    (Field::Left, &["ausgeschieden", "ausgetreten", "leaver"]),
    (Field::Notes, &[
        "bemerkung", "bemerkungen", "bem", "notiz", "notizen", "anmerkung", "anmerkungen", "remark", "remarks", "note", "notes", "comment",
        "comments",
    ]),
    (Field::Ignored, &["anrede", "funktion", "taetigkeit", "stand", "lfdnr", "nr", "geschlecht", "salutation", "no"]),
];
