//! `deskshift.yaml` of the case.

use super::model::{Case, Fault};
use super::names::OFFICES;

pub fn yaml(case: &Case) -> String {
    let kept: Vec<String> =
        case.lines.iter().filter(|l| l.fault.is_some_and(Fault::keeps_limit)).map(|l| format!("\"{}\"", l.number)).collect();
    let canary = case.lines.iter().find(|l| l.is_person() && l.fault.is_none()).expect("most lines are good");
    let mut out = format!(
        "\
# A fictional county office. People, numbers and addresses are invented:
# telephone numbers are from the German range for film and television (+49 89 99998…).
# Every key is explained in docs/deskshift-yaml.md.
version: 1
name: Landratsamt Trauntal
lang: de

numbers:
  country: \"49\"
  area: \"89\"
  head: \"99998\"
  outside_prefix: \"0\"
  extension_lengths: [4]

sources:
  asterisk: pbx
  staff:
    - file: staff/personal.xlsx
      sheet: Personal
    - file: staff/personal.csv
      encoding: windows-1252
  accounts:
    - staff/pbx-logins.csv
  # The list of logins has what the softphones will get; where it is silent, the PBX's own password serves.
  secrets_from: accounts

pbx:
  kind: asterisk
  domain: pbx.lra-trauntal.example
  registrars:
    udp: 127.0.0.1:5060
    tcp: 127.0.0.1:5060
    tls: 127.0.0.1:5061
    wss: 127.0.0.1:8089
  ws_path: /ws
  tls_name: pbx.lra-trauntal.example
  # Desk phone and softphone.
  contacts_per_line: 2
  # Extensions whose registrations belong to another project.
  keep_contact_limit: [{kept}]

secrets:
  # The desk phones stay until May and log in with the same passwords.
  mode: keep

security:
  # What was decided to be let pass, each with its reason.
  exceptions:
    - rule: plan/certificate-name
      because: 127.0.0.1 stands for the telephone system, which has the certificate
    - rule: plan/contact-limit-kept
      extensions: [{kept}]
      because: their registrations belong to another project

# The first rule that fits decides.
clients:
  - client: webphone
    transport: wss
    when: {{departments: [Informationstechnik], own_notebook: true}}
    srtp: required
    expiry_s: 300
  - client: baresip
    transport: tcp
    when: {{departments: [Informationstechnik, Rechnungsprüfung]}}
    srtp: off
    expiry_s: 600
  - client: twinkle
    transport: udp
    when: {{departments: [Kreisarchiv und Schulwesen, Naturschutz & Landschaftspflege]}}
    srtp: off
    expiry_s: 600
  - client: linphone-rc
    transport: tls
    when: {{own_notebook: false}}
    expiry_s: 600
  - client: linphone-xml
    transport: tls
    expiry_s: 600

validate:
  canary: \"{canary}\"
  rate_per_s: 50
  ban_budget: 60
  timeout_s: 32
  t1_ms: 500

roster:
  horizon:
    from: 2020-11-02
    weeks: 4
    holidays: {{land: BY, assumption_day: true, extra: []}}
  resources:
    vpn: {{cap: 200, users: all-home}}
  # One person in an office.
  rooms: {{max_present: 1}}
  weekly_share: 0.8
  office_min_per_week: 0
  seed: 1
  # Counters that must be staffed, and queues that must be answered.
  groups:
",
        kept = kept.join(", "),
        canary = canary.number,
    );
    for office in &OFFICES {
        if let Some(minimum) = office.counter {
            out += &format!(
                "    - name: Schalter {0}\n      members: {{department: {0}}}\n      on_site_min: {minimum}\n",
                office.name
            );
        }
    }
    for queue in &case.queues {
        out += &format!(
            "    - name: Warteschlange {0}\n      members: {{queue: {0}}}\n      reachable_min: {1}\n",
            queue.name, queue.minimum
        );
    }
    out
}
