//! The codes of this room and their pages.

use crate::diag::{CodePage, Severity};

pub const ALL: &[&CodePage] = &[
    &YAML_SYNTAX,
    &YAML_LIMIT,
    &NOT_UTF8,
    &DUPLICATE_KEY,
    &UNKNOWN_KEY,
    &WRONG_TYPE,
    &BAD_VALUE,
    &MISSING_KEY,
    &LISTED_TWICE,
    &CAP_ZERO,
    &NOT_A_MONDAY,
    &TRANSPORT_WITHOUT_REGISTRAR,
    &CANARY_KEPT,
    &EXTENSION_LENGTH,
    &BLOCK_LENGTH,
    &BLOCKS_OVERLAP,
    &RULE_NEVER_APPLIES,
    &GROUP_WITHOUT_MINIMUM,
    &ACCOUNTS_NOT_LISTED,
    &HOLIDAY_OUTSIDE,
    &UNKNOWN_CLIENT,
    &CONTROL_CHARACTER,
    &UNKNOWN_SITE,
    &EXCEPTION_RULE,
    &LEAK_SHARE,
    &TURNS_OVERLAP,
    &UNKNOWN_SLOT,
    &SLOTS_INCOMPLETE,
    &SLOTS_OVERLAP,
    &CAP_TWICE,
    &DELIVERY_BEFORE_COUNT,
    &COUNT_AFTER_START,
    &TWICE_NOBODY,
];

pub const CAP_TWICE: CodePage = CodePage {
    slug: "policy/cap-twice",
    severity: Severity::Error,
    title_en: "a cap is computed and given as numbers",
    title_de: "eine Obergrenze wird berechnet und ist als Zahlen angegeben",
    page_en: "With `rollout` the number of each day follows from deliveries and staging, with `trunks` from the channels, so a number beside it in the same map would either not hold or contradict it, and so would the two beside each other. Keep one. Devices that are there already stand in `ready` and `waiting` of `rollout`.",
    page_de: "Mit `rollout` folgt die Zahl jedes Tages aus Lieferungen und Vorbereitung, mit `trunks` aus den Kanälen; eine Zahl daneben in derselben Zuordnung gälte nicht oder widerspräche ihr, ebenso beide nebeneinander. Eines behalten. Schon vorhandene Geräte stehen in `ready` und `waiting` von `rollout`.",
};

pub const DELIVERY_BEFORE_COUNT: CodePage = CodePage {
    slug: "policy/delivery-before-count",
    severity: Severity::Error,
    title_en: "a delivery came before the devices were counted",
    title_de: "eine Lieferung kam, bevor die Geräte gezählt wurden",
    page_en: "`ready` and `waiting` of a `rollout` are what was there in the morning of `from` (without it, of the first day of the roster). A delivery of an earlier day is among them; counted once more, it would give people devices that do not exist. Remove it, correct its date, or set `from` to the day of the count.",
    page_de: "`ready` und `waiting` eines `rollout` sind das, was am Morgen von `from` da war (ohne Angabe am ersten Tag des Dienstplans). Eine frühere Lieferung ist darin enthalten; noch einmal gezählt, gäbe sie Leuten Geräte, die es nicht gibt. Sie streichen, ihr Datum berichtigen oder `from` auf den Tag der Zählung setzen.",
};

pub const COUNT_AFTER_START: CodePage = CodePage {
    slug: "policy/count-after-start",
    severity: Severity::Error,
    title_en: "devices were counted after the roster begins",
    title_de: "die Geräte wurden gezählt, nachdem der Dienstplan beginnt",
    page_en: "With `from` in a `rollout` behind the first day of the roster nobody knows how many devices there are on the days before it. Count on the first day of the roster or earlier, with all deliveries from then on; or begin the roster later.",
    page_de: "Liegt `from` eines `rollout` hinter dem ersten Tag des Dienstplans, weiß niemand, wie viele Geräte es an den Tagen davor gibt. Am ersten Tag des Dienstplans oder früher zählen und alle Lieferungen von da an angeben; oder den Dienstplan später beginnen.",
};

