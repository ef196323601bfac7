//! The codes of this room.

use crate::diag::{CodePage, Severity};

pub const BAD_DEFINITION: CodePage = CodePage {
    slug: "profile/bad-definition",
    severity: Severity::Error,
    title_en: "a profile's definition is faulty",
    title_de: "die Beschreibung eines Profils ist fehlerhaft",
    page_en: "`profile.yaml` of a client says what the client can do, which files it gets and where each field can be read back. Something in it is missing or not understood, so the profile is left out, and rules that name it have no client.",
    page_de: "`profile.yaml` eines Programms sagt, was es kann, welche Dateien es bekommt und wo jedes Feld zurückzulesen ist. Etwas darin fehlt oder wird nicht verstanden; das Profil bleibt weg, und Regeln, die es nennen, haben kein Programm.",
};

pub const BAD_TEMPLATE: CodePage = CodePage {
    slug: "profile/bad-template",
    severity: Severity::Error,
    title_en: "a template of a profile cannot be used",
    title_de: "eine Vorlage eines Profils ist nicht brauchbar",
    page_en: "Templates may write one variable through our filters and choose by `if`; loops, assignments, joins, includes and calls are refused, because no step limit bounds the memory they can take (a 130-byte template grew to gigabytes in a measurement). The same holds for the site's own profiles. A template is also tried on a harmless line when it is loaded, and what it writes is read back.",
    page_de: "Vorlagen dürfen eine Variable durch unsere Filter schreiben und mit `if` wählen; Schleifen, Zuweisungen, Verkettungen, Einbindungen und Aufrufe werden abgelehnt, denn keine Schrittgrenze begrenzt ihren Speicher (eine Vorlage von 130 Byte wuchs in einer Messung auf Gigabytes). Das gilt auch für Profile des Standorts. Beim Laden wird jede Vorlage an einem harmlosen Anschluss erprobt und das Geschriebene zurückgelesen.",
};

pub const NO_PROFILE: CodePage = CodePage {
    slug: "profile/no-profile",
    severity: Severity::Error,
    title_en: "the plan names a client without a profile",
    title_de: "der Plan nennt ein Programm ohne Profil",
    page_en: "The plan was made with a profile that is not there any more, or that was left out because of a fault. Make the plan again, or mend the profile.",
    page_de: "Der Plan entstand mit einem Profil, das es nicht mehr gibt oder das wegen eines Fehlers wegfiel. Den Plan neu erstellen oder das Profil berichtigen.",
};

pub const NO_PASSWORD: CodePage = CodePage {
    slug: "profile/no-password",
    severity: Severity::Error,
    title_en: "a line without a usable password cannot be set up",
    title_de: "ein Anschluss ohne brauchbares Kennwort lässt sich nicht einrichten",
    page_en: "Neither the PBX's files nor a list of accounts hold a clear-text password for this line. No file is written for it; the other lines are not touched by that.",
    page_de: "Weder die Dateien der Anlage noch eine Kontenliste nennen ein Kennwort im Klartext. Für diesen Anschluss wird nichts geschrieben; die anderen sind davon nicht berührt.",
};

pub const UNREPRESENTABLE: CodePage = CodePage {
    slug: "profile/unrepresentable",
    severity: Severity::Error,
    title_en: "a client cannot hold a value of this line",
    title_de: "ein Programm kann einen Wert dieses Anschlusses nicht aufnehmen",
    page_en: "Each client's files have characters they cannot carry, measured with the real programs: baresip has no way to write a `\"` in a password and takes `;name=` in it for a setting of its own, Twinkle drops outer blanks, Linphone drops trailing ones. Instead of writing a file with another value, nothing is written for the line. Set another password or name, or choose another client by a rule.",
    page_de: "Die Dateien jedes Programms haben Zeichen, die sie nicht tragen können, gemessen an den echten Programmen: baresip kann kein `\"` in einem Kennwort schreiben und hält `;name=` darin für eine eigene Einstellung, Twinkle lässt äußere Leerzeichen weg, Linphone die am Ende. Statt einer Datei mit anderem Wert wird für den Anschluss nichts geschrieben. Ein anderes Kennwort oder einen anderen Namen setzen oder per Regel ein anderes Programm wählen.",
};

pub const READ_BACK: CodePage = CodePage {
    slug: "profile/read-back",
    severity: Severity::Error,
    title_en: "a written file says something else than it should",
    title_de: "eine geschriebene Datei sagt etwas anderes, als sie soll",
    page_en: "Every file is read again, by a reader that follows the client's own rules, and each field is compared with the plan. Here they differ, so nothing was written for the line. With a profile of the site the template and its `read_back` do not fit together; with a built-in one please report it.",
    page_de: "Jede Datei wird von einem Leser nach den Regeln des Programms wieder gelesen und jedes Feld mit dem Plan verglichen. Hier weichen sie ab, also wurde für den Anschluss nichts geschrieben. Bei einem Profil des Standorts passen Vorlage und `read_back` nicht zusammen; bei einem eingebauten bitte melden.",
};

/// Every code of this room.
pub const ALL: &[&CodePage] = &[&BAD_DEFINITION, &BAD_TEMPLATE, &NO_PROFILE, &NO_PASSWORD, &UNREPRESENTABLE, &READ_BACK];
