//! The codes of this room.

use crate::diag::{CodePage, Severity};

pub const ALL: &[&CodePage] = &[
    &BAD_TEXTS,
    &BAD_LINK,
    &NO_HOTLINE,
    &NO_PASSWORD,
    &NO_WAY,
    &NO_GLYPH,
    &TOO_LONG,
    &WINDOW_CUT,
    &LINK_EXPIRED,
    &NO_HOME_DAY,
    &RULE_FITS_NOBODY,
    &INVALID_PDF,
];

pub const BAD_TEXTS: CodePage = CodePage {
    slug: "letters/bad-texts",
    severity: Severity::Error,
    title_en: "a text of the letters cannot be used",
    title_de: "ein Text der Briefe ist nicht brauchbar",
    page_en: "`letters/de.yaml`, `letters/en.yaml` and `letters/plain.yaml` in the site folder replace single texts of the letters. A key must be one that the built-in texts have, or `clients.CLIENT.name`, `.install`, `.link`, `.values`, `.qr`; what stands in braces must be something that is filled in at that place; a text is one line of at most 600 bytes. With a fault in one of them no letter is written, so that nobody gets one with a gap. docs/letters.md lists keys and placeholders.",
    page_de: "`letters/de.yaml`, `letters/en.yaml` und `letters/plain.yaml` im Standortordner ersetzen einzelne Texte der Briefe. Ein Schlüssel muss einer der mitgelieferten Texte sein oder `clients.CLIENT.name`, `.install`, `.link`, `.values`, `.qr`; was in geschweiften Klammern steht, muss an dieser Stelle eingesetzt werden; ein Text ist eine Zeile von höchstens 600 Byte. Mit einem Fehler darin wird kein Brief geschrieben, damit niemand einen mit Lücke bekommt. docs/letters.md führt Schlüssel und Platzhalter auf.",
};

pub const BAD_LINK: CodePage = CodePage {
    slug: "letters/bad-link",
    severity: Severity::Error,
    title_en: "a one-time link cannot be printed",
    title_de: "ein Einmal-Link lässt sich nicht drucken",
    page_en: "`out/links.json` gives this line an address that does not begin with `https://`, has a user name in it, is longer than 300 characters, or an expiry that is no time. The line gets no letter: one without its code would send people to type values that the link was made to spare them. Make the links again.",
    page_de: "`out/links.json` gibt diesem Anschluss eine Adresse, die nicht mit `https://` beginnt, einen Benutzernamen enthält oder länger als 300 Zeichen ist, oder einen Ablauf, der keine Zeit ist. Der Anschluss bekommt keinen Brief: einer ohne Code ließe Werte abtippen, die der Link ersparen soll. Die Links neu erstellen.",
};

pub const LINK_EXPIRED: CodePage = CodePage {
    slug: "letters/link-expired",
    severity: Severity::Error,
    title_en: "one-time links expire before the letter's date",
    title_de: "Einmal-Links laufen vor dem Datum des Briefs ab",
    page_en: "The last day of these links lies before the day given with `--date`, so their codes would open nothing when the letters arrive. The letters are written nevertheless. Make new links, then the letters again.",
    page_de: "Der letzte Tag dieser Links liegt vor dem mit `--date` genannten Tag; ihre Codes öffnen nichts mehr, wenn die Briefe ankommen. Die Briefe werden trotzdem geschrieben. Neue Links erstellen, dann die Briefe noch einmal.",
};

pub const NO_HOTLINE: CodePage = CodePage {
    slug: "letters/no-hotline",
    severity: Severity::Warning,
    title_en: "the letters name nobody to ask",
    title_de: "die Briefe nennen niemanden für Fragen",
    page_en: "`letters.hotline` and `letters.mail` are both missing in `deskshift.yaml`, so the letters can only say \"ask your IT office\". Most calls to a help desk come in the first days at home.",
    page_de: "`letters.hotline` und `letters.mail` fehlen beide in `deskshift.yaml`; die Briefe können nur sagen: \"Fragen Sie Ihre IT-Stelle\". Die meisten Anrufe bei der Hotline kommen in den ersten Tagen zu Hause.",
};

pub const NO_PASSWORD: CodePage = CodePage {
    slug: "letters/no-password",
    severity: Severity::Error,
    title_en: "no password for the second sheet",
    title_de: "kein Kennwort für das zweite Blatt",
    page_en: "`--with-passwords` was given, but for these lines no password is known in clear text: the telephone system's export holds none, or only a digest. Their letters have no second sheet and say that the password is not in the letter.",
    page_de: "`--with-passwords` ist angegeben, aber zu diesen Anschlüssen ist kein Kennwort im Klartext bekannt: der Export der Anlage enthält keines oder nur einen Digest. Ihre Briefe haben kein zweites Blatt und sagen, dass das Kennwort nicht im Brief steht.",
};

pub const NO_WAY: CodePage = CodePage {
    slug: "letters/no-link-no-password",
    severity: Severity::Warning,
    title_en: "letters with neither a link nor the password",
    title_de: "Briefe weder mit Link noch mit Kennwort",
    page_en: "These people type the values of the table by hand, but their letters do not have the password, and nothing brings it to them; the letter says whom to ask. Make links with `deskshift links issue` and serve them, print a second sheet with `--with-passwords`, or hand the passwords over another way. Clients that take no link, such as Zoiper, need one of the latter two.",
    page_de: "Diese Personen tippen die Werte der Tabelle ab, aber ihr Brief enthält das Kennwort nicht, und nichts bringt es ihnen; der Brief sagt, wen sie fragen. Mit `deskshift links issue` Links erstellen und bereitstellen, mit `--with-passwords` ein zweites Blatt drucken oder die Kennwörter auf anderem Weg übergeben. Programme, die keinen Link nehmen, wie Zoiper, brauchen eines der beiden letzten.",
};