pub const TWICE_NOBODY: CodePage = CodePage {
    slug: "policy/twice-nobody",
    severity: Severity::Error,
    title_en: "a resource counts people of a client twice whom nobody has",
    title_de: "eine Ressource zählt Leute mit einem Client doppelt, den niemand hat",
    page_en: "`twice` of a resource names the clients whose people take two of it at home, such as two trunk channels for a number that rings at a private one. Only a client that a rule of the section `clients` gives can be somebody's. Under another name everybody would count once, and the channels would not suffice. The hint names the client that was probably meant.",
    page_de: "`twice` einer Ressource nennt die Clients, deren Leute zu Hause zwei davon brauchen, etwa zwei Amtskanäle für eine Nummer, die bei einer privaten klingelt. Nur einen Client, den eine Regel im Abschnitt `clients` vergibt, kann jemand haben. Unter anderem Namen zählten alle einfach, und die Kanäle reichten nicht. Die Abhilfe nennt den wohl gemeinten Client.",
};

pub const UNKNOWN_SLOT: CodePage = CodePage {
    slug: "policy/unknown-slot",
    severity: Severity::Error,
    title_en: "a slot is named that no shift has",
    title_de: "eine Schicht ist genannt, die es nicht gibt",
    page_en: "`slots` of a resource may only name slots that some entry of `roster.shifts` defines, and `fixed` only those of its own entry. A misspelt one would be a cap that holds for nobody, or somebody who takes turns after all. The hint names the slot that was probably meant.",
    page_de: "`slots` einer Ressource darf nur Schichten nennen, die ein Eintrag von `roster.shifts` festlegt, `fixed` nur solche des eigenen Eintrags. Eine falsch geschriebene wäre eine Obergrenze für niemanden oder jemand, der doch wechselt. Die Abhilfe nennt die wohl gemeinte Schicht.",
};

pub const SLOTS_INCOMPLETE: CodePage = CodePage {
    slug: "policy/slots-incomplete",
    severity: Severity::Error,
    title_en: "a resource names some slots of a shift and not the others",
    title_de: "eine Ressource nennt manche Schichten einer Schichtgruppe und andere nicht",
    page_en: "With `slots` the cap of a resource holds in each slot, and people of a shift count in their own only. Who is in a slot that is not named would count nowhere. Name all slots of the shift, or none of them: then its people count in every slot of the resource.",
    page_de: "Mit `slots` gilt die Obergrenze einer Ressource in jeder Schicht, und wer Schichten hat, zählt nur in der eigenen. Wer in einer nicht genannten ist, zählte nirgends. Alle Schichten der Gruppe nennen oder keine: dann zählen ihre Leute in jeder Schicht der Ressource.",
};

pub const SLOTS_OVERLAP: CodePage = CodePage {
    slug: "policy/slots-overlap",
    severity: Severity::Warning,
    title_en: "two slots of a resource overlap in time",
    title_de: "zwei Schichten einer Ressource überschneiden sich",
    page_en: "The cap of a resource with `slots` is counted in each slot by itself. While two slots overlap, the people of both are there, up to twice the cap. That is right where the handover needs no resource, or there is enough for both. Else let one slot begin when the other ends, or remove `slots`, so that the cap holds for the whole day.",
    page_de: "Die Obergrenze einer Ressource mit `slots` wird in jeder Schicht für sich gezählt. Solange sich zwei überschneiden, sind die Leute beider da, bis zum Doppelten der Obergrenze. Das stimmt, wenn die Übergabe die Ressource nicht braucht oder es für beide reicht. Sonst die eine Schicht beginnen lassen, wenn die andere endet, oder `slots` streichen, dann gilt die Obergrenze für den ganzen Tag.",
};

