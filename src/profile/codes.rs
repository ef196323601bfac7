//! The codes of this room.

use crate::diag::{CodePage, Severity};

pub const BAD_DEFINITION: CodePage = CodePage {
    slug: "profile/bad-definition",
    severity: Severity::Error,
    title_en: "a profile's definition is faulty",
    title_de: "die Beschreibung eines Profils ist fehlerhaft",
    page_en: "`profile.yaml` of a client says what the client can do, which files it gets and where each field can be read back. Something in it is missing or not understood, so the profile is left out, and rules that name it have no client.",
    page_de: "`profile.yaml` eines Programms sagt, was es kann, welche Dateien es bekommt und wo jedes Feld zurückzulesen ist. Etwas darin fehlt oder wird nicht verstanden; das Profil bleibt weg, und Regeln, die es nennen, haben kein Programm.",
};

pub const BAD_TEMPLATE: CodePage = CodePage {
    slug: "profile/bad-template",
    severity: Severity::Error,
    title_en: "a template of a profile cannot be used",
    title_de: "eine Vorlage eines Profils ist nicht brauchbar",
    page_en: "Templates may write one variable through our filters and choose by `if`; loops, assignments, joins, includes and calls are refused, because no step limit bounds the memory they can take (a 130-byte template grew to gigabytes in a measurement). The same holds for the site's own profiles. A template is also tried on a harmless line when it is loaded, and what it writes is read back.",
    page_de: "Vorlagen dürfen eine Variable durch unsere Filter schreiben und mit `if` wählen; Schleifen, Zuweisungen, Verkettungen, Einbindungen und Aufrufe werden abgelehnt, denn keine Schrittgrenze begrenzt ihren Speicher (eine Vorlage von 130 Byte wuchs in einer Messung auf Gigabytes). Das gilt auch für Profile des Standorts. Beim Laden wird jede Vorlage an einem harmlosen Anschluss erprobt und das Geschriebene zurückgelesen.",
};

pub const NO_DEFINITION: CodePage = CodePage {
    slug: "profile/no-definition",
    severity: Severity::Warning,
    title_en: "a folder below `profiles/` has no `profile.yaml`",
    title_de: "ein Ordner unter `profiles/` hat kein `profile.yaml`",
    page_en: "Each folder below the site's `profiles/` is the profile of one client, described by its `profile.yaml`. This one has none, often by a slip such as `profile.yml`, so its templates are not used; where a built-in profile has the same name, that one is in force. Write the definition, correct its name, or move the folder away. A folder that holds nothing but `golden/` is for the tests of a built-in profile and is not told.",
    page_de: "Jeder Ordner unter `profiles/` des Standorts ist das Profil eines Programms, beschrieben durch sein `profile.yaml`. Dieser hat keines, oft durch einen Schreibfehler wie `profile.yml`; seine Vorlagen werden also nicht benutzt, und gibt es ein eingebautes Profil desselben Namens, so gilt dieses. Die Beschreibung anlegen, ihren Namen berichtigen oder den Ordner beiseiteschaffen. Ein Ordner nur mit `golden/` gehört zu den Tests eines eingebauten Profils und wird nicht gemeldet.",
};

pub const NO_PROFILE: CodePage = CodePage {
    slug: "profile/no-profile",
    severity: Severity::Error,
    title_en: "the plan names a client without a profile",
    title_de: "der Plan nennt ein Programm ohne Profil",
    page_en: "The plan was made with a profile that is not there any more, or that was left out because of a fault. Make the plan again, or mend the profile.",
    page_de: "Der Plan entstand mit einem Profil, das es nicht mehr gibt oder das wegen eines Fehlers wegfiel. Den Plan neu erstellen oder das Profil berichtigen.",
};

