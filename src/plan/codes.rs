//! The codes of this room.

mod security;

pub use security::*;

use crate::diag::{CodePage, Severity};

pub const NO_CLIENT_RULE: CodePage = CodePage {
    slug: "plan/no-client-rule",
    severity: Severity::Error,
    title_en: "no rule says which client this line gets",
    title_de: "keine Regel sagt, welches Programm dieser Anschluss bekommt",
    page_en: "The rules under `clients` are tried from the top, and the first one whose conditions all hold decides. For these extensions none did, so they stay as they are and get no softphone. Add a last rule without conditions, or conditions that cover them.",
    page_de: "Die Regeln unter `clients` werden von oben geprüft; die erste, deren Bedingungen alle zutreffen, entscheidet. Für diese Nebenstellen traf keine zu, also bleiben sie, wie sie sind, und bekommen kein Softphone. Eine letzte Regel ohne Bedingungen anfügen oder die Bedingungen erweitern.",
};

pub const NUMBER_AMBIGUOUS: CodePage = CodePage {
    slug: "plan/number-ambiguous",
    severity: Severity::Error,
    title_en: "two extensions have the same number",
    title_de: "zwei Nebenstellen haben dieselbe Nummer",
    page_en: "The telephone system has the number in several partitions, domains or contexts (`2001@amt.example`, `2001@schule.example`). Profiles, letters and changes of the telephone system are named by the number, so that a softphone could get the account of the other one. These lines stay as they are; all others are planned. Give one of them another number, take the source of one out of `sources`, or make a site folder of its own for each context, with an export of that context only.",
    page_de: "Die Anlage hat die Nummer in mehreren Partitionen, Domänen oder Kontexten (`2001@amt.example`, `2001@schule.example`). Profile, Schreiben und Änderungen an der Anlage sind nach der Nummer benannt; ein Softphone könnte das Konto der anderen bekommen. Diese Anschlüsse bleiben, wie sie sind; alle anderen werden geplant. Einer von ihnen eine andere Nummer geben, die Quelle einer der beiden aus `sources` nehmen oder für jeden Kontext einen eigenen Standortordner anlegen, mit einem Export nur dieses Kontexts.",
};

pub const UNKNOWN_CLIENT: CodePage = CodePage {
    slug: "plan/unknown-client",
    severity: Severity::Error,
    title_en: "a rule names a client without a profile",
    title_de: "eine Regel nennt ein Programm ohne Profil",
    page_en: "Each client is a folder below `profiles/`, built in or in the site folder. The name in the rule matches none of them, so nothing can be written for these lines.",
    page_de: "Jedes Programm ist ein Ordner unter `profiles/`, eingebaut oder im Standortordner. Der Name in der Regel passt zu keinem, also kann für diese Anschlüsse nichts geschrieben werden.",
};

pub const NO_REGISTRAR: CodePage = CodePage {
    slug: "plan/no-registrar",
    severity: Severity::Error,
    title_en: "no registrar address for the chosen transport",
    title_de: "keine Registrar-Adresse für den gewählten Transport",
    page_en: "A rule chooses a transport, and `pbx.registrars` says where softphones register with it. Without the address no profile can be written.",
    page_de: "Eine Regel wählt einen Transport, und `pbx.registrars` sagt, wo sich Softphones damit anmelden. Ohne die Adresse lässt sich kein Profil schreiben.",
};

pub const CLIENT_TRANSPORT: CodePage = CodePage {
    slug: "plan/client-transport",
    severity: Severity::Error,
    title_en: "the client does not speak the chosen transport",
    title_de: "das Programm beherrscht den gewählten Transport nicht",
    page_en: "What each client can do is written in its profile, as measured with the real program. Twinkle has no TLS: asked for it, it silently registers over UDP. A web phone in a browser knows WebSocket only. So the combination is refused instead of degraded.",
    page_de: "Was ein Programm kann, steht in seinem Profil, gemessen am echten Programm. Twinkle hat kein TLS: verlangt man es, meldet es sich still über UDP an. Ein Web-Telefon im Browser kennt nur WebSocket. Darum wird die Kombination abgelehnt, statt etwas anderes zu tun.",
};

pub const CLIENT_SRTP: CodePage = CodePage {
    slug: "plan/client-srtp",
    severity: Severity::Error,
    title_en: "the client cannot encrypt media as asked",
    title_de: "das Programm kann die Sprache nicht wie verlangt verschlüsseln",
    page_en: "The rule asks for a way of media encryption (SDES-SRTP, RFC 4568) that the client does not have. Calls would be plain although the site asked for encryption, so the lines are refused.",
    page_de: "Die Regel verlangt eine Verschlüsselung der Sprache (SDES-SRTP, RFC 4568), die das Programm nicht hat. Gespräche wären offen, obwohl Verschlüsselung verlangt ist; darum werden die Anschlüsse abgelehnt.",
};

pub const CLIENT_DIGEST: CodePage = CodePage {
    slug: "plan/client-digest",
    severity: Severity::Error,
    title_en: "the client cannot compute the digest the PBX asks for",
    title_de: "das Programm kann den verlangten Digest nicht rechnen",
    page_en: "The PBX challenges with digest algorithms of RFC 8760 only (`supported_algorithms_uas`), and the client knows MD5 only. Measured: Twinkle, JsSIP, SIP.js and baresip up to 1.1 cannot answer a challenge that offers SHA-256 alone.",
    page_de: "Die Anlage verlangt nur Digest-Verfahren nach RFC 8760 (`supported_algorithms_uas`), das Programm kennt aber nur MD5. Gemessen: Twinkle, JsSIP, SIP.js und baresip bis 1.1 können eine Anfrage allein mit SHA-256 nicht beantworten.",
};

