//! The codes of this room.

use crate::diag::{CodePage, Severity};

pub const UNWRITABLE: CodePage = CodePage {
    slug: "pbx/unwritable",
    severity: Severity::Error,
    title_en: "a name or value cannot stand in Asterisk's files",
    title_de: "ein Name oder Wert kann in Asterisks Dateien nicht stehen",
    page_en: "A section name ends at the first `]` and is cut to 79 bytes, a value loses outer blanks and cannot hold a line break (`main/config.c`). The change for this extension is left out; the others are written.",
    page_de: "Ein Abschnittsname endet am ersten `]` und wird auf 79 Byte gekürzt, ein Wert verliert äußere Leerzeichen und kann keinen Zeilenumbruch enthalten (`main/config.c`). Die Änderung für diese Nebenstelle fehlt; die anderen werden geschrieben.",
};

pub const NOT_ADDED: CodePage = CodePage {
    slug: "pbx/not-added",
    severity: Severity::Error,
    title_en: "a change cannot be added to the PBX's section",
    title_de: "eine Änderung lässt sich dem Abschnitt der Anlage nicht hinzufügen",
    page_en: "`[name](+type=aor)` adds to the first section of that name, whatever its case, one of whose variables matches. A section that is not found ends the reading of the whole included file (measured), so a change without a certain target is left out instead.",
    page_de: "`[name](+type=aor)` fügt dem ersten Abschnitt dieses Namens hinzu, gleich wie geschrieben, dessen Variablen passen. Ein Abschnitt, der nicht gefunden wird, beendet das Lesen der ganzen eingebundenen Datei (gemessen); darum fehlt eine Änderung ohne sicheres Ziel lieber.",
};

pub const NOT_IN_FORCE: CodePage = CodePage {
    slug: "pbx/not-in-force",
    severity: Severity::Error,
    title_en: "the file for the PBX would not take effect",
    title_de: "die Datei für die Anlage würde nicht wirken",
    page_en: "What was written for the PBX was read back with the reader of its format, and a value is not the one it should be: in `pjsip.conf` because something swallows the include, such as a block comment `;--` without `--;`; in a row of FreePBX, a user of FreeSWITCH or a subscriber because the row is not what it seems. The finding names the extension, what is not in force, and where the export has it. This change is left out, and its line gets no profile with the new password; all others are written. Where none is left, there is no file.",
    page_de: "Was für die Anlage geschrieben wurde, wurde mit dem Leser ihres Formats zurückgelesen, und ein Wert ist nicht der, der er sein soll: in `pjsip.conf`, weil etwas die Einbindung verschluckt, etwa ein Blockkommentar `;--` ohne `--;`; in einer Zeile von FreePBX, einem Nutzer von FreeSWITCH oder einem Teilnehmer, weil die Zeile nicht ist, was sie scheint. Der Befund nennt die Nebenstelle, was nicht in Kraft ist, und wo es im Export steht. Diese Änderung fehlt, und ihr Anschluss bekommt kein Profil mit dem neuen Kennwort; alle anderen werden geschrieben. Bleibt keine übrig, gibt es keine Datei.",
};

pub const REALM_UNKNOWN: CodePage = CodePage {
    slug: "pbx/realm-unknown",
    severity: Severity::Error,
    title_en: "a new digest needs the realm, and no probe has seen it",
    title_de: "ein neuer Digest braucht den Realm, und keine Probe hat ihn gesehen",
    page_en: "Kamailio and OpenSIPS store a digest of user name, realm and password (HA1). It holds for exactly the realm the registrar names in its challenge, which no export tells: it stands in the routing script. `deskshift validate` asks each line harmlessly and remembers realm and algorithm; with that the digest is computed. Without it nothing is written, because a digest for a wrong realm locks the line out.",
    page_de: "Kamailio und OpenSIPS speichern einen Digest aus Benutzername, Realm und Kennwort (HA1). Er gilt nur für genau den Realm, den der Registrar in seiner Frage nennt, und den kein Export verrät: er steht im Routing-Skript. `deskshift validate` fragt jeden Anschluss harmlos und merkt sich Realm und Verfahren; damit wird der Digest gerechnet. Ohne das wird nichts geschrieben, denn ein Digest für einen falschen Realm sperrt den Anschluss aus.",
};

