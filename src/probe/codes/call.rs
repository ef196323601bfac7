//! Test calls.

use super::page;

page!(
    CALL_GOOD,
    Note,
    "call/good",
    "the line calls and is called, and both sides hear each other",
    "der Anschluss ruft an und wird angerufen, und beide Seiten hören einander",
    "The line called another one and was called by another one, through the PBX. It rang, was answered, and the tone of each side was \
     found again on the other side, as was a digit (RFC 4733). The evidence has loss, jitter, delay and the rating R of ITU-T G.107.",
    "Der Anschluss hat über die Anlage einen anderen angerufen und wurde von einem anderen angerufen. Es läutete, wurde angenommen, und \
     der Ton jeder Seite fand sich auf der anderen wieder, ebenso eine Ziffer (RFC 4733). Die Belege nennen Verlust, Jitter, Laufzeit \
     und den Wert R nach ITU-T G.107."
);
page!(
    CALL_BUSY,
    Error,
    "call/busy",
    "the line is busy although nobody talks there",
    "der Anschluss ist besetzt, obwohl dort niemand spricht",
    "The PBX answered 486, 600 or 603 without ringing the registered softphone: do not disturb is set, the line has a call limit that \
     other devices use up, or the dialplan sends busy. The person would get no call at home. Switch do not disturb off (in FreePBX: `*79`), \
     or look into the dialplan of this number.",
    "Die Anlage antwortete 486, 600 oder 603, ohne das angemeldete Softphone zu rufen: „Bitte nicht stören“ ist gesetzt, andere Geräte \
     schöpfen das Gesprächslimit aus, oder der Wählplan sendet Besetzt. Die Person bekäme zu Hause keinen Anruf. Den Ruhezustand \
     ausschalten (FreePBX: `*79`) oder den Wählplan dieser Nummer ansehen."
);
page!(
    CALL_NO_ROUTE,
    Error,
    "call/no-route",
    "nobody reaches this number",
    "niemand erreicht diese Nummer",
    "The PBX says 404 or 484 to the number of the line, also to callers who reach others. The dialplan has no entry for it, or none in \
     the context from which people call, or the entry dials an endpoint that is not there. In Asterisk: `dialplan show NUMBER@CONTEXT`, then \
     `pjsip show endpoint NAME`.",
    "Die Anlage antwortet 404 oder 484 auf die Nummer des Anschlusses, auch Anrufern, die andere erreichen. Der Wählplan hat keinen \
     Eintrag dafür, oder keinen in dem Kontext, aus dem angerufen wird, oder der Eintrag ruft einen Endpoint, den es nicht gibt. In Asterisk: \
     `dialplan show NUMMER@KONTEXT`, dann `pjsip show endpoint NAME`."
);
page!(
    CALL_CANNOT_DIAL,
    Error,
    "call/cannot-dial",
    "the line cannot call numbers that others reach",
    "der Anschluss erreicht Nummern nicht, die andere erreichen",
    "Calls of this line are refused although other lines reach the same numbers. Usually its endpoint has another `context` without a \
     way to the extensions, or a right to call is missing. Compare the endpoint's `context` with that of a line that works.",
    "Anrufe dieses Anschlusses werden abgewiesen, obwohl andere dieselben Nummern erreichen. Meist hat sein Endpoint einen anderen \
     `context` ohne Weg zu den Nebenstellen, oder eine Berechtigung fehlt. Den `context` mit dem eines guten Anschlusses vergleichen."
);
page!(
    CALL_UNAVAILABLE,
    Error,
    "call/unavailable",
    "the PBX finds nobody at this number although the softphone is registered",
    "die Anlage findet unter dieser Nummer niemanden, obwohl das Softphone angemeldet ist",
    "The PBX answered 480, 408 or 503, or gave up, while our softphone was registered for the line. It looks in another place: the dialplan \
     dials another endpoint or AOR than the one that registers, or the contact is marked unreachable (`qualify`).",
    "Die Anlage antwortete 480, 408 oder 503 oder gab auf, während unser Softphone für den Anschluss angemeldet war. Sie sucht woanders: Der \
     Wählplan ruft einen anderen Endpoint oder AOR als den, der sich anmeldet, oder der Kontakt gilt als unerreichbar (`qualify`)."
);
page!(
    CALL_NO_RING,
    Error,
    "call/no-ring",
    "the call is in progress, but the softphone does not ring",
    "der Anruf läuft, aber das Softphone läutet nicht",
    "The caller hears the ringing tone, or nothing, and the registered softphone gets no INVITE. The PBX rings another device only, or the \
     INVITE is lost on the way: a firewall or NAT closed the way back. Look at what the dialplan dials; over UDP, keep the way open \
     (`qualify_frequency`, shorter expiry), or use TCP or TLS.",
    "Der Anrufer hört den Rufton oder nichts, und das angemeldete Softphone bekommt kein INVITE. Die Anlage ruft nur ein anderes Gerät, \
     oder das INVITE geht unterwegs verloren: Firewall oder NAT haben den Rückweg geschlossen. Nachsehen, was der Wählplan ruft; bei UDP \
     den Weg offen halten (`qualify_frequency`, kürzere Gültigkeit) oder TCP oder TLS benutzen."
);
page!(
    CALL_ELSEWHERE,
    Error,
    "call/answered-elsewhere",
    "somebody else answers the calls for this line",
    "jemand anderes nimmt die Anrufe für diesen Anschluss an",
    "The call was answered, but not by the registered softphone, which never rang: a forward, a voice mailbox, an announcement or a queue \
     takes it. Remove the forward (in FreePBX: `*73`), or tell the person. For the echo: the number in `validate.echo` is no echo.",
    "Der Anruf wurde angenommen, aber nicht vom angemeldeten Softphone, das nie läutete: Eine Umleitung, ein Anrufbeantworter, eine Ansage \
     oder eine Warteschlange nimmt ihn. Die Umleitung aufheben (FreePBX: `*73`) oder die Person fragen. Beim Echo: Die Nummer in \
     `validate.echo` ist kein Echo."
);
page!(
    CALL_CROSSED,
    Error,
    "call/crossed",
    "calls for this line reach another one",
    "Anrufe für diesen Anschluss erreichen einen anderen",
    "The call rang at another line of the house, or that line's tone was heard instead of, or beside, the right one. Two numbers are \
     swapped in the dialplan or in the accounts, or a call is listened to. The verdict names the line that was heard.",
    "Der Anruf läutete an einem anderen Anschluss des Hauses, oder dessen Ton war statt des richtigen oder neben ihm zu hören. Zwei Nummern \
     sind im Wählplan oder in den Konten vertauscht, oder ein Gespräch wird mitgehört. Das Urteil nennt den gehörten Anschluss."
);
page!(
    CALL_NO_AUDIO,
    Error,
    "call/no-audio",
    "the call is answered, and neither side hears anything",
    "der Anruf wird angenommen, und keine Seite hört etwas",
    "Signalling works, and no sound arrives at either side. The ports of RTP are blocked (Asterisk: `rtp.conf`, 10000 to 20000 UDP), or the \
     PBX names an address that cannot be reached.",
    "Die Signalisierung geht, und auf keiner Seite kommt Sprache an. Die RTP-Ports sind gesperrt (Asterisk: `rtp.conf`, 10000 bis 20000 UDP), \
     oder die Anlage nennt eine unerreichbare Adresse."
);
page!(
    CALL_NOT_HEARD,
    Error,
    "call/not-heard",
    "others do not hear this line",
    "andere hören diesen Anschluss nicht",
    "One-way audio: what the line sends does not arrive at the other side, while it hears the other one. The way from the softphone to the \
     PBX is closed for RTP, or direct media sends it past the PBX where no way leads (`direct_media=no`).",
    "Einseitige Sprache: Was der Anschluss sendet, kommt drüben nicht an, während er den anderen hört. Der Weg vom Softphone zur Anlage ist \
     für RTP gesperrt, oder die direkte Sprachverbindung führt an der Anlage vorbei, wo kein Weg ist (`direct_media=no`)."
);
page!(
    CALL_HEARS_NOTHING,
    Error,
    "call/hears-nothing",
    "this line does not hear others",
    "dieser Anschluss hört andere nicht",
    "One-way audio: the other side hears this line, and nothing comes back. Typical for home-office behind NAT: the PBX sends to the private \
     address in the description. Set `rtp_symmetric=yes`, `force_rport=yes` and `rewrite_contact=yes` for the endpoint.",
    "Einseitige Sprache: Die andere Seite hört diesen Anschluss, und zurück kommt nichts. Typisch für das Homeoffice hinter NAT: Die Anlage \
     sendet an die private Adresse aus der Beschreibung. Für den Endpoint `rtp_symmetric=yes`, `force_rport=yes` und \
     `rewrite_contact=yes` setzen."
);
page!(
    CALL_ONE_WAY_NAT,
    Error,
    "call/one-way-nat",
    "the PBX wants sound at an address where it does not listen",
    "die Anlage will Sprache an einer Adresse, an der sie nicht hört",
    "The PBX names one address for RTP in its description and sends from another one itself; what goes to the address named is lost. Its \
     `external_media_address`, `local_net` or the endpoint's `media_address` does not fit the network from which the line calls.",
    "Die Anlage nennt in ihrer Beschreibung eine Adresse für RTP und sendet selbst von einer anderen; was an die genannte geht, ist \
     verloren. Ihr `external_media_address`, `local_net` oder das `media_address` des Endpoints passt nicht zum Netz des Anschlusses."
);
page!(
    CALL_HEARS_ITSELF,
    Error,
    "call/hears-itself",
    "the line hears itself instead of the other side",
    "der Anschluss hört sich selbst statt der anderen Seite",
    "The tone of the line came back to it, and that of the other side did not: a loop in the PBX or a gateway, or an echo answered instead of \
     the line that was called.",
    "Der Ton des Anschlusses kam zu ihm zurück, der der anderen Seite nicht: eine Schleife in der Anlage oder einem Gateway, oder ein Echo \
     antwortete statt des gerufenen Anschlusses."
);
page!(
    CALL_CODEC_REFUSED,
    Error,
    "call/codec-refused",
    "softphone and PBX have no codec in common",
    "Softphone und Anlage haben keinen gemeinsamen Codec",
    "One side answered 488 or 415: of PCMA, PCMU and G.722 the PBX allows none for this endpoint, or offers only others to it. Add \
     `allow=alaw` to the endpoint. The evidence has the codecs that the PBX offered.",
    "Eine Seite antwortete 488 oder 415: Von PCMA, PCMU und G.722 erlaubt die Anlage für diesen Endpoint keinen, oder sie bietet ihm nur \
     andere an. `allow=alaw` beim Endpoint ergänzen. Die Belege nennen die Codecs, die die Anlage anbot."
);
page!(
    CALL_ENCRYPTION,
    Error,
    "call/encryption-differs",
    "softphone and PBX do not agree on encrypted sound",
    "Softphone und Anlage sind sich über verschlüsselte Sprache uneins",
    "The plan has SRTP for this line off and the PBX demands it, or the other way round, or keys did not fit, so that packets came and none \
     could be read. In Asterisk: `media_encryption=sdes` or `no` for the endpoint; in the site file: `srtp` of the client rule.",
    "Der Plan hat für diesen Anschluss SRTP aus und die Anlage verlangt es, oder umgekehrt, oder Schlüssel passten nicht, sodass Pakete kamen \
     und keines lesbar war. In Asterisk: `media_encryption=sdes` oder `no` beim Endpoint; in der Standortdatei: `srtp` der Client-Regel."
);
page!(
    CALL_DTMF_LOST,
    Error,
    "call/dtmf-lost",
    "digits pressed during a call get lost",
    "im Gespräch gedrückte Ziffern gehen verloren",
    "Sound arrives both ways and both sides know events (RFC 4733), but a digit sent as an event did not arrive. Voice menus and PINs will not \
     work. In Asterisk: `dtmf_mode=rfc4733` or `auto` for both endpoints.",
    "Sprache kommt in beiden Richtungen an und beide Seiten kennen Ereignisse (RFC 4733), aber eine so gesendete Ziffer kam nicht an. \
     Sprachmenüs und PINs werden nicht gehen. In Asterisk: `dtmf_mode=rfc4733` oder `auto` bei beiden Endpoints."
);
page!(
    CALL_CUT_OFF,
    Error,
    "call/cut-off",
    "the PBX ends the call early",
    "die Anlage beendet das Gespräch vorzeitig",
    "The call was answered, and the PBX sent BYE before the end, or did not connect what had been answered. It has no credit, no free channel, a \
     time limit, or fails to join the two sides; its log says which. The evidence has the reason it gave.",
    "Der Anruf wurde angenommen, und die Anlage sandte vor dem Ende BYE oder verband das Angenommene nicht. Es fehlt ein Kanal oder Guthaben, \
     eine Zeitgrenze greift, oder sie kann die beiden Seiten nicht verbinden; ihr Protokoll sagt es. Die Belege nennen ihren Grund."
);
page!(
    CALL_FAILED,
    Error,
    "call/failed",
    "the PBX refuses the call",
    "die Anlage weist den Anruf ab",
    "The PBX answered the INVITE with a status that fits no other class, or not at all although it answers registrations. The evidence has its \
     words: look into its log at that time.",
    "Die Anlage beantwortete das INVITE mit einem Status, der zu keiner anderen Klasse passt, oder gar nicht, obwohl sie Anmeldungen \
     beantwortet. Die Belege nennen ihre Worte: im Protokoll der Anlage zu dieser Zeit nachsehen."
);
page!(
    CALL_NOT_REGISTERED,
    Error,
    "call/not-registered",
    "the login works, but the line cannot be registered for a call",
    "die Anmeldedaten stimmen, aber der Anschluss lässt sich nicht für einen Anruf anmelden",
    "The PBX took user name and password and refused the registration itself, so the softphone cannot be called. `--level bind` looks at \
     exactly that. The evidence has the answer.",
    "Die Anlage nahm Benutzername und Kennwort an und lehnte die Anmeldung selbst ab; das Softphone ist so nicht anrufbar. `--level bind` \
     untersucht genau das. Die Belege nennen die Antwort."
);
page!(
    CALL_NOT_CALLED,
    Warning,
    "call/not-called",
    "the line was not called",
    "der Anschluss wurde nicht angerufen",
    "Another device is registered for the line and would ring on somebody's desk, or there is no second line to call it, or its number might \
     reach an emergency or service number. `--ring-devices` allows the ringing; `validate.echo` names an echo that proves one half without \
     it: the line can call, and its sound comes back.",
    "Für den Anschluss ist ein anderes Gerät angemeldet, das auf einem Schreibtisch läuten würde, oder es gibt keinen zweiten Anschluss, der \
     ihn anrufen könnte, oder seine Nummer könnte einen Notruf oder eine Servicenummer erreichen. `--ring-devices` erlaubt das Läuten; \
     `validate.echo` nennt ein Echo, das die eine Hälfte ohne Läuten belegt: Der Anschluss kann rufen, und seine Sprache kommt zurück."
);
page!(
    CALL_MACHINE_BUSY,
    Warning,
    "call/machine-too-busy",
    "this machine was too busy to judge the line's calls",
    "dieser Rechner war zu beschäftigt, um die Anrufe des Anschlusses zu beurteilen",
    "Our own packets of sound left too late, or what came was read too late, so that a line without fault would have looked as bad. The \
     call was made once more with fewer at once, and that did not help. What the PBX said (busy, no such number, another line rang) is judged \
     all the same. Make fewer calls at once (`validate.calls_at_once`), or run on a machine that does nothing else.",
    "Unsere eigenen Sprachpakete gingen zu spät ab, oder was kam, wurde zu spät gelesen, sodass auch ein guter Anschluss so schlecht \
     ausgesehen hätte. Der Anruf wurde mit weniger gleichzeitigen wiederholt, ohne Erfolg. Was die Anlage sagte (besetzt, keine solche Nummer, \
     ein anderer Anschluss läutete), wird trotzdem beurteilt. Weniger Anrufe gleichzeitig führen (`validate.calls_at_once`) oder einen Rechner \
     nehmen, der sonst nichts tut."
);
page!(
    CALL_PAIR_ONLY,
    Note,
    "call/pair-only",
    "two lines had a bad call with each other, and good ones with others",
    "zwei Anschlüsse hatten miteinander ein schlechtes Gespräch und mit anderen gute",
    "One call between the two failed while both proved themselves with other lines. It may have been chance, or something that only concerns \
     the pair: direct media between two networks, a codec that only both prefer. The note names the other line and the fault.",
    "Ein Gespräch zwischen den beiden misslang, während beide sich mit anderen bewährten. Das kann Zufall sein oder nur das Paar betreffen: \
     direkte Sprachverbindung zwischen zwei Netzen, ein Codec, den nur beide vorziehen. Der Hinweis nennt den anderen und den Fehler."
);
page!(
    CALL_POOR,
    Warning,
    "call/poor-quality",
    "the call is good, but its quality is not",
    "das Gespräch gelingt, aber seine Güte nicht",
    "The rating R of ITU-T G.107 is below 70, where many people are dissatisfied (G.109): packets are lost, or the delay is long. Measured on \
     the way from one softphone through the PBX to the other, in each direction. Look at the network between them: Wi-Fi, VPN, a full line.",
    "Der Wert R nach ITU-T G.107 liegt unter 70, wo viele unzufrieden sind (G.109): Pakete gehen verloren, oder die Laufzeit ist lang. \
     Gemessen je Richtung von Softphone zu Softphone durch die Anlage. Das Netz dazwischen ansehen: WLAN, VPN, eine volle Leitung."
);
page!(
    CALL_MAILBOX,
    Note,
    "call/mailbox",
    "the PBX tells the softphone about its voice mailbox",
    "die Anlage meldet dem Softphone seinen Anrufbeantworter",
    "While the line was registered the PBX sent a NOTIFY with a message summary (RFC 3842): the lamp for waiting messages will work on the \
     softphone. The note has the count.",
    "Während der Anschluss angemeldet war, sandte die Anlage ein NOTIFY mit einer Übersicht (RFC 3842): Die Anzeige für wartende Nachrichten \
     wird auf dem Softphone gehen. Der Hinweis nennt die Zahl."
);
