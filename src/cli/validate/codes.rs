//! Codes of the command itself; what the PBX says has its codes in `probe`.

use crate::diag::{CodePage, Severity};

macro_rules! page {
    ($name:ident, $severity:ident, $slug:literal, $te:literal, $td:literal, $pe:literal, $pd:literal) => {
        pub const $name: CodePage =
            CodePage { slug: $slug, severity: Severity::$severity, title_en: $te, title_de: $td, page_en: $pe, page_de: $pd };
    };
}

page!(
    BAD_REGISTRAR,
    Error,
    "validate/bad-registrar",
    "the registrar is not host and port",
    "der Registrar ist nicht Rechner und Port",
    "`--registrar` takes a host name or address, a colon and a port; an IPv6 address stands in brackets. Nothing was sent.",
    "`--registrar` nimmt Rechnernamen oder Adresse, Doppelpunkt und Port; eine IPv6-Adresse steht in eckigen Klammern. Es wurde \
     nichts gesendet."
);
page!(
    STILL_ACCEPTED,
    Error,
    "validate/still-accepted",
    "a revoked login is still accepted",
    "eine entzogene Anmeldung wird noch angenommen",
    "`secrets.revoke` replaces the password of someone who left. The PBX was asked with the login this person had, and did not refuse \
     it: the file for the PBX is not loaded, or the PBX takes passwords from elsewhere. A registration made before lasts until it \
     expires; the page on the PBX side says how to end it at once.",
    "`secrets.revoke` ersetzt das Kennwort von Ausgeschiedenen. Die Anlage wurde mit der Anmeldung gefragt, die diese Person hatte, und \
     hat sie nicht abgelehnt: die Datei für die Anlage ist nicht geladen, oder die Anlage nimmt Kennwörter von anderswo. Eine frühere \
     Anmeldung hält, bis sie abläuft; wie man sie sofort beendet, steht auf der Seite zur Anlage."
);
page!(
    REFUSED_LATELY,
    Note,
    "validate/refused-lately",
    "a line was refused a short while ago and not asked again",
    "ein Anschluss wurde eben erst abgelehnt und nicht noch einmal gefragt",
    "A password that the PBX has refused is not tried again for ten minutes: each refusal is a hit in its ban log, and the answer would be \
     the same. The verdict is the earlier one. Where the PBX has been mended since, `--again` asks at once.",
    "Ein Kennwort, das die Anlage abgelehnt hat, wird zehn Minuten lang nicht noch einmal versucht: jede Ablehnung ist ein Treffer im \
     Sperrprotokoll, und die Antwort wäre dieselbe. Das Urteil ist das frühere. Ist die Anlage seitdem berichtigt, fragt `--again` sofort."
);
page!(
    FOREIGN_TARGET,
    Error,
    "validate/foreign-target",
    "this target is not in the site file",
    "dieses Ziel steht nicht in der Standortdatei",
    "Passwords are sent only to registrars that `pbx.registrars` in `deskshift.yaml` names, and to labs on loopback. This keeps a \
     slip of the keyboard or a stale plan from handing the site's accounts to a stranger. Nothing was sent. Enter the registrar in \
     the site file and run `deskshift plan` again.",
    "Kennwörter gehen nur an Registrare, die `pbx.registrars` in `deskshift.yaml` nennt, und an Labore auf loopback. So liefert kein \
     Tippfehler und kein veralteter Plan die Konten der Behörde an Fremde. Es wurde nichts gesendet. Den Registrar in der \
     Standortdatei eintragen und `deskshift plan` erneut ausführen."
);
page!(
    NO_LABORATORY,
    Error,
    "validate/no-laboratory",
    "this option is for laboratories only",
    "diese Option ist nur für Labore",
    "`--shared-challenge` asks all lines with one challenge, faster than any phone and unlike any phone, and cannot see an extension that needs \
     no password. It is taken on loopback, and elsewhere where `validate.lab: true` says that nobody telephones over this PBX. Nothing was sent.",
    "`--shared-challenge` fragt alle Anschlüsse mit einer Challenge, schneller als jedes Telefon und anders als jedes Telefon, und erkennt keine \
     Nebenstelle ohne Kennwort. Es gilt auf loopback und sonst nur, wo `validate.lab: true` sagt, dass niemand über diese Anlage \
     telefoniert. Es wurde nichts gesendet."
);
page!(
    NO_ROOM_FOR_CALLS,
    Error,
    "validate/no-room-for-calls",
    "the channel limits leave no room for a test call",
    "die Kanalgrenzen lassen keinen Platz für einen Probeanruf",
    "A call between two lines takes two channels of the PBX, and a fault of the dialplan, which such a call may find, can take two of a trunk. \
     Test calls stay below `validate.channels` and `validate.trunk_channels`: with fewer than 3 none can be made. Nothing was sent.",
    "Ein Anruf zwischen zwei Anschlüssen belegt zwei Kanäle der Anlage, und ein Fehler im Wählplan, den so ein Anruf finden soll, kann zwei \
     einer Amtsleitung belegen. Probeanrufe bleiben unter `validate.channels` und `validate.trunk_channels`: bei weniger als 3 ist keiner \
     möglich. Es wurde nichts gesendet."
);
page!(
    ECHO_NOT_DIALLED,
    Error,
    "validate/echo-not-dialled",
    "the number of the echo is none that a test call may dial",
    "die Nummer des Echos darf ein Probeanruf nicht wählen",
    "`validate.echo` takes an extension of the site's lengths, or `*` and two to five digits. A number that leaves the house, or might reach \
     an emergency or service number, is never dialled, also not behind a feature code. Nothing was sent.",
    "`validate.echo` nimmt eine Nebenstelle der üblichen Länge oder `*` und zwei bis fünf Ziffern. Eine Nummer, die aus dem Haus führt oder \
     einen Notruf oder Service erreichen könnte, wird nie gewählt, auch nicht hinter einem Funktionscode. Es wurde nichts gesendet."
);
page!(
    RATE,
    Error,
    "validate/rate",
    "this rate is above what is allowed",
    "dieses Tempo liegt über dem, was erlaubt ist",
    "`--rate` may slow a run down; how fast a PBX in service may be asked is decided in `validate.rate_per_s`, or by `pbx.kind`, because stock guards \
     ban an address after a few requests a second. On loopback any rate is allowed, and 0 means no limit. Nothing was sent.",
    "`--rate` darf einen Lauf bremsen; wie schnell eine Anlage im Betrieb gefragt werden darf, bestimmt `validate.rate_per_s` oder die `pbx.kind`, denn \
     übliche Wächter sperren eine Adresse nach wenigen Anfragen je Sekunde. Auf loopback ist jedes Tempo erlaubt, 0 heißt ohne \
     Grenze. Es wurde nichts gesendet."
);
page!(
    NOTHING_SELECTED,
    Error,
    "validate/nothing-selected",
    "no line was selected",
    "es wurde kein Anschluss ausgewählt",
    "None of the extensions of `--only` is in the plan, or the plan has no lines at all. Extensions are written as in the plan, with \
     their leading zeros. `deskshift plan` shows them.",
    "Keine der Nebenstellen aus `--only` steht im Plan, oder der Plan hat gar keine Anschlüsse. Nebenstellen werden wie im Plan \
     geschrieben, mit führenden Nullen. `deskshift plan` zeigt sie."
);
page!(
    NOT_IN_PLAN,
    Warning,
    "validate/not-in-plan",
    "a selected extension is not in the plan",
    "eine ausgewählte Nebenstelle steht nicht im Plan",
    "The other extensions of `--only` were asked. Check the number: leading zeros count. `deskshift plan` shows all lines.",
    "Die übrigen Nebenstellen aus `--only` wurden gefragt. Die Nummer prüfen: führende Nullen zählen. `deskshift plan` zeigt alle \
     Anschlüsse."
);
page!(
    NO_EARLIER_RESULT,
    Error,
    "validate/no-earlier-result",
    "this file holds no earlier result",
    "diese Datei enthält kein früheres Ergebnis",
    "`--compare` and `--only-failed` take what an earlier `deskshift validate` wrote: `out/report.json`, its JSON, or its JSON lines. \
     Another form, such as JUnit, does not say enough. Nothing was sent.",
    "`--compare` und `--only-failed` nehmen, was ein früheres `deskshift validate` schrieb: `out/report.json`, sein JSON oder seine \
     JSON-Zeilen. Andere Formen wie JUnit sagen nicht genug. Es wurde nichts gesendet."
);
page!(
    NO_SUCH_WAVE,
    Error,
    "validate/no-such-wave",
    "the site file has no wave of this name",
    "die Standortdatei hat keine Welle dieses Namens",
    "`--wave` takes the name of an entry of `waves` in `deskshift.yaml`, with capitals as they stand there. Each line of the plan belongs to one \
     wave at most: the one that names its extension, else its department, else its site, else the one that names nothing. Nothing was sent.",
    "`--wave` nimmt den Namen eines Eintrags unter `waves` in `deskshift.yaml`, Groß- und Kleinschreibung wie dort. Jeder Anschluss des Plans \
     gehört zu höchstens einer Welle: zu der, die seine Nebenstelle nennt, sonst sein Amt, sonst seinen Standort, sonst zu der, die nichts nennt. \
     Es wurde nichts gesendet."
);
page!(
    EARLIER_UNREADABLE,
    Warning,
    "validate/earlier-unreadable",
    "the result of earlier runs cannot be read",
    "das Ergebnis früherer Läufe ist nicht lesbar",
    "`out/report.json` keeps the last verdict of each line, also of those that a run does not ask. It is damaged, or of another version of \
     this program. The run goes on without it: there is nothing to compare with, no line is known to have been good, and at its end the \
     file is written anew with the lines of this run only. `--only-failed` without a file refuses instead, because nothing would be asked.",
    "`out/report.json` behält das letzte Urteil zu jedem Anschluss, auch zu denen, die ein Lauf nicht fragt. Die Datei ist beschädigt oder \
     von einer anderen Version dieses Programms. Der Lauf geht ohne sie weiter: es gibt nichts zu vergleichen, kein Anschluss ist als gut \
     bekannt, und am Ende wird sie neu geschrieben, nur mit den Anschlüssen dieses Laufs. `--only-failed` ohne Datei lehnt stattdessen ab, \
     denn es würde nichts gefragt."
);
page!(
    OUT_TWICE,
    Error,
    "validate/out-twice",
    "two results would be written into one file",
    "zwei Ergebnisse kämen in eine Datei",
    "Each `--out` needs a file of its own: the second would replace the first. `out/report.json` and `out/observations.jsonl` belong to this \
     program and are no place for an `--out`, either. Nothing was sent.",
    "Jedes `--out` braucht eine eigene Datei: das zweite würde das erste ersetzen. Auch `out/report.json` und `out/observations.jsonl` \
     gehören diesem Programm und sind kein Ort für ein `--out`. Es wurde nichts gesendet."
);
page!(
    SERVER_NOT_ASKED,
    Warning,
    "validate/server-not-asked",
    "the PBX could not be asked by its own interface",
    "die Anlage ließ sich über ihre eigene Schnittstelle nicht fragen",
    "`server` in `deskshift.yaml` says how the PBX is asked what the wire hides. It did not answer, refused the user, or said something \
     that cannot be read; `validate` then keeps the verdicts that SIP gave, and `watch` tries again. Check address, user, secret and rights: \
     Asterisk's manager needs `read` and `write` with `system` for the two listing actions, ARI a user, Kamailio `jsonrpcs` behind `xhttp`, \
     FreeSWITCH's event socket its password and this address in `apply-inbound-acl`.",
    "`server` in `deskshift.yaml` sagt, wie die Anlage nach dem gefragt wird, was die Leitung verbirgt. Sie antwortete nicht, wies den \
     Benutzer ab oder sagte Unlesbares; `validate` behält dann die Urteile aus SIP, und `watch` versucht es erneut. Adresse, Benutzer, \
     Geheimnis und Rechte prüfen: Asterisks Manager braucht für die beiden auflistenden Aktionen `read` und `write` mit `system`, ARI einen \
     Benutzer, Kamailio `jsonrpcs` hinter `xhttp`, FreeSWITCHs Event Socket sein Kennwort und diese Adresse in `apply-inbound-acl`."
);
page!(
    CANARY_NOT_IN_PLAN,
    Warning,
    "validate/canary-not-in-plan",
    "the canary of the site file is not in the plan",
    "die Prüfleitung der Standortdatei steht nicht im Plan",
    "`validate.canary` names the line that is known to work and is asked first. It is not among the planned lines, so the first line \
     that the PBX's files say nothing bad about is asked first instead. Name a migrated extension.",
    "`validate.canary` nennt den Anschluss, der sicher funktioniert und zuerst gefragt wird. Er ist nicht unter den geplanten \
     Anschlüssen; stattdessen kommt der erste dran, über den die Dateien der Anlage nichts Schlechtes sagen. Eine umzuziehende \
     Nebenstelle nennen."
);
page!(
    NOTHING_TO_RESUME,
    Warning,
    "validate/nothing-to-resume",
    "there is no earlier run to go on with",
    "es gibt keinen früheren Lauf zum Fortsetzen",
    "`--resume` goes on with the last run of the same level that `out/observations.jsonl` remembers. There is none, so all lines were \
     asked.",
    "`--resume` setzt den letzten Lauf derselben Stufe fort, den `out/observations.jsonl` kennt. Es gibt keinen, daher wurden alle \
     Anschlüsse gefragt."
);

