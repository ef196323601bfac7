//! Codes about encryption, certificates, and what the site asks of them.

use crate::diag::{CodePage, Severity};

pub const TLS_UNVERIFIED: CodePage = CodePage {
    slug: "plan/tls-unverified",
    severity: Severity::Warning,
    title_en: "the client would not check the server's certificate",
    title_de: "das Programm würde das Zertifikat des Servers nicht prüfen",
    page_en: "TLS without a check of the certificate protects against nobody who can redirect traffic. baresip from 1.1 checks only where a CA file is named in its configuration; baresip 1.0 of Debian 12 never does.",
    page_de: "TLS ohne Prüfung des Zertifikats schützt vor niemandem, der den Verkehr umleiten kann. baresip ab 1.1 prüft nur, wenn eine CA-Datei in der Konfiguration steht; baresip 1.0 aus Debian 12 prüft nie.",
};

pub const SECURITY_TLS: CodePage = CodePage {
    slug: "plan/security-tls",
    severity: Severity::Error,
    title_en: "lines without TLS, though the site asks for it",
    title_de: "Anschlüsse ohne TLS, obwohl der Standort es verlangt",
    page_en: "`security.require_tls` says that signalling of every line is encrypted. Over UDP and TCP everybody on the way reads who calls whom, and can try the password at leisure. Choose TLS or WSS for these lines, another client where theirs has neither, or take the requirement back.",
    page_de: "`security.require_tls` sagt, dass die Signalisierung jedes Anschlusses verschlüsselt ist. Über UDP und TCP liest jeder auf dem Weg, wer wen anruft, und kann das Kennwort in Ruhe durchprobieren. Für diese Anschlüsse TLS oder WSS wählen, ein anderes Programm, wo ihres beides nicht kann, oder die Anforderung zurücknehmen.",
};

pub const SECURITY_SRTP: CodePage = CodePage {
    slug: "plan/security-srtp",
    severity: Severity::Error,
    title_en: "lines that would speak in clear, though the site forbids it",
    title_de: "Anschlüsse, die unverschlüsselt sprächen, obwohl der Standort es verbietet",
    page_en: "`security.require_srtp` says that no call of any line is in clear. With `srtp: off` none is encrypted, with `optional` the other side decides. Set `srtp: required` for these lines, or choose a client that has it. Desk phones on the same extension must then speak SRTP as well (`plan/srtp-required`).",
    page_de: "`security.require_srtp` sagt, dass kein Gespräch unverschlüsselt geführt wird. Mit `srtp: off` ist keines verschlüsselt, mit `optional` entscheidet die Gegenstelle. Für diese Anschlüsse `srtp: required` setzen oder ein Programm wählen, das es kann. Tischtelefone an derselben Nebenstelle müssen dann auch SRTP sprechen (`plan/srtp-required`).",
};

pub const SECURITY_VERIFY: CodePage = CodePage {
    slug: "plan/security-verify",
    severity: Severity::Error,
    title_en: "clients that check no certificate, though the site asks for it",
    title_de: "Programme, die kein Zertifikat prüfen, obwohl der Standort es verlangt",
    page_en: "`security.verify` says that every client checks the certificate of the telephone system. Without it TLS protects against nobody who can redirect traffic, and passwords are lost to whoever does. Which client checks is measured with the real programs: baresip 1.0 never does, later ones only where a CA file is named (`pbx.ca_on_clients`), MicroSIP has no setting for it. What nobody has measured counts as no.",
    page_de: "`security.verify` sagt, dass jedes Programm das Zertifikat der Telefonanlage prüft. Ohne Prüfung schützt TLS vor niemandem, der den Verkehr umleiten kann; wer das tut, bekommt die Kennwörter. Welches Programm prüft, ist mit den echten Programmen gemessen: baresip 1.0 nie, spätere nur mit genannter CA-Datei (`pbx.ca_on_clients`), MicroSIP hat keine Einstellung dafür. Was niemand gemessen hat, zählt als nein.",
};