pub const TURNS_OVERLAP: CodePage = CodePage {
    slug: "policy/turns-overlap",
    severity: Severity::Error,
    title_en: "the turns of a cohort's teams overlap",
    title_de: "die Büroblöcke der Teams einer Kohorte überschneiden sich",
    page_en: "The teams of an entry of `roster.cohorts` begin evenly spread over the cycle of `in` and `away` days. With `apart` they shall never meet, so each may be in for at most the whole cycle divided by the number of teams: two teams with `in: 5` need `away: 5`, three need `away: 10`. Make the turns shorter, the time away longer, or write `apart: false`.",
    page_de: "Die Teams eines Eintrags unter `roster.cohorts` beginnen gleichmäßig verteilt über den Zyklus aus `in` und `away`. Mit `apart` sollen sie einander nie begegnen, also darf jedes höchstens den ganzen Zyklus geteilt durch die Zahl der Teams im Büro sein: zwei Teams mit `in: 5` brauchen `away: 5`, drei `away: 10`. Die Blöcke kürzen, die Zeit zu Hause verlängern oder `apart: false` schreiben.",
};

pub const LEAK_SHARE: CodePage = CodePage {
    slug: "policy/leak-share",
    severity: Severity::Error,
    title_en: "files with secrets would lie on a share that others may read",
    title_de: "Dateien mit Geheimnissen lägen auf einer Freigabe, die andere lesen dürfen",
    page_en: "Every account of a domain may read SYSVOL and NETLOGON; boot and web folders are read without any account; what travels over HTTP, FTP or TFTP is read on the way. Whoever has a profile can register as its owner, call at the authority's expense and listen to the mailbox, and a one-time link is as good as the profile until it is used. So `fleet.*.files_on` must have a part of its own for each user (`%USERNAME%`, `%HOMESHARE%`) or device (`{device}`, `{mac}`), must not lie under a name that is open to all, and `readable_by` must say the owner. The scripts of `deskshift fleet` hold no secret and may lie anywhere.",
    page_de: "SYSVOL und NETLOGON darf jedes Konto der Domäne lesen, Boot- und Webordner liest man ganz ohne Konto, und was über HTTP, FTP oder TFTP geht, ist unterwegs lesbar. Wer ein Profil hat, kann sich als dessen Besitzer anmelden, auf Kosten der Behörde telefonieren und das Postfach abhören; ein Einmal-Link ist bis zur Nutzung so gut wie das Profil. Darum braucht `fleet.*.files_on` einen eigenen Teil je Benutzer (`%USERNAME%`, `%HOMESHARE%`) oder Gerät (`{device}`, `{mac}`), darf nicht unter einem für alle offenen Namen liegen, und `readable_by` muss den Besitzer nennen. Die Skripte von `deskshift fleet` enthalten kein Geheimnis und dürfen überall liegen.",
};

pub const EXCEPTION_RULE: CodePage = CodePage {
    slug: "policy/exception-rule",
    severity: Severity::Error,
    title_en: "an exception names a rule that nobody may be excepted from",
    title_de: "eine Ausnahme nennt eine Regel, von der niemand ausgenommen werden kann",
    page_en: "`security.exceptions` records who need not hold to a rule of the plan, and why. Rules about encryption, certificates and registrations may be excepted, such as `plan/tls-unverified`; what gives a line the wrong account or none may not, and has to be mended. The finding names the nearest rule that may be.",
    page_de: "`security.exceptions` hält fest, wer eine Regel des Plans nicht einhalten muss und warum. Ausnehmen lassen sich Regeln über Verschlüsselung, Zertifikate und Anmeldungen, etwa `plan/tls-unverified`; was einem Anschluss das falsche Konto oder keines gibt, nicht: es ist zu beheben. Der Befund nennt die nächste Regel, die ausgenommen werden kann.",
};