pub const NO_PASSWORD: CodePage = CodePage {
    slug: "profile/no-password",
    severity: Severity::Error,
    title_en: "a line without a usable password cannot be set up",
    title_de: "ein Anschluss ohne brauchbares Kennwort lässt sich nicht einrichten",
    page_en: "Neither the PBX's files nor a list of accounts hold a clear-text password for this line. No file is written for it; the other lines are not touched by that.",
    page_de: "Weder die Dateien der Anlage noch eine Kontenliste nennen ein Kennwort im Klartext. Für diesen Anschluss wird nichts geschrieben; die anderen sind davon nicht berührt.",
};

pub const UNREPRESENTABLE: CodePage = CodePage {
    slug: "profile/unrepresentable",
    severity: Severity::Error,
    title_en: "a client cannot hold a value of this line",
    title_de: "ein Programm kann einen Wert dieses Anschlusses nicht aufnehmen",
    page_en: "Each client's files have characters they cannot carry, measured with the real programs: baresip has no way to write a `\"` in a password and takes `;name=` in it for a setting of its own, Twinkle drops outer blanks, Linphone drops trailing ones. Instead of writing a file with another value, nothing is written for the line. Set another password or name, or choose another client by a rule.",
    page_de: "Die Dateien jedes Programms haben Zeichen, die sie nicht tragen können, gemessen an den echten Programmen: baresip kann kein `\"` in einem Kennwort schreiben und hält `;name=` darin für eine eigene Einstellung, Twinkle lässt äußere Leerzeichen weg, Linphone die am Ende. Statt einer Datei mit anderem Wert wird für den Anschluss nichts geschrieben. Ein anderes Kennwort oder einen anderen Namen setzen oder per Regel ein anderes Programm wählen.",
};

pub const READ_BACK: CodePage = CodePage {
    slug: "profile/read-back",
    severity: Severity::Error,
    title_en: "a written file says something else than it should",
    title_de: "eine geschriebene Datei sagt etwas anderes, als sie soll",
    page_en: "Every file is read again, by a reader that follows the client's own rules, and each field is compared with the plan. Here they differ, so nothing was written for the line. With a profile of the site the template and its `read_back` do not fit together; with a built-in one please report it.",
    page_de: "Jede Datei wird von einem Leser nach den Regeln des Programms wieder gelesen und jedes Feld mit dem Plan verglichen. Hier weichen sie ab, also wurde für den Anschluss nichts geschrieben. Bei einem Profil des Standorts passen Vorlage und `read_back` nicht zusammen; bei einem eingebauten bitte melden.",
};

pub const OVERWRITE: CodePage = CodePage {
    slug: "profile/linphone-overwrite",
    severity: Severity::Error,
    title_en: "an entry of Linphone's provisioning would not change an old value",
    title_de: "ein Eintrag der Linphone-Bereitstellung würde einen alten Wert nicht ändern",
    page_en: "Linphone merges what it fetches. An `<entry>` without `overwrite=\"true\"` never changes a value that is there already, so after a change of passwords the phone keeps the old one (measured with 5.1 and 5.3). Put the attribute on every entry.",
    page_de: "Linphone führt zusammen, was es abruft. Ein `<entry>` ohne `overwrite=\"true\"` ändert nie einen vorhandenen Wert; nach einem Kennwortwechsel behält das Telefon also das alte (gemessen mit 5.1 und 5.3). Das Attribut gehört an jeden Eintrag.",
};

pub const STALE_ACCOUNTS: CodePage = CodePage {
    slug: "profile/linphone-stale-accounts",
    severity: Severity::Error,
    title_en: "accounts of an earlier set-up would survive",
    title_de: "Konten einer früheren Einrichtung würden überleben",
    page_en: "Accounts that a new provisioning of Linphone does not name stay on the phone and go on registering. The profile must blank out `proxy_1` to `proxy_7` and their `auth_info`.",
    page_de: "Konten, die eine neue Linphone-Bereitstellung nicht nennt, bleiben auf dem Telefon und melden sich weiter an. Das Profil muss `proxy_1` bis `proxy_7` und deren `auth_info` leeren.",
};

