//! FreePBX, Issabel, FusionPBX, FreeSWITCH, Wazo, Kamailio and OpenSIPS.

use deskshift::inventory::model::{AuthState, DidTarget};
use deskshift::inventory::reading::Reading;

use super::hostile::names;
use super::judged::{
    Back, cell, database, export, judge, of_account, of_extension, of_one_line, of_person, read_as, sql, trimmed, unless_blank,
    xml,
};

#[test]
fn freepbx_bulk() {
    judge("freepbx/bulk", &names(), trimmed, |name| {
        let text = format!(
            "extension,name,tech,secret,sipdriver,voicemail_enable\n2001,{},pjsip,Xk7vQ2n9RbTm4Zc8,chan_pjsip,\n",
            cell(name)
        );
        export("freepbx/bulk", "bulk.csv", &text, of_extension)
    });
}

#[test]
fn issabel_batch() {
    judge("issabel/batch", &names(), trimmed, |name| {
        let text =
            format!("Display Name,User Extension,Secret,Context,Tech\n{},2001,Xk7vQ2n9RbTm4Zc8,intern,pjsip\n", cell(name));
        export("issabel/batch", "batch.csv", &text, of_extension)
    });
}

#[test]
fn fusionpbx_extensions() {
    judge("fusionpbx/extensions", &names(), trimmed, |name| {
        let text = format!(
            "extension,password,effective_caller_id_name,user_context,enabled\n2001,Xk7vQ2n9RbTm4Zc8,{},amt.example,true\n",
            cell(name)
        );
        export("fusionpbx/extensions", "e.csv", &text, of_extension)
    });
}

#[test]
fn wazo_users() {
    judge(
        "wazo/users",
        &names(),
        |name| if name.trim().is_empty() { "Anna".to_owned() } else { trimmed(name) },
        |name| {
            let text = format!(
                "firstname,lastname,exten,context,line_protocol,sip_username,sip_secret\nAnna,{},2001,default,sip,u,Xk7vQ2n9RbTm4Zc8\n",
                cell(name)
            );
            export("wazo/users", "w.csv", &text, of_person)
        },
    );
}

#[test]
fn freeswitch_directory() {
    judge("freeswitch/directory", &of_one_line(), unless_blank, |name| {
        let text = format!(
            "<include>\n<domain name=\"amt.example\">\n<groups><group name=\"default\"><users>\n<user id=\"2001\">\n<params>\n\
             <param name=\"password\" value=\"Xk7vQ2n9RbTm4Zc8\"/>\n</params>\n<variables>\n\
             <variable name=\"effective_caller_id_name\" value=\"{}\"/>\n</variables>\n</user>\n</users></group></groups>\n</domain>\n</include>\n",
            xml(name)
        );
        export("freeswitch/directory", "d.xml", &text, of_extension)
    });
}

#[test]
fn fusionpbx_devices() {
    judge("fusionpbx/devices", &names(), trimmed, |name| {
        let text = format!("device_uuid,device_mac_address,device_label\nu1,00005e005301,{}\n", cell(name));
        export("fusionpbx/devices", "d.csv", &text, |reading| {
            reading.devices.first()?.label.as_ref().map(|label| label.value.clone())
        })
    });
}

/// Where a number from outside leads, as it is written.
fn of_target(reading: &Reading) -> Option<String> {
    match &reading.dids.first()?.target {
        DidTarget::Unknown(text) | DidTarget::Group(text) | DidTarget::Mailbox(text) | DidTarget::External(text) => {
            Some(text.clone())
        }
        DidTarget::Extension(extension) => Some(extension.as_str().to_owned()),
        DidTarget::Nothing => None,
    }
}

/// The blanks behind the colon belong to the text.
#[test]
fn fusionpbx_destinations() {
    judge(
        "fusionpbx/destinations",
        &names(),
        |name| name.trim_end().to_owned(),
        |name| {
            let action = cell(&format!("ivr:{name}"));
            let text = format!(
                "destination_type,destination_number,destination_actions,destination_enabled\ninbound,0861999982001,{action},true\n"
            );
            export("fusionpbx/destinations", "d.csv", &text, of_target)
        },
    );
}

#[test]
fn freepbx_dids() {
    judge("freepbx/dids", &names(), trimmed, |name| {
        let text = format!("cidnum,extension,destination,privacyman\n,0861999982001,{},0\n", cell(name));
        export("freepbx/dids", "d.csv", &text, of_target)
    });
}

/// Subscribers have no display name; the domain is a name that somebody chose, and the realm of the password.
fn of_realm(reading: &Reading) -> Option<String> {
    match &reading.extensions.first()?.account.as_ref()?.auth {
        AuthState::Present { realm, .. } => realm.clone(),
        _ => None,
    }
}

#[test]
fn kamailio_dbtext() {
    let escaped = |name: &str| {
        name.replace('\\', "\\\\").replace(':', "\\:").replace('\n', "\\n").replace('\r', "\\r").replace('\0', "\\0")
    };
    judge("kamailio/dbtext", &names(), str::to_owned, |name| {
        let text =
            format!("id(int,auto) username(string) domain(string) password(string)\n1:2001:{}:Xk7vQ2n9RbTm4Zc8\n", escaped(name));
        export("kamailio/dbtext", "subscriber", &text, of_realm)
    });
}

const SUBSCRIBERS: &str = "CREATE TABLE subscriber (id INTEGER, username TEXT, domain TEXT, password TEXT);\n\
    CREATE TABLE dbaliases (alias_username TEXT, alias_domain TEXT, username TEXT, domain TEXT);\n";

/// A subscriber with a name is reached by a number of `dbaliases`.
#[test]
fn kamailio_sql() {
    judge("kamailio/sql", &names(), str::to_owned, |name| {
        let user = sql(name);
        let text = format!(
            "-- PostgreSQL database dump\n{SUBSCRIBERS}INSERT INTO subscriber VALUES (1,{user},'amt.example','Xk7vQ2n9RbTm4Zc8');\n\
             INSERT INTO dbaliases VALUES ('2001','amt.example',{user},'amt.example');\n"
        );
        export("kamailio/sql", "k.sql", &text, of_account)
    });
}

#[test]
fn kamailio_mysql() {
    let escaped =
        |name: &str| format!("'{}'", name.replace('\\', "\\\\").replace('\'', "\\'").replace('\0', "\\0").replace('\n', "\\n"));
    judge("kamailio/sql of MySQL", &names(), str::to_owned, |name| {
        let user = escaped(name);
        let text = format!(
            "-- MySQL dump 10.19\n{SUBSCRIBERS}INSERT INTO subscriber VALUES (1,{user},'amt.example','Xk7vQ2n9RbTm4Zc8');\n\
             INSERT INTO dbaliases VALUES ('2001','amt.example',{user},'amt.example');\n"
        );
        export("kamailio/sql", "k.sql", &text, of_account)
    });
}

#[test]
fn kamailio_sqlite() {
    judge("kamailio/sqlite", &names(), str::to_owned, |name| {
        let bytes = database(
            SUBSCRIBERS,
            &[
                ("INSERT INTO subscriber VALUES (1,?1,'amt.example','Xk7vQ2n9RbTm4Zc8')", &[name]),
                ("INSERT INTO dbaliases VALUES ('2001','amt.example',?1,'amt.example')", &[name]),
            ],
        );
        let reading = read_as("kamailio/sqlite", "k.sqlite", &bytes);
        Back { name: of_account(&reading), told: reading.findings }
    });
}