pub const UNKNOWN_SITE: CodePage = CodePage {
    slug: "policy/unknown-site",
    severity: Severity::Error,
    title_en: "an override names a site that the number plan does not have",
    title_de: "eine Abweichung nennt einen Standort, den der Rufnummernplan nicht hat",
    page_en: "`overrides.sites` takes the names of `numbers.sites`; a line belongs to the first site whose blocks hold its extension. Under another name the values would reach nobody, without a word. Correct the name, or add the site with its blocks to the number plan. The main head number has no name: what is for everybody else stands in `overrides.organisation`.",
    page_de: "`overrides.sites` nimmt die Namen aus `numbers.sites`; ein Anschluss gehört zum ersten Standort, dessen Blöcke seine Nebenstelle enthalten. Unter anderem Namen erreichten die Werte wortlos niemanden. Den Namen berichtigen oder den Standort mit seinen Blöcken in den Rufnummernplan aufnehmen. Die Hauptkopfnummer hat keinen Namen: was für alle übrigen gilt, steht in `overrides.organisation`.",
};

pub const UNKNOWN_CLIENT: CodePage = CodePage {
    slug: "policy/unknown-client",
    severity: Severity::Error,
    title_en: "a rule names a client that has no profile",
    title_de: "eine Regel nennt einen Client ohne Profil",
    page_en: "`clients[].client` takes the name of a profile: one that comes with the program, or a folder below `profiles/` in the site folder. docs/profiles.md lists them. A misspelt name would leave everybody of that rule without a softphone.",
    page_de: "`clients[].client` nimmt den Namen eines Profils: eines mitgelieferten oder eines Ordners unter `profiles/` im Standortordner. docs/profiles.md führt sie auf. Ein falsch geschriebener Name ließe alle dieser Regel ohne Softphone.",
};

pub const CONTROL_CHARACTER: CodePage = CodePage {
    slug: "policy/control-character",
    severity: Severity::Error,
    title_en: "a name or value holds a control character",
    title_de: "ein Name oder Wert enthält ein Steuerzeichen",
    page_en: "Names of the site, of caps, rooms and groups stand on screens, wall charts, and in calendars. A line break, an escape or a mark that turns the reading direction would forge what is shown there, and no name needs one. It usually comes from a copied text or from `\\n` or `\\e` between double quotes. Write the value on one line without it.",
    page_de: "Namen des Standorts, von Obergrenzen, Räumen und Gruppen stehen auf Bildschirmen, Wandplänen und in Kalendern. Ein Zeilenumbruch, ein Escape oder ein Zeichen, das die Leserichtung dreht, verfälscht dort die Anzeige, und kein Name braucht es. Meist stammt es aus kopiertem Text oder aus `\\n` oder `\\e` in doppelten Anführungszeichen. Den Wert ohne dieses Zeichen in einer Zeile schreiben.",
};

pub const YAML_SYNTAX: CodePage = CodePage {
    slug: "policy/yaml-syntax",
    severity: Severity::Error,
    title_en: "the site file is not valid YAML",
    title_de: "die Site-Datei ist kein gültiges YAML",
    page_en: "The parser stopped at the place shown, so nothing behind it could be checked. Usual causes: a tab as indentation, a missing blank after a colon, an unquoted value that contains `: ` or ` #` or starts with `*`, `&`, `@` or `%`, a bracket that is never closed. Put such values in double quotes and run the check again. Source: YAML 1.2.2, chapters 6 and 7.",
    page_de: "Der Parser hielt an der genannten Stelle an; was dahinter steht, ist ungeprüft. Übliche Ursachen: ein Tabulator als Einrückung, ein fehlendes Leerzeichen nach dem Doppelpunkt, ein Wert ohne Anführungszeichen, der `: ` oder ` #` enthält oder mit `*`, `&`, `@` oder `%` beginnt, eine nie geschlossene Klammer. Solche Werte in doppelte Anführungszeichen setzen und erneut prüfen. Quelle: YAML 1.2.2, Kapitel 6 und 7.",
};

