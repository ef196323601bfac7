//! Rules that tie people or days to each other.

use crate::diag::{CodePage, Severity};

pub const UNKNOWN_MEMBER: CodePage = CodePage {
    slug: "roster/unknown-member",
    severity: Severity::Error,
    title_en: "a rule of the roster names somebody whom the inventory does not have",
    title_de: "eine Regel des Dienstplans nennt jemanden, den das Inventar nicht hat",
    page_en: "Appears when an entry such as one of `roster.pairs` names a person by a staff number, extension or full name that nobody has, or that \
        several people have. Without the person the rule would say something else, so no roster is made. Write the staff number as \
        `deskshift inventory show` has it.",
    page_de: "Erscheint, wenn ein Eintrag, etwa unter `roster.pairs`, eine Person mit Personalnummer, Nebenstelle oder vollem Namen nennt, die \
        niemand hat oder die mehrere haben. Ohne die Person hieße die Regel etwas anderes, darum entsteht kein Dienstplan. Die \
        Personalnummer so schreiben wie in `deskshift inventory show`.",
};

pub const PAIR_IN_TWO_PLACES: CodePage = CodePage {
    slug: "roster/pair-in-two-places",
    severity: Severity::Error,
    title_en: "people who share a car are not in the same place",
    title_de: "eine Fahrgemeinschaft ist nicht am selben Ort",
    page_en: "Appears in `rotate check` when two people whom `roster.pairs` keeps `together` both work on a day, and one is at home while \
        the other is in the office. Move one of them, or remove the pair.",
    page_de: "Erscheint bei `rotate check`, wenn zwei Personen, die `roster.pairs` mit `together` verbindet, am selben Tag arbeiten, eine \
        zu Hause, die andere im Büro. Eine der beiden umsetzen oder das Paar streichen.",
};

pub const PAIR_BOTH_AT_HOME: CodePage = CodePage {
    slug: "roster/pair-both-at-home",
    severity: Severity::Error,
    title_en: "people who stand in for each other are at home on the same day",
    title_de: "Personen, die einander vertreten, sind am selben Tag zu Hause",
    page_en: "Appears in `rotate check` when two people whom `roster.pairs` keeps `apart` are at home on the same day, so that nobody stands \
        in at the desk. Call one of them in, or remove the pair.",
    page_de: "Erscheint bei `rotate check`, wenn zwei Personen, die `roster.pairs` mit `apart` trennt, am selben Tag zu Hause sind, sodass \
        niemand am Platz vertritt. Eine der beiden ins Büro holen oder das Paar streichen.",
};

pub const QUOTAS_CLASH: CodePage = CodePage {
    slug: "roster/quotas-clash",
    severity: Severity::Error,
    title_en: "two quotas ask opposite things of the same person",
    title_de: "zwei Kontingente verlangen von einer Person Gegensätzliches",
    page_en: "Appears when somebody belongs to a quota with a `home_min` that is above the `home_max` of another of theirs. No number of home \
        days can be right. Lower the one, raise the other, or give one of them other members.",
    page_de: "Erscheint, wenn jemand zu einem Kontingent gehört, dessen `home_min` über dem `home_max` eines anderen liegt, zu dem die Person \
        auch gehört. Keine Zahl von Heimtagen kann stimmen. Das eine senken, das andere anheben oder einem der beiden andere Mitglieder \
        geben.",
};

pub const QUOTA_ADJUSTED: CodePage = CodePage {
    slug: "roster/quota-adjusted",
    severity: Severity::Note,
    title_en: "a quota cannot be had as stated by some of its members",
    title_de: "ein Kontingent ist bei manchen Mitgliedern so nicht möglich",
    page_en: "Appears when the own weeks of a member allow fewer home days than `home_min` (part-time work, leave, weekly share, office \
        days), or fix more of them at home than `home_max`. The quota then asks for the nearest number that is possible, and the note \
        says which. Change the quota, `weekly_share` or the person's own days if that is not meant.",
    page_de: "Erscheint, wenn die eigenen Wochen eines Mitglieds weniger Heimtage erlauben als `home_min` (Teilzeit, Urlaub, Wochenanteil, \
        Bürotage) oder mehr davon zu Hause festlegen als `home_max`. Das Kontingent verlangt dann die nächste mögliche Zahl, und der \
        Hinweis nennt sie. Ist das nicht gemeint, Kontingent, `weekly_share` oder eigene Tage der Person ändern.",
};

pub const QUOTA_MISSED: CodePage = CodePage {
    slug: "roster/quota-missed",
    severity: Severity::Error,
    title_en: "somebody has more or fewer home days in the period than their quota",
    title_de: "jemand hat im Zeitraum mehr oder weniger Heimtage, als das Kontingent vorsieht",
    page_en: "Appears in `rotate check` when the home days of a person over the whole period are below `home_min` or above `home_max` of \
        `roster.quotas`. Give the person another home day, or take one away.",
    page_de: "Erscheint bei `rotate check`, wenn die Heimtage einer Person im ganzen Zeitraum unter `home_min` oder über `home_max` aus \
        `roster.quotas` liegen. Der Person einen Heimtag geben oder nehmen.",
};

