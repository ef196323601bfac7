//! Classes about TLS.

use super::page;

page!(
    TLS_EXPIRED,
    Error,
    "sip/tls-expired",
    "the PBX's certificate has expired",
    "das Zertifikat der Anlage ist abgelaufen",
    "Softphones will refuse the connection. The verdict names the date; compare this computer's clock before you blame the \
     certificate. Renew it on the PBX and reload its TLS transport.",
    "Softphones werden die Verbindung ablehnen. Das Urteil nennt das Datum; vor dem Erneuern die Uhr dieses Rechners prüfen. \
     Zertifikat auf der Anlage erneuern und deren TLS-Transport neu laden."
);
page!(
    TLS_NOT_YET_VALID,
    Error,
    "sip/tls-not-yet-valid",
    "the PBX's certificate is not valid yet",
    "das Zertifikat der Anlage gilt noch nicht",
    "The certificate's first day lies in the future. Usually it is this computer's clock or the PBX's that is wrong: compare both \
     with a time server first, then look at the certificate.",
    "Der erste Gültigkeitstag des Zertifikats liegt in der Zukunft. Meist geht die Uhr dieses Rechners oder der Anlage falsch: \
     zuerst beide mit einem Zeitserver vergleichen, dann das Zertifikat ansehen."
);
page!(
    TLS_WRONG_NAME,
    Error,
    "sip/tls-wrong-name",
    "the PBX's certificate is made out to another name",
    "das Zertifikat der Anlage lautet auf einen anderen Namen",
    "The name or address in the profiles is not among the names in the certificate, so softphones will refuse it. Use a name of \
     the certificate as registrar or set `pbx.tls_name` in `deskshift.yaml`, or have the certificate issued for the name in use.",
    "Name oder Adresse in den Profilen stehen nicht im Zertifikat; Softphones werden es ablehnen. Einen Namen des Zertifikats als \
     Registrar benutzen oder `pbx.tls_name` in `deskshift.yaml` setzen, oder das Zertifikat auf den benutzten Namen ausstellen."
);
page!(
    TLS_UNTRUSTED,
    Error,
    "sip/tls-untrusted",
    "the PBX's certificate is signed by nobody we trust",
    "das Zertifikat der Anlage stammt von keiner bekannten Stelle",
    "The certificate is self-signed or comes from an in-house authority that is not known here. Put the CA certificate into the \
     site folder and name it in `pbx.ca`; the profiles hand it on to the clients that take one.",
    "Das Zertifikat ist selbst unterschrieben oder stammt von einer hauseigenen Stelle, die hier nicht bekannt ist. Das \
     CA-Zertifikat in den Standortordner legen und in `pbx.ca` nennen; die Profile geben es an die Programme weiter."
);
page!(
    TLS_CLIENT_CERTIFICATE,
    Error,
    "sip/tls-client-certificate",
    "the PBX wants a certificate from the softphone",
    "die Anlage verlangt ein Zertifikat vom Softphone",
    "The PBX demands a client certificate (Asterisk: `verify_client=yes`, `require_client_cert=yes`). With TLS 1.3 this shows \
     only after the handshake. Switch the demand off for the softphones' transport, or hand out client certificates.",
    "Die Anlage verlangt ein Client-Zertifikat (Asterisk: `verify_client=yes`, `require_client_cert=yes`). Bei TLS 1.3 zeigt sich \
     das erst nach dem Handschlag. Die Forderung für den Transport der Softphones abschalten oder Client-Zertifikate ausgeben."
);
page!(
    TLS_TOO_OLD,
    Error,
    "sip/tls-too-old",
    "the PBX speaks only TLS versions or ciphers that are no longer safe",
    "die Anlage spricht nur TLS-Versionen oder Verfahren, die nicht mehr sicher sind",
    "TLS 1.2 or newer is needed; the PBX offers less. It is running, but current softphones will refuse it. Set `method=tlsv1_2` or \
     newer on the PBX's transport, or renew its system libraries.",
    "TLS 1.2 oder neuer ist nötig; die Anlage bietet weniger. Sie läuft, doch aktuelle Softphones lehnen sie ab. Am Transport der \
     Anlage `method=tlsv1_2` oder neuer setzen oder ihre Systembibliotheken erneuern."
);
page!(
    TLS_PLAIN_PORT,
    Error,
    "sip/tls-plain-port",
    "this port speaks plain SIP, not TLS",
    "dieser Port spricht unverschlüsseltes SIP, kein TLS",
    "The other side does not answer the TLS greeting with TLS: it is a plain SIP port (usually 5060). The TLS port of a PBX is \
     usually 5061. Correct `pbx.registrars.tls` in `deskshift.yaml`.",
    "Die Gegenseite beantwortet die TLS-Begrüßung nicht mit TLS: es ist ein unverschlüsselter SIP-Port (meist 5060). Der TLS-Port \
     einer Anlage ist meist 5061. `pbx.registrars.tls` in `deskshift.yaml` berichtigen."
);
page!(
    TLS_FAILED,
    Error,
    "sip/tls-failed",
    "the TLS connection fails",
    "die TLS-Verbindung kommt nicht zustande",
    "The handshake ended with an error of neither the certificate nor the version; the verdict quotes it. Look into the PBX's log \
     for the TLS transport, and check that certificate and key belong together.",
    "Der Handschlag endete mit einem Fehler, der weder Zertifikat noch Version betrifft; das Urteil zitiert ihn. Im Protokoll der \
     Anlage zum TLS-Transport nachsehen und prüfen, ob Zertifikat und Schlüssel zusammengehören."
);
page!(
    TLS_PORT,
    Error,
    "sip/tls-port",
    "this port speaks TLS, and was spoken to without it",
    "dieser Port spricht TLS und wurde ohne TLS angesprochen",
    "A REGISTER over plain TCP was answered with a TLS record: the registrar's TLS port (usually 5061) stands where a plain one is \
     expected (usually 5060). Waiting or `--resume` does not help. Enter the port under `pbx.registrars.tls` in `deskshift.yaml` \
     and plan the clients with the transport `tls`, or correct the plain port; then run `deskshift plan` and ask again.",
    "Ein REGISTER über einfaches TCP wurde mit einem TLS-Datensatz beantwortet: wo ein unverschlüsselter Port erwartet wird (meist \
     5060), steht der TLS-Port des Registrars (meist 5061). Warten oder `--resume` hilft nicht. Den Port in `deskshift.yaml` unter \
     `pbx.registrars.tls` eintragen und die Clients mit dem Transport `tls` planen, oder den unverschlüsselten Port berichtigen; \
     dann `deskshift plan` ausführen und erneut fragen."
);