pub const YAML_LIMIT: CodePage = CodePage {
    slug: "policy/yaml-limit",
    severity: Severity::Error,
    title_en: "the site file goes beyond a safety limit",
    title_de: "die Site-Datei überschreitet eine Sicherheitsgrenze",
    page_en: "A few kilobytes of YAML can grow to gigabytes when aliases repeat each other, and thousands of nested brackets can exhaust the stack. The reader stops at 64 levels, 100,000 values, 64 MB of text and 100,000 values repeated by aliases. A real site file needs a few hundred lines, so a file that meets a limit is damaged or hostile: look for `&name` and `*name`, or restore an older version.",
    page_de: "Wenige Kilobyte YAML können durch einander wiederholende Aliasse auf Gigabytes wachsen, und tausende Klammern können den Stapel erschöpfen. Gelesen werden höchstens 64 Ebenen, 100.000 Werte, 64 MB Text und 100.000 durch Aliasse wiederholte Werte. Eine echte Site-Datei braucht einige hundert Zeilen; wer an eine Grenze stößt, hat eine beschädigte oder bösartige Datei: nach `&name` und `*name` suchen oder eine ältere Fassung zurückholen.",
};

pub const NOT_UTF8: CodePage = CodePage {
    slug: "policy/not-utf8",
    severity: Severity::Error,
    title_en: "the site file is not UTF-8",
    title_de: "die Site-Datei ist nicht in UTF-8 gespeichert",
    page_en: "YAML files are UTF-8. A file saved as Windows-1252 shows its first umlaut as an invalid byte, a file saved as UTF-16 its very first one. Guessing would turn department names into others, so nothing is read. Save the file as UTF-8; a byte order mark does no harm. Source: YAML 1.2.2 section 5.2; RFC 3629.",
    page_de: "YAML-Dateien sind UTF-8. In einer als Windows-1252 gespeicherten Datei ist der erste Umlaut ein ungültiges Byte, in einer UTF-16-Datei schon das erste. Raten würde Amtsnamen verändern, deshalb wird nichts gelesen. Die Datei als UTF-8 speichern; eine Byte-Reihenfolge-Marke schadet nicht. Quelle: YAML 1.2.2 Abschnitt 5.2; RFC 3629.",
};

pub const DUPLICATE_KEY: CodePage = CodePage {
    slug: "policy/duplicate-key",
    severity: Severity::Error,
    title_en: "a key stands twice in the same map",
    title_de: "ein Schlüssel steht zweimal in derselben Zuordnung",
    page_en: "Many programs silently let the last value win, so that one of two caps or registrars vanishes without a word. The place shown is the second one. Keep one of the two. Source: YAML 1.2.2 section 3.2.1.1 (keys of a mapping are unique).",
    page_de: "Viele Programme lassen still den letzten Wert gelten, sodass eine von zwei Obergrenzen oder einer von zwei Registrars wortlos verschwindet. Genannt ist die zweite Stelle. Einen der beiden streichen. Quelle: YAML 1.2.2 Abschnitt 3.2.1.1 (Schlüssel einer Zuordnung sind eindeutig).",
};

pub const UNKNOWN_KEY: CodePage = CodePage {
    slug: "policy/unknown-key",
    severity: Severity::Error,
    title_en: "the site file has a key that nothing reads",
    title_de: "die Site-Datei enthält einen Schlüssel, den nichts liest",
    page_en: "A misspelt rule would otherwise be a rule that does not hold. The hint names the key that was probably meant, or the section the key belongs to. All keys with their meaning are in docs/deskshift-yaml.md.",
    page_de: "Eine falsch geschriebene Regel wäre sonst eine Regel, die nicht gilt. Die Abhilfe nennt den wohl gemeinten Schlüssel oder den Abschnitt, in den er gehört. Alle Schlüssel mit ihrer Bedeutung stehen in docs/deskshift-yaml.md.",
};

