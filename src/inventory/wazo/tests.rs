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
        "101 Person `Anna Muster` as u101 u101 \"TOPSECRET\" at 2:71 in default box 101@intern\n\
         102 Fax `Fax Kämmerei`\n\
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
        "101 Person `Anna Muster` as u101 u101 \"a,b\" at 2:36 in default box 101@default\n\
         person muster-anna Muster, Anna 101\n\
         did +4986158101 Extension(Extension(\"101\"))\n\
         mailbox 101@default Anna Muster pin -\n"
    );
}

#[test]
fn damaged_files_never_break_the_reader() {
    mutate(TEXT, 300, |bytes| read(&FORMAT, "x.csv", bytes, &MemoryFiles::new()));
}
