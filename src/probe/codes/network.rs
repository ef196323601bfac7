//! Classes about the way to the PBX.

use super::page;

page!(
    SILENT,
    Error,
    "sip/silent",
    "no answer came",
    "es kam keine Antwort",
    "The request was sent and repeated as RFC 3261 section 17.1.2 says until timer F ended, and nothing came back. When all lines \
     are silent: firewall, wrong port, wrong transport, or our address is banned. When it is one line only: Asterisk drops \
     requests that it cannot parse without an answer, and a FRITZ!Box does so with a user part in the request address. Under loss \
     the line is asked again in later rounds before it is called silent.",
    "Die Anfrage wurde gesendet und nach RFC 3261 Abschnitt 17.1.2 bis zum Ende von Timer F wiederholt; es kam nichts zurück. \
     Schweigen alle Anschlüsse: Firewall, falscher Port, falscher Transport, oder unsere Adresse ist gesperrt. Schweigt nur einer: \
     Asterisk verwirft Anfragen, die es nicht lesen kann, ohne Antwort, eine FRITZ!Box solche mit Benutzerteil in der \
     Anfrageadresse. Bei Paketverlust wird in weiteren Runden gefragt, bevor ein Anschluss als stumm gilt."
);
page!(
    NO_ANSWER,
    Warning,
    "sip/no-answer",
    "no answer, which proves nothing here",
    "keine Antwort, was hier nichts beweist",
    "The PBX answers others, and this line's request was sent many times without an answer. But packets get lost on the way, so a line that \
     works may be silent so long, too: `p` is the probability of that, from the loss that the other answers showed. Below one in a \
     thousand million the line would be called dead (`sip/silent`). A line that fell silent after its password was sent is not asked again in \
     the same run, because that would try the password a second time. Nothing is decided: mend the loss, or ask again with `--only-failed`.",
    "Die Anlage antwortet anderen, und die Anfrage dieses Anschlusses wurde viele Male gesendet, ohne Antwort. Doch gehen unterwegs Pakete \
     verloren, sodass auch ein Anschluss, der in Ordnung ist, so lange schweigen kann: `p` ist die Wahrscheinlichkeit dafür, nach dem \
     Verlust, den die anderen Antworten zeigten. Unter eins zu einer Milliarde hieße der Anschluss stumm (`sip/silent`). Ein Anschluss, der \
     nach dem Senden des Kennworts schweigt, wird im selben Lauf nicht noch einmal gefragt, denn das versuchte das Kennwort erneut. \
     Entschieden ist nichts: den Verlust beheben oder mit `--only-failed` erneut fragen."
);
page!(
    BANNED,
    Error,
    "sip/banned",
    "the PBX answered before and is now silent for everybody",
    "die Anlage hat geantwortet und schweigt nun für alle",
    "After earlier answers even the known-good line gets none: most likely a guard has blocked this computer's address. The run \
     stopped at once. Wait 5 minutes (Kamailio), 10 to 30 minutes (fail2ban, FreePBX) or 24 hours (STARFACE), or have the address \
     unbanned; then go on with `--resume` and a lower `--rate`.",
    "Nach früheren Antworten bekommt selbst der bekannt gute Anschluss keine mehr: wahrscheinlich hat ein Wächter die Adresse dieses \
     Rechners gesperrt. Der Lauf hielt sofort an. 5 Minuten (Kamailio), 10 bis 30 Minuten (fail2ban, FreePBX) oder 24 Stunden \
     (STARFACE) warten oder die Adresse freigeben lassen; dann mit `--resume` und kleinerem `--rate` fortsetzen."
);
page!(
    PORT_CLOSED,
    Error,
    "sip/port-closed",
    "nothing listens on the PBX's port",
    "auf dem Port der Anlage hört niemand",
    "The host answered at once that the port is closed (ICMP port unreachable for UDP, reset for TCP). The PBX is not running, \
     listens on another port, or has this transport switched off. Compare `pbx.registrars` in `deskshift.yaml` with the \
     transports of the PBX.",
    "Der Rechner meldete sofort, dass der Port geschlossen ist (ICMP port unreachable bei UDP, Reset bei TCP). Die Anlage läuft \
     nicht, hört auf einem anderen Port oder hat diesen Transport nicht eingeschaltet. `pbx.registrars` in `deskshift.yaml` mit \
     den Transporten der Anlage vergleichen."
);
page!(
    UNREACHABLE,
    Error,
    "sip/unreachable",
    "the way to the PBX is closed",
    "der Weg zur Anlage ist versperrt",
    "The operating system or a router says that host or network cannot be reached, or a firewall rejects us. Check VPN, route and \
     firewall, then run again.",
    "Betriebssystem oder Router melden, dass Rechner oder Netz nicht erreichbar sind, oder eine Firewall weist uns ab. VPN, Route \
     und Firewall prüfen, dann erneut starten."
);
page!(
    NAME_NOT_FOUND,
    Error,
    "sip/name-not-found",
    "the PBX's name cannot be resolved",
    "der Name der Anlage lässt sich nicht auflösen",
    "The name service knows no address for the registrar's host name. At home this often means that the VPN's name server is not \
     used. Correct the name in `deskshift.yaml`, or make it resolvable where the softphones will be.",
    "Der Namensdienst kennt keine Adresse zum Rechnernamen des Registrars. Zu Hause heißt das oft, dass der Namensserver des VPN \
     nicht benutzt wird. Namen in `deskshift.yaml` berichtigen oder dort auflösbar machen, wo die Softphones stehen werden."
);
page!(
    CONNECTION_LOST,
    Error,
    "sip/connection-lost",
    "the PBX closes the connection",
    "die Anlage schließt die Verbindung",
    "The TCP or TLS connection was closed by the other side, also after it was opened once more. Some TLS ports end a plain TCP \
     connection like this without a word; so do connection limits of a guard. Check port and transport, then go on with `--resume`.",
    "Die TCP- oder TLS-Verbindung wurde von der Gegenseite geschlossen, auch nachdem sie einmal neu geöffnet worden war. So \
     beendet mancher TLS-Port wortlos eine einfache TCP-Verbindung; ebenso wirken Verbindungsgrenzen eines Wächters. Port und \
     Transport prüfen, dann mit `--resume` fortsetzen."
);
page!(
    STALLED,
    Error,
    "sip/stalled",
    "the PBX takes no more data over its connection",
    "die Anlage nimmt über ihre Verbindung keine Daten mehr an",
    "The TCP or TLS connection is open, but the other side has stopped reading. The PBX is overloaded or hangs, or a firewall on the \
     way forgot the connection. Look at the PBX's load and its log; then go on with `--resume` and a lower `--rate`.",
    "Die TCP- oder TLS-Verbindung steht, doch die Gegenseite liest nicht mehr. Die Anlage ist überlastet oder hängt, oder eine \
     Firewall unterwegs hat die Verbindung vergessen. Last und Protokoll der Anlage ansehen; dann mit `--resume` und kleinerem \
     `--rate` fortsetzen."
);
page!(
    NOT_SIP,
    Error,
    "sip/not-sip",
    "what comes over this connection is no usable SIP",
    "was über diese Verbindung kommt, ist kein brauchbares SIP",
    "The other side answered with bytes that are no SIP, or with a SIP stream that nobody can follow (no usable Content-Length, a \
     message beyond all size; RFC 3261 section 18.3). Another service listens on this port, or a device on the way changes SIP. \
     Correct `pbx.registrars` in `deskshift.yaml`, or use TLS, which nobody on the way can change.",
    "Die Gegenseite antwortete mit Bytes, die kein SIP sind, oder mit einem SIP-Strom, dem niemand folgen kann (keine brauchbare \
     Content-Length, eine übergroße Nachricht; RFC 3261 Abschnitt 18.3). Auf diesem Port hört ein anderer Dienst, oder ein Gerät \
     unterwegs verändert SIP. `pbx.registrars` in `deskshift.yaml` berichtigen oder TLS benutzen, das unterwegs niemand verändert."
);
page!(
    WEB_SOCKET_REFUSED,
    Error,
    "sip/web-socket-refused",
    "no WebSocket for SIP under this address",
    "kein WebSocket für SIP unter dieser Adresse",
    "A web phone asks the PBX's web server for a WebSocket with the subprotocol `sip` (RFC 7118 section 4.1), and this one gave none: \
     another path (HTTP 404), a WebSocket for something else, or no web server at all. Asterisk opens it under `/ws` when `http.conf` \
     has `enabled=yes` and `res_pjsip_transport_websocket` is loaded; Kamailio where its configuration calls `ws_handle_handshake`. \
     Compare `pbx.ws_path` and `pbx.registrars` in `deskshift.yaml`.",
    "Ein Webtelefon bittet den Webserver der Anlage um einen WebSocket mit dem Unterprotokoll `sip` (RFC 7118 Abschnitt 4.1), und \
     dieser gab keinen: ein anderer Pfad (HTTP 404), ein WebSocket für etwas anderes oder gar kein Webserver. Asterisk öffnet ihn \
     unter `/ws`, wenn in `http.conf` `enabled=yes` steht und `res_pjsip_transport_websocket` geladen ist; Kamailio dort, wo seine \
     Konfiguration `ws_handle_handshake` aufruft. `pbx.ws_path` und `pbx.registrars` in `deskshift.yaml` vergleichen."
);
