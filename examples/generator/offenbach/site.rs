//! `deskshift.yaml` of the case.

pub const YAML: &str = "\
# A fictional city. People, numbers and addresses are invented:
# telephone numbers are from the German range for film and television (+49 69 90009…).
# Every key is explained in docs/deskshift-yaml.md.
version: 1
name: Stadtverwaltung Lederhafen
lang: de

numbers:
  country: \"49\"
  area: \"69\"
  head: \"90009\"
  outside_prefix: \"0\"
  extension_lengths: [4]
  blocks: [\"2000-3199\"]
  did_equals_extension: true

sources:
  asterisk: pbx
  exports:
    - staff/raeume.csv
    - devices/notebooks.csv
    - devices/lieferung.csv
  staff:
    - staff/personal.csv

pbx:
  kind: asterisk
  domain: pbx.stadt-lederhafen.example
  registrars:
    udp: 127.0.0.1:5060
    tls: 127.0.0.1:5061
  tls_name: pbx.stadt-lederhafen.example
  contacts_per_line: 2

security:
  exceptions:
    - rule: plan/certificate-name
      because: 127.0.0.1 stands for the telephone system, which has the certificate

# The first rule that fits decides.
clients:
  # Notebooks of the city, lent in turns.
  - client: linphone-rc
    when: {own_notebook: false}
    transport: tls
    srtp: optional
  - client: linphone-xml
    transport: tls
    srtp: optional

letters:
  sender: Stadtverwaltung Lederhafen, IT
  hotline: 069 90009-3999
  hours: Mo–Fr 7–16 Uhr

roster:
  horizon:
    from: 2020-11-02
    weeks: 4
    holidays: {land: HE, extra: []}
  resources:
    # The gateway bears 350 at a time; 1,100 have an account.
    vpn: {cap: 350, users: all-home}
    # 330 are there; three lorries of a hundred each, staged 20 a day (`deskshift capacity rollout`, see README.md).
    notebooks: {cap: {default: 330, 2020-11-04: 350, 2020-11-05: 370, 2020-11-06: 390, 2020-11-09: 410, 2020-11-10: 430, 2020-11-11: 450, 2020-11-12: 470, 2020-11-13: 490, 2020-11-16: 510, 2020-11-17: 530, 2020-11-18: 550, 2020-11-19: 570, 2020-11-20: 590, 2020-11-23: 610, 2020-11-24: 630}, users: without-own-notebook}
  weekly_share: 0.6
  office_min_per_week: 1
  own_days: [staff/abwesend.csv]
  seed: 1
  goals: {shape: 1}
  # Counters stay open, and the telephones are answered.
  groups:
    - name: Schalter Bürgerbüro
      members: {department: Bürgerbüro}
      on_site_min: 30
    - name: Schalter Zulassung
      members: {department: Zulassungsstelle}
      on_site_min: 26
    - name: Schalter Ausländeramt
      members: {department: Ausländeramt}
      on_site_min: 24
    - name: Schalter Standesamt
      members: {department: Standesamt}
      on_site_min: 12
    - name: Ausleihe Stadtbibliothek
      members: {department: Stadtbibliothek}
      on_site_min: 20
    - name: Wache der Stadtpolizei
      members: {department: Stadtpolizei}
      on_site_min: 26
    - name: Bürgertelefon
      members: {queue: buergertelefon}
      reachable_min: {erlang: {calls_per_hour: 70, aht_s: 210, target: 80/20, shrinkage: 0.2}}
    - name: Telefon Ausländeramt
      members: {queue: auslaenderamt}
      reachable_min: 5
    - name: Telefon Gesundheitsamt
      members: {queue: gesundheitsamt}
      reachable_min: 8
";
