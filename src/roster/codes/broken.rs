//! What the checker finds in a roster.

use crate::diag::{CodePage, Severity};

pub const HOME_CAP_EXCEEDED: CodePage = CodePage {
    slug: "roster/home-cap-exceeded",
    severity: Severity::Error,
    title_en: "more people at home than a cap allows",
    title_de: "mehr Personen zu Hause, als eine Obergrenze erlaubt",
    page_en: "Appears in `rotate check` when on some day more people work at home than a cap such as VPN licences or notebooks \
        allows. The last ones to log in would have no connection. Send as many to the office as the finding says, or \
        raise the cap.",
    page_de: "Erscheint bei `rotate check`, wenn an einem Tag mehr Personen zu Hause arbeiten, als eine Obergrenze wie \
        VPN-Lizenzen oder Notebooks erlaubt. Wer sich zuletzt anmeldet, hätte keine Verbindung. So viele ins Büro holen, \
        wie die Meldung sagt, oder die Obergrenze anheben.",
};

pub const ROOM_TOO_FULL: CodePage = CodePage {
    slug: "roster/room-too-full",
    severity: Severity::Error,
    title_en: "more people in a room than allowed",
    title_de: "mehr Personen in einem Raum als erlaubt",
    page_en: "Appears in `rotate check` when more people are present in a room than `roster.rooms` allows, or where that is not set, \
        than the room has desks. Send somebody of the room home on that day.",
    page_de: "Erscheint bei `rotate check`, wenn in einem Raum mehr Personen anwesend sind, als `roster.rooms` erlaubt, oder, \
        wo das nicht gesetzt ist, als der Raum Arbeitsplätze hat. Jemanden aus dem Raum an diesem Tag nach Hause schicken.",
};

pub const ON_SITE_BELOW_MINIMUM: CodePage = CodePage {
    slug: "roster/on-site-below-minimum",
    severity: Severity::Error,
    title_en: "fewer people on site than a group needs",
    title_de: "weniger Personen vor Ort, als eine Gruppe braucht",
    page_en: "Appears in `rotate check` when a counter or department has fewer people in the building than its minimum on a \
        day that is not a public holiday. Move a home day of one of its members.",
    page_de: "Erscheint bei `rotate check`, wenn ein Schalter oder eine Abteilung an einem Tag, der kein Feiertag ist, weniger \
        Personen im Haus hat als das Minimum. Den Heimtag eines Mitglieds verschieben.",
};

pub const REACHABLE_BELOW_MINIMUM: CodePage = CodePage {
    slug: "roster/reachable-below-minimum",
    severity: Severity::Error,
    title_en: "fewer people reachable than a queue needs",
    title_de: "weniger Personen erreichbar, als eine Warteschlange braucht",
    page_en: "Appears in `rotate check` when fewer members of a queue can answer than its minimum: people in the office with a \
        phone the PBX serves, or at home with a softphone that registers. Callers would wait for nobody.",
    page_de: "Erscheint bei `rotate check`, wenn weniger Mitglieder einer Warteschlange abnehmen können als das Minimum: \
        Personen im Büro mit einem Telefon, das die Anlage bedient, oder zu Hause mit einem Softphone, das sich \
        anmeldet. Anrufer würden vergeblich warten.",
};

pub const HOME_NOT_ALLOWED: CodePage = CodePage {
    slug: "roster/home-not-allowed",
    severity: Severity::Error,
    title_en: "somebody is sent home who must not be",
    title_de: "jemand wird nach Hause geschickt, der nicht darf",
    page_en: "Appears in `rotate check` when a person is at home although the staff list says never, or although their \
        softphone is not ready.",
    page_de: "Erscheint bei `rotate check`, wenn eine Person zu Hause ist, obwohl die Personalliste es ausschließt oder ihr \
        Softphone nicht bereit ist.",
};

