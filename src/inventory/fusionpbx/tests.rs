use super::*;
use crate::domain::Extension;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::subscriber::testing::{alone, best, codes, mutate, read, shown};

const TEXT: &str = include_str!("../../../tests/formats/fusionpbx-extensions/extensions.csv");

#[test]
fn extensions() {
    assert_eq!(best(TEXT), Some(("fusionpbx/extensions", 95)));
    let reading = alone(&EXTENSIONS, TEXT);
    assert_eq!(
        shown(&reading),
        "101@amt.example Person `Muster, Anna` as 101 101@amt.example \"TOP,SECRET\\\"1\" at 2:6 max 2 in amt.example beside \
         (accountcode: amt; description: R 1.01)\n\
         102 Person `Bert Muster` as bert bert@amt.example \" TOPSECRET \" at 3:10 in amt.example beside (accountcode: amt)\n\
         103 Fax `Fax Kämmerei` as 103 103@amt.example \"x\" at 4:6 OFF in amt.example beside (accountcode: amt; description: Fax)\n\
         104 Function `Teeküche` as 104 104 Unavailable at 6:0 in default beside (accountcode: amt)\n\
         101@other.example Unknown `-` as 101 101@other.example \"y\" at 7:6 in other.example beside (accountcode: amt)\n\
         person muster-anna Muster, Anna 101@amt.example\n\
         person muster-bert Muster, Bert 102\n\
         group Call bauamt: 101@amt.example 102\n\
         group Call amt: 101@amt.example\n\
         forward 101@amt.example Busy `102`\n\
         forward 102 DoNotDisturb ``\n\
         forward 102 All `0015228817386` outside\n\
         forward 104 All `0861990` outside off\n"
    );
    assert_eq!(
        codes(&reading),
        ["x.csv:5:1 extension-not-dialable", "x.csv:1:33 column-unused", "x.csv:4:1 extension-disabled",]
    );
}

#[test]
fn a_bar_separates_as_well() {
    let text = "extension|password|effective_caller_id_name|user_context|call_group\n101|a,b|Muster, Anna|amt.example|\n";
    assert_eq!(best(text).map(|(name, _)| name), Some("fusionpbx/extensions"));
    let reading = alone(&EXTENSIONS, text);
    assert_eq!(shown(&reading), "101 Person `Muster, Anna` as 101 101@amt.example \"a,b\" at 2:5 in amt.example\n");
}

#[test]
fn devices_with_their_lines() {
    let text = include_str!("../../../tests/formats/fusionpbx-devices/devices.csv");
    assert_eq!(best(text), Some(("fusionpbx/devices", 95)));
    let reading = alone(&DEVICES, text);
    assert_eq!(shown(&reading), "device 00:00:5e:00:53:01 1:101,2:102\ndevice zz \n");
    assert_eq!(codes(&reading), ["x.csv:4:4 mac-malformed", "x.csv:5:1 device-without-name", "x.csv:1:1 column-unused"]);
    assert!(!format!("{:?}", reading.findings).contains("TOPSECRET"));
}

/// A second key, another model, a key twice, and another device with the same address.
#[test]
fn rows_of_one_address_are_told() {
    let text = "device_mac_address,device_label,device_vendor,device_template,device_serial_number,line_number,user_id,password\n\
        00005e005301,Amt 1,yealink,t46,,1,101,TOPSECRET\n\
        00-00-5E-00-53-01,Amt 1,yealink,t42,S1,2,102,TOPSECRET\n\
        00005e005301,Amt 2,snom,d7,,1,103,TOPSECRET\n\
        00005e005303,Amt 3,snom,d7,,1,104,TOPSECRET\n\
        00005e005303,Amt 3,snom,d7,,1,105,TOPSECRET\n\
        00005e005304,Amt 4,snom,d7,,eins,106,TOPSECRET\n";
    let reading = alone(&DEVICES, text);
    assert_eq!(
        shown(&reading),
        "device 00:00:5e:00:53:01 1:101,2:102\ndevice 00:00:5e:00:53:01#2 1:103\ndevice 00:00:5e:00:53:03 1:104,1:105\n\
         device 00:00:5e:00:53:04 1:106\n"
    );
    assert_eq!(
        codes(&reading),
        [
            "x.csv:3:1 device-twice",
            "x.csv:4:1 device-mac-twice",
            "x.csv:6:1 device-twice",
            "x.csv:7:29 cell-unreadable",
            "x.csv:1:104 column-unused"
        ]
    );
    assert!(reading.findings[0].what.en.ends_with("otherwise here: `device_template`: `t42`"), "{}", reading.findings[0].what.en);
    assert_eq!(reading.devices[0].serial.as_ref().map(|serial| serial.value.as_str()), Some("S1"));
    let joined = crate::inventory::merge::merge(crate::inventory::merge::Inputs {
        readings: vec![(DEVICES.class, reading)],
        ..Default::default()
    });
    assert_eq!(joined.inventory.devices.len(), 4);
}

