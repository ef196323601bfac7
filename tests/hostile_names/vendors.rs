//! 3CX, Yeastar, STARFACE, Vodia, innovaphone, Cisco, HiPath, IP-DECT.

use deskshift::diag::Severity;

use super::hostile::names;
use super::judged::{cell, export, judge, of_extension, of_person, one_blank, trimmed, without, xml};

#[test]
fn three_cx() {
    judge("3cx/extensions", &names(), trimmed, |name| {
        let text = format!("Number,FirstName,LastName,AuthID,AuthPassword\n2001,,{},u2001,Xk7vQ2n9RbTm4Zc8\n", cell(name));
        export("3cx/extensions", "x.csv", &text, of_extension)
    });
}

#[test]
fn yeastar_extensions() {
    judge("yeastar/extensions", &names(), trimmed, |name| {
        let text = format!(
            "First Name,Last Name,Extension Number,Registration Name,Registration Password\n,{},2001,u2001,Xk7vQ2n9RbTm4Zc8\n",
            cell(name)
        );
        export("yeastar/extensions", "x.csv", &text, of_extension)
    });
}

#[test]
fn yeastar_phones() {
    judge("yeastar/phones", &names(), trimmed, |name| {
        let text = format!(
            "Manufacturer,Phonetype,Mac Address,Template,Extension,Label,Active\nYealink,T42S,00005e005321,Default,2001,{},1\n",
            cell(name)
        );
        export("yeastar/phones", "p.csv", &text, |reading| {
            reading.devices.first()?.lines.first()?.label.as_ref().map(|label| label.value.clone())
        })
    });
}

#[test]
fn starface() {
    judge("starface/teamsip", &names(), trimmed, |name| {
        let text = format!("Typ;Vorname;Name;Interne Nummer;Benutzername\nUser;;{};2001;u2001\n", cell(name));
        export("starface/teamsip", "s.csv", &text, of_extension)
    });
}

#[test]
fn vodia() {
    judge("vodia/accounts", &names(), trimmed, |name| {
        let text = format!("#alias;first_name;last_name;password\n2001;;{};Xk7vQ2n9RbTm4Zc8\n", cell(name));
        export("vodia/accounts", "v.csv", &text, of_extension)
    });
}

#[test]
fn ip_dect() {
    judge("ip-dect/handsets", &names(), trimmed, |name| {
        let text = format!("Long Name;Name;Number;Password;IPEI/IPDI\n{};u2001;2001;Xk7vQ2n9RbTm4Zc8;036170000001\n", cell(name));
        export("ip-dect/handsets", "h.csv", &text, of_extension)
    });
}

#[test]
fn innovaphone_csv() {
    judge("innovaphone/csv", &names(), trimmed, |name| {
        let text = format!("&h323;&e164;&cn;&pwd\nu2001;2001;{};Xk7vQ2n9RbTm4Zc8\n", cell(name));
        export("innovaphone/csv", "i.csv", &text, of_extension)
    });
}

#[test]
fn innovaphone_xml() {
    judge("innovaphone/xml", &names(), trimmed, |name| {
        let text = format!("<info><user cn=\"{}\" h323=\"u2001\" e164=\"2001\" pwd=\"Xk7vQ2n9RbTm4Zc8\"/></info>\n", xml(name));
        export("innovaphone/xml", "i.xml", &text, of_extension)
    });
}

#[test]
fn cisco_bat_phones() {
    judge("cisco/bat-phones", &names(), trimmed, |name| {
        let text = format!(
            "Device Name,Device Type,Owner User ID,Directory Number 1,Display 1\nSEP00005E005321,Cisco 7841,u2001,2001,{}\n",
            cell(name)
        );
        export("cisco/bat-phones", "p.csv", &text, of_extension)
    });
}

#[test]
fn cisco_bat_users() {
    judge("cisco/bat-users", &names(), trimmed, |name| {
        let text = format!("FIRST NAME,LAST NAME,USER ID,DEPARTMENT,PRIMARY EXTENSION\nAnna,{},u2001,Bauamt,2001\n", cell(name));
        export("cisco/bat-users", "u.csv", &text, of_person)
    });
}

/// Rows for inserting have no titles: nothing is read, which is said whatever the rows hold.
#[test]
fn cisco_bat_insert() {
    for name in names() {
        let text = format!("00005E005301,{},LOC1,2001\n", cell(&name));
        let back = export("cisco/bat-insert", "p.csv", &text, |reading| (!reading.is_empty()).then(String::new));
        assert!(
            back.name.is_none() && back.told.iter().any(|told| told.severity >= Severity::Error),
            "{name:?}: {:?}",
            back.told
        );
    }
}

#[test]
fn cisco_survey() {
    judge("cisco/survey", &names(), trimmed, |name| {
        let text = format!("name,internal_number,dect_number,phone_model,inbound_number\n{},2001,,7841,\n", cell(name));
        export("cisco/survey", "t.csv", &text, of_extension)
    });
}

/// The router has no escape for a quote, and no line breaks in a command.
#[test]
fn cisco_cme() {
    judge("cisco/cme", &without(&['\n', '\r', '"']), one_blank, |name| {
        export("cisco/cme", "r.txt", &format!("ephone-dn  1\n number 2001\n name {name}\n!\n"), of_extension)
    });
}

/// `Surname*First`; the print has no escape for a quote, and wraps lines where it likes.
#[test]
fn hipath() {
    judge("hipath/amo", &without(&['\n', '\r', '"', '*']), trimmed, |name| {
        let text = format!("ADD-SBCSU:STNO=2001,OPT=OPTI,DVCFIG=OPTISET;\nADD-PERSI:TYPE=STN,STNO=2001,NAME=\"{name}*Anna\";\n");
        export("hipath/amo", "r.txt", &text, of_person)
    });
}
