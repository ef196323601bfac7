//! Shifts and their slots.

use crate::diag::{CodePage, Severity};

pub const IN_TWO_SHIFTS: CodePage = CodePage {
    slug: "roster/in-two-shifts",
    severity: Severity::Error,
    title_en: "somebody belongs to two shifts",
    title_de: "jemand gehört zu zwei Schichtgruppen",
    page_en: "Appears when the members of two entries of `roster.shifts` have a person in common. Nobody works in two slots a week, so no roster \
        is made. Take the person out of one of them, or name the members by extension.",
    page_de: "Erscheint, wenn die Mitglieder zweier Einträge von `roster.shifts` eine Person gemeinsam haben. Niemand arbeitet in einer Woche in \
        zwei Schichten, darum entsteht kein Dienstplan. Die Person aus einem der beiden nehmen oder die Mitglieder mit Durchwahl nennen.",
};

pub const NOT_IN_SHIFT: CodePage = CodePage {
    slug: "roster/not-in-shift",
    severity: Severity::Error,
    title_en: "a slot is fixed for somebody who is not in the shift",
    title_de: "eine feste Schicht für jemanden, der nicht zur Schichtgruppe gehört",
    page_en: "Appears when `fixed` of an entry of `roster.shifts` names a person of the inventory who is not one of its members. Correct the name, \
        remove the entry, or add the person to the members.",
    page_de: "Erscheint, wenn `fixed` eines Eintrags von `roster.shifts` eine Person des Inventars nennt, die nicht zu seinen Mitgliedern gehört. \
        Den Namen berichtigen, den Eintrag streichen oder die Person zu den Mitgliedern nehmen.",
};

pub const SHIFT_TOO_SMALL: CodePage = CodePage {
    slug: "roster/shift-too-small",
    severity: Severity::Error,
    title_en: "the slots of a shift ask for more people than it has",
    title_de: "die Schichten einer Schichtgruppe verlangen mehr Personen, als sie hat",
    page_en: "Appears when `on_site_min` or `reachable_min` of all slots of an entry of `roster.shifts` together are above the number of its \
        members. Each works in one slot a week, so that can never be held. Lower the minimums, or add members.",
    page_de: "Erscheint, wenn `on_site_min` oder `reachable_min` aller Schichten eines Eintrags von `roster.shifts` zusammen über der Zahl seiner \
        Mitglieder liegen. Jeder arbeitet in einer Schicht je Woche, das ist also nie zu halten. Die Minima senken oder Mitglieder ergänzen.",
};

pub const SLOTS_CLASH: CodePage = CodePage {
    slug: "roster/slots-clash",
    severity: Severity::Error,
    title_en: "no choice of slots holds what they need",
    title_de: "keine Verteilung auf die Schichten erfüllt ihre Minima",
    page_en: "Appears when no way to spread the members of a shift over its slots gives each slot its `on_site_min` and `reachable_min` on every \
        working day of a week, with leave, part-time and `fixed` as they are. The day with the most missing is named, with how many there \
        are and how many are needed. Slots do not ask for less when fewer work. Lower the minimum, add members, or change `fixed`.",
    page_de: "Erscheint, wenn sich die Mitglieder einer Schichtgruppe auf keine Weise so verteilen lassen, dass jede Schicht an jedem Arbeitstag der Woche \
        ihr `on_site_min` und `reachable_min` hat, bei Urlaub, Teilzeit und `fixed`, wie sie sind. Genannt ist der Tag, an dem am meisten \
        fehlt, mit wie vielen möglich und nötig sind. Schichten verlangen nicht weniger, wenn weniger arbeiten. Das Minimum senken, \
        Mitglieder ergänzen oder `fixed` ändern.",
};

pub const SLOTS_CHOSEN: CodePage = CodePage {
    slug: "roster/slots-chosen",
    severity: Severity::Note,
    title_en: "with other slots there may be a roster",
    title_de: "mit anderen Schichten gibt es vielleicht einen Dienstplan",
    page_en: "Appears where no roster was found and the reason is a rule of a slot. Slots are chosen first, by weeks in turn, and home and office \
        after that; so another choice of slots may do. Where caps and minimums show at once that a choice will not do, eight are tried. Another `--seed` \
        makes others, and `fixed` decides it.",
    page_de: "Erscheint, wo kein Dienstplan gefunden wurde und der Grund eine Regel einer Schicht ist. Zuerst werden die Schichten im Wochenwechsel \
        verteilt, danach Zuhause und Büro; eine andere Verteilung kann also gehen. Zeigen Obergrenzen und Minima sofort, dass eine nicht geht, werden acht versucht. Ein anderer `--seed` verteilt anders, und `fixed` \
        entscheidet es.",
};

pub const SLOT_STATED: CodePage = CodePage {
    slug: "roster/slot-stated",
    severity: Severity::Error,
    title_en: "the stated slots are not what `roster.shifts` says",
    title_de: "die genannten Schichten entsprechen nicht `roster.shifts`",
    page_en: "Appears in `rotate check` when a member of a shift has no slot in a week, or one that the shift does not have, when somebody outside \
        every shift has one, or `fixed` says another. Make the roster again (`deskshift rotate replan`), or correct `fixed`.",
    page_de: "Erscheint bei `rotate check`, wenn ein Mitglied einer Schichtgruppe in einer Woche keine Schicht hat oder eine, die es dort nicht gibt, wenn \
        jemand außerhalb aller Schichtgruppen eine hat oder `fixed` eine andere nennt. Den Dienstplan neu erstellen (`deskshift rotate \
        replan`) oder `fixed` berichtigen.",
};

pub const SLOT_EDITED: CodePage = CodePage {
    slug: "roster/slot-edited",
    severity: Severity::Error,
    title_en: "a slot was changed in a list",
    title_de: "eine Schicht wurde in einer Liste geändert",
    page_en: "Appears when a CSV that comes back has another slot for somebody than the roster in force. The column is there to be read; taking it \
        would change what the other days of the week and the other people of the shift are planned for. Put the slot back. `fixed` of the entry in \
        `roster.shifts` decides somebody's slot.",
    page_de: "Erscheint, wenn eine zurückkehrende CSV für jemanden eine andere Schicht nennt als der geltende Dienstplan. Die Spalte ist zum Lesen da; sie \
        zu übernehmen änderte, wofür die anderen Tage der Woche und die anderen der Schichtgruppe geplant sind. Die Schicht zurücksetzen. \
        `fixed` des Eintrags unter `roster.shifts` legt jemandes Schicht fest.",
};
