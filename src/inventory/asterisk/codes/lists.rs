//! What can be wrong in voicemail.conf, queues.conf and extensions.conf. Source for all: runs of Asterisk 22.10.1.

use crate::diag::{CodePage, Severity};

page!(
    MAILBOX_TWICE,
    Warning,
    "inventory/mailbox-twice",
    "a mailbox is defined twice",
    "eine Sprachbox ist doppelt angelegt",
    "In voicemail.conf the first line of a number in a context counts; Asterisk logs a warning and drops the second. Remove the one \
     that is out of date.",
    "In voicemail.conf zählt die erste Zeile einer Nummer in einem Kontext; die zweite verwirft Asterisk mit einer Warnung. Die \
     veraltete entfernen."
);
page!(
    MAILBOX_COMMA,
    Warning,
    "inventory/mailbox-comma",
    "a comma splits a mailbox line in the wrong place",
    "ein Komma teilt die Zeile einer Sprachbox an falscher Stelle",
    "Asterisk splits `PIN,name,mail,…` at every comma; quotes and backslashes do not help. A name such as `Huber, Josef` moves its \
     second half into the mail address. Write the name without a comma.",
    "Asterisk teilt `PIN,Name,Mail,…` an jedem Komma; Anführungszeichen und `\\` helfen nicht. Bei `Huber, Josef` rutscht die zweite \
     Hälfte in die Mailadresse. Den Namen ohne Komma schreiben."
);
page!(
    MAILBOX_PIN_INVALID,
    Warning,
    "inventory/mailbox-pin-invalid",
    "the PIN of a mailbox is invalid",
    "die PIN einer Sprachbox ist ungültig",
    "A PIN in `voicemail.conf` that begins with `*` counts as none: Asterisk lets nobody into the mailbox, not even its owner, before a \
     new one is set. Set one, and tell the person.",
    "Eine PIN in `voicemail.conf`, die mit `*` beginnt, gilt als keine: Asterisk lässt niemanden in die Sprachbox, auch den Besitzer \
     nicht, bis eine neue gesetzt ist. Eine neue setzen und der Person mitteilen."
);
page!(
    QUEUE_TWICE,
    Warning,
    "inventory/queue-twice",
    "a queue is defined twice",
    "eine Warteschlange ist doppelt angelegt",
    "In queues.conf the first section of a name counts; members of the second do not ring. Join the two sections.",
    "In queues.conf zählt der erste Abschnitt eines Namens; bei Mitgliedern des zweiten läutet nichts. Die beiden verbinden."
);
page!(
    QUEUE_STRATEGY_TWICE,
    Warning,
    "inventory/queue-strategy-twice",
    "a queue has two strategies",
    "eine Warteschlange hat zwei Strategien",
    "Up to Asterisk 22 the first `strategy` of a queue counts, and that is the template's; later versions take the last. After an \
     update calls are distributed differently. Keep one of the two.",
    "Bis Asterisk 22 zählt die erste `strategy` einer Warteschlange, und das ist die der Vorlage; spätere Versionen nehmen die letzte. \
     Nach einem Update werden Anrufe anders verteilt. Nur eine behalten."
);
page!(
    QUEUE_STRATEGY_UNKNOWN,
    Warning,
    "inventory/queue-strategy-unknown",
    "an unknown queue strategy",
    "eine unbekannte Strategie einer Warteschlange",
    "Asterisk logs a warning and uses `ringall`. Known are ringall, leastrecent, fewestcalls, random, rrmemory, rrordered, linear and \
     wrandom.",
    "Asterisk warnt und nimmt `ringall`. Bekannt sind ringall, leastrecent, fewestcalls, random, rrmemory, rrordered, linear und \
     wrandom."
);
page!(
    QUEUE_MEMBER_EMPTY,
    Warning,
    "inventory/queue-member-empty",
    "a queue member without an interface",
    "ein Warteschlangen-Mitglied ohne Schnittstelle",
    "`member =>` needs an interface such as `PJSIP/100`. Asterisk skips the line with a warning. Complete or remove it.",
    "`member =>` braucht eine Schnittstelle wie `PJSIP/100`. Asterisk überspringt die Zeile mit einer Warnung. Ergänzen oder entfernen."
);
page!(
    QUEUE_MEMBER_TWICE,
    Note,
    "inventory/queue-member-twice",
    "a queue member is listed twice",
    "ein Warteschlangen-Mitglied steht doppelt",
    "The same interface counts once. Remove the second line.",
    "Dieselbe Schnittstelle zählt einmal. Die zweite Zeile entfernen."
);
page!(
    QUEUE_MEMBER_UNKNOWN,
    Warning,
    "inventory/queue-member-unknown",
    "a queue member has no endpoint",
    "ein Warteschlangen-Mitglied hat keinen Endpunkt",
    "The member leads to an extension that pjsip.conf does not have; the queue counts it as unavailable. Correct the number, or \
     remove the member.",
    "Das Mitglied führt zu einer Nebenstelle, die es in pjsip.conf nicht gibt; die Warteschlange führt es als nicht verfügbar. Die \
     Nummer berichtigen oder das Mitglied entfernen."
);
page!(
    QUEUE_PENALTY,
    Warning,
    "inventory/queue-penalty",
    "a queue penalty is no number",
    "der Rang eines Mitglieds ist keine Zahl",
    "Asterisk reads the digits at the beginning, or 0, so the member may ring earlier than was meant. Write a number.",
    "Asterisk liest die Ziffern am Anfang oder 0, sodass das Mitglied früher drankommt als gemeint. Eine Zahl schreiben."
);
page!(
    SAME_WITHOUT_EXTEN,
    Warning,
    "inventory/same-without-exten",
    "`same =>` without an extension before it",
    "`same =>` ohne Nebenstelle davor",
    "`same` goes on with the extension of the last `exten` line. Before the first one in a context there is none, and Asterisk skips \
     the line or hangs it on the last extension of another context. Write `exten =>`.",
    "`same` setzt die Nebenstelle der letzten `exten`-Zeile fort. Vor der ersten eines Kontexts gibt es keine, und Asterisk \
     überspringt die Zeile oder hängt sie an die letzte eines anderen Kontexts. `exten =>` schreiben."
);
page!(
    LINE_REFUSED,
    Warning,
    "inventory/dialplan-line-refused",
    "a number has one priority twice in its context",
    "eine Nummer hat in ihrem Kontext eine Priorität zweimal",
    "Two lines of one context give the same number the same priority, often two `exten => number,1,…` after a copy, or two hints. Asterisk \
     keeps the first one and says `Unable to register extension …, already in use` of the other when it loads the file. So a number from \
     outside goes where the first line sends it; what the second one rings is not in the inventory. `-` in a number and the case of `X`, `Z` \
     and `N` in a pattern do not make another number of it. Remove the wrong line, or give the second one the next priority (`same => n,…`).",
    "Zwei Zeilen eines Kontexts geben derselben Nummer dieselbe Priorität, oft zweimal `exten => nummer,1,…` nach einer Kopie oder zwei Hints. \
     Asterisk behält die erste und meldet für die andere beim Laden `Unable to register extension …, already in use`. Eine Rufnummer von außen \
     führt also dorthin, wohin die erste Zeile sie schickt; was die zweite läutet, steht nicht im Inventar. `-` in einer Nummer und die Schreibung \
     von `X`, `Z` und `N` in einem Muster machen keine andere Nummer daraus. Die falsche Zeile entfernen oder der zweiten die nächste Priorität \
     geben (`same => n,…`)."
);
page!(
    UNCLOSED_APPLICATION,
    Warning,
    "inventory/application-unclosed",
    "an application without its closing parenthesis",
    "eine Anwendung ohne schließende Klammer",
    "Asterisk warns `No closing parenthesis found` and runs the application with what is there. Often an unescaped `;` cut the line. \
     Close it, or write `\\;`.",
    "Asterisk warnt `No closing parenthesis found` und führt die Anwendung mit dem aus, was da ist. Oft hat ein `;` die Zeile \
     abgeschnitten. Schließen, oder `\\;` schreiben."
);
page!(
    DIAL_UNKNOWN,
    Warning,
    "inventory/dial-unknown-extension",
    "a dialplan line rings a device that does not exist",
    "eine Wählplanzeile läutet ein Gerät, das es nicht gibt",
    "`Dial(PJSIP/number)` names an endpoint that pjsip.conf does not have; the call goes on without it. Correct or remove it.",
    "`Dial(PJSIP/nummer)` nennt einen Endpunkt, den es in pjsip.conf nicht gibt; der Anruf läuft ohne ihn weiter. Berichtigen oder \
     entfernen."
);
page!(
    CONTEXT_MISSING,
    Warning,
    "inventory/dialplan-context-missing",
    "a line of the dialplan names a context that does not exist",
    "eine Wählplanzeile nennt einen Kontext, den es nicht gibt",
    "`include`, `Goto`, `Gosub` or `Local/…@context` names a context that no file has. Asterisk logs a warning when it loads; a call that gets there ends, and a number from outside that leads there reaches nobody. Contexts of dialplans that are not read (`extensions.ael`, `extensions.lua`) are not told. Correct the name, export the missing file too, or remove the line.",
    "`include`, `Goto`, `Gosub` oder `Local/…@kontext` nennt einen Kontext, den keine Datei hat. Asterisk warnt beim Laden; ein Anruf, der dort ankommt, endet, und eine Rufnummer von außen, die dorthin führt, erreicht niemanden. Kontexte von Wählplänen, die nicht gelesen werden (`extensions.ael`, `extensions.lua`), werden nicht genannt. Den Namen berichtigen, die fehlende Datei mit exportieren oder die Zeile entfernen."
);
page!(
    EXTENSION_MISSING,
    Warning,
    "inventory/dialplan-extension-missing",
    "a line of the dialplan leads to a number that its context does not have",
    "eine Wählplanzeile führt zu einer Nummer, die es in ihrem Kontext nicht gibt",
    "`Goto`, `Gosub` or `Local/number@context` leads to an extension that neither the context nor one that it includes has, as a number or by a pattern. The call ends there. Contexts with an extension `i` or a `switch` are not told: they take what they do not know. Correct the number, or add the extension.",
    "`Goto`, `Gosub` oder `Local/nummer@kontext` führt zu einer Nebenstelle, die weder der Kontext noch ein eingeschlossener hat, auch nicht durch ein Muster. Der Anruf endet dort. Kontexte mit einer Nebenstelle `i` oder einem `switch` werden nicht genannt: sie nehmen, was sie nicht kennen. Die Nummer berichtigen oder die Nebenstelle anlegen."
);
page!(
    QUEUE_MISSING,
    Warning,
    "inventory/dialplan-queue-missing",
    "a line of the dialplan calls a queue that does not exist",
    "eine Wählplanzeile ruft eine Warteschlange, die es nicht gibt",
    "`Queue(name)` names a queue that queues.conf does not have. The application fails and the call goes on with the next line, mostly to its end. Names count with their case. Correct the name, or add the queue.",
    "`Queue(name)` nennt eine Warteschlange, die es in queues.conf nicht gibt. Die Anwendung scheitert, und der Anruf geht in der nächsten Zeile weiter, meist zu seinem Ende. Groß- und Kleinschreibung zählt. Den Namen berichtigen oder die Warteschlange anlegen."
);
page!(
    DID_ELSEWHERE,
    Warning,
    "inventory/did-leads-elsewhere",
    "a number from outside leads to no extension, group, queue or mailbox",
    "eine Rufnummer von außen führt zu keiner Nebenstelle, Gruppe, Warteschlange oder Sprachbox",
    "The number plays an announcement, opens a menu, or rings a port or a telephone without SIP. It is kept with what the dialplan does, without the arguments where they may be a code. No softphone can take its place. Look whether a person's number is among them.",
    "Die Rufnummer spielt eine Ansage, öffnet ein Menü oder ruft einen Anschluss oder ein Telefon ohne SIP. Sie steht im Inventar mit dem, was der Wählplan tut, ohne die Argumente, wo sie ein Code sein können. Kein Softphone kann ihre Stelle einnehmen. Nachsehen, ob die Nummer einer Person darunter ist."
);
page!(
    OTHER_LANGUAGE,
    Warning,
    "inventory/dialplan-other-language",
    "a dialplan in another language is not read",
    "ein Wählplan in einer anderen Sprache wird nicht gelesen",
    "Asterisk can keep its dialplan in `extensions.ael` (module pbx_ael) and `extensions.lua` (module pbx_lua) too. Neither is read here; the lines that ring devices are listed. Whatever they ring by `PJSIP/number` reaches one of two devices only. The samples that come with Asterisk stand there as well: nothing is to be done where the module is not loaded (`asterisk -rx 'module show like pbx_'`).",
    "Asterisk kann seinen Wählplan auch in `extensions.ael` (Modul pbx_ael) und `extensions.lua` (Modul pbx_lua) haben. Beides wird hier nicht gelesen; die Zeilen, die Geräte rufen, sind aufgeführt. Was sie mit `PJSIP/nummer` rufen, erreicht nur eines von zwei Geräten. Auch die mitgelieferten Beispiele stehen dort: ist das Modul nicht geladen (`asterisk -rx 'module show like pbx_'`), ist nichts zu tun."
);
page!(
    FILE_UNREAD,
    Note,
    "inventory/pbx-file-not-read",
    "files of the telephone system that are not read",
    "Dateien der Anlage, die nicht gelesen werden",
    "The folder has files with telephones of other protocols (`iax.conf`, `sccp.conf`, `chan_dahdi.conf`), with what follows a person \
     (`followme.conf`) or logs in (`agents.conf`), or that say where else the configuration lies: with `extconfig.conf` and `sorcery.conf` \
     endpoints, queues and mailboxes may stand in a database, whose tables are a source of their own (`asterisk/realtime-sql`). None of them is \
     read. Look whether somebody's telephone is only there.",
    "Der Ordner hat Dateien mit Telefonen anderer Protokolle (`iax.conf`, `sccp.conf`, `chan_dahdi.conf`), mit dem, was einer Person folgt \
     (`followme.conf`) oder sich anmeldet (`agents.conf`), oder die sagen, wo die Konfiguration noch liegt: Mit `extconfig.conf` und \
     `sorcery.conf` können Endpunkte, Warteschlangen und Sprachboxen in einer Datenbank stehen, deren Tabellen eine eigene Quelle sind \
     (`asterisk/realtime-sql`). Keine davon wird gelesen. Nachsehen, ob das Telefon einer Person nur dort steht."
);
page!(
    OLD_SEPARATOR,
    Warning,
    "inventory/dialplan-old-separator",
    "arguments are parted as in Asterisk 1.4",
    "Argumente sind getrennt wie in Asterisk 1.4",
    "Since Asterisk 1.6 a comma parts the arguments of an application, and `|` belongs to the text: `Dial(PJSIP/2001|20)` looks for an endpoint of the name `2001|20` and rings nobody. Write `Dial(PJSIP/2001,20)`.",
    "Seit Asterisk 1.6 trennt ein Komma die Argumente einer Anwendung, und `|` gehört zum Text: `Dial(PJSIP/2001|20)` sucht einen Endpunkt namens `2001|20` und läutet nirgends. `Dial(PJSIP/2001,20)` schreiben."
);
page!(
    ACL_MISSING,
    Error,
    "inventory/acl-missing",
    "a list of addresses is named that does not exist",
    "eine Adressliste ist genannt, die es nicht gibt",
    "`acl=name` and `contact_acl=name` name lists of acl.conf. Where the list does not exist Asterisk rejects every request of the endpoint, with an error in its log, so nobody registers. Correct the name, or add the list to acl.conf.",
    "`acl=name` und `contact_acl=name` nennen Listen in acl.conf. Gibt es die Liste nicht, weist Asterisk jede Anfrage des Endpunkts mit einem Fehler im Protokoll ab; niemand registriert sich. Den Namen berichtigen oder die Liste in acl.conf anlegen."
);
page!(
    NOT_UNDERSTOOD,
    Note,
    "inventory/dialplan-not-understood",
    "dialplan lines that were not understood",
    "Wählplanzeilen, die nicht verstanden wurden",
    "The importer reads hints, fixed `Dial` lists, patterns with `${EXTEN}`, voicemail, queues and plain `Goto`. It does not run the \
     dialplan. Lines with other applications and jumps by variables are listed here: look whether one of them \
     rings desk phones by a plain `PJSIP/…`, which reaches one of two devices only. Lines that ring by a variable are told by \
     `inventory/dial-rings-one-device`.",
    "Gelesen werden Hints, feste `Dial`-Listen, Muster mit `${EXTEN}`, Voicemail, Warteschlangen und einfaches `Goto`. Der Wählplan \
     wird nicht ausgeführt. Zeilen mit anderen Anwendungen und Sprünge über Variablen sind hier aufgeführt: nachsehen, ob \
     eine davon Tischtelefone mit einfachem `PJSIP/…` läutet, was nur eins von zwei Geräten erreicht. Zeilen, die über eine \
     Variable läuten, nennt `inventory/dial-rings-one-device`."
);
page!(
    OPTION_UNHELD,
    Note,
    "inventory/option-not-read",
    "options of Asterisk's files that no field of the inventory holds",
    "Optionen in Asterisks Dateien, die kein Feld des Inventars aufnimmt",
    "Asterisk knows these options, and the inventory has no field for them. Those that belong to a person's line, such as `accountcode`, \
     `set_var` and `language`, are kept under `extra` of the extension (`deskshift inventory show`); codecs, timers and settings of the \
     whole system stay in the telephone system and are only named. Options of other objects than the endpoint are named with them: \
     `aor/qualify_frequency`, `[general] bindport`. If one of them decides who may telephone how, set that up for the softphones too.",
    "Asterisk kennt diese Optionen, das Inventar hat kein Feld für sie. Was zur Leitung einer Person gehört, etwa `accountcode`, `set_var` \
     und `language`, wird unter `extra` der Nebenstelle aufgehoben (`deskshift inventory show`); Codecs, Fristen und Einstellungen des \
     ganzen Systems bleiben in der Anlage und werden nur genannt. Optionen anderer Objekte als des Endpunkts stehen mit diesen da: \
     `aor/qualify_frequency`, `[general] bindport`. Entscheidet eine davon, wer wie telefonieren darf, das auch für die Softphones \
     einrichten."
);
page!(
    GROUP_INVALID,
    Warning,
    "inventory/group-number-invalid",
    "a call or pickup group is no number from 0 to 63",
    "eine Ruf- oder Heranholgruppe ist keine Zahl von 0 bis 63",
    "`call_group` and `pickup_group` take numbers from 0 to 63 and ranges; Asterisk leaves anything else out with a warning, so the \
     telephone is in one group less than was meant. For names there are `named_call_group` and `named_pickup_group`.",
    "`call_group` und `pickup_group` nehmen Zahlen von 0 bis 63 und Bereiche; anderes lässt Asterisk mit einer Warnung weg, und das \
     Telefon ist in einer Gruppe weniger als gemeint. Für Namen gibt es `named_call_group` und `named_pickup_group`."
);
page!(
    DATABASE_UNREAD,
    Note,
    "inventory/astdb-family-not-read",
    "families of Asterisk's database that are not read",
    "nicht gelesene Familien der Datenbank von Asterisk",
    "Forwards (CF, CFB, CFU), do not disturb (DND), dynamic queue members, names of users and registered contacts are read from \
     `database show`. Other families are settings of features and programs; they are named here.",
    "Aus `database show` gelesen werden Umleitungen (CF, CFB, CFU), Anrufschutz (DND), dynamische Mitglieder von Warteschlangen, \
     Namen von Benutzern und registrierte Kontakte. Andere Familien sind Einstellungen von Funktionen und Programmen; sie sind hier \
     genannt."
);
page!(
    DATABASE_LINE,
    Warning,
    "inventory/astdb-line-not-understood",
    "a line of `database show` was not understood",
    "eine Zeile von `database show` wurde nicht verstanden",
    "Each line is `/family/key : value`. Colours of the terminal, cut lines and a prompt in between make others. Save the output with \
     `asterisk -rx 'database show' > file`.",
    "Jede Zeile lautet `/familie/schlüssel : wert`. Farben des Terminals, abgeschnittene Zeilen und ein Prompt dazwischen ergeben \
     andere. Die Ausgabe mit `asterisk -rx 'database show' > datei` sichern."
);
page!(
    DATABASE_VALUE,
    Warning,
    "inventory/astdb-value-not-understood",
    "a value of Asterisk's database was not understood",
    "ein Wert der Datenbank von Asterisk wurde nicht verstanden",
    "A forward, a list of queue members or a contact is not in the form Asterisk or FreePBX write. Long values are cut in copies from \
     a terminal. It was not used; the rest was.",
    "Eine Umleitung, eine Mitgliederliste oder ein Kontakt hat nicht die Form, die Asterisk oder FreePBX schreiben. Lange Werte \
     werden in Kopien aus einem Terminal abgeschnitten. Der Wert wurde nicht verwendet, alles andere schon."
);
page!(
    QUEUE_DYNAMIC,
    Note,
    "inventory/queue-members-dynamic",
    "members of a queue that logged in themselves",
    "Mitglieder einer Warteschlange, die sich selbst angemeldet haben",
    "These members are in Asterisk's database and not in queues.conf. They log in with an interface that names their telephone; a \
     softphone under another endpoint must log in anew, or the queue rings the empty desk.",
    "Diese Mitglieder stehen in der Datenbank von Asterisk und nicht in queues.conf. Sie sind mit einer Schnittstelle angemeldet, die \
     ihr Telefon nennt; ein Softphone unter anderem Endpunkt muss sich neu anmelden, sonst läutet die Warteschlange am leeren Tisch."
);
page!(
    DIALPLAN_TOO_LARGE,
    Warning,
    "inventory/dialplan-too-large",
    "a dialplan has more lines than are read",
    "ein Wählplan hat mehr Zeilen, als gelesen werden",
    "Of each sort of line that matters here (hints, lines that ring, routes, numbers from outside) the first 100,000 are kept, because \
     a larger file is a wrong export or made to exhaust memory. What those beyond ring is not looked at. Check that the right file is \
     named; a generated dialplan can mostly be written with patterns.",
    "Von jeder Art von Zeilen, auf die es hier ankommt (Hints, läutende Zeilen, Wege, Nummern von außen), werden die ersten 100.000 \
     behalten, denn eine größere Datei ist ein falscher Export oder soll den Speicher füllen. Was die weiteren läuten, wird nicht \
     betrachtet. Prüfen, ob die richtige Datei genannt ist; ein erzeugter Wählplan lässt sich meist mit Mustern schreiben."
);

