//! The forms of a roster: what people hang up, edit and take into their calendars.

use crate::diag::{CodePage, Severity};

pub const ISSUE_DAMAGED: CodePage = CodePage {
    slug: "roster/issue-damaged",
    severity: Severity::Error,
    title_en: "the number of the calendars' last issue is not known",
    title_de: "die Nummer der letzten Ausgabe der Kalender ist nicht bekannt",
    page_en: "Appears when `out/roster/current/issue.json` is damaged, or is missing although a roster was issued. It holds the SEQUENCE of the calendars, and which home days they \
        told. With a number that starts again from 0 no calendar would take a change any more, so nothing is written. Run `deskshift \
        rotate export --sequence NUMBER` with a number above every SEQUENCE in `out/roster/current/calendars`; it writes the record \
        anew. Home days that were cancelled before are then no longer in the files.",
    page_de: "Erscheint, wenn `out/roster/current/issue.json` beschädigt ist oder fehlt, obwohl ein Dienstplan ausgegeben wurde. Darin stehen die SEQUENCE der Kalender und die Heimtage, die \
        sie nannten. Mit einer Nummer, die wieder bei 0 beginnt, übernähme kein Kalender mehr eine Änderung, deshalb wird nichts \
        geschrieben. `deskshift rotate export --sequence ZAHL` mit einer Zahl über jeder SEQUENCE in `out/roster/current/calendars` \
        schreibt die Datei neu. Früher abgesagte Heimtage stehen dann nicht mehr in den Dateien.",
};

pub const WORKBOOK_UNWRITABLE: CodePage = CodePage {
    slug: "roster/workbook-unwritable",
    severity: Severity::Error,
    title_en: "the roster does not fit into a workbook",
    title_de: "der Dienstplan passt nicht in eine Arbeitsmappe",
    page_en: "Appears when a roster has more people than a sheet has rows (1,048,576), or when a document lists days often. No form is \
        written, so that none is missing without a word. `deskshift rotate export --only csv,ics,html` writes the others.",
    page_de: "Erscheint, wenn ein Dienstplan mehr Personen hat als ein Tabellenblatt Zeilen (1 048 576) oder ein Dokument Tage mehrfach \
        nennt. Keine Form wird geschrieben, damit keine stillschweigend fehlt. `deskshift rotate export --only csv,ics,html` schreibt \
        die anderen.",
};

pub const NO_LINE: CodePage = CodePage {
    slug: "roster/no-line",
    severity: Severity::Warning,
    title_en: "people stay in the office because they have no line",
    title_de: "Personen bleiben im Büro, weil sie keinen Anschluss haben",
    page_en: "Appears when people who may work at home have no line in the plan: no extension in any list, one that the telephone system \
        does not know, or one that stays as it is. `deskshift plan` says which. Nobody is sent home without a telephone, so they are \
        planned in the office on every day. Give them an extension in the lists, import, plan, and make the roster again.",
    page_de: "Erscheint, wenn Personen, die zu Hause arbeiten dürfen, im Plan keinen Anschluss haben: in keiner Liste eine Durchwahl, eine, \
        die die Telefonanlage nicht kennt, oder eine, die bleibt, wie sie ist. `deskshift plan` sagt welche. Niemand wird ohne Telefon \
        nach Hause geschickt, deshalb sind sie an allen Tagen im Büro eingeplant. In den Listen eine Durchwahl eintragen, einlesen, \
        planen und den Dienstplan neu erstellen.",
};

pub const FORM_NOT_FOR_READERS: CodePage = CodePage {
    slug: "roster/form-not-for-readers",
    severity: Severity::Error,
    title_en: "a form of the roster that is not for these readers",
    title_de: "eine Form des Dienstplans, die nicht für diese Leser ist",
    page_en: "Appears in `rotate export --for` when `--only` names a form that would show these readers more than they may see: the workbook and the list \
        hold every day of everybody, calendars hold names. Staff get `ics` and `html`, the works council `csv` and `html` without \
        names. Nothing is written. The table of who sees what stands in `docs/roster.md`.",
    page_de: "Erscheint bei `rotate export --for`, wenn `--only` eine Form nennt, die diesen Lesern mehr zeigte, als sie sehen dürfen: Arbeitsmappe und \
        Liste enthalten jeden Tag aller Personen, Kalender enthalten Namen. Beschäftigte erhalten `ics` und `html`, der Personalrat `csv` \
        und `html` ohne Namen. Es wird nichts geschrieben. Wer was sieht, steht in `docs/roster.md`.",
};
