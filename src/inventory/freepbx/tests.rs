use super::*;
use crate::inventory::subscriber::testing::{alone, best, codes, mutate, shown};

/// As version 17 exports it, with fewer columns.
const PJSIP: &str = include_str!("../../../tests/formats/freepbx-bulk/extensions.csv");

#[test]
fn extensions_of_version_17() {
    assert_eq!(best(PJSIP), Some(("freepbx/bulk", 95)));
    let reading = alone(&BULK, PJSIP);
    assert_eq!(
        shown(&reading),
        "101 Person `Muster, Anna` as 101 101 \"TOPSECRET1\" at 2:98 max 3 in from-internal box 101@default outside `086158101` at 2:28 \
         beside (devicetype: fixed; findmefollow_strategy: ringallv2; description: R 1.01)\n\
         0102 Person `Bert Beispiel` as 0102 0102 Generate at 3:67 max 1 replacing in from-internal \
         beside (devicetype: fixed; findmefollow_strategy: ringallv2)\n\
         103 Person `Carla Probe` as 103 103 \"MD5:00112233445566778899aabbccddeeff\" at 4:57 max 100 replacing in from-internal \
         beside (devicetype: fixed; voicemail: default)\n\
         104 Fax `Fax Kämmerei` beside (devicetype: fixed; context: from-internal)\n\
         105 Analog `Dora Muster` beside (devicetype: fixed; context: from-internal)\n\
         106 Virtual `Emil Muster` beside (devicetype: fixed)\n\
         107 Function `Modem` beside (devicetype: fixed)\n\
         108 Unknown `Fred Muster` beside (devicetype: fixed)\n\
         109 Person `Heidi Muster` as 109 109 Unavailable at 11:39 beside (devicetype: fixed)\n\
         110 Person `Ida Muster` as 110 110 Unavailable at 13:0 max 2 beside (devicetype: fixed)\n\
         group NamedCall bauamt: 101\n\
         group NamedPickup bauamt: 101 0102\n\
         group NamedPickup amt2: 101\n\
         forward 101 FollowMe `102`\n\
         forward 101 FollowMe `0015228817386` outside\n\
         forward 0102 FollowMe `101` off\n\
         mailbox 101@default Muster, Anna pin 101 (attach: yes; saycid: no)\n"
    );
    assert_eq!(
        codes(&reading),
        [
            "x.csv:10:1 extension-not-dialable",
            "x.csv:11:39 hash-malformed",
            "x.csv:12:1 extension-listed-twice",
            "x.csv:1:43 column-unused",
            "x.csv:1:1 column-unused",
            "x.csv:5:1 extension-not-sip",
        ]
    );
    let kind = |at: usize| reading.extensions[at].kind_reason.en.as_ref();
    assert_eq!((kind(3), kind(4), kind(7)), ("name contains `Fax`", "tech is `dahdi`", "tech is `iax2`"));
    assert_eq!(reading.sources[0].importer, "freepbx/bulk");
    assert_eq!(reading.sources[0].records, 10);
}

/// Old Bulk Extensions: misspelt and double columns, options behind the last column.
const LEGACY: &str = "extension,name,noanswer_dest,tech,secret,dtmfmode,callgroup,pickupgroup,dial,devicetype,voicemail_enable,voicmail_vmpwd,\
voicemail,chanunavail_cid,noanswer_dest,findmefollow_enabled,findmefollow_grplist,voicemail_options
416,\"Amt – Leitung\",,sip,TOPSECRET,,1,1-2,SIP/416,fixed,yes,9021,default,,,yes,416-808-09178096777#,attach=no,saycid=no,envelope=no
808,Otto Muster,,sip,b,,,,SIP/808,fixed,yes,888,default,,,,,attach=yes
809,Zu Viel,,sip,c,,,,SIP/809,fixed,yes,8889,default,,,,,attach=yes,TOPSECRET
";

