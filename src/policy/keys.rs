//! Every key of `deskshift.yaml`: one table for the reader, its hints and the test of `docs/deskshift-yaml.md`.

/// One key. `[]` in a path is any entry of a list, `*` any name.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    pub path: &'static str,
    /// The values it takes, as the documentation and messages say it.
    pub takes: &'static str,
    pub takes_de: &'static str,
    /// `required`, or what holds without it.
    pub default: &'static str,
    /// What to write behind the key.
    pub example: &'static str,
}

const fn key(
    path: &'static str,
    takes: &'static str,
    takes_de: &'static str,
    default: &'static str,
    example: &'static str,
) -> Key {
    Key { path, takes, takes_de, default, example }
}

#[rustfmt::skip]
pub const ALL: &[Key] = &[
    key("version", "`1`", "`1`", "1", "1"),
    key("name", "text", "Text", "required", "Landratsamt Traunstein"),
    key("lang", "`en` or `de`", "`en` oder `de`", "en", "de"),

    key("numbers", "a map", "eine Zuordnung", "required", "{area: \"0861\", head: \"99998\"}"),
    key("numbers.country", "1 to 3 digits", "1 bis 3 Ziffern", "49", "\"49\""),
    key("numbers.area", "2 to 5 digits", "2 bis 5 Ziffern", "required", "\"0861\""),
    key("numbers.head", "1 to 10 digits", "1 bis 10 Ziffern", "required", "\"99998\""),
    key("numbers.outside_prefix", "up to 3 digits", "bis zu 3 Ziffern", "0", "\"0\""),
    key("numbers.extension_lengths", "a list of whole numbers from 1 to 15", "eine Liste ganzer Zahlen von 1 bis 15", "[2, 3, 4, 5, 6]", "[4]"),
    key("numbers.blocks", "a list of ranges such as `100-399`", "eine Liste von Bereichen wie `100-399`", "[] (every suffix)", "[\"100-9999\"]"),
    key("numbers.did_equals_extension", "`true` or `false`", "`true` oder `false`", "false", "true"),
    key("numbers.sites", "a list of maps", "eine Liste von Zuordnungen", "[]", "[{name: Außenstelle, head: \"99997\"}]"),
    key("numbers.sites[].name", "text", "Text", "required", "Außenstelle Trostberg"),
    key("numbers.sites[].area", "2 to 5 digits", "2 bis 5 Ziffern", "the main site's", "\"08621\""),
    key("numbers.sites[].head", "1 to 10 digits", "1 bis 10 Ziffern", "required", "\"99997\""),
    key("numbers.sites[].blocks", "a list of ranges such as `100-399`", "eine Liste von Bereichen wie `100-399`", "[] (every suffix)", "[\"100-399\"]"),
    key("numbers.sites[].extension_lengths", "a list of whole numbers from 1 to 15", "eine Liste ganzer Zahlen von 1 bis 15", "the main site's", "[3]"),
    key("numbers.sites[].did_equals_extension", "`true` or `false`", "`true` oder `false`", "the main site's", "true"),

    key("sources", "a map", "eine Zuordnung", "required", "{asterisk: pbx, staff: [staff/personal.xlsx]}"),
    key("sources.asterisk", "a folder", "ein Ordner", "none", "pbx"),
    key("sources.exports", "a list of files or maps", "eine Liste von Dateien oder Zuordnungen", "[]", "[pbx/bulk.csv]"),
    key("sources.exports[].file", "a file, a folder, or a pattern", "eine Datei, ein Ordner oder ein Muster", "required", "pbx/bulk.csv"),
    key("sources.exports[].format", "the name of a format", "der Name eines Formats", "recognised", "freepbx/bulk"),
    key("sources.exports[].encoding", "an encoding label", "eine Zeichensatzangabe", "detected", "windows-1252"),
    key("sources.exports[].sheet", "text", "Text", "all visible sheets", "Geräte"),
    key("sources.exports[].mapping", "a file", "eine Datei", "none", "pbx/mapping.yaml"),
    key("sources.staff", "a list of files or maps", "eine Liste von Dateien oder Zuordnungen", "[]", "[staff/personal.xlsx]"),
    key("sources.staff[].file", "a file", "eine Datei", "required", "staff/personal.csv"),
    key("sources.staff[].encoding", "an encoding label", "eine Zeichensatzangabe", "detected", "windows-1252"),
    key("sources.staff[].sheet", "text", "Text", "all visible sheets", "Personal"),
    key("sources.accounts", "a list of files", "eine Liste von Dateien", "[]", "[staff/accounts.csv]"),
    key("sources.same_person", "a list of pairs of person ids", "eine Liste von Paaren von Personenkennungen", "[]", "[[\"0815\", mueller-hans]]"),
    key("sources.different_persons", "a list of pairs of person ids", "eine Liste von Paaren von Personenkennungen", "[]", "[[mueller-hans@2001, mueller-hans@2002]]"),
    key("sources.further_numbers", "`true` or `false`", "`true` oder `false`", "false", "true"),
    key("sources.secrets_from", "`pbx` or `accounts`", "`pbx` oder `accounts`", "pbx", "pbx"),

    key("limits", "a map", "eine Zuordnung", "{}", "{rows: 1500000, file_mb: 512}"),
    key("limits.rows", "a whole number from 1000 to 10000000", "eine ganze Zahl von 1000 bis 10000000", "200000", "1500000"),
    key("limits.file_mb", "a whole number from 1 to 8192", "eine ganze Zahl von 1 bis 8192", "64 (lists and workbooks 32)", "512"),

    key("pbx", "a map", "eine Zuordnung", "required", "{kind: asterisk, domain: pbx.example, registrars: {tls: pbx.example}}"),
    key("pbx.kind", "`asterisk`, `asterisk-ari`, `asterisk-realtime`, `freepbx`, `freeswitch`, `kamailio`, `opensips`, `starface`, `3cx`, `fritzbox` or `unknown`", "`asterisk`, `asterisk-ari`, `asterisk-realtime`, `freepbx`, `freeswitch`, `kamailio`, `opensips`, `starface`, `3cx`, `fritzbox` oder `unknown`", "asterisk", "asterisk"),
    key("pbx.domain", "a host name or address", "ein Hostname oder eine Adresse", "required", "pbx.traunstein.example"),
    key("pbx.registrars", "a map", "eine Zuordnung", "required", "{udp: \"pbx.example:5060\", tls: \"pbx.example:5061\"}"),
    key("pbx.registrars.udp", "host or host:port", "Host oder Host:Port", "none", "pbx.example:5060"),
    key("pbx.registrars.tcp", "host or host:port", "Host oder Host:Port", "none", "pbx.example:5060"),
    key("pbx.registrars.tls", "host or host:port", "Host oder Host:Port", "none", "pbx.example:5061"),
    key("pbx.registrars.ws", "host or host:port", "Host oder Host:Port", "none", "pbx.example:8088"),
    key("pbx.registrars.wss", "host or host:port", "Host oder Host:Port", "none", "pbx.example:8089"),
    key("pbx.ws_path", "a path that starts with `/`", "ein Pfad, der mit `/` beginnt", "/ws", "/ws"),
    key("pbx.ca", "a file", "eine Datei", "the system's", "pbx/ca.pem"),
    key("pbx.ca_on_clients", "an absolute path", "ein absoluter Pfad", "the clients' trust store", "/etc/ssl/certs/lra-ca.pem"),
    key("pbx.tls_name", "a host name", "ein Hostname", "the registrar's host", "pbx.traunstein.example"),
    key("pbx.certificate", "a file, or a list of files", "eine Datei oder eine Liste von Dateien", "that in `pbx.ca`, where it is no CA's", "pbx/server.pem"),
    key("pbx.contacts_per_line", "a whole number from 1 to 10", "eine ganze Zahl von 1 bis 10", "2", "2"),
    key("pbx.keep_contact_limit", "a list of extensions", "eine Liste von Nebenstellen", "[]", "[\"2001\"]"),
    key("pbx.webrtc_twins", "`true` or `false`", "`true` oder `false`", "false", "true"),

    key("secrets", "a map", "eine Zuordnung", "{}", "{mode: rotate}"),
    key("secrets.mode", "`rotate`, `beside` or `keep`", "`rotate`, `beside` oder `keep`", "rotate", "rotate"),
    key("secrets.keep", "a list of extensions", "eine Liste von Nebenstellen", "[]", "[\"2900\"]"),
    key("secrets.beside", "a list of extensions", "eine Liste von Nebenstellen", "[]", "[\"2001\"]"),
    key("secrets.revoke", "a list of extensions", "eine Liste von Nebenstellen", "[]", "[\"2017\"]"),
    key("secrets.age", "a map with one of `passphrase_file`, `passphrase_env`, `passphrase_command`, or with `recipients` and `identity_file`", "eine Zuordnung mit einem von `passphrase_file`, `passphrase_env`, `passphrase_command` oder mit `recipients` und `identity_file`", "not encrypted", "{passphrase_env: DESKSHIFT_PASSPHRASE}"),
    key("secrets.age.passphrase_file", "a file", "eine Datei", "none", "/run/secrets/deskshift"),
    key("secrets.age.passphrase_env", "the name of an environment variable", "der Name einer Umgebungsvariablen", "none", "DESKSHIFT_PASSPHRASE"),
    key("secrets.age.passphrase_command", "a list: a program and its arguments", "eine Liste: ein Programm und seine Argumente", "none", "[pass, show, deskshift]"),
    key("secrets.age.recipients", "a list of age public keys", "eine Liste öffentlicher age-Schlüssel", "none", "[age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]"),
    key("secrets.age.identity_file", "a file", "eine Datei", "none", "/home/admin/.config/deskshift/key.txt"),

    key("security", "a map", "eine Zuordnung", "{}", "{require_tls: true, verify: true}"),
    key("security.require_tls", "`true` or `false`", "`true` oder `false`", "false", "true"),
    key("security.require_srtp", "`true` or `false`", "`true` oder `false`", "false", "true"),
    key("security.verify", "`true` or `false`", "`true` oder `false`", "false", "true"),
    key("security.allow_self_signed", "`true` or `false`", "`true` oder `false`", "false", "false"),
    key("security.lock_settings", "`true` or `false`", "`true` oder `false`", "false", "true"),
    key("security.min_tls", "`1.2` or `1.3`", "`1.2` oder `1.3`", "none", "\"1.2\""),
    key("security.exceptions", "a list of maps", "eine Liste von Zuordnungen", "[]", "[{rule: plan/tls-unverified, because: \"test floor\"}]"),
    key("security.exceptions[].rule", "the code of a finding of the plan that may be excepted", "der Code eines Befunds des Plans, der ausgenommen werden kann", "required", "plan/tls-unverified"),
    key("security.exceptions[].extensions", "a list of extensions", "eine Liste von Nebenstellen", "all lines", "[\"2001\"]"),
    key("security.exceptions[].departments", "a list of departments", "eine Liste von Ämtern", "all lines", "[Bauhof]"),
    key("security.exceptions[].because", "text", "Text", "required", "\"replaced in May, ticket 4711\""),
    key("security.exceptions[].until", "a date", "ein Datum", "it does not end", "2027-05-31"),

    key("clients", "a list of maps", "eine Liste von Zuordnungen", "required", "[{client: linphone-xml}]"),
    key("clients[].client", "the name of a client profile", "der Name eines Client-Profils", "required", "linphone-xml"),
    key("clients[].when", "a map", "eine Zuordnung", "everybody", "{own_notebook: true}"),
    key("clients[].when.departments", "a list of departments", "eine Liste von Ämtern", "any", "[Bauamt, Jugendamt]"),
    key("clients[].when.extensions", "a list of extensions", "eine Liste von Nebenstellen", "any", "[\"2001\", \"2002\"]"),
    key("clients[].when.own_notebook", "`true` or `false`", "`true` oder `false`", "either", "true"),
    key("clients[].when.devices", "a list of kinds of devices", "eine Liste von Gerätearten", "any", "[thin-client]"),
    key("clients[].transport", "`udp`, `tcp`, `tls`, `ws` or `wss`", "`udp`, `tcp`, `tls`, `ws` oder `wss`", "tls", "tls"),
    key("clients[].srtp", "`off`, `optional` or `required`", "`off`, `optional` oder `required`", "optional over `tls` and `wss`, else off", "optional"),
    key("clients[].expiry_s", "a whole number from 60 to 86400", "eine ganze Zahl von 60 bis 86400", "600", "600"),

    key("overrides", "a map", "eine Zuordnung", "{}", "{departments: {Bauamt: {expiry_s: 300}}}"),
    key("overrides.organisation", "a map of variables", "eine Zuordnung von Variablen", "{}", "{expiry_s: 300}"),
    key("overrides.sites", "a map of sites to variables", "eine Zuordnung von Standorten zu Variablen", "{}", "{Außenstelle: {registrar: sbc.example}}"),
    key("overrides.departments", "a map of departments to variables", "eine Zuordnung von Ämtern zu Variablen", "{}", "{Bauamt: {expiry_s: 300}}"),
    key("overrides.device_kinds", "a map of kinds of devices to variables", "eine Zuordnung von Gerätearten zu Variablen", "{}", "{thin-client: {ca_on_clients: /etc/ssl/ca.pem}}"),
    key("overrides.persons", "a map of person ids to variables", "eine Zuordnung von Personenkennungen zu Variablen", "{}", "{\"0815\": {display_name: Pforte}}"),
    key("overrides.devices", "a map of devices to variables", "eine Zuordnung von Geräten zu Variablen", "{}", "{IG-0007: {transport: tls}}"),
    key("overrides.*.display_name", "text", "Text", "the person's name", "Pforte"),
    key("overrides.*.label", "text of at most 64 characters without `;`, with `{extension}` and `{name}`", "Text von höchstens 64 Zeichen ohne `;`, mit `{extension}` und `{name}`", "the profile's, mostly the user", "\"{extension} {name}\""),
    key("overrides.*.domain", "a host name or address", "ein Hostname oder eine Adresse", "`pbx.domain`", "pbx.example"),
    key("overrides.*.registrar", "host or host:port", "Host oder Host:Port", "that of the transport in `pbx.registrars`", "sbc.example:5061"),
    key("overrides.*.register", "`true` or `false`", "`true` oder `false`", "true", "false"),
    key("overrides.*.outbound_proxy", "host or host:port", "Host oder Host:Port", "none: straight to the registrar", "sbc.example:5061"),
    key("overrides.*.backup_registrar", "host or host:port", "Host oder Host:Port", "none", "pbx2.example:5061"),
    key("overrides.*.caller_id", "digits, `*`, `#` and `+`", "Ziffern, `*`, `#` und `+`", "the telephone system's choice", "\"+498619999820\""),
    key("overrides.*.transport", "`udp`, `tcp`, `tls`, `ws` or `wss`", "`udp`, `tcp`, `tls`, `ws` oder `wss`", "that of the rule of `clients`", "tls"),
    key("overrides.*.srtp", "`off`, `optional` or `required`", "`off`, `optional` oder `required`", "that of the rule of `clients`", "optional"),
    key("overrides.*.expiry_s", "a whole number from 60 to 86400", "eine ganze Zahl von 60 bis 86400", "that of the rule of `clients`", "300"),
    key("overrides.*.voicemail_number", "digits, `*`, `#` and `+`", "Ziffern, `*`, `#` und `+`", "the mailbox of the PBX", "\"*97\""),
    key("overrides.*.ca_on_clients", "an absolute path", "ein absoluter Pfad", "`pbx.ca_on_clients`", "/etc/ssl/certs/lra-ca.pem"),
    key("overrides.*.ws_path", "a path that starts with `/`", "ein Pfad, der mit `/` beginnt", "`pbx.ws_path`", "/ws"),
    key("overrides.*.codecs", "a list of `opus`, `g722`, `pcma`, `pcmu`, `g729` and `gsm`, the best first", "eine Liste aus `opus`, `g722`, `pcma`, `pcmu`, `g729` und `gsm`, das beste zuerst", "the profile's", "[g722, pcma]"),
    key("overrides.*.dtmf", "`rfc4733`, `info` or `inband`", "`rfc4733`, `info` oder `inband`", "the profile's", "rfc4733"),
    key("overrides.*.keepalive_s", "a whole number from 5 to 600", "eine ganze Zahl von 5 bis 600", "the profile's", "30"),
    key("overrides.*.ice", "`true` or `false`", "`true` oder `false`", "the profile's", "true"),
    key("overrides.*.stun", "host or host:port", "Host oder Host:Port", "none", "stun.example:3478"),
    key("overrides.*.turn", "host or host:port", "Host oder Host:Port", "none", "turn.example:3478"),
    key("overrides.*.rport", "`true` or `false`", "`true` oder `false`", "the profile's", "true"),
    key("overrides.*.sip_outbound", "`true` or `false`", "`true` oder `false`", "the profile's", "true"),
    key("overrides.*.public_address", "an IP address", "eine IP-Adresse", "none", "203.0.113.5"),
    key("overrides.*.ptime_ms", "10, 20, 30, 40, 50 or 60", "10, 20, 30, 40, 50 oder 60", "the profile's", "20"),
    key("overrides.*.session_timer", "`true` or `false`", "`true` oder `false`", "the profile's", "true"),
    key("overrides.*.mwi", "`off`, `subscribe` or `unsolicited`", "`off`, `subscribe` oder `unsolicited`", "the profile's", "subscribe"),
    key("overrides.*.auto_answer", "`off`, `header` or `always`", "`off`, `header` oder `always`", "the profile's", "header"),
    key("overrides.*.call_waiting", "`true` or `false`", "`true` oder `false`", "the profile's", "false"),
    key("overrides.*.publish", "`true` or `false`", "`true` oder `false`", "false", "true"),
    key("overrides.*.push", "`true` or `false`", "`true` oder `false`", "false", "true"),
    key("overrides.*.dns_srv", "`true` or `false`", "`true` oder `false`", "false: host and port as they stand", "true"),
    key("overrides.*.outbound_proxy_transport", "`udp`, `tcp` or `tls`", "`udp`, `tcp` oder `tls`", "that of the line", "tls"),
    key("overrides.*.allow_self_signed", "`true` or `false`", "`true` oder `false`", "`security.allow_self_signed`", "true"),
    key("overrides.*.lock_settings", "`true` or `false`", "`true` oder `false`", "`security.lock_settings`", "true"),
    key("overrides.*.external_prefix", "up to 3 digits", "bis zu 3 Ziffern", "`numbers.outside_prefix`", "\"0\""),
    key("overrides.*.dial_plan", "a list of patterns of digits, `*`, `#`, `x` and classes such as `[1-9]`, with `x.` at the end for any more digits", "eine Liste von Mustern aus Ziffern, `*`, `#`, `x` und Klassen wie `[1-9]`, mit `x.` am Ende für beliebig viele weitere Ziffern", "the profile's", "[\"0x.\", \"[1-9]xxx\"]"),
    key("overrides.*.emergency_numbers", "a list of numbers of 2 to 8 digits", "eine Liste von Nummern aus 2 bis 8 Ziffern", "110 and 112", "[\"7112\"]"),
    key("overrides.*.strip_chars", "characters among `./()[]{}-_:` and the blank", "Zeichen aus `./()[]{}-_:` und dem Leerzeichen", "the profile's", "\" -/()\""),
    key("overrides.*.international_rewrite", "`true` or `false`", "`true` oder `false`", "false: `+` stays", "true"),
    key("overrides.*.keys", "a list of at most 60 maps", "eine Liste von höchstens 60 Zuordnungen", "the profile's", "[{kind: blf, number: \"2002\", label: Pforte}]"),
    key("overrides.*.keys[].kind", "`blf`, `speed`, `park` or `line`", "`blf`, `speed`, `park` oder `line`", "required", "blf"),
    key("overrides.*.keys[].number", "digits, `*`, `#` and `+`", "Ziffern, `*`, `#` und `+`", "required, except for `line`", "\"2002\""),
    key("overrides.*.keys[].label", "text without `;`", "Text ohne `;`", "the number", "Pforte"),
    key("overrides.*.contacts", "a list of at most 200 maps", "eine Liste von höchstens 200 Zuordnungen", "none", "[{name: Pforte, number: \"2002\"}]"),
    key("overrides.*.contacts[].name", "text", "Text", "required", "Pforte"),
    key("overrides.*.contacts[].number", "digits, `*`, `#` and `+`", "Ziffern, `*`, `#` und `+`", "required", "\"2002\""),
    key("overrides.*.contacts_url", "an address that begins with `https://`, without a login", "eine Adresse, die mit `https://` beginnt, ohne Anmeldung", "none", "https://pbx.example/directory.xml"),
    key("overrides.*.contacts_carddav", "an address that begins with `https://`, without a login", "eine Adresse, die mit `https://` beginnt, ohne Anmeldung", "none", "https://dav.example/book/"),
    key("overrides.*.contacts_ldap", "a map", "eine Zuordnung", "none", "{server: ldap.example, base: \"ou=people,dc=example\"}"),
    key("overrides.*.contacts_ldap.server", "host or host:port", "Host oder Host:Port", "required", "ldap.example:389"),
    key("overrides.*.contacts_ldap.base", "text", "Text", "required", "\"ou=people,dc=example\""),
    key("overrides.*.language", "`de` or `en`", "`de` oder `en`", "the device's own", "de"),
    key("overrides.*.timezone", "`Europe/Berlin`, `Europe/Vienna`, `Europe/Zurich`, `Europe/Brussels`, `Europe/Luxembourg`, `Europe/London` or `UTC`", "`Europe/Berlin`, `Europe/Vienna`, `Europe/Zurich`, `Europe/Brussels`, `Europe/Luxembourg`, `Europe/London` oder `UTC`", "the device's own", "Europe/Berlin"),
    key("overrides.*.ring_strategy", "`both` or `home-only`", "`both` oder `home-only`", "both", "home-only"),

    key("waves", "a list of maps", "eine Liste von Zuordnungen", "[]", "[{name: Bauamt, departments: [Bauamt]}]"),
    key("waves[].name", "text", "Text", "required", "Bauamt"),
    key("waves[].on", "a date", "ein Datum", "none", "2027-03-06"),
    key("waves[].sites", "a list of names of `numbers.sites`", "eine Liste von Namen aus `numbers.sites`", "[]", "[Außenstelle Trostberg]"),
    key("waves[].departments", "a list of departments", "eine Liste von Ämtern", "[]", "[Bauamt]"),
    key("waves[].extensions", "a list of extensions", "eine Liste von Nebenstellen", "[]", "[\"2101\"]"),

    key("validate", "a map", "eine Zuordnung", "{}", "{canary: \"2001\"}"),
    key("validate.canary", "an extension", "eine Nebenstelle", "none", "\"2001\""),
    key("validate.rate_per_s", "a number from 0.1 to 1000", "eine Zahl von 0.1 bis 1000", "by `pbx.kind`", "5"),
    key("validate.ban_budget", "a whole number from 0 to 1000", "eine ganze Zahl von 0 bis 1000", "by `pbx.kind`", "3"),
    key("validate.timeout_s", "a number from 0.5 to 120", "eine Zahl von 0.5 bis 120", "32", "32"),
    key("validate.t1_ms", "a whole number from 50 to 5000", "eine ganze Zahl von 50 bis 5000", "500", "500"),
    key("validate.dns_server", "an IP address, with a port or without", "eine IP-Adresse, mit oder ohne Port", "the system's", "192.0.2.53"),
    key("validate.lab", "`true` or `false`", "`true` oder `false`", "false", "true"),
    key("validate.echo", "an extension, or `*` and digits", "eine Nebenstelle oder `*` und Ziffern", "none", "\"*43\""),
    key("validate.calls_at_once", "a whole number from 1 to 100", "eine ganze Zahl von 1 bis 100", "2", "2"),
    key("validate.talk_s", "a whole number from 3 to 60", "eine ganze Zahl von 3 bis 60", "4", "4"),
    key("validate.channels", "a whole number from 1 to 100000", "eine ganze Zahl von 1 bis 100000", "no limit known", "60"),
    key("validate.trunk_channels", "a whole number from 1 to 100000", "eine ganze Zahl von 1 bis 100000", "no limit known", "30"),

    key("server", "a map with `ask` and `at`; `ami` and `ari` also need `user` and one of `secret_file`, `secret_env`, `secret_command`, `esl` one of these and no `user`", "eine Zuordnung mit `ask` und `at`; `ami` und `ari` brauchen auch `user` und eines von `secret_file`, `secret_env`, `secret_command`, `esl` eines davon und kein `user`", "the PBX is asked by SIP only", "{ask: ami, at: pbx.example, user: deskshift, secret_env: DESKSHIFT_SERVER_SECRET}"),
    key("server.ask", "`ami`, `ari`, `rpc` or `esl`", "`ami`, `ari`, `rpc` oder `esl`", "required", "ami"),
    key("server.at", "host or host:port", "Host oder Host:Port", "required", "pbx.example:5038"),
    key("server.user", "text", "Text", "none", "deskshift"),
    key("server.secret_file", "a file", "eine Datei", "none", "/run/secrets/deskshift-ami"),
    key("server.secret_env", "the name of an environment variable", "der Name einer Umgebungsvariablen", "none", "DESKSHIFT_SERVER_SECRET"),
    key("server.secret_command", "a list: a program and its arguments", "eine Liste: ein Programm und seine Argumente", "none", "[pass, show, pbx/ami]"),
    key("server.path", "a path that starts with `/`", "ein Pfad, der mit `/` beginnt", "`/ari`, for `rpc` `/RPC`", "/ari"),
    key("server.office_networks", "a list of networks", "eine Liste von Netzen", "[]", "[10.0.0.0/8, \"2001:db8::/32\"]"),

    key("fleet", "a map", "eine Zuordnung", "{}", "{windows: {deliver: link}}"),
    key("fleet.igel", "a map", "eine Zuordnung", "no files for thin clients", "{deliver: link}"),
    key("fleet.igel.deliver", "`link` or `files`", "`link` oder `files`", "link", "link"),
    key("fleet.igel.files_on", "a path or address with `{device}` or `{mac}`", "ein Pfad oder eine Adresse mit `{device}` oder `{mac}`", "the assignment in UMS", "\"https://ums.example/files/{device}\""),
    key("fleet.igel.readable_by", "`device`", "`device`", "device", "device"),
    key("fleet.igel.home", "an absolute path", "ein absoluter Pfad", "/userhome", "/userhome"),
    key("fleet.windows", "a map", "eine Zuordnung", "no files for notebooks", "{deliver: link}"),
    key("fleet.windows.deliver", "`link` or `files`", "`link` oder `files`", "link", "link"),
    key("fleet.windows.files_on", "a path with a part of the user's own, such as `%USERNAME%`", "ein Pfad mit einem Teil für den Benutzer, etwa `%USERNAME%`", "%HOMESHARE%\\deskshift", "'\\\\fs01\\home$\\%USERNAME%\\deskshift'"),
    key("fleet.windows.readable_by", "`user`", "`user`", "user", "user"),

    key("letters", "a map", "eine Zuordnung", "{}", "{hotline: \"030 23125-199\"}"),
    key("letters.sender", "text", "Text", "the site's name", "Landratsamt Traunstein, IT-Service"),
    key("letters.hotline", "a telephone number", "eine Telefonnummer", "none", "\"0861 99998-199\""),
    key("letters.hours", "text", "Text", "none", "Mo–Fr 7–17 Uhr"),
    key("letters.mail", "a mail address", "eine E-Mail-Adresse", "none", "it@traunstein.example"),
    key("letters.text", "`de`, `en` or `plain`", "`de`, `en` oder `plain`", "the site's `lang`", "de"),
    key("letters.pin", "`hotline`, `mail` or `supervisor`", "`hotline`, `mail` oder `supervisor`", "hotline", "mail"),
    key("letters.others", "a list of maps", "eine Liste von Zuordnungen", "[]", "[{text: plain, when: {departments: [Bauhof]}}]"),
    key("letters.others[].text", "`de`, `en` or `plain`", "`de`, `en` oder `plain`", "required", "plain"),
    key("letters.others[].when", "a map", "eine Zuordnung", "everybody", "{departments: [Bauhof]}"),
    key("letters.others[].when.departments", "a list of departments", "eine Liste von Ämtern", "any", "[Bauhof]"),
    key("letters.others[].when.extensions", "a list of extensions", "eine Liste von Nebenstellen", "any", "[\"2001\", \"2002\"]"),
    key("letters.others[].when.persons", "a list of person ids", "eine Liste von Personenkennungen", "any", "[\"0815\", mueller-hans]"),

    key("roster", "a map", "eine Zuordnung", "required", "{horizon: {from: 2027-03-01, holidays: {land: BY}}}"),
    key("roster.horizon", "a map", "eine Zuordnung", "required", "{from: 2027-03-01, weeks: 4, holidays: {land: BY}}"),
    key("roster.horizon.from", "a date (a Monday)", "ein Datum (ein Montag)", "required", "2027-03-01"),
    key("roster.horizon.weeks", "a whole number from 1 to 52", "eine ganze Zahl von 1 bis 52", "4", "4"),
    key("roster.horizon.holidays", "a map", "eine Zuordnung", "required", "{land: BY}"),
    key("roster.horizon.holidays.land", "a German Land: `BW`, `BY`, `BE`, …", "ein Land: `BW`, `BY`, `BE`, …", "required", "BY"),
    key("roster.horizon.holidays.assumption_day", "`true` or `false`", "`true` oder `false`", "false", "true"),
    key("roster.horizon.holidays.extra", "a list of dates", "eine Liste von Tagen", "[]", "[2027-03-19]"),
    key("roster.resources", "a map of names to caps", "eine Zuordnung von Namen zu Obergrenzen", "{}", "{vpn: {cap: 200}}"),
    key("roster.resources.*.cap", "a whole number from 1 to 1000000, a map of `default` and days to numbers that hold from that day on, or a map with `rollout` or `trunks`", "eine ganze Zahl von 1 bis 1000000, eine Zuordnung von `default` und Tagen zu Zahlen, die von dem Tag an gelten, oder eine Zuordnung mit `rollout` oder `trunks`", "required", "200"),
    key("roster.resources.*.cap.default", "a whole number from 0 to 1000000", "eine ganze Zahl von 0 bis 1000000", "required", "103"),
    key("roster.resources.*.cap.rollout", "a map", "eine Zuordnung", "none: the numbers are given", "{ready: 40, deliveries: {2027-03-15: 60}, per_day: 10}"),
    key("roster.resources.*.cap.rollout.from", "a date from 2000 to 2199", "ein Datum von 2000 bis 2199", "`roster.horizon.from`", "2027-02-22"),
    key("roster.resources.*.cap.rollout.ready", "a whole number from 0 to 1000000", "eine ganze Zahl von 0 bis 1000000", "0", "40"),
    key("roster.resources.*.cap.rollout.waiting", "a whole number from 0 to 1000000", "eine ganze Zahl von 0 bis 1000000", "0", "12"),
    key("roster.resources.*.cap.rollout.deliveries", "a map of days to whole numbers from 1 to 1000000", "eine Zuordnung von Tagen zu ganzen Zahlen von 1 bis 1000000", "{}", "{2027-03-15: 60, 2027-04-12: 60}"),
    key("roster.resources.*.cap.rollout.faulty", "a number from 0.0 to 0.9", "eine Zahl von 0.0 bis 0.9", "0", "0.02"),
    key("roster.resources.*.cap.rollout.per_day", "a whole number from 1 to 1000000", "eine ganze Zahl von 1 bis 1000000", "required", "10"),
    key("roster.resources.*.cap.trunks", "a map", "eine Zuordnung", "none: the numbers are given", "{channels: 30}"),
    key("roster.resources.*.cap.trunks.channels", "a whole number from 1 to 100000", "eine ganze Zahl von 1 bis 100000", "required", "30"),
    key("roster.resources.*.cap.trunks.each", "a number of Erlang from 0.001 to 0.9", "eine Zahl in Erlang von 0.001 bis 0.9", "0.1", "0.1"),
    key("roster.resources.*.cap.trunks.blocked", "a number from 0.0001 to 0.5", "eine Zahl von 0.0001 bis 0.5", "0.01", "0.01"),
    key("roster.resources.*.users", "`all-home` or `without-own-notebook`", "`all-home` oder `without-own-notebook`", "all-home", "all-home"),
    key("roster.resources.*.twice", "a list of clients of the section `clients`", "eine Liste von Clients aus dem Abschnitt `clients`", "[] (everybody counts once)", "[linphone-xml]"),
    key("roster.resources.*.slots", "a list of slots of `roster.shifts`", "eine Liste von Schichten aus `roster.shifts`", "[] (one number for the whole day)", "[early, late]"),
    key("roster.rooms", "a map", "eine Zuordnung", "{}", "{max_present: 1}"),
    key("roster.rooms.max_present", "a whole number from 1 to 1000", "eine ganze Zahl von 1 bis 1000", "no rule", "1"),
    key("roster.rooms.overrides", "a map of rooms to whole numbers from 1 to 1000", "eine Zuordnung von Räumen zu ganzen Zahlen von 1 bis 1000", "{}", "{\"2.14\": 2}"),
    key("roster.groups", "a list of maps", "eine Liste von Zuordnungen", "[]", "[{name: Zulassung, members: {department: Zulassungsstelle}, on_site_min: 3}]"),
    key("roster.groups[].name", "text", "Text", "required", "Zulassung"),
    key("roster.groups[].members", "a map with one of `department`, `queue`, `extensions`", "eine Zuordnung mit einem von `department`, `queue`, `extensions`", "required", "{department: Zulassungsstelle}"),
    key("roster.groups[].members.department", "a department", "ein Amt", "none", "Zulassungsstelle"),
    key("roster.groups[].members.queue", "a queue of the PBX", "eine Warteschlange der Anlage", "none", "buergerservice"),
    key("roster.groups[].members.extensions", "a list of extensions", "eine Liste von Nebenstellen", "none", "[\"2001\", \"2002\"]"),
    key("roster.groups[].on_site_min", "a whole number from 1 to 10000", "eine ganze Zahl von 1 bis 10000", "none", "3"),
    key("roster.groups[].reachable_min", "a whole number from 1 to 10000, or a map with `erlang`", "eine ganze Zahl von 1 bis 10000 oder eine Zuordnung mit `erlang`", "none", "4"),
    key("roster.groups[].reachable_min.erlang", "a map", "eine Zuordnung", "required", "{calls_per_hour: 60, aht_s: 300, target: 80/20, shrinkage: 0.3}"),
    key("roster.groups[].reachable_min.erlang.calls_per_hour", "a number from 0.1 to 100000", "eine Zahl von 0.1 bis 100000", "required", "60"),
    key("roster.groups[].reachable_min.erlang.aht_s", "seconds from 1 to 36000", "Sekunden von 1 bis 36000", "required", "300"),
    key("roster.groups[].reachable_min.erlang.target", "per cent of the calls / seconds: `80/20`", "Prozent der Anrufe / Sekunden: `80/20`", "80/20", "80/20"),
    key("roster.groups[].reachable_min.erlang.shrinkage", "a number from 0.0 to 0.9", "eine Zahl von 0.0 bis 0.9", "0", "0.3"),
    key("roster.pairs", "a list of maps with a name and one of `together`, `apart`", "eine Liste von Zuordnungen mit einem Namen und einem von `together`, `apart`", "[]", "[{name: Fahrgemeinschaft, together: [\"4711\", \"0815\"]}]"),
    key("roster.pairs[].name", "text", "Text", "required", "Fahrgemeinschaft"),
    key("roster.pairs[].together", "a list of 2 to 8 people: staff number, extension or full name", "eine Liste von 2 bis 8 Personen: Personalnummer, Nebenstelle oder voller Name", "none", "[\"4711\", \"0815\"]"),
    key("roster.pairs[].apart", "a list of 2 to 8 people: staff number, extension or full name", "eine Liste von 2 bis 8 Personen: Personalnummer, Nebenstelle oder voller Name", "none", "[\"2101\", \"2102\"]"),
    key("roster.quotas", "a list of maps with a name, members and one or both of `home_min`, `home_max`", "eine Liste von Zuordnungen mit Namen, Mitgliedern und einem oder beidem von `home_min`, `home_max`", "[]", "[{name: Standesamt, members: {department: Standesamt}, home_min: 4, home_max: 8}]"),
    key("roster.quotas[].name", "text", "Text", "required", "Standesamt"),
    key("roster.quotas[].members", "a map with one of `department`, `queue`, `extensions`", "eine Zuordnung mit einem von `department`, `queue`, `extensions`", "required", "{department: Standesamt}"),
    key("roster.quotas[].members.department", "a department", "ein Amt", "none", "Standesamt"),
    key("roster.quotas[].members.queue", "a queue of the PBX", "eine Warteschlange der Anlage", "none", "buergerservice"),
    key("roster.quotas[].members.extensions", "a list of extensions", "eine Liste von Nebenstellen", "none", "[\"2001\", \"2002\"]"),
    key("roster.quotas[].home_min", "a whole number from 1 to 366, not above `home_max`", "eine ganze Zahl von 1 bis 366, nicht über `home_max`", "no rule", "4"),
    key("roster.quotas[].home_max", "a whole number from 0 to 366, not below `home_min`", "eine ganze Zahl von 0 bis 366, nicht unter `home_min`", "no rule", "8"),
    key("roster.cohorts", "a list of maps with a name, teams and a cycle", "eine Liste von Zuordnungen mit Namen, Teams und Zyklus", "[]", "[{name: Bauamt, teams: [{department: Hochbau}, {department: Tiefbau}], cycle: {in: 5, away: 5}}]"),
    key("roster.cohorts[].name", "text", "Text", "required", "Bauamt"),
    key("roster.cohorts[].teams", "a list of 1 to 26 maps, each with one of `department`, `queue`, `extensions`", "eine Liste von 1 bis 26 Zuordnungen mit je einem von `department`, `queue`, `extensions`", "required", "[{department: Hochbau}, {department: Tiefbau}]"),
    key("roster.cohorts[].teams[].department", "a department", "ein Amt", "none", "Hochbau"),
    key("roster.cohorts[].teams[].queue", "a queue of the PBX", "eine Warteschlange der Anlage", "none", "buergerservice"),
    key("roster.cohorts[].teams[].extensions", "a list of extensions", "eine Liste von Nebenstellen", "none", "[\"2001\", \"2002\"]"),
    key("roster.cohorts[].cycle", "a map", "eine Zuordnung", "required", "{in: 5, away: 5}"),
    key("roster.cohorts[].cycle.in", "a whole number from 1 to 260", "eine ganze Zahl von 1 bis 260", "required", "5"),
    key("roster.cohorts[].cycle.away", "a whole number from 1 to 260", "eine ganze Zahl von 1 bis 260", "required", "5"),
    key("roster.cohorts[].cycle.from", "a date (Monday to Friday)", "ein Datum (Montag bis Freitag)", "`roster.horizon.from`", "2027-03-01"),
    key("roster.cohorts[].apart", "`true` or `false`", "`true` oder `false`", "true", "true"),
    key("roster.shifts", "a list of maps with a name, members and slots", "eine Liste von Zuordnungen mit Namen, Mitgliedern und Schichten", "[]", "[{name: Hotline, members: {queue: hotline}, slots: {early: {from: \"06:00\", to: \"13:00\"}, late: {from: \"13:00\", to: \"20:00\"}}}]"),
    key("roster.shifts[].name", "text", "Text", "required", "Hotline"),
    key("roster.shifts[].members", "a map with one of `department`, `queue`, `extensions`", "eine Zuordnung mit einem von `department`, `queue`, `extensions`", "required", "{queue: hotline}"),
    key("roster.shifts[].members.department", "a department", "ein Amt", "none", "Standesamt"),
    key("roster.shifts[].members.queue", "a queue of the PBX", "eine Warteschlange der Anlage", "none", "buergerservice"),
    key("roster.shifts[].members.extensions", "a list of extensions", "eine Liste von Nebenstellen", "none", "[\"2001\", \"2002\"]"),
    key("roster.shifts[].slots", "a map of 1 to 6 names to hours and minimums", "eine Zuordnung von 1 bis 6 Namen zu Zeiten und Minima", "required", "{early: {from: \"06:00\", to: \"13:00\"}, late: {from: \"13:00\", to: \"20:00\"}}"),
    key("roster.shifts[].slots.*.from", "a time of day such as `06:00`", "eine Uhrzeit wie `06:00`", "required", "\"06:00\""),
    key("roster.shifts[].slots.*.to", "a time of day after `from`, before midnight", "eine Uhrzeit nach `from`, vor Mitternacht", "required", "\"14:00\""),
    key("roster.shifts[].slots.*.on_site_min", "a whole number from 1 to 10000", "eine ganze Zahl von 1 bis 10000", "none", "1"),
    key("roster.shifts[].slots.*.reachable_min", "a whole number from 1 to 10000, or a map with `erlang` as in `groups`", "eine ganze Zahl von 1 bis 10000 oder eine Zuordnung mit `erlang` wie bei `groups`", "none", "3"),
    key("roster.shifts[].fixed", "a map of people (staff number, extension or full name) to slots", "eine Zuordnung von Personen (Personalnummer, Nebenstelle oder voller Name) zu Schichten", "{} (all take turns)", "{\"4711\": early}"),
    key("roster.team_days", "`auto`, or a list of maps with a department", "`auto` oder eine Liste von Zuordnungen mit einem Amt", "no team days", "[{department: Hochbau, day: tuesday}, {department: Tiefbau}]"),
    key("roster.team_days[].department", "a department", "ein Amt", "required", "Hochbau"),
    key("roster.team_days[].day", "one of `monday`, `tuesday`, `wednesday`, `thursday`, `friday`", "eines von `monday`, `tuesday`, `wednesday`, `thursday`, `friday`", "chosen", "tuesday"),
    key("roster.carry_over", "a map", "eine Zuordnung", "nothing is carried", "{from: staff/dienstplan-vorher.json}"),
    key("roster.carry_over.from", "a file: `out/roster.json` of the period before", "eine Datei: `out/roster.json` des vorigen Zeitraums", "this period begins", "staff/dienstplan-vorher.json"),
    key("roster.own_days", "a list of files", "eine Liste von Dateien", "[]", "[staff/urlaub.csv]"),
    key("roster.school_holidays", "a list of maps", "eine Liste von Zuordnungen", "[]", "[{name: Osterferien, from: 2027-03-22, to: 2027-04-02}]"),
    key("roster.school_holidays[].name", "text", "Text", "required", "Osterferien"),
    key("roster.school_holidays[].from", "a date", "ein Datum", "required", "2027-03-22"),
    key("roster.school_holidays[].to", "a date, not before `from`", "ein Datum, nicht vor `from`", "required", "2027-04-02"),
    key("roster.weekly_share", "a number from 0 to 1", "eine Zahl von 0 bis 1", "0.6", "0.6"),
    key("roster.office_min_per_week", "a whole number from 0 to 5", "eine ganze Zahl von 0 bis 5", "1", "1"),
    key("roster.min_group", "a whole number from 1 to 1000", "eine ganze Zahl von 1 bis 1000", "5", "5"),
    key("roster.fairness", "`squares` or `lexicographic`", "`squares` oder `lexicographic`", "squares", "lexicographic"),
    key("roster.seed", "a whole number from 0 to 9223372036854775807", "eine ganze Zahl von 0 bis 9223372036854775807", "1", "1"),
    key("roster.goals", "a map", "eine Zuordnung", "{}", "{wish: 4, fairness: 2, stability: 2, shape: 0}"),
    key("roster.goals.wish", "a whole number from 0 to 20", "eine ganze Zahl von 0 bis 20", "4", "4"),
    key("roster.goals.fairness", "a whole number from 0 to 20", "eine ganze Zahl von 0 bis 20", "2", "2"),
    key("roster.goals.stability", "a whole number from 0 to 20", "eine ganze Zahl von 0 bis 20", "2", "2"),
    key("roster.goals.shape", "a whole number from 0 to 20", "eine ganze Zahl von 0 bis 20", "0", "0"),
    key("roster.goals.team_day", "a whole number from 0 to 20", "eine ganze Zahl von 0 bis 20", "3", "3"),
];