pub const CLIENT_AUTH_USER: CodePage = CodePage {
    slug: "plan/client-auth-user",
    severity: Severity::Error,
    title_en: "the client has no setting for the login name the PBX wants",
    title_de: "das Programm kennt keinen eigenen Anmeldenamen",
    page_en: "Digest authentication knows a user name of its own (RFC 7616), and many a PBX gives it another value than the extension. Browser-Phone logs in with the user of its SIP address only, so every REGISTER of such a line would be answered with 401. The line is refused instead.",
    page_de: "Die Digest-Anmeldung hat einen eigenen Benutzernamen (RFC 7616), und manche Anlage gibt ihm einen anderen Wert als die Nebenstelle. Browser-Phone meldet sich nur mit dem Benutzer seiner SIP-Adresse an; jedes REGISTER eines solchen Anschlusses würde mit 401 beantwortet. Darum wird der Anschluss abgelehnt.",
};

pub const NOT_REGISTERED: CodePage = CodePage {
    slug: "plan/not-registered",
    severity: Severity::Warning,
    title_en: "a softphone that does not register is never called",
    title_de: "ein Softphone, das sich nicht anmeldet, wird nie angerufen",
    page_en: "With `register: false` the client can call out, but the telephone system does not learn where it is, so no call reaches it at home. `validate` still asks for the line, and `watch` does not miss it.",
    page_de: "Mit `register: false` kann das Programm anrufen, aber die Telefonanlage erfährt nicht, wo es ist: zu Hause erreicht es kein Anruf. `validate` fragt trotzdem nach dem Anschluss, und `watch` vermisst ihn nicht.",
};

pub const WEB_PHONE_ENDPOINT: CodePage = CodePage {
    slug: "plan/web-phone-endpoint",
    severity: Severity::Warning,
    title_en: "a web phone cannot share an endpoint with a desk phone",
    title_de: "ein Web-Telefon kann keinen Endpoint mit einem Tischtelefon teilen",
    page_en: "A browser needs DTLS-SRTP, ICE and RTCP multiplexing, which `webrtc=yes` switches on for the whole endpoint; plain SIP phones on it then have no media. Registration works either way. Nothing is changed on the PBX for media of these lines.",
    page_de: "Ein Browser braucht DTLS-SRTP, ICE und RTCP-Multiplexing; `webrtc=yes` schaltet das für den ganzen Endpoint ein, und gewöhnliche SIP-Telefone daran haben dann keine Sprache. Die Anmeldung gelingt so oder so. Für die Sprache dieser Anschlüsse wird an der Anlage nichts geändert.",
};

pub const NO_PBX_TRANSPORT: CodePage = CodePage {
    slug: "plan/no-pbx-transport",
    severity: Severity::Warning,
    title_en: "the PBX has no transport of this kind",
    title_de: "die Anlage hat keinen solchen Transport",
    page_en: "A rule chooses a transport for which the PBX's files hold no `type=transport` section, so the port stays closed. The file written for `pjsip.conf` ends with a commented block for it.",
    page_de: "Eine Regel wählt einen Transport, für den die Dateien der Anlage keinen Abschnitt `type=transport` enthalten; der Port bleibt geschlossen. Die Datei für `pjsip.conf` endet mit einem auskommentierten Block dafür.",
};

pub const RINGS_ONE_DEVICE: CodePage = CodePage {
    slug: "plan/rings-one-device",
    severity: Severity::Warning,
    title_en: "calls would ring only one of two devices",
    title_de: "Anrufe würden nur eines von zwei Geräten rufen",
    page_en: "`Dial(PJSIP/2001)` sends the call to one registered contact, here the one registered last; a queue member `PJSIP/2001` does the same (measured with Asterisk 22). With two devices the other one stays silent. `Dial(${PJSIP_DIAL_CONTACTS(2001)})` rings all of them, and goes on with `CHANUNAVAIL` where none is registered, as before. Where what a line rings is decided only when a call comes (a variable, a database, a subroutine's argument), it is listed for you to look at. A hint needs no change for several devices of one endpoint, whose state covers them all; a web phone with an endpoint of its own needs `PJSIP/2001&PJSIP/2001-web`. `inventory check` counts the same lines (`inventory/dial-rings-one-device`).",
    page_de: "`Dial(PJSIP/2001)` schickt den Anruf an eine Anmeldung, hier die letzte; ein Warteschlangen-Mitglied `PJSIP/2001` ebenso (gemessen mit Asterisk 22). Von zwei Geräten bleibt das andere stumm. `Dial(${PJSIP_DIAL_CONTACTS(2001)})` ruft alle und macht wie bisher mit `CHANUNAVAIL` weiter, wenn keines angemeldet ist. Wo sich erst beim Anruf entscheidet, wen eine Zeile ruft (eine Variable, eine Datenbank, das Argument eines Unterprogramms), wird sie zum Ansehen aufgeführt. Für mehrere Geräte eines Endpoints braucht ein Hint keine Änderung, denn dessen Zustand umfasst alle; ein Webtelefon mit eigenem Endpunkt braucht `PJSIP/2001&PJSIP/2001-web`. `inventory check` zählt dieselben Zeilen (`inventory/dial-rings-one-device`).",
};

pub const RINGS_ONE_BY_HAND: CodePage = CodePage {
    slug: "plan/rings-one-device-by-hand",
    severity: Severity::Error,
    title_en: "a line that rings one of two planned devices has to be changed by hand",
    title_de: "eine Zeile, die eines von zwei geplanten Geräten ruft, ist von Hand zu ändern",
    page_en: "Two devices are planned for these extensions, and the line rings one of them: the other one would stay silent. For most lines `deskshift convert` writes the replacement (`plan/rings-one-device`). For this one there is none that is sure to be right: the device stands in a variable or an argument for other lines, the application takes one device and no list (`Originate`), or the line names an address (`PJSIP/2001/sip:…`). `pbx/dialplan.txt` says what to do; until it is done, calls by this line do not reach the person at home.",
    page_de: "Für diese Nebenstellen sind zwei Geräte geplant, und die Zeile ruft eines davon: das andere bliebe stumm. Für die meisten Zeilen schreibt `deskshift convert` den Ersatz (`plan/rings-one-device`). Für diese gibt es keinen, der sicher richtig ist: das Gerät steht für andere Zeilen in einer Variablen oder einem Argument, die Anwendung nimmt ein Gerät und keine Liste (`Originate`), oder die Zeile nennt eine Adresse (`PJSIP/2001/sip:…`). `pbx/dialplan.txt` sagt, was zu tun ist; bis dahin erreichen Anrufe über diese Zeile die Person zu Hause nicht.",
};

