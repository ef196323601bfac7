//! What can be wrong with pjsip objects. Source for all: runs of Asterisk 22.10.1 (`res_sorcery_config`, `res_pjsip`), and the
//! measured answers to REGISTER.

use crate::diag::{CodePage, Severity};

page!(
    DUPLICATE_OBJECT,
    Error,
    "inventory/duplicate-object",
    "one id twice takes a whole type down",
    "ein doppelter Name nimmt den ganzen Typ mit",
    "Two sections with the same name and the same `type` make Asterisk refuse every object of this type in the file: after a restart \
     no telephone registers any more, while a reload keeps the old state, so that the fault may sleep for months. Names count with \
     their case. Remove one of the two sections, or join them with `(+)`.",
    "Zwei Abschnitte mit gleichem Namen und gleichem `type` lassen Asterisk jedes Objekt dieses Typs in der Datei verwerfen: nach \
     einem Neustart registriert sich kein Telefon mehr; ein Reload behält den alten Stand, sodass der Fehler Monate schlafen kann. \
     Groß- und Kleinschreibung zählt. Einen der beiden Abschnitte entfernen oder mit `(+)` verbinden."
);
page!(
    UNKNOWN_OPTION,
    Error,
    "inventory/unknown-option",
    "an unknown option drops the object",
    "eine unbekannte Option verwirft das Objekt",
    "Asterisk drops a pjsip object with one option it does not know, so one misspelt word in a template can drop every telephone \
     that inherits it. An endpoint that is dropped answers as an unknown user, a dropped auth with 500, a dropped AOR with 404. \
     Correct or remove the line. The known names are those of Asterisk 22.",
    "Asterisk verwirft ein pjsip-Objekt schon wegen einer einzigen unbekannten Option; ein Schreibfehler in einer Vorlage kann so \
     jedes erbende Telefon treffen. Ein verworfener Endpunkt antwortet wie ein unbekannter Benutzer, ein verworfener auth mit 500, \
     ein verworfener AOR mit 404. Zeile berichtigen oder entfernen. Bekannt sind die Namen von Asterisk 22."
);
page!(
    BAD_VALUE,
    Error,
    "inventory/bad-value",
    "a value that Asterisk does not accept drops the object",
    "ein Wert, den Asterisk nicht annimmt, verwirft das Objekt",
    "Numbers, enumerations, codec lists and digests are checked when Asterisk loads the object; one bad value drops it. A codec of a \
     module that this list does not know is reported too: then nothing is wrong. Correct the value.",
    "Zahlen, Aufzählungen, Codec-Listen und Prüfsummen werden beim Laden geprüft; ein schlechter Wert verwirft das Objekt. Auch ein \
     Codec aus einem hier unbekannten Modul wird gemeldet; dann ist nichts falsch. Den Wert berichtigen."
);
page!(
    BOOL_MEANS_NO,
    Warning,
    "inventory/bool-means-no",
    "a word that silently means no",
    "ein Wort, das wortlos nein bedeutet",
    "For a truth option Asterisk takes `yes`, `true`, `y`, `t`, `1` and `on` as yes and everything else as no, without a word. Write \
     `yes` or `no`.",
    "Bei Ja-Nein-Optionen gelten `yes`, `true`, `y`, `t`, `1` und `on` als ja und alles andere wortlos als nein. `yes` oder `no` \
     schreiben."
);
page!(
    TYPE_CASE,
    Warning,
    "inventory/type-case",
    "the type is written in the wrong case",
    "der Typ ist in falscher Groß- und Kleinschreibung",
    "The value of `type` counts with its case (its name does not): `type=AOR` makes Asterisk ignore the section without a word. \
     What names the missing object is told as an error of its own (`inventory/aor-missing`, `inventory/auth-missing`). Write it in lower case.",
    "Beim Wert von `type` zählt Groß- und Kleinschreibung (beim Namen nicht): `type=AOR` lässt Asterisk den Abschnitt wortlos \
     übergehen. Was das fehlende Objekt nennt, ist ein eigener Fehler (`inventory/aor-missing`, `inventory/auth-missing`). Klein schreiben."
);
page!(
    TYPE_UNKNOWN,
    Warning,
    "inventory/type-unknown",
    "an unknown type",
    "ein unbekannter Typ",
    "Asterisk ignores a section with an unknown `type` without a word, unless a module of its own asks for it. Check the spelling.",
    "Asterisk übergeht einen Abschnitt mit unbekanntem `type` wortlos, sofern kein eigenes Modul danach fragt. Schreibweise prüfen."
);
page!(
    TYPE_MISSING,
    Warning,
    "inventory/type-missing",
    "a section without a type",
    "ein Abschnitt ohne Typ",
    "Only sections with `type` become objects. A section without one is either a template whose `(!)` was forgotten, or lost its \
     template. Add the type, or mark the template with `(!)`.",
    "Nur Abschnitte mit `type` werden Objekte. Ein Abschnitt ohne ist eine Vorlage, deren `(!)` vergessen wurde, oder er hat seine \
     Vorlage verloren. Den Typ ergänzen oder die Vorlage mit `(!)` kennzeichnen."
);
page!(
    TYPE_TWICE,
    Warning,
    "inventory/type-twice",
    "a section with two types",
    "ein Abschnitt mit zwei Typen",
    "The first `type` decides (measured on 22.10.1; newer versions may take the last). Options of the other type then count as \
     unknown. Give each type a section of its own; they may have the same name.",
    "Der erste `type` entscheidet (gemessen an 22.10.1; neuere Versionen nehmen womöglich den letzten). Optionen des anderen Typs \
     gelten dann als unbekannt. Jedem Typ einen eigenen Abschnitt geben; sie dürfen gleich heißen."
);
page!(
    NO_USERNAME,
    Error,
    "inventory/no-username",
    "an auth without a user name is dropped",
    "ein auth ohne Benutzernamen wird verworfen",
    "Asterisk drops an auth that has no `username`. The endpoint that names it stays and answers every request with 500: nobody registers, \
     so this is an error and no warning. Add the user name.",
    "Asterisk verwirft einen auth ohne `username`. Der Endpunkt, der ihn nennt, bleibt und antwortet auf jede Anfrage mit 500: \
     niemand registriert sich, darum ist das ein Fehler und keine Warnung. Den Benutzernamen ergänzen."
);
page!(
    EMPTY_SECRET,
    Error,
    "inventory/empty-secret",
    "an auth without a password is dropped",
    "ein auth ohne Kennwort wird verworfen",
    "An auth needs a password, or a digest for each algorithm it offers (MD5 where nothing is said). Asterisk drops it otherwise, \
     and the endpoint answers with 500. Often a `;` has cut the password. Set a password.",
    "Ein auth braucht ein Kennwort oder für jedes angebotene Verfahren eine Prüfsumme (MD5, wo nichts steht). Sonst verwirft ihn \
     Asterisk, und der Endpunkt antwortet mit 500. Oft hat ein `;` das Kennwort abgeschnitten. Ein Kennwort setzen."
);
page!(
    AUTH_MISSING,
    Error,
    "inventory/auth-missing",
    "an endpoint names an auth that does not exist",
    "ein Endpunkt nennt einen auth, den es nicht gibt",
    "The name after `auth=` leads to no object, or to one that Asterisk drops. Asterisk accepts that when it loads and answers each \
     request of this endpoint with 500. Correct the name or mend the auth.",
    "Der Name hinter `auth=` führt zu keinem Objekt oder zu einem, das Asterisk verwirft. Beim Laden fällt das nicht auf; jede \
     Anfrage dieses Endpunkts wird mit 500 beantwortet. Namen berichtigen oder den auth richten."
);
page!(
    OPEN_ENDPOINT,
    Error,
    "inventory/open-endpoint",
    "an endpoint without authentication",
    "ein Endpunkt ohne Anmeldung",
    "Without `auth=` Asterisk answers a REGISTER with 200 and asks for no password: whoever reaches the port may take over this \
     number and telephone at the authority's expense. Give the endpoint an auth before the PBX is reachable from home.",
    "Ohne `auth=` beantwortet Asterisk ein REGISTER mit 200 und fragt nach keinem Kennwort: wer den Port erreicht, kann diese Nummer \
     übernehmen und auf Kosten der Behörde telefonieren. Dem Endpunkt einen auth geben, bevor die Anlage von zu Hause erreichbar \
     ist."
);
page!(
    NO_AOR,
    Error,
    "inventory/no-aor",
    "an endpoint without an AOR",
    "ein Endpunkt ohne AOR",
    "Without `aors=` nothing can register for this endpoint: Asterisk answers 403 or 404 after the authentication. Add `aors=` and \
     an object of `type=aor`.",
    "Ohne `aors=` kann sich für diesen Endpunkt nichts registrieren: Asterisk antwortet nach der Anmeldung mit 403 oder 404. `aors=` \
     und ein Objekt mit `type=aor` ergänzen."
);
page!(
    AOR_MISSING,
    Error,
    "inventory/aor-missing",
    "an endpoint names an AOR that does not exist",
    "ein Endpunkt nennt einen AOR, den es nicht gibt",
    "The name after `aors=` leads to no object, or to one that Asterisk drops. Registrations fail with 404 after the \
     authentication. Correct the name, which counts with its case, or mend the AOR.",
    "Der Name hinter `aors=` führt zu keinem Objekt oder zu einem, das Asterisk verwirft. Registrierungen scheitern nach der \
     Anmeldung mit 404. Den Namen berichtigen (Groß- und Kleinschreibung zählt) oder den AOR richten."
);
page!(
    AOR_NAME_DIFFERS,
    Warning,
    "inventory/aor-name-differs",
    "the AOR is named differently from the endpoint",
    "der AOR heißt anders als der Endpunkt",
    "Asterisk finds the endpoint by the user in From and the AOR by the user in To. A telephone puts the same user into both, so it \
     can satisfy only one of them: 404 or 401. Name both alike, unless the telephone is identified otherwise.",
    "Asterisk findet den Endpunkt am Benutzer in From und den AOR am Benutzer in To. Ein Telefon setzt in beide denselben Benutzer \
     und kann so nur einem genügen: 404 oder 401. Beide gleich benennen, sofern das Telefon nicht anders erkannt wird."
);
page!(
    NO_CONTACTS,
    Error,
    "inventory/no-contacts-allowed",
    "an AOR allows no registration",
    "ein AOR erlaubt keine Registrierung",
    "`max_contacts` is 0 where it is not set, and then Asterisk answers every REGISTER with 403. Set `max_contacts=2`, so that desk \
     phone and softphone both find room.",
    "`max_contacts` ist 0, wo es nicht gesetzt ist, und dann beantwortet Asterisk jedes REGISTER mit 403. `max_contacts=2` setzen, \
     damit Tischtelefon und Softphone beide Platz finden."
);
page!(
    ONE_CONTACT,
    Warning,
    "inventory/one-contact",
    "AORs with room for one telephone only",
    "AORs mit Platz für nur ein Telefon",
    "With `max_contacts=1` the softphone is refused with 403 while the desk phone is registered, or, with `remove_existing=yes`, \
     throws it out. `deskshift convert` writes a fragment that gives these lines room for two, so nothing has to be mended in the export.",
    "Bei `max_contacts=1` wird das Softphone mit 403 abgewiesen, solange das Tischtelefon registriert ist, oder wirft es bei \
     `remove_existing=yes` hinaus. `deskshift convert` schreibt ein Fragment, das diesen Anschlüssen Platz für zwei gibt; im Export ist \
     also nichts zu berichtigen."
);
page!(
    SEVERAL_AORS,
    Note,
    "inventory/several-aors",
    "an endpoint with several AORs",
    "ein Endpunkt mit mehreren AORs",
    "Calls to the endpoint ring the contacts of all its AORs; a registration goes to the AOR named like the user in To. The softphone \
     is set up for the one named like the endpoint, or else the first that exists.",
    "Anrufe an den Endpunkt läuten bei den Kontakten aller AORs; eine Registrierung gilt dem AOR, der wie der Benutzer in To heißt. \
     Das Softphone wird für den eingerichtet, der wie der Endpunkt heißt, sonst für den ersten vorhandenen."
);
page!(
    SEVERAL_AUTHS,
    Note,
    "inventory/several-auths",
    "an endpoint with several auths",
    "ein Endpunkt mit mehreren auths",
    "Asterisk accepts any of the logins. The softphone gets the first that exists.",
    "Asterisk nimmt jede der Anmeldungen an. Das Softphone bekommt die erste vorhandene."
);
page!(
    HASH_ONLY,
    Warning,
    "inventory/hash-only",
    "only a digest of the password is known",
    "nur eine Prüfsumme des Kennworts ist bekannt",
    "The source holds a digest (HA1 of user, realm and password, RFC 7616 and 8760) instead of a password: `md5_cred` or \
     `password_digest` of Asterisk and FreePBX, `a1-hash` of FreeSWITCH, `ha1` of Kamailio and OpenSIPS, and phones such as Linphone and \
     Snom keep one too. It works only in a client that takes a digest, and only while the system challenges with the realm it was made \
     for: the domain, for Asterisk `realm` or `default_realm`. Otherwise set a new password on both sides.",
    "Die Quelle enthält eine Prüfsumme (HA1 aus Benutzer, Realm und Kennwort, RFC 7616 und 8760) statt eines Kennworts: `md5_cred` oder \
     `password_digest` bei Asterisk und FreePBX, `a1-hash` bei FreeSWITCH, `ha1` bei Kamailio und OpenSIPS; auch Telefone wie Linphone und \
     Snom halten so eine. Sie nützt nur einem Client, der eine Prüfsumme annimmt, und nur, solange die Anlage den Realm verlangt, für den \
     sie gemacht ist: die Domäne, bei Asterisk `realm` oder `default_realm`. Sonst auf beiden Seiten ein neues Kennwort setzen."
);
page!(
    QUOTES_KEPT,
    Warning,
    "inventory/quotes-kept",
    "quotes are part of the value",
    "Anführungszeichen gehören zum Wert",
    "Asterisk does not take quotes off a value: `password=\"abc\"` means a password of five characters with its quotes, and \
     `username=\"200\"` a user that no telephone sends. Remove them, unless they are meant.",
    "Asterisk nimmt Anführungszeichen nicht weg: `password=\"abc\"` ist ein Kennwort aus fünf Zeichen samt Anführungszeichen, und \
     `username=\"200\"` ein Benutzer, den kein Telefon sendet. Entfernen, wenn sie nicht gemeint sind."
);
page!(
    NO_CODEC,
    Warning,
    "inventory/no-codec",
    "an endpoint without a codec",
    "ein Endpunkt ohne Codec",
    "Without `allow` an endpoint may register but has no codec at all, so every call fails with 488. Add for instance \
     `allow=!all,g722,alaw`.",
    "Ohne `allow` kann sich ein Endpunkt registrieren, hat aber keinen Codec; jedes Gespräch scheitert mit 488. Etwa \
     `allow=!all,g722,alaw` ergänzen."
);
page!(
    TRANSPORT_MISSING,
    Warning,
    "inventory/transport-missing",
    "an endpoint names a transport that does not exist",
    "ein Endpunkt nennt einen Transport, den es nicht gibt",
    "Asterisk accepts the name when it loads and fails when it wants to send over it. Correct the name, or leave the option out, so \
     that Asterisk answers over the transport the telephone came by.",
    "Asterisk nimmt den Namen beim Laden hin und scheitert, wenn es darüber senden will. Den Namen berichtigen oder die Option \
     weglassen; dann antwortet Asterisk über den Transport, über den das Telefon kam."
);
page!(
    NOT_A_NUMBER,
    Note,
    "inventory/endpoint-not-a-number",
    "an endpoint whose name is no number",
    "ein Endpunkt, dessen Name keine Nummer ist",
    "The inventory is ordered by extension numbers. An endpoint with another name, to which neither the dialplan nor its caller ID nor \
     its mailbox gives an extension, is a trunk, a device named by its MAC, or a service, and is not migrated by itself.",
    "Das Inventar ist nach Nebenstellen geordnet. Ein Endpunkt mit anderem Namen, dem weder Wählplan noch Anrufer-ID noch Sprachbox \
     eine Nebenstelle geben, ist ein Amtsanschluss, ein nach seiner MAC benanntes Gerät oder ein Dienst und wird nicht von selbst \
     umgestellt."
);
page!(
    NUMBERED,
    Note,
    "inventory/endpoint-numbered",
    "endpoints with a name were given their extension",
    "Endpunkten mit Namen wurde ihre Nebenstelle gegeben",
    "An endpoint `[phone1]` is the extension that its hint gives it (`exten => 9090,hint,PJSIP/phone1`), else the number that rings it \
     alone (`exten => 9090,1,Dial(PJSIP/phone1)`), else the number of its caller ID, else that of its mailbox. Softphones register with \
     the name and are called by the number. Look through those that only a caller ID or a mailbox speaks for: `deskshift inventory show` \
     prints name and number of each.",
    "Ein Endpunkt `[phone1]` ist die Nebenstelle, die sein Hint ihm gibt (`exten => 9090,hint,PJSIP/phone1`), sonst die Nummer, die nur \
     ihn ruft (`exten => 9090,1,Dial(PJSIP/phone1)`), sonst die seiner Anrufer-ID, sonst die seiner Sprachbox. Softphones melden sich mit \
     dem Namen an und werden unter der Nummer gerufen. Diejenigen durchsehen, für die nur Anrufer-ID oder Sprachbox sprechen: `deskshift \
     inventory show` zeigt Namen und Nummer."
);
page!(
    NUMBER_DIFFERS,
    Warning,
    "inventory/endpoint-number-differs",
    "a named endpoint is given several numbers",
    "ein Endpunkt mit Namen hat mehrere Nummern",
    "Dialplan and caller ID give an endpoint with a name different extensions. What the dialplan says counts; where it says several, the \
     caller ID decides, and where that does not either, the endpoint is not taken.",
    "Wählplan und Anrufer-ID geben einem Endpunkt mit Namen verschiedene Nebenstellen. Es zählt der Wählplan; nennt er mehrere, \
     entscheidet die Anrufer-ID, und kann auch sie es nicht, wird der Endpunkt nicht übernommen."
);
page!(
    NUMBER_TAKEN,
    Warning,
    "inventory/endpoint-number-taken",
    "two endpoints are one extension",
    "zwei Endpunkte sind eine Nebenstelle",
    "An extension has one account here. An endpoint named by the number comes first, then the one the dialplan speaks for, then the first \
     in the file. If the other one is a second telephone of the same person, nothing is lost; else give it a number of its own.",
    "Eine Nebenstelle hat hier ein Konto. Zuerst kommt der Endpunkt, der wie die Nummer heißt, dann der, für den der Wählplan spricht, \
     dann der erste der Datei. Ist der andere ein zweites Telefon derselben Person, fehlt nichts; sonst ihm eine eigene Nummer geben."
);
page!(
    MAILBOX_MISSING,
    Warning,
    "inventory/mailbox-missing",
    "a mailbox is named that does not exist",
    "eine Sprachbox ist genannt, die es nicht gibt",
    "An extension, or `VoiceMail(number@context)` in the dialplan, names a mailbox that does not exist. `mailboxes=` names `number@context` (context `default` where none is written), and voicemail.conf, or the realtime table \
     `voicemail`, has no such mailbox. The message lamp stays dark, and nobody can leave a message. Correct the name, or add the mailbox.",
    "Eine Nebenstelle oder `VoiceMail(nummer@kontext)` im Wählplan nennt eine Sprachbox, die es nicht gibt. `mailboxes=` nennt `nummer@kontext` (Kontext `default`, wo keiner steht), und voicemail.conf oder die Realtime-Tabelle `voicemail` hat keine \
     solche Sprachbox. Die Nachrichtenlampe bleibt dunkel, und niemand kann aufsprechen. Den Namen berichtigen oder die Sprachbox anlegen."
);

pub const ALL: &[&CodePage] = &[
    &DUPLICATE_OBJECT,
    &UNKNOWN_OPTION,
    &BAD_VALUE,
    &BOOL_MEANS_NO,
    &TYPE_CASE,
    &TYPE_UNKNOWN,
    &TYPE_MISSING,
    &TYPE_TWICE,
    &NO_USERNAME,
    &EMPTY_SECRET,
    &AUTH_MISSING,
    &OPEN_ENDPOINT,
    &NO_AOR,
    &AOR_MISSING,
    &AOR_NAME_DIFFERS,
    &NO_CONTACTS,
    &ONE_CONTACT,
    &SEVERAL_AORS,
    &SEVERAL_AUTHS,
    &HASH_ONLY,
    &QUOTES_KEPT,
    &NO_CODEC,
    &TRANSPORT_MISSING,
    &NOT_A_NUMBER,
    &NUMBERED,
    &NUMBER_DIFFERS,
    &NUMBER_TAKEN,
    &MAILBOX_MISSING,
];