pub const NO_FILES: CodePage = CodePage {
    slug: "pbx/no-files",
    severity: Severity::Note,
    title_en: "for this kind of PBX no files are written",
    title_de: "für diese Art von Anlage werden keine Dateien geschrieben",
    page_en: "STARFACE, 3CX and FRITZ!Box take no file that changes accounts: passwords and limits of devices are set in their own pages. Profiles, letters and `validate` work all the same, with the passwords that the export or a list has (`secrets.mode: keep`). What the profiles need of the PBX, such as a second device for an extension, is to be set there by hand.",
    page_de: "STARFACE, 3CX und FRITZ!Box nehmen keine Datei, die Konten ändert: Kennwörter und Gerätegrenzen werden in ihrer Oberfläche gesetzt. Profile, Briefe und `validate` gehen trotzdem, mit den Kennwörtern aus Export oder Liste (`secrets.mode: keep`). Was die Profile von der Anlage brauchen, etwa ein zweites Gerät je Nebenstelle, ist dort von Hand einzustellen.",
};

pub const NO_SOURCE: CodePage = CodePage {
    slug: "pbx/no-source",
    severity: Severity::Error,
    title_en: "the account stands in no file that can be changed",
    title_de: "das Konto steht in keiner Datei, die sich ändern lässt",
    page_en: "FreePBX takes whole rows only (what a row leaves out falls back to a default), and FreeSWITCH's files hold more than we read. So their own export is taken and only what changes is replaced in it. This account was found in none of the exports of that kind under `sources.exports`, or its password does not stand there in so many letters.",
    page_de: "FreePBX nimmt nur ganze Zeilen (was eine Zeile auslässt, fällt auf einen Standard zurück), und FreeSWITCHs Dateien enthalten mehr, als wir lesen. Darum wird ihr eigener Export genommen und darin nur ersetzt, was sich ändert. Dieses Konto fand sich in keinem Export dieser Art unter `sources.exports`, oder sein Kennwort steht dort nicht wörtlich.",
};

pub const PASSWORD_NOT_SET: CodePage = CodePage {
    slug: "pbx/password-not-set",
    severity: Severity::Error,
    title_en: "no profile and no password in a letter, because the PBX would not get the new password",
    title_de: "kein Profil und kein Kennwort im Brief, weil die Anlage das neue Kennwort nicht bekäme",
    page_en: "A line with a new password needs it in its profile and on the PBX. The change for the PBX is not in the files, for a reason that another finding names; nobody could register with it, so neither a profile nor a letter with that password is written. Mend the reason, or keep the old password with `secrets.keep`.",
    page_de: "Ein Anschluss mit neuem Kennwort braucht es im Profil und auf der Anlage. Die Änderung für die Anlage fehlt in den Dateien, aus einem Grund, den ein anderer Befund nennt; niemand könnte sich damit anmelden, darum entsteht weder ein Profil noch ein Brief mit diesem Kennwort. Den Grund beheben oder das alte Kennwort mit `secrets.keep` behalten.",
};

pub const LEFT_AS_IS: CodePage = CodePage {
    slug: "pbx/left-as-is",
    severity: Severity::Warning,
    title_en: "lines that get no profile stay as they are on the PBX",
    title_de: "Anschlüsse ohne Profil bleiben auf der Anlage, wie sie sind",
    page_en: "PBX and profile change together. Where the client cannot hold a line, no profile is written for it, and the PBX keeps its password and its options, so that the telephone in use goes on. Mend what the other findings name, then convert again: then both change.",
    page_de: "Anlage und Profil ändern sich zusammen. Wo das Programm einen Anschluss nicht aufnehmen kann, entsteht kein Profil, und die Anlage behält sein Kennwort und seine Einstellungen, damit das benutzte Telefon weiter geht. Beheben, was die anderen Befunde nennen, dann noch einmal konvertieren: dann ändern sich beide.",
};

