//! Remarks beside the verdicts: what the answers tell that decides nothing, and matters all the same.

use super::page;

page!(
    CLOCK_DIFFERS,
    Warning,
    "sip/clock-differs",
    "the PBX's clock and this computer's are more than a minute apart",
    "die Uhren der Anlage und dieses Rechners gehen über eine Minute auseinander",
    "The `Date` header or the time inside the PBX's nonce differs from this computer's clock. With a wrong clock certificates are \
     refused, call records get wrong times, and time conditions in the dialplan switch at the wrong hour. Compare both with a time \
     server (NTP) and set the one that is wrong.",
    "Der Header `Date` oder die Zeit im Nonce der Anlage weicht von der Uhr dieses Rechners ab. Mit falscher Uhr werden Zertifikate \
     abgelehnt, Gesprächsdaten tragen falsche Zeiten, und zeitgesteuerte Regeln im Wählplan schalten zur falschen Stunde. Beide mit \
     einem Zeitserver (NTP) vergleichen und die falsche stellen."
);
page!(
    BEHIND_NAT,
    Note,
    "sip/behind-nat",
    "the PBX sees us under another address than our own",
    "die Anlage sieht uns unter einer anderen Adresse als der eigenen",
    "The Via of the answer carries `received` or `rport` values (RFC 3581) that are not those we sent from: a router translates \
     addresses on the way, as it will at the homes. Keep `rewrite_contact`, `rtp_symmetric` and `force_rport` on for these endpoints \
     (the PBX fragment of `deskshift convert` sets them), and let softphones renew or send keep-alives within the router's UDP time, \
     often 30 s.",
    "Das Via der Antwort trägt Werte `received` oder `rport` (RFC 3581), die nicht die unseres Absenders sind: ein Router setzt \
     unterwegs Adressen um, wie er es auch bei den Leuten zu Hause tun wird. Für diese Endpoints `rewrite_contact`, `rtp_symmetric` \
     und `force_rport` eingeschaltet lassen (der Anlagenteil von `deskshift convert` setzt sie) und Softphones innerhalb der \
     UDP-Frist des Routers, oft 30 s, erneuern oder Lebenszeichen senden lassen."
);
page!(
    REWRITTEN,
    Warning,
    "sip/rewritten-on-the-way",
    "a router on the way rewrites SIP messages",
    "ein Router unterwegs schreibt SIP-Nachrichten um",
    "The Via of an answer has to be the one we sent (RFC 3261 section 8.2.6.2), and the PBX lists a Contact as it was sent. Here another \
     address came back: an application layer gateway (ALG) in a router alters SIP. That breaks registrations, calls and sound at random. Switch \
     it off (`SIP ALG`, `SIP helper`, `SIP-Unterstützung`), or use TLS, which no router can rewrite.",
    "Das Via einer Antwort muss das gesendete sein (RFC 3261 Abschnitt 8.2.6.2), und die Anlage nennt einen Contact, wie er gesendet wurde. Hier \
     kam eine andere Adresse zurück: ein Application Layer Gateway (ALG) in einem Router verändert SIP. Das stört Anmeldungen, Gespräche und Ton \
     nach Laune. Abschalten (`SIP-ALG`, `SIP-Helper`, `SIP-Unterstützung`) oder TLS benutzen, das kein Router umschreiben kann."
);
page!(
    EXPIRY_SHORTENED,
    Note,
    "sip/expiry-shortened",
    "the PBX grants shorter registrations than asked for",
    "die Anlage gewährt kürzere Anmeldungen als verlangt",
    "The 200 OK names fewer seconds than the REGISTER asked for (RFC 3261 section 10.3 allows that). A softphone has to renew within \
     the granted time; good ones do, others are unreachable until they renew. Compare `expiry_s` of the client rule with the PBX's \
     maximum (Asterisk: `maximum_expiration` of the AOR).",
    "Das 200 OK nennt weniger Sekunden, als das REGISTER verlangt hat (RFC 3261 Abschnitt 10.3 erlaubt das). Ein Softphone muss \
     innerhalb der gewährten Zeit erneuern; gute tun es, andere sind bis zum Erneuern nicht erreichbar. `expiry_s` der Client-Regel \
     mit dem Maximum der Anlage vergleichen (Asterisk: `maximum_expiration` des AOR)."
);
page!(
    EXPIRY_BELOW_MINIMUM,
    Warning,
    "sip/expiry-below-minimum",
    "the profile asks for shorter registrations than the PBX takes",
    "das Profil verlangt kürzere Anmeldungen, als die Anlage annimmt",
    "The PBX answered 423 with a `Min-Expires` above `expiry_s` of the client rule (RFC 3261 section 10.3), or granted more than that \
     by itself. Some softphones do not repeat a refused registration with the longer time. Raise `expiry_s` to the PBX's minimum, or \
     lower the minimum on the PBX (Asterisk: `minimum_expiration` of the AOR).",
    "Die Anlage antwortete 423 mit einem `Min-Expires` über `expiry_s` der Client-Regel (RFC 3261 Abschnitt 10.3) oder gewährte von \
     sich aus mehr. Manches Softphone wiederholt eine abgelehnte Anmeldung nicht mit der längeren Zeit. `expiry_s` auf das Minimum \
     der Anlage anheben oder dieses senken (Asterisk: `minimum_expiration` des AOR)."
);
page!(
    OTHER_TRANSPORT,
    Note,
    "sip/other-transport-answers",
    "another transport of the same PBX answers",
    "ein anderer Transport derselben Anlage antwortet",
    "One way to the PBX gives no answer or is closed, while the same host answers over another transport. A firewall lets only one \
     of them through, or the PBX has one switched off. Open the way, or plan the lines concerned with the transport that answers.",
    "Ein Weg zur Anlage gibt keine Antwort oder ist geschlossen, während derselbe Rechner über einen anderen Transport antwortet. \
     Eine Firewall lässt nur einen durch, oder die Anlage hat einen abgeschaltet. Den Weg öffnen oder die betroffenen Anschlüsse mit \
     dem antwortenden Transport planen."
);
page!(
    ANSWER_UNREADABLE,
    Note,
    "sip/answer-unreadable",
    "part of the PBX's answer cannot be read",
    "ein Teil der Antwort der Anlage ist nicht lesbar",
    "The login was judged, but the list of registered devices in the answer is broken, so the verdict knows fewer devices than there \
     may be. Usually a device registered a contact with forbidden characters: `pjsip show contacts` on Asterisk lists it. Remove \
     that device's registration and ask again.",
    "Die Anmeldung wurde beurteilt, doch die Liste der angemeldeten Geräte in der Antwort ist fehlerhaft; das Urteil kennt daher \
     weniger Geräte, als es sein können. Meist hat ein Gerät einen Kontakt mit verbotenen Zeichen angemeldet: in Asterisk zeigt ihn \
     `pjsip show contacts`. Die Anmeldung dieses Geräts entfernen und erneut prüfen."
);
page!(
    REDIRECT_FOLLOWED,
    Note,
    "sip/redirect-followed",
    "the PBX sent the registration on to another server of the site",
    "die Anlage verwies die Anmeldung an einen anderen Server des Standorts",
    "The answer was 3xx, and its Contact is a server that the site file names, over a transport no less protected. The line was asked there, \
     with the same Call-ID and the next CSeq (RFC 3261 section 8.1.3.4), and the verdict is about that server; test calls go through it. \
     Softphones that follow no 3xx cannot register: where all lines are sent on, make the target their registrar in `pbx.registrars`.",
    "Die Antwort war 3xx, und ihr Contact ist ein Server, den die Standortdatei nennt, über einen ebenso geschützten Transport. Der Anschluss \
     wurde dort gefragt, mit derselben Call-ID und der nächsten CSeq (RFC 3261 Abschnitt 8.1.3.4), und das Urteil gilt für diesen Server; \
     Probeanrufe gehen über ihn. Softphones, die keinem 3xx folgen, können sich nicht anmelden: wo alle Anschlüsse weiterverwiesen werden, \
     das Ziel in `pbx.registrars` zu ihrem Registrar machen."
);
page!(
    CHALLENGE_SHARED,
    Warning,
    "sip/challenge-shared",
    "lines were asked with one challenge for all",
    "Anschlüsse wurden mit einer Challenge für alle gefragt",
    "With `--shared-challenge` a line answers in its first message the challenge that another line got, with `nc` counted on: one message \
     instead of two, for laboratories. Where the PBX does not take it, the line is asked as usual: stale answers cost nothing, others may be \
     a hit in the ban log. No phone asks like this, and an extension that needs no password cannot be told from one whose password is \
     right. Run without the option before you trust a verdict.",
    "Mit `--shared-challenge` beantwortet ein Anschluss in seiner ersten Nachricht die Challenge eines anderen, mit weitergezähltem `nc`: \
     eine Nachricht statt zweier, für Labore. Wo die Anlage das nicht nimmt, wird der Anschluss wie sonst gefragt: veraltete kosten nichts, \
     andere womöglich einen Treffer im Sperrprotokoll. Kein Telefon fragt so, und eine Nebenstelle ohne Kennwort ist nicht von einer mit \
     richtigem zu unterscheiden. Vor dem Vertrauen auf ein Urteil ohne die Option prüfen."
);