pub const OFFICE_NOT_ALLOWED: CodePage = CodePage {
    slug: "roster/office-not-allowed",
    severity: Severity::Error,
    title_en: "somebody is called in who is always at home",
    title_de: "jemand wird ins Büro geholt, der immer zu Hause ist",
    page_en: "Appears in `rotate check` when a person whom the staff list marks as always at home (at risk) is planned in the \
        office.",
    page_de: "Erscheint bei `rotate check`, wenn eine Person, die laut Personalliste immer zu Hause ist (Risikogruppe), im \
        Büro eingeplant ist.",
};

pub const WEEKLY_SHARE_EXCEEDED: CodePage = CodePage {
    slug: "roster/weekly-share-exceeded",
    severity: Severity::Error,
    title_en: "more home days in a week than the share allows",
    title_de: "mehr Heimtage in einer Woche, als der Anteil erlaubt",
    page_en: "Appears in `rotate check` when somebody has more home days in a week than `weekly_share` of the days worked, \
        rounded half up: 60 % of 5 days is 3, of 4 days 2, of 3 days 2. Public holidays and part-time days are no days \
        worked.",
    page_de: "Erscheint bei `rotate check`, wenn jemand in einer Woche mehr Heimtage hat als den Anteil `weekly_share` der \
        Arbeitstage, kaufmännisch gerundet: 60 % von 5 Tagen sind 3, von 4 Tagen 2, von 3 Tagen 2. Feiertage und \
        Teilzeittage sind keine Arbeitstage.",
};

pub const OFFICE_DAYS_TOO_FEW: CodePage = CodePage {
    slug: "roster/office-days-too-few",
    severity: Severity::Error,
    title_en: "fewer office days in a week than required",
    title_de: "weniger Bürotage in einer Woche als verlangt",
    page_en: "Appears in `rotate check` when somebody is in the office on fewer days of a week than `office_min_per_week`. \
        Somebody who works fewer days than that must be in the office on all of them.",
    page_de: "Erscheint bei `rotate check`, wenn jemand in einer Woche an weniger Tagen im Büro ist als `office_min_per_week`. \
        Wer weniger Tage arbeitet, muss an allen im Büro sein.",
};

pub const PLANNED_ON_DAY_OFF: CodePage = CodePage {
    slug: "roster/planned-on-day-off",
    severity: Severity::Error,
    title_en: "somebody is planned on a day off",
    title_de: "jemand ist an einem freien Tag eingeplant",
    page_en: "Appears in `rotate check` when a person has a place on a public holiday, on a day of `extra_holidays` or on a \
        weekday they never work.",
    page_de: "Erscheint bei `rotate check`, wenn eine Person an einem Feiertag, an einem Tag aus `extra_holidays` oder an \
        einem Wochentag, an dem sie nie arbeitet, einen Ort hat.",
};

pub const DAY_NOT_PLANNED: CodePage = CodePage {
    slug: "roster/day-not-planned",
    severity: Severity::Error,
    title_en: "somebody has no place on a day they work",
    title_de: "jemand hat an einem Arbeitstag keinen Ort",
    page_en: "Appears in `rotate check` when a person works on a day but the roster says neither home nor office, or does not \
        have the person at all.",
    page_de: "Erscheint bei `rotate check`, wenn eine Person an einem Tag arbeitet, der Dienstplan aber weder zu Hause noch \
        Büro sagt oder die Person gar nicht enthält.",
};

pub const UNKNOWN_PERSON: CodePage = CodePage {
    slug: "roster/unknown-person",
    severity: Severity::Error,
    title_en: "the roster plans somebody the inventory does not know",
    title_de: "der Dienstplan enthält jemanden, den das Inventar nicht kennt",
    page_en: "Appears in `rotate check` when a row names a person id that is not in the inventory, or names one twice.",
    page_de: "Erscheint bei `rotate check`, wenn eine Zeile eine Personenkennung nennt, die nicht im Inventar steht, oder \
        eine zweimal nennt.",
};