pub const NO_PASSWORD: CodePage = CodePage {
    slug: "plan/no-password",
    severity: Severity::Error,
    title_en: "no usable password is known",
    title_de: "kein brauchbares Kennwort bekannt",
    page_en: "Neither the PBX's files nor a list of accounts hold a clear-text password for this line, so no profile can be written. Exports often leave passwords out or hold hashes only.",
    page_de: "Weder die Dateien der Anlage noch eine Kontenliste nennen ein Kennwort im Klartext, also lässt sich kein Profil schreiben. Exporte lassen Kennwörter oft weg oder enthalten nur Hashes.",
};

pub const DIGEST_ONLY: CodePage = CodePage {
    slug: "plan/digest-only",
    severity: Severity::Warning,
    title_en: "only a digest of the password is known",
    title_de: "vom Kennwort ist nur ein Digest bekannt",
    page_en: "The PBX stores a digest of user name, realm and password (HA1) in place of the password. Linphone takes it in place of the password, but it holds for one realm only, the one that the registrar names when it asks. `deskshift validate` asks harmlessly and remembers realm and algorithm; `deskshift convert` then writes digest and realm into the profile. Such a profile is as good as the password for this one registrar; letters cannot print it, and other clients need a new password.",
    page_de: "Die Anlage speichert statt des Kennworts einen Digest aus Benutzername, Realm und Kennwort (HA1). Linphone nimmt ihn statt des Kennworts, aber er gilt nur für einen Realm: den, den der Registrar bei seiner Frage nennt. `deskshift validate` fragt harmlos und merkt sich Realm und Algorithmus; `deskshift convert` schreibt dann Digest und Realm ins Profil. Ein solches Profil ist für diesen einen Registrar so viel wert wie das Kennwort; Briefe können ihn nicht drucken, und andere Programme brauchen ein neues Kennwort.",
};

pub const SECRET_DIFFERS: CodePage = CodePage {
    slug: "plan/secret-differs",
    severity: Severity::Warning,
    title_en: "list and PBX have different passwords",
    title_de: "Liste und Anlage haben verschiedene Kennwörter",
    page_en: "The site takes passwords from one source (`sources.secrets_from`), and the other one has a different one. The line will be refused with 401, and repeated tries may get its address banned.",
    page_de: "Der Standort nimmt Kennwörter aus einer Quelle (`sources.secrets_from`), und die andere nennt ein anderes. Der Anschluss wird mit 401 abgewiesen, und wiederholte Versuche können zur Sperre der Adresse führen.",
};

pub const SECRET_CUT: CodePage = CodePage {
    slug: "plan/secret-cut",
    severity: Severity::Warning,
    title_en: "the PBX's password is cut short",
    title_de: "das Kennwort der Anlage ist abgeschnitten",
    page_en: "An unescaped `;` starts a comment anywhere in a line of Asterisk's files, even inside quotes. Asterisk knows only what stands before it, so desk phones with the full password are refused.",
    page_de: "Ein `;` ohne `\\\\` davor beginnt in Asterisks Dateien überall einen Kommentar, auch in Anführungszeichen. Asterisk kennt nur, was davor steht; Telefone mit dem ganzen Kennwort werden abgewiesen.",
};

pub const AUTH_USER_DIFFERS: CodePage = CodePage {
    slug: "plan/auth-user-differs",
    severity: Severity::Warning,
    title_en: "the login name is not the one the PBX expects",
    title_de: "der Anmeldename ist nicht der, den die Anlage erwartet",
    page_en: "Asterisk compares the digest's user name with `username` of the `auth` object, which may be anything, often a MAC address. The list names another one, so every try ends in 401.",
    page_de: "Asterisk vergleicht den Benutzernamen des Digest mit `username` des `auth`-Objekts; das kann alles sein, oft eine MAC-Adresse. Die Liste nennt einen anderen, also endet jeder Versuch mit 401.",
};

pub const NOT_ON_PBX: CodePage = CodePage {
    slug: "plan/not-on-pbx",
    severity: Severity::Warning,
    title_en: "the PBX has no account for this extension",
    title_de: "die Anlage hat für diese Nebenstelle kein Konto",
    page_en: "A list names the extension, but the PBX's files do not. A profile is written, because the export may be incomplete; registering ends in 401 if it is not.",
    page_de: "Eine Liste nennt die Nebenstelle, die Dateien der Anlage aber nicht. Ein Profil wird geschrieben, denn der Export kann unvollständig sein; ist er es nicht, endet die Anmeldung mit 401.",
};

pub const PBX_NOT_READ: CodePage = CodePage {
    slug: "plan/pbx-not-read",
    severity: Severity::Note,
    title_en: "no file of the PBX was read, so nobody knows whether it has these accounts",
    title_de: "keine Datei der Anlage wurde gelesen, ob sie diese Konten hat, ist nicht bekannt",
    page_en: "Appears once where the site has no Asterisk folder and no other source names an account of the PBX: lines and logins come from lists alone. Profiles are written; `deskshift validate` finds out which of them register.",
    page_de: "Erscheint einmal, wenn der Standort keinen Asterisk-Ordner hat und auch keine andere Quelle ein Konto der Anlage nennt: Anschlüsse und Anmeldungen stammen allein aus Listen. Profile werden geschrieben; welche davon sich anmelden, findet `deskshift validate` heraus.",
};

pub const OBJECT_MISSING: CodePage = CodePage {
    slug: "plan/object-missing",
    severity: Severity::Warning,
    title_en: "an object the line needs does not exist on the PBX",
    title_de: "ein Objekt, das der Anschluss braucht, fehlt auf der Anlage",
    page_en: "`auth=` or `aors=` of the endpoint leads to an object that does not exist or that Asterisk drops because of a faulty option. Asterisk then answers 500, 404 or 403 (measured). The change for the PBX does not invent objects: what they should hold is for the admin to say.",
    page_de: "`auth=` oder `aors=` des Endpoints führt zu einem Objekt, das es nicht gibt oder das Asterisk wegen einer falschen Einstellung verwirft. Asterisk antwortet dann mit 500, 404 oder 403 (gemessen). Die Änderung für die Anlage erfindet keine Objekte: was sie enthalten sollen, muss der Admin sagen.",
};

