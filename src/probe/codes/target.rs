//! Classes about where a registration goes and what the PBX does with it.

use super::page;

page!(
    AOR_MISSING,
    Error,
    "sip/aor-missing",
    "login works, but the extension has no place to register",
    "Anmeldung stimmt, aber die Nebenstelle hat kein Anmeldeziel",
    "The password is right; the endpoint's `aors=` is missing (403), or names a `type=aor` section that does not exist, or one \
     that is not named like the endpoint (404, log: `AOR '' not found for endpoint`). Asterisk finds the endpoint by the From user \
     and the AOR by the To user, and a softphone sends the same name in both. Create the AOR section with the name of the endpoint \
     and reload `res_pjsip`.",
    "Das Kennwort stimmt; dem Endpoint fehlt `aors=` (403), oder es nennt einen Abschnitt `type=aor`, den es nicht gibt oder der \
     nicht wie der Endpoint heißt (404, Protokoll: `AOR '' not found for endpoint`). Asterisk findet den Endpoint über den \
     From-Benutzer und den AOR über den To-Benutzer, und ein Softphone sendet in beiden denselben Namen. Den AOR-Abschnitt mit dem \
     Namen des Endpoints anlegen und `res_pjsip` neu laden."
);
page!(
    CONTACTS_ZERO,
    Error,
    "sip/contacts-zero",
    "the extension may have no registered device at all",
    "die Nebenstelle darf gar kein Gerät anmelden",
    "The password is right, and even asking for the list of devices is answered with 403: `max_contacts` is not set in the AOR, \
     and Asterisk's default is 0 (log: `has no configured max_contacts`). Set `max_contacts` to desk phone plus softphone; the \
     PBX fragment that `deskshift convert` writes does so, except for extensions in `pbx.keep_contact_limit`.",
    "Das Kennwort stimmt, doch schon die Frage nach den angemeldeten Geräten wird mit 403 beantwortet: `max_contacts` ist im AOR \
     nicht gesetzt, und Asterisk nimmt dann 0 (Protokoll: `has no configured max_contacts`). `max_contacts` auf Tischtelefon \
     plus Softphone setzen; der von `deskshift convert` geschriebene Anlagenteil tut das, außer bei Nebenstellen in \
     `pbx.keep_contact_limit`."
);
page!(
    CONTACT_REFUSED,
    Error,
    "sip/contact-refused",
    "the password is right, but the PBX refuses our contact",
    "das Kennwort stimmt, aber die Anlage lehnt unseren Kontakt ab",
    "The same REGISTER without a contact was accepted a moment before. With the contact that a softphone would have, the PBX says no: \
     an access list for contacts (`contact_acl`, `contact_permit`, `contact_deny` of an Asterisk endpoint) leaves this address out, or \
     the registrar does not take such a contact at all. Permit the address range of the home workers or their VPN, then run again.",
    "Dasselbe REGISTER ohne Kontakt wurde eben noch angenommen. Mit dem Kontakt, den ein Softphone hätte, lehnt die Anlage ab: eine \
     Zugriffsliste für Kontakte (`contact_acl`, `contact_permit`, `contact_deny` eines Asterisk-Endpoints) schließt diese Adresse aus, \
     oder der Registrar nimmt solche Kontakte gar nicht. Den Adressbereich der Heimarbeitsplätze oder ihres VPN freigeben, dann \
     erneut prüfen."
);