pub const OTHER_DAYS: CodePage = CodePage {
    slug: "roster/other-days",
    severity: Severity::Error,
    title_en: "the roster covers other days than the site asks for",
    title_de: "der Dienstplan umfasst andere Tage, als der Standort verlangt",
    page_en: "Appears in `rotate check` when days of the planning period are missing, days outside it are planned, or the days of \
        `roster.json` repeat or stand in another order. The roster was made for another period, or a row was lost.",
    page_de: "Erscheint bei `rotate check`, wenn Tage des Planungszeitraums fehlen, Tage außerhalb geplant sind oder die Tage in \
        `roster.json` mehrfach oder in anderer Reihenfolge stehen. Der Dienstplan gehört zu einem anderen Zeitraum, oder eine \
        Zeile ging verloren.",
};

pub const COST_DIFFERS: CodePage = CodePage {
    slug: "roster/cost-differs",
    severity: Severity::Error,
    title_en: "the roster states a wrong cost",
    title_de: "der Dienstplan nennt falsche Kosten",
    page_en: "Appears in `rotate check` when the cost counted afresh from the places is not the cost the roster states. The \
        file was edited, or belongs to other rules or wishes. The bound then says nothing about it.",
    page_de: "Erscheint bei `rotate check`, wenn die aus den Orten neu gezählten Kosten nicht die angegebenen sind. Die Datei \
        wurde bearbeitet oder gehört zu anderen Regeln oder Wünschen. Die Schranke sagt dann nichts über sie aus.",
};

pub const BOUND_NOT_PROVEN: CodePage = CodePage {
    slug: "roster/bound-not-proven",
    severity: Severity::Error,
    title_en: "the certificate does not prove the stated bound",
    title_de: "der Nachweis belegt die angegebene Schranke nicht",
    page_en: "Appears in `rotate check` and `rotate certify` when the bound recomputed from the prices in the certificate is not the one stated, \
        when a price is negative, or when a price belongs to a rule the site does not have. Every non-negative set of \
        prices gives some valid bound (Lagrangian duality), so a wrong one means a changed file or changed inputs.",
    page_de: "Erscheint bei `rotate check` und `rotate certify`, wenn die aus den Preisen des Nachweises neu berechnete Schranke nicht die \
        angegebene ist, wenn ein Preis negativ ist oder zu einer Regel gehört, die der Standort nicht hat. Jede Wahl \
        nichtnegativer Preise ergibt eine gültige Schranke (Lagrange-Dualität), eine falsche heißt also: geänderte Datei \
        oder geänderte Eingaben.",
};

pub const GAP_WITHOUT_ROSTER: CodePage = CodePage {
    slug: "roster/gap-without-roster",
    severity: Severity::Error,
    title_en: "the gap of a roster that breaks rules says nothing",
    title_de: "die Lücke eines Dienstplans, der Regeln verletzt, sagt nichts",
    page_en: "Appears in `rotate certify` when the roster breaks a hard rule. The certificate proves what rosters cost that hold every rule; one that \
        breaks some may be cheaper than all of them. `deskshift rotate check` names each broken rule; mend these, or make the roster again.",
    page_de: "Erscheint bei `rotate certify`, wenn der Dienstplan eine harte Regel verletzt. Der Nachweis belegt, was Dienstpläne kosten, die alle \
        Regeln halten; einer, der welche verletzt, kann günstiger sein als sie alle. `deskshift rotate check` nennt jede verletzte Regel; \
        diese beheben oder den Dienstplan neu erstellen.",
};

pub const STATEMENT_DIFFERS: CodePage = CodePage {
    slug: "roster/statement-differs",
    severity: Severity::Error,
    title_en: "the roster states something that counting does not confirm",
    title_de: "der Dienstplan nennt etwas, das die Nachzählung nicht bestätigt",
    page_en: "Appears in `rotate check` and `rotate export` when the name of the site, the public holidays or the figures of \
        fairness in the document are not those of the site, of the calendar, or of the places counted afresh. The file was \
        edited, or belongs to another site. Run `deskshift rotate` again.",
    page_de: "Erscheint bei `rotate check` und `rotate export`, wenn der Name des Standorts, die Feiertage oder die Zahlen zur \
        Fairness im Dokument nicht die des Standorts, des Kalenders oder der neu gezählten Orte sind. Die Datei wurde \
        bearbeitet oder gehört zu einem anderen Standort. `deskshift rotate` wiederholen.",
};