pub const OPEN_ENDPOINT: CodePage = CodePage {
    slug: "plan/open-endpoint",
    severity: Severity::Warning,
    title_en: "anyone may register as this extension",
    title_de: "jeder kann sich als diese Nebenstelle anmelden",
    page_en: "An endpoint without `auth=` is never challenged: whoever reaches the port may take the number and call at the authority's cost.",
    page_de: "Ein Endpoint ohne `auth=` fragt nie nach einem Kennwort: wer den Port erreicht, kann die Nummer übernehmen und auf Kosten der Behörde telefonieren.",
};

pub const CONTACT_LIMIT_KEPT: CodePage = CodePage {
    slug: "plan/contact-limit-kept",
    severity: Severity::Error,
    title_en: "the extension keeps room for one device only",
    title_de: "die Nebenstelle behält nur Platz für ein Gerät",
    page_en: "The AOR of this extension stays as it is (`pbx.keep_contact_limit`, or nothing can be written that changes it) and allows fewer contacts than `pbx.contacts_per_line`, while desk phone and softphone both log in. Measured: with one contact and `remove_existing=no` the second device gets 403; with `yes` it silently throws the first one out, and both go on throwing each other out. Raise the limit, or leave the desk phone out by `ring_strategy: home-only` and a new password. Where only one of the two is there, such as with a desk phone that is unplugged, write that down in `security.exceptions`, or set `contacts_per_line: 1`.",
    page_de: "Das AOR dieser Nebenstelle bleibt, wie es ist (`pbx.keep_contact_limit`, oder es lässt sich nichts schreiben, das es ändert), und erlaubt weniger Anmeldungen als `pbx.contacts_per_line`, während sich Tischtelefon und Softphone beide anmelden. Gemessen: bei einer Anmeldung und `remove_existing=no` erhält das zweite Gerät 403; bei `yes` wirft es das erste still hinaus, und so fort abwechselnd. Die Grenze anheben oder das Tischtelefon durch `ring_strategy: home-only` und ein neues Kennwort auslassen. Gibt es nur eines der beiden, etwa weil das Tischtelefon ausgesteckt ist, dies in `security.exceptions` festhalten oder `contacts_per_line: 1` setzen.",
};

pub const CONTACT_LIMIT_MENDED: CodePage = CodePage {
    slug: "plan/contact-limit-mended",
    severity: Severity::Note,
    title_en: "the extension allowed no registration at all",
    title_de: "die Nebenstelle ließ keine Anmeldung zu",
    page_en: "`max_contacts` is 0, Asterisk's default, and every REGISTER gets 403. The change for the PBX raises it. If the extension was blocked on purpose, put it into `pbx.keep_contact_limit`.",
    page_de: "`max_contacts` ist 0, Asterisks Vorgabe, und jedes REGISTER erhält 403. Die Änderung für die Anlage erhöht es. War die Nebenstelle absichtlich gesperrt, gehört sie in `pbx.keep_contact_limit`.",
};

pub const AOR_NAME_DIFFERS: CodePage = CodePage {
    slug: "plan/aor-name-differs",
    severity: Severity::Warning,
    title_en: "AOR and endpoint have different names",
    title_de: "AOR und Endpoint heißen verschieden",
    page_en: "Asterisk finds the endpoint by the From user and the AOR by the To user of a REGISTER, and a phone sends the same name in both. So a line whose AOR has another name than its endpoint gets 404.",
    page_de: "Asterisk findet den Endpoint über den From-Benutzer und das AOR über den To-Benutzer eines REGISTER, und ein Telefon sendet in beiden denselben Namen. Heißt das AOR anders als der Endpoint, folgt 404.",
};

pub const NO_PERSON: CodePage = CodePage {
    slug: "plan/no-person",
    severity: Severity::Warning,
    title_en: "nobody in the staff list has this extension",
    title_de: "niemand in der Personalliste hat diese Nebenstelle",
    page_en: "The extension looks like a person's phone, but no list says whose. It is planned with the PBX's caller ID name and appears in no roster.",
    page_de: "Die Nebenstelle sieht nach einem persönlichen Telefon aus, aber keine Liste sagt, wem es gehört. Sie wird mit dem Anzeigenamen der Anlage geplant und erscheint in keinem Dienstplan.",
};

pub const PERSON_WITHOUT_LINE: CodePage = CodePage {
    slug: "plan/person-without-line",
    severity: Severity::Warning,
    title_en: "a person gets no softphone",
    title_de: "eine Person bekommt kein Softphone",
    page_en: "The staff list names the person, but no extension of hers is migrated: none is given, it is not known, or it stays as it is.",
    page_de: "Die Personalliste nennt die Person, aber keine ihrer Nebenstellen wird umgestellt: keine ist angegeben, sie ist unbekannt, oder sie bleibt, wie sie ist.",
};

pub const ONE_SET: CodePage = CodePage {
    slug: "plan/one-set",
    severity: Severity::Note,
    title_en: "one set of files for several lines of a person",
    title_de: "ein Satz Dateien für mehrere Anschlüsse einer Person",
    page_en: "The person has several lines with one client, and its files hold several accounts. The files of the line that the lists give the person first hold all of them, that line's account in front: the program dials with it. The other lines have no files, no link and no letter of their own, as long as a link or the device management brings the set; a letter with values to type is printed for each. `validate` asks each line, and each has its own change on the telephone system. A line that cannot be written keeps the whole set back. `plan/several-lines` names those that do not go together.",
    page_de: "Die Person hat mit einem Programm mehrere Anschlüsse, und dessen Dateien nehmen mehrere Konten auf. Die Dateien des Anschlusses, den die Listen der Person zuerst geben, enthalten alle, sein Konto vorn: damit wählt das Programm. Die anderen Anschlüsse haben keine eigenen Dateien, keinen Link und keinen Brief, solange ein Link oder die Geräteverwaltung den Satz bringt; ein Brief mit Werten zum Eintippen wird für jeden gedruckt. `validate` fragt jeden Anschluss, und jeder hat seine eigene Änderung an der Anlage. Ein Anschluss, der sich nicht schreiben lässt, hält den ganzen Satz zurück. `plan/several-lines` nennt die, die nicht zusammenpassen.",
};

