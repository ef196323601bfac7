//! What can be wrong in voicemail.conf, queues.conf and extensions.conf. Source for all: runs of Asterisk 22.10.1.

use crate::diag::{CodePage, Severity};

page!(
    MAILBOX_TWICE,
    Warning,
    "inventory/mailbox-twice",
    "a mailbox is defined twice",
    "ein Postfach ist doppelt angelegt",
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
    "ein Komma teilt eine Postfachzeile an falscher Stelle",
    "Asterisk splits `PIN,name,mail,…` at every comma; quotes and backslashes do not help. A name such as `Huber, Josef` moves its \
     second half into the mail address. Write the name without a comma.",
    "Asterisk teilt `PIN,Name,Mail,…` an jedem Komma; Anführungszeichen und `\\` helfen nicht. Bei `Huber, Josef` rutscht die zweite \
     Hälfte in die Mailadresse. Den Namen ohne Komma schreiben."
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
    NOT_UNDERSTOOD,
    Note,
    "inventory/dialplan-not-understood",
    "dialplan lines that were not understood",
    "Wählplanzeilen, die nicht verstanden wurden",
    "The importer reads hints, fixed `Dial` lists, patterns with `${EXTEN}`, voicemail, queues and plain `Goto`. It does not run the \
     dialplan. Lines that decide at call time, call macros or ring by other variables are listed here: look whether one of them \
     rings desk phones by a plain `PJSIP/…`, which reaches one of two devices only.",
    "Gelesen werden Hints, feste `Dial`-Listen, Muster mit `${EXTEN}`, Voicemail, Warteschlangen und einfaches `Goto`. Der Wählplan \
     wird nicht ausgeführt. Zeilen, die erst beim Anruf entscheiden, Makros rufen oder über andere Variablen läuten, sind hier \
     aufgeführt: nachsehen, ob eine davon Tischtelefone mit einfachem `PJSIP/…` läutet, was nur eins von zwei Geräten erreicht."
);

pub const ALL: &[&CodePage] = &[
    &MAILBOX_TWICE,
    &MAILBOX_COMMA,
    &QUEUE_TWICE,
    &QUEUE_STRATEGY_TWICE,
    &QUEUE_STRATEGY_UNKNOWN,
    &QUEUE_MEMBER_EMPTY,
    &QUEUE_MEMBER_TWICE,
    &QUEUE_MEMBER_UNKNOWN,
    &QUEUE_PENALTY,
    &SAME_WITHOUT_EXTEN,
    &UNCLOSED_APPLICATION,
    &DIAL_UNKNOWN,
    &NOT_UNDERSTOOD,
];