#[test]
fn the_broken_files_of_bulk_extensions() {
    assert_eq!(best(LEGACY).map(|(name, _)| name), Some("freepbx/bulk"));
    let reading = alone(&BULK, LEGACY);
    assert_eq!(
        shown(&reading),
        "416 Unknown `Amt – Leitung` as 416 416 \"TOPSECRET\" at 2:26 max 1 replacing box 416@default beside (dial: SIP/416; devicetype: fixed)\n\
         808 Person `Otto Muster` as 808 808 \"b\" at 3:22 max 1 replacing box 808@default beside (dial: SIP/808; devicetype: fixed)\n\
         group Call 1: 416\n\
         group Pickup 1: 416\n\
         group Pickup 2: 416\n\
         forward 416 FollowMe `808`\n\
         forward 416 FollowMe `09178096777` outside\n\
         mailbox 416@default Amt – Leitung pin 9021 (attach: no; saycid: no; envelope: no)\n\
         mailbox 808@default Otto Muster pin 888 (attach: yes)\n"
    );
    assert_eq!(
        codes(&reading),
        ["x.csv:2:111 options-spilled", "x.csv:1:106 column-misspelt", "x.csv:4:69 row-too-long", "x.csv:1:16 column-unused",]
    );
    assert!(!format!("{:?}", reading.findings).contains("TOPSECRET"));
}

/// 2017: options below empty titles, the rest of a deleted extension; and options in the middle, which shift what follows.
#[test]
fn spilt_options_below_empty_titles_and_in_the_middle() {
    let text = "extension,name,tech,secret,sipdriver,devicetype,voicemail_enable,voicemail_options,,,\n\
        146,Anna Muster,sip,a,chan_sip,fixed,yes,attach=no,saycid=no,envelope=no,delete=no\n\
        ,,,,,,yes,,,,\n\
        147,Bert Muster,sip,b,chan_sip,fixed,,,,note,\n";
    let reading = alone(&BULK, text);
    assert_eq!(reading.extensions.len(), 2);
    assert_eq!(
        codes(&reading),
        [
            "x.csv:2:52 options-spilled",
            "x.csv:3:7 row-without-extension",
            "x.csv:1:38 column-unused",
            "x.csv:4:41 cell-without-title"
        ]
    );
    let text = "extension,name,tech,sipdriver,devicetype,voicemail_options,secret,voicemail\n\
        146,Anna Muster,sip,chan_sip,fixed,attach=no,saycid=no,delete=no,TOPSECRET,default\n";
    let reading = alone(&BULK, text);
    assert_eq!(
        shown(&reading),
        "146 Person `Anna Muster` as 146 146 \"TOPSECRET\" at 2:66 max 1 replacing box 146@default beside (devicetype: fixed)\n\
         mailbox 146@default Anna Muster pin - (attach: no; saycid: no; delete: no)\n"
    );
    assert_eq!(codes(&reading), ["x.csv:2:46 options-spilled", "x.csv:1:31 column-unused"]);
}

#[test]
fn upper_case_titles_and_php_quotes() {
    let text = "EXTENSION,NAME,VOICEMAIL,TECH,DEVICETYPE,RINGTIMER,SECRET,SIPDRIVER,FINDMEFOLLOW_GRPLIST,FINDMEFOLLOW_ENABLED,PERMIT\n\
        5000,Anna Muster,novm,sip,fixed,0,\"a\\\"b\",chan_sip,5003-5555#,,0.0.0.0/0.0.0.0\n\
        5001,Bert Muster,default,sip,fixed,0,s,chan_pjsip,,,192.0.2.0/24\n";
    assert_eq!(best(text), Some(("freepbx/bulk", 95)));
    let reading = alone(&BULK, text);
    assert_eq!(
        shown(&reading),
        "5000 Person `Anna Muster` as 5000 5000 \"a\\\\b\\\"\" at 2:35 max 1 replacing beside (DEVICETYPE: fixed; RINGTIMER: 0)\n\
         5001 Person `Bert Muster` as 5001 5001 \"s\" at 3:38 box 5001@default beside (DEVICETYPE: fixed; RINGTIMER: 0)\n\
         forward 5000 FollowMe `5003` off\n\
         forward 5000 FollowMe `5555` outside off\n\
         obstacle 5001 AddressList permit=192.0.2.0/24\n\
         mailbox 5001@default Bert Muster pin -\n"
    );
    assert_eq!(codes(&reading)[0], "x.csv:2 backslash-before-quote");
}