pub const SEVERAL_LINES: CodePage = CodePage {
    slug: "plan/several-lines",
    severity: Severity::Warning,
    title_en: "a person with several lines in one program",
    title_de: "eine Person mit mehreren Anschlüssen in einem Programm",
    page_en: "Linphone, baresip, MicroSIP, Zoiper and desk phones of Snom, Yealink, Polycom and Grandstream get one set of files with all accounts of a person (`plan/one-set`). These lines do not: the files of their client hold one account or fewer than there are; or transport, encryption or settings differ, which such a file has once for all accounts; or a password is not known; or the client is a desk phone, and no list says that one telephone has both lines; or a list names a device that has one of them without the other (a notebook, thin client or program, for desk phones any), which would get the password of both. Each then has a set of its own. Where both go to one program on one machine, the one that is put into place later replaces the other, and the person can be called at one of the numbers only. Twinkle takes each file as a profile of its own where it has a name of its own. MicroSIP holds all accounts and logs in with the one that its user chose. Let the telephone system ring one line for the other number, give the second line another client or another device, or add its account in the program by hand.",
    page_de: "Linphone, baresip, MicroSIP, Zoiper und Tischtelefone von Snom, Yealink, Polycom und Grandstream bekommen einen Satz Dateien mit allen Konten einer Person (`plan/one-set`). Diese Anschlüsse nicht: die Dateien ihres Programms nehmen ein Konto auf oder weniger, als es gibt; oder Transport, Verschlüsselung oder Einstellungen sind verschieden, die eine solche Datei einmal für alle Konten hat; oder ein Kennwort ist nicht bekannt; oder es geht um ein Tischtelefon, und keine Liste sagt, dass ein Telefon beide Anschlüsse hat; oder eine Liste nennt ein Gerät, das einen davon ohne den anderen hat (ein Notebook, einen Thin Client oder ein Programm, bei Tischtelefonen jedes) und das Kennwort von beiden bekäme. Jeder hat dann seinen eigenen Satz. Kommen beide in ein Programm auf einem Rechner, so ersetzt der spätere den früheren, und die Person ist nur unter einer der Nummern zu erreichen. Twinkle nimmt jede Datei als eigenes Profil, wenn sie einen eigenen Namen hat. MicroSIP enthält alle Konten und meldet sich mit dem an, das sein Nutzer gewählt hat. Die Telefonanlage die andere Nummer auf demselben Anschluss klingeln lassen, dem zweiten Anschluss ein anderes Programm oder Gerät geben oder sein Konto im Programm von Hand anlegen.",
};

pub const NEVER_AT_HOME: CodePage = CodePage {
    slug: "plan/never-at-home",
    severity: Severity::Note,
    title_en: "a softphone for somebody who never works at home",
    title_de: "ein Softphone für jemanden, der nie zu Hause arbeitet",
    page_en: "The staff list says that the person may not work at home. A softphone is planned all the same, since it also serves in the office.",
    page_de: "Laut Personalliste darf die Person nicht zu Hause arbeiten. Ein Softphone wird trotzdem geplant, denn es dient auch im Büro.",
};

pub const NOTHING_SELECTED: CodePage = CodePage {
    slug: "plan/nothing-selected",
    severity: Severity::Error,
    title_en: "the selection fits no line",
    title_de: "die Auswahl passt zu keinem Anschluss",
    page_en: "`--only` takes extensions, a start such as `20*`, person ids, client names and department names. None of the planned lines fits, so nothing was done. `deskshift plan` says which lines there are.",
    page_de: "`--only` nimmt Nebenstellen, einen Anfang wie `20*`, Personenkennungen, Programme und Abteilungen. Keiner der geplanten Anschlüsse passt, also geschah nichts. `deskshift plan` sagt, welche es gibt.",
};

pub const SECRET_RENEWED: CodePage = CodePage {
    slug: "plan/secret-renewed",
    severity: Severity::Warning,
    title_en: "lines get a new password",
    title_de: "Anschlüsse bekommen ein neues Kennwort",
    page_en: "Passwords of desk phones have mostly been in clear text on a provisioning server for years, so the move is the time to replace them. The profile and the file for the PBX carry the same new one. A desk phone that stays on the extension knows the old one only: it can place no call, its registration lives on until it expires, and the next one is refused. So give it the new one at the same time (`pbx/new-passwords.csv` lists them for its provisioning), let both hold for a while (`secrets.beside`, Asterisk), or keep the old one for that extension (`secrets.keep`).",
    page_de: "Kennwörter von Tischtelefonen liegen meist seit Jahren im Klartext auf einem Provisionierungsserver; der Umzug ist die Zeit, sie zu ersetzen. Profil und Datei für die Anlage tragen dasselbe neue. Ein Tischtelefon, das an der Nebenstelle bleibt, kennt nur das alte: wählen kann es nicht mehr, seine Anmeldung lebt, bis sie abläuft, und die nächste wird abgewiesen. Ihm also zur selben Zeit das neue geben (`pbx/new-passwords.csv` nennt sie für seine Provisionierung), eine Weile beide gelten lassen (`secrets.beside`, Asterisk) oder für diese Nebenstelle das alte behalten (`secrets.keep`).",
};

pub const SECRET_ADDED: CodePage = CodePage {
    slug: "plan/secret-added",
    severity: Severity::Note,
    title_en: "lines get a new password beside the one in force",
    title_de: "Anschlüsse bekommen ein neues Kennwort neben dem geltenden",
    page_en: "`secrets.mode: beside`, or the extension in `secrets.beside`: the endpoint names a second auth object, and Asterisk takes the password of either (measured with 22.10). The desk phone goes on with the old one, the softphone begins with the new one, and both register. The old one is as exposed as it ever was, so this is a state to leave: give the desk phones the new one from `pbx/new-passwords.csv` in their own time, then write `rotate`. The softphones' profiles stay the same to the byte.",
    page_de: "`secrets.mode: beside`, oder die Nebenstelle steht in `secrets.beside`: der Endpoint nennt ein zweites Auth-Objekt, und Asterisk nimmt das Kennwort eines jeden (gemessen mit 22.10). Das Tischtelefon bleibt beim alten, das Softphone beginnt mit dem neuen, und beide melden sich an. Das alte ist so offen wie bisher, also ist das ein Zustand auf Zeit: den Tischtelefonen nach und nach das neue aus `pbx/new-passwords.csv` geben, dann `rotate` schreiben. Die Profile der Softphones bleiben dabei Byte für Byte gleich.",
};