/// What is no number and no yes or no is told and not used; halves of a caller ID are kept.
#[test]
fn limits_and_switches_that_say_nothing_are_told() {
    let text = "extension,password,effective_caller_id_name,outbound_caller_id_name,limit_max,max_registrations,do_not_disturb,enabled,\
        forward_all_destination,forward_all_enabled,user_context\n\
        101,a,Anna Muster,Landratsamt,fünf,zwei,vielleicht,jein,,true,amt.example\n102,a,Bert Muster,,0,0,false,true,,false,amt.example\n";
    let reading = alone(&EXTENSIONS, text);
    assert_eq!(
        shown(&reading),
        "101 Person `Anna Muster` as 101 101@amt.example \"a\" at 2:5 in amt.example beside (outbound_caller_id_name: Landratsamt; \
         forward_all_enabled: true)\n\
         102 Person `Bert Muster` as 102 102@amt.example \"a\" at 3:5 in amt.example beside (max_registrations: 0)\n"
    );
    assert_eq!(
        codes(&reading),
        ["x.csv:2:36 cell-unreadable", "x.csv:2:52 cell-unreadable", "x.csv:2:41 cell-unreadable", "x.csv:2:31 cell-unreadable"]
    );
}

/// Of several actions the one that leads to somebody counts, and the others are told without what may be a code.
#[test]
fn further_actions_of_a_number_are_told() {
    let text = "destination_number,destination_actions,destination_type\n\
        +498999998101,\"[{\"\"destination_app\"\":\"\"set\"\",\"\"destination_data\"\":\"\"pin=4711\"\"},{\"\"destination_app\"\":\"\"transfer\"\",\
        \"\"destination_data\"\":\"\"101 XML amt.example\"\"},{\"\"destination_app\"\":\"\"hangup\"\",\"\"destination_data\"\":\"\"\"\"}]\",inbound\n\
        +498999998102,\"[{\"\"destination_app\"\":\"\"transfer\"\",\"\"destination_data\"\":\"\"102 XML amt.example\"\"}]\",inbound\n";
    let reading = alone(&DESTINATIONS, text);
    assert_eq!(
        shown(&reading),
        "did +498999998101 Extension(Extension(\"101@amt.example\"))\ndid +498999998102 Extension(Extension(\"102@amt.example\"))\n"
    );
    let told: Vec<&str> = reading.findings.iter().map(|finding| finding.what.en.as_ref()).collect();
    assert_eq!(told, ["further `destination_actions` of the number, not kept: `set`, `hangup`"]);
}

#[test]
fn destinations() {
    let text = include_str!("../../../tests/formats/fusionpbx-destinations/destinations.csv");
    assert_eq!(best(text), Some(("fusionpbx/destinations", 95)));
    let reading = alone(&DESTINATIONS, text);
    assert_eq!(
        shown(&reading),
        "did +4986158101 Extension(Extension(\"101@amt.example\"))\n\
         did +4986158102 Mailbox(\"102\")\n\
         did +4986158103 Unknown(\"menu\")\n\
         did +4986158104 Nothing\n"
    );
    assert_eq!(codes(&reading), ["x.csv:6:1 did-not-a-number", "x.csv:7:1 did-not-a-number"]);
}

#[test]
fn damaged_files_never_break_the_reader() {
    mutate(TEXT, 300, |bytes| read(&EXTENSIONS, "x.csv", bytes, &MemoryFiles::new()));
}