pub const WRONG_TYPE: CodePage = CodePage {
    slug: "policy/wrong-type",
    severity: Severity::Error,
    title_en: "a value has the wrong form: list, map or text",
    title_de: "ein Wert hat die falsche Form: Liste, Zuordnung oder Text",
    page_en: "The key is known, but a list stands where a single value is expected, or the other way round. The message says what was expected and the hint shows an example. All keys are in docs/deskshift-yaml.md.",
    page_de: "Der Schlüssel ist bekannt, aber es steht eine Liste, wo ein einzelner Wert erwartet wird, oder umgekehrt. Die Meldung sagt, was erwartet wird, die Abhilfe zeigt ein Beispiel. Alle Schlüssel stehen in docs/deskshift-yaml.md.",
};

pub const BAD_VALUE: CodePage = CodePage {
    slug: "policy/bad-value",
    severity: Severity::Error,
    title_en: "a value is outside what its key allows",
    title_de: "ein Wert liegt außerhalb dessen, was sein Schlüssel erlaubt",
    page_en: "The value does not have the form its key needs: a number out of range, a date that does not exist, an unknown word where only a few are allowed. The message says what is expected and the hint shows an example. All keys are in docs/deskshift-yaml.md.",
    page_de: "Der Wert hat nicht die Form, die sein Schlüssel braucht: eine Zahl außerhalb des Bereichs, ein Datum, das es nicht gibt, ein unbekanntes Wort, wo nur wenige erlaubt sind. Die Meldung sagt, was erwartet wird, die Abhilfe zeigt ein Beispiel. Alle Schlüssel stehen in docs/deskshift-yaml.md.",
};

pub const MISSING_KEY: CodePage = CodePage {
    slug: "policy/missing-key",
    severity: Severity::Error,
    title_en: "a required key is missing",
    title_de: "ein notwendiger Schlüssel fehlt",
    page_en: "There is no sensible default for this key: a wrong SIP domain or planning period would do harm without a word. The place is the map that should hold the key; the hint shows a line to add.",
    page_de: "Für diesen Schlüssel gibt es keine sinnvolle Vorgabe: eine falsche SIP-Domäne oder ein falscher Planungszeitraum richteten wortlos Schaden an. Genannt ist die Zuordnung, in die der Schlüssel gehört; die Abhilfe zeigt eine Zeile zum Ergänzen.",
};

pub const LISTED_TWICE: CodePage = CodePage {
    slug: "policy/listed-twice",
    severity: Severity::Error,
    title_en: "an entry stands twice in a list",
    title_de: "ein Eintrag steht zweimal in einer Liste",
    page_en: "The same department, extension, file or group stands twice in one list. It is harmless at best; usually the second one should have been another, which is now missing. Correct or remove it.",
    page_de: "Dasselbe Amt, dieselbe Nebenstelle, Datei oder Gruppe steht zweimal in einer Liste. Im besten Fall ist es belanglos; meist sollte der zweite Eintrag ein anderer sein, der nun fehlt. Berichtigen oder streichen.",
};

pub const CAP_ZERO: CodePage = CodePage {
    slug: "policy/cap-zero",
    severity: Severity::Error,
    title_en: "a cap of zero lets nobody work at home",
    title_de: "eine Obergrenze von null lässt niemanden zu Hause arbeiten",
    page_en: "The cap of a resource is the number of people at home on one day who need it. Zero forbids home days for all its users and makes the roster pointless. Write the real number (VPN licences, notebooks), or remove the resource.",
    page_de: "Die Obergrenze einer Ressource ist die Zahl der Menschen, die an einem Tag zu Hause sind und sie brauchen. Null verbietet allen Nutzern den Heimarbeitstag und macht den Dienstplan sinnlos. Die wirkliche Zahl eintragen (VPN-Lizenzen, Notebooks) oder die Ressource streichen.",
};