pub const SECRET_SHARED: CodePage = CodePage {
    slug: "plan/secret-shared",
    severity: Severity::Warning,
    title_en: "several extensions use one login, so it keeps its password",
    title_de: "mehrere Nebenstellen nutzen eine Anmeldung, darum bleibt ihr Kennwort",
    page_en: "The endpoints of several extensions name one auth object. A new password there would shut out every device that is not changed at the same moment, among them perhaps fax and door. So these lines keep the old one; who knows it can register as any of them.",
    page_de: "Die Endpoints mehrerer Nebenstellen nennen ein Auth-Objekt. Ein neues Kennwort sperrte jedes Gerät aus, das nicht im selben Augenblick geändert wird, darunter vielleicht Fax und Türsprechstelle. Darum behalten diese Anschlüsse das alte; wer es kennt, kann sich als jeder von ihnen anmelden.",
};

pub const SECRET_NOT_RENEWED: CodePage = CodePage {
    slug: "plan/secret-not-renewed",
    severity: Severity::Note,
    title_en: "passwords stay, because nothing can be written that replaces them on the PBX",
    title_de: "Kennwörter bleiben, weil sich nichts schreiben lässt, das sie auf der Anlage ersetzt",
    page_en: "A new password must reach the PBX and the profile at the same time. For this kind of PBX, or without its files, nothing can be written that sets it, so the profiles carry the password in force. The same holds for an auth object of Asterisk with a digest in place of a password: measured, an added password leaves the digest in force, and the old password with it.",
    page_de: "Ein neues Kennwort muss Anlage und Profil zur selben Zeit erreichen. Für diese Art von Anlage, oder ohne ihre Dateien, lässt sich nichts schreiben, das es setzt; darum tragen die Profile das geltende. Dasselbe gilt für ein Auth-Objekt von Asterisk mit einem Digest statt eines Kennworts: gemessen lässt ein hinzugefügtes Kennwort den Digest in Kraft und damit das alte.",
};

pub const HOME_ONLY: CodePage = CodePage {
    slug: "plan/home-only",
    severity: Severity::Note,
    title_en: "calls leave the desk phone out",
    title_de: "Anrufe lassen das Tischtelefon aus",
    page_en: "`ring_strategy: home-only` of `overrides` says that a call rings the softphone and not the desk phone. A web phone with an endpoint of its own (`pbx.webrtc_twins`) is rung by the dialplan: the plan lists each line, ring group and queue member that names the desk phone, with `PJSIP/2001-web` in its place; a line with a pattern cannot tell its extensions apart and is listed with the lines of their own that these extensions need. Back to `both`, or without the web phone, lines that name `PJSIP/2001-web` alone are listed with the desk phone in them again. Where both log in to one account, the softphone's new password leaves the desk phone out: it is neither in `new-passwords.csv` nor in `desk-phones/`, so the desk phone cannot log in again once the telephone system has loaded the change; `plan/secret-renewed` does not name it. In the files of a desk phone itself it changes nothing (`plan/override-without-effect`). A hint goes on watching both.",
    page_de: "`ring_strategy: home-only` unter `overrides` sagt, dass ein Anruf das Softphone ruft und nicht das Tischtelefon. Ein Webtelefon mit eigenem Endpunkt (`pbx.webrtc_twins`) ruft der Wählplan: der Plan nennt jede Zeile, Rufgruppe und jedes Warteschlangen-Mitglied mit dem Tischtelefon und setzt `PJSIP/2001-web` an seine Stelle; eine Zeile mit Muster kann ihre Nebenstellen nicht unterscheiden und wird mit den eigenen Zeilen aufgeführt, die diese Nebenstellen brauchen. Zurück zu `both` oder ohne das Webtelefon stehen Zeilen, die nur `PJSIP/2001-web` nennen, wieder mit dem Tischtelefon in der Liste. Melden sich beide an einem Konto an, so lässt das neue Kennwort des Softphones das Tischtelefon aus: es steht weder in `new-passwords.csv` noch in `desk-phones/`, und das Tischtelefon kann sich nicht wieder anmelden, sobald die Anlage die Änderung geladen hat; `plan/secret-renewed` nennt es nicht. In den Dateien eines Tischtelefons selbst ändert es nichts (`plan/override-without-effect`). Ein Hint beobachtet weiter beide.",
};

pub const HOME_ONLY_REFUSED: CodePage = CodePage {
    slug: "plan/home-only-refused",
    severity: Severity::Warning,
    title_en: "the desk phone cannot be left out of calls",
    title_de: "das Tischtelefon lässt sich aus Anrufen nicht heraushalten",
    page_en: "`ring_strategy: home-only` asks for calls that ring the softphone alone. Desk phone and softphone log in to one account here, and no dialplan, ring group or queue can tell two registrations of one account apart; and the password stays, or the desk phone goes on with its own beside it (`secrets.beside`). So both ring. A new password that the desk phone does not get (`secrets.mode: rotate`) leaves it out, and so does a web phone with an endpoint of its own (`pbx.webrtc_twins`, Asterisk). Else log the desk phone out or unplug it.",
    page_de: "`ring_strategy: home-only` verlangt, dass Anrufe nur das Softphone rufen. Tischtelefon und Softphone melden sich hier an einem Konto an, und kein Wählplan, keine Rufgruppe und keine Warteschlange kann zwei Anmeldungen eines Kontos unterscheiden; und das Kennwort bleibt, oder das Tischtelefon macht mit seinem daneben weiter (`secrets.beside`). Darum läuten beide. Ein neues Kennwort, das das Tischtelefon nicht bekommt (`secrets.mode: rotate`), lässt es aus, ebenso ein Webtelefon mit eigenem Endpunkt (`pbx.webrtc_twins`, Asterisk). Sonst das Tischtelefon abmelden oder ausstecken.",
};