pub const SEARCH_REFUTED: CodePage = CodePage {
    slug: "roster/search-refuted",
    severity: Severity::Error,
    title_en: "the roster claims a complete search, and there is a cheaper roster",
    title_de: "der Dienstplan behauptet eine vollständige Suche, und es gibt einen günstigeren",
    page_en: "Appears in `rotate check` and `rotate export` when the document says that a complete search found nothing cheaper, and \
        a roster that costs less exists: found by counting all that could, or by the search, done again, where they are too many. The \
        file was edited. Run `deskshift rotate` again.",
    page_de: "Erscheint bei `rotate check` und `rotate export`, wenn laut Dokument eine vollständige Suche nichts Günstigeres fand, \
        es aber einen günstigeren Dienstplan gibt: gefunden durch Nachzählen aller, die es sein könnten, oder, wo es zu viele \
        sind, durch die wiederholte Suche. Die Datei wurde bearbeitet. `deskshift rotate` wiederholen.",
};

pub const CSV_UNREADABLE: CodePage = CodePage {
    slug: "roster/csv-unreadable",
    severity: Severity::Error,
    title_en: "the roster file cannot be read as CSV",
    title_de: "die Dienstplandatei ist nicht als CSV lesbar",
    page_en: "Appears when a file given to `rotate check` has no header row with person, date and place, or a row with another \
        number of fields. Export the roster again and edit only the places.",
    page_de: "Erscheint, wenn eine Datei für `rotate check` keine Kopfzeile mit Person, Datum und Ort hat oder eine Zeile mit \
        anderer Feldzahl. Den Dienstplan neu ausgeben und nur die Orte ändern.",
};

pub const CSV_VALUE_UNKNOWN: CodePage = CodePage {
    slug: "roster/csv-value-unknown",
    severity: Severity::Error,
    title_en: "a field of the roster file is not understood",
    title_de: "ein Feld der Dienstplandatei ist unverständlich",
    page_en: "Appears when a date is neither `2020-11-09` nor `09.11.2020`, or a place none of `home`, `office`, `off`, \
        `Homeoffice`, `Büro`, `frei`. Spreadsheets like to rewrite dates; the two forms above are read.",
    page_de: "Erscheint, wenn ein Datum weder `2020-11-09` noch `09.11.2020` ist oder ein Ort keiner von `home`, `office`, \
        `off`, `Homeoffice`, `Büro`, `frei`. Tabellenprogramme schreiben Datumsangaben gern um; die beiden Formen werden \
        gelesen.",
};

pub const CSV_DUPLICATE: CodePage = CodePage {
    slug: "roster/csv-duplicate",
    severity: Severity::Error,
    title_en: "the roster file gives a person two places on one day",
    title_de: "die Dienstplandatei gibt einer Person zwei Orte an einem Tag",
    page_en: "Appears when two rows have the same person and date. Delete the wrong one.",
    page_de: "Erscheint, wenn zwei Zeilen dieselbe Person und dasselbe Datum haben. Die falsche löschen.",
};

pub const OWN_DAY_MISSED: CodePage = CodePage {
    slug: "roster/own-day-missed",
    severity: Severity::Error,
    title_en: "somebody is not where an appointment needs them",
    title_de: "jemand ist nicht dort, wo ein Termin es verlangt",
    page_en: "Appears when a list under `roster.own_days` says office or home for a person and day, and the roster has the other place. Move the person, or \
        correct the list and make the roster again.",
    page_de: "Erscheint, wenn eine Liste unter `roster.own_days` für Person und Tag Büro oder zu Hause verlangt und der Dienstplan den anderen Ort hat. \
        Die Person umsetzen oder die Liste berichtigen und den Dienstplan neu erstellen.",
};