pub const NOT_A_MONDAY: CodePage = CodePage {
    slug: "policy/not-a-monday",
    severity: Severity::Error,
    title_en: "the planning period does not start on a Monday",
    title_de: "der Planungszeitraum beginnt nicht an einem Montag",
    page_en: "Weekly rules (share of home days, days in the office) count whole weeks from Monday (ISO 8601). A period that starts in mid-week would make them wrong in its first week. Use the Monday that the hint names.",
    page_de: "Wochenregeln (Anteil der Heimarbeitstage, Bürotage) zählen ganze Wochen ab Montag (ISO 8601). Ein Zeitraum, der mitten in der Woche beginnt, machte sie in der ersten Woche falsch. Den in der Abhilfe genannten Montag verwenden.",
};

pub const TRANSPORT_WITHOUT_REGISTRAR: CodePage = CodePage {
    slug: "policy/transport-without-registrar",
    severity: Severity::Error,
    title_en: "a client rule uses a transport that `pbx.registrars` does not define",
    title_de: "eine Client-Regel nutzt einen Transport, den `pbx.registrars` nicht nennt",
    page_en: "The profiles of this rule need the PBX's address and port for the transport, and there is none. Add it under `pbx.registrars`, or choose one of the transports that are there. A transport that is not written in the rule is `tls`.",
    page_de: "Die Profile dieser Regel brauchen Adresse und Port der Anlage für diesen Transport, und es gibt keine. Unter `pbx.registrars` ergänzen oder einen der vorhandenen Transporte wählen. Ein in der Regel nicht genannter Transport ist `tls`.",
};

pub const CANARY_KEPT: CodePage = CodePage {
    slug: "policy/canary-kept",
    severity: Severity::Warning,
    title_en: "the canary is an extension whose contact limit stays as it is",
    title_de: "der Kanarienvogel ist eine Nebenstelle, deren Anmeldegrenze bleibt",
    page_en: "`validate` asks the canary first and again and again, and stops when it fails. A line that stands in `pbx.keep_contact_limit` may have no free slot for a second device, so at level `bind` the canary would fail although the PBX is well. Choose a line that the move changes.",
    page_de: "`validate` fragt den Kanarienvogel zuerst und immer wieder und hält an, wenn er scheitert. Ein Anschluss aus `pbx.keep_contact_limit` hat womöglich keinen freien Platz für ein zweites Gerät, sodass der Kanarienvogel auf Stufe `bind` scheitert, obwohl die Anlage gesund ist. Einen Anschluss wählen, den der Umzug ändert.",
};

pub const EXTENSION_LENGTH: CodePage = CodePage {
    slug: "policy/extension-length",
    severity: Severity::Error,
    title_en: "an extension does not have a length of the number plan",
    title_de: "eine Nebenstelle hat keine Länge aus dem Rufnummernplan",
    page_en: "`numbers.extension_lengths` says how many digits extensions of this site have. An extension of another length in the site file is a typing error or the list of lengths is incomplete; a rule for it would never match.",
    page_de: "`numbers.extension_lengths` sagt, wie viele Ziffern Nebenstellen hier haben. Eine Nebenstelle anderer Länge in der Site-Datei ist ein Tippfehler, oder die Liste der Längen ist unvollständig; eine Regel dafür träfe nie zu.",
};

pub const BLOCK_LENGTH: CodePage = CodePage {
    slug: "policy/block-length",
    severity: Severity::Error,
    title_en: "a block of direct-dial numbers holds no extension of the plan",
    title_de: "ein Durchwahlblock enthält keine Nebenstelle des Plans",
    page_en: "`blocks` are suffixes behind the head number, such as `100-399` or `00-99`; both ends are written with as many digits as are dialled. None of the lengths in `extension_lengths` fits into this block, so every extension would count as outside. Correct the block, or complete the lengths.",
    page_de: "`blocks` sind Durchwahlen hinter der Kopfnummer, etwa `100-399` oder `00-99`; beide Enden stehen mit so vielen Ziffern da, wie gewählt werden. Keine der Längen aus `extension_lengths` passt in diesen Block, also läge jede Nebenstelle außerhalb. Den Block berichtigen oder die Längen ergänzen.",
};