page!(
    LEFTOVER_REMOVED,
    Note,
    "validate/leftover-removed",
    "test registrations of a run that died have been removed",
    "Probeanmeldungen eines abgestürzten Laufs sind entfernt",
    "A run at the level `bind` was killed, or lost the PBX, between registering and removing a contact. Each test registration stands \
     in `out/observations.jsonl` before it is sent; this run has removed what was left, exactly those contacts and no others, before \
     it asked anything else. Nothing is to be done.",
    "Ein Lauf der Stufe `bind` wurde zwischen Anmelden und Abmelden eines Kontakts abgebrochen oder verlor die Anlage. Jede \
     Probeanmeldung steht in `out/observations.jsonl`, bevor sie gesendet wird; dieser Lauf hat zuerst entfernt, was liegen blieb, \
     genau diese Kontakte und keine anderen. Es ist nichts zu tun."
);
page!(
    LEFTOVER_STAYS,
    Warning,
    "validate/leftover-stays",
    "a test registration of a run that died could not be removed",
    "eine Probeanmeldung eines abgestürzten Laufs ließ sich nicht entfernen",
    "The journal names a contact that an earlier run registered and did not remove, and the PBX did not confirm its removal now, or \
     the line or its registrar is no longer known. It expires by itself; until then calls may ring at a device that is not there. \
     The next run tries again.",
    "Das Journal nennt einen Kontakt, den ein früherer Lauf angemeldet und nicht entfernt hat; die Anlage hat auch jetzt das Abmelden \
     nicht bestätigt, oder Anschluss oder Registrar sind nicht mehr bekannt. Er verfällt von selbst; bis dahin klingelt es womöglich an \
     einem Gerät, das es nicht gibt. Der nächste Lauf versucht es erneut."
);
page!(
    JOURNAL_LINE_UNREADABLE,
    Warning,
    "validate/journal-line-unreadable",
    "a line of the journal cannot be read",
    "eine Zeile des Journals ist nicht lesbar",
    "`out/observations.jsonl` holds one JSON object a line; what these lines said about verdicts, refused logins and ban hits is \
     forgotten. A crash may tear the last line, which is harmless. More such lines mean that the file was edited or damaged: restore \
     it from a backup, or remove it and wait ten minutes, so that the ban budget is right again.",
    "`out/observations.jsonl` enthält je Zeile ein JSON-Objekt; was diese Zeilen über Urteile, abgelehnte Anmeldungen und Sperrtreffer \
     sagten, ist vergessen. Ein Absturz kann die letzte Zeile zerreißen, das ist harmlos. Mehrere solche Zeilen heißen, dass die Datei \
     bearbeitet oder beschädigt wurde: aus einer Sicherung holen, oder entfernen und zehn Minuten warten, damit das Sperrbudget \
     wieder stimmt."
);

pub const ALL: &[&CodePage] = &[
    &STILL_ACCEPTED,
    &BAD_REGISTRAR,
    &CANARY_NOT_IN_PLAN,
    &FOREIGN_TARGET,
    &NO_LABORATORY,
    &REFUSED_LATELY,
    &JOURNAL_LINE_UNREADABLE,
    &LEFTOVER_REMOVED,
    &NO_EARLIER_RESULT,
    &LEFTOVER_STAYS,
    &NOTHING_SELECTED,
    &NOTHING_TO_RESUME,
    &NOT_IN_PLAN,
    &NO_ROOM_FOR_CALLS,
    &ECHO_NOT_DIALLED,
    &RATE,
    &SERVER_NOT_ASKED,
    &NO_SUCH_WAVE,
    &EARLIER_UNREADABLE,
    &OUT_TWICE,
];
