//! `deskshift.yaml` of the case.

use super::build::{At, Case};

pub fn yaml(case: &Case) -> String {
    let reception = case.with(At::Notebook).next().expect("ten have a notebook");
    format!(
        "\
# A fictional town hall. People, numbers and addresses are invented:
# telephone numbers are from the German range for film and television (+49 69 90009…).
# Every key is explained in docs/deskshift-yaml.md.
version: 1
name: Stadtverwaltung Domstadt
lang: de

numbers:
  country: \"49\"
  area: \"69\"
  head: \"90009\"
  outside_prefix: \"0\"
  extension_lengths: [3]
  blocks: [\"200-999\"]
  did_equals_extension: true

sources:
  asterisk: pbx
  exports:
    - staff/ad-benutzer.csv
    - devices/geraete.csv
  staff:
    - staff/personal.csv

pbx:
  kind: asterisk
  domain: pbx.stadt-domstadt.example
  registrars:
    udp: pbx.stadt-domstadt.example:5060
    tls: pbx.stadt-domstadt.example:5061
  contacts_per_line: 2

# The first rule that fits decides.
clients:
  # The office number rings on the FRITZ!Box at home.
  - client: fritzbox
    when: {{own_notebook: true}}
    transport: tls
    srtp: optional
  - client: linphone-rc
    when: {{devices: [thin-client, notebook]}}
    transport: tls
    srtp: optional
  # They stay in the office; the profile is ready for the day they do not.
  - client: linphone-xml
    transport: tls
    srtp: optional

overrides:
  organisation: {{registrar: pbx.stadt-domstadt.example}}
  departments:
    Bürgerdienste: {{registrar: sbc.stadt-domstadt.example}}
  device_kinds:
    thin-client: {{ca_on_clients: /wfs/ca-certs/domstadt-ca.pem, expiry_s: 300}}
    notebook: {{ca_on_clients: 'C:\\ProgramData\\Domstadt\\domstadt-ca.pem', expiry_s: 300}}
  persons:
    # The line is known by what it is for.
    \"{reception}\": {{display_name: Rathaus Auskunft}}
  devices:
    # A router in between lets nothing but UDP through.
    IG-0001: {{transport: udp, srtp: \"off\"}}

fleet:
  igel:
    deliver: files
  windows:
    deliver: files
    files_on: '\\\\fs01.stadt-domstadt.example\\home$\\%USERNAME%\\deskshift'
    readable_by: user

letters:
  sender: Stadtverwaltung Domstadt, IT
  hotline: 069 90009-999
  hours: Mo–Do 7–16 Uhr, Fr 7–13 Uhr

roster:
  horizon:
    from: 2020-11-02
    weeks: 4
    holidays: {{land: RP, extra: []}}
  resources:
    # Thin clients and notebooks of the town.
    devices: {{cap: 103, users: without-own-notebook}}
    # Of 120 trunk channels 50 are for calls of people at home. What rings on a FRITZ!Box takes two: in, and out again.
    trunks: {{cap: {{trunks: {{channels: 50, each: 0.1, blocked: 0.01}}}}, users: all-home, twice: [fritzbox]}}
  weekly_share: 0.6
  office_min_per_week: 1
  seed: 1
",
        reception = reception.number,
    )
}