#[test]
fn inbound_routes() {
    let text = include_str!("../../../tests/formats/freepbx-dids/dids.csv");
    assert_eq!(best(text), Some(("freepbx/dids", 95)));
    let reading = alone(&DIDS, text);
    assert_eq!(
        shown(&reading),
        "did +4986158101 Extension(Extension(\"101\"))\n\
         did +49861580 Group(\"600\")\n\
         did 0861582… Group(\"700\")\n\
         did _08615830X Unknown(\"app-blackhole,hangup,1\")\n\
         did +4986158105 Mailbox(\"105\")\n\
         did +4986158106 Extension(Extension(\"106\"))\n\
         did +4986158107 Nothing\n"
    );
    assert_eq!(
        codes(&reading),
        ["x.csv:5:2 did-pattern", "x.csv:9:1 did-not-a-number", "x.csv:10:3 did-not-a-number", "x.csv:1:30 column-unused"]
    );
}

#[test]
fn issabel_batch() {
    let text = include_str!("../../../tests/formats/issabel-batch/batch.csv");
    assert_eq!(best(text), Some(("issabel/batch", 96)));
    let reading = alone(&ISSABEL, text);
    assert_eq!(
        shown(&reading),
        "101 Person `Muster, Anna` as 101 101 \"TOPSECRET\" at 2:39 max 2 in from-internal box 101@default beside (Call Waiting: ENABLED)\n\
         102 Fax `Fax Amt` as 102 102 \"x\" at 3:23 max 1 replacing in from-internal beside (Call Waiting: ENABLED)\n\
         103 Unknown `Bert Muster`\n\
         group Call 1: 101\n\
         group Pickup 1: 101\n\
         group Pickup 3: 101\n\
         did +4986158101 Extension(Extension(\"101\"))\n\
         mailbox 101@default Muster, Anna pin 4711\n"
    );
    assert_eq!(codes(&reading), ["x.csv:5:1 row-without-extension", "x.csv:1:53 column-unused", "x.csv:4:13 extension-not-sip"]);
}

#[test]
fn few_columns_in_any_order_are_enough() {
    for text in [
        "extension,name,tech,secret,dial\n101,Anna Muster,pjsip,TOPSECRET,PJSIP/101\n",
        "secret,dial,name,tech,extension\nTOPSECRET,PJSIP/101,Anna Muster,pjsip,101\n",
        "name;secret;extension;tech\nAnna Muster;TOPSECRET;101;sip\n",
        "extension,name,secret\n101,Anna Muster,TOPSECRET\n",
        "extension\tname\tsecret\tringtimer\n101\tAnna Muster\tTOPSECRET\t0\n",
    ] {
        assert_eq!(best(text).map(|(name, _)| name), Some("freepbx/bulk"), "{text}");
        let reading = alone(&BULK, text);
        assert_eq!((reading.extensions.len(), reading.secrets.len()), (1, 1), "{text}");
    }
    // Without a password only what stands below the title tells a technology from a technician.
    assert_eq!(best("extension,name,tech\n101,Anna,pjsip\n").map(|(name, _)| name), Some("freepbx/bulk"));
    assert_ne!(best("extension,name,tech\n101,Anna,Otto\n").map(|(name, _)| name), Some("freepbx/bulk"));
    // Other systems that know a word of it.
    assert_eq!(best("Extension,Name,Device Type\n101,Anna,T46\n").map(|(name, _)| name), Some("staff/list"));
    assert_eq!(best("extension,destination\n0861580,\"from-did-direct,101,1\"\n").map(|(name, _)| name), Some("freepbx/dids"));
    assert_eq!(best("Secret,User Extension,Display Name\nx,101,Anna\n").map(|(name, _)| name), Some("issabel/batch"));
}

