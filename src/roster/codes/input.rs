//! The input: what makes a roster impossible to begin with, or surprising.

use crate::diag::{CodePage, Severity};

pub const BAD_HORIZON: CodePage = CodePage {
    slug: "roster/bad-horizon",
    severity: Severity::Error,
    title_en: "the planning period cannot be used",
    title_de: "der Planungszeitraum ist nicht brauchbar",
    page_en: "Appears when `roster.from` is not a Monday, or when the number of weeks is 0 or above 53. A roster covers whole \
        ISO weeks because the weekly share counts from Monday to Friday. Give the Monday of the first week and 1 to 53 \
        weeks.",
    page_de: "Erscheint, wenn `roster.from` kein Montag ist oder die Zahl der Wochen 0 oder größer als 53. Ein Dienstplan \
        umfasst ganze ISO-Wochen, weil der Wochenanteil von Montag bis Freitag zählt. Den Montag der ersten Woche und 1 \
        bis 53 Wochen angeben.",
};

pub const UNKNOWN_LAND: CodePage = CodePage {
    slug: "roster/unknown-land",
    severity: Severity::Error,
    title_en: "unknown German Land",
    title_de: "unbekanntes Bundesland",
    page_en: "Appears when `roster.land` is none of the sixteen codes of ISO 3166-2:DE. The Land decides the public holidays, \
        and on them nobody is planned. Give a code such as `BY`.",
    page_de: "Erscheint, wenn `roster.land` keines der sechzehn Kürzel nach ISO 3166-2:DE ist. Das Land bestimmt die \
        Feiertage, und an ihnen wird niemand eingeplant. Ein Kürzel wie `BY` angeben.",
};

pub const BAD_RULES: CodePage = CodePage {
    slug: "roster/bad-rules",
    severity: Severity::Error,
    title_en: "a rule of the roster cannot be used",
    title_de: "eine Regel des Dienstplans ist nicht brauchbar",
    page_en: "Appears when the weekly share is not between 0 and 1, when the weight of a goal is negative or above 20, or when \
        two caps or two groups of one kind have the same name. Names are what explanations and certificates refer to, so \
        they must be unique. Larger weights than 20 would not change a plan that smaller ones of the same ratio give.",
    page_de: "Erscheint, wenn der Wochenanteil nicht zwischen 0 und 1 liegt, wenn das Gewicht eines Ziels negativ oder größer \
        als 20 ist oder wenn zwei Obergrenzen oder zwei Gruppen einer Art gleich heißen. Auf die Namen beziehen sich \
        Erklärungen und Nachweise, deshalb müssen sie eindeutig sein. Größere Gewichte als 20 ergäben keinen anderen \
        Plan als kleinere im gleichen Verhältnis.",
};

pub const NO_PEOPLE: CodePage = CodePage {
    slug: "roster/no-people",
    severity: Severity::Error,
    title_en: "there is nobody to plan",
    title_de: "es gibt niemanden zu planen",
    page_en: "Appears when the inventory holds no people, for example because only the PBX was imported. A roster is about \
        people, not about lines. Name a staff list under `sources.staff` and import again.",
    page_de: "Erscheint, wenn das Inventar keine Personen enthält, etwa weil nur die Telefonanlage importiert wurde. Ein \
        Dienstplan handelt von Personen, nicht von Anschlüssen. Unter `sources.staff` eine Personalliste nennen und neu \
        importieren.",
};

pub const UNKNOWN_GROUP: CodePage = CodePage {
    slug: "roster/unknown-group",
    severity: Severity::Error,
    title_en: "a group of the roster has no members",
    title_de: "eine Gruppe des Dienstplans hat keine Mitglieder",
    page_en: "Appears when `on_site` or `reachable` names a department, a queue or an extension that the inventory does not \
        know, or a queue none of whose members belongs to a person. A minimum for nobody can never be held, and dropping \
        it in silence would leave a counter empty. Write the name as the inventory does.",
    page_de: "Erscheint, wenn `on_site` oder `reachable` eine Abteilung, Warteschlange oder Nebenstelle nennt, die das \
        Verzeichnis nicht kennt, oder eine Warteschlange, deren Mitglieder zu keiner Person gehören. Ein Mindestwert für \
        niemanden lässt sich nicht einhalten, und ihn stillschweigend wegzulassen ließe einen Schalter leer. Den Namen \
        so schreiben wie im Inventar.",
};

pub const FEWER_AT_WORK: CodePage = CodePage {
    slug: "roster/fewer-at-work",
    severity: Severity::Note,
    title_en: "on some days fewer members of a group work than it needs",
    title_de: "an manchen Tagen arbeiten weniger Mitglieder einer Gruppe, als sie braucht",
    page_en: "Appears when `on_site_min` or `reachable_min` is above the number of members who work on some days, for example on Fridays \
        in a group of part-time people. A minimum asks for no more than the group has working on that day, so on these days it asks \
        for all who work. Lower the minimum or add members if that is not meant.",
    page_de: "Erscheint, wenn `on_site_min` oder `reachable_min` an manchen Tagen über der Zahl der arbeitenden Mitglieder liegt, etwa \
        freitags in einer Gruppe von Teilzeitkräften. Ein Minimum verlangt nicht mehr, als an dem Tag arbeiten; an diesen Tagen also \
        alle, die arbeiten. Ist das nicht gemeint, das Minimum senken oder Mitglieder ergänzen.",
};