pub const SECURITY_MIN_TLS: CodePage = CodePage {
    slug: "plan/security-min-tls",
    severity: Severity::Warning,
    title_en: "a client cannot be told the oldest version of TLS",
    title_de: "einem Programm lässt sich die älteste TLS-Version nicht vorgeben",
    page_en: "`security.min_tls` is written into the files of clients that have a setting for it. All others take what both sides can, so the telephone system has to refuse older versions: in Asterisk by `method=tlsv1_2` of the transport, in Kamailio by `tls_method`. TLS 1.0 and 1.1 are no longer to be used (RFC 8996).",
    page_de: "`security.min_tls` steht in den Dateien der Programme, die eine Einstellung dafür haben. Alle anderen nehmen, was beide Seiten können; ältere Fassungen muss deshalb die Telefonanlage ablehnen: in Asterisk mit `method=tlsv1_2` des Transports, in Kamailio mit `tls_method`. TLS 1.0 und 1.1 sind nicht mehr zu verwenden (RFC 8996).",
};

pub const CA_NOT_ON_CLIENTS: CodePage = CodePage {
    slug: "plan/ca-not-on-clients",
    severity: Severity::Warning,
    title_en: "where the CA certificate lies on the clients is not said",
    title_de: "wo das CA-Zertifikat auf den Rechnern liegt, ist nicht gesagt",
    page_en: "`pbx.ca` names the CA file in the site folder. Profiles need the path on the user's machine, because Linphone and baresip look relative paths up in whatever folder they were started from. Without `pbx.ca_on_clients` the profiles leave the setting out and the system's trust store decides.",
    page_de: "`pbx.ca` nennt die CA-Datei im Standortordner. Profile brauchen den Pfad auf dem Rechner des Nutzers, denn Linphone und baresip suchen relative Pfade in dem Ordner, aus dem sie gestartet wurden. Ohne `pbx.ca_on_clients` lassen die Profile die Einstellung weg, und der Zertifikatsspeicher des Systems entscheidet.",
};

pub const CA_NOT_IN_PROFILE: CodePage = CodePage {
    slug: "plan/ca-not-in-profile",
    severity: Severity::Warning,
    title_en: "a client that takes the CA certificate itself gets none",
    title_de: "ein Programm, das das CA-Zertifikat selbst nimmt, bekommt keines",
    page_en: "`pbx.ca_on_clients` says where a CA of one's own lies on the users' machines. Some clients, such as Linphone on iOS, have no such path: their profile holds the certificate, which comes from the file that `pbx.ca` names. Without it they trust the authorities of their system only and refuse a server with a certificate of a CA of one's own.",
    page_de: "`pbx.ca_on_clients` sagt, wo eine eigene CA auf den Rechnern der Nutzer liegt. Manche Programme, etwa Linphone unter iOS, kennen keinen solchen Pfad: ihr Profil enthält das Zertifikat aus der Datei, die `pbx.ca` nennt. Ohne sie vertrauen sie nur den Stellen ihres Systems und lehnen einen Server mit einem Zertifikat einer eigenen CA ab.",
};

pub const CERTIFICATE_NAME: CodePage = CodePage {
    slug: "plan/certificate-name",
    severity: Severity::Error,
    title_en: "a server's address is not among the certificate's names",
    title_de: "die Adresse eines Servers steht nicht unter den Namen im Zertifikat",
    page_en: "A client compares the host it connects to with the names in the server's certificate (RFC 6125, RFC 9525; a `sip:` address by RFC 5922; `*` stands for one leftmost label) and refuses the connection where none fits, as Linphone and browsers do. The hosts are the registrar or outbound proxy of each line over TLS or WSS, and its backup registrar. The names are read from the files that `pbx.certificate` lists, or from `pbx.ca` where that holds a server's certificate and no CA's; without either, `pbx.tls_name` says what stands there. Log in at a name of the certificate, or get one with this name; a server with a certificate of its own gets its file into the list.",
    page_de: "Ein Programm vergleicht den Rechnernamen, mit dem es sich verbindet, mit den Namen im Zertifikat des Servers (RFC 6125, RFC 9525; eine `sip:`-Adresse nach RFC 5922; `*` steht für einen Namensteil ganz links) und lehnt die Verbindung ab, wo keiner passt, so Linphone und Browser. Verglichen werden je Anschluss über TLS oder WSS der Registrar oder Outbound-Proxy und der Ersatz-Registrar. Die Namen stammen aus den Dateien unter `pbx.certificate` oder aus `pbx.ca`, wo darin das Zertifikat eines Servers und keine CA steht; ohne beides sagt `pbx.tls_name`, was dort steht. Sich unter einem Namen aus dem Zertifikat anmelden oder eines mit diesem Namen besorgen; ein Server mit eigenem Zertifikat kommt mit seiner Datei in die Liste.",
};

