use super::super::super::testing::{likeness, read, shown, survives, told};
use super::*;

const CONFIG: &str = include_str!("../../../../../tests/formats/cisco-cme/running-config.txt");

#[test]
fn lines_phones_hunt_groups_and_patterns() {
    let reading = read(&FORMAT, CONFIG.as_bytes());
    assert_eq!(
        shown(&reading),
        "ext 101 Person Kroeger Hanna mac=00:00:5e:00:53:21\n\
         ext 151 Unknown Sekretariat\n\
         ext 399 Fax Telefax Einlauf\n\
         ext 700 Virtual - beside=(park-slot: reserved-for 101)\n\
         ext 398 Analog Halle Nord\n\
         ext 301 Person Demir Ayse auth=demir.a Present/10 mac=00:00:5e:00:53:31 box=301@cme\n\
         person kroeger.h | Kroeger | Hanna | ext=101 mail=- login=kroeger.h dep=- at export:27:7\n\
         person demir.a | Demir | Ayse | ext=301 mail=- login=demir.a dep=- at export:13:7\n\
         device 00:00:5e:00:53:31 DeskPhone Sip owner=demir.a model=7841 [1:301 Normal]\n\
         device 00:00:5e:00:53:21 DeskPhone Sccp owner=kroeger.h model=7965 [1:101 Normal shared] [2:151 Silent shared] [3:398 Monitor]\n\
         device 00:00:5e:00:53:22 Softphone Sccp owner=- model=CIPC [1:101 Overlay shared] [1:151 Overlay shared]\n\
         device 00:00:5e:00:53:f0 Analog Analog owner=- model=anl [1:399 Normal]\n\
         device 00:00:5e:00:53:f1 Analog Analog owner=- model=anl [1:398 Normal]\n\
         group Hunt 500 number=500 longest-idle: 101,102\n\
         group Pickup 5 number=5 -: 101\n\
         did +498999998101 -> 101\n\
         did +498999998151 -> 151\n\
         did +498999998399 -> 399\n\
         did +498999998398 -> 398\n\
         did +498999998301 -> 301\n\
         forward 101 All -> 001601234567 external\n\
         forward 301 NoAnswer -> 600\n"
    );
    assert_eq!(reading.devices[0].room.as_ref().map(|room| room.value.as_str()), Some("3.01"));
    assert_eq!(
        told(&reading),
        "export:59:20 statement-broken: `3?1` is no key such as `1:1` or `2s3`\n\
         export:59:16 line-unknown: `2:9` names line 9, which the file does not have\n\
         export:56:1 softphone-twin: extension 101 has `ephone 2` beside the telephone `ephone 1`\n\
         export:56:1 softphone-twin: extension 151 has `ephone 2` beside the telephone `ephone 1`\n\
         export:40:9 extension-not-dialable: `A801` is no number of 1 to 15 digits; it was not taken as an extension\n\
         export:1:1 part-not-read: not read (6): `final` (1), `hostname` (1), `huntstop` (1), `interface` (1), `max-dn` (1), `password` (1)\n"
    );
    assert_eq!(likeness(&FORMAT, CONFIG.as_bytes()), 95);
    survives(&FORMAT, CONFIG.as_bytes(), &["Geheim"]);
}

#[test]
fn what_is_not_read_of_a_telephone_is_counted() {
    let text = "ephone-dn 1\n number 101\n preference 1\n no huntstop\nephone 1\n device-security-mode none\n username a password Geheim\n";
    let told = told(&read(&FORMAT, text.as_bytes()));
    assert!(told.contains("`device-security-mode` (1), `no` (1), `password` (1), `preference` (1)"), "{told}");
}

/// A second number rings as the first one does, of a line and of a hunt group.
#[test]
fn second_numbers_lead_to_the_first() {
    let text = "telephony-service\n dialplan-pattern 1 08999998... extension-length 3\nephone-dn 1\n number 104 secondary 204\n\
        ephone-hunt 1 longest-idle\n pilot 500 secondary 501\n list 104\n";
    let told = shown(&read(&FORMAT, text.as_bytes()));
    for line in ["did 204 -> 104", "did 501 -> Group(\"500\")", "did +498999998104 -> 104"] {
        assert!(told.contains(line), "{told}");
    }
}

/// Nothing of the second of two lines with one number is lost in silence.
#[test]
fn the_second_of_one_number_is_told_with_its_name() {
    let text = "ephone-dn 1\n number 101\n name Müller, Hans\nvoice register dn 2\n number 101\n name Zweite 101\n";
    let told = told(&read(&FORMAT, text.as_bytes()));
    assert!(
        told.contains("extension `101` stands in the export twice; the first one was used; otherwise here: `name`: `Zweite 101`"),
        "{told}"
    );
}

#[test]
fn keys() {
    let key = |index, ring, lines: &[u32]| Some(Key { index, ring, lines: lines.to_vec() });
    assert_eq!(Key::read("1:1"), key(1, Ring::Normal, &[1]));
    assert_eq!(Key::read("12s34"), key(12, Ring::Silent, &[34]));
    assert_eq!(Key::read("1o1,2,3"), key(1, Ring::Overlay, &[1, 2, 3]));
    assert_eq!(Key::read("4w7"), key(4, Ring::Monitor, &[7]));
    for bad in ["", "1", "x:1", "1:", "1:a", "1?1", "0:1", "5x1", "99999999999:1"] {
        assert_eq!(Key::read(bad), None, "{bad}");
    }
}
