//! Nothing of a row is lost in silence: each cell of a filled row of each export in turn gets a word of its own, which must then stand in
//! the inventory, in the store of secrets, or in a finding that has the word or names the cell or its column.
//!
//! A row stands here for each way through an importer: with a person and without, with a mailbox and without, with a name whose order is
//! not known. Where the telephone system knows only yes and no or numbers, the word is none, and that must be told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

#[path = "nothing_lost/marked.rs"]
mod marked;

use deskshift::diag::Finding;
use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::formats::{self, Given};
use deskshift::inventory::merge::{Inputs, Merged, merge};
use deskshift::inventory::staff::ListFile;
use deskshift::policy::site::Numbers;

/// Rows below titles, cells separated by `;`; those of a text table of Kamailio by `:`.
struct Case {
    format: &'static str,
    titles: &'static str,
    rows: &'static [&'static str],
    /// Titles whose values are secrets.
    secrets: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        format: "innovaphone/csv",
        titles: "longName;displayName;name;number;description;e-mail;sendE-Mail;password;passwordConfirm;node;pbx;sendNumber;groups;\
                 configTemplate;hardwareID;Farbe",
        rows: &[
            "Hanna Kröger;Kröger;kroeger.h;101;Bau;h@amt.example;ja;aB3xyz77;aB3xyz77;root;haus1;ja;Bauamt;_T;ip222-00-53-90;rot",
            "Huber Anna;Huber;102;102;Bau;a@amt.example;ja;aB3xyz77;aB3xyz77;root;haus1;ja;Bauamt;_T;ip222-00-53-91;rot",
            "Fax Einlauf;Fax;fax399;399;Bau;f@amt.example;ja;aB3xyz77;aB3xyz77;root;haus1;ja;Bauamt;_T;ip222-00-53-92;rot",
        ],
        secrets: &["password", "passwordConfirm"],
    },
    Case {
        format: "innovaphone/csv",
        titles: "&cn;&dn;&h323;e164;&email;&config;&node;&pbx;pseudo/&type;&hide;&pwd;grp/&name;grp/&mode;grp/&dyn;device/&hw;device/&text;&guid",
        rows: &[
            "Hanna Kröger;Kröger H;kroeger.h;101;h@amt.example;Standard;root;haus1;;;aB3xyz77;Bau;active;in;ip222-00-53-90;Tisch;47",
            "Huber Anna;Huber A;102;102;a@amt.example;Standard;root;haus1;;true;aB3xyz77;Bau;active;;ip222-00-53-91;Tisch;48",
            "Amt;Amt A;amt;0;a@amt.example;Standard;root;haus1;trunk;;aB3xyz77;;active;in;;Tisch;49",
        ],
        secrets: &["&pwd"],
    },
    Case {
        format: "cisco/bat-users",
        titles: "FIRST NAME;MIDDLE NAME;LAST NAME;USER ID;PASSWORD;MANAGER USER ID;DEPARTMENT;PIN;DEFAULT PROFILE;USER LOCALE;TELEPHONE NUMBER;\
                 PRIMARY EXTENSION;ASSOCIATED PC;IPCC EXTENSION;MAIL ID;TITLE",
        rows: &[
            "Hanna;Maria;Kröger;kroeger.h;aB3xyz77;huber.a;Bauamt;48111;Profil;German;+49 89 99998-101;101;PC-7;9101;h@amt.example;Dr.",
            "Anna;;Huber;huber.a;;;;;Profil;;+49 89 99998-102;;PC-8;;a@amt.example;",
        ],
        secrets: &["PASSWORD", "PIN"],
    },
    Case {
        format: "cisco/bat-phones",
        titles: "Device Name;Description;Device Type;Owner User ID;User ID 1;Device Protocol;Digest User;Directory Number 1;Route Partition 1;\
                 Line Text Label 1;External Phone Number Mask 1;Call Pickup Group 1;Voice Mail Profile 1;Alerting Name 1;Display 1;\
                 Line Description 1;ASCII Alerting Name 1;ASCII Display 1;Forward All Destination 1;Forward Busy Internal Destination 1;\
                 Forward Busy External Destination 1;Forward No Answer Internal Destination 1;Forward Unregistered External Destination 1;\
                 Busy Trigger 1;Forward All Voice Mail 1;Forward Busy Internal Voice Mail 1;Device Pool",
        rows: &[
            "SEP00005E005321;R 2.14;Cisco 7841;kroeger.h;kroeger;SIP;digest.h;101;PT;Bau 101;+4989999981XX;PG;VM;Kröger, Hanna;Kröger;\
             Zimmer 14;Kroeger, Hanna;Kroeger;600;601;602;603;604;2;t;f;DP",
            "SEP00005E005322;R 2.15;Cisco 7841;huber.a;huber;SCCP;digest.a;102;PT;Bau 102;+498999998100;PG;VM;Huber Anna;Huber;\
             Zimmer 15;Huber A;Hub;;;;;;2;f;f;DP",
            "AN00005E0053F0;R 0.01;Analog Phone;kasse;;Analog Access;digest.x;*21;PT;Halle;+498999998100;PG;VM;Halle;H;Zimmer 0;Hal;Hl;600;\
             601;602;603;604;2;t;t;DP",
        ],
        secrets: &[],
    },
    Case {
        format: "cisco/survey",
        titles: "name;internal_number;dect_number;ftmn_number;phone_model;inbound_number;outbound_number;old_site_prefix;analog_access_code",
        rows: &[
            "Kröger, Hanna;101;701;5101;7841;+498999998101;+498999998100;58;9",
            "Huber, Anna;;;5102;7841;+498999998102;+498999998100;58;9",
            "Huber Anna;;702;5102;7841;+498999998102;+498999998100;58;9",
        ],
        secrets: &["analog_access_code"],
    },
    Case {
        format: "cisco/survey",
        titles: "HuntGroup_number;HuntGroup_Name;Ab1;Ab2",
        rows: &["500;Bürgerbüro;101;", "501;Kasse;;"],
        secrets: &[],
    },
    Case {
        format: "cisco/survey",
        titles: "user;language;udp;model;desc;ptn;local;dirn;dnpt;llabel;ldisplay;ldisplay1",
        rows: &[
            "kroeger.h;de;h-udp;Cisco 8845;Zimmer;Taste;DE;\\+498999998101;PT;Bau;Kröger Hanna;Kröger",
            "x;de;x-udp;Cisco 8845;Zimmer;Taste;DE;\\+32123456789;PT;Bau;Huber Anna;Huber",
        ],
        secrets: &[],
    },
    Case {
        format: "ip-dect/handsets",
        titles: "Long Name;Display Name;Name;Number;Password;IPEI/IPDI;Auth Code;Farbe",
        rows: &[
            "Kröger, Hanna;Kröger H;dect701;701;aB3xyz77;036170000001;1234;rot",
            "Huber Anna;Huber;dect702;702;aB3xyz77;036170000002;1234;rot",
            "Pool Bauhof;Pool;dect703;703;;036170000003;;",
        ],
        secrets: &["Password", "Auth Code"],
    },
    Case {
        format: "3cx/extensions",
        titles: "Number;FirstName;LastName;EmailAddress;MobileNumber;AuthID;AuthPassword;EnableVoicemail;Disabled;AllowLanOnly;PIN;\
                 OutboundCallerID;EmergencyCallerID;VMEmailOptions;VMPlayCallerID;VMPlayMsgDateTime;EnableSRTP;MAC_0;PhoneModel14;MAC_1",
        rows: &[
            "101;Hanna;Kröger;h@amt.example;0152;Zq;aB3xyz77;1;0;1;4711;08999998101;08999998112;2;1;1;1;00005E005321;Yealink;00005E005322",
            "399;Fax;Einlauf;f@amt.example;0152;Zf;aB3xyz77;0;1;0;4711;08999998101;08999998112;2;1;1;1;;Yealink;",
            "102;Anna;Huber;a@amt.example;0152;;aB3xyz77;0;0;0;4711;08999998101;;2;1;1;1;;Yealink;",
            ";Karl;Ohne;k@amt.example;0152;;;;0;;;;;;;;;;;",
        ],
        secrets: &["AuthPassword", "PIN"],
    },
    Case {
        format: "yeastar/extensions",
        titles: "First Name;Last Name;Caller ID Name;Email Address;User Password;Organization;Extension Number;Caller ID;Outbound Caller ID;\
                 Emergency Outbound Caller ID;Registration Name;Registration Password;IP Phone Concurrent Registrations;Enable Voicemail;\
                 Remote Registration;User Role",
        rows: &[
            "Hanna;Kröger;Kröger H;h@amt.example;aB3xyz77;Amt/Bauen/Hoch/Tief;101;100;08999998101;08999998112;R;aB3xyz77;1;1;0;Employee",
            ";;Huber Anna;a@amt.example;aB3xyz77;Bauen;102;100;08999998101;08999998112;;aB3xyz77;1;0;1;Employee",
            "Tür;Nord;Tür N;t@amt.example;aB3xyz77;Bauen;390;100;08999998101;08999998112;R;aB3xyz77;1;0;1;Employee",
        ],
        secrets: &["User Password", "Registration Password"],
    },
    Case {
        format: "yeastar/phones",
        titles: "Manufacturer;Phonetype;Mac Address;Template;Extension;Label;Active",
        rows: &["Yealink;T42S;00-00-5E-00-53-21;Default;101;101 Kröger;1", "Yealink;T42S;00-00-5E-00-53-21;Default;;Frei;1"],
        secrets: &[],
    },
    Case {
        format: "starface/teamsip",
        titles: "Typ;Vorname;Name;Interne Nummer;MSN;Durchwahl;Bereich;Benutzername;E-Mail;Anzeige Nummer;Kennwort;Anrufbeantworter aktivieren;\
                 Anrufbeantworter-PIN;MAC Tel.1;MAC Tel.2;Telefontemplate 1;Telefontemplate 2",
        rows: &[
            "User;Hanna;Kröger;101;08999998101;101;Haus;kroeger.h;h@amt.example;08999998101;aB3xyz77;ja;4711;00005E005321;;Yealink;Snom",
            "Fax;Tele;Einlauf;399;08999998399;399;Haus;fax;f@amt.example;08999998101;aB3xyz77;nein;4711;;;Yealink;Snom",
            "User;Anna;Huber;;;;Haus;huber.a;a@amt.example;;;;;;;;",
        ],
        secrets: &["Kennwort", "Anrufbeantworter-PIN"],
    },
    Case {
        format: "vodia/accounts",
        titles: "#alias;first_name;last_name;position;department;cell;email;mac;mb_pin;web_pass;password",
        rows: &[
            "101;Hanna;Kröger;Leitung;Bauamt;0152;h@amt.example;00005E005321;4711;aB3xyz77;aB3xyz77",
            "399;Fax;Einlauf;Gerät;Bauamt;0152;f@amt.example;;;;aB3xyz77",
            "anna;Anna;Huber;Kasse;Bauamt;0152;a@amt.example;;;;",
        ],
        secrets: &["mb_pin", "web_pass", "password"],
    },
    Case {
        format: "wazo/users",
        titles: "firstname;lastname;email;username;enabled;ring_seconds;exten;context;line_protocol;sip_username;sip_secret;incall_exten;\
                 incall_context;outgoing_caller_id;simultaneous_calls;voicemail_name;voicemail_number;voicemail_context;voicemail_password;\
                 voicemail_email;voicemail_attach_audio;voicemail_delete_messages;call_permissions",
        rows: &[
            "Hanna;Kröger;h@amt.example;kroeger.h;1;30;101;default;sip;u101;aB3xyz77;089999980;von;089999981;5;Kröger;101;intern;4711;v@amt.example;1;0;a",
            "Fax;Einlauf;f@amt.example;fax;0;30;399;default;sccp;u399;aB3xyz77;089999980;von;089999981;5;Fax;;intern;4711;v@amt.example;1;0;a",
            "Anna;Huber;a@amt.example;huber.a;0;30;;default;sip;u102;aB3xyz77;;von;089999981;5;Huber;;intern;4711;v@amt.example;1;0;a",
        ],
        secrets: &["sip_secret", "voicemail_password"],
    },
    Case {
        format: "freepbx/bulk",
        titles: "extension;name;description;tech;sipdriver;secret;md5_cred;username;context;transport;max_contacts;remove_existing;permit;deny;\
                 voicemail;voicemail_enable;voicemail_vmpwd;voicemail_email;voicemail_pager;voicemail_options;outboundcid;emergency_cid;\
                 device_state_busy_at;media_encryption;direct_media;findmefollow_grplist;findmefollow_enabled;namedcallgroup;namedpickupgroup;\
                 callgroup;pickupgroup;accountcode",
        rows: &[
            "101;Kröger, Hanna;R 1.01;pjsip;chan_pjsip;aB3xyz77;;h101;int;udp;3;no;10.0.0.0/8;0.0.0.0;default;yes;4711;h@amt.example;p@amt.example;\
             attach=yes|saycid=no;0899;0891;2;sdes;yes;102-0152#;yes;bau;bau;1;2;47",
            "102;Huber, Anna;R 1.02;sip;;aB3xyz77;00112233445566778899aabbccddeeff;h102;int;udp;3;no;0.0.0.0/0;0.0.0.0;novm;no;4711;h@amt.example;\
             p@amt.example;attach=yes;0899;0891;2;sdes;yes;102-0152#;no;bau;bau;1;2;47",
            "103;;Pforte;virtual;;aB3xyz77;;h103;int;udp;;no;;;;;4711;h@amt.example;;attach=yes;;;;sdes;yes;;;;;;;47",
            "104;Weiß, Uwe;R 1.04;pjsip;chan_pjsip;aB3xyz77;00112233445566778899aabbccddeeff;;int;udp;;no;;;;;;;;;;;;;;;;;;;;",
        ],
        secrets: &["secret", "md5_cred", "voicemail_vmpwd"],
    },
    Case {
        format: "freepbx/dids",
        titles: "cidnum;extension;destination;description;mohclass;privacyman",
        rows: &[
            ";089999981;from-did-direct,101,1;Bürgerbüro;default;0",
            "0152;089999981;from-did-direct,101,1;Bürgerbüro;default;0",
        ],
        secrets: &[],
    },
    Case {
        format: "issabel/batch",
        titles: "Display Name;User Extension;Direct DID;Outbound CID;Call Waiting;Secret;Voicemail Status;Voicemail Password;VM Email Address;\
                 VM Pager Email Address;VM Options;VM Email Attachment;VM Play CID;VM Play Envelope;VM Delete Vmail;Context;Tech;Callgroup;\
                 Pickupgroup;Deny;Permit;Max Contacts;Transport",
        rows: &[
            "Kröger, Hanna;101;089999981;0899;ENABLED;aB3xyz77;enable;4711;h@amt.example;p@amt.example;tz=de;yes;no;no;no;int;pjsip;1;2;0.0.0.0;\
             10.0.0.0/8;2;udp",
            "Huber, Anna;102;089999982;0899;ENABLED;aB3xyz77;disable;4711;h@amt.example;p@amt.example;tz=de;yes;no;no;no;int;iax2;1;2;0.0.0.0;\
             0.0.0.0/0;2;udp",
        ],
        secrets: &["Secret", "Voicemail Password"],
    },
    Case {
        format: "kamailio/dbtext",
        titles: "username;domain;password;ha1;ha1b;vmpin;rpid;email_address;datetime_created;datetime_modified",
        rows: &["101;amt.example;aB3xyz77;;;4711;47;h@amt.example;2020;2021"],
        secrets: &["password", "ha1", "ha1b", "vmpin"],
    },
    Case {
        format: "kamailio/dbtext",
        titles: "alias_username;alias_domain;username;domain",
        rows: &["089999981;amt.example;101;amt.example", "hans;amt.example;101;amt.example"],
        secrets: &[],
    },
    Case {
        format: "devices/list",
        titles: "Inventarnummer;Seriennummer;MAC-Adresse;Hersteller;Modell;Geräteart;Hostname;Benutzer;Name;Haus;Raum;Lieferdatum;Zuletzt gesehen;\
                 Nebenstelle;Farbe",
        rows: &[
            "IG-1;S1;00-00-5E-00-53-01;Lenovo;T14;Notebook;PC-1;kroeger.h;Kröger;Haus 1;2.14;16.03.2020;2020-04-01;101;schwarz",
            "IG-2;S2;;Lenovo;T14;Notebook Leihgerät;PC-1;huber.a;Huber;Haus 1;;16.03.2020;2020-04-01;102;schwarz",
        ],
        secrets: &[],
    },
    Case {
        format: "fusionpbx/extensions",
        titles: "extension;number_alias;password;accountcode;effective_caller_id_name;effective_caller_id_number;outbound_caller_id_name;\
                 outbound_caller_id_number;emergency_caller_id_name;emergency_caller_id_number;directory_first_name;directory_last_name;\
                 limit_max;max_registrations;user_context;auth_acl;call_group;toll_allow;do_not_disturb;forward_all_destination;\
                 forward_all_enabled;forward_busy_destination;forward_busy_enabled;enabled;description",
        rows: &[
            "101;5101;aB3xyz77;47;Kröger, Hanna;101;Amt;0899;Amt;0891;Hanna;Kröger;5;2;amt.example;lan;bau;local;true;0152;true;102;false;true;R 1",
            "huber.a;102;aB3xyz77;47;;100;Amt;;Amt;;;Huber;0;0;amt.example;lan;bau;local;false;;true;;false;false;R 2",
            "103;;;47;Fax Kasse;;;;;;Fax;Kasse;;;default;;;;;;;;;;R 3",
            "104;;aB3xyz77;;;;;;;;Karl;;;;;;;;;;;;;;R 4",
        ],
        secrets: &["password"],
    },
    Case {
        format: "fusionpbx/devices",
        titles: "device_uuid;device_mac_address;device_label;device_vendor;device_model;device_template;device_serial_number;\
                 device_description;device_enabled;line_number;server_address;display_name;user_id;auth_id;password;shared_line",
        rows: &[
            "u1;00005e005301;Amt 1;yealink;T46;yealink/t46;S1;Anna;true;1;amt.example;Anna;101;101;aB3xyz77;true",
            "u2;;Amt 2;yealink;;yealink/t46;S2;Bert;true;1;amt.example;Bert;;;aB3xyz77;",
            "u3;00005e005302;Amt 3;yealink;T46;;S3;Carla;true;1;amt.example;Carla;;103;aB3xyz77;false",
        ],
        secrets: &["password"],
    },
    Case {
        format: "fusionpbx/destinations",
        titles: "destination_type;destination_number;destination_prefix;destination_area_code;destination_actions;destination_data;\
                 destination_context;destination_enabled;destination_description",
        rows: &[
            "inbound;99998101;49;89;transfer:101 XML amt.example;;public;true;Kasse",
            "inbound;99998102;49;89;;102 XML amt.example;public;true;Kasse",
            "inbound;99998103;49;89;transfer:103 XML amt.example;104 XML amt.example;public;true;Kasse",
            "outbound;99998104;49;89;transfer:104 XML amt.example;;public;true;Kasse",
            "inbound;99998105;;89;;;public;false;Kasse",
        ],
        secrets: &[],
    },
    Case {
        format: "directory/powershell",
        titles: "SamAccountName;Surname;GivenName;DisplayName;EmailAddress;ipPhone;OfficePhone;otherTelephone;MobilePhone;Fax;Office;Department;\
                 Title;EmployeeID;EmployeeNumber;Description;Enabled;City",
        rows: &[
            "kroeger.h;Kröger;Hanna;Kröger, Hanna;h@lra.example;101;+49 89 99998-101;+49 89 99998-151;0152;0899;2.14;Bauamt;Dr.;4711;4711;\
             Kasse;True;Haus 1",
            "huber.a;;;Huber Anna;;;089/99998302;;;;1.07;Hauptamt;;;;Kasse;False;",
            "fax.einlauf;Fax Einlauf;;;f@lra.example;399;;;;;0.01;Hauptamt;;;;Fax;True;",
        ],
        secrets: &[],
    },
    Case {
        format: "directory/csvde",
        titles: "DN;objectClass;sn;givenName;displayName;sAMAccountName;mail;ipPhone;telephoneNumber;otherTelephone;\
                 physicalDeliveryOfficeName;department;employeeNumber;userAccountControl;description;info",
        rows: &[
            "CN=Hanna;user;Kröger;Hanna;Kröger, Hanna;kroeger.h;h@lra.example;101;+49 89 99998-101;+49 89 99998-151;2.14;Bauamt;4711;512;Kasse;x",
            "CN=Anna;user;;;Huber Anna;huber.a;;;089/99998302;;1.07;Hauptamt;;514;Kasse;x",
        ],
        secrets: &[],
    },
    Case {
        format: "staff/list",
        titles: "PersNr;Name;Vorname;Abteilung;Durchwahl;Telefon;Zimmer;E-Mail;Titel;Fax;Mobil;Bemerkung;Inventarnummer;Farbe;Anmeldename",
        rows: &[
            "4711;Kröger;Hanna;Bauamt;101;+49 89 99998-101;2.14;h@amt.example;Dr.;399;0152 28817386;links;IG-1;rot;kroeger.h",
            ";Fax Kasse;;Bauamt;398;;2.15;f@amt.example;Herr;;0152 28817387;links;IG-2;rot;fax",
            ";Huber Anna;;Bauamt;102;;2.16;;;;;;;rot;",
        ],
        secrets: &[],
    },
    Case {
        format: "freepbx/bulk",
        titles: "extension;name;description;tech;secret;findmefollow_enabled;findmefollow_grplist;findmefollow_strategy;callforward;\
                 fmfm_ringtime;callwaiting_enable;ringtimer;noanswer_dest;recording_in_external",
        rows: &[
            "101;Kröger, Hanna;R 1.01;pjsip;aB3xyz77;yes;102-0152#;ringallv2;600;20;ENABLED;15;ext-local,vmu101;dontcare",
            "102;Huber, Anna;R 1.02;pjsip;aB3xyz77;yes;;ringallv2;;20;;15;;dontcare",
            "103;;Pforte;virtual;aB3xyz77;no;;;;;;;;",
        ],
        secrets: &["secret"],
    },
];