/// The entry of a path such as `clients[].client`.
#[must_use]
pub fn find(path: &str) -> Option<&'static Key> {
    ALL.iter().find(|key| key.path == path)
}

/// Names allowed directly inside the map at `parent` (empty for the whole file).
pub fn children(parent: &str) -> impl Iterator<Item = &'static str> {
    ALL.iter().filter_map(move |key| {
        let (above, name) = key.path.rsplit_once('.').unwrap_or(("", key.path));
        (above == parent).then_some(name)
    })
}

/// The allowed name that was probably meant.
#[must_use]
pub fn nearest(parent: &str, written: &str) -> Option<&'static str> {
    let written = written.to_lowercase().replace(['-', ' '], "_");
    children(parent)
        .map(|name| (distance(&written, name), name))
        .filter(|(steps, name)| *steps <= 1 + name.len() / 4)
        .min()
        .map(|(_, name)| name)
}

/// The name of a list that was probably meant.
#[must_use]
pub fn nearest_of<'a>(names: &[&'a str], written: &str) -> Option<&'a str> {
    let written = written.to_lowercase();
    names
        .iter()
        .map(|name| (distance(&written, &name.to_lowercase()), *name))
        .filter(|(steps, name)| *steps <= 1 + name.len() / 4)
        .min()
        .map(|(_, name)| name)
}

/// Another section that knows a key of this name.
#[must_use]
pub fn elsewhere(name: &str) -> Option<&'static str> {
    ALL.iter().map(|key| key.path).find(|path| path.rsplit_once('.').is_some_and(|(_, last)| last == name))
}

/// The known name that was probably meant; upper and lower case do not count.
#[must_use]
pub fn nearest_name<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    known
        .into_iter()
        .map(|name| (distance(&lower, &name.to_lowercase()), name))
        .filter(|(steps, name)| *steps <= 1 + name.chars().count() / 4)
        .min()
        .map(|(_, name)| name)
}

/// Edits between two words: insert, delete, replace, swap neighbours.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().take(64).collect();
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}
