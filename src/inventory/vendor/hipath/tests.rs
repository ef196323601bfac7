//! An AMO print as the public description has it.

use super::super::testing::{likeness, read, shown, survives, told};
use super::*;

const PRINT: &str = include_str!("../../../../tests/formats/hipath-amo/regen.txt");

#[test]
fn stations_names_groups_and_forwards() {
    let reading = read(&FORMAT, PRINT.as_bytes());
    assert_eq!(
        shown(&reading),
        "ext 101 Person Kroeger, Hanna beside=(PEN: 1-1-67-0; COS1: 7; DPLN: 0; OPT: OPTI; CONN: DIR)\n\
         ext 151 Unknown Sekretariat Bauamt\n\
         ext 301 Person von der Au, Maria auth=u301 Unavailable/0 beside=(OPT: FPP; CONN: SIP)\n\
         ext 399 Fax Telefax Einlauf beside=(PEN: 1-2-121-5; SPEC: FAX)\n\
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
    let department = |number: &str| {
        let entry = reading.extensions.iter().find(|entry| entry.number.as_str() == number)?;
        entry.department.as_ref().map(|department| department.value.as_str())
    };
    assert_eq!((department("151"), department("101")), (Some("BAUAMT"), None), "that of a person is the person's");
    assert_eq!(
        told(&reading),
        "export:12:35 station-second-name: station `101` gets a second name, `Nachfolger*Karl`; the first one was used\n\
         export:23:1 statement-broken: `SCSU` without `STNO` was skipped\n\
         export:24:15 statement-broken: a range runs backwards or is none; it was left out\n\
         export:26:1 statement-broken: the command is not closed by `;` and was skipped\n\
         export:28:1 statement-broken: the command is not closed by `;` and was skipped\n\
         export format-experimental: AMO prints are read by the public description of their commands; compare some stations before anything moves\n\
         export:20:25 line-unknown: a forward of station `999`, which the print does not describe\n\
         export:4:42 part-not-read: parameters that are not read (7): AUN NOTRNG (1), SA TYPE (1), SBCSU COS1 (1), SBCSU DPLN (1), \
         SBCSU PEN (1), SCSU PEN (1), ZIEL DTYPE (1); kept as `extra`: 6 (`CONN`, `COS1`, `DPLN`, `OPT`, `PEN`, `SPEC`)\n\
         export:21:1 part-not-read: not read (4): `DELETE-SCSU` (1), `SDAT` (1), `ZIEL TYPE=NAME` (1), `line outside of commands` (1)\n"
    );
    assert_eq!(likeness(&FORMAT, PRINT.as_bytes()), 95);
    survives(&FORMAT, PRINT.as_bytes(), &[]);
}

#[test]
fn parameters_are_told_once_and_passwords_never_shown() {
    let rows: String = (100..200).map(|n| format!("ADD-SCSU:STNO={n},DVCFIG=ANATE,PEN=1-1-1-{n},PEN=2;\n")).collect();
    let reading = read(&FORMAT, format!("{rows}ADD-SBCSU:STNO=300,DVCFIG=S0PP,USERID=u,PASSWD=\"Geheim-1\",X;\n").as_bytes());
    let parts: Vec<&str> =
        reading.findings.iter().filter(|f| f.code.as_str() == "inventory/part-not-read").map(|f| f.what.en.as_ref()).collect();
    let expected = "parameters that are not read (4): PASSWD (1), SBCSU value without a name (1), SCSU PEN (200), USERID (1)";
    assert_eq!(parts.len(), 1, "{parts:?}");
    assert!(parts[0].starts_with(expected), "{parts:?}");
    assert!(parts[0].ends_with("withheld because of the title: 1 (`PASSWD`)"), "{parts:?}");
    assert_eq!(reading.extensions[0].extra.line(), "PEN: 1-1-1-100; PEN#2: 2");
    assert!(!format!("{reading:?}").contains("Geheim"));
}

#[test]
fn a_range_of_millions_is_cut() {
    let reading = read(&FORMAT, b"ADD-SCSU:STNO=10000000&&99999999,DVCFIG=ANATE;\n");
    assert_eq!(reading.extensions.len(), statement::MOST_STATIONS);
    assert!(told(&reading).contains("export:1:15 list-too-large"), "{}", told(&reading));
}
