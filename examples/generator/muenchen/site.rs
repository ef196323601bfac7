//! `deskshift.yaml` of the case.

use super::build::{ACCESSES, PER_SERVER, SERVERS};

fn cap(steps: &[(&str, usize)], each: usize) -> String {
    let steps: Vec<String> = steps.iter().map(|(day, count)| format!("{day}: {}", count * each)).collect();
    format!("{{{}}}", steps.join(", "))
}

pub fn yaml() -> String {
    format!(
        "\
# The fictional office of a county. People, numbers and addresses are invented:
# telephone numbers are from the German range for film and television (+49 89 99998…).
# Every key is explained in docs/deskshift-yaml.md.
version: 1
name: Landratsamt Isarkreis
lang: de

numbers:
  country: \"49\"
  area: \"89\"
  head: \"99998\"
  outside_prefix: \"0\"
  extension_lengths: [4]
  blocks: [\"2000-3699\"]
  did_equals_extension: true

sources:
  asterisk: pbx
  exports:
    - staff/raeume.csv
  staff:
    - staff/personal.csv

pbx:
  kind: asterisk
  domain: pbx.lra-isarkreis.example
  registrars:
    udp: 127.0.0.1:5060
    tls: 127.0.0.1:5061
  tls_name: pbx.lra-isarkreis.example
  contacts_per_line: 2

security:
  exceptions:
    - rule: plan/certificate-name
      because: 127.0.0.1 stands for the telephone system, which has the certificate

# Everybody works on a terminal server and telephones beside it.
clients:
  - client: linphone-xml
    transport: tls
    srtp: optional

letters:
  sender: Landratsamt Isarkreis, IT
  hotline: 089 99998-3999
  hours: Mo–Fr 7–17 Uhr

roster:
  horizon:
    from: 2020-03-23
    weeks: 6
    holidays: {{land: BY, assumption_day: true, extra: []}}
  resources:
    # 35, 60 and 85 terminal servers for {PER_SERVER} people each (`deskshift capacity servers --people 1100 --per-server {PER_SERVER}`).
    terminalserver: {{cap: {servers}, users: all-home}}
    # Accesses from home that are set up.
    heimzugang: {{cap: {accesses}, users: all-home}}
  weekly_share: 1.0
  office_min_per_week: 0
  seed: 1
  goals: {{shape: 1}}
  # What stays open, and who is reached.
  groups:
    - name: Zulassung Haupthaus
      members: {{department: Kfz-Zulassung Haupthaus}}
      on_site_min: 34
    - name: Zulassung Außenstelle
      members: {{department: Kfz-Zulassung Außenstelle}}
      on_site_min: 26
    - name: Schalter Ausländerbehörde
      members: {{department: Ausländer und Staatsangehörigkeit}}
      on_site_min: 30
    - name: Schalter Führerscheine
      members: {{department: Führerscheinstelle}}
      on_site_min: 18
    - name: Lagezentrum
      members: {{department: Katastrophenschutz}}
      on_site_min: 13
    - name: Bürgertelefon
      members: {{queue: buergertelefon}}
      reachable_min: {{erlang: {{calls_per_hour: 180, aht_s: 240, target: 80/20, shrinkage: 0.2}}}}
    - name: Telefon Zulassung
      members: {{queue: zulassung}}
      reachable_min: 6
",
        servers = cap(&SERVERS, PER_SERVER),
        accesses = cap(&ACCESSES, 1),
    )
}