pub const BLOCKS_OVERLAP: CodePage = CodePage {
    slug: "policy/blocks-overlap",
    severity: Severity::Error,
    title_en: "two blocks of direct-dial numbers overlap",
    title_de: "zwei Durchwahlblöcke überschneiden sich",
    page_en: "A suffix belongs to one block of its head number. Where two share numbers, one of the ends is usually a typing error, and extensions would count as inside that are not. Let the blocks follow each other, or join them into one.",
    page_de: "Eine Durchwahl gehört zu einem Block ihrer Kopfnummer. Wo zwei gemeinsame Nummern haben, ist meist ein Ende vertippt, und Nebenstellen gälten als enthalten, die es nicht sind. Die Blöcke aneinanderreihen oder zu einem zusammenfassen.",
};

pub const RULE_NEVER_APPLIES: CodePage = CodePage {
    slug: "policy/rule-never-applies",
    severity: Severity::Warning,
    title_en: "a client rule stands behind one that already takes everybody",
    title_de: "eine Client-Regel steht hinter einer, die schon alle nimmt",
    page_en: "The first rule whose conditions all hold decides. A rule without `when` takes everybody, so nothing behind it is ever used. Move it to the end.",
    page_de: "Die erste Regel, deren Bedingungen alle zutreffen, entscheidet. Eine Regel ohne `when` nimmt alle, was dahinter steht, wird nie genutzt. Ans Ende stellen.",
};

pub const GROUP_WITHOUT_MINIMUM: CodePage = CodePage {
    slug: "policy/group-without-minimum",
    severity: Severity::Error,
    title_en: "a group of the roster demands nothing",
    title_de: "eine Gruppe des Dienstplans verlangt nichts",
    page_en: "A group needs `on_site_min` (people at their desks) or `reachable_min` (people who can be called, in the office or at home), or both. Without one it changes nothing, and the counter it was meant for could be empty.",
    page_de: "Eine Gruppe braucht `on_site_min` (Menschen vor Ort) oder `reachable_min` (telefonisch Erreichbare, im Büro oder zu Hause) oder beides. Ohne eines davon ändert sie nichts, und der Schalter, für den sie gedacht war, könnte leer bleiben.",
};

pub const ACCOUNTS_NOT_LISTED: CodePage = CodePage {
    slug: "policy/accounts-not-listed",
    severity: Severity::Error,
    title_en: "passwords shall come from the lists of accounts, but none is named",
    title_de: "Kennwörter sollen aus den Kontenlisten kommen, aber keine ist genannt",
    page_en: "`sources.secrets_from: accounts` prefers the passwords of hand-kept lists over those of the PBX. It needs at least one file under `sources.accounts`.",
    page_de: "`sources.secrets_from: accounts` zieht die Kennwörter von Hand geführter Listen denen der Anlage vor. Dazu muss unter `sources.accounts` mindestens eine Datei stehen.",
};

pub const HOLIDAY_OUTSIDE: CodePage = CodePage {
    slug: "policy/holiday-outside",
    severity: Severity::Warning,
    title_en: "an extra holiday lies outside the planning period",
    title_de: "ein zusätzlicher freier Tag liegt außerhalb des Planungszeitraums",
    page_en: "The date has no effect on this roster. Often it is the right day of the wrong year. Correct it, or leave it for the next period and ignore this warning.",
    page_de: "Das Datum wirkt auf diesen Dienstplan nicht. Oft ist es der richtige Tag im falschen Jahr. Berichtigen, oder für den nächsten Zeitraum stehen lassen und die Warnung übergehen.",
};
