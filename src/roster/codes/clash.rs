//! Why there is no roster.

use crate::diag::{CodePage, Severity};

pub const FIXED_CLASH: CodePage = CodePage {
    slug: "roster/fixed-clash",
    severity: Severity::Error,
    title_en: "fixed people alone break a rule",
    title_de: "festgelegte Personen allein verletzen eine Regel",
    page_en: "Appears when people whose place leaves no choice already break a rule on some day: more people who must be in \
        the office than a room admits, more people always at home than a cap serves, or too few who can come to a \
        counter. No roster can hold the rule. Change the number, move a person, or make another member able to come.",
    page_de: "Erscheint, wenn Personen ohne Wahl schon allein an einem Tag eine Regel verletzen: mehr Personen, die ins Büro \
        müssen, als ein Raum zulässt, mehr immer zu Hause, als eine Obergrenze bedient, oder zu wenige, die an einen \
        Schalter kommen können. Kein Dienstplan kann die Regel halten. Die Zahl ändern, jemanden umsetzen oder ein \
        weiteres Mitglied befähigen.",
};

pub const CHAIN_CLASH: CodePage = CodePage {
    slug: "roster/chain-clash",
    severity: Severity::Error,
    title_en: "rules force each other into a contradiction",
    title_de: "Regeln zwingen einander in einen Widerspruch",
    page_en: "Appears when one rule leaves a person no choice, that takes the choice from the next one, and at the end a rule \
        cannot be held. The finding tells the chain step by step; relaxing any rule it names dissolves it.",
    page_de: "Erscheint, wenn eine Regel einer Person keine Wahl lässt, das der nächsten die Wahl nimmt und am Ende eine Regel \
        nicht zu halten ist. Die Meldung erzählt die Kette Schritt für Schritt; jede genannte Regel zu lockern löst sie \
        auf.",
};

pub const ROOMS_AGAINST_CAP: CodePage = CodePage {
    slug: "roster/rooms-against-cap",
    severity: Severity::Error,
    title_en: "the rooms force more people home than a cap serves",
    title_de: "die Räume zwingen mehr Personen nach Hause, als eine Obergrenze bedient",
    page_en: "Appears when, on some day, the rooms together send more people home than VPN licences or notebooks serve, \
        whoever it is. Counted room by room: everybody who works beyond the seats of the room, or who is always at home. \
        Raise the cap, allow one more seat in some rooms, or let fewer people work on that day.",
    page_de: "Erscheint, wenn an einem Tag die Räume zusammen mehr Personen nach Hause schicken, als VPN-Lizenzen oder \
        Notebooks reichen, gleich wen. Gezählt Raum für Raum: alle Arbeitenden über die Plätze des Raums hinaus und \
        alle, die immer zu Hause sind. Die Obergrenze anheben, in einigen Räumen einen Platz mehr zulassen oder an dem \
        Tag weniger Personen arbeiten lassen.",
};

pub const ROOMS_AGAINST_MINIMUM: CodePage = CodePage {
    slug: "roster/rooms-against-minimum",
    severity: Severity::Error,
    title_en: "the rooms admit fewer people than a group needs",
    title_de: "die Räume lassen weniger Personen zu, als eine Gruppe braucht",
    page_en: "Appears when the seats of the rooms in which the members of a counter or queue sit do not suffice for its \
        minimum on some day. Allow more seats in these rooms, seat a member elsewhere, or lower the minimum.",
    page_de: "Erscheint, wenn die Plätze der Räume, in denen die Mitglieder eines Schalters oder einer Warteschlange sitzen, \
        an einem Tag nicht für das Minimum reichen. In diesen Räumen mehr Plätze zulassen, ein Mitglied umsetzen oder \
        das Minimum senken.",
};

pub const ROOM_AGAINST_WEEK: CodePage = CodePage {
    slug: "roster/room-against-week",
    severity: Severity::Error,
    title_en: "a room needs more home days in a week than its people may take",
    title_de: "ein Raum braucht in einer Woche mehr Heimtage, als seine Leute nehmen dürfen",
    page_en: "Appears when the days on which somebody of a room must be at home add up to more than the home days its people \
        may take in that week by `weekly_share`, `office_min_per_week` and suitability. Allow one more seat, raise the \
        share, or move somebody to another room.",
    page_de: "Erscheint, wenn die Tage, an denen jemand aus einem Raum zu Hause sein muss, zusammen mehr sind als die \
        Heimtage, die seine Leute in der Woche nach `weekly_share`, `office_min_per_week` und Eignung nehmen dürfen. \
        Einen Platz mehr zulassen, den Anteil erhöhen oder jemanden umsetzen.",
};

pub const WEEK_CLASH: CodePage = CodePage {
    slug: "roster/week-clash",
    severity: Severity::Error,
    title_en: "the rules of a week clash",
    title_de: "die Regeln einer Woche widersprechen sich",
    page_en: "Appears when rooms, caps, minimums and weekly shares cannot be held together in a week although each pair could. \
        The finding lists a set of rules of which none can be left out: relaxing any one of them makes the rest \
        possible. Found by a maximum flow or a complete search over that week, and reduced rule by rule.",
    page_de: "Erscheint, wenn Räume, Obergrenzen, Minima und Wochenanteile in einer Woche nicht zusammen zu halten sind, \
        obwohl je zwei es wären. Die Meldung nennt Regeln, von denen keine entbehrlich ist: Wird eine gelockert, geht \
        der Rest. Gefunden durch einen maximalen Fluss oder vollständige Suche über die Woche und Regel für Regel \
        verkleinert.",
};

pub const NOT_DECIDED: CodePage = CodePage {
    slug: "roster/not-decided",
    severity: Severity::Error,
    title_en: "no roster found, and no contradiction either",
    title_de: "weder ein Dienstplan gefunden noch ein Widerspruch",
    page_en: "Appears when the budget ended while some rules were still broken and no contradiction could be shown. The \
        finding names the rules that were hardest to hold. Run again with `--effort long` or another `--seed`, or relax \
        one of them.",
    page_de: "Erscheint, wenn das Budget endete, während noch Regeln verletzt waren, und kein Widerspruch nachweisbar war. Die \
        Meldung nennt die Regeln, die am schwersten zu halten waren. Mit `--effort long` oder einem anderen `--seed` \
        wiederholen oder eine davon lockern.",
};