pub const PHONE_NOT_CHANGED: CodePage = CodePage {
    slug: "pbx/phone-not-changed",
    severity: Severity::Warning,
    title_en: "a desk phone's file is not given back with the new password",
    title_de: "die Datei eines Tischtelefons kommt nicht mit dem neuen Kennwort zurück",
    page_en: "Files of Snom, Yealink and Grandstream phones under `sources.exports` are given back with the new password in place of the old one (`pbx/desk-phones/`). That is done only where it is certain: the file is UTF-8, the account's login and password are those the PBX has, the password stands once in its line, and the changed file read back has exactly the new one. Here that is not so; the phone must get its password in another way.",
    page_de: "Dateien von Telefonen von Snom, Yealink und Grandstream unter `sources.exports` kommen mit dem neuen Kennwort anstelle des alten zurück (`pbx/desk-phones/`). Das geschieht nur, wo es sicher ist: die Datei ist UTF-8, Anmeldename und Kennwort des Kontos sind die der Anlage, das Kennwort steht in seiner Zeile einmal, und die geänderte Datei enthält zurückgelesen genau das neue. Hier ist es nicht so; das Telefon muss sein Kennwort auf anderem Weg bekommen.",
};

pub const COLUMN_MISSING: CodePage = CodePage {
    slug: "pbx/column-missing",
    severity: Severity::Warning,
    title_en: "a table of the PBX has no column for an option",
    title_de: "eine Tabelle der Anlage hat für eine Einstellung keine Spalte",
    page_en: "Asterisk's realtime tables grow with its versions, and yours lacks a column that a softphone at home needs. An `UPDATE` that named it would be refused by the database, and with it the whole file, so only columns that the export shows are written. The finding has the `ALTER TABLE` that adds what is missing; it also stands at the head of `realtime.sql`, as a comment. Without `rewrite_contact`, `rtp_symmetric` and `force_rport` softphones behind a router mostly have no speech or are not called; without `max_contacts` or `remove_existing` desk phone and softphone do not live together.",
    page_de: "Asterisks Realtime-Tabellen wachsen mit seinen Versionen, und Ihrer fehlt eine Spalte, die ein Softphone zu Hause braucht. Ein `UPDATE`, das sie nennt, würde die Datenbank ablehnen, und damit die ganze Datei; darum werden nur Spalten geschrieben, die der Export zeigt. Der Befund nennt das `ALTER TABLE`, das sie ergänzt; es steht auch als Kommentar am Anfang von `realtime.sql`. Ohne `rewrite_contact`, `rtp_symmetric` und `force_rport` haben Softphones hinter einem Router meist keine Sprache oder sind nicht erreichbar; ohne `max_contacts` oder `remove_existing` vertragen sich Tischtelefon und Softphone nicht.",
};

pub const ROW_UNCLEAR: CodePage = CodePage {
    slug: "pbx/row-unclear",
    severity: Severity::Error,
    title_en: "the row of an extension in the export cannot be given back",
    title_de: "die Zeile einer Nebenstelle im Export lässt sich nicht zurückgeben",
    page_en: "FreePBX takes whole rows and sorts cells by the titles above them. An extension that has two rows may be meant in either way, and which of the two FreePBX keeps is not said; a row with more or fewer cells than there are titles, as voicemail options with commas make it, would land in wrong columns. Such a row is left out and named; its line gets no profile with a new password. Mend it in FreePBX or in the exported file, then import and convert again.",
    page_de: "FreePBX nimmt ganze Zeilen und ordnet Zellen nach den Titeln darüber. Eine Nebenstelle mit zwei Zeilen kann so oder so gemeint sein, und welche FreePBX behält, ist nicht gesagt; eine Zeile mit mehr oder weniger Zellen als Titeln, wie sie Voicemail-Optionen mit Kommas ergeben, geriete in falsche Spalten. Eine solche Zeile fehlt und wird genannt; ihr Anschluss bekommt kein Profil mit neuem Kennwort. In FreePBX oder in der exportierten Datei beheben, dann Import und Konvertierung wiederholen.",
};

/// Every code of this room.
pub const ALL: &[&CodePage] = &[
    &UNWRITABLE,
    &REALM_UNKNOWN,
    &NO_FILES,
    &NO_SOURCE,
    &PASSWORD_NOT_SET,
    &LEFT_AS_IS,
    &PHONE_NOT_CHANGED,
    &NOT_ADDED,
    &NOT_IN_FORCE,
    &COLUMN_MISSING,
    &ROW_UNCLEAR,
];