pub const NO_GLYPH: CodePage = CodePage {
    slug: "letters/no-glyph",
    severity: Severity::Warning,
    title_en: "the font has no sign for a character",
    title_de: "die Schrift hat für ein Zeichen kein Bild",
    page_en: "The letters use Noto Sans, which holds Latin with all European extensions, Greek and Cyrillic. Other characters are printed as `?`. Where this happens in a password, the second sheet is left out, since nobody could type it from there.",
    page_de: "Die Briefe verwenden Noto Sans mit allen europäischen lateinischen Zeichen, Griechisch und Kyrillisch. Andere Zeichen werden als `?` gedruckt. Kommt eines in einem Kennwort vor, entfällt das zweite Blatt, denn niemand könnte es davon abtippen.",
};

pub const TOO_LONG: CodePage = CodePage {
    slug: "letters/too-long",
    severity: Severity::Error,
    title_en: "a letter does not fit on its page",
    title_de: "ein Brief passt nicht auf seine Seite",
    page_en: "Even at the smallest size that is still easy to read the content is longer than the page, usually because of texts of the site's own. This letter is not written; all others are. Shorten the texts in the site folder's `letters/`.",
    page_de: "Auch in der kleinsten noch gut lesbaren Größe ist der Inhalt länger als die Seite, meist wegen eigener Texte. Dieser Brief wird nicht geschrieben, alle anderen schon. Die Texte unter `letters/` im Standortordner kürzen.",
};

pub const WINDOW_CUT: CodePage = CodePage {
    slug: "letters/window-cut",
    severity: Severity::Warning,
    title_en: "an address is too long for the window",
    title_de: "eine Anschrift ist zu lang für das Fenster",
    page_en: "The window of a letter (DIN 5008 form A) takes five lines in the usual size and six in a small one. Name, department and room of these people are longer even then, so the end of one of them is left out and an ellipsis stands there. Everything else in the letter is whole.",
    page_de: "Das Fenster eines Briefs (DIN 5008, Form A) fasst fünf Zeilen in üblicher Größe und sechs in kleiner. Name, Amt und Raum dieser Personen sind selbst dann länger, darum fehlt das Ende und ein Auslassungszeichen steht dort. Alles andere im Brief ist vollständig.",
};

pub const NO_HOME_DAY: CodePage = CodePage {
    slug: "letters/no-home-day",
    severity: Severity::Warning,
    title_en: "a letter for working at home goes to people whom the roster keeps in the office",
    title_de: "ein Brief für die Heimarbeit geht an Personen, die der Dienstplan im Büro lässt",
    page_en: "The roster gives these people no day at home, and their letter tells them to set up a softphone there; it says so in its section on home days. A password is handed out that nobody needs yet. Leave them out with `--only`, or make the roster again if they should have days at home. The reverse cannot happen: people without a line that `validate` has found ready get no day at home (`roster/softphone-not-ready`, `roster/always-home-not-ready`), and a softphone for somebody who may never work at home is told by `plan/never-at-home`.",
    page_de: "Der Dienstplan gibt diesen Personen keinen Tag zu Hause, und ihr Brief leitet sie an, dort ein Softphone einzurichten; der Abschnitt über Heimtage sagt es. Ein Kennwort wird ausgegeben, das noch niemand braucht. Sie mit `--only` weglassen oder den Dienstplan neu erstellen, falls sie Heimtage haben sollen. Umgekehrt geht es nicht: wer keinen Anschluss hat, den `validate` als bereit befunden hat, bekommt keinen Heimtag (`roster/softphone-not-ready`, `roster/always-home-not-ready`), und ein Softphone für jemanden, der nie zu Hause arbeiten darf, meldet `plan/never-at-home`.",
};

pub const RULE_FITS_NOBODY: CodePage = CodePage {
    slug: "letters/rule-fits-nobody",
    severity: Severity::Warning,
    title_en: "a rule for another text fits nobody",
    title_de: "eine Regel für einen anderen Text passt auf niemanden",
    page_en: "A rule of `letters.others` names departments, extensions or persons that no letter goes to, or an earlier rule takes all of them. Somebody who needs plain words, or English, may get the usual letter because of a misspelt name. `deskshift inventory show` gives the names as the inventory has them.",
    page_de: "Eine Regel unter `letters.others` nennt Ämter, Nebenstellen oder Personen, an die kein Brief geht, oder eine frühere Regel nimmt sie alle. Wer einfache Sprache oder Englisch braucht, bekommt wegen eines Schreibfehlers womöglich den üblichen Brief. `deskshift inventory show` nennt die Namen, wie das Inventar sie hat.",
};

pub const INVALID_PDF: CodePage = CodePage {
    slug: "letters/invalid-pdf",
    severity: Severity::Error,
    title_en: "a letter does not pass the validators of PDF/UA and PDF/A",
    title_de: "ein Brief besteht die Prüfung auf PDF/UA und PDF/A nicht",
    page_en: "Every letter is checked against PDF/UA-1 and PDF/A-2a while it is written, so that screen readers and archives can use it. One that does not pass is not written. This is a fault of the program; please report it with the message.",
    page_de: "Jeder Brief wird beim Schreiben gegen PDF/UA-1 und PDF/A-2a geprüft, damit Vorleseprogramme und Archive ihn brauchen können. Einer, der nicht besteht, wird nicht geschrieben. Das ist ein Fehler des Programms; bitte mit der Meldung berichten.",
};