pub const BESIDE_REFUSED: CodePage = CodePage {
    slug: "plan/beside-refused",
    severity: Severity::Warning,
    title_en: "a second password beside the one in force is not to be had here",
    title_de: "ein zweites Kennwort neben dem geltenden gibt es hier nicht",
    page_en: "`secrets.beside` asks for a password of the softphone's own, while the desk phone goes on with the old one. Only the `pjsip.conf` of Asterisk is written so (`pbx.kind: asterisk`): there an endpoint takes the password of either of two auth objects. FreePBX, FreeSWITCH, Kamailio and OpenSIPS hold one password for each account; of Asterisk's realtime tables and ARI deskshift changes objects and makes none. So nothing is changed for these lines, and their softphones carry the password that the desk phone has. Write `rotate` and give the desk phones the new passwords at the same time, or `keep`.",
    page_de: "`secrets.beside` verlangt ein eigenes Kennwort für das Softphone, während das Tischtelefon mit dem alten weitermacht. So geschrieben wird nur die `pjsip.conf` von Asterisk (`pbx.kind: asterisk`): dort nimmt ein Endpoint das Kennwort jedes von zwei Auth-Objekten. FreePBX, FreeSWITCH, Kamailio und OpenSIPS führen je Konto ein Kennwort; in Asterisks Realtime-Tabellen und über ARI ändert deskshift Objekte und legt keine an. Darum ändert sich für diese Anschlüsse nichts, und ihre Softphones tragen das Kennwort des Tischtelefons. `rotate` schreiben und den Tischtelefonen zur selben Zeit die neuen Kennwörter geben, oder `keep`.",
};

pub const SECRET_UNKNOWN: CodePage = CodePage {
    slug: "plan/secret-extension-unknown",
    severity: Severity::Error,
    title_en: "`secrets` names an extension that no list has",
    title_de: "`secrets` nennt eine Nebenstelle, die in keiner Liste steht",
    page_en: "An extension in `secrets.revoke`, `secrets.keep` or `secrets.beside` is in no export and no list, so nothing is done for it. A slip of the key in `revoke` leaves the access of somebody who left as it is: correct the number. Where the extension is gone from the PBX already, take it out of the list.",
    page_de: "Eine Nebenstelle in `secrets.revoke`, `secrets.keep` oder `secrets.beside` steht in keinem Export und keiner Liste, also geschieht für sie nichts. Ein Tippfehler in `revoke` lässt den Zugang eines Ausgeschiedenen, wie er ist: die Nummer berichtigen. Gibt es die Nebenstelle auf der Anlage nicht mehr, aus der Liste nehmen.",
};

pub const NOT_REVOKED: CodePage = CodePage {
    slug: "plan/not-revoked",
    severity: Severity::Error,
    title_en: "a leaver's line cannot be revoked",
    title_de: "der Anschluss eines Ausgeschiedenen lässt sich nicht entziehen",
    page_en: "`secrets.revoke` replaces the password of a line by one that nobody gets. Here there is none to replace: no account on the PBX, one that Asterisk drops, one that is open to all, or one whose login other extensions share. The finding beside this one says which.",
    page_de: "`secrets.revoke` ersetzt das Kennwort eines Anschlusses durch eines, das niemand bekommt. Hier gibt es keines zu ersetzen: kein Konto auf der Anlage, eines, das Asterisk verwirft, eines, das allen offen steht, oder eines, dessen Anmeldung andere Nebenstellen mitbenutzen. Der Befund daneben sagt, welches.",
};

pub const OVERRIDE_UNKNOWN: CodePage = CodePage {
    slug: "plan/override-unknown",
    severity: Severity::Error,
    title_en: "`overrides` names somebody or something the inventory does not have",
    title_de: "`overrides` nennt jemanden oder etwas, das nicht im Inventar steht",
    page_en: "The values of this department, person, device or kind of device reach nobody, because no list has it under that name; who was meant gets the values of the rule. The finding points at the name and says which known one is nearest. People have their staff number or the id that `deskshift inventory show` gives; devices their label, serial number, MAC address or name.",
    page_de: "Die Werte dieses Amts, dieser Person, dieses Geräts oder dieser Geräteart erreichen niemanden, weil keine Liste den Namen kennt; wer gemeint war, bekommt die Werte der Regel. Der Befund zeigt auf den Namen und nennt den nächsten bekannten. Personen stehen mit Personalnummer oder der Kennung aus `deskshift inventory show`, Geräte mit Etikett, Seriennummer, MAC-Adresse oder Namen.",
};

pub const OVERRIDE_WITHOUT_EFFECT: CodePage = CodePage {
    slug: "plan/override-without-effect",
    severity: Severity::Warning,
    title_en: "a value of `overrides` changes nothing",
    title_de: "ein Wert unter `overrides` ändert nichts",
    page_en: "The files of a client have no setting for this value, or none with this transport: the FRITZ!Box takes no number of a mailbox and no expiry, a path of a CA or of a WebSocket means nothing over UDP. The lines get their files, without the value. Set it for those who can use it, for instance below `device_kinds` or `persons`; choose another client; or take it out. What each client holds was found by trying: `deskshift profiles list --json` has it under `holds`. Also told is a level that no planned line has, such as a device that nobody is given. Nothing is told where a more specific level chooses a transport that needs no CA and no path.",
    page_de: "Die Dateien eines Programms haben für diesen Wert keine Einstellung, oder keine bei diesem Transport: die FRITZ!Box nimmt weder die Nummer eines Anrufbeantworters noch eine Anmeldedauer, der Pfad einer CA oder eines WebSockets bedeutet über UDP nichts. Die Anschlüsse bekommen ihre Dateien, ohne den Wert. Ihn für die setzen, die ihn brauchen können, etwa unter `device_kinds` oder `persons`; ein anderes Programm wählen; oder ihn weglassen. Was jedes Programm aufnimmt, wurde durch Versuch gefunden: `deskshift profiles list --json` nennt es unter `holds`. Gemeldet wird auch eine Ebene, die kein geplanter Anschluss hat, etwa ein Gerät, das niemand bekommt. Nichts wird gemeldet, wo eine genauere Ebene einen Transport wählt, der weder CA noch Pfad braucht.",
};