/// What the importer of a format and the merge make of one row.
fn made(case: &Case, cells: &[String]) -> Merged {
    let titles: Vec<&str> = case.titles.split(';').collect();
    let text = if is_dbtext(case) {
        let titles: Vec<String> = titles.iter().map(|title| format!("{title}(string)")).collect();
        format!("{}\n{}\n", titles.join(" "), cells.join(":"))
    } else {
        format!("{}\n{}\n", titles.join(";"), cells.join(";"))
    };
    imported(case.format, &text)
}

fn imported(format: &str, text: &str) -> Merged {
    let format = formats::by_name(format).unwrap();
    let plan = Numbers::new("49", "89", "99998").lengths([3, 4]);
    let files = MemoryFiles::new();
    let reading = (format.read)(&Given { list: ListFile::new("export", text.as_bytes()), plan: &plan, files: &files });
    merge(Inputs { readings: vec![(format.class, reading)], ..Inputs::default() })
}

fn is_dbtext(case: &Case) -> bool {
    case.format.ends_with("dbtext")
}

/// A word that is no name, no number, no yes or no, and built as no password is.
fn word(title: &str) -> String {
    format!("Zqx{}", title.chars().filter(char::is_ascii_alphabetic).collect::<String>())
}

/// Whether a finding stands at the cell.
fn at_cell(finding: &Finding, line: u32, column: u32) -> bool {
    finding.place.as_ref().is_some_and(|place| place.line() == line && place.column() == column)
}

