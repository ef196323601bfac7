//! An AMO print as the public description has it.

use super::super::testing::{likeness, read, shown, survives, told};
use super::*;

const PRINT: &str = include_str!("../../../../tests/formats/hipath-amo/regen.txt");

#[test]
fn stations_names_groups_and_forwards() {
    let reading = read(&FORMAT, PRINT.as_bytes());
    assert_eq!(
        shown(&reading),
        "ext 101 Person Kroeger, Hanna\n\
         ext 151 Unknown Sekretariat Bauamt\n\
         ext 301 Person von der Au, Maria auth=u301 Unavailable/0\n\
         ext 399 Fax Telefax Einlauf\n\
         ext 410 Analog -\n\
         ext 411 Analog -\n\
         ext 412 Analog -\n\
         ext 420 Analog -\n\
         ext 888 Function -\n\
         person kroeger-hanna | Kroeger | Hanna | ext=101 mail=- login=- dep=BAUAMT at export:11:35\n\
         person vonderau-maria | von der Au | Maria | ext=301 mail=- login=- dep=HAUPTAMT at export:13:35\n\
         device STNO 101 DeskPhone Vendor owner=- model=OPTISET [1:101 Normal]\n\
         device STNO 301 DeskPhone Sip owner=- model=S0PP [1:301 Normal]\n\
         device STNO 399 Analog Analog owner=- model=ANATE [1:399 Normal]\n\
         device STNO 410 Analog Analog owner=- model=ANATE [1:410 Normal]\n\
         device STNO 411 Analog Analog owner=- model=ANATE [1:411 Normal]\n\
         device STNO 412 Analog Analog owner=- model=ANATE [1:412 Normal]\n\
         device STNO 420 Analog Analog owner=- model=ANATE [1:420 Normal]\n\
         device STNO 888 Unknown - owner=- model=X [1:888 Normal]\n\
         group Pickup 5 number=- -: 101,102\n\
         group Hunt BUERGERBUERO number=500 cyc: 101,301,410\n\
         forward 101 NoAnswer -> 301\n"
    );
    assert_eq!(
        told(&reading),
        "export:12:35 extension-listed-twice: station `101` gets a second name, `Nachfolger*Karl`; the first one was used\n\
         export:23:1 statement-broken: `SCSU` without `STNO` was skipped\n\
         export:24:15 statement-broken: a range runs backwards or is none; it was left out\n\
         export:26:1 statement-broken: the command is not closed by `;` and was skipped\n\
         export:28:1 statement-broken: the command is not closed by `;` and was skipped\n\
         export format-experimental: AMO prints are read by the public description of their commands; compare some stations before anything moves\n\
         export:20:25 line-unknown: a forward of station `999`, which the print does not describe\n\
         export:21:1 part-not-read: not read (4): `DELETE-SCSU` (1), `SDAT` (1), `ZIEL TYPE=NAME` (1), `line outside of commands` (1)\n"
    );
    assert_eq!(likeness(&FORMAT, PRINT.as_bytes()), 95);
    survives(&FORMAT, PRINT.as_bytes(), &[]);
}

#[test]
fn a_range_of_millions_is_cut() {
    let reading = read(&FORMAT, b"ADD-SCSU:STNO=10000000&&99999999,DVCFIG=ANATE;\n");
    assert_eq!(reading.extensions.len(), statement::MOST_STATIONS);
    assert!(told(&reading).contains("export:1:15 list-too-large"), "{}", told(&reading));
}
