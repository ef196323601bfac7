//! Codes of lists of days of single people.

use crate::diag::pages;

pages! {
    NOBODY Error "inventory/own-day-of-nobody"
        "a row of a list of absences is about nobody known"
        "eine Zeile einer Abwesenheitsliste betrifft niemand Bekannten"
        "Each row names a person of the inventory: by staff number (or whatever key the staff list has), by extension, or by name. A roster \
         without this row would plan somebody who is not there, so none is made. Correct the row, or remove it where the person is not \
         planned at all."
        "Jede Zeile nennt eine Person des Inventars: mit Personalnummer (oder dem Schlüssel der Personalliste), Nebenstelle oder Namen. Ein \
         Dienstplan ohne diese Zeile würde jemanden einplanen, der nicht da ist; deshalb entsteht keiner. Die Zeile berichtigen oder, wenn \
         die Person gar nicht eingeplant wird, entfernen.";
    DATE Error "inventory/own-day-date"
        "a row of a list of absences names no usable days"
        "eine Zeile einer Abwesenheitsliste nennt keine brauchbaren Tage"
        "The first day is needed, the last one may be left out where it is the same. Days are written `2027-03-15` or `15.03.2027`, between \
         2000 and 2199, and the last one is not before the first. A roster without this row would plan somebody who is not there, so none \
         is made. Correct the row."
        "Der erste Tag ist nötig, der letzte darf fehlen, wenn er derselbe ist. Tage werden `15.03.2027` oder `2027-03-15` geschrieben, \
         zwischen 2000 und 2199, und der letzte liegt nicht vor dem ersten. Ein Dienstplan ohne diese Zeile würde jemanden einplanen, der \
         nicht da ist; deshalb entsteht keiner. Die Zeile berichtigen.";
    UNCLEAR Error "inventory/own-day-unclear"
        "a row of a list of absences says something that is not understood"
        "eine Zeile einer Abwesenheitsliste sagt etwas Unverständliches"
        "The place is `office`, `home` or `absent`, or empty for an absence; weekdays are written `Tue, Thu`. Reasons of absence do not \
         belong into the column of the place, and nothing reads them elsewhere. Correct the cell."
        "Der Ort ist `Büro`, `zu Hause` oder `abwesend`, oder leer für eine Abwesenheit; Wochentage werden `Di, Do` geschrieben. Gründe einer \
         Abwesenheit gehören nicht in die Spalte des Ortes, und woanders liest sie niemand. Die Zelle berichtigen.";
    CONTRADICT Error "inventory/own-days-contradict"
        "two rows want one person in two places on one day"
        "zwei Zeilen wollen eine Person an einem Tag an zwei Orten"
        "One row of the lists under `roster.own_days` says office, another says home. An absence goes before both. Remove one of the \
         two rows, or shorten its days."
        "Eine Zeile der Listen unter `roster.own_days` sagt Büro, eine andere zu Hause. Eine Abwesenheit geht beiden vor. Eine der beiden Zeilen entfernen oder ihre Tage kürzen.";
}