page!(
    CONTACT_LIMIT,
    Error,
    "sip/contact-limit",
    "the password is right, but all device slots are taken",
    "das Kennwort stimmt, aber alle Geräteplätze sind belegt",
    "As many devices are registered as the PBX allows for the extension, usually the desk phone alone with `max_contacts=1` and \
     `remove_existing=no`. A softphone gets 403 (Asterisk) or 503 with `P-Registrar-Error` (Kamailio). The verdict lists who \
     holds the slots. Raise the limit to desk phone plus softphone, or take the extension off `keep_contact_limit`.",
    "Es sind so viele Geräte angemeldet, wie die Anlage für die Nebenstelle zulässt, meist das Tischtelefon allein bei \
     `max_contacts=1` und `remove_existing=no`. Ein Softphone bekommt 403 (Asterisk) oder 503 mit `P-Registrar-Error` \
     (Kamailio). Das Urteil nennt, wer die Plätze belegt. Grenze auf Tischtelefon plus Softphone anheben oder die Nebenstelle \
     aus `keep_contact_limit` nehmen."
);
page!(
    DISPLACES_DESK_PHONE,
    Error,
    "sip/displaces-desk-phone",
    "registering the softphone would log out the desk phone",
    "das Softphone würde das Tischtelefon abmelden",
    "All slots are taken and the AOR has `remove_existing=yes`: Asterisk would accept the softphone and silently throw the oldest \
     device out. Nothing was registered; only the harmless question was asked. Raise `max_contacts` to desk phone plus softphone \
     before the softphone is handed out. `--force-bind` registers all the same.",
    "Alle Plätze sind belegt, und der AOR hat `remove_existing=yes`: Asterisk nähme das Softphone an und würfe still das älteste \
     Gerät hinaus. Es wurde nichts angemeldet, nur die harmlose Frage gestellt. `max_contacts` auf Tischtelefon plus Softphone \
     setzen, bevor das Softphone ausgegeben wird. `--force-bind` meldet trotzdem an."
);
page!(
    SLOTS_UNKNOWN,
    Warning,
    "sip/slots-unknown",
    "login works; not registered, because the number of slots is unknown",
    "Anmeldung stimmt; nicht angemeldet, weil die Zahl der Plätze unbekannt ist",
    "The PBX's list of registered devices has entries that cannot be read; or the level `bind` was asked for, devices are registered \
     on the extension, and no configuration of the PBX says how many it allows. One more could throw a desk phone out, so only the harmless question was asked. Name the PBX's export in \
     `deskshift.yaml`, or use `--force-bind` when you know that a slot is free.",
    "Die Liste der angemeldeten Geräte hat Einträge, die nicht lesbar sind; oder die Stufe `bind` war verlangt, an der Nebenstelle sind Geräte angemeldet, und keine Konfiguration der Anlage sagt, wie viele \
     es sein dürfen. Eines mehr könnte ein Tischtelefon hinauswerfen; daher wurde nur die harmlose Frage gestellt. Den Export der \
     Anlage in `deskshift.yaml` nennen oder `--force-bind` benutzen, wenn sicher ein Platz frei ist."
);
page!(
    CONTACT_REWRITTEN,
    Error,
    "sip/contact-rewritten",
    "the PBX lists another contact than the one we registered",
    "die Anlage führt einen anderen Kontakt, als wir angemeldet haben",
    "The registration was accepted, but our contact is not in the list that came back. Asterisk lists contacts exactly as sent, \
     even with `rewrite_contact=yes`, so a device on the way has changed it: a router with SIP ALG (SIP-ALG, SIP-Helper, \
     SIP-Unterstützung). Switch it off there, or use TLS.",
    "Die Anmeldung wurde angenommen, doch unser Kontakt fehlt in der zurückgegebenen Liste. Asterisk führt Kontakte genau wie \
     gesendet, auch bei `rewrite_contact=yes`; also hat ihn ein Gerät unterwegs verändert: ein Router mit SIP-ALG (SIP-Helper, \
     SIP-Unterstützung). Dort abschalten oder TLS benutzen."
);
page!(
    NOT_CLEANED_UP,
    Error,
    "sip/not-cleaned-up",
    "our test registration could not be removed again",
    "unsere Probeanmeldung ließ sich nicht wieder entfernen",
    "The contact was registered and seen, but the PBX did not confirm its removal. It expires by itself after the seconds that \
     the verdict names; until then calls ring at a device that is not there. The cause \
     names what it answered to the removal: look there why. On Asterisk `pjsip show contacts` lists the contact, on Kamailio `kamcmd ul.dump`.",
    "Der Kontakt wurde angemeldet und gesehen, doch die Anlage hat das Abmelden nicht bestätigt. Er verfällt von selbst nach den \
     im Urteil genannten Sekunden; bis dahin klingelt es an einem Gerät, das es nicht gibt. Die \
     Ursache nennt, was sie auf das Abmelden geantwortet hat. In Asterisk zeigt den Kontakt `pjsip show contacts`, in Kamailio `kamcmd ul.dump`."
);
page!(
    INTERVAL_TOO_BRIEF,
    Error,
    "sip/interval-too-brief",
    "the PBX wants longer registrations, and refuses its own minimum too",
    "die Anlage will längere Anmeldungen und lehnt auch ihr eigenes Minimum ab",
    "The PBX answered 423 Interval Too Brief (RFC 3261 section 10.3); the request was repeated with the `Min-Expires` it named, \
     and refused again or it named none. Compare `expiry_s` of the client rule with the PBX's minimum expiry.",
    "Die Anlage antwortete 423 Interval Too Brief (RFC 3261 Abschnitt 10.3); die Anfrage wurde mit dem genannten `Min-Expires` \
     wiederholt und erneut abgelehnt, oder es war keines genannt. `expiry_s` der Client-Regel mit der Mindestdauer der Anlage \
     vergleichen."
);
page!(
    REDIRECT,
    Error,
    "sip/redirect",
    "the PBX sends registrations to another server",
    "die Anlage verweist Anmeldungen an einen anderen Server",
    "The answer was 3xx with another address. It is followed only to a server that the site file names (`pbx.registrars`, `overrides`), \
     never from TLS to plain text, and never in a circle, because credentials must go nowhere else; the verdict names the target and says \
     which of these it is. If the new server is right, make it the registrar in `deskshift.yaml` and plan again.",
    "Die Antwort war 3xx mit einer anderen Adresse. Gefolgt wird nur zu einem Server, den die Standortdatei nennt (`pbx.registrars`, \
     `overrides`), nie von TLS zu Klartext und nie im Kreis, denn Anmeldedaten dürfen nirgendwohin sonst; das Urteil nennt das Ziel und sagt, \
     woran es liegt. Ist der neue Server richtig, ihn in `deskshift.yaml` als Registrar eintragen und neu planen."
);
page!(
    BUSY,
    Error,
    "sip/busy",
    "the PBX is too busy to answer",
    "die Anlage ist überlastet",
    "The PBX answered 503 or 480, also after the pauses it asked for with `Retry-After` and at a lower rate. The login was not \
     judged. Run again with `--resume` at a quieter time or with a lower `--rate`.",
    "Die Anlage antwortete mit 503 oder 480, auch nach den mit `Retry-After` verlangten Pausen und bei geringerem Tempo. Die \
     Anmeldung wurde nicht beurteilt. Zu ruhigerer Zeit oder mit kleinerem `--rate` mit `--resume` fortsetzen."
);
page!(
    SERVER_ERROR,
    Error,
    "sip/server-error",
    "the PBX answers with an internal error",
    "die Anlage antwortet mit einem internen Fehler",
    "The answer was 5xx without a reason we can read from the PBX's configuration. Look into the PBX's log at this time. When more \
     than one line in twenty is answered so, the run stops by itself, because it would only make things worse.",
    "Die Antwort war 5xx, ohne dass die Konfiguration der Anlage einen Grund erkennen lässt. Im Protokoll der Anlage zu dieser \
     Zeit nachsehen. Antwortet mehr als einer von zwanzig Anschlüssen so, hält der Lauf von selbst an, weil er es nur schlimmer \
     machen würde."
);
page!(
    UNEXPECTED_ANSWER,
    Error,
    "sip/unexpected-answer",
    "the PBX answers with a status that fits nothing we know",
    "die Anlage antwortet mit einem Status, der zu nichts Bekanntem passt",
    "The verdict quotes the status line. Such answers come from session border controllers and from servers that are no \
     registrar. Check that host and port of the registrar in `deskshift.yaml` are the PBX's SIP port.",
    "Das Urteil zitiert die Statuszeile. Solche Antworten kommen von Session Border Controllern und von Servern, die kein \
     Registrar sind. Prüfen, ob Rechner und Port des Registrars in `deskshift.yaml` der SIP-Port der Anlage sind."
);
page!(
    FIRST_HOP,
    Warning,
    "sip/first-hop-without-outbound",
    "registers only without outbound, because a proxy on the way keeps no flows",
    "meldet sich nur ohne Outbound an, weil ein Proxy unterwegs keine Wege offen hält",
    "The REGISTER asked for outbound (`reg-id`, RFC 5626), and the registrar answered 439 First Hop Lacks Outbound Support; without it the same \
     registration was accepted and removed again. Softphones that ask for outbound and do not try again without it cannot register. Let the \
     first proxy speak outbound (its Path needs `;ob`), or switch outbound off in the softphones; calls to phones behind routers then rest \
     on the address that the PBX sees (`rewrite_contact`, Kamailio: `fix_nated_register`).",
    "Das REGISTER bat um Outbound (`reg-id`, RFC 5626), und der Registrar antwortete 439 First Hop Lacks Outbound Support; ohne wurde dieselbe \
     Anmeldung angenommen und wieder entfernt. Softphones, die um Outbound bitten und es nicht ohne versuchen, können sich nicht anmelden. Den \
     ersten Proxy Outbound sprechen lassen (sein Path braucht `;ob`) oder es in den Softphones abschalten; Anrufe zu Telefonen hinter Routern \
     ruhen dann auf der Adresse, die die Anlage sieht (`rewrite_contact`, Kamailio: `fix_nated_register`)."
);
