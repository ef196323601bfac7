//! Classes that are about user name, password and permission.

use super::page;

page!(
    READY,
    Note,
    "sip/ready",
    "login works",
    "Anmeldung möglich",
    "The PBX asked for the password and accepted it. With `--level fetch` nothing was changed: a REGISTER without a Contact only \
     asks which devices are registered (RFC 3261 section 10.2.3). With `--level bind` the softphone's contact was registered, \
     seen in the list, and removed again.",
    "Die Anlage hat nach dem Kennwort gefragt und es angenommen. Bei `--level fetch` wurde nichts verändert: ein REGISTER ohne \
     Contact fragt nur, welche Geräte angemeldet sind (RFC 3261 Abschnitt 10.2.3). Bei `--level bind` wurde der Kontakt des \
     Softphones angemeldet, in der Liste gesehen und wieder entfernt."
);
page!(
    NO_PASSWORD_ASKED,
    Error,
    "sip/no-password-asked",
    "the PBX accepts this extension without any password",
    "die Anlage nimmt diese Nebenstelle ohne Kennwort an",
    "The first REGISTER was answered with 200 and no challenge came: anyone who reaches the PBX can take over this extension and \
     telephone at the authority's expense. In Asterisk the endpoint has no `auth=`; in FreeSWITCH `accept-blind-reg` is set. \
     Mend it before the PBX becomes reachable from homes.",
    "Das erste REGISTER wurde ohne Rückfrage mit 200 beantwortet: Wer die Anlage erreicht, kann diese Nebenstelle übernehmen und \
     auf Kosten der Behörde telefonieren. In Asterisk fehlt dem Endpoint `auth=`; in FreeSWITCH ist `accept-blind-reg` gesetzt. \
     Beheben, bevor die Anlage von zu Hause erreichbar wird."
);
page!(
    AUTH_REJECTED,
    Error,
    "sip/auth-rejected",
    "the PBX refuses user name and password",
    "die Anlage lehnt Benutzername und Kennwort ab",
    "The PBX asked for the password, and refused the answer with a fresh challenge or with 403. On the wire Asterisk gives the \
     same answer for a wrong password, an unknown extension, a wrong login name and an address that the extension's ACL does not \
     permit, so only the PBX's log can tell them apart. The refused password is not tried again: each refusal is a line in the \
     ban log. Compare the login with the PBX, look for the log line, then run again.",
    "Die Anlage hat nach dem Kennwort gefragt und die Antwort mit einer neuen Rückfrage oder mit 403 abgelehnt. Asterisk \
     antwortet bei falschem Kennwort, unbekannter Nebenstelle, falschem Anmeldenamen und von der ACL ausgeschlossener Adresse \
     gleich; nur das Protokoll der Anlage unterscheidet sie. Das abgelehnte Kennwort wird nicht noch einmal versucht: jede \
     Ablehnung zählt für die Sperre. Anmeldung mit der Anlage vergleichen, Protokollzeile suchen, dann erneut prüfen."
);
page!(
    SECRET_DIFFERS,
    Error,
    "sip/secret-differs",
    "the planned password is not the PBX's",
    "das geplante Kennwort ist nicht das der Anlage",
    "The PBX's configuration holds another password for this extension than the list the plan takes it from, so the PBX refuses \
     the login. It shows when a list kept by hand was not updated after a change. Correct the list, or take passwords from the \
     PBX with `secrets_from: pbx` in `deskshift.yaml`.",
    "In der Konfiguration der Anlage steht für diese Nebenstelle ein anderes Kennwort als in der Liste, aus der der Plan es \
     nimmt; die Anlage lehnt die Anmeldung daher ab. Das kommt vor, wenn eine von Hand geführte Liste nach einer Änderung nicht \
     nachgezogen wurde. Liste berichtigen oder Kennwörter mit `secrets_from: pbx` in `deskshift.yaml` aus der Anlage nehmen."
);
page!(
    SECRET_CUT,
    Error,
    "sip/secret-cut",
    "an unescaped `;` cuts the PBX's password short",
    "ein `;` ohne Schrägstrich kürzt das Kennwort in der Anlage",
    "In Asterisk's configuration `;` starts a comment unless a backslash stands before it. The admin wrote a password with `;`, \
     Asterisk uses only the part before it, and the softphone sends the whole one. Write `\\;` in `pjsip.conf` and reload, or \
     give the extension a password without `;`.",
    "In der Konfiguration von Asterisk beginnt mit `;` ein Kommentar, wenn kein umgekehrter Schrägstrich davor steht. Das \
     Kennwort enthält ein `;`, Asterisk benutzt nur den Teil davor, das Softphone sendet das ganze. In `pjsip.conf` `\\;` \
     schreiben und neu laden, oder ein Kennwort ohne `;` vergeben."
);
page!(
    SECRET_UNAVAILABLE,
    Error,
    "sip/secret-unavailable",
    "no usable password is known for this line",
    "für diesen Anschluss ist kein brauchbares Kennwort bekannt",
    "The export holds no password for this extension, or only a digest of one, so the line cannot be asked and no profile can be \
     made that works. Nothing was sent. Give the extension a new password on the PBX or add it to a list of accounts, and run \
     `deskshift plan` again.",
    "Der Export enthält für diese Nebenstelle kein Kennwort oder nur dessen Prüfsumme; der Anschluss lässt sich nicht prüfen, und \
     kein Profil wird damit funktionieren. Es wurde nichts gesendet. Auf der Anlage ein neues Kennwort vergeben oder es in eine \
     Kontenliste aufnehmen, dann `deskshift plan` erneut ausführen."
);
page!(
    UNKNOWN_EXTENSION,
    Error,
    "sip/unknown-extension",
    "the PBX does not know this extension",
    "die Anlage kennt diese Nebenstelle nicht",
    "A list names the extension, the PBX's configuration has no endpoint for it. Asterisk answers as if the password were wrong, \
     and counts three lines in the ban log for each try; therefore such lines are asked last and only while the ban budget \
     lasts. Create the endpoint, or correct the number in the list.",
    "Eine Liste nennt die Nebenstelle, in der Konfiguration der Anlage gibt es keinen Endpoint dafür. Asterisk antwortet wie bei \
     falschem Kennwort und schreibt je Versuch drei Zeilen, die für die Sperre zählen; solche Anschlüsse kommen deshalb zuletzt \
     und nur im Rahmen des Sperrbudgets dran. Endpoint anlegen oder Nummer in der Liste berichtigen."
);
page!(
    AUTH_NAME_DIFFERS,
    Error,
    "sip/auth-name-differs",
    "the login name differs from the one the PBX wants",
    "der Anmeldename ist nicht der, den die Anlage verlangt",
    "The digest user name is a word of its own and often not the extension: in Asterisk it is `username` of the `type=auth` \
     section. The planned name differs, so the PBX refuses although the password is right. Put the PBX's name into the list of \
     accounts or change it on the PBX.",
    "Der Benutzername der Anmeldung ist ein eigener Name und oft nicht die Nebenstelle: in Asterisk steht er als `username` im \
     Abschnitt `type=auth`. Der geplante Name weicht ab; die Anlage lehnt ab, obwohl das Kennwort stimmt. Den Namen der Anlage \
     in die Kontenliste übernehmen oder auf der Anlage ändern."
);
page!(
    ENDPOINT_DROPPED,
    Error,
    "sip/endpoint-dropped",
    "Asterisk drops this endpoint when it loads its configuration",
    "Asterisk verwirft diesen Endpoint beim Laden der Konfiguration",
    "An option of the endpoint has an unknown name or value; Asterisk then drops the whole object with one line in its log, and \
     the extension behaves as if it did not exist. `deskshift inventory check` names the option and its line. Correct it and \
     reload `res_pjsip`.",
    "Eine Option des Endpoints hat einen unbekannten Namen oder Wert; Asterisk verwirft dann das ganze Objekt mit einer Zeile im \
     Protokoll, und die Nebenstelle verhält sich, als gäbe es sie nicht. `deskshift inventory check` nennt Option und Zeile. \
     Berichtigen und `res_pjsip` neu laden."
);
page!(
    AUTH_OBJECT_MISSING,
    Error,
    "sip/auth-object-missing",
    "the endpoint's `auth=` leads nowhere",
    "`auth=` des Endpoints führt ins Leere",
    "The endpoint names a `type=auth` section that does not exist or does not load. Asterisk answers the first REGISTER with 500 \
     and writes `Couldn't find auth`; no password can help. Create the section or correct its name, and reload `res_pjsip`.",
    "Der Endpoint nennt einen Abschnitt `type=auth`, den es nicht gibt oder der nicht geladen wird. Asterisk beantwortet schon \
     das erste REGISTER mit 500 und schreibt `Couldn't find auth`; kein Kennwort hilft. Abschnitt anlegen oder Namen \
     berichtigen und `res_pjsip` neu laden."
);
page!(
    DOMAIN_REFUSED,
    Error,
    "sip/domain-refused",
    "the PBX does not serve this SIP domain",
    "die Anlage bedient diese SIP-Domäne nicht",
    "The login was understood, and then refused because of the domain in the address (Kamailio: 403 `Not relaying`; FreeSWITCH: \
     the realm is no domain of its directory). Set `pbx.domain` in `deskshift.yaml` to the domain the PBX serves, or add the \
     name as an alias on the PBX.",
    "Die Anmeldung wurde verstanden und dann wegen der Domäne in der Adresse abgelehnt (Kamailio: 403 `Not relaying`; FreeSWITCH: \
     der Realm ist keine Domäne des Verzeichnisses). `pbx.domain` in `deskshift.yaml` auf die Domäne der Anlage setzen oder den \
     Namen auf der Anlage als Alias eintragen."
);
page!(
    ACL_GLOBAL,
    Error,
    "sip/acl-global",
    "this computer's address may not register at all",
    "von der Adresse dieses Rechners darf sich niemand anmelden",
    "The very first REGISTER was answered with 403 before any password was asked: an access list or firewall rule of the PBX \
     refuses our address, and it would refuse softphones at home the same way. Permit the address range of the home workers or \
     their VPN in the PBX's ACL, then run again.",
    "Schon das erste REGISTER wurde ohne Frage nach dem Kennwort mit 403 beantwortet: eine Zugriffsliste oder Firewallregel der \
     Anlage schließt unsere Adresse aus, und Softphones zu Hause ginge es ebenso. Den Adressbereich der Heimarbeitsplätze oder \
     ihres VPN in der ACL der Anlage freigeben, dann erneut prüfen."
);
page!(
    STALE_LOOP,
    Error,
    "sip/stale-loop",
    "the PBX rejects the challenges it has just given",
    "die Anlage verwirft ihre eigenen, gerade gestellten Rückfragen",
    "The answer was refused with `stale=true` (RFC 7616 section 3.3), and the answer to the new challenge as well. The password \
     was not judged. Nothing more is sent; both answers count in the ban budget, and the login is remembered like a refused one. It happens when several registrars behind one address do not share nonces, or when our source address \
     changes between two packets (double NAT). Make the load balancer sticky, or name one registrar.",
    "Die Antwort wurde mit `stale=true` abgelehnt (RFC 7616 Abschnitt 3.3), die auf die neue Rückfrage ebenso. Das Kennwort wurde \
     nicht beurteilt. Mehr wird nicht gesendet; beide Antworten zählen wie Fehlversuche, und die Anmeldung gilt bis dahin als abgelehnt. Das geschieht, wenn mehrere Registrare hinter einer Adresse ihre Nonces nicht teilen oder unsere \
     Absenderadresse zwischen zwei Paketen wechselt (doppeltes NAT). Lastverteiler klebend einstellen oder einen Registrar nennen."
);
page!(
    ALGORITHM,
    Error,
    "sip/algorithm",
    "the PBX offers only digest algorithms that we cannot answer",
    "die Anlage bietet nur Digest-Verfahren an, die wir nicht beantworten können",
    "The challenge names no algorithm out of MD5, SHA-256 and SHA-512-256 (RFC 8760) with `auth` quality. Many softphones know \
     MD5 only, so they would fail as well. Allow MD5 or SHA-256 for these endpoints on the PBX.",
    "Die Rückfrage nennt keines der Verfahren MD5, SHA-256 und SHA-512-256 (RFC 8760) mit Güte `auth`. Viele Softphones können nur \
     MD5 und scheitern ebenso. Auf der Anlage MD5 oder SHA-256 für diese Endpoints zulassen."
);