pub const ALL: &[&CodePage] = &[
    &MAILBOX_TWICE,
    &MAILBOX_COMMA,
    &MAILBOX_PIN_INVALID,
    &QUEUE_TWICE,
    &QUEUE_STRATEGY_TWICE,
    &QUEUE_STRATEGY_UNKNOWN,
    &QUEUE_MEMBER_EMPTY,
    &QUEUE_MEMBER_TWICE,
    &QUEUE_MEMBER_UNKNOWN,
    &QUEUE_PENALTY,
    &SAME_WITHOUT_EXTEN,
    &LINE_REFUSED,
    &UNCLOSED_APPLICATION,
    &DIAL_UNKNOWN,
    &CONTEXT_MISSING,
    &EXTENSION_MISSING,
    &QUEUE_MISSING,
    &DID_ELSEWHERE,
    &OTHER_LANGUAGE,
    &FILE_UNREAD,
    &OLD_SEPARATOR,
    &ACL_MISSING,
    &NOT_UNDERSTOOD,
    &OPTION_UNHELD,
    &GROUP_INVALID,
    &DATABASE_UNREAD,
    &DATABASE_LINE,
    &DATABASE_VALUE,
    &QUEUE_DYNAMIC,
    &DIALPLAN_TOO_LARGE,
];