pub const PERIOD_CLASH: CodePage = CodePage {
    slug: "roster/period-clash",
    severity: Severity::Error,
    title_en: "rules over the whole period cannot be held together",
    title_de: "Regeln über den ganzen Zeitraum sind nicht zusammen zu halten",
    page_en: "Appears when each single week could be planned, but not all of them together: quotas ask for more home days than a cap serves \
        in the period, rooms send people home more often than their quotas allow, or a complete search of the whole period finds no \
        places. The finding names the rules; without any one of them the rest could be held. Relax one.",
    page_de: "Erscheint, wenn sich jede Woche für sich planen ließe, aber nicht alle zusammen: Kontingente verlangen mehr Heimtage, als eine \
        Obergrenze im Zeitraum bedient, Räume schicken öfter nach Hause, als Kontingente erlauben, oder eine vollständige Suche über den \
        ganzen Zeitraum findet keine Orte. Die Meldung nennt die Regeln; ohne eine von ihnen wären die übrigen zu halten. Eine lockern.",
};

pub const IN_TWO_TEAMS: CodePage = CodePage {
    slug: "roster/in-two-teams",
    severity: Severity::Error,
    title_en: "somebody belongs to two teams that come in turns",
    title_de: "jemand gehört zu zwei Teams, die abwechselnd kommen",
    page_en: "Appears when a person is a member of two teams under `roster.cohorts`. The turns of both would decide the same days. Take the \
        person out of one of them.",
    page_de: "Erscheint, wenn eine Person zu zwei Teams unter `roster.cohorts` gehört. Die Blöcke beider würden über dieselben Tage entscheiden. \
        Die Person aus einem der beiden nehmen.",
};

pub const COHORT_MUST_COME: CodePage = CodePage {
    slug: "roster/cohort-must-come",
    severity: Severity::Error,
    title_en: "somebody has to come on days of another team",
    title_de: "jemand muss an Tagen eines anderen Teams kommen",
    page_en: "Appears when the teams of a cohort shall not meet (`apart`), and a member has to be in the office on a day of another team: the \
        person may not work at home, has no softphone that is ready, or an appointment there. No roster can keep the teams apart then. Mend \
        the softphone, move the person to the other team, or write `apart: false`.",
    page_de: "Erscheint, wenn die Teams einer Kohorte einander nicht begegnen sollen (`apart`) und ein Mitglied an einem Tag eines anderen Teams \
        ins Büro muss: die Person darf nicht zu Hause arbeiten, hat kein bereites Softphone oder einen Termin im Büro. Dann kann kein \
        Dienstplan die Teams getrennt halten. Das Softphone in Ordnung bringen, die Person in das andere Team nehmen oder `apart: false` \
        schreiben.",
};

pub const TURN_MISSED: CodePage = CodePage {
    slug: "roster/turn-missed",
    severity: Severity::Error,
    title_en: "somebody is not where the turn of their team wants them",
    title_de: "jemand ist nicht dort, wo der Block des Teams es verlangt",
    page_en: "Appears in `rotate check` when the cycle of a cohort says office or home for a person and day, and the roster has the other place. \
        Move the person, or give them a day of their own (`roster.own_days`), which goes before the turn.",
    page_de: "Erscheint bei `rotate check`, wenn der Zyklus einer Kohorte für Person und Tag Büro oder zu Hause verlangt und der Dienstplan den \
        anderen Ort hat. Die Person umsetzen oder ihr einen eigenen Tag geben (`roster.own_days`), der dem Block vorgeht.",
};

pub const COHORTS_MEET: CodePage = CodePage {
    slug: "roster/cohorts-meet",
    severity: Severity::Error,
    title_en: "two teams that shall not meet are in the office on the same day",
    title_de: "zwei Teams, die einander nicht begegnen sollen, sind am selben Tag im Büro",
    page_en: "Appears in `rotate check` when people of two teams of a cohort with `apart` are in the office on the same day. Send those home whose \
        turn it is not.",
    page_de: "Erscheint bei `rotate check`, wenn Personen aus zwei Teams einer Kohorte mit `apart` am selben Tag im Büro sind. Diejenigen nach Hause \
        schicken, deren Block es nicht ist.",
};

pub const CARRY_UNUSABLE: CodePage = CodePage {
    slug: "roster/carry-unusable",
    severity: Severity::Error,
    title_en: "no debts can be carried from this roster",
    title_de: "aus diesem Dienstplan lässt sich nichts übertragen",
    page_en: "Appears when the file under `roster.carry_over.from` is a roster that states no debts, because it was made without `carry_over`, or one whose \
        period is not over when the new one begins. Copy the `out/roster.json` of the period before, or begin with `carry_over: {}`.",
    page_de: "Erscheint, wenn die Datei unter `roster.carry_over.from` ein Dienstplan ohne Überträge ist, weil er ohne `carry_over` entstand, oder einer, \
        dessen Zeitraum beim Beginn des neuen noch nicht vorbei ist. Die `out/roster.json` des vorigen Zeitraums kopieren oder mit \
        `carry_over: {}` beginnen.",
};