pub const UNKNOWN_ROOM: CodePage = CodePage {
    slug: "roster/unknown-room",
    severity: Severity::Warning,
    title_en: "an override names a room nobody sits in",
    title_de: "eine Ausnahme nennt einen Raum, in dem niemand sitzt",
    page_en: "Appears when `room_overrides` names a room that no person of the staff lists has. Usually it is spelled \
        differently there, and the override then has no effect. Write the room as the staff list does.",
    page_de: "Erscheint, wenn `room_overrides` einen Raum nennt, den keine Person der Personallisten hat. Meist ist er dort \
        anders geschrieben, und die Ausnahme wirkt dann nicht. Den Raum so schreiben wie in der Personalliste.",
};

pub const SOFTPHONE_NOT_READY: CodePage = CodePage {
    slug: "roster/softphone-not-ready",
    severity: Severity::Warning,
    title_en: "people stay in the office because their softphone is not ready",
    title_de: "Personen bleiben im Büro, weil ihr Softphone nicht bereit ist",
    page_en: "Appears when people who may work at home have a line that `validate` did not find ready. \
        Nobody is sent home without a telephone, so they are planned in the office on every day. Mend the lines as the \
        report of `validate` says and make the roster again.",
    page_de: "Erscheint, wenn Personen, die zu Hause arbeiten dürfen, einen Anschluss haben, den `validate` \
        nicht als bereit befunden hat. Niemand wird ohne Telefon nach Hause geschickt, deshalb sind sie an allen Tagen \
        im Büro eingeplant. Die Anschlüsse nach dem Bericht von `validate` in Ordnung bringen und den Dienstplan neu \
        erstellen.",
};

pub const ALWAYS_HOME_NOT_READY: CodePage = CodePage {
    slug: "roster/always-home-not-ready",
    severity: Severity::Warning,
    title_en: "somebody is always at home without a softphone",
    title_de: "jemand ist immer zu Hause, aber ohne Softphone",
    page_en: "Appears when the staff list says that a person is always at home (at risk) while their line does not register. \
        The roster keeps them at home, for health comes first, but they count as not reachable. Mend the line, or \
        forward the extension until it works.",
    page_de: "Erscheint, wenn eine Person laut Personalliste immer zu Hause ist (Risikogruppe), ihr Anschluss sich aber nicht \
        anmeldet. Der Dienstplan lässt sie zu Hause, denn Gesundheit geht vor, zählt sie aber als nicht erreichbar. Den \
        Anschluss in Ordnung bringen oder die Nebenstelle bis dahin umleiten.",
};

pub const SUITABILITY_UNKNOWN: CodePage = CodePage {
    slug: "roster/suitability-unknown",
    severity: Severity::Note,
    title_en: "the staff lists do not say who may work at home",
    title_de: "die Personallisten sagen nicht, wer zu Hause arbeiten darf",
    page_en: "Appears when the column for home work is missing or empty for some people. They are taken as suitable, because \
        most lists name the exceptions only. Fill the column where somebody must stay.",
    page_de: "Erscheint, wenn die Spalte für Heimarbeit fehlt oder bei einigen Personen leer ist. Sie gelten als geeignet, \
        weil die meisten Listen nur die Ausnahmen nennen. Die Spalte dort ausfüllen, wo jemand bleiben muss.",
};

pub const NOT_VALIDATED: CodePage = CodePage {
    slug: "roster/not-validated",
    severity: Severity::Warning,
    title_en: "nobody has validated the lines yet",
    title_de: "noch niemand hat die Anschlüsse geprüft",
    page_en: "Appears when there is no report of `validate` at all. For a first look at the roster every planned line is taken to \
        work; whoever has a line that does not register would be sent home without a telephone. Run `deskshift validate`, then \
        `deskshift rotate` again. `--assume-ready` makes the same roster without this warning.",
    page_de: "Erscheint, wenn es noch gar keinen Bericht von `validate` gibt. Für einen ersten Blick auf den Dienstplan gilt jeder \
        geplante Anschluss als bereit; wessen Anschluss sich nicht anmeldet, säße zu Hause ohne Telefon. `deskshift validate` \
        ausführen, dann `deskshift rotate` wiederholen. `--assume-ready` macht denselben Dienstplan ohne diese Warnung.",
};