/// Findings that name what is not read.
const NAMING: [&str; 3] = ["inventory/column-unused", "inventory/part-not-read", "inventory/xml-not-read"];

/// Whether a finding about what is not read names this title, and does not say that its value was kept.
fn names_column(finding: &Finding, title: &str) -> bool {
    let title = title.trim_start_matches('&');
    if !NAMING.contains(&finding.code.as_str()) {
        return false;
    }
    let names = |text: &str| {
        text.contains(&format!("`{title}`")) || text.contains(&format!(" {title} (")) || text.contains(&format!("` {title} ("))
    };
    let text = &finding.what.en;
    let mut parts = text.split("; ");
    let head = parts.next().unwrap();
    let left_out = |part: &str| ["withheld", "values withheld", "dropped"].iter().any(|word| part.starts_with(word));
    let parts: Vec<&str> = parts.collect();
    // Without names behind it, everything was kept.
    let kept =
        parts.iter().any(|part| part.starts_with("kept as") && (!part.contains('`') || names(part) || !part.contains(": ")));
    parts.iter().any(|part| left_out(part) && names(part)) || (!kept && names(head))
}

/// What is wrong with one value, if anything: the word stands nowhere, and no finding is about it.
fn judged(made: &Merged, word: &str, (title, line, column): (&str, u32, u32), is_secret: bool) -> Option<&'static str> {
    // Some words are kept in small letters.
    let small = word.to_lowercase();
    let inventory = serde_json::to_string(&made.inventory).unwrap().to_lowercase();
    let said: String = made.findings.iter().map(|finding| format!("{finding:?}\n")).collect::<String>().to_lowercase();
    let stored = made.secrets.iter().any(|(_, secret)| secret.expose().contains(word));
    let named = made.findings.iter().any(|finding| at_cell(finding, line, column) || names_column(finding, title));
    if is_secret {
        if inventory.contains(&small) || said.contains(&small) {
            return Some("a secret is shown");
        }
        return (!stored && !named).then_some("a secret is neither stored nor named");
    }
    (!inventory.contains(&small) && !said.contains(&small) && !named).then_some("lost")
}

