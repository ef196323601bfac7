//! The codes of this room and their pages.

use crate::diag::{CodePage, Severity};

pub const ALL: &[&CodePage] = &[&NOT_LOOPBACK, &NO_SOCKET, &BAD_FAULT, &NO_ENDPOINTS, &CERTIFICATE, &BAD_REGISTERED];

pub const NOT_LOOPBACK: CodePage = CodePage {
    slug: "lab/not-loopback",
    severity: Severity::Error,
    title_en: "the lab only listens on this machine",
    title_de: "das Labor lauscht nur auf diesem Rechner",
    page_en: "The embedded PBX holds the passwords of a real export and answers every request without limits, so it never listens on an address that others can reach. Use 127.0.0.1 or ::1. To test over a network, use a real PBX.",
    page_de: "Die eingebaute Anlage kennt die Kennwörter eines echten Exports und antwortet ohne Grenzen; deshalb lauscht sie nie auf einer Adresse, die andere erreichen. 127.0.0.1 oder ::1 verwenden. Für Versuche über ein Netz eine echte Anlage nehmen.",
};

pub const NO_SOCKET: CodePage = CodePage {
    slug: "lab/no-socket",
    severity: Severity::Error,
    title_en: "the lab cannot listen on a port",
    title_de: "das Labor kann auf einem Port nicht lauschen",
    page_en: "Usually another program (a softphone, a PBX, a lab that still runs) has the port, or the port is below 1024 and this user may not use it. Give another port, or 0 for a free one, which the lab prints when it is ready.",
    page_de: "Meist hat ein anderes Programm den Port (ein Softphone, eine Anlage, ein noch laufendes Labor), oder der Port liegt unter 1024 und dieser Benutzer darf ihn nicht verwenden. Einen anderen Port angeben, oder 0 für einen freien, den das Labor beim Start nennt.",
};

pub const BAD_FAULT: CodePage = CodePage {
    slug: "lab/bad-fault",
    severity: Severity::Error,
    title_en: "a `--fault` cannot be understood",
    title_de: "ein `--fault` ist nicht zu verstehen",
    page_en: "The name of the fault or its value is wrong. All forms with examples are in `deskshift lab --help` and in docs/lab.md. Nothing was started.",
    page_de: "Der Name der Störung oder ihr Wert ist falsch. Alle Formen mit Beispielen stehen in `deskshift lab --help` und in docs/lab.md. Nichts wurde gestartet.",
};

pub const NO_ENDPOINTS: CodePage = CodePage {
    slug: "lab/no-endpoints",
    severity: Severity::Error,
    title_en: "the PBX export holds no endpoint that Asterisk would load",
    title_de: "der Export enthält keinen Endpoint, den Asterisk lädt",
    page_en: "The lab answers as the PBX of the export would. This `pjsip.conf` is refused by Asterisk as a whole, or has no `type=endpoint` section outside templates, so every request would be one of a stranger. Check the folder, and look at `deskshift inventory check`.",
    page_de: "Das Labor antwortet wie die Anlage des Exports. Diese `pjsip.conf` lehnt Asterisk als Ganzes ab, oder sie hat außerhalb von Vorlagen keinen Abschnitt mit `type=endpoint`; jede Anfrage wäre die eines Fremden. Den Ordner prüfen und `deskshift inventory check` ansehen.",
};

pub const CERTIFICATE: CodePage = CodePage {
    slug: "lab/certificate",
    severity: Severity::Error,
    title_en: "the lab cannot make its certificate",
    title_de: "das Labor kann sein Zertifikat nicht erzeugen",
    page_en: "A name that is to stand in the certificate has a form that certificates do not allow. The names come from `pbx.domain`, `pbx.tls_name` and `pbx.registrars` of the site file; they must be plain ASCII host names (for umlauts: the `xn--` form).",
    page_de: "Ein Name, der im Zertifikat stehen soll, hat eine Form, die Zertifikate nicht erlauben. Die Namen kommen aus `pbx.domain`, `pbx.tls_name` und `pbx.registrars` der Site-Datei; es müssen reine ASCII-Hostnamen sein (mit Umlauten: in der `xn--`-Form).",
};

pub const BAD_REGISTERED: CodePage = CodePage {
    slug: "lab/bad-registered",
    severity: Severity::Warning,
    title_en: "a line of the list of registered phones cannot be used",
    title_de: "eine Zeile der Liste angemeldeter Telefone ist nicht verwendbar",
    page_en: "`registered.tsv` has three columns separated by tabs: extension, contact address, user agent. A line with another form, or for an extension without an address of record in the export, is left out, and that desk phone is not there in the lab.",
    page_de: "`registered.tsv` hat drei durch Tabulatoren getrennte Spalten: Nebenstelle, Kontaktadresse, Gerät. Eine Zeile anderer Form oder für eine Nebenstelle, die im Export kein Anmeldeziel (AOR) hat, bleibt aus, und dieses Tischtelefon gibt es im Labor nicht.",
};