pub const DIAL_PREFIX: CodePage = CodePage {
    slug: "profile/linphone-dial-prefix",
    severity: Severity::Error,
    title_en: "a dialling prefix would rewrite extensions",
    title_de: "eine Landesvorwahl würde Nebenstellen umschreiben",
    page_en: "With `dial_prefix=49` Linphone dialled 00492010 for the extension 2010 (measured). Leave it empty for accounts of a telephone system.",
    page_de: "Mit `dial_prefix=49` wählte Linphone für die Nebenstelle 2010 die 00492010 (gemessen). Für Konten einer Telefonanlage bleibt es leer.",
};

pub const CODECS_OPEN: CodePage = CodePage {
    slug: "profile/linphone-codecs-open",
    severity: Severity::Warning,
    title_en: "the list of codecs does not close",
    title_de: "die Codec-Liste schließt nicht ab",
    page_en: "Codecs that Linphone's list does not name are added to it, switched on (measured: G.729). To choose codecs, all must be named, the unwanted ones with `enabled=0`.",
    page_de: "Codecs, die die Liste von Linphone nicht nennt, kommen eingeschaltet hinzu (gemessen: G.729). Wer auswählt, muss alle nennen, die unerwünschten mit `enabled=0`.",
};

pub const XML_MIXED: CodePage = CodePage {
    slug: "profile/xml-mixed",
    severity: Severity::Error,
    title_en: "a value is cut by a comment or CDATA",
    title_de: "ein Wert wird durch Kommentar oder CDATA abgeschnitten",
    page_en: "Some clients read only the first node of an element: text behind a comment or beside CDATA is lost without a word (measured with Linphone). Write values as plain text with entities.",
    page_de: "Manche Programme lesen nur den ersten Knoten eines Elements: Text hinter einem Kommentar oder neben CDATA geht stumm verloren (gemessen an Linphone). Werte als einfachen Text mit Entitäten schreiben.",
};

pub const TLS_CHECK_OFF: CodePage = CodePage {
    slug: "profile/tls-check-off",
    severity: Severity::Error,
    title_en: "the file switches the check of the certificate off",
    title_de: "die Datei schaltet die Prüfung des Zertifikats ab",
    page_en: "TLS without a check of the certificate protects against nobody who can redirect traffic. Remove the setting and give the clients the CA (`pbx.ca_on_clients`).",
    page_de: "TLS ohne Prüfung des Zertifikats schützt vor niemandem, der den Verkehr umleiten kann. Die Einstellung entfernen und den Programmen die CA geben (`pbx.ca_on_clients`).",
};

pub const TLS_OLD: CodePage = CodePage {
    slug: "profile/tls-old",
    severity: Severity::Error,
    title_en: "the file allows TLS older than 1.2",
    title_de: "die Datei erlaubt TLS vor 1.2",
    page_en: "SSL 3, TLS 1.0 and TLS 1.1 are deprecated (RFC 8996). Remove `protocol_suite`, or set it to TLS 1.2 or newer.",
    page_de: "SSL 3, TLS 1.0 und TLS 1.1 sind abgekündigt (RFC 8996). `protocol_suite` entfernen oder auf TLS 1.2 oder neuer setzen.",
};

pub const SRTP_PLAIN: CodePage = CodePage {
    slug: "profile/srtp-plain",
    severity: Severity::Error,
    title_en: "the line asks for encrypted media, and the file switches it off",
    title_de: "der Anschluss verlangt verschlüsselte Sprache, und die Datei schaltet sie ab",
    page_en: "Acrobits leaves outgoing calls plain unless `sdesOutgoing` is set, Zoiper unless `SIP_srtp_mode` is. The profile claims the encryption among its capabilities but does not write it.",
    page_de: "Acrobits lässt abgehende Gespräche offen, solange `sdesOutgoing` nicht gesetzt ist, Zoiper ohne `SIP_srtp_mode`. Das Profil nennt die Verschlüsselung unter seinen Fähigkeiten, schreibt sie aber nicht.",
};

