//! The codes of this room and their pages.

use crate::diag::{CodePage, Severity};

pub const ALL: &[&CodePage] = &[
    &NOTHING_TO_FETCH,
    &NOBODY_FETCHES,
    &NO_BASE,
    &NO_LINK,
    &JOURNAL_UNREADABLE,
    &PLAIN_HTTP,
    &NO_CERTIFICATE,
    &NO_SOCKET,
    &NO_LIBRARY,
    &NO_TOMBSTONE,
    &LONG_LIFE,
];

pub const NOTHING_TO_FETCH: CodePage = CodePage {
    slug: "links/nothing-to-fetch",
    severity: Severity::Warning,
    title_en: "a line has no profile in the generation in force",
    title_de: "ein Anschluss hat im gültigen Stand kein Profil",
    page_en: "A link leads to the files that `deskshift convert` wrote last. This line has none there: convert refused it, or has not run since the plan changed. No link was made for it. Run `deskshift convert`, look at what it says of the line, and issue the link again.",
    page_de: "Ein Link führt zu den Dateien, die `deskshift convert` zuletzt geschrieben hat. Dieser Anschluss hat dort keine: convert hat ihn abgelehnt oder ist seit der Änderung des Plans nicht gelaufen. Ein Link wurde nicht ausgestellt. `deskshift convert` ausführen, nachsehen, was es zu dem Anschluss sagt, und den Link neu ausstellen.",
};

pub const NOBODY_FETCHES: CodePage = CodePage {
    slug: "links/nobody-fetches",
    severity: Severity::Warning,
    title_en: "the clients of these lines fetch nothing by a link",
    title_de: "die Programme dieser Anschlüsse holen nichts über einen Link ab",
    page_en: "A link works once. Whoever scans it with a client that takes something else from an address, or nothing at all, has spent it for nothing: `linphone-rc` is a file for a script to put into place, while Linphone itself wants the XML of `linphone-xml`; desk phones, managed applications and login servers get their files another way. So no link was made for these lines, and their letters do not speak of one. Give people who set up Linphone by themselves the client `linphone-xml`. Where a script of the device management fetches the links, say so by `fleet: {…: {deliver: link}}` in the site file: links for `linphone-rc` are made then, for the script and not for the letter. `deskshift profiles list --json` says under `link` who fetches what.",
    page_de: "Ein Link gilt einmal. Wer ihn mit einem Programm scannt, das von einer Adresse etwas anderes oder gar nichts übernimmt, hat ihn umsonst verbraucht: `linphone-rc` ist eine Datei, die ein Skript an ihren Platz legt, während Linphone selbst das XML von `linphone-xml` erwartet; Tischtelefone, verwaltete Apps und Anmeldeserver bekommen ihre Dateien auf anderem Weg. Deshalb wurde für diese Anschlüsse kein Link ausgestellt, und ihre Briefe sprechen von keinem. Wer Linphone selbst einrichtet, bekommt das Programm `linphone-xml`. Holt ein Skript der Geräteverwaltung die Links, steht das als `fleet: {…: {deliver: link}}` in der Standortdatei: dann werden Links für `linphone-rc` ausgestellt, für das Skript und nicht für den Brief. `deskshift profiles list --json` sagt unter `link`, wer was holt.",
};

pub const NO_BASE: CodePage = CodePage {
    slug: "links/no-base",
    severity: Severity::Error,
    title_en: "the address of the link server is not known",
    title_de: "die Adresse des Linkservers ist nicht bekannt",
    page_en: "A link begins with the address under which people at home reach `deskshift serve`, such as `https://phones.example:8443`. Give it with `--url` or in `DESKSHIFT_LINKS_URL`. It must be `https`, and its name must stand in the certificate; `http` is taken for this machine only.",
    page_de: "Ein Link beginnt mit der Adresse, unter der man `deskshift serve` von zu Hause erreicht, etwa `https://telefon.example:8443`. Sie mit `--url` oder in `DESKSHIFT_LINKS_URL` angeben. Sie muss `https` sein, und ihr Name muss im Zertifikat stehen; `http` gilt nur für diesen Rechner.",
};

pub const NO_LINK: CodePage = CodePage {
    slug: "links/no-link",
    severity: Severity::Error,
    title_en: "the selection fits no link",
    title_de: "zur Auswahl passt kein Link",
    page_en: "No link of these lines was issued, or all of them are revoked already. `deskshift links list --every` shows every link there has been.",
    page_de: "Für diese Anschlüsse wurde kein Link ausgestellt, oder alle sind schon widerrufen. `deskshift links list --every` zeigt jeden Link, den es gab.",
};

pub const JOURNAL_UNREADABLE: CodePage = CodePage {
    slug: "links/journal-unreadable",
    severity: Severity::Error,
    title_en: "a line of a journal of links cannot be read",
    title_de: "eine Zeile eines Link-Journals ist nicht lesbar",
    page_en: "`out/links.jsonl` holds what was issued and revoked, `out/links-served.jsonl` what was fetched; the program writes whole lines only. A line that cannot be read may say that a link is used or revoked, so nothing is handed out: `serve` does not start, and `links` changes nothing. Look at the line. Where it cannot be mended, move both journals away and issue all links anew; every old link is void then.",
    page_de: "In `out/links.jsonl` steht, was ausgestellt und widerrufen wurde, in `out/links-served.jsonl`, was abgeholt wurde; das Programm schreibt nur ganze Zeilen. Eine unlesbare Zeile kann besagen, dass ein Link verbraucht oder widerrufen ist; deshalb wird nichts ausgegeben: `serve` startet nicht, und `links` ändert nichts. Die Zeile ansehen. Lässt sie sich nicht richten, beide Journale beiseiteschaffen und alle Links neu ausstellen; alle alten sind damit ungültig.",
};