#[test]
fn numbers_that_others_see() {
    let text = "extension,password,effective_caller_id_name,effective_caller_id_number,outbound_caller_id_name,outbound_caller_id_number,\
        emergency_caller_id_name,emergency_caller_id_number,limit_max,user_context\n\
        101,a,Anna Muster,101,Landratsamt,+4986158101,,086158112,5,amt.example\n\
        102,a,Bert Muster,100,,,,,,amt.example\n";
    assert_eq!(
        shown(&alone(&EXTENSIONS, text)),
        "101 Person `Anna Muster` as 101 101@amt.example \"a\" at 2:5 in amt.example outside `Landratsamt <+4986158101>` at 2:35 \
         emergency `086158112` at 2:48 busy at 5\n\
         102 Person `Bert Muster` as 102 102@amt.example \"a\" at 3:5 in amt.example inside `100` at 3:19\n"
    );
}

/// Numbers of two domains, and a number twice in one of them.
#[test]
fn a_number_of_two_domains_is_two_extensions() {
    let text = "extension,number_alias,password,effective_caller_id_name,user_context,description\n\
        101,,a,Anna Muster,amt.example,\n\
        101,,b,Bert Muster,schule.example,\n\
        101,,c,Carla Muster,amt.example,\n\
        102,5102,d,Dora Muster,amt.example,R 2\n\
        102,,e,Emil Muster,,Kennwort: kV3x99Lq\n";
    let reading = alone(&EXTENSIONS, text);
    assert_eq!(
        shown(&reading),
        "101@amt.example Person `Anna Muster` as 101 101@amt.example \"a\" at 2:6 in amt.example\n\
         101@schule.example Person `Bert Muster` as 101 101@schule.example \"b\" at 3:6 in schule.example\n\
         102@amt.example Person `Dora Muster` as 102 102@amt.example \"d\" at 5:10 in amt.example beside (number_alias: 5102; description: \
         R 2)\n\
         102@<None> Person `Emil Muster` as 102 102 \"e\" at 6:6\n"
    );
    let withheld =
        |finding: &&crate::diag::Finding| finding.what.en.contains("may be passwords") && finding.what.en.contains("description");
    assert_eq!(reading.findings.iter().filter(withheld).count(), 1, "{:?}", reading.findings);
    let twice =
        reading.findings.iter().find(|finding| finding.code.as_str() == "inventory/extension-listed-twice").expect("told");
    assert_eq!(
        twice.what.en,
        "extension `101` stands in the export twice under `amt.example`; the first one was used; otherwise here: `password`, \
         `effective_caller_id_name`: `Carla Muster`"
    );
    assert_eq!(
        twice.what.de,
        "Nebenstelle `101` steht zweimal unter `amt.example` im Export; verwendet wurde die erste; hier anders: `password`, \
         `effective_caller_id_name`: `Carla Muster`"
    );
}

/// Without `user_context` the domain stands in columns of its own, by name or by key only.
#[test]
fn the_domain_tells_extensions_apart_without_a_context() {
    let named = "domain_uuid,domain_name,extension,password,effective_caller_id_name,enabled\n\
        d1,amt.example,101,a,Anna Muster,true\nd2,schule.example,101,b,Bert Muster,true\n";
    let reading = alone(&EXTENSIONS, named);
    assert_eq!(
        shown(&reading),
        "101@amt.example Person `Anna Muster` as 101 101@amt.example \"a\" at 2:20 in amt.example beside (domain_uuid: d1)\n\
         101@schule.example Person `Bert Muster` as 101 101@schule.example \"b\" at 3:23 in schule.example beside (domain_uuid: d2)\n"
    );
    let keyed =
        "domain_uuid,extension,password,effective_caller_id_name,enabled\nd1,101,a,Anna Muster,true\nd2,101,b,Bert Muster,true\n";
    let numbers: Vec<String> = alone(&EXTENSIONS, keyed).extensions.iter().map(|entry| entry.number.to_string()).collect();
    assert_eq!(numbers, ["101@d1", "101@d2"]);
    let destinations = "destination_number,destination_type,destination_actions,destination_enabled,domain_name\n\
        086158101,inbound,transfer:101,true,schule.example\n";
    assert_eq!(shown(&alone(&DESTINATIONS, destinations)), "did +4986158101 Extension(Extension(\"101@schule.example\"))\n");
    let devices = "device_address,device_template,device_label,line_number,server_address,user_id,domain_name\n\
        00005e005301,snom/d7,,1,proxy.example,101,schule.example\n";
    let device = &alone(&DEVICES, devices).devices[0];
    assert_eq!(device.lines[0].extension.as_ref().map(Extension::as_str), Some("101@schule.example"));
}