pub const PASSWORD_LEAVES: CodePage = CodePage {
    slug: "profile/password-leaves",
    severity: Severity::Error,
    title_en: "the password would be sent to somebody else",
    title_de: "das Kennwort würde an andere gesendet",
    page_en: "MicroSIP puts user, password and server into `usersDirectory` where it holds `%s`; addresses with a password in them end up in logs of servers and vendors. Serve directories without a password.",
    page_de: "MicroSIP setzt Benutzer, Kennwort und Server in `usersDirectory` ein, wo `%s` steht; Adressen mit Kennwort landen in Protokollen von Servern und Herstellern. Verzeichnisse ohne Kennwort bereitstellen.",
};

pub const LINK_HTTP: CodePage = CodePage {
    slug: "profile/link-http",
    severity: Severity::Error,
    title_en: "an address in the file is fetched in the clear",
    title_de: "eine Adresse in der Datei wird offen abgerufen",
    page_en: "The file names an address with `http://`, so everybody on the way can read what the client fetches there, or change it: a configuration with another registrar, a directory with other numbers. Or the address carries a login (`https://user:password@host`): Linphone never sends it to a server that asks for Basic (measured), and it ends up in logs. Use `https://` and an address that nobody can guess. The links that deskshift issues itself are `https` without a login: `letters/bad-link` refuses all others.",
    page_de: "Die Datei nennt eine Adresse mit `http://`; was das Programm dort abruft, kann jeder auf dem Weg lesen oder ändern: eine Konfiguration mit anderem Registrar, ein Verzeichnis mit anderen Nummern. Oder die Adresse enthält einen Zugang (`https://benutzer:kennwort@rechner`): Linphone sendet ihn einem Server, der Basic verlangt, nie (gemessen), und er landet in Protokollen. `https://` und eine nicht erratbare Adresse verwenden. Die Links, die deskshift selbst ausstellt, sind `https` ohne Zugang: `letters/bad-link` lehnt alle anderen ab.",
};

pub const NO_ENCRYPTION: CodePage = CodePage {
    slug: "profile/no-encryption",
    severity: Severity::Error,
    title_en: "encryption and the reason for its absence do not fit together",
    title_de: "Verschlüsselung und Grund für ihr Fehlen passen nicht zusammen",
    page_en: "Every client should register over TLS and encrypt speech. A profile whose capabilities name neither `tls` nor `wss`, or only `\"off\"` for `srtp`, must say why in `exceptions.tls` or `exceptions.srtp`; `deskshift profiles list` shows it. An exception for something the client can do is told as well, so that none outlives its reason.",
    page_de: "Jedes Programm soll sich über TLS anmelden und die Sprache verschlüsseln. Ein Profil, dessen Fähigkeiten weder `tls` noch `wss` nennen oder für `srtp` nur `\"off\"`, muss in `exceptions.tls` oder `exceptions.srtp` sagen, warum; `deskshift profiles list` zeigt es. Eine Ausnahme für etwas, das das Programm kann, wird ebenfalls gemeldet, damit keine ihren Grund überlebt.",
};

pub const PORT_FIXED: CodePage = CodePage {
    slug: "profile/port-fixed",
    severity: Severity::Warning,
    title_en: "the client would listen on a port of SIP servers",
    title_de: "das Programm würde auf einem Port von SIP-Servern lauschen",
    page_en: "A fixed local port 5060 or 5061 fails where another SIP program runs on the same machine, and attracts scanners. Let the client choose a port.",
    page_de: "Ein fester lokaler Port 5060 oder 5061 versagt, wo ein anderes SIP-Programm auf demselben Rechner läuft, und zieht Angreifer an. Das Programm einen Port wählen lassen.",
};

