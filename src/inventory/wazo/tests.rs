use super::*;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::subscriber::testing::{alone, best, codes, mutate, read, shown};

const TEXT: &str = include_str!("../../../tests/formats/wazo-users/users.csv");

#[test]
fn people_with_line_voicemail_and_number() {
    assert_eq!(best(TEXT), Some(("wazo/users", 95)));
    let reading = alone(&FORMAT, TEXT);
    assert_eq!(
        shown(&reading),
        "101 Person `Anna Muster` as u101 u101 \"TOPSECRET\" at 2:71 in default box 101@intern beside (ring_seconds: 30; incall_context: from-extern; call_permissions: a;b)\n\
         102 Fax `Fax Kämmerei` beside (context: default; enabled: 1)\n\
         103 Person `Bert Muster` as 103 103 Unavailable at 4:18 in default box 103@default\n\
         person amuster Muster, Anna 101\n\
         person muster-bert Muster, Bert 103 disabled\n\
         person carla Carla,  -\n\
         did +4986158101 Extension(Extension(\"101\"))\n\
         did +4986158104 Nothing\n\
         mailbox 101@intern Anna Muster pin 4711\n\
         mailbox 103@default Bert Muster pin 103\n"
    );
    assert_eq!(
        codes(&reading),
        [
            "x.csv:5:1 row-without-extension",
            "x.csv:6:13 extension-not-dialable",
            "x.csv:1:43 column-unused",
            "x.csv:1:1 column-unused",
            "x.csv:3:19 extension-not-sip",
        ]
    );
}

#[test]
fn files_from_before_15_20() {
    let text = "entityid|firstname|lastname|phonenumber|context|protocol|linename|linesecret|voicemailnumber|incallexten|enablehint\n\
        1|Anna|Muster|101|default|sip|u101|a,b|101|086158101|1\n";
    assert_eq!(best(text), Some(("wazo/users", 95)));
    let reading = alone(&FORMAT, text);
    assert_eq!(
        shown(&reading),
        "101 Person `Anna Muster` as u101 u101 \"a,b\" at 2:36 in default box 101@default beside (entityid: 1; enablehint: 1)\n\
         person muster-anna Muster, Anna 101\n\
         did +4986158101 Extension(Extension(\"101\"))\n\
         mailbox 101@default Anna Muster pin -\n"
    );
}

#[test]
fn damaged_files_never_break_the_reader() {
    mutate(TEXT, 300, |bytes| read(&FORMAT, "x.csv", bytes, &MemoryFiles::new()));
}

#[test]
fn what_is_shown_outside_and_where_messages_go() {
    let text = "firstname,lastname,exten,context,line_protocol,sip_username,sip_secret,outgoing_caller_id,simultaneous_calls,voicemail_number,\
        voicemail_context,voicemail_email,voicemail_attach_audio,voicemail_delete_messages,userfield\n\
        Anna,Muster,101,default,sip,u101,a,086158101,3,101,default,anna@amt.example,1,0,K17\n\
        Bert,Muster,,,,,,default,,,,,,,K18\n";
    let reading = alone(&FORMAT, text);
    assert_eq!(
        shown(&reading),
        "101 Person `Anna Muster` as u101 u101 \"a\" at 2:34 in default box 101@default outside `086158101` at 2:36 busy at 3 \
         beside (userfield: K17)\n\
         person muster-anna Muster, Anna 101\n\
         person muster-bert Muster, Bert -\n\
         mailbox 101@default Anna Muster pin - mail anna@amt.example (voicemail_attach_audio: 1; voicemail_delete_messages: 0)\n"
    );
    assert_eq!(reading.people[1].person.extra.line(), "userfield: K18");
}
