//! The site file.

pub const YAML: &str = "\
# A fictional borough office. People, numbers and addresses are invented:
# telephone numbers are from the German range for film and television (+49 30 23125…).
# Every key is explained in docs/deskshift-yaml.md.
version: 1
name: Bezirksamt Mitte
lang: de

numbers:
  country: \"49\"
  area: \"30\"
  head: \"23125\"
  outside_prefix: \"0\"
  extension_lengths: [5]

sources:
  exports:
    - telefon/phones-all-details.csv
    - verzeichnis/ad.ldif
    - notebooks/lieferung.csv
    - notebooks/softwareverteilung.csv
  staff:
    - file: personal/personal.xlsx
      sheet: Personal

pbx:
  kind: unknown
  domain: telefon.ba-mitte.example
  registrars:
    tls: telefon.ba-mitte.example:5061
  contacts_per_line: 2

secrets:
  # The operator of the telephone system gives them out.
  mode: keep

clients:
  - client: linphone-xml
    transport: tls
    srtp: required
    expiry_s: 600

roster:
  horizon:
    from: 2020-11-30
    weeks: 4
    holidays: {land: BE, extra: [2020-12-24]}
  resources:
    # On 30 November a hundred are ready, and the others of the first lorry wait; the last lorry comes before Christmas.
    # A lorry that comes later is another date here, `deskshift inventory import`, `deskshift plan` and `deskshift rotate replan`.
    notebooks:
      cap:
        rollout:
          from: 2020-11-30
          ready: 100
          waiting: 120
          deliveries: {2020-11-30: 220, 2020-12-14: 60}
          faulty: 0.02
          per_day: 25
      users: all-home
  weekly_share: 0.6
  office_min_per_week: 1
  seed: 1
  # Counters stay open.
  groups:
    - name: Schalter Bürgerdienste
      members: {department: Amt für Bürgerdienste}
      on_site_min: 90
    - name: Schalter Standesamt
      members: {department: Standesamt}
      on_site_min: 20
    - name: Ausleihe Stadtbibliothek
      members: {department: Stadtbibliothek}
      on_site_min: 30
";