pub const RTP_PORTS_DIFFER: CodePage = CodePage {
    slug: "profile/rtp-ports-differ",
    severity: Severity::Warning,
    title_en: "the files give the client other ports for calls than its definition tells",
    title_de: "die Dateien geben dem Programm andere Ports für Gespräche, als seine Beschreibung sagt",
    page_en: "`capabilities.rtp_ports` in `profile.yaml` tells on which ports the client receives the sound of calls (`30000-30999`, or `30000` where its files name only the first). By it the plan finds two programs of one person with the same range (`plan/rtp-ports-overlap`), and firewalls are set. The files of a harmless line say something else, or name ports where the definition is silent. Write the same in both.",
    page_de: "`capabilities.rtp_ports` in `profile.yaml` sagt, auf welchen Ports das Programm den Ton von Gesprächen empfängt (`30000-30999` oder `30000`, wo seine Dateien nur den ersten nennen). Daran erkennt der Plan zwei Programme einer Person mit demselben Bereich (`plan/rtp-ports-overlap`), und danach werden Firewalls eingestellt. Die Dateien eines harmlosen Anschlusses sagen etwas anderes oder nennen Ports, wo die Beschreibung schweigt. In beiden dasselbe schreiben.",
};

pub const EXPIRY: CodePage = CodePage {
    slug: "profile/expiry",
    severity: Severity::Warning,
    title_en: "registrations would last too short or too long",
    title_de: "Anmeldungen würden zu kurz oder zu lange gelten",
    page_en: "Below 60 seconds a telephone system drowns in registrations; above 3600 a router at home forgets the way long before, and calls do not arrive. Grandstream counts in minutes, which the profile converts.",
    page_de: "Unter 60 Sekunden ertrinkt eine Telefonanlage in Anmeldungen; über 3600 hat ein Router zu Hause den Weg längst vergessen, und Anrufe kommen nicht an. Grandstream zählt in Minuten, was das Profil umrechnet.",
};

pub const NARROWBAND: CodePage = CodePage {
    slug: "profile/narrowband",
    severity: Severity::Warning,
    title_en: "no codec of good quality is switched on",
    title_de: "kein Codec von guter Qualität ist eingeschaltet",
    page_en: "The client has G.722 or Opus, but the file names only codecs of telephone quality. A client without them says so with `wideband: false`, and why in `exceptions.wideband`.",
    page_de: "Das Programm kennt G.722 oder Opus, aber die Datei nennt nur Codecs in Telefonqualität. Ein Programm ohne sie sagt das mit `wideband: false` und in `exceptions.wideband`, warum.",
};

pub const NO_EMERGENCY_RULE: CodePage = CodePage {
    slug: "profile/no-emergency-rule",
    severity: Severity::Error,
    title_en: "the profile does not say what becomes of emergency calls",
    title_de: "das Profil sagt nicht, was aus Notrufen wird",
    page_en: "Who dials 110 or 112 at home over the office's telephone system may reach the control room of another town. `emergency` of `profile.yaml` says which way these calls go (`pbx`, `mobile`, `router`), and the users are told. `mobile` needs the client's rule in the file.",
    page_de: "Wer zu Hause 110 oder 112 über die Telefonanlage der Dienststelle wählt, erreicht womöglich die Leitstelle einer anderen Stadt. `emergency` in `profile.yaml` sagt, welchen Weg diese Anrufe nehmen (`pbx`, `mobile`, `router`), und die Nutzer erfahren es. `mobile` braucht die Regel des Programms in der Datei.",
};

