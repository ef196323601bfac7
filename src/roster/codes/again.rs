//! Rosters that are made again, or given back, after some of their days have passed or their lists have changed.

use crate::diag::{CodePage, Severity};

pub const PAST_STAYS: CodePage = CodePage {
    slug: "roster/past-stays",
    severity: Severity::Note,
    title_en: "days that have passed stay as they are",
    title_de: "vergangene Tage bleiben, wie sie sind",
    page_en: "Appears in `rotate replan` when `--from` is a day that an earlier run already took as passed, and that lies before today: what \
        took place cannot be planned anew. Days that lie ahead are always opened by an earlier `--from`, whatever an earlier run kept.",
    page_de: "Erscheint bei `rotate replan`, wenn `--from` ein Tag ist, den schon ein früherer Lauf als vergangen nahm und der vor heute \
        liegt: was stattfand, lässt sich nicht neu planen. Künftige Tage gibt ein früheres `--from` immer frei, gleich was ein früherer \
        Lauf stehen ließ.",
};

pub const PASSED_DAY: CodePage = CodePage {
    slug: "roster/passed-day",
    severity: Severity::Error,
    title_en: "the file changes a day that the roster in force keeps as it was",
    title_de: "die Datei ändert einen Tag, den der geltende Dienstplan unverändert lässt",
    page_en: "Appears in `rotate take` and `rotate check FILE` when a workbook or CSV has another place on a day before the `--from` of the \
        last `rotate replan`: no rule is counted there any more, so nothing could say whether the change is right. Take it back; a row or \
        column that is missing is read as unchanged. A day that lies ahead is opened by `deskshift rotate replan --from DAY`.",
    page_de: "Erscheint bei `rotate take` und `rotate check DATEI`, wenn eine Mappe oder CSV an einem Tag vor dem `--from` des letzten \
        `rotate replan` einen anderen Ort hat: dort zählt keine Regel mehr, also könnte nichts sagen, ob die Änderung richtig ist. Die \
        Änderung zurücknehmen; was an Zeilen oder Spalten fehlt, gilt als unverändert. Einen künftigen Tag gibt `deskshift rotate \
        replan --from TAG` frei.",
};

pub const OWN_DAYS_CHANGED: CodePage = CodePage {
    slug: "roster/own-days-changed",
    severity: Severity::Error,
    title_en: "a list of own days is not the one the roster was made from",
    title_de: "eine Liste eigener Tage ist nicht mehr die, aus der der Dienstplan entstand",
    page_en: "Appears in `rotate check` and `rotate export` when a file under `roster.own_days` or `roster.carry_over.from` changed after the \
        roster was made, was added or was taken away. Cost, bound and fairness were counted from the old lists and are not judged; the \
        rules that the roster breaks by the new ones are told besides. Run `deskshift rotate replan`.",
    page_de: "Erscheint bei `rotate check` und `rotate export`, wenn eine Datei unter `roster.own_days` oder `roster.carry_over.from` nach \
        dem Dienstplan geändert, ergänzt oder entfernt wurde. Kosten, Schranke und Fairness stammen aus den alten Listen und werden nicht \
        beurteilt; was der Dienstplan nach den neuen verletzt, steht daneben. `deskshift rotate replan` ausführen.",
};