/// Which entry of the directory it is, and of what class: decides whether the row is read, and says nothing of a person.
fn is_structure(case: &Case, at: usize) -> bool {
    case.format == "directory/csvde" && ["DN", "objectClass"].contains(&case.titles.split(';').nth(at).unwrap())
}

/// What is wrong with one cell, if anything.
fn wrong(case: &Case, cells: &[String], at: usize) -> Option<&'static str> {
    let title = case.titles.split(';').nth(at).unwrap();
    let word = word(title);
    let mut cells = cells.to_vec();
    cells[at].clone_from(&word);
    let column = 1 + cells[..at].iter().map(|cell| cell.chars().count() + 1).sum::<usize>();
    judged(&made(case, &cells), &word, (title, 2, column as u32), case.secrets.contains(&title))
}

#[test]
fn every_value_of_a_text_is_in_the_inventory_or_in_a_finding() {
    let (mut lost, mut seen) = (Vec::new(), 0);
    for case in marked::MARKED {
        let (plain, slots) = marked::laid_out(case.text, None);
        let inventory = imported(case.format, &plain).inventory;
        assert!(!inventory.extensions.is_empty() || !inventory.persons.is_empty(), "{}: nothing was read", case.format);
        for (at, slot) in slots.iter().enumerate() {
            seen += 1;
            let word = word(&slot.key);
            let (text, _) = marked::laid_out(case.text, Some((at, &word)));
            let made = imported(case.format, &text);
            let secret = case.secrets.contains(&slot.key.as_str());
            if let Some(what) = judged(&made, &word, (&slot.key, slot.line, slot.column), secret) {
                lost.push(format!("{}: `{}` of `{}` in line {}: {what}", case.format, slot.key, slot.value, slot.line));
            }
        }
    }
    assert!(seen > 90, "{seen} values were looked at");
    assert!(lost.is_empty(), "{} of {seen} values:\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn every_cell_is_in_the_inventory_or_in_a_finding() {
    let (mut lost, mut seen) = (Vec::new(), 0);
    for case in CASES {
        let width = case.titles.split(';').count();
        for row in case.rows {
            let cells: Vec<String> = row.split(';').map(str::to_owned).collect();
            assert_eq!(cells.len(), width, "{}: {row}", case.format);
            for at in (0..width).filter(|at| !cells[*at].is_empty() && !is_structure(case, *at)) {
                seen += 1;
                if let Some(what) = wrong(case, &cells, at) {
                    lost.push(format!("{}: `{}` of `{row}`: {what}", case.format, case.titles.split(';').nth(at).unwrap()));
                }
            }
        }
    }
    assert!(seen > 400, "{seen} cells were looked at");
    assert!(lost.is_empty(), "{} of {seen} cells:\n{}", lost.len(), lost.join("\n"));
}

/// The test above can see: a word that stands nowhere is missed, one in the inventory is found.
#[test]
fn a_word_that_stands_nowhere_is_missed() {
    let case = &CASES[0];
    let cells: Vec<String> = case.rows[0].split(';').map(str::to_owned).collect();
    let made = made(case, &cells);
    let inventory = serde_json::to_string(&made.inventory).unwrap();
    assert!(inventory.contains("kroeger.h") && !inventory.contains(&word("Farbe")));
    assert!(!made.findings.iter().any(|finding| names_column(finding, "Farbe")), "it is kept: `rot`");
    assert!(inventory.contains("\"rot\""));
}