pub const NO_SOURCE: CodePage = CodePage {
    slug: "profile/no-source",
    severity: Severity::Warning,
    title_en: "a key of the file has no source",
    title_de: "zu einem Schlüssel der Datei fehlt die Quelle",
    page_en: "`sources` of `profile.yaml` says for each key where its meaning is written down: a source file of the client, its documentation, a measurement. Without it nobody can tell a fact from a guess. Each key is named, with `*` for a number and `{a,b}` for one of several words; no pattern fits any key at all. A note that begins with `unconfirmed:` marks what nobody has seen in the client or its documentation; `deskshift profiles list` counts such keys and `explain --profile` marks them.",
    page_de: "`sources` in `profile.yaml` sagt zu jedem Schlüssel, wo seine Bedeutung steht: eine Quelldatei des Programms, seine Dokumentation, eine Messung. Ohne sie kann niemand Wissen von Vermutung unterscheiden. Jeder Schlüssel wird genannt, mit `*` für eine Zahl und `{a,b}` für eines von mehreren Wörtern; kein Muster passt auf alles. Eine Angabe, die mit `unconfirmed:` beginnt, kennzeichnet, was niemand am Programm oder in seiner Dokumentation gesehen hat; `deskshift profiles list` zählt solche Schlüssel, `explain --profile` kennzeichnet sie.",
};

pub const NOT_GOLDEN: CodePage = CodePage {
    slug: "profile/not-golden",
    severity: Severity::Error,
    title_en: "a profile does not make its golden files",
    title_de: "ein Profil ergibt nicht seine Musterdateien",
    page_en: "Below `golden/` of a profile each folder holds a line (`in.json`) and the files it must give (`out/`). What is made now has other bytes. Look at the difference; where it is meant, write the files anew.",
    page_de: "Unter `golden/` eines Profils hält jeder Ordner einen Anschluss (`in.json`) und die Dateien, die er ergeben muss (`out/`). Was jetzt entsteht, hat andere Bytes. Den Unterschied ansehen; ist er gewollt, die Dateien neu schreiben.",
};

pub const NOTHING_CONVERTED: CodePage = CodePage {
    slug: "profile/nothing-converted",
    severity: Severity::Error,
    title_en: "not one line could be converted, so nothing was written",
    title_de: "kein einziger Anschluss ließ sich umsetzen, darum wurde nichts geschrieben",
    page_en: "`deskshift convert` leaves lines out that it cannot write, names them, and writes the others. Where no line at all is left, an empty set would take the place of the one that letters and one-time links lead to, and their owners would fetch nothing. The same would happen where the plan has no line any more, such as after a list of people that came in half. So the set in force stays, the exit code is 2, and the findings beside this one say what stands in the way. With Kamailio and OpenSIPS that is usual at the first run: `deskshift validate` has not seen the realm yet (`pbx/realm-unknown`).",
    page_de: "`deskshift convert` lässt Anschlüsse aus, die es nicht schreiben kann, nennt sie und schreibt die anderen. Bleibt keiner übrig, träte ein leerer Satz an die Stelle dessen, zu dem Briefe und Einmal-Links führen, und ihre Besitzer holten nichts ab. Dasselbe geschähe, wenn der Plan keinen Anschluss mehr hat, etwa nach einer halb gelieferten Personalliste. Darum bleibt in Kraft, was es war, der Rückgabewert ist 2, und die Befunde daneben sagen, was im Weg steht. Bei Kamailio und OpenSIPS ist das beim ersten Lauf üblich: `deskshift validate` hat den Realm noch nicht gesehen (`pbx/realm-unknown`).",
};

/// Every code of this room.
pub const ALL: &[&CodePage] = &[
    &BAD_DEFINITION,
    &BAD_TEMPLATE,
    &NO_PROFILE,
    &NO_PASSWORD,
    &UNREPRESENTABLE,
    &READ_BACK,
    &OVERWRITE,
    &STALE_ACCOUNTS,
    &DIAL_PREFIX,
    &CODECS_OPEN,
    &XML_MIXED,
    &TLS_CHECK_OFF,
    &TLS_OLD,
    &SRTP_PLAIN,
    &PASSWORD_LEAVES,
    &LINK_HTTP,
    &NO_ENCRYPTION,
    &NO_DEFINITION,
    &PORT_FIXED,
    &RTP_PORTS_DIFFER,
    &EXPIRY,
    &NARROWBAND,
    &NO_EMERGENCY_RULE,
    &NO_SOURCE,
    &NOT_GOLDEN,
    &NOTHING_CONVERTED,
];