pub const PLAIN_HTTP: CodePage = CodePage {
    slug: "links/plain-http",
    severity: Severity::Error,
    title_en: "profiles are not served without TLS",
    title_de: "ohne TLS werden keine Profile ausgeliefert",
    page_en: "A profile holds a password, and without TLS everybody on the way can read it. Give `--cert` and `--key`. Behind a proxy on the same machine that does TLS itself, `--plain` serves HTTP, on loopback only.",
    page_de: "Ein Profil enthält ein Kennwort, und ohne TLS kann es jeder auf dem Weg lesen. `--cert` und `--key` angeben. Hinter einem Proxy auf demselben Rechner, der TLS selbst macht, liefert `--plain` HTTP aus, nur auf der Loopback-Adresse.",
};

pub const NO_CERTIFICATE: CodePage = CodePage {
    slug: "links/no-certificate",
    severity: Severity::Error,
    title_en: "certificate or key cannot be used",
    title_de: "Zertifikat oder Schlüssel sind nicht verwendbar",
    page_en: "`--cert` is a PEM file with the certificate of the server and those of the authorities between it and the root, in this order; `--key` a PEM file with the private key that belongs to it (PKCS #8, RSA or EC), without a passphrase, readable by its owner only.",
    page_de: "`--cert` ist eine PEM-Datei mit dem Zertifikat des Servers und denen der Stellen zwischen ihm und der Wurzel, in dieser Reihenfolge; `--key` eine PEM-Datei mit dem zugehörigen privaten Schlüssel (PKCS #8, RSA oder EC), ohne Passwort, nur für den Besitzer lesbar.",
};

pub const NO_SOCKET: CodePage = CodePage {
    slug: "links/no-socket",
    severity: Severity::Error,
    title_en: "the link server cannot listen on its address",
    title_de: "der Linkserver kann auf seiner Adresse nicht lauschen",
    page_en: "Another program has the port, the port is below 1024 and this user may not use it, or the machine does not have the address. Give another one with `--listen`; port 0 takes a free one and prints it.",
    page_de: "Ein anderes Programm hat den Port, der Port liegt unter 1024 und dieser Benutzer darf ihn nicht verwenden, oder der Rechner hat die Adresse nicht. Mit `--listen` eine andere angeben; Port 0 nimmt einen freien und nennt ihn.",
};

pub const NO_LIBRARY: CodePage = CodePage {
    slug: "links/no-library",
    severity: Severity::Error,
    title_en: "the web phone's library cannot be used",
    title_de: "die Bibliothek des Web-Telefons ist nicht verwendbar",
    page_en: "`--sipjs` names the folder `lib` of the npm package `sip.js` (0.21), or one file that exports the same names as an ES module. The folder must hold `index.js`; only files that end in `.js` are served, 1,000 files and 8 MB at most. It is read once, at the start.",
    page_de: "`--sipjs` nennt den Ordner `lib` des npm-Pakets `sip.js` (0.21) oder eine Datei, die dieselben Namen als ES-Modul exportiert. Der Ordner muss `index.js` enthalten; ausgeliefert werden nur Dateien mit der Endung `.js`, höchstens 1.000 Dateien und 8 MB. Gelesen wird er einmal, beim Start.",
};

pub const NO_TOMBSTONE: CodePage = CodePage {
    slug: "links/no-tombstone",
    severity: Severity::Warning,
    title_en: "no link can take the account away from this program",
    title_de: "diesem Programm kann kein Link das Konto wieder nehmen",
    page_en: "Linphone takes a new remote configuration that empties its accounts, and the web phone's page forgets what it holds; a link does both. Other programs keep their files until somebody removes them. The line's link is revoked all the same. What really ends access is the PBX: take the password away there, and let `deskshift validate` show that the line no longer registers.",
    page_de: "Linphone übernimmt eine neue Fernkonfiguration, die seine Konten leert, und die Seite des Web-Telefons vergisst, was sie hat; beides tut ein Link. Andere Programme behalten ihre Dateien, bis sie jemand entfernt. Der Link des Anschlusses ist trotzdem widerrufen. Wirklich beendet wird der Zugang an der Telefonanlage: dort das Kennwort nehmen und mit `deskshift validate` zeigen, dass der Anschluss sich nicht mehr anmeldet.",
};

pub const LONG_LIFE: CodePage = CodePage {
    slug: "links/long-life",
    severity: Severity::Warning,
    title_en: "links hold for more than 14 days",
    title_de: "Links gelten länger als 14 Tage",
    page_en: "A link that nobody has fetched yet is worth as much as the password: whoever finds the letter can use it. The longer it holds, the more letters lie about that still work. The usual `--ttl 72h`, or a week, is plenty where letters go by in-house mail; who comes later gets a new link by `deskshift links issue --line`, which makes the old one void. A link without an expiry is never issued, and none holds for more than 90 days.",
    page_de: "Ein Link, den noch niemand abgeholt hat, ist so viel wert wie das Kennwort: wer den Brief findet, kann ihn benutzen. Je länger er gilt, desto mehr gültige Briefe liegen herum. Die üblichen `--ttl 72h` oder eine Woche genügen bei Hauspost; wer später kommt, bekommt mit `deskshift links issue --line` einen neuen, der den alten ungültig macht. Ein Link ohne Ablauf wird nie ausgestellt, und keiner gilt länger als 90 Tage.",
};