pub const REPORT_NOT_USED: CodePage = CodePage {
    slug: "roster/report-not-used",
    severity: Severity::Warning,
    title_en: "the last report of `validate` fits no planned line",
    title_de: "der letzte Bericht von `validate` passt zu keinem geplanten Anschluss",
    page_en: "Appears when a report exists but every line it is about has changed since: another registrar, transport, login, password \
        or PBX object. What it found says nothing about the lines as they are now, so none counts as ready and their people stay in \
        the office. Changes that do not touch a line (rules of the roster, names, departments, programs) leave its verdict in force. \
        Run `deskshift validate` again, or make the roster with `--assume-ready`.",
    page_de: "Erscheint, wenn es einen Bericht gibt, sich aber jeder Anschluss darin seither geändert hat: anderer Registrar, Transport, \
        Anmeldename, anderes Kennwort oder Objekt der Anlage. Was er fand, sagt nichts über die jetzigen Anschlüsse; deshalb gilt \
        keiner als bereit, und ihre Leute bleiben im Büro. Änderungen, die einen Anschluss nicht berühren (Regeln des Dienstplans, \
        Namen, Abteilungen, Programme), lassen sein Ergebnis gelten. `deskshift validate` wiederholen oder den Dienstplan mit \
        `--assume-ready` erstellen.",
};

pub const REPORT_INCOMPLETE: CodePage = CodePage {
    slug: "roster/report-incomplete",
    severity: Severity::Warning,
    title_en: "`validate` has not looked at every line",
    title_de: "`validate` hat nicht jeden Anschluss angesehen",
    page_en: "Appears when the report of `validate` has no decision about some planned lines as they are now: it ran with `--only`, was \
        stopped early, got no answer, or the line changed since. These lines count as not ready, and their people stay in the \
        office. Run `deskshift validate --resume` to the end, or make the roster with `--assume-ready`.",
    page_de: "Erscheint, wenn der Bericht von `validate` über einige geplante Anschlüsse, wie sie jetzt sind, nichts entscheidet: Er lief \
        mit `--only`, wurde vorzeitig beendet, bekam keine Antwort, oder der Anschluss hat sich seither geändert. Diese Anschlüsse gelten als nicht bereit, und ihre Leute bleiben im \
        Büro. `deskshift validate --resume` zu Ende laufen lassen oder den Dienstplan mit `--assume-ready` erstellen.",
};

pub const OWN_DAYS_ELSEWHERE: CodePage = CodePage {
    slug: "roster/own-days-elsewhere",
    severity: Severity::Note,
    title_en: "own days outside the roster have no effect",
    title_de: "eigene Tage außerhalb des Dienstplans wirken nicht",
    page_en: "Lists under `roster.own_days` may cover a whole year; what lies before or after the roster's weeks is read and checked, and has \
        no effect. The message counts such rows. If it is all of them, the list is of another year or `roster.horizon.from` is wrong.",
    page_de: "Listen unter `roster.own_days` dürfen ein ganzes Jahr umfassen; was vor oder nach den Wochen des Dienstplans liegt, wird gelesen \
        und geprüft und wirkt nicht. Die Meldung zählt solche Zeilen. Sind es alle, ist die Liste aus einem anderen Jahr oder \
        `roster.horizon.from` falsch.",
};

pub const OWN_DAY_IDLE: CodePage = CodePage {
    slug: "roster/own-day-idle",
    severity: Severity::Warning,
    title_en: "somebody is wanted where they cannot be",
    title_de: "jemand soll sein, wo er nicht sein kann",
    page_en: "A row under `roster.own_days` wants somebody at home who may not work there or has no softphone that is ready, or wants somebody in the \
        office who is always at home. The row has no effect: nobody is sent home who cannot be called there, and nobody at risk into the \
        office. Remove the row, mend the person's line (`deskshift validate` says how), or correct the staff list.",
    page_de: "Eine Zeile unter `roster.own_days` will jemanden zu Hause, der dort nicht arbeiten darf oder kein bereites Softphone hat, oder jemanden im \
        Büro, der immer zu Hause ist. Die Zeile wirkt nicht: niemand wird nach Hause geschickt, der dort nicht erreichbar ist, und niemand \
        mit Risiko ins Büro. Die Zeile entfernen, den Anschluss in Ordnung bringen (`deskshift validate` sagt wie) oder die Personalliste \
        berichtigen.",
};

pub const PAIR_NAMED_TWICE: CodePage = CodePage {
    slug: "roster/pair-named-twice",
    severity: Severity::Error,
    title_en: "an entry of `roster.pairs` names one person twice",
    title_de: "ein Eintrag von `roster.pairs` nennt eine Person zweimal",
    page_en: "Appears when two entries of one pair, say a staff number and an extension, are the same person: the pair would bind nobody. \
        Name the other person, by staff number where names or numbers are alike.",
    page_de: "Erscheint, wenn zwei Angaben eines Paars, etwa Personalnummer und Nebenstelle, dieselbe Person sind: das Paar bände niemanden. \
        Die andere Person nennen, bei gleichen Namen oder Nummern mit der Personalnummer.",
};