pub const SRTP_WITHOUT_TLS: CodePage = CodePage {
    slug: "plan/srtp-without-tls",
    severity: Severity::Error,
    title_en: "media keys travel in clear text",
    title_de: "Sprachschlüssel gehen im Klartext über die Leitung",
    page_en: "SDES (RFC 4568) writes the media keys into the SDP. Without TLS anyone who can record the call can read the keys as well, so that `srtp: optional` or `required`, asked for in `clients` or `overrides`, promises what it does not keep. Choose `transport: tls`, or ask for no SRTP; where nobody says anything, lines over UDP, TCP and WS have none. Where the way is protected otherwise, such as by a VPN, write that down in `security.exceptions` with its reason.",
    page_de: "SDES (RFC 4568) schreibt die Schlüssel der Sprache in das SDP. Ohne TLS kann, wer das Gespräch mitschneidet, auch die Schlüssel lesen; `srtp: optional` oder `required` unter `clients` oder `overrides` verspricht dann, was es nicht hält. `transport: tls` wählen oder kein SRTP verlangen; wo niemand etwas sagt, haben Anschlüsse über UDP, TCP und WS keines. Ist der Weg anders geschützt, etwa durch ein VPN, dies mit Grund in `security.exceptions` festhalten.",
};

pub const SRTP_REQUIRED: CodePage = CodePage {
    slug: "plan/srtp-required",
    severity: Severity::Warning,
    title_en: "required SRTP also binds the desk phone",
    title_de: "verlangtes SRTP bindet auch das Tischtelefon",
    page_en: "`media_encryption` is an option of the endpoint, and desk phone and softphone share it. With `media_encryption_optimistic=no` a desk phone without SRTP can no longer talk.",
    page_de: "`media_encryption` ist eine Einstellung des Endpoints, den sich Tischtelefon und Softphone teilen. Mit `media_encryption_optimistic=no` kann ein Tischtelefon ohne SRTP nicht mehr sprechen.",
};

pub const EXCEPTED: CodePage = CodePage {
    slug: "plan/excepted",
    severity: Severity::Note,
    title_en: "lines are excepted from a rule, with a reason on record",
    title_de: "Anschlüsse sind von einer Regel ausgenommen, der Grund ist festgehalten",
    page_en: "`security.exceptions` of the site file says that these lines need not hold to a rule, and why. Their errors or warnings of that rule are not told; this note stands for them, with the reason and the lines. Whoever reads the plan sees what was decided and by which entry. With `until` the exception ends after that day (`plan/exception-over`).",
    page_de: "`security.exceptions` der Site-Datei sagt, dass diese Anschlüsse eine Regel nicht einhalten müssen und warum. Ihre Fehler oder Warnungen dieser Regel werden nicht gemeldet; dieser Hinweis steht dafür, mit dem Grund und den Anschlüssen. Wer den Plan liest, sieht, was durch welchen Eintrag entschieden ist. Mit `until` endet die Ausnahme nach diesem Tag (`plan/exception-over`).",
};