#[test]
fn without_its_titles_nothing_is_read() {
    let reading = alone(&BULK, "a,b\n1,2\n");
    assert_eq!(codes(&reading), ["x.csv header-missing"]);
    assert!(reading.is_empty());
    assert_ne!(best("Name,Telefon\nx,1\n").map(|(name, _)| name), Some(BULK.name));
}

#[test]
fn damaged_files_never_break_the_reader() {
    mutate(PJSIP, 300, |bytes| {
        crate::inventory::subscriber::testing::read(&BULK, "x.csv", bytes, &crate::inventory::asterisk::files::MemoryFiles::new())
    });
    mutate(LEGACY, 200, |bytes| {
        crate::inventory::subscriber::testing::read(&BULK, "x.csv", bytes, &crate::inventory::asterisk::files::MemoryFiles::new())
    });
}

#[test]
fn what_is_shown_outside_and_where_messages_go() {
    let text = "extension,name,tech,secret,outboundcid,emergency_cid,device_state_busy_at,voicemail,voicemail_enable,voicemail_vmpwd,\
        voicemail_email,voicemail_pager,voicemail_options,sipdriver,devicetype,namedcallgroup,accountcode,ari_password\n\
        101,Anna Muster,pjsip,a,\"Amt <+4986158101>\",086158112,2,default,yes,4711,anna@amt.example,p@amt.example,attach=yes|tz=de,\
        chan_pjsip,fixed,bau,K17,TOPSECRET\n";
    let reading = alone(&BULK, text);
    assert_eq!(
        shown(&reading),
        "101 Person `Anna Muster` as 101 101 \"a\" at 2:23 box 101@default outside `Amt <+4986158101>` at 2:25 \
         emergency `086158112` at 2:45 busy at 2 beside (devicetype: fixed; accountcode: K17)\n\
         group NamedCall bau: 101\n\
         mailbox 101@default Anna Muster pin 4711 mail anna@amt.example (attach: yes; tz: de; pager: p@amt.example)\n"
    );
    // The cell that names the group, not the row.
    assert_eq!(reading.groups[0].at.to_string(), "x.csv:2:139");
    assert!(!format!("{reading:?}").contains("TOPSECRET"), "a column of passwords is not kept");
}

#[test]
fn issabel_has_an_outside_number_and_options_of_mailboxes_in_columns() {
    let text = "Display Name,User Extension,Secret,Tech,Outbound CID,Voicemail Status,Voicemail Password,VM Email Address,VM Options,\
        VM Email Attachment,VM Delete Vmail\nAnna Muster,101,a,sip,086158101,enable,4711,anna@amt.example,tz=de,yes,no\n";
    let reading = alone(&ISSABEL, text);
    assert_eq!(
        shown(&reading),
        "101 Person `Anna Muster` as 101 101 \"a\" at 2:17 max 1 replacing box 101@default outside `086158101` at 2:23\n\
         mailbox 101@default Anna Muster pin 4711 mail anna@amt.example (tz: de; attach: yes; delete: no)\n"
    );
}

/// A break within a cell is a blank, as the finding says.
#[test]
fn a_name_with_a_line_break_is_one_line() {
    let text = "extension,name,tech,dial,secret,voicemail\n107,\"Name\nmit Umbruch\",pjsip,PJSIP/107,Abcd1234efgh5,novm\n";
    let reading = alone(&BULK, text);
    assert_eq!(reading.extensions[0].name.as_ref().map(|name| name.value.as_str()), Some("Name mit Umbruch"));
    assert!(codes(&reading).contains(&"x.csv:2:5 cell-line-break".to_owned()), "{:?}", codes(&reading));
}