pub const CLIENT_MEDIA: CodePage = CodePage {
    slug: "plan/client-media",
    severity: Severity::Error,
    title_en: "a client lacks the codec, or the way to send keys, that is asked for",
    title_de: "einem Programm fehlt der verlangte Codec oder die Art, Tasten zu senden",
    page_en: "`codecs` and `dtmf` of `overrides` have canonical names, which each profile translates (`media` in `profile.yaml`). This client has no word for one of them: Twinkle knows no Opus, Linphone sends no tones in the voice. A list without that codec would be another one than was asked for, so the line is not converted. Take it out, or set the value for fewer lines.",
    page_de: "`codecs` und `dtmf` unter `overrides` haben feste Namen, die jedes Profil übersetzt (`media` in `profile.yaml`). Dieses Programm hat für einen davon kein Wort: Twinkle kennt kein Opus, Linphone sendet keine Töne in der Sprache. Eine Liste ohne diesen Codec wäre eine andere als die verlangte, darum wird der Anschluss nicht umgesetzt. Ihn weglassen oder den Wert für weniger Anschlüsse setzen.",
};

pub const OVERRIDE_CONTRADICTS: CodePage = CodePage {
    slug: "plan/override-contradicts",
    severity: Severity::Error,
    title_en: "two devices of one person ask for different values",
    title_de: "zwei Geräte einer Person verlangen verschiedene Werte",
    page_en: "A line is set up once, for whatever device its person takes. Two devices, or two kinds of devices, stand on the same level of `overrides`, so neither is more specific than the other. The plan takes the first by name. Set the value for the person, who counts more than a kind; or for one of the two only.",
    page_de: "Ein Anschluss wird einmal eingerichtet, welches Gerät die Person auch nimmt. Zwei Geräte oder zwei Gerätearten stehen in `overrides` auf derselben Stufe, also ist keine genauer als die andere. Der Plan nimmt die dem Namen nach erste. Den Wert für die Person setzen, die mehr zählt als eine Geräteart, oder nur für eines von beiden.",
};

pub const RTP_PORTS_OVERLAP: CodePage = CodePage {
    slug: "plan/rtp-ports-overlap",
    severity: Severity::Warning,
    title_en: "two programs of one person have the same ports for calls",
    title_de: "zwei Programme einer Person haben dieselben Ports für Gespräche",
    page_en: "Some profiles fix the ports on which a program receives the sound of calls (`capabilities.rtp_ports`), so that firewalls can be set for them. A person with two lines that do not come in one set of files runs two programs, and where both take their ports from one range, the second one to ask for a port finds it taken: most then try another, some have a call without sound. Told where no list names different machines for the two lines. Give both lines one client whose files hold several accounts, or one of the programs a range of its own by a profile of the site.",
    page_de: "Manche Profile legen die Ports fest, auf denen ein Programm den Ton von Gesprächen empfängt (`capabilities.rtp_ports`), damit sich Firewalls darauf einstellen lassen. Wer zwei Anschlüsse hat, die nicht in einem Satz Dateien kommen, lässt zwei Programme laufen; nehmen beide ihre Ports aus einem Bereich, so findet das zweite einen Port belegt: die meisten versuchen dann einen anderen, manche führen ein Gespräch ohne Ton. Gemeldet, wo keine Liste den beiden Anschlüssen verschiedene Rechner nennt. Beiden Anschlüssen ein Programm geben, dessen Dateien mehrere Konten halten, oder einem der Programme durch ein Profil des Standorts einen eigenen Bereich.",
};

/// Every code of this room.
pub const ALL: &[&CodePage] = &[
    &SECRET_RENEWED,
    &SECRET_ADDED,
    &SECRET_SHARED,
    &SECRET_NOT_RENEWED,
    &BESIDE_REFUSED,
    &HOME_ONLY,
    &HOME_ONLY_REFUSED,
    &SECRET_UNKNOWN,
    &NOT_REVOKED,
    &OVERRIDE_UNKNOWN,
    &OVERRIDE_CONTRADICTS,
    &OVERRIDE_WITHOUT_EFFECT,
    &CLIENT_MEDIA,
    &NO_CLIENT_RULE,
    &NUMBER_AMBIGUOUS,
    &UNKNOWN_CLIENT,
    &NO_REGISTRAR,
    &CLIENT_TRANSPORT,
    &CLIENT_SRTP,
    &CLIENT_DIGEST,
    &CLIENT_AUTH_USER,
    &TLS_UNVERIFIED,
    &SECURITY_TLS,
    &SECURITY_SRTP,
    &SECURITY_VERIFY,
    &SECURITY_MIN_TLS,
    &CA_NOT_ON_CLIENTS,
    &CA_NOT_IN_PROFILE,
    &CERTIFICATE_NAME,
    &SRTP_WITHOUT_TLS,
    &NOT_REGISTERED,
    &SRTP_REQUIRED,
    &CERTIFICATE_EXPIRED,
    &CERTIFICATE_UNREADABLE,
    &EXCEPTED,
    &EXCEPTION_OVER,
    &EXCEPTION_UNUSED,
    &WEB_PHONE_ENDPOINT,
    &NO_PBX_TRANSPORT,
    &RINGS_ONE_DEVICE,
    &RINGS_ONE_BY_HAND,
    &NO_PASSWORD,
    &DIGEST_ONLY,
    &SECRET_DIFFERS,
    &SECRET_CUT,
    &AUTH_USER_DIFFERS,
    &NOT_ON_PBX,
    &PBX_NOT_READ,
    &OBJECT_MISSING,
    &OPEN_ENDPOINT,
    &CONTACT_LIMIT_KEPT,
    &CONTACT_LIMIT_MENDED,
    &AOR_NAME_DIFFERS,
    &NO_PERSON,
    &PERSON_WITHOUT_LINE,
    &RTP_PORTS_OVERLAP,
    &ONE_SET,
    &SEVERAL_LINES,
    &NEVER_AT_HOME,
    &NOTHING_SELECTED,
];