pub const EXCEPTION_OVER: CodePage = CodePage {
    slug: "plan/exception-over",
    severity: Severity::Warning,
    title_en: "the last day of an exception is over",
    title_de: "der letzte Tag einer Ausnahme ist vorbei",
    page_en: "`until` of an entry of `security.exceptions` is the last day on which it holds, by the clock of the machine on which the plan is made. After it the findings of the rule are told again with their full weight, and this warning names the exception that no longer covers them. Mend the lines, or decide anew with a later day.",
    page_de: "`until` eines Eintrags unter `security.exceptions` ist der letzte Tag, an dem er gilt, nach der Uhr des Rechners, auf dem der Plan entsteht. Danach werden die Befunde der Regel wieder mit vollem Gewicht gemeldet, und diese Warnung nennt die Ausnahme, die sie nicht mehr deckt. Die Anschlüsse in Ordnung bringen oder mit einem späteren Tag neu entscheiden.",
};

pub const EXCEPTION_UNUSED: CodePage = CodePage {
    slug: "plan/exception-unused",
    severity: Severity::Warning,
    title_en: "an exception meets no finding",
    title_de: "eine Ausnahme trifft auf keinen Befund",
    page_en: "An entry of `security.exceptions` covers no line that falls short of its rule: what it was for has been mended, its line is no longer planned, or it names the wrong extension or department. An exception that outlives its reason would hide the next finding of that rule. Take it out, or correct whom it names.",
    page_de: "Ein Eintrag unter `security.exceptions` deckt keinen Anschluss, der gegen seine Regel verstößt: der Anlass ist behoben, der Anschluss wird nicht mehr geplant, oder der Eintrag nennt die falsche Nebenstelle oder das falsche Amt. Eine Ausnahme, die ihren Grund überlebt, verdeckte den nächsten Befund dieser Regel. Sie entfernen oder berichtigen, für wen sie gilt.",
};

pub const CERTIFICATE_EXPIRED: CodePage = CodePage {
    slug: "plan/certificate-expired",
    severity: Severity::Warning,
    title_en: "the certificate in the site folder has expired",
    title_de: "das Zertifikat im Standortordner ist abgelaufen",
    page_en: "The file that `pbx.certificate` names (or `pbx.ca`, where it holds the server's own) ended before the day on which the plan was made. A client that checks dates refuses it. Where the server has a newer one already, put that into the site folder, so that its names are compared; `deskshift validate` tells what the server really shows.",
    page_de: "Die Datei, die `pbx.certificate` nennt (oder `pbx.ca`, wo sie das Zertifikat des Servers selbst enthält), lief vor dem Tag ab, an dem der Plan entstand. Ein Programm, das Daten prüft, lehnt es ab. Hat der Server schon ein neueres, dieses in den Standortordner legen, damit seine Namen verglichen werden; was der Server wirklich zeigt, sagt `deskshift validate`.",
};

pub const CERTIFICATE_UNREADABLE: CodePage = CodePage {
    slug: "plan/certificate-unreadable",
    severity: Severity::Error,
    title_en: "a certificate file cannot be read",
    title_de: "eine Zertifikatsdatei ist nicht lesbar",
    page_en: "`pbx.certificate` names a file of the site folder with the server's certificate as PEM (`-----BEGIN CERTIFICATE-----`); its names are compared with the addresses that clients log in to. This file holds none that can be read. A binary one (DER) becomes PEM by `openssl x509 -inform der -in FILE -out FILE.pem`, one in a key store (PKCS #12) by `openssl pkcs12 -in FILE -nokeys -clcerts`; `openssl s_client -connect HOST:5061 -showcerts` shows what the server sends. The private key does not belong into the site folder.",
    page_de: "`pbx.certificate` nennt eine Datei des Standortordners mit dem Zertifikat des Servers als PEM (`-----BEGIN CERTIFICATE-----`); dessen Namen werden mit den Adressen verglichen, an denen sich Programme anmelden. Diese Datei enthält kein lesbares. Aus einem binären (DER) wird PEM mit `openssl x509 -inform der -in DATEI -out DATEI.pem`, aus einem Schlüsselspeicher (PKCS #12) mit `openssl pkcs12 -in DATEI -nokeys -clcerts`; `openssl s_client -connect HOST:5061 -showcerts` zeigt, was der Server sendet. Der private Schlüssel gehört nicht in den Standortordner.",
};
